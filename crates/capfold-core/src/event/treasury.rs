//! Cash, spending, liabilities and exchange rates.
//!
//! A foreign amount is carried in functional currency at the rate of the exchange policy, unless the
//! entry states its carrying amount. Cash and liabilities in foreign currency leave at their average
//! carrying amount; the difference from the transaction's value is a realised exchange difference
//! (IAS 21.28).

use serde::{Deserialize, Serialize};

use super::{CurrentAsset, EventError};
use crate::date::{Date, Span};
use crate::money::{Amount, Currency, GivenMoney, Rate};
use crate::name::Name;

/// What money is spent on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Running the company: always an expense.
    Administrative,
    /// Exploration of a property: expense or property, by policy.
    Exploration(Name),
    /// Research on a project: expense or asset, by policy.
    Research(Name),
    /// Costs of issuing shares of a class: charged to share capital.
    IssueCosts(Name),
}

/// A bank account's unrestricted or restricted cash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashPlace {
    /// The bank account.
    pub account: Name,
    /// Whether the restricted part of it is meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
}

/// Cash in. Income or receivable → cash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashReceived {
    /// Where it goes.
    pub into: CashPlace,
    /// How much, in the account's currency.
    pub amount: GivenMoney,
    /// Carrying amount in functional currency, when a document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrying: Option<Amount>,
    /// What it is for.
    #[serde(rename = "for")]
    pub receipt: Receipt,
}

/// What cash is received for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// Interest earned.
    Interest,
    /// Other income.
    OtherIncome,
    /// A receivable collected.
    Receivable,
}

/// Cash out for something not accrued before. Cash → expense, property, equipment, prepaid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashPaid {
    /// Where it comes from.
    pub from: CashPlace,
    /// How much, in the account's currency.
    pub amount: GivenMoney,
    /// Value in functional currency, when a document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrying: Option<Amount>,
    /// What it is for.
    #[serde(rename = "for")]
    pub payment: Payment,
}

/// What cash is paid for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// Spending, booked by purpose and policy.
    Spending(Purpose),
    /// Equipment.
    Equipment,
    /// A receivable or a prepaid expense that arises.
    CurrentAsset(CurrentAsset),
}

/// Moves cash within one currency: cash → cash, at its average carrying amount.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashMoved {
    /// Where it comes from.
    pub from: CashPlace,
    /// Where it goes.
    pub to: CashPlace,
    /// How much.
    pub amount: GivenMoney,
}

/// Exchanges cash: cash → exchange in the currency given, exchange → cash in the currency received.
/// The value is the leg in functional currency; when neither is, the leg received at the policy's
/// rate. Value less the carrying amount given is a realised exchange difference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashConverted {
    /// Where the currency given comes from.
    pub from: CashPlace,
    /// How much is given.
    pub given: GivenMoney,
    /// Where the currency received goes.
    pub to: CashPlace,
    /// How much is received.
    pub received: GivenMoney,
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

/// Spending incurred and owed: payable → expense, property, project or share capital, by purpose and
/// policy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpenseAccrued {
    /// What for.
    pub purpose: Purpose,
    /// How much.
    pub amount: GivenMoney,
    /// Value in functional currency, when a document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrying: Option<Amount>,
}

/// A payment of what was owed: cash → payable. Both leave at their average carrying amounts; the
/// difference is a realised exchange difference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiabilityPaid {
    /// What it was owed for.
    pub purpose: Purpose,
    /// Where the cash comes from.
    pub from: CashPlace,
    /// How much, in the currency that was owed.
    pub amount: GivenMoney,
}

/// A rate was observed on the entry's day, or published as the average of the month or quarter that
/// begins on it. `rate` units of `quote` cost one unit of `base`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateObserved {
    /// The currency that is priced.
    pub base: Currency,
    /// The currency of the price.
    pub quote: Currency,
    /// Units of quote for one of base.
    pub rate: Rate,
    /// The stretch it stands for; one day unless stated.
    #[serde(default)]
    pub over: Span,
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

/// Revalues cash, receivables and payables in foreign currency at the latest rate observed on or
/// before the entry's day (IAS 21.23): carrying amounts only, against unrealised exchange differences.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRevalued {}
