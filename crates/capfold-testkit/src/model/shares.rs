//! Shares: what the charter allows, issues and transfers.

use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, field, list, optional, require, tagged, text};
use super::number::{Money, Number, half_up};

/// Shares.
impl Book {
    pub(super) fn authorised_set(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let unit = format!("class:{class}");
        let (charter, unissued) = (self.balance(&unit, "charter").0, self.balance(&unit, "unissued").0);
        let (tag, limit) = tagged(field(event, "authorised")?)?;
        if tag == "unlimited" {
            self.unlimited.insert(class.to_owned());
            self.transfer_count(&unit, "unissued", "charter", &unissued);
            return Ok(());
        }
        let limit = self.quantity(limit, class)?;
        // Without a limit nothing is unissued, so what is taken is what the charter gave.
        let taken = -&charter - unissued;
        require(limit >= taken, "fewer authorised than issued and reserved")?;
        self.unlimited.remove(class);
        self.transfer_count(&unit, "charter", "unissued", &(limit + charter));
        Ok(())
    }

    /// The account that new shares come from.
    pub(super) fn pool(&self, class: &str) -> &'static str {
        if self.unlimited.contains(class) { "charter" } else { "unissued" }
    }

    /// Takes shares from the pool: to a holder, or to be reserved.
    pub(super) fn take_from_pool(&mut self, class: &str, to: &str, quantity: &Number) -> Judged<()> {
        let unit = format!("class:{class}");
        let pool = self.pool(class);
        if pool == "unissued" {
            require(*quantity <= self.balance(&unit, pool).0, "more shares than authorised")?;
        }
        self.transfer_count(&unit, pool, to, quantity);
        Ok(())
    }

    /// Moves a count out of an account that must have it.
    pub(super) fn transfer_held(&mut self, unit: &str, from: &str, to: &str, quantity: &Number) -> Judged<()> {
        require(*quantity <= self.balance(unit, from).0, "more than are held")?;
        if from != to {
            self.transfer_count(unit, from, to, quantity);
        }
        Ok(())
    }

    pub(super) fn opening_shares(&mut self, line: &Value) -> Judged<()> {
        let class = self.known("class", line, "class")?;
        let holder = self.known("holder", line, "holder")?;
        let quantity = self.quantity(field(line, "quantity")?, class)?;
        self.take_from_pool(class, &format!("held/{holder}"), &quantity)
    }

    pub(super) fn shares_issued(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let holder = self.known("holder", event, "holder")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        self.take_from_pool(class, &format!("held/{holder}"), &quantity)?;
        self.hold(event, class, holder, &quantity)?;
        let received = self.received_for(event, class, &quantity)?;
        self.placed(event, class, &quantity, &received.0)?;
        self.flow_through(event, class, received)?;
        self.costs_of_issue(event, class)
    }

    /// Share capital → what so many shares or units are issued for; its money and carrying amount.
    pub(super) fn received_for(&mut self, event: &Value, class: &str, quantity: &Number) -> Judged<(Money, Number)> {
        let capital = format!("share-capital/{class}");
        match tagged(field(event, "for")?)? {
            ("cash", cash) => self.issued_for_cash(cash, &capital, quantity),
            ("property", property) => {
                let to = format!("property/{}", self.known("property", property, "property")?);
                self.transfer_at_value(&capital, &to, field(property, "value")?)
            }
            ("services", services) => {
                let to = self.destination(field(services, "purpose")?)?;
                self.transfer_at_value(&capital, &to, field(services, "value")?)
            }
            ("debt", debt) => self.issued_for_debt(debt, &capital),
            ("business", business) => self.transfer_at_value(&capital, "investment", field(business, "value")?),
            ("subscription", subscription) => {
                let subscribed = format!("subscribed/{}", text(event, "holder")?);
                let paid = self.money(field(subscription, "amount")?)?;
                self.is_at_price(subscription, quantity, &paid)?;
                let average = self.average_of_liability(&subscribed, &paid)?;
                self.transfer(&unit_of(&paid), &capital, &subscribed, &paid.amount, &average);
                Ok((paid, average))
            }
            _ => Err(Refused("malformed: no such consideration")),
        }
    }

    pub(super) fn costs_of_issue(&mut self, event: &Value, class: &str) -> Judged<()> {
        for cost in list(event, "costs") {
            self.issue_cost(cost, class)?;
        }
        Ok(())
    }

    fn issued_for_cash(&mut self, event: &Value, capital: &str, quantity: &Number) -> Judged<(Money, Number)> {
        let paid = self.money(field(event, "paid")?)?;
        let cash = self.bank(event, &paid)?;
        self.is_at_price(event, quantity, &paid)?;
        self.transfer_at_value(capital, &cash, field(event, "paid")?)
    }

    fn is_at_price(&self, event: &Value, quantity: &Number, paid: &Money) -> Judged<()> {
        let Some(price) = optional(event, "price") else {
            return Ok(());
        };
        let price = self.price(price)?;
        require(price.currency == paid.currency, "malformed: price in another currency")?;
        let due = half_up(&(quantity * price.amount), &price.currency)?;
        require(paid.amount == due, "what was paid is not quantity × price")
    }

    /// The whole debt goes to share capital; what the shares' fair value differs by is taken from there.
    fn issued_for_debt(&mut self, debt: &Value, capital: &str) -> Judged<(Money, Number)> {
        let payable = format!("payable/{}", self.purpose(field(debt, "purpose")?)?);
        let settled = self.money(field(debt, "value")?)?;
        let average = self.average_of_liability(&payable, &settled)?;
        let unit = unit_of(&settled);
        self.transfer(&unit, capital, &payable, &settled.amount, &average);
        let Some(fair) = optional(debt, "fair_value") else {
            return Ok((settled, average));
        };
        let fair = self.money(fair)?;
        require(fair.currency == settled.currency, "malformed: fair value in another currency")?;
        let value = self.value(&fair, None)?;
        let (gain, carried_gain) = (settled.amount - &fair.amount, average - &value);
        let related = optional(debt, "related").and_then(Value::as_bool).unwrap_or(false);
        let difference = if related { "contributed-surplus" } else { "income/settlement" };
        self.transfer(&unit, difference, capital, &gain, &carried_gain);
        Ok((fair, value))
    }

    pub(super) fn issue_cost(&mut self, cost: &Value, class: &str) -> Judged<()> {
        let capital = format!("share-capital/{class}");
        let amount = field(cost, "amount")?;
        if optional(cost, "account").is_none() {
            return self.transfer_at_value(&format!("payable/issue-costs/{class}"), &capital, amount).map(drop);
        }
        let paid = self.money(amount)?;
        let cash = self.bank(cost, &paid)?;
        let value = self.value(&paid, None)?;
        self.cash_out(&cash, &capital, &paid, &value)
    }

    /// Moves money at its value on the day; both.
    pub(super) fn transfer_at_value(&mut self, from: &str, to: &str, money: &Value) -> Judged<(Money, Number)> {
        let money = self.money(money)?;
        let value = self.value(&money, None)?;
        self.transfer(&unit_of(&money), from, to, &money.amount, &value);
        Ok((money, value))
    }

    pub(super) fn shares_transferred(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let from = self.known("holder", event, "from")?;
        let to = self.known("holder", event, "to")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        require(quantity <= self.free(class, from)?, "more than are held, or on hold")?;
        self.transfer_held(&format!("class:{class}"), &format!("held/{from}"), &format!("held/{to}"), &quantity)
    }
}
