//! What printed figures can mean, and what must be true then.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
