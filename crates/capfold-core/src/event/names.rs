//! Every name that an event holds, for interning and for renaming.

use super::*;
use crate::money::{Amount, Given, Money, PerShare, Price, Quantity, Rate};
use crate::name::Name;

/// Visits the names inside a value.
pub trait Names {
    /// Calls `visit` once for each name, in the order of the fields.
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name));
}

impl Names for Name {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        visit(self);
    }
}

impl<T: Names> Names for Option<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        if let Some(value) = self {
            value.names(visit);
        }
    }
}

impl<T: Names> Names for Vec<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        for value in self {
            value.names(visit);
        }
    }
}

impl<T: Names> Names for Box<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        self.as_mut().names(visit);
    }
}

impl<T> Names for Given<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        match self {
            Self::Stated(_) => {}
            Self::Assumed(name) => visit(name),
            Self::Rest(rest) => visit(&mut rest.after),
        }
    }
}

impl<A: Names> Names for Money<A> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        self.amount.names(visit);
    }
}

impl<P: Names> Names for Price<P> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        self.amount.names(visit);
    }
}

/// Types that hold no name.
macro_rules! nameless {
    ($($type:ty),* $(,)?) => {
        $(impl Names for $type {
            fn names(&mut self, _visit: &mut dyn FnMut(&mut Name)) {}
        })*
    };
}

nameless!(
    Amount,
    PerShare,
    Quantity,
    Rate,
    Label,
    Date,
    bool,
    uuid::Uuid,
    crate::date::YearEnd,
    crate::date::Span,
    crate::money::Currency,
    AssumedValue,
    Policy,
    Receipt,
    CurrentAsset,
);

/// Structs, by all their fields: a field left out does not compile.
macro_rules! named {
    ($($type:ident { $($field:ident),* $(,)? })*) => {
        $(impl Names for $type {
            fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
                let Self { $($field),* } = self;
                let _ = &visit;
                $($field.names(visit);)*
            }
        })*
    };
}

named! {
    BookOpened { issuer, functional, presentation, year_end }
    HolderRegistered { holder, name }
    ClassRegistered { class, name, grain, par }
    SeriesRegistered { series, name, class, strike, expires }
    PlanRegistered { plan, name, class, limit }
    PropertyRegistered { property, name }
    ProjectRegistered { project, name }
    AccountRegistered { account, name, currency }
    DocumentCited { document, title, publisher, issued }
    AssumptionMade { assumption, about, value, reason, fitted_to }
    OpeningBalances {
        shares, options, warrants, cash, current_assets, payables, properties, equipment, share_capital,
        contributed_surplus,
    }
    OpeningShares { class, holder, quantity }
    OpeningOptions { grant, plan, holder, quantity, strike, expires }
    OpeningWarrants { series, holder, quantity }
    OpeningCash { account, restricted, balance }
    OpeningAsset { asset, balance }
    OpeningPayable { purpose, balance }
    OpeningProperty { property, balance }
    OpeningCapital { class, balance }
    Carried { money, carrying }
    PeriodClosed { label }
    AuthorisedSet { class, authorised }
    SharesIssued { class, holder, quantity, consideration, costs }
    CashConsideration { account, paid, price }
    PropertyConsideration { property, value }
    PurposeConsideration { purpose, value }
    IssueCost { amount, account }
    SharesTransferred { class, from, to, quantity }
    OptionsGranted { grant, plan, holder, quantity, strike, expires }
    OptionsExercised { lots, account, paid }
    ExercisedLot { grant, quantity, price }
    OptionsEnded { grant, quantity }
    WarrantsIssued { series, holder, quantity, paid }
    WarrantsPaid { account, amount }
    WarrantsExercised { series, holder, quantity, account, paid }
    WarrantsExpired { series, holder, quantity }
    WarrantsTransferred { series, from, to, quantity }
    CashPlace { account, restricted }
    CashReceived { into, amount, carrying, receipt }
    CashPaid { from, amount, carrying, payment }
    CashMoved { from, to, amount }
    CashConverted { from, given, to, received }
    ExpenseAccrued { purpose, amount, carrying }
    LiabilityPaid { purpose, from, amount }
    RateObserved { base, quote, rate, over }
    ExchangeRevalued {}
    Installment { due, cash, shares, firm, note }
    PromisedShares { class, quantity }
    PropertyOptionAgreed { agreement, property, name, schedule }
    PropertyPaid { agreement, cash, shares }
    CashPart { from, amount }
    SharePart { class, holder, quantity, value }
    LeaseAgreed { agreement, name, starts, ends, payments, purchase_option }
    PurchaseOption { until, price }
    LeasePaid { agreement, purpose, cash }
    JointVentureAgreed { agreement, name, commitments }
    JointVentureContributed { agreement, cash }
    Amend { entry, effective, event, reason, assumes }
    Void { entry, reason }
}

impl Names for Authorised {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        match self {
            Self::Unlimited => {}
            Self::Limited(limit) => limit.names(visit),
        }
    }
}

impl Names for Consideration {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        match self {
            Self::Cash(cash) => cash.names(visit),
            Self::Property(property) => property.names(visit),
            Self::Services(part) | Self::Debt(part) => part.names(visit),
        }
    }
}

impl Names for Purpose {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        match self {
            Self::Administrative => {}
            Self::Exploration(name) | Self::Research(name) | Self::IssueCosts(name) => visit(name),
        }
    }
}

impl Names for Payment {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        match self {
            Self::Spending(purpose) => purpose.names(visit),
            Self::Equipment | Self::CurrentAsset(_) => {}
        }
    }
}
