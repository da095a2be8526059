//! Ranges of exact fractions with open or closed ends.

use num_rational::BigRational;
use num_traits::Zero;

/// An end of a range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct End {
    /// Where it is.
    pub at: BigRational,
    /// Whether the value itself belongs to the range.
    pub closed: bool,
}

impl End {
    /// An end that belongs to the range.
    #[must_use]
    pub const fn closed(at: BigRational) -> Self {
        Self { at, closed: true }
    }

    /// An end that does not.
    #[must_use]
    pub const fn open(at: BigRational) -> Self {
        Self { at, closed: false }
    }
}

/// A range of numbers; a missing end is unbounded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interval {
    /// Lower end.
    pub low: Option<End>,
    /// Upper end.
    pub high: Option<End>,
}

impl Interval {
    /// All numbers.
    pub const ALL: Self = Self { low: None, high: None };

    /// One number.
    #[must_use]
    pub fn point(at: BigRational) -> Self {
        Self { low: Some(End::closed(at.clone())), high: Some(End::closed(at)) }
    }

    /// Everything between two numbers, both included.
    #[must_use]
    pub const fn between(low: BigRational, high: BigRational) -> Self {
        Self { low: Some(End::closed(low)), high: Some(End::closed(high)) }
    }

    /// Whether the number belongs to it.
    #[must_use]
    pub fn contains(&self, value: &BigRational) -> bool {
        let above = self.low.as_ref().is_none_or(|low| low.at < *value || (low.closed && low.at == *value));
        let below = self.high.as_ref().is_none_or(|high| *value < high.at || (high.closed && high.at == *value));
        above && below
    }

    /// The numbers that belong to both; none when there are none.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let low = tighter(&self.low, &other.low, |a, b| a > b);
        let high = tighter(&self.high, &other.high, |a, b| a < b);
        if let (Some(low), Some(high)) = (&low, &high) {
            let empty = low.at > high.at || (low.at == high.at && !(low.closed && high.closed));
            if empty {
                return None;
            }
        }
        Some(Self { low, high })
    }

    /// Whether every number of the other belongs to it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.meet(other).as_ref() == Some(other)
    }

    /// Whether it is one number.
    #[must_use]
    pub fn is_point(&self) -> bool {
        matches!((&self.low, &self.high), (Some(low), Some(high)) if low.at == high.at)
    }

    /// The numbers `dividend ÷ x` for `x` in this range, which must lie above zero; none otherwise.
    #[must_use]
    pub fn divide_into(&self, dividend: &BigRational) -> Option<Self> {
        let zero = BigRational::zero();
        let low = self.low.as_ref().filter(|low| low.at > zero)?;
        if *dividend <= zero {
            return None;
        }
        let turn = |end: &End| End { at: dividend / &end.at, closed: end.closed };
        let least = self.high.as_ref().map(turn);
        Some(Self { low: least.or_else(|| Some(End::open(zero))), high: Some(turn(low)) })
    }
}

/// The end that excludes more; on a tie the open one.
fn tighter(a: &Option<End>, b: &Option<End>, beats: fn(&BigRational, &BigRational) -> bool) -> Option<End> {
    match (a, b) {
        (Some(a), Some(b)) if a.at == b.at => Some(End { at: a.at.clone(), closed: a.closed && b.closed }),
        (Some(a), Some(b)) => Some(if beats(&a.at, &b.at) { a.clone() } else { b.clone() }),
        (one, None) | (None, one) => one.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }

    #[test]
    fn ends_decide_membership() {
        let half_open = Interval { low: Some(End::closed(ratio(1))), high: Some(End::open(ratio(3))) };
        assert!(half_open.contains(&ratio(1)) && half_open.contains(&ratio(2)) && !half_open.contains(&ratio(3)));
        assert!(half_open.meet(&Interval::point(ratio(3))).is_none());
        assert!(Interval::ALL.covers(&half_open) && !half_open.covers(&Interval::ALL));
        let meet = half_open.meet(&Interval::between(ratio(2), ratio(5)));
        assert_eq!(meet, Some(Interval { low: Some(End::closed(ratio(2))), high: Some(End::open(ratio(3))) }));
    }

    #[test]
    fn division_swaps_the_ends() {
        let rate = Interval { low: Some(End::closed(ratio(2))), high: Some(End::open(ratio(4))) };
        let expected = Interval { low: Some(End::open(ratio(2))), high: Some(End::closed(ratio(4))) };
        assert_eq!(rate.divide_into(&ratio(8)), Some(expected));
        assert_eq!(Interval::between(ratio(0), ratio(1)).divide_into(&ratio(8)), None);
    }
}
