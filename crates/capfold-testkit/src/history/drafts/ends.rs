//! How agreements end.

use capfold_core::event::{
    Acquired, AgreementTerminated, CashPart, Event, LeasePaid, PropertyOptionExercised, PurchaseOptionExercised,
};
use capfold_core::exact::Exact;
use capfold_core::finding::Thing;
use capfold_core::ledger::AgreementView;
use capfold_core::money::{Given, Money};

use super::super::desk::Desk;
use super::agreements::{cash_part, is_lease, is_option, lease_agreed, property_option_agreed};

pub(super) fn agreement_terminated(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(agreement) = desk.agreement(|_| true) else {
        return property_option_agreed(desk);
    };
    let agreement = agreement.name.clone();
    Some(Event::AgreementTerminated(Box::new(AgreementTerminated { agreement })))
}

/// Mostly an option of which everything is performed, else one whose rest is waived.
pub(super) fn property_option_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let options: Vec<_> = desk.ledger.agreements().filter(|agreement| is_option(agreement.kind)).collect();
    let open: Vec<_> = options.iter().map(|option| !desk.optional(option.id).is_empty()).collect();
    let rows: Vec<(AgreementView<'_>, bool)> = options.into_iter().zip(open).collect();
    let Some((option, open)) = desk.best_of(rows, |(option, _)| option.ended.is_none()) else {
        return property_option_agreed(desk);
    };
    let waived = if open { !desk.once_in(6) } else { desk.once_in(4) };
    let agreement = option.name.clone();
    Some(Event::PropertyOptionExercised(Box::new(PropertyOptionExercised { agreement, waived })))
}

/// Mostly a lease whose option is open, for the price that is due; rent first, where it counts towards
/// the price and none was paid.
pub(super) fn purchase_option_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let day = desk.day;
    let open = |lease: &AgreementView<'_>| {
        let term = lease.purchase.filter(|_| lease.ended.is_none());
        term.is_some_and(|purchase| purchase.until.is_none_or(|until| day <= until))
    };
    let leases: Vec<_> = desk.ledger.agreements().filter(|agreement| is_lease(agreement.kind)).collect();
    let credited =
        |lease: &AgreementView<'_>| open(lease) && lease.purchase.is_some_and(|purchase| !purchase.paid.is_zero());
    let serves: &dyn Fn(&AgreementView<'_>) -> bool = if leases.iter().any(credited) { &credited } else { &open };
    let Some(lease) = desk.best_of(leases, serves) else {
        return lease_agreed(desk);
    };
    if !open(&lease) && !desk.once_in(4) {
        return lease_agreed(desk);
    }
    let counts = lease.purchase.is_some_and(|purchase| purchase.credit && purchase.paid.is_zero());
    if counts && open(&lease) && !desk.once_in(4) {
        return rent(desk, &lease);
    }
    let cash = match lease.purchase.and_then(|purchase| purchase.due()) {
        Some((due, currency)) if due > Exact::ZERO => {
            let (from, _, _) = desk.funds(Some(currency))?;
            Some(CashPart { from, amount: Money { amount: Given::Stated(due.try_into().ok()?), currency } })
        }
        Some(_) => None,
        None => cash_part(desk, lease.id),
    };
    let property = desk.named(Thing::Property).filter(|_| !desk.once_in(3));
    let acquired = property.map_or(Acquired::Equipment, Acquired::Property);
    let agreement = lease.name.clone();
    Some(Event::PurchaseOptionExercised(Box::new(PurchaseOptionExercised { agreement, acquired, cash })))
}

/// Rent in the currency of the price of the purchase, at most that.
fn rent(desk: &mut Desk<'_>, lease: &AgreementView<'_>) -> Option<Event> {
    let (due, currency) = lease.purchase.and_then(|purchase| purchase.due())?;
    let (from, _, there) = desk.funds(Some(currency))?;
    let (agreement, purpose, amount) =
        (lease.name.clone(), desk.purpose(), desk.money(Some(due.min(there)), currency)?.1);
    Some(Event::LeasePaid(Box::new(LeasePaid { agreement, purpose, cash: CashPart { from, amount } })))
}
