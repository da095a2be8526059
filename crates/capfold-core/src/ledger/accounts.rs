//! Accounts: a place within a unit, with its two balances.

use std::collections::BTreeMap;

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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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

/// Every account that ever moved, in order of first movement. What holders hold stands in a row of
/// their own; the few other accounts are found by hash.
#[derive(Debug, Default, Clone)]
pub(super) struct Accounts {
    list: Vec<Account>,
    held: Vec<Held>,
    /// What holders hold beyond two units.
    more: BTreeMap<(HolderId, Unit), Position>,
    others: IndexMap<Account, (AccountId, Balance), FixedState>,
    /// Monetary accounts: what a revaluation looks at.
    pub(super) monetary: Vec<AccountId>,
    /// Accounts of the result: what a year end closes.
    pub(super) results: Vec<AccountId>,
}

/// What a holder holds of a unit.
#[derive(Debug, Clone, Copy)]
struct Position {
    unit: Unit,
    id: AccountId,
    amount: Exact,
}

/// The first two units that a holder ever held, in one cache line: with many holders a fold is as fast
/// as the lines it has to fetch.
#[derive(Debug, Default, Clone, Copy)]
#[repr(align(64))]
struct Held([Option<Position>; 2]);

const _: () = assert!(size_of::<Held>() == 64, "a row is one cache line");

impl Held {
    fn get(&self, unit: Unit) -> Option<&Position> {
        self.0.iter().flatten().find(|position| position.unit == unit)
    }

    /// The place of a unit: its own, or the first free one.
    fn slot(&mut self, unit: Unit) -> Option<&mut Option<Position>> {
        self.0.iter_mut().find(|slot| slot.is_none_or(|position| position.unit == unit))
    }
}

impl Accounts {
    pub(super) fn balance(&self, account: Account) -> Balance {
        if let Place::Held(holder) = account.place {
            let amount = self.position(holder, account.unit).map_or(Exact::ZERO, |position| position.amount);
            return Balance { amount, carrying: Exact::ZERO };
        }
        self.others.get(&account).map_or_else(Balance::default, |(_, balance)| *balance)
    }

    fn position(&self, holder: HolderId, unit: Unit) -> Option<&Position> {
        let held = self.held.get(holder.index())?;
        held.get(unit).or_else(|| if self.more.is_empty() { None } else { self.more.get(&(holder, unit)) })
    }

    pub(super) fn id(&self, account: Account) -> Option<AccountId> {
        if let Place::Held(holder) = account.place {
            return self.position(holder, account.unit).map(|position| position.id);
        }
        self.others.get(&account).map(|(id, _)| *id)
    }

    /// Reads a holder's row; the number read means nothing.
    pub(super) fn touch(&self, holder: HolderId) -> u32 {
        let first = self.held.get(holder.index()).and_then(|held| held.0.first().copied().flatten());
        first.map_or(0, |position| position.id.0)
    }

    pub(super) fn get(&self, id: AccountId) -> Option<(Account, Balance)> {
        self.list.get(id.index()).map(|account| (*account, self.balance(*account)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Account, Balance)> {
        self.list.iter().map(|account| (*account, self.balance(*account)))
    }

    /// Adds to an account, which begins at zero; its number.
    pub(super) fn add(&mut self, account: Account, amount: Exact, carrying: Exact) -> AccountId {
        let next = AccountId::from_index(self.list.len());
        if let Place::Held(holder) = account.place {
            if self.held.len() <= holder.index() {
                self.held.resize_with(holder.index().saturating_add(1), Held::default);
            }
            let begun = Position { unit: account.unit, id: next, amount: Exact::ZERO };
            let slot = self.held.get_mut(holder.index()).and_then(|held| held.slot(account.unit));
            let position = match slot {
                Some(slot) => slot.get_or_insert(begun),
                None => self.more.entry((holder, account.unit)).or_insert(begun),
            };
            position.amount = position.amount.saturating_plus(amount);
            let id = position.id;
            if id == next {
                self.list.push(account);
            }
            return id;
        }
        if let Some((id, balance)) = self.others.get_mut(&account) {
            balance.add(amount, carrying);
            return *id;
        }
        self.others.insert(account, (next, Balance { amount, carrying }));
        self.list.push(account);
        if account.place.is_monetary() {
            self.monetary.push(next);
        }
        if account.place.is_result() {
            self.results.push(next);
        }
        next
    }
}
