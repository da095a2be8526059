//! Figures: named, defined, dated numbers, each a sum over accounts with its lineage.
//!
//! A figure is asked for by name, `cash.unrestricted`, or by name and scope, `cash:CAD`,
//! `shares.outstanding:common`, `commitments:2005`. Sums are taken over the postings of a journal, so
//! their parts add up to them; ratios name the figures they divide.
//!
//! Errors: [`FigureError`].

mod basis;
mod computed;
mod continuity;
mod policy;
mod prices;
mod restated;
mod rules;

pub use basis::{Basis, Difference, Terms, bases};
pub use continuity::{Continuity, continuities, continuity};
pub use prices::{PriceBand, Priced, RightsNote, RightsRow, rights_note};
pub use rules::{FIGURES, Figure, Measure, PolicyKind, ScopeKind, When};

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Zero;

use crate::date::{Date, Period};
use crate::exact::Exact;
use crate::ledger::{Account, AccountId, ClassId, Ledger, Place, Posting, Rests, RightView, Spending, Unit, merge};
use crate::money::Currency;
use crate::name::Seq;
use rules::Rule;

/// Why a figure cannot be given.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FigureError {
    /// No figure of that name.
    #[error("there is no figure `{0}`")]
    NoSuchFigure(String),
    /// A scope on a figure that has none, or a scope that the book does not know.
    #[error("`{scope}` is not {expected}")]
    Scope {
        /// As asked.
        scope: String,
        /// What the figure takes.
        expected: String,
    },
    /// The figure is of a day, and a period was asked for, or the reverse.
    #[error("`{name}` is a figure {is}: give {needed}")]
    WrongTime {
        /// The figure.
        name: &'static str,
        /// What it is.
        is: &'static str,
        /// What to give.
        needed: &'static str,
    },
    /// The book is not open.
    #[error("the book is not open")]
    NoBook,
    /// The day or period is over before the book opens.
    #[error("the book opens on {opens}: it says nothing of {time}")]
    BeforeTheBook {
        /// The first day of the book.
        opens: Date,
        /// As asked.
        time: Time,
    },
    /// The ledger was folded without lineage.
    #[error("the ledger was folded without lineage")]
    NoLineage,
    /// Authorised shares of a class without limit.
    #[error("the charter sets no limit to class `{0}`")]
    Unlimited(String),
    /// A ratio over nothing.
    #[error("`{0}` has nothing to divide by in that period")]
    Nothing(&'static str),
    /// To be restated, and counts no shares over time.
    #[error("`{0}` has no units of another day")]
    NotRestated(&'static str),
    /// To be restated to a day that is too early.
    #[error("figures through {last} cannot be in the units of {day}")]
    RestatedBefore {
        /// As asked.
        day: Date,
        /// The last day of the figure.
        last: Date,
    },
    /// Prices in several currencies have no common low, high or average.
    #[error("`{0}` would mix currencies: ask for one series or lot")]
    MixedCurrencies(&'static str),
}

/// The day or the period of a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Time {
    /// At the end of a day.
    At(Date),
    /// Over a period.
    Over(Period),
}

impl Time {
    /// The last day that matters.
    #[must_use]
    pub const fn last(self) -> Date {
        match self {
            Self::At(date) => date,
            Self::Over(period) => period.last,
        }
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::At(date) => write!(f, "{date}"),
            Self::Over(period) => write!(f, "{period}"),
        }
    }
}

/// What the number of a figure counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueUnit {
    /// Shares, options or warrants.
    Count,
    /// Money of a currency.
    Money(Currency),
    /// Money of a currency per share.
    PerShare(Currency),
}

/// One posting's contribution to a figure.
#[derive(Clone, Debug)]
pub struct Part {
    /// The posting.
    pub posting: Posting,
    /// Its position in the journal.
    pub index: usize,
    /// The account through which it counts.
    pub account: AccountId,
    /// What it adds in the account's own unit.
    pub amount: Exact,
    /// What it adds in functional currency.
    pub carrying: Exact,
    /// Days it counts for, in a weighted average.
    pub days: Option<i64>,
    /// The units of the figure, where a split came after it.
    pub restated: Option<Restatement>,
}

impl Part {
    /// The count in the units of the figure, where they are others than its own.
    #[must_use]
    pub fn counts_as(&self) -> Option<BigRational> {
        self.restated.as_ref().map(|restated| self.amount.ratio() * &restated.factor)
    }
}

/// A count in other units than those in which it moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restatement {
    /// What one share counts for.
    pub factor: BigRational,
    /// The entries that changed the units, in order of the fold.
    pub by: Vec<Seq>,
}

/// A figure with everything it stands on.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Which figure.
    pub figure: Figure,
    /// The scope it was asked for.
    pub scope: Option<String>,
    /// Its day or period.
    pub time: Time,
    /// What the number counts.
    pub unit: ValueUnit,
    /// The number. None: amounts of several currencies that are not booked have no total.
    pub number: Option<BigRational>,
    /// Money in the currencies in which it moved.
    pub by_currency: BTreeMap<Currency, Exact>,
    /// The postings it is the sum of.
    pub parts: Vec<Part>,
    /// The figures it is computed from.
    pub inputs: Vec<Answer>,
    /// The policies that bear on it, as in force at its own time, in words.
    pub policies: Vec<String>,
    /// The assumptions it rests on, in order of registration.
    pub rests: Rests,
}

impl Answer {
    /// The name with its scope.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{}:{scope}", self.figure.name()),
            None => self.figure.name().to_owned(),
        }
    }

    /// The entries that changed the units in which parts of the figure count, its inputs included.
    pub(crate) fn restated_by(&self) -> BTreeSet<Seq> {
        let own = self.parts.iter().filter_map(|part| part.restated.as_ref());
        let own = own.flat_map(|restated| restated.by.iter().copied());
        own.chain(self.inputs.iter().flat_map(Self::restated_by)).collect()
    }

    /// Entries behind the figure, its inputs included, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<Seq> {
        let mut entries: Vec<Seq> = self.parts.iter().map(|part| part.posting.stated_by).collect();
        entries.extend(self.restated_by());
        entries.extend(self.inputs.iter().flat_map(Self::entries));
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

/// A scope, resolved to what the ledger calls it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    All,
    Class(ClassId),
    Unit(Unit),
    Currency(Currency),
    Spending(Spending),
    Year(i32),
}

/// Reads a figure's name and scope.
///
/// # Errors
/// [`FigureError::NoSuchFigure`].
pub fn parse(name: &str) -> Result<(Figure, Option<&str>), FigureError> {
    let (base, scope) = match name.split_once(':') {
        Some((base, scope)) => (base, Some(scope)),
        None => (name, None),
    };
    let figure = FIGURES.iter().copied().find(|figure| figure.name() == base);
    figure.map(|figure| (figure, scope)).ok_or_else(|| FigureError::NoSuchFigure(base.to_owned()))
}

/// Computes a figure from a ledger that was folded with lineage through the time's last day or a later
/// one. Policies are those in force at the time's own last day.
///
/// # Errors
/// [`FigureError`]; a figure is never guessed.
pub fn evaluate(ledger: &Ledger, figure: Figure, scope: Option<&str>, time: Time) -> Result<Answer, FigureError> {
    ask(ledger, figure, scope, time, time.last())
}

/// The same in the units of shares of a later day, through which the ledger was folded: splits,
/// consolidations, bonus issues and exchanges of a class until then count as if they had come before (IAS
/// 33.64).
///
/// # Errors
/// [`FigureError`]; [`FigureError::NotRestated`] for a figure that compares no numbers of shares over time,
/// and [`FigureError::RestatedBefore`] for a day before the time's last.
pub fn evaluate_restated(
    ledger: &Ledger,
    figure: Figure,
    scope: Option<&str>,
    time: Time,
    day: Date,
) -> Result<Answer, FigureError> {
    if !figure.restates() {
        return Err(FigureError::NotRestated(figure.name()));
    }
    if day < time.last() {
        return Err(FigureError::RestatedBefore { day, last: time.last() });
    }
    ask(ledger, figure, scope, time, day)
}

fn ask(
    ledger: &Ledger,
    figure: Figure,
    scope: Option<&str>,
    time: Time,
    restated_as_of: Date,
) -> Result<Answer, FigureError> {
    let rule = figure.rule();
    match (rule.when, time) {
        (When::Day, Time::At(_)) | (When::Period, Time::Over(_)) => {}
        (When::Day, Time::Over(_)) => {
            return Err(FigureError::WrongTime { name: rule.name, is: "of a day", needed: "--as-of" });
        }
        (When::Period, Time::At(_)) => {
            return Err(FigureError::WrongTime { name: rule.name, is: "of a period", needed: "--period" });
        }
    }
    let opens = ledger.book().ok_or(FigureError::NoBook)?.opened;
    if time.last() < opens {
        return Err(FigureError::BeforeTheBook { opens, time });
    }
    let resolved = resolve(ledger, rule, scope)?;
    let request = Request { ledger, figure, scope: scope.map(str::to_owned), resolved, time, restated_as_of };
    let answer = match rule.compute {
        Some(compute) => compute(&request),
        None => request.sum(),
    }?;
    Ok(Answer { policies: policy::used(&request, &answer), ..answer })
}

/// Finds what a scope means in this book.
fn resolve(ledger: &Ledger, rule: &Rule, scope: Option<&str>) -> Result<Scope, FigureError> {
    let Some(text) = scope else { return Ok(Scope::All) };
    let found = match rule.scope {
        ScopeKind::None => None,
        ScopeKind::Class => {
            ledger.classes().find(|(_, name, _)| name.as_str() == text).map(|(id, ..)| Scope::Class(id))
        }
        ScopeKind::Lot => {
            lots(ledger, rule.measure).find(|right| right.name.as_str() == text).map(|right| Scope::Unit(right.unit))
        }
        ScopeKind::Series => {
            ledger.series().find(|right| right.name.as_str() == text).map(|right| Scope::Unit(right.unit))
        }
        ScopeKind::Currency => text.parse().ok().map(Scope::Currency),
        ScopeKind::Property => ledger.exploration(text).map(Scope::Spending),
        ScopeKind::Project => ledger.research(text).map(Scope::Spending),
        ScopeKind::Year => text.parse().ok().map(Scope::Year),
    };
    found.ok_or_else(|| FigureError::Scope { scope: text.to_owned(), expected: rule.scope.expected().to_owned() })
}

/// Everything that a ledger lets a figure be narrowed to, in order of names.
#[must_use]
pub fn scopes(ledger: &Ledger, figure: Figure) -> BTreeSet<String> {
    match figure.scope() {
        ScopeKind::None => BTreeSet::new(),
        ScopeKind::Class => ledger.classes().map(|(_, name, _)| name.to_string()).collect(),
        ScopeKind::Lot => lots(ledger, figure.measure()).map(|right| right.name.to_string()).collect(),
        ScopeKind::Series => ledger.series().map(|right| right.name.to_string()).collect(),
        ScopeKind::Currency => {
            ledger.accounts().filter_map(|(account, _)| account.unit.currency()).map(|of| of.to_string()).collect()
        }
        ScopeKind::Property => ledger.properties().map(ToString::to_string).collect(),
        ScopeKind::Project => ledger.projects().map(ToString::to_string).collect(),
        ScopeKind::Year => ledger.instalments().filter_map(|row| Some(row.due?.year().to_string())).collect(),
    }
}

/// The lots that a measure is about.
fn lots(ledger: &Ledger, measure: Measure) -> impl Iterator<Item = RightView<'_>> {
    ledger.lots().filter(move |lot| measure == Measure::Booked || measure.takes(lot.unit.kind()))
}

/// A figure asked of a ledger.
pub(crate) struct Request<'l> {
    pub(crate) ledger: &'l Ledger,
    pub(crate) figure: Figure,
    pub(crate) scope: Option<String>,
    pub(crate) resolved: Scope,
    pub(crate) time: Time,
    /// The day in whose units numbers of shares of earlier days count.
    pub(crate) restated_as_of: Date,
}

impl<'l> Request<'l> {
    pub(crate) fn functional(&self) -> Result<Currency, FigureError> {
        self.ledger.book().map(|book| book.functional).ok_or(FigureError::NoBook)
    }

    /// Another figure of the same ledger and time.
    pub(crate) fn other(&self, figure: Figure, scope: Option<&str>) -> Result<Answer, FigureError> {
        ask(self.ledger, figure, scope, self.time, self.restated_as_of)
    }

    /// Postings up to the day, or within the period, with both accounts.
    pub(crate) fn postings(&self) -> Result<impl Iterator<Item = (usize, &'l Posting, Account, Account)>, FigureError> {
        let time = self.time;
        let inside = move |date| match time {
            Time::At(day) => date <= day,
            Time::Over(period) => period.contains(date),
        };
        Ok(all_postings(self.ledger)?.filter(move |(_, posting, ..)| inside(posting.date)))
    }

    /// The sum of what the rule picks.
    pub(crate) fn sum(&self) -> Result<Answer, FigureError> {
        let rule = self.figure.rule();
        if let (Figure::SharesAuthorised, Some(class)) = (self.figure, self.unlimited_class()) {
            return Err(FigureError::Unlimited(class));
        }
        let mut parts = Vec::new();
        for (index, posting, from, to) in self.postings()? {
            let (takes, adds) = (self.picks(posting, from), self.picks(posting, to));
            if takes == adds || !(rule.posting)(posting.cause, from.place, to.place) {
                continue;
            }
            let (account, positive) = if adds { (posting.to, !rule.negated) } else { (posting.from, rule.negated) };
            let signed = |value: Exact| if positive { value } else { value.negated() };
            let (amount, carrying) = (signed(posting.amount), signed(posting.carrying));
            let (days, restated) = (None, None);
            parts.push(Part { posting: *posting, index, account, amount, carrying, days, restated });
        }
        self.answer(parts)
    }

    fn unlimited_class(&self) -> Option<String> {
        self.ledger
            .classes()
            .find(|(id, ..)| self.resolved.covers_class(*id) && self.ledger.is_unlimited(*id, self.time.last()))
            .map(|(_, name, _)| name.to_string())
    }

    fn picks(&self, posting: &Posting, account: Account) -> bool {
        let rule = self.figure.rule();
        let is_current = || self.ledger.is_current(account.place, self.time.last());
        rule.picks(posting.cause, account.unit.kind(), account.place)
            && self.in_scope(account)
            && rule.current.is_none_or(|current| is_current() == current)
    }

    fn in_scope(&self, account: Account) -> bool {
        match self.resolved {
            Scope::All => true,
            Scope::Class(class) => {
                let equity = [Place::ShareCapital(class), Place::TreasuryStock(class)];
                self.ledger.class_of(account.unit) == Some(class) || equity.contains(&account.place)
            }
            Scope::Unit(unit) => {
                let reserve = match unit {
                    Unit::Series(series) => account.place == Place::WarrantReserve(series),
                    Unit::Grant(lot) | Unit::Award(lot) => account.place == Place::AwardReserve(lot),
                    Unit::Class(_) | Unit::Currency(_) => false,
                };
                account.unit == unit || reserve
            }
            Scope::Currency(currency) => account.unit == Unit::Currency(currency),
            Scope::Spending(spending) => {
                account.place == Place::Expense(spending) || Some(account.place) == capitalised(spending)
            }
            Scope::Year(year) => self.ledger.due(account.place).is_some_and(|due| due.year() == year),
        }
    }

    /// Adds up the parts in the measure of the figure.
    pub(crate) fn answer(&self, parts: Vec<Part>) -> Result<Answer, FigureError> {
        let mut by_currency: BTreeMap<Currency, Exact> = BTreeMap::new();
        let (mut amount, mut carrying) = (BigRational::zero(), BigRational::zero());
        let mut rests = Rests::new();
        let journal = self.ledger.journal().ok_or(FigureError::NoLineage)?;
        for part in &parts {
            amount += part.amount.ratio();
            carrying += part.carrying.ratio();
            if let Some(Account { unit: Unit::Currency(currency), .. }) = self.ledger.account(part.account) {
                let sum = by_currency.entry(currency).or_default();
                *sum = sum.saturating_plus(part.amount);
            }
            merge(&mut rests, journal.rests(&part.posting));
        }
        let (unit, number) = match (self.figure.rule().measure, self.resolved) {
            (Measure::Shares | Measure::Options | Measure::Warrants | Measure::Awards, _) => {
                (ValueUnit::Count, Some(amount))
            }
            (Measure::Booked, Scope::Currency(currency)) if !self.figure.rule().carried => {
                (ValueUnit::Money(currency), Some(amount))
            }
            (Measure::Booked, _) => (ValueUnit::Money(self.functional()?), Some(carrying)),
            (Measure::Memorandum, _) => match by_currency.keys().copied().collect::<Vec<_>>().as_slice() {
                [] => (ValueUnit::Money(self.functional()?), Some(BigRational::zero())),
                [only] => (ValueUnit::Money(*only), Some(amount)),
                _ => (ValueUnit::Money(self.functional()?), None),
            },
        };
        let (figure, scope, time) = (self.figure, self.scope.clone(), self.time);
        Ok(Answer {
            figure,
            scope,
            time,
            unit,
            number,
            by_currency,
            parts,
            inputs: Vec::new(),
            policies: Vec::new(),
            rests,
        })
    }
}

/// The asset that capitalised spending becomes.
const fn capitalised(spending: Spending) -> Option<Place> {
    match spending {
        Spending::Exploration(property) => Some(Place::Property(property)),
        Spending::Research(project) => Some(Place::Project(project)),
        Spending::Administrative
        | Spending::IssueCosts(_)
        | Spending::Finance
        | Spending::ShareBased
        | Spending::Tax
        | Spending::WriteDown => None,
    }
}

impl Scope {
    fn covers_class(self, class: ClassId) -> bool {
        self == Self::All || self == Self::Class(class)
    }
}

/// Every posting of the journal with its position and both accounts.
pub(crate) fn all_postings(
    ledger: &Ledger,
) -> Result<impl Iterator<Item = (usize, &Posting, Account, Account)>, FigureError> {
    let journal = ledger.journal().ok_or(FigureError::NoLineage)?;
    let postings = journal.postings().iter().enumerate();
    Ok(postings.filter_map(|(index, posting)| {
        Some((index, posting, ledger.account(posting.from)?, ledger.account(posting.to)?))
    }))
}
