//! The cost of awards over the years in which they vest.

use std::collections::BTreeMap;

use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::decimal;
use crate::calc::{AtLeastZero, CalcError, Calculation, Count, Number, Part, Steps};
use crate::exact::Rounding;

/// Years that a tranche can take at most.
const MOST_YEARS: u32 = 100;
/// Tranches at most.
const MOST_TRANCHES: usize = 10_000;
/// Decimal places that a quantity can be rounded to at most.
const MOST_PLACES: u32 = 20;
/// Places of a power that is no fraction.
const PLACES_OF_POWER: u32 = 60;

/// Yearly cost of awards with a service condition (ASC 718-10-35-8, 718-20-55; IFRS 2.15, 2.IG11): of each tranche
/// the quantity expected to vest at the fair value of the grant.
///
/// Expected to vest is quantity × (1 − forfeiture rate)^years, to the nearest at `quantity_dp` places where that is
/// said. `graded` spreads each tranche over its own years. `straight_line` spreads the total over the longest,
/// and is never below the cost of the tranches that have vested. A tranche of no years costs all in the first.
/// The power of a part of a year has 60 places.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Schedule {
    method: Method,
    forfeiture_rate_annual: Option<Part>,
    quantity_dp: Option<Count>,
    tranches: Vec<Tranche>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Method {
    Graded,
    StraightLine,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Tranche {
    quantity: AtLeastZero,
    fair_value: AtLeastZero,
    vest_years: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Costs {
    expected_to_vest: Vec<Number>,
    tranche_cost: Vec<Number>,
    total_cost: Number,
    /// Year by year.
    expense: Vec<Number>,
    cumulative: Vec<Number>,
}

impl Calculation for Schedule {
    const NAME: &'static str = "val.sbc_schedule";
    const MEANING: &'static str = "Cost of share-based compensation year by year, graded or straight-line.";
    const SOURCE: &'static str = "ASC 718-10-35-8, 718-20-55; IFRS 2.15, 2.IG11";
    const EXAMPLE: &'static str = r#"{"method":"graded","forfeiture_rate_annual":"0.05","quantity_dp":"0","tranches":[{"quantity":"1000","fair_value":"2.40","vest_years":"1"},{"quantity":"1000","fair_value":"2.70","vest_years":"2"}]}"#;
    type Output = Costs;

    fn calculate(&self, steps: &mut Steps) -> Result<Costs, CalcError> {
        if self.tranches.len() > MOST_TRANCHES {
            return Err(CalcError::at("tranches", format!("more than {MOST_TRANCHES}")));
        }
        let (mut expected_to_vest, mut tranche_cost) = (Vec::new(), Vec::new());
        let mut by_years: BTreeMap<&Number, Number> = BTreeMap::new();
        for (index, tranche) in self.tranches.iter().enumerate() {
            let expected = self.expected(tranche, &format!("tranches[{index}].vest_years"))?;
            let cost = &expected * &*tranche.fair_value;
            let how = format!("{expected} expected to vest × {}", tranche.fair_value);
            steps.say(format!("tranche of {} years", tranche.vest_years), how, &cost);
            let of_years = by_years.entry(&tranche.vest_years).or_default();
            *of_years = &*of_years + &cost;
            expected_to_vest.push(expected);
            tranche_cost.push(cost);
        }
        let total_cost: Number = tranche_cost.iter().sum();
        let cumulative = self.cumulative(&by_years, &total_cost)?;
        let expense = changes(&cumulative);
        for (year, (expense, so_far)) in (1_u32..).zip(expense.iter().zip(&cumulative)) {
            steps.say(format!("year {year}"), format!("{so_far} so far"), expense);
        }
        Ok(Costs { expected_to_vest, tranche_cost, total_cost, expense, cumulative })
    }
}

impl Schedule {
    fn expected(&self, tranche: &Tranche, path: &str) -> Result<Number, CalcError> {
        let kept = Number::one() - self.forfeiture_rate_annual.as_ref().map_or_else(Number::zero, |f| (**f).clone());
        let expected = &*tranche.quantity * power(&kept, &tranche.vest_years, path)?;
        let Some(places) = &self.quantity_dp else { return Ok(expected) };
        Ok(expected.rounded(places.at_most(MOST_PLACES, "quantity_dp")?, Rounding::HalfUp))
    }

    /// What the years up to each have cost.
    fn cumulative(&self, by_years: &BTreeMap<&Number, Number>, total: &Number) -> Result<Vec<Number>, CalcError> {
        let longest = by_years.keys().next_back().map_or_else(Number::zero, |longest| (*longest).clone());
        let rows = if by_years.is_empty() { 0 } else { whole_years(&longest, "tranches")?.max(1) };
        let mut vesting = BTreeMap::new();
        let mut yearly = Number::zero();
        for (years, cost) in by_years {
            let of_year = if years.is_zero() { Number::zero() } else { cost.over(years, "tranches", "the years")? };
            yearly = yearly + &of_year;
            vesting.insert(*years, (cost, of_year));
        }
        let mut vested = Number::zero();
        let mut cumulative = Vec::new();
        for year in 1..=rows {
            let year = Number::whole(year);
            while let Some(first) = vesting.first_entry().filter(|first| **first.key() <= year) {
                let (cost, of_year) = first.remove();
                vested = vested + cost;
                yearly = yearly - of_year;
            }
            cumulative.push(match self.method {
                Method::Graded => &vested + &yearly * &year,
                Method::StraightLine if year >= longest => total.clone(),
                Method::StraightLine => {
                    (total * &year).over(&longest, "tranches", "the longest time")?.max(vested.clone())
                }
            });
        }
        Ok(cumulative)
    }
}

/// The years that a time touches.
fn whole_years(years: &Number, path: &str) -> Result<u32, CalcError> {
    let whole = u32::try_from(years.ceil().numer()).ok().filter(|years| *years <= MOST_YEARS);
    whole.ok_or_else(|| CalcError::at(path, format!("{years} years are more than {MOST_YEARS}")))
}

/// A part of a whole to the power of years: a fraction for whole years.
fn power(part: &Number, years: &Number, path: &str) -> Result<Number, CalcError> {
    whole_years(years, path)?;
    let whole = years.floor();
    let rest = years - &whole;
    let mut power = Number::one();
    if *part != power {
        power = part.power(u32::try_from(whole.numer()).unwrap_or(u32::MAX), path)?;
    }
    if rest.is_zero() {
        return Ok(power);
    }
    let of_rest = decimal::ln(part, PLACES_OF_POWER).and_then(|ln| decimal::exp(&(ln * rest), PLACES_OF_POWER));
    Ok(power * of_rest.unwrap_or_default())
}

/// What each adds to the one before it.
pub(super) fn changes(cumulative: &[Number]) -> Vec<Number> {
    let before = std::iter::once(Number::zero()).chain(cumulative.iter().cloned());
    cumulative.iter().zip(before).map(|(now, before)| now - before).collect()
}
