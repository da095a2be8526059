//! Promise: what is raised adds up. Small logs worked out by hand, on the ledger; every invariant holds of
//! each, so the independent model says the same.

use std::collections::BTreeMap;

use capfold_core::date::Period;
use capfold_core::entry::{Cut, Entry};
use capfold_core::figures::{self, Time, evaluate};
use capfold_core::ledger::{Ledger, fold_with_lineage};
use capfold_core::log::Log;
use capfold_testkit::invariants;

use crate::findings::written;
use crate::malformed::refused;

/// What stands before the lines of every case.
const BEFORE: &[&str] = &[
    "book_opened {'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}",
    "holder_registered {'holder':'a','name':'A'}",
    "holder_registered {'holder':'b','name':'B'}",
    "class_registered {'class':'common','name':'Common'}",
    "authorised_set {'class':'common','authorised':'unlimited'}",
    "series_registered {'series':'w','name':'W','class':'common','strike':@0.50CAD,'expires':'2005-12-31'}",
    "account_registered {'account':'ca','name':'CA','currency':'CAD'}",
    "account_registered {'account':'us','name':'US','currency':'USD'}",
    "property_registered {'property':'mine','name':'Mine'}",
    "rate_observed {'base':'USD','quote':'CAD','rate':'1.3015'}",
];

fn entries(case: &[&str]) -> Vec<Entry> {
    let lines = BEFORE.iter().chain(case).zip(1..).map(|(line, number)| written(line, number));
    lines
        .map(|line| Entry::parse(line.trim_end().as_bytes()).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// The ledger of a case, and which of its lines are refused, counted from 1, each with its code.
#[track_caller]
fn folded(case: &[&str]) -> (Ledger, Vec<(usize, &'static str)>) {
    let entries = entries(case);
    if let Err(violation) = invariants::check_all(&entries) {
        panic!("{violation}");
    }
    let mut log = Log::new();
    for entry in entries {
        log.append(entry).expect("an entry that the log takes");
    }
    let (ledger, findings) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    let line = |seq: u64| usize::try_from(seq).expect("few lines") - BEFORE.len();
    (ledger, findings.iter().map(|found| (line(found.seq.0), found.rejection.problem.code())).collect())
}

/// Folds a case: the refused lines, and every balance but of the pool of the class.
#[track_caller]
fn check(case: &[&str], refused: &[(usize, &str)], expected: &[&str]) {
    let (ledger, found) = folded(case);
    assert_eq!(found, refused);
    let balances: BTreeMap<_, _> =
        ledger.balances().into_iter().filter(|(key, _)| !key.ends_with("/charter")).collect();
    let rows: Vec<String> = balances.iter().map(|(key, b)| format!("{key} {} {}", b.amount, b.carrying)).collect();
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(rows, expected);
}

/// A figure of a case on its last day, or over all of 2004.
#[track_caller]
fn figure(ledger: &Ledger, name: &str) -> String {
    let (figure, scope) = figures::parse(name).expect("a figure");
    let (first, last) = ("2004-01-01".parse().expect("a day"), "2004-12-31".parse().expect("a day"));
    let time = match figure.when() {
        figures::When::Day => Time::At(last),
        figures::When::Period => Time::Over(Period::new(first, last).expect("days in order")),
    };
    evaluate(ledger, figure, scope, time).expect(name).number.expect("one currency").to_string()
}

/// 101 units at 0.30 with half a warrant each, shares at 0.27 and warrants at 0.10, but for what a row says.
fn units(policy: &str, change: (&str, &str)) -> Vec<String> {
    let units = "units_issued {'class':'common','series':'w','holder':'a','quantity':'101','per_unit':'0.5','for':{'cash':{'account':'ca','paid':@30.30CAD,'price':@0.30CAD}},'share_price':@0.27CAD,'warrant_price':@0.10CAD}";
    assert!(units.contains(change.0), "{}", change.0);
    vec![format!("policy_adopted {{'unit_values':'{policy}'}}"), units.replace(change.0, change.1)]
}

#[test]
fn the_value_of_a_unit_is_split_by_the_policy() {
    // Shares at 27.27 and 50 warrants at 5.00; 30.30 × 5.00 ÷ 32.27 = 4.6947….
    let rows = [
        ("none", ("", ""), "0", "30.3"),
        ("residual", ("", ""), "3.03", "27.27"),
        ("relative", ("", ""), "4.69", "25.61"),
        ("warrants_first", ("", ""), "5", "25.3"),
        // Shares at 31.31: nothing is left.
        ("residual", ("'share_price':@0.27CAD", "'share_price':@0.31CAD"), "0", "30.3"),
        // Warrants at 50.00: all there is.
        ("warrants_first", ("'warrant_price':@0.10CAD", "'warrant_price':@1CAD"), "30.3", "0"),
        // 27.27 against 0.0050000…: 30.30 × 0.005 ÷ 27.275 = 0.00555….
        ("relative", ("'warrant_price':@0.10CAD", "'warrant_price':@0.0001CAD"), "0.01", "30.29"),
    ];
    for (policy, change, worth, left) in rows {
        let case = units(policy, change);
        let (ledger, found) = folded(&[case[0].as_str(), case[1].as_str()]);
        assert_eq!(found, []);
        let balances = ledger.balances();
        let amount = |key: &str| balances.get(key).map_or_else(|| "0".to_owned(), |b| b.amount.negated().to_string());
        assert_eq!(amount("currency:CAD/warrant-reserve/w"), worth, "{policy}, {change:?}");
        assert_eq!(amount("currency:CAD/share-capital/common"), left, "{policy}, {change:?}");
        assert_eq!(figure(&ledger, "proceeds.placements"), "303/10");
        assert_eq!((figure(&ledger, "units.issued"), figure(&ledger, "warrants.issued")), ("101".into(), "50".into()));
    }
}

#[test]
fn fractions_of_warrants_follow_the_policy_holder_by_holder() {
    // 101 × 0.5 = 50.5, 101 × 0.25 = 25.25.
    for (rule, halves, quarters) in [("down", "50", "25"), ("half_up", "51", "25"), ("up", "51", "26")] {
        for (per_unit, warrants) in [("0.5", halves), ("0.25", quarters)] {
            let policy = format!("policy_adopted {{'fractions':{{'warrants':'{rule}'}}}}");
            let case = units("none", ("'per_unit':'0.5'", &format!("'per_unit':'{per_unit}'")));
            check(
                &[policy.as_str(), case[1].as_str()],
                &[],
                &[
                    "class:common/held/a 101 0",
                    &format!("class:common/reserved {warrants} 0"),
                    &format!("series:w/held/a {warrants} 0"),
                    &format!("series:w/writer -{warrants} 0"),
                    "currency:CAD/cash/ca 30.3 30.3",
                    "currency:CAD/share-capital/common -30.3 -30.3",
                ],
            );
        }
    }
}

#[test]
fn a_foreign_unit_is_split_in_its_own_currency() {
    // 30.30 × 1.3015 = 39.43545. Of it 4.69 is 39.44 × 4.69 ÷ 30.30 = 6.1047….
    let case = units(
        "relative",
        (
            "'ca','paid':@30.30CAD,'price':@0.30CAD}},'share_price':@0.27CAD,'warrant_price':@0.10CAD",
            "'us','paid':@30.30USD,'price':@0.30USD}},'share_price':@0.27USD,'warrant_price':@0.10USD",
        ),
    );
    check(
        &[case[0].as_str(), case[1].as_str()],
        &[],
        &[
            "class:common/held/a 101 0",
            "class:common/reserved 50 0",
            "series:w/held/a 50 0",
            "series:w/writer -50 0",
            "currency:USD/cash/us 30.3 39.44",
            "currency:USD/share-capital/common -25.61 -33.34",
            "currency:USD/warrant-reserve/w -4.69 -6.1",
        ],
    );
}

#[test]
fn a_price_is_needed_by_the_policy_of_the_day_alone() {
    let without = |policy, key: &str| units(policy, (key, "")).join("\n");
    let (share, warrant) = (",'share_price':@0.27CAD", ",'warrant_price':@0.10CAD");
    let rows = [
        ("none", share, false),
        ("none", warrant, false),
        ("residual", share, true),
        ("residual", warrant, false),
        ("relative", share, true),
        ("relative", warrant, true),
        ("warrants_first", share, false),
        ("warrants_first", warrant, true),
    ];
    for (policy, key, needed) in rows {
        let case = without(policy, key);
        let (_, found) = folded(&case.lines().collect::<Vec<_>>());
        assert_eq!(found, if needed { vec![(2, "C2301")] } else { vec![] }, "{policy} without {key}");
    }
    // One unit gives no warrant, and no value is split.
    let one = units("residual", ("'quantity':'101'", "'quantity':'1'"))[1]
        .replace(",'share_price':@0.27CAD", "")
        .replace("30.30", "0.30");
    let (ledger, found) = folded(&["policy_adopted {'unit_values':'residual'}", &one]);
    assert_eq!((found, figure(&ledger, "warrants.outstanding")), (vec![], "0".into()));
}

#[test]
fn figures_of_units_say_by_which_policies_they_were_split() {
    let case = units("residual", ("", ""));
    let (ledger, _) = folded(&[&case[0], &case[1], "2004-02-01 policy_adopted {'fractions':{'warrants':'up'}}"]);
    let told = |name: &str| {
        let (figure, scope) = figures::parse(name).expect("a figure");
        evaluate(&ledger, figure, scope, Time::At("2004-06-30".parse().expect("a day"))).expect("a figure").policies
    };
    let fractions = "fractions of shares down · of options down · of warrants down, of shares down · of options down · of warrants up from 2004-02-01";
    assert_eq!(told("warrants.outstanding"), [fractions]);
    assert_eq!(told("shares.reserved"), [fractions]);
    assert_eq!(told("equity.share-capital"), [fractions, "unit values residual"]);
    assert_eq!(told("equity.warrant-reserve"), [fractions, "unit values residual"]);
    assert_eq!(told("shares.outstanding"), [""; 0]);
    let (before, _) = folded(&["policy_adopted {'unit_values':'residual'}"]);
    let answer = evaluate(&before, figures::Figure::ShareCapital, None, Time::At("2004-06-30".parse().expect("a day")));
    assert_eq!(answer.expect("a figure").policies, [""; 0]);
}

/// What is wrong with an entry by itself, and the value at fault.
#[track_caller]
fn wrong(message: &str, line: &str) {
    let marked = written(line, 2);
    let value = marked.split(['«', '»']).nth(1).expect("a mark");
    let printed = refused(marked.replace(['«', '»'], "").trim_end());
    let title = printed.lines().next().unwrap_or_default();
    assert_eq!(title.split_once("]: ").map(|(_, message)| message), Some(message), "{printed}");
    let before = marked.split('«').next().unwrap_or_default().chars().count() + 1;
    assert!(printed.contains(&format!("<stdin>:2:{before}\n")), "{value}: {printed}");
}

#[test]
fn an_entry_that_contradicts_itself_is_not_read() {
    let units = |rest: &str| {
        format!(
            "units_issued {{'class':'common','series':'w','holder':'a','quantity':'1','per_unit':'0.5','for':{{'cash':{{'account':'ca','paid':@30CAD}}}},{rest}}}"
        )
    };
    wrong(
        "the price of a share is in USD, what is received in CAD",
        &units("'share_price':{'amount':'1','currency':«'USD'»}"),
    );
    wrong(
        "the price of a warrant is in USD, what is received in CAD",
        &units("'share_price':@1CAD,'warrant_price':{'amount':'1','currency':«'USD'»}"),
    );
    wrong(
        "the price is in USD, what was paid in CAD",
        "units_issued {'class':'common','series':'w','holder':'a','quantity':'1','per_unit':'0.5','for':{'cash':{'account':'ca','price':@1USD,'paid':{'amount':'30','currency':«'CAD'»}}}}",
    );
}

const SUBSCRIBED: &str = "2004-02-02 subscription_received {'holder':'a','into':{'account':'us'},'amount':@100USD}";
const RATE: &str = "2004-02-02 rate_observed {'base':'USD','quote':'CAD','rate':'1.30'}";
const LATER_RATE: &str = "2004-03-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.40'}";

#[test]
fn subscriptions_are_owed_until_shares_are_issued_for_them() {
    // 100 at 1.30 = 130; revalued at 1.40 = 140. 60 of it at average = 84, 40 = 56.
    let received = &[
        RATE,
        SUBSCRIBED,
        LATER_RATE,
        "2004-03-01 exchange_revalued {}",
        "2004-03-02 shares_issued {'class':'common','holder':'a','quantity':'300','for':{'subscription':{'amount':@60USD,'price':@0.20USD}}}",
        "2004-03-02 subscription_refunded {'holder':'a','from':{'account':'us'},'amount':@40USD}",
        "2004-03-02 subscription_refunded {'holder':'a','from':{'account':'us'},'amount':@1USD}",
        "2004-03-02 shares_issued {'class':'common','holder':'b','quantity':'1','for':{'subscription':{'amount':@1USD}}}",
    ];
    check(
        received,
        &[(7, "C3001"), (8, "C3001")],
        &["class:common/held/a 300 0", "currency:USD/cash/us 60 84", "currency:USD/share-capital/common -60 -84"],
    );
    let (ledger, _) = folded(&received[..4]);
    for name in ["subscriptions", "liabilities.current"] {
        assert_eq!((figure(&ledger, name), figure(&ledger, &format!("{name}:USD"))), ("140".into(), "100".into()));
    }
    assert_eq!(figure(&ledger, "working-capital.unrestricted"), "0");
    // What came in once is received once: 130, less 56 given back.
    let (ledger, _) = folded(received);
    for name in ["subscriptions.received", "proceeds.placements", "proceeds.total"] {
        assert_eq!((figure(&ledger, name), figure(&ledger, &format!("{name}:USD"))), ("74".into(), "60".into()));
    }
    assert_eq!(figure(&ledger, "subscriptions"), "0");
}

#[test]
fn what_was_subscribed_buys_at_the_price() {
    let issued = |quantity: &str| {
        format!(
            "2004-03-01 shares_issued {{'class':'common','holder':'a','quantity':'{quantity}','for':{{'subscription':{{'amount':@60CAD,'price':@0.20CAD}}}}}}"
        )
    };
    let subscribed = "subscription_received {'holder':'a','into':{'account':'ca'},'amount':@100CAD}";
    let (_, found) = folded(&[subscribed, &issued("301"), &issued("300")]);
    assert_eq!(found, [(2, "C2004")]);
}

/// A promise of 90 shares for 100.00.
fn promised(class: &str) -> String {
    format!(
        "2004-02-02 obligation_incurred {{'obligation':'o','class':'{class}','holder':'b','quantity':'90','value':@100USD,'for':{{'services':'administrative'}}}}"
    )
}

#[test]
fn promised_shares_are_issued_or_released_with_their_part_of_the_value() {
    // 100 at 1.30 = 130. Of 90 shares 30 are 33.33 and 43.33; of the 60 left 59 are 66.67 × 59 ÷ 60 = 65.5588…
    // and 86.67 × 59 ÷ 60 = 85.2255…; the last one has what is left.
    let promised = promised("common");
    let case = &[
        RATE,
        &promised,
        "2004-02-03 obligation_settled {'obligation':'o','quantity':'30'}",
        "2004-02-04 obligation_released {'obligation':'o','quantity':'59'}",
        "2004-02-04 obligation_released {'obligation':'o','quantity':'2'}",
        "2004-02-05 obligation_settled {'obligation':'o','quantity':'1'}",
        "2004-02-05 obligation_settled {'obligation':'o','quantity':'1'}",
    ];
    check(
        case,
        &[(5, "C2001"), (7, "C2001")],
        &[
            "class:common/held/b 31 0",
            "currency:USD/contributed-surplus -65.56 -85.23",
            "currency:USD/expense/administrative 100 130",
            "currency:USD/share-capital/common -34.44 -44.77",
        ],
    );
    let (ledger, _) = folded(&case[..3]);
    assert_eq!(
        (figure(&ledger, "equity.obligations"), figure(&ledger, "shares.obligated")),
        ("8667/100".into(), "60".into())
    );
}

#[test]
fn shares_are_promised_out_of_what_is_authorised_for_a_payable_or_a_property() {
    let second = "class_registered {'class':'preferred','name':'P'}";
    let limited = "authorised_set {'class':'preferred','authorised':{'limited':'100'}}";
    let accrued = "2004-02-02 expense_accrued {'purpose':'administrative','amount':@50USD}";
    let of = |name: &str, quantity: &str, rest: &str| {
        format!(
            "2004-03-01 obligation_incurred {{'obligation':'{name}','class':'preferred','holder':'b','quantity':'{quantity}',{rest}}}"
        )
    };
    check(
        &[
            second,
            limited,
            RATE,
            accrued,
            LATER_RATE,
            &of("p", "101", "'value':@5CAD,'for':{'property':'mine'}"),
            &of("q", "60", "'value':@5CAD,'for':{'property':'mine'}"),
            // At the average of what was owed, 65.00, whatever the rate is now.
            &of("r", "40", "'value':@20USD,'for':{'debt':'administrative'}"),
            &of("s", "1", "'value':@5CAD,'for':{'property':'mine'}"),
            "2004-03-02 obligation_released {'obligation':'q','quantity':'60'}",
            &of("t", "60", "'value':@31USD,'for':{'debt':'administrative'}").replace("03-01", "03-03"),
        ],
        &[(6, "C2002"), (9, "C2002"), (11, "C3001")],
        &[
            "class:preferred/obligated/r 40 0",
            "class:preferred/unissued 60 0",
            "currency:CAD/contributed-surplus -5 -5",
            "currency:CAD/property/mine 5 5",
            "currency:USD/expense/administrative 50 65",
            "currency:USD/obligation/r -20 -26",
            "currency:USD/payable/administrative -30 -39",
        ],
    );
}
