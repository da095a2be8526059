//! The order in which potential shares dilute.

use serde::Serialize;

use crate::calc::{CalcError, Number, Steps};

/// Earnings, and the shares that they belong to.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    pub(super) earnings: Number,
    pub(super) shares: Number,
}

impl Basis {
    pub(super) fn per_share(&self) -> Result<Number, CalcError> {
        self.earnings.over(&self.shares, "", "the number of shares")
    }

    fn with(&self, more: &Potential<'_>) -> Self {
        Self { earnings: &self.earnings + &more.earnings, shares: &self.shares + &more.shares }
    }
}

/// What would be added if something had become shares.
#[derive(Clone, Debug)]
pub(super) struct Potential<'i> {
    pub(super) id: &'i str,
    pub(super) shares: Number,
    /// Interest or dividends saved, after tax; below zero for a gain that would not have been made.
    pub(super) earnings: Number,
}

/// What came of one of them in its turn.
#[derive(Serialize, Debug)]
pub(super) struct Turn {
    id: String,
    earnings_per_incremental_share: Number,
    eps_after: Number,
    dilutive: bool,
}

/// What earnings per share are diluted to.
#[derive(Debug)]
pub(super) struct Dilution {
    pub(super) turns: Vec<Turn>,
    pub(super) basis: Basis,
}

impl Dilution {
    /// Those that dilute, in their order.
    pub(super) fn included(&self) -> impl Iterator<Item = &str> {
        self.turns.iter().filter(|turn| turn.dilutive).map(|turn| turn.id.as_str())
    }

    pub(super) fn includes(&self, id: &str) -> bool {
        self.included().any(|other| other == id)
    }
}

/// Adds potential shares to basic ones, the most dilutive first (IAS 33.41–44; ASC 260-10-45-17 to 45-20): by
/// earnings per incremental share, equal ones as listed. Each is added if it lowers what earnings per share are by
/// then, and left out if not. The earnings are those from continuing operations, the control number.
///
/// What adds no shares has no turn.
pub(super) fn dilute(basic: &Basis, all: &[Potential<'_>], steps: &mut Steps) -> Result<Dilution, CalcError> {
    let mut ranked = Vec::new();
    for potential in all.iter().filter(|potential| potential.shares > Number::zero()) {
        let rank = potential.earnings.over(&potential.shares, potential.id, "the number of incremental shares")?;
        ranked.push((rank, potential));
    }
    ranked.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut now = basic.clone();
    let mut per_share = now.per_share()?;
    steps.say("basic", format!("{} ÷ {}", now.earnings, now.shares), &per_share);
    let mut turns = Vec::new();
    for (rank, potential) in ranked {
        let next = now.with(potential);
        let eps_after = next.per_share()?;
        let dilutive = eps_after < per_share;
        let word = if dilutive { "included" } else { "left out: not below what it was" };
        let how = format!("({} + {}) ÷ ({} + {})", now.earnings, potential.earnings, now.shares, potential.shares);
        steps.say(format!("with {}, {rank} for each share", potential.id), how, format!("{eps_after}, {word}"));
        if dilutive {
            (now, per_share) = (next, eps_after.clone());
        }
        let id = potential.id.to_owned();
        turns.push(Turn { id, earnings_per_incremental_share: rank, eps_after, dilutive });
    }
    steps.say("diluted", format!("{} ÷ {}", now.earnings, now.shares), &per_share);
    Ok(Dilution { turns, basis: now })
}

/// Shares issued for no consideration, by the treasury stock method (IAS 33.45–48; ASC 260-10-45-22 to 45-27):
/// of what is issued for a lower price than the average one. None where the price is not lower.
pub(super) fn for_nothing(count: &Number, price: &Number, average: &Number, path: &str) -> Result<Number, CalcError> {
    if price >= average {
        return Ok(Number::zero());
    }
    (count * (average - price)).over(average, path, "the average price")
}
