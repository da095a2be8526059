//! The log folded under other values of its assumptions, each reading once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::date::Date;
use crate::entry::Cut;
use crate::event::Event;
use crate::ledger::{Ledger, fold_reading};
use crate::log::{Log, Reading};
use crate::name::{Name, Seq};

/// Postings that are kept in memory over all readings, beyond which readings are folded anew.
const POSTINGS_KEPT: usize = 4_000_000;

/// A log, and what its folds gave so far.
#[derive(Debug)]
pub(super) struct Folds<'l> {
    log: &'l Log,
    known: Option<Seq>,
    kept: RefCell<Kept>,
}

/// Folds by the last day and the reading.
#[derive(Debug, Default)]
struct Kept {
    chosen: BTreeMap<Date, (Rc<Ledger>, Rc<BTreeSet<Seq>>)>,
    /// None for a reading under which facts are refused that the chosen values allow.
    others: BTreeMap<(Date, Reading), Option<Rc<Ledger>>>,
    postings: usize,
}

impl<'l> Folds<'l> {
    pub(super) fn new(log: &'l Log, known: Option<Seq>) -> Self {
        Self { log, known, kept: RefCell::default() }
    }

    /// Whether only a part of the log is known.
    pub(super) const fn is_cut(&self) -> bool {
        self.known.is_some()
    }

    fn cut(&self, through: Option<Date>) -> Cut {
        Cut { known_through: self.known, effective_through: through }
    }

    /// The ledger of the chosen values at the end of a day.
    pub(super) fn chosen(&self, through: Date) -> Rc<Ledger> {
        self.base(through).0
    }

    /// The ledger of a reading; none when it refuses an entry that the chosen values allow.
    pub(super) fn read(&self, through: Date, reading: &Reading) -> Option<Rc<Ledger>> {
        let key = (through, reading.clone());
        if let Some(found) = self.kept.borrow().others.get(&key) {
            return found.clone();
        }
        let (_, allowed) = self.base(through);
        let (ledger, refused) = self.fold(through, reading);
        let found = refused.is_subset(&allowed).then(|| Rc::new(ledger));
        let mut kept = self.kept.borrow_mut();
        let size = found.as_ref().and_then(|ledger| ledger.journal()).map_or(0, |journal| journal.postings().len());
        let postings = kept.postings.saturating_add(size);
        if postings <= POSTINGS_KEPT {
            kept.postings = postings;
            kept.others.insert(key, found.clone());
        }
        found
    }

    fn base(&self, through: Date) -> (Rc<Ledger>, Rc<BTreeSet<Seq>>) {
        if let Some(found) = self.kept.borrow().chosen.get(&through) {
            return found.clone();
        }
        let (ledger, refused) = self.fold(through, &Reading::default());
        let found = (Rc::new(ledger), Rc::new(refused));
        self.kept.borrow_mut().chosen.insert(through, found.clone());
        found
    }

    fn fold(&self, through: Date, reading: &Reading) -> (Ledger, BTreeSet<Seq>) {
        let timeline = self.log.timeline_read(self.cut(Some(through)), reading);
        let (ledger, findings) = fold_reading(&timeline.facts, reading);
        (ledger, findings.into_iter().map(|finding| finding.seq).collect())
    }

    /// Every day of a fact, in order.
    pub(super) fn days(&self) -> BTreeSet<Date> {
        self.log.timeline(self.cut(None)).facts.iter().map(|fact| fact.effective).collect()
    }

    /// Whether an entry cites the document or makes it citable.
    pub(super) fn cites(&self, document: &Name) -> bool {
        self.log.timeline(self.cut(None)).facts.iter().any(|fact| {
            matches!(fact.event, Event::DocumentCited(cited) if cited.document == *document)
                || fact.source.is_some_and(|source| source.document == *document)
        })
    }

    /// The events of the log, in order of their days.
    pub(super) fn events(&self) -> Vec<&'l Event> {
        self.log.timeline(self.cut(None)).facts.iter().map(|fact| fact.event).collect()
    }
}
