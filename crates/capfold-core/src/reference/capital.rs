//! Shares of a class as a whole: conversion into another class, and shares that come back to the company.

use super::reference;

reference! {
    SharesConverted {
        moves: [
            Class: Held => Charter | Unissued,
            Class: Charter | Unissued => Held,
            Currency: ShareCapital => ShareCapital,
        ],
        causes: [ShareConversion],
        refusals: [NoTerms, Insufficient, BeyondAuthorised, Differs],
        source: "IAS 32.AG32; ASC 470-20-40-4",
    }

    ConversionAdjusted {
        moves: [],
        causes: [],
        refusals: [NoTerms],
        source: "capfold's own",
    }

    BidAnnounced {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "TSX Company Manual s. 628–629; NI 62-104 s. 4.8",
    }

    SharesRepurchased {
        moves: [
            Class: Held => Charter | Unissued | Treasury,
            Currency: Cash | RestrictedCash => ShareCapital | TreasuryStock,
            Currency: ShareCapital => Deficit,
            Currency: ContributedSurplus => ShareCapital,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [Repurchase],
        refusals: [Insufficient, OutsideBid, BeyondBid, ClassDiffers, PaidDiffers, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "IAS 32.33; ASC 505-30-30-8",
    }

    TreasuryReissued {
        moves: [
            Class: Treasury => Held,
            Currency: TreasuryStock => Cash | Deficit,
            Currency: ContributedSurplus => TreasuryStock,
        ],
        causes: [Reissue],
        refusals: [Insufficient, CurrencyDiffers, NoRate],
        source: "IAS 32.33; ASC 505-30-30-10",
    }

    TreasuryCancelled {
        moves: [
            Class: Treasury => Charter | Unissued,
            Currency: TreasuryStock | ContributedSurplus => ShareCapital,
            Currency: ShareCapital => Deficit,
        ],
        causes: [Cancellation],
        refusals: [Insufficient],
        source: "IAS 32.33; ASC 505-30-30-8",
    }

    SharesRedeemed {
        moves: [
            Class: Held => Charter | Unissued,
            Currency: Cash | RestrictedCash | ContributedSurplus => ShareCapital,
            Currency: ShareCapital => Deficit,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [Redemption],
        refusals: [
            NoTerms, Insufficient, PaidDiffers, NotTheirOption, NotRedeemable, InsufficientMoney, CurrencyDiffers, NoRate
        ],
        source: "IAS 32.33; ASC 480-10-25-8",
    }

    SharesCancelled {
        moves: [
            Class: Held | Escrowed => Charter | Unissued,
            Currency: ContributedSurplus => ShareCapital,
        ],
        causes: [Cancellation],
        refusals: [Insufficient],
        source: "IAS 32.33",
    }

    IssueRescinded {
        moves: [
            Class: Held => Charter | Unissued,
            Currency: Cash | RestrictedCash => ShareCapital,
            Currency: ExchangeRealised => Cash | RestrictedCash,
        ],
        causes: [Rescission],
        refusals: [Insufficient, InsufficientMoney, CurrencyDiffers, NoRate],
        source: "capfold's own",
    }
}
