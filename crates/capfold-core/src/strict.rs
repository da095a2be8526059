//! The one reader of JSON, as strict as the log's profile.
//!
//! What serde derives also reads a struct from an array of its fields in their order, so that a value
//! without a name could pass for another. Here an object is written as an object and a variant as a
//! word or as an object with one key, at any depth.
//!
//! Errors: [`LineError`], C0001 and C0002.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use crate::entry::LineError;

/// Reads a value that is the whole text. `what` is what the text is called: a line, a file.
pub(crate) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8], what: &str) -> Result<T, LineError> {
    let text = text_of(bytes, what)?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Strict(&mut reader)).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| json_error(&error, text, what))
}

/// Faults of the bytes that a JSON reader would report less clearly.
fn text_of<'text>(bytes: &'text [u8], what: &str) -> Result<&'text str, LineError> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        let message = format!("the {what} starts with a byte order mark");
        return Err(LineError::text(0, message, "save the file as UTF-8 without BOM"));
    }
    if bytes.contains(&0) {
        let offset = bytes.iter().position(|byte| *byte == 0).unwrap_or_default();
        let message = format!("the {what} contains a NUL byte");
        return Err(LineError::text(offset, message, "the file is damaged or not text"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        LineError::text(error.valid_up_to(), format!("the {what} is not UTF-8"), "save the file as UTF-8")
    })
}

fn json_error(error: &serde_json::Error, text: &str, what: &str) -> LineError {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message);
    let message = in_words_of_json(said);
    let offset = offset_of(error, text, said);
    let help = if message.ends_with(" in quotes") || message.contains(" in quotes, or ") {
        Some("numbers are written as strings: \"0.55\"")
    } else if message.starts_with("EOF") {
        Some(if what == "line" { "the line is cut off" } else { "the file is cut off" })
    } else {
        None
    };
    LineError { code: "C0001", offset, message, path: Vec::new(), help }
}

/// Serde and `serde_json` speak of Rust's kinds of values.
fn in_words_of_json(message: &str) -> String {
    match message {
        "invalid type: map, expected enum" => return "no key, expected an object with one key".to_owned(),
        "invalid type: unit variant, expected newtype variant" => {
            return "a word alone, expected an object with this key and its contents".to_owned();
        }
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            return "an escape of half a character (a lone surrogate)".to_owned();
        }
        _ => {}
    }
    let Some((found, wanted)) = message.rsplit_once(", expected ").filter(|_| message.starts_with("invalid ")) else {
        return message.to_owned();
    };
    let found = match found {
        "invalid type: sequence" => "invalid type: array",
        "invalid type: map" => "invalid type: object",
        _ => found,
    };
    let wanted = match wanted {
        "a sequence" => "an array",
        "unit" => "the word alone",
        "u32" | "u64" => "a whole number",
        _ if wanted.starts_with("struct ") => "a JSON object",
        _ if wanted.starts_with("enum ") => "a word, or a JSON object with one key",
        _ => wanted,
    };
    format!("{found}, expected {wanted}")
}

/// The byte at which it was noticed; of an array or object in the wrong place its first byte.
fn offset_of(error: &serde_json::Error, text: &str, said: &str) -> usize {
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let read = before.saturating_add(error.column());
    let last = read.saturating_sub(1);
    if said.starts_with("invalid type: sequence") || said.starts_with("invalid type: map") {
        // Past the bracket `serde_json` has looked for its end, through no more than blanks.
        return text.get(..read).and_then(|text| text.rfind(['[', '{'])).unwrap_or(last);
    }
    last
}

/// Passes everything on and stays around what is read inside of it. A value is whatever JSON it is, so
/// that a visitor decides and an array never meets the visitor of a struct ([`Object`]).
struct Strict<T>(T);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Strict(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Strict(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Strict(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Object(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Variant(visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

macro_rules! pass_value_on {
    ($($method:ident($($value:ident: $type:ty)?))*) => {$(
        fn $method<E: Error>(self $(, $value: $type)?) -> Result<V::Value, E> {
            self.0.$method($($value)?)
        }
    )*};
}

/// The values that JSON has.
impl<'de, V: Visitor<'de>> Visitor<'de> for Strict<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    pass_value_on! {
        visit_bool(value: bool) visit_i64(value: i64) visit_u64(value: u64) visit_f64(value: f64)
        visit_str(text: &str) visit_borrowed_str(text: &'de str) visit_none() visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Strict(value))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Strict(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Strict(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Strict(object))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Strict<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Strict(deserializer))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Strict(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(Strict(seed))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Strict(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

/// A struct: an object and nothing else.
struct Object<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Strict(object))
    }
}

/// A variant: a word, or an object whose one key names it. `serde_json` reads the same, but says no
/// more than "expected value" of anything else.
struct Variant<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Variant<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<V::Value, E> {
        self.0.visit_enum(word.into_deserializer())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        let mut object = Strict(object);
        let value = self.0.visit_enum(MapAccessDeserializer::new(&mut object))?;
        match object.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(IgnoredAny) => Err(A::Error::custom("a second key, expected an object with one key")),
        }
    }
}
