//! Promise: a comparison of two points of knowledge lists the figures that differ, no others, and the
//! entries they are put down to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use capfold_core::date::Period;
use capfold_core::diff::{Change, Diff, Role, Standing, Value, diff};
use capfold_core::entry::{Cut, Entry};
use capfold_core::figures::{FIGURES, Figure, FigureError, Time, When, evaluate, scopes};
use capfold_core::ledger::{Ledger, fold_with_lineage};
use capfold_core::log::Log;
use capfold_core::name::Seq;
use num_traits::Zero;

use crate::runner::{capfold, entry};

const BOOK: &str = "crates/capfold-cli/examples/emgold-2004-q1";

/// What was learnt of the example's quarter after its 121 entries: spending was larger, what closed the
/// gap was never received, shares had been placed in January, and warrants exercised a week earlier
/// leave too few for the exercise of the release.
const LATE: [(&str, &str); 4] = [
    (
        "2004-06-10",
        r#"{"amend":{"entry":"018f3c2a-7e00-7000-8000-000000000073","effective":"2004-03-31","event":{"expense_accrued":{"purpose":"administrative","amount":{"amount":"179187","currency":"USD"}}},"reason":"An invoice was left out"}}"#,
    ),
    ("2004-06-10", r#"{"void":{"entry":"018f3c2a-7e00-7000-8000-000000000077","reason":"It was never received"}}"#),
    (
        "2004-01-15",
        r#"{"shares_issued":{"class":"common","holder":"public","quantity":"100000","for":{"cash":{"account":"bank-cad","paid":{"amount":"90000.00","currency":"CAD"}}}}}"#,
    ),
    (
        "2004-02-10",
        r#"{"warrants_exercised":{"series":"w-055","holder":"public","quantity":"500000","account":"bank-cad"}}"#,
    ),
];

/// The example with further entries, in a directory of its own.
fn late_book() -> tempfile::TempDir {
    let book = tempfile::tempdir().expect("a temporary directory");
    let copy = |from: &Path, to: &Path| assert!(fs::copy(from, to).expect("a file of the test") > 0);
    fs::create_dir(book.path().join("log")).expect("a directory of the test");
    copy(&Path::new(BOOK).join("book.toml"), &book.path().join("book.toml"));
    for file in ["1-book.ndjson", "2-rates.ndjson", "3-2004-q1.ndjson"] {
        copy(&Path::new(BOOK).join("log").join(file), &book.path().join("log").join(file));
    }
    let lines: String = (1..).zip(LATE).map(|(number, (day, event))| entry(number, day, event)).collect();
    fs::write(book.path().join("log/4-late.ndjson"), lines).expect("a file of the test");
    book
}

#[track_caller]
fn check(book: &tempfile::TempDir, args: &[&str], exit: u8) -> String {
    let root = book.path().to_str().expect("a path that is text");
    let args: Vec<&str> = args.iter().map(|arg| if *arg == "BOOK" { root } else { arg }).collect();
    let (code, printed) = capfold(&args, b"");
    assert_eq!(code, exit, "{printed}");
    printed
}

#[test]
fn what_was_learnt_late_is_shown() {
    let book = late_book();
    insta::assert_snapshot!("diff", check(&book, &["diff", "BOOK", "--known", "121.."], 1));
    let amended = ["diff", "BOOK", "--known", "121..123", "--period", "2004-Q1"];
    insta::assert_snapshot!("diff_period", check(&book, &amended, 0));
    insta::assert_snapshot!(
        "diff_json",
        check(&book, &["diff", "BOOK", "--known", "123..", "--as-of", "2004-02-17", "--format", "json"], 1)
    );
    let nothing = check(&book, &["diff", "BOOK", "--known", "124..124"], 0);
    assert!(nothing.ends_with("0 entries, no figure differs\n"), "{nothing}");
}

/// Both values of every figure are what `figure` prints at either point, and the figures left out print
/// the same at both.
#[test]
fn values_are_those_of_the_figure_verb() {
    let book = late_book();
    let times = [("--as-of", "2004-03-31"), ("--as-of", "2004-02-10"), ("--period", "2004-Q1"), ("--period", "FY2004")];
    let mut listed = 0;
    for (option, time) in times {
        let line = check(
            &book,
            &["diff", "BOOK", "--known", "121..", option, time, "--format", "json"],
            u8::from(time != "2004-02-10"),
        );
        let line = line.lines().next().expect("an object");
        let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let changes: BTreeMap<&str, &serde_json::Value> = object["changes"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|change| (change["figure"].as_str().expect("a name"), change))
            .collect();
        let unscoped = FIGURES.iter().filter(|figure| (figure.when() == When::Day) == (option == "--as-of"));
        let names: BTreeSet<&str> = unscoped.map(|figure| figure.name()).chain(changes.keys().copied()).collect();
        for name in names {
            let at = |known: &str| {
                let root = book.path().to_str().expect("a path that is text");
                let args = ["figure", root, name, option, time, "--known-through", known, "--format", "json"];
                let (code, printed) = capfold(&args, b"");
                let object: serde_json::Value =
                    serde_json::from_str(printed.lines().next().expect("an object")).expect("JSON");
                if code == 2 { serde_json::json!({"missing": object["message"]}) } else { object["value"].clone() }
            };
            let (before, after) = (at("121"), at("125"));
            match changes.get(name) {
                Some(change) => {
                    assert_eq!((&change["before"], &change["after"]), (&before, &after), "{name} {time}");
                    assert_ne!(before, after, "{name} {time}");
                    listed += 1;
                }
                None => assert_eq!(before, after, "{name} {time}"),
            }
        }
    }
    assert!(listed > 40, "{listed}");
}

#[test]
fn points_of_knowledge_go_forward() {
    let book = late_book();
    let page = check(&book, &["diff", "BOOK", "--known", "125..121"], 2);
    assert!(page.starts_with("error[C0106]: "), "{page}");
    let page = check(&book, &["diff", "BOOK", "--known", "2004-06-01T00:00:00Z.."], 2);
    assert!(page.starts_with("error[C0105]: "), "{page}");
    let page = check(&book, &["diff", "BOOK", "--known", "1..", "--as-of", "2003-01-01"], 2);
    assert!(page.starts_with("error[C0204]: "), "{page}");
    let page = check(&book, &["diff", "BOOK", "--known", "121"], 2);
    assert!(page.contains("not two points"), "{page}");
}

/// Times are points of knowledge as positions are: each row is of the same two.
#[test]
fn times_are_points_of_knowledge() {
    let opened = r#"{"book_opened":{"issuer":"T","functional":"USD","presentation":"USD","year_end":"12-31"}}"#;
    let bank = r#"{"account_registered":{"account":"bank","name":"Bank","currency":"USD"}}"#;
    let interest =
        r#"{"cash_received":{"into":{"account":"bank"},"amount":{"amount":"5.00","currency":"USD"},"for":"interest"}}"#;
    let at = |line: String, at: &str| line.replace(r#","effective""#, &format!(r#","at":"{at}","effective""#));
    let log = [
        at(entry(1, "2004-01-01", opened), "2004-01-01T08:00:00Z"),
        at(entry(2, "2004-01-01", bank), "2004-01-01T09:00:00Z"),
        at(entry(3, "2004-02-01", interest), "2004-02-01T09:00:00Z"),
        at(entry(4, "2004-01-15", interest), "2004-03-01T09:00:00Z"),
    ]
    .concat();
    let page = |known: &str| {
        let (code, page) = capfold(&["diff", "-", "--known", known], log.as_bytes());
        assert_eq!(code, 0, "{page}");
        page
    };
    let shown = page("3..4");
    assert!(shown.contains("backdated: 2004-02-01 was reached by <stdin>:3"), "{shown}");
    assert!(shown.lines().any(|line| line.split_whitespace().eq([
        "cash",
        "5.00",
        "10.00",
        "5.00",
        "USD",
        "<stdin>:4"
    ])));
    assert_eq!(page("2004-02-15T00:00:00Z..2004-03-01T09:00:00Z"), shown);
    assert_eq!(page("3..2004-04-01T00:00:00Z"), shown);
    assert_eq!(page("3.."), shown.replace("then entry 4", "then all entries"));
}

const FRAME: [(&str, &str); 11] = [
    ("2004-01-01", r#"{"book_opened":{"issuer":"T","functional":"USD","presentation":"USD","year_end":"12-31"}}"#),
    ("2004-01-01", r#"{"holder_registered":{"holder":"ada","name":"Ada"}}"#),
    ("2004-01-01", r#"{"holder_registered":{"holder":"bob","name":"Bob"}}"#),
    ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
    ("2004-01-01", r#"{"authorised_set":{"class":"common","authorised":{"limited":"5000"}}}"#),
    (
        "2004-01-01",
        r#"{"series_registered":{"series":"w","name":"W","class":"common","strike":{"amount":"1.00","currency":"USD"}}}"#,
    ),
    ("2004-01-01", r#"{"account_registered":{"account":"usd","name":"USD","currency":"USD"}}"#),
    ("2004-01-01", r#"{"account_registered":{"account":"cad","name":"CAD","currency":"CAD"}}"#),
    (
        "2004-01-01",
        r#"{"opening_balances":{"shares":[{"class":"common","holder":"ada","quantity":"1000"}],"warrants":[{"series":"w","holder":"ada","quantity":"100"}]}}"#,
    ),
    ("2004-01-02", r#"{"rate_observed":{"base":"CAD","quote":"USD","rate":"0.8","over":"day"}}"#),
    (
        "2004-01-03",
        r#"{"cash_received":{"into":{"account":"cad"},"amount":{"amount":"100.00","currency":"CAD"},"for":"interest"}}"#,
    ),
];

fn parsed(number: usize, day: &str, event: &str) -> Entry {
    Entry::parse(entry(number, day, event).trim_end().as_bytes()).unwrap_or_else(|error| panic!("{error}: {event}"))
}

/// A log of the frame, of what was known, and of what was learnt then; `#n` stands for the id of an entry.
fn compare(known: &[(&str, &str)], learnt: &[(&str, &str)], times: &[Time]) -> Diff {
    let mut log = Log::new();
    for (number, (day, event)) in (1..).zip(FRAME.iter().chain(known).chain(learnt)) {
        let event = event.replace('#', "01900000-0000-7000-8000-0000000000");
        log.append(parsed(number, day, &event)).expect("an entry that the log takes");
    }
    let before = Cut { known_through: Some(seq(FRAME.len() + known.len())), effective_through: None };
    diff(&log, before, Cut::default(), times)
}

fn seq(position: usize) -> Seq {
    Seq(u64::try_from(position).expect("a small number"))
}

fn january() -> Time {
    Time::Over(Period::new("2004-01-01".parse().expect("a day"), "2004-01-31".parse().expect("a day")).expect("days"))
}

fn end() -> Time {
    Time::At("2004-01-31".parse().expect("a day"))
}

fn change(diff: &Diff, figure: Figure) -> &Change {
    let found = diff.changes.iter().find(|change| change.figure == figure && change.scope.is_none());
    found.unwrap_or_else(|| panic!("{} does not differ", figure.name()))
}

/// A fact that nobody touched counts differently. Each row: what was known, what was learnt, the figure,
/// the learnt entries it is put down to, and the facts carried along. The first entry learnt has nothing
/// to do with any of it.
#[test]
fn what_is_carried_along_is_put_down_to_what_carries_it() {
    let idle = (
        "2004-01-20",
        r#"{"cash_received":{"into":{"account":"usd"},"amount":{"amount":"7.00","currency":"USD"},"for":"receivable"}}"#,
    );
    let asset = r#"{"opening_balances":{"current_assets":[{"asset":"receivable","balance":{"money":{"amount":"50.00","currency":"USD"}}}]}}"#;
    let convert = r#"{"cash_converted":{"from":{"account":"cad"},"given":{"amount":"50.00","currency":"CAD"},"to":{"account":"usd"},"received":{"amount":"45.00","currency":"USD"}}}"#;
    let exercise = r#"{"warrants_exercised":{"series":"w","holder":"ada","quantity":"100","account":"usd"}}"#;
    let issue = r#"{"shares_issued":{"class":"common","holder":"bob","quantity":"3000","for":{"cash":{"account":"usd","paid":{"amount":"30.00","currency":"USD"}}}}}"#;
    let series = r##"{"amend":{"entry":"#06","effective":"2004-01-01","event":{"series_registered":{"series":"w","name":"W","class":"common","strike":{"amount":"2.00","currency":"USD"}}},"reason":"Misread"}}"##;
    type Row<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)], Figure, Time, &'a [usize], &'a [usize]);
    let few = issue.replace("3000", "500");
    let split = r#"{"shares_split":{"class":"common","ratio":{"new":"2","old":"1"}}}"#;
    let rows: [Row; 9] = [
        // A rate of the day: what was received is worth something else.
        (
            &[("2004-01-01", asset)],
            &[idle, ("2004-01-03", r#"{"rate_observed":{"base":"CAD","quote":"USD","rate":"0.9","over":"day"}}"#)],
            Figure::Income,
            january(),
            &[14],
            &[11],
        ),
        // The rate again, further down: the average of what was converted.
        (
            &[("2004-01-01", asset), ("2004-01-10", convert)],
            &[idle, ("2004-01-03", r#"{"rate_observed":{"base":"CAD","quote":"USD","rate":"0.9","over":"day"}}"#)],
            Figure::ExchangeLoss,
            january(),
            &[15],
            &[13],
        ),
        // More cash at another average before a conversion.
        (
            &[
                ("2004-01-01", asset),
                ("2004-01-08", r#"{"rate_observed":{"base":"CAD","quote":"USD","rate":"0.9","over":"day"}}"#),
                ("2004-01-10", convert),
            ],
            &[
                idle,
                (
                    "2004-01-09",
                    r#"{"cash_received":{"into":{"account":"cad"},"amount":{"amount":"100.00","currency":"CAD"},"for":"interest"}}"#,
                ),
            ],
            Figure::ExchangeLossRealised,
            january(),
            &[16],
            &[14],
        ),
        // Warrants that were used up before: the exercise is refused.
        (
            &[("2004-01-01", asset), ("2004-01-10", exercise)],
            &[
                idle,
                ("2004-01-09", r#"{"warrants_transferred":{"series":"w","from":"ada","to":"bob","quantity":"1"}}"#),
            ],
            Figure::ProceedsWarrants,
            january(),
            &[15],
            &[13],
        ),
        // Shares that the charter no longer leaves.
        (
            &[("2004-01-01", asset), ("2004-01-10", issue)],
            &[idle, ("2004-01-09", issue)],
            Figure::SharesWeightedAverage,
            january(),
            &[15],
            &[13],
        ),
        // Another strike: the same exercise brings in more.
        (
            &[("2004-01-01", asset), ("2004-01-10", exercise)],
            &[idle, ("2004-02-01", series)],
            Figure::WarrantPriceLow,
            january(),
            &[15],
            &[13],
        ),
        // Another way to count days.
        (
            &[("2004-01-01", asset), ("2004-01-10", issue)],
            &[idle, ("2004-01-31", r#"{"policy_adopted":{"day_count":"span"}}"#)],
            Figure::SharesWeightedAverage,
            january(),
            &[15],
            &[13],
        ),
        // A split besides an issue: what was there before both counts as twice as much.
        (
            &[("2004-01-01", asset)],
            &[idle, ("2004-01-09", &few), ("2004-01-20", split)],
            Figure::SharesWeightedAverage,
            january(),
            &[14, 15],
            &[9],
        ),
        // A split of shares that came in by an exercise, which does not name their class.
        (
            &[("2004-01-01", asset), ("2004-01-10", exercise)],
            &[idle, ("2004-01-20", split)],
            Figure::SharesWeightedAverage,
            january(),
            &[15],
            &[9, 13],
        ),
    ];
    for (known, learnt, figure, time, through, carried) in rows {
        let diff = compare(known, learnt, &[time]);
        let change = change(&diff, figure);
        let positions = |list: &[usize]| list.iter().map(|position| seq(*position)).collect::<Vec<_>>();
        let through = positions(through);
        let carried = positions(carried);
        assert_eq!((&change.through, &change.carried), (&through, &carried), "{} {learnt:?}", figure.name());
    }
}

/// What gives and takes in equal parts is not why a figure differs: a receivable collected leaves working
/// capital as it is.
#[test]
fn what_changes_nothing_is_not_blamed() {
    let asset = r#"{"opening_balances":{"current_assets":[{"asset":"receivable","balance":{"money":{"amount":"50.00","currency":"USD"}}}]}}"#;
    let collected = r#"{"cash_received":{"into":{"account":"usd"},"amount":{"amount":"7.00","currency":"USD"},"for":"receivable"}}"#;
    let accrued = r#"{"expense_accrued":{"purpose":"administrative","amount":{"amount":"3.00","currency":"USD"}}}"#;
    let diff = compare(&[("2004-01-01", asset)], &[("2004-01-20", collected), ("2004-01-21", accrued)], &[end()]);
    let through = |figure| change(&diff, figure).through.clone();
    assert_eq!(through(Figure::WorkingCapital), [seq(FRAME.len() + 3)]);
    assert_eq!(through(Figure::Cash), [seq(FRAME.len() + 2)]);
}

/// The price of a series follows its strike alone: what moved of the series is the same.
#[test]
fn another_strike_is_another_price_of_the_series() {
    let exercise = r#"{"warrants_exercised":{"series":"w","holder":"ada","quantity":"100","account":"usd"}}"#;
    let series = r##"{"amend":{"entry":"#06","effective":"2004-01-01","event":{"series_registered":{"series":"w","name":"W","class":"common","strike":{"amount":"2.00","currency":"USD"}}},"reason":"Misread"}}"##;
    let diff = compare(&[("2004-01-10", exercise)], &[("2004-02-01", series)], &[january()]);
    let priced = |change: &&Change| change.name() == "warrants.exercise-price.high:w";
    let change = diff.changes.iter().find(priced).expect("the price of the series");
    assert_eq!((change.through.as_slice(), change.carried.as_slice()), ([seq(13)].as_slice(), [seq(12)].as_slice()));
}

/// A charter without limit has no number to compare, and says so.
#[test]
fn a_limit_that_goes_is_a_difference() {
    let unlimited = r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#;
    let diff = compare(&[], &[("2004-01-05", unlimited)], &[end()]);
    let change = change(&diff, Figure::SharesAuthorised);
    assert_eq!(change.after, Value::Missing(FigureError::Unlimited("common".to_owned())));
    assert_eq!((change.difference(), change.through.as_slice()), (None, [seq(12)].as_slice()));
}

/// A fact turns with the finding that says why, both ways, and a new entry that is refused at once is
/// named too.
#[test]
fn facts_turn_both_ways() {
    let exercise = |quantity: u32| {
        format!(r#"{{"warrants_exercised":{{"series":"w","holder":"ada","quantity":"{quantity}","account":"usd"}}}}"#)
    };
    let (sixty, fifty, five) = (exercise(60), exercise(50), exercise(500));
    let known = [("2004-01-10", sixty.as_str()), ("2004-01-12", &fifty)];
    let code = |standing: &Standing| match standing {
        Standing::Unsaid => "unsaid".to_owned(),
        Standing::Accepted => "accepted".to_owned(),
        Standing::Refused(finding) => finding.rejection.problem.code().to_owned(),
    };
    let told = |diff: &Diff| {
        let rows = diff.turned.iter().map(|turned| {
            (
                turned.fact.0,
                code(&turned.was),
                code(&turned.now),
                turned.through.iter().map(|seq| seq.0).collect::<Vec<_>>(),
            )
        });
        rows.collect::<Vec<_>>()
    };
    let row = |fact, was: &str, now: &str, through: &[u64]| (fact, was.to_owned(), now.to_owned(), through.to_vec());
    let void = ("2004-02-01", r##"{"void":{"entry":"#12","reason":"Entered twice"}}"##);
    assert_eq!(told(&compare(&known, &[void], &[])), [row(13, "C2001", "accepted", &[14])]);
    let earlier = ("2004-01-09", fifty.as_str());
    let turned = compare(&known, &[earlier], &[]);
    // Sixty do not fit after the fifty that came to light; the other fifty do.
    assert_eq!(told(&turned), [row(12, "accepted", "C2001", &[14]), row(13, "C2001", "accepted", &[14])]);
    assert_eq!(told(&compare(&known, &[("2004-01-20", &five)], &[])), [row(14, "unsaid", "C2001", &[14])]);
    assert!(
        matches!(turned.entries.as_slice(), [entry] if entry.role == Role::Backdated { behind: seq(13), latest: "2004-01-12".parse().expect("a day") })
    );
}

/// The value of a figure as a ledger of its own gives it: none when the book does not know it.
pub(crate) fn value(ledger: &Ledger, figure: Figure, scope: Option<&str>, time: Time) -> Option<String> {
    match evaluate(ledger, figure, scope, time) {
        Ok(answer) => match answer.number {
            Some(number) if number.is_zero() => None,
            Some(number) => Some(format!("{number} {:?}", answer.unit)),
            None => Some(format!("{:?}", answer.by_currency))
                .filter(|_| answer.by_currency.values().any(|amount| !amount.is_zero())),
        },
        Err(FigureError::Unlimited(_)) => Some("no limit".to_owned()),
        Err(FigureError::Nothing(_) | FigureError::MixedCurrencies(_)) => Some("none".to_owned()),
        Err(_) => None,
    }
}

/// Every figure of a time with its scopes that two ledgers give differently.
pub(crate) fn expected(old: &Ledger, new: &Ledger, time: Time) -> BTreeSet<(&'static str, Option<String>)> {
    let when = if matches!(time, Time::At(_)) { When::Day } else { When::Period };
    let mut found = BTreeSet::new();
    for figure in FIGURES.iter().copied().filter(|figure| figure.when() == when) {
        let named = scopes(old, figure).into_iter().chain(scopes(new, figure)).map(Some);
        for scope in named.chain([None]) {
            let of = |ledger| value(ledger, figure, scope.as_deref(), time);
            let (was, now) = (of(old), of(new));
            let neither = |value: &Option<String>| value.is_none() || value.as_deref() == Some("none");
            let unknown = |ledger: &Ledger| {
                matches!(
                    evaluate(ledger, figure, scope.as_deref(), time),
                    Err(FigureError::Scope { .. } | FigureError::NoBook | FigureError::BeforeTheBook { .. })
                )
            };
            // No value on either side is no difference, whatever the reasons.
            let reasons =
                (unknown(old) || was.as_deref() == Some("none")) && (unknown(new) || now.as_deref() == Some("none"));
            if was != now && !(reasons && neither(&was) && neither(&now)) {
                found.insert((figure.name(), scope));
            }
        }
    }
    found
}

/// The ledger of a point of knowledge through the last day of a time.
pub(crate) fn ledger_at(log: &Log, known: Option<Seq>, time: Time) -> Ledger {
    let cut = Cut { known_through: known, effective_through: Some(time.last()) };
    fold_with_lineage(&log.timeline(cut).facts).0
}
