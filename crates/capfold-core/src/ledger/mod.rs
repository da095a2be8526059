//! The ledger: facts folded into balances.
//!
//! Double entry for shares as well as for money: the only effect is a [`Transfer`] from one place to
//! another within one unit, so each unit sums to zero by construction. Money has two measures, its
//! amount and its carrying amount in functional currency; both sum to zero. A fact is planned first,
//! which may refuse it and changes nothing, and then applied, which cannot fail.

mod accounts;
mod agreement;
mod awards;
mod capital;
mod classes;
mod custody;
mod debt;
mod dividends;
mod draft;
mod exercise;
mod financing;
mod flow_through;
mod holds;
mod journal;
mod kinds;
mod locked;
mod obligations;
mod plans;
mod property;
mod rates;
mod register;
mod repricing;
mod rescale;
mod restructure;
mod rights;
mod rows;
mod royalty;
mod settlement;
mod shares;
mod terms;
mod treasury;
mod units;
mod vesting;
mod view;
mod warrants;

pub use accounts::{
    Account, AccountId, AgreementId, AssumptionId, Balance, BankId, BidId, CertificateId, ClassId, DebtId, DividendId,
    EscrowId, GrantId, HolderId, Income, ObligationId, Place, PlaceKind, PlanId, PoolId, ProjectId, PropertyId,
    SeriesId, Spending, Unit,
};
pub use classes::{BidView, DividendView};
pub use debt::DebtView;
pub use financing::{PlacementView, TrancheView};
pub use flow_through::PoolView;
pub(crate) use journal::merge;
pub use journal::{Cause, Journal, Posting};
pub use kinds::{Detail, UnitKind};
pub use locked::{CertificateView, EscrowedView, LockView};
pub use rates::{Conversion, Observation};
pub use repricing::Strike;
pub use rescale::Restructuring;
pub use rows::{AgreementKind, Book, BuyBack, DebtTerms, Policies, Purchase, Rests};
pub use terms::{ClassConversion, ClassDividend, ClassParticipation, ClassRedemption, ClassTerms};
pub use view::{AgreementView, AssumptionView, InstalmentView, PlanView, RightView};

use std::collections::BTreeMap;

use crate::date::Date;
use crate::event::{AssumedValue, EscrowRelease, Event, FractionPolicy, Policy, Renamed};
use crate::exact::Exact;
use crate::finding::{Finding, Problem, Rejection};
use crate::log::{Fact, Reading};
use crate::money::Currency;
use crate::name::{Name, Seq};
use accounts::Accounts;
use agreement::AgreementChange;
use debt::DebtChange;
use draft::Draft;
use holds::{Hold, Holds};
use rates::Rates;
use register::{NewLot, Registration};
use repricing::TermChange;
use rescale::Rescaled;
use rows::{Names, PlanLimits, Table, TrancheId};

/// Balances, names, rates and policies after a fold.
#[derive(Debug, Default, Clone)]
pub struct Ledger {
    book: Option<Book>,
    names: Names,
    accounts: Accounts,
    holds: Holds,
    /// The certificates ever made out to a holder.
    certified: BTreeMap<HolderId, Vec<CertificateId>>,
    rates: Rates,
    /// In force where the fold has come to.
    policies: Policies,
    /// All in force from a day on, in order of days.
    adopted: Vec<(Date, Policies)>,
    /// Classes in other units, in order of the fold.
    restructurings: Vec<Restructuring>,
    /// Sum of the magnitudes of everything ever moved. No balance can be farther from zero.
    volume: Exact,
    /// The first fact that moved something other than opening balances and the charter.
    moved: Option<Seq>,
    journal: Option<Journal>,
    reading: Reading,
}

/// A movement between two places of one unit. Both measures leave `from` and enter `to`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// Where from.
    pub from: Place,
    /// Where to.
    pub to: Place,
    /// Of what.
    pub unit: Unit,
    /// How much.
    pub amount: Exact,
    /// How much in functional currency.
    pub carrying: Exact,
}

/// The transfers up to `end` rest on these assumptions.
#[derive(Clone, Debug)]
struct Segment {
    end: usize,
    rests: Rests,
}

/// Everything a fact will do: checked, complete, and not yet done.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    transfers: Vec<Transfer>,
    segments: Vec<Segment>,
    effects: Vec<Effect>,
    volume: Exact,
}

impl Plan {
    /// The movements, in order.
    #[must_use]
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }
}

/// What a fact changes besides balances.
#[derive(Clone, Debug)]
enum Effect {
    Register(Box<Registration>),
    Observe {
        pair: (Currency, Currency, crate::date::Span),
        observed: Observation,
    },
    Adopt(Policy),
    Limit {
        class: ClassId,
        unlimited: bool,
    },
    Converts {
        class: ClassId,
        conversion: ClassConversion,
    },
    Rescaled(Box<Rescaled>),
    Restructured {
        from: ClassId,
        to: ClassId,
        new: Exact,
        old: Exact,
        fractions: FractionPolicy,
        rests: Rests,
    },
    Renamed(Box<Renamed>),
    Bought {
        bid: BidId,
        quantity: Exact,
    },
    /// A lot or a series has another strike or last day.
    Terms {
        unit: Unit,
        change: TermChange,
        rests: Rests,
    },
    /// Rights end: so many are no longer open, and so many no longer count as granted.
    PlanUsed {
        plan: PlanId,
        open: Exact,
        taken: Exact,
    },
    Limits {
        plan: PlanId,
        limits: PlanLimits,
    },
    Vesting {
        grant: GrantId,
        parts: Vec<vesting::Part>,
    },
    Hold {
        class: ClassId,
        holder: HolderId,
        hold: Hold,
    },
    Deposited {
        escrow: EscrowId,
        class: ClassId,
        holder: HolderId,
        quantity: Exact,
    },
    EscrowTerms {
        escrow: EscrowId,
        schedule: Vec<EscrowRelease>,
    },
    CertificateEnded(CertificateId),
    Agreement(AgreementId, Box<AgreementChange>),
    Debt {
        debt: DebtId,
        change: DebtChange,
    },
    /// So much was issued in a tranche, for so much in cash.
    Placed(TrancheId, Exact, Option<(Currency, Exact)>),
    TrancheClosed(TrancheId),
}

/// The rows of holders are brought near for so many facts at once: their cache misses overlap, where
/// one by one each would be waited for.
const BATCH: usize = 16;

/// Folds facts into a ledger and findings. Total: a fact that cannot happen becomes a finding, and
/// the fold goes on.
#[must_use]
pub fn fold(facts: &[Fact<'_>]) -> (Ledger, Vec<Finding>) {
    fold_into(Ledger::default(), facts)
}

/// Folds with lineage: the ledger keeps its journal.
#[must_use]
pub fn fold_with_lineage(facts: &[Fact<'_>]) -> (Ledger, Vec<Finding>) {
    fold_into(Ledger { journal: Some(Journal::default()), ..Ledger::default() }, facts)
}

/// Folds with lineage under other values of some assumptions; days are replaced by the timeline.
#[must_use]
pub fn fold_reading(facts: &[Fact<'_>], reading: &Reading) -> (Ledger, Vec<Finding>) {
    let (journal, reading) = (Some(Journal::default()), reading.clone());
    fold_into(Ledger { journal, reading, ..Ledger::default() }, facts)
}

/// Folds further facts on top of a ledger: a snapshot plus the rest is the whole.
#[must_use]
pub fn fold_into(mut ledger: Ledger, facts: &[Fact<'_>]) -> (Ledger, Vec<Finding>) {
    let mut findings = Vec::new();
    // One plan's memory serves all facts.
    let mut plan = Plan::default();
    for batch in facts.chunks(BATCH) {
        std::hint::black_box(batch.iter().fold(0, |sum, fact| sum ^ ledger.approach(fact)));
        for fact in batch {
            match ledger.plan_into(fact, &mut plan) {
                Ok(()) => ledger.enact(fact, &mut plan),
                Err(rejection) => findings.push(Finding { seq: fact.stated_by, rejection }),
            }
        }
    }
    (ledger, findings)
}

impl Ledger {
    /// What a fact would do, or why it cannot happen. Changes nothing.
    ///
    /// # Errors
    /// The first problem in the order in which the event's fields are checked.
    pub fn plan(&self, fact: &Fact<'_>) -> Result<Plan, Rejection> {
        let mut plan = Plan::default();
        self.plan_into(fact, &mut plan).map(|()| plan)
    }

    fn plan_into(&self, fact: &Fact<'_>, plan: &mut Plan) -> Result<(), Rejection> {
        plan.transfers.clear();
        plan.segments.clear();
        plan.effects.clear();
        if self.book.is_none() && !matches!(fact.event, Event::BookOpened(_)) {
            return Err(Rejection::at("", Problem::BookNotOpen));
        }
        let mut draft = Draft::new(self, fact, plan)?;
        match fact.event {
            Event::BookOpened(event) => draft.book_opened(fact, event)?,
            Event::HolderRegistered(event) => draft.holder_registered(event)?,
            Event::ClassRegistered(event) => draft.class_registered(event)?,
            Event::SeriesRegistered(event) => draft.series_registered(event)?,
            Event::PlanRegistered(event) => draft.plan_registered(event)?,
            Event::PropertyRegistered(event) => draft.property_registered(event)?,
            Event::ProjectRegistered(event) => draft.project_registered(event)?,
            Event::AccountRegistered(event) => draft.account_registered(event)?,
            Event::DocumentCited(event) => draft.document_cited(event)?,
            Event::AssumptionMade(event) => draft.assumption_made(event)?,
            Event::PolicyAdopted(policy) => draft.effect(Effect::Adopt(policy.as_ref().clone())),
            Event::OpeningBalances(event) => draft.opening_balances(event)?,
            Event::AuthorisedSet(event) => draft.authorised_set(event)?,
            Event::SharesSplit(event) | Event::SharesConsolidated(event) => draft.restructured(event)?,
            Event::BonusSharesIssued(event) => draft.bonus_shares_issued(event)?,
            Event::ClassExchanged(event) => draft.class_exchanged(event)?,
            Event::Renamed(event) => draft.renamed(event)?,
            Event::SharesConverted(event) => draft.shares_converted(event)?,
            Event::ConversionAdjusted(event) => draft.conversion_adjusted(event)?,
            Event::BidAnnounced(event) => draft.bid_announced(event)?,
            Event::SharesRepurchased(event) => draft.shares_repurchased(event)?,
            Event::TreasuryReissued(event) => draft.treasury_reissued(event)?,
            Event::TreasuryCancelled(event) => draft.treasury_cancelled(event)?,
            Event::SharesRedeemed(event) => draft.shares_redeemed(event)?,
            Event::SharesCancelled(event) => draft.shares_cancelled(event)?,
            Event::IssueRescinded(event) => draft.issue_rescinded(event)?,
            Event::DividendDeclared(event) => draft.dividend_declared(event)?,
            Event::DividendPaid(event) => draft.dividend_paid(event)?,
            Event::StockDividendPaid(event) => draft.stock_dividend_paid(event)?,
            Event::SpunOut(event) => draft.spun_out(event)?,
            Event::SharesIssued(event) => draft.shares_issued(event)?,
            Event::PlacementAnnounced(event) => draft.placement_announced(event)?,
            Event::UnitsIssued(event) => draft.units_issued(event)?,
            Event::TrancheClosed(event) => draft.tranche_closed(event)?,
            Event::FlowThroughSpent(event) => draft.flow_through_spent(event)?,
            Event::FindersFeePaid(event) => draft.finders_fee_paid(event)?,
            Event::SubscriptionReceived(event) => draft.subscription_received(event)?,
            Event::SubscriptionRefunded(event) => draft.subscription_refunded(event)?,
            Event::ObligationIncurred(event) => draft.obligation_incurred(event)?,
            Event::ObligationSettled(event) => draft.obligation_settled(event)?,
            Event::ObligationReleased(event) => draft.obligation_released(event)?,
            Event::SharesTransferred(event) => draft.shares_transferred(event)?,
            Event::EscrowAgreed(event) => draft.escrow_agreed(event)?,
            Event::EscrowTermsChanged(event) => draft.escrow_terms_changed(event)?,
            Event::EscrowDeposited(event) => draft.escrow_deposited(event)?,
            Event::EscrowReleased(event) => draft.escrow_released(event)?,
            Event::CertificateIssued(event) => draft.certificate_issued(event)?,
            Event::CertificateReplaced(event) => draft.certificate_replaced(event)?,
            Event::CertificateCancelled(event) => draft.certificate_cancelled(event)?,
            Event::OptionsGranted(event) => draft.options_granted(event)?,
            Event::OptionsExercised(event) => draft.options_exercised(event)?,
            Event::OptionsExpired(event) => draft.options_expired(event)?,
            Event::OptionsForfeited(event) => draft.options_forfeited(event)?,
            Event::OptionsCancelled(event) => draft.options_cancelled(event)?,
            Event::AwardsGranted(event) => draft.awards_granted(event)?,
            Event::AwardsSettled(event) => draft.awards_settled(event)?,
            Event::CompensationRecognised(event) => draft.compensation_recognised(event)?,
            Event::VestingConditionMet(event) => draft.vesting_condition_met(event)?,
            Event::VestingAccelerated(event) => draft.vesting_accelerated(event)?,
            Event::PlanLimitsSet(event) => draft.plan_limits_set(event)?,
            Event::WarrantsIssued(event) => draft.warrants_issued(event)?,
            Event::WarrantsExercised(event) => draft.warrants_exercised(event)?,
            Event::WarrantsExpired(event) => draft.warrants_expired(event)?,
            Event::WarrantsTransferred(event) => draft.warrants_transferred(event)?,
            Event::WarrantsCancelled(event) => draft.warrants_cancelled(event)?,
            Event::RightRepriced(event) => draft.right_repriced(event)?,
            Event::RightExtended(event) => draft.right_extended(event)?,
            Event::AccelerationNoticed(event) => draft.acceleration_noticed(event)?,
            Event::RightsDistributed(event) => draft.rights_distributed(event)?,
            Event::CashReceived(event) => draft.cash_received(event)?,
            Event::CashPaid(event) => draft.cash_paid(event)?,
            Event::CashMoved(event) => draft.cash_moved(event)?,
            Event::CashConverted(event) => draft.cash_converted(event)?,
            Event::ExpenseAccrued(event) => draft.expense_accrued(event)?,
            Event::LiabilityPaid(event) => draft.liability_paid(event)?,
            Event::DebtIssued(event) => draft.debt_issued(event)?,
            Event::InterestAccrued(event) => draft.interest_accrued(event)?,
            Event::DebtRepaid(event) => draft.debt_repaid(event)?,
            Event::DebtConverted(event) => draft.debt_converted(event)?,
            Event::DebtExtended(event) => draft.debt_extended(event)?,
            Event::ConversionTermsSet(event) => draft.conversion_terms_set(event)?,
            Event::MfnExercised(event) => draft.mfn_exercised(event)?,
            Event::DebtForgiven(event) => draft.debt_forgiven(event)?,
            Event::RateObserved(event) => draft.rate_observed(fact, event),
            Event::ExchangeRevalued(_) => draft.exchange_revalued()?,
            Event::IncomeAccrued(event) => draft.income_accrued(event)?,
            Event::PrepaidUsed(event) => draft.prepaid_used(event)?,
            Event::WrittenDown(event) => draft.written_down(event)?,
            Event::PropertyOptionAgreed(event) => draft.property_option_agreed(event)?,
            Event::PropertyPaid(event) => draft.property_paid(event)?,
            Event::LeaseAgreed(event) => draft.lease_agreed(event)?,
            Event::LeasePaid(event) => draft.lease_paid(event)?,
            Event::JointVentureAgreed(event) => draft.joint_venture_agreed(event)?,
            Event::JointVentureContributed(event) => draft.joint_venture_contributed(event)?,
            Event::WorkSpent(event) => draft.work_spent(event)?,
            Event::PropertyReceipt(event) => draft.property_receipt(event)?,
            Event::AgreementTerminated(event) => draft.agreement_terminated(event)?,
            Event::PropertyOptionExercised(event) => draft.property_option_exercised(event)?,
            Event::PurchaseOptionExercised(event) => draft.purchase_option_exercised(event)?,
            Event::JointVentureCalled(event) => draft.joint_venture_called(event)?,
            Event::JointVentureDiluted(event) => draft.joint_venture_diluted(event)?,
            Event::RoyaltyAgreed(event) => draft.royalty_agreed(event)?,
            Event::AdvanceRoyaltyPaid(event) => draft.advance_royalty_paid(event)?,
            Event::RoyaltyPaid(event) => draft.royalty_paid(event)?,
            Event::RoyaltyBoughtBack(event) => draft.royalty_bought_back(event)?,
            Event::PeriodClosed(_) => draft.period_closed()?,
            // A timeline holds what corrections amount to, never the corrections themselves.
            Event::Amend(_) | Event::Void(_) => {}
        }
        draft.finish()
    }

    /// Does what was planned. Plans are applied to the ledger that made them, before anything else.
    pub fn apply(&mut self, fact: &Fact<'_>, mut plan: Plan) {
        self.enact(fact, &mut plan);
    }

    fn enact(&mut self, fact: &Fact<'_>, plan: &mut Plan) {
        for effect in plan.effects.drain(..) {
            self.change(fact, effect);
        }
        if self.moved.is_none() && !plan.transfers.is_empty() && is_movement(Cause::of(fact.event)) {
            self.moved = Some(fact.stated_by);
        }
        self.volume = plan.volume;
        let mut segments = plan.segments.iter().peekable();
        let nothing = Rests::new();
        for (index, transfer) in plan.transfers.iter().enumerate() {
            let Transfer { from, to, unit, amount, carrying } = *transfer;
            let from = self.accounts.add(Account { unit, place: from }, amount.negated(), carrying.negated());
            let to = self.accounts.add(Account { unit, place: to }, amount, carrying);
            if let Some(journal) = &mut self.journal {
                while segments.next_if(|segment| segment.end <= index).is_some() {}
                let rests = segments.peek().map_or(&nothing, |segment| &segment.rests);
                let strike = if transfer.to == Place::Exercised { self.names.strike(unit) } else { None };
                journal.post(fact, from, to, (amount, carrying), rests, strike);
            }
        }
    }

    /// Reads the rows of the holders of a coming fact, so that they are in the cache when it is folded.
    /// The result means nothing.
    fn approach(&self, fact: &Fact<'_>) -> u32 {
        let touch = |name: &Name| {
            let row = self.names.holders.index(name).map(HolderId::from_index);
            row.map_or(0, |holder| self.accounts.touch(holder))
        };
        if let Event::SharesIssued(event) = fact.event {
            touch(&event.holder)
        } else if let Event::SharesTransferred(event) = fact.event {
            touch(&event.from) ^ touch(&event.to)
        } else if let Event::WarrantsIssued(event) = fact.event {
            touch(&event.holder)
        } else if let Event::WarrantsExercised(event) = fact.event {
            touch(&event.holder)
        } else {
            0
        }
    }

    fn change(&mut self, fact: &Fact<'_>, effect: Effect) {
        match effect {
            Effect::Register(registration) => self.register(fact.stated_by, *registration),
            Effect::Observe { pair, observed } => self.rates.observe(pair, observed),
            Effect::Adopt(policy) => self.adopt(fact.effective, &policy),
            Effect::Limit { class, unlimited } => {
                if let Some(row) = self.names.classes.row_mut(class.index()) {
                    row.unlimited = unlimited;
                    row.charters.push((fact.effective, unlimited));
                }
            }
            Effect::Rescaled(row) => self.replace(*row),
            Effect::Restructured { from, to, new, old, fractions, rests } => {
                let (by, date, postings) = (fact.stated_by, fact.effective, self.posted());
                let change = Restructuring { by, date, from, to, new, old, fractions, rests, postings };
                self.restructurings.push(change);
            }
            Effect::Renamed(renamed) => self.rename(*renamed),
            Effect::Bought { bid, quantity } => {
                if let Some(row) = self.names.bids.row_mut(bid.index()) {
                    row.bought = row.bought.saturating_plus(quantity);
                }
            }
            Effect::Converts { class, conversion } => {
                if let Some(row) = self.names.classes.row_mut(class.index()) {
                    row.terms.conversion = Some(conversion);
                }
            }
            Effect::Terms { unit, change, rests } => self.names.change_terms(unit, fact.stated_by, change, &rests),
            Effect::PlanUsed { plan, open, taken } => {
                if let Some(row) = self.names.plans.row_mut(plan.index()) {
                    row.open = row.open.saturating_minus(open);
                    row.taken = row.taken.saturating_minus(taken);
                }
            }
            Effect::Limits { plan, limits } => {
                if let Some(row) = self.names.plans.row_mut(plan.index()) {
                    row.limits = limits;
                }
            }
            Effect::Vesting { grant, parts } => {
                if let Some(row) = self.names.grants.row_mut(grant.index()) {
                    row.vesting.change(fact.effective, parts);
                }
            }
            Effect::Placed(tranche, quantity, received) => {
                if let Some(tranche) = self.names.tranche_mut(tranche) {
                    tranche.add(quantity, received);
                }
            }
            Effect::TrancheClosed(tranche) => {
                if let Some(tranche) = self.names.tranche_mut(tranche) {
                    tranche.closed = Some(fact.stated_by);
                }
            }
            Effect::Hold { class, holder, hold } => self.holds.add(class, holder, hold),
            Effect::Deposited { escrow, class, holder, quantity } => {
                if let Some(row) = self.names.escrows.row_mut(escrow.index()) {
                    let deposited = row.deposits.entry((class, holder)).or_default();
                    *deposited = deposited.saturating_plus(quantity);
                }
            }
            Effect::EscrowTerms { escrow, schedule } => {
                if let Some(row) = self.names.escrows.row_mut(escrow.index()) {
                    row.schedule = schedule;
                }
            }
            Effect::CertificateEnded(certificate) => {
                if let Some(row) = self.names.certificates.row_mut(certificate.index()) {
                    row.ended = Some(fact.stated_by);
                }
            }
            Effect::Agreement(agreement, change) => {
                if let Some(row) = self.names.agreements.row_mut(agreement.index()) {
                    row.change(fact.stated_by, *change);
                }
            }
            Effect::Debt { debt, change } => {
                if let Some(row) = self.names.debts.row_mut(debt.index()) {
                    row.change(fact.effective, change);
                }
            }
        }
    }

    fn register(&mut self, by: Seq, registration: Registration) {
        let names = &mut self.names;
        match registration {
            Registration::Book(book) => self.book = Some(book),
            Registration::Holder(name, row) => names.holders.insert(name, by, row),
            Registration::Class(name, row) => names.classes.insert(name, by, row),
            Registration::Bid(name, row) => names.bids.insert(name, by, row),
            Registration::Dividend(name, row) => names.dividends.insert(name, by, row),
            Registration::Series(name, row) => names.series.insert(name, by, row),
            Registration::Plan(name, row) => names.plans.insert(name, by, row),
            Registration::Grants(lots) => {
                for NewLot { name, row, quantity, granted, .. } in lots {
                    if let Some(plan) = names.plans.row_mut(row.plan.index()) {
                        plan.taken = plan.taken.saturating_plus(quantity);
                        plan.open = plan.open.saturating_plus(quantity);
                        plan.granted.extend(granted.map(|day| (day, row.holder, quantity)));
                    }
                    names.grants.insert(name, by, row);
                }
            }
            Registration::Property(name, row) => names.properties.insert(name, by, row),
            Registration::Project(name, row) => names.projects.insert(name, by, row),
            Registration::Bank(name, row) => names.banks.insert(name, by, row),
            Registration::Document(name, row) => names.documents.insert(name, by, row),
            Registration::Agreement(name, row) => names.agreements.insert(name, by, row),
            Registration::Escrow(name, row) => names.escrows.insert(name, by, row),
            Registration::Certificates(rows) => {
                for (name, row) in rows {
                    let id = CertificateId::from_index(names.certificates.len());
                    self.certified.entry(row.holder).or_default().push(id);
                    names.certificates.insert(name, by, row);
                }
            }
            Registration::Placement(name, row) => names.placements.insert(name, by, row),
            Registration::Pool(name, row) => names.pools.insert(name, by, row),
            Registration::Obligation(name, row) => names.obligations.insert(name, by, row),
            Registration::Debt(name, row) => names.debts.insert(name, by, row),
            Registration::Assumption(name, mut row) => {
                read_otherwise(&mut row.value, &name, &self.reading);
                names.assumptions.insert(name, by, row);
            }
        }
    }

    /// How many postings the journal has.
    fn posted(&self) -> usize {
        self.journal.as_ref().map_or(0, |journal| journal.postings().len())
    }

    fn adopt(&mut self, since: Date, policy: &Policy) {
        let policies = &mut self.policies;
        match policy {
            Policy::DayCount(choice) => policies.day_count = *choice,
            Policy::Exploration(choice) => policies.exploration = *choice,
            Policy::Research(choice) => policies.research = *choice,
            Policy::Exchange(choice) => policies.exchange = *choice,
            Policy::Fractions(choice) => policies.fractions = *choice,
            Policy::UnitValues(choice) => policies.unit_values = *choice,
            Policy::Regime(choice) => policies.regime = Some(*choice),
        }
        self.adopted.push((since, *policies));
    }

    pub(crate) fn functional(&self) -> Result<Currency, Rejection> {
        self.book.as_ref().map(|book| book.functional).ok_or_else(|| Rejection::at("", Problem::BookNotOpen))
    }
}

/// Puts another value in the place of the chosen one.
fn read_otherwise(value: &mut AssumedValue, name: &Name, reading: &Reading) {
    match value {
        AssumedValue::Quantity(value) => value.chosen = reading.numbers.get(name).copied().unwrap_or(value.chosen),
        AssumedValue::Amount(value) | AssumedValue::Price(value) => {
            value.chosen = reading.numbers.get(name).copied().unwrap_or(value.chosen);
        }
        AssumedValue::Date(value) => value.chosen = reading.days.get(name).copied().unwrap_or(value.chosen),
        AssumedValue::Currency(_) => {}
    }
}

/// Whether opening balances may no longer follow.
const fn is_movement(cause: Cause) -> bool {
    !matches!(cause, Cause::Opening | Cause::Charter | Cause::Agreement | Cause::Release | Cause::Certificate)
}

/// What a table calls an interned number; `?` for a number it never gave out.
fn name_of<T>(table: &Table<T>, index: usize) -> &str {
    table.row(index).map_or("?", |(name, _)| name.as_str())
}
