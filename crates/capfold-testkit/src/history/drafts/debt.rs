//! Events about debts.

use capfold_core::event::{
    Carried, CashReceipt, ConversionTermsSet, DebtConversion, DebtConverted, DebtExtended, DebtFor, DebtForgiven,
    DebtIssued, DebtKind, DebtRepaid, Event, Interest, InterestAccrued, InterestDays, MfnExercised, OpeningDebt,
};
use capfold_core::exact::{Exact, Rounding, fraction, notional};
use capfold_core::finding::Thing;
use capfold_core::ledger::{Account, DebtTerms, DebtView, Place};
use capfold_core::money::{
    Amount, Currency, Given, GivenMoney, GivenQuantity, Money, PerShare, Percent, Price, Quantity,
};

use super::super::Mode;
use super::super::desk::{Class, Desk, value};

/// Per cent a year.
const RATES: [&str; 5] = ["10", "8", "12.5", "0.01", "100"];
/// Discounts in per cent whose complements divide a hundred.
const DISCOUNTS: [&str; 3] = ["20", "50", "75"];
/// What prices from a round or a cap are rounded down to.
const STEPS: [&str; 2] = ["0.0001", "0.01"];

/// A debt, and what is owed of it.
#[derive(Clone, Copy)]
struct Owed<'a> {
    debt: DebtView<'a>,
    currency: Currency,
    principal: Exact,
    interest: Exact,
}

fn debts<'a>(desk: &Desk<'a>) -> Vec<Owed<'a>> {
    let ledger = desk.ledger;
    let owed = |debt: DebtView<'a>| {
        let at = |place| ledger.balance(Account { unit: debt.unit, place }).amount.negated();
        let (principal, interest) = (at(Place::Debt(debt.id)), at(Place::DebtInterest(debt.id)));
        Some(Owed { debt, currency: debt.unit.currency()?, principal, interest })
    };
    ledger.debts().filter_map(owed).collect()
}

/// A debt of which something is owed.
fn open<'a>(desk: &mut Desk<'a>, wanted: impl Fn(&Owed<'a>) -> bool) -> Option<Owed<'a>> {
    let open = debts(desk).into_iter().filter(|owed| owed.principal > Exact::ZERO && wanted(owed));
    desk.one_of(open.collect::<Vec<_>>())
}

pub(super) fn debt_issued(desk: &mut Desk<'_>) -> Option<Event> {
    let kind = desk.one_of([DebtKind::Note, DebtKind::Safe, DebtKind::Loan, DebtKind::Debenture])?;
    issued(desk, kind, None)
}

/// A debt of a kind; in some currency, with terms of conversion, where they are wanted.
fn issued(desk: &mut Desk<'_>, kind: DebtKind, wanted: Option<Currency>) -> Option<Event> {
    let holder = desk.holder()?;
    let (currency, principal, consideration) = consideration(desk, wanted)?;
    let converts = wanted.is_some() || kind == DebtKind::Safe || !desk.once_in(3);
    let conversion = if converts { Some(conversion(desk, currency)?) } else { None };
    let due = if desk.once_in(3) { None } else { Some(desk.later()) };
    let interest = if kind == DebtKind::Safe { None } else { interest(desk) };
    let (debt, name) = (desk.new_name("n"), desk.label("Debt"));
    let issued = DebtIssued { debt, name, kind, holder, principal, consideration, interest, due, conversion };
    Some(Event::DebtIssued(Box::new(issued)))
}

/// Mostly cash, now and then less than the principal.
fn consideration(desk: &mut Desk<'_>, wanted: Option<Currency>) -> Option<(Currency, GivenMoney, DebtFor)> {
    let kind = desk.pick(10);
    if kind == 9
        && wanted.is_none()
        && let Some((purpose, currency, owed)) = desk.owed()
    {
        return Some((currency, desk.money(Some(owed), currency)?.1, DebtFor::Payable(purpose)));
    }
    let (account, currency) = match wanted {
        Some(currency) => (desk.bank(currency)?, currency),
        None => desk.account()?,
    };
    let (number, principal) = desk.money(None, currency)?;
    let consideration = match kind {
        6 => DebtFor::Property(desk.named(Thing::Property)?),
        7 => DebtFor::Equipment,
        8 => {
            let (money, carrying) = desk.carried_money(None, currency)?;
            let interest = Some(Carried { money, carrying });
            let carrying = (currency == desk.book.functional).then(|| Amount::try_from(number).ok()).flatten();
            DebtFor::Opening(OpeningDebt { carrying, interest })
        }
        short => {
            let into = desk.cash_in(account);
            let amount = if short > 3 { Some(desk.money(Some(number), currency)?.1) } else { None };
            DebtFor::Cash(CashReceipt { into, amount })
        }
    };
    Some((currency, principal, consideration))
}

/// Interest is rounded to cents: not where nothing is to be.
fn interest(desk: &mut Desk<'_>) -> Option<Interest> {
    if desk.mode == Mode::Even || desk.once_in(3) {
        return None;
    }
    let percent: Percent = value(desk.one_of(RATES)?);
    let days = desk.one_of([InterestDays::Actual365, InterestDays::Thirty360, InterestDays::Actual360])?;
    Some(Interest { percent, days })
}

/// Terms of conversion: a price, a discount, a cap, two of them, or none.
fn conversion(desk: &mut Desk<'_>, currency: Currency) -> Option<DebtConversion> {
    let kind = desk.pick(7);
    let class = if desk.once_in(3) { None } else { Some(desk.class()?.name.clone()) };
    let price = if matches!(kind, 0 | 4) { Some(desk.price(currency).1) } else { None };
    let discount: Option<Percent> = if matches!(kind, 1 | 3 | 4) { Some(value(desk.one_of(DISCOUNTS)?)) } else { None };
    let cap = if matches!(kind, 2 | 3) { Some(desk.money(None, currency)?.1) } else { None };
    let mfn = kind > 4 || desk.once_in(3);
    let rounded = desk.mode == Mode::Even && currency.places() > 0;
    let step =
        if rounded { Some(value("0.01")) } else { desk.once_in(3).then(|| desk.one_of(STEPS).map(value)).flatten() };
    Some(DebtConversion { class, price, discount, cap, step, mfn })
}

pub(super) fn interest_accrued(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(owed) = open(desk, |_| true) else {
        return debt_issued(desk);
    };
    // The days through the last accrual are accounted for.
    if !desk.once_in(6) {
        desk.day = desk.day.max(owed.debt.accrued.next());
    }
    let computed = desk.ledger.interest_through(owed.debt.id, desk.day);
    let amount = match computed {
        None => Some(desk.money(None, owed.currency)?.1),
        Some(computed) => {
            let amount = Amount::try_from(computed).ok().filter(|_| desk.once_in(3));
            amount.map(|amount| Money { amount: Given::Stated(amount), currency: owed.currency })
        }
    };
    let (debt, to_principal) = (owed.debt.name.clone(), desk.once_in(3));
    Some(Event::InterestAccrued(Box::new(InterestAccrued { debt, amount, to_principal })))
}

/// Some of the principal, of the interest, or of both, at most so much.
fn parts(desk: &mut Desk<'_>, owed: &Owed<'_>, most: Option<Exact>) -> Option<[Option<GivenMoney>; 2]> {
    let kind = if owed.interest > Exact::ZERO { desk.pick(3) } else { 0 };
    let mut left = most;
    let mut parts = [None, None];
    for (part, there) in
        parts.iter_mut().zip([(kind != 1).then_some(owed.principal), (kind != 0).then_some(owed.interest)])
    {
        let Some(there) = there else { continue };
        let there = left.map_or(there, |left| left.min(there));
        let (number, money) = desk.money(Some(there), owed.currency)?;
        left = left.and_then(|left| left.minus(number));
        *part = Some(money);
    }
    Some(parts)
}

pub(super) fn debt_repaid(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(owed) = open(desk, |_| true) else {
        return debt_issued(desk);
    };
    let (from, _, cash) = desk.funds(Some(owed.currency))?;
    let [principal, interest] = parts(desk, &owed, Some(cash))?;
    let debt = owed.debt.name.clone();
    Some(Event::DebtRepaid(Box::new(DebtRepaid { debt, from, principal, interest })))
}

pub(super) fn debt_forgiven(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(owed) = open(desk, |_| true) else {
        return debt_issued(desk);
    };
    let [principal, interest] = parts(desk, &owed, None)?;
    let (debt, related) = (owed.debt.name.clone(), desk.once_in(3));
    Some(Event::DebtForgiven(Box::new(DebtForgiven { debt, principal, interest, related })))
}

pub(super) fn debt_converted(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(owed) = open(desk, |owed| owed.debt.conversion.is_some()) else {
        return debt_issued(desk);
    };
    let terms = owed.debt.conversion?;
    let own = desk.classes().into_iter().find(|class| terms.class == Some(class.id));
    let class = own.or_else(|| desk.class_with_room())?;
    let offer = offer(desk, &terms, owed.currency)?;
    let most = class.room.and_then(|room| notional(room, offer.price, owed.currency.grain(), Rounding::Down).ok());
    let there = most.map_or(owed.principal, |most| most.value.min(owed.principal));
    let (principal, money) = desk.money(Some(there), owed.currency)?;
    let with_interest = owed.interest > Exact::ZERO && desk.once_in(3);
    let (interest, stated) = if with_interest {
        let (number, money) = desk.money(Some(owed.interest), owed.currency)?;
        (number, Some(money))
    } else {
        (Exact::ZERO, None)
    };
    let shares = bought(principal.plus(interest)?, offer.price, &class)?;
    let (principal, quantity) = if desk.mode == Mode::Even || desk.once_in(3) {
        // Exactly what so many shares cost.
        let exact = notional(shares, offer.price, owed.currency.grain(), Rounding::HalfUp).ok()?;
        let principal = exact.value.minus(interest).filter(|_| exact.residual.is_zero())?;
        (Money { amount: Given::Stated(Amount::try_from(principal).ok()?), currency: owed.currency }, shares)
    } else {
        (money, shares)
    };
    let quantity: GivenQuantity = Given::Stated(Quantity::try_from(quantity).ok()?);
    let price = Price { amount: Given::Stated(PerShare::try_from(offer.price).ok()?), currency: owed.currency };
    let (debt, class) = (owed.debt.name.clone(), class.name.clone());
    let (round_price, capitalisation) = (offer.round_price, offer.capitalisation);
    Some(Event::DebtConverted(Box::new(DebtConverted {
        debt,
        principal,
        interest: stated,
        class,
        quantity,
        price,
        round_price,
        capitalisation,
    })))
}

fn bought(sum: Exact, price: Exact, class: &Class<'_>) -> Option<Exact> {
    fraction(sum, Exact::ONE, price, class.grain, Rounding::Down).ok().map(|shares| shares.value)
}

/// A price, and what makes it one that the terms allow.
struct Offer {
    price: Exact,
    round_price: Option<Price<Given<PerShare>>>,
    capitalisation: Option<GivenQuantity>,
}

/// The price of the terms where it stands alone; else the lowest that the terms give for a round, a
/// capitalisation or both, or a lower one where only one of them is stated.
fn offer(desk: &mut Desk<'_>, terms: &DebtTerms, currency: Currency) -> Option<Offer> {
    if let (Some(price), None, None) = (terms.price, terms.discount, terms.cap) {
        return Some(Offer { price, round_price: None, capitalisation: None });
    }
    let (round, stated) = desk.price(currency);
    let left = Percent::WHOLE.minus(terms.discount.unwrap_or_default())?;
    let discounted = fraction(round, left, Percent::WHOLE, terms.step, Rounding::Down).ok()?.value;
    let counted = match terms.cap {
        Some(cap) => {
            let (count, stated) = desk.count(None, Exact::ONE)?;
            Some((fraction(cap, Exact::ONE, count, terms.step, Rounding::Down).ok()?.value, stated))
        }
        None => None,
    };
    let capped = counted.as_ref().map(|(price, _)| *price);
    let price = [Some(discounted), capped, terms.price].into_iter().flatten().min()?;
    let (with_round, with_count) =
        [(true, true), (true, true), (true, false), (false, true)].get(desk.pick(4)).copied()?;
    Some(Offer {
        price,
        round_price: with_round.then_some(stated),
        capitalisation: counted.map(|(_, stated)| stated).filter(|_| with_count),
    })
}

pub(super) fn debt_extended(desk: &mut Desk<'_>) -> Option<Event> {
    let on_a_day = |owed: &Owed<'_>| owed.debt.due.is_some() || owed.debt.kind != DebtKind::Safe;
    let Some(owed) = open(desk, on_a_day) else {
        return debt_issued(desk);
    };
    let old = owed.debt.due.unwrap_or(desk.day);
    let more = desk.one_of([1, 30, 365])?;
    let due = old.days_after(more);
    Some(Event::DebtExtended(Box::new(DebtExtended { debt: owed.debt.name.clone(), due })))
}

pub(super) fn conversion_terms_set(desk: &mut Desk<'_>) -> Option<Event> {
    let Some(owed) = open(desk, |_| true) else {
        return debt_issued(desk);
    };
    let (debt, conversion) = (owed.debt.name.clone(), conversion(desk, owed.currency)?);
    Some(Event::ConversionTermsSet(Box::new(ConversionTermsSet { debt, conversion })))
}

/// A debt with the right to better terms, and a later one; where there is none, one that may be it.
pub(super) fn mfn_exercised(desk: &mut Desk<'_>) -> Option<Event> {
    let all = debts(desk);
    let favoured = |owed: &&Owed<'_>| owed.debt.conversion.is_some_and(|terms| terms.mfn);
    let pairs = all.iter().filter(favoured).flat_map(|own| all.iter().map(move |other| (own.debt, other.debt)));
    let later = |(own, other): &(DebtView<'_>, DebtView<'_>)| own.issued < other.issued;
    let serves = |(own, other): &(DebtView<'_>, DebtView<'_>)| {
        own.unit == other.unit && better(other.conversion, own.conversion)
    };
    let (good, bad): (Vec<_>, Vec<_>) = pairs.filter(later).partition(serves);
    let pair = if desk.once_in(3) { desk.one_of(bad) } else { desk.one_of(good) };
    if let Some((own, other)) = pair {
        let (debt, of) = (own.name.clone(), other.name.clone());
        return Some(Event::MfnExercised(Box::new(MfnExercised { debt, of })));
    }
    let wanted = all.iter().find(|owed| favoured(owed)).map(|owed| owed.currency);
    issued(desk, DebtKind::Safe, wanted)
}

fn better(theirs: Option<DebtTerms>, own: Option<DebtTerms>) -> bool {
    let Some((theirs, own)) = theirs.zip(own) else { return false };
    let lower = |theirs: Option<Exact>, own: Option<Exact>| theirs.is_some_and(|it| own.is_none_or(|own| it < own));
    lower(theirs.price, own.price) || lower(theirs.cap, own.cap) || theirs.discount > own.discount
}
