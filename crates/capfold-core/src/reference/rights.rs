//! Options and warrants.

use super::reference;

reference! {
    OptionsGranted {
        moves: [
            Class: Charter | Unissued => Reserved,
            Grant: Writer => Held,
        ],
        causes: [Grant],
        refusals: [AlreadyRegistered, BeyondAuthorised, BeyondPool, BeyondPersonLimit, VestingDiffers],
        source: "IFRS 2.45(b)(ii)",
    }

    OptionsExercised {
        moves: [
            Class: Reserved => Charter | Held | Unissued,
            Class: Held => Held,
            Grant: Held => Exercised,
            Currency: ShareCapital => Cash | Payable | Debt | AwardReserve,
            Currency: Payable(Tax) => ShareCapital,
        ],
        causes: [OptionExercise],
        refusals: [
            Insufficient, PaidDiffers, PastExpiry, NotTheStrike, LotKind, Differs, BelowStrike, InsufficientMoney,
            CurrencyDiffers, NoRate
        ],
        source: "IFRS 2.45(b)(iv); IAS 32.22; IFRS 2.33E–33H",
    }

    OptionsExpired {
        moves: [
            Class: Reserved | Restricted => Charter | Unissued,
            Grant: Held => Expired,
            Award: Held => Expired,
            Currency: ContributedSurplus => AwardReserve,
        ],
        causes: [Expiry],
        refusals: [Insufficient, BeforeExpiry],
        source: "IFRS 2.45(b)(v)",
    }

    OptionsForfeited {
        moves: [
            Class: Reserved | Restricted => Charter | Unissued,
            Grant: Held => Forfeited,
            Award: Held => Forfeited,
            Currency: ContributedSurplus => AwardReserve,
        ],
        causes: [Forfeiture],
        refusals: [Insufficient],
        source: "IFRS 2.45(b)(iii)",
    }

    WarrantsIssued {
        moves: [
            Class: Charter | Unissued => Reserved,
            Series: Writer => Held,
            Currency: WarrantReserve => Cash | Property | Project | ShareCapital | Expense,
        ],
        causes: [Grant],
        refusals: [BeyondAuthorised, CurrencyDiffers, NoRate],
        source: "IAS 32.22; IAS 1.79(b)",
    }

    WarrantsExercised {
        moves: [
            Class: Reserved => Charter | Held | Unissued,
            Class: Held => Held,
            Series: Held => Exercised,
            Currency: ShareCapital => Cash | Payable | Debt | WarrantReserve,
            Currency: Payable(Tax) => ShareCapital,
        ],
        causes: [WarrantExercise],
        refusals: [
            Insufficient, PaidDiffers, PastExpiry, Differs, FractionOfShare, BelowStrike, InsufficientMoney,
            CurrencyDiffers, NoRate
        ],
        source: "IAS 32.22; IAS 1.79(b); IFRS 2.33E–33H",
    }

    WarrantsExpired {
        moves: [
            Class: Reserved => Charter | Unissued,
            Series: Held => Expired,
            Currency: ContributedSurplus => WarrantReserve,
        ],
        causes: [Expiry],
        refusals: [Insufficient, BeforeExpiry],
        source: "IAS 32.22; IFRS 2.23 by analogy",
    }

    WarrantsTransferred {
        moves: [
            Series: Held => Held,
        ],
        causes: [Transfer],
        refusals: [Insufficient],
        source: "capfold's own",
    }

    WarrantsCancelled {
        moves: [
            Class: Reserved => Charter | Unissued,
            Series: Held => Cancelled,
            Currency: ContributedSurplus => WarrantReserve,
        ],
        causes: [Cancellation],
        refusals: [Insufficient],
        source: "capfold's own",
    }

    RightRepriced {
        moves: [],
        causes: [],
        refusals: [LotKind, Lapsed],
        source: "IFRS 2.26–29 by analogy",
    }

    RightExtended {
        moves: [],
        causes: [],
        refusals: [NoTerms, NotLater, Lapsed],
        source: "IFRS 2.26–29 by analogy",
    }

    AccelerationNoticed {
        moves: [],
        causes: [],
        refusals: [NoTerms, Lapsed, NotEarlier, NoticeTooEarly, NoticeTooShort],
        source: "capfold's own",
    }

    RightsDistributed {
        moves: [
            Class: Charter | Unissued => Reserved,
            Series: Writer => Held,
        ],
        causes: [Grant],
        refusals: [BeyondAuthorised],
        source: "IAS 33.27(b)",
    }
}
