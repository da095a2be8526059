//! 1, 2, 12 and 17: what holds of the books after every fact.

use std::collections::{BTreeMap, HashMap};

use capfold_core::entry::Entry;
use capfold_core::event::{AwardKind, CurrentAsset};
use capfold_core::exact::Exact;
use capfold_core::ledger::{Account, Balance, Cause, ClassId, Ledger, Place, Posting, RightView, Unit};
use num_bigint::BigInt;
use num_rational::BigRational;

use capfold_core::name::{Name, Seq};

use super::logs::{after_every_prefix, shown};
use super::{Broken, Checked, Prefix, Violation};

/// 1: each unit sums to zero, in amounts and in carrying amounts.
///
/// # Errors
/// The first prefix after which one does not.
pub fn units_sum_to_zero(entries: &[Entry]) -> Result<(), Violation> {
    after_every_prefix(entries, |(), ledger, _, at| sums_to_zero(ledger, at)).map_err(|broken| broken.of(1))
}

fn sums_to_zero(ledger: &Ledger, at: Prefix) -> Checked {
    let mut sums: BTreeMap<Unit, Balance> = BTreeMap::new();
    for (account, balance) in ledger.accounts() {
        add(sums.entry(account.unit).or_default(), balance.amount, balance.carrying);
    }
    match sums.into_iter().find(|(_, sum)| !sum.is_zero()) {
        Some((Unit::Currency(currency), sum)) => Err(Broken::new(at, currency.code(), 0, shown(sum))),
        Some((unit, sum)) => Err(Broken::new(at, ledger.unit_name(unit), 0, shown(sum))),
        None => Ok(()),
    }
}

/// Sums of what a ledger moved cannot pass its range.
fn add(sum: &mut Balance, amount: Exact, carrying: Exact) {
    sum.amount = sum.amount.saturating_plus(amount);
    sum.carrying = sum.carrying.saturating_plus(carrying);
}

/// 2: no holding, reserve, cash or headroom is below zero, and what is reserved is what rights are open,
/// but for restricted shares, which are issued at once.
///
/// Money of the functional currency is carried at itself, and what has no carrying amount has none.
///
/// # Errors
/// The first prefix after which it does not hold.
pub fn nothing_is_negative(entries: &[Entry]) -> Result<(), Violation> {
    after_every_prefix(entries, |(), ledger, _, at| stands_on_its_side(ledger, at)).map_err(|broken| broken.of(2))
}

/// The side of zero on which a place stands, in both measures; none for those that stand on either.
const fn is_below(place: Place) -> Option<bool> {
    match place {
        Place::Held(_)
        | Place::Unissued
        | Place::Reserved
        | Place::Exercised
        | Place::Expired
        | Place::Forfeited
        | Place::Cash(_)
        | Place::RestrictedCash(_)
        | Place::CurrentAsset(CurrentAsset::Receivable | CurrentAsset::Prepaid | CurrentAsset::Deposit)
        | Place::Property(_)
        | Place::Project(_)
        | Place::Equipment
        | Place::JointVenture(_)
        | Place::Investment
        | Place::AdvanceRoyalty(_)
        | Place::Obligated(_)
        | Place::Escrowed(..)
        | Place::Restricted(_)
        | Place::Treasury
        | Place::Certificate(_)
        | Place::Settled
        | Place::Cancelled
        | Place::Commitment(..)
        | Place::Work(..)
        | Place::Worth(..)
        | Place::FlowThroughObligation(_) => Some(false),
        Place::Charter
        | Place::Writer
        | Place::Payable(_)
        | Place::WarrantReserve(_)
        | Place::AwardReserve(_)
        | Place::Obligation(_)
        | Place::CertificateBook
        | Place::Debt(_)
        | Place::DebtInterest(_)
        | Place::Dividend(_)
        | Place::Subscribed(_)
        | Place::FlowThroughPremium(_)
        | Place::Promised(_)
        | Place::FlowThroughPromised(_) => Some(true),
        // A debt settled with a holder may have been worth less than the shares.
        Place::ContributedSurplus
        | Place::ShareCapital(_)
        | Place::TreasuryStock(_)
        | Place::Deficit
        | Place::Expense(_)
        | Place::Income(_)
        | Place::ExchangeRealised
        | Place::ExchangeUnrealised
        | Place::Conversion => None,
    }
}

fn stands_on_its_side(ledger: &Ledger, at: Prefix) -> Checked {
    let functional = ledger.book().map(|book| book.functional);
    let mut open: BTreeMap<Unit, Exact> = BTreeMap::new();
    for (account, balance) in ledger.accounts() {
        let Balance { amount, carrying } = balance;
        let broken = |expected: &str| Err(Broken::new(at, ledger.account_name(account), expected, shown(balance)));
        if let Some(below) = is_below(account.place) {
            let wrong = |number: Exact| !number.is_zero() && number.is_negative() != below;
            if wrong(amount) || wrong(carrying) {
                return broken(if below { "nothing above zero" } else { "nothing below zero" });
            }
        }
        if account.unit.currency().is_none() || account.place.is_memorandum() {
            if !carrying.is_zero() {
                return broken("no carrying amount");
            }
        } else if account.unit.currency() == functional && amount != carrying {
            return broken("the amount as carrying amount");
        }
        if matches!(account.place, Place::Held(_)) && ledger.right(account.unit).is_some() {
            let sum = open.entry(account.unit).or_default();
            *sum = sum.saturating_plus(amount);
        }
    }
    restricted_shares_are_issued(ledger, &open, at)?;
    is_reserved(ledger, &open, at)
}

/// Of restricted shares as many stand in the class, apart for each lot, as rights of the lot are open.
fn restricted_shares_are_issued(ledger: &Ledger, open: &BTreeMap<Unit, Exact>, at: Prefix) -> Checked {
    for (unit, open) in open {
        let right = ledger.right(*unit).filter(|right| right.award == Some(AwardKind::RestrictedShares));
        let (Some(right), Unit::Award(lot)) = (right, *unit) else { continue };
        let shares = Account { unit: Unit::Class(right.class), place: Place::Restricted(lot) };
        let shares = ledger.balance(shares).amount;
        if shares != *open {
            return Err(Broken::new(at, format!("restricted shares of {}", right.name), open, shares));
        }
    }
    Ok(())
}

/// What is reserved of each class is what its open rights can become, each lot and series by itself, to the
/// class's grain; restricted shares are issued, not reserved.
fn is_reserved(ledger: &Ledger, open: &BTreeMap<Unit, Exact>, at: Prefix) -> Checked {
    let mut needed: BTreeMap<ClassId, BigRational> = BTreeMap::new();
    for (unit, open) in open {
        let Some((right, grain)) = ledger.right(*unit).and_then(|right| Some((right, ledger.grain(right.class)?)))
        else {
            continue;
        };
        if right.award == Some(AwardKind::RestrictedShares) {
            continue;
        }
        let grain = grain.ratio();
        *needed.entry(right.class).or_default() += (bought(&right, *open) / &grain).floor() * grain;
    }
    for (class, name, _) in ledger.classes() {
        treasury_stock_is_what_treasury_shares_cost(ledger, class, name, at)?;
        let reserved = ledger.balance(Account { unit: Unit::Class(class), place: Place::Reserved }).amount;
        let needed = needed.remove(&class).unwrap_or_default();
        if reserved.ratio() != needed {
            return Err(Broken::new(at, format!("reserved of {name} for open rights"), needed, reserved));
        }
    }
    Ok(())
}

/// The shares that rights buy, fractions and all.
fn bought(right: &RightView<'_>, rights: Exact) -> BigRational {
    let one_for_one = BigRational::from_integer(BigInt::from(1));
    let ratio = right.ratio.map_or(one_for_one, |ratio| ratio.new.exact().ratio() / ratio.old.exact().ratio());
    rights.ratio() * ratio
}

/// Treasury shares may be bought in one currency and sold in another: what they cost in all is not below
/// zero, and gone with the last of them.
fn treasury_stock_is_what_treasury_shares_cost(ledger: &Ledger, class: ClassId, name: &Name, at: Prefix) -> Checked {
    let stock = ledger.accounts().filter(|(account, _)| account.place == Place::TreasuryStock(class));
    let cost = stock.fold(Exact::ZERO, |sum, (_, balance)| sum.saturating_plus(balance.carrying));
    let shares = ledger.balance(Account { unit: Unit::Class(class), place: Place::Treasury }).amount;
    if cost.is_negative() || (shares.is_zero() && !cost.is_zero()) {
        let expected = if shares.is_zero() { "nothing" } else { "nothing below zero" };
        return Err(Broken::new(at, format!("cost of {shares} treasury shares of {name}"), expected, cost));
    }
    Ok(())
}

/// What became of the rights of a series or a lot.
#[derive(Clone, Copy, Default)]
struct Used {
    granted: Exact,
    exercised: Exact,
    ended: Exact,
}

/// 12: exercised ≤ vested ≤ granted. What is exercised, settled, expired, forfeited and cancelled is at
/// most what was granted; the rest is held, what has not vested with it; and for rights exercised or
/// settled the shares that they are for leave the reserve.
///
/// # Errors
/// The first prefix after which it does not hold.
pub fn rights_are_used_once(entries: &[Entry]) -> Result<(), Violation> {
    after_every_prefix(entries, |used: &mut BTreeMap<Unit, Used>, ledger, postings, at| {
        exercises_are_for_shares(ledger, postings, at)?;
        for posting in postings {
            count_rights(used, ledger, posting);
        }
        holders_have_the_rest(used, ledger, at)
    })
    .map_err(|broken| broken.of(12))
}

fn count_rights(used: &mut BTreeMap<Unit, Used>, ledger: &Ledger, posting: &Posting) {
    let ends = [(posting.from, posting.amount.negated()), (posting.to, posting.amount)];
    for (id, amount) in ends {
        let Some(Account { unit, place }) = ledger.account(id) else { continue };
        if ledger.right(unit).is_none() {
            continue;
        }
        let used = used.entry(unit).or_default();
        if place == Place::Writer {
            used.granted = used.granted.saturating_minus(amount);
        } else if matches!(place, Place::Exercised | Place::Settled) {
            used.exercised = used.exercised.saturating_plus(amount);
        } else if matches!(place, Place::Expired | Place::Forfeited | Place::Cancelled) {
            used.ended = used.ended.saturating_plus(amount);
        }
    }
}

fn holders_have_the_rest(used: &BTreeMap<Unit, Used>, ledger: &Ledger, at: Prefix) -> Checked {
    let mut held: BTreeMap<Unit, Exact> = BTreeMap::new();
    for (account, balance) in ledger.accounts().filter(|(account, _)| matches!(account.place, Place::Held(_))) {
        let sum = held.entry(account.unit).or_default();
        *sum = sum.saturating_plus(balance.amount);
    }
    // Nothing was used since the last movement.
    let day = ledger.journal().and_then(|journal| journal.postings().last()).map(|posting| posting.date);
    for (unit, Used { granted, exercised, ended }) in used {
        let gone = exercised.saturating_plus(*ended);
        if gone > *granted || granted.is_negative() || exercised.is_negative() || ended.is_negative() {
            let what = format!("{} exercised or ended", ledger.unit_name(*unit));
            return Err(Broken::new(at, what, format_args!("at most {granted} granted"), gone));
        }
        let (rest, held) = (granted.saturating_minus(gone), held.get(unit).copied().unwrap_or_default());
        if rest != held {
            let what = format!("{} held, of {granted} granted", ledger.unit_name(*unit));
            return Err(Broken::new(at, what, rest, held));
        }
        let unvested = day.map_or(Exact::ZERO, |day| ledger.unvested(*unit, day));
        if unvested.is_negative() || *exercised > granted.saturating_minus(*ended).saturating_minus(unvested) {
            let what = format!("{} exercised, of {held} held and {unvested} not vested", ledger.unit_name(*unit));
            return Err(Broken::new(at, what, "at most what has vested", exercised));
        }
    }
    Ok(())
}

/// By entry, as many shares leave the reserve as rights exercised or settled are for.
fn exercises_are_for_shares(ledger: &Ledger, postings: &[Posting], at: Prefix) -> Checked {
    let mut exercised: BTreeMap<Seq, (BigRational, BigRational)> = BTreeMap::new();
    let exercises = |posting: &&Posting| {
        matches!(posting.cause, Cause::OptionExercise | Cause::WarrantExercise | Cause::AwardSettlement)
    };
    for posting in postings.iter().filter(exercises) {
        let (Some(from), Some(to)) = (ledger.account(posting.from), ledger.account(posting.to)) else { continue };
        let (rights, shares) = exercised.entry(posting.stated_by).or_default();
        if matches!(to.place, Place::Exercised | Place::Settled)
            && let Some(right) = ledger.right(to.unit)
            && right.award != Some(AwardKind::RestrictedShares)
        {
            *rights += bought(&right, posting.amount);
        } else if from.place == Place::Reserved {
            *shares += posting.amount.ratio();
        }
    }
    match exercised.into_iter().find(|(_, (rights, shares))| rights != shares) {
        Some((entry, (rights, shares))) => {
            let what = format!("shares for rights exercised by entry {entry}");
            Err(Broken::new(at, what, rights, shares))
        }
        None => Ok(()),
    }
}

/// 17: the postings of an account sum to its balance, in both measures.
///
/// # Errors
/// The first prefix after which they do not.
pub fn lineage_sums_to_balances(entries: &[Entry]) -> Result<(), Violation> {
    after_every_prefix(entries, |sums: &mut HashMap<Account, Balance>, ledger, postings, at| {
        for posting in postings {
            let negated = (posting.amount.negated(), posting.carrying.negated());
            for (id, (amount, carrying)) in [(posting.from, negated), (posting.to, (posting.amount, posting.carrying))]
            {
                let Some(account) = ledger.account(id) else {
                    return Err(Broken::new(at, format!("{id:?} of a posting"), "an account", "none"));
                };
                add(sums.entry(account).or_default(), amount, carrying);
            }
        }
        for (account, balance) in ledger.accounts() {
            let sum = sums.get(&account).copied().unwrap_or_default();
            if sum != balance {
                return Err(Broken::new(at, ledger.account_name(account), shown(sum), shown(balance)));
            }
        }
        Ok(())
    })
    .map_err(|broken| broken.of(17))
}
