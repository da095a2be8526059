//! The example books of a whole year: nothing in them is refused, their annual reports reconcile, and
//! what the verbs print of them are golden files.

use std::collections::BTreeSet;
use std::fs;

use capfold_core::entry::Entry;
use capfold_core::event::{Event, EventKind};

use crate::runner::capfold;

const EXAMPLES: &str = "crates/capfold-cli/examples";

/// What a verb prints of an example book.
#[track_caller]
fn of(book: &str, verb: &str, args: &[&str]) -> String {
    let root = format!("{EXAMPLES}/{book}");
    let args: Vec<&str> = [verb, &root].into_iter().chain(args.iter().copied()).collect();
    let (code, printed) = capfold(&args, b"");
    assert_eq!(code, 0, "{args:?}\n{printed}");
    printed
}

/// Golden files of a book: its audit, quarters, figures explained, points of knowledge compared.
fn golden(book: &str, quarters: &[&str], explained: &[[&str; 3]], known: &str, times: &[[&str; 2]]) {
    insta::assert_snapshot!(format!("{book}__check"), of(book, "check", &[]));
    insta::assert_snapshot!(format!("{book}__audit"), of(book, "audit", &[]));
    for quarter in quarters {
        insta::assert_snapshot!(format!("{book}__quarter_{quarter}"), of(book, "quarter", &[quarter]));
    }
    for [figure, option, time] in explained {
        let named = figure.replace(':', "_");
        insta::assert_snapshot!(format!("{book}__explain_{named}"), of(book, "explain", &[figure, option, time]));
    }
    for [option, time] in times {
        insta::assert_snapshot!(format!("{book}__diff_{time}"), of(book, "diff", &["--known", known, option, time]));
    }
}

#[test]
fn a_junior_issuer_prints_what_it_printed() {
    let quarters = ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"];
    let explained = [
        ["equity.warrant-reserve", "--as-of", "2023-12-31"],
        ["exchange.loss", "--period", "FY2023"],
        ["income.flow-through", "--period", "FY2023"],
        ["loss-per-share", "--period", "2023-Q4"],
        ["properties:kestrel-creek", "--as-of", "2023-12-31"],
        ["shares.escrowed", "--as-of", "2023-12-31"],
    ];
    golden(
        "quillfeather-2023",
        &quarters,
        &explained,
        "2024-02-01T00:00:00Z..",
        &[["--period", "FY2023"], ["--as-of", "2023-12-31"]],
    );
}

#[test]
fn a_venture_backed_company_prints_what_it_printed() {
    let quarters = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];
    let explained = [
        ["equity.share-capital:series-a", "--as-of", "2024-01-31"],
        ["expenses.finance", "--period", "FY2024"],
        ["loss-per-share", "--period", "2024-Q3"],
        ["shares.weighted-average", "--period", "FY2024"],
        ["options.exercisable", "--as-of", "2024-01-31"],
        ["shares.fully-diluted", "--as-of", "2024-01-31"],
    ];
    let times = [["--period", "FY2024"], ["--as-of", "2024-01-31"]];
    golden("hollowbrook-2024", &quarters, &explained, "2024-03-01T00:00:00Z..", &times);
}

/// The kinds of events that a log has, those stated by amendments included.
fn kinds(book: &str) -> BTreeSet<EventKind> {
    let mut found = BTreeSet::new();
    for file in fs::read_dir(format!("{EXAMPLES}/{book}/log")).expect("a log") {
        let log = fs::read_to_string(file.expect("a file").path()).expect("text");
        for line in log.lines() {
            let event = Entry::parse(line.as_bytes()).expect("an entry").event;
            found.insert(event.kind());
            if let Event::Amend(amend) = &event {
                found.insert(amend.event.kind());
            }
        }
    }
    found
}

/// The vocabulary has few words that no example shows.
#[test]
fn kinds_that_no_book_uses_are_listed() {
    let books = fs::read_dir(EXAMPLES).expect("the examples").map(|book| book.expect("a book").file_name());
    let used: BTreeSet<EventKind> = books.flat_map(|book| kinds(book.to_str().expect("text"))).collect();
    let unused: Vec<&str> = EventKind::ALL.iter().filter(|kind| !used.contains(kind)).map(|kind| kind.tag()).collect();
    insta::assert_snapshot!("kinds_not_used", unused.join("\n"));
}
