//! `capfold notes`: the tables that financial statements disclose, with a comparative period.

mod capital;
mod money;
mod rights;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use capfold_core::date::Period;
use capfold_core::entry::Cut;
use capfold_core::figures::{Continuity, Figure, FigureError, Time, evaluate, evaluate_restated};
use capfold_core::ledger::{Balance, Cause};

use super::figure::{of_error, outside_the_calendar, value_cell};
use super::{commitments, refuse};
use crate::args::{Note, NotesArgs};
use crate::console::{Console, Exit};
use crate::fold::Folded;
use crate::report::{Cell, Report, Section};

pub(super) fn run(args: &NotesArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.format.plain();
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let cut = match args.cut.cut(&loaded.log) {
        Ok(cut) => cut,
        Err(diagnostic) => return refuse(&diagnostic, format, console),
    };
    let year_end = super::year_end(&loaded.log, cut);
    let mut sides = Vec::new();
    for name in std::iter::once(args.period).chain(args.comparative) {
        let Some(period) = name.resolve(year_end) else {
            return refuse(&outside_the_calendar(name), format, console);
        };
        sides.push(Side { name: name.to_string(), period });
    }
    let Some(current) = sides.first().map(|side| side.period) else { return Ok(Exit::CannotRun) };
    let note = match super::covered(&loaded.log, cut, Time::Over(current)) {
        Ok(note) => note,
        Err(error) => return refuse(&of_error(&error), format, console),
    };
    let last = sides.iter().map(|side| side.period.last).max().unwrap_or(current.last);
    let folded = Folded::lineage(loaded, Cut { effective_through: Some(last), ..cut });
    let opened = folded.ledger.book().map(|book| book.opened);
    if args.comparative.is_none() {
        sides.extend(a_year_before(current).filter(|side| opened.is_some_and(|opened| side.period.last >= opened)));
    }
    let report = match report(&folded, &sides, &args.notes) {
        Ok(report) => report,
        Err(error) => return refuse(&of_error(&error), format, console),
    };
    report.print_page(args.format, console)?;
    super::note(note.as_deref(), console)?;
    folded.finish(console)
}

/// A period that a note has columns of.
struct Side {
    name: String,
    period: Period,
}

/// The same days of the year before, with the last day of a month for the last day of a month.
fn a_year_before(period: Period) -> Option<Side> {
    let last = period.last.next().months_before(12).previous();
    let before = Period::new(period.first.months_before(12), last)?;
    Some(Side { name: before.to_string(), period: before })
}

fn report(folded: &Folded, sides: &[Side], notes: &[Note]) -> Result<Report, FigureError> {
    let ledger = &folded.ledger;
    let book = ledger.book().ok_or(FigureError::NoBook)?;
    let names: Vec<&str> = sides.iter().map(|side| side.name.as_str()).collect();
    let mut report = Report::new(format!("{} · notes · {}", book.issuer, names.join(" and ")));
    report.fact("functional", book.functional.to_string());
    report.fact("periods", sides.iter().map(|side| side.period.to_string()).collect::<Vec<_>>());
    for note in Note::ALL.iter().filter(|note| notes.is_empty() || notes.contains(note)) {
        let sections = match note {
            Note::ShareCapital => capital::share_capital(ledger, sides)?,
            Note::Options => rights::options(folded, sides),
            Note::Awards => rights::awards(folded, sides),
            Note::Warrants => rights::warrants(folded, sides),
            Note::LossPerShare => vec![loss_per_share(folded, sides)?],
            Note::Treasury => money::treasury(ledger, sides)?,
            Note::Property => {
                let mut sections = money::properties(ledger, sides)?;
                sections.push(commitments::section(ledger));
                sections
            }
            Note::Equity => capital::changes_in_equity(ledger, sides)?,
        };
        sections.into_iter().for_each(|section| report.push(section));
    }
    Ok(report)
}

/// A line of a continuity, in the order of its table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Opening,
    Moved(Cause),
    Closing,
}

impl Line {
    const fn words(self) -> &'static str {
        match self {
            Self::Opening => "at the start",
            Self::Moved(cause) => cause.words(),
            Self::Closing => "at the end",
        }
    }
}

/// The lines of a continuity.
fn lines(table: &Continuity) -> impl Iterator<Item = (Line, Balance)> {
    let moved = table.movements.iter().filter(|(_, balance)| !balance.is_zero());
    let moved = moved.map(|(cause, balance)| (Line::Moved(*cause), *balance));
    [(Line::Opening, table.opening)].into_iter().chain(moved).chain([(Line::Closing, table.closing)])
}

/// Rows by what they are, the cells of each.
type Rows<K> = BTreeMap<K, Vec<Cell>>;

/// A table with the columns of every side beside each other; a side without a row leaves it blank.
fn side_by_side<K: Ord>(
    title: impl Into<String>,
    (what, words): (&'static str, impl Fn(&K) -> String),
    heads: &[&'static str],
    sides: Vec<(&str, Rows<K>)>,
) -> Section {
    let mut columns: Vec<Cow<'static, str>> = vec![Cow::Borrowed(what)];
    let mut all: BTreeMap<K, Vec<Cell>> = BTreeMap::new();
    for (nth, (side, rows)) in sides.into_iter().enumerate() {
        columns.extend(heads.iter().map(|head| Cow::Owned(format!("{head} {side}").trim_start().to_owned())));
        let before = heads.len().saturating_mul(nth);
        for (key, cells) in rows {
            let row = all.entry(key).or_default();
            row.resize(before, Cell::Empty);
            row.extend(cells);
        }
    }
    let width = columns.len().saturating_sub(1);
    let mut section = Section::headed(title, columns);
    for (key, mut cells) in all {
        cells.resize(width, Cell::Empty);
        section.row([Cell::text(words(&key))].into_iter().chain(cells));
    }
    section
}

/// The loss, the shares it is divided by, and the loss per share; those of another period in the units of the
/// last day of the first (IAS 33.64).
fn loss_per_share(folded: &Folded, sides: &[Side]) -> Result<Section, FigureError> {
    let figures = [
        (Figure::Loss, "loss for the period"),
        (Figure::SharesWeightedAverage, "weighted average shares"),
        (Figure::LossPerShare, "loss per share, basic"),
    ];
    let as_of = sides.first().map(|side| side.period.last);
    let mut columns = Vec::new();
    for Side { name, period } in sides {
        let mut rows = Rows::new();
        for (nth, (figure, words)) in figures.into_iter().enumerate() {
            let (ledger, time) = (&folded.ledger, Time::Over(*period));
            let answer = match as_of.filter(|day| figure.restates() && *day > period.last) {
                Some(day) => evaluate_restated(ledger, figure, None, time, day),
                None => evaluate(ledger, figure, None, time),
            };
            match answer {
                Ok(answer) => rows.insert((nth, words), vec![value_cell(&answer)]),
                Err(FigureError::Nothing(_)) => None,
                Err(error) => return Err(error),
            };
        }
        columns.push((name.as_str(), rows));
    }
    Ok(side_by_side("Loss per share", ("", |(_, name): &(usize, &str)| (*name).to_owned()), &[""], columns))
}
