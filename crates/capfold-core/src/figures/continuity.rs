//! Continuity: what stood at the start of a period, what moved it, what stands at its end.

use std::collections::BTreeMap;

use super::{FigureError, all_postings};
use crate::date::Period;
use crate::ledger::{Account, Balance, Cause, Ledger, Rests, merge};

/// The movements of some accounts over a period, by cause.
#[derive(Clone, Debug, Default)]
pub struct Continuity {
    /// At the end of the day before the period.
    pub opening: Balance,
    /// What moved, by cause, in the order of continuity tables.
    pub movements: BTreeMap<Cause, Balance>,
    /// At the end of the period: opening and movements together.
    pub closing: Balance,
    /// The assumptions that any of it rests on.
    pub rests: Rests,
}

/// The continuity of the accounts that `select` picks; movements among them cancel. What stood in the
/// books when the log begins is opening, whatever its day.
///
/// # Errors
/// [`FigureError::NoLineage`].
pub fn continuity(
    ledger: &Ledger,
    period: Period,
    select: impl Fn(Account) -> bool,
) -> Result<Continuity, FigureError> {
    let mut tables = continuities(ledger, period, |account| select(account).then_some(()))?;
    Ok(tables.remove(&()).unwrap_or_default())
}

/// The continuity of every group of accounts, in one pass over the journal; an account without a key is
/// in none. Movements within a group cancel, those between groups count in both. A group that nothing
/// moved has no table.
///
/// # Errors
/// [`FigureError::NoLineage`].
pub fn continuities<K: Ord>(
    ledger: &Ledger,
    period: Period,
    key: impl Fn(Account) -> Option<K>,
) -> Result<BTreeMap<K, Continuity>, FigureError> {
    let journal = ledger.journal().ok_or(FigureError::NoLineage)?;
    let mut tables: BTreeMap<K, Continuity> = BTreeMap::new();
    for (_, posting, from, to) in all_postings(ledger)?.filter(|(_, posting, ..)| posting.date <= period.last) {
        let (takes, adds) = (key(from), key(to));
        if takes == adds {
            continue;
        }
        let before = posting.date < period.first || posting.cause == Cause::Opening;
        for (group, adds) in [(takes, false), (adds, true)] {
            let Some(group) = group else { continue };
            let table = tables.entry(group).or_default();
            let row = if before { &mut table.opening } else { table.movements.entry(posting.cause).or_default() };
            for balance in [row, &mut table.closing] {
                if adds {
                    balance.add(posting.amount, posting.carrying);
                } else {
                    balance.take(posting.amount, posting.carrying);
                }
            }
            merge(&mut table.rests, journal.rests(posting));
        }
    }
    Ok(tables)
}
