//! Histories rewritten as a whole, for properties that compare two of them.

use capfold_core::entry::Entry;
use capfold_core::event::{
    AssumedValue, Authorised, BoundedIn, Carried, Consideration, Event, Installment, OpeningBalances, PropertyPaid,
    SharesIssued, WarrantsIssued,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Amount, Given, Money, Quantity};
use capfold_core::name::Name;

/// The same history with `factor` times as much of everything: counts of shares, options and
/// warrants, amounts of money, authorised numbers, pools, and the assumptions about them. Prices,
/// rates, par values and grains stay. What was paid stays quantity × price where no product is
/// rounded, as in [`super::even_histories`]. A number past the range stays as it is.
#[must_use]
pub fn scaled(entries: &[Entry], factor: u32) -> Vec<Entry> {
    let factor = i128::from(factor);
    let times = |entry: &Entry| {
        let mut entry = entry.clone();
        scale_event(&mut entry.event, factor);
        entry
    };
    entries.iter().map(times).collect()
}

/// The same history with other names for the holders.
#[must_use]
pub fn relabelled(entries: &[Entry], map: impl Fn(&Name) -> Name) -> Vec<Entry> {
    let rename = |entry: &Entry| {
        let mut entry = entry.clone();
        for holder in holders(&mut entry.event) {
            *holder = map(holder);
        }
        entry
    };
    entries.iter().map(rename).collect()
}

/// Something of which there can be several times as much.
trait Scale {
    fn scale(&mut self, factor: i128);
}

impl Scale for Exact {
    fn scale(&mut self, factor: i128) {
        *self = self.raw().checked_mul(factor).map_or(*self, Self::from_raw);
    }
}

impl Scale for Quantity {
    fn scale(&mut self, factor: i128) {
        let mut number = self.exact();
        number.scale(factor);
        *self = Self::try_from(number).unwrap_or(*self);
    }
}

impl Scale for Amount {
    fn scale(&mut self, factor: i128) {
        let mut number = self.exact();
        number.scale(factor);
        *self = Self::try_from(number).unwrap_or(*self);
    }
}

impl<T: Scale> Scale for Given<T> {
    fn scale(&mut self, factor: i128) {
        match self {
            Self::Stated(number) => number.scale(factor),
            Self::Rest(rest) => rest.total.scale(factor),
            Self::Assumed(_) => {}
        }
    }
}

impl<A: Scale> Scale for Money<A> {
    fn scale(&mut self, factor: i128) {
        self.amount.scale(factor);
    }
}

impl<T: Scale> Scale for Option<T> {
    fn scale(&mut self, factor: i128) {
        if let Some(inner) = self {
            inner.scale(factor);
        }
    }
}

impl<T: Scale> Scale for Vec<T> {
    fn scale(&mut self, factor: i128) {
        for item in self {
            item.scale(factor);
        }
    }
}

impl Scale for Carried {
    fn scale(&mut self, factor: i128) {
        self.money.scale(factor);
        self.carrying.scale(factor);
    }
}

impl Scale for BoundedIn<Exact> {
    fn scale(&mut self, factor: i128) {
        self.chosen.scale(factor);
        self.low.scale(factor);
        self.high.scale(factor);
    }
}

impl Scale for AssumedValue {
    fn scale(&mut self, factor: i128) {
        match self {
            Self::Quantity(value) => {
                value.chosen.scale(factor);
                value.low.scale(factor);
                value.high.scale(factor);
            }
            Self::Amount(value) => value.scale(factor),
            Self::Price(_) | Self::Date(_) | Self::Currency(_) => {}
        }
    }
}

impl Scale for Installment {
    fn scale(&mut self, factor: i128) {
        self.cash.scale(factor);
        if let Some(shares) = &mut self.shares {
            shares.quantity.scale(factor);
        }
    }
}

impl Scale for OpeningBalances {
    fn scale(&mut self, factor: i128) {
        self.shares.iter_mut().for_each(|row| row.quantity.scale(factor));
        self.options.iter_mut().for_each(|row| row.quantity.scale(factor));
        self.warrants.iter_mut().for_each(|row| row.quantity.scale(factor));
        self.cash.iter_mut().for_each(|row| row.balance.scale(factor));
        self.current_assets.iter_mut().for_each(|row| row.balance.scale(factor));
        self.payables.iter_mut().for_each(|row| row.balance.scale(factor));
        self.properties.iter_mut().for_each(|row| row.balance.scale(factor));
        self.equipment.scale(factor);
        self.share_capital.iter_mut().for_each(|row| row.balance.scale(factor));
        self.contributed_surplus.scale(factor);
    }
}

impl Scale for SharesIssued {
    fn scale(&mut self, factor: i128) {
        self.quantity.scale(factor);
        match &mut self.consideration {
            Consideration::Cash(part) => part.paid.scale(factor),
            Consideration::Property(part) => part.value.scale(factor),
            Consideration::Services(part) | Consideration::Debt(part) => part.value.scale(factor),
        }
        self.costs.iter_mut().for_each(|cost| cost.amount.scale(factor));
    }
}

impl Scale for WarrantsIssued {
    fn scale(&mut self, factor: i128) {
        self.quantity.scale(factor);
        if let Some(paid) = &mut self.paid {
            paid.amount.scale(factor);
        }
    }
}

impl Scale for PropertyPaid {
    fn scale(&mut self, factor: i128) {
        if let Some(cash) = &mut self.cash {
            cash.amount.scale(factor);
        }
        if let Some(shares) = &mut self.shares {
            shares.quantity.scale(factor);
            shares.value.scale(factor);
        }
    }
}

fn scale_event(event: &mut Event, factor: i128) {
    match event {
        Event::PlanRegistered(e) => e.limit.scale(factor),
        Event::AssumptionMade(e) => e.value.scale(factor),
        Event::OpeningBalances(e) => e.scale(factor),
        Event::AuthorisedSet(e) => match &mut e.authorised {
            Authorised::Limited(limit) => limit.scale(factor),
            Authorised::Unlimited => {}
        },
        Event::SharesIssued(e) => e.scale(factor),
        Event::SharesTransferred(e) => e.quantity.scale(factor),
        Event::OptionsGranted(e) => e.quantity.scale(factor),
        Event::OptionsExercised(e) => {
            e.lots.iter_mut().for_each(|lot| lot.quantity.scale(factor));
            e.paid.scale(factor);
        }
        Event::OptionsExpired(e) | Event::OptionsForfeited(e) => e.quantity.scale(factor),
        Event::WarrantsIssued(e) => e.scale(factor),
        Event::WarrantsExercised(e) => {
            e.quantity.scale(factor);
            e.paid.scale(factor);
        }
        Event::WarrantsExpired(e) => e.quantity.scale(factor),
        Event::WarrantsTransferred(e) => e.quantity.scale(factor),
        Event::CashReceived(e) => {
            e.amount.scale(factor);
            e.carrying.scale(factor);
        }
        Event::CashPaid(e) => {
            e.amount.scale(factor);
            e.carrying.scale(factor);
        }
        Event::CashMoved(e) => e.amount.scale(factor),
        Event::CashConverted(e) => {
            e.given.scale(factor);
            e.received.scale(factor);
        }
        Event::ExpenseAccrued(e) => {
            e.amount.scale(factor);
            e.carrying.scale(factor);
        }
        Event::LiabilityPaid(e) => e.amount.scale(factor),
        Event::PropertyOptionAgreed(e) => e.schedule.scale(factor),
        Event::PropertyPaid(e) => e.scale(factor),
        Event::LeaseAgreed(e) => {
            e.payments.scale(factor);
            if let Some(option) = &mut e.purchase_option {
                option.price.scale(factor);
            }
        }
        Event::LeasePaid(e) => e.cash.amount.scale(factor),
        Event::JointVentureAgreed(e) => e.commitments.scale(factor),
        Event::JointVentureContributed(e) => e.cash.amount.scale(factor),
        Event::Amend(e) => scale_event(&mut e.event, factor),
        Event::BookOpened(_)
        | Event::HolderRegistered(_)
        | Event::ClassRegistered(_)
        | Event::SeriesRegistered(_)
        | Event::PropertyRegistered(_)
        | Event::ProjectRegistered(_)
        | Event::AccountRegistered(_)
        | Event::DocumentCited(_)
        | Event::PolicyAdopted(_)
        | Event::RateObserved(_)
        | Event::ExchangeRevalued(_)
        | Event::PeriodClosed(_)
        | Event::Void(_) => {}
    }
}

/// Every place of an event that names a holder.
fn holders(event: &mut Event) -> Vec<&mut Name> {
    match event {
        Event::HolderRegistered(e) => vec![&mut e.holder],
        Event::OpeningBalances(e) => {
            let shares = e.shares.iter_mut().map(|row| &mut row.holder);
            let options = e.options.iter_mut().map(|row| &mut row.holder);
            let warrants = e.warrants.iter_mut().map(|row| &mut row.holder);
            shares.chain(options).chain(warrants).collect()
        }
        Event::SharesIssued(e) => vec![&mut e.holder],
        Event::SharesTransferred(e) => vec![&mut e.from, &mut e.to],
        Event::OptionsGranted(e) => vec![&mut e.holder],
        Event::WarrantsIssued(e) => vec![&mut e.holder],
        Event::WarrantsExercised(e) => vec![&mut e.holder],
        Event::WarrantsExpired(e) => vec![&mut e.holder],
        Event::WarrantsTransferred(e) => vec![&mut e.from, &mut e.to],
        Event::PropertyPaid(e) => e.shares.iter_mut().map(|part| &mut part.holder).collect(),
        Event::Amend(e) => holders(&mut e.event),
        Event::BookOpened(_)
        | Event::ClassRegistered(_)
        | Event::SeriesRegistered(_)
        | Event::PlanRegistered(_)
        | Event::PropertyRegistered(_)
        | Event::ProjectRegistered(_)
        | Event::AccountRegistered(_)
        | Event::DocumentCited(_)
        | Event::AssumptionMade(_)
        | Event::PolicyAdopted(_)
        | Event::AuthorisedSet(_)
        | Event::OptionsExercised(_)
        | Event::OptionsExpired(_)
        | Event::OptionsForfeited(_)
        | Event::CashReceived(_)
        | Event::CashPaid(_)
        | Event::CashMoved(_)
        | Event::CashConverted(_)
        | Event::ExpenseAccrued(_)
        | Event::LiabilityPaid(_)
        | Event::RateObserved(_)
        | Event::ExchangeRevalued(_)
        | Event::PropertyOptionAgreed(_)
        | Event::LeaseAgreed(_)
        | Event::LeasePaid(_)
        | Event::JointVentureAgreed(_)
        | Event::JointVentureContributed(_)
        | Event::PeriodClosed(_)
        | Event::Void(_) => Vec::new(),
    }
}
