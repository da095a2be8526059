//! Rounds, and what converts in them.

use num_traits::{Signed, Zero};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{calculated, exact, refused};

type Ratio = num_rational::BigRational;

fn whole(value: u32) -> Ratio {
    Ratio::from_integer(value.into())
}

/// Many equal, small and round numbers.
fn amount() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), 1_u32..20, (1_u32..50).prop_map(|hundreds| hundreds * 100), 1_u32..100_000]
}

fn above_zero() -> impl Strategy<Value = u32> {
    amount().prop_map(|amount| amount + 1)
}

fn pool(existing: bool) -> impl Strategy<Value = Value> {
    let kept = if existing { json!({"mode": "none", "existing_unallocated": "1"}) } else { json!({"mode": "none"}) };
    let part = (0_u32..40).prop_map(|percent| json!({"mode": "target", "target": format!("0.{percent:02}")}));
    prop_oneof![Just(kept), amount().prop_map(|more| json!({"mode": "increase", "increase": more.to_string()})), part,]
}

proptest! {
    /// Whoever there is after the round owns all of it, and money buys at the price.
    #[test]
    fn a_priced_round_is_owned_by_whom_there_is(
        (pre_money, investment, before) in (1_000_000_u32..9_000_000, amount(), above_zero()),
        pool in pool(true),
        location in prop_oneof![Just("pre_money"), Just("post_money")],
    ) {
        let inputs = json!({
            "pre_money": pre_money.to_string(), "investment": investment.to_string(),
            "pre_round_fully_diluted": before.to_string(), "pool": pool, "pool_location": location,
        });
        let output = calculated("conv.priced_round", &inputs.to_string());
        let of = |key: &str| exact(&output[key]);
        prop_assert_eq!(of("investor_pct") + of("existing_pct") + of("pool_unallocated_pct"), whole(1));
        prop_assert_eq!(of("new_shares") * of("price"), whole(investment));
        prop_assert_eq!(of("post_money"), of("price") * of("post_fully_diluted"));
        prop_assert!(!of("pool_increase").is_negative() && of("effective_pre_money") <= whole(pre_money));
        if pool["mode"] == "target" && !of("pool_increase").is_zero() {
            prop_assert_eq!(of("pool_unallocated_pct"), exact(&pool["target"]));
        }
        if location == "pre_money" {
            prop_assert_eq!(of("post_money"), whole(pre_money) + whole(investment));
        }
    }
}

/// Type, amount, cap in thousands, discount in per cent.
type Terms = (&'static str, u32, Option<u32>, Option<u32>);

/// A SAFE with a cap in four of five, with a discount in one of two.
fn safes() -> impl Strategy<Value = Vec<Value>> {
    let safe = (
        prop_oneof![Just("post"), Just("pre")],
        amount(),
        proptest::option::weighted(0.8, 100_u32..2_000),
        proptest::option::of(0_u32..60),
    );
    let named = |(index, safe): (usize, Terms)| {
        let (kind, amount, cap, discount) = safe;
        json!({
            "id": index.to_string(), "type": kind, "amount": amount.to_string(),
            "cap": cap.map(|thousands| (thousands * 1_000).to_string()),
            "discount": discount.map(|percent| format!("0.{percent:02}")),
        })
    };
    proptest::collection::vec(safe, 0..8).prop_map(move |safes| safes.into_iter().enumerate().map(named).collect())
}

proptest! {
    /// What comes out satisfies each of the equations that it is the solution of.
    #[test]
    fn a_round_with_safes_solves_its_own_equations(
        (common, options, had) in (above_zero(), amount(), amount()),
        (pre_money, new_money) in (500_000_u32..2_000_000, amount()),
        safes in safes(),
        pool in pool(false),
        convention in prop_oneof![Just("percent_ownership"), Just("dollars_invested"), Just("pre_money_fixed")],
    ) {
        let inputs = json!({
            "common": common.to_string(), "options_outstanding": options.to_string(),
            "unissued_pool": had.to_string(), "safes": safes, "pool": pool,
            "round": {
                "pre_money": pre_money.to_string(), "new_money": new_money.to_string(), "convention": convention,
            },
        });
        let attempted = crate::attempted("conv.safe_round", &inputs.to_string());
        let amounts: Ratio = safes.iter().map(|safe| exact(&safe["amount"])).sum();
        // More of them can own everything: caps are 100,000 at least.
        prop_assert!(attempted.is_ok() || amounts > whole(40_000));
        let Ok(output) = attempted else { return Ok(()) };
        let of = |key: &str| exact(&output[key]);
        let (price, all, added) = (of("price"), of("post_fully_diluted"), of("pool_increase"));
        let before = whole(common) + whole(options) + whole(had);
        let mut converted = Ratio::zero();
        let mut invested = Ratio::zero();
        for safe in &safes {
            let taken = &output["safes"][safe["id"].as_str().expect("an id")];
            let (amount, cap, discount) = (exact(&safe["amount"]), &safe["cap"], &safe["discount"]);
            let paid = if discount.is_null() { price.clone() } else { &price * (whole(1) - exact(discount)) };
            let by_price = &amount / paid;
            let counted = if safe["type"] == "post" { of("company_capitalization") } else { &before + &added };
            let by_cap = if cap.is_null() { Ratio::zero() } else { &amount * counted / exact(cap) };
            prop_assert_eq!(exact(&taken["shares"]), by_price.clone().max(by_cap.clone()));
            prop_assert_eq!(exact(&taken["price"]) * exact(&taken["shares"]), amount.clone());
            if !amount.is_zero() {
                prop_assert_eq!(taken["basis"] == "cap", by_cap >= by_price);
            }
            converted += exact(&taken["shares"]);
            invested += amount;
        }
        prop_assert_eq!(of("company_capitalization"), &before + &converted);
        prop_assert_eq!(of("pre_money_safe_capitalization"), &before + &added);
        prop_assert_eq!(of("new_shares") * &price, whole(new_money));
        prop_assert_eq!(&all, &(&before + &converted + &added + of("new_shares")));
        let (per, valued) = match convention {
            "pre_money_fixed" => (&before + &added, whole(pre_money)),
            "dollars_invested" => (all.clone(), whole(pre_money) + whole(new_money) + invested),
            _ => (all.clone(), whole(pre_money) + whole(new_money)),
        };
        prop_assert_eq!(&price * per, valued);
        let lacks = |target: Ratio| (target * &all - whole(had)).max(Ratio::zero());
        let should = match pool["mode"].as_str().expect("a mode") {
            "none" => Ratio::zero(),
            "increase" => exact(&pool["increase"]),
            _ => lacks(exact(&pool["target"])),
        };
        prop_assert_eq!(added, should);
    }

    /// All proceeds are paid, no SAFE gains by switching alone, and more proceeds are worse for nobody.
    #[test]
    fn no_safe_would_rather_do_the_other_thing(
        (common, proceeds, more) in (above_zero(), amount(), amount()),
        terms in proptest::collection::vec((1_u32..100, 1_u32..1_000), 0..7),
    ) {
        let safes: Vec<Value> = terms.iter().enumerate().map(|(index, (amount, more))| {
            // Together below one part of the whole.
            let cap = amount * 8 + more;
            json!({"id": index.to_string(), "amount": amount.to_string(), "cap": cap.to_string()})
        }).collect();
        let sold = |proceeds: u32| {
            let inputs = json!({"common": common.to_string(), "safes": safes, "proceeds": proceeds.to_string()});
            calculated("conv.safe_liquidity", &inputs.to_string())
        };
        let output = sold(proceeds);
        let converts = |index: usize| output["safes"][index.to_string()]["choice"] == "convert";
        let payout = |index: usize| exact(&output["safes"][index.to_string()]["payout"]);
        let paid: Ratio = (0..terms.len()).map(payout).sum();
        prop_assert_eq!(paid + exact(&output["common_and_options"]), whole(proceeds));
        for (index, (amount, above)) in terms.iter().enumerate() {
            let others: u32 = (0..terms.len()).filter(|other| *other != index && !converts(*other)).map(|other| terms[other].0).sum();
            let part = Ratio::new((*amount).into(), (amount * 8 + above).into());
            let convert = part * (whole(proceeds) - whole(others)).max(Ratio::zero());
            let cash = whole(*amount) * (whole(proceeds) / whole(others + amount)).min(whole(1));
            let (own, other) = if converts(index) { (convert, cash) } else { (cash, convert) };
            prop_assert_eq!(&payout(index), &own);
            prop_assert!(own >= other, "{index} would switch: {output}");
        }
        let richer = sold(proceeds + more);
        for index in 0..terms.len() {
            prop_assert!(exact(&richer["safes"][index.to_string()]["payout"]) >= payout(index));
        }
    }

    /// Shares at the price and the cash are what converts; the price is none that is above another.
    #[test]
    fn a_note_converts_in_full_at_the_lowest_price(
        (principal, rate, days) in (amount(), 0_u32..30, 0_u32..4_000),
        periods in proptest::option::of(1_u32..13),
        cap in proptest::option::of((above_zero(), above_zero())),
        discount in proptest::option::of(0_u32..99),
        price in above_zero(),
        count in prop_oneof![Just("ACTUAL_365"), Just("30_360")],
    ) {
        let issue: capfold_core::date::Date = "2015-01-31".parse().expect("a day");
        let inputs = json!({
            "principal": principal.to_string(), "rate": format!("0.{rate:02}"),
            "interest": if periods.is_some() { "COMPOUNDING" } else { "SIMPLE" },
            "compounding_per_year": periods.map(|periods| periods.to_string()), "day_count": count,
            "issue_date": issue.to_string(), "conversion_date": issue.days_after(days).to_string(),
            "cap": cap.map(|(cap, _)| cap.to_string()), "cap_base_shares": cap.map(|(_, base)| base.to_string()),
            "discount": discount.map(|percent| format!("0.{percent:02}")), "round_price": price.to_string(),
        });
        let output = calculated("conv.note", &inputs.to_string());
        let of = |key: &str| exact(&output[key]);
        let (shares, at, cash) = (of("shares"), of("conversion_price"), of("cash_for_fraction"));
        prop_assert_eq!(&shares * &at + &cash, of("converting_amount"));
        prop_assert!(shares.is_integer() && !cash.is_negative() && cash < at);
        prop_assert!(at <= whole(price));
        for other in ["cap_price", "discount_price"] {
            prop_assert!(output[other].is_null() || at <= of(other));
        }
        // Interest on interest is never less than interest on the principal alone.
        let alone = whole(principal) * of("year_fraction") * Ratio::new(rate.into(), 100.into());
        prop_assert!(of("accrued_interest") >= alone && of("converting_amount") >= whole(principal));
        prop_assert!(periods.is_some() || of("accrued_interest") == alone);
    }

    /// Ratchet, narrow and broad average: each protects less than the one before it, and none below the new price.
    #[test]
    fn protection_is_between_the_new_price_and_the_old(
        (preferred, others) in (above_zero(), amount()),
        (original, old, new) in (above_zero(), above_zero(), above_zero()),
        issued in amount(),
    ) {
        let price = |method: &str, base: u32| {
            let inputs = json!({
                "preferred_shares": preferred.to_string(), "original_price": original.to_string(),
                "conversion_price": old.to_string(), "new_shares": issued.to_string(), "new_price": new.to_string(),
                "method": method, "base_shares": base.to_string(),
            });
            let output = calculated("conv.antidilution", &inputs.to_string());
            let price = exact(&output["new_conversion_price"]);
            assert_eq!(exact(&output["as_converted"]) * &price, whole(preferred) * whole(original));
            price
        };
        let ratchet = price("full_ratchet", 1);
        let narrow = price("weighted_average", preferred);
        let broad = price("weighted_average", preferred + others);
        prop_assert_eq!(&ratchet, &whole(new.min(old)));
        prop_assert!(ratchet <= narrow && narrow <= broad && broad <= whole(old));
    }

    /// What converts and what is kept is what was held; who is short of everything keeps nothing, and no holder
    /// keeps more where any shortfall converts all.
    #[test]
    fn pay_to_play_converts_what_is_held(
        holders in proptest::collection::vec((amount(), amount(), amount()), 0..6),
        per in above_zero(),
    ) {
        let rows: Vec<Value> = holders.iter().enumerate().map(|(index, (held, due, bought))| json!({
            "id": index.to_string(), "preferred": held.to_string(),
            "pro_rata": due.to_string(), "purchased": bought.to_string(),
        })).collect();
        let played = |rule: &str| {
            let inputs = json!({"rule": rule, "common_per_preferred": per.to_string(), "holders": rows});
            calculated("conv.pay_to_play", &inputs.to_string())
        };
        let (part, all) = (played("proportional"), played("all_or_nothing"));
        let mut common = Ratio::zero();
        for (index, (held, due, bought)) in holders.iter().enumerate() {
            let of = |output: &Value, key: &str| exact(&output["holders"][index.to_string()][key]);
            prop_assert_eq!(of(&part, "preferred_converted") + of(&part, "preferred_kept"), whole(*held));
            prop_assert!(of(&part, "preferred_kept") >= of(&all, "preferred_kept"));
            prop_assert!(of(&part, "preferred_converted").is_integer());
            let kept = if bought >= due { *held } else { 0 };
            prop_assert_eq!(of(&all, "preferred_kept"), whole(kept));
            if *bought == 0 || bought >= due {
                prop_assert_eq!(of(&part, "preferred_kept"), whole(kept));
            }
            common += of(&part, "common_received");
        }
        prop_assert_eq!(exact(&part["total_common_issued"]), common);
    }
}

/// The example of a kind with some keys changed; nothing removes one.
fn changed(name: &str, changes: Value) -> String {
    let mut inputs: Value =
        serde_json::from_str(capfold_core::calc::kind(name).expect(name).example).expect("an example");
    for (key, value) in changes.as_object().expect("changes") {
        inputs[key] = value.clone();
    }
    inputs.to_string()
}

#[test]
fn a_pool_leaves_something_to_others() {
    let row = |pool: Value, message: &str| {
        refused("conv.priced_round", &changed("conv.priced_round", json!({"pool": pool})), message);
    };
    row(
        json!({"mode": "target", "target": "0.8"}),
        "pool.target: 0.8 and the new money leave nothing to those before the round",
    );
    row(
        json!({"mode": "none", "existing_unallocated": "4000001"}),
        "pool.existing_unallocated: 4000001 are more than the 4000000 that they are part of",
    );
    row(json!({"mode": "target", "target": "1.1"}), "pool: 1.1 is not a part of a whole: from 0 to 1");
    row(json!({"mode": "none", "increase": "1"}), "pool: unknown field `increase`, expected `existing_unallocated`");
}

#[test]
fn safes_leave_something_to_shares() {
    let row = |changes: Value, message: &str| {
        refused("conv.safe_round", &changed("conv.safe_round", changes), message);
    };
    let safe = |amount: &str, cap: &str| json!({"id": "a", "type": "post", "amount": amount, "cap": cap});
    let nothing = "what converts, the new money and the pool leave nothing to the shares before the round";
    row(json!({"safes": [safe("5000000", "5000000")]}), nothing);
    row(json!({"pool": {"mode": "target", "target": "0.8"}}), nothing);
    row(json!({"safes": [safe("1", "2"), safe("1", "2")]}), "safes: `a` stands twice");
    row(
        json!({"safes": [{"id": "a", "type": "pre", "amount": "1", "discount": "1"}]}),
        "safes[0].discount: what it leaves of the price is zero, and nothing can be divided by it",
    );
    row(
        json!({"pool": {"mode": "none", "existing_unallocated": "1"}}),
        "pool.existing_unallocated: the pool before the round is `unissued_pool`",
    );
    row(json!({"safes": [safe("1", "0")]}), "safes[0].cap: 0 is not above zero");
}

#[test]
fn safes_of_a_sale_are_below_their_caps() {
    let row = |changes: Value, message: &str| {
        refused("conv.safe_liquidity", &changed("conv.safe_liquidity", changes), message);
    };
    let safe = |id: &str, amount: &str| json!({"id": id, "amount": amount, "cap": "10"});
    row(json!({"safes": [safe("a", "10")]}), "safes[0].cap: 10 is not above the amount, 10");
    row(json!({"safes": [safe("a", "5"), safe("b", "5")]}), "safes: those that convert leave nothing to common shares");
    row(json!({"safes": [safe("a", "1"), safe("a", "1")]}), "safes: `a` stands twice");
}

#[test]
fn notes_say_how_they_convert() {
    let row = |changes: Value, message: &str| refused("conv.note", &changed("conv.note", changes), message);
    row(json!({"conversion_date": "2023-01-30"}), "conversion_date: 2023-01-30 is before the issue on 2023-01-31");
    row(json!({"cap_base_shares": null}), "cap_base_shares: the shares that the cap is divided by are not said");
    row(json!({"discount": "1"}), "discount: leaves no price");
    row(json!({"interest": "SIMPLE"}), "compounding_per_year: simple interest does not compound");
    row(json!({"compounding_per_year": null}), "compounding_per_year: how often a year is not said");
    row(
        json!({"compounding_per_year": "0"}),
        "compounding_per_year: the number of periods a year is zero, and nothing can be divided by it",
    );
    row(json!({"compounding_per_year": "2000"}), "compounding_per_year: 2500 periods are more than 2000");
}

#[test]
fn protection_needs_a_price_and_what_is_counted() {
    let row = |changes: Value, message: &str| {
        refused("conv.antidilution", &changed("conv.antidilution", changes), message);
    };
    row(json!({"base_shares": null}), "base_shares: the shares that the average counts are not said");
    row(json!({"price_dp": "21"}), "price_dp: 21 is more than 20");
    row(
        json!({"method": "full_ratchet", "new_price": "0"}),
        "new_price: the conversion price after it is zero, and nothing can be divided by it",
    );
    row(json!({"conversion_price": "0"}), "conversion_price: 0 is not above zero");
}

#[test]
fn a_holder_plays_once() {
    let row = json!({"id": "north", "preferred": "1", "pro_rata": "1", "purchased": "0"});
    refused(
        "conv.pay_to_play",
        &changed("conv.pay_to_play", json!({"holders": [row, row]})),
        "holders: `north` stands twice",
    );
}
