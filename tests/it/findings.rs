//! Promise: every finding has a stable code, a true sentence with its numbers, and a caret on the value
//! at fault. One golden file each, by code, in `snapshots/findings`.

mod knowledge;
mod money;
mod names;
mod rights;
mod shares;

use std::collections::BTreeSet;
use std::path::Path;

use capfold_core::finding::Problem;

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

/// One smallest log for each code, in the order of codes.
fn golden() -> Vec<(&'static str, Lines<'static>)> {
    [names::GOLDEN, shares::GOLDEN, rights::GOLDEN, money::GOLDEN, knowledge::GOLDEN].concat()
}

#[test]
fn every_code_has_its_golden_file() {
    let golden = golden();
    let codes: Vec<&str> = golden.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, Problem::CODES);
    let distinct: BTreeSet<&str> = codes.iter().copied().collect();
    assert!(distinct.iter().eq(&codes), "codes are in order, and none stands for two problems");
    for (code, lines) in golden {
        let (found, printed) = finding(lines);
        assert_eq!(found, code, "{printed}");
        insta::with_settings!({ snapshot_path => "snapshots/findings", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(code, printed);
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
