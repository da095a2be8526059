//! Shares: what the charter allows, issues and transfers.

use super::Effect;
use super::accounts::{ClassId, HolderId, Income, Place, Spending, Unit};
use super::draft::{Draft, Valued, product, within};
use crate::event::{
    Authorised, AuthorisedSet, Consideration, DebtConsideration, IssueCost, SharesIssued, SharesTransferred,
};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection};
use crate::money::{GivenMoney, GivenPrice};
use crate::name::Name;

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
        self.hold(id, holder, quantity, event.hold_until)?;
        self.next_counted_segment();
        if let Some(tranche) = &event.tranche {
            self.placed(tranche, (id, &event.class), quantity, &event.consideration)?;
        }
        let capital = Place::ShareCapital(id);
        let received = self.consideration(capital, (holder, quantity), &event.consideration)?;
        if let Some(flow) = &event.flow_through {
            let rests = self.current_rests();
            self.flow_through(flow, received, capital, &rests)?;
            self.next_segment();
        }
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
            Consideration::Debt(debt) => self.for_debt(capital, debt)?,
            Consideration::Business(business) => {
                let value = self.valued(&business.value, None).map_err(within("value"))?;
                self.money(capital, Place::Investment, value);
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
        self.each("costs", costs, |draft, cost| draft.issue_cost(class, &cost.amount, cost.account.as_ref()).map(drop))
    }

    /// The debt leaves at its average carrying amount; what the shares' fair value differs by is a gain or
    /// a loss, in both measures.
    fn for_debt(&mut self, capital: Place, debt: &DebtConsideration) -> Result<Valued, Rejection> {
        let spending = self.spending(&debt.purpose)?;
        let payable = Place::Payable(spending);
        let mut owed = self.unvalued(&debt.value).map_err(within("value"))?;
        owed.value = self.owed(payable, &owed).map_err(within("value"))?;
        let fair = match &debt.fair_value {
            Some(fair) => self.valued(fair, None).map_err(within("fair_value"))?,
            None => owed,
        };
        let difference = if debt.related { Place::ContributedSurplus } else { Place::Income(Income::Settlement) };
        let gain = owed.less(fair);
        if gain.amount > Exact::ZERO {
            self.money(capital, payable, fair);
            self.money(difference, payable, gain);
        } else {
            self.money(capital, payable, owed);
            self.money(capital, difference, fair.less(owed));
        }
        Ok(fair)
    }

    /// Charges a cost to the share capital of a class: paid from an account, or owed.
    pub(super) fn issue_cost(
        &mut self,
        class: ClassId,
        amount: &GivenMoney,
        account: Option<&Name>,
    ) -> Result<Valued, Rejection> {
        let bank = account.map(|account| self.bank(account, amount.currency)).transpose()?;
        let (money, capital) = (self.valued(amount, None)?, Place::ShareCapital(class));
        match bank {
            Some(bank) => self.pay(Place::Cash(bank), capital, money)?,
            None => self.money(Place::Payable(Spending::IssueCosts(class)), capital, money),
        }
        Ok(money)
    }

    pub(super) fn shares_transferred(&mut self, event: &SharesTransferred) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let from = self.ledger.names.holder("from", &event.from)?;
        let to = self.ledger.names.holder("to", &event.to)?;
        let quantity = self.quantity(&event.class, class, &event.quantity)?;
        let (place, unit) = (Place::Held(from), Unit::Class(id));
        self.enough(place, unit, quantity, || format!("`{}` shares transferred by `{}`", event.class, event.from))?;
        self.off_hold(event, (id, from), quantity)?;
        self.count(place, Place::Held(to), unit, quantity);
        Ok(())
    }
}
