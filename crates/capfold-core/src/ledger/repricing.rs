//! Changes of the terms of rights, and rights that all holders of a class receive.

use super::accounts::Unit;
use super::awards::lot_kind;
use super::draft::{Draft, scaled};
use super::rows::{Names, Rests};
use super::{Effect, merge};
use crate::date::Date;
use crate::event::{AccelerationNoticed, AwardKind, Fraction, Right, RightExtended, RightRepriced, RightsDistributed};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::money::Currency;
use crate::name::{Name, Seq};

type Outcome = Result<(), Rejection>;

/// A change of the terms of a series or a lot, from its entry on.
#[derive(Clone, Copy, Debug)]
pub(super) enum TermChange {
    Strike(Exact, Currency),
    Expiry(Date),
}

/// The price at which rights were exercised: their strike on the day, and the entry that set it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Strike {
    /// Per share.
    pub price: Exact,
    /// Of what.
    pub currency: Currency,
    /// The entry: a registration, a grant or a repricing.
    pub by: Seq,
}

impl Names {
    /// The present strike of a series or lot.
    pub(super) fn strike(&self, unit: Unit) -> Option<Strike> {
        match unit {
            Unit::Series(id) => self.series.row(id.index()).map(|(_, row)| Strike {
                price: row.strike,
                currency: row.currency,
                by: row.priced_by,
            }),
            Unit::Grant(id) | Unit::Award(id) => self.grants.row(id.index()).map(|(_, row)| Strike {
                price: row.strike,
                currency: row.currency,
                by: row.priced_by,
            }),
            Unit::Class(_) | Unit::Currency(_) => None,
        }
    }

    /// Gives a series or lot other terms, which rest on these assumptions too.
    pub(super) fn change_terms(&mut self, unit: Unit, by: Seq, change: TermChange, rests: &Rests) {
        let terms = match unit {
            Unit::Series(id) => self.series.row_mut(id.index()).map(|row| {
                let priced = (&mut row.strike, &mut row.currency, &mut row.priced_by);
                (priced, &mut row.expires, &mut row.rests)
            }),
            Unit::Grant(id) | Unit::Award(id) => self.grants.row_mut(id.index()).map(|row| {
                let priced = (&mut row.strike, &mut row.currency, &mut row.priced_by);
                (priced, &mut row.expires, &mut row.rests)
            }),
            Unit::Class(_) | Unit::Currency(_) => None,
        };
        let Some(((strike, strike_currency, priced_by), expires, terms_rest_on)) = terms else { return };
        match change {
            TermChange::Strike(price, currency) => (*strike, *strike_currency, *priced_by) = (price, currency, by),
            TermChange::Expiry(day) => *expires = Some(day),
        }
        merge(terms_rest_on, rests);
    }
}

/// A series or lot under its name, with the last day of its term.
struct Term<'e> {
    thing: Thing,
    name: &'e Name,
    unit: Unit,
    expires: Option<Date>,
}

impl Draft<'_> {
    fn term<'e>(&self, right: &'e Right) -> Result<Term<'e>, Rejection> {
        match right {
            Right::Series(name) => {
                let (id, row) = self.ledger.names.series_row("series", name)?;
                Ok(Term { thing: Thing::Series, name, unit: Unit::Series(id), expires: row.expires })
            }
            Right::Grant(name) => {
                let (id, row) = self.ledger.names.grant("grant", name)?;
                Ok(Term { thing: Thing::Grant, name, unit: row.unit(id), expires: row.expires })
            }
        }
    }

    /// Terms that are over are not changed any more.
    fn not_lapsed(&self, term: &Term<'_>) -> Outcome {
        match term.expires {
            Some(expires) if self.date > expires => {
                let problem = Problem::Lapsed { name: term.name.clone(), expires, on: self.date };
                Err(Rejection::at(term.thing.key(), problem))
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn right_repriced(&mut self, event: &RightRepriced) -> Outcome {
        let term = self.term(&event.right)?;
        if let Right::Grant(name) = &event.right {
            let (_, row) = self.ledger.names.grant("grant", name)?;
            if !matches!(row.award, None | Some(AwardKind::AppreciationRight)) {
                return Err(lot_kind("grant", name, row, "options or share appreciation rights"));
            }
        }
        self.not_lapsed(&term)?;
        let price = self.price("strike", &event.strike)?;
        self.change_terms(term.unit, TermChange::Strike(price, event.strike.currency));
        Ok(())
    }

    pub(super) fn right_extended(&mut self, event: &RightExtended) -> Outcome {
        let term = self.term(&event.right)?;
        self.not_lapsed(&term)?;
        let (name, new) = (term.name.clone(), event.expires);
        let Some(old) = term.expires else {
            let problem = Problem::NoTerms { thing: term.thing, name, lacking: "last day" };
            return Err(Rejection::at(term.thing.key(), problem));
        };
        if new <= old {
            return Err(Rejection::at("expires", Problem::NotLater { name, old, new }));
        }
        self.change_terms(term.unit, TermChange::Expiry(new));
        Ok(())
    }

    fn change_terms(&mut self, unit: Unit, change: TermChange) {
        let rests = self.current_rests();
        self.effect(Effect::Terms { unit, change, rests });
    }

    pub(super) fn acceleration_noticed(&mut self, event: &AccelerationNoticed) -> Outcome {
        let (id, row) = self.ledger.names.series_row("series", &event.series)?;
        let (name, new) = (event.series.clone(), event.expires);
        let Some(clause) = &row.acceleration else {
            let problem = Problem::NoTerms { thing: Thing::Series, name, lacking: "acceleration clause" };
            return Err(Rejection::at("series", problem));
        };
        let term = Term { thing: Thing::Series, name: &event.series, unit: Unit::Series(id), expires: row.expires };
        self.not_lapsed(&term)?;
        if let Some(from) = clause.from.filter(|from| self.date < *from) {
            return Err(Rejection::at("series", Problem::NoticeTooEarly { series: name, from, on: self.date }));
        }
        let (days, notice) = (clause.notice_days, new.days_since(self.date));
        if notice < i64::from(days) {
            return Err(Rejection::at("expires", Problem::NoticeTooShort { series: name, notice, days }));
        }
        if let Some(old) = row.expires.filter(|old| new >= *old) {
            return Err(Rejection::at("expires", Problem::NotEarlier { name, old, new }));
        }
        self.change_terms(term.unit, TermChange::Expiry(new));
        Ok(())
    }

    pub(super) fn rights_distributed(&mut self, event: &RightsDistributed) -> Outcome {
        let (class, _) = self.ledger.names.class("class", &event.class)?;
        let series = self.named(&event.series)?;
        let mut rights = self.holders_of(class);
        for (_, quantity) in &mut rights {
            *quantity = scaled(*quantity, event.ratio.parts(), series.class.grain, Fraction::Down)?;
        }
        self.write_counted(series, &rights).map_err(|refused| Rejection { key: "ratio", ..refused })
    }
}
