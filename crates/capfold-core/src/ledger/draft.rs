//! A plan under way: the checks and movements that every event is made of.

use super::accounts::{Account, Balance, BankId, ClassId, ObligationId, Place, Spending, Unit};
use super::journal::merge;
use super::rates::Conversion;
use super::rows::{Class, Rests, unknown};
use super::{Effect, Ledger, Plan, Segment, Transfer};
use crate::date::{Date, Span};
use crate::event::{AssumedValue, CashPlace, Fraction, Purpose, RateChoice, Treatment};
use crate::exact::{self, Exact, NumberError, Rounding, notional, proportion};
use crate::finding::{Problem, Rejection, Thing};
use crate::log::Fact;
use crate::money::{Amount, Currency, Given, GivenMoney, GivenPrice, GivenQuantity, Money};
use crate::name::{Name, Seq};

/// Money with its value in functional currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Valued {
    pub(super) amount: Exact,
    pub(super) currency: Currency,
    pub(super) value: Exact,
}

impl Valued {
    pub(super) fn unit(self) -> Unit {
        Unit::Currency(self.currency)
    }

    /// What it is more than another sum of the same currency, in both measures.
    pub(super) fn less(self, other: Self) -> Self {
        let (amount, value) = (self.amount.saturating_minus(other.amount), self.value.saturating_minus(other.value));
        Self { amount, value, ..self }
    }
}

/// What a referenced assumption must be about.
#[derive(Clone, Copy)]
enum Needed {
    Quantity,
    Amount(Currency),
    Price(Currency),
}

/// Checks one fact against the ledger and gathers what it would do.
pub(super) struct Draft<'l> {
    pub(super) ledger: &'l Ledger,
    pub(super) date: Date,
    pub(super) seq: Seq,
    plan: &'l mut Plan,
    rests: Rests,
    assumes: Rests,
}

pub(super) fn too_large(key: &'static str) -> impl Fn(NumberError) -> Rejection {
    move |_| Rejection::at(key, Problem::TooLarge)
}

/// Says in which field a problem shows, for events in which several fields have the same key.
pub(super) fn within(field: &'static str) -> impl Fn(Rejection) -> Rejection {
    move |rejection| rejection.within(field)
}

impl<'l> Draft<'l> {
    /// Begins a plan; the fact's own assumptions are checked first.
    pub(super) fn new(ledger: &'l Ledger, fact: &Fact<'_>, plan: &'l mut Plan) -> Result<Self, Rejection> {
        let mut assumes = Rests::new();
        for (index, name) in fact.assumes.iter().enumerate() {
            let (id, row) = ledger.names.assumption("", name).map_err(|unknown| unknown.in_row("assumes", index))?;
            if let AssumedValue::Date(value) = &row.value
                && value.chosen != fact.effective
            {
                let (chosen, effective) = (value.chosen, fact.effective);
                let problem = Problem::DayDiffers { name: name.clone(), chosen, effective };
                return Err(Rejection::at("effective", problem));
            }
            merge(&mut assumes, &[id]);
        }
        let rests = assumes.clone();
        let (date, seq) = (fact.effective, fact.stated_by);
        Ok(Self { ledger, date, seq, plan, rests, assumes })
    }

    /// Ends the plan; it is refused when its volume could carry a balance past the range.
    pub(super) fn finish(mut self) -> Result<(), Rejection> {
        self.next_segment();
        let mut volume = self.ledger.volume;
        for transfer in &self.plan.transfers {
            let moved = transfer.amount.magnitude().plus(transfer.carrying.magnitude());
            volume = moved.and_then(|moved| volume.plus(moved)).ok_or_else(|| Rejection::at("", Problem::TooLarge))?;
        }
        self.plan.volume = volume;
        Ok(())
    }

    /// What the fact changes besides balances.
    pub(super) fn effect(&mut self, effect: Effect) {
        self.plan.effects.push(effect);
    }

    /// What follows rests on other assumptions than what came before.
    pub(super) fn next_segment(&mut self) {
        let rests = std::mem::replace(&mut self.rests, self.assumes.clone());
        if self.ledger.journal.is_some() {
            self.plan.segments.push(Segment { end: self.plan.transfers.len(), rests });
        }
    }

    /// What follows rests on what came before, but not the other way round: money for shares on their count.
    pub(super) fn next_counted_segment(&mut self) {
        let counted = self.current_rests();
        self.next_segment();
        self.rest_on(&counted);
    }

    /// Does the same for every row of a list; each row rests on its own assumptions, and a rejection
    /// names its row.
    pub(super) fn each<T>(
        &mut self,
        list: &'static str,
        rows: &[T],
        mut one: impl FnMut(&mut Self, &T) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        for (index, row) in rows.iter().enumerate() {
            one(self, row).map_err(|rejection| rejection.in_row(list, index))?;
            self.next_segment();
        }
        Ok(())
    }

    /// The assumptions that the fact names itself.
    pub(super) fn own_rests(&self) -> Rests {
        self.assumes.clone()
    }

    /// The assumptions that the current part rests on so far.
    pub(super) fn current_rests(&self) -> Rests {
        self.rests.clone()
    }

    pub(super) fn rest_on(&mut self, rests: &Rests) {
        merge(&mut self.rests, rests);
    }

    // Numbers

    fn number<T: Copy + Into<Exact>>(
        &mut self,
        key: &'static str,
        given: &Given<T>,
        needed: Needed,
    ) -> Result<Exact, Rejection> {
        let name = match given {
            Given::Stated(value) => return Ok((*value).into()),
            Given::Assumed(name) => name,
            Given::Rest(rest) => &rest.after,
        };
        let (id, row) = self.ledger.names.assumption(key, name)?;
        let fits = match (&row.value, needed) {
            (AssumedValue::Quantity(value), Needed::Quantity) => Some(value.chosen),
            (AssumedValue::Amount(value), Needed::Amount(currency))
            | (AssumedValue::Price(value), Needed::Price(currency)) => {
                (value.currency == currency).then_some(value.chosen)
            }
            (
                AssumedValue::Quantity(_)
                | AssumedValue::Amount(_)
                | AssumedValue::Price(_)
                | AssumedValue::Date(_)
                | AssumedValue::Currency(_),
                Needed::Quantity | Needed::Amount(_) | Needed::Price(_),
            ) => None,
        };
        let Some(chosen) = fits else {
            return Err(Rejection::at(key, wrong_kind(name, &row.value, needed)));
        };
        merge(&mut self.rests, &[id]);
        match given {
            Given::Stated(_) | Given::Assumed(_) => Ok(chosen),
            Given::Rest(rest) => {
                let total: Exact = rest.total.into();
                total.minus(chosen).filter(|left| !left.is_negative()).ok_or_else(|| {
                    Rejection::at(key, Problem::RestNegative { name: name.clone(), total, part: chosen })
                })
            }
        }
    }

    /// A count on the class's grain.
    pub(super) fn quantity(&mut self, unit: &Name, class: &Class, given: &GivenQuantity) -> Result<Exact, Rejection> {
        self.quantity_at("quantity", unit, class, given)
    }

    /// A count on the class's grain under another key.
    pub(super) fn quantity_at(
        &mut self,
        key: &'static str,
        unit: &Name,
        class: &Class,
        given: &GivenQuantity,
    ) -> Result<Exact, Rejection> {
        let quantity = self.number(key, given, Needed::Quantity)?;
        if quantity.is_multiple_of(class.grain) {
            return Ok(quantity);
        }
        let problem = Problem::OffGrain { unit: unit.clone(), quantity, grain: class.grain };
        Err(Rejection::at(key, problem))
    }

    /// A count of no class in particular.
    pub(super) fn any_count(&mut self, key: &'static str, given: &GivenQuantity) -> Result<Exact, Rejection> {
        self.number(key, given, Needed::Quantity)
    }

    /// A price; prices may be finer than cents.
    pub(super) fn price(&mut self, key: &'static str, price: &GivenPrice) -> Result<Exact, Rejection> {
        self.number(key, &price.amount, Needed::Price(price.currency))
    }

    /// An amount on its currency's grain.
    pub(super) fn amount(&mut self, money: &GivenMoney) -> Result<Exact, Rejection> {
        let amount = self.number("amount", &money.amount, Needed::Amount(money.currency))?;
        on_grain("amount", amount, money.currency)
    }

    /// Money with its value: as stated, or at the policy's rate.
    pub(super) fn valued(&mut self, money: &GivenMoney, stated: Option<Amount>) -> Result<Valued, Rejection> {
        let amount = self.amount(money)?;
        let value = self.value(amount, money.currency, stated)?;
        Ok(Valued { amount, currency: money.currency, value })
    }

    /// Money whose value is found otherwise than by a rate.
    pub(super) fn unvalued(&mut self, money: &GivenMoney) -> Result<Valued, Rejection> {
        let amount = self.amount(money)?;
        Ok(Valued { amount, currency: money.currency, value: Exact::ZERO })
    }

    /// The value in functional currency of an amount on this day.
    pub(super) fn value(&self, amount: Exact, currency: Currency, stated: Option<Amount>) -> Result<Exact, Rejection> {
        let functional = self.ledger.functional()?;
        let stated = stated.map(Amount::exact);
        if currency == functional {
            return match stated {
                Some(stated) if stated != amount => {
                    Err(Rejection::at("carrying", Problem::CarryingDiffers { stated, amount, currency }))
                }
                Some(_) | None => Ok(amount),
            };
        }
        match stated {
            Some(stated) => on_grain("carrying", stated, functional),
            None => {
                let rate = self.policy_rate(currency)?;
                rate.apply(amount, functional).map(|rounded| rounded.value).map_err(too_large("amount"))
            }
        }
    }

    fn policy_rate(&self, currency: Currency) -> Result<Conversion, Rejection> {
        let policy = self.ledger.policies.exchange;
        let (span, oldest) = match policy.rate {
            RateChoice::TransactionDate => return self.closing_rate(currency),
            RateChoice::MonthAverage => (Span::Month, self.date.first_of(Span::Month)),
            RateChoice::QuarterAverage => (Span::Quarter, self.date.first_of(Span::Quarter)),
        };
        self.rate(currency, span, oldest)
    }

    /// The latest rate of a day, not older than the policy allows.
    pub(super) fn closing_rate(&self, currency: Currency) -> Result<Conversion, Rejection> {
        let oldest = self.date.days_before(self.ledger.policies.exchange.max_age_days);
        self.rate(currency, Span::Day, oldest)
    }

    fn rate(&self, quote: Currency, span: Span, oldest: Date) -> Result<Conversion, Rejection> {
        let base = self.ledger.functional()?;
        self.ledger.rates.latest(base, quote, span, oldest).ok_or_else(|| {
            let on = self.date;
            let missing = match span {
                Span::Day => format!("none observed from {oldest} to {on}"),
                Span::Month => format!("no average of the month from {oldest}"),
                Span::Quarter => format!("no average of the quarter from {oldest}"),
            };
            Rejection::at("currency", Problem::NoRate { base, quote, on, missing })
        })
    }

    /// Quantity × price to the cent, half up, and its value; what comes to nothing needs no rate.
    pub(super) fn proceeds(&self, quantity: Exact, price: Exact, currency: Currency) -> Result<Valued, Rejection> {
        let amount = product(quantity, price, currency)?;
        let value = if amount.is_zero() { Exact::ZERO } else { self.value(amount, currency, None)? };
        Ok(Valued { amount, currency, value })
    }

    // Balances and movements

    /// A balance after what the plan has gathered so far.
    pub(super) fn balance(&self, place: Place, unit: Unit) -> Balance {
        let mut balance = self.ledger.accounts.balance(Account { unit, place });
        for transfer in self.plan.transfers.iter().filter(|transfer| transfer.unit == unit) {
            if transfer.from == place {
                balance.take(transfer.amount, transfer.carrying);
            }
            if transfer.to == place {
                balance.add(transfer.amount, transfer.carrying);
            }
        }
        balance
    }

    pub(super) fn transfer(&mut self, from: Place, to: Place, unit: Unit, amount: Exact, carrying: Exact) {
        if from != to && !(amount.is_zero() && carrying.is_zero()) {
            self.plan.transfers.push(Transfer { from, to, unit, amount, carrying });
        }
    }

    /// Units of a class, series or lot; they carry no value.
    pub(super) fn count(&mut self, from: Place, to: Place, unit: Unit, quantity: Exact) {
        self.transfer(from, to, unit, quantity, Exact::ZERO);
    }

    pub(super) fn money(&mut self, from: Place, to: Place, money: Valued) {
        self.transfer(from, to, money.unit(), money.amount, money.value);
    }

    /// Refuses to take more units than are held.
    pub(super) fn enough(
        &self,
        place: Place,
        unit: Unit,
        needed: Exact,
        what: impl Fn() -> String,
    ) -> Result<(), Rejection> {
        let available = self.balance(place, unit).amount;
        if available >= needed {
            return Ok(());
        }
        let state = match unit {
            Unit::Class(_) if matches!(place, Place::Escrowed(..)) => "in escrow",
            // Of a class or a series others may hold more; a lot has one holder.
            Unit::Class(_) | Unit::Series(_) => "held",
            Unit::Grant(_) | Unit::Award(_) | Unit::Currency(_) => "outstanding",
        };
        Err(Rejection::at("quantity", Problem::Insufficient { what: what(), state, needed, available }))
    }

    /// What a balance rests on, the current part rests on from here.
    pub(super) fn lean_on(&mut self, place: Place, unit: Unit) {
        if let Some(journal) = &self.ledger.journal
            && let Some(id) = self.ledger.accounts.id(Account { unit, place })
        {
            merge(&mut self.rests, journal.taint(id));
        }
    }

    /// Where shares of the class come from and go back to: the charter while there is no limit.
    pub(super) fn pool(class: &Class) -> Place {
        if class.unlimited { Place::Charter } else { Place::Unissued }
    }

    /// Takes shares from the pool of the class.
    pub(super) fn draw(&mut self, id: ClassId, name: &Name, to: Place, quantity: Exact) -> Result<(), Rejection> {
        let pool = self.room("quantity", id, name, quantity)?;
        self.count(pool, to, Unit::Class(id), quantity);
        Ok(())
    }

    /// The pool of the class, in which so many shares are left; else the fault shows at `key`.
    pub(super) fn room(
        &self,
        key: &'static str,
        id: ClassId,
        name: &Name,
        quantity: Exact,
    ) -> Result<Place, Rejection> {
        let Some((_, class)) = self.ledger.names.classes.row(id.index()) else {
            return Err(unknown(Thing::Class, "class", name));
        };
        let pool = Self::pool(class);
        let available = self.balance(pool, Unit::Class(id)).amount;
        if !class.unlimited && available < quantity {
            let problem = Problem::BeyondAuthorised { class: name.clone(), needed: quantity, available };
            return Err(Rejection::at(key, problem));
        }
        Ok(pool)
    }

    /// Gives reserved shares back to the pool of the class.
    pub(super) fn release(&mut self, id: ClassId, quantity: Exact) {
        self.count(Place::Reserved, self.pool_of(id), Unit::Class(id), quantity);
    }

    /// The pool of a class by its number.
    pub(super) fn pool_of(&self, id: ClassId) -> Place {
        self.ledger.names.classes.row(id.index()).map_or(Place::Unissued, |(_, class)| Self::pool(class))
    }

    /// The average carrying amount of a part of a balance (both taken as positive).
    pub(super) fn average(&self, held: Balance, part: Exact, currency: Currency) -> Result<Exact, Rejection> {
        let functional = self.ledger.functional()?;
        if currency == functional {
            return Ok(part);
        }
        if part == held.amount {
            return Ok(held.carrying);
        }
        proportion(held.carrying, part, held.amount, functional.grain())
            .map(|rounded| rounded.value)
            .map_err(too_large("amount"))
    }

    /// The place of cash, in an account of that currency; `field` of the event names it.
    pub(super) fn cash(&self, field: &'static str, place: &CashPlace, currency: Currency) -> Result<Place, Rejection> {
        let id = self.bank(&place.account, currency).map_err(within(field))?;
        Ok(if place.restricted { Place::RestrictedCash(id) } else { Place::Cash(id) })
    }

    pub(super) fn bank(&self, account: &Name, currency: Currency) -> Result<BankId, Rejection> {
        let (id, bank) = self.ledger.names.bank("account", account)?;
        if bank.currency == currency {
            return Ok(id);
        }
        let what = format!("account `{account}`");
        Err(Rejection::at("account", Problem::CurrencyDiffers { given: currency, what, expected: bank.currency }))
    }

    /// Refuses to take more cash than is there; the average carrying amount of what is taken.
    pub(super) fn cash_average(&mut self, cash: Place, money: &Valued) -> Result<Exact, Rejection> {
        let ledger = self.ledger;
        self.leaving(cash, money, || format!("taken from `{}`", ledger.describe(cash)), "there")
    }

    /// Refuses to take more money than stands at a place; the average carrying amount of what is taken.
    pub(super) fn leaving(
        &mut self,
        place: Place,
        money: &Valued,
        what: impl Fn() -> String,
        state: &'static str,
    ) -> Result<Exact, Rejection> {
        let held = self.balance(place, money.unit());
        if held.amount < money.amount {
            let (needed, available, currency) = (money.amount, held.amount, money.currency);
            let problem = Problem::InsufficientMoney { what: what(), state, needed, available, currency };
            return Err(Rejection::at("amount", problem));
        }
        if money.currency != self.ledger.functional()? {
            self.lean_on(place, money.unit());
        }
        self.average(held, money.amount, money.currency)
    }

    /// Pays cash at the transaction's value; what it was carried at makes the exchange difference.
    pub(super) fn pay(&mut self, cash: Place, to: Place, money: Valued) -> Result<(), Rejection> {
        let average = self.cash_average(cash, &money)?;
        self.money(cash, to, money);
        self.difference(Place::ExchangeRealised, cash, money.unit(), money.value.saturating_minus(average));
        Ok(())
    }

    /// Moves a carrying amount alone: a gain of exchange when positive.
    pub(super) fn difference(&mut self, exchange: Place, place: Place, unit: Unit, gain: Exact) {
        self.transfer(exchange, place, unit, Exact::ZERO, gain);
    }

    /// What is owed at a place: refused beyond it; the average carrying amount of the part.
    pub(super) fn owed(&mut self, place: Place, money: &Valued) -> Result<Exact, Rejection> {
        let balance = self.balance(place, money.unit());
        let owed = Balance { amount: balance.amount.negated(), carrying: balance.carrying.negated() };
        if owed.amount < money.amount {
            let problem = Problem::InsufficientMoney {
                what: format!("settled of `{}`", self.ledger.describe(place)),
                state: "owed",
                needed: money.amount,
                available: owed.amount,
                currency: money.currency,
            };
            return Err(Rejection::at("amount", problem));
        }
        if money.currency != self.ledger.functional()? {
            self.lean_on(place, money.unit());
        }
        self.average(owed, money.amount, money.currency)
    }

    /// Settles what is owed at a place with cash: both leave at their average carrying amounts, the
    /// difference is a realised exchange difference (IAS 21.28).
    pub(super) fn settle(&mut self, cash: Place, place: Place, mut money: Valued) -> Result<(), Rejection> {
        let owed = self.owed(place, &money)?;
        money.value = self.cash_average(cash, &money)?;
        self.money(cash, place, money);
        self.difference(Place::ExchangeRealised, place, money.unit(), owed.saturating_minus(money.value));
        Ok(())
    }

    // Shares of a class as a whole

    /// Shares in issue: held, in escrow, restricted and in treasury.
    pub(super) fn in_issue(&self, class: ClassId) -> Exact {
        self.ledger.in_issue_with(class, |place| self.balance(place, Unit::Class(class)).amount)
    }

    /// Shares outstanding: in issue and not held by the company itself.
    pub(super) fn outstanding_shares(&self, class: ClassId) -> Exact {
        self.ledger.outstanding_with(class, |place| self.balance(place, Unit::Class(class)).amount)
    }

    /// What so many shares were paid in on average: their part of the share capital of the class, over all
    /// currencies, to the cent, half up; all of it for all shares in issue, nothing of a capital in debit.
    pub(super) fn paid_in(&self, class: ClassId, quantity: Exact) -> Result<Exact, Rejection> {
        let functional = self.ledger.functional()?;
        let capital = self.carried(Place::ShareCapital(class)).negated();
        let in_issue = self.in_issue(class);
        if capital.is_negative() || in_issue.is_zero() {
            return Ok(Exact::ZERO);
        }
        let part = proportion(capital, quantity, in_issue, functional.grain());
        part.map(|rounded| rounded.value).map_err(too_large("quantity"))
    }

    /// The carrying amount of a place over all currencies.
    pub(super) fn carried(&self, place: Place) -> Exact {
        let mut sum = self.ledger.accounts.carried(place);
        for transfer in self.plan.transfers.iter().filter(|transfer| transfer.unit.currency().is_some()) {
            if transfer.from == place {
                sum = sum.saturating_minus(transfer.carrying);
            }
            if transfer.to == place {
                sum = sum.saturating_plus(transfer.carrying);
            }
        }
        sum
    }

    /// Functional currency between lines of equity: amount and carrying amount are one.
    pub(super) fn equity(&mut self, from: Place, to: Place, amount: Exact) -> Result<(), Rejection> {
        let unit = Unit::Currency(self.ledger.functional()?);
        self.transfer(from, to, unit, amount, amount);
        Ok(())
    }

    pub(super) fn spending(&self, purpose: &Purpose) -> Result<Spending, Rejection> {
        let names = &self.ledger.names;
        match purpose {
            Purpose::Administrative => Ok(Spending::Administrative),
            Purpose::Exploration(name) => names.property("exploration", name).map(|(id, _)| Spending::Exploration(id)),
            Purpose::Research(name) => names.project("research", name).map(|(id, _)| Spending::Research(id)),
            Purpose::IssueCosts(name) => names.class("issue_costs", name).map(|(id, _)| Spending::IssueCosts(id)),
            Purpose::Finance => Ok(Spending::Finance),
            Purpose::ShareBased => Ok(Spending::ShareBased),
            Purpose::Tax => Ok(Spending::Tax),
        }
    }

    /// Where spending is booked under the policies of the day.
    pub(super) fn destination(&self, spending: Spending) -> Place {
        let policies = &self.ledger.policies;
        match (spending, policies.exploration, policies.research) {
            (Spending::Exploration(property), Treatment::Capitalised, _) => Place::Property(property),
            (Spending::Research(project), _, Treatment::Capitalised) => Place::Project(project),
            (Spending::IssueCosts(class), _, _) => Place::ShareCapital(class),
            (
                Spending::Administrative
                | Spending::Exploration(_)
                | Spending::Research(_)
                | Spending::Finance
                | Spending::ShareBased
                | Spending::Tax
                | Spending::WriteDown,
                _,
                _,
            ) => Place::Expense(spending),
        }
    }

    /// Money stated beside a computed product must equal it.
    pub(super) fn paid_equals(
        &self,
        paid: Option<&Money>,
        computed: Exact,
        currency: Currency,
    ) -> Result<(), Rejection> {
        let Some(paid) = paid else { return Ok(()) };
        if paid.currency != currency {
            let what = "the strike".to_owned();
            let problem = Problem::CurrencyDiffers { given: paid.currency, what, expected: currency };
            return Err(Rejection::at("paid", problem));
        }
        let stated = paid.amount.exact();
        if stated == computed {
            return Ok(());
        }
        Err(Rejection::at("paid", Problem::PaidDiffers { stated, computed, currency }))
    }
}

impl Ledger {
    /// Shares in issue, by what stands at each place of the class.
    fn in_issue_with(&self, class: ClassId, at: impl Fn(Place) -> Exact) -> Exact {
        let out = at(Place::Charter).negated().saturating_minus(at(Place::Unissued));
        let promised = self.names.obligations.iter().enumerate().filter(|(_, (_, row))| row.class == class);
        promised.fold(out.saturating_minus(at(Place::Reserved)), |left, (index, _)| {
            left.saturating_minus(at(Place::Obligated(ObligationId::from_index(index))))
        })
    }

    /// Shares outstanding, by what stands at each place of the class.
    pub(super) fn outstanding_with(&self, class: ClassId, at: impl Fn(Place) -> Exact) -> Exact {
        self.in_issue_with(class, &at).saturating_minus(at(Place::Treasury))
    }
}

/// Amount × new ÷ old, on the grain of a class, by a rule for fractions.
pub(super) fn scaled(
    amount: Exact,
    (new, old): (Exact, Exact),
    grain: Exact,
    fraction: Fraction,
) -> Result<Exact, Rejection> {
    let rounded = exact::fraction(amount, new, old, grain, fraction.rounding());
    rounded.map(|rounded| rounded.value).map_err(too_large("ratio"))
}

/// Quantity × price to the cent, half up.
pub(super) fn product(quantity: Exact, price: Exact, currency: Currency) -> Result<Exact, Rejection> {
    let product = notional(quantity, price, currency.grain(), Rounding::HalfUp);
    product.map(|rounded| rounded.value).map_err(too_large("quantity"))
}

fn on_grain(key: &'static str, amount: Exact, currency: Currency) -> Result<Exact, Rejection> {
    if amount.is_multiple_of(currency.grain()) {
        return Ok(amount);
    }
    Err(Rejection::at(key, Problem::OffCents { amount, currency, grain: currency.grain() }))
}

fn wrong_kind(name: &Name, value: &AssumedValue, needed: Needed) -> Problem {
    let is = match value {
        AssumedValue::Quantity(_) => "a quantity".to_owned(),
        AssumedValue::Amount(value) => format!("an amount in {}", value.currency),
        AssumedValue::Price(value) => format!("a price in {}", value.currency),
        AssumedValue::Date(_) => "a day".to_owned(),
        AssumedValue::Currency(_) => "a currency".to_owned(),
    };
    let needed = match needed {
        Needed::Quantity => "a quantity".to_owned(),
        Needed::Amount(currency) => format!("an amount in {currency}"),
        Needed::Price(currency) => format!("a price in {currency}"),
    };
    Problem::AssumptionKind { name: name.clone(), is, needed }
}
