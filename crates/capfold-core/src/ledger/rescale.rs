//! What a split or an exchange makes of counts and prices, and of every row that counts or prices
//! shares of the class.
//!
//! Rows that count or price shares are taken apart field by field: a new field does not compile until
//! someone has decided whether it follows.

use num_rational::BigRational;

use super::accounts::{BidId, CertificateId, ClassId, DebtId, EscrowId, GrantId, HolderId, PlanId, SeriesId};
use super::draft::too_large;
use super::holds::Hold;
use super::rows::{Agreement, Bid, Certificate, Class, Debt, DebtTerms, Escrow, Grant, Placement, Plan, PlanLimits};
use super::rows::{PoolLimit, Rests, Series};
use super::terms::{ClassConversion, ClassDividend, ClassParticipation, ClassRedemption, ClassTerms};
use super::vesting::Part;
use super::{AgreementId, Ledger};
use crate::date::Date;
use crate::event::{AwardKind, Fraction, FractionPolicy, Ratio};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection};
use crate::money::{Factor, Given, PerShare, Price};
use crate::name::Seq;

/// A class in other units: `new` of `to` for `old` of `from`; the two are one in a split.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rescale {
    /// The entry: it sets every price anew.
    pub(super) entry: Seq,
    pub(super) from: ClassId,
    pub(super) to: ClassId,
    pub(super) new: Exact,
    pub(super) old: Exact,
    /// The grain of `to`.
    pub(super) grain: Exact,
    /// What becomes of fractions: of shares as the event says, of rights as the policy does.
    pub(super) fractions: FractionPolicy,
    /// Whether the shares are issued besides the old ones, which keep their par value.
    pub(super) bonus: bool,
}

/// A class in other units from a point of the fold on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restructuring {
    /// The entry.
    pub by: Seq,
    /// Its day.
    pub date: Date,
    /// The class.
    pub from: ClassId,
    /// The class that came of it; the same in a split.
    pub to: ClassId,
    /// So many new shares…
    pub new: Exact,
    /// …for so many old.
    pub old: Exact,
    /// What became of fractions.
    pub fractions: FractionPolicy,
    /// The assumptions that it rests on by itself, whatever it counted anew.
    pub rests: Rests,
    /// How many postings the journal had before it: those are in old units.
    pub postings: usize,
}

/// A row as it is from now on.
#[derive(Clone, Debug)]
pub(super) enum Rescaled {
    Class(ClassId, Class),
    Series(SeriesId, Series),
    Plan(PlanId, Plan),
    Grant(GrantId, Grant),
    Bid(BidId, Bid),
    Placement(usize, Placement),
    Debt(DebtId, Debt),
    Escrow(EscrowId, Escrow),
    Agreement(AgreementId, Agreement),
    Certificate(CertificateId, Certificate),
    /// All holds of a holder's shares of a class.
    Holds((ClassId, HolderId), Vec<Hold>),
}

impl Ledger {
    /// Splits, consolidations, bonus issues and exchanges of classes, in order of the fold.
    #[must_use]
    pub fn restructurings(&self) -> &[Restructuring] {
        &self.restructurings
    }

    pub(super) fn replace(&mut self, rescaled: Rescaled) {
        fn put<T>(row: Option<&mut T>, value: T) {
            if let Some(row) = row {
                *row = value;
            }
        }
        let names = &mut self.names;
        match rescaled {
            Rescaled::Class(id, row) => put(names.classes.row_mut(id.index()), row),
            Rescaled::Series(id, row) => put(names.series.row_mut(id.index()), row),
            Rescaled::Plan(id, row) => put(names.plans.row_mut(id.index()), row),
            Rescaled::Grant(id, row) => put(names.grants.row_mut(id.index()), row),
            Rescaled::Bid(id, row) => put(names.bids.row_mut(id.index()), row),
            Rescaled::Placement(index, row) => put(names.placements.row_mut(index), row),
            Rescaled::Debt(id, row) => put(names.debts.row_mut(id.index()), row),
            Rescaled::Escrow(id, row) => put(names.escrows.row_mut(id.index()), row),
            Rescaled::Agreement(id, row) => put(names.agreements.row_mut(id.index()), row),
            Rescaled::Certificate(id, row) => put(names.certificates.row_mut(id.index()), row),
            Rescaled::Holds((class, holder), holds) => self.holds.put(class, holder, holds),
        }
    }
}

impl Rescale {
    pub(super) fn is_exchange(&self) -> bool {
        self.from != self.to
    }

    /// New shares for an old one.
    pub(super) fn factor(&self) -> BigRational {
        BigRational::new(self.new.raw().into(), self.old.raw().into())
    }

    /// A count by a rule for fractions.
    pub(super) fn count(&self, amount: Exact, rule: Fraction) -> Result<Exact, Rejection> {
        let scaled = fraction(amount, self.new, self.old, self.grain, rule.rounding());
        scaled.map(|scaled| scaled.value).map_err(too_large("ratio"))
    }

    /// Shares, by the rule for shares.
    pub(super) fn shares(&self, amount: Exact) -> Result<Exact, Rejection> {
        self.count(amount, self.fractions.shares)
    }

    /// A count, rounded down.
    pub(super) fn down(&self, amount: Exact) -> Result<Exact, Rejection> {
        self.count(amount, Fraction::Down)
    }

    /// The rule for fractions of a lot: restricted shares are shares.
    pub(super) fn rule(&self, lot: &Grant) -> Fraction {
        match lot.award {
            Some(AwardKind::RestrictedShares) => self.fractions.shares,
            Some(_) | None => self.fractions.options,
        }
    }

    /// A price per share, to ten decimals, half up.
    pub(super) fn price(&self, price: Exact) -> Result<Exact, Rejection> {
        let Self { new, old, .. } = *self;
        let scaled = fraction(price, old, new, Exact::from_raw(1), Rounding::HalfUp);
        let scaled = scaled.map_err(too_large("ratio"))?.value;
        if scaled.is_zero() && !price.is_zero() {
            return Err(Rejection::at("ratio", Problem::PriceVanishes { price, new, old }));
        }
        Ok(scaled)
    }

    fn priced(&self, price: Price<Exact>) -> Result<Price<Exact>, Rejection> {
        Ok(Price { amount: self.price(price.amount)?, ..price })
    }

    /// A ratio by a factor, in whole numbers without a common divisor.
    fn ratio(ratio: Ratio, by: &BigRational) -> Result<Ratio, Rejection> {
        let (new, old) = ratio.parts();
        let scaled = new.ratio() / old.ratio() * by;
        let whole = |part: &num_bigint::BigInt| {
            let part = i128::try_from(part).ok().and_then(Exact::whole);
            part.and_then(|part| Factor::try_from(part).ok()).ok_or_else(|| Rejection::at("ratio", Problem::TooLarge))
        };
        Ok(Ratio { new: whole(scaled.numer())?, old: whole(scaled.denom())? })
    }
}

impl Class {
    /// The class itself, or another one; none: it says nothing of the class that changes.
    pub(super) fn rescaled(&self, id: ClassId, by: &Rescale) -> Result<Option<Self>, Rejection> {
        let Self { label, grain, unlimited, charters, terms } = self;
        let terms = if id == by.from && !by.is_exchange() { terms.divided(by)? } else { (**terms).clone() };
        let terms = Box::new(ClassTerms { conversion: terms.converting(id, by)?, ..terms });
        if terms == self.terms {
            return Ok(None);
        }
        let (label, charters) = (label.clone(), charters.clone());
        Ok(Some(Self { label, grain: *grain, unlimited: *unlimited, charters, terms }))
    }
}

impl ClassTerms {
    /// The prices of the class that changes, each for one of more or fewer shares.
    fn divided(&self, by: &Rescale) -> Result<Self, Rejection> {
        let Self { par, votes, preference, dividend, participation, seniority, conversion, redemption, rests } = self;
        let dividend = dividend.map(|dividend| {
            let ClassDividend { percent, of, cumulative } = dividend;
            Ok(ClassDividend { percent, of: by.priced(of)?, cumulative })
        });
        let participation = match *participation {
            ClassParticipation::UpTo(most) => ClassParticipation::UpTo(by.priced(most)?),
            as_it_is @ (ClassParticipation::None | ClassParticipation::Full) => as_it_is,
        };
        let redemption = redemption.map(|redemption| {
            let ClassRedemption { price, from, option_of } = redemption;
            Ok(ClassRedemption { price: by.priced(price)?, from, option_of })
        });
        Ok(Self {
            par: par.map(|par| if by.bonus { Ok(par) } else { by.priced(par) }).transpose()?,
            votes: *votes,
            preference: preference.map(|preference| by.priced(preference)).transpose()?,
            dividend: dividend.transpose()?,
            participation,
            seniority: *seniority,
            conversion: conversion
                .map(|of| Ok(ClassConversion { ratio: Rescale::ratio(of.ratio, &by.factor().recip())?, ..of }))
                .transpose()?,
            redemption: redemption.transpose()?,
            rests: rests.clone(),
        })
    }

    /// What the class converts into, which may be what changes; a class does not convert into itself.
    fn converting(&self, id: ClassId, by: &Rescale) -> Result<Option<ClassConversion>, Rejection> {
        let Some(ClassConversion { into, ratio }) = self.conversion.filter(|terms| terms.into == by.from) else {
            return Ok(self.conversion);
        };
        if by.to == id {
            return Ok(if by.is_exchange() { None } else { Some(ClassConversion { into, ratio }) });
        }
        Ok(Some(ClassConversion { into: by.to, ratio: Rescale::ratio(ratio, &by.factor())? }))
    }
}

impl Series {
    /// `threshold` is that of its acceleration clause, when it has one.
    pub(super) fn rescaled(&self, threshold: Option<Exact>, by: &Rescale) -> Result<Self, Rejection> {
        let Self { label, class: _, strike, priced_by: _, currency, expires, ratio, mut acceleration, kind, rests } =
            self.clone();
        let strike = by.price(strike)?;
        if let (Some(clause), Some(threshold)) = (&mut acceleration, threshold) {
            let threshold = PerShare::try_from(by.price(threshold)?).map_err(too_large("ratio"))?;
            clause.threshold.amount = Given::Stated(threshold);
        }
        let (class, priced_by) = (by.to, by.entry);
        Ok(Self { label, class, strike, priced_by, currency, expires, ratio, acceleration, kind, rests })
    }
}

impl Plan {
    /// `open` is what is outstanding under it then.
    pub(super) fn rescaled(&self, open: Exact, by: &Rescale) -> Result<Self, Rejection> {
        let Self { class: _, limits, taken, open: was, granted } = self;
        let PlanLimits { pool, per_person } = *limits;
        let pool = match pool {
            PoolLimit::Fixed(limit) => PoolLimit::Fixed(by.down(limit)?),
            as_it_is @ (PoolLimit::Unlimited | PoolLimit::Rolling(_)) => as_it_is,
        };
        let used = by.down(taken.saturating_minus(*was))?;
        let granted = granted.iter().map(|(day, to, quantity)| Ok((*day, *to, by.down(*quantity)?)));
        let (limits, taken) = (PlanLimits { pool, per_person }, open.saturating_plus(used));
        Ok(Self { class: by.to, limits, taken, open, granted: granted.collect::<Result<_, Rejection>>()? })
    }
}

impl Grant {
    /// `held` is what is held of it before.
    pub(super) fn rescaled(&self, today: Date, held: Exact, by: &Rescale) -> Result<Self, Rejection> {
        let Self { plan, class: _, holder, award, strike, priced_by: _, currency, expires, mut vesting, rests } =
            self.clone();
        let strike = by.price(strike)?;
        let unvested = vesting.unvested(today);
        if !unvested.is_zero() {
            let vested = by.down(held.saturating_minus(unvested))?;
            let left = by.count(held, by.rule(self))?.saturating_minus(vested);
            let open: Vec<&Part> = vesting.parts().iter().filter(|part| !part.is_vested(today)).collect();
            let parts = rescaled_parts(&open, left, by)?;
            vesting.change(today, parts);
        }
        let (class, priced_by) = (by.to, by.entry);
        Ok(Self { plan, class, holder, award, strike, priced_by, currency, expires, vesting, rests })
    }
}

/// The parts of a lot that have not vested, `all` of them together then: from each part on as much is left as
/// the factor leaves, rounded down, and what is more vests with the first.
fn rescaled_parts(parts: &[&Part], all: Exact, by: &Rescale) -> Result<Vec<Part>, Rejection> {
    let (mut was, mut left) = (Exact::ZERO, Exact::ZERO);
    let mut rescaled = Vec::new();
    for (before, part) in parts.iter().enumerate().rev() {
        was = was.saturating_plus(part.quantity);
        let now = if before == 0 { all } else { by.down(was)? };
        rescaled.push(Part { due: part.due.clone(), quantity: now.saturating_minus(left) });
        left = now;
    }
    rescaled.reverse();
    rescaled.retain(|part| !part.quantity.is_zero());
    Ok(rescaled)
}

impl Bid {
    pub(super) fn rescaled(&self, by: &Rescale) -> Result<Self, Rejection> {
        let Self { class, maximum, bought, from, through } = self.clone();
        Ok(Self { class, maximum: by.down(maximum)?, bought: by.down(bought)?, from, through })
    }
}

impl Placement {
    pub(super) fn rescaled(&self, by: &Rescale) -> Result<Self, Rejection> {
        let Self { class, price, maximum, mut tranches } = self.clone();
        let price = price.map(|(price, currency)| Ok((by.price(price)?, currency))).transpose()?;
        let maximum = maximum.map(|maximum| by.down(maximum)).transpose()?;
        for placed in tranches.values_mut() {
            placed.quantity = by.down(placed.quantity)?;
        }
        Ok(Self { class, price, maximum, tranches })
    }
}

impl Debt {
    /// None: it does not name the class.
    pub(super) fn rescaled(&self, by: &Rescale) -> Result<Option<Self>, Rejection> {
        let Some(terms) = self.conversion.filter(|terms| terms.class == Some(by.from)) else { return Ok(None) };
        // A cap is a value of the whole company; the step is how prices are written.
        let DebtTerms { class: _, price, discount, cap, step, mfn } = terms;
        let price = price.map(|price| by.price(price)).transpose()?;
        let conversion = Some(DebtTerms { class: Some(by.to), price, discount, cap, step, mfn });
        Ok(Some(Self { conversion, ..self.clone() }))
    }
}

impl Escrow {
    /// `locked` is what a holder has in it before and then; what was released of a deposit is rounded down. None:
    /// nothing of the class was ever in it.
    pub(super) fn rescaled(
        &self,
        by: &Rescale,
        locked: impl Fn(HolderId) -> (Exact, Exact),
    ) -> Result<Option<Self>, Rejection> {
        let Self { agent, schedule, deposits } = self;
        if !deposits.keys().any(|(class, _)| *class == by.from) {
            return Ok(None);
        }
        let mut now = deposits.clone();
        now.retain(|(class, _), _| *class != by.from);
        for ((_, holder), quantity) in deposits.iter().filter(|((class, _), _)| *class == by.from) {
            let deposited = now.entry((by.to, *holder)).or_default();
            let (was, becomes) = locked(*holder);
            let released = by.down(quantity.saturating_minus(was))?;
            *deposited = deposited.saturating_plus(becomes).saturating_plus(released);
        }
        Ok(Some(Self { agent: agent.clone(), schedule: schedule.clone(), deposits: now }))
    }
}

impl Certificate {
    pub(super) fn exchanged(&self, to: ClassId) -> Self {
        let Self { class: _, holder, legend, ended } = self.clone();
        Self { class: to, holder, legend, ended }
    }
}

impl Agreement {
    /// With shares of another class where shares by value are promised; none: it promises none of these.
    pub(super) fn exchanged(&self, from: ClassId, to: ClassId) -> Option<Self> {
        let mut exchanged = self.clone();
        let promised = exchanged.instalments.iter_mut().filter(|instalment| instalment.worth_of == Some(from));
        let rows = promised.map(|instalment| instalment.worth_of = Some(to)).count();
        (rows > 0).then_some(exchanged)
    }
}

/// A holder's holds of the class that changes: those in force end the day before. Those that take their
/// place.
pub(super) fn rescaled_holds(holds: &[Hold], today: Date, by: &Rescale) -> Result<(Vec<Hold>, Vec<Hold>), Rejection> {
    let (mut ended, mut begun) = (Vec::new(), Vec::new());
    for hold in holds {
        if hold.through < today {
            ended.push(*hold);
            continue;
        }
        let yesterday = today.days_before(1);
        if hold.since <= yesterday {
            ended.push(Hold { through: yesterday, ..*hold });
        }
        let quantity = by.down(hold.quantity)?;
        if !quantity.is_zero() {
            begun.push(Hold { since: today, quantity, ..*hold });
        }
    }
    Ok((ended, begun))
}
