//! A class changed as a whole: splits, consolidations, bonus issues, exchanges; and other names.
//!
//! Entries before the day keep the units in which they were written, and so do balances of earlier days. Of the
//! entries of its day those recorded before it are in old units too, those recorded after it in new ones.
//! Figures that compare numbers of shares over time are restated ([`crate::figures`]).

use super::record::{choice, record};
use super::{CashPlace, EventError, Fraction, Ratio};
use crate::money::GivenPrice;
use crate::name::{Label, Name};

record! {
    /// Splits or consolidates a class, or issues bonus shares (IAS 33.26–28, 33.64; ASC 260-10-55-12).
    ///
    /// The factor is new ÷ old; of a bonus issue, which adds new for old, (old + new) ÷ old. Every account
    /// of shares of the class – held, escrowed, restricted, treasury, promised – is multiplied, on the class's
    /// grain by the rule for fractions; the difference comes from or goes to unissued (the charter, if
    /// unlimited). What a holder has, free and in escrow, is one holding: each part of it is rounded down, and
    /// what the rule gives for all of it besides is free. What is authorised stays, unless `authorised_too`: then it is multiplied, on the
    /// grain, rounded down.
    ///
    /// Rights to the class follow. What a holder has of a series is multiplied by the policy for fractions
    /// of warrants, what it has of a lot by that of options, a lot of restricted shares by the rule for
    /// the shares; strikes, bases and thresholds of acceleration are divided, to ten decimals, half up. What
    /// has vested of a lot is multiplied rounded down, and from each part on that has not, as much is left as the
    /// factor leaves, rounded down; what is more vests with the first of them. What is reserved follows, and pools
    /// of plans and what was granted under them (rounded down, but for what is open). Deposits in escrow follow what is
    /// locked, and what was released of them, rounded down; holds, certificates, commitments in shares and maxima of bids and placements are
    /// multiplied, rounded down. Prices of announced placements, conversion prices of debts that name the class,
    /// and the class's par (but for a bonus issue), preference, dividend, participation and redemption prices are
    /// divided. What converts into the
    /// class gives so many times more of it, what the class converts into gives so much less, exactly.
    ///
    /// Share capital stays as it is. Of what rounding leaves nothing, the value goes with it: of a promise,
    /// of a series' or a lot's reserve to contributed surplus, of treasury shares to the deficit.
    ///
    /// Refused when the charter does not allow the shares, and when a price would vanish.
    pub struct Restructured {
        /// The class.
        class: Name,
        /// The proportion.
        ratio: Ratio,
        /// What becomes of a fraction of an account; the policy for shares unless stated.
        fractions?: Fraction,
        /// Fractions are cancelled and paid for instead.
        cash_in_lieu?: CashInLieu,
        /// Whether the authorised number is multiplied too.
        authorised_too~: bool,
    }
}

record! {
    /// Pays for fractions of shares: the fraction × price, to the cent, half up, for what each holder has, free and
    /// in escrow, and for each lot of restricted shares; in all cash → share capital.
    pub struct CashInLieu {
        /// The price of a whole new share.
        price: GivenPrice,
        /// Where the cash comes from.
        from: CashPlace,
    }
}

impl Restructured {
    /// What is wrong with a change that must give more shares (`more`) or fewer.
    pub(super) fn check_direction(&self, more: bool) -> Result<(), EventError> {
        let Ratio { new, old } = self.ratio;
        if new == old || (new > old) != more {
            let message =
                format!("{new} new for {old} old {}", if more { "is no split" } else { "is no consolidation" });
            return Err(EventError::at(&["ratio"], message));
        }
        self.check()
    }

    pub(super) fn check(&self) -> Result<(), EventError> {
        check_fractions(self.fractions, self.cash_in_lieu.as_ref())
    }
}

/// What is paid for is rounded down.
fn check_fractions(fractions: Option<Fraction>, paid: Option<&CashInLieu>) -> Result<(), EventError> {
    match fractions {
        Some(Fraction::HalfUp | Fraction::Up) if paid.is_some() => {
            Err(EventError::at(&["fractions"], "fractions that are paid for are rounded down".to_owned()))
        }
        Some(Fraction::HalfUp | Fraction::Up | Fraction::Down) | None => Ok(()),
    }
}

record! {
    /// Exchanges all shares of a class for shares of another, as on an amalgamation or a reorganisation
    /// (IAS 32.33; IAS 33.64). Each account of the class – held, escrowed, restricted, treasury – is emptied
    /// into the class's pool, and amount × new ÷ old of the other class is drawn for it, on the other
    /// class's grain by the rule for fractions, holder by holder as in a split. Share capital and treasury stock pass over, in every
    /// currency; of what rounding leaves nothing, the value goes as in a split. Rights to the class buy the other one from now on, multiplied and priced as in a split;
    /// plans grant it; what is reserved moves. Certificates, holds, deposits in escrow, commitments, debts
    /// and classes that convert into it follow; bids and placements are not carried over.
    ///
    /// Refused while shares of the class are promised, when the other charter does not allow the shares,
    /// and when a price would vanish.
    pub struct ClassExchanged {
        /// The class that is given up.
        from: Name,
        /// The class received.
        to: Name,
        /// So many new shares for so many old.
        ratio: Ratio,
        /// What becomes of a fraction of an account; the policy for shares unless stated.
        fractions?: Fraction,
        /// Fractions are cancelled and paid for instead.
        cash_in_lieu?: CashInLieu,
    }
}

impl ClassExchanged {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.from == self.to {
            return Err(EventError::at(&["to"], format!("`{}` is exchanged for itself", self.from)));
        }
        check_fractions(self.fractions, self.cash_in_lieu.as_ref())
    }
}

record! {
    /// Gives something another name in print from the entry's day on (IAS 1.51(a) for the issuer). Its
    /// short name in the log stays; so do statements of days before.
    pub struct Renamed {
        /// What.
        thing: NamedThing,
        /// The new name.
        name: Label,
    }
}

choice! {
    /// Something that has a name in print.
    pub enum NamedThing {
        /// The issuer.
        Issuer = "issuer",
        /// A holder.
        Holder(Name) = "holder",
        /// A class of shares.
        Class(Name) = "class",
        /// A series of warrants.
        Series(Name) = "series",
    }
}
