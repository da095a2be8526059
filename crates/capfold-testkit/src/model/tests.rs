//! Small logs worked out by hand from the rules.

mod agreements;
mod custody;

use super::{fold, reasons};

/// What stands before the lines of every case.
const BEFORE: &[&str] = &[
    "2004-01-01 book_opened {'issuer':'I','functional':'USD','presentation':'USD','year_end':'12-31'}",
    "2004-01-01 holder_registered {'holder':'a','name':'A'}",
    "2004-01-01 holder_registered {'holder':'b','name':'B'}",
    "2004-01-01 class_registered {'class':'common','name':'Common'}",
    "2004-01-01 series_registered {'series':'w','name':'W','class':'common','strike':@0.50USD,'expires':'2005-06-30'}",
    "2004-01-01 plan_registered {'plan':'p','name':'P','class':'common','pool':{'fixed':'1000'}}",
    "2004-01-01 property_registered {'property':'mine','name':'Mine'}",
    "2004-01-01 account_registered {'account':'us','name':'US','currency':'USD'}",
    "2004-01-01 account_registered {'account':'ca','name':'CA','currency':'CAD'}",
    "2004-01-01 authorised_set {'class':'common','authorised':{'limited':'1000000'}}",
];

fn id(case_line: usize) -> String {
    format!("00000000-0000-0000-0000-{case_line:012}")
}

/// `day tag contents` as an entry: `'` for `"`, `@1.50USD` for money, `#2` for the id of the case's
/// second line. A line may start with `=2` to bear that id itself.
fn entry(text: &str, own: usize) -> String {
    let (own, text) = match text.strip_prefix('=').and_then(|text| text.split_once(' ')) {
        Some((same_as, text)) => (same_as.parse().expect("a line number"), text),
        None => (own, text),
    };
    let (day, event) = text.split_once(' ').expect("a day");
    let (tag, contents) = event.split_once(' ').expect("a tag");
    let mut parts = contents.split('@');
    let mut json = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_uppercase()).expect("a currency");
        let (amount, rest) = part.split_at(end);
        let (currency, rest) = rest.split_at(3);
        json += &format!("{{'amount':'{amount}','currency':'{currency}'}}{rest}");
    }
    for line in 1..10 {
        json = json.replace(&format!("#{line}"), &format!("'{}'", id(line)));
    }
    format!("{{'id':'{}','effective':'{day}','event':{{'{tag}':{json}}}}}", id(own)).replace('\'', "\"")
}

fn lines(case: &[&str]) -> Vec<String> {
    let before = BEFORE.iter().zip(1000..).map(|(text, n)| entry(text, n));
    before.chain(case.iter().zip(1..).map(|(text, n)| entry(text, n))).collect()
}

/// Folds a case: which of its lines are refused, counted from 1, and every balance. The class's own
/// two accounts are as before the case when no balance of a class is listed.
#[track_caller]
fn check(case: &[&str], refused: &[u64], balances: &[&str]) {
    check_at(case, None, None, refused, balances);
}

#[track_caller]
fn check_at(case: &[&str], known: Option<u64>, through: Option<&str>, refused: &[u64], balances: &[&str]) {
    let lines = lines(case);
    let before = u64::try_from(BEFORE.len()).expect("few lines");
    let known = known.map(|line| before.saturating_add(line));
    let outcome = fold(&lines, known, through);
    let found: Vec<u64> = outcome.refused.iter().map(|seq| seq.saturating_sub(before)).collect();
    assert_eq!(found, refused, "{:?}", reasons(&lines, known, through));

    let mut expected: Vec<String> = balances.iter().map(|row| (*row).to_owned()).collect();
    if !balances.iter().any(|row| row.starts_with("class:")) {
        expected.push("class:common/charter -1000000 0".to_owned());
        expected.push("class:common/unissued 1000000 0".to_owned());
    }
    expected.sort_unstable();
    let mut rows: Vec<String> = outcome.balances.iter().map(|(key, (a, c))| format!("{key} {a} {c}")).collect();
    rows.sort_unstable();
    assert_eq!(rows, expected);
}

const GRANT: &str = "2004-01-02 options_granted {'grant':'g','plan':'p','holder':'a','quantity':'500','strike':@0.333USD,'expires':'2004-06-30'}";

#[test]
fn options_are_exercised_as_held_at_the_strike_in_time() {
    // 101 × 0.333 = 33.633.
    check(
        &[
            GRANT,
            "2004-06-30 options_exercised {'lots':[{'grant':'g','quantity':'101','price':@0.3330USD}],'account':'us','paid':@33.63USD}",
            "2004-02-02 options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.33USD}],'account':'us'}",
            "2004-02-02 options_exercised {'lots':[{'grant':'g','quantity':'501','price':@0.333USD}],'account':'us'}",
            "2004-02-02 options_exercised {'lots':[{'grant':'g','quantity':'300','price':@0.333USD},{'grant':'g','quantity':'201','price':@0.333USD}],'account':'us'}",
            "2004-02-02 options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.333USD}],'account':'us','paid':@0.34USD}",
            "2004-07-01 options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.333USD}],'account':'us'}",
            "2004-02-02 options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.333USD}],'account':'ca'}",
            "2004-02-02 options_exercised {'lots':[{'grant':'g','quantity':'1.5','price':@0.333USD}],'account':'us'}",
        ],
        &[3, 4, 5, 6, 7, 8, 9],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 101 0",
            "class:common/reserved 399 0",
            "class:common/unissued 999500 0",
            "currency:USD/cash/us 33.63 33.63",
            "currency:USD/share-capital/common -33.63 -33.63",
            "grant:g/exercised 101 0",
            "grant:g/held/a 399 0",
            "grant:g/writer -500 0",
        ],
    );
}

#[test]
fn expired_and_forfeited_options_return_to_pool_and_plan() {
    check(
        &[
            GRANT,
            "2004-06-29 options_expired {'grant':'g','quantity':'1'}",
            "2004-03-01 options_forfeited {'grant':'g','quantity':'100'}",
            "2004-03-02 options_granted {'grant':'h','plan':'p','holder':'b','quantity':'601','strike':@1USD,'expires':'2004-06-30'}",
            "2004-03-02 options_granted {'grant':'h','plan':'p','holder':'b','quantity':'600','strike':@1USD,'expires':'2004-06-30'}",
            "2004-06-30 options_expired {'grant':'g','quantity':'400'}",
        ],
        &[2, 4],
        &[
            "class:common/charter -1000000 0",
            "class:common/reserved 600 0",
            "class:common/unissued 999400 0",
            "grant:g/expired 400 0",
            "grant:g/forfeited 100 0",
            "grant:g/writer -500 0",
            "grant:h/held/b 600 0",
            "grant:h/writer -600 0",
        ],
    );
}

#[test]
fn foreign_cash_comes_in_at_the_rate_and_leaves_at_average() {
    // 1000 ÷ 1.25 = 800. 300 ÷ 1.3 = 230.77, on average 240.
    // 10.01 ÷ 1.3 = 7.70, on average 560 × 10.01 ÷ 700 = 8.008.
    check(
        &[
            "2004-01-02 rate_observed {'base':'USD','quote':'CAD','rate':'1.25'}",
            "2004-01-02 shares_issued {'class':'common','holder':'a','quantity':'1000','for':{'cash':{'account':'ca','paid':@1000CAD,'price':@1CAD}}}",
            "2004-01-05 rate_observed {'base':'USD','quote':'CAD','rate':'1.3'}",
            "2004-01-05 cash_paid {'from':{'account':'ca'},'amount':@300CAD,'for':{'spending':'administrative'}}",
            "2004-01-12 cash_paid {'from':{'account':'ca'},'amount':@10.01CAD,'for':{'spending':'administrative'}}",
            "2004-01-13 cash_paid {'from':{'account':'ca'},'amount':@1CAD,'for':{'spending':'administrative'}}",
            "2004-01-12 cash_paid {'from':{'account':'ca'},'amount':@690CAD,'for':{'spending':'administrative'}}",
        ],
        &[6, 7],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 1000 0",
            "class:common/unissued 999000 0",
            "currency:CAD/cash/ca 689.99 551.99",
            "currency:CAD/exchange/realised 0 9.54",
            "currency:CAD/expense/administrative 310.01 238.47",
            "currency:CAD/share-capital/common -1000 -800",
        ],
    );
}

#[test]
fn the_later_rate_counts_and_on_a_tie_the_one_of_the_functional_currency() {
    // 100 × 0.75 = 75; on the 4th the last rate recorded for the day counts all day: 100 ÷ 2 = 50, twice.
    const ACCRUED: &str = "expense_accrued {'purpose':'administrative','amount':@100CAD}";
    let third = format!("2004-01-03 {ACCRUED}");
    let fourth = format!("2004-01-04 {ACCRUED}");
    let before = format!("2004-01-01 {ACCRUED}");
    check(
        &[
            "2004-01-02 rate_observed {'base':'USD','quote':'CAD','rate':'1.25'}",
            "2004-01-03 rate_observed {'base':'CAD','quote':'USD','rate':'0.75'}",
            &third,
            "2004-01-04 rate_observed {'base':'CAD','quote':'USD','rate':'0.70'}",
            "2004-01-04 rate_observed {'base':'USD','quote':'CAD','rate':'1.6'}",
            &fourth,
            "2004-01-04 rate_observed {'base':'USD','quote':'CAD','rate':'2','over':'day'}",
            &fourth,
            &before,
        ],
        &[9],
        &["currency:CAD/expense/administrative 300 175", "currency:CAD/payable/administrative -300 -175"],
    );
}

#[test]
fn an_average_rate_stands_for_its_own_quarter() {
    // 100 ÷ 1.5 = 66.67 in the first quarter; nothing stands for the second.
    check(
        &[
            "2004-01-01 policy_adopted {'exchange':{'rate':'quarter_average','max_age_days':1}}",
            "2004-01-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.5','over':'quarter'}",
            "2004-03-31 expense_accrued {'purpose':'administrative','amount':@100CAD}",
            "2004-04-01 rate_observed {'base':'USD','quote':'CAD','rate':'1.4'}",
            "2004-04-01 expense_accrued {'purpose':'administrative','amount':@100CAD}",
            "2004-04-01 expense_accrued {'purpose':'administrative','amount':@100CAD,'carrying':'70.00'}",
            "2004-04-01 expense_accrued {'purpose':'administrative','amount':@1USD,'carrying':'1.01'}",
        ],
        &[5, 7],
        &["currency:CAD/expense/administrative 200 136.67", "currency:CAD/payable/administrative -200 -136.67"],
    );
}

#[test]
fn conversions_are_valued_by_their_functional_leg() {
    // Back: worth 80, carried at 130 × 100 ÷ 169 = 76.92.
    check(
        &[
            "2004-01-02 opening_balances {'cash':[{'account':'us','balance':{'money':@1000USD}}]}",
            "2004-01-03 cash_converted {'from':{'account':'us'},'given':@130USD,'to':{'account':'ca'},'received':@169CAD}",
            "2004-01-04 cash_converted {'from':{'account':'ca'},'given':@100CAD,'to':{'account':'us'},'received':@80USD}",
        ],
        &[],
        &[
            "currency:CAD/cash/ca 69 53.08",
            "currency:CAD/exchange/conversion -69 -50",
            "currency:CAD/exchange/realised 0 -3.08",
            "currency:USD/cash/us 950 950",
            "currency:USD/deficit -1000 -1000",
            "currency:USD/exchange/conversion 50 50",
        ],
    );
}

const OPENING_CAD: &str = "2004-01-02 opening_balances {'cash':[{'account':'ca','balance':{'money':@100CAD,'carrying':'80'}}],\
    'payables':[{'purpose':'administrative','balance':{'money':@50CAD,'carrying':'35'}}]}";

#[test]
fn revaluation_moves_carrying_amounts_alone() {
    // 100 ÷ 1.6 = 62.50 from 80; −50 ÷ 1.6 = −31.25 from −35.
    check(
        &[
            OPENING_CAD,
            "2004-01-02 exchange_revalued {}",
            "2004-01-03 rate_observed {'base':'USD','quote':'CAD','rate':'1.6'}",
            "2004-01-04 exchange_revalued {}",
        ],
        &[2],
        &[
            "currency:CAD/cash/ca 100 62.5",
            "currency:CAD/deficit -50 -45",
            "currency:CAD/exchange/unrealised 0 13.75",
            "currency:CAD/payable/administrative -50 -31.25",
        ],
    );
}

#[test]
fn debts_leave_at_average_however_they_are_settled() {
    // Paid: cash 80 × 20 ÷ 100 = 16, debt 35 × 20 ÷ 50 = 14, a loss of 2. Then 30 for shares, all 21.
    check(
        &[
            OPENING_CAD,
            "2004-01-03 liability_paid {'purpose':'administrative','from':{'account':'ca'},'amount':@20CAD}",
            "2004-01-03 liability_paid {'purpose':'administrative','from':{'account':'ca'},'amount':@31CAD}",
            "2004-01-04 shares_issued {'class':'common','holder':'a','quantity':'10','for':{'debt':{'purpose':'administrative','value':@30CAD}}}",
        ],
        &[3],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 10 0",
            "class:common/unissued 999990 0",
            "currency:CAD/cash/ca 80 64",
            "currency:CAD/deficit -50 -45",
            "currency:CAD/exchange/realised 0 2",
            "currency:CAD/share-capital/common -30 -21",
        ],
    );
}

#[test]
fn exercises_are_paid_with_shares_by_a_broker_or_against_what_is_owed() {
    // Net at 0.75: options 300 × (0.75 − 0.333) ÷ 0.75 = 166.8, warrants 50 × (0.75 − 0.50) ÷ 0.75 = 16.67
    // less 6 withheld. By a broker: 100 × 0.333 = 33.30, of 100 shares 45. Set off: 20 × 0.50 = 10 of 12.
    check(
        &[
            GRANT,
            "2004-01-02 warrants_issued {'series':'w','holder':'b','quantity':'100'}",
            "2004-01-02 expense_accrued {'purpose':'administrative','amount':@12USD}",
            "2004-01-03 options_exercised {'lots':[{'grant':'g','quantity':'300','price':@0.333USD}],'settled':{'net':{'market':@0.75USD,'issued':'166'}}}",
            "2004-01-03 warrants_exercised {'series':'w','holder':'b','quantity':'50','settled':{'net':{'market':@0.75USD,'issued':'10','withheld':{'quantity':'6','tax':@4.50USD}}}}",
            "2004-01-03 warrants_exercised {'series':'w','holder':'b','quantity':'50','settled':{'net':{'market':@0.75USD,'withheld':{'quantity':'17','tax':@4.50USD}}}}",
            "2004-01-03 warrants_exercised {'series':'w','holder':'b','quantity':'50','settled':{'net':{'market':@0.49USD}}}",
            "2004-01-04 options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.333USD},{'grant':'g','quantity':'40','price':@0.333USD}],'settled':{'cashless':{'account':'us','broker':'b','sold':'101'}}}",
            "2004-01-04 options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.333USD},{'grant':'g','quantity':'40','price':@0.333USD}],'settled':{'cashless':{'account':'us','broker':'b','sold':'45'}},'paid':@33.30USD}",
            "2004-01-05 warrants_exercised {'series':'w','holder':'b','quantity':'25','settled':{'set_off':{'payable':'administrative'}}}",
            "2004-01-05 warrants_exercised {'series':'w','holder':'b','quantity':'20','settled':{'set_off':{'payable':'administrative'}},'paid':@10USD}",
        ],
        &[6, 7, 8, 10],
        &[
            "class:common/charter -1000000 0",
            // 166 + 100 − 45.
            "class:common/held/a 221 0",
            // 10 + 45 + 20.
            "class:common/held/b 75 0",
            "class:common/reserved 130 0",
            "class:common/unissued 999574 0",
            "currency:USD/cash/us 33.3 33.3",
            "currency:USD/expense/administrative 12 12",
            "currency:USD/payable/administrative -2 -2",
            "currency:USD/payable/tax -4.5 -4.5",
            "currency:USD/share-capital/common -38.8 -38.8",
            "grant:g/exercised 400 0",
            "grant:g/held/a 100 0",
            "grant:g/writer -500 0",
            "series:w/exercised 70 0",
            "series:w/held/b 30 0",
            "series:w/writer -100 0",
        ],
    );
}

#[test]
fn half_warrants_buy_whole_shares_and_release_the_reserve_of_every_currency() {
    // Reserved: 7 ÷ 2 → 3, 11 ÷ 2 → 5, after 4 exercised 7 ÷ 2 → 3, after one cancelled 6 ÷ 2 = 3.
    // Reserve in USD: 10 × 4 ÷ 11 = 3.64, then 6.36 ÷ 7 = 0.91; in CAD, 13 carried at 10: 4.73 carried at
    // 3.64, then 8.27 ÷ 7 = 1.18 carried at 0.91.
    check(
        &[
            "2004-01-02 series_registered {'series':'h','name':'H','class':'common','strike':@0.50USD,'ratio':{'new':'1','old':'2'}}",
            "2004-01-02 rate_observed {'base':'USD','quote':'CAD','rate':'1.3'}",
            "2004-01-02 warrants_issued {'series':'h','holder':'a','quantity':'7','value':{'amount':@10USD,'purpose':{'issue_costs':'common'}}}",
            "2004-01-02 warrants_issued {'series':'h','holder':'b','quantity':'4','value':{'amount':@13CAD,'purpose':'administrative'}}",
            "2004-01-03 warrants_exercised {'series':'h','holder':'a','quantity':'3','account':'us'}",
            "2004-01-03 warrants_exercised {'series':'h','holder':'a','quantity':'4','account':'us','paid':@2USD}",
            "2004-01-03 warrants_exercised {'series':'h','holder':'a','quantity':'4','account':'us','paid':@1USD}",
            "2004-01-04 warrants_cancelled {'series':'h','holder':'a','quantity':'1'}",
            "2004-01-04 warrants_cancelled {'series':'h','holder':'a','quantity':'3'}",
        ],
        &[5, 6, 9],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 2 0",
            "class:common/reserved 3 0",
            "class:common/unissued 999995 0",
            "currency:CAD/contributed-surplus -1.18 -0.91",
            "currency:CAD/expense/administrative 13 10",
            "currency:CAD/share-capital/common -4.73 -3.64",
            "currency:CAD/warrant-reserve/h -7.09 -5.45",
            "currency:USD/cash/us 1 1",
            "currency:USD/contributed-surplus -0.91 -0.91",
            "currency:USD/share-capital/common 5.36 5.36",
            "currency:USD/warrant-reserve/h -5.45 -5.45",
            "series:h/cancelled 1 0",
            "series:h/exercised 4 0",
            "series:h/held/a 2 0",
            "series:h/held/b 4 0",
            "series:h/writer -11 0",
        ],
    );
}

#[test]
fn awards_become_shares_or_cash_and_use_up_their_reserve() {
    // Of 100.01 charged for 90 units 33.34 go with 30, then 66.67 × 20 ÷ 60 = 22.22 with 20; the last 40 are
    // worth 50 in cash, of which 44.45 were charged. 30 rights over 2 at 3 are 10 shares.
    check(
        &[
            "2004-01-02 shares_issued {'class':'common','holder':'b','quantity':'1','for':{'cash':{'account':'us','paid':@100USD}}}",
            "2004-01-02 awards_granted {'grant':'r','plan':'p','holder':'a','kind':'rsu','quantity':'90'}",
            "2004-01-02 awards_granted {'grant':'s','plan':'p','holder':'b','kind':'restricted_shares','quantity':'10'}",
            "2004-01-02 awards_granted {'grant':'t','plan':'p','holder':'a','kind':'sar','quantity':'30','base':@2USD}",
            "2004-01-03 compensation_recognised {'grant':'r','amount':@100.01USD,'purpose':'administrative'}",
            "2004-01-03 compensation_recognised {'grant':'r','amount':@100.02USD,'purpose':'administrative','reversed':true}",
            "2004-01-04 awards_settled {'grant':'r','quantity':'30','in':'shares','withheld':{'quantity':'10','tax':@7USD}}",
            "2004-01-04 options_forfeited {'grant':'r','quantity':'20'}",
            "2004-01-05 awards_settled {'grant':'r','quantity':'40','in':{'cash':{'account':'us','amount':@50USD}}}",
            "2004-01-05 awards_settled {'grant':'t','quantity':'30','in':{'appreciation':@1.99USD}}",
            "2004-01-05 awards_settled {'grant':'t','quantity':'30','in':{'appreciation':@3USD}}",
            "2004-01-05 awards_settled {'grant':'s','quantity':'6','in':'shares'}",
            "2004-01-05 options_cancelled {'grant':'s','quantity':'4'}",
        ],
        &[6, 10],
        &[
            "award:r/forfeited 20 0",
            "award:r/settled 70 0",
            "award:r/writer -90 0",
            "award:s/cancelled 4 0",
            "award:s/settled 6 0",
            "award:s/writer -10 0",
            "award:t/settled 30 0",
            "award:t/writer -30 0",
            "class:common/charter -1000000 0",
            "class:common/held/a 30 0",
            "class:common/held/b 7 0",
            "class:common/unissued 999963 0",
            "currency:USD/cash/us 50 50",
            "currency:USD/contributed-surplus -22.22 -22.22",
            "currency:USD/expense/administrative 100.01 100.01",
            "currency:USD/expense/share-based 5.55 5.55",
            "currency:USD/payable/tax -7 -7",
            "currency:USD/share-capital/common -126.34 -126.34",
        ],
    );
}

/// 100 in 3 months are 33, 66 and 100; the cliff is after the second. 40 are lost when 66 are vested: 34
/// that are not, then 6.
#[test]
fn what_has_vested_is_exercised_and_what_has_not_is_lost_first() {
    check(
        &[
            "2004-01-31 options_granted {'grant':'g','plan':'p','holder':'a','quantity':'100','strike':@1USD,'vesting':{'monthly':{'from':'2004-01-31','months':1,'times':3,'cliff':2}}}",
            "2004-03-30 options_exercised {'lots':[{'grant':'g','quantity':'1','price':@1USD}],'account':'us'}",
            "2004-03-31 options_exercised {'lots':[{'grant':'g','quantity':'67','price':@1USD}],'account':'us'}",
            "2004-03-31 options_exercised {'lots':[{'grant':'g','quantity':'10','price':@1USD}],'account':'us'}",
            "2004-03-31 options_forfeited {'grant':'g','quantity':'40'}",
            "2004-03-31 vesting_accelerated {'grant':'g'}",
            "2004-03-31 options_exercised {'lots':[{'grant':'g','quantity':'51','price':@1USD}],'account':'us'}",
            "2004-03-31 options_exercised {'lots':[{'grant':'g','quantity':'50','price':@1USD}],'account':'us'}",
        ],
        &[2, 3, 6, 7],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 60 0",
            "class:common/unissued 999940 0",
            "currency:USD/cash/us 60 60",
            "currency:USD/share-capital/common -60 -60",
            "grant:g/exercised 60 0",
            "grant:g/forfeited 40 0",
            "grant:g/writer -100 0",
        ],
    );
}

#[test]
fn a_debt_is_carried_at_average_into_shares_and_out_of_cash() {
    // 100 CAD at 0.80 and interest of 10 CAD at 0.90: half of the one, 40, and the other, 9, for 60 ÷ 0.50.
    check(
        &[
            "2004-01-02 rate_observed {'base':'CAD','quote':'USD','rate':'0.80'}",
            "2004-01-02 debt_issued {'debt':'n','name':'N','kind':'note','holder':'a','principal':@100CAD,'for':{'cash':{'into':{'account':'ca'}}},'conversion':{'price':@0.50CAD}}",
            "2004-02-02 rate_observed {'base':'CAD','quote':'USD','rate':'0.90'}",
            "2004-02-02 interest_accrued {'debt':'n','amount':@10CAD}",
            "2004-02-02 interest_accrued {'debt':'n','amount':@10CAD}",
            "2004-02-03 debt_converted {'debt':'n','principal':@50CAD,'interest':@10.01CAD,'class':'common','quantity':'120','price':@0.50CAD}",
            "2004-02-03 debt_converted {'debt':'n','principal':@50CAD,'interest':@10CAD,'class':'common','quantity':'120','price':@0.50CAD}",
            "2004-02-03 debt_repaid {'debt':'n','from':{'account':'ca'},'principal':@50CAD}",
            "2004-02-03 debt_repaid {'debt':'n','from':{'account':'ca'},'principal':@0.01CAD}",
        ],
        &[5, 6, 9],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 120 0",
            "class:common/unissued 999880 0",
            "currency:CAD/cash/ca 50 40",
            "currency:CAD/expense/finance 10 9",
            "currency:CAD/share-capital/common -60 -49",
        ],
    );
}

#[test]
fn a_part_of_the_reserve_follows_each_warrant() {
    // 10 ÷ 3 = 3.33; then 6.67 ÷ 2 = 3.335, so 3.34; the rest is 3.33.
    check(
        &[
            "2004-01-02 warrants_issued {'series':'w','holder':'a','quantity':'2','paid':{'account':'us','amount':@10USD}}",
            "2004-01-02 warrants_issued {'series':'w','holder':'b','quantity':'1'}",
            "2005-06-30 warrants_exercised {'series':'w','holder':'a','quantity':'1','account':'us','paid':@0.5USD}",
            "2005-06-30 warrants_exercised {'series':'w','holder':'b','quantity':'2','account':'us'}",
            "2005-06-29 warrants_expired {'series':'w','holder':'b','quantity':'1'}",
            "2005-06-30 warrants_expired {'series':'w','holder':'b','quantity':'1'}",
        ],
        &[4, 5],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 1 0",
            "class:common/reserved 1 0",
            "class:common/unissued 999998 0",
            "currency:USD/cash/us 10.5 10.5",
            "currency:USD/contributed-surplus -3.34 -3.34",
            "currency:USD/share-capital/common -3.83 -3.83",
            "currency:USD/warrant-reserve/w -3.33 -3.33",
            "series:w/exercised 1 0",
            "series:w/expired 1 0",
            "series:w/held/a 1 0",
            "series:w/writer -3 0",
        ],
    );
}

#[test]
fn a_correction_speaks_to_the_last_word() {
    const ACCRUED: &str = "{'expense_accrued':{'purpose':'administrative','amount':@10USD}}";
    let amend = |entry: &str| {
        format!("2004-02-01 amend {{'entry':{entry},'effective':'2004-01-03','event':{ACCRUED},'reason':'R'}}")
    };
    let (first, second, void) = (amend("#1"), amend("#2"), amend("#5"));
    let case = [
        "2004-01-02 expense_accrued {'purpose':'administrative','amount':@9USD}",
        &first,
        &first,
        "=1 2004-01-02 expense_accrued {'purpose':'administrative','amount':@9.00USD}",
        "2004-02-01 void {'entry':#2,'reason':'R'}",
        &second,
        &void,
        "=1 2004-01-02 expense_accrued {'purpose':'administrative','amount':@9.01USD}",
    ];
    check(&case, &[3, 6, 7, 8], &[]);
    let nine = ["currency:USD/expense/administrative 9 9", "currency:USD/payable/administrative -9 -9"];
    check_at(&case, Some(1), None, &[], &nine);
    let ten = ["currency:USD/expense/administrative 10 10", "currency:USD/payable/administrative -10 -10"];
    check_at(&case, Some(4), None, &[3], &ten);
    check_at(&case, Some(4), Some("2004-01-02"), &[3], &[]);
}

#[test]
fn an_amended_fact_keeps_its_place_and_is_named_by_its_amendment() {
    let issued = "shares_issued {'class':'common','holder':'a','quantity':'10','for':{'services':{'purpose':'administrative','value':@1USD}}}";
    let (tag, contents) = issued.split_once(' ').expect("a tag");
    let first = format!("2004-01-03 {issued}");
    let amend =
        format!("2004-01-04 amend {{'entry':#1,'effective':'2004-01-02','event':{{'{tag}':{contents}}},'reason':'R'}}");
    let beyond = "2004-01-04 amend {'entry':#2,'effective':'2004-01-02','event':{'shares_transferred':\
        {'class':'common','from':'a','to':'b','quantity':'11'}},'reason':'R'}";
    let transfer = "2004-01-02 shares_transferred {'class':'common','from':'a','to':'b','quantity':'10'}";
    let at = |holder: &str| {
        [
            "class:common/charter -1000000 0".to_owned(),
            "class:common/unissued 999990 0".to_owned(),
            format!("class:common/held/{holder} 10 0"),
            "currency:USD/expense/administrative 1 1".to_owned(),
            "currency:USD/share-capital/common -1 -1".to_owned(),
        ]
    };
    let (a, b) = (at("a"), at("b"));
    let (a, b) = (a.each_ref().map(String::as_str), b.each_ref().map(String::as_str));
    check(&[&first, transfer], &[2], &a);
    check(&[&first, transfer, &amend], &[], &b);
    check(&[&first, transfer, &amend, beyond], &[4], &a);
}

#[test]
fn opening_balances_stand_before_every_movement() {
    check(
        &[
            "2004-01-02 rate_observed {'base':'CAD','quote':'USD','rate':'0.7777'}",
            "2004-01-02 opening_balances {'shares':[{'class':'common','holder':'a','quantity':'100'}],\
                'options':[{'grant':'g','plan':'p','holder':'b','quantity':'10','strike':@1USD,'expires':'2005-01-01'}],\
                'warrants':[{'series':'w','holder':'b','quantity':'5'}],\
                'cash':[{'account':'ca','restricted':true,'balance':{'money':@1.50CAD}}],\
                'current_assets':[{'asset':'prepaid','balance':{'money':@7USD}}],\
                'payables':[{'purpose':{'exploration':'mine'},'balance':{'money':@3USD}}]}",
            "2004-01-03 opening_balances {'properties':[{'property':'mine','balance':{'money':@20USD}}],\
                'equipment':[{'money':@4USD}],'share_capital':[{'class':'common','balance':{'money':@9USD}}],\
                'contributed_surplus':[{'money':@2USD,'carrying':'2.0'}]}",
            "2004-01-04 expense_accrued {'purpose':'administrative','amount':@1USD}",
            "2004-01-04 opening_balances {'equipment':[{'money':@4USD}]}",
        ],
        &[5],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/a 100 0",
            "class:common/reserved 15 0",
            "class:common/unissued 999885 0",
            // 1.50 × 0.7777 = 1.16655.
            "currency:CAD/cash-restricted/ca 1.5 1.17",
            "currency:CAD/deficit -1.5 -1.17",
            "currency:USD/contributed-surplus -2 -2",
            "currency:USD/current-asset/prepaid 7 7",
            // −7 + 3 − 20 − 4 + 9 + 2.
            "currency:USD/deficit -17 -17",
            "currency:USD/equipment 4 4",
            "currency:USD/expense/administrative 1 1",
            "currency:USD/payable/administrative -1 -1",
            "currency:USD/payable/exploration/mine -3 -3",
            "currency:USD/property/mine 20 20",
            "currency:USD/share-capital/common -9 -9",
            "grant:g/held/b 10 0",
            "grant:g/writer -10 0",
            "series:w/held/b 5 0",
            "series:w/writer -5 0",
        ],
    );
}

#[test]
fn payments_meet_what_falls_due_first_in_their_unit() {
    check(
        &[
            "2004-01-02 property_option_agreed {'agreement':'o','property':'mine','name':'O','schedule':[\
                {'due':'2006-01-01','cash':@100USD},{'due':'2005-01-01','cash':@100USD,'shares':{'class':'common','quantity':'50'}},\
                {'due':'2004-06-01','cash':@100CAD}]}",
            "2004-01-03 opening_balances {'cash':[{'account':'us','balance':{'money':@500USD}}]}",
            "2004-01-04 property_paid {'agreement':'o','cash':{'from':{'account':'us'},'amount':@150USD},\
                'shares':{'class':'common','holder':'b','quantity':'60','value':@6USD}}",
            "2004-01-05 lease_paid {'agreement':'o','purpose':'administrative','cash':{'from':{'account':'us'},'amount':@1USD}}",
            "2004-01-05 lease_agreed {'agreement':'o','name':'L','starts':'2004-01-01','ends':'2004-12-31'}",
            "2004-01-05 joint_venture_agreed {'agreement':'v','name':'V','commitments':[{'due':'2004-12-31','cash':@30USD,'firm':true}]}",
            "2004-01-06 joint_venture_contributed {'agreement':'v','cash':{'from':{'account':'us'},'amount':@40USD}}",
        ],
        &[4, 5],
        &[
            "class:common/charter -1000000 0",
            "class:common/held/b 60 0",
            "class:common/unissued 999940 0",
            "currency:CAD/commitment/o/2 100 0",
            "currency:CAD/promised/o -100 0",
            "currency:USD/cash/us 310 310",
            "currency:USD/commitment/o/0 50 0",
            "currency:USD/deficit -500 -500",
            "currency:USD/joint-venture/v 40 40",
            "currency:USD/promised/o -50 0",
            "currency:USD/property/mine 156 156",
            "currency:USD/share-capital/common -6 -6",
        ],
    );
}

#[test]
fn the_year_end_carries_the_result_to_the_deficit() {
    check(
        &[
            "2004-06-30 period_closed {}",
            "2004-12-31 period_closed {'label':'FY'}",
            "2004-02-01 cash_received {'into':{'account':'us'},'amount':@90USD,'for':'interest'}",
            "2004-02-02 cash_paid {'from':{'account':'us'},'amount':@10USD,'for':{'spending':{'exploration':'mine'}}}",
            "2004-07-01 policy_adopted {'exploration':'capitalised'}",
            "2004-12-31 cash_paid {'from':{'account':'us'},'amount':@20USD,'for':{'spending':{'exploration':'mine'}}}",
            "2004-12-31 cash_received {'into':{'account':'ca'},'amount':@10CAD,'carrying':'8','for':'other_income'}",
            "2004-12-31 expense_accrued {'purpose':'administrative','amount':@5USD}",
            "2005-01-01 cash_received {'into':{'account':'us'},'amount':@1USD,'for':'other_income'}",
        ],
        &[],
        &[
            "currency:CAD/cash/ca 10 8",
            "currency:CAD/deficit -10 -8",
            "currency:USD/cash/us 61 61",
            // 10 + 5 − 90.
            "currency:USD/deficit -75 -75",
            "currency:USD/income/other -1 -1",
            "currency:USD/payable/administrative -5 -5",
            "currency:USD/property/mine 20 20",
        ],
    );
}

#[test]
fn a_receivable_is_collected_at_average() {
    // Half of it was carried at 40 and brings 41; the gain ends in the deficit: −80 − 1.
    check(
        &[
            "2004-01-02 opening_balances {'current_assets':[{'asset':'receivable','balance':{'money':@100CAD,'carrying':'80'}}]}",
            "2004-03-01 cash_received {'into':{'account':'ca'},'amount':@50CAD,'carrying':'41','for':'receivable'}",
            "2004-03-01 cash_received {'into':{'account':'ca'},'amount':@51CAD,'carrying':'41','for':'receivable'}",
            "2004-12-31 period_closed {}",
        ],
        &[3],
        &["currency:CAD/cash/ca 50 41", "currency:CAD/current-asset/receivable 50 40", "currency:CAD/deficit -100 -81"],
    );
}

#[test]
fn nothing_assumed_moves_nothing() {
    check(
        &[
            "2004-01-02 assumption_made {'assumption':'x','about':'A','reason':'R','value':{'amount':{'currency':'CAD','chosen':'0'}}}",
            "2004-01-03 cash_moved {'from':{'account':'ca'},'to':{'account':'ca','restricted':true},\
                'amount':{'amount':{'assumed':'x'},'currency':'CAD'}}",
            "2004-01-04 opening_balances {'equipment':[{'money':@1USD}]}",
        ],
        &[],
        &["currency:USD/deficit -1 -1", "currency:USD/equipment 1 1"],
    );
}

#[test]
fn assumed_numbers_are_of_the_kind_and_leave_a_rest() {
    let assumed = "2004-01-02 assumption_made {'assumption':'x','about':'A','reason':'R','value':{'amount':{'currency':'USD','chosen':'40'}}}";
    let accrue = |amount: &str| {
        format!(
            "2004-01-03 expense_accrued {{'purpose':'administrative','amount':{{'amount':{amount},'currency':'USD'}}}}"
        )
    };
    let foreign = accrue("{'assumed':'x'}").replace("USD", "CAD");
    check(
        &[
            assumed,
            &accrue("{'assumed':'x'}"),
            &accrue("{'rest_of':'40.00','after':'x'}"),
            &accrue("{'rest_of':'41','after':'x'}"),
            &accrue("{'rest_of':'39','after':'x'}"),
            &accrue("{'assumed':'y'}"),
            &accrue("'0.001'"),
            &foreign,
        ],
        &[5, 6, 7, 8],
        &["currency:USD/expense/administrative 41 41", "currency:USD/payable/administrative -41 -41"],
    );
}

/// A par value that rests on nothing, on a day or on another currency was taken as it stood.
#[test]
fn a_par_value_is_checked_like_any_other_price() {
    let class = |class: &str, par: &str| {
        format!(
            "2004-01-03 class_registered {{'class':'{class}','name':'C','par':{{'amount':{par},'currency':'USD'}}}}"
        )
    };
    let about = |name: &str, value: &str| {
        format!("2004-01-02 assumption_made {{'assumption':'{name}','about':'A','reason':'R','value':{value}}}")
    };
    check(
        &[
            &about("x", "{'price':{'currency':'USD','chosen':'1'}}"),
            &about("y", "{'price':{'currency':'CAD','chosen':'1'}}"),
            &about("z", "{'amount':{'currency':'USD','chosen':'1'}}"),
            &class("stated", "'0.0001'"),
            &class("assumed", "{'assumed':'x'}"),
            &class("other-currency", "{'assumed':'y'}"),
            &class("other-kind", "{'assumed':'z'}"),
            &class("unknown", "{'assumed':'nowhere'}"),
        ],
        &[6, 7, 8],
        &[],
    );
}

#[test]
fn nothing_of_a_foreign_currency_needs_a_rate_too() {
    check(
        &[
            "2004-01-02 assumption_made {'assumption':'x','about':'A','reason':'R','value':{'amount':{'currency':'CAD','chosen':'0'}}}",
            "2004-01-03 expense_accrued {'purpose':'administrative','amount':{'amount':{'assumed':'x'},'currency':'CAD'}}",
            "2004-01-04 rate_observed {'base':'USD','quote':'CAD','rate':'1.3'}",
            "2004-01-04 expense_accrued {'purpose':'administrative','amount':{'amount':{'assumed':'x'},'currency':'CAD'}}",
        ],
        &[2],
        &[],
    );
}

#[test]
fn without_a_limit_shares_come_from_the_charter() {
    let issue = |day: &str, quantity: &str| {
        format!(
            "{day} shares_issued {{'class':'common','holder':'a','quantity':'{quantity}','for':{{'cash':{{'account':'us','paid':@8USD}}}},\
            'costs':[{{'amount':@2USD,'account':'us'}},{{'amount':@1USD}}]}}"
        )
    };
    check(
        &[
            &issue("2004-01-02", "1000001"),
            "2004-01-03 authorised_set {'class':'common','authorised':'unlimited'}",
            &issue("2004-01-04", "1000001"),
            "2004-01-05 authorised_set {'class':'common','authorised':{'limited':'1000000'}}",
            "2004-01-06 authorised_set {'class':'common','authorised':{'limited':'1000003'}}",
            "2004-01-07 shares_transferred {'class':'common','from':'a','to':'a','quantity':'1000002'}",
            "2004-01-07 shares_transferred {'class':'common','from':'a','to':'b','quantity':'1'}",
            &issue("2004-01-08", "3"),
        ],
        &[1, 4, 6, 8],
        &[
            "class:common/charter -1000003 0",
            "class:common/held/a 1000000 0",
            "class:common/held/b 1 0",
            "class:common/unissued 2 0",
            "currency:USD/cash/us 6 6",
            "currency:USD/payable/issue-costs/common -1 -1",
            "currency:USD/share-capital/common -5 -5",
        ],
    );
}

#[test]
fn a_day_that_rests_on_an_assumption_is_the_day_assumed() {
    let amend = |entry: &str, day: &str| {
        format!(
            "2004-02-01 amend {{'entry':{entry},'effective':'{day}','assumes':['d'],'reason':'R','event':\
             {{'cash_received':{{'into':{{'account':'us'}},'amount':@5USD,'for':'interest'}}}}}}"
        )
    };
    let (right, wrong) = (amend("#1", "2004-01-03"), amend("#2", "2004-01-04"));
    let case = [
        "2004-01-05 cash_received {'into':{'account':'us'},'amount':@5USD,'for':'interest'}",
        &right,
        "2004-01-02 assumption_made {'assumption':'d','about':'A','reason':'R','value':{'date':{'chosen':'2004-01-03'}}}",
        &wrong,
    ];
    let received = ["currency:USD/cash/us 5 5", "currency:USD/income/interest -5 -5"];
    check_at(&case, Some(2), None, &[2], &[]);
    check_at(&case, Some(3), None, &[], &received);
    check_at(&case, Some(4), None, &[4], &[]);
}

#[test]
fn nothing_happens_before_the_book_opens_and_no_name_is_used_twice() {
    check(
        &[
            "2003-12-31 holder_registered {'holder':'c','name':'C'}",
            "2004-01-01 holder_registered {'holder':'c','name':'C'}",
            "2004-01-01 holder_registered {'holder':'c','name':'Another'}",
            "2004-01-01 book_opened {'issuer':'J','functional':'CAD','presentation':'CAD','year_end':'12-31'}",
            "2004-01-01 class_registered {'class':'c','name':'C','grain':'0.5'}",
            "2004-01-01 authorised_set {'class':'c','authorised':{'limited':'1.25'}}",
            "2004-01-01 authorised_set {'class':'c','authorised':{'limited':'1.50'}}",
            "2004-01-01 authorised_set {'class':'d','authorised':'unlimited'}",
        ],
        &[1, 3, 4, 6, 8],
        &[
            "class:c/charter -1.5 0",
            "class:c/unissued 1.5 0",
            "class:common/charter -1000000 0",
            "class:common/unissued 1000000 0",
        ],
    );
}
