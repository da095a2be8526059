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
//!                       └─ audit           printed statement ↔ figure: a verdict with its arithmetic
//! ```
//!
//! No clock, file, network, randomness, float or hash-order dependence: a log goes in, a ledger and
//! findings come out, and nothing panics on any input.
#![forbid(unsafe_code)]

pub mod audit;
pub mod date;
pub mod entry;
pub mod event;
pub mod exact;
pub mod figures;
pub mod finding;
pub mod interval;
pub mod ledger;
pub mod log;
pub mod money;
pub mod name;
mod strict;
pub mod text;
mod wire;
