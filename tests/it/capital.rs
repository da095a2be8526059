//! Promise: what happens to a class of shares as a whole follows the arithmetic of its terms.

use capfold_core::entry::{Cut, Entry};
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
