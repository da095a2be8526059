//! Elements of the taxonomies (US GAAP, IFRS, DEI) for figures.

mod element;
mod table;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[Kind::of::<element::Map>()];
