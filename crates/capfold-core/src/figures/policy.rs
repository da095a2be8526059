//! The policies that a figure was found under, in words.

use std::collections::BTreeSet;

use super::rules::PolicyKind;
use super::{Answer, Request, Scope, Time, ValueUnit};
use crate::date::{Date, Period};
use crate::event::{DayCount, ExchangePolicy, Fraction, FractionPolicy, RateChoice, Regime, Treatment, UnitValues};
use crate::ledger::{Cause, ClassId, Ledger, Policies};

/// The policies that bear on a figure, in the order of its rule: those of its last day, and where the
/// days of its movements decide, every one of its time.
pub(super) fn used(request: &Request<'_>, answer: &Answer) -> Vec<String> {
    let ledger = request.ledger;
    let words = |kind: &PolicyKind| match kind {
        PolicyKind::DayCount => Some(day_count(ledger, answer.time)),
        PolicyKind::Exploration => {
            ledger.properties().next().is_some().then(|| dated(ledger, answer.time, "exploration", treated))
        }
        PolicyKind::Research => {
            ledger.projects().next().is_some().then(|| dated(ledger, answer.time, "research", treated_research))
        }
        PolicyKind::Exchange => has_foreign(ledger, answer).then(|| dated(ledger, answer.time, "exchange at", rate)),
        PolicyKind::Fractions => {
            had_units(ledger, answer.time).then(|| dated(ledger, answer.time, "fractions", policy_of_fractions))
        }
        PolicyKind::SplitFractions => None,
        PolicyKind::UnitValues => {
            had_units(ledger, answer.time).then(|| dated(ledger, answer.time, "unit values", unit_values))
        }
        PolicyKind::Regime => ledger.policies_at(answer.time.last()).regime.map(regime),
    };
    let mut all = Vec::new();
    for kind in answer.figure.policies() {
        all.extend(words(kind));
        if matches!(kind, PolicyKind::Fractions | PolicyKind::SplitFractions) {
            all.extend(fractions_of_changes(request, answer));
        }
    }
    all
}

/// Whether an amount in another than the functional currency is in the number by its carrying amount.
fn has_foreign(ledger: &Ledger, answer: &Answer) -> bool {
    let Some(functional) = ledger.book().map(|book| book.functional) else { return false };
    let carried = match answer.unit {
        ValueUnit::Money(currency) | ValueUnit::PerShare(currency) => currency == functional,
        ValueUnit::Count => false,
    };
    let foreign = answer.by_currency.keys().any(|currency| *currency != functional);
    (carried && foreign) || answer.inputs.iter().any(|input| has_foreign(ledger, input))
}

fn day_count(ledger: &Ledger, time: Time) -> String {
    let words = match ledger.policies_at(time.last()).day_count {
        DayCount::Inclusive => "day count inclusive: the day of issue counts",
        DayCount::Span => "day count span: the day of issue does not count",
    };
    match time {
        Time::At(_) => words.to_owned(),
        Time::Over(period) => format!("{words}; {} days", period.days()),
    }
}

/// `exploration expensed, capitalised from 2004-07-01`: what held at the start of a figure's time, and
/// what it changed to. A figure of a day looks back to the opening of the book.
fn dated(ledger: &Ledger, time: Time, what: &str, words: fn(&Policies) -> String) -> String {
    let opened = ledger.book().map_or(time.last(), |book| book.opened);
    let first: Date = match time {
        Time::At(_) => opened,
        Time::Over(period) => period.first.max(opened),
    };
    let days = Period::new(first, time.last()).unwrap_or(Period { first: time.last(), last: time.last() });
    let mut told = format!("{what} ");
    let mut before: Option<String> = None;
    let mut in_force = ledger.policies_over(days).into_iter().peekable();
    while let Some((since, policies)) = in_force.next() {
        // Of several adopted on a day the last one holds for all of it.
        if in_force.peek().is_some_and(|(next, _)| *next == since) {
            continue;
        }
        let now = words(&policies);
        match &before {
            Some(same) if *same == now => continue,
            Some(_) => told.push_str(&format!(", {now} from {since}")),
            None => told.push_str(&now),
        }
        before = Some(now);
    }
    told
}

fn treated(policies: &Policies) -> String {
    treatment(policies.exploration).to_owned()
}

fn treated_research(policies: &Policies) -> String {
    treatment(policies.research).to_owned()
}

const fn treatment(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Expensed => "expensed",
        Treatment::Capitalised => "capitalised",
    }
}

fn rate(policies: &Policies) -> String {
    let ExchangePolicy { rate, max_age_days } = policies.exchange;
    match rate {
        RateChoice::TransactionDate => format!("the rate of the day, at most {max_age_days} days old"),
        RateChoice::MonthAverage => "the average of the month".to_owned(),
        RateChoice::QuarterAverage => "the average of the quarter".to_owned(),
    }
}

/// Whether units had been issued by the end of a time: they are what is divided by these policies.
fn had_units(ledger: &Ledger, time: Time) -> bool {
    let postings = ledger.journal().map_or(&[][..], |journal| journal.postings());
    postings.iter().any(|posting| posting.cause == Cause::Units && posting.date <= time.last())
}

/// `fractions on 2023-11-27: of shares up · …`: what became of fractions where a class in scope was split,
/// consolidated or exchanged, within a figure's time or through the day that it is restated to, and where a part
/// of it counts in the units of then.
fn fractions_of_changes(request: &Request<'_>, answer: &Answer) -> Vec<String> {
    let first = match request.time {
        Time::At(_) => None,
        Time::Over(period) => Some(period.first),
    };
    let used = answer.restated_by();
    let mut classes: Option<BTreeSet<ClassId>> = match request.resolved {
        Scope::Class(class) => Some(BTreeSet::from([class])),
        Scope::Unit(unit) => request.ledger.class_of(unit).map(|class| BTreeSet::from([class])),
        Scope::All | Scope::Currency(_) | Scope::Spending(_) | Scope::Year(_) => None,
    };
    let mut all = Vec::new();
    for change in request.ledger.restructurings().iter().rev() {
        let of_class = classes.as_mut().is_none_or(|classes| {
            // What became another class had fractions of its own before.
            if classes.contains(&change.to) {
                classes.insert(change.from);
            }
            classes.contains(&change.from)
        });
        let in_time = first.is_none_or(|first| first <= change.date) && change.date <= request.restated_as_of;
        if used.contains(&change.by) || (of_class && in_time) {
            all.push(format!("fractions on {}: {}", change.date, fractions(change.fractions)));
        }
    }
    all.reverse();
    all.dedup();
    all
}

fn policy_of_fractions(policies: &Policies) -> String {
    fractions(policies.fractions)
}

fn fractions(FractionPolicy { shares, options, warrants }: FractionPolicy) -> String {
    let words = |fraction| match fraction {
        Fraction::Down => "down",
        Fraction::HalfUp => "half up",
        Fraction::Up => "up",
    };
    format!("of shares {} · of options {} · of warrants {}", words(shares), words(options), words(warrants))
}

fn unit_values(policies: &Policies) -> String {
    let words = match policies.unit_values {
        UnitValues::None => "none: all is the share's",
        UnitValues::Residual => "residual",
        UnitValues::Relative => "relative",
        UnitValues::WarrantsFirst => "warrants first",
    };
    words.to_owned()
}

fn regime(regime: Regime) -> String {
    let words = match regime {
        Regime::Ifrs => "IFRS",
        Regime::UsGaap => "US GAAP",
        Regime::CanadianGaap => "Canadian GAAP before 2011",
    };
    format!("accounting regime: {words}")
}
