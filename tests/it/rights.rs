//! Promise: an exercise brings the shares and the money that its settlement says, and rights have the terms of
//! the day. Small logs worked out by hand; every invariant holds of each.

use capfold_core::entry::Cut;
use capfold_core::figures::{Measure, RightsNote, rights_note};

use crate::financing::{check, figure, folded, log, period};

const PLAN: &str = "plan_registered {'plan':'p','name':'P','class':'common','pool':{'fixed':'1000'}}";
const BROKER: &str = "holder_registered {'holder':'c','name':'C'}";
const HALVES: &str = "series_registered {'series':'h','name':'H','class':'common','strike':@0.50CAD,'expires':'2005-12-31','ratio':{'new':'1','old':'2'}}";

fn granted(grant: &str, holder: &str, quantity: &str, strike: &str) -> String {
    format!(
        "options_granted {{'grant':'{grant}','plan':'p','holder':'{holder}','quantity':'{quantity}','strike':@{strike}CAD,'expires':'2004-06-30'}}"
    )
}

/// Options of two lots, or of one, exercised.
fn exercised(day: &str, lots: &[(&str, &str, &str)], rest: &str) -> String {
    let lots = lots
        .iter()
        .map(|(grant, quantity, price)| format!("{{'grant':'{grant}','quantity':'{quantity}','price':@{price}CAD}}"));
    format!("{day} options_exercised {{'lots':[{}],{rest}}}", lots.collect::<Vec<_>>().join(","))
}

#[test]
fn net_settlement_issues_what_the_rights_are_worth_in_whole_shares() {
    // 300 × (0.75 − 0.333) ÷ 0.75 = 166.8; 100 × (0.75 − 0.50) ÷ 0.75 = 33.33…, of which 3 are withheld.
    // Of 100.00 charged for 500, 60.00 go with 300.
    let lots = [("g", "300", "0.333"), ("k", "100", "0.50")];
    let net = |market: &str, issued: &str, withheld: &str| {
        let net = format!(
            "'settled':{{'net':{{'market':@{market}CAD,'issued':'{issued}','withheld':{{'quantity':'{withheld}','tax':@4.50CAD}}}}}}"
        );
        exercised("2004-01-02", &lots, &net)
    };
    let case = [
        PLAN.to_owned(),
        granted("g", "a", "500", "0.333"),
        granted("k", "a", "100", "0.50"),
        "compensation_recognised {'grant':'g','amount':@100CAD,'purpose':'administrative'}".to_owned(),
        net("0.49", "1", "1"),
        net("0.75", "197", "3"),
        net("0.75", "1", "34"),
        net("0.75", "196", "3"),
    ];
    check(
        &case.each_ref().map(String::as_str),
        &[(5, "C2252"), (6, "C2010"), (7, "C2001")],
        &[
            "class:common/held/a 196 0",
            "class:common/reserved 200 0",
            "currency:CAD/award-reserve/g -40 -40",
            "currency:CAD/expense/administrative 100 100",
            "currency:CAD/payable/tax -4.5 -4.5",
            // 60.00 less the tax of 4.50.
            "currency:CAD/share-capital/common -55.5 -55.5",
            "grant:g/exercised 300 0",
            "grant:g/held/a 200 0",
            "grant:g/writer -500 0",
            "grant:k/exercised 100 0",
            "grant:k/writer -100 0",
        ],
    );
}

#[test]
fn net_settlement_of_warrants_counts_the_shares_that_they_buy() {
    // 20 for 10 shares: 10 × (0.80 − 0.50) ÷ 0.80 = 3.75. 10 more at the strike are worth nothing. Of 9.00 for 60
    // warrants 3.00 and 1.50 pass to share capital.
    let net = |quantity: &str, market: &str| {
        format!(
            "2004-01-02 warrants_exercised {{'series':'h','holder':'a','quantity':'{quantity}','settled':{{'net':{{'market':@{market}CAD}}}}}}"
        )
    };
    check(
        &[
            HALVES,
            "warrants_issued {'series':'h','holder':'a','quantity':'60','value':{'amount':@9CAD,'purpose':'administrative'}}",
            &net("20", "0.80"),
            &net("10", "0.50"),
        ],
        &[],
        &[
            "class:common/held/a 3 0",
            "class:common/reserved 15 0",
            "currency:CAD/expense/administrative 9 9",
            "currency:CAD/share-capital/common -4.5 -4.5",
            "currency:CAD/warrant-reserve/h -4.5 -4.5",
            "series:h/exercised 30 0",
            "series:h/held/a 30 0",
            "series:h/writer -60 0",
        ],
    );
}

#[test]
fn a_broker_takes_shares_from_the_first_lot_on_and_pays_the_price() {
    // 60 × 0.333 = 19.98 and 40 × 0.50 = 20.00; of 75 sold 60 are the first holder's and 15 the second's.
    let lots = [("g", "60", "0.333"), ("k", "40", "0.50")];
    let cashless = |sold: &str, paid: &str| {
        let settled =
            format!("'settled':{{'cashless':{{'account':'ca','broker':'c','sold':'{sold}'}}}},'paid':@{paid}CAD");
        exercised("2004-01-02", &lots, &settled)
    };
    let case = [
        PLAN.to_owned(),
        BROKER.to_owned(),
        granted("g", "a", "60", "0.333"),
        granted("k", "b", "40", "0.50"),
        cashless("101", "39.98"),
        cashless("75", "39.97"),
        cashless("75", "39.98"),
    ];
    check(
        &case.each_ref().map(String::as_str),
        &[(5, "C2001"), (6, "C2004")],
        &[
            "class:common/held/b 25 0",
            "class:common/held/c 75 0",
            "currency:CAD/cash/ca 39.98 39.98",
            "currency:CAD/share-capital/common -39.98 -39.98",
            "grant:g/exercised 60 0",
            "grant:g/writer -60 0",
            "grant:k/exercised 40 0",
            "grant:k/writer -40 0",
        ],
    );
}

#[test]
fn a_price_is_set_off_at_the_average_of_what_was_owed() {
    // A payable of 100 at 1.30 = 130; a note of 50 at 1.40 = 70. 100 × 0.20 = 20 of the one are 26.00, 10 of
    // the other 14.00, whatever the rate is on the day. 80 and 40 are left.
    let set_off = |quantity: &str, owed: &str| {
        format!(
            "2004-03-01 warrants_exercised {{'series':'u','holder':'a','quantity':'{quantity}','settled':{{'set_off':{{{owed}}}}}}}"
        )
    };
    check(
        &[
            "series_registered {'series':'u','name':'U','class':'common','strike':@0.20USD}",
            "warrants_issued {'series':'u','holder':'a','quantity':'1000'}",
            "2004-02-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.30'}",
            "2004-02-01 expense_accrued {'purpose':'administrative','amount':@100USD}",
            "2004-02-02 rate_observed {'base':'USD','quote':'CAD','rate':'1.40'}",
            "2004-02-02 debt_issued {'debt':'n','name':'N','kind':'note','holder':'b','principal':@50USD,'for':{'cash':{'into':{'account':'us'}}}}",
            "2004-03-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.50'}",
            &set_off("100", "'payable':'administrative'"),
            &set_off("50", "'debt':'n'"),
            &set_off("401", "'payable':'administrative'"),
            &set_off("201", "'debt':'n'"),
        ],
        &[(10, "C3001"), (11, "C3001")],
        &[
            "class:common/held/a 150 0",
            "class:common/reserved 850 0",
            "currency:USD/cash/us 50 70",
            "currency:USD/debt/n -40 -56",
            "currency:USD/expense/administrative 100 130",
            "currency:USD/payable/administrative -80 -104",
            "currency:USD/share-capital/common -30 -40",
            "series:u/exercised 150 0",
            "series:u/held/a 850 0",
            "series:u/writer -1000 0",
        ],
    );
}

#[test]
fn rights_are_exercised_at_the_strike_of_the_day_and_prices_keep_it() {
    // 40 at 0.30 and 30 at 0.20 are 18.00, 18 ÷ 70 each; 30 more after the old last day.
    let paid = "'account':'ca'";
    let case = [
        PLAN.to_owned(),
        granted("g", "a", "100", "0.30"),
        exercised("2004-02-01", &[("g", "40", "0.30")], paid),
        "2004-03-01 right_repriced {'right':{'grant':'g'},'strike':@0.20CAD}".to_owned(),
        exercised("2004-03-01", &[("g", "1", "0.30")], paid),
        exercised("2004-03-01", &[("g", "30", "0.20")], paid),
        "2004-06-30 right_extended {'right':{'grant':'g'},'expires':'2004-12-31'}".to_owned(),
        exercised("2004-07-01", &[("g", "30", "0.20")], paid),
    ];
    let case = case.each_ref().map(String::as_str);
    check(
        &case,
        &[(5, "C2007")],
        &[
            "class:common/held/a 100 0",
            "currency:CAD/cash/ca 24 24",
            "currency:CAD/share-capital/common -24 -24",
            "grant:g/exercised 100 0",
            "grant:g/writer -100 0",
        ],
    );
    let (ledger, _) = folded(&case[..6]);
    let prices = ["low", "high", "average"].map(|which| figure(&ledger, &format!("options.exercise-price.{which}")));
    assert_eq!(prices, ["1/5", "3/10", "9/35"]);
    assert_eq!(folded(&[&case[..6], &case[7..]].concat()).1, [(5, "C2007"), (7, "C2005")]);
}

#[test]
fn what_has_vested_is_exercised_and_no_more() {
    // Of 100 options 40 have vested on 1 March and 60 more on 1 April.
    let case = [
        PLAN.to_owned(),
        "options_granted {'grant':'g','plan':'p','holder':'a','quantity':'100','strike':@0.30CAD,'vesting':{'steps':[{'on':'2004-03-01','quantity':'40'},{'on':'2004-04-01','quantity':'60'}]}}".to_owned(),
        exercised("2004-02-29", &[("g", "1", "0.30")], "'account':'ca'"),
        exercised("2004-03-01", &[("g", "41", "0.30")], "'account':'ca'"),
        exercised("2004-03-01", &[("g", "30", "0.30"), ("g", "11", "0.30")], "'account':'ca'"),
        exercised("2004-03-01", &[("g", "30", "0.30"), ("g", "10", "0.30")], "'account':'ca'"),
        exercised("2004-03-31", &[("g", "1", "0.30")], "'account':'ca'"),
        exercised("2004-04-01", &[("g", "60", "0.30")], "'account':'ca'"),
    ];
    check(
        &case.each_ref().map(String::as_str),
        &[(3, "C2001"), (4, "C2001"), (5, "C2001"), (7, "C2001")],
        &[
            "class:common/held/a 100 0",
            "currency:CAD/cash/ca 30 30",
            "currency:CAD/share-capital/common -30 -30",
            "grant:g/exercised 100 0",
            "grant:g/writer -100 0",
        ],
    );
}

#[test]
fn a_series_can_be_repriced_in_another_currency() {
    // 100 × 0.25 = 25 at 1.3015 = 32.5375.
    let exercised = |account: &str| {
        format!("warrants_exercised {{'series':'w','holder':'a','quantity':'100','account':'{account}'}}")
    };
    check(
        &[
            "warrants_issued {'series':'w','holder':'a','quantity':'100'}",
            "right_repriced {'right':{'series':'w'},'strike':@0.25USD}",
            &exercised("ca"),
            &exercised("us"),
        ],
        &[(3, "C3002")],
        &[
            "class:common/held/a 100 0",
            "currency:USD/cash/us 25 32.54",
            "currency:USD/share-capital/common -25 -32.54",
            "series:w/exercised 100 0",
            "series:w/writer -100 0",
        ],
    );
}

#[test]
fn notice_brings_the_last_day_forward() {
    // Thirty days from 1 March are 31 March, the last day of exercise and the first of expiry.
    let exercised =
        |day: &str| format!("{day} warrants_exercised {{'series':'f','holder':'a','quantity':'1','account':'ca'}}");
    let expired = |day: &str| format!("{day} warrants_expired {{'series':'f','holder':'a','quantity':'2'}}");
    check(
        &[
            "series_registered {'series':'f','name':'F','class':'common','strike':@0.50CAD,'expires':'2005-12-31','acceleration':{'threshold':@1CAD,'trading_days':20,'notice_days':30,'from':'2004-03-01'}}",
            "warrants_issued {'series':'f','holder':'a','quantity':'3'}",
            "2004-03-01 acceleration_noticed {'series':'f','expires':'2004-03-30'}",
            "2004-03-01 acceleration_noticed {'series':'f','expires':'2004-03-31'}",
            &expired("2004-03-30"),
            &exercised("2004-03-31"),
            &expired("2004-03-31"),
            &exercised("2004-04-01"),
        ],
        &[(3, "C2256"), (5, "C2006"), (8, "C2005")],
        &[
            "class:common/held/a 1 0",
            "currency:CAD/cash/ca 0.5 0.5",
            "currency:CAD/share-capital/common -0.5 -0.5",
            "series:f/exercised 1 0",
            "series:f/expired 2 0",
            "series:f/writer -3 0",
        ],
    );
}

#[test]
fn rights_are_distributed_holder_by_holder_for_all_that_each_holds() {
    // 105 and 10 in escrow are 11 rights, 9 and 12 restricted are 2, 9 of another holder none, as of the
    // 20 in treasury. 13 rights buy 6 shares and a half.
    check(
        &[
            PLAN,
            BROKER,
            HALVES,
            "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'115'},{'class':'common','holder':'b','quantity':'29'},{'class':'common','holder':'c','quantity':'9'}],'cash':[{'account':'ca','balance':{'money':@100CAD}}]}",
            "escrow_agreed {'escrow':'e','agent':'Trust'}",
            "escrow_deposited {'escrow':'e','class':'common','holder':'a','quantity':'10'}",
            "awards_granted {'grant':'s','plan':'p','holder':'b','kind':'restricted_shares','quantity':'12'}",
            "shares_repurchased {'class':'common','holder':'b','quantity':'20','paid':@40CAD,'from':{'account':'ca'},'kept':'treasury'}",
            "2004-02-01 rights_distributed {'class':'common','series':'h','ratio':{'new':'1','old':'10'}}",
        ],
        &[],
        &[
            "award:s/held/b 12 0",
            "award:s/writer -12 0",
            "class:common/escrowed/e/a 10 0",
            "class:common/held/a 105 0",
            "class:common/held/b 9 0",
            "class:common/held/c 9 0",
            "class:common/reserved 6 0",
            "class:common/restricted/s 12 0",
            "class:common/treasury 20 0",
            "currency:CAD/cash/ca 60 60",
            "currency:CAD/deficit -100 -100",
            "currency:CAD/treasury-stock/common 40 40",
            "series:h/held/a 11 0",
            "series:h/held/b 2 0",
            "series:h/writer -13 0",
        ],
    );
}

/// The note on the options of a case over some days.
fn note(case: &[&str], (first, last): (&str, &str)) -> RightsNote {
    let log = log(case);
    rights_note(&log.timeline(Cut::default()).facts, period(first, last), Measure::Options)
}

#[test]
fn a_note_shows_each_movement_at_the_strike_of_its_day() {
    // 100 at 0.30 and 60 at 0.50; 20 exercised at 0.30; the first lot repriced to 0.20, 10 exercised at it.
    let case = [
        PLAN.to_owned(),
        "2004-01-05 options_granted {'grant':'k','plan':'p','holder':'a','quantity':'60','strike':@0.50CAD,'expires':'2004-12-31','vesting':{'steps':[{'on':'2004-07-01','quantity':'60'}]}}".to_owned(),
        format!("2004-02-02 {}", granted("g", "a", "100", "0.30")),
        exercised("2004-02-10", &[("g", "20", "0.30")], "'account':'ca'"),
        "2004-03-01 right_repriced {'right':{'grant':'g'},'strike':@0.20CAD}".to_owned(),
        exercised("2004-03-02", &[("g", "10", "0.20")], "'account':'ca'"),
    ];
    let note = note(&case.each_ref().map(String::as_str), ("2004-02-01", "2004-03-31"));
    let rows: Vec<String> = note
        .rows
        .iter()
        .map(|(row, priced)| {
            let average = priced.average().map(|(price, _)| price.to_string());
            format!("{row:?} {} {}", priced.count, average.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        rows,
        ["Opening 60 1/2", "Granted 100 3/10", "Exercised -30 4/15", "Closing 130 22/65", "Exercisable 70 1/5",]
    );
    // 91 and 275 days are left after 31 March.
    let bands: Vec<String> = note
        .bands
        .iter()
        .map(|band| {
            let days = band.days_left.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {} {} {days}", band.strike.0, band.outstanding, band.exercisable)
        })
        .collect();
    assert_eq!(bands, ["0.2 70 70 91", "0.5 60 0 275"]);
}
