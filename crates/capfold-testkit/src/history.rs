//! Histories of entries, generated.
//!
//! ```text
//! Prelude + [Op]      what proptest draws and shrinks: small steps without names or numbers
//!   └─ Writer         keeps the log and the books (the real fold of it), step by step
//!        ├─ Desk      what a draft of an event chooses from: names, sizes, days
//!        ├─ drafts    one function for each kind of event, by field
//!        └─ Case      makes one mistake in an entry that could happen, whatever its kind
//! ```
//!
//! A uniform draw almost never takes exactly all of it, stands on the last day of a term, or repeats a
//! number. Here sizes, days and repetitions are drawn by what they mean. Whether a draft can happen is
//! for the ledger to say: an entry that is meant to stand is drafted again while it is refused, and one
//! that is meant to be refused is changed in one place until it is.
//!
//! # A new kind of event
//!
//! It does not compile until it has
//!
//! * a line in `drafts!` (`history/drafts/mod.rs`): how often it is wanted, and its draft;
//! * a draft `fn kind(desk: &mut Desk<'_>) -> Option<Event>` in the file of its field under
//!   `history/drafts/`. It chooses from the desk so that the event can mostly happen, and knows nothing
//!   of mistakes. A name for something new is the event's first name, and comes from `Desk::new_name`;
//! * its place in [`scaled`] and [`relabelled`] (`history/rewrite.rs`).
//!
//! Mistakes come by themselves: any name, number or currency of it is made wrong in turn.

mod books;
mod correct;
mod desk;
mod drafts;
mod mistakes;
mod numbers;
mod op;
mod prelude;
mod rewrite;
mod writer;

use capfold_core::entry::Entry;
use capfold_core::event::EventKind;
use proptest::collection::vec;
use proptest::prelude::*;

pub use rewrite::{relabelled, scaled};

/// What kind of history is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// A quarter of the entries are wrong.
    Mixed,
    /// Entries can happen.
    Valid,
    /// Entries can happen, and no product of a quantity and a price needs rounding.
    Even,
}

/// Histories with every kind of event: about 30 entries to begin with, then up to `max_len` more. Of
/// these about a quarter are refused, each for one small mistake; every entry by itself is well formed.
pub fn histories(max_len: usize) -> impl Strategy<Value = Vec<Entry>> {
    written(Mode::Mixed, max_len)
}

/// Histories as [`histories`] has them, in which the first few steps and every other one after them are
/// of one kind: few of them show most of what can become of it.
pub fn histories_about(kind: EventKind, max_len: usize) -> impl Strategy<Value = Vec<Entry>> {
    let first = vec(op::ops_of(Mode::Mixed, Just(kind)), 6);
    let rest = vec(op::ops_about(Mode::Mixed, kind), 0..=max_len);
    let parts = (prelude::preludes(Mode::Mixed), first, rest);
    parts.prop_map(|(prelude, first, rest)| writer::write(Mode::Mixed, &prelude, &[first, rest].concat()))
}

/// Histories of entries that can happen, in the order and on the days given; at most a few are refused.
pub fn valid_histories(max_len: usize) -> impl Strategy<Value = Vec<Entry>> {
    written(Mode::Valid, max_len)
}

/// Valid histories in which every count is whole and every price is in whole cents, so that
/// [`scaled`] multiplies every balance of shares, rights and cash.
pub fn even_histories(max_len: usize) -> impl Strategy<Value = Vec<Entry>> {
    written(Mode::Even, max_len)
}

fn written(mode: Mode, max_len: usize) -> impl Strategy<Value = Vec<Entry>> {
    let parts = (prelude::preludes(mode), vec(op::ops(mode), 0..=max_len));
    parts.prop_map(move |(prelude, ops)| writer::write(mode, &prelude, &ops))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use capfold_core::entry::Cut;
    use capfold_core::event::EventKind;
    use capfold_core::exact::Exact;
    use capfold_core::finding::{Finding, Problem};
    use capfold_core::ledger::fold;
    use capfold_core::log::Log;
    use capfold_core::name::Name;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    fn sample(strategy: &impl Strategy<Value = Vec<Entry>>, count: usize) -> Vec<Vec<Entry>> {
        let mut runner = TestRunner::deterministic();
        (0..count).map(|_| strategy.new_tree(&mut runner).expect("no rejections").current()).collect()
    }

    /// Refusals of a history, by code and kind of event.
    fn refusals(entries: &[Entry]) -> Vec<(&'static str, EventKind)> {
        let mut log = Log::new();
        let mut refused = Vec::new();
        for entry in entries {
            if let Err(rejection) = log.append(entry.clone()) {
                refused.push((rejection.problem.code(), entry.event.kind()));
            }
        }
        let timeline = log.timeline(Cut::default());
        let (_, findings) = fold(&timeline.facts);
        let real = |finding: &&Finding| !finding.rejection.problem.is_note();
        let kind = |finding: &Finding| log.get(finding.seq).expect("a finding is about an entry").event.kind();
        refused.extend(findings.iter().filter(real).map(|found| (found.rejection.problem.code(), kind(found))));
        refused
    }

    /// A generator that is refused too often tests refusals only, one that never is tests none.
    #[test]
    fn about_a_quarter_is_refused() {
        let preludes: usize = sample(&histories(0), 300).iter().map(Vec::len).sum();
        let share = |histories: &[Vec<Entry>]| {
            let steps = histories.iter().map(Vec::len).sum::<usize>() - preludes;
            let refused: usize = histories.iter().map(|entries| refusals(entries).len()).sum();
            (refused * 1000 / steps, steps)
        };
        let (mixed, steps) = share(&sample(&histories(60), 300));
        assert!((200..300).contains(&mixed), "{mixed} per mille of {steps}");
        for (valid, steps) in [share(&sample(&valid_histories(60), 300)), share(&sample(&even_histories(60), 300))] {
            assert!(valid < 5, "{valid} per mille of {steps}");
        }
    }

    #[test]
    fn every_refusal_occurs() {
        let histories = sample(&histories(60), 6000);
        let seen: BTreeSet<&str> =
            histories.iter().flat_map(|entries| refusals(entries)).map(|(code, _)| code).collect();
        // Notes refuse nothing, and no sum of generated numbers passes the range.
        let never = ["C1203", "C3005", "C4001"];
        let expected: Vec<&str> = Problem::CODES.iter().copied().filter(|code| !never.contains(code)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
    }

    /// Mistakes are made in events of every kind, new ones too.
    #[test]
    fn every_kind_of_event_is_refused_now_and_then() {
        let histories = sample(&histories(60), 600);
        let seen: BTreeSet<EventKind> =
            histories.iter().flat_map(|entries| refusals(entries)).map(|(_, kind)| kind).collect();
        let missing: Vec<_> = EventKind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    /// Balances of shares, rights and cash by name, each amount mapped.
    fn balances(entries: &[Entry], map: impl Fn(Exact) -> Exact) -> BTreeMap<String, Exact> {
        let mut log = Log::new();
        for entry in entries {
            // What is refused is refused in both histories that are compared.
            let _appended = log.append(entry.clone());
        }
        let (ledger, _) = fold(&log.timeline(Cut::default()).facts);
        let counted = |key: &str| !key.starts_with("currency:") || key.contains("/cash");
        let balances = ledger.balances().into_iter().filter(|(key, _)| counted(key));
        balances.map(|(key, balance)| (key, map(balance.amount))).collect()
    }

    #[test]
    fn entries_are_well_formed() {
        for entry in sample(&histories(60), 300).iter().flatten() {
            let line = entry.to_line().expect("entries can be written");
            assert_eq!(Entry::parse(line.as_bytes()).as_ref(), Ok(entry), "{line}");
        }
    }

    #[test]
    fn every_kind_of_event_occurs() {
        let all: BTreeSet<EventKind> = EventKind::ALL.iter().copied().collect();
        for histories in [sample(&histories(40), 300), sample(&valid_histories(40), 300)] {
            let seen: BTreeSet<EventKind> = histories.iter().flatten().map(|entry| entry.event.kind()).collect();
            let missing: Vec<_> = all.difference(&seen).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }

    /// Twice as much of everything: the same is refused, and every balance of shares, rights and cash
    /// doubles.
    #[test]
    fn scaled_histories_have_scaled_balances() {
        for entries in sample(&even_histories(60), 100) {
            let doubled = scaled(&entries, 2);
            assert_eq!(refusals(&entries), refusals(&doubled));
            let twice = balances(&entries, |amount| amount.plus(amount).expect("in range"));
            assert_eq!(twice, balances(&doubled, |amount| amount));
        }
    }

    /// Other names for the holders change no balance but in its name.
    #[test]
    fn relabelled_histories_have_relabelled_balances() {
        let other = |name: &Name| -> Name { format!("other-{name}").parse().expect("a name") };
        for entries in sample(&histories(60), 100) {
            let renamed = relabelled(&entries, other);
            assert_eq!(refusals(&entries), refusals(&renamed));
            let of_holder = |place: &str| place.ends_with("/held") || place.contains("/escrowed/");
            let name = |(key, amount): (String, Exact)| match key.rsplit_once('/') {
                Some((place, holder)) if of_holder(place) => (format!("{place}/other-{holder}"), amount),
                _ => (key, amount),
            };
            let expected: BTreeMap<_, _> = balances(&entries, |amount| amount).into_iter().map(name).collect();
            assert_eq!(expected, balances(&renamed, |amount| amount));
            assert_eq!(
                relabelled(&renamed, |name| name.as_str().replace("other-", "").parse().expect("a name")),
                entries
            );
        }
    }
}
