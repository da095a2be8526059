//! Plans: their pools and their limits per person.

use super::Effect;
use super::accounts::HolderId;
use super::draft::{Draft, too_large};
use super::rows::{Class, Plan, PlanLimits, PoolLimit};
use crate::event::{PersonLimit, PlanLimitsSet, Pool};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::Percent;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// What is to be granted under a plan.
pub(super) struct Asked<'a> {
    pub(super) plan: &'a Name,
    pub(super) row: &'a Plan,
    pub(super) grain: Exact,
    pub(super) quantity: Exact,
    /// Granted by the same fact.
    pub(super) waiting: Exact,
}

impl Draft<'_> {
    pub(super) fn plan_limits_set(&mut self, event: &PlanLimitsSet) -> Outcome {
        let (plan, row) = self.ledger.names.plan("plan", &event.plan)?;
        let (_, class) = self.class_row(row.class, Thing::Plan, &event.plan)?;
        let limits = self.limits(&event.plan, class, &event.pool, event.per_person)?;
        self.effect(Effect::Limits { plan, limits });
        Ok(())
    }

    /// The limits of a plan as an event states them.
    pub(super) fn limits(
        &mut self,
        plan: &Name,
        class: &Class,
        pool: &Pool,
        per_person: Option<PersonLimit>,
    ) -> Result<PlanLimits, Rejection> {
        let pool = match pool {
            Pool::Unlimited => PoolLimit::Unlimited,
            Pool::Fixed(limit) => PoolLimit::Fixed(self.quantity_at("fixed", plan, class, limit)?),
            Pool::Rolling(percent) => PoolLimit::Rolling(*percent),
        };
        Ok(PlanLimits { pool, per_person })
    }

    /// Refuses what the pool does not leave. A rolling pool is about grants only.
    pub(super) fn within_pool(&self, asked: &Asked<'_>, is_grant: bool) -> Outcome {
        let Asked { plan, row, grain, quantity, waiting } = *asked;
        let (limit, taken) = match row.limits.pool {
            PoolLimit::Fixed(limit) => (limit, row.taken),
            PoolLimit::Rolling(percent) if is_grant => (self.outstanding_part(row, percent, grain)?, row.open),
            PoolLimit::Rolling(_) | PoolLimit::Unlimited => return Ok(()),
        };
        let available = limit.saturating_minus(taken).saturating_minus(waiting);
        if quantity <= available || quantity.is_zero() {
            return Ok(());
        }
        let problem = Problem::BeyondPool { plan: plan.clone(), needed: quantity, available, limit };
        Err(Rejection::at("quantity", problem))
    }

    /// Refuses what the limit per person does not leave to the holder.
    pub(super) fn within_person_limit(&self, asked: &Asked<'_>, (name, holder): (&Name, HolderId)) -> Outcome {
        let Some(PersonLimit { percent, months }) = asked.row.limits.per_person else { return Ok(()) };
        let since = self.date.months_before(months);
        let recent = asked.row.granted.iter().rev().take_while(|(day, ..)| *day > since);
        let granted = recent
            .filter(|(_, to, _)| *to == holder)
            .fold(Exact::ZERO, |sum, (_, _, quantity)| sum.saturating_plus(*quantity));
        let limit = self.outstanding_part(asked.row, percent, asked.grain)?;
        let (needed, available) = (asked.quantity, limit.saturating_minus(granted));
        if needed <= available || needed.is_zero() {
            return Ok(());
        }
        let (plan, holder) = (asked.plan.clone(), name.clone());
        let problem = Problem::BeyondPersonLimit { plan, holder, needed, available, limit };
        Err(Rejection::at("quantity", problem))
    }

    /// So many per cent of the shares outstanding of a plan's class.
    fn outstanding_part(&self, row: &Plan, percent: Percent, grain: Exact) -> Result<Exact, Rejection> {
        part_of(self.outstanding_shares(row.class), percent, grain)
    }
}

/// So many per cent of a count, in whole grains: what is compared with it is whole too.
pub(super) fn part_of(count: Exact, percent: Percent, grain: Exact) -> Result<Exact, Rejection> {
    let part = fraction(count, percent.exact(), Percent::WHOLE, grain, Rounding::Down);
    part.map(|rounded| rounded.value).map_err(too_large("quantity"))
}
