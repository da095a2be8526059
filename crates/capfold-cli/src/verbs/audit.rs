//! `capfold audit`: printed statements against the log.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use capfold_core::audit::{Auditor, Judgement, Row, Sheet, Verdict};
use capfold_core::entry::Cut;
use capfold_core::interval::Interval;
use serde_json::{Value, json};

use crate::args::{AuditArgs, Format};
use crate::console::{Console, Exit, Stream};
use crate::diagnose::Diagnostic;
use crate::fold::Folded;
use crate::input::{FILE_LIMIT, read_bounded};
use crate::report::{Cell, aligned, exact, interval_json, range};

/// Column at which verdicts stand.
const VERDICT_COLUMN: usize = 72;

/// Runs of log lines that people are shown under a statement.
const RUNS_SHOWN: usize = 6;

pub(super) fn run(args: &AuditArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let Some(book) = loaded.book.clone() else {
        let message = "an audit needs a book: a directory with book.toml, a log and statements";
        return super::refuse(&Diagnostic::unplaced("C0102", message.to_owned(), None), format, console);
    };
    let sheets = match read_sheets(&book.statements) {
        Ok(sheets) => sheets,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let known = match args.cut.cut(&loaded.log) {
        Ok(cut) => cut.known_through,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let folded = Folded::balances(loaded, Cut { known_through: known, effective_through: None });
    let auditor = Auditor::new(&folded.loaded.log, known);
    // Everything is judged before anything is printed.
    let mut judged = Vec::with_capacity(sheets.len());
    for (path, sheet) in &sheets {
        match auditor.judge(sheet) {
            Ok(judgements) => judged.push((sheet, judgements)),
            Err((id, message)) => {
                let message = format!("statement `{id}` of {}: {message}", path.display());
                return super::refuse(&Diagnostic::unplaced("C0104", message, None), format, console);
            }
        }
    }
    for (sheet, judgements) in &judged {
        let shown = Shown { folded: &folded, book: &args.source.source, sheet };
        match format {
            Format::Table => shown.print(judgements, console)?,
            Format::Json => writeln!(console.stream(Stream::Out), "{}", shown.json(judgements))?,
        }
    }
    for note in auditor.notes(sheets.iter().map(|(_, sheet)| sheet)) {
        writeln!(console.stream(Stream::Err), "note: {note}")?;
    }
    let refutes = |judgement: &Judgement| judgement.verdict == Verdict::Contradictory;
    let refuted = judged.iter().any(|(_, judgements)| judgements.iter().any(refutes));
    let exit = folded.finish(console)?;
    Ok(if refuted { Exit::Findings } else { exit })
}

/// The sheets of a book in order of their names.
fn read_sheets(directory: &Path) -> Result<Vec<(PathBuf, Sheet)>, Box<Diagnostic>> {
    let unreadable = |path: &Path, error: &io::Error| {
        Box::new(Diagnostic::unplaced("C0101", format!("`{}` cannot be read: {error}", path.display()), None))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(|error| unreadable(directory, &error))? {
        let path = entry.map_err(|error| unreadable(directory, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        let message = format!("`{}` holds no statements (*.json)", directory.display());
        return Err(Box::new(Diagnostic::unplaced("C0104", message, None)));
    }
    let mut sheets = Vec::with_capacity(paths.len());
    for path in paths {
        let text = read_bounded(&path, FILE_LIMIT)?;
        let sheet = Sheet::parse(&text).map_err(|error| {
            let span = Some(error.offset..error.offset.saturating_add(1));
            let help = error.help.unwrap_or("a sheet has document, statements and relations");
            let (file, text) = (path.display().to_string(), String::from_utf8_lossy(&text));
            Box::new(Diagnostic::in_text("C0104", &error.message, &file, &text, span, help))
        })?;
        sheets.push((path, sheet));
    }
    Ok(sheets)
}

/// A sheet and what is needed to show its verdicts.
struct Shown<'a> {
    folded: &'a Folded,
    book: &'a Path,
    sheet: &'a Sheet,
}

impl Shown<'_> {
    fn print(&self, judgements: &[Judgement], console: &mut Console<'_>) -> io::Result<()> {
        let colours = console.colours(Stream::Out);
        let out = console.stream(Stream::Out);
        writeln!(out, "{}: {}", self.sheet.document, summary(judgements))?;
        for judgement in judgements {
            self.judgement(judgement, colours, out)?;
        }
        Ok(())
    }

    fn judgement(&self, judgement: &Judgement, colours: bool, out: &mut dyn Write) -> io::Result<()> {
        let head = format!("{}  {}  ({})", judgement.label, judgement.printed, judgement.at);
        let width = VERDICT_COLUMN;
        writeln!(out, "\n{head:<width$}  {}", painted(judgement.verdict, colours))?;
        let rows: Vec<Vec<Cell>> = judgement.rows.iter().map(row).collect();
        for line in aligned(None, &rows).lines() {
            writeln!(out, " {line}")?;
        }
        let means = range(&judgement.means, judgement.places);
        match value(judgement) {
            Some(value) => writeln!(out, "  {value} · printed means {means}")?,
            None => writeln!(out, "  printed means {means}")?,
        }
        for note in &judgement.notes {
            writeln!(out, "  {note}")?;
        }
        if !judgement.entries.is_empty() {
            writeln!(out, "  entries  {}", self.folded.places(&judgement.entries, RUNS_SHOWN))?;
        }
        if let Some(rests) = self.assumptions(judgement) {
            writeln!(out, "  rests on {rests}")?;
        }
        for command in self.explain(judgement) {
            writeln!(out, "  {command}")?;
        }
        Ok(())
    }

    /// Names of assumptions with their places.
    fn assumptions(&self, judgement: &Judgement) -> Option<String> {
        let place = |name| {
            let view = self.folded.ledger.assumptions().find(|view| view.name == name)?;
            Some(format!("{name} ({})", self.folded.place(view.by)))
        };
        let names: Vec<String> = judgement.rests.iter().filter_map(place).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The commands that explain the figures behind the statement.
    fn explain(&self, judgement: &Judgement) -> Vec<String> {
        let statement = self.sheet.statements.iter().find(|statement| statement.id == judgement.id);
        let option = match statement.map(|statement| (statement.period, statement.as_of)) {
            Some((Some(period), _)) => format!("--period {period}"),
            Some((None, Some(day))) => format!("--as-of {day}"),
            Some((None, None)) | None => return Vec::new(),
        };
        let book = self.book.display();
        judgement.explain.iter().map(|figure| format!("capfold explain {book} {figure} {option}")).collect()
    }

    fn json(&self, judgements: &[Judgement]) -> Value {
        let rows: Vec<Value> = judgements.iter().map(|judgement| self.judgement_json(judgement)).collect();
        json!({"document": self.sheet.document.to_string(), "summary": summary(judgements), "statements": rows})
    }

    fn judgement_json(&self, judgement: &Judgement) -> Value {
        let rows: Vec<Value> = judgement
            .rows
            .iter()
            .map(|row| json!({"label": row.label, "detail": row.detail, "interval": interval_json(&row.interval)}))
            .collect();
        let entries: Vec<Value> =
            judgement.entries.iter().map(|seq| json!({"entry": seq.0, "place": self.folded.place(*seq)})).collect();
        json!({
            "id": judgement.id.to_string(),
            "label": judgement.label,
            "at": judgement.at,
            "printed": judgement.printed,
            "means": interval_json(&judgement.means),
            "verdict": judgement.verdict.key(),
            "value": judgement.value.as_ref().map(exact),
            "range": judgement.range.as_ref().map(interval_json),
            "difference": judgement.difference.as_ref().map(exact),
            "arithmetic": rows,
            "notes": judgement.notes,
            "entries": entries,
            "explain": self.explain(judgement),
            "rests_on": judgement.rests.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }
}

/// `the log gives 0.10, over its assumptions 0.10 … 0.30`; a relation adds what is printed.
fn value(judgement: &Judgement) -> Option<String> {
    let places = judgement.places.saturating_sub(1);
    let shown = Cell::Number(judgement.value.clone()?, places).shown();
    if judgement.unit.is_none() {
        return Some(format!("the printed figures sum to {shown}"));
    }
    let open = judgement.range.as_ref().filter(|range| !range.is_point());
    let over = open.map(|interval| match (&interval.low, &interval.high) {
        (None, None) => ", over its assumptions anything".to_owned(),
        _ => format!(", over its assumptions {}", range(interval, places_of(interval, places))),
    });
    Some(format!("the log gives {shown}{}", over.unwrap_or_default()))
}

/// The places of the print, one more where an end would not show exactly.
fn places_of(interval: &Interval, places: u32) -> u32 {
    let ends = [&interval.low, &interval.high].into_iter().flatten();
    let inexact = ends.into_iter().any(|end| capfold_core::text::places(&end.at) > places);
    if inexact { places.saturating_add(1) } else { places }
}

/// `16 statements · 4 follow from the log · …`
fn summary(judgements: &[Judgement]) -> String {
    let mut parts = vec![crate::text::count(judgements.len(), "statement", "statements")];
    for verdict in Verdict::ALL {
        let number = judgements.iter().filter(|judgement| judgement.verdict == *verdict).count();
        if number > 0 {
            parts.push(format!("{number} {}", plural(*verdict, number)));
        }
    }
    parts.join(" · ")
}

/// The verdict as a predicate of one or several statements.
const fn plural(verdict: Verdict, number: usize) -> &'static str {
    match (verdict, number) {
        (Verdict::Exact, 1) => "follows from the log",
        (Verdict::Exact, _) => "follow from the log",
        (Verdict::Rounding, 1) => "follows from the log, rounded",
        (Verdict::Rounding, _) => "follow from the log, rounded",
        (Verdict::NeedsExchangeRate, 1) => "needs an exchange rate",
        (Verdict::NeedsExchangeRate, _) => "need an exchange rate",
        (Verdict::RestsOnAssumption, 1) => "rests on assumption",
        (Verdict::RestsOnAssumption, _) => "rest on assumptions",
        (Verdict::Underdetermined, _) => "underdetermined",
        (Verdict::Contradictory, 1) => "does not add up",
        (Verdict::Contradictory, _) => "do not add up",
    }
}

fn painted(verdict: Verdict, colours: bool) -> String {
    use anstyle::{AnsiColor, Style};
    let colour = match verdict {
        Verdict::Exact | Verdict::Rounding => AnsiColor::Green,
        Verdict::NeedsExchangeRate | Verdict::RestsOnAssumption => AnsiColor::Yellow,
        Verdict::Underdetermined => AnsiColor::Cyan,
        Verdict::Contradictory => AnsiColor::Red,
    };
    if !colours {
        return verdict.words().to_owned();
    }
    let style = Style::new().fg_color(Some(colour.into())).bold();
    format!("{style}{}{style:#}", verdict.words())
}

fn row(row: &Row) -> Vec<Cell> {
    vec![Cell::text(row.label.clone()), Cell::text(row.detail.clone()), Cell::Range(row.interval.clone(), row.places)]
}
