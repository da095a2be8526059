//! Property options, leases and joint ventures: what is paid, spent and received under them.

use super::accounts::{AgreementId, Income, Place, PropertyId, Unit};
use super::agreement::{AgreementChange, wrong_kind};
use super::draft::{Draft, Valued, too_large, within};
use super::rows::{Agreement, AgreementKind, Purchase};
use crate::event::{
    Acquired, AgreementTerminated, CashPart, JointVentureAgreed, JointVentureCalled, JointVentureContributed,
    JointVentureDiluted, LeaseAgreed, LeasePaid, PropertyOptionAgreed, PropertyOptionExercised, PropertyPaid,
    PropertyReceipt, PurchaseOptionExercised, ReceivedIn, SharePart, WorkSpent,
};
use crate::exact::{Exact, Rounding, fraction, proportion};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, Percent};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// Decimals of an interest.
const INTEREST_PLACES: u32 = 4;

impl<'l> Draft<'l> {
    pub(super) fn property_option_agreed(&mut self, event: &PropertyOptionAgreed) -> Outcome {
        let (property, _) = self.ledger.names.property("property", &event.property)?;
        let agreement = Agreement::new(AgreementKind::PropertyOption(property), &event.name);
        self.agree(&event.agreement, agreement, ("schedule", &event.schedule))
    }

    pub(super) fn lease_agreed(&mut self, event: &LeaseAgreed) -> Outcome {
        let mut agreement = Agreement::new(AgreementKind::Lease, &event.name);
        if let Some(option) = &event.purchase_option {
            let price = option.price.as_ref().map(|price| Ok((self.amount(price)?, price.currency))).transpose()?;
            let (until, credit, paid) = (option.until, option.payments_credit, Exact::ZERO);
            agreement.purchase = Some(Purchase { until, price, credit, paid, rests: self.current_rests() });
            self.next_segment();
        }
        self.agree(&event.agreement, agreement, ("payments", &event.payments))
    }

    pub(super) fn joint_venture_agreed(&mut self, event: &JointVentureAgreed) -> Outcome {
        let mut agreement = Agreement::new(AgreementKind::JointVenture, &event.name);
        agreement.percent = event.interest.map(Percent::exact);
        self.agree(&event.agreement, agreement, ("commitments", &event.commitments))
    }

    fn property_option(&self, name: &Name) -> Result<(AgreementId, &'l Agreement, PropertyId), Rejection> {
        let (id, agreement) = self.agreement(name)?;
        match agreement.kind {
            AgreementKind::PropertyOption(property) => Ok((id, agreement, property)),
            AgreementKind::Lease | AgreementKind::JointVenture | AgreementKind::Royalty(..) => {
                Err(wrong_kind("agreement", name, agreement.kind, "property option"))
            }
        }
    }

    fn lease(&self, name: &Name) -> Result<(AgreementId, &'l Agreement), Rejection> {
        let (id, agreement) = self.agreement(name)?;
        if agreement.kind == AgreementKind::Lease {
            return Ok((id, agreement));
        }
        Err(wrong_kind("agreement", name, agreement.kind, "lease"))
    }

    pub(super) fn joint_venture(
        &self,
        key: &'static str,
        name: &Name,
    ) -> Result<(AgreementId, &'l Agreement), Rejection> {
        let (id, agreement) = self.ledger.names.agreement(key, name)?;
        if agreement.kind == AgreementKind::JointVenture {
            return Ok((id, agreement));
        }
        Err(wrong_kind(key, name, agreement.kind, "joint venture"))
    }

    // Performance

    pub(super) fn property_paid(&mut self, event: &PropertyPaid) -> Outcome {
        let (id, agreement, property) = self.property_option(&event.agreement)?;
        self.performable(&event.agreement, id, agreement)?;
        let property = Place::Property(property);
        if let Some(cash) = &event.cash {
            let paid = self.pay_part(cash, property)?;
            self.meet(id, agreement, Place::Commitment, (paid.unit(), paid.amount));
        }
        if let Some(shares) = &event.shares {
            self.issue_part(shares, property, (id, agreement))?;
        }
        Ok(())
    }

    pub(super) fn pay_part(&mut self, part: &CashPart, to: Place) -> Result<Valued, Rejection> {
        let cash = self.cash("from", &part.from, part.amount.currency)?;
        let money = self.valued(&part.amount, None).map_err(within("cash"))?;
        self.pay(cash, to, money)?;
        Ok(money)
    }

    fn issue_part(
        &mut self,
        part: &SharePart,
        to: Place,
        (agreement_id, agreement): (AgreementId, &Agreement),
    ) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &part.class)?;
        let holder = self.ledger.names.holder("holder", &part.holder)?;
        let quantity = self.quantity(&part.class, class, &part.quantity)?;
        self.draw(id, &part.class, Place::Held(holder), quantity)?;
        self.next_counted_segment();
        let value = self.valued(&part.value, None).map_err(within("value"))?;
        self.money(Place::ShareCapital(id), to, value);
        if let Some(average) = &part.average_price {
            let price = self.price("amount", average).map_err(within("average_price"))?;
            return self.meet_worth(agreement_id, agreement, (id, quantity), (price, average.currency));
        }
        self.meet(agreement_id, agreement, Place::Commitment, (Unit::Class(id), quantity));
        Ok(())
    }

    pub(super) fn lease_paid(&mut self, event: &LeasePaid) -> Outcome {
        let (id, agreement) = self.lease(&event.agreement)?;
        self.performable(&event.agreement, id, agreement)?;
        let to = self.destination(self.spending(&event.purpose)?);
        let paid = self.pay_part(&event.cash, to)?;
        self.meet(id, agreement, Place::Commitment, (paid.unit(), paid.amount));
        let counts = agreement.purchase.as_ref().is_some_and(|purchase| {
            purchase.credit && purchase.price.is_some_and(|(_, currency)| currency == paid.currency)
        });
        if counts {
            self.change(id, AgreementChange::Credited(paid.amount));
        }
        Ok(())
    }

    pub(super) fn joint_venture_contributed(&mut self, event: &JointVentureContributed) -> Outcome {
        let (id, agreement) = self.joint_venture("agreement", &event.agreement)?;
        self.performable(&event.agreement, id, agreement)?;
        let paid = self.pay_part(&event.cash, Place::JointVenture(id))?;
        self.meet(id, agreement, Place::Commitment, (paid.unit(), paid.amount));
        Ok(())
    }

    pub(super) fn work_spent(&mut self, event: &WorkSpent) -> Outcome {
        let (id, agreement) = self.agreement(&event.agreement)?;
        if let AgreementKind::Royalty(..) = agreement.kind {
            let needed = "property option, lease or joint venture";
            return Err(wrong_kind("agreement", &event.agreement, agreement.kind, needed));
        }
        self.performable(&event.agreement, id, agreement)?;
        let spending = self.spending(&event.purpose)?;
        let to = self.destination(spending);
        let cash = event.from.as_ref().map(|from| self.cash("from", from, event.amount.currency)).transpose()?;
        let money = self.valued(&event.amount, None)?;
        match cash {
            Some(cash) => self.pay(cash, to, money)?,
            None => self.money(Place::Payable(spending), to, money),
        }
        self.meet(id, agreement, Place::Work, (money.unit(), money.amount));
        Ok(())
    }

    // Receipts

    pub(super) fn property_receipt(&mut self, event: &PropertyReceipt) -> Outcome {
        let (property, _) = self.ledger.names.property("property", &event.property)?;
        let to = match &event.received {
            ReceivedIn::Cash(place) => self.cash("in", place, event.amount.currency)?,
            ReceivedIn::Investment => Place::Investment,
        };
        let money = self.valued(&event.amount, event.carrying)?;
        self.recover(property, to, money)
    }

    /// Books what is received for a property: its cost until nothing is left of it, then income.
    pub(super) fn recover(&mut self, property: PropertyId, to: Place, money: Valued) -> Outcome {
        let functional = self.ledger.functional()?;
        let part = |whole: Exact, value: Exact, of: Exact, currency: Currency| {
            if value == of {
                return Ok(whole);
            }
            let part = proportion(whole, value, of, currency.grain());
            part.map(|rounded| rounded.value).map_err(too_large("amount"))
        };
        let (mut left, mut direct) = (money.value, Exact::ZERO);
        for currency in self.carried_in(functional) {
            let (place, unit) = (Place::Property(property), Unit::Currency(currency));
            let held = self.balance(place, unit);
            self.lean_on(place, unit);
            let value = left.min(held.carrying);
            if value <= Exact::ZERO {
                continue;
            }
            left = left.saturating_minus(value);
            let amount = part(held.amount, value, held.carrying, currency)?;
            let leaves = Valued { amount, currency, value };
            if currency == functional && money.currency == functional {
                direct = direct.saturating_plus(value);
                self.money(place, to, leaves);
            } else {
                self.money(place, Place::Conversion, leaves);
            }
        }
        let value = money.value.saturating_minus(left).saturating_minus(direct);
        let amount = if value.is_zero() { value } else { part(money.amount, value, money.value, money.currency)? };
        self.money(Place::Conversion, to, Valued { amount, value, ..money });
        let amount = money.amount.saturating_minus(direct).saturating_minus(amount);
        self.money(Place::Income(Income::Property), to, Valued { amount, value: left, ..money });
        Ok(())
    }

    /// Currencies in which something is carried: functional currency first, then by code.
    fn carried_in(&self, functional: Currency) -> Vec<Currency> {
        let mut currencies = self.ledger.accounts.currencies().to_vec();
        currencies.sort_by_key(|currency| (*currency != functional, *currency));
        currencies
    }

    // Ends and changes

    pub(super) fn agreement_terminated(&mut self, event: &AgreementTerminated) -> Outcome {
        let (id, agreement) = self.agreement(&event.agreement)?;
        self.in_force(&event.agreement, agreement)?;
        self.give_back(id, agreement, |instalment| !instalment.firm);
        self.change(id, AgreementChange::Ended);
        Ok(())
    }

    pub(super) fn property_option_exercised(&mut self, event: &PropertyOptionExercised) -> Outcome {
        let (id, agreement, _) = self.property_option(&event.agreement)?;
        self.in_force(&event.agreement, agreement)?;
        if event.waived {
            self.give_back(id, agreement, |instalment| !instalment.firm);
        } else if let Some((place, unit, left)) = self.standing(id, agreement, |instalment| !instalment.firm) {
            let of = match unit {
                Unit::Currency(currency) => currency.to_string(),
                Unit::Class(_) | Unit::Series(_) | Unit::Grant(_) | Unit::Award(_) => {
                    format!("`{}` shares", self.ledger.unit_name(unit))
                }
            };
            let (name, place) = (event.agreement.clone(), self.ledger.describe(place));
            return Err(Rejection::at("agreement", Problem::StillCommitted { name, place, left, of }));
        }
        self.change(id, AgreementChange::Ended);
        Ok(())
    }

    pub(super) fn purchase_option_exercised(&mut self, event: &PurchaseOptionExercised) -> Outcome {
        let (id, lease) = self.lease(&event.agreement)?;
        self.in_force(&event.agreement, lease)?;
        let name = &event.agreement;
        let Some(purchase) = &lease.purchase else {
            let lacking = "option to purchase";
            let problem = Problem::NoTerms { thing: Thing::Agreement, name: name.clone(), lacking };
            return Err(Rejection::at("agreement", problem));
        };
        if let Some(expires) = purchase.until.filter(|until| self.date > *until) {
            let (name, verb, on) = (name.clone(), "exercised", self.date);
            return Err(Rejection::at("agreement", Problem::PastExpiry { name, expires, verb, on }));
        }
        self.rest_on(&purchase.rests);
        let to = match &event.acquired {
            Acquired::Property(name) => Place::Property(self.ledger.names.property("property", name)?.0),
            Acquired::Equipment => Place::Equipment,
        };
        let paid = event.cash.as_ref().map(|cash| self.pay_part(cash, to)).transpose()?;
        if let Some(due) = purchase.due() {
            self.is_due(paid, due)?;
        }
        self.give_back(id, lease, |_| true);
        self.change(id, AgreementChange::Ended);
        Ok(())
    }

    /// Refuses a payment for a purchase that is not what is due.
    fn is_due(&self, paid: Option<Valued>, (computed, currency): (Exact, Currency)) -> Outcome {
        if let Some(given) = paid.map(|paid| paid.currency).filter(|given| *given != currency) {
            let what = "the price of the purchase".to_owned();
            let problem = Problem::CurrencyDiffers { given, what, expected: currency };
            return Err(Rejection::at("currency", problem).within("cash"));
        }
        let stated = paid.map_or(Exact::ZERO, |paid| paid.amount);
        if stated == computed {
            return Ok(());
        }
        let key = if paid.is_some() { "amount" } else { "" };
        Err(Rejection::at(key, Problem::Differs { what: "for the purchase", stated, computed }))
    }

    pub(super) fn joint_venture_called(&mut self, event: &JointVentureCalled) -> Outcome {
        let (id, agreement) = self.joint_venture("agreement", &event.agreement)?;
        self.in_force(&event.agreement, agreement)?;
        let call = self.promise(id, agreement.instalments.len(), &event.call)?;
        self.change(id, AgreementChange::Called(call));
        Ok(())
    }

    pub(super) fn joint_venture_diluted(&mut self, event: &JointVentureDiluted) -> Outcome {
        let (id, agreement) = self.joint_venture("agreement", &event.agreement)?;
        self.in_force(&event.agreement, agreement)?;
        let stated = event.interest.exact();
        if let Some(present) = agreement.percent.filter(|present| *present < stated) {
            let problem = Problem::BeyondInterest { name: event.agreement.clone(), stated, present };
            return Err(Rejection::at("interest", problem));
        }
        if let Some(contributions) = &event.contributions {
            let own = self.amount(&contributions.own).map_err(within("own"))?;
            let total = self.amount(&contributions.total).map_err(within("total"))?;
            let grain = Exact::grain(INTEREST_PLACES);
            let computed = fraction(own, Percent::WHOLE, total, grain, Rounding::HalfUp);
            let computed = computed.map_err(too_large("contributions"))?.value;
            if computed != stated {
                return Err(Rejection::at("interest", Problem::Differs { what: "per cent", stated, computed }));
            }
        }
        self.change(id, AgreementChange::Interest(stated));
        Ok(())
    }
}
