//! `capfold figure` and `capfold explain`: a number, and what it stands on.
//!
//! Errors: [`Diagnostic`]s C0201 (no such figure), C0202 (scope), C0203 (day or period), C0204 (the book
//! does not give it).

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use capfold_core::date::{Date, PeriodName, YearEnd};
use capfold_core::entry::Source;
use capfold_core::exact::Exact;
use capfold_core::figures::{
    self, Answer, Basis, Difference, FIGURES, Figure, FigureError, Part, ScopeKind, Time, ValueUnit, When,
};
use capfold_core::ledger::{AssumptionId, Observation};
use capfold_core::money::Currency;
use capfold_core::name::{Label, Seq};
use capfold_core::text::{self, Toward, places};
use num_rational::BigRational;
use serde_json::{Value, json};

use super::commitments;
use crate::args::{FigureArgs, FigureListArgs, Format};
use crate::console::{Console, Exit, Stream};
use crate::diagnose::Diagnostic;
use crate::fold::Folded;
use crate::report::{Cell, Report, Section, exact};
use crate::text::grouped;

/// Decimals that rates are shown with, at least.
const RATE_PLACES: u32 = 4;

/// Whether the number alone is wanted, or what it stands on too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    Number,
    Lineage,
}

pub(super) fn list(args: &FigureListArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let mut report = Report::new("Figures");
    for when in [When::Day, When::Period] {
        let (title, option) = match when {
            When::Day => ("Of a day", "--as-of"),
            When::Period => ("Of a period", "--period"),
        };
        let mut section =
            Section::new(format!("{title} ({option})"), &["figure", "scope", "policies", "definition", "source"]);
        for figure in FIGURES.iter().filter(|figure| figure.when() == when) {
            let scope = if figure.scope() == ScopeKind::None { "" } else { figure.scope().expected() };
            let policies: Vec<&str> = figure.policies().iter().map(|policy| policy.words()).collect();
            let policies = policies.join(", ");
            section.row([figure.name(), scope, &policies, figure.definition(), figure.source()].map(Cell::text));
        }
        report.push(section);
    }
    report.print(args.output.format, console)?;
    Ok(Exit::AllWell)
}

pub(super) fn run(args: &FigureArgs, depth: Depth, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let (figure, scope) = match figures::parse(&args.name) {
        Ok(parsed) => parsed,
        Err(error) => return super::refuse(&of_error(&error), format, console),
    };
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let mut cut = match args.cut.cut(&loaded.log) {
        Ok(cut) => cut,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let year_end = super::year_end(&loaded.log, cut);
    let latest = cut.effective_through.or_else(|| super::last_day(&loaded.log, cut));
    let time = match time(figure, args.period.period, year_end, latest) {
        Ok(time) => time,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let note = match super::covered(&loaded.log, cut, time) {
        Ok(note) => note,
        Err(error) => return super::refuse(&of_error(&error), format, console),
    };
    let through = args.restated.restated_as_of.unwrap_or(time.last()).max(time.last());
    cut.effective_through = Some(cut.effective_through.map_or(through, |day| day.min(through)));
    let folded = Folded::lineage(loaded, cut);
    let answer = match asked(&folded, figure, scope, time, args.restated.restated_as_of) {
        Ok(answer) => answer,
        Err(error) => return super::refuse(&of_error(&error), format, console),
    };
    match (depth, format) {
        (Depth::Number, Format::Table) => writeln!(console.stream(Stream::Out), "{}", line(&folded, &answer))?,
        (Depth::Lineage, Format::Table) => explain(&folded, &answer).print(format, console)?,
        (_, Format::Json) => {
            let object = answer_json(&folded, &answer, depth);
            writeln!(console.stream(Stream::Out), "{object}")?;
        }
    }
    super::note(note.as_deref(), console)?;
    folded.finish(console)
}

/// The figure, in the units of a later day if one is given.
pub(super) fn asked(
    folded: &Folded,
    figure: Figure,
    scope: Option<&str>,
    time: Time,
    restated_as_of: Option<Date>,
) -> Result<Answer, FigureError> {
    match restated_as_of {
        Some(day) => figures::evaluate_restated(&folded.ledger, figure, scope, time, day),
        None => figures::evaluate(&folded.ledger, figure, scope, time),
    }
}

/// The period that was asked for, or the latest day, as the figure needs.
fn time(
    figure: Figure,
    asked: Option<PeriodName>,
    year_end: YearEnd,
    latest: Option<Date>,
) -> Result<Time, Box<Diagnostic>> {
    match (figure.when(), asked) {
        (When::Period, Some(name)) => {
            name.resolve(year_end).map(Time::Over).ok_or_else(|| Box::new(outside_the_calendar(name)))
        }
        (When::Day, None) => latest.map(Time::At).ok_or_else(|| Box::new(of_error(&FigureError::NoBook))),
        (When::Period, None) | (When::Day, Some(_)) => Err(Box::new(of_error(&wrong_time(figure)))),
    }
}

fn wrong_time(figure: Figure) -> FigureError {
    let (is, needed) = match figure.when() {
        When::Day => ("of a day", "--as-of"),
        When::Period => ("of a period", "--period"),
    };
    FigureError::WrongTime { name: figure.name(), is, needed }
}

/// Why a figure cannot be given.
pub(super) fn of_error(error: &FigureError) -> Diagnostic {
    let of = |code, help| Diagnostic::unplaced(code, error.to_string(), help);
    match error {
        FigureError::NoSuchFigure(name) => {
            let guess = super::did_you_mean(name, FIGURES.iter().map(|figure| figure.name()));
            of("C0201", None).with_help(format!("{guess}capfold figures lists them all"))
        }
        FigureError::Scope { .. } => of("C0202", Some("capfold figures says what each figure can be narrowed to")),
        FigureError::WrongTime { .. } | FigureError::RestatedBefore { .. } => of("C0203", None),
        FigureError::NotRestated(_) => of(
            "C0203",
            Some(
                "--restated-as-of is for what compares numbers of shares over time: shares.weighted-average, loss-per-share",
            ),
        ),
        FigureError::NoBook => of("C0204", Some("a log begins with book_opened")),
        FigureError::NoLineage
        | FigureError::BeforeTheBook { .. }
        | FigureError::Unlimited(_)
        | FigureError::Nothing(_)
        | FigureError::MixedCurrencies(_) => of("C0204", None),
    }
}

/// A period that no calendar has.
pub(super) fn outside_the_calendar(period: PeriodName) -> Diagnostic {
    Diagnostic::unplaced("C0203", format!("{period} is outside the calendar"), None)
}

/// The value with its unit.
pub(super) fn value_cell(answer: &Answer) -> Cell {
    answer.number.as_ref().map_or_else(|| Cell::text("no single total"), |number| number_cell(number, answer.unit))
}

/// A number as its unit is shown.
pub(super) fn number_cell(number: &BigRational, unit: ValueUnit) -> Cell {
    match unit {
        ValueUnit::Count => Cell::Number(number.clone(), 0),
        ValueUnit::Money(currency) | ValueUnit::PerShare(currency) => Cell::Number(number.clone(), currency.places()),
    }
}

pub(super) fn unit_words(answer: &Answer) -> String {
    unit_of(answer.figure, answer.unit)
}

/// What a number of a figure counts.
pub(super) fn unit_of(figure: Figure, unit: ValueUnit) -> String {
    match unit {
        ValueUnit::Count => match figure.measure() {
            figures::Measure::Options => "options".to_owned(),
            figures::Measure::Warrants => "warrants".to_owned(),
            figures::Measure::Awards => "awards".to_owned(),
            figures::Measure::Shares | figures::Measure::Booked | figures::Measure::Memorandum => "shares".to_owned(),
        },
        ValueUnit::Money(currency) => currency.to_string(),
        ValueUnit::PerShare(currency) => format!("{currency} per share"),
    }
}

fn line(folded: &Folded, answer: &Answer) -> String {
    let mut text = format!("{}  {} {}  {}", answer.name(), value_cell(answer).shown(), unit_words(answer), answer.time);
    for (currency, amount) in foreign(folded, answer) {
        text.push_str(&format!("\n  of which {} {currency}", Cell::money(amount, currency.places()).shown()));
    }
    for policy in &answer.policies {
        text.push_str(&format!("\n  {policy}"));
    }
    let names: Vec<String> =
        answer.rests.iter().filter_map(|id| folded.assumption(*id)).map(|(name, _)| name).collect();
    if !names.is_empty() {
        text.push_str(&format!("\n  rests on {}", names.join(", ")));
    }
    for note in commitments::left_out(&folded.ledger, answer) {
        text.push_str(&format!("\n  {note}"));
    }
    text
}

/// Amounts by currency, when there is more to say than the total does.
fn foreign(folded: &Folded, answer: &Answer) -> Vec<(Currency, Exact)> {
    let functional = folded.ledger.book().map(|book| book.functional);
    let says_more = |currency: Currency| Some(currency) != functional && answer.unit != ValueUnit::Money(currency);
    let rows = answer.by_currency.iter().filter(|(_, amount)| !amount.is_zero());
    if answer.by_currency.keys().any(|currency| says_more(*currency)) {
        rows.map(|(currency, amount)| (*currency, *amount)).collect()
    } else {
        Vec::new()
    }
}

/// The number with its definition, arithmetic, entries, assumptions and documents.
fn explain(folded: &Folded, answer: &Answer) -> Report {
    let heading = format!("{}  {} {}", answer.name(), value_cell(answer).shown(), unit_words(answer));
    let mut report = Report::new(heading);
    let mut about = Section::new(format!("{} · {}", answer.figure.definition(), answer.time), &[]);
    about.note(format!("source of the rule: {}", answer.figure.source()));
    for policy in &answer.policies {
        about.note(policy.clone());
    }
    for note in commitments::left_out(&folded.ledger, answer) {
        about.note(note);
    }
    report.push(about);
    for section in arithmetic(folded, answer) {
        report.push(section);
    }
    report.push(assumptions(folded, &answer.rests));
    report.push(documents(folded, answer));
    report
}

/// The postings of a figure, and of each figure it is computed from.
fn arithmetic(folded: &Folded, answer: &Answer) -> Vec<Section> {
    let mut sections = Vec::new();
    if !answer.inputs.is_empty() {
        let mut section = Section::new("Computed from", &["figure", "value", "unit"]);
        for input in &answer.inputs {
            section.row([Cell::text(input.name()), value_cell(input), Cell::text(unit_words(input))]);
        }
        sections.push(section);
    }
    if !answer.parts.is_empty() {
        sections.push(parts(folded, answer));
    }
    sections.extend(answer.inputs.iter().flat_map(|input| arithmetic(folded, input)));
    sections
}

fn parts(folded: &Folded, answer: &Answer) -> Section {
    let money = matches!(answer.figure.measure(), figures::Measure::Booked | figures::Measure::Memorandum);
    let mut columns = vec!["day", "entry", "what", "account", "amount"];
    if money {
        columns.push("carrying");
    }
    columns.push("how");
    let mut section = Section::new(format!("Postings of {}", answer.name()), &columns);
    let bases = bases(folded, answer);
    for part in &answer.parts {
        section.row(part_row(folded, part, &bases, money));
    }
    section.note(format!("together {} {}", value_cell(answer).shown(), unit_words(answer)));
    section
}

/// The arithmetic of a figure's own parts.
fn bases(folded: &Folded, answer: &Answer) -> BTreeMap<usize, Basis> {
    figures::bases(&folded.ledger, &answer.parts.iter().map(|part| part.index).collect())
}

fn part_row(folded: &Folded, part: &Part, bases: &BTreeMap<usize, Basis>, money: bool) -> Vec<Cell> {
    let account = folded.ledger.account(part.account);
    let places = account.and_then(|account| account.unit.currency()).map_or(0, Currency::places);
    let functional = folded.ledger.book().map_or(places, |book| book.functional.places());
    let mut row = vec![
        Cell::text(part.posting.date.to_string()),
        Cell::text(folded.place(part.posting.stated_by)),
        Cell::text(part.posting.cause.words()),
        Cell::text(account.map_or_else(String::new, |account| folded.ledger.account_name(account))),
        Cell::money(part.amount, places),
    ];
    if money {
        row.push(Cell::money(part.carrying, functional));
    }
    row.push(Cell::text(how(folded, part, bases).join(", ")));
    row
}

/// The arithmetic of a part, in words: quantity × price, the rate, the days it counts for.
fn how(folded: &Folded, part: &Part, bases: &BTreeMap<usize, Basis>) -> Vec<String> {
    let mut how = Vec::new();
    let basis = bases.get(&part.index).copied().unwrap_or_default();
    if let Some(terms) = basis.terms {
        how.push(format!("{} × {}", grouped(terms.shares), priced(terms.strike.price, terms.strike.currency)));
    }
    if let Some(rate) = basis.rate {
        how.push(at_rate(folded, rate));
    }
    if let Some(difference) = basis.difference {
        how.extend(difference_words(folded, difference));
    }
    if let (Some(count), Some(restated)) = (part.counts_as(), &part.restated) {
        let places: Vec<String> = restated.by.iter().map(|seq| folded.place(*seq)).collect();
        how.push(format!("counts as {} after {}", rounded(&count, ValueUnit::Count), places.join(" and ")));
    }
    if let Some(days) = part.days {
        how.push(format!("× {days} days"));
    }
    how.extend(strike_of(folded, part).map(|(price, currency)| format!("strike {}", priced(price, currency))));
    how
}

/// The strike at which a part exercised rights, else the present one of the rights that it moves.
fn strike_of(folded: &Folded, part: &Part) -> Option<(Exact, Currency)> {
    let ledger = &folded.ledger;
    let then = ledger.journal().and_then(|journal| journal.strike(part.index));
    let now = || ledger.right(ledger.account(part.account)?.unit).map(|right| (right.strike, right.currency));
    then.map(|strike| (strike.price, strike.currency)).or_else(now)
}

fn priced(price: Exact, currency: Currency) -> String {
    format!("{} {currency}", Cell::money(price, currency.places()).shown())
}

fn at_rate(folded: &Folded, rate: Observation) -> String {
    format!("at {} ({})", Cell::money(rate.rate, RATE_PLACES).shown(), folded.place(rate.seq))
}

/// The two amounts that an exchange difference lies between.
fn difference_words(folded: &Folded, difference: Difference) -> Vec<String> {
    let functional = folded.ledger.book().map_or(0, |book| book.functional.places());
    let money = |amount: Exact| Cell::money(amount, functional).shown();
    let at = |rate: Option<Observation>| rate.map_or_else(String::new, |rate| format!(" {}", at_rate(folded, rate)));
    match difference {
        Difference::Revalued { balance, currency, rate, value, carried } => {
            let balance = Cell::money(balance, currency.places()).shown();
            let at = at(rate);
            vec![format!("balance {balance} {currency}{at} is {}", money(value)), format!("carried {}", money(carried))]
        }
        Difference::Given { value, rate, average } => {
            vec![format!("value {}{} less average carrying {}", money(value), at(rate), money(average))]
        }
        Difference::Settled { owed, paid } => {
            vec![format!("owed {} on average less cash carried {}", money(owed), money(paid))]
        }
    }
}

fn assumptions(folded: &Folded, rests: &[AssumptionId]) -> Section {
    let mut section = Section::new("Rests on assumptions", &["assumption", "chosen", "range", "entry", "reason"]);
    for id in rests {
        let Some(view) = folded.ledger.assumption(*id) else { continue };
        let (chosen, range) = super::assumed(view.value);
        section.row([
            Cell::text(view.name.to_string()),
            Cell::text(chosen),
            Cell::text(range),
            Cell::text(folded.place(view.by)),
            Cell::text(view.reason.to_string()),
        ]);
    }
    section
}

/// Where the entries behind a figure are written: its postings, the rates and the terms of rights they
/// come from, the splits in whose units they count, the assumptions it rests on.
fn documents(folded: &Folded, answer: &Answer) -> Section {
    let mut section = Section::new("Documents", &["document", "at", "printed", "entry"]);
    let mut entries = BTreeSet::new();
    cited(folded, answer, &mut entries);
    let log = &folded.loaded.log;
    let sources: BTreeMap<Seq, &Source> = entries.into_iter().filter_map(|seq| log.source(seq)).collect();
    for (seq, source) in sources {
        let text = |label: &Option<Label>| label.as_ref().map_or(String::new(), ToString::to_string);
        let row = [source.document.to_string(), text(&source.at), text(&source.printed), folded.place(seq)];
        section.row(row.map(Cell::text));
    }
    section
}

/// The entries behind a figure and behind those it is computed from.
fn cited(folded: &Folded, answer: &Answer, entries: &mut BTreeSet<Seq>) {
    let ledger = &folded.ledger;
    for part in &answer.parts {
        entries.insert(part.posting.stated_by);
        entries.extend(part.restated.iter().flat_map(|restated| &restated.by));
        let right = ledger.account(part.account).and_then(|account| ledger.right(account.unit));
        entries.extend(right.map(|right| right.by));
        entries.extend(ledger.journal().and_then(|journal| journal.strike(part.index)).map(|strike| strike.by));
    }
    for basis in bases(folded, answer).into_values() {
        let valued_at = basis.difference.and_then(|difference| match difference {
            Difference::Revalued { rate, .. } | Difference::Given { rate, .. } => rate,
            Difference::Settled { .. } => None,
        });
        entries.extend([basis.rate, valued_at].into_iter().flatten().map(|rate| rate.seq));
        entries.extend(basis.terms.map(|terms| terms.strike.by));
    }
    entries.extend(answer.rests.iter().filter_map(|id| ledger.assumption(*id)).map(|assumption| assumption.by));
    for input in &answer.inputs {
        cited(folded, input, entries);
    }
}

fn answer_json(folded: &Folded, answer: &Answer, depth: Depth) -> Value {
    let names: Vec<String> =
        answer.rests.iter().filter_map(|id| folded.assumption(*id)).map(|(name, _)| name).collect();
    let by_currency: serde_json::Map<String, Value> =
        answer.by_currency.iter().map(|(currency, amount)| (currency.to_string(), json!(amount.to_string()))).collect();
    let object = json!({
        "figure": answer.name(),
        "time": answer.time.to_string(),
        "value": answer.number.as_ref().map(exact),
        "rounded": answer.number.as_ref().map(|number| plain(number, answer.unit)),
        "unit": unit_words(answer),
        "by_currency": by_currency,
        "policies": answer.policies,
        "left_out": commitments::left_out(&folded.ledger, answer),
        "rests_on": names,
        "definition": answer.figure.definition(),
        "source": answer.figure.source(),
    });
    let (Depth::Lineage, Value::Object(mut object)) = (depth, object.clone()) else { return object };
    let bases = bases(folded, answer);
    let parts = answer.parts.iter().map(|part| part_json(folded, part, &bases)).collect();
    let inputs = answer.inputs.iter().map(|input| answer_json(folded, input, depth)).collect();
    object.insert("parts".to_owned(), Value::Array(parts));
    object.insert("inputs".to_owned(), Value::Array(inputs));
    object.insert("assumptions".to_owned(), assumptions(folded, &answer.rests).json());
    object.insert("documents".to_owned(), documents(folded, answer).json());
    Value::Object(object)
}

/// A number as a decimal, to two places more than cents, without separators.
fn plain(number: &BigRational, unit: ValueUnit) -> String {
    rounded(number, unit).replace(',', "")
}

/// A number as a decimal, to two places more than cents; shares are rounded as cents are.
fn rounded(number: &BigRational, unit: ValueUnit) -> String {
    let cents = match unit {
        ValueUnit::Count => 2,
        ValueUnit::Money(currency) | ValueUnit::PerShare(currency) => currency.places(),
    };
    let decimals = places(number).min(cents.saturating_add(2));
    text::grouped(number, decimals, Toward::Nearest)
}

fn part_json(folded: &Folded, part: &Part, bases: &BTreeMap<usize, Basis>) -> Value {
    let account = folded.ledger.account(part.account).map(|account| folded.ledger.account_name(account));
    json!({
        "entry": part.posting.stated_by.0,
        "place": folded.place(part.posting.stated_by),
        "day": part.posting.date.to_string(),
        "what": part.posting.cause.words(),
        "account": account,
        "amount": part.amount.to_string(),
        "carrying": part.carrying.to_string(),
        "days": part.days,
        "counts_as": part.counts_as().map(|count| plain(&count, ValueUnit::Count)),
        "how": how(folded, part, bases),
    })
}
