//! C23 and C3: placements, money, debts, and what agreements cost.

use super::{
    A, BOOK, CA, COMMON, FLOW, GRANTED, Lines, MINE, NOTE, OPTION, PLACED, PLAN, PRICED, ROYALTY, SAFE, SERIES,
    UNLIMITED, US, VENTURE, WARRANTS, check,
};

/// One smallest log for each code.
pub(super) const GOLDEN: &[(&str, Lines<'_>)] = &[
    (
        "C2301",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            SERIES,
            CA,
            "policy_adopted {'unit_values':'residual'}",
            "«units_issued» {'class':'common','series':'w','holder':'a','quantity':'100','per_unit':'0.5','for':{'cash':{'account':'ca','paid':@50CAD}}}",
        ],
    ),
    (
        "C2302",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            "class_registered {'class':'preferred','name':'P'}",
            "authorised_set {'class':'preferred','authorised':'unlimited'}",
            PLACED,
            "shares_issued {'tranche':{'placement':'may','number':1},'class':«'preferred'»,'holder':'a','quantity':'1','for':{'services':{'purpose':'administrative','value':@5CAD}}}",
        ],
    ),
    (
        "C2303",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            PLACED,
            "shares_issued {'tranche':{'placement':'may','number':1},'class':'common','holder':'a','quantity':'10','for':{'cash':{'account':'ca','paid':@2.90CAD,'price':{'amount':«'0.29'»,'currency':'CAD'}}}}",
        ],
    ),
    (
        "C2304",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            PLACED,
            "shares_issued {'tranche':{'placement':'may','number':1},'class':'common','holder':'a','quantity':'10','for':{'cash':{'account':'ca','paid':@3CAD}}}",
            "tranche_closed {'tranche':{'placement':'may','number':1},'quantity':'10'}",
            "shares_issued {'tranche':«{'placement':'may','number':1}»,'class':'common','holder':'a','quantity':'10','for':{'cash':{'account':'ca','paid':@3CAD}}}",
        ],
    ),
    (
        "C2305",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            PLACED,
            "shares_issued {'tranche':{'placement':'may','number':1},'class':'common','holder':'a','quantity':'10','for':{'cash':{'account':'ca','paid':@3CAD}}}",
            "tranche_closed {'tranche':{'placement':'may','number':1},'quantity':«'11'»}",
        ],
    ),
    (
        "C2306",
        &[BOOK, A, COMMON, UNLIMITED, CA, FLOW, "2005-01-01 flow_through_spent {'pool':«'flow'»,'amount':@50CAD}"],
    ),
    (
        "C3001",
        &[BOOK, CA, "cash_paid {'from':{'account':'ca'},'amount':{'amount':«'5'»,'currency':'CAD'},'for':'equipment'}"],
    ),
    ("C3002", &[BOOK, US, "cash_paid {'from':{'account':«'us'»},'amount':@5CAD,'for':'equipment'}"]),
    ("C3003", &[BOOK, "expense_accrued {'purpose':'administrative','amount':{'amount':'5','currency':«'USD'»}}"]),
    ("C3004", &[BOOK, "expense_accrued {'purpose':'administrative','amount':{'amount':«'0.005'»,'currency':'CAD'}}"]),
    (
        "C3005",
        &[
            BOOK,
            "rate_observed {'base':'USD','quote':'CAD','rate':'999999999999999999'}",
            "expense_accrued {'purpose':'administrative','amount':{'amount':«'999999999999999999'»,'currency':'USD'}}",
        ],
    ),
    ("C3006", &[BOOK, "expense_accrued {'purpose':'administrative','amount':@60CAD,'carrying':«'50'»}"]),
    (
        "C3101",
        &[
            BOOK,
            A,
            CA,
            "debt_issued {'debt':'note','name':'N','kind':'note','holder':'a','principal':@100CAD,'for':{'cash':{'into':{'account':'ca'},'amount':{'amount':«'101'»,'currency':'CAD'}}}}",
        ],
    ),
    ("C3102", &[BOOK, A, NOTE, "interest_accrued {'debt':«'note'»,'amount':@5CAD}"]),
    (
        "C3103",
        &[
            BOOK,
            A,
            COMMON,
            PRICED,
            "class_registered {'class':'preferred','name':'Preferred'}",
            "debt_converted {'debt':'note','principal':@100CAD,'class':«'preferred'»,'quantity':'250','price':@0.40CAD}",
        ],
    ),
    (
        "C3104",
        &[
            BOOK,
            A,
            COMMON,
            SAFE,
            "debt_converted {'debt':'safe','principal':@100CAD,'class':'common','quantity':'123','price':{'amount':«'0.81'»,'currency':'CAD'},'round_price':@1CAD}",
        ],
    ),
    (
        "C3105",
        &[
            BOOK,
            A,
            SAFE,
            CA,
            "2004-01-02 debt_issued {'debt':'later','name':'L','kind':'safe','holder':'a','principal':@100CAD,'for':{'cash':{'into':{'account':'ca'}}},'conversion':{'discount':'15'}}",
            "2004-01-02 mfn_exercised {'debt':'safe','of':«'later'»}",
        ],
    ),
    (
        "C3201",
        &[
            BOOK,
            MINE,
            "property_option_agreed {'agreement':'option','property':'mine','name':'O','schedule':[{'cash':@5CAD,'firm':true},{'work':@50CAD}]}",
            "property_option_exercised {'agreement':«'option'»}",
        ],
    ),
    ("C3202", &[BOOK, VENTURE, "joint_venture_diluted {'agreement':'venture','interest':«'50'»}"]),
];

#[test]
fn debts_are_refused_with_both_numbers() {
    let cash = "opening_balances {'cash':[{'account':'ca','balance':{'money':@500CAD}}]}";
    let rated = "debt_issued {'debt':'rated','name':'R','kind':'loan','holder':'a','principal':@100CAD,'for':{'opening':{'interest':{'money':@3CAD}}},'interest':{'percent':'10','days':'actual_365'},'due':'2004-12-31'}";
    let other = "class_registered {'class':'preferred','name':'Preferred'}";
    let priced = PRICED.replace("'note','name'", "'priced','name'");
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, US, other, cash, NOTE, &priced, SAFE, rated];
    let unknown = "no debt `x` is registered by that day";
    let no_rate = "debt `note` has no rate of interest";
    let no_right = "debt `priced` has no right to the terms of later debts";
    let rows = [
        ("C1201", unknown, "debt_repaid {'from':{'account':'ca'},'debt':«'x'»,'principal':@5CAD}"),
        ("C1201", unknown, "mfn_exercised {'debt':'safe','of':«'x'»}"),
        ("C1205", no_rate, "2004-01-02 interest_accrued {'to_principal':true,'debt':«'note'»}"),
        (
            "C1205",
            "debt `note` has no terms of conversion",
            "debt_converted {'debt':«'note'»,'principal':@5CAD,'class':'common','quantity':'1','price':@5CAD}",
        ),
        (
            "C1205",
            "debt `priced` has no cap",
            "conversion_terms_set {'debt':'priced','conversion':{'discount':'10'}}\ndebt_converted {'debt':'priced','principal':@5CAD,'class':'common','quantity':'1','price':@5CAD,'capitalisation':«'10'»}",
        ),
        ("C1205", "debt `safe` has no day on which it is due", "debt_extended {'debt':«'safe'»,'due':'2006-01-01'}"),
        ("C1205", no_right, "mfn_exercised {'debt':«'priced'»,'of':'safe'}"),
        (
            "C2010",
            "0.5 price stated, the terms give 0.4",
            "debt_converted {'debt':'priced','principal':@50CAD,'class':'common','quantity':'100','price':{'amount':«'0.50'»,'currency':'CAD'}}",
        ),
        (
            "C2010",
            "2.71 interest stated, the terms give 2.74",
            "2004-04-10 interest_accrued {'debt':'rated','amount':{'amount':«'2.71'»,'currency':'CAD'}}",
        ),
        (
            "C2011",
            "2004-12-31 is not later than 2004-12-31, the day of `rated`",
            "debt_extended {'debt':'rated','due':«'2004-12-31'»}",
        ),
        (
            "C2011",
            "2003-12-31 is not later than 2004-01-01, the day of `new`",
            "debt_issued {'debt':'new','name':'N','kind':'loan','holder':'a','principal':@1CAD,'for':'equipment','due':«'2003-12-31'»}",
        ),
        (
            "C2011",
            "2004-01-01 is not later than 2004-01-01, the day of `safe`",
            "mfn_exercised {'debt':'safe','of':«'priced'»}",
        ),
        (
            "C3001",
            "101 CAD settled of `debt/note`, 100 CAD owed",
            "debt_repaid {'debt':'note','from':{'account':'ca'},'principal':{'amount':«'101'»,'currency':'CAD'}}",
        ),
        (
            "C3001",
            "4 CAD settled of `debt-interest/rated`, 3 CAD owed",
            "debt_forgiven {'debt':'rated','principal':@4CAD,'interest':{'amount':«'4'»,'currency':'CAD'}}",
        ),
        (
            "C3002",
            "the amount is in USD, debt `rated` is in CAD",
            "debt_repaid {'debt':'rated','from':{'account':'us'},'interest':{'amount':'1','currency':«'USD'»}}",
        ),
        (
            "C3002",
            "the amount is in CAD, account `us` is in USD",
            "debt_repaid {'debt':'rated','from':{'account':«'us'»},'interest':@1CAD}",
        ),
        (
            "C3002",
            "the amount is in USD, debt `note` is in CAD",
            "conversion_terms_set {'debt':'note','conversion':{'cap':{'amount':'1','currency':«'USD'»}}}",
        ),
        (
            "C3104",
            "converted at 0.5000000001 CAD, the terms of `safe` give 0.5 CAD at most",
            "debt_converted {'debt':'safe','principal':@50CAD,'class':'common','quantity':'99','price':{'amount':«'0.5000000001'»,'currency':'CAD'},'round_price':@1CAD,'capitalisation':'2000'}",
        ),
        (
            "C4002",
            "opening balances after the first movement, entry 13",
            "debt_issued {'debt':'late','name':'L','kind':'loan','holder':'a','principal':@1CAD,'for':{'opening':«{}»}}",
        ),
    ];
    for (code, text, last) in rows {
        let mut before: Vec<&str> = frame.to_vec();
        if code == "C4002" {
            before.push("debt_repaid {'debt':'note','from':{'account':'ca'},'principal':@5CAD}");
        }
        let (first, last) = last.split_once('\n').map_or((None, last), |(first, last)| (Some(first), last));
        before.extend(first);
        check(code, text, &before, last);
    }
}

#[test]
fn costs_that_were_not_charged() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, PLAN, GRANTED];
    let charged = "compensation_recognised {'grant':'g','amount':@50CAD,'purpose':'administrative'}";
    let back = "compensation_recognised {'grant':'g','amount':{'amount':«'51'»,'currency':'CAD'},'purpose':'administrative','reversed':true}";
    let text = "51 CAD taken back of `award-reserve/g`, 50 CAD charged";
    check("C3001", text, &[&frame[..], &[charged]].concat(), back);
    // A part of what was charged follows the options that end.
    let ended = "options_forfeited {'grant':'g','quantity':'20'}";
    let text = "51 CAD taken back of `award-reserve/g`, 40 CAD charged";
    check("C3001", text, &[&frame[..], &[charged, ended]].concat(), back);
    let asset = back.replace("'administrative'", "{'exploration':'mine'}");
    let capitalised = "policy_adopted {'exploration':'capitalised'}";
    let more = charged.replace("@50CAD", "@60CAD");
    let text = "51 CAD taken back of `property/mine`, 0 CAD charged";
    check("C3001", text, &[&frame[..], &[MINE, &more, capitalised]].concat(), &asset);
    let dollars =
        "compensation_recognised {'purpose':'administrative','grant':'g','amount':{'amount':'5','currency':«'USD'»}}";
    check("C3002", "the amount is in USD, the award reserve is in CAD", frame, dollars);
    let opening = "opening_balances {'options':[{'grant':'h','plan':'p','holder':'a','quantity':'1','strike':@1CAD,'reserve':{'amount':'5','currency':«'USD'»}}]}";
    check("C3002", "the amount is in USD, the award reserve is in CAD", &frame[..6], opening);
}

#[test]
fn money_that_is_not_there() {
    let opening = "opening_balances {'cash':[{'account':'ca','balance':{'money':@100CAD}},{'account':'us','balance':{'money':@100USD,'carrying':'130'}}],'current_assets':[{'asset':'receivable','balance':{'money':@100CAD}}],'payables':[{'purpose':'administrative','balance':{'money':@100CAD}}]}";
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, US, MINE, OPTION, ROYALTY, opening];
    let there = [
        (
            "CAD",
            "taken from `cash/ca`, 100 CAD there",
            "cash_paid {'from':{'account':'ca'},'amount':MUCH,'for':{'spending':'administrative'}}",
        ),
        (
            "CAD",
            "taken from `cash-restricted/ca`, 0 CAD there",
            "cash_paid {'from':{'account':'ca','restricted':true},'amount':MUCH,'for':'equipment'}",
        ),
        (
            "CAD",
            "taken from `cash/ca`, 100 CAD there",
            "cash_moved {'from':{'account':'ca'},'to':{'account':'ca','restricted':true},'amount':MUCH}",
        ),
        (
            "USD",
            "taken from `cash/us`, 100 USD there",
            "cash_converted {'received':@9CAD,'from':{'account':'us'},'given':MUCH,'to':{'account':'ca'}}",
        ),
        (
            "CAD",
            "settled of `payable/administrative`, 100 CAD owed",
            "liability_paid {'purpose':'administrative','from':{'account':'ca'},'amount':MUCH}",
        ),
        (
            "CAD",
            "collected of receivables, 100 CAD owed to the company",
            "cash_received {'into':{'account':'ca'},'amount':MUCH,'for':'receivable'}",
        ),
        (
            "CAD",
            "settled of `payable/administrative`, 100 CAD owed",
            "shares_issued {'costs':[{'amount':@1CAD}],'class':'common','holder':'a','quantity':'1','for':{'debt':{'purpose':'administrative','value':MUCH}}}",
        ),
        (
            "CAD",
            "settled of `payable/administrative`, 100 CAD owed",
            "obligation_incurred {'obligation':'o','class':'common','holder':'a','quantity':'1','value':MUCH,'for':{'debt':'administrative'}}",
        ),
        (
            "CAD",
            "taken from `cash/ca`, 109 CAD there",
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@10CAD}},'costs':[{'amount':@1CAD,'account':'ca'},{'amount':MUCH,'account':'ca'}]}",
        ),
        (
            "CAD",
            "of deposits returned, 0 CAD deposited",
            "cash_received {'into':{'account':'ca'},'amount':MUCH,'for':'deposit'}",
        ),
        ("CAD", "used of prepaid expenses, 0 CAD prepaid", "prepaid_used {'purpose':'administrative','amount':MUCH}"),
        (
            "CAD",
            "written down of `property/mine`, 0 CAD there",
            "written_down {'asset':{'property':'mine'},'amount':MUCH}",
        ),
        (
            "CAD",
            "credited of `advance-royalty/royalty`, 0 CAD advanced",
            "royalty_paid {'agreement':'royalty','purpose':'administrative','cash':{'from':{'account':'ca'},'amount':@5CAD},'credited':MUCH}",
        ),
        (
            "CAD",
            "taken from `cash/ca`, 100 CAD there",
            "property_paid {'agreement':'option','shares':{'class':'common','holder':'a','quantity':'1','value':@1CAD},'cash':{'from':{'account':'ca'},'amount':MUCH}}",
        ),
    ];
    for (currency, text, last) in there {
        let last = last.replace("MUCH", &format!("{{'amount':«'150'»,'currency':'{currency}'}}"));
        check("C3001", &format!("150 {currency} {text}"), frame, &last);
    }
    let subscribed = "subscription_received {'holder':'a','into':{'account':'ca'},'amount':@100CAD}";
    for last in [
        "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'subscription':{'amount':@150CAD}}}",
        "subscription_refunded {'holder':'a','from':{'account':'ca'},'amount':@150CAD}",
    ] {
        let last = last.replace("@150CAD", "{'amount':«'150'»,'currency':'CAD'}");
        let text = "150 CAD settled of `subscribed/a`, 100 CAD owed";
        check("C3001", text, &[BOOK, A, COMMON, UNLIMITED, CA, subscribed], &last);
    }
}

#[test]
fn money_of_another_currency() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, US, PLAN, SERIES, GRANTED, WARRANTS];
    let banks = [
        ("CAD", "us", "USD", "cash_moved {'from':{'account':'ca'},'to':{'account':«'us'»},'amount':@5CAD}"),
        (
            "USD",
            "ca",
            "CAD",
            "cash_converted {'from':{'account':'ca'},'given':@5CAD,'to':{'account':«'ca'»},'received':@4USD}",
        ),
        ("CAD", "us", "USD", "warrants_exercised {'series':'w','holder':'a','quantity':'1','account':«'us'»}"),
        (
            "CAD",
            "us",
            "USD",
            "options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.10CAD}],'account':«'us'»}",
        ),
        (
            "USD",
            "ca",
            "CAD",
            "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':«'ca'»,'paid':@5USD}}}",
        ),
    ];
    for (given, account, is, last) in banks {
        check("C3002", &format!("the amount is in {given}, account `{account}` is in {is}"), frame, last);
    }
    let opening = "opening_balances {'cash':[{'account':'ca','balance':{'money':@5CAD}},{'account':«'ca'»,'balance':{'money':@5USD}}]}";
    check("C3002", "the amount is in USD, account `ca` is in CAD", &[BOOK, CA], opening);
    let issued = "warrants_issued {'series':'w','holder':'a','quantity':'1','paid':{'account':'us','amount':{'amount':'5','currency':«'USD'»}}}";
    check("C3002", "the amount is in USD, the strike of `w` is in CAD", frame, issued);
    let exercised = "warrants_exercised {'series':'w','holder':'a','quantity':'1','account':'ca','paid':{'amount':'5','currency':«'USD'»}}";
    check("C3002", "the amount is in USD, the strike is in CAD", frame, exercised);
}

#[test]
fn rates_that_are_missing_or_old() {
    let observed = "2004-02-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.30'}";
    let opening = "2004-02-01 opening_balances {'cash':[{'account':'us','balance':{'money':@100USD}}]}";
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, US, observed];
    let old = "no CAD/USD rate for 2004-02-17: none observed from 2004-02-10 to 2004-02-17";
    let revalued = "2004-02-17 «exchange_revalued» {}";
    check("C3003", old, &[&frame[..], &[opening]].concat(), revalued);
    let dollar = "{'amount':'5','currency':«'USD'»}";
    let accrued = format!("2004-02-17 expense_accrued {{'purpose':'administrative','amount':{dollar}}}");
    let property = format!(
        "2004-02-17 property_paid {{'agreement':'option','cash':{{'from':{{'account':'ca'}},'amount':@5CAD}},'shares':{{'class':'common','holder':'a','quantity':'1','value':{dollar}}}}}"
    );
    let opened = "opening_balances {'cash':[{'account':'ca','balance':{'money':@100CAD}}]}";
    check("C3003", old, frame, &accrued);
    check("C3003", old, &[&frame[..], &[MINE, OPTION, opened]].concat(), &property);
    let cash = format!(
        "2004-02-17 property_paid {{'agreement':'option','shares':{{'class':'common','holder':'a','quantity':'1','value':@5USD}},'cash':{{'from':{{'account':'us'}},'amount':{dollar}}}}}"
    );
    check("C3003", old, &[&frame[..], &[MINE, OPTION]].concat(), &cash);
    for (rate, missing) in [
        ("month_average", "no average of the month from 2004-02-01"),
        ("quarter_average", "no average of the quarter from 2004-01-01"),
    ] {
        let policy = format!("policy_adopted {{'exchange':{{'rate':'{rate}','max_age_days':7}}}}");
        check(
            "C3003",
            &format!("no CAD/USD rate for 2004-02-17: {missing}"),
            &[&frame[..], &[&policy]].concat(),
            &accrued,
        );
    }
    let strike = "series_registered {'series':'us','name':'U','class':'common','strike':@0.50USD}";
    let issued = "warrants_issued {'series':'us','holder':'a','quantity':'100'}";
    let exercised = "2004-02-17 «warrants_exercised» {'series':'us','holder':'a','quantity':'1','account':'us'}";
    check("C3003", old, &[&frame[..], &[strike, issued]].concat(), exercised);
}

#[test]
fn results_past_the_range() {
    let large = "the result is too large: the ledger holds sums up to about 1.7 × 10²⁸";
    let most = "999999999999999999";
    let issued = format!(
        "shares_issued {{'class':'common','holder':'a','quantity':«'{most}'»,'for':{{'cash':{{'account':'ca','paid':@1CAD,'price':@{most}CAD}}}}}}"
    );
    check("C3005", large, &[BOOK, A, COMMON, UNLIMITED, CA], &issued);
    let rate = "rate_observed {'base':'USD','quote':'CAD','rate':'10000000000'}";
    let accrued = format!("expense_accrued {{'purpose':'administrative','amount':@{most}USD}}");
    let again = accrued.replace("expense_accrued", "«expense_accrued»");
    check("C3005", large, &[BOOK, rate, &accrued], &again);
}
