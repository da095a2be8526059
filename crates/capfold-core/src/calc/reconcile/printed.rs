//! What a printed or tagged figure can stand for.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::stated::{Ends, Figure, Shown};
use crate::calc::{AboveZero, CalcError, Calculation, Number, Steps};
use crate::interval::{Interval, Printing};
use crate::wire::by_text;

/// The numbers that a printed figure can stand for. The unit is its last printed place, times the scale of the
/// document (1000 for statements in thousands) and of the word after it. `half_up` includes the end nearer to
/// zero, `half_even` both or none, `nearest` both, as how ties go is not known.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct OfPrint {
    text: Figure,
    mode: Printing,
    scale: Option<AboveZero>,
    #[serde(default)]
    integer: bool,
}

impl Calculation for OfPrint {
    const NAME: &'static str = "rec.interval";
    const MEANING: &'static str = "The numbers that a printed figure can stand for.";
    const SOURCE: &'static str = "capfold's own: the inverse of rounding";
    const EXAMPLE: &'static str = r#"{"text":"C$0.07","mode":"half_up"}"#;
    type Output = Ends;

    fn calculate(&self, steps: &mut Steps) -> Result<Ends, CalcError> {
        let mut range = self.text.means(self.mode, self.scale.as_ref());
        steps.say("what it can stand for", format!("{} and its last digit", self.text), Shown(&range));
        if self.integer {
            let none = || CalcError::at("text", format!("no whole number lies in {}", Shown(&range)));
            range = range.whole_numbers().ok_or_else(none)?;
            steps.say("whole numbers", "the first and the last in it", Shown(&range));
        }
        Ok(range.into())
    }
}

/// To which power of ten a tagged value is accurate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decimals {
    /// To 10 to the power of minus this.
    Places(i32),
    /// Exactly.
    Infinite,
}

/// Places at most, either way.
const PLACES: i32 = 60;

/// Why a text says no accuracy.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a number of decimals: INF, or a whole number from -{PLACES} to {PLACES}")]
pub(super) struct NoDecimals(String);

impl FromStr for Decimals {
    type Err = NoDecimals;

    fn from_str(text: &str) -> Result<Self, NoDecimals> {
        let wrong = || NoDecimals(text.chars().take(40).collect());
        if text == "INF" {
            return Ok(Self::Infinite);
        }
        let places: i32 = text.parse().map_err(|_| wrong())?;
        if (-PLACES..=PLACES).contains(&places) { Ok(Self::Places(places)) } else { Err(wrong()) }
    }
}

impl fmt::Display for Decimals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Places(places) => write!(f, "{places}"),
            Self::Infinite => f.write_str("INF"),
        }
    }
}

by_text!(Decimals, "decimals in quotes: INF or a whole number");

/// The numbers that a value with so many decimals can stand for.
pub(super) fn tagged(value: &Number, decimals: Decimals, printing: Printing) -> Interval {
    match decimals {
        Decimals::Places(places) => Interval::printed(value, &Number::power_of_ten(places.saturating_neg()), printing),
        Decimals::Infinite => Interval::point((**value).clone()),
    }
}

/// The numbers that a tagged value can stand for: half a unit of its decimals either way, ends included, unless
/// it was cut.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct OfTag {
    value: Number,
    decimals: Decimals,
    #[serde(default = "nearest")]
    mode: Printing,
}

/// How tagged values are brought to their decimals unless it is said.
pub(super) const fn nearest() -> Printing {
    Printing::Nearest
}

impl Calculation for OfTag {
    const NAME: &'static str = "rec.xbrl_interval";
    const MEANING: &'static str = "The numbers that a tagged value of so many decimals can stand for.";
    const SOURCE: &'static str = "XBRL 2.1, 4.6.5; Calculations 1.1";
    const EXAMPLE: &'static str = r#"{"value":"87100","decimals":"-2","mode":"nearest"}"#;
    type Output = Ends;

    fn calculate(&self, steps: &mut Steps) -> Result<Ends, CalcError> {
        let range = tagged(&self.value, self.decimals, self.mode);
        steps.say("what it can stand for", format!("{} to {} decimals", self.value, self.decimals), Shown(&range));
        Ok(range.into())
    }
}
