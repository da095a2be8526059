//! Events about dividends and spin-outs.

use capfold_core::event::{
    Asset, CurrentAsset, DividendDeclared, DividendPaid, Event, Ratio, SpunAsset, SpunOut, StockDividendPaid,
};
use capfold_core::exact::{Exact, total};
use capfold_core::ledger::Place;
use capfold_core::money::Currency;
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{Class, Desk, value};
use super::capital::scaled;
use super::shares::authorised_set;
use super::treasury::{cash_paid, cash_received};

/// New shares for shares held.
const RATIOS: [(&str, &str); 5] = [("1", "10"), ("1", "1"), ("3", "20"), ("0.05", "1"), ("1", "3")];
/// New shares for shares held, without a fraction.
const WHOLE_RATIOS: [(&str, &str); 2] = [("1", "1"), ("2", "1")];

/// A class, mostly one that someone holds.
fn held_class<'a>(desk: &mut Desk<'a>) -> Option<Class<'a>> {
    let ledger = desk.ledger;
    desk.best_of(desk.classes(), |class| !ledger.holders_of(class.id).is_empty())
}

pub(super) fn dividend_declared(desk: &mut Desk<'_>) -> Option<Event> {
    let class = held_class(desk)?.name.clone();
    let (_, currency) = desk.account()?;
    let (_, per_share) = desk.price(currency);
    let declared = desk.one_of([None, Some(desk.day), Some(desk.day.previous())])?;
    let payable = desk.one_of([None, Some(desk.day), Some(desk.day.days_after(10))])?;
    let dividend = desk.new_name("div");
    Some(Event::DividendDeclared(Box::new(DividendDeclared { dividend, class, per_share, declared, payable })))
}

/// A part of a dividend that is owed, half of the time with some of it withheld.
pub(super) fn dividend_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let ledger = desk.ledger;
    let owed = ledger.dividends().map(|row| (row.name.clone(), row.per_share.currency, ledger.balance(row.owed)));
    let owed = owed.map(|(name, currency, balance)| (name, currency, balance.amount.negated()));
    let owed: Vec<(Name, Currency, Exact)> = owed.filter(|(_, _, owed)| *owed > Exact::ZERO).collect();
    let Some((dividend, currency, owed)) = desk.one_of(owed) else {
        return dividend_declared(desk);
    };
    let Some((from, _, cash)) = desk.funds(Some(currency)) else {
        return cash_received(desk);
    };
    let (paid, amount) = desk.money(Some(owed.min(cash)), currency)?;
    let left = owed.minus(paid)?;
    let withheld = if desk.once_in(2) && !left.is_zero() { Some(desk.money(Some(left), currency)?.1) } else { None };
    Some(Event::DividendPaid(Box::new(DividendPaid { dividend, from, amount, withheld })))
}

pub(super) fn stock_dividend_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let class = held_class(desk)?;
    let of = if desk.once_in(3) { desk.class()? } else { class };
    let (new, old) = match desk.mode {
        Mode::Even => desk.one_of(WHOLE_RATIOS)?,
        Mode::Mixed | Mode::Valid => desk.one_of(RATIOS)?,
    };
    let ratio = Ratio { new: value(new), old: value(old) };
    let fractions = desk.ledger.policies_at(desk.day).fractions.shares;
    let received = desk.ledger.holders_of(class.id).into_iter();
    let received: Option<Vec<Exact>> = received.map(|(_, shares)| scaled(shares, ratio, of.grain, fractions)).collect();
    if of.room.is_some_and(|room| received.and_then(total).is_none_or(|all| all > room)) {
        return authorised_set(desk);
    }
    let value = if desk.once_in(2) { Some(desk.price(desk.book.functional).1) } else { None };
    let (class, of) = (class.name.clone(), of.name.clone());
    Some(Event::StockDividendPaid(Box::new(StockDividendPaid { class, of, ratio, value })))
}

/// Everything that can be spun out, with how much of it there is.
fn assets(desk: &Desk<'_>) -> Vec<(Asset, Currency, Exact)> {
    let named = |place: Place| -> Option<Name> { desk.ledger.describe(place).split_once('/')?.1.parse().ok() };
    let asset = |place: Place| {
        if matches!(place, Place::Property(_)) {
            named(place).map(Asset::Property)
        } else if matches!(place, Place::Project(_)) {
            named(place).map(Asset::Project)
        } else if matches!(place, Place::JointVenture(_)) {
            named(place).map(Asset::JointVenture)
        } else if matches!(place, Place::AdvanceRoyalty(_)) {
            named(place).map(Asset::AdvanceRoyalty)
        } else if let Place::CurrentAsset(asset) = place {
            Some(match asset {
                CurrentAsset::Receivable => Asset::Receivable,
                CurrentAsset::Prepaid => Asset::Prepaid,
                CurrentAsset::Deposit => Asset::Deposit,
            })
        } else if place == Place::Equipment {
            Some(Asset::Equipment)
        } else if place == Place::Investment {
            Some(Asset::Investment)
        } else {
            None
        }
    };
    let there = desk.ledger.accounts().filter(|(_, balance)| balance.amount > Exact::ZERO);
    there
        .filter_map(|(account, balance)| Some((asset(account.place)?, account.unit.currency()?, balance.amount)))
        .collect()
}

/// One asset, sometimes a second.
pub(super) fn spun_out(desk: &mut Desk<'_>) -> Option<Event> {
    let class = held_class(desk)?.name.clone();
    let mut there = assets(desk);
    if there.is_empty() {
        return cash_paid(desk);
    }
    let mut rows = Vec::new();
    let count = desk.pick(3).max(1);
    for _ in 0..count.min(there.len()) {
        let index = desk.pick(there.len());
        let (asset, currency, most) = there.swap_remove(index);
        rows.push(SpunAsset { asset, amount: desk.money(Some(most), currency)?.1 });
    }
    let ratio = if desk.once_in(2) { Some(Ratio { new: value("1"), old: value("4") }) } else { None };
    let into = desk.label("Spin-out");
    Some(Event::SpunOut(Box::new(SpunOut { class, into, assets: rows, ratio })))
}
