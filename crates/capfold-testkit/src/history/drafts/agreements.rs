//! Events about property options, leases and joint ventures.

use capfold_core::event::{
    CashPart, Event, Installment, JointVentureAgreed, JointVentureContributed, LeaseAgreed, LeasePaid, PromisedShares,
    PropertyOptionAgreed, PropertyPaid, PurchaseOption, SharePart,
};
use capfold_core::finding::Thing;
use capfold_core::ledger::{AgreementId, Unit};
use capfold_core::money::{Given, Money};

use super::super::desk::{Desk, value};

/// Up to three instalments: cash, shares, both or words alone, not always in order of days.
fn schedule(desk: &mut Desk<'_>) -> Option<Vec<Installment>> {
    let mut schedule = Vec::new();
    for _ in 0..desk.pick(4) {
        let days = desk.pick(40);
        let due = (days < 36).then(|| desk.days_later(days));
        let kind = desk.pick(5);
        let cash = if kind == 3 {
            None
        } else {
            let currency = if desk.once_in(3) { desk.any_currency()? } else { desk.book.functional };
            Some(desk.money(None, currency)?.1)
        };
        let shares = if kind > 2 { promised_shares(desk) } else { None };
        let note = (kind == 3).then(|| value("and work on the ground"));
        schedule.push(Installment { due, cash, shares, firm: desk.once_in(2), note });
    }
    Some(schedule)
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
    let purchase_option = match desk.pick(3) {
        1 => Some(PurchaseOption { until: Some(ends), price: Some(desk.money(None, desk.book.functional)?.1) }),
        2 => Some(PurchaseOption { until: None, price: None }),
        _ => None,
    };
    Some(Event::LeaseAgreed(Box::new(LeaseAgreed { agreement, name, starts, ends, payments, purchase_option })))
}

pub(super) fn joint_venture_agreed(desk: &mut Desk<'_>) -> Option<Event> {
    let commitments = schedule(desk)?;
    let (agreement, name) = (desk.new_name("g"), desk.label("Joint venture"));
    Some(Event::JointVentureAgreed(Box::new(JointVentureAgreed { agreement, name, commitments })))
}

/// Cash under an agreement: to the cent what an instalment promises where there is enough, else any amount.
fn cash_part(desk: &mut Desk<'_>, agreement: AgreementId) -> Option<CashPart> {
    let (from, currency, there) = desk.funds(None)?;
    let promised = desk.promised(agreement).into_iter();
    let due = promised.filter(|(unit, due)| unit.currency() == Some(currency) && *due <= there).map(|(_, due)| due);
    let due = due.collect::<Vec<_>>();
    let amount = match desk.one_of(due).filter(|_| desk.pick(3) < 2) {
        Some(due) => Money { amount: Given::Stated(due.try_into().ok()?), currency },
        None => desk.money(Some(there), currency)?.1,
    };
    Some(CashPart { from, amount })
}

/// Shares under an agreement: as many as an instalment promises where there is room, else any number.
fn share_part(desk: &mut Desk<'_>, agreement: AgreementId) -> Option<SharePart> {
    let promised = desk.promised(agreement).into_iter().filter(|(unit, _)| matches!(unit, Unit::Class(_)));
    let due = desk.one_of(promised.collect::<Vec<_>>());
    let class = match due {
        Some((unit, _)) => desk.class_of(unit)?,
        None => desk.class_with_room()?,
    };
    let due = due.map(|(_, due)| due).filter(|due| class.room.is_none_or(|room| *due <= room));
    let quantity = match due.filter(|_| desk.pick(3) < 2) {
        Some(due) => Given::Stated(due.try_into().ok()?),
        None => desk.count(class.room, class.grain)?.1,
    };
    let (_, value) = desk.money(None, desk.book.functional)?;
    Some(SharePart { class: class.name.clone(), holder: desk.holder()?, quantity, value })
}

pub(super) fn property_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((id, agreement)) = desk.agreement(desk.ledger.property_options()) else {
        return property_option_agreed(desk);
    };
    let kind = desk.pick(3);
    let cash = if kind == 1 { None } else { cash_part(desk, id) };
    let shares = if kind == 0 && cash.is_some() { None } else { share_part(desk, id) };
    if cash.is_none() && shares.is_none() {
        return None;
    }
    Some(Event::PropertyPaid(Box::new(PropertyPaid { agreement, cash, shares })))
}

pub(super) fn lease_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((id, agreement)) = desk.agreement(desk.ledger.leases()) else {
        return lease_agreed(desk);
    };
    let (purpose, cash) = (desk.purpose(), cash_part(desk, id)?);
    Some(Event::LeasePaid(Box::new(LeasePaid { agreement, purpose, cash })))
}

pub(super) fn joint_venture_contributed(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((id, agreement)) = desk.agreement(desk.ledger.joint_ventures()) else {
        return joint_venture_agreed(desk);
    };
    let cash = cash_part(desk, id)?;
    Some(Event::JointVentureContributed(Box::new(JointVentureContributed { agreement, cash })))
}
