//! Shares that a company buys back.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::calc::{AtLeastZero, CalcError, Calculation, Count, Number, Steps};

/// The most purchases, reissues and cancellations.
const MOST_EVENTS: usize = 1_000;

/// Purchases of a company's own shares, and what becomes of them.
///
/// `cost`: treasury stock at what was paid, leaving first in first out or at the average (`cost_flow`). What a
/// reissue brings more goes to paid-in capital from treasury stock, what it brings less comes out of that as far
/// as it goes, and then out of retained earnings. `par`: treasury stock at par; paid-in capital leaves at its
/// average of the beginning, as far as there is any; what was paid beyond goes to retained earnings, what was not
/// paid to paid-in capital from treasury stock; a reissue is like a new issue. `retire`: bought shares are no more
/// issued; paid-in capital leaves in proportion to them, the rest of the price comes out of retained earnings. A
/// cancellation does the same to treasury shares, at the amount at which they stand; at par they take nothing
/// else. Refused are more bought than is outstanding, more reissued or cancelled than is held, `cost` without its
/// flow, and more than 1,000 events.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Buyback {
    method: Method,
    cost_flow: Option<Flow>,
    opening: Opening,
    events: Vec<Event>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Method {
    Cost,
    Par,
    Retire,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Flow {
    Fifo,
    Average,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Opening {
    shares_issued: Count,
    par: AtLeastZero,
    apic: AtLeastZero,
    retained_earnings: Number,
}

#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Event {
    Buy { shares: Count, price: AtLeastZero },
    Reissue { shares: Count, price: AtLeastZero },
    Cancel { shares: Count },
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Equity {
    shares_issued: Number,
    treasury_shares: Number,
    outstanding: Number,
    common_stock: Number,
    apic: Number,
    apic_treasury: Number,
    retained_earnings: Number,
    treasury_stock: Number,
    total_equity: Number,
}

impl Calculation for Buyback {
    const NAME: &'static str = "ev.buyback";
    const MEANING: &'static str =
        "Equity after purchases, reissues and cancellations of own shares, by the cost or par method or retired.";
    const SOURCE: &'static str = "ASC 505-30-30-6 to 30-10";
    const EXAMPLE: &'static str = r#"{"method":"cost","cost_flow":"average","opening":{"shares_issued":"10000","par":"0.10","apic":"49000","retained_earnings":"20000"},"events":[{"type":"buy","shares":"500","price":"8"},{"type":"reissue","shares":"200","price":"9"},{"type":"cancel","shares":"100"}]}"#;
    type Output = Equity;

    fn calculate(&self, steps: &mut Steps) -> Result<Equity, CalcError> {
        if self.events.len() > MOST_EVENTS {
            return Err(CalcError::at("events", format!("{} are more than {MOST_EVENTS}", self.events.len())));
        }
        if self.method == Method::Cost && self.cost_flow.is_none() {
            return Err(CalcError::at("cost_flow", "the cost method needs it: fifo or average"));
        }
        let mut book = Book::opened(self)?;
        for (index, event) in self.events.iter().enumerate() {
            book.take(event, &format!("events[{index}]"), steps)?;
        }
        Ok(book.closed(steps))
    }
}

/// Equity as it moves.
#[derive(Debug)]
struct Book<'i> {
    inputs: &'i Buyback,
    issued: Number,
    apic: Number,
    apic_treasury: Number,
    retained: Number,
    /// Shares held and what a share of them cost, by purchase; at the average there is one.
    lots: VecDeque<(Number, Number)>,
    /// Paid-in capital of a share at the beginning.
    paid_in: Number,
}

impl<'i> Book<'i> {
    fn opened(inputs: &'i Buyback) -> Result<Self, CalcError> {
        let Opening { shares_issued, apic, retained_earnings, .. } = &inputs.opening;
        let none = **shares_issued == Number::zero();
        let paid_in = if none { Number::zero() } else { apic.over(shares_issued, "opening", "the shares issued")? };
        Ok(Self {
            inputs,
            issued: (**shares_issued).clone(),
            apic: (**apic).clone(),
            apic_treasury: Number::zero(),
            retained: retained_earnings.clone(),
            lots: VecDeque::new(),
            paid_in,
        })
    }

    fn par(&self) -> &'i Number {
        &self.inputs.opening.par
    }

    fn held(&self) -> Number {
        self.lots.iter().map(|(shares, _)| shares).sum()
    }

    fn take(&mut self, event: &Event, path: &str, steps: &mut Steps) -> Result<(), CalcError> {
        match event {
            Event::Buy { shares, price } => {
                let outstanding = &self.issued - self.held();
                enough(shares, &outstanding, "outstanding", path)?;
                let paid = &**shares * &**price;
                steps.say(format!("buy {shares}"), format!("{shares} × {price}"), &paid);
                self.bought(shares, price, paid, steps)
            }
            Event::Reissue { shares, price } => {
                let cost = self.out(shares, path)?;
                let brought = &**shares * &**price;
                steps.say(format!("reissue {shares}"), format!("{shares} × {price}, held at {cost}"), &brought);
                self.reissued(&(brought - cost));
                Ok(())
            }
            Event::Cancel { shares } => {
                let cost = self.out(shares, path)?;
                steps.say(format!("cancel {shares}"), "held at", &cost);
                match self.inputs.method {
                    Method::Cost | Method::Retire => self.retired(shares, &cost, steps),
                    Method::Par => {
                        self.issued = &self.issued - &**shares;
                        Ok(())
                    }
                }
            }
        }
    }

    fn bought(&mut self, shares: &Number, price: &Number, paid: Number, steps: &mut Steps) -> Result<(), CalcError> {
        match self.inputs.method {
            Method::Cost => {
                self.lots.push_back((shares.clone(), price.clone()));
                self.averaged()
            }
            Method::Par => {
                self.lots.push_back((shares.clone(), self.par().clone()));
                let paid_in = (shares * &self.paid_in).min(self.apic.clone().max(Number::zero()));
                steps.say("paid-in capital of them", format!("{shares} × {} at most", self.paid_in), &paid_in);
                self.apic = &self.apic - &paid_in;
                let beyond = paid - shares * self.par() - paid_in;
                if beyond > Number::zero() {
                    self.retained = &self.retained - beyond;
                } else {
                    self.apic_treasury = &self.apic_treasury - beyond;
                }
                Ok(())
            }
            Method::Retire => self.retired(shares, &paid, steps),
        }
    }

    /// All lots as one, where the cost is the average.
    fn averaged(&mut self) -> Result<(), CalcError> {
        let held = self.held();
        if self.inputs.cost_flow == Some(Flow::Average) && held > Number::zero() {
            let cost: Number = self.lots.iter().map(|(shares, each)| shares * each).sum();
            self.lots = VecDeque::from([(held.clone(), cost.over(&held, "events", "the shares held")?)]);
        }
        Ok(())
    }

    /// Takes shares out of those held; what they cost.
    fn out(&mut self, shares: &Number, path: &str) -> Result<Number, CalcError> {
        enough(shares, &self.held(), "held", path)?;
        let (mut left, mut cost) = (shares.clone(), Number::zero());
        while left > Number::zero() {
            let Some((lot, each)) = self.lots.pop_front() else { break };
            let now = lot.clone().min(left.clone());
            cost = cost + &now * &each;
            left = left - &now;
            if lot > now {
                self.lots.push_front((lot - now, each));
            }
        }
        Ok(cost)
    }

    /// What a reissue brings beyond the amount at which the shares stood.
    fn reissued(&mut self, beyond: &Number) {
        match self.inputs.method {
            Method::Par => self.apic = &self.apic + beyond,
            Method::Cost | Method::Retire => {
                let after = &self.apic_treasury + beyond;
                self.retained = &self.retained + after.clone().min(Number::zero());
                self.apic_treasury = after.max(Number::zero());
            }
        }
    }

    /// Shares that are no more issued, for so much.
    fn retired(&mut self, shares: &Number, cost: &Number, steps: &mut Steps) -> Result<(), CalcError> {
        if *shares == Number::zero() {
            return Ok(());
        }
        let paid_in = (&self.apic * shares).over(&self.issued, "events", "the shares issued")?;
        steps.say("paid-in capital of them", format!("{} × {shares} ÷ {}", self.apic, self.issued), &paid_in);
        let rest = cost - shares * self.par() - &paid_in;
        steps.say("out of retained earnings", format!("{cost} − {shares} × {} − {paid_in}", self.par()), &rest);
        self.apic = &self.apic - paid_in;
        self.retained = &self.retained - rest;
        self.issued = &self.issued - shares;
        Ok(())
    }

    fn closed(self, steps: &mut Steps) -> Equity {
        let treasury_shares = self.held();
        let treasury_stock: Number = self.lots.iter().map(|(shares, each)| shares * each).sum();
        let common_stock = &self.issued * self.par();
        let paid_in = &common_stock + &self.apic + &self.apic_treasury;
        let total_equity = &paid_in + &self.retained - &treasury_stock;
        steps.say("total equity", format!("{paid_in} + {} − {treasury_stock}", self.retained), &total_equity);
        Equity {
            outstanding: &self.issued - &treasury_shares,
            shares_issued: self.issued,
            treasury_shares,
            common_stock,
            apic: self.apic,
            apic_treasury: self.apic_treasury,
            retained_earnings: self.retained,
            treasury_stock,
            total_equity,
        }
    }
}

fn enough(shares: &Number, of: &Number, what: &str, path: &str) -> Result<(), CalcError> {
    if shares > of { Err(CalcError::at(path, format!("{shares} is more than the {of} {what}"))) } else { Ok(()) }
}
