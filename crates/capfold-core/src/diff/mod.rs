//! What became known between two points of knowledge, and what it did to the figures.
//!
//! ```text
//! Log at a Cut ─┐                    ┌─ Recorded   entries between the two points
//!               ├─ diff(.., times) ──┼─ Turned     facts accepted once and refused now, or the reverse
//! Log at a Cut ─┘                    └─ Change     figures whose value differs, and through which entries
//! ```
//!
//! Entries are named in two steps. A fact whose own word is new, amended or withdrawn is put down to
//! that word. A fact that nobody touched and that counts differently all the same is carried along: an
//! average cost moved, a balance no longer suffices, a rate or a policy came in. It is put down to the
//! entries that reach it through the accounts it moves, the names it uses and the rates and policies it
//! is under; where none does, to every entry between of a day that is not later.
//!
//! Nothing here errs: a figure that cannot be given at one of the points has no value there.

mod blame;
mod rights;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Zero;

use crate::date::{Date, PeriodName, YearEnd};
use crate::entry::{Cut, Entry};
use crate::event::{Event, EventKind, Rank};
use crate::exact::Exact;
use crate::figures::{Answer, FIGURES, Figure, FigureError, ScopeKind, Time, ValueUnit, When, evaluate, scopes};
use crate::finding::Finding;
use crate::ledger::{Balance, Ledger};
use crate::log::Log;
use crate::money::Currency;
use crate::name::Seq;
use blame::Blame;
use state::State;

/// What changed between two points of knowledge.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// Entries recorded between, in order.
    pub entries: Vec<Recorded>,
    /// Facts that the fold accepts at one point and refuses at the other, in order of their entries.
    pub turned: Vec<Turned>,
    /// Figures whose value differs, by time, then in the order of the registry, unscoped first.
    pub changes: Vec<Change>,
}

/// An entry that was recorded between the two points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// Its position.
    pub seq: Seq,
    /// What it states; of an amendment, what it states now; of a voiding, what it withdraws.
    pub kind: EventKind,
    /// The day of that.
    pub effective: Date,
    /// How it stands to what was known before it.
    pub role: Role,
}

impl Recorded {
    /// The first day on which it can matter.
    fn first_day(&self) -> Date {
        match self.role {
            Role::Amends { was, .. } => was.min(self.effective),
            Role::InOrder | Role::Backdated { .. } | Role::Voids { .. } => self.effective,
        }
    }
}

/// How an entry stands to what was known before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It comes after everything that had happened.
    InOrder,
    /// Something of a later day had been recorded before it; names, rates and policies apart.
    Backdated {
        /// The entry of the latest day by then.
        behind: Seq,
        /// That day.
        latest: Date,
    },
    /// It says what an earlier entry should have said.
    Amends {
        /// The entry that first stated the fact.
        fact: Seq,
        /// The day of the fact until then.
        was: Date,
    },
    /// It withdraws what an earlier entry said.
    Voids {
        /// The entry that first stated the fact.
        fact: Seq,
    },
}

/// How a fact stands at a point of knowledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is not known, or was withdrawn.
    Unsaid,
    /// It happened.
    Accepted,
    /// It cannot have happened, given the facts before it.
    Refused(Finding),
}

/// A fact that is refused at one of the points, and not, or for another reason, at the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turned {
    /// The entry that first stated it.
    pub fact: Seq,
    /// What it states, by its latest word.
    pub kind: EventKind,
    /// Its day.
    pub effective: Date,
    /// Before.
    pub was: Standing,
    /// Now.
    pub now: Standing,
    /// The entries between that it is put down to.
    pub through: Vec<Seq>,
}

/// The value of a figure at a point of knowledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A number.
    Number(BigRational, ValueUnit),
    /// Amounts of several currencies that have no total.
    Amounts(BTreeMap<Currency, Exact>),
    /// None, and why.
    Missing(FigureError),
}

/// A figure whose value differs.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which figure.
    pub figure: Figure,
    /// What it is narrowed to.
    pub scope: Option<String>,
    /// Its day or period.
    pub time: Time,
    /// Its value before.
    pub before: Value,
    /// Its value now.
    pub after: Value,
    /// The entries between that it is put down to, in order; never empty.
    pub through: Vec<Seq>,
    /// The facts that count differently although their own word did not change, by the entries that
    /// state them.
    pub carried: Vec<Seq>,
}

impl Change {
    /// The name with its scope.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{}:{scope}", self.figure.name()),
            None => self.figure.name().to_owned(),
        }
    }

    /// What is there now less what was there before, where both are numbers of one unit. What a book
    /// did not know counts as nothing.
    #[must_use]
    pub fn difference(&self) -> Option<BigRational> {
        match (&self.before, &self.after) {
            (Value::Number(before, of), Value::Number(after, unit)) => (of == unit).then(|| after - before),
            (before, Value::Number(after, _)) => before.is_unknown().then(|| after.clone()),
            (Value::Number(before, _), after) => after.is_unknown().then(|| -before.clone()),
            (Value::Amounts(_) | Value::Missing(_), Value::Amounts(_) | Value::Missing(_)) => None,
        }
    }
}

impl Value {
    fn of(answer: &Result<Answer, FigureError>) -> Self {
        match answer {
            Ok(Answer { number: Some(number), unit, .. }) => Self::Number(number.clone(), *unit),
            Ok(Answer { by_currency, .. }) => Self::Amounts(by_currency.clone()),
            Err(error) => Self::Missing(error.clone()),
        }
    }

    /// Whether the book is not open, or does not know the scope.
    const fn is_unknown(&self) -> bool {
        matches!(
            self,
            Self::Missing(FigureError::Scope { .. } | FigureError::NoBook | FigureError::BeforeTheBook { .. })
        )
    }

    const fn is_unlimited(&self) -> bool {
        matches!(self, Self::Missing(FigureError::Unlimited(_)))
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Number(number, _) => number.is_zero(),
            Self::Amounts(amounts) => amounts.values().all(|amount| amount.is_zero()),
            Self::Missing(_) => self.is_unknown(),
        }
    }

    /// Whether a reader of both would see the same. What is unknown and what is nothing are the same;
    /// reasons for which there is no value are, unless one of them is that there is no limit.
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Missing(_), Self::Missing(_)) => self.is_unlimited() == other.is_unlimited(),
            _ if self.is_unknown() || other.is_unknown() => self.is_nothing() && other.is_nothing(),
            (Self::Number(..) | Self::Amounts(_) | Self::Missing(_), _) => self == other,
        }
    }
}

/// Compares every figure at some times between two cuts of a log. The cuts look through the same day,
/// the second from no earlier point of knowledge; no time ends after that day.
#[must_use]
pub fn diff(log: &Log, before: Cut, after: Cut, times: &[Time]) -> Diff {
    let range = Range { after: known(before), through: known(after) };
    let (mut old, mut new) = (State::new(log, before), State::new(log, after));
    let mut found: Vec<Found> = Vec::new();
    let mut order: Vec<(Date, usize, Time)> =
        times.iter().enumerate().map(|(nth, time)| (time.last(), nth, *time)).collect();
    order.sort_by_key(|(last, nth, _)| (*last, *nth));
    for (last, nth, time) in order {
        old.advance(Some(last));
        new.advance(Some(last));
        found.extend(changed(log, (&old.ledger, &new.ledger), time).map(|found| Found { nth, ..found }));
    }
    old.advance(None);
    new.advance(None);
    found.sort_by_key(|found| found.nth);
    let wanted: BTreeSet<Seq> = found.iter().flat_map(|found| found.facts.iter().copied()).collect();
    let entries = recorded(log, range);
    let blame = Blame::new(log, range, (&old, &new), &entries, wanted);
    let changes = found.into_iter().map(|found| found.put_down(log, range, &blame)).collect();
    Diff { turned: turned((&old, &new), &blame), entries, changes }
}

/// The positions after one point of knowledge and through another.
#[derive(Clone, Copy, Debug)]
struct Range {
    after: Seq,
    through: Seq,
}

fn known(cut: Cut) -> Seq {
    cut.known_through.unwrap_or(Seq(u64::MAX))
}

/// A figure that differs, and the facts that contribute to it differently; none when one of the points
/// has no value to compare.
struct Found {
    nth: usize,
    change: Change,
    facts: BTreeSet<Seq>,
}

impl Found {
    fn put_down(self, log: &Log, range: Range, blame: &Blame) -> Change {
        let last = self.change.time.last();
        let through: BTreeSet<Seq> = match self.facts.is_empty() {
            true => blame.anything(last),
            false => self.facts.iter().flat_map(|fact| blame.of(*fact, last)).collect(),
        };
        let untouched = |fact: &Seq| log.last_word(*fact, range.through) <= range.after;
        let carried: Vec<Seq> =
            self.facts.iter().filter(|fact| untouched(fact)).map(|fact| log.last_word(*fact, range.through)).collect();
        Change { through: through.into_iter().collect(), carried, ..self.change }
    }
}

/// Figures of a time that differ between two ledgers.
fn changed<'a>(
    log: &'a Log,
    (old, new): (&'a Ledger, &'a Ledger),
    time: Time,
) -> impl Iterator<Item = Found> + use<'a> {
    let of_time = move |figure: &Figure| match time {
        Time::At(_) => figure.when() == When::Day,
        Time::Over(_) => figure.when() == When::Period,
    };
    let rights = rights::differing(old, new, time.last());
    FIGURES.iter().copied().filter(of_time).flat_map(move |figure| {
        let may_differ = |scope: &String| match figure.scope() {
            ScopeKind::Lot | ScopeKind::Series => rights.contains(scope),
            ScopeKind::None
            | ScopeKind::Class
            | ScopeKind::Currency
            | ScopeKind::Property
            | ScopeKind::Project
            | ScopeKind::Year => true,
        };
        let both = [old, new].into_iter().flat_map(|ledger| scopes(ledger, figure));
        let both: BTreeSet<String> = both.filter(may_differ).collect();
        let all = std::iter::once(None).chain(both.into_iter().map(Some));
        all.filter_map(move |scope| compared(log, (old, new), figure, scope, time))
    })
}

fn compared(
    log: &Log,
    (old, new): (&Ledger, &Ledger),
    figure: Figure,
    scope: Option<String>,
    time: Time,
) -> Option<Found> {
    let asked = |ledger| evaluate(ledger, figure, scope.as_deref(), time);
    let (was, now) = (asked(old), asked(new));
    let (before, after) = (Value::of(&was), Value::of(&now));
    if before.same(&after) {
        return None;
    }
    let comparable = |answer: &Result<Answer, FigureError>, value: &Value| answer.is_ok() || value.is_unknown();
    let facts = if comparable(&was, &before) && comparable(&now, &after) {
        let shares = |answer, ledger| {
            let mut shares = Shares::new();
            if let Ok(answer) = answer {
                contributions(log, ledger, answer, &mut shares);
            }
            shares.retain(|_, of| !of.is_empty());
            shares
        };
        differing(&shares(was.as_ref(), old), &shares(now.as_ref(), new))
    } else {
        BTreeSet::new()
    };
    let change = Change { figure, scope, time, before, after, through: Vec::new(), carried: Vec::new() };
    Some(Found { nth: 0, change, facts })
}

/// How what a fact contributes to a figure counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Share {
    figure: Figure,
    currency: Option<Currency>,
    /// Days it counts for, in a weighted average.
    days: Option<i64>,
    /// What one share counts for in the units of the figure.
    counts_for: Option<BigRational>,
    /// The price at which it exercised rights, for prices.
    strike: Option<(Exact, Currency)>,
}

/// What each fact contributes in all, by the entry that first stated it.
type Shares = BTreeMap<Seq, BTreeMap<Share, Balance>>;

/// The parts of a figure and of those it is computed from. What a fact gives and takes in equal parts is
/// no contribution.
fn contributions(log: &Log, ledger: &Ledger, answer: &Answer, shares: &mut Shares) {
    for part in &answer.parts {
        let account = ledger.account(part.account);
        let strike = ledger.journal().and_then(|journal| journal.strike(part.index));
        let share = Share {
            figure: answer.figure,
            currency: account.and_then(|account| account.unit.currency()),
            days: part.days,
            counts_for: part.restated.as_ref().map(|restated| restated.factor.clone()),
            strike: strike.map(|strike| (strike.price, strike.currency)),
        };
        let of = shares.entry(log.first_word(part.posting.stated_by)).or_default();
        let sum = of.entry(share.clone()).or_default();
        sum.add(part.amount, part.carrying);
        if sum.is_zero() {
            of.remove(&share);
        }
    }
    for input in &answer.inputs {
        contributions(log, ledger, input, shares);
    }
}

/// The keys under which two maps hold something else.
fn differing<T: PartialEq>(one: &BTreeMap<Seq, T>, other: &BTreeMap<Seq, T>) -> BTreeSet<Seq> {
    one.keys().chain(other.keys()).filter(|key| one.get(key) != other.get(key)).copied().collect()
}

/// The entries of a range, with how each stands to what was known before it.
fn recorded(log: &Log, range: Range) -> Vec<Recorded> {
    let mut latest: Option<(Date, Seq)> = None;
    let mut entries = Vec::new();
    for (seq, entry) in log.entries().take_while(|(seq, _)| *seq <= range.through) {
        let now = described(log, seq, entry, latest);
        if range.after < seq {
            entries.extend(now);
        }
        let happened = log.stated(seq).map(|(day, event)| (day, event.rank()));
        if let Some((day, Rank::Happening | Rank::Close)) = happened
            && latest.is_none_or(|(last, _)| last < day)
        {
            latest = Some((day, seq));
        }
    }
    entries
}

fn described(log: &Log, seq: Seq, entry: &Entry, latest: Option<(Date, Seq)>) -> Option<Recorded> {
    let fact = log.first_word(seq);
    // The word that stood until then.
    let before = || log.stated(log.last_word(fact, Seq(seq.0.saturating_sub(1))));
    let of = |event: &Event, effective, role| Some(Recorded { seq, kind: event.kind(), effective, role });
    if let Event::Amend(amend) = &entry.event {
        let (was, _) = before()?;
        return of(&amend.event, amend.effective, Role::Amends { fact, was });
    }
    if let Event::Void(_) = &entry.event {
        let (effective, event) = before()?;
        return of(event, effective, Role::Voids { fact });
    }
    let behind = latest.filter(|(latest, _)| entry.effective < *latest);
    let role = behind.map_or(Role::InOrder, |(latest, behind)| Role::Backdated { behind, latest });
    of(&entry.event, entry.effective, role)
}

/// Facts that are refused at one of two points alone, or at both for different reasons.
fn turned((old, new): (&State<'_>, &State<'_>), blame: &Blame) -> Vec<Turned> {
    let refused: BTreeSet<Seq> = old.refused.keys().chain(new.refused.keys()).copied().collect();
    let mut turned = Vec::new();
    for fact in refused {
        let (was, now) = (old.standing(fact), new.standing(fact));
        let same = match (&was, &now) {
            (Standing::Refused(was), Standing::Refused(now)) => was.rejection == now.rejection,
            (Standing::Refused(_) | Standing::Accepted | Standing::Unsaid, _) => false,
        };
        let Some(stated) = new.fact(fact).or_else(|| old.fact(fact)).filter(|_| !same) else { continue };
        let (kind, effective) = (stated.event.kind(), stated.effective);
        let through = blame.of(fact, effective).into_iter().collect();
        turned.push(Turned { fact, kind, effective, was, now, through });
    }
    turned
}

/// The financial years and quarters in which something changed: those of the days of what was recorded
/// between two points of knowledge, and of the days that corrections took facts from. In order, a year
/// before its quarters.
#[must_use]
pub fn touched(log: &Log, before: Cut, after: Cut, year_end: YearEnd) -> Vec<PeriodName> {
    let mut days = BTreeSet::new();
    for entry in recorded(log, Range { after: known(before), through: known(after) }) {
        days.insert(entry.effective);
        if let Role::Amends { was, .. } = entry.role {
            days.insert(was);
        }
    }
    let mut names: Vec<PeriodName> = Vec::new();
    let mut quarters: Vec<PeriodName> = Vec::new();
    for day in days {
        let Some((year, quarter)) = year_end.year_and_quarter(day) else { continue };
        if names.last() != Some(&PeriodName::Year(year)) && !names.contains(&PeriodName::Year(year)) {
            names.append(&mut quarters);
            names.push(PeriodName::Year(year));
        }
        if quarters.last() != Some(&PeriodName::Quarter(year, quarter)) {
            quarters.push(PeriodName::Quarter(year, quarter));
        }
    }
    names.append(&mut quarters);
    names
}
