//! The desk at which a step becomes an event: it chooses among what the ledger holds on the day.
//!
//! What the desk knows of rules it knows as habits, so that most drafts can happen; whether one can
//! is for the ledger to say.

use std::str::FromStr;

use capfold_core::date::{Date, Span};
use capfold_core::event::{CashPlace, Purpose, RateChoice, Tranche};
use capfold_core::exact::Exact;
use capfold_core::finding::Thing;
use capfold_core::ledger::{
    Account, AgreementId, AgreementKind, AgreementView, BankId, Book, ClassId, ClassTerms, Ledger, LockView, Place,
    PlacementView, PlanView, RightView, Unit,
};
use capfold_core::money::Currency;
use capfold_core::name::{Label, Name};

use super::Mode;
use super::op::{Op, Step};

/// The currencies of a history.
pub(super) const CURRENCIES: [&str; 3] = ["USD", "CAD", "JPY"];
/// Days to the last day of a term.
const TERMS: [u32; 6] = [30, 90, 365, 1, 0, 10];

/// A constant of the generator as a value.
#[expect(clippy::expect_used, reason = "the text is a constant of this crate or built from one")]
pub(super) fn value<T: FromStr>(text: &str) -> T {
    text.parse().ok().expect("constants of the generator follow the grammars of their types")
}

/// What one step is written with.
pub(super) struct Desk<'a> {
    /// What the facts through the day amount to.
    pub(super) ledger: &'a Ledger,
    pub(super) book: &'a Book,
    /// The day of the entry; some events move it.
    pub(super) day: Date,
    pub(super) op: &'a Op,
    pub(super) mode: Mode,
    /// Makes new names unique.
    pub(super) position: usize,
    /// The size of the entry before, in smallest units.
    pub(super) last: i128,
    /// The last name given to something new.
    pub(super) made: Option<Name>,
    /// How often the step was drafted before: every draft chooses otherwise.
    pub(super) attempt: u8,
    next_pick: u8,
}

/// A class, and how much of it can still be issued or reserved; none: without limit.
#[derive(Clone, Copy)]
pub(super) struct Class<'a> {
    pub(super) id: ClassId,
    pub(super) name: &'a Name,
    pub(super) grain: Exact,
    pub(super) room: Option<Exact>,
}

/// What a holder holds of a unit.
#[derive(Clone, Copy)]
pub(super) struct Holding<'a> {
    pub(super) unit: Unit,
    pub(super) holder: &'a Name,
    pub(super) there: Exact,
    pub(super) grain: Exact,
}

/// A holding of warrants or options with their terms.
#[derive(Clone, Copy)]
pub(super) struct Rights<'a> {
    pub(super) right: RightView<'a>,
    pub(super) held: Holding<'a>,
}

/// What an issue is of: a class, and mostly a tranche of a placement where there is one.
pub(super) struct Placed<'a> {
    /// The class, with the room that the placement leaves.
    pub(super) class: Class<'a>,
    pub(super) tranche: Option<Box<Tranche>>,
    /// The price that the placement announced.
    pub(super) price: Option<(Exact, Currency)>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(ledger: &'a Ledger, book: &'a Book, day: Date, op: &'a Op, mode: Mode) -> Self {
        let (position, last, attempt, next_pick) = (0, 1, 0, 0);
        Self { ledger, book, day, op, mode, position, last, made: None, attempt, next_pick }
    }

    // Choices

    /// A choice among `count`.
    pub(super) fn pick(&mut self, count: usize) -> usize {
        let byte = self.op.picks.get(usize::from(self.next_pick)).copied().unwrap_or(0);
        let other = self.next_pick.wrapping_mul(37).wrapping_add(89).wrapping_mul(self.attempt);
        self.next_pick = self.next_pick.saturating_add(1);
        usize::from(byte.wrapping_add(other)).checked_rem(count).unwrap_or(0)
    }

    /// True once in `count`; false is the simpler case.
    pub(super) fn once_in(&mut self, count: usize) -> bool {
        self.pick(count).saturating_add(1) == count
    }

    /// One of several things, if there are any.
    pub(super) fn one_of<T: Clone>(&mut self, things: impl IntoIterator<Item = T>) -> Option<T> {
        let things: Vec<T> = things.into_iter().collect();
        let index = self.pick(things.len());
        things.get(index).cloned()
    }

    /// One of several things, mostly one that serves.
    pub(super) fn best_of<T: Clone>(
        &mut self,
        things: impl IntoIterator<Item = T>,
        serves: impl Fn(&T) -> bool,
    ) -> Option<T> {
        let (good, bad): (Vec<T>, Vec<T>) = things.into_iter().partition(serves);
        let (first, second) = if self.once_in(12) { (bad, good) } else { (good, bad) };
        let chosen = if first.is_empty() { second } else { first };
        self.one_of(chosen)
    }

    // Names

    /// A name that nothing has yet.
    pub(super) fn new_name(&mut self, prefix: &str) -> Name {
        let name: Name = value(&format!("{prefix}-{}", self.position));
        self.made = Some(name.clone());
        name
    }

    pub(super) fn label(&mut self, what: &str) -> Label {
        value(&format!("{what} {}", self.position))
    }

    /// The name of one of the things of a kind.
    pub(super) fn named(&mut self, thing: Thing) -> Option<Name> {
        self.one_of(self.ledger.names_of(thing)).cloned()
    }

    pub(super) fn holder(&mut self) -> Option<Name> {
        self.named(Thing::Holder)
    }

    /// A purpose among what is registered.
    pub(super) fn purpose(&mut self) -> Purpose {
        let found = match self.pick(8) {
            1 | 2 => self.named(Thing::Property).map(Purpose::Exploration),
            3 => self.named(Thing::Project).map(Purpose::Research),
            4 => self.named(Thing::Class).map(Purpose::IssueCosts),
            5 => Some(Purpose::Finance),
            6 => Some(Purpose::ShareBased),
            7 => Some(Purpose::Tax),
            _ => None,
        };
        found.unwrap_or(Purpose::Administrative)
    }

    /// One of the agreements of a kind, mostly one that has not ended.
    pub(super) fn agreement(&mut self, wanted: impl Fn(AgreementKind) -> bool) -> Option<AgreementView<'a>> {
        let ledger = self.ledger;
        let agreements: Vec<_> = ledger.agreements().filter(|agreement| wanted(agreement.kind)).collect();
        self.best_of(agreements, |agreement| agreement.ended.is_none())
    }

    // Shares and rights

    pub(super) fn classes(&self) -> Vec<Class<'a>> {
        let ledger = self.ledger;
        let class = |(id, name, _): (ClassId, &'a Name, _)| Class {
            id,
            name,
            grain: ledger.grain(id).unwrap_or(Exact::ONE),
            room: self.room(id),
        };
        ledger.classes().map(class).collect()
    }

    /// How many more shares of a class can be issued or reserved; none: without limit.
    fn room(&self, id: ClassId) -> Option<Exact> {
        let unissued = Account { unit: Unit::Class(id), place: Place::Unissued };
        if self.ledger.is_unlimited(id, self.day) { None } else { Some(self.ledger.balance(unissued).amount) }
    }

    pub(super) fn class(&mut self) -> Option<Class<'a>> {
        self.one_of(self.classes())
    }

    /// A class of which something can be issued.
    pub(super) fn class_with_room(&mut self) -> Option<Class<'a>> {
        let classes = self.classes().into_iter();
        self.one_of(classes.filter(|class| class.room.is_none_or(|room| room >= class.grain)).collect::<Vec<_>>())
    }

    /// The class that a unit counts or buys.
    pub(super) fn class_of(&self, unit: Unit) -> Option<Class<'a>> {
        let id = self.ledger.class_of(unit)?;
        self.classes().into_iter().find(|class| class.id == id)
    }

    /// A plan, its class, and how many more options of it can be granted; mostly one with room.
    pub(super) fn plan(&mut self) -> Option<(Name, Class<'a>, Option<Exact>)> {
        let plans = self.ledger.plans().filter_map(|PlanView { name, class, left }| {
            let class = self.class_of(Unit::Class(class))?;
            Some((name.clone(), class, [left, class.room].into_iter().flatten().min()))
        });
        let plans: Vec<_> = plans.collect();
        self.best_of(plans, |(_, class, room)| room.is_none_or(|room| room >= class.grain))
    }

    /// What holders hold of the units that are wanted.
    pub(super) fn holdings(&self, wanted: impl Fn(Unit) -> bool) -> Vec<Holding<'a>> {
        let ledger = self.ledger;
        let accounts = ledger.accounts().filter(|(account, balance)| wanted(account.unit) && !balance.is_zero());
        let held = accounts.filter_map(|(Account { unit, place }, balance)| {
            let Place::Held(holder) = place else {
                return None;
            };
            let grain = ledger.class_of(unit).and_then(|class| ledger.grain(class))?;
            Some(Holding { unit, holder: ledger.holder_name(holder)?, there: balance.amount, grain })
        });
        held.collect()
    }

    /// What is held of classes whose terms are wanted.
    pub(super) fn holdings_with(&self, wanted: impl Fn(&ClassTerms) -> bool) -> Vec<Holding<'a>> {
        let has = |class| self.ledger.class_terms(class).is_some_and(&wanted);
        self.holdings(|unit| matches!(unit, Unit::Class(class) if has(class)))
    }

    /// A holding of shares, and the name of the class.
    pub(super) fn holding(&mut self) -> Option<(Name, Holding<'a>)> {
        let held = self.one_of(self.holdings(|unit| matches!(unit, Unit::Class(_))))?;
        Some((value(self.ledger.unit_name(held.unit)), held))
    }

    /// A holding of shares of which some are on hold, on the last day of the hold; and the name of the class.
    pub(super) fn on_hold(&mut self) -> Option<(Name, Holding<'a>)> {
        let held = self.holdings(|unit| matches!(unit, Unit::Class(_)));
        let held = held.into_iter().filter_map(|held| Some((self.lock(&held)?.hold_until?, held)));
        let (last, held) = self.one_of(held.collect::<Vec<_>>())?;
        self.reach(Some(last))?;
        Some((value(self.ledger.unit_name(held.unit)), held))
    }

    /// What is on hold or in escrow of a holding of shares.
    fn lock(&self, held: &Holding<'_>) -> Option<LockView<'a>> {
        let own = |lock: &LockView<'_>| Unit::Class(lock.class) == held.unit && lock.holder == held.holder;
        self.ledger.locks(self.day).into_iter().find(own)
    }

    /// What of a holding of shares is not on hold on the day.
    pub(super) fn free(&self, held: &Holding<'_>) -> Exact {
        self.lock(held).map_or(Exact::ZERO, |lock| lock.free())
    }

    fn rights(&self, wanted: impl Fn(Unit) -> bool) -> Vec<Rights<'a>> {
        let ledger = self.ledger;
        let rights = |held: Holding<'a>| Some(Rights { right: ledger.right(held.unit)?, held });
        self.holdings(wanted).into_iter().filter_map(rights).collect()
    }

    /// Warrants that are outstanding.
    pub(super) fn warrants(&self) -> Vec<Rights<'a>> {
        self.rights(|unit| matches!(unit, Unit::Series(_)))
    }

    /// Options that are outstanding.
    pub(super) fn options(&self) -> Vec<Rights<'a>> {
        self.rights(|unit| matches!(unit, Unit::Grant(_)))
    }

    /// Awards that are outstanding.
    pub(super) fn awards(&self) -> Vec<Rights<'a>> {
        self.rights(|unit| matches!(unit, Unit::Award(_)))
    }

    /// Options and awards that are outstanding.
    pub(super) fn options_and_awards(&self) -> Vec<Rights<'a>> {
        self.rights(|unit| matches!(unit, Unit::Grant(_) | Unit::Award(_)))
    }

    /// Whether a right can be exercised on the day.
    pub(super) fn is_open(&self, right: &RightView<'_>) -> bool {
        right.expires.is_none_or(|expires| self.day <= expires)
    }

    /// Rights that can be exercised, mostly ones for whose strike there is an account and a rate.
    pub(super) fn exercisable(&mut self, rights: Vec<Rights<'a>>) -> Option<Rights<'a>> {
        let payable = self.payable_currencies();
        let open = rights.into_iter().filter(|rights| self.is_open(&rights.right));
        let open = self.mostly_vested(open.collect());
        let serves =
            |rights: &Rights<'_>| payable.contains(&rights.right.currency) && rights.held.there >= rights.held.grain;
        self.best_of(open, serves)
    }

    /// Those of some rights that have vested; now and then all that are held.
    pub(super) fn mostly_vested(&mut self, rights: Vec<Rights<'a>>) -> Vec<Rights<'a>> {
        if self.once_in(8) { rights } else { rights.into_iter().map(|rights| self.vested(rights)).collect() }
    }

    /// Those of some rights that have vested.
    pub(super) fn vested(&self, rights: Rights<'a>) -> Rights<'a> {
        let there = rights.held.there.saturating_minus(self.ledger.unvested(rights.right.unit, self.day));
        Rights { held: Holding { there, ..rights.held }, ..rights }
    }

    /// Goes on to the last day of a term that is not far.
    pub(super) fn reach_expiry(&mut self, right: &RightView<'_>) -> Option<()> {
        self.reach(right.expires)
    }

    fn reach(&mut self, last: Option<Date>) -> Option<()> {
        if let Some(last) = last.filter(|last| self.day < *last) {
            let near = last.days_since(self.day) <= 60 && !matches!(self.op.step, Step::Back(_));
            self.day = near.then_some(last)?;
        }
        Some(())
    }

    // Days

    /// A day at the end of a new term.
    pub(super) fn later(&mut self) -> Date {
        self.day.days_after(self.one_of(TERMS).unwrap_or(30))
    }

    /// The last day of a new term, where it has one.
    pub(super) fn expiry(&mut self) -> Option<Date> {
        if self.once_in(8) { None } else { Some(self.later()) }
    }

    /// The last day of a hold period, now and then.
    pub(super) fn hold_until(&mut self) -> Option<Date> {
        if self.once_in(4) { Some(self.later()) } else { None }
    }

    // Money

    /// Whether the policy finds a rate for a currency on the day.
    pub(super) fn has_value(&self, currency: Currency) -> bool {
        let (functional, policy) = (self.book.functional, self.ledger.policies_at(self.day).exchange);
        let (span, oldest) = match policy.rate {
            RateChoice::TransactionDate => (Span::Day, self.day.days_before(policy.max_age_days)),
            RateChoice::MonthAverage => (Span::Month, self.day.first_of(Span::Month)),
            RateChoice::QuarterAverage => (Span::Quarter, self.day.first_of(Span::Quarter)),
        };
        currency == functional || self.has_rate(currency, span, oldest)
    }

    /// Whether a rate of a stretch is known that is not older than a day.
    pub(super) fn has_rate(&self, currency: Currency, span: Span, oldest: Date) -> bool {
        let functional = self.book.functional;
        [(functional, currency), (currency, functional)].into_iter().any(|(base, quote)| {
            let seen = self.ledger.observed_over(base, quote, span);
            seen.last().is_some_and(|rate| rate.date >= oldest)
        })
    }

    /// The currencies of accounts that have a value on the day.
    fn payable_currencies(&self) -> Vec<Currency> {
        self.ledger.banks().map(|(_, _, currency)| currency).filter(|currency| self.has_value(*currency)).collect()
    }

    pub(super) fn any_currency(&mut self) -> Option<Currency> {
        self.one_of(CURRENCIES).map(value)
    }

    /// An account and its currency, mostly one that has a value on the day.
    pub(super) fn account(&mut self) -> Option<(Name, Currency)> {
        let payable = self.payable_currencies();
        let (_, name, currency) = self.best_of(self.ledger.banks(), |(_, _, currency)| payable.contains(currency))?;
        Some((name.clone(), currency))
    }

    /// An account of one currency.
    pub(super) fn bank(&mut self, currency: Currency) -> Option<Name> {
        let banks = self.ledger.banks().filter(|(_, _, held)| *held == currency);
        self.one_of(banks).map(|(_, name, _)| name.clone())
    }

    /// The place for cash in an account; sometimes the restricted part of it.
    pub(super) fn cash_in(&mut self, account: Name) -> CashPlace {
        CashPlace { account, restricted: self.once_in(4) }
    }

    /// A place with cash in it, its currency and how much there is.
    pub(super) fn funds(&mut self, currency: Option<Currency>) -> Option<(CashPlace, Currency, Exact)> {
        let ledger = self.ledger;
        let name = |bank: BankId| ledger.banks().find(|(id, _, _)| *id == bank).map(|(_, name, _)| name.clone());
        let places = ledger.accounts().filter_map(|(Account { unit, place }, balance)| {
            let (bank, restricted) = if let Place::Cash(bank) = place {
                (bank, false)
            } else if let Place::RestrictedCash(bank) = place {
                (bank, true)
            } else {
                return None;
            };
            let held = unit.currency()?;
            let fits = currency.is_none_or(|currency| currency == held) && !balance.amount.is_zero();
            if fits { Some((CashPlace { account: name(bank)?, restricted }, held, balance.amount)) } else { None }
        });
        let payable = self.payable_currencies();
        self.best_of(places, |(_, held, _)| payable.contains(held))
    }

    /// How much money of each currency is in a place.
    pub(super) fn money_in(&self, wanted: Place) -> Vec<(Currency, Exact)> {
        let there = self.ledger.accounts().filter(|(account, _)| account.place == wanted);
        let there = there.filter_map(|(account, balance)| Some((account.unit.currency()?, balance.amount)));
        there.filter(|(_, amount)| *amount > Exact::ZERO).collect()
    }

    /// What instalments of an agreement still promise: where, of what and how much.
    pub(super) fn promised(&self, agreement: AgreementId) -> Vec<(Place, Unit, Exact)> {
        let of_it = |place: Place| place.instalment().is_some_and(|(id, _)| id == agreement);
        let open = self.ledger.accounts().filter(|(account, _)| of_it(account.place));
        let open = open.map(|(account, balance)| (account.place, account.unit, balance.amount));
        open.filter(|(_, _, due)| *due > Exact::ZERO).collect()
    }

    /// What is left of commitments that keep an agreement alive.
    pub(super) fn optional(&self, agreement: AgreementId) -> Vec<(Place, Unit, Exact)> {
        let firm = |place: Place| self.ledger.instalments().any(|row| row.firm && place.instalment() == Some(row.id));
        self.promised(agreement).into_iter().filter(|(place, _, _)| !firm(*place)).collect()
    }

    /// What is owed: for what, in which currency, how much.
    pub(super) fn owed(&mut self) -> Option<(Purpose, Currency, Exact)> {
        let ledger = self.ledger;
        let owed = ledger.accounts().filter_map(|(Account { unit, place }, balance)| {
            let Place::Payable(spending) = place else {
                return None;
            };
            let amount = balance.amount.negated();
            if amount > Exact::ZERO { Some((ledger.purpose(spending)?, unit.currency()?, amount)) } else { None }
        });
        self.one_of(owed)
    }

    /// What a holder subscribed for shares that are not issued yet: who, in which currency, how much.
    pub(super) fn subscribed(&mut self) -> Option<(Name, Currency, Exact)> {
        let ledger = self.ledger;
        let subscribed = ledger.accounts().filter_map(|(Account { unit, place }, balance)| {
            let Place::Subscribed(holder) = place else {
                return None;
            };
            let amount = balance.amount.negated();
            if amount > Exact::ZERO {
                Some((ledger.holder_name(holder)?.clone(), unit.currency()?, amount))
            } else {
                None
            }
        });
        self.one_of(subscribed)
    }

    /// A promise of shares: its name, how many are still promised, and the smallest count.
    pub(super) fn promise(&mut self) -> Option<(Name, Exact, Exact)> {
        let ledger = self.ledger;
        let promises = ledger.accounts().filter_map(|(Account { unit, place }, balance)| {
            let Place::Obligated(id) = place else {
                return None;
            };
            let grain = ledger.class_of(unit).and_then(|class| ledger.grain(class))?;
            let name = ledger.obligation_name(id)?.clone();
            if balance.amount > Exact::ZERO { Some((name, balance.amount, grain)) } else { None }
        });
        self.one_of(promises)
    }

    /// An issue of a class, or sometimes one in a tranche of a placement that has something left.
    pub(super) fn placed(&mut self, class: Class<'a>) -> Option<Placed<'a>> {
        let ledger = self.ledger;
        let apart = Placed { class, tranche: None, price: None };
        if !self.once_in(3) {
            return Some(apart);
        }
        let left = |placement: &PlacementView<'_>| placement.left.is_none_or(|left| left > Exact::ZERO);
        let Some(placement) = self.one_of(ledger.placements().filter(left)) else {
            return Some(apart);
        };
        let of_it = ledger.tranches().filter(|tranche| tranche.placement == placement.name && tranche.closed.is_some());
        let closed: Vec<u32> = of_it.map(|tranche| tranche.number).collect();
        let next = closed.iter().max().map_or(Some(1), |last| last.checked_add(1))?;
        let number = if self.once_in(2) { self.one_of(closed).unwrap_or(next) } else { next };
        let class = self.class_of(Unit::Class(placement.class))?;
        let room = [class.room, placement.left].into_iter().flatten().min();
        let tranche = Some(Box::new(Tranche { placement: placement.name.clone(), number }));
        Some(Placed { class: Class { room, ..class }, tranche, price: placement.price })
    }
}
