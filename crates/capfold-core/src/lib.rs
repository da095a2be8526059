//! The pure core of capfold.
//!
//! ```text
//! Entry (what someone recorded)            one line of NDJSON
//!   └─ Log::append → Log                   order of knowledge: seq
//!        └─ Log::timeline(Cut) → [Fact]    what had happened by a date, as known at a point
//!             └─ fold → Ledger, [Finding]  plan (may refuse) then apply (cannot fail)
//!                  ├─ Transfer             the only effect: from one account to another, in one unit
//!                  ├─ balance(account)     and its lineage: the postings that sum to it
//!                  └─ figures              named, defined, dated; each a sum over accounts
//!                       ├─ audit           printed statement ↔ figure: a verdict with its arithmetic
//!                       └─ diff            two points of knowledge: what differs, and through which entries
//! ```
//!
//! ```
//! use capfold_core::entry::{Cut, Entry};
//! use capfold_core::figures::{Figure, Time, evaluate};
//! use capfold_core::ledger::fold_with_lineage;
//! use capfold_core::log::Log;
//!
//! let lines = [
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000001","effective":"2004-01-02","event":{"book_opened":{"issuer":"Example Ltd.","functional":"CAD","presentation":"CAD","year_end":"12-31"}}}"#,
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000002","effective":"2004-01-02","event":{"holder_registered":{"holder":"ada","name":"Ada"}}}"#,
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000003","effective":"2004-01-02","event":{"class_registered":{"class":"common","name":"Common shares"}}}"#,
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000004","effective":"2004-01-02","event":{"authorised_set":{"class":"common","authorised":"unlimited"}}}"#,
//!     r#"{"id":"018f3c2a-7e00-7000-8000-000000000005","effective":"2004-01-05","event":{"opening_balances":{"shares":[{"class":"common","holder":"ada","quantity":"1000"}]}}}"#,
//! ];
//! let mut log = Log::new();
//! for line in lines {
//!     log.append(Entry::parse(line.as_bytes())?).map_err(|rejection| rejection.problem)?;
//! }
//! let timeline = log.timeline(Cut::default());
//! let (ledger, findings) = fold_with_lineage(&timeline.facts);
//! assert!(findings.is_empty());
//! let shares = evaluate(&ledger, Figure::SharesOutstanding, Some("common"), Time::At("2004-01-31".parse()?))?;
//! assert_eq!(shares.number, Some(1000.into()).map(num_rational::BigRational::from_integer));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! No clock, file, network, randomness, float or hash-order dependence: a log goes in, a ledger and
//! findings come out, and nothing panics on any input.
#![forbid(unsafe_code)]

pub mod audit;
pub mod calc;
pub mod date;
pub mod diff;
pub mod entry;
pub mod event;
pub mod exact;
pub mod figures;
pub mod finding;
pub mod interval;
pub mod ledger;
pub mod linear;
pub mod log;
pub mod money;
pub mod name;
pub mod reference;
mod strict;
pub mod text;
mod wire;
