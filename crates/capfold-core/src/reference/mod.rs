//! The event reference: what each kind of event moves, what refuses it, which figures it feeds, and
//! where its rules come from.
//!
//! Movements, refusals and sources are declared here, in a row for each kind; keys and their meaning
//! come from the event's own declaration ([`EventKind::shape`]), figures from the movements and the
//! rules of the figures. Rows are held against the fold over generated histories
//! (`tests/it/reference.rs`), in both directions: nothing happens that they do not say, and all that
//! they say happens. A kind without a row does not compile.
//!
//! ```
//! use capfold_core::event::EventKind;
//!
//! let reference = EventKind::SharesTransferred.reference();
//! let moves: Vec<String> = reference.moves.iter().map(ToString::to_string).collect();
//! assert_eq!(moves, ["class: held → held"]);
//! let codes: Vec<&str> = reference.refusals.iter().map(|problem| problem.code()).collect();
//! assert_eq!(codes, ["C2001", "C2152"]);
//! ```

mod awards;
mod capital;
mod custody;
mod debt;
mod dividends;
mod financing;
mod property;
mod register;
mod restructure;
mod rights;
mod shares;
mod treasury;

use std::collections::BTreeSet;
use std::fmt;

use crate::event::{EventKind, Number, Shape};
use crate::figures::{FIGURES, Figure};
use crate::finding::ProblemKind;
use crate::ledger::{Cause, Detail, Place, PlaceKind, UnitKind};

/// The rows, each under the name of its kind.
pub(crate) mod rows {
    pub(crate) use super::awards::*;
    pub(crate) use super::capital::*;
    pub(crate) use super::custody::*;
    pub(crate) use super::debt::*;
    pub(crate) use super::dividends::*;
    pub(crate) use super::financing::*;
    pub(crate) use super::property::*;
    pub(crate) use super::register::*;
    pub(crate) use super::restructure::*;
    pub(crate) use super::rights::*;
    pub(crate) use super::shares::*;
    pub(crate) use super::treasury::*;
}

/// What is declared of a kind of event besides its keys.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The movements that it can make.
    pub moves: &'static [Moves],
    /// What continuity tables call them: one of these.
    pub causes: &'static [Cause],
    /// What can refuse it, besides what its numbers can be refused for and what can refuse any event
    /// ([`EventKind::refusals_of_numbers`], [`REFUSALS_OF_ANY`]).
    pub refusals: &'static [ProblemKind],
    /// Where its rules come from: standard and paragraph, or capfold's own.
    pub source: &'static str,
}

/// Movements in one kind of unit, from any of some places to any of some others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moves {
    /// What moves.
    pub unit: UnitKind,
    /// Where from.
    pub from: &'static [End],
    /// Where to.
    pub to: &'static [End],
}

/// An end of a movement: a kind of place, or those of a detail only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct End {
    /// The kind.
    pub place: PlaceKind,
    /// The one spending, asset or income that it can be of; none: any.
    pub only: Option<Detail>,
}

/// What can refuse any event: what its entry says (an id, a position, assumptions), names that nothing
/// registered, a book that is not open, sums past the range.
pub const REFUSALS_OF_ANY: &[ProblemKind] = &[
    ProblemKind::IdReused,
    ProblemKind::SeqDiffers,
    ProblemKind::BookNotOpen,
    ProblemKind::Unknown,
    ProblemKind::TooLarge,
    ProblemKind::DayDiffers,
];

/// Declares rows of the reference. Movements are `Unit: Place | Place => Place`, a place `Expense(Tax)`
/// where only one of its details can occur.
macro_rules! reference {
    ($(
        $kind:ident {
            moves: [$($unit:ident: $($from:ident $(($from_only:ident))?)|+ => $($to:ident $(($to_only:ident))?)|+,)*],
            causes: [$($cause:ident),*],
            refusals: [$($problem:ident),*],
            source: $source:literal,
        }
    )*) => {$(
        #[expect(non_upper_case_globals, reason = "a row has the name of its kind")]
        pub(crate) const $kind: $crate::reference::Reference = $crate::reference::Reference {
            moves: &[$($crate::reference::Moves {
                unit: $crate::ledger::UnitKind::$unit,
                from: &[$($crate::reference::reference!(@end $from $($from_only)?)),+],
                to: &[$($crate::reference::reference!(@end $to $($to_only)?)),+],
            }),*],
            causes: &[$($crate::ledger::Cause::$cause),*],
            refusals: &[$($crate::finding::ProblemKind::$problem),*],
            source: $source,
        };
    )*};
    (@end $place:ident) => {
        $crate::reference::End { place: $crate::ledger::PlaceKind::$place, only: None }
    };
    (@end $place:ident $only:ident) => {
        $crate::reference::End {
            place: $crate::ledger::PlaceKind::$place,
            only: Some($crate::ledger::Detail::$only),
        }
    };
}
use reference;

impl End {
    /// Whether a place is one of those meant.
    #[must_use]
    pub fn covers(self, place: Place) -> bool {
        place.kind() == self.place && self.only.is_none_or(|only| place.detail() == Some(only))
    }

    /// A place of every detail meant.
    fn examples(self) -> impl Iterator<Item = Place> {
        self.place.examples().into_iter().filter(move |place| self.covers(*place))
    }
}

impl Moves {
    /// Whether a movement is one of these.
    #[must_use]
    pub fn cover(&self, unit: UnitKind, from: Place, to: Place) -> bool {
        let covers = |ends: &[End], place| ends.iter().any(|end| end.covers(place));
        self.unit == unit && covers(self.from, from) && covers(self.to, to)
    }
}

impl EventKind {
    /// What the numbers of an event can be refused for: finer than the smallest unit, or referred to an
    /// assumption that is about something else, or larger than the total they are a part of.
    #[must_use]
    pub fn refusals_of_numbers(self) -> Vec<ProblemKind> {
        let mut numbers = BTreeSet::new();
        gather(self.shape(), &mut numbers);
        let mut refusals = Vec::new();
        if numbers.contains(&Number::Count) {
            refusals.push(ProblemKind::OffGrain);
        }
        if numbers.contains(&Number::Money) {
            refusals.push(ProblemKind::OffCents);
        }
        if !numbers.is_empty() {
            refusals.extend([ProblemKind::AssumptionKind, ProblemKind::RestNegative]);
        }
        refusals
    }

    /// The figures that it can change: those for which a movement that it can make counts, and those
    /// computed from them.
    #[must_use]
    pub fn figures(self) -> Vec<Figure> {
        let Reference { moves, causes, .. } = self.reference();
        let feeds = |figure: &Figure, moves: &Moves| {
            let from = moves.from.iter().flat_map(|end| end.examples());
            from.flat_map(|from| moves.to.iter().flat_map(|end| end.examples()).map(move |to| (from, to)))
                .any(|(from, to)| causes.iter().any(|cause| figure.counts(*cause, moves.unit, from, to)))
        };
        FIGURES.iter().copied().filter(|figure| moves.iter().any(|moves| feeds(figure, moves))).collect()
    }
}

/// The kinds of numbers in a shape.
fn gather(shape: Shape, numbers: &mut BTreeSet<Number>) {
    match shape {
        Shape::Value(_) => {}
        Shape::Number(number) => {
            numbers.insert(number);
        }
        Shape::Record { fields, .. } => fields.iter().for_each(|field| gather((field.shape)(), numbers)),
        Shape::Choice(forms) => {
            forms.iter().filter_map(|form| form.shape).for_each(|shape| gather(shape(), numbers));
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.only {
            Some(only) => write!(f, "{}/{}", self.place.word(), only.word()),
            None => f.write_str(self.place.word()),
        }
    }
}

/// Ends as alternatives: `cash or payable`.
#[must_use]
pub fn either(ends: &[End]) -> String {
    let words: Vec<String> = ends.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

impl fmt::Display for Moves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} → {}", self.unit.word(), either(self.from), either(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kind: EventKind) -> Vec<&'static str> {
        kind.figures().into_iter().map(Figure::name).collect()
    }

    #[test]
    fn figures_follow_from_movements() {
        let rows: &[(EventKind, &[&str])] = &[
            // From holder to holder: no figure is of one holder.
            (EventKind::SharesTransferred, &[]),
            // Both ends are cash: only what tells them apart changes.
            (EventKind::CashMoved, &["cash.unrestricted", "cash.restricted", "working-capital.unrestricted"]),
            // Nothing moves.
            (EventKind::RateObserved, &[]),
            // Results and the deficit are one line of equity, and a close is no part of a period.
            (EventKind::PeriodClosed, &[]),
            (EventKind::PropertyOptionAgreed, &["commitments", "commitments.work", "commitments.shares-worth"]),
        ];
        for (kind, figures) in rows {
            assert_eq!(names(*kind), *figures, "{kind:?}");
        }
    }

    #[test]
    fn computed_figures_change_with_their_inputs() {
        let exercised = names(EventKind::WarrantsExercised);
        for figure in ["warrants.exercise-price.average", "shares.weighted-average", "loss-per-share"] {
            assert!(exercised.contains(&figure), "{figure}: {exercised:?}");
        }
        assert!(!names(EventKind::WarrantsIssued).contains(&"warrants.exercise-price.average"));
    }

    #[test]
    fn an_end_of_one_detail_covers_no_other() {
        let end = |only| End { place: PlaceKind::CurrentAsset, only };
        let receivable = Place::CurrentAsset(crate::event::CurrentAsset::Receivable);
        assert!(end(None).covers(receivable));
        assert!(end(Some(Detail::Receivable)).covers(receivable));
        assert!(!end(Some(Detail::Prepaid)).covers(receivable));
        assert!(!end(None).covers(Place::Equipment));
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        let ends = [PlaceKind::Cash, PlaceKind::Payable, PlaceKind::Expense].map(|place| End { place, only: None });
        assert_eq!(either(&ends), "cash, payable or expense");
        assert_eq!(either(ends.get(..2).unwrap_or_default()), "cash or payable");
        assert_eq!(either(ends.get(..1).unwrap_or_default()), "cash");
        let tax = End { place: PlaceKind::Expense, only: Some(Detail::Tax) };
        assert_eq!(either(&[tax]), "expense/tax");
    }
}
