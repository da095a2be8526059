//! Replay of a generated log: entries over a tenth as many holders, hit at random.
//!
//! `cargo bench --bench replay` prints, for 100 thousand and 1 million entries, the median of five runs
//! of reading lines alone, of folding facts alone, and of the whole way from a file to balances; and the
//! peak memory of the process so far. One thread.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::{Duration, Instant};

use capfold_core::entry::{Cut, Entry};
use capfold_core::ledger::{Ledger, fold};
use capfold_core::log::Log;
use capfold_testkit::bulk::Bulk;

const RUNS: usize = 5;
const SIZES: &[u64] = &[100_000, 1_000_000];

fn main() {
    println!("{:>10}  {:<18} {:>14} {:>10} {:>12}", "entries", "what", "entries/s", "MB/s", "peak memory");
    for &entries in SIZES {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        let mut out = BufWriter::new(&mut file);
        Bulk { entries, seed: 1 }.write(&mut out).expect("the log is written");
        out.flush().expect("the log is written");
        drop(out);
        let bytes = file.path().metadata().expect("a file").len();
        let print = |what: &str, took: Duration| {
            let per_second = |count: u64| count as f64 / took.as_secs_f64();
            let (rate, speed) = (per_second(entries), per_second(bytes) / 1e6);
            println!("{entries:>10}  {what:<18} {rate:>14.0} {speed:>10.0} {:>9} MB", peak_megabytes());
        };
        let text = std::fs::read(file.path()).expect("the log");
        print("parse", median(|| parse(&text)));
        let log = read(BufReader::new(text.as_slice()));
        let timeline = log.timeline(Cut::default());
        print("fold", median(|| fold(&timeline.facts)));
        drop(timeline);
        drop((log, text));
        print("file to balances", median(|| balances(File::open(file.path()).expect("the log"))));
    }
}

/// The median time of a few runs; what a run makes is dropped outside of it.
fn median<T>(run: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let made = black_box(run());
            let took = start.elapsed();
            drop(made);
            took
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn parse(text: &[u8]) {
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        black_box(Entry::parse(line.trim_ascii_end()).expect("an entry"));
    }
}

fn read(mut lines: impl BufRead) -> Log {
    let mut log = Log::new();
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).expect("a line") > 0 {
        let entry = Entry::parse(line.trim_ascii_end()).expect("an entry");
        log.append(entry).expect("a new entry");
        line.clear();
    }
    log
}

fn balances(file: File) -> (Log, Ledger) {
    let log = read(BufReader::with_capacity(1 << 20, file));
    let (ledger, findings) = fold(&log.timeline(Cut::default()).facts);
    assert!(findings.is_empty(), "the log has findings");
    (log, ledger)
}

/// The most memory the process has held, where the system tells.
fn peak_megabytes() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.map_or("unknown".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}
