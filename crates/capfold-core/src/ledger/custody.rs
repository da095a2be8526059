//! Hold periods, escrows and certificates.

use std::collections::BTreeMap;

use super::Effect;
use super::accounts::{CertificateId, ClassId, EscrowId, HolderId, Place, Unit};
use super::draft::{Draft, too_large};
use super::holds::Hold;
use super::register::Registration;
use super::rows::{Certificate, Escrow};
use crate::date::Date;
use crate::event::{
    CertificateCancelled, CertificateIssued, CertificateReplaced, EscrowAgreed, EscrowDeposited, EscrowRelease,
    EscrowReleased, EscrowTermsChanged, NewCertificate, SharesTransferred,
};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{GivenQuantity, Percent};
use crate::name::{Label, Name};

type Outcome = Result<(), Rejection>;

/// Hold periods.
impl Draft<'_> {
    /// Notes that shares just issued cannot be transferred through a day.
    pub(super) fn hold(&mut self, class: ClassId, holder: HolderId, quantity: Exact, through: Option<Date>) -> Outcome {
        let Some(through) = through else { return Ok(()) };
        let since = self.date;
        if through < since {
            return Err(Rejection::at("hold_until", Problem::HoldOver { through, on: since }));
        }
        if !quantity.is_zero() {
            let hold = Hold { by: self.seq, since, through, quantity };
            self.effect(Effect::Hold { class, holder, hold });
        }
        Ok(())
    }

    /// Refuses to transfer more than is held and not on hold.
    pub(super) fn off_hold(
        &self,
        event: &SharesTransferred,
        (class, holder): (ClassId, HolderId),
        needed: Exact,
    ) -> Outcome {
        let holds = &self.ledger.holds;
        if holds.is_empty() {
            return Ok(());
        }
        let Some(on_hold) = holds.on(class, holder, self.date) else { return Ok(()) };
        let held = self.balance(Place::Held(holder), Unit::Class(class)).amount;
        let free = held.saturating_minus(on_hold.quantity).max(Exact::ZERO);
        if needed <= free {
            return Ok(());
        }
        let (quantity, Hold { through, by, .. }) = (on_hold.quantity, on_hold.last);
        let (class, from) = (event.class.clone(), event.from.clone());
        let problem = Problem::OnHold { class, from, needed, free, on_hold: quantity, through, by };
        Err(Rejection::at("quantity", problem))
    }
}

/// A deposit in an escrow, or a part of it.
struct Deposit<'a> {
    escrow: &'a Name,
    class: &'a Name,
    holder: &'a Name,
    quantity: &'a GivenQuantity,
}

/// The same, with the numbers of its names.
struct Found<'l> {
    id: EscrowId,
    escrow: &'l Escrow,
    class: ClassId,
    grain: Exact,
    holder: HolderId,
    quantity: Exact,
}

impl Found<'_> {
    fn unit(&self) -> Unit {
        Unit::Class(self.class)
    }

    fn escrowed(&self) -> Place {
        Place::Escrowed(self.id, self.holder)
    }
}

/// Escrows.
impl<'l> Draft<'l> {
    pub(super) fn escrow_agreed(&mut self, event: &EscrowAgreed) -> Outcome {
        self.ledger.names.escrows.vacant(Thing::Escrow, &event.escrow)?;
        let (agent, schedule) = (event.agent.clone(), event.schedule.clone());
        let escrow = Escrow { agent, schedule, deposits: BTreeMap::new() };
        self.register(Registration::Escrow(event.escrow.clone(), escrow));
        Ok(())
    }

    pub(super) fn escrow_terms_changed(&mut self, event: &EscrowTermsChanged) -> Outcome {
        let (escrow, _) = self.ledger.names.escrow("escrow", &event.escrow)?;
        self.effect(Effect::EscrowTerms { escrow, schedule: event.schedule.clone() });
        Ok(())
    }

    pub(super) fn escrow_deposited(&mut self, event: &EscrowDeposited) -> Outcome {
        let EscrowDeposited { escrow, class, holder, quantity } = event;
        let found = self.found(&Deposit { escrow, class, holder, quantity })?;
        let (unit, held, quantity) = (found.unit(), Place::Held(found.holder), found.quantity);
        self.enough(held, unit, quantity, || format!("`{class}` shares deposited by `{holder}`"))?;
        self.count(held, found.escrowed(), unit, quantity);
        let Found { id: escrow, class, holder, .. } = found;
        self.effect(Effect::Deposited { escrow, class, holder, quantity });
        Ok(())
    }

    pub(super) fn escrow_released(&mut self, event: &EscrowReleased) -> Outcome {
        let EscrowReleased { escrow, class, holder, quantity } = event;
        let found = self.found(&Deposit { escrow, class, holder, quantity })?;
        let (unit, escrowed, quantity) = (found.unit(), found.escrowed(), found.quantity);
        self.enough(escrowed, unit, quantity, || format!("`{class}` shares released to `{holder}`"))?;
        self.on_schedule(escrow, &found)?;
        self.count(escrowed, Place::Held(found.holder), unit, quantity);
        Ok(())
    }

    fn found(&mut self, deposit: &Deposit<'_>) -> Result<Found<'l>, Rejection> {
        let names = &self.ledger.names;
        let (id, escrow) = names.escrow("escrow", deposit.escrow)?;
        let (class, row) = names.class("class", deposit.class)?;
        let holder = names.holder("holder", deposit.holder)?;
        let quantity = self.quantity(deposit.class, row, deposit.quantity)?;
        Ok(Found { id, escrow, class, grain: row.grain, holder, quantity })
    }

    /// Refuses to release more than the schedule lets go by the day.
    fn on_schedule(&self, name: &Name, found: &Found<'_>) -> Outcome {
        let escrow = found.escrow;
        if escrow.schedule.is_empty() {
            return Ok(());
        }
        let deposited = escrow.deposits.get(&(found.class, found.holder)).copied().unwrap_or_default();
        let there = self.balance(found.escrowed(), found.unit()).amount;
        let available = released(&escrow.schedule, deposited, there, found.grain, self.date)?;
        if found.quantity <= available {
            return Ok(());
        }
        let (escrow, needed, percent) = (name.clone(), found.quantity, due(&escrow.schedule, self.date));
        let problem = Problem::BeyondSchedule { escrow, needed, available, deposited, percent };
        Err(Rejection::at("quantity", problem))
    }
}

/// The per cent of a schedule whose days have come.
fn due(schedule: &[EscrowRelease], day: Date) -> Exact {
    let come = schedule.iter().filter(|release| release.on <= day);
    come.fold(Exact::ZERO, |sum, release| sum.saturating_plus(release.percent.exact()))
}

/// How many more shares a schedule lets go on a day: of everything deposited, less what is no longer
/// there.
pub(super) fn released(
    schedule: &[EscrowRelease],
    deposited: Exact,
    there: Exact,
    grain: Exact,
    day: Date,
) -> Result<Exact, Rejection> {
    let all = fraction(deposited, due(schedule, day), Percent::WHOLE, grain, Rounding::Down);
    let all = all.map_err(too_large("quantity"))?.value;
    Ok(all.saturating_minus(deposited.saturating_minus(there)).max(Exact::ZERO))
}

/// A certificate to be made out.
struct Made<'a> {
    name: &'a Name,
    holder: &'a Name,
    quantity: &'a GivenQuantity,
    legend: Option<&'a Label>,
}

/// Certificates.
impl Draft<'_> {
    pub(super) fn certificate_issued(&mut self, event: &CertificateIssued) -> Outcome {
        let CertificateIssued { certificate, class, holder, quantity, legend } = event;
        let (class_id, _) = self.ledger.names.class("class", class)?;
        let made = Made { name: certificate, holder, quantity, legend: legend.as_ref() };
        let mut rows = Vec::new();
        let new = self.make_out(class_id, Place::CertificateBook, &made, &mut rows)?;
        let id = self.ledger.names.holder("holder", holder)?;
        let unit = Unit::Class(class_id);
        let needed = self.certified(unit, id).saturating_plus(new);
        let escrows = (0..self.ledger.names.escrows.len()).map(EscrowId::from_index);
        let available = escrows.fold(self.balance(Place::Held(id), unit).amount, |sum, escrow| {
            sum.saturating_plus(self.balance(Place::Escrowed(escrow, id), unit).amount)
        });
        if needed > available {
            let what = format!("`{class}` shares on certificates of `{holder}`");
            let problem = Problem::Insufficient { what, state: "held or in escrow", needed, available };
            return Err(Rejection::at("quantity", problem));
        }
        self.register(Registration::Certificates(rows));
        Ok(())
    }

    pub(super) fn certificate_replaced(&mut self, event: &CertificateReplaced) -> Outcome {
        let (id, old, there) = self.open_certificate(&event.certificate)?;
        let (mut rows, mut sum) = (Vec::new(), Exact::ZERO);
        self.each("new", &event.new, |draft, new| {
            let NewCertificate { certificate, holder, quantity, legend } = new;
            let made = Made { name: certificate, holder, quantity, legend: legend.as_ref() };
            let quantity = draft.make_out(old.class, Place::Certificate(id), &made, &mut rows)?;
            sum = sum.saturating_plus(quantity);
            Ok(())
        })?;
        if sum != there {
            let certificate = event.certificate.clone();
            return Err(Rejection::at("new", Problem::CertificatesDiffer { certificate, new: sum, old: there }));
        }
        self.register(Registration::Certificates(rows));
        self.effect(Effect::CertificateEnded(id));
        Ok(())
    }

    pub(super) fn certificate_cancelled(&mut self, event: &CertificateCancelled) -> Outcome {
        let (id, row, there) = self.open_certificate(&event.certificate)?;
        self.lean_on(Place::Certificate(id), Unit::Class(row.class));
        self.count(Place::Certificate(id), Place::CertificateBook, Unit::Class(row.class), there);
        self.effect(Effect::CertificateEnded(id));
        Ok(())
    }

    /// Moves shares onto a new certificate; how many.
    fn make_out(
        &mut self,
        class: ClassId,
        from: Place,
        made: &Made<'_>,
        rows: &mut Vec<(Name, Certificate)>,
    ) -> Result<Exact, Rejection> {
        let names = &self.ledger.names;
        names.certificates.vacant(Thing::Certificate, made.name)?;
        let holder = names.holder("holder", made.holder)?;
        let Some((class_name, row)) = names.classes.row(class.index()) else { return Ok(Exact::ZERO) };
        let quantity = self.quantity(class_name, row, made.quantity)?;
        let id = CertificateId::from_index(names.certificates.len().saturating_add(rows.len()));
        self.count(from, Place::Certificate(id), Unit::Class(class), quantity);
        let legend = made.legend.cloned();
        rows.push((made.name.clone(), Certificate { class, holder, legend, ended: None }));
        Ok(quantity)
    }

    /// Shares of a class that a holder's certificates stand for.
    fn certified(&self, unit: Unit, holder: HolderId) -> Exact {
        let certificates = self.ledger.certified.get(&holder).into_iter().flatten();
        certificates
            .fold(Exact::ZERO, |sum, id| sum.saturating_plus(self.balance(Place::Certificate(*id), unit).amount))
    }

    /// A certificate that has not ended, and what it stands for.
    fn open_certificate(&self, name: &Name) -> Result<(CertificateId, Certificate, Exact), Rejection> {
        let (id, row) = self.ledger.names.certificate("certificate", name)?;
        if let Some(by) = row.ended {
            let thing = Thing::Certificate;
            return Err(Rejection::at("certificate", Problem::Ended { thing, name: name.clone(), by }));
        }
        let there = self.balance(Place::Certificate(id), Unit::Class(row.class)).amount;
        Ok((id, row.clone(), there))
    }
}
