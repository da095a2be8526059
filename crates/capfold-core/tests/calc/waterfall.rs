//! Who gets what of proceeds.

use std::collections::BTreeMap;

use capfold_core::calc::Number;
use num_traits::Zero;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{calculated, exact, refused};

type Ratio = num_rational::BigRational;

/// A class that takes what is left, and up to five others; few different numbers, so that many are the same.
fn classes() -> impl Strategy<Value = Vec<Value>> {
    let preferred = (0_u32..5, 0_u32..4, 0_u32..2, 1_u32..4, 0_u32..4, 1_u32..4).prop_map(
        |(shares, preference, accrued, rank, participation, ratio)| {
            let mut class = json!({
                "type": "preferred", "shares": shares.to_string(), "preference_per_share": preference.to_string(),
                "accrued_per_share": accrued.to_string(), "seniority": rank.to_string(),
                "participation": "none", "conversion_ratio": format!("{ratio}/2"),
            });
            if participation == 1 {
                class["participation"] = "full".into();
            } else if participation > 1 {
                class["participation"] = "capped".into();
                class["cap_per_share"] = (preference + accrued + 2 * (participation - 2)).to_string().into();
            }
            class
        },
    );
    let right = (0_u32..5, 0_u32..4, prop_oneof![Just("option"), Just("warrant")]).prop_map(
        |(shares, strike, kind)| json!({"type": kind, "shares": shares.to_string(), "strike": strike.to_string()}),
    );
    let common = (1_u32..9).prop_map(|shares| json!({"type": "common", "shares": shares.to_string()}));
    let others = proptest::collection::vec(prop_oneof![3 => preferred, 2 => right, 1 => common.clone()], 0..6);
    (common, others).prop_map(|(common, mut classes)| {
        classes.push(common);
        for (index, class) in classes.iter_mut().enumerate() {
            class["id"] = index.to_string().into();
        }
        classes
    })
}

type Payouts = BTreeMap<String, Ratio>;

/// Who gets what where some convert or exercise and the others do not: preferences rank by rank, then round by
/// round what is left, as much as until the next one has all that it can take.
fn paid(classes: &[Value], proceeds: &Ratio, chosen: &dyn Fn(&str) -> bool) -> Payouts {
    let mut left = proceeds.clone();
    let mut payouts = Payouts::new();
    let mut ranks: BTreeMap<u32, Vec<(String, Ratio)>> = BTreeMap::new();
    // Shares that take part in what is left, and the most they take.
    let mut rest: Vec<(String, Ratio, Option<Ratio>)> = Vec::new();
    for class in classes {
        let id = class["id"].as_str().expect("an id").to_owned();
        let shares = exact(&class["shares"]);
        let chosen = chosen(&id);
        let mut payout = Ratio::zero();
        match class["type"].as_str().expect("a type") {
            "common" => rest.push((id.clone(), shares, None)),
            "preferred" => {
                let preference = &shares * (exact(&class["preference_per_share"]) + exact(&class["accrued_per_share"]));
                let converted = &shares * exact(&class["conversion_ratio"]);
                if chosen {
                    rest.push((id.clone(), converted, None));
                } else {
                    match class["participation"].as_str().expect("a word") {
                        "full" => rest.push((id.clone(), converted, None)),
                        "capped" => {
                            let most = &shares * exact(&class["cap_per_share"]) - &preference;
                            rest.push((id.clone(), converted, Some(most)));
                        }
                        _ => {}
                    }
                    let rank = class["seniority"].as_str().expect("text").parse().expect("a rank");
                    ranks.entry(rank).or_default().push((id.clone(), preference));
                }
            }
            _ if chosen => {
                payout = -(&shares * exact(&class["strike"]));
                left -= &payout;
                rest.push((id.clone(), shares, None));
            }
            _ => {}
        }
        payouts.insert(id, payout);
    }
    for rank in ranks.into_values() {
        let owed: Ratio = rank.iter().map(|(_, owed)| owed).sum();
        let paid = owed.clone().min(left.clone());
        left -= &paid;
        for (id, part) in rank.into_iter().filter(|_| !owed.is_zero()) {
            *payouts.get_mut(&id).expect("a class") += part * &paid / &owed;
        }
    }
    rest.retain(|(_, shares, _)| !shares.is_zero());
    while !left.is_zero() {
        let shares: Ratio = rest.iter().map(|(_, shares, _)| shares).sum();
        let until = rest.iter().filter_map(|(_, shares, most)| most.as_ref().map(|most| most / shares));
        let each = until.fold(&left / &shares, std::cmp::min);
        for (id, shares, most) in &mut rest {
            *payouts.get_mut(id).expect("a class") += &*shares * &each;
            *most = most.take().map(|most| most - &*shares * &each);
        }
        left -= each * shares;
        rest.retain(|(_, _, most)| most.as_ref().is_none_or(|most| !most.is_zero()));
    }
    payouts
}

fn distributed(classes: &[Value], senior: &[Value], proceeds: &Ratio) -> Value {
    let proceeds = Number::from(proceeds.clone()).to_string();
    calculated("wf.distribute", &json!({"proceeds": proceeds, "senior_claims": senior, "classes": classes}).to_string())
}

fn payouts(output: &Value) -> Payouts {
    let payouts = output["payouts"].as_object().expect("payouts");
    payouts.iter().map(|(id, payout)| (id.clone(), exact(payout))).collect()
}

proptest! {
    /// A model that knows nothing of prices pays the same where each does what the output says, and no class gets
    /// more there by doing the other thing alone.
    #[test]
    fn no_class_gains_by_switching_alone(classes in classes(), halves in 0_u32..120) {
        let proceeds = Ratio::new(halves.into(), 2.into());
        let output = distributed(&classes, &[], &proceeds);
        let listed = |key: &str| -> Vec<String> {
            output[key].as_array().expect("a list").iter().map(|id| id.as_str().expect("text").to_owned()).collect()
        };
        let switched: Vec<String> = [listed("converted"), listed("exercised")].concat();
        let found = payouts(&output);
        prop_assert_eq!(found.values().sum::<Ratio>(), proceeds.clone());
        prop_assert_eq!(exact(&output["total"]), proceeds.clone());
        prop_assert_eq!(&found, &paid(&classes, &proceeds, &|id| switched.iter().any(|of| of == id)));
        for class in classes.iter().filter(|class| class["type"] != "common") {
            let own = class["id"].as_str().expect("an id");
            let other = paid(&classes, &proceeds, &|id| switched.iter().any(|of| of == id) != (id == own));
            let (kept, other) = (&found[own], &other[own]);
            prop_assert!(kept >= other, "{own} gets {kept} and could get {other}: {output}");
            let gains = !exact(&class["shares"]).is_zero() && switched.iter().any(|of| of == own);
            prop_assert!(!gains || kept > other, "{own} gains nothing: {output}");
        }
    }

    /// Breakpoints rise, each splits one unit among those it names, and what is paid between two of them, or from
    /// the last to the limit, is what they say.
    #[test]
    fn breakpoints_tell_what_the_distribution_pays(
        classes in classes(),
        claims in proptest::collection::vec(0_u32..5, 0..3),
        limit in 1_u32..60,
    ) {
        let senior: Vec<Value> = claims.iter().enumerate().map(|(index, amount)| {
            json!({"id": format!("claim {index}"), "amount": amount.to_string()})
        }).collect();
        let inputs = json!({"max_proceeds": limit.to_string(), "senior_claims": senior, "classes": classes});
        let output = calculated("wf.breakpoints", &inputs.to_string());
        let limit = Ratio::from_integer(limit.into());
        let segments = output["segments"].as_array().expect("segments");
        let mut from: Vec<Ratio> = segments.iter().map(|segment| exact(&segment["from"])).collect();
        prop_assert_eq!(&from[1..], &output["breakpoints"].as_array().expect("a list").iter().map(exact).collect::<Vec<_>>()[..]);
        prop_assert!(from[0].is_zero());
        from.push(limit);
        for (index, segment) in segments.iter().enumerate() {
            let (low, high) = (&from[index], &from[index + 1]);
            prop_assert!(low < high);
            let marginal = segment["marginal"].as_object().expect("parts");
            prop_assert_eq!(marginal.values().map(exact).sum::<Ratio>(), Ratio::from_integer(1.into()));
            prop_assert!(index == 0 || segments[index - 1]["marginal"] != segment["marginal"]);
            let begin = payouts(&distributed(&classes, &senior, low));
            for thirds in 1..=3 {
                let more = (high - low) * Ratio::new(thirds.into(), 3.into());
                for (id, payout) in payouts(&distributed(&classes, &senior, &(low + &more))) {
                    let part = marginal.get(&id).map_or_else(Ratio::zero, exact);
                    prop_assert_eq!(payout - &begin[&id], part * &more);
                }
            }
        }
    }

    /// Senior claims are paid in their order, each in full before the next, and classes get what is left.
    #[test]
    fn senior_claims_come_first(
        classes in classes(),
        claims in proptest::collection::vec(0_u32..9, 0..4),
        proceeds in 0_u32..40,
    ) {
        let senior: Vec<Value> = claims.iter().enumerate().map(|(index, amount)| {
            json!({"id": format!("claim {index}"), "amount": amount.to_string()})
        }).collect();
        let whole = |value: u32| Ratio::from_integer(value.into());
        let found = payouts(&distributed(&classes, &senior, &whole(proceeds)));
        let mut left = proceeds;
        for (index, amount) in claims.iter().enumerate() {
            let paid = left.min(*amount);
            left -= paid;
            prop_assert_eq!(&found[&format!("claim {index}")], &whole(paid));
        }
        for (id, payout) in payouts(&distributed(&classes, &[], &whole(left))) {
            prop_assert_eq!(&found[&id], &payout);
        }
    }
}

#[test]
fn classes_that_cannot_be_are_refused() {
    let row = |class: Value, message: &str| {
        for (kind, limit) in [("wf.distribute", "proceeds"), ("wf.breakpoints", "max_proceeds")] {
            refused(kind, &json!({limit: "100", "classes": [class]}).to_string(), message);
        }
    };
    let preferred = |participation: &str, cap: Option<&str>| {
        json!({
            "id": "a", "type": "preferred", "shares": "10", "preference_per_share": "2", "accrued_per_share": "1",
            "seniority": "1", "participation": participation, "cap_per_share": cap,
        })
    };
    row(preferred("capped", Some("2.5")), "classes[0].cap_per_share: 2.5 is below the preference, 3");
    row(preferred("capped", None), "classes[0].cap_per_share: what it is capped at is not said");
    row(preferred("full", Some("4")), "classes[0].cap_per_share: nothing is capped");
    row(preferred("none", Some("4")), "classes[0].cap_per_share: nothing is capped");
    let nobody = "classes: nobody takes what is left of the proceeds";
    row(json!({"id": "c", "type": "common", "shares": "0"}), nobody);
    row(json!({"id": "c", "type": "common", "shares": "-1"}), "classes[0]: -1 is below zero");
    row(json!({"id": "o", "type": "option", "shares": "1"}), "classes[0]: missing field `strike`");
    let none = json!({"proceeds": "1", "classes": []});
    refused("wf.distribute", &none.to_string(), nobody);
}

#[test]
fn ids_and_their_number_are_bounded() {
    let common = |id: usize| json!({"id": id.to_string(), "type": "common", "shares": "1"});
    let of = |classes: Vec<Value>| {
        json!({"proceeds": "1", "senior_claims": [{"id": "0", "amount": "1"}], "classes": classes}).to_string()
    };
    refused("wf.distribute", &of(vec![common(0)]), "classes: `0` stands twice");
    refused("wf.distribute", &of((1..=1_001).map(common).collect()), "classes: 1001 are more than 1000");
}
