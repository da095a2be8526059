//! Property options, leases and joint ventures, and the commitments under them.

use super::accounts::{AgreementId, Place, Unit};
use super::draft::{Draft, Valued, within};
use super::register::Registration;
use super::rows::{Agreement, AgreementKind, Instalment};
use crate::event::{
    CashPart, Installment, JointVentureAgreed, JointVentureContributed, LeaseAgreed, LeasePaid, PropertyOptionAgreed,
    PropertyPaid, SharePart,
};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::name::{Label, Name};

type Outcome = Result<(), Rejection>;

impl<'l> Draft<'l> {
    pub(super) fn property_option_agreed(&mut self, event: &PropertyOptionAgreed) -> Outcome {
        let (property, _) = self.ledger.names.property("property", &event.property)?;
        let kind = AgreementKind::PropertyOption(property);
        self.agree(&event.agreement, kind, &event.name, ("schedule", &event.schedule))
    }

    pub(super) fn lease_agreed(&mut self, event: &LeaseAgreed) -> Outcome {
        if let Some(price) = event.purchase_option.as_ref().and_then(|option| option.price.as_ref()) {
            self.amount(price)?;
        }
        self.agree(&event.agreement, AgreementKind::Lease, &event.name, ("payments", &event.payments))
    }

    pub(super) fn joint_venture_agreed(&mut self, event: &JointVentureAgreed) -> Outcome {
        let kind = AgreementKind::JointVenture;
        self.agree(&event.agreement, kind, &event.name, ("commitments", &event.commitments))
    }

    /// Registers an agreement and notes its instalments as commitments.
    fn agree(
        &mut self,
        name: &Name,
        kind: AgreementKind,
        label: &Label,
        (list, schedule): (&'static str, &[Installment]),
    ) -> Outcome {
        self.ledger.names.agreements.vacant(Thing::Agreement, name)?;
        let id = AgreementId::from_index(self.ledger.names.agreements.len());
        let mut instalments = Vec::with_capacity(schedule.len());
        self.each(list, schedule, |draft, row| {
            let number = u32::try_from(instalments.len()).unwrap_or(u32::MAX);
            draft.promise(id, number, row)?;
            let amount_stated = row.cash.is_some() || row.shares.is_some();
            let (due, firm, note) = (row.due, row.firm, row.note.clone());
            instalments.push(Instalment { number, due, firm, amount_stated, note });
            Ok(())
        })?;
        instalments.sort_by_key(|instalment| (instalment.due.is_none(), instalment.due, instalment.number));
        let agreement = Agreement { kind, label: label.clone(), instalments };
        self.register(Registration::Agreement(name.clone(), agreement));
        Ok(())
    }

    fn promise(&mut self, id: AgreementId, number: u32, row: &Installment) -> Outcome {
        let (from, to) = (Place::Promised(id), Place::Commitment(id, number));
        if let Some(cash) = &row.cash {
            let amount = self.amount(cash)?;
            self.count(from, to, Unit::Currency(cash.currency), amount);
        }
        if let Some(shares) = &row.shares {
            let (class_id, class) = self.ledger.names.class("class", &shares.class)?;
            let quantity = self.quantity(&shares.class, class, &shares.quantity)?;
            self.count(from, to, Unit::Class(class_id), quantity);
        }
        Ok(())
    }

    /// Lets a payment meet the earliest commitments of its unit.
    fn meet(&mut self, id: AgreementId, agreement: &Agreement, unit: Unit, paid: Exact) {
        let mut left = paid;
        for instalment in &agreement.instalments {
            let place = Place::Commitment(id, instalment.number);
            let met = self.balance(place, unit).amount.min(left);
            self.count(place, Place::Promised(id), unit, met);
            left = left.saturating_minus(met);
            if left.is_zero() {
                break;
            }
        }
    }

    fn agreement(&self, name: &Name) -> Result<(AgreementId, &'l Agreement), Rejection> {
        self.ledger.names.agreement("agreement", name)
    }

    pub(super) fn property_paid(&mut self, event: &PropertyPaid) -> Outcome {
        let (id, agreement) = self.agreement(&event.agreement)?;
        let AgreementKind::PropertyOption(property) = agreement.kind else {
            return Err(wrong_kind(&event.agreement, agreement.kind, "property option"));
        };
        let property = Place::Property(property);
        if let Some(cash) = &event.cash {
            let paid = self.pay_part(cash, property)?;
            self.meet(id, agreement, paid.unit(), paid.amount);
        }
        if let Some(shares) = &event.shares {
            let (unit, quantity) = self.issue_part(shares, property)?;
            self.meet(id, agreement, unit, quantity);
        }
        Ok(())
    }

    fn pay_part(&mut self, part: &CashPart, to: Place) -> Result<Valued, Rejection> {
        let cash = self.cash("from", &part.from, part.amount.currency)?;
        let money = self.valued(&part.amount, None).map_err(within("cash"))?;
        self.pay(cash, to, money)?;
        Ok(money)
    }

    fn issue_part(&mut self, part: &SharePart, to: Place) -> Result<(Unit, Exact), Rejection> {
        let (id, class) = self.ledger.names.class("class", &part.class)?;
        let holder = self.ledger.names.holder("holder", &part.holder)?;
        let quantity = self.quantity(&part.class, class, &part.quantity)?;
        self.draw(id, &part.class, Place::Held(holder), quantity)?;
        let value = self.valued(&part.value, None).map_err(within("value"))?;
        self.money(Place::ShareCapital(id), to, value);
        Ok((Unit::Class(id), quantity))
    }

    pub(super) fn lease_paid(&mut self, event: &LeasePaid) -> Outcome {
        let (id, agreement) = self.agreement(&event.agreement)?;
        if agreement.kind != AgreementKind::Lease {
            return Err(wrong_kind(&event.agreement, agreement.kind, "lease"));
        }
        let to = self.destination(self.spending(&event.purpose)?);
        let paid = self.pay_part(&event.cash, to)?;
        self.meet(id, agreement, paid.unit(), paid.amount);
        Ok(())
    }

    pub(super) fn joint_venture_contributed(&mut self, event: &JointVentureContributed) -> Outcome {
        let (id, agreement) = self.agreement(&event.agreement)?;
        if agreement.kind != AgreementKind::JointVenture {
            return Err(wrong_kind(&event.agreement, agreement.kind, "joint venture"));
        }
        let paid = self.pay_part(&event.cash, Place::JointVenture(id))?;
        self.meet(id, agreement, paid.unit(), paid.amount);
        Ok(())
    }
}

fn wrong_kind(name: &Name, is: AgreementKind, needed: &'static str) -> Rejection {
    let is = match is {
        AgreementKind::PropertyOption(_) => "property option",
        AgreementKind::Lease => "lease",
        AgreementKind::JointVenture => "joint venture",
    };
    Rejection::at("agreement", Problem::AgreementKind { name: name.clone(), is, needed })
}
