//! Debts.

use super::reference;

reference! {
    DebtIssued {
        moves: [
            Currency: Debt => Cash | RestrictedCash | Payable | Property | Equipment | Deficit | Expense(Finance),
            Currency: DebtInterest => Deficit,
        ],
        causes: [Opening, Borrowing],
        refusals: [AlreadyRegistered, NotLater, InsufficientMoney, CurrencyDiffers, NoRate, CarryingDiffers, BeyondPrincipal, OpeningAfterMovement],
        source: "IFRS 9.3.1.1, 9.5.1.1; IAS 21.21",
    }

    InterestAccrued {
        moves: [
            Currency: Debt | DebtInterest => Expense(Finance),
        ],
        causes: [Interest],
        refusals: [NoTerms, Differs, CurrencyDiffers, NoRate, AccruedAlready],
        source: "IFRS 9.4.2.1; IAS 1.82(b); IAS 21.21",
    }

    DebtRepaid {
        moves: [
            Currency: Cash | RestrictedCash | ExchangeRealised => Debt | DebtInterest,
        ],
        causes: [Repayment],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IFRS 9.3.3.1; IAS 21.28",
    }

    DebtConverted {
        moves: [
            Class: Charter | Unissued => Held,
            Currency: ShareCapital => Debt | DebtInterest,
        ],
        causes: [DebtConversion],
        refusals: [NoTerms, BeyondAuthorised, Differs, InsufficientMoney, CurrencyDiffers, NotTheClass, AboveTheTerms],
        source: "IAS 32.AG32",
    }

    DebtExtended {
        moves: [],
        causes: [],
        refusals: [NoTerms, NotLater],
        source: "IAS 1.72",
    }

    ConversionTermsSet {
        moves: [],
        causes: [],
        refusals: [CurrencyDiffers],
        source: "IAS 32.AG35; capfold's own",
    }

    MfnExercised {
        moves: [],
        causes: [],
        refusals: [NoTerms, NotLater, CurrencyDiffers, NotBetter],
        source: "the most favoured nation clause of the SAFE of Y Combinator; capfold's own",
    }

    DebtForgiven {
        moves: [
            Currency: Income(Settlement) | ContributedSurplus => Debt | DebtInterest,
        ],
        causes: [Forgiveness],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IFRS 9.3.3.3; ASC 470-50-40-2",
    }
}
