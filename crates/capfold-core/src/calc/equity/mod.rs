//! Exercises, vesting, splits, dividends, buy-backs: what happens to shares and rights.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
