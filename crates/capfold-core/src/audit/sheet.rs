//! Statements: what a document prints, and which figures of the log it speaks of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use crate::date::{Date, PeriodName};
use crate::entry::LineError;
use crate::name::{Label, Name};

/// The statements of one document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a sheet of statements (a JSON object)")]
pub struct Sheet {
    /// The document, as the log cites it.
    pub document: Name,
    /// Printed figures.
    pub statements: Vec<Statement>,
    /// How printed figures should stand to each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

impl Sheet {
    /// Reads a file of statements, as strictly as a line of the log.
    ///
    /// # Errors
    /// [`LineError`] with the byte of the file, over all of its lines; nothing unknown is skipped, no id
    /// is given twice, nothing is the sum of nothing, and relations are between statements of the sheet.
    pub fn parse(file: &[u8]) -> Result<Self, LineError> {
        let sheet: Self = crate::strict::read(file, "file")?;
        sheet.check().map_err(|(id, nth, message)| {
            let offset = std::str::from_utf8(file).ok().and_then(|text| offset_of_id(text, id, nth));
            let help = Some("every statement and relation has an id of its own and names what it adds");
            LineError { code: "C0003", offset: offset.unwrap_or_default(), message, path: Vec::new(), help }
        })?;
        Ok(sheet)
    }

    /// The id at fault, how many times it stood before, and what is wrong.
    fn check(&self) -> Result<(), (&Name, usize, String)> {
        let mut ids = BTreeSet::new();
        for id in self.statements.iter().map(|s| &s.id).chain(self.relations.iter().map(|r| &r.id)) {
            if !ids.insert(id) {
                return Err((id, 1, format!("`{id}` is already the id of another statement or relation")));
            }
        }
        if let Some(statement) = self.statements.iter().find(|statement| statement.figures.is_empty()) {
            return Err((&statement.id, 0, format!("statement `{}` names no figures", statement.id)));
        }
        for relation in &self.relations {
            let id = &relation.id;
            if relation.sum.is_empty() {
                return Err((id, 0, format!("relation `{id}` adds nothing")));
            }
            let known = |id: &Name| self.statements.iter().any(|statement| statement.id == *id);
            if let Some(unknown) = relation.sum.iter().chain([&relation.equals]).find(|id| !known(id)) {
                return Err((id, 0, format!("relation `{id}` speaks of `{unknown}`, which is no statement here")));
            }
        }
        Ok(())
    }
}

/// The byte at which an id stands in a file, when it stands there so many times before.
fn offset_of_id(text: &str, id: &Name, before: usize) -> Option<usize> {
    let quoted = format!("\"{id}\"");
    let is_id = |offset: &usize| {
        let head = text.get(..*offset).unwrap_or_default().trim_end();
        head.strip_suffix(':').is_some_and(|head| head.trim_end().ends_with("\"id\""))
    };
    text.match_indices(&quoted).map(|(offset, _)| offset).filter(is_id).nth(before)
}

/// A printed figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its short name.
    pub id: Name,
    /// What it is called in reports.
    pub label: Label,
    /// Where it stands in the document.
    pub at: Label,
    /// As it is printed.
    pub printed: Printed,
    /// The figures of the log whose sum it states.
    pub figures: Vec<String>,
    /// The period, for figures of a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodName>,
    /// The day, for figures of a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

/// A sum of printed figures that another one should equal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Its short name.
    pub id: Name,
    /// What it is called in reports.
    pub label: Label,
    /// The statements that are added.
    pub sum: Vec<Name>,
    /// The statement that should equal the sum.
    pub equals: Name,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"{
  "document": "q1-2004-release",
  "statements": [
    {"id": "cash", "label": "Cash", "at": "para 7", "printed": "US$1,265,802", "figures": ["cash"], "as_of": "2004-03-31"}
  ]
}
"#;

    /// What is said of the sheet with other text in place of some of it, and the text from there on.
    #[track_caller]
    fn refused(from: &str, to: &str) -> (String, String) {
        assert!(SHEET.contains(from), "{from}");
        let file = SHEET.replacen(from, to, 1);
        let error = Sheet::parse(file.as_bytes()).expect_err(&file);
        (error.message, file[error.offset..].chars().take(8).collect())
    }

    #[test]
    fn a_sheet_is_read() {
        let sheet = Sheet::parse(SHEET.as_bytes()).expect("a sheet");
        assert_eq!((sheet.document.as_str(), sheet.statements.len(), sheet.relations.len()), ("q1-2004-release", 1, 0));
        assert_eq!(Sheet::parse(SHEET.replace('\n', "\r\n").as_bytes()).expect("a sheet"), sheet);
    }

    #[test]
    fn a_sheet_is_read_as_strictly_as_an_entry_with_the_place_over_all_lines() {
        let said = |message: &str, rest: &str| (message.to_owned(), rest.to_owned());
        let statement = SHEET.lines().nth(3).expect("the statement").trim();
        assert_eq!(
            refused(statement, r#"["cash"]"#),
            said("invalid type: array, expected a JSON object", "[\"cash\"]")
        );
        assert_eq!(refused("label", "lable").1, "\": \"Cash");
        assert_eq!(
            refused(SHEET, "\n[]"),
            said("invalid type: array, expected a sheet of statements (a JSON object)", "[]")
        );
        assert_eq!(refused("]\n}", "]\n").0, "EOF while parsing an object");
        assert_eq!(refused("Cash", "Ca\0sh"), said("the file contains a NUL byte", "\0sh\", \"a"));
    }

    #[test]
    fn a_sheet_names_everything_once_and_adds_something() {
        let statement = SHEET.lines().nth(3).expect("the statement");
        let said = |message: &str, rest: &str| (message.to_owned(), rest.to_owned());
        let twice = format!("{statement},\n{statement}");
        let message = "`cash` is already the id of another statement or relation";
        assert_eq!(refused(statement, &twice), said(message, "\"cash\", "));
        assert_eq!(refused("[\"cash\"]", "[]"), said("statement `cash` names no figures", "\"cash\", "));
        let relation = |id: &str, sum: &str| {
            format!(r#"],"relations":[{{"id":"{id}","label":"Sum","sum":[{sum}],"equals":"cash"}}]}}"#)
        };
        assert_eq!(refused("]\n}", &relation("all", "")), said("relation `all` adds nothing", "\"all\",\"l"));
        let message = "relation `all` speaks of `bank`, which is no statement here";
        assert_eq!(refused("]\n}", &relation("all", r#""bank""#)), said(message, "\"all\",\"l"));
        assert_eq!(refused("]\n}", &relation("cash", r#""cash""#)).1, "\"cash\",\"");
    }
}
