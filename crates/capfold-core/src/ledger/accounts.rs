//! Accounts: a place within a unit, with its two balances.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::event::CurrentAsset;
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
    /// An escrow agreement.
    EscrowId,
    /// A certificate.
    CertificateId,
    /// An issuer bid.
    BidId,
    /// A dividend.
    DividendId,
    /// A promise of shares.
    ObligationId,
    /// An obligation to spend what flow-through shares were paid for.
    PoolId,
    /// A debt.
    DebtId,
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
    /// Awards of a lot that are no options.
    Award(GrantId),
    /// Money of a currency.
    Currency(Currency),
}

impl Unit {
    /// The currency, of money.
    #[must_use]
    pub const fn currency(self) -> Option<Currency> {
        match self {
            Self::Currency(currency) => Some(currency),
            Self::Class(_) | Self::Series(_) | Self::Grant(_) | Self::Award(_) => None,
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
    /// Interest and other costs of finance.
    Finance,
    /// Rights and awards given for work.
    ShareBased,
    /// Tax withheld for others, or owed by the company.
    Tax,
    /// Assets that lost their value.
    WriteDown,
}

/// Declares [`Place`] and its kinds, with the word that each has in account names and a place of it.
macro_rules! places {
    ($($(#[doc = $doc:literal])* $variant:ident $(($($of:expr => $ty:ty),+))? $word:literal,)*) => {
        /// Where a unit is. Assets and expenses are positive, liabilities, equity and income negative; each
        /// unit sums to zero over all places.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Place {
            $($(#[doc = $doc])* $variant $(($($ty),+))?,)*
        }

        /// The kind of a place: whose, or of what, apart.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum PlaceKind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl PlaceKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its word in account names.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// What it means, line by line.
            #[must_use]
            pub const fn meaning(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($doc),*],)*
                }
            }

            /// A place of the kind.
            pub(super) const fn example(self) -> Place {
                match self {
                    $(Self::$variant => Place::$variant $(($($of),+))?,)*
                }
            }
        }

        impl Place {
            /// Its kind.
            #[must_use]
            pub const fn kind(self) -> PlaceKind {
                match self {
                    $(Self::$variant { .. } => PlaceKind::$variant,)*
                }
            }

            /// The word of its kind in account names.
            #[must_use]
            pub const fn word(self) -> &'static str {
                self.kind().word()
            }
        }
    };
}

places! {
    /// Minus everything authorised; minus everything issued and reserved while there is no limit.
    Charter "charter",
    /// Authorised, neither issued nor reserved.
    Unissued "unissued",
    /// Kept for the exercise of options and warrants, and for awards.
    Reserved "reserved",
    /// Promised to be issued.
    Obligated(ObligationId(0) => ObligationId) "obligated",
    /// Held by a holder.
    Held(HolderId(0) => HolderId) "held",
    /// Held by a holder, locked in an escrow.
    Escrowed(EscrowId(0) => EscrowId, HolderId(0) => HolderId) "escrowed",
    /// Issued as restricted shares that have not been released.
    Restricted(GrantId(0) => GrantId) "restricted",
    /// Held by the company itself.
    Treasury "treasury",
    /// The other side of certificates: minus all that are live.
    CertificateBook "certificate-book",
    /// Shares for which a certificate stands.
    Certificate(CertificateId(0) => CertificateId) "certificate",
    /// The issuer's side of rights: minus everything written.
    Writer "writer",
    /// Rights that were exercised.
    Exercised "exercised",
    /// Awards that were settled.
    Settled "settled",
    /// Rights that lapsed.
    Expired "expired",
    /// Rights that were lost.
    Forfeited "forfeited",
    /// Rights that were ended by agreement.
    Cancelled "cancelled",
    /// Unrestricted cash in a bank account.
    Cash(BankId(0) => BankId) "cash",
    /// Restricted cash in a bank account.
    RestrictedCash(BankId(0) => BankId) "cash-restricted",
    /// Receivables, prepaid expenses or deposits.
    CurrentAsset(CurrentAsset::Receivable => CurrentAsset) "current-asset",
    /// Owed for spending.
    Payable(Spending::Administrative => Spending) "payable",
    /// Principal of a debt.
    Debt(DebtId(0) => DebtId) "debt",
    /// Interest accrued on a debt.
    DebtInterest(DebtId(0) => DebtId) "debt-interest",
    /// A dividend declared and not paid.
    Dividend(DividendId(0) => DividendId) "dividend",
    /// Received for shares that are not issued yet.
    Subscribed(HolderId(0) => HolderId) "subscribed",
    /// What holders of flow-through shares paid for the deduction, until it is earned.
    FlowThroughPremium(PoolId(0) => PoolId) "flow-through-premium",
    /// Capitalised cost of a property.
    Property(PropertyId(0) => PropertyId) "property",
    /// Capitalised cost of a project.
    Project(ProjectId(0) => ProjectId) "project",
    /// Equipment.
    Equipment "equipment",
    /// Contributed to a joint venture.
    JointVenture(AgreementId(0) => AgreementId) "joint-venture",
    /// Shares of other companies, and businesses acquired.
    Investment "investment",
    /// Royalties paid in advance under an agreement.
    AdvanceRoyalty(AgreementId(0) => AgreementId) "advance-royalty",
    /// Share capital of a class.
    ShareCapital(ClassId(0) => ClassId) "share-capital",
    /// Cost of the shares of a class that the company holds itself.
    TreasuryStock(ClassId(0) => ClassId) "treasury-stock",
    /// Value of shares promised to be issued.
    Obligation(ObligationId(0) => ObligationId) "obligation",
    /// Contributed surplus.
    ContributedSurplus "contributed-surplus",
    /// Paid for warrants of a series that are outstanding, or their value.
    WarrantReserve(SeriesId(0) => SeriesId) "warrant-reserve",
    /// Charged to the result for a lot of options or awards that is outstanding.
    AwardReserve(GrantId(0) => GrantId) "award-reserve",
    /// Accumulated results.
    Deficit "deficit",
    /// Spending of the year.
    Expense(Spending::Administrative => Spending) "expense",
    /// Income of the year.
    Income(Income::Interest => Income) "income",
    /// Exchange differences on settlement.
    ExchangeRealised "exchange/realised",
    /// Exchange differences on revaluation.
    ExchangeUnrealised "exchange/unrealised",
    /// Between the legs of a conversion.
    Conversion "exchange/conversion",
    /// The other side of a commitment: memorandum only.
    Promised(AgreementId(0) => AgreementId) "promised",
    /// Still to be paid or issued under an instalment: memorandum only.
    Commitment(AgreementId(0) => AgreementId, 0 => u32) "commitment",
    /// Work still to be spent under an instalment: memorandum only.
    Work(AgreementId(0) => AgreementId, 0 => u32) "work-due",
    /// Worth of shares still to be issued under an instalment: memorandum only.
    Worth(AgreementId(0) => AgreementId, 0 => u32) "worth",
    /// The other side of a flow-through obligation: memorandum only.
    FlowThroughPromised(PoolId(0) => PoolId) "flow-through-promised",
    /// Still to be spent and renounced to holders of flow-through shares: memorandum only.
    FlowThroughObligation(PoolId(0) => PoolId) "flow-through-obligation",
}

/// Kinds of income.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Income {
    /// Interest earned.
    Interest,
    /// Gain on the settlement of a debt.
    Settlement,
    /// Premium of flow-through shares, earned by spending.
    FlowThrough,
    /// Received for a property beyond its carrying amount.
    Property,
    /// Anything else.
    Other,
}

impl Place {
    /// Whether a foreign balance is revalued at the closing rate (IAS 21.16: money, and what is
    /// settled in a fixed number of units of it).
    #[must_use]
    pub const fn is_monetary(self) -> bool {
        matches!(
            self,
            Self::Cash(_)
                | Self::RestrictedCash(_)
                | Self::CurrentAsset(CurrentAsset::Receivable | CurrentAsset::Deposit)
                | Self::Payable(_)
                | Self::Debt(_)
                | Self::DebtInterest(_)
                | Self::Dividend(_)
                | Self::Subscribed(_)
        )
    }

    /// Whether shares there are outstanding: held, if need be in escrow or restricted.
    #[must_use]
    pub const fn is_outstanding(self) -> bool {
        matches!(self, Self::Held(_) | Self::Escrowed(..) | Self::Restricted(_))
    }

    /// Whether shares there are issued: outstanding, or in treasury.
    #[must_use]
    pub const fn is_issued(self) -> bool {
        self.is_outstanding() || matches!(self, Self::Treasury)
    }

    /// Whether it is disclosed and not booked: amounts of money without a carrying amount.
    #[must_use]
    pub const fn is_memorandum(self) -> bool {
        matches!(
            self,
            Self::Promised(_)
                | Self::Commitment(..)
                | Self::Work(..)
                | Self::Worth(..)
                | Self::FlowThroughPromised(_)
                | Self::FlowThroughObligation(_)
        )
    }

    /// The instalment of an agreement that something is still to be performed under.
    #[must_use]
    pub const fn instalment(self) -> Option<(AgreementId, u32)> {
        if let Self::Commitment(agreement, number) | Self::Work(agreement, number) | Self::Worth(agreement, number) =
            self
        {
            return Some((agreement, number));
        }
        None
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
    /// In order of first movement.
    currencies: Vec<Currency>,
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

    /// The carrying amount of a place over all currencies in which something was ever there.
    pub(super) fn carried(&self, place: Place) -> Exact {
        self.currencies.iter().fold(Exact::ZERO, |sum, currency| {
            sum.saturating_plus(self.balance(Account { unit: Unit::Currency(*currency), place }).carrying)
        })
    }

    /// The currencies in which anything was ever carried.
    pub(super) fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    pub(super) fn get(&self, id: AccountId) -> Option<(Account, Balance)> {
        self.list.get(id.index()).map(|account| (*account, self.balance(*account)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Account, Balance)> {
        self.list.iter().map(|account| (*account, self.balance(*account)))
    }

    /// Every place in which something of a unit ever was, in order of first movement, with what is there.
    pub(super) fn of_unit(&self, unit: Unit) -> impl Iterator<Item = (Place, Exact)> {
        let accounts = self.list.iter().filter(move |account| account.unit == unit);
        accounts.map(|account| (account.place, self.balance(*account).amount))
    }

    /// Whether money stands at a place, in any currency.
    pub(super) fn stands(&self, place: Place) -> bool {
        let balances = self.currencies().iter().map(|currency| Account { unit: Unit::Currency(*currency), place });
        balances.map(|account| self.balance(account)).any(|balance| !balance.is_zero())
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
        if let Some(currency) = account.unit.currency()
            && !self.currencies.contains(&currency)
        {
            self.currencies.push(currency);
        }
        if account.place.is_monetary() {
            self.monetary.push(next);
        }
        if account.place.is_result() {
            self.results.push(next);
        }
        next
    }
}
