//! A year with everything: its quarters and itself.

mod year;

use serde::{Deserialize, Serialize};

use self::year::{Profit, Year};
use super::Regime;
use super::stretch::Stretch;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Part, Steps};
use crate::date::Date;

/// Basic and diluted earnings per share of four quarters and their year, from what happened in it (IAS 33.9–63;
/// ASC 260-10-45, 55-3). Dates are months: the first of one, or the last of the one before.
///
/// Preference dividends are those of the shares outstanding at the end of each quarter. What converts or is
/// exercised is in the basic number from then on, and potential before. The year's options and warrants: under
/// IFRS by their average price over the months in which they exist; under US GAAP the average of the quarters,
/// those with a loss included, whose own diluted figure leaves them out.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Comprehensive {
    regime: Regime,
    /// The first of a month.
    year_start: Date,
    opening_shares: AtLeastZero,
    share_issues: Option<Vec<Issue>>,
    convertible_bonds: Option<Bonds>,
    convertible_preference: Option<Preference>,
    warrants: Option<Rights>,
    options: Option<Rights>,
    /// Of a share in each quarter.
    avg_price: [AboveZero; 4],
    special_avg: Option<Vec<SpecialPrice>>,
    tax_rate: Part,
    /// Profit of each quarter from continuing operations, before preference dividends.
    continuing: [Number; 4],
    /// Profit of each quarter with discontinued operations.
    net: [Number; 4],
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Issue {
    date: Date,
    shares: AtLeastZero,
}

/// Outstanding since before the year, converted all at once or not in it.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Bonds {
    principal: AtLeastZero,
    /// Of a year.
    coupon: AtLeastZero,
    per_bond: AboveZero,
    shares_per_bond: AtLeastZero,
    converted_on: Option<Date>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Preference {
    /// Shares when the year begins.
    opening: AtLeastZero,
    /// For each share outstanding at the end of a quarter.
    dividend_per_quarter: AtLeastZero,
    /// Ordinary shares for each.
    ratio: AtLeastZero,
    conversions: Option<Vec<Conversion>>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Conversion {
    date: Date,
    preference_shares: AtLeastZero,
}

/// Options or warrants, exercised all at once or not in the year.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Rights {
    count: AtLeastZero,
    exercise_price: AtLeastZero,
    issued: Date,
    exercised_on: Option<Date>,
}

/// An average price for some rights, in place of the quarter's: from one day to before another.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct SpecialPrice {
    #[serde(rename = "for")]
    of: Which,
    from: Date,
    to: Date,
    price: AboveZero,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Which {
    Warrants,
    Options,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Periods {
    quarters: Vec<Figures>,
    year: Figures,
}

#[derive(Serialize, Debug)]
struct Figures {
    preference_dividends: Number,
    basic: Basic,
    diluted: Diluted,
}

#[derive(Serialize, Debug)]
struct Basic {
    earnings_continuing: Number,
    earnings_total: Number,
    shares: Number,
    #[serde(flatten)]
    eps: PerShare,
}

#[derive(Serialize, Debug)]
struct Diluted {
    earnings_continuing: Number,
    incremental: Incremental,
    shares: Number,
    #[serde(flatten)]
    eps: PerShare,
}

#[derive(Serialize, Debug)]
struct PerShare {
    eps_continuing: Number,
    eps_discontinued: Number,
    eps_total: Number,
}

/// Incremental shares of what dilutes.
#[derive(Serialize, Debug)]
struct Incremental {
    warrants: Number,
    options: Number,
    convertible_preference: Number,
    convertible_bonds: Number,
}

impl Calculation for Comprehensive {
    const NAME: &'static str = "eps.comprehensive";
    const MEANING: &'static str =
        "Basic and diluted earnings per share of a year and its quarters, from the events of the year.";
    const SOURCE: &'static str = "IAS 33.9–63; ASC 260-10-45-10 to 45-46, 260-10-55-3";
    const EXAMPLE: &'static str = r#"{"regime":"US_GAAP","year_start":"2024-01-01","opening_shares":"1200","share_issues":[{"date":"2024-02-01","shares":"300"}],"convertible_bonds":{"principal":"4000","coupon":"0.06","per_bond":"100","shares_per_bond":"5","converted_on":"2024-10-01"},"convertible_preference":{"opening":"100","dividend_per_quarter":"0.3","ratio":"2","conversions":[{"date":"2024-06-01","preference_shares":"40"}]},"warrants":{"count":"90","exercise_price":"20","issued":"2023-03-01","exercised_on":"2024-09-01"},"options":{"count":"60","exercise_price":"24","issued":"2024-04-01"},"avg_price":["22","25","27","30"],"special_avg":[{"for":"warrants","from":"2024-07-01","to":"2024-09-01","price":"26"}],"tax_rate":"0.25","continuing":["900","1100","-200","1000"],"net":["900","1100","-260","1000"]}"#;
    type Output = Periods;

    fn calculate(&self, steps: &mut Steps) -> Result<Periods, CalcError> {
        let year = Year::read(self)?;
        let (mut quarters, mut rights) = (Vec::new(), Vec::new());
        let mut all = Profit::default();
        let profits = self.continuing.iter().zip(&self.net).zip(&year.dividends);
        for ((number, period), ((continuing, net), dividends)) in (1..).zip(Stretch::quarters()?).zip(profits) {
            let (continuing, net, dividends) = (continuing.clone(), net.clone(), dividends.clone());
            let profit = Profit { continuing, net, dividends };
            let of_rights = (year.rights(Which::Warrants, &period)?, year.rights(Which::Options, &period)?);
            let name = format!("quarter {number}");
            quarters.push(year.figures(&period, &profit, of_rights.clone(), &name, steps)?);
            rights.push(of_rights);
            all = all.and(&profit);
        }
        let period = Stretch::year();
        let of_rights = match self.regime {
            Regime::Ifrs => (year.rights(Which::Warrants, &period)?, year.rights(Which::Options, &period)?),
            Regime::UsGaap => {
                let average = |sum: Number| sum.over(&Number::whole(4), "", "the number of quarters");
                let warrants = rights.iter().map(|(warrants, _)| warrants).sum();
                let options = rights.iter().map(|(_, options)| options).sum();
                (average(warrants)?, average(options)?)
            }
        };
        let year = year.figures(&period, &all, of_rights, "year", steps)?;
        Ok(Periods { quarters, year })
    }
}
