//! Share-based payments measured at each year's end, and interest at the effective rate.

use serde::{Deserialize, Serialize};

use super::schedule::changes;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};

/// Periods of interest at most.
const MOST_PERIODS: u32 = 480;

/// Cost of equity-settled awards (IFRS 2.10–20, 2.26–29, 2.B42–B44; IG Examples 1–8): at each year's end the sum
/// over layers of employees × units × fair value × elapsed ÷ total, with that day's estimates. The expense is what
/// the sum grew by, and is below zero where estimates fell. A repricing adds a layer for the value it added. More
/// than the total cannot have elapsed.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct EquitySettled {
    years: Vec<Vec<Layer>>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Layer {
    employees: AtLeastZero,
    units: AtLeastZero,
    fair_value: AtLeastZero,
    elapsed: AtLeastZero,
    total: AboveZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Expenses {
    cumulative: Vec<Number>,
    expense: Vec<Number>,
}

impl Calculation for EquitySettled {
    const NAME: &'static str = "val.ifrs2_equity_settled";
    const MEANING: &'static str = "Cost of equity-settled awards year by year, with each year's estimates.";
    const SOURCE: &'static str = "IFRS 2.10–20, 2.26–29, 2.B42–B44; IG Examples 1–8";
    const EXAMPLE: &'static str = r#"{"years":[[{"employees":"45","units":"10","fair_value":"8","elapsed":"1","total":"2"}],[{"employees":"42","units":"10","fair_value":"8","elapsed":"2","total":"2"},{"employees":"42","units":"10","fair_value":"1.50","elapsed":"1","total":"2"}]]}"#;
    type Output = Expenses;

    fn calculate(&self, steps: &mut Steps) -> Result<Expenses, CalcError> {
        let mut cumulative = Vec::new();
        for (year, layers) in self.years.iter().enumerate() {
            let mut sum = Number::zero();
            for (index, layer) in layers.iter().enumerate() {
                let path = format!("years[{year}][{index}]");
                let Layer { employees, units, fair_value, elapsed, total } = layer;
                let value = earned(employees, units, fair_value, (elapsed, total), &path)?;
                let how = format!("{employees} × {units} × {fair_value} × {elapsed} ÷ {total}");
                steps.say(path, how, &value);
                sum = sum + value;
            }
            steps.say(format!("years[{year}]"), "all layers", &sum);
            cumulative.push(sum);
        }
        Ok(Expenses { expense: changes(&cumulative), cumulative })
    }
}

/// employees × units × value × elapsed ÷ total.
fn earned(
    employees: &Number,
    units: &Number,
    value: &Number,
    (elapsed, total): (&Number, &Number),
    path: &str,
) -> Result<Number, CalcError> {
    if elapsed > total {
        return Err(CalcError::at(path, format!("{elapsed} elapsed of {total}")));
    }
    (employees * units * value * elapsed).over(total, path, "the total")
}

/// Cost of cash-settled awards (IFRS 2.30–33D; IG Example 12; ASC 718-30-35): the liability at each year's end is
/// employees × units × fair value × elapsed ÷ total; exercises are paid at intrinsic value. The expense is what the
/// liability grew by and what was paid. `employees` are those who have not exercised, `exercised` those who did in
/// the year; `intrinsic` is for a unit and has to be said where any did.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct CashSettled {
    years: Vec<Year>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Year {
    employees: AtLeastZero,
    units: AtLeastZero,
    fair_value: AtLeastZero,
    elapsed: AtLeastZero,
    total: AboveZero,
    exercised: Option<AtLeastZero>,
    intrinsic: Option<AtLeastZero>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Settled {
    liability: Vec<Number>,
    cash_paid: Vec<Number>,
    expense: Vec<Number>,
    total: Number,
}

impl Calculation for CashSettled {
    const NAME: &'static str = "val.cash_settled";
    const MEANING: &'static str = "Liability, cash paid and cost of cash-settled awards year by year.";
    const SOURCE: &'static str = "IFRS 2.30–33D; IG Example 12; ASC 718-30-35";
    const EXAMPLE: &'static str = r#"{"years":[{"employees":"30","units":"10","fair_value":"4","elapsed":"1","total":"2"},{"employees":"20","units":"10","fair_value":"5","elapsed":"2","total":"2","exercised":"8","intrinsic":"4.50"},{"employees":"0","units":"10","fair_value":"0","elapsed":"2","total":"2","exercised":"20","intrinsic":"6"}]}"#;
    type Output = Settled;

    fn calculate(&self, steps: &mut Steps) -> Result<Settled, CalcError> {
        let (mut liability, mut cash_paid) = (Vec::new(), Vec::new());
        for (index, year) in self.years.iter().enumerate() {
            let path = format!("years[{index}]");
            let Year { employees, units, fair_value, elapsed, total, exercised, intrinsic } = year;
            let owed = earned(employees, units, fair_value, (elapsed, total), &path)?;
            let how = format!("{employees} × {units} × {fair_value} × {elapsed} ÷ {total}");
            steps.say(format!("{path}: liability"), how, &owed);
            let exercised = AtLeastZero::or_zero(exercised.as_ref());
            if exercised > Number::zero() && intrinsic.is_none() {
                return Err(CalcError::at(path, format!("{exercised} exercised, and no intrinsic value")));
            }
            let intrinsic = AtLeastZero::or_zero(intrinsic.as_ref());
            let paid = &exercised * &**units * &intrinsic;
            steps.say(format!("{path}: paid"), format!("{exercised} × {units} × {intrinsic}"), &paid);
            liability.push(owed);
            cash_paid.push(paid);
        }
        let expense: Vec<Number> =
            changes(&liability).into_iter().zip(&cash_paid).map(|(change, paid)| change + paid).collect();
        let total = expense.iter().sum();
        steps.say("total", "of all years: what the liability grew by and what was paid", &total);
        Ok(Settled { liability, cash_paid, expense, total })
    }
}

/// Interest at the effective rate (IFRS 9.B5.4.1, 9.5.4.1; ASC 835-30-35-2): each period carrying amount × rate, of
/// which face × coupon rate is paid and the rest is added. Rates are for a period. At most 480 periods, and fewer
/// where the rate has so many digits that the fractions become too long.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct EffectiveInterest {
    carrying: AtLeastZero,
    rate: AtLeastZero,
    face: AtLeastZero,
    coupon_rate: AtLeastZero,
    periods: Count,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Interest {
    rows: Vec<Row>,
}

#[derive(Serialize, Debug)]
struct Row {
    opening: Number,
    interest: Number,
    paid: Number,
    closing: Number,
}

impl Calculation for EffectiveInterest {
    const NAME: &'static str = "val.effective_interest";
    const MEANING: &'static str = "Interest and carrying amount of a debt period by period at its effective rate.";
    const SOURCE: &'static str = "IFRS 9.5.4.1, 9.B5.4.1; ASC 835-30-35-2";
    const EXAMPLE: &'static str =
        r#"{"carrying":"940","rate":"0.08","face":"1000","coupon_rate":"0.05","periods":"2"}"#;
    type Output = Interest;

    fn calculate(&self, steps: &mut Steps) -> Result<Interest, CalcError> {
        let Self { rate, face, coupon_rate, .. } = self;
        let periods = self.periods.at_most(MOST_PERIODS, "periods")?;
        // The last carrying amount is no longer than this.
        (Number::one() + &**rate).power(periods, "rate")?;
        let paid = &**face * &**coupon_rate;
        steps.say("paid each period", format!("{face} × {coupon_rate}"), &paid);
        let mut opening = (*self.carrying).clone();
        let mut rows = Vec::new();
        for period in 1..=periods {
            let interest = &opening * &**rate;
            let closing = &opening + &interest - &paid;
            steps.say(format!("period {period}"), format!("opening × (1 + {rate}) − {paid}"), &closing);
            rows.push(Row { opening, interest, paid: paid.clone(), closing: closing.clone() });
            opening = closing;
        }
        Ok(Interest { rows })
    }
}
