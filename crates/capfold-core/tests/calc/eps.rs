//! Earnings per share.

use capfold_core::calc::Number;
use proptest::prelude::*;
use serde_json::Value;

use crate::{calculated, refused};

fn wanos(opening: u32, events: &[String]) -> String {
    format!(
        r#"{{"period":{{"start":"2024-01-01","end":"2024-12-31"}},"weighting":"day","opening":"{opening}","events":[{}]}}"#,
        events.join(",")
    )
}

proptest! {
    /// An average lies between the smallest and the largest number.
    #[test]
    fn an_average_of_shares_is_between_the_least_and_the_most(
        opening in 0_u32..1_000_000,
        issues in proptest::collection::vec((1_u32..13, 1_u32..29, 0_u32..1_000_000), 0..8),
    ) {
        let events: Vec<String> = issues
            .iter()
            .map(|(month, day, change)| {
                format!(r#"{{"date":"2024-{month:02}-{day:02}","type":"issue","change":"{change}"}}"#)
            })
            .collect();
        let output = calculated("eps.wanos", &wanos(opening, &events));
        let number = |key: &str| -> capfold_core::calc::Number {
            output[key].as_str().expect("text").parse().expect("a number")
        };
        let (average, closing) = (number("wanos"), number("closing"));
        prop_assert!(average <= closing);
        prop_assert!(average >= opening.to_string().parse().expect("a number"));
    }
}

#[test]
fn an_average_of_shares_is_of_days_in_its_period() {
    let outside = wanos(1, &[r#"{"date":"2025-01-01","type":"issue","change":"1"}"#.to_owned()]);
    refused("eps.wanos", &outside, "events[0]: 2025-01-01 is outside 2024-01-01 to 2024-12-31");
    refused(
        "eps.wanos",
        &wanos(1, &[r#"{"date":"2024-02-30","type":"issue","change":"1"}"#.to_owned()]),
        "events[0].date: `2024-02-30` is not a day of the calendar (YYYY-MM-DD)",
    );
    let both = wanos(1, &[r#"{"date":"2024-02-03","type":"split","change":"1","factor":"2"}"#.to_owned()]);
    refused("eps.wanos", &both, "events[0]: either a change or a factor, not both");
    let months =
        wanos(1, &[r#"{"date":"2024-02-03","type":"issue","change":"1"}"#.to_owned()]).replace("\"day\"", "\"month\"");
    refused(
        "eps.wanos",
        &months,
        "events[0]: 2024-02-03 neither begins nor ends a month: months cannot weight it, days can",
    );
    refused(
        "eps.wanos",
        &wanos(1, &[]).replace("2024-12-31", "2023-12-31"),
        "period: 2024-01-01 to 2023-12-31: the days are reversed",
    );
}

/// A number of an output, by the keys and places that lead to it.
#[track_caller]
fn number(output: &Value, path: &str) -> Number {
    let found = output.pointer(path).unwrap_or_else(|| panic!("{path} in {output}"));
    found.as_str().expect("text").parse().expect("a number")
}

fn of(text: impl ToString) -> Number {
    text.to_string().parse().expect("a number")
}

fn rights_issue(exercise_price: u32, months: &str) -> String {
    format!(
        r#"{{"shares_before":"600","new":"1","per":"3","exercise_price":"{exercise_price}","fair_value_before":"50",
        "months_before":"{months}","years":["2023","2024"],"profits":{{"2023":"600","2024":"900"}}}}"#
    )
}

fn two_class(profit: i32, classes: &[(u32, u32, u32, bool)]) -> String {
    let class = |(index, (shares, declared, weight, losses)): (usize, &(u32, u32, u32, bool))| {
        format!(
            r#"{{"id":"{index}","shares":"{shares}","declared_per_share":"{declared}/10","weight":"{weight}/7","shares_losses":{losses}}}"#
        )
    };
    let classes: Vec<String> = classes.iter().enumerate().map(class).collect();
    format!(r#"{{"profit":"{profit}","classes":[{}]}}"#, classes.join(","))
}

fn subsidiary(profit: i32, dividend: u32, price: u32, owned: [u32; 3]) -> String {
    let [ordinary, warrants, preference] = owned;
    format!(
        r#"{{"parent":{{"profit_excl_subsidiary":"700","shares":"100","owned_ordinary":"{ordinary}",
        "owned_warrants":"{warrants}","owned_preference":"{preference}"}},
        "subsidiary":{{"profit":"{profit}","ordinary_shares":"100","warrants":"40","exercise_price":"10",
        "avg_price":"{price}","preference_shares":"30","preference_dividend":"{dividend}"}}}}"#
    )
}

fn contingent(regime: &str, profits: [i32; 4], months: &[u32]) -> String {
    let mut year = 0;
    let so_far = profits.map(|profit| {
        year += profit;
        format!(r#""{year}""#)
    });
    let months: Vec<String> = months.iter().map(|month| format!(r#""{month}""#)).collect();
    format!(
        r#"{{"regime":"{regime}","shares_outstanding":"1000","ytd_profit":[{}],
        "discontinued_by_quarter":["0","0","0","0"],
        "site":{{"shares_per_site":"60","opened_at_start_of_month":[{}]}},
        "earnings":{{"threshold":"500","per":"100","shares":"10"}}}}"#,
        so_far.join(","),
        months.join(",")
    )
}

/// A year with everything in it: all but what the arguments say stands still.
fn year(regime: &str, continuing: [i32; 4], prices: [u32; 4], converted: u32) -> String {
    let list = |numbers: &[String]| numbers.join(",");
    let continuing = list(&continuing.map(|profit| format!(r#""{profit}""#)));
    let prices = list(&prices.map(|price| format!(r#""{price}""#)));
    format!(
        r#"{{"regime":"{regime}","year_start":"2024-01-01","opening_shares":"1000",
        "share_issues":[{{"date":"2024-04-30","shares":"90"}}],
        "convertible_bonds":{{"principal":"6000","coupon":"0.04","per_bond":"100","shares_per_bond":"2",
            "converted_on":"2024-{converted:02}-01"}},
        "convertible_preference":{{"opening":"60","dividend_per_quarter":"0.5","ratio":"2",
            "conversions":[{{"date":"2024-{converted:02}-01","preference_shares":"45"}}]}},
        "warrants":{{"count":"80","exercise_price":"20","issued":"2024-01-01","exercised_on":"2024-{converted:02}-01"}},
        "options":{{"count":"70","exercise_price":"25","issued":"2024-01-01"}},
        "avg_price":[{prices}],"tax_rate":"0.25","continuing":[{continuing}],"net":[{continuing}]}}"#
    )
}

fn instruments(all: &[(u8, u32, i32)]) -> Vec<String> {
    let one = |(index, (kind, size, amount)): (usize, &(u8, u32, i32))| {
        let price = amount.unsigned_abs();
        match kind {
            0 => format!(
                r#"{{"id":"{index}","type":"option","count":"{size}","exercise_price":"{price}","earnings_adjustment":"{amount}"}}"#
            ),
            1 => format!(r#"{{"id":"{index}","type":"written_put","count":"{size}","exercise_price":"{price}"}}"#),
            2 => format!(r#"{{"id":"{index}","type":"purchased_option","count":"{size}","exercise_price":"{price}"}}"#),
            3 => format!(r#"{{"id":"{index}","type":"contingent","shares":"{size}"}}"#),
            _ => format!(
                r#"{{"id":"{index}","type":"convertible","shares":"{size}","earnings_adjustment":"{}"}}"#,
                amount * 20
            ),
        }
    };
    all.iter().enumerate().map(one).collect()
}

fn diluted(continuing: i32, instruments: &[String]) -> String {
    format!(
        r#"{{"earnings":{{"continuing":"{continuing}","discontinued":"-7000"}},"wanos":"1000","avg_price":"30","instruments":[{}]}}"#,
        instruments.join(",")
    )
}

proptest! {
    /// After the issue the shares are worth together what they were worth and what was paid in; a price that is
    /// not below their value leaves nothing to restate.
    #[test]
    fn a_rights_issue_neither_makes_nor_takes_value(price in 0_u32..80, months in 0_u32..13) {
        let output = calculated("eps.rights_issue", &rights_issue(price, &months.to_string()));
        let (terp, factor) = (number(&output, "/terp"), number(&output, "/factor"));
        prop_assert_eq!(terp * of(800), of(600 * 50 + 200 * price));
        prop_assert!(factor >= of(1));
        prop_assert_eq!(factor > of(1), price < 50);
        let average = number(&output, "/wanos_issue_year");
        prop_assert!(average >= of(600) * &factor && average <= of(800));
        prop_assert!(number(&output, "/eps/2023") <= number(&output, "/first_reported_prior_eps"));
    }

    /// Every year earns the market rate on what it begins with, and the last ends at par.
    #[test]
    fn imputed_dividends_carry_an_issue_price_to_par(par in 1_u32..1000, rate in 0_u32..60, years in 0_usize..9) {
        let inputs = format!(r#"{{"par":"{par}","market_rate":"{rate}/100","deferral_years":"{years}"}}"#);
        let output = calculated("eps.increasing_rate_preference", &inputs);
        let mut carried = number(&output, "/issue_price");
        prop_assert_eq!(output["rows"].as_array().expect("rows").len(), years);
        for row in 0..years {
            let dividend = number(&output, &format!("/rows/{row}/imputed_dividend"));
            prop_assert_eq!(&number(&output, &format!("/rows/{row}/opening")), &carried);
            prop_assert_eq!(&dividend * of(100), &carried * of(rate));
            carried = carried + dividend;
            prop_assert_eq!(&number(&output, &format!("/rows/{row}/closing")), &carried);
        }
        prop_assert_eq!(carried, of(par));
    }

    /// A liability grows by its interest and shrinks by its coupons, to the face at the end; with equity it is
    /// what was paid for the bond.
    #[test]
    fn a_bond_is_paid_back_by_its_own_interest(
        coupon in 0_u32..20,
        rate in 0_u32..20,
        years in 1_u32..15,
        profit in -2000_i32..2000,
    ) {
        let inputs = format!(
            r#"{{"face":"5000","coupon_rate":"{coupon}/100","market_rate":"{rate}/100","years":"{years}",
            "profit":"{profit}","wanos":"900","conversion_shares":"300","tax_rate":"0.25"}}"#
        );
        let output = calculated("eps.compound_bond", &inputs);
        let mut carried = number(&output, "/liability_at_issue");
        prop_assert_eq!(&carried + number(&output, "/equity_at_issue"), of(5000));
        prop_assert_eq!(number(&output, "/year1_interest") * of(100), &carried * of(rate));
        for _ in 0..years {
            carried = &carried * of(format!("{}/100", 100 + rate)) - of(50 * coupon);
        }
        prop_assert_eq!(carried, of(5000));
        prop_assert!(number(&output, "/diluted") <= number(&output, "/basic"));
    }

    /// Potential shares never raise earnings per share, loss or not, and each that is in is worth less than what
    /// it joined; adding them in any other order comes to the same.
    #[test]
    fn diluted_is_never_above_basic(
        continuing in -5000_i32..60_000,
        all in proptest::collection::vec((0_u8..5, 0_u32..400, -20_i32..60), 0..8),
    ) {
        let mut listed = instruments(&all);
        let output = calculated("eps.diluted", &diluted(continuing, &listed));
        let diluted_eps = number(&output, "/diluted/continuing");
        prop_assert!(diluted_eps <= number(&output, "/basic/continuing"));
        let mut before = number(&output, "/basic/continuing");
        let mut rank = None;
        for turn in output["steps"].as_array().expect("steps") {
            let (own, after) = (number(turn, "/earnings_per_incremental_share"), number(turn, "/eps_after"));
            prop_assert!(rank.is_none_or(|rank| rank <= own), "not the most dilutive first: {output}");
            prop_assert_eq!(turn["dilutive"].as_bool().expect("a bool"), own < before);
            if own < before {
                prop_assert!(own < after && after < before);
                before = after;
            }
            rank = Some(own);
        }
        prop_assert_eq!(&before, &diluted_eps);
        let shares = number(&output, "/diluted_shares");
        prop_assert_eq!(&diluted_eps * &shares, number(&output, "/diluted_earnings_continuing"));
        prop_assert_eq!(number(&output, "/diluted/discontinued") * shares, of(-7000));
        listed.reverse();
        let reversed = calculated("eps.diluted", &diluted(continuing, &listed));
        prop_assert_eq!(number(&reversed, "/diluted/continuing"), diluted_eps);
    }

    /// Options at the adjusted price bring in their cash and what is still to be recognised.
    #[test]
    fn services_pay_for_options_too(options in 1_u32..1000, cost in 0_u32..10_000, cash in 0_u32..100) {
        let inputs = format!(
            r#"{{"options":"{options}","service_cost_to_recognise":"{cost}","cash_exercise_price":"{cash}"}}"#
        );
        let output = calculated("eps.ifrs2_exercise_price", &inputs);
        prop_assert_eq!(number(&output, "/adjusted_exercise_price") * of(options), of(cash * options + cost));
    }

    /// Contingent shares never raise income per share nor lower a loss; a year's basic shares are the average of
    /// its quarters', and so are its additions under US GAAP.
    #[test]
    fn contingent_shares_only_dilute(
        us in any::<bool>(),
        profits in proptest::array::uniform4(-300_i32..600),
        months in proptest::collection::vec(1_u32..13, 0..5),
    ) {
        let regime = if us { "US_GAAP" } else { "IFRS" };
        let output = calculated("eps.contingent", &contingent(regime, profits, &months));
        let average = |key: &str| -> Number {
            let quarters = (0..4).map(|quarter| number(&output, &key.replace('*', &format!("quarters/{quarter}"))));
            quarters.sum::<Number>() * of("0.25")
        };
        prop_assert_eq!(number(&output, "/basic/year/shares"), average("/basic/*/shares"));
        for period in ["quarters/0", "quarters/1", "quarters/2", "quarters/3", "year"] {
            let at = |kind: &str, key: &str| number(&output, &format!("/{kind}/{period}/{key}"));
            prop_assert!(at("diluted", "shares") >= at("basic", "shares"));
            prop_assert!(at("diluted", "eps") <= at("basic", "eps"), "{period} of {output}");
            prop_assert!(at("diluted", "eps") * at("diluted", "shares") == at("basic", "profit"));
        }
        if us && profits.iter().sum::<i32>() >= 0 {
            prop_assert_eq!(number(&output, "/diluted/year/shares"), average("/diluted/*/shares"));
        }
    }

    /// A subsidiary of which the parent holds everything gives it all of its profit, diluted or not.
    #[test]
    fn a_subsidiary_held_whole_gives_all_of_its_profit(
        profit in -500_i32..2000,
        dividend in 0_u32..15,
        price in 5_u32..40,
        owned in (0_u32..101, 0_u32..41, 0_u32..31),
    ) {
        let whole = calculated("eps.subsidiary", &subsidiary(profit, dividend, price, [100, 40, 30]));
        for kind in ["basic", "diluted"] {
            prop_assert_eq!(number(&whole, &format!("/consolidated/{kind}")) * of(100), of(700 + profit));
        }
        let (ordinary, warrants, preference) = owned;
        let part = calculated("eps.subsidiary", &subsidiary(profit, dividend, price, [ordinary, warrants, preference]));
        prop_assert!(number(&part, "/subsidiary/diluted") <= number(&part, "/subsidiary/basic"));
    }

    /// What the classes get together is the profit, and what is left is the same for each share and weight.
    #[test]
    fn classes_share_all_of_the_profit(
        profit in -5000_i32..5000,
        mut classes in proptest::collection::vec((1_u32..200, 0_u32..30, 0_u32..15, any::<bool>()), 1..6),
    ) {
        classes[0] = (classes[0].0, classes[0].1, 7, true);
        let output = calculated("eps.two_class", &two_class(profit, &classes));
        let mut together = Number::default();
        let mut for_weight = None;
        let loss = number(&output, "/undistributed_total") < of(0);
        for (index, (shares, _, weight, losses)) in classes.iter().enumerate() {
            together = together + number(&output, &format!("/classes/{index}/eps")) * of(shares);
            let left = number(&output, &format!("/classes/{index}/undistributed_per_share"));
            if *weight == 0 || (loss && !losses) {
                prop_assert_eq!(left, of(0));
            } else {
                let left = left * of(format!("7/{weight}"));
                prop_assert_eq!(for_weight.get_or_insert_with(|| left.clone()), &left);
            }
        }
        prop_assert_eq!(together, of(profit));
    }

    /// No period's diluted figure is above its basic one, a year's basic shares are the average of its quarters',
    /// and the two regimes differ by nothing but the year's rights.
    #[test]
    fn a_year_holds_its_quarters(
        continuing in proptest::array::uniform4(-900_i32..3000),
        prices in proptest::array::uniform4(15_u32..40),
        converted in 1_u32..13,
    ) {
        let ifrs = calculated("eps.comprehensive", &year("IFRS", continuing, prices, converted));
        let us = calculated("eps.comprehensive", &year("US_GAAP", continuing, prices, converted));
        prop_assert_eq!(&ifrs["quarters"], &us["quarters"]);
        prop_assert_eq!(&ifrs["year"]["basic"], &us["year"]["basic"]);
        for (quarter, last) in [3, 6, 9, 12].into_iter().enumerate() {
            let left = if converted > last { 60 } else { 15 };
            prop_assert_eq!(number(&ifrs, &format!("/quarters/{quarter}/preference_dividends")), of("0.5") * of(left));
        }
        for output in [&ifrs, &us] {
            for period in output["quarters"].as_array().expect("quarters").iter().chain([&output["year"]]) {
                let (basic, diluted) =
                    (number(period, "/basic/eps_continuing"), number(period, "/diluted/eps_continuing"));
                prop_assert!(diluted <= basic);
                let shares = number(period, "/basic/shares")
                    + ["warrants", "options", "convertible_preference", "convertible_bonds"]
                        .iter()
                        .map(|key| number(period, &format!("/diluted/incremental/{key}")))
                        .sum::<Number>();
                prop_assert_eq!(shares, number(period, "/diluted/shares"));
            }
            let quarters = (0..4).map(|quarter| number(output, &format!("/quarters/{quarter}/basic/shares")));
            prop_assert_eq!(quarters.sum::<Number>(), number(output, "/year/basic/shares") * of(4));
        }
        if number(&us, "/year/basic/eps_continuing") > of(0) && continuing.iter().all(|profit| *profit > 60) {
            for rights in ["warrants", "options"] {
                let of_year = number(&us, &format!("/year/diluted/incremental/{rights}"));
                let quarters =
                    (0..4).map(|quarter| number(&us, &format!("/quarters/{quarter}/diluted/incremental/{rights}")));
                prop_assert_eq!(quarters.sum::<Number>(), of_year * of(4));
            }
        }
    }
}

#[test]
fn a_rights_issue_has_its_years_and_months() {
    let inputs = rights_issue(40, "3");
    let kind = "eps.rights_issue";
    refused(kind, &rights_issue(40, "13"), "months_before: 13 is more than 12");
    let years = |years: &str| inputs.replace(r#"["2023","2024"]"#, years);
    refused(kind, &years(r#"["2023"]"#), "profits.2024: not one of the years");
    let one = years(r#"["2023"]"#).replace(r#","2024":"900""#, "");
    refused(kind, &one, "years: fewer than two: the year before the issue, then its own");
    refused(kind, &years(r#"["2023","2024","2025"]"#), "profits: none of 2025");
    refused(kind, &years(r#"["2023","2023"]"#), "years[1]: `2023` stands there twice");
    refused(kind, &inputs.replace(r#""per":"3""#, r#""per":"0""#), "per: 0 is not above zero");
}

#[test]
fn terms_are_of_some_years() {
    let preference = r#"{"par":"100","market_rate":"0.05","deferral_years":"101"}"#;
    refused("eps.increasing_rate_preference", preference, "deferral_years: 101 is more than 100");
    let part = preference.replace("101", "1/2");
    let message = "deferral_years: 0.5 is not a whole number from zero on";
    refused("eps.increasing_rate_preference", &part, message);
    let bond = r#"{"face":"100","coupon_rate":"0.02","market_rate":"0.05","years":"0","profit":"1","wanos":"1",
        "conversion_shares":"1","tax_rate":"0.3"}"#;
    refused("eps.compound_bond", bond, "years: a bond without a year to run has no interest");
    refused("eps.compound_bond", &bond.replace(r#""years":"0""#, r#""years":"101""#), "years: 101 is more than 100");
    let tax = bond.replace("0.3", "1.3");
    refused("eps.compound_bond", &tax, "tax_rate: 1.3 is not a part of a whole: from 0 to 1");
}

#[test]
fn instruments_are_complete_and_listed_once() {
    let option = r#"{"id":"a","type":"option","count":"5","exercise_price":"2"}"#;
    let with = |instruments: &[&str]| {
        let instruments: Vec<String> = instruments.iter().map(ToString::to_string).collect();
        diluted(900, &instruments)
    };
    let kind = "eps.diluted";
    refused(kind, &with(&[option, option]), "instruments[1]: `a` stands there twice");
    let unpriced = with(&[option]).replace(r#""avg_price":"30","#, "");
    refused(kind, &unpriced, "instruments[0]: needs an average price: `avg_price`");
    refused(kind, &with(&[option]).replace(r#""wanos":"1000""#, r#""wanos":"0""#), "wanos: 0 is not above zero");
    let below = option.replace(r#""5""#, r#""-5""#);
    refused(kind, &with(&[option, &below]), "instruments[1]: -5 is below zero");
    let other = option.replace("option", "swap");
    let message = "instruments[0].type: unknown variant `swap`, expected one of `option`, `convertible`, `contingent`, \
                   `written_put`, `purchased_option`";
    refused(kind, &with(&[&other]), message);
    let services = r#"{"id":"a","type":"written_put","count":"5","exercise_price":"2","unrecognised_per_unit":"1"}"#;
    let message = "instruments[0]: unknown field `unrecognised_per_unit`, expected one of `id`, `count`, \
                   `exercise_price`, `weight`, `earnings_adjustment`";
    refused(kind, &with(&[services]), message);
}

#[test]
fn sites_open_in_a_month() {
    let path = "site.opened_at_start_of_month[1]";
    let inputs = |month| contingent("IFRS", [1, 2, 3, 4], &[4, month]);
    refused("eps.contingent", &inputs(0), &format!("{path}: months are from 1 to 12"));
    refused("eps.contingent", &inputs(13), &format!("{path}: 13 is more than 12"));
    let regime = contingent("UK", [1, 2, 3, 4], &[]);
    refused("eps.contingent", &regime, "regime: unknown variant `UK`, expected `IFRS` or `US_GAAP`");
    let three = contingent("IFRS", [1, 2, 3, 4], &[]).replace(r#","10"]"#, "]");
    refused("eps.contingent", &three, "ytd_profit: invalid length 3, expected an array of length 4");
}

#[test]
fn a_parent_holds_what_there_is() {
    let inputs = |owned| subsidiary(500, 1, 20, owned);
    refused("eps.subsidiary", &inputs([101, 0, 0]), "parent.owned_ordinary: 101 of 100 that there are");
    refused("eps.subsidiary", &inputs([0, 41, 0]), "parent.owned_warrants: 41 of 40 that there are");
    refused("eps.subsidiary", &inputs([0, 0, 31]), "parent.owned_preference: 31 of 30 that there are");
    let fine = inputs([0, 0, 0]).replacen('{', r#"{"intermediate_rounding_dp":"31","#, 1);
    refused("eps.subsidiary", &fine, "intermediate_rounding_dp: 31 is more than 30");
}

#[test]
fn a_loss_falls_on_a_class() {
    let inputs = two_class(-50, &[(10, 0, 7, false), (20, 0, 0, true)]);
    refused("eps.two_class", &inputs, "classes: -50 is left, and no class shares losses");
    refused(
        "eps.two_class",
        &two_class(50, &[(10, 0, 0, true)]),
        "classes: 50 is left, and no class takes part in profit",
    );
    refused("eps.two_class", &two_class(50, &[]), "classes: 50 is left, and no class takes part in profit");
    let twice = two_class(50, &[(10, 0, 7, false), (20, 0, 7, true)]).replace(r#""id":"1""#, r#""id":"0""#);
    refused("eps.two_class", &twice, "classes[1]: `0` stands there twice");
}

#[test]
fn a_year_has_its_own_days() {
    let inputs = year("IFRS", [900; 4], [30; 4], 7);
    let changed = |from: &str, to: &str, message: &str| {
        assert!(inputs.contains(from), "{from}");
        refused("eps.comprehensive", &inputs.replacen(from, to, 1), message);
    };
    let outside = "2025-01-01 is outside 2024-01-01 to 2024-12-31";
    changed(r#""2024-04-30""#, r#""2025-01-01""#, &format!("share_issues[0].date: {outside}"));
    let midst = "2024-04-15 neither begins nor ends a month: months cannot weight it, days can";
    changed(r#""2024-04-30""#, r#""2024-04-15""#, &format!("share_issues[0].date: {midst}"));
    changed(
        r#""year_start":"2024-01-01""#,
        r#""year_start":"2023-12-31""#,
        "year_start: 2023-12-31 is not the first of a month",
    );
    changed(
        r#""converted_on":"2024-07-01""#,
        r#""converted_on":"2025-01-01""#,
        &format!("convertible_bonds.converted_on: {outside}"),
    );
    changed(
        r#""preference_shares":"45""#,
        r#""preference_shares":"61""#,
        "convertible_preference.conversions[0]: 61 of 60 that are left",
    );
    changed(
        r#""exercised_on":"2024-07-01""#,
        r#""exercised_on":"2025-01-01""#,
        &format!("warrants.exercised_on: {outside}"),
    );
    changed(
        r#""issued":"2024-01-01","exercised_on""#,
        r#""issued":"2024-08-01","exercised_on""#,
        "warrants.exercised_on: 2024-07-01 is before 2024-08-01, when they were issued",
    );
    let special = |from: &str, to: &str| format!(r#"{{"for":"options","from":"{from}","to":"{to}","price":"28"}}"#);
    let with = |special: &[String]| format!(r#""special_avg":[{}],"tax_rate""#, special.join(","));
    let reversed = with(&[special("2024-05-01", "2024-04-01")]);
    changed(r#""tax_rate""#, &reversed, "special_avg[0]: 2024-05-01 is not before 2024-04-01");
    let twice = with(&[special("2024-02-01", "2024-05-01"), special("2024-04-01", "2024-06-30")]);
    changed(r#""tax_rate""#, &twice, "special_avg[1]: another price stands for some of the same months");
    let empty = r#"{"regime":"IFRS","year_start":"2024-01-01","opening_shares":"0","avg_price":["1","1","1","1"],
        "tax_rate":"0","continuing":["1","1","1","1"],"net":["1","1","1","1"]}"#;
    refused("eps.comprehensive", empty, "opening_shares: quarter 1: there are no ordinary shares");
}
