//! Events about shares of a class as a whole, and the terms of classes.

use capfold_core::event::{
    BidAnnounced, ClassRegistered, ConversionAdjusted, ConversionTerms, DividendRate, DividendTerms, Event, Fraction,
    IssueRescinded, Kept, OptionOf, Participation, PercentOf, Ratio, RedemptionTerms, SharesCancelled, SharesConverted,
    SharesRedeemed, SharesRepurchased, TreasuryCancelled, TreasuryReissued, Votes,
};
use capfold_core::exact::{self, Exact, Rounding};
use capfold_core::ledger::{Account, BidView, ClassConversion, ClassTerms, Place, Unit};
use capfold_core::money::{Amount, Given, Money};
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{Class, Desk, Holding, value};
use super::super::numbers::product;
use super::register::class_registered;
use super::shares::{authorised_set, shares_issued};
use super::treasury::cash_received;

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
pub(super) fn scaled(count: Exact, ratio: Ratio, grain: Exact, fraction: Fraction) -> Option<Exact> {
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
        from: if desk.once_in(3) { Some(desk.day.days_after(2)) } else { None },
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

/// A bid that begins today or soon, for a day or more.
pub(super) fn bid_announced(desk: &mut Desk<'_>) -> Option<Event> {
    let class = desk.class()?;
    let (_, maximum) = desk.count(None, class.grain)?;
    let from = if desk.once_in(4) { desk.day.next() } else { desk.day };
    let days = desk.one_of([30, 365, 1, 5])?;
    let (bid, class, through) = (desk.new_name("bid"), class.name.clone(), desk.day.days_after(days));
    Some(Event::BidAnnounced(Box::new(BidAnnounced { bid, class, maximum, from, through })))
}

pub(super) fn shares_repurchased(desk: &mut Desk<'_>) -> Option<Event> {
    let kept = desk.one_of([Kept::Cancelled, Kept::Treasury])?;
    repurchase(desk, kept)
}

/// Mostly under a bid, and mostly under one that is open.
fn repurchase(desk: &mut Desk<'_>, kept: Kept) -> Option<Event> {
    let Some((class, held)) = desk.holding() else {
        return shares_issued(desk);
    };
    let Some((from, currency, there)) = desk.funds(None) else {
        return cash_received(desk);
    };
    let (id, day) = (desk.ledger.class(&class)?, desk.day);
    let open = |bid: &BidView<'_>| bid.class == id && bid.from <= day && day <= bid.through && bid.bought < bid.maximum;
    if !desk.ledger.bids().any(|bid| open(&bid)) && desk.once_in(3) {
        return bid_announced(desk);
    }
    let bid = if desk.once_in(3) { None } else { desk.best_of(desk.ledger.bids(), open) };
    let left = bid.and_then(|bid| bid.maximum.minus(bid.bought)).filter(|left| *left > Exact::ZERO);
    let (_, quantity) = desk.some_of(left.map_or(held.there, |left| held.there.min(left)), held.grain)?;
    let (_, paid) = desk.money(Some(there), currency)?;
    let (holder, bid) = (held.holder.clone(), bid.map(|bid| bid.name.clone()));
    Some(Event::SharesRepurchased(Box::new(SharesRepurchased { class, holder, quantity, paid, from, kept, bid })))
}

/// A class of which the company holds shares, and how many.
fn treasury<'a>(desk: &mut Desk<'a>) -> Option<(Class<'a>, Exact)> {
    let ledger = desk.ledger;
    let there =
        |class: &Class<'_>| ledger.balance(Account { unit: Unit::Class(class.id), place: Place::Treasury }).amount;
    let kept = desk.classes().into_iter().map(|class| (class, there(&class)));
    let kept: Vec<_> = kept.filter(|(_, there)| *there > Exact::ZERO).collect();
    desk.one_of(kept)
}

pub(super) fn treasury_reissued(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((class, there)) = treasury(desk) else {
        return repurchase(desk, Kept::Treasury);
    };
    let (_, quantity) = desk.some_of(there, class.grain)?;
    let (account, currency) = desk.account()?;
    let (_, paid) = desk.money(None, currency)?;
    let (class, holder) = (class.name.clone(), desk.holder()?);
    Some(Event::TreasuryReissued(Box::new(TreasuryReissued { class, holder, quantity, paid, account })))
}

pub(super) fn treasury_cancelled(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((class, there)) = treasury(desk) else {
        return repurchase(desk, Kept::Treasury);
    };
    let (_, quantity) = desk.some_of(there, class.grain)?;
    Some(Event::TreasuryCancelled(Box::new(TreasuryCancelled { class: class.name.clone(), quantity })))
}

/// Shares that can mostly be redeemed on the day, for as much as there is cash.
pub(super) fn shares_redeemed(desk: &mut Desk<'_>) -> Option<Event> {
    let day = desk.day;
    let ledger = desk.ledger;
    let open = |held: &Holding<'_>| {
        let class = ledger.class_of(held.unit).and_then(|class| ledger.class_terms(class)?.redemption);
        class.is_some_and(|terms| terms.from.is_none_or(|from| from <= day))
    };
    let Some(held) = desk.best_of(desk.holdings_with(|terms| terms.redemption.is_some()), open) else {
        return class_registered(desk);
    };
    let class = desk.class_of(held.unit)?;
    let terms = desk.ledger.class_terms(class.id)?.redemption?;
    let (price, currency) = (terms.price.amount, terms.price.currency);
    let Some((from, _, cash)) = desk.funds(Some(currency)) else {
        return cash_received(desk);
    };
    let paid_for = exact::fraction(cash, Exact::ONE, price, held.grain, Rounding::Down).ok()?.value;
    let (number, quantity) = desk.some_of(held.there.min(paid_for), held.grain)?;
    let amount = Given::Stated(Amount::try_from(product(number, price, currency)?).ok()?);
    let own = |option: &OptionOf| terms.option_of.is_none_or(|own| own == *option);
    let option_of = desk.best_of([OptionOf::Issuer, OptionOf::Holder], own)?;
    let (class, holder, paid) = (class.name.clone(), held.holder.clone(), Money { amount, currency });
    Some(Event::SharesRedeemed(Box::new(SharesRedeemed { class, holder, quantity, paid, from, option_of })))
}

/// Shares that a holder has free, or in an escrow if there are any.
pub(super) fn shares_cancelled(desk: &mut Desk<'_>) -> Option<Event> {
    let ledger = desk.ledger;
    let locked = ledger
        .accounts()
        .filter(|(account, balance)| matches!(account.place, Place::Escrowed(..)) && balance.amount > Exact::ZERO);
    let locked: Vec<_> = locked.collect();
    if desk.once_in(2)
        && let Some((account, balance)) = desk.one_of(locked)
    {
        let (class, place) = (desk.class_of(account.unit)?, ledger.describe(account.place));
        let (escrow, holder) = place.strip_prefix("escrowed/")?.split_once('/')?;
        let (_, quantity) = desk.some_of(balance.amount, class.grain)?;
        let (class, holder, escrow) = (class.name.clone(), value(holder), Some(value(escrow)));
        return Some(Event::SharesCancelled(Box::new(SharesCancelled { class, holder, quantity, escrow })));
    }
    let Some((class, held)) = desk.holding() else {
        return shares_issued(desk);
    };
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let (holder, escrow) = (held.holder.clone(), None);
    Some(Event::SharesCancelled(Box::new(SharesCancelled { class, holder, quantity, escrow })))
}

pub(super) fn issue_rescinded(desk: &mut Desk<'_>) -> Option<Event> {
    let Some((class, held)) = desk.holding() else {
        return shares_issued(desk);
    };
    let Some((from, currency, there)) = desk.funds(None) else {
        return cash_received(desk);
    };
    let (_, quantity) = desk.some_of(held.there, held.grain)?;
    let (_, refund) = desk.money(Some(there), currency)?;
    let holder = held.holder.clone();
    Some(Event::IssueRescinded(Box::new(IssueRescinded { class, holder, quantity, refund, from })))
}
