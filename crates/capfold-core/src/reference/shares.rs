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
            Currency: Cash | Payable(IssueCosts) | FlowThroughPremium => ShareCapital,
            Currency: ShareCapital => Cash | Payable | Subscribed | Property | Project | Investment | ShareCapital | Expense,
            Currency: ShareCapital => Income(Settlement) | ContributedSurplus,
            Currency: Income(Settlement) | ContributedSurplus => Payable,
            Currency: FlowThroughPromised => FlowThroughObligation,
            Currency: ExchangeRealised => Cash,
        ],
        causes: [Placement, ForProperty, ForServices, ForDebt, ForBusiness],
        refusals: [
            AlreadyRegistered,
            Insufficient,
            BeyondAuthorised,
            PaidDiffers,
            HoldOver,
            PlacementClass,
            PlacementPrice,
            TrancheClosed,
            PastSpending,
            InsufficientMoney,
            CurrencyDiffers,
            NoRate
        ],
        source: "IAS 32.33, 32.35; IFRS 2.10, 2.13; IFRS 3.37; IFRIC 19.3, 19.5–9; ASC 470-50-40-2; NI 45-102 2.5",
    }

    SharesTransferred {
        moves: [
            Class: Held => Held,
        ],
        causes: [Transfer],
        refusals: [Insufficient, OnHold],
        source: "NI 45-102 2.5",
    }
}
