//! Changes of the terms of rights, and rights that all holders of a class receive.

use capfold_core::event::{
    AccelerationNoticed, AwardKind, Event, Fraction, Ratio, Right, RightExtended, RightRepriced, RightsDistributed,
};
use capfold_core::exact::Exact;
use capfold_core::ledger::{RightView, Unit};

use super::super::Mode;
use super::super::desk::{Desk, value};
use super::capital::scaled;
use super::shares::authorised_set;
use super::warrants::{issuable, series_registered};

/// Rights for shares: some leave fractions.
const RATIOS: [(&str, &str); 4] = [("1", "10"), ("1", "1"), ("1", "3"), ("2", "1")];
/// Rights for a share, which leave none.
const EVEN_RATIOS: [(&str, &str); 2] = [("1", "1"), ("2", "1")];

/// A lot or a series, mostly one whose term is not over.
fn right<'a>(desk: &mut Desk<'a>, wanted: impl Fn(&RightView<'a>) -> bool) -> Option<(RightView<'a>, Right)> {
    let ledger = desk.ledger;
    let rights: Vec<_> = ledger.series().chain(ledger.lots()).filter(wanted).collect();
    let open: Vec<_> = rights.into_iter().map(|right| (desk.is_open(&right), right)).collect();
    let (_, view) = desk.best_of(open, |(open, _)| *open)?;
    let name = view.name.clone();
    let right = match view.unit {
        Unit::Series(_) => Right::Series(name),
        Unit::Grant(_) | Unit::Award(_) => Right::Grant(name),
        Unit::Class(_) | Unit::Currency(_) => return None,
    };
    Some((view, right))
}

/// Mostly in the same currency.
pub(super) fn right_repriced(desk: &mut Desk<'_>) -> Option<Event> {
    let any = desk.once_in(12);
    let priced = |view: &RightView<'_>| any || matches!(view.award, None | Some(AwardKind::AppreciationRight));
    let (view, right) = right(desk, priced)?;
    let currency = if desk.once_in(5) { desk.account()?.1 } else { view.currency };
    let (_, strike) = desk.price(currency);
    Some(Event::RightRepriced(Box::new(RightRepriced { right, strike })))
}

pub(super) fn right_extended(desk: &mut Desk<'_>) -> Option<Event> {
    let endless = desk.once_in(12);
    let (view, right) = right(desk, |view| view.expires.is_some() != endless)?;
    let old = view.expires.unwrap_or(desk.day);
    let days = desk.one_of([1, 30, 365, 7, 90, 1, 30, 0])?;
    let expires = old.days_after(days);
    Some(Event::RightExtended(Box::new(RightExtended { right, expires })))
}

/// A series with a clause under which notice can be given, and mostly as much notice as it asks for.
pub(super) fn acceleration_noticed(desk: &mut Desk<'_>) -> Option<Event> {
    let day = desk.day;
    let too_early = desk.once_in(4);
    let can = |view: &RightView<'_>| {
        let Some(clause) = view.acceleration else {
            return false;
        };
        let first = day.days_after(clause.notice_days);
        clause.from.is_some_and(|from| from > day) == too_early
            && view.expires.is_none_or(|last| first < last && day <= last)
    };
    let series: Vec<_> = desk.ledger.series().collect();
    if !series.iter().any(can) {
        return series_registered(desk);
    }
    let view = desk.best_of(series, can)?;
    let notice = view.acceleration.map_or(10, |clause| clause.notice_days);
    let expires = match desk.pick(8) {
        7 => view.expires?,
        6 => day.days_after(notice).previous(),
        4 | 5 => day.days_after(notice).next(),
        _ => day.days_after(notice),
    };
    let series = view.name.clone();
    Some(Event::AccelerationNoticed(Box::new(AccelerationNoticed { series, expires })))
}

pub(super) fn rights_distributed(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((series, bought)) = issuable(desk) else {
        return series_registered(desk);
    };
    let class = desk.class()?;
    let table: &[(&str, &str)] = if desk.mode == Mode::Even { &EVEN_RATIOS } else { &RATIOS };
    let (new, old) = desk.one_of(table).copied()?;
    let ratio = Ratio { new: value(new), old: value(old) };
    let mut all = Exact::ZERO;
    for (_, shares) in desk.ledger.holders_of(class.id) {
        all = all.plus(scaled(shares, ratio, bought.grain, Fraction::Down)?)?;
    }
    let needed = desk.ledger.shares_for(series.unit, all)?;
    if bought.room.is_some_and(|room| room < needed) {
        return authorised_set(desk);
    }
    let (class, series) = (class.name.clone(), series.name.clone());
    Some(Event::RightsDistributed(Box::new(RightsDistributed { class, series, ratio })))
}
