//! Stretches of days, and what is left of one from a day on.

use serde::Deserialize;

use super::{CalcError, Count, Number};
use crate::date::Date;

/// A period, both days included.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(try_from = "Days")]
pub(super) struct Period {
    pub(super) start: Date,
    pub(super) end: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    start: Date,
    end: Date,
}

impl TryFrom<Days> for Period {
    type Error = String;

    fn try_from(Days { start, end }: Days) -> Result<Self, String> {
        Self::between(start, end)
    }
}

/// How what is left of a period is measured.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Weighting {
    /// In months: from the first of one, or after the last day of one.
    Month,
    /// In days, the day itself included.
    Day,
}

impl Period {
    /// From one day to another.
    ///
    /// # Errors
    /// Where the days are reversed.
    pub(super) fn between(start: Date, end: Date) -> Result<Self, String> {
        if end < start { Err(format!("{start} to {end}: the days are reversed")) } else { Ok(Self { start, end }) }
    }

    /// What is left of it from a day on, as a part of it.
    ///
    /// # Errors
    /// A day that is not in it; for months, one that neither begins nor ends a month.
    pub(super) fn left(self, weighting: Weighting, date: Date, path: &str) -> Result<Number, CalcError> {
        let Self { start, end } = self;
        if date < start || date > end {
            return Err(CalcError::at(path, format!("{date} is outside {start} to {end}")));
        }
        let (left, all) = match weighting {
            Weighting::Day => (days(date, end), days(start, end)),
            Weighting::Month => {
                let over = month(end, "period.end")?;
                let until = |from: i64| over.saturating_sub(from);
                (until(month(date, path)?), until(month(start, "period.start")?))
            }
        };
        Number::whole(left).over(&Number::whole(all), "period", "its length")
    }
}

/// From one day to another, both included.
pub(super) fn days(first: Date, last: Date) -> i64 {
    last.days_since(first).saturating_add(1)
}

/// Months from the first of which a day counts: its own if it is the first, the next if it is the last.
fn month(date: Date, path: &str) -> Result<i64, CalcError> {
    let next = date.next();
    let first = if date.day_of_month() == 1 { date } else { next };
    if first.day_of_month() != 1 {
        let message = format!("{date} neither begins nor ends a month: months cannot weight it, days can");
        return Err(CalcError::at(path, message));
    }
    Ok(index_of_month(first))
}

/// How the days between two dates become years.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DayCount {
    /// Days by the calendar, ÷ 365.
    #[serde(rename = "ACTUAL_365")]
    Actual365,
    /// Months of thirty days, ÷ 360: a 31st counts as the 30th where the first day is the 30th or 31st, and as
    /// the first day always. The end of February has no rule of its own.
    #[serde(rename = "30_360")]
    Thirty360,
}

impl DayCount {
    /// Years from one day to another.
    ///
    /// # Errors
    /// None: what it divides by is a constant.
    pub(super) fn years(self, from: Date, to: Date) -> Result<Number, CalcError> {
        let (days, year) = match self {
            Self::Actual365 => (to.days_since(from), 365),
            Self::Thirty360 => {
                let first = i64::from(from.day_of_month().min(30));
                let last = i64::from(to.day_of_month());
                let last = if last == 31 && first == 30 { 30 } else { last };
                let months = index_of_month(to).saturating_sub(index_of_month(from)).saturating_mul(30);
                (months.saturating_add(last).saturating_sub(first), 360)
            }
        };
        Number::whole(days).over(&Number::whole(year), "day_count", "its year")
    }

    /// What one becomes at a yearly rate from one day to another: compound over whole periods of the calendar,
    /// with simple interest for the rest.
    ///
    /// # Errors
    /// Periods that are not a number of whole months, or more than [`MOST_PERIODS`] of them.
    pub(super) fn compounded(
        self,
        rate: &Number,
        per_year: (&Count, &str),
        from: Date,
        to: Date,
    ) -> Result<Number, CalcError> {
        let (times, path) = per_year;
        let uneven = || CalcError::at(path, format!("{times} periods a year are not of whole months"));
        let a_year = times.at_most(12, path).map_err(|_| uneven())?;
        let months = 12_u32.checked_div(a_year).filter(|months| months.checked_mul(a_year) == Some(12));
        let months = months.ok_or_else(uneven)?;
        let starts = |nth: u32| from.months_after(nth.saturating_mul(months));
        let between = u32::try_from(index_of_month(to).saturating_sub(index_of_month(from))).unwrap_or(0);
        let whole = between.checked_div(months).unwrap_or(0);
        let whole = if starts(whole) > to { whole.saturating_sub(1) } else { whole };
        let times = u16::try_from(whole).ok().filter(|times| *times <= MOST_PERIODS);
        let times = times.ok_or_else(|| {
            CalcError::at(path, format!("{from} to {to} has {whole} whole periods, more than {MOST_PERIODS}"))
        })?;
        let growth = Number::one() + rate.over(&Number::whole(a_year), path, "the number of periods")?;
        let rest = self.years(starts(whole), to)?;
        Ok(growth.to_the(times) * (Number::one() + rate * rest))
    }
}

/// The most periods that interest is compounded over.
const MOST_PERIODS: u16 = 1_200;

/// Months since the first of the calendar.
fn index_of_month(date: Date) -> i64 {
    i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month()))
}
