//! What the events of a small log leave.

use std::collections::BTreeMap;

use num_traits::Signed;
use serde::Serialize;

use super::event::{Event, Of, Right, What};
use crate::calc::{CalcError, Number};

/// Balances of a small log.
#[derive(Default, Debug)]
pub(super) struct Book {
    authorised: Number,
    issued: Number,
    treasury: Number,
    holders: BTreeMap<String, Number>,
    options: BTreeMap<String, Row>,
    warrants: BTreeMap<String, Row>,
}

#[derive(Debug)]
struct Row {
    holder: String,
    quantity: Number,
    strike: Number,
}

/// Balances as output.
#[derive(Serialize, Debug)]
pub(in crate::calc) struct State {
    authorised: Number,
    issued: Number,
    treasury: Number,
    pub(super) outstanding: Number,
    options: Number,
    /// The average exercise price of the options; null where there are none.
    option_waep: Option<Number>,
    warrants: Number,
    fully_diluted: Number,
    /// Whoever held shares, those who hold none now too.
    holders: BTreeMap<String, Number>,
}

impl Book {
    pub(super) fn outstanding(&self) -> Number {
        &self.issued - &self.treasury
    }

    /// Applies an event, whose place in the inputs is given.
    pub(super) fn apply(&mut self, event: &Event, path: &str) -> Result<(), CalcError> {
        match &event.what {
            What::Authorise { shares } => self.authorised = (**shares).clone(),
            What::Issue { holder, shares } => self.issue(holder, shares),
            What::Transfer { from, to, shares } => {
                self.leave(from, shares, path)?;
                self.enter(to, shares);
            }
            What::TreasuryBuy { holder, shares } => {
                self.leave(holder, shares, path)?;
                self.treasury = &self.treasury + &**shares;
            }
            What::TreasuryReissue { holder, shares } => {
                take(&mut self.treasury, shares, "the treasury", path)?;
                self.enter(holder, shares);
            }
            What::TreasuryCancel { shares } => {
                take(&mut self.treasury, shares, "the treasury", path)?;
                self.issued = &self.issued - &**shares;
            }
            What::OptionGrant(right) => grant(&mut self.options, right, path)?,
            What::WarrantIssue(right) => grant(&mut self.warrants, right, path)?,
            What::OptionExercise(of) => {
                let holder = end(&mut self.options, of, path)?;
                self.issue(&holder, &of.quantity);
            }
            What::WarrantExercise(of) => {
                let holder = end(&mut self.warrants, of, path)?;
                self.issue(&holder, &of.quantity);
            }
            What::OptionForfeit(of) | What::OptionExpire(of) => {
                end(&mut self.options, of, path)?;
            }
            What::WarrantExpire(of) => {
                end(&mut self.warrants, of, path)?;
            }
            What::Split { ratio, adjust_authorised } => self.split(ratio, *adjust_authorised, path)?,
            What::Reversal { .. } => {}
        }
        Ok(())
    }

    fn issue(&mut self, holder: &str, shares: &Number) {
        self.issued = &self.issued + shares;
        self.enter(holder, shares);
    }

    fn enter(&mut self, holder: &str, shares: &Number) {
        let held = self.holders.entry(holder.to_owned()).or_default();
        *held = &*held + shares;
    }

    fn leave(&mut self, holder: &str, shares: &Number, path: &str) -> Result<(), CalcError> {
        let nobody = || CalcError::at(path, format!("`{holder}` holds no shares"));
        take(self.holders.get_mut(holder).ok_or_else(nobody)?, shares, &format!("`{holder}`"), path)
    }

    fn split(&mut self, ratio: &Number, authorised_too: bool, path: &str) -> Result<(), CalcError> {
        let counts = [&mut self.issued, &mut self.treasury].into_iter().chain(self.holders.values_mut());
        let counts = counts.chain(authorised_too.then_some(&mut self.authorised));
        counts.for_each(|count| *count = &*count * ratio);
        for row in self.options.values_mut().chain(self.warrants.values_mut()) {
            row.quantity = &row.quantity * ratio;
            row.strike = row.strike.over(ratio, path, "the ratio")?;
        }
        Ok(())
    }

    pub(super) fn state(&self) -> Result<State, CalcError> {
        let sum = |rights: &BTreeMap<String, Row>| rights.values().map(|row| &row.quantity).sum::<Number>();
        let (options, warrants) = (sum(&self.options), sum(&self.warrants));
        let to_pay: Number = self.options.values().map(|row| &row.quantity * &row.strike).sum();
        let some = options.is_positive();
        let option_waep = if some { Some(to_pay.over(&options, "events", "the number of options")?) } else { None };
        let outstanding = self.outstanding();
        Ok(State {
            authorised: self.authorised.clone(),
            issued: self.issued.clone(),
            treasury: self.treasury.clone(),
            fully_diluted: &outstanding + &options + &warrants,
            outstanding,
            options,
            option_waep,
            warrants,
            holders: self.holders.clone(),
        })
    }
}

fn take(from: &mut Number, count: &Number, whose: &str, path: &str) -> Result<(), CalcError> {
    if *from < *count {
        return Err(CalcError::at(path, format!("{count} leave {whose}, where there are {from}")));
    }
    *from = &*from - count;
    Ok(())
}

fn grant(rights: &mut BTreeMap<String, Row>, right: &Right, path: &str) -> Result<(), CalcError> {
    let Right { id, holder, quantity, strike } = right;
    let row = Row { holder: holder.clone(), quantity: (**quantity).clone(), strike: (**strike).clone() };
    let before = rights.insert(id.clone(), row);
    if before.is_some() { Err(CalcError::at(path, format!("`{id}` is there already"))) } else { Ok(()) }
}

/// Ends a part of a right; whose it was.
fn end(rights: &mut BTreeMap<String, Row>, of: &Of, path: &str) -> Result<String, CalcError> {
    let unknown = || CalcError::at(path, format!("there is no `{}` then, as far as is known", of.id));
    let row = rights.get_mut(&of.id).ok_or_else(unknown)?;
    take(&mut row.quantity, &of.quantity, &format!("`{}`", of.id), path)?;
    Ok(row.holder.clone())
}
