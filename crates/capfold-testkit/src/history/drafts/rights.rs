//! Events about options and warrants.

use capfold_core::event::{
    Event, ExercisedLot, OptionsEnded, OptionsExercised, OptionsGranted, WarrantsExercised, WarrantsExpired,
    WarrantsIssued, WarrantsPaid, WarrantsTransferred,
};
use capfold_core::exact::Exact;
use capfold_core::ledger::RightView;
use capfold_core::money::{Given, PerShare, Price};

use super::super::desk::{Class, Desk, Rights};
use super::super::numbers::product;
use super::register::series_registered;
use super::shares::authorised_set;

pub(super) fn options_granted(desk: &mut Desk<'_>) -> Option<Event> {
    let (plan, class, room) = desk.plan()?;
    let Some((_, quantity)) = desk.count(room, class.grain) else {
        return authorised_set(desk);
    };
    let (_, currency) = desk.account()?;
    let (_, strike) = desk.price(currency);
    let (grant, holder, expires) = (desk.new_name("o"), desk.holder()?, desk.expiry());
    Some(Event::OptionsGranted(Box::new(OptionsGranted { grant, plan, holder, quantity, strike, expires })))
}

/// Options of one lot, sometimes of a second one with a strike in the same currency.
pub(super) fn options_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let options = desk.options();
    let Some(first) = desk.exercisable(options.clone()) else {
        return options_granted(desk);
    };
    let currency = first.right.currency;
    let account = desk.bank(currency)?;
    let alike = |rights: &Rights<'_>| rights.right.unit != first.right.unit && rights.right.currency == currency;
    let second = options.into_iter().filter(|rights| alike(rights) && desk.is_open(&rights.right)).collect::<Vec<_>>();
    let second = if desk.once_in(3) { desk.one_of(second) } else { None };
    let (mut lots, mut sum) = (Vec::new(), Exact::ZERO);
    for rights in [Some(first), second].into_iter().flatten() {
        let (number, quantity) = desk.some_of(rights.held.there, rights.held.grain)?;
        let amount = Given::Stated(PerShare::try_from(rights.right.strike).ok()?);
        lots.push(ExercisedLot { grant: rights.right.name.clone(), quantity, price: Price { amount, currency } });
        sum = sum.plus(product(number, rights.right.strike, currency)?)?;
    }
    let paid = desk.paid(sum, currency);
    Some(Event::OptionsExercised(Box::new(OptionsExercised { lots, account, paid })))
}

pub(super) fn options_expired(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(rights) = desk.one_of(desk.options()) else {
        return options_granted(desk);
    };
    desk.reach_expiry(&rights.right)?;
    Some(Event::OptionsExpired(Box::new(ended(desk, &rights)?)))
}

pub(super) fn options_forfeited(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(rights) = desk.one_of(desk.options()) else {
        return options_granted(desk);
    };
    Some(Event::OptionsForfeited(Box::new(ended(desk, &rights)?)))
}

fn ended(desk: &mut Desk<'_>, rights: &Rights<'_>) -> Option<OptionsEnded> {
    let (_, quantity) = desk.some_of(rights.held.there, rights.held.grain)?;
    Some(OptionsEnded { grant: rights.right.name.clone(), quantity })
}

/// A series to issue warrants of, and the class they buy; mostly one that is still open.
pub(super) fn issuable<'a>(desk: &mut Desk<'a>) -> Option<(RightView<'a>, Class<'a>)> {
    let open: Vec<_> = desk.ledger.series().map(|right| (desk.is_open(&right), right)).collect();
    if !open.iter().any(|(open, _)| *open) {
        return None;
    }
    let (_, right) = desk.best_of(open, |(open, _)| *open)?;
    Some((right, desk.class_of(right.unit)?))
}

pub(super) fn warrants_issued(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((right, class)) = issuable(desk) else {
        return series_registered(desk);
    };
    let Some((_, quantity)) = desk.count(class.room, class.grain) else {
        return authorised_set(desk);
    };
    let (series, holder) = (right.name.clone(), desk.holder()?);
    let paid = match desk.bank(right.currency) {
        Some(account) if desk.pick(2) == 1 => {
            Some(WarrantsPaid { account, amount: desk.money(None, right.currency)?.1 })
        }
        Some(_) | None => None,
    };
    Some(Event::WarrantsIssued(Box::new(WarrantsIssued { series, holder, quantity, paid })))
}

pub(super) fn warrants_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(Rights { right, held }) = desk.exercisable(desk.warrants()) else {
        return warrants_issued(desk);
    };
    let account = desk.bank(right.currency)?;
    let (number, quantity) = desk.some_of(held.there, held.grain)?;
    let paid = desk.paid(product(number, right.strike, right.currency)?, right.currency);
    let (series, holder) = (right.name.clone(), held.holder.clone());
    Some(Event::WarrantsExercised(Box::new(WarrantsExercised { series, holder, quantity, account, paid })))
}

pub(super) fn warrants_expired(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(Rights { right, held }) = desk.one_of(desk.warrants()) else {
        return warrants_issued(desk);
    };
    desk.reach_expiry(&right)?;
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let (series, holder) = (right.name.clone(), held.holder.clone());
    Some(Event::WarrantsExpired(Box::new(WarrantsExpired { series, holder, quantity })))
}

pub(super) fn warrants_transferred(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(Rights { right, held }) = desk.one_of(desk.warrants()) else {
        return warrants_issued(desk);
    };
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let (series, from, to) = (right.name.clone(), held.holder.clone(), desk.holder()?);
    Some(Event::WarrantsTransferred(Box::new(WarrantsTransferred { series, from, to, quantity })))
}
