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
mod interest;
mod listed;
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
    run: fn(Inputs<'_>) -> Result<Answer, CalcError>,
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
        (self.run)(Inputs::Value(inputs))
    }

    /// Calculates of JSON text: what the output lists by the order of an object's keys keeps that order, which a
    /// [`Value`] does not have.
    ///
    /// # Errors
    /// As for a value, and where the text is no JSON.
    pub fn calculate_text(&self, inputs: &str) -> Result<Answer, CalcError> {
        (self.run)(Inputs::Text(inputs))
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

/// That no two entries of a list have the same id.
///
/// # Errors
/// [`CalcError`] at the list, with the id.
fn distinct<'i>(ids: impl IntoIterator<Item = &'i str>, list: &str) -> Result<(), CalcError> {
    let mut seen = std::collections::BTreeSet::new();
    match ids.into_iter().find(|id| !seen.insert(*id)) {
        Some(id) => Err(CalcError::at(list, format!("`{id}` stands twice"))),
        None => Ok(()),
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

/// Inputs, parsed or not.
#[derive(Clone, Copy)]
enum Inputs<'i> {
    Value(&'i Value),
    Text(&'i str),
}

impl Inputs<'_> {
    fn read<C: DeserializeOwned>(self) -> Result<C, serde_path_to_error::Error<serde_json::Error>> {
        match self {
            Self::Value(value) => serde_path_to_error::deserialize(value),
            Self::Text(text) => {
                let mut track = serde_path_to_error::Track::new();
                let mut text = serde_json::Deserializer::from_str(text);
                let read = C::deserialize(serde_path_to_error::Deserializer::new(&mut text, &mut track));
                let read = read.and_then(|read| text.end().map(|()| read));
                read.map_err(|error| serde_path_to_error::Error::new(track.path(), error))
            }
        }
    }
}

fn run<C: Calculation>(inputs: Inputs<'_>) -> Result<Answer, CalcError> {
    let inputs: C = inputs.read().map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        // Where it stands in the text is said by its path.
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        CalcError::at(if path == "." { String::new() } else { path }, message)
    })?;
    let mut steps = Steps::default();
    let output = inputs.calculate(&mut steps)?;
    let output = serde_json::to_value(output).map_err(|error| CalcError::at("", error.to_string()))?;
    Ok(Answer { output, steps: steps.0 })
}
