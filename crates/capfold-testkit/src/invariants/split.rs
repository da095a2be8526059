//! 9: a split, and the consolidation after it.

use std::collections::BTreeMap;

use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{AssumedValue, Event, NumberMut, Numbers};
use capfold_core::exact::Exact;
use capfold_core::ledger::{Balance, Ledger};
use capfold_core::money::{PerShare, Quantity};

use super::logs::{View, known_after, log_of, spread};
use super::rewritten::compare;
use super::{Checked, Prefix, Violation};

/// 9: a split multiplies counts alone, and the consolidation after it restores them: four new shares,
/// options or warrants for each, at a quarter of each price.
///
/// No event splits: the log is written as if its shares had been split before it began, and then as if
/// they had been consolidated again. Every product of a quantity and a price stays, so that ownership
/// and all money are unchanged to the cent. It says nothing of a log in which a price has no quarter in
/// ten decimals; that returns `Ok`.
///
/// # Errors
/// The first earlier position at which something else changes.
pub fn splits_change_counts_alone(entries: &[Entry]) -> Result<(), Violation> {
    splits_change_counts_by(entries, 4)
}

/// 9, with a ratio of your own: so many shares for each.
///
/// # Errors
/// As [`splits_change_counts_alone`].
pub fn splits_change_counts_by(entries: &[Entry], ratio: u32) -> Result<(), Violation> {
    let ratio = i128::from(ratio);
    let Some(split) = restated(entries, Ratio { multiply: true, by: ratio }) else { return Ok(()) };
    let Some(consolidated) = restated(&split, Ratio { multiply: false, by: ratio }) else { return Ok(()) };
    held(entries, &split, &consolidated, ratio).map_err(|broken| broken.of(9))
}

fn held(entries: &[Entry], split: &[Entry], consolidated: &[Entry], ratio: i128) -> Checked {
    let (log, split, consolidated) = (log_of(entries), log_of(split), log_of(consolidated));
    for index in spread(entries.len(), 3) {
        let cut = known_after(index.saturating_add(1));
        compare(&log, &split, cut, "after a split", |ledger| more(ledger, ratio), Ledger::balances)?;
    }
    let end = Cut::default();
    View::of(&log, end).same(Prefix::at(end), "after a split and a consolidation", &View::of(&consolidated, end))
}

/// The balances with so many times every count, and the same money.
fn more(ledger: &Ledger, ratio: i128) -> BTreeMap<String, Balance> {
    let times = |number: Exact| Exact::from_raw(number.raw().saturating_mul(ratio));
    let scale = |(key, balance): (String, Balance)| {
        let counted = !key.starts_with("currency:");
        let amount = if counted { times(balance.amount) } else { balance.amount };
        (key, Balance { amount, ..balance })
    };
    ledger.balances().into_iter().map(scale).collect()
}

/// How counts change; prices change the other way.
#[derive(Clone, Copy)]
struct Ratio {
    multiply: bool,
    by: i128,
}

impl Ratio {
    /// The number of a count, of a price if `price`; none where it has no ten decimals.
    fn apply(self, number: Exact, price: bool) -> Option<Exact> {
        let raw = number.raw();
        if self.multiply != price {
            return raw.checked_mul(self.by).map(Exact::from_raw);
        }
        (raw.checked_rem(self.by)? == 0).then(|| raw.checked_div(self.by).map(Exact::from_raw)).flatten()
    }
}

/// The entries with other counts and prices; none where one of them has no ten decimals.
fn restated(entries: &[Entry], ratio: Ratio) -> Option<Vec<Entry>> {
    let restate = |entry: &Entry| {
        let mut entry = entry.clone();
        restate_event(&mut entry.event, ratio)?;
        Some(entry)
    };
    entries.iter().map(restate).collect()
}

fn restate_event(event: &mut Event, ratio: Ratio) -> Option<()> {
    if let Event::Amend(amend) = event {
        return restate_event(&mut amend.event, ratio);
    }
    if let Event::AssumptionMade(made) = event {
        return restate_assumed(&mut made.value, ratio);
    }
    if let Event::ClassRegistered(class) = event {
        class.grain.get_or_insert(Quantity::try_from(Exact::ONE).ok()?);
    }
    let mut all = Some(());
    event.numbers(&mut |number| {
        let stated = match number {
            NumberMut::Count(count) => restate(count, Quantity::exact, |number| ratio.apply(number, false)),
            NumberMut::Price(price) => restate(price, PerShare::exact, |number| ratio.apply(number, true)),
            NumberMut::Amount(_) => Some(()),
        };
        all = all.and(stated);
    });
    all
}

fn restate<T: Copy + TryFrom<Exact>>(
    number: &mut T,
    exact: impl Fn(T) -> Exact,
    change: impl Fn(Exact) -> Option<Exact>,
) -> Option<()> {
    *number = T::try_from(change(exact(*number))?).ok()?;
    Some(())
}

fn restate_assumed(value: &mut AssumedValue, ratio: Ratio) -> Option<()> {
    let change = |number: &mut Exact, price: bool| ratio.apply(*number, price).map(|changed| *number = changed);
    match value {
        AssumedValue::Quantity(value) => {
            let numbers = [Some(&mut value.chosen), value.low.as_mut(), value.high.as_mut()];
            numbers.into_iter().flatten().try_for_each(|number| change(number, false))
        }
        AssumedValue::Price(value) => {
            let numbers = [Some(&mut value.chosen), value.low.as_mut(), value.high.as_mut()];
            numbers.into_iter().flatten().try_for_each(|number| change(number, true))
        }
        AssumedValue::Amount(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => Some(()),
    }
}
