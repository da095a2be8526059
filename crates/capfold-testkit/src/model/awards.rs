//! Plans and their limits, when what is granted under them vests, awards, and what it all costs.

use chrono::{Months, NaiveDate};
use num_bigint::BigInt;
use num_traits::Zero;
use serde_json::{Value, json};

use super::book::Book;
use super::json::{Judged, Refused, field, list, maybe_day, optional, require, tagged, text};
use super::number::{self, Number, half_up};

/// A part of a lot: the day on which it vests, or the condition upon which it does, and how many.
#[derive(Clone)]
struct Part {
    day: Option<NaiveDate>,
    condition: Option<String>,
    quantity: Number,
}

impl Part {
    fn is_vested(&self, today: NaiveDate) -> bool {
        self.day.is_some_and(|day| day <= today)
    }
}

/// Plans.
impl Book {
    pub(super) fn plan_registered(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?.to_owned();
        self.register("plan", event)?;
        self.set_limits(text(event, "plan")?, &class, event)
    }

    pub(super) fn plan_limits_set(&mut self, event: &Value) -> Judged<()> {
        let plan = self.known("plan", event, "plan")?;
        let class = self.class_of_plan(plan)?;
        self.set_limits(plan, &class, event)
    }

    /// Notes the limits that an event states, with a fixed pool as the number it is.
    fn set_limits(&mut self, plan: &str, class: &str, event: &Value) -> Judged<()> {
        let pool = match optional(event, "pool").map(|pool| Ok((pool, tagged(pool)?))).transpose()? {
            Some((_, ("fixed", fixed))) => json!({ "fixed": show(&self.quantity(fixed, class)?) }),
            Some((pool, _)) => pool.clone(),
            None => json!("unlimited"),
        };
        let per_person = optional(event, "per_person");
        self.note("limits of plan", plan, json!({ "pool": pool, "per_person": per_person }));
        Ok(())
    }

    /// Refuses what a plan does not allow; a lot that stood open when the log begins is no grant.
    pub(super) fn check_limits(&self, plan: &str, holder: &str, quantity: &Number, is_grant: bool) -> Judged<()> {
        if quantity.is_zero() {
            return Ok(());
        }
        let limits = self.thing("limits of plan", plan)?;
        let outstanding = self.outstanding_shares(&self.class_of_plan(plan)?);
        let part = |percent: &Value| Ok(&outstanding * read(percent)? / Number::from(BigInt::from(100)));
        match tagged(field(&limits, "pool")?)? {
            ("fixed", fixed) => {
                let taken = self.sum_of_plan(plan, &["writer", "expired", "forfeited", "cancelled"])?;
                let taken = taken + self.noted_number("used in other units", plan);
                require(taken + quantity <= read(fixed)?, "more than the pool of the plan")?;
            }
            ("rolling", percent) if is_grant => {
                let ends = ["writer", "expired", "forfeited", "cancelled", "exercised", "settled"];
                let open = self.sum_of_plan(plan, &ends)?;
                require(open + quantity <= part(percent)?, "more than the rolling pool of the plan")?;
            }
            _ => {}
        }
        match optional(&limits, "per_person").filter(|_| is_grant) {
            Some(limit) => {
                let months = field(limit, "months")?.as_u64().and_then(|months| u32::try_from(months).ok());
                let months = Months::new(months.ok_or(Refused("malformed: no months"))?);
                let since = self.today.checked_sub_months(months).unwrap_or(NaiveDate::MIN);
                let granted = self.granted_since(plan, holder, since)?;
                require(granted + quantity <= part(field(limit, "percent")?)?, "more than one person may be granted")
            }
            None => Ok(()),
        }
    }

    /// Minus what stands at some places of the lots of a plan; the writer is down by what was granted.
    pub(super) fn sum_of_plan(&self, plan: &str, places: &[&str]) -> Judged<Number> {
        let mut sum = Number::zero();
        for ((kind, name), thing) in &self.things {
            if *kind == "grant" && thing.get("plan").and_then(Value::as_str) == Some(plan) {
                let unit = self.lot(name)?.unit;
                places.iter().for_each(|place| sum -= self.balance(&unit, place).0);
            }
        }
        Ok(sum)
    }

    /// What a holder was granted under a plan after a day.
    fn granted_since(&self, plan: &str, holder: &str, since: NaiveDate) -> Judged<Number> {
        let mut sum = Number::zero();
        for ((kind, name), thing) in &self.things {
            if *kind == "day of grant" && maybe_day(thing, "day")?.is_some_and(|day| day > since) {
                let grant = self.thing("grant", name)?;
                if text(&grant, "plan")? == plan && text(&grant, "holder")? == holder {
                    sum += read(field(thing, "quantity")?)?;
                }
            }
        }
        Ok(sum)
    }
}

/// Vesting.
impl Book {
    /// Notes when the parts of a new lot vest.
    pub(super) fn set_vesting(&mut self, lot: &str, class: &str, quantity: &Number, event: &Value) -> Judged<()> {
        let Some(vesting) = optional(event, "vesting") else {
            return Ok(());
        };
        let parts = match tagged(vesting)? {
            ("steps", _) => self.steps(class, quantity, vesting)?,
            (_, monthly) => self.monthly(class, quantity, monthly)?,
        };
        self.note_parts(lot, &parts);
        Ok(())
    }

    fn steps(&self, class: &str, quantity: &Number, vesting: &Value) -> Judged<Vec<Part>> {
        let mut parts = Vec::new();
        for step in list(vesting, "steps") {
            let condition = optional(step, "upon").and_then(Value::as_str).map(str::to_owned);
            let quantity = self.quantity(field(step, "quantity")?, class)?;
            parts.push(Part { day: maybe_day(step, "on")?, condition, quantity });
        }
        let sum = parts.iter().fold(Number::zero(), |sum, part| sum + &part.quantity);
        require(sum == *quantity, "the steps of vesting are not the lot")?;
        Ok(parts)
    }

    /// After the nth of so many periods n of as many parts are vested, rounded down; before the cliff none.
    fn monthly(&self, class: &str, quantity: &Number, monthly: &Value) -> Judged<Vec<Part>> {
        let count = |key: &str| optional(monthly, key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        let malformed = Refused("malformed: no such period");
        let (months, times) = (count("months").ok_or(malformed)?, count("times").ok_or(malformed)?);
        let from: NaiveDate = text(monthly, "from")?.parse().map_err(|_| malformed)?;
        let grain = self.grain(class)?;
        let mut parts = Vec::new();
        let mut before = Number::zero();
        for n in 1..=times {
            let share = Number::new(BigInt::from(n), BigInt::from(times));
            let due = (quantity * share / &grain).floor() * &grain;
            let vested = if n < count("cliff").unwrap_or(1) { Number::zero() } else { due };
            let later = Months::new(n.checked_mul(months).ok_or(malformed)?);
            let day = Some(from.checked_add_months(later).ok_or(malformed)?);
            parts.push(Part { day, condition: None, quantity: &vested - &before });
            before = vested;
        }
        Ok(parts)
    }

    /// How many of a lot have not vested by today.
    pub(super) fn unvested(&self, lot: &str) -> Judged<Number> {
        let open = self.parts(lot)?.into_iter().filter(|part| !part.is_vested(self.today));
        Ok(open.fold(Number::zero(), |sum, part| sum + part.quantity))
    }

    /// Some of a lot end: what has not vested first, from what would vest last.
    pub(super) fn end_unvested(&mut self, lot: &str, quantity: &Number) -> Judged<()> {
        let mut parts = self.parts(lot)?;
        let mut left = quantity.clone();
        for part in in_order_of_vesting(&mut parts, self.today).into_iter().rev() {
            let lost = part.quantity.clone().min(left.clone());
            part.quantity -= &lost;
            left -= lost;
        }
        self.note_parts(lot, &parts);
        Ok(())
    }

    /// A lot in other units, of which so many were held and so many are left: no more has vested than the change
    /// makes of what had, and from each part on that has not vested as much is left as it makes of that.
    pub(super) fn vesting_follows(
        &mut self,
        lot: &str,
        (held, left): (&Number, &Number),
        becomes: impl Fn(&Number) -> Number,
    ) -> Judged<()> {
        let mut parts = self.parts(lot)?;
        let mut open = in_order_of_vesting(&mut parts, self.today);
        let unvested: Number = open.iter().map(|part| part.quantity.clone()).sum();
        let all = left - becomes(&(held - &unvested));
        let mut before = unvested;
        let mut until = all;
        for part in &mut open {
            before -= &part.quantity;
            let after = becomes(&before);
            part.quantity = until - &after;
            until = after;
        }
        self.note_parts(lot, &parts);
        Ok(())
    }

    pub(super) fn vesting_condition_met(&mut self, event: &Value) -> Judged<()> {
        let (lot, condition) = (self.known("grant", event, "grant")?, text(event, "condition")?);
        let mut parts = self.parts(lot)?;
        let today = self.today;
        let mut waiting = false;
        for part in parts.iter_mut().filter(|part| part.day.is_none() && !part.quantity.is_zero()) {
            if part.condition.as_deref() == Some(condition) {
                part.day = Some(today);
                waiting = true;
            }
        }
        require(waiting, "nothing waits for the condition")?;
        self.note_parts(lot, &parts);
        Ok(())
    }

    pub(super) fn vesting_accelerated(&mut self, event: &Value) -> Judged<()> {
        let lot = self.known("grant", event, "grant")?;
        let unvested = self.unvested(lot)?;
        let mut left = match optional(event, "quantity") {
            Some(quantity) => {
                let class = self.class_of_plan(text(&self.thing("grant", lot)?, "plan")?)?;
                self.quantity(quantity, &class)?
            }
            None => {
                require(!unvested.is_zero(), "nothing is left to vest")?;
                unvested.clone()
            }
        };
        require(left <= unvested, "more than is left to vest")?;
        let (mut parts, all) = (self.parts(lot)?, left.clone());
        for part in in_order_of_vesting(&mut parts, self.today) {
            let early = part.quantity.clone().min(left.clone());
            part.quantity -= &early;
            left -= early;
        }
        parts.push(Part { day: Some(self.today), condition: None, quantity: all });
        self.note_parts(lot, &parts);
        Ok(())
    }

    fn parts(&self, lot: &str) -> Judged<Vec<Part>> {
        let Some(parts) = self.things.get(&("vesting", lot.to_owned())) else {
            return Ok(Vec::new());
        };
        let part = |part: &Value| {
            let condition = optional(part, "condition").and_then(Value::as_str).map(str::to_owned);
            Ok(Part { day: maybe_day(part, "day")?, condition, quantity: read(field(part, "quantity")?)? })
        };
        list(parts, "parts").iter().map(part).collect()
    }

    fn note_parts(&mut self, lot: &str, parts: &[Part]) {
        let part = |part: &Part| {
            let day = part.day.map(|day| day.to_string());
            json!({ "day": day, "condition": part.condition, "quantity": show(&part.quantity) })
        };
        let parts: Vec<Value> = parts.iter().map(part).collect();
        self.note("vesting", lot, json!({ "parts": parts }));
    }
}

/// Where the rights of a lot are counted and held, and where their shares are until they are delivered.
pub(super) struct Lot {
    /// What kind of award; none: options.
    pub(super) kind: Option<String>,
    pub(super) class: String,
    pub(super) unit: String,
    pub(super) held: String,
    pub(super) kept: String,
}

/// Awards.
impl Book {
    pub(super) fn lot(&self, name: &str) -> Judged<Lot> {
        let grant = self.thing("grant", name)?;
        let kind = optional(&grant, "kind").and_then(Value::as_str).map(str::to_owned);
        let restricted = kind.as_deref() == Some("restricted_shares");
        Ok(Lot {
            class: self.class_of_plan(text(&grant, "plan")?)?,
            unit: format!("{}:{name}", if kind.is_some() { "award" } else { "grant" }),
            held: format!("held/{}", text(&grant, "holder")?),
            kept: if restricted { format!("restricted/{name}") } else { "reserved".to_owned() },
            kind,
        })
    }

    /// Only what is held, in term and vested can be used.
    pub(super) fn check_usable(&self, name: &str, lot: &Lot, quantity: &Number) -> Judged<()> {
        let last = maybe_day(&self.thing("grant", name)?, "expires")?;
        require(last.is_none_or(|last| self.today <= last), "the term is over")?;
        let vested = self.balance(&lot.unit, &lot.held).0 - self.unvested(name)?;
        require(*quantity <= vested, "more than have vested")
    }

    pub(super) fn awards_granted(&mut self, event: &Value) -> Judged<()> {
        if let Some(base) = optional(event, "base") {
            self.price(base)?;
        }
        self.lot_written(event, true)
    }

    pub(super) fn awards_settled(&mut self, event: &Value) -> Judged<()> {
        let name = text(event, "grant")?;
        let lot = self.lot(name)?;
        let kind = lot.kind.clone().ok_or(Refused("options are exercised, not settled"))?;
        let quantity = self.quantity(field(event, "quantity")?, &lot.class)?;
        self.check_usable(name, &lot, &quantity)?;
        let reserve = self.part_of_award_reserve(name, &lot, &quantity)?;
        self.transfer_held(&lot.unit, &lot.held, "settled", &quantity)?;
        let delivered = match (tagged(field(event, "in")?)?, kind.as_str()) {
            (("shares", _), "rsu" | "dsu" | "psu" | "restricted_shares") => quantity.clone(),
            (("earned", earned), "psu") => self.quantity(earned, &lot.class)?,
            (("appreciation", market), "sar") => self.appreciation(name, &lot, &quantity, market)?,
            (("cash", cash), "rsu" | "dsu" | "psu" | "sar") => {
                return self.settled_in_cash(name, &lot, &quantity, &reserve, cash);
            }
            _ => return Err(Refused("awards of this kind are not settled so")),
        };
        self.deliver(&lot, &quantity, &delivered, optional(event, "withheld"))?;
        self.equity(&format!("share-capital/{}", lot.class), &format!("award-reserve/{name}"), &reserve);
        Ok(())
    }

    /// Awards × the rise over the base ÷ the market price, in whole shares.
    fn appreciation(&self, name: &str, lot: &Lot, quantity: &Number, market: &Value) -> Judged<Number> {
        let base = self.price(field(&self.thing("grant", name)?, "base")?)?;
        let market = self.price(market)?;
        require(market.currency == base.currency, "a market price in another currency than the base")?;
        require(market.amount >= base.amount, "the market price is below the base")?;
        if market.amount.is_zero() {
            return Ok(Number::zero());
        }
        let grain = self.grain(&lot.class)?;
        let exact = quantity * (&market.amount - base.amount) / market.amount;
        Ok((exact / &grain).floor() * grain)
    }

    /// Shares come to the holder, less those withheld for tax; what is kept for the awards and not needed
    /// goes back, and what they lack is taken from the pool.
    fn deliver(&mut self, lot: &Lot, awards: &Number, delivered: &Number, withheld: Option<&Value>) -> Judged<()> {
        let withheld_shares = match withheld {
            Some(withheld) => self.quantity(field(withheld, "quantity")?, &lot.class)?,
            None => Number::zero(),
        };
        require(withheld_shares <= *delivered, "more shares withheld than are delivered")?;
        let issued = delivered - withheld_shares;
        let unit = format!("class:{}", lot.class);
        self.transfer_count(&unit, &lot.kept, self.pool(&lot.class), awards);
        self.take_from_pool(&lot.class, &lot.held, &issued)?;
        match withheld {
            Some(withheld) => {
                let capital = format!("share-capital/{}", lot.class);
                self.transfer_at_value("payable/tax", &capital, field(withheld, "tax")?).map(drop)
            }
            None => Ok(()),
        }
    }

    fn settled_in_cash(
        &mut self,
        name: &str,
        lot: &Lot,
        awards: &Number,
        reserve: &Number,
        event: &Value,
    ) -> Judged<()> {
        let paid = self.money(field(event, "amount")?)?;
        let cash = self.bank(event, &paid)?;
        let value = self.value(&paid, None)?;
        self.cash_out(&cash, "expense/share-based", &paid, &value)?;
        self.transfer_count(&format!("class:{}", lot.class), "reserved", self.pool(&lot.class), awards);
        let used = reserve.clone().min(value);
        let account = format!("award-reserve/{name}");
        self.equity("expense/share-based", &account, &used);
        self.equity("contributed-surplus", &account, &(reserve - used));
        Ok(())
    }

    /// The part of a lot's reserve that falls to so many of the rights held.
    pub(super) fn part_of_award_reserve(&self, name: &str, lot: &Lot, quantity: &Number) -> Judged<Number> {
        let unit = format!("currency:{}", self.functional);
        let reserve = -self.balance(&unit, &format!("award-reserve/{name}")).0;
        let held = self.balance(&lot.unit, &lot.held).0;
        if held.is_zero() {
            return Ok(held);
        }
        half_up(&(reserve * quantity / held), &self.functional)
    }

    /// Charges a cost to an account, credited to the lot's reserve while anything of the lot is held.
    pub(super) fn charge(&mut self, name: &str, cost: &Value, to: &str) -> Judged<()> {
        let lot = self.lot(name)?;
        let held = self.balance(&lot.unit, &lot.held).0;
        let reserve = format!("award-reserve/{name}");
        let money = self.money(cost)?;
        require(money.currency == self.functional, "a cost in foreign currency")?;
        self.equity(if held.is_zero() { "contributed-surplus" } else { &reserve }, to, &money.amount);
        Ok(())
    }

    pub(super) fn compensation_recognised(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("grant", event, "grant")?;
        let cost = self.destination(field(event, "purpose")?)?;
        let amount = field(event, "amount")?;
        if optional(event, "reversed").and_then(Value::as_bool) != Some(true) {
            return self.charge(name, amount, &cost);
        }
        let money = self.money(amount)?;
        require(money.currency == self.functional, "a cost in foreign currency")?;
        let unit = format!("currency:{}", self.functional);
        let reserve = format!("award-reserve/{name}");
        require(money.amount <= -self.balance(&unit, &reserve).0, "more than was charged")?;
        if cost.starts_with("property/") || cost.starts_with("project/") {
            require(money.amount <= self.balance(&unit, &cost).0, "more than is carried")?;
        }
        self.equity(&cost, &reserve, &money.amount);
        Ok(())
    }
}

/// The parts that have not vested, those first that vest first: by day, then as stated; conditions last.
fn in_order_of_vesting(parts: &mut [Part], today: NaiveDate) -> Vec<&mut Part> {
    let mut open: Vec<&mut Part> = parts.iter_mut().filter(|part| !part.is_vested(today)).collect();
    open.sort_by_key(|part| part.day.unwrap_or(NaiveDate::MAX));
    open
}

fn show(number: &Number) -> Value {
    Value::String(number::show(number))
}

fn read(value: &Value) -> Judged<Number> {
    value.as_str().and_then(number::parse).ok_or(Refused("malformed: not a number"))
}
