//! 4 and 7: what refusals and corrections leave behind: nothing.

use std::collections::BTreeMap;
use std::slice;

use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{Amend, Event, Void};
use capfold_core::finding::Finding;
use capfold_core::ledger::{Account, Balance, Ledger, fold_into};
use capfold_core::log::{Fact, Log};
use capfold_core::name::{Label, Seq};
use uuid::Uuid;

use super::logs::{CUTS, View, corrected, known_after, log_of, seq, shown, spread, unused_id};
use super::{Broken, Checked, Prefix, Violation, same};

/// The position at which the fact of each entry was first stated, by the entry's position.
fn roots(log: &Log) -> BTreeMap<Seq, Seq> {
    let mut by_id: BTreeMap<Uuid, Seq> = BTreeMap::new();
    let mut roots = BTreeMap::new();
    for (seq, entry) in log.entries() {
        let corrected = corrected(&entry.event).and_then(|id| by_id.get(&id)).copied();
        let root = corrected.unwrap_or(seq);
        by_id.insert(entry.id, root);
        roots.insert(seq, root);
    }
    roots
}

/// The log without a fact: its entries, their corrections and whatever else bears their ids are lines
/// that say nothing.
fn without(entries: &[Entry], log: &Log, roots: &BTreeMap<Seq, Seq>, fact: Seq) -> Log {
    let chain = roots.iter().filter(|(_, root)| **root == fact);
    let ids: Vec<Uuid> = chain.filter_map(|(seq, _)| log.get(*seq)).map(|entry| entry.id).collect();
    let mut rest = Log::new();
    for entry in entries {
        if ids.contains(&entry.id) {
            rest.skip();
        } else {
            let _refused = rest.append(entry.clone());
        }
    }
    rest
}

/// 4: a refused event changes nothing: no balance when it is refused, and nothing later, compared with
/// the log in which it was never said. An entry that the log itself refuses is as good as a line that
/// says nothing.
///
/// # Errors
/// The first refusal that changed something.
pub fn refusals_change_nothing(entries: &[Entry]) -> Result<(), Violation> {
    refused(entries).map_err(|broken| broken.of(4))
}

fn refused(entries: &[Entry]) -> Checked {
    let log = log_of(entries);
    let facts = log.timeline(Cut::default()).facts;
    let mut ledger = Ledger::default();
    let mut refused: Vec<&Fact<'_>> = Vec::new();
    for fact in &facts {
        let before: Vec<(Account, Balance)> = ledger.accounts().collect();
        let (next, findings) = fold_into(ledger, slice::from_ref(fact));
        ledger = next;
        if findings.is_empty() {
            continue;
        }
        refused.push(fact);
        let at = Prefix { cut: Cut::default(), after: Some(fact.stated_by) };
        let nothing = Balance::default();
        for (index, (account, now)) in ledger.accounts().enumerate() {
            let then = before.get(index).map_or(nothing, |(_, balance)| *balance);
            if then != now {
                let what = format!("{} after a refusal", ledger.account_name(account));
                return Err(Broken::new(at, what, shown(then), shown(now)));
            }
        }
    }
    let (whole, roots) = (View::of(&log, Cut::default()), roots(&log));
    for fact in spread(refused.len(), CUTS).filter_map(|index| refused.get(index)) {
        let mut expected = View::of(&without(entries, &log, &roots, fact.seq), Cut::default());
        // Odd dates and citations are known of the fact itself.
        expected.notes.clone_from(&whole.notes);
        let mut found = whole.clone();
        found.findings.retain(|finding| finding.seq != fact.stated_by);
        let at = Prefix { cut: Cut::default(), after: Some(fact.stated_by) };
        expected.same(at, "a refused fact, against never said", &found)?;
    }
    unheard(entries, &log, &whole)
}

/// Entries that the log refuses, or has already, against lines that say nothing.
fn unheard(entries: &[Entry], log: &Log, whole: &View) -> Checked {
    let mut silent = Log::new();
    for (index, entry) in entries.iter().enumerate() {
        if log.get(seq(index)).is_some() {
            let _accepted = silent.append(entry.clone());
        } else {
            silent.skip();
        }
    }
    View::of(&silent, Cut::default()).same(Prefix::default(), "entries not taken, against never said", whole)
}

/// 7: what is voided was never said, and what is amended was said right the first time.
///
/// The log's own corrections are held against the corrected log at some positions; further facts are
/// voided and amended at the end: to another day, or to what another fact says.
///
/// # Errors
/// The first correction that leaves a trace.
pub fn corrections_leave_no_trace(entries: &[Entry]) -> Result<(), Violation> {
    voided(entries).and_then(|()| amended(entries)).map_err(|broken| broken.of(7))
}

/// The entries and a correction with an id that no log has.
fn and_then(entries: &[Entry], event: Event) -> Log {
    let id = unused_id(entries);
    let effective = entries.last().map(|last| last.effective);
    let correction = effective.map(|effective| {
        let (source, assumes) = (None, Vec::new());
        Entry { id, seq: None, at: None, by: None, effective, source, assumes, event }
    });
    log_of(entries.iter().chain(&correction))
}

fn voided(entries: &[Entry]) -> Checked {
    let (log, reason) = (log_of(entries), label("entered twice")?);
    let (facts, roots) = (log.timeline(Cut::default()).facts, roots(&log));
    for fact in spread(facts.len(), CUTS).filter_map(|index| facts.get(index)) {
        let Some(entry) = log.get(fact.stated_by).map(|entry| entry.id) else { continue };
        let longer = and_then(entries, Event::Void(Box::new(Void { entry, reason: reason.clone() })));
        let mut found = View::of(&longer, Cut::default());
        // That a closed period changed is known of the corrections themselves.
        let own = |seq: Seq| seq > self::seq(entries.len().saturating_sub(1)) || roots.get(&seq) == Some(&fact.seq);
        found.notes.retain(|finding| !own(finding.seq));
        let expected = View::of(&without(entries, &log, &roots, fact.seq), Cut::default());
        let at = Prefix { cut: Cut::default(), after: Some(fact.stated_by) };
        expected.same(at, "a voided fact, against never said", &found)?;
    }
    Ok(())
}

fn amended(entries: &[Entry]) -> Checked {
    for index in spread(entries.len(), CUTS) {
        let cut = known_after(index.saturating_add(1));
        as_if_said_right(&log_of(entries.iter().take(index.saturating_add(1))), Prefix::at(cut))?;
    }
    let (log, reason) = (log_of(entries), label("misread in print")?);
    let facts = log.timeline(Cut::default()).facts;
    for (turn, index) in spread(facts.len(), CUTS).enumerate() {
        let (Some(fact), Some(other)) = (facts.get(index), facts.get(index / 2)) else { continue };
        let Some(entry) = log.get(fact.stated_by).map(|entry| entry.id) else { continue };
        let (effective, event) = match turn {
            0 => (fact.effective, other.event),
            1 => (fact.effective.next(), fact.event),
            2 => (fact.effective.previous(), fact.event),
            3 => (other.effective, fact.event),
            _ => (other.effective, other.event),
        };
        let (event, assumes, reason) = (event.clone(), fact.assumes.to_vec(), reason.clone());
        let amend = Amend { entry, effective, event, reason, assumes };
        let at = Prefix { cut: Cut::default(), after: Some(fact.stated_by) };
        as_if_said_right(&and_then(entries, Event::Amend(Box::new(amend))), at)?;
    }
    Ok(())
}

fn label(text: &str) -> Result<Label, Broken> {
    text.parse().map_err(|_| Broken::new(Prefix::default(), "a reason", text, "not a label"))
}

/// The same log as if every fact had been stated right the first time.
fn said_right(log: &Log, roots: &BTreeMap<Seq, Seq>) -> Log {
    let mut last_words = BTreeMap::new();
    for (seq, root) in roots {
        last_words.insert(*root, *seq);
    }
    let mut right = Log::new();
    for position in (0..log.len()).map(seq) {
        let last = last_words.get(&position).and_then(|last| log.get(*last));
        let said = log.get(position).zip(last).and_then(|(entry, last)| {
            if let Event::Amend(amend) = &last.event {
                let source = last.source.clone().or_else(|| entry.source.clone());
                let (event, assumes) = (amend.event.clone(), amend.assumes.clone());
                return Some(Entry { effective: amend.effective, event, assumes, source, ..entry.clone() });
            }
            (!matches!(last.event, Event::Void(_))).then(|| entry.clone())
        });
        match said {
            Some(entry) => drop(right.append(entry)),
            None => right.skip(),
        }
    }
    right
}

fn as_if_said_right(log: &Log, at: Prefix) -> Checked {
    let roots = roots(log);
    let codes = |findings: &[Finding]| -> Vec<(Option<Seq>, &'static str)> {
        findings.iter().map(|found| (roots.get(&found.seq).copied(), found.rejection.problem.code())).collect()
    };
    let mut expected = View::of(&said_right(log, &roots), Cut::default());
    let mut found = View::of(log, Cut::default());
    same(at, "findings of corrected facts", &codes(&expected.findings), &codes(&found.findings))?;
    for view in [&mut expected, &mut found] {
        view.findings.clear();
        view.notes.clear();
    }
    expected.same(at, "an amended log, against said right", &found)
}
