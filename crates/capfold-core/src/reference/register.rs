//! Registrations, policies, opening balances, period ends and corrections.

use super::reference;

reference! {
    BookOpened {
        moves: [],
        causes: [],
        refusals: [BookAlreadyOpen],
        source: "IAS 21.8–9 (functional and presentation currency); capfold's own",
    }

    HolderRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    ClassRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "IAS 1.79(a)",
    }

    SeriesRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    PlanRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "IFRS 2.45(a)",
    }

    PropertyRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    ProjectRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    AccountRegistered {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    DocumentCited {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    AssumptionMade {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "capfold's own",
    }

    PolicyAdopted {
        moves: [],
        causes: [],
        refusals: [],
        source: "IAS 8.5, 8.13; each policy names its own",
    }

    OpeningBalances {
        moves: [
            Class: Charter | Unissued => Held | Reserved,
            Series: Writer => Held,
            Grant: Writer => Held,
            Currency: Payable | ShareCapital | ContributedSurplus | WarrantReserve | AwardReserve => Deficit,
            Currency: Deficit => Cash | RestrictedCash | CurrentAsset | Property | Equipment,
        ],
        causes: [Opening],
        refusals: [AlreadyRegistered, BeyondAuthorised, BeyondPool, VestingDiffers, CurrencyDiffers, NoRate, CarryingDiffers, OpeningAfterMovement],
        source: "capfold's own",
    }

    RateObserved {
        moves: [],
        causes: [],
        refusals: [],
        source: "IAS 21.21–22",
    }

    PeriodClosed {
        moves: [
            Currency: Expense | Income | ExchangeRealised | ExchangeUnrealised => Deficit,
        ],
        causes: [Close],
        refusals: [],
        source: "IAS 1.36; IAS 1.106(d)",
    }

    Amend {
        moves: [],
        causes: [],
        refusals: [NoSuchEntry, ChainForked, NotAmendable],
        source: "IAS 8.41–42; capfold's own",
    }

    Void {
        moves: [],
        causes: [],
        refusals: [NoSuchEntry, ChainForked, NotAmendable],
        source: "IAS 8.41–42; capfold's own",
    }
}
