//! Property options, leases and joint ventures, and what was promised under them.

use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, field, list, maybe_day, optional, require, text};
use super::number::Number;

impl Book {
    pub(super) fn property_option_agreed(&mut self, event: &Value) -> Judged<()> {
        self.known("property", event, "property")?;
        self.agreed("property_option_agreed", event)
    }

    /// Registers an agreement of a kind, and promises its instalments.
    pub(super) fn agreed(&mut self, kind: &str, event: &Value) -> Judged<()> {
        let mut agreement = event.clone();
        if let Some(fields) = agreement.as_object_mut() {
            fields.insert("kind".to_owned(), Value::from(kind));
        }
        self.register("agreement", &agreement)?;
        let name = text(event, "agreement")?;
        for (n, instalment) in instalments(&agreement).iter().enumerate() {
            let (promised, commitment) = (format!("promised/{name}"), format!("commitment/{name}/{n}"));
            if let Some(cash) = optional(instalment, "cash") {
                let cash = self.money(cash)?;
                self.transfer_count(&unit_of(&cash), &promised, &commitment, &cash.amount);
            }
            if let Some(shares) = optional(instalment, "shares") {
                let class = self.known("class", shares, "class")?;
                let quantity = self.quantity(field(shares, "quantity")?, class)?;
                self.transfer_count(&format!("class:{class}"), &promised, &commitment, &quantity);
            }
        }
        if let Some(price) = optional(event, "purchase_option").and_then(|option| optional(option, "price")) {
            self.money(price)?;
        }
        Ok(())
    }

    /// The agreement that an event is under, which must be of a kind.
    fn under(&self, kind: &str, event: &Value) -> Judged<Value> {
        let agreement = self.thing("agreement", text(event, "agreement")?)?;
        require(text(&agreement, "kind")? == kind, "an agreement of another kind")?;
        Ok(agreement)
    }

    /// A payment meets the earliest instalments that remain in its unit.
    fn meet(&mut self, agreement: &Value, unit: &str, paid: &Number) -> Judged<()> {
        let name = text(agreement, "agreement")?;
        let mut dues = Vec::new();
        for (n, instalment) in instalments(agreement).iter().enumerate() {
            let due = maybe_day(instalment, "due")?;
            dues.push((due.is_none(), due, n));
        }
        dues.sort_unstable();
        let mut left = paid.clone();
        for (_, _, n) in dues {
            let commitment = format!("commitment/{name}/{n}");
            let remaining = self.balance(unit, &commitment).0;
            let met = remaining.min(left.clone());
            self.transfer_count(unit, &commitment, &format!("promised/{name}"), &met);
            left -= met;
        }
        Ok(())
    }

    /// Cash out under an agreement; it meets instalments.
    fn pay(&mut self, agreement: &Value, part: &Value, to: &str) -> Judged<()> {
        let money = self.money(field(part, "amount")?)?;
        let cash = self.cash(field(part, "from")?, &money)?;
        let value = self.value(&money, None)?;
        self.cash_out(&cash, to, &money, &value)?;
        self.meet(agreement, &unit_of(&money), &money.amount)
    }

    pub(super) fn property_paid(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under("property_option_agreed", event)?;
        let property = format!("property/{}", text(&agreement, "property")?);
        if let Some(cash) = optional(event, "cash") {
            self.pay(&agreement, cash, &property)?;
        }
        if let Some(shares) = optional(event, "shares") {
            let class = self.known("class", shares, "class")?;
            let holder = self.known("holder", shares, "holder")?;
            let quantity = self.quantity(field(shares, "quantity")?, class)?;
            self.take_from_pool(class, &format!("held/{holder}"), &quantity)?;
            self.transfer_at_value(&format!("share-capital/{class}"), &property, field(shares, "value")?)?;
            self.meet(&agreement, &format!("class:{class}"), &quantity)?;
        }
        Ok(())
    }

    pub(super) fn lease_paid(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under("lease_agreed", event)?;
        let to = self.destination(field(event, "purpose")?)?;
        self.pay(&agreement, field(event, "cash")?, &to)
    }

    pub(super) fn joint_venture_contributed(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under("joint_venture_agreed", event)?;
        let to = format!("joint-venture/{}", text(event, "agreement")?);
        self.pay(&agreement, field(event, "cash")?, &to)
    }
}

/// What falls due under an agreement, as it was written.
fn instalments(agreement: &Value) -> &[Value] {
    match agreement.get("kind").and_then(Value::as_str) {
        Some("property_option_agreed") => list(agreement, "schedule"),
        Some("lease_agreed") => list(agreement, "payments"),
        _ => list(agreement, "commitments"),
    }
}
