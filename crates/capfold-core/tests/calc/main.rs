//! Promise: every calculation gives what a worked case says, and keeps what must hold of any inputs.
//!
//! `cases/*.json` are the project's own cases, with numbers of their own. Reference cases in the same form are
//! tried too, where `CAPFOLD_REFERENCE` or `../shared/reference` beside the project has them.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may"
)]

mod cases;
mod concept;
mod conversion;
mod eps;
mod equity;
mod history;
mod reconcile;
mod treasury;
mod valuation;
mod waterfall;

use capfold_core::calc::{CalcError, Number, kind};
use serde_json::Value;

/// The output of a kind.
#[track_caller]
fn calculated(name: &str, inputs: &str) -> Value {
    attempted(name, inputs).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The output of a kind, or why there is none.
fn attempted(name: &str, inputs: &str) -> Result<Value, CalcError> {
    let inputs: Value = serde_json::from_str(inputs).expect("JSON");
    kind(name).expect("a kind").calculate(&inputs).map(|answer| answer.output)
}

/// A number of an output.
#[track_caller]
fn number(output: &Value, key: &str) -> Number {
    output[key].as_str().unwrap_or_else(|| panic!("no {key} in {output}")).parse().expect("a number")
}

/// A list of numbers of an output.
#[track_caller]
fn numbers(list: &Value) -> Vec<Number> {
    let number = |number: &Value| number.as_str().expect("text").parse().expect("a number");
    list.as_array().expect("a list").iter().map(number).collect()
}

/// That a kind refuses inputs, and how.
#[track_caller]
fn refused(name: &str, inputs: &str, message: &str) {
    match attempted(name, inputs) {
        Ok(output) => panic!("{name} gives {output}"),
        Err(error) => assert_eq!(error.to_string(), message),
    }
}

/// A number of an output, of any length.
#[track_caller]
fn exact(value: &Value) -> num_rational::BigRational {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is no text"));
    let ratio = match text.split_once('.') {
        Some((whole, decimals)) => format!("{whole}{decimals}/1{}", "0".repeat(decimals.len())),
        None => text.to_owned(),
    };
    ratio.parse().expect("a number")
}
