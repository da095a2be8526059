//! Events about shares of a class as a whole, and the terms of classes.

use capfold_core::event::{
    ClassRegistered, ConversionAdjusted, ConversionTerms, DividendRate, DividendTerms, Event, Fraction, OptionOf,
    Participation, PercentOf, Ratio, RedemptionTerms, SharesConverted, Votes,
};
use capfold_core::exact::{self, Exact};
use capfold_core::ledger::{ClassConversion, ClassTerms, Unit};
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{Desk, value};
use super::register::class_registered;
use super::shares::authorised_set;

/// New for old.
const RATIOS: [(&str, &str); 6] = [("1", "1"), ("3", "2"), ("1", "10"), ("1.25", "1"), ("1", "3"), ("7", "4")];
/// New for old, without a fraction.
const WHOLE_RATIOS: [(&str, &str); 3] = [("1", "1"), ("2", "1"), ("1", "1")];

fn ratio(desk: &mut Desk<'_>) -> Option<Ratio> {
    let (new, old) = match desk.mode {
        Mode::Even => desk.one_of(WHOLE_RATIOS)?,
        Mode::Mixed | Mode::Valid => desk.one_of(RATIOS)?,
    };
    Some(Ratio { new: value(new), old: value(old) })
}

/// Count × new ÷ old on a grain.
fn scaled(count: Exact, ratio: Ratio, grain: Exact, fraction: Fraction) -> Option<Exact> {
    let (new, old) = ratio.parts();
    exact::fraction(count, new, old, grain, fraction.rounding()).ok().map(|rounded| rounded.value)
}

/// A class with terms: half of them none, else those of preferred shares.
pub(super) fn with_terms(desk: &mut Desk<'_>, class: ClassRegistered) -> Option<ClassRegistered> {
    if desk.once_in(2) {
        return Some(class);
    }
    let (_, currency) = desk.account()?;
    let price = |desk: &mut Desk<'_>| desk.price(currency).1;
    let other = desk.class()?.name.clone();
    let rate = match desk.pick(3) {
        0 => None,
        1 => Some(DividendRate::Amount(price(desk))),
        _ => Some(DividendRate::Percent(PercentOf { percent: value("8"), of: price(desk) })),
    };
    let participation = match desk.pick(3) {
        0 => None,
        1 => Some(Participation::Full),
        _ => Some(Participation::UpTo(price(desk))),
    };
    let redemption = RedemptionTerms {
        price: price(desk),
        from: if desk.once_in(3) { Some(desk.days_later(2)) } else { None },
        option_of: desk.one_of([None, Some(OptionOf::Issuer), Some(OptionOf::Holder)])?,
    };
    Some(ClassRegistered {
        votes: desk.one_of([None, Some(Votes::None), Some(Votes::PerShare(value("10")))])?,
        preference: Some(price(desk)),
        dividend: rate.map(|rate| DividendTerms { rate, cumulative: desk.once_in(2) }),
        participation,
        seniority: desk.one_of([None, Some(1), Some(2)])?,
        conversion: Some(ConversionTerms { into: other, ratio: ratio(desk)? }),
        redemption: Some(redemption),
        ..class
    })
}

const fn converts(terms: &ClassTerms) -> bool {
    terms.conversion.is_some()
}

/// Shares of a class that can be converted, for as many of the other class as there is room for.
pub(super) fn shares_converted(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(held) = desk.one_of(desk.holdings_with(converts)) else {
        return class_registered(desk);
    };
    let class = desk.class_of(held.unit)?;
    let ClassConversion { into, ratio } = desk.ledger.class_terms(class.id)?.conversion?;
    let other = desk.class_of(Unit::Class(into))?;
    let (new, old) = ratio.parts();
    let back = Ratio { new: value(&old.to_string()), old: value(&new.to_string()) };
    let room = other.room.filter(|_| !desk.once_in(6));
    let room = room.and_then(|room| scaled(room, back, held.grain, Fraction::Down));
    let Some((number, quantity)) = desk.some_of(room.map_or(held.there, |room| room.min(held.there)), held.grain)
    else {
        return authorised_set(desk);
    };
    let received = scaled(number, ratio, other.grain, Fraction::Down)?;
    let into = if desk.once_in(2) && !received.is_zero() {
        Some(desk.exactly(received, received, other.grain)?)
    } else {
        None
    };
    let (class, holder) = (class.name.clone(), held.holder.clone());
    Some(Event::SharesConverted(Box::new(SharesConverted { class, holder, quantity, into })))
}

pub(super) fn conversion_adjusted(desk: &mut Desk<'_>) -> Option<Event> {
    let convertible: Vec<Name> = (desk.ledger.classes())
        .filter(|(id, ..)| desk.ledger.class_terms(*id).is_some_and(converts))
        .map(|(_, name, _)| name.clone())
        .collect();
    let Some(class) = desk.one_of(convertible) else {
        return class_registered(desk);
    };
    let ratio = ratio(desk)?;
    Some(Event::ConversionAdjusted(Box::new(ConversionAdjusted { class, ratio })))
}
