//! Shares that are issued when conditions are met.

use serde::{Deserialize, Serialize};

use super::Regime;
use super::sequence::Basis;
use super::stretch::Stretch;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};

/// Contingently issuable shares over four quarters and their year (IAS 33.24, 33.52–57; ASC 260-10-45-12A to 45-13,
/// 45-48 to 45-57): some for each site opened, some for profit above a threshold.
///
/// Basic: shares of a site from the month in which it opens; those for profit never, as profit can still fall.
/// Diluted: all sites opened by the end of the period from its start, and the profit of the year so far as if it
/// stayed so; where continuing operations make a loss, no more than basic.
/// The year: under IFRS a period by itself; under US GAAP the average of what its quarters included.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Contingent {
    regime: Regime,
    shares_outstanding: AboveZero,
    /// Since the year began, at the end of each quarter.
    ytd_profit: [Number; 4],
    /// What of each quarter's own profit is from discontinued operations.
    discontinued_by_quarter: [Number; 4],
    site: Option<Site>,
    earnings: Option<Condition>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Site {
    shares_per_site: AtLeastZero,
    /// Months of the year, 1 to 12, one for each site.
    opened_at_start_of_month: Vec<Count>,
}

/// So many shares for every full `per` above the threshold.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Condition {
    threshold: Number,
    per: AboveZero,
    shares: AtLeastZero,
}

#[derive(Serialize, Debug)]
struct BasicRow {
    profit: Number,
    site_shares: Number,
    shares: Number,
    eps: Number,
}

#[derive(Serialize, Debug)]
struct DilutedRow {
    site_shares: Number,
    earnings_shares: Number,
    shares: Number,
    eps: Number,
}

#[derive(Serialize, Debug)]
struct Rows<R> {
    quarters: Vec<R>,
    year: R,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct BasicAndDiluted {
    basic: Rows<BasicRow>,
    diluted: Rows<DilutedRow>,
}

impl Calculation for Contingent {
    const NAME: &'static str = "eps.contingent";
    const MEANING: &'static str =
        "Earnings per share with shares to be issued for sites opened and for profit above a threshold.";
    const SOURCE: &'static str = "IAS 33.24, 33.37, 33.52–57; ASC 260-10-45-48 to 45-57";
    const EXAMPLE: &'static str = r#"{"regime":"IFRS","shares_outstanding":"1000","ytd_profit":["200","450","700","900"],"discontinued_by_quarter":["0","0","-50","0"],"site":{"shares_per_site":"60","opened_at_start_of_month":["5"]},"earnings":{"threshold":"500","per":"100","shares":"10"}}"#;
    type Output = BasicAndDiluted;

    fn calculate(&self, steps: &mut Steps) -> Result<BasicAndDiluted, CalcError> {
        let open = self.open()?;
        let mut before = Number::zero();
        let (mut basic, mut diluted) = (Vec::new(), Vec::new());
        let periods = Stretch::quarters()?.into_iter().zip(&self.ytd_profit).zip(&self.discontinued_by_quarter);
        for (number, ((period, so_far), discontinued)) in (1..).zip(periods) {
            let profit = so_far - &before;
            before = so_far.clone();
            let name = format!("quarter {number}");
            let row = self.basic(profit, &open, &period, &name, steps)?;
            let continuing = &row.profit - discontinued;
            diluted.push(self.diluted(&row, &continuing, self.as_if_ended(&open, &period, so_far)?, &name, steps)?);
            basic.push(row);
        }
        let year = self.basic(before, &open, &Stretch::year(), "year", steps)?;
        let continuing = &year.profit - self.discontinued_by_quarter.iter().sum::<Number>();
        let additions = match self.regime {
            Regime::Ifrs => self.as_if_ended(&open, &Stretch::year(), &year.profit)?,
            Regime::UsGaap => Additions {
                sites: average(diluted.iter().map(|row| &row.site_shares))?,
                earnings: average(diluted.iter().map(|row| &row.earnings_shares))?,
            },
        };
        let of_year = self.diluted(&year, &continuing, additions, "year", steps)?;
        Ok(BasicAndDiluted {
            basic: Rows { quarters: basic, year },
            diluted: Rows { quarters: diluted, year: of_year },
        })
    }
}

struct Additions {
    sites: Number,
    earnings: Number,
}

impl Contingent {
    /// For each site, the stretch of the year in which it is open.
    fn open(&self) -> Result<Vec<Stretch>, CalcError> {
        let months = self.site.as_ref().map_or(&[][..], |site| &site.opened_at_start_of_month);
        let mut open = Vec::new();
        for (index, month) in months.iter().enumerate() {
            let path = format!("site.opened_at_start_of_month[{index}]");
            let Some(before) = month.at_most(12, &path)?.checked_sub(1) else {
                return Err(CalcError::at(path, "months are from 1 to 12"));
            };
            open.push(Stretch::from(Number::whole(before).over(&Number::whole(12), &path, "a year")?));
        }
        Ok(open)
    }

    fn per_site(&self) -> Number {
        self.site.as_ref().map_or_else(Number::zero, |site| (*site.shares_per_site).clone())
    }

    /// Sites count by the part of the period in which they are open.
    fn basic(
        &self,
        profit: Number,
        open: &[Stretch],
        period: &Stretch,
        name: &str,
        steps: &mut Steps,
    ) -> Result<BasicRow, CalcError> {
        let mut sites = Number::zero();
        for site in open {
            sites = sites + site.part_of(period)?;
        }
        let site_shares = self.per_site() * &sites;
        let shares = &*self.shares_outstanding + &site_shares;
        let eps = Basis { earnings: profit.clone(), shares: shares.clone() }.per_share()?;
        let how = format!("{profit} ÷ ({} + {} × {sites} for sites)", self.shares_outstanding, self.per_site());
        steps.say(format!("{name}: basic"), how, &eps);
        Ok(BasicRow { profit, site_shares, shares, eps })
    }

    /// What would be issued if the end of a period were that of all conditions.
    fn as_if_ended(&self, open: &[Stretch], period: &Stretch, profit: &Number) -> Result<Additions, CalcError> {
        let mut sites = Number::zero();
        for site in open {
            if site.and(period).length() > Number::zero() {
                sites = sites + Number::one();
            }
        }
        let earnings = match &self.earnings {
            None => Number::zero(),
            Some(Condition { threshold, per, shares }) => {
                let times = (profit - threshold).over(per, "earnings.per", "the step of profit")?.floor();
                times.max(Number::zero()) * &**shares
            }
        };
        Ok(Additions { sites: sites * self.per_site(), earnings })
    }

    fn diluted(
        &self,
        basic: &BasicRow,
        continuing: &Number,
        additions: Additions,
        name: &str,
        steps: &mut Steps,
    ) -> Result<DilutedRow, CalcError> {
        let loss = *continuing < Number::zero();
        let Additions { sites, earnings } =
            if loss { Additions { sites: basic.site_shares.clone(), earnings: Number::zero() } } else { additions };
        let shares = &*self.shares_outstanding + &sites + &earnings;
        let eps = Basis { earnings: basic.profit.clone(), shares: shares.clone() }.per_share()?;
        let why = if loss { ": a loss from continuing operations, as basic" } else { "" };
        let added = format!("{sites} for sites + {earnings} for profit");
        let how = format!("{} ÷ ({} + {added}){why}", basic.profit, self.shares_outstanding);
        steps.say(format!("{name}: diluted"), how, &eps);
        Ok(DilutedRow { site_shares: sites, earnings_shares: earnings, shares, eps })
    }
}

/// Of the four quarters.
fn average<'n>(quarters: impl Iterator<Item = &'n Number>) -> Result<Number, CalcError> {
    quarters.sum::<Number>().over(&Number::whole(4), "", "the number of quarters")
}
