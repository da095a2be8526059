//! Events about escrows and certificates.

use capfold_core::event::{
    CertificateCancelled, CertificateIssued, CertificateReplaced, EscrowAgreed, EscrowDeposited, EscrowRelease,
    EscrowReleased, EscrowTermsChanged, Event, NewCertificate,
};
use capfold_core::exact::Exact;
use capfold_core::finding::Thing;
use capfold_core::ledger::{CertificateView, ClassId, EscrowedView, LockView, Unit};
use capfold_core::money::{Given, GivenQuantity};
use capfold_core::name::Name;

use super::super::desk::{Desk, value};
use super::shares::shares_issued;

/// Days until releases, and what is released on them.
const RELEASES: [&[(u32, &str)]; 5] =
    [&[(0, "25"), (1, "25"), (20, "50")], &[(0, "10"), (10, "15")], &[(0, "100")], &[(1, "33.3333333333")], &[]];

fn schedule(desk: &mut Desk<'_>) -> Vec<EscrowRelease> {
    let releases = desk.one_of(RELEASES).unwrap_or_default();
    let release =
        |(days, percent): &(u32, &str)| EscrowRelease { on: desk.day.days_after(*days), percent: value(percent) };
    releases.iter().map(release).collect()
}

pub(super) fn escrow_agreed(desk: &mut Desk<'_>) -> Option<Event> {
    let schedule = schedule(desk);
    let (escrow, agent) = (desk.new_name("e"), desk.label("Trust company"));
    Some(Event::EscrowAgreed(Box::new(EscrowAgreed { escrow, agent, schedule })))
}

pub(super) fn escrow_terms_changed(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(escrow) = desk.named(Thing::Escrow) else {
        return escrow_agreed(desk);
    };
    let schedule = schedule(desk);
    if schedule.is_empty() {
        return escrow_released(desk);
    }
    Some(Event::EscrowTermsChanged(Box::new(EscrowTermsChanged { escrow, schedule })))
}

pub(super) fn escrow_deposited(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(escrow) = desk.named(Thing::Escrow) else {
        return escrow_agreed(desk);
    };
    let Some((class, held)) = desk.holding() else {
        return shares_issued(desk);
    };
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let holder = held.holder.clone();
    Some(Event::EscrowDeposited(Box::new(EscrowDeposited { escrow, class, holder, quantity })))
}

/// Mostly what the schedule lets go, sometimes up to all that is there.
pub(super) fn escrow_released(desk: &mut Desk<'_>) -> Option<Event> {
    let there = desk.ledger.escrowed(desk.day).into_iter().filter(|row| row.there > Exact::ZERO);
    let Some(row) = desk.best_of(there, |row| row.releasable > Exact::ZERO) else {
        return escrow_deposited(desk);
    };
    let EscrowedView { escrow, holder, there, releasable, .. } = row;
    let class = desk.class_of(Unit::Class(row.class))?;
    let most = if releasable > Exact::ZERO && !desk.once_in(5) { releasable } else { there };
    let (_, quantity) = desk.some_of(most, class.grain)?;
    let (escrow, class, holder) = (escrow.clone(), class.name.clone(), holder.clone());
    Some(Event::EscrowReleased(Box::new(EscrowReleased { escrow, class, holder, quantity })))
}

/// Shares of a holder for which no certificate stands.
fn uncertified(desk: &Desk<'_>, lock: &LockView<'_>) -> Exact {
    let own = |row: &CertificateView<'_>| row.class == lock.class && row.holder == lock.holder;
    let certified = desk.ledger.certificates().filter(own);
    let there = lock.held.saturating_plus(lock.escrowed);
    certified.fold(there, |left, row| left.saturating_minus(row.quantity))
}

pub(super) fn certificate_issued(desk: &mut Desk<'_>) -> Option<Event> {
    let rows = desk.ledger.locks(desk.day).into_iter().map(|lock| (uncertified(desk, &lock), lock)).collect::<Vec<_>>();
    let Some((room, lock)) = desk.best_of(rows, |(room, _)| *room > Exact::ZERO) else {
        return shares_issued(desk);
    };
    let class = desk.class_of(Unit::Class(lock.class))?;
    let (_, quantity) = desk.some_of(room, class.grain)?;
    let (certificate, class, holder) = (desk.new_name("cert"), class.name.clone(), lock.holder.clone());
    let legend = desk.once_in(3).then(|| value("Not to be traded before 18 June 2004"));
    Some(Event::CertificateIssued(Box::new(CertificateIssued { certificate, class, holder, quantity, legend })))
}

/// A certificate that has not ended: its name, its class and what it stands for.
fn open_certificate(desk: &mut Desk<'_>) -> Option<(Name, ClassId, Exact)> {
    let open = desk.ledger.certificates().filter(|row| row.ended.is_none());
    let row = desk.best_of(open, |row| row.quantity > Exact::ZERO)?;
    Some((row.name.clone(), row.class, row.quantity))
}

/// One new certificate for all of it, or two.
pub(super) fn certificate_replaced(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((certificate, class, quantity)) = open_certificate(desk) else {
        return certificate_issued(desk);
    };
    let grain = desk.class_of(Unit::Class(class))?.grain;
    let (part, given) = desk.some_of(quantity, grain)?;
    let rest = quantity.saturating_minus(part);
    let mut new = vec![made_out(desk, 1, given)?];
    if rest > Exact::ZERO {
        new.push(made_out(desk, 2, Given::Stated(rest.try_into().ok()?))?);
    }
    Some(Event::CertificateReplaced(Box::new(CertificateReplaced { certificate, new })))
}

fn made_out(desk: &mut Desk<'_>, nth: usize, quantity: GivenQuantity) -> Option<NewCertificate> {
    let certificate = value(&format!("cert-{}-{nth}", desk.position));
    let legend = desk.once_in(4).then(|| value("In trust"));
    Some(NewCertificate { certificate, holder: desk.holder()?, quantity, legend })
}

pub(super) fn certificate_cancelled(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((certificate, ..)) = open_certificate(desk) else {
        return certificate_issued(desk);
    };
    Some(Event::CertificateCancelled(Box::new(CertificateCancelled { certificate })))
}
