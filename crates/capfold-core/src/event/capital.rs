//! What happens to a class of shares as a whole: its terms, conversion into another class.
//!
//! What a share was paid in on average is the share capital of its class (carrying amounts of all
//! currencies) × shares ÷ shares in issue, to the cent, half up. Equity moves in functional currency.

use super::record::{choice, record};
use super::{ClassRegistered, EventError, Ratio};
use crate::date::Date;
use crate::money::{Factor, GivenPrice, GivenQuantity, Percent};
use crate::name::Name;

choice! {
    /// The votes of a class: `"none"` or `{"per_share":"10"}`.
    #[derive(Copy)]
    pub enum Votes {
        /// Its shares have no vote.
        None = "none",
        /// So many votes for each share.
        PerShare(Factor) = "per_share",
    }
}

record! {
    /// The dividend that a class is entitled to, for a year.
    pub struct DividendTerms {
        /// How much.
        rate: DividendRate,
        /// Whether what is not declared in a year is owed to the class before others later (IAS 33.14(b)).
        cumulative~: bool,
    }
}

choice! {
    /// A dividend per share and year.
    pub enum DividendRate {
        /// Per cent of a price.
        Percent(PercentOf) = "percent",
        /// An amount.
        Amount(GivenPrice) = "amount",
    }
}

record! {
    /// Per cent of a price per share.
    pub struct PercentOf {
        /// How many per cent.
        percent: Percent,
        /// Of what price, as the original issue price.
        of: GivenPrice,
    }
}

choice! {
    /// How a class shares in what is left after the preferences of all classes.
    pub enum Participation {
        /// Like the common shares.
        Full = "full",
        /// Like the common shares, until a share has received this, its preference included.
        UpTo(GivenPrice) = "up_to",
    }
}

record! {
    /// How shares of a class become shares of another.
    pub struct ConversionTerms {
        /// The other class.
        into: Name,
        /// So many of the other class for so many of this one.
        ratio: Ratio,
    }
}

record! {
    /// How shares of a class are paid back.
    pub struct RedemptionTerms {
        /// What a share is paid back at.
        price: GivenPrice,
        /// First day on which it can be.
        from?: Date,
        /// At whose option; at either's unless stated.
        option_of?: OptionOf,
    }
}

choice! {
    /// At whose option shares are redeemed.
    #[derive(Copy)]
    pub enum OptionOf {
        /// The issuer's.
        Issuer = "issuer",
        /// The holder's: a retraction.
        Holder = "holder",
    }
}

impl ClassRegistered {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.conversion.as_ref().is_some_and(|terms| terms.into == self.class) {
            return Err(EventError::at(&["conversion", "into"], format!("`{}` converts into itself", self.class)));
        }
        if let (Some(preference), Some(Participation::UpTo(most))) = (&self.preference, &self.participation)
            && preference.currency != most.currency
        {
            let message =
                format!("the preference is in {}, participation up to {}", preference.currency, most.currency);
            return Err(EventError::at(&["participation", "up_to", "currency"], message));
        }
        Ok(())
    }
}

record! {
    /// Converts shares into another class under the terms of their own. Held → unissued (charter, if
    /// unlimited) in the old class; unissued (charter) → held in the new one, quantity × new ÷ old,
    /// rounded down to its grain: a fraction is cancelled. What the shares were paid in on average passes:
    /// share capital of the new class → share capital of the old one, in functional currency
    /// (IAS 32.AG32; ASC 470-20-40-4). Refused when the class has no terms of conversion, and beyond what
    /// is held or authorised.
    pub struct SharesConverted {
        /// The class that is converted.
        class: Name,
        /// Whose they are.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// How many of the new class; when given, it must be what the terms give.
        into?: GivenQuantity,
    }
}

record! {
    /// Sets another ratio for the conversion of a class, as after an issue below its price. Moves nothing.
    /// Refused when the class has no terms of conversion (capfold's own).
    pub struct ConversionAdjusted {
        /// The class that can be converted.
        class: Name,
        /// So many of the other class for so many of this one, from now on.
        ratio: Ratio,
    }
}
