//! Options.

use super::Effect;
use super::accounts::{ClassId, GrantId, Place, Unit};
use super::awards::{kept, lot_kind};
use super::draft::Draft;
use super::plans::Asked;
use super::register::{NewLot, Registration, Stated};
use super::rows::{Class, Grant, unknown};
use super::settlement::{Exercised, beside_lots};
use super::vesting::Lot;
use crate::date::Date;
use crate::event::{ExercisedLot, OptionsEnded, OptionsExercised, OptionsGranted};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::money::GivenQuantity;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

impl<'l> Draft<'l> {
    pub(super) fn options_granted(&mut self, event: &OptionsGranted) -> Outcome {
        let OptionsGranted { grant, plan, holder, quantity, strike, expires, vesting } = event;
        let (expires, vesting, award, price) = (*expires, vesting.as_ref(), None, Some(strike));
        let stated = Stated { grant, plan, holder, quantity, award, price, expires, vesting };
        let lot = self.lot_written(&stated, Some(self.date), &[])?;
        self.register(Registration::Grants(vec![lot]));
        Ok(())
    }

    /// Writes a lot of options or awards and reserves their shares; restricted shares are issued.
    pub(super) fn lot_written(
        &mut self,
        stated: &Stated<'_>,
        granted: Option<Date>,
        waiting: &[NewLot],
    ) -> Result<NewLot, Rejection> {
        let names = &self.ledger.names;
        names.grants.vacant(Thing::Grant, stated.grant)?;
        if waiting.iter().any(|lot| lot.name == *stated.grant) {
            let (thing, name) = (Thing::Grant, stated.grant.clone());
            return Err(Rejection::at("grant", Problem::AlreadyRegistered { thing, name, by: self.seq }));
        }
        let (plan_id, plan) = names.plan("plan", stated.plan)?;
        let holder = names.holder("holder", stated.holder)?;
        let (class_name, class) = self.class_row(plan.class, Thing::Plan, stated.plan)?;
        let key = if stated.award.is_some() { "base" } else { "strike" };
        let strike = stated.price.map_or(Ok(Exact::ZERO), |price| self.price(key, price))?;
        let currency = stated.price.map_or_else(|| self.ledger.functional(), |price| Ok(price.currency))?;
        let quantity = self.quantity(stated.grant, class, stated.quantity)?;
        let waiting_of_plan = waiting.iter().filter(|lot| lot.row.plan == plan_id);
        let waiting_of_plan = waiting_of_plan.fold(Exact::ZERO, |sum, lot| sum.saturating_plus(lot.quantity));
        let asked = Asked { plan: stated.plan, row: plan, grain: class.grain, quantity, waiting: waiting_of_plan };
        self.within_pool(&asked, granted.is_some())?;
        if granted.is_some() {
            self.within_person_limit(&asked, (stated.holder, holder))?;
        }
        let vesting = self.schedule(stated.grant, class, quantity, stated.vesting)?;
        let id = GrantId::from_index(names.grants.len().saturating_add(waiting.len()));
        let row = Grant {
            plan: plan_id,
            class: plan.class,
            holder,
            award: stated.award,
            strike,
            currency,
            priced_by: self.seq,
            expires: stated.expires,
            vesting,
            rests: self.current_rests(),
        };
        self.draw(plan.class, class_name, kept(&row, id), quantity)?;
        self.count(Place::Writer, Place::Held(holder), row.unit(id), quantity);
        Ok(NewLot { id, name: stated.grant.clone(), row, quantity, granted })
    }

    pub(super) fn options_exercised(&mut self, event: &OptionsExercised) -> Outcome {
        // All lots are priced in one currency, and there is at least one: the event was checked by itself.
        let Some(currency) = event.lots.first().map(|lot| lot.price.currency) else { return Ok(()) };
        let settled = event.settled.as_ref();
        let Some(payment) = self.payment(event.account.as_ref(), settled, currency)? else { return Ok(()) };
        let (mut exercised, mut left) = (Exercised::default(), event.lots.len());
        self.each("lots", &event.lots, |draft, lot| {
            left = left.saturating_sub(1);
            let some = draft.lot_at_its_strike(lot)?;
            let claim = some.claim(draft.date, &lot.grant, "exercised");
            let right = draft.open(claim, || format!("options of `{}` exercised", lot.grant))?;
            draft.effect(Effect::PlanUsed { plan: some.grant.plan, open: some.quantity, taken: Exact::ZERO });
            draft.exercise(right, &payment, left == 0, &mut exercised)?;
            draft.pass_reserve(&some, Place::ShareCapital(some.grant.class))
        })
        .map_err(beside_lots)?;
        self.paid_equals(event.paid.as_ref(), exercised.received, currency)?;
        self.settle_exercise(&payment, &exercised)
    }

    /// Some options of a lot, on the class's grain, at the price that they are exercised at: their strike.
    fn lot_at_its_strike(&mut self, exercised: &ExercisedLot) -> Result<Lot<'l>, Rejection> {
        let lot = self.lot(&exercised.grant, &exercised.quantity)?;
        let grant = lot.grant;
        if grant.award.is_some() {
            return Err(lot_kind("grant", &exercised.grant, grant, "options"));
        }
        let price = self.price("price", &exercised.price)?;
        if (price, exercised.price.currency) == (lot.grant.strike, lot.grant.currency) {
            return Ok(lot);
        }
        let problem = Problem::NotTheStrike {
            grant: exercised.grant.clone(),
            paid: format!("{price} {}", exercised.price.currency),
            strike: format!("{} {}", lot.grant.strike, lot.grant.currency),
        };
        Err(Rejection::at("price", problem))
    }

    /// Some rights of a registered lot, on the class's grain.
    pub(super) fn lot(&mut self, name: &Name, quantity: &GivenQuantity) -> Result<Lot<'l>, Rejection> {
        let (id, grant) = self.ledger.names.grant("grant", name)?;
        let (_, class) = self.class_row(grant.class, Thing::Grant, name)?;
        let quantity = self.quantity(name, class, quantity)?;
        let unit = grant.unit(id);
        let held = self.balance(Place::Held(grant.holder), unit).amount;
        Ok(Lot { id, unit, grant, quantity, held })
    }

    pub(super) fn options_expired(&mut self, event: &OptionsEnded) -> Outcome {
        let (_, grant) = self.ledger.names.grant("grant", &event.grant)?;
        self.after_term("grant", &event.grant, grant.expires)?;
        self.end_options(event, Place::Expired, "expired")
    }

    pub(super) fn options_forfeited(&mut self, event: &OptionsEnded) -> Outcome {
        self.end_options(event, Place::Forfeited, "forfeited")
    }

    pub(super) fn options_cancelled(&mut self, event: &OptionsEnded) -> Outcome {
        self.end_options(event, Place::Cancelled, "cancelled")
    }

    fn end_options(&mut self, event: &OptionsEnded, to: Place, verb: &str) -> Outcome {
        let lot = self.lot(&event.grant, &event.quantity)?;
        let Lot { id, unit, grant, quantity, .. } = lot;
        let held = lot.holder();
        self.enough(held, unit, quantity, || format!("{} of `{}` {verb}", grant.words(), event.grant))?;
        self.count(held, to, unit, quantity);
        self.count(kept(grant, id), self.pool_of(grant.class), Unit::Class(grant.class), quantity);
        self.effect(Effect::PlanUsed { plan: grant.plan, open: quantity, taken: quantity });
        if let Some(parts) = grant.vesting.without(self.date, quantity) {
            self.effect(Effect::Vesting { grant: id, parts });
        }
        self.pass_reserve(&lot, Place::ContributedSurplus)
    }

    /// Expiry is possible from the last day of the term.
    pub(super) fn after_term(&self, key: &'static str, name: &Name, expires: Option<Date>) -> Outcome {
        match expires {
            Some(expires) if self.date < expires => {
                Err(Rejection::at(key, Problem::BeforeExpiry { name: name.clone(), expires, on: self.date }))
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn class_row(&self, id: ClassId, thing: Thing, name: &Name) -> Result<(&'l Name, &'l Class), Rejection> {
        self.ledger.names.classes.row(id.index()).ok_or_else(|| unknown(thing, thing.key(), name))
    }
}
