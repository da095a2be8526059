//! Stretches of days, and what is left of one from a day on.

use serde::Deserialize;

use super::{CalcError, Number};
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
    Ok(i64::from(first.year()).saturating_mul(12).saturating_add(i64::from(first.month())))
}
