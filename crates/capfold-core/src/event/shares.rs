//! Shares: what the charter allows, issues and transfers.

use super::record::{choice, record};
use super::{EventError, FlowThrough, Purpose, Tranche};
use crate::date::Date;
use crate::exact::Exact;
use crate::money::{Currency, Factor, GivenMoney, GivenPrice, GivenQuantity};
use crate::name::{Label, Name};

record! {
    /// So many new for so many old.
    #[derive(Copy)]
    pub struct Ratio {
        /// So many new ones…
        new: Factor,
        /// …for so many old ones.
        old: Factor,
    }
}

impl Ratio {
    /// The new ones and the old ones, as numbers.
    #[must_use]
    pub const fn parts(self) -> (Exact, Exact) {
        (self.new.exact(), self.old.exact())
    }
}

record! {
    /// Sets how many shares of a class the charter authorises.
    /// Charter → unissued, by the difference. Refused below what is issued and reserved.
    pub struct AuthorisedSet {
        /// The class.
        class: Name,
        /// The new number.
        authorised: Authorised,
    }
}

choice! {
    /// A number of authorised shares: `"unlimited"` or `{"limited":"100000000"}`.
    pub enum Authorised {
        /// Without limit, as most Canadian statutes allow: shares are issued from the charter itself.
        Unlimited = "unlimited",
        /// At most this many.
        Limited(GivenQuantity) = "limited",
    }
}

record! {
    /// Issues shares. Unissued (charter, if unlimited) → held; share capital → what was received; share
    /// capital is reduced by issue costs.
    pub struct SharesIssued {
        /// The class.
        class: Name,
        /// Who receives them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What they are issued for.
        consideration = "for": Consideration,
        /// Costs of the issue, charged to share capital (IAS 32.35).
        costs*: IssueCost,
        /// Last day on which they cannot be transferred; refused before the entry's day. A legend says
        /// "four months and a day" of the day after it (NI 45-102, s. 2.5). They count like any others, and
        /// the company can take them back; of a holder's shares those that are free leave first.
        hold_until?: Date,
        /// The tranche of a placement that they belong to.
        tranche?: Box<Tranche>,
        /// What makes them flow-through shares; only for cash, then or by a subscription before.
        flow_through?: Box<FlowThrough>,
    }
}

choice! {
    /// What shares are issued for.
    pub enum Consideration {
        /// A placement for cash.
        Cash(CashConsideration) = "cash",
        /// A property, at its value (IFRS 2.13).
        Property(PropertyConsideration) = "property",
        /// Services, charged like spending of that purpose (IFRS 2.13).
        Services(PurposeConsideration) = "services",
        /// A debt, settled at its carrying amount; with a gain or a loss where the shares have another value.
        Debt(DebtConsideration) = "debt",
        /// A business, at the value of the shares: share capital → investment (IFRS 3.37).
        Business(BusinessConsideration) = "business",
        /// What the holder subscribed before, at its average carrying amount.
        Subscription(SubscriptionConsideration) = "subscription",
    }
}

record! {
    /// Cash for shares.
    pub struct CashConsideration {
        /// The bank account that receives it.
        account: Name,
        /// How much was paid.
        paid: GivenMoney,
        /// The price per share; when given, `paid` must be quantity × price, to the cent, half up.
        price?: GivenPrice,
    }
}

record! {
    /// A property for shares.
    pub struct PropertyConsideration {
        /// The property.
        property: Name,
        /// Its value.
        value: GivenMoney,
    }
}

record! {
    /// Services for shares.
    pub struct PurposeConsideration {
        /// What the services were for.
        purpose: Purpose,
        /// Their value.
        value: GivenMoney,
    }
}

record! {
    /// A debt for shares: share capital → payable, at the debt's average carrying amount. Where the fair
    /// value of the shares is stated, share capital is credited with it, and what it differs by is a gain
    /// or a loss: income from settlement → payable, or share capital → income from settlement (IFRIC 19.5–9,
    /// ASC 470-50-40-2). Of a holder who acts as one, or under common control, it is contributed surplus
    /// instead (IFRIC 19.3(a) and (b)).
    pub struct DebtConsideration {
        /// What it was owed for.
        purpose: Purpose,
        /// How much of it is settled.
        value: GivenMoney,
        /// The fair value of the shares, in the currency of the debt.
        fair_value?: GivenMoney,
        /// Whether the creditor acts as a holder of the company's shares; only with a fair value.
        related~: bool,
    }
}

record! {
    /// A business for shares.
    pub struct BusinessConsideration {
        /// What is acquired.
        name: Label,
        /// The value of the shares.
        value: GivenMoney,
    }
}

record! {
    /// A subscription for shares.
    pub struct SubscriptionConsideration {
        /// How much of it.
        amount: GivenMoney,
        /// The price per share; when given, `amount` must be quantity × price, to the cent, half up.
        price?: GivenPrice,
    }
}

record! {
    /// A cost of an issue of shares.
    pub struct IssueCost {
        /// How much.
        amount: GivenMoney,
        /// The bank account it was paid from; owed, when none is named.
        account?: Name,
    }
}

impl SharesIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        self.consideration.check()?;
        self.tranche.as_ref().map_or(Ok(()), |tranche| tranche.check())?;
        self.flow_through.as_ref().map_or(Ok(()), |flow| flow.check(&self.consideration))
    }
}

impl Consideration {
    /// The currency of what is received.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        match self {
            Self::Cash(cash) => cash.paid.currency,
            Self::Property(property) => property.value.currency,
            Self::Services(services) => services.value.currency,
            Self::Debt(debt) => debt.value.currency,
            Self::Business(business) => business.value.currency,
            Self::Subscription(subscription) => subscription.amount.currency,
        }
    }

    /// The price per share or unit, and what was paid for all, in cash or before.
    #[must_use]
    pub const fn price(&self) -> Option<(&GivenPrice, &GivenMoney)> {
        match self {
            Self::Cash(CashConsideration { paid, price: Some(price), .. }) => Some((price, paid)),
            Self::Subscription(SubscriptionConsideration { amount, price: Some(price) }) => Some((price, amount)),
            Self::Cash(_)
            | Self::Subscription(_)
            | Self::Property(_)
            | Self::Services(_)
            | Self::Debt(_)
            | Self::Business(_) => None,
        }
    }

    pub(super) fn check(&self) -> Result<(), EventError> {
        if let Self::Debt(debt) = self {
            return debt.check();
        }
        match self.price() {
            Some((price, paid)) if price.currency != paid.currency => {
                let message = format!("the price is in {}, what was paid in {}", price.currency, paid.currency);
                let subscribed = matches!(self, Self::Subscription(_));
                let keys = if subscribed { ["for", "subscription", "amount"] } else { ["for", "cash", "paid"] };
                Err(EventError::at(&[&keys[..], &["currency"]].concat(), message))
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl DebtConsideration {
    fn check(&self) -> Result<(), EventError> {
        match &self.fair_value {
            Some(fair) if fair.currency != self.value.currency => {
                let message = format!("the debt is in {}, the fair value in {}", self.value.currency, fair.currency);
                Err(EventError::at(&["for", "debt", "fair_value", "currency"], message))
            }
            None if self.related => {
                let message = "without a fair value there is no difference to be booked".to_owned();
                Err(EventError::at(&["for", "debt", "related"], message))
            }
            Some(_) | None => Ok(()),
        }
    }
}

record! {
    /// Moves shares between holders: held → held. Refused beyond what the holder holds and is free: not
    /// within a hold period on the entry's day.
    pub struct SharesTransferred {
        /// The class.
        class: Name,
        /// Who gives.
        from: Name,
        /// Who receives.
        to: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}
