//! Property options, leases and joint ventures, and what was promised under them.

use num_bigint::BigInt;
use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, day, field, list, maybe_day, optional, require, tagged, text};
use super::number::{self, Money, Number, half_up};

/// Where promises of an instalment stand.
const KINDS: [&str; 3] = ["commitment", "work-due", "worth"];

/// Agreements and their instalments.
impl Book {
    pub(super) fn property_option_agreed(&mut self, event: &Value) -> Judged<()> {
        self.known("property", event, "property")?;
        self.agreed("property_option_agreed", event)
    }

    /// Registers an agreement of a kind, and promises its instalments.
    pub(super) fn agreed(&mut self, kind: &str, event: &Value) -> Judged<()> {
        let mut agreement = event.clone();
        set(&mut agreement, "kind", Value::from(kind));
        self.register("agreement", &agreement)?;
        let name = text(event, "agreement")?;
        for (n, instalment) in instalments(&agreement).iter().enumerate() {
            self.promise(name, n, instalment)?;
        }
        if let Some(price) = optional(event, "purchase_option").and_then(|option| optional(option, "price")) {
            self.money(price)?;
        }
        Ok(())
    }

    fn promise(&mut self, name: &str, n: usize, instalment: &Value) -> Judged<()> {
        let promised = format!("promised/{name}");
        for (key, kind) in [("cash", "commitment"), ("work", "work-due")] {
            if let Some(money) = optional(instalment, key) {
                let money = self.money(money)?;
                self.transfer_count(&unit_of(&money), &promised, &format!("{kind}/{name}/{n}"), &money.amount);
            }
        }
        if let Some(shares) = optional(instalment, "shares") {
            let class = self.known("class", shares, "class")?;
            let quantity = self.quantity(field(shares, "quantity")?, class)?;
            self.transfer_count(&format!("class:{class}"), &promised, &format!("commitment/{name}/{n}"), &quantity);
        }
        if let Some(shares) = optional(instalment, "shares_worth") {
            self.known("class", shares, "class")?;
            let worth = self.money(field(shares, "worth")?)?;
            self.transfer_count(&unit_of(&worth), &promised, &format!("worth/{name}/{n}"), &worth.amount);
        }
        Ok(())
    }

    /// The agreement that an event is under, which must be of one of these kinds.
    pub(super) fn under(&self, kinds: &[&str], event: &Value) -> Judged<Value> {
        let agreement = self.thing("agreement", text(event, "agreement")?)?;
        require(kinds.contains(&text(&agreement, "kind")?), "an agreement of another kind")?;
        Ok(agreement)
    }

    /// Refuses an agreement that has ended.
    pub(super) fn in_force(&self, agreement: &Value) -> Judged<()> {
        let ended = ("ended", text(agreement, "agreement")?.to_owned());
        require(!self.things.contains_key(&ended), "the agreement has ended")
    }

    /// Refuses performance under an agreement that has ended and promises nothing any more.
    pub(super) fn performable(&self, agreement: &Value) -> Judged<()> {
        if self.promises(agreement, true)?.is_empty() { self.in_force(agreement) } else { Ok(()) }
    }

    pub(super) fn end(&mut self, agreement: &Value) -> Judged<()> {
        self.note("ended", text(agreement, "agreement")?, Value::from(true));
        Ok(())
    }

    /// What instalments still promise: unit, place and how much; firm ones too, or others alone.
    fn promises(&self, agreement: &Value, firm_too: bool) -> Judged<Vec<(String, String, Number)>> {
        let name = text(agreement, "agreement")?;
        let mut found = Vec::new();
        for (n, instalment) in instalments(agreement).iter().enumerate() {
            let firm = optional(instalment, "firm").and_then(Value::as_bool).unwrap_or(false);
            if firm && !firm_too {
                continue;
            }
            let wanted = KINDS.map(|kind| format!("{kind}/{name}/{n}"));
            for (key, (amount, _)) in &self.balances {
                if let Some((unit, place)) = key.split_once('/')
                    && wanted.iter().any(|wanted| wanted == place)
                    && !amount.is_zero()
                {
                    found.push((unit.to_owned(), place.to_owned(), amount.clone()));
                }
            }
        }
        Ok(found)
    }

    /// Gives back what instalments still promise.
    pub(super) fn give_back(&mut self, agreement: &Value, firm_too: bool) -> Judged<()> {
        let promised = format!("promised/{}", text(agreement, "agreement")?);
        for (unit, place, amount) in self.promises(agreement, firm_too)? {
            self.transfer_count(&unit, &place, &promised, &amount);
        }
        Ok(())
    }

    /// What is performed meets the earliest instalments that remain in its unit.
    pub(super) fn meet(&mut self, agreement: &Value, kind: &str, unit: &str, performed: &Number) -> Judged<()> {
        let name = text(agreement, "agreement")?;
        let mut left = performed.clone();
        for n in in_order(agreement)? {
            let place = format!("{kind}/{name}/{n}");
            let remaining = self.balance(unit, &place).0;
            let met = remaining.min(left.clone());
            self.transfer_count(unit, &place, &format!("promised/{name}"), &met);
            left -= met;
        }
        Ok(())
    }

    /// Shares meet the earliest instalments by value of their class. Less than one share is worth does not
    /// count.
    fn meet_worth(&mut self, agreement: &Value, class: &str, quantity: &Number, price: &Money) -> Judged<()> {
        let name = text(agreement, "agreement")?;
        let one = self.grain(class)? * &price.amount;
        let unit = unit_of(price);
        let mut left = half_up(&(quantity * &price.amount), &price.currency)?;
        let rows = instalments(agreement).to_vec();
        for n in in_order(agreement)? {
            let of = rows.get(n).and_then(|row| optional(row, "shares_worth"));
            let same = of.is_some_and(|shares| text(shares, "class").is_ok_and(|other| other == class));
            if !same || left.is_zero() {
                continue;
            }
            let place = format!("worth/{name}/{n}");
            let remaining = self.balance(&unit, &place).0;
            let open = &remaining - &left;
            let met = if open < one { remaining } else { left.clone() };
            self.transfer_count(&unit, &place, &format!("promised/{name}"), &met);
            left -= met;
            if left < one {
                left = Number::zero();
            }
        }
        Ok(())
    }

    /// Cash out under an agreement.
    pub(super) fn pay(&mut self, part: &Value, to: &str) -> Judged<Money> {
        let money = self.money(field(part, "amount")?)?;
        let cash = self.cash(field(part, "from")?, &money)?;
        let value = self.value(&money, None)?;
        self.cash_out(&cash, to, &money, &value)?;
        Ok(money)
    }

    /// Cash out under an agreement that meets instalments.
    pub(super) fn pay_towards(&mut self, agreement: &Value, part: &Value, to: &str) -> Judged<Money> {
        let money = self.pay(part, to)?;
        self.meet(agreement, "commitment", &unit_of(&money), &money.amount)?;
        Ok(money)
    }
}

/// What is paid, spent and received.
impl Book {
    pub(super) fn property_paid(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under(&["property_option_agreed"], event)?;
        self.performable(&agreement)?;
        let property = format!("property/{}", text(&agreement, "property")?);
        if let Some(cash) = optional(event, "cash") {
            self.pay_towards(&agreement, cash, &property)?;
        }
        let Some(shares) = optional(event, "shares") else {
            return Ok(());
        };
        let class = self.known("class", shares, "class")?;
        let holder = self.known("holder", shares, "holder")?;
        let quantity = self.quantity(field(shares, "quantity")?, class)?;
        self.take_from_pool(class, &format!("held/{holder}"), &quantity)?;
        self.transfer_at_value(&format!("share-capital/{class}"), &property, field(shares, "value")?)?;
        match optional(shares, "average_price") {
            Some(price) => self.meet_worth(&agreement, class, &quantity, &self.price(price)?),
            None => self.meet(&agreement, "commitment", &format!("class:{class}"), &quantity),
        }
    }

    pub(super) fn lease_paid(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under(&["lease_agreed"], event)?;
        self.performable(&agreement)?;
        let to = self.destination(field(event, "purpose")?)?;
        let paid = self.pay_towards(&agreement, field(event, "cash")?, &to)?;
        let name = text(event, "agreement")?;
        if credits(&agreement).is_some_and(|currency| currency == paid.currency) {
            let credited = self.credited(name) + paid.amount;
            self.note("credited", name, Value::from(number::show(&credited)));
        }
        Ok(())
    }

    /// What counts towards the price of what is leased.
    fn credited(&self, lease: &str) -> Number {
        let credited = self.things.get(&("credited", lease.to_owned()));
        credited.and_then(Value::as_str).and_then(number::parse).unwrap_or_default()
    }

    pub(super) fn joint_venture_contributed(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under(&["joint_venture_agreed"], event)?;
        self.performable(&agreement)?;
        let to = format!("joint-venture/{}", text(event, "agreement")?);
        self.pay_towards(&agreement, field(event, "cash")?, &to).map(drop)
    }

    pub(super) fn work_spent(&mut self, event: &Value) -> Judged<()> {
        let kinds = ["property_option_agreed", "lease_agreed", "joint_venture_agreed"];
        let agreement = self.under(&kinds, event)?;
        self.performable(&agreement)?;
        let purpose = field(event, "purpose")?;
        let (payable, to) = (format!("payable/{}", self.purpose(purpose)?), self.destination(purpose)?);
        let money = self.money(field(event, "amount")?)?;
        let value = self.value(&money, None)?;
        match optional(event, "from") {
            Some(from) => {
                let cash = self.cash(from, &money)?;
                self.cash_out(&cash, &to, &money, &value)?;
            }
            None => self.transfer(&unit_of(&money), &payable, &to, &money.amount, &value),
        }
        self.meet(&agreement, "work-due", &unit_of(&money), &money.amount)
    }

    pub(super) fn property_receipt(&mut self, event: &Value) -> Judged<()> {
        let property = self.known("property", event, "property")?;
        let money = self.money(field(event, "amount")?)?;
        let value = self.value(&money, optional(event, "carrying"))?;
        let to = match tagged(field(event, "in")?)? {
            ("cash", place) => self.cash(place, &money)?,
            _ => "investment".to_owned(),
        };
        self.recover(property, &to, &money, &value)
    }

    /// Something received for a property recovers its cost, in functional currency first, then by currency;
    /// the rest is income.
    pub(super) fn recover(&mut self, property: &str, to: &str, money: &Money, value: &Number) -> Judged<()> {
        let place = format!("property/{property}");
        let unit = unit_of(money);
        let mut costs: Vec<(bool, String, Number, Number)> = Vec::new();
        for (key, (amount, carrying)) in &self.balances {
            if let Some((of, at)) = key.split_once('/')
                && at == place
                && let Some(currency) = of.strip_prefix("currency:")
            {
                costs.push((currency != self.functional, currency.to_owned(), amount.clone(), carrying.clone()));
            }
        }
        costs.sort();
        let mut left = value.clone();
        let (mut converted, mut at_cost) = (Number::zero(), Number::zero());
        for (_, currency, amount, carrying) in costs {
            let taken = carrying.clone().min(left.clone());
            if taken.is_zero() {
                continue;
            }
            left -= &taken;
            let amount = if taken == carrying { amount } else { half_up(&(amount * &taken / &carrying), &currency)? };
            if currency == self.functional && currency == money.currency {
                at_cost += &amount;
                self.transfer(&unit, &place, to, &amount, &taken);
            } else {
                converted += &taken;
                self.transfer(&format!("currency:{currency}"), &place, "exchange/conversion", &amount, &taken);
            }
        }
        let through = if converted.is_zero() {
            Number::zero()
        } else if converted == *value {
            money.amount.clone()
        } else {
            half_up(&(&money.amount * &converted / value), &money.currency)?
        };
        self.transfer(&unit, "exchange/conversion", to, &through, &converted);
        self.transfer(&unit, "income/property", to, &(&money.amount - at_cost - through), &left);
        Ok(())
    }
}

/// Ends and changes.
impl Book {
    pub(super) fn agreement_terminated(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.thing("agreement", text(event, "agreement")?)?;
        self.in_force(&agreement)?;
        self.give_back(&agreement, false)?;
        self.end(&agreement)
    }

    pub(super) fn property_option_exercised(&mut self, event: &Value) -> Judged<()> {
        let agreement = self.under(&["property_option_agreed"], event)?;
        self.in_force(&agreement)?;
        let waived = optional(event, "waived").and_then(Value::as_bool).unwrap_or(false);
        require(waived || self.promises(&agreement, false)?.is_empty(), "something is still to be performed")?;
        self.give_back(&agreement, false)?;
        self.end(&agreement)
    }

    pub(super) fn purchase_option_exercised(&mut self, event: &Value) -> Judged<()> {
        let lease = self.under(&["lease_agreed"], event)?;
        self.in_force(&lease)?;
        let option = optional(&lease, "purchase_option").ok_or(Refused("no option to purchase"))?;
        if optional(option, "until").is_some() {
            require(self.today <= day(option, "until")?, "after the last day of the option")?;
        }
        let to = match tagged(field(event, "acquired")?)? {
            ("property", name) => {
                let name = name.as_str().unwrap_or_default();
                self.thing("property", name)?;
                format!("property/{name}")
            }
            _ => "equipment".to_owned(),
        };
        let paid = optional(event, "cash").map(|cash| self.pay(cash, &to)).transpose()?;
        if let Some(price) = optional(option, "price") {
            let price = self.money(price)?;
            let due = (price.amount - self.credited(text(event, "agreement")?)).max(Number::zero());
            let currency_fits = paid.as_ref().is_none_or(|paid| paid.currency == price.currency);
            require(currency_fits, "a payment in another currency than the price")?;
            require(paid.map_or(Number::zero(), |paid| paid.amount) == due, "not the price that is due")?;
        }
        self.give_back(&lease, true)?;
        self.end(&lease)
    }

    pub(super) fn joint_venture_called(&mut self, event: &Value) -> Judged<()> {
        let mut venture = self.under(&["joint_venture_agreed"], event)?;
        self.in_force(&venture)?;
        let (name, call) = (text(event, "agreement")?, field(event, "call")?);
        let mut commitments = instalments(&venture).to_vec();
        self.promise(name, commitments.len(), call)?;
        commitments.push(call.clone());
        set(&mut venture, "commitments", Value::from(commitments));
        self.note("agreement", name, venture);
        Ok(())
    }

    pub(super) fn joint_venture_diluted(&mut self, event: &Value) -> Judged<()> {
        let mut venture = self.under(&["joint_venture_agreed"], event)?;
        self.in_force(&venture)?;
        let interest = percent(field(event, "interest")?)?;
        if let Some(present) = optional(&venture, "interest") {
            require(interest <= percent(present)?, "more than the present interest")?;
        }
        if let Some(contributions) = optional(event, "contributions") {
            let own = self.money(field(contributions, "own")?)?;
            let total = self.money(field(contributions, "total")?)?;
            require(!total.amount.is_zero(), "no contributions to divide by")?;
            let steps = own.amount / total.amount * Number::from(BigInt::from(1_000_000));
            let computed = steps.round() / Number::from(BigInt::from(10_000));
            require(computed == interest, "not what the contributions give")?;
        }
        set(&mut venture, "interest", field(event, "interest")?.clone());
        self.note("agreement", text(event, "agreement")?, venture);
        Ok(())
    }
}

/// Per cent, as a text.
pub(super) fn percent(value: &Value) -> Judged<Number> {
    value.as_str().and_then(number::parse).ok_or(Refused("malformed: not a number"))
}

/// Another value under a key.
pub(super) fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

/// The currency in which payments under a lease count towards the price of its purchase.
fn credits(lease: &Value) -> Option<String> {
    let option = optional(lease, "purchase_option")?;
    let counts = optional(option, "payments_credit").and_then(Value::as_bool).unwrap_or(false);
    let currency = optional(option, "price").and_then(|price| text(price, "currency").ok());
    currency.filter(|_| counts).map(str::to_owned)
}

/// What falls due under an agreement, as it was written.
fn instalments(agreement: &Value) -> &[Value] {
    match agreement.get("kind").and_then(Value::as_str) {
        Some("property_option_agreed") => list(agreement, "schedule"),
        Some("lease_agreed") => list(agreement, "payments"),
        Some("royalty_agreed") => list(agreement, "advances"),
        _ => list(agreement, "commitments"),
    }
}

/// The numbers of instalments in order of days, those without one last.
fn in_order(agreement: &Value) -> Judged<Vec<usize>> {
    let mut dues = Vec::new();
    for (n, instalment) in instalments(agreement).iter().enumerate() {
        let due = maybe_day(instalment, "due")?;
        dues.push((due.is_none(), due, n));
    }
    dues.sort_unstable();
    Ok(dues.into_iter().map(|(_, _, n)| n).collect())
}
