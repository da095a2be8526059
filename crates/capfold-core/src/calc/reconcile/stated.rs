//! Figures as they are stated: printed, or as a range.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::audit::Printed;
use crate::calc::{AboveZero, CalcError, Number};
use crate::interval::{End, Interval, Printing};
use crate::wire::by_text;

/// A figure as a document prints it, with a `%` or a word for thousands counted in: `(US$2.9 million)`.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    text: String,
    value: Number,
    /// One unit of its last digit.
    unit: Number,
}

/// Why a text is no figure.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is not a printed figure: digits in groups of three, a currency before them, and `%`, `thousand`, `million` or `billion` after them"
)]
pub(super) struct NoFigure(String);

impl FromStr for Figure {
    type Err = NoFigure;

    fn from_str(text: &str) -> Result<Self, NoFigure> {
        let (digits, factor) = factor(text.trim());
        let printed: Printed = digits.parse().map_err(|_| NoFigure(text.chars().take(60).collect()))?;
        let (value, unit) = (Number::from(printed.value()), Number::from(printed.quantum()));
        Ok(Self { text: text.to_owned(), value: value * &factor, unit: unit * &factor })
    }
}

/// The digits without the word or sign after them, and what that multiplies by.
fn factor(text: &str) -> (String, Number) {
    let (inner, close) = text.strip_suffix(')').map_or((text, ""), |inner| (inner, ")"));
    if let Some(digits) = inner.strip_suffix('%') {
        return (format!("{digits}{close}"), Number::power_of_ten(-2));
    }
    let words = [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
    let found = inner.rsplit_once(char::is_whitespace).and_then(|(digits, last)| {
        let (_, factor) = words.iter().find(|(word, _)| last.eq_ignore_ascii_case(word))?;
        Some((format!("{digits}{close}"), Number::whole(*factor)))
    });
    found.unwrap_or_else(|| (text.to_owned(), Number::one()))
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

by_text!(Figure, "a printed figure in quotes");

impl Figure {
    /// The number that stands there.
    pub(super) fn value(&self, scale: Option<&AboveZero>) -> Number {
        scale.map_or_else(|| self.value.clone(), |scale| &self.value * &**scale)
    }

    /// The numbers that it can stand for.
    pub(super) fn means(&self, printing: Printing, scale: Option<&AboveZero>) -> Interval {
        let unit = scale.map_or_else(|| self.unit.clone(), |scale| &self.unit * &**scale);
        Interval::printed(&self.value(scale), &unit, printing)
    }
}

/// A number that is known to lie in a range: a printed figure, or two ends, which belong to it unless said
/// otherwise.
#[derive(Deserialize, Clone, Debug)]
#[serde(try_from = "Written")]
pub(super) struct Stated(Interval);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(alias = "value")]
    text: Option<Figure>,
    mode: Option<Printing>,
    scale: Option<AboveZero>,
    integer: Option<bool>,
    lo: Option<Number>,
    hi: Option<Number>,
    lo_closed: Option<bool>,
    hi_closed: Option<bool>,
}

impl TryFrom<Written> for Stated {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, &'static str> {
        let Written { text, mode, scale, integer, lo, hi, lo_closed, hi_closed } = written;
        let range = match (text, mode, lo, hi) {
            (Some(figure), Some(printing), None, None) if lo_closed.is_none() && hi_closed.is_none() => {
                figure.means(printing, scale.as_ref())
            }
            (None, None, Some(lo), Some(hi)) if scale.is_none() => {
                let end =
                    |at: Number, closed: Option<bool>| End { at: at.into_ratio(), closed: closed.unwrap_or(true) };
                let range = Interval { low: Some(end(lo, lo_closed)), high: Some(end(hi, hi_closed)) };
                range.meet(&Interval::ALL).ok_or("no number lies between the two ends")?
            }
            _ => return Err("either a printed figure with its mode, or the two ends `lo` and `hi`"),
        };
        let whole = integer.unwrap_or(false);
        let range = if whole { range.whole_numbers().ok_or("no whole number lies in this range")? } else { range };
        Ok(Self(range))
    }
}

impl Stated {
    pub(super) const fn range(&self) -> &Interval {
        &self.0
    }

    /// The range, where none of it lies below zero.
    pub(super) fn not_below_zero(&self, path: &str) -> Result<&Interval, CalcError> {
        let below = self.0.low.as_ref().is_none_or(|low| low.at < *Number::zero());
        if below { Err(CalcError::at(path, format!("{} goes below zero", Shown(&self.0)))) } else { Ok(&self.0) }
    }
}

/// A range as output; an end that it does not have is null.
#[derive(Serialize, Clone, Debug)]
pub(in crate::calc) struct Ends {
    lo: Option<Number>,
    hi: Option<Number>,
    lo_closed: bool,
    hi_closed: bool,
}

impl From<&Interval> for Ends {
    fn from(range: &Interval) -> Self {
        let at = |end: &Option<End>| end.as_ref().map(|end| Number::from(end.at.clone()));
        let closed = |end: &Option<End>| end.as_ref().is_some_and(|end| end.closed);
        Self { lo: at(&range.low), hi: at(&range.high), lo_closed: closed(&range.low), hi_closed: closed(&range.high) }
    }
}

impl From<Interval> for Ends {
    fn from(range: Interval) -> Self {
        Self::from(&range)
    }
}

/// A range in brackets: `[0.025, 0.035)`.
pub(super) struct Shown<'r>(pub(super) &'r Interval);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ends::from(self.0).fmt(f)
    }
}

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |end: &Option<Number>, beyond: &str| end.as_ref().map_or_else(|| beyond.to_owned(), Number::to_string);
        let (open, close) = (if self.lo_closed { '[' } else { '(' }, if self.hi_closed { ']' } else { ')' });
        write!(f, "{open}{}, {}{close}", or(&self.lo, "-∞"), or(&self.hi, "∞"))
    }
}
