//! Splits, consolidations, bonus issues and exchanges of a class: what is counted is multiplied, what is
//! priced is divided.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::Zero;
use serde_json::{Value, json};

use super::book::Book;
use super::debt::TERMS;
use super::json::{Judged, Refused, day, field, optional, require, tagged, text};
use super::number::{self, Money, Number, half_up};

/// Places of a price.
const TEN_PLACES: u64 = 10_000_000_000;

/// Shares of one class that become shares of another, or other shares of it.
struct Change<'a> {
    from: &'a str,
    to: &'a str,
    factor: Number,
    /// The rule for fractions of shares.
    rule: String,
    grain: Number,
    /// Old shares keep their par value.
    keeps_par: bool,
}

impl Change<'_> {
    fn is_exchange(&self) -> bool {
        self.from != self.to
    }

    fn count(&self, amount: &Number, rule: &str) -> Number {
        let steps = amount * &self.factor / &self.grain;
        let half = Number::new(BigInt::from(1), BigInt::from(2));
        let whole = match rule {
            "half_up" => (steps + half).floor(),
            "up" => steps.ceil(),
            _ => steps.floor(),
        };
        whole * &self.grain
    }

    fn down(&self, amount: &Number) -> Number {
        self.count(amount, "down")
    }

    fn divided(&self, price: &Number) -> Judged<Number> {
        let places = Number::from(BigInt::from(TEN_PLACES));
        let half = Number::new(BigInt::from(1), BigInt::from(2));
        let divided = (price / &self.factor * &places + half).floor() / places;
        require(!divided.is_zero() || price.is_zero(), "a price of nothing is left")?;
        Ok(divided)
    }
}

/// The holder in whose name the shares of a place stand.
fn registered(place: &str) -> Option<&str> {
    let holder = place.strip_prefix("held/");
    holder.or_else(|| place.strip_prefix("escrowed/")?.split_once('/').map(|(_, holder)| holder))
}

/// What each account of shares becomes: of what a holder has in several, each is rounded down, and what the rule
/// gives for all of it besides is free.
fn becomes(shares: &[(String, Number)], change: &Change<'_>) -> BTreeMap<String, Number> {
    let mut becomes: BTreeMap<String, Number> =
        shares.iter().map(|(place, was)| (place.clone(), change.count(was, &change.rule))).collect();
    let mut holders: BTreeMap<&str, Vec<&(String, Number)>> = BTreeMap::new();
    for row in shares.iter().filter(|(_, was)| !was.is_zero()) {
        if let Some(holder) = registered(&row.0) {
            holders.entry(holder).or_default().push(row);
        }
    }
    for (holder, rows) in holders.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let all: Number = rows.iter().map(|(_, was)| was.clone()).sum();
        let mut rest = change.count(&all, &change.rule);
        for (place, was) in &rows {
            let down = change.down(was);
            rest -= &down;
            becomes.insert(place.clone(), down);
        }
        *becomes.entry(format!("held/{holder}")).or_default() += rest;
    }
    becomes
}

/// Puts another value under a path of an object.
fn set(object: &mut Value, path: &str, value: Value) {
    if let Some(place) = object.pointer_mut(path) {
        *place = value;
    }
}

impl Book {
    pub(super) fn restructured(&mut self, event: &Value, bonus: bool) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let ratio = Self::ratio(field(event, "ratio")?)?;
        let factor = if bonus { ratio + Number::from(BigInt::from(1)) } else { ratio };
        let change = Change { keeps_par: bonus, ..self.change(event, (class, class), factor)? };
        if optional(event, "authorised_too").and_then(Value::as_bool) == Some(true) && !self.unlimited.contains(class) {
            let unit = format!("class:{class}");
            let authorised = -self.balance(&unit, "charter").0;
            let more = change.down(&authorised) - authorised;
            self.transfer_count(&unit, "charter", "unissued", &more);
        }
        self.carried_through(event, &change)
    }

    pub(super) fn class_exchanged(&mut self, event: &Value) -> Judged<()> {
        let (from, to) = (self.known("class", event, "from")?, self.known("class", event, "to")?);
        let change = self.change(event, (from, to), Self::ratio(field(event, "ratio")?)?)?;
        require(self.shares_at(from, "obligated/").is_zero(), "shares are still promised")?;
        for key in ["share-capital", "treasury-stock"] {
            self.pass_all(&format!("{key}/{from}"), &format!("{key}/{to}"));
        }
        self.carried_through(event, &change)
    }

    /// All of a line of equity passes over to another.
    fn pass_all(&mut self, from: &str, to: &str) {
        for (unit, (amount, carrying)) in self.in_all_currencies(from) {
            self.transfer(&unit, from, to, &amount, &carrying);
        }
    }

    /// Money that stands for what nothing is left of.
    fn pass_vacated(&mut self, change: &Change<'_>, shares: &[(String, Number)]) {
        let unit = format!("class:{}", change.to);
        for (place, _) in shares.iter().filter(|(_, was)| !was.is_zero()) {
            if self.balance(&unit, place).0.is_zero() {
                if let Some(promise) = place.strip_prefix("obligated/") {
                    self.pass_all(&format!("obligation/{promise}"), "contributed-surplus");
                } else if place == "treasury" {
                    self.pass_all(&format!("treasury-stock/{}", change.to), "deficit");
                }
            }
        }
    }

    fn change<'a>(&self, event: &Value, (from, to): (&'a str, &'a str), factor: Number) -> Judged<Change<'a>> {
        let stated = optional(event, "fractions").and_then(Value::as_str).map(str::to_owned);
        let rule = if optional(event, "cash_in_lieu").is_some() { Some("down".to_owned()) } else { stated };
        let rule = rule.unwrap_or_else(|| self.rule_for("shares"));
        Ok(Change { from, to, factor, rule, grain: self.grain(to)?, keeps_par: false })
    }

    /// The policy for fractions.
    fn rule_for(&self, what: &str) -> String {
        let policy = self.policies.get("fractions").and_then(|policy| optional(policy, what));
        policy.and_then(Value::as_str).unwrap_or("down").to_owned()
    }

    fn in_all_currencies(&self, place: &str) -> Vec<(String, (Number, Number))> {
        let of_place = self.balances.iter().filter_map(|(key, balance)| {
            let unit = key.strip_suffix(place)?.strip_suffix('/')?;
            unit.starts_with("currency:").then(|| (unit.to_owned(), balance.clone()))
        });
        of_place.collect()
    }

    /// What stands at the places of a unit whose names begin so.
    fn at(&self, unit: &str, beginnings: &[&str]) -> Vec<(String, Number)> {
        let prefix = format!("{unit}/");
        let of_unit = self.balances.iter().filter_map(|(key, (amount, _))| {
            let place = key.strip_prefix(&prefix)?;
            beginnings.iter().any(|beginning| place.starts_with(beginning)).then(|| (place.to_owned(), amount.clone()))
        });
        of_unit.collect()
    }

    fn carried_through(&mut self, event: &Value, change: &Change<'_>) -> Judged<()> {
        let (old, new) = (format!("class:{}", change.from), format!("class:{}", change.to));
        let (old_pool, new_pool) = (self.pool(change.from).to_owned(), self.pool(change.to).to_owned());
        let shares = self.at(&old, &["held/", "escrowed/", "restricted/", "treasury", "obligated/"]);
        let becomes = becomes(&shares, change);
        for (place, was) in &shares {
            self.transfer_count(&old, place, &old_pool, was);
        }
        for (place, count) in &becomes {
            self.transfer_count(&new, &new_pool, place, count);
        }
        let reserved = self.balance(&old, "reserved").0;
        self.transfer_count(&old, "reserved", &old_pool, &reserved);
        let needed = self.rights_follow(change)?;
        self.transfer_count(&new, &new_pool, "reserved", &needed);
        for (place, was) in self.at(&old, &["certificate/", "commitment/"]) {
            let other = place.strip_prefix("commitment/").and_then(|name| name.rsplit_once('/'));
            let other = other.map_or_else(|| "certificate-book".to_owned(), |(name, _)| format!("promised/{name}"));
            self.transfer_count(&old, &place, &other, &was);
            self.transfer_count(&new, &other, &place, &change.down(&was));
        }
        self.pay_for_fractions(event, change, &shares, &becomes)?;
        self.pass_vacated(change, &shares);
        self.terms_follow(change)?;
        self.custody_follows(change, &shares, &becomes);
        let left = self.balance(&new, "unissued").0;
        require(self.unlimited.contains(change.to) || left >= Number::zero(), "more than is authorised")
    }

    fn pay_for_fractions(
        &mut self,
        event: &Value,
        change: &Change<'_>,
        shares: &[(String, Number)],
        becomes: &BTreeMap<String, Number>,
    ) -> Judged<()> {
        let Some(paid) = optional(event, "cash_in_lieu") else {
            return Ok(());
        };
        let price = self.price(field(paid, "price")?)?;
        let mut amount = Number::zero();
        let outstanding = |place: &str| !place.starts_with("treasury") && !place.starts_with("obligated/");
        let mut fractions: BTreeMap<&str, Number> = BTreeMap::new();
        for (place, was) in shares.iter().filter(|(place, _)| outstanding(place)) {
            *fractions.entry(registered(place).unwrap_or(place)).or_default() += was * &change.factor;
        }
        for (place, count) in becomes.iter().filter(|(place, _)| outstanding(place)) {
            *fractions.entry(registered(place).unwrap_or(place)).or_default() -= count;
        }
        for fraction in fractions.values() {
            amount += half_up(&(fraction * &price.amount), &price.currency)?;
        }
        let money = Money { amount, currency: price.currency };
        let cash = self.cash(field(paid, "from")?, &money)?;
        if money.amount.is_zero() {
            return Ok(());
        }
        let value = self.value(&money, None)?;
        self.cash_out(&cash, &format!("share-capital/{}", change.to), &money, &value)
    }

    /// Names of things of a kind in which a text stands under a key.
    fn named_with(&self, kind: &str, key: &str, value: &str) -> Vec<String> {
        let with = self
            .things
            .iter()
            .filter(|((of, _), thing)| *of == kind && optional(thing, key).and_then(Value::as_str) == Some(value));
        with.map(|((_, name), _)| name.clone()).collect()
    }

    /// Rights to the class, and the plans they were granted under; what must be reserved for them then.
    fn rights_follow(&mut self, change: &Change<'_>) -> Judged<Number> {
        let mut needed = Number::zero();
        for name in self.named_with("series", "class", change.from) {
            let mut series = self.thing("series", &name)?;
            let reserve = format!("warrant-reserve/{name}");
            self.multiplied(&format!("series:{name}"), change, &self.rule_for("warrants"), &reserve);
            self.divide(&mut series, &["/strike", "/acceleration/threshold"], change)?;
            set(&mut series, "/class", json!(change.to));
            self.note("series", &name, series);
            needed += self.reserved_for(&name)?;
        }
        for plan in self.named_with("plan", "class", change.from) {
            let used = self.sum_of_plan(&plan, &["exercised", "settled"])?;
            let mut all_used = self.noted_number("used in other units", &plan) - &used;
            let mut terms = self.thing("plan", &plan)?;
            for lot in self.named_with("grant", "plan", &plan) {
                needed += self.lot_follows(&lot, change)?;
            }
            all_used = change.down(&all_used) + used;
            self.note("used in other units", &plan, json!(number::show(&all_used)));
            set(&mut terms, "/class", json!(change.to));
            self.note("plan", &plan, terms);
            let mut limits = self.thing("limits of plan", &plan)?;
            if let Some(limit) = limits.pointer("/pool/fixed").and_then(Value::as_str).and_then(number::parse) {
                set(&mut limits, "/pool/fixed", json!(number::show(&change.down(&limit))));
            }
            self.note("limits of plan", &plan, limits);
        }
        Ok(needed)
    }

    /// A number noted for a name; nothing if none was.
    pub(super) fn noted_number(&self, kind: &'static str, name: &str) -> Number {
        let noted = self.things.get(&(kind, name.to_owned())).and_then(Value::as_str);
        noted.and_then(number::parse).unwrap_or_default()
    }

    fn lot_follows(&mut self, name: &str, change: &Change<'_>) -> Judged<Number> {
        let lot = self.lot(name)?;
        let held = self.balance(&lot.unit, &lot.held).0;
        let restricted = lot.kept != "reserved";
        let rule = if restricted { change.rule.clone() } else { self.rule_for("options") };
        self.multiplied(&lot.unit, change, &rule, &format!("award-reserve/{name}"));
        let mut grant = self.thing("grant", name)?;
        self.divide(&mut grant, &["/strike", "/base"], change)?;
        self.note("grant", name, grant);
        let left = self.balance(&lot.unit, &lot.held).0;
        self.vesting_follows(name, (&held, &left), |unvested| change.down(unvested))?;
        if let Ok(mut granted) = self.thing("day of grant", name) {
            let quantity = granted.get("quantity").and_then(Value::as_str).and_then(number::parse).unwrap_or_default();
            set(&mut granted, "/quantity", json!(number::show(&change.down(&quantity))));
            self.note("day of grant", name, granted);
        }
        Ok(if restricted { Number::zero() } else { self.balance(&lot.unit, &lot.held).0 })
    }

    /// What holders have of a right; with the last of it, its reserve is contributed surplus.
    fn multiplied(&mut self, unit: &str, change: &Change<'_>, rule: &str, reserve: &str) {
        let (mut was_open, mut open) = (false, false);
        for (place, was) in self.at(unit, &["held/"]) {
            let becomes = change.count(&was, rule);
            was_open |= !was.is_zero();
            open |= !becomes.is_zero();
            self.transfer_count(unit, "writer", &place, &(becomes - was));
        }
        if was_open && !open {
            self.pass_all(reserve, "contributed-surplus");
        }
    }

    /// Divides the prices that stand under some paths.
    fn divide(&self, terms: &mut Value, paths: &[&str], change: &Change<'_>) -> Judged<()> {
        for path in paths {
            if let Some(given) = terms.pointer(path).filter(|given| !given.is_null()) {
                let price = self.price(given)?;
                let divided = number::show(&change.divided(&price.amount)?);
                set(terms, path, json!({ "amount": divided, "currency": price.currency }));
            }
        }
        Ok(())
    }

    /// Terms of classes and debts, and what was announced.
    fn terms_follow(&mut self, change: &Change<'_>) -> Judged<()> {
        self.classes_follow(change)?;
        for debt in self.named_with(TERMS, "class", change.from) {
            let mut terms = self.thing(TERMS, &debt)?;
            self.divide(&mut terms, &["/price"], change)?;
            set(&mut terms, "/class", json!(change.to));
            self.note(TERMS, &debt, terms);
        }
        if change.is_exchange() {
            return Ok(());
        }
        for bid in self.named_with("bid", "class", change.from) {
            let mut terms = self.thing("bid", &bid)?;
            self.count_down(&mut terms, &["/maximum", "/bought"], change)?;
            self.note("bid", &bid, terms);
        }
        for placement in self.named_with("placement", "class", change.from) {
            let mut terms = self.thing("placement", &placement)?;
            self.divide(&mut terms, &["/price"], change)?;
            self.count_down(&mut terms, &["/maximum"], change)?;
            self.note("placement", &placement, terms);
            let prefix = format!("{placement}/");
            for (kind, tranche) in self.names_of(&["issued in tranche"]) {
                if tranche.starts_with(&prefix) {
                    let issued = change.down(&self.noted_number(kind, &tranche));
                    self.note(kind, &tranche, json!(number::show(&issued)));
                }
            }
        }
        Ok(())
    }

    /// A count that was announced, of which a consolidation may have left nothing.
    pub(super) fn announced(&self, given: &Value) -> Judged<Number> {
        if given.as_str() == Some("0") { Ok(Number::zero()) } else { self.given(given, "quantity", None) }
    }

    /// Multiplies counts that stand under some paths, rounded down.
    fn count_down(&self, terms: &mut Value, paths: &[&str], change: &Change<'_>) -> Judged<()> {
        for path in paths {
            if let Some(given) = terms.pointer(path).filter(|given| !given.is_null()) {
                let count = self.announced(given)?;
                set(terms, path, json!(number::show(&change.down(&count))));
            }
        }
        Ok(())
    }

    fn classes_follow(&mut self, change: &Change<'_>) -> Judged<()> {
        if !change.is_exchange() {
            let mut terms = self.thing("class", change.from)?;
            let dividend = ["/dividend/rate/percent/of", "/dividend/rate/amount"];
            self.divide(&mut terms, &dividend, change)?;
            self.divide(&mut terms, &["/preference", "/participation/up_to", "/redemption/price"], change)?;
            if !change.keeps_par {
                self.divide(&mut terms, &["/par"], change)?;
            }
            self.convert(&mut terms, &(Number::from(BigInt::from(1)) / &change.factor))?;
            self.note("class", change.from, terms);
        }
        let classes: Vec<String> =
            self.things.keys().filter(|(kind, _)| *kind == "class").map(|(_, n)| n.clone()).collect();
        for name in classes {
            let mut terms = self.thing("class", &name)?;
            if terms.pointer("/conversion/into").and_then(Value::as_str) != Some(change.from) || name == change.from {
                continue;
            }
            if name == change.to {
                set(&mut terms, "/conversion", Value::Null);
            } else {
                self.convert(&mut terms, &change.factor)?;
                set(&mut terms, "/conversion/into", json!(change.to));
            }
            self.note("class", &name, terms);
        }
        Ok(())
    }

    /// Another ratio of conversion, in whole numbers.
    fn convert(&self, terms: &mut Value, by: &Number) -> Judged<()> {
        if let Some(ratio) = terms.pointer("/conversion/ratio") {
            let ratio = Self::ratio(ratio)? * by;
            let parts = json!({ "new": ratio.numer().to_string(), "old": ratio.denom().to_string() });
            set(terms, "/conversion/ratio", parts);
        }
        Ok(())
    }

    /// Holds, deposits in escrow, certificates and promises by value.
    fn custody_follows(
        &mut self,
        change: &Change<'_>,
        shares: &[(String, Number)],
        becomes: &BTreeMap<String, Number>,
    ) {
        let prefix = format!("{}/", change.from);
        for (kind, name) in self.names_of(&["hold", "deposit", "certificate", "agreement"]) {
            let mut thing = self.things.get(&(kind, name.clone())).cloned().unwrap_or_default();
            match kind {
                "hold" => {
                    if let Some(holder) = name.strip_prefix(&prefix) {
                        self.hold_follows(&name, holder, &thing, change);
                    }
                }
                "deposit" => {
                    let parts: Vec<&str> = name.split('/').collect();
                    if let [escrow, class, holder] = parts.as_slice()
                        && *class == change.from
                    {
                        let place = format!("escrowed/{escrow}/{holder}");
                        let was = shares.iter().find(|(of, _)| *of == place).map(|(_, was)| was.clone());
                        let released = self.number_in(&thing, "quantity") - was.unwrap_or_default();
                        let moved = becomes.get(&place).cloned().unwrap_or_default() + change.down(&released);
                        let to = format!("{escrow}/{}/{holder}", change.to);
                        let there = self.things.get(&("deposit", to.clone())).filter(|_| change.is_exchange());
                        let all = moved + there.map_or_else(Number::zero, |there| self.number_in(there, "quantity"));
                        self.note("deposit", &name, json!({ "quantity": "0" }));
                        self.note("deposit", &to, json!({ "quantity": number::show(&all) }));
                    }
                }
                "certificate" => {
                    if thing.pointer("/class").and_then(Value::as_str) == Some(change.from) {
                        set(&mut thing, "/class", json!(change.to));
                        self.note(kind, &name, thing);
                    }
                }
                _ => {
                    promises_follow(&mut thing, change);
                    self.note(kind, &name, thing);
                }
            }
        }
    }

    fn names_of(&self, kinds: &[&str]) -> Vec<(&'static str, String)> {
        self.things.keys().filter(|(kind, _)| kinds.contains(kind)).cloned().collect()
    }

    fn number_in(&self, value: &Value, key: &str) -> Number {
        value.get(key).and_then(Value::as_str).and_then(number::parse).unwrap_or_default()
    }

    fn hold_follows(&mut self, name: &str, holder: &str, holds: &Value, change: &Change<'_>) {
        let open = holds.as_array().into_iter().flatten();
        let open = open.filter(|hold| day(hold, "through").is_ok_and(|through| through >= self.today));
        let scaled: Vec<Value> = open
            .map(|hold| {
                let quantity = number::show(&change.down(&self.number_in(hold, "quantity")));
                json!({ "through": hold["through"], "quantity": quantity })
            })
            .collect();
        let to = format!("{}/{holder}", change.to);
        let there = self.things.get(&("hold", to.clone())).filter(|_| change.is_exchange());
        let mut all = there.and_then(Value::as_array).cloned().unwrap_or_default();
        all.extend(scaled);
        self.note("hold", name, json!([]));
        self.note("hold", &to, Value::Array(all));
    }

    pub(super) fn renamed(&mut self, event: &Value) -> Judged<()> {
        match tagged(field(event, "thing")?)? {
            ("issuer", _) => Ok(()),
            (kind, name) => {
                let kind = ["holder", "class", "series"].into_iter().find(|known| *known == kind);
                let kind = kind.ok_or(Refused("malformed: no such thing"))?;
                self.thing(kind, name.as_str().unwrap_or_default()).map(drop)
            }
        }
    }
}

/// Shares promised by value are of the other class.
fn promises_follow(value: &mut Value, change: &Change<'_>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == "shares_worth" && text(value, "class").ok() == Some(change.from) {
                    set(value, "/class", json!(change.to));
                }
                promises_follow(value, change);
            }
        }
        Value::Array(rows) => rows.iter_mut().for_each(|row| promises_follow(row, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
