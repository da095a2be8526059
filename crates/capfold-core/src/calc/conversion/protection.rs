//! What a later round does to preferred shares: a lower conversion price, or conversion of who does not take part.

use std::collections::BTreeMap;

use num_traits::Zero;
use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps, distinct};
use crate::exact::Rounding;

/// Decimal places of a price at most.
const MOST_PLACES: u32 = 20;

/// The conversion price of preferred shares after an issue below it. Weighted average: CP2 = CP1 × (A + what the
/// new shares would be at CP1) ÷ (A + new shares), with A the shares that the charter counts (`base`: broad, all
/// of them fully diluted; narrow, the preferred). Full ratchet: the new price. An issue at the conversion price or
/// above it leaves it as it is, not rounded. Each preferred share converts into original price ÷ CP2 common shares.
/// Refused: a weighted average without the shares it counts, a conversion price of zero.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct AntiDilution {
    preferred_shares: AtLeastZero,
    original_price: AboveZero,
    /// As earlier adjustments left it.
    conversion_price: AboveZero,
    new_shares: AtLeastZero,
    new_price: AtLeastZero,
    method: Method,
    base: Option<Base>,
    base_shares: Option<AboveZero>,
    /// Places to which the new conversion price is rounded, half up.
    price_dp: Option<Count>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Method {
    WeightedAverage,
    FullRatchet,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Base {
    Broad,
    Narrow,
}

impl Base {
    const fn words(self) -> &'static str {
        match self {
            Self::Broad => "all shares, fully diluted",
            Self::Narrow => "the preferred alone",
        }
    }
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Adjusted {
    shares_at_old_price: Number,
    new_conversion_price: Number,
    conversion_ratio: Number,
    as_converted: Number,
}

impl Calculation for AntiDilution {
    const NAME: &'static str = "conv.antidilution";
    const MEANING: &'static str = "Conversion price and ratio of preferred shares after an issue at a lower price.";
    const SOURCE: &'static str =
        "NVCA model certificate of incorporation, 4.4.4 (weighted average) and its alternative (full ratchet)";
    const EXAMPLE: &'static str = r#"{"preferred_shares":"1000000","original_price":"2","conversion_price":"2","new_shares":"500000","new_price":"1.20","method":"weighted_average","base":"narrow","base_shares":"1000000","price_dp":"4"}"#;
    type Output = Adjusted;

    fn calculate(&self, steps: &mut Steps) -> Result<Adjusted, CalcError> {
        let old = &*self.conversion_price;
        let paid = &*self.new_shares * &*self.new_price;
        let at_old = paid.over(old, "conversion_price", "the conversion price")?;
        steps.say("new shares at the old price", format!("{paid} ÷ {old}"), &at_old);
        let price = self.price(&at_old, steps)?;
        let ratio = self.original_price.over(&price, "new_price", "the conversion price after it")?;
        steps.say("conversion ratio", format!("{} ÷ {price}", self.original_price), &ratio);
        let as_converted = &*self.preferred_shares * &ratio;
        steps.say("as converted", format!("{} × {ratio}", self.preferred_shares), &as_converted);
        Ok(Adjusted { shares_at_old_price: at_old, new_conversion_price: price, conversion_ratio: ratio, as_converted })
    }
}

impl AntiDilution {
    fn price(&self, at_old: &Number, steps: &mut Steps) -> Result<Number, CalcError> {
        let (old, new) = (&*self.conversion_price, &*self.new_price);
        if new >= old {
            steps.say("conversion price", format!("{new} is not below {old}"), old);
            return Ok(old.clone());
        }
        let (price, how) = match (self.method, &self.base_shares) {
            (Method::FullRatchet, _) => (new.clone(), "the new price".to_owned()),
            (Method::WeightedAverage, None) => {
                return Err(CalcError::at("base_shares", "the shares that the average counts are not said"));
            }
            (Method::WeightedAverage, Some(base)) => {
                let counted = self.base.map_or("the shares that the charter counts", Base::words);
                let all = &**base + &*self.new_shares;
                let above = old * (&**base + at_old);
                let how = format!("{old} × ({base} + {at_old}) ÷ ({base} + {}); {counted}", self.new_shares);
                (above.over(&all, "base_shares", "the number of shares")?, how)
            }
        };
        let places = self.price_dp.as_ref().map(|places| places.at_most(MOST_PLACES, "price_dp")).transpose()?;
        let price = places.map_or_else(|| price.clone(), |places| price.rounded(places, Rounding::HalfUp));
        steps.say("conversion price", how, &price);
        Ok(price)
    }
}

/// Preferred shares that convert because their holder did not take up its part of a round. The shortfall is the
/// unmet part of the pro-rata amount; who has none, or has taken more, has no shortfall. `proportional` converts
/// preferred × shortfall, rounded down; `all_or_nothing` everything on any shortfall. Common shares for them are
/// not rounded. Refused: a holder that stands twice.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct PayToPlay {
    rule: Rule,
    common_per_preferred: AtLeastZero,
    holders: Vec<Holder>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Rule {
    Proportional,
    AllOrNothing,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Holder {
    id: String,
    preferred: AtLeastZero,
    pro_rata: AtLeastZero,
    purchased: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Played {
    holders: BTreeMap<String, Outcome>,
    total_common_issued: Number,
}

#[derive(Serialize, Debug)]
struct Outcome {
    shortfall: Number,
    preferred_converted: Number,
    preferred_kept: Number,
    common_received: Number,
}

impl Calculation for PayToPlay {
    const NAME: &'static str = "conv.pay_to_play";
    const MEANING: &'static str = "Preferred shares of holders who do not take up their part of a round, converted.";
    const SOURCE: &'static str = "NVCA model certificate of incorporation, 5A (special mandatory conversion)";
    const EXAMPLE: &'static str = r#"{"rule":"proportional","common_per_preferred":"0.5","holders":[{"id":"north","preferred":"90001","pro_rata":"30000","purchased":"20000"},{"id":"south","preferred":"50000","pro_rata":"10000","purchased":"10000"}]}"#;
    type Output = Played;

    fn calculate(&self, steps: &mut Steps) -> Result<Played, CalcError> {
        distinct(self.holders.iter().map(|holder| holder.id.as_str()), "holders")?;
        let mut holders = BTreeMap::new();
        let mut total = Number::zero();
        for holder in &self.holders {
            let shortfall = holder.shortfall()?;
            let preferred = &*holder.preferred;
            let converted = match self.rule {
                Rule::Proportional => (preferred * &shortfall).floor(),
                Rule::AllOrNothing if shortfall.is_zero() => Number::zero(),
                Rule::AllOrNothing => preferred.clone(),
            };
            let common = &converted * &*self.common_per_preferred;
            steps.say(&holder.id, format!("{converted} of {preferred} at a shortfall of {shortfall}"), &common);
            total = total + &common;
            let outcome = Outcome {
                shortfall,
                preferred_kept: preferred - &converted,
                preferred_converted: converted,
                common_received: common,
            };
            holders.insert(holder.id.clone(), outcome);
        }
        steps.say("common issued", "of all holders", &total);
        Ok(Played { holders, total_common_issued: total })
    }
}

impl Holder {
    fn shortfall(&self) -> Result<Number, CalcError> {
        let unmet = (&*self.pro_rata - &*self.purchased).max(Number::zero());
        if unmet.is_zero() { Ok(unmet) } else { unmet.over(&self.pro_rata, "holders", "the pro-rata amount") }
    }
}
