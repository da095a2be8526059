//! The desk at which a step becomes an event: it chooses among what the state holds, sizes numbers
//! and makes the one mistake that the step asks for.

use std::str::FromStr;

use capfold_core::date::Date;
use capfold_core::event::{AssumedValue, CashPlace, Event, EventKind, Purpose};
use capfold_core::exact::Exact;
use capfold_core::money::{
    Amount, Currency, Given, GivenMoney, GivenPrice, GivenQuantity, Money, PerShare, Price, Quantity, Rest,
};
use capfold_core::name::Name;

use super::Mode;
use super::op::{Fault, Number, Op, Size};
use super::state::{Book, Place, State};

/// Counts in smallest units, for what nothing bounds.
const COUNTS: [i128; 16] =
    [1, 2, 3, 7, 10, 33, 100, 333, 1_000, 2_500, 9_999, 10_000, 100_000, 1_000_000, 2_930_819, 355_000];
/// Amounts in smallest units, for what nothing bounds.
const AMOUNTS: [i128; 16] = [
    1,
    3,
    50,
    99,
    100,
    1_001,
    10_000,
    33_333,
    100_000,
    250_000,
    999_999,
    1_000_000,
    2_500_001,
    5_000_000,
    100_000_000,
    161_195_045,
];
/// Prices: some leave halves of a cent, some are smaller than one.
const PRICES: [&str; 12] =
    ["0.55", "0.1", "1", "0.335", "0.0001", "0.3333", "12.3456", "0.005", "2.5", "0.1234", "0.0125", "0.5"];
/// Prices of whole cents.
const EVEN_PRICES: [&str; 6] = ["0.55", "0.1", "1", "12.34", "2.5", "0.01"];
/// Prices in a currency without cents.
const WHOLE_PRICES: [&str; 4] = ["100", "1", "33", "250"];

/// A constant of the generator as a value.
#[expect(clippy::expect_used, reason = "the text is a constant of this crate or built from one")]
pub(super) fn value<T: FromStr>(text: &str) -> T {
    text.parse().ok().expect("constants of the generator follow the grammars of their types")
}

/// What one step is written with.
pub(super) struct Desk<'a> {
    pub(super) state: &'a State,
    pub(super) book: &'a Book,
    /// The day of the entry; some events move it.
    pub(super) day: Date,
    pub(super) op: &'a Op,
    pub(super) mode: Mode,
    /// Makes new names unique.
    pub(super) position: usize,
    /// The size of the entry before, in smallest units.
    pub(super) last: i128,
    /// The mistake still to be made.
    pub(super) fault: Option<Fault>,
    /// Whether it was made.
    pub(super) broken: bool,
    /// The currency that lacks a rate.
    pub(super) wanted: Option<Currency>,
    /// Whether it must be a rate of the day, whatever the policy.
    pub(super) of_day: bool,
    next_pick: usize,
}

impl<'a> Desk<'a> {
    pub(super) fn new(state: &'a State, book: &'a Book, day: Date, op: &'a Op, mode: Mode) -> Self {
        Self {
            state,
            book,
            day,
            op,
            mode,
            position: 0,
            last: 1,
            fault: None,
            broken: false,
            wanted: None,
            of_day: false,
            next_pick: 0,
        }
    }

    /// Makes the mistake if it is the one that is asked for.
    pub(super) fn errs(&mut self, fault: Fault) -> bool {
        let asked = self.fault == Some(fault);
        if asked {
            self.fault = None;
            self.broken = true;
        }
        asked
    }

    /// Does without a rate, if that is the mistake to make. The entry is not marked as broken: a rate
    /// of that day may still be recorded.
    pub(super) fn lacks_rate(&mut self) -> bool {
        let asked = self.fault == Some(Fault::NoRate);
        if asked {
            self.fault = None;
        }
        asked
    }

    /// A choice among `count`.
    pub(super) fn pick(&mut self, count: usize) -> usize {
        let byte = self.op.picks.get(self.next_pick).copied().unwrap_or(0);
        self.next_pick = self.next_pick.saturating_add(1);
        usize::from(byte).checked_rem(count).unwrap_or(0)
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

    /// One of several things, mostly one that serves; without a rate, if that is the mistake to make.
    pub(super) fn best_of<T: Clone>(&mut self, things: Vec<T>, serves: impl Fn(&T) -> bool) -> Option<T> {
        let (good, bad): (Vec<T>, Vec<T>) = things.into_iter().partition(serves);
        let exception = self.fault == Some(Fault::NoRate) || self.once_in(12);
        let (first, second) = if exception { (bad, good) } else { (good, bad) };
        let chosen = if first.is_empty() { second } else { first };
        self.one_of(chosen)
    }

    /// A name that nothing has yet, or one that is taken if that is the mistake to make.
    pub(super) fn fresh<'n>(&mut self, prefix: &str, taken: impl IntoIterator<Item = &'n Name>) -> Name {
        if self.fault == Some(Fault::Again)
            && let Some(name) = self.one_of(taken)
            && self.errs(Fault::Again)
        {
            return name.clone();
        }
        value(&format!("{prefix}-{}", self.position))
    }

    /// The name, or one that nothing has if that is the mistake to make.
    pub(super) fn called(&mut self, name: &Name) -> Name {
        if self.errs(Fault::Unknown) { value("nowhere") } else { name.clone() }
    }

    pub(super) fn holder(&mut self) -> Option<Name> {
        self.one_of(&self.state.holders).cloned()
    }

    /// A purpose among what is registered.
    pub(super) fn purpose(&mut self) -> Purpose {
        let found = match self.pick(5) {
            1 | 2 => self.one_of(&self.state.properties).map(|name| Purpose::Exploration(self.called(name))),
            3 => self.one_of(&self.state.projects).map(|name| Purpose::Research(self.called(name))),
            4 => self.one_of(self.state.classes.keys()).map(|name| Purpose::IssueCosts(self.called(name))),
            _ => None,
        };
        if found.is_none() && self.errs(Fault::Unknown) {
            return Purpose::Exploration(value("nowhere"));
        }
        found.unwrap_or(Purpose::Administrative)
    }

    /// An account whose currency has a value on the day; without a rate, the rate is wanted first.
    pub(super) fn account(&mut self) -> Option<(Name, Currency)> {
        let accounts: Vec<(Name, Currency)> =
            self.state.accounts.iter().map(|(name, currency)| (name.clone(), *currency)).collect();
        let (state, day) = (self.state, self.day);
        let (name, currency) = self.best_of(accounts, |(_, currency)| state.has_value(*currency, day))?;
        self.valued(currency)?;
        Some((name, currency))
    }

    /// Whether the currency has a value on the day; if not, its rate is wanted, or its lack is the mistake.
    pub(super) fn valued(&mut self, currency: Currency) -> Option<()> {
        if self.state.has_value(currency, self.day) || self.lacks_rate() {
            return Some(());
        }
        self.wanted = Some(currency);
        None
    }

    /// An account of one currency, restricted or not.
    pub(super) fn account_in(&mut self, currency: Currency) -> Option<Name> {
        let state = self.state;
        self.one_of(state.accounts.iter().filter(|(_, held)| **held == currency).map(|(name, _)| name)).cloned()
    }

    /// A place with cash in it, its currency and how much there is.
    pub(super) fn funds(&mut self, currency: Option<Currency>) -> Option<(CashPlace, Currency, Exact)> {
        let state = self.state;
        let places = state.places.iter().filter_map(|(place, there)| {
            let Place::Cash(account, restricted) = place else {
                return None;
            };
            let held = *state.accounts.get(account)?;
            let fits = currency.is_none_or(|currency| currency == held) && !there.is_zero();
            fits.then(|| (CashPlace { account: account.clone(), restricted: *restricted }, held, *there))
        });
        let day = self.day;
        self.best_of(places.collect(), |(_, held, _)| state.has_value(*held, day))
    }

    /// A place for cash in an account; sometimes the restricted part of it.
    pub(super) fn place(&mut self, account: &Name) -> CashPlace {
        let restricted = self.once_in(4);
        CashPlace { account: self.called(account), restricted }
    }

    /// A count of `grain`s, at most what is there.
    pub(super) fn quantity(&mut self, there: Option<Exact>, grain: Exact) -> Option<(Exact, GivenQuantity)> {
        let chosen = self.state.assumptions.iter().filter_map(|(name, assumed)| match assumed {
            AssumedValue::Quantity(bounded) => Some((name.clone(), bounded.chosen)),
            AssumedValue::Amount(_) | AssumedValue::Price(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => {
                None
            }
        });
        let chosen = chosen.collect();
        self.given(there, grain, &COUNTS, chosen)
    }

    /// A count of its own, in one of the ways to give it; an assumed one may be any of at least `least`.
    pub(super) fn exactly(&mut self, count: Exact, least: Exact, grain: Exact) -> Option<GivenQuantity> {
        if self.errs(Fault::Assumption) {
            return Some(Given::Assumed(self.wrong_assumption(true)));
        }
        let state = self.state;
        let chosen = state.assumptions.iter().filter_map(|(name, assumed)| match assumed {
            AssumedValue::Quantity(bounded) => Some((name, bounded.chosen)),
            AssumedValue::Amount(_) | AssumedValue::Price(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => {
                None
            }
        });
        let fits = |chosen: Exact| chosen >= least && chosen.is_multiple_of(grain);
        let chosen: Vec<(&Name, Exact)> = chosen.collect();
        match (self.number(), self.best_of(chosen, |(_, chosen)| fits(*chosen))) {
            (Number::Assumed, Some((name, chosen))) if fits(chosen) => Some(Given::Assumed(name.clone())),
            (Number::Rest | Number::Nothing, Some((after, chosen))) => {
                let total = count.plus(chosen).and_then(|total| Quantity::try_from(total).ok())?;
                Some(Given::Rest(Box::new(Rest { total, after: after.clone() })))
            }
            (Number::Stated | Number::Assumed | Number::Rest | Number::Nothing, _) => {
                Some(Given::Stated(Quantity::try_from(count).ok()?))
            }
        }
    }

    /// An amount of a currency, at most what is there.
    pub(super) fn money(&mut self, there: Option<Exact>, currency: Currency) -> Option<(Exact, GivenMoney)> {
        let chosen = self.state.assumptions.iter().filter_map(|(name, assumed)| match assumed {
            AssumedValue::Amount(bounded) if bounded.currency == currency => Some((name.clone(), bounded.chosen)),
            AssumedValue::Amount(_)
            | AssumedValue::Quantity(_)
            | AssumedValue::Price(_)
            | AssumedValue::Date(_)
            | AssumedValue::Currency(_) => None,
        });
        let chosen = chosen.collect();
        let (number, amount) = self.given::<Amount>(there, currency.grain(), &AMOUNTS, chosen)?;
        Some((number, Money { amount, currency: self.other(currency) }))
    }

    /// The currency, or another if that is the mistake to make.
    fn other(&mut self, currency: Currency) -> Currency {
        if !self.errs(Fault::Currency) {
            return currency;
        }
        let others = ["USD", "CAD", "JPY"].map(value::<Currency>);
        others.into_iter().find(|other| *other != currency).unwrap_or(currency)
    }

    /// A price in a currency.
    pub(super) fn price(&mut self, currency: Currency) -> (Exact, GivenPrice) {
        let table: &[&str] = match (currency.places(), self.mode) {
            (0, _) => &WHOLE_PRICES,
            (_, Mode::Even) => &EVEN_PRICES,
            (_, Mode::Mixed | Mode::Valid) => &PRICES,
        };
        let text = self.one_of(table).copied().unwrap_or("1");
        let stated: PerShare = value(text);
        if self.errs(Fault::Assumption) {
            return (stated.exact(), Price { amount: Given::Assumed(self.wrong_assumption(false)), currency });
        }
        let chosen: Vec<(Name, Exact)> = self
            .state
            .assumptions
            .iter()
            .filter_map(|(name, assumed)| match assumed {
                AssumedValue::Price(bounded) if bounded.currency == currency => Some((name.clone(), bounded.chosen)),
                AssumedValue::Price(_)
                | AssumedValue::Quantity(_)
                | AssumedValue::Amount(_)
                | AssumedValue::Date(_)
                | AssumedValue::Currency(_) => None,
            })
            .collect();
        let number = self.number();
        let from = if number == Number::Stated { None } else { self.one_of(chosen) };
        let (price, amount) = match (number, from) {
            (Number::Assumed, Some((name, chosen))) => (chosen, Given::Assumed(name)),
            (Number::Rest | Number::Nothing, Some((after, chosen))) => {
                let total = stated.exact().plus(chosen).and_then(|total| PerShare::try_from(total).ok());
                let rest = total.map(|total| Given::Rest(Box::new(Rest { total, after })));
                (stated.exact(), rest.unwrap_or(Given::Stated(stated)))
            }
            (Number::Stated, _) | (_, None) => (stated.exact(), Given::Stated(stated)),
        };
        (price, Price { amount, currency })
    }

    fn number(&mut self) -> Number {
        if self.pick(2) == 0 { self.op.number } else { Number::Stated }
    }

    /// An assumption that is not there, or not about such a number.
    fn wrong_assumption(&mut self, price: bool) -> Name {
        let state = self.state;
        let wrong = state.assumptions.iter().filter(|(_, assumed)| match assumed {
            AssumedValue::Price(_) => price,
            AssumedValue::Date(_) | AssumedValue::Currency(_) => true,
            AssumedValue::Quantity(_) | AssumedValue::Amount(_) => false,
        });
        let missing: Name = value("assumed-nowhere");
        let found = self.one_of(wrong.map(|(name, _)| name).chain([&missing]));
        found.cloned().unwrap_or_else(|| missing.clone())
    }

    fn given<T>(
        &mut self,
        there: Option<Exact>,
        grain: Exact,
        table: &[i128],
        chosen: Vec<(Name, Exact)>,
    ) -> Option<(Exact, Given<T>)>
    where
        T: TryFrom<Exact>,
    {
        if self.errs(Fault::Assumption) {
            return Some((grain, Given::Assumed(self.wrong_assumption(true))));
        }
        let fits = |number: Exact| number.is_multiple_of(grain) && there.is_none_or(|there| number <= there);
        let rest = |total: Exact, after: Name| {
            let total = T::try_from(total).ok()?;
            Some(Given::Rest(Box::new(Rest { total, after })))
        };
        if self.fault == Some(Fault::RestNegative)
            && let Some((after, part)) = chosen.iter().find(|(_, part)| *part > grain)
        {
            self.errs(Fault::RestNegative);
            return Some((grain, rest(part.minus(grain)?, after.clone())?));
        }
        let number = if self.fault.is_some() { Number::Stated } else { self.number() };
        let from = if number == Number::Stated { None } else { self.one_of(chosen) };
        let sized = self.sized(there, grain, table)?;
        match (number, from) {
            (Number::Assumed, Some((name, part))) if fits(part) => Some((part, Given::Assumed(name))),
            (Number::Rest, Some((after, part))) => Some((sized, rest(sized.plus(part)?, after)?)),
            (Number::Nothing, Some((after, part))) if part > Exact::ZERO => Some((Exact::ZERO, rest(part, after)?)),
            (Number::Stated | Number::Assumed | Number::Rest | Number::Nothing, _) => {
                Some((sized, Given::Stated(T::try_from(sized).ok()?)))
            }
        }
    }

    /// A number of `grain`s, by the size that the step asks for.
    fn sized(&mut self, there: Option<Exact>, grain: Exact, table: &[i128]) -> Option<Exact> {
        let most = match there {
            Some(there) => there.raw().checked_div(grain.raw())?,
            None => i128::MAX,
        };
        let from_table = |index: u8| table.get(usize::from(index)).copied().unwrap_or(1);
        let many = if there.is_some() { most } else { from_table(14) };
        let count = if there.is_some() && self.errs(Fault::TooMuch) {
            most.checked_add(1)?
        } else {
            match self.op.size {
                Size::One => 1,
                Size::All => many,
                Size::AllButOne => many.checked_sub(1)?.max(1),
                Size::Half => many.checked_div(2)?.max(1),
                Size::Like => self.last,
                Size::Table(index) => from_table(index),
            }
            .min(most)
        };
        if count < 1 {
            return None;
        }
        self.last = count;
        let number = Exact::from_raw(grain.raw().checked_mul(count)?);
        let half = grain.raw().checked_div(2)?;
        if half > 0 && self.errs(Fault::OffGrain) {
            return number.minus(Exact::from_raw(half));
        }
        Some(number)
    }

    /// What is paid for a count at a price, to the cent; one cent more if that is the mistake to make.
    pub(super) fn paid(&mut self, product: Exact, currency: Currency) -> Option<Amount> {
        let paid = if self.errs(Fault::PaidOff) { product.plus(currency.grain())? } else { product };
        Amount::try_from(paid).ok()
    }

    /// A stated carrying amount, now and then; in functional currency it is the amount.
    pub(super) fn carrying(&mut self, amount: Exact, currency: Currency) -> Option<Amount> {
        let functional = self.book.functional;
        if currency == functional && self.errs(Fault::Carrying) {
            return Amount::try_from(amount.plus(functional.grain())?).ok();
        }
        if currency == functional {
            return if self.once_in(6) { Amount::try_from(amount).ok() } else { None };
        }
        if self.state.has_value(currency, self.day) && !self.once_in(4) {
            return None;
        }
        let cents = self.one_of(AMOUNTS)?;
        Amount::try_from(Exact::from_raw(functional.grain().raw().checked_mul(cents)?)).ok()
    }

    /// The event of a kind, if one is possible here.
    pub(super) fn event(&mut self, kind: EventKind) -> Option<Event> {
        match kind {
            EventKind::BookOpened => self.book_opened(),
            EventKind::HolderRegistered => Some(self.holder_registered()),
            EventKind::ClassRegistered => Some(self.class_registered()),
            EventKind::SeriesRegistered => self.series_registered(),
            EventKind::PlanRegistered => self.plan_registered(),
            EventKind::PropertyRegistered => Some(self.property_registered()),
            EventKind::ProjectRegistered => Some(self.project_registered()),
            EventKind::AccountRegistered => Some(self.account_registered()),
            EventKind::DocumentCited => Some(self.document_cited()),
            EventKind::AssumptionMade => self.assumption_made(),
            EventKind::PolicyAdopted => Some(self.policy_adopted()),
            EventKind::OpeningBalances => self.opening_balances(),
            EventKind::AuthorisedSet => self.authorised_set(),
            EventKind::SharesIssued => self.shares_issued(),
            EventKind::SharesTransferred => self.shares_transferred(),
            EventKind::OptionsGranted => self.options_granted(),
            EventKind::OptionsExercised => self.options_exercised(),
            EventKind::OptionsExpired => self.options_expired(),
            EventKind::OptionsForfeited => self.options_forfeited(),
            EventKind::WarrantsIssued => self.warrants_issued(),
            EventKind::WarrantsExercised => self.warrants_exercised(),
            EventKind::WarrantsExpired => self.warrants_expired(),
            EventKind::WarrantsTransferred => self.warrants_transferred(),
            EventKind::CashReceived => self.cash_received(),
            EventKind::CashPaid => self.cash_paid(),
            EventKind::CashMoved => self.cash_moved(),
            EventKind::CashConverted => self.cash_converted(),
            EventKind::ExpenseAccrued => self.expense_accrued(),
            EventKind::LiabilityPaid => self.liability_paid(),
            EventKind::RateObserved => self.rate_observed(),
            EventKind::ExchangeRevalued => self.exchange_revalued(),
            EventKind::PropertyOptionAgreed => self.property_option_agreed(),
            EventKind::PropertyPaid => self.property_paid(),
            EventKind::LeaseAgreed => self.lease_agreed(),
            EventKind::LeasePaid => self.lease_paid(),
            EventKind::JointVentureAgreed => self.joint_venture_agreed(),
            EventKind::JointVentureContributed => self.joint_venture_contributed(),
            EventKind::PeriodClosed => Some(self.period_closed()),
            // Corrections are about entries, not about what they amount to: the writer makes them.
            EventKind::Amend | EventKind::Void => None,
        }
    }
}

/// What is written instead when nothing of a kind is possible.
pub(super) fn instead(kind: EventKind) -> EventKind {
    match kind {
        EventKind::SharesIssued | EventKind::OptionsGranted | EventKind::WarrantsIssued => EventKind::AuthorisedSet,
        EventKind::SharesTransferred | EventKind::OpeningBalances => EventKind::SharesIssued,
        EventKind::OptionsExercised | EventKind::OptionsExpired | EventKind::OptionsForfeited => {
            EventKind::OptionsGranted
        }
        EventKind::WarrantsExercised | EventKind::WarrantsExpired | EventKind::WarrantsTransferred => {
            EventKind::WarrantsIssued
        }
        EventKind::CashPaid | EventKind::CashMoved | EventKind::CashConverted => EventKind::CashReceived,
        EventKind::LiabilityPaid => EventKind::ExpenseAccrued,
        EventKind::PropertyPaid => EventKind::PropertyOptionAgreed,
        EventKind::LeasePaid => EventKind::LeaseAgreed,
        EventKind::JointVentureContributed => EventKind::JointVentureAgreed,
        EventKind::PropertyOptionAgreed => EventKind::PropertyRegistered,
        EventKind::PlanRegistered | EventKind::SeriesRegistered | EventKind::AuthorisedSet => {
            EventKind::ClassRegistered
        }
        EventKind::CashReceived | EventKind::ExpenseAccrued | EventKind::ExchangeRevalued => EventKind::RateObserved,
        EventKind::BookOpened
        | EventKind::HolderRegistered
        | EventKind::ClassRegistered
        | EventKind::PropertyRegistered
        | EventKind::ProjectRegistered
        | EventKind::AccountRegistered
        | EventKind::DocumentCited
        | EventKind::AssumptionMade
        | EventKind::PolicyAdopted
        | EventKind::RateObserved
        | EventKind::LeaseAgreed
        | EventKind::JointVentureAgreed
        | EventKind::PeriodClosed
        | EventKind::Amend
        | EventKind::Void => EventKind::HolderRegistered,
    }
}
