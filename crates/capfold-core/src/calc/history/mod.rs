//! A small log with two clocks, folded.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
