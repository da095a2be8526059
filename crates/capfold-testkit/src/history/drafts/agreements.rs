//! Events about property options, leases and joint ventures.

use capfold_core::event::{
    CashPart, Contributions, Event, Installment, JointVentureAgreed, JointVentureCalled, JointVentureContributed,
    JointVentureDiluted, LeaseAgreed, LeasePaid, PromisedShares, PropertyOptionAgreed, PropertyPaid, PropertyReceipt,
    PurchaseOption, ReceivedIn, SharePart, SharesWorth, WorkSpent,
};
use capfold_core::exact::{Exact, Rounding, fraction};
use capfold_core::finding::Thing;
use capfold_core::ledger::{AgreementId, AgreementKind, Place, PropertyId, Spending, Unit};
use capfold_core::money::{Currency, Given, GivenPrice, Money, Percent, Price};
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{Class, Desk, value};

/// Up to three instalments, not always in order of days.
fn schedule(desk: &mut Desk<'_>) -> Option<Vec<Installment>> {
    (0..desk.pick(4)).map(|_| instalment(desk)).collect()
}

/// Cash, shares by count or by value, work, or words alone.
fn instalment(desk: &mut Desk<'_>) -> Option<Installment> {
    let days = desk.one_of(0..40)?;
    let due = (days < 36).then(|| desk.day.days_after(days));
    let kind = desk.pick(8);
    let currency = if desk.once_in(3) { desk.any_currency()? } else { desk.book.functional };
    let cash = if matches!(kind, 0 | 1 | 2 | 7) { Some(desk.money(None, currency)?.1) } else { None };
    let work = if kind > 5 { Some(desk.money(None, currency)?.1) } else { None };
    let shares = if matches!(kind, 2 | 4) { promised_shares(desk) } else { None };
    let shares_worth = if kind == 5 {
        let class = desk.class()?.name.clone();
        Some(SharesWorth { class, worth: desk.money(None, currency)?.1 })
    } else {
        None
    };
    let note = (kind == 3).then(|| value("and a road"));
    Some(Installment { due, cash, work, shares, shares_worth, firm: desk.once_in(3), note })
}

fn promised_shares(desk: &mut Desk<'_>) -> Option<PromisedShares> {
    let class = desk.class()?;
    let (_, quantity) = desk.count(None, class.grain)?;
    Some(PromisedShares { class: class.name.clone(), quantity })
}

pub(super) fn property_option_agreed(desk: &mut Desk<'_>) -> Option<Event> {
    let (property, schedule) = (desk.named(Thing::Property)?, schedule(desk)?);
    let (agreement, name) = (desk.new_name("g"), desk.label("Option on 60 %"));
    Some(Event::PropertyOptionAgreed(Box::new(PropertyOptionAgreed { agreement, property, name, schedule })))
}

pub(super) fn lease_agreed(desk: &mut Desk<'_>) -> Option<Event> {
    let payments = schedule(desk)?;
    let (agreement, name) = (desk.new_name("g"), desk.label("Lease"));
    let (starts, ends) = (desk.day, desk.later());
    let purchase_option = match desk.pick(6) {
        0 => None,
        1 => Some(PurchaseOption { until: None, price: None, payments_credit: false }),
        _ => {
            let (currency, most) = price_in(desk)?;
            let price = Some(desk.money(most, currency)?.1);
            let until = desk.once_in(3).then_some(ends);
            Some(PurchaseOption { until, price, payments_credit: !desk.once_in(4) })
        }
    };
    Some(Event::LeaseAgreed(Box::new(LeaseAgreed { agreement, name, starts, ends, payments, purchase_option })))
}

/// The currency of a price to be paid later, and how much at most: of a foreign one there may be little.
pub(super) fn price_in(desk: &mut Desk<'_>) -> Option<(Currency, Option<Exact>)> {
    let foreign = desk.mode != Mode::Even && desk.once_in(2);
    Some(if foreign { (desk.account()?.1, Some(value("5"))) } else { (desk.book.functional, None) })
}

pub(super) fn joint_venture_agreed(desk: &mut Desk<'_>) -> Option<Event> {
    let commitments = schedule(desk)?;
    let (agreement, name) = (desk.new_name("g"), desk.label("Joint venture"));
    let interest = desk.one_of([None, Some("51"), Some("100"), Some("33.3333")])?.map(value);
    Some(Event::JointVentureAgreed(Box::new(JointVentureAgreed { agreement, name, interest, commitments })))
}

pub(super) fn is_option(kind: AgreementKind) -> bool {
    matches!(kind, AgreementKind::PropertyOption(_))
}

pub(super) fn is_lease(kind: AgreementKind) -> bool {
    kind == AgreementKind::Lease
}

fn is_venture(kind: AgreementKind) -> bool {
    kind == AgreementKind::JointVenture
}

/// Cash under an agreement: to the cent what an instalment promises where there is enough, else any amount.
pub(super) fn cash_part(desk: &mut Desk<'_>, agreement: AgreementId) -> Option<CashPart> {
    let (from, currency, there) = desk.funds(None)?;
    let promised = desk.promised(agreement).into_iter();
    let promised = promised.filter(|(place, _, due)| matches!(place, Place::Commitment(..)) && *due <= there);
    let due = promised.filter(|(_, unit, _)| unit.currency() == Some(currency)).map(|(_, _, due)| due);
    let due = due.collect::<Vec<_>>();
    let amount = match desk.one_of(due).filter(|_| desk.pick(3) < 2) {
        Some(due) => Money { amount: Given::Stated(due.try_into().ok()?), currency },
        None => desk.money(Some(there), currency)?.1,
    };
    Some(CashPart { from, amount })
}

/// Shares under an agreement: as many as an instalment promises where there is room, else any number.
fn share_part(desk: &mut Desk<'_>, agreement: AgreementId) -> Option<SharePart> {
    let promised = desk.promised(agreement);
    if let Some(part) = worth_part(desk, &promised) {
        return Some(part);
    }
    let promised = promised.into_iter().filter(|(_, unit, _)| matches!(unit, Unit::Class(_)));
    let due = desk.one_of(promised.collect::<Vec<_>>());
    let class = match due {
        Some((_, unit, _)) => desk.class_of(unit)?,
        None => desk.class_with_room()?,
    };
    share_part_of(desk, class, due.map(|(_, _, due)| due), None)
}

/// Shares for an instalment by value: as many as come to its worth at some price, or any number at it.
fn worth_part(desk: &mut Desk<'_>, promised: &[(Place, Unit, Exact)]) -> Option<SharePart> {
    let promised = promised.iter().filter(|(place, _, _)| matches!(place, Place::Worth(..)));
    let (place, unit, worth) = desk.one_of(promised.collect::<Vec<_>>()).copied()?;
    let class = desk.ledger.instalments().find(|row| place.instalment() == Some(row.id))?.worth_of?;
    let class = desk.class_of(Unit::Class(class))?;
    let (price, average) = average_price(desk, unit.currency()?)?;
    let rounding = if desk.once_in(3) { Rounding::Up } else { Rounding::Down };
    let due = fraction(worth, Exact::ONE, price, class.grain, rounding).ok().map(|rounded| rounded.value);
    share_part_of(desk, class, due.filter(|due| *due > Exact::ZERO), Some(average))
}

/// A price; one that no product is rounded at where nothing may be.
fn average_price(desk: &mut Desk<'_>, currency: Currency) -> Option<(Exact, GivenPrice)> {
    match desk.mode {
        Mode::Even => {
            let price = currency.grain();
            Some((price, Price { amount: Given::Stated(price.try_into().ok()?), currency }))
        }
        Mode::Mixed | Mode::Valid => Some(desk.price(currency)),
    }
}

fn share_part_of(
    desk: &mut Desk<'_>,
    class: Class<'_>,
    due: Option<Exact>,
    average_price: Option<GivenPrice>,
) -> Option<SharePart> {
    let due = due.filter(|due| class.room.is_none_or(|room| *due <= room));
    let quantity = match due.filter(|_| desk.pick(3) < 2) {
        Some(due) => Given::Stated(due.try_into().ok()?),
        None => desk.count(class.room, class.grain)?.1,
    };
    let (_, value) = desk.money(None, desk.book.functional)?;
    Some(SharePart { class: class.name.clone(), holder: desk.holder()?, quantity, value, average_price })
}

pub(super) fn property_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(option) = desk.agreement(is_option) else {
        return property_option_agreed(desk);
    };
    let kind = desk.pick(3);
    let cash = if kind == 1 { None } else { cash_part(desk, option.id) };
    let shares = if kind == 0 && cash.is_some() { None } else { share_part(desk, option.id) };
    if cash.is_none() && shares.is_none() {
        return None;
    }
    Some(Event::PropertyPaid(Box::new(PropertyPaid { agreement: option.name.clone(), cash, shares })))
}

pub(super) fn lease_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(lease) = desk.agreement(is_lease) else {
        return lease_agreed(desk);
    };
    let (purpose, cash) = (desk.purpose(), cash_part(desk, lease.id)?);
    Some(Event::LeasePaid(Box::new(LeasePaid { agreement: lease.name.clone(), purpose, cash })))
}

pub(super) fn joint_venture_contributed(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(venture) = desk.agreement(is_venture) else {
        return joint_venture_agreed(desk);
    };
    let (agreement, cash) = (venture.name.clone(), cash_part(desk, venture.id)?);
    Some(Event::JointVentureContributed(Box::new(JointVentureContributed { agreement, cash })))
}

/// Work to the cent as promised, of two instalments at once, or any amount; paid or owed.
pub(super) fn work_spent(desk: &mut Desk<'_>) -> Option<Event> {
    let agreed = |kind| !matches!(kind, AgreementKind::Royalty(..));
    let Some(agreement) = desk.agreement(agreed) else {
        return property_option_agreed(desk);
    };
    let promised = desk.promised(agreement.id).into_iter().filter(|(place, _, _)| matches!(place, Place::Work(..)));
    let promised: Vec<_> = promised.filter_map(|(_, unit, due)| Some((unit.currency()?, due))).collect();
    let due = desk.one_of(promised.clone());
    let all = promised.into_iter().filter(|(currency, _)| due.is_some_and(|(due, _)| due == *currency));
    let all = all.fold(Exact::ZERO, |sum, (_, due)| sum.saturating_plus(due));
    let funds = if desk.once_in(3) { None } else { desk.funds(due.map(|(currency, _)| currency)) };
    let (from, currency, most) = match (funds, due) {
        (Some((from, currency, there)), _) => (Some(from), currency, Some(there)),
        (None, Some((currency, _))) => (None, currency, None),
        (None, None) => (None, desk.account()?.1, None),
    };
    let wanted = due.map(|(_, due)| if desk.once_in(3) { all } else { due });
    let wanted = wanted.filter(|wanted| desk.pick(3) < 2 && most.is_none_or(|most| *wanted <= most));
    let amount = match wanted {
        Some(wanted) => Money { amount: Given::Stated(wanted.try_into().ok()?), currency },
        None => desk.money(most, currency)?.1,
    };
    let (agreement, purpose) = (agreement.name.clone(), desk.purpose());
    Some(Event::WorkSpent(Box::new(WorkSpent { agreement, purpose, amount, from })))
}

/// What a property is carried at in functional currency, and whether all of it was paid in that.
fn carried(desk: &Desk<'_>, property: PropertyId) -> (Exact, bool) {
    let accounts = desk.ledger.accounts().filter(|(account, _)| account.place == Place::Property(property));
    let functional = desk.book.functional;
    accounts.fold((Exact::ZERO, true), |(sum, all), (account, balance)| {
        (sum.saturating_plus(balance.carrying), all && account.unit.currency() == Some(functional))
    })
}

/// A part of what a property is carried at, all of it, or more.
pub(super) fn property_receipt(desk: &mut Desk<'_>) -> Option<Event> {
    let property: Name = desk.named(Thing::Property)?;
    let Some(Spending::Exploration(id)) = desk.ledger.exploration(property.as_str()) else {
        return None;
    };
    let (carried, plain) = carried(desk, id);
    let even = desk.mode == Mode::Even;
    if even && !plain {
        return property_paid(desk);
    }
    let currency = if even || desk.once_in(2) { desk.book.functional } else { desk.account()?.1 };
    let most = (currency == desk.book.functional && carried > Exact::ZERO && desk.pick(3) > 0).then_some(carried);
    let (amount, carrying) = desk.carried_money(most, currency)?;
    let received = match desk.bank(currency) {
        Some(account) if !desk.once_in(3) => ReceivedIn::Cash(desk.cash_in(account)),
        Some(_) | None => ReceivedIn::Investment,
    };
    Some(Event::PropertyReceipt(Box::new(PropertyReceipt { property, amount, carrying, received })))
}

pub(super) fn joint_venture_called(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(venture) = desk.agreement(is_venture) else {
        return joint_venture_agreed(desk);
    };
    let (agreement, call) = (venture.name.clone(), instalment(desk)?);
    Some(Event::JointVentureCalled(Box::new(JointVentureCalled { agreement, call })))
}

/// To what the contributions give where they are stated, else mostly to the present interest or half of it.
pub(super) fn joint_venture_diluted(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(venture) = desk.agreement(is_venture) else {
        return joint_venture_agreed(desk);
    };
    let present = venture.percent.unwrap_or(Percent::WHOLE);
    let (total, stated_total) = desk.money(None, desk.book.functional)?;
    let (own, stated_own) = desk.money(Some(total), desk.book.functional)?;
    let part = |whole: Exact, part: Exact, of: Exact| {
        fraction(whole, part, of, Exact::grain(4), Rounding::HalfUp).ok().map(|rounded| rounded.value)
    };
    let given = part(Percent::WHOLE, own, total).filter(|given| *given <= present && desk.pick(3) > 0);
    let given = given.and_then(|given| Percent::try_from(given).ok());
    let contributions = given.map(|_| Contributions { own: stated_own, total: stated_total });
    let half = part(present, Exact::ONE, value("2"))?;
    let other = desk.best_of([half, present, Percent::WHOLE], |interest| *interest <= present)?;
    let interest = given.or(Percent::try_from(other).ok())?;
    let agreement = venture.name.clone();
    Some(Event::JointVentureDiluted(Box::new(JointVentureDiluted { agreement, interest, contributions })))
}
