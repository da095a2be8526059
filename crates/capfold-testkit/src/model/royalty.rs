//! Royalties, their advances and buy-backs.

use num_traits::Zero;
use serde_json::Value;

use super::book::Book;
use super::json::{Judged, Refused, day, field, list, optional, require, text};
use super::number;
use super::property::{percent, set};

impl Book {
    pub(super) fn royalty_agreed(&mut self, event: &Value) -> Judged<()> {
        self.known("property", event, "property")?;
        for part in list(event, "buy_backs") {
            self.money(field(part, "price")?)?;
        }
        self.agreed("royalty_agreed", event)
    }

    /// A royalty under which the company can still pay.
    fn owing(&self, event: &Value) -> Judged<Value> {
        let royalty = self.under(&["royalty_agreed"], event)?;
        require(text(&royalty, "side")? == "granted", "the company receives this royalty")?;
        self.performable(&royalty)?;
        Ok(royalty)
    }

    pub(super) fn advance_royalty_paid(&mut self, event: &Value) -> Judged<()> {
        let royalty = self.owing(event)?;
        let to = format!("advance-royalty/{}", text(event, "agreement")?);
        self.pay_towards(&royalty, field(event, "cash")?, &to).map(drop)
    }

    pub(super) fn royalty_paid(&mut self, event: &Value) -> Judged<()> {
        self.owing(event)?;
        let to = self.destination(field(event, "purpose")?)?;
        if let Some(cash) = optional(event, "cash") {
            self.pay(cash, &to)?;
        }
        match optional(event, "credited") {
            Some(credited) => self.used_up(&format!("advance-royalty/{}", text(event, "agreement")?), &to, credited),
            None => Ok(()),
        }
    }

    pub(super) fn royalty_bought_back(&mut self, event: &Value) -> Judged<()> {
        let mut royalty = self.under(&["royalty_agreed"], event)?;
        self.in_force(&royalty)?;
        let part = percent(field(event, "percent")?)?;
        let price = self.money(field(event, "price")?)?;
        let mut open = list(&royalty, "buy_backs").to_vec();
        let mut used = None;
        for (n, row) in open.iter().enumerate() {
            let in_time = optional(row, "until").is_none() || self.today <= day(row, "until")?;
            let fits = percent(field(row, "percent")?)? == part && self.money(field(row, "price")?)? == price;
            if used.is_none() && in_time && fits {
                used = Some(n);
            }
        }
        open.remove(used.ok_or(Refused("no such buy-back is open"))?);
        let cash = self.cash(field(event, "cash")?, &price)?;
        let value = self.value(&price, None)?;
        let property = text(&royalty, "property")?.to_owned();
        if text(&royalty, "side")? == "granted" {
            self.cash_out(&cash, &format!("property/{property}"), &price, &value)?;
        } else {
            self.recover(&property, &cash, &price, &value)?;
        }
        let left = percent(field(&royalty, "percent")?)? - part;
        set(&mut royalty, "buy_backs", Value::from(open));
        set(&mut royalty, "percent", Value::from(number::show(&left)));
        self.note("agreement", text(event, "agreement")?, royalty.clone());
        if left.is_zero() {
            self.give_back(&royalty, false)?;
            self.end(&royalty)?;
        }
        Ok(())
    }
}
