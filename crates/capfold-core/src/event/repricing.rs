//! Changes of the terms of rights, and rights that all holders of a class receive.

use super::Ratio;
use super::record::{choice, record};
use crate::date::Date;
use crate::money::GivenPrice;
use crate::name::Name;

choice! {
    /// A lot of options or awards, or a series of warrants.
    pub enum Right {
        /// A lot.
        Grant(Name) = "grant",
        /// A series.
        Series(Name) = "series",
    }
}

record! {
    /// Sets another strike from now on, or another base of appreciation rights; what is open keeps its
    /// identity. Nothing is booked: what the change is worth is an entry of its own (IFRS 2.26–29). Refused
    /// after the last day of the term, and of awards that have no price.
    pub struct RightRepriced {
        /// Of what.
        right: Right,
        /// The new strike; it may be in another currency.
        strike: GivenPrice,
    }
}

record! {
    /// Sets a later last day. Nothing is booked: what the change is worth is an entry of its own (IFRS 2.26–29).
    /// Refused when the term has no end, when it is over, and when the new day is not later.
    pub struct RightExtended {
        /// Of what.
        right: Right,
        /// The new last day.
        expires: Date,
    }
}

record! {
    /// Gives notice that the last day of a series is brought forward under its acceleration clause. Refused
    /// without such a clause, before the first day on which notice can be given, when the new day leaves
    /// less notice than the clause asks for, and when it is not earlier. That the shares traded above
    /// the threshold is for who records it to know.
    pub struct AccelerationNoticed {
        /// The series.
        series: Name,
        /// The new last day.
        expires: Date,
    }
}

record! {
    /// Distributes rights to the holders of a class (IAS 33.27(b)): each receives shares held × new ÷ old
    /// warrants of the series, rounded down to the grain of the class that they buy. Writer → held in the
    /// series; unissued → reserved in that class. Shares in escrow and restricted shares take part;
    /// treasury shares do not. The rights are exercised as warrants of the series.
    pub struct RightsDistributed {
        /// The class whose holders receive them.
        class: Name,
        /// The series.
        series: Name,
        /// So many rights (new) for so many shares (old).
        ratio: Ratio,
    }
}
