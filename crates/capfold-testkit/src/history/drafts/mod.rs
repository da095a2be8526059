//! What drafts each kind of event. A draft chooses names and sizes so that the event can mostly happen;
//! when nothing of its kind is possible, it drafts what would make it possible, or nothing.

mod agreements;
mod awards;
pub(super) mod capital;
mod custody;
mod debt;
mod dividends;
mod ends;
mod financing;
mod opening;
pub(super) mod register;
mod repricing;
mod restructure;
mod rights;
mod royalties;
mod settlement;
mod shares;
mod treasury;
mod warrants;

use capfold_core::event::{Event, EventKind};

use super::desk::Desk;

pub(super) use opening::opening;
pub(super) use register::{next_year_end, rate_wanted};

/// Declares the weight and the draft of every kind: one without them does not compile.
macro_rules! drafts {
    ($($kind:ident $weight:literal $draft:path;)*) => {
        /// How often a kind is wanted.
        pub(super) const fn weight(kind: EventKind) -> u32 {
            match kind {
                $(EventKind::$kind => $weight,)*
            }
        }

        /// An event of a kind, if one is possible here, or one that stands in for it.
        pub(super) fn draft(kind: EventKind, desk: &mut Desk<'_>) -> Option<Event> {
            match kind {
                $(EventKind::$kind => $draft(desk),)*
            }
        }
    };
}

drafts! {
    BookOpened 1 register::book_opened;
    HolderRegistered 1 register::holder_registered;
    ClassRegistered 2 register::class_registered;
    SeriesRegistered 3 warrants::series_registered;
    PlanRegistered 1 register::plan_registered;
    PropertyRegistered 1 register::property_registered;
    ProjectRegistered 1 register::project_registered;
    AccountRegistered 1 register::account_registered;
    DocumentCited 1 register::document_cited;
    AssumptionMade 3 register::assumption_made;
    PolicyAdopted 3 register::policy_adopted;
    OpeningBalances 2 opening::opening_balances;
    AuthorisedSet 5 shares::authorised_set;
    SharesSplit 3 restructure::shares_split;
    SharesConsolidated 3 restructure::shares_consolidated;
    BonusSharesIssued 2 restructure::bonus_shares_issued;
    ClassExchanged 2 restructure::class_exchanged;
    Renamed 1 restructure::renamed;
    SharesConverted 6 capital::shares_converted;
    ConversionAdjusted 3 capital::conversion_adjusted;
    BidAnnounced 3 capital::bid_announced;
    SharesRepurchased 8 capital::shares_repurchased;
    TreasuryReissued 6 capital::treasury_reissued;
    TreasuryCancelled 4 capital::treasury_cancelled;
    SharesRedeemed 6 capital::shares_redeemed;
    SharesCancelled 4 capital::shares_cancelled;
    IssueRescinded 4 capital::issue_rescinded;
    DividendDeclared 5 dividends::dividend_declared;
    DividendPaid 8 dividends::dividend_paid;
    StockDividendPaid 4 dividends::stock_dividend_paid;
    SpunOut 4 dividends::spun_out;
    SharesIssued 16 shares::shares_issued;
    PlacementAnnounced 4 financing::placement_announced;
    UnitsIssued 8 financing::units_issued;
    TrancheClosed 8 financing::tranche_closed;
    FlowThroughSpent 6 financing::flow_through_spent;
    FindersFeePaid 6 financing::finders_fee_paid;
    SubscriptionReceived 6 financing::subscription_received;
    SubscriptionRefunded 5 financing::subscription_refunded;
    ObligationIncurred 6 financing::obligation_incurred;
    ObligationSettled 5 financing::obligation_settled;
    ObligationReleased 4 financing::obligation_released;
    SharesTransferred 8 shares::shares_transferred;
    EscrowAgreed 3 custody::escrow_agreed;
    EscrowTermsChanged 3 custody::escrow_terms_changed;
    EscrowDeposited 6 custody::escrow_deposited;
    EscrowReleased 8 custody::escrow_released;
    CertificateIssued 5 custody::certificate_issued;
    CertificateReplaced 5 custody::certificate_replaced;
    CertificateCancelled 4 custody::certificate_cancelled;
    OptionsGranted 8 rights::options_granted;
    OptionsExercised 12 rights::options_exercised;
    OptionsExpired 6 rights::options_expired;
    OptionsForfeited 5 rights::options_forfeited;
    OptionsCancelled 4 rights::options_cancelled;
    AwardsGranted 10 awards::awards_granted;
    AwardsSettled 14 awards::awards_settled;
    CompensationRecognised 6 awards::compensation_recognised;
    VestingConditionMet 4 awards::vesting_condition_met;
    VestingAccelerated 4 awards::vesting_accelerated;
    PlanLimitsSet 3 awards::plan_limits_set;
    WarrantsIssued 8 warrants::warrants_issued;
    WarrantsExercised 12 warrants::warrants_exercised;
    WarrantsExpired 6 warrants::warrants_expired;
    WarrantsTransferred 6 warrants::warrants_transferred;
    WarrantsCancelled 4 warrants::warrants_cancelled;
    RightRepriced 4 repricing::right_repriced;
    RightExtended 4 repricing::right_extended;
    AccelerationNoticed 4 repricing::acceleration_noticed;
    RightsDistributed 3 repricing::rights_distributed;
    CashReceived 8 treasury::cash_received;
    CashPaid 8 treasury::cash_paid;
    CashMoved 6 treasury::cash_moved;
    CashConverted 8 treasury::cash_converted;
    ExpenseAccrued 6 treasury::expense_accrued;
    LiabilityPaid 8 treasury::liability_paid;
    DebtIssued 8 debt::debt_issued;
    InterestAccrued 7 debt::interest_accrued;
    DebtRepaid 7 debt::debt_repaid;
    DebtConverted 8 debt::debt_converted;
    DebtExtended 3 debt::debt_extended;
    ConversionTermsSet 3 debt::conversion_terms_set;
    MfnExercised 6 debt::mfn_exercised;
    DebtForgiven 4 debt::debt_forgiven;
    RateObserved 6 register::rate_observed;
    ExchangeRevalued 8 treasury::exchange_revalued;
    IncomeAccrued 4 treasury::income_accrued;
    PrepaidUsed 4 treasury::prepaid_used;
    WrittenDown 5 treasury::written_down;
    PropertyOptionAgreed 3 agreements::property_option_agreed;
    PropertyPaid 8 agreements::property_paid;
    LeaseAgreed 3 agreements::lease_agreed;
    LeasePaid 6 agreements::lease_paid;
    JointVentureAgreed 3 agreements::joint_venture_agreed;
    JointVentureContributed 6 agreements::joint_venture_contributed;
    WorkSpent 6 agreements::work_spent;
    PropertyReceipt 5 agreements::property_receipt;
    AgreementTerminated 3 ends::agreement_terminated;
    PropertyOptionExercised 4 ends::property_option_exercised;
    PurchaseOptionExercised 4 ends::purchase_option_exercised;
    JointVentureCalled 4 agreements::joint_venture_called;
    JointVentureDiluted 5 agreements::joint_venture_diluted;
    RoyaltyAgreed 3 royalties::royalty_agreed;
    AdvanceRoyaltyPaid 5 royalties::advance_royalty_paid;
    RoyaltyPaid 5 royalties::royalty_paid;
    RoyaltyBoughtBack 5 royalties::royalty_bought_back;
    PeriodClosed 6 register::period_closed;
    Amend 12 correction;
    Void 8 correction;
}

/// Corrections are about entries, not about what they amount to: the writer makes them.
fn correction(_desk: &mut Desk<'_>) -> Option<Event> {
    None
}
