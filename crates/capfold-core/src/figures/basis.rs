//! How a posting's amounts came about: quantity × price, and the rate that gave its value.

use crate::date::Span;
use crate::exact::{Exact, Rounding, at_rate, notional};
use crate::ledger::{Ledger, Observation, Place, Posting};
use crate::money::Currency;

/// The arithmetic of a posting of money.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Basis {
    /// Rights exercised and their strike, when the amount is their product.
    pub terms: Option<Terms>,
    /// The rate that turned the amount into functional currency.
    pub rate: Option<Observation>,
}

/// A count and a price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// How many.
    pub quantity: Exact,
    /// Price of one.
    pub price: Exact,
    /// Of what.
    pub currency: Currency,
}

/// Finds the arithmetic of the posting at a position of the journal; what cannot be reproduced to the
/// cent is left out.
#[must_use]
pub fn basis(ledger: &Ledger, index: usize) -> Basis {
    let postings = ledger.journal().map_or(&[][..], |journal| journal.postings());
    let Some(posting) = postings.get(index) else { return Basis::default() };
    let Some(currency) = ledger.account(posting.from).and_then(|account| account.unit.currency()) else {
        return Basis::default();
    };
    let earlier = postings.get(..index).unwrap_or_default();
    Basis { terms: terms(ledger, earlier, posting, currency), rate: rate(ledger, posting, currency) }
}

/// The exercise that the same entry posted just before its proceeds.
fn terms(ledger: &Ledger, earlier: &[Posting], posting: &Posting, currency: Currency) -> Option<Terms> {
    let same = earlier.iter().rev().take_while(|other| other.stated_by == posting.stated_by);
    let (quantity, right) = same.into_iter().find_map(|other| {
        let account = ledger.account(other.to).filter(|account| account.place == Place::Exercised)?;
        Some((other.amount, ledger.right(account.unit)?))
    })?;
    let product = notional(quantity, right.strike, currency.grain(), Rounding::HalfUp).ok()?;
    let fits = right.currency == currency && product.value == posting.amount;
    fits.then_some(Terms { quantity, price: right.strike, currency })
}

fn rate(ledger: &Ledger, posting: &Posting, currency: Currency) -> Option<Observation> {
    let functional = ledger.book()?.functional;
    if currency == functional || posting.amount.is_zero() {
        return None;
    }
    let grain = functional.grain();
    let divided = |rate| at_rate(posting.amount, rate, grain, Rounding::HalfUp).ok();
    let multiplied = |rate| notional(posting.amount, rate, grain, Rounding::HalfUp).ok();
    [Span::Day, Span::Month, Span::Quarter].into_iter().find_map(|span| {
        let known = |o: &&Observation| o.date <= posting.date;
        let direct = ledger.observed_over(functional, currency, span).iter().rev().find(known);
        let inverse = ledger.observed_over(currency, functional, span).iter().rev().find(known);
        let direct = direct.filter(|o| divided(o.rate).is_some_and(|r| r.value == posting.carrying));
        let inverse = inverse.filter(|o| multiplied(o.rate).is_some_and(|r| r.value == posting.carrying));
        direct.or(inverse).copied()
    })
}
