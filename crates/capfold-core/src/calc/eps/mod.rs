//! Earnings per share (IAS 33; ASC 260).

mod weighted;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[Kind::of::<weighted::WeightedAverage>(), Kind::of::<weighted::BonusIssue>()];
