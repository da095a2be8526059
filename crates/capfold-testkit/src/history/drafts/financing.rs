//! Events about units, subscriptions and promised shares.

use capfold_core::event::{
    Event, ObligationFor, ObligationIncurred, ObligationReleased, ObligationSettled, SubscriptionReceived,
    SubscriptionRefunded, UnitsIssued,
};
use capfold_core::exact::{Exact, Rounding, fraction};
use capfold_core::finding::Thing;
use capfold_core::money::Factor;

use super::super::Mode;
use super::super::desk::{Class, Desk, value};
use super::shares::{authorised_set, consideration, issue_costs};
use super::warrants::{issuable, series_registered};

/// Warrants per unit.
const PER_UNIT: [&str; 6] = ["0.5", "1", "0.5", "0.3333333333", "2", "0.25"];
/// Those of which a unit, or two, give whole warrants.
const EVEN_PER_UNIT: [&str; 3] = ["0.5", "1", "2"];

pub(super) fn units_issued(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(class) = desk.class_with_room() else {
        return authorised_set(desk);
    };
    let Some((series, bought)) = issuable(desk) else {
        return series_registered(desk);
    };
    let per_unit: Factor = match desk.mode {
        Mode::Even => value(desk.one_of(EVEN_PER_UNIT)?),
        Mode::Mixed | Mode::Valid => value(desk.one_of(PER_UNIT)?),
    };
    let priced = desk.pick(8);
    let halves = desk.mode == Mode::Even && per_unit.exact() < Exact::ONE;
    let grain = if halves { class.grain.plus(class.grain)? } else { class.grain };
    let Some((units, quantity)) = desk.count(most_units(class, bought, per_unit), grain) else {
        return authorised_set(desk);
    };
    let (holder, consideration) = consideration(desk, units)?;
    let currency = consideration.currency();
    let share_price = if matches!(priced, 6 | 7) { None } else { Some(desk.price(currency).1) };
    let warrant_price = if matches!(priced, 5 | 7) { None } else { Some(desk.price(currency).1) };
    Some(Event::UnitsIssued(Box::new(UnitsIssued {
        class: class.name.clone(),
        series: series.name.clone(),
        holder,
        quantity,
        per_unit,
        consideration,
        share_price,
        warrant_price,
        costs: issue_costs(desk)?,
        hold_until: desk.hold_until(),
    })))
}

/// How many units there is room for: a share each in one class, and the warrants' shares in the same or another.
fn most_units(class: Class<'_>, bought: Class<'_>, per_unit: Factor) -> Option<Exact> {
    let per_unit = fraction(per_unit.exact(), Exact::ONE, Exact::ONE, Exact::ONE, Rounding::Up).ok()?.value;
    let shared = if class.id == bought.id { per_unit.plus(Exact::ONE)? } else { per_unit };
    let for_warrants = bought.room.and_then(|room| {
        let grain = class.grain.max(bought.grain);
        fraction(room, Exact::ONE, shared, grain, Rounding::Down).ok().map(|units| units.value)
    });
    [class.room, for_warrants].into_iter().flatten().min()
}

pub(super) fn subscription_received(desk: &mut Desk<'_>) -> Option<Event> {
    let (account, currency) = desk.account()?;
    let (holder, (_, amount)) = (desk.holder()?, desk.money(None, currency)?);
    let into = desk.cash_in(account);
    Some(Event::SubscriptionReceived(Box::new(SubscriptionReceived { holder, into, amount })))
}

pub(super) fn subscription_refunded(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((holder, currency, subscribed)) = desk.subscribed() else {
        return subscription_received(desk);
    };
    let (from, _, cash) = desk.funds(Some(currency))?;
    let (_, amount) = desk.money(Some(subscribed.min(cash)), currency)?;
    Some(Event::SubscriptionRefunded(Box::new(SubscriptionRefunded { holder, from, amount })))
}

pub(super) fn obligation_incurred(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(class) = desk.class_with_room() else {
        return authorised_set(desk);
    };
    let (_, quantity) = desk.count(class.room, class.grain)?;
    let kind = desk.pick(4);
    let owed = if kind == 1 { desk.owed() } else { None };
    let property = if kind == 2 { desk.named(Thing::Property) } else { None };
    let (most, currency) = match &owed {
        Some((_, currency, owed)) => (Some(*owed), *currency),
        None => (None, desk.account()?.1),
    };
    let (_, value) = desk.money(most, currency)?;
    let consideration = match (owed, property) {
        (Some((purpose, ..)), _) => ObligationFor::Debt(purpose),
        (None, Some(property)) => ObligationFor::Property(property),
        (None, None) => ObligationFor::Services(desk.purpose()),
    };
    let (obligation, class, holder) = (desk.new_name("s"), class.name.clone(), desk.holder()?);
    Some(Event::ObligationIncurred(Box::new(ObligationIncurred {
        obligation,
        class,
        holder,
        quantity,
        value,
        consideration,
    })))
}

pub(super) fn obligation_settled(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((obligation, there, grain)) = desk.promise() else {
        return obligation_incurred(desk);
    };
    let (_, quantity) = desk.some_of(there, grain)?;
    Some(Event::ObligationSettled(Box::new(ObligationSettled { obligation, quantity })))
}

pub(super) fn obligation_released(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((obligation, there, grain)) = desk.promise() else {
        return obligation_incurred(desk);
    };
    let (_, quantity) = desk.some_of(there, grain)?;
    Some(Event::ObligationReleased(Box::new(ObligationReleased { obligation, quantity })))
}
