//! Plans and their limits, awards other than options, when what is granted vests, and what it costs.
//!
//! What has vested may be used; what has not is held all the same, and ends first.

use super::record::{choice, record};
use super::{EventError, Purpose, Withheld};
use crate::date::Date;
use crate::money::{GivenMoney, GivenPrice, GivenQuantity, Percent};
use crate::name::Name;

/// The most months that vesting, or the memory of a limit, may take.
const MONTHS_MOST: u32 = 1200;
/// The most parts of monthly vesting.
const TIMES_MOST: u32 = 600;

record! {
    /// Sets the pool of a plan and its limits, all of them, from this day on. Nothing that was granted is
    /// undone.
    pub struct PlanLimitsSet {
        /// The plan.
        plan: Name,
        /// How many options and awards it may have.
        pool: Pool,
        /// How many one person may be granted; no such limit unless stated.
        per_person?: PersonLimit,
    }
}

choice! {
    /// How many options and awards a plan may have.
    #[derive(Default)]
    pub enum Pool {
        /// No limit.
        Unlimited = "unlimited" => default,
        /// So many, outstanding and exercised or settled together; what ends otherwise is free again.
        Fixed(GivenQuantity) = "fixed",
        /// So many per cent of the shares outstanding just before a grant may be outstanding under the
        /// plan with it: those exercised or settled are free again too. Lots that stood open when the log
        /// begins are no grants.
        Rolling(Percent) = "rolling",
    }
}

record! {
    /// A limit per person: what a holder was granted within the months before a grant, and the grant
    /// itself, are not more than so many per cent of the shares outstanding just before it. Lots that
    /// stood open when the log begins are no grants.
    #[derive(Copy)]
    pub struct PersonLimit {
        /// Per cent of the shares outstanding.
        percent: Percent,
        /// How many months count, at most 1,200; a grant of the same day so many months ago does not.
        months: u32,
    }
}

choice! {
    /// When a lot vests.
    pub enum Vesting {
        /// Part by part; the parts together are the lot.
        Steps(Vec<VestingStep>) = "steps",
        /// In equal parts, month after month.
        Monthly(MonthlyVesting) = "monthly",
    }
}

record! {
    /// A part of a lot that vests on a day, or upon something that has no day yet.
    pub struct VestingStep {
        /// The day, from whose beginning it is vested.
        on?: Date,
        /// The short name of the condition, of a part without a day.
        upon?: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Equal parts: after the nth of `times` periods of `months` months from a day, quantity × n ÷ times is
    /// vested, rounded down to the class's grain; what falls before the cliff vests with it. A month
    /// that has no such day ends on its last.
    #[derive(Copy)]
    pub struct MonthlyVesting {
        /// The day from which it counts.
        from: Date,
        /// Months of a period; all periods together are at most 1,200 months.
        months: u32,
        /// How many periods; at most 600.
        times: u32,
        /// The first period at whose end anything vests; the first unless stated.
        cliff?: u32,
    }
}

record! {
    /// The condition upon which a part of a lot vests has been met: what waits for it is vested from this
    /// day. Refused when nothing of the lot waits for it.
    pub struct VestingConditionMet {
        /// The lot.
        grant: Name,
        /// The condition.
        condition: Name,
    }
}

record! {
    /// Vests more of a lot at once: the parts that would vest first, those upon a condition last. Refused
    /// beyond what has not vested, and when nothing is left to vest.
    pub struct VestingAccelerated {
        /// The lot.
        grant: Name,
        /// How many; all that has not vested, unless stated.
        quantity?: GivenQuantity,
    }
}

choice! {
    /// What an award other than an option is.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    pub enum AwardKind {
        /// Restricted share unit: one share or its value when it vests.
        RestrictedShareUnit = "rsu",
        /// Deferred share unit: one share or its value when the holder leaves.
        DeferredShareUnit = "dsu",
        /// Performance share unit: as many shares as the performance earns.
        PerformanceShareUnit = "psu",
        /// Share appreciation right: the rise of the price over its base.
        AppreciationRight = "sar",
        /// Restricted shares: issued at once, lost unless they vest.
        RestrictedShares = "restricted_shares",
    }
}

impl AwardKind {
    /// Several of them, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RestrictedShareUnit => "restricted share units",
            Self::DeferredShareUnit => "deferred share units",
            Self::PerformanceShareUnit => "performance share units",
            Self::AppreciationRight => "share appreciation rights",
            Self::RestrictedShares => "restricted shares",
        }
    }
}

record! {
    /// Grants awards other than options under a plan (IFRS 2, ASC 718). Writer → held in the lot's own
    /// unit. Of restricted shares: unissued → restricted in the class, which count as outstanding; of
    /// every other kind: unissued → reserved. Pool and limit per person as for options.
    pub struct AwardsGranted {
        /// The lot's short name; options and other awards share their names.
        grant: Name,
        /// The plan it is granted under.
        plan: Name,
        /// Who receives it.
        holder: Name,
        /// What it is.
        kind: AwardKind,
        /// How many.
        quantity: GivenQuantity,
        /// The price from which an appreciation right counts; no other award has one.
        base?: GivenPrice,
        /// Last day on which it can be settled; left out when the term has no end or no document states it.
        expires?: Date,
        /// When they vest; all are vested at once unless stated.
        vesting?: Vesting,
    }
}

record! {
    /// Settles vested awards: held → settled in the lot's unit. In shares: reserved → held in the class,
    /// what of the reserved shares is not issued → unissued, and the lot's part of the award reserve passes
    /// to share capital (IFRS 2.23). In cash: cash → expense for share-based payments, reserved →
    /// unissued; the lot's part of the award reserve is used up before anything is an expense, and what
    /// is left of it passes to contributed surplus (IFRS 2.29). Restricted shares are released: restricted
    /// → held. Refused after the last day of the term, and beyond what has vested.
    pub struct AwardsSettled {
        /// The lot.
        grant: Name,
        /// How many awards.
        quantity: GivenQuantity,
        /// In what.
        by = "in": Delivery,
        /// Shares withheld for tax, of a settlement in shares; not more than are delivered.
        withheld?: Withheld,
    }
}

choice! {
    /// In what an award is settled.
    pub enum Delivery {
        /// One share each; not of appreciation rights.
        Shares = "shares",
        /// Of performance share units: as many shares as performance earned; what the reserve lacks is
        /// taken from unissued.
        Earned(GivenQuantity) = "earned",
        /// Of appreciation rights: awards × (market − base) ÷ market shares at this market price, the
        /// fraction cancelled. Refused below the base.
        Appreciation(GivenPrice) = "appreciation",
        /// In cash; not of restricted shares.
        Cash(CashDelivery) = "cash",
    }
}

record! {
    /// Cash for awards.
    pub struct CashDelivery {
        /// The bank account it is paid from.
        account: Name,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Charges the cost of a lot of options or awards as it vests: award reserve → spending of the purpose
    /// (IFRS 2.7–10, ASC 718-10-35); contributed surplus instead, once nothing of the lot is outstanding.
    /// `reversed` takes back what was charged for rights that will not vest (IFRS 2.19): spending → award
    /// reserve, not more than it holds, so before the rights end; nor more than is carried of what was
    /// capitalised.
    pub struct CompensationRecognised {
        /// The lot.
        grant: Name,
        /// The amount, in functional currency.
        amount: GivenMoney,
        /// What the work was for.
        purpose: Purpose,
        /// Whether it takes back an earlier charge.
        reversed~: bool,
    }
}

impl AwardsGranted {
    pub(super) fn check(&self) -> Result<(), EventError> {
        match (self.kind, &self.base) {
            (AwardKind::AppreciationRight, None) => {
                return Err(EventError::at(&["kind"], "an appreciation right counts from a base".to_owned()));
            }
            (
                AwardKind::RestrictedShareUnit
                | AwardKind::DeferredShareUnit
                | AwardKind::PerformanceShareUnit
                | AwardKind::RestrictedShares,
                Some(_),
            ) => return Err(EventError::at(&["base"], format!("{} have no base", self.kind.words()))),
            (AwardKind::AppreciationRight, Some(_))
            | (
                AwardKind::RestrictedShareUnit
                | AwardKind::DeferredShareUnit
                | AwardKind::PerformanceShareUnit
                | AwardKind::RestrictedShares,
                None,
            ) => {}
        }
        self.vesting.as_ref().map_or(Ok(()), Vesting::check)
    }
}

impl AwardsSettled {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if matches!(self.by, Delivery::Cash(_)) && self.withheld.is_some() {
            let message = "no shares are withheld of a settlement in cash";
            return Err(EventError::at(&["withheld"], message.to_owned()));
        }
        Ok(())
    }
}

impl PersonLimit {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if (1..=MONTHS_MOST).contains(&self.months) {
            return Ok(());
        }
        let message = format!("{} months: at least 1, at most {MONTHS_MOST}", self.months);
        Err(EventError::at(&["per_person", "months"], message))
    }
}

impl Vesting {
    /// What is wrong with it; the path begins at the key that holds it.
    pub(super) fn check(&self) -> Result<(), EventError> {
        match self {
            Self::Steps(steps) => check_steps(steps),
            Self::Monthly(monthly) => monthly.check(),
        }
    }
}

fn check_steps(steps: &[VestingStep]) -> Result<(), EventError> {
    let at = |message: &str| Err(EventError::at(&["vesting", "steps"], message.to_owned()));
    if steps.is_empty() {
        return at("vesting in steps has at least one step");
    }
    if steps.iter().any(|step| step.on.is_some() == step.upon.is_some()) {
        return at("a step vests either on a day or upon a condition");
    }
    Ok(())
}

impl MonthlyVesting {
    fn check(&self) -> Result<(), EventError> {
        let at = |key: &'static str, message: String| Err(EventError::at(&["vesting", "monthly", key], message));
        if !(1..=TIMES_MOST).contains(&self.times) {
            return at("times", format!("{} periods: at least 1, at most {TIMES_MOST}", self.times));
        }
        let months = self.months.saturating_mul(self.times);
        if !(1..=MONTHS_MOST).contains(&months) {
            return at("months", format!("{months} months in all: at least 1, at most {MONTHS_MOST}"));
        }
        match self.cliff {
            Some(cliff) if !(1..=self.times).contains(&cliff) => {
                at("cliff", format!("the cliff is after period {cliff}, of periods 1 to {}", self.times))
            }
            Some(_) | None => Ok(()),
        }
    }
}
