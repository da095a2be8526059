//! What makes a right one that can be used.

use super::accounts::{ClassId, HolderId, Place, Unit};
use super::draft::Draft;
use super::rows::Rests;
use crate::date::Date;
use crate::exact::Exact;
use crate::finding::{Problem, Rejection};
use crate::money::Currency;
use crate::name::Name;

/// A part of a lot or of a series that someone wants to use; nothing is judged yet.
pub(super) struct Claim<'r> {
    /// The field of the event that names the lot or series.
    pub(super) key: &'static str,
    pub(super) name: &'r Name,
    /// What is to be done with it: exercised or settled.
    pub(super) verb: &'static str,
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

/// A right that can be used on the day of the fact: it is in its term, held and vested. Only
/// [`Draft::open`] makes one, and only an exercise or a settlement takes it.
pub(super) struct OpenRight<'r>(Claim<'r>);

impl Draft<'_> {
    /// The right of a claim, where it can be used; `what` says so of one that is not held or not vested.
    pub(super) fn open<'r>(&mut self, claim: Claim<'r>, what: impl Fn() -> String) -> Result<OpenRight<'r>, Rejection> {
        self.in_term(&claim)?;
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

    /// Exercise and settlement are possible through the last day of the term.
    fn in_term(&self, claim: &Claim<'_>) -> Result<(), Rejection> {
        match claim.expires {
            Some(expires) if self.date > expires => {
                let (name, verb, on) = (claim.name.clone(), claim.verb, self.date);
                Err(Rejection::at(claim.key, Problem::PastExpiry { name, expires, verb, on }))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Uses a right: held → `to` in its unit.
    pub(super) fn used<'r>(&mut self, OpenRight(claim): OpenRight<'r>, to: Place) -> Claim<'r> {
        self.count(Place::Held(claim.holder), to, claim.unit, claim.rights);
        claim
    }
}
