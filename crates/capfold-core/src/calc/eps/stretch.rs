//! Stretches of a year, as parts of it.

use crate::calc::{CalcError, Number};

/// From one point of a year to another: 0 is its start, 1 its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Stretch {
    from: Number,
    to: Number,
}

impl Stretch {
    pub(super) fn new(from: Number, to: Number) -> Self {
        Self { from, to }
    }

    pub(super) fn year() -> Self {
        Self::new(Number::zero(), Number::one())
    }

    pub(super) fn from(from: Number) -> Self {
        Self::new(from, Number::one())
    }

    pub(super) fn until(to: Number) -> Self {
        Self::new(Number::zero(), to)
    }

    /// The one of this index of so many that a year is divided into.
    pub(super) fn nth(index: u32, of: u32) -> Result<Self, CalcError> {
        let point = |index: u32| Number::whole(index).over(&Number::whole(of), "", "the number of parts");
        Ok(Self::new(point(index)?, point(index.saturating_add(1))?))
    }

    pub(super) fn quarters() -> Result<Vec<Self>, CalcError> {
        (0..4).map(|index| Self::nth(index, 4)).collect()
    }

    /// What two have in common: of no length where they are apart.
    pub(super) fn and(&self, other: &Self) -> Self {
        let from = std::cmp::max(&self.from, &other.from).clone();
        let to = std::cmp::min(&self.to, &other.to).clone().max(from.clone());
        Self { from, to }
    }

    /// As a part of the year.
    pub(super) fn length(&self) -> Number {
        &self.to - &self.from
    }

    /// What lies in another, as a part of that.
    pub(super) fn part_of(&self, other: &Self) -> Result<Number, CalcError> {
        self.and(other).length().over(&other.length(), "", "the length of the period")
    }

    pub(super) fn covers(&self, other: &Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}
