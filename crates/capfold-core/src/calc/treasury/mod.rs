//! Cash, translation and continuity.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
