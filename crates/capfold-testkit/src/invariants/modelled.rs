//! 18: the ledger against the model.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::slice;

use capfold_core::entry::{Cut, Entry};
use capfold_core::ledger::{Account, Ledger, fold_into, fold_with_lineage};
use capfold_core::log::Log;
use capfold_core::name::Seq;

use super::logs::{known_after, lines};
use super::{Broken, Checked, Prefix, Violation, same};
use crate::model;

/// 18: the ledger refuses and amounts to what the independent [`model`] does.
///
/// Fact by fact: that both refuse it or neither, and every balance that either of them moved; at the
/// end every balance. So at the end, and as known and as of earlier.
///
/// # Errors
/// The first fact after which they differ.
pub fn equals_the_model(entries: &[Entry]) -> Result<(), Violation> {
    let lines = lines(entries);
    let mut log = Log::new();
    let mut unheard = BTreeSet::new();
    for (seq, entry) in (1_u64..).zip(entries) {
        if log.append(entry.clone()).is_err() {
            unheard.insert(seq);
        }
    }
    let known = known_after(entries.len() / 2).known_through;
    let through = entries.get(entries.len() / 3).map(|entry| entry.effective);
    let cuts = [(None, None), (known, None), (None, through), (known, through)];
    for (known_through, effective_through) in cuts {
        let cut = Cut { known_through, effective_through };
        agree(&log, &unheard, &lines, cut).map_err(|broken| broken.of(18))?;
    }
    Ok(())
}

fn agree(log: &Log, unheard: &BTreeSet<u64>, lines: &[String], cut: Cut) -> Checked {
    let known = cut.known_through.map(|seq| seq.0);
    let day = cut.effective_through.map(|day| day.to_string());
    let mut steps = model::steps(lines, known, day.as_deref());
    let unheard: Vec<u64> = unheard.iter().copied().filter(|seq| known.is_none_or(|last| *seq <= last)).collect();
    let expected: Vec<u64> = steps.unheard().keys().copied().collect();
    same(Prefix::at(cut), "entries that the log refuses", &expected, &unheard)?;

    let mut ledger = fold_with_lineage(&[]).0;
    let mut names = Names::default();
    for fact in &log.timeline(cut).facts {
        let at = Prefix { cut, after: Some(fact.stated_by) };
        let step = steps.next();
        same(at, "the next fact", &step.as_ref().map(|step| Seq(step.stated_by)), &Some(fact.stated_by))?;
        let (next, findings) = fold_into(ledger, slice::from_ref(fact));
        ledger = next;
        let refused = step.as_ref().and_then(|step| step.refused);
        if refused.is_none() != findings.is_empty() {
            let found = findings.first().map_or("taken".to_owned(), |finding| finding.rejection.problem.to_string());
            return Err(Broken::new(at, "a fact", refused.unwrap_or("taken"), found));
        }
        let mut moved = names.moved(&ledger);
        moved.extend(step.into_iter().flat_map(|step| step.moved));
        for key in moved {
            same(at, &key, &steps.balance(&key), &names.balance(&ledger, &key))?;
        }
    }
    let at = Prefix::at(cut);
    same(at, "further facts", &steps.next(), &None)?;
    let (expected, found) = (steps.balances(), ledger.balances());
    for key in expected.keys().chain(found.keys()) {
        same(at, key, &steps.balance(key), &names.balance(&ledger, key))?;
    }
    same(at, "accounts with a balance", &expected.len(), &found.len())
}

/// The accounts of a ledger by name, found as they are posted to.
#[derive(Default)]
struct Names {
    by_account: HashMap<Account, String>,
    accounts: BTreeMap<String, Account>,
    seen: usize,
}

impl Names {
    /// The names of the accounts that were posted to since it was last asked.
    fn moved(&mut self, ledger: &Ledger) -> BTreeSet<String> {
        let postings = ledger.journal().map_or(&[][..], |journal| journal.postings());
        let new = postings.get(self.seen..).unwrap_or_default();
        self.seen = postings.len();
        let mut moved = BTreeSet::new();
        for account in new.iter().flat_map(|posting| [posting.from, posting.to]).filter_map(|id| ledger.account(id)) {
            let name = self.by_account.entry(account).or_insert_with(|| ledger.account_name(account));
            self.accounts.entry(name.clone()).or_insert(account);
            moved.insert(name.clone());
        }
        moved
    }

    /// Amount and carrying amount of the account of a name; nothing of one that was never posted to.
    fn balance(&self, ledger: &Ledger, name: &str) -> (String, String) {
        let balance = self.accounts.get(name).map(|account| ledger.balance(*account)).unwrap_or_default();
        (balance.amount.to_string(), balance.carrying.to_string())
    }
}
