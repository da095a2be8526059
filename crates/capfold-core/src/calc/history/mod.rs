//! A small log with two clocks, folded.

mod book;
mod event;
mod ledger;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[Kind::of::<ledger::Ledger>()];
