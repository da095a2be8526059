//! The number of shares over a period, and what restates it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calc::period::{Period, Weighting};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Part, Steps};
use crate::date::Date;

/// Weighted average number of shares (IAS 33.19–21, 33.26–28; ASC 260-10-45-10): the opening number, and each
/// change by what is left of the period; a split restates all that stood before it.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct WeightedAverage {
    period: Period,
    weighting: Weighting,
    opening: AtLeastZero,
    events: Vec<Event>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Event {
    date: Date,
    /// In the words of whoever keeps the list.
    #[serde(rename = "type")]
    what: String,
    change: Option<Number>,
    /// The part of a full share's dividend that a partly paid share earns (IAS 33.A15).
    entitlement: Option<Part>,
    factor: Option<AboveZero>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Average {
    wanos: Number,
    closing: Number,
}

impl Calculation for WeightedAverage {
    const NAME: &'static str = "eps.wanos";
    const MEANING: &'static str = "Weighted average number of shares of a period, splits restated.";
    const SOURCE: &'static str = "IAS 33.19–21, 33.26–28, 33.A15; ASC 260-10-45-10";
    const EXAMPLE: &'static str = r#"{"period":{"start":"2024-01-01","end":"2024-12-31"},"weighting":"month","opening":"1000","events":[{"date":"2024-04-01","type":"issue","change":"400"},{"date":"2024-10-01","type":"split","factor":"2"}]}"#;
    type Output = Average;

    fn calculate(&self, steps: &mut Steps) -> Result<Average, CalcError> {
        let mut average = (*self.opening).clone();
        let mut closing = average.clone();
        steps.say("opening", "for the whole period", &average);
        let events: Vec<(usize, &Event)> = self.events.iter().enumerate().collect();
        for (index, event) in in_order(events) {
            let path = format!("events[{index}]");
            match (&event.change, &event.factor) {
                (Some(change), None) => {
                    let left = self.period.left(self.weighting, event.date, &path)?;
                    let counted = change * event.entitlement.as_ref().map_or(Number::one(), |part| (**part).clone());
                    average = average + &counted * &left;
                    closing = closing + &counted;
                    steps.say(format!("{} {}", event.date, event.what), format!("{counted} × {left}"), &average);
                }
                (None, Some(factor)) if event.entitlement.is_none() => {
                    self.period.left(self.weighting, event.date, &path)?;
                    (average, closing) = (average * &**factor, closing * &**factor);
                    steps.say(format!("{} {}", event.date, event.what), format!("all before it × {factor}"), &average);
                }
                (Some(_), Some(_)) => return Err(CalcError::at(path, "either a change or a factor, not both")),
                (None, _) => return Err(CalcError::at(path, "neither a change nor a factor by itself")),
            }
        }
        Ok(Average { wanos: average, closing })
    }
}

/// By day, those of a day in the order in which they are listed.
fn in_order(mut events: Vec<(usize, &Event)>) -> Vec<(usize, &Event)> {
    events.sort_by_key(|(_, event)| event.date);
    events
}

/// Earnings per share of several years after a bonus issue (IAS 33.26–28, 33.64): all by the number after it.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct BonusIssue {
    shares_before: AboveZero,
    /// For each share; below zero for a consolidation.
    bonus_shares_per_share: Number,
    profits: BTreeMap<String, Number>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct OfYears {
    shares_after: Number,
    eps: BTreeMap<String, Number>,
    eps_as_first_reported: BTreeMap<String, Number>,
}

impl Calculation for BonusIssue {
    const NAME: &'static str = "eps.bonus_issue";
    const MEANING: &'static str =
        "Earnings per share of several years, restated for a bonus issue, split or consolidation.";
    const SOURCE: &'static str = "IAS 33.26–28, 33.64; ASC 260-10-55-12";
    const EXAMPLE: &'static str =
        r#"{"shares_before":"400","bonus_shares_per_share":"1/4","profits":{"2023":"250","2024":"300"}}"#;
    type Output = OfYears;

    fn calculate(&self, steps: &mut Steps) -> Result<OfYears, CalcError> {
        let Self { shares_before: before, bonus_shares_per_share: bonus, profits } = self;
        let after = &**before * (Number::one() + bonus);
        if after <= Number::zero() {
            return Err(CalcError::at("bonus_shares_per_share", format!("{bonus} leaves {after} shares")));
        }
        steps.say("shares after", format!("{before} × (1 + {bonus})"), &after);
        let mut restated = BTreeMap::new();
        let mut first_reported = BTreeMap::new();
        for (year, profit) in profits {
            let per_share = profit.over(&after, "shares_before", "the number of shares")?;
            steps.say(year, format!("{profit} ÷ {after}"), &per_share);
            restated.insert(year.clone(), per_share);
            first_reported.insert(year.clone(), profit.over(before, "shares_before", "the number of shares")?);
        }
        Ok(OfYears { shares_after: after, eps: restated, eps_as_first_reported: first_reported })
    }
}
