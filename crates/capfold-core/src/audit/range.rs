//! How far a figure can move when the assumptions it rests on move within their ranges.
//!
//! Each assumption is moved alone first: a number to its ends, a day to every day at which something
//! changes. Where an end is refused by other entries, the last value that is not counts. Then the ends
//! of all that move it are combined.

use std::cell::Cell;
use std::collections::BTreeSet;

use num_rational::BigRational;

use super::Verdict;
use super::axis::{Axis, Choice, Side, axis, ends, put};
use super::folds::Folds;
use crate::date::Date;
use crate::figures::Time;
use crate::interval::Interval;
use crate::ledger::{AssumptionId, Ledger};
use crate::log::Reading;
use crate::name::Name;

/// Assumptions up to this number have all their corners tried; beyond, each is pushed to the end at
/// which it moved the figure when moved alone.
const ALL_CORNERS: usize = 6;

/// Readings tried for one range.
const READINGS: usize = 4_000;

/// Days tried for one assumption.
pub(super) const DAYS: usize = 300;

/// What the assumptions leave open.
#[derive(Clone, Debug)]
pub(super) struct Range {
    /// Every value that was found, and all between.
    pub(super) interval: Interval,
    /// The assumptions that move the figure.
    pub(super) moved_by: Vec<Name>,
    /// Those of them without an end on a side that matters.
    pub(super) unbounded_by: Vec<Name>,
    /// Whether the figure has no value under some reading.
    pub(super) absent: bool,
    /// Why the true range may be wider, in sentences; nothing when it was searched through.
    pub(super) estimated: Vec<String>,
}

impl Range {
    /// The verdict on what lies outside of it: a range that was not searched through refutes nothing.
    pub(super) const fn refuted(&self) -> Verdict {
        if self.estimated.is_empty() { Verdict::Contradictory } else { Verdict::Underdetermined }
    }
}

/// What a figure is under a reading.
pub(super) enum Outcome {
    /// Entries are refused that the chosen values allow, so it cannot have been so.
    Refused,
    /// The figure has nothing to be taken of.
    Nothing,
    Value(BigRational),
}

/// A figure under readings of the log.
pub(super) struct Search<'s> {
    pub(super) folds: &'s Folds<'s>,
    pub(super) time: Time,
    pub(super) value: &'s dyn Fn(&Ledger) -> Option<BigRational>,
    left: Cell<usize>,
}

impl<'s> Search<'s> {
    pub(super) fn new(folds: &'s Folds<'s>, time: Time, value: &'s dyn Fn(&Ledger) -> Option<BigRational>) -> Self {
        Self { folds, time, value, left: Cell::new(READINGS) }
    }

    pub(super) fn at(&self, reading: &Reading) -> Outcome {
        let Some(left) = self.left.get().checked_sub(1) else { return Outcome::Refused };
        self.left.set(left);
        match self.folds.read(self.time.last(), reading) {
            None => Outcome::Refused,
            Some(ledger) => (self.value)(&ledger).map_or(Outcome::Nothing, Outcome::Value),
        }
    }

    pub(super) fn allows(&self, reading: &Reading) -> bool {
        !matches!(self.at(reading), Outcome::Refused)
    }

    /// The range over the assumptions; none when the figure has no value at the chosen ones.
    pub(super) fn range(&self, rests: &[AssumptionId]) -> Option<Range> {
        let ledger = self.folds.chosen(self.time.last());
        let chosen = (self.value)(&ledger)?;
        let mut found = Found::of(chosen);
        let days = self.folds.days();
        let mut axes: Vec<(Axis, Tried)> = Vec::new();
        for id in rests {
            let Some(view) = ledger.assumption(*id) else { continue };
            let Some(axis) = axis(&view, self, &days) else { continue };
            let tried = self.alone(&axis, &mut found);
            axes.push((axis, tried));
        }
        for axis in self.helpers(&ledger, &axes, &days, &mut found) {
            let tried = self.alone(&axis, &mut found);
            axes.push((axis, tried));
        }
        let clipped = axes.iter().any(|(axis, _)| axis.clipped);
        let free: Vec<&(Axis, Tried)> = axes.iter().filter(|(_, tried)| tried.moves || clipped).collect();
        if free.len() > ALL_CORNERS {
            let message = format!("{} assumptions may move it: not all of their combinations were tried.", free.len());
            found.range.estimated.push(message);
        }
        let alone = found.values.clone();
        for corner in corners(&free) {
            match self.at(&corner_reading(&free, &corner)) {
                Outcome::Refused => self.nearest(&free, &corner, &mut found),
                outcome @ (Outcome::Nothing | Outcome::Value(_)) => found.take(outcome),
            }
        }
        if found.range.moved_by.is_empty() && found.values != alone {
            found.range.moved_by = free.iter().map(|(axis, _)| axis.name.clone()).collect();
        }
        if self.left.get() == 0 {
            found.range.estimated.push("The log was not read under all values of its assumptions.".to_owned());
        }
        found.finish()
    }

    /// Assumptions that the figure does not rest on, but without which entries would allow more of those
    /// that it does: the size of a sale bounds what there was to sell.
    fn helpers(&self, ledger: &Ledger, axes: &[(Axis, Tried)], days: &BTreeSet<Date>, found: &mut Found) -> Vec<Axis> {
        let refused = || axes.iter().flat_map(|(axis, _)| axis.refused.iter().map(move |refused| (axis, refused)));
        let mut helpers = Vec::new();
        for view in ledger.assumptions().filter(|view| axes.iter().all(|(axis, _)| axis.name != *view.name)) {
            let all_ends = ends(view.value);
            let mut pairs = refused().flat_map(|one| all_ends.iter().map(move |end| (one, *end)));
            let freed = pairs.find(|((other, (target, _)), end)| {
                let mut reading = Reading::default();
                put(&mut reading, &other.name, *target);
                put(&mut reading, view.name, *end);
                self.allows(&reading)
            });
            let Some(((other, (_, side)), _)) = freed else { continue };
            if *side == Side::Endless {
                let message = format!("{} could be more if {} were other than chosen.", other.name, view.name);
                found.range.estimated.push(message);
            }
            helpers.extend(axis(&view, self, days));
        }
        helpers
    }

    /// Moves one assumption and leaves the others as chosen.
    fn alone(&self, axis: &Axis, found: &mut Found) -> Tried {
        let mut tried = Tried::default();
        let (mut least, mut most) = (found.chosen.clone(), found.chosen.clone());
        for (choice, side) in &axis.points {
            let mut reading = Reading::default();
            put(&mut reading, &axis.name, *choice);
            let value = match self.at(&reading) {
                Outcome::Refused => continue,
                Outcome::Nothing => {
                    tried.moves = true;
                    found.range.absent = true;
                    continue;
                }
                Outcome::Value(value) => value,
            };
            tried.moves |= value != found.chosen;
            if *side == Side::Endless {
                tried.no_low |= value < found.chosen;
                tried.no_high |= value > found.chosen;
                continue;
            }
            if value < least {
                tried.lowest = Some(*choice);
                least = value.clone();
            }
            if value > most {
                tried.highest = Some(*choice);
                most = value.clone();
            }
            found.values.insert(value);
        }
        if tried.moves {
            found.range.moved_by.push(axis.name.clone());
        }
        if tried.no_low || tried.no_high {
            found.range.unbounded_by.push(axis.name.clone());
        }
        found.no_low |= tried.no_low;
        found.no_high |= tried.no_high;
        if axis.thinned {
            let message = format!("Not every day of {} was tried: there are more than {DAYS}.", axis.name);
            found.range.estimated.push(message);
        }
        tried
    }

    /// Goes towards a corner that is refused as far as entries allow, one assumption after the other,
    /// in both orders.
    fn nearest(&self, free: &[&(Axis, Tried)], corner: &[Option<Choice>], found: &mut Found) {
        let forward: Vec<usize> = (0..free.len()).collect();
        let backward: Vec<usize> = forward.iter().rev().copied().collect();
        for order in [forward, backward] {
            let mut reading = Reading::default();
            for index in order {
                let (Some((axis, _)), Some(Some(target))) = (free.get(index), corner.get(index)) else { continue };
                if let Some(choice) = axis.towards(self, &reading, *target) {
                    put(&mut reading, &axis.name, choice);
                }
            }
            found.take(self.at(&reading));
        }
    }
}

/// What moving one assumption alone does to the figure.
#[derive(Default)]
struct Tried {
    moves: bool,
    lowest: Option<Choice>,
    highest: Option<Choice>,
    no_low: bool,
    no_high: bool,
}

/// What was found so far.
struct Found {
    chosen: BigRational,
    values: BTreeSet<BigRational>,
    no_low: bool,
    no_high: bool,
    range: Range,
}

impl Found {
    fn of(chosen: BigRational) -> Self {
        let range = Range {
            interval: Interval::point(chosen.clone()),
            moved_by: Vec::new(),
            unbounded_by: Vec::new(),
            absent: false,
            estimated: Vec::new(),
        };
        Self { values: BTreeSet::from([chosen.clone()]), chosen, no_low: false, no_high: false, range }
    }

    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Refused => {}
            Outcome::Nothing => self.range.absent = true,
            Outcome::Value(value) => drop(self.values.insert(value)),
        }
    }

    fn finish(mut self) -> Option<Range> {
        let (low, high) = (self.values.first().cloned()?, self.values.last().cloned()?);
        self.range.interval = Interval::between(low, high);
        if self.no_low {
            self.range.interval.low = None;
        }
        if self.no_high {
            self.range.interval.high = None;
        }
        Some(self.range)
    }
}

/// Every combination of the ends; of too many assumptions, two combinations.
fn corners(free: &[&(Axis, Tried)]) -> Vec<Vec<Option<Choice>>> {
    if free.len() > ALL_CORNERS {
        let low = free.iter().map(|(_, tried)| tried.lowest).collect();
        let high = free.iter().map(|(_, tried)| tried.highest).collect();
        return vec![low, high];
    }
    let mut corners: Vec<Vec<Option<Choice>>> = vec![Vec::new()];
    for (axis, tried) in free {
        let ends = match axis.ends {
            Some(ends) => ends,
            None => [tried.lowest, tried.highest],
        };
        let one = ends.first() == ends.last();
        let ends: Vec<Option<Choice>> = ends.into_iter().take(if one { 1 } else { 2 }).collect();
        corners = corners
            .iter()
            .flat_map(|corner| ends.iter().map(|end| corner.iter().copied().chain([*end]).collect()))
            .collect();
    }
    corners
}

fn corner_reading(free: &[&(Axis, Tried)], corner: &[Option<Choice>]) -> Reading {
    let mut reading = Reading::default();
    for ((axis, _), choice) in free.iter().zip(corner) {
        if let Some(choice) = choice {
            put(&mut reading, &axis.name, *choice);
        }
    }
    reading
}

/// The days of a statement at which a figure can change: the edges of its period.
pub(super) const fn edges(time: Time) -> (Date, Date) {
    match time {
        Time::At(day) => (day, day),
        Time::Over(period) => (period.first, period.last),
    }
}
