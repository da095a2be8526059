//! Worked cases, in files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use capfold_core::calc::{Number, kind, kinds};
use num_traits::{Signed, Zero};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// What is read of a file of cases by itself: inputs as they are written, since the order of keys may matter.
#[derive(Deserialize)]
struct Written {
    cases: Vec<WrittenCase>,
}

#[derive(Deserialize)]
struct WrittenCase {
    inputs: Box<RawValue>,
}

/// The cases of a directory, with their files and their inputs as written.
fn cases(directory: &Path) -> Vec<(PathBuf, Box<RawValue>, Value)> {
    let files = std::fs::read_dir(directory).expect("a directory").map(|file| file.expect("a file").path());
    let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).expect("text");
        let all: Value = serde_json::from_str(&text).expect("JSON");
        let cases = all["cases"].as_array().expect("cases").clone();
        let written: Written = serde_json::from_str(&text).expect("inputs of cases");
        written.cases.into_iter().zip(cases).map(move |(written, case)| (file.clone(), written.inputs, case))
    };
    files.into_iter().flat_map(read).collect()
}

/// Where an output differs from what a case expects; what it says more is not looked at.
fn differences(expected: &Value, found: &Value, path: &str, case: &Value, all: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(fields), Value::Object(of)) => {
            for (key, expected) in fields {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differences(expected, of.get(key).unwrap_or(&Value::Null), &path, case, all);
            }
        }
        (Value::Array(rows), Value::Array(of)) if rows.len() == of.len() => {
            for (index, (expected, found)) in rows.iter().zip(of).enumerate() {
                differences(expected, found, &format!("{path}.{index}"), case, all);
            }
        }
        _ if expected == found || is_near(expected, found, path, case) => {}
        _ => all.push(format!("{path}: expected {expected}, found {found}")),
    }
}

fn is_near(expected: &Value, found: &Value, path: &str, case: &Value) -> bool {
    let number = |value: &Value| value.as_str().and_then(|text| text.parse::<Number>().ok());
    let (Some(expected), Some(found)) = (number(expected), number(found)) else { return false };
    let tolerance = &case["tolerance"];
    let own = &tolerance["fields"][path];
    let tolerance = if own.is_null() { &tolerance["default"] } else { own };
    let part = |key: &str| tolerance[key].as_str().map_or_else(Number::default, scientific).into_ratio();
    let apart = (expected.clone().into_ratio() - found.into_ratio()).abs();
    let allowed = part("abs").max(part("rel") * expected.into_ratio().abs());
    if allowed.is_zero() { apart.is_zero() } else { apart <= allowed }
}

/// `1e-9` as a number.
fn scientific(text: &str) -> Number {
    let (head, places) = text.split_once("e-").unwrap_or((text, "0"));
    let zeros = "0".repeat(places.parse().expect("places"));
    format!("{head}/1{zeros}").parse().expect("a number")
}

/// Runs the cases of a directory; how many of each kind there are.
#[track_caller]
fn run(directory: &Path) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    let mut wrong = Vec::new();
    for (file, inputs, case) in cases(directory) {
        let (id, name) = (case["id"].as_str().expect("an id"), case["kind"].as_str().expect("a kind"));
        *count.entry(name.to_owned()).or_insert(0) += 1;
        let mut all = Vec::new();
        match kind(name).map(|kind| kind.calculate_text(inputs.get())) {
            Some(Ok(answer)) => differences(&case["expected"], &answer.output, "", &case, &mut all),
            Some(Err(error)) => all.push(error.to_string()),
            None => all.push(format!("no kind {name}")),
        }
        if !all.is_empty() {
            wrong.push(format!("{}: {id}, {name}\n    {}", file.display(), all.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    count
}

#[test]
fn own_cases_come_out() {
    let count = run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calc/cases"));
    let missing: Vec<_> = kinds().map(|kind| kind.name).filter(|name| !count.contains_key(*name)).collect();
    assert!(missing.is_empty(), "kinds without a case: {missing:?}");
}

#[test]
fn reference_cases_come_out_where_there_are_any() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let directory = std::env::var_os("CAPFOLD_REFERENCE").map_or(beside, PathBuf::from);
    if !directory.is_dir() {
        println!("no reference cases at {}: none were tried", directory.display());
        return;
    }
    let count = run(&directory);
    println!("{} reference cases of {} kinds agree", count.values().sum::<usize>(), count.len());
}

#[test]
fn every_kind_has_its_words_and_an_example_that_it_takes() {
    let mut names = BTreeSet::new();
    for kind in kinds() {
        assert!(names.insert(kind.name), "{} twice", kind.name);
        assert!(kind.meaning.ends_with('.') && !kind.source.is_empty(), "{}", kind.name);
        let inputs: Value = serde_json::from_str(kind.example).expect(kind.name);
        let answer = kind.calculate(&inputs).unwrap_or_else(|error| panic!("{}: {error}", kind.name));
        assert!(!answer.steps.is_empty(), "{} says no steps", kind.name);
    }
}

/// What is wrong in any inputs: a key too many or too few, a number that is none, text where a list belongs.
#[test]
fn every_kind_refuses_what_is_no_input_of_it() {
    for kind in kinds() {
        let inputs: Value = serde_json::from_str(kind.example).expect(kind.name);
        let object = inputs.as_object().expect(kind.name);
        for wrong in [Value::Null, Value::from(1), Value::from("x"), Value::Array(Vec::new())] {
            assert!(kind.calculate(&wrong).is_err(), "{} takes {wrong}", kind.name);
        }
        let mut more = object.clone();
        more.insert("no such key".to_owned(), Value::from("1"));
        assert!(kind.calculate(&Value::Object(more)).is_err(), "{} takes a key it does not have", kind.name);
        for key in object.keys() {
            for wrong in [Value::from(true), Value::from("1e5"), Value::from("1/0"), Value::from(-1)] {
                let mut changed = object.clone();
                changed.insert(key.clone(), wrong.clone());
                let whole = matches!((&object[key], &wrong), (Value::Bool(_), Value::Bool(_)));
                // Names can be any text.
                let text =
                    object[key].as_str().is_some_and(|text| text.parse::<Number>().is_err()) && wrong.is_string();
                let taken = kind.calculate(&Value::Object(changed));
                assert!(whole || text || taken.is_err(), "{} takes {wrong} for {key}", kind.name);
            }
        }
    }
}
