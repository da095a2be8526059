//! The writer: turns steps into entries one after the other and knows what they amount to.

use std::collections::BTreeSet;

use capfold_core::date::{Date, Span};
use capfold_core::entry::{Cut, Entry, Source};
use capfold_core::event::{AssumedValue, Event, EventKind, Rank};
use capfold_core::log::{Appended, Log};
use capfold_core::name::{Name, Seq};
use uuid::Uuid;

use super::Mode;
use super::desk::{Desk, instead, value};
use super::op::{Fault, Op, Step, Turn};
use super::prelude::Prelude;
use super::register::next_year_end;
use super::state::{Book, State, fold};

/// A history in the making.
pub(super) struct Writer {
    pub(super) mode: Mode,
    pub(super) entries: Vec<Entry>,
    pub(super) log: Log,
    /// Positions of the entries that are meant to be refused.
    pub(super) broken: BTreeSet<Seq>,
    pub(super) state: State,
    /// How many facts the state could not take.
    pub(super) refused: usize,
    /// The latest day of any fact.
    pub(super) today: Date,
    last: i128,
}

/// An event on its day, not yet an entry.
pub(super) struct Draft {
    pub(super) day: Date,
    pub(super) event: Event,
    pub(super) broken: bool,
    pub(super) fault: Option<Fault>,
}

/// The entries that a prelude and steps amount to.
pub(super) fn write(mode: Mode, prelude: &Prelude, ops: &[Op]) -> Vec<Entry> {
    let mut writer = Writer {
        mode,
        entries: Vec::new(),
        log: Log::new(),
        broken: BTreeSet::new(),
        state: State::default(),
        refused: 0,
        today: prelude.day(),
        last: 1,
    };
    for event in prelude.events() {
        let entry = writer.entry(prelude.day(), event);
        writer.append(entry, false);
    }
    for op in &prelude.openings {
        writer.opening(op);
    }
    for op in ops {
        writer.step(op);
    }
    writer.entries
}

impl Writer {
    /// The number of the next entry, from 1.
    fn position(&self) -> usize {
        self.entries.len().saturating_add(1)
    }

    /// A plain entry with the id of the next position.
    pub(super) fn entry(&self, effective: Date, event: Event) -> Entry {
        let id = u128::try_from(self.position()).map_or(Uuid::nil(), Uuid::from_u128);
        Entry { id, seq: None, at: None, by: None, effective, source: None, assumes: Vec::new(), event }
    }

    /// Appends an entry. What is out of order is folded again from the start.
    pub(super) fn append(&mut self, entry: Entry, broken: bool) {
        let appended = self.log.append(entry.clone());
        let correction = matches!(entry.event, Event::Amend(_) | Event::Void(_));
        match appended {
            Ok(Appended::New(seq)) if broken => {
                self.broken.insert(seq);
                self.today = self.today.max(entry.effective);
            }
            Ok(Appended::New(_)) if !correction && !self.folds_earlier(&entry) => {
                self.today = entry.effective;
                if self.state.apply(entry.effective, &entry.assumes, &entry.event).is_none() {
                    self.refused = self.refused.saturating_add(1);
                }
            }
            Ok(Appended::New(_)) => self.fold_again(),
            Ok(Appended::Already(_)) | Err(_) => {}
        }
        self.entries.push(entry);
    }

    /// Whether an entry stands before some of what the state has taken: a name, a policy or a rate
    /// holds for the whole day. It is as good as the last one while all that day's facts could happen.
    fn folds_earlier(&self, entry: &Entry) -> bool {
        let frame = entry.event.rank() < Rank::Happening && entry.effective == self.today;
        let matters = self.refused > 0 || matches!(entry.event, Event::PolicyAdopted(_));
        entry.effective < self.today || (frame && matters)
    }

    fn fold_again(&mut self) {
        let timeline = self.log.timeline(Cut::default());
        (self.state, self.refused) = fold(&timeline, &self.broken);
        if let Some(last) = timeline.facts.last() {
            self.today = self.today.max(last.effective);
        }
    }

    /// The state at the end of a day.
    pub(super) fn state_on(&self, day: Date) -> State {
        if day >= self.today {
            return self.state.clone();
        }
        let cut = Cut { known_through: None, effective_through: Some(day) };
        fold(&self.log.timeline(cut), &self.broken).0
    }

    /// Whether everything that could happen so far still can with one more entry.
    pub(super) fn survives(&self, entry: &Entry) -> bool {
        let mut log = Log::new();
        let accepted = self.entries.iter().chain([entry]).map(|entry| log.append(entry.clone()).is_ok()).last();
        accepted == Some(true) && fold(&log.timeline(Cut::default()), &self.broken).1 <= self.refused
    }

    fn book(&self) -> Option<Book> {
        self.state.book.clone()
    }

    fn opening(&mut self, op: &Op) {
        let Some(book) = self.book() else {
            return;
        };
        let mut desk = Desk::new(&self.state, &book, self.today, op, self.mode);
        desk.position = self.position();
        if let Some(opening) = desk.opening() {
            let entry = self.entry(self.today, Event::OpeningBalances(Box::new(opening)));
            self.append(entry, false);
        }
    }

    fn step(&mut self, op: &Op) {
        match op.turn {
            Turn::Repeated => self.repeat(op),
            Turn::IdReused => {
                let Some((draft, earlier)) = self.draft(op).zip(self.earlier(op)) else {
                    return;
                };
                let mut entry = self.entry(draft.day, draft.event);
                entry.id = earlier.id;
                self.append(entry, true);
            }
            Turn::Right | Turn::Wrong(_) if op.kind == EventKind::Amend => self.amend(op),
            Turn::Right | Turn::Wrong(_) if op.kind == EventKind::Void => self.void(op),
            Turn::Right | Turn::Wrong(_) => self.plain(op),
        }
    }

    /// An earlier entry, mostly a recent one.
    fn earlier(&self, op: &Op) -> Option<Entry> {
        let [far, back, ..] = op.picks;
        let window = if far < 64 { self.entries.len() } else { self.entries.len().min(8) };
        let back = usize::from(back).checked_rem(window)?;
        self.entries.iter().rev().nth(back).cloned()
    }

    fn repeat(&mut self, op: &Op) {
        if let Some(entry) = self.earlier(op) {
            let broken = self.log.entries().any(|(seq, known)| known.id == entry.id && self.broken.contains(&seq));
            self.append(entry, broken);
        }
    }

    /// An event on its day, with the mistake that the step asks for.
    pub(super) fn draft(&mut self, op: &Op) -> Option<Draft> {
        let day = self.day(op.step, &self.book()?);
        self.draft_on(day, op)
    }

    /// An event on a day or later.
    pub(super) fn draft_on(&mut self, day: Date, op: &Op) -> Option<Draft> {
        let book = self.book()?;
        let state = self.state_on(day);
        let mut desk = Desk::new(&state, &book, day, op, self.mode);
        desk.position = self.position();
        desk.last = self.last;
        desk.fault = match op.turn {
            Turn::Wrong(nth) => Fault::of(op.kind, nth),
            Turn::Right | Turn::Repeated | Turn::IdReused => None,
        };
        let mut kind = op.kind;
        let mut event = desk.event(kind);
        for _ in 0..4 {
            if event.is_some() {
                break;
            }
            kind = if desk.wanted.is_some() { EventKind::RateObserved } else { instead(kind) };
            desk.day = day;
            event = desk.event(kind);
        }
        let event = event.unwrap_or_else(|| desk.holder_registered());
        let (day, broken, fault) = (desk.day, desk.broken, desk.fault);
        self.last = desk.last;
        Some(Draft { day, event, broken, fault })
    }

    fn plain(&mut self, op: &Op) {
        let Some(mut draft) = self.draft(op) else {
            return;
        };
        let mut entry = self.dressed(&draft, op);
        if op.turn == Turn::Right && self.folds_earlier(&entry) && !self.survives(&entry) {
            let later = Op { step: Step::Next, ..op.clone() };
            let Some(again) = self.draft(&later) else {
                return;
            };
            draft = again;
            entry = self.dressed(&draft, op);
        }
        let broken = self.break_entry(&mut entry, draft.fault) || draft.broken;
        self.append(entry, broken);
    }

    /// The day of a step.
    fn day(&self, step: Step, book: &Book) -> Date {
        let later = |days: u8| (0..days).fold(self.today, |day, _| day.next());
        match step {
            Step::Same => self.today,
            Step::Next => self.today.next(),
            Step::Later(days) => later(days),
            Step::Back(days) => (0..days).fold(self.today, |day, _| day.previous()).max(book.day),
            Step::Expiry | Step::AfterExpiry => {
                let series = self.state.series.values().filter_map(|right| right.expires);
                let lots = self.state.lots.values().filter_map(|lot| lot.right.expires);
                let next = series.chain(lots).filter(|day| *day >= self.today).min();
                let near = next.filter(|day| day.days_since(self.today) <= 100).unwrap_or(self.today);
                if step == Step::Expiry { near } else { near.next() }
            }
            Step::MonthStart => {
                let days = (0..31).scan(self.today, |day, _| {
                    *day = day.next();
                    Some(*day)
                });
                days.into_iter().find(|day| day.first_of(Span::Month) == *day).unwrap_or(self.today)
            }
            Step::YearEnd => {
                let end = next_year_end(self.today, book.year_end);
                if end.days_since(self.today) <= 200 { end } else { self.today }
            }
        }
    }

    /// The entry of a draft, with what entries carry besides their event.
    fn dressed(&self, draft: &Draft, op: &Op) -> Entry {
        let mut entry = self.entry(draft.day, draft.event.clone());
        let [.., sourced, named, dated, rests] = op.picks;
        if dated % 4 == 3 {
            entry.at = timestamp(self.position());
        }
        if named % 8 == 7 {
            entry.by = Some(Box::new(value("registrar")));
        }
        if sourced % 4 == 3 {
            let document = if sourced == 255 { "d-nowhere" } else { "d-a" };
            let at = (sourced > 127).then(|| value("p. 12"));
            let printed = (sourced % 8 == 7).then(|| value("1,265,802"));
            entry.source = Some(Box::new(Source { document: value(document), at, printed }));
        }
        if rests % 8 == 7 {
            entry.assumes = self.rests_on(draft.day);
        }
        entry
    }

    /// Assumptions that an entry of a day can rest on: those of that day, else one about a currency.
    fn rests_on(&self, day: Date) -> Vec<Name> {
        let state = self.state_on(day);
        let fitting = |of_day: bool| {
            let mut rows = state.assumptions.iter();
            let found = rows.find(|(_, assumed)| match assumed {
                AssumedValue::Date(value) => of_day && value.chosen == day,
                AssumedValue::Currency(_) => !of_day,
                AssumedValue::Quantity(_) | AssumedValue::Amount(_) | AssumedValue::Price(_) => false,
            });
            found.map(|(name, _)| name.clone())
        };
        fitting(true).or_else(|| fitting(false)).into_iter().collect()
    }

    /// Makes a mistake that any entry can have.
    fn break_entry(&self, entry: &mut Entry, fault: Option<Fault>) -> bool {
        match fault {
            Some(Fault::AssumesUnknown) => entry.assumes = vec![value("a-nowhere")],
            Some(Fault::DayDiffers) => {
                let other = self.state.assumptions.iter().find(|(_, assumed)| match assumed {
                    AssumedValue::Date(value) => value.chosen != entry.effective,
                    AssumedValue::Quantity(_)
                    | AssumedValue::Amount(_)
                    | AssumedValue::Price(_)
                    | AssumedValue::Currency(_) => false,
                });
                let Some((name, _)) = other else {
                    return false;
                };
                entry.assumes = vec![name.clone()];
            }
            Some(Fault::BeforeBook) => {
                let before = self.state.book.as_ref().map_or(entry.effective, |book| book.day.previous());
                let average = matches!(&entry.event, Event::RateObserved(rate) if !rate.starts_on(before));
                if average {
                    return false;
                }
                entry.effective = before;
            }
            Some(Fault::SeqDiffers) => entry.seq = u64::try_from(self.position()).ok().map(|n| n.saturating_add(1000)),
            Some(
                Fault::TooMuch
                | Fault::OffGrain
                | Fault::PaidOff
                | Fault::WrongDay
                | Fault::Currency
                | Fault::Unknown
                | Fault::Again
                | Fault::NoRate
                | Fault::Assumption
                | Fault::RestNegative
                | Fault::Carrying
                | Fault::Strike
                | Fault::Agreement
                | Fault::Late
                | Fault::Fork
                | Fault::NoSuchEntry
                | Fault::OfVoid
                | Fault::Breaks,
            )
            | None => return false,
        }
        true
    }
}

/// A time of recording that grows with the position.
fn timestamp(position: usize) -> Option<capfold_core::entry::Timestamp> {
    let (minute, hours) = (position.checked_rem(60)?, position.checked_div(60)?);
    let (hour, days) = (hours.checked_rem(24)?, hours.checked_div(24)?);
    let day = days.checked_rem(28)?.checked_add(1)?;
    format!("2021-06-{day:02}T{hour:02}:{minute:02}:00Z").parse().ok()
}
