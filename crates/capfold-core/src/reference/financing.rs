//! Placements, units, flow-through shares, finders' fees, subscriptions and promised shares.

use super::reference;

reference! {
    PlacementAnnounced {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    UnitsIssued {
        moves: [
            Class: Charter | Unissued => Held | Reserved,
            Series: Writer => Held,
            Currency: ShareCapital => Cash | Payable | Subscribed | Property | Project | Investment | ShareCapital | Expense,
            Currency: ShareCapital => Income(Settlement) | ContributedSurplus,
            Currency: Income(Settlement) | ContributedSurplus => Payable,
            Currency: Cash | Payable(IssueCosts) | WarrantReserve | FlowThroughPremium => ShareCapital,
            Currency: FlowThroughPromised => FlowThroughObligation,
            Currency: ExchangeRealised => Cash,
        ],
        causes: [Units],
        refusals: [
            AlreadyRegistered,
            Insufficient,
            BeyondAuthorised,
            PaidDiffers,
            HoldOver,
            PriceNeeded,
            PlacementClass,
            PlacementPrice,
            TrancheClosed,
            PastSpending,
            InsufficientMoney,
            CurrencyDiffers,
            NoRate
        ],
        source: "IAS 32.31, 32.35; ASC 470-20-25-2; IFRS 2.10, 2.13",
    }

    TrancheClosed {
        moves: [],
        causes: [],
        refusals: [TrancheClosed, TrancheDiffers],
        source: "capfold's own",
    }

    FlowThroughSpent {
        moves: [
            Currency: FlowThroughObligation => FlowThroughPromised,
            Currency: Income(FlowThrough) => FlowThroughPremium,
        ],
        causes: [FlowThrough],
        refusals: [PastSpending, InsufficientMoney, CurrencyDiffers],
        source: "Viewpoints on IFRS in mining: flow-through shares (CPA Canada, PDAC); Income Tax Act of Canada, 66(12.6)",
    }

    FindersFeePaid {
        moves: [
            Class: Charter | Unissued => Held | Reserved,
            Series: Writer => Held,
            Currency: Cash | Payable(IssueCosts) | WarrantReserve => ShareCapital,
            Currency: ExchangeRealised => Cash,
        ],
        causes: [FindersFee],
        refusals: [BeyondAuthorised, Differs, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 32.35, 32.37; IFRS 2.13",
    }

    SubscriptionReceived {
        moves: [
            Currency: Subscribed => Cash | RestrictedCash,
        ],
        causes: [Subscription],
        refusals: [CurrencyDiffers, NoRate],
        source: "IAS 32.16, 32.19; IAS 21.21",
    }

    SubscriptionRefunded {
        moves: [
            Currency: Cash | RestrictedCash | ExchangeRealised => Subscribed,
        ],
        causes: [Refund],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IAS 21.28",
    }

    ObligationIncurred {
        moves: [
            Class: Charter | Unissued => Obligated,
            Currency: Obligation => Payable | Property | Project | ShareCapital | Expense,
        ],
        causes: [Promise],
        refusals: [AlreadyRegistered, BeyondAuthorised, InsufficientMoney, NoRate],
        source: "IAS 32.22; IFRS 2.10; IFRIC 19.5",
    }

    ObligationSettled {
        moves: [
            Class: Obligated => Held,
            Currency: ShareCapital => Obligation,
        ],
        causes: [PromiseKept],
        refusals: [Insufficient],
        source: "IAS 32.22; IAS 1.79(b)",
    }

    ObligationReleased {
        moves: [
            Class: Obligated => Charter | Unissued,
            Currency: ContributedSurplus => Obligation,
        ],
        causes: [PromiseEnded],
        refusals: [Insufficient],
        source: "IAS 32.33; IFRS 2.23",
    }
}
