//! A loaded log folded at a cut, for the verbs that show figures.

use std::io;
use std::path::Path;

use capfold_core::entry::Cut;
use capfold_core::finding::Finding;
use capfold_core::ledger::{AssumptionId, Ledger, fold, fold_with_lineage};
use capfold_core::name::Seq;

use crate::console::{Console, Exit, Stream};
use crate::input::Loaded;
use crate::text::count;

/// A log with its ledger.
pub(crate) struct Folded {
    pub(crate) loaded: Loaded,
    pub(crate) ledger: Ledger,
    /// The point on each clock at which it is folded.
    pub(crate) cut: Cut,
    findings: usize,
}

/// How many findings there are of the log at a cut: those of its lines, and those of the fold.
fn all(loaded: &Loaded, cut: Cut, of_fold: &[Finding]) -> usize {
    let known = |finding: &&Finding| cut.known_through.is_none_or(|known| finding.seq <= known);
    of_fold.len().saturating_add(loaded.findings.iter().filter(known).count())
}

impl Folded {
    /// Folds for balances only.
    pub(crate) fn balances(loaded: Loaded, cut: Cut) -> Self {
        Self::with(loaded, cut, fold)
    }

    /// Folds for figures, with what each of them stands on.
    pub(crate) fn lineage(loaded: Loaded, cut: Cut) -> Self {
        Self::with(loaded, cut, fold_with_lineage)
    }

    fn with(loaded: Loaded, cut: Cut, fold: fn(&[capfold_core::log::Fact<'_>]) -> (Ledger, Vec<Finding>)) -> Self {
        let (ledger, findings) = fold(&loaded.log.timeline(cut).facts);
        let findings = all(&loaded, cut, &findings);
        Self { loaded, ledger, cut, findings }
    }

    /// The ledger through a later day; what it leaves out counts among the findings.
    pub(crate) fn later(&mut self, cut: Cut) -> Ledger {
        let (ledger, findings) = fold_with_lineage(&self.loaded.log.timeline(cut).facts);
        self.findings = self.findings.max(all(&self.loaded, cut, &findings));
        ledger
    }

    /// Says on standard error that figures stand on a log with findings, and gives the exit code.
    pub(crate) fn finish(&self, console: &mut Console<'_>) -> io::Result<Exit> {
        if self.findings == 0 {
            return Ok(Exit::AllWell);
        }
        let found = count(self.findings, "finding", "findings");
        writeln!(console.stream(Stream::Err), "warning: the log has {found}; capfold check shows what was left out")?;
        Ok(Exit::Findings)
    }

    /// `log/2004.ndjson:15`, from the book's own directory.
    pub(crate) fn place(&self, seq: Seq) -> String {
        let Some((file, line)) = self.file_and_line(seq) else { return format!("entry {seq}") };
        format!("{file}:{line}")
    }

    /// The file of an entry, as seen from the book's own directory, and its line.
    pub(crate) fn file_and_line(&self, seq: Seq) -> Option<(String, u64)> {
        let place = self.loaded.text.place(seq)?;
        let root = self.loaded.book.as_ref().map(|book| book.root.as_path());
        let inside = root.and_then(|root| Path::new(place.file).strip_prefix(root).ok());
        let file = inside.map_or_else(|| place.file.to_owned(), |path| path.display().to_string());
        Some((file, place.line))
    }

    /// `log/2004.ndjson:1–3, 7`: runs of lines, file by file, at most so many runs.
    pub(crate) fn places(&self, entries: &[Seq], most: usize) -> String {
        let mut shown = String::new();
        let mut runs: Vec<(String, u64, u64)> = Vec::new();
        for (file, line) in entries.iter().filter_map(|seq| self.file_and_line(*seq)) {
            match runs.last_mut() {
                Some((of, _, last)) if *of == file && last.saturating_add(1) == line => *last = line,
                _ => runs.push((file, line, line)),
            }
        }
        let mut before: Option<&str> = None;
        for (file, first, last) in runs.iter().take(most) {
            let lines = if first == last { first.to_string() } else { format!("{first}–{last}") };
            match before {
                Some(same) if same == file => shown.push_str(&format!(", {lines}")),
                Some(_) => shown.push_str(&format!("; {file}:{lines}")),
                None => shown.push_str(&format!("{file}:{lines}")),
            }
            before = Some(file);
        }
        if runs.len() > most {
            shown.push_str(", …");
        }
        shown
    }

    /// Names of assumptions with their places.
    pub(crate) fn assumption(&self, id: AssumptionId) -> Option<(String, String)> {
        let view = self.ledger.assumption(id)?;
        Some((view.name.to_string(), self.place(view.by)))
    }
}
