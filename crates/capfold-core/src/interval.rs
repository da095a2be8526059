//! Ranges of exact fractions with open or closed ends.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde::Deserialize;

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

/// How a number was brought to the last digit that is printed.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Printing {
    /// To the nearest, ties away from zero.
    HalfUp,
    /// To the nearest, ties to the even digit.
    HalfEven,
    /// To the nearest, ties either way.
    Nearest,
    /// Towards zero.
    #[serde(alias = "truncation")]
    Trunc,
    /// Down.
    Floor,
    /// Up.
    Ceil,
    /// One way or another: less than a unit away.
    Any,
    /// Not at all.
    Exact,
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

    /// The numbers that a printed one can stand for, whose last digit counts in `unit`.
    #[must_use]
    pub fn printed(value: &BigRational, unit: &BigRational, printing: Printing) -> Self {
        let half = unit / BigRational::from_integer(BigInt::from(2));
        let (above, below) = (value.is_positive(), value.is_negative());
        let even = ((value / unit).to_integer() % BigInt::from(2)).is_zero();
        let nothing = BigRational::zero();
        let (down, up, low_closed, high_closed) = match printing {
            Printing::HalfUp => (&half, &half, above, below),
            Printing::HalfEven => (&half, &half, even, even),
            Printing::Nearest => (&half, &half, true, true),
            Printing::Trunc if above => (&nothing, unit, true, false),
            Printing::Trunc if below => (unit, &nothing, false, true),
            Printing::Trunc | Printing::Any => (unit, unit, false, false),
            Printing::Floor => (&nothing, unit, true, false),
            Printing::Ceil => (unit, &nothing, false, true),
            Printing::Exact => (&nothing, &nothing, true, true),
        };
        let low = End { at: value - down, closed: low_closed };
        Self { low: Some(low), high: Some(End { at: value + up, closed: high_closed }) }
    }

    /// The same with its ends included.
    #[must_use]
    pub fn with_ends(&self) -> Self {
        let closed = |end: &Option<End>| end.as_ref().map(|end| End::closed(end.at.clone()));
        Self { low: closed(&self.low), high: closed(&self.high) }
    }

    /// Its whole numbers, as a closed range; none when it has none.
    #[must_use]
    pub fn whole_numbers(&self) -> Option<Self> {
        let one = BigRational::one();
        let low = self.low.as_ref().map(|end| {
            let up = end.at.ceil();
            End::closed(if !end.closed && up == end.at { up + &one } else { up })
        });
        let high = self.high.as_ref().map(|end| {
            let down = end.at.floor();
            End::closed(if !end.closed && down == end.at { down - &one } else { down })
        });
        Self { low, high }.meet(&Self::ALL)
    }

    /// The sums of a number of this and one of the other.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let sum = |a: &Option<End>, b: &Option<End>| {
            let (a, b) = (a.as_ref()?, b.as_ref()?);
            Some(End { at: &a.at + &b.at, closed: a.closed && b.closed })
        };
        Self { low: sum(&self.low, &other.low), high: sum(&self.high, &other.high) }
    }

    /// Its numbers with their signs turned.
    #[must_use]
    pub fn negated(&self) -> Self {
        let turned = |end: &Option<End>| end.as_ref().map(|end| End { at: -&end.at, closed: end.closed });
        Self { low: turned(&self.high), high: turned(&self.low) }
    }

    /// The differences of a number of this and one of the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// The products of a number of this and one of the other.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let (a, b) = (self.corners(), other.corners());
        let products = || a.iter().flat_map(|a| b.iter().map(|b| a.times(b)));
        let ends = || products().filter_map(Corner::end);
        let low = ends().reduce(|a, b| wider(a, b, |a, b| a < b));
        let high = ends().reduce(|a, b| wider(a, b, |a, b| a > b));
        let has = |side: &Corner| products().any(|product| product == *side);
        Self { low: low.filter(|_| !has(&Corner::Below)), high: high.filter(|_| !has(&Corner::Above)) }
    }

    /// Its numbers times one.
    #[must_use]
    pub fn scaled(&self, by: &BigRational) -> Self {
        self.times(&Self::point(by.clone()))
    }

    /// The numbers `1 ÷ x` for `x` in this range; none where zero belongs to it.
    #[must_use]
    pub fn reciprocal(&self) -> Option<Self> {
        let zero = BigRational::zero();
        if self.contains(&zero) {
            return None;
        }
        let turned = |end: &Option<End>| match end {
            Some(end) if end.at.is_zero() => None,
            Some(end) => Some(End { at: end.at.recip(), closed: end.closed }),
            None => Some(End::open(zero.clone())),
        };
        Some(Self { low: turned(&self.high), high: turned(&self.low) })
    }

    /// The numbers `dividend ÷ x` for `x` in this range, which must lie above zero; none otherwise.
    #[must_use]
    pub fn divide_into(&self, dividend: &BigRational) -> Option<Self> {
        let above = self.low.as_ref().is_some_and(|low| low.at.is_positive()) && dividend.is_positive();
        if above { self.reciprocal().map(|range| range.scaled(dividend)) } else { None }
    }

    /// The numbers that, times some number of this range, give one of the other, where this range has none
    /// below zero; none when there are none.
    #[must_use]
    pub fn factors_of(&self, product: &Self) -> Option<Self> {
        let zero = BigRational::zero();
        if self.contains(&zero) && product.contains(&zero) {
            return Some(Self::ALL);
        }
        let above = self.meet(&Self { low: Some(End::open(zero)), high: None })?;
        above.reciprocal().map(|range| range.times(product))
    }

    fn corners(&self) -> [Corner; 2] {
        [self.low.clone().map_or(Corner::Below, Corner::At), self.high.clone().map_or(Corner::Above, Corner::At)]
    }
}

/// An end for multiplication: a number or beyond all.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Corner {
    Below,
    At(End),
    Above,
}

impl Corner {
    fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::At(a), Self::At(b)) => {
                let nothing = |end: &End| end.closed && end.at.is_zero();
                Self::At(End { at: &a.at * &b.at, closed: (a.closed && b.closed) || nothing(a) || nothing(b) })
            }
            (Self::At(end), beyond) | (beyond, Self::At(end)) => match () {
                () if end.at.is_zero() => Self::At(end.clone()),
                () if end.at.is_positive() => beyond.clone(),
                () => beyond.opposite(),
            },
            (Self::Below, Self::Below) | (Self::Above, Self::Above) => Self::Above,
            (Self::Below, Self::Above) | (Self::Above, Self::Below) => Self::Below,
        }
    }

    fn opposite(&self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::Above => Self::Below,
            Self::At(end) => Self::At(End { at: -&end.at, closed: end.closed }),
        }
    }

    fn end(self) -> Option<End> {
        match self {
            Self::At(end) => Some(end),
            Self::Below | Self::Above => None,
        }
    }
}

/// The end that includes more; on a tie the closed one.
fn wider(a: End, b: End, beats: fn(&BigRational, &BigRational) -> bool) -> End {
    if a.at == b.at {
        return End { closed: a.closed || b.closed, at: a.at };
    }
    if beats(&a.at, &b.at) { a } else { b }
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

    fn range(low: Option<(i64, bool)>, high: Option<(i64, bool)>) -> Interval {
        let end = |end: Option<(i64, bool)>| end.map(|(at, closed)| End { at: ratio(at), closed });
        Interval { low: end(low), high: end(high) }
    }

    #[test]
    fn products_take_the_widest_corners() {
        let rows = [
            // [-2, 3) × (-1, 4]
            (
                range(Some((-2, true)), Some((3, false))),
                range(Some((-1, false)), Some((4, true))),
                range(Some((-8, true)), Some((12, false))),
            ),
            // Zero that belongs makes zero belong, whatever the other end.
            (
                range(Some((0, true)), Some((3, false))),
                range(Some((0, false)), Some((4, true))),
                range(Some((0, true)), Some((12, false))),
            ),
            (range(Some((0, false)), Some((1, true))), range(Some((1, true)), None), range(Some((0, false)), None)),
            (range(None, Some((-1, true))), range(Some((2, true)), None), range(None, Some((-2, true)))),
            (range(None, None), range(Some((0, true)), Some((0, true))), range(Some((0, true)), Some((0, true)))),
            (range(None, None), range(Some((-1, true)), Some((2, true))), Interval::ALL),
        ];
        for (a, b, product) in rows {
            assert_eq!(a.times(&b), product, "{a:?} × {b:?}");
            assert_eq!(b.times(&a), product, "{b:?} × {a:?}");
        }
    }

    #[test]
    fn reciprocals_stay_on_one_side_of_zero() {
        assert_eq!(range(Some((0, false)), Some((1, true))).reciprocal(), Some(range(Some((1, true)), None)));
        assert_eq!(range(None, Some((-1, false))).reciprocal(), Some(range(Some((-1, false)), Some((0, false)))));
        assert_eq!(range(Some((0, true)), Some((1, true))).reciprocal(), None);
        assert_eq!(range(Some((-1, true)), Some((1, true))).reciprocal(), None);
    }

    #[test]
    fn factors_are_what_some_product_needs() {
        let price = range(Some((0, true)), Some((2, true)));
        assert_eq!(price.factors_of(&Interval::point(ratio(6))), Some(range(Some((3, true)), None)));
        assert_eq!(price.factors_of(&range(Some((0, true)), Some((6, true)))), Some(Interval::ALL));
        assert_eq!(Interval::point(ratio(0)).factors_of(&Interval::point(ratio(6))), None);
    }

    #[test]
    fn whole_numbers_lie_inside() {
        let rows = [
            (range(Some((1, false)), Some((3, false))), Some(Interval::point(ratio(2)))),
            (range(Some((1, true)), None), Some(range(Some((1, true)), None))),
            (range(Some((1, false)), Some((2, false))), None),
        ];
        for (range, whole) in rows {
            assert_eq!(range.whole_numbers(), whole, "{range:?}");
        }
    }

    #[test]
    fn a_printed_number_stands_for_what_prints_so() {
        let half = BigRational::new(1.into(), 2.into());
        let rows = [
            (Printing::HalfUp, 3, (-1, true), (1, false)),
            (Printing::HalfUp, -3, (-1, false), (1, true)),
            (Printing::HalfUp, 0, (-1, false), (1, false)),
            (Printing::HalfEven, 2, (-1, true), (1, true)),
            (Printing::HalfEven, -3, (-1, false), (1, false)),
            (Printing::HalfEven, 0, (-1, true), (1, true)),
            (Printing::Nearest, 3, (-1, true), (1, true)),
            (Printing::Trunc, 3, (0, true), (2, false)),
            (Printing::Trunc, -3, (-2, false), (0, true)),
            (Printing::Trunc, 0, (-2, false), (2, false)),
            (Printing::Floor, -3, (0, true), (2, false)),
            (Printing::Ceil, 3, (-2, false), (0, true)),
            (Printing::Any, 3, (-2, false), (2, false)),
            (Printing::Exact, 3, (0, true), (0, true)),
        ];
        for (printing, value, (down, low_closed), (up, high_closed)) in rows {
            let value = ratio(value);
            let low = End { at: &value + ratio(down) * &half, closed: low_closed };
            let high = End { at: &value + ratio(up) * &half, closed: high_closed };
            let expected = Interval { low: Some(low), high: Some(high) };
            assert_eq!(Interval::printed(&value, &ratio(1), printing), expected, "{printing:?} {value}");
        }
    }
}
