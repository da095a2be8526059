//! 9: a split, and the consolidation after it.

use std::collections::BTreeMap;

use capfold_core::date::Date;
use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{AssumedValue, Event, NumberMut, Numbers, Ratio as EventRatio, Restructured};
use capfold_core::exact::Exact;
use capfold_core::ledger::{Balance, Ledger, fold};
use capfold_core::money::{Factor, PerShare, Quantity};
use capfold_core::name::Name;
use uuid::Uuid;

use super::logs::{View, codes, known_after, log_of, same_balances, spread};
use super::proceeds::restructuring;
use super::rewritten::{buys_whole_shares, compare};
use super::{Checked, Prefix, Violation, same};

/// 9: a split multiplies counts alone, and the consolidation after it restores them: four new shares,
/// options or warrants for each, at a quarter of each price.
///
/// The log is written as if its shares had been split before it began, and then as if they had been
/// consolidated again. Every product of a quantity and a price stays, so that ownership and all money are
/// unchanged to the cent. And every class is split by an event after the log's last day, and consolidated
/// by another: what is held, reserved, promised or authorised of it, and of the rights to it, is four times
/// as much and then what it was, strikes are a quarter and then what they were, and money stays.
///
/// It says nothing of a log in which a price has no quarter in ten decimals, or in which an event divides
/// prices by something else; nor, of events, where a warrant buys a part of a share, of which less may be
/// reserved than a quarter of what four are reserved. That returns `Ok`.
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
    if entries.iter().any(|entry| divides_prices(&entry.event)) {
        return Ok(());
    }
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
    View::of(&log, end).same(Prefix::at(end), "after a split and a consolidation", &View::of(&consolidated, end))?;
    if log.timeline(end).facts.iter().any(|fact| !buys_whole_shares(fact.event)) {
        return Ok(());
    }
    followed_by_events(entries, ratio)
}

/// Whether an event, its own correction included, divides prices.
fn divides_prices(event: &Event) -> bool {
    if let Event::Amend(amend) = event {
        return divides_prices(&amend.event);
    }
    restructuring(event).is_some_and(|(.., factor)| *factor.numer() != 1.into())
}

/// The log's own classes split and consolidated by events of the day after its last.
fn followed_by_events(entries: &[Entry], by: i128) -> Checked {
    let (log, end) = (log_of(entries), Cut::default());
    let at = Prefix::at(end);
    let facts = log.timeline(end).facts;
    let (before, findings) = fold(&facts);
    let Some(last) = facts.last().map(|fact| fact.effective) else { return Ok(()) };
    let classes: Vec<Name> = before.classes().map(|(_, name, _)| name.clone()).collect();
    let planted = |more: bool| {
        let ratio = whole(by).zip(whole(1)).map(|(by, one)| if more { (by, one) } else { (one, by) });
        classes.iter().filter_map(move |class| Some(change_of(class, more, ratio?)))
    };
    let (mut split, mut back) = (entries.to_vec(), entries.to_vec());
    for event in planted(true) {
        split.extend(after(&split, last, event));
    }
    back.extend(split.iter().skip(entries.len()).cloned());
    for event in planted(false) {
        back.extend(after(&back, last, event));
    }
    let fold_of = |entries: &[Entry]| {
        let log = log_of(entries);
        let (ledger, found) = fold(&log.timeline(end).facts);
        (ledger, codes(&found))
    };
    let (of_split, split_findings) = fold_of(&split);
    let (of_back, back_findings) = fold_of(&back);
    let known = codes(&findings);
    same(at, "findings after events that split", &known, &split_findings)?;
    same(at, "findings after events that split and consolidate", &known, &back_findings)?;
    same_balances(at, "after events that split", &standing(more(&before, by)), &standing(of_split.balances()))?;
    same_balances(at, "after events that split and consolidate", &before.balances(), &of_back.balances())?;
    let times = |strike: Exact| strike.raw().checked_mul(by).map(Exact::from_raw);
    let strikes = |ledger: &Ledger| -> Vec<_> {
        let rights = ledger.series().chain(ledger.lots());
        rights.map(|right| (right.name.clone(), right.strike, ledger.unvested(right.unit, last.next()))).collect()
    };
    let of_more: Vec<_> = strikes(&of_split)
        .into_iter()
        .map(|(name, strike, unvested)| (name, times(strike), divided(unvested, by)))
        .collect();
    let was: Vec<_> =
        strikes(&before).into_iter().map(|(name, strike, unvested)| (name, Some(strike), Some(unvested))).collect();
    same(at, "strikes and what has not vested after events that split", &was, &of_more)?;
    same(at, "strikes and what has not vested after both", &strikes(&before), &strikes(&of_back))
}

fn divided(number: Exact, by: i128) -> Option<Exact> {
    (number.raw().checked_rem(by)? == 0).then(|| number.raw().checked_div(by).map(Exact::from_raw)).flatten()
}

fn whole(number: i128) -> Option<Factor> {
    Exact::whole(number).and_then(|number| Factor::try_from(number).ok())
}

fn change_of(class: &Name, more: bool, (new, old): (Factor, Factor)) -> Event {
    let ratio = EventRatio { new, old };
    let (class, fractions, cash_in_lieu, authorised_too) = (class.clone(), None, None, true);
    let change = Box::new(Restructured { class, ratio, fractions, cash_in_lieu, authorised_too });
    if more { Event::SharesSplit(change) } else { Event::SharesConsolidated(change) }
}

/// An entry of the day after a day, like the last of a log.
fn after(entries: &[Entry], day: Date, event: Event) -> Option<Entry> {
    let last = entries.last()?;
    let place = u128::try_from(entries.len()).ok()?;
    let id = Uuid::from_u128(u128::MAX.wrapping_sub(place));
    Some(Entry { id, seq: None, effective: day.next(), source: None, assumes: Vec::new(), event, ..last.clone() })
}

/// The balances of what stands: what was used up or lapsed before a split is not split.
fn standing(balances: BTreeMap<String, Balance>) -> BTreeMap<String, Balance> {
    let past = ["writer", "exercised", "settled", "expired", "forfeited", "cancelled"];
    let stands = |key: &String| !past.iter().any(|place| key.ends_with(&format!("/{place}")));
    balances.into_iter().filter(|(key, _)| stands(key)).collect()
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
