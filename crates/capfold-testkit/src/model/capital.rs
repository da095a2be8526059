//! Shares of a class as a whole.

use serde_json::Value;

use super::book::Book;
use super::json::{Judged, Refused, field, optional, require, tagged, text};
use super::number::{self, Number};

/// Terms of classes.
impl Book {
    /// Prices among the terms of a class must be known, and so must the class that it converts into.
    pub(super) fn check_terms(&self, event: &Value) -> Judged<()> {
        for price in [optional(event, "par"), optional(event, "preference")].into_iter().flatten() {
            self.price(price)?;
        }
        if let Some(dividend) = optional(event, "dividend") {
            match tagged(field(dividend, "rate")?)? {
                ("percent", part) => self.price(field(part, "of")?)?,
                (_, amount) => self.price(amount)?,
            };
        }
        if let Some(("up_to", most)) = optional(event, "participation").map(tagged).transpose()? {
            self.price(most)?;
        }
        if let Some(conversion) = optional(event, "conversion") {
            self.known("class", conversion, "into")?;
        }
        if let Some(redemption) = optional(event, "redemption") {
            self.price(field(redemption, "price")?)?;
        }
        Ok(())
    }

    /// So many new for so many old.
    fn ratio(value: &Value) -> Judged<Number> {
        let number = |key| number::parse(text(value, key)?).ok_or(Refused("malformed: not a number"));
        Ok(number("new")? / number("old")?)
    }

    /// The number brought down to the grain of a class.
    fn floored(&self, number: &Number, class: &str) -> Judged<Number> {
        let grain = self.grain(class)?;
        Ok((number / &grain).floor() * grain)
    }
}

/// Conversion.
impl Book {
    pub(super) fn shares_converted(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let terms = self.thing("class", class)?;
        let terms = optional(&terms, "conversion").ok_or(Refused("no terms of conversion"))?;
        let into = text(terms, "into")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let received = self.floored(&(&quantity * Self::ratio(field(terms, "ratio")?)?), into)?;
        if let Some(stated) = optional(event, "into") {
            require(self.quantity(stated, into)? == received, "not what the terms of conversion give")?;
        }
        let capital = self.paid_in(class, &quantity)?;
        self.transfer_held(&format!("class:{class}"), &held, self.pool(class), &quantity)?;
        self.take_from_pool(into, &held, &received)?;
        self.equity(&format!("share-capital/{into}"), &format!("share-capital/{class}"), &capital);
        Ok(())
    }

    pub(super) fn conversion_adjusted(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let mut terms = self.thing("class", class)?;
        let ratio = terms.pointer_mut("/conversion/ratio").ok_or(Refused("no terms of conversion"))?;
        ratio.clone_from(field(event, "ratio")?);
        self.note("class", class, terms);
        Ok(())
    }
}
