//! What holders are called changes nothing but what they are called.

use std::collections::BTreeMap;

use capfold_core::entry::Entry;
use capfold_core::event::Event;
use capfold_core::ledger::{Balance, Ledger, fold};
use capfold_core::log::Log;
use capfold_core::name::Name;
use capfold_testkit::history::{histories, relabelled};
use proptest::prelude::*;

use super::{STEPS, hold, known_through, log_of};

/// Each holder under the name of the next, the last under that of the first.
fn rotation(entries: &[Entry]) -> BTreeMap<Name, Name> {
    let mut names: Vec<Name> = (entries.iter())
        .filter_map(|entry| match &entry.event {
            Event::HolderRegistered(holder) => Some(holder.holder.clone()),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut others = names.clone();
    others.rotate_left(1);
    names.into_iter().zip(others).collect()
}

fn renamed(ledger: &Ledger, names: &BTreeMap<Name, Name>) -> BTreeMap<String, Balance> {
    let rename = |key: String| match key.rsplit_once("/held/") {
        Some((unit, holder)) => {
            let holder: Name = holder.parse().expect("a name");
            format!("{unit}/held/{}", names.get(&holder).unwrap_or(&holder))
        }
        None => key,
    };
    ledger.balances().into_iter().map(|(key, balance)| (rename(key), balance)).collect()
}

#[test]
fn relabelling_holders_permutes_the_result() {
    hold(13, 150, histories(STEPS), |entries, _| {
        let names = rotation(entries);
        let other = relabelled(entries, |name| names.get(name).unwrap_or(name).clone());
        let (log, other) = (log_of(entries), log_of(&other));
        for known in 0..=entries.len() {
            let fold_at = |log: &Log| fold(&log.timeline(known_through(known)).facts);
            let ((ledger, findings), (permuted, permuted_findings)) = (fold_at(&log), fold_at(&other));
            let codes = |findings: &[capfold_core::finding::Finding]| {
                findings.iter().map(|found| (found.seq, found.rejection.problem.code())).collect::<Vec<_>>()
            };
            prop_assert_eq!(codes(&permuted_findings), codes(&findings), "known through {}", known);
            prop_assert_eq!(permuted.balances(), renamed(&ledger, &names), "known through {}", known);
        }
        Ok(())
    });
}
