//! Warrants.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, field, maybe_day, optional, require, text};
use super::number::{self, Money, Number, half_up, is_multiple};
use super::settlement::{Bought, Exercise};

impl Book {
    pub(super) fn series_registered(&mut self, event: &Value) -> Judged<()> {
        self.known("class", event, "class")?;
        self.price(field(event, "strike")?)?;
        if let Some(clause) = optional(event, "acceleration") {
            self.price(field(clause, "threshold")?)?;
        }
        self.register("series", event)
    }

    /// Warrants that are open, whoever holds them.
    fn open_warrants(&self, series: &str) -> Number {
        let prefix = format!("series:{series}/held/");
        let holdings = self.balances.iter().filter(|(key, _)| key.starts_with(&prefix));
        holdings.fold(Number::zero(), |sum, (_, (held, _))| sum + held)
    }

    /// The shares that so many warrants of a series buy, fraction and all.
    fn bought(series: &Value, warrants: &Number) -> Judged<Number> {
        let Some(ratio) = optional(series, "ratio") else {
            return Ok(warrants.clone());
        };
        let part = |key| number::parse(text(ratio, key)?).ok_or(Refused("malformed: not a number"));
        Ok(warrants * part("new")? / part("old")?)
    }

    /// What is reserved for the open warrants of a series.
    pub(super) fn reserved_for(&self, name: &str) -> Judged<Number> {
        let series = self.thing("series", name)?;
        let grain = self.grain(text(&series, "class")?)?;
        let bought = Self::bought(&series, &self.open_warrants(name))?;
        Ok((bought / &grain).floor() * grain)
    }

    /// Warrants come to a holder, and shares are reserved for them.
    pub(super) fn warrants_created(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("series", event, "series")?;
        let holder = self.known("holder", event, "holder")?;
        let series = self.thing("series", name)?;
        let quantity = self.quantity(field(event, "quantity")?, text(&series, "class")?)?;
        self.warrants_written(name, holder, &quantity)
    }

    /// So many warrants come to a holder, and shares are reserved for them.
    pub(super) fn warrants_written(&mut self, name: &str, holder: &str, quantity: &Number) -> Judged<()> {
        let class = text(&self.thing("series", name)?, "class")?.to_owned();
        let before = self.reserved_for(name)?;
        self.transfer_count(&format!("series:{name}"), "writer", &format!("held/{holder}"), quantity);
        let after = self.reserved_for(name)?;
        self.take_from_pool(&class, "reserved", &(after - before))
    }

    pub(super) fn opening_warrants(&mut self, line: &Value) -> Judged<()> {
        self.warrants_created(line)?;
        match optional(line, "reserve") {
            Some(reserve) => self.open(&format!("warrant-reserve/{}", text(line, "series")?), "deficit", reserve),
            None => Ok(()),
        }
    }

    pub(super) fn warrants_issued(&mut self, event: &Value) -> Judged<()> {
        self.warrants_created(event)?;
        let name = text(event, "series")?;
        if let Some(value) = optional(event, "value") {
            let to = self.destination(field(value, "purpose")?)?;
            self.transfer_at_value(&format!("warrant-reserve/{name}"), &to, field(value, "amount")?).map(drop)?;
        }
        let Some(paid) = optional(event, "paid") else {
            return Ok(());
        };
        let strike = self.price(field(&self.thing("series", name)?, "strike")?)?;
        let money = self.money(field(paid, "amount")?)?;
        require(money.currency == strike.currency, "paid in another currency than the strike")?;
        let cash = self.bank(paid, &money)?;
        self.transfer_at_value(&format!("warrant-reserve/{name}"), &cash, field(paid, "amount")?).map(drop)
    }

    pub(super) fn warrants_exercised(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("series", event, "series")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let series = self.thing("series", name)?;
        let class = text(&series, "class")?;
        require(maybe_day(&series, "expires")?.is_none_or(|last| self.today <= last), "the warrants have expired")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let shares = Self::bought(&series, &quantity)?;
        require(is_multiple(&shares, &self.grain(class)?), "a fraction of a share")?;
        let reserve = self.parts_of_reserve(name, &quantity)?;
        self.transfer_held(&format!("series:{name}"), &held, "exercised", &quantity)?;
        let lot = Bought { class, held: &held, shares, strike: self.price(field(&series, "strike")?)? };
        let mut exercise = Exercise::default();
        self.pay_for(event, &lot, true, &mut exercise)?;
        self.paid_is(event, &exercise.received, &lot.strike.currency)?;
        self.release_reserve(name, &format!("share-capital/{class}"), &reserve);
        self.settle_exercise(event, &exercise)
    }

    pub(super) fn warrants_expired(&mut self, event: &Value) -> Judged<()> {
        let series = self.thing("series", text(event, "series")?)?;
        require(
            maybe_day(&series, "expires")?.is_none_or(|last| self.today >= last),
            "the warrants have not expired yet",
        )?;
        self.warrants_ended(event, "expired")
    }

    pub(super) fn warrants_cancelled(&mut self, event: &Value) -> Judged<()> {
        self.warrants_ended(event, "cancelled")
    }

    fn warrants_ended(&mut self, event: &Value, end: &str) -> Judged<()> {
        let name = self.known("series", event, "series")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let class = text(&self.thing("series", name)?, "class")?.to_owned();
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        let reserve = self.parts_of_reserve(name, &quantity)?;
        let before = self.reserved_for(name)?;
        self.transfer_held(&format!("series:{name}"), &held, end, &quantity)?;
        let after = self.reserved_for(name)?;
        self.transfer_held(&format!("class:{class}"), "reserved", self.pool(&class), &(before - after))?;
        self.release_reserve(name, "contributed-surplus", &reserve);
        Ok(())
    }

    /// The parts of a series' reserve that fall to so many of the warrants held: of every currency in
    /// which there is one, money and carrying.
    fn parts_of_reserve(&self, series: &str, quantity: &Number) -> Judged<Vec<(Money, Number)>> {
        let all = self.open_warrants(series);
        let place = format!("/warrant-reserve/{series}");
        let mut parts = Vec::new();
        for (key, (amount, carrying)) in self.balances.iter().filter(|_| !all.is_zero()) {
            let Some(currency) = key.strip_prefix("currency:").and_then(|rest| rest.strip_suffix(&place)) else {
                continue;
            };
            let amount = half_up(&(-amount * quantity / &all), currency)?;
            let carrying = half_up(&(-carrying * quantity / &all), &self.functional)?;
            parts.push((Money { amount, currency: currency.to_owned() }, carrying));
        }
        Ok(parts)
    }

    fn release_reserve(&mut self, series: &str, from: &str, parts: &[(Money, Number)]) {
        for (part, carrying) in parts {
            self.transfer(&unit_of(part), from, &format!("warrant-reserve/{series}"), &part.amount, carrying);
        }
    }

    pub(super) fn warrants_transferred(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("series", event, "series")?;
        let from = format!("held/{}", self.known("holder", event, "from")?);
        let to = format!("held/{}", self.known("holder", event, "to")?);
        let series = self.thing("series", name)?;
        let quantity = self.quantity(field(event, "quantity")?, text(&series, "class")?)?;
        self.transfer_held(&format!("series:{name}"), &from, &to, &quantity)
    }
}
