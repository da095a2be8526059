//! The example book: every verb's output is a golden file, and the four results it is there for stand
//! in it.

use crate::runner::capfold;

const BOOK: &str = "crates/capfold-cli/examples/emgold-2004-q1";

fn check(verb: &[&str], exit: u8) -> String {
    let (code, printed) = capfold(verb, b"");
    assert_eq!(code, exit, "{printed}");
    printed
}

#[test]
fn every_verb_prints_what_it_printed() {
    insta::assert_snapshot!("check", check(&["check", BOOK], 0));
    insta::assert_snapshot!("replay", check(&["replay", BOOK], 0));
    insta::assert_snapshot!(
        "replay_cut",
        check(&["replay", BOOK, "--as-of", "2004-02-29", "--known-through", "107"], 0)
    );
    insta::assert_snapshot!("quarter", check(&["quarter", BOOK, "2004-Q1"], 0));
    insta::assert_snapshot!("audit_json", check(&["audit", BOOK, "--format", "json"], 1));
    insta::assert_snapshot!("figures", check(&["figures"], 0));
}

/// The reference of events says what the declarations say, of every kind.
#[test]
fn the_event_reference_prints_what_it_printed() {
    insta::assert_snapshot!("events", check(&["events"], 0));
    let tags = capfold_core::event::EventKind::ALL.iter().map(|kind| kind.tag());
    let all: Vec<&str> = std::iter::once("events").chain(tags).collect();
    insta::assert_snapshot!("event_reference", check(&all, 0));
    insta::assert_snapshot!("event_unknown", check(&["events", "share_issued"], 2));
}

/// For programs the list has everything: one table, a column for each question.
#[test]
fn the_event_reference_is_one_table_for_programs() {
    let printed = check(&["events", "--format", "json"], 0);
    let report: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let rows = report["events"].as_array().expect("a list");
    assert_eq!(rows.len(), capfold_core::event::EventKind::ALL.len());
    for row in rows {
        let text = |column: &str| row[column].as_str().is_some_and(|text| !text.is_empty());
        let list = |column: &str| row[column].is_array();
        assert!(["event", "meaning", "source"].into_iter().all(text), "{row}");
        assert!(["keys", "moves", "called", "refused", "figures"].into_iter().all(list), "{row}");
    }
    let transferred = rows.iter().find(|row| row["event"] == "warrants_transferred").expect("a row of the kind");
    insta::assert_snapshot!("event_json", serde_json::to_string_pretty(transferred).expect("JSON"));
}

#[test]
fn the_audit_prints_the_golden_page() {
    let golden = std::fs::read_to_string("tests/data/emgold-2004-q1.audit.txt").expect("the golden page");
    assert_eq!(check(&["audit", BOOK], 1), golden);
}

/// The arithmetic of the audit's four results, apart from how the page is laid out.
#[test]
fn the_four_results_stand_on_the_page() {
    let page = check(&["audit", BOOK], 1);
    let needed = [
        "2,930,819 × 0.55",
        "1,647,450.45 … 1,718,450.45",
        "\"$\" cannot be USD: 381,647.95 apart at the nearest corner.",
        "holds at 1.3015 … 1.3576 CAD per USD; observed in that time 1.2690 … 1.3480, so 1.3015 … 1.3480.",
        "It reconciles with an exchange rate; it is not confirmed.",
        "is a weighted average of 40,458,286 … 56,641,600 shares",
        "1,445,029 is 28,989 more than \"Loss\" as printed",
    ];
    for line in needed {
        assert!(page.contains(line), "{line}\n{page}");
    }
    let verdict = |label: &str| page.lines().find(|line| line.starts_with(label)).expect("a statement").to_owned();
    assert!(verdict("Treasury proceeds").ends_with("needs an exchange rate"));
    assert!(verdict("Unrestricted working capital").ends_with("underdetermined"));
    assert!(verdict("Named expenses").ends_with("does not add up"));
}

/// Every figure that a statement of the example names is explained down to lines of the log, and those
/// that a document states down to a place in it.
#[test]
fn every_printed_figure_is_explained_to_the_line() {
    let sheet = std::fs::read_to_string(format!("{BOOK}/statements/q1-2004-release.json")).expect("the statements");
    let sheet: serde_json::Value = serde_json::from_str(&sheet).expect("JSON");
    let mut explained = 0;
    for statement in sheet["statements"].as_array().expect("a list") {
        for figure in statement["figures"].as_array().expect("a list") {
            let (option, time) = match (statement["period"].as_str(), statement["as_of"].as_str()) {
                (Some("2003-Q1"), _) => continue,
                (Some(period), _) => ("--period", period),
                (None, Some(day)) => ("--as-of", day),
                (None, None) => panic!("a statement without a time"),
            };
            let figure = figure.as_str().expect("a name");
            let page = check(&["explain", BOOK, figure, option, time], 0);
            assert!(page.contains("log/3-2004-q1.ndjson:"), "{page}");
            assert!(page.contains("q1-2004-release  para"), "{page}");
            explained += 1;
        }
    }
    assert_eq!(explained, 15);
    insta::assert_snapshot!("explain", check(&["explain", BOOK, "loss-per-share", "--period", "2004-Q1"], 0));
    let json = ["explain", BOOK, "proceeds.exercises", "--period", "2004-Q1", "--format", "json"];
    insta::assert_snapshot!("explain_json", check(&json, 0));
}

/// No number stands in the opening balances or in the treasury's movements that is neither printed in a
/// document nor an assumption with a reason.
#[test]
fn what_no_document_states_is_an_assumption() {
    let log = std::fs::read_to_string(format!("{BOOK}/log/1-book.ndjson")).expect("the log");
    for line in log.lines().filter(|line| line.contains("\"opening_balances\"")) {
        let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let rows = entry["event"]["opening_balances"].to_string();
        assert!(!rows.contains("\"quantity\":\"") && !rows.contains("\"money\":{\"amount\":\""), "{rows}");
    }
}
