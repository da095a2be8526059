//! The kinds of things that have names.

use std::fmt;

/// Declares the kinds of things that have names: the field of an event that names one, and what it is
/// called in a text.
macro_rules! things {
    ($($(#[doc = $doc:literal])* $variant:ident $key:literal $words:literal,)*) => {
        /// What kind of thing a name stands for.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Thing {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Thing {
            /// Every kind of thing.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The field of an event that names it.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)*
                }
            }

            const fn words(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)*
                }
            }
        }
    };
}

things! {
    /// A holder of shares and rights.
    Holder "holder" "holder",
    /// A class of shares.
    Class "class" "share class",
    /// A series of warrants.
    Series "series" "warrant series",
    /// A plan of options and awards.
    Plan "plan" "option plan",
    /// A lot of options or awards.
    Grant "grant" "lot",
    /// A property.
    Property "property" "property",
    /// A research project.
    Project "project" "research project",
    /// A bank account.
    Account "account" "bank account",
    /// An agreement.
    Agreement "agreement" "agreement",
    /// An escrow agreement.
    Escrow "escrow" "escrow",
    /// A certificate.
    Certificate "certificate" "certificate",
    /// An issuer bid.
    Bid "bid" "issuer bid",
    /// A dividend.
    Dividend "dividend" "dividend",
    /// A placement.
    Placement "placement" "placement",
    /// A flow-through obligation.
    Pool "pool" "flow-through obligation",
    /// A promise of shares.
    Obligation "obligation" "promise of shares",
    /// A debt.
    Debt "debt" "debt",
    /// A document.
    Document "document" "document",
    /// An assumption.
    Assumption "assumption" "assumption",
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}
