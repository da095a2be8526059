//! The order in which proceeds are taken: stretches, in each of which they are shared in the same way.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};
use serde::{Deserialize, Serialize};

use super::classes::Taker;
use crate::calc::{AtLeastZero, CalcError, Number, distinct};

/// What is paid before any class, in the order of the list.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct SeniorClaim {
    id: String,
    amount: AtLeastZero,
}

/// From which proceeds on they are shared in which parts.
#[derive(Serialize, Debug)]
pub(super) struct Segment {
    pub(super) from: Number,
    pub(super) marginal: BTreeMap<String, Number>,
}

/// All stretches in order; the last has no end.
pub(super) struct Schedule<'c> {
    everyone: Vec<&'c str>,
    stretches: Vec<Stretch<'c>>,
    last: Stretch<'c>,
}

/// What is taken while the price rises from one to another, and by whom; those who take nothing are left out.
struct Stretch<'c> {
    from: Number,
    to: Number,
    takes: BTreeMap<&'c str, Number>,
    taken: Number,
}

impl<'c> Stretch<'c> {
    fn new(from: &Number, to: &Number, takes: impl Iterator<Item = (&'c str, Number)>) -> Self {
        let takes: BTreeMap<_, _> = takes.filter(|(_, amount)| amount.is_positive()).collect();
        Self { from: from.clone(), to: to.clone(), taken: takes.values().sum(), takes }
    }

    fn between(from: &Number, to: &Number, takers: &[Taker<'c>]) -> Self {
        let more = |taker: &Taker<'c>| (taker.id, taker.shares * (taker.claim(to) - taker.claim(from)));
        Self::new(from, to, takers.iter().map(more))
    }

    /// Before the price rises.
    fn at_once(takes: impl Iterator<Item = (&'c str, Number)>) -> Self {
        Self::new(&Number::zero(), &Number::zero(), takes)
    }

    /// An amount as a part of what is taken.
    fn part(&self, amount: &Number) -> Result<Number, CalcError> {
        if self.taken.is_zero() {
            return Err(CalcError::at("classes", "nobody takes what is left of the proceeds"));
        }
        amount.over(&self.taken, "classes", "what is taken")
    }

    /// What each takes of one unit.
    fn shared(&self) -> Result<BTreeMap<String, Number>, CalcError> {
        let one = self.part(&Number::one())?;
        Ok(self.takes.iter().map(|(id, takes)| ((*id).to_owned(), takes * &one)).collect())
    }
}

impl<'c> Schedule<'c> {
    /// # Errors
    /// An id that stands twice.
    pub(super) fn of(senior: &'c [SeniorClaim], takers: &[Taker<'c>]) -> Result<Self, CalcError> {
        let everyone: Vec<&'c str> =
            senior.iter().map(|claim| claim.id.as_str()).chain(takers.iter().map(|taker| taker.id)).collect();
        distinct(everyone.iter().copied(), "classes")?;
        let mut stretches: Vec<_> = senior
            .iter()
            .map(|claim| Stretch::at_once(std::iter::once((claim.id.as_str(), (*claim.amount).clone()))))
            .collect();
        let mut ranks: BTreeMap<&Number, Vec<(&'c str, Number)>> = BTreeMap::new();
        for taker in takers {
            if let Some((seniority, preference)) = taker.preference() {
                ranks.entry(seniority).or_default().push((taker.id, preference));
            }
        }
        stretches.extend(ranks.into_values().map(|rank| Stretch::at_once(rank.into_iter())));
        let mut bends = vec![Number::zero()];
        for taker in takers {
            bends.extend(taker.bends()?);
        }
        bends.sort();
        bends.dedup();
        let rising = bends.iter().zip(bends.iter().skip(1));
        stretches.extend(rising.map(|(from, to)| Stretch::between(from, to, takers)));
        let highest = bends.pop().unwrap_or_default();
        let last = Stretch::between(&highest, &(&highest + Number::one()), takers);
        Ok(Self { everyone, stretches, last })
    }

    /// What everyone gets of proceeds, and the price at which they are all taken.
    ///
    /// # Errors
    /// Proceeds that nobody takes.
    pub(super) fn distributed(&self, proceeds: &Number) -> Result<(BTreeMap<&'c str, Number>, Number), CalcError> {
        let mut payouts: BTreeMap<&str, Number> = self.everyone.iter().map(|id| (*id, Number::zero())).collect();
        let mut left = proceeds.clone();
        let mut price = Number::zero();
        for (stretch, ends) in self.stretches.iter().map(|stretch| (stretch, true)).chain([(&self.last, false)]) {
            if left.is_zero() {
                break;
            }
            if ends && stretch.taken.is_zero() {
                price = stretch.to.clone();
                continue;
            }
            let part = stretch.part(&left)?;
            let part = if ends { part.min(Number::one()) } else { part };
            for (id, takes) in &stretch.takes {
                let payout = payouts.entry(id).or_default();
                *payout = &*payout + takes * &part;
            }
            price = &stretch.from + (&stretch.to - &stretch.from) * &part;
            left = left - &stretch.taken * &part;
        }
        Ok((payouts, price))
    }

    /// How proceeds are shared while they are below a limit.
    ///
    /// # Errors
    /// Proceeds that nobody takes.
    pub(super) fn segments(&self, limit: &Number) -> Result<Vec<Segment>, CalcError> {
        let mut segments: Vec<Segment> = Vec::new();
        let mut from = Number::zero();
        let stretches = self.stretches.iter().filter(|stretch| !stretch.taken.is_zero());
        for stretch in stretches.chain([&self.last]) {
            if from >= *limit {
                break;
            }
            let marginal = stretch.shared()?;
            if segments.last().is_none_or(|before| before.marginal != marginal) {
                segments.push(Segment { from: from.clone(), marginal });
            }
            from = from + &stretch.taken;
        }
        Ok(segments)
    }
}
