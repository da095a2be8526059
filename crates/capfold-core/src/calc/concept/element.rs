//! Elements, and which stand for a figure.

use serde::{Deserialize, Serialize};

use super::table::FIGURES;
use crate::calc::{CalcError, Calculation, Steps};

/// An element of a taxonomy.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    #[serde(rename = "type")]
    pub(super) item: Item,
    pub(super) period: PeriodType,
    /// The side it increases on; amounts of money only.
    pub(super) balance: Option<Balance>,
}

/// What a value of an element is.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) enum Item {
    /// A number of shares.
    Shares,
    /// An amount of money.
    Monetary,
    /// An amount of money for each share.
    PerShare,
    /// A ratio.
    Pure,
    /// A number in a unit that filers choose.
    Decimal,
    /// A length of time.
    Duration,
}

/// What a value is of.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum PeriodType {
    /// A day.
    Instant,
    /// A period.
    Duration,
}

/// A side of an account.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Balance {
    Debit,
    Credit,
}

/// The elements for a figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) figure: &'static str,
    pub(super) us_gaap: Option<Element>,
    pub(super) ifrs_full: Option<Element>,
    pub(super) dei: Option<Element>,
}

/// The standard elements in which a figure is reported, with the type, period and balance that the taxonomies
/// give them; null where a taxonomy has none and filers add their own.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Map {
    figure: String,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Elements {
    us_gaap: Option<Element>,
    ifrs_full: Option<Element>,
    dei: Option<Element>,
}

impl Calculation for Map {
    const NAME: &'static str = "xbrl.map";
    const MEANING: &'static str = "The elements of US GAAP, IFRS and DEI in which a figure is reported.";
    const SOURCE: &'static str = "the us-gaap, ifrs-full and dei taxonomies";
    const EXAMPLE: &'static str = r#"{"figure":"par_value"}"#;
    type Output = Elements;

    fn calculate(&self, steps: &mut Steps) -> Result<Elements, CalcError> {
        let row = FIGURES.iter().find(|row| row.figure == self.figure);
        let Some(Row { us_gaap, ifrs_full, dei, .. }) = row else {
            let known: Vec<_> = FIGURES.iter().map(|row| row.figure).collect();
            let message = format!("there is no figure `{}`; those there are: {}", self.figure, known.join(", "));
            return Err(CalcError::at("figure", message));
        };
        for (taxonomy, element) in [("us-gaap", us_gaap), ("ifrs-full", ifrs_full), ("dei", dei)] {
            let name = element.map_or("none", |element| element.name);
            steps.say(taxonomy, format!("its element for {}", self.figure), name);
        }
        Ok(Elements { us_gaap: *us_gaap, ifrs_full: *ifrs_full, dei: *dei })
    }
}
