//! What can be typed after `capfold`: the verbs, and the options that several of them share.

use std::path::PathBuf;
use std::str::FromStr;

use capfold_core::date::{Date, PeriodName};
use capfold_core::entry::{Cut, Timestamp};
use capfold_core::log::Log;
use capfold_core::name::Seq;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::diagnose::Diagnostic;

/// Equity and capital structure as a fold over a log of what happened.
#[derive(Parser, Debug)]
#[command(name = "capfold", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
    #[arg(
        long,
        global = true,
        alias = "color",
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub colour: Colour,
}

const AFTER_HELP: &str = "\
Examples:
  capfold check books/emgold               what cannot be true, and where
  capfold quarter books/emgold 2004-Q1     a quarter reconstructed from its log
  capfold audit books/emgold               printed statements against the log
  zcat log.gz | capfold replay -           the state of a log from standard input

Exit codes: 0 all well; 1 findings in the log or statements that do not add up (figures are
printed all the same); 2 cannot run: usage, or input that cannot be read";

/// The verbs.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Read and fold a log; say what cannot be true, and where.
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Show the state of a log: every balance, by class, lot, series and currency.
    #[command(after_help = REPLAY_HELP)]
    Replay(ReplayArgs),
    /// Reconstruct a period: shares, options, warrants, treasury, result, commitments.
    #[command(after_help = QUARTER_HELP)]
    Quarter(QuarterArgs),
    /// Print the tables that financial statements disclose, with a comparative period.
    #[command(after_help = NOTES_HELP)]
    Notes(NotesArgs),
    /// Give one figure.
    #[command(after_help = FIGURE_HELP)]
    Figure(FigureArgs),
    /// Give one figure with its entries, arithmetic, assumptions and documents.
    #[command(after_help = EXPLAIN_HELP)]
    Explain(FigureArgs),
    /// List the figures with their definitions and sources.
    Figures(FigureListArgs),
    /// List the kinds of events, or say what one means: its keys, what it moves, what refuses it.
    #[command(after_help = EVENTS_HELP)]
    Events(EventsArgs),
    /// Judge the printed statements of a book against its log.
    #[command(after_help = AUDIT_HELP)]
    Audit(AuditArgs),
    /// Calculate by name: earnings per share, conversions, waterfalls, vesting, values. JSON in and out.
    #[command(after_help = CALC_HELP)]
    Calc(CalcArgs),
    /// Show what became known between two points: entries, figures that differ, facts that turned.
    #[command(after_help = DIFF_HELP)]
    Diff(DiffArgs),
    /// Print a script that completes capfold's arguments in a shell.
    #[command(after_help = COMPLETIONS_HELP)]
    Completions(CompletionsArgs),
}

const CHECK_HELP: &str = "\
Examples:
  capfold check books/emgold
  capfold check log/2004.ndjson --format json
  zcat log.gz | capfold check -

A line that is not an entry stops the check (exit 2). A fact that cannot have happened is a
finding (exit 1). A note is worth knowing and changes nothing (exit 0).";

const REPLAY_HELP: &str = "\
Examples:
  capfold replay books/emgold
  capfold replay books/emgold --as-of 2004-02-29
  capfold replay log/2004.ndjson --known-through 120 --format json";

const QUARTER_HELP: &str = "\
Examples:
  capfold quarter books/emgold 2004-Q1
  capfold quarter books/emgold FY2004 --format json
  capfold quarter books/emgold 2004-01-01..2004-02-29 --known-through 2004-06-01T00:00:00Z";

const NOTES_HELP: &str = "\
Examples:
  capfold notes books/emgold 2004-Q1
  capfold notes books/emgold FY2004 --comparative FY2003 --format markdown
  capfold notes books/emgold FY2004 --note share-capital --note warrants --format csv

Without --comparative: the same days of the year before, where the book was open.";

const FIGURE_HELP: &str = "\
Examples:
  capfold figure books/emgold shares.outstanding:common --as-of 2004-03-31
  capfold figure books/emgold loss-per-share --period 2004-Q1
  capfold figure books/emgold loss-per-share --period 2004-Q1 --restated-as-of 2005-03-31
  capfold figure books/emgold cash:CAD --format json

Without --as-of, a figure of a day is that of the last day of the log. capfold figures lists all names.";

const EXPLAIN_HELP: &str = "\
Examples:
  capfold explain books/emgold proceeds.exercises --period 2004-Q1
  capfold explain books/emgold working-capital.unrestricted --as-of 2004-03-31";

const AUDIT_HELP: &str = "\
Examples:
  capfold audit books/emgold
  capfold audit books/emgold --format json

Exit code 1 when a statement does not add up, or the log has findings.";

const CALC_HELP: &str = "\
Examples:
  capfold calc --list
  capfold calc eps.wanos --example > input.json
  capfold calc eps.wanos input.json
  capfold calc eps.wanos input.json --explain
  capfold calc --cases cases.json > outputs.json

Numbers are strings: decimals (\"0.55\") or exact ratios (\"12875/6\"). A file of cases is
{\"cases\": [{\"id\", \"kind\", \"inputs\"}]}; its output has an object for each id. Exit code 2 when a
kind or its inputs cannot be used.";

const EVENTS_HELP: &str = "\
Examples:
  capfold events
  capfold events shares_issued
  capfold events shares_issued warrants_exercised --format json

Exit code 2 when there is no event of that name.";

const DIFF_HELP: &str = "\
Examples:
  capfold diff books/emgold --known 121..
  capfold diff books/emgold --known 121..125 --period 2004-Q1
  capfold diff books/emgold --known 2004-06-01T00:00:00Z..2004-09-01T00:00:00Z --as-of 2004-03-31

Without --as-of and --period: the figures of a day as of the last day of the log, and the figures of
a period over the financial years and quarters of the days that were recorded, or that corrections
took facts from, between the two points.

Exit code 1 when the log, as known at the second point, has findings.";

const COMPLETIONS_HELP: &str = "\
Examples:
  capfold completions bash > ~/.local/share/bash-completion/completions/capfold
  capfold completions zsh > ~/.zfunc/_capfold
  capfold completions fish > ~/.config/fish/completions/capfold.fish";

/// `capfold check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold replay`.
#[derive(Args, Debug)]
pub struct ReplayArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// The point on each clock.
    #[command(flatten)]
    pub cut: CutArgs,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
    /// Print every row of long tables.
    #[arg(long)]
    pub all: bool,
}

/// `capfold quarter`.
#[derive(Args, Debug)]
pub struct QuarterArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// A period of the book: 2004-Q1, 2004-H1, FY2004, 2004-02, or 2004-01-01..2004-03-31.
    #[arg(value_name = "PERIOD")]
    pub period: PeriodName,
    /// The point of knowledge.
    #[command(flatten)]
    pub cut: KnownArgs,
    /// The day in whose units shares count.
    #[command(flatten)]
    pub restated: RestatedArg,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold notes`.
#[derive(Args, Debug)]
pub struct NotesArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// A period of the book: 2004-Q1, 2004-H1, FY2004, 2004-02, or 2004-01-01..2004-03-31.
    #[arg(value_name = "PERIOD")]
    pub period: PeriodName,
    /// The period beside it.
    #[arg(long, value_name = "PERIOD")]
    pub comparative: Option<PeriodName>,
    /// One note, or several; all when none is named.
    #[arg(long = "note", value_name = "NOTE")]
    pub notes: Vec<Note>,
    /// The point of knowledge.
    #[command(flatten)]
    pub cut: KnownArgs,
    /// table for people, markdown and csv for other documents, json for programs.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: PageFormat,
}

/// A note to the financial statements.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Shares issued and the share capital of each class.
    ShareCapital,
    /// Options with their average prices, and by price.
    Options,
    /// Other awards.
    Awards,
    /// Warrants with their average prices, and by price.
    Warrants,
    /// The loss, the shares it is divided by, and the loss per share.
    LossPerShare,
    /// Cash by currency, and working capital.
    Treasury,
    /// What properties are carried at, and commitments under agreements.
    Property,
    /// The statement of changes in equity.
    Equity,
}

impl Note {
    /// Every note, in the order in which they are printed.
    pub const ALL: [Self; 8] = [
        Self::ShareCapital,
        Self::Options,
        Self::Awards,
        Self::Warrants,
        Self::LossPerShare,
        Self::Treasury,
        Self::Property,
        Self::Equity,
    ];
}

/// A form of tables.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageFormat {
    /// For people.
    #[default]
    Table,
    /// For other documents.
    Markdown,
    /// One JSON object a line.
    Json,
    /// Comma-separated values.
    Csv,
}

impl PageFormat {
    /// The form of what is no table.
    pub(crate) const fn plain(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Table | Self::Markdown | Self::Csv => Format::Table,
        }
    }
}

/// `capfold figure` and `capfold explain`.
#[derive(Args, Debug)]
pub struct FigureArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// The figure, possibly narrowed: shares.outstanding:common, cash:CAD.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The period of the figure.
    #[command(flatten)]
    pub period: PeriodArg,
    /// The point on each clock; its day is the day of the figure.
    #[command(flatten)]
    pub cut: CutArgs,
    /// The day in whose units shares count.
    #[command(flatten)]
    pub restated: RestatedArg,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold figures`.
#[derive(Args, Debug)]
pub struct FigureListArgs {
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold events`.
#[derive(Args, Debug)]
pub struct EventsArgs {
    /// The events to explain; all are listed when none is named.
    #[arg(value_name = "EVENT")]
    pub events: Vec<String>,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold calc`.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("what").required(true).args(["name", "list", "cases"])))]
pub struct CalcArgs {
    /// The calculation: eps.diluted, wf.distribute.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Its inputs: a file of JSON, or `-` for standard input, which is read when no file is named.
    #[arg(value_name = "FILE", requires = "name")]
    pub input: Option<PathBuf>,
    /// List all calculations with their sources.
    #[arg(long)]
    pub list: bool,
    /// Print inputs to begin with.
    #[arg(long, requires = "name", conflicts_with_all = ["input", "explain"])]
    pub example: bool,
    /// Print the steps before the output.
    #[arg(long, requires = "name")]
    pub explain: bool,
    /// Calculate every case of a file, and print the outputs by id.
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold audit`.
#[derive(Args, Debug)]
pub struct AuditArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// The point of knowledge.
    #[command(flatten)]
    pub cut: KnownArgs,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold diff`.
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// What to read.
    #[command(flatten)]
    pub source: SourceArg,
    /// Two points of knowledge, each the number of an entry or a time (2004-06-01T09:30:00Z); without
    /// the second one, everything known.
    #[arg(long, value_name = "A..B")]
    pub known: KnownRange,
    /// Figures of a day, as of this one (YYYY-MM-DD); what happened later is left out.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Figures of a period, over this one.
    #[command(flatten)]
    pub period: PeriodArg,
    /// How to print it.
    #[command(flatten)]
    pub output: OutputArg,
}

/// `capfold completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell to complete in.
    pub shell: Shell,
}

/// The log that a verb reads.
#[derive(Args, Debug)]
pub struct SourceArg {
    /// A file of entries (NDJSON), a book (a directory with book.toml), or `-` for standard input.
    #[arg(value_name = "FILE|BOOK")]
    pub source: PathBuf,
}

/// How a verb prints.
#[derive(Args, Debug)]
pub struct OutputArg {
    /// table for people, json for programs: one object a line.
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    pub format: Format,
}

/// The point on each clock that a verb looks from.
#[derive(Args, Debug, Default)]
pub struct CutArgs {
    /// Leave out what happened after this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Leave out what was recorded after this entry (its number) or time (2004-06-01T09:30:00Z).
    #[arg(long, value_name = "SEQ|TIME")]
    pub known_through: Option<KnownThrough>,
}

impl CutArgs {
    /// The cut of a log.
    ///
    /// # Errors
    /// A time, where no entry says when it was recorded.
    pub fn cut(&self, log: &Log) -> Result<Cut, Box<Diagnostic>> {
        let known_through = self.known_through.map(|known| known.position(log)).transpose()?;
        Ok(Cut { known_through, effective_through: self.as_of })
    }
}

fn untimed() -> Box<Diagnostic> {
    let message = "no entry of the log says when it was recorded".to_owned();
    let help = "give the number of an entry instead of a time, or record entries with their time (at)";
    Box::new(Diagnostic::unplaced("C0105", message, Some(help)))
}

/// The point of knowledge that a verb looks from.
#[derive(Args, Debug, Default)]
pub struct KnownArgs {
    /// Leave out what was recorded after this entry (its number) or time (2004-06-01T09:30:00Z).
    #[arg(long, value_name = "SEQ|TIME")]
    pub known_through: Option<KnownThrough>,
}

impl KnownArgs {
    /// The cut of a log, through its last day.
    ///
    /// # Errors
    /// As for [`CutArgs::cut`].
    pub fn cut(&self, log: &Log) -> Result<Cut, Box<Diagnostic>> {
        CutArgs { as_of: None, known_through: self.known_through }.cut(log)
    }
}

/// A stretch of days to report on.
#[derive(Args, Debug, Default)]
pub struct PeriodArg {
    /// A period of the book: 2004-Q1, 2004-H1, FY2004, 2004-02, or 2004-01-01..2004-03-31.
    #[arg(long, value_name = "PERIOD", conflicts_with = "as_of")]
    pub period: Option<PeriodName>,
}

/// A later day in whose units shares count.
#[derive(Args, Debug, Default)]
pub struct RestatedArg {
    /// Weighted averages and loss per share in the units of this later day, after the splits and
    /// consolidations until then.
    #[arg(long, value_name = "DAY")]
    pub restated_as_of: Option<Date>,
}

/// For people or for programs.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One JSON object a line.
    Json,
}

/// When to colour.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A point in the order of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownThrough {
    /// The last entry that is known.
    Entry(Seq),
    /// The time up to which what was recorded is known.
    Time(Timestamp),
}

impl FromStr for KnownThrough {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(|seq| Self::Entry(Seq(seq))).map_err(|_| format!("`{text}` is too large"));
        }
        let refuse = |_| format!("`{text}` is neither the number of an entry nor a time in UTC (2004-06-01T09:30:00Z)");
        text.parse().map(Self::Time).map_err(refuse)
    }
}

impl KnownThrough {
    /// The last position of a log that is known.
    ///
    /// # Errors
    /// A time, where no entry says when it was recorded.
    pub fn position(self, log: &Log) -> Result<Seq, Box<Diagnostic>> {
        match self {
            Self::Entry(seq) => Ok(seq),
            Self::Time(time) => log.known_at(time).ok_or_else(untimed),
        }
    }
}

/// Two points in the order of knowledge; the second may be left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownRange {
    /// What is known at first.
    pub before: KnownThrough,
    /// What is known then; none: everything.
    pub after: Option<KnownThrough>,
}

impl FromStr for KnownRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (before, after) =
            text.split_once("..").ok_or_else(|| format!("`{text}` is not two points: A..B or A.."))?;
        let after = if after.is_empty() { None } else { Some(after.parse()?) };
        Ok(Self { before: before.parse()?, after })
    }
}

impl KnownRange {
    /// The two cuts of a log, both through its last day.
    ///
    /// # Errors
    /// A time, where no entry says when it was recorded; a second point before the first.
    pub fn cuts(self, log: &Log) -> Result<(Cut, Cut), Box<Diagnostic>> {
        let before = self.before.position(log)?;
        let after = self.after.map(|after| after.position(log)).transpose()?;
        if after.is_some_and(|after| after < before) {
            let message = "the second point of --known is before the first".to_owned();
            let help = "give the earlier point of knowledge first";
            return Err(Box::new(Diagnostic::unplaced("C0106", message, Some(help))));
        }
        let cut = |known_through| Cut { known_through, effective_through: None };
        Ok((cut(Some(before)), cut(after)))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_contradict_nothing() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_point_of_knowledge_is_a_number_or_a_time() {
        assert_eq!("12".parse(), Ok(KnownThrough::Entry(Seq(12))));
        assert!(matches!("2004-06-01T09:30:00Z".parse(), Ok(KnownThrough::Time(_))));
        for bad in ["", "-1", "1e3", "2004-06-01", "99999999999999999999"] {
            assert!(bad.parse::<KnownThrough>().is_err(), "{bad}");
        }
    }
    #[test]
    fn two_points_of_knowledge_are_a_range() {
        let of = |before, after: Option<u64>| {
            let entry = |seq| KnownThrough::Entry(Seq(seq));
            Ok(KnownRange { before: entry(before), after: after.map(entry) })
        };
        assert_eq!("3..12".parse(), of(3, Some(12)));
        assert_eq!("0..".parse(), of(0, None));
        let times: Result<KnownRange, _> = "2004-06-01T00:00:00Z..2004-06-02T00:00:00.5Z".parse();
        assert!(matches!(times, Ok(KnownRange { after: Some(KnownThrough::Time(_)), .. })));
        for bad in ["", "3", "..", "..3", "3...4", "3..x", "2004-06-01.."] {
            assert!(bad.parse::<KnownRange>().is_err(), "{bad}");
        }
    }
}
