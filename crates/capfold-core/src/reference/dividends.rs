//! What holders of a class receive for what they hold: dividends in cash and in shares, assets.

use super::reference;

reference! {
    DividendDeclared {
        moves: [
            Currency: Dividend => Deficit,
        ],
        causes: [Dividend],
        refusals: [AlreadyRegistered, RecordDate, NoRate],
        source: "IFRIC 17.10, IAS 32.35; ASC 505-20-05",
    }

    DividendPaid {
        moves: [
            Currency: Cash | RestrictedCash | Payable(Tax) | ExchangeRealised => Dividend,
        ],
        causes: [Payment],
        refusals: [InsufficientMoney, CurrencyDiffers],
        source: "IAS 21.28; IAS 12.65A (tax withheld)",
    }

    StockDividendPaid {
        moves: [
            Class: Charter | Unissued => Held,
            Currency: ShareCapital => Deficit,
        ],
        causes: [StockDividend],
        refusals: [BeyondAuthorised, CurrencyDiffers],
        source: "ASC 505-20-30-3",
    }

    SpunOut {
        moves: [
            Currency: Property | Project | JointVenture | Equipment | Investment | CurrentAsset | AdvanceRoyalty => Deficit,
        ],
        causes: [SpinOut],
        refusals: [InsufficientMoney],
        source: "ASC 505-60-30-2; IFRIC 17.5 where control stays the same",
    }
}
