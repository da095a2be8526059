//! What a history holds by a day, as far as the next entry depends on it: names, counts and amounts,
//! no carrying amounts. Lighter than a ledger and written without one, so that the generator does
//! not follow the ledger's mistakes.

mod moves;

use std::collections::{BTreeMap, BTreeSet};

use capfold_core::date::{Date, Span, YearEnd};
use capfold_core::event::{
    AssumedValue, CashPlace, Event, ExchangePolicy, Installment, Policy, Purpose, RateChoice, RateObserved,
};
use capfold_core::exact::{Exact, Rounding, notional};
use capfold_core::log::Timeline;
use capfold_core::money::{Currency, Given, GivenMoney, GivenPrice, GivenQuantity};
use capfold_core::name::{Name, Seq};

/// Something that can run out, or be full.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Place {
    /// Shares of a class and holder.
    Held(Name, Name),
    /// Warrants of a series and holder.
    Warrants(Name, Name),
    /// Options of a lot.
    Options(Name),
    /// Cash of an account, unrestricted or restricted.
    Cash(Name, bool),
    /// What is owed for a purpose.
    Owed(Purpose, Currency),
    /// What is owed to the company.
    Receivable(Currency),
    /// Shares of a class that are issued or reserved.
    Taken(Name),
    /// Options granted under a plan, less those that expired or were forfeited.
    Granted(Name),
}

/// The book.
#[derive(Clone, Debug)]
pub(super) struct Book {
    pub(super) functional: Currency,
    pub(super) year_end: YearEnd,
    pub(super) day: Date,
}

/// A class of shares.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) grain: Exact,
    /// Authorised; none: unlimited.
    pub(super) limit: Option<Exact>,
}

/// A series of warrants or a lot of options.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub(super) class: Name,
    pub(super) strike: Exact,
    pub(super) currency: Currency,
    /// The last day of the term, when there is one.
    pub(super) expires: Option<Date>,
}

impl Right {
    /// Whether it can be exercised on a day.
    pub(super) fn is_open(&self, day: Date) -> bool {
        self.expires.is_none_or(|expires| day <= expires)
    }

    /// Whether it can lapse on a day.
    pub(super) fn can_lapse(&self, day: Date) -> bool {
        self.expires.is_none_or(|expires| day >= expires)
    }
}

/// A lot of options beside its terms.
#[derive(Clone, Debug)]
pub(super) struct Lot {
    pub(super) right: Right,
    pub(super) plan: Name,
    pub(super) holder: Name,
}

/// What an agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgreementKind {
    Option,
    Lease,
    Venture,
}

/// An agreement and what was promised under it.
#[derive(Clone, Debug)]
pub(super) struct Agreement {
    pub(super) kind: AgreementKind,
    pub(super) schedule: Vec<Installment>,
}

/// What a history holds by a day.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) book: Option<Book>,
    pub(super) holders: BTreeSet<Name>,
    pub(super) classes: BTreeMap<Name, Class>,
    pub(super) series: BTreeMap<Name, Right>,
    pub(super) plans: BTreeMap<Name, (Name, Option<Exact>)>,
    pub(super) lots: BTreeMap<Name, Lot>,
    pub(super) properties: BTreeSet<Name>,
    pub(super) projects: BTreeSet<Name>,
    pub(super) accounts: BTreeMap<Name, Currency>,
    pub(super) documents: BTreeSet<Name>,
    pub(super) assumptions: BTreeMap<Name, AssumedValue>,
    pub(super) agreements: BTreeMap<Name, Agreement>,
    pub(super) exchange: ExchangePolicy,
    pub(super) rates: Vec<(RateObserved, Date)>,
    pub(super) places: BTreeMap<Place, Exact>,
    pub(super) moved: bool,
}

/// The state at the end of a timeline, and how many of its facts could not happen.
pub(super) fn fold(timeline: &Timeline<'_>, broken: &BTreeSet<Seq>) -> (State, usize) {
    let mut state = State::default();
    let mut refused = 0_usize;
    for fact in timeline.facts.iter().filter(|fact| !broken.contains(&fact.stated_by)) {
        if state.apply(fact.effective, fact.assumes, fact.event).is_none() {
            refused = refused.saturating_add(1);
        }
    }
    (state, refused)
}

impl State {
    /// What is in a place.
    pub(super) fn at(&self, place: &Place) -> Exact {
        self.places.get(place).copied().unwrap_or_default()
    }

    /// How many more shares of a class can be issued or reserved; none: without limit.
    pub(super) fn room(&self, class: &Name) -> Option<Exact> {
        let limit = self.classes.get(class)?.limit?;
        limit.minus(self.at(&Place::Taken(class.clone())))
    }

    /// The smallest count of a class.
    pub(super) fn grain(&self, class: &Name) -> Exact {
        self.classes.get(class).map_or(Exact::ONE, |class| class.grain)
    }

    /// Whether an amount has a value in functional currency on a day.
    pub(super) fn has_value(&self, currency: Currency, day: Date) -> bool {
        match self.exchange.rate {
            RateChoice::TransactionDate => self.has_rate(currency, day, Span::Day),
            RateChoice::MonthAverage => self.has_rate(currency, day, Span::Month),
            RateChoice::QuarterAverage => self.has_rate(currency, day, Span::Quarter),
        }
    }

    /// Whether there is a rate of a stretch that holds for a day.
    pub(super) fn has_rate(&self, currency: Currency, day: Date, span: Span) -> bool {
        let Some(functional) = self.book.as_ref().map(|book| book.functional) else {
            return false;
        };
        let fits = |rate: &RateObserved| {
            let pair = (rate.base, rate.quote);
            rate.over == span && (pair == (functional, currency) || pair == (currency, functional))
        };
        let holds = |seen: Date| match span {
            Span::Day => {
                seen <= day && i64::from(self.exchange.max_age_days).checked_sub(day.days_since(seen)) >= Some(0)
            }
            Span::Month | Span::Quarter => seen == day.first_of(span),
        };
        currency == functional || self.rates.iter().any(|(rate, seen)| fits(rate) && holds(*seen))
    }

    /// Currencies of cash, receivables and payables that are there.
    pub(super) fn monetary(&self) -> BTreeSet<Currency> {
        let there = self.places.iter().filter(|(_, amount)| !amount.is_zero());
        there
            .filter_map(|(place, _)| match place {
                Place::Cash(account, _) => self.accounts.get(account).copied(),
                Place::Owed(_, currency) | Place::Receivable(currency) => Some(*currency),
                Place::Held(..) | Place::Warrants(..) | Place::Options(_) | Place::Taken(_) | Place::Granted(_) => None,
            })
            .collect()
    }

    fn quantity(&self, given: &GivenQuantity) -> Option<Exact> {
        let assumed = |name: &Name| match self.assumptions.get(name)? {
            AssumedValue::Quantity(value) => Some(value.chosen),
            AssumedValue::Amount(_) | AssumedValue::Price(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => {
                None
            }
        };
        resolved(given, |quantity| quantity.exact(), assumed)
    }

    fn money(&self, money: &GivenMoney) -> Option<(Exact, Currency)> {
        let assumed = |name: &Name| match self.assumptions.get(name)? {
            AssumedValue::Amount(value) => (value.currency == money.currency).then_some(value.chosen),
            AssumedValue::Quantity(_) | AssumedValue::Price(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => {
                None
            }
        };
        Some((resolved(&money.amount, |amount| amount.exact(), assumed)?, money.currency))
    }

    fn price(&self, price: &GivenPrice) -> Option<(Exact, Currency)> {
        let assumed = |name: &Name| match self.assumptions.get(name)? {
            AssumedValue::Price(value) => (value.currency == price.currency).then_some(value.chosen),
            AssumedValue::Quantity(_) | AssumedValue::Amount(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => {
                None
            }
        };
        Some((resolved(&price.amount, |price| price.exact(), assumed)?, price.currency))
    }

    /// Adds to places and takes from them, all or nothing: none goes below zero or above its limit.
    fn commit(&mut self, moves: Vec<(Place, Exact)>) -> Option<()> {
        let mut after: BTreeMap<Place, Exact> = BTreeMap::new();
        for (place, by) in moves {
            let amount = after.get(&place).copied().unwrap_or_else(|| self.at(&place)).plus(by)?;
            let limit = match &place {
                Place::Taken(class) => self.classes.get(class)?.limit,
                Place::Granted(plan) => self.plans.get(plan)?.1,
                Place::Held(..)
                | Place::Warrants(..)
                | Place::Options(_)
                | Place::Cash(..)
                | Place::Owed(..)
                | Place::Receivable(_) => None,
            };
            if amount.is_negative() || (by > Exact::ZERO && limit.is_some_and(|limit| amount > limit)) {
                return None;
            }
            after.insert(place, amount);
        }
        self.places.extend(after);
        Some(())
    }

    /// Lets an event happen, or nothing.
    pub(super) fn apply(&mut self, day: Date, assumes: &[Name], event: &Event) -> Option<()> {
        if let Event::BookOpened(book) = event {
            if self.book.is_some() {
                return None;
            }
            self.book = Some(Book { functional: book.functional, year_end: book.year_end, day });
            return Some(());
        }
        self.book.as_ref()?;
        let day_fits = |name: &Name| match self.assumptions.get(name) {
            Some(AssumedValue::Date(value)) => value.chosen == day,
            Some(
                AssumedValue::Quantity(_)
                | AssumedValue::Amount(_)
                | AssumedValue::Price(_)
                | AssumedValue::Currency(_),
            ) => true,
            None => false,
        };
        if !assumes.iter().all(day_fits) {
            return None;
        }
        self.happen(day, event)?;
        self.moved = self.moved || moves::is_movement(event);
        Some(())
    }

    fn happen(&mut self, day: Date, event: &Event) -> Option<()> {
        match event {
            Event::HolderRegistered(e) => self.holders.insert(e.holder.clone()).then_some(()),
            Event::PropertyRegistered(e) => self.properties.insert(e.property.clone()).then_some(()),
            Event::ProjectRegistered(e) => self.projects.insert(e.project.clone()).then_some(()),
            Event::DocumentCited(e) => self.documents.insert(e.document.clone()).then_some(()),
            Event::AccountRegistered(e) => add(&mut self.accounts, &e.account, e.currency),
            Event::AssumptionMade(e) => add(&mut self.assumptions, &e.assumption, e.value.clone()),
            Event::ClassRegistered(e) => {
                if let Some(par) = &e.par {
                    self.price(par)?;
                }
                let grain = e.grain.map_or(Exact::ONE, |grain| grain.exact());
                add(&mut self.classes, &e.class, Class { grain, limit: Some(Exact::ZERO) })
            }
            Event::SeriesRegistered(e) => {
                let right = self.right(&e.class, &e.strike, e.expires)?;
                add(&mut self.series, &e.series, right)
            }
            Event::PlanRegistered(e) => {
                self.classes.get(&e.class)?;
                add(&mut self.plans, &e.plan, (e.class.clone(), e.limit.map(|limit| limit.exact())))
            }
            Event::PolicyAdopted(policy) => {
                if let Policy::Exchange(exchange) = policy.as_ref() {
                    self.exchange = *exchange;
                }
                Some(())
            }
            Event::RateObserved(e) => {
                self.rates.push((e.as_ref().clone(), day));
                Some(())
            }
            Event::PeriodClosed(_) => Some(()),
            Event::OpeningBalances(e) => self.opening(day, e),
            Event::AuthorisedSet(e) => self.authorised_set(e),
            Event::SharesIssued(e) => self.shares_issued(day, e),
            Event::SharesTransferred(e) => self.shares_transferred(e),
            Event::OptionsGranted(e) => self.options_granted(e),
            Event::OptionsExercised(e) => self.options_exercised(day, e),
            Event::OptionsExpired(e) => self.options_ended(Some(day), e),
            Event::OptionsForfeited(e) => self.options_ended(None, e),
            Event::WarrantsIssued(e) => self.warrants_issued(day, e),
            Event::WarrantsExercised(e) => self.warrants_exercised(day, e),
            Event::WarrantsExpired(e) => self.warrants_expired(day, e),
            Event::WarrantsTransferred(e) => self.warrants_transferred(e),
            Event::CashReceived(e) => self.cash_received(day, e),
            Event::CashPaid(e) => self.cash_paid(day, e),
            Event::CashMoved(e) => self.cash_moved(e),
            Event::CashConverted(e) => self.cash_converted(day, e),
            Event::ExpenseAccrued(e) => self.expense_accrued(day, e),
            Event::LiabilityPaid(e) => self.liability_paid(e),
            Event::ExchangeRevalued(_) => {
                self.monetary().iter().all(|currency| self.has_rate(*currency, day, Span::Day)).then_some(())
            }
            Event::PropertyOptionAgreed(e) => {
                self.properties.get(&e.property)?;
                self.agreed(&e.agreement, AgreementKind::Option, &e.schedule)
            }
            Event::LeaseAgreed(e) => self.agreed(&e.agreement, AgreementKind::Lease, &e.payments),
            Event::JointVentureAgreed(e) => self.agreed(&e.agreement, AgreementKind::Venture, &e.commitments),
            Event::PropertyPaid(e) => self.property_paid(day, e),
            Event::LeasePaid(e) => {
                self.purpose(&e.purpose)?;
                self.agreement_paid(day, &e.agreement, AgreementKind::Lease, &e.cash)
            }
            Event::JointVentureContributed(e) => {
                self.agreement_paid(day, &e.agreement, AgreementKind::Venture, &e.cash)
            }
            Event::BookOpened(_) | Event::Amend(_) | Event::Void(_) => None,
        }
    }

    fn right(&self, class: &Name, strike: &GivenPrice, expires: Option<Date>) -> Option<Right> {
        self.classes.get(class)?;
        let (strike, currency) = self.price(strike)?;
        Some(Right { class: class.clone(), strike, currency, expires })
    }

    fn holder(&self, name: &Name) -> Option<Name> {
        self.holders.get(name).cloned()
    }

    /// A purpose whose names are known.
    fn purpose(&self, purpose: &Purpose) -> Option<Purpose> {
        let known = match purpose {
            Purpose::Administrative => true,
            Purpose::Exploration(property) => self.properties.contains(property),
            Purpose::Research(project) => self.projects.contains(project),
            Purpose::IssueCosts(class) => self.classes.contains_key(class),
        };
        known.then(|| purpose.clone())
    }

    /// Cash into a place, or out of it.
    fn cash(&self, place: &CashPlace, money: &GivenMoney, inward: bool) -> Option<(Place, Exact)> {
        let (amount, currency) = self.money(money)?;
        (self.accounts.get(&place.account) == Some(&currency)).then_some(())?;
        let by = if inward { amount } else { amount.negated() };
        Some((Place::Cash(place.account.clone(), place.restricted), by))
    }

    fn valued(&self, money: &GivenMoney, carrying: bool, day: Date) -> Option<()> {
        (carrying || self.has_value(money.currency, day)).then_some(())
    }
}

/// The number itself, or what an assumption makes of it.
fn resolved<T>(
    given: &Given<T>,
    number: impl Fn(&T) -> Exact,
    chosen: impl Fn(&Name) -> Option<Exact>,
) -> Option<Exact> {
    match given {
        Given::Stated(value) => Some(number(value)),
        Given::Assumed(name) => chosen(name),
        Given::Rest(rest) => number(&rest.total).minus(chosen(&rest.after)?).filter(|left| !left.is_negative()),
    }
}

fn add<T>(table: &mut BTreeMap<Name, T>, name: &Name, row: T) -> Option<()> {
    if table.contains_key(name) {
        return None;
    }
    table.insert(name.clone(), row);
    Some(())
}

/// `quantity × price` to the cent.
pub(super) fn product(quantity: Exact, price: Exact, currency: Currency) -> Option<Exact> {
    notional(quantity, price, currency.grain(), Rounding::HalfUp).ok().map(|rounded| rounded.value)
}
