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

/// The log of a case.
pub(crate) fn log(case: &[&str]) -> Log {
    let mut log = Log::new();
    for entry in entries(case) {
        log.append(entry).expect("an entry that the log takes");
    }
    log
}

pub(crate) fn period(first: &str, last: &str) -> Period {
    let day = |text: &str| text.parse().expect("a day");
    Period::new(day(first), day(last)).expect("days in order")
}

/// The ledger of a case, and which of its lines are refused, counted from 1, each with its code.
#[track_caller]
pub(crate) fn folded(case: &[&str]) -> (Ledger, Vec<(usize, &'static str)>) {
    let entries = entries(case);
    if let Err(violation) = invariants::check_all(&entries) {
        panic!("{violation}");
    }
    let log = log(case);
    let (ledger, findings) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    let line = |seq: u64| usize::try_from(seq).expect("few lines") - BEFORE.len();
    (ledger, findings.iter().map(|found| (line(found.seq.0), found.rejection.problem.code())).collect())
}

/// Folds a case: the refused lines, and every balance but of the pool of the class.
#[track_caller]
pub(crate) fn check(case: &[&str], refused: &[(usize, &str)], expected: &[&str]) {
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
pub(crate) fn figure(ledger: &Ledger, name: &str) -> String {
    let (figure, scope) = figures::parse(name).expect("a figure");
    let year = period("2004-01-01", "2004-12-31");
    let time = match figure.when() {
        figures::When::Day => Time::At(year.last),
        figures::When::Period => Time::Over(year),
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

/// Shares and rights rest on their count; what was received for them on the count and on its own value.
#[test]
fn shares_do_not_rest_on_what_they_are_worth() {
    let assumed = |name: &str, value: &str| {
        format!("assumption_made {{'assumption':'{name}','about':'A','value':{value},'reason':'R'}}")
    };
    let worth = assumed("worth", "{'amount':{'currency':'CAD','chosen':'50.00'}}");
    let count = assumed("count", "{'quantity':{'chosen':'100'}}");
    let agreed = "property_option_agreed {'agreement':'deal','property':'mine','name':'Deal'}";
    let kinds = [
        (
            "shares_issued {'class':'common','holder':'a','quantity':Q,'for':{'property':{'property':'mine','value':V}}}",
            "shares.issued",
            "equity.share-capital",
        ),
        (
            "units_issued {'class':'common','series':'w','holder':'a','quantity':Q,'per_unit':'1','for':{'property':{'property':'mine','value':V}}}",
            "warrants.outstanding",
            "equity.share-capital",
        ),
        (
            "warrants_issued {'series':'w','holder':'a','quantity':Q,'value':{'amount':V,'purpose':'finance'}}",
            "warrants.outstanding",
            "equity.warrant-reserve",
        ),
        (
            "obligation_incurred {'obligation':'o','class':'common','holder':'a','quantity':Q,'value':V,'for':{'services':'finance'}}",
            "shares.obligated",
            "equity.obligations",
        ),
        (
            "property_paid {'agreement':'deal','shares':{'class':'common','holder':'a','quantity':Q,'value':V}}",
            "shares.issued",
            "equity.share-capital",
        ),
    ];
    let values = [("'100'", "{'assumed':'worth'}", 0), ("{'assumed':'count'}", "'50.00'", 1)];
    for ((line, counted, valued), (quantity, value, of_count)) in
        kinds.iter().flat_map(|kind| values.map(|row| (*kind, row)))
    {
        let line = line.replace('Q', quantity).replace('V', &format!("{{'amount':{value},'currency':'CAD'}}"));
        let (ledger, refused) = folded(&[&worth, &count, agreed, &line]);
        assert_eq!(refused, []);
        let rests = |name: &str| {
            let (figure, _) = figures::parse(name).expect("a figure");
            let answer = evaluate(&ledger, figure, None, Time::At("2004-12-31".parse().expect("a day")));
            answer.expect("a figure").rests.len()
        };
        assert_eq!((rests(counted), rests(valued)), (of_count, 1), "{line}");
    }
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

const PLACED: &str =
    "placement_announced {'placement':'may','name':'May','class':'common','price':@0.30CAD,'maximum':'100'}";

#[test]
fn a_placement_counts_what_is_issued_in_its_tranches() {
    let tranche = |number: u32| format!("'tranche':{{'placement':'may','number':{number}}}");
    let first = tranche(1);
    let shares = |number: u32, quantity: &str, paid: &str| {
        let tranche = tranche(number);
        format!(
            "shares_issued {{{tranche},'class':'common','holder':'b','quantity':'{quantity}','for':{{'cash':{{'account':'ca','paid':@{paid}CAD,'price':@0.30CAD}}}}}}"
        )
    };
    let closed = |number: u32, quantity: &str, gross: &str| {
        let tranche = tranche(number);
        format!("tranche_closed {{{tranche},'quantity':'{quantity}','gross':@{gross}}}")
    };
    let case = [
        PLACED.to_owned(),
        format!(
            "units_issued {{{first},'class':'common','series':'w','holder':'a','quantity':'60','per_unit':'0.5','for':{{'cash':{{'account':'ca','paid':@18CAD,'price':@0.30CAD}}}}}}"
        ),
        "subscription_received {'holder':'b','into':{'account':'ca'},'amount':@3CAD}".to_owned(),
        shares(1, "41", "12.30"),
        format!(
            "shares_issued {{{first},'class':'common','holder':'b','quantity':'10','for':{{'subscription':{{'amount':@3CAD,'price':@0.30CAD}}}}}}"
        ),
        shares(2, "31", "9.30"),
        shares(2, "30", "9"),
        closed(1, "70", "18CAD"),
        closed(1, "70", "21USD"),
        closed(1, "60", "21CAD"),
        closed(1, "70", "21CAD"),
        closed(1, "70", "21CAD"),
        shares(1, "1", "0.30"),
        closed(3, "1", "0.30CAD"),
    ];
    let case: Vec<&str> = case.iter().map(String::as_str).collect();
    check(
        &case,
        &[
            (4, "C2001"),
            (6, "C2001"),
            (8, "C2305"),
            (9, "C2305"),
            (10, "C2305"),
            (12, "C2304"),
            (13, "C2304"),
            (14, "C2305"),
        ],
        &[
            "class:common/held/a 60 0",
            "class:common/held/b 40 0",
            "class:common/reserved 30 0",
            "series:w/held/a 30 0",
            "series:w/writer -30 0",
            "currency:CAD/cash/ca 30 30",
            "currency:CAD/share-capital/common -30 -30",
        ],
    );
    let (ledger, _) = folded(&case);
    assert_eq!(figure(&ledger, "proceeds.placements"), "30");
    let left: Vec<_> = ledger.placements().map(|placement| placement.left.map(|left| left.to_string())).collect();
    assert_eq!(left, [Some("0".to_owned())]);
}

#[test]
fn a_finder_is_paid_per_cent_of_what_was_raised_or_placed() {
    // 6.5 % of 1,600.50 are 104.0325; 6 % of 1,601 are 96.06, 10 % are 160.1.
    let issued = "shares_issued {'class':'common','holder':'a','quantity':'1601','for':{'cash':{'account':'ca','paid':@1600.50CAD}}}";
    let fee = "finders_fee_paid {'finder':'b','class':'common','amount':@1600.50CAD,'count':'1601','cash':{'percent':'6.5','amount':@104.03CAD,'account':'ca'},'shares':{'percent':'6','quantity':'96'},'warrants':{'percent':'10','series':'w','quantity':'160','value':@12CAD}}";
    let wrong = [
        fee.replace("@104.03CAD", "@104.04CAD"),
        fee.replace("'quantity':'96'", "'quantity':'97'"),
        fee.replace("'quantity':'160'", "'quantity':'161'"),
        fee.replace("'percent':'10'", "'percent':'10.1'"),
    ];
    check(
        &[issued, &wrong[0], &wrong[1], &wrong[2], &wrong[3], fee],
        &[(2, "C2010"), (3, "C2010"), (4, "C2010"), (5, "C2010")],
        &[
            "class:common/held/a 1601 0",
            "class:common/held/b 96 0",
            "class:common/reserved 160 0",
            "series:w/held/b 160 0",
            "series:w/writer -160 0",
            "currency:CAD/cash/ca 1496.47 1496.47",
            "currency:CAD/share-capital/common -1484.47 -1484.47",
            "currency:CAD/warrant-reserve/w -12 -12",
        ],
    );
    let (ledger, _) = folded(&[issued, fee]);
    assert_eq!(
        (figure(&ledger, "issue-costs"), figure(&ledger, "warrants.issued")),
        ("11603/100".into(), "160".into())
    );
    assert_eq!(figure(&ledger, "proceeds.placements"), "3201/2");
    // A fee that no account paid is owed.
    let owed =
        "finders_fee_paid {'finder':'b','class':'common','amount':@10CAD,'cash':{'percent':'7','amount':@0.70CAD}}";
    check(
        &[owed],
        &[],
        &["currency:CAD/payable/issue-costs/common -0.7 -0.7", "currency:CAD/share-capital/common 0.7 0.7"],
    );
}

#[test]
fn a_fee_or_a_tranche_that_contradicts_itself_is_not_read() {
    let fee = |rest: &str| format!("finders_fee_paid {{'finder':'b','class':'common',{rest}}}");
    wrong(
        "a fee is paid in cash, shares or warrants: none is stated",
        "finders_fee_paid «{'finder':'b','class':'common','count':'100'}»",
    );
    wrong(
        "the part is per cent of the shares or units placed: state their count",
        &fee("'amount':@5CAD,'shares':«{'percent':'5','quantity':'5'}»"),
    );
    wrong(
        "the part is per cent of the shares or units placed: state their count",
        &fee("'amount':@5CAD,'warrants':«{'percent':'5','series':'w','quantity':'5'}»"),
    );
    wrong(
        "the part is per cent of the amount raised: state the amount",
        &fee("'count':'100','cash':«{'percent':'5','amount':{'amount':'5','currency':'CAD'}}»"),
    );
    wrong(
        "the fee is in USD, what was raised in CAD",
        &fee("'amount':@100CAD,'cash':{'percent':'5','amount':{'amount':'5','currency':«'USD'»}}"),
    );
    let none = "'tranche':{'placement':'may','number':«0»}";
    let cash = "'for':{'cash':{'account':'ca','paid':@30CAD}}";
    for line in [
        format!("shares_issued {{'class':'common','holder':'a','quantity':'1',{cash},{none}}}"),
        format!(
            "units_issued {{'class':'common','series':'w','holder':'a','quantity':'1','per_unit':'0.5',{cash},{none}}}"
        ),
        format!("tranche_closed {{'quantity':'1',{none}}}"),
    ] {
        wrong("tranches are counted from 1", &line);
    }
}

/// 100 flow-through shares for 100.00, of which 33.33 is premium, to be spent by the end of the year.
fn flow_through(change: (&str, &str)) -> String {
    let issued = "2004-01-02 shares_issued {'class':'common','holder':'a','quantity':'100','for':{'cash':{'account':'us','paid':@100USD}},'flow_through':{'pool':'f','premium':@33.33USD,'spend_by':'2004-12-31'}}";
    assert!(issued.contains(change.0), "{}", change.0);
    issued.replace(change.0, change.1)
}

#[test]
fn the_premium_of_flow_through_shares_is_earned_by_spending() {
    // 100 × 1.3015 = 130.15; of it 33.33 are 43.378995. Half of the premium is 16.665 and 21.69.
    let issued = flow_through(("", ""));
    let spent = |day: &str, amount: &str| format!("{day} flow_through_spent {{'pool':'f','amount':@{amount}}}");
    let (half, more, rest) =
        (spent("2004-06-30", "50USD"), spent("2004-07-01", "50.01USD"), spent("2004-12-31", "50USD"));
    let other = spent("2004-07-01", "1CAD");
    let late = spent("2005-01-01", "1USD");
    let half_spent = &[
        "class:common/held/a 100 0",
        "currency:USD/cash/us 100 130.15",
        "currency:USD/flow-through-obligation/f 50 0",
        "currency:USD/flow-through-premium/f -16.66 -21.69",
        "currency:USD/flow-through-promised/f -50 0",
        "currency:USD/income/flow-through -16.67 -21.69",
        "currency:USD/share-capital/common -66.67 -86.77",
    ];
    check(&[&issued, &half, &more, &other, &late], &[(3, "C3001"), (4, "C3002"), (5, "C2306")], half_spent);
    let (ledger, _) = folded(&[&issued, &half]);
    let rows = [
        ("flow-through.premium", "2169/100"),
        ("liabilities.current", "2169/100"),
        ("working-capital.unrestricted", "5423/50"),
        ("flow-through.obligation", "50"),
        ("flow-through.spent", "50"),
        ("income.flow-through", "2169/100"),
        ("income", "2169/100"),
        ("proceeds.placements", "2603/20"),
    ];
    for (name, number) in rows {
        assert_eq!(figure(&ledger, name), number, "{name}");
    }
    check(
        &[&issued, &half, &rest],
        &[],
        &[
            "class:common/held/a 100 0",
            "currency:USD/cash/us 100 130.15",
            "currency:USD/income/flow-through -33.33 -43.38",
            "currency:USD/share-capital/common -66.67 -86.77",
        ],
    );
}

/// Auryn Resources, 2017: of 6,151,696.12 paid for the deduction, 185 thousand were left at the year end.
#[test]
fn a_premium_is_released_as_in_print() {
    let issued = "2004-01-24 shares_issued {'class':'common','holder':'a','quantity':'4590818','for':{'cash':{'account':'ca','paid':@22999998.18CAD,'price':@5.01CAD}},'flow_through':{'pool':'f','premium':@6151696.12CAD,'spend_by':'2005-12-31'}}";
    let (ledger, found) = folded(&[issued, "2004-12-31 flow_through_spent {'pool':'f','amount':@22307000CAD}"]);
    assert_eq!(found, []);
    assert_eq!(figure(&ledger, "flow-through.obligation"), "34649909/50");
    assert_eq!(figure(&ledger, "flow-through.premium"), "18535281/100");
}

#[test]
fn a_later_issue_adds_to_an_open_obligation_of_its_currency() {
    let issued = flow_through(("", ""));
    let joined = |day: &str, currency: &str, account: &str, rest: &str| {
        format!(
            "{day} shares_issued {{'class':'common','holder':'b','quantity':'1','for':{{'cash':{{'account':'{account}','paid':@20{currency}}}}},'flow_through':{{'pool':'f'{rest}}}}}"
        )
    };
    let rate = "2005-01-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.30'}";
    let case = [
        issued.as_str(),
        &joined("2004-01-03", "USD", "us", ",'premium':@20.01USD"),
        &joined("2004-01-03", "USD", "us", ",'premium':@6.67USD"),
        &joined("2004-01-03", "CAD", "ca", ""),
        &joined("2004-01-03", "USD", "us", ",'spend_by':'2004-12-31'"),
        rate,
        &joined("2005-01-01", "USD", "us", ""),
        &flow_through(("2004-01-02", "2005-01-01")).replace("'f'", "'g'"),
        "2004-12-31 flow_through_spent {'pool':'f','amount':@60USD}",
    ];
    // 20 × 1.3015 = 26.03, of which 6.67 are 8.681005. Half of 40.00 and of 52.06.
    check(
        &case,
        &[(2, "C3001"), (4, "C3002"), (5, "C1202"), (7, "C2306"), (8, "C2306")],
        &[
            "class:common/held/a 100 0",
            "class:common/held/b 1 0",
            "currency:USD/cash/us 120 156.18",
            "currency:USD/flow-through-obligation/f 60 0",
            "currency:USD/flow-through-premium/f -20 -26.03",
            "currency:USD/flow-through-promised/f -60 0",
            "currency:USD/income/flow-through -20 -26.03",
            "currency:USD/share-capital/common -80 -104.12",
        ],
    );
}

#[test]
fn the_premium_comes_out_before_a_unit_is_split() {
    // Of 30.30 a premium of 2.00 leaves 28.30. Shares at 27.27, warrants at 5.00: 28.30 × 5.00 ÷ 32.27 = 4.3848….
    let dear = ("'warrant_price':@0.10CAD", "'warrant_price':@1CAD");
    let rows = [
        ("none", ("", ""), "28.3", "0"),
        ("residual", ("", ""), "27.27", "1.03"),
        ("relative", ("", ""), "23.92", "4.38"),
        ("warrants_first", ("", ""), "23.3", "5"),
        ("warrants_first", dear, "0", "28.3"),
    ];
    for (policy, change, capital, worth) in rows {
        let case = units(policy, change);
        let flow = ",'flow_through':{'pool':'f','premium':@2CAD,'spend_by':'2005-12-31'}}";
        let issued = format!("{}{flow}", case[1].strip_suffix('}').expect("an object"));
        let (ledger, found) = folded(&[&case[0], &issued]);
        assert_eq!(found, []);
        let balances = ledger.balances();
        let amount = |key: &str| balances.get(key).map_or_else(|| "0".to_owned(), |b| b.amount.negated().to_string());
        let found = ["share-capital/common", "warrant-reserve/w", "flow-through-premium/f"];
        let found = found.map(|place| amount(&format!("currency:CAD/{place}")));
        assert_eq!(found, [capital, worth, "2"], "{policy}, {change:?}");
    }
}

#[test]
fn flow_through_shares_are_issued_for_cash_of_one_currency() {
    let flow = "'flow_through':«{'pool':'f','spend_by':'2004-12-31'}»";
    let message = "flow-through shares are issued for cash: what was paid is to be spent";
    wrong(
        message,
        &format!(
            "shares_issued {{'class':'common','holder':'a','quantity':'1','for':{{'debt':{{'purpose':'administrative','value':@5CAD}}}},{flow}}}"
        ),
    );
    wrong(
        message,
        &format!(
            "units_issued {{'class':'common','series':'w','holder':'a','quantity':'1','per_unit':'1','for':{{'property':{{'property':'mine','value':@5CAD}}}},{flow}}}"
        ),
    );
    wrong(
        "the premium is in USD, what is received in CAD",
        "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'subscription':{'amount':@5CAD}},'flow_through':{'pool':'f','premium':{'amount':'1','currency':«'USD'»}}}",
    );
}
