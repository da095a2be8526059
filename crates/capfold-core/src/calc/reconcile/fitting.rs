//! Parameters that fit: a rate with costs, counts at two prices, a market price.

use std::collections::BTreeSet;

use num_traits::Signed;
use serde::{Deserialize, Serialize};

use super::proceeds::{from_zero, one_minus, sum};
use super::stated::{Ends, Shown, Stated};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};
use crate::interval::{End, Interval, Printing};

/// Counts listed at most.
const MOST: u32 = 10_000;

/// Whether a rate of exchange, costs as a part of the gross amount, or only both together explain printed
/// proceeds. All ends count as included.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Pair {
    lines: Vec<Line>,
    reported: Stated,
    fx: Stated,
    cost_fraction: Stated,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    count: Count,
    lo: AtLeastZero,
    hi: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Explained {
    as_stated: bool,
    fx_only: bool,
    costs_only: bool,
    both: bool,
    minimal: Vec<BTreeSet<&'static str>>,
    /// The rates that work together with some costs; null where none do.
    fx: Option<Ends>,
    /// The costs that work together with some rate; null where none do.
    costs: Option<Ends>,
}

impl Pair {
    fn total(&self) -> Result<Interval, CalcError> {
        let mut amounts = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, line) in self.lines.iter().enumerate() {
            let path = format!("lines[{index}]");
            if !seen.insert(&line.id) {
                return Err(CalcError::at(path, format!("`{}` is there twice", line.id)));
            }
            if line.lo > line.hi {
                return Err(CalcError::at(path, "no number lies between the two ends"));
            }
            let price = Interval::between((**line.lo).clone(), (**line.hi).clone());
            amounts.push(price.scaled(&line.count));
        }
        Ok(sum(amounts.iter()))
    }

    /// What is kept of the gross amount.
    fn kept(&self) -> Result<Interval, CalcError> {
        let kept = one_minus(&self.cost_fraction.not_below_zero("cost_fraction")?.with_ends());
        if kept.low.as_ref().is_some_and(|low| low.at.is_negative()) {
            return Err(CalcError::at("cost_fraction", "more than all is taken off"));
        }
        Ok(kept)
    }
}

impl Calculation for Pair {
    const NAME: &'static str = "rec.proceeds_pair";
    const MEANING: &'static str = "Whether a rate, costs or both together explain printed proceeds.";
    const SOURCE: &'static str = "capfold's own: interval arithmetic with closed ends";
    const EXAMPLE: &'static str = r#"{"lines":[{"id":"units","count":"50000","lo":"1.20","hi":"1.20"}],"reported":{"value":"$41,800","mode":"half_up"},"fx":{"lo":"0.72","hi":"0.74"},"cost_fraction":{"lo":"0.03","hi":"0.06"}}"#;
    type Output = Explained;

    fn calculate(&self, steps: &mut Steps) -> Result<Explained, CalcError> {
        let (total, kept) = (self.total()?, self.kept()?);
        let rates = self.fx.not_below_zero("fx")?.with_ends();
        let reported = self.reported.range().with_ends();
        steps.say("total", "counts × prices", Shown(&total));
        steps.say("reported", "as printed", Shown(&reported));
        let try_out = |what: &str, range: Interval, steps: &mut Steps| {
            steps.say(what, "what it then comes to", Shown(&range));
            range.meet(&reported).is_some()
        };
        let as_stated = try_out("as stated", total.clone(), steps);
        let fx_only = try_out("rate alone", total.times(&rates), steps);
        let costs_only = try_out("costs alone", total.times(&kept), steps);
        let both = try_out("rate and costs", total.times(&rates).times(&kept), steps);
        let minimal = match (as_stated, costs_only, fx_only) {
            (true, _, _) => Vec::new(),
            (false, true, true) => vec![BTreeSet::from(["costs"]), BTreeSet::from(["fx"])],
            (false, true, false) => vec![BTreeSet::from(["costs"])],
            (false, false, true) => vec![BTreeSet::from(["fx"])],
            (false, false, false) if both => vec![BTreeSet::from(["costs", "fx"])],
            (false, false, false) => Vec::new(),
        };
        let fitting = |with: &Interval| total.times(with).factors_of(&reported);
        let fx = fitting(&kept).and_then(|range| range.meet(&rates));
        let costs = fitting(&rates).and_then(|range| range.meet(&kept)).map(|kept| one_minus(&kept));
        Ok(Explained {
            as_stated,
            fx_only,
            costs_only,
            both,
            minimal,
            fx: fx.map(Ends::from),
            costs: costs.map(Ends::from),
        })
    }
}

/// Which whole counts at the higher of two prices give printed proceeds, at a rate of exchange.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Lattice {
    total_options: Count,
    prices: [AtLeastZero; 2],
    warrant_count: Count,
    warrant_price: AtLeastZero,
    reported: Stated,
    fx: AboveZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Counts {
    option_amount: Ends,
    average_price: Ends,
    feasible_by_range: bool,
    count_at_high_price: Vec<Number>,
}

impl Calculation for Lattice {
    const NAME: &'static str = "rec.lattice";
    const MEANING: &'static str = "Which whole counts at the higher of two prices give printed proceeds.";
    const SOURCE: &'static str = "capfold's own: whole counts at two prices";
    const EXAMPLE: &'static str = r#"{"total_options":"1200","prices":["0.40","0.65"],"warrant_count":"900","warrant_price":"1.10","reported":{"value":"1,245","mode":"half_up"},"fx":"0.80"}"#;
    type Output = Counts;

    fn calculate(&self, steps: &mut Steps) -> Result<Counts, CalcError> {
        let Self { total_options: all, prices: [one, other], warrant_count, warrant_price, reported, fx } = self;
        let (low, high) = if one < other { (&**one, &**other) } else { (&**other, &**one) };
        let warrants = Interval::point((&**warrant_count * &**warrant_price).into_ratio());
        let amount = reported.range().scaled(&fx.recip()).minus(&warrants);
        steps.say("paid for options", format!("reported ÷ {fx} - {warrant_count} × {warrant_price}"), Shown(&amount));
        let each = Number::one().over(all, "total_options", "the number of options")?;
        let average = amount.scaled(&each);
        steps.say("average price", format!("that ÷ {all}"), Shown(&average));
        let feasible = average.meet(&Interval::between((**low).clone(), (**high).clone())).is_some();
        let least = Interval::point((&**all * low).into_ratio());
        let step = Number::one().over(&(high - low), "prices", "what the two prices differ by")?;
        let any = Interval::between(Number::zero().into_ratio(), (***all).clone());
        let counts = amount.minus(&least).scaled(&step).meet(&any).and_then(|range| range.whole_numbers());
        let how = format!("(that - {all} × {low}) ÷ ({high} - {low}), whole, at most {all}");
        let shown = counts.as_ref().map_or_else(|| "none".to_owned(), |counts| Shown(counts).to_string());
        steps.say("count at the higher price", how, shown);
        Ok(Counts {
            option_amount: amount.into(),
            average_price: average.into(),
            feasible_by_range: feasible,
            count_at_high_price: counts.map_or_else(|| Ok(Vec::new()), |counts| listed(&counts))?,
        })
    }
}

/// The numbers of a range of whole numbers, one by one.
fn listed(range: &Interval) -> Result<Vec<Number>, CalcError> {
    let (Some(low), Some(high)) = (&range.low, &range.high) else { return Ok(Vec::new()) };
    let first = Number::from(low.at.clone());
    let more = Number::from(high.at.clone()) - &first;
    let many = || CalcError::at("reported", format!("it fits more than {MOST} counts"));
    let more = u32::try_from(more.to_integer()).ok().filter(|more| *more < MOST).ok_or_else(many)?;
    Ok((0..=more).map(|step| &first + Number::whole(step)).collect())
}

/// The market prices at which a net exercise gives a whole number of shares: it gives count × (price - strike) ÷
/// price, brought to a whole number. The range is shown with its ends. It has no upper end where every warrant
/// may have given a share, and none below the strike, where nobody exercises.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct ImpliedFairValue {
    warrants: Count,
    strike: AboveZero,
    issued: Count,
    mode: Printing,
}

impl Calculation for ImpliedFairValue {
    const NAME: &'static str = "rec.implied_fair_value";
    const MEANING: &'static str = "The market prices at which a net exercise gives so many whole shares.";
    const SOURCE: &'static str = "capfold's own: the inverse of a net exercise";
    const EXAMPLE: &'static str = r#"{"warrants":"3000","strike":"2.25","issued":"1125","mode":"trunc"}"#;
    type Output = Ends;

    fn calculate(&self, steps: &mut Steps) -> Result<Ends, CalcError> {
        let Self { warrants, strike, issued, mode } = self;
        let given = Interval::printed(issued, &Number::one(), *mode);
        let all = Interval { low: None, high: Some(End::closed((***warrants).clone())) };
        let none = || CalcError::at("issued", format!("{warrants} warrants do not give {issued} shares"));
        let given = given.meet(&from_zero(true)).and_then(|given| given.meet(&all)).ok_or_else(none)?;
        steps.say("before rounding", format!("what comes to {issued}"), Shown(&given));
        let withheld = Interval::point((***warrants).clone()).minus(&given).meet(&from_zero(false)).ok_or_else(none)?;
        steps.say("withheld", format!("{warrants} - that"), Shown(&withheld));
        let worth = Interval::point((&**warrants * &**strike).into_ratio());
        let prices = withheld.factors_of(&worth).ok_or_else(none)?.with_ends();
        steps.say("market price", format!("{warrants} × {strike} ÷ that"), Shown(&prices));
        Ok(prices.into())
    }
}
