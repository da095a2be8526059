//! Hold periods, escrows and certificates.
//!
//! What changes over time is noted under kinds of its own: `hold` and `deposit` by class and holder (of
//! a deposit by escrow too), `certificate` with `ended` once it has ended.

use num_traits::Zero;
use serde_json::{Value, json};

use super::book::Book;
use super::json::{Judged, day, field, list, maybe_day, optional, require, text};
use super::number::{self, Number};

impl Book {
    /// Shares just issued that cannot be transferred through a day.
    pub(super) fn hold(&mut self, event: &Value, class: &str, holder: &str, quantity: &Number) -> Judged<()> {
        let Some(through) = maybe_day(event, "hold_until")? else {
            return Ok(());
        };
        require(through >= self.today, "a hold period that is over")?;
        let name = format!("{class}/{holder}");
        let mut holds = self.thing("hold", &name).unwrap_or_else(|_| json!([]));
        if let Some(rows) = holds.as_array_mut() {
            rows.push(json!({ "through": through.to_string(), "quantity": number::show(quantity) }));
        }
        self.note("hold", &name, holds);
        Ok(())
    }

    /// Shares of a class that a holder holds and may transfer today.
    pub(super) fn free(&self, class: &str, holder: &str) -> Judged<Number> {
        let mut free = self.balance(&format!("class:{class}"), &format!("held/{holder}")).0;
        let holds = self.thing("hold", &format!("{class}/{holder}")).unwrap_or(Value::Null);
        for hold in holds.as_array().into_iter().flatten() {
            if day(hold, "through")? >= self.today {
                free -= self.noted(hold, "quantity");
            }
        }
        Ok(free.max(Number::zero()))
    }

    /// A number that was noted, or nothing.
    fn noted(&self, value: &Value, key: &str) -> Number {
        value.get(key).and_then(Value::as_str).and_then(number::parse).unwrap_or_default()
    }

    pub(super) fn escrow_terms_changed(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("escrow", event, "escrow")?;
        let mut escrow = self.thing("escrow", name)?;
        if let Some(fields) = escrow.as_object_mut() {
            fields.insert("schedule".to_owned(), field(event, "schedule")?.clone());
        }
        self.note("escrow", name, escrow);
        Ok(())
    }

    pub(super) fn escrow_deposited(&mut self, event: &Value) -> Judged<()> {
        let (escrow, class, holder) = self.deposit(event)?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let (held, escrowed) = (format!("held/{holder}"), format!("escrowed/{escrow}/{holder}"));
        self.transfer_held(&format!("class:{class}"), &held, &escrowed, &quantity)?;
        let deposited = self.deposited(escrow, class, holder) + quantity;
        let deposit = json!({ "quantity": number::show(&deposited) });
        self.note("deposit", &format!("{escrow}/{class}/{holder}"), deposit);
        Ok(())
    }

    fn deposit<'a>(&self, event: &'a Value) -> Judged<(&'a str, &'a str, &'a str)> {
        let escrow = self.known("escrow", event, "escrow")?;
        Ok((escrow, self.known("class", event, "class")?, self.known("holder", event, "holder")?))
    }

    /// Everything that a holder ever put of a class into an escrow.
    fn deposited(&self, escrow: &str, class: &str, holder: &str) -> Number {
        let deposit = self.thing("deposit", &format!("{escrow}/{class}/{holder}")).unwrap_or(Value::Null);
        self.noted(&deposit, "quantity")
    }

    pub(super) fn escrow_released(&mut self, event: &Value) -> Judged<()> {
        let (escrow, class, holder) = self.deposit(event)?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let (unit, escrowed) = (format!("class:{class}"), format!("escrowed/{escrow}/{holder}"));
        let terms = self.thing("escrow", escrow)?;
        let schedule = list(&terms, "schedule");
        if !schedule.is_empty() {
            let deposited = self.deposited(escrow, class, holder);
            let mut free = Number::zero();
            for release in schedule {
                if day(release, "on")? <= self.today {
                    free += self.noted(release, "percent") * &deposited / number::whole(100);
                }
            }
            // As if this release had happened already.
            let gone = deposited - self.balance(&unit, &escrowed).0 + &quantity;
            require(quantity.is_zero() || gone <= free, "more than the schedule releases")?;
        }
        self.transfer_held(&unit, &escrowed, &format!("held/{holder}"), &quantity)
    }

    pub(super) fn certificate_issued(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let holder = self.known("holder", event, "holder")?;
        self.make_out(event, class, "certificate-book")?;
        let mut certified = Number::zero();
        for ((kind, name), certificate) in &self.things {
            if *kind == "certificate" && text(certificate, "class")? == class && text(certificate, "holder")? == holder
            {
                certified += self.balance(&format!("class:{class}"), &format!("certificate/{name}")).0;
            }
        }
        let suffix = format!("/{holder}");
        let mut there = self.balance(&format!("class:{class}"), &format!("held/{holder}")).0;
        for (key, (amount, _)) in &self.balances {
            if key.starts_with(&format!("class:{class}/escrowed/")) && key.ends_with(&suffix) {
                there += amount;
            }
        }
        require(certified <= there, "certificates for more than is held")
    }

    /// A new certificate, for shares that stood elsewhere.
    fn make_out(&mut self, event: &Value, class: &str, from: &str) -> Judged<Number> {
        self.known("holder", event, "holder")?;
        let mut certificate = event.clone();
        if let Some(fields) = certificate.as_object_mut() {
            fields.insert("class".to_owned(), Value::from(class));
        }
        self.register("certificate", &certificate)?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let to = format!("certificate/{}", text(event, "certificate")?);
        self.transfer_count(&format!("class:{class}"), from, &to, &quantity);
        Ok(quantity)
    }

    /// Ends a certificate: its class, and what it stood for.
    fn end_certificate(&mut self, name: &str) -> Judged<(String, Number)> {
        let mut certificate = self.thing("certificate", name)?;
        require(optional(&certificate, "ended").is_none(), "the certificate has ended")?;
        let class = text(&certificate, "class")?.to_owned();
        if let Some(fields) = certificate.as_object_mut() {
            fields.insert("ended".to_owned(), Value::from(true));
        }
        self.note("certificate", name, certificate);
        let there = self.balance(&format!("class:{class}"), &format!("certificate/{name}")).0;
        Ok((class, there))
    }

    pub(super) fn certificate_replaced(&mut self, event: &Value) -> Judged<()> {
        let name = text(event, "certificate")?;
        let (class, mut left) = self.end_certificate(name)?;
        for new in list(event, "new") {
            left -= self.make_out(new, &class, &format!("certificate/{name}"))?;
        }
        require(left.is_zero(), "the new certificates are not for as much as the old one")
    }

    pub(super) fn certificate_cancelled(&mut self, event: &Value) -> Judged<()> {
        let name = text(event, "certificate")?;
        let (class, there) = self.end_certificate(name)?;
        self.transfer_count(&format!("class:{class}"), &format!("certificate/{name}"), "certificate-book", &there);
        Ok(())
    }
}
