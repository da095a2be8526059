//! Registrations, documents, assumptions, policies, opening balances and closes.

use capfold_core::date::{Date, Span};
use capfold_core::event::{
    AccountRegistered, AssumedValue, AssumptionMade, BookOpened, Bounded, BoundedIn, Carried, Chosen, ClassRegistered,
    CurrentAsset, DayCount, DocumentCited, Event, ExchangePolicy, HolderRegistered, OpeningAsset, OpeningBalances,
    OpeningCapital, OpeningCash, OpeningOptions, OpeningPayable, OpeningProperty, OpeningShares, OpeningWarrants,
    PeriodClosed, PlanRegistered, Policy, ProjectRegistered, PropertyRegistered, RateChoice, RateObserved, Regime,
    SeriesRegistered, Treatment,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Currency, Quantity, Rate};
use capfold_core::name::{Label, Name};

use super::Mode;
use super::desk::{Desk, value};
use super::op::{Fault, Step};
use super::state::Place;

/// The currencies of a history.
pub(super) const CURRENCIES: [&str; 3] = ["USD", "CAD", "JPY"];
/// Rates between dollars, and to or from yen.
const RATES: [&str; 8] = ["1.3015", "1", "0.7692", "1.3333333333", "110.25", "0.0091", "1.269", "2"];

impl Desk<'_> {
    pub(super) fn label(&mut self, what: &str) -> Label {
        value(&format!("{what} {}", self.position))
    }

    pub(super) fn book_opened(&mut self) -> Option<Event> {
        if !self.errs(Fault::Again) {
            return None;
        }
        let functional = value(self.one_of(CURRENCIES)?);
        let (issuer, presentation, year_end) = (self.label("Other Mines"), value("USD"), value("06-30"));
        Some(Event::BookOpened(Box::new(BookOpened { issuer, functional, presentation, year_end })))
    }

    pub(super) fn holder_registered(&mut self) -> Event {
        let (holder, name) = (self.fresh("h", &self.state.holders), self.label("Holder"));
        Event::HolderRegistered(Box::new(HolderRegistered { holder, name }))
    }

    pub(super) fn class_registered(&mut self) -> Event {
        let (class, name) = (self.fresh("class", self.state.classes.keys()), self.label("Class"));
        let grain = match (self.mode, self.pick(4)) {
            (Mode::Even, _) | (_, 0 | 1) => None,
            (Mode::Mixed | Mode::Valid, 2) => Some(value("0.25")),
            (Mode::Mixed | Mode::Valid, _) => Some(value("10")),
        };
        let par = if self.once_in(3) || self.fault == Some(Fault::Assumption) {
            let currency = self.book.functional;
            Some(self.price(currency).1)
        } else {
            None
        };
        Event::ClassRegistered(Box::new(ClassRegistered { class, name, grain, par }))
    }

    pub(super) fn series_registered(&mut self) -> Option<Event> {
        let class = self.one_of(self.state.classes.keys())?;
        let currency = self.one_of(self.state.accounts.values()).copied().unwrap_or(self.book.functional);
        let (_, strike) = self.price(currency);
        let (series, name) = (self.fresh("w", self.state.series.keys()), self.label("Warrants"));
        let (class, expires) = (self.called(class), self.expiry());
        Some(Event::SeriesRegistered(Box::new(SeriesRegistered { series, name, class, strike, expires })))
    }

    pub(super) fn plan_registered(&mut self) -> Option<Event> {
        let class = self.one_of(self.state.classes.keys())?;
        let limit = self.one_of([None, Some("1000000"), Some("100"), Some("10")])?.map(value::<Quantity>);
        let (plan, name) = (self.fresh("plan", self.state.plans.keys()), self.label("Plan"));
        let class = self.called(class);
        Some(Event::PlanRegistered(Box::new(PlanRegistered { plan, name, class, limit })))
    }

    pub(super) fn property_registered(&mut self) -> Event {
        let (property, name) = (self.fresh("p", &self.state.properties), self.label("Property"));
        Event::PropertyRegistered(Box::new(PropertyRegistered { property, name }))
    }

    pub(super) fn project_registered(&mut self) -> Event {
        let (project, name) = (self.fresh("r", &self.state.projects), self.label("Project"));
        Event::ProjectRegistered(Box::new(ProjectRegistered { project, name }))
    }

    pub(super) fn account_registered(&mut self) -> Event {
        let currency = value(self.one_of(CURRENCIES).unwrap_or("USD"));
        let (account, name) = (self.fresh("bank", self.state.accounts.keys()), self.label("Account"));
        Event::AccountRegistered(Box::new(AccountRegistered { account, name, currency }))
    }

    pub(super) fn document_cited(&mut self) -> Event {
        let (document, title) = (self.fresh("d", &self.state.documents), self.label("Document"));
        let (publisher, issued) = (self.once_in(2).then(|| value("the issuer")), self.once_in(2).then_some(self.day));
        Event::DocumentCited(Box::new(DocumentCited { document, title, publisher, issued }))
    }

    pub(super) fn assumption_made(&mut self) -> Option<Event> {
        let kind = self.pick(5);
        let assumed = self.assumed(kind)?;
        let assumption = self.fresh("a", self.state.assumptions.keys());
        Some(assumption_made(assumption, assumed))
    }

    /// A value of the nth kind of assumption; numbers are round enough to be counts of any class.
    fn assumed(&mut self, kind: usize) -> Option<AssumedValue> {
        let currency = value(self.one_of(CURRENCIES)?);
        let ends = self.pick(4);
        Some(match kind {
            0 => {
                let chosen: Exact = value(self.one_of(["100", "10", "1000", "1", "0", "30"])?);
                AssumedValue::Quantity(Bounded { chosen, low: low(ends, chosen), high: high(ends, chosen) })
            }
            1 => {
                let chosen: Exact = value(self.one_of(["500", "1000", "7", "0"])?);
                AssumedValue::Amount(BoundedIn { currency, chosen, low: low(ends, chosen), high: high(ends, chosen) })
            }
            2 => {
                let chosen: Exact = value(self.one_of(["1", "3", "20"])?);
                AssumedValue::Price(BoundedIn { currency, chosen, low: low(ends, chosen), high: high(ends, chosen) })
            }
            3 => {
                let chosen = if self.once_in(3) { self.day.next() } else { self.day };
                let (low, high) = (Some(chosen.previous()).filter(|_| ends > 0), Some(chosen).filter(|_| ends > 1));
                AssumedValue::Date(Bounded { chosen, low, high })
            }
            _ => {
                let others = CURRENCIES.map(value::<Currency>).into_iter().filter(|other| *other != currency);
                AssumedValue::Currency(Chosen { chosen: currency, instead_of: others.take(ends.min(2)).collect() })
            }
        })
    }

    pub(super) fn policy_adopted(&mut self) -> Event {
        let treatment = if self.pick(2) == 0 { Treatment::Capitalised } else { Treatment::Expensed };
        let policy = match self.pick(6) {
            0 => Policy::Exploration(treatment),
            1 => Policy::Research(treatment),
            2 => Policy::DayCount(if self.pick(2) == 0 { DayCount::Span } else { DayCount::Inclusive }),
            3 => Policy::Regime(
                self.one_of([Regime::Ifrs, Regime::UsGaap, Regime::CanadianGaap]).unwrap_or(Regime::Ifrs),
            ),
            _ => {
                let max_age_days = self.one_of([7, 0, 1, 30]).unwrap_or(7);
                let rates = [
                    RateChoice::TransactionDate,
                    RateChoice::TransactionDate,
                    RateChoice::MonthAverage,
                    RateChoice::QuarterAverage,
                ];
                let rate = self.one_of(rates).unwrap_or(RateChoice::TransactionDate);
                Policy::Exchange(ExchangePolicy { rate, max_age_days })
            }
        };
        Event::PolicyAdopted(Box::new(policy))
    }

    /// A rate: the one that is missing, else of any currency and stretch.
    pub(super) fn rate_observed(&mut self) -> Option<Event> {
        let functional = self.book.functional;
        let (currency, over) = match self.wanted.take() {
            Some(currency) => (currency, self.wanted_span()),
            None => {
                let foreign = CURRENCIES.map(value::<Currency>).into_iter().filter(|other| *other != functional);
                let spans = [Span::Day, Span::Day, Span::Day, Span::Month, Span::Quarter];
                (self.one_of(foreign)?, self.one_of(spans)?)
            }
        };
        let inverse = self.once_in(3);
        let (base, quote) = if inverse { (currency, functional) } else { (functional, currency) };
        let rate: Rate = value(self.one_of(RATES)?);
        let first = self.day.first_of(over);
        self.day = first.max(self.book.day.first_of(over));
        if self.day < self.book.day {
            return None;
        }
        Some(Event::RateObserved(Box::new(RateObserved { base, quote, rate, over })))
    }

    /// The stretch for which the policy wants a rate.
    fn wanted_span(&self) -> Span {
        if self.of_day {
            return Span::Day;
        }
        match self.state.exchange.rate {
            RateChoice::TransactionDate => Span::Day,
            RateChoice::MonthAverage => Span::Month,
            RateChoice::QuarterAverage => Span::Quarter,
        }
    }

    /// Opening balances stand on the book's first day, or too late if that is the mistake to make.
    pub(super) fn opening_balances(&mut self) -> Option<Event> {
        if self.fault == Some(Fault::Late) && self.state.moved {
            self.errs(Fault::Late);
        } else if self.state.moved {
            return None;
        }
        Some(Event::OpeningBalances(Box::new(self.opening()?)))
    }

    /// One to four lines of an opening balance.
    pub(super) fn opening(&mut self) -> Option<OpeningBalances> {
        let mut opening = OpeningBalances::default();
        let lines = self.pick(4).checked_add(1)?;
        for _ in 0..lines {
            match self.pick(10) {
                0 => opening.cash.push(self.opening_cash()?),
                1 => opening.shares.extend(self.opening_shares()),
                2 => opening.warrants.extend(self.opening_warrants()),
                3 => opening.options.extend(self.opening_options().filter(|_| opening.options.is_empty())),
                4 => {
                    let (purpose, balance) = (self.purpose(), self.carried()?);
                    opening.payables.push(OpeningPayable { purpose, balance });
                }
                5 => {
                    let asset = if self.once_in(3) { CurrentAsset::Prepaid } else { CurrentAsset::Receivable };
                    opening.current_assets.push(OpeningAsset { asset, balance: self.carried()? });
                }
                6 => {
                    let property = self.one_of(&self.state.properties)?.clone();
                    opening.properties.push(OpeningProperty { property, balance: self.carried()? });
                }
                7 => opening.equipment.push(self.carried()?),
                8 => {
                    let class = self.one_of(self.state.classes.keys())?.clone();
                    opening.share_capital.push(OpeningCapital { class, balance: self.carried()? });
                }
                _ => opening.contributed_surplus.push(self.carried()?),
            }
        }
        Some(opening)
    }

    fn opening_cash(&mut self) -> Option<OpeningCash> {
        let accounts: Vec<(&Name, &Currency)> = self.state.accounts.iter().collect();
        let (account, currency) = self.one_of(accounts)?;
        let balance = self.carried_in(*currency)?;
        Some(OpeningCash { account: account.clone(), restricted: self.once_in(4), balance })
    }

    fn carried(&mut self) -> Option<Carried> {
        let currency = if self.once_in(3) { value(self.one_of(CURRENCIES)?) } else { self.book.functional };
        self.carried_in(currency)
    }

    /// An amount, with its carrying amount where there is no rate for it.
    fn carried_in(&mut self, currency: Currency) -> Option<Carried> {
        let (amount, money) = self.money(None, currency)?;
        Some(Carried { carrying: self.carrying(amount, currency), money })
    }

    fn opening_shares(&mut self) -> Option<OpeningShares> {
        let state = self.state;
        let class = self.one_of(state.classes.keys())?;
        let holder = self.holder()?;
        let (_, quantity) = self.quantity(state.room(class), state.grain(class))?;
        Some(OpeningShares { class: class.clone(), holder, quantity })
    }

    fn opening_warrants(&mut self) -> Option<OpeningWarrants> {
        let state = self.state;
        let (series, right) = self.one_of(state.series.iter())?;
        let holder = self.holder()?;
        let (_, quantity) = self.quantity(state.room(&right.class), state.grain(&right.class))?;
        Some(OpeningWarrants { series: series.clone(), holder, quantity })
    }

    fn opening_options(&mut self) -> Option<OpeningOptions> {
        let state = self.state;
        let (plan, (class, limit)) = self.one_of(state.plans.iter())?;
        let left = limit.and_then(|limit| limit.minus(state.at(&Place::Granted(plan.clone()))));
        let room = [state.room(class), left].into_iter().flatten().min();
        let (_, quantity) = self.quantity(room, state.grain(class))?;
        let (_, strike) = self.price(self.book.functional);
        let grant = self.fresh("o", state.lots.keys());
        let (plan, holder, expires) = (plan.clone(), self.holder()?, self.expiry());
        Some(OpeningOptions { grant, plan, holder, quantity, strike, expires })
    }

    /// A close, mostly at the end of the financial year.
    pub(super) fn period_closed(&mut self) -> Event {
        let ahead = matches!(self.op.step, Step::Back(_) | Step::Same);
        if !ahead && self.pick(2) == 0 {
            self.day = next_year_end(self.day, self.book.year_end);
        }
        Event::PeriodClosed(Box::new(PeriodClosed { label: self.once_in(2).then(|| self.label("Period")) }))
    }

    /// What is owed: for what, in which currency, how much.
    pub(super) fn owed(
        &mut self,
        currency: Option<Currency>,
    ) -> Option<(capfold_core::event::Purpose, Currency, Exact)> {
        let owed = self.state.places.iter().filter_map(|(place, there)| match place {
            Place::Owed(purpose, held) if !there.is_zero() && currency.is_none_or(|currency| currency == *held) => {
                Some((purpose.clone(), *held, *there))
            }
            Place::Owed(..)
            | Place::Held(..)
            | Place::Warrants(..)
            | Place::Options(_)
            | Place::Cash(..)
            | Place::Receivable(_)
            | Place::Taken(_)
            | Place::Granted(_) => None,
        });
        self.one_of(owed.collect::<Vec<_>>())
    }
}

/// An assumption with its reason.
pub(super) fn assumption_made(assumption: Name, assumed: AssumedValue) -> Event {
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

/// The last day of the financial year that the day lies in.
pub(super) fn next_year_end(day: Date, year_end: capfold_core::date::YearEnd) -> Date {
    let this = year_end.in_year(day.year()).filter(|end| *end >= day);
    this.or_else(|| year_end.in_year(day.year().checked_add(1)?)).unwrap_or(day)
}
