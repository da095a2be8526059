//! A small log at days of two clocks, and its average over a period.

use std::collections::BTreeSet;

use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::book::{Book, State};
use super::event::{Event, What};
use crate::calc::period::{Period, days};
use crate::calc::{CalcError, Calculation, Number, Steps};
use crate::date::Date;

/// Events at most.
const MOST: usize = 10_000;
/// Queries at most.
const MOST_QUERIES: usize = 1_000;

/// A small log with two clocks, folded. An event counts for a query when it was recorded by the day of what is
/// known, took place by the day it is asked for, and no reversal that is known names it. Events apply by day,
/// those of a day by number.
///
/// A split multiplies all that stands before it and divides exercise prices; authorised shares only where it
/// says so. Refused are shares, options and warrants that leave where there are not so many, and a reversal of a
/// reversal.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Ledger {
    events: Vec<Event>,
    queries: Vec<Query>,
    period: Option<Span>,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(deny_unknown_fields)]
struct Query {
    effective_on: Date,
    known_on: Date,
}

/// A period, and what was earned in it.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Span {
    start: Date,
    end: Date,
    known_on: Date,
    profit: Option<Number>,
}

impl Span {
    fn period(&self) -> Result<Period, CalcError> {
        Period::between(self.start, self.end).map_err(|message| CalcError::at("period", message))
    }
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Folded {
    states: Vec<State>,
    /// Outstanding shares at the end of each day, averaged; null without a period.
    wanos: Option<Number>,
    /// Null without a profit or without shares.
    basic_eps: Option<Number>,
}

impl Ledger {
    /// The events that count, in order, with their places.
    fn counted(&self, query: Query) -> Vec<(String, &Event)> {
        let known = |event: &&Event| event.recorded <= query.known_on;
        let reversed: BTreeSet<&Number> = self
            .events
            .iter()
            .filter(known)
            .filter_map(|event| if let What::Reversal { reverses } = &event.what { Some(&**reverses) } else { None })
            .collect();
        let counts =
            |event: &&Event| known(event) && event.date <= query.effective_on && !reversed.contains(&*event.seq);
        let places = self.events.iter().enumerate();
        let mut counted: Vec<_> = places
            .filter(|(_, event)| counts(event))
            .map(|(place, event)| (format!("events[{place}]"), event))
            .collect();
        counted.sort_by(|(_, a), (_, b)| (a.date, &a.seq).cmp(&(b.date, &b.seq)));
        counted
    }

    /// Numbers are of one event each, and what a reversal names is an event that can be reversed.
    fn check(&self) -> Result<(), CalcError> {
        for (list, count, most) in [("events", self.events.len(), MOST), ("queries", self.queries.len(), MOST_QUERIES)]
        {
            if count > most {
                return Err(CalcError::at(list, format!("{count} are more than {most}")));
            }
        }
        let mut seen = BTreeSet::new();
        for (place, event) in self.events.iter().enumerate() {
            if !seen.insert(&*event.seq) {
                return Err(CalcError::at(format!("events[{place}]"), format!("{} is there twice", event.seq)));
            }
        }
        let reversals: BTreeSet<&Number> = self
            .events
            .iter()
            .filter_map(|event| if let What::Reversal { .. } = event.what { Some(&*event.seq) } else { None })
            .collect();
        for (place, event) in self.events.iter().enumerate() {
            if let What::Reversal { reverses } = &event.what {
                let path = || format!("events[{place}]");
                if !seen.contains(&**reverses) {
                    return Err(CalcError::at(path(), format!("there is no event {reverses}")));
                }
                if reversals.contains(&**reverses) {
                    let message = format!("{reverses} is a reversal; what it reversed can be recorded again");
                    return Err(CalcError::at(path(), message));
                }
            }
        }
        Ok(())
    }

    fn state(&self, query: Query) -> Result<State, CalcError> {
        let mut book = Book::default();
        for (path, event) in self.counted(query) {
            book.apply(event, &path)?;
        }
        book.state()
    }

    /// Outstanding shares at the end of each day of a period, added up and divided by its days; a split restates
    /// the days before it.
    fn average(&self, span: &Span, steps: &mut Steps) -> Result<Number, CalcError> {
        let period = span.period()?;
        let mut book = Book::default();
        let mut sum = Number::zero();
        let mut from = period.start;
        for (path, event) in self.counted(Query { effective_on: period.end, known_on: span.known_on }) {
            if event.date > from {
                let length = Number::whole(event.date.days_since(from));
                sum = sum + book.outstanding() * &length;
                steps.say(format!("{from}, {length} days"), "outstanding shares each", book.outstanding());
                from = event.date;
            }
            book.apply(event, &path)?;
            if let What::Split { ratio, .. } = &event.what {
                sum = sum * &**ratio;
            }
        }
        let length = Number::whole(days(from, period.end));
        sum = sum + book.outstanding() * &length;
        steps.say(format!("{from}, {length} days"), "outstanding shares each", book.outstanding());
        let all = Number::whole(days(period.start, period.end));
        let average = sum.over(&all, "period", "its length")?;
        steps.say("weighted average", format!("{sum} ÷ {all}, splits restated"), &average);
        Ok(average)
    }
}

impl Calculation for Ledger {
    const NAME: &'static str = "fold.ledger";
    const MEANING: &'static str = "Balances of a small log as of days, as known on days, and its earnings per share.";
    const SOURCE: &'static str = "capfold's own: two clocks; IAS 33.20, 33.26; ASC 260-10-45-10";
    const EXAMPLE: &'static str = r#"{"events":[{"seq":"1","date":"2024-01-01","recorded":"2024-01-01","type":"issue","holder":"kim","shares":"900"},{"seq":"2","date":"2024-03-01","recorded":"2024-05-01","type":"issue","holder":"lee","shares":"100"}],"queries":[{"effective_on":"2024-04-01","known_on":"2024-04-01"},{"effective_on":"2024-04-01","known_on":"2024-06-01"}],"period":{"start":"2024-01-01","end":"2024-12-31","known_on":"2024-12-31","profit":"1200"}}"#;
    type Output = Folded;

    fn calculate(&self, steps: &mut Steps) -> Result<Folded, CalcError> {
        self.check()?;
        let mut states = Vec::new();
        for query in &self.queries {
            let Query { effective_on, known_on } = *query;
            let state = self.state(*query)?;
            let how = format!("{} events, as known on {known_on}", self.counted(*query).len());
            steps.say(format!("outstanding on {effective_on}"), how, &state.outstanding);
            states.push(state);
        }
        let Some(span) = &self.period else { return Ok(Folded { states, wanos: None, basic_eps: None }) };
        let average = self.average(span, steps)?;
        let basic_eps = match &span.profit {
            Some(profit) if !average.is_zero() => {
                let per_share = profit.over(&average, "period", "the average")?;
                steps.say("earnings per share", format!("{profit} ÷ {average}"), &per_share);
                Some(per_share)
            }
            Some(_) | None => None,
        };
        Ok(Folded { states, wanos: Some(average), basic_eps })
    }
}
