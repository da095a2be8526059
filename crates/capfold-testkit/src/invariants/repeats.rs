//! 5, 10, 15 and 16: the same again, by other ways.

use std::collections::BTreeMap;
use std::slice;
use std::thread;

use capfold_core::entry::{Cut, Entry};
use capfold_core::finding::Finding;
use capfold_core::ledger::{Ledger, fold_into};
use capfold_core::log::Log;
use capfold_core::name::Seq;

use super::logs::{View, at_position, known_after, lines, log_of, same_balances, seq, spread};
use super::{Broken, Checked, Prefix, Violation, same};
use crate::history::scaled;

/// At the end of everything.
const END: Prefix = Prefix { cut: Cut { known_through: None, effective_through: None }, after: None };

/// 5: folding again gives the same digest and findings: the same log, and logs built anew on two
/// threads at once.
///
/// # Errors
/// Another outcome, or a panic on another thread.
pub fn refolding_repeats(entries: &[Entry]) -> Result<(), Violation> {
    let refolded = || View::of(&log_of(entries), Cut::default());
    let again = || -> Checked {
        let log = log_of(entries);
        let first = View::of(&log, Cut::default());
        first.same(END, "the same log folded again", &View::of(&log, Cut::default()))?;
        let outcomes = thread::scope(|scope| {
            let threads = [scope.spawn(refolded), scope.spawn(refolded)];
            threads.map(thread::ScopedJoinHandle::join)
        });
        for outcome in outcomes {
            let view = outcome.map_err(|_| Broken::new(END, "another thread", "an outcome", "a panic"))?;
            first.same(END, "another thread", &view)?;
        }
        Ok(())
    };
    again().map_err(|broken| broken.of(5))
}

/// 10: logs of two issuers, recorded and folded in turns, are as each by itself. The other log is
/// this one with three times as much of everything, so that all names and ids are in both.
///
/// # Errors
/// The first difference.
pub fn streams_do_not_interact(entries: &[Entry]) -> Result<(), Violation> {
    streams_do_not_interact_with(entries, &scaled(entries, 3))
}

/// 10, with another log of your own.
///
/// The two share one sequence of positions, as two issuers in one store do: each log skips the
/// positions of the other. The second begins when the first is a third of its own length on.
///
/// # Errors
/// The first difference of either log; positions are those in the log by itself.
pub fn streams_do_not_interact_with(entries: &[Entry], others: &[Entry]) -> Result<(), Violation> {
    let streams = [entries, others];
    // Never the same entry of both at once.
    let lag = others.len() / 3;
    let index = |own: usize, turn: usize| if own == 0 { Some(turn) } else { turn.checked_sub(lag) };
    let turns = entries.len().max(others.len()).saturating_add(lag);
    let mut logs = [Log::new(), Log::new()];
    let mut positions: [BTreeMap<Seq, Seq>; 2] = [BTreeMap::new(), BTreeMap::new()];
    for (turn, own) in (0..turns).flat_map(|turn| [(turn, 0), (turn, 1)]) {
        let rows = logs.iter_mut().zip(streams).zip(&mut positions).enumerate();
        for (row, ((log, stream), positions)) in rows {
            let index = index(own, turn).filter(|_| row == own);
            match index.and_then(|index| stream.get(index).map(|entry| (seq(index), entry))) {
                Some((alone, entry)) => {
                    let position = seq(log.len());
                    positions.insert(position, alone);
                    drop(log.append(at_position(entry, alone, position)));
                }
                None => log.skip(),
            }
        }
    }
    let facts = logs.each_ref().map(|log| log.timeline(Cut::default()).facts);
    let mut ledgers = [Ledger::default(), Ledger::default()];
    let mut findings: [Vec<Finding>; 2] = [Vec::new(), Vec::new()];
    for turn in 0..turns {
        for (own, ((facts, ledger), findings)) in facts.iter().zip(&mut ledgers).zip(&mut findings).enumerate() {
            let Some(fact) = index(own, turn).and_then(|index| facts.get(index)) else { continue };
            let (next, found) = fold_into(std::mem::take(ledger), slice::from_ref(fact));
            *ledger = next;
            findings.extend(found);
        }
    }
    for (((stream, ledger), findings), positions) in streams.iter().zip(&ledgers).zip(&findings).zip(&positions) {
        let own = |seq: Seq| positions.get(&seq).copied().unwrap_or(seq);
        let alone = View::of(&log_of(*stream), Cut::default());
        same_balances(END, "beside another log", &alone.balances, &ledger.balances())
            .and_then(|()| {
                same(END, "findings beside another log", &codes(&alone.findings, |s| s), &codes(findings, own))
            })
            .map_err(|broken| broken.of(10))?;
    }
    Ok(())
}

/// Findings by code and by position in another log.
fn codes(findings: &[Finding], position: impl Fn(Seq) -> Seq) -> Vec<(Seq, &'static str)> {
    findings.iter().map(|finding| (position(finding.seq), finding.rejection.problem.code())).collect()
}

/// 15: entries sent again under their ids change nothing. Every third entry is, here and there.
///
/// # Errors
/// An entry that is taken twice, or the first difference.
pub fn replays_add_nothing(entries: &[Entry]) -> Result<(), Violation> {
    let place = |what: usize| {
        let left = entries.len().saturating_sub(what);
        what.saturating_add(1).saturating_add(what.saturating_mul(7).checked_rem(left).unwrap_or(0))
    };
    let copies: Vec<(usize, usize)> = (0..entries.len()).step_by(3).map(|what| (what, place(what))).collect();
    replays_at_add_nothing(entries, &copies)
}

/// 15, with copies of your own: the index of an entry, and how many entries stand before its copy. A
/// copy before its original, or of an entry that the log refuses, is left out.
///
/// # Errors
/// An entry that is taken twice, or the first difference.
pub fn replays_at_add_nothing(entries: &[Entry], copies: &[(usize, usize)]) -> Result<(), Violation> {
    replayed(entries, copies).map_err(|broken| broken.of(15))
}

fn replayed(entries: &[Entry], copies: &[(usize, usize)]) -> Checked {
    let heard = log_of(entries);
    let (mut log, mut own) = (Log::new(), BTreeMap::new());
    let mut moved: Vec<Entry> = Vec::with_capacity(entries.len());
    for before in 0..=entries.len() {
        let again = copies.iter().filter(|(what, place)| *place == before && heard.get(seq(*what)).is_some());
        for entry in again.filter_map(|(what, _)| moved.get(*what)) {
            let length = log.entries().count();
            let _known = log.append(entry.clone());
            same(Prefix::at(known_after(before)), "entries in the log", &length, &log.entries().count())?;
        }
        if let Some(entry) = entries.get(before) {
            let position = seq(log.len());
            own.insert(position, seq(before));
            let entry = at_position(entry, seq(before), position);
            let _refused = log.append(entry.clone());
            moved.push(entry);
        }
    }
    let (once, again) = (View::of(&heard, Cut::default()), View::of(&log, Cut::default()));
    same_balances(END, "with copies", &once.balances, &again.balances)?;
    same(END, "digest with copies", &once.digest, &again.digest)?;
    let original = |seq| own.get(&seq).copied().unwrap_or(seq);
    same(END, "findings with copies", &codes(&once.findings, |seq| seq), &codes(&again.findings, original))
}

/// 16: entries written with [`Entry::to_line`] and read with [`Entry::parse`] are the same entries and
/// give the same digest, at the end and as known earlier.
///
/// # Errors
/// An entry that cannot be written, read, or is another one after it; or the first difference.
pub fn export_is_import(entries: &[Entry]) -> Result<(), Violation> {
    imported(entries).map_err(|broken| broken.of(16))
}

fn imported(entries: &[Entry]) -> Checked {
    let mut imported = Vec::with_capacity(entries.len());
    let exported = lines(entries);
    for ((index, line), entry) in exported.iter().enumerate().zip(entries) {
        let at = Prefix { cut: Cut::default(), after: Some(seq(index)) };
        let read = Entry::parse(line.as_bytes());
        let read = read.map_err(|error| Broken::new(at, "a line that was written", "an entry", error))?;
        same(at, "an entry written and read", entry, &read)?;
        imported.push(read);
    }
    same(END, "lines written, read and written", &exported, &lines(&imported))?;
    let (log, again) = (log_of(entries), log_of(&imported));
    let cuts = spread(entries.len(), 2).map(|index| known_after(index.saturating_add(1)));
    for cut in cuts {
        View::of(&log, cut).same(Prefix::at(cut), "exported and imported", &View::of(&again, cut))?;
    }
    Ok(())
}
