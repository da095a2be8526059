//! How exercises are paid.

use num_traits::Zero;
use serde_json::Value;

use super::book::{Book, unit_of};
use super::json::{Judged, Refused, field, optional, require, tagged};
use super::number::{Money, Number, half_up, is_multiple};

/// The shares of rights that are exercised, of one lot or series.
pub(super) struct Bought<'a> {
    pub(super) class: &'a str,
    /// Where the shares go.
    pub(super) held: &'a str,
    pub(super) shares: Number,
    pub(super) strike: Money,
}

/// What the lots of an exercise come to.
#[derive(Default)]
pub(super) struct Exercise {
    /// Received, or set off.
    pub(super) received: Number,
    /// Shares issued: class, holder's account and how many.
    issued: Vec<(String, String, Number)>,
}

impl Book {
    /// Brings the shares of a lot to its holder, and the price to the company, as the event says.
    pub(super) fn pay_for(
        &mut self,
        event: &Value,
        lot: &Bought<'_>,
        last: bool,
        exercise: &mut Exercise,
    ) -> Judged<()> {
        let Some(settled) = optional(event, "settled") else {
            return self.pay_in_cash(event, lot, exercise);
        };
        match tagged(settled)? {
            ("cashless", sale) => self.pay_in_cash(sale, lot, exercise),
            ("set_off", owed) => {
                let place = match tagged(owed)? {
                    ("payable", purpose) => format!("payable/{}", self.purpose(purpose)?),
                    ("debt", debt) => {
                        let debt = debt.as_str().unwrap_or_default();
                        self.thing("debt", debt)?;
                        format!("debt/{debt}")
                    }
                    _ => return Err(Refused("malformed: nothing that is owed")),
                };
                let price = Self::price_of(lot)?;
                let average = self.average_of_liability(&place, &price)?;
                let capital = format!("share-capital/{}", lot.class);
                self.transfer(&unit_of(&price), &capital, &place, &price.amount, &average);
                exercise.received += &price.amount;
                self.shares_come(lot, lot.shares.clone(), exercise)
            }
            ("net", net) => {
                let shares = self.worth_of(net, lot, last)?;
                self.shares_come(lot, shares, exercise)
            }
            _ => Err(Refused("malformed: no such settlement")),
        }
    }

    fn price_of(lot: &Bought<'_>) -> Judged<Money> {
        let currency = lot.strike.currency.clone();
        Ok(Money { amount: half_up(&(&lot.shares * &lot.strike.amount), &currency)?, currency })
    }

    fn pay_in_cash(&mut self, payer: &Value, lot: &Bought<'_>, exercise: &mut Exercise) -> Judged<()> {
        let price = Self::price_of(lot)?;
        let cash = self.bank(payer, &price)?;
        // What comes to nothing needs no rate.
        let value = if price.amount.is_zero() { Number::zero() } else { self.value(&price, None)? };
        let capital = format!("share-capital/{}", lot.class);
        self.transfer(&unit_of(&price), &capital, &cash, &price.amount, &value);
        exercise.received += &price.amount;
        self.shares_come(lot, lot.shares.clone(), exercise)
    }

    /// What a lot is worth at the market price, in shares, less those withheld from the last one.
    fn worth_of(&self, net: &Value, lot: &Bought<'_>, last: bool) -> Judged<Number> {
        let market = self.price(field(net, "market")?)?;
        require(market.currency == lot.strike.currency, "the market price is in another currency")?;
        require(market.amount >= lot.strike.amount, "the market price is below the strike")?;
        let grain = self.grain(lot.class)?;
        let mut shares = Number::zero();
        if !market.amount.is_zero() {
            let worth = &lot.shares * (&market.amount - &lot.strike.amount) / &market.amount;
            shares = (worth / &grain).floor() * &grain;
        }
        if let Some(withheld) = optional(net, "withheld").filter(|_| last) {
            shares -= self.quantity(field(withheld, "quantity")?, lot.class)?;
            require(shares >= Number::zero(), "more shares are withheld than the right is worth")?;
        }
        Ok(shares)
    }

    /// So many of the reserved shares are issued; the others are free again.
    fn shares_come(&mut self, lot: &Bought<'_>, issued: Number, exercise: &mut Exercise) -> Judged<()> {
        let unit = format!("class:{}", lot.class);
        self.transfer_held(&unit, "reserved", lot.held, &issued)?;
        self.transfer_held(&unit, "reserved", self.pool(lot.class), &(&lot.shares - &issued))?;
        exercise.issued.push((lot.class.to_owned(), lot.held.to_owned(), issued));
        Ok(())
    }

    /// What is left to do when every lot is exercised.
    pub(super) fn settle_exercise(&mut self, event: &Value, exercise: &Exercise) -> Judged<()> {
        let Some(settled) = optional(event, "settled") else {
            return Ok(());
        };
        match tagged(settled)? {
            ("cashless", sale) => self.broker_takes(sale, exercise),
            ("net", net) => {
                if let Some(stated) = optional(net, "issued") {
                    let all = exercise.issued.iter().fold(Number::zero(), |sum, (_, _, shares)| sum + shares);
                    require(self.given(stated, "quantity", None)? == all, "other shares than are issued")?;
                }
                match (optional(net, "withheld"), exercise.issued.last()) {
                    (Some(withheld), Some((class, ..))) => {
                        let capital = format!("share-capital/{class}");
                        self.transfer_at_value("payable/tax", &capital, field(withheld, "tax")?).map(drop)
                    }
                    _ => Ok(()),
                }
            }
            ("set_off", owed) => match tagged(owed)? {
                ("debt", debt) => self.count_from_today(debt.as_str().unwrap_or_default(), false),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn broker_takes(&mut self, sale: &Value, exercise: &Exercise) -> Judged<()> {
        let broker = self.known("holder", sale, "broker")?;
        let mut left = self.given(field(sale, "sold")?, "quantity", None)?;
        for (class, held, shares) in &exercise.issued {
            let part = shares.min(&left).clone();
            require(is_multiple(&part, &self.grain(class)?), "the broker takes a part of a share")?;
            self.transfer_held(&format!("class:{class}"), held, &format!("held/{broker}"), &part)?;
            left -= part;
        }
        require(left.is_zero(), "the broker takes more shares than are issued")
    }

    /// What was paid, where it is stated, must be what was received or set off.
    pub(super) fn paid_is(&self, event: &Value, received: &Number, currency: &str) -> Judged<()> {
        let Some(paid) = optional(event, "paid") else {
            return Ok(());
        };
        let paid = self.money(paid)?;
        require(paid.amount == *received && paid.currency == currency, "what was paid is not shares × strike")
    }
}
