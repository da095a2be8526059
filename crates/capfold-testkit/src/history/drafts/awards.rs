//! Events about plans and about when what was granted vests.

use capfold_core::event::{
    Event, MonthlyVesting, PersonLimit, PlanLimitsSet, Pool, Vesting, VestingAccelerated, VestingConditionMet,
    VestingStep,
};
use capfold_core::exact::Exact;

use capfold_core::money::{Given, Quantity};

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
    Some(VestingStep { on: Some(desk.days_later(days)), upon: None, quantity })
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
    let left = desk.options().into_iter().map(unvested).filter(|(_, left)| *left > Exact::ZERO);
    let Some((grant, left)) = desk.one_of(left.collect::<Vec<_>>()) else {
        return options_granted(desk);
    };
    let class = desk.ledger.grants().find(|lot| *lot.name == grant)?.class;
    let quantity = if desk.once_in(2) { Some(desk.some_of(left, desk.ledger.grain(class)?)?.1) } else { None };
    Some(Event::VestingAccelerated(Box::new(VestingAccelerated { grant, quantity })))
}
