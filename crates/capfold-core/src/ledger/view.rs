//! Reading a ledger: names for numbers, balances by account, and the digest of it all.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::accounts::{
    Account, AccountId, AgreementId, AssumptionId, Balance, BankId, ClassId, GrantId, HolderId, ObligationId, Place,
    ProjectId, PropertyId, SeriesId, Spending, Unit,
};
use super::kinds::Detail;
use super::plans::part_of;
use super::rows::{Agreement, AgreementKind, Book, BuyBack, Grant, Plan, Policies, PoolLimit, Purchase, Table};
use super::vesting::Due;
use super::{Journal, Ledger, Observation, name_of};
use crate::date::{Date, Period, Span};
use crate::event::{AccelerationClause, AssumedValue, AwardKind, Purpose, Ratio, SeriesKind};
use crate::exact::Exact;
use crate::finding::Thing;
use crate::money::Currency;
use crate::name::{Label, Name, Seq};

/// A series of warrants, or a lot of options or awards, with its terms at the end of what was folded.
#[derive(Clone, Copy, Debug)]
pub struct RightView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// The entry that registered it.
    pub by: Seq,
    /// What documents call it; lots of options have no other name.
    pub label: Option<&'l Label>,
    /// Its unit.
    pub unit: Unit,
    /// The class it buys.
    pub class: ClassId,
    /// What it is, of awards other than options.
    pub award: Option<AwardKind>,
    /// Exercise price per share, or the base of an appreciation right; nothing for other awards.
    pub strike: Exact,
    /// Currency of the price.
    pub currency: Currency,
    /// Last day of the term, when stated.
    pub expires: Option<Date>,
    /// New shares for old warrants; none: one for one.
    pub ratio: Option<Ratio>,
    /// The clause under which the last day of a series can be brought forward.
    pub acceleration: Option<&'l AccelerationClause>,
    /// What the warrants of a series are.
    pub kind: Option<SeriesKind>,
    /// The assumptions that its terms rest on.
    pub rests: &'l [AssumptionId],
}

/// A plan of options and awards.
#[derive(Clone, Copy, Debug)]
pub struct PlanView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// The class that its options and awards are about.
    pub class: ClassId,
    /// What is left of its pool; none: no limit.
    pub left: Option<Exact>,
}

/// An agreement, with the terms that events change.
#[derive(Clone, Copy, Debug)]
pub struct AgreementView<'l> {
    /// Its number.
    pub id: AgreementId,
    /// Its short name.
    pub name: &'l Name,
    /// What documents call it.
    pub label: &'l Label,
    /// What it is.
    pub kind: AgreementKind,
    /// The entry that ended it.
    pub ended: Option<Seq>,
    /// The company's interest in a joint venture, or what is left of a royalty, in per cent.
    pub percent: Option<Exact>,
    /// The option to purchase what is leased.
    pub purchase: Option<&'l Purchase>,
    /// The buy-backs of a royalty that are open.
    pub buy_backs: &'l [BuyBack],
}

/// What falls due under an agreement.
#[derive(Clone, Copy, Debug)]
pub struct InstalmentView<'l> {
    /// The agreement.
    pub agreement: &'l Name,
    /// What documents call it.
    pub label: &'l Label,
    /// The agreement and the number of the instalment, as in [`Place::instalment`] of the accounts that
    /// hold what is still to be performed.
    pub id: (AgreementId, u32),
    /// The day, when stated.
    pub due: Option<Date>,
    /// Whether the company must perform in any case.
    pub firm: bool,
    /// Whether a document states an amount.
    pub amount_stated: bool,
    /// The class of the shares that are promised by value.
    pub worth_of: Option<ClassId>,
    /// Whether the agreement has ended, so that it need not be performed unless it is firm.
    pub ended: bool,
    /// What a document says of it.
    pub note: Option<&'l Label>,
}

/// An assumption of the log.
#[derive(Clone, Copy, Debug)]
pub struct AssumptionView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// The entry that made it.
    pub by: Seq,
    /// What it is about.
    pub about: &'l Label,
    /// The chosen value and its range.
    pub value: &'l AssumedValue,
    /// Why.
    pub reason: &'l Label,
    /// The statements that the chosen value was made to fit.
    pub fitted_to: &'l [Name],
}

impl Ledger {
    /// The issuer and its frame, once the book is open.
    #[must_use]
    pub fn book(&self) -> Option<&Book> {
        self.book.as_ref()
    }

    /// The policies in force at the end of a day: of each kind the last one adopted by then, else its
    /// default.
    #[must_use]
    pub fn policies_at(&self, day: Date) -> Policies {
        let through = self.adopted.partition_point(|(since, _)| *since <= day);
        self.adopted.get(..through).and_then(<[_]>::last).map_or_else(Policies::default, |(_, policies)| *policies)
    }

    /// The policies in force at some time within a stretch of days, each with the first day of the
    /// stretch on which it was.
    pub(crate) fn policies_over(&self, days: Period) -> Vec<(Date, Policies)> {
        let mut found = vec![(days.first, self.policies_at(days.first))];
        found.extend(self.adopted.iter().filter(|(since, _)| days.first < *since && *since <= days.last));
        found
    }

    /// The lineage, when the fold kept it.
    #[must_use]
    pub fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    /// The two balances of an account.
    #[must_use]
    pub fn balance(&self, account: Account) -> Balance {
        self.accounts.balance(account)
    }

    /// The account of a posting.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<Account> {
        self.accounts.get(id).map(|(account, _)| account)
    }

    /// Every account that ever moved, in order of first movement.
    pub fn accounts(&self) -> impl Iterator<Item = (Account, Balance)> {
        self.accounts.iter()
    }

    /// Every name of one kind of thing, in order of registration.
    #[must_use]
    pub fn names_of(&self, thing: Thing) -> Vec<&Name> {
        fn all<T>(table: &Table<T>) -> Vec<&Name> {
            table.iter().map(|(name, _)| name).collect()
        }
        let names = &self.names;
        match thing {
            Thing::Holder => all(&names.holders),
            Thing::Class => all(&names.classes),
            Thing::Series => all(&names.series),
            Thing::Plan => all(&names.plans),
            Thing::Grant => all(&names.grants),
            Thing::Property => all(&names.properties),
            Thing::Project => all(&names.projects),
            Thing::Account => all(&names.banks),
            Thing::Agreement => all(&names.agreements),
            Thing::Escrow => all(&names.escrows),
            Thing::Certificate => all(&names.certificates),
            Thing::Bid => all(&names.bids),
            Thing::Dividend => all(&names.dividends),
            Thing::Placement => all(&names.placements),
            Thing::Pool => all(&names.pools),
            Thing::Obligation => all(&names.obligations),
            Thing::Debt => all(&names.debts),
            Thing::Document => all(&names.documents),
            Thing::Assumption => all(&names.assumptions),
        }
    }

    /// The name of a holder.
    #[must_use]
    pub fn holder_name(&self, holder: HolderId) -> Option<&Name> {
        self.names.holders.row(holder.index()).map(|(name, _)| name)
    }

    /// The name of a promise of shares.
    #[must_use]
    pub fn obligation_name(&self, obligation: ObligationId) -> Option<&Name> {
        self.names.obligations.row(obligation.index()).map(|(name, _)| name)
    }

    /// Bank accounts, each with its currency, in order of registration.
    pub fn banks(&self) -> impl Iterator<Item = (BankId, &Name, Currency)> {
        let rows = self.names.banks.iter().enumerate();
        rows.map(|(index, (name, row))| (BankId::from_index(index), name, row.currency))
    }

    /// Plans, in order of registration.
    pub fn plans(&self) -> impl Iterator<Item = PlanView<'_>> {
        let left = |row: &Plan| match row.limits.pool {
            PoolLimit::Unlimited => None,
            PoolLimit::Fixed(limit) => Some(limit.saturating_minus(row.taken)),
            PoolLimit::Rolling(percent) => {
                let unit = Unit::Class(row.class);
                let shares = self.outstanding_with(row.class, |place| self.balance(Account { unit, place }).amount);
                let limit = self.grain(row.class).and_then(|grain| part_of(shares, percent, grain).ok());
                limit.map(|limit| limit.saturating_minus(row.open))
            }
        };
        self.names.plans.iter().map(move |(name, row)| PlanView { name, class: row.class, left: left(row) })
    }

    /// How many of a lot have not vested at the end of a day, which is not later than the last one folded.
    #[must_use]
    pub fn unvested(&self, unit: Unit, day: Date) -> Exact {
        self.grant_row(unit).map_or(Exact::ZERO, |row| row.vesting.unvested(day))
    }

    /// The conditions that parts of a lot wait for.
    pub fn conditions(&self, unit: Unit) -> impl Iterator<Item = &Name> {
        let parts = self.grant_row(unit).map_or(&[][..], |row| row.vesting.parts());
        parts.iter().filter_map(|part| if let Due::Upon(name) = &part.due { Some(name) } else { None })
    }

    fn grant_row(&self, unit: Unit) -> Option<&Grant> {
        match unit {
            Unit::Grant(id) | Unit::Award(id) => self.lot_row(id, unit).map(|(_, row)| row),
            Unit::Class(_) | Unit::Series(_) | Unit::Currency(_) => None,
        }
    }

    /// The lot of a number, if it is counted in that unit.
    fn lot_row(&self, id: GrantId, unit: Unit) -> Option<(&Name, &Grant)> {
        self.names.grants.row(id.index()).filter(|(_, row)| row.unit(id) == unit)
    }

    /// Classes of shares with their display names, in order of registration.
    pub fn classes(&self) -> impl Iterator<Item = (ClassId, &Name, &Label)> {
        self.names.classes.iter().enumerate().map(|(index, (name, row))| (ClassId::from_index(index), name, &row.label))
    }

    /// The class of that name.
    #[must_use]
    pub fn class(&self, name: &Name) -> Option<ClassId> {
        self.names.classes.index(name).map(ClassId::from_index)
    }

    /// The smallest count of a class.
    #[must_use]
    pub fn grain(&self, class: ClassId) -> Option<Exact> {
        self.names.classes.row(class.index()).map(|(_, row)| row.grain)
    }

    /// Whether the charter sets no limit to a class at the end of a day.
    #[must_use]
    pub fn is_unlimited(&self, class: ClassId, day: Date) -> bool {
        let Some((_, row)) = self.names.classes.row(class.index()) else { return false };
        let last = row.charters.iter().rev().find(|(since, _)| *since <= day);
        last.is_some_and(|(_, unlimited)| *unlimited)
    }

    /// Series of warrants, in order of registration.
    pub fn series(&self) -> impl Iterator<Item = RightView<'_>> {
        (0..self.names.series.len()).filter_map(|index| self.right(Unit::Series(SeriesId::from_index(index))))
    }

    /// Lots of options, in order of registration.
    pub fn grants(&self) -> impl Iterator<Item = RightView<'_>> {
        self.lots().filter(|lot| lot.award.is_none())
    }

    /// Lots of awards other than options, in order of registration.
    pub fn awards(&self) -> impl Iterator<Item = RightView<'_>> {
        self.lots().filter(|lot| lot.award.is_some())
    }

    /// Lots of options and awards, in order of registration.
    pub fn lots(&self) -> impl Iterator<Item = RightView<'_>> {
        let rows = self.names.grants.iter().enumerate();
        rows.filter_map(|(index, (_, row))| self.right(row.unit(GrantId::from_index(index))))
    }

    /// The series or lot that a unit counts.
    #[must_use]
    pub fn right(&self, unit: Unit) -> Option<RightView<'_>> {
        match unit {
            Unit::Series(id) => self.names.series.row(id.index()).map(|(name, row)| RightView {
                name,
                by: self.names.series.by(name).unwrap_or_default(),
                label: Some(&row.label),
                unit,
                class: row.class,
                award: None,
                strike: row.strike,
                currency: row.currency,
                expires: row.expires,
                ratio: row.ratio,
                acceleration: row.acceleration.as_ref(),
                kind: Some(row.kind),
                rests: &row.rests,
            }),
            Unit::Grant(id) | Unit::Award(id) => self.lot_row(id, unit).map(|(name, row)| RightView {
                name,
                by: self.names.grants.by(name).unwrap_or_default(),
                label: None,
                unit,
                class: row.class,
                award: row.award,
                strike: row.strike,
                currency: row.currency,
                expires: row.expires,
                ratio: None,
                acceleration: None,
                kind: None,
                rests: &row.rests,
            }),
            Unit::Class(_) | Unit::Currency(_) => None,
        }
    }

    /// The shares that so many warrants or options of a unit buy, rounded down to the grain of their class;
    /// none where the unit counts no such right.
    #[must_use]
    pub fn shares_for(&self, unit: Unit, rights: Exact) -> Option<Exact> {
        let grain = self.grain(self.class_of(unit)?)?;
        match unit {
            Unit::Series(id) => self.names.series.row(id.index())?.1.shares(rights, grain).ok(),
            Unit::Grant(_) | Unit::Award(_) => Some(rights),
            Unit::Class(_) | Unit::Currency(_) => None,
        }
    }

    /// The class that a unit counts or buys.
    #[must_use]
    pub fn class_of(&self, unit: Unit) -> Option<ClassId> {
        match unit {
            Unit::Class(class) => Some(class),
            Unit::Series(_) | Unit::Grant(_) | Unit::Award(_) => self.right(unit).map(|right| right.class),
            Unit::Currency(_) => None,
        }
    }

    /// When a commitment falls due.
    #[must_use]
    pub fn due(&self, place: Place) -> Option<Date> {
        let (agreement, number) = place.instalment()?;
        let (_, row) = self.names.agreements.row(agreement.index())?;
        row.instalments.iter().find(|instalment| instalment.number == number)?.due
    }

    /// Instalments of all agreements, in order of agreement and day.
    pub fn instalments(&self) -> impl Iterator<Item = InstalmentView<'_>> {
        self.names.agreements.iter().enumerate().flat_map(|(index, (agreement, row))| {
            row.instalments.iter().map(move |instalment| InstalmentView {
                agreement,
                label: &row.label,
                id: (AgreementId::from_index(index), instalment.number),
                due: instalment.due,
                firm: instalment.firm,
                amount_stated: instalment.amount_stated,
                worth_of: instalment.worth_of,
                ended: row.ended.is_some(),
                note: instalment.note.as_ref(),
            })
        })
    }

    /// Agreements in force that no document states any instalment of, with what documents call them.
    /// Nothing need fall due under a royalty.
    pub fn agreements_without_instalments(&self) -> impl Iterator<Item = (&Name, &Label)> {
        let rows = self.names.agreements.iter();
        let open = |row: &Agreement| row.instalments.is_empty() && row.ended.is_none();
        let owes = |row: &Agreement| !matches!(row.kind, AgreementKind::Royalty(..));
        rows.filter(move |(_, row)| open(row) && owes(row)).map(|(name, row)| (name, &row.label))
    }

    /// Agreements of every kind, in order of registration.
    pub fn agreements(&self) -> impl Iterator<Item = AgreementView<'_>> {
        let rows = self.names.agreements.iter().enumerate();
        rows.map(|(index, (name, row))| AgreementView {
            id: AgreementId::from_index(index),
            name,
            label: &row.label,
            kind: row.kind,
            ended: row.ended,
            percent: row.percent,
            purchase: row.purchase.as_ref(),
            buy_backs: &row.buy_backs,
        })
    }

    /// Assumptions, in order of registration.
    pub fn assumptions(&self) -> impl Iterator<Item = AssumptionView<'_>> {
        let rows = self.names.assumptions.iter();
        rows.map(|(name, row)| AssumptionView {
            name,
            by: self.names.assumptions.by(name).unwrap_or_default(),
            about: &row.about,
            value: &row.value,
            reason: &row.reason,
            fitted_to: &row.fitted_to,
        })
    }

    /// One assumption.
    #[must_use]
    pub fn assumption(&self, id: AssumptionId) -> Option<AssumptionView<'_>> {
        self.assumptions().nth(id.index())
    }

    /// Properties, in order of registration.
    pub fn properties(&self) -> impl Iterator<Item = &Name> {
        self.names.properties.iter().map(|(name, _)| name)
    }

    /// Research projects, in order of registration.
    pub fn projects(&self) -> impl Iterator<Item = &Name> {
        self.names.projects.iter().map(|(name, _)| name)
    }

    /// Exploration spending on the property of that name.
    #[must_use]
    pub fn exploration(&self, property: &str) -> Option<Spending> {
        let name = property.parse().ok()?;
        self.names.properties.index(&name).map(PropertyId::from_index).map(Spending::Exploration)
    }

    /// Research spending on the project of that name.
    #[must_use]
    pub fn research(&self, project: &str) -> Option<Spending> {
        let name = project.parse().ok()?;
        self.names.projects.index(&name).map(ProjectId::from_index).map(Spending::Research)
    }

    /// Rates observed on days for a pair, in order of days.
    #[must_use]
    pub fn observed_rates(&self, base: Currency, quote: Currency) -> &[Observation] {
        self.observed_over(base, quote, Span::Day)
    }

    /// Rates of a span for a pair, in order of days.
    #[must_use]
    pub fn observed_over(&self, base: Currency, quote: Currency, span: Span) -> &[Observation] {
        self.rates.observed(base, quote, span)
    }

    /// The name of a unit: a class, series or lot by its short name, money by its currency.
    #[must_use]
    pub fn unit_name(&self, unit: Unit) -> &str {
        match unit {
            Unit::Class(id) => name_of(&self.names.classes, id.index()),
            Unit::Series(id) => name_of(&self.names.series, id.index()),
            Unit::Grant(id) | Unit::Award(id) => name_of(&self.names.grants, id.index()),
            Unit::Currency(_) => "",
        }
    }

    /// What spending was for, as an event states it.
    #[must_use]
    pub fn purpose(&self, spending: Spending) -> Option<Purpose> {
        let names = &self.names;
        match spending {
            Spending::Administrative => Some(Purpose::Administrative),
            Spending::Exploration(id) => {
                names.properties.row(id.index()).map(|(name, _)| Purpose::Exploration(name.clone()))
            }
            Spending::Research(id) => names.projects.row(id.index()).map(|(name, _)| Purpose::Research(name.clone())),
            Spending::IssueCosts(id) => {
                names.classes.row(id.index()).map(|(name, _)| Purpose::IssueCosts(name.clone()))
            }
            Spending::Finance => Some(Purpose::Finance),
            Spending::ShareBased => Some(Purpose::ShareBased),
            Spending::Tax => Some(Purpose::Tax),
            Spending::WriteDown => None,
        }
    }

    /// What spending was for, in short names: `administrative`, `exploration/idaho-maryland`.
    #[must_use]
    pub fn spending_name(&self, spending: Spending) -> String {
        let word = Detail::from(spending).word();
        match spending {
            Spending::Exploration(id) => format!("{word}/{}", name_of(&self.names.properties, id.index())),
            Spending::Research(id) => format!("{word}/{}", name_of(&self.names.projects, id.index())),
            Spending::IssueCosts(id) => format!("{word}/{}", name_of(&self.names.classes, id.index())),
            Spending::Administrative
            | Spending::Finance
            | Spending::ShareBased
            | Spending::Tax
            | Spending::WriteDown => word.to_owned(),
        }
    }

    /// A place in short names: `held/public`, `cash/cad`, `expense/administrative`.
    #[must_use]
    pub fn describe(&self, place: Place) -> String {
        let names = &self.names;
        let word = place.word();
        let of = |name: &str| format!("{word}/{name}");
        match place {
            Place::Charter
            | Place::Unissued
            | Place::Reserved
            | Place::Treasury
            | Place::CertificateBook
            | Place::Writer
            | Place::Exercised
            | Place::Settled
            | Place::Expired
            | Place::Forfeited
            | Place::Cancelled
            | Place::Equipment
            | Place::Investment
            | Place::ContributedSurplus
            | Place::Deficit
            | Place::ExchangeRealised
            | Place::ExchangeUnrealised
            | Place::Conversion => word.to_owned(),
            Place::Held(id) | Place::Subscribed(id) => of(name_of(&names.holders, id.index())),
            Place::Cash(id) | Place::RestrictedCash(id) => of(name_of(&names.banks, id.index())),
            Place::CurrentAsset(asset) => of(Detail::from(asset).word()),
            Place::Payable(spending) | Place::Expense(spending) => of(&self.spending_name(spending)),
            Place::Property(id) => of(name_of(&names.properties, id.index())),
            Place::Project(id) => of(name_of(&names.projects, id.index())),
            Place::JointVenture(id) | Place::AdvanceRoyalty(id) | Place::Promised(id) => {
                of(name_of(&names.agreements, id.index()))
            }
            Place::ShareCapital(id) | Place::TreasuryStock(id) => of(name_of(&names.classes, id.index())),
            Place::WarrantReserve(id) => of(name_of(&names.series, id.index())),
            Place::AwardReserve(id) | Place::Restricted(id) => of(name_of(&names.grants, id.index())),
            Place::Income(income) => of(Detail::from(income).word()),
            Place::Commitment(id, n) | Place::Work(id, n) | Place::Worth(id, n) => {
                format!("{word}/{}/{n}", name_of(&names.agreements, id.index()))
            }
            Place::Obligated(id) | Place::Obligation(id) => of(name_of(&names.obligations, id.index())),
            Place::Escrowed(escrow, holder) => {
                let (escrow, holder) =
                    (name_of(&names.escrows, escrow.index()), name_of(&names.holders, holder.index()));
                format!("{word}/{escrow}/{holder}")
            }
            Place::Certificate(id) => of(name_of(&names.certificates, id.index())),
            Place::Debt(id) | Place::DebtInterest(id) => of(name_of(&names.debts, id.index())),
            Place::Dividend(id) => of(name_of(&names.dividends, id.index())),
            Place::FlowThroughPremium(id) | Place::FlowThroughPromised(id) | Place::FlowThroughObligation(id) => {
                of(name_of(&names.pools, id.index()))
            }
        }
    }

    /// An account in short names: `class:common/held/public`, `currency:CAD/cash/cad`.
    #[must_use]
    pub fn account_name(&self, account: Account) -> String {
        let place = self.describe(account.place);
        match account.unit {
            Unit::Class(_) => format!("class:{}/{place}", self.unit_name(account.unit)),
            Unit::Series(_) => format!("series:{}/{place}", self.unit_name(account.unit)),
            Unit::Grant(_) => format!("grant:{}/{place}", self.unit_name(account.unit)),
            Unit::Award(_) => format!("award:{}/{place}", self.unit_name(account.unit)),
            Unit::Currency(currency) => format!("currency:{currency}/{place}"),
        }
    }

    /// Every balance that is not zero, by account name.
    #[must_use]
    pub fn balances(&self) -> BTreeMap<String, Balance> {
        let open = self.accounts().filter(|(_, balance)| !balance.is_zero());
        open.map(|(account, balance)| (self.account_name(account), balance)).collect()
    }

    /// SHA-256 over every balance that is not zero, one line each in order of account names:
    /// `name amount carrying`. Two folds agree exactly when their digests do.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (name, balance) in self.balances() {
            hash.update(format!("{name} {} {}\n", balance.amount, balance.carrying));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
