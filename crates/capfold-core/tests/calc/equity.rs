//! Exercises, vesting, splits, dividends, buy-backs: what happens to shares and rights.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{attempted, calculated, refused};

/// The output of a kind for inputs that are built.
fn of(name: &str, inputs: &Value) -> Value {
    calculated(name, &inputs.to_string())
}

/// A number of an output, by its path.
#[track_caller]
fn number(output: &Value, path: &str) -> BigRational {
    let value = output.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("no {path} in {output}"));
    parsed(value)
}

/// A decimal or ratio of any length.
fn parsed(text: &str) -> BigRational {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let ratio =
        if text.contains('/') { text.to_owned() } else { format!("{whole}{decimals}/1{}", "0".repeat(decimals.len())) };
    ratio.parse().expect("a number")
}

fn whole(value: u32) -> BigRational {
    BigRational::from_integer(BigInt::from(value))
}

/// So many cents, as text.
fn cents(amount: u32) -> String {
    format!("{amount}/100")
}

fn money(amount: u32) -> BigRational {
    parsed(&cents(amount))
}

fn sum(list: &Value) -> BigRational {
    list.as_array().expect("a list").iter().map(|value| parsed(value.as_str().expect("text"))).sum()
}

const TYPES: [&str; 7] = [
    "CUMULATIVE_ROUNDING",
    "CUMULATIVE_ROUND_DOWN",
    "FRONT_LOADED",
    "BACK_LOADED",
    "FRONT_LOADED_TO_SINGLE_TRANCHE",
    "BACK_LOADED_TO_SINGLE_TRANCHE",
    "FRACTIONAL",
];

fn schedule(quantity: u32, months: [u32; 3], rule: &str, kind: &str) -> Value {
    let [each, tranches, cliff] = months;
    json!({
        "quantity": quantity.to_string(), "start": "2020-01-31", "months_total": (each * tranches).to_string(),
        "cliff_months": cliff.to_string(), "every_months": each.to_string(), "day_rule": rule,
        "allocation_type": kind,
    })
}

fn with(mut object: Value, key: &str, value: Value) -> Value {
    object.as_object_mut().expect("an object").insert(key.to_owned(), value);
    object
}

proptest! {
    /// Value is neither made nor lost: what shares and money are worth is the gain, less tax and fees.
    #[test]
    fn an_exercise_hands_over_the_gain(
        quantity in 100_u32..100_000, strike in 0_u32..500, above in 1_u32..500, percent in 0_u32..=100,
    ) {
        let price = money(strike + above);
        let inputs = json!({
            "quantity": quantity.to_string(), "strike": cents(strike), "fmv": cents(strike + above),
            "tax_rate": cents(percent), "method": "sell_to_cover",
        });
        let sold = of("ev.net_exercise", &inputs);
        let after_tax = number(&sold, "/intrinsic_value") - number(&sold, "/tax");
        let left = number(&sold, "/holder_shares") * &price + number(&sold, "/holder_cash");
        prop_assert_eq!(left, after_tax.clone());
        let net = with(with(inputs, "method", json!("net_share_with_tax")), "cash_in_lieu", json!(true));
        let together = of("ev.net_exercise", &net);
        let issued = number(&together, "/shares_issued");
        prop_assert_eq!(&issued * &price + number(&together, "/cash_in_lieu"), after_tax);
        let apart = of("ev.net_exercise", &with(net, "withholding_rounding", json!("separate_ceil")));
        prop_assert!(number(&apart, "/shares_issued") <= issued);
        prop_assert!(issued + number(&together, "/surrendered") == whole(quantity));
    }

    /// Tranches of any type add up to the grant, and none differs from an even one by more than the remainder.
    #[test]
    fn tranches_add_up_to_the_grant(quantity in 0_u32..100_000, tranches in 1_u32..80, up in any::<bool>()) {
        let rounding = if up { "ceil" } else { "half_up" };
        let inputs = json!({
            "quantity": quantity.to_string(), "tranches": tranches.to_string(), "cumulative_rounding": rounding,
        });
        let output = of("ev.vesting_allocation", &inputs);
        let least = whole(quantity / tranches);
        for kind in TYPES {
            prop_assert_eq!(sum(&output[kind]), whole(quantity), "{}", kind);
            for tranche in output[kind].as_array().expect("a list") {
                let tranche = parsed(tranche.as_str().expect("text"));
                prop_assert!(tranche >= least && tranche <= &least + whole(quantity % tranches), "{}", kind);
            }
        }
    }

    /// A schedule vests the grant, day after day, none of it before the cliff.
    #[test]
    fn a_schedule_vests_the_grant(
        quantity in 0_u32..100_000, each in 1_u32..7, tranches in 1_u32..20, cliff in 0_u32..30,
        rule in prop::sample::select(vec!["VESTING_START_DAY_OR_LAST_DAY_OF_MONTH", "15", "29_OR_LAST_DAY_OF_MONTH"]),
        kind in prop::sample::select(TYPES.to_vec()), day in "202[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
    ) {
        let inputs = with(schedule(quantity, [each, tranches, cliff], rule, kind), "as_of", json!([day]));
        let output = of("ev.vesting_schedule", &inputs);
        let events = output["events"].as_array().expect("a list");
        let days: Vec<&str> = events.iter().map(|event| event["date"].as_str().expect("a day")).collect();
        prop_assert!(days.is_sorted_by(|day, next| day < next));
        let month = each.max(cliff);
        let first = format!("{}-{:02}", 2020 + month / 12, month % 12 + 1);
        prop_assert!(days[0].starts_with(&first), "{} is not in {}", days[0], first);
        let all: BigRational = events.iter().map(|event| number(event, "/amount")).sum();
        prop_assert_eq!(all, whole(quantity));
        let by_day: BigRational =
            events.iter().filter(|event| event["date"].as_str() <= Some(&day)).map(|event| number(event, "/amount")).sum();
        prop_assert_eq!(number(&output, &format!("/cumulative/{day}")), by_day.clone());
        prop_assert_eq!(number(&output, &format!("/unvested/{day}")), whole(quantity) - by_day);
    }

    /// Acceleration never takes shares away, nor gives more than the grant; what has not vested when the holder
    /// leaves is forfeited; the whole is at least a part.
    #[test]
    fn acceleration_only_adds(
        quantity in 0_u32..100_000, cliff in 0_u32..20, change in 1_u32..60, left in 0_u32..60, after in 0_u32..60,
        single in any::<bool>(), amount in 0_usize..3,
    ) {
        let day = |months: u32| format!("{}-{:02}-10", 2020 + months / 12, months % 12 + 1);
        let mut terms = json!({"trigger": if single { "single" } else { "double" }});
        if !single {
            terms = with(terms, "window_months", json!("12"));
        }
        let full = with(terms.clone(), "amount", json!("full"));
        let terms = [
            full.clone(),
            with(with(terms.clone(), "amount", json!("percent")), "percent", json!("0.4")),
            with(with(terms, "amount", json!("months")), "months", json!("8")),
        ][amount].clone();
        let grant = schedule(quantity, [3, 12, cliff], "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH", "FRONT_LOADED");
        let mut inputs = with(grant.clone(), "as_of", json!(day(after)));
        inputs = with(with(inputs, "change_of_control", json!(day(change))), "termination", json!(day(left)));
        let output = of("ev.acceleration", &with(inputs.clone(), "terms", terms));
        let (vested, forfeited) = (number(&output, "/vested_as_of"), number(&output, "/forfeited"));
        let is_over = left <= after;
        let days = json!([day(left.min(after))]);
        let by_time = of("ev.vesting_schedule", &with(grant, "as_of", days));
        let least = number(&by_time, &format!("/cumulative/{}", day(left.min(after))));
        prop_assert!(vested >= least);
        prop_assert_eq!(&vested + &forfeited == whole(quantity), is_over || vested == whole(quantity));
        prop_assert!(number(&output, "/vested_before") + number(&output, "/accelerated") <= whole(quantity));
        let at_most = of("ev.acceleration", &with(inputs, "terms", full));
        prop_assert!(vested <= number(&at_most, "/vested_as_of"));
        let fires = if single { change <= left && change <= after } else { is_over && change <= left && left <= change + 12 };
        prop_assert!(fires || number(&output, "/accelerated").is_zero());
        prop_assert!(!fires || number(&at_most, "/vested_as_of") == whole(quantity));
    }

    /// Incentive stock options are worth at most the limit in each year, and no share is lost; one more would
    /// break the limit.
    #[test]
    fn incentive_options_stay_within_the_limit(
        grants in prop::collection::vec((1_u32..28, 1_u32..5_000, 0_u32..30_000, 2024_u32..2026), 0..6),
    ) {
        let rows: Vec<Value> = grants.iter().enumerate().map(|(index, (day, fmv, shares, year))| json!({
            "id": format!("g{index}"), "date": format!("2023-05-{day:02}"), "fmv": cents(*fmv),
            "exercisable": [{"year": year.to_string(), "shares": shares.to_string()}],
        })).collect();
        let output = of("ev.iso_100k", &json!({"grants": rows}));
        let shares: u32 = grants.iter().map(|(_, _, shares, _)| shares).sum();
        prop_assert_eq!(number(&output, "/iso_total") + number(&output, "/nso_total"), whole(shares));
        for (index, (_, fmv, shares, year)) in grants.iter().enumerate() {
            let part = |kind: &str| number(&output, &format!("/grants/g{index}/{year}/{kind}"));
            let value = number(&output, &format!("/iso_value_by_year/{year}"));
            prop_assert!(value <= whole(100_000));
            prop_assert_eq!(part("iso") + part("nso"), whole(*shares));
            prop_assert!(part("nso").is_zero() || value + money(*fmv) > whole(100_000));
        }
    }

    /// Warrants are used or left, fewer than a share needs.
    #[test]
    fn warrants_are_used_or_left(units in 0_u32..1_000_000, part in 1_u32..300, each in 1_u32..7, strike in 0_u32..900) {
        let inputs = json!({
            "units": units.to_string(), "warrants_per_unit": cents(part), "warrants_per_share": each.to_string(),
            "strike_per_share": cents(strike),
        });
        let output = of("ev.warrant_exercise", &inputs);
        let left = number(&output, "/warrants_left");
        prop_assert_eq!(number(&output, "/warrants_used") + &left, number(&output, "/warrants_held"));
        prop_assert!(left < whole(each) && !left.is_negative());
        prop_assert_eq!(number(&output, "/cash"), number(&output, "/shares_issued") * money(strike));
        prop_assert!(whole(units) * money(part) - number(&output, "/warrants_held") < whole(1));
    }

    /// In a split nobody gets a share more or less than his part, fractions that are paid are paid in full, and
    /// no option gains.
    #[test]
    fn a_split_keeps_every_part(
        new in 1_u32..50, old in 1_u32..50, price in 1_u32..10_000, strike in 0_u32..10_000, places in 0_u32..6,
        holders in prop::collection::vec(0_u32..1_000_000, 0..6),
        rounding in prop::sample::select(vec!["floor_cash", "floor_forfeit", "ceil", "half_up"]),
    ) {
        let rows: Vec<Value> = holders.iter().enumerate()
            .map(|(index, shares)| json!({"id": format!("h{index}"), "shares": shares.to_string()}))
            .collect();
        let inputs = json!({
            "ratio": format!("{new}/{old}"), "rounding": rounding, "cash_price": cents(price), "holders": rows,
            "par": "0.01", "options": [{"id": "o", "quantity": "977", "strike": cents(strike)}],
            "strike_dp": places.to_string(),
        });
        let output = of("ev.split", &inputs);
        let ratio = BigRational::new(BigInt::from(new), BigInt::from(old));
        for (index, shares) in holders.iter().enumerate() {
            let of = |key: &str| number(&output, &format!("/holders/h{index}/{key}"));
            let gap = whole(*shares) * &ratio - of("shares");
            prop_assert!(gap.abs() < whole(1));
            prop_assert_eq!(of("cash_in_lieu"), if rounding == "floor_cash" { gap * money(price) } else { whole(0) });
        }
        let before: u32 = holders.iter().sum();
        prop_assert_eq!(number(&output, "/total_exact"), whole(before) * &ratio);
        prop_assert_eq!(number(&output, "/par") * &ratio, money(1));
        let (quantity, after) = (number(&output, "/options/o/quantity"), number(&output, "/options/o/strike"));
        prop_assert!(quantity <= whole(977) * &ratio && after.clone() * &ratio >= money(strike));
        prop_assert!((after - money(strike) / ratio) * whole(10_u32.pow(places)) < whole(1));
    }

    /// A dividend is paid to within half a cent of each holder, and withheld or handed over.
    #[test]
    fn a_dividend_is_paid_to_the_cent(
        per_share in 0_u32..100_000, holders in prop::collection::vec((0_u32..1_000_000, 0_u32..=100), 0..8),
    ) {
        let rows: Vec<Value> = holders.iter().enumerate().map(|(index, (shares, rate))| json!({
            "id": format!("h{index}"), "shares": shares.to_string(), "withholding": cents(*rate),
        })).collect();
        let all: u32 = holders.iter().map(|(shares, _)| shares).sum();
        let inputs = json!({
            "issued": (all + 17).to_string(), "treasury": "17", "per_share": format!("{per_share}/10000"), "holders": rows,
        });
        let output = of("ev.dividend_cash", &inputs);
        let mut paid = whole(0);
        for index in 0..holders.len() {
            let of = |key: &str| number(&output, &format!("/holders/h{index}/{key}"));
            prop_assert_eq!(of("withheld") + of("net"), of("gross"));
            prop_assert!((of("gross") * whole(100)).is_integer() && !of("net").is_negative());
            paid += of("gross");
        }
        prop_assert_eq!(number(&output, "/paid_gross"), paid.clone());
        let difference = number(&output, "/rounding_difference");
        prop_assert_eq!(&difference, &(paid - number(&output, "/declared")));
        prop_assert!(difference.abs() * whole(200) <= whole(u32::try_from(holders.len()).expect("few")));
    }

    /// A dividend in shares moves amounts within equity only; recorded as large it moves par alone.
    #[test]
    fn a_dividend_in_shares_moves_within_equity(
        outstanding in 0_u32..10_000_000, percent in 0_u32..300, par in 0_u32..500, value in 0_u32..5_000,
        treatment in prop::sample::select(vec!["small", "large"]),
    ) {
        let inputs = json!({
            "outstanding": outstanding.to_string(), "percent": cents(percent), "par": cents(par),
            "fair_value": cents(value), "treatment": treatment,
        });
        let output = of("ev.dividend_stock", &inputs);
        let moved = number(&output, "/common_stock") + number(&output, "/apic");
        prop_assert_eq!(-number(&output, "/retained_earnings"), moved.clone());
        let each = if treatment == "small" { value } else { par };
        prop_assert_eq!(moved, number(&output, "/new_shares") * money(each));
        prop_assert!(whole(outstanding) * money(percent) - number(&output, "/new_shares") < whole(1));
    }

    /// Dividends in kind are paid in whole shares and less than the price of one; with compounding they are never
    /// fewer.
    #[test]
    fn dividends_in_kind_are_paid_in_full(
        shares in 0_u32..1_000_000, stated in 1_u32..5_000, price in 1_u32..5_000, rate in 0_u32..=100, periods in 0_u32..9,
    ) {
        let inputs = json!({
            "shares": shares.to_string(), "stated_value": cents(stated), "issue_price": cents(price),
            "rate": cents(rate), "periods_per_year": "4", "periods": periods.to_string(), "compounding": true,
            "rounding": "floor",
        });
        let output = of("ev.dividend_pik", &inputs);
        for row in output["rows"].as_array().expect("a list") {
            let cash = number(row, "/cash");
            prop_assert_eq!(number(row, "/pik_shares") * money(price) + &cash, number(row, "/dividend"));
            prop_assert!(cash < money(price) && !cash.is_negative());
        }
        let flat = of("ev.dividend_pik", &with(inputs, "compounding", json!(false)));
        prop_assert!(number(&output, "/total_shares") >= number(&flat, "/total_shares"));
    }

    /// Compound dividends are never less than simple ones, and grow from day to day.
    #[test]
    fn arrears_grow(
        rate in 1_u32..=100, times in prop::sample::select(vec![1_u32, 2, 4, 12]), day in 1_u32..28, year in 2021_u32..2030,
        month in 1_u32..=12, first in 1_u32..28,
    ) {
        let inputs = |compounding: &str, to: u32| json!({
            "original_price": "3.20", "shares": "10", "rate": cents(rate), "compounding": compounding,
            "periods_per_year": times.to_string(), "day_count": "30_360",
            "accrue_from": format!("2020-05-{first:02}"), "as_of": format!("{year}-{month:02}-{to:02}"),
        });
        let accrued = |compounding: &str, to: u32| {
            number(&of("ev.preferred_cumulative", &inputs(compounding, to)), "/accrued_per_share")
        };
        prop_assert!(accrued("compound", day) >= accrued("simple", day));
        prop_assert!(accrued("compound", day + 1) > accrued("compound", day));
        let output = of("ev.preferred_cumulative", &inputs("compound", day));
        let all = number(&output, "/accrued_total") + number(&output, "/liquidation_amount_per_share") * whole(10);
        prop_assert_eq!(all, whole(32) + number(&output, "/accrued_per_share") * whole(20));
    }

    /// By any method equity falls by what is paid for shares and rises by what they bring.
    #[test]
    fn buying_back_changes_equity_by_its_cash(
        events in prop::collection::vec((0_u32..3, 0_u32..400, 0_u32..5_000), 0..12),
        method in prop::sample::select(vec![("cost", Some("fifo")), ("cost", Some("average")), ("par", None), ("retire", None)]),
    ) {
        let mut rows: Vec<Value> = Vec::new();
        let (mut issued, mut held, mut cash) = (1_000_u32, 0_u32, whole(0));
        for (kind, shares, price) in events {
            let amount = whole(shares) * money(price);
            if kind == 0 && shares <= issued - held {
                rows.push(json!({"type": "buy", "shares": shares.to_string(), "price": cents(price)}));
                cash -= amount;
                if method.0 == "retire" { issued -= shares } else { held += shares }
            } else if kind == 1 && shares <= held {
                rows.push(json!({"type": "reissue", "shares": shares.to_string(), "price": cents(price)}));
                cash += amount;
                held -= shares;
            } else if kind == 2 && shares <= held {
                rows.push(json!({"type": "cancel", "shares": shares.to_string()}));
                held -= shares;
                issued -= shares;
            }
        }
        let mut inputs = json!({
            "method": method.0, "events": rows,
            "opening": {"shares_issued": "1000", "par": "1.5", "apic": "8500", "retained_earnings": "-400"},
        });
        if let Some(flow) = method.1 {
            inputs = with(inputs, "cost_flow", json!(flow));
        }
        let output = of("ev.buyback", &inputs);
        prop_assert_eq!(number(&output, "/total_equity"), whole(9_600) + cash);
        prop_assert_eq!(number(&output, "/shares_issued"), whole(issued));
        prop_assert_eq!(number(&output, "/treasury_shares"), whole(held));
        prop_assert_eq!(number(&output, "/common_stock"), whole(issued) * money(150));
        prop_assert_eq!(number(&output, "/outstanding"), whole(issued - held));
        prop_assert!(!number(&output, "/apic_treasury").is_negative());
        let lines = ["common_stock", "apic", "apic_treasury", "retained_earnings"].map(|line| number(&output, &format!("/{line}")));
        let lines: BigRational = lines.into_iter().sum();
        prop_assert_eq!(lines - number(&output, "/treasury_stock"), number(&output, "/total_equity"));
        prop_assert!(held > 0 || number(&output, "/treasury_stock").is_zero());
    }

    /// What is issued, reserved and available is what is authorised.
    #[test]
    fn states_add_up(
        authorised in 0_u32..10_000, issued in 0_u32..10_000, part in 0_u32..=100, reserved in prop::collection::vec(0_u32..3_000, 0..4),
        again in any::<bool>(),
    ) {
        let treasury = issued * part / 100;
        let purposes: serde_json::Map<String, Value> =
            reserved.iter().enumerate().map(|(index, count)| (format!("r{index}"), json!(count.to_string()))).collect();
        let inputs = json!({
            "authorised": authorised.to_string(), "issued": issued.to_string(), "treasury": treasury.to_string(),
            "reserved": purposes, "treasury_reusable": again,
        });
        let output = of("ev.share_states", &inputs);
        let available = number(&output, "/available");
        let more = if again { whole(treasury) } else { whole(0) };
        let reserved: u32 = reserved.iter().sum();
        prop_assert_eq!(&available + whole(issued) + whole(reserved), whole(authorised) + more);
        prop_assert_eq!(&output["over_committed"], &json!(available.is_negative()));
        prop_assert_eq!(number(&output, "/outstanding") + whole(treasury), whole(issued));
    }

    /// Each definition counts no less than the one before; the treasury stock method lies between shares as
    /// converted and all that is granted, and rises with the price.
    #[test]
    fn definitions_widen(
        issued in 0_u32..1_000_000, numbers in prop::collection::vec(0_u32..100_000, 9), ratio in 0_u32..500,
        strikes in prop::collection::vec(0_u32..1_000, 2), price in 1_u32..1_000,
    ) {
        let text = |index: usize| numbers[index].to_string();
        let inputs = |price: u32| json!({
            "common_issued": issued.to_string(), "treasury": (issued / 3).to_string(),
            "preferred": [{"shares": text(0), "ratio": cents(ratio)}],
            "options": [{"vested": text(1), "unvested": text(2), "strike": cents(strikes[0])}], "rsus": text(3),
            "warrants": [{"count": text(4), "strike": cents(strikes[1])}], "pool_available": text(5),
            "convertibles": [{"shares": text(6)}, {"shares": text(7)}], "price": cents(price),
        });
        let output = of("ev.fully_diluted", &inputs(price));
        let keys = ["issued_outstanding", "as_converted", "vested_only", "granted", "with_pool", "all_in"];
        let counts = keys.map(|key| number(&output, &format!("/{key}")));
        prop_assert!(counts.is_sorted());
        prop_assert_eq!(&counts[5] - &counts[4], whole(numbers[6] + numbers[7]));
        let method = number(&output, "/treasury_method");
        prop_assert!(counts[1] <= method && method <= counts[3]);
        prop_assert!(method <= number(&of("ev.fully_diluted", &inputs(price + 1)), "/treasury_method"));
    }
}

#[test]
fn an_exercise_is_of_what_it_covers() {
    let with = |more: &str| format!(r#"{{"quantity":"10","strike":"1","fmv":"2",{more}}}"#);
    let kind = "ev.net_exercise";
    refused(
        kind,
        &with(r#""method":"sell_to_cover","fees":"10.01""#),
        "fees: 20.01 in all is more than 10 shares at 2 bring",
    );
    assert!(attempted(kind, &with(r#""method":"sell_to_cover","fees":"10""#)).is_ok());
    refused(
        kind,
        &with(r#""method":"net_share_with_tax","fraction":"half_up""#),
        "fraction: only net_share rounds otherwise than down",
    );
    refused(
        kind,
        &with(r#""method":"net_share","tax_rate":"1.01""#),
        "tax_rate: 1.01 is not a part of a whole: from 0 to 1",
    );
    refused(
        kind,
        r#"{"quantity":"10","strike":"0","fmv":"0","method":"net_share"}"#,
        "fmv: the market price is zero, and nothing can be divided by it",
    );
    let units = |given: &str| format!(r#"{{{given}"warrants_per_share":"1","strike_per_share":"1"}}"#);
    let kind = "ev.warrant_exercise";
    refused(kind, &units(r#""units":"4","#), "neither warrants, nor units and warrants per unit");
    refused(
        kind,
        &units(r#""warrants":"4","units":"4","warrants_per_unit":"1","#),
        "either warrants, or units and warrants per unit, not both",
    );
    refused(kind, &units(r#""warrants":"4.5","#), "warrants: 4.5 is not a whole number from zero on");
}

#[test]
fn a_grant_vests_in_whole_tranches() {
    let allocation = "ev.vesting_allocation";
    refused(
        allocation,
        r#"{"quantity":"1","tranches":"0"}"#,
        "tranches: the number of tranches is zero, and nothing can be divided by it",
    );
    refused(allocation, r#"{"quantity":"1","tranches":"10001"}"#, "tranches: 10001 is more than 10000");
    let vests = |change: &dyn Fn(Value) -> Value| {
        let plain = schedule(100, [3, 8, 0], "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH", "FRACTIONAL");
        change(with(plain, "as_of", json!([]))).to_string()
    };
    let kind = "ev.vesting_schedule";
    let set = |key: &'static str, value: &'static str| move |inputs: Value| with(inputs, key, json!(value));
    for (every, total) in [("5", "24"), ("0", "24"), ("5", "0"), ("25", "24")] {
        let change = |inputs: Value| with(with(inputs, "every_months", json!(every)), "months_total", json!(total));
        refused(
            kind,
            &vests(&change),
            &format!("every_months: {total} months are not whole tranches of {every} months"),
        );
    }
    refused(kind, &vests(&set("months_total", "1203")), "months_total: 1203 is more than 1200");
    refused(kind, &vests(&set("cliff_months", "1201")), "cliff_months: 1201 is more than 1200");
    refused(kind, &vests(&set("start", "9999-01-01")), "start: 9999-01-01 and 24 months are beyond the calendar");
    for rule in ["0", "00", "1", "29", "32_OR_LAST_DAY_OF_MONTH", "01_OR_LAST_DAY_OF_MONTH", "VESTING_START_DAY", "+1"]
    {
        let change = |inputs: Value| with(inputs, "day_rule", json!(rule));
        let message = format!(
            "day_rule: `{rule}` is no day of a month: 01 to 28, 29_, 30_, 31_ or VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"
        );
        refused(kind, &vests(&change), &message);
    }
}

#[test]
fn terms_of_acceleration_say_what_they_need() {
    let grant = schedule(100, [1, 12, 0], "01", "FRONT_LOADED");
    let grant = with(with(grant, "change_of_control", json!("2020-06-01")), "as_of", json!("2020-06-01"));
    let rows = [
        (r#"{"trigger":"double","amount":"full"}"#, "terms.window_months: a double trigger needs a window"),
        (
            r#"{"trigger":"single","window_months":"1","amount":"full"}"#,
            "terms.window_months: a single trigger has no window",
        ),
        (
            r#"{"trigger":"single","amount":"full","months":"1"}"#,
            "terms: the full amount has neither a percentage nor months",
        ),
        (r#"{"trigger":"single","amount":"percent"}"#, "terms: percent needs a percentage and no months"),
        (r#"{"trigger":"single","amount":"months","percent":"1"}"#, "terms: months needs months and no percentage"),
        (
            r#"{"trigger":"single","amount":"percent","percent":"50"}"#,
            "terms.percent: 50 is not a part of a whole: from 0 to 1",
        ),
        (r#"{"trigger":"single","amount":"months","months":"1201"}"#, "terms.months: 1201 is more than 1200"),
    ];
    for (terms, message) in rows {
        let terms: Value = serde_json::from_str(terms).expect("JSON");
        refused("ev.acceleration", &with(grant.clone(), "terms", terms).to_string(), message);
    }
}

#[test]
fn a_name_stands_once() {
    let grant = r#"{"id":"g","date":"2024-01-01","fmv":"1","exercisable":[]}"#;
    refused("ev.iso_100k", &format!(r#"{{"grants":[{grant},{grant}]}}"#), "grants[1]: `g` stands twice");
    let year = r#"{"grants":[{"id":"g","date":"2024-01-01","fmv":"1","exercisable":[{"year":"10000","shares":"1"}]}]}"#;
    refused("ev.iso_100k", year, "grants[0].exercisable[0].year: 10000 is more than 9999");
    let split = |more: &str| format!(r#"{{"ratio":"2","holders":[{{"id":"a","shares":"1"}}],{more}}}"#);
    let twice = split(r#""rounding":"ceil""#).replace(r#""shares":"1"}"#, r#""shares":"1"},{"id":"a","shares":"2"}"#);
    refused("ev.split", &twice, "holders[1]: `a` stands twice");
    refused("ev.split", &split(r#""rounding":"floor_cash""#), "cash_price: fractions that are paid need a price");
    let option = r#""rounding":"ceil","options":[{"id":"o","quantity":"1","strike":"1"}]"#;
    refused("ev.split", &split(option), "strike_dp: strikes need their number of places");
    refused("ev.split", &split(&format!(r#"{option},"strike_dp":"21""#)), "strike_dp: 21 is more than 20");
    refused("ev.split", &split(r#""rounding":"ceil""#).replace(r#""2""#, r#""0""#), "ratio: 0 is not above zero");
    let holder = r#"{"id":"h","shares":"5"}"#;
    let dividend = |issued: u32, treasury: u32, holders: &str| {
        format!(r#"{{"issued":"{issued}","treasury":"{treasury}","per_share":"1","holders":[{holders}]}}"#)
    };
    refused("ev.dividend_cash", &dividend(20, 0, &format!("{holder},{holder}")), "holders[1]: `h` stands twice");
    refused("ev.dividend_cash", &dividend(7, 3, holder), "holders: they hold 5, more than the 4 outstanding");
    refused("ev.dividend_cash", &dividend(7, 8, holder), "treasury: 8 is more than the 7 issued");
}

#[test]
fn dividends_need_their_terms() {
    refused(
        "ev.dividend_stock",
        r#"{"outstanding":"9","percent":"1","par":"1","treatment":"small"}"#,
        "fair_value: a small dividend is recorded at fair value, and needs it",
    );
    let pik = r#"{"shares":"1","stated_value":"1","issue_price":"1","rate":"0.1","periods_per_year":"4","periods":"1","compounding":true}"#;
    assert!(attempted("ev.dividend_pik", pik).is_ok());
    let many = pik.replace(r#""periods":"1""#, r#""periods":"1201""#);
    refused("ev.dividend_pik", &many, "periods: 1201 is more than 1200");
    let free = pik.replace(r#""issue_price":"1""#, r#""issue_price":"0""#);
    refused("ev.dividend_pik", &free, "issue_price: 0 is not above zero");
    let preferred = |more: &str, to: &str| {
        format!(
            r#"{{"original_price":"1","shares":"1","rate":"0.1","day_count":"ACTUAL_365","accrue_from":"2020-01-01","as_of":"{to}",{more}}}"#
        )
    };
    let kind = "ev.preferred_cumulative";
    refused(
        kind,
        &preferred(r#""compounding":"simple""#, "2019-12-31"),
        "as_of: 2019-12-31 is before 2020-01-01, from which dividends accrue",
    );
    refused(
        kind,
        &preferred(r#""compounding":"simple","paid_per_share":"0.11""#, "2020-12-31"),
        "paid_per_share: 0.11 is more than the 0.1 that accrued",
    );
    refused(
        kind,
        &preferred(r#""compounding":"compound""#, "2021-01-01"),
        "periods_per_year: compound dividends need the number of periods",
    );
    for times in ["0", "5", "365"] {
        let times = format!(r#""compounding":"compound","periods_per_year":"{times}""#);
        let message = format!(
            "periods_per_year: {} periods a year are not of whole months",
            times.rsplit('"').nth(1).expect("a number")
        );
        refused(kind, &preferred(&times, "2021-01-01"), &message);
    }
    refused(
        kind,
        &preferred(r#""compounding":"compound","periods_per_year":"12""#, "2120-02-01"),
        "periods_per_year: 2020-01-01 to 2120-02-01 has 1201 whole periods, more than 1200",
    );
}

#[test]
fn no_more_shares_move_than_there_are() {
    let bought = |method: &str, events: &str| {
        format!(
            r#"{{"method":{method},"opening":{{"shares_issued":"10","par":"1","apic":"5","retained_earnings":"0"}},"events":[{events}]}}"#
        )
    };
    let buy = |shares: u32| format!(r#"{{"type":"buy","shares":"{shares}","price":"1"}}"#);
    let kind = "ev.buyback";
    let cost = r#""cost","cost_flow":"fifo""#;
    refused(kind, &bought(r#""cost""#, ""), "cost_flow: the cost method needs it: fifo or average");
    let twice = format!("{},{}", buy(7), buy(4));
    for method in [cost, r#""par""#, r#""retire""#] {
        refused(kind, &bought(method, &twice), "events[1]: 4 is more than the 3 outstanding");
    }
    let again = format!(r#"{},{{"type":"reissue","shares":"8","price":"1"}}"#, buy(7));
    refused(kind, &bought(cost, &again), "events[1]: 8 is more than the 7 held");
    refused(kind, &bought(r#""retire""#, &again), "events[1]: 8 is more than the 0 held");
    let cancel = r#"{"type":"cancel","shares":"1"}"#;
    refused(kind, &bought(r#""par""#, cancel), "events[0]: 1 is more than the 0 held");
    let many = vec![buy(0); 1_001].join(",");
    refused(kind, &bought(cost, &many), "events: 1001 are more than 1000");
    for kind in ["ev.share_states", "ev.fully_diluted"] {
        let issued = if kind == "ev.share_states" { r#""authorised":"9","issued""# } else { r#""common_issued""# };
        refused(kind, &format!(r#"{{{issued}:"5","treasury":"6"}}"#), "treasury: 6 is more than the 5 issued");
    }
}
