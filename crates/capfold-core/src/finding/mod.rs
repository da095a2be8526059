//! What the fold finds wrong: a stable code, both numbers, and a way on.

mod declare;
mod problem;
mod thing;

use crate::name::Seq;

pub use problem::{Problem, ProblemKind};
pub use thing::Thing;

/// A problem, and the field of the event at which it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    /// What is wrong.
    pub problem: Box<Problem>,
    /// The key of the value at fault; empty for the whole event.
    pub key: &'static str,
    /// The list and the row of it, from 0, that the key stands in; none: the event itself.
    pub row: Option<(&'static str, usize)>,
    /// The field, of the event or the row, that the key stands in; empty when the key says enough.
    pub field: &'static str,
}

impl Rejection {
    /// A problem that shows at the first value under `key`.
    #[must_use]
    pub fn at(key: &'static str, problem: Problem) -> Self {
        Self { problem: Box::new(problem), key, row: None, field: "" }
    }

    /// The same, within a row of a list.
    #[must_use]
    pub fn in_row(self, list: &'static str, index: usize) -> Self {
        Self { row: Some((list, index)), ..self }
    }

    /// The same, within a field: another field has the same key.
    #[must_use]
    pub fn within(self, field: &'static str) -> Self {
        Self { field, ..self }
    }
}

/// A problem with the entry that caused it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The entry.
    pub seq: Seq,
    /// What is wrong, and where in the event.
    pub rejection: Rejection,
}
