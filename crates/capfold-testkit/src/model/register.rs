//! The book, registrations, policies, rates, opening balances and the end of a period.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, field, list, optional, require, tagged, text};
use super::number::{self, Number};

impl Book {
    pub(super) fn book_opened(&mut self, event: &Value) -> Judged<()> {
        require(!self.opened, "the book is open already")?;
        let (functional, year_end) = (text(event, "functional")?, text(event, "year_end")?);
        self.opened = true;
        functional.clone_into(&mut self.functional);
        year_end.clone_into(&mut self.year_end);
        Ok(())
    }

    pub(super) fn class_registered(&mut self, event: &Value) -> Judged<()> {
        self.check_terms(event)?;
        self.register("class", event)
    }

    pub(super) fn policy_adopted(&mut self, event: &Value) -> Judged<()> {
        let (kind, policy) = tagged(event)?;
        self.policies.insert(kind.to_owned(), policy.clone());
        Ok(())
    }

    pub(super) fn rate_observed(&mut self, event: &Value) -> Judged<()> {
        let over = optional(event, "over").and_then(Value::as_str).unwrap_or("day");
        let pair = (text(event, "base")?.to_owned(), text(event, "quote")?.to_owned(), over.to_owned());
        let rate = number::parse(text(event, "rate")?).filter(|rate| *rate > Number::zero());
        let rate = rate.ok_or(super::json::Refused("malformed: not a rate"))?;
        self.rates.entry(pair).or_default().insert(self.today, rate);
        Ok(())
    }

    pub(super) fn opening_balances(&mut self, event: &Value) -> Judged<()> {
        require(!self.moved, "something moved before the opening balances")?;
        for line in list(event, "shares") {
            self.opening_shares(line)?;
        }
        for line in list(event, "options") {
            self.opening_options(line)?;
        }
        for line in list(event, "warrants") {
            self.opening_warrants(line)?;
        }
        for line in list(event, "cash") {
            let balance = field(line, "balance")?;
            let cash = self.cash(line, &self.money(field(balance, "money")?)?)?;
            self.open("deficit", &cash, balance)?;
        }
        for line in list(event, "current_assets") {
            let asset = format!("current-asset/{}", text(line, "asset")?);
            self.open("deficit", &asset, field(line, "balance")?)?;
        }
        for line in list(event, "payables") {
            let payable = format!("payable/{}", self.purpose(field(line, "purpose")?)?);
            self.open(&payable, "deficit", field(line, "balance")?)?;
        }
        for line in list(event, "properties") {
            let property = format!("property/{}", self.known("property", line, "property")?);
            self.open("deficit", &property, field(line, "balance")?)?;
        }
        for balance in list(event, "equipment") {
            self.open("deficit", "equipment", balance)?;
        }
        for line in list(event, "share_capital") {
            let capital = format!("share-capital/{}", self.known("class", line, "class")?);
            self.open(&capital, "deficit", field(line, "balance")?)?;
        }
        for balance in list(event, "contributed_surplus") {
            self.open("contributed-surplus", "deficit", balance)?;
        }
        Ok(())
    }

    /// One line of the opening balances in money.
    pub(super) fn open(&mut self, from: &str, to: &str, balance: &Value) -> Judged<()> {
        let money = self.money(field(balance, "money")?)?;
        let value = self.value(&money, optional(balance, "carrying"))?;
        self.transfer(&unit_of(&money), from, to, &money.amount, &value);
        Ok(())
    }

    pub(super) fn period_closed(&mut self) -> Judged<()> {
        if !self.year_ends_today() {
            return Ok(());
        }
        for (key, (amount, carrying)) in self.balances.clone() {
            let (unit, place) = key.split_once('/').unwrap_or_default();
            let is_result = place.starts_with("expense/")
                || place.starts_with("income/")
                || place == "exchange/realised"
                || place == "exchange/unrealised";
            if unit.starts_with("currency:") && is_result {
                self.transfer(unit, place, "deficit", &amount, &carrying);
            }
        }
        Ok(())
    }

    /// A year end of 29 February means the last day of February.
    fn year_ends_today(&self) -> bool {
        let today = self.today.format("%m-%d").to_string();
        let tomorrow = self.today.succ_opt().map(|day| day.format("%m-%d").to_string());
        today == self.year_end || (self.year_end == "02-29" && tomorrow.as_deref() == Some("03-01"))
    }
}
