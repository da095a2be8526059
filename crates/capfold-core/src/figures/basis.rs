//! How a posting's amounts came about: quantity × price, the rate that gave its value, and the two
//! carrying amounts between which an exchange difference lies.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Span;
use crate::exact::{Exact, Rounding, at_rate, notional, proportion};
use crate::ledger::{AccountId, Balance, Cause, Ledger, Observation, Place, Posting, Strike};
use crate::money::Currency;

/// The arithmetic of a posting of money.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Basis {
    /// Shares bought with rights and the strike, when the amount is their product.
    pub terms: Option<Terms>,
    /// The rate that turned the amount into functional currency.
    pub rate: Option<Observation>,
    /// What an exchange difference lies between.
    pub difference: Option<Difference>,
}

/// A count and a price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// How many shares were bought.
    pub shares: Exact,
    /// At what, and by which entry.
    pub strike: Strike,
}

/// An exchange difference: a movement of carrying amount alone (IAS 21.28). Amounts carried are in
/// functional currency; those of liabilities are negative in a revaluation, positive in a settlement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Difference {
    /// A balance brought to the closing rate.
    Revalued {
        /// The balance in its own currency.
        balance: Exact,
        /// That currency.
        currency: Currency,
        /// The rate; none is needed for a balance of nothing.
        rate: Option<Observation>,
        /// What the balance is at that rate.
        value: Exact,
        /// What it was carried at before.
        carried: Exact,
    },
    /// Money given or collected at a value other than its average carrying amount.
    Given {
        /// The value at which it was given.
        value: Exact,
        /// The rate of that value; a conversion states its own.
        rate: Option<Observation>,
        /// The part's average share of what the balance was carried at.
        average: Exact,
    },
    /// A liability settled with cash that was carried at another amount.
    Settled {
        /// The part's average share of what the liability was carried at.
        owed: Exact,
        /// What the cash was carried at.
        paid: Exact,
    },
}

/// Finds the arithmetic of postings by their positions in the journal; what cannot be reproduced to the
/// cent is left out.
#[must_use]
pub fn bases(ledger: &Ledger, wanted: &BTreeSet<usize>) -> BTreeMap<usize, Basis> {
    let postings = ledger.journal().map_or(&[][..], |journal| journal.postings());
    let mut found = BTreeMap::new();
    // Balances before each posting, of accounts in money.
    let mut before: BTreeMap<AccountId, Balance> = BTreeMap::new();
    let through = wanted.last().map_or(0, |last| last.saturating_add(1));
    for (index, posting) in postings.iter().enumerate().take(through) {
        let Some(currency) = ledger.account(posting.from).and_then(|account| account.unit.currency()) else {
            continue;
        };
        if wanted.contains(&index) {
            let earlier = postings.get(..index).unwrap_or_default();
            let held = before.get(&posting.to).copied().unwrap_or_default();
            let basis = Basis {
                terms: terms(ledger, earlier, posting, currency),
                rate: rate(ledger, posting, currency),
                difference: difference(ledger, earlier.last(), posting, (held, currency)),
            };
            found.insert(index, basis);
        }
        before.entry(posting.from).or_default().take(posting.amount, posting.carrying);
        before.entry(posting.to).or_default().add(posting.amount, posting.carrying);
    }
    found
}

/// The exercise that the same entry posted just before its proceeds: so many rights, for so many shares.
fn terms(ledger: &Ledger, earlier: &[Posting], posting: &Posting, currency: Currency) -> Option<Terms> {
    let place = |account| ledger.account(account).map(|account| account.place);
    let received = matches!(place(posting.to)?, Place::Cash(_) | Place::Payable(_) | Place::Debt(_));
    if !received || !matches!(place(posting.from)?, Place::ShareCapital(_)) {
        return None;
    }
    let same = earlier.iter().enumerate().rev().take_while(|(_, other)| other.stated_by == posting.stated_by);
    let mut shares = Exact::ZERO;
    for (index, other) in same {
        let to = ledger.account(other.to)?;
        if to.place == Place::Exercised {
            let strike = ledger.journal()?.strike(index)?;
            let product = notional(shares, strike.price, currency.grain(), Rounding::HalfUp).ok()?;
            let fits = strike.currency == currency && product.value == posting.amount;
            return fits.then_some(Terms { shares, strike });
        }
        if place(other.from)? == Place::Reserved {
            shares = other.amount;
        }
    }
    None
}

/// The rate of a posting's own amount; money that only changes its place keeps its average carrying
/// amount, and so does cash that settles a liability.
fn rate(ledger: &Ledger, posting: &Posting, currency: Currency) -> Option<Observation> {
    let functional = ledger.book()?.functional;
    let to = ledger.account(posting.to)?.place;
    let owed = matches!(to, Place::Payable(_) | Place::Debt(_) | Place::DebtInterest(_) | Place::Dividend(_));
    let settles = owed || matches!(to, Place::Subscribed(_) | Place::Obligation(_) | Place::FlowThroughPremium(_));
    let at_average = settles || matches!(posting.cause, Cause::Movement | Cause::SpinOut | Cause::Close);
    if currency == functional || posting.amount.is_zero() || at_average {
        return None;
    }
    let spans = [Span::Day, Span::Month, Span::Quarter];
    spans.into_iter().find_map(|span| reproducing(ledger, posting, span, (posting.amount, currency), posting.carrying))
}

/// The last rate of a span, as known on the posting's day, at which an amount is worth a value.
fn reproducing(
    ledger: &Ledger,
    posting: &Posting,
    span: Span,
    (amount, currency): (Exact, Currency),
    value: Exact,
) -> Option<Observation> {
    let functional = ledger.book()?.functional;
    let grain = functional.grain();
    let last = |base, quote| {
        let rates = ledger.observed_over(base, quote, span);
        rates.get(..rates.partition_point(|observed| observed.date <= posting.date))?.last().copied()
    };
    let divided = |o: &Observation| at_rate(amount, o.rate, grain, Rounding::HalfUp).is_ok_and(|r| r.value == value);
    let multiplied =
        |o: &Observation| notional(amount, o.rate, grain, Rounding::HalfUp).is_ok_and(|r| r.value == value);
    let direct = last(functional, currency).filter(divided);
    direct.or_else(|| last(currency, functional).filter(multiplied))
}

/// What an exchange difference lies between; `held` is the balance that it changes, just before it.
fn difference(
    ledger: &Ledger,
    sibling: Option<&Posting>,
    posting: &Posting,
    held: (Balance, Currency),
) -> Option<Difference> {
    if !posting.amount.is_zero() || posting.cause == Cause::Close {
        return None;
    }
    let exchange = ledger.account(posting.from)?.place;
    if exchange == Place::ExchangeUnrealised {
        return revalued(ledger, posting, held);
    }
    if exchange == Place::ExchangeRealised { settled(ledger, sibling?, posting, held) } else { None }
}

fn revalued(ledger: &Ledger, posting: &Posting, (held, currency): (Balance, Currency)) -> Option<Difference> {
    let value = held.carrying.plus(posting.carrying)?;
    let (balance, carried) = (held.amount, held.carrying);
    if balance.is_zero() {
        return value.is_zero().then_some(Difference::Revalued { balance, currency, rate: None, value, carried });
    }
    let rate = reproducing(ledger, posting, Span::Day, (balance, currency), value)?;
    Some(Difference::Revalued { balance, currency, rate: Some(rate), value, carried })
}

/// The difference beside a movement of money that the same entry posted just before it.
fn settled(
    ledger: &Ledger,
    sibling: &Posting,
    posting: &Posting,
    (mut held, currency): (Balance, Currency),
) -> Option<Difference> {
    if sibling.stated_by != posting.stated_by {
        return None;
    }
    let grain = ledger.book()?.functional.grain();
    let (part, moved) = (sibling.amount, sibling.carrying);
    let is_average = |held: Balance, average: Exact| {
        let share = || proportion(held.carrying, part, held.amount, grain).map(|rounded| rounded.value);
        if held.amount == part { held.carrying == average } else { share() == Ok(average) }
    };
    if sibling.from == posting.to {
        held.add(part, moved);
        let average = moved.minus(posting.carrying)?;
        let rate = if sibling.cause == Cause::Conversion { None } else { rate(ledger, sibling, currency) };
        return is_average(held, average).then_some(Difference::Given { value: moved, rate, average });
    }
    if sibling.to == posting.to {
        held.take(part, moved);
        let owed = Balance { amount: held.amount.negated(), carrying: held.carrying.negated() };
        let average = moved.plus(posting.carrying)?;
        return is_average(owed, average).then_some(Difference::Settled { owed: average, paid: moved });
    }
    None
}
