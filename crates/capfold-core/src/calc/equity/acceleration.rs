//! Vesting that a change of control brings forward.

use serde::{Deserialize, Serialize};

use super::vesting::{Allocation, DayRule, Schedule, with_schedule};
use crate::calc::number::Mode;
use crate::calc::{CalcError, Calculation, Count, Number, Part, Steps};
use crate::date::Date;

with_schedule! {
    /// What of a grant has vested by a day, with acceleration upon a change of control and forfeiture upon
    /// termination.
    ///
    /// A single trigger fires on the day of the change of control, if the holder still serves then; a double one
    /// on the day of termination, if that is the day of the change of control or later, up to `window_months`
    /// later. What it does not bring forward stays on its days: what comes by months are the next tranches, a
    /// percentage the last ones. Refused are terms that need a number they lack, or have one they do not need.
    Acceleration {
        change_of_control: Option<Date>,
        termination: Option<Date>,
        as_of: Date,
        terms: Terms,
    }
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Terms {
    trigger: Trigger,
    window_months: Option<Count>,
    amount: Amount,
    percent: Option<Part>,
    months: Option<Count>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Trigger {
    /// A change of control.
    Single,
    /// A change of control and, after it, termination.
    Double,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Amount {
    /// All that has not vested.
    Full,
    /// A percentage of it, rounded down.
    Percent,
    /// What would vest in the months after the trigger.
    Months,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Accelerated {
    vested_before: Number,
    accelerated: Number,
    vested_as_of: Number,
    forfeited: Number,
}

impl Calculation for Acceleration {
    const NAME: &'static str = "ev.acceleration";
    const MEANING: &'static str =
        "What of a grant has vested when a change of control or a termination accelerates it, and what is forfeited.";
    const SOURCE: &'static str = "terms of the grant: single and double trigger";
    const EXAMPLE: &'static str = r#"{"quantity":"4800","start":"2023-01-01","months_total":"48","cliff_months":"12","every_months":"1","day_rule":"VESTING_START_DAY_OR_LAST_DAY_OF_MONTH","allocation_type":"CUMULATIVE_ROUND_DOWN","change_of_control":"2024-07-01","termination":"2024-09-15","as_of":"2024-12-31","terms":{"trigger":"double","window_months":"12","amount":"percent","percent":"0.5"}}"#;
    type Output = Accelerated;

    fn calculate(&self, steps: &mut Steps) -> Result<Accelerated, CalcError> {
        let schedule = self.schedule()?;
        let extent = self.terms.extent()?;
        let trigger = self.trigger()?.filter(|day| *day <= self.as_of);
        let left = self.termination.filter(|day| *day <= self.as_of);
        // Service ends the schedule.
        let last = left.unwrap_or(self.as_of);
        let by_time = schedule.vested(last);
        let Some(day) = trigger else {
            steps.say("vested", format!("by {last}; no trigger fired"), &by_time);
            return Ok(self.accelerated(by_time.clone(), Number::zero(), by_time, steps));
        };
        let before = schedule.vested(day);
        steps.say("vested before", format!("by {day}, when the trigger fires"), &before);
        let unvested = &*self.quantity - &before;
        let (accelerated, vested) = match extent {
            Extent::Full => (unvested, (*self.quantity).clone()),
            Extent::Percent(part) => {
                let accelerated = (&unvested * &**part).floor();
                steps.say("accelerated", format!("{unvested} × {part}, down"), &accelerated);
                let vested = (&by_time + &accelerated).min((*self.quantity).clone());
                (accelerated, vested)
            }
            Extent::Months(months) => {
                let ahead = day.months_after(months);
                let vested = schedule.vested(ahead);
                steps.say("accelerated", format!("what vests by {ahead} − {before}"), &vested - &before);
                (&vested - &before, vested.max(by_time))
            }
        };
        Ok(self.accelerated(before, accelerated, vested, steps))
    }
}

impl Acceleration {
    /// The day on which the trigger would fire.
    fn trigger(&self) -> Result<Option<Date>, CalcError> {
        let Some(change) = self.change_of_control else { return Ok(None) };
        match (self.terms.trigger, &self.terms.window_months) {
            (Trigger::Single, None) => Ok(Some(change).filter(|day| self.termination.is_none_or(|left| *day <= left))),
            (Trigger::Double, Some(window)) => {
                let window = window.at_most(super::vesting::MOST_MONTHS, "terms.window_months")?;
                Ok(self.termination.filter(|left| change <= *left && *left <= change.months_after(window)))
            }
            (Trigger::Single, Some(_)) => Err(CalcError::at("terms.window_months", "a single trigger has no window")),
            (Trigger::Double, None) => Err(CalcError::at("terms.window_months", "a double trigger needs a window")),
        }
    }

    fn accelerated(&self, before: Number, accelerated: Number, vested: Number, steps: &mut Steps) -> Accelerated {
        let left = self.termination.filter(|day| *day <= self.as_of);
        let unvested = &*self.quantity - &vested;
        let forfeited = left.map_or_else(Number::zero, |_| unvested);
        steps.say("vested as of", self.as_of.to_string(), &vested);
        if let Some(day) = left {
            steps.say("forfeited", format!("what has not vested at the termination on {day}"), &forfeited);
        }
        Accelerated { vested_before: before, accelerated, vested_as_of: vested, forfeited }
    }
}

/// How much comes forward.
enum Extent<'t> {
    Full,
    Percent(&'t Part),
    Months(u32),
}

impl Terms {
    fn extent(&self) -> Result<Extent<'_>, CalcError> {
        match (self.amount, &self.percent, &self.months) {
            (Amount::Full, None, None) => Ok(Extent::Full),
            (Amount::Percent, Some(part), None) => Ok(Extent::Percent(part)),
            (Amount::Months, None, Some(months)) => {
                Ok(Extent::Months(months.at_most(super::vesting::MOST_MONTHS, "terms.months")?))
            }
            (Amount::Full, _, _) => Err(CalcError::at("terms", "the full amount has neither a percentage nor months")),
            (Amount::Percent, _, _) => Err(CalcError::at("terms", "percent needs a percentage and no months")),
            (Amount::Months, _, _) => Err(CalcError::at("terms", "months needs months and no percentage")),
        }
    }
}
