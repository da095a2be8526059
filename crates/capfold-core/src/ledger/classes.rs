//! Reading a ledger: classes of shares, who holds them, bids and dividends.

use super::Ledger;
use super::accounts::{Account, ClassId, DividendId, HolderId, Place, Unit};
use super::rows::{Bid, Dividend};
use super::terms::ClassTerms;
use crate::date::Date;
use crate::exact::Exact;
use crate::money::Price;
use crate::name::Name;

/// An issuer bid.
#[derive(Clone, Copy, Debug)]
pub struct BidView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// The class.
    pub class: ClassId,
    /// How many shares at most.
    pub maximum: Exact,
    /// How many were bought under it.
    pub bought: Exact,
    /// First day.
    pub from: Date,
    /// Last day.
    pub through: Date,
}

/// A cash dividend.
#[derive(Clone, Copy, Debug)]
pub struct DividendView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// The class.
    pub class: ClassId,
    /// Dividend per share.
    pub per_share: Price<Exact>,
    /// Its record date.
    pub record: Date,
    /// When it is payable, when stated.
    pub payable: Option<Date>,
    /// The account of what is owed.
    pub owed: Account,
}

impl Ledger {
    /// Issuer bids, in order of announcement.
    pub fn bids(&self) -> impl Iterator<Item = BidView<'_>> {
        self.names.bids.iter().map(|(name, row)| {
            let Bid { class, maximum, bought, from, through } = row.clone();
            BidView { name, class, maximum, bought, from, through }
        })
    }

    /// Cash dividends, in order of record dates.
    pub fn dividends(&self) -> impl Iterator<Item = DividendView<'_>> {
        self.names.dividends.iter().enumerate().map(|(index, (name, row))| {
            let Dividend { class, per_share, record, payable } = row.clone();
            let place = Place::Dividend(DividendId::from_index(index));
            let owed = Account { unit: Unit::Currency(per_share.currency), place };
            DividendView { name, class, per_share, record, payable, owed }
        })
    }

    /// What a class of shares carries.
    #[must_use]
    pub fn class_terms(&self, class: ClassId) -> Option<&ClassTerms> {
        self.names.classes.row(class.index()).map(|(_, row)| &*row.terms)
    }

    /// Who holds shares of a class, in order of registration, each with what it holds in all: free, in
    /// escrow and restricted. The company itself is none of them.
    #[must_use]
    pub fn holders_of(&self, class: ClassId) -> Vec<(HolderId, Exact)> {
        let mut held = vec![Exact::ZERO; self.names.holders.len()];
        for (place, amount) in self.accounts.of_unit(Unit::Class(class)) {
            let sum = self.holder_at(place).and_then(|holder| held.get_mut(holder.index()));
            if let Some(sum) = sum {
                *sum = sum.saturating_plus(amount);
            }
        }
        let holders = held.into_iter().enumerate().filter(|(_, amount)| !amount.is_zero());
        holders.map(|(index, amount)| (HolderId::from_index(index), amount)).collect()
    }

    /// Whose the shares of a place are, of one where they are outstanding.
    fn holder_at(&self, place: Place) -> Option<HolderId> {
        if let Place::Held(holder) | Place::Escrowed(_, holder) = place {
            return Some(holder);
        }
        let Place::Restricted(grant) = place else { return None };
        self.names.grants.row(grant.index()).map(|(_, row)| row.holder)
    }
}
