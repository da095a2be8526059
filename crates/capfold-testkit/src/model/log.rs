//! From lines to facts: what is known, after corrections.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::json::{Judged, Refused, day, field, list, optional, require, tagged, text};
use super::number;

/// Something that happened, in its latest wording.
pub(super) struct Fact {
    /// Position of the entry that stated it first.
    seq: u64,
    /// Position of the entry whose word stands.
    pub(super) stated_by: u64,
    /// Id of the last word on it, be it an amendment or a voiding.
    last_word: String,
    voided: bool,
    pub(super) effective: NaiveDate,
    pub(super) event: Value,
    pub(super) assumes: Vec<Value>,
}

impl Fact {
    /// By day; on a day the opening of the book, then what holds for the whole day, then what happens,
    /// then the close; else by position.
    pub(super) fn order(&self) -> (NaiveDate, u8, u64) {
        let kind = tagged(&self.event).map_or("", |(kind, _)| kind);
        let rank = match kind {
            "book_opened" => 0,
            "document_cited" | "assumption_made" | "policy_adopted" | "rate_observed" => 1,
            "period_closed" => 3,
            _ if kind.ends_with("_registered") => 1,
            _ => 2,
        };
        (self.effective, rank, self.seq)
    }
}

/// The facts that stand, in order of position, and the entries that were refused.
pub(super) fn read(lines: &[String], known_through: Option<u64>) -> (Vec<Fact>, BTreeMap<u64, &'static str>) {
    let mut facts = Vec::new();
    let mut entries = BTreeMap::new();
    let mut refused = BTreeMap::new();
    for (seq, line) in (1_u64..).zip(lines) {
        if known_through.is_some_and(|last| seq > last) {
            break;
        }
        if let Err(Refused(why)) = append(&mut facts, &mut entries, seq, line) {
            refused.insert(seq, why);
        }
    }
    facts.retain(|fact: &Fact| !fact.voided);
    (facts, refused)
}

fn append(facts: &mut Vec<Fact>, entries: &mut BTreeMap<String, Value>, seq: u64, line: &str) -> Judged<()> {
    let entry: Value = serde_json::from_str(line).map_err(|_| Refused("malformed: not JSON"))?;
    let id = text(&entry, "id")?.to_owned();
    if let Some(earlier) = entries.get(&id) {
        return require(same("", earlier, &entry), "the id stands for another entry");
    }
    let stated = optional(&entry, "seq");
    require(stated.is_none_or(|stated| stated.as_u64() == Some(seq)), "the stated position is not this one")?;
    let event = field(&entry, "event")?;
    let (kind, contents) = tagged(event)?;
    match kind {
        "amend" => {
            let (effective, event) = (day(contents, "effective")?, field(contents, "event")?);
            let fact = corrected(facts, contents)?;
            fact.effective = effective;
            fact.event = event.clone();
            fact.assumes = list(contents, "assumes").to_vec();
            fact.stated_by = seq;
            fact.last_word.clone_from(&id);
        }
        "void" => {
            let fact = corrected(facts, contents)?;
            fact.voided = true;
            fact.last_word.clone_from(&id);
        }
        _ => facts.push(Fact {
            seq,
            stated_by: seq,
            last_word: id.clone(),
            voided: false,
            effective: day(&entry, "effective")?,
            event: event.clone(),
            assumes: list(&entry, "assumes").to_vec(),
        }),
    }
    entries.insert(id, entry);
    Ok(())
}

/// The fact that a correction is about; the correction names the last word on it.
fn corrected<'a>(facts: &'a mut [Fact], correction: &Value) -> Judged<&'a mut Fact> {
    let id = text(correction, "entry")?;
    let found = facts.iter_mut().find(|fact| !fact.voided && fact.last_word == id);
    found.ok_or(Refused("the correction names no last word on a fact"))
}

/// Keys under which a text may be a number. Elsewhere it is a name, a label, a day or an id.
const NUMBERS: &[&str] = &[
    "amount", "carrying", "chosen", "earned", "fixed", "grain", "high", "interest", "limited", "low", "percent",
    "quantity", "rate", "rest_of", "rolling",
];

/// Whether two values under a key say the same: numbers by value, all else by text.
fn same(key: &str, one: &Value, other: &Value) -> bool {
    if let (Some(one), Some(other)) = (one.as_object(), other.as_object()) {
        let keys_match = one.len() == other.len();
        return keys_match
            && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(key, value, other)));
    }
    if let (Some(one), Some(other)) = (one.as_array(), other.as_array()) {
        return one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(key, one, other));
    }
    let number = |value: &Value| value.as_str().filter(|_| NUMBERS.contains(&key)).and_then(number::parse);
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}
