//! Agreements, royalties and what becomes of assets. The ledger must say the same as the model.

use capfold_core::entry::Entry;

use super::lines;
use crate::invariants::equals_the_model;

const CASH: &str = "2004-01-01 opening_balances {'cash':[{'account':'us','balance':{'money':@1000USD}}]}";
const CASH_BALANCES: [&str; 1] = ["currency:USD/deficit -1000 -1000"];

/// As [`super::check`], of the ledger too.
#[track_caller]
fn check(case: &[&str], refused: &[u64], balances: &[&str]) {
    super::check(case, refused, balances);
    let entries = lines(case).into_iter().map(|line| Entry::parse(line.as_bytes()).expect("an entry"));
    assert_eq!(equals_the_model(&entries.collect::<Vec<_>>()), Ok(()));
}

#[test]
fn excess_work_is_carried_forward() {
    // 75 meet 60 and 15 of 40; 10 more, owed, meet 10 of the 25 left. Words without a day come last.
    check(
        &[
            CASH,
            "2004-01-02 property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'work':@50USD},{'due':'2006-01-01','work':@40USD},{'due':'2005-01-01','work':@60USD,'cash':@5USD}]}",
            "2004-01-03 work_spent {'agreement':'o','purpose':{'exploration':'mine'},'amount':@75USD,'from':{'account':'us'}}",
            "2004-01-04 work_spent {'agreement':'o','purpose':{'exploration':'mine'},'amount':@10USD}",
            "2004-01-05 work_spent {'agreement':'o','purpose':{'exploration':'mine'},'amount':@926USD,'from':{'account':'us'}}",
        ],
        &[5],
        &[
            CASH_BALANCES[0],
            "currency:USD/cash/us 925 925",
            "currency:USD/commitment/o/2 5 0",
            "currency:USD/expense/exploration/mine 85 85",
            "currency:USD/payable/exploration/mine -10 -10",
            "currency:USD/promised/o -70 0",
            "currency:USD/work-due/o/0 50 0",
            "currency:USD/work-due/o/1 15 0",
        ],
    );
}

#[test]
fn shares_by_value_are_met_to_less_than_one_share() {
    // At 0.33 a share: 99.66, 99.99, 100.32 and 100.65 of 100, and what is left passes to the 50 after it.
    let rows = [
        ("302", &["worth/o/0 0.34 0", "worth/o/1 50 0", "promised/o -50.34 0"][..]),
        ("303", &["worth/o/1 50 0", "promised/o -50 0"]),
        ("304", &["worth/o/1 50 0", "promised/o -50 0"]),
        ("305", &["worth/o/1 49.35 0", "promised/o -49.35 0"]),
    ];
    for (shares, left) in rows {
        let paid = format!(
            "2004-01-03 property_paid {{'agreement':'o','shares':{{'class':'common','holder':'a','quantity':'{shares}','value':@7USD,'average_price':@0.33USD}}}}"
        );
        let case = [
            "2004-01-02 property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[{'shares_worth':{'class':'common','worth':@100USD}},{'shares_worth':{'class':'common','worth':@50USD}},{'shares':{'class':'common','quantity':'9'}}]}",
            &paid,
        ];
        let mut expected: Vec<String> = left.iter().map(|row| format!("currency:USD/{row}")).collect();
        let unissued = 1_000_000 - shares.parse::<i32>().expect("a count");
        expected.extend([
            "class:common/charter -1000000 0".to_owned(),
            "class:common/commitment/o/2 9 0".to_owned(),
            format!("class:common/held/a {shares} 0"),
            "class:common/promised/o -9 0".to_owned(),
            format!("class:common/unissued {unissued} 0"),
            "currency:USD/property/mine 7 7".to_owned(),
            "currency:USD/share-capital/common -7 -7".to_owned(),
        ]);
        check(&case, &[], &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn what_ends_an_agreement_leaves_what_is_firm() {
    let schedule = "'schedule':[{'cash':@5USD,'firm':true},{'work':@7USD},{'shares':{'class':'common','quantity':'3'}},{'shares_worth':{'class':'common','worth':@9USD}}]";
    let agreed =
        format!("2004-01-02 property_option_agreed {{'agreement':'o','property':'mine','name':'O',{schedule}}}");
    let paid = "2004-01-04 property_paid {'agreement':'o','cash':{'from':{'account':'us'},'amount':@5USD}}";
    for (end, refused) in [
        ("2004-01-03 agreement_terminated {'agreement':'o'}", &[5, 6][..]),
        ("2004-01-03 property_option_exercised {'agreement':'o','waived':true}", &[5, 6]),
        // Refused: the rest can be paid on.
        ("2004-01-03 property_option_exercised {'agreement':'o'}", &[3]),
    ] {
        let again = "2004-01-05 property_paid {'agreement':'o','cash':{'from':{'account':'us'},'amount':@4USD}}";
        let twice = "2004-01-06 agreement_terminated {'agreement':'o'}";
        let stands = refused == [3];
        let (cash, cost) = if stands { ("991 991", "9 9") } else { ("995 995", "5 5") };
        let cash = format!("currency:USD/cash/us {cash}");
        let cost = format!("currency:USD/property/mine {cost}");
        check(&[CASH, &agreed, end, paid, again, twice], refused, &[CASH_BALANCES[0], &cash, &cost]);
    }
}

#[test]
fn a_receipt_recovers_cost_before_it_is_income() {
    let opening = "2004-01-01 opening_balances {'properties':[{'property':'mine','balance':{'money':@100USD}},{'property':'mine','balance':{'money':@50CAD,'carrying':'40'}}]}";
    let equity = ["currency:USD/deficit -100 -100", "currency:CAD/deficit -50 -40"];
    let usd = "2004-01-02 property_receipt {'property':'mine','amount':@60USD,'in':{'cash':{'account':'us'}}}";
    // 60 of the 100; then the other 40 and 20 of the 40 that 50 CAD are carried at; then the last 20.
    let rows = [
        (vec![usd], vec!["USD/cash/us 60 60", "USD/property/mine 40 40", "CAD/property/mine 50 40"]),
        (
            vec![usd, usd],
            vec![
                "USD/cash/us 120 120",
                "CAD/property/mine 25 20",
                "CAD/exchange/conversion 25 20",
                "USD/exchange/conversion -20 -20",
            ],
        ),
        (
            vec![usd, usd, usd],
            vec![
                "USD/cash/us 180 180",
                "CAD/exchange/conversion 50 40",
                "USD/exchange/conversion -40 -40",
                "USD/income/property -40 -40",
            ],
        ),
        // 140 of the 168 that 210 CAD are worth are cost: 175 CAD.
        (
            vec!["2004-01-02 property_receipt {'property':'mine','amount':@210CAD,'carrying':'168','in':'investment'}"],
            vec![
                "CAD/investment 210 168",
                "CAD/exchange/conversion -125 -100",
                "USD/exchange/conversion 100 100",
                "CAD/income/property -35 -28",
            ],
        ),
    ];
    for (receipts, expected) in rows {
        let case: Vec<&str> = std::iter::once(opening).chain(receipts).collect();
        let expected = expected.into_iter().map(|row| format!("currency:{row}"));
        let expected: Vec<String> = expected.chain(equity.map(str::to_owned)).collect();
        check(&case, &[], &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn rent_counts_towards_the_price() {
    // 90 less 20 and 30.
    let paid = |amount: &str| {
        format!(
            "2004-02-01 purchase_option_exercised {{'agreement':'l','acquired':'equipment','cash':{{'from':{{'account':'us'}},'amount':@{amount}USD}}}}"
        )
    };
    check(
        &[
            CASH,
            "2004-01-02 lease_agreed {'agreement':'l','name':'L','starts':'2004-01-02','ends':'2004-12-31','payments':[{'cash':@20USD,'firm':true},{'cash':@99USD,'firm':true}],'purchase_option':{'until':'2004-02-01','price':@90USD,'payments_credit':true}}",
            "2004-01-03 lease_paid {'agreement':'l','purpose':'administrative','cash':{'from':{'account':'us'},'amount':@20USD}}",
            "2004-01-04 lease_paid {'agreement':'l','purpose':'administrative','cash':{'from':{'account':'us'},'amount':@30USD}}",
            &paid("90"),
            &paid("39.99"),
            "2004-02-01 purchase_option_exercised {'agreement':'l','acquired':'equipment'}",
            &paid("40").replace("2004-02-01", "2004-02-02"),
            &paid("40"),
            "2004-02-02 lease_paid {'agreement':'l','purpose':'administrative','cash':{'from':{'account':'us'},'amount':@30USD}}",
        ],
        &[5, 6, 7, 8, 10],
        &[
            CASH_BALANCES[0],
            "currency:USD/cash/us 910 910",
            "currency:USD/equipment 40 40",
            "currency:USD/expense/administrative 50 50",
        ],
    );
}

#[test]
fn calls_and_dilutions_of_a_joint_venture() {
    let diluted = |interest: &str, contributions: &str| {
        format!("2004-01-03 joint_venture_diluted {{'agreement':'v','interest':'{interest}'{contributions}}}")
    };
    // 100 ÷ 300.
    let formula = ",'contributions':{'own':@100USD,'total':@300USD}";
    check(
        &[
            CASH,
            "2004-01-02 joint_venture_agreed {'agreement':'v','name':'V','interest':'40','commitments':[{'due':'2005-01-01','cash':@10USD}]}",
            "2004-01-03 joint_venture_called {'agreement':'v','call':{'due':'2004-12-31','cash':@6USD}}",
            "2004-01-03 joint_venture_contributed {'agreement':'v','cash':{'from':{'account':'us'},'amount':@7USD}}",
            &diluted("40.0001", ""),
            &diluted("33.3334", formula),
            &diluted("33.333", formula),
            &diluted("33.3333", formula),
            &diluted("33.3334", ""),
            &diluted("33.3333", ""),
        ],
        &[5, 6, 7, 9],
        &[
            CASH_BALANCES[0],
            "currency:USD/cash/us 993 993",
            "currency:USD/commitment/v/0 9 0",
            "currency:USD/joint-venture/v 7 7",
            "currency:USD/promised/v -9 0",
        ],
    );
}

#[test]
fn royalties_are_advanced_credited_and_bought_back() {
    let bought = |day: &str, price: &str| {
        format!(
            "{day} royalty_bought_back {{'agreement':'r','percent':'1','price':@{price}USD,'cash':{{'account':'us'}}}}"
        )
    };
    check(
        &[
            CASH,
            "2004-01-02 royalty_agreed {'agreement':'r','property':'mine','name':'R','side':'granted','percent':'2','buy_backs':[{'percent':'1','price':@50USD,'until':'2004-01-31'},{'percent':'1','price':@80USD}],'advances':[{'cash':@20USD},{'cash':@20USD}]}",
            "2004-01-03 advance_royalty_paid {'agreement':'r','cash':{'from':{'account':'us'},'amount':@30USD}}",
            "2004-01-04 royalty_paid {'agreement':'r','purpose':'administrative','cash':{'from':{'account':'us'},'amount':@3USD},'credited':@25USD}",
            "2004-01-04 royalty_paid {'agreement':'r','purpose':'administrative','credited':@6USD}",
            &bought("2004-02-01", "50"),
            &bought("2004-01-31", "50"),
            &bought("2004-02-01", "50"),
            &bought("2004-02-01", "80"),
            "2004-02-02 royalty_paid {'agreement':'r','purpose':'administrative','credited':@5USD}",
            "2004-02-02 written_down {'asset':{'advance_royalty':'r'},'amount':@5USD}",
        ],
        // The sixth is of a day after the seventh.
        &[5, 6, 8, 10],
        &[
            CASH_BALANCES[0],
            "currency:USD/cash/us 837 837",
            "currency:USD/expense/administrative 28 28",
            "currency:USD/expense/write-down 5 5",
            "currency:USD/property/mine 130 130",
        ],
    );
}

#[test]
fn deposits_prepaid_expenses_and_income_before_cash() {
    // 25 of 100 CAD carried at 80 are used at 20; 50 more are written down at 40.
    check(
        &[
            "2004-01-01 opening_balances {'current_assets':[{'asset':'prepaid','balance':{'money':@100CAD,'carrying':'80'}},{'asset':'deposit','balance':{'money':@40USD}}]}",
            "2004-01-02 prepaid_used {'purpose':{'exploration':'mine'},'amount':@25CAD}",
            "2004-01-02 prepaid_used {'purpose':'administrative','amount':@76CAD}",
            "2004-01-02 written_down {'asset':{'current_asset':'prepaid'},'amount':@50CAD}",
            "2004-01-02 written_down {'asset':{'current_asset':'prepaid'},'amount':@26CAD}",
            "2004-01-03 cash_received {'into':{'account':'us'},'amount':@41USD,'for':'deposit'}",
            "2004-01-03 cash_received {'into':{'account':'us'},'amount':@15USD,'for':'deposit'}",
            "2004-01-04 income_accrued {'income':'interest','amount':@4USD}",
            "2004-01-05 cash_received {'into':{'account':'us'},'amount':@3USD,'for':'receivable'}",
        ],
        &[3, 5, 6],
        &[
            "currency:CAD/current-asset/prepaid 25 20",
            "currency:CAD/deficit -100 -80",
            "currency:CAD/expense/exploration/mine 25 20",
            "currency:CAD/expense/write-down 50 40",
            "currency:USD/cash/us 18 18",
            "currency:USD/current-asset/deposit 25 25",
            "currency:USD/current-asset/receivable 1 1",
            "currency:USD/deficit -40 -40",
            "currency:USD/income/interest -4 -4",
        ],
    );
}

#[test]
fn a_property_is_written_down_as_what_it_is_charged_as() {
    for (charge, account) in [("write_down", "write-down"), ("exploration", "exploration/mine")] {
        let down =
            format!("2004-01-02 written_down {{'asset':{{'property':'mine'}},'amount':@30USD,'charge':'{charge}'}}");
        let expense = format!("currency:USD/expense/{account} 30 30");
        check(
            &["2004-01-01 opening_balances {'properties':[{'property':'mine','balance':{'money':@100USD}}]}", &down],
            &[],
            &["currency:USD/deficit -100 -100", "currency:USD/property/mine 70 70", &expense],
        );
    }
}
