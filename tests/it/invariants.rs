//! Promise: the fold keeps its invariants on any history, after every prefix of it.
//!
//! Histories are the same in every run: each property draws from a seed of its own, which follows its
//! number in the list of invariants, and nothing depends on the clock.

mod books;
mod corrections;
mod diff;
mod figures;
mod names;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use capfold_core::date::Date;
use capfold_core::entry::{Cut, Entry};
use capfold_core::finding::{Finding, Problem};
use capfold_core::ledger::{Ledger, fold, fold_into, fold_with_lineage};
use capfold_core::log::{Appended, Log};
use capfold_core::name::Seq;
use capfold_testkit::history::{even_histories, histories, scaled, valid_histories};
use capfold_testkit::model;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use uuid::Uuid;

/// What a property comes to.
type Checked = Result<(), TestCaseError>;

/// The longest histories, in steps after their first thirty entries.
const STEPS: usize = 60;

/// Holds a property against histories, each with some choices of places in it.
#[track_caller]
fn hold(
    seed: u8,
    cases: u32,
    histories: impl Strategy<Value = Vec<Entry>>,
    property: impl Fn(&[Entry], &[Index]) -> Checked,
) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let outcome = runner.run(&(histories, vec(any::<Index>(), 24)), |(entries, picks)| property(&entries, &picks));
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, (entries, _))) => panic!("{why}\n{}", lines(&entries).join("\n")),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

fn lines(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.to_line().expect("entries can be written")).collect()
}

/// The log of entries, whatever becomes of each.
fn log_of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Log {
    let mut log = Log::new();
    for entry in entries {
        let _refused = log.append(entry.clone());
    }
    log
}

fn known_through(position: usize) -> Cut {
    let position = u64::try_from(position).expect("few entries");
    Cut { known_through: Some(Seq(position)), effective_through: None }
}

/// Everything that a log says at a cut.
#[derive(PartialEq, Debug)]
struct View {
    digest: String,
    findings: Vec<Finding>,
    notes: Vec<Finding>,
}

fn view(log: &Log, cut: Cut) -> View {
    let timeline = log.timeline(cut);
    let (ledger, findings) = fold(&timeline.facts);
    View { digest: ledger.digest(), findings, notes: timeline.findings }
}

/// Checks a ledger after every prefix, in order of knowledge and in order of days.
fn after_every_prefix(entries: &[Entry], check: impl Fn(&Ledger) -> Checked) -> Checked {
    let log = log_of(entries);
    for known in 0..=log.len() {
        check(&fold_with_lineage(&log.timeline(known_through(known)).facts).0)?;
    }
    let mut ledger = fold_with_lineage(&[]).0;
    for fact in &log.timeline(Cut::default()).facts {
        ledger = fold_into(ledger, slice::from_ref(fact)).0;
        check(&ledger)?;
    }
    Ok(())
}

#[test]
fn refolding_gives_the_same_on_any_thread() {
    hold(5, 200, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let first = view(&log, Cut::default());
        let same_log = view(&log, Cut::default());
        let elsewhere = std::thread::scope(|scope| scope.spawn(|| view(&log_of(entries), Cut::default())).join());
        prop_assert_eq!(&same_log, &first);
        prop_assert_eq!(elsewhere.expect("no panic"), first);
        Ok(())
    });
}

/// An entry that names what no history names, and gives those names their symbols.
fn strange_names(day: Date) -> Entry {
    let line = format!(
        r#"{{"id":"{}","effective":"{day}","event":{{"shares_transferred":{{"class":"z-a","from":"z-b","to":"z-c","quantity":"1"}}}}}}"#,
        Uuid::from_u128(u128::MAX)
    );
    Entry::parse(line.as_bytes()).expect("an entry")
}

/// The rest comes from another log too, in which names have other symbols: a snapshot must not take that
/// log's symbols for its own.
#[test]
fn a_snapshot_and_the_rest_are_the_whole() {
    hold(6, 120, histories(STEPS), |entries, _| {
        let (mut log, mut other) = (Log::new(), Log::new());
        log.skip();
        prop_assert!(other.append(strange_names(entries[0].effective)).is_ok());
        for entry in entries {
            let _refused = (log.append(entry.clone()), other.append(entry.clone()));
        }
        let (facts, mut others) = (log.timeline(Cut::default()).facts, other.timeline(Cut::default()).facts);
        others.retain(|fact| fact.seq > Seq(1));
        let (whole, expected) = fold_with_lineage(&facts);
        let postings = |ledger: &Ledger| ledger.journal().map(|journal| journal.postings().to_vec());
        for k in 0..=facts.len() {
            let (snapshot, before) = fold_with_lineage(&facts[..k]);
            for rest in [&facts[k..], &others[k..]] {
                let (ledger, after) = fold_into(snapshot.clone(), rest);
                prop_assert_eq!(ledger.digest(), whole.digest(), "after {} facts", k);
                prop_assert_eq!([before.clone(), after].concat(), expected.clone(), "after {} facts", k);
                prop_assert_eq!(postings(&ledger), postings(&whole), "after {} facts", k);
            }
        }
        Ok(())
    });
}

#[test]
fn old_cuts_stay_as_they_were_when_the_log_grows() {
    hold(8, 150, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        for known in 0..=entries.len() {
            let then = view(&log_of(&entries[..known]), Cut::default());
            prop_assert_eq!(view(&log, known_through(known)), then, "known through {}", known);
        }
        Ok(())
    });
}

/// Copies of entries stand anywhere after the entries.
#[test]
fn replaying_any_subset_changes_nothing() {
    hold(15, 300, histories(STEPS), |entries, picks| {
        let mut copies: Vec<(usize, usize)> = picks
            .chunks_exact(2)
            .map(|pair| {
                let what = pair[0].index(entries.len());
                (what + 1 + pair[1].index(entries.len() - what), what)
            })
            .collect();
        copies.sort_unstable();
        let mut log = Log::new();
        for after in 0..=entries.len() {
            for (_, what) in copies.iter().filter(|(place, _)| *place == after) {
                let again = log.append(entries[*what].clone());
                prop_assert!(!matches!(again, Ok(Appended::New(_))), "entry {} is taken twice", what + 1);
            }
            if let Some(entry) = entries.get(after) {
                let _refused = log.append(entry.clone());
            }
        }
        let codes = |view: &View| view.findings.iter().map(|found| found.rejection.problem.code()).collect::<Vec<_>>();
        let (once, again) = (view(&log_of(entries), Cut::default()), view(&log, Cut::default()));
        prop_assert_eq!(codes(&again), codes(&once));
        prop_assert_eq!(again.digest, once.digest);
        Ok(())
    });
}

#[test]
fn exporting_and_importing_changes_nothing() {
    hold(16, 300, histories(STEPS), |entries, _| {
        let exported = lines(entries);
        let imported: Result<Vec<Entry>, _> = exported.iter().map(|line| Entry::parse(line.as_bytes())).collect();
        let imported = imported.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        prop_assert_eq!(lines(&imported), exported);
        let (log, again) = (log_of(entries), log_of(&imported));
        prop_assert_eq!(view(&again, Cut::default()), view(&log, Cut::default()));
        for known in (0..entries.len()).step_by(8) {
            prop_assert_eq!(view(&again, known_through(known)), view(&log, known_through(known)));
        }
        Ok(())
    });
}

/// Balances and refused positions at a cut, from the ledger and from the model.
fn agrees_with_the_model(entries: &[Entry], lines: &[String], cut: Cut) -> Checked {
    let known = cut.known_through.map(|seq| seq.0);
    let mut log = Log::new();
    let mut refused = BTreeSet::new();
    for (seq, entry) in (1..).zip(entries) {
        if log.append(entry.clone()).is_err() && known.is_none_or(|last| seq <= last) {
            refused.insert(seq);
        }
    }
    let (ledger, findings) = fold(&log.timeline(cut).facts);
    refused.extend(findings.iter().map(|finding| finding.seq.0));
    let balances = ledger.balances().into_iter();
    let balances = balances.map(|(key, balance)| (key, (balance.amount.to_string(), balance.carrying.to_string())));
    let day = cut.effective_through.map(|day| day.to_string());
    let expected = model::fold(lines, known, day.as_deref());
    let why = || format!("at {cut:?} the model says {:?}", model::reasons(lines, known, day.as_deref()));
    prop_assert_eq!(&refused, &expected.refused, "{}", why());
    prop_assert_eq!(balances.collect::<BTreeMap<_, _>>(), expected.balances, "{}", why());
    Ok(())
}

/// At the end and at three cuts: earlier on one clock, on the other, and on both.
fn is_as_the_model_has_it(entries: &[Entry], picks: &[Index]) -> Checked {
    let lines = lines(entries);
    let known = known_through(picks[0].index(entries.len())).known_through;
    let through = Some(entries[picks[1].index(entries.len())].effective);
    for (known_through, effective_through) in [(None, None), (known, None), (None, through), (known, through)] {
        agrees_with_the_model(entries, &lines, Cut { known_through, effective_through })?;
    }
    Ok(())
}

#[test]
fn the_ledger_is_as_the_model_has_it() {
    hold(18, 1000, histories(STEPS), is_as_the_model_has_it);
}

#[test]
fn the_ledger_is_as_the_model_has_it_where_all_can_happen() {
    hold(118, 400, valid_histories(STEPS), is_as_the_model_has_it);
}

#[test]
fn the_ledger_is_as_the_model_has_it_in_any_order() {
    hold(218, 400, histories(STEPS).prop_shuffle(), is_as_the_model_has_it);
}

/// Entries lost, doubled and out of order, and numbers near the end of the range.
#[test]
fn no_history_stops_the_fold() {
    let too_large = Cell::new(0_usize);
    hold(99, 200, histories(STEPS).prop_shuffle(), |entries, picks| {
        let mut mangled = entries.to_vec();
        for pair in picks.chunks_exact(2).take(8) {
            let (what, place) = (pair[0].index(mangled.len()), pair[1].index(mangled.len()));
            mangled.insert(place, mangled[what].clone());
        }
        mangled.truncate(mangled.len() - picks[20].index(entries.len() / 2 + 1));
        let large = scaled(&mangled, u32::MAX);
        let larger = scaled(&large, 1_000_000_000);
        let largest = scaled(&scaled(&larger, 1_000), 1_000);
        for entries in [mangled, large, larger, largest] {
            let log = log_of(&entries);
            let known = picks[21].index(entries.len() + 1);
            for cut in [Cut::default(), known_through(known)] {
                let facts = log.timeline(cut).facts;
                let (ledger, findings) = fold_with_lineage(&facts);
                let past = findings.iter().filter(|found| *found.rejection.problem == Problem::TooLarge);
                too_large.set(too_large.get() + past.count());
                books::sums_to_zero(&ledger)?;
                books::nothing_is_negative(&ledger)?;
                figures::all(&ledger, &facts)?;
            }
        }
        Ok(())
    });
    assert!(too_large.get() > 100, "the range was passed {} times", too_large.get());
}

#[test]
fn scaling_every_quantity_scales_every_count() {
    hold(14, 80, even_histories(STEPS), |entries, _| {
        for factor in [2, 3, 1000] {
            let (one, many) = (log_of(entries), log_of(&scaled(entries, factor)));
            for known in 0..=entries.len() {
                let fold_at = |log: &Log| fold(&log.timeline(known_through(known)).facts);
                let ((one, refused), (many, refused_many)) = (fold_at(&one), fold_at(&many));
                let codes = |found: &[Finding]| {
                    found.iter().map(|finding| (finding.seq, finding.rejection.problem.code())).collect::<Vec<_>>()
                };
                prop_assert_eq!(codes(&refused_many), codes(&refused), "known through {}", known);
                prop_assert_eq!(books::counts(&many, 1), books::counts(&one, factor), "known through {}", known);
            }
        }
        Ok(())
    });
}
