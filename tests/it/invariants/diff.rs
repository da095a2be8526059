//! Two points of knowledge of any history.

use std::collections::BTreeSet;

use capfold_core::date::{Period, YearEnd};
use capfold_core::diff::{Standing, diff, touched};
use capfold_core::entry::Cut;
use capfold_core::figures::Time;
use capfold_core::finding::Rejection;
use capfold_core::ledger::fold;
use capfold_core::name::Seq;
use capfold_testkit::history::{histories, valid_histories};
use proptest::prelude::*;

use super::{STEPS, hold, known_through, log_of};
use crate::diff::{expected, ledger_at};

/// What is listed differs, what differs is listed, and each is put down to entries between.
#[test]
fn the_figures_listed_are_those_that_differ() {
    hold(118, 60, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        for pick in picks.chunks_exact(4).take(3) {
            let mut known = [pick[0], pick[1]].map(|pick| pick.index(log.len() + 1));
            known.sort_unstable();
            let mut days = [pick[2], pick[3]].map(|pick| facts[pick.index(facts.len())].effective);
            days.sort_unstable();
            let times = [Time::At(days[0]), Time::Over(Period::new(days[0], days[1]).expect("days in order"))];
            let [before, after] = known.map(known_through);
            let found = diff(&log, before, after, &times);
            let between = |seq: &Seq| before.known_through < Some(*seq) && Some(*seq) <= after.known_through;
            for time in times {
                let [old, new] = [before, after].map(|cut| ledger_at(&log, cut.known_through, time));
                let listed: Vec<_> = found.changes.iter().filter(|change| change.time == time).collect();
                let names: BTreeSet<_> =
                    listed.iter().map(|change| (change.figure.name(), change.scope.clone())).collect();
                prop_assert_eq!(names.len(), listed.len());
                prop_assert_eq!(names, expected(&old, &new, time), "{:?} {}", known, time);
            }
            for change in &found.changes {
                prop_assert!(!change.through.is_empty() && change.through.iter().all(between), "{}", change.name());
                let untouched = |fact: &Seq| !between(fact);
                prop_assert!(change.carried.iter().all(untouched), "{}", change.name());
            }
            let recorded: Vec<Seq> = log.entries().map(|(seq, _)| seq).filter(between).collect();
            prop_assert_eq!(found.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), recorded);
        }
        Ok(())
    });
}

/// A fact is listed as turned exactly when its finding differs.
#[test]
fn the_facts_that_turned_are_those_whose_finding_differs() {
    hold(119, 100, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        for pick in picks.chunks_exact(2).take(6) {
            let mut known = [pick[0], pick[1]].map(|pick| pick.index(log.len() + 1));
            known.sort_unstable();
            let [before, after] = known.map(known_through);
            let turned = diff(&log, before, after, &[]).turned;
            let findings = |cut| {
                let timeline = log.timeline(cut);
                let (_, findings) = fold(&timeline.facts);
                let first = |seq| timeline.facts.iter().find(|fact| fact.stated_by == seq).expect("a fact").seq;
                findings.into_iter().map(|found| (first(found.seq), found.rejection)).collect::<Vec<_>>()
            };
            let (old, new) = (findings(before), findings(after));
            let of = |list: &[(Seq, Rejection)], fact: Seq| {
                list.iter().find(|(of, _)| *of == fact).map(|(_, why)| why.clone())
            };
            let facts: BTreeSet<Seq> = old.iter().chain(&new).map(|(fact, _)| *fact).collect();
            let expected: Vec<Seq> = facts.into_iter().filter(|fact| of(&old, *fact) != of(&new, *fact)).collect();
            prop_assert_eq!(turned.iter().map(|turned| turned.fact).collect::<Vec<_>>(), expected);
            for turned in &turned {
                for (standing, list) in [(&turned.was, &old), (&turned.now, &new)] {
                    let refused =
                        if let Standing::Refused(found) = standing { Some(found.rejection.clone()) } else { None };
                    prop_assert_eq!(refused, of(list, turned.fact));
                }
                prop_assert!(!turned.through.is_empty());
            }
        }
        Ok(())
    });
}

#[test]
fn a_point_of_knowledge_does_not_differ_from_itself() {
    hold(120, 60, valid_histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        for pick in picks.iter().take(4) {
            let cut = known_through(pick.index(log.len() + 1));
            let day = facts[pick.index(facts.len())].effective;
            let whole = Period::new(facts[0].effective, day).expect("days in order");
            let found = diff(&log, cut, cut, &[Time::At(day), Time::Over(whole)]);
            prop_assert!(found.entries.is_empty() && found.turned.is_empty() && found.changes.is_empty());
            prop_assert!(touched(&log, cut, cut, YearEnd::DECEMBER).is_empty());
        }
        Ok(())
    });
}
