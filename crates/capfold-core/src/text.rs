//! Numbers as people read them: grouped by thousands, with a named direction of rounding.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};

/// Which way a fraction goes when it is shown with fewer places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toward {
    /// To the nearest, ties away from zero.
    Nearest,
    /// Down: a lower end stays below what it bounds.
    Down,
    /// Up: an upper end stays above what it bounds.
    Up,
}

/// A number with so many places and commas between thousands.
#[must_use]
pub fn grouped(value: &BigRational, places: u32, toward: Toward) -> String {
    let scale = BigInt::from(10).pow(places);
    let scaled = value * BigRational::from_integer(scale.clone());
    let whole = match toward {
        Toward::Nearest => scaled.round(),
        Toward::Down => scaled.floor(),
        Toward::Up => scaled.ceil(),
    }
    .to_integer();
    let sign = if whole.is_negative() { "-" } else { "" };
    let digits = whole.abs().to_string();
    let width = usize::try_from(places).unwrap_or(usize::MAX);
    let padded = format!("{digits:0>width$}", width = width.saturating_add(1));
    let (head, tail) = padded.split_at(padded.len().saturating_sub(width));
    let head = commas(head);
    if tail.is_empty() { format!("{sign}{head}") } else { format!("{sign}{head}.{tail}") }
}

/// A number with as many places as it needs, at most ten, and at least `least`.
#[must_use]
pub fn plain(value: &BigRational, least: u32) -> String {
    grouped(value, places(value).max(least), Toward::Nearest)
}

/// Decimal places that show the number exactly; ten for one that has no end.
#[must_use]
pub fn places(value: &BigRational) -> u32 {
    let mut scale = BigInt::one();
    for places in 0..10 {
        if (value * BigRational::from_integer(scale.clone())).is_integer() {
            return places;
        }
        scale *= 10;
    }
    10
}

fn commas(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rounded_as_said() {
        let ratio = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        let rows = [
            (ratio(1_265_802, 1), 0, Toward::Nearest, "1,265,802"),
            (ratio(-5, 1000), 2, Toward::Nearest, "-0.01"),
            (ratio(1, 200), 2, Toward::Nearest, "0.01"),
            (ratio(999, 1), 2, Toward::Nearest, "999.00"),
            (ratio(2, 3), 4, Toward::Down, "0.6666"),
            (ratio(2, 3), 4, Toward::Up, "0.6667"),
            (ratio(-2, 3), 0, Toward::Up, "0"),
            (ratio(1_000_000, 1), 0, Toward::Nearest, "1,000,000"),
        ];
        for (value, places, toward, expected) in rows {
            assert_eq!(grouped(&value, places, toward), expected);
        }
        assert_eq!(plain(&ratio(1, 8), 2), "0.125");
        assert_eq!(plain(&ratio(5, 1), 2), "5.00");
    }
}
