//! Events about cash, spending and liabilities.

use capfold_core::event::{
    AccruedIncome, CashConverted, CashMoved, CashPaid, CashReceived, Charge, CurrentAsset, Event, ExchangeRevalued,
    ExpenseAccrued, IncomeAccrued, LiabilityPaid, Payment, PrepaidUsed, Receipt, WrittenAsset, WrittenDown,
};
use capfold_core::exact::Exact;
use capfold_core::ledger::{Account, Place};

use super::super::desk::Desk;

pub(super) fn cash_received(desk: &mut Desk<'_>) -> Option<Event> {
    let kind = desk.pick(5);
    let asset = match kind {
        3 => Some((CurrentAsset::Receivable, Receipt::Receivable)),
        4 => Some((CurrentAsset::Deposit, Receipt::Deposit)),
        _ => None,
    };
    let there = asset.and_then(|(asset, receipt)| {
        desk.one_of(desk.money_in(Place::CurrentAsset(asset))).map(|(currency, there)| (receipt, currency, there))
    });
    let (account, receipt, (amount, carrying)) = match there {
        Some((receipt, currency, there)) => (desk.bank(currency)?, receipt, desk.carried_money(Some(there), currency)?),
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
    let payment = match desk.pick(7) {
        3 => Payment::Equipment,
        4 => Payment::CurrentAsset(CurrentAsset::Receivable),
        5 => Payment::CurrentAsset(CurrentAsset::Prepaid),
        6 => Payment::CurrentAsset(CurrentAsset::Deposit),
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

pub(super) fn income_accrued(desk: &mut Desk<'_>) -> Option<Event> {
    let income = if desk.once_in(2) { AccruedIncome::Interest } else { AccruedIncome::Other };
    let (_, currency) = desk.account()?;
    let (amount, carrying) = desk.carried_money(None, currency)?;
    Some(Event::IncomeAccrued(Box::new(IncomeAccrued { income, amount, carrying })))
}

pub(super) fn prepaid_used(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((currency, there)) = desk.one_of(desk.money_in(Place::CurrentAsset(CurrentAsset::Prepaid))) else {
        let (from, currency, there) = desk.funds(None)?;
        let (amount, carrying) = desk.carried_money(Some(there), currency)?;
        let payment = Payment::CurrentAsset(CurrentAsset::Prepaid);
        return Some(Event::CashPaid(Box::new(CashPaid { from, amount, carrying, payment })));
    };
    let (purpose, (_, amount)) = (desk.purpose(), desk.money(Some(there), currency)?);
    Some(Event::PrepaidUsed(Box::new(PrepaidUsed { purpose, amount })))
}

/// Of what can be written down, by place.
fn written_asset(desk: &Desk<'_>, place: Place) -> Option<WrittenAsset> {
    let described = desk.ledger.describe(place);
    let name = described.split_once('/').and_then(|(_, name)| name.parse().ok());
    if let Place::CurrentAsset(asset) = place {
        Some(WrittenAsset::CurrentAsset(asset))
    } else if let Place::Property(_) = place {
        name.map(WrittenAsset::Property)
    } else if let Place::Project(_) = place {
        name.map(WrittenAsset::Project)
    } else if let Place::JointVenture(_) = place {
        name.map(WrittenAsset::JointVenture)
    } else if let Place::AdvanceRoyalty(_) = place {
        name.map(WrittenAsset::AdvanceRoyalty)
    } else if place == Place::Equipment {
        Some(WrittenAsset::Equipment)
    } else if place == Place::Investment {
        Some(WrittenAsset::Investment)
    } else {
        None
    }
}

pub(super) fn written_down(desk: &mut Desk<'_>) -> Option<Event> {
    let assets = desk.ledger.accounts().filter_map(|(Account { unit, place }, balance)| {
        let asset = written_asset(desk, place).filter(|_| balance.amount > Exact::ZERO)?;
        Some((asset, unit.currency()?, balance.amount))
    });
    let assets: Vec<_> = assets.collect();
    let Some((asset, currency, there)) = desk.one_of(assets) else {
        return cash_paid(desk);
    };
    let (_, amount) = desk.money(Some(there), currency)?;
    let of_property = matches!(asset, WrittenAsset::Property(_));
    let charge = if of_property && desk.once_in(2) { Charge::Exploration } else { Charge::WriteDown };
    Some(Event::WrittenDown(Box::new(WrittenDown { asset, amount, charge })))
}
