//! The wire goes through the constructors: text becomes a value only by `FromStr`.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};
use uuid::Uuid;

/// Reads a JSON string through `FromStr`, without a copy where the text has no escapes.
pub(crate) fn from_text<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    deserializer.deserialize_str(Text { expected, kind: PhantomData })
}

struct Text<T> {
    expected: &'static str,
    kind: PhantomData<T>,
}

impl<T> Visitor<'_> for Text<T>
where
    T: FromStr<Err: fmt::Display>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Reads the id of an entry: of the spellings of a UUID only the usual one, 36 characters with hyphens.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    from_text(deserializer, "an id in quotes: a UUID with hyphens").map(|Id(id)| id)
}

struct Id(Uuid);

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an id: a UUID with hyphens")]
struct IdError(String);

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let usual = text.len() == uuid::fmt::Hyphenated::LENGTH;
        let id = if usual { Uuid::try_parse(text).ok() } else { None };
        id.map(Self).ok_or_else(|| IdError(text.chars().take(50).collect()))
    }
}

/// Implements `Serialize` and `Deserialize` for a type by its `Display` and `FromStr`.
macro_rules! by_text {
    ($type:ty, $expected:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::wire::from_text(deserializer, $expected)
            }
        }
    };
}
pub(crate) use by_text;
