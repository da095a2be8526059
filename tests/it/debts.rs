//! Promise: interest is that of the days on what was owed on each; debt becomes the shares that its terms
//! give; and what is due within a year is current. Numbers worked out by hand.

use capfold_core::entry::{Cut, Entry};
use capfold_core::figures::{Figure, Time, evaluate};
use capfold_core::ledger::{Ledger, fold_with_lineage};
use capfold_core::log::Log;

use crate::malformed::refused;
use crate::runner::entry;

const FRAME: &[&str] = &[
    "2004-01-01 book_opened {'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}",
    "2004-01-01 holder_registered {'holder':'a','name':'A'}",
    "2004-01-01 class_registered {'class':'common','name':'Common'}",
    "2004-01-01 class_registered {'class':'preferred','name':'Preferred','grain':'0.001'}",
    "2004-01-01 authorised_set {'class':'common','authorised':'unlimited'}",
    "2004-01-01 authorised_set {'class':'preferred','authorised':'unlimited'}",
    "2004-01-01 account_registered {'account':'ca','name':'CA','currency':'CAD'}",
    "2004-01-01 opening_balances {'cash':[{'account':'ca','balance':{'money':@5000CAD}}]}",
];

/// The ledger of a frame and some lines, `day tag contents` with `@1.50CAD` for money, and the codes of what
/// is refused.
fn fold(lines: &[&str]) -> (Ledger, Vec<&'static str>) {
    let mut log = Log::new();
    for (number, line) in (1..).zip(FRAME.iter().chain(lines)) {
        let (day, event) = line.split_once(' ').expect("a day");
        let (tag, contents) = event.split_once(' ').expect("a tag");
        let mut parts = contents.split('@');
        let mut json = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (amount, rest) = part.split_at(part.find(|c: char| c.is_ascii_uppercase()).expect("a currency"));
            let (currency, rest) = rest.split_at(3);
            json += &format!("{{'amount':'{amount}','currency':'{currency}'}}{rest}");
        }
        let event = format!("{{'{tag}':{json}}}").replace('\'', "\"");
        let entry = Entry::parse(entry(number, day, &event).trim_end().as_bytes()).expect("an entry");
        log.append(entry).expect("an entry that the log takes");
    }
    let (ledger, findings) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    (ledger, findings.iter().map(|finding| finding.rejection.problem.code()).collect())
}

fn issued(day: &str, kind: &str, principal: &str, rest: &str) -> String {
    format!(
        "{day} debt_issued {{'debt':'{kind}','name':'D','kind':'{kind}','holder':'a','principal':@{principal}CAD,'for':{{'cash':{{'into':{{'account':'ca'}}}}}}{rest}}}"
    )
}

fn amount(ledger: &Ledger, account: &str) -> String {
    ledger.balances().get(account).map_or_else(|| "0".to_owned(), |balance| balance.amount.to_string())
}

#[test]
fn interest_is_that_of_the_days_on_the_principal_of_each() {
    let accrued = |day: &str| format!("{day} interest_accrued {{'debt':'loan'}}");
    let in_kind = "2004-01-31 interest_accrued {'debt':'loan','to_principal':true}".to_owned();
    let repaid = "2004-01-31 debt_repaid {'debt':'loan','from':{'account':'ca'},'principal':@400CAD}".to_owned();
    let rows: &[(&str, &str, Vec<String>, &str, &str)] = &[
        // 90 days from 1 January to 31 March of a leap year: 1000 × 10 % × 90 ÷ 365 = 24.6575.
        ("2004-01-01", "actual_365", vec![accrued("2004-03-31")], "-24.66", "-1000"),
        ("2004-01-01", "actual_360", vec![accrued("2004-03-31")], "-25", "-1000"),
        // 89 days of 30E/360: 24.7222. The 31st of January is the 30th: 29 days to 29 February, 8.0556.
        ("2004-01-01", "thirty_360", vec![accrued("2004-03-31")], "-24.72", "-1000"),
        ("2004-01-31", "thirty_360", vec![accrued("2004-02-29")], "-8.06", "-1000"),
        // 30 days, 8.2192, and 60 days, 16.4384.
        ("2004-01-01", "actual_365", vec![accrued("2004-01-31"), accrued("2004-03-31")], "-24.66", "-1000"),
        // 1000 for 30 days and 600 for 60: 66,000 × 10 % ÷ 365 = 18.0822.
        ("2004-01-01", "actual_365", vec![repaid.clone(), accrued("2004-03-31")], "-18.08", "-600"),
        // Accrued on the day of the repayment: 1000 for those 30 days, 8.22, then 600 for 60, 9.8630.
        ("2004-01-01", "actual_365", vec![repaid, accrued("2004-01-31"), accrued("2004-03-31")], "-18.08", "-600"),
        // 8.22 is added to the principal: 1008.22 × 10 % × 60 ÷ 365 = 16.5735.
        ("2004-01-01", "actual_365", vec![in_kind, accrued("2004-03-31")], "-16.57", "-1008.22"),
    ];
    for (day, days, lines, interest, principal) in rows {
        let loan = issued(day, "loan", "1000", &format!(",'interest':{{'percent':'10','days':'{days}'}}"));
        let lines: Vec<&str> = [&loan].into_iter().chain(lines).map(String::as_str).collect();
        let (ledger, refused) = fold(&lines);
        assert_eq!(refused, [""; 0], "{lines:?}");
        assert_eq!(amount(&ledger, "currency:CAD/debt-interest/loan"), *interest, "{lines:?}");
        assert_eq!(amount(&ledger, "currency:CAD/debt/loan"), *principal, "{lines:?}");
    }
}

#[test]
fn no_day_is_accrued_twice() {
    let loan = issued("2004-01-01", "loan", "1000", ",'interest':{'percent':'10','days':'actual_365'}");
    let accrued = "2004-01-31 interest_accrued {'debt':'loan'}";
    let rows: [(&[&str], &[&str]); 3] = [
        (&[accrued, accrued], &["C3102"]),
        (&["2004-01-01 interest_accrued {'debt':'loan'}", accrued], &["C3102"]),
        (&[accrued, "2004-02-01 interest_accrued {'debt':'loan','amount':@0.28CAD}"], &["C2010"]),
    ];
    for (lines, codes) in rows {
        let (ledger, refused) = fold(&[&[loan.as_str()], lines].concat());
        assert_eq!(refused, codes, "{lines:?}");
        assert_eq!(amount(&ledger, "currency:CAD/debt-interest/loan"), "-8.22", "{lines:?}");
    }
}

/// The terms, then class, shares, price and what else the conversion states, and what refuses it.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a [&'a str]);

#[test]
fn debt_becomes_the_shares_that_its_terms_give() {
    let terms = |terms: &str| issued("2004-01-01", "safe", "1000", &format!(",'conversion':{{{terms}}}"));
    let priced = terms("'class':'common','price':@0.30CAD");
    let discounted = terms("'discount':'20'");
    let capped = terms("'discount':'20','cap':@3000CAD");
    let stepped = terms("'discount':'20','cap':@3000CAD,'step':'0.0001'");
    let lesser = terms("'price':@0.30CAD,'discount':'20'");
    let none = terms("'mfn':true");
    let rows: &[Row<'_>] = &[
        // 1000 ÷ 0.30 = 3333.33; of the other class there are thousandths.
        (&priced, "common", "3333", "0.30", "", &[]),
        (&priced, "common", "3334", "0.30", "", &["C2010"]),
        (&priced, "common", "3448", "0.29", "", &["C2010"]),
        (&priced, "preferred", "3333.333", "0.30", "", &["C3103"]),
        (&discounted, "preferred", "1250", "0.80", ",'round_price':@1CAD", &[]),
        (&discounted, "preferred", "1249.999", "0.8000000001", ",'round_price':@1CAD", &["C3104"]),
        (&discounted, "preferred", "1000", "1", "", &[]),
        // The cap over 5,000 is 0.60 and less than 0.80; over 3,000 it is 1.
        (&capped, "common", "1666", "0.60", ",'round_price':@1CAD,'capitalisation':'5000'", &[]),
        (&capped, "common", "1639", "0.61", ",'round_price':@1CAD,'capitalisation':'5000'", &["C3104"]),
        (&capped, "common", "1250", "0.80", ",'round_price':@1CAD,'capitalisation':'3000'", &[]),
        (&capped, "common", "1234", "0.81", ",'round_price':@1CAD,'capitalisation':'3000'", &["C3104"]),
        (&discounted, "common", "1250", "0.80", ",'capitalisation':'3000'", &["C1205"]),
        (&capped, "common", "2000", "0.50", ",'round_price':@1CAD,'capitalisation':'5000'", &["C2010"]),
        (&capped, "common", "2000", "0.50", ",'capitalisation':'5000'", &[]),
        // 3000 ÷ 7,000 is 0.42857…, in steps 0.4285.
        (&capped, "common", "2333", "0.4285714285", ",'round_price':@1CAD,'capitalisation':'7000'", &[]),
        (&stepped, "common", "2333", "0.4285714285", ",'round_price':@1CAD,'capitalisation':'7000'", &["C3104"]),
        (&stepped, "common", "2333", "0.4285", ",'round_price':@1CAD,'capitalisation':'7000'", &[]),
        // The lesser of the price of the terms and the discounted one.
        (&lesser, "common", "4166", "0.24", ",'round_price':@0.30CAD", &[]),
        (&lesser, "common", "3225", "0.31", ",'round_price':@1CAD", &["C3104"]),
        (&none, "common", "1000", "1", ",'round_price':@1CAD", &[]),
        (&none, "common", "990", "1.01", ",'round_price':@1CAD", &["C3104"]),
    ];
    for (terms, class, shares, price, rest, codes) in rows {
        let converted = format!(
            "2004-06-30 debt_converted {{'debt':'safe','principal':@1000CAD,'class':'{class}','quantity':'{shares}','price':@{price}CAD{rest}}}"
        );
        let (ledger, refused) = fold(&[terms, &converted]);
        assert_eq!(refused, *codes, "{terms} {converted}");
        let held = amount(&ledger, &format!("class:{class}/held/a"));
        let capital = amount(&ledger, &format!("currency:CAD/share-capital/{class}"));
        let expected = if codes.is_empty() { (*shares, "-1000") } else { ("0", "0") };
        assert_eq!((held.as_str(), capital.as_str()), expected, "{terms} {converted}");
    }
}

/// A right to better terms takes them over whole, and has none left where the later debt has none.
#[test]
fn better_terms_of_a_later_debt_are_taken_over() {
    let own = issued("2004-01-01", "safe", "1000", ",'conversion':{'class':'common','discount':'10','mfn':true}");
    let later = |terms: &str| issued("2004-02-01", "note", "1", &format!(",'conversion':{{{terms}}}"));
    let taken = "2004-02-02 mfn_exercised {'debt':'safe','of':'note'}";
    let converted = "2004-03-01 debt_converted {'debt':'safe','principal':@800CAD,'class':'common','quantity':'1000','price':@0.80CAD,'round_price':@1CAD}";
    let rows = [
        ("'discount':'20'", taken, &[][..]),
        ("'discount':'20','class':'common'", taken, &[]),
        ("'discount':'20','class':'preferred'", taken, &["C3103"]),
        ("'discount':'10'", taken, &["C3105", "C2010"]),
        ("'cap':@1000CAD", taken, &[]),
        ("'price':@0.80CAD", taken, &[]),
        ("'discount':'20'", "2004-02-02 mfn_exercised {'debt':'note','of':'safe'}", &["C1205", "C2010"]),
    ];
    for (terms, taken, codes) in rows {
        let later = later(terms);
        // At 0.80 only what a discount of 20 per cent, a cap or a price of its own allows.
        let converted = if terms.contains("cap") {
            converted.replace("'round_price':@1CAD", "'capitalisation':'1250'")
        } else {
            converted.to_owned()
        };
        assert_eq!(fold(&[&own, &later, taken, &converted]).1, codes, "{terms} {taken}");
    }
    let twice = fold(&[&own, &later("'discount':'20'"), taken, taken]);
    assert_eq!(twice.1, ["C1205"]);
}

#[test]
fn what_is_due_within_a_year_is_current() {
    let loan = issued("2004-01-01", "loan", "1000", ",'due':'2005-03-31'");
    let lines = [
        loan.as_str(),
        &issued("2004-01-01", "debenture", "200", ",'due':'2005-02-28'"),
        &issued("2004-01-01", "note", "30", ""),
        &issued("2004-01-01", "safe", "4", ""),
        "2004-02-15 interest_accrued {'debt':'loan','amount':@0.5CAD}",
        "2004-06-30 debt_extended {'debt':'loan','due':'2006-01-01'}",
    ];
    let (ledger, refused) = fold(&lines);
    assert_eq!(refused, [""; 0]);
    let rows = [
        ("2004-01-31", "30", "1204", "6204"),
        ("2004-02-28", "230.5", "1004", "6003.5"),
        ("2004-02-27", "30.5", "1204", "6203.5"),
        // Twelve months after 29 February end on 28 February.
        ("2004-02-29", "230.5", "1004", "6003.5"),
        ("2004-03-30", "230.5", "1004", "6003.5"),
        ("2004-03-31", "1230.5", "4", "5003.5"),
        // What was agreed later does not count for an earlier day.
        ("2004-06-29", "1230.5", "4", "5003.5"),
        ("2004-06-30", "230.5", "1004", "6003.5"),
    ];
    for (day, current, later, capital) in rows {
        let number = |figure: Figure| {
            let time = Time::At(day.parse().expect("a day"));
            let answer = evaluate(&ledger, figure, None, time).expect("a figure");
            answer.number.expect("a sum")
        };
        let decimal = |text: &str| text.parse::<capfold_core::exact::Exact>().expect("a number").ratio();
        assert_eq!(number(Figure::CurrentLiabilities), decimal(current), "{day}");
        assert_eq!(number(Figure::LaterLiabilities), decimal(later), "{day}");
        assert_eq!(number(Figure::WorkingCapital), decimal(capital), "{day}");
    }
}

#[test]
fn what_is_received_short_and_what_is_forgiven_is_a_result() {
    let note = "2004-01-01 debt_issued {'debt':'note','name':'N','kind':'note','holder':'a','principal':@1000CAD,'for':{'cash':{'into':{'account':'ca'},'amount':@950CAD}}}";
    let accrued = "2004-02-01 interest_accrued {'debt':'note','amount':@20CAD}";
    let rows = [
        ("", "income/settlement", "contributed-surplus"),
        (",'related':true", "contributed-surplus", "income/settlement"),
    ];
    for (related, gain, nothing) in rows {
        let forgiven =
            format!("2004-03-01 debt_forgiven {{'debt':'note','principal':@600CAD,'interest':@20CAD{related}}}");
        let (ledger, refused) = fold(&[note, accrued, &forgiven]);
        assert_eq!(refused, [""; 0]);
        let amount = |place: &str| amount(&ledger, &format!("currency:CAD/{place}"));
        assert_eq!(["cash/ca", "debt/note", "debt-interest/note"].map(amount), ["5950", "-400", "0"]);
        assert_eq!(["expense/finance", gain, nothing].map(amount), ["70", "-620", "0"]);
    }
}

/// What debts say of themselves: one row for each contradiction, with the value at fault.
#[test]
fn debts_that_contradict_themselves() {
    let money = |amount: &str, currency: &str| format!(r#"{{"amount":"{amount}","currency":"{currency}"}}"#);
    let (cad, usd) = (money("5", "CAD"), money("5", "USD"));
    let issued = |rest: &str| {
        format!(r#""debt_issued":{{"debt":"n","name":"N","kind":"note","holder":"a","principal":{cad},{rest}}}"#)
    };
    let converted =
        |rest: &str| format!(r#""debt_converted":{{"debt":"n","class":"c","quantity":"1","principal":{cad},{rest}}}"#);
    let of_principal = "it is in USD, the principal is in CAD";
    let nothing = "principal, interest or both are stated";
    let rows = [
        (of_principal, issued(&format!(r#""for":{{"cash":{{"into":{{"account":"b"}},"amount":{usd}}}}}"#))),
        (of_principal, issued(&format!(r#""for":{{"opening":{{"interest":{{"money":{usd}}}}}}}"#))),
        (of_principal, issued(&format!(r#""for":"equipment","conversion":{{"price":{usd}}}"#))),
        (of_principal, issued(&format!(r#""for":"equipment","conversion":{{"price":{cad},"cap":{usd}}}"#))),
        (of_principal, converted(&format!(r#""price":{cad},"interest":{usd}"#))),
        (of_principal, converted(&format!(r#""price":{usd}"#))),
        (of_principal, converted(&format!(r#""price":{cad},"round_price":{usd}"#))),
        (
            "it is in USD, the price is in CAD",
            format!(r#""conversion_terms_set":{{"debt":"n","conversion":{{"price":{cad},"cap":{usd}}}}}"#),
        ),
        (nothing, r#""debt_repaid":{"debt":"n","from":{"account":"b"}}"#.to_owned()),
        (nothing, r#""debt_forgiven":{"debt":"n","related":true}"#.to_owned()),
        (of_principal, format!(r#""debt_forgiven":{{"debt":"n","principal":{cad},"interest":{usd}}}"#)),
        ("`n` has the terms of `n`", r#""mfn_exercised":{"debt":"n","of":"n"}"#.to_owned()),
    ];
    for (text, event) in rows {
        let printed = refused(format!(
            r#"{{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{{{event}}}}}"#
        ));
        assert!(printed.starts_with(&format!("error[C0003]: {text}\n")), "{printed}");
        let carets = printed.matches('^').count();
        let expected = if text.contains("USD") {
            5
        } else if text.starts_with('`') {
            3
        } else {
            carets.max(1)
        };
        assert_eq!(carets, expected, "{printed}");
    }
}
