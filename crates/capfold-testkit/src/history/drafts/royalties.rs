//! Events about royalties.

use capfold_core::event::{
    AdvanceRoyaltyPaid, BuyBack, Event, Installment, RoyaltyAgreed, RoyaltyBoughtBack, RoyaltyPaid, RoyaltySide,
};
use capfold_core::exact::Exact;
use capfold_core::finding::Thing;
use capfold_core::ledger::{AgreementKind, AgreementView, BuyBack as Open, Place};
use capfold_core::money::{Given, Money, Percent};

use super::super::Mode;
use super::super::desk::{Desk, value};
use super::agreements::{cash_part, price_in};

pub(super) fn royalty_agreed(desk: &mut Desk<'_>) -> Option<Event> {
    let property = desk.named(Thing::Property)?;
    let side = if desk.once_in(3) { RoyaltySide::Owned } else { RoyaltySide::Granted };
    // Parts that can be bought back: sometimes all of it, in one or in two.
    let (percent, parts): (&str, &[&str]) =
        desk.one_of([("2", &["1", "1"][..]), ("3", &["1", "1.5"]), ("0.5", &["0.5"]), ("1.25", &[])])?;
    let mut buy_backs = Vec::new();
    for part in parts {
        let until = if desk.once_in(3) { None } else { Some(desk.later()) };
        let (currency, most) = price_in(desk)?;
        let (_, price) = desk.money(most, currency)?;
        buy_backs.push(BuyBack { percent: value(part), price, until });
    }
    let mut advances = Vec::new();
    for days in (0..3).take(desk.pick(3)) {
        let (_, cash) = desk.money(None, desk.book.functional)?;
        let (due, cash, firm) = (Some(desk.day.days_after(days)), Some(cash), desk.once_in(3));
        advances.push(Installment { due, cash, work: None, shares: None, shares_worth: None, firm, note: None });
    }
    let (agreement, name, percent) = (desk.new_name("g"), desk.label("Royalty"), value(percent));
    let agreed = RoyaltyAgreed { agreement, property, name, side, percent, buy_backs, advances };
    Some(Event::RoyaltyAgreed(Box::new(agreed)))
}

/// A royalty, mostly one that the company pays.
fn granted<'a>(desk: &mut Desk<'a>) -> Option<AgreementView<'a>> {
    let owned = desk.once_in(10);
    let side = if owned { RoyaltySide::Owned } else { RoyaltySide::Granted };
    desk.agreement(|kind| matches!(kind, AgreementKind::Royalty(_, of) if of == side))
}

pub(super) fn advance_royalty_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(royalty) = granted(desk) else {
        return royalty_agreed(desk);
    };
    let (agreement, cash) = (royalty.name.clone(), cash_part(desk, royalty.id)?);
    Some(Event::AdvanceRoyaltyPaid(Box::new(AdvanceRoyaltyPaid { agreement, cash })))
}

/// In cash, out of what was advanced, or both.
pub(super) fn royalty_paid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(royalty) = granted(desk) else {
        return royalty_agreed(desk);
    };
    let advanced = desk.one_of(desk.money_in(Place::AdvanceRoyalty(royalty.id)));
    let credited = match advanced {
        Some((currency, there)) => Some(desk.money(Some(there), currency)?.1),
        None => None,
    };
    let cash = if credited.is_some() && desk.pick(3) < 2 { None } else { Some(cash_part(desk, royalty.id)?) };
    let (agreement, purpose) = (royalty.name.clone(), desk.purpose());
    Some(Event::RoyaltyPaid(Box::new(RoyaltyPaid { agreement, purpose, cash, credited })))
}

/// Mostly a part that can still be bought back, at its price.
pub(super) fn royalty_bought_back(desk: &mut Desk<'_>) -> Option<Event> {
    let (day, even) = (desk.day, desk.mode == Mode::Even);
    let royalties = desk.ledger.agreements().filter_map(|royalty| match royalty.kind {
        AgreementKind::Royalty(_, side) if royalty.ended.is_none() => Some((royalty, side)),
        AgreementKind::Royalty(..)
        | AgreementKind::PropertyOption(_)
        | AgreementKind::Lease
        | AgreementKind::JointVenture => None,
    });
    // What one that the company owns recovers may have to be rounded.
    let royalties = royalties.filter(|(_, side)| !even || *side == RoyaltySide::Granted);
    let parts: Vec<(AgreementView<'_>, RoyaltySide, &Open)> =
        royalties.flat_map(|(royalty, side)| royalty.buy_backs.iter().map(move |part| (royalty, side, part))).collect();
    let open = |(_, _, part): &(AgreementView<'_>, RoyaltySide, &Open)| part.until.is_none_or(|until| day <= until);
    let Some((royalty, side, part)) = desk.best_of(parts, open) else {
        return royalty_agreed(desk);
    };
    if part.price <= Exact::ZERO {
        return None;
    }
    let cash = match side {
        RoyaltySide::Granted => {
            let funds: Vec<_> = (0..4).filter_map(|_| desk.funds(Some(part.currency))).collect();
            let (place, ..) = desk.best_of(funds, |(place, _, there)| place.restricted && *there >= part.price)?;
            place
        }
        RoyaltySide::Owned => {
            let account = desk.bank(part.currency)?;
            desk.cash_in(account)
        }
    };
    let price = Money { amount: Given::Stated(part.price.try_into().ok()?), currency: part.currency };
    let (agreement, percent) = (royalty.name.clone(), Percent::try_from(part.percent).ok()?);
    Some(Event::RoyaltyBoughtBack(Box::new(RoyaltyBoughtBack { agreement, percent, price, cash })))
}
