//! Placements, units, flow-through shares, finders' fees, subscriptions and promised shares.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use serde_json::{Value, json};

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, day, field, optional, require, tagged, text};
use super::number::{self, Money, Number, half_up};

/// Units.
impl Book {
    pub(super) fn units_issued(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let holder = self.known("holder", event, "holder")?;
        let units = self.quantity(field(event, "quantity")?, class)?;
        self.take_from_pool(class, &format!("held/{holder}"), &units)?;
        self.hold(event, class, holder, &units)?;
        let (received, carrying) = self.received_for(event, class, &units)?;
        self.placed(event, class, &units, &received)?;
        let (received, carrying) = self.flow_through(event, class, (received, carrying))?;

        let series = self.known("series", event, "series")?;
        let per_unit = number::parse(text(event, "per_unit")?).ok_or(Refused("malformed: not a number"))?;
        let bought = text(&self.thing("series", series)?, "class")?.to_owned();
        let warrants = self.whole(&(&units * per_unit), &bought, "warrants")?;
        self.warrants_written(series, holder, &warrants)?;

        let worth = self.worth_of_warrants(event, &units, &warrants, &received)?;
        let reserve = format!("warrant-reserve/{series}");
        self.pass_part(&reserve, &format!("share-capital/{class}"), &received, &carrying, &worth)?;
        self.costs_of_issue(event, class)
    }

    /// A count with its fraction dealt with by the policy for its kind.
    pub(super) fn whole(&self, count: &Number, class: &str, kind: &str) -> Judged<Number> {
        let grain = self.grain(class)?;
        let steps = count / &grain;
        let policy = self.policies.get("fractions").and_then(|policy| optional(policy, kind)).and_then(Value::as_str);
        let steps = match policy.unwrap_or("down") {
            "down" => steps.floor(),
            "half_up" => steps.round(),
            "up" => steps.ceil(),
            _ => return Err(Refused("malformed: no such rule for fractions")),
        };
        Ok(steps * grain)
    }

    fn worth_of_warrants(&self, event: &Value, units: &Number, warrants: &Number, received: &Money) -> Judged<Number> {
        let policy = self.policies.get("unit_values").and_then(Value::as_str).unwrap_or("none");
        if warrants.is_zero() || policy == "none" {
            return Ok(Number::zero());
        }
        let price = |key: &str| {
            let price = optional(event, key).ok_or(Refused("the policy for unit values needs a price"))?;
            self.price(price).map(|price| price.amount)
        };
        let of_shares = || Ok(units * price("share_price")?);
        let of_warrants = || Ok(warrants * price("warrant_price")?);
        match policy {
            "residual" => {
                let left = &received.amount - half_up(&of_shares()?, &received.currency)?;
                Ok(if left.is_negative() { Number::zero() } else { left })
            }
            "relative" => {
                let (of_shares, of_warrants) = (of_shares()?, of_warrants()?);
                let both = of_shares + &of_warrants;
                if both.is_zero() {
                    return Ok(Number::zero());
                }
                half_up(&(&received.amount * of_warrants / both), &received.currency)
            }
            "warrants_first" => Ok(half_up(&of_warrants()?, &received.currency)?.min(received.amount.clone())),
            _ => Err(Refused("malformed: no such policy for unit values")),
        }
    }

    /// Passes a part of money on, and its carrying amount in proportion; that.
    fn pass_part(&mut self, from: &str, to: &str, whole: &Money, carrying: &Number, part: &Number) -> Judged<Number> {
        let part_of_carrying = if *part == whole.amount {
            carrying.clone()
        } else if whole.currency == self.functional {
            part.clone()
        } else {
            half_up(&(carrying * part / &whole.amount), &self.functional)?
        };
        self.transfer(&unit_of(whole), from, to, part, &part_of_carrying);
        Ok(part_of_carrying)
    }
}

/// Placements.
impl Book {
    pub(super) fn placement_announced(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        if let Some(price) = optional(event, "price") {
            self.price(price)?;
        }
        if let Some(maximum) = optional(event, "maximum") {
            self.quantity(maximum, class)?;
        }
        self.register("placement", event)
    }

    /// A sum noted so far.
    fn summed(&self, kind: &'static str, name: &str) -> Number {
        let sum = self.things.get(&(kind, name.to_owned())).and_then(Value::as_str);
        sum.and_then(number::parse).unwrap_or_default()
    }

    fn sum_up(&mut self, kind: &'static str, name: &str, more: &Number) {
        let sum = self.summed(kind, name) + more;
        self.note(kind, name, json!(number::show(&sum)));
    }

    /// Counts what is issued towards the tranche that it names.
    pub(super) fn placed(&mut self, event: &Value, class: &str, quantity: &Number, received: &Money) -> Judged<()> {
        let Some(named) = optional(event, "tranche") else {
            return Ok(());
        };
        let (name, number) = (text(named, "placement")?, field(named, "number")?.as_u64().unwrap_or(0));
        let placement = self.thing("placement", name)?;
        require(text(&placement, "class")? == class, "the placement is of another class")?;
        let (kind, consideration) = tagged(field(event, "for")?)?;
        if let (Some(announced), Some(paid)) = (optional(&placement, "price"), optional(consideration, "price")) {
            require(self.price(announced)? == self.price(paid)?, "not the price of the placement")?;
        }
        let tranche = format!("{name}/{number}");
        require(self.thing("closed tranche", &tranche).is_err(), "the tranche is closed")?;
        if let Some(maximum) = optional(&placement, "maximum") {
            let left = self.announced(maximum)? - self.issued_under(name);
            require(*quantity <= left, "more than the maximum of the placement")?;
        }
        self.sum_up("issued in tranche", &tranche, quantity);
        if ["cash", "subscription"].contains(&kind) {
            self.sum_up("received in tranche", &format!("{tranche}/{}", received.currency), &received.amount);
        }
        Ok(())
    }

    fn issued_under(&self, placement: &str) -> Number {
        let prefix = format!("{placement}/");
        let tranches =
            self.things.keys().filter(|(kind, name)| *kind == "issued in tranche" && name.starts_with(&prefix));
        tranches.map(|(kind, name)| self.summed(kind, name)).sum()
    }

    pub(super) fn tranche_closed(&mut self, event: &Value) -> Judged<()> {
        let named = field(event, "tranche")?;
        let (name, number) = (text(named, "placement")?, field(named, "number")?.as_u64().unwrap_or(0));
        let class = text(&self.thing("placement", name)?, "class")?.to_owned();
        let tranche = format!("{name}/{number}");
        require(self.thing("closed tranche", &tranche).is_err(), "the tranche is closed already")?;
        let quantity = self.quantity(field(event, "quantity")?, &class)?;
        require(quantity == self.summed("issued in tranche", &tranche), "not what was issued in the tranche")?;
        if let Some(gross) = optional(event, "gross") {
            let gross = self.money(gross)?;
            let received = self.summed("received in tranche", &format!("{tranche}/{}", gross.currency));
            require(gross.amount == received, "not what was received in the tranche")?;
        }
        self.note("closed tranche", &tranche, Value::Null);
        Ok(())
    }
}

/// Flow-through shares.
impl Book {
    /// Takes the premium out of what was received, and notes what is to be spent; what the premium leaves.
    pub(super) fn flow_through(
        &mut self,
        event: &Value,
        class: &str,
        (received, carrying): (Money, Number),
    ) -> Judged<(Money, Number)> {
        let Some(flow) = optional(event, "flow_through") else {
            return Ok((received, carrying));
        };
        let name = text(flow, "pool")?;
        if optional(flow, "spend_by").is_some() {
            self.register("pool", flow)?;
            self.note("currency of pool", name, json!(received.currency));
        }
        let last = day(&self.thing("pool", name)?, "spend_by")?;
        require(
            self.thing("currency of pool", name)? == json!(received.currency),
            "an obligation in another currency",
        )?;
        require(self.today <= last, "spending for it does not count any more")?;
        let (promised, obligation) =
            (format!("flow-through-promised/{name}"), format!("flow-through-obligation/{name}"));
        self.transfer_count(&unit_of(&received), &promised, &obligation, &received.amount);
        let Some(premium) = optional(flow, "premium") else {
            return Ok((received, carrying));
        };
        let premium = self.money(premium)?.amount;
        require(premium <= received.amount, "a premium beyond what was paid")?;
        let (from, to) = (format!("flow-through-premium/{name}"), format!("share-capital/{class}"));
        let of_premium = self.pass_part(&from, &to, &received, &carrying, &premium)?;
        let left = Money { amount: &received.amount - premium, currency: received.currency };
        Ok((left, carrying - of_premium))
    }

    pub(super) fn flow_through_spent(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("pool", event, "pool")?;
        let last = day(&self.thing("pool", name)?, "spend_by")?;
        require(self.today <= last, "spending does not count any more")?;
        let spent = self.money(field(event, "amount")?)?;
        require(self.thing("currency of pool", name)? == json!(spent.currency), "an obligation in another currency")?;
        let (promised, obligation) =
            (format!("flow-through-promised/{name}"), format!("flow-through-obligation/{name}"));
        let left = self.balance(&unit_of(&spent), &obligation).0;
        self.transfer_held(&unit_of(&spent), &obligation, &promised, &spent.amount)?;
        if left.is_zero() {
            return Ok(());
        }
        let premium = format!("flow-through-premium/{name}");
        self.pass_on(&spent.currency, &premium, "income/flow-through", &(spent.amount / left))
    }
}

/// Finders.
impl Book {
    pub(super) fn finders_fee_paid(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let finder = self.known("holder", event, "finder")?;
        let capital = format!("share-capital/{class}");
        if let Some(fee) = optional(event, "cash") {
            let raised = self.money(field(event, "amount")?)?;
            let paid = self.money(field(fee, "amount")?)?;
            let due = half_up(&part(&raised.amount, fee)?, &raised.currency)?;
            require(paid.amount == due, "not the per cent of what was raised")?;
            self.issue_cost(fee, class)?;
        }
        let Some(count) = optional(event, "count") else {
            return Ok(());
        };
        let count = self.quantity(count, class)?;
        if let Some(fee) = optional(event, "shares") {
            let quantity = self.quantity(field(fee, "quantity")?, class)?;
            require(quantity == down(&part(&count, fee)?, &self.grain(class)?), "not the per cent of what was placed")?;
            self.take_from_pool(class, &format!("held/{finder}"), &quantity)?;
        }
        if let Some(fee) = optional(event, "warrants") {
            let series = self.known("series", fee, "series")?;
            let bought = text(&self.thing("series", series)?, "class")?.to_owned();
            let quantity = self.quantity(field(fee, "quantity")?, &bought)?;
            let due = down(&part(&count, fee)?, &self.grain(&bought)?);
            require(quantity == due, "not the per cent of what was placed")?;
            self.warrants_written(series, finder, &quantity)?;
            if let Some(value) = optional(fee, "value") {
                self.transfer_at_value(&format!("warrant-reserve/{series}"), &capital, value)?;
            }
        }
        Ok(())
    }
}

/// So many per cent of a base, as a fee says.
fn part(base: &Number, fee: &Value) -> Judged<Number> {
    let percent = number::parse(text(fee, "percent")?).ok_or(Refused("malformed: not a number"))?;
    Ok(base * percent / Number::from(BigInt::from(100)))
}

fn down(count: &Number, grain: &Number) -> Number {
    (count / grain).floor() * grain
}

/// Subscriptions.
impl Book {
    pub(super) fn subscription_received(&mut self, event: &Value) -> Judged<()> {
        let subscribed = format!("subscribed/{}", self.known("holder", event, "holder")?);
        let money = self.money(field(event, "amount")?)?;
        let cash = self.cash(field(event, "into")?, &money)?;
        self.transfer_at_value(&subscribed, &cash, field(event, "amount")?).map(drop)
    }

    pub(super) fn subscription_refunded(&mut self, event: &Value) -> Judged<()> {
        let subscribed = format!("subscribed/{}", self.known("holder", event, "holder")?);
        let money = self.money(field(event, "amount")?)?;
        let cash = self.cash(field(event, "from")?, &money)?;
        self.settle(&cash, &subscribed, &money)
    }
}

/// Promised shares.
impl Book {
    pub(super) fn obligation_incurred(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        self.known("holder", event, "holder")?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        self.register("obligation", event)?;
        let name = text(event, "obligation")?;
        self.take_from_pool(class, &format!("obligated/{name}"), &quantity)?;
        let (obligation, value) = (format!("obligation/{name}"), field(event, "value")?);
        match tagged(field(event, "for")?)? {
            ("services", purpose) => {
                let to = self.destination(purpose)?;
                self.transfer_at_value(&obligation, &to, value).map(drop)
            }
            ("debt", purpose) => {
                let payable = format!("payable/{}", self.purpose(purpose)?);
                let value = self.money(value)?;
                let average = self.average_of_liability(&payable, &value)?;
                self.transfer(&unit_of(&value), &obligation, &payable, &value.amount, &average);
                Ok(())
            }
            ("property", property) => {
                let property = property.as_str().unwrap_or_default();
                self.thing("property", property)?;
                self.transfer_at_value(&obligation, &format!("property/{property}"), value).map(drop)
            }
            _ => Err(Refused("malformed: shares are not promised for that")),
        }
    }

    pub(super) fn obligation_settled(&mut self, event: &Value) -> Judged<()> {
        let promise = self.thing("obligation", text(event, "obligation")?)?;
        let (class, holder) = (text(&promise, "class")?, text(&promise, "holder")?);
        self.promise_ended(event, class, &format!("held/{holder}"), &format!("share-capital/{class}"))
    }

    pub(super) fn obligation_released(&mut self, event: &Value) -> Judged<()> {
        let promise = self.thing("obligation", text(event, "obligation")?)?;
        let class = text(&promise, "class")?;
        self.promise_ended(event, class, self.pool(class), "contributed-surplus")
    }

    fn promise_ended(&mut self, event: &Value, class: &str, to: &str, equity: &str) -> Judged<()> {
        let name = text(event, "obligation")?;
        let (unit, obligated) = (format!("class:{class}"), format!("obligated/{name}"));
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let promised = self.balance(&unit, &obligated).0;
        self.transfer_held(&unit, &obligated, to, &quantity)?;
        if promised.is_zero() {
            return Ok(());
        }
        let promise = self.thing("obligation", name)?;
        let currency = text(field(&promise, "value")?, "currency")?;
        self.pass_on(currency, &format!("obligation/{name}"), equity, &(quantity / promised))
    }

    /// A share of what stands at a place in credit passes to another.
    fn pass_on(&mut self, currency: &str, place: &str, to: &str, share: &Number) -> Judged<()> {
        let unit = format!("currency:{currency}");
        let (amount, carrying) = self.balance(&unit, place);
        let amount = half_up(&(-amount * share), currency)?;
        let carrying = half_up(&(-carrying * share), &self.functional)?;
        self.transfer(&unit, to, place, &amount, &carrying);
        Ok(())
    }
}
