//! Corrections: amendments and voidings of earlier entries.

use capfold_core::date::Date;
use capfold_core::entry::Cut;
use capfold_core::event::{Amend, Event, EventKind, Names, Void};
use capfold_core::log::Fact;
use capfold_core::name::{Name, Seq};
use uuid::Uuid;

use super::desk::value;
use super::op::{Op, Size, Step, Turn};
use super::writer::Writer;

/// What a correction is about.
struct Target {
    /// The position that first stated the fact, and the entry whose word stands.
    seq: Seq,
    entry: Uuid,
    day: Date,
    event: Event,
    assumes: Vec<Name>,
}

/// A correction that is wrong, for one reason.
enum Fault {
    /// Of an entry that cannot be corrected.
    Of(Uuid),
    /// One that later facts need not survive.
    Breaks,
}

impl Writer {
    /// Facts that can be corrected, the most recently recorded first, beginning at the nth.
    fn targets(&self, nth: usize) -> Vec<Target> {
        let timeline = self.log.timeline(Cut::default());
        let mut facts: Vec<&Fact<'_>> = timeline.facts.iter().collect();
        facts.sort_by_key(|fact| std::cmp::Reverse(fact.seq));
        if let Some(nth) = nth.checked_rem(facts.len()) {
            facts.rotate_left(nth);
        }
        let target = |fact: &Fact<'_>| {
            let entry = self.log.get(fact.stated_by)?.id;
            let (event, assumes) = (fact.event.clone(), fact.assumes.to_vec());
            Some(Target { seq: fact.seq, entry, day: fact.effective, event, assumes })
        };
        facts.into_iter().take(4).filter_map(target).collect()
    }

    /// Which fact a step corrects first: mostly one of the last few.
    fn nth(op: &Op) -> usize {
        let [far, back, ..] = op.picks;
        let back = usize::from(back);
        if far >= 64 { back.checked_rem(8).unwrap_or(0) } else { back }
    }

    /// What is wrong with the correction, if the step asks for that: it is of an entry that is no longer
    /// the last word, of a voiding or of none, or later facts do not survive it.
    fn fault(&self, op: &Op) -> Option<Fault> {
        let Turn::Wrong(nth) = op.turn else {
            return None;
        };
        let missing = || value("ffffffff-ffff-ffff-ffff-ffffffffffff");
        let entries = self.log.entries().map(|(_, entry)| entry);
        Some(match nth % 8 {
            0 | 1 => Fault::Of(entries.filter_map(|entry| corrected(&entry.event)).last().unwrap_or_else(missing)),
            2 | 3 => {
                let voids = entries.filter(|entry| matches!(entry.event, Event::Void(_))).map(|entry| entry.id);
                Fault::Of(voids.last().unwrap_or_else(missing))
            }
            4 => Fault::Of(missing()),
            _ => Fault::Breaks,
        })
    }

    /// Whether everything that could happen so far still can when a fact is withdrawn, or restated.
    fn survives(&self, target: &Target, restated: Option<&Amend>) -> bool {
        let mut facts = self.log.timeline(Cut::default()).facts;
        let Some(withdrawn) = facts.iter().position(|fact| fact.seq == target.seq) else {
            return false;
        };
        let old = facts.remove(withdrawn);
        let Some(Amend { effective, event, assumes, .. }) = restated else {
            return self.books.survive(&facts, withdrawn);
        };
        let order = |fact: &Fact<'_>| (fact.effective, fact.event.rank(), fact.seq);
        let new = Fact { stated_by: Seq(u64::MAX), effective: *effective, event, assumes, ..old };
        let index = facts.partition_point(|fact| order(fact) < order(&new));
        facts.insert(index, new);
        self.books.survive(&facts, index.min(withdrawn))
    }

    /// Withdraws an earlier fact.
    pub(super) fn void(&mut self, op: &Op) {
        let fault = self.fault(op);
        let void = |entry: Uuid| Event::Void(Box::new(Void { entry, reason: value("entered twice") }));
        if let Some(Fault::Of(entry)) = fault {
            return self.append(self.entry(self.today, void(entry)));
        }
        for target in self.targets(Self::nth(op)) {
            let breaks = fault.is_some() && target.event.kind() != EventKind::BookOpened;
            if breaks || self.survives(&target, None) {
                return self.append(self.entry(self.today, void(target.entry)));
            }
        }
        // Everything else rests on what was to be withdrawn.
        self.amend(&Op { kind: EventKind::Amend, turn: Turn::Right, ..op.clone() });
    }

    /// Restates an earlier fact: another number, another day, another name in print, or the same.
    pub(super) fn amend(&mut self, op: &Op) {
        let fault = self.fault(op);
        for target in self.targets(Self::nth(op)) {
            for how in [op.picks.last().copied().unwrap_or(0) % 4, 3] {
                let (effective, event) = self.restated(&target, how, op);
                let entry = if let Some(Fault::Of(entry)) = fault { entry } else { target.entry };
                let assumes = if effective == target.day { target.assumes.clone() } else { Vec::new() };
                let amend = Amend { entry, effective, event, reason: value("misread in print"), assumes };
                let wrong = fault.is_some() && target.event.kind() != EventKind::BookOpened;
                if wrong || self.survives(&target, Some(&amend)) {
                    return self.append(self.entry(self.today, Event::Amend(Box::new(amend))));
                }
            }
        }
    }

    /// The day and the event that an amendment states.
    fn restated(&mut self, target: &Target, how: u8, op: &Op) -> (Date, Event) {
        let day = match how {
            1 if op.size == Size::All => target.day.previous(),
            1 | 2 => target.day.next(),
            _ => target.day,
        };
        let event = if how == 0 || how == 2 { self.altered(target, op) } else { target.event.clone() };
        if matches!(&event, Event::RateObserved(rate) if !rate.starts_on(day)) {
            return (target.day, target.event.clone());
        }
        (day, event)
    }

    /// Another event of the same kind, about the same thing where it gives something its name.
    fn altered(&mut self, target: &Target, op: &Op) -> Event {
        if let Event::BookOpened(book) = &target.event {
            let mut book = book.clone();
            book.year_end = value("06-30");
            return Event::BookOpened(book);
        }
        let again = Op { kind: target.event.kind(), step: Step::Same, turn: Turn::Right, ..op.clone() };
        let draft = self.draft_on(target.day, &again, 0).filter(|draft| draft.event.kind() == target.event.kind());
        let Some(mut draft) = draft else {
            return target.event.clone();
        };
        // The name of what is registered comes first in every event.
        let mut original = None;
        target.event.clone().names(&mut |name| original = original.take().or_else(|| Some(name.clone())));
        if let Some((made, original)) = draft.made.zip(original) {
            draft.event.names(&mut |name| {
                if *name == made {
                    name.clone_from(&original);
                }
            });
        }
        // Under its own name what it refers to may be itself.
        if draft.event.check().is_ok() { draft.event } else { target.event.clone() }
    }
}

/// The entry that a correction is about.
fn corrected(event: &Event) -> Option<Uuid> {
    if let Event::Amend(amend) = event {
        return Some(amend.entry);
    }
    if let Event::Void(void) = event { Some(void.entry) } else { None }
}
