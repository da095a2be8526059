//! One file per verb. A new verb is its file, its arguments in [`crate::args`], and an arm here.

mod agreements;
mod audit;
mod calc;
mod check;
mod commitments;
mod completions;
mod diff;
mod events;
mod figure;
mod notes;
mod quarter;
mod replay;

use std::io;

use capfold_core::date::{Date, Period, YearEnd};
use capfold_core::entry::Cut;
use capfold_core::event::{AssumedValue, Event};
use capfold_core::exact::Exact;
use capfold_core::figures::{FigureError, Time};
use capfold_core::log::Log;
use capfold_core::text::plain;

use crate::args::{Format, SourceArg, Verb};
use crate::console::{Console, Exit, Stream};
use crate::diagnose::{Diagnostic, of_fault};
use crate::input::{Loaded, load};
use crate::text::grouped;

/// Runs a verb.
pub(crate) fn dispatch(verb: &Verb, console: &mut Console<'_>) -> io::Result<Exit> {
    match verb {
        Verb::Check(args) => check::run(args, console),
        Verb::Replay(args) => replay::run(args, console),
        Verb::Quarter(args) => quarter::run(args, console),
        Verb::Notes(args) => notes::run(args, console),
        Verb::Figure(args) => figure::run(args, figure::Depth::Number, console),
        Verb::Explain(args) => figure::run(args, figure::Depth::Lineage, console),
        Verb::Figures(args) => figure::list(args, console),
        Verb::Events(args) => events::run(args, console),
        Verb::Audit(args) => audit::run(args, console),
        Verb::Calc(args) => calc::run(args, console),
        Verb::Diff(args) => diff::run(args, console),
        Verb::Completions(args) => completions::run(args, console),
    }
}

/// Reads the log of a verb. What makes it unusable is printed, and there is none: the verb ends with
/// [`Exit::CannotRun`].
fn read(source: &SourceArg, format: Format, console: &mut Console<'_>) -> io::Result<Option<Loaded>> {
    let stream = failure_stream(format);
    let loaded = match load(&source.source, console) {
        Ok(loaded) => loaded,
        Err(diagnostic) => {
            print(&diagnostic, stream, format, console)?;
            return Ok(None);
        }
    };
    if loaded.faults.is_empty() {
        return Ok(Some(loaded));
    }
    for fault in &loaded.faults {
        print(&of_fault(fault, &loaded.text), stream, format, console)?;
    }
    match (loaded.more_faults, format) {
        (true, Format::Table) => writeln!(console.stream(stream), "… and more malformed lines")?,
        (true, Format::Json) => writeln!(console.stream(stream), r#"{{"more":true}}"#)?,
        (false, _) => {}
    }
    Ok(None)
}

/// A program reads one stream; a person redirects what was asked for and still sees why it failed.
const fn failure_stream(format: Format) -> Stream {
    match format {
        Format::Table => Stream::Err,
        Format::Json => Stream::Out,
    }
}

/// A question about the names that share a word with one that nothing has; empty when none does.
fn did_you_mean(name: &str, names: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<&str> = name.split(['.', '-', '_']).filter(|word| word.len() > 2).collect();
    let near: Vec<&str> = names.filter(|name| words.iter().any(|word| name.contains(word))).take(4).collect();
    if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(" or ")) }
}

/// Says why a verb cannot give what was asked for.
fn refuse(diagnostic: &Diagnostic, format: Format, console: &mut Console<'_>) -> io::Result<Exit> {
    print(diagnostic, failure_stream(format), format, console)?;
    Ok(Exit::CannotRun)
}

/// Prints a diagnostic; for people a blank line follows it.
fn print(diagnostic: &Diagnostic, stream: Stream, format: Format, console: &mut Console<'_>) -> io::Result<()> {
    match format {
        Format::Table => {
            let shown = diagnostic.render(console.colours(stream));
            writeln!(console.stream(stream), "{shown}\n")
        }
        Format::Json => writeln!(console.stream(stream), "{}", diagnostic.json()?),
    }
}

/// The year end of the book, as known at a cut; the calendar year while no book is open.
fn year_end(log: &Log, cut: Cut) -> YearEnd {
    let facts = log.timeline(Cut { effective_through: None, ..cut }).facts;
    let opened =
        facts.iter().find_map(|fact| if let Event::BookOpened(book) = fact.event { Some(book.year_end) } else { None });
    opened.unwrap_or(YearEnd::DECEMBER)
}

/// The day of the last fact of a log.
fn last_day(log: &Log, cut: Cut) -> Option<Date> {
    log.timeline(cut).facts.last().map(|fact| fact.effective)
}

/// A remark on standard error, beside what was asked for.
fn note(text: Option<&str>, console: &mut Console<'_>) -> io::Result<()> {
    text.map_or(Ok(()), |text| writeln!(console.stream(Stream::Err), "note: {text}"))
}

/// What a log has to say of a time: nothing, when the book opens later; and a note, when it opens within
/// a period or ends before it begins.
fn covered(log: &Log, cut: Cut, time: Time) -> Result<Option<String>, FigureError> {
    let facts = log.timeline(Cut { effective_through: None, ..cut }).facts;
    let opens = facts.iter().find(|fact| matches!(fact.event, Event::BookOpened(_))).map(|fact| fact.effective);
    let opens = opens.ok_or(FigureError::NoBook)?;
    if time.last() < opens {
        return Err(FigureError::BeforeTheBook { opens, time });
    }
    let Time::Over(Period { first, .. }) = time else { return Ok(None) };
    let last = facts.last().map(|fact| fact.effective).filter(|last| *last < first);
    let ends = last.map(|last| format!("the last entry of the log is of {last}"));
    Ok(if first < opens { Some(format!("the book opens on {opens}, within {time}")) } else { ends })
}

/// The chosen value of an assumption, and its range, in words.
fn assumed(value: &AssumedValue) -> (String, String) {
    let between = |low: Option<String>, high: Option<String>| match (low, high) {
        (None, None) => "no bounds".to_owned(),
        (low, high) => {
            let end = |end: Option<String>| end.unwrap_or_else(|| "no end".to_owned());
            format!("{} … {}", end(low), end(high))
        }
    };
    match value {
        AssumedValue::Quantity(value) => {
            (grouped(value.chosen), between(value.low.map(grouped), value.high.map(grouped)))
        }
        AssumedValue::Amount(value) | AssumedValue::Price(value) => {
            let money = |amount: Exact| plain(&amount.ratio(), value.currency.places());
            (
                format!("{} {}", money(value.chosen), value.currency),
                between(value.low.map(money), value.high.map(money)),
            )
        }
        AssumedValue::Date(value) => {
            let text = |day: Date| day.to_string();
            (text(value.chosen), between(value.low.map(text), value.high.map(text)))
        }
        AssumedValue::Currency(value) => {
            let others: Vec<String> = value.instead_of.iter().map(ToString::to_string).collect();
            (value.chosen.to_string(), format!("or {}", others.join(", ")))
        }
    }
}
