//! Promise: what happens to a class of shares as a whole follows the arithmetic of its terms.

use capfold_core::date::{Date, Period};
use capfold_core::entry::{Cut, Entry};
use capfold_core::figures::{Figure, Time, evaluate};
use capfold_core::ledger::{ClassParticipation, Ledger, fold_with_lineage};
use capfold_core::log::Log;

use crate::malformed::refused;
use crate::runner::entry;

const FRAME: &[&str] = &[
    "book_opened {'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}",
    "holder_registered {'holder':'zoe','name':'Z'}",
    "holder_registered {'holder':'a','name':'A'}",
    "holder_registered {'holder':'b','name':'B'}",
    "class_registered {'class':'common','name':'Common'}",
    "class_registered {'class':'preferred','name':'P','conversion':{'into':'common','ratio':{'new':'3','old':'2'}}}",
    "authorised_set {'class':'common','authorised':{'limited':'1000'}}",
    "authorised_set {'class':'preferred','authorised':'unlimited'}",
    "account_registered {'account':'ca','name':'CA','currency':'CAD'}",
    "account_registered {'account':'us','name':'US','currency':'USD'}",
];

/// `tag contents` as JSON: `'` for `"`, `@1.50CAD` for money.
fn json(text: &str) -> String {
    let (tag, contents) = text.split_once(' ').expect("a tag and its contents");
    let mut parts = contents.split('@');
    let mut json = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (amount, rest) = part.split_at(part.find(|c: char| c.is_ascii_uppercase()).expect("a currency"));
        let (currency, rest) = rest.split_at(3);
        json += &format!("{{'amount':'{amount}','currency':'{currency}'}}{rest}");
    }
    format!("{{'{tag}':{json}}}").replace('\'', "\"")
}

/// The ledger after the frame and further lines, all of which can happen.
#[track_caller]
fn after(lines: &[&str]) -> Ledger {
    let mut log = Log::new();
    for (number, line) in (1..).zip(FRAME.iter().chain(lines)) {
        let line = entry(number, "2004-01-01", &json(line));
        log.append(Entry::parse(line.trim_end().as_bytes()).expect(&line)).expect("an entry that the log takes");
    }
    let (ledger, findings) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    assert_eq!(findings, []);
    ledger
}

/// The balances after the lines: those listed, and no others of their units.
#[track_caller]
fn check(lines: &[&str], units: &[&str], expected: &[&str]) {
    let balances = after(lines).balances().into_iter();
    let of_units = balances.filter(|(key, _)| units.iter().any(|unit| key.starts_with(unit)));
    let rows: Vec<String> =
        of_units.map(|(key, balance)| format!("{key} {} {}", balance.amount, balance.carrying)).collect();
    assert_eq!(rows, expected);
}

/// What is said of an event that contradicts itself, and what the caret underlines.
#[track_caller]
fn contradiction(event: &str, message: &str, value: &str) {
    let printed = refused(entry(2, "2004-01-01", &json(event)).trim_end());
    assert!(printed.starts_with(&format!("error[C0003]: {message}\n")), "{printed}");
    assert_eq!(printed.matches('^').count(), value.chars().count(), "{value}: {printed}");
}

#[test]
fn an_event_that_contradicts_itself_is_refused_when_it_is_read() {
    contradiction(
        "class_registered {'class':'p','name':'P','conversion':{'into':'p','ratio':{'new':'1','old':'1'}}}",
        "`p` converts into itself",
        "'p'",
    );
    contradiction(
        "class_registered {'class':'p','name':'P','preference':@1CAD,'participation':{'up_to':@3USD}}",
        "the preference is in CAD, participation up to USD",
        "'USD'",
    );
    contradiction(
        "bid_announced {'bid':'b','class':'c','maximum':'1','from':'2004-06-02','through':'2004-06-01'}",
        "from 2004-06-02 through 2004-06-01: the days are reversed",
        "'2004-06-01'",
    );
    contradiction(
        "dividend_declared {'dividend':'d','class':'c','per_share':@1CAD,'declared':'2004-06-02','payable':'2004-06-01'}",
        "declared on 2004-06-02, payable on 2004-06-01",
        "'2004-06-01'",
    );
    contradiction(
        "dividend_paid {'dividend':'d','from':{'account':'ca'},'amount':@3CAD,'withheld':@1USD}",
        "paid in CAD, withheld in USD",
        "'USD'",
    );
    contradiction("spun_out {'class':'c','into':'N','assets':[]}", "a spin-out has at least one asset", "[]");
}

#[test]
fn the_terms_of_a_class_are_those_registered() {
    let ledger = after(&[
        "class_registered {'class':'b','name':'B','par':@0.01CAD,'votes':'none','preference':@2CAD,'dividend':{'rate':{'amount':@0.16CAD},'cumulative':true},'participation':{'up_to':@6CAD},'seniority':1}",
    ]);
    let class = ledger.class(&"b".parse().expect("a name")).expect("a class");
    let terms = ledger.class_terms(class).expect("terms");
    assert_eq!(terms.par.map(|par| par.amount.to_string()), Some("0.01".to_owned()));
    assert_eq!(terms.votes.map(|votes| votes.to_string()), Some("0".to_owned()));
    let dividend = terms.dividend.expect("a dividend");
    assert_eq!((dividend.percent.to_string(), dividend.of.amount.to_string()), ("100".to_owned(), "0.16".to_owned()));
    assert!(matches!(terms.participation, ClassParticipation::UpTo(most) if most.amount.to_string() == "6"));
    assert_eq!((terms.seniority, terms.conversion, terms.redemption), (Some(1), None, None));
}

#[test]
fn holders_come_in_order_of_registration() {
    let ledger = after(&[
        "shares_issued {'class':'common','holder':'b','quantity':'7','for':{'cash':{'account':'ca','paid':@7CAD}}}",
        "shares_issued {'class':'common','holder':'a','quantity':'5','for':{'cash':{'account':'ca','paid':@5CAD}}}",
        "shares_issued {'class':'common','holder':'zoe','quantity':'3','for':{'cash':{'account':'ca','paid':@3CAD}}}",
        "shares_transferred {'class':'common','from':'a','to':'b','quantity':'5'}",
    ]);
    let class = ledger.class(&"common".parse().expect("a name")).expect("a class");
    let name = |holder| ledger.holder_name(holder).map(ToString::to_string).unwrap_or_default();
    let holders = ledger.holders_of(class).into_iter();
    let rows: Vec<String> = holders.map(|(holder, shares)| format!("{} {shares}", name(holder))).collect();
    assert_eq!(rows, ["zoe 3", "b 12"]);
}

const PREFERRED: &str =
    "shares_issued {'class':'preferred','holder':'a','quantity':'7','for':{'cash':{'account':'ca','paid':@10.01CAD}}}";

/// 5 × 3 ÷ 2 = 7.5, of which 7; 10.01 × 5 ÷ 7 = 7.15.
#[test]
fn converted_shares_take_their_part_of_the_capital_along() {
    check(
        &[PREFERRED, "shares_converted {'class':'preferred','holder':'a','quantity':'5','into':'7'}"],
        &["class:", "currency:"],
        &[
            "class:common/charter -1000 0",
            "class:common/held/a 7 0",
            "class:common/unissued 993 0",
            "class:preferred/charter -2 0",
            "class:preferred/held/a 2 0",
            "currency:CAD/cash/ca 10.01 10.01",
            "currency:CAD/share-capital/common -7.15 -7.15",
            "currency:CAD/share-capital/preferred -2.86 -2.86",
        ],
    );
}

/// The last of the class takes all of its capital; 7 × 1.6 = 11.2.
#[test]
fn conversion_follows_the_ratio_of_the_day() {
    check(
        &[
            PREFERRED,
            "conversion_adjusted {'class':'preferred','ratio':{'new':'1.6','old':'1'}}",
            "shares_converted {'class':'preferred','holder':'a','quantity':'7','into':'11'}",
        ],
        &["class:preferred", "currency:"],
        &["currency:CAD/cash/ca 10.01 10.01", "currency:CAD/share-capital/common -10.01 -10.01"],
    );
}

const HUNDRED: &str =
    "shares_issued {'class':'common','holder':'a','quantity':'100','for':{'cash':{'account':'ca','paid':@50.01CAD}}}";

fn repurchased(quantity: &str, paid: &str, kept: &str) -> String {
    format!(
        "shares_repurchased {{'class':'common','holder':'a','quantity':'{quantity}','paid':@{paid}CAD,'from':{{'account':'ca'}},'kept':'{kept}'}}"
    )
}

/// 50.01 × 33 ÷ 100 = 16.5033: paid for 20, the deficit bears 3.50; paid for 10, 6.50 is saved.
#[test]
fn shares_bought_back_leave_at_what_they_were_paid_in_at() {
    check(
        &[HUNDRED, &repurchased("33", "20", "cancelled")],
        &["class:common", "currency:"],
        &[
            "class:common/charter -1000 0",
            "class:common/held/a 67 0",
            "class:common/unissued 933 0",
            "currency:CAD/cash/ca 30.01 30.01",
            "currency:CAD/deficit 3.5 3.5",
            "currency:CAD/share-capital/common -33.51 -33.51",
        ],
    );
    check(
        &[HUNDRED, &repurchased("33", "10", "cancelled")],
        &["currency:"],
        &[
            "currency:CAD/cash/ca 40.01 40.01",
            "currency:CAD/contributed-surplus -6.5 -6.5",
            "currency:CAD/share-capital/common -33.51 -33.51",
        ],
    );
}

/// 50 shares at 30. 25 of them cost 15 and bring 18; 15 of the other 25 cost 9 and bring 5; the last 10 cost
/// 6, and of 100 in issue at 50.01 were paid in at 5.00.
#[test]
fn treasury_shares_leave_at_their_average_cost() {
    let reissued = |quantity: &str, paid: &str| {
        format!(
            "treasury_reissued {{'class':'common','holder':'b','quantity':'{quantity}','paid':@{paid}CAD,'account':'ca'}}"
        )
    };
    let bought = [repurchased("30", "20", "treasury"), repurchased("20", "10", "treasury")];
    let sold = [reissued("25", "18"), reissued("15", "5")];
    let lines = [HUNDRED, &bought[0], &bought[1], &sold[0], &sold[1]];
    check(
        &lines,
        &["class:common", "currency:"],
        &[
            "class:common/charter -1000 0",
            "class:common/held/a 50 0",
            "class:common/held/b 40 0",
            "class:common/treasury 10 0",
            "class:common/unissued 900 0",
            "currency:CAD/cash/ca 43.01 43.01",
            "currency:CAD/contributed-surplus -3 -3",
            "currency:CAD/deficit 4 4",
            "currency:CAD/share-capital/common -50.01 -50.01",
            "currency:CAD/treasury-stock/common 6 6",
        ],
    );
    check(
        &[&lines[..], &["treasury_cancelled {'class':'common','quantity':'10'}"]].concat(),
        &["class:common", "currency:"],
        &[
            "class:common/charter -1000 0",
            "class:common/held/a 50 0",
            "class:common/held/b 40 0",
            "class:common/unissued 910 0",
            "currency:CAD/cash/ca 43.01 43.01",
            "currency:CAD/contributed-surplus -3 -3",
            "currency:CAD/deficit 5 5",
            "currency:CAD/share-capital/common -45.01 -45.01",
        ],
    );
}

/// 10.01 × 3 ÷ 7 = 4.29, redeemed at 3.75; 10.01 × 5 ÷ 7 = 7.15 of what is cancelled for nothing; what is
/// given back on a rescission is the refund, whatever the average.
#[test]
fn redeemed_cancelled_and_rescinded_shares_return_to_the_pool() {
    let redeemable = "class_registered {'class':'redeemable','name':'R','redemption':{'price':@1.25CAD}}";
    let unlimited = "authorised_set {'class':'redeemable','authorised':'unlimited'}";
    let issued = PREFERRED.replace("'preferred'", "'redeemable'");
    let rows = [
        (
            "shares_redeemed {'class':'redeemable','holder':'a','quantity':'3','paid':@3.75CAD,'from':{'account':'ca'},'option_of':'holder'}",
            &[
                "class:redeemable/charter -4 0",
                "class:redeemable/held/a 4 0",
                "currency:CAD/cash/ca 6.26 6.26",
                "currency:CAD/contributed-surplus -0.54 -0.54",
                "currency:CAD/share-capital/redeemable -5.72 -5.72",
            ][..],
        ),
        (
            "shares_cancelled {'class':'redeemable','holder':'a','quantity':'5'}",
            &[
                "class:redeemable/charter -2 0",
                "class:redeemable/held/a 2 0",
                "currency:CAD/cash/ca 10.01 10.01",
                "currency:CAD/contributed-surplus -7.15 -7.15",
                "currency:CAD/share-capital/redeemable -2.86 -2.86",
            ],
        ),
        (
            "issue_rescinded {'class':'redeemable','holder':'a','quantity':'5','refund':@3CAD,'from':{'account':'ca'}}",
            &[
                "class:redeemable/charter -2 0",
                "class:redeemable/held/a 2 0",
                "currency:CAD/cash/ca 7.01 7.01",
                "currency:CAD/share-capital/redeemable -7.01 -7.01",
            ],
        ),
    ];
    for (line, expected) in rows {
        check(&[redeemable, unlimited, &issued, line], &["class:redeemable", "currency:"], expected);
    }
}

/// 4 on hold and 3 free: 5 can go back to the company, the free ones first: the 2 that are left are on hold.
#[test]
fn shares_on_hold_go_back_to_the_company_after_those_that_are_free() {
    let class = "class_registered {'class':'held','name':'H','redemption':{'price':@1CAD}}";
    let unlimited = "authorised_set {'class':'held','authorised':'unlimited'}";
    let issued = |quantity: &str, hold: &str| {
        format!(
            "shares_issued {{'class':'held','holder':'a','quantity':'{quantity}','for':{{'cash':{{'account':'ca','paid':@7CAD}}}}{hold}}}"
        )
    };
    let lines = [class, unlimited, &issued("4", ",'hold_until':'2004-01-01'"), &issued("3", "")];
    for back in [
        "shares_repurchased {'class':'held','holder':'a','quantity':'5','paid':@5CAD,'from':{'account':'ca'},'kept':'cancelled'}",
        "shares_repurchased {'class':'held','holder':'a','quantity':'5','paid':@5CAD,'from':{'account':'ca'},'kept':'treasury'}",
        "shares_redeemed {'class':'held','holder':'a','quantity':'5','paid':@5CAD,'from':{'account':'ca'},'option_of':'issuer'}",
        "shares_cancelled {'class':'held','holder':'a','quantity':'5'}",
        "issue_rescinded {'class':'held','holder':'a','quantity':'5','refund':@5CAD,'from':{'account':'ca'}}",
    ] {
        let ledger = after(&[&lines[..], &[back]].concat());
        let locks = ledger.locks("2004-01-01".parse().expect("a day"));
        let left: Vec<_> =
            locks.iter().map(|lock| [lock.held, lock.on_hold, lock.free()].map(|n| n.to_string())).collect();
        assert_eq!(left, [["2", "2", "0"]], "{back}");
    }
}

const FIVE_AND_SEVEN: [&str; 4] = [
    "shares_issued {'class':'common','holder':'a','quantity':'5','for':{'cash':{'account':'ca','paid':@5CAD}}}",
    "shares_issued {'class':'common','holder':'b','quantity':'7','for':{'cash':{'account':'ca','paid':@7CAD}}}",
    "shares_issued {'class':'common','holder':'zoe','quantity':'3','for':{'cash':{'account':'ca','paid':@3CAD}}}",
    "shares_repurchased {'class':'common','holder':'zoe','quantity':'3','paid':@3CAD,'from':{'account':'ca'},'kept':'treasury'}",
];

/// 5 × 0.335 = 1.675 and 7 × 0.335 = 2.345, each to the cent: 4.03, where 12 × 0.335 is 4.02. Treasury
/// shares receive nothing.
#[test]
fn a_dividend_is_rounded_holder_by_holder() {
    let declared = "dividend_declared {'dividend':'d','class':'common','per_share':@0.335CAD}";
    let paid = "dividend_paid {'dividend':'d','from':{'account':'ca'},'amount':@3CAD,'withheld':@0.53CAD}";
    check(
        &[&FIVE_AND_SEVEN[..], &[declared, paid]].concat(),
        &["currency:"],
        &[
            "currency:CAD/cash/ca 9 9",
            "currency:CAD/deficit 4.03 4.03",
            "currency:CAD/dividend/d -0.5 -0.5",
            "currency:CAD/payable/tax -0.53 -0.53",
            "currency:CAD/share-capital/common -15 -15",
            "currency:CAD/treasury-stock/common 3 3",
        ],
    );
}

/// 0.5 and 0.7 of a share; 2 shares at 1.255 are 2.51.
#[test]
fn a_dividend_in_shares_follows_the_policy_for_fractions() {
    let paid =
        "stock_dividend_paid {'class':'common','of':'preferred','ratio':{'new':'1','old':'10'},'value':@1.255CAD}";
    let up = "policy_adopted {'fractions':{'shares':'half_up'}}";
    check(&[&FIVE_AND_SEVEN[..], &[paid]].concat(), &["class:preferred"], &[]);
    check(
        &[&FIVE_AND_SEVEN[..], &[up, paid]].concat(),
        &["class:preferred", "currency:CAD/deficit", "currency:CAD/share-capital/preferred"],
        &[
            "class:preferred/charter -2 0",
            "class:preferred/held/a 1 0",
            "class:preferred/held/b 1 0",
            "currency:CAD/deficit 2.51 2.51",
            "currency:CAD/share-capital/preferred -2.51 -2.51",
        ],
    );
}

#[test]
fn what_is_spun_out_leaves_at_what_it_is_carried_at() {
    let bought = "cash_paid {'from':{'account':'ca'},'amount':@10CAD,'for':'equipment'}";
    let spun = "spun_out {'class':'common','into':'Newco','assets':[{'asset':'equipment','amount':@6CAD}],'ratio':{'new':'1','old':'4'}}";
    check(
        &[HUNDRED, bought, spun],
        &["currency:"],
        &[
            "currency:CAD/cash/ca 40.01 40.01",
            "currency:CAD/deficit 6 6",
            "currency:CAD/equipment 4 4",
            "currency:CAD/share-capital/common -50.01 -50.01",
        ],
    );
}

/// Costs of issue were all cash that reduced share capital, and what was bought back was an issue taken back.
#[test]
fn figures_tell_shares_bought_back_from_issues_and_their_costs() {
    let paid = "dividend_declared {'dividend':'d','class':'common','per_share':@0.10CAD}";
    let ledger = after(&[HUNDRED, &repurchased("33", "20", "cancelled"), &repurchased("7", "5", "treasury"), paid]);
    let day: Date = "2004-01-01".parse().expect("a day");
    let period = Time::Over(Period::new(day, day).expect("a day"));
    for (figure, time, expected) in [
        (Figure::SharesIssuedInPeriod, period, "100"),
        (Figure::SharesRepurchased, period, "40"),
        (Figure::SharesTreasury, Time::At(day), "7"),
        (Figure::IssueCosts, period, "0"),
        (Figure::TreasuryStock, Time::At(day), "5"),
        (Figure::DividendsDeclared, period, "6"),
        (Figure::DividendsPayable, Time::At(day), "6"),
        (Figure::CurrentLiabilities, Time::At(day), "6"),
    ] {
        let answer = evaluate(&ledger, figure, None, time).expect("a figure");
        assert_eq!(answer.number.map(|number| number.to_string()), Some(expected.to_owned()), "{}", figure.name());
    }
}
