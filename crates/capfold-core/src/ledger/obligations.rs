//! Subscriptions and promised shares: what is received before shares are issued.

use super::accounts::{ObligationId, Place, Unit};
use super::draft::{Draft, Valued, too_large, within};
use super::register::Registration;
use super::rows::{Obligation, unknown};
use crate::event::{
    ObligationFor, ObligationIncurred, ObligationReleased, ObligationSettled, SubscriptionReceived,
    SubscriptionRefunded,
};
use crate::exact::{Exact, proportion};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, GivenQuantity};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

impl<'l> Draft<'l> {
    pub(super) fn subscription_received(&mut self, event: &SubscriptionReceived) -> Outcome {
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let cash = self.cash("into", &event.into, event.amount.currency)?;
        let money = self.valued(&event.amount, None)?;
        self.money(Place::Subscribed(holder), cash, money);
        Ok(())
    }

    pub(super) fn subscription_refunded(&mut self, event: &SubscriptionRefunded) -> Outcome {
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let cash = self.cash("from", &event.from, event.amount.currency)?;
        let money = self.unvalued(&event.amount)?;
        self.settle(cash, Place::Subscribed(holder), money)
    }

    pub(super) fn obligation_incurred(&mut self, event: &ObligationIncurred) -> Outcome {
        let names = &self.ledger.names;
        names.obligations.vacant(Thing::Obligation, &event.obligation)?;
        let (class, row) = names.class("class", &event.class)?;
        let holder = names.holder("holder", &event.holder)?;
        let quantity = self.quantity(&event.class, row, &event.quantity)?;
        let id = ObligationId::from_index(names.obligations.len());
        self.draw(class, &event.class, Place::Obligated(id), quantity)?;
        self.next_counted_segment();
        let (to, value) = self.promised_for(event)?;
        self.money(Place::Obligation(id), to, value);
        let row = Obligation { class, holder, currency: value.currency };
        self.register(Registration::Obligation(event.obligation.clone(), row));
        Ok(())
    }

    /// What shares are promised for, and its value.
    fn promised_for(&mut self, event: &ObligationIncurred) -> Result<(Place, Valued), Rejection> {
        match &event.consideration {
            ObligationFor::Services(purpose) => {
                let to = self.destination(self.spending(purpose)?);
                Ok((to, self.valued(&event.value, None).map_err(within("value"))?))
            }
            ObligationFor::Debt(purpose) => {
                let to = Place::Payable(self.spending(purpose)?);
                let mut value = self.unvalued(&event.value).map_err(within("value"))?;
                value.value = self.owed(to, &value).map_err(within("value"))?;
                Ok((to, value))
            }
            ObligationFor::Property(name) => {
                let (id, _) = self.ledger.names.property("property", name)?;
                Ok((Place::Property(id), self.valued(&event.value, None).map_err(within("value"))?))
            }
        }
    }

    pub(super) fn obligation_settled(&mut self, event: &ObligationSettled) -> Outcome {
        let (id, row, quantity) = self.promised(&event.obligation, &event.quantity)?;
        let to = (Place::Held(row.holder), Place::ShareCapital(row.class));
        self.end_promise((id, row), quantity, to)
    }

    pub(super) fn obligation_released(&mut self, event: &ObligationReleased) -> Outcome {
        let (id, row, quantity) = self.promised(&event.obligation, &event.quantity)?;
        let class = self.ledger.names.classes.row(row.class.index());
        let pool = class.map_or(Place::Unissued, |(_, class)| Self::pool(class));
        self.end_promise((id, row), quantity, (pool, Place::ContributedSurplus))
    }

    /// A registered promise, its row, and a count of its shares; refused beyond what is promised.
    fn promised(
        &mut self,
        name: &Name,
        quantity: &GivenQuantity,
    ) -> Result<(ObligationId, &'l Obligation, Exact), Rejection> {
        let (id, row) = self.ledger.names.obligation("obligation", name)?;
        let class = self.ledger.names.classes.row(row.class.index());
        let (_, class) = class.ok_or_else(|| unknown(Thing::Obligation, "obligation", name))?;
        let quantity = self.quantity(name, class, quantity)?;
        let available = self.balance(Place::Obligated(id), Unit::Class(row.class)).amount;
        if available < quantity {
            let (what, state) = (format!("shares of promise `{name}` issued or released"), "promised");
            return Err(Rejection::at("quantity", Problem::Insufficient { what, state, needed: quantity, available }));
        }
        Ok((id, row, quantity))
    }

    /// Moves promised shares, and their part of the obligation to a line of equity.
    fn end_promise(
        &mut self,
        (id, row): (ObligationId, &Obligation),
        quantity: Exact,
        (shares, equity): (Place, Place),
    ) -> Outcome {
        let (place, unit) = (Place::Obligated(id), Unit::Class(row.class));
        let promised = self.balance(place, unit).amount;
        self.lean_on(place, unit);
        self.count(place, shares, unit, quantity);
        self.pass_on(Place::Obligation(id), equity, row.currency, (quantity, promised))
    }

    /// Passes a part of a credit balance on: its amount and its carrying amount × part ÷ whole, to the cent,
    /// half up, and so all of it with the last.
    pub(super) fn pass_on(
        &mut self,
        place: Place,
        to: Place,
        currency: Currency,
        (part, whole): (Exact, Exact),
    ) -> Outcome {
        let unit = Unit::Currency(currency);
        let balance = self.balance(place, unit);
        if balance.is_zero() || whole.is_zero() {
            return Ok(());
        }
        self.lean_on(place, unit);
        let functional = self.ledger.functional()?;
        let share = |of: Exact, grain: Exact| {
            proportion(of.negated(), part, whole, grain).map(|rounded| rounded.value).map_err(too_large("quantity"))
        };
        let amount = share(balance.amount, currency.grain())?;
        let carrying = share(balance.carrying, functional.grain())?;
        self.transfer(to, place, unit, amount, carrying);
        Ok(())
    }
}
