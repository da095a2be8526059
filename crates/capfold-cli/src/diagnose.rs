//! Shows what is wrong: the code, the place, the line around it, the two numbers, and a way on.
//!
//! A [`Diagnostic`] is made from a malformed line ([`of_fault`]), a finding ([`of_finding`]), or a file
//! that cannot be read, and is printed for people ([`Diagnostic::render`]) or programs
//! ([`Diagnostic::json`]).

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use capfold_core::entry::LineError;
use capfold_core::event::EventKind;
use capfold_core::exact::Exact;
use capfold_core::finding::{Finding, Problem, Rejection};
use capfold_core::name::Seq;
use serde::Serialize;

use crate::input::Fault;
use crate::lines::LogText;
use crate::locate::{Tokens, Value};
use crate::text::{group_numbers, grouped};

/// Something wrong or worth knowing, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    severity: Severity,
    code: &'static str,
    message: String,
    /// The message as people read it.
    title: String,
    spot: Option<Spot>,
    label: Option<String>,
    gap: Option<Exact>,
    note: Option<String>,
    help: Option<Cow<'static, str>>,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A line that is no entry, or a fact that cannot have happened.
    Error,
    /// Worth knowing; nothing was refused.
    Note,
}

/// A place in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    file: String,
    line: usize,
    /// In characters, from 1.
    column: usize,
    text: String,
    /// Bytes of the text.
    span: Range<usize>,
}

/// `--format json`.
#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: Severity,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    gap: Option<String>,
    note: Option<&'a str>,
    help: Option<&'a str>,
}

/// Columns that the excerpt of a line may take.
const WIDTH: usize = 100;
/// Characters of a value that are underlined.
const UNDERLINED: usize = 60;

/// What is wrong with a line that is not an entry.
#[must_use]
pub fn of_fault(fault: &Fault, text: &LogText) -> Diagnostic {
    let error = &fault.error;
    let place = spot(fault.seq, text, |line, bytes| span_of_error(error, line, bytes));
    let (message, guess) = unknown_name(&error.message).unwrap_or_else(|| (error.message.clone(), None));
    let help = guess.map(Cow::Owned).or(error.help.map(Cow::Borrowed));
    Diagnostic { spot: place, help, ..Diagnostic::unplaced(error.code, message, None) }
}

/// What the fold found.
#[must_use]
pub fn of_finding(finding: &Finding, text: &LogText) -> Diagnostic {
    let rejection = &finding.rejection;
    let problem = &*rejection.problem;
    let message = problem.to_string();
    Diagnostic {
        severity: if problem.is_note() { Severity::Note } else { Severity::Error },
        title: group_numbers(&message),
        spot: spot(finding.seq, text, |line, _| span_of_rejection(rejection, line)),
        label: gap_label(problem),
        gap: problem.gap(),
        note: other_entry(problem, text),
        ..Diagnostic::unplaced(problem.code(), message, Some(problem.help()))
    }
}

impl Diagnostic {
    /// An error about a file as a whole.
    pub(crate) fn unplaced(code: &'static str, message: String, help: Option<&'static str>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            title: message.clone(),
            message,
            spot: None,
            label: None,
            gap: None,
            note: None,
            help: help.map(Cow::Borrowed),
        }
    }

    /// With other words on what to do.
    pub(crate) fn with_help(self, help: String) -> Self {
        Self { help: Some(Cow::Owned(help)), ..self }
    }

    /// An error at some bytes of a file that is held in memory.
    pub(crate) fn in_text(
        code: &'static str,
        message: &str,
        file: &str,
        text: &str,
        span: Option<Range<usize>>,
        help: &'static str,
    ) -> Self {
        let span = span.unwrap_or(0..0);
        let before = text.get(..span.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let within = span.start.saturating_sub(start)..span.end.saturating_sub(start).min(line.len());
        let number = before.matches('\n').count().saturating_add(1);
        let spot = Spot::new(file.to_owned(), number, line.to_owned(), within);
        Self { spot: Some(spot), ..Self::unplaced(code, message.to_owned(), Some(help)) }
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// For people, several lines without a last line end.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Note => Level::NOTE,
        };
        let mut group = Group::with_title(level.primary_title(&self.title).id(self.code));
        if let Some(spot) = &self.spot {
            let mark = AnnotationKind::Primary.span(spot.span.clone()).label(self.label.as_deref());
            let snippet = Snippet::source(&spot.text).path(&spot.file).line_start(spot.line).annotation(mark);
            group = group.element(snippet);
        }
        group = group.elements(self.note.as_deref().map(|note| Level::NOTE.message(note)));
        group = group.elements(self.help.as_deref().map(|help| Level::HELP.message(help)));
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.term_width(WIDTH).render(&[group])
    }

    /// For programs, one object without a line end; the keys are always the same.
    ///
    /// # Errors
    /// Only what `serde_json` may report; the record holds nothing it cannot write.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let spot = self.spot.as_ref();
        serde_json::to_string(&Record {
            code: self.code,
            severity: self.severity,
            file: spot.map(|spot| spot.file.as_str()),
            line: spot.map(|spot| spot.line),
            column: spot.map(|spot| spot.column),
            message: &self.message,
            gap: self.gap.map(|gap| gap.to_string()),
            note: self.note.as_deref(),
            help: self.help.as_deref(),
        })
    }
}

impl Spot {
    /// A place, its span brought to characters and to a length that can be shown.
    fn new(file: String, line: usize, text: String, span: Range<usize>) -> Self {
        let start = (0..=span.start.min(text.len())).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let marked = text.get(start..).unwrap_or_default();
        let wanted = span.end.saturating_sub(start).max(1);
        let length = marked
            .char_indices()
            .take(UNDERLINED)
            .take_while(|(at, _)| *at < wanted)
            .last()
            .map_or(0, |(at, c)| at.saturating_add(c.len_utf8()));
        let column = text.get(..start).unwrap_or_default().chars().count().saturating_add(1);
        Self { file, line, column, text, span: start..start.saturating_add(length) }
    }
}

/// The place of an entry; `locate` finds the bytes in its line, given as text and as stored.
fn spot(seq: Seq, text: &LogText, locate: impl FnOnce(&str, &[u8]) -> Range<usize>) -> Option<Spot> {
    let place = text.place(seq)?;
    // A file that was taken away in the meantime leaves the place without its text.
    let bytes = text.line(seq).unwrap_or_default();
    let line = String::from_utf8_lossy(&bytes);
    let span = locate(&line, &bytes);
    Some(Spot::new(place.file.to_owned(), usize::try_from(place.line).ok()?, line.into_owned(), span))
}

fn span_of_error(error: &LineError, line: &str, bytes: &[u8]) -> Range<usize> {
    let tokens = Tokens::of(line);
    if !error.path.is_empty() {
        let span = tokens.nearest(&error.path).and_then(|value| tokens.span(value));
        return span.unwrap_or(0..line.len());
    }
    if error.message.starts_with("EOF") {
        return line.len()..line.len();
    }
    // Bytes that are not UTF-8 take more room in the text that shows them.
    let offset = bytes.get(..error.offset).map_or(line.len(), |before| String::from_utf8_lossy(before).len());
    let whole = if error.code == "C0001" { tokens.around(offset) } else { None };
    whole.unwrap_or(offset..offset.saturating_add(1))
}

/// A shorter message for a name that is none of the known ones, and the known one it may be meant for.
fn unknown_name(message: &str) -> Option<(String, Option<String>)> {
    let (what, known) = message.split_once(", expected ")?;
    let wrong = what.strip_prefix("unknown ")?.split('`').nth(1)?;
    let names: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let distance = |name: &&str| strsim::damerau_levenshtein(wrong, name);
    let near = names.iter().copied().min_by_key(distance).filter(|name| distance(name) <= name.len().div_ceil(3));
    let guess = near.map(|name| format!("did you mean `{name}`?"));
    let is_event = names.first() == EventKind::ALL.first().map(|kind| kind.tag()).as_ref();
    let shown = if is_event { format!("unknown event `{wrong}`") } else { message.to_owned() };
    Some((shown, guess))
}

/// The value under the rejection's key: in the corrected event of an amendment, else in the event, else
/// anywhere in the entry. The name of the event, when it has no such value.
fn span_of_rejection(rejection: &Rejection, line: &str) -> Range<usize> {
    let tokens = Tokens::of(line);
    let corrected = tokens.at(&["event", "amend", "event"]);
    let event = tokens.at(&["event"]);
    let cites = matches!(*rejection.problem, Problem::UnknownDocument { .. });
    let source = if cites { tokens.at(&["source"]) } else { None };
    let scopes = [source, corrected, event, tokens.root()].into_iter().flatten();
    let value = scopes.filter_map(|scope| value_in(&tokens, scope, rejection)).next();
    let span = value.and_then(|value| tokens.span(narrowed(&tokens, value, &rejection.problem)));
    let tag = || corrected.or(event).and_then(|event| tokens.tag(event));
    span.or_else(tag).unwrap_or(0..line.len())
}

/// The row itself when the key is not in it: what the event says elsewhere is at fault with this row.
fn value_in(tokens: &Tokens<'_>, scope: Value, rejection: &Rejection) -> Option<Value> {
    let row = rejection.row.map(|(list, row)| tokens.element(tokens.under(scope, list)?, row));
    let scope = row.unwrap_or(Some(scope))?;
    let scope = if rejection.field.is_empty() { Some(scope) } else { tokens.under(scope, rejection.field) };
    let value = scope.and_then(|scope| tokens.under(scope, rejection.key));
    value.or(row.flatten())
}

/// The part of a value that is at fault: of a sum of money its number or its currency, of a reference to
/// an assumption its name.
fn narrowed(tokens: &Tokens<'_>, value: Value, problem: &Problem) -> Value {
    let whole = matches!(problem, Problem::NotTheStrike { .. });
    let currency = matches!(problem, Problem::CurrencyDiffers { .. } | Problem::NoRate { .. });
    let name = matches!(problem, Problem::Unknown { .. } | Problem::AssumptionKind { .. });
    let keys: &[&str] = match (whole, currency, name) {
        (true, _, _) => &[],
        (_, true, _) => &["currency"],
        (_, _, true) => &["amount", "assumed", "after"],
        (false, false, false) => &["amount"],
    };
    keys.iter().fold(value, |value, key| tokens.member(value, key).unwrap_or(value))
}

/// By how much it misses, and in which direction.
fn gap_label(problem: &Problem) -> Option<String> {
    let gap = problem.gap()?;
    let size = grouped(gap.magnitude());
    let label = if let Problem::InsufficientMoney { currency, .. }
    | Problem::PaidDiffers { currency, .. }
    | Problem::CarryingDiffers { currency, .. } = problem
    {
        let direction = if gap.is_negative() { "little" } else { "much" };
        format!("{size} {currency} too {direction}")
    } else if let Problem::BelowIssued { .. } | Problem::RestNegative { .. } = problem {
        format!("{size} too few")
    } else {
        let direction = if gap.is_negative() { "few" } else { "many" };
        format!("{size} too {direction}")
    };
    Some(label)
}

/// Where the other entry of a problem stands, when its number is not simply the line.
fn other_entry(problem: &Problem, text: &LogText) -> Option<String> {
    if !text.has_several_files() {
        return None;
    }
    let (Problem::IdReused { first: seq, .. }
    | Problem::ChainForked { by: seq, .. }
    | Problem::BookAlreadyOpen { by: seq }
    | Problem::AlreadyRegistered { by: seq, .. }
    | Problem::Ended { by: seq, .. }
    | Problem::OnHold { by: seq, .. }
    | Problem::PeriodWasClosed { by: seq, .. }
    | Problem::OpeningAfterMovement { first: seq }) = problem
    else {
        return None;
    };
    let place = text.place(*seq)?;
    Some(format!("entry {seq} stands at {}:{}", place.file, place.line))
}
