//! What happens to a class of shares as a whole: its terms, conversion into another class, and shares that
//! come back to the company.
//!
//! A hold period restricts resale and does not keep shares from the company, which may buy, redeem or
//! cancel them (NI 45-106, s. 2.15). Those in escrow are dealt with once they are released
//! (NP 46-201); until then they can only be cancelled where they lie.
//!
//! What a share was paid in on average is the share capital of its class (carrying amounts of all
//! currencies) × shares ÷ shares in issue, to the cent, half up. Equity moves in functional currency.

use super::record::{choice, record};
use super::{CashPlace, ClassRegistered, EventError, Ratio};
use crate::date::Date;
use crate::money::{Factor, GivenMoney, GivenPrice, GivenQuantity, Percent};
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

record! {
    /// Announces an issuer bid: repurchases under it fall within its days and never pass its maximum
    /// (TSX Company Manual s. 628–629; NI 62-104 s. 4.8). Moves nothing. Refused when its last day is before
    /// its first.
    pub struct BidAnnounced {
        /// Its short name.
        bid: Name,
        /// The class.
        class: Name,
        /// How many shares at most.
        maximum: GivenQuantity,
        /// First day.
        from: Date,
        /// Last day.
        through: Date,
    }
}

impl BidAnnounced {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.through < self.from {
            let message = format!("from {} through {}: the days are reversed", self.from, self.through);
            return Err(EventError::at(&["through"], message));
        }
        Ok(())
    }
}

record! {
    /// The company buys its own shares (IAS 32.33; ASC 505-30-30-8). Cancelled: held → unissued (charter, if
    /// unlimited); cash → share capital. Share capital is reduced by what the shares were paid in on average:
    /// what was paid beyond it passes on, share capital → deficit, what was saved is contributed surplus,
    /// contributed surplus → share capital. Kept in treasury: held → treasury; cash → treasury stock, at cost.
    /// Cash leaves as in a payment, at the day's value. Refused beyond what is held, on hold or not but not in
    /// escrow, and the cash there is; under a bid of another class, outside of its days and beyond its maximum;
    /// and when something was paid for no shares that are kept, which would have no cost to stand as.
    pub struct SharesRepurchased {
        /// The class.
        class: Name,
        /// Who sells.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What was paid.
        paid: GivenMoney,
        /// Where the cash comes from.
        from: CashPlace,
        /// What becomes of them.
        kept: Kept,
        /// The bid they are bought under.
        bid?: Name,
    }
}

choice! {
    /// What becomes of shares that the company buys.
    #[derive(Copy)]
    pub enum Kept {
        /// They are cancelled.
        Cancelled = "cancelled",
        /// The company holds them.
        Treasury = "treasury",
    }
}

record! {
    /// Sells treasury shares. Treasury → held; treasury stock → cash, at the day's value. What was paid beyond
    /// their average cost is contributed surplus, contributed surplus → treasury stock; what falls short is
    /// charged to the deficit, treasury stock → deficit: there is neither gain nor loss (IAS 32.33;
    /// ASC 505-30-30-10). The cost is treasury stock × shares ÷ treasury shares, to the cent, half up. Refused
    /// beyond what is in treasury.
    pub struct TreasuryReissued {
        /// The class.
        class: Name,
        /// Who receives them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What was paid.
        paid: GivenMoney,
        /// The bank account that receives it.
        account: Name,
    }
}

record! {
    /// Cancels treasury shares. Treasury → unissued (charter, if unlimited); their average cost leaves
    /// treasury stock for share capital, which is reduced by what they were paid in on average. The
    /// difference is charged to the deficit or is contributed surplus, as in a repurchase that is cancelled
    /// (IAS 32.33; ASC 505-30-30-8). Refused beyond what is in treasury.
    pub struct TreasuryCancelled {
        /// The class.
        class: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Redeems shares under the terms of their class, at the option of the issuer or of the holder: moves
    /// what a repurchase that is cancelled moves (IAS 32.33). Refused when the class has no terms of redemption,
    /// before the first day of the terms, at the option of one to whom they give none, and unless what is
    /// paid is quantity × the price of the terms, to the cent, half up.
    pub struct SharesRedeemed {
        /// The class.
        class: Name,
        /// Whose they are.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What was paid, in the currency of the terms.
        paid: GivenMoney,
        /// Where the cash comes from.
        from: CashPlace,
        /// At whose option.
        option_of: OptionOf,
    }
}

record! {
    /// Cancels shares for nothing, as those surrendered, or not earned out of an escrow. Held or escrowed →
    /// unissued (charter, if unlimited); what they were paid in on average is contributed surplus:
    /// contributed surplus → share capital (IAS 32.33). Refused beyond what is held or lies in the escrow.
    pub struct SharesCancelled {
        /// The class.
        class: Name,
        /// Whose they were.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// The escrow they lie in, if they do.
        escrow?: Name,
    }
}

record! {
    /// Undoes an issue in the real world, as on a rescission. Held → unissued (charter, if unlimited); cash →
    /// share capital, by what is given back, at the day's value. Refused beyond what is held and the cash
    /// there is (capfold's own).
    pub struct IssueRescinded {
        /// The class.
        class: Name,
        /// Who gives the shares back.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What is given back.
        refund: GivenMoney,
        /// Where the cash comes from.
        from: CashPlace,
    }
}
