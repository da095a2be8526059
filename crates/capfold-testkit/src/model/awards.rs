//! Plans and their limits, and when what is granted under them vests.

use chrono::{Months, NaiveDate};
use num_bigint::BigInt;
use num_traits::Zero;
use serde_json::{Value, json};

use super::book::Book;
use super::json::{Judged, Refused, field, list, maybe_day, optional, require, tagged, text};
use super::number::{self, Number};

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
                let taken = self.sum_of_plan(plan, &["writer", "expired", "forfeited", "cancelled"]);
                require(taken + quantity <= read(fixed)?, "more than the pool of the plan")?;
            }
            ("rolling", percent) if is_grant => {
                let open = self.sum_of_plan(plan, &["writer", "expired", "forfeited", "cancelled", "exercised"]);
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
    fn sum_of_plan(&self, plan: &str, places: &[&str]) -> Number {
        let of_plan = |thing: &Value| thing.get("plan").and_then(Value::as_str) == Some(plan);
        let lots = self.things.iter().filter(|((kind, _), thing)| *kind == "grant" && of_plan(thing));
        lots.fold(Number::zero(), |sum, ((_, name), _)| {
            places.iter().fold(sum, |sum, place| sum - self.balance(&format!("grant:{name}"), place).0)
        })
    }

    /// What a holder was granted under a plan after a day.
    fn granted_since(&self, plan: &str, holder: &str, since: NaiveDate) -> Judged<Number> {
        let mut sum = Number::zero();
        for ((kind, name), thing) in &self.things {
            if *kind == "day of grant" && maybe_day(thing, "day")?.is_some_and(|day| day > since) {
                let grant = self.thing("grant", name)?;
                if text(&grant, "plan")? == plan && text(&grant, "holder")? == holder {
                    sum -= self.balance(&format!("grant:{name}"), "writer").0;
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
