//! Accounts: a place within a unit, with its two balances.

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::event::{CurrentAsset, Receipt};
use crate::exact::Exact;
use crate::money::Currency;

/// Declares the interned number of a registered name.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
            pub struct $name(pub(super) u32);

            impl $name {
                pub(super) fn index(self) -> usize {
                    usize::try_from(self.0).unwrap_or(usize::MAX)
                }

                pub(super) fn from_index(index: usize) -> Self {
                    Self(u32::try_from(index).unwrap_or(u32::MAX))
                }
            }
        )*
    };
}

id!(
    /// A holder of shares and rights.
    HolderId,
    /// A class of shares.
    ClassId,
    /// A series of warrants.
    SeriesId,
    /// An option plan.
    PlanId,
    /// A lot of options.
    GrantId,
    /// A property.
    PropertyId,
    /// A research project.
    ProjectId,
    /// A bank account.
    BankId,
    /// An agreement.
    AgreementId,
    /// An assumption.
    AssumptionId,
    /// An account of the ledger.
    AccountId,
);

/// What an account counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Shares of a class.
    Class(ClassId),
    /// Warrants of a series.
    Series(SeriesId),
    /// Options of a lot.
    Grant(GrantId),
    /// Money of a currency.
    Currency(Currency),
}

impl Unit {
    /// The currency, of money.
    #[must_use]
    pub const fn currency(self) -> Option<Currency> {
        match self {
            Self::Currency(currency) => Some(currency),
            Self::Class(_) | Self::Series(_) | Self::Grant(_) => None,
        }
    }
}

/// What money was spent on, by interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Spending {
    /// Running the company.
    Administrative,
    /// Exploration of a property.
    Exploration(PropertyId),
    /// Research on a project.
    Research(ProjectId),
    /// Costs of issuing shares of a class.
    IssueCosts(ClassId),
}

/// Where a unit is. Assets and expenses are positive, liabilities, equity and income negative; each
/// unit sums to zero over all places.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// Minus everything authorised; minus everything issued and reserved while there is no limit.
    Charter,
    /// Authorised, neither issued nor reserved.
    Unissued,
    /// Kept for the exercise of options and warrants.
    Reserved,
    /// Held by a holder.
    Held(HolderId),
    /// The issuer's side of rights: minus everything written.
    Writer,
    /// Rights that were exercised.
    Exercised,
    /// Rights that lapsed.
    Expired,
    /// Rights that were lost.
    Forfeited,
    /// Unrestricted cash in a bank account.
    Cash(BankId),
    /// Restricted cash in a bank account.
    RestrictedCash(BankId),
    /// Receivables or prepaid expenses.
    CurrentAsset(CurrentAsset),
    /// Owed for spending.
    Payable(Spending),
    /// Capitalised cost of a property.
    Property(PropertyId),
    /// Capitalised cost of a project.
    Project(ProjectId),
    /// Equipment.
    Equipment,
    /// Contributed to a joint venture.
    JointVenture(AgreementId),
    /// Share capital of a class.
    ShareCapital(ClassId),
    /// Contributed surplus.
    ContributedSurplus,
    /// Paid for warrants of a series that are outstanding.
    WarrantReserve(SeriesId),
    /// Accumulated results.
    Deficit,
    /// Spending of the year.
    Expense(Spending),
    /// Income of the year.
    Income(Income),
    /// Exchange differences on settlement.
    ExchangeRealised,
    /// Exchange differences on revaluation.
    ExchangeUnrealised,
    /// Between the legs of a conversion.
    Conversion,
    /// The other side of a commitment: memorandum only.
    Promised(AgreementId),
    /// Still to be paid or issued under an instalment: memorandum only.
    Commitment(AgreementId, u32),
}

/// Kinds of income.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Income {
    /// Interest earned.
    Interest,
    /// Anything else.
    Other,
}

impl Income {
    /// The income a receipt books, if it is income.
    #[must_use]
    pub const fn of(receipt: Receipt) -> Option<Self> {
        match receipt {
            Receipt::Interest => Some(Self::Interest),
            Receipt::OtherIncome => Some(Self::Other),
            Receipt::Receivable => None,
        }
    }
}

impl Place {
    /// Whether a foreign balance is revalued at the closing rate (IAS 21.16: money, and what is
    /// settled in a fixed number of units of it).
    #[must_use]
    pub const fn is_monetary(self) -> bool {
        matches!(
            self,
            Self::Cash(_) | Self::RestrictedCash(_) | Self::CurrentAsset(CurrentAsset::Receivable) | Self::Payable(_)
        )
    }

    /// Whether the balance is carried to the deficit at the year end.
    #[must_use]
    pub const fn is_result(self) -> bool {
        matches!(self, Self::Expense(_) | Self::Income(_) | Self::ExchangeRealised | Self::ExchangeUnrealised)
    }
}

/// An account: a place within a unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Account {
    /// What it counts.
    pub unit: Unit,
    /// Where.
    pub place: Place,
}

/// The two measures of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Balance {
    /// In the account's own unit.
    pub amount: Exact,
    /// In functional currency; zero for what is not money.
    pub carrying: Exact,
}

impl Balance {
    pub(crate) fn add(&mut self, amount: Exact, carrying: Exact) {
        self.amount = self.amount.saturating_plus(amount);
        self.carrying = self.carrying.saturating_plus(carrying);
    }

    pub(crate) fn take(&mut self, amount: Exact, carrying: Exact) {
        self.amount = self.amount.saturating_minus(amount);
        self.carrying = self.carrying.saturating_minus(carrying);
    }

    /// Whether both measures are zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.amount.is_zero() && self.carrying.is_zero()
    }
}

/// Every account that ever moved, in order of first movement: a dense table under an interner.
#[derive(Debug, Default, Clone)]
pub(super) struct Accounts {
    table: IndexMap<Account, Balance, FixedState>,
    /// Monetary accounts: what a revaluation looks at.
    pub(super) monetary: Vec<AccountId>,
    /// Accounts of the result: what a year end closes.
    pub(super) results: Vec<AccountId>,
}

impl Accounts {
    pub(super) fn balance(&self, account: Account) -> Balance {
        self.table.get(&account).copied().unwrap_or_default()
    }

    pub(super) fn id(&self, account: Account) -> Option<AccountId> {
        self.table.get_index_of(&account).map(AccountId::from_index)
    }

    pub(super) fn get(&self, id: AccountId) -> Option<(Account, Balance)> {
        self.table.get_index(id.index()).map(|(account, balance)| (*account, *balance))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Account, Balance)> {
        self.table.iter().map(|(account, balance)| (*account, *balance))
    }

    /// The account's number and its balance to be changed; the account begins at zero.
    pub(super) fn open(&mut self, account: Account) -> (AccountId, &mut Balance) {
        let entry = self.table.entry(account);
        let id = AccountId::from_index(entry.index());
        if matches!(entry, indexmap::map::Entry::Vacant(_)) {
            if account.place.is_monetary() {
                self.monetary.push(id);
            }
            if account.place.is_result() {
                self.results.push(id);
            }
        }
        (id, entry.or_default())
    }
}
