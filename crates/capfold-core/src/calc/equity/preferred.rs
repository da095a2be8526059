//! What preferred shares accrue.

use serde::{Deserialize, Serialize};

use crate::calc::number::or_zero;
use crate::calc::period::DayCount;
use crate::calc::{AtLeastZero, CalcError, Calculation, Count, Number, Part, Steps};
use crate::date::Date;

/// Cumulative dividends of preferred shares and what a liquidation owes them.
///
/// Money per share in one currency; `rate` is of a year. Compound dividends are added to the price after each
/// whole period, and the days that are left over accrue on that balance; what was paid comes off at the end.
/// Refused are days that are reversed, compounding without whole months, and more paid than accrued.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Cumulative {
    original_price: AtLeastZero,
    shares: AtLeastZero,
    rate: Part,
    compounding: Compounding,
    /// For compound dividends.
    periods_per_year: Option<Count>,
    day_count: DayCount,
    accrue_from: Date,
    as_of: Date,
    paid_per_share: Option<AtLeastZero>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Compounding {
    Simple,
    Compound,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Accrued {
    accrued_per_share: Number,
    accrued_total: Number,
    liquidation_amount_per_share: Number,
    liquidation_amount_total: Number,
}

impl Calculation for Cumulative {
    const NAME: &'static str = "ev.preferred_cumulative";
    const MEANING: &'static str = "Cumulative preferred dividends that have accrued, and the liquidation amount.";
    const SOURCE: &'static str = "terms of the class; arrears as in IAS 33.14(b), ASC 260-10-45-11";
    const EXAMPLE: &'static str = r#"{"original_price":"5","shares":"200000","rate":"0.08","compounding":"simple","day_count":"30_360","accrue_from":"2023-01-01","as_of":"2024-07-01","paid_per_share":"0.10"}"#;
    type Output = Accrued;

    fn calculate(&self, steps: &mut Steps) -> Result<Accrued, CalcError> {
        let Self { original_price: price, shares, rate, .. } = self;
        if self.as_of < self.accrue_from {
            let message = format!("{} is before {}, from which dividends accrue", self.as_of, self.accrue_from);
            return Err(CalcError::at("as_of", message));
        }
        let growth = self.growth(steps)?;
        let gross = &**price * (&growth - Number::one());
        steps.say("accrued per share", format!("{price} × ({growth} − 1)"), &gross);
        let paid = or_zero(self.paid_per_share.as_ref());
        if paid > gross {
            return Err(CalcError::at("paid_per_share", format!("{paid} is more than the {gross} that accrued")));
        }
        let accrued = gross - &paid;
        if self.paid_per_share.is_some() {
            steps.say("less paid", format!("− {paid}"), &accrued);
        }
        let owed = &**price + &accrued;
        steps.say("liquidation amount per share", format!("{price} + {accrued} at {rate}"), &owed);
        Ok(Accrued {
            accrued_total: &accrued * &**shares,
            accrued_per_share: accrued,
            liquidation_amount_total: &owed * &**shares,
            liquidation_amount_per_share: owed,
        })
    }
}

impl Cumulative {
    /// What one of the price becomes.
    fn growth(&self, steps: &mut Steps) -> Result<Number, CalcError> {
        let (from, to) = (self.accrue_from, self.as_of);
        match (self.compounding, &self.periods_per_year) {
            (Compounding::Simple, _) => {
                let years = self.day_count.years(from, to)?;
                let growth = Number::one() + &*self.rate * &years;
                steps.say("growth", format!("1 + {} × {years}", self.rate), &growth);
                Ok(growth)
            }
            (Compounding::Compound, Some(times)) => {
                let growth = self.day_count.compounded(&self.rate, (times, "periods_per_year"), from, to)?;
                let how = format!("{} compounded {times} times a year, simple for the rest", self.rate);
                steps.say("growth", how, &growth);
                Ok(growth)
            }
            (Compounding::Compound, None) => {
                Err(CalcError::at("periods_per_year", "compound dividends need the number of periods"))
            }
        }
    }
}
