//! Promise: an event about an agreement or an asset that contradicts itself is refused when it is read,
//! with the place of the contradiction.

use crate::malformed::refused;

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
