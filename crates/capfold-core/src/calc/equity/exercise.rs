//! Options and warrants that are exercised.

use serde::{Deserialize, Serialize};

use crate::calc::number::{Mode, or_zero};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Part, Steps};

/// Exercise of options or warrants: what is issued, given up, paid and withheld.
///
/// `quantity` in shares, `strike` and `fmv` (the market price) per share in one currency. Tax is `tax_rate` of
/// quantity × (`fmv` − `strike`), not rounded. Below the strike nothing is exercised: all is zero. Refused are
/// fees that what is exercised does not cover, and a `fraction` for what only rounds down.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct NetExercise {
    quantity: Count,
    strike: AtLeastZero,
    fmv: AtLeastZero,
    method: Method,
    /// Of a share in [`Method::NetShare`]; down where it is not said.
    fraction: Option<Mode>,
    /// Whether what rounding down takes is paid in money.
    cash_in_lieu: Option<bool>,
    tax_rate: Option<Part>,
    /// In [`Method::NetShareWithTax`]; aggregate where it is not said.
    withholding_rounding: Option<Withholding>,
    /// Of the sale in [`Method::SellToCover`], in all.
    fees: Option<AtLeastZero>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Method {
    /// Shares for the gain alone.
    NetShare,
    /// Shares for the gain after tax.
    NetShareWithTax,
    /// All shares; enough of them are sold for strike, tax and fees.
    SellToCover,
    /// All shares, for money.
    Cash,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Withholding {
    /// What is issued is rounded down once.
    Aggregate,
    /// What is withheld for the strike and for the tax is rounded up, each by itself.
    SeparateCeil,
}

#[derive(Serialize, Default, Debug)]
pub(in crate::calc) struct Exercised {
    intrinsic_value: Number,
    shares_exact: Number,
    withheld_for_strike: Option<Number>,
    withheld_for_tax: Option<Number>,
    shares_issued: Number,
    shares_sold: Number,
    holder_shares: Number,
    holder_cash: Number,
    surrendered: Number,
    company_cash: Number,
    cash_in_lieu: Number,
    tax: Number,
}

impl Calculation for NetExercise {
    const NAME: &'static str = "ev.net_exercise";
    const MEANING: &'static str = "Shares issued and money paid when options or warrants are exercised: for cash, net, net of tax, or by selling to cover.";
    const SOURCE: &'static str = "terms of the instrument: net shares = quantity × (market − strike) ÷ market";
    const EXAMPLE: &'static str =
        r#"{"quantity":"1000","strike":"2","fmv":"3","method":"net_share","fraction":"floor","cash_in_lieu":true}"#;
    type Output = Exercised;

    fn calculate(&self, steps: &mut Steps) -> Result<Exercised, CalcError> {
        let Self { quantity, strike, fmv, .. } = self;
        let rounds = self.method == Method::NetShare || self.fraction.is_none_or(|mode| mode == Mode::Floor);
        if !rounds {
            return Err(CalcError::at("fraction", "only net_share rounds otherwise than down"));
        }
        if fmv < strike {
            steps.say("out of the money", format!("{fmv} is below {strike}"), "nothing is exercised");
            let separate = self.withholding_rounding == Some(Withholding::SeparateCeil);
            let none = separate.then(Number::zero);
            return Ok(Exercised { withheld_for_strike: none.clone(), withheld_for_tax: none, ..Exercised::default() });
        }
        let gain = &**quantity * (&**fmv - &**strike);
        steps.say("intrinsic value", format!("{quantity} × ({fmv} − {strike})"), &gain);
        let tax = &gain * or_zero(self.tax_rate.as_ref());
        if let Some(rate) = &self.tax_rate {
            steps.say("tax", format!("{gain} × {rate}"), &tax);
        }
        let mut exercised = match self.method {
            Method::NetShare => self.net(&gain, self.fraction.unwrap_or(Mode::Floor), steps)?,
            Method::NetShareWithTax => match self.withholding_rounding.unwrap_or(Withholding::Aggregate) {
                Withholding::Aggregate => self.net(&(&gain - &tax), Mode::Floor, steps)?,
                Withholding::SeparateCeil => self.withheld(&gain, &tax, steps)?,
            },
            Method::SellToCover => self.sold(&tax, steps)?,
            Method::Cash => self.full(steps),
        };
        (exercised.intrinsic_value, exercised.tax) = (gain, tax);
        Ok(exercised)
    }
}

impl NetExercise {
    /// Value over the price of a share, in shares.
    fn in_shares(&self, value: &Number) -> Result<Number, CalcError> {
        value.over(&self.fmv, "fmv", "the market price")
    }

    /// Shares for so much value.
    fn net(&self, value: &Number, mode: Mode, steps: &mut Steps) -> Result<Exercised, CalcError> {
        let exact = self.in_shares(value)?;
        let shares = exact.by(mode, 0);
        steps.say("shares issued", format!("{value} ÷ {}, whole", self.fmv), &shares);
        let mut lieu = Number::zero();
        if self.cash_in_lieu == Some(true) {
            lieu = (&exact - &shares).max(Number::zero()) * &*self.fmv;
            steps.say("cash in lieu", format!("({exact} − {shares}) × {}, if above zero", self.fmv), &lieu);
        }
        Ok(Exercised {
            surrendered: &*self.quantity - &shares,
            holder_shares: shares.clone(),
            shares_issued: shares,
            shares_exact: exact,
            cash_in_lieu: lieu,
            ..Exercised::default()
        })
    }

    /// Shares that are left when those for the strike and the tax are withheld.
    fn withheld(&self, gain: &Number, tax: &Number, steps: &mut Steps) -> Result<Exercised, CalcError> {
        let cost = &*self.quantity * &*self.strike;
        let for_strike = self.in_shares(&cost)?.ceil();
        let for_tax = self.in_shares(tax)?.ceil();
        steps.say("withheld for the strike", format!("{cost} ÷ {}, up", self.fmv), &for_strike);
        steps.say("withheld for the tax", format!("{tax} ÷ {}, up", self.fmv), &for_tax);
        let shares = (&*self.quantity - &for_strike - &for_tax).max(Number::zero());
        steps.say("shares issued", format!("{} − {for_strike} − {for_tax}, if above zero", self.quantity), &shares);
        Ok(Exercised {
            shares_exact: self.in_shares(&(gain - tax))?,
            withheld_for_strike: Some(for_strike),
            withheld_for_tax: Some(for_tax),
            surrendered: &*self.quantity - &shares,
            holder_shares: shares.clone(),
            shares_issued: shares,
            ..Exercised::default()
        })
    }

    /// All shares, less those that are sold for what is owed.
    fn sold(&self, tax: &Number, steps: &mut Steps) -> Result<Exercised, CalcError> {
        let all = self.full(steps);
        let fees = or_zero(self.fees.as_ref());
        let owed = &all.company_cash + tax + &fees;
        let sold = self.in_shares(&owed)?.ceil();
        steps.say("shares sold", format!("({} + {tax} + {fees}) ÷ {}, up", all.company_cash, self.fmv), &sold);
        if sold > *self.quantity {
            let message = format!("{owed} in all is more than {} shares at {} bring", self.quantity, self.fmv);
            return Err(CalcError::at("fees", message));
        }
        let cash = &sold * &*self.fmv - owed;
        steps.say("cash to the holder", format!("{sold} × {} − what is owed", self.fmv), &cash);
        Ok(Exercised { holder_shares: &*self.quantity - &sold, holder_cash: cash, shares_sold: sold, ..all })
    }

    /// All shares, for money.
    fn full(&self, steps: &mut Steps) -> Exercised {
        let shares = (*self.quantity).clone();
        let cash = &shares * &*self.strike;
        steps.say("cash to the company", format!("{shares} × {}", self.strike), &cash);
        Exercised {
            shares_exact: shares.clone(),
            holder_shares: shares.clone(),
            shares_issued: shares,
            company_cash: cash,
            ..Exercised::default()
        }
    }
}

/// Exercise of warrants for cash: whole shares only, and what no share is issued for stays a warrant.
///
/// The warrants held are stated, or found as floor(`units` × `warrants_per_unit`). Refused are both and neither.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct WarrantExercise {
    warrants: Option<Count>,
    units: Option<Count>,
    warrants_per_unit: Option<AtLeastZero>,
    warrants_per_share: AboveZero,
    strike_per_share: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct WarrantsExercised {
    warrants_held: Number,
    shares_issued: Number,
    warrants_used: Number,
    warrants_left: Number,
    cash: Number,
}

impl Calculation for WarrantExercise {
    const NAME: &'static str = "ev.warrant_exercise";
    const MEANING: &'static str =
        "Whole shares that warrants buy, the cash for them, and the warrants that are left over.";
    const SOURCE: &'static str = "terms of the warrant: whole warrants and whole shares only";
    const EXAMPLE: &'static str =
        r#"{"units":"1001","warrants_per_unit":"1/2","warrants_per_share":"1","strike_per_share":"0.75"}"#;
    type Output = WarrantsExercised;

    fn calculate(&self, steps: &mut Steps) -> Result<WarrantsExercised, CalcError> {
        let held = self.held(steps)?;
        let shares = held.over(&self.warrants_per_share, "warrants_per_share", "it")?.floor();
        steps.say("shares issued", format!("{held} ÷ {}, down", self.warrants_per_share), &shares);
        let used = &shares * &*self.warrants_per_share;
        steps.say("warrants used", format!("{shares} × {}", self.warrants_per_share), &used);
        let cash = &shares * &*self.strike_per_share;
        steps.say("cash", format!("{shares} × {}", self.strike_per_share), &cash);
        Ok(WarrantsExercised {
            warrants_left: &held - &used,
            warrants_held: held,
            shares_issued: shares,
            warrants_used: used,
            cash,
        })
    }
}

impl WarrantExercise {
    fn held(&self, steps: &mut Steps) -> Result<Number, CalcError> {
        match (&self.warrants, &self.units, &self.warrants_per_unit) {
            (Some(warrants), None, None) => Ok((**warrants).clone()),
            (None, Some(units), Some(each)) => {
                let held = (&**units * &**each).floor();
                steps.say("warrants held", format!("{units} × {each}, down"), &held);
                Ok(held)
            }
            (Some(_), _, _) => Err(CalcError::at("", "either warrants, or units and warrants per unit, not both")),
            (None, _, _) => Err(CalcError::at("", "neither warrants, nor units and warrants per unit")),
        }
    }
}
