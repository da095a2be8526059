//! The naive model of the fold: what a log amounts to, computed a second time.
//!
//! It shares no code with the ledger. It reads the lines as plain JSON, counts in fractions, finds
//! every balance by its dump key, and tries each fact on a copy of the whole book. It is written to be
//! read beside the rules, not to be fast.
//!
//! Lines are taken to be well formed. A value that is not leads to a refusal of its entry.

mod book;
mod json;
mod log;
mod number;
mod property;
mod register;
mod shares;
mod treasury;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use book::Book;
use log::Fact;

/// What the model says of a log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Amount and carrying amount under the account's dump key, as the shortest exact decimals.
    /// Accounts where both are zero are left out.
    pub balances: BTreeMap<String, (String, String)>,
    /// Positions, from 1, of entries refused when appended, and of entries whose fact the fold
    /// refused. A fact is named by the entry whose word stands: itself or its latest amendment.
    pub refused: BTreeSet<u64>,
}

/// Folds a log, one entry a line, as known through a position and as true through a day.
///
/// Lines after `known_through` are not read at all, so they are not reported as refused either.
#[must_use]
pub fn fold(lines: &[String], known_through: Option<u64>, effective_through: Option<&str>) -> Outcome {
    let (book, refused) = run(lines, known_through, effective_through);
    Outcome { balances: book.dump(), refused: refused.into_keys().collect() }
}

/// Why the model refuses what it refuses, in a few words under the position: for reading a failed test.
#[must_use]
pub fn reasons(
    lines: &[String],
    known_through: Option<u64>,
    effective_through: Option<&str>,
) -> BTreeMap<u64, &'static str> {
    run(lines, known_through, effective_through).1
}

fn run(
    lines: &[String],
    known_through: Option<u64>,
    effective_through: Option<&str>,
) -> (Book, BTreeMap<u64, &'static str>) {
    let last_day = effective_through.and_then(|text| text.parse::<NaiveDate>().ok());
    let (mut facts, mut refused) = log::read(lines, known_through);
    facts.retain(|fact| last_day.is_none_or(|last| fact.effective <= last));
    facts.sort_by_key(Fact::order);

    let mut book = Book::default();
    for fact in &facts {
        let mut attempt = book.clone();
        match attempt.take(fact) {
            Ok(()) => book = attempt,
            Err(json::Refused(why)) => {
                refused.insert(fact.stated_by, why);
            }
        }
    }
    (book, refused)
}
