//! C20 and C21: counts, the charter, and shares of a class.

use super::{
    A, B, BOOK, CA, CERTIFICATE, COMMON, ESCROW, GRANTED, HUNDRED, ISSUED, Lines, MINE, NOTE, OPTION, PLACED, PLAN,
    PROMISED, SERIES, UNLIMITED, US, VENTURE, WARRANTS, check,
};

/// One smallest log for each code.
pub(super) const GOLDEN: &[(&str, Lines<'_>)] = &[
    ("C2001", &[BOOK, A, COMMON, "shares_transferred {'class':'common','from':'a','to':'a','quantity':«'5'»}"]),
    (
        "C2002",
        &[
            BOOK,
            A,
            COMMON,
            "shares_issued {'class':'common','holder':'a','quantity':«'100'»,'for':{'services':{'purpose':'administrative','value':@50CAD}}}",
        ],
    ),
    ("C2003", &[BOOK, A, COMMON, "shares_transferred {'class':'common','from':'a','to':'a','quantity':«'0.5'»}"]),
    (
        "C2004",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            "shares_issued {'class':'common','holder':'a','quantity':'100','for':{'cash':{'account':'ca','price':@0.50CAD,'paid':{'amount':«'60'»,'currency':'CAD'}}}}",
        ],
    ),
    (
        "C2005",
        &[
            BOOK,
            A,
            COMMON,
            SERIES,
            "2006-01-01 warrants_exercised {'series':«'w'»,'holder':'a','quantity':'1','account':'ca'}",
        ],
    ),
    ("C2006", &[BOOK, A, COMMON, SERIES, "2005-12-30 warrants_expired {'series':«'w'»,'holder':'a','quantity':'1'}"]),
    (
        "C2007",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            PLAN,
            CA,
            GRANTED,
            "options_exercised {'lots':[{'grant':'g','quantity':'100','price':«@0.30CAD»}],'account':'ca'}",
        ],
    ),
    (
        "C2008",
        &[
            BOOK,
            A,
            COMMON,
            PLAN,
            "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«'1001'»,'strike':@0.10CAD}",
        ],
    ),
    (
        "C2009",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'100'}]}",
            "authorised_set {'class':'common','authorised':{'limited':«'50'»}}",
        ],
    ),
    (
        "C2010",
        &[
            BOOK,
            A,
            COMMON,
            "class_registered {'class':'preferred','name':'P','conversion':{'into':'common','ratio':{'new':'3','old':'2'}}}",
            "authorised_set {'class':'preferred','authorised':'unlimited'}",
            "opening_balances {'shares':[{'class':'preferred','holder':'a','quantity':'40'}]}",
            "shares_converted {'class':'preferred','holder':'a','quantity':'40','into':«'61'»}",
        ],
    ),
    ("C2011", &[BOOK, A, NOTE, "debt_extended {'debt':'note','due':«'2004-01-01'»}"]),
    (
        "C2101",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "bid_announced {'bid':'ncib','class':'common','maximum':'60','from':'2004-01-01','through':'2004-12-31'}",
            "2005-01-01 shares_repurchased {'class':'common','holder':'a','quantity':'10','paid':@5CAD,'from':{'account':'ca'},'kept':'cancelled','bid':«'ncib'»}",
        ],
    ),
    (
        "C2102",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "bid_announced {'bid':'ncib','class':'common','maximum':'60','from':'2004-01-01','through':'2004-12-31'}",
            "2004-01-02 shares_repurchased {'class':'common','holder':'a','quantity':'40','paid':@5CAD,'from':{'account':'ca'},'kept':'cancelled','bid':'ncib'}",
            "2004-01-03 shares_repurchased {'class':'common','holder':'a','quantity':«'21'»,'paid':@5CAD,'from':{'account':'ca'},'kept':'cancelled','bid':'ncib'}",
        ],
    ),
    (
        "C2103",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "bid_announced {'bid':'ncib','class':'common','maximum':'60','from':'2004-01-01','through':'2004-12-31'}",
            "class_registered {'class':'b','name':'B'}",
            "2004-01-02 shares_repurchased {'class':'b','holder':'a','quantity':'10','paid':@5CAD,'from':{'account':'ca'},'kept':'cancelled','bid':«'ncib'»}",
        ],
    ),
    (
        "C2104",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "dividend_declared {'dividend':'q1','class':'common','per_share':@0.05CAD,'payable':«'2003-12-31'»}",
        ],
    ),
    (
        "C2105",
        &[
            BOOK,
            A,
            CA,
            "class_registered {'class':'preferred','name':'P','redemption':{'price':@0.50CAD,'from':'2005-01-01','option_of':'issuer'}}",
            "2005-01-01 shares_redeemed {'class':'preferred','holder':'a','quantity':'10','paid':@5CAD,'from':{'account':'ca'},'option_of':«'holder'»}",
        ],
    ),
    (
        "C2106",
        &[
            BOOK,
            A,
            CA,
            "class_registered {'class':'preferred','name':'P','redemption':{'price':@0.50CAD,'from':'2005-01-01','option_of':'issuer'}}",
            "2004-12-31 shares_redeemed {'class':«'preferred'»,'holder':'a','quantity':'10','paid':@5CAD,'from':{'account':'ca'},'option_of':'issuer'}",
        ],
    ),
    (
        "C2107",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            SERIES,
            "shares_split {'class':'common','ratio':«{'new':'100000000000','old':'1'}»}",
        ],
    ),
    (
        "C2108",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            "class_registered {'class':'new','name':'N'}",
            PROMISED,
            "class_exchanged {'from':«'common'»,'to':'new','ratio':{'new':'1','old':'1'}}",
        ],
    ),
    (
        "C2151",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            "2004-06-18 shares_issued {'class':'common','holder':'a','quantity':'100','for':{'cash':{'account':'ca','paid':@50CAD}},'hold_until':«'2004-06-17'»}",
        ],
    ),
    (
        "C2152",
        &[
            BOOK,
            A,
            B,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "shares_issued {'class':'common','holder':'a','quantity':'50','for':{'cash':{'account':'ca','paid':@25CAD}},'hold_until':'2004-05-01'}",
            "2004-05-01 shares_transferred {'class':'common','from':'a','to':'b','quantity':«'101'»}",
        ],
    ),
    (
        "C2153",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            ESCROW,
            "escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'100'}",
            "2004-02-29 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':«'26'»}",
        ],
    ),
    (
        "C2154",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            CERTIFICATE,
            "certificate_replaced {'certificate':'c','new':«[{'certificate':'d','holder':'a','quantity':'59'}]»}",
        ],
    ),
];

#[test]
fn units_that_are_not_there() {
    let frame = &[BOOK, A, B, COMMON, UNLIMITED, CA, PLAN, SERIES, ISSUED, GRANTED, WARRANTS];
    let rows = [
        (
            "options of `g` exercised, 100 outstanding",
            "options_exercised {'lots':[{'grant':'g','quantity':«'150'»,'price':@0.10CAD}],'account':'ca'}",
        ),
        ("options of `g` expired, 100 outstanding", "2006-01-01 options_expired {'grant':'g','quantity':«'150'»}"),
        ("options of `g` forfeited, 100 outstanding", "options_forfeited {'grant':'g','quantity':«'150'»}"),
        ("options of `g` cancelled, 100 outstanding", "options_cancelled {'grant':'g','quantity':«'150'»}"),
        (
            "warrants of `w` exercised by `a`, 100 held",
            "warrants_exercised {'series':'w','holder':'a','quantity':«'150'»,'account':'ca'}",
        ),
        (
            "warrants of `w` exercised by `b`, 0 held",
            "warrants_exercised {'series':'w','holder':'b','quantity':«'150'»,'account':'ca'}",
        ),
        (
            "warrants of `w` expired at `b`, 0 held",
            "2006-01-01 warrants_expired {'series':'w','holder':'b','quantity':«'150'»}",
        ),
        (
            "warrants of `w` cancelled at `b`, 0 held",
            "warrants_cancelled {'series':'w','holder':'b','quantity':«'150'»}",
        ),
        (
            "warrants of `w` transferred by `a`, 100 held",
            "warrants_transferred {'series':'w','from':'a','to':'b','quantity':«'150'»}",
        ),
        (
            "`common` shares transferred by `a`, 100 held",
            "shares_transferred {'class':'common','from':'a','to':'b','quantity':«'150'»}",
        ),
    ];
    for (text, last) in rows {
        check("C2001", &format!("150 {text}"), frame, last);
    }
    let placed = "shares_issued {'class':'common','holder':'a','quantity':«'150'»,'for':{'cash':{'account':'ca','paid':@45CAD}},'tranche':{'placement':'may','number':2}}";
    let text = "150 shares or units issued under placement `may`, 100 left of its maximum";
    check("C2001", text, &[BOOK, A, COMMON, UNLIMITED, CA, PLACED], placed);
    for verb in ["settled", "released"] {
        let text = "150 shares of promise `promise` issued or released, 100 promised";
        let last = format!("obligation_{verb} {{'obligation':'promise','quantity':«'150'»}}");
        check("C2001", text, &[BOOK, A, COMMON, UNLIMITED, PROMISED], &last);
    }
    // Of two parts of one lot, the second passes what the first leaves.
    let lots = "options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.10CAD},{'grant':'g','quantity':«'50'»,'price':@0.10CAD}],'account':'ca'}";
    check("C2001", "50 options of `g` exercised, 40 outstanding", frame, lots);
}

#[test]
fn shares_beyond_the_charter() {
    let frame = &[BOOK, A, COMMON, HUNDRED, PLAN, SERIES, MINE, OPTION];
    let rows = [
        (101, 100, "warrants_issued {'series':'w','holder':'a','quantity':«'101'»}"),
        (101, 100, "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«'101'»,'strike':@0.10CAD}"),
        (
            101,
            100,
            "property_paid {'agreement':'option','shares':{'class':'common','holder':'a','quantity':«'101'»,'value':@5CAD}}",
        ),
        (
            41,
            40,
            "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'60'},{'class':'common','holder':'a','quantity':«'41'»}]}",
        ),
        (
            41,
            40,
            "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'60'}],'warrants':[{'series':'w','holder':'a','quantity':«'41'»}]}",
        ),
    ];
    for (needed, left, last) in rows {
        let text = format!("{needed} shares of `common` needed, {left} authorised and neither issued nor reserved");
        check("C2002", &text, frame, last);
    }
    let pool = "opening_balances {'options':[{'grant':'g','plan':'p','holder':'a','quantity':'600','strike':@1CAD},{'grant':'h','plan':'p','holder':'a','quantity':«'401'»,'strike':@1CAD}]}";
    check("C2008", "401 needed under `p`, 400 left of its pool of 1,000", &[BOOK, A, COMMON, UNLIMITED, PLAN], pool);
}

#[test]
fn counts_and_amounts_off_their_grain() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, US, PLAN, SERIES, MINE, VENTURE];
    let counts = [
        ("common", "authorised_set {'class':'common','authorised':{'limited':«'0.5'»}}"),
        ("w", "warrants_issued {'series':'w','holder':'a','quantity':«'0.5'»}"),
        (
            "common",
            "property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'shares':{'class':'common','quantity':'1'}},{'shares':{'class':'common','quantity':«'0.5'»}}]}",
        ),
    ];
    for (unit, last) in counts {
        check("C2003", &format!("0.5 is not a multiple of 1, the smallest count of `{unit}`"), frame, last);
    }
    let fine = "{'amount':«'0.005'»,'currency':'CAD'}";
    let amounts = [
        "shares_issued {'costs':[{'amount':@1CAD}],'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','price':@0.005CAD,'paid':FINE}}}",
        "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'property':{'property':'mine','value':FINE}},'costs':[{'amount':@1CAD}]}",
        "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'services':{'purpose':'administrative','value':FINE}},'costs':[{'amount':@1CAD}]}",
        "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'debt':{'purpose':'administrative','value':FINE}},'costs':[{'amount':@1CAD}]}",
        "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@5CAD}},'costs':[{'amount':@1CAD},{'amount':FINE}]}",
        "cash_converted {'from':{'account':'us'},'given':@5USD,'to':{'account':'ca'},'received':FINE}",
        "opening_balances {'equipment':[{'money':@1CAD},{'money':FINE}]}",
        "lease_agreed {'agreement':'l','name':'L','starts':'2004-01-01','ends':'2004-12-31','payments':[{'cash':@5CAD},{'cash':FINE}]}",
        "lease_agreed {'agreement':'l','name':'L','starts':'2004-01-01','ends':'2004-12-31','payments':[{'cash':@5CAD}],'purchase_option':{'price':FINE}}",
        "property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'cash':@5CAD},{'cash':@5CAD,'work':FINE}]}",
        "property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'work':@5CAD,'shares_worth':{'class':'common','worth':FINE},'cash':@5CAD}]}",
        "joint_venture_diluted {'agreement':'venture','interest':'5','contributions':{'own':@5CAD,'total':FINE}}",
        "expense_accrued {'purpose':'administrative','amount':@5USD,'carrying':«'0.005'»}",
    ];
    let text = "0.005 CAD is not a multiple of 0.01, the smallest amount of CAD";
    for last in amounts {
        check("C3004", text, frame, &last.replace("FINE", fine));
    }
}

#[test]
fn sums_that_do_not_follow() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, PLAN, SERIES, GRANTED, WARRANTS];
    let paid = "'paid':{'currency':'CAD','amount':«'60'»}";
    let warrants = format!("warrants_exercised {{'series':'w','holder':'a','quantity':'100','account':'ca',{paid}}}");
    check("C2004", "60 CAD stated, quantity × price is 50 CAD", frame, &warrants);
    let lots = format!(
        "options_exercised {{'lots':[{{'grant':'g','quantity':'60','price':@0.10CAD}},{{'grant':'g','quantity':'40','price':@0.10CAD}}],'account':'ca',{paid}}}"
    );
    check("C2004", "60 CAD stated, quantity × price is 10 CAD", frame, &lots);
    let opening = "opening_balances {'current_assets':[{'asset':'prepaid','balance':{'money':@5CAD}},{'asset':'receivable','balance':{'money':@5CAD,'carrying':«'6'»}}]}";
    check("C3006", "carried at 6 CAD, the amount itself is 5 CAD", &[BOOK], opening);
}
