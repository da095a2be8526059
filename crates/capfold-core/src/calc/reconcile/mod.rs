//! What printed figures can mean, and what must be true then.

mod fitting;
mod linear;
mod printed;
mod proceeds;
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
    Kind::of::<proceeds::Solve>(),
    Kind::of::<fitting::ImpliedFairValue>(),
    Kind::of::<linear::Solve>(),
    Kind::of::<fitting::Lattice>(),
    Kind::of::<fitting::Pair>(),
];
