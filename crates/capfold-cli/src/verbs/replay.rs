//! `capfold replay`: the state of a log at a cut.

use std::collections::BTreeMap;
use std::io;

use capfold_core::entry::Cut;
use capfold_core::ledger::{Balance, Place, Unit};
use serde_json::json;

use crate::args::{Format, ReplayArgs};
use crate::console::{Console, Exit};
use crate::fold::Folded;
use crate::report::{Cell, Report, Section};

/// Rows of a unit that people are shown unless they ask for all.
const ROWS_SHOWN: usize = 40;

pub(super) fn run(args: &ReplayArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let cut = match args.cut.cut(&loaded.log) {
        Ok(cut) => cut,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let folded = Folded::balances(loaded, cut);
    let mut report = Report::new(heading(&folded, cut));
    report.fact("digest", folded.ledger.digest());
    report.fact("entries", folded.loaded.log.len());
    for mut section in sections(&folded) {
        if format == Format::Table && !args.all {
            section.shorten(ROWS_SHOWN);
        }
        report.push(section);
    }
    report.fact("balances", balances(&folded));
    report.print(format, console)?;
    folded.finish(console)
}

fn heading(folded: &Folded, cut: Cut) -> String {
    let issuer = folded.ledger.book().map_or("no book opened".to_owned(), |book| book.issuer.to_string());
    let day = cut.effective_through.map_or("all days".to_owned(), |day| format!("as of {day}"));
    let known = cut.known_through.map_or("everything known".to_owned(), |seq| format!("as known through entry {seq}"));
    format!("{issuer} · {day} · {known}")
}

fn balances(folded: &Folded) -> serde_json::Value {
    let rows = folded.ledger.balances().into_iter().map(|(account, balance)| {
        json!({"account": account, "amount": balance.amount.to_string(), "carrying": balance.carrying.to_string()})
    });
    rows.collect()
}

/// One table a class, series or lot with anything in it, then one a currency.
fn sections(folded: &Folded) -> Vec<Section> {
    let ledger = &folded.ledger;
    let mut units: BTreeMap<Unit, Vec<(Place, Balance)>> = BTreeMap::new();
    for (account, balance) in ledger.accounts().filter(|(_, balance)| !balance.is_zero()) {
        units.entry(account.unit).or_default().push((account.place, balance));
    }
    let mut units: Vec<(Unit, Vec<(Place, Balance)>)> = units.into_iter().collect();
    units.sort_by_cached_key(|(unit, _)| (kind(*unit), ledger.unit_name(*unit).to_owned(), unit.currency()));
    let sections = units.into_iter().map(|(unit, mut rows)| {
        rows.sort_by_cached_key(|(place, _)| ledger.describe(*place));
        section(folded, unit, rows)
    });
    sections.collect()
}

fn kind(unit: Unit) -> u8 {
    match unit {
        Unit::Class(_) => 0,
        Unit::Grant(_) => 1,
        Unit::Award(_) => 2,
        Unit::Series(_) => 3,
        Unit::Currency(_) => 4,
    }
}

fn section(folded: &Folded, unit: Unit, rows: Vec<(Place, Balance)>) -> Section {
    let ledger = &folded.ledger;
    let name = ledger.unit_name(unit);
    let functional = ledger.book().map(|book| book.functional);
    let mut section = match unit {
        Unit::Class(_) => Section::new(format!("Shares · {name}"), &["account", "shares"]),
        Unit::Grant(_) => Section::new(format!("Options · {name}"), &["account", "options"]),
        Unit::Award(_) => Section::new(format!("Awards · {name}"), &["account", "awards"]),
        Unit::Series(_) => Section::new(format!("Warrants · {name}"), &["account", "warrants"]),
        Unit::Currency(currency) => Section::new(format!("Money · {currency}"), &["account", "amount", "carrying"]),
    };
    for (place, balance) in rows {
        let account = Cell::text(ledger.describe(place));
        match (unit, functional) {
            (Unit::Currency(currency), Some(functional)) => section.row([
                account,
                Cell::money(balance.amount, currency.places()),
                Cell::money(balance.carrying, functional.places()),
            ]),
            _ => section.row([account, Cell::count(balance.amount)]),
        }
    }
    section
}
