//! Promise: whatever bytes come in, a line that is not an entry is a clear error with its place and
//! exit code 2, never a panic and never a guess.

use capfold_core::entry::LINE_LIMIT;
use insta::assert_snapshot;

use crate::runner::capfold;

pub(crate) const OPENED: &str = r#"{"id":"01900000-0000-7000-8000-000000000001","effective":"2003-12-31","event":{"book_opened":{"issuer":"Emgold Mining","functional":"USD","presentation":"USD","year_end":"12-31"}}}"#;

/// What `check` says of a good first line and `second`; it must refuse the second line with exit 2.
#[track_caller]
pub(crate) fn refused(second: impl AsRef<[u8]>) -> String {
    let input = [OPENED.as_bytes(), b"\n", second.as_ref(), b"\n"].concat();
    let (exit, printed) = capfold(&["check", "-"], &input);
    assert_eq!(exit, 2, "{printed}");
    assert!(printed.contains("--> <stdin>:2:"), "{printed}");
    printed.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// An exercise with other bytes in place of some of it.
pub(crate) fn exercised(from: &str, to: &str) -> String {
    let line = r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"warrants_exercised":{"series":"w-2003-a","holder":"public","quantity":"2930819","account":"cash","paid":{"amount":"1611950.45","currency":"CAD"}}}}"#;
    assert!(line.contains(from), "{from}");
    line.replacen(from, to, 1)
}

#[test]
fn an_entry_without_a_fault_and_without_a_line_end_is_read() {
    assert_eq!(capfold(&["check", "-"], OPENED.as_bytes()), (0, "1 entry, all well\n".to_owned()));
    assert_eq!(capfold(&["check", "-"], b""), (0, "0 entries, all well\n".to_owned()));
}

#[test]
fn a_line_that_breaks_off() {
    assert_snapshot!(refused(exercised(r#","account":"cash","paid":{"amount":"1611950.45","currency":"CAD"}}}}"#, "")), @r#"
    error[C0001]: EOF while parsing an object
     --> <stdin>:2:160
      |
    2 | ...03-a","holder":"public","quantity":"2930819"
      |                                                ^
      |
      = help: the line is cut off
    "#);
}

#[test]
fn a_line_that_breaks_off_inside_of_text() {
    assert_snapshot!(refused(exercised(r#"":"cash","paid":{"amount":"1611950.45","currency":"CAD"}}}}"#, "")), @r#"
    error[C0001]: EOF while parsing a string
     --> <stdin>:2:169
      |
    2 | ...lder":"public","quantity":"2930819","account
      |                                                ^
      |
      = help: the line is cut off
    "#);
}

#[test]
fn two_entries_on_a_line() {
    assert_snapshot!(refused(format!("{OPENED}{OPENED}")), @r#"
    error[C0001]: trailing characters
     --> <stdin>:2:181
      |
    2 | ...","presentation":"USD","year_end":"12-31"}}}{"id":"01900000-0000-7000-8000-000000000001","...
      |                                                ^
    "#);
}

#[test]
fn a_key_twice() {
    assert_snapshot!(refused(exercised(r#""holder":"public""#, r#""holder":"public","holder":"other""#)), @r#"
    error[C0001]: duplicate field `holder`
     --> <stdin>:2:140
      |
    2 | ...":{"series":"w-2003-a","holder":"public","holder":"other","quantity":"2930819","account":"...
      |                                             ^^^^^^^^
    "#);
}

#[test]
fn a_number_without_quotes() {
    assert_snapshot!(refused(exercised(r#""2930819""#, "2930819")), @r#"
    error[C0001]: invalid type: integer `2930819`, expected a decimal number in quotes, or {"assumed":…}
     --> <stdin>:2:151
      |
    2 | ...:"w-2003-a","holder":"public","quantity":2930819,"account":"cash","paid":{"amount":"161195...
      |                                             ^^^^^^^
      |
      = help: numbers are written as strings: "0.55"
    "#);
}

#[test]
fn a_float() {
    assert_snapshot!(refused(exercised(r#""1611950.45""#, "1611950.45")), @r#"
    error[C0001]: invalid type: floating point `1611950.45`, expected an amount in quotes
     --> <stdin>:2:195
      |
    2 | ...0819","account":"cash","paid":{"amount":1611950.45,"currency":"CAD"}}}}
      |                                            ^^^^^^^^^^
      |
      = help: numbers are written as strings: "0.55"
    "#);
}

#[test]
fn an_unknown_field() {
    assert_snapshot!(refused(exercised(r#""quantity""#, r#""quanttiy""#)), @r#"
    error[C0001]: unknown field `quanttiy`, expected one of `series`, `holder`, `quantity`, `account`, `settled`, `paid`
     --> <stdin>:2:140
      |
    2 | ...:{"series":"w-2003-a","holder":"public","quanttiy":"2930819","account":"cash","paid":{"amo...
      |                                            ^^^^^^^^^^
      |
      = help: did you mean `quantity`?
    "#);
}

#[test]
fn a_missing_field() {
    assert_snapshot!(refused(exercised(r#""holder":"public","#, "")), @r#"
    error[C0001]: missing field `holder`
     --> <stdin>:2:207
      |
    2 | ...id":{"amount":"1611950.45","currency":"CAD"}}}}
      |                                                ^
    "#);
}

#[test]
fn an_unknown_event() {
    assert_snapshot!(refused(exercised("warrants_exercised", "warrants_exercized")), @r#"
    error[C0001]: unknown event `warrants_exercized`
     --> <stdin>:2:80
      |
    2 | ...,"effective":"2004-02-17","event":{"warrants_exercized":{"series":"w-2003-a","holder":"pub...
      |                                       ^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `warrants_exercised`?
    "#);
}

#[test]
fn an_exponent() {
    assert_snapshot!(refused(exercised("2930819", "1e5")), @r#"
    error[C0001]: `1e5` is not a decimal number: digits, at most 18 before and 10 after one point
     --> <stdin>:2:151
      |
    2 | ...":"w-2003-a","holder":"public","quantity":"1e5","account":"cash","paid":{"amount":"1611950...
      |                                              ^^^^^
    "#);
}

#[test]
fn an_underscore() {
    assert_snapshot!(refused(exercised("2930819", "1_000")), @r#"
    error[C0001]: `1_000` is not a decimal number: digits, at most 18 before and 10 after one point
     --> <stdin>:2:151
      |
    2 | ...:"w-2003-a","holder":"public","quantity":"1_000","account":"cash","paid":{"amount":"161195...
      |                                             ^^^^^^^
    "#);
}

#[test]
fn eleven_decimals() {
    assert_snapshot!(refused(exercised("2930819", "0.00000000001")), @r#"
    error[C0001]: `0.00000000001` has more than ten decimals
     --> <stdin>:2:151
      |
    2 | ...2003-a","holder":"public","quantity":"0.00000000001","account":"cash","paid":{"amount":"16...
      |                                         ^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_negative_quantity() {
    assert_snapshot!(refused(exercised("2930819", "-2930819")), @r#"
    error[C0001]: `-2930819` must be greater than zero
     --> <stdin>:2:151
      |
    2 | ..."w-2003-a","holder":"public","quantity":"-2930819","account":"cash","paid":{"amount":"1611...
      |                                            ^^^^^^^^^^
    "#);
}

#[test]
fn nothing_exercised() {
    assert_snapshot!(refused(exercised("2930819", "0")), @r#"
    error[C0001]: `0` must be greater than zero
     --> <stdin>:2:151
      |
    2 | ...s":"w-2003-a","holder":"public","quantity":"0","account":"cash","paid":{"amount":"1611950....
      |                                               ^^^
    "#);
}

#[test]
fn two_currencies_where_one_belongs() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"shares_issued":{"class":"common","holder":"public","quantity":"1000","for":{"cash":{"account":"cash","paid":{"amount":"550","currency":"USD"},"price":{"amount":"0.55","currency":"CAD"}}}}}}"#), @r#"
    error[C0003]: the price is in CAD, what was paid in USD
     --> <stdin>:2:216
      |
    2 | ...:"cash","paid":{"amount":"550","currency":"USD"},"price":{"amount":"0.55","currency":"CAD"...
      |                                              ^^^^^
    "#);
}

/// What an event says of vesting and limits, and what is said of it; the caret stands at the key of the
/// first word.
#[test]
fn vesting_and_limits_that_contradict_themselves() {
    let granted = |vesting: &str| {
        format!(
            "{{'options_granted':{{'grant':'g','plan':'p','holder':'a','quantity':'6','strike':{{'amount':'1','currency':'CAD'}},'vesting':{vesting}}}}}"
        )
    };
    let opening = |vesting: &str| {
        format!(
            "{{'opening_balances':{{'options':[{{'grant':'g','plan':'p','holder':'a','quantity':'6','strike':{{'amount':'1','currency':'CAD'}},'vesting':{vesting}}}]}}}}"
        )
    };
    let monthly = |rest: &str| granted(&format!("{{'monthly':{{'from':'2004-01-31',{rest}}}}}"));
    let limit = |months: &str| {
        format!(
            "{{'plan_limits_set':{{'plan':'p','pool':'unlimited','per_person':{{'percent':'5','months':{months}}}}}}}"
        )
    };
    let both = "{'steps':[{'quantity':'4','on':'2004-06-30'},{'quantity':'2','on':'2004-06-30','upon':'listing'}]}";
    let one = "a step vests either on a day or upon a condition";
    for (event, message) in [
        (granted("{'steps':[]}"), "vesting in steps has at least one step"),
        (granted("{'steps':[{'quantity':'6'}]}"), one),
        (granted(both), one),
        (opening(both), one),
        (monthly("'months':1,'times':0"), "0 periods: at least 1, at most 600"),
        (monthly("'months':1,'times':601"), "601 periods: at least 1, at most 600"),
        (monthly("'months':0,'times':600"), "0 months in all: at least 1, at most 1200"),
        (monthly("'months':3,'times':401"), "1203 months in all: at least 1, at most 1200"),
        (monthly("'months':1,'times':36,'cliff':0"), "the cliff is after period 0, of periods 1 to 36"),
        (monthly("'months':1,'times':36,'cliff':37"), "the cliff is after period 37, of periods 1 to 36"),
        (limit("0"), "0 months: at least 1, at most 1200"),
        (limit("1201"), "1201 months: at least 1, at most 1200"),
        (
            limit("1201").replace("'plan_limits_set':{", "'plan_registered':{'name':'P','class':'c',"),
            "1201 months: at least 1, at most 1200",
        ),
    ] {
        let event = event.replace('\'', "\"");
        let printed = refused(format!(
            r#"{{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{event}}}"#
        ));
        assert_eq!(printed.lines().next(), Some(format!("error[C0003]: {message}").as_str()), "{printed}");
    }
}

#[test]
fn an_unknown_currency() {
    assert_snapshot!(refused(exercised("CAD", "CAN")), @r#"
    error[C0001]: `CAN` is not an ISO 4217 currency code
     --> <stdin>:2:219
      |
    2 | ...,"paid":{"amount":"1611950.45","currency":"CAN"}}}}
      |                                              ^^^^^
    "#);
}

#[test]
fn a_day_that_does_not_exist() {
    assert_snapshot!(refused(exercised("2004-02-17", "2004-02-30")), @r#"
    error[C0001]: `2004-02-30` is not a day of the calendar (YYYY-MM-DD)
     --> <stdin>:2:58
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-30","event":{"warrants_exer...
      |                                                          ^^^^^^^^^^^^
    "#);
}

#[test]
fn an_id_that_is_none() {
    assert_snapshot!(refused(exercised("01900000-0000-7000-8000-000000000002", "2")), @r#"
    error[C0001]: `2` is not an id: a UUID with hyphens
     --> <stdin>:2:7
      |
    2 | {"id":"2","effective":"2004-02-17","event":{"warrants_exercised":{"series":"w-2003-a","holder...
      |       ^^^
    "#);
}

#[test]
fn a_name_with_capitals() {
    assert_snapshot!(refused(exercised("w-2003-a", "W-2003-A")), @r#"
    error[C0001]: `W-2003-A` is not a name: 1 to 64 of a-z, 0-9 and `-`, not starting with `-`
     --> <stdin>:2:111
      |
    2 | ..."event":{"warrants_exercised":{"series":"W-2003-A","holder":"public","quantity":"2930819",...
      |                                            ^^^^^^^^^^
    "#);
}

#[test]
fn an_amendment_of_an_amendment_in_one_entry() {
    assert_snapshot!(refused(r#"{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"amend":{"entry":"01900000-0000-7000-8000-000000000001","effective":"2004-02-17","reason":"twice","event":{"amend":{"entry":"01900000-0000-7000-8000-000000000001","effective":"2004-02-17","reason":"once","event":{"void":{"entry":"01900000-0000-7000-8000-000000000001","reason":"none"}}}}}}}"#), @r#"
    error[C0003]: an amendment states what happened; it cannot hold another amendment or a voiding
     --> <stdin>:2:186
      |
    2 | ...twice","event":{"amend":{"entry":"01900000-0000-7000-8000-000000000001","effective":"2004-...
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_nul_byte() {
    assert_snapshot!(refused(exercised("w-2003-a", "w-2003\0a")), @r#"
    error[C0002]: the line contains a NUL byte
     --> <stdin>:2:118
      |
    2 | ...ent":{"warrants_exercised":{"series":"w-2003␀a","holder":"public","quantity":"2930819","ac...
      |                                                ^
      |
      = help: the file is damaged or not text
    "#);
}

#[test]
fn a_byte_order_mark() {
    assert_snapshot!(refused(exercised("{\"id\"", "\u{FEFF}{\"id\"")), @r#"
    error[C0002]: the line starts with a byte order mark
     --> <stdin>:2:1
      |
    2 | ﻿{"id":"01900000-0000-7000-8000-000000000002","effective":"2004-02-17","event":{"warrants_exer...
      | ^
      |
      = help: save the file as UTF-8 without BOM
    "#);
}

#[test]
fn a_line_end_of_two_bytes() {
    assert_snapshot!(refused(exercised("}}}}", "}}}}\r")), @r#"
    error[C0002]: the line ends with CR LF
     --> <stdin>:2:228
      |
    2 | ...:{"amount":"1611950.45","currency":"CAD"}}}}␍
      |                                                ^
      |
      = help: end lines with LF alone
    "#);
}

#[test]
fn bytes_that_are_not_utf8() {
    assert_snapshot!(refused([exercised("w-2003-a", "w-2003-é").as_bytes(), b"\xFF", OPENED.as_bytes()].concat()), @r#"
    error[C0002]: the line is not UTF-8
     --> <stdin>:2:228
      |
    2 | ...:{"amount":"1611950.45","currency":"CAD"}}}}�{"id":"01900000-0000-7000-8000-000000000001",...
      |                                                ^
      |
      = help: save the file as UTF-8
    "#);
}

#[test]
fn latin_1_before_the_fault_shifts_no_column() {
    assert_snapshot!(refused(exercised("public\"", "Zürich\", \"x\": 1")), @r#"
    error[C0001]: `Zürich` is not a name: 1 to 64 of a-z, 0-9 and `-`, not starting with `-`
     --> <stdin>:2:131
      |
    2 | ...exercised":{"series":"w-2003-a","holder":"Zürich", "x": 1,"quantity":"2930819","account":"...
      |                                             ^^^^^^^^
    "#);
}

#[test]
fn invisible_text() {
    assert_snapshot!(refused(OPENED.replace("Emgold Mining", "Emgold \u{202E}gniniM")), @r#"
    error[C0001]: text contains the invisible character U+202E
     --> <stdin>:2:104
      |
    2 | ...31","event":{"book_opened":{"issuer":"Emgold �gniniM","functional":"USD","presentation":"U...
      |                                         ^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_empty_line() {
    assert_snapshot!(refused(""), @r#"
    error[C0002]: the line is empty
     --> <stdin>:2:1
      |
    2 |
      | ^
      |
      = help: remove it: every line is an entry
    "#);
}

#[test]
fn a_blank_line() {
    assert_snapshot!(refused(" \t "), @r#"
    error[C0002]: the line is empty
     --> <stdin>:2:1
      |
    2 |
      | ^
      |
      = help: remove it: every line is an entry
    "#);
}

#[test]
fn deep_nesting() {
    assert_snapshot!(refused("[".repeat(10_000)), @r#"
    error[C0001]: invalid type: array, expected an entry (a JSON object)
     --> <stdin>:2:1
      |
    2 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
      | ^
    "#);
}

#[test]
fn deep_nesting_of_objects() {
    assert_snapshot!(refused("{\"event\":".repeat(5_000)), @r#"
    error[C0001]: unknown event `event`
     --> <stdin>:2:11
      |
    2 | {"event":{"event":{"event":{"event":{"event":{"event":{"event":{"event":{"event":{"event":{"e...
      |           ^^^^^^^
    "#);
}

#[test]
fn deep_nesting_in_an_event() {
    assert_snapshot!(refused(exercised("{\"amount\":\"1611950.45\",\"currency\":\"CAD\"}", &"[".repeat(10_000))), @r#"
    error[C0001]: invalid type: array, expected a JSON object
     --> <stdin>:2:185
      |
    2 | ...quantity":"2930819","account":"cash","paid":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
      |                                                ^
    "#);
}

#[test]
fn a_line_of_a_megabyte() {
    assert_snapshot!(refused(exercised("public", &"x".repeat(1024 * 1024))), @r#"
    error[C0002]: the line exceeds the limit of 61440 bytes
     --> <stdin>:2:61441
      |
    2 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      |                                                ^
      |
      = help: split the entry: one fact a line
    "#);
}

#[test]
fn a_line_one_byte_over_the_limit() {
    assert_snapshot!(refused(exercised("public", &"x".repeat(LINE_LIMIT - exercised("public", "").len() + 1))), @r#"
    error[C0002]: the line exceeds the limit of 61440 bytes
     --> <stdin>:2:61441
      |
    2 | ...":{"amount":"1611950.45","currency":"CAD"}}}}
      |                                                ^
      |
      = help: split the entry: one fact a line
    "#);
}

#[test]
fn a_line_at_the_limit_is_judged_by_what_it_says() {
    assert_snapshot!(refused(exercised("public", &"x".repeat(LINE_LIMIT - exercised("public", "").len()))), @r#"
    error[C0001]: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` is not a name: 1 to 64 of a-z, 0-9 and `-`, not starting with `-`
     --> <stdin>:2:131
      |
    2 | ...03-a","holder":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_key_twice_with_an_escape() {
    assert_snapshot!(refused(exercised(r#""holder":"public""#, r#""holder":"public","h\u006flder":"public""#)), @r#"
    error[C0001]: duplicate field `holder`
     --> <stdin>:2:140
      |
    2 | ..."series":"w-2003-a","holder":"public","h\u006flder":"public","quantity":"2930819","account...
      |                                          ^^^^^^^^^^^^^
    "#);
}

#[test]
fn letters_after_an_entry() {
    assert_snapshot!(refused(exercised("}}}}", "}}}} # sic")), @r#"
    error[C0001]: trailing characters
     --> <stdin>:2:229
      |
    2 | ...{"amount":"1611950.45","currency":"CAD"}}}} # sic
      |                                                ^
    "#);
}

#[test]
fn a_bracket_after_an_entry() {
    assert_snapshot!(refused(exercised("}}}}", "}}}}}")), @r#"
    error[C0001]: trailing characters
     --> <stdin>:2:228
      |
    2 | ...:{"amount":"1611950.45","currency":"CAD"}}}}}
      |                                                ^
    "#);
}

#[test]
fn an_escaped_nul() {
    assert_snapshot!(refused(OPENED.replace("Emgold Mining", "Emgold\\u0000Mining")), @r#"
    error[C0001]: text contains the invisible character U+0000
     --> <stdin>:2:104
      |
    2 | ...","event":{"book_opened":{"issuer":"Emgold\u0000Mining","functional":"USD","presentation":...
      |                                       ^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn half_of_a_surrogate_pair_at_the_start() {
    assert_snapshot!(refused(OPENED.replace("Emgold Mining", "Emgold \\ud83d Mining")), @r#"
    error[C0001]: an escape of half a character (a lone surrogate)
     --> <stdin>:2:104
      |
    2 | ...,"event":{"book_opened":{"issuer":"Emgold \ud83d Mining","functional":"USD","presentation"...
      |                                      ^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn half_of_a_surrogate_pair_at_the_end() {
    assert_snapshot!(refused(OPENED.replace("Emgold Mining", "Emgold \\ude00 Mining")), @r#"
    error[C0001]: an escape of half a character (a lone surrogate)
     --> <stdin>:2:104
      |
    2 | ...,"event":{"book_opened":{"issuer":"Emgold \ude00 Mining","functional":"USD","presentation"...
      |                                      ^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_position_with_an_exponent() {
    assert_snapshot!(refused(exercised(r#""effective""#, r#""seq":1e2,"effective""#)), @r#"
    error[C0001]: invalid type: floating point `100.0`, expected a whole number
     --> <stdin>:2:52
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","seq":1e2,"effective":"2004-02-17","event":{"war...
      |                                                    ^^^
    "#);
}

#[test]
fn a_position_below_zero() {
    assert_snapshot!(refused(exercised(r#""effective""#, r#""seq":-2,"effective""#)), @r#"
    error[C0001]: invalid value: integer `-2`, expected a whole number
     --> <stdin>:2:52
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","seq":-2,"effective":"2004-02-17","event":{"warr...
      |                                                    ^^
    "#);
}

#[test]
fn a_position_in_quotes() {
    assert_snapshot!(refused(exercised(r#""effective""#, r#""seq":"2","effective""#)), @r#"
    error[C0001]: invalid type: string "2", expected a whole number
     --> <stdin>:2:52
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","seq":"2","effective":"2004-02-17","event":{"war...
      |                                                    ^^^
    "#);
}

#[test]
fn a_position_that_no_number_holds() {
    assert_snapshot!(refused(exercised(r#""effective""#, r#""seq":18446744073709551616,"effective""#)), @r#"
    error[C0001]: invalid type: floating point `1.8446744073709552e+19`, expected a whole number
     --> <stdin>:2:52
      |
    2 | {"id":"01900000-0000-7000-8000-000000000002","seq":18446744073709551616,"effective":"2004-02-...
      |                                                    ^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn no_json_at_all() {
    assert_snapshot!(refused("2004-02-17 warrants exercised 2930819"), @r#"
    error[C0001]: invalid type: integer `2004`, expected an entry (a JSON object)
     --> <stdin>:2:1
      |
    2 | 2004-02-17 warrants exercised 2930819
      | ^^^^^^^^^^
    "#);
}

#[test]
fn after_twenty_malformed_lines_the_rest_is_not_read() {
    let (exit, printed) = capfold(&["check", "-"], "x\n".repeat(21).as_bytes());
    assert_eq!((exit, printed.matches("error[C0001]").count()), (2, 20));
    assert!(printed.ends_with("… and more malformed lines\n"), "{printed}");
    let (exit, printed) = capfold(&["check", "-"], "x\n".repeat(20).as_bytes());
    assert_eq!((exit, printed.matches("error[C0001]").count()), (2, 20));
    assert!(!printed.contains("and more"), "{printed}");
}

#[test]
fn programs_read_the_same_with_the_same_keys() {
    let input = format!("{OPENED}\n{}\n", exercised("2930819", "-2930819"));
    let (exit, printed) = capfold(&["check", "-", "--format", "json"], input.as_bytes());
    assert_eq!(exit, 2);
    assert_snapshot!(printed, @r#"{"code":"C0001","severity":"error","file":"<stdin>","line":2,"column":151,"message":"`-2930819` must be greater than zero","gap":null,"note":null,"help":null}"#);
}

/// Every prefix of an entry, and an entry with any one byte replaced, is read or refused; nothing panics.
#[test]
fn no_byte_makes_the_reader_panic() {
    let line = exercised("CAD", "CAD").into_bytes();
    for at in 0..line.len() {
        let (exit, _) = capfold(&["check", "-"], &line[..at]);
        assert_eq!(exit, if at == 0 { 0 } else { 2 });
        for byte in [0, b'"', b'\\', b'{', b'}', b'[', b',', b':', b'\n', b'\r', b'9', 0x7F, 0x80, 0xC3, 0xFF] {
            let mut changed = line.clone();
            changed[at] = byte;
            let (exit, printed) = capfold(&["check", "-"], &changed);
            assert!(matches!(exit, 1 | 2), "{printed}");
        }
    }
}
