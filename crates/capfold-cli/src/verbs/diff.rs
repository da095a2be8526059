//! `capfold diff`: what became known between two points, and what it did to the figures.

use std::io;

use capfold_core::diff::{self, Change, Diff, Recorded, Role, Standing, Turned, Value};
use capfold_core::entry::Cut;
use capfold_core::figures::{FigureError, Time, When};
use capfold_core::ledger::Ledger;
use capfold_core::name::Seq;
use serde_json::{Value as Json, json};

use super::figure::{number_cell, of_error, outside_the_calendar, unit_of};
use crate::args::{DiffArgs, Format};
use crate::console::{Console, Exit, Stream};
use crate::fold::Folded;
use crate::input::Loaded;
use crate::report::{Cell, Report, Section, exact};
use crate::text::{count, group_numbers};

/// Runs of log lines that people are shown beside a figure.
const RUNS_SHOWN: usize = 4;

/// A time, and how a person would ask for it.
type Asked = (String, Time);

pub(super) fn run(args: &DiffArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let (before, after) = match args.known.cuts(&loaded.log) {
        Ok(cuts) => cuts,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let year_end = super::year_end(&loaded.log, after);
    let period = match args.period.period.map(|name| (name, name.resolve(year_end))) {
        Some((name, None)) => return super::refuse(&outside_the_calendar(name), format, console),
        Some((name, Some(period))) => Some((name.to_string(), Time::Over(period))),
        None => None,
    };
    let through = args.as_of.or_else(|| period.as_ref().map(|(_, time)| time.last()));
    let [before, after] = [before, after].map(|cut| Cut { effective_through: through, ..cut });
    let times = match (args.as_of, period) {
        (Some(day), _) => vec![of_day(Time::At(day))],
        (None, Some(period)) => vec![period],
        (None, None) => by_default(&loaded, before, after),
    };
    if let Some(error) = uncovered(&loaded, after, through.map(|_| &times)) {
        return super::refuse(&of_error(&error), format, console);
    }
    let spans: Vec<Time> = times.iter().map(|(_, time)| *time).collect();
    let diff = diff::diff(&loaded.log, before, after, &spans);
    let shown = Shown { folded: Folded::balances(loaded, after), before, after, diff, times };
    match format {
        Format::Table => shown.report().print(format, console)?,
        Format::Json => writeln!(console.stream(Stream::Out), "{}", shown.json())?,
    }
    shown.folded.finish(console)
}

fn of_day(time: Time) -> Asked {
    (format!("as of {}", time.last()), time)
}

/// The last day of the log, and the years and quarters that entries between touch.
fn by_default(loaded: &Loaded, before: Cut, after: Cut) -> Vec<Asked> {
    let year_end = super::year_end(&loaded.log, after);
    let day = super::last_day(&loaded.log, after).map(|day| of_day(Time::At(day)));
    let periods = diff::touched(&loaded.log, before, after, year_end).into_iter();
    let periods = periods.filter_map(|name| Some((name.to_string(), Time::Over(name.resolve(year_end)?))));
    day.into_iter().chain(periods).collect()
}

/// Why the log has nothing to say of the times that were asked for.
fn uncovered(loaded: &Loaded, after: Cut, asked: Option<&Vec<Asked>>) -> Option<FigureError> {
    asked.into_iter().flatten().find_map(|(_, time)| super::covered(&loaded.log, after, *time).err())
}

/// A comparison with what is needed to show it.
struct Shown {
    folded: Folded,
    before: Cut,
    after: Cut,
    diff: Diff,
    times: Vec<Asked>,
}

impl Shown {
    fn report(&self) -> Report {
        let mut report = Report::new(self.heading());
        report.push(self.entries());
        report.push(self.turned());
        for (words, time) in &self.times {
            report.push(self.changes(words, *time));
        }
        report
    }

    fn ledger(&self) -> &Ledger {
        &self.folded.ledger
    }

    fn heading(&self) -> String {
        let issuer = self.ledger().book().map_or("no book opened".to_owned(), |book| book.issuer.to_string());
        let known = |cut: Cut| cut.known_through.map_or("all entries".to_owned(), |seq| format!("entry {seq}"));
        let day = self.after.effective_through.map_or(String::new(), |day| format!(" · through {day}"));
        let (entries, changes) = (self.diff.entries.len(), self.diff.changes.len());
        let entries = count(entries, "entry", "entries");
        let changes = match changes {
            0 => "no figure differs".to_owned(),
            1 => "1 figure differs".to_owned(),
            many => format!("{} differ", count(many, "figure", "figures")),
        };
        let (before, after) = (known(self.before), known(self.after));
        format!("{issuer}{day} · known through {before}, then {after} · {entries}, {changes}")
    }

    fn entries(&self) -> Section {
        let mut section = Section::new("Recorded between", &["entry", "what", "effective", "how it stands"]);
        for entry in &self.diff.entries {
            section.row([
                Cell::text(self.folded.place(entry.seq)),
                Cell::text(words(entry.kind.tag())),
                Cell::text(entry.effective.to_string()),
                Cell::text(self.role(entry)),
            ]);
        }
        section
    }

    fn role(&self, entry: &Recorded) -> String {
        let place = |seq| self.folded.place(seq);
        match entry.role {
            Role::InOrder => String::new(),
            Role::Backdated { behind, latest } => format!("backdated: {latest} was reached by {}", place(behind)),
            Role::Amends { fact, was } if was == entry.effective => format!("amends {}", place(fact)),
            Role::Amends { fact, was } => format!("amends {}, until then of {was}", place(fact)),
            Role::Voids { fact } => format!("voids {}", place(fact)),
        }
    }

    fn turned(&self) -> Section {
        let columns = ["fact", "what", "effective", "was", "now", "through"];
        let mut section = Section::new("Facts that turned", &columns);
        for turned in &self.diff.turned {
            section.row([
                Cell::text(self.folded.place(turned.fact)),
                Cell::text(words(turned.kind.tag())),
                Cell::text(turned.effective.to_string()),
                Cell::text(standing(&turned.was)),
                Cell::text(standing(&turned.now)),
                Cell::text(self.folded.places(&turned.through, RUNS_SHOWN)),
            ]);
        }
        section
    }

    /// The figures of a time that differ.
    fn changes(&self, words: &str, time: Time) -> Section {
        let title = match time {
            Time::At(_) => format!("Figures {words}"),
            Time::Over(period) => format!("Figures of {words} · {} to {}", period.first, period.last),
        };
        let mut columns = vec!["figure", "before", "after", "change", "unit", "through"];
        let rows: Vec<&Change> = self.diff.changes.iter().filter(|change| change.time == time).collect();
        let carried = rows.iter().any(|change| !change.carried.is_empty());
        if carried {
            columns.push("carried along");
        }
        let mut section = Section::new(title, &columns);
        for change in rows {
            let mut row = vec![
                Cell::text(change.name()),
                cell(&change.before),
                cell(&change.after),
                difference(change),
                Cell::text(unit(change)),
                Cell::text(self.folded.places(&change.through, RUNS_SHOWN)),
            ];
            if carried {
                row.push(Cell::text(self.folded.places(&change.carried, RUNS_SHOWN)));
            }
            section.row(row);
        }
        section
    }

    fn json(&self) -> Json {
        let times = self.times.iter().map(|(asked, time)| {
            let when = match time {
                Time::At(_) => When::Day,
                Time::Over(_) => When::Period,
            };
            json!({"asked": asked, "time": time.to_string(), "of": if when == When::Day { "day" } else { "period" }})
        });
        json!({
            "heading": self.heading(),
            "known": {"before": self.before.known_through.map(|seq| seq.0), "after": self.after.known_through.map(|seq| seq.0)},
            "times": times.collect::<Vec<_>>(),
            "entries": self.diff.entries.iter().map(|entry| self.entry_json(entry)).collect::<Vec<_>>(),
            "turned": self.diff.turned.iter().map(|turned| self.turned_json(turned)).collect::<Vec<_>>(),
            "changes": self.diff.changes.iter().map(|change| self.change_json(change)).collect::<Vec<_>>(),
        })
    }

    fn places_json(&self, entries: &[Seq]) -> Json {
        entries.iter().map(|seq| json!({"entry": seq.0, "place": self.folded.place(*seq)})).collect()
    }

    fn entry_json(&self, entry: &Recorded) -> Json {
        let role = match entry.role {
            Role::InOrder => json!("in_order"),
            Role::Backdated { behind, latest } => json!({"backdated": {"behind": behind.0, "latest": latest}}),
            Role::Amends { fact, was } => json!({"amends": {"fact": fact.0, "was": was}}),
            Role::Voids { fact } => json!({"voids": {"fact": fact.0}}),
        };
        json!({
            "entry": entry.seq.0,
            "place": self.folded.place(entry.seq),
            "what": entry.kind.tag(),
            "effective": entry.effective,
            "role": role,
        })
    }

    fn turned_json(&self, turned: &Turned) -> Json {
        json!({
            "fact": turned.fact.0,
            "place": self.folded.place(turned.fact),
            "what": turned.kind.tag(),
            "effective": turned.effective,
            "was": standing_json(&turned.was),
            "now": standing_json(&turned.now),
            "through": self.places_json(&turned.through),
        })
    }

    fn change_json(&self, change: &Change) -> Json {
        json!({
            "figure": change.name(),
            "time": change.time.to_string(),
            "before": value_json(&change.before),
            "after": value_json(&change.after),
            "change": change.difference().as_ref().map(exact),
            "unit": unit(change),
            "through": self.places_json(&change.through),
            "carried_along": self.places_json(&change.carried),
        })
    }
}

/// A tag of the wire as words.
fn words(tag: &str) -> String {
    tag.replace('_', " ")
}

fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Unsaid => "not stated".to_owned(),
        Standing::Accepted => "accepted".to_owned(),
        Standing::Refused(finding) => {
            let problem = &finding.rejection.problem;
            format!("{}: {}", problem.code(), group_numbers(&problem.to_string()))
        }
    }
}

fn standing_json(standing: &Standing) -> Json {
    match standing {
        Standing::Unsaid => json!("unsaid"),
        Standing::Accepted => json!("accepted"),
        Standing::Refused(finding) => {
            let problem = &finding.rejection.problem;
            json!({"refused": {"code": problem.code(), "message": problem.to_string()}})
        }
    }
}

/// A value, or why there is none.
fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number, unit) => number_cell(number, *unit),
        Value::Amounts(amounts) => {
            let rows = amounts.iter().filter(|(_, amount)| !amount.is_zero());
            let amount = |(currency, amount): (&capfold_core::money::Currency, &capfold_core::exact::Exact)| {
                format!("{} {currency}", Cell::money(*amount, currency.places()).shown())
            };
            Cell::text(rows.map(amount).collect::<Vec<_>>().join(", "))
        }
        Value::Missing(error) => Cell::text(missing(error)),
    }
}

/// Why there is no value, in a word or two.
const fn missing(error: &FigureError) -> &'static str {
    match error {
        FigureError::Unlimited(_) => "no limit",
        FigureError::MixedCurrencies(_) => "several currencies",
        FigureError::Nothing(_) => "nothing to divide by",
        FigureError::NoSuchFigure(_)
        | FigureError::Scope { .. }
        | FigureError::WrongTime { .. }
        | FigureError::NoBook
        | FigureError::NotRestated(_)
        | FigureError::RestatedBefore { .. }
        | FigureError::BeforeTheBook { .. }
        | FigureError::NoLineage => "unknown",
    }
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::Number(number, _) => json!(exact(number)),
        Value::Amounts(amounts) => {
            let rows = amounts.iter().map(|(currency, amount)| (currency.to_string(), json!(amount.to_string())));
            Json::Object(rows.collect())
        }
        Value::Missing(error) => json!({"missing": error.to_string()}),
    }
}

fn difference(change: &Change) -> Cell {
    let unit = [&change.after, &change.before].into_iter().find_map(|value| match value {
        Value::Number(_, unit) => Some(*unit),
        Value::Amounts(_) | Value::Missing(_) => None,
    });
    change.difference().zip(unit).map_or(Cell::Empty, |(number, unit)| number_cell(&number, unit))
}

/// The unit of a change; both, when it is the unit that differs.
fn unit(change: &Change) -> String {
    let unit = |value: &Value| match value {
        Value::Number(_, unit) => Some(unit_of(change.figure, *unit)),
        Value::Amounts(_) | Value::Missing(_) => None,
    };
    match (unit(&change.before), unit(&change.after)) {
        (Some(before), Some(after)) if before != after => format!("{before}, then {after}"),
        (Some(unit), _) | (None, Some(unit)) => unit,
        (None, None) => String::new(),
    }
}
