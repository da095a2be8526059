//! Events about shares.

use capfold_core::event::{
    Authorised, AuthorisedSet, BusinessConsideration, CashConsideration, Consideration, DebtConsideration, Event,
    IssueCost, PropertyConsideration, PurposeConsideration, SharesIssued, SharesTransferred, SubscriptionConsideration,
};
use capfold_core::exact::Exact;
use capfold_core::finding::Thing;
use capfold_core::ledger::{Account, Place, Unit};
use capfold_core::money::{Currency, Given, GivenPrice, Money, PerShare, Price};
use capfold_core::name::Name;

use super::super::desk::{Desk, Placed};
use super::super::numbers::product;
use super::financing::flow_through;

/// How many more are authorised, in smallest counts.
const LIMITS: [i128; 4] = [1_000, 1_000_000, 100_000_000, 7];

/// A number to authorise: exactly what is taken, or more, or no limit.
pub(super) fn authorised_set(desk: &mut Desk<'_>) -> Option<Event> {
    let class = desk.class()?;
    let there = |place| desk.ledger.balance(Account { unit: Unit::Class(class.id), place }).amount;
    let taken = there(Place::Charter).negated().minus(there(Place::Unissued))?;
    let authorised = if desk.once_in(8) {
        Authorised::Unlimited
    } else {
        let exactly = taken > Exact::ZERO && desk.once_in(5);
        let more = if exactly { Exact::ZERO } else { desk.grains(&LIMITS, class.grain)? };
        Authorised::Limited(desk.exactly(taken.plus(more)?, taken, class.grain)?)
    };
    Some(Event::AuthorisedSet(Box::new(AuthorisedSet { class: class.name.clone(), authorised })))
}

pub(super) fn shares_issued(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(class) = desk.class_with_room() else {
        return authorised_set(desk);
    };
    let Placed { class, tranche, price } = desk.placed(class)?;
    let (number, quantity) = desk.count(class.room, class.grain)?;
    let (holder, consideration) = consideration(desk, number, price)?;
    let flow_through = flow_through(desk, &consideration);
    let (class, costs) = (class.name.clone(), issue_costs(desk)?);
    let hold_until = desk.hold_until();
    let issue = SharesIssued { class, holder, quantity, consideration, costs, hold_until, tranche, flow_through };
    Some(Event::SharesIssued(Box::new(issue)))
}

/// Who receives so many shares or units, and for what: mostly cash, at a price that is stated three times
/// out of four, and then is the one of the placement.
pub(super) fn consideration(
    desk: &mut Desk<'_>,
    number: Exact,
    price: Option<(Exact, Currency)>,
) -> Option<(Name, Consideration)> {
    let kind = desk.pick(9);
    if matches!(kind, 3 | 4)
        && let Some((holder, currency, there)) = desk.subscribed()
    {
        let for_it = subscription(desk, number, (currency, there), price)?;
        return Some((holder, Consideration::Subscription(for_it)));
    }
    Some((desk.holder()?, other_consideration(desk, kind, number, price)?))
}

/// What was subscribed, or a part of it; at a price where it is enough for one.
fn subscription(
    desk: &mut Desk<'_>,
    number: Exact,
    (currency, there): (Currency, Exact),
    price: Option<(Exact, Currency)>,
) -> Option<SubscriptionConsideration> {
    let (per_share, price) = price_in(desk, currency, price);
    let exact = product(number, per_share, currency)?;
    if exact <= there
        && let Ok(amount) = exact.try_into()
    {
        let amount = Money { amount: Given::Stated(amount), currency };
        return Some(SubscriptionConsideration { amount, price: Some(price) });
    }
    Some(SubscriptionConsideration { amount: desk.money(Some(there), currency)?.1, price: None })
}

/// The price of a placement, or any.
fn price_in(desk: &mut Desk<'_>, currency: Currency, price: Option<(Exact, Currency)>) -> (Exact, GivenPrice) {
    let stated = price.filter(|(_, other)| *other == currency).and_then(|(price, _)| {
        let amount = Given::Stated(PerShare::try_from(price).ok()?);
        Some((price, Price { amount, currency }))
    });
    stated.unwrap_or_else(|| desk.price(currency))
}

fn other_consideration(
    desk: &mut Desk<'_>,
    kind: usize,
    number: Exact,
    price: Option<(Exact, Currency)>,
) -> Option<Consideration> {
    if kind == 7
        && let Some(debt) = debt(desk)
    {
        return Some(Consideration::Debt(debt));
    }
    let (account, currency) = desk.account()?;
    if kind == 6 {
        let (purpose, (_, value)) = (desk.purpose(), desk.money(None, currency)?);
        return Some(Consideration::Services(PurposeConsideration { purpose, value }));
    }
    if kind == 5
        && let Some(property) = desk.named(Thing::Property)
    {
        let (_, value) = desk.money(None, currency)?;
        return Some(Consideration::Property(PropertyConsideration { property, value }));
    }
    if kind == 8 {
        let (name, (_, value)) = (desk.label("Quarry Ltd."), desk.money(None, currency)?);
        return Some(Consideration::Business(BusinessConsideration { name, value }));
    }
    let (account, currency) = match price {
        Some((_, currency)) => (desk.bank(currency)?, currency),
        None => (account, currency),
    };
    let (per_share, price) = price_in(desk, currency, price);
    let exact = product(number, per_share, currency)?.try_into().ok();
    let (amount, price) = match exact.filter(|_| !desk.once_in(4)) {
        Some(paid) => (Given::Stated(paid), Some(price)),
        None => (desk.money(None, currency)?.1.amount, None),
    };
    Some(Consideration::Cash(CashConsideration { account, paid: Money { amount, currency }, price }))
}

/// A debt, mostly for shares of a value that is stated: the same, mostly more, or next to nothing.
fn debt(desk: &mut Desk<'_>) -> Option<DebtConsideration> {
    let (purpose, currency, owed) = desk.owed()?;
    let (_, value) = desk.money(Some(owed), currency)?;
    let fair_value = match desk.pick(5) {
        2 => Some(value.clone()),
        3 => Some(desk.money(None, currency)?.1),
        4 => Some(Money { amount: Given::Stated(currency.grain().try_into().ok()?), currency }),
        _ => None,
    };
    let related = fair_value.is_some() && desk.once_in(3);
    Some(DebtConsideration { purpose, value, fair_value, related })
}

/// Costs: mostly none, else paid from an account with cash, owed, or both.
pub(super) fn issue_costs(desk: &mut Desk<'_>) -> Option<Vec<IssueCost>> {
    let mut costs = Vec::new();
    let kind = desk.pick(8);
    if matches!(kind, 5 | 7)
        && let Some((place, currency, there)) = desk.funds(None)
        && !place.restricted
    {
        let (_, amount) = desk.money(Some(there), currency)?;
        costs.push(IssueCost { amount, account: Some(place.account) });
    }
    if matches!(kind, 6 | 7) {
        let (_, amount) = desk.money(None, desk.book.functional)?;
        costs.push(IssueCost { amount, account: None });
    }
    Some(costs)
}

pub(super) fn shares_transferred(desk: &mut Desk<'_>) -> Option<Event> {
    let on_hold = if desk.once_in(4) { desk.on_hold() } else { None };
    let Some((class, held)) = on_hold.or_else(|| desk.holding()) else {
        return shares_issued(desk);
    };
    // Mostly what is not on hold.
    let free = desk.free(&held);
    let most = if free > Exact::ZERO && !desk.once_in(5) { free } else { held.there };
    let (_, quantity) = desk.some_of(most, held.grain)?;
    let (from, to) = (held.holder.clone(), desk.holder()?);
    Some(Event::SharesTransferred(Box::new(SharesTransferred { class, from, to, quantity })))
}
