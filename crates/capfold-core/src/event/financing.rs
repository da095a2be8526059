//! Units, subscriptions and promised shares.

use super::record::{choice, record};
use super::{CashPlace, Consideration, EventError, IssueCost, Purpose};
use crate::date::Date;
use crate::money::{Factor, GivenMoney, GivenPrice, GivenQuantity};
use crate::name::Name;

record! {
    /// Issues units of a share and some warrants, or a part of one. Shares as in an issue of shares;
    /// warrants as in an issue of warrants: units × `per_unit` for this holder, on the grain of the class
    /// they buy, by the policy for fractions of warrants. Of what is received, the warrants' value passes
    /// from share capital to the warrant reserve, by the policy for unit values of the day (IAS 32.31,
    /// ASC 470-20-25-2): nothing (none); what was received beyond units × share price (residual);
    /// received × w ÷ (s + w), where s is units × share price and w is warrants × warrant price (relative);
    /// w, and at most all (warrants first). To the cent, half up; its carrying amount in proportion.
    ///
    /// Refused when the policy needs a price that is not stated; a price that it does not need is not
    /// looked at.
    pub struct UnitsIssued {
        /// The class of the shares.
        class: Name,
        /// The series of the warrants.
        series: Name,
        /// Who receives them.
        holder: Name,
        /// How many units.
        quantity: GivenQuantity,
        /// Warrants per unit: `"0.5"` for half a warrant.
        per_unit: Factor,
        /// What they are issued for; a price is that of a unit.
        consideration = "for": Consideration,
        /// Market price of a share, in the currency received.
        share_price?: GivenPrice,
        /// Fair value of a warrant, in the currency received.
        warrant_price?: GivenPrice,
        /// Costs of the issue, charged to share capital (IAS 32.35).
        costs*: IssueCost,
        /// Last day on which the shares cannot be transferred, as in an issue of shares.
        hold_until?: Date,
    }
}

impl UnitsIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        self.consideration.check()?;
        let received = self.consideration.currency();
        let prices = [("share_price", "share", &self.share_price), ("warrant_price", "warrant", &self.warrant_price)];
        for (key, what, price) in prices {
            if let Some(price) = price
                && price.currency != received
            {
                let message = format!("the price of a {what} is in {}, what is received in {received}", price.currency);
                return Err(EventError::at(&[key, "currency"], message));
            }
        }
        Ok(())
    }
}

record! {
    /// Cash for shares that are not issued yet: subscribed by the holder → cash. Until they are, it can be
    /// asked back, so it is owed and revalued like other debts (IAS 32.16, 32.19); it passes to share capital
    /// with an issue for a subscription.
    pub struct SubscriptionReceived {
        /// Who subscribes.
        holder: Name,
        /// Where the cash goes.
        into: CashPlace,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Gives subscriptions back: cash → subscribed. Both leave at their average carrying amounts; the
    /// difference is a realised exchange difference (IAS 21.28). Refused beyond what the holder subscribed.
    pub struct SubscriptionRefunded {
        /// Who had subscribed.
        holder: Name,
        /// Where the cash comes from.
        from: CashPlace,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Promises shares for something received, to be issued later: unissued (charter, if unlimited) →
    /// obligated in the class; obligation to issue → what it is for, at its value. A promise of a fixed
    /// number of shares is equity (IAS 32.22, IFRS 2.10).
    pub struct ObligationIncurred {
        /// A short name for it.
        obligation: Name,
        /// The class.
        class: Name,
        /// Who will receive the shares.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// Their value.
        value: GivenMoney,
        /// What they are for.
        consideration = "for": ObligationFor,
    }
}

choice! {
    /// What shares are promised for.
    pub enum ObligationFor {
        /// Services, charged like spending of that purpose (IFRS 2.13).
        Services(Purpose) = "services",
        /// A payable, settled at its average carrying amount.
        Debt(Purpose) = "debt",
        /// A property, at its value (IFRS 2.13).
        Property(Name) = "property",
    }
}

record! {
    /// Issues promised shares: obligated → held by the one they were promised to; their part of the
    /// obligation, by count, passes to share capital, to the cent, half up, all with the last. Refused
    /// beyond what is promised.
    pub struct ObligationSettled {
        /// The obligation.
        obligation: Name,
        /// How many shares.
        quantity: GivenQuantity,
    }
}

record! {
    /// Ends a promise of shares without an issue: obligated → unissued (charter); their part of the
    /// obligation passes to contributed surplus, since the end of what is equity is neither a gain nor a
    /// loss (IAS 32.33, IFRS 2.23). Refused beyond what is promised.
    pub struct ObligationReleased {
        /// The obligation.
        obligation: Name,
        /// How many shares.
        quantity: GivenQuantity,
    }
}
