//! Elements of the taxonomies (US GAAP, IFRS) for figures.

use super::Kind;

pub(super) const KINDS: &[Kind] = &[];
