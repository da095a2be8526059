//! Commitments under agreements: what is still to be performed, year by year.

use std::collections::BTreeMap;

use capfold_core::date::Date;
use capfold_core::exact::Exact;
use capfold_core::figures::{Answer, Figure};
use capfold_core::ledger::{Account, AgreementId, ClassId, InstalmentView, Ledger, Place, Unit};

use crate::report::{Cell, Section};
use crate::text::count;

/// An instalment with what is left of it.
struct Outstanding<'l> {
    instalment: InstalmentView<'l>,
    left: Vec<(Promise, Exact)>,
}

/// What something still promised is, in the order of the sums.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Promise {
    /// Money to be paid.
    Cash(Unit),
    /// Money to be spent on work.
    Work(Unit),
    /// Shares worth so much money.
    Worth(Unit, Option<ClassId>),
    /// A count of shares.
    Shares(Unit),
}

impl Promise {
    fn of(Account { unit, place }: Account, instalment: &InstalmentView<'_>) -> Self {
        if matches!(place, Place::Work(..)) {
            Self::Work(unit)
        } else if matches!(place, Place::Worth(..)) {
            Self::Worth(unit, instalment.worth_of)
        } else if unit.currency().is_some() {
            Self::Cash(unit)
        } else {
            Self::Shares(unit)
        }
    }

    /// Whether the figure of commitments counts it.
    const fn is_counted(self) -> bool {
        matches!(self, Self::Cash(_) | Self::Work(_))
    }

    /// An amount of it, and what that counts.
    fn measured(self, ledger: &Ledger, amount: Exact) -> (Cell, String) {
        let (unit, what) = match self {
            Self::Cash(unit) | Self::Shares(unit) => (unit, String::new()),
            Self::Work(unit) => (unit, " of work".to_owned()),
            Self::Worth(unit, class) => {
                (unit, format!(" in {}", class.map_or("shares", |class| ledger.unit_name(Unit::Class(class)))))
            }
        };
        match unit {
            Unit::Currency(currency) => (Cell::money(amount, currency.places()), format!("{currency}{what}")),
            Unit::Class(_) | Unit::Series(_) | Unit::Grant(_) | Unit::Award(_) => {
                (Cell::count(amount), ledger.unit_name(unit).to_owned())
            }
        }
    }
}

/// Instalments that are not fully met, in order of days; those without a day come last. Words alone, of
/// an agreement that has ended, need not be performed unless they are firm.
fn outstanding(ledger: &Ledger) -> Vec<Outstanding<'_>> {
    let mut open: BTreeMap<(AgreementId, u32), Vec<(Account, Exact)>> = BTreeMap::new();
    for (account, balance) in ledger.accounts().filter(|(_, balance)| !balance.is_zero()) {
        if let Some(instalment) = account.place.instalment() {
            open.entry(instalment).or_default().push((account, balance.amount));
        }
    }
    let mut rows: Vec<Outstanding<'_>> = ledger
        .instalments()
        .filter_map(|instalment| {
            let left = open.remove(&instalment.id).unwrap_or_default().into_iter();
            let left = left.map(|(account, amount)| (Promise::of(account, &instalment), amount));
            let mut left: Vec<_> = left.collect();
            left.sort_by_key(|(promise, _)| *promise);
            let words_stand = !instalment.amount_stated && (instalment.firm || !instalment.ended);
            (!left.is_empty() || words_stand).then_some(Outstanding { instalment, left })
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
        for (promise, amount) in &left {
            let (amount, of) = promise.measured(ledger, *amount);
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

/// What the figure of commitments leaves out: instalments without a day when a year was asked for, and
/// everything that is performed in shares.
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
                left.retain(|(promise, _)| !promise.is_counted());
                not_money.add(&instalment, &left);
            }
        }
    }
    let sums = [("no day is stated", undated), ("no amount of cash", not_money)];
    let kept = sums.iter().filter(|(_, sum)| !sum.is_empty());
    kept.map(|(why, sum)| format!("left out, {why}: {}", sum.words(ledger))).collect()
}

/// What some instalments come to, by unit.
#[derive(Default)]
struct Sum {
    units: BTreeMap<Promise, Exact>,
    without_amount: usize,
}

impl Sum {
    fn add(&mut self, instalment: &InstalmentView<'_>, left: &[(Promise, Exact)]) {
        if !instalment.amount_stated {
            self.without_amount = self.without_amount.saturating_add(1);
        }
        for (promise, amount) in left {
            let sum = self.units.entry(*promise).or_default();
            *sum = sum.saturating_plus(*amount);
        }
    }

    fn is_empty(&self) -> bool {
        self.units.is_empty() && self.without_amount == 0
    }

    fn words(&self, ledger: &Ledger) -> String {
        let mut words: Vec<String> = Vec::new();
        for (promise, amount) in &self.units {
            let (amount, of) = promise.measured(ledger, *amount);
            words.push(format!("{} {of}", amount.shown()));
        }
        if self.without_amount > 0 {
            words.push(count(self.without_amount, "instalment without an amount", "instalments without an amount"));
        }
        words.join(", ")
    }
}
