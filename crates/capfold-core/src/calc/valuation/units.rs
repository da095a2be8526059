//! Units of shares and warrants, and what of their price is for which.

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Steps};

/// Proceeds of units divided between shares and warrants (IAS 32.28–32, 32.38; ASC 470-20-25-2, 470-20-30-2, SAB
/// Topic 5.A): by their fair values, or to one of them first, at most its fair value, and what is left to the other.
/// Liabilities are measured first: warrants that are liabilities need `residual_to_shares`.
///
/// Costs follow the proceeds. Those of liability warrants are an expense, and leave their amount whole.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct UnitBifurcation {
    units: AboveZero,
    unit_price: AboveZero,
    warrants_per_unit: AtLeastZero,
    share_fair_value: AtLeastZero,
    warrant_fair_value: AtLeastZero,
    issue_costs: AtLeastZero,
    method: Method,
    warrant_classification: Class,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Method {
    /// In proportion to fair values.
    Relative,
    /// Shares first.
    ResidualToWarrants,
    /// Warrants first.
    ResidualToShares,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Class {
    Equity,
    Liability,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Bifurcated {
    gross: Number,
    to_shares: Number,
    to_warrants: Number,
    costs_to_shares: Number,
    costs_to_warrants: Number,
    costs_expensed: Number,
    net_share_capital: Number,
    net_warrants: Number,
    cash_received: Number,
}

impl Calculation for UnitBifurcation {
    const NAME: &'static str = "val.unit_bifurcation";
    const MEANING: &'static str = "Proceeds and costs of units divided between their shares and warrants.";
    const SOURCE: &'static str = "IAS 32.28–32, 32.38; ASC 470-20-25-2, 470-20-30-2; SAB Topic 5.A";
    const EXAMPLE: &'static str = r#"{"units":"1000","unit_price":"1.20","warrants_per_unit":"1/2","share_fair_value":"1.10","warrant_fair_value":"0.30","issue_costs":"60","method":"relative","warrant_classification":"equity"}"#;
    type Output = Bifurcated;

    fn calculate(&self, steps: &mut Steps) -> Result<Bifurcated, CalcError> {
        let gross = &*self.units * &*self.unit_price;
        steps.say("gross", format!("{} × {}", self.units, self.unit_price), &gross);
        let to_shares = self.to_shares(&gross, steps)?;
        let to_warrants = &gross - &to_shares;
        steps.say("to shares", format!("{gross} in all"), &to_shares);
        steps.say("to warrants", format!("{gross} − {to_shares}"), &to_warrants);
        let costs_to_shares = (&*self.issue_costs * &to_shares).over(&gross, "units", "the proceeds")?;
        let costs_to_warrants = &*self.issue_costs - &costs_to_shares;
        steps.say("costs to shares", format!("{} × {to_shares} ÷ {gross}", self.issue_costs), &costs_to_shares);
        let (costs_expensed, from_warrants) = match self.warrant_classification {
            Class::Equity => (Number::zero(), costs_to_warrants.clone()),
            Class::Liability => (costs_to_warrants.clone(), Number::zero()),
        };
        Ok(Bifurcated {
            net_share_capital: &to_shares - &costs_to_shares,
            net_warrants: &to_warrants - from_warrants,
            cash_received: &gross - &*self.issue_costs,
            gross,
            to_shares,
            to_warrants,
            costs_to_shares,
            costs_to_warrants,
            costs_expensed,
        })
    }
}

impl UnitBifurcation {
    fn to_shares(&self, gross: &Number, steps: &mut Steps) -> Result<Number, CalcError> {
        let shares = &*self.units * &*self.share_fair_value;
        let warrants = &*self.units * &*self.warrants_per_unit * &*self.warrant_fair_value;
        steps.say("fair value of the shares", format!("{} × {}", self.units, self.share_fair_value), &shares);
        let how = format!("{} × {} × {}", self.units, self.warrants_per_unit, self.warrant_fair_value);
        steps.say("fair value of the warrants", how, &warrants);
        match (self.method, self.warrant_classification) {
            (Method::Relative | Method::ResidualToWarrants, Class::Liability) => {
                Err(CalcError::at("method", "liabilities are measured first: `residual_to_shares`"))
            }
            (Method::Relative, Class::Equity) => {
                (gross * &shares).over(&(&shares + &warrants), "share_fair_value", "the sum of the fair values")
            }
            (Method::ResidualToWarrants, Class::Equity) => Ok(shares.min(gross.clone())),
            (Method::ResidualToShares, Class::Equity | Class::Liability) => Ok((gross - warrants).max(Number::zero())),
        }
    }
}
