//! Small abstract steps. What a step becomes depends on what the history holds by then, so a step
//! stays meaningful when those before it are removed: histories shrink well.

use capfold_core::event::EventKind;
use proptest::prelude::*;
use proptest::strategy::Union;

use super::Mode;
use super::drafts::weight;

/// One step of a history.
#[derive(Clone, Debug)]
pub(super) struct Op {
    /// The kind of event to write; another stands in for it when nothing of the kind is possible.
    pub(super) kind: EventKind,
    /// The day, from the latest day on.
    pub(super) step: Step,
    /// How much of what is there.
    pub(super) size: Size,
    /// How numbers are given.
    pub(super) number: Number,
    /// Whether the entry is to be accepted.
    pub(super) turn: Turn,
    /// Which of the choices, one after the other; zero is the first.
    pub(super) picks: [u8; 24],
}

/// The day of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The latest day.
    Same,
    /// The day after.
    Next,
    /// Some days later.
    Later(u8),
    /// The next last day of a term.
    Expiry,
    /// The day after that.
    AfterExpiry,
    /// The next first day of a month.
    MonthStart,
    /// The next last day of a financial year.
    YearEnd,
    /// Some days earlier.
    Back(u8),
}

/// How much of what is there, in its smallest units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// One unit.
    One,
    /// Everything.
    All,
    /// Everything but one.
    AllButOne,
    /// Half.
    Half,
    /// As much as the time before.
    Like,
    /// A number from a table.
    Table(u8),
}

/// How a number is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// As it is.
    Stated,
    /// As the chosen value of an assumption.
    Assumed,
    /// As the rest of a total.
    Rest,
    /// As the rest of a total that is nothing.
    Nothing,
}

/// Whether an entry is to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is.
    Right,
    /// It is not, for the nth of the mistakes that an entry can have, or the next one that it can have.
    Wrong(u8),
    /// An earlier entry again.
    Repeated,
    /// Another event under an earlier id.
    IdReused,
}

/// Strategy for one step. Simple alternatives come first: a failing history shrinks towards them.
pub(super) fn ops(mode: Mode) -> impl Strategy<Value = Op> {
    let kinds = EventKind::ALL.iter().map(|kind| (weight(*kind), Just(*kind))).collect();
    ops_of(mode, Union::new_weighted(kinds))
}

/// The same, every other one of that kind.
pub(super) fn ops_about(mode: Mode, kind: EventKind) -> impl Strategy<Value = Op> {
    let all = EventKind::ALL.iter().map(|kind| (weight(*kind), Just(*kind)));
    let sum = EventKind::ALL.iter().fold(0_u32, |sum, kind| sum.saturating_add(weight(*kind)));
    ops_of(mode, Union::new_weighted(all.chain([(sum, Just(kind))]).collect()))
}

/// The same, of kinds drawn otherwise.
pub(super) fn ops_of(mode: Mode, kinds: impl Strategy<Value = EventKind>) -> impl Strategy<Value = Op> {
    let parts = (kinds, steps(mode), sizes(), numbers(mode), turns(mode), any::<[u8; 24]>());
    parts.prop_map(|(kind, step, size, number, turn, picks)| Op { kind, step, size, number, turn, picks })
}

fn steps(mode: Mode) -> impl Strategy<Value = Step> {
    let back = match mode {
        Mode::Mixed => 6,
        Mode::Valid | Mode::Even => 2,
    };
    prop_oneof![
        40 => Just(Step::Same),
        20 => Just(Step::Next),
        12 => (2_u8..40).prop_map(Step::Later),
        4 => Just(Step::Expiry),
        2 => Just(Step::AfterExpiry),
        3 => Just(Step::MonthStart),
        2 => Just(Step::YearEnd),
        back => (1_u8..20).prop_map(Step::Back),
    ]
}

fn sizes() -> impl Strategy<Value = Size> {
    prop_oneof![
        3 => Just(Size::One),
        5 => Just(Size::All),
        2 => Just(Size::AllButOne),
        2 => Just(Size::Half),
        3 => Just(Size::Like),
        8 => (0_u8..16).prop_map(Size::Table),
    ]
}

fn numbers(mode: Mode) -> impl Strategy<Value = Number> {
    let nothing = match mode {
        Mode::Mixed | Mode::Valid => 1,
        Mode::Even => 0,
    };
    prop_oneof![
        20 => Just(Number::Stated),
        4 => Just(Number::Assumed),
        4 => Just(Number::Rest),
        nothing => Just(Number::Nothing),
    ]
}

fn turns(mode: Mode) -> BoxedStrategy<Turn> {
    match mode {
        Mode::Mixed => prop_oneof![
            70 => Just(Turn::Right),
            26 => any::<u8>().prop_map(Turn::Wrong),
            2 => Just(Turn::Repeated),
            2 => Just(Turn::IdReused),
        ]
        .boxed(),
        Mode::Valid => prop_oneof![60 => Just(Turn::Right), 1 => Just(Turn::Repeated)].boxed(),
        Mode::Even => Just(Turn::Right).boxed(),
    }
}
