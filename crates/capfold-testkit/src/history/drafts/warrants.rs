//! Events about warrants.

use capfold_core::date::Date;
use capfold_core::event::{
    AccelerationClause, Event, Ratio, SeriesKind, SeriesRegistered, WarrantsCancelled, WarrantsExercised,
    WarrantsExpired, WarrantsIssued, WarrantsPaid, WarrantsTransferred, WarrantsValue,
};
use capfold_core::exact::Exact;
use capfold_core::ledger::RightView;
use capfold_core::money::GivenQuantity;

use super::super::Mode;
use super::super::desk::{Class, Desk, Rights, value};
use super::super::numbers::product;
use super::settlement::paid_for;
use super::shares::authorised_set;

/// New shares for old warrants: some leave fractions.
const RATIOS: [(&str, &str); 5] = [("1", "2"), ("2", "1"), ("3", "2"), ("0.75", "1"), ("1", "1")];
/// New shares for one old warrant, which leave none.
const EVEN_RATIOS: [(&str, &str); 2] = [("2", "1"), ("3", "1")];

pub(super) fn series_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let class = desk.class()?.name.clone();
    let (_, currency) = desk.account()?;
    let (_, strike) = desk.price(currency);
    let (series, name, expires) = (desk.new_name("w"), desk.label("Warrants"), desk.expiry());
    let (ratio, acceleration) = (ratio(desk), acceleration(desk, expires));
    let kind = match desk.pick(8) {
        4 => SeriesKind::Compensation,
        5 => SeriesKind::Finders,
        6 => SeriesKind::PreFunded,
        7 => SeriesKind::Rights,
        _ => SeriesKind::Ordinary,
    };
    Some(Event::SeriesRegistered(Box::new(SeriesRegistered {
        series,
        name,
        class,
        strike,
        expires,
        ratio,
        acceleration,
        kind,
    })))
}

/// Half of all series buy one share for each warrant.
fn ratio(desk: &mut Desk<'_>) -> Option<Ratio> {
    let table: &[(&str, &str)] = if desk.mode == Mode::Even { &EVEN_RATIOS } else { &RATIOS };
    let (new, old) = desk.one_of(table).copied()?;
    desk.once_in(2).then(|| Ratio { new: value(new), old: value(old) })
}

fn acceleration(desk: &mut Desk<'_>, expires: Option<Date>) -> Option<AccelerationClause> {
    let (_, threshold) = desk.price(desk.book.functional);
    let notice_days = desk.one_of([0, 1, 5, 20])?;
    let first = if desk.once_in(2) { desk.later() } else { desk.day.next() };
    let from = (desk.once_in(2) && expires.is_none_or(|last| last >= first)).then_some(first);
    (desk.pick(3) > 0).then_some(AccelerationClause { threshold, trading_days: 10, notice_days, from })
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
    // As many as there is room for when each buys one share; those that buy more pass it at times.
    let Some((_, quantity)) = desk.count(class.room, class.grain) else {
        return authorised_set(desk);
    };
    let (series, holder) = (right.name.clone(), desk.holder()?);
    let (mut paid, mut given) = (None, None);
    match (desk.pick(4), desk.bank(right.currency)) {
        (1 | 2, Some(account)) => {
            paid = Some(WarrantsPaid { account, amount: desk.money(None, right.currency)?.1 });
        }
        (3, _) => {
            let (_, currency) = desk.account()?;
            let (amount, purpose) = (desk.money(None, currency)?.1, desk.purpose());
            given = Some(WarrantsValue { amount, purpose });
        }
        (_, Some(_) | None) => {}
    }
    Some(Event::WarrantsIssued(Box::new(WarrantsIssued { series, holder, quantity, paid, value: given })))
}

/// Some of the warrants held, with the shares that they buy: mostly a whole count.
fn some_to_exercise(desk: &mut Desk<'_>, rights: &Rights<'_>) -> Option<(Exact, GivenQuantity)> {
    let Rights { right, held } = rights;
    let Some(Ratio { new, old }) = right.ratio else {
        return desk.some_of(held.there, held.grain);
    };
    // The least count of grains of which the shares are a count of grains too.
    let whole = |grains: &i128| {
        let shares = new.exact().raw().checked_mul(*grains).and_then(|shares| shares.checked_rem(old.exact().raw()));
        shares == Some(0)
    };
    let step = (1..=16).find(whole).and_then(|grains| held.grain.raw().checked_mul(grains)).map(Exact::from_raw)?;
    let there = held.there.raw().checked_div(step.raw())?.checked_mul(step.raw()).map(Exact::from_raw)?;
    let (warrants, quantity) = desk.some_of(there, step)?;
    Some((desk.ledger.shares_for(right.unit, warrants)?, quantity))
}

pub(super) fn warrants_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(rights) = desk.exercisable(desk.warrants()) else {
        return warrants_issued(desk);
    };
    let Rights { right, held } = rights;
    let Some((shares, quantity)) = some_to_exercise(desk, &rights) else {
        return warrants_cancelled(desk);
    };
    let price = product(shares, right.strike, right.currency)?;
    let (account, settled, paid) = paid_for(desk, &[(rights, shares)], price)?;
    let (series, holder) = (right.name.clone(), held.holder.clone());
    Some(Event::WarrantsExercised(Box::new(WarrantsExercised { series, holder, quantity, account, settled, paid })))
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

pub(super) fn warrants_cancelled(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(Rights { right, held }) = desk.one_of(desk.warrants()) else {
        return warrants_issued(desk);
    };
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let (series, holder) = (right.name.clone(), held.holder.clone());
    Some(Event::WarrantsCancelled(Box::new(WarrantsCancelled { series, holder, quantity })))
}

pub(super) fn warrants_transferred(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(Rights { right, held }) = desk.one_of(desk.warrants()) else {
        return warrants_issued(desk);
    };
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let (series, from, to) = (right.name.clone(), held.holder.clone(), desk.holder()?);
    Some(Event::WarrantsTransferred(Box::new(WarrantsTransferred { series, from, to, quantity })))
}
