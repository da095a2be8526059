//! What must be assumed for printed proceeds to follow from counts and prices.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::stated::{Ends, Shown, Stated};
use crate::calc::{AtLeastZero, CalcError, Calculation, Count, Number, Steps};
use crate::interval::{End, Interval};

/// Smallest contradictions listed at most.
const MOST: usize = 1_000;

/// Proceeds that are reported against counts times prices. Where they do not agree, each assumption is tried by
/// itself: `required` is the range of its parameter with which they agree for some prices, `narrowed` what of it
/// the domain allows. `minimal` are the cheapest that help, `ranking` all that do, by cost and then by name.
///
/// `conflict_core` are the smallest sets of lines that contradict the reported amount: they alone exceed it, or,
/// where all together fall short of it, all of them.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Solve {
    lines: Vec<Line>,
    reported: Stated,
    assumptions: Vec<Assumption>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    count: Count,
    price: Stated,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Assumption {
    id: String,
    kind: Repair,
    /// The lines it is of; all of them unless said.
    lines: Option<Vec<String>>,
    /// The parameters that are possible; all that make sense unless said.
    domain: Option<Stated>,
    cost: AtLeastZero,
}

/// What may have been otherwise than the lines say.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Repair {
    /// Prices are in another currency; the parameter is its rate.
    StrikeCurrency,
    /// Whole units of one line were not paid in cash; the parameter is how many.
    NonCashUnits,
    /// Part is still receivable; the parameter is the amount.
    Receivable,
    /// Costs were taken off; the parameter is their part of the gross amount.
    NetOfCosts,
    /// A price is misprinted; the parameter is the price.
    PriceMisprint,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Solved {
    as_stated: AsStated,
    repairs: BTreeMap<String, Repaired>,
    minimal: Vec<String>,
    ranking: Vec<String>,
}

#[derive(Serialize, Debug)]
struct AsStated {
    total: Ends,
    reported: Ends,
    feasible: bool,
    /// How far the two are apart.
    gap: Number,
    conflict_core: Vec<Vec<String>>,
}

#[derive(Serialize, Debug)]
struct Repaired {
    required: Option<Ends>,
    feasible: bool,
    narrowed: Option<Ends>,
}

/// A line, multiplied.
#[derive(Debug)]
struct Amount<'l> {
    line: &'l Line,
    range: Interval,
}

pub(super) fn sum<'r>(ranges: impl Iterator<Item = &'r Interval>) -> Interval {
    ranges.fold(Interval::point(Number::zero().into_ratio()), |sum, range| sum.plus(range))
}

/// The numbers from zero on, with or without it.
pub(super) fn from_zero(closed: bool) -> Interval {
    Interval { low: Some(End { at: Number::zero().into_ratio(), closed }), high: None }
}

pub(super) fn one_minus(range: &Interval) -> Interval {
    Interval::point(Number::one().into_ratio()).minus(range)
}

impl Solve {
    fn amounts(&self) -> Result<Vec<Amount<'_>>, CalcError> {
        let mut seen = BTreeSet::new();
        let amounts = self.lines.iter().enumerate().map(|(index, line)| {
            if !seen.insert(&line.id) {
                return Err(CalcError::at(format!("lines[{index}]"), format!("`{}` is there twice", line.id)));
            }
            let price = line.price.not_below_zero(&format!("lines[{index}].price"))?;
            Ok(Amount { line, range: price.scaled(&line.count) })
        });
        amounts.collect()
    }

    fn as_stated(&self, amounts: &[Amount<'_>], steps: &mut Steps) -> Result<AsStated, CalcError> {
        let (total, reported) = (sum(amounts.iter().map(|amount| &amount.range)), self.reported.range());
        let feasible = total.meet(reported).is_some();
        for Amount { line, range } in amounts {
            steps.say(&line.id, format!("{} × {}", line.count, Shown(line.price.range())), Shown(range));
        }
        steps.say("total", "all lines", Shown(&total));
        steps.say("reported", "as printed", Shown(reported));
        let gap = apart(&total, reported);
        steps.say("gap", "from the total to what is reported", &gap);
        let conflict_core = if feasible { Vec::new() } else { conflicts(amounts, reported)? };
        Ok(AsStated { total: total.into(), reported: reported.into(), feasible, gap, conflict_core })
    }

    fn repaired(&self, index: usize, tried: &Assumption, amounts: &[Amount<'_>]) -> Result<Repaired, CalcError> {
        let path = format!("assumptions[{index}]");
        for id in tried.lines.iter().flatten() {
            if !amounts.iter().any(|amount| amount.line.id == *id) {
                return Err(CalcError::at(format!("{path}.lines"), format!("there is no line `{id}`")));
            }
        }
        let is_of = |amount: &&Amount<'_>| tried.lines.as_ref().is_none_or(|lines| lines.contains(&amount.line.id));
        let (of, rest): (Vec<_>, Vec<_>) = amounts.iter().partition(is_of);
        let missing = self.reported.range().minus(&sum(rest.iter().map(|amount| &amount.range)));
        let (required, possible) = tried.kind.required(&of, &missing, &path)?;
        let domain = tried.domain.as_ref().map_or(&possible, Stated::range);
        let narrowed = required.as_ref().and_then(|required| required.meet(domain));
        let whole = tried.kind == Repair::NonCashUnits;
        let narrowed = if whole { narrowed.and_then(|range| range.whole_numbers()) } else { narrowed };
        let feasible = narrowed.is_some();
        Ok(Repaired { required: required.map(Ends::from), feasible, narrowed: narrowed.map(Ends::from) })
    }
}

impl Repair {
    /// The parameters with which some lines make up what is missing, and the parameters that make sense. A rate
    /// or a price that makes none is not required; how far the others are from sense is shown.
    fn required(
        self,
        of: &[&Amount<'_>],
        missing: &Interval,
        path: &str,
    ) -> Result<(Option<Interval>, Interval), CalcError> {
        let affected = sum(of.iter().map(|amount| &amount.range));
        let within = |range: Option<Interval>, sense: Interval| (range.and_then(|range| range.meet(&sense)), sense);
        Ok(match self {
            Self::StrikeCurrency => within(affected.factors_of(missing), from_zero(false)),
            Self::PriceMisprint => {
                let count: Number = of.iter().map(|amount| &*amount.line.count).sum();
                within(Interval::point(count.into_ratio()).factors_of(missing), from_zero(true))
            }
            Self::Receivable => (Some(affected.minus(missing)), from_zero(true)),
            Self::NetOfCosts => {
                let part = Interval::between(Number::zero().into_ratio(), Number::one().into_ratio());
                (affected.factors_of(missing).map(|kept| one_minus(&kept)), part)
            }
            Self::NonCashUnits => {
                let [amount] = of else {
                    return Err(CalcError::at(path, "units that were not paid in cash are of one line"));
                };
                let count = (**amount.line.count).clone();
                let paid = amount.line.price.range().factors_of(missing);
                let unpaid = paid.and_then(|paid| Interval::point(count.clone()).minus(&paid).whole_numbers());
                (unpaid, Interval::between(Number::zero().into_ratio(), count))
            }
        })
    }
}

/// How far two ranges are apart; zero where they touch.
fn apart(a: &Interval, b: &Interval) -> Number {
    let past = |low: &Option<End>, high: &Option<End>| Some(&low.as_ref()?.at - &high.as_ref()?.at);
    let most = past(&a.low, &b.high).max(past(&b.low, &a.high));
    most.map_or_else(Number::zero, Number::from).max(Number::zero())
}

/// The smallest sets of lines that contradict an amount which all of them do not give.
fn conflicts(amounts: &[Amount<'_>], reported: &Interval) -> Result<Vec<Vec<String>>, CalcError> {
    let exceeds = |range: &Interval| range.plus(&from_zero(true)).meet(reported).is_none();
    let mut largest: Vec<(usize, &Interval)> = amounts.iter().map(|amount| &amount.range).enumerate().collect();
    let low = |range: &Interval| range.low.clone().map(|end| (end.at, !end.closed));
    largest.sort_by_key(|(index, range)| (std::cmp::Reverse(low(range)), *index));
    let size = (1..=largest.len()).find(|size| exceeds(&sum(largest.iter().take(*size).map(|(_, range)| *range))));
    let mut search = Search { largest: &largest, exceeds: &exceeds, found: BTreeSet::new() };
    match size {
        Some(size) => search.sets(0, &mut Vec::new(), size)?,
        None if largest.is_empty() => {}
        None => {
            search.found.insert((0..largest.len()).collect());
        }
    }
    let named = |set: &Vec<usize>| set.iter().filter_map(|index| Some(amounts.get(*index)?.line.id.clone())).collect();
    Ok(search.found.iter().map(named).collect())
}

/// The search for all sets of some size that exceed an amount. It goes on only where the largest that are left
/// would, so that each way leads to a set.
struct Search<'s> {
    largest: &'s [(usize, &'s Interval)],
    exceeds: &'s dyn Fn(&Interval) -> bool,
    found: BTreeSet<Vec<usize>>,
}

impl<'s> Search<'s> {
    fn sets(&mut self, from: usize, chosen: &mut Vec<(usize, &'s Interval)>, more: usize) -> Result<(), CalcError> {
        if more == 0 {
            let mut set: Vec<usize> = chosen.iter().map(|(index, _)| *index).collect();
            set.sort_unstable();
            self.found.insert(set);
            let many = || CalcError::at("lines", format!("more than {MOST} sets contradict what is reported"));
            return if self.found.len() > MOST { Err(many()) } else { Ok(()) };
        }
        for (place, line) in self.largest.iter().enumerate().skip(from) {
            let best = self.largest.iter().skip(place).take(more);
            let left = self.largest.len().saturating_sub(place);
            let range = sum(chosen.iter().chain(best).map(|(_, range)| *range));
            if left < more || !(self.exceeds)(&range) {
                break;
            }
            chosen.push(*line);
            self.sets(place.saturating_add(1), chosen, more.saturating_sub(1))?;
            chosen.pop();
        }
        Ok(())
    }
}

impl Calculation for Solve {
    const NAME: &'static str = "rec.proceeds_solve";
    const MEANING: &'static str = "What must be assumed for printed proceeds to follow from counts and prices.";
    const SOURCE: &'static str = "capfold's own: interval arithmetic on counts and prices";
    const EXAMPLE: &'static str = r#"{"lines":[{"id":"units","count":"40000","price":{"value":"$2.50","mode":"exact"}},{"id":"options","count":"8000","price":{"lo":"0.90","hi":"1.40"}}],"reported":{"value":"US$80,150","mode":"half_up"},"assumptions":[{"id":"units_cad","kind":"strike_currency","lines":["units"],"domain":{"lo":"0.70","hi":"0.80"},"cost":"1"},{"id":"net","kind":"net_of_costs","domain":{"lo":"0","hi":"0.1"},"cost":"2"}]}"#;
    type Output = Solved;

    fn calculate(&self, steps: &mut Steps) -> Result<Solved, CalcError> {
        let amounts = self.amounts()?;
        let as_stated = self.as_stated(&amounts, steps)?;
        let mut repairs = BTreeMap::new();
        let mut ranking = Vec::new();
        for (index, tried) in self.assumptions.iter().enumerate() {
            let repaired = self.repaired(index, tried, &amounts)?;
            let value = repaired.narrowed.as_ref().map_or_else(|| "impossible".to_owned(), ToString::to_string);
            steps.say(&tried.id, "alone makes them agree with", value);
            if repaired.feasible && !as_stated.feasible {
                ranking.push((&*tried.cost, &tried.id));
            }
            if repairs.insert(tried.id.clone(), repaired).is_some() {
                let message = format!("`{}` is there twice", tried.id);
                return Err(CalcError::at(format!("assumptions[{index}]"), message));
            }
        }
        ranking.sort();
        let cheapest = ranking.first().map(|(cost, _)| *cost);
        let minimal = ranking.iter().filter(|(cost, _)| Some(*cost) == cheapest).map(|(_, id)| (*id).clone()).collect();
        Ok(Solved { as_stated, repairs, minimal, ranking: ranking.into_iter().map(|(_, id)| id.clone()).collect() })
    }
}
