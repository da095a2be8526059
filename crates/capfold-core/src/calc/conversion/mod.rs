//! Rounds, and what converts in them.

mod liquidity;
mod note;
mod priced;
mod protection;
mod safe;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    Kind::of::<priced::PricedRound>(),
    Kind::of::<safe::SafeRound>(),
    Kind::of::<liquidity::SafeLiquidity>(),
    Kind::of::<note::Note>(),
    Kind::of::<protection::AntiDilution>(),
    Kind::of::<protection::PayToPlay>(),
];
