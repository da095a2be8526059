//! The eighteen invariants of the fold, as functions over any log.
//!
//! Each takes the entries of one log in order of knowledge, as they stand in its file, whatever becomes
//! of each; refusals are part of what is checked. It returns nothing, or the [`Violation`]: which
//! invariant, where it broke, and both numbers. Nothing is drawn at random: cuts, facts and further logs
//! follow from the log alone, so a failure is there again on the next run.
//!
//! ```
//! use capfold_core::entry::Entry;
//! use capfold_testkit::invariants;
//!
//! let lines = [
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000001","effective":"2004-01-02","event":{"book_opened":{"issuer":"Example Ltd.","functional":"CAD","presentation":"CAD","year_end":"12-31"}}}"#,
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000002","effective":"2004-01-02","event":{"holder_registered":{"holder":"ada","name":"Ada"}}}"#,
//! ];
//! let entries: Vec<Entry> = lines.iter().map(|line| Entry::parse(line.as_bytes())).collect::<Result<_, _>>()?;
//! invariants::check_all(&entries)?;
//! for invariant in &invariants::ALL {
//!     println!("{} {}: {}", invariant.number, invariant.name, invariant.says);
//!     (invariant.check)(&entries)?;
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What speaks of one state – 1, 2, 12, 17 and 18 – is checked after every fact of the timeline, on one
//! ledger that takes one fact at a time, and as known through some earlier positions. What compares two
//! logs does so at the end and at some earlier positions.
//!
//! Some need more than a log: another stream, other names, a factor. [`ALL`] has them with what follows
//! from the log; functions with that as a parameter stand beside them.

mod books;
mod corrections;
mod cuts;
mod logs;
mod modelled;
mod moves;
mod proceeds;
mod repeats;
mod rewritten;
mod split;

use std::fmt;

use capfold_core::entry::{Cut, Entry};
use capfold_core::name::Seq;

pub use books::{lineage_sums_to_balances, nothing_is_negative, rights_are_used_once, units_sum_to_zero};
pub use corrections::{corrections_leave_no_trace, refusals_change_nothing};
pub use cuts::{old_cuts_stay, snapshots_continue};
pub use modelled::equals_the_model;
pub use moves::transfers_cancel_out;
pub use proceeds::proceeds_are_products;
pub use repeats::{
    export_is_import, refolding_repeats, replays_add_nothing, replays_at_add_nothing, streams_do_not_interact,
    streams_do_not_interact_with,
};
pub use rewritten::{names_are_arbitrary, names_are_arbitrary_under, scaling_scales_by, scaling_scales_counts};
pub use split::{splits_change_counts_alone, splits_change_counts_by};

/// One of the invariants.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// From 1 to 18.
    pub number: u8,
    /// The name of its function.
    pub name: &'static str,
    /// What holds, in a sentence.
    pub says: &'static str,
    /// Holds it against the entries of a log.
    pub check: fn(&[Entry]) -> Result<(), Violation>,
}

/// All of them, in order of their numbers.
pub static ALL: [Invariant; 18] = [
    Invariant {
        number: 1,
        name: "units_sum_to_zero",
        says: "each unit sums to zero, in amounts and in carrying amounts",
        check: units_sum_to_zero,
    },
    Invariant {
        number: 2,
        name: "nothing_is_negative",
        says: "no holding, reserve, cash or headroom is below zero, and what is reserved is what rights are open",
        check: nothing_is_negative,
    },
    Invariant {
        number: 3,
        name: "proceeds_are_products",
        says: "proceeds are quantity × price, rounded half up to the currency's smallest amount",
        check: proceeds_are_products,
    },
    Invariant {
        number: 4,
        name: "refusals_change_nothing",
        says: "a refused event changes nothing",
        check: refusals_change_nothing,
    },
    Invariant {
        number: 5,
        name: "refolding_repeats",
        says: "folding again gives the same digest and findings, on any number of threads",
        check: refolding_repeats,
    },
    Invariant {
        number: 6,
        name: "snapshots_continue",
        says: "a snapshot after some facts and the rest of them are the whole",
        check: snapshots_continue,
    },
    Invariant {
        number: 7,
        name: "corrections_leave_no_trace",
        says: "what is voided was never said, and what is amended was said right the first time",
        check: corrections_leave_no_trace,
    },
    Invariant {
        number: 8,
        name: "old_cuts_stay",
        says: "what was known at a position stays so when the log grows",
        check: old_cuts_stay,
    },
    Invariant {
        number: 9,
        name: "splits_change_counts_alone",
        says: "a split multiplies counts alone, and the consolidation after it restores them",
        check: splits_change_counts_alone,
    },
    Invariant {
        number: 10,
        name: "streams_do_not_interact",
        says: "logs of two issuers, recorded and folded in turns, are as each by itself",
        check: streams_do_not_interact,
    },
    Invariant {
        number: 11,
        name: "transfers_cancel_out",
        says: "a transfer to oneself is nothing, there and back is nothing, and the parts are the whole",
        check: transfers_cancel_out,
    },
    Invariant {
        number: 12,
        name: "rights_are_used_once",
        says: "no more rights are exercised than have vested, nor used and ended than were granted; each exercise is for its shares",
        check: rights_are_used_once,
    },
    Invariant {
        number: 13,
        name: "names_are_arbitrary",
        says: "other names and ids permute the result and change nothing else",
        check: names_are_arbitrary,
    },
    Invariant {
        number: 14,
        name: "scaling_scales_counts",
        says: "so many times every quantity are so many times every count",
        check: scaling_scales_counts,
    },
    Invariant {
        number: 15,
        name: "replays_add_nothing",
        says: "entries sent again under their ids change nothing",
        check: replays_add_nothing,
    },
    Invariant {
        number: 16,
        name: "export_is_import",
        says: "entries written as lines and read again give the same digest",
        check: export_is_import,
    },
    Invariant {
        number: 17,
        name: "lineage_sums_to_balances",
        says: "the postings of an account sum to its balance",
        check: lineage_sums_to_balances,
    },
    Invariant {
        number: 18,
        name: "equals_the_model",
        says: "the ledger refuses and amounts to what the independent model does",
        check: equals_the_model,
    },
];

/// Holds all invariants against the entries of a log.
///
/// # Errors
/// The first violation, in order of the invariants' numbers.
pub fn check_all(entries: &[Entry]) -> Result<(), Violation> {
    ALL.iter().try_for_each(|invariant| (invariant.check)(entries))
}

/// How much of a log had been taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Prefix {
    /// What was known, and the day through which it was folded.
    pub cut: Cut,
    /// The entry whose fact was the last one taken; none: all facts at the cut.
    pub after: Option<Seq>,
}

impl Prefix {
    /// All facts at a cut.
    #[must_use]
    pub const fn at(cut: Cut) -> Self {
        Self { cut, after: None }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.after {
            Some(after) => write!(f, "after the fact of entry {after}")?,
            None => f.write_str("at the end")?,
        }
        if let Some(known) = self.cut.known_through {
            write!(f, ", as known through entry {known}")?;
        }
        if let Some(day) = self.cut.effective_through {
            write!(f, ", as of {day}")?;
        }
        Ok(())
    }
}

/// A log on which an invariant does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// The invariant's number in [`ALL`].
    pub number: u8,
    /// What should have held.
    pub says: &'static str,
    /// The prefix of the log after which it did not.
    pub at: Prefix,
    /// What differs: an account, a unit, the findings, with what was tried.
    pub what: Box<str>,
    /// The number that should have come out.
    pub expected: Box<str>,
    /// The number that came out.
    pub found: Box<str>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, says, at, what, expected, found } = self;
        write!(f, "invariant {number}, {says}, is broken {at}: {what}: expected {expected}, found {found}")
    }
}

impl std::error::Error for Violation {}

/// What a check comes to before it is named.
type Checked = Result<(), Broken>;

/// A violation, without the invariant.
#[derive(Debug)]
struct Broken {
    at: Prefix,
    what: Box<str>,
    expected: Box<str>,
    found: Box<str>,
}

impl Broken {
    fn new(at: Prefix, what: impl Into<Box<str>>, expected: impl fmt::Display, found: impl fmt::Display) -> Self {
        Self { at, what: what.into(), expected: expected.to_string().into(), found: found.to_string().into() }
    }

    /// The violation of the invariant of that number.
    fn of(self, number: u8) -> Violation {
        let Self { at, what, expected, found } = self;
        let says = ALL.iter().find(|invariant| invariant.number == number).map_or("", |invariant| invariant.says);
        Violation { number, says, at, what, expected, found }
    }
}

/// Two values are to be the same.
fn same<T: PartialEq + fmt::Debug>(at: Prefix, what: &str, expected: &T, found: &T) -> Checked {
    if expected == found {
        return Ok(());
    }
    Err(Broken::new(at, what, format_args!("{expected:?}"), format_args!("{found:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order() {
        let numbers: Vec<u8> = ALL.iter().map(|invariant| invariant.number).collect();
        assert_eq!(numbers, (1..=18).collect::<Vec<u8>>());
    }

    #[test]
    fn all_hold_of_nothing() {
        assert_eq!(check_all(&[]), Ok(()));
    }
}
