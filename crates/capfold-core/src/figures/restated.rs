//! Numbers of shares over time in the units of one day.
//!
//! The shares of days before a split, a consolidation, a bonus issue or a stock dividend in the class itself
//! count in the proportion in which it changed the number outstanding, as if it had happened before them all
//! (IAS 33.26–28, 33.64; ASC 260-10-55-12). The proportion is that of what was outstanding, so that it takes in
//! what became of fractions; where nothing was, it is that of the terms.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::One;

use super::{FigureError, Request, Scope, all_postings};
use crate::exact::Exact;
use crate::ledger::{Account, ClassId, Posting, Unit};
use crate::name::Seq;

/// The changes of units that a figure restates, in order of the fold.
pub(super) struct Restated {
    steps: Vec<Step>,
}

struct Step {
    from: ClassId,
    to: ClassId,
    by: Seq,
    /// Postings before it are in units of before.
    postings: usize,
    factor: BigRational,
}

impl Restated {
    /// Those that a request restates. Of one class alone an exchange for another is an end, not another
    /// unit.
    pub(super) fn new(request: &Request<'_>) -> Result<Self, FigureError> {
        let day = request.restated_as_of;
        let follows = |from: ClassId, to: ClassId| from == to || request.resolved == Scope::All;
        let changes = request.ledger.restructurings().iter();
        let coming: Vec<_> = changes.filter(|change| change.date <= day && follows(change.from, change.to)).collect();
        let mut steps = Vec::with_capacity(coming.len());
        if coming.is_empty() {
            return Ok(Self { steps });
        }
        let mut outstanding = BTreeMap::<ClassId, Exact>::new();
        let mut postings = all_postings(request.ledger)?.peekable();
        for change in coming {
            while let Some((_, posting, from, to)) = postings.next_if(|(index, ..)| *index < change.postings) {
                add(&mut outstanding, posting, from, to);
            }
            let before = outstanding.get(&change.from).copied().unwrap_or_default();
            let there = outstanding.get(&change.to).copied().unwrap_or_default();
            while let Some((_, posting, from, to)) = postings.next_if(|(_, posting, ..)| posting.stated_by == change.by)
            {
                add(&mut outstanding, posting, from, to);
            }
            let after = outstanding.get(&change.to).copied().unwrap_or_default();
            let after = if change.from == change.to { after } else { after.saturating_minus(there) };
            let factor =
                if before.is_zero() { change.new.ratio() / change.old.ratio() } else { after.ratio() / before.ratio() };
            let (from, to, by, postings) = (change.from, change.to, change.by, change.postings);
            steps.push(Step { from, to, by, postings, factor });
        }
        Ok(Self { steps })
    }

    /// Whether a posting is that of a change of units, which is no issue.
    pub(super) fn is_restatement(&self, index: usize, posting: &Posting) -> bool {
        self.steps.iter().any(|step| step.postings <= index && step.by == posting.stated_by)
    }

    /// What a share of a class counts for that was posted then; none: itself.
    pub(super) fn factor(&self, mut class: ClassId, index: usize) -> Option<BigRational> {
        let mut factor = None;
        for step in self.steps.iter().filter(|step| step.postings > index) {
            if step.from == class {
                factor = Some(factor.unwrap_or_else(BigRational::one) * &step.factor);
                class = step.to;
            }
        }
        factor
    }
}

/// Counts what a posting changes of the shares outstanding of its class.
fn add(outstanding: &mut BTreeMap<ClassId, Exact>, posting: &Posting, from: Account, to: Account) {
    let Unit::Class(class) = to.unit else { return };
    let sum = outstanding.entry(class).or_default();
    if from.place.is_outstanding() {
        *sum = sum.saturating_minus(posting.amount);
    }
    if to.place.is_outstanding() {
        *sum = sum.saturating_plus(posting.amount);
    }
}
