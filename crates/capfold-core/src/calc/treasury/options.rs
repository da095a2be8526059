//! Options from opening to closing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};
use crate::date::Date;

/// Continuity of options (IFRS 2.45(b), (d); ASC 718-10-50-2(c), (e)): counts and weighted average exercise prices
/// of the year, what can be exercised, how long it lives and what it is worth.
///
/// `exercisable` says how many of a series can be exercised on the closing day: all where it says nothing, and
/// never more than are left. Lives are calendar days ÷ `days_per_year`. An average of nothing is null. Refused: a
/// series that is not there or is there twice, more than are left of it, and options left after their expiry.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct OptionContinuity {
    opening: Vec<Series>,
    events: Vec<Event>,
    as_of: Date,
    days_per_year: AboveZero,
    market_price: Option<AtLeastZero>,
}

#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
struct Series {
    id: String,
    quantity: Count,
    price: AtLeastZero,
    expiry: Date,
    exercisable: Option<Count>,
}

#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Event {
    Granted { id: String, quantity: Count, price: AtLeastZero, expiry: Date, exercisable: Option<Count> },
    Exercised { id: String, quantity: Count },
    Forfeited { id: String, quantity: Count },
    Expired { id: String, quantity: Count },
}

/// What is left of a series.
struct Left {
    quantity: Number,
    price: Number,
    expiry: Date,
    exercisable: Option<Number>,
}

impl Left {
    fn exercisable(&self) -> Number {
        self.exercisable.as_ref().map_or_else(|| self.quantity.clone(), |most| self.quantity.clone().min(most.clone()))
    }
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Continuity {
    rows: Rows,
    exercisable: Row,
    remaining_life: Lives,
    by_price: Vec<OfPrice>,
    /// Of what is outstanding, at the market price.
    intrinsic_value: Option<Number>,
    intrinsic_value_exercisable: Option<Number>,
}

#[derive(Serialize, Debug)]
struct Rows {
    opening: Row,
    granted: Row,
    exercised: Row,
    forfeited: Row,
    expired: Row,
    closing: Row,
}

#[derive(Serialize, Debug)]
struct Row {
    count: Number,
    /// Weighted average exercise price.
    waep: Option<Number>,
}

#[derive(Serialize, Debug)]
struct Lives {
    outstanding: Option<Number>,
    exercisable: Option<Number>,
}

#[derive(Serialize, Debug)]
struct OfPrice {
    price: Number,
    count: Number,
    life: Option<Number>,
}

/// Counts with what each is weighted by.
#[derive(Default)]
struct Weighted {
    count: Number,
    sum: Number,
}

impl Weighted {
    fn add(&mut self, count: &Number, by: &Number) {
        self.count = &self.count + count;
        self.sum = &self.sum + count * by;
    }

    fn average(&self) -> Option<Number> {
        self.sum.over(&self.count, "", "a count").ok()
    }

    fn row(self, what: &str, steps: &mut Steps) -> Row {
        let waep = self.average();
        if let Some(waep) = &waep {
            steps.say(what, format!("{}: {} ÷ {}", self.count, self.sum, self.count), waep);
        }
        Row { count: self.count, waep }
    }
}

/// The sums of the rows.
#[derive(Default)]
struct Sums {
    opening: Weighted,
    granted: Weighted,
    exercised: Weighted,
    forfeited: Weighted,
    expired: Weighted,
}

impl Calculation for OptionContinuity {
    const NAME: &'static str = "tr.option_continuity";
    const MEANING: &'static str =
        "Options from opening to closing, with weighted average prices, lives and intrinsic value.";
    const SOURCE: &'static str = "IFRS 2.45(b), 2.45(d); ASC 718-10-50-2(c), 718-10-50-2(e)";
    const EXAMPLE: &'static str = r#"{"opening":[{"id":"a","quantity":"1000","price":"0.50","expiry":"2027-06-30"}],"events":[{"type":"granted","id":"b","quantity":"400","price":"0.80","expiry":"2029-03-31","exercisable":"100"},{"type":"exercised","id":"a","quantity":"200"}],"as_of":"2024-12-31","days_per_year":"365","market_price":"0.90"}"#;
    type Output = Continuity;

    fn calculate(&self, steps: &mut Steps) -> Result<Continuity, CalcError> {
        let mut all: BTreeMap<&str, Left> = BTreeMap::new();
        let mut sums = Sums::default();
        for (index, series) in self.opening.iter().enumerate() {
            let Series { id, quantity, price, expiry, exercisable } = series;
            let left = Left::of(quantity, price, *expiry, exercisable.as_ref());
            sums.opening.add(quantity, price);
            add(&mut all, id, left, &format!("opening[{index}]"))?;
        }
        for (index, event) in self.events.iter().enumerate() {
            let path = format!("events[{index}]");
            let (id, quantity, row) = match event {
                Event::Granted { id, quantity, price, expiry, exercisable } => {
                    sums.granted.add(quantity, price);
                    add(&mut all, id, Left::of(quantity, price, *expiry, exercisable.as_ref()), &path)?;
                    continue;
                }
                Event::Exercised { id, quantity } => (id, quantity, &mut sums.exercised),
                Event::Forfeited { id, quantity } => (id, quantity, &mut sums.forfeited),
                Event::Expired { id, quantity } => (id, quantity, &mut sums.expired),
            };
            row.add(quantity, take(&mut all, id, quantity, &path)?);
        }
        self.close(sums, &all, steps)
    }
}

impl Left {
    fn of(quantity: &Number, price: &Number, expiry: Date, exercisable: Option<&Count>) -> Self {
        let exercisable = exercisable.map(|count| (**count).clone());
        Self { quantity: quantity.clone(), price: price.clone(), expiry, exercisable }
    }
}

fn add<'a>(all: &mut BTreeMap<&'a str, Left>, id: &'a str, left: Left, path: &str) -> Result<(), CalcError> {
    match all.insert(id, left) {
        Some(_) => Err(CalcError::at(path, format!("`{id}` is there twice"))),
        None => Ok(()),
    }
}

/// Takes options out of a series, and gives their price.
fn take<'a>(
    all: &'a mut BTreeMap<&str, Left>,
    id: &str,
    quantity: &Number,
    path: &str,
) -> Result<&'a Number, CalcError> {
    let Some(left) = all.get_mut(id) else {
        return Err(CalcError::at(path, format!("there is no `{id}`")));
    };
    if *quantity > left.quantity {
        return Err(CalcError::at(path, format!("{quantity} of `{id}`, and {} are left", left.quantity)));
    }
    left.quantity = &left.quantity - quantity;
    Ok(&left.price)
}

impl OptionContinuity {
    fn close(&self, sums: Sums, all: &BTreeMap<&str, Left>, steps: &mut Steps) -> Result<Continuity, CalcError> {
        let (mut closing, mut exercisable) = (Weighted::default(), Weighted::default());
        let (mut life, mut exercisable_life) = (Weighted::default(), Weighted::default());
        let (mut worth, mut exercisable_worth) = (Weighted::default(), Weighted::default());
        let mut by_price: BTreeMap<&Number, Weighted> = BTreeMap::new();
        let market = self.market_price.as_deref();
        for (id, left) in all.iter().filter(|(_, left)| left.quantity > Number::zero()) {
            let days = left.expiry.days_since(self.as_of);
            if days < 0 {
                let message = format!("`{id}` expired on {}, and {} are left", left.expiry, left.quantity);
                return Err(CalcError::at("as_of", message));
            }
            let years = Number::whole(days).over(&self.days_per_year, "days_per_year", "the days of a year")?;
            let intrinsic = market.map_or_else(Number::zero, |market| (market - &left.price).max(Number::zero()));
            let can = left.exercisable();
            by_price.entry(&left.price).or_default().add(&left.quantity, &years);
            closing.add(&left.quantity, &left.price);
            exercisable.add(&can, &left.price);
            life.add(&left.quantity, &years);
            exercisable_life.add(&can, &years);
            worth.add(&left.quantity, &intrinsic);
            exercisable_worth.add(&can, &intrinsic);
        }
        let rows = Rows {
            opening: sums.opening.row("opening", steps),
            granted: sums.granted.row("granted", steps),
            exercised: sums.exercised.row("exercised", steps),
            forfeited: sums.forfeited.row("forfeited", steps),
            expired: sums.expired.row("expired", steps),
            closing: closing.row("closing", steps),
        };
        let exercisable = exercisable.row("exercisable", steps);
        let of_price = |(price, of): (&Number, Weighted)| {
            let life = of.average();
            OfPrice { price: price.clone(), count: of.count, life }
        };
        if let Some(market) = market {
            steps.say("intrinsic value", format!("what {market} is above each price × count"), &worth.sum);
        }
        Ok(Continuity {
            rows,
            exercisable,
            remaining_life: Lives { outstanding: life.average(), exercisable: exercisable_life.average() },
            by_price: by_price.into_iter().map(of_price).collect(),
            intrinsic_value: market.map(|_| worth.sum),
            intrinsic_value_exercisable: market.map(|_| exercisable_worth.sum),
        })
    }
}
