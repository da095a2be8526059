//! Promise: what an entry contradicts by itself is refused when it is read, at the value at fault.

use crate::malformed::refused;

/// Rights, and how their exercise is paid. `«…»` encloses the value at fault; `@1.50CAD` is a sum or price.
const RIGHTS: &[(&str, &str)] = &[
    (
        "notice from 2006-01-01 on, the last day is 2005-12-31",
        "{'series_registered':{'series':'w','name':'W','class':'common','strike':@1CAD,'expires':'2005-12-31','acceleration':{'threshold':@2CAD,'trading_days':10,'notice_days':30,'from':«'2006-01-01'»}}}",
    ),
    (
        "warrants that were paid for have no other value: record them apart",
        "{'warrants_issued':{'series':'w','holder':'a','quantity':'1','paid':{'account':'ca','amount':@5CAD},'value':«{'amount':@5CAD,'purpose':'administrative'}»}}",
    ),
    (
        "an exercise is paid: name an account, or how it is settled",
        "{'warrants_exercised':«{'series':'w','holder':'a','quantity':'1'}»}",
    ),
    (
        "an exercise is paid: name an account, or how it is settled",
        "{'options_exercised':«{'lots':[{'grant':'g','quantity':'1','price':@1CAD}]}»}",
    ),
    (
        "paid in cash and otherwise: record the two exercises apart",
        "{'warrants_exercised':{'series':'w','holder':'a','quantity':'1','account':'ca','settled':«{'set_off':{'payable':'administrative'}}»}}",
    ),
    (
        "nothing is received in net settlement",
        "{'warrants_exercised':{'series':'w','holder':'a','quantity':'1','settled':{'net':{'market':@2CAD}},'paid':«@1CAD»}}",
    ),
    (
        "the price is in CAD, the market price in USD",
        "{'options_exercised':{'lots':[{'grant':'g','quantity':'1','price':@1CAD}],'settled':{'net':{'market':{'amount':'2','currency':«'USD'»}}}}}",
    ),
    (
        "the price is in CAD, what was paid in USD",
        "{'options_exercised':{'lots':[{'grant':'g','quantity':'1','price':@1CAD}],'account':'ca','paid':{'amount':'1','currency':«'USD'»}}}",
    ),
    (
        "one lot is priced in CAD, another in USD: record them apart",
        "{'options_exercised':{'lots':«[{'grant':'g','quantity':'1','price':@1CAD},{'grant':'h','quantity':'1','price':@1USD}]»,'account':'ca'}}",
    ),
    ("an exercise has at least one lot", "{'options_exercised':{'lots':«[]»,'account':'ca'}}"),
];

/// Awards, and how they are settled.
const AWARDS: &[(&str, &str)] = &[
    (
        "an appreciation right counts from a base",
        "{'awards_granted':{'grant':'g','plan':'p','holder':'a','kind':«'sar'»,'quantity':'1'}}",
    ),
    (
        "restricted shares have no base",
        "{'awards_granted':{'grant':'g','plan':'p','holder':'a','kind':'restricted_shares','quantity':'1','base':«@1CAD»}}",
    ),
    (
        "a step vests either on a day or upon a condition",
        "{'awards_granted':{'grant':'g','plan':'p','holder':'a','kind':'rsu','quantity':'1','vesting':{'steps':«[{'quantity':'1'}]»}}}",
    ),
    (
        "no shares are withheld of a settlement in cash",
        "{'awards_settled':{'grant':'g','quantity':'1','in':{'cash':{'account':'ca','amount':@5CAD}},'withheld':«{'quantity':'1','tax':@1CAD}»}}",
    ),
];

/// Classes changed as a whole.
const RESTRUCTURINGS: &[(&str, &str)] = &[
    ("1 new for 2 old is no split", "{'shares_split':{'class':'c','ratio':«{'new':'1','old':'2'}»}}"),
    ("3 new for 3 old is no split", "{'shares_split':{'class':'c','ratio':«{'new':'3','old':'3'}»}}"),
    ("2 new for 1 old is no consolidation", "{'shares_consolidated':{'class':'c','ratio':«{'new':'2','old':'1'}»}}"),
    ("1 new for 1 old is no consolidation", "{'shares_consolidated':{'class':'c','ratio':«{'new':'1','old':'1'}»}}"),
    (
        "fractions that are paid for are rounded down",
        "{'shares_consolidated':{'class':'c','ratio':{'new':'1','old':'2'},'fractions':«'half_up'»,'cash_in_lieu':{'price':@1CAD,'from':{'account':'ca'}}}}",
    ),
    (
        "fractions that are paid for are rounded down",
        "{'bonus_shares_issued':{'class':'c','ratio':{'new':'1','old':'2'},'fractions':«'up'»,'cash_in_lieu':{'price':@1CAD,'from':{'account':'ca'}}}}",
    ),
    (
        "fractions that are paid for are rounded down",
        "{'class_exchanged':{'from':'c','to':'d','ratio':{'new':'1','old':'2'},'fractions':«'up'»,'cash_in_lieu':{'price':@1CAD,'from':{'account':'ca'}}}}",
    ),
    ("`c` is exchanged for itself", "{'class_exchanged':{'from':'c','to':«'c'»,'ratio':{'new':'1','old':'2'}}}"),
];

#[test]
fn restructurings_that_contradict_themselves() {
    for (message, event) in RESTRUCTURINGS {
        check(message, event);
    }
}

#[test]
fn rights_and_awards_that_contradict_themselves() {
    for (message, event) in RIGHTS.iter().chain(AWARDS) {
        check(message, event);
    }
}

/// An event is refused with a message at the value that it marks.
#[track_caller]
fn check(message: &str, event: &str) {
    let mut parts = event.split('@');
    let mut json = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (amount, rest) = part.split_at(part.find(|c: char| c.is_ascii_uppercase()).expect("a currency"));
        let (currency, rest) = rest.split_at(3);
        json += &format!("{{'amount':'{amount}','currency':'{currency}'}}{rest}");
    }
    let line = format!("{{'id':'01900000-0000-7000-8000-000000000002','effective':'2004-02-17','event':{json}}}");
    let line = line.replace('\'', "\"");
    let (before, _) = line.split_once('«').expect("a mark");
    let printed = refused(line.replace(['«', '»'], ""));
    assert!(printed.starts_with(&format!("error[C0003]: {message}\n")), "{printed}");
    assert!(printed.contains(&format!("--> <stdin>:2:{}\n", before.chars().count() + 1)), "{event}\n{printed}");
}
