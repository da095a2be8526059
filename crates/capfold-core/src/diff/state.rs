//! A log at a point of knowledge, folded day by day.

use std::collections::BTreeMap;

use super::Standing;
use crate::date::Date;
use crate::entry::Cut;
use crate::finding::Finding;
use crate::ledger::{Ledger, fold_into, fold_with_lineage};
use crate::log::{Fact, Log};
use crate::name::Seq;

/// The facts of a cut, and the ledger of those through some day.
pub(super) struct State<'log> {
    facts: Vec<Fact<'log>>,
    /// Where each fact stands in `facts`, by the entry that first stated it.
    index: BTreeMap<Seq, usize>,
    folded: usize,
    pub(super) ledger: Ledger,
    /// Findings of what was folded, by the entry that first stated the fact.
    pub(super) refused: BTreeMap<Seq, Finding>,
    /// The entry that first stated a fact, by the amendment that states it now.
    amended: BTreeMap<Seq, Seq>,
}

impl<'log> State<'log> {
    pub(super) fn new(log: &'log Log, cut: Cut) -> Self {
        let facts = log.timeline(cut).facts;
        let index = facts.iter().enumerate().map(|(index, fact)| (fact.seq, index)).collect();
        let amended = facts.iter().filter(|fact| fact.seq != fact.stated_by);
        let amended = amended.map(|fact| (fact.stated_by, fact.seq)).collect();
        let (ledger, _) = fold_with_lineage(&[]);
        Self { facts, index, folded: 0, ledger, refused: BTreeMap::new(), amended }
    }

    /// Folds on, through a day or to the end.
    pub(super) fn advance(&mut self, through: Option<Date>) {
        let rest = self.facts.get(self.folded..).unwrap_or_default();
        let more = through.map_or(rest.len(), |day| rest.partition_point(|fact| fact.effective <= day));
        let (ledger, findings) = fold_into(std::mem::take(&mut self.ledger), rest.get(..more).unwrap_or_default());
        self.ledger = ledger;
        self.folded = self.folded.saturating_add(more);
        for finding in findings {
            let fact = self.amended.get(&finding.seq).copied().unwrap_or(finding.seq);
            self.refused.insert(fact, finding);
        }
    }

    /// The fact that an entry first stated.
    pub(super) fn fact(&self, first: Seq) -> Option<&Fact<'log>> {
        self.facts.get(*self.index.get(&first)?)
    }

    /// Facts in the order in which they were true.
    pub(super) fn facts(&self) -> &[Fact<'log>] {
        &self.facts
    }

    /// How a fact stands.
    pub(super) fn standing(&self, first: Seq) -> Standing {
        match (self.refused.get(&first), self.index.contains_key(&first)) {
            (Some(finding), _) => Standing::Refused(finding.clone()),
            (None, true) => Standing::Accepted,
            (None, false) => Standing::Unsaid,
        }
    }
}
