//! C4 and C5: closed periods, assumptions, and where a finding of an amended fact stands.

use super::{
    A, ABOUT_CURRENCY, ABOUT_DAY, ABOUT_MONEY, ABOUT_PRICE, ABOUT_SHARES, BOOK, CA, COMMON, GRANTED, Lines, PLAN,
    UNLIMITED, check, finding, written,
};
use crate::runner::capfold;

/// One smallest log for each code.
pub(super) const GOLDEN: &[(&str, Lines<'_>)] = &[
    (
        "C4001",
        &[
            BOOK,
            "2004-03-31 period_closed {}",
            "{'id':#3,'effective':«'2004-03-31'»,'event':{'holder_registered':{'holder':'a','name':'A'}}}",
        ],
    ),
    ("C4002", &[BOOK, "expense_accrued {'purpose':'administrative','amount':@5CAD}", "«opening_balances» {}"]),
    (
        "C5001",
        &[
            BOOK,
            ABOUT_SHARES,
            "expense_accrued {'purpose':'administrative','amount':{'amount':{'assumed':«'count'»},'currency':'CAD'}}",
        ],
    ),
    (
        "C5002",
        &[
            BOOK,
            ABOUT_MONEY,
            "expense_accrued {'purpose':'administrative','amount':{'amount':«{'rest_of':'50','after':'sum'}»,'currency':'CAD'}}",
        ],
    ),
    (
        "C5003",
        &[BOOK, ABOUT_DAY, "{'id':#3,'effective':«'2004-02-18'»,'assumes':['day'],'event':{'exchange_revalued':{}}}"],
    ),
];

#[test]
fn assumptions_of_another_kind() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, PLAN, ABOUT_SHARES, ABOUT_MONEY, ABOUT_PRICE, ABOUT_DAY, ABOUT_CURRENCY];
    let accrued = |name: &str, currency: &str| {
        format!(
            "expense_accrued {{'purpose':'administrative','amount':{{'amount':{{'assumed':«'{name}'»}},'currency':'{currency}'}}}}"
        )
    };
    let limited =
        |name: &str| format!("authorised_set {{'class':'common','authorised':{{'limited':{{'assumed':«'{name}'»}}}}}}");
    let strike = |name: &str| {
        format!(
            "options_granted {{'grant':'g','plan':'p','holder':'a','quantity':'1','strike':{{'amount':{{'assumed':«'{name}'»}},'currency':'CAD'}}}}"
        )
    };
    let rows = [
        ("count", "a quantity", "an amount in CAD", accrued("count", "CAD")),
        ("sum", "an amount in CAD", "an amount in USD", accrued("sum", "USD")),
        ("price", "a price in CAD", "an amount in CAD", accrued("price", "CAD")),
        ("sum", "an amount in CAD", "a quantity", limited("sum")),
        ("day", "a day", "a quantity", limited("day")),
        ("dollar", "a currency", "a price in CAD", strike("dollar")),
        ("sum", "an amount in CAD", "a price in CAD", strike("sum")),
    ];
    for (name, is, needed, last) in rows {
        check("C5001", &format!("assumption `{name}` is {is}, {needed} is needed here"), frame, &last);
    }
    let rest = "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«{'rest_of':'50','after':'count'}»,'strike':@1CAD}";
    check("C5002", "50 in all, 60 of it assumed by `count`", frame, rest);
}

/// The amendment states the fact, so the finding stands there, inside of its event.
#[test]
fn a_finding_of_an_amended_fact_stands_at_the_amendment() {
    let amend = |entry: &str, effective: &str, rest: &str, event: &str| {
        format!("2004-06-30 amend {{'entry':{entry},'effective':{effective},'reason':'R'{rest},'event':{event}}}")
    };
    let frame = &[BOOK, A, COMMON, UNLIMITED, PLAN, ABOUT_DAY, GRANTED];
    let day = "'2004-01-01'";
    let lots = "{'options_exercised':{'lots':[{'grant':'g','quantity':'60','price':@0.10CAD},{'grant':'g','quantity':«'50'»,'price':@0.10CAD}],'account':'ca'}}";
    let forfeited = "options_forfeited {'grant':'g','quantity':'100'}";
    let lots_text = "50 options of `g` exercised, 40 outstanding";
    check("C2001", lots_text, &[&frame[..], &[forfeited, CA]].concat(), &amend("#8", day, "", lots));

    let opened = "{«'book_opened'»:{'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}}";
    check("C1102", "the book was already opened by entry 1", &[BOOK, A], &amend("#2", day, "", opened));

    let revalued = "{'exchange_revalued':{}}";
    let chosen = "effective 2004-02-18, assumption `day` chose 2004-02-17";
    check("C5003", chosen, frame, &amend("#7", "«'2004-02-18'»", ",'assumes':['day']", revalued));
    let unknown = "no assumption `x` is registered by that day";
    check("C1201", unknown, frame, &amend("#7", "'2004-02-17'", ",'assumes':['day',«'x'»]", revalued));

    // An amendment of an amendment: the last word counts.
    let first = amend("#2", day, "", "{'holder_registered':{'holder':'b','name':'B'}}");
    let second = amend("#4", day, "", "{'plan_registered':{'plan':'q','name':'Q','class':«'none'»}}");
    let class = "no share class `none` is registered by that day";
    check("C1201", class, &[BOOK, A, COMMON, &first], &second);
}

#[test]
fn a_note_stands_where_the_amendment_or_the_citation_is() {
    let closed = "2004-03-31 period_closed {}";
    let later = "2004-06-30 amend {'entry':#2,'effective':«'2004-02-01'»,'reason':'R','event':{'holder_registered':{'holder':'a','name':'B'}}}";
    let text = "effective 2004-02-01, in the period closed on 2004-03-31 by entry 3: its figures may change";
    check("C4001", text, &[BOOK, A, closed], later);

    let unknown = "document `d` is cited, but no document_cited entry names it";
    let amend = "amend {'entry':#2,'effective':'2004-01-01','reason':'R','event':{'holder_registered':{'holder':'a','name':'B'}}}";
    let cited = "{'id':#2,'effective':'2004-01-01','source':{'document':«'d'»},'event':{'holder_registered':{'holder':'a','name':'A'}}}";
    let (code, printed) = finding(&[BOOK, cited, amend]);
    assert_eq!(code, "C1203", "{printed}");
    let amended = "{'id':#3,'effective':'2004-01-01','source':{'document':«'d'»},'event':{'amend':{'entry':#2,'effective':'2004-01-01','reason':'R','event':{'holder_registered':{'holder':'a','name':'B'}}}}}";
    check("C1203", unknown, &[BOOK, A], amended);
}

/// A fact withdrawn, or moved to another period, after its period was closed changed closed figures
/// without a word.
#[test]
fn what_leaves_a_closed_period_is_noted() {
    let closed = "2004-03-31 period_closed {}";
    let left = "effective 2004-01-01, in the period closed on 2004-03-31 by entry 3: its figures may change";
    let void = "{'id':#4,'effective':«'2004-06-30'»,'event':{'void':{'entry':#2,'reason':'R'}}}";
    check("C4001", left, &[BOOK, A, closed], void);
    let moved = "2004-06-30 amend {'entry':#2,'effective':«'2004-05-01'»,'reason':'R','event':{'holder_registered':{'holder':'a','name':'B'}}}";
    check("C4001", left, &[BOOK, A, closed], moved);
}

/// An amended close is no fact recorded after itself.
#[test]
fn an_amended_close_is_no_note_on_itself() {
    let lines = [
        BOOK,
        "2004-03-31 period_closed {}",
        "2004-06-30 amend {'entry':#2,'effective':'2004-03-31','reason':'R','event':{'period_closed':{'label':'Q1'}}}",
    ];
    let input: String = lines.iter().zip(1..).map(|(line, number)| written(line, number)).collect();
    assert_eq!(capfold(&["check", "-"], input.as_bytes()), (0, "3 entries, all well\n".to_owned()));
}
