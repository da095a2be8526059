//! Units, subscriptions and promised shares.

use num_traits::{Signed, Zero};
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, field, optional, tagged, text};
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

    /// Passes a part of money on, and its carrying amount in proportion.
    fn pass_part(&mut self, from: &str, to: &str, whole: &Money, carrying: &Number, part: &Number) -> Judged<()> {
        let part_of_carrying = if *part == whole.amount {
            carrying.clone()
        } else if whole.currency == self.functional {
            part.clone()
        } else {
            half_up(&(carrying * part / &whole.amount), &self.functional)?
        };
        self.transfer(&unit_of(whole), from, to, part, &part_of_carrying);
        Ok(())
    }
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
