//! What is issued for less than it pays: dividends and interest that no one pays out.

use serde::{Deserialize, Serialize};

use super::sequence::{Basis, Potential, dilute};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Part, Steps};

/// Years at most: longer than any term, short enough for exact fractions.
const LONGEST: u32 = 100;

/// Preference shares without dividend for some years, issued at a discount instead (IAS 33.15). Each year's part
/// of the discount is a dividend, and is deducted from profit.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct IncreasingRate {
    par: AboveZero,
    /// Of a year, on the carrying amount at its start.
    market_rate: AtLeastZero,
    /// Years without dividend, 100 at most.
    deferral_years: Count,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Imputed {
    issue_price: Number,
    rows: Vec<Year>,
    thereafter_dividend: Number,
}

#[derive(Serialize, Debug)]
struct Year {
    opening: Number,
    imputed_dividend: Number,
    closing: Number,
}

impl Calculation for IncreasingRate {
    const NAME: &'static str = "eps.increasing_rate_preference";
    const MEANING: &'static str = "Dividends imputed to preference shares that pay none for some years.";
    const SOURCE: &'static str = "IAS 33.15; ASC 260-10-45-11 and SAB Topic 5.Q";
    const EXAMPLE: &'static str = r#"{"par":"121","market_rate":"0.1","deferral_years":"2"}"#;
    type Output = Imputed;

    fn calculate(&self, steps: &mut Steps) -> Result<Imputed, CalcError> {
        let rate = &*self.market_rate;
        let grown = Number::one() + rate;
        let mut rows = Vec::new();
        let mut opening = (*self.par).clone();
        for _ in 0..self.deferral_years.at_most(LONGEST, "deferral_years")? {
            let closing = opening;
            opening = closing.over(&grown, "market_rate", "a year's growth")?;
            rows.push(Year { imputed_dividend: &closing - &opening, opening: opening.clone(), closing });
        }
        rows.reverse();
        steps.say("issue price", format!("{} ÷ (1 + {rate}), {} times", self.par, rows.len()), &opening);
        for (year, row) in (1..).zip(&rows) {
            let how = format!("{} × {rate}", row.opening);
            steps.say(format!("dividend of year {year}"), how, &row.imputed_dividend);
        }
        Ok(Imputed { issue_price: opening, rows, thereafter_dividend: &*self.par * rate })
    }
}

/// A convertible bond issued at its face (IAS 32.28–32, IAS 33.49): the liability is what it pays, at the rate of
/// a bond that does not convert; equity is the rest. If converted, the first year's interest at that rate would
/// not be paid. Conversion that would raise earnings per share is not assumed (33.41).
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct CompoundBond {
    face: AboveZero,
    /// Paid at the end of each year, on the face.
    coupon_rate: AtLeastZero,
    /// Of the same bond without conversion.
    market_rate: AtLeastZero,
    /// Until it is paid back: 1 to 100.
    years: Count,
    profit: Number,
    wanos: AboveZero,
    conversion_shares: AboveZero,
    tax_rate: Part,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Split {
    liability_at_issue: Number,
    equity_at_issue: Number,
    year1_interest: Number,
    basic: Number,
    diluted: Number,
}

impl Calculation for CompoundBond {
    const NAME: &'static str = "eps.compound_bond";
    const MEANING: &'static str =
        "A convertible bond split into liability and equity, and earnings per share of its first year.";
    const SOURCE: &'static str = "IAS 32.28–32, 32.AG31; IAS 33.33, 33.36, 33.49–50";
    const EXAMPLE: &'static str = r#"{"face":"242","coupon_rate":"0","market_rate":"0.1","years":"2","profit":"100","wanos":"50","conversion_shares":"25","tax_rate":"0.25"}"#;
    type Output = Split;

    fn calculate(&self, steps: &mut Steps) -> Result<Split, CalcError> {
        let Self { face, coupon_rate, market_rate: rate, tax_rate: tax, .. } = self;
        let years = self.years.at_most(LONGEST, "years")?;
        if years == 0 {
            return Err(CalcError::at("years", "a bond without a year to run has no interest"));
        }
        let coupon = &**face * &**coupon_rate;
        let grown = Number::one() + &**rate;
        let mut liability = (**face).clone();
        for _ in 0..years {
            liability = (liability + &coupon).over(&grown, "market_rate", "a year's growth")?;
        }
        let how = format!("{years} × {coupon} and {face}, at {rate}");
        steps.say("liability at issue", how, &liability);
        let equity = &**face - &liability;
        steps.say("equity at issue", format!("{face} − {liability}"), &equity);
        let interest = &liability * &**rate;
        steps.say("interest of the first year", format!("{liability} × {rate}"), &interest);
        let basis = Basis { earnings: self.profit.clone(), shares: (*self.wanos).clone() };
        let saved = &interest * (Number::one() - &**tax);
        steps.say("saved by conversion", format!("{interest} × (1 − {tax})"), &saved);
        let converted = Potential { id: "conversion", shares: (*self.conversion_shares).clone(), earnings: saved };
        let diluted = dilute(&basis, &[converted], steps)?;
        Ok(Split {
            liability_at_issue: liability,
            equity_at_issue: equity,
            year1_interest: interest,
            basic: basis.per_share()?,
            diluted: diluted.basis.per_share()?,
        })
    }
}
