//! Fair values, and costs over time.

use capfold_core::calc::Number;
use num_traits::Signed;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{attempted, calculated, number, numbers, refused};

fn option(right: &str, spot: u32, strike: u32, days: u32, rate: i32, volatility: u32, dividends: u32) -> Value {
    json!({
        "type": right,
        "spot": format!("{spot}/100"),
        "strike": format!("{strike}/100"),
        "years": format!("{days}/365"),
        "rate": format!("{rate}/1000"),
        "volatility": format!("{volatility}/100"),
        "dividend_yield": format!("{dividends}/1000"),
    })
}

fn priced(inputs: &Value) -> Value {
    calculated("val.black_scholes", &inputs.to_string())
}

/// Twenty places, and what the rounding of a few of them may be off.
fn dust() -> Number {
    format!("1/1{}", "0".repeat(19)).parse().expect("a number")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Call − put = spot without dividends − strike today. The two on the right are prices too: those of a call at
    /// no strike, and of a put of no spot.
    #[test]
    fn call_and_put_differ_by_the_forward_and_are_worth_what_they_must(
        spot in 1_u32..100_000, strike in 1_u32..100_000, days in 0_u32..4000, rate in -50_i32..200,
        volatility in 0_u32..300, dividends in 0_u32..80,
    ) {
        let of = |right, spot, strike| priced(&option(right, spot, strike, days, rate, volatility, dividends));
        let (call, put) = (of("call", spot, strike), of("put", spot, strike));
        let [call_price, put_price] = [&call, &put].map(|output| number(output, "price"));
        let [spot_today, strike_today] =
            [of("call", spot, 0), of("put", 0, strike)].map(|output| number(&output, "price"));
        let apart = (&call_price - &put_price) - (&spot_today - &strike_today);
        prop_assert!(apart.abs() <= *dust(), "{}", apart);
        let intrinsic = (&spot_today - &strike_today).max(Number::default());
        prop_assert!(&call_price + dust() >= intrinsic, "at least what the forward is worth");
        prop_assert!(call_price <= &spot_today + dust() && put_price <= &strike_today + dust());
        prop_assert!(!call_price.is_negative() && !put_price.is_negative());
        if !call["d1"].is_null() {
            prop_assert_eq!([&call["d1"], &call["d2"]], [&put["d1"], &put["d2"]]);
            let [of_call, of_put] = [&call, &put].map(|output| number(output, "delta"));
            prop_assert!(!of_call.is_negative() && !of_put.is_positive());
        }
    }

    /// More volatility, a longer time without dividends, and a lower strike make a call worth more.
    #[test]
    fn a_call_is_worth_more_for_what_should_make_it_so(
        spot in 1_u32..10_000, strike in 2_u32..10_000, days in 1_u32..3000, rate in 0_i32..150,
        volatility in 1_u32..200, more in 1_u32..50,
    ) {
        let of = |strike, days, volatility| {
            number(&priced(&option("call", spot, strike, days, rate, volatility, 0)), "price") + dust()
        };
        let price = of(strike, days, volatility) - dust();
        prop_assert!(of(strike, days, volatility + more) >= price);
        prop_assert!(of(strike, days + more, volatility) >= price);
        prop_assert!(of(strike - 1, days, volatility) >= price);
    }
}

#[test]
fn options_at_the_ends_of_every_range_have_a_price() {
    let vast = "9".repeat(50);
    let tiny = format!("1/{}", "9".repeat(78));
    let ends = ["0", &tiny, "1", &vast];
    for spot in ends {
        for strike in ends {
            for volatility in ends {
                for years in ends {
                    let inputs = json!({
                        "type": "put", "spot": spot, "strike": strike, "years": years, "rate": "0.05",
                        "volatility": volatility, "dividend_yield": tiny,
                    });
                    let price = number(&priced(&inputs), "price");
                    let strike: Number = strike.parse().expect("a number");
                    assert!(!price.is_negative() && price <= strike + dust(), "{inputs}: {price}");
                }
            }
        }
    }
}

#[test]
fn an_option_needs_rates_that_leave_something() {
    let option = |rate: &str, years: &str, compounding: &str| {
        json!({
            "type": "call", "spot": "1", "strike": "1", "years": years, "rate": rate, "volatility": "0.4",
            "dividend_yield": "0", "rate_compounding": compounding,
        })
        .to_string()
    };
    refused("val.black_scholes", &option("-1", "1", "annual"), "rate: -1 a year leaves nothing");
    refused("val.black_scholes", &option("-1.2", "1", "annual"), "rate: -1.2 a year leaves nothing");
    refused(
        "val.black_scholes",
        &option("-2", "51", "continuous"),
        "rate: over 51 years the discount factor is beyond e^100",
    );
    assert!(attempted("val.black_scholes", &option("-2", "50", "continuous")).is_ok());
    refused("val.black_scholes", &option("0", "-1", "annual"), "years: -1 is below zero");
}

proptest! {
    /// What the years cost comes to the total, never falls, and a straight line never runs ahead of graded vesting.
    #[test]
    fn the_cost_of_a_schedule_is_spread_and_whole(
        tranches in proptest::collection::vec((0_u32..10_000, 0_u32..1000, 0_u32..49), 1..12), forfeited in 0_u32..60,
    ) {
        let tranches: Vec<Value> = tranches
            .iter()
            .map(|(quantity, price, quarters)| {
                // Forfeitures to the power of a part of a year are no fractions.
                let quarters = if forfeited == 0 { *quarters } else { quarters / 4 * 4 };
                let price = format!("{price}/100");
                json!({"quantity": quantity.to_string(), "fair_value": price, "vest_years": format!("{quarters}/4")})
            })
            .collect();
        let of = |method: &str| {
            let inputs = json!({
                "method": method, "forfeiture_rate_annual": format!("{forfeited}/100"), "quantity_dp": "0",
                "tranches": tranches,
            });
            calculated("val.sbc_schedule", &inputs.to_string())
        };
        let (graded, straight) = (of("graded"), of("straight_line"));
        for output in [&graded, &straight] {
            let total = number(output, "total_cost");
            prop_assert_eq!(numbers(&output["tranche_cost"]).iter().sum::<Number>(), total.clone());
            let expense = numbers(&output["expense"]);
            prop_assert!(expense.iter().all(|expense| !expense.is_negative()));
            prop_assert_eq!(expense.iter().sum::<Number>(), total.clone());
            prop_assert_eq!(numbers(&output["cumulative"]).pop(), Some(total));
        }
        let both = numbers(&graded["cumulative"]).into_iter().zip(numbers(&straight["cumulative"]));
        for (graded, straight) in both {
            prop_assert!(straight <= graded);
        }
    }

    /// Costs of equity-settled awards come to what vests; those of cash-settled ones to what is paid and owed.
    #[test]
    fn the_cost_of_payments_is_what_they_come_to(
        years in proptest::collection::vec((0_u32..500, 0_u32..100, 0_u32..5000, 0_u32..50), 1..8),
    ) {
        let all = years.len();
        let year = |(index, (employees, units, value, exercised)): (usize, &(u32, u32, u32, u32))| {
            json!({
                "employees": employees.to_string(), "units": units.to_string(), "fair_value": format!("{value}/100"),
                "elapsed": (index + 1).to_string(), "total": all.to_string(), "exercised": exercised.to_string(),
                "intrinsic": format!("{value}/90"),
            })
        };
        let years: Vec<Value> = years.iter().enumerate().map(year).collect();
        let cash = calculated("val.cash_settled", &json!({"years": years}).to_string());
        let last = years.last().expect("a year");
        let value = ["employees", "units", "fair_value"].map(|key| number(last, key));
        let owed = &value[0] * &value[1] * &value[2];
        let paid: Number = numbers(&cash["cash_paid"]).iter().sum();
        prop_assert_eq!(number(&cash, "total"), paid + &owed);
        let layers: Vec<Value> = years
            .iter()
            .map(|year| {
                let mut layer = year.as_object().expect("a year").clone();
                layer.retain(|key, _| key != "exercised" && key != "intrinsic");
                json!([layer])
            })
            .collect();
        let equity = calculated("val.ifrs2_equity_settled", &json!({"years": layers}).to_string());
        prop_assert_eq!(numbers(&equity["expense"]).iter().sum::<Number>(), owed);
    }
}

#[test]
fn a_schedule_has_tranches_of_some_years() {
    let schedule = |tranche: Value, places: &str| {
        json!({"method": "graded", "forfeiture_rate_annual": "0.1", "quantity_dp": places, "tranches": [tranche]})
            .to_string()
    };
    let tranche = |years: &str| json!({"quantity": "5", "fair_value": "1", "vest_years": years});
    let name = "val.sbc_schedule";
    refused(name, &schedule(tranche("100.5"), "0"), "tranches[0].vest_years: 100.5 years are more than 100");
    refused(name, &schedule(tranche("-1"), "0"), "tranches[0].vest_years: -1 is below zero");
    refused(name, &schedule(tranche("1"), "21"), "quantity_dp: 21 is more than 20");
    let fine = format!("0.{}", "3".repeat(70));
    let long = schedule(tranche("90"), "0").replace("\"0.1\"", &format!("\"{fine}\""));
    let kept = format!("0.{}7", "6".repeat(69));
    refused(name, &long, &format!("tranches[0].vest_years: the powers of {kept} have too many digits"));
    let all = schedule(tranche("1"), "0").replace("0.1", "1.1");
    refused(name, &all, "forfeiture_rate_annual: 1.1 is not a part of a whole: from 0 to 1");
}

#[test]
fn payments_have_not_run_longer_than_they_take() {
    let layer = json!({"employees": "1", "units": "1", "fair_value": "1", "elapsed": "3", "total": "2"});
    refused("val.ifrs2_equity_settled", &json!({"years": [[layer]]}).to_string(), "years[0][0]: 3 elapsed of 2");
    refused("val.cash_settled", &json!({"years": [layer]}).to_string(), "years[0]: 3 elapsed of 2");
    let mut unsaid = layer;
    unsaid["total"] = "3".into();
    unsaid["exercised"] = "4".into();
    refused(
        "val.cash_settled",
        &json!({"years": [unsaid]}).to_string(),
        "years[0]: 4 exercised, and no intrinsic value",
    );
}

proptest! {
    /// What is paid and what is left are worth the carrying amount at its own rate.
    #[test]
    fn interest_at_the_effective_rate_solves_its_own_equation(
        carrying in 0_u32..100_000, rate in 0_u32..300, face in 0_u32..100_000, coupon in 0_u32..300, periods in 1_u32..12,
    ) {
        let inputs = json!({
            "carrying": carrying.to_string(), "rate": format!("{rate}/1000"), "face": face.to_string(),
            "coupon_rate": format!("{coupon}/1000"), "periods": periods.to_string(),
        });
        let output = calculated("val.effective_interest", &inputs.to_string());
        let rows = output["rows"].as_array().expect("rows");
        let discount: Number = format!("1000/{}", 1000 + rate).parse().expect("a number");
        let mut factor: Number = "1".parse().expect("a number");
        let mut worth = Number::default();
        for row in rows {
            factor = factor * &discount;
            worth = worth + number(row, "paid") * &factor;
        }
        worth = worth + number(rows.last().expect("a row"), "closing") * factor;
        prop_assert_eq!(worth, carrying.to_string().parse().expect("a number"));
    }
}

#[test]
fn interest_is_of_so_many_periods() {
    let inputs = |rate: &str, periods: &str| {
        json!({"carrying": "1", "rate": rate, "face": "1", "coupon_rate": "0", "periods": periods}).to_string()
    };
    refused("val.effective_interest", &inputs("0.1", "481"), "periods: 481 is more than 480");
    refused("val.effective_interest", &inputs("-0.1", "1"), "rate: -0.1 is below zero");
    let fine = format!("0.{}", "1".repeat(70));
    let message = format!("rate: the powers of 1.{} have too many digits", "1".repeat(70));
    refused("val.effective_interest", &inputs(&fine, "300"), &message);
    assert!(attempted("val.effective_interest", &inputs("0.004167", "120")).is_ok());
}

proptest! {
    /// Proceeds and costs are divided without a rest, and no part is below zero.
    #[test]
    fn the_parts_of_units_come_to_the_whole(
        units in 1_u32..10_000, price in 1_u32..1000, per_unit in 0_u32..5, share in 1_u32..1000,
        warrant in 0_u32..1000, costs in 0_u32..1000, which in 0_usize..4,
    ) {
        let (method, class) = [
            ("relative", "equity"),
            ("residual_to_warrants", "equity"),
            ("residual_to_shares", "equity"),
            ("residual_to_shares", "liability"),
        ][which];
        let inputs = json!({
            "units": units.to_string(), "unit_price": format!("{price}/100"), "warrants_per_unit": format!("{per_unit}/2"),
            "share_fair_value": format!("{share}/100"), "warrant_fair_value": format!("{warrant}/100"),
            "issue_costs": format!("{costs}/10"), "method": method, "warrant_classification": class,
        });
        let output = calculated("val.unit_bifurcation", &inputs.to_string());
        let of = |key| number(&output, key);
        prop_assert!(["to_shares", "to_warrants"].iter().all(|key| !of(key).is_negative()));
        prop_assert_eq!(of("to_shares") + of("to_warrants"), of("gross"));
        prop_assert_eq!(of("costs_to_shares") + of("costs_to_warrants"), number(&inputs, "issue_costs"));
        prop_assert_eq!(of("net_share_capital") + of("net_warrants") - of("costs_expensed"), of("cash_received"));
    }
}

#[test]
fn units_with_liabilities_measure_them_first() {
    let inputs = |method: &str, class: &str| {
        json!({
            "units": "10", "unit_price": "1", "warrants_per_unit": "1", "share_fair_value": "0",
            "warrant_fair_value": "0", "issue_costs": "0", "method": method, "warrant_classification": class,
        })
        .to_string()
    };
    let first = "method: liabilities are measured first: `residual_to_shares`";
    refused("val.unit_bifurcation", &inputs("relative", "liability"), first);
    refused("val.unit_bifurcation", &inputs("residual_to_warrants", "liability"), first);
    refused(
        "val.unit_bifurcation",
        &inputs("relative", "equity"),
        "share_fair_value: the sum of the fair values is zero, and nothing can be divided by it",
    );
}

proptest! {
    /// Of all answers to the questions of the standard, the ones that can make a difference do.
    #[test]
    fn a_warrant_is_equity_only_for_a_fixed_number_of_shares(
        ifrs: bool, foreign: bool, amount: bool, shares: bool, net: bool, rights: bool, services: bool,
    ) {
        let inputs = json!({
            "framework": if ifrs { "IFRS" } else { "US_GAAP" }, "functional_currency": "CHF",
            "strike_currency": if foreign { "NOK" } else { "CHF" }, "strike_amount_fixed": amount,
            "share_number_fixed": shares, "net_share_settlement": net, "pro_rata_rights_issue": rights,
            "for_services": services,
        });
        let output = calculated("val.warrant_classification", &inputs.to_string());
        let fixed = if ifrs { amount && shares && !net && (!foreign || rights) } else { shares && !foreign };
        let expected = match (services, fixed) {
            (true, _) => "share_based_payment",
            (false, true) => "equity",
            (false, false) => "liability",
        };
        prop_assert_eq!(&output["classification"], expected);
    }

    /// What was issued and what it lost is what is still owed and what went to share capital beyond the cash.
    #[test]
    fn a_warrant_liability_goes_nowhere_unseen(
        events in proptest::collection::vec((0_u8..4, 0_u32..1000, 0_u32..1000, 50_u32..150), 1..12),
    ) {
        let mut left = 0_u32;
        let mut issued = Number::default();
        let event = |(kind, count, value, fx): (u8, u32, u32, u32)| {
            let (value, fx) = (format!("{value}/1000"), format!("{fx}/100"));
            match kind {
                0 => {
                    left += count;
                    let of = |text: &str| text.parse::<Number>().expect("a number");
                    issued = &issued + of(&count.to_string()) * of(&value) * of(&fx);
                    json!({"type": "issue", "count": count.to_string(), "fair_value": value, "fx": fx})
                }
                1 => json!({"type": "remeasure", "fair_value": value, "fx": fx}),
                2 => {
                    let count = count.min(left);
                    left -= count;
                    json!({"type": "exercise", "count": count.to_string(), "fair_value": value, "fx": fx, "strike": "3"})
                }
                _ => {
                    let count = count.min(left);
                    left -= count;
                    json!({"type": "expiry", "count": count.to_string()})
                }
            }
        };
        let events: Vec<Value> = events.into_iter().map(event).collect();
        let output = calculated("val.warrant_liability", &json!({"events": events}).to_string());
        let of = |key| number(&output, key);
        let moved = of("credited_to_share_capital") - of("cash_received");
        prop_assert_eq!(issued + of("loss_in_profit"), of("closing_balance") + moved);
        prop_assert_eq!(of("closing_count"), left.to_string().parse().expect("a number"));
        prop_assert!(left > 0 || of("closing_balance") == Number::default());
    }
}

#[test]
fn no_more_warrants_leave_than_there_are() {
    let then = |event: Value| {
        let issue = json!({"type": "issue", "count": "5", "fair_value": "1"});
        json!({"events": [issue, event]}).to_string()
    };
    let more = "events[1]: 6 warrants, and 5 are left";
    refused("val.warrant_liability", &then(json!({"type": "expiry", "count": "6"})), more);
    let exercise = json!({"type": "exercise", "count": "6", "fair_value": "1", "strike": "1"});
    refused("val.warrant_liability", &then(exercise), more);
    refused(
        "val.warrant_classification",
        &json!({"framework": "IFRS", "functional_currency": "EUX"}).to_string(),
        "functional_currency: `EUX` is not an ISO 4217 currency code",
    );
}
