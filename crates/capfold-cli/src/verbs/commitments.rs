//! Commitments under agreements: what is still to be performed, year by year.

use std::collections::BTreeMap;

use capfold_core::date::Date;
use capfold_core::exact::Exact;
use capfold_core::figures::{Answer, Figure};
use capfold_core::ledger::{AgreementId, InstalmentView, Ledger, Place, Unit};

use crate::report::{Cell, Section};
use crate::text::count;

/// An instalment with what is left of it.
struct Outstanding<'l> {
    instalment: InstalmentView<'l>,
    left: Vec<(Unit, Exact)>,
}

/// Instalments that are not fully met, in order of days; those without a day come last.
fn outstanding(ledger: &Ledger) -> Vec<Outstanding<'_>> {
    let mut open: BTreeMap<(AgreementId, u32), Vec<(Unit, Exact)>> = BTreeMap::new();
    for (account, balance) in ledger.accounts().filter(|(_, balance)| !balance.is_zero()) {
        if let Place::Commitment(agreement, number) = account.place {
            open.entry((agreement, number)).or_default().push((account.unit, balance.amount));
        }
    }
    let mut rows: Vec<Outstanding<'_>> = ledger
        .instalments()
        .filter_map(|instalment| {
            let Place::Commitment(agreement, number) = instalment.place else { return None };
            let left = open.remove(&(agreement, number)).unwrap_or_default();
            (!left.is_empty() || !instalment.amount_stated).then_some(Outstanding { instalment, left })
        })
        .collect();
    rows.sort_by_key(|row| (row.instalment.due.is_none(), row.instalment.due));
    rows
}

/// The table of a quarter; disclosed, not booked.
pub(super) fn section(ledger: &Ledger) -> Section {
    let columns = ["agreement", "year", "due", "firm", "amount", "of", "what"];
    let mut section = Section::new("Commitments (disclosed, not booked)", &columns);
    let mut years: BTreeMap<(bool, Option<i32>), Sum> = BTreeMap::new();
    let mut all = Sum::default();
    for Outstanding { instalment, left } in outstanding(ledger) {
        let not_stated = || "not stated".to_owned();
        let year = instalment.due.map(Date::year);
        let head = [
            instalment.agreement.to_string(),
            year.map_or_else(not_stated, |year| year.to_string()),
            instalment.due.map_or_else(not_stated, |day| day.to_string()),
            (if instalment.firm { "firm" } else { "optional" }).to_owned(),
        ];
        let what = instalment.note.map_or_else(|| instalment.label.to_string(), ToString::to_string);
        let mut push = |amount: Cell, of: &str| {
            let tail = [amount, Cell::text(of), Cell::text(what.clone())];
            section.row(head.clone().map(Cell::text).into_iter().chain(tail));
        };
        if !instalment.amount_stated {
            push(Cell::text("not stated"), "");
        }
        for (unit, amount) in &left {
            let (amount, of) = measured(ledger, *unit, *amount);
            push(amount, &of);
        }
        for sum in [years.entry((year.is_none(), year)).or_default(), &mut all] {
            sum.add(&instalment, &left);
        }
    }
    for (name, label) in ledger.agreements_without_instalments() {
        section.note(format!("{name}: {label}; no document states what falls due"));
    }
    for ((_, year), sum) in &years {
        let when = year.map_or_else(|| "day not stated".to_owned(), |year| format!("falling due in {year}"));
        section.note(format!("{when}: {}", sum.words(ledger)));
    }
    if years.len() > 1 {
        section.note(format!("together {}", all.words(ledger)));
    }
    section
}

/// What a figure of commitments leaves out: instalments without a day when a year was asked for, and
/// everything that is not an amount of money.
pub(super) fn left_out(ledger: &Ledger, answer: &Answer) -> Vec<String> {
    if answer.figure != Figure::Commitments {
        return Vec::new();
    }
    let asked: Option<i32> = answer.scope.as_deref().and_then(|year| year.parse().ok());
    let (mut undated, mut not_money) = (Sum::default(), Sum::default());
    for Outstanding { instalment, mut left } in outstanding(ledger) {
        match (asked, instalment.due.map(Date::year)) {
            (Some(_), None) => undated.add(&instalment, &left),
            (Some(asked), Some(year)) if asked != year => {}
            (Some(_), Some(_)) | (None, _) => {
                left.retain(|(unit, _)| unit.currency().is_none());
                not_money.add(&instalment, &left);
            }
        }
    }
    let sums = [("no day is stated", undated), ("not an amount of money", not_money)];
    let kept = sums.iter().filter(|(_, sum)| !sum.is_empty());
    kept.map(|(why, sum)| format!("left out, {why}: {}", sum.words(ledger))).collect()
}

/// What some instalments come to, by unit.
#[derive(Default)]
struct Sum {
    /// Money before shares.
    units: BTreeMap<(bool, Unit), Exact>,
    without_amount: usize,
}

impl Sum {
    fn add(&mut self, instalment: &InstalmentView<'_>, left: &[(Unit, Exact)]) {
        if !instalment.amount_stated {
            self.without_amount = self.without_amount.saturating_add(1);
        }
        for (unit, amount) in left {
            let sum = self.units.entry((unit.currency().is_none(), *unit)).or_default();
            *sum = sum.saturating_plus(*amount);
        }
    }

    fn is_empty(&self) -> bool {
        self.units.is_empty() && self.without_amount == 0
    }

    fn words(&self, ledger: &Ledger) -> String {
        let mut words: Vec<String> = Vec::new();
        for ((_, unit), amount) in &self.units {
            let (amount, of) = measured(ledger, *unit, *amount);
            words.push(format!("{} {of}", amount.shown()));
        }
        if self.without_amount > 0 {
            words.push(count(self.without_amount, "instalment without an amount", "instalments without an amount"));
        }
        words.join(", ")
    }
}

/// An amount, and what it counts.
fn measured(ledger: &Ledger, unit: Unit, amount: Exact) -> (Cell, String) {
    match unit {
        Unit::Currency(currency) => (Cell::money(amount, currency.places()), currency.to_string()),
        Unit::Class(_) | Unit::Series(_) | Unit::Grant(_) | Unit::Award(_) => {
            (Cell::count(amount), ledger.unit_name(unit).to_owned())
        }
    }
}
