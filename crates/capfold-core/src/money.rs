//! Quantities, amounts and prices: what a number counts, and in which currency.
//!
//! In events they are above zero by type; only balances are signed. Adding two currencies has no
//! spelling. A number that no document states refers to an assumption ([`Given`]).

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::exact::{Exact, NumberError, PLACES};
use crate::name::Name;

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: [u8; 3],
    places: u8,
}

/// Why a currency was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ISO 4217 currency code")]
pub struct CurrencyError(String);

impl Currency {
    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("???")
    }

    /// The smallest amount that is paid: 0.01 for dollars, 1 for yen (ISO 4217, minor units).
    #[must_use]
    pub fn grain(self) -> Exact {
        Exact::grain(u32::from(self.places))
    }

    /// Whether its unit is a dollar, so that a bare `$` can mean it.
    #[must_use]
    pub fn is_dollar(&self) -> bool {
        const DOLLARS: &[&str] = &[
            "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "FJD", "GYD", "HKD", "JMD", "KYD", "LRD", "NAD", "NZD",
            "SBD", "SGD", "SRD", "TTD", "TWD", "USD", "XCD",
        ];
        DOLLARS.contains(&self.code())
    }

    /// Decimal places of the grain.
    #[must_use]
    pub fn places(self) -> u32 {
        u32::from(self.places)
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        let refuse = || CurrencyError(text.chars().take(20).collect());
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| refuse())?;
        let known = iso_currency::Currency::from_code(text).ok_or_else(refuse)?;
        let places = known.exponent().and_then(|e| u8::try_from(e).ok());
        Ok(Self { code, places: places.unwrap_or(u8::try_from(PLACES).unwrap_or(10)) })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

crate::wire::by_text!(Currency, "a currency code");

/// Declares a number above zero that says what it counts.
macro_rules! positive {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(Exact);

        impl $name {
            /// The number.
            #[must_use]
            pub const fn exact(self) -> Exact {
                self.0
            }
        }

        impl From<$name> for Exact {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl TryFrom<Exact> for $name {
            type Error = NumberError;

            fn try_from(value: Exact) -> Result<Self, NumberError> {
                if value > Exact::ZERO { Ok(Self(value)) } else { Err(NumberError::NotPositive(value.to_string())) }
            }
        }

        impl FromStr for $name {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, NumberError> {
                text.parse::<Exact>().and_then(Self::try_from)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        crate::wire::by_text!($name, $expected);
    };
}

positive!(
    /// A count of shares, warrants or options, above zero.
    Quantity,
    "a quantity in quotes"
);
positive!(
    /// An amount of money without its currency, above zero.
    Amount,
    "an amount in quotes"
);
positive!(
    /// A price per share, warrant or option, above zero.
    PerShare,
    "a price in quotes"
);
positive!(
    /// An exchange rate: units of the quote currency for one unit of the base currency.
    Rate,
    "a rate in quotes"
);

positive!(
    /// A factor or a part of a ratio, above zero.
    Factor,
    "a number in quotes"
);

/// Per cent, above zero and at most a hundred.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Percent(Exact);

/// What a hundred per cent are.
const HUNDRED: Exact = Exact::from_raw(Exact::ONE.raw().saturating_mul(100));

impl Percent {
    /// A hundred per cent, as a number.
    pub const WHOLE: Exact = HUNDRED;

    /// The number.
    #[must_use]
    pub const fn exact(self) -> Exact {
        self.0
    }
}

impl TryFrom<Exact> for Percent {
    type Error = NumberError;

    fn try_from(value: Exact) -> Result<Self, NumberError> {
        if value > HUNDRED {
            return Err(NumberError::BeyondHundred(value.to_string()));
        }
        if value > Exact::ZERO { Ok(Self(value)) } else { Err(NumberError::NotPositive(value.to_string())) }
    }
}

impl FromStr for Percent {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        text.parse::<Exact>().and_then(Self::try_from)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

crate::wire::by_text!(Percent, "per cent in quotes");

/// A number of an event: stated by a document, or resting on an assumption of the log.
///
/// JSON: `"355000"`, `{"assumed":"opening-shares"}`, or `{"rest_of":"355000","after":"options-at-30"}`
/// for what a stated total leaves beside an assumed part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given<T> {
    /// The number itself.
    Stated(T),
    /// The chosen value of an assumption.
    Assumed(Name),
    /// A stated total less the chosen value of an assumption.
    Rest(Box<Rest<T>>),
}

/// What a stated total leaves beside an assumed part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rest<T> {
    /// The stated total.
    pub total: T,
    /// The assumption whose value is taken off.
    pub after: Name,
}

impl<T> Given<T> {
    /// The assumption the number rests on, if any.
    #[must_use]
    pub fn assumption(&self) -> Option<&Name> {
        match self {
            Self::Stated(_) => None,
            Self::Assumed(name) => Some(name),
            Self::Rest(rest) => Some(&rest.after),
        }
    }
}

impl<T: Serialize> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Stated(value) => value.serialize(serializer),
            Self::Assumed(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("assumed", name)?;
                map.end()
            }
            Self::Rest(rest) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("rest_of", &rest.total)?;
                map.serialize_entry("after", &rest.after)?;
                map.end()
            }
        }
    }
}

impl<'de, T> Deserialize<'de> for Given<T>
where
    T: FromStr<Err: fmt::Display> + Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor(PhantomData))
    }
}

struct GivenVisitor<T>(PhantomData<T>);

impl<'de, T> Visitor<'de> for GivenVisitor<T>
where
    T: FromStr<Err: fmt::Display> + Deserialize<'de>,
{
    type Value = Given<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number in quotes, or {\"assumed\":…}")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Given<T>, E> {
        text.parse().map(Given::Stated).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given<T>, A::Error> {
        #[derive(Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        enum Key {
            Assumed,
            RestOf,
            After,
        }
        let (mut assumed, mut rest_of, mut after) = (None, None, None);
        while let Some(key) = map.next_key()? {
            match key {
                Key::Assumed if assumed.is_none() => assumed = Some(map.next_value()?),
                Key::RestOf if rest_of.is_none() => rest_of = Some(map.next_value()?),
                Key::After if after.is_none() => after = Some(map.next_value()?),
                Key::Assumed => return Err(A::Error::duplicate_field("assumed")),
                Key::RestOf => return Err(A::Error::duplicate_field("rest_of")),
                Key::After => return Err(A::Error::duplicate_field("after")),
            }
        }
        match (assumed, rest_of, after) {
            (Some(name), None, None) => Ok(Given::Assumed(name)),
            (None, Some(total), Some(after)) => Ok(Given::Rest(Box::new(Rest { total, after }))),
            _ => Err(A::Error::custom("expected {\"assumed\":…} or {\"rest_of\":…,\"after\":…}")),
        }
    }
}

/// An amount in its currency. `A` is [`Amount`] once resolved, `Given<Amount>` in an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money<A = Amount> {
    /// How much.
    pub amount: A,
    /// Of what.
    pub currency: Currency,
}

/// A price per share in its currency. `P` is [`PerShare`] once resolved, `Given<PerShare>` in an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price<P = PerShare> {
    /// How much a share.
    pub amount: P,
    /// Of what.
    pub currency: Currency,
}

/// Money as an event gives it.
pub type GivenMoney = Money<Given<Amount>>;
/// A price as an event gives it.
pub type GivenPrice = Price<Given<PerShare>>;
/// A quantity as an event gives it.
pub type GivenQuantity = Given<Quantity>;
