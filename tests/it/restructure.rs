//! Promise: a split, a consolidation or an exchange changes everything that counts or prices shares of the
//! class, and no money but what is paid for fractions. Small logs worked out by hand; every invariant holds of
//! each.

use capfold_core::date::Date;
use capfold_core::figures::{Figure, FigureError, Time, evaluate, evaluate_restated};
use capfold_core::ledger::{ClassParticipation, Ledger, Unit};
use capfold_core::money::{Given, PerShare};

use crate::financing::{check, figure, folded};

const PLAN: &str = "plan_registered {'plan':'p','name':'P','class':'common','pool':{'fixed':'1005'}}";
const HALVES: &str = "series_registered {'series':'h','name':'H','class':'common','strike':@0.50CAD,'expires':'2005-12-31','ratio':{'new':'1','old':'2'},'acceleration':{'threshold':@0.75CAD,'trading_days':10,'notice_days':30,'from':'2004-03-01'}}";

fn issued(holder: &str, quantity: &str) -> String {
    format!(
        "shares_issued {{'class':'common','holder':'{holder}','quantity':'{quantity}','for':{{'cash':{{'account':'ca','paid':@9CAD}}}}}}"
    )
}

fn consolidated(day: &str, rest: &str) -> String {
    format!("{day} shares_consolidated {{'class':'common','ratio':{{'new':'1','old':'10'}}{rest}}}")
}

fn split(day: &str, rest: &str) -> String {
    format!("{day} shares_split {{'class':'common','ratio':{{'new':'2','old':'1'}}{rest}}}")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Strikes and what has not vested on a day, right by right.
fn rights(ledger: &Ledger, on: &str) -> Vec<String> {
    let rights = ledger.series().chain(ledger.lots());
    rights.map(|right| format!("{} {} {}", right.name, right.strike, ledger.unvested(right.unit, day(on)))).collect()
}

#[test]
fn fractions_of_each_account_follow_the_rule() {
    // One tenth of 1,005, 250, 14 and 4.
    let rows = [
        ("", ["100", "25", "1", ""]),
        (",'fractions':'half_up'", ["101", "25", "1", ""]),
        (",'fractions':'up'", ["101", "25", "2", "1"]),
        (",'fractions':'down'", ["100", "25", "1", ""]),
    ];
    for (rule, counts) in rows {
        let case = [
            "holder_registered {'holder':'c','name':'C'}".to_owned(),
            "holder_registered {'holder':'d','name':'D'}".to_owned(),
            issued("a", "1005"),
            issued("b", "250"),
            issued("c", "14"),
            issued("d", "4"),
            consolidated("2004-01-02", rule),
        ];
        let held = ["a", "b", "c", "d"].iter().zip(counts).filter(|(_, count)| !count.is_empty());
        let mut expected: Vec<String> =
            held.map(|(holder, count)| format!("class:common/held/{holder} {count} 0")).collect();
        expected.push("currency:CAD/cash/ca 36 36".to_owned());
        expected.push("currency:CAD/share-capital/common -36 -36".to_owned());
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&case.each_ref().map(String::as_str), &[], &expected);
    }
}

#[test]
fn fractions_of_rights_follow_the_policy_and_of_restricted_shares_the_event() {
    // One tenth of 15 shares, and of 14 warrants, options and restricted shares.
    let case = [
        PLAN.to_owned(),
        "policy_adopted {'fractions':{'shares':'down','options':'up','warrants':'half_up'}}".to_owned(),
        issued("a", "15"),
        "warrants_issued {'series':'w','holder':'a','quantity':'14'}".to_owned(),
        "options_granted {'grant':'g','plan':'p','holder':'a','quantity':'14','strike':@1CAD}".to_owned(),
        "awards_granted {'grant':'r','plan':'p','holder':'a','kind':'restricted_shares','quantity':'14'}".to_owned(),
        consolidated("2004-01-02", ",'fractions':'half_up'"),
    ];
    check(
        &case.each_ref().map(String::as_str),
        &[],
        &[
            "award:r/held/a 1 0",
            "award:r/writer -1 0",
            "class:common/held/a 2 0",
            "class:common/reserved 3 0",
            "class:common/restricted/r 1 0",
            "currency:CAD/cash/ca 9 9",
            "currency:CAD/share-capital/common -9 -9",
            "grant:g/held/a 2 0",
            "grant:g/writer -2 0",
            "series:w/held/a 1 0",
            "series:w/writer -1 0",
        ],
    );
}

#[test]
fn rights_reserve_and_strikes_follow_a_consolidation() {
    // 105 and 19 warrants become 10 and 1; 31 of which two buy a share, 3, for which 1 is reserved. 55 options
    // become 5: of the 18 that have vested on the day one is left, of the last 19 one.
    let case = [
        PLAN.to_owned(),
        HALVES.to_owned(),
        "warrants_issued {'series':'w','holder':'a','quantity':'105'}".to_owned(),
        "warrants_issued {'series':'w','holder':'b','quantity':'19'}".to_owned(),
        "warrants_issued {'series':'h','holder':'a','quantity':'31'}".to_owned(),
        "options_granted {'grant':'g','plan':'p','holder':'a','quantity':'55','strike':@0.333CAD,'vesting':{'steps':[{'on':'2004-01-02','quantity':'18'},{'on':'2004-03-01','quantity':'18'},{'on':'2004-04-01','quantity':'19'}]}}".to_owned(),
        consolidated("2004-02-01", ""),
        // Of the pool of 1,005 one hundred are left, 5 of them outstanding.
        "2004-02-02 options_granted {'grant':'k','plan':'p','holder':'a','quantity':'96','strike':@1CAD}".to_owned(),
        "2004-02-02 options_granted {'grant':'l','plan':'p','holder':'a','quantity':'95','strike':@1CAD}".to_owned(),
    ];
    let case = case.each_ref().map(String::as_str);
    check(
        &case,
        &[(8, "C2008")],
        &[
            "class:common/reserved 112 0",
            "grant:g/held/a 5 0",
            "grant:g/writer -5 0",
            "grant:l/held/a 95 0",
            "grant:l/writer -95 0",
            "series:h/held/a 3 0",
            "series:h/writer -3 0",
            "series:w/held/a 10 0",
            "series:w/held/b 1 0",
            "series:w/writer -11 0",
        ],
    );
    let before = rights(&folded(&case[..6]).0, "2004-02-01");
    assert_eq!(before, ["w 0.5 0", "h 0.5 0", "g 0.333 37"]);
    for (on, unvested) in [("2004-02-01", 4), ("2004-03-01", 1), ("2004-04-01", 0)] {
        let after = rights(&folded(&case[..7]).0, on);
        assert_eq!(after, ["w 5 0", "h 5 0", &format!("g 3.33 {unvested}")], "{on}");
    }
    let threshold = |case: &[&str]| {
        let ledger = folded(case).0;
        let clause = ledger.series().find_map(|right| right.acceleration.cloned()).expect("a clause");
        clause.threshold.amount
    };
    let price = |text: &str| Given::Stated(text.parse::<PerShare>().expect("a price"));
    assert_eq!((threshold(&case[..6]), threshold(&case[..7])), (price("0.75"), price("7.5")));
}

#[test]
fn what_one_person_was_granted_is_in_shares_of_the_day() {
    // One person may have a tenth of 1,000, then of 100; of 45 granted 4 are left.
    let granted = |day: &str, grant: &str, quantity: u32| {
        format!(
            "{day} options_granted {{'grant':'{grant}','plan':'each','holder':'b','quantity':'{quantity}','strike':@1CAD}}"
        )
    };
    let case = [
        "plan_registered {'plan':'each','name':'E','class':'common','pool':'unlimited','per_person':{'percent':'10','months':12}}"
            .to_owned(),
        issued("a", "1000"),
        granted("2004-01-01", "before", 45),
        consolidated("2004-02-01", ""),
        granted("2004-02-02", "more", 7),
        granted("2004-02-02", "rest", 6),
    ];
    assert_eq!(folded(&case.each_ref().map(String::as_str)).1, [(5, "C2201")]);
}

#[test]
fn what_rounding_leaves_nothing_of_gives_up_its_value() {
    // 8 treasury shares that cost 4.00, 15 and 5 shares promised for 30.00 and 10.00, 9 warrants for which 6.00
    // was paid, and an option charged with 3.00.
    let promised = |name: &str, quantity: &str, value: &str| {
        format!(
            "obligation_incurred {{'obligation':'{name}','class':'common','holder':'a','quantity':'{quantity}','value':@{value}CAD,'for':{{'services':'administrative'}}}}"
        )
    };
    let case = [
        PLAN.to_owned(),
        issued("a", "28"),
        "shares_repurchased {'class':'common','holder':'a','quantity':'8','paid':@4CAD,'from':{'account':'ca'},'kept':'treasury'}"
            .to_owned(),
        promised("much", "15", "30"),
        promised("little", "5", "10"),
        "warrants_issued {'series':'w','holder':'a','quantity':'9','paid':{'account':'ca','amount':@6CAD}}".to_owned(),
        "options_granted {'grant':'g','plan':'p','holder':'a','quantity':'1','strike':@1CAD}".to_owned(),
        "compensation_recognised {'grant':'g','amount':@3CAD,'purpose':'administrative'}".to_owned(),
        consolidated("2004-01-02", ""),
    ];
    check(
        &case.each_ref().map(String::as_str),
        &[],
        &[
            "class:common/held/a 2 0",
            "class:common/obligated/much 1 0",
            "currency:CAD/cash/ca 11 11",
            "currency:CAD/contributed-surplus -19 -19",
            "currency:CAD/deficit 4 4",
            "currency:CAD/expense/administrative 43 43",
            "currency:CAD/obligation/much -30 -30",
            "currency:CAD/share-capital/common -9 -9",
        ],
    );
}

#[test]
fn fractions_are_paid_for_holder_by_holder() {
    // 0.5, 0.4 and 0.9 of a share at 2.33: 1.17 (1.165), 0.93 (0.932) and 2.10 (2.097). What is in treasury is not
    // paid for.
    let paid = ",'cash_in_lieu':{'price':@2.33CAD,'from':{'account':'ca'}}";
    let case = [
        "holder_registered {'holder':'c','name':'C'}".to_owned(),
        issued("a", "1005"),
        issued("b", "14"),
        issued("c", "24"),
        "shares_repurchased {'class':'common','holder':'c','quantity':'15','paid':@4CAD,'from':{'account':'ca'},'kept':'treasury'}"
            .to_owned(),
        consolidated("2004-01-02", paid),
    ];
    check(
        &case.each_ref().map(String::as_str),
        &[],
        &[
            "class:common/held/a 100 0",
            "class:common/held/b 1 0",
            "class:common/treasury 1 0",
            "currency:CAD/cash/ca 18.8 18.8",
            "currency:CAD/share-capital/common -22.8 -22.8",
            "currency:CAD/treasury-stock/common 4 4",
        ],
    );
}

#[test]
fn what_a_holder_has_in_several_places_is_one_holding() {
    // 15 free and 15 in escrow are three shares after 1:10, not two; 4 and 4 are 0.8, which half up is one, and of
    // which 0.8 × 2.50 is paid for otherwise.
    let escrow = "escrow_agreed {'escrow':'e','agent':'T','schedule':[{'on':'2004-06-01','percent':'100'}]}";
    let deposit = |holder: &str, quantity: &str| {
        format!("escrow_deposited {{'escrow':'e','class':'common','holder':'{holder}','quantity':'{quantity}'}}")
    };
    let case = |rest: &str| {
        [
            escrow.to_owned(),
            issued("a", "30"),
            issued("b", "8"),
            deposit("a", "15"),
            deposit("b", "4"),
            consolidated("2004-01-02", rest),
        ]
    };
    let paid = ",'cash_in_lieu':{'price':@2.50CAD,'from':{'account':'ca'}}";
    let rows: [(&str, &[&str]); 3] = [
        ("", &["class:common/escrowed/e/a 1 0", "class:common/held/a 2 0", "currency:CAD/cash/ca 18 18"]),
        (
            ",'fractions':'half_up'",
            &[
                "class:common/escrowed/e/a 1 0",
                "class:common/held/a 2 0",
                "class:common/held/b 1 0",
                "currency:CAD/cash/ca 18 18",
            ],
        ),
        (paid, &["class:common/escrowed/e/a 1 0", "class:common/held/a 2 0", "currency:CAD/cash/ca 16 16"]),
    ];
    for (rest, expected) in rows {
        let capital = if rest == paid { "-16 -16" } else { "-18 -18" };
        let capital = format!("currency:CAD/share-capital/common {capital}");
        let case = case(rest);
        check(&case.each_ref().map(String::as_str), &[], &[expected, &[capital.as_str()]].concat());
    }
}

#[test]
fn what_has_vested_is_multiplied_and_no_more() {
    // 19 on 1 January 2005 and one upon listing, which has come and is exercised: of 19 one is left, and it has not
    // vested. Of 15 unvested, half up, both that are left have not.
    let half_up = "policy_adopted {'fractions':{'shares':'down','options':'half_up','warrants':'down'}}";
    let granted = |quantity: &str, vesting: &str| {
        format!(
            "options_granted {{'grant':'g','plan':'p','holder':'a','quantity':'{quantity}','strike':@1CAD,'vesting':{{'steps':[{vesting}]}}}}"
        )
    };
    let listing = "{'on':'2005-01-01','quantity':'19'},{'upon':'listing','quantity':'1'}";
    let rows: [(Vec<String>, &str, &str); 2] = [
        (
            vec![
                PLAN.to_owned(),
                granted("20", listing),
                "2004-01-02 vesting_condition_met {'grant':'g','condition':'listing'}".to_owned(),
                "2004-01-02 options_exercised {'lots':[{'grant':'g','quantity':'1','price':@1CAD}],'account':'ca'}"
                    .to_owned(),
            ],
            "1",
            "g 10 1",
        ),
        (
            vec![half_up.to_owned(), PLAN.to_owned(), granted("15", "{'on':'2005-01-01','quantity':'15'}")],
            "2",
            "g 10 2",
        ),
    ];
    for (mut case, outstanding, right) in rows {
        case.push(consolidated("2004-01-03", ""));
        let (ledger, refused) = folded(&case.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(refused, []);
        assert_eq!(figure(&ledger, "options.outstanding"), outstanding);
        assert!(rights(&ledger, "2004-01-03").contains(&right.to_owned()), "{right}");
    }
}

#[test]
fn the_charter_is_split_only_if_the_event_says_so() {
    let limited = "authorised_set {'class':'common','authorised':{'limited':'1999'}}".to_owned();
    let too = ",'authorised_too':true";
    let rows = [
        (issued("a", "1000"), split("2004-01-02", ""), &[(3, "C2002")][..], "1999", "1000"),
        (issued("a", "999"), split("2004-01-02", ""), &[], "1999", "1998"),
        (issued("a", "1000"), split("2004-01-02", too), &[], "3998", "2000"),
        (issued("a", "1000"), consolidated("2004-01-02", ""), &[], "1999", "100"),
        (issued("a", "1000"), consolidated("2004-01-02", too), &[], "199", "100"),
    ];
    for (issue, change, refused, authorised, outstanding) in rows {
        let (ledger, found) = folded(&[&limited, &issue, &change]);
        assert_eq!(found, refused, "{change}");
        let figures = ["shares.authorised", "shares.outstanding"].map(|name| figure(&ledger, name));
        assert_eq!(figures, [authorised, outstanding], "{change}");
    }
}

/// Once the independent model could not read a maximum of which nothing was left, and said that such a purchase
/// was malformed.
#[test]
fn nothing_can_be_bought_or_placed_of_what_nothing_is_left() {
    let case = [
        issued("a", "100"),
        "bid_announced {'bid':'b','class':'common','maximum':'9','from':'2004-01-01','through':'2004-12-31'}".to_owned(),
        "placement_announced {'placement':'may','name':'May','class':'common','maximum':'9'}".to_owned(),
        consolidated("2004-01-02", ""),
        "2004-01-03 shares_repurchased {'class':'common','holder':'a','quantity':'1','paid':@1CAD,'from':{'account':'ca'},'kept':'cancelled','bid':'b'}".to_owned(),
        "2004-01-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@1CAD}},'tranche':{'placement':'may','number':1}}".to_owned(),
        consolidated("2004-01-04", ""),
    ];
    let refused = folded(&case.each_ref().map(String::as_str)).1;
    assert_eq!(refused.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [5, 6]);
}

#[test]
fn bonus_shares_come_besides_the_old_ones() {
    // One for three: 1,000 become 1,333; a strike of 0.50 is 0.375.
    let case = [
        issued("a", "1000"),
        "warrants_issued {'series':'w','holder':'a','quantity':'30'}".to_owned(),
        "2004-01-02 bonus_shares_issued {'class':'common','ratio':{'new':'1','old':'3'}}".to_owned(),
    ];
    let case = case.each_ref().map(String::as_str);
    check(
        &case,
        &[],
        &[
            "class:common/held/a 1333 0",
            "class:common/reserved 40 0",
            "currency:CAD/cash/ca 9 9",
            "currency:CAD/share-capital/common -9 -9",
            "series:w/held/a 40 0",
            "series:w/writer -40 0",
        ],
    );
    let ledger = folded(&case).0;
    assert_eq!(rights(&ledger, "2004-01-02"), ["w 0.375 0"]);
    // A third of 0.50, half up.
    let thirds = "2004-01-02 shares_split {'class':'common','ratio':{'new':'3','old':'1'}}";
    assert_eq!(rights(&folded(&[case[0], case[1], thirds]).0, "2004-01-02"), ["w 0.1666666667 0"]);
    // 333 bonus shares are issued; a split issues none.
    assert_eq!(figure(&ledger, "shares.issued-in-period"), "1333");
    let split = split("2004-01-02", "");
    assert_eq!(figure(&folded(&[case[0], split.as_str()]).0, "shares.issued-in-period"), "1000");
}

#[test]
fn shares_in_custody_stay_there() {
    let case = [
        issued("a", "1005"),
        "escrow_agreed {'escrow':'e','agent':'T','schedule':[{'on':'2004-06-01','percent':'50'},{'on':'2004-12-01','percent':'50'}]}".to_owned(),
        "escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'405'}".to_owned(),
        "certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'66'}".to_owned(),
        "shares_issued {'class':'common','holder':'b','quantity':'55','for':{'cash':{'account':'ca','paid':@1CAD}},'hold_until':'2004-07-01'}".to_owned(),
        consolidated("2004-02-01", ",'fractions':'half_up'"),
        // 1,005 are 100.5; of 405 deposited 40 stay locked, of which half may be released.
        "2004-06-01 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'21'}".to_owned(),
        "2004-06-01 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'20'}".to_owned(),
        // Of 6 shares 5 are held until 1 July.
        "2004-07-01 shares_transferred {'class':'common','from':'b','to':'a','quantity':'2'}".to_owned(),
        "2004-07-01 shares_transferred {'class':'common','from':'b','to':'a','quantity':'1'}".to_owned(),
        "2004-07-02 shares_transferred {'class':'common','from':'b','to':'a','quantity':'5'}".to_owned(),
    ];
    let case = case.each_ref().map(String::as_str);
    let custody = &["class:common/certificate-book -6 0", "class:common/certificate/c 6 0"];
    let money = &["currency:CAD/cash/ca 10 10", "currency:CAD/share-capital/common -10 -10"];
    let held = &["class:common/escrowed/e/a 40 0", "class:common/held/a 61 0", "class:common/held/b 6 0"];
    check(&case[..6], &[], &[&custody[..], money, held].concat());
    let held = &["class:common/escrowed/e/a 20 0", "class:common/held/a 87 0"];
    check(&case, &[(7, "C2153"), (9, "C2152")], &[&custody[..], money, held].concat());
}

#[test]
fn an_exchange_carries_everything_over_to_the_other_class() {
    // Two new for five old: 1,004 become 401 (401.6), 10 treasury shares 4; 25 warrants at 0.50 become 10 at 1.25.
    let case = [
        "class_registered {'class':'new','name':'New'}".to_owned(),
        "authorised_set {'class':'new','authorised':{'limited':'415'}}".to_owned(),
        "class_registered {'class':'third','name':'T','conversion':{'into':'common','ratio':{'new':'5','old':'1'}}}".to_owned(),
        "authorised_set {'class':'third','authorised':'unlimited'}".to_owned(),
        "shares_issued {'class':'third','holder':'b','quantity':'3','for':{'cash':{'account':'ca','paid':@1CAD}}}".to_owned(),
        issued("a", "1014"),
        "shares_repurchased {'class':'common','holder':'a','quantity':'10','paid':@4CAD,'from':{'account':'ca'},'kept':'treasury'}"
            .to_owned(),
        "warrants_issued {'series':'w','holder':'a','quantity':'25'}".to_owned(),
        "2004-02-01 class_exchanged {'from':'common','to':'new','ratio':{'new':'2','old':'5'}}".to_owned(),
        // One third share gives two new ones; there is no room for them.
        "2004-02-02 shares_converted {'class':'third','holder':'b','quantity':'1'}".to_owned(),
        "2004-02-02 authorised_set {'class':'new','authorised':'unlimited'}".to_owned(),
        "2004-02-02 shares_converted {'class':'third','holder':'b','quantity':'1'}".to_owned(),
        "2004-02-02 warrants_exercised {'series':'w','holder':'a','quantity':'4','account':'ca'}".to_owned(),
    ];
    let case = case.each_ref().map(String::as_str);
    let (ledger, refused) = folded(&case);
    assert_eq!(refused, [(10, "C2002")]);
    let rows: Vec<String> = ledger
        .balances()
        .into_iter()
        .filter(|(key, _)| !key.ends_with("/charter"))
        .map(|(key, balance)| format!("{key} {}", balance.amount))
        .collect();
    assert_eq!(
        rows,
        [
            "class:new/held/a 405",
            "class:new/held/b 2",
            "class:new/reserved 6",
            "class:new/treasury 4",
            "class:third/held/b 2",
            "currency:CAD/cash/ca 11",
            // 9.00, 5.00 for four warrants at 1.25, and a third of what was paid for the third class.
            "currency:CAD/share-capital/new -14.33",
            "currency:CAD/share-capital/third -0.67",
            "currency:CAD/treasury-stock/new 4",
            "series:w/exercised 4",
            "series:w/held/a 6",
            "series:w/writer -10",
        ]
    );
}

/// What the terms of a class say per share, and into how many of the other class it converts.
fn carried(ledger: &Ledger, class: &str) -> String {
    let class = ledger.class(&class.parse().expect("a name")).expect("a class");
    let terms = ledger.class_terms(class).expect("terms");
    let ClassParticipation::UpTo(most) = terms.participation else { panic!("no bound") };
    let dividend = terms.dividend.expect("a dividend");
    let prices =
        [terms.par, terms.preference, Some(dividend.of), Some(most), terms.redemption.map(|terms| terms.price)];
    let prices: Vec<String> = prices.into_iter().flatten().map(|price| price.amount.to_string()).collect();
    let ratio = terms.conversion.map(|terms| format!("{}:{}", terms.ratio.new, terms.ratio.old));
    format!("{} {}% {}", prices.join(" "), dividend.percent, ratio.as_deref().unwrap_or("-"))
}

#[test]
fn the_terms_of_a_class_are_those_of_a_share_of_the_day() {
    let preferred = "class_registered {'class':'pref','name':'P','par':@1CAD,'preference':@2.50CAD,'dividend':{'rate':{'percent':{'percent':'8','of':@2CAD}},'cumulative':true},'participation':{'up_to':@5CAD},'conversion':{'into':'common','ratio':{'new':'3','old':'1'}},'redemption':{'price':@2.25CAD}}";
    let rows = [
        ("exchange_revalued {}", "1 2.5 2 5 2.25 8% 3:1"),
        // What was one share is two and a half: each price is two fifths, and 6 common for 5 are 3 for 2.5.
        ("shares_split {'class':'pref','ratio':{'new':'5','old':'2'}}", "0.4 1 0.8 2 0.9 8% 6:5"),
        // A bonus issue leaves the par value.
        ("bonus_shares_issued {'class':'pref','ratio':{'new':'1','old':'1'}}", "1 1.25 1 2.5 1.125 8% 3:2"),
        ("shares_split {'class':'common','ratio':{'new':'4','old':'1'}}", "1 2.5 2 5 2.25 8% 12:1"),
        ("class_exchanged {'from':'common','to':'third','ratio':{'new':'1','old':'6'}}", "1 2.5 2 5 2.25 8% 1:2"),
        ("class_exchanged {'from':'common','to':'pref','ratio':{'new':'1','old':'1'}}", "1 2.5 2 5 2.25 8% -"),
    ];
    for (change, terms) in rows {
        let third = "class_registered {'class':'third','name':'T'}";
        let ledger = folded(&[preferred, third, &format!("2004-02-01 {change}")]).0;
        assert_eq!(carried(&ledger, "pref"), terms, "{change}");
    }
}

#[test]
fn what_was_announced_and_agreed_is_in_shares_of_the_day() {
    // One tenth of 1,005 and 209 of a bid, of 1,005 and 309 of a placement; its price of 0.333 is 3.33, as is a
    // debt's.
    let tranche = "'tranche':{'placement':'may','number':1}";
    let case = [
        issued("a", "3000"),
        "bid_announced {'bid':'bid','class':'common','maximum':'1005','from':'2004-01-01','through':'2004-12-31'}"
            .to_owned(),
        "shares_repurchased {'class':'common','holder':'a','quantity':'209','paid':@4CAD,'from':{'account':'ca'},'kept':'cancelled','bid':'bid'}"
            .to_owned(),
        "placement_announced {'placement':'may','name':'May','class':'common','price':@0.333CAD,'maximum':'1005'}"
            .to_owned(),
        format!(
            "shares_issued {{{tranche},'class':'common','holder':'b','quantity':'309','for':{{'cash':{{'account':'ca','paid':@102.90CAD,'price':@0.333CAD}}}}}}"
        ),
        "debt_issued {'debt':'note','name':'N','kind':'note','holder':'a','principal':@1000CAD,'for':{'cash':{'into':{'account':'ca'}}},'conversion':{'class':'common','price':@0.333CAD}}"
            .to_owned(),
        consolidated("2004-02-01", ""),
        format!("2004-02-02 tranche_closed {{{tranche},'quantity':'30','gross':@102.90CAD}}"),
    ];
    let counts = |ledger: &Ledger| {
        let bids = ledger.bids().map(|bid| format!("{} of {}", bid.bought, bid.maximum));
        let placements = ledger.placements().map(|placement| {
            let price = placement.price.map(|(price, _)| price.to_string());
            format!("{} left at {}", placement.left.expect("a maximum"), price.expect("a price"))
        });
        let tranches = ledger.tranches().map(|tranche| format!("{} in {}", tranche.quantity, tranche.number));
        let debts =
            ledger.debts().map(|debt| debt.conversion.and_then(|terms| terms.price).expect("a price").to_string());
        bids.chain(placements).chain(tranches).chain(debts).collect::<Vec<_>>()
    };
    let case = case.each_ref().map(String::as_str);
    assert_eq!(counts(&folded(&case[..6]).0), ["209 of 1005", "696 left at 0.333", "309 in 1", "0.333"]);
    let (ledger, refused) = folded(&case);
    assert_eq!(refused, []);
    assert_eq!(counts(&ledger), ["20 of 100", "70 left at 3.33", "30 in 1", "3.33"]);
}

#[test]
fn an_exchange_adds_what_is_locked_of_both_classes() {
    // Two new for one: 20 on hold are 40, besides 30; 40 in escrow are 80, besides 10.
    let locked = |class: &str, quantity: &str, until: &str| {
        format!(
            "shares_issued {{'class':'{class}','holder':'b','quantity':'{quantity}','for':{{'cash':{{'account':'ca','paid':@1CAD}}}},'hold_until':'{until}'}}"
        )
    };
    let case = [
        "class_registered {'class':'new','name':'New'}".to_owned(),
        "authorised_set {'class':'new','authorised':'unlimited'}".to_owned(),
        locked("new", "30", "2004-07-01"),
        locked("common", "20", "2004-06-01"),
        issued("a", "47"),
        issued("a", "10").replace("common", "new"),
        "escrow_agreed {'escrow':'e','agent':'T'}".to_owned(),
        "escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'40'}".to_owned(),
        "escrow_deposited {'escrow':'e','class':'new','holder':'a','quantity':'10'}".to_owned(),
        "certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'7'}".to_owned(),
        "2004-02-01 class_exchanged {'from':'common','to':'new','ratio':{'new':'2','old':'1'}}".to_owned(),
    ];
    let (ledger, refused) = folded(&case.each_ref().map(String::as_str));
    assert_eq!(refused, []);
    let on = day("2004-02-02");
    let name = |class| ledger.unit_name(Unit::Class(class));
    let locks = ledger.locks(on).into_iter().map(|row| {
        let until = row.hold_until.map(|until| until.to_string());
        format!("{} {} {} {:?} {}", name(row.class), row.holder, row.on_hold, until.as_deref(), row.escrowed)
    });
    assert_eq!(locks.collect::<Vec<_>>(), ["new a 0 None 90", "new b 70 Some(\"2004-07-01\") 0"]);
    let escrowed =
        ledger.escrowed(on).into_iter().map(|row| format!("{} {} {}", name(row.class), row.deposited, row.there));
    assert_eq!(escrowed.collect::<Vec<_>>(), ["new 90 90"]);
    let certificates = ledger.certificates().map(|row| format!("{} {}", name(row.class), row.quantity));
    assert_eq!(certificates.collect::<Vec<_>>(), ["new 14"]);
}

/// 1,000 shares from before the year, 500 more on 15 February, and two for one on 1 March.
fn halfway() -> Vec<String> {
    vec![
        "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'1000'}]}".to_owned(),
        format!("2004-02-15 {}", issued("b", "500")),
        split("2004-03-01", ""),
    ]
}

#[test]
fn a_weighted_average_is_in_the_units_of_its_last_day() {
    // Through March: (2,000 × 91 + 1,000 × 46) ÷ 91; through February: (1,000 × 60 + 500 × 15) ÷ 60, which is
    // twice as much in the units of March.
    let case = halfway();
    let ledger = folded(&case.iter().map(String::as_str).collect::<Vec<_>>()).0;
    let over = |last: &str| Time::Over(capfold_core::date::Period::new(day("2004-01-01"), day(last)).expect("days"));
    let average = |last: &str| evaluate(&ledger, Figure::SharesWeightedAverage, None, over(last)).expect("a figure");
    let number = |answer: capfold_core::figures::Answer| answer.number.expect("a number").to_string();
    assert_eq!(number(average("2004-03-31")), "228000/91");
    assert_eq!(number(average("2004-02-29")), "1125");
    let restated = |last: &str, to: &str| {
        evaluate_restated(&ledger, Figure::SharesWeightedAverage, None, over(last), day(to)).map(number)
    };
    assert_eq!(restated("2004-02-29", "2004-02-29").as_deref(), Ok("1125"));
    assert_eq!(restated("2004-02-29", "2004-03-01").as_deref(), Ok("2250"));
    assert_eq!(
        restated("2004-02-29", "2004-02-28"),
        Err(FigureError::RestatedBefore { day: day("2004-02-28"), last: day("2004-02-29") })
    );
    let cash = evaluate_restated(&ledger, Figure::Cash, None, Time::At(day("2004-02-29")), day("2004-03-01"));
    assert_eq!(cash.map(number), Err(FigureError::NotRestated("cash")));
    // Each part is counted in the units of the last day, and the split itself is none.
    let parts: Vec<_> = average("2004-03-31")
        .parts
        .iter()
        .map(|part| (part.amount.to_string(), part.counts_as().as_ref().map(ToString::to_string), part.days))
        .collect();
    assert_eq!(
        parts,
        [("1000".to_owned(), Some("2000".to_owned()), Some(91)), ("500".to_owned(), Some("1000".to_owned()), Some(46))]
    );
}

#[test]
fn the_proportion_of_a_restatement_is_that_of_what_was_outstanding() {
    // 1,000 + 5 shares become 100, one of 5 nothing: before it, 1,005 count as 100.
    let case = [
        "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'1000'},{'class':'common','holder':'b','quantity':'5'}]}".to_owned(),
        consolidated("2004-07-01", ""),
    ];
    let ledger = folded(&case.each_ref().map(String::as_str)).0;
    assert_eq!(figure(&ledger, "shares.weighted-average"), "100");
}

#[test]
fn a_stock_dividend_in_the_class_itself_is_restated_too() {
    // One for four on 1 July: 1,000 shares count as 1,250 from the start of the year. Of another class it is not.
    let rows = [("common", "1250"), ("other", "206000/183")];
    for (of, average) in rows {
        let case = [
            "class_registered {'class':'other','name':'O'}".to_owned(),
            "authorised_set {'class':'other','authorised':'unlimited'}".to_owned(),
            "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'1000'}]}".to_owned(),
            format!("2004-07-01 stock_dividend_paid {{'class':'common','of':'{of}','ratio':{{'new':'1','old':'4'}}}}"),
        ];
        let ledger = folded(&case.each_ref().map(String::as_str)).0;
        assert_eq!(figure(&ledger, "shares.weighted-average"), average, "{of}");
    }
}

#[test]
fn a_new_name_is_printed_from_its_day_on() {
    let case = [
        "2004-02-01 renamed {'thing':'issuer','name':'Heron'}",
        "2004-02-01 renamed {'thing':{'holder':'a'},'name':'Ann'}",
        "2004-02-01 renamed {'thing':{'class':'common'},'name':'Ordinary'}",
        "2004-02-01 renamed {'thing':{'series':'w'},'name':'Warrants of 2004'}",
        "2004-02-01 renamed {'thing':{'series':'none'},'name':'N'}",
    ];
    let names = |case: &[&str]| {
        let (ledger, refused) = folded(case);
        let issuer = ledger.book().expect("a book").issuer.to_string();
        let class = ledger.classes().map(|(_, _, label)| label.to_string()).collect::<Vec<_>>();
        let series = ledger.series().map(|right| right.label.map(ToString::to_string)).collect::<Vec<_>>();
        (issuer, class, series, refused)
    };
    let series = |name: &str| vec![Some(name.to_owned())];
    assert_eq!(names(&[]), ("I".to_owned(), vec!["Common".to_owned()], series("W"), Vec::new()));
    let after = ("Heron".to_owned(), vec!["Ordinary".to_owned()], series("Warrants of 2004"), vec![(5, "C1201")]);
    assert_eq!(names(&case), after);
}
