//! Fair values, and costs over time.

mod black_scholes;
mod decimal;
mod payments;
mod schedule;
mod units;
mod warrants;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    Kind::of::<black_scholes::BlackScholes>(),
    Kind::of::<schedule::Schedule>(),
    Kind::of::<payments::EquitySettled>(),
    Kind::of::<payments::CashSettled>(),
    Kind::of::<payments::EffectiveInterest>(),
    Kind::of::<units::UnitBifurcation>(),
    Kind::of::<warrants::Classification>(),
    Kind::of::<warrants::Liability>(),
];
