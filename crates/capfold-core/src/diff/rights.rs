//! Lots and series that two ledgers hold differently. A book may have thousands, of which few differ;
//! the figures of the others are not asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::{Discriminant, discriminant};

use crate::date::Date;
use crate::event::Ratio;
use crate::exact::Exact;
use crate::ledger::{Account, Cause, Ledger, Place, Unit};
use crate::money::Currency;

/// A movement of a right, or of the reserve that is kept for it, whoever holds it.
#[derive(PartialEq, Eq)]
struct Row {
    date: Date,
    cause: Cause,
    places: [Discriminant<Place>; 2],
    amount: Exact,
    carrying: Exact,
    /// The price at which rights were exercised.
    strike: Option<(Exact, Currency)>,
}

/// Everything that the figures of a right are made of.
#[derive(PartialEq, Eq)]
struct History {
    ratio: Option<Ratio>,
    unvested: Exact,
    rows: Vec<Row>,
}

/// The names of lots and series whose figures may differ between two ledgers on a day.
pub(super) fn differing(old: &Ledger, new: &Ledger, day: Date) -> BTreeSet<String> {
    let functional = |ledger: &Ledger| ledger.book().map(|book| book.functional);
    let (before, after) = (histories(old, day), histories(new, day));
    let same = |right: &(bool, String)| functional(old) == functional(new) && before.get(right) == after.get(right);
    before.keys().chain(after.keys()).filter(|right| !same(right)).map(|(_, name)| name.clone()).collect()
}

/// Histories by whether it is a lot, and name.
fn histories(ledger: &Ledger, day: Date) -> BTreeMap<(bool, String), History> {
    let mut rows: BTreeMap<Unit, Vec<Row>> = BTreeMap::new();
    let journal = ledger.journal();
    for (index, posting) in journal.map_or(&[][..], |journal| journal.postings()).iter().enumerate() {
        let (Some(from), Some(to)) = (ledger.account(posting.from), ledger.account(posting.to)) else { continue };
        let places = [discriminant(&from.place), discriminant(&to.place)];
        for right in [right_of(ledger, from), right_of(ledger, to)].into_iter().flatten().collect::<BTreeSet<Unit>>() {
            let (date, cause, amount, carrying) = (posting.date, posting.cause, posting.amount, posting.carrying);
            let strike =
                journal.and_then(|journal| journal.strike(index)).map(|strike| (strike.price, strike.currency));
            rows.entry(right).or_default().push(Row { date, cause, places, amount, carrying, strike });
        }
    }
    let lots = ledger.lots().map(|right| (true, right));
    let all = lots.chain(ledger.series().map(|right| (false, right)));
    all.map(|(lot, right)| {
        let rows = rows.remove(&right.unit).unwrap_or_default();
        let ratio = right.ratio;
        let unvested = ledger.unvested(right.unit, day);
        ((lot, right.name.to_string()), History { ratio, unvested, rows })
    })
    .collect()
}

/// The right that an account is about.
fn right_of(ledger: &Ledger, account: Account) -> Option<Unit> {
    if let Place::WarrantReserve(series) = account.place {
        return Some(Unit::Series(series));
    }
    if let Place::AwardReserve(lot) = account.place {
        return [Unit::Grant(lot), Unit::Award(lot)].into_iter().find(|unit| ledger.right(*unit).is_some());
    }
    match account.unit {
        Unit::Grant(_) | Unit::Award(_) | Unit::Series(_) => Some(account.unit),
        Unit::Class(_) | Unit::Currency(_) => None,
    }
}
