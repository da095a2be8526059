//! Shares of a class as a whole: conversion into another class.

use super::Effect;
use super::accounts::{Place, Unit};
use super::draft::{Draft, scaled};
use super::rows::Class;
use super::terms::ClassConversion;
use crate::event::{ConversionAdjusted, Fraction, SharesConverted};
use crate::finding::{Problem, Rejection, Thing};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    pub(super) fn shares_converted(&mut self, event: &SharesConverted) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let ClassConversion { into, ratio } = conversion(&event.class, class)?;
        let (new_name, new_class) = self.class_row(into, Thing::Class, &event.class)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let quantity = self.quantity(&event.class, class, &event.quantity)?;
        let held = Place::Held(holder);
        self.enough(held, Unit::Class(id), quantity, || {
            format!("`{}` shares converted by `{}`", event.class, event.holder)
        })?;
        let received = scaled(quantity, ratio.parts(), new_class.grain, Fraction::Down)?;
        if let Some(stated) = &event.into {
            let stated = self.quantity_at("into", new_name, new_class, stated)?;
            if stated != received {
                let problem = Problem::Differs { what: "shares", stated, computed: received };
                return Err(Rejection::at("into", problem));
            }
        }
        let paid_in = self.paid_in(id, quantity)?;
        self.count(held, Self::pool(class), Unit::Class(id), quantity);
        self.draw(into, new_name, held, received)?;
        self.equity(Place::ShareCapital(into), Place::ShareCapital(id), paid_in)
    }

    pub(super) fn conversion_adjusted(&mut self, event: &ConversionAdjusted) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let conversion = ClassConversion { ratio: event.ratio, ..conversion(&event.class, class)? };
        self.effect(Effect::Converts { class: id, conversion });
        Ok(())
    }
}

/// The terms of conversion of a class, or the finding that there are none.
fn conversion(name: &Name, class: &Class) -> Result<ClassConversion, Rejection> {
    class.terms.conversion.ok_or_else(|| {
        let (thing, name, lacking) = (Thing::Class, name.clone(), "terms of conversion");
        Rejection::at("class", Problem::NoTerms { thing, name, lacking })
    })
}
