//! A case as it is read, and a book that is built from one.

use std::cell::Cell;
use std::path::Path;

use capfold_core::date::{Date, PeriodName, YearEnd};
use capfold_core::entry::{Cut, Entry};
use capfold_core::exact::{Exact, Rounding, notional};
use capfold_core::figures::{self, Time};
use capfold_core::finding::Finding;
use capfold_core::ledger::{Ledger, fold_with_lineage};
use capfold_core::log::Log;
use num_rational::BigRational;
use serde_json::{Value, json};

use crate::runner::entry;

/// Marks what no file states and a log needs.
pub(super) fn supplied<T>(value: T) -> T {
    value
}

/// The published statements of an issuer for a time.
pub(super) struct Case {
    name: String,
    json: Value,
    compared: Cell<usize>,
}

impl Case {
    pub(super) fn read(directory: &Path, name: &str) -> Self {
        let text = std::fs::read_to_string(directory.join(format!("{name}.json"))).expect(name);
        let json: Value = serde_json::from_str(&text).expect(name);
        assert_eq!(json["schema"], "real-statements/1", "{name}");
        Self { name: name.to_owned(), json, compared: Cell::new(0) }
    }

    /// How many figures were compared with what the case states.
    pub(super) fn compared(&self) -> usize {
        self.compared.get()
    }

    pub(super) fn events(&self) -> usize {
        self.json["events"].as_array().map_or(0, Vec::len)
    }

    /// What stands at a path as `events/3/quantity`.
    #[track_caller]
    fn find(&self, path: &str) -> &Value {
        let found = path.split('/').try_fold(&self.json, step);
        found.unwrap_or_else(|| panic!("{} has no {path}", self.name))
    }

    #[track_caller]
    pub(super) fn text(&self, path: &str) -> &str {
        self.find(path).as_str().unwrap_or_else(|| panic!("{} at {path} is no text", self.name))
    }

    /// A number, printed with or without separators.
    #[track_caller]
    pub(super) fn number(&self, path: &str) -> Exact {
        self.text(path).parse().unwrap_or_else(|_| panic!("{} at {path} is no number", self.name))
    }

    /// A sum of money at a path.
    #[track_caller]
    pub(super) fn money(&self, path: &str, currency: &str) -> Value {
        money(self.number(path), currency)
    }

    /// A count at one path times a price at another, to the cent.
    #[track_caller]
    pub(super) fn product(&self, count: &str, price: &str) -> Exact {
        times(self.number(count), self.number(price))
    }
}

/// A step of a path: a key; in a list of objects the `seq` or the `id` of one, in other lists a position
/// from 0.
fn step<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let Some(list) = value.as_array() else { return value.get(key) };
    let is = |object: &&Value| object["id"] == key || object["seq"].as_u64().is_some_and(|seq| seq.to_string() == key);
    if list.iter().all(Value::is_object) { list.iter().find(is) } else { list.get(key.parse::<usize>().ok()?) }
}

/// A product, to the cent.
pub(super) fn times(count: Exact, price: Exact) -> Exact {
    notional(count, price, Exact::grain(2), Rounding::HalfUp).expect("a product in range").value
}

pub(super) fn less(a: Exact, b: Exact) -> Exact {
    a.minus(b).expect("a difference in range")
}

pub(super) fn plus(a: Exact, b: Exact) -> Exact {
    a.plus(b).expect("a sum in range")
}

pub(super) fn exact(text: &str) -> Exact {
    text.parse().expect("a number")
}

pub(super) fn money(amount: Exact, currency: &str) -> Value {
    json!({"amount": amount.to_string(), "currency": currency})
}

/// A log in the making: one holder, one class, a bank account in either currency.
#[derive(Clone)]
pub(super) struct Book {
    year_end: YearEnd,
    entries: Vec<(String, Value)>,
}

impl Book {
    /// The day on which it opens, the functional currency, the last day of the financial year.
    pub(super) fn open(day: &str, functional: &str, year_end: &str) -> Self {
        let mut book = Self { year_end: year_end.parse().expect("a year end"), entries: Vec::new() };
        let opened =
            json!({"issuer": "Issuer", "functional": functional, "presentation": functional, "year_end": year_end});
        for event in [
            json!({"book_opened": opened}),
            json!({"holder_registered": {"holder": "public", "name": "Public"}}),
            json!({"class_registered": {"class": "common", "name": "Common"}}),
            json!({"authorised_set": {"class": "common", "authorised": "unlimited"}}),
            json!({"account_registered": {"account": "bank-cad", "name": "Bank", "currency": "CAD"}}),
            json!({"account_registered": {"account": "bank-usd", "name": "Bank", "currency": "USD"}}),
            json!({"plan_registered": {"plan": "plan", "name": "Plan", "class": "common"}}),
        ] {
            book.say(day, event);
        }
        book
    }

    pub(super) fn say(&mut self, day: &str, event: Value) {
        self.entries.push((day.to_owned(), event));
    }

    /// An issue of common shares.
    pub(super) fn issue(&mut self, day: &str, quantity: Exact, consideration: Value) {
        let issue =
            json!({"class": "common", "holder": "public", "quantity": quantity.to_string(), "for": consideration});
        self.say(day, json!({"shares_issued": issue}));
    }

    /// A series of warrants for a share each.
    pub(super) fn series(&mut self, day: &str, series: &str, strike: Value, expires: Option<&str>) {
        let mut row = json!({"series": series, "name": series, "class": "common", "strike": strike});
        if let Some(expires) = expires {
            row["expires"] = json!(expires);
        }
        self.say(day, json!({"series_registered": row}));
    }

    /// Options of one lot that stand open when the log begins.
    pub(super) fn lot(&mut self, day: &str, grant: &str, quantity: Exact, strike: Value) {
        let row = json!({"grant": grant, "plan": "plan", "holder": "public", "quantity": quantity.to_string(), "strike": strike});
        self.say(day, json!({"opening_balances": {"options": [row]}}));
    }

    /// Folds the log, every event of which can happen.
    #[track_caller]
    pub(super) fn fold(&self) -> Folded {
        let (ledger, findings) = self.fold_all();
        assert_eq!(findings, []);
        Folded { ledger, year_end: self.year_end }
    }

    /// The codes of what cannot happen.
    #[track_caller]
    pub(super) fn refusals(&self) -> Vec<&'static str> {
        self.fold_all().1.iter().map(|finding| finding.rejection.problem.code()).collect()
    }

    #[track_caller]
    fn fold_all(&self) -> (Ledger, Vec<Finding>) {
        let mut log = Log::new();
        for (number, (day, event)) in (1..).zip(&self.entries) {
            let line = entry(number, day, &event.to_string());
            log.append(Entry::parse(line.trim_end().as_bytes()).expect(&line)).expect(&line);
        }
        fold_with_lineage(&log.timeline(Cut::default()).facts)
    }
}

/// What a book folds into.
pub(super) struct Folded {
    ledger: Ledger,
    year_end: YearEnd,
}

impl Folded {
    /// A figure, as `shares.outstanding:common`, of a day or of a period.
    #[track_caller]
    pub(super) fn figure(&self, name: &str, time: &str) -> BigRational {
        let (figure, scope) = figures::parse(name).expect(name);
        let period = |name: PeriodName| name.resolve(self.year_end).expect(time);
        let time = time.parse::<Date>().map_or_else(|_| Time::Over(period(time.parse().expect(time))), Time::At);
        let answer = figures::evaluate(&self.ledger, figure, scope, time).expect(name);
        answer.number.unwrap_or_else(|| panic!("{name} has no value"))
    }

    /// Compares a figure with what the case states at a path: it is the same number.
    #[track_caller]
    pub(super) fn is(&self, case: &Case, name: &str, time: &str, path: &str) {
        let stated = case.number(path).ratio();
        assert_eq!(self.figure(name, time), stated, "{} in {time}: {name}, stated at {path}", case.name);
        case.compared.set(case.compared.get() + 1);
    }

    /// Compares a figure with what a statement prints: rounded to the last digit printed it is the same.
    #[track_caller]
    pub(super) fn prints(&self, case: &Case, name: &str, time: &str, statement: &str) {
        self.prints_as(case, name, time, statement, Rounding::HalfUp);
    }

    /// The same of a figure that is another number before it is rounded.
    #[track_caller]
    pub(super) fn rounds(&self, case: &Case, name: &str, time: &str, statement: &str) {
        self.is_not(case, name, time, &format!("statements/{statement}/value"));
        self.prints(case, name, time, statement);
    }

    /// The same of what is cut off at the last digit, and rounded would be another number.
    #[track_caller]
    pub(super) fn truncates(&self, case: &Case, name: &str, time: &str, statement: &str) {
        self.prints_as(case, name, time, statement, Rounding::Down);
        assert!(!self.is_rounded(case, name, time, statement, Rounding::HalfUp), "{name} is rounded");
    }

    #[track_caller]
    fn prints_as(&self, case: &Case, name: &str, time: &str, statement: &str, rounding: Rounding) {
        let figure = self.figure(name, time);
        let printed = self.is_rounded(case, name, time, statement, rounding);
        assert!(printed, "{} in {time}: {name} is {figure}, printed as {statement}", case.name);
        case.compared.set(case.compared.get() + 1);
    }

    /// Whether a figure is rounded to what a statement prints.
    #[track_caller]
    pub(super) fn is_rounded(&self, case: &Case, name: &str, time: &str, statement: &str, rounding: Rounding) -> bool {
        let digit = case.number(&format!("statements/{statement}/precision"));
        let printed = case.number(&format!("statements/{statement}/value"));
        Exact::from_ratio(&self.figure(name, time), digit, rounding) == Some(printed)
    }

    /// A figure is another number than the case has at a path.
    #[track_caller]
    pub(super) fn is_not(&self, case: &Case, name: &str, time: &str, path: &str) {
        assert_ne!(self.figure(name, time), case.number(path).ratio(), "{} in {time}: {name}, at {path}", case.name);
    }
}
