//! Events about cash, spending and liabilities.

use capfold_core::event::{
    CashConverted, CashMoved, CashPaid, CashReceived, CurrentAsset, Event, ExchangeRevalued, ExpenseAccrued,
    LiabilityPaid, Payment, Receipt,
};
use capfold_core::ledger::Place;

use super::super::desk::Desk;

pub(super) fn cash_received(desk: &mut Desk<'_>) -> Option<Event> {
    let kind = desk.pick(4);
    let receivable =
        if kind == 3 { desk.one_of(desk.money_in(Place::CurrentAsset(CurrentAsset::Receivable))) } else { None };
    let (account, receipt, (amount, carrying)) = match receivable {
        Some((currency, there)) => {
            (desk.bank(currency)?, Receipt::Receivable, desk.carried_money(Some(there), currency)?)
        }
        None => {
            let (account, currency) = desk.account()?;
            let receipt = if kind == 2 { Receipt::Interest } else { Receipt::OtherIncome };
            (account, receipt, desk.carried_money(None, currency)?)
        }
    };
    let into = desk.cash_in(account);
    Some(Event::CashReceived(Box::new(CashReceived { into, amount, carrying, receipt })))
}

pub(super) fn cash_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((from, currency, there)) = desk.funds(None) else {
        return cash_received(desk);
    };
    let (amount, carrying) = desk.carried_money(Some(there), currency)?;
    let payment = match desk.pick(6) {
        3 => Payment::Equipment,
        4 => Payment::CurrentAsset(CurrentAsset::Receivable),
        5 => Payment::CurrentAsset(CurrentAsset::Prepaid),
        _ => Payment::Spending(desk.purpose()),
    };
    Some(Event::CashPaid(Box::new(CashPaid { from, amount, carrying, payment })))
}

pub(super) fn cash_moved(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((from, currency, there)) = desk.funds(None) else {
        return cash_received(desk);
    };
    let (_, amount) = desk.money(Some(there), currency)?;
    let account = desk.bank(currency)?;
    let mut to = desk.cash_in(account);
    if to == from && desk.once_in(2) {
        to.restricted = !to.restricted;
    }
    Some(Event::CashMoved(Box::new(CashMoved { from, to, amount })))
}

pub(super) fn cash_converted(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((from, currency, there)) = desk.funds(None) else {
        return cash_received(desk);
    };
    let others = desk.ledger.banks().filter(|(_, _, other)| *other != currency);
    let (_, account, other) = desk.one_of(others)?;
    let (_, given) = desk.money(Some(there), currency)?;
    let (_, received) = desk.money(None, other)?;
    let to = desk.cash_in(account.clone());
    Some(Event::CashConverted(Box::new(CashConverted { from, given, to, received })))
}

pub(super) fn expense_accrued(desk: &mut Desk<'_>) -> Option<Event> {
    let purpose = desk.purpose();
    let (_, currency) = desk.account()?;
    let (amount, carrying) = desk.carried_money(None, currency)?;
    Some(Event::ExpenseAccrued(Box::new(ExpenseAccrued { purpose, amount, carrying })))
}

pub(super) fn liability_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((purpose, currency, owed)) = desk.owed() else {
        return expense_accrued(desk);
    };
    let (from, _, cash) = desk.funds(Some(currency))?;
    let (_, amount) = desk.money(Some(owed.min(cash)), currency)?;
    Some(Event::LiabilityPaid(Box::new(LiabilityPaid { purpose, from, amount })))
}

pub(super) fn exchange_revalued(_desk: &mut Desk<'_>) -> Option<Event> {
    Some(Event::ExchangeRevalued(Box::new(ExchangeRevalued {})))
}
