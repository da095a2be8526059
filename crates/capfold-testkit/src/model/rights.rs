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
        self.price(field(event, "strike")?)?;
        self.lot_written(event, true)
    }

    pub(super) fn opening_options(&mut self, line: &Value) -> Judged<()> {
        self.price(field(line, "strike")?)?;
        self.lot_written(line, false)?;
        match optional(line, "reserve") {
            Some(reserve) => self.charge(text(line, "grant")?, reserve, "deficit"),
            None => Ok(()),
        }
    }

    /// A lot comes to a holder, and shares are reserved for it; restricted shares are issued.
    pub(super) fn lot_written(&mut self, event: &Value, is_grant: bool) -> Judged<()> {
        let plan = self.known("plan", event, "plan")?;
        let holder = self.known("holder", event, "holder")?;
        let class = self.class_of_plan(plan)?;
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        self.check_limits(plan, holder, &quantity, is_grant)?;
        self.register("grant", event)?;
        let name = text(event, "grant")?;
        if is_grant {
            self.note("day of grant", name, json!({ "day": self.today.to_string() }));
        }
        self.set_vesting(name, &class, &quantity, event)?;
        let lot = self.lot(name)?;
        self.transfer_count(&lot.unit, "writer", &format!("held/{holder}"), &quantity);
        self.take_from_pool(&class, &lot.kept, &quantity)
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
    fn exercise_lot(&mut self, exercised: &Value, event: &Value) -> Judged<Number> {
        let name = text(exercised, "grant")?;
        let lot = self.lot(name)?;
        require(lot.kind.is_none(), "the lot is none of options")?;
        let price = self.price(field(exercised, "price")?)?;
        let strike = self.price(field(&self.thing("grant", name)?, "strike")?)?;
        require(price == strike, "the price is not the strike")?;
        let quantity = self.quantity(field(exercised, "quantity")?, &lot.class)?;
        self.check_usable(name, &lot, &quantity)?;
        let reserve = self.part_of_award_reserve(name, &lot, &quantity)?;
        self.transfer_held(&lot.unit, &lot.held, "exercised", &quantity)?;
        self.transfer_held(&format!("class:{}", lot.class), "reserved", &lot.held, &quantity)?;
        let received = self.receive_for_exercise(&lot.class, event, &quantity, &price)?;
        self.equity(&format!("share-capital/{}", lot.class), &format!("award-reserve/{name}"), &reserve);
        Ok(received)
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
        let lot = self.lot(name)?;
        let quantity = self.quantity(field(event, "quantity")?, &lot.class)?;
        let reserve = self.part_of_award_reserve(name, &lot, &quantity)?;
        self.transfer_held(&lot.unit, &lot.held, end, &quantity)?;
        self.end_unvested(name, &quantity)?;
        self.transfer_held(&format!("class:{}", lot.class), &lot.kept, self.pool(&lot.class), &quantity)?;
        self.equity("contributed-surplus", &format!("award-reserve/{name}"), &reserve);
        Ok(())
    }
}
