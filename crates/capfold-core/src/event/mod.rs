//! What can happen: the vocabulary of the log.
//!
//! On the wire an event is an externally tagged JSON object, `{"warrants_exercised":{…}}`. Every
//! struct refuses unknown and duplicate fields; numbers are strings. What an entry can be judged by
//! alone (currencies that contradict each other, reversed dates, an assumption outside its range) is
//! refused when it is read ([`Event::check`]); what depends on the rest of the log becomes a finding
//! of the fold.
//!
//! # A new kind of event
//!
//! Its declaration is a line in `events!` below and a struct in the file of its field, with
//! `record!`. Then the compiler asks for the rest, until nothing is left out:
//!
//! | where | what |
//! | --- | --- |
//! | [`Event::rank`], [`Event::check`] | its place in a day; what its entry alone contradicts |
//! | `reference/<field>.rs` | its row of the event reference: movements, refusals, source |
//! | `Ledger::plan`, `ledger/<field>.rs` | the plan: checks everything, then gathers movements and effects |
//! | [`Cause::of`](crate::ledger::Cause::of) | what continuity tables call its movements |
//! | `capfold_testkit::model` | the same rules a second time, from its documentation alone |
//! | `drafts!` in `capfold_testkit::history` | a draft, so that histories have it; `rewrite.rs`, so that they can be renamed |
//!
//! A new kind of problem ([`crate::finding`]) has a code, a text and a way on by its declaration. What
//! no compiler can ask, tests do: that the row says what the fold does, neither more nor less
//! (`tests/it/reference.rs`), that every refusal occurs in the histories and has a golden file
//! (`tests/it/findings/`), and that the model agrees after every fact.

mod awards;
mod capital;
mod custody;
mod debt;
mod dividends;
mod financing;
mod names;
mod numbers;
mod property;
mod record;
mod register;
mod repricing;
mod restructure;
mod rights;
mod royalty;
mod settlement;
mod shares;
mod treasury;

pub use awards::*;
pub use capital::*;
pub use custody::*;
pub use debt::*;
pub use dividends::*;
pub use financing::*;
pub use names::Names;
pub use numbers::{NumberMut, Numbers};
pub use property::*;
pub use record::{Described, Field, Form, Number, Presence, Shape};
pub use register::*;
pub use repricing::*;
pub use restructure::*;
pub use rights::*;
pub use royalty::*;
pub use settlement::{CashlessSettlement, NetSettlement, Owed, Settlement, Withheld};
pub use shares::*;
pub use treasury::*;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::date::Date;
use crate::name::{Label, Name};
use crate::reference::{Reference, rows};

/// Declares [`Event`] and its parallel list of kinds, so that neither can miss a variant.
macro_rules! events {
    ($($(#[doc = $doc:literal])* $name:literal $variant:ident($payload:ty),)*) => {
        /// One thing that happened, or that someone registered, observed, assumed or corrected. Contents
        /// are boxed, so that an entry is small to move and a list of them small to walk.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case", expecting = "an event (a JSON object with one key)")]
        pub enum Event {
            $($(#[doc = $doc])* $variant(Box<$payload>),)*
        }

        /// The kind of an event, without its contents.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum EventKind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl EventKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The tag on the wire.
            #[must_use]
            pub const fn tag(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it says, line by line.
            #[must_use]
            pub const fn meaning(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($doc),*],)*
                }
            }

            /// What its contents look like on the wire, and what they mean.
            #[must_use]
            pub fn shape(self) -> Shape {
                match self {
                    $(Self::$variant => <$payload as Described>::shape(),)*
                }
            }

            /// What it moves, what refuses it, and where its rules come from.
            #[must_use]
            pub const fn reference(self) -> &'static Reference {
                match self {
                    $(Self::$variant => const { &rows::$variant },)*
                }
            }
        }

        impl Names for Event {
            fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
                match self {
                    $(Self::$variant(payload) => payload.names(visit),)*
                }
            }
        }

        impl Numbers for Event {
            fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
                match self {
                    $(Self::$variant(payload) => payload.numbers(visit),)*
                }
            }
        }

        impl Event {
            /// The kind of the event.
            #[must_use]
            pub const fn kind(&self) -> EventKind {
                match self {
                    $(Self::$variant(_) => EventKind::$variant,)*
                }
            }
        }
    };
}

events! {
    /// The book of one issuer begins.
    "book_opened" BookOpened(BookOpened),
    /// Someone can hold shares and rights from now on.
    "holder_registered" HolderRegistered(HolderRegistered),
    /// A class of shares exists; nothing is authorised yet.
    "class_registered" ClassRegistered(ClassRegistered),
    /// A series of warrants with one strike and one expiry exists.
    "series_registered" SeriesRegistered(SeriesRegistered),
    /// An option plan exists.
    "plan_registered" PlanRegistered(PlanRegistered),
    /// A mineral or other property is followed by name.
    "property_registered" PropertyRegistered(PropertyRegistered),
    /// A research project is followed by name.
    "project_registered" ProjectRegistered(ProjectRegistered),
    /// A bank account in one currency exists.
    "account_registered" AccountRegistered(AccountRegistered),
    /// A document can be cited from now on.
    "document_cited" DocumentCited(DocumentCited),
    /// A number that no document states is chosen, within a range, for a reason.
    "assumption_made" AssumptionMade(AssumptionMade),
    /// An accounting policy holds from this day.
    "policy_adopted" PolicyAdopted(Policy),
    /// What stood in the books when the log begins.
    "opening_balances" OpeningBalances(OpeningBalances),
    /// The charter allows this many shares of a class.
    "authorised_set" AuthorisedSet(AuthorisedSet),
    /// A class is split: more shares for each.
    "shares_split" SharesSplit(Restructured),
    /// A class is consolidated: fewer shares for each.
    "shares_consolidated" SharesConsolidated(Restructured),
    /// Bonus shares are issued for nothing, in proportion to what is there.
    "bonus_shares_issued" BonusSharesIssued(Restructured),
    /// All shares of a class are exchanged for shares of another.
    "class_exchanged" ClassExchanged(ClassExchanged),
    /// The issuer, a holder, a class or a series has another name in print.
    "renamed" Renamed(Renamed),
    /// Shares become shares of another class, under the terms of their own.
    "shares_converted" SharesConverted(SharesConverted),
    /// The terms of conversion of a class give another number.
    "conversion_adjusted" ConversionAdjusted(ConversionAdjusted),
    /// The company will buy its own shares for a time, up to a maximum.
    "bid_announced" BidAnnounced(BidAnnounced),
    /// The company buys its own shares, to cancel or to keep them.
    "shares_repurchased" SharesRepurchased(SharesRepurchased),
    /// Treasury shares are sold.
    "treasury_reissued" TreasuryReissued(TreasuryReissued),
    /// Treasury shares are cancelled.
    "treasury_cancelled" TreasuryCancelled(TreasuryCancelled),
    /// Shares are paid back under the terms of their class.
    "shares_redeemed" SharesRedeemed(SharesRedeemed),
    /// Shares are cancelled for nothing.
    "shares_cancelled" SharesCancelled(SharesCancelled),
    /// An issue is undone: the shares come back, the money goes back.
    "issue_rescinded" IssueRescinded(IssueRescinded),
    /// A cash dividend is owed to who holds a class on this day.
    "dividend_declared" DividendDeclared(DividendDeclared),
    /// A cash dividend is paid, with or without tax withheld.
    "dividend_paid" DividendPaid(DividendPaid),
    /// Who holds a class on this day receives new shares for it.
    "stock_dividend_paid" StockDividendPaid(StockDividendPaid),
    /// Assets pass to the holders of a class, in a company of their own.
    "spun_out" SpunOut(SpunOut),
    /// Shares are issued for cash, property, services or debt.
    "shares_issued" SharesIssued(SharesIssued),
    /// A placement is announced.
    "placement_announced" PlacementAnnounced(PlacementAnnounced),
    /// Units of a share and a part of a warrant are issued.
    "units_issued" UnitsIssued(UnitsIssued),
    /// A tranche of a placement is closed.
    "tranche_closed" TrancheClosed(TrancheClosed),
    /// Eligible spending under a flow-through obligation.
    "flow_through_spent" FlowThroughSpent(FlowThroughSpent),
    /// A finder is paid in cash, shares or warrants.
    "finders_fee_paid" FindersFeePaid(FindersFeePaid),
    /// Cash comes in for shares that are not issued yet.
    "subscription_received" SubscriptionReceived(SubscriptionReceived),
    /// What was subscribed is given back.
    "subscription_refunded" SubscriptionRefunded(SubscriptionRefunded),
    /// Shares are promised for something received.
    "obligation_incurred" ObligationIncurred(ObligationIncurred),
    /// Promised shares are issued.
    "obligation_settled" ObligationSettled(ObligationSettled),
    /// A promise of shares ends without an issue.
    "obligation_released" ObligationReleased(ObligationReleased),
    /// Shares pass from one holder to another.
    "shares_transferred" SharesTransferred(SharesTransferred),
    /// Shares can be put in the keeping of an escrow agent from now on.
    "escrow_agreed" EscrowAgreed(EscrowAgreed),
    /// An escrow has another schedule of releases from now on.
    "escrow_terms_changed" EscrowTermsChanged(EscrowTermsChanged),
    /// A holder's shares are locked in escrow.
    "escrow_deposited" EscrowDeposited(EscrowDeposited),
    /// Shares come out of escrow.
    "escrow_released" EscrowReleased(EscrowReleased),
    /// A certificate is issued for shares of a holder.
    "certificate_issued" CertificateIssued(CertificateIssued),
    /// A certificate is replaced by others.
    "certificate_replaced" CertificateReplaced(CertificateReplaced),
    /// A certificate ends.
    "certificate_cancelled" CertificateCancelled(CertificateCancelled),
    /// Options are granted under a plan: one lot with one strike and expiry.
    "options_granted" OptionsGranted(OptionsGranted),
    /// Options of one or several lots are exercised.
    "options_exercised" OptionsExercised(OptionsExercised),
    /// Options or awards lapse at the end of their term.
    "options_expired" OptionsExpired(OptionsEnded),
    /// Options or awards are lost before the end of their term.
    "options_forfeited" OptionsForfeited(OptionsEnded),
    /// Options or awards are ended by agreement.
    "options_cancelled" OptionsCancelled(OptionsEnded),
    /// Awards other than options are granted under a plan: one lot.
    "awards_granted" AwardsGranted(AwardsGranted),
    /// Vested awards are settled in shares or cash.
    "awards_settled" AwardsSettled(AwardsSettled),
    /// The cost of options and awards is charged as they vest, or taken back.
    "compensation_recognised" CompensationRecognised(CompensationRecognised),
    /// A condition upon which a part of a lot vests has been met.
    "vesting_condition_met" VestingConditionMet(VestingConditionMet),
    /// More of a lot vests at once.
    "vesting_accelerated" VestingAccelerated(VestingAccelerated),
    /// The pool of a plan and its limits are set.
    "plan_limits_set" PlanLimitsSet(PlanLimitsSet),
    /// Warrants of a series are issued.
    "warrants_issued" WarrantsIssued(WarrantsIssued),
    /// Warrants are exercised.
    "warrants_exercised" WarrantsExercised(WarrantsExercised),
    /// Warrants lapse at the end of their term.
    "warrants_expired" WarrantsExpired(WarrantsExpired),
    /// Warrants pass from one holder to another.
    "warrants_transferred" WarrantsTransferred(WarrantsTransferred),
    /// Warrants end by agreement.
    "warrants_cancelled" WarrantsCancelled(WarrantsCancelled),
    /// Options or warrants have another strike.
    "right_repriced" RightRepriced(RightRepriced),
    /// Options or warrants have a later last day.
    "right_extended" RightExtended(RightExtended),
    /// The last day of a series of warrants is brought forward.
    "acceleration_noticed" AccelerationNoticed(AccelerationNoticed),
    /// Each holder of a class receives rights for its shares.
    "rights_distributed" RightsDistributed(RightsDistributed),
    /// Cash comes in other than for shares.
    "cash_received" CashReceived(CashReceived),
    /// Cash goes out for something not accrued before.
    "cash_paid" CashPaid(CashPaid),
    /// Cash moves between accounts of one currency, or between restricted and unrestricted.
    "cash_moved" CashMoved(CashMoved),
    /// Cash of one currency is exchanged for cash of another; both legs are recorded.
    "cash_converted" CashConverted(CashConverted),
    /// Spending is incurred and owed.
    "expense_accrued" ExpenseAccrued(ExpenseAccrued),
    /// What was owed is paid.
    "liability_paid" LiabilityPaid(LiabilityPaid),
    /// The company borrows, or issues a note, debenture or SAFE.
    "debt_issued" DebtIssued(DebtIssued),
    /// Interest on a debt accrues through this day.
    "interest_accrued" InterestAccrued(InterestAccrued),
    /// Principal of a debt is repaid, or interest paid.
    "debt_repaid" DebtRepaid(DebtRepaid),
    /// Debt is converted into shares under its terms.
    "debt_converted" DebtConverted(DebtConverted),
    /// A debt is due on a later day.
    "debt_extended" DebtExtended(DebtExtended),
    /// A debt converts on other terms.
    "conversion_terms_set" ConversionTermsSet(ConversionTermsSet),
    /// A debt takes over the better terms of a later one.
    "mfn_exercised" MfnExercised(MfnExercised),
    /// The holder of a debt forgives it, or a part of it.
    "debt_forgiven" DebtForgiven(DebtForgiven),
    /// An exchange rate was observed or published.
    "rate_observed" RateObserved(RateObserved),
    /// Monetary balances in foreign currency are carried at the rate of the day.
    "exchange_revalued" ExchangeRevalued(ExchangeRevalued),
    /// Income is earned and not received yet.
    "income_accrued" IncomeAccrued(IncomeAccrued),
    /// A prepaid expense is used.
    "prepaid_used" PrepaidUsed(PrepaidUsed),
    /// An asset is written down.
    "written_down" WrittenDown(WrittenDown),
    /// An option to acquire a property, with the schedule that keeps it alive.
    "property_option_agreed" PropertyOptionAgreed(PropertyOptionAgreed),
    /// A payment for a property in cash, shares or both.
    "property_paid" PropertyPaid(PropertyPaid),
    /// A lease, possibly with an option to purchase.
    "lease_agreed" LeaseAgreed(LeaseAgreed),
    /// A payment under a lease.
    "lease_paid" LeasePaid(LeasePaid),
    /// A joint venture and what the company undertook to contribute.
    "joint_venture_agreed" JointVentureAgreed(JointVentureAgreed),
    /// A contribution to a joint venture.
    "joint_venture_contributed" JointVentureContributed(JointVentureContributed),
    /// Work in the ground is spent under an agreement.
    "work_spent" WorkSpent(WorkSpent),
    /// Something is received for a property.
    "property_receipt" PropertyReceipt(PropertyReceipt),
    /// An agreement is given up.
    "agreement_terminated" AgreementTerminated(AgreementTerminated),
    /// An option to acquire a property is exercised.
    "property_option_exercised" PropertyOptionExercised(PropertyOptionExercised),
    /// An option to purchase what is leased is exercised.
    "purchase_option_exercised" PurchaseOptionExercised(PurchaseOptionExercised),
    /// A joint venture calls for a contribution.
    "joint_venture_called" JointVentureCalled(JointVentureCalled),
    /// The company's interest in a joint venture falls.
    "joint_venture_diluted" JointVentureDiluted(JointVentureDiluted),
    /// A royalty on a property, granted or owned.
    "royalty_agreed" RoyaltyAgreed(RoyaltyAgreed),
    /// An advance on a royalty is paid.
    "advance_royalty_paid" AdvanceRoyaltyPaid(AdvanceRoyaltyPaid),
    /// A royalty is paid, in cash or out of advances.
    "royalty_paid" RoyaltyPaid(RoyaltyPaid),
    /// A part of a royalty is bought back.
    "royalty_bought_back" RoyaltyBoughtBack(RoyaltyBoughtBack),
    /// A reporting period ends; at the year end the result is carried to the deficit.
    "period_closed" PeriodClosed(PeriodClosed),
    /// An earlier entry was wrong; this is what it should have said.
    "amend" Amend(Amend),
    /// An earlier entry should not have been made.
    "void" Void(Void),
}

/// Order of events within a day; within a rank, the order of knowledge decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rank {
    /// The book opens first.
    Opening,
    /// Names, documents, assumptions, policies and rates of the day hold for the whole day.
    Frame,
    /// What happens.
    Happening,
    /// A period ends after everything else of its last day.
    Close,
}

/// Corrects an earlier entry. The corrected fact keeps the earlier one's place among the facts of a
/// day, so that amending equals having said it right the first time.
///
/// The chain cannot fork: `entry` must be the last word on its fact (the entry itself, or its latest
/// amendment).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amend {
    /// The entry that was wrong.
    #[serde(deserialize_with = "crate::wire::id")]
    pub entry: Uuid,
    /// The day on which it happened in truth.
    pub effective: Date,
    /// What happened in truth; not itself an amendment or a voiding.
    pub event: Event,
    /// Why.
    pub reason: Label,
    /// The assumptions that the corrected fact rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumes: Vec<Name>,
}

/// Withdraws the fact that an entry (or the chain of amendments it ends) states, as if it had never
/// been said. An undoing in the real world (a rescission, a bounced wire) is an event of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// The entry that should not have been made, or its latest amendment.
    #[serde(deserialize_with = "crate::wire::id")]
    pub entry: Uuid,
    /// Why.
    pub reason: Label,
}

impl Names for Amend {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        let Self { entry: _, effective: _, event, reason: _, assumes } = self;
        event.names(visit);
        assumes.names(visit);
    }
}

impl Names for Void {
    fn names(&mut self, _visit: &mut dyn FnMut(&mut Name)) {}
}

impl Described for Amend {
    fn shape() -> Shape {
        const FIELDS: &[Field] = &[
            Field::required("entry", &["The entry that was wrong."], Uuid::shape),
            Field::required("effective", &["The day on which it happened in truth."], Date::shape),
            Field::required("event", &["What happened in truth; not itself an amendment or a voiding."], Event::shape),
            Field::required("reason", &["Why."], Label::shape),
            Field::list("assumes", &["The assumptions that the corrected fact rests on."], Name::shape),
        ];
        const MEANING: &[&str] = &[
            "Corrects an earlier entry, which must be the last word on its fact; the corrected fact keeps its place",
            "among the facts of a day.",
        ];
        Shape::Record { meaning: MEANING, fields: FIELDS }
    }
}

impl Described for Void {
    fn shape() -> Shape {
        const FIELDS: &[Field] = &[
            Field::required("entry", &["The entry that should not have been made."], Uuid::shape),
            Field::required("reason", &["Why."], Label::shape),
        ];
        const MEANING: &[&str] = &["Withdraws the fact that an entry states, as if it had never been said."];
        Shape::Record { meaning: MEANING, fields: FIELDS }
    }
}

impl Described for Event {
    fn shape() -> Shape {
        Shape::Value("an event")
    }
}

/// What is wrong with an event by itself, and where in its JSON.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct EventError {
    /// Keys from the event's tag down to the value at fault.
    pub path: Vec<&'static str>,
    /// What is wrong, with both values.
    pub message: String,
}

impl EventError {
    fn at(path: &[&'static str], message: String) -> Self {
        Self { path: path.to_vec(), message }
    }
}

impl Event {
    /// Where it stands among the events of its day.
    #[must_use]
    pub const fn rank(&self) -> Rank {
        match self {
            Self::BookOpened(_) => Rank::Opening,
            Self::HolderRegistered(_)
            | Self::ClassRegistered(_)
            | Self::SeriesRegistered(_)
            | Self::PlanRegistered(_)
            | Self::PropertyRegistered(_)
            | Self::ProjectRegistered(_)
            | Self::AccountRegistered(_)
            | Self::DocumentCited(_)
            | Self::AssumptionMade(_)
            | Self::PolicyAdopted(_)
            | Self::RateObserved(_) => Rank::Frame,
            Self::OpeningBalances(_)
            | Self::AuthorisedSet(_)
            | Self::SharesSplit(_)
            | Self::SharesConsolidated(_)
            | Self::BonusSharesIssued(_)
            | Self::ClassExchanged(_)
            | Self::Renamed(_)
            | Self::SharesConverted(_)
            | Self::ConversionAdjusted(_)
            | Self::BidAnnounced(_)
            | Self::SharesRepurchased(_)
            | Self::TreasuryReissued(_)
            | Self::TreasuryCancelled(_)
            | Self::SharesRedeemed(_)
            | Self::SharesCancelled(_)
            | Self::IssueRescinded(_)
            | Self::DividendDeclared(_)
            | Self::DividendPaid(_)
            | Self::StockDividendPaid(_)
            | Self::SpunOut(_)
            | Self::SharesIssued(_)
            | Self::PlacementAnnounced(_)
            | Self::UnitsIssued(_)
            | Self::TrancheClosed(_)
            | Self::FlowThroughSpent(_)
            | Self::FindersFeePaid(_)
            | Self::SubscriptionReceived(_)
            | Self::SubscriptionRefunded(_)
            | Self::ObligationIncurred(_)
            | Self::ObligationSettled(_)
            | Self::ObligationReleased(_)
            | Self::SharesTransferred(_)
            | Self::EscrowAgreed(_)
            | Self::EscrowTermsChanged(_)
            | Self::EscrowDeposited(_)
            | Self::EscrowReleased(_)
            | Self::CertificateIssued(_)
            | Self::CertificateReplaced(_)
            | Self::CertificateCancelled(_)
            | Self::OptionsGranted(_)
            | Self::OptionsExercised(_)
            | Self::OptionsExpired(_)
            | Self::OptionsForfeited(_)
            | Self::OptionsCancelled(_)
            | Self::AwardsGranted(_)
            | Self::AwardsSettled(_)
            | Self::CompensationRecognised(_)
            | Self::VestingConditionMet(_)
            | Self::VestingAccelerated(_)
            | Self::PlanLimitsSet(_)
            | Self::WarrantsIssued(_)
            | Self::WarrantsExercised(_)
            | Self::WarrantsExpired(_)
            | Self::WarrantsTransferred(_)
            | Self::WarrantsCancelled(_)
            | Self::RightRepriced(_)
            | Self::RightExtended(_)
            | Self::AccelerationNoticed(_)
            | Self::RightsDistributed(_)
            | Self::CashReceived(_)
            | Self::CashPaid(_)
            | Self::CashMoved(_)
            | Self::CashConverted(_)
            | Self::ExpenseAccrued(_)
            | Self::LiabilityPaid(_)
            | Self::DebtIssued(_)
            | Self::InterestAccrued(_)
            | Self::DebtRepaid(_)
            | Self::DebtConverted(_)
            | Self::DebtExtended(_)
            | Self::ConversionTermsSet(_)
            | Self::MfnExercised(_)
            | Self::DebtForgiven(_)
            | Self::ExchangeRevalued(_)
            | Self::IncomeAccrued(_)
            | Self::PrepaidUsed(_)
            | Self::WrittenDown(_)
            | Self::PropertyOptionAgreed(_)
            | Self::PropertyPaid(_)
            | Self::LeaseAgreed(_)
            | Self::LeasePaid(_)
            | Self::JointVentureAgreed(_)
            | Self::JointVentureContributed(_)
            | Self::WorkSpent(_)
            | Self::PropertyReceipt(_)
            | Self::AgreementTerminated(_)
            | Self::PropertyOptionExercised(_)
            | Self::PurchaseOptionExercised(_)
            | Self::JointVentureCalled(_)
            | Self::JointVentureDiluted(_)
            | Self::RoyaltyAgreed(_)
            | Self::AdvanceRoyaltyPaid(_)
            | Self::RoyaltyPaid(_)
            | Self::RoyaltyBoughtBack(_)
            | Self::Amend(_)
            | Self::Void(_) => Rank::Happening,
            Self::PeriodClosed(_) => Rank::Close,
        }
    }

    /// What can be judged without the rest of the log.
    ///
    /// # Errors
    /// The first contradiction, with its place.
    pub fn check(&self) -> Result<(), EventError> {
        let found = match self {
            Self::ClassRegistered(event) => event.check(),
            Self::AssumptionMade(event) => event.value.check(),
            Self::SeriesRegistered(event) => event.check(),
            Self::SharesSplit(event) => event.check_direction(true),
            Self::SharesConsolidated(event) => event.check_direction(false),
            Self::BonusSharesIssued(event) => event.check(),
            Self::ClassExchanged(event) => event.check(),
            Self::BidAnnounced(event) => event.check(),
            Self::DividendDeclared(event) => event.check(),
            Self::DividendPaid(event) => event.check(),
            Self::SpunOut(event) => event.check(),
            Self::SharesIssued(event) => event.check(),
            Self::OptionsGranted(event) => check_vesting(event.vesting.as_ref()),
            Self::UnitsIssued(event) => event.check(),
            Self::TrancheClosed(event) => event.check(),
            Self::FindersFeePaid(event) => event.check(),
            Self::EscrowAgreed(event) => event.check(),
            Self::EscrowTermsChanged(event) => event.check(),
            Self::CertificateReplaced(event) => event.check(),
            Self::OptionsExercised(event) => event.check(),
            Self::AwardsGranted(event) => event.check(),
            Self::AwardsSettled(event) => event.check(),
            Self::PlanRegistered(event) => check_limit(event.per_person.as_ref()),
            Self::PlanLimitsSet(event) => check_limit(event.per_person.as_ref()),
            Self::OpeningBalances(event) => event.check(),
            Self::WarrantsIssued(event) => event.check(),
            Self::WarrantsExercised(event) => event.check(),
            Self::CashConverted(event) => event.check(),
            Self::DebtIssued(event) => event.check(),
            Self::DebtRepaid(event) => event.check(),
            Self::DebtConverted(event) => event.check(),
            Self::ConversionTermsSet(event) => event.check(),
            Self::MfnExercised(event) => event.check(),
            Self::DebtForgiven(event) => event.check(),
            Self::RateObserved(event) => event.check(),
            Self::LeaseAgreed(event) => event.check(),
            Self::PropertyPaid(event) => event.check(),
            Self::WrittenDown(event) => event.check(),
            Self::JointVentureDiluted(event) => event.check(),
            Self::RoyaltyAgreed(event) => event.check(),
            Self::RoyaltyPaid(event) => event.check(),
            Self::Amend(event) => return event.check(),
            Self::BookOpened(_)
            | Self::HolderRegistered(_)
            | Self::PropertyRegistered(_)
            | Self::ProjectRegistered(_)
            | Self::AccountRegistered(_)
            | Self::DocumentCited(_)
            | Self::PolicyAdopted(_)
            | Self::AuthorisedSet(_)
            | Self::Renamed(_)
            | Self::SharesConverted(_)
            | Self::ConversionAdjusted(_)
            | Self::SharesRepurchased(_)
            | Self::TreasuryReissued(_)
            | Self::TreasuryCancelled(_)
            | Self::SharesRedeemed(_)
            | Self::SharesCancelled(_)
            | Self::IssueRescinded(_)
            | Self::StockDividendPaid(_)
            | Self::PlacementAnnounced(_)
            | Self::FlowThroughSpent(_)
            | Self::SubscriptionReceived(_)
            | Self::SubscriptionRefunded(_)
            | Self::ObligationIncurred(_)
            | Self::ObligationSettled(_)
            | Self::ObligationReleased(_)
            | Self::SharesTransferred(_)
            | Self::EscrowDeposited(_)
            | Self::EscrowReleased(_)
            | Self::CertificateIssued(_)
            | Self::CertificateCancelled(_)
            | Self::OptionsExpired(_)
            | Self::OptionsForfeited(_)
            | Self::OptionsCancelled(_)
            | Self::CompensationRecognised(_)
            | Self::VestingConditionMet(_)
            | Self::VestingAccelerated(_)
            | Self::WarrantsExpired(_)
            | Self::WarrantsTransferred(_)
            | Self::WarrantsCancelled(_)
            | Self::RightRepriced(_)
            | Self::RightExtended(_)
            | Self::AccelerationNoticed(_)
            | Self::RightsDistributed(_)
            | Self::CashReceived(_)
            | Self::CashPaid(_)
            | Self::CashMoved(_)
            | Self::ExpenseAccrued(_)
            | Self::LiabilityPaid(_)
            | Self::InterestAccrued(_)
            | Self::DebtExtended(_)
            | Self::ExchangeRevalued(_)
            | Self::IncomeAccrued(_)
            | Self::PrepaidUsed(_)
            | Self::PropertyOptionAgreed(_)
            | Self::LeasePaid(_)
            | Self::JointVentureAgreed(_)
            | Self::JointVentureContributed(_)
            | Self::WorkSpent(_)
            | Self::PropertyReceipt(_)
            | Self::AgreementTerminated(_)
            | Self::PropertyOptionExercised(_)
            | Self::PurchaseOptionExercised(_)
            | Self::JointVentureCalled(_)
            | Self::AdvanceRoyaltyPaid(_)
            | Self::RoyaltyBoughtBack(_)
            | Self::PeriodClosed(_)
            | Self::Void(_) => Ok(()),
        };
        found.map_err(|mut error| {
            error.path.insert(0, self.kind().tag());
            error
        })
    }
}

fn check_vesting(vesting: Option<&Vesting>) -> Result<(), EventError> {
    vesting.map_or(Ok(()), Vesting::check)
}

fn check_limit(limit: Option<&PersonLimit>) -> Result<(), EventError> {
    limit.map_or(Ok(()), PersonLimit::check)
}

impl Amend {
    fn check(&self) -> Result<(), EventError> {
        if matches!(self.event, Event::Amend(_) | Event::Void(_)) {
            return Err(EventError::at(
                &["amend", "event"],
                "an amendment states what happened; it cannot hold another amendment or a voiding".to_owned(),
            ));
        }
        self.event.check().map_err(|mut error| {
            error.path.splice(0..0, ["amend", "event"]);
            error
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a record says of its keys is what is read: a key too many is answered with those there are.
    #[test]
    fn events_are_described_as_they_are_read() {
        for kind in EventKind::ALL {
            let mut described: Vec<&str> = match kind.shape() {
                Shape::Record { meaning, fields } => {
                    assert!(!meaning.is_empty(), "{kind:?}");
                    fields.iter().map(|field| field.key).collect()
                }
                Shape::Choice(forms) => forms.iter().map(|form| form.tag).collect(),
                shape @ (Shape::Value(_) | Shape::Number(_)) => panic!("{kind:?} is {shape:?}"),
            };
            assert!(!kind.meaning().is_empty(), "{kind:?}");
            let line = format!(r#"{{"{}":{{"no_such_key":1}}}}"#, kind.tag());
            let error = serde_json::from_str::<Event>(&line).expect_err("no event has such a key").to_string();
            let mut known: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
            known.sort_unstable();
            described.sort_unstable();
            assert_eq!(described, known, "{kind:?}: {error}");
        }
    }

    #[test]
    fn what_is_left_out_is_left_out() {
        let line = r#"{"class_registered":{"class":"common","name":"Common","grain":null}}"#;
        let error = serde_json::from_str::<Event>(line).expect_err("null is no count").to_string();
        assert!(error.contains("expected a quantity in quotes"), "{error}");
    }
}
