//! The log: entries in order of knowledge, and the facts they amount to at a [`Cut`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use crate::date::Date;
use crate::entry::{Cut, Entry, Source, Timestamp};
use crate::event::{Event, Names, Rank};
use crate::exact::Exact;
use crate::finding::{Finding, Problem, Rejection};
use crate::name::{Interner, Name, Seq};

/// An append-only list of entries. A position once given stays; corrections are entries too.
#[derive(Debug, Default)]
pub struct Log {
    /// Every position in order; none where an entry was refused or repeated an earlier one.
    slots: Vec<Option<Entry>>,
    names: Interner,
    /// Ids that came in ascending order, as those of version 7 do.
    ascending: Vec<(Uuid, Seq)>,
    /// All other ids.
    strays: HashMap<Uuid, Seq>,
    /// The corrections of an entry, in order, under the position of the entry.
    chains: BTreeMap<Seq, Vec<Seq>>,
    /// The entry that a correction is about, at the end of its chain.
    roots: BTreeMap<Seq, Seq>,
}

/// What became of an appended entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Appended {
    /// It stands at this position.
    New(Seq),
    /// The same entry stands at this earlier position; nothing changed.
    Already(Seq),
}

/// Values that replace the chosen ones of assumptions: a what-if of the same log.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// Quantities, amounts and prices.
    pub numbers: BTreeMap<Name, Exact>,
    /// Days.
    pub days: BTreeMap<Name, Date>,
}

/// Something that happened, as the log knows it at a cut.
#[derive(Clone, Copy, Debug)]
pub struct Fact<'log> {
    /// Position of the entry that first stated it: orders facts of one day.
    pub seq: Seq,
    /// Position of the entry whose word stands: the same, or its latest amendment.
    pub stated_by: Seq,
    /// The day.
    pub effective: Date,
    /// What happened.
    pub event: &'log Event,
    /// Assumptions that its day or currencies rest on.
    pub assumes: &'log [Name],
    /// Where it is written.
    pub source: Option<&'log Source>,
}

/// The facts at a cut in the order in which they were true, and what is odd about their order.
#[derive(Debug, Default)]
pub struct Timeline<'log> {
    /// Facts by day, then by rank ([`Rank`]), then by position.
    pub facts: Vec<Fact<'log>>,
    /// Notes: facts recorded after their period was closed, citations of unknown documents.
    pub findings: Vec<Finding>,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an entry. The position is taken in any case, so that positions equal lines.
    ///
    /// # Errors
    /// An id that stands for another entry, a stored position that is not this one, a correction of
    /// something unknown, of a voiding, or of a word that was corrected before.
    pub fn append(&mut self, mut entry: Entry) -> Result<Appended, Rejection> {
        let seq = self.next();
        let outcome = self.admit(seq, &entry);
        match outcome {
            Ok(Appended::New(_)) => {
                self.remember(entry.id, seq);
                entry.event.names(&mut |name| self.names.intern(name));
                entry.assumes.names(&mut |name| self.names.intern(name));
                self.slots.push(Some(entry));
            }
            Ok(Appended::Already(_)) | Err(_) => self.slots.push(None),
        }
        outcome
    }

    /// Takes a position without an entry, for a line that could not be read.
    pub fn skip(&mut self) {
        self.slots.push(None);
    }

    fn next(&self) -> Seq {
        Seq(u64::try_from(self.slots.len()).unwrap_or(u64::MAX).saturating_add(1))
    }

    fn remember(&mut self, id: Uuid, seq: Seq) {
        if self.ascending.last().is_none_or(|(last, _)| *last < id) {
            self.ascending.push((id, seq));
        } else {
            self.strays.insert(id, seq);
        }
    }

    /// The position of the entry with that id.
    fn position(&self, id: Uuid) -> Option<Seq> {
        if self.ascending.last().is_some_and(|(last, _)| *last >= id)
            && let Ok(found) = self.ascending.binary_search_by_key(&id, |(id, _)| *id)
        {
            return self.ascending.get(found).map(|(_, seq)| *seq);
        }
        if self.strays.is_empty() { None } else { self.strays.get(&id).copied() }
    }

    fn admit(&mut self, seq: Seq, entry: &Entry) -> Result<Appended, Rejection> {
        if let Some(first) = self.position(entry.id) {
            return if self.get(first) == Some(entry) {
                Ok(Appended::Already(first))
            } else {
                Err(Rejection::at("id", Problem::IdReused { id: entry.id, first }))
            };
        }
        if let Some(stated) = entry.seq
            && Seq(stated) != seq
        {
            return Err(Rejection::at("seq", Problem::SeqDiffers { stated, actual: seq }));
        }
        if let Event::Amend(amend) = &entry.event {
            self.link(seq, amend.entry)?;
        } else if let Event::Void(void) = &entry.event {
            self.link(seq, void.entry)?;
        }
        Ok(Appended::New(seq))
    }

    /// Puts a correction at the end of its chain, or says why the chain would fork.
    fn link(&mut self, seq: Seq, id: Uuid) -> Result<(), Rejection> {
        let refuse = |problem| Err(Rejection::at("entry", problem));
        let Some(target) = self.position(id) else {
            return refuse(Problem::NoSuchEntry { id });
        };
        if self.get(target).is_some_and(|entry| matches!(entry.event, Event::Void(_))) {
            return refuse(Problem::NotAmendable { id });
        }
        let root = self.roots.get(&target).copied().unwrap_or(target);
        let chain = self.chains.entry(root).or_default();
        let position = chain.iter().position(|link| *link == target).map_or(0, |found| found.saturating_add(1));
        if let Some(&by) = chain.get(position) {
            return refuse(Problem::ChainForked { id, by });
        }
        chain.push(seq);
        self.roots.insert(seq, root);
        Ok(())
    }

    /// The entry at a position.
    #[must_use]
    pub fn get(&self, seq: Seq) -> Option<&Entry> {
        let index = usize::try_from(seq.0).ok()?.checked_sub(1)?;
        self.slots.get(index)?.as_ref()
    }

    /// Where an entry's word is written, and the entry that says so: an amendment without a source of
    /// its own rests on that of the entry it amends.
    #[must_use]
    pub fn source(&self, seq: Seq) -> Option<(Seq, &Source)> {
        let own = |seq: Seq| self.get(seq)?.source.as_deref().map(|source| (seq, source));
        own(seq).or_else(|| own(*self.roots.get(&seq)?))
    }

    /// The entry that first stated the fact that an entry is about: itself, unless it is a correction.
    #[must_use]
    pub fn first_word(&self, seq: Seq) -> Seq {
        self.roots.get(&seq).copied().unwrap_or(seq)
    }

    /// The last of the entries known that stated, amended or withdrew the fact that an entry first
    /// stated.
    #[must_use]
    pub fn last_word(&self, first: Seq, known: Seq) -> Seq {
        let links = self.chains.get(&first).into_iter().flatten();
        links.take_while(|link| **link <= known).last().copied().unwrap_or(first)
    }

    /// The day and the event that an entry states; none for a voiding.
    pub(crate) fn stated(&self, seq: Seq) -> Option<(Date, &Event)> {
        let entry = self.get(seq)?;
        if let Event::Amend(amend) = &entry.event {
            return Some((amend.effective, &amend.event));
        }
        (!matches!(entry.event, Event::Void(_))).then_some((entry.effective, &entry.event))
    }

    /// How many positions are taken.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether nothing was appended.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Entries with their positions, in order of knowledge.
    pub fn entries(&self) -> impl Iterator<Item = (Seq, &Entry)> {
        (1_u64..).map(Seq).zip(&self.slots).filter_map(|(seq, slot)| slot.as_ref().map(|entry| (seq, entry)))
    }

    /// The last position recorded at or before a time. Entries without a recorded time count as
    /// recorded with the entry before them; none when no entry has one.
    #[must_use]
    pub fn known_at(&self, time: Timestamp) -> Option<Seq> {
        self.entries().find(|(_, entry)| entry.at.is_some())?;
        let later = self.entries().find(|(_, entry)| entry.at.is_some_and(|at| at > time));
        let next = later.map_or(self.next(), |(seq, _)| seq);
        Some(Seq(next.0.saturating_sub(1)))
    }

    /// The facts at a cut.
    #[must_use]
    pub fn timeline(&self, cut: Cut) -> Timeline<'_> {
        self.timeline_read(cut, &Reading::default())
    }

    /// The facts at a cut, with the days of some assumptions replaced.
    #[must_use]
    pub fn timeline_read(&self, cut: Cut, reading: &Reading) -> Timeline<'_> {
        let known = cut.known_through.unwrap_or(Seq(u64::MAX));
        let mut facts: Vec<Fact<'_>> = Vec::with_capacity(self.slots.len());
        let mut ordered = true;
        for (seq, entry) in self.entries().take_while(|(seq, _)| *seq <= known) {
            let Some(mut fact) = self.fact(seq, entry, known) else {
                continue;
            };
            if let Some(day) = fact.assumes.iter().find_map(|name| reading.days.get(name)) {
                fact.effective = *day;
            }
            if cut.effective_through.is_some_and(|through| fact.effective > through) {
                continue;
            }
            ordered = ordered && facts.last().is_none_or(|last| order(last) <= order(&fact));
            facts.push(fact);
        }
        if !ordered {
            facts.sort_by_key(order);
        }
        let findings = self.notes(&facts, known);
        Timeline { facts, findings }
    }

    /// The fact that an entry states at a point of knowledge; none for corrections and voided facts.
    fn fact<'log>(&'log self, seq: Seq, entry: &'log Entry, known: Seq) -> Option<Fact<'log>> {
        if matches!(entry.event, Event::Amend(_) | Event::Void(_)) {
            return None;
        }
        let plain = Fact {
            seq,
            stated_by: seq,
            effective: entry.effective,
            event: &entry.event,
            assumes: &entry.assumes,
            source: entry.source.as_deref(),
        };
        if self.chains.is_empty() {
            return Some(plain);
        }
        let last = self.chains.get(&seq).and_then(|chain| chain.iter().rev().find(|link| **link <= known));
        let Some(&stated_by) = last else {
            return Some(plain);
        };
        let correction = self.get(stated_by)?;
        let Event::Amend(amend) = &correction.event else {
            return None;
        };
        Some(Fact {
            seq,
            stated_by,
            effective: amend.effective,
            event: &amend.event,
            assumes: &amend.assumes,
            source: correction.source.as_deref().or(entry.source.as_deref()),
        })
    }

    /// What is odd about the facts: recorded, corrected or withdrawn after the close of their period, or
    /// citing a document that the log does not know.
    fn notes(&self, facts: &[Fact<'_>], known: Seq) -> Vec<Finding> {
        let closes = Closes::of(facts);
        let mut documents = BTreeSet::new();
        for fact in facts {
            if let Event::DocumentCited(cited) = fact.event {
                documents.insert(&cited.document);
            }
        }
        let mut findings = Vec::new();
        for fact in facts {
            findings.extend(closes.note(fact.effective, fact.stated_by, fact.seq));
            if let Some(source) = fact.source
                && !documents.contains(&source.document)
            {
                let problem = Problem::UnknownDocument { name: source.document.clone() };
                let amendment_cites = self.get(fact.stated_by).is_some_and(|entry| entry.source.is_some());
                let seq = if amendment_cites { fact.stated_by } else { fact.seq };
                findings.push(Finding { seq, rejection: Rejection::at("document", problem) });
            }
        }
        for (root, chain) in &self.chains {
            findings.extend(self.left(*root, chain, known, &closes));
        }
        findings
    }

    /// Corrections that take a fact out of the day it was thought to be of, when that day's period was
    /// closed by then. One whose new day is in a closed period too is noted with its fact.
    fn left(&self, root: Seq, chain: &[Seq], known: Seq, closes: &Closes) -> Vec<Finding> {
        let mut day = self.get(root).map(|entry| entry.effective);
        let mut findings = Vec::new();
        for link in chain.iter().take_while(|link| **link <= known) {
            let now = self
                .get(*link)
                .and_then(|entry| if let Event::Amend(amend) = &entry.event { Some(amend.effective) } else { None });
            if let Some(before) = day
                && now.is_none_or(|now| closes.note(now, *link, root).is_none())
            {
                findings.extend(closes.note(before, *link, root));
            }
            day = now;
        }
        findings
    }
}

/// The closes of a timeline, from the last day back: the day, and the earliest-recorded close that is
/// not before it, with its own day.
struct Closes(Vec<(Date, Seq, Date)>);

impl Closes {
    fn of(facts: &[Fact<'_>]) -> Self {
        let mut closes: Vec<(Date, Seq, Date)> = Vec::new();
        for fact in facts.iter().rev().filter(|fact| matches!(fact.event, Event::PeriodClosed(_))) {
            let (by, closed) = match closes.last() {
                Some(&(_, by, closed)) if by < fact.seq => (by, closed),
                _ => (fact.seq, fact.effective),
            };
            closes.push((fact.effective, by, closed));
        }
        Self(closes)
    }

    /// A note that the word of an entry on a day came after the close of the day's period.
    fn note(&self, day: Date, word: Seq, root: Seq) -> Option<Finding> {
        let first = self.0.partition_point(|(end, ..)| *end >= day);
        let &(_, by, closed) = self.0.get(first.checked_sub(1)?)?;
        if by == root || by >= word {
            return None;
        }
        let problem = Problem::PeriodWasClosed { on: day, closed, by };
        Some(Finding { seq: word, rejection: Rejection::at("effective", problem) })
    }
}

/// By day; on a day by rank, so that a rate, a name or a policy of the day holds for the whole day
/// however late it was recorded; else by position.
fn order(fact: &Fact<'_>) -> (Date, Rank, Seq) {
    (fact.effective, fact.event.rank(), fact.seq)
}
