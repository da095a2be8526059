//! Events about placements, units, flow-through shares, finders' fees, subscriptions and promised shares.

use capfold_core::event::{
    CashConsideration, CashFee, Consideration, Event, FindersFeePaid, FlowThrough, FlowThroughSpent, ObligationFor,
    ObligationIncurred, ObligationReleased, ObligationSettled, PlacementAnnounced, ShareFee, SubscriptionConsideration,
    SubscriptionReceived, SubscriptionRefunded, Tranche, TrancheClosed, UnitsIssued, WarrantFee,
};
use capfold_core::exact::{Exact, Rounding, fraction};
use capfold_core::finding::Thing;
use capfold_core::ledger::{Account, Place, PoolView, Unit};
use capfold_core::money::{Factor, Given, Money, Percent, Quantity};

use super::super::Mode;
use super::super::desk::{Class, Desk, Placed, value};
use super::shares::{authorised_set, consideration, issue_costs, shares_issued};
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
    let Placed { class, tranche, price } = desk.placed(class)?;
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
    let (holder, consideration) = consideration(desk, units, price)?;
    let flow_through = flow_through(desk, &consideration);
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
        tranche,
        flow_through,
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

pub(super) fn placement_announced(desk: &mut Desk<'_>) -> Option<Event> {
    let class = desk.class()?;
    let (_, currency) = desk.account()?;
    let price = if desk.once_in(4) { None } else { Some(desk.price(currency).1) };
    let maximum = if desk.once_in(4) { None } else { Some(desk.count(None, class.grain)?.1) };
    let (placement, name, class) = (desk.new_name("f"), desk.label("Placement"), class.name.clone());
    Some(Event::PlacementAnnounced(Box::new(PlacementAnnounced { placement, name, class, price, maximum })))
}

/// Closes a tranche, mostly one that is open.
pub(super) fn tranche_closed(desk: &mut Desk<'_>) -> Option<Event> {
    let issued: Vec<_> = desk.ledger.tranches().filter(|tranche| tranche.quantity > Exact::ZERO).collect();
    let Some(tranche) = desk.best_of(issued, |tranche| tranche.closed.is_none()) else {
        return if desk.ledger.placements().next().is_some() { shares_issued(desk) } else { placement_announced(desk) };
    };
    let quantity = Given::Stated(Quantity::try_from(tranche.quantity).ok()?);
    let received = tranche.received.iter().filter_map(|(currency, amount)| {
        Some(Money { amount: Given::Stated((*amount).try_into().ok()?), currency: *currency })
    });
    let gross = if desk.once_in(3) { None } else { desk.one_of(received) };
    let tranche = Tranche { placement: tranche.placement.clone(), number: tranche.number };
    Some(Event::TrancheClosed(Box::new(TrancheClosed { tranche, quantity, gross })))
}

/// What makes shares flow-through shares, now and then: a new obligation, or one that is open.
pub(super) fn flow_through(desk: &mut Desk<'_>, consideration: &Consideration) -> Option<Box<FlowThrough>> {
    let (Consideration::Cash(CashConsideration { paid, .. })
    | Consideration::Subscription(SubscriptionConsideration { amount: paid, .. })) = consideration
    else {
        return None;
    };
    if !desk.once_in(3) {
        return None;
    }
    let (day, currency) = (desk.day, paid.currency);
    let open: Vec<_> = desk.ledger.pools().filter(|pool| pool.currency == currency && day <= pool.spend_by).collect();
    let joined = if desk.once_in(3) { desk.one_of(open) } else { None };
    let premium = match &paid.amount {
        Given::Stated(paid) if !desk.once_in(4) => Some(desk.money(Some(paid.exact()), currency)?.1),
        Given::Stated(_) | Given::Assumed(_) | Given::Rest(_) => None,
    };
    let (pool, spend_by) = match joined {
        Some(pool) => (pool.name.clone(), None),
        None => (desk.new_name("t"), Some(desk.later())),
    };
    Some(Box::new(FlowThrough { pool, premium, spend_by }))
}

pub(super) fn flow_through_spent(desk: &mut Desk<'_>) -> Option<Event> {
    let (ledger, day) = (desk.ledger, desk.day);
    let left = |pool: PoolView<'_>| {
        let account = Account { unit: Unit::Currency(pool.currency), place: Place::FlowThroughObligation(pool.id) };
        ledger.balance(account).amount
    };
    let pools: Vec<_> = ledger.pools().filter(|pool| left(*pool) > Exact::ZERO).collect();
    let Some(pool) = desk.best_of(pools, |pool| day <= pool.spend_by) else {
        return shares_issued(desk);
    };
    let (_, amount) = desk.money(Some(left(pool)), pool.currency)?;
    Some(Event::FlowThroughSpent(Box::new(FlowThroughSpent { pool: pool.name.clone(), amount })))
}

/// Per cent of fees.
const PERCENTS: [&str; 6] = ["7", "10", "6.5", "100", "0.01", "33.3333"];
/// Those of which every part has a whole base.
const EVEN_PERCENTS: [&str; 4] = ["10", "5", "100", "50"];

/// A fee in cash, shares or warrants, sometimes in several of them.
pub(super) fn finders_fee_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let class = desk.class_with_room()?;
    let (kind, finder) = (desk.pick(6), desk.holder()?);
    let mut fee = FindersFeePaid {
        finder,
        class: class.name.clone(),
        amount: None,
        count: None,
        cash: None,
        shares: None,
        warrants: None,
    };
    if matches!(kind, 0 | 3 | 4) {
        let (account, currency) = desk.account()?;
        let (sized, _) = desk.money(None, currency)?;
        let percent = percent(desk)?;
        let (base, due) = based(desk.mode, sized, percent, currency.grain(), Rounding::HalfUp)?;
        let money = |amount: Exact| Some(Money { amount: Given::Stated(amount.try_into().ok()?), currency });
        let funded = desk.funds(Some(currency)).is_some_and(|(_, _, there)| there >= due);
        let account = (funded && desk.once_in(2)).then_some(account);
        fee.amount = money(base);
        fee.cash = Some(CashFee { percent, amount: money(due)?, account });
    }
    let room = class.room;
    let (sized, _) = desk.count(room, class.grain)?;
    if matches!(kind, 2 | 4 | 5) {
        let percent = percent(desk)?;
        let (base, due) = based(desk.mode, sized, percent, class.grain, Rounding::Down)?;
        fee.count = Some(Given::Stated(base.try_into().ok()?));
        fee.shares = Some(ShareFee { percent, quantity: Given::Stated(due.try_into().ok()?) });
    }
    if matches!(kind, 1 | 3 | 5) {
        let (series, bought) = issuable(desk)?;
        let same = fee.shares.as_ref().map(|fee| fee.percent);
        let percent = match same {
            Some(percent) => percent,
            None => percent(desk)?,
        };
        let (base, due) = based(desk.mode, sized, percent, bought.grain, Rounding::Down)?;
        let value = if desk.once_in(3) { None } else { Some(desk.money(None, desk.book.functional)?.1) };
        fee.count = Some(Given::Stated(base.try_into().ok()?));
        let quantity = Given::Stated(due.try_into().ok()?);
        fee.warrants = Some(WarrantFee { percent, series: series.name.clone(), quantity, value });
    }
    Some(Event::FindersFeePaid(Box::new(fee)))
}

fn percent(desk: &mut Desk<'_>) -> Option<Percent> {
    match desk.mode {
        Mode::Even => desk.one_of(EVEN_PERCENTS).map(value),
        Mode::Mixed | Mode::Valid => desk.one_of(PERCENTS).map(value),
    }
}

/// A base, and so many per cent of it; in even histories the part is sized, and the base follows from it.
fn based(mode: Mode, sized: Exact, percent: Percent, grain: Exact, rounding: Rounding) -> Option<(Exact, Exact)> {
    let (percent, whole) = (percent.exact(), Percent::WHOLE);
    match mode {
        Mode::Even => Some((fraction(sized, whole, percent, grain, rounding).ok()?.value, sized)),
        Mode::Mixed | Mode::Valid => Some((sized, fraction(sized, percent, whole, grain, rounding).ok()?.value)),
    }
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
