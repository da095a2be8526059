//! The price of a European option.

use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::decimal::{self, LARGEST_EXPONENT};
use crate::calc::{AtLeastZero, CalcError, Calculation, Number, Steps};
use crate::exact::Rounding;

/// Places of what is given.
const PLACES: u32 = 20;
/// Places worked with for amounts of one digit.
const INSIDE: u32 = 84;

/// Price of a European call or put (Black, Scholes and Merton; IFRS 2.B4–B6, ASC 718-10-55-11 to 55-21).
///
/// Rates, dividend yield and volatility are for a year, `0.05` for five per cent, compounding continuously unless
/// `rate_compounding` says `annual`: rate and yield are then ln(1 + r). Without time or volatility, or where spot
/// or strike are zero, nothing is left to chance: the price is what the discounted forward is worth, and there are
/// no `d1` and `d2`. `delta` counts the dividends; it is null where the forward is at the strike and the slope has
/// a corner. Everything is given to 20 places.
///
/// Refused: an annual rate of −100 % or less, and a rate below zero under which the strike grows beyond e^100.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct BlackScholes {
    #[serde(rename = "type")]
    right: Right,
    spot: AtLeastZero,
    strike: AtLeastZero,
    years: AtLeastZero,
    rate: Number,
    volatility: AtLeastZero,
    dividend_yield: Option<AtLeastZero>,
    rate_compounding: Option<Compounding>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Right {
    Call,
    Put,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
enum Compounding {
    #[default]
    Continuous,
    Annual,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Price {
    price: Number,
    d1: Option<Number>,
    d2: Option<Number>,
    delta: Option<Number>,
}

/// Spot and strike as they are worth today, and what a unit of the spot is.
struct Discounted {
    spot: Number,
    strike: Number,
    unit: Number,
}

impl Calculation for BlackScholes {
    const NAME: &'static str = "val.black_scholes";
    const MEANING: &'static str = "Price and delta of a European option (Black–Scholes–Merton).";
    const SOURCE: &'static str = "IFRS 2.B4–B6; ASC 718-10-55-11 to 718-10-55-21";
    const EXAMPLE: &'static str = r#"{"type":"call","spot":"9.60","strike":"10","years":"1.5","rate":"0.03","volatility":"0.35","dividend_yield":"0.01"}"#;
    type Output = Price;

    fn calculate(&self, steps: &mut Steps) -> Result<Price, CalcError> {
        let dividend_yield = AtLeastZero::or_zero(self.dividend_yield.as_ref());
        let growth = self.exponent(&self.rate, "rate")?;
        let payout = self.exponent(&dividend_yield, "dividend_yield")?;
        let inside = self.inside();
        let discount = |exponent: &Number, path| {
            decimal::exp(&-exponent, inside).ok_or_else(|| {
                let message = format!("over {} years the discount factor is beyond e^{LARGEST_EXPONENT}", self.years);
                CalcError::at(path, message)
            })
        };
        let unit = discount(&payout, "dividend_yield")?;
        let strike = &*self.strike * discount(&growth, "rate")?;
        let worth = Discounted { spot: &*self.spot * &unit, strike, unit };
        steps.say("spot without dividends", format!("{} × e^(−q × {})", self.spot, self.years), given(&worth.spot));
        steps.say("strike today", format!("{} × e^(−r × {})", self.strike, self.years), given(&worth.strike));
        let variance = &*self.volatility * &*self.volatility * &*self.years;
        if [&variance, &*self.spot, &*self.strike].into_iter().any(|number| number.is_zero()) {
            return Ok(self.certain(&worth, steps));
        }
        self.uncertain(&worth, &variance, growth - payout, steps)
    }
}

impl BlackScholes {
    /// What a yearly rate comes to over the time.
    fn exponent(&self, rate: &Number, path: &str) -> Result<Number, CalcError> {
        let rate = match self.rate_compounding.unwrap_or_default() {
            Compounding::Continuous => rate.clone(),
            Compounding::Annual => {
                let factor = Number::one() + rate;
                decimal::ln(&factor, self.inside_of_exponents())
                    .ok_or_else(|| CalcError::at(path, format!("{rate} a year leaves nothing")))?
            }
        };
        Ok(rate * &*self.years)
    }

    /// Places with which amounts are right to [`PLACES`].
    fn inside(&self) -> u32 {
        INSIDE.saturating_add(decimal::digits(&self.spot)).saturating_add(decimal::digits(&self.strike))
    }

    /// Places with which exponents are: what multiplies them comes on top.
    fn inside_of_exponents(&self) -> u32 {
        let dividend_yield = AtLeastZero::or_zero(self.dividend_yield.as_ref());
        let factors = [&*self.years, &self.rate, &dividend_yield].map(decimal::digits);
        factors.into_iter().fold(self.inside().saturating_add(PLACES), u32::saturating_add)
    }

    /// The price where only rates are at work.
    fn certain(&self, worth: &Discounted, steps: &mut Steps) -> Price {
        let gain = match self.right {
            Right::Call => &worth.spot - &worth.strike,
            Right::Put => &worth.strike - &worth.spot,
        };
        let slope = match self.right {
            Right::Call => worth.unit.clone(),
            Right::Put => -&worth.unit,
        };
        let zero = Number::zero();
        let delta = match gain.cmp(&zero) {
            std::cmp::Ordering::Less => Some(zero.clone()),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(given(&slope)),
        };
        let price = given(&gain.max(zero));
        steps.say("price", "nothing is left to chance: the gain on the forward, or nothing", &price);
        Price { price, d1: None, d2: None, delta }
    }

    fn uncertain(
        &self,
        worth: &Discounted,
        variance: &Number,
        drift: Number,
        steps: &mut Steps,
    ) -> Result<Price, CalcError> {
        // A small deviation makes large quotients of it: their error is divided by it twice.
        let precision = Number::one().over(variance, "volatility", "the variance")?;
        let inside = self.inside_of_exponents().saturating_add(decimal::digits(&precision));
        let deviation = decimal::sqrt(variance, inside);
        let moneyness = self.spot.over(&self.strike, "strike", "the strike")?;
        let moneyness = decimal::ln(&moneyness, inside)
            .ok_or_else(|| CalcError::at("spot", "spot and strike are not above zero"))?;
        let moved = moneyness + drift;
        let twice = &moved + &moved + variance;
        let d1 = twice.over(&(&deviation + &deviation), "volatility", "the deviation")?;
        let d1 = d1.rounded(inside, Rounding::HalfUp);
        let d2 = &d1 - deviation;
        let how = |sign| format!("(ln(S ÷ K) + (r − q {sign} σ² ÷ 2) × T) ÷ (σ × √T)");
        steps.say("d1", how("+"), given(&d1));
        steps.say("d2", how("−"), given(&d2));
        let [above, exercised] = [&d1, &d2].map(|d| decimal::normal(d, self.inside()));
        steps.say("N(d1)", "standard normal distribution", given(&above));
        steps.say("N(d2)", "standard normal distribution", given(&exercised));
        let [above, exercised] = match self.right {
            Right::Call => [above, exercised],
            Right::Put => [above - Number::one(), exercised - Number::one()],
        };
        let price = given(&(&worth.spot * &above - &worth.strike * &exercised));
        let how = match self.right {
            Right::Call => "spot without dividends × N(d1) − strike today × N(d2)",
            Right::Put => "strike today × N(−d2) − spot without dividends × N(−d1)",
        };
        steps.say("price", how, &price);
        let delta = given(&(&worth.unit * above));
        Ok(Price { price, d1: Some(given(&d1)), d2: Some(given(&d2)), delta: Some(delta) })
    }
}

fn given(number: &Number) -> Number {
    number.rounded(PLACES, Rounding::HalfUp)
}
