//! Shares of a class as a whole.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, day, field, maybe_day, optional, require, tagged, text};
use super::number::{self, Number, half_up};

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
    pub(super) fn ratio(value: &Value) -> Judged<Number> {
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

/// Shares that come back to the company.
impl Book {
    pub(super) fn bid_announced(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        self.quantity(field(event, "maximum")?, class)?;
        self.register("bid", event)
    }

    pub(super) fn shares_repurchased(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        if optional(event, "bid").is_some() {
            self.bought_under_bid(event, class, &quantity)?;
        }
        if text(event, "kept")? == "cancelled" {
            return self.cancelled_for(event, class, &quantity);
        }
        let free = self.money(field(event, "paid")?)?.amount.is_zero();
        require(free || !quantity.is_zero(), "paid for no shares")?;
        self.transfer_held(&format!("class:{class}"), &held, "treasury", &quantity)?;
        self.pay_out(event, "paid", &format!("treasury-stock/{class}")).map(drop)
    }

    fn bought_under_bid(&mut self, event: &Value, class: &str, quantity: &Number) -> Judged<()> {
        let name = self.known("bid", event, "bid")?;
        let mut bid = self.thing("bid", name)?;
        require(text(&bid, "class")? == class, "the bid is for another class")?;
        let days = day(&bid, "from")?..=day(&bid, "through")?;
        require(days.contains(&self.today), "not on a day of the bid")?;
        let before = optional(&bid, "bought").and_then(Value::as_str).and_then(number::parse).unwrap_or_default();
        let bought = before + quantity;
        require(bought <= self.announced(field(&bid, "maximum")?)?, "more than the bid announced")?;
        if let Some(fields) = bid.as_object_mut() {
            fields.insert("bought".to_owned(), number::show(&bought).into());
        }
        self.note("bid", name, bid);
        Ok(())
    }

    pub(super) fn shares_redeemed(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let terms = self.thing("class", class)?;
        let terms = optional(&terms, "redemption").ok_or(Refused("no terms of redemption"))?;
        let given = text(event, "option_of")?;
        let option = optional(terms, "option_of").and_then(Value::as_str);
        require(option.is_none_or(|option| option == given), "not their option")?;
        require(maybe_day(terms, "from")?.is_none_or(|from| self.today >= from), "it cannot be redeemed yet")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let price = self.price(field(terms, "price")?)?;
        let paid = self.money(field(event, "paid")?)?;
        require(paid.currency == price.currency, "paid in another currency than the terms say")?;
        let due = half_up(&(&quantity * price.amount), &price.currency)?;
        require(paid.amount == due, "what was paid is not quantity × price")?;
        self.cancelled_for(event, class, &quantity)
    }

    /// Shares of a holder are cancelled, and cash is paid for them.
    fn cancelled_for(&mut self, event: &Value, class: &str, quantity: &Number) -> Judged<()> {
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let capital = format!("share-capital/{class}");
        let paid_in = self.paid_in(class, quantity)?;
        self.transfer_held(&format!("class:{class}"), &held, self.pool(class), quantity)?;
        let value = self.pay_out(event, "paid", &capital)?;
        if value > paid_in {
            self.equity(&capital, "deficit", &(value - paid_in));
        } else {
            self.equity("contributed-surplus", &capital, &(paid_in - value));
        }
        Ok(())
    }

    /// Cash goes out by what stands under a key; its value.
    fn pay_out(&mut self, event: &Value, key: &str, to: &str) -> Judged<Number> {
        let paid = self.money(field(event, key)?)?;
        let cash = self.cash(field(event, "from")?, &paid)?;
        let value = self.value(&paid, None)?;
        self.cash_out(&cash, to, &paid, &value)?;
        Ok(value)
    }

    pub(super) fn issue_rescinded(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        self.transfer_held(&format!("class:{class}"), &held, self.pool(class), &quantity)?;
        self.pay_out(event, "refund", &format!("share-capital/{class}")).map(drop)
    }

    pub(super) fn shares_cancelled(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let holder = self.known("holder", event, "holder")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let from = match optional(event, "escrow") {
            None => format!("held/{holder}"),
            Some(_) => format!("escrowed/{}/{holder}", self.known("escrow", event, "escrow")?),
        };
        let paid_in = self.paid_in(class, &quantity)?;
        self.transfer_held(&format!("class:{class}"), &from, self.pool(class), &quantity)?;
        self.equity("contributed-surplus", &format!("share-capital/{class}"), &paid_in);
        Ok(())
    }
}

/// Treasury shares.
impl Book {
    /// What so many treasury shares cost on average.
    fn cost_of_treasury(&self, class: &str, quantity: &Number) -> Judged<Number> {
        let there = self.balance(&format!("class:{class}"), "treasury").0;
        if there.is_zero() {
            return Ok(Number::zero());
        }
        half_up(&(self.carried(&format!("treasury-stock/{class}")) * quantity / there), &self.functional)
    }

    pub(super) fn treasury_reissued(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let held = format!("held/{}", self.known("holder", event, "holder")?);
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let cost = self.cost_of_treasury(class, &quantity)?;
        self.transfer_held(&format!("class:{class}"), "treasury", &held, &quantity)?;
        let stock = format!("treasury-stock/{class}");
        let paid = self.money(field(event, "paid")?)?;
        let (cash, value) = (self.bank(event, &paid)?, self.value(&paid, None)?);
        self.transfer(&unit_of(&paid), &stock, &cash, &paid.amount, &value);
        if value > cost {
            self.equity("contributed-surplus", &stock, &(value - cost));
        } else {
            self.equity(&stock, "deficit", &(cost - value));
        }
        Ok(())
    }

    pub(super) fn treasury_cancelled(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let (cost, paid_in) = (self.cost_of_treasury(class, &quantity)?, self.paid_in(class, &quantity)?);
        self.transfer_held(&format!("class:{class}"), "treasury", self.pool(class), &quantity)?;
        let (stock, capital) = (format!("treasury-stock/{class}"), format!("share-capital/{class}"));
        if cost > paid_in {
            self.equity(&stock, &capital, &paid_in);
            self.equity(&stock, "deficit", &(cost - paid_in));
        } else {
            self.equity(&stock, &capital, &cost);
            self.equity("contributed-surplus", &capital, &(paid_in - cost));
        }
        Ok(())
    }
}
