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
    /// Cash in. Income, receivable or deposit → cash. A receivable or deposit leaves at its average carrying
    /// amount; the difference is a realised exchange difference. Refused beyond what is owed.
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
        /// A deposit that comes back.
        Deposit = "deposit",
    }
}

record! {
    /// Cash out for something not accrued before. Cash → expense, property, equipment, receivable, prepaid
    /// or deposit.
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
        /// A receivable, a prepaid expense or a deposit that arises.
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
    /// Revalues cash, receivables, deposits and payables in foreign currency at the latest rate observed on or
    /// before the entry's day (IAS 21.23): carrying amounts only, against unrealised exchange differences.
    pub struct ExchangeRevalued {
    }
}

record! {
    /// Income earned and not received yet: income → receivable (IAS 1.27).
    pub struct IncomeAccrued {
        /// What kind of income.
        income: AccruedIncome,
        /// How much.
        amount: GivenMoney,
        /// Value in functional currency, when a document states it.
        carrying?: Amount,
    }
}

choice! {
    /// Income that accrues.
    #[derive(Copy)]
    pub enum AccruedIncome {
        /// Interest earned.
        Interest = "interest",
        /// Other income.
        Other = "other_income",
    }
}

record! {
    /// A prepaid expense is used: prepaid → spending of the purpose, by policy, at its average carrying
    /// amount (IAS 1.27: it becomes an expense when what was paid for is received). Refused beyond what
    /// was prepaid.
    pub struct PrepaidUsed {
        /// What it was used for.
        purpose: Purpose,
        /// How much, in the currency that was paid.
        amount: GivenMoney,
    }
}

record! {
    /// An asset is written down: asset → expense, at its average carrying amount (IAS 36.59; of a property
    /// under exploration IFRS 6.18; of a receivable IFRS 9.5.5.8). Refused beyond what it stands at in that
    /// currency.
    pub struct WrittenDown {
        /// The asset.
        asset: WrittenAsset,
        /// By how much, in a currency that it was paid in.
        amount: GivenMoney,
        /// What it is charged to the result as.
        charge~: Charge,
    }
}

choice! {
    /// What can be written down.
    pub enum WrittenAsset {
        /// A receivable, prepaid expenses or deposits.
        CurrentAsset(CurrentAsset) = "current_asset",
        /// A property.
        Property(Name) = "property",
        /// A capitalised research project.
        Project(Name) = "project",
        /// Equipment.
        Equipment = "equipment",
        /// What was contributed to a joint venture.
        JointVenture(Name) = "joint_venture",
        /// Shares of other companies, and businesses.
        Investment = "investment",
        /// What was advanced on a royalty.
        AdvanceRoyalty(Name) = "advance_royalty",
    }
}

choice! {
    /// How a write-down stands in the result.
    #[derive(Copy, Default)]
    pub enum Charge {
        /// As a write-down.
        WriteDown = "write_down" => default,
        /// As exploration of the property that is written down.
        Exploration = "exploration",
    }
}

impl WrittenDown {
    pub(super) fn check(&self) -> Result<(), EventError> {
        match (self.charge, &self.asset) {
            (Charge::WriteDown, _) | (Charge::Exploration, WrittenAsset::Property(_)) => Ok(()),
            (
                Charge::Exploration,
                WrittenAsset::CurrentAsset(_)
                | WrittenAsset::Project(_)
                | WrittenAsset::Equipment
                | WrittenAsset::JointVenture(_)
                | WrittenAsset::Investment
                | WrittenAsset::AdvanceRoyalty(_),
            ) => Err(EventError::at(&["charge"], "only a property is written down as exploration".to_owned())),
        }
    }
}
