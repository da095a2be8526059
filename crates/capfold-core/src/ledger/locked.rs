//! Reading what is locked and what is free: holds, escrows and certificates.

use std::collections::BTreeMap;

use super::accounts::{Account, CertificateId, ClassId, HolderId, Place, Unit};
use super::custody::released;
use super::holds::Hold;
use super::{EscrowId, Ledger};
use crate::date::Date;
use crate::event::EscrowRelease;
use crate::exact::Exact;
use crate::name::{Label, Name, Seq};

/// What a holder has of a class, and what of it is free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LockView<'l> {
    /// The class.
    pub class: ClassId,
    /// The holder.
    pub holder: &'l Name,
    /// Shares held, not in escrow.
    pub held: Exact,
    /// Shares held that are within a hold period; at most those held.
    pub on_hold: Exact,
    /// The last day of the hold that ends last, where there is one.
    pub hold_until: Option<Date>,
    /// Shares in escrow.
    pub escrowed: Exact,
}

impl LockView<'_> {
    /// Shares that can be transferred: held, and not on hold.
    #[must_use]
    pub fn free(&self) -> Exact {
        self.held.saturating_minus(self.on_hold)
    }
}

/// What of a class a holder has in an escrow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EscrowedView<'l> {
    /// The escrow.
    pub escrow: &'l Name,
    /// Who keeps it.
    pub agent: &'l Label,
    /// The class.
    pub class: ClassId,
    /// The holder.
    pub holder: &'l Name,
    /// Everything ever deposited.
    pub deposited: Exact,
    /// Still there.
    pub there: Exact,
    /// How much of it can be released.
    pub releasable: Exact,
    /// When the rest can be; empty when the escrow has no schedule.
    pub schedule: &'l [EscrowRelease],
}

/// A certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CertificateView<'l> {
    /// Its number or short name.
    pub name: &'l Name,
    /// The class.
    pub class: ClassId,
    /// In whose name.
    pub holder: &'l Name,
    /// What it stands for; nothing once it has ended.
    pub quantity: Exact,
    /// The restriction printed on it.
    pub legend: Option<&'l Label>,
    /// The entry that replaced or cancelled it.
    pub ended: Option<Seq>,
}

impl Ledger {
    /// What every holder has of every class, locked and free, in order of classes and holders. The
    /// ledger is one that was folded through the day.
    #[must_use]
    pub fn locks(&self, day: Date) -> Vec<LockView<'_>> {
        let mut rows: BTreeMap<(ClassId, HolderId), (Exact, Exact)> = BTreeMap::new();
        for (account, balance) in self.accounts() {
            let Unit::Class(class) = account.unit else { continue };
            if let Place::Held(holder) = account.place {
                let (held, _) = rows.entry((class, holder)).or_default();
                *held = held.saturating_plus(balance.amount);
            } else if let Place::Escrowed(_, holder) = account.place {
                let (_, escrowed) = rows.entry((class, holder)).or_default();
                *escrowed = escrowed.saturating_plus(balance.amount);
            }
        }
        let there = rows.into_iter().filter(|(_, (held, escrowed))| !(held.is_zero() && escrowed.is_zero()));
        let view = |((class, holder), (held, escrowed))| {
            let hold = self.holds.on(class, holder, day);
            Some(LockView {
                class,
                holder: self.holder_name(holder)?,
                held,
                on_hold: hold.map_or(Exact::ZERO, |hold| hold.quantity.min(held)),
                hold_until: hold.map(|hold| hold.last.through),
                escrowed,
            })
        };
        there.filter_map(view).collect()
    }

    /// What lies in every escrow, in order of escrows, classes and holders, and what of it can be released
    /// on a day. The ledger is one that was folded through the day.
    #[must_use]
    pub fn escrowed(&self, day: Date) -> Vec<EscrowedView<'_>> {
        let mut views = Vec::new();
        for (index, (escrow, row)) in self.names.escrows.iter().enumerate() {
            for ((class, holder), deposited) in &row.deposits {
                let place = Place::Escrowed(EscrowId::from_index(index), *holder);
                let there = self.balance(Account { unit: Unit::Class(*class), place }).amount;
                let (Some(holder), Some(grain)) = (self.holder_name(*holder), self.grain(*class)) else { continue };
                let releasable = if row.schedule.is_empty() {
                    there
                } else {
                    released(&row.schedule, *deposited, there, grain, day).map_or(Exact::ZERO, |free| free.min(there))
                };
                let (agent, schedule) = (&row.agent, row.schedule.as_slice());
                let (class, deposited) = (*class, *deposited);
                views.push(EscrowedView { escrow, agent, class, holder, deposited, there, releasable, schedule });
            }
        }
        views
    }

    /// Escrows, in order of agreement.
    pub fn escrows(&self) -> impl Iterator<Item = (&Name, &[EscrowRelease])> {
        self.names.escrows.iter().map(|(name, row)| (name, row.schedule.as_slice()))
    }

    /// Certificates, in order of issue; those that have ended too.
    pub fn certificates(&self) -> impl Iterator<Item = CertificateView<'_>> {
        self.names.certificates.iter().enumerate().filter_map(|(index, (name, row))| {
            let place = Place::Certificate(CertificateId::from_index(index));
            let quantity = self.balance(Account { unit: Unit::Class(row.class), place }).amount;
            let holder = self.holder_name(row.holder)?;
            Some(CertificateView {
                name,
                class: row.class,
                holder,
                quantity,
                legend: row.legend.as_ref(),
                ended: row.ended,
            })
        })
    }

    /// The holds of a day, each with its class, its holder and the entry that says so.
    pub(crate) fn holds_of(&self, day: Date) -> impl Iterator<Item = (ClassId, HolderId, Seq, Exact)> {
        self.holds.of_day(day).map(|(class, holder, Hold { by, quantity, .. })| (class, holder, by, quantity))
    }
}
