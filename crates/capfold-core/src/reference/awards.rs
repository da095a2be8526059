//! Plans, awards and vesting.

use super::reference;

reference! {
    OptionsCancelled {
        moves: [
            Class: Reserved | Restricted => Charter | Unissued,
            Grant: Held => Cancelled,
            Award: Held => Cancelled,
            Currency: ContributedSurplus => AwardReserve,
        ],
        causes: [Cancellation],
        refusals: [Insufficient],
        source: "IFRS 2.28",
    }

    AwardsGranted {
        moves: [
            Class: Charter | Unissued => Reserved | Restricted,
            Award: Writer => Held,
        ],
        causes: [Grant],
        refusals: [AlreadyRegistered, BeyondAuthorised, BeyondPool, BeyondPersonLimit, VestingDiffers],
        source: "IFRS 2; ASC 718",
    }

    AwardsSettled {
        moves: [
            Class: Reserved => Held | Charter | Unissued,
            Class: Restricted => Held | Charter | Unissued,
            Class: Charter | Unissued => Held,
            Award: Held => Settled,
            Currency: ShareCapital | Expense(ShareBased) | ContributedSurplus => AwardReserve,
            Currency: Payable(Tax) => ShareCapital,
            Currency: Cash => Expense(ShareBased),
            Currency: ExchangeRealised => Cash,
        ],
        causes: [AwardSettlement],
        refusals: [Insufficient, BeyondAuthorised, PastExpiry, LotKind, BelowBase, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IFRS 2.23, 2.29, 2.33E–33H; ASC 718-10-25-18",
    }

    CompensationRecognised {
        moves: [
            Currency: AwardReserve | ContributedSurplus => Property | Project | ShareCapital | Expense,
            Currency: Property | Project | ShareCapital | Expense => AwardReserve,
        ],
        causes: [Compensation],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IFRS 2.7–10, 2.19; ASC 718-10-35",
    }

    VestingConditionMet {
        moves: [],
        causes: [],
        refusals: [NoSuchCondition],
        source: "IFRS 2, appendix A: vesting conditions",
    }

    VestingAccelerated {
        moves: [],
        causes: [],
        refusals: [Insufficient, NothingToVest],
        source: "IFRS 2.28(a)",
    }

    PlanLimitsSet {
        moves: [],
        causes: [],
        refusals: [],
        source: "TSX Venture Exchange Policy 4.4; capfold's own",
    }
}
