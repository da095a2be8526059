//! Numbers as fractions.

use std::fmt::Write;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use super::json::{Judged, Refused};

/// Every quantity, amount, price and rate.
pub(super) type Number = BigRational;

/// The most places that a number of a log can have.
const PLACES: u32 = 10;

/// An amount or a price per share, in a currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Money {
    pub(super) amount: Number,
    pub(super) currency: String,
}

/// A whole number.
pub(super) fn whole(number: u32) -> Number {
    Number::from(BigInt::from(number))
}

/// The value of a decimal text.
pub(super) fn parse(text: &str) -> Option<Number> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    if !digits.strip_prefix('-').unwrap_or(&digits).bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let places = u32::try_from(fraction.len()).ok()?;
    Some(Number::new(digits.parse().ok()?, BigInt::from(10).pow(places)))
}

/// The shortest decimal text. A number with more than ten places is none of the ledger's: it is
/// written as a fraction, and agrees with nothing.
pub(super) fn show(number: &Number) -> String {
    let steps = number * Number::from(BigInt::from(10).pow(PLACES));
    if !steps.is_integer() {
        return number.to_string();
    }
    let mut text = String::new();
    if number.is_negative() {
        text.push('-');
    }
    let magnitude = number.abs();
    let fraction = steps.abs().to_integer() % BigInt::from(10).pow(PLACES);
    // Writing to a string cannot fail.
    let _ = write!(text, "{}.{fraction:0>10}", magnitude.to_integer(), fraction = fraction.to_string());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The smallest amount of a currency; ten places for those without minor units of their own.
pub(super) fn cents(currency: &str) -> Judged<Number> {
    let known = iso_currency::Currency::from_code(currency).ok_or(Refused("malformed: not a currency"))?;
    let places = known.exponent().map_or(PLACES, u32::from);
    Ok(Number::new(BigInt::from(1), BigInt::from(10).pow(places)))
}

/// The number brought to the currency's cents, half a cent away from zero.
pub(super) fn half_up(number: &Number, currency: &str) -> Judged<Number> {
    let cent = cents(currency)?;
    Ok((number / &cent).round() * cent)
}

/// Whether the number is a whole count of the grain.
pub(super) fn is_multiple(number: &Number, grain: &Number) -> bool {
    (number / grain).is_integer()
}
