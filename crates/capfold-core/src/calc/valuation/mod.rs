//! Fair values, and costs over time.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
