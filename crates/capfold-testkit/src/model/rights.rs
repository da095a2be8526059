//! Options.

use num_traits::Zero;
use serde_json::{Value, json};

use super::book::{Book, unit_of};
use super::json::{Judged, field, list, maybe_day, optional, require, text};
use super::number::{Money, Number, half_up};

/// Options.
impl Book {
    pub(super) fn class_of_plan(&self, plan: &str) -> Judged<String> {
        Ok(text(&self.thing("plan", plan)?, "class")?.to_owned())
    }

    pub(super) fn options_granted(&mut self, event: &Value) -> Judged<()> {
        self.lot_written(event, true)
    }

    /// A lot comes to a holder, and shares are reserved for it.
    pub(super) fn lot_written(&mut self, event: &Value, is_grant: bool) -> Judged<()> {
        let plan = self.known("plan", event, "plan")?;
        let holder = self.known("holder", event, "holder")?;
        let class = self.class_of_plan(plan)?;
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        self.price(field(event, "strike")?)?;
        self.check_limits(plan, holder, &quantity, is_grant)?;
        self.register("grant", event)?;
        let name = text(event, "grant")?;
        if is_grant {
            self.note("day of grant", name, json!({ "day": self.today.to_string() }));
        }
        self.set_vesting(name, &class, &quantity, event)?;
        let unit = format!("grant:{name}");
        self.transfer_count(&unit, "writer", &format!("held/{holder}"), &quantity);
        self.take_from_pool(&class, "reserved", &quantity)
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
        let vested = self.balance(&format!("grant:{name}"), &held).0 - self.unvested(name)?;
        require(quantity <= vested, "more than have vested")?;
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

    pub(super) fn options_cancelled(&mut self, event: &Value) -> Judged<()> {
        self.options_ended(event, "cancelled")
    }

    fn options_ended(&mut self, event: &Value, end: &str) -> Judged<()> {
        let name = text(event, "grant")?;
        let grant = self.thing("grant", name)?;
        let class = self.class_of_plan(text(&grant, "plan")?)?;
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        let held = format!("held/{}", text(&grant, "holder")?);
        self.transfer_held(&format!("grant:{name}"), &held, end, &quantity)?;
        self.end_unvested(name, &quantity)?;
        self.transfer_held(&format!("class:{class}"), "reserved", self.pool(&class), &quantity)
    }
}
