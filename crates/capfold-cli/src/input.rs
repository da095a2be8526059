//! Opens a file of entries, a book or standard input, and reads the log line by line.
//!
//! Errors: [`Diagnostic`]s C0101 (cannot be read), C0102 (is not a book), C0103 (book.toml). Lines that
//! are not entries are [`Fault`]s.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use capfold_core::entry::{Entry, LINE_LIMIT, LineError};
use capfold_core::finding::Finding;
use capfold_core::log::{Appended, Log};
use capfold_core::name::Seq;
use serde::Deserialize;

use crate::console::Console;
use crate::diagnose::Diagnostic;
use crate::lines::{Body, Extent, LogText, read_line};
use crate::progress::Progress;

/// After so many malformed lines the rest is not read.
pub const FAULT_LIMIT: usize = 20;

/// The most bytes of a file in a book that is held in memory as a whole.
pub(crate) const FILE_LIMIT: u64 = 16 * 1024 * 1024;

/// A directory with one issuer's log and documents; `book.toml` says where things are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// The directory itself.
    pub root: PathBuf,
    /// Where the files of the log are.
    pub log: PathBuf,
    /// Where the printed statements are.
    pub statements: PathBuf,
    /// Where the documents are.
    pub sources: PathBuf,
}

/// `book.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BookFile {
    log: PathBuf,
    statements: PathBuf,
    sources: PathBuf,
}

impl Default for BookFile {
    fn default() -> Self {
        Self { log: "log".into(), statements: "statements".into(), sources: "sources".into() }
    }
}

impl Book {
    /// Opens the book in a directory.
    ///
    /// # Errors
    /// A directory without `book.toml`, and a `book.toml` that cannot be read or says something else.
    pub fn open(root: &Path) -> Result<Self, Box<Diagnostic>> {
        let path = root.join("book.toml");
        if fs::metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            let message = format!("`{}` is a directory without book.toml, so it is not a book", name(root));
            let help = "name a file of entries, or add a book.toml (it may be empty)";
            return Err(Box::new(Diagnostic::unplaced("C0102", message, Some(help))));
        }
        let text = String::from_utf8(read_bounded(&path, FILE_LIMIT)?)
            .map_err(|_| unreadable(&path, &io::ErrorKind::InvalidData.into()))?;
        let file: BookFile = toml::from_str(&text).map_err(|error| {
            let help = "book.toml may say where log, statements and sources are, and nothing else";
            Diagnostic::in_text("C0103", error.message(), &name(&path), &text, error.span(), help)
        })?;
        Ok(Self {
            root: root.to_owned(),
            log: root.join(file.log),
            statements: root.join(file.statements),
            sources: root.join(file.sources),
        })
    }

    /// The files of the log in order of their names.
    ///
    /// # Errors
    /// A directory that cannot be read or holds no log.
    pub fn log_files(&self) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
        let entries = fs::read_dir(&self.log).map_err(|error| unreadable(&self.log, &error))?;
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| unreadable(&self.log, &error))?.path();
            if path.extension().is_some_and(|extension| extension == "ndjson") {
                files.push(path);
            }
        }
        if files.is_empty() {
            let message = format!("`{}` holds no file of entries (*.ndjson)", name(&self.log));
            let help = "book.toml may name another directory: log = \"…\"";
            return Err(Box::new(Diagnostic::unplaced("C0102", message, Some(help))));
        }
        files.sort();
        Ok(files)
    }
}

/// A log that was read, with the text it was read from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The book, when it is one.
    pub book: Option<Book>,
    /// The entries; empty positions for what was refused.
    pub log: Log,
    /// Where each of them stands.
    pub text: LogText,
    /// What the log refused to append.
    pub findings: Vec<Finding>,
    /// How many lines repeat an earlier entry, word for word.
    pub repeats: usize,
    /// Lines that are not entries, at most [`FAULT_LIMIT`]. With any of them the log is not to be used.
    pub faults: Vec<Fault>,
    /// There are malformed lines beyond those.
    pub more_faults: bool,
}

/// A line that is not an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its position among all lines of the log.
    pub seq: Seq,
    /// What is wrong with it.
    pub error: LineError,
}

/// Reads what the user named: a file, a book, or `-` for standard input.
///
/// # Errors
/// What cannot be opened or read at all; malformed lines are [`Loaded::faults`].
pub fn load(source: &Path, console: &mut Console<'_>) -> Result<Loaded, Box<Diagnostic>> {
    let mut progress = Progress::new(console.shows_progress());
    let mut loaded = Loaded::default();
    if source.as_os_str() == "-" {
        loaded.text.begin("<stdin>".to_owned(), Body::Memory(Vec::new()));
        let read = loaded.read(console.input(), &mut progress);
        return read.map(|()| loaded).map_err(|error| unreadable(Path::new("<stdin>"), &error));
    }
    let metadata = fs::metadata(source).map_err(|error| unreadable(source, &error))?;
    let files = if metadata.is_dir() {
        let book = Book::open(source)?;
        let files = book.log_files()?;
        loaded.book = Some(book);
        files
    } else {
        vec![source.to_owned()]
    };
    progress.expect(files.iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum());
    for path in files {
        if loaded.more_faults {
            break;
        }
        if loaded.book.is_some() {
            regular(&path)?;
        }
        loaded.read_file(&path, &mut progress).map_err(|error| unreadable(&path, &error))?;
    }
    Ok(loaded)
}

impl Loaded {
    fn read_file(&mut self, path: &Path, progress: &mut Progress) -> io::Result<()> {
        let file = File::open(path)?;
        // A pipe gives its text once; what a diagnostic may want to show has to be kept.
        let body = if file.metadata()?.is_file() { Body::Disk(path.to_owned()) } else { Body::Memory(Vec::new()) };
        self.text.begin(name(path), body);
        self.read(file, progress)
    }

    fn read<R: Read>(&mut self, reader: R, progress: &mut Progress) -> io::Result<()> {
        let mut reader = BufReader::with_capacity(256 * 1024, reader);
        let mut line = Vec::new();
        while !self.more_faults
            && let Some(extent) = read_line(&mut reader, &mut line)?
        {
            self.text.push(&line, extent);
            self.take(&line, extent);
            progress.advance(extent.taken);
        }
        Ok(())
    }

    fn take(&mut self, line: &[u8], extent: Extent) {
        let seq = Seq(self.text.len());
        match parse(line, extent) {
            Ok(entry) => match self.log.append(entry) {
                Ok(Appended::New(_)) => {}
                Ok(Appended::Already(_)) => self.repeats = self.repeats.saturating_add(1),
                Err(rejection) => self.findings.push(Finding { seq, rejection }),
            },
            Err(_) if self.faults.len() >= FAULT_LIMIT => self.more_faults = true,
            Err(error) => {
                self.log.skip();
                self.faults.push(Fault { seq, error });
            }
        }
    }
}

/// Reads an entry; the faults that a file has and a lone line has not are found here.
fn parse(line: &[u8], extent: Extent) -> Result<Entry, LineError> {
    let fault = |offset, message: String, help| LineError {
        code: "C0002",
        offset,
        message,
        path: Vec::new(),
        help: Some(help),
    };
    if extent.over_limit {
        let message = format!("the line exceeds the limit of {LINE_LIMIT} bytes");
        return Err(fault(LINE_LIMIT, message, "split the entry: one fact a line"));
    }
    if line.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
        return Err(fault(0, "the line is empty".to_owned(), "remove it: every line is an entry"));
    }
    Entry::parse(line)
}

/// Refuses what is in a book and is not a regular file, before it is opened: a pipe, a terminal or a
/// device would be waited for without end.
fn regular(path: &Path) -> Result<(), Box<Diagnostic>> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return Err(unreadable(path, &io::ErrorKind::IsADirectory.into()));
    }
    if metadata.is_file() { Ok(()) } else { Err(cannot_read(path, "it is not a regular file")) }
}

/// The bytes of a regular file, at most so many.
///
/// # Errors
/// C0101: what is no regular file, is larger, or cannot be read.
pub(crate) fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    regular(path)?;
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) {
        return Ok(bytes);
    }
    Err(cannot_read(path, &format!("it exceeds the limit of {limit} bytes")))
}

/// What the system's errors are called, the same on every system.
const PLAIN_ERRORS: &[(io::ErrorKind, &str)] = &[
    (io::ErrorKind::NotFound, "it does not exist"),
    (io::ErrorKind::PermissionDenied, "permission denied"),
    (io::ErrorKind::NotADirectory, "it is not a directory"),
    (io::ErrorKind::IsADirectory, "it is a directory"),
    (io::ErrorKind::InvalidData, "it is not UTF-8"),
];

fn unreadable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let plain = PLAIN_ERRORS.iter().find(|(kind, _)| *kind == error.kind());
    let why = plain.map_or_else(|| error.to_string(), |(_, text)| (*text).to_owned());
    cannot_read(path, &why)
}

fn cannot_read(path: &Path, why: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::unplaced("C0101", format!("`{}` cannot be read: {why}", name(path)), None))
}

/// A path as the user would type it.
fn name(path: &Path) -> String {
    path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path).display().to_string()
}
