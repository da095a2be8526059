//! Calculations by name: what is computed of stated numbers alone, without a log.
//!
//! Each [`Kind`] reads its inputs from JSON and gives its output as JSON; numbers are strings, decimals or exact
//! ratios ([`Number`]). Everything is computed in exact fractions and rounded only where the kind says so. Where a
//! figure of a log is the same calculation, it is the same function ([`crate::figures`]).

mod concept;
mod conversion;
mod eps;
mod equity;
mod history;
mod number;
mod period;
mod reconcile;
mod treasury;
mod valuation;
mod waterfall;

pub use number::{AboveZero, AtLeastZero, Count, Number, Part};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Every kind, topic by topic.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    let topics = [
        eps::KINDS,
        conversion::KINDS,
        waterfall::KINDS,
        equity::KINDS,
        valuation::KINDS,
        treasury::KINDS,
        reconcile::KINDS,
        concept::KINDS,
        history::KINDS,
    ];
    topics.into_iter().flatten()
}

/// The kind of a name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    kinds().find(|kind| kind.name == name)
}

/// A calculation that has a name.
#[derive(Debug)]
pub struct Kind {
    /// Its name: `eps.diluted`.
    pub name: &'static str,
    /// What it gives, in a sentence.
    pub meaning: &'static str,
    /// The standard and paragraph that it follows.
    pub source: &'static str,
    /// Inputs to begin with.
    pub example: &'static str,
    run: fn(&Value) -> Result<Answer, CalcError>,
}

impl Kind {
    const fn of<C: Calculation>() -> Self {
        Self { name: C::NAME, meaning: C::MEANING, source: C::SOURCE, example: C::EXAMPLE, run: run::<C> }
    }

    /// Calculates.
    ///
    /// # Errors
    /// [`CalcError`], with the place in the inputs: what they lack, what is no number or none that can be, and
    /// what cannot be calculated of them.
    pub fn calculate(&self, inputs: &Value) -> Result<Answer, CalcError> {
        (self.run)(inputs)
    }
}

/// What a calculation gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its output.
    pub output: Value,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was found.
    pub what: String,
    /// How: the arithmetic in words or symbols.
    pub how: String,
    /// The number or word that came of it.
    pub value: String,
}

/// The steps of a calculation, in order.
#[derive(Default, Debug)]
struct Steps(Vec<Step>);

impl Steps {
    fn say(&mut self, what: impl Into<String>, how: impl Into<String>, value: impl std::fmt::Display) {
        self.0.push(Step { what: what.into(), how: how.into(), value: value.to_string() });
    }
}

/// Why nothing can be calculated.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}{message}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
pub struct CalcError {
    /// Where in the inputs: `events[2].change`; empty for all of them.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl CalcError {
    fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// What each kind declares: its inputs are the type itself.
trait Calculation: DeserializeOwned {
    const NAME: &'static str;
    const MEANING: &'static str;
    const SOURCE: &'static str;
    /// Inputs to begin with, as JSON.
    const EXAMPLE: &'static str;
    type Output: Serialize;

    fn calculate(&self, steps: &mut Steps) -> Result<Self::Output, CalcError>;
}

fn run<C: Calculation>(inputs: &Value) -> Result<Answer, CalcError> {
    let read = serde_path_to_error::deserialize::<_, C>(inputs);
    let inputs = read.map_err(|error| {
        let path = error.path().to_string();
        CalcError::at(if path == "." { String::new() } else { path }, error.into_inner().to_string())
    })?;
    let mut steps = Steps::default();
    let output = inputs.calculate(&mut steps)?;
    let output = serde_json::to_value(output).map_err(|error| CalcError::at("", error.to_string()))?;
    Ok(Answer { output, steps: steps.0 })
}
