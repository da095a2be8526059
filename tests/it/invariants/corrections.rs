//! What corrections and refusals leave behind: nothing.

use std::collections::BTreeMap;
use std::slice;

use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{Amend, Event, Void};
use capfold_core::finding::Finding;
use capfold_core::ledger::{Ledger, fold, fold_into};
use capfold_core::log::Log;
use capfold_core::name::{Label, Seq};
use capfold_testkit::history::histories;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Checked, STEPS, View, hold, log_of, view};

/// The position at which the fact of each entry was first stated, by the entry's position.
fn roots(log: &Log) -> BTreeMap<Seq, Seq> {
    let mut by_id: BTreeMap<Uuid, Seq> = BTreeMap::new();
    let mut roots = BTreeMap::new();
    for (seq, entry) in log.entries() {
        let root = match &entry.event {
            Event::Amend(amend) => by_id[&amend.entry],
            Event::Void(void) => by_id[&void.entry],
            _ => seq,
        };
        by_id.insert(entry.id, root);
        roots.insert(seq, root);
    }
    roots
}

/// The log without a fact: its entries, their corrections and whatever else bears their ids are lines
/// that say nothing.
fn without(entries: &[Entry], log: &Log, fact: Seq) -> Log {
    let chain = roots(log).into_iter().filter(|(_, root)| *root == fact);
    let ids: Vec<Uuid> = chain.filter_map(|(seq, _)| log.get(seq)).map(|entry| entry.id).collect();
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

fn label(text: &str) -> Label {
    text.parse().expect("a label")
}

/// A correction with an id that no history has.
fn correction(entries: &[Entry], event: Event) -> Entry {
    let last = entries.last().expect("an entry");
    let id = Uuid::from_u128(u128::MAX - 1);
    Entry { id, seq: None, at: None, by: None, effective: last.effective, source: None, assumes: Vec::new(), event }
}

#[test]
fn a_refused_event_changes_nothing() {
    hold(4, 150, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let whole = view(&log, Cut::default());
        let mut ledger = Ledger::default();
        for fact in &facts {
            let before = ledger.digest();
            let (next, findings) = fold_into(ledger, slice::from_ref(fact));
            ledger = next;
            if findings.is_empty() {
                continue;
            }
            prop_assert_eq!(ledger.digest(), before, "entry {}", fact.stated_by);
            let dropped = view(&without(entries, &log, fact.seq), Cut::default());
            let others = |finding: &&Finding| finding.seq != fact.stated_by;
            let others: Vec<Finding> = whole.findings.iter().filter(others).cloned().collect();
            prop_assert_eq!(&dropped.digest, &whole.digest, "without entry {}", fact.stated_by);
            prop_assert_eq!(dropped.findings, others, "without entry {}", fact.stated_by);
        }
        unheard(entries, &whole)
    });
}

/// Entries that the log refuses, or has already, are as good as lines that say nothing.
fn unheard(entries: &[Entry], whole: &View) -> Checked {
    let mut log = Log::new();
    let heard = log_of(entries);
    for (position, entry) in (1..).zip(entries) {
        if heard.get(Seq(position)).is_some() {
            prop_assert!(log.append(entry.clone()).is_ok(), "entry {}", position);
        } else {
            log.skip();
        }
    }
    prop_assert_eq!(&view(&log, Cut::default()), whole);
    Ok(())
}

#[test]
fn voiding_is_never_having_said_it() {
    hold(7, 100, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        for fact in log.timeline(Cut::default()).facts {
            let entry = log.get(fact.stated_by).expect("the fact's last word").id;
            let void = correction(entries, Event::Void(Box::new(Void { entry, reason: label("entered twice") })));
            let longer = log_of(entries.iter().chain([&void]));
            let mut voided = view(&longer, Cut::default());
            // That a closed period changed is known of the corrections themselves.
            let roots = roots(&longer);
            voided.notes.retain(|finding| roots.get(&finding.seq) != Some(&fact.seq));
            let unsaid = view(&without(entries, &log, fact.seq), Cut::default());
            prop_assert_eq!(voided, unsaid, "entry {} voided", fact.seq);
        }
        Ok(())
    });
}

/// The same log as if every fact had been stated right the first time.
fn said_right(log: &Log) -> Log {
    let mut last_words = BTreeMap::new();
    for (seq, root) in roots(log) {
        last_words.insert(root, seq);
    }
    let mut right = Log::new();
    for position in 1..=log.len() {
        let seq = Seq(u64::try_from(position).expect("few entries"));
        let last = last_words.get(&seq).and_then(|last| log.get(*last));
        let said = log.get(seq).zip(last).and_then(|(entry, last)| match &last.event {
            Event::Void(_) => None,
            Event::Amend(amend) => Some(Entry {
                effective: amend.effective,
                event: amend.event.clone(),
                assumes: amend.assumes.clone(),
                source: last.source.clone().or_else(|| entry.source.clone()),
                ..entry.clone()
            }),
            _ => Some(entry.clone()),
        });
        match said {
            Some(entry) => assert!(right.append(entry).is_ok(), "entry {position} stands by itself"),
            None => right.skip(),
        }
    }
    right
}

fn is_as_if_said_right(log: &Log) -> Checked {
    let roots = roots(log);
    let codes = |findings: &[Finding]| -> Vec<(Seq, &'static str)> {
        findings.iter().map(|finding| (roots[&finding.seq], finding.rejection.problem.code())).collect()
    };
    let right = said_right(log);
    let (corrected, findings) = fold(&log.timeline(Cut::default()).facts);
    let (expected, expected_findings) = fold(&right.timeline(Cut::default()).facts);
    prop_assert_eq!(codes(&findings), codes(&expected_findings));
    prop_assert_eq!(corrected.balances(), expected.balances());
    prop_assert_eq!(corrected.digest(), expected.digest());
    Ok(())
}

#[test]
fn amending_is_having_said_it_right() {
    hold(107, 100, histories(STEPS), |entries, picks| {
        for known in 0..=entries.len() {
            is_as_if_said_right(&log_of(&entries[..known]))?;
        }
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        for (fact, pick) in facts.iter().zip(picks.iter().cycle()) {
            let other = facts[pick.index(facts.len())];
            let days = [fact.effective, fact.effective.next(), fact.effective.previous(), other.effective];
            let amend = Amend {
                entry: log.get(fact.stated_by).expect("the fact's last word").id,
                effective: days[pick.index(days.len())],
                event: if pick.index(2) == 0 { fact.event.clone() } else { other.event.clone() },
                reason: label("misread in print"),
                assumes: fact.assumes.to_vec(),
            };
            let amend = correction(entries, Event::Amend(Box::new(amend)));
            is_as_if_said_right(&log_of(entries.iter().chain([&amend])))?;
        }
        Ok(())
    });
}
