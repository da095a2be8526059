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
    fn a_print_stands_for_what_prints_so(tenths in -200_i64..200, away in -12_i64..13) {
        let other = tenths + away;
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

fn part(of: i64, in_all: i64) -> BigRational {
    BigRational::new(of.into(), in_all.into())
}

fn whole(number: i64) -> BigRational {
    BigRational::from_integer(number.into())
}

/// An amount as a statement prints it: whole, ties away from zero.
fn printed(amount: &BigRational) -> String {
    amount.round().to_integer().to_string()
}

/// Whether a range, which may have no upper end, has a number; its ends count as they say.
fn fits(range: &Value, value: &BigRational) -> bool {
    if range["hi"].is_null() { number(&range["lo"]) <= *value } else { contains(range, value) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What was done to an amount is among what each assumption finds to have been done.
    #[test]
    fn what_was_done_to_proceeds_is_found(
        (count, cents, width, chosen) in (1_i64..5000, 1_i64..900, 0_i64..50, 0_i64..8),
        (fixed, fixed_cents) in (0_i64..5000, 0_i64..900),
        (rate, costs, unpaid, due) in (500_i64..1500, 0_i64..300, 0_i64..5000, 0_i64..9999),
    ) {
        let price = part(cents * 8 + width * chosen, 800);
        let (of, rest) = (whole(count) * &price, part(fixed * fixed_cents, 100));
        let unpaid = unpaid % (count + 1);
        let truths = [
            ("strike_currency", part(rate, 1000), &of * part(rate, 1000) + &rest),
            ("net_of_costs", part(costs, 1000), &of * (whole(1) - part(costs, 1000)) + &rest),
            ("receivable", whole(due), &of + &rest - whole(due)),
            ("non_cash_units", whole(unpaid), whole(count - unpaid) * &price + &rest),
            ("price_misprint", price.clone(), &of + &rest),
        ];
        for (kind, truth, amount) in truths {
            let inputs = format!(
                r#"{{"lines":[
                    {{"id":"of","count":"{count}","price":{{"lo":"{cents}/100","hi":"{}/100"}}}},
                    {{"id":"rest","count":"{fixed}","price":{{"lo":"{fixed_cents}/100","hi":"{fixed_cents}/100"}}}}],
                  "reported":{{"value":"{}","mode":"nearest"}},
                  "assumptions":[{{"id":"it","kind":"{kind}","lines":["of"],"cost":"1"}}]}}"#,
                cents + width, printed(&amount),
            );
            let output = calculated("rec.proceeds_solve", &inputs);
            prop_assert!(fits(&output["repairs"]["it"]["narrowed"], &truth), "{} {} {}", inputs, truth, output);
            let (stated, core) = (&output["as_stated"]["feasible"], &output["as_stated"]["conflict_core"]);
            prop_assert_eq!(stated == &Value::from(true), core.as_array().expect("sets").is_empty());
            prop_assert_eq!(stated == &Value::from(false), output["ranking"][0] == "it");
        }
    }

    /// A rate and costs that were applied are among those found.
    #[test]
    fn a_rate_with_costs_is_found(
        (count, cents) in (1_i64..9000, 1_i64..900),
        (rate, rates, costs, more) in (500_i64..1500, 0_i64..90, 0_i64..300, 0_i64..90),
    ) {
        let amount = part(count * cents, 100) * part(rate, 1000) * (whole(1) - part(costs, 1000));
        let inputs = format!(
            r#"{{"lines":[{{"id":"a","count":"{count}","lo":"{cents}/100","hi":"{cents}/100"}}],
              "reported":{{"value":"{}","mode":"half_up"}},
              "fx":{{"lo":"{}/1000","hi":"{}/1000"}},"cost_fraction":{{"lo":"{costs}/1000","hi":"{}/1000"}}}}"#,
            printed(&amount), rate - rates, rate, costs + more,
        );
        let output = calculated("rec.proceeds_pair", &inputs);
        prop_assert_eq!(&output["both"], true, "{}", inputs);
        prop_assert!(contains(&output["fx"], &part(rate, 1000)) && contains(&output["costs"], &part(costs, 1000)));
        let minimal = output["minimal"].as_array().expect("sets");
        let alone = |set: &Value| set.as_array().is_some_and(|set| set.len() == 1);
        prop_assert!(output["as_stated"] == true || !minimal.is_empty());
        prop_assert!(minimal.len() == 1 || minimal.iter().all(alone));
    }

    /// The count that gave an amount is listed, with those alone that give it too.
    #[test]
    fn counts_at_two_prices_are_those_that_give_the_amount(
        (all, at_high) in (1_i64..60, 0_i64..60),
        (low, more) in (0_i64..90, 1_i64..90),
        (warrants, rate) in (0_i64..50, 500_i64..1500),
    ) {
        let at_high = at_high % (all + 1);
        let amount = |at_high: i64| {
            (part(all * low + at_high * more, 100) + part(warrants * 110, 100)) * part(rate, 1000)
        };
        let inputs = format!(
            r#"{{"total_options":"{all}","prices":["{}/100","{low}/100"],"warrant_count":"{warrants}","warrant_price":"1.1",
              "reported":{{"value":"{}","mode":"nearest"}},"fx":"{rate}/1000"}}"#,
            low + more, printed(&amount(at_high)),
        );
        let output = calculated("rec.lattice", &inputs);
        let near = |count: &i64| {
            (amount(*count) - whole(printed(&amount(at_high)).parse().expect("whole"))).abs() <= part(1, 2)
        };
        let expected: Vec<Value> = (0..=all).filter(near).map(|count| count.to_string().into()).collect();
        prop_assert!(expected.contains(&at_high.to_string().into()));
        prop_assert_eq!(&output["count_at_high_price"], &Value::from(expected));
        prop_assert_eq!(&output["feasible_by_range"], true);
    }

    /// The price at which an exercise took place is in the range.
    #[test]
    fn the_price_of_a_net_exercise_is_implied(warrants in 1_i64..9000, strike in 1_i64..900, above in 0_i64..2000) {
        let gives = part(warrants * above, strike + above);
        for (mode, issued) in [("half_up", gives.round()), ("trunc", gives.floor()), ("ceil", gives.ceil())] {
            let inputs = format!(
                r#"{{"warrants":"{warrants}","strike":"{strike}/100","issued":"{}","mode":"{mode}"}}"#, issued.to_integer()
            );
            let range = calculated("rec.implied_fair_value", &inputs);
            prop_assert!(fits(&range, &part(strike + above, 100)), "{} {}", inputs, range);
        }
    }

    /// Figures that add up stay possible whatever ranges they are known in; one that two digits were exchanged
    /// in is corrected from the others.
    #[test]
    fn figures_that_add_up_are_possible(
        parts in proptest::collection::vec((-999_i64..999, 0_i64..50, 0_i64..50), 1..6), at in 0_usize..2,
    ) {
        let total: i64 = parts.iter().map(|(part, ..)| part).sum();
        let name = |index: usize| format!("f{}", 9 - index);
        let figure = |index: usize, low: i64, high: i64| format!(r#""{}":{{"lo":"{low}","hi":"{high}"}}"#, name(index));
        let terms: Vec<_> = (0..parts.len()).map(|index| format!(r#""{}":"1""#, name(index))).collect();
        let solved = |figures: Vec<String>, total: i64| {
            let inputs = format!(
                r#"{{"figures":{{{},"total":{{"lo":"{total}","hi":"{total}"}}}},"equations":[{{"terms":{{{},"total":"-1"}}}}]}}"#,
                figures.join(","), terms.join(",")
            );
            let answer = capfold_core::calc::kind("rec.linear_solve").expect("a kind").calculate_text(&inputs);
            answer.expect("a solution").output
        };
        let wide = parts.iter().enumerate().map(|(index, (part, less, more))| figure(index, part - less, part + more));
        let output = solved(wide.collect(), total);
        prop_assert_eq!(&output["feasible"], true);
        for (index, (part, ..)) in parts.iter().enumerate() {
            prop_assert!(contains(&output["bounds"][name(index)], &whole(*part)));
        }
        let mut digits = total.to_string().into_bytes();
        let from = digits.len().saturating_sub(2 + at);
        if digits.len() > 2 + at && digits[from..from + 2].iter().all(u8::is_ascii_digit) && digits[from] != digits[from + 1] {
            digits.swap(from, from + 1);
            let wrong: i64 = String::from_utf8(digits).expect("digits").parse().expect("a number");
            let points = parts.iter().enumerate().map(|(index, (part, ..))| figure(index, *part, *part));
            let output = solved(points.collect(), wrong);
            let names: Vec<_> = (0..parts.len()).map(|index| vec![name(index)]).chain([vec!["total".to_owned()]]).collect();
            prop_assert_eq!(&output["minimal_corrections"], &Value::from(names));
            prop_assert_eq!(number(&output["corrected"]["total"]["lo"]), whole(total));
            prop_assert_eq!(&output["digit_transposition"]["total"], wrong.to_string().len() == total.to_string().len());
        }
    }
}

#[test]
fn assumptions_name_lines_that_there_are() {
    let with = |lines: &str, assumptions: &str| {
        format!(r#"{{"lines":[{lines}],"reported":{{"lo":"1","hi":"1"}},"assumptions":[{assumptions}]}}"#)
    };
    let line = |id: &str, low: &str| format!(r#"{{"id":"{id}","count":"1","price":{{"lo":"{low}","hi":"2"}}}}"#);
    let two = format!("{},{}", line("a", "1"), line("b", "1"));
    let rows = [
        (with(&line("a", "-1"), ""), "lines[0].price: [-1, 2] goes below zero"),
        (with(&format!("{0},{0}", line("a", "1")), ""), "lines[1]: `a` is there twice"),
        (
            with(&two, r#"{"id":"x","kind":"strike_currency","lines":["c"],"cost":"1"}"#),
            "assumptions[0].lines: there is no line `c`",
        ),
        (
            with(&two, r#"{"id":"x","kind":"non_cash_units","cost":"1"}"#),
            "assumptions[0]: units that were not paid in cash are of one line",
        ),
        (
            with(&two, r#"{"id":"x","kind":"receivable","cost":"1"},{"id":"x","kind":"receivable","cost":"2"}"#),
            "assumptions[1]: `x` is there twice",
        ),
        (with(&two, r#"{"id":"x","kind":"receivable","cost":"-1"}"#), "assumptions[0].cost: -1 is below zero"),
    ];
    for (inputs, message) in rows {
        refused("rec.proceeds_solve", &inputs, message);
    }
    // 2^15 pairs and more of equal lines contradict an amount; they are not all listed.
    let many: Vec<_> = (0..300).map(|index| line(&index.to_string(), "2")).collect();
    let message = "lines: more than 1000 sets contradict what is reported";
    refused(
        "rec.proceeds_solve",
        &with(&many.join(","), "").replace(r#""lo":"1","hi":"1""#, r#""lo":"3","hi":"3""#),
        message,
    );
}

#[test]
fn what_cannot_fit_is_refused() {
    let pair = |line: &str, costs: &str| {
        format!(
            r#"{{"lines":[{line}],"reported":{{"lo":"1","hi":"1"}},"fx":{{"lo":"1","hi":"2"}},"cost_fraction":{costs}}}"#
        )
    };
    let (line, costs) = (r#"{"id":"a","count":"1","lo":"1","hi":"1"}"#, r#"{"lo":"0","hi":"1"}"#);
    let reversed = r#"{"id":"a","count":"1","lo":"2","hi":"1"}"#;
    refused("rec.proceeds_pair", &pair(reversed, costs), "lines[0]: no number lies between the two ends");
    refused("rec.proceeds_pair", &pair(&format!("{line},{line}"), costs), "lines[1]: `a` is there twice");
    refused("rec.proceeds_pair", &pair(line, r#"{"lo":"0","hi":"1.1"}"#), "cost_fraction: more than all is taken off");
    refused("rec.proceeds_pair", &pair(line, r#"{"lo":"-1","hi":"1"}"#), "cost_fraction: [-1, 1] goes below zero");
    let counts = |all: &str, prices: &str, reported: &str| {
        format!(
            r#"{{"total_options":"{all}","prices":[{prices}],"warrant_count":"0","warrant_price":"0","reported":{reported},"fx":"1"}}"#
        )
    };
    let one = r#"{"lo":"1","hi":"1"}"#;
    let same = "prices: what the two prices differ by is zero, and nothing can be divided by it";
    refused("rec.lattice", &counts("5", r#""1","1""#, one), same);
    refused(
        "rec.lattice",
        &counts("0", r#""1","2""#, one),
        "total_options: the number of options is zero, and nothing can be divided by it",
    );
    let wide = r#"{"lo":"0","hi":"99999"}"#;
    refused("rec.lattice", &counts("50000", r#""0","1""#, wide), "reported: it fits more than 10000 counts");
    refused(
        "rec.implied_fair_value",
        r#"{"warrants":"10","strike":"1","issued":"12","mode":"half_up"}"#,
        "issued: 10 warrants do not give 12 shares",
    );
    refused(
        "rec.implied_fair_value",
        r#"{"warrants":"10","strike":"1","issued":"10","mode":"exact"}"#,
        "issued: 10 warrants do not give 10 shares",
    );
}

#[test]
fn equations_are_of_figures_and_few() {
    let figure = r#"{"lo":"1","hi":"1"}"#;
    let of = |figures: &str, equations: &str| format!(r#"{{"figures":{{{figures}}},"equations":[{equations}]}}"#);
    let unknown = of(&format!(r#""a":{figure}"#), r#"{"terms":{"b":"1"}}"#);
    refused("rec.linear_solve", &unknown, "equations[0].terms.b: there is no figure `b`");
    let many: Vec<_> = (0..201).map(|index| format!(r#""{index}":{figure}"#)).collect();
    refused("rec.linear_solve", &of(&many.join(","), ""), "figures: 201 are more than 200");
    let equations = vec![r#"{"terms":{}}"#; 201].join(",");
    refused("rec.linear_solve", &of(&format!(r#""a":{figure}"#), &equations), "201 are more than 200");
    // A hundred pairs that must be equal and are not: one of each is too many sets to look at.
    let pairs: Vec<_> = (0..100).map(|n| format!(r#""a{n}":{figure},"b{n}":{{"lo":"2","hi":"2"}}"#)).collect();
    let equal: Vec<_> = (0..100).map(|n| format!(r#"{{"terms":{{"a{n}":"1","b{n}":"-1"}}}}"#)).collect();
    refused(
        "rec.linear_solve",
        &of(&pairs.join(","), &equal.join(",")),
        "solving takes more than 5000000 steps: fewer equations, or fewer figures in each, are needed",
    );
    let twice = capfold_core::calc::kind("rec.linear_solve").expect("a kind");
    let error = twice.calculate_text(&of(&format!(r#""a":{figure},"a":{figure}"#), "")).expect_err("twice");
    assert_eq!(error.to_string(), "figures: the key `a` stands twice");
}
