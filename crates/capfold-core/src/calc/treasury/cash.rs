//! Cash in several currencies, and what exchange rates did to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Steps};
use crate::money::Currency;

/// Roll-forward of cash by currency (IAS 7.25–28, IAS 21.21–29; ASC 830-20-35, 830-230-45-1). Each currency
/// carries a weighted average in the functional currency. What leaves realises its value at the rate of the day
/// less what it carried; what stays is translated at the closing rate, and that difference is unrealised.
///
/// Rates are units of the functional currency for one of the other; the functional currency has rate 1, which
/// may be left out. More than is held cannot leave.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct CashRollforward {
    functional: Currency,
    opening: Vec<Held>,
    events: Vec<Event>,
    closing_rates: BTreeMap<Currency, AboveZero>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Held {
    ccy: Currency,
    amount: AtLeastZero,
    rate: Option<AboveZero>,
}

#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Event {
    Receipt {
        ccy: Currency,
        amount: AtLeastZero,
        rate: Option<AboveZero>,
    },
    Payment {
        ccy: Currency,
        amount: AtLeastZero,
        rate: Option<AboveZero>,
    },
    /// One currency into another: both at the value of what came in.
    Convert {
        from: Currency,
        from_amount: AtLeastZero,
        to: Currency,
        to_amount: AtLeastZero,
        rate_to: Option<AboveZero>,
    },
}

/// The cash of one currency.
#[derive(Default)]
struct Balance {
    amount: Number,
    /// In the functional currency.
    carried: Number,
    realised: Number,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Rollforward {
    currencies: BTreeMap<Currency, OfCurrency>,
    total: Total,
}

#[derive(Serialize, Debug)]
struct OfCurrency {
    closing: Number,
    closing_functional: Number,
    realised: Number,
    unrealised: Number,
    fx_total: Number,
}

/// In the functional currency: opening + inflows − outflows + exchange differences = closing.
#[derive(Serialize, Debug, Default)]
struct Total {
    opening_functional: Number,
    inflows: Number,
    outflows: Number,
    realised: Number,
    unrealised: Number,
    fx_total: Number,
    closing_functional: Number,
}

impl Calculation for CashRollforward {
    const NAME: &'static str = "tr.cash_rollforward";
    const MEANING: &'static str =
        "Cash by currency from opening to closing, with realised and unrealised exchange differences.";
    const SOURCE: &'static str = "IAS 7.25–28; IAS 21.21–29; ASC 830-20-35, 830-230-45-1";
    const EXAMPLE: &'static str = r#"{"functional":"CAD","opening":[{"ccy":"USD","amount":"1000","rate":"1.30"}],"events":[{"type":"receipt","ccy":"USD","amount":"500","rate":"1.36"},{"type":"convert","from":"USD","from_amount":"600","to":"CAD","to_amount":"810"}],"closing_rates":{"USD":"1.37"}}"#;
    type Output = Rollforward;

    fn calculate(&self, steps: &mut Steps) -> Result<Rollforward, CalcError> {
        let mut balances: BTreeMap<Currency, Balance> = BTreeMap::new();
        let mut total = Total::default();
        for (index, Held { ccy, amount, rate }) in self.opening.iter().enumerate() {
            let value = &**amount * self.rate(*ccy, rate.as_ref(), &format!("opening[{index}]"))?;
            total.opening_functional = total.opening_functional + &value;
            balances.entry(*ccy).or_default().add(amount, &value);
        }
        for (index, event) in self.events.iter().enumerate() {
            self.apply(event, &format!("events[{index}]"), &mut balances, &mut total, steps)?;
        }
        let mut currencies = BTreeMap::new();
        for (ccy, balance) in balances {
            let of = self.close(ccy, balance, steps)?;
            total.realised = total.realised + &of.realised;
            total.unrealised = total.unrealised + &of.unrealised;
            total.fx_total = total.fx_total + &of.fx_total;
            total.closing_functional = total.closing_functional + &of.closing_functional;
            currencies.insert(ccy, of);
        }
        let Total { opening_functional, inflows, outflows, fx_total, closing_functional, .. } = &total;
        let how = format!("{opening_functional} + {inflows} − {outflows} + {fx_total} of exchange differences");
        steps.say(format!("closing cash in {}", self.functional), how, closing_functional);
        Ok(Rollforward { currencies, total })
    }
}

impl CashRollforward {
    fn apply(
        &self,
        event: &Event,
        path: &str,
        balances: &mut BTreeMap<Currency, Balance>,
        total: &mut Total,
        steps: &mut Steps,
    ) -> Result<(), CalcError> {
        let mut leave = |ccy: Currency, amount: &Number, value: &Number| {
            let realised = balances.entry(ccy).or_default().take(ccy, amount, value, path)?;
            steps.say(format!("{path}: realised"), format!("{amount} {ccy}, worth {value}, less carried"), realised);
            Ok(())
        };
        match event {
            Event::Receipt { ccy, amount, rate } => {
                let value = &**amount * self.rate(*ccy, rate.as_ref(), path)?;
                balances.entry(*ccy).or_default().add(amount, &value);
                total.inflows = &total.inflows + value;
            }
            Event::Payment { ccy, amount, rate } => {
                let value = &**amount * self.rate(*ccy, rate.as_ref(), path)?;
                leave(*ccy, amount, &value)?;
                total.outflows = &total.outflows + value;
            }
            Event::Convert { from, to, .. } if from == to => {
                return Err(CalcError::at(path, format!("{from} is converted into itself")));
            }
            Event::Convert { from, from_amount, to, to_amount, rate_to } => {
                let value = if rate_to.is_none() && *from == self.functional {
                    (**from_amount).clone()
                } else {
                    &**to_amount * self.rate(*to, rate_to.as_ref(), path)?
                };
                leave(*from, from_amount, &value)?;
                balances.entry(*to).or_default().add(to_amount, &value);
                total.inflows = &total.inflows + &value;
                total.outflows = &total.outflows + value;
            }
        }
        Ok(())
    }

    /// The rate of a currency: as stated, and 1 for the functional one.
    fn rate(&self, ccy: Currency, stated: Option<&AboveZero>, path: &str) -> Result<Number, CalcError> {
        let functional = ccy == self.functional;
        match stated {
            Some(rate) if functional && **rate != Number::one() => {
                Err(CalcError::at(path, format!("{ccy} is the functional currency: its rate is 1, not {rate}")))
            }
            Some(rate) => Ok((**rate).clone()),
            None if functional => Ok(Number::one()),
            None => Err(CalcError::at(path, format!("no rate for {ccy}"))),
        }
    }

    fn close(&self, ccy: Currency, balance: Balance, steps: &mut Steps) -> Result<OfCurrency, CalcError> {
        let Balance { amount, carried, realised } = balance;
        let value = if amount == Number::zero() {
            Number::zero()
        } else {
            &amount * self.rate(ccy, self.closing_rates.get(&ccy), "closing_rates")?
        };
        let unrealised = &value - &carried;
        steps.say(
            format!("{ccy}: unrealised"),
            format!("{amount} {ccy} are worth {value}, carried {carried}"),
            &unrealised,
        );
        let fx_total = &realised + &unrealised;
        Ok(OfCurrency { closing: amount, closing_functional: value, realised, unrealised, fx_total })
    }
}

impl Balance {
    fn add(&mut self, amount: &Number, value: &Number) {
        self.amount = &self.amount + amount;
        self.carried = &self.carried + value;
    }

    /// Takes an amount out at its part of what is carried, and gives what that realises.
    fn take(&mut self, ccy: Currency, amount: &Number, value: &Number, path: &str) -> Result<Number, CalcError> {
        if *amount > self.amount {
            return Err(CalcError::at(path, format!("{amount} {ccy} leave, and {} are held", self.amount)));
        }
        let carried = if *amount == self.amount {
            self.carried.clone()
        } else {
            (&self.carried * amount).over(&self.amount, path, "what is held")?
        };
        self.amount = &self.amount - amount;
        self.carried = &self.carried - &carried;
        let realised = value - &carried;
        self.realised = &self.realised + &realised;
        Ok(realised)
    }
}
