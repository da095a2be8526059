//! Agreements as they stand: interests, royalties, options to purchase, and what has ended.

use capfold_core::ledger::{AgreementView, BuyBack, Purchase};

use crate::fold::Folded;
use crate::report::{Cell, Section};

/// The table of a quarter: what events change of agreements, besides what is still to be performed.
pub(super) fn section(folded: &Folded) -> Section {
    let mut section = Section::new("Agreements", &["agreement", "kind", "per cent", "what", "terms", "ended"]);
    for agreement in folded.ledger.agreements() {
        let terms: Vec<String> =
            agreement.purchase.map(purchase).into_iter().chain(agreement.buy_backs.iter().map(buy_back)).collect();
        section.row([
            Cell::text(agreement.name.to_string()),
            Cell::text(agreement.kind.words()),
            agreement.percent.map_or(Cell::Empty, Cell::count),
            Cell::text(agreement.label.to_string()),
            if terms.is_empty() { Cell::Empty } else { Cell::text(terms.join("; ")) },
            ended(folded, &agreement),
        ]);
    }
    section
}

fn ended(folded: &Folded, agreement: &AgreementView<'_>) -> Cell {
    agreement.ended.map_or(Cell::Empty, |by| Cell::text(folded.place(by)))
}

/// An option to purchase: the price less what counts towards it, and the last day.
fn purchase(purchase: &Purchase) -> String {
    let price = purchase.due().map_or_else(
        || "purchase, no price stated".to_owned(),
        |(due, currency)| format!("purchase for {} {currency}", Cell::money(due, currency.places()).shown()),
    );
    let until = purchase.until.map_or_else(String::new, |until| format!(", until {until}"));
    price + &until
}

/// A part of a royalty that can be bought back.
fn buy_back(part: &BuyBack) -> String {
    let price = Cell::money(part.price, part.currency.places()).shown();
    let until = part.until.map_or_else(String::new, |until| format!(", until {until}"));
    format!("{} per cent back for {price} {}{until}", part.percent, part.currency)
}
