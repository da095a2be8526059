//! The audit: printed statements against the figures of the log, a verdict for each with its
//! arithmetic. Consistent is not proven: a statement that an assumption was fitted to, or that an
//! unbounded assumption can always satisfy, is underdetermined.

mod axis;
mod folds;
mod judge;
mod printed;
mod range;
mod rate;
mod relation;
mod sheet;

pub use judge::{Auditor, Judgement, Row};
pub use printed::{PrintError, Printed, Sign};
pub use sheet::{Relation, Sheet, Statement};

/// What the audit says of a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// The log gives the printed number itself, whatever the assumptions.
    Exact,
    /// The log gives a number that rounds to the print, whatever the assumptions.
    Rounding,
    /// It holds in another currency than the print's, at rates that were observed.
    NeedsExchangeRate,
    /// It holds for the chosen values of assumptions, and would not for all.
    RestsOnAssumption,
    /// Nothing could refute it: the log has no evidence, or was made to fit.
    Underdetermined,
    /// It cannot be true, given the log and the ranges of its assumptions.
    Contradictory,
}

impl Verdict {
    /// Every verdict, from proven to refuted.
    pub const ALL: &[Self] = &[
        Self::Exact,
        Self::Rounding,
        Self::NeedsExchangeRate,
        Self::RestsOnAssumption,
        Self::Underdetermined,
        Self::Contradictory,
    ];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Exact => "follows from the log",
            Self::Rounding => "follows from the log, rounded",
            Self::NeedsExchangeRate => "needs an exchange rate",
            Self::RestsOnAssumption => "rests on assumption",
            Self::Underdetermined => "underdetermined",
            Self::Contradictory => "does not add up",
        }
    }

    /// For machines.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Rounding => "rounding",
            Self::NeedsExchangeRate => "needs_exchange_rate",
            Self::RestsOnAssumption => "rests_on_assumption",
            Self::Underdetermined => "underdetermined",
            Self::Contradictory => "contradictory",
        }
    }
}
