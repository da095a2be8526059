//! Promise: a number in the units of another day says what it stands on: the entries that changed the units, the
//! assumptions they rest on, and what became of fractions.

use capfold_core::date::{Date, Period};
use capfold_core::figures::{Answer, Figure, Time, evaluate, evaluate_restated};
use capfold_core::ledger::Ledger;

use crate::financing::folded;
use crate::runner::{capfold, entry};

/// A book whose line 9 or later splits a class on an assumed day, after what `moved` states.
fn split_on_an_assumed_day(moved: &[(&str, &str)]) -> String {
    let assumed = r#"{"assumption_made":{"assumption":"split-day","about":"The split","value":{"date":{"chosen":"2004-03-01"}},"reason":"Not stated"}}"#;
    let before = [
        ("2004-01-01", r#"{"book_opened":{"issuer":"T","functional":"USD","presentation":"USD","year_end":"12-31"}}"#),
        ("2004-01-01", r#"{"document_cited":{"document":"doc","title":"A document"}}"#),
        ("2004-01-01", r#"{"holder_registered":{"holder":"a","name":"A"}}"#),
        ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
        ("2004-01-01", r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#),
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"USD"}}"#),
        ("2004-01-01", assumed),
    ];
    let split = ("2004-03-01", r#"{"shares_split":{"class":"common","ratio":{"new":"2","old":"1"}}}"#);
    let all = before.iter().chain(moved).chain([&split]);
    let lines: String = (1..).zip(all).map(|(number, (day, event))| entry(number, day, event)).collect();
    let said = r#","source":{"document":"doc","at":"notice"},"assumes":["split-day"],"event":{"shares_split""#;
    lines.replace(r#","event":{"shares_split""#, said)
}

/// A split that rested on an assumption doubled an average that rested on none, and its entry was not named.
#[test]
fn an_average_stands_on_the_splits_that_it_counts() {
    let issued = r#"{"shares_issued":{"class":"common","holder":"a","quantity":"1000","for":{"cash":{"account":"bank","paid":{"amount":"9.00","currency":"USD"}}}}}"#;
    let bought = r#"{"shares_repurchased":{"class":"common","holder":"a","quantity":"1000","paid":{"amount":"4.00","currency":"USD"},"from":{"account":"bank"},"kept":"treasury"}}"#;
    // In the second row nothing is outstanding any more when the class is split.
    let rows: [(&[(&str, &str)], &str); 2] =
        [(&[("2004-01-02", issued)], "<stdin>:9"), (&[("2004-01-02", issued), ("2004-02-01", bought)], "<stdin>:10")];
    for (moved, at) in rows {
        let log = split_on_an_assumed_day(moved);
        for figure in ["shares.weighted-average", "loss-per-share"] {
            let (code, page) = capfold(&["explain", "-", figure, "--period", "FY2004"], log.as_bytes());
            assert_eq!(code, 0, "{page}");
            assert!(page.contains(&format!("counts as 2,000 after {at}, ×")), "{page}");
            let (_, rests) = page.split_once("Rests on assumptions\n").expect("assumptions");
            let (rests, documents) = rests.split_once("Documents\n").expect("documents");
            assert!(rests.contains("split-day"), "{page}");
            assert!(documents.lines().any(|row| row.contains("notice") && row.contains(at)), "{page}");
        }
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn over(first: &str, last: &str) -> Time {
    Time::Over(Period::new(day(first), day(last)).expect("days"))
}

fn asked(ledger: &Ledger, figure: Figure, scope: Option<&str>, time: Time) -> Answer {
    evaluate(ledger, figure, scope, time).expect("a figure")
}

const ISSUED: &str =
    "shares_issued {'class':'common','holder':'a','quantity':'1005','for':{'cash':{'account':'ca','paid':@9CAD}}}";

#[test]
fn an_average_names_the_entries_of_the_splits_that_it_counts() {
    let case = [ISSUED, "2004-03-01 shares_split {'class':'common','ratio':{'new':'2','old':'1'}}"];
    let ledger = folded(&case).0;
    let by = ledger.restructurings().first().expect("a split").by;
    for figure in [Figure::SharesWeightedAverage, Figure::LossPerShare] {
        let entries = |last| asked(&ledger, figure, None, over("2004-01-01", last)).entries();
        assert!(entries("2004-03-01").contains(&by) && !entries("2004-02-29").contains(&by), "{}", figure.name());
    }
}

/// What an event said of fractions was passed over in favour of the policy.
#[test]
fn fractions_are_those_of_each_change_of_units() {
    let consolidated = |rest: &str| {
        format!("2004-03-01 shares_consolidated {{'class':'common','ratio':{{'new':'1','old':'10'}}{rest}}}")
    };
    let paid = ",'cash_in_lieu':{'price':@2CAD,'from':{'account':'ca'}}";
    let dividend = "2004-03-01 stock_dividend_paid {'class':'common','of':'common','ratio':{'new':'1','old':'10'}}";
    let rows = [
        ("{'shares':'down','options':'up'}", consolidated(",'fractions':'up'"), "of shares up · of options up"),
        ("{'shares':'up'}", consolidated(paid), "of shares down · of options down"),
        ("{'shares':'half_up'}", consolidated(""), "of shares half up · of options down"),
        ("{'shares':'half_up'}", dividend.to_owned(), "of shares half up · of options down"),
    ];
    for (policy, change, words) in rows {
        let case = [
            "class_registered {'class':'other','name':'O'}".to_owned(),
            format!("policy_adopted {{'fractions':{policy}}}"),
            ISSUED.to_owned(),
            change,
            // What is adopted later has no part in it.
            "2004-04-01 policy_adopted {'fractions':{'shares':'up','options':'up','warrants':'up'}}".to_owned(),
        ];
        let ledger = folded(&case.each_ref().map(String::as_str)).0;
        let line = format!("fractions on 2004-03-01: {words} · of warrants down");
        let of = |answer: Answer| -> Vec<String> {
            answer.policies.into_iter().filter(|policy| policy.starts_with("fractions")).collect()
        };
        let none: Vec<String> = Vec::new();
        let said = vec![line];
        let outstanding = |scope, on| of(asked(&ledger, Figure::SharesOutstanding, scope, Time::At(day(on))));
        assert_eq!(outstanding(None, "2004-02-29"), none);
        assert_eq!(outstanding(None, "2004-03-01"), said);
        assert_eq!(outstanding(Some("common"), "2004-06-30"), said);
        assert_eq!(outstanding(Some("other"), "2004-06-30"), none);
        let average = Figure::SharesWeightedAverage;
        let (winter, spring) = (over("2004-01-01", "2004-02-29"), over("2004-04-01", "2004-06-30"));
        assert_eq!(of(asked(&ledger, average, None, winter)), none);
        // The shares of before count as what became of them.
        assert_eq!(of(asked(&ledger, average, None, spring)), said);
        let restated = |figure, to| of(evaluate_restated(&ledger, figure, None, winter, day(to)).expect("a figure"));
        assert_eq!(restated(average, "2004-02-29"), none);
        assert_eq!(restated(average, "2004-03-01"), said);
        assert_eq!(restated(Figure::LossPerShare, "2004-03-01"), said);
    }
}
