//! Mistakes: an entry that could happen, made wrong in one small way.
//!
//! A mistake knows nothing of the event it is made in. It looks for a name, a number, a currency or a
//! day, changes it, and asks the ledger whether the entry is refused now; so a new kind of event has
//! its mistakes from the start. How far a number may go it learns from a refusal: a number far too
//! large is refused with the gap, and one unit more than what that leaves is one unit too much.

use capfold_core::date::Date;
use capfold_core::entry::Entry;
use capfold_core::event::{AssumedValue, Event, Names};
use capfold_core::exact::Exact;
use capfold_core::finding::{Problem, Thing};
use capfold_core::ledger::Ledger;
use capfold_core::log::Fact;
use capfold_core::money::Currency;
use capfold_core::name::{Name, Seq};
use serde_json::{Value, json};

use super::desk::{CURRENCIES, value};
use super::numbers::chosen;

/// One way of being wrong.
#[derive(Clone, Copy)]
enum Mistake {
    /// A number one unit past what there is, or one unit from what it must be.
    Number,
    /// A number finer than the smallest unit.
    Grain,
    /// A name that nothing has.
    Unknown,
    /// The name of another thing of its kind.
    Other,
    /// A new name that something has.
    Again,
    /// Another currency.
    Currency,
    /// A number as an assumption that is not there, or of another kind.
    Assumption,
    /// A total smaller than the assumed part.
    Rest,
    /// Something left out that could be.
    Omitted,
    /// The day before or after one that the terms name, or the event.
    Day,
    /// One word for another.
    Word,
    /// An assumption named by the entry that is not there.
    AssumesUnknown,
    /// A day that is not the one its assumption chose.
    DayDiffers,
    /// A day before the book was opened.
    BeforeBook,
    /// A position that is not the entry's.
    SeqDiffers,
}

/// Mistakes that need something in the event, by how often each is tried first.
const OWN: [Mistake; 18] = [
    Mistake::Number,
    Mistake::Day,
    Mistake::Unknown,
    Mistake::Word,
    Mistake::Day,
    Mistake::Number,
    Mistake::Grain,
    Mistake::Day,
    Mistake::Number,
    Mistake::Currency,
    Mistake::Other,
    Mistake::Assumption,
    Mistake::Number,
    Mistake::Rest,
    Mistake::Other,
    Mistake::Number,
    Mistake::Again,
    Mistake::Omitted,
];
/// Mistakes that any entry can have.
const ANY: [Mistake; 4] = [Mistake::DayDiffers, Mistake::AssumesUnknown, Mistake::BeforeBook, Mistake::SeqDiffers];
/// Words, each with one that says the opposite.
const WORDS: [(&str, &str); 2] = [("issuer", "holder"), ("holder", "issuer")];
/// Smallest units of money and shares.
const UNITS: [&str; 4] = ["0.01", "0.25", "1", "10"];
/// Parts of such units.
const PARTS: [&str; 5] = ["0.005", "0.5", "0.125", "5", "0.1"];
/// How many times as much is far too much; twice as much where there cannot be more, as of per cent.
const FAR: [i128; 3] = [1_000_000_000, 10_000, 2];

/// An entry that could happen, and what its mistakes are judged by.
pub(super) struct Case<'a> {
    pub(super) entry: &'a Entry,
    /// The ledger on which it would be folded.
    pub(super) ledger: &'a Ledger,
    /// The first day on which that ledger would still be the one.
    pub(super) since: Date,
    /// The position that the entry will have.
    pub(super) position: u64,
    /// Where a choice begins.
    pub(super) chance: u8,
}

/// What the ledger says to an entry, if it refuses it.
pub(super) fn refusal(ledger: &Ledger, entry: &Entry, position: u64) -> Option<Problem> {
    let Entry { effective, event, assumes, .. } = entry;
    let seq = Seq(position);
    let fact = Fact { seq, stated_by: seq, effective: *effective, event, assumes, source: None };
    ledger.plan(&fact).err().map(|rejection| *rejection.problem)
}

impl Case<'_> {
    /// The entry with the nth mistake, or with the next one that it can have.
    pub(super) fn mistaken(&self, nth: u8) -> Option<Entry> {
        let nth = usize::from(nth);
        let own = || turned(OWN.to_vec(), nth);
        let any = || turned(ANY.to_vec(), nth);
        let general = nth.checked_rem(11) == Some(0);
        let order: Vec<Mistake> = if general { any() } else { own().into_iter().chain(any()).collect() };
        order.into_iter().find_map(|mistake| self.made(mistake))
    }

    fn made(&self, mistake: Mistake) -> Option<Entry> {
        match mistake {
            Mistake::Number => self.number(),
            Mistake::Grain => self.grain(),
            Mistake::Unknown => self.unknown(),
            Mistake::Other => self.other(),
            Mistake::Again => self.again(),
            Mistake::Currency => self.currency(),
            Mistake::Assumption => self.assumption(),
            Mistake::Rest => self.rest(),
            Mistake::Omitted => self.omitted(),
            Mistake::Day => self.day(),
            Mistake::Word => self.word(),
            Mistake::AssumesUnknown => Some(Entry { assumes: vec![value("a-nowhere")], ..self.entry.clone() }),
            Mistake::DayDiffers => self.day_differs(),
            Mistake::BeforeBook => self.before_book(),
            Mistake::SeqDiffers => Some(Entry { seq: self.position.checked_add(1000), ..self.entry.clone() }),
        }
    }

    fn refusal(&self, entry: &Entry) -> Option<Problem> {
        refusal(self.ledger, entry, self.position)
    }

    /// The entry, if it is refused for such a reason.
    fn refused(&self, entry: Entry, reason: impl Fn(&Problem) -> bool) -> Option<Entry> {
        self.refusal(&entry).is_some_and(|problem| reason(&problem)).then_some(entry)
    }

    /// Things in an order that depends on the chance.
    fn any_order<T: Clone>(&self, things: impl IntoIterator<Item = T>) -> Vec<T> {
        turned(things.into_iter().collect(), usize::from(self.chance))
    }

    // Numbers and currencies

    /// Where texts of such a kind stand in the event, and the texts.
    fn texts<T>(&self, read: impl Fn(&str) -> Option<T>) -> Vec<(String, T)> {
        let mut found = Vec::new();
        let Ok(event) = serde_json::to_value(&self.entry.event) else {
            return found;
        };
        each_text(&event, String::new(), &mut |path, text| found.extend(read(text).map(|value| (path, value))));
        turned(found, usize::from(self.chance))
    }

    fn numbers(&self) -> Vec<(String, Exact)> {
        self.texts(|text| text.parse().ok())
    }

    /// The entry with other values in some places of the event, if it is well formed then.
    fn with(&self, places: &[(&str, Value)]) -> Option<Entry> {
        let mut event = serde_json::to_value(&self.entry.event).ok()?;
        for (path, value) in places {
            event.pointer_mut(path)?.clone_from(value);
        }
        self.with_event(event)
    }

    /// The entry with another event, if that is well formed.
    fn with_event(&self, event: Value) -> Option<Entry> {
        let event: Event = serde_json::from_value(event).ok()?;
        event.check().ok()?;
        Some(Entry { event, ..self.entry.clone() })
    }

    fn with_number(&self, path: &str, number: Exact) -> Option<Entry> {
        self.with(&[(path, json!(number.to_string()))])
    }

    fn number(&self) -> Option<Entry> {
        let up = self.chance.checked_rem(4) != Some(3);
        let numbers = self.numbers();
        let past = |up: bool| numbers.iter().find_map(|(path, number)| self.past(path, *number, up));
        past(up).or_else(|| past(!up))
    }

    /// A number one unit past where it is refused for being too large, or too small.
    fn past(&self, path: &str, number: Exact, up: bool) -> Option<Entry> {
        let far: Vec<Exact> = if up {
            FAR.iter().filter_map(|times| number.raw().checked_mul(*times).map(Exact::from_raw)).collect()
        } else {
            UNITS.map(value).to_vec()
        };
        let refused = |far: Exact| {
            let problem = self.refusal(&self.with_number(path, far)?)?;
            (!is_too_fine(&problem)).then_some((far, problem))
        };
        let (far, problem) = far.into_iter().find_map(refused)?;
        let so = |number: Exact| self.refused(self.with_number(path, number)?, |other| other.code() == problem.code());
        let one_past = |number: Exact| {
            let past = |unit: Exact| if up { number.plus(unit) } else { number.minus(unit) };
            UNITS.map(value).into_iter().find_map(|unit| so(past(unit)?))
        };
        let gap = problem.gap().map(Exact::magnitude);
        let edge = gap.and_then(|gap| if up { far.minus(gap) } else { far.plus(gap) });
        edge.filter(|edge| so(*edge).is_none()).and_then(one_past).or_else(|| one_past(number))
    }

    fn grain(&self) -> Option<Entry> {
        let parts = self.any_order(PARTS.map(value::<Exact>));
        let off = |path: &str, number: Exact| self.refused(self.with_number(path, number)?, is_too_fine);
        let mut numbers = self.numbers().into_iter();
        numbers.find_map(|(path, number)| parts.iter().find_map(|part| off(&path, number.plus(*part)?)))
    }

    fn currency(&self) -> Option<Entry> {
        let places = self.texts(|text| text.parse::<Currency>().ok());
        let with = |places: &[(String, Currency)], other: &str| {
            let places: Vec<_> = places.iter().map(|(path, _)| (path.as_str(), json!(other))).collect();
            self.refused(self.with(&places)?, |_| true)
        };
        let one = |place: &(String, Currency)| {
            let others = CURRENCIES.into_iter().filter(|other| *other != place.1.code());
            others.into_iter().find_map(|other| with(std::slice::from_ref(place), other))
        };
        // A price and what is paid must be in one currency for an entry to be well formed.
        places.iter().find_map(one).or_else(|| CURRENCIES.into_iter().find_map(|other| with(&places, other)))
    }

    fn assumption(&self) -> Option<Entry> {
        let missing: Name = value("assumed-nowhere");
        let names = self.any_order(self.ledger.names_of(Thing::Assumption).into_iter().chain([&missing]));
        let wrong = |problem: &Problem| matches!(problem, Problem::AssumptionKind { .. } | Problem::Unknown { .. });
        let with = |path: &str, name: &Name| self.refused(self.with(&[(path, json!({ "assumed": name }))])?, wrong);
        self.numbers().into_iter().find_map(|(path, _)| names.iter().find_map(|name| with(&path, name)))
    }

    fn rest(&self) -> Option<Entry> {
        let parts = self.ledger.assumptions().filter_map(|row| Some((row.name, chosen(row.value)?)));
        let parts = self.any_order(parts.filter(|(_, part)| *part > Exact::ZERO));
        let negative = |problem: &Problem| matches!(problem, Problem::RestNegative { .. });
        let with = |path: &str, after: &Name, part: Exact| {
            let mut totals = UNITS.map(value).into_iter().filter_map(|unit: Exact| part.minus(unit));
            let rest = |total: Exact| json!({ "rest_of": total.to_string(), "after": after });
            totals.find_map(|total| self.refused(self.with(&[(path, rest(total))])?, negative))
        };
        let mut numbers = self.numbers().into_iter();
        numbers.find_map(|(path, _)| parts.iter().find_map(|(after, part)| with(&path, after, *part)))
    }

    /// The entry without one of its keys, at any depth.
    fn omitted(&self) -> Option<Entry> {
        let mut event = serde_json::to_value(&self.entry.event).ok()?;
        let mut keys = Vec::new();
        each_key(&event, String::new(), &mut |path, key| keys.push((path, key.to_owned())));
        let mut without = |path: &str, key: &str| {
            let fields = event.pointer_mut(path)?.as_object_mut()?;
            let value = fields.remove(key)?;
            let entry = self.with_event(event.clone());
            event.pointer_mut(path)?.as_object_mut()?.insert(key.to_owned(), value);
            self.refused(entry?, |_| true)
        };
        turned(keys, usize::from(self.chance)).into_iter().find_map(|(path, key)| without(&path, &key))
    }

    // Names

    /// The names of the event, each with its number.
    fn names(&self) -> Vec<(usize, Name)> {
        let mut names = Vec::new();
        self.entry.event.clone().names(&mut |name| names.push((names.len(), name.clone())));
        turned(names, usize::from(self.chance))
    }

    /// The entry with another name, if that is refused for such a reason.
    fn renamed(&self, nth: usize, other: &Name, reason: impl Fn(&Problem) -> bool) -> Option<Entry> {
        let mut entry = self.entry.clone();
        let mut index = 0_usize;
        entry.event.names(&mut |name| {
            if index == nth {
                name.clone_from(other);
            }
            index = index.saturating_add(1);
        });
        entry.event.check().ok()?;
        self.refused(entry, reason)
    }

    fn unknown(&self) -> Option<Entry> {
        let nowhere = value("nowhere");
        self.names().into_iter().find_map(|(nth, _)| self.renamed(nth, &nowhere, |_| true))
    }

    fn other(&self) -> Option<Entry> {
        let tables: Vec<Vec<&Name>> = Thing::ALL.iter().map(|thing| self.ledger.names_of(*thing)).collect();
        let mut names = self.names().into_iter();
        names.find_map(|(nth, name)| {
            let alike = tables.iter().filter(|table| table.contains(&&name)).flatten().copied();
            let others = self.any_order(alike.filter(|other| **other != name));
            others.into_iter().find_map(|other| self.renamed(nth, other, |_| true))
        })
    }

    fn again(&self) -> Option<Entry> {
        let taken = self.any_order(Thing::ALL.iter().filter_map(|thing| {
            let names = self.any_order(self.ledger.names_of(*thing));
            names.first().copied()
        }));
        let again = |problem: &Problem| matches!(problem, Problem::AlreadyRegistered { .. });
        let mut names = self.names().into_iter();
        names.find_map(|(nth, _)| taken.iter().find_map(|taken| self.renamed(nth, taken, again)))
    }

    // Days and what else an entry says

    fn day(&self) -> Option<Entry> {
        let names = self.names();
        let ledger = self.ledger;
        let named = |own: &Name| names.iter().any(|(_, name)| name == own);
        let rights = ledger.series().chain(ledger.lots()).filter(|right| named(right.name));
        let pools = ledger.pools().filter(|pool| named(pool.name)).map(|pool| pool.spend_by);
        let terms = rights.filter_map(|right| right.expires).chain(pools);
        let bids = ledger.bids().filter(|bid| named(bid.name)).flat_map(|bid| [bid.from, bid.through]);
        let classes = ledger.classes().filter(|(_, name, _)| named(name));
        let redeemable = classes.filter_map(|(id, ..)| ledger.class_terms(id)?.redemption?.from);
        let debts: Vec<_> = ledger.debts().filter(|debt| named(debt.name)).collect();
        let accrued = debts.iter().map(|debt| debt.accrued);
        let stated = self.texts(|text| text.parse::<Date>().ok()).into_iter().map(|(_, day)| day);
        let near = |day: &Date| *day >= self.since && day.days_since(self.since) <= 100;
        let days = terms.chain(bids).chain(redeemable).chain(stated).flat_map(|day| [day.next(), day.previous()]);
        let mut entries = days.chain(accrued).filter(near).map(|effective| Entry { effective, ..self.entry.clone() });
        let own = || self.own_day(debts.iter().filter_map(|debt| debt.due));
        entries.find_map(|entry| self.refused(entry, |_| true)).or_else(own)
    }

    /// A day that the event states, no later than what it must be later than.
    fn own_day(&self, terms: impl Iterator<Item = Date>) -> Option<Entry> {
        let days = self.texts(|text| text.parse::<Date>().ok());
        let early: Vec<Date> = terms.chain([self.entry.effective.previous()]).collect();
        let with = |path: &str, day: &Date| self.refused(self.with(&[(path, json!(day))])?, |_| true);
        days.iter().find_map(|(path, _)| early.iter().find_map(|day| with(path, day)))
    }

    fn word(&self) -> Option<Entry> {
        let other = |word: &str| WORDS.into_iter().find(|(one, _)| *one == word).map(|(_, other)| other);
        let mut words = self.texts(other).into_iter();
        words.find_map(|(path, other)| self.refused(self.with(&[(&path, json!(other))])?, |_| true))
    }

    fn day_differs(&self) -> Option<Entry> {
        let other =
            |value: &AssumedValue| matches!(value, AssumedValue::Date(day) if day.chosen != self.entry.effective);
        let row = self.ledger.assumptions().find(|row| other(row.value))?;
        Some(Entry { assumes: vec![row.name.clone()], ..self.entry.clone() })
    }

    fn before_book(&self) -> Option<Entry> {
        let effective = self.ledger.book()?.opened.previous();
        let elsewhere = matches!(&self.entry.event, Event::RateObserved(rate) if !rate.starts_on(effective));
        (!elsewhere).then(|| Entry { effective, ..self.entry.clone() })
    }
}

/// Whether a number is finer than the smallest unit.
const fn is_too_fine(problem: &Problem) -> bool {
    matches!(problem, Problem::OffGrain { .. } | Problem::OffCents { .. })
}

/// Things from the nth on, then those before it.
fn turned<T>(mut things: Vec<T>, nth: usize) -> Vec<T> {
    if let Some(nth) = nth.checked_rem(things.len()) {
        things.rotate_left(nth);
    }
    things
}

/// Visits every key below that of the whole event, with the path of the object it is in.
fn each_key(value: &Value, path: String, visit: &mut dyn FnMut(String, &str)) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                if !path.is_empty() {
                    visit(path.clone(), key);
                }
                each_key(field, format!("{path}/{key}"), visit);
            }
        }
        Value::Array(rows) => {
            rows.iter().enumerate().for_each(|(index, row)| each_key(row, format!("{path}/{index}"), visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Visits every text in a JSON value with the path that leads to it.
fn each_text(value: &Value, path: String, visit: &mut dyn FnMut(String, &str)) {
    match value {
        Value::String(text) => visit(path, text),
        Value::Array(rows) => {
            rows.iter().enumerate().for_each(|(index, row)| each_text(row, format!("{path}/{index}"), visit));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| each_text(field, format!("{path}/{key}"), visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
