//! Promise: an event about an agreement or an asset that contradicts itself is refused when it is read, and
//! what events change of agreements is shown.

use crate::malformed::refused;
use crate::runner::{capfold, entry};

/// An event that cannot be read: what is said of it, and the column of what is marked by `«»`.
#[track_caller]
fn check(message: &str, event: &str) {
    let json = event.replace('\'', "\"").replace("5CAD", r#"{"amount":"5","currency":"CAD"}"#);
    let line = format!(r#"{{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{json}}}"#);
    let (before, rest) = line.split_once('«').expect("a mark");
    let place = format!("--> <stdin>:2:{}\n", before.chars().count() + 1);
    assert!(rest.contains('»'), "the end of a mark");
    let printed = refused(line.replace(['«', '»'], ""));
    assert!(printed.starts_with(&format!("error[C0003]: {message}\n")) && printed.contains(&place), "{printed}");
}

#[test]
fn a_price_that_payments_count_towards_is_stated() {
    check(
        "payments count towards a price, and none is stated",
        "{'lease_agreed':{'agreement':'l','name':'L','starts':'2004-01-01','ends':'2004-12-31','purchase_option':{'payments_credit':«true»}}}",
    );
}

#[test]
fn contributions_are_in_one_currency() {
    check(
        "own contributions are in CAD, those of all parties in USD",
        "{'joint_venture_diluted':{'agreement':'v','interest':'5','contributions':{'own':5CAD,'total':{'amount':'9','currency':«'USD'»}}}}",
    );
}

#[test]
fn no_more_of_a_royalty_is_bought_back_than_there_is() {
    let part = "{'percent':'1.25','price':5CAD}";
    check(
        "2.5 per cent can be bought back of a royalty of 2",
        &format!(
            "{{'royalty_agreed':{{'agreement':'r','property':'p','name':'R','side':'owned','percent':'2','buy_backs':«[{part},{part}]»}}}}"
        ),
    );
}

#[test]
fn a_royalty_is_paid_with_something() {
    check(
        "a royalty is paid in cash, by credit or both",
        "{'royalty_paid':«{'agreement':'r','purpose':'administrative'}»}",
    );
}

#[test]
fn only_a_property_is_written_down_as_exploration() {
    check(
        "only a property is written down as exploration",
        "{'written_down':{'asset':{'project':'p'},'amount':5CAD,'charge':«'exploration'»}}",
    );
}

/// What events change of agreements stands on the page of a quarter.
#[test]
fn a_quarter_shows_agreements_as_they_stand() {
    let events = [
        "{'book_opened':{'issuer':'I','functional':'CAD','presentation':'CAD','year_end':'12-31'}}",
        "{'property_registered':{'property':'mine','name':'Mine'}}",
        "{'account_registered':{'account':'ca','name':'CA','currency':'CAD'}}",
        "{'opening_balances':{'cash':[{'account':'ca','balance':{'money':{'amount':'99','currency':'CAD'}}}]}}",
        "{'property_option_agreed':{'agreement':'option','property':'mine','name':'Option','schedule':[{'note':'A road'},{'firm':true,'note':'A fence'}]}}",
        "{'lease_agreed':{'agreement':'lease','name':'Lease','starts':'2004-01-01','ends':'2004-12-31','purchase_option':{'until':'2004-12-31','price':{'amount':'90','currency':'CAD'},'payments_credit':true}}}",
        "{'joint_venture_agreed':{'agreement':'venture','name':'Venture','interest':'40'}}",
        "{'royalty_agreed':{'agreement':'royalty','property':'mine','name':'Royalty','side':'granted','percent':'2','buy_backs':[{'percent':'0.5','price':5CAD},{'percent':'1','price':5CAD,'until':'2005-12-31'}]}}",
        "{'agreement_terminated':{'agreement':'option'}}",
        "{'lease_paid':{'agreement':'lease','purpose':'administrative','cash':{'from':{'account':'ca'},'amount':5CAD}}}",
        "{'joint_venture_diluted':{'agreement':'venture','interest':'33.3333'}}",
        "{'royalty_bought_back':{'agreement':'royalty','percent':'0.5','price':5CAD,'cash':{'account':'ca'}}}",
    ];
    let lines = events.iter().zip(1..).map(|(event, number)| {
        entry(number, "2004-01-01", &event.replace("5CAD", "{'amount':'5','currency':'CAD'}")).replace('\'', "\"")
    });
    let (exit, page) = capfold(&["quarter", "-", "2004-Q1"], lines.collect::<String>().as_bytes());
    assert_eq!(exit, 0, "{page}");
    let (_, tables) = page.split_once("\nAgreements\n").expect("agreements");
    let (tables, _) = tables.split_once("\n\nAssumptions").unwrap_or((tables, ""));
    let trimmed: Vec<&str> = tables.trim_end().lines().map(str::trim_end).collect();
    insta::assert_snapshot!(trimmed.join("\n"), @r"
      agreement  kind                              per cent  what     terms                                           ended
      option     property option                             Option                                                   <stdin>:9
      lease      lease                                       Lease    purchase for 85.00 CAD, until 2004-12-31
      venture    joint venture                      33.3333  Venture
      royalty    royalty that the company granted       1.5  Royalty  1 per cent back for 5.00 CAD, until 2005-12-31

    Commitments (disclosed, not booked)
      agreement  year        due         firm  amount      of  what
      option     not stated  not stated  firm  not stated      A fence
      lease: Lease; no document states what falls due
      venture: Venture; no document states what falls due
      day not stated: 1 instalment without an amount
    ");
}
