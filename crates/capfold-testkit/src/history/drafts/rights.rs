//! Events about options.

use capfold_core::event::{Event, ExercisedLot, OptionsEnded, OptionsExercised, OptionsGranted};
use capfold_core::exact::Exact;
use capfold_core::money::{Given, PerShare, Price};

use super::super::desk::{Desk, Rights};
use super::super::numbers::product;
use super::awards::{plan_limits_set, vesting};
use super::settlement::paid_for;
use super::shares::authorised_set;

pub(super) fn options_granted(desk: &mut Desk<'_>) -> Option<Event> {
    let (plan, class, room) = desk.plan()?;
    let Some((number, quantity)) = desk.count(room, class.grain) else {
        return if class.room.is_some_and(|room| room < class.grain) {
            authorised_set(desk)
        } else {
            plan_limits_set(desk)
        };
    };
    let (_, currency) = desk.account()?;
    let (_, strike) = desk.price(currency);
    let (grant, holder, expires) = (desk.new_name("o"), desk.holder()?, desk.expiry());
    let vesting = vesting(desk, number, class.grain);
    Some(Event::OptionsGranted(Box::new(OptionsGranted { grant, plan, holder, quantity, strike, expires, vesting })))
}

/// Options of one lot, sometimes of a second one with a strike in the same currency.
pub(super) fn options_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let options = desk.options();
    let Some(first) = desk.exercisable(options.clone()) else {
        return options_granted(desk);
    };
    let currency = first.right.currency;
    let alike = |rights: &Rights<'_>| rights.right.unit != first.right.unit && rights.right.currency == currency;
    let second = options.into_iter().filter(|rights| alike(rights) && desk.is_open(&rights.right));
    let second = second.map(|rights| desk.vested(rights)).collect::<Vec<_>>();
    let second = if desk.once_in(3) { desk.one_of(second) } else { None };
    let (mut lots, mut sum, mut taken) = (Vec::new(), Exact::ZERO, Vec::new());
    for rights in [Some(first), second].into_iter().flatten() {
        let (number, quantity) = desk.some_of(rights.held.there, rights.held.grain)?;
        let amount = Given::Stated(PerShare::try_from(rights.right.strike).ok()?);
        lots.push(ExercisedLot { grant: rights.right.name.clone(), quantity, price: Price { amount, currency } });
        sum = sum.plus(product(number, rights.right.strike, currency)?)?;
        taken.push((rights, number));
    }
    let (account, settled, paid) = paid_for(desk, &taken, sum)?;
    Some(Event::OptionsExercised(Box::new(OptionsExercised { lots, account, settled, paid })))
}

pub(super) fn options_expired(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(rights) = desk.one_of(desk.options_and_awards()) else {
        return options_granted(desk);
    };
    desk.reach_expiry(&rights.right)?;
    Some(Event::OptionsExpired(Box::new(ended(desk, &rights)?)))
}

pub(super) fn options_forfeited(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(rights) = desk.one_of(desk.options_and_awards()) else {
        return options_granted(desk);
    };
    Some(Event::OptionsForfeited(Box::new(ended(desk, &rights)?)))
}

pub(super) fn options_cancelled(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(rights) = desk.one_of(desk.options_and_awards()) else {
        return options_granted(desk);
    };
    Some(Event::OptionsCancelled(Box::new(ended(desk, &rights)?)))
}

fn ended(desk: &mut Desk<'_>, rights: &Rights<'_>) -> Option<OptionsEnded> {
    let (_, quantity) = desk.some_of(rights.held.there, rights.held.grain)?;
    Some(OptionsEnded { grant: rights.right.name.clone(), quantity })
}
