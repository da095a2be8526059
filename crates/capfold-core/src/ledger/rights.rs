//! Options.

use super::Effect;
use super::accounts::{BankId, ClassId, Place, Unit};
use super::draft::Draft;
use super::exercise::Claim;
use super::register::{NewGrant, Registration, next_grant};
use super::rows::{Class, Grant, unknown};
use crate::date::Date;
use crate::event::{ExercisedLot, OptionsEnded, OptionsExercised, OptionsGranted};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::money::GivenQuantity;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

impl<'l> Draft<'l> {
    pub(super) fn options_granted(&mut self, event: &OptionsGranted) -> Outcome {
        let new = NewGrant {
            grant: &event.grant,
            plan: &event.plan,
            holder: &event.holder,
            strike: &event.strike,
            expires: event.expires,
        };
        let added = self.grant(&new, &event.quantity, &[])?;
        self.register(Registration::Grants(vec![added]));
        Ok(())
    }

    /// Writes a lot of options and reserves their shares.
    pub(super) fn grant(
        &mut self,
        new: &NewGrant<'_>,
        quantity: &GivenQuantity,
        waiting: &[(Name, Grant, Exact)],
    ) -> Result<(Name, Grant, Exact), Rejection> {
        let names = &self.ledger.names;
        names.grants.vacant(Thing::Grant, new.grant)?;
        if waiting.iter().any(|(name, ..)| name == new.grant) {
            let (thing, name) = (Thing::Grant, new.grant.clone());
            return Err(Rejection::at("grant", Problem::AlreadyRegistered { thing, name, by: self.seq }));
        }
        let (plan_id, plan) = names.plan("plan", new.plan)?;
        let holder = names.holder("holder", new.holder)?;
        let (class_name, class) = self.class_row(plan.class, Thing::Plan, new.plan)?;
        let strike = self.price("strike", new.strike)?;
        let quantity = self.quantity(new.grant, class, quantity)?;
        let earlier: Exact = waiting
            .iter()
            .filter(|(_, grant, _)| grant.plan == plan_id)
            .fold(Exact::ZERO, |sum, (_, _, quantity)| sum.saturating_plus(*quantity));
        if let Some(limit) = plan.limit {
            let available = limit.saturating_minus(plan.taken).saturating_minus(earlier);
            if available < quantity {
                let plan = new.plan.clone();
                let problem = Problem::BeyondPool { plan, needed: quantity, available, limit };
                return Err(Rejection::at("quantity", problem));
            }
        }
        self.draw(plan.class, class_name, Place::Reserved, quantity)?;
        let (_, unit) = next_grant(names, waiting.len());
        self.count(Place::Writer, Place::Held(holder), unit, quantity);
        let row = Grant {
            plan: plan_id,
            class: plan.class,
            holder,
            strike,
            currency: new.strike.currency,
            expires: new.expires,
            rests: self.current_rests(),
        };
        Ok((new.grant.clone(), row, quantity))
    }

    pub(super) fn options_exercised(&mut self, event: &OptionsExercised) -> Outcome {
        // All lots are priced in one currency, and there is at least one: the event was checked by itself.
        let Some(currency) = event.lots.first().map(|lot| lot.price.currency) else { return Ok(()) };
        let bank = self.bank(&event.account, currency)?;
        let mut total = Exact::ZERO;
        self.each("lots", &event.lots, |draft, lot| {
            total = total.saturating_plus(draft.exercise_lot(bank, lot)?);
            Ok(())
        })?;
        self.paid_equals(event.paid.as_ref(), total, currency)
    }

    fn exercise_lot(&mut self, bank: BankId, lot: &ExercisedLot) -> Result<Exact, Rejection> {
        let (unit, grant, quantity) = self.lot(&lot.grant, &lot.quantity)?;
        let price = self.price("price", &lot.price)?;
        if (price, lot.price.currency) != (grant.strike, grant.currency) {
            let problem = Problem::NotTheStrike {
                grant: lot.grant.clone(),
                paid: format!("{price} {}", lot.price.currency),
                strike: format!("{} {}", grant.strike, grant.currency),
            };
            return Err(Rejection::at("price", problem));
        }
        let claim = Claim {
            key: "grant",
            name: &lot.grant,
            unit,
            class: grant.class,
            holder: grant.holder,
            rights: quantity,
            shares: quantity,
            strike: grant.strike,
            currency: grant.currency,
            expires: grant.expires,
            rests: &grant.rests,
        };
        let right = self.open(claim, || format!("options of `{}` exercised", lot.grant))?;
        self.exercise(right, bank)
    }

    /// A registered lot: its unit, its row, where it is held, and the count on the class's grain.
    fn lot(&mut self, name: &Name, quantity: &GivenQuantity) -> Result<(Unit, &'l Grant, Exact), Rejection> {
        let (id, grant) = self.ledger.names.grant("grant", name)?;
        let (_, class) = self.class_row(grant.class, Thing::Grant, name)?;
        let quantity = self.quantity(name, class, quantity)?;
        Ok((Unit::Grant(id), grant, quantity))
    }

    pub(super) fn options_expired(&mut self, event: &OptionsEnded) -> Outcome {
        let (_, grant) = self.ledger.names.grant("grant", &event.grant)?;
        self.after_term("grant", &event.grant, grant.expires)?;
        self.end_options(event, Place::Expired, "expired")
    }

    pub(super) fn options_forfeited(&mut self, event: &OptionsEnded) -> Outcome {
        self.end_options(event, Place::Forfeited, "forfeited")
    }

    fn end_options(&mut self, event: &OptionsEnded, to: Place, verb: &str) -> Outcome {
        let (unit, grant, quantity) = self.lot(&event.grant, &event.quantity)?;
        let held = Place::Held(grant.holder);
        self.enough(held, unit, quantity, || format!("options of `{}` {verb}", event.grant))?;
        self.count(held, to, unit, quantity);
        self.release(grant.class, quantity);
        self.effect(Effect::PoolGivenBack { plan: grant.plan, quantity });
        Ok(())
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
