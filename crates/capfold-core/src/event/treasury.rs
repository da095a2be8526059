//! Cash, spending, liabilities and exchange rates.
//!
//! A foreign amount is carried in functional currency at the rate of the exchange policy, unless the
//! entry states its carrying amount. Cash and liabilities in foreign currency leave at their average
//! carrying amount; the difference from the transaction's value is a realised exchange difference
//! (IAS 21.28).

use super::record::{choice, record};
use super::{CurrentAsset, EventError};
use crate::date::{Date, Span};
use crate::money::{Amount, Currency, GivenMoney, Rate};
use crate::name::Name;

choice! {
    /// What money is spent on.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum Purpose {
        /// Running the company: always an expense.
        Administrative = "administrative",
        /// Exploration of a property: expense or property, by policy.
        Exploration(Name) = "exploration",
        /// Research on a project: expense or asset, by policy.
        Research(Name) = "research",
        /// Costs of issuing shares of a class: charged to share capital.
        IssueCosts(Name) = "issue_costs",
        /// Interest and other costs of finance: always an expense.
        Finance = "finance",
        /// Pay in rights and awards: always an expense.
        ShareBased = "share_based",
        /// Tax: withheld for the tax authority, or the company's own.
        Tax = "tax",
    }
}

record! {
    /// A bank account's unrestricted or restricted cash.
    pub struct CashPlace {
        /// The bank account.
        account: Name,
        /// Whether the restricted part of it is meant.
        restricted~: bool,
    }
}

record! {
    /// Cash in. Income or receivable → cash.
    pub struct CashReceived {
        /// Where it goes.
        into: CashPlace,
        /// How much, in the account's currency.
        amount: GivenMoney,
        /// Carrying amount in functional currency, when a document states it.
        carrying?: Amount,
        /// What it is for.
        receipt = "for": Receipt,
    }
}

choice! {
    /// What cash is received for.
    #[derive(Copy)]
    pub enum Receipt {
        /// Interest earned.
        Interest = "interest",
        /// Other income.
        OtherIncome = "other_income",
        /// A receivable collected.
        Receivable = "receivable",
    }
}

record! {
    /// Cash out for something not accrued before. Cash → expense, property, equipment, prepaid.
    pub struct CashPaid {
        /// Where it comes from.
        from: CashPlace,
        /// How much, in the account's currency.
        amount: GivenMoney,
        /// Value in functional currency, when a document states it.
        carrying?: Amount,
        /// What it is for.
        payment = "for": Payment,
    }
}

choice! {
    /// What cash is paid for.
    pub enum Payment {
        /// Spending, booked by purpose and policy.
        Spending(Purpose) = "spending",
        /// Equipment.
        Equipment = "equipment",
        /// A receivable or a prepaid expense that arises.
        CurrentAsset(CurrentAsset) = "current_asset",
    }
}

record! {
    /// Moves cash within one currency: cash → cash, at its average carrying amount.
    pub struct CashMoved {
        /// Where it comes from.
        from: CashPlace,
        /// Where it goes.
        to: CashPlace,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Exchanges cash: cash → exchange in the currency given, exchange → cash in the currency received.
    /// The value is the leg in functional currency; when neither is, the leg received at the policy's
    /// rate. Value less the carrying amount given is a realised exchange difference.
    pub struct CashConverted {
        /// Where the currency given comes from.
        from: CashPlace,
        /// How much is given.
        given: GivenMoney,
        /// Where the currency received goes.
        to: CashPlace,
        /// How much is received.
        received: GivenMoney,
    }
}

impl CashConverted {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.given.currency == self.received.currency {
            let message = format!("both legs are in {}: use cash_moved", self.given.currency);
            return Err(EventError::at(&["received", "currency"], message));
        }
        Ok(())
    }
}

record! {
    /// Spending incurred and owed: payable → expense, property, project or share capital, by purpose and
    /// policy.
    pub struct ExpenseAccrued {
        /// What for.
        purpose: Purpose,
        /// How much.
        amount: GivenMoney,
        /// Value in functional currency, when a document states it.
        carrying?: Amount,
    }
}

record! {
    /// A payment of what was owed: cash → payable. Both leave at their average carrying amounts; the
    /// difference is a realised exchange difference.
    pub struct LiabilityPaid {
        /// What it was owed for.
        purpose: Purpose,
        /// Where the cash comes from.
        from: CashPlace,
        /// How much, in the currency that was owed.
        amount: GivenMoney,
    }
}

record! {
    /// A rate was observed on the entry's day, or published as the average of the month or quarter that
    /// begins on it. `rate` units of `quote` cost one unit of `base`.
    pub struct RateObserved {
        /// The currency that is priced.
        base: Currency,
        /// The currency of the price.
        quote: Currency,
        /// Units of quote for one of base.
        rate: Rate,
        /// The stretch it stands for; one day unless stated.
        over~: Span,
    }
}

impl RateObserved {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.base == self.quote {
            return Err(EventError::at(&["quote"], format!("a rate of {} in itself", self.base)));
        }
        Ok(())
    }

    /// Whether `effective` can carry the rate: an average stands on the first day of its stretch.
    #[must_use]
    pub fn starts_on(&self, effective: Date) -> bool {
        effective.first_of(self.over) == effective
    }
}

record! {
    /// Revalues cash, receivables and payables in foreign currency at the latest rate observed on or
    /// before the entry's day (IAS 21.23): carrying amounts only, against unrealised exchange differences.
    pub struct ExchangeRevalued {
    }
}
