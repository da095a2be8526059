//! SAFEs when the company is sold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Steps, distinct};

/// What post-money SAFEs get when the company is sold: each the better of its amount in cash, and conversion at
/// cap ÷ liquidity capitalisation. That is the common shares and options ÷ (1 − Σ amount ÷ cap of the SAFEs that
/// convert), without the pool that nobody has been granted; so a SAFE that converts gets amount ÷ cap of what the
/// others leave that take cash. They rank equally, before common shares, and share what there is where it is short.
///
/// A SAFE converts where it gains by that. Each one that does leaves more to who converts, so none goes back: they
/// are tried in order of cap − amount, which is what the rest must exceed, until one does not gain, and no later
/// one does. Of several ways in which nobody gains by switching alone this is the one with fewest conversions; a
/// SAFE without a cap takes cash. Refused: an amount that is not below its cap, and conversions that leave nothing
/// to common shares.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct SafeLiquidity {
    common: AboveZero,
    options_outstanding: Option<AtLeastZero>,
    /// No part of the capitalisation.
    unissued_pool: Option<AtLeastZero>,
    safes: Vec<Safe>,
    proceeds: AtLeastZero,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Safe {
    id: String,
    amount: AboveZero,
    cap: Option<AboveZero>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Sold {
    safes: BTreeMap<String, Outcome>,
    liquidity_capitalization: Number,
    per_share: Number,
    common_and_options: Number,
}

#[derive(Serialize, Debug)]
struct Outcome {
    choice: Choice,
    payout: Number,
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Choice {
    CashOut,
    Convert,
}

impl Calculation for SafeLiquidity {
    const NAME: &'static str = "conv.safe_liquidity";
    const MEANING: &'static str = "What SAFEs, common shares and options get when the company is sold.";
    const SOURCE: &'static str =
        "Y Combinator SAFE (post-money v1.1), 1(b), 1(d), Liquidity Capitalization and Liquidity Price";
    const EXAMPLE: &'static str = r#"{"common":"7000000","options_outstanding":"500000","safes":[{"id":"early","amount":"250000","cap":"2500000"},{"id":"late","amount":"900000","cap":"12000000"}],"proceeds":"6000000"}"#;
    type Output = Sold;

    fn calculate(&self, steps: &mut Steps) -> Result<Sold, CalcError> {
        distinct(self.safes.iter().map(|safe| safe.id.as_str()), "safes")?;
        let mut in_order = Vec::new();
        for (index, safe) in self.safes.iter().enumerate() {
            let Some(cap) = &safe.cap else { continue };
            if safe.amount >= *cap {
                let message = format!("{cap} is not above the amount, {}", safe.amount);
                return Err(CalcError::at(format!("safes[{index}].cap"), message));
            }
            in_order.push((&**cap - &*safe.amount, safe, &**cap));
        }
        in_order.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let mut cash: Number = self.safes.iter().map(|safe| &*safe.amount).sum();
        let mut converting = BTreeMap::new();
        for (exceeded, safe, cap) in in_order {
            if &*self.proceeds - &cash <= exceeded {
                break;
            }
            cash = cash - &*safe.amount;
            converting.insert(safe.id.as_str(), safe.amount.over(cap, "safes", "the cap")?);
        }
        steps.say("taken in cash", "amounts of the SAFEs that do not gain by conversion", &cash);
        self.shared(&cash, &converting, steps)
    }
}

impl SafeLiquidity {
    fn shared(&self, cash: &Number, converting: &BTreeMap<&str, Number>, steps: &mut Steps) -> Result<Sold, CalcError> {
        let shares = &*self.common + AtLeastZero::or_zero(self.options_outstanding.as_ref());
        let left = Number::one() - converting.values().sum::<Number>();
        if left <= Number::zero() {
            return Err(CalcError::at("safes", "those that convert leave nothing to common shares"));
        }
        let capitalisation = shares.over(&left, "safes", "what is left to common shares")?;
        if let Some(pool) = &self.unissued_pool {
            steps.say("unissued pool", "not counted", pool);
        }
        steps.say("liquidity capitalisation", format!("{shares} ÷ {left}"), &capitalisation);
        let rest = (&*self.proceeds - cash).max(Number::zero());
        let per_share = rest.over(&capitalisation, "common", "the number of shares")?;
        steps.say("per share", format!("{rest} ÷ {capitalisation}"), &per_share);
        let paid = cash.clone().min((*self.proceeds).clone());
        let mut safes = BTreeMap::new();
        for safe in &self.safes {
            let outcome = match converting.get(safe.id.as_str()) {
                Some(part) => Outcome { choice: Choice::Convert, payout: part * &rest },
                None => {
                    let payout = (&paid * &*safe.amount).over(cash, "safes", "what is taken in cash")?;
                    Outcome { choice: Choice::CashOut, payout }
                }
            };
            let how = match outcome.choice {
                Choice::CashOut => "takes cash",
                Choice::Convert => "converts",
            };
            steps.say(&safe.id, how, &outcome.payout);
            safes.insert(safe.id.clone(), outcome);
        }
        let common_and_options = &per_share * &shares;
        steps.say("common shares and options", format!("{per_share} × {shares}"), &common_and_options);
        Ok(Sold { safes, liquidity_capitalization: capitalisation, per_share, common_and_options })
    }
}
