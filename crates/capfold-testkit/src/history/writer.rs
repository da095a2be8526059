//! The writer: turns steps into entries one after the other, and asks the fold what becomes of each.

use std::borrow::Cow;

use capfold_core::date::{Date, Span};
use capfold_core::entry::{Cut, Entry, Source, Timestamp};
use capfold_core::event::{AssumedValue, Event, EventKind, Rank};
use capfold_core::finding::Problem;
use capfold_core::ledger::{Book, Ledger};
use capfold_core::log::{Appended, Fact, Log};
use capfold_core::money::Currency;
use capfold_core::name::{Name, Seq};
use uuid::Uuid;

use super::Mode;
use super::books::Books;
use super::desk::{Desk, value};
use super::drafts::{draft, next_year_end, opening, rate_wanted};
use super::mistakes::{Case, refusal};
use super::op::{Number, Op, Size, Step, Turn};
use super::prelude::Prelude;

/// How often a step is drafted before something else is written.
const TRIES: u8 = 3;

/// A history in the making.
pub(super) struct Writer {
    mode: Mode,
    pub(super) entries: Vec<Entry>,
    pub(super) log: Log,
    pub(super) books: Books,
    /// The latest day of any fact.
    pub(super) today: Date,
    last: i128,
}

/// An event on its day, not yet an entry.
pub(super) struct Draft {
    pub(super) day: Date,
    pub(super) event: Event,
    /// The name that it gives to something new.
    pub(super) made: Option<Name>,
}

/// What would become of an entry.
enum Verdict {
    /// It can happen.
    Stands,
    /// It can happen, and then something later cannot.
    Breaks,
    /// It cannot happen.
    Refused(Problem),
}

/// The entries that a prelude and steps amount to.
pub(super) fn write(mode: Mode, prelude: &Prelude, ops: &[Op]) -> Vec<Entry> {
    let mut writer =
        Writer { mode, entries: Vec::new(), log: Log::new(), books: Books::default(), today: prelude.day(), last: 1 };
    for event in prelude.events() {
        let entry = writer.entry(prelude.day(), event);
        writer.append(entry);
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

    fn seq(&self) -> u64 {
        u64::try_from(self.position()).unwrap_or(u64::MAX)
    }

    /// A plain entry with the id of the next position.
    pub(super) fn entry(&self, effective: Date, event: Event) -> Entry {
        let id = Uuid::from_u128(u128::from(self.seq()));
        Entry { id, seq: None, at: None, by: None, effective, source: None, assumes: Vec::new(), event }
    }

    /// Appends an entry and folds it; what is out of order is folded with what comes after it.
    pub(super) fn append(&mut self, entry: Entry) {
        let appended = self.log.append(entry.clone());
        if let Ok(Appended::New(seq)) = appended {
            let correction = matches!(entry.event, Event::Amend(_) | Event::Void(_));
            if !correction && self.books.is_last(entry.effective, entry.event.rank()) {
                if let Some(entry) = self.log.get(seq) {
                    self.books.take(&fact(entry, seq));
                }
                self.today = self.today.max(entry.effective);
            } else {
                let facts = self.log.timeline(Cut::default()).facts;
                self.books.follow(&facts);
                self.today = facts.last().map_or(self.today, |last| last.effective.max(self.today));
            }
        }
        self.entries.push(entry);
    }

    /// The ledger on which a fact of a day and rank would be folded.
    fn ledger_at(&self, day: Date, rank: Rank) -> Cow<'_, Ledger> {
        if self.books.is_last(day, rank) {
            return Cow::Borrowed(self.books.ledger());
        }
        let facts = self.log.timeline(Cut::default()).facts;
        self.books.after(&facts, before(&facts, day, rank))
    }

    /// What would become of an entry that is no correction.
    fn verdict(&self, entry: &Entry) -> Verdict {
        let rank = entry.event.rank();
        if let Some(problem) = refusal(&self.ledger_at(entry.effective, rank), entry, self.seq()) {
            return Verdict::Refused(problem);
        }
        if self.books.is_last(entry.effective, rank) {
            return Verdict::Stands;
        }
        let mut facts = self.log.timeline(Cut::default()).facts;
        let index = before(&facts, entry.effective, rank);
        facts.insert(index, fact(entry, Seq(self.seq())));
        if self.books.survive(&facts, index) { Verdict::Stands } else { Verdict::Breaks }
    }

    fn opening(&mut self, op: &Op) {
        let Some(book) = self.books.ledger().book() else {
            return;
        };
        let mut desk = Desk::new(self.books.ledger(), book, self.today, op, self.mode);
        desk.position = self.position();
        if let Some(opening) = opening(&mut desk) {
            let entry = self.entry(self.today, Event::OpeningBalances(Box::new(opening)));
            if matches!(self.verdict(&entry), Verdict::Stands) {
                self.append(entry);
            }
        }
    }

    fn step(&mut self, op: &Op) {
        match op.turn {
            Turn::Repeated => {
                if let Some(entry) = self.earlier(op) {
                    self.append(entry);
                }
            }
            Turn::IdReused => {
                if let Some((draft, earlier)) = self.draft(op).zip(self.earlier(op)) {
                    let entry = Entry { id: earlier.id, ..self.entry(draft.day, draft.event) };
                    self.append(entry);
                }
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

    fn book(&self) -> Option<Book> {
        self.books.ledger().book().cloned()
    }

    fn draft(&mut self, op: &Op) -> Option<Draft> {
        let day = self.day(op.step)?;
        self.draft_on(day, op, 0)
    }

    /// An event on a day or later, as it is drafted for the nth time.
    pub(super) fn draft_on(&mut self, day: Date, op: &Op, attempt: u8) -> Option<Draft> {
        self.drafted(day, op, attempt, |desk| draft(op.kind, desk))
    }

    fn drafted(
        &mut self,
        day: Date,
        op: &Op,
        attempt: u8,
        draft: impl Fn(&mut Desk<'_>) -> Option<Event>,
    ) -> Option<Draft> {
        let book = self.book()?;
        let ledger = self.ledger_at(day, Rank::Happening);
        let mut desk = Desk::new(&ledger, &book, day, op, self.mode);
        (desk.position, desk.last, desk.attempt) = (self.position(), self.last, attempt);
        let event = draft(&mut desk);
        let Desk { day, last, made, .. } = desk;
        self.last = last;
        event.map(|event| Draft { day, event, made })
    }

    /// An entry of the step's kind: as it can happen, with a mistake, or something else in its place.
    fn plain(&mut self, op: &Op) {
        let Some(day) = self.day(op.step) else {
            return;
        };
        for attempt in 0..TRIES {
            // What does not fit on an earlier day may fit at the end, and little where much does not.
            let last = attempt.saturating_add(1) == TRIES;
            let day = if last { day.max(self.today) } else { day };
            let size = if last { Size::One } else { op.size };
            let Some(draft) = self.draft_on(day, &Op { size, ..op.clone() }, attempt) else {
                continue;
            };
            let entry = self.dressed(draft, op);
            match (self.verdict(&entry), op.turn) {
                (Verdict::Stands, Turn::Right | Turn::Repeated | Turn::IdReused)
                | (Verdict::Breaks | Verdict::Refused(_), Turn::Wrong(_)) => return self.append(entry),
                (Verdict::Stands, Turn::Wrong(nth)) => {
                    let mistaken = self.mistaken(&entry, nth, op);
                    return self.append(mistaken.unwrap_or(entry));
                }
                (Verdict::Refused(Problem::NoRate { quote, .. }), _) if self.rate(quote, entry.effective, op) => return,
                (Verdict::Breaks | Verdict::Refused(_), Turn::Right | Turn::Repeated | Turn::IdReused) => {}
            }
        }
        self.harmless(op);
    }

    /// The entry with one mistake.
    fn mistaken(&self, entry: &Entry, nth: u8, op: &Op) -> Option<Entry> {
        let (day, rank) = (entry.effective, entry.event.rank());
        let ledger = self.ledger_at(day, rank);
        let since = if self.books.is_last(day, rank) { self.today.min(day) } else { day };
        let [chance, ..] = op.picks;
        Case { entry, ledger: &ledger, since, position: self.seq(), chance }.mistaken(nth)
    }

    /// Records a rate that is missing on a day, if one can be recorded.
    fn rate(&mut self, currency: Currency, day: Date, op: &Op) -> bool {
        let draft = self.drafted(day, op, 0, |desk| rate_wanted(desk, currency));
        let entry = draft.map(|draft| self.entry(draft.day, draft.event));
        self.append_if_it_stands(entry)
    }

    /// What can nearly always happen, in place of what cannot.
    fn harmless(&mut self, op: &Op) {
        for kind in [EventKind::SharesIssued, EventKind::HolderRegistered] {
            let op = Op { kind, size: Size::One, number: Number::Stated, ..op.clone() };
            let draft = self.draft_on(self.today, &op, 0);
            let entry = draft.map(|draft| self.entry(draft.day, draft.event));
            if self.append_if_it_stands(entry) {
                return;
            }
        }
    }

    fn append_if_it_stands(&mut self, entry: Option<Entry>) -> bool {
        let standing = entry.filter(|entry| matches!(self.verdict(entry), Verdict::Stands));
        let stands = standing.is_some();
        standing.into_iter().for_each(|entry| self.append(entry));
        stands
    }

    /// The day of a step.
    fn day(&self, step: Step) -> Option<Date> {
        let book = self.books.ledger().book()?;
        let later = |days| self.today.days_after(days);
        Some(match step {
            Step::Same => self.today,
            Step::Next => self.today.next(),
            Step::Later(days) => later(u32::from(days)),
            Step::Back(days) => self.today.days_before(u32::from(days)).max(book.opened),
            Step::Expiry | Step::AfterExpiry => {
                let ledger = self.books.ledger();
                let terms = ledger.series().chain(ledger.lots()).filter_map(|right| right.expires);
                let terms = terms.chain(ledger.pools().map(|pool| pool.spend_by));
                let next = terms.filter(|day| *day >= self.today).min();
                let near = next.filter(|day| day.days_since(self.today) <= 100).unwrap_or(self.today);
                if step == Step::Expiry { near } else { near.next() }
            }
            Step::MonthStart => (1..=31).map(later).find(|day| day.first_of(Span::Month) == *day).unwrap_or(self.today),
            Step::YearEnd => {
                let end = next_year_end(self.today, book.year_end);
                if end.days_since(self.today) <= 200 { end } else { self.today }
            }
        })
    }

    /// The entry of a draft, with what entries carry besides their event.
    fn dressed(&self, draft: Draft, op: &Op) -> Entry {
        let mut entry = self.entry(draft.day, draft.event);
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
        let of_day = |value: &AssumedValue| matches!(value, AssumedValue::Date(date) if date.chosen == day);
        let of_currency = |value: &AssumedValue| matches!(value, AssumedValue::Currency(_));
        let ledger = self.ledger_at(day, Rank::Happening);
        let find = |fits: &dyn Fn(&AssumedValue) -> bool| ledger.assumptions().find(|row| fits(row.value));
        find(&of_day).or_else(|| find(&of_currency)).map(|row| row.name.clone()).into_iter().collect()
    }
}

/// The fact that an entry states at a position, uncorrected.
fn fact(entry: &Entry, seq: Seq) -> Fact<'_> {
    let Entry { effective, source, assumes, event, .. } = entry;
    Fact { seq, stated_by: seq, effective: *effective, event, assumes, source: source.as_deref() }
}

/// How many facts come before one of a day and rank that is recorded last.
pub(super) fn before(facts: &[Fact<'_>], day: Date, rank: Rank) -> usize {
    facts.partition_point(|fact| (fact.effective, fact.event.rank()) <= (day, rank))
}

/// A time of recording that grows with the position.
fn timestamp(position: usize) -> Option<Timestamp> {
    let (minute, hours) = (position.checked_rem(60)?, position.checked_div(60)?);
    let (hour, days) = (hours.checked_rem(24)?, hours.checked_div(24)?);
    let day = days.checked_rem(28)?.checked_add(1)?;
    format!("2021-06-{day:02}T{hour:02}:{minute:02}:00Z").parse().ok()
}
