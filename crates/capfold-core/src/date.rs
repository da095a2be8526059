//! Calendar days, the financial year, and the periods that figures cover.
//!
//! Errors: [`DateError`].

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A calendar day, `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// Why a day or a period was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not a day of the calendar in ISO form.
    #[error("`{0}` is not a day of the calendar (YYYY-MM-DD)")]
    Day(String),
    /// Not a month and day.
    #[error("`{0}` is not a month and day (MM-DD)")]
    MonthDay(String),
    /// Not a period.
    #[error("`{0}` is not a period: 2004-Q1, 2004-H1, 2004-02, FY2004 or 2004-01-01..2004-03-31")]
    Period(String),
}

impl Date {
    /// The day, if the calendar has it and the year has four digits.
    #[must_use]
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Days from `earlier` to this day; negative when `earlier` is later.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The day before, at the latest the first of the calendar.
    #[must_use]
    pub fn previous(self) -> Self {
        self.0.checked_sub_days(Days::new(1)).map_or(self, Self)
    }

    /// So many days before, at the earliest the first of the calendar.
    #[must_use]
    pub fn days_before(self, days: u32) -> Self {
        self.0.checked_sub_days(Days::new(u64::from(days))).map_or(Self(NaiveDate::MIN), Self)
    }

    /// The day after, at the latest the last of the calendar.
    #[must_use]
    pub fn next(self) -> Self {
        self.0.checked_add_days(Days::new(1)).map_or(self, Self)
    }

    /// So many days after, at the latest the last of the calendar.
    #[must_use]
    pub fn days_after(self, days: u32) -> Self {
        self.0.checked_add_days(Days::new(u64::from(days))).map_or(Self(NaiveDate::MAX), Self)
    }

    /// The same day so many months later, or the last day of a month that has no such day; at the latest
    /// the last of the calendar.
    #[must_use]
    pub fn months_after(self, months: u32) -> Self {
        self.0.checked_add_months(Months::new(months)).map_or(Self(NaiveDate::MAX), Self)
    }

    /// The same day so many months earlier, or the last day of a month that has no such day; at the
    /// earliest the first of the calendar.
    #[must_use]
    pub fn months_before(self, months: u32) -> Self {
        self.0.checked_sub_months(Months::new(months)).map_or(Self(NaiveDate::MIN), Self)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// The first day of the calendar month, and of the calendar quarter.
    #[must_use]
    pub fn first_of(self, span: Span) -> Self {
        let month0 = self.0.month0();
        let back = match span {
            Span::Day => return self,
            Span::Month => 0,
            Span::Quarter => month0.checked_rem(3).unwrap_or(0),
        };
        let first = self.0.with_day(1).and_then(|day| day.checked_sub_months(Months::new(back)));
        first.map_or(self, Self)
    }
}

/// The stretch an exchange rate stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// One day: a rate that was observed.
    #[default]
    Day,
    /// The average of a calendar month.
    Month,
    /// The average of a calendar quarter.
    Quarter,
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u32, |n, b| {
                b.is_ascii_digit().then(|| n.saturating_mul(10).saturating_add(u32::from(b.saturating_sub(b'0'))))
            })
        };
        let parts = match text.as_bytes() {
            [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
                number(y).zip(number(&[*m1, *m2])).zip(number(&[*d1, *d2]))
            }
            _ => None,
        };
        parts
            .and_then(|((year, month), day)| Self::of(i32::try_from(year).ok()?, month, day))
            .ok_or_else(|| DateError::Day(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.format("%Y-%m-%d").to_string())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

crate::wire::by_text!(Date, "a day (YYYY-MM-DD)");

/// The last day of the financial year, `MM-DD`; 02-29 means the last day of February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearEnd {
    month: u32,
    day: u32,
}

impl YearEnd {
    /// The calendar year: 31 December.
    pub const DECEMBER: Self = Self { month: 12, day: 31 };

    /// The year end that falls in the calendar year, if the calendar reaches it.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<Date> {
        let clamped = if (self.month, self.day) == (2, 29) { 28 } else { self.day };
        Date::of(year, self.month, self.day).or_else(|| Date::of(year, self.month, clamped))
    }

    /// Whether the financial year ends on that day.
    #[must_use]
    pub fn falls_on(self, date: Date) -> bool {
        self.in_year(date.year()) == Some(date)
    }

    /// The financial year and the quarter of it in which a day lies, if the calendar reaches its end.
    #[must_use]
    pub fn year_and_quarter(self, date: Date) -> Option<(i32, u32)> {
        let this = date.year();
        let year = if self.in_year(this)? < date { this.checked_add(1)? } else { this };
        let holds = |nth: &u32| PeriodName::Quarter(year, *nth).resolve(self).is_some_and(|days| days.contains(date));
        (1..=4).find(holds).map(|quarter| (year, quarter))
    }

    /// The financial year that ends in the calendar year.
    #[must_use]
    pub fn financial_year(self, year: i32) -> Option<Period> {
        let first = self.in_year(year.checked_sub(1)?)?.next();
        Period::new(first, self.in_year(year)?)
    }
}

impl FromStr for YearEnd {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let refuse = || DateError::MonthDay(text.chars().take(40).collect());
        let in_leap_year: Date = format!("2000-{text}").parse().map_err(|_| refuse())?;
        Ok(Self { month: in_leap_year.0.month(), day: in_leap_year.0.day() })
    }
}

impl fmt::Display for YearEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

crate::wire::by_text!(YearEnd, "a month and day (MM-DD)");

/// A stretch of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Period {
    /// The period, if it has at least one day.
    #[must_use]
    pub fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> i64 {
        self.last.days_since(self.first).saturating_add(1)
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.first, self.last)
    }
}

/// A period as a user or a statement names it; quarters, halves and years are those of the
/// financial year, so the book's year end gives them their days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodName {
    /// `FY2004`: the financial year that ends in 2004.
    Year(i32),
    /// `2004-H1`.
    Half(i32, u32),
    /// `2004-Q1`.
    Quarter(i32, u32),
    /// `2004-02`: a calendar month.
    Month(i32, u32),
    /// `2004-01-01..2004-03-31`.
    Days(Period),
}

impl PeriodName {
    /// The days it stands for in a book with that year end.
    #[must_use]
    pub fn resolve(self, year_end: YearEnd) -> Option<Period> {
        match self {
            Self::Year(year) => year_end.financial_year(year),
            Self::Half(year, half) => months_of_year(year_end, year, half, 6),
            Self::Quarter(year, quarter) => months_of_year(year_end, year, quarter, 3),
            Self::Month(year, month) => {
                let first = Date::of(year, month, 1)?;
                Period::new(first, Date(first.0.checked_add_months(Months::new(1))?).previous())
            }
            Self::Days(period) => Some(period),
        }
    }
}

/// The `nth` stretch of `months` in the financial year; the last one ends with the year.
fn months_of_year(year_end: YearEnd, year: i32, nth: u32, months: u32) -> Option<Period> {
    let whole = year_end.financial_year(year)?;
    let start = |n: u32| Some(Date(whole.first.0.checked_add_months(Months::new(n.checked_mul(months)?))?));
    let first = start(nth.checked_sub(1)?)?;
    let last = start(nth)?.previous().min(whole.last);
    Period::new(first, last)
}

impl FromStr for PeriodName {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        read_period(text).ok_or_else(|| DateError::Period(text.chars().take(40).collect()))
    }
}

fn read_period(text: &str) -> Option<PeriodName> {
    if let Some((first, last)) = text.split_once("..") {
        return Period::new(first.parse().ok()?, last.parse().ok()?).map(PeriodName::Days);
    }
    let year = |digits: &str| {
        let plain = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten().filter(|year| *year > 0)
    };
    if let Some(digits) = text.strip_prefix("FY") {
        return year(digits).map(PeriodName::Year);
    }
    let (head, tail) = text.split_once('-')?;
    let year = year(head)?;
    match tail {
        "H1" => Some(PeriodName::Half(year, 1)),
        "H2" => Some(PeriodName::Half(year, 2)),
        "Q1" => Some(PeriodName::Quarter(year, 1)),
        "Q2" => Some(PeriodName::Quarter(year, 2)),
        "Q3" => Some(PeriodName::Quarter(year, 3)),
        "Q4" => Some(PeriodName::Quarter(year, 4)),
        month if month.len() == 2 => {
            let number = month.bytes().all(|b| b.is_ascii_digit()).then(|| month.parse().ok()).flatten()?;
            Date::of(year, number, 1).map(|_| PeriodName::Month(year, number))
        }
        _ => None,
    }
}

impl fmt::Display for PeriodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "FY{year:04}"),
            Self::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Days(period) => write!(f, "{period}"),
        }
    }
}

crate::wire::by_text!(PeriodName, "a period");

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a day of the test table")
    }

    #[test]
    fn days_are_strict() {
        assert_eq!(date("2004-02-29").to_string(), "2004-02-29");
        for bad in ["2003-02-29", "2004-2-1", "04-02-01", "2004/02/01", "0000-01-01", "2004-02-1x", "٢٠٠٤-01-01"] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn months_end_on_a_day_that_they_have() {
        for (day, months, after) in [
            ("2004-01-31", 1, "2004-02-29"),
            ("2004-01-31", 2, "2004-03-31"),
            ("2004-02-29", 12, "2005-02-28"),
            ("2003-12-30", 0, "2003-12-30"),
        ] {
            assert_eq!(date(day).months_after(months), date(after), "{day} {months}");
        }
        for (day, months, before) in [("2004-03-31", 1, "2004-02-29"), ("2005-02-28", 12, "2004-02-28")] {
            assert_eq!(date(day).months_before(months), date(before), "{day} {months}");
        }
        assert!(date("9999-12-31").months_after(u32::MAX) > date("9999-12-31"));
        assert!(date("0001-01-01").months_before(u32::MAX) < date("0001-01-01"));
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        for (first, days, last) in [
            ("2004-02-28", 0, "2004-02-28"),
            ("2004-02-28", 1, "2004-02-29"),
            ("2004-02-28", 2, "2004-03-01"),
            ("2003-02-28", 2, "2003-03-02"),
            ("2003-12-31", 1, "2004-01-01"),
            ("2003-12-31", 366, "2004-12-31"),
            ("2002-12-31", 365, "2003-12-31"),
        ] {
            assert_eq!(date(first).days_after(days), date(last), "{first} {days}");
            assert_eq!(date(last).days_before(days), date(first), "{last} {days}");
            assert_eq!(date(last).days_since(date(first)), i64::from(days), "{first} {last}");
        }
        assert_eq!(date("9999-12-31").days_after(u32::MAX), Date(NaiveDate::MAX));
        assert_eq!(date("0001-01-01").days_before(u32::MAX), Date(NaiveDate::MIN));
        let end = Date(NaiveDate::MAX);
        assert_eq!((end.days_after(0), end.days_after(1), end.previous().days_after(1)), (end, end, end));
    }

    #[test]
    fn a_day_lies_in_a_quarter_of_its_financial_year() {
        let rows = [
            ("12-31", "2004-01-01", Some((2004, 1))),
            ("12-31", "2004-12-31", Some((2004, 4))),
            ("07-31", "2004-07-31", Some((2004, 4))),
            ("07-31", "2004-08-01", Some((2005, 1))),
            ("02-29", "2005-02-28", Some((2005, 4))),
            ("02-29", "2005-03-01", Some((2006, 1))),
            ("07-31", "9999-08-01", None),
        ];
        for (year_end, day, expected) in rows {
            let year_end: YearEnd = year_end.parse().expect("a month and day");
            assert_eq!(year_end.year_and_quarter(date(day)), expected, "{year_end} {day}");
        }
    }

    #[test]
    fn periods_follow_the_financial_year() {
        let rows = [
            ("12-31", "2004-Q1", "2004-01-01..2004-03-31"),
            ("12-31", "2004-Q4", "2004-10-01..2004-12-31"),
            ("12-31", "2004-H2", "2004-07-01..2004-12-31"),
            ("12-31", "FY2004", "2004-01-01..2004-12-31"),
            ("07-31", "2004-Q2", "2003-11-01..2004-01-31"),
            ("07-31", "2004-Q1", "2003-08-01..2003-10-31"),
            ("02-29", "FY2004", "2003-03-01..2004-02-29"),
            ("02-29", "2004-Q4", "2003-12-01..2004-02-29"),
            ("12-31", "2004-02", "2004-02-01..2004-02-29"),
            ("12-31", "2004-01-05..2004-01-05", "2004-01-05..2004-01-05"),
        ];
        for (year_end, name, expected) in rows {
            let year_end: YearEnd = year_end.parse().expect("a month and day");
            let name: PeriodName = name.parse().expect("a period");
            assert_eq!(name.resolve(year_end).map(|p| p.to_string()).as_deref(), Some(expected), "{name}");
        }
        for bad in ["2004-Q5", "2004", "2004-13", "FY04", "2004-03-31..2004-01-01", "2004-+1"] {
            assert!(bad.parse::<PeriodName>().is_err(), "{bad}");
        }
    }
}
