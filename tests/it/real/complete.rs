//! Cases whose opening, events and closing are stated.

use capfold_core::date::Date;
use capfold_core::exact::{Exact, Rounding, total};
use serde_json::{Value, json};

use super::case::{Book, Case, Folded, exact, less, money, plus, supplied};

/// Options and warrants in Canadian dollars of a book in United States dollars. Nothing can happen without
/// a rate; at the rate that follows from both printed amounts every one of them comes out, at the highest
/// of the month's market none of them.
pub(super) fn golden_queen(case: &Case) {
    let months = ["2011-01", "2011-03", "2011-04", "2011-08", "2011-11"];
    let unrated = golden_queen_book(case, None);
    assert_eq!(unrated.refusals(), ["C3003"; 6]);
    let folded = golden_queen_book(case, Some("implied_cad_per_usd/mid")).fold();
    let market = golden_queen_book(case, Some("market_cad_per_usd/hi")).fold();
    for month in months {
        let warrants = month == "2011-11";
        let (figure, count) = if warrants {
            ("proceeds.warrants", "warrants.exercised")
        } else {
            ("proceeds.options", "options.exercised")
        };
        let [n, cad, usd] = ["n", "cad", "usd"].map(|what| match warrants {
            true => format!("w_{what}"),
            false => format!("{what}_{month}"),
        });
        folded.is(case, count, month, &format!("statements/{n}/value"));
        folded.is(case, "shares.issued-in-period", month, &format!("statements/{n}/value"));
        folded.is(case, &format!("{figure}:CAD"), month, &format!("statements/{cad}/value"));
        folded.prints(case, figure, month, &usd);
        assert!(!market.is_rounded(case, figure, month, &usd, Rounding::HalfUp), "{month} at the market's rate");
    }
}

/// The book, with a rate of each month at a path, if any.
fn golden_queen_book(case: &Case, rate: Option<&str>) -> Book {
    let mut book = Book::open(supplied("2010-12-31"), case.text("functional_currency"), supplied("12-31"));
    for seq in 1..=6 {
        let at = |key: &str| format!("events/{seq}/{key}");
        // Supplied: what is exercised stood open before, and nothing else.
        let (right, quantity) = (format!("right-{seq}"), case.text(&at("quantity")));
        let strike = case.money(&at("price"), case.text(&at("price_currency")));
        if case.text(&at("type")) == "OptionExercise" {
            book.lot("2010-12-31", &right, exact(quantity), strike);
        } else {
            book.series("2010-12-31", &right, strike, None);
            let row = json!({"series": right, "holder": "public", "quantity": quantity});
            book.say("2010-12-31", json!({"opening_balances": {"warrants": [row]}}));
        }
    }
    for seq in 1..=6 {
        let at = |key: &str| format!("events/{seq}/{key}");
        let (right, quantity) = (format!("right-{seq}"), case.text(&at("quantity")));
        let (month, price) = (case.text(&at("period")), case.money(&at("price"), case.text(&at("price_currency"))));
        let day = supplied(format!("{month}-28"));
        if let Some(rate) = rate {
            let rate = case.text(&format!("checks/rate_{month}/{rate}"));
            book.say(&day, json!({"rate_observed": {"base": "USD", "quote": "CAD", "rate": rate}}));
        }
        if case.text(&at("type")) == "OptionExercise" {
            let lot = json!({"grant": right, "quantity": quantity, "price": price});
            let paid = case.money(&at("proceeds_cad"), "CAD");
            book.say(&day, json!({"options_exercised": {"lots": [lot], "account": "bank-cad", "paid": paid}}));
        } else {
            let exercise = json!({"series": right, "holder": "public", "quantity": quantity, "account": "bank-cad"});
            book.say(&day, json!({"warrants_exercised": exercise}));
        }
    }
    book
}

/// Shares issued for subscriptions received before, and for new money. How many were issued in all is the
/// difference of the two counts, so that this is continuity and no more.
pub(super) fn almaden(case: &Case) {
    let (opens, ends) = ("2003-12-31", case.text("period/end"));
    let statement = |id: &str, day: &str| format!("statements/{id}_{day}/value");
    let issued = case.number("checks/shares_issued/value");
    // Supplied: for which shares the subscriptions were; any number gives the same sums.
    for subscribed in supplied([exact("1"), less(issued, exact("1"))]) {
        let mut book = Book::open(opens, case.text("functional_currency"), supplied("12-31"));
        let shares = json!({"class": "common", "holder": "public", "quantity": case.text(&statement("sh", opens))});
        let capital = json!({"class": "common", "balance": {"money": case.money(&statement("sc", opens), "CAD")}});
        book.say(opens, json!({"opening_balances": {"shares": [shares], "share_capital": [capital]}}));
        let subscriptions = case.money(&statement("sub", opens), "CAD");
        let into = json!({"account": "bank-cad"});
        book.say(opens, json!({"subscription_received": {"holder": "public", "into": into, "amount": subscriptions}}));
        book.issue(ends, subscribed, json!({"subscription": {"amount": case.money("events/1/amount", "CAD")}}));
        let paid = case.money("events/2/net_amount", "CAD");
        book.issue(ends, less(issued, subscribed), json!({"cash": {"account": "bank-cad", "paid": paid}}));
        let folded = book.fold();
        folded.is(case, "shares.outstanding", opens, &statement("sh", opens));
        folded.is(case, "subscriptions", opens, &statement("sub", opens));
        folded.is(case, "shares.outstanding", ends, &statement("sh", ends));
        folded.is(case, "subscriptions", ends, &statement("sub", ends));
        folded.is(case, "equity.share-capital", ends, &statement("sc", ends));
    }
}

/// An issue for cash, and restricted cash that becomes free.
pub(super) fn canplats(case: &Case) {
    let (opens, ends) = (case.text("events/1/date"), case.text("period/end"));
    let statement = |id: &str, day: &str| format!("statements/{id}_{day}/value");
    let mut book = Book::open(opens, case.text("functional_currency"), supplied("07-31"));
    let shares = json!({"class": "common", "holder": "public", "quantity": case.text("events/1/shares")});
    let capital = json!({"class": "common", "balance": {"money": case.money("events/1/share_capital", "CAD")}});
    let cash = [("cash", false), ("rest", true)].map(|(id, restricted)| {
        let balance = json!({"money": case.money(&statement(id, opens), "CAD")});
        json!({"account": "bank-cad", "restricted": restricted, "balance": balance})
    });
    book.say(opens, json!({"opening_balances": {"shares": [shares], "share_capital": [capital], "cash": cash}}));
    let (from, to) = (json!({"account": "bank-cad", "restricted": true}), json!({"account": "bank-cad"}));
    book.say(ends, json!({"cash_moved": {"from": from, "to": to, "amount": case.money("events/2/amount", "CAD")}}));
    let paid = case.money("events/3/share_capital", "CAD");
    book.issue(ends, case.number("events/3/quantity"), json!({"cash": {"account": "bank-cad", "paid": paid}}));
    let folded = book.fold();
    folded.is(case, "shares.outstanding", opens, &statement("sh", opens));
    folded.is(case, "cash.restricted", opens, &statement("rest", opens));
    folded.is(case, "shares.outstanding", ends, &statement("sh", ends));
    folded.is(case, "equity.share-capital", ends, &statement("sc", ends));
    folded.is(case, "cash.restricted", ends, &statement("rest", ends));
}

/// Exercises at three strikes, and what lapsed. What stood open at first follows, strike by strike, from
/// what is left at the end.
pub(super) fn medicenna(case: &Case) {
    let (opens, ends) = (supplied("2021-03-31"), case.text("period/end"));
    let mut book = Book::open(opens, case.text("functional_currency"), &ends[5..]);
    let left = |nth: usize| case.number(&format!("checks/waep_2022_classes/terms/{nth}/0"));
    let exercised = |seq: usize| case.number(&format!("events/{seq}/quantity"));
    let opening = [plus(left(1), exercised(1)), exercised(2), plus(left(0), exercised(3))];
    for ((seq, quantity), series) in (1..).zip(opening).zip(["first", "second", "third"]) {
        let strike = case.money(&format!("events/{seq}/price"), case.text(&format!("events/{seq}/currency")));
        book.series(opens, series, strike, Some(case.text(&format!("events/{seq}/expiry"))));
        warrants_open(&mut book, opens, series, quantity);
    }
    let lapsed = case.number("checks/fy2022/deltas/0").magnitude();
    let average = case.money("checks/waep_2022/terms/1/1", "CAD");
    book.series(opens, "lapsed", average, Some(supplied(ends)));
    warrants_open(&mut book, opens, "lapsed", lapsed);
    // Supplied: the days, all within the year and the terms.
    let days = supplied(["2021-06-30", "2021-09-30", "2021-12-31"]);
    for ((seq, series), day) in (1..).zip(["first", "second", "third"]).zip(days) {
        let exercise = json!({"series": series, "holder": "public", "quantity": exercised(seq).to_string(), "account": "bank-cad"});
        book.say(day, json!({"warrants_exercised": exercise}));
    }
    let expired = json!({"series": "lapsed", "holder": "public", "quantity": lapsed.to_string()});
    book.say(ends, json!({"warrants_expired": expired}));
    let folded = book.fold();
    folded.is(case, "warrants.outstanding", opens, "statements/s_fy2021/value");
    folded.is(case, "warrants.outstanding", ends, "statements/s_fy2022/value");
    folded.is(case, "warrants.exercised", "FY2022", "statements/s_n_total/value");
    for (quarter, n) in [("2022-Q1", "n_50000"), ("2022-Q2", "n_71744"), ("2022-Q3", "n_144546")] {
        folded.is(case, "warrants.exercised", quarter, &format!("statements/{n}/value"));
    }
    folded.is(case, "proceeds.warrants", "2022-Q1", "statements/x_50000/value");
    folded.rounds(case, "proceeds.warrants", "2022-Q2", "x_71744");
    folded.truncates(case, "proceeds.warrants", "2022-Q3", "x_144546");
    folded.truncates(case, "proceeds.warrants", "FY2022", "s_proceeds_total_of_printed");
    folded.is(case, "proceeds.warrants", "FY2022", "checks/proceeds_total_from_events/computed");
    folded.rounds(case, "warrants.exercise-price.average", "FY2022", "s_waep_exercised_2022");
}

fn warrants_open(book: &mut Book, day: &str, series: &str, quantity: Exact) {
    let row = json!({"series": series, "holder": "public", "quantity": quantity.to_string()});
    book.say(day, json!({"opening_balances": {"warrants": [row]}}));
}

/// Twelve issues, weighted by days. The printed weights have two contradictions: a count that is not what
/// the closing count needs, and a day that is not the one printed beside it.
pub(super) fn day_weighted(case: &Case) {
    let (opens, ends) = (case.text("statements/open/as_of"), case.text("period/end"));
    let book = |first: &str, eighth: &str| {
        let mut book = Book::open(opens, supplied("USD"), supplied("12-31"));
        let opening = json!({"class": "common", "holder": "public", "quantity": case.text("statements/open/value")});
        book.say(opens, json!({"opening_balances": {"shares": [opening]}}));
        for seq in 1..=case.events() {
            let quantity = if seq == 1 { first } else { "quantity" };
            let day = if seq == 8 { eighth } else { case.text(&format!("events/{seq}/date")) };
            // Supplied: what was paid; no count depends on it.
            let paid = money(supplied(exact("1")), "USD");
            let quantity = case.number(&format!("events/{seq}/{quantity}"));
            book.issue(day, quantity, json!({"cash": {"account": "bank-usd", "paid": paid}}));
        }
        let loss = money(case.number("statements/loss/value"), supplied("USD"));
        book.say(ends, json!({"expense_accrued": {"purpose": "administrative", "amount": loss}}));
        book.fold()
    };
    let printed_day = case.text("events/8/date");
    let folded = book("quantity", printed_day);
    folded.is(case, "shares.outstanding", ends, "statements/s_closing_shares/value");
    folded.is(case, "loss", "FY2004", "statements/loss/value");
    folded.rounds(case, "loss-per-share", "FY2004", "lps");
    let average = "shares.weighted-average";
    assert!(!folded.is_rounded(case, average, "FY2004", "wa", Rounding::HalfUp), "a day too many is counted");
    let misprinted = book("quantity_as_printed", printed_day);
    misprinted.is_not(case, "shares.outstanding", ends, "statements/s_closing_shares/value");
    // The days printed for the eighth issue begin a day before the one printed beside them.
    let days: u32 = case.text("checks/row_2004-05-05/days_printed").parse().expect("days");
    let eighth = ends.parse::<Date>().expect("a day").next().days_before(days).to_string();
    assert_eq!(eighth.parse::<Date>().expect("a day").next().to_string(), printed_day);
    book("quantity", &eighth).rounds(case, average, "FY2004", "wa");
}

/// Units, shares for restricted share units, and shares that the company buys and cancels.
pub(super) fn canadian_zinc_2018(case: &Case) {
    let opens = case.text("events/1/date");
    let mut book = Book::open(opens, case.text("functional_currency"), supplied("12-31"));
    let opening = json!({"class": "common", "holder": "public", "quantity": case.text("events/1/shares")});
    book.say(opens, json!({"opening_balances": {"shares": [opening]}}));
    let (day, paid) = (case.text("events/2/date"), case.product("events/2/quantity", "events/2/price"));
    book.series(day, "units", case.money("events/2/warrant_price", "CAD"), None);
    let cash = json!({"account": "bank-cad", "paid": money(paid, "CAD"), "price": case.money("events/2/price", "CAD")});
    let cost = json!({"amount": case.money("events/2/issue_costs", "CAD"), "account": "bank-cad"});
    book.say(
        day,
        json!({"units_issued": {
            "class": "common", "series": "units", "holder": "public", "quantity": case.text("events/2/quantity"),
            "per_unit": case.text("events/2/warrants_per_unit"), "for": {"cash": cash}, "costs": [cost],
        }}),
    );
    // Supplied: the units were granted before, and settled on the last day of the month.
    let (granted, settled) = supplied((opens, "2018-08-31"));
    let quantity = case.text("events/3/quantity");
    let grant = json!({"grant": "rsu", "plan": "plan", "holder": "public", "kind": "rsu", "quantity": quantity});
    book.say(granted, json!({"awards_granted": grant}));
    book.say(settled, json!({"awards_settled": {"grant": "rsu", "quantity": quantity, "in": "shares"}}));
    book.say(
        case.text("events/4/date"),
        json!({"shares_repurchased": {
            "class": "common", "holder": "public", "quantity": case.text("events/4/quantity"),
            "paid": case.money("events/4/paid", "CAD"), "from": {"account": "bank-cad"}, "kept": "cancelled",
        }}),
    );
    let folded = book.fold();
    folded.is(case, "shares.outstanding", "2018-12-31", "statements/s_shares_2018/value");
    folded.is(case, "proceeds.placements", "FY2018", "statements/s_gross_2018/value");
    folded.is(case, "equity.share-capital", day, "statements/s_net_2018/value");
}

/// Options granted, and ended without being told apart into expired and forfeited. Only counts fold: the
/// lots behind the printed averages are unknown, and the averages themselves contradict each other.
pub(super) fn inmed(case: &Case) {
    let (opens, [year, quarter]) = (case.text("events/1/date"), supplied(["2020-06-30", "2020-09-30"]));
    let strike = |seq: usize| case.money(&format!("events/{seq}/price"), case.text("events/1/currency"));
    let quantity = |seq: usize| case.number(&format!("events/{seq}/quantity"));
    let mut book = Book::open(opens, supplied("CAD"), supplied("06-30"));
    // Supplied: what ends was a lot of its own at the average printed for it.
    let ended = total([quantity(3), quantity(4)]).expect("a sum");
    book.lot(opens, "rest", less(case.number("events/1/options"), ended), strike(1));
    book.lot(opens, "third", quantity(3), strike(3));
    book.lot(opens, "fourth", quantity(4), strike(4));
    book.say(year, json!({"options_granted": {
        "grant": "second", "plan": "plan", "holder": "public", "quantity": quantity(2).to_string(), "strike": strike(2),
    }}));
    for (day, grant, seq) in [(year, "third", 3), (quarter, "fourth", 4)] {
        book.say(day, json!({"options_forfeited": {"grant": grant, "quantity": quantity(seq).to_string()}}));
    }
    let folded = book.fold();
    folded.is(case, "options.outstanding", opens, "events/1/options");
    folded.is(case, "options.outstanding", year, "statements/s_fy2020/value");
    folded.is(case, "options.outstanding", quarter, "statements/s_q1_2021/value");
}

/// Options exercised. The closing count of shares rests on an issue that is itself the difference to it,
/// for which no consideration is stated: it is not folded.
pub(super) fn nemaska(case: &Case) {
    let day = supplied("2018-03-31");
    let mut book = Book::open(day, case.text("functional_currency"), supplied("06-30"));
    let strike = case.money("checks/options/terms/0/1", "CAD");
    book.lot(day, "lot", case.number("checks/options_left/open"), strike.clone());
    let lot = json!({"grant": "lot", "quantity": case.text("events/1/quantity"), "price": strike});
    let paid = case.money("events/1/proceeds", "CAD");
    book.say(day, json!({"options_exercised": {"lots": [lot], "account": "bank-cad", "paid": paid}}));
    let folded = book.fold();
    folded.is(case, "options.outstanding", day, "statements/s_options_left/value");
    folded.is(case, "proceeds.options", "2018-03", "statements/s_options/value");
}

/// The consolidation of a case on a day, of what its holders have and the public the rest of; fractions
/// as said.
fn consolidated(case: &Case, [opens, day]: [&str; 2], holders: &[Exact], fractions: (&str, &Value)) -> Folded {
    let mut book = Book::open(opens, supplied("USD"), supplied("12-31"));
    let rest = less(case.number("statements/pre/value"), total(holders.iter().copied()).expect("a sum"));
    let mut rows = vec![json!({"class": "common", "holder": "public", "quantity": rest.to_string()})];
    for (number, quantity) in (1..).zip(holders) {
        let holder = format!("holder-{number}");
        book.say(opens, json!({"holder_registered": {"holder": holder, "name": holder}}));
        rows.push(json!({"class": "common", "holder": holder, "quantity": quantity.to_string()}));
    }
    let cash = json!({"account": "bank-usd", "balance": {"money": money(supplied(exact("1485")), "USD")}});
    book.say(opens, json!({"opening_balances": {"shares": rows, "cash": [cash]}}));
    let ratio = json!({"new": case.text("events/1/new"), "old": case.text("events/1/old")});
    let (key, rule) = fractions;
    book.say(day, json!({"shares_consolidated": {"class": "common", "ratio": ratio, key: rule}}));
    book.fold()
}

/// A consolidation that rounds half up. Its holders are not stated: the count printed is what the rule
/// gives for all shares at once.
pub(super) fn rounded_half_up(case: &Case) {
    assert_eq!(case.text("events/1/fraction_rule"), "half or more up, less cancelled");
    let [opens, day] = supplied(["2019-12-01", "2019-12-20"]);
    let folded = consolidated(case, [opens, day], &[], ("fractions", &json!("half_up")));
    folded.is(case, "shares.outstanding", opens, "statements/pre/value");
    folded.is(case, "shares.outstanding", day, "statements/post/value");
    let up = consolidated(case, [opens, day], &[], ("fractions", &json!("up")));
    up.is_not(case, "shares.outstanding", day, "statements/post/value");
}

/// A consolidation that pays for fractions. All shares are a multiple of the ratio, so that one holder
/// would be paid for none; the count printed is that of holders whose fractions make up the difference.
pub(super) fn paid_in_cash(case: &Case) {
    assert_eq!(case.text("events/1/fraction_rule"), "fractions paid in cash");
    let days = supplied(["2024-03-31", "2024-04-05"]);
    let [opens, day] = days;
    let old = case.number("events/1/old");
    // Supplied: a dollar for an old share; 135 holders of eleven, or 165 of nine, each more than a new one's.
    let price = json!({"price": money(old, "USD"), "from": {"account": "bank-usd"}});
    let rule = ("cash_in_lieu", &price);
    for (holders, odd) in supplied([(135, "11"), (165, "9")]) {
        let folded = consolidated(case, days, &vec![plus(old, exact(odd)); holders], rule);
        folded.is(case, "shares.outstanding", opens, "statements/pre/value");
        folded.is(case, "shares.outstanding", day, "statements/post/value");
        assert_eq!(folded.figure("cash", day), exact("0").ratio(), "99 new shares are paid for");
    }
    let one = consolidated(case, days, &[], rule);
    one.is(case, "shares.outstanding", day, "checks/aggregate/computed");
    one.is_not(case, "shares.outstanding", day, "statements/post/value");
}
