//! A small log with two clocks, folded.

use capfold_core::calc::Number;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{calculated, refused};

fn number(value: &Value) -> BigRational {
    value.as_str().expect("text").parse::<Number>().expect("a number").into_ratio()
}

fn day(of: u32) -> String {
    format!("2024-03-{:02}", of + 1)
}

/// A log of issues, transfers, buy-backs and splits, each on some day and recorded no earlier; all of it is known
/// on the last day of the month.
fn events(moves: &[(u32, u32, u8, u32)]) -> Vec<Value> {
    let first =
        json!({"seq": "0", "date": day(0), "recorded": day(0), "type": "issue", "holder": "a", "shares": "90000"});
    let rest = moves.iter().enumerate().map(|(index, (on, later, what, size))| {
        let mut event = match what {
            0 => json!({"type": "issue", "holder": "b", "shares": size.to_string()}),
            1 => json!({"type": "transfer", "from": "a", "to": "c", "shares": size.to_string()}),
            2 => json!({"type": "treasury_buy", "holder": "a", "shares": size.to_string()}),
            _ => json!({"type": "split", "ratio": "3/2"}),
        };
        event["seq"] = (index + 1).to_string().into();
        event["date"] = day(*on).into();
        event["recorded"] = day((on + later).min(30)).into();
        event
    });
    std::iter::once(first).chain(rest).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Holders hold what is outstanding, at any two days.
    #[test]
    fn holders_hold_what_is_outstanding(
        moves in proptest::collection::vec((0_u32..31, 0_u32..9, 0_u8..4, 1_u32..900), 0..12),
        (effective, known) in (0_u32..31, 0_u32..31),
    ) {
        let inputs = json!({"events": events(&moves), "queries": [{"effective_on": day(effective), "known_on": day(known)}]});
        let state = &calculated("fold.ledger", &inputs.to_string())["states"][0];
        let held = state["holders"].as_object().expect("holders").values().map(number).sum::<BigRational>();
        prop_assert_eq!(&held, &number(&state["outstanding"]));
        prop_assert_eq!(held + number(&state["treasury"]), number(&state["issued"]));
    }

    /// The average is that of the days, each asked for by itself and restated for the splits after it.
    #[test]
    fn an_average_is_that_of_its_days(
        moves in proptest::collection::vec((0_u32..31, 0_u32..9, 0_u8..4, 1_u32..900), 0..12),
    ) {
        let days: Vec<Value> = (0..31).map(|on| json!({"effective_on": day(on), "known_on": day(30)})).collect();
        let period = json!({"start": day(0), "end": day(30), "known_on": day(30), "profit": "1"});
        let inputs = json!({"events": events(&moves), "queries": days, "period": period});
        let output = calculated("fold.ledger", &inputs.to_string());
        let mut sum = BigRational::zero();
        for (on, state) in (0_u32..).zip(output["states"].as_array().expect("states")) {
            let splits = moves.iter().filter(|(of, _, what, _)| *what == 3 && *of > on).count();
            let factor = BigRational::new(3.into(), 2.into()).pow(i32::try_from(splits).expect("few"));
            sum += number(&state["outstanding"]) * factor;
        }
        let average = sum / BigRational::from_integer(31.into());
        prop_assert_eq!(number(&output["wanos"]), average.clone());
        prop_assert_eq!(number(&output["basic_eps"]), average.recip());
    }
}

#[test]
fn what_a_log_cannot_say_is_refused() {
    let with = |event: &str| {
        format!(
            r#"{{"events":[
                {{"seq":"1","date":"2024-01-01","recorded":"2024-01-01","type":"issue","holder":"kim","shares":"10"}},
                {{"seq":"2","date":"2024-01-01","recorded":"2024-01-01","type":"option_grant","id":"g","holder":"kim","quantity":"5","strike":"1"}},
                {{"seq":"3","date":"2024-01-02","recorded":"2024-01-02","type":"reversal","reverses":"1"}},
                {{"seq":"4","date":"2024-01-03","recorded":"2024-01-03","type":"issue","holder":"kim","shares":"10"}},
                {{"date":"2024-01-04","recorded":"2024-01-04",{event}}}],
              "queries":[{{"effective_on":"2024-12-31","known_on":"2024-12-31"}}]}}"#
        )
    };
    let rows = [
        (r#""seq":"4","type":"split","ratio":"2""#, "events[4]: 4 is there twice"),
        (r#""seq":"5","type":"reversal","reverses":"9""#, "events[4]: there is no event 9"),
        (
            r#""seq":"5","type":"reversal","reverses":"3""#,
            "events[4]: 3 is a reversal; what it reversed can be recorded again",
        ),
        (
            r#""seq":"5","type":"transfer","from":"kim","to":"lee","shares":"11""#,
            "events[4]: 11 leave `kim`, where there are 10",
        ),
        (r#""seq":"5","type":"treasury_buy","holder":"lee","shares":"1""#, "events[4]: `lee` holds no shares"),
        (
            r#""seq":"5","type":"treasury_reissue","holder":"lee","shares":"1""#,
            "events[4]: 1 leave the treasury, where there are 0",
        ),
        (r#""seq":"5","type":"option_exercise","id":"g","quantity":"6""#, "events[4]: 6 leave `g`, where there are 5"),
        (
            r#""seq":"5","type":"warrant_exercise","id":"g","quantity":"6""#,
            "events[4]: there is no `g` then, as far as is known",
        ),
        (
            r#""seq":"5","type":"option_grant","id":"g","holder":"lee","quantity":"6","strike":"1""#,
            "events[4]: `g` is there already",
        ),
        (r#""type":"split","ratio":"2""#, "events[4]: missing field `seq`"),
        (r#""seq":"5","type":"split","ratio":"0""#, "events[4]: 0 is not above zero"),
    ];
    for (event, message) in rows {
        refused("fold.ledger", &with(event), message);
    }
    refused(
        "fold.ledger",
        r#"{"events":[],"queries":[],"period":{"start":"2024-02-01","end":"2024-01-31","known_on":"2024-01-31"}}"#,
        "period: 2024-02-01 to 2024-01-31: the days are reversed",
    );
}
