//! Logs, cuts and what they say: what the invariants share.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use capfold_core::entry::{Cut, Entry};
use capfold_core::event::Event;
use capfold_core::finding::Finding;
use capfold_core::ledger::{Balance, Ledger, Posting, fold, fold_into, fold_with_lineage};
use capfold_core::log::Log;
use capfold_core::name::Seq;
use uuid::Uuid;

use super::{Broken, Checked, Prefix, same};

/// Earlier positions at which something is checked again.
pub(super) const CUTS: usize = 5;

/// The log of entries, whatever becomes of each.
pub(super) fn log_of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Log {
    let mut log = Log::new();
    for entry in entries {
        let _refused = log.append(entry.clone());
    }
    log
}

/// The position of the entry that so many stand before.
pub(super) fn seq(index: usize) -> Seq {
    Seq(u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1))
}

/// As known after so many entries.
pub(super) fn known_after(entries: usize) -> Cut {
    Cut { known_through: Some(Seq(u64::try_from(entries).unwrap_or(u64::MAX))), effective_through: None }
}

/// At most `count` different numbers below `len`, spread evenly and ending with the last.
pub(super) fn spread(len: usize, count: usize) -> impl Iterator<Item = usize> {
    let nth = move |n: usize| n.saturating_mul(len).checked_div(count).unwrap_or(0);
    (0..count)
        .filter(move |n| nth(*n) < nth(n.saturating_add(1)))
        .map(move |n| nth(n.saturating_add(1)).saturating_sub(1))
}

/// The lines of entries; empty for one that cannot be written.
pub(super) fn lines(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.to_line().unwrap_or_default()).collect()
}

/// Findings by position and code.
pub(super) fn codes(findings: &[Finding]) -> Vec<(Seq, &'static str)> {
    findings.iter().map(|finding| (finding.seq, finding.rejection.problem.code())).collect()
}

/// Everything that a log says at a cut.
#[derive(Clone)]
pub(super) struct View {
    pub(super) balances: BTreeMap<String, Balance>,
    pub(super) digest: String,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<Finding>,
}

impl View {
    pub(super) fn of(log: &Log, cut: Cut) -> Self {
        let timeline = log.timeline(cut);
        let (ledger, findings) = fold(&timeline.facts);
        Self { balances: ledger.balances(), digest: ledger.digest(), findings, notes: timeline.findings }
    }

    /// Another view is to say the same.
    pub(super) fn same(&self, at: Prefix, what: &str, found: &Self) -> Checked {
        same_balances(at, what, &self.balances, &found.balances)?;
        same(at, &format!("{what}: digest"), &self.digest, &found.digest)?;
        same(at, &format!("{what}: findings"), &self.findings, &found.findings)?;
        same(at, &format!("{what}: notes"), &self.notes, &found.notes)
    }
}

/// Balances are to be the same; the first that is not is named.
pub(super) fn same_balances(
    at: Prefix,
    what: &str,
    expected: &BTreeMap<String, Balance>,
    found: &BTreeMap<String, Balance>,
) -> Checked {
    if expected == found {
        return Ok(());
    }
    let of = |balances: &BTreeMap<String, Balance>, name: &str| balances.get(name).copied().unwrap_or_default();
    for name in expected.keys().chain(found.keys()) {
        let (expected, found) = (of(expected, name), of(found, name));
        if expected != found {
            return Err(Broken::new(at, format!("{what}: {name}"), shown(expected), shown(found)));
        }
    }
    Ok(())
}

/// Amount and carrying amount.
pub(super) fn shown(balance: Balance) -> String {
    format!("{} carried at {}", balance.amount, balance.carrying)
}

/// Checks a ledger after every fact, with the postings that are new and what is remembered of earlier
/// ones; then, from nothing, as known through some earlier positions.
pub(super) fn after_every_prefix<S: Default>(
    entries: &[Entry],
    check: impl Fn(&mut S, &Ledger, &[Posting], Prefix) -> Checked,
) -> Checked {
    let log = log_of(entries);
    let new = |ledger: &Ledger, seen: usize| -> Vec<Posting> {
        ledger.journal().map_or(&[][..], |journal| journal.postings()).iter().skip(seen).copied().collect()
    };
    let (mut ledger, mut state, mut seen) = (fold_with_lineage(&[]).0, S::default(), 0_usize);
    for fact in &log.timeline(Cut::default()).facts {
        ledger = fold_into(ledger, slice::from_ref(fact)).0;
        let postings = new(&ledger, seen);
        seen = seen.saturating_add(postings.len());
        check(&mut state, &ledger, &postings, Prefix { cut: Cut::default(), after: Some(fact.stated_by) })?;
    }
    for index in spread(entries.len().saturating_sub(1), CUTS) {
        let cut = known_after(index.saturating_add(1));
        let ledger = fold_with_lineage(&log.timeline(cut).facts).0;
        check(&mut S::default(), &ledger, &new(&ledger, 0), Prefix::at(cut))?;
    }
    Ok(())
}

/// The entry that a correction is about.
pub(super) fn corrected(event: &Event) -> Option<Uuid> {
    if let Event::Amend(amend) = event {
        Some(amend.entry)
    } else if let Event::Void(void) = event {
        Some(void.entry)
    } else {
        None
    }
}

/// An id that no entry bears or speaks of.
pub(super) fn unused_id(entries: &[Entry]) -> Uuid {
    let spoken_of = entries.iter().filter_map(|entry| corrected(&entry.event));
    let used: BTreeSet<Uuid> = entries.iter().map(|entry| entry.id).chain(spoken_of).collect();
    let mut id = u128::MAX;
    while used.contains(&Uuid::from_u128(id)) {
        id = id.wrapping_sub(1);
    }
    Uuid::from_u128(id)
}

/// An entry moved to another position. A stated position that was right stays right, and a wrong one
/// wrong.
pub(super) fn at_position(entry: &Entry, from: Seq, to: Seq) -> Entry {
    let wrong = if to.0 == u64::MAX { 0 } else { u64::MAX };
    let stated = entry.seq.map(|stated| if stated == from.0 { to.0 } else { wrong });
    Entry { seq: stated, ..entry.clone() }
}
