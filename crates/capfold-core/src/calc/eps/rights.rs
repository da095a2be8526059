//! Rights issues.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::each_once;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Steps};

/// Earnings per share around a rights issue (IAS 33.26(b), 33.A2; ASC 260-10-55-13, 55-14). Shares offered to all
/// holders below fair value are in part a bonus issue: the years and months before them are restated by the fair
/// value before ÷ the theoretical value after (TERP).
///
/// A price at or above the fair value holds no bonus: the factor is 1. Years are in order: the one before the
/// issue, that of the issue, later ones; each has a profit.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct RightsIssue {
    shares_before: AboveZero,
    /// So many new shares …
    new: AboveZero,
    /// … for so many held.
    per: AboveZero,
    exercise_price: AtLeastZero,
    /// With the right.
    fair_value_before: AboveZero,
    /// Months of the year of the issue before it.
    months_before: AtLeastZero,
    years: Vec<String>,
    profits: BTreeMap<String, Number>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Restated {
    new_shares: Number,
    terp: Number,
    factor: Number,
    first_reported_prior_eps: Number,
    wanos_issue_year: Number,
    eps: BTreeMap<String, Number>,
}

impl Calculation for RightsIssue {
    const NAME: &'static str = "eps.rights_issue";
    const MEANING: &'static str =
        "Earnings per share of the years around a rights issue, restated for the bonus that it holds.";
    const SOURCE: &'static str = "IAS 33.26(b), 33.64, 33.A2; ASC 260-10-55-13 and 55-14";
    const EXAMPLE: &'static str = r#"{"shares_before":"900","new":"1","per":"3","exercise_price":"4","fair_value_before":"8","months_before":"6","years":["2023","2024","2025"],"profits":{"2023":"720","2024":"900","2025":"1200"}}"#;
    type Output = Restated;

    fn calculate(&self, steps: &mut Steps) -> Result<Restated, CalcError> {
        let (prior, of_issue) = self.first_years()?;
        let Self { shares_before: before, new, per, exercise_price: price, fair_value_before: value, .. } = self;
        let new_shares = (&**before * &**new).over(per, "per", "the number of shares held for them")?;
        steps.say("new shares", format!("{before} × {new} ÷ {per}"), &new_shares);
        let after = &**before + &new_shares;
        let worth = &**value * &**before + &**price * &new_shares;
        let terp = worth.over(&after, "shares_before", "the number of shares")?;
        steps.say("TERP", format!("({value} × {before} + {price} × {new_shares}) ÷ {after}"), &terp);
        let factor = value.over(&terp, "fair_value_before", "the value after the issue")?.max(Number::one());
        steps.say("factor", format!("{value} ÷ {terp}, at least 1"), &factor);
        let restated = &**before * &factor;
        let part = self.part_before()?;
        let issue_year = &restated * &part + &after * (Number::one() - &part);
        steps.say("shares, year of the issue", format!("{restated} × {part} + {after} × the rest"), &issue_year);
        let mut eps = BTreeMap::new();
        for year in &self.years {
            let shares = match year {
                _ if year == prior => &restated,
                _ if year == of_issue => &issue_year,
                _ => &after,
            };
            let per_share = self.profit(year)?.over(shares, "shares_before", "the number of shares")?;
            steps.say(year, format!("{} ÷ {shares}", self.profit(year)?), &per_share);
            eps.insert(year.clone(), per_share);
        }
        let first = self.profit(prior)?.over(before, "shares_before", "the number of shares")?;
        Ok(Restated { new_shares, terp, factor, first_reported_prior_eps: first, wanos_issue_year: issue_year, eps })
    }
}

impl RightsIssue {
    /// The year before the issue, and its own; every year once, and no profit of any other.
    fn first_years(&self) -> Result<(&String, &String), CalcError> {
        each_once(self.years.iter().map(String::as_str), "years")?;
        if let Some(other) = self.profits.keys().find(|year| !self.years.contains(year)) {
            return Err(CalcError::at(format!("profits.{other}"), "not one of the years"));
        }
        let [prior, of_issue, ..] = self.years.as_slice() else {
            return Err(CalcError::at("years", "fewer than two: the year before the issue, then its own"));
        };
        Ok((prior, of_issue))
    }

    fn profit(&self, year: &str) -> Result<&Number, CalcError> {
        self.profits.get(year).ok_or_else(|| CalcError::at("profits", format!("none of {year}")))
    }

    fn part_before(&self) -> Result<Number, CalcError> {
        let months = &self.months_before;
        let part = months.over(&Number::whole(12), "months_before", "a year")?;
        if part > Number::one() {
            return Err(CalcError::at("months_before", format!("{months} is more than 12")));
        }
        Ok(part)
    }
}
