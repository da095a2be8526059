//! Interest over years, as a part of what bears it.

use num_traits::Pow;

use super::{CalcError, Count, Number};

/// Compounding periods at most: powers of fractions take room.
const MOST_PERIODS: u32 = 2_000;

/// Interest that bears none itself.
pub(super) fn simple(rate: &Number, years: &Number) -> Number {
    rate * years
}

/// Interest that bears interest after each whole period, so many of them a year; the rest of the time bears
/// simple interest on what there is then.
///
/// # Errors
/// Where there are no periods a year, or more than [`MOST_PERIODS`] periods; at the place of their number.
pub(super) fn compound(rate: &Number, years: &Number, per_year: &Count, path: &str) -> Result<Number, CalcError> {
    let periods = (years * &**per_year).floor();
    let count = u32::try_from(periods.to_integer()).ok().filter(|count| *count <= MOST_PERIODS);
    let count = count.ok_or_else(|| CalcError::at(path, format!("{periods} periods are more than {MOST_PERIODS}")))?;
    let of_period = rate.over(per_year, path, "the number of periods a year")?;
    let whole: Number = (Number::one() + of_period).into_ratio().pow(count).into();
    let rest = years - periods.over(per_year, path, "the number of periods a year")?;
    Ok(whole * (Number::one() + simple(rate, &rest)) - Number::one())
}
