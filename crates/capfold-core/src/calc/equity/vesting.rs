//! How a grant vests: its shares over tranches, and the tranches over days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calc::number::Mode;
use crate::calc::{CalcError, Calculation, Count, Number, Steps};
use crate::date::Date;

/// The most tranches of a grant.
const MOST_TRANCHES: u32 = 10_000;
/// The most months of a schedule.
pub(super) const MOST_MONTHS: u32 = 1_200;

/// How shares are put to tranches (Open Cap Format, `AllocationType`).
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Allocation {
    /// Each tranche brings the sum to the rounded share of the whole.
    CumulativeRounding,
    /// The same, rounded down.
    CumulativeRoundDown,
    /// What does not divide goes to the first tranches, one each.
    FrontLoaded,
    /// To the last ones, one each.
    BackLoaded,
    /// All to the first.
    FrontLoadedToSingleTranche,
    /// All to the last.
    BackLoadedToSingleTranche,
    /// Parts of shares.
    Fractional,
}

impl Allocation {
    /// What vests with the first tranches, up to each in turn.
    fn sums(self, quantity: &Count, tranches: u32, mode: Mode) -> Result<Vec<Number>, CalcError> {
        let of = Number::whole(tranches);
        let even = quantity.over(&of, "tranches", "the number of tranches")?;
        let whole = even.floor();
        let rest = &**quantity - &whole * &of;
        let until = |nth: u32| {
            let (nth, last) = (Number::whole(nth), nth == tranches);
            match self {
                Self::CumulativeRounding => (&even * &nth).by(mode, 0),
                Self::CumulativeRoundDown => (&even * &nth).floor(),
                Self::FrontLoaded => &whole * &nth + rest.clone().min(nth),
                Self::BackLoaded => &whole * &nth + (&nth + &rest - &of).max(Number::zero()),
                Self::FrontLoadedToSingleTranche => &whole * &nth + &rest,
                Self::BackLoadedToSingleTranche => &whole * &nth + if last { rest.clone() } else { Number::zero() },
                Self::Fractional => &even * &nth,
            }
        };
        Ok((1..=tranches).map(until).collect())
    }
}

/// What each adds to the one before it.
fn changes(sums: Vec<Number>) -> Vec<Number> {
    let mut before = Number::zero();
    let change = |sum: Number| {
        let change = &sum - &before;
        before = sum;
        change
    };
    sums.into_iter().map(change).collect()
}

/// Shares of a grant over equal tranches, for each of the allocation types of the Open Cap Format.
///
/// Rounding a cumulative amount is half up where `cumulative_rounding` is not given; some tools take the ceiling.
/// Refused are no tranches and more than 10,000.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct VestingAllocation {
    quantity: Count,
    tranches: Count,
    cumulative_rounding: Option<Mode>,
}

#[derive(Serialize, Debug)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::calc) struct Allocated {
    cumulative_rounding: Vec<Number>,
    cumulative_round_down: Vec<Number>,
    front_loaded: Vec<Number>,
    back_loaded: Vec<Number>,
    front_loaded_to_single_tranche: Vec<Number>,
    back_loaded_to_single_tranche: Vec<Number>,
    fractional: Vec<Number>,
}

impl Calculation for VestingAllocation {
    const NAME: &'static str = "ev.vesting_allocation";
    const MEANING: &'static str = "Shares of a grant over its tranches, by each allocation type.";
    const SOURCE: &'static str = "Open Cap Format, AllocationType";
    const EXAMPLE: &'static str = r#"{"quantity":"22","tranches":"4","cumulative_rounding":"half_up"}"#;
    type Output = Allocated;

    fn calculate(&self, steps: &mut Steps) -> Result<Allocated, CalcError> {
        let Self { quantity, .. } = self;
        let tranches = self.tranches.at_most(MOST_TRANCHES, "tranches")?;
        let mode = self.cumulative_rounding.unwrap_or(Mode::HalfUp);
        let of = |allocation: Allocation| Ok(changes(allocation.sums(quantity, tranches, mode)?));
        let fractional = of(Allocation::Fractional)?;
        if let Some(each) = fractional.first() {
            steps.say("each tranche", format!("{quantity} ÷ {tranches}"), each);
            let whole = each.floor();
            let rest = &**quantity - &whole * Number::whole(tranches);
            steps.say("what does not divide", format!("{quantity} − {tranches} × {whole}"), rest);
        }
        Ok(Allocated {
            cumulative_rounding: of(Allocation::CumulativeRounding)?,
            cumulative_round_down: of(Allocation::CumulativeRoundDown)?,
            front_loaded: of(Allocation::FrontLoaded)?,
            back_loaded: of(Allocation::BackLoaded)?,
            front_loaded_to_single_tranche: of(Allocation::FrontLoadedToSingleTranche)?,
            back_loaded_to_single_tranche: of(Allocation::BackLoadedToSingleTranche)?,
            fractional,
        })
    }
}

/// The day of the month on which tranches vest (Open Cap Format, `VestingDayOfMonth`): `01` to `28`, `29` to `31`
/// or the last day of a month that lacks it, or the day of the start likewise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DayRule {
    Start,
    Day(u32),
}

impl std::str::FromStr for DayRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (day, or_last) = text.strip_suffix("_OR_LAST_DAY_OF_MONTH").map_or((text, false), |day| (day, true));
        let digits = day.len() == 2 && day.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { day.parse().ok() } else { None };
        match (day, number) {
            ("VESTING_START_DAY", _) if or_last => Ok(Self::Start),
            (_, Some(day @ 1..=28)) if !or_last => Ok(Self::Day(day)),
            (_, Some(day @ 29..=31)) if or_last => Ok(Self::Day(day)),
            _ => Err(format!(
                "`{text}` is no day of a month: 01 to 28, 29_, 30_, 31_ or VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"
            )),
        }
    }
}

impl std::fmt::Display for DayRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start => f.write_str("VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"),
            Self::Day(day @ 29..) => write!(f, "{day}_OR_LAST_DAY_OF_MONTH"),
            Self::Day(day) => write!(f, "{day:02}"),
        }
    }
}

crate::wire::by_text!(DayRule, "a day of the month in quotes");

impl DayRule {
    /// The day of vesting so many months after the start.
    fn after(self, start: Date, months: u32) -> Date {
        let day = start.months_after(months);
        match self {
            Self::Start => day,
            Self::Day(nth) => {
                let of_month = |nth: &u32| Date::of(day.year(), day.month(), *nth);
                (1..=nth).rev().find_map(|nth| of_month(&nth)).unwrap_or(day)
            }
        }
    }
}

/// Declares inputs that have a vesting schedule in them, beside fields of their own.
macro_rules! with_schedule {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Deserialize, Debug)]
        #[serde(deny_unknown_fields)]
        pub(in crate::calc) struct $name {
            quantity: Count,
            start: Date,
            months_total: Count,
            cliff_months: Count,
            every_months: Count,
            day_rule: DayRule,
            allocation_type: Allocation,
            /// In [`Allocation::CumulativeRounding`]; half up where it is not given.
            cumulative_rounding: Option<Mode>,
            $($(#[$about])* $field: $type,)*
        }

        impl $name {
            /// The schedule of it.
            fn schedule(&self) -> Result<Schedule, CalcError> {
                let mode = self.cumulative_rounding.unwrap_or(Mode::HalfUp);
                Schedule::new(
                    &self.quantity,
                    (self.start, self.day_rule),
                    [&self.months_total, &self.every_months, &self.cliff_months],
                    (self.allocation_type, mode),
                )
            }
        }
    };
}
pub(super) use with_schedule;

/// What vests on which day.
#[derive(Debug)]
pub(super) struct Schedule(Vec<Event>);

#[derive(Serialize, Debug)]
struct Event {
    date: Date,
    amount: Number,
}

impl Schedule {
    /// Of a quantity, from a start, over months in all, at each so many of them, with a cliff.
    pub(super) fn new(
        quantity: &Count,
        (start, rule): (Date, DayRule),
        [total, every, cliff]: [&Count; 3],
        (allocation, mode): (Allocation, Mode),
    ) -> Result<Self, CalcError> {
        let all = total.at_most(MOST_MONTHS, "months_total")?;
        let each = every.at_most(MOST_MONTHS, "every_months")?;
        let cliff = cliff.at_most(MOST_MONTHS, "cliff_months")?;
        let tranches = all.checked_div(each).filter(|number| *number > 0 && number.checked_mul(each) == Some(all));
        let tranches = tranches.ok_or_else(|| {
            CalcError::at("every_months", format!("{total} months are not whole tranches of {every} months"))
        })?;
        if start.months_after(all.max(cliff)).year() > 9999 {
            return Err(CalcError::at("start", format!("{start} and {all} months are beyond the calendar")));
        }
        let mut events: Vec<Event> = Vec::new();
        for (nth, amount) in (1..).zip(changes(allocation.sums(quantity, tranches, mode)?)) {
            let date = rule.after(start, each.saturating_mul(nth).max(cliff));
            match events.last_mut() {
                Some(last) if last.date == date => last.amount = &last.amount + &amount,
                Some(_) | None => events.push(Event { date, amount }),
            }
        }
        Ok(Self(events))
    }

    /// What has vested by the end of a day.
    pub(super) fn vested(&self, day: Date) -> Number {
        self.0.iter().take_while(|event| event.date <= day).map(|event| &event.amount).sum()
    }
}

with_schedule! {
    /// What vests on which day, and what has vested on days that are asked for.
    ///
    /// Tranche k falls k × `every_months` months after the start, on the day of the rule; what would fall before
    /// `cliff_months` falls on the day of the cliff. Refused are months that are not whole tranches, and more
    /// than 1,200 of them.
    VestingSchedule {
        /// The day itself included.
        as_of: Vec<Date>,
    }
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Vesting {
    events: Vec<Event>,
    cumulative: BTreeMap<String, Number>,
    unvested: BTreeMap<String, Number>,
}

impl Calculation for VestingSchedule {
    const NAME: &'static str = "ev.vesting_schedule";
    const MEANING: &'static str = "What of a grant vests on which day, and what has vested by some days.";
    const SOURCE: &'static str = "Open Cap Format, VestingCondition, VestingDayOfMonth and AllocationType";
    const EXAMPLE: &'static str = r#"{"quantity":"1000","start":"2023-05-31","months_total":"12","cliff_months":"6","every_months":"3","day_rule":"VESTING_START_DAY_OR_LAST_DAY_OF_MONTH","allocation_type":"FRONT_LOADED","as_of":["2023-12-31"]}"#;
    type Output = Vesting;

    fn calculate(&self, steps: &mut Steps) -> Result<Vesting, CalcError> {
        let schedule = self.schedule()?;
        if let (Some(first), Some(last)) = (schedule.0.first(), schedule.0.last()) {
            let how = format!("{} months, cliff {}", self.months_total, self.cliff_months);
            steps.say(format!("first of {} days", schedule.0.len()), format!("{}", first.date), &first.amount);
            steps.say("last day", how, last.date);
        }
        let mut cumulative = BTreeMap::new();
        let mut unvested = BTreeMap::new();
        for day in &self.as_of {
            let vested = schedule.vested(*day);
            steps.say(format!("vested by {day}"), "sum of the days until then", &vested);
            unvested.insert(day.to_string(), &*self.quantity - &vested);
            cumulative.insert(day.to_string(), vested);
        }
        Ok(Vesting { events: schedule.0, cumulative, unvested })
    }
}
