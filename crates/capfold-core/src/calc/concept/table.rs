//! The elements of each figure.

use super::element::Balance::{self, Credit, Debit};
use super::element::PeriodType::{self, Duration, Instant};
use super::element::{Element, Item, Row};

const fn element(name: &'static str, item: Item, period: PeriodType) -> Option<Element> {
    Some(Element { name, item, period, balance: None })
}

const fn shares(name: &'static str, period: PeriodType) -> Option<Element> {
    element(name, Item::Shares, period)
}

const fn per_share(name: &'static str, period: PeriodType) -> Option<Element> {
    element(name, Item::PerShare, period)
}

const fn pure(name: &'static str, period: PeriodType) -> Option<Element> {
    element(name, Item::Pure, period)
}

const fn decimal(name: &'static str, period: PeriodType) -> Option<Element> {
    element(name, Item::Decimal, period)
}

const fn length(name: &'static str, period: PeriodType) -> Option<Element> {
    element(name, Item::Duration, period)
}

const fn money(name: &'static str, period: PeriodType, side: Balance) -> Option<Element> {
    Some(Element { name, item: Item::Monetary, period, balance: Some(side) })
}

const fn row(figure: &'static str, us_gaap: Option<Element>, ifrs_full: Option<Element>) -> Row {
    Row { figure, us_gaap, ifrs_full, dei: None }
}

/// By name.
pub(super) const FIGURES: &[Row] = &[
    row(
        "antidilutive_excluded",
        shares("AntidilutiveSecuritiesExcludedFromComputationOfEarningsPerShareAmount", Duration),
        None,
    ),
    row(
        "buyback_cash",
        money("PaymentsForRepurchaseOfCommonStock", Duration, Credit),
        money("PaymentsToAcquireOrRedeemEntitysShares", Duration, Credit),
    ),
    row(
        "cash",
        money("CashAndCashEquivalentsAtCarryingValue", Instant, Debit),
        money("CashAndCashEquivalents", Instant, Debit),
    ),
    row(
        "cash_including_restricted",
        money("CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents", Instant, Debit),
        None,
    ),
    row("change_in_shares_outstanding", None, shares("IncreaseDecreaseInNumberOfSharesOutstanding", Duration)),
    row("conversion_price", per_share("DebtInstrumentConvertibleConversionPrice1", Instant), None),
    row("dilution_total_adjustment", shares("WeightedAverageNumberDilutedSharesOutstandingAdjustment", Duration), None),
    row(
        "dilutive_convertibles",
        shares("IncrementalCommonSharesAttributableToConversionOfDebtSecurities", Duration),
        shares("DilutiveEffectOfConvertibleInstrumentsOnNumberOfOrdinaryShares", Duration),
    ),
    row(
        "dilutive_options",
        shares("IncrementalCommonSharesAttributableToShareBasedPaymentArrangements", Duration),
        shares("DilutiveEffectOfShareOptionsOnNumberOfOrdinaryShares", Duration),
    ),
    row("dilutive_warrants", shares("IncrementalCommonSharesAttributableToCallOptionsAndWarrants", Duration), None),
    row(
        "dividend_per_share",
        per_share("CommonStockDividendsPerShareDeclared", Duration),
        per_share("DividendsRecognisedAsDistributionsToOwnersPerShare", Duration),
    ),
    row(
        "earnings_for_basic_eps",
        money("NetIncomeLossAvailableToCommonStockholdersBasic", Duration, Credit),
        money("ProfitLossAttributableToOrdinaryEquityHoldersOfParentEntity", Duration, Credit),
    ),
    row(
        "earnings_for_diluted_eps",
        money("NetIncomeLossAvailableToCommonStockholdersDiluted", Duration, Credit),
        money("ProfitLossAttributableToOrdinaryEquityHoldersOfParentEntityIncludingDilutiveEffects", Duration, Credit),
    ),
    row("eps_basic", per_share("EarningsPerShareBasic", Duration), per_share("BasicEarningsLossPerShare", Duration)),
    row(
        "eps_basic_continuing",
        per_share("IncomeLossFromContinuingOperationsPerBasicShare", Duration),
        per_share("BasicEarningsLossPerShareFromContinuingOperations", Duration),
    ),
    row(
        "eps_basic_discontinued",
        per_share("IncomeLossFromDiscontinuedOperationsNetOfTaxPerBasicShare", Duration),
        per_share("BasicEarningsLossPerShareFromDiscontinuedOperations", Duration),
    ),
    row(
        "eps_diluted",
        per_share("EarningsPerShareDiluted", Duration),
        per_share("DilutedEarningsLossPerShare", Duration),
    ),
    row(
        "eps_diluted_continuing",
        per_share("IncomeLossFromContinuingOperationsPerDilutedShare", Duration),
        per_share("DilutedEarningsLossPerShareFromContinuingOperations", Duration),
    ),
    row(
        "eps_diluted_discontinued",
        per_share("IncomeLossFromDiscontinuedOperationsNetOfTaxPerDilutedShare", Duration),
        per_share("DilutedEarningsLossPerShareFromDiscontinuedOperations", Duration),
    ),
    row("fx_average_rate", None, decimal("AverageForeignExchangeRate", Duration)),
    row("fx_closing_rate", None, decimal("ClosingForeignExchangeRate", Instant)),
    row(
        "fx_on_cash",
        money("EffectOfExchangeRateOnCashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents", Duration, Debit),
        money("EffectOfExchangeRateChangesOnCashAndCashEquivalents", Duration, Debit),
    ),
    row("fx_realised", money("ForeignCurrencyTransactionGainLossRealized", Duration, Credit), None),
    row(
        "fx_unrealised",
        money("ForeignCurrencyTransactionGainLossUnrealized", Duration, Credit),
        money("AdjustmentsForUnrealisedForeignExchangeLossesGains", Duration, Debit),
    ),
    row(
        "options_exercisable",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsExercisableNumber", Instant),
        decimal("NumberOfShareOptionsExercisableInSharebasedPaymentArrangement", Instant),
    ),
    row(
        "options_exercisable_waep",
        per_share(
            "ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsExercisableWeightedAverageExercisePrice",
            Instant,
        ),
        per_share("WeightedAverageExercisePriceOfShareOptionsExercisableInSharebasedPaymentArrangement2019", Instant),
    ),
    row(
        "options_exercised_waep",
        per_share(
            "ShareBasedCompensationArrangementsByShareBasedPaymentAwardOptionsExercisesInPeriodWeightedAverageExercisePrice",
            Duration,
        ),
        per_share("WeightedAverageExercisePriceOfShareOptionsExercisedInSharebasedPaymentArrangement2019", Duration),
    ),
    row(
        "options_expired",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsExpirationsInPeriod", Duration),
        decimal("NumberOfShareOptionsExpiredInSharebasedPaymentArrangement", Duration),
    ),
    row(
        "options_forfeited",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsForfeituresInPeriod", Duration),
        decimal("NumberOfShareOptionsForfeitedInSharebasedPaymentArrangement", Duration),
    ),
    row(
        "options_granted",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsGrantsInPeriodGross", Duration),
        decimal("NumberOfShareOptionsGrantedInSharebasedPaymentArrangement", Duration),
    ),
    row(
        "options_granted_waep",
        per_share(
            "ShareBasedCompensationArrangementsByShareBasedPaymentAwardOptionsGrantsInPeriodWeightedAverageExercisePrice",
            Duration,
        ),
        per_share("WeightedAverageExercisePriceOfShareOptionsGrantedInSharebasedPaymentArrangement2019", Duration),
    ),
    row(
        "options_outstanding",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsOutstandingNumber", Instant),
        decimal("NumberOfOutstandingShareOptions", Instant),
    ),
    row(
        "options_outstanding_waep",
        per_share(
            "ShareBasedCompensationArrangementByShareBasedPaymentAwardOptionsOutstandingWeightedAverageExercisePrice",
            Instant,
        ),
        per_share("WeightedAverageExercisePriceOfShareOptionsOutstandingInSharebasedPaymentArrangement2019", Instant),
    ),
    row(
        "options_remaining_life",
        length(
            "SharebasedCompensationArrangementBySharebasedPaymentAwardOptionsOutstandingWeightedAverageRemainingContractualTerm2",
            Duration,
        ),
        length("WeightedAverageRemainingContractualLifeOfOutstandingShareOptions2019", Instant),
    ),
    row("par_value", per_share("CommonStockParOrStatedValuePerShare", Instant), per_share("ParValuePerShare", Instant)),
    row(
        "pool_authorised",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardNumberOfSharesAuthorized", Instant),
        None,
    ),
    row(
        "pool_available",
        shares("ShareBasedCompensationArrangementByShareBasedPaymentAwardNumberOfSharesAvailableForGrant", Instant),
        None,
    ),
    row("preferred_dividends_eps", money("PreferredStockDividendsIncomeStatementImpact", Duration, Debit), None),
    row("preferred_liquidation_preference", per_share("PreferredStockLiquidationPreference", Instant), None),
    row(
        "proceeds_options",
        money("ProceedsFromStockOptionsExercised", Duration, Debit),
        money("ProceedsFromExerciseOfOptions", Duration, Debit),
    ),
    row(
        "proceeds_shares",
        money("ProceedsFromIssuanceOfCommonStock", Duration, Debit),
        money("ProceedsFromIssuingShares", Duration, Debit),
    ),
    row(
        "proceeds_warrants",
        money("ProceedsFromWarrantExercises", Duration, Debit),
        money("ProceedsFromExerciseOfWarrants", Duration, Debit),
    ),
    row(
        "restricted_cash",
        money("RestrictedCash", Instant, Debit),
        money("RestrictedCashAndCashEquivalents", Instant, Debit),
    ),
    row(
        "restricted_nonvested",
        shares(
            "ShareBasedCompensationArrangementByShareBasedPaymentAwardEquityInstrumentsOtherThanOptionsNonvestedNumber",
            Instant,
        ),
        decimal("NumberOfOtherEquityInstrumentsOutstandingInSharebasedPaymentArrangement", Instant),
    ),
    row("sale_price_per_share", per_share("SaleOfStockPricePerShare", Instant), None),
    row(
        "sbc_addback",
        money("ShareBasedCompensation", Duration, Debit),
        money("AdjustmentsForSharebasedPayments", Duration, Debit),
    ),
    row(
        "sbc_equity_credit",
        money(
            "AdjustmentsToAdditionalPaidInCapitalSharebasedCompensationRequisiteServicePeriodRecognitionValue",
            Duration,
            Credit,
        ),
        money("IncreaseDecreaseThroughSharebasedPaymentTransactions", Duration, Credit),
    ),
    row(
        "sbc_expense",
        money("AllocatedShareBasedCompensationExpense", Duration, Debit),
        money("ExpenseFromSharebasedPaymentTransactionsWithEmployees", Duration, Debit),
    ),
    row(
        "sbc_unrecognised",
        money(
            "EmployeeServiceShareBasedCompensationNonvestedAwardsTotalCompensationCostNotYetRecognized",
            Instant,
            Debit,
        ),
        None,
    ),
    row("sbp_reserve", None, money("ReserveOfSharebasedPayments", Instant, Credit)),
    row("share_capital_amount", money("CommonStockValue", Instant, Credit), money("IssuedCapital", Instant, Credit)),
    row(
        "share_issue_costs",
        money("PaymentsOfStockIssuanceCosts", Duration, Credit),
        money("PaymentsForShareIssueCosts", Duration, Credit),
    ),
    row(
        "share_premium_amount",
        money("AdditionalPaidInCapital", Instant, Credit),
        money("SharePremium", Instant, Credit),
    ),
    row(
        "shares_authorised",
        shares("CommonStockSharesAuthorized", Instant),
        shares("NumberOfSharesAuthorised", Instant),
    ),
    row("shares_issued", shares("CommonStockSharesIssued", Instant), shares("NumberOfSharesIssued", Instant)),
    row(
        "shares_issued_conversion",
        shares("StockIssuedDuringPeriodSharesConversionOfConvertibleSecurities", Duration),
        None,
    ),
    row("shares_issued_fully_paid", None, shares("NumberOfSharesIssuedAndFullyPaid", Instant)),
    row("shares_issued_new", shares("StockIssuedDuringPeriodSharesNewIssues", Duration), None),
    row("shares_issued_not_fully_paid", None, shares("NumberOfSharesIssuedButNotFullyPaid", Instant)),
    row(
        "shares_issued_option_exercise",
        shares("StockIssuedDuringPeriodSharesStockOptionsExercised", Duration),
        decimal("NumberOfShareOptionsExercisedInSharebasedPaymentArrangement", Duration),
    ),
    row(
        "shares_outstanding",
        shares("CommonStockSharesOutstanding", Instant),
        shares("NumberOfSharesOutstanding", Instant),
    ),
    Row {
        figure: "shares_outstanding_cover",
        us_gaap: None,
        ifrs_full: None,
        dei: shares("EntityCommonStockSharesOutstanding", Instant),
    },
    row(
        "shares_outstanding_equity_statement",
        shares("SharesOutstanding", Instant),
        shares("NumberOfSharesOutstanding", Instant),
    ),
    row("shares_repurchased", shares("StockRepurchasedDuringPeriodShares", Duration), None),
    row("shares_repurchased_retired", shares("StockRepurchasedAndRetiredDuringPeriodShares", Duration), None),
    row(
        "shares_reserved",
        shares("CommonStockCapitalSharesReservedForFutureIssuance", Instant),
        shares("SharesReservedForIssueUnderOptionsAndContractsForSaleOfShares", Instant),
    ),
    row("stock_split_ratio", pure("StockholdersEquityNoteStockSplitConversionRatio1", Duration), None),
    row(
        "translation_reserve",
        money("AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax", Instant, Credit),
        money("ReserveOfExchangeDifferencesOnTranslation", Instant, Credit),
    ),
    row(
        "treasury_cost_method",
        money("TreasuryStockValueAcquiredCostMethod", Duration, Debit),
        money("PurchaseOfTreasuryShares", Duration, Debit),
    ),
    row("treasury_par_method", money("TreasuryStockValueAcquiredParValueMethod", Duration, Debit), None),
    row("treasury_shares_acquired", shares("TreasuryStockSharesAcquired", Duration), None),
    row(
        "treasury_shares_amount",
        money("TreasuryStockCommonValue", Instant, Debit),
        money("TreasuryShares", Instant, Debit),
    ),
    row(
        "treasury_shares_count",
        shares("TreasuryStockCommonShares", Instant),
        shares("SharesInEntityHeldByEntityOrByItsSubsidiariesOrAssociates", Instant),
    ),
    row(
        "value_issued_conversion",
        money("StockIssuedDuringPeriodValueConversionOfConvertibleSecurities", Duration, Credit),
        money("IncreaseDecreaseThroughConversionOfConvertibleInstruments", Duration, Credit),
    ),
    row(
        "value_issued_new",
        money("StockIssuedDuringPeriodValueNewIssues", Duration, Credit),
        money("IssueOfEquity", Duration, Credit),
    ),
    row(
        "value_issued_option_exercise",
        money("StockIssuedDuringPeriodValueStockOptionsExercised", Duration, Credit),
        money("IncreaseDecreaseThroughExerciseOfOptions", Duration, Credit),
    ),
    row("value_issued_warrant_exercise", None, money("IncreaseThroughExerciseOfWarrantsEquity", Duration, Credit)),
    row(
        "wanos_basic",
        shares("WeightedAverageNumberOfSharesOutstandingBasic", Duration),
        shares("WeightedAverageShares", Duration),
    ),
    row(
        "wanos_diluted",
        shares("WeightedAverageNumberOfDilutedSharesOutstanding", Duration),
        shares("AdjustedWeightedAverageShares", Duration),
    ),
    row("warrant_exercise_price", per_share("ClassOfWarrantOrRightExercisePriceOfWarrantsOrRights1", Instant), None),
    row("warrant_fair_value_change", money("FairValueAdjustmentOfWarrants", Duration, Debit), None),
    row("warrant_liability", None, money("WarrantLiability", Instant, Credit)),
    row("warrant_reserve", None, money("WarrantReserve", Instant, Credit)),
    row(
        "warrant_underlying_shares",
        shares("ClassOfWarrantOrRightNumberOfSecuritiesCalledByWarrantsOrRights", Instant),
        None,
    ),
    row("warrants_outstanding", shares("ClassOfWarrantOrRightOutstanding", Instant), None),
];
