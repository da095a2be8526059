//! What printed figures can mean, and what must be true then.

mod printed;
mod propagate;
mod stated;
mod sums;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    Kind::of::<printed::OfPrint>(),
    Kind::of::<propagate::Propagate>(),
    Kind::of::<sums::SumCheck>(),
    Kind::of::<printed::OfTag>(),
    Kind::of::<sums::TagCheck>(),
];
