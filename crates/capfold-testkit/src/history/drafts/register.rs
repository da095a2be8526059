//! Registrations, documents, assumptions, policies, rates and closes.

use capfold_core::date::{Date, Span, YearEnd};
use capfold_core::event::{
    AccountRegistered, AssumedValue, AssumptionMade, BookOpened, Bounded, BoundedIn, Chosen, ClassRegistered, DayCount,
    DocumentCited, Event, ExchangePolicy, Fraction, FractionPolicy, HolderRegistered, PeriodClosed, PlanRegistered,
    Policy, ProjectRegistered, PropertyRegistered, RateChoice, RateObserved, Regime, Treatment, UnitValues,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Currency, Rate};
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{CURRENCIES, Desk, value};
use super::super::op::Step;
use super::awards::limits;
use super::capital;

/// How units are split.
pub(in super::super) const UNIT_VALUES: [UnitValues; 4] =
    [UnitValues::Residual, UnitValues::Relative, UnitValues::WarrantsFirst, UnitValues::None];

/// Rates between dollars, and to or from yen.
const RATES: [&str; 8] = ["1.3015", "1", "0.7692", "1.3333333333", "110.25", "0.0091", "1.269", "2"];

/// Never possible: there is one book, and it is open.
pub(super) fn book_opened(desk: &mut Desk<'_>) -> Option<Event> {
    let functional = desk.any_currency()?;
    let (issuer, presentation, year_end) = (desk.label("Other Mines"), value("USD"), value("06-30"));
    Some(Event::BookOpened(Box::new(BookOpened { issuer, functional, presentation, year_end })))
}

pub(super) fn holder_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let (holder, name) = (desk.new_name("h"), desk.label("Holder"));
    Some(Event::HolderRegistered(Box::new(HolderRegistered { holder, name })))
}

pub(super) fn class_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let (class, name) = (desk.new_name("class"), desk.label("Class"));
    let grain = match (desk.mode, desk.pick(4)) {
        (Mode::Even, _) | (_, 0 | 1) => None,
        (Mode::Mixed | Mode::Valid, 2) => Some(value("0.25")),
        (Mode::Mixed | Mode::Valid, _) => Some(value("10")),
    };
    let par = if desk.once_in(3) { Some(desk.price(desk.book.functional).1) } else { None };
    let terms = ClassRegistered {
        class,
        name,
        grain,
        par,
        votes: None,
        preference: None,
        dividend: None,
        participation: None,
        seniority: None,
        conversion: None,
        redemption: None,
    };
    Some(Event::ClassRegistered(Box::new(capital::with_terms(desk, terms)?)))
}

pub(super) fn plan_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let class = desk.class()?;
    let (pool, per_person) = limits(desk, class.grain)?;
    let (class, plan, name) = (class.name.clone(), desk.new_name("plan"), desk.label("Plan"));
    Some(Event::PlanRegistered(Box::new(PlanRegistered { plan, name, class, pool, per_person })))
}

pub(super) fn property_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let (property, name) = (desk.new_name("p"), desk.label("Property"));
    Some(Event::PropertyRegistered(Box::new(PropertyRegistered { property, name })))
}

pub(super) fn project_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let (project, name) = (desk.new_name("r"), desk.label("Project"));
    Some(Event::ProjectRegistered(Box::new(ProjectRegistered { project, name })))
}

pub(super) fn account_registered(desk: &mut Desk<'_>) -> Option<Event> {
    let currency = desk.any_currency()?;
    let (account, name) = (desk.new_name("bank"), desk.label("Account"));
    Some(Event::AccountRegistered(Box::new(AccountRegistered { account, name, currency })))
}

pub(super) fn document_cited(desk: &mut Desk<'_>) -> Option<Event> {
    let (document, title) = (desk.new_name("d"), desk.label("Document"));
    let (publisher, issued) = (desk.once_in(2).then(|| value("the issuer")), desk.once_in(2).then_some(desk.day));
    Some(Event::DocumentCited(Box::new(DocumentCited { document, title, publisher, issued })))
}

pub(super) fn assumption_made(desk: &mut Desk<'_>) -> Option<Event> {
    let assumed = assumed(desk)?;
    Some(assumption(desk.new_name("a"), assumed))
}

/// A value of one of the kinds of assumption; numbers are round enough to be counts of any class.
fn assumed(desk: &mut Desk<'_>) -> Option<AssumedValue> {
    let (kind, currency, ends) = (desk.pick(5), desk.any_currency()?, desk.pick(4));
    Some(match kind {
        0 => {
            let chosen: Exact = value(desk.one_of(["100", "10", "1000", "1", "0", "30"])?);
            AssumedValue::Quantity(Bounded { chosen, low: low(ends, chosen), high: high(ends, chosen) })
        }
        1 => {
            let chosen: Exact = value(desk.one_of(["500", "1000", "7", "0"])?);
            AssumedValue::Amount(BoundedIn { currency, chosen, low: low(ends, chosen), high: high(ends, chosen) })
        }
        2 => {
            let chosen: Exact = value(desk.one_of(["1", "3", "20"])?);
            AssumedValue::Price(BoundedIn { currency, chosen, low: low(ends, chosen), high: high(ends, chosen) })
        }
        3 => {
            let chosen = if desk.once_in(3) { desk.day.next() } else { desk.day };
            let (low, high) = (Some(chosen.previous()).filter(|_| ends > 0), Some(chosen).filter(|_| ends > 1));
            AssumedValue::Date(Bounded { chosen, low, high })
        }
        _ => {
            let others = CURRENCIES.map(value::<Currency>).into_iter().filter(|other| *other != currency);
            AssumedValue::Currency(Chosen { chosen: currency, instead_of: others.take(ends.min(2)).collect() })
        }
    })
}

/// An assumption with its reason.
pub(in super::super) fn assumption(assumption: Name, assumed: AssumedValue) -> Event {
    Event::AssumptionMade(Box::new(AssumptionMade {
        about: value(&format!("what {assumption} stands for")),
        assumption,
        value: assumed,
        reason: value("no document states it"),
        fitted_to: Vec::new(),
    }))
}

fn low(ends: usize, chosen: Exact) -> Option<Exact> {
    match ends {
        1 => Some(Exact::ZERO),
        2 => Some(chosen),
        _ => None,
    }
}

fn high(ends: usize, chosen: Exact) -> Option<Exact> {
    if ends > 1 { chosen.plus(chosen) } else { None }
}

pub(super) fn policy_adopted(desk: &mut Desk<'_>) -> Option<Event> {
    let treatment = if desk.pick(2) == 0 { Treatment::Capitalised } else { Treatment::Expensed };
    let policy = match desk.pick(8) {
        0 => Policy::Exploration(treatment),
        1 => Policy::Research(treatment),
        2 => Policy::DayCount(desk.one_of([DayCount::Span, DayCount::Inclusive])?),
        3 => Policy::Regime(desk.one_of([Regime::Ifrs, Regime::UsGaap, Regime::CanadianGaap])?),
        4 => Policy::UnitValues(desk.one_of(UNIT_VALUES)?),
        5 => Policy::Fractions(fractions(desk)?),
        _ => {
            let max_age_days = desk.one_of([7, 0, 1, 30])?;
            let rate = desk.one_of([
                RateChoice::TransactionDate,
                RateChoice::TransactionDate,
                RateChoice::MonthAverage,
                RateChoice::QuarterAverage,
            ])?;
            Policy::Exchange(ExchangePolicy { rate, max_age_days })
        }
    };
    Some(Event::PolicyAdopted(Box::new(policy)))
}

fn fractions(desk: &mut Desk<'_>) -> Option<FractionPolicy> {
    let mut rule = || desk.one_of([Fraction::HalfUp, Fraction::Up, Fraction::Down]);
    Some(FractionPolicy { warrants: rule()?, shares: rule()?, options: rule()? })
}

/// A rate of any foreign currency and stretch.
pub(super) fn rate_observed(desk: &mut Desk<'_>) -> Option<Event> {
    let foreign = CURRENCIES.map(value::<Currency>).into_iter().filter(|other| *other != desk.book.functional);
    let currency = desk.one_of(foreign)?;
    let over = desk.one_of([Span::Day, Span::Day, Span::Day, Span::Month, Span::Quarter])?;
    rate_over(desk, currency, over)
}

/// The rate that is missing: of the stretch that the policy asks for, or of the day where that one stands.
pub(in super::super) fn rate_wanted(desk: &mut Desk<'_>, currency: Currency) -> Option<Event> {
    let over = match desk.ledger.policies_at(desk.day).exchange.rate {
        RateChoice::TransactionDate => Span::Day,
        RateChoice::MonthAverage => Span::Month,
        RateChoice::QuarterAverage => Span::Quarter,
    };
    let stands = desk.has_rate(currency, over, desk.day.first_of(over));
    rate_over(desk, currency, if stands { Span::Day } else { over })
}

fn rate_over(desk: &mut Desk<'_>, currency: Currency, over: Span) -> Option<Event> {
    let functional = desk.book.functional;
    let (base, quote) = if desk.once_in(3) { (currency, functional) } else { (functional, currency) };
    let rate: Rate = value(desk.one_of(RATES)?);
    let opened = desk.book.opened;
    desk.day = desk.day.first_of(over).max(opened.first_of(over));
    (desk.day >= opened).then(|| Event::RateObserved(Box::new(RateObserved { base, quote, rate, over })))
}

/// A close, mostly at the end of the financial year.
pub(super) fn period_closed(desk: &mut Desk<'_>) -> Option<Event> {
    let here = matches!(desk.op.step, Step::Back(_) | Step::Same);
    if !here && desk.pick(2) == 0 {
        desk.day = next_year_end(desk.day, desk.book.year_end);
    }
    let label = desk.once_in(2).then(|| desk.label("Period"));
    Some(Event::PeriodClosed(Box::new(PeriodClosed { label })))
}

/// The last day of the financial year that the day lies in.
pub(in super::super) fn next_year_end(day: Date, year_end: YearEnd) -> Date {
    let this = year_end.in_year(day.year()).filter(|end| *end >= day);
    this.or_else(|| year_end.in_year(day.year().checked_add(1)?)).unwrap_or(day)
}
