//! Elements of the taxonomies (US GAAP, IFRS, DEI) for figures.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{attempted, calculated};

/// The figures that there are, as the message for one that there is not says.
fn figures() -> Vec<String> {
    let message = attempted("xbrl.map", r#"{"figure":"no such"}"#).expect_err("no such figure").to_string();
    let list = message.strip_prefix("figure: there is no figure `no such`; those there are: ").expect("a list");
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn elements_are_whole_and_each_stands_for_one_figure() {
    let figures = figures();
    assert!(figures.is_sorted() && figures.len() > 80, "{} figures", figures.len());
    let mut used = BTreeMap::new();
    for figure in figures {
        let output = calculated("xbrl.map", &format!(r#"{{"figure":"{figure}"}}"#));
        let elements: Vec<(&String, &Value)> =
            output.as_object().expect("taxonomies").iter().filter(|(_, element)| !element.is_null()).collect();
        assert!(!elements.is_empty(), "{figure} has no element");
        for (taxonomy, element) in elements {
            let name = element["name"].as_str().expect("a name");
            assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
            let money = element["type"] == "monetary";
            assert_eq!(element["balance"].is_string(), money, "{name}");
            assert!(element["period"] == "instant" || element["period"] == "duration", "{name}");
            let other = used.insert((taxonomy.clone(), name.to_owned()), figure.clone());
            // The balance and the statement of changes in equity show the same number.
            let shared = figure == "shares_outstanding_equity_statement" && taxonomy == "ifrs_full";
            assert!(other.is_none() || shared, "{name} stands for {figure} and {other:?}");
        }
    }
}
