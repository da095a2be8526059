//! C1: entries, names, and agreements that are of another kind or have ended.

use std::collections::BTreeSet;

use capfold_core::finding::Thing;

use super::{
    A, ABOUT_DAY, BOOK, CA, CERTIFICATE, COMMON, ESCROW, FLOW, GRANTED, ISSUED, LEASE, Lines, MINE, NOTE, OPENING,
    OPTION, PLACED, PLAN, PROMISED, ROBOT, ROYALTY, SERIES, UNLIMITED, US, VENTURE, check,
};

/// One smallest log for each code.
pub(super) const GOLDEN: &[(&str, Lines<'_>)] = &[
    ("C1001", &[BOOK, "{'id':«#1»,'effective':'2004-01-01','event':{'holder_registered':{'holder':'a','name':'A'}}}"]),
    ("C1002", &["void {'entry':«#9»,'reason':'R'}"]),
    ("C1003", &[BOOK, "void {'entry':#1,'reason':'R'}", "void {'entry':«#1»,'reason':'R'}"]),
    ("C1004", &[BOOK, "void {'entry':#1,'reason':'R'}", "void {'entry':«#2»,'reason':'R'}"]),
    ("C1005", &["{'id':#1,'seq':«7»,'effective':'2004-01-01','event':{'exchange_revalued':{}}}"]),
    ("C1101", &["«holder_registered» {'holder':'a','name':'A'}"]),
    ("C1102", &[BOOK, "«book_opened» {'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}"]),
    ("C1201", &[BOOK, "plan_registered {'plan':'p','name':'P','class':«'common'»}"]),
    ("C1202", &[BOOK, A, "holder_registered {'holder':«'a'»,'name':'Another'}"]),
    (
        "C1203",
        &[
            "{'id':#1,'effective':'2004-01-01','source':{'document':«'release'»},'event':{'book_opened':{'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}}}",
        ],
    ),
    (
        "C1204",
        &[
            BOOK,
            LEASE,
            "joint_venture_contributed {'agreement':«'lease'»,'cash':{'from':{'account':'ca'},'amount':@5CAD}}",
        ],
    ),
    ("C1205", &[BOOK, A, COMMON, "shares_converted {'class':«'common'»,'holder':'a','quantity':'5'}"]),
    (
        "C1206",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            CERTIFICATE,
            "certificate_cancelled {'certificate':'c'}",
            "certificate_cancelled {'certificate':«'c'»}",
        ],
    ),
];

#[test]
fn a_name_that_nothing_registered_is_marked_where_it_is_used() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, US, PLAN, SERIES, MINE];
    let unknown = [
        (Thing::Holder, "shares_transferred {'class':'common','from':«'x'»,'to':'a','quantity':'1'}"),
        (Thing::Holder, "shares_transferred {'class':'common','from':'a','to':«'x'»,'quantity':'1'}"),
        (Thing::Holder, "warrants_transferred {'series':'w','from':'a','to':«'x'»,'quantity':'1'}"),
        (
            Thing::Holder,
            "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'1'},{'class':'common','holder':«'x'»,'quantity':'1'}]}",
        ),
        (Thing::Class, "expense_accrued {'purpose':{'issue_costs':«'x'»},'amount':@5CAD}"),
        (
            Thing::Class,
            "property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'shares':{'class':'common','quantity':'1'}},{'cash':@5CAD,'shares':{'class':«'x'»,'quantity':'1'}}]}",
        ),
        (
            Thing::Class,
            "opening_balances {'share_capital':[{'class':'common','balance':{'money':@5CAD}},{'class':«'x'»,'balance':{'money':@5CAD}}]}",
        ),
        (Thing::Series, "warrants_issued {'series':«'x'»,'holder':'a','quantity':'1'}"),
        (Thing::Plan, "options_granted {'grant':'g','plan':«'x'»,'holder':'a','quantity':'1','strike':@0.10CAD}"),
        (Thing::Grant, "options_expired {'grant':«'x'»,'quantity':'1'}"),
        (Thing::Debt, "debt_forgiven {'debt':«'x'»,'principal':@5CAD}"),
        (
            Thing::Property,
            "debt_issued {'debt':'n','name':'N','kind':'note','holder':'a','principal':@5CAD,'for':{'property':«'x'»}}",
        ),
        (
            Thing::Class,
            "debt_issued {'debt':'n','name':'N','kind':'note','holder':'a','principal':@5CAD,'for':'equipment','conversion':{'class':«'x'»}}",
        ),
        (Thing::Property, "expense_accrued {'purpose':{'exploration':«'x'»},'amount':@5CAD}"),
        (
            Thing::Property,
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'property':{'property':«'x'»,'value':@5CAD}}}",
        ),
        (
            Thing::Property,
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'services':{'purpose':{'exploration':«'x'»},'value':@5CAD}}}",
        ),
        (
            Thing::Class,
            "property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'shares':{'class':'common','quantity':'1'},'shares_worth':{'class':«'x'»,'worth':@5CAD}}]}",
        ),
        (Thing::Property, "royalty_agreed {'agreement':'o','property':«'x'»,'name':'O','side':'owned','percent':'1'}"),
        (Thing::Property, "written_down {'amount':@5CAD,'asset':{'property':«'x'»}}"),
        (Thing::Project, "written_down {'amount':@5CAD,'asset':{'project':«'x'»}}"),
        (Thing::Agreement, "written_down {'amount':@5CAD,'asset':{'joint_venture':«'x'»}}"),
        (Thing::Agreement, "written_down {'amount':@5CAD,'asset':{'advance_royalty':«'x'»}}"),
        (Thing::Account, "property_receipt {'property':'mine','amount':@5CAD,'in':{'cash':{'account':«'x'»}}}"),
        (Thing::Project, "liability_paid {'purpose':{'research':«'x'»},'from':{'account':'ca'},'amount':@5CAD}"),
        (Thing::Account, "cash_received {'into':{'account':«'x'»},'amount':@5CAD,'for':'interest'}"),
        (Thing::Account, "cash_moved {'from':{'account':'ca'},'to':{'account':«'x'»},'amount':@5CAD}"),
        (
            Thing::Account,
            "cash_converted {'from':{'account':'ca'},'given':@5CAD,'to':{'account':«'x'»},'received':@4USD}",
        ),
        (Thing::Account, "options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.10CAD}],'account':«'x'»}"),
        (
            Thing::Account,
            "shares_issued {'costs':[{'account':'ca','amount':@5CAD}],'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':«'x'»,'paid':@5CAD}}}",
        ),
        (
            Thing::Account,
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@5CAD}},'costs':[{'amount':@1CAD},{'amount':@1CAD,'account':«'x'»}]}",
        ),
        (
            Thing::Account,
            "opening_balances {'cash':[{'account':'ca','balance':{'money':@5CAD}},{'account':«'x'»,'balance':{'money':@5CAD}}]}",
        ),
        (Thing::Placement, "tranche_closed {'tranche':{'placement':«'x'»,'number':1},'quantity':'1'}"),
        (
            Thing::Placement,
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@5CAD}},'tranche':{'placement':«'x'»,'number':1}}",
        ),
        (Thing::Pool, "flow_through_spent {'pool':«'x'»,'amount':@5CAD}"),
        (
            Thing::Pool,
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@5CAD}},'flow_through':{'pool':«'x'»}}",
        ),
        (
            Thing::Holder,
            "finders_fee_paid {'finder':«'x'»,'class':'common','amount':@100CAD,'cash':{'percent':'5','amount':@5CAD}}",
        ),
        (
            Thing::Series,
            "finders_fee_paid {'finder':'a','class':'common','count':'100','warrants':{'percent':'5','series':«'x'»,'quantity':'5'}}",
        ),
        (Thing::Obligation, "obligation_settled {'obligation':«'x'»,'quantity':'1'}"),
        (Thing::Obligation, "obligation_released {'obligation':«'x'»,'quantity':'1'}"),
        (Thing::Holder, "subscription_refunded {'holder':«'x'»,'from':{'account':'ca'},'amount':@5CAD}"),
        (
            Thing::Account,
            "shares_issued {'class':'common','holder':'a','quantity':'1','costs':[{'account':«'x'»,'amount':@5CAD}],'for':{'services':{'purpose':'administrative','value':@5CAD}}}",
        ),
        (
            Thing::Property,
            "obligation_incurred {'obligation':'o','class':'common','holder':'a','quantity':'1','value':@5CAD,'for':{'property':«'x'»}}",
        ),
        (
            Thing::Bid,
            "shares_repurchased {'class':'common','holder':'a','quantity':'1','paid':@5CAD,'from':{'account':'ca'},'kept':'cancelled','bid':«'x'»}",
        ),
        (Thing::Dividend, "dividend_paid {'dividend':«'x'»,'from':{'account':'ca'},'amount':@5CAD}"),
        (
            Thing::Agreement,
            "lease_paid {'agreement':«'x'»,'purpose':'administrative','cash':{'from':{'account':'ca'},'amount':@5CAD}}",
        ),
        (Thing::Escrow, "escrow_terms_changed {'escrow':«'x'»,'schedule':[{'on':'2004-01-01','percent':'1'}]}"),
        (Thing::Escrow, "escrow_released {'class':'common','escrow':«'x'»,'holder':'a','quantity':'1'}"),
        (
            Thing::Certificate,
            "certificate_replaced {'new':[{'certificate':'y','holder':'a','quantity':'1'}],'certificate':«'x'»}",
        ),
        (Thing::Certificate, "certificate_cancelled {'certificate':«'x'»}"),
        (
            Thing::Debt,
            "options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.10CAD}],'settled':{'set_off':{'debt':«'x'»}}}",
        ),
        (Thing::Assumption, "warrants_issued {'series':'w','holder':'a','quantity':{'assumed':«'x'»}}"),
        (Thing::Assumption, "warrants_issued {'series':'w','holder':'a','quantity':{'rest_of':'5','after':«'x'»}}"),
        (
            Thing::Assumption,
            "options_granted {'grant':'g','plan':'p','holder':'a','quantity':'1','strike':{'amount':{'assumed':«'x'»},'currency':'CAD'}}",
        ),
    ];
    let mut things: BTreeSet<Thing> = BTreeSet::new();
    for (thing, last) in unknown {
        things.insert(thing);
        check("C1201", &format!("no {thing} `x` is registered by that day"), frame, last);
    }
    // A document that is not known is only a note: C1203.
    things.insert(Thing::Document);
    assert!(things.iter().eq(Thing::ALL));
}

#[test]
fn an_entry_may_rest_on_several_assumptions() {
    let last = "{'id':#3,'effective':'2004-02-17','assumes':['day',«'x'»],'event':{'exchange_revalued':{}}}";
    check("C1201", "no assumption `x` is registered by that day", &[BOOK, ABOUT_DAY], last);
}

#[test]
fn a_name_is_registered_once() {
    let again = [
        (Thing::Holder, A, "holder_registered {'holder':«'a'»,'name':'A'}"),
        (Thing::Class, COMMON, "class_registered {'class':«'common'»,'name':'C'}"),
        (Thing::Series, SERIES, "series_registered {'series':«'w'»,'name':'W','class':'common','strike':@1CAD}"),
        (Thing::Plan, PLAN, "plan_registered {'plan':«'p'»,'name':'P','class':'common'}"),
        (
            Thing::Grant,
            GRANTED,
            "options_granted {'grant':«'g'»,'plan':'p','holder':'a','quantity':'1','strike':@1CAD}",
        ),
        (Thing::Property, MINE, "property_registered {'property':«'mine'»,'name':'M'}"),
        (Thing::Project, ROBOT, "project_registered {'project':«'robot'»,'name':'R'}"),
        (Thing::Account, CA, "account_registered {'account':«'ca'»,'name':'CA','currency':'USD'}"),
        (Thing::Agreement, LEASE, "joint_venture_agreed {'agreement':«'lease'»,'name':'L'}"),
        (Thing::Escrow, ESCROW, "escrow_agreed {'escrow':«'e'»,'agent':'U'}"),
        (
            Thing::Certificate,
            CERTIFICATE,
            "certificate_issued {'certificate':«'c'»,'class':'common','holder':'a','quantity':'1'}",
        ),
        (
            Thing::Pool,
            FLOW,
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@50CAD}},'flow_through':{'pool':«'flow'»,'spend_by':'2004-12-31'}}",
        ),
        (Thing::Placement, PLACED, "placement_announced {'placement':«'may'»,'name':'M','class':'common'}"),
        (
            Thing::Obligation,
            PROMISED,
            "obligation_incurred {'obligation':«'promise'»,'class':'common','holder':'a','quantity':'1','value':@5CAD,'for':{'services':'administrative'}}",
        ),
        (
            Thing::Debt,
            NOTE,
            "debt_issued {'debt':«'note'»,'name':'N','kind':'loan','holder':'a','principal':@1CAD,'for':{'opening':{}}}",
        ),
        (
            Thing::Bid,
            "bid_announced {'bid':'n','class':'common','maximum':'1','from':'2004-01-01','through':'2004-12-31'}",
            "bid_announced {'bid':«'n'»,'class':'common','maximum':'2','from':'2004-01-01','through':'2004-12-31'}",
        ),
        (
            Thing::Dividend,
            "dividend_declared {'dividend':'q','class':'common','per_share':@1CAD}",
            "dividend_declared {'dividend':«'q'»,'class':'common','per_share':@2CAD}",
        ),
        (
            Thing::Document,
            "document_cited {'document':'d','title':'D'}",
            "document_cited {'document':«'d'»,'title':'E'}",
        ),
        (
            Thing::Assumption,
            ABOUT_DAY,
            "assumption_made {'assumption':«'day'»,'about':'N','value':{'quantity':{'chosen':'1'}},'reason':'R'}",
        ),
    ];
    let mut things: BTreeSet<Thing> = BTreeSet::new();
    for (thing, first, second) in again {
        things.insert(thing);
        let before: Vec<&str> =
            if thing == Thing::Class { vec![BOOK] } else { vec![BOOK, A, COMMON, UNLIMITED, PLAN, OPENING, CA] };
        let before: Vec<&str> = before.into_iter().filter(|line| *line != first).collect();
        let name = second.split(['«', '»']).nth(1).expect("a mark").trim_matches('\'');
        let by = before.len() + 1;
        let text = format!("{thing} `{name}` was already registered by entry {by}");
        check("C1202", &text, &[&before[..], &[first]].concat(), second);
    }
    assert!(things.iter().eq(Thing::ALL));
    let twice = "opening_balances {'options':[{'grant':'g','plan':'p','holder':'a','quantity':'1','strike':@1CAD},{'grant':«'g'»,'plan':'p','holder':'a','quantity':'1','strike':@1CAD}]}";
    let text = "lot `g` was already registered by entry 6";
    check("C1202", text, &[BOOK, A, COMMON, PLAN, UNLIMITED], twice);
}

#[test]
fn an_agreement_of_another_kind_is_named_as_what_it_is() {
    let frame = &[BOOK, MINE, OPTION, LEASE, "joint_venture_agreed {'agreement':'venture','name':'V'}"];
    let paid = "'cash':{'from':{'account':'ca'},'amount':@5CAD}";
    for (event, is, name, needed) in [
        ("property_paid", "lease", "lease", "property option"),
        ("lease_paid", "joint venture", "venture", "lease"),
        ("joint_venture_contributed", "property option", "option", "joint venture"),
        ("advance_royalty_paid", "lease", "lease", "royalty"),
    ] {
        let purpose = if event == "lease_paid" { "'purpose':'administrative'," } else { "" };
        let last = format!("{event} {{'agreement':«'{name}'»,{purpose}{paid}}}");
        check("C1204", &format!("agreement `{name}` is a {is}, a {needed} is needed here"), frame, &last);
    }
}

#[test]
fn agreements_that_have_ended() {
    let schedule = "'schedule':[{'cash':@5CAD},{'cash':@7CAD,'firm':true}]";
    let option = format!("property_option_agreed {{'agreement':'option','property':'mine','name':'O',{schedule}}}");
    let terminated = "agreement_terminated {'agreement':'option'}";
    let opening = "opening_balances {'cash':[{'account':'ca','balance':{'money':@100CAD}}]}";
    let paid = |amount: &str, name: &str| {
        format!("property_paid {{'agreement':{name},'cash':{{'from':{{'account':'ca'}},'amount':@{amount}CAD}}}}")
    };
    let frame = &[BOOK, MINE, CA, &option, LEASE, VENTURE, ROYALTY, opening, terminated];
    // What is firm can still be paid, and nothing after it.
    let firm = paid("7", "'option'");
    let all = &[&frame[..], &[&firm]].concat();
    check("C1206", "agreement `option` was ended by entry 9", all, &paid("1", "«'option'»"));
    let ended = |name: &str| {
        let cash = "'cash':{'from':{'account':'ca'},'amount':@5CAD}";
        match name {
            "lease" => vec![
                format!("lease_paid {{'agreement':«'lease'»,'purpose':'administrative',{cash}}}"),
                "purchase_option_exercised {'agreement':«'lease'»,'acquired':'equipment'}".to_owned(),
                "work_spent {'agreement':«'lease'»,'purpose':'administrative','amount':@5CAD}".to_owned(),
            ],
            "venture" => vec![
                format!("joint_venture_called {{'agreement':«'venture'»,'call':{{'cash':@5CAD}}}}"),
                "joint_venture_diluted {'agreement':«'venture'»,'interest':'5'}".to_owned(),
                "agreement_terminated {'agreement':«'venture'»}".to_owned(),
            ],
            _ => vec![
                format!("advance_royalty_paid {{'agreement':«'royalty'»,{cash}}}"),
                format!("royalty_paid {{'agreement':«'royalty'»,'purpose':'administrative',{cash}}}"),
                "royalty_bought_back {'agreement':«'royalty'»,'percent':'1','price':@500CAD,'cash':{'account':'ca'}}"
                    .to_owned(),
            ],
        }
    };
    for name in ["lease", "venture", "royalty"] {
        let before = format!("agreement_terminated {{'agreement':'{name}'}}");
        for last in ended(name) {
            let frame = &[&frame[..], &[&before]].concat();
            check("C1206", &format!("agreement `{name}` was ended by entry 10"), frame, &last);
        }
    }
    let twice = "property_option_exercised {'agreement':«'option'»,'waived':true}";
    check("C1206", "agreement `option` was ended by entry 9", frame, twice);
}

#[test]
fn terms_of_purchases_and_buy_backs() {
    let lease = "lease_agreed {'agreement':'lease','name':'L','starts':'2004-01-01','ends':'2004-12-31','purchase_option':{'until':'2004-12-31','price':@90CAD,'payments_credit':true}}";
    let opening = "opening_balances {'cash':[{'account':'ca','balance':{'money':@999CAD}},{'account':'us','balance':{'money':@9USD,'carrying':'12'}}]}";
    let rate = "rate_observed {'base':'USD','quote':'CAD','rate':'1.30'}";
    let rent =
        "lease_paid {'agreement':'lease','purpose':'administrative','cash':{'from':{'account':'ca'},'amount':@20CAD}}";
    let owned = ROYALTY.replace("'royalty'", "'income'").replace("granted", "owned");
    let frame = &[BOOK, MINE, CA, US, rate, lease, ROYALTY, &owned, opening, rent];
    let exercised = |cash: &str| {
        format!("purchase_option_exercised {{'acquired':{{'property':'mine'}},'agreement':'lease'{cash}}}")
    };
    let cash = |account: &str, amount: &str| format!(",'cash':{{'from':{{'account':'{account}'}},'amount':{amount}}}");
    let much = exercised(&cash("ca", "{'amount':«'90'»,'currency':'CAD'}"));
    check("C2010", "90 for the purchase stated, the terms give 70", frame, &much);
    let none = exercised("").replace("purchase_option_exercised", "«purchase_option_exercised»");
    check("C2010", "0 for the purchase stated, the terms give 70", frame, &none);
    let dollars = exercised(&cash("us", "{'amount':'9','currency':«'USD'»}"));
    check("C3002", "the amount is in USD, the price of the purchase is in CAD", frame, &dollars);
    let late = format!("2005-01-01 {}", exercised(&cash("ca", "@70CAD")).replace("'lease'", "«'lease'»"));
    check("C2005", "exercised on 2005-01-01, `lease` expired on 2004-12-31", frame, &late);

    let bought = |percent: &str, price: &str, name: &str| {
        format!(
            "royalty_bought_back {{'agreement':{name},'percent':{percent},'price':{price},'cash':{{'account':'ca'}}}}"
        )
    };
    let lacking = "agreement `royalty` has no open buy-back of that percentage";
    check("C1205", lacking, frame, &bought("«'2'»", "@500CAD", "'royalty'"));
    let once = bought("'1'", "@500CAD", "'royalty'");
    let again = bought("«'1'»", "@500CAD", "'royalty'");
    check("C1205", lacking, &[&frame[..], &[&once]].concat(), &again);
    let other = bought("'1'", "{'amount':«'400'»,'currency':'CAD'}", "'royalty'");
    check("C2010", "400 for the buy-back stated, the terms give 500", frame, &other);
    let foreign = bought("'1'", "{'amount':'400','currency':«'USD'»}", "'royalty'");
    check("C3002", "the amount is in USD, the price of the buy-back is in CAD", frame, &foreign);
    let late = format!("2004-07-01 {}", bought("'1'", "@500CAD", "«'royalty'»"));
    check("C2005", "exercised on 2004-07-01, `royalty` expired on 2004-06-30", frame, &late);
    let paid = "royalty_paid {'agreement':«'income'»,'purpose':'administrative','credited':@5CAD}";
    let text =
        "agreement `income` is a royalty that the company owns, a royalty that the company granted is needed here";
    check("C1204", text, frame, paid);
}
