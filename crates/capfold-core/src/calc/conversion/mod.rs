//! Rounds, and what converts in them.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
