//! Figures that are not plain sums: weighted averages, ratios, prices.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::restated::Restated;
use super::{Answer, Figure, FigureError, Part, Request, Scope, Time, ValueUnit, all_postings};
use crate::date::Period;
use crate::event::DayCount;
use crate::exact::Exact;
use crate::ledger::{Account, Cause, ClassId, HolderId, Place, Unit, merge};
use crate::money::Currency;

fn whole(days: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(days))
}

/// Shares outstanding weighted by days: those at the start for the whole period, later ones for what
/// is left of it under the day-count policy; all in the units of the period's last day, or of the day it is
/// restated to.
pub(super) fn weighted_average(request: &Request<'_>) -> Result<Answer, FigureError> {
    let Time::Over(period) = request.time else { return Err(FigureError::Nothing("shares.weighted-average")) };
    let day_count = request.ledger.policies_at(period.last).day_count;
    let mut parts = Vec::new();
    let mut sum = BigRational::zero();
    let held = |account: Account| match (account.unit, account.place) {
        (Unit::Class(class), place) if place.is_outstanding() => {
            (request.resolved == Scope::All || request.resolved == Scope::Class(class)).then_some(class)
        }
        _ => None,
    };
    let restated = Restated::new(request)?;
    for (index, posting, from, to) in
        all_postings(request.ledger)?.filter(|(_, posting, ..)| posting.date <= period.last)
    {
        let (takes, adds) = (held(from), held(to));
        let (Some(class), true) = (takes.or(adds), takes.is_some() != adds.is_some()) else { continue };
        if restated.is_restatement(index, posting) {
            continue;
        }
        // What stood in the books when the log begins was outstanding before its day.
        let opening = posting.cause == Cause::Opening;
        let days = if opening { period.days() } else { weight(period, posting.date, day_count) };
        let (account, amount) =
            if adds.is_some() { (posting.to, posting.amount) } else { (posting.from, posting.amount.negated()) };
        let (carrying, restated) = (posting.carrying, restated.of(class, index));
        let part = Part { posting: *posting, index, account, amount, carrying, days: Some(days), restated };
        sum += part.counts_as().unwrap_or_else(|| amount.ratio()) * whole(days);
        parts.push(part);
    }
    let by = parts.iter().filter_map(|part| part.restated.as_ref()).flat_map(|of| of.by.iter().copied()).collect();
    let number = Some(sum / whole(period.days()));
    let mut answer = Answer { unit: ValueUnit::Count, number, ..request.answer(parts)? };
    merge(&mut answer.rests, &restated.rests(&by));
    Ok(answer)
}

/// Days for which shares issued on a day count.
fn weight(period: Period, date: crate::date::Date, day_count: DayCount) -> i64 {
    if date < period.first {
        return period.days();
    }
    let after = period.last.days_since(date);
    match day_count {
        DayCount::Inclusive => after.saturating_add(1),
        DayCount::Span => after,
    }
}

/// Shares that the warrants held at the end of a day buy, series by series.
pub(super) fn shares_issuable(request: &Request<'_>) -> Result<Answer, FigureError> {
    let held = |account: Account| {
        matches!((account.unit, account.place), (Unit::Series(_), Place::Held(_))) && request.in_scope(account)
    };
    let (mut parts, mut open) = (Vec::new(), BTreeMap::<Unit, Exact>::new());
    for (index, posting, from, to) in request.postings()? {
        let (takes, adds) = (held(from), held(to));
        if takes == adds {
            continue;
        }
        let (account, amount) =
            if adds { (posting.to, posting.amount) } else { (posting.from, posting.amount.negated()) };
        let sum = open.entry(to.unit).or_default();
        *sum = sum.saturating_plus(amount);
        parts.push(Part {
            posting: *posting,
            index,
            account,
            amount,
            carrying: posting.carrying,
            days: None,
            restated: None,
        });
    }
    let bought = open.into_iter().map(|(unit, warrants)| request.ledger.shares_for(unit, warrants));
    let sum = bought.fold(Exact::ZERO, |sum, shares| sum.saturating_plus(shares.unwrap_or_default()));
    Ok(Answer { number: Some(sum.ratio()), ..request.answer(parts)? })
}

/// Shares held that are on hold on a day: of each holder and class at most those held. Its parts are the
/// issues that say so.
pub(super) fn on_hold(request: &Request<'_>) -> Result<Answer, FigureError> {
    let day = request.time.last();
    let (mut held, mut issued) = (BTreeMap::new(), BTreeMap::new());
    for (index, posting, from, to) in request.postings()? {
        for (account, id, amount) in [(from, posting.from, posting.amount.negated()), (to, posting.to, posting.amount)]
        {
            let (Unit::Class(class), Place::Held(holder)) = (account.unit, account.place) else { continue };
            let sum: &mut Exact = held.entry((class, holder)).or_default();
            *sum = sum.saturating_plus(amount);
            let (carrying, days, restated) = (posting.carrying, None, None);
            issued.insert(
                (posting.stated_by, class, holder),
                Part { posting: *posting, index, account: id, amount, carrying, days, restated },
            );
        }
    }
    let mut holds: BTreeMap<(ClassId, HolderId), Exact> = BTreeMap::new();
    let mut parts = Vec::new();
    for (class, holder, by, quantity) in request.ledger.holds_of(day) {
        if request.resolved != Scope::All && request.resolved != Scope::Class(class) {
            continue;
        }
        let sum = holds.entry((class, holder)).or_default();
        *sum = sum.saturating_plus(quantity);
        parts.extend(issued.get(&(by, class, holder)).cloned());
    }
    let of = |(key, sum): (&(ClassId, HolderId), &Exact)| {
        sum.ratio().min(held.get(key).copied().unwrap_or_default().ratio())
    };
    let number = Some(holds.iter().map(of).sum());
    Ok(Answer { number, ..request.answer(parts)? })
}

/// Shares held, less those on hold.
pub(super) fn free_trading(request: &Request<'_>) -> Result<Answer, FigureError> {
    let on_hold = request.other(Figure::SharesOnHold, request.scope.as_deref())?;
    let mut answer = request.sum()?;
    answer.number = answer.number.zip(on_hold.number.clone()).map(|(held, on_hold)| held - on_hold);
    merge(&mut answer.rests, &on_hold.rests);
    answer.inputs = vec![on_hold];
    Ok(answer)
}

/// Loss over the weighted average of all classes.
pub(super) fn loss_per_share(request: &Request<'_>) -> Result<Answer, FigureError> {
    let loss = request.other(Figure::Loss, None)?;
    let shares = request.other(Figure::SharesWeightedAverage, None)?;
    let (Some(numerator), Some(denominator)) = (&loss.number, &shares.number) else {
        return Err(FigureError::Nothing("loss-per-share"));
    };
    if denominator.is_zero() {
        return Err(FigureError::Nothing("loss-per-share"));
    }
    let number = Some(numerator / denominator);
    let unit = ValueUnit::PerShare(request.functional()?);
    let mut answer = Answer { unit, number, ..request.answer(Vec::new())? };
    merge(&mut answer.rests, &loss.rests);
    merge(&mut answer.rests, &shares.rests);
    answer.inputs = vec![loss, shares];
    Ok(answer)
}

/// Options held, less those that have not vested by the end of the day.
pub(super) fn exercisable(request: &Request<'_>) -> Result<Answer, FigureError> {
    let day = request.time.last();
    let mut answer = request.sum()?;
    for lot in request.ledger.grants() {
        let unvested = request.ledger.unvested(lot.unit, day);
        if unvested.is_zero() || (request.resolved != Scope::All && request.resolved != Scope::Unit(lot.unit)) {
            continue;
        }
        answer.number = answer.number.map(|held| held - unvested.ratio());
        merge(&mut answer.rests, lot.rests);
    }
    Ok(answer)
}

pub(super) fn price_low(request: &Request<'_>) -> Result<Answer, FigureError> {
    price(request, |rows| rows.iter().map(|(_, strike)| strike.clone()).min())
}

pub(super) fn price_high(request: &Request<'_>) -> Result<Answer, FigureError> {
    price(request, |rows| rows.iter().map(|(_, strike)| strike.clone()).max())
}

pub(super) fn price_average(request: &Request<'_>) -> Result<Answer, FigureError> {
    price(request, |rows| {
        let count: BigRational = rows.iter().map(|(count, _)| count).sum();
        let total: BigRational = rows.iter().map(|(count, strike)| count * strike).sum();
        (!count.is_zero()).then(|| total / count)
    })
}

/// Counts exercised in the period with the strikes of then, reduced to one price.
fn price(
    request: &Request<'_>,
    reduce: fn(&[(BigRational, BigRational)]) -> Option<BigRational>,
) -> Result<Answer, FigureError> {
    let name = request.figure.name();
    let measure = request.figure.measure();
    let mut parts = Vec::new();
    let mut rows = Vec::new();
    let mut currency: Option<Currency> = None;
    for (index, posting, _, to) in request.postings()? {
        let in_scope = request.resolved == Scope::All || request.resolved == Scope::Unit(to.unit);
        if to.place != Place::Exercised || !in_scope || !measure.takes(to.unit.kind()) {
            continue;
        }
        // What they were exercised at: the strike of the right may have changed since.
        let Some(strike) = request.ledger.journal().and_then(|journal| journal.strike(index)) else { continue };
        if currency.replace(strike.currency).is_some_and(|other| other != strike.currency) {
            return Err(FigureError::MixedCurrencies(name));
        }
        rows.push((posting.amount.ratio(), strike.price.ratio()));
        let (account, amount, carrying) = (posting.to, posting.amount, posting.carrying);
        parts.push(Part { posting: *posting, index, account, amount, carrying, days: None, restated: None });
    }
    let (Some(number), Some(currency)) = (reduce(&rows), currency) else { return Err(FigureError::Nothing(name)) };
    let unit = ValueUnit::PerShare(currency);
    Ok(Answer { unit, number: Some(number), ..request.answer(parts)? })
}
