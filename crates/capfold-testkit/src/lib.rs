//! What tests of code around capfold need: logs, what must hold of them, and a second opinion.
//!
//! | module | what is in it | what it promises |
//! | --- | --- | --- |
//! | [`history`] | proptest strategies for whole logs | every entry is well formed; every kind of event and every refusal but notes and overflow occurs; they shrink by steps, to logs that are histories still |
//! | [`invariants`] | the eighteen invariants of the fold, for any log | a log that breaks one is told with the prefix and both numbers; nothing is drawn at random; no input makes them panic |
//! | [`model`] | the fold a second time, naively, from lines of JSON | it shares no code with the ledger; what it refuses and every balance are the ledger's, or one of them is wrong |
//! | [`bulk`] | logs of millions of lines for benches | the same bytes for the same size and seed; every entry can happen |
//!
//! # A property test
//!
//! Generated histories go through your own code, and what comes out is held against the invariants. A
//! failure is shrunk by proptest and says which invariant broke, after which entry, and both numbers.
//!
//! ```
//! use capfold_core::entry::Entry;
//! use capfold_testkit::{history::histories, invariants};
//! use proptest::prelude::*;
//!
//! // In the place of your own code: a store that keeps lines.
//! fn stored(entries: &[Entry]) -> Vec<Entry> {
//!     let lines: Vec<String> = entries.iter().map(|entry| entry.to_line().unwrap()).collect();
//!     lines.iter().map(|line| Entry::parse(line.as_bytes()).unwrap()).collect()
//! }
//!
//! proptest!(ProptestConfig::with_cases(16), |(entries in histories(60))| {
//!     let read = stored(&entries);
//!     prop_assert_eq!(&read, &entries);
//!     invariants::check_all(&read)?;
//! });
//! ```
//!
//! # Which histories
//!
//! [`history::histories`] are subtly invalid: about a quarter of their entries are refused, each for one
//! small mistake, and the rest go on as if it had not been said. Code that takes entries from people
//! meets nothing else. [`history::valid_histories`] can happen as they stand, for code that comes after
//! a check. [`history::even_histories`] round nothing as well, so that [`history::scaled`] of them is
//! exactly so many times as much. [`history::histories_about`] are of one kind of event by half.
//!
//! A log of your own, read from its file, needs no strategy: [`invariants::check_all`] takes its entries.
//!
//! # A second opinion
//!
//! Code that computes balances by itself can be held against the model instead of the ledger:
//!
//! ```
//! use capfold_testkit::bulk::Bulk;
//! use capfold_testkit::model;
//!
//! let lines: Vec<String> = Bulk { entries: 200, seed: 1 }.lines().collect();
//! let outcome = model::fold(&lines, None, None);
//! assert!(outcome.refused.is_empty());
//! for (account, (amount, carrying)) in &outcome.balances {
//!     println!("{account} {amount} {carrying}");
//! }
//! ```
//!
//! [`model::steps`] gives its balances after every fact.
#![forbid(unsafe_code)]

pub mod bulk;
pub mod history;
pub mod invariants;
pub mod model;
