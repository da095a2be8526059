//! Lines in bounded memory, and their text again when something is to be shown.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use capfold_core::entry::LINE_LIMIT;
use capfold_core::name::Seq;

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Bytes taken from the reader, the line end counted.
    pub(crate) taken: u64,
    /// The line is longer than the limit; what was read is its beginning.
    pub(crate) over_limit: bool,
}

/// Reads a line without its line end: at most one byte past the limit of it, the rest is passed over.
/// None at the end of the input.
pub(crate) fn read_line<R: BufRead>(reader: &mut R, line: &mut Vec<u8>) -> io::Result<Option<Extent>> {
    line.clear();
    let most = LINE_LIMIT.saturating_add(1);
    let read = reader.by_ref().take(bytes(most)).read_until(b'\n', line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(Extent { taken: bytes(read), over_limit: false }));
    }
    if read < most {
        return Ok(Some(Extent { taken: bytes(read), over_limit: false }));
    }
    let rest = reader.skip_until(b'\n')?;
    Ok(Some(Extent { taken: bytes(read).saturating_add(bytes(rest)), over_limit: true }))
}

fn bytes(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The files of a log: where each entry stands, and its text.
#[derive(Debug, Default)]
pub struct LogText {
    files: Vec<FileText>,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'log> {
    /// The file, as the user would name it.
    pub file: &'log str,
    /// The line, from 1.
    pub line: u64,
}

#[derive(Debug)]
struct FileText {
    name: String,
    body: Body,
    /// Entries in the files before this one.
    before: u64,
    lines: u64,
    /// Bytes so far.
    end: u64,
    /// Where every [`STRIDE`]th line starts.
    marks: Vec<u64>,
}

/// What the text of a line can be read from again.
#[derive(Debug)]
pub(crate) enum Body {
    /// A file on disk.
    Disk(PathBuf),
    /// What a stream gave; of lines over the limit only the beginning.
    Memory(Vec<u8>),
}

/// One byte offset is kept for so many lines.
const STRIDE: u64 = 64;

impl LogText {
    /// Begins a file.
    pub(crate) fn begin(&mut self, name: String, body: Body) {
        let before = self.len();
        self.files.push(FileText { name, body, before, lines: 0, end: 0, marks: Vec::new() });
    }

    /// Adds a line to the file begun last.
    pub(crate) fn push(&mut self, line: &[u8], extent: Extent) {
        let Some(file) = self.files.last_mut() else {
            return;
        };
        if file.lines.is_multiple_of(STRIDE) {
            file.marks.push(file.end);
        }
        file.lines = file.lines.saturating_add(1);
        match &mut file.body {
            Body::Disk(_) => file.end = file.end.saturating_add(extent.taken),
            Body::Memory(text) => {
                text.extend_from_slice(line);
                text.push(b'\n');
                file.end = bytes(text.len());
            }
        }
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.files.last().map_or(0, |file| file.before.saturating_add(file.lines))
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a line number alone does not say which line is meant.
    #[must_use]
    pub fn has_several_files(&self) -> bool {
        self.files.len() > 1
    }

    /// Where an entry stands.
    #[must_use]
    pub fn place(&self, seq: Seq) -> Option<Place<'_>> {
        let (file, line) = self.find(seq)?;
        Some(Place { file: &file.name, line })
    }

    /// The text of an entry's line; none when its file cannot be read any more.
    #[must_use]
    pub fn line(&self, seq: Seq) -> Option<Vec<u8>> {
        let (file, line) = self.find(seq)?;
        let index = line.checked_sub(1)?;
        let mark = *file.marks.get(usize::try_from(index.checked_div(STRIDE)?).ok()?)?;
        let passed = index.checked_rem(STRIDE)?;
        match &file.body {
            Body::Disk(path) => {
                let mut reader = File::open(path).ok()?;
                reader.seek(SeekFrom::Start(mark)).ok()?;
                nth_line(BufReader::new(reader), passed)
            }
            Body::Memory(text) => nth_line(text.get(usize::try_from(mark).ok()?..)?, passed),
        }
    }

    /// The file of an entry and the line in it.
    fn find(&self, seq: Seq) -> Option<(&FileText, u64)> {
        let after = self.files.partition_point(|file| file.before < seq.0);
        let file = self.files.get(after.checked_sub(1)?)?;
        let line = seq.0.checked_sub(file.before)?;
        (line <= file.lines).then_some((file, line))
    }
}

fn nth_line<R: BufRead>(mut reader: R, nth: u64) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    for _ in 0..=nth {
        read_line(&mut reader, &mut line).ok()??;
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<(usize, bool)> {
        let (mut reader, mut line, mut lines) = (text, Vec::new(), Vec::new());
        while let Some(extent) = read_line(&mut reader, &mut line).expect("memory can be read") {
            lines.push((line.len(), extent.over_limit));
        }
        lines
    }

    #[test]
    fn a_line_is_read_up_to_one_byte_past_the_limit() {
        let at = vec![b'x'; LINE_LIMIT];
        let over = vec![b'x'; LINE_LIMIT + 1];
        let huge = vec![b'x'; LINE_LIMIT * 5];
        assert_eq!(read(b""), []);
        assert_eq!(read(b"\n"), [(0, false)]);
        assert_eq!(read(b"a\nbc"), [(1, false), (2, false)]);
        assert_eq!(read(&at), [(LINE_LIMIT, false)]);
        assert_eq!(read(&[&at[..], b"\na"].concat()), [(LINE_LIMIT, false), (1, false)]);
        assert_eq!(read(&[&over[..], b"\na"].concat()), [(LINE_LIMIT + 1, true), (1, false)]);
        assert_eq!(read(&[&huge[..], b"\na\n"].concat()), [(LINE_LIMIT + 1, true), (1, false)]);
    }

    #[test]
    fn every_line_is_found_again() {
        let huge = "y".repeat(LINE_LIMIT * 2);
        let texts = [(0..200).map(|n| format!("line {n}\n")).collect::<String>(), format!("{huge}\nlast")];
        let directory = tempfile::tempdir().expect("a temporary directory");
        for in_memory in [true, false] {
            let (mut log, mut line) = (LogText::default(), Vec::new());
            for (nth, text) in texts.iter().enumerate() {
                let path = directory.path().join(nth.to_string());
                std::fs::write(&path, text).expect("a file of the test");
                let body = if in_memory { Body::Memory(Vec::new()) } else { Body::Disk(path) };
                log.begin(format!("file {nth}"), body);
                let mut reader = text.as_bytes();
                while let Some(extent) = read_line(&mut reader, &mut line).expect("memory can be read") {
                    log.push(&line, extent);
                }
            }
            assert_eq!((log.len(), log.has_several_files()), (202, true));
            for n in [0, 1, 63, 64, 65, 127, 128, 199] {
                assert_eq!(log.line(Seq(n + 1)), Some(format!("line {n}").into_bytes()));
            }
            assert_eq!(log.line(Seq(201)).map(|line| line.len()), Some(LINE_LIMIT + 1));
            assert_eq!(log.line(Seq(202)), Some(b"last".to_vec()));
            assert_eq!(log.place(Seq(202)), Some(Place { file: "file 1", line: 2 }));
            assert_eq!((log.line(Seq(0)), log.line(Seq(203))), (None, None));
        }
    }
}
