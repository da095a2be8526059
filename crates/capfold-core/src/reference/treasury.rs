//! Cash, spending, liabilities and exchange differences.

use super::reference;

reference! {
    CashReceived {
        moves: [
            Currency: CurrentAsset(Receivable) | CurrentAsset(Deposit) | Income(Interest) | Income(Other) => Cash | RestrictedCash,
            Currency: ExchangeRealised => CurrentAsset(Receivable) | CurrentAsset(Deposit),
        ],
        causes: [Receipt],
        refusals: [InsufficientMoney, CurrencyDiffers, NoRate, CarryingDiffers],
        source: "IAS 21.21, 21.28",
    }

    CashPaid {
        moves: [
            Currency: Cash | RestrictedCash => CurrentAsset | Equipment | Property | Project | ShareCapital | Expense,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [Payment],
        refusals: [InsufficientMoney, CurrencyDiffers, NoRate, CarryingDiffers],
        source: "IAS 21.21, 21.28; IFRS 6.9; IAS 38.54–57",
    }

    CashMoved {
        moves: [
            Currency: Cash | RestrictedCash => Cash | RestrictedCash,
        ],
        causes: [Movement],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IAS 7.9; IAS 7.48",
    }

    CashConverted {
        moves: [
            Currency: Cash | RestrictedCash => Conversion,
            Currency: ExchangeRealised | Conversion => Cash | RestrictedCash,
        ],
        causes: [Conversion],
        refusals: [InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 21.21, 21.28",
    }

    ExpenseAccrued {
        moves: [
            Currency: Payable => Property | Project | ShareCapital | Expense,
        ],
        causes: [Accrual],
        refusals: [NoRate, CarryingDiffers],
        source: "IAS 1.27; IAS 21.21; IFRS 6.9; IAS 38.54–57; IAS 32.35",
    }

    LiabilityPaid {
        moves: [
            Currency: Cash | RestrictedCash | ExchangeRealised => Payable,
        ],
        causes: [Payment],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IAS 21.28",
    }

    ExchangeRevalued {
        moves: [
            Currency: ExchangeUnrealised => Cash | RestrictedCash | CurrentAsset(Receivable) | CurrentAsset(Deposit) | Payable | Debt | DebtInterest | Dividend | Subscribed,
        ],
        causes: [Revaluation],
        refusals: [NoRate],
        source: "IAS 21.23, 21.28",
    }

    IncomeAccrued {
        moves: [
            Currency: Income(Interest) | Income(Other) => CurrentAsset(Receivable),
        ],
        causes: [Accrual],
        refusals: [NoRate, CarryingDiffers],
        source: "IAS 1.27; IAS 21.21",
    }

    PrepaidUsed {
        moves: [
            Currency: CurrentAsset(Prepaid) => Property | Project | ShareCapital | Expense,
        ],
        causes: [Use],
        refusals: [InsufficientMoney],
        source: "IAS 1.27; IAS 21.23(b)",
    }

    WrittenDown {
        moves: [
            Currency: CurrentAsset | Project | Equipment | JointVenture | Investment | AdvanceRoyalty => Expense(WriteDown),
            Currency: Property => Expense(WriteDown),
            Currency: Property => Expense(Exploration),
        ],
        causes: [WriteDown],
        refusals: [AgreementKind, InsufficientMoney],
        source: "IAS 36.59–60; IFRS 6.18; IFRS 9.5.5.8",
    }
}
