//! Events that fold by themselves: no opening or no closing count is stated.

use capfold_core::exact::{Exact, Rounding};
use serde_json::{Value, json};

use super::case::{Book, Case, exact, less, money, supplied, times};

/// A value that no document states, which no count depends on: an assumption of nothing.
fn assume(book: &mut Book, day: &str, name: &str, currency: &str) -> Value {
    let value = json!({"amount": {"currency": currency, "chosen": "0", "low": "0"}});
    let about = json!({"assumption": name, "about": name, "value": value, "reason": "It is not stated."});
    book.say(day, json!({"assumption_made": about}));
    json!({"amount": {"assumed": name}, "currency": currency})
}

/// Options at a range of prices and warrants, read as Canadian dollars; read as United States dollars
/// they do not give the proceeds.
pub(super) fn emgold(case: &Case) {
    let (opens, day) = (case.text("events/1/date"), case.text("period/end"));
    let functional = &case.text("functional_currency")[..3];
    let fold = |end: &str, currency: &str| {
        let mut book = Book::open(opens, functional, supplied("12-31"));
        let price = |path: &str| case.money(path, currency);
        let (options, warrants) = (case.text("events/2/quantity"), case.text("events/3/quantity"));
        // Supplied: what is exercised stood open before, and the one price for all options.
        let at = format!("events/2/price/{end}");
        book.lot(opens, "lot", exact(options), price(&at));
        book.series(opens, "series", price("events/3/price"), None);
        let row = json!({"series": "series", "holder": "public", "quantity": warrants});
        book.say(opens, json!({"opening_balances": {"warrants": [row]}}));
        let rate = case.text("checks/cad_reading/implied_cad_per_usd/mid");
        book.say(day, json!({"rate_observed": {"base": "USD", "quote": "CAD", "rate": rate}}));
        let account = format!("bank-{}", currency.to_lowercase());
        let lot = json!({"grant": "lot", "quantity": options, "price": price(&at)});
        book.say(day, json!({"options_exercised": {"lots": [lot], "account": account}}));
        let exercise = json!({"series": "series", "holder": "public", "quantity": warrants, "account": account});
        book.say(day, json!({"warrants_exercised": exercise}));
        book.fold()
    };
    for end in ["lo", "hi"] {
        let folded = fold(end, &case.text("events/2/price_currency")[..3]);
        folded.is(case, "options.exercised", "2004-Q1", "statements/opt_n/value");
        folded.is(case, "warrants.exercised", "2004-Q1", "statements/wts_n/value");
        folded.is(case, "shares.issued-in-period", "2004-Q1", "checks/shares_issued/computed");
        folded.is(case, "proceeds.exercises:CAD", "2004-Q1", &format!("checks/cad_reading/cad/{end}"));
        // At one rate the printed amount lies between both ends.
        let (usd, printed) = (folded.figure("proceeds.exercises", "2004-Q1"), case.number("statements/proceeds/value"));
        assert_eq!(usd < printed.ratio(), end == "lo", "{usd}");
        let rejected = fold(end, "USD");
        rejected.is(case, "proceeds.exercises", "2004-Q1", &format!("checks/usd_reading/computed/{end}"));
        assert!(!rejected.is_rounded(case, "proceeds.exercises", "2004-Q1", "proceeds", Rounding::HalfUp));
    }
}

/// A lease with payments due, receipts credited to a property, shares for a property, flow-through units.
pub(super) fn emgold_agreements(case: &Case) {
    let mut book = Book::open(supplied("2015-12-31"), case.text("functional_currency"), supplied("12-31"));
    let due = |seq: usize| case.money(&format!("events/{seq}/amount"), case.text(&format!("events/{seq}/currency")));
    let payments: Vec<Value> = (1..=6).map(|seq| json!({"cash": due(seq)})).collect();
    // Supplied: the days of the lease.
    let (starts, ends) = supplied(("2015-12-31", "2019-12-31"));
    book.say(
        "2015-12-31",
        json!({"lease_agreed": {
            "agreement": "marietta", "name": "Marietta", "starts": starts, "ends": ends, "payments": payments,
        }}),
    );
    book.say("2015-12-31", json!({"property_registered": {"property": "east", "name": "East"}}));
    let open = case.money("checks/buckskin_east_2016/open", "USD");
    book.say(
        "2015-12-31",
        json!({"opening_balances": {"properties": [{"property": "east", "balance": {"money": open}}]}}),
    );
    for (seq, day) in [(10, "2016-12-31"), (11, "2017-12-31")] {
        let amount = case.money(&format!("events/{seq}/amount"), "USD");
        let receipt = json!({"property": "east", "amount": amount, "in": {"cash": {"account": "bank-usd"}}});
        book.say(day, json!({"property_receipt": receipt}));
    }
    let day = case.text("events/12/date");
    book.say(day, json!({"property_registered": {"property": "west", "name": "West"}}));
    let value = assume(&mut book, day, "value-of-shares", "USD");
    book.issue(day, case.number("events/12/quantity"), json!({"property": {"property": "west", "value": value}}));
    let day = case.text("events/9/date");
    // Supplied: a rate, without which foreign money cannot be carried.
    book.say(day, json!({"rate_observed": {"base": "USD", "quote": "CAD", "rate": supplied("1.3")}}));
    book.series(day, "units", case.money("events/9/warrant_price", "CAD"), None);
    let paid = case.product("events/9/quantity", "events/9/price");
    let cash = json!({"account": "bank-cad", "paid": money(paid, "CAD"), "price": case.money("events/9/price", "CAD")});
    book.say(
        day,
        json!({"units_issued": {
            "class": "common", "series": "units", "holder": "public", "quantity": case.text("events/9/quantity"),
            "per_unit": case.text("events/9/warrant_fraction"), "for": {"cash": cash},
            "flow_through": {"pool": "units", "spend_by": supplied("2019-12-31")},
        }}),
    );
    let folded = book.fold();
    folded.is(case, "commitments", "2015-12-31", "statements/s_marietta_total/value");
    folded.is(case, "properties:east", "2016-12-31", "statements/s_buckskin_east_2016/value");
    folded.is(case, "properties:east", "2017-12-31", "statements/s_buckskin_east_2017/value");
    folded.is(case, "shares.issued-in-period", "2018-03", "events/12/quantity");
    folded.is(case, "shares.issued-in-period", "2018-06", "checks/ft_half_warrants/units");
    folded.is(case, "proceeds.placements:CAD", "2018-06", "statements/s_ft_units_2018/value");
    folded.is(case, "flow-through.obligation", "2018-06-30", "checks/ft_units_2018/computed");
    // One holder loses half a warrant, several could lose more: no count of warrants is stated.
    folded.is_not(case, "warrants.outstanding", "2018-06-30", "checks/ft_half_warrants/half");
}

/// Flow-through shares: what was paid for the deduction, what is to be spent, and what is left of both.
pub(super) fn auryn(case: &Case) {
    let day = case.text("events/1/date");
    let mut book = Book::open(supplied("2016-12-31"), case.text("functional_currency"), supplied("12-31"));
    flow_through(case, &mut book, 1, supplied("2018-12-31"));
    let paid = case.product("events/2/quantity", "events/2/price");
    let cash = json!({"account": "bank-cad", "paid": money(paid, "CAD"), "price": case.money("events/2/price", "CAD")});
    book.issue(case.text("events/2/date"), case.number("events/2/quantity"), json!({"cash": cash}));
    let spent = case.money("events/3/amount", "CAD");
    book.say(supplied("2017-12-31"), json!({"flow_through_spent": {"pool": "pool-1", "amount": spent}}));
    let folded = book.fold();
    folded.is(case, "proceeds.placements", "FY2017", "checks/gross_2017/computed");
    folded.rounds(case, "proceeds.placements", "FY2017", "s_gross_2017");
    folded.is(case, "flow-through.obligation", day, "checks/ft_obligation/computed");
    folded.rounds(case, "flow-through.obligation", day, "s_ft_obligation");
    folded.is(case, "flow-through.premium", day, "checks/premium_2017/computed");
    folded.truncates(case, "flow-through.premium", day, "s_premium_2017");
    folded.is(case, "flow-through.spent", "FY2017", "statements/s_spend_2017/value");
    // What is left is printed from an obligation that was rounded to thousands.
    folded.is_not(case, "flow-through.obligation", "2017-12-31", "statements/s_obligation/value");
    let left =
        Exact::from_ratio(&folded.figure("flow-through.obligation", "2017-12-31"), exact("1000"), Rounding::HalfUp);
    assert_eq!(left, Some(case.number("statements/s_obligation/value")));
    // Printed in thousands.
    let premium = folded.figure("flow-through.premium", "2017-12-31") / exact("1000").ratio();
    assert_eq!(
        Exact::from_ratio(&premium, case.number("statements/s_liability_2017_end/precision"), Rounding::HalfUp),
        Some(case.number("statements/s_liability_2017_end/value"))
    );

    let mut book = Book::open(supplied("2018-12-31"), case.text("functional_currency"), supplied("12-31"));
    flow_through(case, &mut book, 4, supplied("2020-12-31"));
    let folded = book.fold();
    folded.is(case, "proceeds.placements", "FY2019", "checks/gross_2019/computed");
    folded.rounds(case, "proceeds.placements", "FY2019", "s_gross_2019");
    folded.is(case, "flow-through.premium", "2019-12-31", "checks/premium_2019/value");
}

/// An issue of flow-through shares at a premium per share.
fn flow_through(case: &Case, book: &mut Book, seq: usize, spend_by: &str) {
    let at = |key: &str| format!("events/{seq}/{key}");
    let product = |price: &str| money(case.product(&at("quantity"), &at(price)), "CAD");
    let price = case.money(&at("price"), "CAD");
    let flow = json!({"pool": format!("pool-{seq}"), "premium": product("premium"), "spend_by": spend_by});
    book.say(
        case.text(&at("date")),
        json!({"shares_issued": {
            "class": "common", "holder": "public", "quantity": case.text(&at("quantity")),
            "for": {"cash": {"account": "bank-cad", "paid": product("price"), "price": price}}, "flow_through": flow,
        }}),
    );
}

/// Two placements with a commission in cash and in warrants, and other costs.
pub(super) fn canadian_zinc_2016(case: &Case) {
    let (july, december) = (case.text("events/5/date"), case.text("events/7/date"));
    let mut book = Book::open(supplied("2015-12-31"), case.text("functional_currency"), supplied("12-31"));
    let issue = |book: &mut Book, seq: usize, flow: Value, costs: Value| {
        let at = |key: &str| format!("events/{seq}/{key}");
        let paid = money(case.product(&at("quantity"), &at("price")), "CAD");
        let cash = json!({"account": "bank-cad", "paid": paid, "price": case.money(&at("price"), "CAD")});
        let mut issue = json!({
            "class": "common", "holder": "public", "quantity": case.text(&at("quantity")), "for": {"cash": cash}, "costs": costs,
        });
        if flow.is_object() {
            issue["flow_through"] = flow;
        }
        book.say(case.text(&at("date")), json!({"shares_issued": issue}));
    };
    let cost = |path: &str| json!([{"amount": money(case.number(path).magnitude(), "CAD"), "account": "bank-cad"}]);
    issue(&mut book, 5, Value::Null, cost("checks/net_2016/parts/2"));
    issue(&mut book, 6, json!({"pool": "july", "spend_by": supplied("2017-12-31")}), json!([]));
    // Supplied: the strike of the warrants.
    book.series(july, "compensation", money(supplied(exact("0.25")), "CAD"), None);
    let percent = percent(case.number("checks/commission_2016/terms/0/1"));
    book.say(july, json!({"finders_fee_paid": {
        "finder": "public", "class": "common", "amount": case.money("checks/commission_2016/terms/0/0", "CAD"),
        "count": case.text("checks/comp_warrants_2016/terms/0/0"),
        "cash": {"percent": percent, "amount": case.money("statements/s_commission_2016/value", "CAD"), "account": "bank-cad"},
        "warrants": {
            "percent": percent, "series": "compensation", "quantity": case.text("statements/s_comp_warrants_2016/value"),
        },
    }}));
    let folded = book.fold();
    folded.is(case, "proceeds.placements", "FY2016", "statements/s_gross_2016/value");
    folded.is(case, "shares.issued-in-period", "FY2016", "checks/comp_warrants_2016/terms/0/0");
    folded.is(case, "flow-through.obligation", july, "statements/s_ft_2016/value");
    folded.is(case, "equity.share-capital", july, "statements/s_net_2016/value");
    folded.is(case, "warrants.outstanding", july, "statements/s_comp_warrants_2016/value");

    // The second commission is per cent of the gross as printed, not of what the shares come to.
    let mut book = Book::open(supplied("2015-12-31"), case.text("functional_currency"), supplied("12-31"));
    issue(
        &mut book,
        7,
        json!({"pool": "december", "spend_by": supplied("2017-12-31")}),
        cost("checks/net_dec_2016/parts/2"),
    );
    let fee = |gross: Exact| {
        let paid = json!({"percent": percent, "amount": case.money("statements/s_fee_dec_2016/value", "CAD"), "account": "bank-cad"});
        json!({"finders_fee_paid": {"finder": "public", "class": "common", "amount": money(gross, "CAD"), "cash": paid}})
    };
    let mut exact_base = book.clone();
    exact_base.say(december, fee(case.number("checks/ft_dec_2016/computed")));
    assert_eq!(exact_base.refusals(), ["C2010"]);
    book.say(december, fee(case.number("checks/fee_dec_2016/terms/0/0")));
    let folded = book.fold();
    folded.is(case, "proceeds.placements", "FY2016", "checks/ft_dec_2016/computed");
    folded.rounds(case, "proceeds.placements", "FY2016", "s_ft_dec_2016");
    folded.is_not(case, "equity.share-capital", december, "statements/s_net_dec_2016/value");
}

/// A fraction as per cent.
fn percent(fraction: Exact) -> String {
    times(fraction, exact("100")).to_string()
}

/// An offering with its underwriter's warrants, and preferred shares bought back. Of the exercises neither
/// a strike nor a market price is stated: they cannot be folded.
pub(super) fn offering_2021(case: &Case) {
    let day = case.text("events/1/date");
    let mut book = Book::open(supplied("2020-12-31"), case.text("functional_currency"), supplied("12-31"));
    book.say("2020-12-31", json!({"class_registered": {"class": "preferred", "name": "Preferred"}}));
    book.say("2020-12-31", json!({"authorised_set": {"class": "preferred", "authorised": "unlimited"}}));
    // Supplied: as many preferred shares as are bought back.
    let preferred = json!({"class": "preferred", "holder": "public", "quantity": case.text("events/4/quantity")});
    book.say("2020-12-31", json!({"opening_balances": {"shares": [preferred]}}));
    let paid = case.product("events/1/quantity", "events/1/price");
    let cash = json!({"account": "bank-usd", "paid": money(paid, "USD"), "price": case.money("events/1/price", "USD")});
    book.issue(day, case.number("events/1/quantity"), json!({"cash": cash}));
    // Supplied: the strike of the warrants.
    book.series(day, "underwriter", case.money(supplied("events/1/price"), "USD"), None);
    let count = less(case.number("events/1/quantity"), case.number("events/1/of_which_over_allotment"));
    book.say(
        day,
        json!({"finders_fee_paid": {
            "finder": "public", "class": "common", "count": count.to_string(),
            "warrants": {
                "percent": percent(case.number("checks/uw_pct/value")), "series": "underwriter",
                "quantity": case.text("events/1/underwriter_warrants"),
            },
        }}),
    );
    book.say(
        case.text("events/4/date"),
        json!({"shares_repurchased": {
            "class": "preferred", "holder": "public", "quantity": case.text("events/4/quantity"),
            "paid": case.money("events/4/amount", "USD"), "from": {"account": "bank-usd"}, "kept": "cancelled",
        }}),
    );
    let folded = book.fold();
    folded.is(case, "shares.issued-in-period:common", "FY2021", "statements/offer_n/value");
    folded.is(case, "proceeds.placements", "FY2021", "checks/gross/value");
    folded.is(case, "warrants.outstanding", day, "events/1/underwriter_warrants");
}

/// Units with half a warrant: what is issued to several holders is less than half of all units.
pub(super) fn half_warrants(case: &Case) {
    let functional = case.text("functional_currency");
    let book = |seq: usize, holders: usize| {
        let at = |key: &str| format!("events/{seq}/{key}");
        let day = case.text(&at("date"));
        let mut book = Book::open(supplied("2016-12-31"), functional, supplied("07-31"));
        // Supplied: the strike of the warrants.
        book.series(day, "units", case.money(supplied(&at("price")), "USD"), None);
        // All but one of the holders have a unit each.
        let ones = exact(&(holders - 1).to_string());
        let counts = std::iter::repeat_n(Exact::ONE, holders - 1).chain([less(case.number(&at("quantity")), ones)]);
        for count in counts {
            let paid = times(count, case.number(&at("price")));
            let price = case.money(&at("price"), "USD");
            let cash = json!({"account": "bank-usd", "paid": money(paid, "USD"), "price": price});
            book.say(
                day,
                json!({"units_issued": {
                    "class": "common", "series": "units", "holder": "public", "quantity": count.to_string(),
                    "per_unit": case.text(&at("warrants_per_unit")), "for": {"cash": cash},
                }}),
            );
        }
        book
    };
    let compensation = |book: &mut Book, seq: usize, fee: Value| {
        let event = if fee.is_null() {
            let quantity = case.text(&format!("events/{seq}/compensation_warrants"));
            json!({"warrants_issued": {"series": "units", "holder": "public", "quantity": quantity}})
        } else {
            json!({"finders_fee_paid": fee})
        };
        book.say(case.text(&format!("events/{seq}/date")), event);
    };
    let day = case.text("events/1/date");
    let mut one = book(1, 1);
    compensation(&mut one, 1, Value::Null);
    let folded = one.fold();
    folded.is(case, "shares.issued-in-period", "2017-01", "events/1/quantity");
    folded.is(case, "proceeds.placements", "2017-01", "statements/s_gross_2017/value");
    folded.is(case, "warrants.outstanding", day, "statements/s_warrants_unrounded/value");
    folded.is_not(case, "warrants.outstanding", day, "statements/s_fraction_loss/value");
    // Supplied: ten holders with an odd count each, who lose five whole warrants together.
    let mut several = book(1, supplied(10));
    compensation(&mut several, 1, Value::Null);
    several.fold().is(case, "warrants.outstanding", day, "statements/s_fraction_loss/value");

    let day = case.text("events/2/date");
    let folded = book(2, 1).fold();
    folded.is(case, "shares.issued-in-period", "2018-10", "events/2/quantity");
    folded.rounds(case, "proceeds.placements", "2018-10", "s_gross_2018");
    folded.is_not(case, "warrants.outstanding", day, "checks/half_2018/half");
    let mut alone = Book::open(supplied("2016-12-31"), functional, supplied("07-31"));
    alone.series(day, "units", case.money(supplied("events/2/price"), "USD"), None);
    let quantity = case.text("events/2/compensation_warrants");
    let fee = json!({
        "finder": "public", "class": "common", "count": case.text("events/2/quantity"),
        "warrants": {"percent": percent(case.number("checks/comp_pct_2018/value")), "series": "units", "quantity": quantity},
    });
    compensation(&mut alone, 2, fee);
    alone.fold().is(case, "warrants.outstanding", day, "events/2/compensation_warrants");
}

/// Placements whose printed proceeds are rounded: with their price they contradict themselves by cents.
/// One count is misprinted; the other reading of it contradicts its proceeds.
pub(super) fn units_2013(case: &Case) {
    let frame = || Book::open(supplied("2013-08-31"), case.text("functional_currency"), supplied("08-31"));
    let placements = [(1, "2013-10", "s_oct"), (2, "2013-11", "s_nov"), (3, "2014-01", "s_jan")];
    let issue = |book: &mut Book, seq: usize, quantity: Exact, paid: Exact, priced: bool| {
        let mut cash = json!({"account": "bank-usd", "paid": money(paid, "USD")});
        if priced {
            cash["price"] = case.money(&format!("events/{seq}/price"), "USD");
        }
        book.issue(case.text(&format!("events/{seq}/date")), quantity, json!({"cash": cash}));
    };
    let (mut by_price, mut as_printed) = (frame(), frame());
    let mut refused = Vec::new();
    for (seq, _, statement) in placements {
        let quantity = case.number(&format!("events/{seq}/quantity"));
        let printed = case.number(&format!("statements/{statement}/value"));
        issue(&mut by_price, seq, quantity, times(quantity, case.number(&format!("events/{seq}/price"))), true);
        issue(&mut as_printed, seq, quantity, printed, false);
        let mut both = frame();
        issue(&mut both, seq, quantity, printed, true);
        refused.push(both.refusals());
    }
    assert_eq!(refused, [vec!["C2004"], vec![], vec!["C2004"]]);
    let (by_price, as_printed) = (by_price.fold(), as_printed.fold());
    for (seq, month, statement) in placements {
        as_printed.is(case, "shares.issued-in-period", month, &format!("events/{seq}/quantity"));
        as_printed.is(case, "proceeds.placements", month, &format!("statements/{statement}/value"));
        if seq == 2 {
            by_price.is(case, "proceeds.placements", month, "statements/s_nov/value");
        } else {
            by_price.rounds(case, "proceeds.placements", month, statement);
        }
    }
    let misread: String = case.text("events/2/quantity_as_printed").replace(',', "");
    let mut misprinted = frame();
    issue(&mut misprinted, 2, exact(&misread), case.number("statements/s_nov/value"), true);
    assert_eq!(misprinted.refusals(), ["C2004"]);
    // What it would come to is the reading that the case rejects.
    let mut other = frame();
    issue(&mut other, 2, exact(&misread), times(exact(&misread), case.number("events/2/price")), true);
    other.fold().is(case, "proceeds.placements", "2013-11", "checks/nov/readings/10000000");
}
