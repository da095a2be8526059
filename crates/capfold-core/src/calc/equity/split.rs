//! Splits and consolidations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::count::Authorised;
use super::once;
use crate::calc::number::Mode;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};

/// The most places of a strike.
const MOST_PLACES: u32 = 20;

/// A split (ratio above one) or consolidation (below one): shares holder by holder, par, authorised shares and
/// options.
///
/// `ratio` is new shares for an old one. Each holder's shares are rounded by themselves; `floor_cash` pays the
/// fraction at `cash_price`, a price of a new share. Options: quantities down, strikes up at `strike_dp` places,
/// so that no option gains. Par and authorised shares are not rounded. Refused are a holder or option named
/// twice, `floor_cash` without a price, and options without places of a strike.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Split {
    ratio: AboveZero,
    rounding: Fractions,
    cash_price: Option<AtLeastZero>,
    holders: Vec<Holder>,
    par: Option<AtLeastZero>,
    authorised: Option<Authorised>,
    adjust_authorised: Option<bool>,
    #[serde(default)]
    options: Vec<OptionLot>,
    strike_dp: Option<Count>,
}

/// What becomes of fractions of shares.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Fractions {
    /// They are paid.
    FloorCash,
    /// They are lost.
    FloorForfeit,
    /// They are made whole.
    Ceil,
    /// Halves and more are made whole, others are lost.
    HalfUp,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Holder {
    id: String,
    shares: Count,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct OptionLot {
    id: String,
    quantity: Count,
    strike: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Restated {
    holders: BTreeMap<String, Held>,
    total_exact: Number,
    total_shares: Number,
    cash_in_lieu_total: Number,
    par: Option<Number>,
    authorised: Option<Authorised>,
    options: BTreeMap<String, Lot>,
}

#[derive(Serialize, Debug)]
struct Held {
    exact: Number,
    shares: Number,
    cash_in_lieu: Number,
}

#[derive(Serialize, Debug)]
struct Lot {
    quantity: Number,
    strike: Number,
}

impl Calculation for Split {
    const NAME: &'static str = "ev.split";
    const MEANING: &'static str =
        "Shares of each holder, par, authorised shares and options after a split or consolidation.";
    const SOURCE: &'static str = "terms of the split; Treas. Reg. § 1.424-1(a) for options";
    const EXAMPLE: &'static str = r#"{"ratio":"1/3","rounding":"floor_cash","cash_price":"4.50","holders":[{"id":"one","shares":"1000"}],"par":"0.01","authorised":"3000000","adjust_authorised":true,"options":[{"id":"grant","quantity":"100","strike":"1.30"}],"strike_dp":"2"}"#;
    type Output = Restated;

    fn calculate(&self, steps: &mut Steps) -> Result<Restated, CalcError> {
        let mut holders = BTreeMap::new();
        let mut total = Held { exact: Number::zero(), shares: Number::zero(), cash_in_lieu: Number::zero() };
        for (index, holder) in self.holders.iter().enumerate() {
            let held = self.held(&holder.shares)?;
            steps.say(&holder.id, format!("{} × {} = {}, whole", holder.shares, self.ratio, held.exact), &held.shares);
            total = Held {
                exact: total.exact + &held.exact,
                shares: total.shares + &held.shares,
                cash_in_lieu: total.cash_in_lieu + &held.cash_in_lieu,
            };
            once(&mut holders, &holder.id, held, &format!("holders[{index}]"))?;
        }
        steps.say("all shares", format!("{} before rounding", total.exact), &total.shares);
        let par = self.par.as_ref().map(|par| par.over(&self.ratio, "ratio", "the ratio")).transpose()?;
        if let (Some(old), Some(new)) = (&self.par, &par) {
            steps.say("par", format!("{old} ÷ {}", self.ratio), new);
        }
        Ok(Restated {
            holders,
            total_exact: total.exact,
            total_shares: total.shares,
            cash_in_lieu_total: total.cash_in_lieu,
            par,
            authorised: self.authorised(),
            options: self.options(steps)?,
        })
    }
}

impl Split {
    fn held(&self, shares: &Count) -> Result<Held, CalcError> {
        let exact = &**shares * &*self.ratio;
        let (mode, price) = match (self.rounding, &self.cash_price) {
            (Fractions::FloorCash, None) => {
                return Err(CalcError::at("cash_price", "fractions that are paid need a price"));
            }
            (Fractions::FloorCash, Some(price)) => (Mode::Floor, (**price).clone()),
            (Fractions::FloorForfeit, _) => (Mode::Floor, Number::zero()),
            (Fractions::Ceil, _) => (Mode::Ceil, Number::zero()),
            (Fractions::HalfUp, _) => (Mode::HalfUp, Number::zero()),
        };
        let shares = exact.by(mode, 0);
        Ok(Held { cash_in_lieu: (&exact - &shares) * price, exact, shares })
    }

    fn authorised(&self) -> Option<Authorised> {
        match (self.authorised.as_ref()?, self.adjust_authorised) {
            (Authorised::Shares(shares), Some(true)) => Some(Authorised::Shares(shares * &*self.ratio)),
            (as_before @ (Authorised::Unlimited | Authorised::Shares(_)), _) => Some(as_before.clone()),
        }
    }

    fn options(&self, steps: &mut Steps) -> Result<BTreeMap<String, Lot>, CalcError> {
        let mut options = BTreeMap::new();
        for (index, lot) in self.options.iter().enumerate() {
            let places = self.strike_dp.as_ref();
            let places = places.ok_or_else(|| CalcError::at("strike_dp", "strikes need their number of places"))?;
            let places = places.at_most(MOST_PLACES, "strike_dp")?;
            let exact = lot.strike.over(&self.ratio, "ratio", "the ratio")?;
            let strike = exact.by(Mode::Ceil, places);
            let quantity = (&*lot.quantity * &*self.ratio).floor();
            let what = format!("{} of {quantity}", lot.id);
            steps.say(what, format!("strike {} ÷ {}, up to {places} places", lot.strike, self.ratio), &strike);
            once(&mut options, &lot.id, Lot { quantity, strike }, &format!("options[{index}]"))?;
        }
        Ok(options)
    }
}
