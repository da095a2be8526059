//! Debts.

use chrono::{Datelike, NaiveDate};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use serde_json::{Value, json};

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, day, field, maybe_day, optional, require, tagged, text};
use super::number::{self, Money, Number, half_up};

/// What changes of a debt, by its name: when it is due (`due`), its terms of conversion (`terms`), and the
/// principal from which day on since the last accrual (`days`).
const DUE: &str = "debt due";
pub(super) const TERMS: &str = "debt terms";
const DAYS: &str = "debt days";
/// The day of the issue, by name.
const ISSUED: &str = "debt issue";

impl Book {
    pub(super) fn debt_issued(&mut self, event: &Value) -> Judged<()> {
        self.known("holder", event, "holder")?;
        self.register("debt", event)?;
        let (kind, consideration) = tagged(field(event, "for")?)?;
        let opening = kind == "opening";
        require(!(opening && self.moved), "something moved before the debt stood in the books")?;
        let due = maybe_day(event, "due")?;
        require(opening || due.is_none_or(|due| due >= self.today), "it is due before it is issued")?;
        if let Some(terms) = optional(event, "conversion") {
            self.check_conversion(terms)?;
        }
        let name = text(event, "debt")?;
        let place = format!("debt/{name}");
        let stated = field(event, "principal")?;
        let principal = self.money(stated)?;
        let unit = unit_of(&principal);
        match kind {
            "cash" => self.borrowed(consideration, &place, &principal)?,
            "payable" => {
                let payable = format!("payable/{}", self.purpose(consideration)?);
                let average = self.average_of_liability(&payable, &principal)?;
                self.transfer(&unit, &place, &payable, &principal.amount, &average);
            }
            "property" => {
                let property = consideration.as_str().unwrap_or_default();
                self.thing("property", property)?;
                self.transfer_at_value(&place, &format!("property/{property}"), stated)?;
            }
            "equipment" => {
                self.transfer_at_value(&place, "equipment", stated)?;
            }
            "opening" => {
                let value = self.value(&principal, optional(consideration, "carrying"))?;
                self.transfer(&unit, &place, "deficit", &principal.amount, &value);
                if let Some(interest) = optional(consideration, "interest") {
                    self.open(&format!("debt-interest/{name}"), "deficit", interest)?;
                }
            }
            _ => return Err(Refused("malformed: no such consideration")),
        }
        self.note(DUE, name, due.map_or(Value::Null, |due| json!(due.to_string())));
        self.note(TERMS, name, optional(event, "conversion").cloned().unwrap_or(Value::Null));
        self.note(ISSUED, name, json!({ "on": self.today.to_string() }));
        self.count_from_today(name, true)
    }

    /// Cash for a debt; what is missing is a cost of finance.
    fn borrowed(&mut self, receipt: &Value, place: &str, principal: &Money) -> Judged<()> {
        let cash = self.cash(field(receipt, "into")?, principal)?;
        let received = optional(receipt, "amount").map(|amount| self.money(amount)).transpose()?;
        let received = received.unwrap_or_else(|| principal.clone());
        require(received.amount <= principal.amount, "more is received than is owed")?;
        let (all, part) = (self.value(principal, None)?, self.value(&received, None)?);
        let unit = unit_of(principal);
        self.transfer(&unit, place, &cash, &received.amount, &part);
        self.transfer(&unit, place, "expense/finance", &(&principal.amount - received.amount), &(all - part));
        Ok(())
    }

    /// Terms of conversion whose names and numbers are known.
    fn check_conversion(&self, terms: &Value) -> Judged<()> {
        if optional(terms, "class").is_some() {
            self.known("class", terms, "class")?;
        }
        optional(terms, "price").map(|price| self.price(price)).transpose()?;
        optional(terms, "cap").map(|cap| self.money(cap)).transpose()?;
        Ok(())
    }

    /// The currency of a debt.
    fn currency_of(&self, name: &str) -> Judged<String> {
        Ok(text(field(&self.thing("debt", name)?, "principal")?, "currency")?.to_owned())
    }

    fn principal_of(&self, name: &str) -> Judged<Number> {
        Ok(-self.balance(&format!("currency:{}", self.currency_of(name)?), &format!("debt/{name}")).0)
    }

    /// Notes what the principal is after this day; nothing before it matters when interest was accrued.
    pub(super) fn count_from_today(&mut self, name: &str, anew: bool) -> Judged<()> {
        let principal = number::show(&self.principal_of(name)?);
        let known = if anew { Value::Null } else { self.thing(DAYS, name)? };
        let mut rows = known.as_array().cloned().unwrap_or_default();
        rows.push(json!({ "after": self.today.to_string(), "principal": principal }));
        self.note(DAYS, name, Value::Array(rows));
        Ok(())
    }

    pub(super) fn interest_accrued(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        let debt = self.thing("debt", name)?;
        let rows = self.thing(DAYS, name)?;
        let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
        let first = rows.first().ok_or(Refused("no days"))?;
        require(self.today > day(first, "after")?, "these days are accrued already")?;
        let currency = self.currency_of(name)?;
        let stated = optional(event, "amount").map(|amount| self.money(amount)).transpose()?;
        require(stated.as_ref().is_none_or(|stated| stated.currency == currency), "not the debt's currency")?;
        let amount = match (optional(&debt, "interest"), stated) {
            (Some(terms), stated) => {
                let computed = half_up(&self.interest_of(terms, rows)?, &currency)?;
                require(stated.is_none_or(|stated| stated.amount == computed), "not the interest of these days")?;
                computed
            }
            (None, Some(stated)) => stated.amount,
            (None, None) => return Err(Refused("neither a rate nor an amount")),
        };
        let interest = Money { amount, currency };
        let value = if interest.amount.is_zero() { Number::zero() } else { self.value(&interest, None)? };
        let in_kind = optional(event, "to_principal").and_then(Value::as_bool).unwrap_or(false);
        let place = if in_kind { "debt" } else { "debt-interest" };
        self.transfer(&unit_of(&interest), &format!("{place}/{name}"), "expense/finance", &interest.amount, &value);
        self.count_from_today(name, true)
    }

    /// Interest of the days up to today, each on the principal that stood at its beginning.
    fn interest_of(&self, terms: &Value, rows: &[Value]) -> Judged<Number> {
        let percent = number::parse(text(terms, "percent")?).ok_or(Refused("malformed: not a number"))?;
        let basis = text(terms, "days")?;
        let ends = rows.iter().skip(1).map(|row| day(row, "after")).chain([Ok(self.today)]);
        let mut sum = Number::zero();
        for (row, end) in rows.iter().zip(ends) {
            let principal = number::parse(text(row, "principal")?).ok_or(Refused("malformed: not a number"))?;
            let (from, to) = (day(row, "after")?, end?);
            let (days, year) = match basis {
                "actual_365" => (whole(to.signed_duration_since(from).num_days()), 365),
                "actual_360" => (whole(to.signed_duration_since(from).num_days()), 360),
                "thirty_360" => (thirty(from, to), 360),
                _ => return Err(Refused("malformed: no such days")),
            };
            sum += principal * &percent * days / (whole(100) * whole(year));
        }
        Ok(sum)
    }

    /// Principal and interest that an event names, each with its place.
    fn parts_of(&self, name: &str, event: &Value) -> Judged<Vec<(String, Money)>> {
        let currency = self.currency_of(name)?;
        let mut parts = Vec::new();
        for (key, place) in [("principal", "debt"), ("interest", "debt-interest")] {
            if let Some(stated) = optional(event, key) {
                let money = self.money(stated)?;
                require(money.currency == currency, "not the debt's currency")?;
                parts.push((format!("{place}/{name}"), money));
            }
        }
        Ok(parts)
    }

    pub(super) fn debt_repaid(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        for (place, money) in self.parts_of(name, event)? {
            let cash = self.cash(field(event, "from")?, &money)?;
            self.settle(&cash, &place, &money)?;
        }
        self.count_from_today(name, false)
    }

    pub(super) fn debt_forgiven(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        let related = optional(event, "related").and_then(Value::as_bool).unwrap_or(false);
        let gain = if related { "contributed-surplus" } else { "income/settlement" };
        self.cleared(name, gain, event)?;
        self.count_from_today(name, false)
    }

    /// What an event names is no longer owed; it is credited to a place. How much that was.
    fn cleared(&mut self, name: &str, to: &str, event: &Value) -> Judged<Number> {
        let mut sum = Number::zero();
        for (place, money) in self.parts_of(name, event)? {
            let average = self.average_of_liability(&place, &money)?;
            self.transfer(&unit_of(&money), to, &place, &money.amount, &average);
            sum += money.amount;
        }
        Ok(sum)
    }

    pub(super) fn debt_converted(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        let terms = self.terms_of(name)?.ok_or(Refused("it does not become shares"))?;
        let class = self.known("class", event, "class")?;
        let own = optional(&terms, "class").and_then(Value::as_str);
        require(own.is_none_or(|own| own == class), "it becomes shares of another class")?;
        let sum = self.cleared(name, &format!("share-capital/{class}"), event)?;
        let price = self.price(field(event, "price")?)?.amount;
        require(price.is_positive(), "a price of nothing")?;
        self.check_price(event, &terms, &price)?;
        let quantity = self.quantity(field(event, "quantity")?, class)?;
        let grain = self.thing("class", class)?;
        let grain = optional(&grain, "grain").and_then(Value::as_str).unwrap_or("1");
        let grain = number::parse(grain).ok_or(Refused("malformed: not a number"))?;
        let due = (sum / price / &grain).floor() * grain;
        require(quantity == due, "not the shares that the sum buys")?;
        let holder = text(&self.thing("debt", name)?, "holder")?.to_owned();
        self.take_from_pool(class, &format!("held/{holder}"), &quantity)?;
        self.count_from_today(name, false)
    }

    /// A price alone is the price; else it is the lowest of it, the discounted price and the capped one, and
    /// may be lower where one of the last two is not known.
    fn check_price(&self, event: &Value, terms: &Value, price: &Number) -> Judged<()> {
        let fixed = optional(terms, "price").map(|price| self.price(price)).transpose()?;
        let round = optional(event, "round_price").map(|price| self.price(price)).transpose()?;
        let count = optional(event, "capitalisation").map(|count| self.given(count, "quantity", None)).transpose()?;
        let (discount, cap) = (optional(terms, "discount"), optional(terms, "cap"));
        if let (Some(fixed), None, None) = (&fixed, discount, cap) {
            return require(*price == fixed.amount, "not the price of the terms");
        }
        let step = optional(terms, "step").and_then(Value::as_str).unwrap_or("0.0000000001");
        let step = number::parse(step).ok_or(Refused("malformed: not a number"))?;
        let down = |number: Number| (number / &step).floor() * &step;
        let mut lowest = fixed.map(|fixed| fixed.amount);
        let mut and = |other: Number| lowest = Some(lowest.take().map_or(other.clone(), |known| known.min(other)));
        if let Some(round) = &round {
            let discount = discount.and_then(Value::as_str).and_then(number::parse).unwrap_or_default();
            and(down(&round.amount * (whole(100) - discount) / whole(100)));
        }
        if let Some(count) = &count {
            let cap = self.money(cap.ok_or(Refused("there is no cap"))?)?;
            require(count.is_positive(), "no capitalisation")?;
            and(down(cap.amount / count));
        }
        require(lowest.as_ref().is_none_or(|lowest| price <= lowest), "above what the terms give")?;
        let complete = round.is_some() && (cap.is_none() || count.is_some());
        require(!complete || lowest.is_none_or(|lowest| *price == lowest), "below what the terms give")
    }

    fn terms_of(&self, name: &str) -> Judged<Option<Value>> {
        Ok(Some(self.thing(TERMS, name)?).filter(|terms| !terms.is_null()))
    }

    pub(super) fn debt_extended(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        let known = self.thing(DUE, name)?;
        let debt = self.thing("debt", name)?;
        let on_demand = known.is_null() && text(&debt, "kind")? != "safe";
        let old = if on_demand { Some(self.today) } else { known.as_str().and_then(|day| day.parse().ok()) };
        let old: NaiveDate = old.ok_or(Refused("it has no day"))?;
        let new = day(event, "due")?;
        require(new > old, "not later than it was")?;
        self.note(DUE, name, json!(new.to_string()));
        Ok(())
    }

    pub(super) fn conversion_terms_set(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        let (currency, terms) = (self.currency_of(name)?, field(event, "conversion")?);
        for money in ["price", "cap"].iter().filter_map(|key| optional(terms, key)) {
            require(text(money, "currency")? == currency, "not the debt's currency")?;
        }
        self.check_conversion(terms)?;
        self.note(TERMS, name, terms.clone());
        Ok(())
    }

    pub(super) fn mfn_exercised(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("debt", event, "debt")?;
        let of = self.known("debt", event, "of")?;
        let own = self.terms_of(name)?.unwrap_or_default();
        require(optional(&own, "mfn").and_then(Value::as_bool) == Some(true), "no right to better terms")?;
        let since = |name: &str| day(&self.thing(ISSUED, name)?, "on");
        require(since(of)? > since(name)?, "not a later debt")?;
        require(self.currency_of(of)? == self.currency_of(name)?, "a debt in another currency")?;
        let mut theirs = self.terms_of(of)?.ok_or(Refused("it does not become shares"))?;
        let number = |terms: &Value, key: &str| -> Judged<Option<Number>> {
            Ok(match (key, optional(terms, key)) {
                (_, None) => None,
                ("price", Some(price)) => Some(self.price(price)?.amount),
                ("cap", Some(cap)) => Some(self.money(cap)?.amount),
                (_, Some(percent)) => percent.as_str().and_then(number::parse),
            })
        };
        let mut better = number(&theirs, "discount")? > number(&own, "discount")?;
        for key in ["price", "cap"] {
            if let Some(theirs) = number(&theirs, key)? {
                better |= number(&own, key)?.is_none_or(|own| theirs < own);
            }
        }
        require(better, "not better in any way")?;
        if let (Some(theirs), Some(class)) = (theirs.as_object_mut(), optional(&own, "class")) {
            theirs.entry("class").or_insert_with(|| class.clone());
        }
        self.note(TERMS, name, theirs);
        Ok(())
    }
}

/// A whole number.
fn whole(number: i64) -> Number {
    Number::from(BigInt::from(number))
}

/// Days between two days when every month has thirty.
fn thirty(from: NaiveDate, to: NaiveDate) -> Number {
    let days = |day: NaiveDate| {
        let months = whole(i64::from(day.year())) * whole(12) + whole(i64::from(day.month()));
        months * whole(30) + whole(i64::from(day.day().min(30)))
    };
    days(to) - days(from)
}
