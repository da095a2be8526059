//! `capfold events`: the reference of events, from their declarations and the rules of figures.

use std::io;

use capfold_core::event::{EventKind, Field, Presence, Shape};
use capfold_core::figures::Figure;
use capfold_core::finding::ProblemKind;
use capfold_core::reference::{End, REFUSALS_OF_ANY, Reference, either};
use serde_json::{Value, json};

use crate::args::EventsArgs;
use crate::console::{Console, Exit};
use crate::diagnose::Diagnostic;
use crate::report::{Cell, Report, Section};

/// Columns of a page.
const WIDTH: u16 = 100;

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
    report.fact("events", EventKind::ALL.iter().copied().map(json).collect::<Vec<_>>());
    report
}

fn reference(kinds: &[EventKind]) -> Report {
    let mut report = Report::new("Events");
    for kind in kinds {
        let mut section = Section::new(kind.tag(), &[]).within(WIDTH);
        section.note(meaning(*kind));
        report.push(section);
        report.push(keys(*kind));
        report.push(moves(*kind));
        report.push(refusals(*kind));
        let mut figures = Section::new("Figures", &[]).within(WIDTH);
        let fed = kind.figures();
        if !fed.is_empty() {
            figures.note(joined(fed.into_iter().map(Figure::name)));
        }
        report.push(figures);
        let mut source = Section::new("Source", &[]).within(WIDTH);
        source.note(kind.reference().source);
        report.push(source);
    }
    report.fact("events", kinds.iter().copied().map(json).collect::<Vec<_>>());
    report
}

fn meaning(kind: EventKind) -> String {
    match kind.shape() {
        Shape::Record { meaning, .. } => prose(meaning),
        Shape::Choice(_) | Shape::Value(_) | Shape::Number(_) => prose(kind.meaning()),
    }
}

fn keys(kind: EventKind) -> Section {
    let mut section = Section::new("Keys", &["key", "how often", "what", "meaning"]).within(WIDTH);
    below(&mut section, "", kind.shape());
    section
}

fn moves(kind: EventKind) -> Section {
    let mut section = Section::new("Moves", &["unit", "from", "to"]).within(WIDTH);
    for moves in kind.reference().moves {
        let ends = |ends| Cell::text(either(ends));
        section.row([Cell::text(moves.unit.word()), ends(moves.from), ends(moves.to)]);
    }
    section
}

fn refusals(kind: EventKind) -> Section {
    let mut section = Section::new("Refused", &["code", "for", "way on"]).within(WIDTH);
    for problem in kind.reference().refusals {
        section.row([Cell::text(problem.code()), Cell::text(prose(problem.meaning())), Cell::text(problem.help())]);
    }
    let numbers = kind.refusals_of_numbers();
    if !numbers.is_empty() {
        section.note(format!("For its numbers (too fine, or not what they assume): {}.", joined(codes(&numbers))));
    }
    section.note(format!("As any event (its id, day, names and sums): {}.", joined(codes(REFUSALS_OF_ANY))));
    section
}

fn codes(problems: &[ProblemKind]) -> impl Iterator<Item = &'static str> {
    problems.iter().map(|problem| problem.code())
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// Everything about a kind, for programs.
fn json(kind: EventKind) -> Value {
    let Reference { moves, causes, refusals, source } = kind.reference();
    let ends = |ends: &[End]| ends.iter().map(ToString::to_string).collect::<Vec<_>>();
    let moves =
        moves.iter().map(|moves| json!({"unit": moves.unit.word(), "from": ends(moves.from), "to": ends(moves.to)}));
    let refused = refusals.iter().copied().chain(kind.refusals_of_numbers()).chain(REFUSALS_OF_ANY.iter().copied());
    json!({
        "event": kind.tag(),
        "meaning": meaning(kind),
        "keys": keys(kind).json_rows(),
        "moves": moves.collect::<Vec<_>>(),
        "called": causes.iter().map(|cause| cause.words()).collect::<Vec<_>>(),
        "refused": refused.map(|problem| problem.code()).collect::<Vec<_>>(),
        "figures": kind.figures().into_iter().map(Figure::name).collect::<Vec<_>>(),
        "source": source,
    })
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
        Shape::Value(_) | Shape::Number(_) => {}
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
        Shape::Number(number) => number.words(),
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
