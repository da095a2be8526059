//! Opening balances, of one to four lines.

use capfold_core::event::{
    Carried, CurrentAsset, Event, OpeningAsset, OpeningBalances, OpeningCapital, OpeningCash, OpeningOptions,
    OpeningPayable, OpeningProperty, OpeningShares, OpeningWarrants,
};
use capfold_core::finding::Thing;
use capfold_core::ledger::RightView;
use capfold_core::money::Currency;

use super::super::desk::{Class, Desk};
use super::awards::vesting;

/// Possible until something moved.
pub(super) fn opening_balances(desk: &mut Desk<'_>) -> Option<Event> {
    Some(Event::OpeningBalances(Box::new(opening(desk)?)))
}

pub(in super::super) fn opening(desk: &mut Desk<'_>) -> Option<OpeningBalances> {
    let mut opening = OpeningBalances::default();
    let lines = desk.pick(4).checked_add(1)?;
    for _ in 0..lines {
        line(desk, &mut opening)?;
    }
    Some(opening)
}

fn line(desk: &mut Desk<'_>, opening: &mut OpeningBalances) -> Option<()> {
    match desk.pick(10) {
        0 => opening.cash.push(cash(desk)?),
        1 => opening.shares.extend(shares(desk)),
        2 => opening.warrants.extend(warrants(desk)),
        3 => opening.options.extend(options(desk).filter(|_| opening.options.is_empty())),
        4 => {
            let (purpose, balance) = (desk.purpose(), carried(desk)?);
            opening.payables.push(OpeningPayable { purpose, balance });
        }
        5 => {
            let assets = [CurrentAsset::Receivable, CurrentAsset::Prepaid, CurrentAsset::Deposit];
            let asset = desk.one_of(assets)?;
            opening.current_assets.push(OpeningAsset { asset, balance: carried(desk)? });
        }
        6 => {
            let property = desk.named(Thing::Property)?;
            opening.properties.push(OpeningProperty { property, balance: carried(desk)? });
        }
        7 => opening.equipment.push(carried(desk)?),
        8 => {
            let class = desk.class()?.name.clone();
            opening.share_capital.push(OpeningCapital { class, balance: carried(desk)? });
        }
        _ => opening.contributed_surplus.push(carried(desk)?),
    }
    Some(())
}

fn cash(desk: &mut Desk<'_>) -> Option<OpeningCash> {
    let (_, account, currency) = desk.one_of(desk.ledger.banks())?;
    let balance = carried_in(desk, currency)?;
    Some(OpeningCash { account: account.clone(), restricted: desk.once_in(4), balance })
}

fn carried(desk: &mut Desk<'_>) -> Option<Carried> {
    let currency = if desk.once_in(3) { desk.any_currency()? } else { desk.book.functional };
    carried_in(desk, currency)
}

/// An amount, with its carrying amount where there is no rate for it.
fn carried_in(desk: &mut Desk<'_>, currency: Currency) -> Option<Carried> {
    let (money, carrying) = desk.carried_money(None, currency)?;
    Some(Carried { money, carrying })
}

fn shares(desk: &mut Desk<'_>) -> Option<OpeningShares> {
    let class = desk.class()?;
    let holder = desk.holder()?;
    let (_, quantity) = desk.count(class.room, class.grain)?;
    Some(OpeningShares { class: class.name.clone(), holder, quantity })
}

fn warrants(desk: &mut Desk<'_>) -> Option<OpeningWarrants> {
    let RightView { name, unit, .. } = desk.one_of(desk.ledger.series())?;
    let Class { room, grain, .. } = desk.class_of(unit)?;
    let holder = desk.holder()?;
    let (_, quantity) = desk.count(room, grain)?;
    let reserve = if desk.once_in(2) { Some(carried(desk)?) } else { None };
    Some(OpeningWarrants { series: name.clone(), holder, quantity, reserve })
}

fn options(desk: &mut Desk<'_>) -> Option<OpeningOptions> {
    let (plan, class, room) = desk.plan()?;
    let (number, quantity) = desk.count(room, class.grain)?;
    let (_, strike) = desk.price(desk.book.functional);
    let (grant, holder, expires) = (desk.new_name("o"), desk.holder()?, desk.expiry());
    let vesting = vesting(desk, number, class.grain);
    let reserve = if desk.once_in(2) { Some(desk.money(None, desk.book.functional)?.1) } else { None };
    Some(OpeningOptions { grant, plan, holder, quantity, strike, expires, vesting, reserve })
}
