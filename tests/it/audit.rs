//! Promise: a statement follows from the log only if it does so whatever the assumptions are.

use capfold_core::audit::{Auditor, Judgement, Sheet, Verdict};
use capfold_core::entry::Entry;
use capfold_core::log::Log;

use crate::runner::{capfold, entry};

/// A company with two holders, 3,000 shares authorised and a bank account in each dollar.
const OPENING: &[&str] = &[
    r#"{"book_opened":{"issuer":"Emgold Mining","functional":"USD","presentation":"USD","year_end":"12-31"}}"#,
    r#"{"holder_registered":{"holder":"ann","name":"Ann"}}"#,
    r#"{"holder_registered":{"holder":"bob","name":"Bob"}}"#,
    r#"{"class_registered":{"class":"common","name":"Common shares"}}"#,
    r#"{"class_registered":{"class":"board","name":"In board lots","grain":"100"}}"#,
    r#"{"authorised_set":{"class":"common","authorised":{"limited":"3000"}}}"#,
    r#"{"authorised_set":{"class":"board","authorised":{"limited":"1000000"}}}"#,
    r#"{"account_registered":{"account":"cad","name":"Canadian","currency":"CAD"}}"#,
    r#"{"account_registered":{"account":"usd","name":"American","currency":"USD"}}"#,
];

/// An entry of a day; `assumes` names an assumption that its day or currency rests on.
struct Fact(&'static str, &'static str, &'static str);

/// The figures of a statement, its print and its day or period.
type Printed<'a> = (&'a str, &'a str, &'a str);

fn log_of(facts: &[Fact]) -> Log {
    let opening = OPENING.iter().map(|event| ("2003-12-31", "", *event));
    let lines = opening.chain(facts.iter().map(|Fact(day, assumes, event)| (*day, *assumes, *event)));
    let mut log = Log::new();
    for (number, (day, assumes, event)) in (1..).zip(lines) {
        let line = entry(number, day, event);
        let line = line.trim_end().replacen(r#","event""#, &format!(r#","assumes":[{assumes}],"event""#), 1);
        log.append(Entry::parse(line.as_bytes()).expect(&line)).expect(&line);
    }
    let cut = capfold_core::entry::Cut::default();
    let (_, findings) = capfold_core::ledger::fold(&log.timeline(cut).facts);
    assert!(findings.is_empty(), "{findings:?}");
    log
}

/// The judgements of statements, each given by its figures, print and time.
fn judge(log: &Log, statements: &[Printed<'_>]) -> Result<Vec<Judgement>, String> {
    let statement = |(number, (figures, printed, time)): (usize, &Printed<'_>)| {
        let key = if time.len() == 10 { "as_of" } else { "period" };
        format!(
            r#"{{"id":"s{number}","label":"Loss of Ann","at":"para 1","printed":"{printed}","figures":[{figures}],"{key}":"{time}"}}"#
        )
    };
    let statements: Vec<String> = (0..).zip(statements).map(statement).collect();
    let relation =
        if statements.len() > 1 { r#","relations":[{"id":"r","label":"Sum","sum":["s1"],"equals":"s0"}]"# } else { "" };
    let sheet = format!(r#"{{"document":"release","statements":[{}]{relation}}}"#, statements.join(","));
    let sheet = Sheet::parse(sheet.as_bytes()).expect(&sheet);
    Auditor::new(log, None).judge(&sheet).map_err(|(id, message)| format!("{id}: {message}"))
}

/// The verdict on one statement, the range of the log, and the notes with the assumptions.
#[track_caller]
fn check(facts: &[Fact], (figures, printed, time): Printed<'_>, verdict: Verdict, range: &str, said: &str) {
    let log = log_of(facts);
    let judgements = judge(&log, &[(figures, printed, time)]).expect("a judgement");
    let judgement = judgements.first().expect("a statement");
    let end =
        |end: &Option<capfold_core::interval::End>| end.as_ref().map_or("∞".to_owned(), |end| end.at.to_string());
    let found = judgement.range.as_ref().map(|range| format!("{}…{}", end(&range.low), end(&range.high)));
    assert_eq!((judgement.verdict, found.as_deref().unwrap_or("none")), (verdict, range), "{judgement:#?}");
    let rests: Vec<&str> = judgement.rests.iter().map(|name| name.as_str()).collect();
    let all = format!("{} {}", judgement.notes.join(" "), rests.join(" "));
    assert!(all.contains(said), "{all}");
}

const TRANSFER: &str = r#"{"shares_transferred":{"class":"common","from":"ann","to":"bob","quantity":"500"}}"#;

/// A range with a refused end was taken for a point: 1,000 shares "followed from the log" though 500 to
/// 1,000 are possible.
#[test]
fn a_refused_end_gives_way_to_the_last_value_that_is_not() {
    let opening = r#"{"opening_balances":{"shares":[{"class":"common","holder":"ann","quantity":{"assumed":"n"}}]}}"#;
    let facts = |assumption: &'static str, then: &'static str| {
        [Fact("2003-12-31", "", assumption), Fact("2003-12-31", "", opening), Fact("2004-01-10", "", then)]
    };
    let upper = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"1000","low":"0","high":"1000"}},"reason":"none"}}"#;
    let statement = (r#""shares.outstanding:common""#, "1,000", "2004-01-31");
    check(&facts(upper, TRANSFER), statement, Verdict::RestsOnAssumption, "500…1000", "n");
    // The charter allows 3,000.
    let wide = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"1000","low":"1000","high":"9000"}},"reason":"none"}}"#;
    check(&facts(wide, TRANSFER), statement, Verdict::RestsOnAssumption, "1000…3000", "n");
    let fixed = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"1000","low":"1000","high":"1000"}},"reason":"none"}}"#;
    check(&facts(fixed, TRANSFER), statement, Verdict::Exact, "1000…1000", "");
    // Nothing above is allowed, although no document says so.
    let full = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"3000","low":"3000"}},"reason":"none"}}"#;
    let statement = (r#""shares.outstanding:common""#, "3,000", "2004-01-31");
    check(&facts(full, TRANSFER), statement, Verdict::Exact, "3000…3000", "");
}

/// What one assumption refuses, another may allow, whether the figure rests on it or not.
#[test]
fn a_refused_end_is_reached_when_another_assumption_gives_way() {
    let opening = r#"{"opening_balances":{"shares":[{"class":"common","holder":"ann","quantity":{"assumed":"n"}}]}}"#;
    let upper = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"1000","low":"0","high":"1000"}},"reason":"none"}}"#;
    let moved = r#"{"assumption_made":{"assumption":"t","about":"t","value":{"quantity":{"chosen":"500","low":"200","high":"500"}},"reason":"none"}}"#;
    let transfer = r#"{"shares_transferred":{"class":"common","from":"ann","to":"bob","quantity":{"assumed":"t"}}}"#;
    let facts = [
        Fact("2003-12-31", "", upper),
        Fact("2003-12-31", "", moved),
        Fact("2003-12-31", "", opening),
        Fact("2004-01-10", "", transfer),
    ];
    let outstanding = |printed| (r#""shares.outstanding:common""#, printed, "2004-01-31");
    check(&facts, outstanding("300"), Verdict::RestsOnAssumption, "200…1000", "n");
    check(&facts, outstanding("100"), Verdict::Contradictory, "200…1000", "n");
    let held = (r#""shares.outstanding:common""#, "1,000", "2004-01-05");
    check(&facts, held, Verdict::RestsOnAssumption, "0…1000", "n");
}

/// A step of one share off the grain of the class was refused, so that the assumption moved nothing.
#[test]
fn an_assumption_is_moved_on_the_grain_of_its_class() {
    let value = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"1000","low":"1000"}},"reason":"none"}}"#;
    let opening = r#"{"opening_balances":{"shares":[{"class":"board","holder":"ann","quantity":{"assumed":"n"}}]}}"#;
    let facts = [Fact("2003-12-31", "", value), Fact("2003-12-31", "", opening)];
    let statement = (r#""shares.outstanding:board""#, "1,000", "2003-12-31");
    check(&facts, statement, Verdict::RestsOnAssumption, "1000…∞", "n");
}

fn issue_of_a_day(value: &'static str) -> Vec<Fact> {
    let rate = |day, text| Fact(day, "", text);
    vec![
        Fact("2003-12-31", "", value),
        rate("2004-01-05", r#"{"rate_observed":{"base":"USD","quote":"CAD","rate":"1.30","over":"day"}}"#),
        rate("2004-01-06", r#"{"rate_observed":{"base":"USD","quote":"CAD","rate":"1.10","over":"day"}}"#),
        rate("2004-01-07", r#"{"rate_observed":{"base":"USD","quote":"CAD","rate":"1.30","over":"day"}}"#),
        Fact(
            "2004-01-05",
            r#""day""#,
            r#"{"shares_issued":{"class":"common","holder":"ann","quantity":"1000","for":{"cash":{"account":"cad","paid":{"amount":"1430","currency":"CAD"}}}}}"#,
        ),
    ]
}

/// Days were tried at their two ends only, so that a rate between them went unseen.
#[test]
fn a_day_is_tried_wherever_something_changes() {
    let bounded = r#"{"assumption_made":{"assumption":"day","about":"day","value":{"date":{"chosen":"2004-01-05","low":"2004-01-05","high":"2004-01-07"}},"reason":"none"}}"#;
    let capital = (r#""equity.share-capital""#, "US$1,100", "2004-01-31");
    check(&issue_of_a_day(bounded), capital, Verdict::RestsOnAssumption, "1100…1300", "day");
    // Whatever the day, the shares were issued in January.
    let issued = (r#""shares.issued-in-period""#, "1,000", "2004-01-01..2004-01-31");
    check(&issue_of_a_day(bounded), issued, Verdict::Exact, "1000…1000", "");
}

/// A day without an end counted as unable to move a figure of a period.
#[test]
fn a_day_without_an_end_can_leave_the_period() {
    let free = r#"{"assumption_made":{"assumption":"day","about":"day","value":{"date":{"chosen":"2004-01-05","low":"2004-01-05"}},"reason":"none"}}"#;
    let issued = (r#""shares.issued-in-period""#, "1,000", "2004-01-01..2004-01-31");
    check(&issue_of_a_day(free), issued, Verdict::RestsOnAssumption, "0…1000", "day");
}

/// A print that names a currency hid that the log's own currency is assumed.
#[test]
fn an_assumed_currency_is_listed_when_the_print_names_it() {
    let assumed = |value| {
        vec![
            Fact("2003-12-31", "", value),
            Fact("2004-01-05", "", r#"{"rate_observed":{"base":"USD","quote":"CAD","rate":"1.30","over":"day"}}"#),
            Fact(
                "2004-01-05",
                r#""dollar""#,
                r#"{"shares_issued":{"class":"common","holder":"ann","quantity":"1000","for":{"cash":{"account":"cad","paid":{"amount":"1430","currency":"CAD"}}}}}"#,
            ),
        ]
    };
    let open = r#"{"assumption_made":{"assumption":"dollar","about":"dollar","value":{"currency":{"chosen":"CAD","instead_of":["USD"]}},"reason":"none"}}"#;
    let closed = r#"{"assumption_made":{"assumption":"dollar","about":"dollar","value":{"currency":{"chosen":"CAD","instead_of":[]}},"reason":"none"}}"#;
    let proceeds = (r#""proceeds.placements:CAD""#, "C$1,430", "2004-01");
    check(&assumed(open), proceeds, Verdict::RestsOnAssumption, "1430…1430", "dollar");
    check(&assumed(closed), proceeds, Verdict::Exact, "1430…1430", "");
    let issued = (r#""shares.issued-in-period""#, "1,000", "2004-01");
    check(&assumed(open), issued, Verdict::Exact, "1000…1000", "");
}

/// Times before the log were judged against zero.
#[test]
fn a_time_that_the_log_does_not_cover_is_underdetermined() {
    let income =
        r#"{"cash_received":{"into":{"account":"usd"},"amount":{"amount":"10","currency":"USD"},"for":"interest"}}"#;
    let cash = |day| (r#""cash""#, "US$10", day);
    let facts = [Fact("2004-01-10", "", income)];
    check(&facts, cash("2003-12-30"), Verdict::Underdetermined, "none", "nothing for 2003-12-30");
    check(&facts, cash("2003-12-31"), Verdict::Contradictory, "0…0", "");
    check(&facts, cash("2004-01-10"), Verdict::Exact, "10…10", "");
    check(&facts, cash("2004-06-30"), Verdict::Exact, "10…10", "last entry is of 2004-01-10");
    let income = (r#""income""#, "US$10", "2003-12-01..2004-01-31");
    check(&facts, income, Verdict::Underdetermined, "none", "begins on 2003-12-31");
    let income = (r#""income""#, "US$10", "2004-Q1");
    check(&facts, income, Verdict::Exact, "10…10", "last entry is of 2004-01-10");
    let unknown_yet = (r#""shares.outstanding:common""#, "10", "2001-12-31");
    check(&facts, unknown_yet, Verdict::Underdetermined, "none", "nothing for 2001-12-31");
}

/// Canadian and United States dollars were added, and shares and dollars.
#[test]
fn statements_of_several_units_are_refused() {
    let day = "2004-01-31";
    let rows: &[(&[Printed], &str)] = &[
        (
            &[(r#""cash:CAD","cash:USD""#, "US$10", day)],
            "s0: cash:CAD is money in CAD and cash:USD is money in USD: they have no sum",
        ),
        (
            &[(r#""shares.outstanding","cash""#, "US$10", day)],
            "s0: shares.outstanding is a count and cash is money in USD: they have no sum",
        ),
        (&[(r#""shares.outstanding""#, "US$10", day)], "s0: shares.outstanding is a count, printed as money: US$10"),
        (&[(r#""cash""#, "10", day)], "s0: cash is money in USD, printed without a currency: 10"),
        (
            &[(r#""cash""#, "US$10", day), (r#""cash:CAD""#, "C$10", day)],
            "r: `s1` prints C$10 and `s0` US$10: give one sign to all",
        ),
        (
            &[(r#""cash""#, "US$10", day), (r#""cash""#, "US$10", "2004-01-30")],
            "r: `s1` and `s0` are of different times",
        ),
    ];
    for (statements, said) in rows {
        assert_eq!(judge(&log_of(&[]), statements).expect_err(said), *said);
    }
}

/// The gap was closed by any assumption of that number, in shares of any currency, for any statement.
#[test]
fn a_gap_is_closed_by_an_assumption_of_its_currency_made_for_it() {
    let rows = [
        ("USD", "s0", "10 is 5 less than \"Loss of Ann\" as printed; the log closes the gap with assumption gap."),
        ("USD", "s1", "10 is 5 less than \"Loss of Ann\" as printed; the log closes the gap with assumption gap."),
        ("CAD", "s0", "10 is 5 less than \"Loss of Ann\" as printed."),
        ("USD", "s9", "10 is 5 less than \"Loss of Ann\" as printed."),
    ];
    for (currency, statement, said) in rows {
        let event = format!(
            r#"{{"assumption_made":{{"assumption":"gap","about":"gap","value":{{"amount":{{"currency":"{currency}","chosen":"5"}}}},"reason":"none","fitted_to":["{statement}"]}}}}"#
        );
        let log = log_of(&[Fact("2003-12-31", "", event.leak())]);
        let day = "2004-01-31";
        let judged = judge(&log, &[(r#""cash""#, "US$15", day), (r#""cash""#, "US$10", day)]).expect("judgements");
        assert_eq!(judged.last().expect("a relation").notes, [said]);
    }
}

/// More assumptions than have all their corners tried prove and refute nothing.
#[test]
fn an_estimated_range_decides_nothing() {
    let mut facts = Vec::new();
    let mut rows = Vec::new();
    for number in 0..7 {
        let event = format!(
            r#"{{"assumption_made":{{"assumption":"n{number}","about":"n","value":{{"quantity":{{"chosen":"10","low":"9","high":"11"}}}},"reason":"none"}}}}"#
        );
        facts.push(Fact("2003-12-31", "", event.leak()));
        rows.push(format!(r#"{{"class":"common","holder":"ann","quantity":{{"assumed":"n{number}"}}}}"#));
    }
    let opening = format!(r#"{{"opening_balances":{{"shares":[{}]}}}}"#, rows.join(","));
    facts.push(Fact("2003-12-31", "", opening.leak()));
    let far = (r#""shares.outstanding""#, "500", "2004-01-31");
    check(&facts, far, Verdict::Underdetermined, "63…77", "7 assumptions may move it");
}

/// A mistake in the second sheet was found after the first had been printed, and nothing was said of a
/// document or a statement that does not exist.
#[test]
fn every_sheet_is_judged_before_one_is_printed() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let root = directory.path();
    std::fs::create_dir(root.join("statements")).expect("a directory");
    std::fs::create_dir(root.join("log")).expect("a directory");
    let fitted = r#"{"assumption_made":{"assumption":"n","about":"n","value":{"quantity":{"chosen":"1"}},"reason":"none","fitted_to":["nowhere"]}}"#;
    let log: String =
        (1..).zip(OPENING.iter().chain([&fitted])).map(|(number, event)| entry(number, "2003-12-31", event)).collect();
    let sheet = |printed: &str| {
        format!(
            r#"{{"document":"release","statements":[{{"id":"cash","label":"Cash","at":"p","printed":"{printed}","figures":["cash","cash.restricted"],"as_of":"2003-12-31"}}]}}"#
        )
    };
    let write = |name: &str, text: &str| std::fs::write(root.join(name), text).expect("a file");
    write("book.toml", "");
    write("log/1.ndjson", &log);
    write("statements/a.json", &sheet("US$0"));
    let path = root.to_str().expect("a path that is text");
    let (exit, printed) = capfold(&["audit", path], b"");
    assert_eq!(exit, 0, "{printed}");
    assert!(printed.contains("  the log gives 0 · printed means"), "{printed}");
    assert!(printed.contains(" cash --as-of 2003-12-31\n"), "{printed}");
    assert!(printed.contains(" cash.restricted --as-of 2003-12-31\n"), "{printed}");
    assert!(printed.contains("note: the log never cites document `release`\n"), "{printed}");
    assert!(printed.contains("note: assumption `n` is fitted to `nowhere`, which is no statement\n"), "{printed}");
    write("statements/b.json", &sheet("0"));
    let (exit, printed) = capfold(&["audit", path], b"");
    assert_eq!(exit, 2, "{printed}");
    assert!(printed.starts_with("error[C0104]: statement `cash` of"), "{printed}");
}

/// Facts in two currencies: a hundred Canadian dollars spent on each of two properties and an exchange
/// loss, in a book of United States dollars.
fn two_currencies() -> Vec<Fact> {
    let rate = |day, rate: &str| {
        let event = format!(r#"{{"rate_observed":{{"base":"USD","quote":"CAD","rate":"{rate}","over":"day"}}}}"#);
        Fact(day, "", event.leak())
    };
    let usd = |property: &str, amount: &str| {
        let event = format!(
            r#"{{"expense_accrued":{{"purpose":{{"exploration":"{property}"}},"amount":{{"amount":"{amount}","currency":"USD"}}}}}}"#
        );
        Fact("2004-01-05", "", event.leak())
    };
    vec![
        rate("2004-01-02", "1.25"),
        Fact("2004-01-02", "", r#"{"property_registered":{"property":"north","name":"North"}}"#),
        Fact("2004-01-02", "", r#"{"property_registered":{"property":"south","name":"South"}}"#),
        usd("north", "100"),
        usd("south", "300"),
        Fact(
            "2004-01-05",
            "",
            r#"{"expense_accrued":{"purpose":"administrative","amount":{"amount":"1000","currency":"CAD"}}}"#,
        ),
        rate("2004-01-30", "1.00"),
        Fact("2004-01-31", "", r#"{"exchange_revalued":{}}"#),
    ]
}

/// A print in another currency than the log's was compared without its scope (all properties for one),
/// without exchange differences, or not at all and called contradictory.
#[test]
fn another_currency_is_compared_at_observed_rates() {
    let facts = two_currencies();
    let fx = Verdict::NeedsExchangeRate;
    let rows = [
        (r#""expenses.exploration:north""#, "C$120", "2004-01", fx, "100…100", "it holds at 0.8298 … 0.8369"),
        (r#""expenses.exploration:north""#, "C$480", "2004-01", Verdict::Contradictory, "100…100", "none of these"),
        // 100 + 300 + 800 of spending, and 200 lost on owing 1,000 Canadian dollars.
        (r#""loss""#, "C$1,540", "2004-01", fx, "1400…1400", "it holds at 0.9087 … 0.9094"),
        (r#""liabilities.current:CAD""#, "US$1,000", "2004-01-30", fx, "1000…1000", "it holds at 0.9995 … 1.0006"),
    ];
    for (figures, printed, time, verdict, range, said) in rows {
        check(&facts, (figures, printed, time), verdict, range, said);
    }
}

/// A loss per share was judged by a printed loss of another currency.
#[test]
fn a_loss_per_share_takes_a_printed_loss_of_its_own_currency() {
    let mut facts = vec![Fact(
        "2003-12-31",
        "",
        r#"{"opening_balances":{"shares":[{"class":"common","holder":"ann","quantity":"1000"}]}}"#,
    )];
    facts.extend(two_currencies());
    let log = log_of(&facts);
    let judged = |loss| {
        let statements = [(r#""loss-per-share""#, "US$1.40", "2004-01"), (r#""loss""#, loss, "2004-01")];
        let sheet = statements.map(|(figure, printed, time)| {
            format!(
                r#"{{"id":"{}","label":"L","at":"p","printed":"{printed}","figures":[{figure}],"period":"{time}"}}"#,
                figure.trim_matches('"')
            )
        });
        let sheet = format!(r#"{{"document":"release","statements":[{}]}}"#, sheet.join(","));
        let sheet = Sheet::parse(sheet.as_bytes()).expect(&sheet);
        let judgements = Auditor::new(&log, None).judge(&sheet).expect("judgements");
        judgements.first().map(|judgement| judgement.verdict)
    };
    assert_eq!(judged("C$1,750"), Some(Verdict::Exact));
    assert_eq!(judged("US$1,400.00"), Some(Verdict::Exact));
    assert_eq!(judged("US$1,750.00"), Some(Verdict::Contradictory));
}

/// Statements about what was not registered yet stopped the audit of an earlier point of knowledge, and
/// figures before the book said that it never opens.
#[test]
fn what_is_not_known_yet_is_no_evidence() {
    const BOOK: &str = "crates/capfold-cli/examples/emgold-2004-q1";
    let (code, page) = capfold(&["audit", BOOK, "--known-through", "20"], b"");
    assert_eq!(code, 1, "{page}");
    assert!(page.contains("At that point the log knows no `ceramext`"), "{page}");
    for args in [["figure", BOOK, "cash", "--as-of", "1900-01-01"], ["figure", BOOK, "loss", "--period", "2003-Q1"]] {
        let (code, page) = capfold(&args, b"");
        assert_eq!(code, 2, "{page}");
        assert!(page.contains("the book opens on 2003-12-31: it says nothing of"), "{page}");
    }
    let (code, page) = capfold(&["figure", BOOK, "loss", "--period", "FY2003"], b"");
    assert_eq!(code, 0, "{page}");
    assert!(page.contains("note: the book opens on 2003-12-31, within 2003-01-01..2003-12-31"), "{page}");
}
