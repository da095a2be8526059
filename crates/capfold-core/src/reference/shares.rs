//! Shares: what the charter allows, issues and transfers.

use super::reference;

reference! {
    AuthorisedSet {
        moves: [
            Class: Charter => Unissued,
            Class: Unissued => Charter,
        ],
        causes: [Charter],
        refusals: [BelowIssued],
        source: "IAS 1.79(a)(i)",
    }

    SharesIssued {
        moves: [
            Class: Charter | Unissued => Held,
            Currency: Cash | Payable(IssueCosts) => ShareCapital,
            Currency: ShareCapital => Cash | Payable | Subscribed | Property | Project | ShareCapital | Expense,
            Currency: ExchangeRealised => Cash,
        ],
        causes: [Placement, ForProperty, ForServices, ForDebt],
        refusals: [BeyondAuthorised, PaidDiffers, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 32.33, 32.35; IFRS 2.10, 2.13; IFRIC 19.5",
    }

    SharesTransferred {
        moves: [
            Class: Held => Held,
        ],
        causes: [Transfer],
        refusals: [Insufficient],
        source: "capfold's own",
    }
}
