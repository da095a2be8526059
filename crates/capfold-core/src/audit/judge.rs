//! Judging statements one by one.

use std::collections::BTreeSet;
use std::rc::Rc;

use num_rational::BigRational;
use num_traits::Zero;

use super::folds::Folds;
use super::range::{Range, Search};
use super::sheet::{Sheet, Statement};
use super::{Sign, Verdict, rate};
use crate::date::{Date, YearEnd};
use crate::event::{AssumedValue, Event};
use crate::figures::{self, Answer, Figure, FigureError, Time, ValueUnit};
use crate::interval::Interval;
use crate::ledger::{Ledger, Rests, merge};
use crate::log::Log;
use crate::money::Currency;
use crate::name::{Name, Seq};
use crate::text::{Toward, grouped, plain};

/// A line of arithmetic under a verdict.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// How it comes about, for example `2,930,819 × 0.55`.
    pub detail: String,
    /// What it amounts to.
    pub interval: Interval,
    /// Decimal places to show.
    pub places: u32,
}

/// The verdict on a statement, with everything it stands on.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The statement's or relation's short name.
    pub id: Name,
    /// What it is called in reports.
    pub label: String,
    /// Where it is printed.
    pub at: String,
    /// As it is printed; for a relation, the statement that should equal the sum.
    pub printed: String,
    /// The true values that the print can stand for.
    pub means: Interval,
    /// Decimal places of the ends of that.
    pub places: u32,
    /// What the audit says.
    pub verdict: Verdict,
    /// What the log gives at the chosen values.
    pub value: Option<BigRational>,
    /// What the number counts.
    pub unit: Option<ValueUnit>,
    /// What the log gives over the ranges of its assumptions.
    pub range: Option<Interval>,
    /// Value of the log less the printed value; for a relation, the sum less what it should equal.
    pub difference: Option<BigRational>,
    /// The arithmetic.
    pub rows: Vec<Row>,
    /// What follows from it, in sentences.
    pub notes: Vec<String>,
    /// Entries behind the value.
    pub entries: Vec<Seq>,
    /// Assumptions that move it, or that fix its currency.
    pub rests: Vec<Name>,
    /// Names of the figures to explain it with.
    pub explain: Vec<String>,
}

/// Audits the sheets of a book against its log.
#[derive(Debug)]
pub struct Auditor<'l> {
    pub(super) folds: Folds<'l>,
    year_end: YearEnd,
}

/// A statement at its time, with the ledger it is judged by.
pub(super) struct Case<'a> {
    pub(super) statement: &'a Statement,
    pub(super) sheet: &'a Sheet,
    pub(super) time: Time,
    pub(super) folds: &'a Folds<'a>,
    pub(super) ledger: Rc<Ledger>,
}

impl<'l> Auditor<'l> {
    /// Audits what was known through a position, all of it when none is given.
    #[must_use]
    pub fn new(log: &'l Log, known: Option<Seq>) -> Self {
        let folds = Folds::new(log, known);
        let opened = folds
            .events()
            .into_iter()
            .find_map(|event| if let Event::BookOpened(book) = event { Some(book.year_end) } else { None });
        Self { folds, year_end: opened.unwrap_or(YearEnd::DECEMBER) }
    }

    /// Judges every statement and relation of a sheet, in its order.
    ///
    /// # Errors
    /// A statement that names an unknown figure or scope, lacks its period or day, adds what does not
    /// add up to one unit, or is printed in another unit than it counts; a relation between unlike
    /// statements. The id of the statement comes with it.
    pub fn judge(&self, sheet: &Sheet) -> Result<Vec<Judgement>, (Name, String)> {
        let mut judgements = Vec::with_capacity(sheet.statements.len().saturating_add(sheet.relations.len()));
        for statement in &sheet.statements {
            let fault = |message: String| (statement.id.clone(), message);
            let time = self.time(statement).map_err(fault)?;
            let ledger = self.folds.chosen(time.last());
            let case = Case { statement, sheet, time, folds: &self.folds, ledger };
            judgements.push(case.judge().map_err(fault)?);
        }
        for relation in &sheet.relations {
            judgements.push(self.relation(sheet, relation).map_err(|message| (relation.id.clone(), message))?);
        }
        Ok(judgements)
    }

    /// What is odd about sheets beside their verdicts: a document that the log does not know, an
    /// assumption fitted to a statement that no sheet has.
    #[must_use]
    pub fn notes<'s>(&self, sheets: impl IntoIterator<Item = &'s Sheet>) -> Vec<String> {
        let mut notes = Vec::new();
        let mut ids: BTreeSet<&Name> = BTreeSet::new();
        for sheet in sheets {
            ids.extend(sheet.statements.iter().map(|statement| &statement.id));
            ids.extend(sheet.relations.iter().map(|relation| &relation.id));
            if !self.folds.cites(&sheet.document) {
                notes.push(format!("the log never cites document `{}`", sheet.document));
            }
        }
        for event in self.folds.events() {
            let Event::AssumptionMade(made) = event else { continue };
            for id in made.fitted_to.iter().filter(|id| !ids.contains(id)) {
                notes.push(format!("assumption `{}` is fitted to `{id}`, which is no statement", made.assumption));
            }
        }
        notes
    }

    fn time(&self, statement: &Statement) -> Result<Time, String> {
        match (statement.period, statement.as_of) {
            (Some(name), None) => {
                name.resolve(self.year_end).map(Time::Over).ok_or_else(|| format!("{name} is outside the calendar"))
            }
            (None, Some(date)) => Ok(Time::At(date)),
            (Some(_), Some(_)) | (None, None) => Err("give either a period or a day (as_of)".to_owned()),
        }
    }
}

impl Case<'_> {
    fn judge(&self) -> Result<Judgement, String> {
        let days = self.folds.days();
        let uncovered = self.uncovered(days.first().copied());
        let mut answers = Vec::with_capacity(self.statement.figures.len());
        for name in &self.statement.figures {
            let (figure, scope) = figures::parse(name).map_err(|error| error.to_string())?;
            match (self.answer(&self.ledger, figure, scope), &uncovered) {
                (Ok(answer), _) => answers.push(answer),
                (
                    Err(
                        FigureError::Scope { .. }
                        | FigureError::Nothing(_)
                        | FigureError::NoBook
                        | FigureError::BeforeTheBook { .. },
                    ),
                    Some(reason),
                ) => {
                    return Ok(self.no_evidence(reason));
                }
                (Err(FigureError::Nothing(_) | FigureError::NoBook | FigureError::BeforeTheBook { .. }), None) => {
                    return Ok(self.no_evidence(&format!("The log has nothing for {}", self.time)));
                }
                (Err(FigureError::Scope { scope, .. }), None) if self.folds.is_cut() => {
                    return Ok(self.no_evidence(&format!("At that point the log knows no `{scope}`")));
                }
                (Err(error), _) => return Err(error.to_string()),
            }
        }
        self.check_units(&answers)?;
        if let Some(reason) = uncovered {
            return Ok(self.no_evidence(&reason));
        }
        let mut judgement = self.blank();
        if let Some(last) = days.last().filter(|last| **last < self.time.last()) {
            judgement.notes.push(format!("The log's last entry is of {last}, before the end of {}.", self.time));
        }
        judgement.entries = answers.iter().flat_map(Answer::entries).collect();
        judgement.entries.sort_unstable();
        judgement.entries.dedup();
        judgement.explain = answers.iter().map(Answer::name).collect();
        judgement.unit = answers.first().map(|answer| answer.unit);
        let functional = self.ledger.book().map(|book| book.functional);
        if let ([answer], Sign::Currency(printed)) = (answers.as_slice(), self.statement.printed.sign())
            && let (ValueUnit::Money(own), Some(functional)) = (answer.unit, functional)
            && rate::native(answer, own, functional) != printed
        {
            rate::judge(self, answer, rate::native(answer, own, functional), printed, &mut judgement);
        } else if let [answer] = answers.as_slice()
            && answer.figure == Figure::LossPerShare
        {
            self.per_share(answer, &mut judgement);
        } else {
            self.compare(&answers, &mut judgement);
        }
        let mut seen = BTreeSet::new();
        judgement.rests.retain(|name| seen.insert(name.clone()));
        Ok(judgement)
    }

    /// Why the log says nothing of the time, if it begins later.
    fn uncovered(&self, begins: Option<Date>) -> Option<String> {
        let first = match self.time {
            Time::At(day) => day,
            Time::Over(period) => period.first,
        };
        match begins {
            None => Some("The log is empty".to_owned()),
            Some(begins) if begins <= first => None,
            Some(begins) if begins <= self.time.last() => {
                Some(format!("The log begins on {begins}, within {}", self.time))
            }
            Some(_) => Some(format!("The log has nothing for {}", self.time)),
        }
    }

    /// Figures that are added have one unit, and the print says the same one.
    fn check_units(&self, answers: &[Answer]) -> Result<(), String> {
        let Some(first) = answers.first() else { return Err("figures is empty".to_owned()) };
        if let Some(other) = answers.iter().find(|answer| answer.unit != first.unit) {
            let (one, two) = (unit_words(first.unit), unit_words(other.unit));
            return Err(format!("{} is {one} and {} is {two}: they have no sum", first.name(), other.name()));
        }
        let printed = &self.statement.printed;
        match (first.unit, printed.sign()) {
            (ValueUnit::Count, Sign::Currency(_) | Sign::Dollar) => {
                Err(format!("{} is a count, printed as money: {printed}", first.name()))
            }
            (ValueUnit::Money(_) | ValueUnit::PerShare(_), Sign::None) => {
                Err(format!("{} is {}, printed without a currency: {printed}", first.name(), unit_words(first.unit)))
            }
            (ValueUnit::Count, Sign::None)
            | (ValueUnit::Money(_) | ValueUnit::PerShare(_), Sign::Currency(_) | Sign::Dollar) => Ok(()),
        }
    }

    pub(super) fn answer(&self, ledger: &Ledger, figure: Figure, scope: Option<&str>) -> Result<Answer, FigureError> {
        figures::evaluate(ledger, figure, scope, self.time)
    }

    fn blank(&self) -> Judgement {
        let statement = self.statement;
        Judgement {
            id: statement.id.clone(),
            label: statement.label.to_string(),
            at: statement.at.to_string(),
            printed: statement.printed.to_string(),
            means: statement.printed.means(),
            places: crate::text::places(&statement.printed.quantum().ratio()).saturating_add(1),
            verdict: Verdict::Underdetermined,
            value: None,
            unit: None,
            range: None,
            difference: None,
            rows: Vec::new(),
            notes: Vec::new(),
            entries: Vec::new(),
            rests: Vec::new(),
            explain: Vec::new(),
        }
    }

    fn no_evidence(&self, reason: &str) -> Judgement {
        let mut judgement = self.blank();
        judgement.notes.push(format!("{reason}: it can neither confirm nor refute this."));
        judgement
    }

    /// The range of a function of the ledger over the assumptions.
    pub(super) fn range(&self, rests: &Rests, value: &dyn Fn(&Ledger) -> Option<BigRational>) -> Option<Range> {
        Search::new(self.folds, self.time, value).range(rests)
    }

    /// A sum of figures in the currency of the print, or of counts.
    fn compare(&self, answers: &[Answer], judgement: &mut Judgement) {
        let mut rests = Rests::new();
        for answer in answers {
            merge(&mut rests, &answer.rests);
        }
        let total = |ledger: &Ledger| {
            let numbers = answers.iter().map(|a| self.answer(ledger, a.figure, a.scope.as_deref()).ok()?.number);
            numbers.sum::<Option<BigRational>>()
        };
        if answers.len() > 1 {
            for answer in answers {
                let interval = answer.number.clone().map_or(Interval::ALL, Interval::point);
                let places = unit_places(answer.unit);
                judgement.rows.push(Row { label: answer.name(), detail: String::new(), interval, places });
            }
        }
        let Some(range) = self.range(&rests, &total) else {
            judgement.notes.push("Amounts of several currencies have no total without a rate.".to_owned());
            return;
        };
        judgement.value = total(&self.ledger);
        if self.currency(answers, &rests, judgement) {
            self.settle(range, judgement);
        }
    }

    /// A bare dollar is read in the log's currency. Whether the print can be compared without a rate.
    fn currency(&self, answers: &[Answer], rests: &Rests, judgement: &mut Judgement) -> bool {
        let unit = answers.first().map(|answer| answer.unit);
        let Some(ValueUnit::Money(own) | ValueUnit::PerShare(own)) = unit else { return true };
        let assumed = assumed_currency(&self.ledger, rests, own);
        if let Some(name) = &assumed {
            judgement.rests.push(name.clone());
            judgement.verdict = Verdict::RestsOnAssumption;
        }
        match self.statement.printed.sign() {
            Sign::Dollar => {
                let why = assumed.map_or("as in the log".to_owned(), |name| format!("assumption {name}"));
                let why = if judgement.rests.is_empty() { format!(", {why}") } else { format!(" ({why})") };
                judgement.notes.push(format!("The print does not say which dollar; read as {own}{why}."));
            }
            Sign::Currency(printed) if printed != own => {
                let note =
                    format!("The print is in {printed}, the log's figure in {own}: not compared without a rate.");
                judgement.notes.push(note);
                judgement.verdict = Verdict::Underdetermined;
                return false;
            }
            Sign::Currency(_) | Sign::None => {
                let note = assumed.map(|name| format!("That the log's figure is in {own} is assumption {name}."));
                judgement.notes.extend(note);
            }
        }
        true
    }

    /// Loss per share: the loss as the same document prints it, over the log's weighted average.
    fn per_share(&self, answer: &Answer, judgement: &mut Judgement) {
        let [loss, shares] = answer.inputs.as_slice() else { return };
        let (Some(own_loss), Some(average)) = (loss.number.clone(), shares.number.clone()) else { return };
        let own = |sign: Sign| match (sign, loss.unit) {
            (Sign::Currency(printed), ValueUnit::Money(own)) => printed == own,
            (Sign::Dollar, _) => true,
            (Sign::Currency(_) | Sign::None, _) => false,
        };
        let printed_loss = self.sheet.statements.iter().find(|other| {
            other.figures == ["loss"]
                && (other.period, other.as_of) == (self.statement.period, self.statement.as_of)
                && own(other.printed.sign())
        });
        let numerator = printed_loss.map_or(own_loss, |other| other.printed.value().ratio());
        let source = printed_loss.map_or("the log's loss".to_owned(), |other| format!("printed {}", other.printed));
        let whole =
            |label: &str, detail: String, interval| Row { label: label.to_owned(), detail, interval, places: 0 };
        judgement.rows.push(whole("loss", source, Interval::point(numerator.clone())));
        if let Some(implied) = judgement.means.divide_into(&numerator).and_then(|interval| interval.whole_numbers()) {
            judgement.notes.push(format!(
                "{} over {} is a weighted average of {} … {} shares; the log's is {}.",
                plain(&numerator, 0),
                judgement.printed,
                show_end(implied.low.as_ref(), 0, Toward::Up),
                show_end(implied.high.as_ref(), 0, Toward::Down),
                grouped(&average, 0, Toward::Nearest),
            ));
            judgement.rows.push(whole("weighted average it implies", "loss ÷ print".to_owned(), implied));
        }
        let log_average = |ledger: &Ledger| self.answer(ledger, Figure::SharesWeightedAverage, None).ok()?.number;
        if let Some(range) = self.range(&shares.rests, &log_average) {
            let detail = shares.policies.join("; ");
            judgement.rows.push(whole("weighted average of the log", detail, range.interval));
        }
        judgement.value = (!average.is_zero()).then(|| &numerator / &average);
        let ratio = |ledger: &Ledger| log_average(ledger).filter(|n| !n.is_zero()).map(|n| &numerator / n);
        if let Some(range) = self.range(&shares.rests, &ratio)
            && self.currency(std::slice::from_ref(answer), &loss.rests, judgement)
        {
            self.settle(range, judgement);
        }
    }

    /// The verdict from the log's range and what the print can mean. A verdict that the currency has
    /// already weakened stays weak.
    pub(super) fn settle(&self, range: Range, judgement: &mut Judgement) {
        let printed = self.statement.printed.value().ratio();
        judgement.difference = judgement.value.as_ref().map(|value| value - &printed);
        let holds = judgement.value.as_ref().is_some_and(|value| judgement.means.contains(value));
        let fitted = self.fitted(&range.moved_by);
        let weakened = std::mem::replace(&mut judgement.verdict, Verdict::Exact);
        let open = !range.unbounded_by.is_empty() && range.interval.covers(&judgement.means);
        let rests = range.absent || weakened == Verdict::RestsOnAssumption || !range.estimated.is_empty();
        judgement.verdict = match () {
            () if range.interval.meet(&judgement.means).is_none() => range.refuted(),
            () if !fitted.is_empty() || open => Verdict::Underdetermined,
            () if !judgement.means.covers(&range.interval) || !holds || rests => Verdict::RestsOnAssumption,
            () if range.interval == Interval::point(printed) => Verdict::Exact,
            () => Verdict::Rounding,
        };
        judgement.notes.extend(self.reasons(&range, &fitted, judgement));
        judgement.range = Some(range.interval);
        judgement.rests.extend(range.moved_by);
    }

    /// Assumptions whose value was chosen to fit this very statement.
    pub(super) fn fitted(&self, moved_by: &[Name]) -> Vec<Name> {
        let fits = |name: &&Name| {
            let view = self.ledger.assumptions().find(|view| view.name == *name);
            view.is_some_and(|view| view.fitted_to.contains(&self.statement.id))
        };
        moved_by.iter().filter(fits).cloned().collect()
    }

    fn reasons(&self, range: &Range, fitted: &[Name], judgement: &Judgement) -> Vec<String> {
        let mut notes = Vec::new();
        match judgement.verdict {
            Verdict::Underdetermined => {
                if !fitted.is_empty() {
                    notes.push(format!("Chosen to fit this statement, so not evidence for it: {}.", list(fitted)));
                }
                if !range.unbounded_by.is_empty() {
                    notes.push(format!("No document bounds {}: any value could be met.", list(&range.unbounded_by)));
                }
            }
            Verdict::RestsOnAssumption if !range.moved_by.is_empty() => {
                notes.push(format!("It moves with {}.", list(&range.moved_by)));
            }
            Verdict::Exact
            | Verdict::Rounding
            | Verdict::NeedsExchangeRate
            | Verdict::RestsOnAssumption
            | Verdict::Contradictory => {}
        }
        if range.absent {
            notes.push(format!("Under other values of {} there is nothing to take it of.", list(&range.moved_by)));
        }
        notes.extend(range.estimated.iter().cloned());
        notes
    }
}

/// The assumption that a currency is the right one, among those a figure rests on.
pub(super) fn assumed_currency(ledger: &Ledger, rests: &Rests, currency: Currency) -> Option<Name> {
    rests.iter().find_map(|id| {
        let view = ledger.assumption(*id)?;
        let open = matches!(view.value, AssumedValue::Currency(value)
            if value.chosen == currency && !value.instead_of.is_empty());
        open.then(|| view.name.clone())
    })
}

pub(super) fn show_end(end: Option<&crate::interval::End>, places: u32, toward: Toward) -> String {
    end.map_or_else(|| "no end".to_owned(), |end| grouped(&end.at, places, toward))
}

pub(super) fn list(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

fn unit_words(unit: ValueUnit) -> String {
    match unit {
        ValueUnit::Count => "a count".to_owned(),
        ValueUnit::Money(currency) => format!("money in {currency}"),
        ValueUnit::PerShare(currency) => format!("a price in {currency}"),
    }
}

/// Places at which a unit is shown: cents, or none for counts.
fn unit_places(unit: ValueUnit) -> u32 {
    match unit {
        ValueUnit::Count => 0,
        ValueUnit::Money(currency) => currency.places(),
        ValueUnit::PerShare(currency) => currency.places().saturating_add(2),
    }
}
