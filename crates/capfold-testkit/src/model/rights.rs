//! Options.

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
    pub(super) fn receive_for_exercise(
        &mut self,
        class: &str,
        event: &Value,
        quantity: &Number,
        price: &Money,
    ) -> Judged<Number> {
        let amount = half_up(&(quantity * &price.amount), &price.currency)?;
        let received = Money { amount, currency: price.currency.clone() };
        let cash = self.bank(event, &received)?;
        // What comes to nothing needs no rate.
        let value = if received.amount.is_zero() { Number::zero() } else { self.value(&received, None)? };
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
