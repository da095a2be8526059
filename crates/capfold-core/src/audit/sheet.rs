//! Statements: what a document prints, and which figures of the log it speaks of.

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use crate::date::{Date, PeriodName};
use crate::name::{Label, Name};

/// The statements of one document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The document, as the log cites it.
    pub document: Name,
    /// Printed figures.
    pub statements: Vec<Statement>,
    /// How printed figures should stand to each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

/// A printed figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its short name.
    pub id: Name,
    /// What it is called in reports.
    pub label: Label,
    /// Where it stands in the document.
    pub at: Label,
    /// As it is printed.
    pub printed: Printed,
    /// The figures of the log whose sum it states.
    pub figures: Vec<String>,
    /// The period, for figures of a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodName>,
    /// The day, for figures of a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

/// A sum of printed figures that another one should equal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Its short name.
    pub id: Name,
    /// What it is called in reports.
    pub label: Label,
    /// The statements that are added.
    pub sum: Vec<Name>,
    /// The statement that should equal the sum.
    pub equals: Name,
}
