//! 11: transfers that come to nothing, or to the same.

use std::collections::BTreeMap;

use capfold_core::date::Date;
use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{CashMoved, CashPlace, Event, SharesTransferred, WarrantsTransferred};
use capfold_core::exact::Exact;
use capfold_core::ledger::{Account, Ledger, LockView, Place, Unit, fold, fold_into};
use capfold_core::log::{Fact, Log};
use capfold_core::money::{Amount, Given, Money, Quantity};
use capfold_core::name::Name;
use uuid::Uuid;

use super::logs::{log_of, seq, shown, spread};
use super::proceeds::accepted;
use super::{Broken, Checked, Prefix, Violation};

/// At most so many of what stands somewhere are moved.
const MOVED: usize = 16;

/// 11: a transfer to oneself is nothing, there and back is nothing, and the parts are the whole.
///
/// Holdings of shares and warrants, and cash, are moved on the day after the log ends: to where they
/// are, to another holder or to restricted cash and back, and there in two parts.
///
/// # Errors
/// The first movement that is refused or leaves another balance.
pub fn transfers_cancel_out(entries: &[Entry]) -> Result<(), Violation> {
    moved(entries).map_err(|broken| broken.of(11))
}

fn moved(entries: &[Entry]) -> Checked {
    let log = log_of(entries);
    let facts = log.timeline(Cut::default()).facts;
    let Some(day) = facts.last().map(|fact| fact.effective.next()) else { return Ok(()) };
    let (ledger, findings) = fold(&facts);
    let another = r#"{"holder_registered":{"holder":"another-holder","name":"Another holder"}}"#;
    let another: Vec<Event> = serde_json::from_str(another).into_iter().collect();
    let (before, _) = after(ledger, day, &another);
    let movables = movable(&before, day, &accepted(&facts, &findings));
    for movable in spread(movables.len(), MOVED).filter_map(|index| movables.get(index)) {
        let Movable { all, grain, from, to, .. } = movable;
        let movement = |amount: Exact, from: &Stand, to: &Stand| movable.movement(amount, from, to);
        check(&before, &before, day, "to itself", &[movement(*all, from, from)])?;
        if movable.returns {
            check(&before, &before, day, "there and back", &[movement(*all, from, to), movement(*all, to, from)])?;
        }
        let part = all.raw().checked_div(grain.raw()).and_then(|grains| grains.checked_div(3));
        let part = part.and_then(|grains| grains.checked_mul(grain.raw())).map_or(*grain, Exact::from_raw).max(*grain);
        let rest = all.saturating_minus(part);
        if rest > Exact::ZERO {
            let (whole, _) = after(before.clone(), day, &movement(*all, from, to).into_iter().collect::<Vec<_>>());
            check(&before, &whole, day, "in parts", &[movement(part, from, to), movement(rest, from, to)])?;
        }
    }
    Ok(())
}

/// The events on top of a ledger, which are to be accepted and leave the balances of another.
fn check(before: &Ledger, expected: &Ledger, day: Date, how: &str, events: &[Option<Event>]) -> Checked {
    let events: Vec<Event> = events.iter().flatten().cloned().collect();
    let what = |name: String| format!("{name}, {how}: {events:?}");
    let (found, refused) = after(before.clone(), day, &events);
    if let Some(refused) = refused {
        return Err(Broken::new(Prefix::default(), what("a refusal".to_owned()), "none", refused));
    }
    let accounts = |ledger: &Ledger| ledger.accounts().map(|(account, _)| account).collect::<Vec<Account>>();
    for account in accounts(expected).into_iter().chain(accounts(&found)) {
        let (expected, balance) = (expected.balance(account), found.balance(account));
        if expected != balance {
            let what = what(found.account_name(account));
            return Err(Broken::new(Prefix::default(), what, shown(expected), shown(balance)));
        }
    }
    Ok(())
}

/// A ledger after further events on a day, and the first refusal among them.
fn after(ledger: Ledger, day: Date, events: &[Event]) -> (Ledger, Option<String>) {
    let mut log = Log::new();
    for (index, event) in events.iter().enumerate() {
        let id = Uuid::from_u128(u128::from(seq(index).0));
        let (source, event) = (None, event.clone());
        let _new =
            log.append(Entry { id, seq: None, at: None, by: None, effective: day, source, assumes: Vec::new(), event });
    }
    let (ledger, findings) = fold_into(ledger, &log.timeline(Cut::default()).facts);
    (ledger, findings.first().map(|finding| finding.rejection.problem.to_string()))
}

/// Where something stands.
enum Stand {
    Holder(Name),
    Cash(CashPlace),
}

/// Something that stands somewhere.
struct Movable {
    unit: Unit,
    name: Option<Name>,
    all: Exact,
    grain: Exact,
    from: Stand,
    to: Stand,
    /// Back from among other cash, the carrying amount is another average.
    returns: bool,
}

impl Movable {
    /// The event that moves an amount of it.
    fn movement(&self, amount: Exact, from: &Stand, to: &Stand) -> Option<Event> {
        match (from, to) {
            (Stand::Holder(from), Stand::Holder(to)) => {
                let quantity = Given::Stated(Quantity::try_from(amount).ok()?);
                let (name, from, to) = (self.name.clone()?, from.clone(), to.clone());
                match self.unit {
                    Unit::Class(_) => {
                        let moved = SharesTransferred { class: name, from, to, quantity };
                        Some(Event::SharesTransferred(Box::new(moved)))
                    }
                    Unit::Series(_) => {
                        let moved = WarrantsTransferred { series: name, from, to, quantity };
                        Some(Event::WarrantsTransferred(Box::new(moved)))
                    }
                    Unit::Grant(_) | Unit::Award(_) | Unit::Currency(_) => None,
                }
            }
            (Stand::Cash(from), Stand::Cash(to)) => {
                let amount = Given::Stated(Amount::try_from(amount).ok()?);
                let amount = Money { amount, currency: self.unit.currency()? };
                Some(Event::CashMoved(Box::new(CashMoved { from: from.clone(), to: to.clone(), amount })))
            }
            (Stand::Holder(_), Stand::Cash(_)) | (Stand::Cash(_), Stand::Holder(_)) => None,
        }
    }
}

/// Every holding of shares that is free on the day and of warrants, and all unrestricted cash.
fn movable(ledger: &Ledger, day: Date, accepted: &[&Fact<'_>]) -> Vec<Movable> {
    let grains: BTreeMap<&Name, Exact> = (accepted.iter())
        .filter_map(|fact| if let Event::ClassRegistered(class) = fact.event { Some(class) } else { None })
        .map(|class| (&class.class, class.grain.map_or(Exact::ONE, Quantity::exact)))
        .collect();
    let grain = |unit: Unit| {
        let class = ledger.class_of(unit)?;
        ledger.classes().find(|(id, ..)| *id == class).and_then(|(_, name, _)| grains.get(name).copied())
    };
    let locks = ledger.locks(day);
    let free = |unit: Unit, holder: &Name| {
        let own = locks.iter().find(|lock| Unit::Class(lock.class) == unit && lock.holder == holder);
        own.map(LockView::free)
    };
    let mut found = Vec::new();
    for (account, balance) in ledger.accounts().filter(|(_, balance)| balance.amount > Exact::ZERO) {
        let Account { unit, place } = account;
        let described = ledger.describe(place);
        let own = described.split_once('/').and_then(|(_, name)| name.parse::<Name>().ok());
        let (all, name) = (balance.amount, ledger.unit_name(unit).parse().ok());
        let held = matches!(place, Place::Held(_)) && matches!(unit, Unit::Class(_) | Unit::Series(_));
        if let (true, Some(own), Some(grain), Ok(other)) = (held, &own, grain(unit), "another-holder".parse()) {
            let all = free(unit, own).unwrap_or(all);
            if all > Exact::ZERO {
                let (from, to) = (Stand::Holder(own.clone()), Stand::Holder(other));
                found.push(Movable { unit, name, all, grain, from, to, returns: true });
            }
        } else if let (Place::Cash(bank), Some(own), Some(currency)) = (place, own, unit.currency()) {
            let stand = |restricted| Stand::Cash(CashPlace { account: own.clone(), restricted });
            let returns = ledger.balance(Account { place: Place::RestrictedCash(bank), ..account }).is_zero();
            let (from, to) = (stand(false), stand(true));
            found.push(Movable { unit, name, all, grain: currency.grain(), from, to, returns });
        }
    }
    found
}
