//! How events are declared: a struct or a choice once, with everything that follows from its fields –
//! its strict JSON form, its names, its description in the event reference.
//!
//! In [`record!`] a field is `name: Type` when it is required, `name?: Type` when it may be left out,
//! `name*: Type` for a list that may be empty, `name~: Type` for a value with a default, and
//! `name = "wire": Type` when its key in JSON is a word of Rust.

use serde::de::{Deserialize, Deserializer};

/// What a value looks like on the wire.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A single value, by what it is: "a day", "money".
    Value(&'static str),
    /// A number that is stated or rests on an assumption.
    Number(Number),
    /// An object.
    Record {
        /// What it means, what it moves and what refuses it, line by line.
        meaning: &'static [&'static str],
        /// Its keys.
        fields: &'static [Field],
    },
    /// One of several forms.
    Choice(&'static [Form]),
}

/// What a number counts that is stated or rests on an assumption.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Number {
    /// Shares, options, warrants or awards.
    Count,
    /// Money.
    Money,
    /// Money per share.
    Price,
}

impl Number {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Money => "money",
            Self::Price => "price per share",
        }
    }
}

/// A key of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key in JSON.
    pub key: &'static str,
    /// Whether and how often it stands there.
    pub presence: Presence,
    /// What it means, line by line.
    pub meaning: &'static [&'static str],
    /// What stands under it.
    pub shape: fn() -> Shape,
}

impl Field {
    pub(super) const fn required(key: &'static str, meaning: &'static [&'static str], shape: fn() -> Shape) -> Self {
        Self { key, presence: Presence::Required, meaning, shape }
    }

    pub(super) const fn list(key: &'static str, meaning: &'static [&'static str], shape: fn() -> Shape) -> Self {
        Self { key, presence: Presence::List, meaning, shape }
    }
}

/// One of several forms of a value.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Its tag in JSON.
    pub tag: &'static str,
    /// What it means, line by line.
    pub meaning: &'static [&'static str],
    /// What stands under the tag; nothing for a bare word.
    pub shape: Option<fn() -> Shape>,
}

/// Whether and how often a key stands in an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// Once.
    Required,
    /// At most once.
    Optional,
    /// A list, left out when it is empty.
    List,
}

/// A type that can say what it looks like on the wire.
pub trait Described {
    /// Its form.
    fn shape() -> Shape;
}

/// An optional value that is there: leaving it out is how a log says that it is not, `null` is refused.
pub(super) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Whether a value is the one that need not be written.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Declares structs of the wire; see the module.
macro_rules! record {
    ($(
        $(#[doc = $doc:literal])*
        $(#[derive($($extra:ident),*)])?
        pub struct $name:ident { $($body:tt)* }
    )*) => {
        $($crate::event::record::record!(@fields [$([$($extra)*])?] [$($doc)*] $name {} {} {} $($body)*);)*
    };

    (@fields $extra:tt $docs:tt $name:ident {$($fields:tt)*} {$($names:ident)*} {$($about:tt)*}
        $(#[doc = $doc:literal])* $field:ident: $ty:ty, $($rest:tt)*) => {
        $crate::event::record::record!(@fields $extra $docs $name
            {$($fields)* $(#[doc = $doc])* pub $field: $ty,}
            {$($names)* $field}
            {$($about)* (stringify!($field), Required, [$($doc),*], $ty)}
            $($rest)*);
    };
    (@fields $extra:tt $docs:tt $name:ident {$($fields:tt)*} {$($names:ident)*} {$($about:tt)*}
        $(#[doc = $doc:literal])* $field:ident = $wire:literal: $ty:ty, $($rest:tt)*) => {
        $crate::event::record::record!(@fields $extra $docs $name
            {$($fields)* $(#[doc = $doc])* #[serde(rename = $wire)] pub $field: $ty,}
            {$($names)* $field}
            {$($about)* ($wire, Required, [$($doc),*], $ty)}
            $($rest)*);
    };
    (@fields $extra:tt $docs:tt $name:ident {$($fields:tt)*} {$($names:ident)*} {$($about:tt)*}
        $(#[doc = $doc:literal])* $field:ident?: $ty:ty, $($rest:tt)*) => {
        $crate::event::record::record!(@fields $extra $docs $name
            {$($fields)* $(#[doc = $doc])*
                #[serde(
                    default,
                    skip_serializing_if = "Option::is_none",
                    deserialize_with = "crate::event::record::present"
                )]
                pub $field: Option<$ty>,}
            {$($names)* $field}
            {$($about)* (stringify!($field), Optional, [$($doc),*], $ty)}
            $($rest)*);
    };
    (@fields $extra:tt $docs:tt $name:ident {$($fields:tt)*} {$($names:ident)*} {$($about:tt)*}
        $(#[doc = $doc:literal])* $field:ident*: $ty:ty, $($rest:tt)*) => {
        $crate::event::record::record!(@fields $extra $docs $name
            {$($fields)* $(#[doc = $doc])*
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub $field: Vec<$ty>,}
            {$($names)* $field}
            {$($about)* (stringify!($field), List, [$($doc),*], $ty)}
            $($rest)*);
    };
    (@fields $extra:tt $docs:tt $name:ident {$($fields:tt)*} {$($names:ident)*} {$($about:tt)*}
        $(#[doc = $doc:literal])* $field:ident~: $ty:ty, $($rest:tt)*) => {
        $crate::event::record::record!(@fields $extra $docs $name
            {$($fields)* $(#[doc = $doc])*
                #[serde(default, skip_serializing_if = "crate::event::record::is_default")]
                pub $field: $ty,}
            {$($names)* $field}
            {$($about)* (stringify!($field), Optional, [$($doc),*], $ty)}
            $($rest)*);
    };

    (@fields [$([$($extra:ident)*])?] [$($doc:literal)*] $name:ident {$($fields:tt)*} {$($names:ident)*}
        {$(($key:expr, $presence:ident, [$($line:literal),*], $ty:ty))*}) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize $($(, $extra)*)?)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($fields)* }

        impl $crate::event::Names for $name {
            fn names(&mut self, visit: &mut dyn FnMut(&mut $crate::name::Name)) {
                let Self { $($names),* } = self;
                let _ = &visit;
                $($crate::event::Names::names($names, visit);)*
            }
        }

        impl $crate::event::Numbers for $name {
            fn numbers(&mut self, visit: &mut dyn FnMut($crate::event::NumberMut<'_>)) {
                let Self { $($names),* } = self;
                let _ = &visit;
                $($crate::event::Numbers::numbers($names, visit);)*
            }
        }

        impl $crate::event::record::Described for $name {
            fn shape() -> $crate::event::record::Shape {
                const FIELDS: &[$crate::event::record::Field] = &[$(
                    $crate::event::record::Field {
                        key: $key,
                        presence: $crate::event::record::Presence::$presence,
                        meaning: &[$($line),*],
                        shape: <$ty as $crate::event::record::Described>::shape,
                    },
                )*];
                $crate::event::record::Shape::Record { meaning: &[$($doc),*], fields: FIELDS }
            }
        }
    };
}
pub(super) use record;

/// Declares enums of the wire, externally tagged: a bare word, or an object with one key.
macro_rules! choice {
    ($(
        $(#[doc = $doc:literal])*
        $(#[derive($($extra:ident),*)])?
        pub enum $name:ident {
            $($(#[doc = $line:literal])* $variant:ident $(($ty:ty))? = $tag:literal $(=> $default:ident)?,)*
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize $($(, $extra)*)?)]
        pub enum $name {
            $($(#[doc = $line])* $(#[$default])? #[serde(rename = $tag)] $variant $(($ty))?,)*
        }

        impl $crate::event::Names for $name {
            fn names(&mut self, visit: &mut dyn FnMut(&mut $crate::name::Name)) {
                let _ = &visit;
                $($(
                    if let Self::$variant(inner) = self {
                        <$ty as $crate::event::Names>::names(inner, visit);
                    }
                )?)*
            }
        }

        impl $crate::event::Numbers for $name {
            fn numbers(&mut self, visit: &mut dyn FnMut($crate::event::NumberMut<'_>)) {
                let _ = &visit;
                $($(
                    if let Self::$variant(inner) = self {
                        <$ty as $crate::event::Numbers>::numbers(inner, visit);
                    }
                )?)*
            }
        }

        impl $crate::event::record::Described for $name {
            fn shape() -> $crate::event::record::Shape {
                const FORMS: &[$crate::event::record::Form] = &[$(
                    $crate::event::record::Form {
                        tag: $tag,
                        meaning: &[$($line),*],
                        shape: $crate::event::record::choice!(@shape $($ty)?),
                    },
                )*];
                $crate::event::record::Shape::Choice(FORMS)
            }
        }
    )*};
    (@shape) => { None };
    (@shape $ty:ty) => { Some(<$ty as $crate::event::record::Described>::shape) };
}
pub(super) use choice;

/// Types of the wire that hold no names and are a single value.
macro_rules! values {
    ($($type:ty: $what:literal,)*) => {$(
        impl Described for $type {
            fn shape() -> Shape {
                Shape::Value($what)
            }
        }
    )*};
}

values! {
    crate::name::Name: "name",
    crate::name::Label: "text",
    crate::date::Date: "day",
    crate::date::YearEnd: "month and day",
    crate::date::Span: "day, month or quarter",
    crate::money::Currency: "currency",
    crate::money::Amount: "amount in functional currency",
    crate::money::Quantity: "count",
    crate::money::Rate: "exchange rate",
    crate::money::Factor: "number",
    crate::money::Percent: "per cent",
    crate::money::Money: "money",
    crate::money::PerShare: "price per share without its currency",
    uuid::Uuid: "entry id",
    bool: "yes or no",
    u32: "whole number",
}

/// Types of the wire that are a number, stated or assumed.
macro_rules! numbers {
    ($($type:ty: $number:ident,)*) => {$(
        impl Described for $type {
            fn shape() -> Shape {
                Shape::Number(Number::$number)
            }
        }
    )*};
}

numbers! {
    crate::money::GivenQuantity: Count,
    crate::money::GivenMoney: Money,
    crate::money::GivenPrice: Price,
}

impl<T: Described> Described for Vec<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Described> Described for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }
}
