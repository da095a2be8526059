//! Cash, translation and continuity.

use capfold_core::calc::Number;
use num_traits::Signed;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{calculated, number, numbers, refused};

fn whole(number: u32) -> Number {
    number.to_string().parse().expect("a number")
}

proptest! {
    /// Opening + inflows − outflows + exchange differences = closing; the functional currency has no differences.
    #[test]
    fn cash_rolls_forward_without_a_rest(
        opening in 0_u32..10_000,
        events in proptest::collection::vec((0_u8..4, 0_u32..5000, 50_u32..150), 0..12),
    ) {
        let mut foreign = opening;
        let mut home = 100_000_u32;
        let event = |(kind, amount, rate): (u8, u32, u32)| {
            let rate = format!("{rate}/100");
            match kind {
                0 => {
                    foreign += amount;
                    json!({"type": "receipt", "ccy": "SEK", "amount": amount.to_string(), "rate": rate})
                }
                1 => {
                    let amount = amount.min(foreign);
                    foreign -= amount;
                    json!({"type": "payment", "ccy": "SEK", "amount": amount.to_string(), "rate": rate})
                }
                2 => {
                    let out = amount.min(foreign);
                    foreign -= out;
                    home += amount;
                    json!({"type": "convert", "from": "SEK", "from_amount": out.to_string(), "to": "DKK",
                           "to_amount": amount.to_string()})
                }
                _ => {
                    home -= amount.min(home);
                    foreign += amount;
                    json!({"type": "convert", "from": "DKK", "from_amount": amount.to_string(), "to": "SEK",
                           "to_amount": amount.to_string()})
                }
            }
        };
        let events: Vec<Value> = events.into_iter().map(event).collect();
        let inputs = json!({
            "functional": "DKK",
            "opening": [
                {"ccy": "SEK", "amount": opening.to_string(), "rate": "0.7"}, {"ccy": "DKK", "amount": "100000"},
            ],
            "events": events,
            "closing_rates": {"SEK": "0.65"},
        });
        let output = calculated("tr.cash_rollforward", &inputs.to_string());
        let of = |key| number(&output["total"], key);
        let rolled = of("opening_functional") + of("inflows") - of("outflows") + of("fx_total");
        prop_assert_eq!(rolled, of("closing_functional"));
        prop_assert_eq!(of("realised") + of("unrealised"), of("fx_total"));
        let at_home = &output["currencies"]["DKK"];
        prop_assert_eq!([number(at_home, "fx_total"), number(at_home, "closing")], [Number::default(), whole(home)]);
        prop_assert_eq!(number(&output["currencies"]["SEK"], "closing"), whole(foreign));
    }

    /// What closing net assets are presented at is all that came in at its own rates, and the adjustment.
    #[test]
    fn translation_is_whole(
        opening in -10_000_i32..10_000, profit in -10_000_i32..10_000,
        flows in proptest::collection::vec((0_u32..10_000, 1_u32..300, any::<bool>()), 0..6), rates in (1_u32..300, 1_u32..300),
    ) {
        let flow = |(amount, rate, _): &(u32, u32, bool)| {
            json!({"amount": amount.to_string(), "rate": format!("{rate}/100")})
        };
        let of_kind = |issue: bool| -> Vec<Value> { flows.iter().filter(|flow| flow.2 == issue).map(flow).collect() };
        let inputs = json!({
            "opening_net_assets": opening.to_string(), "opening_rate": "0.9", "profit": profit.to_string(),
            "average_rate": format!("{}/100", rates.0), "issues": of_kind(true), "dividends": of_kind(false),
            "closing_rate": format!("{}/100", rates.1), "opening_cta": "17",
        });
        let output = calculated("tr.translation", &inputs.to_string());
        let of = |key| number(&output, key);
        let presented = number(&inputs, "opening_net_assets") * number(&inputs, "opening_rate")
            + of("profit_presented") + of("issues_presented") - of("dividends_presented") + of("cta_movement");
        prop_assert_eq!(presented, of("closing_presented"));
        let parts = ["opening_net_assets", "profit", "issues", "dividends"];
        let parts: Number = parts.iter().map(|key| number(&output["cta_components"], key)).sum();
        prop_assert_eq!(parts, of("cta_movement"));
        prop_assert_eq!(of("cta_movement") + number(&inputs, "opening_cta"), of("cta_closing"));
    }

    /// Rows come to gross; what was no cash is between gross and cash, what costs took between both and their net.
    #[test]
    fn proceeds_are_gross_less_what_was_no_cash_and_less_costs(
        issues in proptest::collection::vec((0_u32..5000, 0_u32..500, any::<bool>()), 0..6),
        costs in proptest::collection::vec((0_u32..5000, any::<bool>()), 0..6),
    ) {
        let issue = |(shares, price, cash): &(u32, u32, bool)| {
            json!({"label": "of a day", "shares": shares.to_string(), "price": format!("{price}/100"), "rate": "4/5",
                   "paid": if *cash { "cash" } else { "services" }})
        };
        let cost = |(amount, cash): &(u32, bool)| json!({"amount": amount.to_string(), "non_cash": !cash});
        let inputs = json!({
            "issuances": issues.iter().map(issue).collect::<Vec<_>>(), "costs": costs.iter().map(cost).collect::<Vec<_>>(),
        });
        let output = calculated("tr.proceeds", &inputs.to_string());
        let of = |key| number(&output, key);
        let rows: Number = output["rows"].as_array().expect("rows").iter().map(|row| number(row, "value")).sum();
        prop_assert_eq!(rows, of("gross"));
        prop_assert!(of("cash_gross") <= of("gross"));
        prop_assert_eq!(of("gross") - of("net_to_equity"), of("cash_costs") + of("non_cash_costs"));
        prop_assert_eq!(of("cash_gross") - of("net_cash"), of("cash_costs"));
        let all: Number = costs.iter().map(|(amount, _)| whole(*amount)).sum();
        prop_assert_eq!(of("cash_costs") + of("non_cash_costs"), all);
    }

    /// Leaving liabilities out never makes working capital smaller, leaving assets out never larger.
    #[test]
    fn working_capital_moves_the_way_of_what_is_left_out(
        assets in proptest::collection::vec((0_u32..5000, any::<bool>()), 0..6),
        owed in proptest::collection::vec((0_u32..5000, any::<bool>(), any::<bool>()), 0..6),
    ) {
        let asset = |(amount, restricted): &(u32, bool)| {
            json!({"id": "asset", "amount": amount.to_string(), "restricted": restricted})
        };
        let liability = |(amount, covered, shares): &(u32, bool, bool)| {
            json!({"id": "owed", "amount": amount.to_string(), "covered_by_restricted": covered, "non_cash": shares})
        };
        let inputs = json!({
            "current_assets": assets.iter().map(asset).collect::<Vec<_>>(),
            "current_liabilities": owed.iter().map(liability).collect::<Vec<_>>(),
        });
        let output = calculated("tr.working_capital", &inputs.to_string());
        let of = |key| number(&output, key);
        prop_assert!(of("adjusted_working_capital") >= of("working_capital"));
        prop_assert!(of("unrestricted_adjusted") >= of("unrestricted_working_capital"));
        let free: Number = assets.iter().filter(|asset| !asset.1).map(|asset| whole(asset.0)).sum();
        prop_assert!(of("unrestricted_adjusted") <= free);
        let all: Number = owed.iter().map(|owed| whole(owed.0)).sum();
        if all == Number::default() {
            prop_assert!(output["current_ratio"].is_null());
        } else {
            prop_assert_eq!(of("current_ratio") * &all - all, of("working_capital"));
        }
    }

    /// Counts roll forward, and so does what all would pay; averages lie between the lowest and the highest price.
    #[test]
    fn options_roll_forward_in_number_and_in_price(
        series in proptest::collection::vec((0_u32..5000, 1_u32..500, 0_u32..2000, any::<bool>()), 1..6),
        events in proptest::collection::vec((0_usize..6, 0_u32..3000, 0_usize..3), 0..10),
    ) {
        let mut left: Vec<u32> = series.iter().map(|series| series.0).collect();
        let expiry = |days: u32| capfold_core::date::Date::of(2024, 12, 31).expect("a day").days_after(days).to_string();
        let row = |index: usize, (quantity, price, days, half): (u32, u32, u32, bool)| {
            let mut row = json!({"id": index.to_string(), "quantity": quantity.to_string(),
                                 "price": format!("{price}/100"), "expiry": expiry(days)});
            if half {
                row["exercisable"] = (quantity / 2).to_string().into();
            }
            row
        };
        let opening: Vec<Value> = series.iter().enumerate().map(|(index, series)| row(index, *series)).collect();
        let event = |(index, quantity, kind): (usize, u32, usize)| {
            let index = index % left.len();
            let quantity = quantity.min(left[index]);
            left[index] -= quantity;
            let kind = ["exercised", "forfeited", "expired"][kind];
            json!({"type": kind, "id": index.to_string(), "quantity": quantity.to_string()})
        };
        let events: Vec<Value> = events.into_iter().map(event).collect();
        let inputs = json!({"opening": opening, "events": events, "as_of": "2024-12-31", "days_per_year": "365",
                            "market_price": "2"});
        let output = calculated("tr.option_continuity", &inputs.to_string());
        let value = |row: &Value| if row["waep"].is_null() { Number::default() } else { number(row, "count") * number(row, "waep") };
        let row = |key: &str| (number(&output["rows"][key], "count"), value(&output["rows"][key]));
        let [opening, exercised, forfeited, expired, closing] =
            ["opening", "exercised", "forfeited", "expired", "closing"].map(row);
        prop_assert_eq!(opening.0 - exercised.0 - forfeited.0 - expired.0, closing.0.clone());
        prop_assert_eq!(opening.1 - exercised.1 - forfeited.1 - expired.1, closing.1);
        prop_assert_eq!(&closing.0, &left.iter().map(|left| whole(*left)).sum::<Number>());
        prop_assert!(number(&output["exercisable"], "count") <= closing.0);
        prop_assert!(number(&output, "intrinsic_value_exercisable") <= number(&output, "intrinsic_value"));
        let by_price = output["by_price"].as_array().expect("prices");
        prop_assert_eq!(by_price.iter().map(|price| number(price, "count")).sum::<Number>(), closing.0);
        if let [first, .., last] = &by_price[..] {
            let average = number(&output["rows"]["closing"], "waep");
            prop_assert!(number(first, "price") <= average && average <= number(last, "price"));
        }
    }

    /// Equity changes by what came in from outside, by profit and by what services are worth; moves within it do not.
    #[test]
    fn equity_changes_by_what_comes_from_outside(
        events in proptest::collection::vec((0_u8..8, 0_u32..500, 0_u32..3000), 0..12),
    ) {
        let mut shares = 1000_u32;
        let mut equity: i64 = 5000 + 300 - 900 + 40;
        let event = |(kind, count, amount): (u8, u32, u32)| {
            let (n, cash) = (count.to_string(), amount.to_string());
            let (share_change, change, event) = match kind {
                0 => (i64::from(count), i64::from(count) * 3 - i64::from(amount), json!({"type": "placement", "shares": n,
                    "price": "3", "warrant_value": "9", "costs": cash, "broker_warrants": "4"})),
                1 => (i64::from(count), i64::from(amount), json!({"type": "option_exercise", "shares": n, "cash": cash,
                    "reserve_transfer": "11"})),
                2 => (i64::from(count), i64::from(amount), json!({"type": "warrant_exercise", "shares": n, "cash": cash})),
                3 => {
                    let count = count.min(shares - 1);
                    (-i64::from(count), -i64::from(amount), json!({"type": "cancellation", "shares": count.to_string(), "cash": cash}))
                }
                4 => (0, i64::from(amount), json!({"type": "share_based_compensation", "amount": cash})),
                5 => (0, 0, json!({"type": "expiry", "amount": cash})),
                6 => (0, -i64::from(amount), json!({"type": "profit", "amount": format!("-{amount}")})),
                _ => (0, i64::from(amount), json!({"type": "oci", "amount": cash})),
            };
            shares = u32::try_from(i64::from(shares) + share_change).expect("shares");
            equity += change;
            event
        };
        let events: Vec<Value> = events.into_iter().map(event).collect();
        let inputs = json!({
            "opening": {"shares": "1000", "share_capital": "5000", "reserves": "300", "deficit": "-900", "aoci": "40"},
            "events": events,
        });
        let output = calculated("tr.share_capital_continuity", &inputs.to_string());
        prop_assert_eq!(number(&output, "shares"), whole(shares));
        let found = number(&output, "total_equity");
        prop_assert_eq!(&found, &equity.to_string().parse().expect("a number"));
        let parts = ["share_capital", "reserves", "deficit", "aoci"].map(|key| number(&output, key));
        prop_assert_eq!(parts.iter().sum::<Number>(), found);
    }
}

/// A premium on cancelled shares is borne by the deficit, a discount goes to reserves; neither touches the other.
#[test]
fn cancelled_shares_leave_at_their_average() {
    for (cash, reserves, deficit) in [("40", "10", "0"), ("50", "0", "0"), ("65", "0", "-15")] {
        let inputs = json!({
            "opening": {"shares": "20", "share_capital": "100", "reserves": "0", "deficit": "0", "aoci": "0"},
            "events": [{"type": "buyback", "shares": "10", "cost": cash}],
        });
        let output = calculated("tr.share_capital_continuity", &inputs.to_string());
        let found = ["share_capital", "reserves", "deficit"].map(|key| output[key].as_str().expect("text"));
        assert_eq!(found, ["50", reserves, deficit]);
        assert!(!numbers(&json!([found[0]]))[0].is_negative());
    }
}

#[test]
fn cash_has_a_rate_and_is_there_before_it_leaves() {
    let inputs = |opening: Value, event: Value, rates: Value| {
        json!({"functional": "NOK", "opening": [opening], "events": [event], "closing_rates": rates}).to_string()
    };
    let held = json!({"ccy": "EUR", "amount": "10", "rate": "11"});
    let pay = |amount: &str| json!({"type": "payment", "ccy": "EUR", "amount": amount, "rate": "12"});
    let rates = || json!({"EUR": "12"});
    let name = "tr.cash_rollforward";
    refused(name, &inputs(held.clone(), pay("10.5"), rates()), "events[0]: 10.5 EUR leave, and 10 are held");
    refused(name, &inputs(held.clone(), pay("1"), json!({})), "closing_rates: no rate for EUR");
    let bare = json!({"ccy": "EUR", "amount": "10"});
    refused(name, &inputs(bare, pay("1"), rates()), "opening[0]: no rate for EUR");
    let own = json!({"ccy": "NOK", "amount": "10", "rate": "1.1"});
    let message = "opening[0]: NOK is the functional currency: its rate is 1, not 1.1";
    refused(name, &inputs(own, pay("1"), rates()), message);
    let convert = json!({"type": "convert", "from": "EUR", "from_amount": "1", "to": "EUR", "to_amount": "1"});
    refused(name, &inputs(held.clone(), convert, rates()), "events[0]: EUR is converted into itself");
    let unsaid = json!({"type": "convert", "from": "EUR", "from_amount": "1", "to": "USD", "to_amount": "1"});
    refused(name, &inputs(held, unsaid, rates()), "events[0]: no rate for USD");
}

#[test]
fn proceeds_are_paid_in_some_way_and_printed_to_some_place() {
    let inputs = |paid: &str, places: &str, cost: Value| {
        let published = json!({"measure": "gross", "value": "1", "dp": places});
        let issue = json!({"label": "a", "shares": "1", "price": "1", "paid": paid});
        json!({"issuances": [issue], "costs": [cost], "published": published}).to_string()
    };
    let cost = json!({"amount": "0"});
    let name = "tr.proceeds";
    let message = "issuances[0].paid: `Cash` is no way to pay: `cash`, or a word of small letters";
    refused(name, &inputs("Cash", "0", cost.clone()), message);
    refused(name, &inputs("cash", "0.5", cost.clone()), "published.dp: 0.5 is no number of places: −18 to 30");
    refused(name, &inputs("cash", "31", cost), "published.dp: 31 is no number of places: −18 to 30");
    let both = json!({"amount": "1", "paid": "cash", "non_cash": true});
    refused(name, &inputs("cash", "0", both), "costs[0]: both paid in cash and not");
}

#[test]
fn options_are_of_a_series_that_is_there_and_lives() {
    let series = |id: &str| json!({"id": id, "quantity": "10", "price": "1", "expiry": "2025-01-31"});
    let inputs = |opening: &[Value], events: &[Value], as_of: &str| {
        json!({"opening": opening, "events": events, "as_of": as_of, "days_per_year": "365"}).to_string()
    };
    let name = "tr.option_continuity";
    let exercise = |id: &str, quantity: &str| json!({"type": "exercised", "id": id, "quantity": quantity});
    refused(name, &inputs(&[series("a"), series("a")], &[], "2024-12-31"), "opening[1]: `a` is there twice");
    let mut again = series("a");
    again["type"] = "granted".into();
    refused(name, &inputs(&[series("a")], &[again], "2024-12-31"), "events[0]: `a` is there twice");
    refused(name, &inputs(&[series("a")], &[exercise("b", "1")], "2024-12-31"), "events[0]: there is no `b`");
    let more = "events[0]: 11 of `a`, and 10 are left";
    refused(name, &inputs(&[series("a")], &[exercise("a", "11")], "2024-12-31"), more);
    let late = "as_of: `a` expired on 2025-01-31, and 10 are left";
    refused(name, &inputs(&[series("a")], &[], "2025-02-01"), late);
}

#[test]
fn shares_are_cancelled_that_are_there_and_for_one_sum() {
    let inputs = |event: Value| {
        let opening = json!({"shares": "9", "share_capital": "9", "reserves": "0", "deficit": "0", "aoci": "0"});
        json!({"opening": opening, "events": [event]}).to_string()
    };
    let name = "tr.share_capital_continuity";
    let cancel = |shares: &str| json!({"type": "cancellation", "shares": shares, "price": "1"});
    refused(name, &inputs(cancel("10")), "events[0]: 10 shares are cancelled, and there are 9");
    let unsaid = json!({"type": "cancellation", "shares": "1"});
    refused(name, &inputs(unsaid), "events[0]: either a sum in cash or a price, and not both");
}
