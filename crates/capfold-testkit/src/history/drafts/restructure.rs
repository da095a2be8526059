//! Events that change a class as a whole, and other names in print.

use capfold_core::event::{CashInLieu, ClassExchanged, Event, Fraction, NamedThing, Ratio, Renamed, Restructured};
use capfold_core::exact::Exact;
use capfold_core::finding::Thing;
use capfold_core::ledger::{Place, RightView, Unit};

use super::super::Mode;
use super::super::desk::{Class, Desk, value};
use super::register::class_registered;
use super::shares::shares_issued;

/// New for old, more than one for one.
const SPLITS: [(&str, &str); 6] = [("2", "1"), ("4", "1"), ("5", "2"), ("3", "1"), ("3", "2"), ("1.25", "1")];
/// New for old, less than one for one.
const CONSOLIDATIONS: [(&str, &str); 6] = [("1", "10"), ("1", "2"), ("1", "4"), ("1", "3"), ("2", "5"), ("1", "20")];
/// New besides old.
const BONUSES: [(&str, &str); 4] = [("1", "1"), ("1", "10"), ("3", "1"), ("1", "3")];
/// New of another class for old.
const EXCHANGES: [(&str, &str); 5] = [("1", "1"), ("2", "1"), ("1", "5"), ("0.75", "1"), ("1", "3")];

/// New for old, so many that a price below five is nothing to ten decimals.
const VANISHING: (&str, &str) = ("100000000000", "1");

fn ratio_of((new, old): (&str, &str)) -> Ratio {
    Ratio { new: value(new), old: value(old) }
}

fn fractions(desk: &mut Desk<'_>) -> Option<Fraction> {
    desk.one_of([None, Some(Fraction::Down), Some(Fraction::HalfUp), Some(Fraction::Up)]).flatten()
}

/// Cash for fractions, now and then.
fn cash_in_lieu(desk: &mut Desk<'_>) -> Option<CashInLieu> {
    if !desk.once_in(3) {
        return None;
    }
    let (from, currency, _) = desk.funds(None)?;
    Some(CashInLieu { price: desk.price(currency).1, from })
}

/// Mostly a class of which something stands where little does: promised, in escrow, restricted, in treasury.
fn seldom_place(desk: &mut Desk<'_>) -> Option<Unit> {
    let seldom =
        |place| matches!(place, Place::Obligated(_) | Place::Escrowed(..) | Place::Restricted(_) | Place::Treasury);
    let there = desk.ledger.accounts().filter(|(account, balance)| seldom(account.place) && !balance.is_zero());
    let units: Vec<_> = there.map(|(account, _)| account.unit).collect();
    if desk.once_in(3) { None } else { desk.one_of(units) }
}

/// Whether to give up a price of a right to a class, as a mistake.
fn vanishes(desk: &mut Desk<'_>, class: Unit) -> bool {
    let low = |right: &RightView<'_>| {
        Unit::Class(right.class) == class && !right.strike.is_zero() && right.strike < value("5")
    };
    let rights = desk.warrants().into_iter().chain(desk.options_and_awards());
    desk.mode == Mode::Mixed && desk.once_in(6) && rights.map(|rights| rights.right).any(|right| low(&right))
}

/// A change of a class of which something is held. Whatever rounds is for other modes than that in which
/// nothing does.
fn restructured(desk: &mut Desk<'_>, ratios: &[(&str, &str)]) -> Option<Restructured> {
    if matches!(desk.mode, Mode::Even) {
        return None;
    }
    let class = seldom_place(desk).or_else(|| Some(desk.holding()?.1.unit))?;
    let more = ratios != CONSOLIDATIONS;
    let ratio = if more && vanishes(desk, class) { VANISHING } else { desk.one_of(ratios.iter().copied())? };
    let ratio = ratio_of(ratio);
    let paid = cash_in_lieu(desk);
    let fractions = if paid.is_some() { None } else { fractions(desk) };
    let authorised_too = !desk.once_in(4);
    let class = value(desk.ledger.unit_name(class));
    Some(Restructured { class, ratio, fractions, cash_in_lieu: paid, authorised_too })
}

pub(super) fn shares_split(desk: &mut Desk<'_>) -> Option<Event> {
    match restructured(desk, &SPLITS) {
        Some(split) => Some(Event::SharesSplit(Box::new(split))),
        None => shares_issued(desk),
    }
}

pub(super) fn shares_consolidated(desk: &mut Desk<'_>) -> Option<Event> {
    match restructured(desk, &CONSOLIDATIONS) {
        Some(consolidated) => Some(Event::SharesConsolidated(Box::new(consolidated))),
        None => shares_issued(desk),
    }
}

pub(super) fn bonus_shares_issued(desk: &mut Desk<'_>) -> Option<Event> {
    match restructured(desk, &BONUSES) {
        Some(issued) => Some(Event::BonusSharesIssued(Box::new(issued))),
        None => shares_issued(desk),
    }
}

/// All of a class for another of the same grain, one for one where nothing may round; mostly one whose
/// charter has no limit.
pub(super) fn class_exchanged(desk: &mut Desk<'_>) -> Option<Event> {
    let even = matches!(desk.mode, Mode::Even);
    let Some((from, held)) = desk.holding() else { return shares_issued(desk) };
    let fits = |class: &Class<'_>| Unit::Class(class.id) != held.unit && (!even || class.grain == held.grain);
    let others: Vec<_> = desk.classes().into_iter().filter(fits).collect();
    let Some(to) = desk.best_of(others, |class| class.room.is_none_or(|room| room > Exact::ZERO)) else {
        return class_registered(desk);
    };
    let ratio = if even {
        ("1", "1")
    } else if vanishes(desk, held.unit) {
        VANISHING
    } else {
        desk.one_of(EXCHANGES)?
    };
    let ratio = ratio_of(ratio);
    let paid = if even { None } else { cash_in_lieu(desk) };
    let fractions = if paid.is_some() { None } else { fractions(desk) };
    let exchanged = ClassExchanged { from, to: to.name.clone(), ratio, fractions, cash_in_lieu: paid };
    Some(Event::ClassExchanged(Box::new(exchanged)))
}

pub(super) fn renamed(desk: &mut Desk<'_>) -> Option<Event> {
    let thing = match desk.pick(4) {
        0 => NamedThing::Holder(desk.holder()?),
        1 => NamedThing::Class(desk.named(Thing::Class)?),
        2 => NamedThing::Series(desk.named(Thing::Series)?),
        _ => NamedThing::Issuer,
    };
    let name = desk.label("Renamed");
    Some(Event::Renamed(Box::new(Renamed { thing, name })))
}
