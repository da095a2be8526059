//! The naive model of the fold: what a log amounts to, computed a second time.
//!
//! It shares no code with the ledger. It reads the lines as plain JSON, counts in fractions, finds every
//! balance by its dump key, and takes facts one after the other. It is written to be read beside the
//! rules, not to be fast.
//!
//! [`fold`] says what a whole log amounts to; [`steps`] goes through its facts one by one, for a
//! comparison after each of them. Lines are taken to be well formed. A value that is not leads to a
//! refusal of its entry.
//!
//! ```
//! let line = r#"{"id":"018f3c2a-7e00-7000-8000-000000000001","effective":"2004-01-02","event":{"holder_registered":{"holder":"ada","name":"Ada"}}}"#;
//! let outcome = capfold_testkit::model::fold(&[line.to_owned()], None, None);
//! assert!(outcome.refused.contains(&1), "no book is open");
//! ```

mod awards;
mod book;
mod capital;
mod custody;
mod debt;
mod dividends;
mod financing;
mod json;
mod log;
mod number;
mod property;
mod register;
mod repricing;
mod restructure;
mod rights;
mod royalty;
mod settlement;
mod shares;
mod treasury;
mod warrants;

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
    let mut steps = steps(lines, known_through, effective_through);
    let mut refused: BTreeSet<u64> = steps.unheard().keys().copied().collect();
    for step in steps.by_ref() {
        refused.extend(step.refused.map(|_| step.stated_by));
    }
    Outcome { balances: steps.balances(), refused }
}

/// Why the model refuses what it refuses, in a few words under the position: for reading a failed test.
#[must_use]
pub fn reasons(
    lines: &[String],
    known_through: Option<u64>,
    effective_through: Option<&str>,
) -> BTreeMap<u64, &'static str> {
    let steps = steps(lines, known_through, effective_through);
    let mut reasons = steps.unheard().clone();
    for step in steps {
        reasons.extend(step.refused.map(|why| (step.stated_by, why)));
    }
    reasons
}

/// A log whose facts are taken one by one, in the order in which they were true.
///
/// Between two steps it says what every account stands at.
pub struct Steps {
    facts: std::vec::IntoIter<Fact>,
    book: Book,
    unheard: BTreeMap<u64, &'static str>,
}

/// What became of one fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Position, from 1, of the entry whose word stands.
    pub stated_by: u64,
    /// Why it was refused.
    pub refused: Option<&'static str>,
    /// Dump keys of the accounts that it moved; no other balance changed.
    pub moved: BTreeSet<String>,
}

/// Reads a log as known through a position and as true through a day, without taking a fact yet.
#[must_use]
pub fn steps(lines: &[String], known_through: Option<u64>, effective_through: Option<&str>) -> Steps {
    let last_day = effective_through.and_then(|text| text.parse::<NaiveDate>().ok());
    let (mut facts, unheard) = log::read(lines, known_through);
    facts.retain(|fact| last_day.is_none_or(|last| fact.effective <= last));
    facts.sort_by_key(Fact::order);
    Steps { facts: facts.into_iter(), book: Book::default(), unheard }
}

impl Steps {
    /// Entries that were refused when they were appended, and why.
    #[must_use]
    pub fn unheard(&self) -> &BTreeMap<u64, &'static str> {
        &self.unheard
    }

    /// Amount and carrying amount under a dump key, as the shortest exact decimals.
    #[must_use]
    pub fn balance(&self, key: &str) -> (String, String) {
        self.book.show(key)
    }

    /// Every balance that is not nothing, as in [`Outcome::balances`].
    #[must_use]
    pub fn balances(&self) -> BTreeMap<String, (String, String)> {
        self.book.dump()
    }
}

impl Iterator for Steps {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let fact = self.facts.next()?;
        let refused = self.book.take(&fact).err().map(|json::Refused(why)| why);
        let moved = self.book.before.keys().cloned().collect();
        Some(Step { stated_by: fact.stated_by, refused, moved })
    }
}
