//! A priced round by itself: new money at a price that the pre-money valuation gives.

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Part, Steps};

/// What happens to the pool of shares that nobody has been granted.
#[derive(Deserialize, Debug)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Pool {
    /// Nothing is added to it.
    None {
        /// What it has before the round, of the fully diluted count.
        existing_unallocated: Option<AtLeastZero>,
    },
    /// So many shares are added.
    Increase {
        /// How many.
        increase: AtLeastZero,
        /// What it has before the round, of the fully diluted count.
        existing_unallocated: Option<AtLeastZero>,
    },
    /// As many are added as make it a part of the fully diluted count after the round; none where it is that
    /// part or more already.
    Target {
        /// The part.
        target: Part,
        /// What it has before the round, of the fully diluted count.
        existing_unallocated: Option<AtLeastZero>,
    },
}

impl Pool {
    /// What it has before the round, where that stands with it.
    pub(super) fn existing(&self) -> Option<&AtLeastZero> {
        match self {
            Self::None { existing_unallocated }
            | Self::Increase { existing_unallocated, .. }
            | Self::Target { existing_unallocated, .. } => existing_unallocated.as_ref(),
        }
    }
}

/// Who bears what is added to the pool.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
enum PoolLocation {
    /// Those before the round: it is in the count by which the pre-money valuation is divided.
    #[default]
    PreMoney,
    /// Everyone, the investor too.
    PostMoney,
}

/// A priced round. Price = pre-money valuation ÷ fully diluted count before the round, what is added to the pool
/// included unless it is added after the money; new shares = investment ÷ price, not rounded. The effective
/// pre-money valuation is what the shares before the round are worth at the price, without what is added to the
/// pool. Refused: a pool larger than the count that it is part of, and a target that leaves nothing to anyone
/// else.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct PricedRound {
    pre_money: AboveZero,
    investment: AtLeastZero,
    /// The pool before the round is part of it.
    pre_round_fully_diluted: AboveZero,
    pool: Pool,
    pool_location: Option<PoolLocation>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Priced {
    price: Number,
    pool_increase: Number,
    new_shares: Number,
    post_fully_diluted: Number,
    post_money: Number,
    investor_pct: Number,
    /// Of those before the round, without the pool that nobody has been granted.
    existing_pct: Number,
    pool_unallocated_pct: Number,
    effective_pre_money: Number,
}

impl Calculation for PricedRound {
    const NAME: &'static str = "conv.priced_round";
    const MEANING: &'static str =
        "Price, new shares and ownership of a priced round, with what is added to the option pool.";
    const SOURCE: &'static str =
        "NVCA model term sheet, price per share on the fully diluted pre-money valuation including the pool";
    const EXAMPLE: &'static str = r#"{"pre_money":"6000000","investment":"1500000","pre_round_fully_diluted":"4000000","pool":{"mode":"target","target":"0.10","existing_unallocated":"150000"},"pool_location":"pre_money"}"#;
    type Output = Priced;

    fn calculate(&self, steps: &mut Steps) -> Result<Priced, CalcError> {
        let before = &*self.pre_round_fully_diluted;
        let existing = AtLeastZero::or_zero(self.pool.existing());
        if existing > *before {
            let message = format!("{existing} are more than the {before} that they are part of");
            return Err(CalcError::at("pool.existing_unallocated", message));
        }
        let location = self.pool_location.unwrap_or_default();
        let pool_increase = self.pool_increase(location, &existing)?;
        steps.say("added to the pool", "as many as it is to have more", &pool_increase);
        let priced = match location {
            PoolLocation::PreMoney => before + &pool_increase,
            PoolLocation::PostMoney => before.clone(),
        };
        let price = self.pre_money.over(&priced, "pre_round_fully_diluted", "the number of shares")?;
        steps.say("price", format!("{} ÷ {priced}", self.pre_money), &price);
        let new_shares = self.investment.over(&price, "pre_money", "the price")?;
        steps.say("new shares", format!("{} ÷ {price}", self.investment), &new_shares);
        let all = before + &pool_increase + &new_shares;
        steps.say("fully diluted after", format!("{before} + {pool_increase} + {new_shares}"), &all);
        let part = |shares: &Number| shares.over(&all, "pre_round_fully_diluted", "the number of shares");
        Ok(Priced {
            post_money: &price * &all,
            investor_pct: part(&new_shares)?,
            existing_pct: part(&(before - &existing))?,
            pool_unallocated_pct: part(&(&existing + &pool_increase))?,
            effective_pre_money: &price * before,
            price,
            pool_increase,
            new_shares,
            post_fully_diluted: all,
        })
    }
}

impl PricedRound {
    /// Shares added to the pool. For a target t of the count after, the pool E + d is t × k × (count + d) with
    /// k = post-money ÷ pre-money where the price bears the addition, and t × (k × count + d) where it does not.
    fn pool_increase(&self, location: PoolLocation, existing: &Number) -> Result<Number, CalcError> {
        let target = match &self.pool {
            Pool::None { .. } => return Ok(Number::zero()),
            Pool::Increase { increase, .. } => return Ok((**increase).clone()),
            Pool::Target { target, .. } => target,
        };
        let growth = (&*self.pre_money + &*self.investment).over(&self.pre_money, "pre_money", "the valuation")?;
        let of_count = &**target * &growth;
        let rest = match location {
            PoolLocation::PreMoney => Number::one() - &of_count,
            PoolLocation::PostMoney => Number::one() - &**target,
        };
        if rest <= Number::zero() {
            let message = format!("{target} and the new money leave nothing to those before the round");
            return Err(CalcError::at("pool.target", message));
        }
        let lacking = of_count * &*self.pre_round_fully_diluted - existing;
        Ok(lacking.over(&rest, "pool.target", "what is left")?.max(Number::zero()))
    }
}
