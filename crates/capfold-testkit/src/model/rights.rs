//! Options and warrants.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, field, list, maybe_day, optional, require, text};
use super::number::{self, Money, Number, half_up};

/// Options.
impl Book {
    fn class_of_plan(&self, plan: &str) -> Judged<String> {
        Ok(text(&self.thing("plan", plan)?, "class")?.to_owned())
    }

    pub(super) fn options_granted(&mut self, event: &Value) -> Judged<()> {
        let plan = self.known("plan", event, "plan")?;
        let holder = self.known("holder", event, "holder")?;
        let class = self.class_of_plan(plan)?;
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        self.price(field(event, "strike")?)?;
        let limit = optional(&self.thing("plan", plan)?, "limit").and_then(Value::as_str).and_then(number::parse);
        if let Some(limit) = limit {
            require(self.taken_of_plan(plan) + &quantity <= limit, "more options than the plan allows")?;
        }
        self.register("grant", event)?;
        let unit = format!("grant:{}", text(event, "grant")?);
        self.transfer_count(&unit, "writer", &format!("held/{holder}"), &quantity);
        self.take_from_pool(&class, "reserved", &quantity)
    }

    /// Granted under a plan and neither expired nor forfeited.
    fn taken_of_plan(&self, plan: &str) -> Number {
        let mut taken = Number::zero();
        for ((kind, name), thing) in &self.things {
            if *kind == "grant" && thing.get("plan").and_then(Value::as_str) == Some(plan) {
                let unit = format!("grant:{name}");
                // The writer is down by what was granted.
                taken -= self.balance(&unit, "writer").0;
                taken -= self.balance(&unit, "expired").0;
                taken -= self.balance(&unit, "forfeited").0;
            }
        }
        taken
    }

    pub(super) fn options_exercised(&mut self, event: &Value) -> Judged<()> {
        let mut received = Number::zero();
        for lot in list(event, "lots") {
            received += self.exercise_lot(lot, event)?;
        }
        match optional(event, "paid") {
            Some(paid) => require(self.money(paid)?.amount == received, "what was paid is not the sum of the lots"),
            None => Ok(()),
        }
    }

    /// Exercises a part of one lot; what was received for it.
    fn exercise_lot(&mut self, lot: &Value, event: &Value) -> Judged<Number> {
        let name = text(lot, "grant")?;
        let grant = self.thing("grant", name)?;
        let class = self.class_of_plan(text(&grant, "plan")?)?;
        let price = self.price(field(lot, "price")?)?;
        require(price == self.price(field(&grant, "strike")?)?, "the price is not the strike")?;
        require(maybe_day(&grant, "expires")?.is_none_or(|last| self.today <= last), "the options have expired")?;
        let quantity = self.quantity(field(lot, "quantity")?, &class)?;
        let held = format!("held/{}", text(&grant, "holder")?);
        self.transfer_held(&format!("grant:{name}"), &held, "exercised", &quantity)?;
        self.transfer_held(&format!("class:{class}"), "reserved", &held, &quantity)?;
        self.receive_for_exercise(&class, event, &quantity, &price)
    }

    /// Share capital → cash by quantity × price, to the cent; how much that was.
    fn receive_for_exercise(&mut self, class: &str, event: &Value, quantity: &Number, price: &Money) -> Judged<Number> {
        let amount = half_up(&(quantity * &price.amount), &price.currency)?;
        let received = Money { amount, currency: price.currency.clone() };
        let cash = self.bank(event, &received)?;
        let value = self.value(&received, None)?;
        let capital = format!("share-capital/{class}");
        self.transfer(&unit_of(&received), &capital, &cash, &received.amount, &value);
        Ok(received.amount)
    }

    pub(super) fn options_expired(&mut self, event: &Value) -> Judged<()> {
        let grant = self.thing("grant", text(event, "grant")?)?;
        require(
            maybe_day(&grant, "expires")?.is_none_or(|last| self.today >= last),
            "the options have not expired yet",
        )?;
        self.options_ended(event, "expired")
    }

    pub(super) fn options_forfeited(&mut self, event: &Value) -> Judged<()> {
        self.options_ended(event, "forfeited")
    }

    fn options_ended(&mut self, event: &Value, end: &str) -> Judged<()> {
        let name = text(event, "grant")?;
        let grant = self.thing("grant", name)?;
        let class = self.class_of_plan(text(&grant, "plan")?)?;
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        let held = format!("held/{}", text(&grant, "holder")?);
        self.transfer_held(&format!("grant:{name}"), &held, end, &quantity)?;
        self.transfer_held(&format!("class:{class}"), "reserved", self.pool(&class), &quantity)
    }
}

/// Warrants.
impl Book {
    /// Warrants come to a holder, and shares are reserved for them.
    pub(super) fn warrants_created(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("series", event, "series")?;
        let holder = self.known("holder", event, "holder")?;
        let series = self.thing("series", name)?;
        let class = text(&series, "class")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        self.warrants_written(name, holder, &quantity)
    }

    /// So many warrants come to a holder, and shares are reserved for them.
    pub(super) fn warrants_written(&mut self, name: &str, holder: &str, quantity: &Number) -> Judged<()> {
        let series = self.thing("series", name)?;
        self.transfer_count(&format!("series:{name}"), "writer", &format!("held/{holder}"), quantity);
        self.take_from_pool(text(&series, "class")?, "reserved", quantity)
    }

    pub(super) fn warrants_issued(&mut self, event: &Value) -> Judged<()> {
        self.warrants_created(event)?;
        let Some(paid) = optional(event, "paid") else {
            return Ok(());
        };
        let name = text(event, "series")?;
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
        let reserve = self.part_of_reserve(name, &quantity)?;
        self.transfer_held(&format!("series:{name}"), &held, "exercised", &quantity)?;
        self.transfer_held(&format!("class:{class}"), "reserved", &held, &quantity)?;
        let strike = self.price(field(&series, "strike")?)?;
        let received = self.receive_for_exercise(class, event, &quantity, &strike)?;
        if let Some(paid) = optional(event, "paid") {
            let paid = self.money(paid)?;
            let agrees = paid.amount == received && paid.currency == strike.currency;
            require(agrees, "what was paid is not quantity × strike")?;
        }
        self.release_reserve(name, &format!("share-capital/{class}"), &reserve);
        Ok(())
    }

    pub(super) fn warrants_expired(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("series", event, "series")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let series = self.thing("series", name)?;
        let class = text(&series, "class")?;
        require(
            maybe_day(&series, "expires")?.is_none_or(|last| self.today >= last),
            "the warrants have not expired yet",
        )?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let reserve = self.part_of_reserve(name, &quantity)?;
        self.transfer_held(&format!("series:{name}"), &held, "expired", &quantity)?;
        self.transfer_held(&format!("class:{class}"), "reserved", self.pool(class), &quantity)?;
        self.release_reserve(name, "contributed-surplus", &reserve);
        Ok(())
    }

    /// The part of a series' reserve that falls to so many of the warrants held: money and carrying.
    fn part_of_reserve(&self, series: &str, quantity: &Number) -> Judged<(Money, Number)> {
        let currency = self.price(field(&self.thing("series", series)?, "strike")?)?.currency;
        let (amount, carrying) = self.balance(&format!("currency:{currency}"), &format!("warrant-reserve/{series}"));
        let prefix = format!("series:{series}/held/");
        let holdings = self.balances.iter().filter(|(key, _)| key.starts_with(&prefix));
        let all = holdings.fold(Number::zero(), |sum, (_, (held, _))| sum + held);
        if all.is_zero() {
            return Ok((Money { amount: Number::zero(), currency }, Number::zero()));
        }
        let part = half_up(&(-amount * quantity / &all), &currency)?;
        let carrying = half_up(&(-carrying * quantity / all), &self.functional)?;
        Ok((Money { amount: part, currency }, carrying))
    }

    fn release_reserve(&mut self, series: &str, from: &str, (part, carrying): &(Money, Number)) {
        self.transfer(&unit_of(part), from, &format!("warrant-reserve/{series}"), &part.amount, carrying);
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
