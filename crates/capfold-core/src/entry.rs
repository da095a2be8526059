//! One line of a log: what someone recorded, when it was true, and where it is written.
//!
//! Errors: [`LineError`].

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::date::{Date, Span};
use crate::event::Event;
use crate::name::{Label, Name, Seq};

/// Bytes a line may have, its line end not counted.
pub const LINE_LIMIT: usize = 60 * 1024;

/// A recorded fact, correction or registration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an entry (a JSON object)")]
pub struct Entry {
    /// Identifies the entry for ever; the same id with the same body is the same entry.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: Uuid,
    /// Position given by a store; a plain file's entries are numbered by line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// When it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Box<Label>>,
    /// The day on which it was true.
    pub effective: Date,
    /// The document it is taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<Source>>,
    /// Assumptions that its day or its currencies rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumes: Vec<Name>,
    /// What happened.
    pub event: Event,
}

/// A place in a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document, as [`crate::event::DocumentCited`] names it.
    pub document: Name,
    /// Where in it: page, paragraph, line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Label>,
    /// The figure as it is printed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Label>,
}

/// A moment in time, RFC 3339 in UTC (`2004-06-01T09:30:00Z`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timestamp(DateTime<Utc>);

/// Why a time was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time in UTC (2004-06-01T09:30:00Z)")]
pub struct TimestampError(String);

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let refuse = || TimestampError(text.chars().take(40).collect());
        if !text.ends_with('Z') {
            return Err(refuse());
        }
        DateTime::parse_from_rfc3339(text).map(|time| Self(time.to_utc())).map_err(|_| refuse())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

crate::wire::by_text!(Timestamp, "a time (RFC 3339, UTC)");

/// Why a line is not an entry, or a file not a sheet of statements, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct LineError {
    /// Stable code: C0001 not JSON of what it should be, C0002 not text a log can hold, C0003 contradicts itself.
    pub code: &'static str,
    /// Byte of the text at which it was noticed, from 0.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// Keys down to the value at fault, when the line is well formed.
    pub path: Vec<&'static str>,
    /// How to mend it.
    pub help: Option<&'static str>,
}

impl LineError {
    pub(crate) fn text(offset: usize, message: impl Into<String>, help: &'static str) -> Self {
        Self { code: "C0002", offset, message: message.into(), path: Vec::new(), help: Some(help) }
    }
}

impl Entry {
    /// Reads one line, without its line end.
    ///
    /// # Errors
    /// [`LineError`] with the place; nothing is guessed and nothing unknown is skipped.
    pub fn parse(line: &[u8]) -> Result<Self, LineError> {
        check_extent(line)?;
        let entry: Self = crate::strict::read(line, "line")?;
        entry.check()?;
        Ok(entry)
    }

    /// The entry as one line, without a line end.
    ///
    /// # Errors
    /// Only what `serde_json` may report; the types hold nothing it cannot write.
    pub fn to_line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    fn check(&self) -> Result<(), LineError> {
        self.event.check().map_err(|error| {
            let mut path = vec!["event"];
            path.extend(error.path);
            LineError { code: "C0003", offset: 0, message: error.message, path, help: None }
        })?;
        check_rate(self.effective, &self.event)
    }
}

/// An average rate stands on the first day of its month or quarter.
fn check_rate(effective: Date, event: &Event) -> Result<(), LineError> {
    if let Event::Amend(amend) = event {
        return check_rate(amend.effective, &amend.event);
    }
    let Event::RateObserved(rate) = event else {
        return Ok(());
    };
    if rate.starts_on(effective) {
        return Ok(());
    }
    let stretch = match rate.over {
        Span::Day => "day",
        Span::Month => "month",
        Span::Quarter => "quarter",
    };
    let first = effective.first_of(rate.over);
    Err(LineError {
        code: "C0003",
        offset: 0,
        message: format!("the average of a {stretch} is effective on its first day, {first}, not on {effective}"),
        path: vec!["effective"],
        help: None,
    })
}

/// A line has a limit and ends with LF alone.
fn check_extent(line: &[u8]) -> Result<(), LineError> {
    if line.len() > LINE_LIMIT {
        let message = format!("the line has {} bytes, the limit is {LINE_LIMIT}", line.len());
        return Err(LineError::text(LINE_LIMIT, message, "split the entry: one fact a line"));
    }
    if line.ends_with(b"\r") {
        let offset = line.len().saturating_sub(1);
        return Err(LineError::text(offset, "the line ends with CR LF", "end lines with LF alone"));
    }
    Ok(())
}

/// One point on each clock: what had been recorded, and what had happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cut {
    /// Entries after this position are not known yet; none: everything recorded is known.
    pub known_through: Option<Seq>,
    /// What happened after this day is left out; none: everything is taken.
    pub effective_through: Option<Date>,
}
