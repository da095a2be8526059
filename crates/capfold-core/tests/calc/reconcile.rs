//! What printed figures can mean, and what must be true then.

use capfold_core::calc::Number;
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;
use serde_json::Value;

use crate::{calculated, refused};

fn number(value: &Value) -> BigRational {
    value.as_str().expect("text").parse::<Number>().expect("a number").into_ratio()
}

fn contains(range: &Value, value: &BigRational) -> bool {
    let end = |end: &str| (number(&range[end]), range[format!("{end}_closed")] == true);
    let ((low, low_closed), (high, high_closed)) = (end("lo"), end("hi"));
    (low < *value || (low_closed && low == *value)) && (*value < high || (high_closed && high == *value))
}

/// A whole number of cents, printed.
fn cents(count: i64) -> String {
    let sign = if count < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", count.abs() / 100, count.abs() % 100)
}

/// A number of tenths of a cent, brought to cents.
fn rounded(tenths: i64, mode: &str) -> i64 {
    let (down, rest) = (tenths.div_euclid(10), tenths.rem_euclid(10));
    match mode {
        "floor" => down,
        "ceil" => down + i64::from(rest > 0),
        "trunc" => tenths / 10,
        "half_up" => tenths.signum() * ((tenths.abs() + 5) / 10),
        "half_even" if rest == 5 => down + down.rem_euclid(2),
        "half_even" => down + i64::from(rest > 5),
        other => panic!("{other}"),
    }
}

proptest! {
    /// What is printed stands for the number that was, and for no number that prints otherwise.
    #[test]
    fn a_print_stands_for_what_prints_so(tenths in -200_i64..200, other in -200_i64..200) {
        for mode in ["half_up", "half_even", "trunc", "floor", "ceil"] {
            let printed = rounded(tenths, mode);
            let inputs = format!(r#"{{"text":"{}","mode":"{mode}"}}"#, cents(printed));
            let range = calculated("rec.interval", &inputs);
            let thousandths = |count: i64| BigRational::new(count.into(), 1000.into());
            prop_assert!(contains(&range, &thousandths(tenths)), "{} {}", inputs, range);
            prop_assert_eq!(contains(&range, &thousandths(other)), rounded(other, mode) == printed, "{} {}", inputs, other);
        }
    }

    /// Whatever numbers the variables are, the result is in the range.
    #[test]
    fn an_expression_stays_in_its_range(
        ends in proptest::collection::vec((-9_i64..10, 0_i64..6, 0_i64..7), 3),
        operators in proptest::collection::vec(0_usize..3, 2),
    ) {
        let signs: Vec<_> = operators.iter().map(|operator| ["+", "-", "*"][*operator]).collect();
        let variables: Vec<_> = ends.iter().zip(["a", "b", "c"]).map(|((low, width, _), name)| {
            format!(r#""{name}":{{"lo":"{low}","hi":"{}"}}"#, low + width)
        }).collect();
        let inputs = format!(
            r#"{{"expression":["{}","a",["{}","b","c"]],"variables":{{{}}}}}"#, signs[0], signs[1], variables.join(",")
        );
        let range = calculated("rec.propagate", &inputs);
        let chosen: Vec<_> = ends.iter().map(|(low, width, part)| {
            BigRational::from_integer((*low).into()) + BigRational::new((width * part).into(), 6.into())
        }).collect();
        let apply = |sign: &str, a: &BigRational, b: &BigRational| match sign {
            "+" => a + b,
            "-" => a - b,
            _ => a * b,
        };
        let value = apply(signs[0], &chosen[0], &apply(signs[1], &chosen[1], &chosen[2]));
        prop_assert!(contains(&range, &value), "{} {} {}", inputs, range, value);
    }

    /// Parts and their total as they were before rounding are always consistent, printed or tagged.
    #[test]
    fn a_sum_is_consistent_with_its_parts(parts in proptest::collection::vec((-9999_i64..9999, any::<bool>()), 0..9)) {
        let total: i64 = parts.iter().map(|(tenths, less)| if *less { -tenths } else { *tenths }).sum();
        let text = |tenths: i64| cents(rounded(tenths, "half_up"));
        let weighted = |key: &str, more: &str| {
            let weight = |less: bool| if less { "-1" } else { "1" };
            let rows: Vec<_> = parts.iter().map(|(tenths, less)| {
                format!(r#"{{"{key}":"{}","weight":"{}"{more}}}"#, text(*tenths), weight(*less))
            }).collect();
            rows.join(",")
        };
        let printed = format!(
            r#"{{"mode":"half_up","components":[{}],"total":"{}"}}"#, weighted("text", ""), text(total)
        );
        let output = calculated("rec.sum_check", &printed);
        prop_assert_eq!(&output["consistent"], true, "{}", printed);
        let off = number(&output["printed_difference"]).abs();
        prop_assert!(off * BigRational::from_integer(200.into()) <= BigRational::from_integer((parts.len() + 1).into()));
        let tagged = format!(
            r#"{{"total":{{"value":"{}","decimals":"2"}},"contributors":[{}]}}"#,
            text(total), weighted("value", r#","decimals":"2""#),
        );
        prop_assert_eq!(&calculated("rec.xbrl_calc", &tagged)["consistent"], true, "{}", tagged);
    }

    /// A tagged value stands for itself, and with fewer decimals for more.
    #[test]
    fn a_tag_stands_for_itself(value in -99_999_i64..99_999, decimals in -6_i32..6) {
        let range = |decimals: i32| {
            calculated("rec.xbrl_interval", &format!(r#"{{"value":"{value}","decimals":"{decimals}","mode":"nearest"}}"#))
        };
        let (fine, coarse) = (range(decimals), range(decimals - 1));
        prop_assert!(contains(&fine, &BigRational::from_integer(value.into())));
        prop_assert!(contains(&coarse, &number(&fine["lo"])) && contains(&coarse, &number(&fine["hi"])));
    }
}

#[test]
fn what_is_no_figure_is_refused() {
    let no_figure = |text: &str| {
        format!(
            "text: `{text}` is not a printed figure: digits in groups of three, a currency before them, and `%`, `thousand`, `million` or `billion` after them"
        )
    };
    for text in ["", "million", "2.9 zillion", "1,23", "%", "1e5", "5 million million"] {
        refused("rec.interval", &format!(r#"{{"text":"{text}","mode":"half_up"}}"#), &no_figure(text));
    }
    refused(
        "rec.interval",
        r#"{"text":"0.3","mode":"half_up","integer":true}"#,
        "text: no whole number lies in [0.25, 0.35)",
    );
    refused("rec.interval", r#"{"text":"3","mode":"half_up","scale":"0"}"#, "scale: 0 is not above zero");
    let decimals = "decimals: `x` is not a number of decimals: INF, or a whole number from -60 to 60";
    refused("rec.xbrl_interval", r#"{"value":"3","decimals":"x"}"#, decimals);
    refused("rec.xbrl_interval", r#"{"value":"3","decimals":"61"}"#, &decimals.replace('x', "61"));
}

#[test]
fn expressions_name_what_there_is() {
    let of = |expression: &str, range: &str| {
        format!(r#"{{"expression":{expression},"variables":{{"a":{range},"b":{{"lo":"-1","hi":"2"}}}}}}"#)
    };
    let range = r#"{"lo":"1","hi":"2"}"#;
    refused("rec.propagate", &of(r#""c""#, range), "expression: `c` is neither a variable nor a number");
    refused("rec.propagate", &of(r#"["/","a","b"]"#, range), "expression: [-1, 2] is divided by, and zero lies in it");
    let either = "variables.a: either a printed figure with its mode, or the two ends `lo` and `hi`";
    for wrong in [r#"{"lo":"1"}"#, "{}", r#"{"text":"1"}"#, r#"{"text":"1","mode":"exact","lo":"1","hi":"2"}"#] {
        refused("rec.propagate", &of(r#""a""#, wrong), either);
    }
    for empty in [r#"{"lo":"2","hi":"1"}"#, r#"{"lo":"1","hi":"1","lo_closed":false}"#] {
        refused("rec.propagate", &of(r#""a""#, empty), "variables.a: no number lies between the two ends");
    }
    refused(
        "rec.propagate",
        &of(r#"["+","a"]"#, range),
        "expression: invalid length 1, expected the name of a variable, or a list: an operator (+ - * /) and two or more expressions",
    );
}
