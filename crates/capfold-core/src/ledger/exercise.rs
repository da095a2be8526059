//! Exercises of options and warrants: what makes a right one that can be exercised, and what an exercise
//! moves.

use super::accounts::{BankId, ClassId, HolderId, Place, Unit};
use super::draft::Draft;
use super::rows::Rests;
use crate::date::Date;
use crate::exact::Exact;
use crate::finding::{Problem, Rejection};
use crate::money::Currency;
use crate::name::Name;

/// A part of a lot or of a series that someone wants to exercise; nothing is judged yet.
pub(super) struct Claim<'r> {
    /// The field of the event that names the lot or series.
    pub(super) key: &'static str,
    pub(super) name: &'r Name,
    pub(super) unit: Unit,
    pub(super) class: ClassId,
    pub(super) holder: HolderId,
    /// How many rights.
    pub(super) rights: Exact,
    /// How many shares they are for.
    pub(super) shares: Exact,
    /// How many of those held have not vested on the day.
    pub(super) unvested: Exact,
    pub(super) strike: Exact,
    pub(super) currency: Currency,
    pub(super) expires: Option<Date>,
    pub(super) rests: &'r Rests,
}

/// A right that can be exercised on the day of the fact: it is in its term, held and vested. Only
/// [`Draft::open`] makes one, and only an exercise takes it.
pub(super) struct OpenRight<'r>(Claim<'r>);

impl Draft<'_> {
    /// The right of a claim, where it can be exercised; `what` says so of one that is not held or not vested.
    pub(super) fn open<'r>(&mut self, claim: Claim<'r>, what: impl Fn() -> String) -> Result<OpenRight<'r>, Rejection> {
        self.in_term(claim.key, claim.name, claim.expires)?;
        self.rest_on(claim.rests);
        let held = Place::Held(claim.holder);
        if claim.unvested.is_zero() {
            self.enough(held, claim.unit, claim.rights, what)?;
            return Ok(OpenRight(claim));
        }
        let available = self.balance(held, claim.unit).amount.saturating_minus(claim.unvested);
        if available < claim.rights {
            let (state, needed) = ("vested and outstanding", claim.rights);
            let problem = Problem::Insufficient { what: what(), state, needed, available };
            return Err(Rejection::at("quantity", problem));
        }
        Ok(OpenRight(claim))
    }

    /// Exercise is possible through the last day of the term.
    fn in_term(&self, key: &'static str, name: &Name, expires: Option<Date>) -> Result<(), Rejection> {
        match expires {
            Some(expires) if self.date > expires => {
                Err(Rejection::at(key, Problem::PastExpiry { name: name.clone(), expires, on: self.date }))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Held → exercised, reserved → held in the class, share capital → cash; how much was received.
    pub(super) fn exercise(&mut self, right: OpenRight<'_>, bank: BankId) -> Result<Exact, Rejection> {
        let OpenRight(Claim { unit, class, holder, rights, shares, strike, currency, .. }) = right;
        let held = Place::Held(holder);
        self.count(held, Place::Exercised, unit, rights);
        self.count(Place::Reserved, held, Unit::Class(class), shares);
        let proceeds = self.proceeds(shares, strike, currency)?;
        self.money(Place::ShareCapital(class), Place::Cash(bank), proceeds);
        Ok(proceeds.amount)
    }
}
