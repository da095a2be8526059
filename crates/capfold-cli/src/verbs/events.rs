//! `capfold events`: the reference of events, from their declarations.

use std::io;

use capfold_core::event::{EventKind, Field, Presence, Shape};

use crate::args::EventsArgs;
use crate::console::{Console, Exit};
use crate::diagnose::Diagnostic;
use crate::report::{Cell, Report, Section};

pub(super) fn run(args: &EventsArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let mut kinds: Vec<EventKind> = Vec::new();
    for name in &args.events {
        match EventKind::ALL.iter().find(|kind| kind.tag() == name) {
            Some(kind) => kinds.push(*kind),
            None => return super::refuse(&unknown(name), format, console),
        }
    }
    let report = if kinds.is_empty() { list() } else { reference(&kinds) };
    report.print(format, console)?;
    Ok(Exit::AllWell)
}

fn list() -> Report {
    let mut report = Report::new("Events");
    let mut section = Section::new(format!("{} kinds", EventKind::ALL.len()), &["event", "what it says"]);
    for kind in EventKind::ALL {
        section.row([Cell::text(kind.tag()), Cell::text(prose(kind.meaning()))]);
    }
    report.push(section);
    report
}

fn reference(kinds: &[EventKind]) -> Report {
    let mut report = Report::new("Events");
    for kind in kinds {
        let mut section = Section::new(kind.tag(), &["key", "how often", "what", "meaning"]);
        let shape = kind.shape();
        below(&mut section, "", shape);
        match shape {
            Shape::Record { meaning, .. } => section.note(prose(meaning)),
            Shape::Choice(_) | Shape::Value(_) => section.note(prose(kind.meaning())),
        }
        report.push(section);
    }
    report
}

/// A row a key, with those below it under its path.
fn rows(section: &mut Section, path: &str, fields: &[Field]) {
    for field in fields {
        let (often, list) = match field.presence {
            Presence::Required => ("once", ""),
            Presence::Optional => ("at most once", ""),
            Presence::List => ("any number", "[]"),
        };
        let path = format!("{}{list}", under(path, field.key));
        let shape = (field.shape)();
        section.row([
            Cell::text(path.as_str()),
            Cell::text(often),
            Cell::text(what(shape)),
            Cell::text(prose(field.meaning)),
        ]);
        below(section, &path, shape);
    }
}

fn below(section: &mut Section, path: &str, shape: Shape) {
    match shape {
        Shape::Value(_) => {}
        Shape::Record { fields, .. } => rows(section, path, fields),
        Shape::Choice(forms) => {
            for form in forms {
                let path = under(path, form.tag);
                let inner = form.shape.map(|shape| shape());
                let word = inner.map_or("the word", what);
                section.row([
                    Cell::text(path.as_str()),
                    Cell::text("or"),
                    Cell::text(word),
                    Cell::text(prose(form.meaning)),
                ]);
                if let Some(inner) = inner {
                    below(section, &path, inner);
                }
            }
        }
    }
}

fn under(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

const fn what(shape: Shape) -> &'static str {
    match shape {
        Shape::Value(what) => what,
        Shape::Record { .. } => "object",
        Shape::Choice(_) => "one of",
    }
}

/// The lines of a comment as one text.
fn prose(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ")
}

fn unknown(name: &str) -> Diagnostic {
    let guess = super::did_you_mean(name, EventKind::ALL.iter().map(|kind| kind.tag()));
    let message = format!("there is no event `{name}`");
    Diagnostic::unplaced("C0107", message, None).with_help(format!("{guess}capfold events lists them all"))
}
