//! Promise: `check` points at what cannot be true, with both numbers, wherever the entry stands.

use std::fs;
use std::io::{self, Write};

use capfold_cli::Screen;
use insta::assert_snapshot;

use crate::runner::{capfold, capfold_on, entry};

/// A company with 2,930,819 warrants outstanding.
fn opening() -> String {
    [
        r#"{"book_opened":{"issuer":"Emgold Mining","functional":"CAD","presentation":"CAD","year_end":"12-31"}}"#,
        r#"{"holder_registered":{"holder":"public","name":"The public"}}"#,
        r#"{"class_registered":{"class":"common","name":"Common shares"}}"#,
        r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#,
        r#"{"account_registered":{"account":"cash","name":"Current account","currency":"CAD"}}"#,
        r#"{"series_registered":{"series":"w-2003-a","name":"Series A","class":"common","strike":{"amount":"0.55","currency":"CAD"},"expires":"2005-12-31"}}"#,
        r#"{"warrants_issued":{"series":"w-2003-a","holder":"public","quantity":"2930819"}}"#,
    ]
    .iter()
    .zip(1..)
    .map(|(event, number)| entry(number, "2003-12-31", event))
    .collect()
}

/// An exercise of the warrants.
fn exercise(number: usize, quantity: &str) -> String {
    let event = format!(
        r#"{{"warrants_exercised":{{"series":"w-2003-a","holder":"public","quantity":"{quantity}","account":"cash"}}}}"#
    );
    entry(number, "2004-02-17", &event)
}

/// A book of two files: what `check` says of it, with the temporary directory called BOOK.
fn check_book(first: &str, second: &str, args: &[&str]) -> (u8, String) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let root = directory.path().to_str().expect("a path that is text");
    fs::create_dir(directory.path().join("log")).expect("a directory of the test");
    for (name, text) in [("book.toml", ""), ("log/2003.ndjson", first), ("log/2004.ndjson", second)] {
        fs::write(directory.path().join(name), text).expect("a file of the test");
    }
    fs::write(directory.path().join("log/notes.txt"), "not a part of the log").expect("a file of the test");
    let (exit, printed) = capfold(&[&["check", root], args].concat(), b"");
    (exit, printed.replace(root, "BOOK").trim_end().to_owned())
}

#[test]
fn a_book_is_read_file_after_file() {
    let (exit, printed) = check_book(&opening(), &exercise(8, "2930819"), &[]);
    assert_eq!((exit, printed.as_str()), (0, "8 entries, all well"));
}

#[test]
fn a_finding_shows_both_numbers_and_the_gap() {
    let (exit, printed) = check_book(&opening(), &exercise(8, "3000000"), &[]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    error[C2001]: 3,000,000 warrants of `w-2003-a` exercised by `public`, 2,930,819 held
     --> BOOK/log/2004.ndjson:1:151
      |
    1 | ...a","holder":"public","quantity":"3000000","account":"cash"}}}
      |                                    ^^^^^^^^^ 69,181 too many
      |
      = help: if this entry repeats an earlier one, void one of them; if the count is wrong, amend it

    8 entries, 1 finding
    "#);
}

#[test]
fn programs_get_plain_numbers() {
    let (exit, printed) = check_book(&opening(), &exercise(8, "3000000"), &["--format", "json"]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    {"code":"C2001","severity":"error","file":"BOOK/log/2004.ndjson","line":1,"column":151,"message":"3000000 warrants of `w-2003-a` exercised by `public`, 2930819 held","gap":"69181","note":null,"help":"if this entry repeats an earlier one, void one of them; if the count is wrong, amend it"}
    {"summary":{"entries":8,"findings":1,"notes":0,"repeats":0}}
    "#);
}

#[test]
fn another_entry_is_named_with_its_file() {
    let again = entry(8, "2004-01-01", r#"{"holder_registered":{"holder":"public","name":"The public, again"}}"#);
    let (exit, printed) = check_book(&opening(), &again, &[]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    error[C1202]: holder `public` was already registered by entry 2
     --> BOOK/log/2004.ndjson:1:110
      |
    1 | ...","event":{"holder_registered":{"holder":"public","name":"The public, again"}}}
      |                                             ^^^^^^^^
      |
      = note: entry 2 stands at BOOK/log/2003.ndjson:2
      = help: use another name, or amend the first registration

    8 entries, 1 finding
    "#);
}

#[test]
fn a_refused_correction_is_a_finding() {
    let void = entry(8, "2004-01-01", r#"{"void":{"entry":"01900000-0000-7000-8000-000000000099","reason":"typing"}}"#);
    let (exit, printed) = check_book(&opening(), &void, &[]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    error[C1002]: no earlier entry has the id 01900000-0000-7000-8000-000000000099
     --> BOOK/log/2004.ndjson:1:96
      |
    1 | ...,"event":{"void":{"entry":"01900000-0000-7000-8000-000000000099","reason":"typing"}}}
      |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: a correction names the id of an entry on an earlier line

    8 entries, 1 finding
    "#);
}

#[test]
fn a_finding_of_an_amendment_points_into_the_amendment() {
    let amend = r#"{"amend":{"entry":"01900000-0000-7000-8000-000000000008","effective":"2004-02-18","reason":"miscounted","event":{"warrants_exercised":{"series":"w-2003-a","holder":"public","quantity":"2930820","account":"cash"}}}}"#;
    let second = exercise(8, "2930819") + &entry(9, "2004-03-01", amend);
    let (exit, printed) = check_book(&opening(), &second, &[]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    error[C2001]: 2,930,820 warrants of `w-2003-a` exercised by `public`, 2,930,819 held
     --> BOOK/log/2004.ndjson:2:263
      |
    2 | ...03-a","holder":"public","quantity":"2930820","account":"cash"}}}}}
      |                                       ^^^^^^^^^ 1 too many
      |
      = help: if this entry repeats an earlier one, void one of them; if the count is wrong, amend it

    9 entries, 1 finding
    "#);
}

#[test]
fn a_finding_in_a_list_points_into_its_row() {
    let plan = r#"{"plan_registered":{"plan":"plan-2003","name":"Plan","class":"common"}}"#;
    let grant = |grant: &str, strike: &str| {
        format!(
            r#"{{"options_granted":{{"grant":"{grant}","plan":"plan-2003","holder":"public","quantity":"1000","strike":{{"amount":"{strike}","currency":"CAD"}},"expires":"2008-12-31"}}}}"#
        )
    };
    let lot = |grant: &str, quantity: &str, price: &str| {
        format!(r#"{{"grant":"{grant}","quantity":"{quantity}","price":{{"amount":"{price}","currency":"CAD"}}}}"#)
    };
    let lots = [lot("low", "1000", "0.10"), lot("high", "1500", "0.30")].join(",");
    let second = [
        entry(8, "2004-01-01", plan),
        entry(9, "2004-01-01", &grant("low", "0.10")),
        entry(10, "2004-01-01", &grant("high", "0.30")),
        entry(11, "2004-02-17", &format!(r#"{{"options_exercised":{{"lots":[{lots}],"account":"cash"}}}}"#)),
    ];
    let (exit, printed) = check_book(&opening(), &second.concat(), &[]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    error[C2001]: 1,500 options of `high` exercised, 1,000 outstanding
     --> BOOK/log/2004.ndjson:4:213
      |
    4 | ..."CAD"}},{"grant":"high","quantity":"1500","price":{"amount":"0.30","currency":"CAD"}}],"ac...
      |                                       ^^^^^^ 500 too many
      |
      = help: if this entry repeats an earlier one, void one of them; if the count is wrong, amend it

    11 entries, 1 finding
    "#);
}

#[test]
fn a_sum_that_does_not_follow_shows_its_currency() {
    let paid = exercise(8, "2930819")
        .replace(r#""account":"cash""#, r#""account":"cash","paid":{"currency":"CAD","amount":"1611950.40"}"#);
    let (exit, printed) = check_book(&opening(), &paid, &[]);
    assert_eq!(exit, 1);
    assert_snapshot!(printed, @r#"
    error[C2004]: 1,611,950.4 CAD stated, quantity × price is 1,611,950.45 CAD
     --> BOOK/log/2004.ndjson:1:212
      |
    1 | ...":{"currency":"CAD","amount":"1611950.40"}}}}
      |                                 ^^^^^^^^^^^^ 0.05 CAD too little
      |
      = help: amend the quantity, the price or the sum; record a fee or a discount apart

    8 entries, 1 finding
    "#);
}

#[test]
fn a_note_is_worth_knowing_and_no_fault() {
    let cited = exercise(8, "2930819").replace(r#","event""#, r#","source":{"document":"q1-2004-release"},"event""#);
    let (exit, printed) = check_book(&opening(), &cited, &[]);
    assert_eq!(exit, 0);
    assert_snapshot!(printed, @r#"
    note[C1203]: document `q1-2004-release` is cited, but no document_cited entry names it
     --> BOOK/log/2004.ndjson:1:92
      |
    1 | ...":"2004-02-17","source":{"document":"q1-2004-release"},"event":{"warrants_exercised":{"ser...
      |                                        ^^^^^^^^^^^^^^^^^
      |
      = help: record a document_cited entry for it

    8 entries, all well, 1 note
    "#);
}

#[test]
fn an_entry_recorded_twice_counts_once() {
    let twice = exercise(8, "2930819") + &exercise(8, "2930819");
    let (exit, printed) = check_book(&opening(), &twice, &[]);
    assert_eq!((exit, printed.as_str()), (0, "9 entries, 1 of them repeating an earlier one, all well"));
}

#[test]
fn what_cannot_be_opened_is_an_error() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let root = directory.path();
    let check = |path: &std::path::Path| {
        let (exit, printed) = capfold(&["check", path.to_str().expect("a path that is text")], b"");
        assert_eq!(exit, 2, "{printed}");
        printed.replace(root.to_str().expect("a path that is text"), "BOOK").trim_end().to_owned()
    };
    assert_snapshot!(check(&root.join("none.ndjson")), @r#"error[C0101]: `BOOK/none.ndjson` cannot be read: it does not exist"#);
    assert_snapshot!(check(root), @r#"
    error[C0102]: `BOOK` is a directory without book.toml, so it is not a book
     |
     = help: name a file of entries, or add a book.toml (it may be empty)
    "#);
    fs::write(root.join("book.toml"), "statements = \"printed\"\nlogs = \"log\"\n").expect("a file of the test");
    assert_snapshot!(check(root), @r#"
    error[C0103]: unknown field `logs`, expected one of `log`, `statements`, `sources`
     --> BOOK/book.toml:2:1
      |
    2 | logs = "log"
      | ^^^^
      |
      = help: book.toml may say where log, statements and sources are, and nothing else
    "#);
    fs::write(root.join("book.toml"), "log = \"entries\"").expect("a file of the test");
    assert_snapshot!(check(root), @r#"error[C0101]: `BOOK/entries` cannot be read: it does not exist"#);
    fs::create_dir(root.join("entries")).expect("a directory of the test");
    assert_snapshot!(check(root), @r#"
    error[C0102]: `BOOK/entries` holds no file of entries (*.ndjson)
     |
     = help: book.toml may name another directory: log = "…"
    "#);
    fs::write(root.join("entries/a.ndjson"), opening()).expect("a file of the test");
    assert_eq!(
        capfold(&["check", root.to_str().expect("a path that is text")], b""),
        (0, "7 entries, all well\n".into())
    );
}

#[test]
fn colours_are_for_terminals() {
    let terminal = Screen { out_is_terminal: true, err_is_terminal: false, no_colour: false };
    let input = opening() + &exercise(8, "3000000");
    let coloured = |screen: Screen, args: &[&str]| {
        let (exit, printed) = capfold_on(screen, &[&["check", "-"], args].concat(), input.as_bytes());
        assert_eq!(exit, 1);
        printed.contains('\u{1B}')
    };
    assert!(coloured(terminal, &[]));
    assert!(!coloured(Screen::default(), &[]));
    assert!(!coloured(Screen { no_colour: true, ..terminal }, &[]));
    assert!(!coloured(terminal, &["--colour", "never"]));
    assert!(coloured(Screen { no_colour: true, ..Screen::default() }, &["--color", "always"]));
}

#[test]
fn usage_errors_end_with_2_and_help_with_0() {
    for args in
        [&[][..], &["chekc"], &["check"], &["check", "-", "--format", "xml"], &["check", "-", "--colour", "red"]]
    {
        let (exit, printed) = capfold(args, b"");
        assert_eq!(exit, 2, "{args:?}: {printed}");
        assert!(!printed.contains('\u{1B}') && printed.contains("Usage:") || printed.contains("--help"), "{printed}");
    }
    for args in [&["--help"][..], &["check", "--help"], &["completions", "--help"]] {
        let (exit, printed) = capfold(args, b"");
        assert_eq!(exit, 0, "{args:?}");
        assert!(printed.contains("Examples:"), "{printed}");
    }
    assert_eq!(capfold(&["--version"], b""), (0, format!("capfold {}\n", env!("CARGO_PKG_VERSION"))));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (exit, printed) = capfold(&["completions", shell], b"");
        assert!(exit == 0 && printed.contains("check"), "{shell}");
    }
}

/// A reader that has seen enough.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let input = opening() + &exercise(8, "3000000");
    for args in [&["check", "-"][..], &["--help"], &["completions", "bash"]] {
        let mut err = Vec::new();
        let args = ["capfold"].iter().chain(args);
        let exit = capfold_cli::run(args, Screen::default(), &mut input.as_bytes(), &mut Closed, &mut err);
        assert_eq!((exit, err.as_slice()), (0, &b""[..]));
    }
}
