//! Exact numbers: a signed count of 10⁻¹⁰.
//!
//! Every quantity, price and amount is an [`Exact`]. Addition and subtraction are exact or refused;
//! multiplication and division exist only in the forms the field needs ([`notional`], [`at_rate`],
//! [`proportion`]) and each names its [`Rounding`].
//!
//! Errors: [`NumberError`].

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use rust_decimal::Decimal;

/// Decimal places carried, as in the Open Cap Format's `Numeric`.
pub const PLACES: u32 = 10;
const ONE: i128 = 10_000_000_000;

/// A signed decimal with ten places, held as an integer count of 10⁻¹⁰.
///
/// Text form: `-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,10})?`, so that 18 digits stand before the point
/// at most; sums may grow beyond that and are refused only when they pass `i128`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Exact(i128);

/// Why a number was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text does not follow the grammar of [`Exact`].
    #[error("`{0}` is not a decimal number: digits, at most 18 before and 10 after one point")]
    Grammar(String),
    /// More than ten decimals.
    #[error("`{0}` has more than ten decimals")]
    TooPrecise(String),
    /// The value must be above zero.
    #[error("`{0}` must be greater than zero")]
    NotPositive(String),
    /// More than a hundred per cent.
    #[error("`{0}` is more than a hundred per cent")]
    BeyondHundred(String),
    /// The result does not fit.
    #[error("the result is too large")]
    Overflow,
    /// Division by zero.
    #[error("division by zero")]
    DivisionByZero,
}

/// How a product is brought to its grain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest multiple, ties away from zero (the habit of financial statements).
    HalfUp,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One whole unit.
    pub const ONE: Self = Self(ONE);

    /// The number whose count of 10⁻¹⁰ is `raw`.
    #[must_use]
    pub const fn from_raw(raw: i128) -> Self {
        Self(raw)
    }

    /// The count of 10⁻¹⁰.
    #[must_use]
    pub const fn raw(self) -> i128 {
        self.0
    }

    /// A whole number. `None` when it does not fit.
    #[must_use]
    pub fn whole(value: i128) -> Option<Self> {
        value.checked_mul(ONE).map(Self)
    }

    /// 10 to the power of minus `places`: the grain of a currency or of a printed digit.
    #[must_use]
    pub fn grain(places: u32) -> Self {
        let exponent = PLACES.saturating_sub(places);
        Self(10_i128.checked_pow(exponent).unwrap_or(1))
    }

    /// Sum, or `None` past the range.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, or `None` past the range.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Sum, held at the ends of the range. Balances never reach them: a plan whose volume could is refused.
    #[must_use]
    pub const fn saturating_plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference, held at the ends of the range; see [`Exact::saturating_plus`].
    #[must_use]
    pub const fn saturating_minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The number with its sign turned. The one value without a counterpart stays as it is; no text
    /// and no sum within the ledger's volume bound reaches it.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.checked_neg().unwrap_or(self.0))
    }

    /// The distance from zero.
    #[must_use]
    pub fn magnitude(self) -> Self {
        if self.is_negative() { self.negated() } else { self }
    }

    /// Whether the number is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether the number is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether the number is a multiple of `grain`.
    #[must_use]
    pub fn is_multiple_of(self, grain: Self) -> bool {
        // Most counts fit a machine word, whose division is several times faster.
        match (u64::try_from(self.0), u64::try_from(grain.0)) {
            (Ok(value), Ok(grain)) => value.checked_rem(grain) == Some(0),
            _ => self.0.checked_rem(grain.0) == Some(0),
        }
    }

    /// The number as an exact fraction.
    #[must_use]
    pub fn ratio(self) -> BigRational {
        BigRational::new(BigInt::from(self.0), BigInt::from(ONE))
    }

    /// The fraction brought to `grain`, or `None` when it does not fit.
    #[must_use]
    pub fn from_ratio(value: &BigRational, grain: Self, rounding: Rounding) -> Option<Self> {
        let steps = value / grain.ratio();
        let whole = match rounding {
            Rounding::HalfUp => steps.round(),
            Rounding::Down => steps.trunc(),
            Rounding::Up if steps.is_negative() => steps.floor(),
            Rounding::Up => steps.ceil(),
        };
        i128::try_from(whole.to_integer()).ok()?.checked_mul(grain.0).map(Self)
    }

    /// The public decimal type, when the value fits its 28 digits.
    #[must_use]
    pub fn to_decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.0, PLACES).ok().map(|decimal| decimal.normalize())
    }

    /// The value of a decimal, refused when it needs more than ten places or 18 digits.
    ///
    /// # Errors
    /// [`NumberError`] as for text.
    pub fn from_decimal(value: Decimal) -> Result<Self, NumberError> {
        value.normalize().to_string().parse()
    }

    /// Reads the bytes of a decimal; the one place where text becomes a number.
    fn parse_bytes(text: &[u8]) -> Result<Self, NumberError> {
        let refuse = || NumberError::Grammar(String::from_utf8_lossy(text).chars().take(40).collect());
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let mut value: i128 = 0;
        let mut whole_digits = 0_u32;
        let mut places: Option<u32> = None;
        for &byte in digits {
            match (byte, places) {
                (b'.', None) if whole_digits > 0 => places = Some(0),
                (b'0'..=b'9', _) => {
                    match places.as_mut() {
                        None => whole_digits = whole_digits.saturating_add(1),
                        Some(count) => *count = count.saturating_add(1),
                    }
                    if whole_digits > 18 {
                        return Err(refuse());
                    }
                    if places > Some(PLACES) {
                        return Err(if digits.iter().all(|b| b.is_ascii_digit() || *b == b'.') {
                            NumberError::TooPrecise(String::from_utf8_lossy(text).chars().take(40).collect())
                        } else {
                            refuse()
                        });
                    }
                    let digit = i128::from(byte.saturating_sub(b'0'));
                    value = value.saturating_mul(10).saturating_add(digit);
                }
                _ => return Err(refuse()),
            }
        }
        let leading_zero = whole_digits > 1 && digits.first() == Some(&b'0');
        if whole_digits == 0 || places == Some(0) || leading_zero {
            return Err(refuse());
        }
        let missing = PLACES.saturating_sub(places.unwrap_or(0));
        let scale = 10_i128.checked_pow(missing).ok_or(NumberError::Overflow)?;
        let value = value.checked_mul(scale).ok_or(NumberError::Overflow)?;
        Ok(Self(if negative { value.saturating_neg() } else { value }))
    }
}

impl FromStr for Exact {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse_bytes(text.as_bytes())
    }
}

impl fmt::Display for Exact {
    /// The shortest text: no trailing zeros, no sign for zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let (whole, fraction) = (magnitude.checked_div(one), magnitude.checked_rem(one));
        let (whole, fraction) = (whole.unwrap_or(0), fraction.unwrap_or(0));
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            return f.pad(&format!("{sign}{whole}"));
        }
        let digits = format!("{fraction:010}");
        f.pad(&format!("{sign}{whole}.{}", digits.trim_end_matches('0')))
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

crate::wire::by_text!(Exact, "a decimal number in quotes");

/// Sum of numbers, or `None` past the range.
pub fn total<I: IntoIterator<Item = Exact>>(numbers: I) -> Option<Exact> {
    numbers.into_iter().try_fold(Exact::ZERO, Exact::plus)
}

/// A value brought to its grain, and what the rounding took away or added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounded {
    /// The multiple of the grain.
    pub value: Exact,
    /// Exact result minus `value`, truncated at ten places; zero when nothing was rounded.
    pub residual: Exact,
}

/// `quantity × price`, brought to `grain`: the only multiplication of the ledger.
///
/// # Errors
/// [`NumberError::Overflow`] when the product leaves the range.
pub fn notional(quantity: Exact, price: Exact, grain: Exact, rounding: Rounding) -> Result<Rounded, NumberError> {
    quotient(quantity, price, Exact::ONE, grain, rounding)
}

/// `amount ÷ rate`, brought to `grain`: a foreign amount in the currency that a rate is quoted against.
///
/// # Errors
/// [`NumberError::DivisionByZero`] and [`NumberError::Overflow`].
pub fn at_rate(amount: Exact, rate: Exact, grain: Exact, rounding: Rounding) -> Result<Rounded, NumberError> {
    quotient(amount, Exact::ONE, rate, grain, rounding)
}

/// `whole × part ÷ of`, brought to `grain`: the share of a carrying amount that leaves with a part.
///
/// # Errors
/// [`NumberError::DivisionByZero`] and [`NumberError::Overflow`].
pub fn proportion(whole: Exact, part: Exact, of: Exact, grain: Exact) -> Result<Rounded, NumberError> {
    fraction(whole, part, of, grain, Rounding::HalfUp)
}

/// `whole × part ÷ of`, brought to `grain`: a count under a ratio, a percentage of a sum.
///
/// # Errors
/// [`NumberError::DivisionByZero`] and [`NumberError::Overflow`].
pub fn fraction(
    whole: Exact,
    part: Exact,
    of: Exact,
    grain: Exact,
    rounding: Rounding,
) -> Result<Rounded, NumberError> {
    quotient(whole, part, of, grain, rounding)
}

/// `a × b ÷ c` on the grain. The common case stays in machine integers; a product past `i128` goes
/// through big integers and may still come back into range.
fn quotient(a: Exact, b: Exact, c: Exact, grain: Exact, rounding: Rounding) -> Result<Rounded, NumberError> {
    if c.is_zero() || grain.is_zero() {
        return Err(NumberError::DivisionByZero);
    }
    let narrow = a.0.checked_mul(b.0).zip(c.0.checked_mul(grain.0));
    if let Some((dividend, divisor)) = narrow
        && let Some((steps, rest)) = divide(dividend, divisor, rounding)
    {
        let value = Exact(steps.checked_mul(grain.0).ok_or(NumberError::Overflow)?);
        let residual = rest.checked_div(c.0).ok_or(NumberError::Overflow)?;
        return Ok(Rounded { value, residual: Exact(residual) });
    }
    let exact = a.ratio() * b.ratio() / c.ratio();
    let value = Exact::from_ratio(&exact, grain, rounding).ok_or(NumberError::Overflow)?;
    let residual =
        Exact::from_ratio(&(exact - value.ratio()), Exact(1), Rounding::Down).ok_or(NumberError::Overflow)?;
    Ok(Rounded { value, residual })
}

/// Quotient under `rounding` and the signed rest, both exact; `None` past the range.
fn divide(dividend: i128, divisor: i128, rounding: Rounding) -> Option<(i128, i128)> {
    let down = dividend.checked_div(divisor)?;
    let rest = dividend.checked_sub(down.checked_mul(divisor)?)?;
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest != 0,
        Rounding::HalfUp => {
            rest.unsigned_abs() >= divisor.unsigned_abs().checked_sub(rest.unsigned_abs())? && rest != 0
        }
    };
    if !up {
        return Some((down, rest));
    }
    let same_sign = (dividend < 0) == (divisor < 0);
    let step = if same_sign { 1 } else { -1 };
    let value = down.checked_add(step)?;
    Some((value, dividend.checked_sub(value.checked_mul(divisor)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().expect("a number of the test table")
    }

    #[test]
    fn the_grammar_takes_exactly_its_own_language() {
        for good in ["0", "-1", "0.0000000001", "999999999999999999.9999999999", "1265802", "0.55", "1.50"] {
            assert!(good.parse::<Exact>().is_ok(), "{good}");
        }
        let bad = [
            "",
            "-",
            ".5",
            "5.",
            "01",
            "+1",
            "1e5",
            "1_000",
            "1,000",
            " 1",
            "1 ",
            "0x1",
            "NaN",
            "1.00000000001",
            "--1",
            "1000000000000000000",
            "1.2.3",
            "٣",
        ];
        for bad in bad {
            assert!(bad.parse::<Exact>().is_err(), "{bad}");
        }
    }

    #[test]
    fn text_and_number_are_one() {
        for text in ["0", "-0.01", "1265802", "0.0000000001", "999999999999999999.9999999999"] {
            assert_eq!(exact(text).to_string(), text);
        }
        assert_eq!(exact("-0").to_string(), "0");
        assert_eq!(exact("0.10").to_string(), "0.1");
    }

    #[test]
    fn decimals_pass_in_and_out_exactly_or_not_at_all() {
        for text in ["0", "-0.01", "1265802", "0.0000000001", "999999999999999999.9999999999"] {
            let decimal = exact(text).to_decimal().expect("28 digits");
            assert_eq!(decimal.to_string(), text);
            assert_eq!(Exact::from_decimal(decimal), Ok(exact(text)));
        }
        let finer = Decimal::from_str_exact("0.00000000001").expect("a decimal");
        assert!(matches!(Exact::from_decimal(finer), Err(NumberError::TooPrecise(_))));
        let larger = Decimal::from_str_exact("1000000000000000000").expect("a decimal");
        assert!(matches!(Exact::from_decimal(larger), Err(NumberError::Grammar(_))));
        assert_eq!(Exact::from_raw(i128::MAX).to_decimal(), None);
    }

    #[test]
    fn products_round_half_away_from_zero_and_keep_the_residual() {
        let cents = Exact::grain(2);
        let rows = [
            ("3", "0.335", "1.01", "-0.005"),
            ("1", "0.004", "0", "0.004"),
            ("1", "0.005", "0.01", "-0.005"),
            ("2930819", "0.55", "1611950.45", "0"),
            ("999999999999999999", "0.0000000001", "100000000", "-0.0000000001"),
            ("300000000000000000", "3", "900000000000000000", "0"),
        ];
        for (quantity, price, value, residual) in rows {
            let rounded = notional(exact(quantity), exact(price), cents, Rounding::HalfUp).expect("in range");
            assert_eq!((rounded.value, rounded.residual), (exact(value), exact(residual)), "{quantity} × {price}");
        }
        let negative = notional(exact("-1"), exact("0.005"), cents, Rounding::HalfUp).expect("in range");
        assert_eq!(negative.value, exact("-0.01"));
    }

    #[test]
    fn fractions_go_down_half_up_or_up() {
        let rows = [
            ("7", "1", "4", "1", "2", "2"),
            ("5", "1", "4", "1", "1", "2"),
            ("6", "1", "4", "1", "2", "2"),
            ("8", "1", "4", "2", "2", "2"),
            ("-5", "1", "4", "-1", "-1", "-2"),
            // A product past the machine's integers.
            (
                "99999999999999999.9",
                "99999999999999999",
                "99999999999999998",
                "100000000000000000",
                "100000000000000001",
                "100000000000000001",
            ),
        ];
        for (whole, part, of, down, half_up, up) in rows {
            for (rounding, expected) in [(Rounding::Down, down), (Rounding::HalfUp, half_up), (Rounding::Up, up)] {
                let rounded = fraction(exact(whole), exact(part), exact(of), Exact::ONE, rounding).expect("in range");
                assert_eq!(rounded.value, exact(expected), "{whole} × {part} ÷ {of}, {rounding:?}");
            }
        }
    }

    #[test]
    fn overflow_is_an_error() {
        let most = exact("999999999999999999");
        assert_eq!(
            notional(most, most, Exact::ONE, Rounding::Down).map(|r| r.value),
            Exact::whole(most.raw() / ONE * (most.raw() / ONE)).ok_or(NumberError::Overflow)
        );
        let huge = Exact::from_raw(i128::MAX);
        assert_eq!(notional(huge, huge, Exact::ONE, Rounding::Down), Err(NumberError::Overflow));
        assert_eq!(huge.plus(Exact::ONE), None);
    }
}
