//! The books of a history in the making: the ledger that its facts fold to, kept at several places so
//! that little is folded again when a fact is put among earlier ones.

use std::borrow::Cow;

use capfold_core::date::Date;
use capfold_core::event::Rank;
use capfold_core::ledger::{Ledger, fold_into};
use capfold_core::log::Fact;
use capfold_core::name::Seq;

/// A ledger is kept after every so many facts.
const STRIDE: usize = 16;

/// The fold of some facts.
#[derive(Default)]
pub(super) struct Books {
    ledger: Ledger,
    /// The entries that state the facts, in order of the facts.
    stated: Vec<Seq>,
    /// Where the last fact stands.
    end: Option<(Date, Rank)>,
    /// How many facts came before a refused one, and the entry that states it.
    refused: Vec<(usize, Seq)>,
    /// Ledgers after so many facts.
    kept: Vec<(usize, Ledger)>,
}

impl Books {
    /// The ledger after all facts.
    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Whether a fact would come after all others.
    pub(super) fn is_last(&self, day: Date, rank: Rank) -> bool {
        self.end.is_none_or(|end| end <= (day, rank))
    }

    /// The ledger after the first `count` of the facts, which begin like the ones folded.
    pub(super) fn after(&self, facts: &[Fact<'_>], count: usize) -> Cow<'_, Ledger> {
        if count == self.stated.len() {
            return Cow::Borrowed(&self.ledger);
        }
        let (folded, ledger) = self.nearest(count);
        let between = facts.get(folded..count).unwrap_or_default();
        if between.is_empty() { Cow::Owned(ledger) } else { Cow::Owned(fold_into(ledger, between).0) }
    }

    /// The last ledger kept after at most `count` facts.
    fn nearest(&self, count: usize) -> (usize, Ledger) {
        let kept = self.kept.iter().rev().find(|(folded, _)| *folded <= count);
        kept.cloned().unwrap_or_default()
    }

    /// Whether nothing is refused from the fact at `index` on that is not refused already.
    pub(super) fn survive(&self, facts: &[Fact<'_>], index: usize) -> bool {
        let ledger = self.after(facts, index).into_owned();
        let (_, findings) = fold_into(ledger, facts.get(index..).unwrap_or_default());
        findings.iter().all(|finding| self.refused.iter().any(|(_, seq)| *seq == finding.seq))
    }

    /// Folds a fact that comes after all others.
    pub(super) fn take(&mut self, fact: &Fact<'_>) {
        match self.ledger.plan(fact) {
            Ok(plan) => self.ledger.apply(fact, plan),
            Err(_) => self.refused.push((self.stated.len(), fact.stated_by)),
        }
        self.stated.push(fact.stated_by);
        self.end = Some(order(fact));
        if self.stated.len().checked_rem(STRIDE) == Some(0) {
            self.kept.push((self.stated.len(), self.ledger.clone()));
        }
    }

    /// Folds all facts, again from the first that was not there.
    pub(super) fn follow(&mut self, facts: &[Fact<'_>]) {
        let same = self.stated.iter().zip(facts).take_while(|(seq, fact)| **seq == fact.stated_by).count();
        self.kept.retain(|(folded, _)| *folded <= same);
        let (folded, ledger) = self.nearest(same);
        self.ledger = ledger;
        self.stated.truncate(folded);
        self.refused.retain(|(before, _)| *before < folded);
        self.end = folded.checked_sub(1).and_then(|last| facts.get(last)).map(order);
        for fact in facts.get(folded..).unwrap_or_default() {
            self.take(fact);
        }
    }
}

/// Where a fact stands, but for its position.
fn order(fact: &Fact<'_>) -> (Date, Rank) {
    (fact.effective, fact.event.rank())
}
