//! Reading plain JSON, and the one way to refuse.

use chrono::NaiveDate;
use serde_json::Value;

/// Why something was refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused(pub(super) &'static str);

/// A result, or a refusal of the whole fact.
pub(super) type Judged<T> = Result<T, Refused>;

static NULL: Value = Value::Null;

/// Refuses unless the condition holds.
pub(super) fn require(holds: bool, why: &'static str) -> Judged<()> {
    if holds { Ok(()) } else { Err(Refused(why)) }
}

/// A value that must be there.
pub(super) fn field<'a>(object: &'a Value, key: &str) -> Judged<&'a Value> {
    optional(object, key).ok_or(Refused("malformed: a field is missing"))
}

/// A value that may be left out.
pub(super) fn optional<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// A text that must be there.
pub(super) fn text<'a>(object: &'a Value, key: &str) -> Judged<&'a str> {
    field(object, key)?.as_str().ok_or(Refused("malformed: not a text"))
}

/// A day that must be there.
pub(super) fn day(object: &Value, key: &str) -> Judged<NaiveDate> {
    text(object, key)?.parse().map_err(|_| Refused("malformed: not a day"))
}

/// A day that may be left out.
pub(super) fn maybe_day(object: &Value, key: &str) -> Judged<Option<NaiveDate>> {
    optional(object, key).map(|_| day(object, key)).transpose()
}

/// A list; empty when left out.
pub(super) fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    optional(object, key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Tag and contents of `{"tag":contents}`, or of `"tag"` alone.
pub(super) fn tagged(value: &Value) -> Judged<(&str, &Value)> {
    if let Some(tag) = value.as_str() {
        return Ok((tag, &NULL));
    }
    let first = value.as_object().and_then(|object| object.iter().next());
    first.map(|(tag, contents)| (tag.as_str(), contents)).ok_or(Refused("malformed: no tag"))
}
