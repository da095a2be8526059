//! Tables that people read and programs parse: one content, two forms.

use std::borrow::Cow;
use std::io::{self, Write};

use capfold_core::exact::Exact;
use capfold_core::interval::Interval;
use capfold_core::text::{Toward, grouped, places, plain};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};
use num_rational::BigRational;
use serde_json::{Map, Value, json};

use crate::args::{Format, PageFormat};
use crate::console::{Console, Stream};

/// What stands in a column of a row.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Words.
    Text(String),
    /// A number with at least so many decimals.
    Number(BigRational, u32),
    /// A number with so many decimals, rounded.
    Rounded(BigRational, u32),
    /// Both ends of a range, rounded outwards to so many decimals.
    Range(Interval, u32),
    /// Nothing.
    Empty,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A count.
    pub(crate) fn count(value: Exact) -> Self {
        Self::Number(value.ratio(), 0)
    }

    /// An amount of money.
    pub(crate) fn money(value: Exact, decimals: u32) -> Self {
        Self::Number(value.ratio(), decimals)
    }

    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value, least) => {
                // A fraction without an end is shown to four places more than its unit needs.
                let decimals = places(value);
                let decimals = if decimals >= 10 { least.saturating_add(4) } else { decimals.max(*least) };
                grouped(value, decimals, Toward::Nearest)
            }
            Self::Rounded(value, decimals) => grouped(value, *decimals, Toward::Nearest),
            Self::Range(interval, decimals) => range(interval, *decimals),
            Self::Empty => String::new(),
        }
    }

    /// As a field of a file: digits without separators.
    fn plain(&self) -> String {
        match self {
            Self::Number(..) | Self::Rounded(..) => self.shown().replace(',', ""),
            Self::Text(_) | Self::Range(..) | Self::Empty => self.shown(),
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(..) | Self::Rounded(..) | Self::Range(..))
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Number(value, _) | Self::Rounded(value, _) => json!(exact(value)),
            Self::Range(interval, _) => interval_json(interval),
            Self::Empty => Value::Null,
        }
    }
}

/// `1,647,450.45 … 1,718,450.45`, or one number.
pub(crate) fn range(interval: &Interval, decimals: u32) -> String {
    let low = interval.low.as_ref().map_or("no end".to_owned(), |end| grouped(&end.at, decimals, Toward::Down));
    if interval.is_point() {
        return interval.low.as_ref().map_or(low, |end| grouped(&end.at, decimals, Toward::Nearest));
    }
    let high = interval.high.as_ref().map_or("no end".to_owned(), |end| grouped(&end.at, decimals, Toward::Up));
    format!("{low} … {high}")
}

/// A number for programs: a decimal if it has an end within ten places, else a ratio.
pub(crate) fn exact(value: &BigRational) -> String {
    if places(value) < 10 { plain(value, 0).replace(',', "") } else { value.to_string() }
}

/// A range for programs; a missing end is null.
pub(crate) fn interval_json(interval: &Interval) -> Value {
    let end = |end: &Option<capfold_core::interval::End>| {
        end.as_ref().map_or(Value::Null, |end| json!({"at": exact(&end.at), "closed": end.closed}))
    };
    json!({"low": end(&interval.low), "high": end(&interval.high)})
}

/// A titled table.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    title: String,
    columns: Vec<Cow<'static, str>>,
    rows: Vec<Vec<Cell>>,
    notes: Vec<String>,
    hidden: usize,
    /// How wide its lines may be, where it has long words.
    width: Option<u16>,
}

impl Section {
    pub(crate) fn new(title: impl Into<String>, columns: &[&'static str]) -> Self {
        Self::headed(title, columns.iter().copied().map(Cow::Borrowed).collect())
    }

    /// With heads that only the report knows.
    pub(crate) fn headed(title: impl Into<String>, columns: Vec<Cow<'static, str>>) -> Self {
        let (rows, notes) = (Vec::new(), Vec::new());
        Self { title: title.into(), columns, rows, notes, hidden: 0, width: None }
    }

    /// Breaks lines that are wider than so many columns.
    pub(crate) fn within(self, width: u16) -> Self {
        Self { width: Some(width), ..self }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.notes.is_empty()
    }

    /// Keeps the first rows for people and says how many there are besides.
    pub(crate) fn shorten(&mut self, most: usize) {
        if self.rows.len() > most {
            self.hidden = self.rows.len().saturating_sub(most);
            self.rows.truncate(most);
        }
    }

    fn render(&self) -> String {
        let mut out = format!("{}\n", self.title);
        if !self.rows.is_empty() {
            out.push_str(&aligned_within(Some(&self.columns), &self.rows, self.width));
        }
        if self.hidden > 0 {
            out.push_str(&format!("  … and {} more (--all)\n", self.hidden));
        }
        for note in &self.notes {
            for line in broken(note, self.width) {
                out.push_str(&format!("  {line}\n"));
            }
        }
        out
    }

    fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let text = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ");
        let mut out = format!("## {}\n\n", text(&self.title));
        if !self.rows.is_empty() {
            out.push_str(&line(self.columns.iter().map(|head| text(head)).collect()));
            let numbers = |column: usize| self.rows.iter().any(|row| row.get(column).is_some_and(Cell::is_number));
            let rules = (0..self.columns.len()).map(|column| if numbers(column) { "---:" } else { "---" }.to_owned());
            out.push_str(&line(rules.collect()));
            for row in &self.rows {
                out.push_str(&line(row.iter().map(|cell| text(&cell.shown())).collect()));
            }
        }
        for note in &self.notes {
            out.push_str(&format!("\n{}\n", text(note)));
        }
        out
    }

    /// A line with the title, one with the heads, the rows, the notes.
    fn csv(&self, out: &mut csv::Writer<&mut dyn Write>) -> Result<(), csv::Error> {
        out.write_record([self.title.as_str()])?;
        out.write_record(self.columns.iter().map(AsRef::as_ref))?;
        for row in &self.rows {
            out.write_record(row.iter().map(Cell::plain))?;
        }
        self.notes.iter().try_for_each(|note| out.write_record([note.as_str()]))
    }

    pub(crate) fn json(&self) -> Value {
        json!({"title": self.title, "rows": self.json_rows(), "notes": self.notes})
    }

    /// The rows, each an object with a key for every column.
    pub(crate) fn json_rows(&self) -> Vec<Value> {
        let object = |row: &Vec<Cell>| {
            let pairs = self.columns.iter().zip(row);
            Value::Object(pairs.map(|(column, cell)| (column.replace(' ', "_"), cell.json())).collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

/// Columns that line up: words left, numbers right, indented by two.
pub(crate) fn aligned(columns: Option<&[Cow<'static, str>]>, rows: &[Vec<Cell>]) -> String {
    aligned_within(columns, rows, None)
}

/// The same; lines that would be wider than so many columns are broken, but in the first column.
fn aligned_within(columns: Option<&[Cow<'static, str>]>, rows: &[Vec<Cell>], width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    if let Some(columns) = columns {
        table.set_header(columns.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    }
    if width.is_some()
        && let Some(first) = table.column_mut(0)
    {
        first.set_constraint(ColumnConstraint::ContentWidth);
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| {
            let alignment = if cell.is_number() { CellAlignment::Right } else { CellAlignment::Left };
            comfy_table::Cell::new(cell.shown()).set_alignment(alignment)
        }));
    }
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(format!(" {line}").trim_end());
        out.push('\n');
    }
    out
}

/// A text in lines of so many columns, less the two of the indent.
fn broken(text: &str, width: Option<u16>) -> Vec<String> {
    let Some(width) = width else { return vec![text.to_owned()] };
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let wide = line.chars().count().saturating_add(word.chars().count()).saturating_add(3);
        if line.is_empty() {
            line.push_str(word);
        } else if wide <= usize::from(width) {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Titled tables under a heading.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) heading: String,
    pub(crate) facts: Map<String, Value>,
    pub(crate) sections: Vec<Section>,
}

impl Report {
    pub(crate) fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), facts: Map::new(), sections: Vec::new() }
    }

    /// Something that only programs are told.
    pub(crate) fn fact(&mut self, key: &str, value: impl Into<Value>) {
        self.facts.insert(key.to_owned(), value.into());
    }

    pub(crate) fn push(&mut self, section: Section) {
        if !section.is_empty() {
            self.sections.push(section);
        }
    }

    pub(crate) fn print_page(&self, form: PageFormat, console: &mut Console<'_>) -> io::Result<()> {
        match form {
            PageFormat::Table | PageFormat::Json => self.print(form.plain(), console),
            PageFormat::Markdown => self.print_markdown(console),
            PageFormat::Csv => self.print_csv(console),
        }
    }

    /// Tables in Markdown, under headings.
    fn print_markdown(&self, console: &mut Console<'_>) -> io::Result<()> {
        let out = console.stream(Stream::Out);
        writeln!(out, "# {}", self.heading)?;
        self.sections.iter().try_for_each(|section| write!(out, "\n{}", section.markdown()))
    }

    /// Tables as comma-separated values, each after a blank line.
    fn print_csv(&self, console: &mut Console<'_>) -> io::Result<()> {
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(console.stream(Stream::Out));
        out.write_record([self.heading.as_str()])?;
        for section in &self.sections {
            out.write_record([""])?;
            section.csv(&mut out)?;
        }
        out.flush()
    }

    pub(crate) fn print(&self, format: Format, console: &mut Console<'_>) -> io::Result<()> {
        let out = console.stream(Stream::Out);
        match format {
            Format::Table => {
                writeln!(out, "{}", self.heading)?;
                for section in &self.sections {
                    write!(out, "\n{}", section.render())?;
                }
                Ok(())
            }
            Format::Json => {
                let mut object = self.facts.clone();
                object.insert("heading".to_owned(), json!(self.heading));
                let sections: Vec<Value> = self.sections.iter().map(Section::json).collect();
                object.insert("sections".to_owned(), Value::Array(sections));
                writeln!(out, "{}", Value::Object(object))
            }
        }
    }
}
