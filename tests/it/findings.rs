//! Promise: every finding has a stable code, a true sentence with its numbers, and a caret on the value
//! at fault. One golden file each, by code, in `snapshots/findings`.

use std::collections::BTreeSet;
use std::path::Path;

use capfold_core::finding::{Problem, Thing};

use crate::runner::{capfold, entry};

const BOOK: &str = "book_opened {'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}";
const A: &str = "holder_registered {'holder':'a','name':'A'}";
const B: &str = "holder_registered {'holder':'b','name':'B'}";
const COMMON: &str = "class_registered {'class':'common','name':'Common'}";
const UNLIMITED: &str = "authorised_set {'class':'common','authorised':'unlimited'}";
const HUNDRED: &str = "authorised_set {'class':'common','authorised':{'limited':'100'}}";
const PLAN: &str = "plan_registered {'plan':'p','name':'P','class':'common','pool':{'fixed':'1000'}}";
const SERIES: &str =
    "series_registered {'series':'w','name':'W','class':'common','strike':@0.50CAD,'expires':'2005-12-31'}";
const FORCED: &str = "series_registered {'series':'f','name':'F','class':'common','strike':@0.50CAD,'expires':'2005-12-31','acceleration':{'threshold':@1CAD,'trading_days':20,'notice_days':30,'from':'2004-03-01'}}";
const HALVES: &str =
    "series_registered {'series':'h','name':'H','class':'common','strike':@0.50CAD,'ratio':{'new':'1','old':'2'}}";
const CA: &str = "account_registered {'account':'ca','name':'CA','currency':'CAD'}";
const US: &str = "account_registered {'account':'us','name':'US','currency':'USD'}";
const ESCROW: &str = "escrow_agreed {'escrow':'e','agent':'T','schedule':[{'on':'2004-02-01','percent':'25'},{'on':'2004-03-01','percent':'75'}]}";
const CERTIFICATE: &str = "certificate_issued {'certificate':'c','class':'common','holder':'a','quantity':'60'}";
const OPENING: &str = "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'100'}]}";
const MINE: &str = "property_registered {'property':'mine','name':'Mine'}";
const ROBOT: &str = "project_registered {'project':'robot','name':'Robot'}";
const ISSUED: &str =
    "shares_issued {'class':'common','holder':'a','quantity':'100','for':{'cash':{'account':'ca','paid':@50CAD}}}";
const GRANTED: &str =
    "options_granted {'grant':'g','plan':'p','holder':'a','quantity':'100','strike':@0.10CAD,'expires':'2005-12-31'}";
const PROMISED: &str = "obligation_incurred {'obligation':'promise','class':'common','holder':'a','quantity':'100','value':@50CAD,'for':{'services':'administrative'}}";
const PLACED: &str =
    "placement_announced {'placement':'may','name':'May','class':'common','price':@0.30CAD,'maximum':'100'}";
const FLOW: &str = "shares_issued {'class':'common','holder':'a','quantity':'1','for':{'cash':{'account':'ca','paid':@50CAD}},'flow_through':{'pool':'flow','spend_by':'2004-12-31'}}";
const UNITS: &str =
    "awards_granted {'grant':'u','plan':'p','holder':'a','kind':'rsu','quantity':'100','expires':'2005-12-31'}";
const APPRECIATION: &str =
    "awards_granted {'grant':'s','plan':'p','holder':'a','kind':'sar','quantity':'100','base':@1CAD}";
const WARRANTS: &str = "warrants_issued {'series':'w','holder':'a','quantity':'100'}";
const OPTION: &str = "property_option_agreed {'agreement':'option','property':'mine','name':'Option'}";
const VENTURE: &str = "joint_venture_agreed {'agreement':'venture','name':'V','interest':'40'}";
const ROYALTY: &str = "royalty_agreed {'agreement':'royalty','property':'mine','name':'R','side':'granted','percent':'2','buy_backs':[{'percent':'1','price':@500CAD,'until':'2004-06-30'}]}";
const LEASE: &str = "lease_agreed {'agreement':'lease','name':'L','starts':'2004-01-01','ends':'2004-12-31'}";
const NOTE: &str =
    "debt_issued {'debt':'note','name':'N','kind':'note','holder':'a','principal':@100CAD,'for':{'opening':{}}}";
const PRICED: &str = "debt_issued {'debt':'note','name':'N','kind':'note','holder':'a','principal':@100CAD,'for':{'opening':{}},'conversion':{'class':'common','price':@0.40CAD}}";
const SAFE: &str = "debt_issued {'debt':'safe','name':'S','kind':'safe','holder':'a','principal':@100CAD,'for':{'opening':{}},'conversion':{'discount':'20','cap':@1000CAD,'mfn':true}}";
const ABOUT_SHARES: &str =
    "assumption_made {'assumption':'count','about':'N','value':{'quantity':{'chosen':'60'}},'reason':'R'}";
const ABOUT_MONEY: &str =
    "assumption_made {'assumption':'sum','about':'N','value':{'amount':{'currency':'CAD','chosen':'60'}},'reason':'R'}";
const ABOUT_PRICE: &str = "assumption_made {'assumption':'price','about':'N','value':{'price':{'currency':'CAD','chosen':'0.10'}},'reason':'R'}";
const ABOUT_DAY: &str =
    "assumption_made {'assumption':'day','about':'N','value':{'date':{'chosen':'2004-02-17'}},'reason':'R'}";
const ABOUT_CURRENCY: &str = "assumption_made {'assumption':'dollar','about':'N','value':{'currency':{'chosen':'CAD','instead_of':['USD']}},'reason':'R'}";

/// A log, one line for each text: `tag contents`, on 2004-01-01 unless a day stands before it, or all of
/// an entry. `'` is `"`, `@1.50CAD` a sum of money, `#2` the id of the second line. `«…»` encloses what
/// the caret is to underline.
type Lines<'a> = &'a [&'a str];

/// One smallest log for each code.
const GOLDEN: &[(&str, Lines<'_>)] = &[
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
    (
        "C2201",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            ISSUED,
            "plan_registered {'plan':'p','name':'P','class':'common','per_person':{'percent':'5','months':12}}",
            "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«'6'»,'strike':@0.10CAD}",
        ],
    ),
    (
        "C2202",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            PLAN,
            "options_granted {'grant':'g','plan':'p','holder':'a','quantity':«'100'»,'strike':@0.10CAD,'vesting':{'steps':[{'on':'2004-06-30','quantity':'60'},{'upon':'listing','quantity':'30'}]}}",
        ],
    ),
    (
        "C2203",
        &[BOOK, A, COMMON, UNLIMITED, PLAN, GRANTED, "vesting_condition_met {'grant':'g','condition':«'listing'»}"],
    ),
    ("C2204", &[BOOK, A, COMMON, UNLIMITED, PLAN, GRANTED, "vesting_accelerated {'grant':«'g'»}"]),
    (
        "C2205",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            CA,
            PLAN,
            UNITS,
            "options_exercised {'lots':[{'grant':«'u'»,'quantity':'1','price':@0.10CAD}],'account':'ca'}",
        ],
    ),
    (
        "C2206",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            PLAN,
            APPRECIATION,
            "awards_settled {'grant':'s','quantity':'1','in':{'appreciation':{'amount':«'0.90'»,'currency':'CAD'}}}",
        ],
    ),
    (
        "C2251",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            HALVES,
            "warrants_exercised {'series':'h','holder':'a','quantity':«'25'»,'account':'ca'}",
        ],
    ),
    (
        "C2252",
        &[
            BOOK,
            A,
            COMMON,
            UNLIMITED,
            SERIES,
            WARRANTS,
            "warrants_exercised {'series':'w','holder':'a','quantity':'100','settled':{'net':{'market':{'amount':«'0.49'»,'currency':'CAD'}}}}",
        ],
    ),
    ("C2253", &[BOOK, COMMON, SERIES, "2006-01-01 right_repriced {'right':{'series':«'w'»},'strike':@0.25CAD}"]),
    ("C2254", &[BOOK, COMMON, FORCED, "2004-03-01 acceleration_noticed {'series':'f','expires':«'2005-12-31'»}"]),
    ("C2255", &[BOOK, COMMON, FORCED, "2004-02-29 acceleration_noticed {'series':«'f'»,'expires':'2004-03-31'}"]),
    ("C2256", &[BOOK, COMMON, FORCED, "2004-03-01 acceleration_noticed {'series':'f','expires':«'2004-03-30'»}"]),
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
fn every_code_has_its_golden_file() {
    let codes: Vec<&str> = GOLDEN.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, Problem::CODES);
    let distinct: BTreeSet<&str> = codes.iter().copied().collect();
    assert!(distinct.iter().eq(&codes), "codes are in order, and none stands for two problems");
    for (code, lines) in GOLDEN {
        let (found, printed) = finding(lines);
        assert_eq!(found, *code, "{printed}");
        insta::with_settings!({ snapshot_path => "snapshots/findings", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(*code, printed);
        });
    }
}

/// A golden file that no code asks for is left over.
#[test]
fn every_golden_file_has_its_code() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots/findings");
    for file in std::fs::read_dir(directory).expect("the golden files") {
        let path = file.expect("a golden file").path();
        let code = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split('.').next());
        assert!(code.is_some_and(|code| Problem::CODES.contains(&code)), "{path:?}");
    }
}

/// The code of the only finding of a log, and what is printed. The caret underlines what the log marks.
#[track_caller]
fn finding(lines: Lines<'_>) -> (String, String) {
    let marked: Vec<String> = lines.iter().zip(1..).map(|(line, number)| written(line, number)).collect();
    let (number, line) = (1..).zip(&marked).find(|(_, line)| line.contains('«')).expect("a marked value");
    let (before, rest) = line.split_once('«').expect("a mark");
    let (value, _) = rest.split_once('»').expect("the end of a mark");
    let place = format!("--> <stdin>:{number}:{}\n", before.chars().count() + 1);
    let (exit, printed) = capfold(&["check", "-"], marked.concat().replace(['«', '»'], "").as_bytes());
    let is_note = printed.starts_with("note");
    let summary = if is_note { "all well, 1 note\n" } else { ", 1 finding\n" };
    assert!(printed.ends_with(summary) && exit == u8::from(!is_note), "{exit}: {printed}");
    assert!(printed.contains(&place), "{value} {place}{printed}");
    let carets = printed.matches('^').count();
    assert_eq!(carets, value.chars().count().min(60), "{value}\n{printed}");
    let code = printed.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
    (code, printed)
}

/// A line of a log as it is written.
pub(crate) fn written(line: &str, number: usize) -> String {
    let text = if line.starts_with('{') {
        line.to_owned() + "\n"
    } else {
        let dated = line.starts_with('2').then(|| line.split_once(' ')).flatten();
        let (day, event) = dated.unwrap_or(("2004-01-01", line));
        let (tag, contents) = event.split_once(' ').expect("a tag and its contents");
        let tag = match tag.strip_prefix('«').and_then(|tag| tag.strip_suffix('»')) {
            Some(tag) => format!("«'{tag}'»"),
            None => format!("'{tag}'"),
        };
        entry(number, day, &format!("{{{tag}:{contents}}}"))
    };
    let mut parts = text.split('@');
    let mut json = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (amount, rest) = part.split_at(part.find(|c: char| c.is_ascii_uppercase()).expect("a currency"));
        let (currency, rest) = rest.split_at(3);
        json += &format!("{{'amount':'{amount}','currency':'{currency}'}}{rest}");
    }
    for number in 1..10 {
        json = json.replace(&format!("#{number}"), &format!("'01900000-0000-7000-8000-{number:012}'"));
    }
    json.replace('\'', "\"")
}

/// Some lines, and then one that cannot be true: its finding has this code and this text.
#[track_caller]
fn check(code: &str, text: &str, before: Lines<'_>, last: &str) {
    let (found, printed) = finding(&[before, &[last]].concat());
    let title = printed.lines().next().unwrap_or_default();
    let message = title.split_once("]: ").map(|(_, message)| message);
    assert_eq!((found.as_str(), message), (code, Some(text)), "{printed}");
}

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

/// Only what has vested can be used; what ends has not vested first.
#[test]
fn rights_that_have_not_vested() {
    let vesting = |steps: &str| {
        format!(
            "options_granted {{'grant':'g','plan':'p','holder':'a','quantity':'100','strike':@0.10CAD,'vesting':{steps}}}"
        )
    };
    let steps = vesting(
        "{'steps':[{'upon':'listing','quantity':'30'},{'on':'2004-06-30','quantity':'20'},{'on':'2004-01-01','quantity':'50'}]}",
    );
    let frame = [BOOK, A, COMMON, UNLIMITED, CA, PLAN];
    let exercised = |day: &str, quantity: &str| {
        format!(
            "{day} options_exercised {{'lots':[{{'grant':'g','quantity':{quantity},'price':@0.10CAD}}],'account':'ca'}}"
        )
    };
    let lost = "2004-02-01 options_forfeited {'grant':'g','quantity':'35'}";
    let met = "2004-02-01 vesting_condition_met {'grant':'g','condition':'listing'}";
    let early = "2004-02-01 vesting_accelerated {'grant':'g','quantity':'25'}";
    let rest = "2004-02-01 vesting_accelerated {'grant':'g'}";
    let used = exercised("2004-01-01", "'40'");
    let (first, last) = ("2004-06-29", "2004-06-30");
    let rows: &[(&[&str], &str, &str)] = &[
        (&[], first, "50"),
        (&[], last, "70"),
        (&[&used], first, "10"),
        (&[met], first, "80"),
        (&[early], first, "75"),
        (&[early], last, "75"),
        (&[lost], first, "50"),
        (&[lost], last, "65"),
        (&[&used, lost, rest], first, "25"),
    ];
    for (between, day, vested) in rows {
        let more = vested.parse::<u32>().expect("a count") + 1;
        let last = exercised(day, &format!("«'{more}'»"));
        let text = if *vested == "25" || (between.contains(&lost) && *vested == "65") {
            format!("{more} options of `g` exercised, {vested} outstanding")
        } else {
            format!("{more} options of `g` exercised, {vested} vested and outstanding")
        };
        check("C2001", &text, &[&frame[..], &[&steps], between].concat(), &last);
    }
    let monthly = vesting("{'monthly':{'from':'2004-01-31','months':1,'times':3,'cliff':2}}");
    for (day, vested) in [("2004-03-30", 0), ("2004-03-31", 66), ("2004-04-30", 100)] {
        let state = if vested == 100 { "outstanding" } else { "vested and outstanding" };
        let text = format!("101 options of `g` exercised, {vested} {state}");
        check("C2001", &text, &[&frame[..], &[&monthly]].concat(), &exercised(day, "«'101'»"));
    }
    let much = "vesting_accelerated {'grant':'g','quantity':«'51'»}";
    check("C2001", "51 of `g` vested early, 50 not vested", &[&frame[..], &[&steps]].concat(), much);
    let again = "2004-03-01 vesting_condition_met {'grant':'g','condition':«'listing'»}";
    check("C2203", "nothing of `g` waits for `listing`", &[&frame[..], &[&steps, met]].concat(), again);
}

/// Every kind of award, and how it is settled.
#[test]
fn awards_of_another_kind() {
    let frame = [BOOK, A, COMMON, UNLIMITED, CA, PLAN, GRANTED];
    let words = |kind: &str| match kind {
        "rsu" => "restricted share units",
        "dsu" => "deferred share units",
        "psu" => "performance share units",
        "sar" => "share appreciation rights",
        _ => "restricted shares",
    };
    let deliveries: [(&str, &str, &[&str]); 4] = [
        ("«'shares'»", "awards of one share each", &["sar"]),
        ("«{'earned':'1'}»", "performance share units", &["rsu", "dsu", "sar", "restricted_shares"]),
        ("«{'appreciation':@2CAD}»", "share appreciation rights", &["rsu", "dsu", "psu", "restricted_shares"]),
        ("«{'cash':{'account':'ca','amount':@5CAD}}»", "awards other than restricted shares", &["restricted_shares"]),
    ];
    for (delivery, needed, kinds) in deliveries {
        for kind in kinds {
            let base = if *kind == "sar" { ",'base':@1CAD" } else { "" };
            let granted = format!(
                "awards_granted {{'grant':'w','plan':'p','holder':'a','kind':'{kind}','quantity':'100'{base}}}"
            );
            let text = format!("`w` is a lot of {}, {needed} are needed here", words(kind));
            let last = format!("awards_settled {{'grant':'w','quantity':'1','in':{delivery}}}");
            check("C2205", &text, &[&frame[..], &[&granted]].concat(), &last);
        }
    }
    let options = "awards_settled {'grant':«'g'»,'quantity':'1','in':'shares'}";
    check("C2205", "`g` is a lot of options, awards are needed here", &frame, options);
}

#[test]
fn settlements_that_cannot_be() {
    let frame = &[BOOK, A, COMMON, HUNDRED, CA, US, PLAN, UNITS];
    let settled = |rest: &str| format!("awards_settled {{'grant':'u',{rest}}}");
    let much = settled("'quantity':«'101'»,'in':'shares'");
    check("C2001", "101 restricted share units of `u` settled, 100 outstanding", frame, &much);
    let ended = "options_forfeited {'grant':'u','quantity':«'101'»}";
    check("C2001", "101 restricted share units of `u` forfeited, 100 outstanding", frame, ended);
    let late = "2006-01-01 awards_settled {'grant':«'u'»,'quantity':'1','in':'shares'}";
    check("C2005", "settled on 2006-01-01, `u` expired on 2005-12-31", frame, late);
    let withheld = settled("'quantity':'5','in':'shares','withheld':{'quantity':«'6'»,'tax':@1CAD}");
    check("C2001", "6 shares of `u` withheld, 5 delivered", frame, &withheld);
    let vesting = "awards_granted {'grant':'v','plan':'p','holder':'a','kind':'dsu','quantity':'10','vesting':{'steps':[{'upon':'retirement','quantity':'6'},{'on':'2004-01-01','quantity':'4'}]}}";
    let early = "awards_settled {'grant':'v','quantity':«'5'»,'in':'shares'}";
    let frame_of_ten = &[BOOK, A, COMMON, HUNDRED, CA, US, PLAN];
    let text = "5 deferred share units of `v` settled, 4 vested and outstanding";
    check("C2001", text, &[&frame_of_ten[..], &[vesting]].concat(), early);
    // The reserve has 90 shares for them, the charter leaves 10 more.
    let units = "awards_granted {'grant':'p','plan':'p','holder':'a','kind':'psu','quantity':'90'}";
    let earned = "awards_settled {'grant':'p','quantity':'90','in':{'earned':«'101'»}}";
    let text = "11 shares of `common` needed, 10 authorised and neither issued nor reserved";
    check("C2002", text, &[&frame_of_ten[..], &[units]].concat(), earned);
    let dollars = "awards_settled {'grant':'s','quantity':'1','in':{'appreciation':{'amount':'2','currency':«'USD'»}}}";
    let rights = [&frame_of_ten[..], &[APPRECIATION]].concat();
    check("C3002", "the amount is in USD, the base of `s` is in CAD", &rights, dollars);
    let cash = settled("'quantity':'1','in':{'cash':{'account':'ca','amount':{'amount':«'5'»,'currency':'CAD'}}}");
    check("C3001", "5 CAD taken from `cash/ca`, 0 CAD there", frame, &cash);
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
fn grants_beyond_a_plan() {
    let plan = |limits: &str| format!("plan_registered {{'plan':'p','name':'P','class':'common',{limits}}}");
    let granted = |day: &str, grant: &str, holder: &str, quantity: &str| {
        format!(
            "{day} options_granted {{'grant':'{grant}','plan':'p','holder':'{holder}','quantity':{quantity},'strike':@0.10CAD}}"
        )
    };
    let exercised = "options_exercised {'lots':[{'grant':'g','quantity':'4','price':@0.10CAD}],'account':'ca'}";
    let issued = ISSUED.replace("'100'", "'50'");
    let frame = [BOOK, A, B, COMMON, UNLIMITED, CA, &issued];
    // Of 50 shares 20.5 per cent are 10.25; with the four of an exercise 54 are outstanding, 11.07.
    let rolling = plan("'pool':{'rolling':'20.5'}");
    let four = granted("2004-01-01", "g", "a", "'4'");
    let rows: &[(&[&str], u32, u32)] = &[(&[], 10, 10), (&[&four], 6, 10), (&[&four, exercised], 11, 11)];
    for (between, left, limit) in rows {
        let last = granted("2004-01-02", "h", "b", &format!("«'{}'»", left + 1));
        let text = format!("{} needed under `p`, {left} left of its pool of {limit}", left + 1);
        check("C2008", &text, &[&frame[..], &[&rolling], between].concat(), &last);
    }
    // What ends is free again in a fixed pool, what is exercised is not.
    let fixed = plan("'pool':{'fixed':'10'}");
    let ended = "options_cancelled {'grant':'g','quantity':'4'}";
    let less = "plan_limits_set {'plan':'p','pool':{'fixed':'3'}}";
    let rows: &[(&[&str], i32, u32)] =
        &[(&[&four], 6, 10), (&[&four, exercised], 6, 10), (&[&four, ended], 10, 10), (&[&four, less], -1, 3)];
    for (between, left, limit) in rows {
        let more = (left + 1).max(1);
        let last = granted("2004-01-02", "h", "b", &format!("«'{more}'»"));
        let text = format!("{more} needed under `p`, {left} left of its pool of {limit}");
        check("C2008", &text, &[&frame[..], &[&fixed], between].concat(), &last);
    }
    // One person may have 5 of 50 in a month; a grant of the same day a month before does not count.
    let each = plan("'per_person':{'percent':'10','months':1}");
    let (own, others) = (granted("2004-02-01", "g", "a", "'4'"), granted("2004-02-01", "g", "b", "'4'"));
    let rows: &[(&str, &str, u32)] = &[(&own, "2004-02-29", 1), (&own, "2004-03-01", 5), (&others, "2004-02-29", 5)];
    for (between, day, left) in rows {
        let last = granted(day, "h", "a", &format!("«'{}'»", left + 1));
        let text = format!("{} granted to `a` under `p`, {left} left of its limit per person of 5", left + 1);
        check("C2201", &text, &[&frame[..], &[&each, between]].concat(), &last);
    }
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
fn terms_that_cannot_be_changed() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, PLAN, SERIES, HALVES, FORCED, GRANTED];
    let lapsed = "changed on 2006-01-01, `g` expired on 2005-12-31";
    check("C2253", lapsed, frame, "2006-01-01 right_extended {'right':{'grant':«'g'»},'expires':'2006-12-31'}");
    let lapsed = "changed on 2006-01-01, `f` expired on 2005-12-31";
    check("C2253", lapsed, frame, "2006-01-01 acceleration_noticed {'series':«'f'»,'expires':'2006-12-31'}");
    let later = "2005-12-31 is not later than 2005-12-31, the day of `w`";
    check("C2011", later, frame, "right_extended {'right':{'series':'w'},'expires':«'2005-12-31'»}");
    let award = "awards_granted {'grant':'u','plan':'p','holder':'a','kind':'rsu','quantity':'5'}";
    let priceless = "`u` is a lot of restricted share units, options or share appreciation rights are needed here";
    let repriced = "right_repriced {'right':{'grant':«'u'»},'strike':@1CAD}";
    check("C2205", priceless, &[&frame[..], &[award]].concat(), repriced);
    let endless = "warrant series `h` has no last day";
    check("C1205", endless, frame, "right_extended {'right':{'series':«'h'»},'expires':'2005-12-31'}");
    let clause = "warrant series `w` has no acceleration clause";
    check("C1205", clause, frame, "acceleration_noticed {'series':«'w'»,'expires':'2004-12-31'}");
    // The first day of the clause, and exactly the notice that it asks for.
    let noticed = "2004-03-01 acceleration_noticed {'series':'f','expires':'2004-03-31'}";
    let late = "2004-04-01 warrants_exercised {'series':«'f'»,'holder':'a','quantity':'1','account':'ca'}";
    check("C2005", "exercised on 2004-04-01, `f` expired on 2004-03-31", &[&frame[..], &[noticed]].concat(), late);
    let hundred = &[BOOK, A, COMMON, HUNDRED, SERIES];
    let shares = "opening_balances {'shares':[{'class':'common','holder':'a','quantity':'60'}]}";
    let rights = "rights_distributed {'class':'common','series':'w','ratio':«{'new':'1','old':'1'}»}";
    let text = "60 shares of `common` needed, 40 authorised and neither issued nor reserved";
    check("C2002", text, &[&hundred[..], &[shares]].concat(), rights);
}

#[test]
fn exercises_that_cannot_be_settled() {
    let frame = &[BOOK, A, B, COMMON, UNLIMITED, CA, PLAN, SERIES, GRANTED, WARRANTS];
    let settled = |settled: &str| {
        format!("warrants_exercised {{'series':'w','holder':'a','quantity':'100','settled':{settled}}}")
    };
    // 100 × (0.75 − 0.50) ÷ 0.75 is 33 shares and a fraction.
    let withheld = settled("{'net':{'market':@0.75CAD,'withheld':{'quantity':«'34'»,'tax':@5CAD}}}");
    check("C2001", "34 shares for `w` withheld for tax, 33 issued", frame, &withheld);
    let stated = settled("{'net':{'market':@0.75CAD,'issued':«'34'»}}");
    check("C2010", "34 shares stated, the terms give 33", frame, &stated);
    let sold = settled("{'cashless':{'account':'ca','broker':'b','sold':«'150'»}}");
    check("C2001", "150 shares sold to `b`, 100 issued", frame, &sold);
    let part = settled("{'cashless':{'account':'ca','broker':'b','sold':«'0.5'»}}");
    check("C2003", "0.5 is not a multiple of 1, the smallest count of `common`", frame, &part);
    let broker = settled("{'cashless':{'account':'ca','broker':«'x'»,'sold':'1'}}");
    check("C1201", "no holder `x` is registered by that day", frame, &broker);
    let owed = settled("{'set_off':«{'payable':'administrative'}»}");
    check("C3001", "50 CAD settled of `payable/administrative`, 0 CAD owed", frame, &owed);
    let market = settled("{'net':{'market':{'amount':'1','currency':«'USD'»}}}");
    check("C3002", "the amount is in USD, the strike is in CAD", frame, &market);
    let lot = "options_exercised {'lots':[{'grant':'g','quantity':'6','price':@0.10CAD}],'settled':{'net':{'market':@0.30CAD,'withheld':{'quantity':«'5'»,'tax':@5CAD}}}}";
    check("C2001", "5 shares for `g` withheld for tax, 4 issued", frame, lot);
    let lot = "options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.10CAD}],'settled':{'set_off':«{'payable':'administrative'}»}}";
    check("C3001", "6 CAD settled of `payable/administrative`, 0 CAD owed", frame, lot);
    // The second of two lots is worth nothing.
    let lots = "options_exercised {'lots':[{'grant':'g','quantity':'60','price':@0.10CAD},{'grant':'h','quantity':'5','price':@0.30CAD}],'settled':{'net':{'market':{'amount':«'0.20'»,'currency':'CAD'}}}}";
    let second = "options_granted {'grant':'h','plan':'p','holder':'a','quantity':'5','strike':@0.30CAD}";
    let text = "settled net at 0.2 CAD, the strike of `h` is 0.3 CAD";
    check("C2252", text, &[&frame[..], &[second]].concat(), lots);
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

#[test]
fn terms_and_strikes_of_lots() {
    let frame = &[BOOK, A, COMMON, UNLIMITED, CA, PLAN, GRANTED];
    let late = "2006-01-01 options_exercised {'lots':[{'grant':«'g'»,'quantity':'1','price':@0.10CAD}],'account':'ca'}";
    check("C2005", "exercised on 2006-01-01, `g` expired on 2005-12-31", frame, late);
    let early = "options_expired {'grant':«'g'»,'quantity':'1'}";
    check("C2006", "expired on 2004-01-01, the term of `g` ends on 2005-12-31", frame, early);
    let second = "options_exercised {'lots':[{'grant':'g','quantity':'1','price':@0.10CAD},{'grant':'g','quantity':'1','price':«@0.20CAD»}],'account':'ca'}";
    check("C2007", "exercised at 0.2 CAD, the strike of `g` is 0.1 CAD", frame, second);
    let dollars = "options_exercised {'lots':[{'grant':'g','quantity':'1','price':«@0.10USD»}],'account':'us'}";
    check("C2007", "exercised at 0.1 USD, the strike of `g` is 0.1 CAD", &[frame, &[US][..]].concat(), dollars);
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
