//! Shares: what the charter allows, issues and transfers.

use super::Effect;
use super::accounts::{ClassId, HolderId, Place, Spending, Unit};
use super::draft::{Draft, Valued, product, within};
use crate::event::{Authorised, AuthorisedSet, Consideration, IssueCost, SharesIssued, SharesTransferred};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection};
use crate::money::GivenPrice;

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    pub(super) fn authorised_set(&mut self, event: &AuthorisedSet) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let unit = Unit::Class(id);
        let charter = self.balance(Place::Charter, unit).amount;
        let unissued = self.balance(Place::Unissued, unit).amount;
        let taken = charter.negated().saturating_minus(unissued);
        let unlimited = match &event.authorised {
            Authorised::Unlimited => {
                self.count(Place::Unissued, Place::Charter, unit, unissued);
                true
            }
            Authorised::Limited(limit) => {
                let limit = self.quantity_at("limited", &event.class, class, limit)?;
                if limit < taken {
                    let (class, authorised) = (event.class.clone(), limit);
                    return Err(Rejection::at("limited", Problem::BelowIssued { class, authorised, taken }));
                }
                let more = limit.saturating_minus(charter.negated());
                if more.is_negative() {
                    self.count(Place::Unissued, Place::Charter, unit, more.negated());
                } else {
                    self.count(Place::Charter, Place::Unissued, unit, more);
                }
                false
            }
        };
        self.effect(Effect::Limit { class: id, unlimited });
        Ok(())
    }

    pub(super) fn shares_issued(&mut self, event: &SharesIssued) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let quantity = self.quantity(&event.class, class, &event.quantity)?;
        self.draw(id, &event.class, Place::Held(holder), quantity)?;
        self.consideration(Place::ShareCapital(id), (holder, quantity), &event.consideration)?;
        self.issue_costs(id, &event.costs)
    }

    /// Share capital → what so many shares or units are issued for; its money and value.
    pub(super) fn consideration(
        &mut self,
        capital: Place,
        (holder, quantity): (HolderId, Exact),
        consideration: &Consideration,
    ) -> Result<Valued, Rejection> {
        let received = match consideration {
            Consideration::Cash(cash) => {
                let bank = self.bank(&cash.account, cash.paid.currency).map_err(within("for"))?;
                let paid = self.valued(&cash.paid, None).map_err(within("paid"))?;
                self.at_price("paid", (quantity, cash.price.as_ref()), paid)?;
                self.money(capital, Place::Cash(bank), paid);
                paid
            }
            Consideration::Property(property) => {
                let found = self.ledger.names.property("property", &property.property);
                let (id, _) = found.map_err(within("property"))?;
                let value = self.valued(&property.value, None).map_err(within("value"))?;
                self.money(capital, Place::Property(id), value);
                value
            }
            Consideration::Services(services) => {
                let spending = self.spending(&services.purpose)?;
                let value = self.valued(&services.value, None).map_err(within("value"))?;
                self.money(capital, self.destination(spending), value);
                value
            }
            Consideration::Debt(debt) => {
                let spending = self.spending(&debt.purpose)?;
                let mut value = self.unvalued(&debt.value).map_err(within("value"))?;
                value.value = self.owed(Place::Payable(spending), &value).map_err(within("value"))?;
                self.money(capital, Place::Payable(spending), value);
                value
            }
            Consideration::Subscription(subscription) => {
                let mut paid = self.unvalued(&subscription.amount).map_err(within("for"))?;
                self.at_price("amount", (quantity, subscription.price.as_ref()), paid).map_err(within("for"))?;
                paid.value = self.owed(Place::Subscribed(holder), &paid).map_err(within("for"))?;
                self.money(capital, Place::Subscribed(holder), paid);
                paid
            }
        };
        Ok(received)
    }

    /// What was paid must be quantity × price, where a price is given.
    fn at_price(
        &mut self,
        key: &'static str,
        (quantity, price): (Exact, Option<&GivenPrice>),
        paid: Valued,
    ) -> Outcome {
        let Some(price) = price else { return Ok(()) };
        let price = self.price("price", price)?;
        let (stated, currency) = (paid.amount, paid.currency);
        let computed = product(quantity, price, currency)?;
        if stated == computed {
            return Ok(());
        }
        Err(Rejection::at(key, Problem::PaidDiffers { stated, computed, currency }))
    }

    /// Charges the costs of an issue to the share capital of its class.
    pub(super) fn issue_costs(&mut self, class: ClassId, costs: &[IssueCost]) -> Outcome {
        let (owed, capital) = (Spending::IssueCosts(class), Place::ShareCapital(class));
        self.each("costs", costs, |draft, cost| draft.issue_cost(owed, capital, cost))
    }

    fn issue_cost(&mut self, owed: Spending, capital: Place, cost: &IssueCost) -> Outcome {
        let currency = cost.amount.currency;
        let bank = cost.account.as_ref().map(|account| self.bank(account, currency)).transpose()?;
        let money = self.valued(&cost.amount, None)?;
        match bank {
            Some(bank) => self.pay(Place::Cash(bank), capital, money),
            None => {
                self.money(Place::Payable(owed), capital, money);
                Ok(())
            }
        }
    }

    pub(super) fn shares_transferred(&mut self, event: &SharesTransferred) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let from = self.ledger.names.holder("from", &event.from)?;
        let to = self.ledger.names.holder("to", &event.to)?;
        let quantity = self.quantity(&event.class, class, &event.quantity)?;
        let (place, unit) = (Place::Held(from), Unit::Class(id));
        self.enough(place, unit, quantity, || format!("`{}` shares transferred by `{}`", event.class, event.from))?;
        self.count(place, Place::Held(to), unit, quantity);
        Ok(())
    }
}
