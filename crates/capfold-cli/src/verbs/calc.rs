//! `capfold calc`: calculations by name, JSON in and out.
//!
//! Errors: [`Diagnostic`]s C0106 (no JSON, or not what the kind takes, at the value at fault), C0205 (no such kind).

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;

use capfold_core::calc::{self, Answer, CalcError, Kind, kind, kinds};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::args::{CalcArgs, Format};
use crate::console::{Console, Exit, Stream};
use crate::diagnose::Diagnostic;
use crate::input::read_bounded;
use crate::locate::{self, Tokens};
use crate::report::{Cell, Report, Section};
use crate::text::count;

/// Bytes of a file of inputs or cases at most.
const LIMIT: u64 = 64 << 20;

/// Cases that cannot be calculated are shown with their place, so many of them.
const SHOWN: usize = 20;

const HELP: &str = "capfold calc NAME --example prints inputs to begin with";

pub(super) fn run(args: &CalcArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    if let Some(cases) = &args.cases {
        return all(cases, format, console);
    }
    // The arguments ask for cases, a name or the list.
    let Some(name) = &args.name else {
        list().print(format, console)?;
        return Ok(Exit::AllWell);
    };
    match known(name) {
        Err(diagnostic) => super::refuse(&diagnostic, format, console),
        Ok(kind) if args.example => {
            writeln!(console.stream(Stream::Out), "{}", kind.example)?;
            Ok(Exit::AllWell)
        }
        Ok(kind) => match calculated(kind, args.input.as_deref(), console) {
            Ok(answer) => print(kind, &answer, args, console),
            Err(diagnostic) => super::refuse(&diagnostic, format, console),
        },
    }
}

fn list() -> Report {
    let mut report = Report::new("Calculations");
    let mut section = Section::new(format!("{} kinds", kinds().count()), &["name", "what it gives", "source"]);
    for Kind { name, meaning, source, .. } in kinds() {
        section.row([Cell::text(*name), Cell::text(*meaning), Cell::text(*source)]);
    }
    report.push(section);
    report
}

fn known(name: &str) -> Result<&'static Kind, Box<Diagnostic>> {
    kind(name).ok_or_else(|| {
        let guess = super::did_you_mean(name, kinds().map(|kind| kind.name));
        let unknown = Diagnostic::unplaced("C0205", format!("there is no calculation `{name}`"), None);
        Box::new(unknown.with_help(format!("{guess}capfold calc --list lists them all")))
    })
}

fn calculated(kind: &Kind, input: Option<&Path>, console: &mut Console<'_>) -> Result<Answer, Box<Diagnostic>> {
    let text = Text::read(input.unwrap_or_else(|| Path::new("-")), console)?;
    text.json()?;
    kind.calculate_text(&text.text).map_err(|error| text.at_fault(&error, &[]))
}

fn print(kind: &Kind, answer: &Answer, args: &CalcArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let Answer { output, steps } = answer;
    let pretty = serde_json::to_string_pretty(output)?;
    match (args.explain, args.output.format) {
        (false, Format::Table) => writeln!(console.stream(Stream::Out), "{pretty}")?,
        (false, Format::Json) => writeln!(console.stream(Stream::Out), "{output}")?,
        (true, Format::Json) => {
            let both = json!({ "output": output, "steps": steps });
            writeln!(console.stream(Stream::Out), "{both}")?;
        }
        (true, Format::Table) => {
            explained(kind, steps).print(Format::Table, console)?;
            writeln!(console.stream(Stream::Out), "\n{pretty}")?;
        }
    }
    Ok(Exit::AllWell)
}

fn explained(kind: &Kind, steps: &[calc::Step]) -> Report {
    let mut report = Report::new(format!("{} · {}", kind.name, kind.source));
    let mut section = Section::new("Steps", &["what", "how", "value"]);
    for step in steps {
        section.row([Cell::text(&step.what), Cell::text(&step.how), Cell::text(&step.value)]);
    }
    report.push(section);
    report
}

/// The outputs of a file of cases by their ids, those that cannot be calculated with their error; in the order
/// of the file.
fn all(path: &Path, format: Format, console: &mut Console<'_>) -> io::Result<Exit> {
    let text = match Text::read(path, console) {
        Ok(text) => text,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let cases = match text.cases() {
        Ok(cases) => cases,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let (mut failed, mut between) = (0_usize, "{\n");
    for (index, (id, case)) in cases.iter().enumerate() {
        let output = match of_case(case) {
            Ok(output) => output,
            Err((key, error)) => {
                if failed < SHOWN {
                    let path = [Step::Key("cases"), Step::Index(index), Step::Key(key)];
                    super::print(&text.at_fault(&error, &path), Stream::Err, format, console)?;
                }
                failed = failed.saturating_add(1);
                json!({ "error": error.to_string() })
            }
        };
        write!(console.stream(Stream::Out), "{between}  {}: {output}", json!(id))?;
        between = ",\n";
    }
    writeln!(console.stream(Stream::Out), "{}", if cases.is_empty() { "{}" } else { "\n}" })?;
    if failed == 0 {
        return Ok(Exit::AllWell);
    }
    let all = count(cases.len(), "case", "cases");
    writeln!(console.stream(Stream::Err), "{all}, {failed} of them cannot be calculated")?;
    Ok(Exit::CannotRun)
}

/// The output of a case, or what is wrong under which of its keys.
fn of_case(case: &Case<'_>) -> Result<Value, (&'static str, CalcError)> {
    let name = case.kind.as_ref().and_then(Value::as_str).ok_or_else(|| ("kind", whole("a case has a kind")))?;
    let kind = kind(name).ok_or_else(|| ("kind", whole(format!("there is no calculation `{name}`"))))?;
    let answer = kind.calculate_text(case.inputs.map_or("null", RawValue::get));
    answer.map(|answer| answer.output).map_err(|error| ("inputs", error))
}

/// What is wrong with something as a whole.
fn whole(message: impl Into<String>) -> CalcError {
    CalcError { path: String::new(), message: message.into() }
}

/// A file of cases.
#[derive(Deserialize)]
struct Cases<'t> {
    #[serde(borrow)]
    cases: Vec<Case<'t>>,
}

/// A case, with its inputs as they are written.
#[derive(Deserialize)]
struct Case<'t> {
    id: Option<Value>,
    kind: Option<Value>,
    #[serde(borrow)]
    inputs: Option<&'t RawValue>,
}

/// A file that is held in memory.
struct Text {
    name: String,
    text: String,
}

impl Text {
    fn read(path: &Path, console: &mut Console<'_>) -> Result<Self, Box<Diagnostic>> {
        let (name, bytes) = if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            let read = console.input().take(LIMIT.saturating_add(1)).read_to_end(&mut bytes);
            let fits = read.map(|read| u64::try_from(read).is_ok_and(|read| read <= LIMIT));
            let why = match fits {
                Ok(true) => None,
                Ok(false) => Some(format!("it exceeds the limit of {LIMIT} bytes")),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = why {
                let message = format!("`<stdin>` cannot be read: {why}");
                return Err(Box::new(Diagnostic::unplaced("C0101", message, None)));
            }
            ("<stdin>".to_owned(), bytes)
        } else {
            (path.display().to_string(), read_bounded(path, LIMIT)?)
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            let message = format!("`{name}` cannot be read: it is not UTF-8");
            Box::new(Diagnostic::unplaced("C0101", message, None))
        })?;
        Ok(Self { name, text })
    }

    fn json(&self) -> Result<Value, Box<Diagnostic>> {
        let read: Result<Once, _> = serde_json::from_str(&self.text);
        read.map(|Once(value)| value).map_err(|error| {
            let line =
                self.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let at = line.saturating_add(error.column().saturating_sub(1));
            let span = Tokens::of(&self.text).around(at).unwrap_or(at..at);
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            Box::new(Diagnostic::in_text("C0106", message, &self.name, &self.text, Some(span), HELP))
        })
    }

    /// What is wrong with inputs, which stand at the end of a path of the text.
    fn at_fault(&self, error: &CalcError, before: &[Step<'_>]) -> Box<Diagnostic> {
        let tokens = Tokens::of(&self.text);
        let path = before.iter().copied().chain(steps(&error.path));
        let span = nearest(&tokens, path).and_then(|value| tokens.span(value));
        Box::new(Diagnostic::in_text("C0106", &error.to_string(), &self.name, &self.text, span, HELP))
    }

    /// The cases of a file, by their ids.
    fn cases(&self) -> Result<Vec<(String, Case<'_>)>, Box<Diagnostic>> {
        let wrong = |path: &[Step<'_>], message: &str| self.at_fault(&whole(message), path);
        let Value::Object(file) = self.json()? else { return Err(wrong(&[], "cases stand in an object")) };
        let Some(Value::Array(_)) = file.get("cases") else { return Err(wrong(&[], "there is no list of cases")) };
        let read: Result<Cases<'_>, _> = serde_json::from_str(&self.text);
        let cases = read.map_err(|_| wrong(&[Step::Key("cases")], "a case is an object"))?.cases;
        let mut seen = BTreeSet::new();
        let mut named = Vec::with_capacity(cases.len());
        for (index, case) in cases.into_iter().enumerate() {
            let path = [Step::Key("cases"), Step::Index(index)];
            let Some(id) = case.id.as_ref().and_then(Value::as_str).map(str::to_owned) else {
                return Err(wrong(&path, "a case has an id"));
            };
            if !seen.insert(id.clone()) {
                return Err(wrong(&path, &format!("`{id}` stands for two cases")));
            }
            named.push((id, case));
        }
        Ok(named)
    }
}

/// One step into a JSON value.
#[derive(Clone, Copy)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

/// `events[2].change` taken apart.
fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.split(['.', '[']).filter(|step| !step.is_empty()).map(|step| {
        let index = step.strip_suffix(']').and_then(|index| index.parse().ok());
        index.map_or(Step::Key(step), Step::Index)
    })
}

/// The value at the end of a path, or the last one that the path leads to.
fn nearest<'p>(tokens: &Tokens<'_>, path: impl Iterator<Item = Step<'p>>) -> Option<locate::Value> {
    let mut value = tokens.root()?;
    for step in path {
        let next = match step {
            Step::Key(key) => tokens.member(value, key),
            Step::Index(index) => tokens.element(value, index),
        };
        let Some(next) = next else { break };
        value = next;
    }
    Some(value)
}

/// Any JSON in which no object has a key twice.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyOnce).map(Self)
    }
}

struct AnyOnce;

impl<'de> Visitor<'de> for AnyOnce {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Err(E::custom(format!("{value} is a number without quotes: its digits may not be those that are meant")))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Once(row)) = rows.next_element()? {
            list.push(row);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            let Once(value) = fields.next_value()?;
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` stands twice")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
