//! Classes changed as a whole, and other names in print.

use super::reference;

reference! {
    SharesSplit {
        moves: [
            Class: Charter => Unissued,
            Class: Charter | Unissued => Reserved | Obligated | Held | Escrowed | Restricted | Treasury,
            Class: CertificateBook => Certificate,
            Class: Promised => Commitment,
            Series: Writer => Held,
            Grant: Writer => Held,
            Award: Writer => Held,
            Currency: Cash | RestrictedCash => ShareCapital,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [Restructuring],
        refusals: [BeyondAuthorised, PriceVanishes, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 33.27(c), 33.64; ASC 260-10-55-12",
    }

    SharesConsolidated {
        moves: [
            Class: Unissued => Charter,
            Class: Reserved | Obligated | Held | Escrowed | Restricted | Treasury => Charter | Unissued,
            Class: Certificate => CertificateBook,
            Class: Commitment => Promised,
            Series: Held => Writer,
            Grant: Held => Writer,
            Award: Held => Writer,
            Currency: Cash | RestrictedCash => ShareCapital,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: Obligation | WarrantReserve | AwardReserve => ContributedSurplus,
            Currency: TreasuryStock => Deficit,
        ],
        causes: [Restructuring],
        refusals: [BeyondAuthorised, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 33.27(d), 33.64; ASC 260-10-55-12",
    }

    BonusSharesIssued {
        moves: [
            Class: Charter => Unissued,
            Class: Charter | Unissued => Reserved | Obligated | Held | Escrowed | Restricted | Treasury,
            Class: CertificateBook => Certificate,
            Class: Promised => Commitment,
            Series: Writer => Held,
            Grant: Writer => Held,
            Award: Writer => Held,
            Currency: Cash | RestrictedCash => ShareCapital,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [BonusIssue],
        refusals: [BeyondAuthorised, PriceVanishes, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 33.27(a), 33.64; ASC 260-10-55-12",
    }

    ClassExchanged {
        moves: [
            Class: Reserved | Held | Escrowed | Restricted | Treasury => Charter | Unissued,
            Class: Charter | Unissued => Reserved | Held | Escrowed | Restricted | Treasury,
            Class: Certificate => CertificateBook,
            Class: CertificateBook => Certificate,
            Class: Commitment => Promised,
            Class: Promised => Commitment,
            Series: Writer => Held,
            Series: Held => Writer,
            Grant: Writer => Held,
            Grant: Held => Writer,
            Award: Writer => Held,
            Award: Held => Writer,
            Currency: ShareCapital | Cash | RestrictedCash => ShareCapital,
            Currency: TreasuryStock => TreasuryStock | Deficit,
            Currency: ExchangeRealised => Cash | RestrictedCash,
            Currency: WarrantReserve | AwardReserve => ContributedSurplus,
        ],
        causes: [Exchange],
        refusals: [BeyondAuthorised, PriceVanishes, StillPromised, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 32.33; IAS 33.64",
    }

    Renamed {
        moves: [],
        causes: [],
        refusals: [],
        source: "IAS 1.51(a)",
    }
}
