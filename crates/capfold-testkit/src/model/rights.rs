//! Options.

use serde_json::{Value, json};

use super::book::Book;
use super::json::{Judged, field, list, maybe_day, optional, require, text};
use super::number;
use super::settlement::{Bought, Exercise};

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
            let granted = json!({ "day": self.today.to_string(), "quantity": number::show(&quantity) });
            self.note("day of grant", name, granted);
        }
        self.set_vesting(name, &class, &quantity, event)?;
        let lot = self.lot(name)?;
        self.transfer_count(&lot.unit, "writer", &format!("held/{holder}"), &quantity);
        self.take_from_pool(&class, &lot.kept, &quantity)
    }

    pub(super) fn options_exercised(&mut self, event: &Value) -> Judged<()> {
        let mut exercise = Exercise::default();
        let (lots, mut currency) = (list(event, "lots"), String::new());
        for (lot, number) in lots.iter().zip(1..) {
            currency = self.exercise_lot(lot, event, number == lots.len(), &mut exercise)?;
        }
        self.paid_is(event, &exercise.received, &currency)?;
        self.settle_exercise(event, &exercise)
    }

    /// Exercises a part of one lot; the currency of its strike.
    fn exercise_lot(
        &mut self,
        exercised: &Value,
        event: &Value,
        last: bool,
        exercise: &mut Exercise,
    ) -> Judged<String> {
        let name = text(exercised, "grant")?;
        let lot = self.lot(name)?;
        require(lot.kind.is_none(), "the lot is none of options")?;
        let price = self.price(field(exercised, "price")?)?;
        let strike = self.price(field(&self.thing("grant", name)?, "strike")?)?;
        require(price == strike, "the price is not the strike")?;
        let shares = self.quantity(field(exercised, "quantity")?, &lot.class)?;
        self.check_usable(name, &lot, &shares)?;
        let reserve = self.part_of_award_reserve(name, &lot, &shares)?;
        self.transfer_held(&lot.unit, &lot.held, "exercised", &shares)?;
        let currency = strike.currency.clone();
        let bought = Bought { class: &lot.class, held: &lot.held, shares, strike };
        self.pay_for(event, &bought, last, exercise)?;
        self.equity(&format!("share-capital/{}", lot.class), &format!("award-reserve/{name}"), &reserve);
        Ok(currency)
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
