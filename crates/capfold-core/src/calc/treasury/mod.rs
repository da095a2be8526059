//! Cash, translation and continuity.

mod cash;
mod funds;
mod options;
mod share_capital;
mod translation;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    Kind::of::<cash::CashRollforward>(),
    Kind::of::<translation::Translation>(),
    Kind::of::<funds::Proceeds>(),
    Kind::of::<funds::WorkingCapital>(),
    Kind::of::<options::OptionContinuity>(),
    Kind::of::<share_capital::ShareCapital>(),
];
