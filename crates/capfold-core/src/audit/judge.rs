//! Judging statements one by one.

use num_rational::BigRational;
use num_traits::Zero;

use super::range::{Range, Refold};
use super::sheet::{Relation, Sheet, Statement};
use super::{Sign, Verdict, rate};
use crate::date::YearEnd;
use crate::event::AssumedValue;
use crate::figures::{self, Answer, Figure, FigureError, Time, ValueUnit, When};
use crate::interval::Interval;
use crate::ledger::{Ledger, Rests};
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
    log: &'l Log,
    known: Option<Seq>,
    year_end: YearEnd,
}

/// A statement at its time, with the ledger it is judged by.
pub(super) struct Case<'a> {
    pub(super) statement: &'a Statement,
    pub(super) sheet: &'a Sheet,
    pub(super) time: Time,
    pub(super) refold: Refold<'a>,
    pub(super) ledger: Ledger,
    pub(super) findings: usize,
}

impl<'l> Auditor<'l> {
    /// Audits what was known through a position, all of it when none is given.
    #[must_use]
    pub fn new(log: &'l Log, known: Option<Seq>) -> Self {
        let cut = crate::entry::Cut { known_through: known, effective_through: None };
        let opened = log.timeline(cut).facts.into_iter().find_map(|fact| {
            if let crate::event::Event::BookOpened(book) = fact.event { Some(book.year_end) } else { None }
        });
        Self { log, known, year_end: opened.unwrap_or(YearEnd::DECEMBER) }
    }

    /// Judges every statement and relation of a sheet, in its order.
    ///
    /// # Errors
    /// A statement that names an unknown figure or scope, or lacks its period or day; a relation that
    /// names an unknown statement. The id of the statement comes with it.
    pub fn judge(&self, sheet: &Sheet) -> Result<Vec<Judgement>, (Name, String)> {
        let mut judgements = Vec::with_capacity(sheet.statements.len().saturating_add(sheet.relations.len()));
        for statement in &sheet.statements {
            let fault = |message: String| (statement.id.clone(), message);
            let time = self.time(statement).map_err(fault)?;
            let refold = Refold { log: self.log, known: self.known, through: time.last() };
            let (ledger, findings) = refold.chosen();
            let case = Case { statement, sheet, time, refold, ledger, findings };
            judgements.push(case.judge().map_err(|error| fault(error.to_string()))?);
        }
        for relation in &sheet.relations {
            judgements.push(self.relation(sheet, relation).map_err(|message| (relation.id.clone(), message))?);
        }
        Ok(judgements)
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

    /// Printed figures that should add up to another.
    fn relation(&self, sheet: &Sheet, relation: &Relation) -> Result<Judgement, String> {
        let find = |id: &Name| {
            sheet.statements.iter().find(|s| s.id == *id).ok_or_else(|| format!("there is no statement `{id}`"))
        };
        let total = find(&relation.equals)?;
        let mut rows = Vec::new();
        let mut sum = BigRational::zero();
        let mut means = Interval::point(BigRational::zero());
        for id in &relation.sum {
            let part = find(id)?;
            let value = part.printed.value().ratio();
            sum += &value;
            means = add(&means, &part.printed.means());
            let places = crate::text::places(&value);
            let (label, detail) = (part.label.to_string(), part.printed.to_string());
            rows.push(Row { label, detail, interval: Interval::point(value), places });
        }
        let places = crate::text::places(&sum);
        let together = Interval::point(sum.clone());
        rows.push(Row { label: "together".to_owned(), detail: String::new(), interval: together, places });
        let difference = &sum - total.printed.value().ratio();
        let verdict = if difference.is_zero() {
            Verdict::Exact
        } else if means.meet(&total.printed.means()).is_some() {
            Verdict::Rounding
        } else {
            Verdict::Contradictory
        };
        let mut notes = Vec::new();
        if verdict == Verdict::Contradictory {
            notes.push(self.gap(&sum, &difference, total));
        }
        Ok(Judgement {
            id: relation.id.clone(),
            label: relation.label.to_string(),
            at: total.at.to_string(),
            printed: total.printed.to_string(),
            means: total.printed.means(),
            places: crate::text::places(&total.printed.quantum().ratio()).saturating_add(1),
            verdict,
            value: Some(sum),
            unit: None,
            range: Some(means),
            difference: Some(difference),
            rows,
            notes,
            entries: Vec::new(),
            rests: Vec::new(),
            explain: Vec::new(),
        })
    }

    /// Says by how much a sum misses, and which assumption of the log closes the gap.
    fn gap(&self, sum: &BigRational, difference: &BigRational, total: &Statement) -> String {
        let word = if *difference > BigRational::zero() { "more" } else { "less" };
        let amount = plain(&num_traits::Signed::abs(difference), 0);
        let (sum, label) = (plain(sum, 0), total.label.as_str().to_lowercase());
        let closes = self.closing(difference).map(|name| format!("; the log closes the gap with assumption {name}"));
        format!("{sum} is {amount} {word} than the {label} as printed{}.", closes.unwrap_or_default())
    }

    fn closing(&self, difference: &BigRational) -> Option<Name> {
        let cut = crate::entry::Cut { known_through: self.known, effective_through: None };
        let gap = num_traits::Signed::abs(difference);
        self.log.timeline(cut).facts.iter().find_map(|fact| {
            let crate::event::Event::AssumptionMade(made) = fact.event else { return None };
            let closes = matches!(&made.value, AssumedValue::Amount(value) if value.chosen.ratio() == gap);
            closes.then(|| made.assumption.clone())
        })
    }
}

/// Sum of two ranges.
fn add(a: &Interval, b: &Interval) -> Interval {
    let end = |a: &Option<crate::interval::End>, b: &Option<crate::interval::End>| match (a, b) {
        (Some(a), Some(b)) => Some(crate::interval::End { at: &a.at + &b.at, closed: a.closed && b.closed }),
        _ => None,
    };
    Interval { low: end(&a.low, &b.low), high: end(&a.high, &b.high) }
}

impl Case<'_> {
    fn judge(&self) -> Result<Judgement, FigureError> {
        let mut answers = Vec::with_capacity(self.statement.figures.len());
        for name in &self.statement.figures {
            let (figure, scope) = figures::parse(name)?;
            match self.answer(&self.ledger, figure, scope) {
                Ok(answer) => answers.push(answer),
                Err(FigureError::Nothing(_) | FigureError::NoBook | FigureError::BeforeTheBook { .. }) => {
                    return Ok(self.no_evidence());
                }
                Err(error) => return Err(error),
            }
        }
        if self.begins_too_late() {
            return Ok(self.no_evidence());
        }
        let mut judgement = self.blank();
        judgement.entries = answers.iter().flat_map(Answer::entries).collect();
        judgement.entries.sort_unstable();
        judgement.entries.dedup();
        judgement.explain = answers.iter().map(Answer::name).collect();
        judgement.unit = answers.first().map(|answer| answer.unit);
        if let ([answer], Sign::Currency(printed)) = (answers.as_slice(), self.statement.printed.sign())
            && let Some(native) = single_foreign(answer, printed)
        {
            rate::judge(self, answer, native, printed, &mut judgement);
        } else if let [answer] = answers.as_slice()
            && answer.figure == Figure::LossPerShare
        {
            self.per_share(answer, &mut judgement);
        } else {
            self.compare(&answers, &mut judgement);
        }
        Ok(judgement)
    }

    pub(super) fn answer(&self, ledger: &Ledger, figure: Figure, scope: Option<&str>) -> Result<Answer, FigureError> {
        figures::evaluate(ledger, figure, scope, self.time)
    }

    fn begins_too_late(&self) -> bool {
        let Time::Over(period) = self.time else { return false };
        let first = self.ledger.journal().and_then(|journal| journal.postings().first());
        first.is_none_or(|posting| posting.date > period.last)
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

    fn no_evidence(&self) -> Judgement {
        let mut judgement = self.blank();
        judgement.notes.push(format!("The log has nothing for {}: it can neither confirm nor refute this.", self.time));
        judgement
    }

    /// The range of a function of the ledger over the assumptions.
    pub(super) fn range(&self, rests: &Rests, value: &dyn Fn(&Ledger) -> Option<BigRational>) -> Option<Range> {
        self.refold.range((&self.ledger, self.findings), rests, value)
    }

    /// A sum of figures in the currency of the print, or of counts.
    fn compare(&self, answers: &[Answer], judgement: &mut Judgement) {
        let mut rests = Rests::new();
        for answer in answers {
            figures::merge(&mut rests, &answer.rests);
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
        self.currency(answers, &rests, judgement);
        self.settle(range, judgement);
    }

    /// A bare dollar is read in the log's currency; a printed one must be the log's.
    fn currency(&self, answers: &[Answer], rests: &Rests, judgement: &mut Judgement) {
        let unit = answers.first().map(|answer| answer.unit);
        let Some(ValueUnit::Money(own) | ValueUnit::PerShare(own)) = unit else { return };
        match self.statement.printed.sign() {
            Sign::Dollar => {
                let assumed = assumed_currency(&self.ledger, rests, own);
                if let Some(name) = assumed {
                    judgement
                        .notes
                        .push(format!("The print does not say which dollar; read as {own} (assumption {name})."));
                    judgement.rests.push(name);
                    judgement.verdict = Verdict::RestsOnAssumption;
                } else {
                    judgement.notes.push(format!("The print does not say which dollar; read as {own}, as in the log."));
                }
            }
            Sign::Currency(printed) if printed != own => {
                judgement.notes.push(format!("The print is in {printed}, the log's figure in {own}."));
                judgement.verdict = Verdict::Contradictory;
            }
            Sign::Currency(_) | Sign::None => {}
        }
    }

    /// Loss per share: the loss as the same document prints it, over the log's weighted average.
    fn per_share(&self, answer: &Answer, judgement: &mut Judgement) {
        let [loss, shares] = answer.inputs.as_slice() else { return };
        let (Some(own_loss), Some(average)) = (loss.number.clone(), shares.number.clone()) else { return };
        let printed_loss = self.sheet.statements.iter().find(|other| {
            other.figures == ["loss"] && (other.period, other.as_of) == (self.statement.period, self.statement.as_of)
        });
        let numerator = printed_loss.map_or(own_loss, |other| other.printed.value().ratio());
        let source = printed_loss.map_or("the log's loss".to_owned(), |other| format!("printed {}", other.printed));
        let whole =
            |label: &str, detail: String, interval| Row { label: label.to_owned(), detail, interval, places: 0 };
        judgement.rows.push(whole("loss", source, Interval::point(numerator.clone())));
        if let Some(implied) = judgement.means.divide_into(&numerator).map(|interval| whole_numbers(&interval)) {
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
            let detail = shares.policy.clone().unwrap_or_default();
            judgement.rows.push(whole("weighted average of the log", detail, range.interval));
        }
        judgement.value = (!average.is_zero()).then(|| &numerator / &average);
        let ratio = |ledger: &Ledger| log_average(ledger).filter(|n| !n.is_zero()).map(|n| &numerator / n);
        if let Some(range) = self.range(&shares.rests, &ratio) {
            self.currency(std::slice::from_ref(answer), &shares.rests, judgement);
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
        judgement.verdict = match () {
            () if weakened == Verdict::Contradictory => Verdict::Contradictory,
            () if range.interval.meet(&judgement.means).is_none() => Verdict::Contradictory,
            () if !fitted.is_empty() || (!range.unbounded_by.is_empty() && range.interval.covers(&judgement.means)) => {
                Verdict::Underdetermined
            }
            () if !judgement.means.covers(&range.interval) || !holds || weakened == Verdict::RestsOnAssumption => {
                Verdict::RestsOnAssumption
            }
            () if range.interval == Interval::point(printed) => Verdict::Exact,
            () => Verdict::Rounding,
        };
        judgement.notes.extend(self.reasons(&range, &fitted, judgement));
        judgement.range = Some(range.interval);
        judgement.rests.extend(range.moved_by);
    }

    /// Assumptions whose value was chosen to fit this very statement.
    fn fitted(&self, moved_by: &[Name]) -> Vec<Name> {
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
            Verdict::Contradictory => {
                if let Some(value) = &judgement.value {
                    let places = judgement.places;
                    notes.push(format!("The log gives {}, outside it.", grouped(value, places, Toward::Nearest)));
                }
            }
            Verdict::RestsOnAssumption if !range.moved_by.is_empty() => {
                notes.push(format!("It moves with {}.", list(&range.moved_by)));
            }
            Verdict::Exact | Verdict::Rounding | Verdict::NeedsExchangeRate | Verdict::RestsOnAssumption => {}
        }
        notes
    }
}

/// The one foreign currency that a figure's amounts are in, when there is only one and it is not the
/// currency of the print.
fn single_foreign(answer: &Answer, printed: Currency) -> Option<Currency> {
    if answer.figure.when() != When::Period {
        return None;
    }
    let mut moved = answer.by_currency.iter().filter(|(_, amount)| !amount.is_zero());
    match (moved.next(), moved.next()) {
        (Some((currency, _)), None) if *currency != printed => Some(*currency),
        _ => None,
    }
}

/// The assumption that a currency is the right one, among those a figure rests on.
pub(super) fn assumed_currency(ledger: &Ledger, rests: &Rests, currency: Currency) -> Option<Name> {
    rests.iter().find_map(|id| {
        let view = ledger.assumption(*id)?;
        matches!(view.value, AssumedValue::Currency(value) if value.chosen == currency).then(|| view.name.clone())
    })
}

/// The whole numbers of a range, as a closed range.
fn whole_numbers(interval: &Interval) -> Interval {
    use crate::interval::End;
    let one = BigRational::from_integer(1.into());
    let low = interval.low.as_ref().map(|end| {
        let up = end.at.ceil();
        End::closed(if !end.closed && up == end.at { up + &one } else { up })
    });
    let high = interval.high.as_ref().map(|end| {
        let down = end.at.floor();
        End::closed(if !end.closed && down == end.at { down - &one } else { down })
    });
    Interval { low, high }
}

pub(super) fn show_end(end: Option<&crate::interval::End>, places: u32, toward: Toward) -> String {
    end.map_or_else(|| "no end".to_owned(), |end| grouped(&end.at, places, toward))
}

pub(super) fn list(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

/// Places at which a unit is shown: cents, or none for counts.
fn unit_places(unit: ValueUnit) -> u32 {
    match unit {
        ValueUnit::Count => 0,
        ValueUnit::Money(currency) => currency.places(),
        ValueUnit::PerShare(currency) => currency.places().saturating_add(2),
    }
}
