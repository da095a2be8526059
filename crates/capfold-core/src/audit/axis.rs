//! The values that one assumption can take, as far as the other entries allow.

use std::collections::BTreeSet;

use super::range::{DAYS, Search, edges};
use crate::date::Date;
use crate::event::AssumedValue;
use crate::exact::Exact;
use crate::ledger::AssumptionView;
use crate::log::Reading;
use crate::name::Name;

/// The largest step that is tried from a chosen number.
const LONGEST_STEP: i128 = 1_000_000;

/// A value an assumption can take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Choice {
    Number(Exact),
    Day(Date),
}

/// Whether a value stands for itself, or for all beyond it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Within,
    Endless,
}

/// One assumption.
pub(super) struct Axis {
    pub(super) name: Name,
    chosen: Choice,
    /// The least difference between two of its values.
    step: Exact,
    /// What to try of it alone.
    pub(super) points: Vec<(Choice, Side)>,
    /// Its ends as the log states them, none where there is none; of a day, those that move most.
    pub(super) ends: Option<[Option<Choice>; 2]>,
    /// Whether entries refuse a value within its ends.
    pub(super) clipped: bool,
    /// Numbers that entries refuse while the other assumptions are as chosen.
    pub(super) refused: Vec<(Choice, Side)>,
    /// Whether days were left out.
    pub(super) thinned: bool,
}

/// What can be tried of an assumption; nothing of a currency.
pub(super) fn axis(view: &AssumptionView<'_>, search: &Search<'_>, days: &BTreeSet<Date>) -> Option<Axis> {
    let name = view.name.clone();
    // A number is never negative: nothing lies below zero.
    let low_of = |low: Option<Exact>| low.unwrap_or(Exact::ZERO);
    match view.value {
        AssumedValue::Quantity(value) => {
            let step = own_grain(value.chosen).min(Exact::ONE);
            Some(Axis::number(name, (value.chosen, step), low_of(value.low), value.high, search))
        }
        AssumedValue::Amount(value) => {
            let step = own_grain(value.chosen).min(value.currency.grain());
            Some(Axis::number(name, (value.chosen, step), low_of(value.low), value.high, search))
        }
        AssumedValue::Price(value) => {
            let step = own_grain(value.chosen).min(value.currency.grain());
            Some(Axis::number(name, (value.chosen, step), low_of(value.low), value.high, search))
        }
        AssumedValue::Date(value) => Some(Axis::day(name, value.chosen, (value.low, value.high), search, days)),
        AssumedValue::Currency(_) => None,
    }
}

/// The ends of an assumption as the log states them, or far beyond the chosen number.
pub(super) fn ends(value: &AssumedValue) -> Vec<Choice> {
    let far = Exact::from_raw(Exact::ONE.raw().saturating_mul(LONGEST_STEP.saturating_mul(1_000)));
    let numbers = |chosen: Exact, low: Option<Exact>, high: Option<Exact>| {
        let high = high.unwrap_or_else(|| chosen.saturating_plus(far));
        vec![Choice::Number(low.unwrap_or(Exact::ZERO)), Choice::Number(high)]
    };
    match value {
        AssumedValue::Quantity(value) => numbers(value.chosen, value.low, value.high),
        AssumedValue::Amount(value) | AssumedValue::Price(value) => numbers(value.chosen, value.low, value.high),
        AssumedValue::Date(value) => value.low.into_iter().chain(value.high).map(Choice::Day).collect(),
        AssumedValue::Currency(_) => Vec::new(),
    }
}

/// One unit of the last decimal place.
fn own_grain(value: Exact) -> Exact {
    Exact::grain(crate::text::places(&value.ratio()))
}

pub(super) fn put(reading: &mut Reading, name: &Name, choice: Choice) {
    match choice {
        Choice::Number(number) => drop(reading.numbers.insert(name.clone(), number)),
        Choice::Day(day) => drop(reading.days.insert(name.clone(), day)),
    }
}

impl Axis {
    fn number(
        name: Name,
        (chosen, step): (Exact, Exact),
        low: Exact,
        high: Option<Exact>,
        search: &Search<'_>,
    ) -> Self {
        let ends = Some([Some(Choice::Number(low)), high.map(Choice::Number)]);
        let chosen = Choice::Number(chosen);
        let mut axis =
            Self { name, chosen, step, points: Vec::new(), ends, clipped: false, refused: Vec::new(), thinned: false };
        let nowhere = Reading::default();
        for end in [Some(low), high].into_iter().flatten().map(Choice::Number).filter(|end| *end != chosen) {
            let reached = axis.towards(search, &nowhere, end);
            if reached != Some(end) {
                axis.refused.extend(axis.onwards(reached.unwrap_or(chosen), end).map(|next| (next, Side::Within)));
                axis.refused.push((end, Side::Within));
            }
            axis.points.extend(reached.map(|choice| (choice, Side::Within)));
        }
        if high.is_none() {
            let beyond = axis.beyond(search);
            if beyond.is_empty() {
                axis.refused.extend(axis.longest().map(|choice| (choice, Side::Endless)));
            }
            axis.points.extend(beyond.into_iter().map(|choice| (choice, Side::Endless)));
        }
        axis.clipped = !axis.refused.is_empty();
        axis
    }

    /// Days at which something changes; next to a day that is refused, the last that is not.
    fn day(
        name: Name,
        chosen: Date,
        (low, high): (Option<Date>, Option<Date>),
        search: &Search<'_>,
        days: &BTreeSet<Date>,
    ) -> Self {
        let (first, last) = edges(search.time);
        let known = days.iter().copied().chain([first, last, chosen]);
        let near = known.flat_map(|day| [day.previous(), day, day.next()]).chain(low).chain(high);
        let inside = |day: &Date| low.is_none_or(|low| low <= *day) && high.is_none_or(|high| *day <= high);
        let all: BTreeSet<Date> = near.filter(inside).collect();
        let thinned = all.len() > DAYS;
        let every = all.len().div_ceil(DAYS).max(1);
        let ends: Vec<Date> = all.first().into_iter().chain(all.last()).copied().collect();
        let mut tried: BTreeSet<Date> = all.into_iter().step_by(every).chain(ends).collect();
        let chosen_day = chosen;
        let chosen = Choice::Day(chosen);
        let step = Exact::ONE;
        let mut axis =
            Self { name, chosen, step, points: Vec::new(), ends: None, clipped: false, refused: Vec::new(), thinned };
        tried.insert(chosen_day);
        let mut before: Option<(Date, bool)> = None;
        for day in tried {
            let mut reading = Reading::default();
            put(&mut reading, &axis.name, Choice::Day(day));
            let allowed = search.allows(&reading);
            axis.clipped |= !allowed;
            if let Some((other, other_allowed)) = before
                && allowed != other_allowed
            {
                let (from, to) = if allowed { (day, other) } else { (other, day) };
                let edge = axis.last_day(search, &Reading::default(), (from, to));
                axis.points.push((Choice::Day(edge), Side::Within));
            }
            if allowed {
                axis.points.push((Choice::Day(day), Side::Within));
            }
            before = Some((day, allowed));
        }
        axis
    }

    /// The value nearest to the target that entries allow beside a reading, if not the one it has.
    pub(super) fn towards(&self, search: &Search<'_>, reading: &Reading, target: Choice) -> Option<Choice> {
        if target == self.chosen {
            return None;
        }
        if self.allows(search, reading, target) {
            return Some(target);
        }
        match (self.chosen, target) {
            (Choice::Number(from), Choice::Number(to)) => {
                self.last_number(search, reading, (from, to)).map(Choice::Number)
            }
            (Choice::Day(from), Choice::Day(to)) => Some(Choice::Day(self.last_day(search, reading, (from, to)))),
            (Choice::Number(_), Choice::Day(_)) | (Choice::Day(_), Choice::Number(_)) => None,
        }
    }

    fn allows(&self, search: &Search<'_>, reading: &Reading, choice: Choice) -> bool {
        let mut reading = reading.clone();
        put(&mut reading, &self.name, choice);
        search.allows(&reading)
    }

    /// Steps from the finest to the longest.
    fn steps(&self) -> impl Iterator<Item = i128> {
        let longest = Exact::ONE.raw().saturating_mul(LONGEST_STEP);
        let next = |step: &i128| step.checked_mul(10);
        std::iter::successors(Some(self.step.raw()), next).take_while(move |step| *step <= longest)
    }

    /// Numbers a step of each length farther towards an end.
    fn onwards(&self, reached: Choice, end: Choice) -> impl Iterator<Item = Choice> + use<> {
        let (from, to) = match (reached, end) {
            (Choice::Number(from), Choice::Number(to)) => (from, to),
            (Choice::Number(_) | Choice::Day(_), Choice::Day(_)) | (Choice::Day(_), Choice::Number(_)) => {
                (Exact::ZERO, Exact::ZERO)
            }
        };
        let distance = to.saturating_minus(from).raw();
        let steps: Vec<i128> = self.steps().take_while(|step| *step < distance.saturating_abs()).collect();
        let signed = move |step: i128| Exact::from_raw(step.saturating_mul(distance.signum()));
        steps.into_iter().map(move |step| Choice::Number(from.saturating_plus(signed(step))))
    }

    /// A number above the chosen one by the longest step.
    fn longest(&self) -> Option<Choice> {
        let Choice::Number(chosen) = self.chosen else { return None };
        self.steps().last().map(|step| Choice::Number(chosen.saturating_plus(Exact::from_raw(step))))
    }

    /// The nearest and the farthest number above the chosen one that a single step reaches.
    fn beyond(&self, search: &Search<'_>) -> Vec<Choice> {
        let Choice::Number(chosen) = self.chosen else { return Vec::new() };
        let nowhere = Reading::default();
        let reached = self.steps().map(|step| Choice::Number(chosen.saturating_plus(Exact::from_raw(step))));
        let reached: Vec<Choice> = reached.filter(|choice| self.allows(search, &nowhere, *choice)).collect();
        reached.first().into_iter().chain(reached.last()).copied().collect()
    }

    /// Bisects between a number that is allowed and one that is not, in steps of the finest length that
    /// leads to another allowed number: a class may have a grain of its own.
    fn last_number(&self, search: &Search<'_>, reading: &Reading, (from, to): (Exact, Exact)) -> Option<Exact> {
        let distance = to.raw().checked_sub(from.raw())?;
        let moved = |step: i128, times: i128| {
            let by = step.checked_mul(times)?.checked_mul(distance.signum())?;
            from.raw().checked_add(by).map(Exact::from_raw)
        };
        let allowed = |step: i128, times: i128| {
            moved(step, times).is_some_and(|number| self.allows(search, reading, Choice::Number(number)))
        };
        let within = self.steps().take_while(|step| *step <= distance.saturating_abs());
        let step = within.into_iter().find(|step| allowed(*step, 1))?;
        let most = distance.saturating_abs().checked_div(step)?;
        if allowed(step, most) {
            return moved(step, most);
        }
        let (mut good, mut bad) = (1, most);
        while bad.checked_sub(good)? > 1 {
            let middle = good.midpoint(bad);
            if allowed(step, middle) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        moved(step, good)
    }

    /// Bisects between a day that is allowed and one that is not.
    fn last_day(&self, search: &Search<'_>, reading: &Reading, (from, to): (Date, Date)) -> Date {
        let (mut good, mut bad) = (from, to);
        loop {
            let apart = bad.max(good).days_since(bad.min(good));
            if apart <= 1 {
                return good;
            }
            let Ok(half) = u32::try_from(apart.midpoint(0)) else { return good };
            let middle = bad.max(good).days_before(half);
            if self.allows(search, reading, Choice::Day(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
    }
}
