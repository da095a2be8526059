//! How far a figure can move when the assumptions it rests on move within their ranges.

use num_rational::BigRational;

use crate::date::Date;
use crate::entry::Cut;
use crate::event::AssumedValue;
use crate::exact::Exact;
use crate::interval::Interval;
use crate::ledger::{AssumptionId, Ledger, fold_reading};
use crate::log::{Log, Reading};
use crate::name::{Name, Seq};

/// Assumptions up to this number have all their corners tried; beyond, each is pushed to the end at
/// which it moved the figure when moved alone.
const ALL_CORNERS: usize = 6;

/// What the assumptions leave open.
#[derive(Clone, Debug)]
pub(super) struct Range {
    /// Every value at a corner of the assumptions, and all between.
    pub(super) interval: Interval,
    /// The assumptions that move the figure.
    pub(super) moved_by: Vec<Name>,
    /// Those of them without an end on a side that matters.
    pub(super) unbounded_by: Vec<Name>,
}

/// A log to be folded under other values of its assumptions.
pub(super) struct Refold<'l> {
    pub(super) log: &'l Log,
    pub(super) known: Option<Seq>,
    pub(super) through: Date,
}

/// A value an assumption can take.
#[derive(Clone, Copy)]
enum Choice {
    Number(Exact),
    Day(Date),
}

/// The ends of one assumption; none where there is no end.
struct Ends {
    name: Name,
    low: Option<Choice>,
    high: Option<Choice>,
    /// A step beyond the chosen value on each side, to see which way the figure goes.
    probes: [Choice; 2],
}

impl Refold<'_> {
    /// Folds under a reading; none when facts are refused that the chosen values allow.
    fn fold(&self, reading: &Reading, baseline: usize) -> Option<Ledger> {
        let cut = Cut { known_through: self.known, effective_through: Some(self.through) };
        let timeline = self.log.timeline_read(cut, reading);
        let (ledger, findings) = fold_reading(&timeline.facts, reading);
        (findings.len() <= baseline).then_some(ledger)
    }

    /// The ledger of the chosen values, and how many findings it has.
    pub(super) fn chosen(&self) -> (Ledger, usize) {
        let cut = Cut { known_through: self.known, effective_through: Some(self.through) };
        let (ledger, findings) = fold_reading(&self.log.timeline(cut).facts, &Reading::default());
        (ledger, findings.len())
    }

    /// The range of `value` over the ends of the assumptions.
    pub(super) fn range(
        &self,
        base: (&Ledger, usize),
        rests: &[AssumptionId],
        value: &dyn Fn(&Ledger) -> Option<BigRational>,
    ) -> Option<Range> {
        let (ledger, baseline) = base;
        let at_chosen = value(ledger)?;
        let at = |reading: &Reading| self.fold(reading, baseline).as_ref().and_then(value);
        let mut range =
            Range { interval: Interval::point(at_chosen.clone()), moved_by: Vec::new(), unbounded_by: Vec::new() };
        let mut low_end = Reading::default();
        let mut high_end = Reading::default();
        let mut free: Vec<Ends> = Vec::new();
        let (mut no_low, mut no_high) = (false, false);
        for ends in rests.iter().filter_map(|id| ends(ledger, *id)) {
            let tried = Tried::of(&ends, &at_chosen, &at);
            if !tried.moves() {
                continue;
            }
            range.moved_by.push(ends.name.clone());
            no_low |= tried.no_low;
            no_high |= tried.no_high;
            if tried.no_low || tried.no_high {
                range.unbounded_by.push(ends.name.clone());
            }
            if let Some(choice) = tried.lowest {
                put(&mut low_end, &ends.name, choice);
            }
            if let Some(choice) = tried.highest {
                put(&mut high_end, &ends.name, choice);
            }
            free.push(ends);
        }
        let readings = if free.len() <= ALL_CORNERS { corners(&free) } else { vec![low_end, high_end] };
        let values: Vec<BigRational> = readings.iter().filter_map(at).chain([at_chosen]).collect();
        let (low, high) = (values.iter().min().cloned()?, values.iter().max().cloned()?);
        range.interval = Interval::between(low, high);
        if no_low {
            range.interval.low = None;
        }
        if no_high {
            range.interval.high = None;
        }
        Some(range)
    }
}

/// What moving one assumption alone does to the figure.
struct Tried {
    lowest: Option<Choice>,
    highest: Option<Choice>,
    no_low: bool,
    no_high: bool,
}

impl Tried {
    fn of(ends: &Ends, chosen: &BigRational, at: &dyn Fn(&Reading) -> Option<BigRational>) -> Self {
        let mut tried = Self { lowest: None, highest: None, no_low: false, no_high: false };
        let (mut least, mut most) = (chosen.clone(), chosen.clone());
        for (end, probe) in [ends.low, ends.high].into_iter().zip(ends.probes) {
            let mut reading = Reading::default();
            put(&mut reading, &ends.name, end.unwrap_or(probe));
            let Some(value) = at(&reading) else { continue };
            if end.is_none() {
                tried.no_low |= value < *chosen;
                tried.no_high |= value > *chosen;
                continue;
            }
            if value < least {
                tried.lowest = end;
                least = value;
            } else if value > most {
                tried.highest = end;
                most = value;
            }
        }
        tried
    }

    const fn moves(&self) -> bool {
        self.lowest.is_some() || self.highest.is_some() || self.no_low || self.no_high
    }
}

fn put(reading: &mut Reading, name: &Name, choice: Choice) {
    match choice {
        Choice::Number(number) => drop(reading.numbers.insert(name.clone(), number)),
        Choice::Day(day) => drop(reading.days.insert(name.clone(), day)),
    }
}

/// Every combination of the ends.
fn corners(free: &[Ends]) -> Vec<Reading> {
    let mut readings = vec![Reading::default()];
    for ends in free {
        let choices: Vec<Choice> = [ends.low, ends.high].into_iter().flatten().collect();
        if choices.is_empty() {
            continue;
        }
        let mut next = Vec::with_capacity(readings.len().saturating_mul(choices.len()));
        for reading in &readings {
            for choice in &choices {
                let mut extended = reading.clone();
                put(&mut extended, &ends.name, *choice);
                next.push(extended);
            }
        }
        readings = next;
    }
    readings
}

/// The ends of an assumption, unless it is about a currency.
fn ends(ledger: &Ledger, id: AssumptionId) -> Option<Ends> {
    let view = ledger.assumption(id)?;
    let name = view.name.clone();
    let numbers = |chosen: Exact, low: Option<Exact>, high: Option<Exact>| {
        let step = |by: Exact| Choice::Number(chosen.saturating_plus(by).max(Exact::ZERO));
        let probes = [step(Exact::ONE.negated()), step(Exact::ONE)];
        // A number is never negative: nothing lies below zero.
        let low = Some(Choice::Number(low.unwrap_or(Exact::ZERO)));
        (low, high.map(Choice::Number), probes)
    };
    let (low, high, probes) = match view.value {
        AssumedValue::Quantity(value) => numbers(value.chosen, value.low, value.high),
        AssumedValue::Amount(value) | AssumedValue::Price(value) => numbers(value.chosen, value.low, value.high),
        AssumedValue::Date(value) => {
            let probes = [Choice::Day(value.chosen.previous()), Choice::Day(value.chosen.next())];
            (value.low.map(Choice::Day), value.high.map(Choice::Day), probes)
        }
        AssumedValue::Currency(_) => return None,
    };
    Some(Ends { name, low, high, probes })
}
