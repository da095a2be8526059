//! What holds of the books besides the invariants.

use std::collections::BTreeSet;
use std::slice;

use capfold_core::entry::Cut;
use capfold_core::ledger::{Ledger, Place, fold_into, fold_with_lineage};
use capfold_testkit::history::valid_histories;
use proptest::prelude::*;

use super::{Checked, STEPS, hold, log_of};

/// What was carried leaves with the last of an amount, but for a value that came with no amount: an
/// assumption can leave nothing of what is received for something.
fn nothing_is_carried_at_nothing(ledger: &Ledger) -> Checked {
    let place = |account| ledger.account(account).map(|account| account.place);
    let mut valued = BTreeSet::new();
    for posting in ledger.journal().expect("lineage was kept").postings() {
        let ends = [posting.from, posting.to];
        let difference = [Place::ExchangeRealised, Place::ExchangeUnrealised].map(Some);
        if posting.amount.is_zero() && !ends.iter().any(|end| difference.contains(&place(*end))) {
            valued.extend(ends.into_iter().filter_map(|end| ledger.account(end)).map(|end| ledger.account_name(end)));
        }
    }
    for (account, balance) in ledger.accounts().filter(|(account, _)| account.place.is_monetary()) {
        let name = ledger.account_name(account);
        let left = balance.amount.is_zero() && !balance.carrying.is_zero();
        prop_assert!(!left || valued.contains(&name), "{} carried at {}", name, balance.carrying);
    }
    Ok(())
}

#[test]
fn what_is_carried_leaves_with_the_last_of_it() {
    hold(202, 200, valid_histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let mut ledger = fold_with_lineage(&[]).0;
        for fact in &log.timeline(Cut::default()).facts {
            ledger = fold_into(ledger, slice::from_ref(fact)).0;
            nothing_is_carried_at_nothing(&ledger)?;
        }
        Ok(())
    });
}
