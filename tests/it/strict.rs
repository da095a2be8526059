//! Promise: an object of the log is written as an object and nothing else, so that no value can pass for
//! another by its place; and what is read is written back to be read the same.

use std::collections::BTreeSet;
use std::ops::Range;

use capfold_core::entry::Entry;
use capfold_core::event::EventKind;
use insta::assert_snapshot;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::malformed::{exercised, refused};

/// Events of every kind, with every field in its order.
const EVENTS: &[&str] = &[
    r#"{"book_opened":{"issuer":"Emgold Mining","functional":"USD","presentation":"USD","year_end":"12-31"}}"#,
    r#"{"holder_registered":{"holder":"public","name":"Öffentlichkeit \"A\" \u00e9"}}"#,
    r#"{"class_registered":{"class":"common","name":"Common","grain":"0.001","par":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"class_registered":{"class":"preferred","name":"Preferred","votes":{"per_share":"10"},"preference":{"amount":"10.50","currency":"CAD"},"dividend":{"rate":{"percent":{"percent":"8","of":{"amount":"10.50","currency":"CAD"}}},"cumulative":true},"participation":{"up_to":{"amount":"10.50","currency":"CAD"}},"seniority":1,"conversion":{"into":"common","ratio":{"new":"3","old":"2"}},"redemption":{"price":{"amount":"10.50","currency":"CAD"},"from":"2005-12-31","option_of":"holder"}}}"#,
    r#"{"class_registered":{"class":"preferred","name":"Preferred","votes":"none","dividend":{"rate":{"amount":{"amount":{"assumed":"dividend"},"currency":"CAD"}},"cumulative":false},"participation":"full"}}"#,
    r#"{"series_registered":{"series":"w-055","name":"Warrants","class":"common","strike":{"amount":{"assumed":"strike"},"currency":"CAD"},"expires":"2005-12-31","ratio":{"new":"1","old":"2"},"acceleration":{"threshold":{"amount":"2.75","currency":"CAD"},"trading_days":20,"notice_days":30,"from":"2004-06-01"},"kind":"finders"}}"#,
    r#"{"plan_registered":{"plan":"options","name":"Options","class":"common","pool":{"fixed":"1000000"},"per_person":{"percent":"5","months":12}}}"#,
    r#"{"property_registered":{"property":"jazz","name":"Jazz"}}"#,
    r#"{"project_registered":{"project":"ceramext","name":"Ceramext"}}"#,
    r#"{"account_registered":{"account":"cash","name":"Dollars","currency":"USD"}}"#,
    r#"{"document_cited":{"document":"release","title":"Release","publisher":"Emgold","issued":"2004-05-31"}}"#,
    r#"{"assumption_made":{"assumption":"split","about":"Lots","value":{"quantity":{"chosen":"5","low":"0","high":"10"}},"reason":"Range","fitted_to":["proceeds"]}}"#,
    r#"{"assumption_made":{"assumption":"paid","about":"Cash","value":{"price":{"currency":"CAD","chosen":"0.10","low":"0.10","high":"0.30"}},"reason":"Range","fitted_to":[]}}"#,
    r#"{"assumption_made":{"assumption":"currency","about":"$","value":{"currency":{"chosen":"CAD","instead_of":["USD"]}},"reason":"Print","fitted_to":[]}}"#,
    r#"{"policy_adopted":{"exchange":{"rate":"month_average","max_age_days":7}}}"#,
    r#"{"policy_adopted":{"day_count":"span"}}"#,
    r#"{"opening_balances":{"shares":[{"class":"common","holder":"public","quantity":"100"}],"options":[{"grant":"o-010","plan":"options","holder":"public","quantity":"5","strike":{"amount":"10.50","currency":"CAD"},"expires":"2005-12-31","vesting":{"steps":[{"on":"2004-06-30","quantity":"2"},{"upon":"listing","quantity":{"assumed":"split"}}]},"reserve":{"amount":"10.50","currency":"CAD"}}],"warrants":[{"series":"w-055","holder":"public","quantity":"7","reserve":{"money":{"amount":"10.50","currency":"CAD"}}}],"cash":[{"account":"cash","restricted":true,"balance":{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}],"current_assets":[{"asset":"prepaid","balance":{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}],"payables":[{"purpose":{"research":"ceramext"},"balance":{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}],"properties":[{"property":"jazz","balance":{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}],"equipment":[{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}],"share_capital":[{"class":"common","balance":{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}],"contributed_surplus":[{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}]}}"#,
    r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#,
    r#"{"authorised_set":{"class":"common","authorised":{"limited":"100000000"}}}"#,
    r#"{"shares_converted":{"class":"preferred","holder":"public","quantity":"1000","into":"1500"}}"#,
    r#"{"conversion_adjusted":{"class":"preferred","ratio":{"new":"1.6","old":"1"}}}"#,
    r#"{"bid_announced":{"bid":"ncib","class":"common","maximum":"1000","from":"2004-06-01","through":"2005-05-31"}}"#,
    r#"{"shares_repurchased":{"class":"common","holder":"public","quantity":"1000","paid":{"amount":"10.50","currency":"CAD"},"from":{"account":"cash","restricted":true},"kept":"cancelled","bid":"ncib"}}"#,
    r#"{"shares_repurchased":{"class":"common","holder":"public","quantity":"1000","paid":{"amount":"10.50","currency":"CAD"},"from":{"account":"cash","restricted":false},"kept":"treasury"}}"#,
    r#"{"treasury_reissued":{"class":"common","holder":"public","quantity":"1000","paid":{"amount":"10.50","currency":"CAD"},"account":"cash"}}"#,
    r#"{"treasury_cancelled":{"class":"common","quantity":"1000"}}"#,
    r#"{"shares_redeemed":{"class":"preferred","holder":"public","quantity":"1000","paid":{"amount":"10.50","currency":"CAD"},"from":{"account":"cash","restricted":false},"option_of":"issuer"}}"#,
    r#"{"shares_cancelled":{"class":"common","holder":"public","quantity":"1000","escrow":"seed"}}"#,
    r#"{"issue_rescinded":{"class":"common","holder":"public","quantity":"1000","refund":{"amount":"10.50","currency":"CAD"},"from":{"account":"cash","restricted":false}}}"#,
    r#"{"dividend_declared":{"dividend":"q1","class":"common","per_share":{"amount":"0.05","currency":"CAD"},"declared":"2003-12-15","payable":"2004-01-31"}}"#,
    r#"{"dividend_paid":{"dividend":"q1","from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"},"withheld":{"amount":"1.85","currency":"CAD"}}}"#,
    r#"{"stock_dividend_paid":{"class":"preferred","of":"common","ratio":{"new":"1","old":"10"},"value":{"amount":"0.05","currency":"CAD"}}}"#,
    r#"{"spun_out":{"class":"common","into":"Newco","assets":[{"asset":{"property":"jazz"},"amount":{"amount":"10.50","currency":"CAD"}},{"asset":"equipment","amount":{"amount":"10.50","currency":"CAD"}}],"ratio":{"new":"1","old":"4"}}}"#,
    r#"{"shares_issued":{"class":"common","holder":"public","quantity":"1000","for":{"cash":{"account":"cash","paid":{"amount":"10.50","currency":"CAD"},"price":{"amount":"10.50","currency":"CAD"}}},"costs":[{"amount":{"amount":"10.50","currency":"CAD"},"account":"cash"}]}}"#,
    r#"{"shares_issued":{"class":"common","holder":"public","quantity":"1000","for":{"services":{"purpose":{"exploration":"jazz"},"value":{"amount":"10.50","currency":"CAD"}}},"costs":[]}}"#,
    r#"{"placement_announced":{"placement":"may","name":"May placement","class":"common","price":{"amount":"0.30","currency":"CAD"},"maximum":"1000000"}}"#,
    r#"{"tranche_closed":{"tranche":{"placement":"may","number":1},"quantity":"1001","gross":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"finders_fee_paid":{"finder":"public","class":"common","amount":{"amount":"100.00","currency":"CAD"},"count":"100","cash":{"percent":"6.5","amount":{"amount":"6.50","currency":"CAD"},"account":"cash"},"shares":{"percent":"1","quantity":"1"},"warrants":{"percent":"10","series":"w-055","quantity":"10","value":{"amount":"0.50","currency":"CAD"}}}}"#,
    r#"{"units_issued":{"class":"common","series":"w-055","holder":"public","quantity":"1001","per_unit":"0.5","for":{"cash":{"account":"cash","paid":{"amount":"10.50","currency":"CAD"},"price":{"amount":"10.50","currency":"CAD"}}},"share_price":{"amount":"0.25","currency":"CAD"},"warrant_price":{"amount":"0.05","currency":"CAD"},"costs":[{"amount":{"amount":"10.50","currency":"CAD"},"account":"cash"}],"hold_until":"2004-06-17","tranche":{"placement":"may","number":1},"flow_through":{"pool":"may-flow","premium":{"amount":"0.50","currency":"CAD"},"spend_by":"2005-12-31"}}}"#,
    r#"{"flow_through_spent":{"pool":"may-flow","amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"policy_adopted":{"unit_values":"residual"}}"#,
    r#"{"shares_issued":{"class":"common","holder":"public","quantity":"1000","for":{"subscription":{"amount":{"amount":"10.50","currency":"CAD"},"price":{"amount":"0.0105","currency":"CAD"}}}}}"#,
    r#"{"subscription_received":{"holder":"public","into":{"account":"cash","restricted":true},"amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"subscription_refunded":{"holder":"public","from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"obligation_incurred":{"obligation":"bonus","class":"common","holder":"public","quantity":"1","value":{"amount":"10.50","currency":"CAD"},"for":{"services":{"exploration":"jazz"}}}}"#,
    r#"{"obligation_settled":{"obligation":"bonus","quantity":"1"}}"#,
    r#"{"obligation_released":{"obligation":"bonus","quantity":"1"}}"#,
    r#"{"policy_adopted":{"fractions":{"shares":"down","options":"half_up","warrants":"up"}}}"#,
    r#"{"shares_transferred":{"class":"common","from":"public","to":"other","quantity":"1"}}"#,
    r#"{"shares_issued":{"class":"common","holder":"public","quantity":"1000","for":{"debt":{"purpose":"administrative","value":{"amount":"10.50","currency":"CAD"},"fair_value":{"amount":"9.50","currency":"CAD"},"related":true}},"hold_until":"2004-06-17"}}"#,
    r#"{"shares_issued":{"class":"common","holder":"public","quantity":"1000","for":{"business":{"name":"Quarry Ltd.","value":{"amount":"10.50","currency":"CAD"}}}}}"#,
    r#"{"escrow_agreed":{"escrow":"ipo","agent":"Trust company","schedule":[{"on":"2004-06-01","percent":"25"},{"on":"2004-12-01","percent":"75"}]}}"#,
    r#"{"escrow_terms_changed":{"escrow":"ipo","schedule":[{"on":"2004-06-01","percent":"100"}]}}"#,
    r#"{"escrow_deposited":{"escrow":"ipo","class":"common","holder":"public","quantity":"1"}}"#,
    r#"{"escrow_released":{"escrow":"ipo","class":"common","holder":"public","quantity":"1"}}"#,
    r#"{"certificate_issued":{"certificate":"c-1","class":"common","holder":"public","quantity":"1","legend":"Not to be traded"}}"#,
    r#"{"certificate_replaced":{"certificate":"c-1","new":[{"certificate":"c-2","holder":"public","quantity":"1","legend":"Not to be traded"}]}}"#,
    r#"{"certificate_cancelled":{"certificate":"c-2"}}"#,
    r#"{"options_granted":{"grant":"o-030","plan":"options","holder":"public","quantity":"1","strike":{"amount":"10.50","currency":"CAD"},"expires":"2005-12-31","vesting":{"monthly":{"from":"2004-01-31","months":1,"times":36,"cliff":12}}}}"#,
    r#"{"options_exercised":{"lots":[{"grant":"o-010","quantity":{"rest_of":"355000","after":"split"},"price":{"amount":"10.50","currency":"CAD"}},{"grant":"o-030","quantity":{"assumed":"split"},"price":{"amount":"10.50","currency":"CAD"}}],"account":"cash","paid":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"options_expired":{"grant":"o-010","quantity":"1"}}"#,
    r#"{"options_forfeited":{"grant":"o-010","quantity":"1"}}"#,
    r#"{"options_cancelled":{"grant":"o-010","quantity":"1"}}"#,
    r#"{"awards_granted":{"grant":"s-100","plan":"options","holder":"public","kind":"sar","quantity":"5","base":{"amount":"10.50","currency":"CAD"},"expires":"2005-12-31","vesting":{"steps":[{"on":"2004-06-30","quantity":"5"}]}}}"#,
    r#"{"awards_granted":{"grant":"r-100","plan":"options","holder":"public","kind":"restricted_shares","quantity":"5"}}"#,
    r#"{"awards_settled":{"grant":"r-100","quantity":"1","in":"shares","withheld":{"quantity":"1","tax":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"awards_settled":{"grant":"p-100","quantity":"1","in":{"earned":"2"}}}"#,
    r#"{"awards_settled":{"grant":"s-100","quantity":"1","in":{"appreciation":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"awards_settled":{"grant":"s-100","quantity":"1","in":{"cash":{"account":"cash","amount":{"amount":"10.50","currency":"CAD"}}}}}"#,
    r#"{"compensation_recognised":{"grant":"o-010","amount":{"amount":"10.50","currency":"CAD"},"purpose":"share_based","reversed":true}}"#,
    r#"{"vesting_condition_met":{"grant":"o-010","condition":"listing"}}"#,
    r#"{"vesting_accelerated":{"grant":"o-010","quantity":{"assumed":"split"}}}"#,
    r#"{"plan_limits_set":{"plan":"options","pool":{"rolling":"10"},"per_person":{"percent":"5","months":12}}}"#,
    r#"{"plan_limits_set":{"plan":"options","pool":"unlimited"}}"#,
    r#"{"warrants_issued":{"series":"w-055","holder":"public","quantity":"1","paid":{"account":"cash","amount":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"warrants_issued":{"series":"w-055","holder":"public","quantity":"1","value":{"amount":{"amount":"10.50","currency":"CAD"},"purpose":{"issue_costs":"common"}}}}"#,
    r#"{"warrants_exercised":{"series":"w-055","holder":"public","quantity":"2930819","account":"cash","paid":{"amount":"1611950.45","currency":"CAD"}}}"#,
    r#"{"warrants_exercised":{"series":"w-055","holder":"public","quantity":"2","settled":{"net":{"market":{"amount":"1.50","currency":"CAD"},"issued":"1","withheld":{"quantity":"1","tax":{"amount":"10.50","currency":"CAD"}}}}}}"#,
    r#"{"options_exercised":{"lots":[{"grant":"o-010","quantity":"5","price":{"amount":"10.50","currency":"CAD"}}],"settled":{"cashless":{"account":"cash","broker":"public","sold":"5"}},"paid":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"options_exercised":{"lots":[{"grant":"o-010","quantity":"5","price":{"amount":"10.50","currency":"CAD"}}],"settled":{"set_off":{"payable":{"exploration":"jazz"}}}}}"#,
    r#"{"warrants_exercised":{"series":"w-055","holder":"public","quantity":"2","settled":{"set_off":{"debt":"note"}}}}"#,
    r#"{"warrants_expired":{"series":"w-055","holder":"public","quantity":"1"}}"#,
    r#"{"warrants_transferred":{"series":"w-055","from":"public","to":"other","quantity":"1"}}"#,
    r#"{"warrants_cancelled":{"series":"w-055","holder":"public","quantity":"1"}}"#,
    r#"{"right_repriced":{"right":{"series":"w-055"},"strike":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"right_extended":{"right":{"grant":"o-010"},"expires":"2006-12-31"}}"#,
    r#"{"acceleration_noticed":{"series":"w-055","expires":"2004-12-31"}}"#,
    r#"{"rights_distributed":{"class":"common","series":"w-055","ratio":{"new":"1","old":"10"}}}"#,
    r#"{"shares_split":{"class":"common","ratio":{"new":"3","old":"2"},"fractions":"half_up","authorised_too":true}}"#,
    r#"{"shares_consolidated":{"class":"common","ratio":{"new":"1","old":"10"},"cash_in_lieu":{"price":{"amount":"2.50","currency":"CAD"},"from":{"account":"bank-cad"}}}}"#,
    r#"{"bonus_shares_issued":{"class":"common","ratio":{"new":"1","old":"5"}}}"#,
    r#"{"class_exchanged":{"from":"common","to":"preferred","ratio":{"new":"2","old":"5"},"fractions":"up"}}"#,
    r#"{"renamed":{"thing":"issuer","name":"Heron"}}"#,
    r#"{"renamed":{"thing":{"class":"common"},"name":"Ordinary"}}"#,
    r#"{"cash_received":{"into":{"account":"cash","restricted":true},"amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25","for":"interest"}}"#,
    r#"{"cash_paid":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25","for":{"spending":{"issue_costs":"common"}}}}"#,
    r#"{"cash_paid":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25","for":{"current_asset":"receivable"}}}"#,
    r#"{"cash_moved":{"from":{"account":"cash","restricted":false},"to":{"account":"cash","restricted":true},"amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"cash_converted":{"from":{"account":"cash","restricted":false},"given":{"amount":"10.50","currency":"CAD"},"to":{"account":"bank","restricted":false},"received":{"amount":"8","currency":"USD"}}}"#,
    r#"{"expense_accrued":{"purpose":"administrative","amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}"#,
    r#"{"liability_paid":{"purpose":{"exploration":"jazz"},"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"debt_issued":{"debt":"note","name":"Note","kind":"note","holder":"public","principal":{"amount":"10.50","currency":"CAD"},"for":{"cash":{"into":{"account":"cash","restricted":true},"amount":{"amount":"10","currency":"CAD"}}},"interest":{"percent":"10","days":"thirty_360"},"due":"2005-12-31","conversion":{"class":"common","price":{"amount":"0.50","currency":"CAD"},"discount":"20","cap":{"amount":"10.50","currency":"CAD"},"step":"0.0001","mfn":true}}}"#,
    r#"{"debt_issued":{"debt":"loan","name":"Loan","kind":"loan","holder":"public","principal":{"amount":"10.50","currency":"CAD"},"for":{"opening":{"carrying":"8.25","interest":{"money":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}}}}"#,
    r#"{"debt_issued":{"debt":"safe","name":"SAFE","kind":"safe","holder":"public","principal":{"amount":"10.50","currency":"CAD"},"for":{"payable":{"exploration":"jazz"}}}}"#,
    r#"{"interest_accrued":{"debt":"note","amount":{"amount":"10.50","currency":"CAD"},"to_principal":true}}"#,
    r#"{"debt_repaid":{"debt":"note","from":{"account":"cash","restricted":false},"principal":{"amount":"10.50","currency":"CAD"},"interest":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"debt_converted":{"debt":"note","principal":{"amount":"10.50","currency":"CAD"},"interest":{"amount":"10.50","currency":"CAD"},"class":"common","quantity":"42","price":{"amount":"0.50","currency":"CAD"},"round_price":{"amount":"1","currency":"CAD"},"capitalisation":"1000"}}"#,
    r#"{"debt_extended":{"debt":"note","due":"2006-12-31"}}"#,
    r#"{"conversion_terms_set":{"debt":"note","conversion":{"class":"common","price":{"amount":"0.40","currency":"CAD"},"mfn":false}}}"#,
    r#"{"mfn_exercised":{"debt":"note","of":"safe"}}"#,
    r#"{"debt_forgiven":{"debt":"note","principal":{"amount":"10.50","currency":"CAD"},"interest":{"amount":"10.50","currency":"CAD"},"related":true}}"#,
    r#"{"rate_observed":{"base":"USD","quote":"CAD","rate":"1.2923","over":"day"}}"#,
    r#"{"exchange_revalued":{}}"#,
    r#"{"income_accrued":{"income":"interest","amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25"}}"#,
    r#"{"prepaid_used":{"purpose":"administrative","amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"written_down":{"asset":{"property":"jazz"},"amount":{"amount":"10.50","currency":"CAD"},"charge":"exploration"}}"#,
    r#"{"written_down":{"asset":"equipment","amount":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"property_option_agreed":{"agreement":"option","property":"jazz","name":"Option","schedule":[{"due":"2005-01-01","cash":{"amount":"10.50","currency":"CAD"},"work":{"amount":"10.50","currency":"CAD"},"shares":{"class":"common","quantity":"5"},"shares_worth":{"class":"common","worth":{"amount":"10.50","currency":"CAD"}},"firm":true,"note":"then"}]}}"#,
    r#"{"property_paid":{"agreement":"option","cash":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}},"shares":{"class":"common","holder":"public","quantity":"5","value":{"amount":"10.50","currency":"CAD"},"average_price":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"lease_agreed":{"agreement":"lease","name":"Lease","starts":"2004-04-01","ends":"2007-03-31","payments":[{"due":"2005-01-01","cash":{"amount":"10.50","currency":"CAD"},"firm":true,"note":"then"}],"purchase_option":{"until":"2007-03-31","price":{"amount":"10.50","currency":"CAD"},"payments_credit":true}}}"#,
    r#"{"lease_paid":{"agreement":"lease","purpose":"administrative","cash":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"joint_venture_agreed":{"agreement":"venture","name":"Venture","interest":"40.5","commitments":[{"firm":true,"note":"a road"}]}}"#,
    r#"{"joint_venture_contributed":{"agreement":"venture","cash":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"work_spent":{"agreement":"option","purpose":{"exploration":"jazz"},"amount":{"amount":"10.50","currency":"CAD"},"from":{"account":"cash","restricted":true}}}"#,
    r#"{"property_receipt":{"property":"jazz","amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25","in":{"cash":{"account":"cash","restricted":true}}}}"#,
    r#"{"property_receipt":{"property":"jazz","amount":{"amount":"10.50","currency":"CAD"},"carrying":"8.25","in":"investment"}}"#,
    r#"{"agreement_terminated":{"agreement":"option"}}"#,
    r#"{"property_option_exercised":{"agreement":"option","waived":true}}"#,
    r#"{"purchase_option_exercised":{"agreement":"lease","acquired":{"property":"jazz"},"cash":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"joint_venture_called":{"agreement":"venture","call":{"due":"2005-01-01","cash":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"joint_venture_diluted":{"agreement":"venture","interest":"33.3333","contributions":{"own":{"amount":"10.50","currency":"CAD"},"total":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"royalty_agreed":{"agreement":"royalty","property":"jazz","name":"Royalty","side":"granted","percent":"2","buy_backs":[{"percent":"1.5","price":{"amount":"10.50","currency":"CAD"},"until":"2005-01-01"}],"advances":[{"due":"2005-01-01","cash":{"amount":"10.50","currency":"CAD"}}]}}"#,
    r#"{"advance_royalty_paid":{"agreement":"royalty","cash":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}}}}"#,
    r#"{"royalty_paid":{"agreement":"royalty","purpose":"administrative","cash":{"from":{"account":"cash","restricted":false},"amount":{"amount":"10.50","currency":"CAD"}},"credited":{"amount":"10.50","currency":"CAD"}}}"#,
    r#"{"royalty_bought_back":{"agreement":"royalty","percent":"1.5","price":{"amount":"10.50","currency":"CAD"},"cash":{"account":"cash","restricted":false}}}"#,
    r#"{"period_closed":{"label":"First quarter"}}"#,
    r#"{"amend":{"entry":"01900000-0000-7000-8000-000000000001","effective":"2004-02-18","event":{"holder_registered":{"holder":"public","name":"Public"}},"reason":"a slip","assumes":["day"]}}"#,
    r#"{"void":{"entry":"01900000-0000-7000-8000-000000000001","reason":"twice"}}"#,
];

/// An entry with every field in its order.
fn entry(event: &str) -> String {
    format!(
        r#"{{"id":"01900000-0000-7000-8000-0000000000fF","seq":2,"at":"2004-06-01T09:30:00Z","by":"Clerk","effective":"2004-01-01","source":{{"document":"release","at":"para 7","printed":"$0.55"}},"assumes":["day"],"event":{event}}}"#
    )
}

fn read(line: &[u8]) -> Result<Entry, String> {
    Entry::parse(line).map_err(|error| {
        assert!(error.offset <= line.len(), "{error:?}");
        error.message
    })
}

/// Where the objects of a line stand.
fn objects(line: &str) -> Vec<Range<usize>> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (at, c) in structure(line) {
        match c {
            '{' => open.push(at),
            '}' => found.push(open.pop().expect("it was opened")..at + 1),
            _ => {}
        }
    }
    found
}

/// The characters of a line outside of its strings.
fn structure(line: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quoted, mut escaped) = (false, false);
    line.char_indices().filter(move |(_, c)| {
        let inside = quoted;
        if *c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && !escaped && *c == '\\';
        !inside && *c != '"'
    })
}

/// An array of an object's values.
fn values(object: &str) -> String {
    let (mut array, mut depth, mut from) = ("[".to_owned(), 0, 0);
    for (at, c) in structure(object) {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ':' if depth == 1 => from = at + 1,
            _ => {}
        }
        if (depth == 1 && c == ',') || (depth == 0 && from > 0) {
            array.push_str(&object[from..at]);
            array.push(if depth == 0 { ']' } else { ',' });
        }
    }
    if from == 0 { "[]".to_owned() } else { array }
}

#[test]
fn an_array_is_the_array_of_the_values() {
    assert_eq!(values(r#"{"a":"1,}\"","b":{"c":[1,2]},"d":null}"#), r#"["1,}\"",{"c":[1,2]},null]"#);
    let line = r#"{"a":"{\"}","b":{"c":[{}]}}"#;
    assert_eq!(objects(line).into_iter().map(|at| &line[at]).collect::<Vec<_>>(), ["{}", r#"{"c":[{}]}"#, line]);
}

#[test]
fn every_kind_of_event_is_read_and_written_the_same() {
    let mut kinds = BTreeSet::new();
    for event in EVENTS {
        let line = entry(event);
        let read = read(line.as_bytes()).expect(event);
        assert_eq!(Entry::parse(read.to_line().expect("a line").as_bytes()).as_ref(), Ok(&read));
        kinds.insert(read.event.kind());
    }
    assert!(EventKind::ALL.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}

/// Before, serde read the values of any object by their place.
#[test]
fn no_object_of_any_event_is_read_from_an_array() {
    for event in EVENTS {
        let line = entry(event);
        for object in objects(&line) {
            let mut changed = line.clone();
            changed.replace_range(object.clone(), &values(&line[object]));
            let message = read(changed.as_bytes()).expect_err(&changed);
            assert!(message.starts_with("invalid type: array, expected "), "{message}: {changed}");
        }
    }
}

/// A change of some bytes of a line.
#[derive(Clone, Debug)]
enum Mutation {
    Truncate(Index),
    Flip(Index, u8),
    Insert(Index, String),
    Remove(Index, usize),
    Repeat(Index, usize),
}

/// What a change can insert.
const TOKENS: &[&str] = &[
    " ", "\t", "\n", "\r", "\0", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "9", "-", ".", "1e5", "null", "true",
    "{}", "[]", "\"\"", "\\u0000", "\\ud800", "\\u0061", "é", "\u{202E}", "a", "x",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        1 => any::<Index>().prop_map(Mutation::Truncate),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Flip(at, byte)),
        4 => (any::<Index>(), select(TOKENS)).prop_map(|(at, token)| Mutation::Insert(at, token.to_owned())),
        2 => (any::<Index>(), 1..20_usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        2 => (any::<Index>(), 1..20_usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
    ]
}

impl Mutation {
    fn change(&self, line: &mut Vec<u8>) {
        let end = line.len();
        match self {
            Self::Truncate(at) => line.truncate(at.index(end + 1)),
            Self::Flip(_, _) if end == 0 => {}
            Self::Flip(at, byte) => line[at.index(end)] = *byte,
            Self::Insert(at, token) => {
                let at = at.index(end + 1);
                line.splice(at..at, token.bytes());
            }
            Self::Remove(at, length) => {
                let at = at.index(end + 1);
                line.drain(at..end.min(at + length));
            }
            Self::Repeat(at, length) => {
                let at = at.index(end + 1);
                line.extend_from_within(at..end.min(at + length));
                let repeated = end.min(at + length) - at;
                line[at..].rotate_right(repeated);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing panics, every refusal has a place in the line, and what is read is written to be read the same.
    #[test]
    fn a_line_with_changed_bytes_is_refused_or_read_the_same_again(
        event in select(EVENTS),
        mutations in vec(mutation(), 1..4),
    ) {
        let mut line = entry(event).into_bytes();
        for mutation in &mutations {
            mutation.change(&mut line);
        }
        if let Ok(entry) = read(&line) {
            let again = entry.to_line().expect("a line");
            prop_assert_eq!(read(again.as_bytes()), Ok(entry));
        }
    }
}

#[test]
fn an_array_for_an_entry() {
    assert_snapshot!(refused(r#"["01900000-0000-7000-8000-000000000002",null,null,null,"2004-02-17",null,[],{"void":{"entry":"01900000-0000-7000-8000-000000000001","reason":"twice"}}]"#), @r#"
    error[C0001]: invalid type: array, expected an entry (a JSON object)
     --> <stdin>:2:1
      |
    2 | ["01900000-0000-7000-8000-000000000002",null,null,null,"2004-02-17",null,[],{"void":{"entry":...
      | ^
    "#);
}

#[test]
fn an_array_for_an_object_inside_of_an_event() {
    assert_snapshot!(refused(exercised(r#"{"amount":"1611950.45","currency":"CAD"}"#, r#"["1611950.45","CAD"]"#)), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:185
      |
    2 | ...quantity":"2930819","account":"cash","paid":["1611950.45","CAD"]}}}
      |                                                ^
    "#);
}

#[test]
fn an_array_for_what_happened() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"void":["01900000-0000-7000-8000-000000000001","twice"]}}"#), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:87
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"void":["01900...
      |                                                                                       ^
    "#);
}

#[test]
fn an_array_for_an_object_without_fields() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"exchange_revalued":[]}}"#), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:100
      |
    2 | ...":"2004-02-17","event":{"exchange_revalued":[]}}
      |                                                ^
    "#);
}

#[test]
fn an_array_for_an_object_in_an_array() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"options_exercised":{"lots":[["o-010","1",{"amount":"0.10","currency":"CAD"}]],"account":"cash"}}}"#), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:109
      |
    2 | ...2-17","event":{"options_exercised":{"lots":[["o-010","1",{"amount":"0.10","currency":"CAD"...
      |                                                ^
    "#);
}

#[test]
fn an_array_for_an_event() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":["void",{}]}"#), @r#"
    error[C0001]: invalid type: array, expected an event (a JSON object with one key)
     --> <stdin>:2:79
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":["void",{}]}
      |                                                                               ^
    "#);
}

#[test]
fn an_array_for_the_event_of_an_amendment() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"amend":{"entry":"01900000-0000-7000-8000-000000000001","effective":"2004-02-17","reason":"class","event":{"holder_registered":["public","Public"]}}}}"#), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:207
      |
    2 | ...eason":"class","event":{"holder_registered":["public","Public"]}}}}
      |                                                ^
    "#);
}

#[test]
fn an_object_for_an_array() {
    assert_snapshot!(refused(exercised(r#""event""#, r#""assumes":{"0":"strike"},"event""#)), @r#"
    error[C0001]: invalid type: object, expected an array
     --> <stdin>:2:81
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","assumes":{"0":"strike"...
      |                                                                                 ^
    "#);
}

#[test]
fn two_happenings_in_an_entry() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"void":{"entry":"01900000-0000-7000-8000-000000000001","reason":"twice"},"exchange_revalued":{}}}"#), @r#"
    error[C0001]: a second key, expected an object with one key
     --> <stdin>:2:153
      |
    2 | ...00-000000000001","reason":"twice"},"exchange_revalued":{}}}
      |                                       ^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn nothing_that_happened() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{}}"#), @r#"
    error[C0001]: no key, expected an object with one key
     --> <stdin>:2:79
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{}}
      |                                                                               ^
    "#);
}

#[test]
fn a_word_for_an_event() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":"exchange_revalued"}"#), @r#"
    error[C0001]: a word alone, expected an object with this key and its contents
     --> <stdin>:2:79
      |
    2 | ...","effective":"2004-02-17","event":"exchange_revalued"}
      |                                       ^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_object_for_a_word() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"authorised_set":{"class":"common","authorised":{"unlimited":{}}}}}"#), @r#"
    error[C0001]: invalid type: object, expected the word alone
     --> <stdin>:2:141
      |
    2 | ...{"class":"common","authorised":{"unlimited":{}}}}}
      |                                                ^
    "#);
}

#[test]
fn an_id_without_hyphens() {
    assert_snapshot!(refused(exercised("01900000-0000-7000-8000-000000000002", "01900000000070008000000000000002")), @r#"
    error[C0001]: `01900000000070008000000000000002` is not an id: a UUID with hyphens
     --> <stdin>:2:7
      |
    2 | {"id":"01900000000070008000000000000002","effective":"2004-02-17","event":{"warrants_exercise...
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_id_in_braces() {
    assert_snapshot!(refused(exercised("01900000-0000-7000-8000-000000000002", "{01900000-0000-7000-8000-000000000002}")), @r#"
    error[C0001]: `{01900000-0000-7000-8000-000000000002}` is not an id: a UUID with hyphens
     --> <stdin>:2:7
      |
    2 | {"id":"{01900000-0000-7000-8000-000000000002}","effective":"2004-02-17","event":{"warrants_ex...
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_id_as_a_urn() {
    assert_snapshot!(refused(exercised("01900000-0000-7000-8000-000000000002", "urn:uuid:01900000-0000-7000-8000-000000000002")), @r#"
    error[C0001]: `urn:uuid:01900000-0000-7000-8000-000000000002` is not an id: a UUID with hyphens
     --> <stdin>:2:7
      |
    2 | {"id":"urn:uuid:01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"warr...
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_id_of_an_entry_to_void_without_hyphens() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"void":{"entry":"01900000000070008000000000000001","reason":"twice"}}}"#), @r#"
    error[C0001]: `01900000000070008000000000000001` is not an id: a UUID with hyphens
     --> <stdin>:2:96
      |
    2 | ...7","event":{"void":{"entry":"01900000000070008000000000000001","reason":"twice"}}}
      |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_id_that_is_a_number() {
    assert_snapshot!(refused(exercised(r#""01900000-0000-7000-8000-000000000002""#, "2")), @r#"
    error[C0001]: invalid type: integer `2`, expected an id in quotes: a UUID with hyphens
     --> <stdin>:2:7
      |
    2 | {"id":2,"effective":"2004-02-17","event":{"warrants_exercised":{"series":"w-2003-a","holder":...
      |       ^
    "#);
}

#[test]
fn a_key_twice_in_an_object_inside_of_an_event() {
    assert_snapshot!(refused(exercised(r#""currency":"CAD""#, r#""currency":"CAD","currency":"CAD""#)), @r#"
    error[C0001]: duplicate field `currency`
     --> <stdin>:2:225
      |
    2 | ...{"amount":"1611950.45","currency":"CAD","currency":"CAD"}}}}
      |                                            ^^^^^^^^^^
    "#);
}

#[test]
fn a_key_twice_in_a_number() {
    assert_snapshot!(refused(exercised(r#""2930819""#, r#"{"assumed":"a","assumed":"b"}"#)), @r#"
    error[C0001]: duplicate field `assumed`
     --> <stdin>:2:166
      |
    2 | ...der":"public","quantity":{"assumed":"a","assumed":"b"},"account":"cash","paid":{"amount":"...
      |                                            ^^^^^^^^^
    "#);
}

#[test]
fn an_array_for_a_name() {
    assert_snapshot!(refused(exercised(r#""2930819""#, r#"{"assumed": [ ]}"#)), @r#"
    error[C0001]: invalid type: array, expected a name
     --> <stdin>:2:163
      |
    2 | ...a","holder":"public","quantity":{"assumed": [ ]},"account":"cash","paid":{"amount":"161195...
      |                                                ^
    "#);
}

#[test]
fn an_empty_array_for_an_object_in_an_array() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"options_exercised":{"lots":[ [ ],{}],"account":"cash"}}}"#), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:110
      |
    2 | ...-17","event":{"options_exercised":{"lots":[ [ ],{}],"account":"cash"}}}
      |                                                ^
    "#);
}
