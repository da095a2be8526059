//! What the verbs that show figures print: arithmetic, documents, commitments, errors, large logs.

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
        ("2004-01-05", "-10.00", "value 80.00 less average carrying 70.00"),
        ("2004-01-06", "-10.00", "owed 80.00 on average less cash carried 70.00"),
        ("2004-01-07", "-10.00", "value 40.00 less average carrying 30.00"),
        ("2004-01-31", "-165.00", "balance 850.00 CAD at 0.9000 (<stdin>:8) is 765.00, carried 600.00"),
        ("2004-01-31", "20.00", "balance -200.00 CAD at 0.9000 (<stdin>:8) is -180.00, carried -160.00"),
        ("2004-01-31", "-15.00", "balance 50.00 CAD at 0.9000 (<stdin>:8) is 45.00, carried 30.00"),
    ];
    for (day, carrying, how) in rows {
        let row = page.lines().find(|line| line.contains(how)).unwrap_or_else(|| panic!("{how}\n{page}"));
        assert!(row.contains(day) && row.contains(carrying), "{row}");
    }
}
