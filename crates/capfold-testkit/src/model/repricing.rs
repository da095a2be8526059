//! Changes of the terms of rights, and rights that all holders of a class receive.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::book::Book;
use super::json::{Judged, Refused, day, field, maybe_day, optional, require, tagged, text};

/// A series or a lot as it stands.
struct Right<'a> {
    kind: &'static str,
    name: &'a str,
    terms: Value,
}

impl Book {
    /// A series or a lot whose term is not over.
    fn right_in_term<'a>(&self, right: &'a Value) -> Judged<Right<'a>> {
        let (kind, name) = match tagged(right)? {
            ("series", name) => ("series", name),
            ("grant", name) => ("grant", name),
            _ => return Err(Refused("malformed: no such right")),
        };
        let name = name.as_str().unwrap_or_default();
        let terms = self.thing(kind, name)?;
        require(maybe_day(&terms, "expires")?.is_none_or(|last| self.today <= last), "the term is over")?;
        Ok(Right { kind, name, terms })
    }

    /// One of the terms is another from now on.
    fn set_term(&mut self, right: Right<'_>, term: &str, value: Value) -> Judged<()> {
        let mut terms = right.terms;
        let object = terms.as_object_mut().ok_or(Refused("malformed: no object"))?;
        object.insert(term.to_owned(), value);
        self.note(right.kind, right.name, terms);
        Ok(())
    }

    pub(super) fn right_repriced(&mut self, event: &Value) -> Judged<()> {
        let right = self.right_in_term(field(event, "right")?)?;
        let strike = field(event, "strike")?;
        self.price(strike)?;
        match optional(&right.terms, "kind").and_then(Value::as_str).filter(|_| right.kind == "grant") {
            Some("sar") => self.set_term(right, "base", strike.clone()),
            Some(_) => Err(Refused("awards without a price")),
            None => self.set_term(right, "strike", strike.clone()),
        }
    }

    pub(super) fn right_extended(&mut self, event: &Value) -> Judged<()> {
        let right = self.right_in_term(field(event, "right")?)?;
        let old = maybe_day(&right.terms, "expires")?.ok_or(Refused("the term has no end"))?;
        let new = day(event, "expires")?;
        require(new > old, "the new last day is not later")?;
        self.set_term(right, "expires", json!(new.to_string()))
    }

    pub(super) fn acceleration_noticed(&mut self, event: &Value) -> Judged<()> {
        let series = json!({ "series": text(event, "series")? });
        let right = self.right_in_term(&series)?;
        let clause = optional(&right.terms, "acceleration").ok_or(Refused("no acceleration clause"))?;
        let first = maybe_day(clause, "from")?;
        require(first.is_none_or(|first| self.today >= first), "no notice can be given yet")?;
        let days = field(clause, "notice_days")?.as_i64().ok_or(Refused("malformed: not a count of days"))?;
        let new: NaiveDate = day(event, "expires")?;
        require(new.signed_duration_since(self.today).num_days() >= days, "too short a notice")?;
        require(maybe_day(&right.terms, "expires")?.is_none_or(|old| new < old), "the last day is not earlier")?;
        self.set_term(right, "expires", json!(new.to_string()))
    }

    pub(super) fn rights_distributed(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let name = self.known("series", event, "series")?;
        let bought = text(&self.thing("series", name)?, "class")?.to_owned();
        let grain = self.grain(&bought)?;
        let ratio = Self::ratio(field(event, "ratio")?)?;
        for (holder, shares) in self.holders_of(class) {
            let rights = (shares * &ratio / &grain).floor() * &grain;
            self.warrants_written(name, &holder, &rights)?;
        }
        Ok(())
    }
}
