//! What the ledger remembers of everything that has a name.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::accounts::{
    AgreementId, AssumptionId, BankId, BidId, CertificateId, ClassId, DebtId, DividendId, EscrowId, GrantId, HolderId,
    ObligationId, PlanId, PoolId, ProjectId, PropertyId, SeriesId, Unit,
};
use super::terms::ClassTerms;
use super::vesting::Schedule;
use crate::date::{Date, YearEnd};
use crate::event::{
    AccelerationClause, AssumedValue, AwardKind, DayCount, DebtKind, EscrowRelease, ExchangePolicy, FractionPolicy,
    Interest, PersonLimit, Ratio, Regime, RoyaltySide, SeriesKind, Treatment, UnitValues,
};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, Percent, Price};
use crate::name::{Label, Name, Seq};

/// The assumptions that a value rests on.
pub type Rests = smallvec::SmallVec<[AssumptionId; 2]>;

/// The issuer and its frame.
#[derive(Clone, Debug)]
pub struct Book {
    pub(super) by: Seq,
    /// The first day of the book.
    pub opened: Date,
    /// Legal name.
    pub issuer: Label,
    /// Currency of carrying amounts.
    pub functional: Currency,
    /// Currency of the statements.
    pub presentation: Currency,
    /// Last day of the financial year.
    pub year_end: YearEnd,
}

/// A registered thing.
#[derive(Clone, Debug)]
pub(super) struct Row<T> {
    pub(super) by: Seq,
    pub(super) value: T,
}

#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) label: Label,
    pub(super) grain: Exact,
    pub(super) unlimited: bool,
    /// From which days on the charter had no limit, or had one, in order of days.
    pub(super) charters: Vec<(Date, bool)>,
    pub(super) terms: Box<ClassTerms>,
}

#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) label: Label,
    pub(super) class: ClassId,
    pub(super) strike: Exact,
    pub(super) currency: Currency,
    /// The entry that set the strike.
    pub(super) priced_by: Seq,
    pub(super) expires: Option<Date>,
    /// None: one for one.
    pub(super) ratio: Option<Ratio>,
    pub(super) acceleration: Option<AccelerationClause>,
    pub(super) kind: SeriesKind,
    pub(super) rests: Rests,
}

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) class: ClassId,
    pub(super) limits: PlanLimits,
    /// Granted, less expired, forfeited and cancelled.
    pub(super) taken: Exact,
    /// Outstanding.
    pub(super) open: Exact,
    /// What was granted, to whom, in order of days; without what stood open when the log begins.
    pub(super) granted: Vec<(Date, HolderId, Exact)>,
}

/// What a plan may grant.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlanLimits {
    pub(super) pool: PoolLimit,
    pub(super) per_person: Option<PersonLimit>,
}

/// The pool of a plan.
#[derive(Clone, Copy, Debug)]
pub(super) enum PoolLimit {
    Unlimited,
    Fixed(Exact),
    /// Per cent of the shares outstanding.
    Rolling(Percent),
}

#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) plan: PlanId,
    pub(super) class: ClassId,
    pub(super) holder: HolderId,
    /// What it is; none: options.
    pub(super) award: Option<AwardKind>,
    /// What a right costs, or the base of an appreciation right; nothing for other awards.
    pub(super) strike: Exact,
    pub(super) currency: Currency,
    /// The entry that set the strike.
    pub(super) priced_by: Seq,
    pub(super) expires: Option<Date>,
    pub(super) vesting: Schedule,
    pub(super) rests: Rests,
}

impl Grant {
    /// The unit of the lot of that number.
    pub(super) const fn unit(&self, id: GrantId) -> Unit {
        if self.award.is_some() { Unit::Award(id) } else { Unit::Grant(id) }
    }

    pub(super) const fn words(&self) -> &'static str {
        match self.award {
            Some(kind) => kind.words(),
            None => "options",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Bank {
    pub(super) currency: Currency,
}

#[derive(Clone, Debug)]
pub(super) struct Agreement {
    pub(super) kind: AgreementKind,
    pub(super) label: Label,
    /// In order of days.
    pub(super) instalments: Vec<Instalment>,
    /// The entry that ended it.
    pub(super) ended: Option<Seq>,
    /// The company's interest in a joint venture, or what is left of a royalty, in per cent.
    pub(super) percent: Option<Exact>,
    /// The option to purchase what is leased.
    pub(super) purchase: Option<Purchase>,
    /// The buy-backs of a royalty that are open.
    pub(super) buy_backs: Vec<BuyBack>,
}

/// What an agreement is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AgreementKind {
    /// An option to acquire an interest in a property.
    PropertyOption(PropertyId),
    /// A lease.
    Lease,
    /// A joint venture.
    JointVenture,
    /// A royalty on a property.
    Royalty(PropertyId, RoyaltySide),
}

/// An option to purchase what is leased.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// Last day on which it can be exercised, when stated.
    pub until: Option<Date>,
    /// The price, when stated.
    pub price: Option<(Exact, Currency)>,
    /// Whether payments under the lease count towards the price.
    pub credit: bool,
    /// What they have come to, where they count.
    pub paid: Exact,
    /// The assumptions that the price rests on.
    pub rests: Rests,
}

impl Purchase {
    /// The price less what counts towards it, when a price is stated.
    #[must_use]
    pub fn due(&self) -> Option<(Exact, Currency)> {
        self.price.map(|(price, currency)| (price.saturating_minus(self.paid).max(Exact::ZERO), currency))
    }
}

/// A part of a royalty that can be bought back.
#[derive(Clone, Debug)]
pub struct BuyBack {
    /// How much of the royalty, in per cent of net smelter returns.
    pub percent: Exact,
    /// For how much.
    pub price: Exact,
    /// Currency of the price.
    pub currency: Currency,
    /// Last day on which it can be done, when stated.
    pub until: Option<Date>,
    /// The assumptions that the price rests on.
    pub rests: Rests,
}

/// What falls due on a day.
#[derive(Clone, Debug)]
pub(super) struct Instalment {
    pub(super) number: u32,
    pub(super) due: Option<Date>,
    pub(super) firm: bool,
    pub(super) amount_stated: bool,
    /// The class of the shares that are promised by value.
    pub(super) worth_of: Option<ClassId>,
    pub(super) note: Option<Label>,
}

/// An escrow agreement.
#[derive(Clone, Debug)]
pub(super) struct Escrow {
    pub(super) agent: Label,
    /// In order of days; none: released as its parties say.
    pub(super) schedule: Vec<EscrowRelease>,
    /// Everything that a holder ever deposited of a class.
    pub(super) deposits: BTreeMap<(ClassId, HolderId), Exact>,
}

/// A certificate.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) class: ClassId,
    pub(super) holder: HolderId,
    pub(super) legend: Option<Label>,
    /// The entry that replaced or cancelled it.
    pub(super) ended: Option<Seq>,
}

/// An issuer bid.
#[derive(Clone, Debug)]
pub(super) struct Bid {
    pub(super) class: ClassId,
    pub(super) maximum: Exact,
    /// Under it, so far.
    pub(super) bought: Exact,
    pub(super) from: Date,
    pub(super) through: Date,
}

/// A dividend.
#[derive(Clone, Debug)]
pub(super) struct Dividend {
    pub(super) class: ClassId,
    pub(super) per_share: Price<Exact>,
    pub(super) record: Date,
    pub(super) payable: Option<Date>,
}

/// A placement.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub(super) class: ClassId,
    pub(super) price: Option<(Exact, Currency)>,
    pub(super) maximum: Option<Exact>,
    pub(super) tranches: BTreeMap<u32, Placed>,
}

impl Placement {
    /// What can still be issued; none: any number.
    pub(super) fn left(&self) -> Option<Exact> {
        let issued = self.tranches.values().fold(Exact::ZERO, |sum, placed| sum.saturating_plus(placed.quantity));
        self.maximum.map(|maximum| maximum.saturating_minus(issued))
    }
}

/// A tranche, by the row of its placement and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrancheId {
    pub(super) placement: usize,
    pub(super) number: u32,
}

/// What was issued in a tranche.
#[derive(Clone, Debug, Default)]
pub(super) struct Placed {
    /// Shares or units.
    pub(super) quantity: Exact,
    /// Cash received for them, by currency.
    pub(super) received: BTreeMap<Currency, Exact>,
    /// The entry that closed it.
    pub(super) closed: Option<Seq>,
}

impl Placed {
    pub(super) fn add(&mut self, quantity: Exact, received: Option<(Currency, Exact)>) {
        self.quantity = self.quantity.saturating_plus(quantity);
        if let Some((currency, amount)) = received {
            let sum = self.received.entry(currency).or_default();
            *sum = sum.saturating_plus(amount);
        }
    }
}

/// A flow-through obligation.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) currency: Currency,
    /// Last day on which spending counts.
    pub(super) spend_by: Date,
}

/// A promise of shares.
#[derive(Clone, Debug)]
pub(super) struct Obligation {
    pub(super) class: ClassId,
    /// To whom the shares are promised.
    pub(super) holder: HolderId,
    /// Of its value.
    pub(super) currency: Currency,
}

/// A debt.
#[derive(Clone, Debug)]
pub(super) struct Debt {
    pub(super) label: Label,
    pub(super) kind: DebtKind,
    pub(super) holder: HolderId,
    pub(super) currency: Currency,
    pub(super) issued: Date,
    /// From which days on it was due on which, in order of days.
    pub(super) dues: Vec<(Date, Date)>,
    pub(super) interest: Option<Interest>,
    pub(super) conversion: Option<DebtTerms>,
    /// The assumptions that the terms of conversion rest on.
    pub(super) rests: Rests,
    /// The last day through which interest was accrued, or the day of the issue.
    pub(super) accrued: Date,
    /// The last day whose principal is in `principal_days`.
    pub(super) counted: Date,
    /// Principal × days of interest since the last accrual.
    pub(super) principal_days: Exact,
}

/// How a debt becomes shares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DebtTerms {
    /// The class, when it is known.
    pub class: Option<ClassId>,
    /// The conversion price, in the currency of the debt.
    pub price: Option<Exact>,
    /// Discount to the price of the round, in per cent.
    pub discount: Option<Exact>,
    /// Valuation cap, in the currency of the debt.
    pub cap: Option<Exact>,
    /// What comes of a round or a cap is rounded down to multiples of this.
    pub step: Exact,
    /// Whether better terms of later debts may be taken over.
    pub mfn: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Assumption {
    pub(super) value: AssumedValue,
    pub(super) about: Label,
    pub(super) reason: Label,
    pub(super) fitted_to: Vec<Name>,
}

/// The policies in force on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Policies {
    /// How days are counted in a weighted average.
    pub day_count: DayCount,
    /// Exploration: expense or asset.
    pub exploration: Treatment,
    /// Research: expense or asset.
    pub research: Treatment,
    /// Which rate values a foreign amount.
    pub exchange: ExchangePolicy,
    /// What becomes of fractions.
    pub fractions: FractionPolicy,
    /// How the value of a unit is split.
    pub unit_values: UnitValues,
    /// The accounting framework, when stated.
    pub regime: Option<Regime>,
}

/// Names of one kind of thing: interned in order of registration.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    rows: IndexMap<Name, Row<T>>,
    /// The log whose symbols `by_symbol` is indexed by; none once names of several logs met here.
    log: Option<u32>,
    /// One more than the row of a symbol; zero for none.
    by_symbol: Vec<u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: IndexMap::new(), log: None, by_symbol: Vec::new() }
    }
}

impl<T> Table<T> {
    pub(super) fn index(&self, name: &Name) -> Option<usize> {
        let symbol = name.symbol();
        if self.log == Some(symbol.log) {
            let row = self.by_symbol.get(usize::try_from(symbol.index).ok()?)?;
            return usize::try_from(*row).ok()?.checked_sub(1);
        }
        self.rows.get_index_of(name)
    }

    /// Lets the symbol of a registered name lead to its row, while all names are of one log.
    fn note_symbol(&mut self, name: &Name) {
        let symbol = name.symbol();
        if self.rows.is_empty() && symbol.log != 0 {
            self.log = Some(symbol.log);
        }
        if self.log != Some(symbol.log) {
            self.log = None;
            return;
        }
        let (Ok(index), Ok(row)) = (usize::try_from(symbol.index), u32::try_from(self.rows.len())) else { return };
        if self.by_symbol.len() <= index {
            self.by_symbol.resize(index.saturating_add(1), 0);
        }
        if let Some(slot) = self.by_symbol.get_mut(index) {
            *slot = row.saturating_add(1);
        }
    }

    pub(super) fn find(&self, name: &Name) -> Option<(usize, &T)> {
        let index = self.index(name)?;
        self.rows.get_index(index).map(|(_, row)| (index, &row.value))
    }

    pub(super) fn by(&self, name: &Name) -> Option<Seq> {
        self.rows.get_index(self.index(name)?).map(|(_, row)| row.by)
    }

    pub(super) fn row(&self, index: usize) -> Option<(&Name, &T)> {
        self.rows.get_index(index).map(|(name, row)| (name, &row.value))
    }

    pub(super) fn row_mut(&mut self, index: usize) -> Option<&mut T> {
        self.rows.get_index_mut(index).map(|(_, row)| &mut row.value)
    }

    /// Changes the row of a registered name.
    pub(super) fn relabel(&mut self, name: &Name, change: impl FnOnce(&mut T)) {
        if let Some(row) = self.index(name).and_then(|index| self.row_mut(index)) {
            change(row);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Name, &T)> {
        self.rows.iter().map(|(name, row)| (name, &row.value))
    }

    pub(super) fn insert(&mut self, name: Name, by: Seq, value: T) {
        self.note_symbol(&name);
        self.rows.insert(name, Row { by, value });
    }

    /// The row of a name, or the finding that there is none; the fault shows at `key`.
    pub(super) fn need(&self, thing: Thing, key: &'static str, name: &Name) -> Result<(usize, &T), Rejection> {
        self.find(name).ok_or_else(|| unknown(thing, key, name))
    }

    /// Refuses a name that is taken.
    pub(super) fn vacant(&self, thing: Thing, name: &Name) -> Result<(), Rejection> {
        match self.by(name) {
            Some(by) => Err(Rejection::at(thing.key(), Problem::AlreadyRegistered { thing, name: name.clone(), by })),
            None => Ok(()),
        }
    }
}

pub(super) fn unknown(thing: Thing, key: &'static str, name: &Name) -> Rejection {
    Rejection::at(key, Problem::Unknown { thing, name: name.clone() })
}

/// Everything that has a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) holders: Table<Label>,
    pub(super) classes: Table<Class>,
    pub(super) series: Table<Series>,
    pub(super) plans: Table<Plan>,
    pub(super) grants: Table<Grant>,
    pub(super) properties: Table<Label>,
    pub(super) projects: Table<Label>,
    pub(super) banks: Table<Bank>,
    pub(super) agreements: Table<Agreement>,
    pub(super) escrows: Table<Escrow>,
    pub(super) certificates: Table<Certificate>,
    pub(super) bids: Table<Bid>,
    pub(super) dividends: Table<Dividend>,
    pub(super) placements: Table<Placement>,
    pub(super) pools: Table<Pool>,
    pub(super) obligations: Table<Obligation>,
    pub(super) debts: Table<Debt>,
    pub(super) documents: Table<Label>,
    pub(super) assumptions: Table<Assumption>,
}

impl Names {
    /// A tranche of a placement; it begins when something happens in it.
    pub(super) fn tranche_mut(&mut self, TrancheId { placement, number }: TrancheId) -> Option<&mut Placed> {
        self.placements.row_mut(placement).map(|placement| placement.tranches.entry(number).or_default())
    }

    /// The number of a holder; the row itself is not needed.
    pub(super) fn holder(&self, key: &'static str, name: &Name) -> Result<HolderId, Rejection> {
        self.holders.index(name).map(HolderId::from_index).ok_or_else(|| unknown(Thing::Holder, key, name))
    }
}

/// Declares a lookup that returns the interned number with the row.
macro_rules! lookups {
    ($($method:ident, $table:ident, $id:ident, $row:ty, $thing:ident;)*) => {
        impl Names {
            $(
                pub(super) fn $method(&self, key: &'static str, name: &Name) -> Result<($id, &$row), Rejection> {
                    let (index, row) = self.$table.need(Thing::$thing, key, name)?;
                    Ok(($id::from_index(index), row))
                }
            )*
        }
    };
}

lookups! {
    class, classes, ClassId, Class, Class;
    series_row, series, SeriesId, Series, Series;
    plan, plans, PlanId, Plan, Plan;
    grant, grants, GrantId, Grant, Grant;
    property, properties, PropertyId, Label, Property;
    project, projects, ProjectId, Label, Project;
    bank, banks, BankId, Bank, Account;
    agreement, agreements, AgreementId, Agreement, Agreement;
    assumption, assumptions, AssumptionId, Assumption, Assumption;
    escrow, escrows, EscrowId, Escrow, Escrow;
    certificate, certificates, CertificateId, Certificate, Certificate;
    bid, bids, BidId, Bid, Bid;
    dividend, dividends, DividendId, Dividend, Dividend;
    pool, pools, PoolId, Pool, Pool;
    obligation, obligations, ObligationId, Obligation, Obligation;
    debt, debts, DebtId, Debt, Debt;
}
