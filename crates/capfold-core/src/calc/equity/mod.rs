//! Exercises, vesting, splits, dividends, buy-backs: what happens to shares and rights.

mod acceleration;
mod buyback;
mod count;
mod dividend;
mod exercise;
mod limit;
mod preferred;
mod split;
mod vesting;

use std::collections::BTreeMap;

use super::{CalcError, Kind};

pub(super) const KINDS: &[Kind] = &[
    Kind::of::<exercise::NetExercise>(),
    Kind::of::<vesting::VestingAllocation>(),
    Kind::of::<vesting::VestingSchedule>(),
    Kind::of::<acceleration::Acceleration>(),
    Kind::of::<limit::IsoLimit>(),
    Kind::of::<exercise::WarrantExercise>(),
    Kind::of::<split::Split>(),
    Kind::of::<dividend::CashDividend>(),
    Kind::of::<dividend::StockDividend>(),
    Kind::of::<dividend::PaidInKind>(),
    Kind::of::<preferred::Cumulative>(),
    Kind::of::<buyback::Buyback>(),
    Kind::of::<count::ShareStates>(),
    Kind::of::<count::FullyDiluted>(),
];

/// Puts what is found for a name where it belongs: each name of a list stands once.
fn once<T>(all: &mut BTreeMap<String, T>, id: &str, found: T, path: &str) -> Result<(), CalcError> {
    match all.insert(id.to_owned(), found) {
        None => Ok(()),
        Some(_) => Err(CalcError::at(path, format!("`{id}` stands twice"))),
    }
}
