//! Events about plans, about awards, and about when what was granted vests.

use capfold_core::event::{
    AwardKind, AwardsGranted, AwardsSettled, CashDelivery, CompensationRecognised, Delivery, Event, MonthlyVesting,
    PersonLimit, PlanLimitsSet, Pool, Vesting, VestingAccelerated, VestingConditionMet, VestingStep, Withheld,
};
use capfold_core::exact::{Exact, Rounding, fraction};
use capfold_core::ledger::{Account, Place, RightView, Unit};
use capfold_core::money::{Given, PerShare, Price, Quantity};
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{Desk, Rights, value};
use super::rights::options_granted;

/// Sizes of fixed pools, in smallest counts.
const POOLS: [i128; 4] = [1_000_000, 100, 10, 250];
/// What parts of a lot wait for.
const CONDITIONS: [&str; 2] = ["listing", "milestone"];

/// Other limits of a plan: mostly ones that leave room.
pub(super) fn plan_limits_set(desk: &mut Desk<'_>) -> Option<Event> {
    let plan = desk.ledger.plans().map(|plan| (plan.name.clone(), plan.class)).collect::<Vec<_>>();
    let (plan, class) = desk.one_of(plan)?;
    let (pool, per_person) = limits(desk, desk.ledger.grain(class)?)?;
    Some(Event::PlanLimitsSet(Box::new(PlanLimitsSet { plan, pool, per_person })))
}

/// A pool, and now and then a limit per person.
pub(super) fn limits(desk: &mut Desk<'_>, grain: Exact) -> Option<(Pool, Option<PersonLimit>)> {
    let pool = match desk.pick(5) {
        0 | 1 => Pool::Unlimited,
        2 | 3 => {
            let pool = desk.grains(&POOLS, grain)?;
            Pool::Fixed(desk.exactly(pool, Exact::ZERO, grain)?)
        }
        _ => Pool::Rolling(value(desk.one_of(["100", "20", "33.3333333333", "10"])?)),
    };
    let percent = desk.one_of(["100", "5", "33.3333333333", "50"])?;
    let months = desk.one_of([1, 12, 1200])?;
    let per_person = desk.once_in(4).then(|| PersonLimit { percent: value(percent), months });
    Some((pool, per_person))
}

/// When a new lot vests: at once, in two steps, or month after month.
pub(super) fn vesting(desk: &mut Desk<'_>, number: Exact, grain: Exact) -> Option<Vesting> {
    let grains = number.raw().checked_div(grain.raw()).filter(|grains| *grains > 0)?;
    match desk.pick(4) {
        0 | 1 => None,
        2 => {
            let first = grains.checked_div(desk.one_of([2, 3, 1])?)?;
            let parts = [first, grains.checked_sub(first)?];
            let steps = parts.into_iter().filter(|part| *part > 0).map(|part| step(desk, part, grain));
            steps.collect::<Option<Vec<_>>>().map(Vesting::Steps)
        }
        _ => {
            let divides = |times: &u32| desk.mode != Mode::Even || grains.checked_rem(i128::from(*times)) == Some(0);
            let times = [3, 7, 36, 10, 2, 1].into_iter().filter(divides).collect::<Vec<u32>>();
            let (times, months) = (desk.one_of(times)?, desk.one_of([1, 3, 12])?);
            let from = desk.one_of([desk.day, desk.day.days_before(31), desk.day.days_before(400)])?;
            let cliff = if desk.once_in(3) { desk.one_of(1..=times) } else { None };
            Some(Vesting::Monthly(MonthlyVesting { from, months, times, cliff }))
        }
    }
}

fn step(desk: &mut Desk<'_>, grains: i128, grain: Exact) -> Option<VestingStep> {
    let number = Exact::from_raw(grain.raw().checked_mul(grains)?);
    let quantity = Given::Stated(Quantity::try_from(number).ok()?);
    if desk.once_in(3) {
        return Some(VestingStep { on: None, upon: desk.one_of(CONDITIONS).map(value), quantity });
    }
    let days = desk.one_of([0, 1, 10, 60])?;
    Some(VestingStep { on: Some(desk.day.days_after(days)), upon: None, quantity })
}

/// A condition for which something waits.
pub(super) fn vesting_condition_met(desk: &mut Desk<'_>) -> Option<Event> {
    let ledger = desk.ledger;
    let waiting = ledger
        .grants()
        .flat_map(|lot| ledger.conditions(lot.unit).map(move |condition| (lot.name.clone(), condition.clone())));
    let Some((grant, condition)) = desk.one_of(waiting) else {
        return options_granted(desk);
    };
    Some(Event::VestingConditionMet(Box::new(VestingConditionMet { grant, condition })))
}

/// Of a lot in which something is left to vest: all of it, or some.
pub(super) fn vesting_accelerated(desk: &mut Desk<'_>) -> Option<Event> {
    let unvested = |rights: Rights<'_>| (rights.right.name.clone(), desk.ledger.unvested(rights.right.unit, desk.day));
    let left = desk.options_and_awards().into_iter().map(unvested).filter(|(_, left)| *left > Exact::ZERO);
    let Some((grant, left)) = desk.one_of(left.collect::<Vec<_>>()) else {
        return options_granted(desk);
    };
    let class = desk.ledger.lots().find(|lot| *lot.name == grant)?.class;
    let quantity = if desk.once_in(2) { Some(desk.some_of(left, desk.ledger.grain(class)?)?.1) } else { None };
    Some(Event::VestingAccelerated(Box::new(VestingAccelerated { grant, quantity })))
}

pub(super) fn awards_granted(desk: &mut Desk<'_>) -> Option<Event> {
    let (plan, class, room) = desk.plan()?;
    let Some((number, quantity)) = desk.count(room, class.grain) else {
        return options_granted(desk);
    };
    let kind = desk.one_of([
        AwardKind::RestrictedShareUnit,
        AwardKind::RestrictedShares,
        AwardKind::PerformanceShareUnit,
        AwardKind::AppreciationRight,
        AwardKind::DeferredShareUnit,
    ])?;
    let (_, currency) = desk.account()?;
    let base = if kind == AwardKind::AppreciationRight { Some(desk.price(currency).1) } else { None };
    let (grant, holder, expires) = (desk.new_name("o"), desk.holder()?, desk.expiry());
    let vesting = vesting(desk, number, class.grain);
    let granted = AwardsGranted { grant, plan, holder, kind, quantity, base, expires, vesting };
    Some(Event::AwardsGranted(Box::new(granted)))
}

/// Awards that have vested: in shares, or now and then in cash.
pub(super) fn awards_settled(desk: &mut Desk<'_>) -> Option<Event> {
    let open = desk.awards().into_iter().filter(|rights| desk.is_open(&rights.right));
    let open = desk.mostly_vested(open.collect()).into_iter().filter(|rights| rights.held.there > Exact::ZERO);
    let Some(Rights { right, held }) = desk.one_of(open.collect::<Vec<_>>()) else {
        return awards_granted(desk);
    };
    if reserve(desk, right.unit).is_some_and(Exact::is_zero) && desk.once_in(3) {
        return charged(desk, right.name, None);
    }
    let (number, quantity) = desk.some_of(held.there, held.grain)?;
    let kind = right.award?;
    let cash = if kind != AwardKind::RestrictedShares && desk.once_in(3) { cash_delivery(desk) } else { None };
    let (by, delivered) = match cash {
        Some(cash) => (Delivery::Cash(cash), Exact::ZERO),
        None => shares_delivered(desk, &right, number)?,
    };
    let withheld = if delivered > Exact::ZERO && desk.once_in(3) {
        let (_, quantity) = desk.some_of(delivered, held.grain)?;
        Some(Withheld { quantity, tax: desk.money(None, desk.book.functional)?.1 })
    } else {
        None
    };
    let grant = right.name.clone();
    Some(Event::AwardsSettled(Box::new(AwardsSettled { grant, quantity, by, withheld })))
}

fn cash_delivery(desk: &mut Desk<'_>) -> Option<CashDelivery> {
    let (place, currency, there) = desk.funds(None).filter(|(place, ..)| !place.restricted)?;
    let (_, amount) = desk.money(Some(there), currency)?;
    Some(CashDelivery { account: place.account, amount })
}

/// How awards are settled in shares, and in how many.
fn shares_delivered(desk: &mut Desk<'_>, right: &RightView<'_>, number: Exact) -> Option<(Delivery, Exact)> {
    let class = desk.class_of(right.unit)?;
    match right.award? {
        AwardKind::PerformanceShareUnit if !desk.once_in(4) => {
            // The reserve has a share for each.
            let most = class.room.map(|room| room.saturating_plus(number));
            let (earned, given) = desk.count(most, class.grain)?;
            Some((Delivery::Earned(given), earned))
        }
        AwardKind::AppreciationRight => {
            let twice = Exact::from_raw(right.strike.raw().checked_mul(2)?);
            let halves = number.raw().checked_rem(class.grain.raw().checked_mul(2)?) == Some(0);
            let markets = if desk.mode != Mode::Even {
                vec![twice, right.strike, Exact::from_raw(right.strike.raw().checked_mul(3)?)]
            } else if halves {
                vec![twice, right.strike]
            } else {
                vec![right.strike]
            };
            let below = Exact::from_raw(right.strike.raw().checked_div(2)?);
            let market = if desk.once_in(2) { below } else { desk.one_of(markets)? };
            let rise = market.minus(right.strike)?.max(Exact::ZERO);
            let shares = fraction(number, rise, market, class.grain, Rounding::Down).ok()?.value;
            let amount = Given::Stated(PerShare::try_from(market).ok()?);
            Some((Delivery::Appreciation(Price { amount, currency: right.currency }), shares))
        }
        AwardKind::PerformanceShareUnit
        | AwardKind::RestrictedShareUnit
        | AwardKind::DeferredShareUnit
        | AwardKind::RestrictedShares => Some((Delivery::Shares, number)),
    }
}

/// The cost of a lot, now and then taken back.
pub(super) fn compensation_recognised(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((name, unit)) = desk.one_of(desk.ledger.lots().map(|lot| (lot.name, lot.unit))) else {
        return awards_granted(desk);
    };
    let there = reserve(desk, unit)?;
    // What is left of a reserve after a part of it is rounded.
    let reversed = desk.mode != Mode::Even && there > Exact::ZERO && desk.once_in(3);
    charged(desk, name, reversed.then_some(there))
}

/// What has been charged for a lot and not passed on.
fn reserve(desk: &Desk<'_>, unit: Unit) -> Option<Exact> {
    let (Unit::Grant(lot) | Unit::Award(lot)) = unit else {
        return None;
    };
    let reserve = Account { unit: Unit::Currency(desk.book.functional), place: Place::AwardReserve(lot) };
    Some(desk.ledger.balance(reserve).amount.negated())
}

/// A charge for a lot, or the reversal of a part of what was charged.
fn charged(desk: &mut Desk<'_>, grant: &Name, reversible: Option<Exact>) -> Option<Event> {
    let (_, amount) = desk.money(reversible, desk.book.functional)?;
    let (grant, purpose, reversed) = (grant.clone(), desk.purpose(), reversible.is_some());
    Some(Event::CompensationRecognised(Box::new(CompensationRecognised { grant, amount, purpose, reversed })))
}
