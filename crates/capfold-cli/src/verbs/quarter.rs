//! `capfold quarter`: a period reconstructed from the log.

use std::io;

use capfold_core::date::Period;
use capfold_core::entry::Cut;
use capfold_core::figures::{self, Continuity, Figure, FigureError, Time, continuity};
use capfold_core::ledger::{Account, Balance, Ledger, Place, Unit};
use capfold_core::money::Currency;

use super::commitments;
use super::figure::{cause_words, of_error, outside_the_calendar, unit_words, value_cell};
use crate::args::QuarterArgs;
use crate::console::{Console, Exit};
use crate::fold::Folded;
use crate::report::{Cell, Report, Section};

/// The expenses and the result, in the order of an income statement.
const RESULT: &[Figure] = &[
    Figure::ExpensesAdministrative,
    Figure::ExpensesExploration,
    Figure::ExpensesResearch,
    Figure::ExpensesTotal,
    Figure::ExchangeLoss,
    Figure::Income,
    Figure::Loss,
    Figure::SharesWeightedAverage,
    Figure::LossPerShare,
];

/// What came into the treasury for shares.
const PROCEEDS: &[Figure] =
    &[Figure::ProceedsOptions, Figure::ProceedsWarrants, Figure::ProceedsPlacements, Figure::ProceedsTotal];

/// What stands at the end.
const POSITION: &[Figure] = &[
    Figure::CashUnrestricted,
    Figure::CashRestricted,
    Figure::CurrentLiabilities,
    Figure::WorkingCapital,
    Figure::Properties,
    Figure::JointVentures,
];

pub(super) fn run(args: &QuarterArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let cut = args.cut.cut(&loaded.log);
    let Some(period) = args.period.resolve(super::year_end(&loaded.log, cut)) else {
        return super::refuse(&outside_the_calendar(args.period), format, console);
    };
    let folded = Folded::lineage(loaded, Cut { effective_through: Some(period.last), ..cut });
    let report = match reconstruct(&folded, &args.period.to_string(), period) {
        Ok(report) => report,
        Err(error) => return super::refuse(&of_error(&error), format, console),
    };
    report.print(format, console)?;
    folded.finish(console)
}

fn reconstruct(folded: &Folded, name: &str, period: Period) -> Result<Report, FigureError> {
    let ledger = &folded.ledger;
    let book = ledger.book().ok_or(FigureError::NoBook)?;
    let mut report = Report::new(format!("{} · {name} · {} to {}", book.issuer, period.first, period.last));
    report.fact("period", period.to_string());
    report.fact("functional", book.functional.to_string());
    report.push(shares(ledger, period)?);
    report.push(rights(ledger, period, "Options", "lot", ledger.grants().collect())?);
    report.push(rights(ledger, period, "Warrants", "series", ledger.series().collect())?);
    for currency in currencies(ledger) {
        report.push(treasury(ledger, period, currency)?);
    }
    report.push(values(folded, "Proceeds of shares", PROCEEDS, Time::Over(period))?);
    report.push(values(folded, "Result", RESULT, Time::Over(period))?);
    report.push(values(folded, "Position at the end", POSITION, Time::At(period.last))?);
    report.push(commitments::section(ledger));
    report.push(assumptions(folded));
    Ok(report)
}

/// Opening, movements, closing: a column a class.
fn shares(ledger: &Ledger, period: Period) -> Result<Section, FigureError> {
    let mut section = Section::new("Shares outstanding", &["class", "what", "shares"]);
    for (class, name, _) in ledger.classes() {
        let held = |account: Account| account.unit == Unit::Class(class) && matches!(account.place, Place::Held(_));
        let table = continuity(ledger, period, held)?;
        for (what, balance) in lines(&table) {
            section.row([Cell::text(name.to_string()), Cell::text(what), Cell::count(balance.amount)]);
        }
    }
    Ok(section)
}

/// Opening, movements, closing, in order.
fn lines(table: &Continuity) -> Vec<(&'static str, Balance)> {
    let mut lines = vec![("opening", table.opening)];
    lines.extend(table.movements.iter().filter(|(_, b)| !b.is_zero()).map(|(cause, b)| (cause_words(*cause), *b)));
    lines.push(("closing", table.closing));
    lines
}

/// A row a lot or series, opening to closing.
fn rights(
    ledger: &Ledger,
    period: Period,
    title: &str,
    column: &'static str,
    rights: Vec<capfold_core::ledger::RightView<'_>>,
) -> Result<Section, FigureError> {
    let columns = [column, "strike", "expires", "opening", "issued", "exercised", "expired", "forfeited", "closing"];
    let mut section = Section::new(format!("{title} outstanding"), &columns);
    for right in rights {
        let count = |places: fn(Place) -> bool| {
            continuity(ledger, period, |account| account.unit == right.unit && places(account.place))
        };
        let held = count(|place| matches!(place, Place::Held(_)))?;
        let ended = [Place::Exercised, Place::Expired, Place::Forfeited];
        let mut row = vec![
            Cell::text(right.name.to_string()),
            Cell::text(format!("{} {}", Cell::money(right.strike, right.currency.places()).shown(), right.currency)),
            right.expires.map_or(Cell::Empty, |day| Cell::text(day.to_string())),
            Cell::count(held.opening.amount),
        ];
        let issued = held.movements.get(&capfold_core::ledger::Cause::Grant).copied().unwrap_or_default();
        row.push(Cell::count(issued.amount));
        for place in ended {
            let moved = continuity(ledger, period, |account| account.unit == right.unit && account.place == place)?;
            let in_period = moved.closing.amount.minus(moved.opening.amount).unwrap_or_default();
            row.push(Cell::count(in_period.negated()));
        }
        row.push(Cell::count(held.closing.amount));
        section.row(row);
    }
    Ok(section)
}

/// Currencies of bank accounts that ever held anything.
fn currencies(ledger: &Ledger) -> Vec<Currency> {
    let mut currencies = Vec::new();
    for (account, _) in ledger.accounts() {
        if let (Unit::Currency(currency), Place::Cash(_) | Place::RestrictedCash(_)) = (account.unit, account.place)
            && !currencies.contains(&currency)
        {
            currencies.push(currency);
        }
    }
    currencies.sort();
    currencies
}

fn treasury(ledger: &Ledger, period: Period, currency: Currency) -> Result<Section, FigureError> {
    let functional = ledger.book().ok_or(FigureError::NoBook)?.functional;
    let title = format!("Treasury · {currency}, carried in {functional}");
    let mut section = Section::new(title, &["what", "unrestricted", "restricted", "carrying"]);
    let of_currency = |places: fn(Place) -> bool| {
        continuity(ledger, period, |account| account.unit == Unit::Currency(currency) && places(account.place))
    };
    let free = of_currency(|place| matches!(place, Place::Cash(_)))?;
    let bound = of_currency(|place| matches!(place, Place::RestrictedCash(_)))?;
    let causes: std::collections::BTreeSet<_> = free.movements.keys().chain(bound.movements.keys()).copied().collect();
    let mut row = |what: &str, free: Balance, bound: Balance| {
        let carrying = free.carrying.plus(bound.carrying).unwrap_or_default();
        section.row([
            Cell::text(what),
            Cell::money(free.amount, currency.places()),
            Cell::money(bound.amount, currency.places()),
            Cell::money(carrying, functional.places()),
        ]);
    };
    row("opening", free.opening, bound.opening);
    for cause in causes {
        let of = |table: &Continuity| table.movements.get(&cause).copied().unwrap_or_default();
        row(cause_words(cause), of(&free), of(&bound));
    }
    row("closing", free.closing, bound.closing);
    Ok(section)
}

/// Figures by name; those that the period leaves nothing to say of are left out.
fn values(folded: &Folded, title: &str, figures: &[Figure], time: Time) -> Result<Section, FigureError> {
    let mut section = Section::new(title, &["figure", "value", "unit", "rests on"]);
    for figure in figures {
        let answer = match figures::evaluate(&folded.ledger, *figure, None, time) {
            Ok(answer) => answer,
            Err(FigureError::Nothing(_)) => continue,
            Err(error) => return Err(error),
        };
        let rests = match answer.rests.len() {
            0 => Cell::Empty,
            1 => Cell::text("1 assumption"),
            many => Cell::text(format!("{many} assumptions")),
        };
        section.row([Cell::text(answer.name()), value_cell(&answer), Cell::text(unit_words(&answer)), rests]);
        if let Some(policy) = answer.policy.filter(|_| *figure == Figure::SharesWeightedAverage) {
            section.note(policy);
        }
    }
    Ok(section)
}

fn assumptions(folded: &Folded) -> Section {
    let mut section = Section::new("Assumptions of the log", &["assumption", "chosen", "range", "entry", "about"]);
    for view in folded.ledger.assumptions() {
        let (chosen, range) = super::assumed(view.value);
        section.row([
            Cell::text(view.name.to_string()),
            Cell::text(chosen),
            Cell::text(range),
            Cell::text(folded.place(view.by)),
            Cell::text(view.about.to_string()),
        ]);
    }
    section
}
