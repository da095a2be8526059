//! Options and warrants.

use super::Effect;
use super::accounts::{BankId, ClassId, HolderId, Place, SeriesId, Unit};
use super::draft::{Draft, too_large};
use super::register::{NewGrant, Registration, next_grant};
use super::rows::{Class, Grant, Series, unknown};
use crate::date::Date;
use crate::event::{
    ExercisedLot, OptionsEnded, OptionsExercised, OptionsGranted, WarrantsExercised, WarrantsExpired, WarrantsIssued,
    WarrantsTransferred,
};
use crate::exact::{Exact, proportion};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, GivenQuantity};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

impl<'l> Draft<'l> {
    // Options

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
        let holder = Place::Held(grant.holder);
        let price = self.price("price", &lot.price)?;
        if (price, lot.price.currency) != (grant.strike, grant.currency) {
            let problem = Problem::NotTheStrike {
                grant: lot.grant.clone(),
                paid: format!("{price} {}", lot.price.currency),
                strike: format!("{} {}", grant.strike, grant.currency),
            };
            return Err(Rejection::at("price", problem));
        }
        self.in_term("grant", &lot.grant, grant.expires)?;
        self.rest_on(&grant.rests);
        self.enough(holder, unit, quantity, || format!("options of `{}` exercised", lot.grant))?;
        self.count(holder, Place::Exercised, unit, quantity);
        self.count(Place::Reserved, holder, Unit::Class(grant.class), quantity);
        let proceeds = self.proceeds(quantity, price, grant.currency)?;
        self.money(Place::ShareCapital(grant.class), Place::Cash(bank), proceeds);
        Ok(proceeds.amount)
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

    /// Exercise is possible through the last day of the term.
    fn in_term(&self, key: &'static str, name: &Name, expires: Option<Date>) -> Outcome {
        match expires {
            Some(expires) if self.date > expires => {
                Err(Rejection::at(key, Problem::PastExpiry { name: name.clone(), expires, on: self.date }))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Expiry is possible from the last day of the term.
    fn after_term(&self, key: &'static str, name: &Name, expires: Option<Date>) -> Outcome {
        match expires {
            Some(expires) if self.date < expires => {
                Err(Rejection::at(key, Problem::BeforeExpiry { name: name.clone(), expires, on: self.date }))
            }
            Some(_) | None => Ok(()),
        }
    }

    // Warrants

    pub(super) fn warrants_issued(&mut self, event: &WarrantsIssued) -> Outcome {
        let (id, series) = self.write_warrants(&event.series, &event.holder, &event.quantity)?;
        let Some(paid) = &event.paid else { return Ok(()) };
        let currency = paid.amount.currency;
        if currency != series.currency {
            let what = format!("the strike of `{}`", event.series);
            let problem = Problem::CurrencyDiffers { given: currency, what, expected: series.currency };
            return Err(Rejection::at("currency", problem));
        }
        let bank = self.bank(&paid.account, currency)?;
        let money = self.valued(&paid.amount, None)?;
        self.money(Place::WarrantReserve(id), Place::Cash(bank), money);
        Ok(())
    }

    /// Writes warrants and reserves their shares.
    pub(super) fn write_warrants(
        &mut self,
        series: &Name,
        holder: &Name,
        quantity: &GivenQuantity,
    ) -> Result<(SeriesId, &'l Series), Rejection> {
        let (id, row, quantity) = self.warrants(series, quantity)?;
        let holder = self.ledger.names.holder("holder", holder)?;
        self.write_counted(series, (id, row), holder, quantity)?;
        Ok((id, row))
    }

    /// Writes so many warrants and reserves their shares.
    pub(super) fn write_counted(
        &mut self,
        series: &Name,
        (id, row): (SeriesId, &Series),
        holder: HolderId,
        quantity: Exact,
    ) -> Outcome {
        let (class_name, _) = self.class_row(row.class, Thing::Series, series)?;
        self.rest_on(&row.rests);
        self.draw(row.class, class_name, Place::Reserved, quantity)?;
        self.count(Place::Writer, Place::Held(holder), Unit::Series(id), quantity);
        Ok(())
    }

    /// A registered series, its row, and the count on the class's grain.
    fn warrants(&mut self, name: &Name, quantity: &GivenQuantity) -> Result<(SeriesId, &'l Series, Exact), Rejection> {
        let (id, series) = self.ledger.names.series_row("series", name)?;
        let (_, class) = self.class_row(series.class, Thing::Series, name)?;
        let quantity = self.quantity(name, class, quantity)?;
        Ok((id, series, quantity))
    }

    pub(super) fn class_row(&self, id: ClassId, thing: Thing, name: &Name) -> Result<(&'l Name, &'l Class), Rejection> {
        self.ledger.names.classes.row(id.index()).ok_or_else(|| unknown(thing, thing.key(), name))
    }

    pub(super) fn warrants_exercised(&mut self, event: &WarrantsExercised) -> Outcome {
        let (id, series, quantity) = self.warrants(&event.series, &event.quantity)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        self.in_term("series", &event.series, series.expires)?;
        let (held, unit) = (Place::Held(holder), Unit::Series(id));
        self.rest_on(&series.rests);
        self.enough(held, unit, quantity, || {
            format!("warrants of `{}` exercised by `{}`", event.series, event.holder)
        })?;
        let outstanding = self.outstanding(unit);
        self.count(held, Place::Exercised, unit, quantity);
        self.count(Place::Reserved, held, Unit::Class(series.class), quantity);
        let bank = self.bank(&event.account, series.currency)?;
        let proceeds = self.proceeds(quantity, series.strike, series.currency)?;
        self.paid_equals(event.paid.as_ref(), proceeds.amount, series.currency)?;
        let capital = Place::ShareCapital(series.class);
        self.money(capital, Place::Cash(bank), proceeds);
        self.next_segment();
        self.release_reserve(id, series.currency, capital, (quantity, outstanding))
    }

    pub(super) fn warrants_expired(&mut self, event: &WarrantsExpired) -> Outcome {
        let (id, series, quantity) = self.warrants(&event.series, &event.quantity)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        self.after_term("series", &event.series, series.expires)?;
        let (held, unit) = (Place::Held(holder), Unit::Series(id));
        self.enough(held, unit, quantity, || format!("warrants of `{}` expired at `{}`", event.series, event.holder))?;
        let outstanding = self.outstanding(unit);
        self.count(held, Place::Expired, unit, quantity);
        self.release(series.class, quantity);
        self.release_reserve(id, series.currency, Place::ContributedSurplus, (quantity, outstanding))
    }

    /// Rights of a unit still open: written, less exercised and ended.
    fn outstanding(&self, unit: Unit) -> Exact {
        let written = self.balance(Place::Writer, unit).amount.negated();
        let ended = [Place::Exercised, Place::Expired, Place::Forfeited];
        ended.into_iter().fold(written, |left, place| left.saturating_minus(self.balance(place, unit).amount))
    }

    /// Passes the reserve of a part of a series on to another line of equity.
    fn release_reserve(&mut self, id: SeriesId, currency: Currency, to: Place, part: (Exact, Exact)) -> Outcome {
        let (place, unit) = (Place::WarrantReserve(id), Unit::Currency(currency));
        let reserve = self.balance(place, unit);
        if reserve.is_zero() || part.1.is_zero() {
            return Ok(());
        }
        self.lean_on(place, unit);
        let functional = self.ledger.functional()?;
        let share = |whole: Exact, grain: Exact| {
            let (quantity, outstanding) = part;
            proportion(whole.negated(), quantity, outstanding, grain).map(|r| r.value).map_err(too_large("quantity"))
        };
        let amount = share(reserve.amount, currency.grain())?;
        let carrying = share(reserve.carrying, functional.grain())?;
        self.transfer(to, place, unit, amount, carrying);
        Ok(())
    }

    pub(super) fn warrants_transferred(&mut self, event: &WarrantsTransferred) -> Outcome {
        let (id, _, quantity) = self.warrants(&event.series, &event.quantity)?;
        let from = self.ledger.names.holder("from", &event.from)?;
        let to = self.ledger.names.holder("to", &event.to)?;
        let (place, unit) = (Place::Held(from), Unit::Series(id));
        self.enough(place, unit, quantity, || {
            format!("warrants of `{}` transferred by `{}`", event.series, event.from)
        })?;
        self.count(place, Place::Held(to), unit, quantity);
        Ok(())
    }
}
