//! Promise: a figure is found under the policies of its own time, and says which.

use capfold_core::date::Period;
use capfold_core::entry::{Cut, Entry};
use capfold_core::figures::{FIGURES, Figure, FigureError, Measure, PolicyKind, Time, When, evaluate};
use capfold_core::ledger::{Ledger, fold_with_lineage};
use capfold_core::log::Log;
use num_rational::BigRational;

use crate::runner::entry;

const BOOK: &str = r#"{"book_opened":{"issuer":"I","functional":"USD","presentation":"USD","year_end":"12-31"}}"#;

fn ledger(events: &[(&str, &str)]) -> Ledger {
    let mut log = Log::new();
    for (number, (day, event)) in (1..).zip([("2004-01-01", BOOK)].iter().chain(events)) {
        let entry = Entry::parse(entry(number, day, event).trim_end().as_bytes()).expect("an entry");
        log.append(entry).expect("an entry that the log takes");
    }
    let (ledger, findings) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    assert_eq!(findings, []);
    ledger
}

fn over(first: &str, last: &str) -> Time {
    Time::Over(Period::new(first.parse().expect("a day"), last.parse().expect("a day")).expect("days in order"))
}

fn at(day: &str) -> Time {
    Time::At(day.parse().expect("a day"))
}

/// A policy adopted after a period decided how the days of the period were counted, wherever the fold
/// went on beyond it.
#[test]
fn the_day_count_is_that_of_the_last_day() {
    let ledger = ledger(&[
        ("2004-01-01", r#"{"holder_registered":{"holder":"a","name":"A"}}"#),
        ("2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
        ("2004-01-01", r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#),
        ("2004-01-01", r#"{"account_registered":{"account":"bank","name":"Bank","currency":"USD"}}"#),
        (
            "2004-01-10",
            r#"{"shares_issued":{"class":"common","holder":"a","quantity":"1000","for":{"cash":{"account":"bank","paid":{"amount":"10.00","currency":"USD"}}}}}"#,
        ),
        ("2004-02-01", r#"{"policy_adopted":{"day_count":"span"}}"#),
        ("2004-03-01", r#"{"policy_adopted":{"day_count":"inclusive"}}"#),
    ]);
    let rows = [
        ("2004-01-10", "2004-01-19", 1000, "day count inclusive: the day of issue counts; 10 days"),
        ("2004-01-10", "2004-01-31", 1000, "day count inclusive: the day of issue counts; 22 days"),
        ("2004-01-06", "2004-02-04", 25_000 / 30, "day count span: the day of issue does not count; 30 days"),
        ("2004-01-10", "2004-03-01", 1000, "day count inclusive: the day of issue counts; 52 days"),
    ];
    for (first, last, number, policy) in rows {
        let time = over(first, last);
        let answer = evaluate(&ledger, Figure::SharesWeightedAverage, None, time).expect("a figure");
        let number = BigRational::from_integer(number.into());
        assert_eq!(answer.number.map(|average| average.floor()), Some(number), "{time}");
        assert_eq!(answer.policies, [policy], "{time}");
    }
}

/// Spending of a year, half of it expensed and half capitalised, was shown without a word on either.
#[test]
fn treatments_and_rates_are_told_with_their_days() {
    let spend =
        r#"{"expense_accrued":{"purpose":{"exploration":"mine"},"amount":{"amount":"100.00","currency":"USD"}}}"#;
    let rent = r#"{"expense_accrued":{"purpose":"administrative","amount":{"amount":"10.00","currency":"CAD"}}}"#;
    let ledger = ledger(&[
        ("2004-01-01", r#"{"property_registered":{"property":"mine","name":"Mine"}}"#),
        ("2004-01-02", r#"{"rate_observed":{"base":"USD","quote":"CAD","rate":"1.25","over":"day"}}"#),
        ("2004-01-02", spend),
        ("2004-01-03", rent),
        ("2004-07-01", r#"{"policy_adopted":{"exploration":"capitalised"}}"#),
        ("2004-07-01", r#"{"policy_adopted":{"exchange":{"rate":"month_average","max_age_days":5}}}"#),
        ("2004-07-02", spend),
        ("2005-01-01", r#"{"policy_adopted":{"regime":"ifrs"}}"#),
    ]);
    let both = "exploration expensed, capitalised from 2004-07-01";
    let (day, month) = ("exchange at the rate of the day, at most 7 days old", "the average of the month");
    let rates = format!("{day}, {month} from 2004-07-01");
    let ifrs = "accounting regime: IFRS";
    let year = over("2004-01-01", "2004-12-31");
    let rows: [(Figure, Time, &[&str]); 9] = [
        (Figure::ExpensesExploration, over("2004-01-01", "2004-06-30"), &["exploration expensed"]),
        (Figure::ExpensesExploration, over("2004-07-01", "2004-12-31"), &["exploration capitalised"]),
        (Figure::ExpensesExploration, year, &[both]),
        (Figure::Properties, at("2004-12-31"), &[both]),
        (Figure::Properties, at("2005-01-01"), &[both, ifrs]),
        (Figure::Loss, over("2004-01-01", "2004-03-31"), &["exploration expensed", day]),
        (Figure::Loss, year, &[both, &rates]),
        (Figure::ExpensesAdministrative, over("2004-07-01", "2004-12-31"), &[]),
        (Figure::SharesIssued, at("2005-01-01"), &[]),
    ];
    for (figure, time, policies) in rows {
        let answer = evaluate(&ledger, figure, None, time).expect("a figure");
        assert_eq!(answer.policies, policies, "{} {time}", figure.name());
    }
    // Money told in its own currency has no rate in it.
    let owed =
        |scope| evaluate(&ledger, Figure::CurrentLiabilities, scope, at("2004-02-01")).expect("a figure").policies;
    assert_eq!((owed(Some("CAD")), owed(None)), (Vec::new(), vec![day.to_owned()]));
}

/// A ratio is found under everything that bears on what it divides, and nothing else bears on a figure
/// than its rule says.
#[test]
fn a_figure_names_the_policies_of_its_rule_alone() {
    let kinds = |figure: Figure| figure.policies().to_vec();
    for part in [Figure::Loss, Figure::SharesWeightedAverage] {
        assert!(kinds(part).iter().all(|kind| kinds(Figure::LossPerShare).contains(kind)), "{}", part.name());
    }
    for figure in FIGURES {
        let booked = figure.measure() == Measure::Booked;
        assert_eq!(kinds(*figure).contains(&PolicyKind::Regime), booked, "{}", figure.name());
        assert_eq!(kinds(*figure).contains(&PolicyKind::Exchange), booked, "{}", figure.name());
        assert!(kinds(*figure).is_sorted_by(|one, next| one < next), "{}", figure.name());
    }
    let ledger = ledger(&[("2004-01-01", r#"{"policy_adopted":{"regime":"us_gaap"}}"#)]);
    for figure in FIGURES {
        let time = match figure.when() {
            When::Day => at("2004-01-31"),
            When::Period => over("2004-01-01", "2004-01-31"),
        };
        match evaluate(&ledger, *figure, None, time) {
            Ok(answer) => {
                let regime = answer.policies.contains(&"accounting regime: US GAAP".to_owned());
                assert_eq!(regime, figure.measure() == Measure::Booked, "{}", figure.name());
            }
            Err(error) => assert!(matches!(error, FigureError::Nothing(_)), "{}: {error}", figure.name()),
        }
    }
}
