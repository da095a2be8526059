//! SAFEs that convert in a priced round.
//!
//! Price, capitalisation, pool and each SAFE's shares depend on each other. Measured in parts of the company after
//! the round they depend on one number alone: u, the part that one share is. The new money buys what the
//! convention says, the pool lacks max(0, target − E u), each SAFE takes the larger of two parts that are straight
//! lines in u between the places where the pool is full, and the gap
//!
//! ```text
//! (F + E) u + SAFEs − (1 − top-up − new money)
//! ```
//!
//! is made of straight pieces. It is at least 0 where u = 1 ÷ (F + E). Where it is 0, the SAFEs that take their
//! part of the capitalisation take less than all of it (F is above zero), so that the gap is rising there: it is
//! zero once at most. So the places where it bends are sorted, the two between which it changes sign are found by
//! halving, and between them it is a straight line.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};
use serde::{Deserialize, Serialize};

use super::note::Basis;
use super::priced::Pool;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Part, Steps, distinct};

/// A priced round in which SAFEs convert, solved at once. The capitalisation of a post-money SAFE is all shares
/// before the round and the pool as it was, with everything that converts; that of a pre-money SAFE is all shares
/// before the round and the pool with what is added, without anything that converts. Each SAFE takes the larger of
/// amount ÷ (price × (1 − discount)) and amount × capitalisation ÷ cap; where they are the same, the cap's. Nothing
/// is rounded. Refused: SAFEs, new money and pool that together leave nothing to the shares before the round.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct SafeRound {
    common: AboveZero,
    #[serde(alias = "preferred")]
    preferred_as_converted: Option<AtLeastZero>,
    options_outstanding: Option<AtLeastZero>,
    promised_options: Option<AtLeastZero>,
    /// The pool before the round.
    unissued_pool: Option<AtLeastZero>,
    safes: Vec<Safe>,
    round: Round,
    pool: Pool,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Safe {
    id: String,
    #[serde(rename = "type")]
    capitalisation: Capitalisation,
    amount: AtLeastZero,
    cap: Option<AboveZero>,
    discount: Option<Part>,
}

/// Which shares the cap values.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Capitalisation {
    /// With all that converts, without what is added to the pool.
    Post,
    /// Without what converts, with what is added to the pool.
    Pre,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Round {
    pre_money: AboveZero,
    new_money: AtLeastZero,
    convention: Convention,
}

/// How the valuation gives the price.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Convention {
    /// (Pre-money + new money) ÷ all shares after: new money owns its part of the post-money valuation.
    PercentOwnership,
    /// (Pre-money + new money + amounts of SAFEs) ÷ all shares after.
    DollarsInvested,
    /// Pre-money ÷ shares before, the pool with what is added, nothing that converts.
    PreMoneyFixed,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Solved {
    price: Number,
    company_capitalization: Number,
    pre_money_safe_capitalization: Number,
    pool_increase: Number,
    new_shares: Number,
    post_fully_diluted: Number,
    safes: BTreeMap<String, Taken>,
    ownership: Ownership,
}

#[derive(Serialize, Debug)]
struct Taken {
    basis: Basis,
    price: Number,
    shares: Number,
    ownership: Number,
}

#[derive(Serialize, Debug)]
struct Ownership {
    common: Number,
    preferred: Number,
    options: Number,
    new_money: Number,
    unallocated_pool: Number,
}

impl Calculation for SafeRound {
    const NAME: &'static str = "conv.safe_round";
    const MEANING: &'static str = "Price, capitalisation and shares of a priced round in which SAFEs convert.";
    const SOURCE: &'static str =
        "Y Combinator SAFE (post-money v1.1 and pre-money), Safe Price, Discount Price and Company Capitalization";
    const EXAMPLE: &'static str = r#"{"common":"6000000","options_outstanding":"400000","promised_options":"100000","unissued_pool":"250000","safes":[{"id":"first","type":"post","amount":"300000","cap":"5000000"},{"id":"second","type":"pre","amount":"150000","cap":"9000000","discount":"0.15"}],"round":{"pre_money":"10000000","new_money":"2500000","convention":"percent_ownership"},"pool":{"mode":"target","target":"0.12"}}"#;
    type Output = Solved;

    fn calculate(&self, steps: &mut Steps) -> Result<Solved, CalcError> {
        distinct(self.safes.iter().map(|safe| safe.id.as_str()), "safes")?;
        let equation = self.equation()?;
        let one = equation.solve()?;
        let mut solved = self.solved(&equation.at(&one), &one)?;
        steps.say("price", "where SAFEs, new money and pool fit each other", &solved.price);
        let capitalisation = &solved.company_capitalization;
        steps.say("capitalisation", "before the round, with all that converts", capitalisation);
        steps.say("fully diluted after", "with the new money and the pool", &solved.post_fully_diluted);
        for safe in &equation.safes {
            let taken = safe.taken(&one, &solved)?;
            steps.say(safe.id, format!("{} ÷ {}, by {}", safe.amount, taken.price, taken.basis.word()), &taken.shares);
            solved.safes.insert(safe.id.to_owned(), taken);
        }
        Ok(solved)
    }
}

impl SafeRound {
    fn options(&self) -> Number {
        AtLeastZero::or_zero(self.options_outstanding.as_ref()) + AtLeastZero::or_zero(self.promised_options.as_ref())
    }

    /// All but the SAFEs.
    fn solved(&self, parts: &Parts, one: &Number) -> Result<Solved, CalcError> {
        let shares = |part: &Number| part.over(one, "common", "the part that a share is");
        let new_money = &*self.round.new_money * &parts.per_money;
        Ok(Solved {
            price: one.over(&parts.per_money, "round.pre_money", "what the round's money buys")?,
            company_capitalization: shares(&parts.company)?,
            pre_money_safe_capitalization: shares(&parts.before)?,
            pool_increase: shares(&parts.top_up)?,
            new_shares: shares(&new_money)?,
            post_fully_diluted: shares(&Number::one())?,
            safes: BTreeMap::new(),
            ownership: Ownership {
                common: &*self.common * one,
                preferred: AtLeastZero::or_zero(self.preferred_as_converted.as_ref()) * one,
                options: self.options() * one,
                unallocated_pool: &parts.top_up + AtLeastZero::or_zero(self.unissued_pool.as_ref()) * one,
                new_money,
            },
        })
    }

    fn equation(&self) -> Result<Equation<'_>, CalcError> {
        if self.pool.existing().is_some() {
            return Err(CalcError::at("pool.existing_unallocated", "the pool before the round is `unissued_pool`"));
        }
        let Round { pre_money, new_money, convention } = &self.round;
        let amounts: Number = self.safes.iter().map(|safe| &*safe.amount).sum();
        let valuation = match convention {
            Convention::PercentOwnership => &**pre_money + &**new_money,
            Convention::DollarsInvested => &**pre_money + &**new_money + amounts,
            Convention::PreMoneyFixed => (**pre_money).clone(),
        };
        let pool = AtLeastZero::or_zero(self.unissued_pool.as_ref());
        let preferred = AtLeastZero::or_zero(self.preferred_as_converted.as_ref());
        Ok(Equation {
            shares: &*self.common + preferred + self.options() + &pool,
            pool,
            added: &self.pool,
            new_money,
            per_valuation: Number::one().over(&valuation, "round.pre_money", "the valuation")?,
            convention: *convention,
            safes: self.safes.iter().enumerate().map(|(index, safe)| safe.line(index)).collect::<Result<_, _>>()?,
        })
    }
}

impl Safe {
    fn line(&self, index: usize) -> Result<Line<'_>, CalcError> {
        let full = self.discount.as_ref().map_or_else(Number::one, |discount| Number::one() - &**discount);
        let at_price = self.amount.over(&full, &format!("safes[{index}].discount"), "what it leaves of the price")?;
        let cap = match &self.cap {
            Some(cap) => Some((self.capitalisation, &**cap, self.amount.over(cap, "safes", "the cap")?)),
            None => None,
        };
        Ok(Line { id: &self.id, amount: &self.amount, full, at_price, cap })
    }
}

/// What is to be solved, in parts of the company after the round.
struct Equation<'r> {
    /// F + E: shares before the round with the pool as it was.
    shares: Number,
    /// E.
    pool: Number,
    added: &'r Pool,
    new_money: &'r Number,
    per_valuation: Number,
    convention: Convention,
    safes: Vec<Line<'r>>,
}

/// What the parts are where one share is a certain part.
struct Parts {
    top_up: Number,
    /// F + E + d, the capitalisation of pre-money SAFEs.
    before: Number,
    /// Bought by one unit of money at the price of the round.
    per_money: Number,
    /// The capitalisation of post-money SAFEs: all but the top-up and the new money.
    company: Number,
}

/// A SAFE: the larger of two multiples.
struct Line<'r> {
    id: &'r str,
    amount: &'r Number,
    /// The part of the round's price that it pays.
    full: Number,
    /// Amount ÷ that: of what one unit of money buys.
    at_price: Number,
    /// The capitalisation, the cap, and amount ÷ cap: of the capitalisation.
    cap: Option<(Capitalisation, &'r Number, Number)>,
}

impl Equation<'_> {
    fn at(&self, one: &Number) -> Parts {
        let had = &self.pool * one;
        let top_up = match self.added {
            Pool::None { .. } => Number::zero(),
            Pool::Increase { increase, .. } => &**increase * one,
            Pool::Target { target, .. } => (&**target - had).max(Number::zero()),
        };
        let before = &self.shares * one + &top_up;
        let per_money = match self.convention {
            Convention::PercentOwnership | Convention::DollarsInvested => self.per_valuation.clone(),
            Convention::PreMoneyFixed => &self.per_valuation * &before,
        };
        let company = Number::one() - &top_up - self.new_money * &per_money;
        Parts { top_up, before, per_money, company }
    }

    /// What is taken more than there is.
    fn gap(&self, one: &Number) -> Number {
        let parts = self.at(one);
        let safes: Number = self.safes.iter().map(|safe| safe.at_price(&parts).max(safe.at_cap(&parts))).sum();
        &self.shares * one + safes - &parts.company
    }

    /// The part that one share is.
    fn solve(&self) -> Result<Number, CalcError> {
        let places = self.bends()?;
        let above = places.partition_point(|one| self.gap(one).is_negative());
        let below = above.checked_sub(1).and_then(|below| places.get(below));
        let (Some(below), Some(above)) = (below, places.get(above)) else {
            let message = "what converts, the new money and the pool leave nothing to the shares before the round";
            return Err(CalcError::at("", message));
        };
        let gaps = (self.gap(below), self.gap(above));
        Ok(zero_between((below, &gaps.0), (above, &gaps.1)).unwrap_or_else(|| above.clone()))
    }

    /// Where the gap may bend, in order, with both ends.
    fn bends(&self) -> Result<Vec<Number>, CalcError> {
        let most = Number::one().over(&self.shares, "common", "the number of shares")?;
        let full = match self.added {
            Pool::None { .. } | Pool::Increase { .. } => None,
            Pool::Target { .. } if self.pool.is_zero() => None,
            Pool::Target { target, .. } => Some(target.over(&self.pool, "unissued_pool", "the pool")?),
        };
        let mut straight = vec![Number::zero()];
        straight.extend(full.filter(|full| *full < most));
        straight.push(most);
        let mut bends = straight.clone();
        for (low, high) in straight.iter().zip(straight.iter().skip(1)) {
            let ends = (self.at(low), self.at(high));
            let crossing = |safe: &Line<'_>| {
                let gain = |parts: &Parts| safe.at_cap(parts) - safe.at_price(parts);
                zero_between((low, &gain(&ends.0)), (high, &gain(&ends.1)))
            };
            bends.extend(self.safes.iter().filter_map(crossing));
        }
        bends.sort();
        bends.dedup();
        Ok(bends)
    }
}

impl Line<'_> {
    fn at_price(&self, parts: &Parts) -> Number {
        &self.at_price * &parts.per_money
    }

    /// Nothing without a cap.
    fn at_cap(&self, parts: &Parts) -> Number {
        match &self.cap {
            Some((Capitalisation::Post, _, part)) => part * &parts.company,
            Some((Capitalisation::Pre, _, part)) => part * &parts.before,
            None => Number::zero(),
        }
    }

    fn taken(&self, one: &Number, solved: &Solved) -> Result<Taken, CalcError> {
        let at_price =
            (&self.full * &solved.price, if self.full < Number::one() { Basis::Discount } else { Basis::Round });
        let at_cap = match &self.cap {
            Some((Capitalisation::Post, cap, _)) => Some((cap, &solved.company_capitalization)),
            Some((Capitalisation::Pre, cap, _)) => Some((cap, &solved.pre_money_safe_capitalization)),
            None => None,
        };
        let at_cap = at_cap.map(|(cap, shares)| Ok((cap.over(shares, "safes", "the capitalisation")?, Basis::Cap)));
        let (price, basis) = at_cap.transpose()?.map_or(at_price.clone(), |at_cap| at_cap.min(at_price));
        let shares = self.amount.over(&price, "safes", "the price")?;
        Ok(Taken { ownership: &shares * one, basis, price, shares })
    }
}

/// Where a straight line is zero between two places, if it changes its sign there.
fn zero_between(low: (&Number, &Number), high: (&Number, &Number)) -> Option<Number> {
    let changes = (low.1.is_negative() && high.1.is_positive()) || (low.1.is_positive() && high.1.is_negative());
    let part = changes.then(|| low.1.over(&(low.1 - high.1), "", "").ok()).flatten()?;
    Some(low.0 + (high.0 - low.0) * part)
}
