//! What the verbs that show figures print: arithmetic, documents, commitments, errors, large logs.

#[cfg(unix)]
use std::os::unix::{fs::symlink, net::UnixListener};
use std::{fs, path::Path};

use crate::runner::{capfold, entry};

const BOOK: &str = "crates/capfold-cli/examples/emgold-2004-q1";

/// A log from standard input: a book in US dollars with what `events` state.
fn log(events: &[(&str, &str)]) -> String {
    let opened = (
        "2004-01-01",
        r#"{"book_opened":{"issuer":"Test","functional":"USD","presentation":"USD","year_end":"12-31"}}"#,
    );
    [opened].iter().chain(events).enumerate().map(|(index, (day, event))| entry(index + 1, day, event)).collect()
}

#[track_caller]
fn check(args: &[&str], input: &str, exit: u8) -> String {
    let (code, printed) = capfold(args, input.as_bytes());
    assert_eq!(code, exit, "{printed}");
    printed
}

/// Exchange differences once had no arithmetic at all.
#[test]
fn exchange_differences_are_explained() {
    let page = check(&["explain", BOOK, "exchange.loss", "--period", "2004-Q1"], "", 0);
    for words in [
        "value 1,835,407.20 less average carrying 1,908,811.41",
        "balance 5,385,084.34 CAD at 1.3100 (log/2-rates.ndjson:63) is 4,110,751.40, carried 4,154,638.19",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

/// One payment in each way in which a difference is realised; each row is value less carrying.
#[test]
fn realised_differences_are_explained() {
    let rate =
        |rate: &str| format!(r#"{{"rate_observed":{{"base":"CAD","quote":"USD","rate":"{rate}","over":"day"}}}}"#);
    let opening = r#"{"opening_balances":{
        "cash":[{"account":"bank","balance":{"money":{"amount":"1000.00","currency":"CAD"},"carrying":"700.00"}}],
        "current_assets":[{"asset":"receivable","balance":{"money":{"amount":"100.00","currency":"CAD"},"carrying":"60.00"}}],
        "payables":[{"purpose":"administrative","balance":{"money":{"amount":"300.00","currency":"CAD"},"carrying":"240.00"}}]}}"#
        .replace("\n        ", "");
    let log = log(&[
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"CAD"}}"#),
        ("2004-01-01", &opening),
        ("2004-01-02", &rate("0.8")),
        (
            "2004-01-05",
            r#"{"cash_paid":{"from":{"account":"bank"},"amount":{"amount":"100.00","currency":"CAD"},"for":{"spending":"administrative"}}}"#,
        ),
        (
            "2004-01-06",
            r#"{"liability_paid":{"purpose":"administrative","from":{"account":"bank"},"amount":{"amount":"100.00","currency":"CAD"}}}"#,
        ),
        (
            "2004-01-07",
            r#"{"cash_received":{"into":{"account":"bank"},"amount":{"amount":"50.00","currency":"CAD"},"for":"receivable"}}"#,
        ),
        ("2004-01-31", &rate("0.9")),
        ("2004-01-31", r#"{"exchange_revalued":{}}"#),
    ]);
    let page = check(&["explain", "-", "exchange.loss", "--period", "2004-01"], &log, 0);
    let rows = [
        ("2004-01-05", "-10.00", "value 80.00 at 0.8000 (<stdin>:4) less average carrying 70.00"),
        ("2004-01-06", "-10.00", "owed 80.00 on average less cash carried 70.00"),
        ("2004-01-07", "-10.00", "value 40.00 at 0.8000 (<stdin>:4) less average carrying 30.00"),
        ("2004-01-31", "-165.00", "balance 850.00 CAD at 0.9000 (<stdin>:8) is 765.00, carried 600.00"),
        ("2004-01-31", "20.00", "balance -200.00 CAD at 0.9000 (<stdin>:8) is -180.00, carried -160.00"),
        ("2004-01-31", "-15.00", "balance 50.00 CAD at 0.9000 (<stdin>:8) is 45.00, carried 30.00"),
    ];
    for (day, carrying, how) in rows {
        let row = page.lines().find(|line| line.contains(how)).unwrap_or_else(|| panic!("{how}\n{page}"));
        assert!(row.contains(day) && row.contains(carrying), "{row}");
    }
}

/// Cash that is moved, or settles a liability, keeps its average: that a rate of the day gives the same
/// is chance, and is not how it came about.
#[test]
fn averages_are_not_put_down_to_rates() {
    let money = r#""amount":{"amount":"100.00","currency":"CAD"}"#;
    let log = log(&[
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"CAD"}}"#),
        ("2004-01-02", r#"{"rate_observed":{"base":"CAD","quote":"USD","rate":"0.8","over":"day"}}"#),
        ("2004-01-02", &format!(r#"{{"cash_received":{{"into":{{"account":"bank"}},{money},"for":"interest"}}}}"#)),
        ("2004-01-02", &format!(r#"{{"expense_accrued":{{"purpose":"administrative",{money}}}}}"#)),
        (
            "2004-01-03",
            &format!(
                r#"{{"cash_moved":{{"from":{{"account":"bank"}},"to":{{"account":"bank","restricted":true}},{money}}}}}"#
            ),
        ),
        (
            "2004-01-04",
            &format!(
                r#"{{"liability_paid":{{"purpose":"administrative","from":{{"account":"bank","restricted":true}},{money}}}}}"#
            ),
        ),
    ]);
    let rows: [(&str, &[(&str, bool)]); 2] = [
        ("cash.restricted", &[("2004-01-03", false), ("2004-01-04", false)]),
        ("liabilities.current", &[("2004-01-02", true), ("2004-01-04", false)]),
    ];
    for (figure, postings) in rows {
        let page = check(&["explain", "-", figure], &log, 0);
        for (day, at_rate) in postings {
            let row = page.lines().find(|line| line.starts_with(&format!("  {day}"))).expect("a posting");
            assert_eq!(row.contains("at 0.8000"), *at_rate, "{row}");
        }
    }
}

/// A book in Canadian dollars, its rights and what they cite; `exercise` is the last word on it.
fn exercised(exercise: &[String]) -> String {
    let cite = |line: String, at: &str| {
        line.replace(r#","event""#, &format!(r#","source":{{"document":"doc","at":"{at}"}},"event""#))
    };
    let plain = log(&[
        ("2004-01-01", r#"{"document_cited":{"document":"doc","title":"A document"}}"#),
        ("2004-01-01", r#"{"holder_registered":{"holder":"public","name":"Public"}}"#),
        ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
        ("2004-01-01", r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#),
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"CAD"}}"#),
    ]);
    let series = r#"{"series_registered":{"series":"w","name":"Warrants","class":"common","strike":{"amount":"0.50","currency":"CAD"}}}"#;
    let counted = r#"{"assumption_made":{"assumption":"count","about":"Warrants","value":{"quantity":{"chosen":"100"}},"reason":"Not stated"}}"#;
    let opening =
        r#"{"opening_balances":{"warrants":[{"series":"w","holder":"public","quantity":{"assumed":"count"}}]}}"#;
    let rate = r#"{"rate_observed":{"base":"CAD","quote":"USD","rate":"0.8","over":"day"}}"#;
    let lines = [
        plain,
        cite(entry(7, "2004-01-01", series), "terms"),
        cite(entry(8, "2004-01-01", counted), "counted"),
        cite(entry(9, "2004-01-01", opening), "opening"),
        cite(entry(10, "2004-01-02", rate), "rate"),
        cite(entry(11, "2004-01-02", EXERCISE), "exercise"),
    ];
    lines.concat() + &exercise.concat()
}

const EXERCISE: &str =
    r#"{"warrants_exercised":{"series":"w","holder":"public","quantity":{"assumed":"count"},"account":"bank"}}"#;

/// Only the entries of the postings were cited: not the rate, the strike, or the reason for a count.
#[test]
fn documents_are_those_of_everything_a_figure_stands_on() {
    let amend = |number: usize, of: usize| {
        let event = EXERCISE.replace(r#"{"assumed":"count"}"#, &format!(r#""{number}""#));
        let amend = format!(
            r#"{{"amend":{{"entry":"01900000-0000-7000-8000-{of:012}","effective":"2004-01-03","event":{event},"reason":"Misread"}}}}"#
        );
        entry(number, "2004-01-03", &amend)
    };
    let sourced = amend(12, 11)
        .replace(r#","event":{"amend""#, r#","source":{"document":"doc","at":"amendment"},"event":{"amend""#);
    let rows: [(&[String], &str, &[&str]); 5] = [
        (&[], "proceeds.warrants", &["terms <stdin>:7", "counted <stdin>:8", "rate <stdin>:10", "exercise <stdin>:11"]),
        (&[], "shares.weighted-average", &["counted <stdin>:8", "exercise <stdin>:11"]),
        (&[], "warrants.exercised:w", &["terms <stdin>:7", "counted <stdin>:8", "exercise <stdin>:11"]),
        (&[amend(12, 11)], "proceeds.warrants", &["terms <stdin>:7", "rate <stdin>:10", "exercise <stdin>:11"]),
        (&[sourced], "proceeds.warrants", &["terms <stdin>:7", "rate <stdin>:10", "amendment <stdin>:12"]),
    ];
    for (exercise, figure, expected) in rows {
        let page = check(&["explain", "-", figure, "--period", "2004-01"], &exercised(exercise), 0);
        let (_, documents) = page.split_once("Documents\n").expect("documents");
        let cited: Vec<String> = documents
            .lines()
            .skip(1)
            .map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(cited, expected, "{figure}\n{page}");
    }
}

/// Programs were given a line of words on the wrong stream. Each row is refused with its code, on
/// standard output as JSON and on standard error for people.
#[test]
fn what_cannot_be_given_is_a_diagnostic() {
    let empty = log(&[]);
    let rows: [(&str, &[&str], &str, &str); 8] = [
        ("C0201", &["figure", BOOK, "shares"], "", "there is no figure `shares`"),
        ("C0201", &["explain", BOOK, "proceeds.everything"], "", "there is no figure `proceeds.everything`"),
        ("C0202", &["figure", BOOK, "cash:dollars"], "", "`dollars` is not"),
        ("C0203", &["figure", BOOK, "loss"], "", "`loss` is a figure of a period: give --period"),
        ("C0203", &["explain", BOOK, "cash", "--period", "2004-Q1"], "", "`cash` is a figure of a day: give --as-of"),
        ("C0204", &["figure", "-", "loss-per-share", "--period", "2004-Q1"], &empty, "nothing to divide by"),
        ("C0204", &["figure", "-", "cash"], "", "the book is not open"),
        ("C0204", &["quarter", "-", "2004-Q1"], "", "the book is not open"),
    ];
    for (code, args, input, message) in rows {
        let page = check(args, input, 2);
        assert!(page.starts_with(&format!("error[{code}]: ")) && page.contains(message), "{page}");
        let line = check(&[args, &["--format", "json"]].concat(), input, 2);
        let record: serde_json::Value = serde_json::from_str(&line).expect("one object");
        assert_eq!((&record["code"], &record["severity"]), (&code.into(), &"error".into()), "{line}");
        assert!(record["message"].as_str().is_some_and(|text| text.contains(message)), "{line}");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let all = [&["capfold"], args, &["--format", "json"]].concat();
        capfold_cli::run(all, capfold_cli::Screen::default(), &mut input.as_bytes(), &mut out, &mut err);
        assert!(err.is_empty() && !out.is_empty(), "{line}");
    }
    let page = check(&["figure", BOOK, "proceeds.everything"], "", 2);
    assert!(page.contains("did you mean proceeds.options or proceeds.warrants"), "{page}");
}

/// A thousand shares, a loss in the first quarter, and a split in the second that the charter allows or not.
fn split_later(authorised: &str) -> String {
    log(&[
        ("2004-01-01", r#"{"holder_registered":{"holder":"public","name":"Public"}}"#),
        ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
        ("2004-01-01", &format!(r#"{{"authorised_set":{{"class":"common","authorised":{authorised}}}}}"#)),
        ("2004-01-01", r#"{"opening_balances":{"shares":[{"class":"common","holder":"public","quantity":"1000"}]}}"#),
        (
            "2004-02-01",
            r#"{"expense_accrued":{"purpose":"administrative","amount":{"amount":"100.00","currency":"USD"}}}"#,
        ),
        ("2004-05-01", r#"{"shares_split":{"class":"common","ratio":{"new":"2","old":"1"}}}"#),
    ])
}

#[test]
fn averages_are_restated_to_a_later_day() {
    let log = split_later(r#""unlimited""#);
    let later = ["--restated-as-of", "2004-05-01"];
    let words = |verb: &[&str], words: &[&str]| {
        for (args, expected) in [(verb.to_vec(), words[0]), ([verb, &later].concat(), words[1])] {
            let page = check(&args, &log, 0);
            let row = page.lines().find(|line| line.split_whitespace().any(|word| word == words[2]));
            assert!(row.is_some_and(|row| row.contains(expected)), "{expected}\n{page}");
        }
    };
    for verb in ["figure", "explain"] {
        let average = ["1,000 shares", "2,000 shares", "shares.weighted-average"];
        words(&[verb, "-", "shares.weighted-average", "--period", "2004-Q1"], &average);
        words(&[verb, "-", "loss-per-share", "--period", "2004-Q1"], &["0.10 USD", "0.05 USD", "loss-per-share"]);
    }
    for row in [["1,000", "2,000", "shares.weighted-average"], ["0.10", "0.05", "loss-per-share"]] {
        words(&["quarter", "-", "2004-Q1"], &row);
    }
    let page = check(&[&["quarter", "-", "2004-Q1"][..], &later].concat(), &log, 0);
    let fractions = "fractions on 2004-05-01: of shares down · of options down · of warrants down";
    assert!(page.contains("shares restated as of") && page.contains(fractions), "{page}");
}

#[test]
fn what_cannot_be_restated_is_refused() {
    let log = split_later(r#""unlimited""#);
    let average = ["figure", "-", "shares.weighted-average", "--period", "2004-Q1"];
    let early = "figures through 2004-03-31 cannot be in the units of 2004-03-30";
    let rows: [(&[&str], &str, &str); 4] = [
        (&["figure", "-", "cash"], "2004-05-01", "`cash` has no units of another day"),
        (&["explain", "-", "loss", "--period", "2004-Q1"], "2004-05-01", "`loss` has no units of another day"),
        (&average, "2004-03-30", early),
        (&["quarter", "-", "2004-Q1"], "2004-03-30", early),
    ];
    for (args, day, message) in rows {
        let page = check(&[args, &["--restated-as-of", day]].concat(), &log, 2);
        assert!(page.starts_with("error[C0203]: ") && page.contains(message), "{page}");
    }
}

/// A split that was refused gave numbers as they were before it, without a word.
#[test]
fn what_is_refused_until_the_later_day_is_a_finding() {
    let log = split_later(r#"{"limited":"1000"}"#);
    let rows: [&[&str]; 3] = [
        &["figure", "-", "shares.weighted-average", "--period", "2004-Q1"],
        &["explain", "-", "loss-per-share", "--period", "2004-Q1"],
        &["quarter", "-", "2004-Q1"],
    ];
    for args in rows {
        check(args, &log, 0);
        let page = check(&[args, &["--restated-as-of", "2004-05-01"]].concat(), &log, 1);
        assert!(page.contains("warning: the log has 1 finding;"), "{page}");
    }
}

/// A ratio without an end is exact for programs that compute, and rounded for those that show.
#[test]
fn ratios_come_rounded_too() {
    let rows = [
        ("shares.weighted-average", "4057576036/91", "44588747.6484"),
        ("loss-per-share", "0", "0.0318"),
        ("proceeds.exercises", "1265801.99", "1265801.99"),
    ];
    for (figure, value, rounded) in rows {
        let line = check(&["figure", BOOK, figure, "--period", "2004-Q1", "--format", "json"], "", 0);
        let object: serde_json::Value = serde_json::from_str(&line).expect("one object");
        assert_eq!(object["rounded"], rounded, "{line}");
        assert!(value == "0" || object["value"] == value, "{line}");
    }
    let page = check(&["quarter", BOOK, "2004-Q1"], "", 0);
    assert!(page.contains("1,210,598.40 USD  0.00 … no end"), "{page}");
}

/// Every agreement was said to state no payments; years had to be added up by hand, and a figure of a
/// year left out what has no day without a word.
#[test]
fn commitments_stand_by_year() {
    let agreed = r#"{"property_option_agreed":{"agreement":"option","property":"mine","name":"Option","schedule":[
        {"due":"2005-06-30","cash":{"amount":"50000.00","currency":"USD"},"shares":{"class":"common","quantity":"100000"}},
        {"due":"2004-06-30","cash":{"amount":"20000.00","currency":"USD"},"firm":true},
        {"due":"2004-02-01","cash":{"amount":"500.00","currency":"USD"},"firm":true},
        {"due":"2005-12-31","cash":{"amount":"7000.00","currency":"CAD"}},
        {"cash":{"amount":"900.00","currency":"USD"},"note":"On production"},
        {"due":"2005-12-31","note":"A report"},
        {"due":"2006-12-31","work":{"amount":"2000.00","currency":"USD"},"shares_worth":{"class":"common","worth":{"amount":"300.00","currency":"USD"}}}]}}"#
        .replace("\n        ", "");
    let log = log(&[
        ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
        ("2004-01-01", r#"{"property_registered":{"property":"mine","name":"Mine"}}"#),
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"USD"}}"#),
        (
            "2004-01-01",
            r#"{"opening_balances":{"cash":[{"account":"bank","balance":{"money":{"amount":"1000.00","currency":"USD"}}}]}}"#,
        ),
        ("2004-01-02", &agreed),
        ("2004-01-02", r#"{"property_option_agreed":{"agreement":"other","property":"mine","name":"Other option"}}"#),
        (
            "2004-02-01",
            r#"{"property_paid":{"agreement":"option","cash":{"from":{"account":"bank"},"amount":{"amount":"500.00","currency":"USD"}}}}"#,
        ),
    ]);
    let page = check(&["quarter", "-", "2004-Q1"], &log, 0);
    let (_, table) = page.split_once("Commitments (disclosed, not booked)\n").expect("commitments");
    let (table, _) = table.split_once("\n\n").unwrap_or((table, ""));
    insta::assert_snapshot!(table.trim_end(), @r"
      agreement  year        due         firm      amount      of             what
      option     2004        2004-06-30  firm       20,000.00  USD            Option
      option     2005        2005-06-30  optional   50,000.00  USD            Option
      option     2005        2005-06-30  optional     100,000  common         Option
      option     2005        2005-12-31  optional    7,000.00  CAD            Option
      option     2005        2005-12-31  optional  not stated                 A report
      option     2006        2006-12-31  optional    2,000.00  USD of work    Option
      option     2006        2006-12-31  optional      300.00  USD in common  Option
      option     not stated  not stated  optional      900.00  USD            On production
      other: Other option; no document states what falls due
      falling due in 2004: 20,000.00 USD
      falling due in 2005: 7,000.00 CAD, 50,000.00 USD, 100,000 common, 1 instalment without an amount
      falling due in 2006: 2,000.00 USD of work, 300.00 USD in common
      day not stated: 900.00 USD
      together 7,000.00 CAD, 70,900.00 USD, 2,000.00 USD of work, 300.00 USD in common, 100,000 common, 1 instalment without an amount
    ");
    let day = ["--as-of", "2004-03-31"];
    let rows: [(&str, &[&str]); 7] = [
        ("commitments:2004", &["20,000.00 USD", "left out, no day is stated: 900.00 USD"]),
        (
            "commitments:2005",
            &[
                "no single total",
                "left out, no day is stated: 900.00 USD",
                "left out, no amount of cash: 100,000 common, 1 instalment without an amount",
            ],
        ),
        (
            "commitments:2006",
            &[
                "2,000.00 USD",
                "left out, no day is stated: 900.00 USD",
                "left out, no amount of cash: 300.00 USD in common",
            ],
        ),
        (
            "commitments",
            &["left out, no amount of cash: 300.00 USD in common, 100,000 common, 1 instalment without an amount"],
        ),
        ("commitments.work", &["2,000.00 USD"]),
        ("commitments.shares-worth:2006", &["300.00 USD"]),
        ("cash", &["500.00 USD"]),
    ];
    for (figure, expected) in rows {
        for verb in ["figure", "explain"] {
            let page = check(&[&[verb, "-", figure][..], &day].concat(), &log, 0);
            assert!(expected.iter().all(|words| page.contains(words)), "{page}");
            let notes = expected.iter().filter(|words| words.starts_with("left out")).count();
            assert_eq!(page.matches("left out").count(), notes, "{page}");
        }
    }
}

/// quarter went over the journal four times for every lot, replay over all rows for every unit.
#[test]
fn three_thousand_lots_have_their_rows() {
    let mut events = vec![
        ("2004-01-01", r#"{"holder_registered":{"holder":"staff","name":"Staff"}}"#.to_owned()),
        ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#.to_owned()),
        ("2004-01-01", r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#.to_owned()),
        ("2004-01-01", r#"{"plan_registered":{"plan":"plan","name":"Plan","class":"common"}}"#.to_owned()),
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"USD"}}"#.to_owned()),
    ];
    for lot in 0..3000 {
        let day = if lot < 1000 { "2004-01-02" } else { "2004-04-02" };
        events.push((day, format!(
            r#"{{"options_granted":{{"grant":"g{lot:04}","plan":"plan","holder":"staff","quantity":"10","strike":{{"amount":"1.00","currency":"USD"}}}}}}"#
        )));
        let gone = r#""options_forfeited":{"grant":"GRANT","quantity":"3"}"#;
        let used = r#""options_exercised":{"lots":[{"grant":"GRANT","quantity":"4","price":{"amount":"1.00","currency":"USD"}}],"account":"bank"}"#;
        for (word, of) in [(used, lot % 2 == 0), (gone, lot % 3 == 0)] {
            if of {
                events.push(("2004-05-01", format!("{{{}}}", word.replace("GRANT", &format!("g{lot:04}")))));
            }
        }
    }
    let events: Vec<(&str, &str)> = events.iter().map(|(day, event)| (*day, event.as_str())).collect();
    let log = log(&events);
    let page = check(&["quarter", "-", "2004-Q2"], &log, 0);
    let rows = [
        ["g0000", "1.00", "USD", "10", "0", "-4", "0", "-3", "0", "3"],
        ["g0001", "1.00", "USD", "10", "0", "0", "0", "0", "0", "10"],
        ["g1002", "1.00", "USD", "0", "10", "-4", "0", "-3", "0", "3"],
        ["g2999", "1.00", "USD", "0", "10", "0", "0", "0", "0", "10"],
    ];
    for row in rows {
        assert!(page.lines().any(|line| line.split_whitespace().eq(row)), "{row:?}");
    }
    assert!(page.lines().any(|line| line.split_whitespace().eq(["common", "options", "exercised", "6,000"])));
    let page = check(&["replay", "-"], &log, 0);
    assert_eq!(page.matches("Options · ").count(), 3000);
}

/// A pipe in a book was waited for without end. A socket and a device stand for it here: neither is a
/// regular file, and a test that fails does not hang on them.
#[cfg(unix)]
#[test]
fn a_book_is_made_of_regular_files() {
    let check = |prepare: &dyn Fn(&Path)| {
        let book = tempfile::tempdir().expect("a temporary directory");
        let root = book.path();
        fs::create_dir(root.join("log")).expect("a directory of the test");
        fs::write(root.join("log/1.ndjson"), log(&[])).expect("a file of the test");
        fs::write(root.join("book.toml"), "").expect("a file of the test");
        prepare(root);
        let root = root.to_str().expect("a path that is text");
        let (exit, printed) = capfold(&["replay", root], b"");
        (exit, printed.replace(root, "BOOK").lines().next().unwrap_or_default().to_owned())
    };
    let refused = |file: &str, why: &str| (2, format!("error[C0101]: `BOOK/{file}` cannot be read: {why}"));
    let null = |path: &Path| symlink("/dev/null", path).expect("a link of the test");
    assert_eq!(check(&|root| null(&root.join("log/2.ndjson"))), refused("log/2.ndjson", "it is not a regular file"));
    let socket = |root: &Path| drop(UnixListener::bind(root.join("log/2.ndjson")).expect("a socket of the test"));
    assert_eq!(check(&socket), refused("log/2.ndjson", "it is not a regular file"));
    let directory = |root: &Path| fs::create_dir(root.join("log/2.ndjson")).expect("a directory of the test");
    assert_eq!(check(&directory), refused("log/2.ndjson", "it is a directory"));
    let no_book = |root: &Path| {
        fs::remove_file(root.join("book.toml")).expect("a file of the test");
        null(&root.join("book.toml"));
    };
    assert_eq!(check(&no_book), refused("book.toml", "it is not a regular file"));
    let long = |root: &Path| fs::write(root.join("book.toml"), "#".repeat(16 << 20) + "#").expect("a file of the test");
    assert_eq!(check(&long), refused("book.toml", "it exceeds the limit of 16777216 bytes"));
    let words = |root: &Path| fs::write(root.join("book.toml"), b"\xff").expect("a file of the test");
    assert_eq!(check(&words), refused("book.toml", "it is not UTF-8"));
    let linked = |root: &Path| {
        fs::rename(root.join("log/1.ndjson"), root.join("first")).expect("a file of the test");
        symlink(root.join("first"), root.join("log/1.ndjson")).expect("a link of the test");
    };
    assert_eq!(check(&linked).0, 0);
}
