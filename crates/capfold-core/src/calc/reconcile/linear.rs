//! Figures that equations bind, and which of them cannot all be right.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Signed;
use serde::{Deserialize, Serialize};

use super::stated::{Ends, Shown, Stated};
use crate::calc::listed::Listed;
use crate::calc::{CalcError, Calculation, Number, Steps};
use crate::interval::Interval;
use crate::linear::{Equation, MOST, System, TooMuch};

/// Figures that are known as ranges, null where nothing is known, and equations whose terms add up to nothing:
/// what they leave of each figure. Where they contradict each other, the smallest sets of figures without which
/// they do not; where one figure is enough, what it should have been, and whether two neighbouring digits of it
/// were exchanged.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Solve {
    figures: Listed<Option<Stated>>,
    equations: Vec<Terms>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Terms {
    terms: BTreeMap<String, Number>,
}

#[derive(Serialize, Debug)]
#[serde(untagged)]
pub(in crate::calc) enum Solved {
    Feasible {
        feasible: bool,
        bounds: BTreeMap<String, Ends>,
    },
    Not {
        feasible: bool,
        minimal_corrections: Vec<Vec<String>>,
        corrected: BTreeMap<String, Ends>,
        digit_transposition: BTreeMap<String, bool>,
    },
}

impl Solve {
    fn system(&self) -> Result<System, CalcError> {
        if self.figures.len() > MOST {
            return Err(CalcError::at("figures", TooMuch::Size(self.figures.len()).to_string()));
        }
        let number = |name: &str| self.figures.iter().position(|(figure, _)| figure == name);
        let mut equations = Vec::new();
        for (index, equation) in self.equations.iter().enumerate() {
            let mut terms = BTreeMap::new();
            for (name, by) in &equation.terms {
                let path = || format!("equations[{index}].terms.{name}");
                let of = number(name).ok_or_else(|| CalcError::at(path(), format!("there is no figure `{name}`")))?;
                terms.insert(of, (**by).clone());
            }
            equations.push(Equation { terms, equals: Number::zero().into_ratio() });
        }
        let range = |stated: &Option<Stated>| stated.as_ref().map_or(Interval::ALL, |stated| stated.range().clone());
        let ranges = self.figures.iter().map(|(_, stated)| range(stated)).collect();
        System::new(ranges, equations).map_err(much)
    }

    fn name(&self, number: usize) -> String {
        self.figures.iter().nth(number).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    fn not(&self, system: &System, steps: &mut Steps) -> Result<Solved, CalcError> {
        let sets = system.corrections().map_err(much)?;
        let mut corrected = BTreeMap::new();
        let mut digit_transposition = BTreeMap::new();
        for set in &sets {
            let names: Vec<String> = set.iter().map(|number| self.name(*number)).collect();
            let single = set.first().filter(|_| set.len() == 1);
            let Some(number) = single else {
                steps.say(names.join(", "), "with none of these held", "the equations can be solved");
                continue;
            };
            let Some(range) = system.corrected(*number).map_err(much)? else { continue };
            let name = self.name(*number);
            steps.say(&name, "from the others", Shown(&range));
            let stated = self.figures.iter().nth(*number).and_then(|(_, stated)| stated.as_ref());
            let exchanged = stated.is_some_and(|stated| is_transposed(stated.range(), &range));
            digit_transposition.insert(name.clone(), exchanged);
            corrected.insert(name, Ends::from(range));
        }
        let named = |set: &BTreeSet<usize>| set.iter().map(|number| self.name(*number)).collect();
        let minimal_corrections = sets.iter().map(named).collect();
        Ok(Solved::Not { feasible: false, minimal_corrections, corrected, digit_transposition })
    }
}

fn much(error: TooMuch) -> CalcError {
    CalcError::at("", error.to_string())
}

/// Whether one number is another with two neighbouring digits exchanged.
fn is_transposed(one: &Interval, other: &Interval) -> bool {
    let (Some(a), Some(b)) = (only(one), only(other)) else { return false };
    if a.is_negative() != b.is_negative() {
        return false;
    }
    let places = |number: &Number| number.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let shift = i32::try_from(places(&a).max(places(&b))).map_or_else(|_| Number::one(), Number::power_of_ten);
    let [a, b] = [a, b].map(|number| number * &shift);
    if !(a.is_integer() && b.is_integer()) {
        return false;
    }
    let digits = |number: &Number| number.abs().to_integer().to_string().into_bytes();
    let (a, b) = (digits(&a), digits(&b));
    let differ: Vec<usize> =
        a.iter().zip(&b).enumerate().filter(|(_, (a, b))| a != b).map(|(place, _)| place).collect();
    match differ.as_slice() {
        [first, second] if a.len() == b.len() && first.saturating_add(1) == *second => {
            (a.get(*first), a.get(*second)) == (b.get(*second), b.get(*first))
        }
        _ => false,
    }
}

/// The number of a range that has one.
fn only(range: &Interval) -> Option<Number> {
    let at: &BigRational = &range.low.as_ref().filter(|_| range.is_point())?.at;
    Some(Number::from(at.clone()))
}

impl Calculation for Solve {
    const NAME: &'static str = "rec.linear_solve";
    const MEANING: &'static str =
        "What equations leave of figures that are known as ranges, or which of them are wrong.";
    const SOURCE: &'static str = "linear programming: the simplex method with bounded variables, on fractions";
    const EXAMPLE: &'static str = r#"{"figures":{"opening":{"lo":"700","hi":"700"},"issued":{"text":"0.2 thousand","mode":"half_up"},"cancelled":null,"closing":{"lo":"880","hi":"890"}},"equations":[{"terms":{"opening":"1","issued":"1","cancelled":"-1","closing":"-1"}}]}"#;
    type Output = Solved;

    fn calculate(&self, steps: &mut Steps) -> Result<Solved, CalcError> {
        let system = self.system()?;
        let Some(ranges) = system.bounds().map_err(much)? else { return self.not(&system, steps) };
        let mut bounds = BTreeMap::new();
        for ((name, _), range) in self.figures.iter().zip(&ranges) {
            steps.say(name, "in all solutions", Shown(range));
            bounds.insert(name.clone(), Ends::from(range));
        }
        Ok(Solved::Feasible { feasible: true, bounds })
    }
}
