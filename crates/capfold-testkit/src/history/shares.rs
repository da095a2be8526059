//! Events about shares, options and warrants.

use capfold_core::date::Date;
use capfold_core::event::{
    Authorised, AuthorisedSet, CashConsideration, Consideration, Event, ExercisedLot, IssueCost, OptionsEnded,
    OptionsExercised, OptionsGranted, PropertyConsideration, PurposeConsideration, SharesIssued, SharesTransferred,
    WarrantsExercised, WarrantsExpired, WarrantsIssued, WarrantsPaid, WarrantsTransferred,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Amount, Currency, Given, GivenQuantity, Money, PerShare, Price, Quantity};
use capfold_core::name::Name;

use super::desk::Desk;
use super::op::{Fault, Step};
use super::state::{Lot, Place, Right, State, product};

/// How many more are authorised, in smallest counts.
const LIMITS: [i128; 4] = [1_000, 1_000_000, 100_000_000, 7];
/// Days from grant or registration to the last day of the term.
const TERMS: [u32; 6] = [30, 90, 365, 1, 0, 10];

impl Desk<'_> {
    pub(super) fn authorised_set(&mut self) -> Option<Event> {
        let state = self.state;
        let (name, class) = self.one_of(state.classes.iter())?;
        let taken = state.at(&Place::Taken(name.clone()));
        let unlimited = self.fault.is_none() && !self.once_in(5) && self.pick(3) == 0;
        let authorised =
            if unlimited { Authorised::Unlimited } else { Authorised::Limited(self.limit(taken, class.grain)?) };
        Some(Event::AuthorisedSet(Box::new(AuthorisedSet { class: self.called(name), authorised })))
    }

    /// A number to authorise: exactly what is taken, or more; one less if that is the mistake to make.
    fn limit(&mut self, taken: Exact, grain: Exact) -> Option<GivenQuantity> {
        if taken > grain && self.errs(Fault::TooMuch) {
            return Some(Given::Stated(Quantity::try_from(taken.minus(grain)?).ok()?));
        }
        let half = Exact::from_raw(grain.raw().checked_div(2)?);
        if half > Exact::ZERO && self.errs(Fault::OffGrain) {
            return Some(Given::Stated(Quantity::try_from(taken.plus(half)?).ok()?));
        }
        let exactly = taken > Exact::ZERO && self.once_in(5);
        let more = if exactly {
            Exact::ZERO
        } else {
            let count = self.one_of(LIMITS)?;
            Exact::from_raw(grain.raw().checked_mul(count)?)
        };
        self.exactly(taken.plus(more)?, taken, grain)
    }

    /// A class with room for shares, its grain and its room.
    fn class_with_room(&mut self) -> Option<(Name, Exact, Option<Exact>)> {
        let state = self.state;
        let classes = state.classes.iter().filter_map(|(name, class)| {
            let room = state.room(name);
            room.is_none_or(|room| room >= class.grain).then(|| (name.clone(), class.grain, room))
        });
        let limited_only = self.fault == Some(Fault::TooMuch);
        self.one_of(classes.filter(|(_, _, room)| !limited_only || room.is_some()).collect::<Vec<_>>())
    }

    pub(super) fn shares_issued(&mut self) -> Option<Event> {
        let (class, grain, room) = self.class_with_room()?;
        let holder = self.holder()?;
        let (number, quantity) = self.quantity(room, grain)?;
        let consideration = match self.pick(8) {
            5 => self.for_property(number)?,
            6 => {
                let (currency, purpose) = (self.account()?.1, self.purpose());
                let (_, value) = self.money(None, currency)?;
                Consideration::Services(PurposeConsideration { purpose, value })
            }
            7 => self.for_debt(number)?,
            _ => self.for_cash(number)?,
        };
        let costs = self.issue_costs(&consideration)?;
        let (class, holder) = (class, self.called(&holder));
        Some(Event::SharesIssued(Box::new(SharesIssued { class, holder, quantity, consideration, costs })))
    }

    fn for_cash(&mut self, number: Exact) -> Option<Consideration> {
        let (account, currency) = self.account()?;
        let (per_share, price) = self.price(currency);
        let exact = product(number, per_share, currency)?;
        let stated =
            if self.fault != Some(Fault::PaidOff) && self.once_in(4) { None } else { self.paid(exact, currency) };
        let (paid, price) = match stated {
            Some(paid) if self.fault != Some(Fault::Currency) => (Given::Stated(paid), Some(price)),
            Some(_) | None => (self.money(None, currency)?.1.amount, None),
        };
        // A price in one currency and a payment in another is not well formed: no price then.
        let money = Money { amount: paid, currency };
        let money = if price.is_none() { self.in_other_currency(money) } else { money };
        Some(Consideration::Cash(CashConsideration { account: self.called(&account), paid: money, price }))
    }

    fn in_other_currency(&mut self, money: Money<Given<Amount>>) -> Money<Given<Amount>> {
        let Money { amount, currency } = money;
        let other: Currency = super::desk::value(if currency.code() == "USD" { "CAD" } else { "USD" });
        Money { amount, currency: if self.errs(Fault::Currency) { other } else { currency } }
    }

    fn for_property(&mut self, number: Exact) -> Option<Consideration> {
        let Some(property) = self.one_of(&self.state.properties).cloned() else {
            return self.for_cash(number);
        };
        let (_, currency) = self.account()?;
        let (_, value) = self.money(None, currency)?;
        Some(Consideration::Property(PropertyConsideration { property: self.called(&property), value }))
    }

    fn for_debt(&mut self, number: Exact) -> Option<Consideration> {
        let Some((purpose, currency, there)) = self.owed(None) else {
            return self.for_cash(number);
        };
        let (_, value) = self.money(Some(there), currency)?;
        Some(Consideration::Debt(PurposeConsideration { purpose, value }))
    }

    /// Costs: mostly none, else paid from an account with cash, owed, or both.
    fn issue_costs(&mut self, consideration: &Consideration) -> Option<Vec<IssueCost>> {
        let mut costs = Vec::new();
        let (paid, owed) = match self.pick(8) {
            5 => (true, false),
            6 => (false, true),
            7 => (true, true),
            _ => (false, false),
        };
        if paid && let Some((place, currency, there)) = self.funds(None) {
            // An issue for cash into the account, if it is the same one, only adds to what is there.
            let free = !place.restricted && self.state.has_value(currency, self.day);
            if free && !matches!(consideration, Consideration::Debt(_)) {
                let (_, amount) = self.money(Some(there), currency)?;
                costs.push(IssueCost { amount, account: Some(place.account) });
            }
        }
        if owed {
            let (_, amount) = self.money(None, self.book.functional)?;
            costs.push(IssueCost { amount, account: None });
        }
        Some(costs)
    }

    pub(super) fn shares_transferred(&mut self) -> Option<Event> {
        let state = self.state;
        let held = state.places.iter().filter_map(|(place, there)| match place {
            Place::Held(class, holder) if !there.is_zero() => Some((class, holder, *there)),
            Place::Held(..)
            | Place::Warrants(..)
            | Place::Options(_)
            | Place::Cash(..)
            | Place::Owed(..)
            | Place::Receivable(_)
            | Place::Taken(_)
            | Place::Granted(_) => None,
        });
        let (class, from, there) = self.one_of(held.collect::<Vec<_>>())?;
        let (_, quantity) = self.quantity(Some(there), state.grain(class))?;
        let to = self.holder()?;
        let (class, from, to) = (class.clone(), from.clone(), self.called(&to));
        Some(Event::SharesTransferred(Box::new(SharesTransferred { class, from, to, quantity })))
    }

    /// A day at the end of a new term.
    pub(super) fn term(&mut self) -> Date {
        let days = self.one_of(TERMS).unwrap_or(30);
        (0..days).fold(self.day, |day, _| day.next())
    }

    /// The last day of a new term, where it has one.
    pub(super) fn expiry(&mut self) -> Option<Date> {
        if self.once_in(8) { None } else { Some(self.term()) }
    }

    pub(super) fn options_granted(&mut self) -> Option<Event> {
        let state = self.state;
        let plans = state.plans.iter().collect();
        let left = |plan: &Name, limit: Option<Exact>| limit?.minus(state.at(&Place::Granted(plan.clone())));
        let open = |plan: &Name, limit| left(plan, limit).is_none_or(|left| left > Exact::ONE);
        let serves = |plan: &Name, class: &Name, limit| open(plan, limit) && has_room(state, class);
        let (plan, (class, limit)) = self.best_of(plans, |(plan, (class, limit))| serves(plan, class, *limit))?;
        let pool = left(plan, *limit);
        let there = match (pool, state.room(class)) {
            (Some(pool), Some(room)) => Some(pool.min(room)),
            (pool, room) => pool.or(room),
        };
        let (_, quantity) = self.quantity(there, state.grain(class))?;
        let (_, currency) = self.account()?;
        let (_, strike) = self.price(currency);
        let grant = self.fresh("o", state.lots.keys());
        let (plan, holder, expires) = (self.called(plan), self.holder()?, self.expiry());
        Some(Event::OptionsGranted(Box::new(OptionsGranted { grant, plan, holder, quantity, strike, expires })))
    }

    /// Lots with options outstanding, and how many.
    fn lots(&self) -> Vec<(Name, Lot, Exact)> {
        let there = |name: &Name| self.state.at(&Place::Options(name.clone()));
        let lots = self.state.lots.iter().map(|(name, lot)| (name.clone(), lot.clone(), there(name)));
        lots.filter(|(_, _, there)| !there.is_zero()).collect()
    }

    /// The day after the last of the term, if that is the mistake to make.
    fn perhaps_late(&mut self, right: &Right) {
        if let Some(expires) = right.expires
            && self.errs(Fault::WrongDay)
        {
            self.day = expires.next();
        }
    }

    pub(super) fn options_exercised(&mut self) -> Option<Event> {
        let day = self.day;
        let open: Vec<_> = self.lots().into_iter().filter(|(_, lot, _)| lot.right.is_open(day)).collect();
        let state = self.state;
        let served = |right: &Right| can_be_paid(state, right, day);
        let (grant, lot, there) = self.best_of(open.clone(), |(_, lot, _)| served(&lot.right))?;
        let currency = lot.right.currency;
        let account = self.account_in(currency)?;
        self.valued(currency)?;
        self.perhaps_late(&lot.right);
        let mut lots = vec![self.exercised(&grant, &lot, there)?];
        let second = open.iter().find(|(name, other, _)| *name != grant && other.right.currency == currency);
        if self.once_in(3)
            && let Some((name, other, there)) = second
        {
            lots.push(self.exercised(name, other, *there)?);
        }
        let sum = lots.iter().try_fold(Exact::ZERO, |sum, (_, paid)| sum.plus(*paid))?;
        let stated = self.fault == Some(Fault::PaidOff) || self.pick(2) == 1;
        let paid = if stated { self.paid(sum, currency).map(|amount| Money { amount, currency }) } else { None };
        let lots = lots.into_iter().map(|(lot, _)| lot).collect();
        Some(Event::OptionsExercised(Box::new(OptionsExercised { lots, account: self.called(&account), paid })))
    }

    /// A part of an exercise, and what is paid for it.
    fn exercised(&mut self, grant: &Name, lot: &Lot, there: Exact) -> Option<(ExercisedLot, Exact)> {
        let Right { strike, currency, class, .. } = &lot.right;
        let (number, quantity) = self.quantity(Some(there), self.state.grain(class))?;
        let asked = if self.errs(Fault::Strike) { strike.plus(Exact::grain(4))? } else { *strike };
        let price = Price { amount: Given::Stated(PerShare::try_from(asked).ok()?), currency: *currency };
        let part = ExercisedLot { grant: grant.clone(), quantity, price };
        Some((part, product(number, *strike, *currency)?))
    }

    pub(super) fn options_expired(&mut self) -> Option<Event> {
        let (grant, lot, there) = self.one_of(self.lots())?;
        self.reach_expiry(&lot.right)?;
        let (_, quantity) = self.quantity(Some(there), self.state.grain(&lot.right.class))?;
        Some(Event::OptionsExpired(Box::new(OptionsEnded { grant: self.called(&grant), quantity })))
    }

    /// Goes on to the last day of the term, or to the day before if that is the mistake to make.
    fn reach_expiry(&mut self, right: &Right) -> Option<()> {
        let Some(expires) = right.expires.filter(|expires| self.day < *expires) else {
            return Some(());
        };
        let far = expires.days_since(self.day) > 60;
        if far || matches!(self.op.step, Step::Back(_)) {
            return self.errs(Fault::WrongDay).then_some(());
        }
        self.day = if self.errs(Fault::WrongDay) { expires.previous() } else { expires };
        Some(())
    }

    pub(super) fn options_forfeited(&mut self) -> Option<Event> {
        let (grant, lot, there) = self.one_of(self.lots())?;
        let (_, quantity) = self.quantity(Some(there), self.state.grain(&lot.right.class))?;
        Some(Event::OptionsForfeited(Box::new(OptionsEnded { grant: self.called(&grant), quantity })))
    }

    pub(super) fn warrants_issued(&mut self) -> Option<Event> {
        let state = self.state;
        let day = self.day;
        let serves = |right: &Right| right.is_open(day) && has_room(state, &right.class);
        let (name, right) = self.best_of(state.series.iter().collect(), |(_, right)| serves(right))?;
        let (_, quantity) = self.quantity(state.room(&right.class), state.grain(&right.class))?;
        let holder = self.holder()?;
        let must_pay = matches!(self.fault, Some(Fault::Currency | Fault::NoRate));
        let paid = match self.account_in(right.currency) {
            Some(account) if must_pay || self.pick(2) == 1 => {
                self.valued(right.currency)?;
                let (_, amount) = self.money(None, right.currency)?;
                Some(WarrantsPaid { account, amount })
            }
            Some(_) | None => None,
        };
        let (series, holder) = (self.called(name), self.called(&holder));
        Some(Event::WarrantsIssued(Box::new(WarrantsIssued { series, holder, quantity, paid })))
    }

    /// Series, holder and number of warrants outstanding, with their terms.
    fn warrants(&self) -> Vec<(Name, Name, Right, Exact)> {
        let found = self.state.places.iter().filter_map(|(place, there)| match place {
            Place::Warrants(series, holder) if !there.is_zero() => {
                Some((series.clone(), holder.clone(), self.state.series.get(series)?.clone(), *there))
            }
            Place::Warrants(..)
            | Place::Held(..)
            | Place::Options(_)
            | Place::Cash(..)
            | Place::Owed(..)
            | Place::Receivable(_)
            | Place::Taken(_)
            | Place::Granted(_) => None,
        });
        found.collect()
    }

    pub(super) fn warrants_exercised(&mut self) -> Option<Event> {
        let day = self.day;
        let open = self.warrants().into_iter().filter(|(_, _, right, _)| right.is_open(day));
        let state = self.state;
        let served = |right: &Right| can_be_paid(state, right, day);
        let (series, holder, right, there) = self.best_of(open.collect(), |(_, _, right, _)| served(right))?;
        let currency = right.currency;
        let account = self.account_in(currency)?;
        self.valued(currency)?;
        self.perhaps_late(&right);
        let (number, quantity) = self.quantity(Some(there), self.state.grain(&right.class))?;
        let exact = product(number, right.strike, currency)?;
        let stated = self.fault == Some(Fault::PaidOff) || self.pick(2) == 1;
        let paid = if stated { self.paid(exact, currency).map(|amount| Money { amount, currency }) } else { None };
        let series = self.called(&series);
        Some(Event::WarrantsExercised(Box::new(WarrantsExercised { series, holder, quantity, account, paid })))
    }

    pub(super) fn warrants_expired(&mut self) -> Option<Event> {
        let (series, holder, right, there) = self.one_of(self.warrants())?;
        self.reach_expiry(&right)?;
        let (_, quantity) = self.quantity(Some(there), self.state.grain(&right.class))?;
        Some(Event::WarrantsExpired(Box::new(WarrantsExpired { series: self.called(&series), holder, quantity })))
    }

    pub(super) fn warrants_transferred(&mut self) -> Option<Event> {
        let (series, from, right, there) = self.one_of(self.warrants())?;
        let (_, quantity) = self.quantity(Some(there), self.state.grain(&right.class))?;
        let to = self.holder()?;
        let to = self.called(&to);
        Some(Event::WarrantsTransferred(Box::new(WarrantsTransferred { series, from, to, quantity })))
    }
}

/// Whether a class has room for more than a few shares.
fn has_room(state: &State, class: &Name) -> bool {
    state.room(class).is_none_or(|room| room > Exact::ONE)
}

/// Whether there is an account in the currency of the strike, and a rate for it.
fn can_be_paid(state: &State, right: &Right, day: Date) -> bool {
    state.accounts.values().any(|currency| *currency == right.currency) && state.has_value(right.currency, day)
}
