//! Lineage: every posting with its day, its entry and the assumptions it rests on. Kept only when
//! asked for; balances need none of it.

use indexmap::IndexSet;

use super::accounts::AccountId;
use super::repricing::Strike;
use super::rows::Rests;
use crate::date::Date;
use crate::event::{Consideration, DebtFor, Event};
use crate::exact::Exact;
use crate::log::Fact;
use crate::name::Seq;

/// Declares [`Cause`] with the words that tables use.
macro_rules! causes {
    ($($(#[doc = $doc:literal])* $variant:ident $words:literal,)*) => {
        /// What a posting did, as continuity tables name it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Cause {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Cause {
            /// In the words of a continuity table.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)*
                }
            }
        }
    };
}

causes! {
    /// Stood in the books when the log begins.
    Opening "opening balance",
    /// Issue for cash.
    Placement "issued for cash",
    /// Issue for a property.
    ForProperty "for property",
    /// Issue for services.
    ForServices "for services",
    /// Issue for debt.
    ForDebt "for debt",
    /// Issue for a business.
    ForBusiness "for a business",
    /// Issue of units of shares and warrants.
    Units "units issued",
    /// Spending of what flow-through shares were paid for.
    FlowThrough "flow-through spending",
    /// A finder's pay.
    FindersFee "finders' fees",
    /// Promise of shares for something received.
    Promise "shares promised",
    /// Issue of promised shares.
    PromiseKept "promised shares issued",
    /// End of a promise of shares.
    PromiseEnded "promises ended",
    /// Cash for shares that are not issued yet.
    Subscription "subscribed",
    /// Subscriptions given back.
    Refund "subscriptions given back",
    /// Exercise of options.
    OptionExercise "options exercised",
    /// Exercise of warrants.
    WarrantExercise "warrants exercised",
    /// Settlement of awards.
    AwardSettlement "awards settled",
    /// Grant of options or awards, or issue of warrants.
    Grant "granted or issued",
    /// End of the term of a right.
    Expiry "expired",
    /// Loss of a right before the end of its term.
    Forfeiture "forfeited",
    /// End of a right by agreement.
    Cancellation "cancelled",
    /// From holder to holder.
    Transfer "transferred",
    /// Into an escrow.
    EscrowDeposit "deposited in escrow",
    /// Out of an escrow.
    EscrowRelease "released from escrow",
    /// A certificate made out, replaced or ended: memorandum only.
    Certificate "certificates",
    /// A change of the charter.
    Charter "charter",
    /// A split or a consolidation.
    Restructuring "split or consolidated",
    /// Shares issued to holders for nothing, in proportion.
    BonusIssue "bonus issue",
    /// All shares of a class for shares of another.
    Exchange "class exchanged",
    /// Shares of one class for shares of another, under their terms.
    ShareConversion "shares converted",
    /// Shares bought by the company.
    Repurchase "repurchased",
    /// Treasury shares sold.
    Reissue "reissued from treasury",
    /// Shares paid back under their terms.
    Redemption "redeemed",
    /// An issue undone.
    Rescission "rescinded",
    /// A cash dividend.
    Dividend "dividend declared",
    /// A dividend in shares.
    StockDividend "dividend in shares",
    /// Assets passed to holders.
    SpinOut "spun out",
    /// Cash in other than for shares.
    Receipt "received",
    /// Cash out.
    Payment "paid",
    /// Cash moved within a currency.
    Movement "moved",
    /// One currency for another.
    Conversion "converted",
    /// Spending incurred.
    Accrual "accrued",
    /// Cost of options and awards charged, or taken back.
    Compensation "share-based payments",
    /// Loans, notes, debentures and SAFEs taken up.
    Borrowing "borrowed",
    /// Interest on debts.
    Interest "interest accrued",
    /// Principal and interest of debts paid.
    Repayment "repaid",
    /// Debts turned into shares.
    DebtConversion "debt converted",
    /// Debts that their holders forgave.
    Forgiveness "debt forgiven",
    /// Exchange revaluation.
    Revaluation "revalued",
    /// A prepaid expense used.
    Use "used",
    /// An asset written down.
    WriteDown "written down",
    /// A part of a royalty bought back.
    BuyBack "bought back",
    /// An agreement made, or a commitment under one: memorandum only.
    Agreement "agreed",
    /// An agreement ended: memorandum only.
    Release "released",
    /// Year end carried to the deficit.
    Close "year end",
    /// A registration, observation or policy: no postings.
    Record "recorded",
}

impl Cause {
    /// The cause of what an event posts.
    #[must_use]
    pub const fn of(event: &Event) -> Self {
        match event {
            Event::OpeningBalances(_) => Self::Opening,
            Event::SharesIssued(issued) => match issued.consideration {
                Consideration::Cash(_) | Consideration::Subscription(_) => Self::Placement,
                Consideration::Property(_) => Self::ForProperty,
                Consideration::Services(_) => Self::ForServices,
                Consideration::Debt(_) => Self::ForDebt,
                Consideration::Business(_) => Self::ForBusiness,
            },
            Event::UnitsIssued(_) => Self::Units,
            Event::FlowThroughSpent(_) => Self::FlowThrough,
            Event::FindersFeePaid(_) => Self::FindersFee,
            Event::SubscriptionReceived(_) => Self::Subscription,
            Event::SubscriptionRefunded(_) => Self::Refund,
            Event::ObligationIncurred(_) => Self::Promise,
            Event::ObligationSettled(_) => Self::PromiseKept,
            Event::ObligationReleased(_) => Self::PromiseEnded,
            Event::PropertyPaid(_) => Self::ForProperty,
            Event::OptionsExercised(_) => Self::OptionExercise,
            Event::WarrantsExercised(_) => Self::WarrantExercise,
            Event::OptionsGranted(_)
            | Event::AwardsGranted(_)
            | Event::WarrantsIssued(_)
            | Event::RightsDistributed(_) => Self::Grant,
            Event::AwardsSettled(_) => Self::AwardSettlement,
            Event::CompensationRecognised(_) => Self::Compensation,
            Event::OptionsExpired(_) | Event::WarrantsExpired(_) => Self::Expiry,
            Event::OptionsForfeited(_) => Self::Forfeiture,
            Event::OptionsCancelled(_) | Event::WarrantsCancelled(_) => Self::Cancellation,
            Event::SharesTransferred(_) | Event::WarrantsTransferred(_) => Self::Transfer,
            Event::EscrowDeposited(_) => Self::EscrowDeposit,
            Event::EscrowReleased(_) => Self::EscrowRelease,
            Event::CertificateIssued(_) | Event::CertificateReplaced(_) | Event::CertificateCancelled(_) => {
                Self::Certificate
            }
            Event::AuthorisedSet(_) => Self::Charter,
            Event::SharesSplit(_) | Event::SharesConsolidated(_) => Self::Restructuring,
            Event::BonusSharesIssued(_) => Self::BonusIssue,
            Event::ClassExchanged(_) => Self::Exchange,
            Event::SharesConverted(_) => Self::ShareConversion,
            Event::SharesRepurchased(_) => Self::Repurchase,
            Event::TreasuryReissued(_) => Self::Reissue,
            Event::SharesRedeemed(_) => Self::Redemption,
            Event::IssueRescinded(_) => Self::Rescission,
            Event::DividendDeclared(_) => Self::Dividend,
            Event::StockDividendPaid(_) => Self::StockDividend,
            Event::SpunOut(_) => Self::SpinOut,
            Event::TreasuryCancelled(_) | Event::SharesCancelled(_) => Self::Cancellation,
            Event::DividendPaid(_) => Self::Payment,
            Event::CashReceived(_) | Event::PropertyReceipt(_) => Self::Receipt,
            Event::WorkSpent(spent) => match spent.from {
                Some(_) => Self::Payment,
                None => Self::Accrual,
            },
            Event::CashPaid(_)
            | Event::LiabilityPaid(_)
            | Event::LeasePaid(_)
            | Event::JointVentureContributed(_)
            | Event::PurchaseOptionExercised(_)
            | Event::AdvanceRoyaltyPaid(_)
            | Event::RoyaltyPaid(_) => Self::Payment,
            Event::CashMoved(_) => Self::Movement,
            Event::CashConverted(_) => Self::Conversion,
            Event::ExpenseAccrued(_) | Event::IncomeAccrued(_) => Self::Accrual,
            Event::DebtIssued(issued) => match issued.consideration {
                DebtFor::Opening(_) => Self::Opening,
                DebtFor::Cash(_) | DebtFor::Payable(_) | DebtFor::Property(_) | DebtFor::Equipment => Self::Borrowing,
            },
            Event::InterestAccrued(_) => Self::Interest,
            Event::DebtRepaid(_) => Self::Repayment,
            Event::DebtConverted(_) => Self::DebtConversion,
            Event::DebtForgiven(_) => Self::Forgiveness,
            Event::ExchangeRevalued(_) => Self::Revaluation,
            Event::PrepaidUsed(_) => Self::Use,
            Event::WrittenDown(_) => Self::WriteDown,
            Event::RoyaltyBoughtBack(_) => Self::BuyBack,
            Event::PropertyOptionAgreed(_)
            | Event::LeaseAgreed(_)
            | Event::JointVentureAgreed(_)
            | Event::JointVentureCalled(_)
            | Event::RoyaltyAgreed(_) => Self::Agreement,
            Event::AgreementTerminated(_) | Event::PropertyOptionExercised(_) => Self::Release,
            Event::PeriodClosed(_) => Self::Close,
            Event::BookOpened(_)
            | Event::HolderRegistered(_)
            | Event::ClassRegistered(_)
            | Event::RightRepriced(_)
            | Event::RightExtended(_)
            | Event::AccelerationNoticed(_)
            | Event::SeriesRegistered(_)
            | Event::PlanRegistered(_)
            | Event::PropertyRegistered(_)
            | Event::ProjectRegistered(_)
            | Event::AccountRegistered(_)
            | Event::DocumentCited(_)
            | Event::AssumptionMade(_)
            | Event::PolicyAdopted(_)
            | Event::VestingConditionMet(_)
            | Event::VestingAccelerated(_)
            | Event::PlanLimitsSet(_)
            | Event::ConversionAdjusted(_)
            | Event::Renamed(_)
            | Event::DebtExtended(_)
            | Event::ConversionTermsSet(_)
            | Event::MfnExercised(_)
            | Event::BidAnnounced(_)
            | Event::RateObserved(_)
            | Event::EscrowAgreed(_)
            | Event::EscrowTermsChanged(_)
            | Event::JointVentureDiluted(_)
            | Event::PlacementAnnounced(_)
            | Event::TrancheClosed(_)
            | Event::Amend(_)
            | Event::Void(_) => Self::Record,
        }
    }
}

/// One movement between two accounts, with everything a figure asks of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Posting {
    /// The entry whose word stands.
    pub stated_by: Seq,
    /// The day.
    pub date: Date,
    /// Why.
    pub cause: Cause,
    /// Where from.
    pub from: AccountId,
    /// Where to.
    pub to: AccountId,
    /// How much of the unit.
    pub amount: Exact,
    /// How much in functional currency.
    pub carrying: Exact,
    /// The set of assumptions it rests on, in the journal's list of sets.
    pub rests: usize,
}

/// The postings of a fold in order, and what each account's balance rests on.
#[derive(Clone, Debug)]
pub struct Journal {
    postings: Vec<Posting>,
    sets: IndexSet<Rests>,
    /// By account: the assumptions that anything posted to it rested on.
    taints: Vec<Rests>,
    /// By posting, in order: the strikes at which rights were exercised.
    strikes: Vec<(usize, Strike)>,
}

impl Default for Journal {
    fn default() -> Self {
        Self { postings: Vec::new(), sets: IndexSet::from([Rests::new()]), taints: Vec::new(), strikes: Vec::new() }
    }
}

impl Journal {
    /// Every posting, in the order of the fold.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The assumptions that a posting rests on.
    pub fn rests(&self, posting: &Posting) -> &[super::AssumptionId] {
        self.sets.get_index(posting.rests).map_or(&[], |set| set.as_slice())
    }

    /// The strike at which a posting exercised rights, of one that did.
    #[must_use]
    pub fn strike(&self, posting: usize) -> Option<Strike> {
        let index = self.strikes.binary_search_by_key(&posting, |(index, _)| *index).ok()?;
        self.strikes.get(index).map(|(_, strike)| *strike)
    }

    /// The assumptions that a balance rests on.
    pub(super) fn taint(&self, account: AccountId) -> &[super::AssumptionId] {
        self.taints.get(account.index()).map_or(&[], |set| set.as_slice())
    }

    pub(super) fn post(
        &mut self,
        fact: &Fact<'_>,
        from: AccountId,
        to: AccountId,
        moved: (Exact, Exact),
        rests: &Rests,
        strike: Option<Strike>,
    ) {
        let (amount, carrying) = moved;
        let (set, _) = self.sets.insert_full(rests.clone());
        for account in [from, to] {
            if self.taints.len() <= account.index() {
                self.taints.resize_with(account.index().saturating_add(1), Rests::new);
            }
            if let Some(taint) = self.taints.get_mut(account.index()) {
                merge(taint, rests);
            }
        }
        let (stated_by, date, cause) = (fact.stated_by, fact.effective, Cause::of(fact.event));
        self.strikes.extend(strike.map(|strike| (self.postings.len(), strike)));
        self.postings.push(Posting { stated_by, date, cause, from, to, amount, carrying, rests: set });
    }
}

/// Adds assumptions to a sorted set.
pub(crate) fn merge(set: &mut Rests, more: &[super::AssumptionId]) {
    for id in more {
        if let Err(position) = set.binary_search(id) {
            set.insert(position, *id);
        }
    }
}
