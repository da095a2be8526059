//! Small abstract steps. What a step becomes depends on what the history holds by then, so a step
//! stays meaningful when those before it are removed: histories shrink well.

use capfold_core::event::EventKind;
use proptest::prelude::*;
use proptest::strategy::Union;

use super::Mode;

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
    pub(super) picks: [u8; 16],
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
    /// It is not, for the nth of the reasons that apply to its kind.
    Wrong(u8),
    /// An earlier entry again.
    Repeated,
    /// Another event under an earlier id.
    IdReused,
}

/// Why an entry is to be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// One unit more than there is, or one less than must be.
    TooMuch,
    /// Finer than the smallest unit.
    OffGrain,
    /// One cent from quantity × price.
    PaidOff,
    /// The day after the last, or the day before it.
    WrongDay,
    /// Money of another currency.
    Currency,
    /// A name that nothing has.
    Unknown,
    /// A name for the second time.
    Again,
    /// A foreign amount without a rate.
    NoRate,
    /// An assumption that is not there, or of another kind.
    Assumption,
    /// A total smaller than the assumed part.
    RestNegative,
    /// A stated carrying amount that differs from the amount in functional currency.
    Carrying,
    /// Another strike.
    Strike,
    /// An agreement of another kind.
    Agreement,
    /// Opening balances after the first movement.
    Late,
    /// A correction of what was already corrected.
    Fork,
    /// A correction of an entry that is not there.
    NoSuchEntry,
    /// A correction of a voiding.
    OfVoid,
    /// A correction that later entries do not survive.
    Breaks,
    /// An assumption named by the entry that is not there.
    AssumesUnknown,
    /// A day that is not the one its assumption chose.
    DayDiffers,
    /// A day before the book was opened.
    BeforeBook,
    /// A position that is not the entry's.
    SeqDiffers,
}

/// Reasons that apply to entries of every kind.
const ANY: [Fault; 4] = [Fault::AssumesUnknown, Fault::DayDiffers, Fault::BeforeBook, Fault::SeqDiffers];

impl Fault {
    /// The nth reason for which an entry of the kind can be refused.
    pub(super) fn of(kind: EventKind, nth: u8) -> Option<Self> {
        let own = own_faults(kind);
        let index = usize::from(nth).checked_rem(own.len().saturating_add(1))?;
        let shared = usize::from(nth).checked_rem(ANY.len()).and_then(|index| ANY.get(index));
        own.get(index).or(shared).copied()
    }
}

fn own_faults(kind: EventKind) -> &'static [Fault] {
    use Fault::*;
    match kind {
        EventKind::BookOpened
        | EventKind::HolderRegistered
        | EventKind::PropertyRegistered
        | EventKind::ProjectRegistered
        | EventKind::AccountRegistered
        | EventKind::DocumentCited
        | EventKind::AssumptionMade => &[Again],
        EventKind::ClassRegistered => &[Again, Assumption],
        EventKind::SeriesRegistered => &[Again, Unknown, Assumption],
        EventKind::PlanRegistered => &[Again, Unknown],
        EventKind::PolicyAdopted | EventKind::PeriodClosed => &[],
        EventKind::RateObserved => &[AssumesUnknown],
        EventKind::OpeningBalances => &[Late],
        EventKind::AuthorisedSet => &[TooMuch, OffGrain, Unknown, Assumption],
        EventKind::SharesIssued => {
            &[TooMuch, OffGrain, PaidOff, Unknown, Currency, NoRate, Assumption, RestNegative, TooMuch]
        }
        EventKind::SharesTransferred | EventKind::WarrantsTransferred => {
            &[TooMuch, OffGrain, Unknown, Assumption, TooMuch, RestNegative]
        }
        EventKind::OptionsGranted => &[TooMuch, OffGrain, Unknown, Again, Assumption, TooMuch],
        EventKind::OptionsExercised => &[TooMuch, PaidOff, WrongDay, Strike, Unknown, OffGrain, NoRate, Assumption],
        EventKind::OptionsExpired | EventKind::WarrantsExpired => &[TooMuch, WrongDay, Unknown, OffGrain],
        EventKind::OptionsForfeited => &[TooMuch, Unknown, RestNegative],
        EventKind::WarrantsIssued => &[TooMuch, OffGrain, Currency, Unknown, NoRate, Assumption],
        EventKind::WarrantsExercised => &[TooMuch, PaidOff, WrongDay, Unknown, OffGrain, NoRate, RestNegative],
        EventKind::CashReceived => &[TooMuch, Currency, OffGrain, NoRate, Carrying, Unknown, Assumption],
        EventKind::CashPaid => &[TooMuch, Currency, OffGrain, NoRate, Carrying, Unknown, TooMuch],
        EventKind::CashMoved => &[TooMuch, Currency, OffGrain, Unknown, RestNegative],
        EventKind::CashConverted => &[TooMuch, OffGrain, Unknown, NoRate],
        EventKind::ExpenseAccrued => &[OffGrain, NoRate, Carrying, Unknown, Assumption],
        EventKind::LiabilityPaid => &[TooMuch, Currency, OffGrain, Unknown],
        EventKind::ExchangeRevalued => &[NoRate],
        EventKind::PropertyOptionAgreed => &[Again, Unknown, OffGrain, Assumption],
        EventKind::LeaseAgreed => &[Again, OffGrain, Assumption],
        EventKind::JointVentureAgreed => &[Again, OffGrain, RestNegative],
        EventKind::PropertyPaid => &[TooMuch, Agreement, Unknown, NoRate, OffGrain],
        EventKind::LeasePaid | EventKind::JointVentureContributed => &[TooMuch, Agreement, Unknown, OffGrain, NoRate],
        EventKind::Amend => &[Fork, NoSuchEntry, OfVoid, Breaks, Breaks],
        EventKind::Void => &[Fork, NoSuchEntry, OfVoid, Breaks],
    }
}

/// How often a kind is wanted. A new kind of event does not compile until it has a weight here,
/// reasons for refusal above, and an event in `Desk::event`.
fn weight(kind: EventKind) -> u32 {
    match kind {
        EventKind::BookOpened
        | EventKind::ProjectRegistered
        | EventKind::PropertyRegistered
        | EventKind::HolderRegistered
        | EventKind::AccountRegistered
        | EventKind::PlanRegistered
        | EventKind::DocumentCited => 1,
        EventKind::ClassRegistered | EventKind::SeriesRegistered | EventKind::OpeningBalances => 2,
        EventKind::AssumptionMade
        | EventKind::PolicyAdopted
        | EventKind::PropertyOptionAgreed
        | EventKind::LeaseAgreed
        | EventKind::JointVentureAgreed => 3,
        EventKind::AuthorisedSet | EventKind::OptionsForfeited | EventKind::ExchangeRevalued => 5,
        EventKind::WarrantsTransferred
        | EventKind::OptionsExpired
        | EventKind::WarrantsExpired
        | EventKind::CashMoved
        | EventKind::LeasePaid
        | EventKind::JointVentureContributed
        | EventKind::PeriodClosed
        | EventKind::RateObserved
        | EventKind::ExpenseAccrued => 6,
        EventKind::SharesTransferred
        | EventKind::OptionsGranted
        | EventKind::WarrantsIssued
        | EventKind::CashReceived
        | EventKind::CashPaid
        | EventKind::CashConverted
        | EventKind::PropertyPaid
        | EventKind::Void
        | EventKind::LiabilityPaid => 8,
        EventKind::WarrantsExercised | EventKind::OptionsExercised | EventKind::Amend => 12,
        EventKind::SharesIssued => 16,
    }
}

/// Strategy for one step. Simple alternatives come first: a failing history shrinks towards them.
pub(super) fn ops(mode: Mode) -> impl Strategy<Value = Op> {
    let kinds = EventKind::ALL.iter().map(|kind| (weight(*kind), Just(*kind))).collect();
    let parts = (Union::new_weighted(kinds), steps(mode), sizes(), numbers(mode), turns(mode), any::<[u8; 16]>());
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
            66 => Just(Turn::Right),
            30 => any::<u8>().prop_map(Turn::Wrong),
            2 => Just(Turn::Repeated),
            2 => Just(Turn::IdReused),
        ]
        .boxed(),
        Mode::Valid => prop_oneof![60 => Just(Turn::Right), 1 => Just(Turn::Repeated)].boxed(),
        Mode::Even => Just(Turn::Right).boxed(),
    }
}
