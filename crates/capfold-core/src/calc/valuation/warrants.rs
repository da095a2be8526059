//! What warrants are, and what they do while they are liabilities.

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};
use crate::money::Currency;

/// Whether a warrant is equity or a liability, and why (IAS 32.11, 32.16, 32.16(b)(ii), 32.26, 32.AG27, IFRS 2.2;
/// ASC 815-40-15-7, 815-40-15-7I, ASC 718). Warrants for services are share-based payments before anything else.
///
/// IFRS: a liability where the amount or the number of shares is not fixed, where it is settled net in shares, and
/// where the strike is in another currency than the functional one, unless it is a rights issue to all holders pro
/// rata. US GAAP: a liability where the strike is in another currency or the number of shares is not fixed. The
/// first reason that applies is the one given.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of the standard")]
pub(in crate::calc) struct Classification {
    framework: Framework,
    functional_currency: Currency,
    strike_currency: Currency,
    strike_amount_fixed: bool,
    share_number_fixed: bool,
    net_share_settlement: bool,
    pro_rata_rights_issue: bool,
    for_services: bool,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
enum Framework {
    #[serde(rename = "IFRS")]
    Ifrs,
    #[serde(rename = "US_GAAP")]
    UsGaap,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Classified {
    classification: Class,
    reason: Reason,
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Class {
    Equity,
    Liability,
    ShareBasedPayment,
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Reason {
    Scope,
    NotFixedForFixed,
    NetShareSettlement,
    StrikeCurrencyDiffers,
    RightsIssueException,
    FixedForFixed,
    VariableShareNumber,
    IndexedToOwnStock,
}

impl Reason {
    /// What it makes of the warrant, and where that stands.
    const fn verdict(self) -> (Class, &'static str) {
        match self {
            Self::Scope => (Class::ShareBasedPayment, "for services: IFRS 2.2, ASC 718-10-15-3"),
            Self::NotFixedForFixed => (Class::Liability, "the amount or number is not fixed: IAS 32.16(b)(ii)"),
            Self::NetShareSettlement => (Class::Liability, "settled net in shares: IAS 32.26, 32.AG27"),
            Self::StrikeCurrencyDiffers => (Class::Liability, "another currency: IAS 32.16(b)(ii), ASC 815-40-15-7I"),
            Self::RightsIssueException => (Class::Equity, "a rights issue pro rata to all: IAS 32.16(b)(ii)"),
            Self::FixedForFixed => (Class::Equity, "a fixed amount for a fixed number: IAS 32.16(b)(ii)"),
            Self::VariableShareNumber => (Class::Liability, "the number is not fixed: ASC 815-40-15-7"),
            Self::IndexedToOwnStock => (Class::Equity, "indexed to the company's own stock: ASC 815-40-15-7"),
        }
    }
}

impl Calculation for Classification {
    const NAME: &'static str = "val.warrant_classification";
    const MEANING: &'static str = "Whether a warrant is equity, a liability or a share-based payment, and why.";
    const SOURCE: &'static str = "IAS 32.11, 32.16, 32.26, 32.AG27; IFRS 2.2; ASC 815-40-15-7, 815-40-15-7I";
    const EXAMPLE: &'static str = r#"{"framework":"IFRS","functional_currency":"EUR","strike_currency":"GBP","strike_amount_fixed":true,"share_number_fixed":true,"net_share_settlement":false,"pro_rata_rights_issue":false,"for_services":false}"#;
    type Output = Classified;

    fn calculate(&self, steps: &mut Steps) -> Result<Classified, CalcError> {
        let foreign = self.functional_currency != self.strike_currency;
        let reason = match self.framework {
            Framework::Ifrs | Framework::UsGaap if self.for_services => Reason::Scope,
            Framework::Ifrs if !self.strike_amount_fixed || !self.share_number_fixed => Reason::NotFixedForFixed,
            Framework::Ifrs if self.net_share_settlement => Reason::NetShareSettlement,
            Framework::Ifrs if foreign && self.pro_rata_rights_issue => Reason::RightsIssueException,
            Framework::Ifrs if !foreign => Reason::FixedForFixed,
            Framework::UsGaap if !foreign && self.share_number_fixed => Reason::IndexedToOwnStock,
            Framework::UsGaap if !foreign => Reason::VariableShareNumber,
            Framework::Ifrs | Framework::UsGaap => Reason::StrikeCurrencyDiffers,
        };
        let (classification, how) = reason.verdict();
        steps.say("classification", how, format!("{classification:?}"));
        Ok(Classified { classification, reason })
    }
}

/// Warrants that are liabilities (IFRS 9.5.7.1, IFRIC 19.6; ASC 815-40-35-4): an issue adds their fair value, a
/// remeasurement moves to profit or loss, an exercise first remeasures those exercised and then moves their
/// liability and the cash to share capital, and an expiry releases what they carried to profit.
///
/// Fair values and strikes are for one warrant; `fx` brings them into the functional currency and is 1 where it is
/// not said. An expiry without a count is of all that are left. `loss_in_profit` is above zero for a loss. More
/// than are left cannot be exercised or expire.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Liability {
    events: Vec<Event>,
}

#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Event {
    Issue { count: Count, fair_value: AtLeastZero, fx: Option<AboveZero> },
    Remeasure { fair_value: AtLeastZero, fx: Option<AboveZero> },
    Exercise { count: Count, fair_value: AtLeastZero, fx: Option<AboveZero>, strike: AtLeastZero },
    Expiry { count: Option<Count> },
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Followed {
    rows: Vec<Row>,
    closing_count: Number,
    closing_balance: Number,
    loss_in_profit: Number,
    cash_received: Number,
    credited_to_share_capital: Number,
}

#[derive(Serialize, Debug)]
struct Row {
    #[serde(rename = "type")]
    what: &'static str,
    count: Number,
    balance: Number,
}

impl Calculation for Liability {
    const NAME: &'static str = "val.warrant_liability";
    const MEANING: &'static str = "A warrant liability through issues, remeasurements, exercises and expiry.";
    const SOURCE: &'static str = "IFRS 9.5.7.1; IFRIC 19.6; ASC 815-40-35-4";
    const EXAMPLE: &'static str = r#"{"events":[{"type":"issue","count":"1000","fair_value":"0.40","fx":"0.75"},{"type":"remeasure","fair_value":"0.50","fx":"0.74"},{"type":"exercise","count":"300","fair_value":"0.60","fx":"0.76","strike":"1.10"},{"type":"expiry"}]}"#;
    type Output = Followed;

    fn calculate(&self, steps: &mut Steps) -> Result<Followed, CalcError> {
        let mut so_far = Followed {
            rows: Vec::new(),
            closing_count: Number::zero(),
            closing_balance: Number::zero(),
            loss_in_profit: Number::zero(),
            cash_received: Number::zero(),
            credited_to_share_capital: Number::zero(),
        };
        for (index, event) in self.events.iter().enumerate() {
            let path = format!("events[{index}]");
            let (what, loss) = so_far.apply(event, &path)?;
            let Followed { closing_count: count, closing_balance: balance, .. } = &so_far;
            steps.say(format!("{path}: {what}"), format!("{count} warrants, loss {loss}"), balance);
            so_far.rows.push(Row { what, count: count.clone(), balance: balance.clone() });
            so_far.loss_in_profit = so_far.loss_in_profit + loss;
        }
        Ok(so_far)
    }
}

impl Followed {
    /// Applies an event, and gives its name and the loss that it makes.
    fn apply(&mut self, event: &Event, path: &str) -> Result<(&'static str, Number), CalcError> {
        Ok(match event {
            Event::Issue { count, fair_value, fx } => {
                self.closing_count = &self.closing_count + &**count;
                self.closing_balance = &self.closing_balance + &**count * in_functional(fair_value, fx.as_ref());
                ("issue", Number::zero())
            }
            Event::Remeasure { fair_value, fx } => {
                let balance = &self.closing_count * in_functional(fair_value, fx.as_ref());
                let loss = &balance - &self.closing_balance;
                self.closing_balance = balance;
                ("remeasure", loss)
            }
            Event::Exercise { count, fair_value, fx, strike } => {
                let carried = self.take(count, path)?;
                let value = &**count * in_functional(fair_value, fx.as_ref());
                let cash = &**count * in_functional(strike, fx.as_ref());
                self.cash_received = &self.cash_received + &cash;
                self.credited_to_share_capital = &self.credited_to_share_capital + &cash + &value;
                ("exercise", value - carried)
            }
            Event::Expiry { count } => {
                let count = count.as_ref().map_or_else(|| self.closing_count.clone(), |count| (**count).clone());
                ("expiry", -self.take(&count, path)?)
            }
        })
    }

    /// Takes warrants out, and gives what they carried.
    fn take(&mut self, count: &Number, path: &str) -> Result<Number, CalcError> {
        if *count > self.closing_count {
            return Err(CalcError::at(path, format!("{count} warrants, and {} are left", self.closing_count)));
        }
        let carried = if *count == self.closing_count {
            self.closing_balance.clone()
        } else {
            (&self.closing_balance * count).over(&self.closing_count, path, "the number of warrants")?
        };
        self.closing_count = &self.closing_count - count;
        self.closing_balance = &self.closing_balance - &carried;
        Ok(carried)
    }
}

fn in_functional(amount: &AtLeastZero, fx: Option<&AboveZero>) -> Number {
    fx.map_or_else(|| (**amount).clone(), |fx| &**amount * &**fx)
}
