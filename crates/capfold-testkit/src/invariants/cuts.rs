//! 6 and 8: a log in parts.

use std::collections::BTreeSet;

use capfold_core::date::Date;
use capfold_core::entry::{Cut, Entry};
use capfold_core::ledger::{Ledger, Posting, fold_into, fold_with_lineage};
use capfold_core::log::{Fact, Log};
use capfold_core::name::Seq;
use uuid::Uuid;

use super::logs::{CUTS, View, at_position, known_after, log_of, same_balances, seq, spread, unused_id};
use super::{Checked, Prefix, Violation, same};

/// 6: a snapshot after some facts and the rest of them are the whole: the same balances, postings and
/// findings.
///
/// The rest is taken from the same log, and from one in which other names came first.
///
/// # Errors
/// The first snapshot that does not go on to the whole.
pub fn snapshots_continue(entries: &[Entry]) -> Result<(), Violation> {
    continue_from_snapshots(entries).map_err(|broken| broken.of(6))
}

fn continue_from_snapshots(entries: &[Entry]) -> Checked {
    let (mut log, mut other) = (Log::new(), Log::new());
    log.skip();
    match entries.first().and_then(|first| strange_names(unused_id(entries), first.effective)) {
        Some(strange) => drop(other.append(strange)),
        None => other.skip(),
    }
    for (index, entry) in entries.iter().enumerate() {
        let entry = at_position(entry, seq(index), seq(index.saturating_add(1)));
        drop((log.append(entry.clone()), other.append(entry)));
    }
    let (facts, mut others) = (log.timeline(Cut::default()).facts, other.timeline(Cut::default()).facts);
    others.retain(|fact| fact.seq > Seq(1));
    let (whole, findings) = fold_with_lineage(&facts);
    let (mut snapshot, mut before, mut taken) = (fold_with_lineage(&[]).0, Vec::new(), 0_usize);
    for index in spread(facts.len(), CUTS) {
        let (next, more) = fold_into(snapshot, part(&facts, taken, index));
        (snapshot, taken) = (next, index);
        before.extend(more);
        // Positions are one later than those of the entries.
        let after =
            index.checked_sub(1).and_then(|last| facts.get(last)).map(|fact| Seq(fact.stated_by.0.saturating_sub(1)));
        let at = Prefix { cut: Cut::default(), after };
        for rest in [&facts, &others] {
            let (ledger, after) = fold_into(snapshot.clone(), part(rest, index, rest.len()));
            same_balances(at, "a snapshot and the rest", &whole.balances(), &ledger.balances())?;
            same(at, "findings before and after a snapshot", &findings, &[before.clone(), after].concat())?;
            same(at, "postings before and after a snapshot", &postings(&whole), &postings(&ledger))?;
        }
    }
    Ok(())
}

fn part<'p, 'log>(facts: &'p [Fact<'log>], from: usize, to: usize) -> &'p [Fact<'log>] {
    facts.get(from..to).unwrap_or_default()
}

fn postings(ledger: &Ledger) -> &[Posting] {
    ledger.journal().map_or(&[], |journal| journal.postings())
}

/// An entry that names what no log names.
fn strange_names(id: Uuid, day: Date) -> Option<Entry> {
    let line = format!(
        r#"{{"id":"{id}","effective":"{day}","event":{{"shares_transferred":{{"class":"z-a","from":"z-b","to":"z-c","quantity":"1"}}}}}}"#
    );
    Entry::parse(line.as_bytes()).ok()
}

/// 8: what was known at a position, at the end and as of an earlier day, stays so when the log grows.
///
/// # Errors
/// The first earlier position at which the log says something else than its beginning alone.
pub fn old_cuts_stay(entries: &[Entry]) -> Result<(), Violation> {
    let log = log_of(entries);
    let kept: BTreeSet<usize> = spread(entries.len(), CUTS).collect();
    let mut growing = Log::new();
    for (index, entry) in entries.iter().enumerate() {
        let _refused = growing.append(entry.clone());
        if !kept.contains(&index) {
            continue;
        }
        let day = entries.get(index / 2).map(|entry| entry.effective);
        for effective_through in [None, day] {
            let then = View::of(&growing, Cut { known_through: None, effective_through });
            let cut = Cut { effective_through, ..known_after(index.saturating_add(1)) };
            then.same(Prefix::at(cut), "the longer log", &View::of(&log, cut)).map_err(|broken| broken.of(8))?;
        }
    }
    Ok(())
}
