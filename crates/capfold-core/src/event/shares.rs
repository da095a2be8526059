//! Shares: what the charter allows, issues and transfers.

use super::record::{choice, record};
use super::{EventError, Purpose};
use crate::money::{Currency, Factor, GivenMoney, GivenPrice, GivenQuantity};
use crate::name::Name;

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
        /// A debt, settled at its carrying amount.
        Debt(PurposeConsideration) = "debt",
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
    /// Services or debt for shares.
    pub struct PurposeConsideration {
        /// What the services were for, or what the debt was owed for.
        purpose: Purpose,
        /// The value of the services, or the amount of the debt.
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
        self.consideration.check()
    }
}

impl Consideration {
    /// The currency of what is received.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        match self {
            Self::Cash(cash) => cash.paid.currency,
            Self::Property(property) => property.value.currency,
            Self::Services(what) | Self::Debt(what) => what.value.currency,
            Self::Subscription(subscription) => subscription.amount.currency,
        }
    }

    /// The price per share or unit, and what was paid for all, in cash or before.
    #[must_use]
    pub const fn price(&self) -> Option<(&GivenPrice, &GivenMoney)> {
        match self {
            Self::Cash(CashConsideration { paid, price: Some(price), .. }) => Some((price, paid)),
            Self::Subscription(SubscriptionConsideration { amount, price: Some(price) }) => Some((price, amount)),
            Self::Cash(_) | Self::Subscription(_) | Self::Property(_) | Self::Services(_) | Self::Debt(_) => None,
        }
    }

    pub(super) fn check(&self) -> Result<(), EventError> {
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

record! {
    /// Moves shares between holders: held → held.
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
