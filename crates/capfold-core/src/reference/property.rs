//! Property options, leases and joint ventures.

use super::reference;

reference! {
    PropertyOptionAgreed {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment,
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
            Currency: Commitment => Promised,
        ],
        causes: [ForProperty],
        refusals: [AgreementKind, BeyondAuthorised, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IFRS 6.9; IFRS 2.13; IAS 21.28",
    }

    LeaseAgreed {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment,
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
        refusals: [AgreementKind, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "capfold's own; IAS 21.28",
    }

    JointVentureAgreed {
        moves: [
            Class: Promised => Commitment,
            Currency: Promised => Commitment,
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
        refusals: [AgreementKind, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 28.10; IAS 21.28",
    }
}
