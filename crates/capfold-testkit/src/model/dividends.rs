//! What holders of a class receive for what they hold.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, field, list, maybe_day, optional, require, tagged, text};
use super::number::{Money, Number, half_up};

impl Book {
    /// Who holds a class, and how much of it: free, in escrow and restricted.
    pub(super) fn holders_of(&self, class: &str) -> Vec<(String, Number)> {
        let unit = format!("class:{class}/");
        let mut found = Vec::new();
        for (_, holder) in self.things.keys().filter(|(kind, _)| *kind == "holder") {
            let mut sum = Number::zero();
            for (key, (amount, _)) in &self.balances {
                let place = key.strip_prefix(&unit).map(|place| place.split('/').collect::<Vec<_>>());
                let theirs = match place.as_deref() {
                    Some(["held", owner] | ["escrowed", _, owner]) => *owner == holder.as_str(),
                    Some(["restricted", grant]) => {
                        self.thing("grant", grant).is_ok_and(|grant| text(&grant, "holder").ok() == Some(holder))
                    }
                    _ => false,
                };
                if theirs {
                    sum += amount;
                }
            }
            found.push((holder.clone(), sum));
        }
        found
    }

    pub(super) fn dividend_declared(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let before = maybe_day(event, "declared")?.is_none_or(|day| day <= self.today);
        require(before, "declared after the record date")?;
        let after = maybe_day(event, "payable")?.is_none_or(|day| day >= self.today);
        require(after, "payable before the record date")?;
        let Money { amount: per_share, currency } = self.price(field(event, "per_share")?)?;
        let mut amount = Number::zero();
        for (_, shares) in self.holders_of(class) {
            amount += half_up(&(shares * &per_share), &currency)?;
        }
        let owed = Money { amount, currency };
        let value = if owed.amount.is_zero() { Number::zero() } else { self.value(&owed, None)? };
        self.register("dividend", event)?;
        let name = text(event, "dividend")?;
        self.transfer(&unit_of(&owed), &format!("dividend/{name}"), "deficit", &owed.amount, &value);
        Ok(())
    }

    pub(super) fn dividend_paid(&mut self, event: &Value) -> Judged<()> {
        let name = self.known("dividend", event, "dividend")?;
        let owed = format!("dividend/{name}");
        let amount = self.money(field(event, "amount")?)?;
        let per_share = self.price(field(&self.thing("dividend", name)?, "per_share")?)?;
        require(amount.currency == per_share.currency, "paid in another currency than declared")?;
        let cash = self.cash(field(event, "from")?, &amount)?;
        self.settle(&cash, &owed, &amount)?;
        if let Some(withheld) = optional(event, "withheld") {
            let withheld = self.money(withheld)?;
            let average = self.average_of_liability(&owed, &withheld)?;
            self.transfer(&unit_of(&withheld), "payable/tax", &owed, &withheld.amount, &average);
        }
        Ok(())
    }

    pub(super) fn stock_dividend_paid(&mut self, event: &Value) -> Judged<()> {
        let class = self.known("class", event, "class")?;
        let of = self.known("class", event, "of")?;
        let ratio = Self::ratio(field(event, "ratio")?)?;
        let mut all = Number::zero();
        for (holder, shares) in self.holders_of(class) {
            let received = self.whole(&(shares * &ratio), of, "shares")?;
            self.take_from_pool(of, &format!("held/{holder}"), &received)?;
            all += received;
        }
        if let Some(value) = optional(event, "value") {
            let value = self.price(value)?;
            require(value.currency == self.functional, "a value in another than the functional currency")?;
            let capitalised = half_up(&(all * value.amount), &value.currency)?;
            self.equity(&format!("share-capital/{of}"), "deficit", &capitalised);
        }
        Ok(())
    }

    pub(super) fn spun_out(&mut self, event: &Value) -> Judged<()> {
        self.known("class", event, "class")?;
        for row in list(event, "assets") {
            let (kind, about) = tagged(field(row, "asset")?)?;
            let place = match kind {
                "property" => format!("property/{}", self.named("property", about)?),
                "project" => format!("project/{}", self.named("project", about)?),
                "joint_venture" => format!("joint-venture/{}", self.named("agreement", about)?),
                "advance_royalty" => format!("advance-royalty/{}", self.named("agreement", about)?),
                "receivable" | "prepaid" | "deposit" => format!("current-asset/{kind}"),
                "equipment" | "investment" => kind.to_owned(),
                _ => return Err(Refused("malformed: no such asset")),
            };
            let amount = self.money(field(row, "amount")?)?;
            let average = self.average_of_asset(&place, &amount)?;
            self.transfer(&unit_of(&amount), &place, "deficit", &amount.amount, &average);
        }
        Ok(())
    }

    /// A name of something registered.
    fn named<'a>(&self, kind: &'static str, name: &'a Value) -> Judged<&'a str> {
        let name = name.as_str().ok_or(Refused("malformed: not a name"))?;
        self.thing(kind, name).map(|_| name)
    }
}
