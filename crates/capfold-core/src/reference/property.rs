//! Property options, leases and joint ventures.

use super::reference;

reference! {
    PropertyOptionAgreed {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment | Work | Worth,
        ],
        causes: [Agreement],
        refusals: [AlreadyRegistered],
        source: "IAS 1.114(d)(i); IFRS 6.9",
    }

    PropertyPaid {
        moves: [
            Class: Charter | Unissued => Held,
            Class: Commitment => Promised,
            Currency: Cash | RestrictedCash | ShareCapital => Property,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Commitment | Worth => Promised,
        ],
        causes: [ForProperty],
        refusals: [AgreementKind, Ended, BeyondAuthorised, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IFRS 6.9; IFRS 2.13; IAS 21.28",
    }

    LeaseAgreed {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment | Work | Worth,
        ],
        causes: [Agreement],
        refusals: [AlreadyRegistered],
        source: "IAS 1.114(d)(i)",
    }

    LeasePaid {
        moves: [
            Currency: Cash | RestrictedCash => Property | Project | ShareCapital | Expense,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Commitment => Promised,
        ],
        causes: [Payment],
        refusals: [AgreementKind, Ended, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "capfold's own; IAS 21.28",
    }

    JointVentureAgreed {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment | Work | Worth,
        ],
        causes: [Agreement],
        refusals: [AlreadyRegistered],
        source: "IFRS 12.B18–B19",
    }

    JointVentureContributed {
        moves: [
            Currency: Cash | RestrictedCash => JointVenture,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Commitment => Promised,
        ],
        causes: [Payment],
        refusals: [AgreementKind, Ended, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 28.10; IAS 21.28",
    }

    WorkSpent {
        moves: [
            Currency: Cash | RestrictedCash | Payable => Property | Project | ShareCapital | Expense,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Work => Promised,
        ],
        causes: [Payment, Accrual],
        refusals: [AgreementKind, Ended, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IFRS 6.9; IAS 21.28; carrying excess forward: capfold's own",
    }

    PropertyReceipt {
        moves: [
            Currency: Property => Conversion | Cash | RestrictedCash | Investment,
            Currency: Conversion | Income(Property) => Cash | RestrictedCash | Investment,
        ],
        causes: [Receipt],
        refusals: [CurrencyDiffers, NoRate, CarryingDiffers],
        source: "capfold's own: cost is recovered before there is income; IAS 21.21",
    }

    AgreementTerminated {
        moves: [
            Class: Commitment => Promised,
            Currency: Commitment | Work | Worth => Promised,
        ],
        causes: [Release],
        refusals: [Ended],
        source: "IAS 1.114(d)(i)",
    }

    PropertyOptionExercised {
        moves: [
            Class: Commitment => Promised,
            Currency: Commitment | Work | Worth => Promised,
        ],
        causes: [Release],
        refusals: [AgreementKind, Ended, StillCommitted],
        source: "capfold's own; IAS 1.114(d)(i)",
    }

    PurchaseOptionExercised {
        moves: [
            Class: Commitment => Promised,
            Currency: Cash | RestrictedCash => Property | Equipment,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Commitment | Work | Worth => Promised,
        ],
        causes: [Payment],
        refusals: [AgreementKind, NoTerms, Ended, PastExpiry, Differs, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 16.15; IFRS 6.9(a); IAS 21.28",
    }

    JointVentureCalled {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment | Work | Worth,
        ],
        causes: [Agreement],
        refusals: [AgreementKind, Ended],
        source: "IFRS 12.B18–B19",
    }

    JointVentureDiluted {
        moves: [],
        causes: [],
        refusals: [AgreementKind, Ended, Differs, BeyondInterest],
        source: "capfold's own",
    }

    RoyaltyAgreed {
        moves: [
            Currency: Promised => Commitment,
        ],
        causes: [Agreement],
        refusals: [AlreadyRegistered],
        source: "IAS 1.114(d)(i)",
    }

    AdvanceRoyaltyPaid {
        moves: [
            Currency: Cash | RestrictedCash => AdvanceRoyalty,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Commitment => Promised,
        ],
        causes: [Payment],
        refusals: [AgreementKind, Ended, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 1.27; IAS 21.28",
    }

    RoyaltyPaid {
        moves: [
            Currency: Cash | RestrictedCash | AdvanceRoyalty => Property | Project | ShareCapital | Expense,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [Payment],
        refusals: [AgreementKind, Ended, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 1.27; IAS 21.28",
    }

    RoyaltyBoughtBack {
        moves: [
            Currency: Cash | RestrictedCash => Property,
            Currency: Property => Conversion | Cash | RestrictedCash,
            Currency: Conversion | Income(Property) | ExchangeRealised => Cash | RestrictedCash,
            Currency: Commitment => Promised,
        ],
        causes: [BuyBack],
        refusals: [AgreementKind, NoTerms, Ended, PastExpiry, Differs, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IFRS 6.9(a); of one owned capfold's own; IAS 21.28",
    }
}
