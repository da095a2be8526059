//! Treasury and working capital, and what properties are carried at.

use capfold_core::figures::{Figure, FigureError, Time, continuities, evaluate};
use capfold_core::ledger::{Account, Ledger, Place};
use capfold_core::money::Currency;

use super::{Line, Rows, Side, lines, side_by_side};
use crate::report::{Cell, Section};
use crate::verbs::figure::value_cell;

/// Figures of working capital, in the order of the note.
const WORKING_CAPITAL: [(Figure, &str); 5] = [
    (Figure::CashUnrestricted, "unrestricted cash"),
    (Figure::CashRestricted, "restricted cash"),
    (Figure::CurrentLiabilities, "current liabilities"),
    (Figure::WorkingCapital, "unrestricted working capital"),
    (Figure::LaterLiabilities, "non-current liabilities"),
];

/// Cash by currency from start to end, and working capital (IAS 7.45, 7.48; IAS 1.69).
pub(super) fn treasury(ledger: &Ledger, sides: &[Side]) -> Result<Vec<Section>, FigureError> {
    let functional = ledger.book().ok_or(FigureError::NoBook)?.functional;
    let cash = |Account { unit, place }: Account| {
        unit.currency().filter(|_| matches!(place, Place::Cash(_) | Place::RestrictedCash(_)))
    };
    let mut columns = Vec::new();
    for side in sides {
        let mut rows: Rows<(Currency, Line)> = Rows::new();
        for (currency, table) in continuities(ledger, side.period, cash)? {
            for (line, balance) in lines(&table) {
                let amount = Cell::money(balance.amount, currency.places());
                rows.insert((currency, line), vec![amount, Cell::money(balance.carrying, functional.places())]);
            }
        }
        columns.push((side.name.as_str(), rows));
    }
    let words = |(currency, line): &(Currency, Line)| format!("{currency} {}", line.words());
    let title = format!("Cash by currency, carried in {functional}");
    let cash = side_by_side(title, ("", words), &["amount", "carried"], columns);
    let mut columns = Vec::new();
    for side in sides {
        let mut rows = Rows::new();
        for (nth, (figure, words)) in WORKING_CAPITAL.into_iter().enumerate() {
            let answer = evaluate(ledger, figure, None, Time::At(side.period.last))?;
            rows.insert((nth, words), vec![value_cell(&answer)]);
        }
        columns.push((side.name.as_str(), rows));
    }
    let words = |(_, name): &(usize, &str)| (*name).to_owned();
    Ok(vec![cash, side_by_side(format!("Working capital in {functional}, at the end"), ("", words), &[""], columns)])
}

/// What each property is carried at, from start to end (IFRS 6.23–25).
pub(super) fn properties(ledger: &Ledger, sides: &[Side]) -> Result<Vec<Section>, FigureError> {
    let functional = ledger.book().ok_or(FigureError::NoBook)?.functional;
    let name = |place: Place| ledger.describe(place).split_once('/').map(|(_, name)| name.to_owned());
    let key = |account: Account| if matches!(account.place, Place::Property(_)) { name(account.place) } else { None };
    let mut columns = Vec::new();
    for side in sides {
        let mut rows: Rows<(String, Line)> = Rows::new();
        for (property, table) in continuities(ledger, side.period, key)? {
            for (line, balance) in lines(&table) {
                rows.insert((property.clone(), line), vec![Cell::money(balance.carrying, functional.places())]);
            }
        }
        columns.push((side.name.as_str(), rows));
    }
    let words = |(property, line): &(String, Line)| format!("{property}: {}", line.words());
    Ok(vec![side_by_side(format!("Properties in {functional}"), ("", words), &[""], columns)])
}
