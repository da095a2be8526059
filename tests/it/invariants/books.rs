//! What holds of the books themselves: sums, signs and proceeds.

use std::collections::{BTreeMap, BTreeSet};

use capfold_core::date::Date;
use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{
    AssumedValue, CashMoved, CashPlace, Consideration, CurrentAsset, Event, SharesTransferred, WarrantsTransferred,
};
use capfold_core::exact::Exact;
use capfold_core::finding::Finding;
use capfold_core::ledger::{Account, Balance, Cause, Ledger, Place, Unit, fold, fold_with_lineage};
use capfold_core::log::Fact;
use capfold_core::money::{Amount, Currency, Given, GivenPrice, Money, Quantity};
use capfold_core::name::{Name, Seq};
use capfold_testkit::history::{histories, valid_histories};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Zero};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Checked, STEPS, after_every_prefix, hold, log_of, view};

pub(super) fn sums_to_zero(ledger: &Ledger) -> Checked {
    let mut sums: BTreeMap<Unit, (i128, i128)> = BTreeMap::new();
    for (account, balance) in ledger.accounts() {
        let sum = sums.entry(account.unit).or_default();
        *sum = (sum.0 + balance.amount.raw(), sum.1 + balance.carrying.raw());
    }
    for (unit, sum) in sums {
        prop_assert_eq!(sum, (0, 0), "{:?} {}", unit, ledger.unit_name(unit));
    }
    Ok(())
}

#[test]
fn each_unit_sums_to_zero() {
    hold(1, 200, histories(STEPS), |entries, _| after_every_prefix(entries, sums_to_zero));
}

/// The side of zero on which a place stands, in both measures; none for those that stand on either.
fn side(place: Place) -> Option<i8> {
    match place {
        Place::Held(_)
        | Place::Unissued
        | Place::Reserved
        | Place::Exercised
        | Place::Expired
        | Place::Forfeited
        | Place::Cash(_)
        | Place::RestrictedCash(_)
        | Place::CurrentAsset(CurrentAsset::Receivable | CurrentAsset::Prepaid)
        | Place::Property(_)
        | Place::Project(_)
        | Place::Equipment
        | Place::JointVenture(_)
        | Place::Commitment(..) => Some(1),
        Place::Charter
        | Place::Writer
        | Place::Payable(_)
        | Place::ContributedSurplus
        | Place::WarrantReserve(_)
        | Place::Promised(_) => Some(-1),
        Place::ShareCapital(_)
        | Place::Deficit
        | Place::Expense(_)
        | Place::Income(_)
        | Place::ExchangeRealised
        | Place::ExchangeUnrealised
        | Place::Conversion => None,
    }
}

/// Nothing runs out, what is reserved is what rights are open, and the functional currency is carried at
/// itself.
pub(super) fn nothing_is_negative(ledger: &Ledger) -> Checked {
    let functional = ledger.book().map(|book| book.functional);
    let mut open: BTreeMap<Unit, i128> = BTreeMap::new();
    for (account, Balance { amount, carrying }) in ledger.accounts() {
        let name = || format!("{} {amount} {carrying}", ledger.account_name(account));
        if let Some(side) = side(account.place) {
            let wrong = |number: Exact| number.raw().signum() == -i128::from(side);
            prop_assert!(!wrong(amount) && !wrong(carrying), "{}", name());
        }
        let memorandum = matches!(account.place, Place::Promised(_) | Place::Commitment(..));
        if account.unit.currency().is_none() || memorandum {
            prop_assert!(carrying.is_zero(), "{}", name());
        } else if account.unit.currency() == functional {
            prop_assert_eq!(amount, carrying, "{}", name());
        }
        let counted = matches!(account.place, Place::Held(_));
        if let Some(right) = ledger.right(account.unit).filter(|_| counted) {
            *open.entry(Unit::Class(right.class)).or_default() += amount.raw();
        }
    }
    for (class, name, _) in ledger.classes() {
        let unit = Unit::Class(class);
        let reserved = ledger.balance(Account { unit, place: Place::Reserved }).amount.raw();
        prop_assert_eq!(reserved, open.get(&unit).copied().unwrap_or_default(), "reserved of {}", name);
    }
    Ok(())
}

#[test]
fn nothing_runs_out() {
    hold(2, 200, histories(STEPS), |entries, _| after_every_prefix(entries, nothing_is_negative));
}

/// What was carried leaves with the last of an amount, but for a value that came with no amount: an
/// assumption can leave nothing of what is received for something.
fn nothing_is_carried_at_nothing(ledger: &Ledger) -> Checked {
    let place = |account| ledger.account(account).map(|account| account.place);
    let mut valued = BTreeSet::new();
    for posting in ledger.journal().expect("lineage was kept").postings() {
        let ends = [posting.from, posting.to];
        let difference = [Place::ExchangeRealised, Place::ExchangeUnrealised].map(Some);
        if posting.amount.is_zero() && !ends.iter().any(|end| difference.contains(&place(*end))) {
            valued.extend(ends.into_iter().filter_map(|end| ledger.account(end)).map(|end| ledger.account_name(end)));
        }
    }
    for (account, balance) in ledger.accounts().filter(|(account, _)| account.place.is_monetary()) {
        let name = ledger.account_name(account);
        let left = balance.amount.is_zero() && !balance.carrying.is_zero();
        prop_assert!(!left || valued.contains(&name), "{} carried at {}", name, balance.carrying);
    }
    Ok(())
}

#[test]
fn what_is_carried_leaves_with_the_last_of_it() {
    hold(202, 200, valid_histories(STEPS), |entries, _| after_every_prefix(entries, nothing_is_carried_at_nothing));
}

/// Amounts that do not depend on a rounded part of something.
pub(super) fn counts(ledger: &Ledger, factor: u32) -> BTreeMap<String, Exact> {
    let rounded = ["/share-capital/", "/warrant-reserve/", "/contributed-surplus"];
    let kept = ledger.balances().into_iter().filter(|(key, _)| !rounded.iter().any(|part| key.contains(part)));
    let times = |number: Exact| Exact::from_raw(number.raw() * i128::from(factor));
    kept.map(|(key, balance)| (key, times(balance.amount))).filter(|(_, amount)| !amount.is_zero()).collect()
}

/// What the entries say of prices and of assumed numbers.
#[derive(Default)]
struct Said {
    chosen: BTreeMap<Name, BigRational>,
    series: BTreeMap<Name, (BigRational, Currency)>,
    lots: BTreeMap<Name, (BigRational, Currency)>,
}

impl Said {
    fn number<T: Copy + Into<Exact>>(&self, given: &Given<T>) -> BigRational {
        let stated = |value: T| -> BigRational { value.into().ratio() };
        match given {
            Given::Stated(value) => stated(*value),
            Given::Assumed(name) => self.chosen[name].clone(),
            Given::Rest(rest) => stated(rest.total) - &self.chosen[&rest.after],
        }
    }

    fn price(&self, price: &GivenPrice) -> (BigRational, Currency) {
        (self.number(&price.amount), price.currency)
    }

    fn hear(&mut self, event: &Event) {
        match event {
            Event::AssumptionMade(made) => {
                let chosen = match &made.value {
                    AssumedValue::Quantity(value) => value.chosen,
                    AssumedValue::Amount(value) | AssumedValue::Price(value) => value.chosen,
                    AssumedValue::Date(_) | AssumedValue::Currency(_) => return,
                };
                self.chosen.insert(made.assumption.clone(), chosen.ratio());
            }
            Event::SeriesRegistered(made) => {
                self.series.insert(made.series.clone(), self.price(&made.strike));
            }
            Event::OptionsGranted(made) => {
                self.lots.insert(made.grant.clone(), self.price(&made.strike));
            }
            Event::OpeningBalances(opening) => {
                for row in &opening.options {
                    self.lots.insert(row.grant.clone(), self.price(&row.strike));
                }
            }
            _ => {}
        }
    }

    /// What an event brings in for shares, part by part; none when nothing says a price.
    fn proceeds(&self, event: &Event) -> Option<Vec<BigRational>> {
        let product = |quantity: &Given<Quantity>, (price, currency): &(BigRational, Currency)| {
            half_up(self.number(quantity) * price, *currency)
        };
        match event {
            Event::OptionsExercised(exercise) => {
                Some(exercise.lots.iter().map(|lot| product(&lot.quantity, &self.lots[&lot.grant])).collect())
            }
            Event::WarrantsExercised(exercise) => {
                Some(vec![product(&exercise.quantity, &self.series[&exercise.series])])
            }
            Event::SharesIssued(issue) => match &issue.consideration {
                Consideration::Cash(cash) => {
                    cash.price.as_ref().map(|price| vec![product(&issue.quantity, &self.price(price))])
                }
                Consideration::Property(_) | Consideration::Services(_) | Consideration::Debt(_) => None,
            },
            _ => None,
        }
    }
}

/// To the smallest amount of the currency, half of it upwards.
fn half_up(amount: BigRational, currency: Currency) -> BigRational {
    let cents = BigRational::from_integer(BigInt::from(10).pow(currency.places()));
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    (amount * &cents + half).floor() / cents
}

#[test]
fn proceeds_are_quantity_times_price_to_the_cent() {
    hold(3, 300, valid_histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let (ledger, findings) = fold_with_lineage(&facts);
        let postings = ledger.journal().expect("lineage was kept").postings();
        let place = |account| ledger.account(account).map(|account| account.place);
        let mut said = Said::default();
        for fact in accepted(&facts, &findings) {
            said.hear(fact.event);
            let Some(expected) = said.proceeds(fact.event) else { continue };
            let own = postings.iter().filter(|posting| posting.stated_by == fact.stated_by);
            let found = own.filter(|posting| {
                let proceeds = [Cause::OptionExercise, Cause::WarrantExercise, Cause::Placement];
                proceeds.contains(&posting.cause)
                    && matches!(place(posting.from), Some(Place::ShareCapital(_)))
                    && matches!(place(posting.to), Some(Place::Cash(_)))
            });
            let found: Vec<BigRational> = found.map(|posting| posting.amount.ratio()).collect();
            let expected: Vec<BigRational> = expected.into_iter().filter(|amount| !amount.is_zero()).collect();
            prop_assert_eq!(found, expected, "entry {}", fact.stated_by);
        }
        Ok(())
    });
}

/// The facts that were not refused.
fn accepted<'f, 'log>(facts: &'f [Fact<'log>], findings: &[Finding]) -> Vec<&'f Fact<'log>> {
    let refused: BTreeSet<Seq> = findings.iter().map(|finding| finding.seq).collect();
    facts.iter().filter(|fact| !refused.contains(&fact.stated_by)).collect()
}

/// The event that moves an amount away from where it stands, or back.
type Movement = Box<dyn Fn(Exact, bool) -> Event>;

/// Everything that stands somewhere: how much, its smallest part, how it moves away and back, and whether
/// it comes back as it was.
fn movable(ledger: &Ledger, accepted: &[&Fact<'_>]) -> Vec<(Exact, Exact, Movement, bool)> {
    let grains: BTreeMap<&str, Exact> = (accepted.iter())
        .filter_map(|fact| match fact.event {
            Event::ClassRegistered(class) => {
                Some((class.class.as_str(), class.grain.map_or(Exact::ONE, Quantity::exact)))
            }
            _ => None,
        })
        .collect();
    let name = |text: &str| -> Name { text.parse().expect("a name") };
    let mut found: Vec<(Exact, Exact, Movement, bool)> = Vec::new();
    for (account, balance) in ledger.accounts().filter(|(_, balance)| balance.amount > Exact::ZERO) {
        let key = ledger.account_name(account);
        let (unit, place) = (ledger.unit_name(account.unit), ledger.describe(account.place));
        let (_, holder) = place.split_once('/').unwrap_or_default();
        let class = ledger.classes().find(|(id, ..)| ledger.class_of(account.unit) == Some(*id));
        let grain = class.and_then(|(_, class, _)| grains.get(class.as_str()).copied());
        let (amount, unit) = (balance.amount, unit.parse::<Name>().ok());
        if let Some(grain) = grain.filter(|_| place.starts_with("held/")) {
            let (own, other) = (name(holder), name("another-holder"));
            let ends = move |back: bool| if back { (other.clone(), own.clone()) } else { (own.clone(), other.clone()) };
            let given = |amount| Given::Stated(Quantity::try_from(amount).expect("above zero"));
            if key.starts_with("class:") {
                let movement: Movement = Box::new(move |amount, back| {
                    let (from, to) = ends(back);
                    let (class, quantity) = (unit.clone().expect("a class"), given(amount));
                    Event::SharesTransferred(Box::new(SharesTransferred { class, from, to, quantity }))
                });
                found.push((amount, grain, movement, true));
            } else if key.starts_with("series:") {
                let movement: Movement = Box::new(move |amount, back| {
                    let (from, to) = ends(back);
                    let (series, quantity) = (unit.clone().expect("a series"), given(amount));
                    Event::WarrantsTransferred(Box::new(WarrantsTransferred { series, from, to, quantity }))
                });
                found.push((amount, grain, movement, true));
            }
        } else if let (Place::Cash(bank), Some(currency)) = (account.place, account.unit.currency()) {
            let other = Account { place: Place::RestrictedCash(bank), ..account };
            let account = name(holder);
            let movement: Movement = Box::new(move |amount, back| {
                let place = |restricted| CashPlace { account: account.clone(), restricted };
                let amount = Given::Stated(Amount::try_from(amount).expect("above zero"));
                Event::CashMoved(Box::new(CashMoved {
                    from: place(back),
                    to: place(!back),
                    amount: Money { amount, currency },
                }))
            });
            // Back from among other cash, the carrying amount is another average.
            found.push((amount, currency.grain(), movement, ledger.balance(other).is_zero()));
        }
    }
    found
}

/// The entries, then further events on a day, each with an id of its own.
fn then(entries: &[Entry], day: Date, events: Vec<Event>) -> Vec<Entry> {
    let first = Entry {
        id: Uuid::nil(),
        seq: None,
        at: None,
        by: None,
        effective: day,
        source: None,
        assumes: Vec::new(),
        event: events.first().expect("an event").clone(),
    };
    let further = events.into_iter().zip(1_u128..).map(|(event, n)| {
        let id = Uuid::from_u128(u128::MAX - 1000 + n);
        Entry { id, event, ..first.clone() }
    });
    entries.iter().cloned().chain(further).collect()
}

#[test]
fn transfers_to_oneself_there_and_back_and_in_parts() {
    hold(11, 200, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let Some(day) = facts.last().map(|fact| fact.effective.next()) else { return Ok(()) };
        let (ledger, findings) = fold(&facts);
        let another: Event =
            serde_json::from_str(r#"{"holder_registered":{"holder":"another-holder","name":"A"}}"#).expect("an event");
        let outcome = |events: Vec<Event>| {
            let events = [vec![another.clone()], events].concat();
            view(&log_of(&then(entries, day, events)), Cut::default())
        };
        let before = outcome(Vec::new());
        for (all, grain, movement, returns) in movable(&ledger, &accepted(&facts, &findings)) {
            let part = Exact::from_raw(all.raw() / grain.raw() / 3 * grain.raw()).max(grain);
            let rest = all.minus(part).expect("in range");
            let mut to_itself = movement(all, false);
            point_back(&mut to_itself);
            prop_assert_eq!(&outcome(vec![to_itself.clone()]), &before, "{:?}", to_itself);
            if returns {
                let there_and_back = vec![movement(all, false), movement(all, true)];
                prop_assert_eq!(&outcome(there_and_back.clone()), &before, "{:?}", there_and_back);
            }
            if rest > Exact::ZERO {
                let parts = vec![movement(part, false), movement(rest, false)];
                prop_assert_eq!(&outcome(parts.clone()), &outcome(vec![movement(all, false)]), "{:?}", parts);
            }
        }
        Ok(())
    });
}

/// Lets a movement end where it begins.
fn point_back(event: &mut Event) {
    match event {
        Event::SharesTransferred(moved) => moved.to.clone_from(&moved.from),
        Event::WarrantsTransferred(moved) => moved.to.clone_from(&moved.from),
        Event::CashMoved(moved) => moved.to.clone_from(&moved.from),
        _ => {}
    }
}
