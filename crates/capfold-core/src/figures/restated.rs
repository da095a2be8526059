//! Numbers of shares over time in the units of one day.
//!
//! The shares of days before a split, a consolidation, a bonus issue or a stock dividend in the class itself
//! count in the proportion in which it changed the number outstanding, as if it had happened before them all
//! (IAS 33.26–28, 33.64; ASC 260-10-55-12). The proportion is that of what was outstanding, so that it takes in
//! what became of fractions; where nothing was, it is that of the terms.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::One;

use super::{FigureError, Request, Restatement, Scope, all_postings};
use crate::exact::Exact;
use crate::ledger::{Account, ClassId, Posting, Rests, Unit, merge};
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
    /// The assumptions that the factor rests on.
    rests: Rests,
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
        let journal = request.ledger.journal().ok_or(FigureError::NoLineage)?;
        let mut outstanding = BTreeMap::<ClassId, Exact>::new();
        let mut postings = all_postings(request.ledger)?.peekable();
        for change in coming {
            while let Some((_, posting, from, to)) = postings.next_if(|(index, ..)| *index < change.postings) {
                add(&mut outstanding, posting, from, to);
            }
            let before = outstanding.get(&change.from).copied().unwrap_or_default();
            let there = outstanding.get(&change.to).copied().unwrap_or_default();
            let mut rests = change.rests.clone();
            while let Some((_, posting, from, to)) = postings.next_if(|(_, posting, ..)| posting.stated_by == change.by)
            {
                if add(&mut outstanding, posting, from, to) {
                    merge(&mut rests, journal.rests(posting));
                }
            }
            let after = outstanding.get(&change.to).copied().unwrap_or_default();
            let after = if change.from == change.to { after } else { after.saturating_minus(there) };
            let factor =
                if before.is_zero() { change.new.ratio() / change.old.ratio() } else { after.ratio() / before.ratio() };
            let (from, to, by, postings) = (change.from, change.to, change.by, change.postings);
            steps.push(Step { from, to, by, postings, factor, rests });
        }
        Ok(Self { steps })
    }

    /// Whether a posting is that of a change of units, which is no issue.
    pub(super) fn is_restatement(&self, index: usize, posting: &Posting) -> bool {
        self.steps.iter().any(|step| step.postings <= index && step.by == posting.stated_by)
    }

    /// What a share of a class counts for that was posted then; none: itself.
    pub(super) fn of(&self, mut class: ClassId, index: usize) -> Option<Restatement> {
        let mut restatement = Restatement { factor: BigRational::one(), by: Vec::new() };
        for step in self.steps.iter().filter(|step| step.postings > index) {
            if step.from == class {
                restatement.factor *= &step.factor;
                restatement.by.push(step.by);
                class = step.to;
            }
        }
        (!restatement.by.is_empty()).then_some(restatement)
    }

    /// The assumptions that the changes of some entries rest on.
    pub(super) fn rests(&self, by: &BTreeSet<Seq>) -> Rests {
        let mut rests = Rests::new();
        self.steps.iter().filter(|step| by.contains(&step.by)).for_each(|step| merge(&mut rests, &step.rests));
        rests
    }
}

/// Counts what a posting changes of the shares outstanding of its class, and says whether it is about them.
fn add(outstanding: &mut BTreeMap<ClassId, Exact>, posting: &Posting, from: Account, to: Account) -> bool {
    let Unit::Class(class) = to.unit else { return false };
    let sum = outstanding.entry(class).or_default();
    if from.place.is_outstanding() {
        *sum = sum.saturating_minus(posting.amount);
    }
    if to.place.is_outstanding() {
        *sum = sum.saturating_plus(posting.amount);
    }
    from.place.is_outstanding() || to.place.is_outstanding()
}
