//! Earnings per share (IAS 33; ASC 260).

mod classes;
mod comprehensive;
mod contingent;
mod diluted;
mod discount;
mod rights;
mod sequence;
mod stretch;
mod subsidiary;
mod weighted;

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{CalcError, Kind};

pub(super) const KINDS: &[Kind] = &[
    Kind::of::<weighted::WeightedAverage>(),
    Kind::of::<weighted::BonusIssue>(),
    Kind::of::<rights::RightsIssue>(),
    Kind::of::<discount::IncreasingRate>(),
    Kind::of::<diluted::Diluted>(),
    Kind::of::<discount::CompoundBond>(),
    Kind::of::<diluted::ServicePrice>(),
    Kind::of::<contingent::Contingent>(),
    Kind::of::<subsidiary::OfSubsidiary>(),
    Kind::of::<classes::TwoClass>(),
    Kind::of::<comprehensive::Comprehensive>(),
];

/// Whose rules a year is computed by, where those of its quarters do not settle it.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
enum Regime {
    /// The year is one period by itself (IAS 33.37).
    #[serde(rename = "IFRS")]
    Ifrs,
    /// The year takes the average of its quarters (ASC 260-10-55-3).
    #[serde(rename = "US_GAAP")]
    UsGaap,
}

/// That no name of a list stands in it twice.
fn each_once<'n>(names: impl Iterator<Item = &'n str>, list: &str) -> Result<(), CalcError> {
    let mut seen = BTreeSet::new();
    for (index, name) in names.enumerate() {
        if !seen.insert(name) {
            return Err(CalcError::at(format!("{list}[{index}]"), format!("`{name}` stands there twice")));
        }
    }
    Ok(())
}
