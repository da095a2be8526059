//! `capfold check`: reads and folds a log, and says what cannot be true.

use std::io;

use capfold_core::entry::Cut;
use capfold_core::finding::Finding;
use capfold_core::ledger::fold;
use serde::Serialize;

use crate::args::{CheckArgs, Format};
use crate::console::{Console, Exit, Stream};
use crate::diagnose::of_finding;
use crate::input::Loaded;
use crate::text::count;

pub(super) fn run(args: &CheckArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let findings = findings(&loaded);
    for finding in &findings {
        super::print(&of_finding(finding, &loaded.text), Stream::Out, format, console)?;
    }
    let summary = Summary::of(&loaded, &findings);
    match format {
        Format::Table => writeln!(console.stream(Stream::Out), "{}", summary.sentence())?,
        Format::Json => {
            let record = serde_json::to_string(&summary)?;
            writeln!(console.stream(Stream::Out), r#"{{"summary":{record}}}"#)?;
        }
    }
    Ok(if summary.findings == 0 { Exit::AllWell } else { Exit::Findings })
}

/// Everything wrong or worth knowing, in order of the log.
fn findings(loaded: &Loaded) -> Vec<Finding> {
    let timeline = loaded.log.timeline(Cut::default());
    let mut findings = loaded.findings.clone();
    let (_, refused) = fold(&timeline.facts);
    findings.extend(timeline.findings);
    findings.extend(refused);
    findings.sort_by_key(|finding| finding.seq);
    findings
}

/// The last line.
#[derive(Serialize)]
struct Summary {
    entries: usize,
    findings: usize,
    notes: usize,
    repeats: usize,
}

impl Summary {
    fn of(loaded: &Loaded, findings: &[Finding]) -> Self {
        let notes = findings.iter().filter(|finding| finding.rejection.problem.is_note()).count();
        Self {
            entries: loaded.log.len(),
            findings: findings.len().saturating_sub(notes),
            notes,
            repeats: loaded.repeats,
        }
    }

    fn sentence(&self) -> String {
        let mut parts = vec![count(self.entries, "entry", "entries")];
        if self.repeats > 0 {
            parts.push(format!("{} of them repeating an earlier one", self.repeats));
        }
        parts.push(match self.findings {
            0 => "all well".to_owned(),
            findings => count(findings, "finding", "findings"),
        });
        if self.notes > 0 {
            parts.push(count(self.notes, "note", "notes"));
        }
        parts.join(", ")
    }
}
