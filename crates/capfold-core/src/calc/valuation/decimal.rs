//! Exponential, logarithm, square root and the standard normal distribution, to any number of decimal places.
//!
//! Inside, a number is a whole count of units in the last place of some more places than are asked for. Each
//! function first brings its argument near zero, and then sums a series whose terms shrink: that ends for every
//! argument, and gives the same digits everywhere. Results are less than one unit of the last place off.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::calc::Number;
use crate::exact::Rounding;

/// Places worked with beyond those of the result: thousands of steps, each off by a unit, stay far below it.
const SPARE: u32 = 15;

/// The largest exponent: e¹⁰⁰ has 44 digits.
pub(super) const LARGEST_EXPONENT: u32 = 100;
const DIGITS_OF_LARGEST: u32 = 44;

/// The exponential of a number; none beyond [`LARGEST_EXPONENT`].
pub(super) fn exp(number: &Number, places: u32) -> Option<Number> {
    if *number > Number::whole(LARGEST_EXPONENT) {
        return None;
    }
    // e^-x is below half a unit of the last place for x above places × ln 10 + 1.
    let least = i64::from(places).saturating_mul(24).saturating_div(10).saturating_add(10);
    if *number < -Number::whole(least) {
        return Some(Number::zero());
    }
    let fixed = Fixed::to(places.saturating_add(SPARE).saturating_add(DIGITS_OF_LARGEST));
    let argument = fixed.of(number);
    let ln2 = fixed.ln2();
    let doublings = &argument / &ln2;
    let rest = argument - &doublings * ln2;
    let mut sum = fixed.one.clone();
    let mut term = fixed.one.clone();
    let mut index = BigInt::zero();
    while !term.is_zero() {
        index += 1;
        term = fixed.times(&term, &rest) / &index;
        sum += &term;
    }
    let power = u32::try_from(doublings.magnitude()).unwrap_or(u32::MAX);
    let result = if doublings.is_negative() { sum >> power } else { sum << power };
    Some(fixed.result(result, places))
}

/// The natural logarithm; none of zero or less.
pub(super) fn ln(number: &Number, places: u32) -> Option<Number> {
    if !number.is_positive() {
        return None;
    }
    let fixed = Fixed::to(places.saturating_add(SPARE));
    // number = mantissa × 2^power, with a mantissa between a half and two.
    let (above, below) = (number.numer(), number.denom());
    let (over, under) = (above.bits(), below.bits());
    let mantissa = (above << under.saturating_sub(over)) * &fixed.one / (below << over.saturating_sub(under));
    let power = BigInt::from(over) - BigInt::from(under);
    let ratio = (&mantissa - &fixed.one) * &fixed.one / (&mantissa + &fixed.one);
    Some(fixed.result((fixed.area_tangent(&ratio) << 1_u8) + power * fixed.ln2(), places))
}

/// The square root; of a number below zero, that of its distance from zero.
pub(super) fn sqrt(number: &Number, places: u32) -> Number {
    let fixed = Fixed::to(places.saturating_add(SPARE));
    let square = number.numer().abs() * &fixed.one * &fixed.one / number.denom();
    fixed.result(square.sqrt(), places)
}

/// The standard normal distribution: how likely a value is not above a number.
pub(super) fn normal(number: &Number, places: u32) -> Number {
    if number.is_negative() {
        return Number::one() - normal(&-number, places);
    }
    // 1 − N(x) < e^(−x²/2), which is below half a unit of the last place for x² above 5 × (places + 1).
    let reach = Number::whole(places.saturating_add(1)) * Number::whole(5);
    if number * number > reach {
        return Number::one();
    }
    // The sum is e^(x²/2) at most, which has fewer digits than x²/4.
    let digits = u32::try_from((number * number).to_integer()).unwrap_or(u32::MAX).saturating_div(4);
    let fixed = Fixed::to(places.saturating_add(SPARE).saturating_add(digits));
    let argument = fixed.of(number);
    let square = fixed.times(&argument, &argument);
    let mut sum = argument.clone();
    let mut term = argument;
    let mut odd = BigInt::one();
    while !term.is_zero() {
        odd += 2;
        term = fixed.times(&term, &square) / &odd;
        sum += &term;
    }
    let exponent = Number::from(BigRational::new(-square, &fixed.one << 1_u8));
    let density = exp(&exponent, fixed.places).unwrap_or_default();
    let root = fixed.of(&sqrt(&fixed.result(fixed.pi() << 1_u8, fixed.places), fixed.places));
    let half = &fixed.one >> 1_u8;
    fixed.result(half + fixed.of(&density) * sum / root, places)
}

/// Digits before the point, at least as many as there are.
pub(super) fn digits(number: &Number) -> u32 {
    let bits = number.numer().bits().saturating_add(1).saturating_sub(number.denom().bits());
    u32::try_from(bits).unwrap_or(u32::MAX).saturating_div(3).saturating_add(1)
}

/// Numbers as counts of units in the last of so many places.
struct Fixed {
    places: u32,
    /// The count that stands for one.
    one: BigInt,
}

impl Fixed {
    fn to(places: u32) -> Self {
        Self { places, one: BigInt::from(10).pow(places) }
    }

    fn of(&self, number: &Number) -> BigInt {
        number.numer() * &self.one / number.denom()
    }

    fn result(&self, count: BigInt, places: u32) -> Number {
        Number::from(BigRational::new(count, self.one.clone())).rounded(places, Rounding::HalfUp)
    }

    fn times(&self, a: &BigInt, b: &BigInt) -> BigInt {
        a * b / &self.one
    }

    /// The series x ± x³/3 + x⁵/5 ± …, with `square` the signed square of x.
    fn odd_powers(&self, x: &BigInt, square: &BigInt) -> BigInt {
        let mut sum = BigInt::zero();
        let mut power = x.clone();
        let mut odd = BigInt::one();
        while !power.is_zero() {
            sum += &power / &odd;
            odd += 2;
            power = self.times(&power, square);
        }
        sum
    }

    /// The inverse hyperbolic tangent of a number between −1/2 and 1/2.
    fn area_tangent(&self, x: &BigInt) -> BigInt {
        self.odd_powers(x, &self.times(x, x))
    }

    /// ln 2 = 2 artanh(1/3).
    fn ln2(&self) -> BigInt {
        self.area_tangent(&(&self.one / BigInt::from(3))) << 1_u8
    }

    /// π = 16 arctan(1/5) − 4 arctan(1/239) (Machin).
    fn pi(&self) -> BigInt {
        let arc_tangent = |of: u16| {
            let x = &self.one / BigInt::from(of);
            self.odd_powers(&x, &-self.times(&x, &x))
        };
        (arc_tangent(5) << 4_u8) - (arc_tangent(239) << 2_u8)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        text.parse().expect("a number of the test table")
    }

    fn fraction(above: i64, below: i64) -> Number {
        Number::from(BigRational::new(above.into(), below.into()))
    }

    /// That two numbers are at most so many units of a place apart.
    #[track_caller]
    fn near(found: &Number, expected: &Number, units: i64, places: u32) {
        let apart = Number::from((found - expected).abs());
        let allowed = Number::from(BigRational::new(units.into(), BigInt::from(10).pow(places)));
        assert!(apart <= allowed, "{found} for {expected}");
    }

    #[test]
    fn known_constants_come_out_to_the_last_digit() {
        let rows = [
            (exp(&number("1"), 50), "2.71828182845904523536028747135266249775724709369996"),
            (exp(&number("-1"), 50), "0.36787944117144232159552377016146086744581113103177"),
            (exp(&number("100"), 20), "26881171418161354484126255515800135873611118.77374192241519160862"),
            (exp(&number("-40"), 40), "0.0000000000000000042483542552915889953292"),
            (exp(&number("0"), 40), "1"),
            (ln(&number("2"), 50), "0.69314718055994530941723212145817656807550013436026"),
            (ln(&number("10"), 50), "2.30258509299404568401799145468436420760110148862877"),
            (ln(&number("1/10"), 50), "-2.30258509299404568401799145468436420760110148862877"),
            (ln(&number("1"), 40), "0"),
            (Some(sqrt(&number("2"), 50)), "1.41421356237309504880168872420969807856967187537695"),
            (Some(sqrt(&number("0.0004"), 50)), "0.02"),
            (Some(normal(&number("0"), 40)), "0.5"),
            (Some(normal(&number("1"), 40)), "0.8413447460685429485852325456320379224779"),
            (Some(normal(&number("-1.96"), 40)), "0.0249978951482204341365842690408371900225"),
            (Some(normal(&number("-10"), 40)), "0.0000000000000000000000076198530241605261"),
        ];
        for (found, expected) in rows {
            assert_eq!(found.map(|found| found.to_string()).as_deref(), Some(expected));
        }
        let fixed = Fixed::to(60);
        let pi = fixed.result(fixed.pi(), 50);
        assert_eq!(pi.to_string(), "3.14159265358979323846264338327950288419716939937511");
    }

    #[test]
    fn the_ends_of_the_range_are_bounded() {
        let vast = number(&"9".repeat(80));
        let tiny = Number::from(vast.recip());
        assert_eq!(exp(&number("100.0001"), 40), None);
        assert_eq!(exp(&vast, 40), None);
        assert_eq!(exp(&-&vast, 40), Some(Number::zero()));
        assert_eq!(exp(&tiny, 40), Some(Number::one()));
        assert_eq!([ln(&Number::zero(), 40), ln(&number("-1"), 40)], [None, None]);
        assert_eq!([normal(&vast, 40), normal(&-&vast, 40)], [Number::one(), Number::zero()]);
        assert_eq!(normal(&tiny, 40), number("0.5"));
        near(&sqrt(&vast, 40), &Number::whole(BigInt::from(10).pow(40)), 1, 40);
        let [up, down] = [&vast, &tiny].map(|number| ln(number, 40).expect("above zero"));
        assert_eq!(up, -down);
    }

    proptest! {
        #[test]
        fn the_exponential_of_a_logarithm_is_the_number(above in 1_i64..1_000_000, below in 1_i64..1_000_000) {
            let of = fraction(above, below);
            let back = exp(&ln(&of, 50).expect("above zero"), 40).expect("in range");
            near(&back, &of, 1, 40);
        }

        #[test]
        fn exponentials_of_a_sum_multiply_and_logarithms_of_a_product_add(
            a in -30_000_i64..30_000, b in -30_000_i64..30_000, c in 1_i64..30_000, d in 1_i64..30_000,
        ) {
            let [x, y] = [fraction(a, 1000), fraction(b, 1000)];
            let [of_x, of_y, of_both] = [&x, &y, &(&x + &y)].map(|number| exp(number, 70).expect("in range"));
            near(&(of_x * of_y), &of_both, 1, 40);
            let [x, y] = [fraction(c, 7), fraction(d, 11)];
            let [of_x, of_y, of_both] = [&x, &y, &(&x * &y)].map(|number| ln(number, 50).expect("above zero"));
            near(&(of_x + of_y), &of_both, 3, 50);
        }

        #[test]
        fn a_root_squares_to_its_number(above in 0_i64..1_000_000, below in 1_i64..1_000_000) {
            let of = fraction(above, below);
            let root = sqrt(&of, 50);
            near(&(&root * &root), &of, 1, 40);
        }

        #[test]
        fn the_distribution_is_even_about_a_half_and_rises(x in -20_000_i64..20_000, more in 1_i64..5_000) {
            let low = fraction(x, 1000);
            let high = &low + fraction(more, 1000);
            let [of_low, of_high] = [normal(&low, 40), normal(&high, 40)];
            prop_assert_eq!(&of_low + normal(&-&low, 40), Number::one());
            prop_assert!(of_low <= of_high && Number::zero() <= of_low && of_high <= Number::one());
            // More places give the same digits.
            near(&normal(&low, 60), &of_low, 1, 40);
            // Its rise is the density, which is largest in the middle.
            prop_assert!(of_high - of_low <= fraction(more, 1000) * fraction(2, 5));
        }
    }
}
