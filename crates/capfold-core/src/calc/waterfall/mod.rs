//! Who gets what of proceeds.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
