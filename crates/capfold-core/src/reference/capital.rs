//! Shares of a class as a whole: conversion into another class.

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
}
