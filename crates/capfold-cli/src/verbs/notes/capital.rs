//! Share capital, and the statement of changes in equity.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use capfold_core::exact::Exact;
use capfold_core::figures::{Continuity, FigureError, continuities};
use capfold_core::ledger::{Account, Cause, ClassId, Ledger, Place, Unit};

use super::{Line, Rows, Side, lines, side_by_side};
use crate::report::{Cell, Section};

/// Shares issued and the share capital of each class (IAS 1.79(a)).
pub(super) fn share_capital(ledger: &Ledger, sides: &[Side]) -> Result<Vec<Section>, FigureError> {
    let places = ledger.book().map_or(0, |book| book.functional.places());
    let key = |Account { unit, place }: Account| match (unit, place) {
        (Unit::Class(class), place) if place.is_issued() => Some((class, false)),
        (_, Place::ShareCapital(class)) => Some((class, true)),
        (_, _) => None,
    };
    let mut of_sides = Vec::new();
    for side in sides {
        of_sides.push((side.name.as_str(), continuities(ledger, side.period, key)?));
    }
    let sections = ledger.classes().map(|(class, _, label)| {
        let columns = of_sides.iter().map(|(name, tables)| (*name, rows(tables, class, places))).collect();
        let words = |line: &Line| line.words().to_owned();
        side_by_side(format!("Share capital · {label}"), ("", words), &["issued", "amount"], columns)
    });
    Ok(sections.collect())
}

/// The count and the amount of each line.
fn rows(tables: &BTreeMap<(ClassId, bool), Continuity>, class: ClassId, places: u32) -> Rows<Line> {
    let of = |money| tables.get(&(class, money)).cloned().unwrap_or_default();
    let mut both: BTreeMap<Line, (Exact, Exact)> = BTreeMap::new();
    for (line, balance) in lines(&of(false)) {
        both.entry(line).or_default().0 = balance.amount;
    }
    for (line, balance) in lines(&of(true)) {
        both.entry(line).or_default().1 = balance.carrying.negated();
    }
    let cells = |(count, amount)| vec![Cell::count(count), Cell::money(amount, places)];
    both.into_iter().map(|(line, values)| (line, cells(values))).collect()
}

/// A column of the statement of changes in equity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    ShareCapital,
    TreasuryStock,
    Warrants,
    Awards,
    Promised,
    Surplus,
    Deficit,
    /// Income and expense of the year, which are deficit at its end.
    Result,
}

/// The columns that are printed.
const COLUMNS: [(Column, &str); 7] = [
    (Column::ShareCapital, "share capital"),
    (Column::TreasuryStock, "treasury shares"),
    (Column::Warrants, "warrants"),
    (Column::Awards, "options and awards"),
    (Column::Promised, "shares to be issued"),
    (Column::Surplus, "contributed surplus"),
    (Column::Deficit, "deficit"),
];

fn column(Account { place, .. }: Account) -> Option<Column> {
    let columns = [
        (matches!(place, Place::ShareCapital(_)), Column::ShareCapital),
        (matches!(place, Place::TreasuryStock(_)), Column::TreasuryStock),
        (matches!(place, Place::WarrantReserve(_)), Column::Warrants),
        (matches!(place, Place::AwardReserve(_)), Column::Awards),
        (matches!(place, Place::Obligation(_)), Column::Promised),
        (place == Place::ContributedSurplus, Column::Surplus),
        (place == Place::Deficit, Column::Deficit),
        (place.is_result(), Column::Result),
    ];
    columns.into_iter().find(|(is, _)| *is).map(|(_, column)| column)
}

/// A row of the statement of changes in equity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Opening,
    Moved(Cause),
    Loss,
    Closing,
}

impl Row {
    const fn words(self) -> &'static str {
        match self {
            Self::Opening => "at the start",
            Self::Moved(cause) => cause.words(),
            Self::Loss => "loss for the period",
            Self::Closing => "at the end",
        }
    }
}

/// The statement of changes in equity, one table for each side; credits are positive (IAS 1.106).
pub(super) fn changes_in_equity(ledger: &Ledger, sides: &[Side]) -> Result<Vec<Section>, FigureError> {
    let places = ledger.book().map_or(0, |book| book.functional.places());
    let mut sections = Vec::new();
    for side in sides {
        let rows = equity_rows(&continuities(ledger, side.period, column)?);
        let moved: BTreeSet<Column> =
            rows.values().flatten().filter(|(_, amount)| !amount.is_zero()).map(|(column, _)| *column).collect();
        let shown = COLUMNS.iter().filter(|(column, _)| moved.contains(column));
        let heads = [""].into_iter().chain(shown.clone().map(|(_, head)| *head)).chain(["total"]);
        let title = format!("Changes in equity · {}", side.name);
        let mut section = Section::headed(title, heads.map(Cow::Borrowed).collect());
        for (row, amounts) in &rows {
            let of = |column: &Column| amounts.get(column).copied().unwrap_or_default();
            let total = amounts.values().fold(Exact::ZERO, |sum, amount| sum.saturating_plus(*amount));
            let cells = shown.clone().map(|(column, _)| of(column)).chain([total]);
            section.row([Cell::text(row.words())].into_iter().chain(cells.map(|amount| Cell::money(amount, places))));
        }
        sections.push(section);
    }
    Ok(sections)
}

/// What each row adds to each column.
fn equity_rows(tables: &BTreeMap<Column, Continuity>) -> BTreeMap<Row, BTreeMap<Column, Exact>> {
    let mut rows: BTreeMap<Row, BTreeMap<Column, Exact>> = BTreeMap::new();
    for (column, table) in tables {
        for (line, balance) in lines(table) {
            let row = match line {
                Line::Opening => Row::Opening,
                Line::Closing => Row::Closing,
                // The year's result becomes deficit without changing equity.
                Line::Moved(Cause::Close) => continue,
                Line::Moved(_) if *column == Column::Result => Row::Loss,
                Line::Moved(cause) => Row::Moved(cause),
            };
            let printed = if *column == Column::Result { Column::Deficit } else { *column };
            let sum = rows.entry(row).or_default().entry(printed).or_default();
            *sum = sum.saturating_minus(balance.carrying);
        }
    }
    rows.retain(|row, amounts| !matches!(row, Row::Moved(_)) || amounts.values().any(|amount| !amount.is_zero()));
    rows
}
