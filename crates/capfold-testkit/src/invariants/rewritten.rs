//! 13 and 14: the same history under other names, and of another size.

use std::collections::{BTreeMap, BTreeSet};

use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{Event, SharePart};
use capfold_core::exact::Exact;
use capfold_core::finding::{Finding, Problem};
use capfold_core::ledger::{Balance, Ledger, Place, fold};
use capfold_core::log::{Fact, Log};
use capfold_core::money::{Currency, Given, Price};
use capfold_core::name::{Name, Seq};
use uuid::Uuid;

use super::logs::{CUTS, codes, known_after, log_of, same_balances, spread};
use super::proceeds::{Said, is_net, restructuring};
use super::{Checked, Prefix, Violation, same};
use crate::history::{relabelled, scaled};

/// 13: other names and ids permute the result and change nothing else. Each holder takes the name of
/// the next, and ids come in the opposite order.
///
/// # Errors
/// The first earlier position at which the result is not the same under the other names.
pub fn names_are_arbitrary(entries: &[Entry]) -> Result<(), Violation> {
    names_are_arbitrary_under(entries, &rotation(entries), |id| Uuid::from_u128(!id.as_u128()))
}

/// 13, with names and ids of your own: neither may give two the same, and a holder that is not among
/// the names keeps its own.
///
/// # Errors
/// As [`names_are_arbitrary`].
pub fn names_are_arbitrary_under(
    entries: &[Entry],
    holders: &BTreeMap<Name, Name>,
    ids: impl Fn(Uuid) -> Uuid,
) -> Result<(), Violation> {
    let mut others = relabelled(entries, |name| holders.get(name).unwrap_or(name).clone());
    for entry in &mut others {
        entry.id = ids(entry.id);
        if let Event::Amend(amend) = &mut entry.event {
            amend.entry = ids(amend.entry);
        } else if let Event::Void(void) = &mut entry.event {
            void.entry = ids(void.entry);
        }
    }
    let (log, other) = (log_of(entries), log_of(&others));
    let renamed = |ledger: &Ledger| renamed(ledger.balances(), holders);
    at_cuts(entries.len(), |cut| compare(&log, &other, cut, "under other names", renamed, Ledger::balances))
        .map_err(|broken| broken.of(13))
}

/// Each holder under the name of the next, the last under that of the first.
fn rotation(entries: &[Entry]) -> BTreeMap<Name, Name> {
    fn registered(event: &Event) -> Option<Name> {
        if let Event::Amend(amend) = event {
            registered(&amend.event)
        } else if let Event::HolderRegistered(holder) = event {
            Some(holder.holder.clone())
        } else {
            None
        }
    }
    let mut names: Vec<Name> = entries.iter().filter_map(|entry| registered(&entry.event)).collect();
    names.sort_unstable();
    names.dedup();
    let others = names.iter().skip(1).chain(names.first()).cloned().collect::<Vec<_>>();
    names.into_iter().zip(others).collect()
}

fn renamed(balances: BTreeMap<String, Balance>, names: &BTreeMap<Name, Name>) -> BTreeMap<String, Balance> {
    let rename = |key: String| {
        let (place, holder) = key.rsplit_once('/')?;
        let kind = |word: &str| place.ends_with(word);
        let of_holder = kind("/held") || kind("/subscribed") || place.contains("/escrowed/");
        Some(format!("{place}/{}", names.get(&holder.parse().ok().filter(|_| of_holder)?)?))
    };
    balances.into_iter().map(|(key, balance)| (rename(key.clone()).unwrap_or(key), balance)).collect()
}

/// At the end and at some earlier positions.
fn at_cuts(entries: usize, check: impl Fn(Cut) -> Checked) -> Checked {
    spread(entries, CUTS).try_for_each(|index| check(known_after(index.saturating_add(1))))
}

/// Two logs of the same positions are to have the same findings, and the balances said of each.
pub(super) fn compare(
    one: &Log,
    other: &Log,
    cut: Cut,
    what: &str,
    of_one: impl Fn(&Ledger) -> BTreeMap<String, Balance>,
    of_other: impl Fn(&Ledger) -> BTreeMap<String, Balance>,
) -> Checked {
    let (ledger, findings) = fold(&one.timeline(cut).facts);
    let (others, other_findings) = fold(&other.timeline(cut).facts);
    let at = Prefix::at(cut);
    same(at, &format!("findings {what}"), &codes(&findings), &codes(&other_findings))?;
    same_balances(at, what, &of_one(&ledger), &of_other(&others))
}

/// 14: so many times every quantity are so many times every count of shares and rights, and of cash;
/// twice and a thousand times as much.
///
/// It says nothing of a log, and returns `Ok`, at positions where a product of quantity and price, the
/// interest on a debt or the shares for one are rounded, a fraction of a warrant is dealt with, a warrant
/// buys a part of a share, a right is settled net or a number is finer than its grain: a rounded part of
/// twice as much is not twice the rounded part.
///
/// # Errors
/// The first earlier position at which a count is not the multiple.
pub fn scaling_scales_counts(entries: &[Entry]) -> Result<(), Violation> {
    scaling_scales_by(entries, 2).and_then(|()| scaling_scales_by(entries, 1000))
}

/// 14, with a factor of your own.
///
/// # Errors
/// As [`scaling_scales_counts`].
pub fn scaling_scales_by(entries: &[Entry], factor: u32) -> Result<(), Violation> {
    let (log, many) = (log_of(entries), log_of(&scaled(entries, factor)));
    let what = format!("{factor} times as much");
    let of_many = |ledger: &Ledger| counts(ledger, 1);
    at_cuts(entries.len(), |cut| {
        let facts = log.timeline(cut).facts;
        let (ledger, findings) = fold(&facts);
        let even = is_even(&facts, &findings) && counts_evenly(&facts, &ledger) && recovers_evenly(&facts, &ledger);
        if !even {
            return Ok(());
        }
        compare(&log, &many, cut, &what, |ledger| counts(ledger, factor), of_many)
    })
    .map_err(|broken| broken.of(14))
}

/// Whether nothing is rounded to come to proceeds, counts or interest, refused ones too, no warrant buys a
/// part of a share, no right is settled net, and nothing is refused for being too fine.
fn is_even(facts: &[Fact<'_>], findings: &[Finding]) -> bool {
    let refused: BTreeSet<Seq> = findings.iter().map(|finding| finding.seq).collect();
    let mut said = Said::default();
    let whole = |fact: &Fact<'_>| {
        if !refused.contains(&fact.stated_by) {
            said.hear(fact.event);
        }
        let products = said.products(fact.event).unwrap_or_default();
        let cents = products.iter().all(|(product, currency)| (product / currency.grain().ratio()).is_integer());
        let counts = said.counts(fact.event).iter().all(|(count, grain)| (count / grain).is_integer());
        let rounded =
            said.rounds(fact.event, refused.contains(&fact.stated_by)) || said.depends_on_reserves(fact.event);
        let whole = buys_whole_shares(fact.event) && !restructures(fact.event);
        cents && counts && !rounded && whole && !is_net(fact.event)
    };
    let fine =
        |finding: &Finding| matches!(&*finding.rejection.problem, Problem::OffGrain { .. } | Problem::OffCents { .. });
    !findings.iter().any(fine) && facts.iter().all(whole)
}

/// Whether an event brings a class to other units, in which counts and prices are rounded.
fn restructures(event: &Event) -> bool {
    restructuring(event).is_some_and(|(from, to, factor)| from == to || factor.numer() != factor.denom())
}

/// Whether each warrant of a series that an event registers buys a whole count of shares.
pub(super) fn buys_whole_shares(event: &Event) -> bool {
    let ratio = if let Event::SeriesRegistered(series) = event { series.ratio } else { None };
    ratio.is_none_or(|ratio| (ratio.new.exact().ratio() / ratio.old.exact().ratio()).is_integer())
}

/// Whether shares that count by value leave nothing that is worth less than one of them: the smallest count
/// of the class is worth the smallest amount of the currency.
fn counts_evenly(facts: &[Fact<'_>], ledger: &Ledger) -> bool {
    let whole = |part: &SharePart| {
        let Some(Price { amount, currency }) = &part.average_price else { return true };
        let grain = ledger.class(&part.class).and_then(|class| ledger.grain(class));
        let Given::Stated(price) = amount else { return false };
        grain.is_some_and(|grain| price.exact().ratio() * grain.ratio() == currency.grain().ratio())
    };
    facts.iter().all(|fact| {
        let Event::PropertyPaid(paid) = fact.event else { return true };
        paid.shares.as_ref().is_none_or(whole)
    })
}

/// Whether nothing is rounded to find how much of what is received for a property is its cost: all of it
/// was paid, and is received, in functional currency.
fn recovers_evenly(facts: &[Fact<'_>], ledger: &Ledger) -> bool {
    let functional = ledger.book().map(|book| book.functional);
    let mut received = facts.iter().filter_map(|fact| {
        if let Event::PropertyReceipt(receipt) = fact.event {
            Some(receipt.amount.currency)
        } else if let Event::RoyaltyBoughtBack(bought) = fact.event {
            Some(bought.price.currency)
        } else {
            None
        }
    });
    let foreign = |currency: Option<Currency>| currency.is_some() && currency != functional;
    let paid = ledger.accounts().filter(|(account, _)| matches!(account.place, Place::Property(_)));
    let mut paid = paid.map(|(account, _)| account.unit.currency());
    let first = received.next();
    first.is_none() || !(foreign(first) || received.any(|of| foreign(Some(of))) || paid.any(foreign))
}

/// Amounts that do not depend on a rounded part of something, so many times.
fn counts(ledger: &Ledger, factor: u32) -> BTreeMap<String, Balance> {
    let rounded = [
        "/share-capital/",
        "/treasury-stock/",
        "/deficit",
        "/warrant-reserve/",
        "/award-reserve/",
        "/obligation/",
        "/flow-through-premium/",
        "/income/flow-through",
        "/contributed-surplus",
    ];
    let kept = ledger.balances().into_iter().filter(|(key, _)| !rounded.iter().any(|part| key.contains(part)));
    let times = |number: Exact| Exact::from_raw(number.raw().saturating_mul(i128::from(factor)));
    let counted = kept.map(|(key, balance)| (key, Balance { amount: times(balance.amount), carrying: Exact::ZERO }));
    counted.filter(|(_, balance)| !balance.is_zero()).collect()
}
