//! Promise: the tables that statements disclose add up, line by line, and are the same in every form.

use std::collections::BTreeMap;

use capfold_core::exact::Exact;
use serde_json::Value;

use crate::runner::capfold;

const EXAMPLES: &str = "crates/capfold-cli/examples";
/// Each book, a period and another one.
const BOOKS: [(&str, &str, &str); 4] = [
    ("quillfeather-2023", "2023-Q4", "2023-Q3"),
    ("quillfeather-2023", "FY2023", "2023-Q1"),
    ("hollowbrook-2024", "2024-H2", "2024-H1"),
    ("emgold-2004-q1", "2004-Q1", "2004-01"),
];

#[track_caller]
fn notes(book: &str, args: &[&str], exit: u8) -> String {
    let book = format!("{EXAMPLES}/{book}");
    let (code, printed) = capfold(&[&["notes", book.as_str()], args].concat(), b"");
    assert_eq!(code, exit, "{printed}");
    printed
}

/// The sections of the notes as JSON, by title.
fn sections(book: &str, period: &str, comparative: &str) -> BTreeMap<String, Vec<Value>> {
    let printed = notes(book, &[period, "--comparative", comparative, "--format", "json"], 0);
    let page: Value = serde_json::from_str(&printed).expect("JSON");
    let sections = page["sections"].as_array().expect("sections").iter();
    sections
        .map(|section| {
            let rows = section["rows"].as_array().expect("rows").clone();
            (section["title"].as_str().expect("a title").to_owned(), rows)
        })
        .collect()
}

/// What stands at the start and moves is what stands at the end, in every column of numbers.
#[track_caller]
fn adds_up(title: &str, rows: &[Value], of: &str) {
    let columns = rows.first().and_then(Value::as_object).expect(title).keys().filter(|column| !column.is_empty());
    for column in columns.filter(|column| !column.starts_with("average")) {
        let mut sum = Exact::ZERO;
        for row in rows.iter().filter(|row| row[""].as_str().is_some_and(|what| what.starts_with(of))) {
            let what = row[""].as_str().expect("words").strip_prefix(of).expect("a prefix");
            let number = row[column].as_str().map_or(Exact::ZERO, |number| number.parse().expect(number));
            match what {
                "at the end" => assert_eq!(number, sum, "{title}, {of}{column}"),
                "of which vested" => {}
                _ => sum = sum.plus(number).expect("in range"),
            }
        }
    }
}

#[test]
fn every_continuity_adds_up() {
    for (book, period, comparative) in BOOKS {
        let sections = sections(book, period, comparative);
        for (title, rows) in &sections {
            let whole = ["Share capital", "Options", "Awards", "Warrants", "Changes in equity"];
            if whole.iter().any(|start| title.starts_with(start)) && !title.ends_with("by price") {
                adds_up(title, rows, "");
            } else if title.starts_with("Cash by currency") || title.starts_with("Properties") {
                let starts = rows.iter().filter_map(|row| row[""].as_str()?.strip_suffix("at the start"));
                starts.for_each(|of| adds_up(title, rows, of));
            }
        }
    }
}

#[test]
fn every_note_is_printed_in_its_order() {
    let printed = notes("quillfeather-2023", &["2023-Q4", "--comparative", "2023-Q3"], 0);
    insta::assert_snapshot!("quillfeather", printed);
    let printed = notes("hollowbrook-2024", &["2024-H2", "--note", "equity", "--note", "awards"], 0);
    insta::assert_snapshot!("hollowbrook", printed);
}

#[test]
fn other_forms_say_the_same() {
    let args = ["2023-Q4", "--comparative", "2023-Q3", "--note", "options", "--note", "loss-per-share", "--format"];
    insta::assert_snapshot!("markdown", notes("quillfeather-2023", &[&args[..], &["markdown"]].concat(), 0));
    insta::assert_snapshot!("csv", notes("quillfeather-2023", &[&args[..], &["csv"]].concat(), 0));
}

/// The same days of the year before stand beside a period where the book was open; where not, nothing does.
#[test]
fn the_comparative_period_is_a_year_before() {
    let printed = notes("emgold-2004-q1", &["2004-Q1", "--note", "loss-per-share"], 0);
    assert!(printed.starts_with("Emgold Mining Corporation · notes · 2004-Q1\n"), "{printed}");
    let printed = notes("hollowbrook-2024", &["2025-02", "--note", "share-capital"], 0);
    assert!(printed.contains("· 2025-02 and 2024-02-01..2024-02-29\n"), "{printed}");
}

#[test]
fn what_cannot_be_printed_is_refused() {
    let rows: [(&[&str], &str); 3] = [
        (&["2003-Q1"], "the book opens on"),
        (&["2004-Q1", "--note", "nothing"], "invalid value 'nothing'"),
        (&["2004-Q9"], "invalid value '2004-Q9'"),
    ];
    for (args, message) in rows {
        let printed = notes("emgold-2004-q1", args, 2);
        assert!(printed.contains(message), "{args:?}: {printed}");
    }
}
