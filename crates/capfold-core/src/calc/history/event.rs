//! The events of a small log.

use serde::de::{Deserializer, Error};
use serde::{Deserialize, de};
use serde_json::{Map, Value};

use crate::calc::{AboveZero, AtLeastZero, Count};
use crate::date::Date;

/// An event: when it took place, when it became known, and what it does.
#[derive(Debug)]
pub(super) struct Event {
    /// Its number in the log.
    pub(super) seq: Count,
    pub(super) date: Date,
    pub(super) recorded: Date,
    pub(super) what: What,
}

/// What an event does.
#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum What {
    /// Sets the number of shares that may be issued.
    Authorise { shares: AtLeastZero },
    /// New shares to a holder.
    Issue { holder: String, shares: AboveZero },
    /// Shares from a holder to another.
    Transfer { from: String, to: String, shares: AboveZero },
    /// Shares of a holder become the company's own.
    TreasuryBuy { holder: String, shares: AboveZero },
    /// The company's own shares to a holder.
    TreasuryReissue { holder: String, shares: AboveZero },
    /// The company's own shares end.
    TreasuryCancel { shares: AboveZero },
    /// New options to a holder.
    OptionGrant(Right),
    /// Options become shares of their holder.
    OptionExercise(Of),
    /// Options end before they vest or when their holder leaves.
    OptionForfeit(Of),
    /// Options end with their term.
    OptionExpire(Of),
    /// New warrants to a holder.
    WarrantIssue(Right),
    /// Warrants become shares of their holder.
    WarrantExercise(Of),
    /// Warrants end with their term.
    WarrantExpire(Of),
    /// So many shares for each.
    Split {
        ratio: AboveZero,
        #[serde(default)]
        adjust_authorised: bool,
    },
    /// Another event did not take place.
    Reversal {
        /// The number of that event.
        #[serde(alias = "of", alias = "target")]
        reverses: Count,
    },
}

/// A right to shares.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Right {
    pub(super) id: String,
    pub(super) holder: String,
    pub(super) quantity: AboveZero,
    pub(super) strike: AtLeastZero,
}

/// A part of a right.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Of {
    pub(super) id: String,
    pub(super) quantity: AboveZero,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        let seq = field(&mut fields, "seq")?;
        let date = field(&mut fields, "date")?;
        let recorded = field(&mut fields, "recorded")?;
        let what = What::deserialize(Value::Object(fields)).map_err(D::Error::custom)?;
        Ok(Self { seq, date, recorded, what })
    }
}

fn field<T: de::DeserializeOwned, E: Error>(fields: &mut Map<String, Value>, name: &'static str) -> Result<T, E> {
    let value = fields.remove(name).ok_or_else(|| E::missing_field(name))?;
    T::deserialize(value).map_err(|error| E::custom(format!("{name}: {error}")))
}
