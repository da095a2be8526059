//! When the rights of a lot vest.

use super::Effect;
use super::accounts::{GrantId, Place, Unit};
use super::draft::{Draft, too_large};
use super::exercise::Claim;
use super::rows::{Class, Grant};
use crate::date::Date;
use crate::event::{MonthlyVesting, Vesting, VestingAccelerated, VestingConditionMet, VestingStep};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection};
use crate::money::GivenQuantity;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// A part of a lot that vests together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) due: Due,
    pub(super) quantity: Exact,
}

/// When a part vests; days come before conditions.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Due {
    On(Date),
    Upon(Name),
}

impl Part {
    pub(super) fn is_vested(&self, day: Date) -> bool {
        matches!(self.due, Due::On(due) if due <= day)
    }
}

/// The parts of a lot in the order in which they vest; none for a lot that was vested from the start.
#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    parts: Vec<Part>,
    /// The parts as they were before each day on which they changed, in order of days; none before the
    /// day of the grant.
    earlier: Vec<(Date, Vec<Part>)>,
}

impl Schedule {
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many of the lot have not vested at the end of a day, the last one or an earlier one.
    pub(super) fn unvested(&self, day: Date) -> Exact {
        let then = self.earlier.iter().find(|(changed, _)| *changed > day).map_or(&self.parts, |(_, parts)| parts);
        unvested(then, day)
    }

    /// Other parts from a day on; it is not before any earlier change.
    pub(super) fn change(&mut self, day: Date, parts: Vec<Part>) {
        let before = std::mem::replace(&mut self.parts, parts);
        self.earlier.push((day, before));
    }

    /// The parts after so many of the lot end: those that have not vested go first, from the last back.
    /// None when they stay as they are.
    pub(super) fn without(&self, day: Date, quantity: Exact) -> Option<Vec<Part>> {
        let mut left = quantity;
        let mut parts = self.parts.clone();
        for part in parts.iter_mut().rev().filter(|part| !part.is_vested(day)) {
            let lost = part.quantity.min(left);
            part.quantity = part.quantity.saturating_minus(lost);
            left = left.saturating_minus(lost);
        }
        parts.retain(|part| !part.quantity.is_zero());
        (parts != self.parts).then_some(parts)
    }

    /// The parts after so many more vest at once, those first that would vest first.
    fn accelerated(&self, day: Date, quantity: Exact) -> Vec<Part> {
        let mut left = quantity;
        let mut parts = Vec::new();
        for part in &self.parts {
            let early = if part.is_vested(day) { Exact::ZERO } else { part.quantity.min(left) };
            left = left.saturating_minus(early);
            let later = part.quantity.saturating_minus(early);
            let rows = [(Due::On(day), early), (part.due.clone(), later)];
            parts.extend(rows.into_iter().filter(|(_, n)| !n.is_zero()).map(|(due, quantity)| Part { due, quantity }));
        }
        parts
    }

    /// The parts after a condition is met; none when no part waits for it.
    fn met(&self, day: Date, condition: &Name) -> Option<Vec<Part>> {
        let waits = |part: &Part| matches!(&part.due, Due::Upon(name) if name == condition);
        let met = |part: &Part| if waits(part) { Part { due: Due::On(day), ..part.clone() } } else { part.clone() };
        self.parts.iter().any(waits).then(|| self.parts.iter().map(met).collect())
    }

    fn of(day: Date, mut parts: Vec<Part>) -> Self {
        parts.retain(|part| !part.quantity.is_zero());
        parts.sort_by(|one, other| match (&one.due, &other.due) {
            // Conditions keep the order in which they are stated.
            (Due::Upon(_), Due::Upon(_)) => std::cmp::Ordering::Equal,
            (one, other) => one.cmp(other),
        });
        Self { parts, earlier: vec![(day, Vec::new())] }
    }
}

fn unvested(parts: &[Part], day: Date) -> Exact {
    let open = parts.iter().filter(|part| !part.is_vested(day));
    open.fold(Exact::ZERO, |sum, part| sum.saturating_plus(part.quantity))
}

/// Some rights of a registered lot: what an event is about.
#[derive(Clone, Copy)]
pub(super) struct Lot<'l> {
    pub(super) id: GrantId,
    pub(super) unit: Unit,
    pub(super) grant: &'l Grant,
    pub(super) quantity: Exact,
    /// What the holder holds of the lot before.
    pub(super) held: Exact,
}

impl Lot<'_> {
    pub(super) fn holder(&self) -> Place {
        Place::Held(self.grant.holder)
    }

    /// What the holder wants to do with them.
    pub(super) fn claim<'r>(&'r self, day: Date, name: &'r Name, verb: &'static str) -> Claim<'r> {
        Claim {
            key: "grant",
            name,
            verb,
            unit: self.unit,
            class: self.grant.class,
            holder: self.grant.holder,
            rights: self.quantity,
            shares: self.quantity,
            unvested: self.grant.vesting.unvested(day),
            strike: self.grant.strike,
            currency: self.grant.currency,
            expires: self.grant.expires,
            rests: &self.grant.rests,
        }
    }
}

impl Draft<'_> {
    /// The schedule of a lot as an event states it.
    pub(super) fn schedule(
        &mut self,
        name: &Name,
        class: &Class,
        quantity: Exact,
        vesting: Option<&Vesting>,
    ) -> Result<Schedule, Rejection> {
        match vesting {
            None => Ok(Schedule::default()),
            Some(Vesting::Steps(steps)) => self.steps(name, class, quantity, steps),
            Some(Vesting::Monthly(monthly)) => {
                monthly_parts(quantity, class.grain, monthly).map(|parts| Schedule::of(self.date, parts))
            }
        }
    }

    fn steps(
        &mut self,
        name: &Name,
        class: &Class,
        quantity: Exact,
        steps: &[VestingStep],
    ) -> Result<Schedule, Rejection> {
        let mut parts = Vec::new();
        let mut sum = Exact::ZERO;
        for (index, step) in steps.iter().enumerate() {
            let part = self.quantity(name, class, &step.quantity).map_err(|wrong| wrong.in_row("steps", index))?;
            sum = sum.saturating_plus(part);
            // A step has a day or a condition: the event was checked by itself.
            let due = step.on.map(Due::On).or_else(|| step.upon.clone().map(Due::Upon));
            parts.extend(due.map(|due| Part { due, quantity: part }));
        }
        if sum != quantity {
            let problem = Problem::VestingDiffers { grant: name.clone(), quantity, steps: sum };
            return Err(Rejection::at("quantity", problem));
        }
        Ok(Schedule::of(self.date, parts))
    }

    pub(super) fn vesting_condition_met(&mut self, event: &VestingConditionMet) -> Outcome {
        let (grant, row) = self.ledger.names.grant("grant", &event.grant)?;
        let Some(parts) = row.vesting.met(self.date, &event.condition) else {
            let (grant, condition) = (event.grant.clone(), event.condition.clone());
            return Err(Rejection::at("condition", Problem::NoSuchCondition { grant, condition }));
        };
        self.effect(Effect::Vesting { grant, parts });
        Ok(())
    }

    pub(super) fn vesting_accelerated(&mut self, event: &VestingAccelerated) -> Outcome {
        let (grant, row) = self.ledger.names.grant("grant", &event.grant)?;
        let available = row.vesting.unvested(self.date);
        let quantity = match &event.quantity {
            Some(quantity) => self.early(&event.grant, row, quantity, available)?,
            None if available.is_zero() => {
                return Err(Rejection::at("grant", Problem::NothingToVest { grant: event.grant.clone() }));
            }
            None => available,
        };
        let parts = row.vesting.accelerated(self.date, quantity);
        self.effect(Effect::Vesting { grant, parts });
        Ok(())
    }

    /// How many are to vest early: not more than are left.
    fn early(&mut self, name: &Name, row: &Grant, given: &GivenQuantity, left: Exact) -> Result<Exact, Rejection> {
        let (_, class) = self.class_row(row.class, crate::finding::Thing::Grant, name)?;
        let needed = self.quantity(name, class, given)?;
        if needed <= left {
            return Ok(needed);
        }
        let what = format!("of `{name}` vested early");
        Err(Rejection::at("quantity", Problem::Insufficient { what, state: "not vested", needed, available: left }))
    }
}

/// The part that vests with each period: what is vested after it, less what is vested after the one before.
fn monthly_parts(quantity: Exact, grain: Exact, monthly: &MonthlyVesting) -> Result<Vec<Part>, Rejection> {
    let whole = |count: u32| Exact::whole(i128::from(count)).unwrap_or(Exact::ONE);
    let cliff = monthly.cliff.unwrap_or(1);
    let mut parts = Vec::new();
    let mut before = Exact::ZERO;
    for nth in cliff..=monthly.times {
        let vested = fraction(quantity, whole(nth), whole(monthly.times), grain, Rounding::Down);
        let vested = vested.map_err(too_large("quantity"))?.value;
        let due = Due::On(monthly.from.months_after(monthly.months.saturating_mul(nth)));
        parts.push(Part { due, quantity: vested.saturating_minus(before) });
        before = vested;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().expect("a number of the test table")
    }

    fn date(text: &str) -> Date {
        text.parse().expect("a day of the test table")
    }

    /// Parts as `day or condition, quantity`, one a word.
    fn schedule(parts: &str) -> Schedule {
        let part = |text: &str| {
            let (due, quantity) = text.split_once(':').expect("a day and a quantity");
            let due = due.parse().map_or_else(|_| Due::Upon(due.parse().expect("a name")), Due::On);
            Part { due, quantity: exact(quantity) }
        };
        Schedule::of(date("2003-01-01"), parts.split_whitespace().map(part).collect())
    }

    fn shown(parts: &[Part]) -> String {
        let part = |part: &Part| match &part.due {
            Due::On(day) => format!("{day}:{}", part.quantity),
            Due::Upon(name) => format!("{name}:{}", part.quantity),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn months_vest_what_is_whole_by_then() {
        // Of 100 in 3 periods 33, 66 and 100 are vested, of 10 in grains of 0.25 after 4 of 7: 5.5.
        for (quantity, grain, months, times, cliff, expected) in [
            ("100", "1", 1, 3, None, "2004-02-29:33 2004-03-31:33 2004-04-30:34"),
            ("100", "1", 1, 3, Some(2), "2004-03-31:66 2004-04-30:34"),
            ("100", "1", 12, 1, None, "2005-01-31:100"),
            ("1", "1", 1, 3, None, "2004-04-30:1"),
            ("100", "10", 6, 3, Some(3), "2005-07-31:100"),
            ("10", "0.25", 1, 7, Some(4), "2004-05-31:5.5 2004-06-30:1.5 2004-07-31:1.5 2004-08-31:1.5"),
        ] {
            let monthly = MonthlyVesting { from: date("2004-01-31"), months, times, cliff };
            let parts = monthly_parts(exact(quantity), exact(grain), &monthly).expect("in range");
            let found = Schedule::of(date("2004-01-31"), parts);
            assert_eq!(shown(found.parts()), expected, "{quantity} in {times}");
        }
    }

    #[test]
    fn conditions_come_last_and_in_their_order() {
        let found = schedule("z:1 2005-01-01:2 a:4 2004-01-01:8 2005-01-01:16 z:0");
        assert_eq!(shown(found.parts()), "2004-01-01:8 2005-01-01:2 2005-01-01:16 z:1 a:4");
        for (day, unvested) in [("2003-12-31", "31"), ("2004-01-01", "23"), ("2004-12-31", "23"), ("2005-01-01", "5")] {
            assert_eq!(found.unvested(date(day)), exact(unvested), "{day}");
        }
    }

    #[test]
    fn what_ends_has_not_vested_and_is_last() {
        let found = schedule("2004-01-01:10 2005-01-01:20 ipo:5");
        for (day, lost, expected) in [
            ("2004-01-01", "3", Some("2004-01-01:10 2005-01-01:20 ipo:2")),
            ("2004-01-01", "5", Some("2004-01-01:10 2005-01-01:20")),
            ("2004-01-01", "6", Some("2004-01-01:10 2005-01-01:19")),
            ("2004-01-01", "30", Some("2004-01-01:10")),
            ("2003-12-31", "30", Some("2004-01-01:5")),
            ("2005-01-01", "30", Some("2004-01-01:10 2005-01-01:20")),
            ("2005-01-01", "0", None),
        ] {
            let left = found.without(date(day), exact(lost));
            assert_eq!(left.as_deref().map(shown).as_deref(), expected, "{lost} on {day}");
        }
    }

    #[test]
    fn what_vests_early_would_have_vested_first() {
        let found = schedule("2004-01-01:10 2005-01-01:20 ipo:5");
        let day = date("2004-06-30");
        for (more, expected) in [
            ("0", "2004-01-01:10 2005-01-01:20 ipo:5"),
            ("7", "2004-01-01:10 2004-06-30:7 2005-01-01:13 ipo:5"),
            ("20", "2004-01-01:10 2004-06-30:20 ipo:5"),
            ("25", "2004-01-01:10 2004-06-30:20 2004-06-30:5"),
        ] {
            assert_eq!(shown(&found.accelerated(day, exact(more))), expected, "{more}");
        }
        let condition = |text: &str| text.parse::<Name>().expect("a name");
        let met = found.met(day, &condition("ipo"));
        assert_eq!(met.as_deref().map(shown).as_deref(), Some("2004-01-01:10 2005-01-01:20 2004-06-30:5"));
        assert_eq!(found.met(day, &condition("other")), None);
    }

    /// A figure of an earlier day is found on the ledger of a later one.
    #[test]
    fn what_changed_later_was_otherwise_before() {
        let mut found = schedule("2004-01-01:10 2005-01-01:20 ipo:5");
        let lost = found.without(date("2004-06-30"), exact("5")).expect("something is lost");
        found.change(date("2004-06-30"), lost);
        found.change(date("2004-06-30"), found.accelerated(date("2004-06-30"), exact("1")));
        let rows = [
            ("2002-12-31", "0"),
            ("2003-12-31", "35"),
            ("2004-06-29", "25"),
            ("2004-06-30", "19"),
            ("2005-01-01", "0"),
        ];
        for (day, unvested) in rows {
            assert_eq!(found.unvested(date(day)), exact(unvested), "{day}");
        }
    }
}
