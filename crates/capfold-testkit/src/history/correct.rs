//! Corrections: amendments and voidings of earlier entries.

use capfold_core::date::Date;
use capfold_core::entry::Cut;
use capfold_core::event::{Amend, Event, EventKind, Void};
use capfold_core::log::Fact;
use capfold_core::name::Name;
use uuid::Uuid;

use super::desk::value;
use super::op::{Fault, Op, Step, Turn};
use super::writer::{Draft, Writer};

/// What a correction is about.
struct Target {
    entry: Uuid,
    day: Date,
    event: Event,
    assumes: Vec<Name>,
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
            Some(Target { entry, day: fact.effective, event, assumes })
        };
        facts.into_iter().take(4).filter_map(target).collect()
    }

    /// Which fact a step corrects first: mostly one of the last few.
    fn nth(op: &Op) -> usize {
        let [far, back, ..] = op.picks;
        let back = usize::from(back);
        if far >= 64 { back.checked_rem(8).unwrap_or(0) } else { back }
    }

    /// The id of an entry that cannot be corrected, if the step asks for one: no longer the last
    /// word, a voiding, or not there.
    fn wrong_target(&self, fault: Fault) -> Option<Uuid> {
        let missing = || value("ffffffff-ffff-ffff-ffff-ffffffffffff");
        let entries = self.log.entries().map(|(_, entry)| entry);
        match fault {
            Fault::Fork => entries.filter_map(|entry| corrected(&entry.event)).last().or_else(|| Some(missing())),
            Fault::OfVoid => {
                let voids = entries.filter(|entry| matches!(entry.event, Event::Void(_))).map(|entry| entry.id);
                voids.last().or_else(|| Some(missing()))
            }
            Fault::NoSuchEntry => Some(missing()),
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
            | Fault::Breaks
            | Fault::AssumesUnknown
            | Fault::DayDiffers
            | Fault::BeforeBook
            | Fault::SeqDiffers => None,
        }
    }

    /// Withdraws an earlier fact.
    pub(super) fn void(&mut self, op: &Op) {
        let fault = fault(op);
        let void = |entry: Uuid| Event::Void(Box::new(Void { entry, reason: value("entered twice") }));
        if let Some(entry) = fault.and_then(|fault| self.wrong_target(fault)) {
            let entry = self.entry(self.today, void(entry));
            return self.append(entry, true);
        }
        for target in self.targets(Self::nth(op)) {
            let entry = self.entry(self.today, void(target.entry));
            let breaks = fault == Some(Fault::Breaks) && target.event.kind() != EventKind::BookOpened;
            if breaks || self.survives(&entry) {
                return self.append(entry, false);
            }
        }
        // Everything else rests on what was to be withdrawn.
        self.amend(&Op { kind: EventKind::Amend, turn: Turn::Right, ..op.clone() });
    }

    /// Restates an earlier fact: another number, another day, another name in print, or the same.
    pub(super) fn amend(&mut self, op: &Op) {
        let fault = fault(op);
        let wrong = fault.and_then(|fault| self.wrong_target(fault));
        for target in self.targets(Self::nth(op)) {
            for how in [op.picks.last().copied().unwrap_or(0) % 4, 3] {
                let (day, event) = self.restated(&target, how, op);
                let amend = Amend {
                    entry: wrong.unwrap_or(target.entry),
                    effective: day,
                    event,
                    reason: value("misread in print"),
                    assumes: if day == target.day { target.assumes.clone() } else { Vec::new() },
                };
                let entry = self.entry(self.today, Event::Amend(Box::new(amend)));
                let breaks = fault == Some(Fault::Breaks) && target.event.kind() != EventKind::BookOpened;
                if wrong.is_some() || breaks || self.survives(&entry) {
                    return self.append(entry, wrong.is_some());
                }
            }
        }
    }

    /// The day and the event that an amendment states.
    fn restated(&mut self, target: &Target, how: u8, op: &Op) -> (Date, Event) {
        let day = match how {
            1 if op.size == super::op::Size::All => target.day.previous(),
            1 | 2 => target.day.next(),
            _ => target.day,
        };
        let event = if how == 0 || how == 2 { self.altered(target, op) } else { target.event.clone() };
        if matches!(&event, Event::RateObserved(rate) if !rate.starts_on(day)) {
            return (target.day, target.event.clone());
        }
        (day, event)
    }

    /// Another event of the same kind, about the same thing where it registers one.
    fn altered(&mut self, target: &Target, op: &Op) -> Event {
        if let Event::BookOpened(book) = &target.event {
            let mut book = book.clone();
            book.year_end = value("06-30");
            return Event::BookOpened(book);
        }
        let again = Op { kind: target.event.kind(), step: Step::Same, turn: Turn::Right, ..op.clone() };
        let Some(Draft { mut event, .. }) = self.draft_on(target.day, &again) else {
            return target.event.clone();
        };
        let mut original = target.event.clone();
        if event.kind() != original.kind() {
            return original;
        }
        if let (Some(new), Some(old)) = (registers(&mut event), registers(&mut original)) {
            new.clone_from(old);
        }
        event
    }
}

/// The entry that a correction is about.
fn corrected(event: &Event) -> Option<Uuid> {
    if let Event::Amend(amend) = event {
        return Some(amend.entry);
    }
    if let Event::Void(void) = event { Some(void.entry) } else { None }
}

/// The name that an event gives to something new.
fn registers(event: &mut Event) -> Option<&mut Name> {
    match event {
        Event::HolderRegistered(e) => Some(&mut e.holder),
        Event::ClassRegistered(e) => Some(&mut e.class),
        Event::SeriesRegistered(e) => Some(&mut e.series),
        Event::PlanRegistered(e) => Some(&mut e.plan),
        Event::PropertyRegistered(e) => Some(&mut e.property),
        Event::ProjectRegistered(e) => Some(&mut e.project),
        Event::AccountRegistered(e) => Some(&mut e.account),
        Event::DocumentCited(e) => Some(&mut e.document),
        Event::AssumptionMade(e) => Some(&mut e.assumption),
        Event::OptionsGranted(e) => Some(&mut e.grant),
        Event::PropertyOptionAgreed(e) => Some(&mut e.agreement),
        Event::LeaseAgreed(e) => Some(&mut e.agreement),
        Event::JointVentureAgreed(e) => Some(&mut e.agreement),
        Event::BookOpened(_)
        | Event::PolicyAdopted(_)
        | Event::OpeningBalances(_)
        | Event::AuthorisedSet(_)
        | Event::SharesIssued(_)
        | Event::SharesTransferred(_)
        | Event::OptionsExercised(_)
        | Event::OptionsExpired(_)
        | Event::OptionsForfeited(_)
        | Event::WarrantsIssued(_)
        | Event::WarrantsExercised(_)
        | Event::WarrantsExpired(_)
        | Event::WarrantsTransferred(_)
        | Event::CashReceived(_)
        | Event::CashPaid(_)
        | Event::CashMoved(_)
        | Event::CashConverted(_)
        | Event::ExpenseAccrued(_)
        | Event::LiabilityPaid(_)
        | Event::RateObserved(_)
        | Event::ExchangeRevalued(_)
        | Event::PropertyPaid(_)
        | Event::LeasePaid(_)
        | Event::JointVentureContributed(_)
        | Event::PeriodClosed(_)
        | Event::Amend(_)
        | Event::Void(_) => None,
    }
}

fn fault(op: &Op) -> Option<Fault> {
    match op.turn {
        Turn::Wrong(nth) => Fault::of(op.kind, nth),
        Turn::Right | Turn::Repeated | Turn::IdReused => None,
    }
}
