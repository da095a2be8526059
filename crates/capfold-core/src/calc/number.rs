//! Numbers of calculations: exact fractions, written as decimals where they end and as ratios where not.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Deref, Mul, Neg, Sub};
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde::Deserialize;

use super::CalcError;
use crate::exact::{Exact, Rounding};
use crate::wire::by_text;

/// Digits of a number at most, sign and point included: what is read takes bounded time.
const LONGEST: usize = 80;

/// Binary digits of a power at most.
const LONGEST_POWER: u64 = 10_000;

/// A rational number of any size: `0.55`, `-3`, `12875/6`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Number(BigRational);

impl Number {
    pub(super) fn whole(value: impl Into<BigInt>) -> Self {
        Self(BigRational::from_integer(value.into()))
    }

    pub(super) fn zero() -> Self {
        Self(BigRational::zero())
    }

    pub(super) fn one() -> Self {
        Self(BigRational::one())
    }

    /// 10 to a power, which may be below zero.
    pub(super) fn power_of_ten(power: i32) -> Self {
        let whole = BigRational::from_integer(BigInt::from(10).pow(power.unsigned_abs()));
        Self(if power < 0 { whole.recip() } else { whole })
    }

    /// A fraction by itself.
    #[must_use]
    pub fn into_ratio(self) -> BigRational {
        self.0
    }

    /// This ÷ another.
    ///
    /// # Errors
    /// Where the other is zero: it is named, with its place in the inputs.
    pub(super) fn over(&self, other: &Self, path: &str, what: &str) -> Result<Self, CalcError> {
        if other.0.is_zero() {
            return Err(CalcError::at(path, format!("{what} is zero, and nothing can be divided by it")));
        }
        Ok(Self(&self.0 / &other.0))
    }

    /// This, so many times multiplied by itself.
    ///
    /// # Errors
    /// Where that is too long a number; the fault shows at a place in the inputs.
    pub(super) fn power(&self, times: u32, path: &str) -> Result<Self, CalcError> {
        let bits = self.0.numer().bits().max(self.0.denom().bits()).saturating_mul(u64::from(times));
        let times = i32::try_from(times).ok().filter(|_| bits <= LONGEST_POWER);
        let times = times.ok_or_else(|| CalcError::at(path, format!("the powers of {self} have too many digits")))?;
        Ok(Self(self.0.pow(times)))
    }

    /// To so many decimal places.
    #[must_use]
    pub fn rounded(&self, places: u32, rounding: Rounding) -> Self {
        let scale = BigRational::from_integer(BigInt::from(10).pow(places));
        let steps = &self.0 * &scale;
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        let away =
            |half: &BigRational| if steps.is_negative() { (&steps - half).ceil() } else { (&steps + half).floor() };
        let whole = match rounding {
            Rounding::Down => steps.trunc(),
            Rounding::Up => {
                if steps.is_negative() {
                    steps.floor()
                } else {
                    steps.ceil()
                }
            }
            Rounding::HalfUp => away(&half),
        };
        Self(whole / scale)
    }

    /// To so many decimal places, by a rule that inputs name.
    #[must_use]
    pub(super) fn by(&self, mode: Mode, places: u32) -> Self {
        let scale = BigRational::from_integer(BigInt::from(10).pow(places));
        let steps = &self.0 * &scale;
        let whole = match mode {
            Mode::HalfUp => return self.rounded(places, Rounding::HalfUp),
            Mode::Trunc => return self.rounded(places, Rounding::Down),
            Mode::Floor => steps.floor(),
            Mode::Ceil => steps.ceil(),
            Mode::HalfEven => {
                let (below, half) = (steps.floor(), BigRational::new(BigInt::one(), BigInt::from(2)));
                let even = (below.numer() % BigInt::from(2)).is_zero();
                match (&steps - &below).cmp(&half) {
                    Ordering::Less => below,
                    Ordering::Equal if even => below,
                    Ordering::Equal | Ordering::Greater => steps.ceil(),
                }
            }
        };
        Self(whole / scale)
    }

    /// This, so many times multiplied by itself.
    #[must_use]
    pub(super) fn to_the(&self, times: u16) -> Self {
        Self(self.0.pow(i32::from(times)))
    }

    /// The largest whole number that is not larger.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// The smallest whole number that is not smaller.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self(self.0.ceil())
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        std::cmp::min(self, other)
    }

    /// The larger of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        std::cmp::max(self, other)
    }
}

impl From<Exact> for Number {
    fn from(value: Exact) -> Self {
        Self(value.ratio())
    }
}

impl From<BigRational> for Number {
    fn from(value: BigRational) -> Self {
        Self(value)
    }
}

impl Deref for Number {
    type Target = BigRational;

    fn deref(&self) -> &BigRational {
        &self.0
    }
}

/// A rule of rounding, as inputs name it.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mode {
    /// To the nearest, ties away from zero.
    HalfUp,
    /// To the nearest, ties to the even one.
    HalfEven,
    /// Towards zero.
    Trunc,
    /// To the next that is not larger.
    Floor,
    /// To the next that is not smaller.
    Ceil,
}

/// A number that may be left out: nothing then.
pub(super) fn or_zero<N: Deref<Target = Number>>(number: Option<&N>) -> Number {
    number.map_or_else(Number::zero, |number| (**number).clone())
}

/// Why a text is no number.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotANumber {
    /// Not written as one.
    #[error("`{0}` is not a number: a decimal like 0.55 or a ratio like 12875/6, in quotes")]
    Written(String),
    /// Too many digits.
    #[error("a number has at most {LONGEST} digits")]
    TooLong,
    /// A ratio over zero.
    #[error("`{0}` divides by zero")]
    OverZero(String),
    /// Outside what is possible.
    #[error("{0} is {1}")]
    Outside(Number, &'static str),
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        if text.len() > LONGEST {
            return Err(NotANumber::TooLong);
        }
        let wrong = || NotANumber::Written(text.to_owned());
        let (above, below) = text.split_once('/').map_or((text, None), |(above, below)| (above, Some(below)));
        let (sign, above) = above.strip_prefix('-').map_or((1, above), |above| (-1, above));
        let (whole, decimals) = above.split_once('.').map_or((above, None), |(whole, rest)| (whole, Some(rest)));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if ![Some(whole), decimals, below].into_iter().flatten().all(digits) {
            return Err(wrong());
        }
        let decimals = decimals.unwrap_or_default();
        let number: BigInt = format!("{whole}{decimals}").parse().map_err(|_| wrong())?;
        let places = u32::try_from(decimals.len()).map_err(|_| wrong())?;
        let below: BigInt = below.unwrap_or("1").parse().map_err(|_| wrong())?;
        if below.is_zero() {
            return Err(NotANumber::OverZero(text.to_owned()));
        }
        Ok(Self(BigRational::new(number * sign, BigInt::from(10).pow(places) * below)))
    }
}

impl fmt::Display for Number {
    /// A decimal where it ends, else a ratio in lowest terms.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(places) = decimals(self.0.denom()) else {
            return write!(f, "{}/{}", self.0.numer(), self.0.denom());
        };
        let scaled = self.0.numer() * BigInt::from(10).pow(places) / self.0.denom();
        let digits = scaled.magnitude().to_string();
        let width = usize::try_from(places).unwrap_or(usize::MAX);
        let padded = format!("{digits:0>width$}", width = width.saturating_add(1));
        let (whole, rest) = padded.split_at(padded.len().saturating_sub(width));
        let sign = if scaled.is_negative() { "-" } else { "" };
        if rest.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{rest}") }
    }
}

/// The places of a decimal with this denominator; none where it has no end.
fn decimals(denominator: &BigInt) -> Option<u32> {
    let twos = denominator.trailing_zeros().unwrap_or(0);
    let rest = denominator >> twos;
    // No two powers of five have the same number of binary digits: log2 5 = 2.321928094… each.
    let bits = rest.bits().saturating_sub(1);
    let least = bits.saturating_mul(1_000_000_000).checked_div(2_321_928_094)?;
    let power_of_five = |fives: &u64| u32::try_from(*fives).is_ok_and(|fives| BigInt::from(5).pow(fives) == rest);
    let fives = [least, least.saturating_add(1)].into_iter().find(power_of_five)?;
    u32::try_from(twos.max(fives)).ok()
}

by_text!(Number, "a number in quotes");

/// Implements an operator for numbers and references to them, as for the fractions inside.
macro_rules! operators {
    ($($trait:ident $method:ident;)*) => {$(
        impl $trait<&Number> for &Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                Number($trait::$method(&self.0, &other.0))
            }
        }

        impl $trait<&Number> for Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                Number($trait::$method(self.0, &other.0))
            }
        }

        impl $trait<Number> for &Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                Number($trait::$method(&self.0, other.0))
            }
        }

        impl $trait for Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                Number($trait::$method(self.0, other.0))
            }
        }
    )*};
}

operators! {
    Add add;
    Sub sub;
    Mul mul;
}

impl Neg for &Number {
    type Output = Number;

    fn neg(self) -> Number {
        Number(-&self.0)
    }
}

impl Neg for Number {
    type Output = Number;

    fn neg(self) -> Number {
        Number(-self.0)
    }
}

impl std::iter::Sum for Number {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, number| sum + number)
    }
}

impl<'n> std::iter::Sum<&'n Number> for Number {
    fn sum<I: Iterator<Item = &'n Number>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, number| sum + number)
    }
}

/// Declares a number that can only be some.
macro_rules! bounded {
    ($($(#[$doc:meta])* $name:ident $wrong:literal unless $fits:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub struct $name(Number);

        impl Deref for $name {
            type Target = Number;

            fn deref(&self) -> &Number {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;

            fn from_str(text: &str) -> Result<Self, NotANumber> {
                let number: Number = text.parse()?;
                let fits: fn(&Number) -> bool = $fits;
                if fits(&number) { Ok(Self(number)) } else { Err(NotANumber::Outside(number, $wrong)) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        by_text!($name, "a number in quotes");
    )*};
}

bounded! {
    /// A number that is not below zero.
    AtLeastZero "below zero" unless |number| !number.is_negative();
    /// A number above zero: what is divided by, a price that is paid.
    AboveZero "not above zero" unless |number| number.is_positive();
    /// A part of a whole: from 0 to 1.
    Part "not a part of a whole: from 0 to 1" unless |number| !number.is_negative() && **number <= BigRational::one();
    /// A whole number that is not below zero.
    Count "not a whole number from zero on" unless |number| number.is_integer() && !number.is_negative();
}

impl AtLeastZero {
    /// What is stated, or nothing.
    pub(super) fn or_zero(stated: Option<&Self>) -> Number {
        stated.map_or_else(Number::zero, |stated| stated.0.clone())
    }
}

impl Count {
    /// The count, where it is at most so much; the fault shows at a place in the inputs.
    ///
    /// # Errors
    /// [`CalcError`] for a larger one.
    pub fn at_most(&self, most: u32, path: &str) -> Result<u32, CalcError> {
        let count = u32::try_from(self.0.0.numer()).ok().filter(|count| *count <= most);
        count.ok_or_else(|| CalcError::at(path, format!("{self} is more than {most}")))
    }
}
