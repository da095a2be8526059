//! Promise: every calculation can be asked for by name, with JSON in and out; what cannot be used is refused at
//! its place, and takes nothing else with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use capfold_core::calc::{kind, kinds};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::runner::capfold;

const CASES: &str = "crates/capfold-core/tests/calc/cases";

#[track_caller]
fn check(args: &[&str], input: &str, exit: u8) -> String {
    let (code, printed) = capfold(args, input.as_bytes());
    assert_eq!(code, exit, "{printed}");
    printed
}

#[test]
fn every_example_is_calculated_and_explained() {
    for kind in kinds() {
        let example = check(&["calc", kind.name, "--example"], "", 0);
        let output: Value = serde_json::from_str(&check(&["calc", kind.name], &example, 0)).expect("JSON");
        let explained = check(&["calc", kind.name, "-", "--explain", "--format", "json"], &example, 0);
        let explained: Value = serde_json::from_str(&explained).expect("JSON");
        assert_eq!(explained["output"], output, "{}", kind.name);
        let page = check(&["calc", kind.name, "--explain"], &example, 0);
        for step in explained["steps"].as_array().expect("steps") {
            assert!(page.contains(step["what"].as_str().expect("text")), "{}: {step}\n{page}", kind.name);
        }
    }
}

#[test]
fn all_calculations_are_listed_with_their_sources() {
    let page = check(&["calc", "--list"], "", 0);
    for kind in kinds() {
        let listed = page.lines().any(|line| line.contains(kind.name) && line.contains(kind.source));
        assert!(listed, "{}\n{page}", kind.name);
    }
}

/// A file of cases, with inputs as they are written: the order of their keys may matter.
#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    kind: String,
    inputs: Box<RawValue>,
}

/// What the verb prints of a file of cases is what each kind gives.
#[track_caller]
fn file(path: &Path) {
    let printed = check(&["calc", "--cases", path.to_str().expect("text")], "", 0);
    let printed: BTreeMap<String, Value> = serde_json::from_str(&printed).expect("JSON");
    let Cases { cases } = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    assert_eq!(printed.len(), cases.len(), "{}", path.display());
    for Case { id, kind: name, inputs } in cases {
        let output = kind(&name).expect("a kind").calculate_text(inputs.get()).expect(&id).output;
        assert_eq!(printed[&id], output, "{id}");
    }
}

/// The kinds of a file of cases that cannot be calculated.
fn unknown(path: &Path) -> BTreeSet<String> {
    let cases: Value = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    let kinds = cases["cases"].as_array().expect("cases").iter().map(|case| case["kind"].as_str().expect("a kind"));
    kinds.filter(|name| kind(name).is_none()).map(str::to_owned).collect()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(directory).expect("a directory").map(|file| file.expect("a file").path());
    files.filter(|file| file.extension().is_some_and(|end| end == "json")).collect()
}

#[test]
fn files_of_cases_are_calculated() {
    let own = files(Path::new(CASES));
    assert!(!own.is_empty());
    own.iter().for_each(|path| file(path));
    let beside = PathBuf::from("../shared/reference");
    let reference = std::env::var_os("CAPFOLD_REFERENCE").map_or(beside, PathBuf::from);
    if reference.is_dir() {
        for path in files(&reference) {
            let unknown = unknown(&path);
            if unknown.is_empty() {
                file(&path);
            } else {
                println!("{} was not tried: no such kinds as {unknown:?}", path.display());
            }
        }
    } else {
        println!("no reference cases at {}: none were tried", reference.display());
    }
}

const TWO: &str = r#"{"cases":[
 {"id":"good","kind":"eps.bonus_issue","inputs":{"shares_before":"4","bonus_shares_per_share":"1","profits":{}}},
 {"id":"bad","kind":"eps.bonus_issue","inputs":{"shares_before":"-4","bonus_shares_per_share":"1","profits":{}}},
 {"id":"none","kind":"eps.nothing","inputs":{}},
 {"id":"empty"}
]}"#;

#[test]
fn a_case_that_cannot_be_calculated_takes_no_other_with_it() {
    let printed = check(&["calc", "--cases", "-"], TWO, 2);
    insta::assert_snapshot!(printed);
}

#[test]
fn what_is_no_input_is_refused_at_its_place() {
    let inputs = |change: (&str, &str)| {
        r#"{"shares_before":"4","bonus_shares_per_share":"1","profits":{"2024":"5"}}"#.replace(change.0, change.1)
    };
    let rows = [
        (inputs(("\"5\"", "\"5x\"")), "C0106", "\"5x\"", "`5x` is not a number"),
        (inputs(("\"5\"", "5.5")), "C0106", "5.5", "5.5 is a number without quotes"),
        (inputs(("\"4\"", "\"0\"")), "C0106", "\"0\"", "0 is not above zero"),
        (inputs(("\"4\"", "\"1/0\"")), "C0106", "\"1/0\"", "divides by zero"),
        (inputs(("profits", "shares_before")), "C0106", "", "the key `shares_before` stands twice"),
        (inputs(("{\"2024\":\"5\"}}", "")), "C0106", "", "EOF"),
        (String::new(), "C0106", "", "EOF"),
        ("[".repeat(100_000), "C0106", "", "recursion limit"),
        (inputs(("\"4\"", &format!("\"{}\"", "4".repeat(1000)))), "C0106", "", "at most 80 digits"),
    ];
    for (inputs, code, value, message) in rows {
        let printed = check(&["calc", "eps.bonus_issue"], &inputs, 2);
        assert!(printed.starts_with(&format!("error[{code}]")) && printed.contains(message), "{message}\n{printed}");
        assert!(value.is_empty() || printed.matches('^').count() == value.len(), "{value}\n{printed}");
    }
}

#[test]
fn what_was_asked_for_wrongly_is_said() {
    let rows: &[(&[&str], &str)] = &[
        (&["calc"], "required arguments"),
        (&["calc", "eps.bonus"], "did you mean eps.wanos or eps.bonus_issue"),
        (&["calc", "--list", "eps.wanos"], "cannot be used with"),
        (&["calc", "eps.wanos", "no/such/file.json"], "`no/such/file.json` cannot be read: it does not exist"),
        (&["calc", "--cases", "."], "it is a directory"),
        (&["calc", "eps.wanos", "--example", "--explain"], "cannot be used with"),
    ];
    for (args, message) in rows {
        let printed = check(args, "", 2);
        assert!(printed.contains(message), "{args:?}\n{printed}");
    }
    let twice = TWO.replace("\"bad\"", "\"good\"");
    let printed = check(&["calc", "--cases", "-"], &twice, 2);
    assert!(printed.contains("`good` stands for two cases") && printed.contains("<stdin>:3:2"), "{printed}");
}
