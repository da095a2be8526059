//! Who gets what of proceeds.

mod classes;
mod schedule;

use std::collections::BTreeMap;

use num_traits::Zero;
use serde::{Deserialize, Serialize};

use self::classes::{Class, Taker};
use self::schedule::{Schedule, Segment, SeniorClaim};
use super::{AboveZero, AtLeastZero, CalcError, Calculation, Kind, Number, Steps};

pub(super) const KINDS: &[Kind] = &[Kind::of::<Distribution>(), Kind::of::<Breakpoints>()];

/// What each class gets of proceeds. Senior claims are paid in their order, then preferences by seniority (1
/// first, equal ones in proportion to what they are owed), then what shares take for each unit of a price p that
/// rises from zero: p for common, max(0, p − strike) for options and warrants, and for preferred shares the larger
/// of p × ratio and preference + p × ratio up to what they can take without converting. Everyone takes more as p
/// rises, so there is one p for the proceeds, and at it no class gains by switching alone. Payouts of options and
/// warrants are less the strike, which joins the proceeds. Who is listed as converted or exercised gains by it.
/// Nothing is rounded. Refused: an id twice, a cap below the preference or where nothing is capped, and proceeds
/// that nobody takes.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Distribution {
    proceeds: AtLeastZero,
    senior_claims: Option<Vec<SeniorClaim>>,
    classes: Vec<Class>,
}

#[derive(Serialize, Debug)]
pub(super) struct Distributed {
    payouts: BTreeMap<String, Number>,
    converted: Vec<String>,
    exercised: Vec<String>,
    total: Number,
    /// What a common share gets.
    per_share: Number,
}

impl Calculation for Distribution {
    const NAME: &'static str = "wf.distribute";
    const MEANING: &'static str = "What each class of shares and rights gets of the proceeds of a sale.";
    const SOURCE: &'static str =
        "NVCA model certificate of incorporation, 2 (liquidation preference, participation, conversion)";
    const EXAMPLE: &'static str = r#"{"proceeds":"9000000","senior_claims":[{"id":"loan","amount":"1000000"}],"classes":[{"id":"seed","type":"preferred","shares":"500000","preference_per_share":"2","seniority":"1","participation":"capped","cap_per_share":"5"},{"id":"founders","type":"common","shares":"3000000"},{"id":"staff","type":"option","shares":"400000","strike":"0.75"}]}"#;
    type Output = Distributed;

    fn calculate(&self, steps: &mut Steps) -> Result<Distributed, CalcError> {
        let takers = classes::takers(&self.classes)?;
        let senior = self.senior_claims.as_deref().unwrap_or_default();
        let (payouts, price) = Schedule::of(senior, &takers)?.distributed(&self.proceeds)?;
        steps.say("a common share gets", format!("where all that is taken is {}", self.proceeds), &price);
        let converted = gaining(&takers, |taker| taker.converts(&price));
        let exercised = gaining(&takers, |taker| taker.exercises(&price));
        for (id, payout) in &payouts {
            let gains = |of: &[String]| of.iter().any(|gaining| gaining == id);
            let how = match (gains(&converted), gains(&exercised)) {
                (true, _) => "converted",
                (false, true) => "exercised, less the strike",
                (false, false) => "as it stands",
            };
            steps.say(*id, how, payout);
        }
        Ok(Distributed {
            converted,
            exercised,
            total: payouts.values().sum(),
            payouts: payouts.into_iter().map(|(id, payout)| (id.to_owned(), payout)).collect(),
            per_share: price,
        })
    }
}

/// The ids of those who gain, sorted.
fn gaining(takers: &[Taker<'_>], gains: impl Fn(&Taker<'_>) -> bool) -> Vec<String> {
    let mut ids: Vec<String> = takers.iter().filter(|taker| gains(taker)).map(|taker| taker.id.to_owned()).collect();
    ids.sort();
    ids
}

/// Proceeds at which the sharing of the next unit changes, and how it is shared between them: the same order as
/// [`Distribution`], up to a limit. Those who take nothing of it are left out.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Breakpoints {
    /// Breakpoints below it are listed.
    max_proceeds: AboveZero,
    senior_claims: Option<Vec<SeniorClaim>>,
    classes: Vec<Class>,
}

#[derive(Serialize, Debug)]
pub(super) struct Broken {
    breakpoints: Vec<Number>,
    segments: Vec<Segment>,
}

impl Calculation for Breakpoints {
    const NAME: &'static str = "wf.breakpoints";
    const MEANING: &'static str = "Proceeds at which the sharing among classes changes, and how it is shared between.";
    const SOURCE: &'static str =
        "AICPA guide, Valuation of Privately-Held-Company Equity Securities, option pricing method: breakpoints";
    const EXAMPLE: &'static str = r#"{"max_proceeds":"20000000","classes":[{"id":"seed","type":"preferred","shares":"500000","preference_per_share":"2","seniority":"1","participation":"none"},{"id":"founders","type":"common","shares":"3000000"},{"id":"staff","type":"option","shares":"400000","strike":"0.75"}]}"#;
    type Output = Broken;

    fn calculate(&self, steps: &mut Steps) -> Result<Broken, CalcError> {
        let takers = classes::takers(&self.classes)?;
        let schedule = Schedule::of(self.senior_claims.as_deref().unwrap_or_default(), &takers)?;
        let segments = schedule.segments(&self.max_proceeds)?;
        for segment in &segments {
            let parts: Vec<String> = segment.marginal.iter().map(|(id, part)| format!("{id} {part}")).collect();
            steps.say("from", parts.join(", "), &segment.from);
        }
        let from = segments.iter().map(|segment| &segment.from);
        Ok(Broken { breakpoints: from.filter(|from| !from.is_zero()).cloned().collect(), segments })
    }
}
