//! Exchange rates as observed, and the one that a policy picks.

use indexmap::IndexMap;

use crate::date::{Date, Span};
use crate::exact::{Exact, NumberError, Rounded, Rounding, at_rate, notional};
use crate::money::Currency;
use crate::name::Seq;

/// A rate as it was observed or published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Observation {
    /// The day, or the first day of the stretch averaged.
    pub date: Date,
    /// Units of the quote currency for one of the base.
    pub rate: Exact,
    /// The entry.
    pub seq: Seq,
}

/// Observations by pair and span, each in order of days.
#[derive(Clone, Debug, Default)]
pub(super) struct Rates {
    pairs: IndexMap<(Currency, Currency, Span), Vec<Observation>>,
}

/// A rate and the direction in which it turns an amount into functional currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conversion {
    /// The observation.
    pub observed: Observation,
    /// Whether the amount is divided by the rate (quoted per unit of functional currency).
    pub divides: bool,
}

impl Conversion {
    /// The amount in functional currency, on its grain.
    pub(super) fn apply(&self, amount: Exact, functional: Currency) -> Result<Rounded, NumberError> {
        if self.divides {
            at_rate(amount, self.observed.rate, functional.grain(), Rounding::HalfUp)
        } else {
            notional(amount, self.observed.rate, functional.grain(), Rounding::HalfUp)
        }
    }
}

impl Rates {
    pub(super) fn observe(&mut self, pair: (Currency, Currency, Span), observed: Observation) {
        self.pairs.entry(pair).or_default().push(observed);
    }

    pub(super) fn observed(&self, base: Currency, quote: Currency, span: Span) -> &[Observation] {
        self.pairs.get(&(base, quote, span)).map_or(&[], Vec::as_slice)
    }

    /// The latest rate not older than `oldest`, in either direction; the newer one wins, on a tie the
    /// one quoted per unit of functional currency. Facts come in order of days, so the latest is the last.
    pub(super) fn latest(
        &self,
        functional: Currency,
        foreign: Currency,
        span: Span,
        oldest: Date,
    ) -> Option<Conversion> {
        let last = |base, quote| self.observed(base, quote, span).last().copied().filter(|o| o.date >= oldest);
        let direct = last(functional, foreign).map(|observed| Conversion { observed, divides: true });
        let inverse = last(foreign, functional).map(|observed| Conversion { observed, divides: false });
        match (direct, inverse) {
            (Some(a), Some(b)) => Some(if b.observed.date > a.observed.date { b } else { a }),
            (a, b) => a.or(b),
        }
    }
}
