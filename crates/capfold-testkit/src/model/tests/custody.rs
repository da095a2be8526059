//! Hold periods, escrows, certificates, and shares for debts and businesses, worked out by hand.

use super::check;

const ISSUED: &str = "2004-01-02 shares_issued {'class':'common','holder':'a','quantity':'100','for':{'cash':{'account':'us','paid':@100USD}}}";
const HELD_BACK: &str = "2004-01-02 shares_issued {'class':'common','holder':'a','quantity':'50','for':{'cash':{'account':'us','paid':@50USD}},'hold_until':'2004-05-02'}";
const ESCROW: &str = "2004-01-02 escrow_agreed {'escrow':'e','agent':'T','schedule':[{'on':'2004-02-01','percent':'25'},{'on':'2004-03-01','percent':'50'}]}";

/// 150 held, 50 of them on hold through 2 May: 100 are free on that day, 150 on the next.
#[test]
fn shares_on_hold_are_not_transferred_through_the_last_day() {
    check(
        &[
            ISSUED,
            HELD_BACK,
            "2004-05-02 shares_transferred {'class':'common','from':'a','to':'b','quantity':'101'}",
            "2004-05-02 shares_transferred {'class':'common','from':'a','to':'a','quantity':'101'}",
            "2004-05-02 shares_transferred {'class':'common','from':'a','to':'b','quantity':'100'}",
            "2004-05-02 shares_transferred {'class':'common','from':'b','to':'a','quantity':'10'}",
            "2004-05-02 shares_transferred {'class':'common','from':'a','to':'b','quantity':'11'}",
            "2004-05-03 shares_transferred {'class':'common','from':'a','to':'b','quantity':'60'}",
            "2004-05-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'services':{'purpose':'administrative','value':@1USD}},'hold_until':'2004-05-02'}",
        ],
        &[3, 4, 7, 9],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/b 150 0",
            "class:common/unissued 999850 0",
            "currency:USD/cash/us 150 150",
            "currency:USD/share-capital/common -150 -150",
        ],
    );
}

/// A hold does not keep shares out of an escrow; of what is held less than is on hold, nothing is free.
#[test]
fn nothing_else_looks_at_holds() {
    check(
        &[
            HELD_BACK,
            "2004-01-02 escrow_agreed {'escrow':'open','agent':'T'}",
            "2004-01-03 escrow_deposited {'escrow':'open','class':'common','holder':'a','quantity':'40'}",
            "2004-01-03 shares_transferred {'class':'common','from':'a','to':'b','quantity':'1'}",
            "2004-01-03 escrow_released {'escrow':'open','class':'common','holder':'a','quantity':'41'}",
            "2004-01-03 escrow_released {'escrow':'open','class':'common','holder':'a','quantity':'15'}",
            "2004-05-03 shares_transferred {'class':'common','from':'a','to':'b','quantity':'1'}",
        ],
        &[4, 5],
        &[
            "class:common/charter -1000000 0",
            "class:common/escrowed/open/a 25 0",
            "class:common/held/a 24 0",
            "class:common/held/b 1 0",
            "class:common/unissued 999950 0",
            "currency:USD/cash/us 50 50",
            "currency:USD/share-capital/common -50 -50",
        ],
    );
}

/// Of 50 on hold 30 are not in escrow and can go back to the company; the other 20 can be cancelled where
/// they lie. 10 paid in at 10 are bought for 5; 25 are given up, and 25 is saved; 1 is taken back for 2.
#[test]
fn holds_keep_no_shares_from_the_company() {
    let bought = |quantity: &str| {
        format!(
            "2004-01-03 shares_repurchased {{'class':'common','holder':'a','quantity':'{quantity}','paid':@5USD,'from':{{'account':'us'}},'kept':'cancelled'}}"
        )
    };
    check(
        &[
            HELD_BACK,
            "2004-01-02 escrow_agreed {'escrow':'open','agent':'T'}",
            "2004-01-03 escrow_deposited {'escrow':'open','class':'common','holder':'a','quantity':'20'}",
            &bought("31"),
            &bought("10"),
            "2004-01-03 shares_cancelled {'class':'common','holder':'a','quantity':'5'}",
            "2004-01-03 shares_cancelled {'class':'common','holder':'a','quantity':'21','escrow':'open'}",
            "2004-01-03 shares_cancelled {'class':'common','holder':'a','quantity':'20','escrow':'open'}",
            "2004-01-03 issue_rescinded {'class':'common','holder':'a','quantity':'1','refund':@2USD,'from':{'account':'us'}}",
            "2004-01-03 shares_transferred {'class':'common','from':'a','to':'b','quantity':'1'}",
        ],
        &[4, 7, 10],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 14 0",
            "class:common/unissued 999986 0",
            "currency:USD/cash/us 43 43",
            "currency:USD/contributed-surplus -30 -30",
            "currency:USD/share-capital/common -13 -13",
        ],
    );
}

/// 25 % of 61 are 15.25, so 15 come out; of 99 deposited in all 24.75, so 9 more; 75 % are 74.25, so 50
/// more. Under the new schedule 90 % of 99 are 89.1, so 89 come out at once.
#[test]
fn a_schedule_releases_its_part_of_everything_deposited() {
    check(
        &[
            ISSUED,
            ESCROW,
            "2004-01-03 escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'101'}",
            "2004-01-03 escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'61'}",
            "2004-01-31 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'1'}",
            "2004-02-01 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'16'}",
            "2004-02-01 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'15'}",
        ],
        &[3, 5, 6],
        &[
            "class:common/charter -1000000 0",
            "class:common/escrowed/e/a 46 0",
            "class:common/held/a 54 0",
            "class:common/unissued 999900 0",
            "currency:USD/cash/us 100 100",
            "currency:USD/share-capital/common -100 -100",
        ],
    );
    check(
        &[
            ISSUED,
            ESCROW,
            "2004-01-03 escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'61'}",
            "2004-02-01 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'15'}",
            "2004-02-01 escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'38'}",
            "2004-02-01 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'9'}",
            "2004-03-02 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'51'}",
            "2004-03-02 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'50'}",
        ],
        &[7],
        &[
            "class:common/charter -1000000 0",
            "class:common/escrowed/e/a 25 0",
            "class:common/held/a 75 0",
            "class:common/unissued 999900 0",
            "currency:USD/cash/us 100 100",
            "currency:USD/share-capital/common -100 -100",
        ],
    );
    check(
        &[
            ISSUED,
            ESCROW,
            "2004-01-03 escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'99'}",
            "2004-01-03 escrow_terms_changed {'escrow':'e','schedule':[{'on':'2004-01-01','percent':'90'},{'on':'2004-03-03','percent':'10'}]}",
            "2004-03-02 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'90'}",
            "2004-03-02 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'89'}",
            "2004-03-03 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'10'}",
            "2004-03-04 escrow_released {'escrow':'e','class':'common','holder':'a','quantity':'1'}",
        ],
        &[5, 8],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 100 0",
            "class:common/unissued 999900 0",
            "currency:USD/cash/us 100 100",
            "currency:USD/share-capital/common -100 -100",
        ],
    );
}

#[test]
fn certificates_stand_for_shares_that_are_there() {
    check(
        &[
            ISSUED,
            "2004-01-02 escrow_agreed {'escrow':'open','agent':'T'}",
            "2004-01-03 escrow_deposited {'escrow':'open','class':'common','holder':'a','quantity':'30'}",
            "2004-01-04 certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'60'}",
            "2004-01-04 certificate_issued {'certificate':'d','class':'common','holder':'a','quantity':'41'}",
            "2004-01-04 certificate_issued {'certificate':'d','class':'common','holder':'b','quantity':'1'}",
            "2004-01-04 certificate_issued {'certificate':'d','class':'common','holder':'a','quantity':'40'}",
            "2004-01-05 certificate_replaced {'certificate':'c','new':[{'certificate':'e','holder':'b','quantity':'20'},{'certificate':'f','holder':'a','quantity':'39'}]}",
            "2004-01-05 certificate_replaced {'certificate':'c','new':[{'certificate':'e','holder':'b','quantity':'20'},{'certificate':'f','holder':'a','quantity':'40'}]}",
        ],
        &[5, 6, 8],
        &[
            "class:common/certificate-book -100 0",
            "class:common/certificate/d 40 0",
            "class:common/certificate/e 20 0",
            "class:common/certificate/f 40 0",
            "class:common/charter -1000000 0",
            "class:common/escrowed/open/a 30 0",
            "class:common/held/a 70 0",
            "class:common/unissued 999900 0",
            "currency:USD/cash/us 100 100",
            "currency:USD/share-capital/common -100 -100",
        ],
    );
}

#[test]
fn a_certificate_ends_once() {
    check(
        &[
            ISSUED,
            "2004-01-04 certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'60'}",
            "2004-01-05 certificate_cancelled {'certificate':'c'}",
            "2004-01-06 certificate_cancelled {'certificate':'c'}",
            "2004-01-06 certificate_replaced {'certificate':'c','new':[{'certificate':'d','holder':'a','quantity':'60'}]}",
            "2004-01-06 certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'60'}",
            "2004-01-06 certificate_issued {'certificate':'d','class':'common','holder':'a','quantity':'100'}",
        ],
        &[4, 5, 6],
        &[
            "class:common/certificate-book -100 0",
            "class:common/certificate/d 100 0",
            "class:common/charter -1000000 0",
            "class:common/held/a 100 0",
            "class:common/unissued 999900 0",
            "currency:USD/cash/us 100 100",
            "currency:USD/share-capital/common -100 -100",
        ],
    );
}

/// Certificates move nothing: opening balances may still follow. An escrow moves shares.
#[test]
fn certificates_are_no_movement() {
    let opening = "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'10'}]}";
    let later = format!("2004-01-03 {opening}");
    check(
        &[
            &format!("2004-01-01 {opening}"),
            "2004-01-02 certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'10'}",
            "2004-01-02 escrow_agreed {'escrow':'open','agent':'T'}",
            &later,
            "2004-01-04 escrow_deposited {'escrow':'open','class':'common','holder':'a','quantity':'1'}",
            &later.replace("01-03", "01-05"),
        ],
        &[6],
        &[
            "class:common/certificate-book -10 0",
            "class:common/certificate/c 10 0",
            "class:common/charter -1000000 0",
            "class:common/escrowed/open/a 1 0",
            "class:common/held/a 19 0",
            "class:common/unissued 999980 0",
        ],
    );
}

/// 200 CAD owed, carried at 150 USD. 100 of them are carried at 75; shares worth 90 CAD at 0.80 are 72: a
/// gain of 10 CAD, 3 USD. The other 100 are carried at 75 too; shares worth 120 CAD are 96: a loss of 20
/// CAD, 21 USD. Of 50 USD, 50 are no gain.
#[test]
fn a_debt_settled_in_shares_leaves_a_gain_or_a_loss() {
    check(
        &[
            "2004-01-02 rate_observed {'base':'CAD','quote':'USD','rate':'0.80'}",
            "2004-01-02 expense_accrued {'purpose':'administrative','amount':@100CAD,'carrying':'80'}",
            "2004-01-02 expense_accrued {'purpose':'administrative','amount':@100CAD,'carrying':'70'}",
            "2004-01-02 expense_accrued {'purpose':'administrative','amount':@50USD}",
            "2004-01-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'debt':{'purpose':'administrative','value':@201CAD,'fair_value':@90CAD}}}",
            "2004-01-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'debt':{'purpose':'administrative','value':@100CAD,'fair_value':@90CAD}}}",
            "2004-01-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'debt':{'purpose':'administrative','value':@100CAD,'fair_value':@120CAD,'related':true}}}",
            "2004-01-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'debt':{'purpose':'administrative','value':@50USD,'fair_value':@50USD}}}",
        ],
        &[5],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 3 0",
            "class:common/unissued 999997 0",
            "currency:CAD/contributed-surplus 20 21",
            "currency:CAD/expense/administrative 200 150",
            "currency:CAD/income/settlement -10 -3",
            "currency:CAD/share-capital/common -210 -168",
            "currency:USD/expense/administrative 50 50",
            "currency:USD/share-capital/common -50 -50",
        ],
    );
}

#[test]
fn a_business_is_an_investment_at_its_value() {
    check(
        &[
            "2004-01-02 rate_observed {'base':'CAD','quote':'USD','rate':'0.80'}",
            "2004-01-03 shares_issued {'class':'common','holder':'a','quantity':'1','for':{'business':{'name':'Q','value':@200CAD}}}",
        ],
        &[],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 1 0",
            "class:common/unissued 999999 0",
            "currency:CAD/investment 200 160",
            "currency:CAD/share-capital/common -200 -160",
        ],
    );
}
