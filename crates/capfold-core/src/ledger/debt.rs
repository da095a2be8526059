//! Debts: what is owed to lenders, the interest on it, and its conversion into shares.

use super::accounts::{Account, ClassId, DebtId, HolderId, Income, Place, Spending, Unit};
use super::draft::{Draft, Valued, too_large, within};
use super::register::Registration;
use super::rows::{Class, Debt, DebtTerms, Rests};
use super::{Effect, Ledger};
use crate::date::Date;
use crate::event::{
    CashReceipt, ConversionTermsSet, DebtConversion, DebtConverted, DebtExtended, DebtFor, DebtForgiven, DebtIssued,
    DebtKind, DebtRepaid, Interest, InterestAccrued, InterestDays, MfnExercised, OpeningDebt,
};
use crate::exact::{Exact, NumberError, Rounding, at_rate, fraction, notional};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, GivenMoney, PerShare, Percent};
use crate::name::{Label, Name, Seq};

type Outcome = Result<(), Rejection>;

/// The smallest difference between two prices.
const FINEST: Exact = Exact::from_raw(1);

/// What an event changes of a debt besides balances.
#[derive(Clone, Debug)]
pub(super) enum DebtChange {
    /// The principal changes on this day; before, it was as it stood for so much principal × days.
    Counted(Exact),
    /// Interest is accrued through this day.
    Accrued,
    /// It is due on another day.
    Due(Date),
    /// It converts on other terms, which rest on assumptions of their own.
    Terms(Box<(DebtTerms, Rests)>),
}

/// A debt with its terms.
#[derive(Clone, Copy, Debug)]
pub struct DebtView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// The entry that registered it.
    pub by: Seq,
    /// What documents call it.
    pub label: &'l Label,
    /// Its number.
    pub id: DebtId,
    /// What it is.
    pub kind: DebtKind,
    /// To whom it is owed.
    pub holder: HolderId,
    /// The unit of what is owed.
    pub unit: Unit,
    /// The day of the issue.
    pub issued: Date,
    /// The day on which it is due, when there is one.
    pub due: Option<Date>,
    /// The interest it bears, when stated.
    pub interest: Option<Interest>,
    /// The last day through which interest was accrued, or the day of the issue.
    pub accrued: Date,
    /// How it becomes shares, when it does.
    pub conversion: Option<DebtTerms>,
}

impl Debt {
    pub(super) fn change(&mut self, on: Date, change: DebtChange) {
        match change {
            DebtChange::Counted(principal_days) => (self.principal_days, self.counted) = (principal_days, on),
            DebtChange::Accrued => (self.principal_days, self.counted, self.accrued) = (Exact::ZERO, on, on),
            DebtChange::Due(due) => self.dues.push((on, due)),
            DebtChange::Terms(terms) => {
                let (conversion, rests) = *terms;
                (self.conversion, self.rests) = (Some(conversion), rests);
            }
        }
    }

    fn unit(&self) -> Unit {
        Unit::Currency(self.currency)
    }
}

impl InterestDays {
    /// Days from one day to a later one.
    fn between(self, from: Date, to: Date) -> i64 {
        let thirties = |date: Date| {
            let months = i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month()));
            months.saturating_mul(30).saturating_add(i64::from(date.day_of_month().min(30)))
        };
        match self {
            Self::Actual365 | Self::Actual360 => to.days_since(from),
            Self::Thirty360 => thirties(to).saturating_sub(thirties(from)),
        }
    }

    /// A hundred times the days of a year: what principal × days × per cent are divided by.
    const fn percents_of_a_year(self) -> i128 {
        match self {
            Self::Actual365 => 36_500,
            Self::Actual360 | Self::Thirty360 => 36_000,
        }
    }
}

/// Reading.
impl Ledger {
    /// Debts, in order of issue.
    pub fn debts(&self) -> impl Iterator<Item = DebtView<'_>> {
        let rows = self.names.debts.iter().enumerate();
        rows.map(|(index, (name, row))| DebtView {
            name,
            by: self.names.debts.by(name).unwrap_or_default(),
            label: &row.label,
            id: DebtId::from_index(index),
            kind: row.kind,
            holder: row.holder,
            unit: row.unit(),
            issued: row.issued,
            due: row.dues.last().map(|(_, due)| *due),
            interest: row.interest,
            accrued: row.accrued,
            conversion: row.conversion,
        })
    }

    /// Interest that a debt bears from its last accrual through a later day, as its terms give it and the
    /// principal has stood, to the smallest amount of its currency, half up. None where it states no interest,
    /// and past the range.
    #[must_use]
    pub fn interest_through(&self, debt: DebtId, day: Date) -> Option<Exact> {
        let (_, row) = self.names.debts.row(debt.index())?;
        self.interest(debt, row, day).ok()?
    }

    fn interest(&self, id: DebtId, row: &Debt, day: Date) -> Result<Option<Exact>, NumberError> {
        let Some(Interest { percent, days }) = row.interest else { return Ok(None) };
        let principal_days = self.principal_days(id, row, days, day)?;
        let year = Exact::whole(days.percents_of_a_year()).ok_or(NumberError::Overflow)?;
        let interest = fraction(principal_days, percent.exact(), year, row.currency.grain(), Rounding::HalfUp)?;
        Ok(Some(interest.value))
    }

    /// Principal × days since the last accrual, through a day.
    fn principal_days(&self, id: DebtId, row: &Debt, days: InterestDays, day: Date) -> Result<Exact, NumberError> {
        let place = Place::Debt(id);
        let principal = self.accounts.balance(Account { unit: row.unit(), place }).amount.negated();
        let since = Exact::whole(days.between(row.counted, day).into()).ok_or(NumberError::Overflow)?;
        let more = notional(principal, since, FINEST, Rounding::HalfUp)?;
        row.principal_days.plus(more.value).ok_or(NumberError::Overflow)
    }

    /// Whether a balance at a place is current at the end of a day: of debts only those due within twelve
    /// months of it, and those other than SAFEs that have no day (IAS 1.69). A later day that was agreed
    /// after it does not count (IAS 1.72).
    pub(crate) fn is_current(&self, place: Place, day: Date) -> bool {
        let Place::Debt(id) = place else { return true };
        let Some((_, row)) = self.names.debts.row(id.index()) else { return true };
        match row.dues.iter().rev().find(|(since, _)| *since <= day) {
            Some((_, due)) => *due <= day.months_after(12),
            None => row.kind != DebtKind::Safe,
        }
    }
}

/// Issue and interest.
impl<'l> Draft<'l> {
    pub(super) fn debt_issued(&mut self, event: &DebtIssued) -> Outcome {
        let names = &self.ledger.names;
        names.debts.vacant(Thing::Debt, &event.debt)?;
        let holder = names.holder("holder", &event.holder)?;
        let opening = matches!(event.consideration, DebtFor::Opening(_));
        if let Some(first) = self.ledger.moved.filter(|_| opening) {
            return Err(Rejection::at("opening", Problem::OpeningAfterMovement { first }));
        }
        if let Some(new) = event.due.filter(|due| !opening && *due < self.date) {
            let (name, old) = (event.debt.clone(), self.date);
            return Err(Rejection::at("due", Problem::NotLater { name, old, new }));
        }
        let conversion = event.conversion.as_ref().map(|terms| self.conversion_terms(terms)).transpose()?;
        let rests = self.current_rests();
        // The principal does not rest on what the terms do.
        self.next_segment();
        let id = DebtId::from_index(names.debts.len());
        self.debt_taken_up(id, event)?;
        let row = Debt {
            label: event.name.clone(),
            kind: event.kind,
            holder,
            currency: event.principal.currency,
            issued: self.date,
            dues: event.due.map(|due| (self.date, due)).into_iter().collect(),
            interest: event.interest,
            conversion,
            rests,
            accrued: self.date,
            counted: self.date,
            principal_days: Exact::ZERO,
        };
        self.register(Registration::Debt(event.debt.clone(), row));
        Ok(())
    }

    fn debt_taken_up(&mut self, id: DebtId, event: &DebtIssued) -> Outcome {
        let debt = Place::Debt(id);
        match &event.consideration {
            DebtFor::Cash(receipt) => return self.cash_borrowed(debt, event, receipt),
            DebtFor::Payable(purpose) => {
                let payable = Place::Payable(self.spending(purpose)?);
                let mut principal = self.unvalued(&event.principal).map_err(within("principal"))?;
                principal.value = self.owed(payable, &principal).map_err(within("principal"))?;
                self.money(debt, payable, principal);
            }
            DebtFor::Property(property) => {
                let (property, _) = self.ledger.names.property("property", property).map_err(within("for"))?;
                let principal = self.valued(&event.principal, None).map_err(within("principal"))?;
                self.money(debt, Place::Property(property), principal);
            }
            DebtFor::Equipment => {
                let principal = self.valued(&event.principal, None).map_err(within("principal"))?;
                self.money(debt, Place::Equipment, principal);
            }
            DebtFor::Opening(OpeningDebt { carrying, interest }) => {
                let principal = self.valued(&event.principal, *carrying).map_err(within("principal"))?;
                self.money(debt, Place::Deficit, principal);
                if let Some(interest) = interest {
                    let interest = self.valued(&interest.money, interest.carrying).map_err(within("interest"))?;
                    self.money(Place::DebtInterest(id), Place::Deficit, interest);
                }
            }
        }
        Ok(())
    }

    /// What is received short of the principal is a cost of finance.
    fn cash_borrowed(&mut self, debt: Place, event: &DebtIssued, receipt: &CashReceipt) -> Outcome {
        let cash = self.cash("into", &receipt.into, event.principal.currency)?;
        let principal = self.valued(&event.principal, None).map_err(within("principal"))?;
        let received = match &receipt.amount {
            Some(amount) => self.valued(amount, None).map_err(within("for"))?,
            None => principal,
        };
        if received.amount > principal.amount {
            let (debt, currency) = (event.debt.clone(), principal.currency);
            let (received, principal) = (received.amount, principal.amount);
            let problem = Problem::BeyondPrincipal { debt, received, principal, currency };
            return Err(Rejection::at("amount", problem).within("for"));
        }
        self.money(debt, cash, received);
        let amount = principal.amount.saturating_minus(received.amount);
        let value = principal.value.saturating_minus(received.value);
        self.money(debt, Place::Expense(Spending::Finance), Valued { amount, value, ..principal });
        Ok(())
    }

    pub(super) fn interest_accrued(&mut self, event: &InterestAccrued) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        if self.date <= row.accrued {
            let (debt, through, on) = (event.debt.clone(), row.accrued, self.date);
            return Err(Rejection::at("debt", Problem::AccruedAlready { debt, through, on }));
        }
        let stated = event.amount.as_ref().map(|money| self.of_debt("amount", &event.debt, row, money)).transpose()?;
        let computed = self.ledger.interest(id, row, self.date).map_err(too_large("debt"))?;
        if computed.is_some() {
            self.lean_on(Place::Debt(id), row.unit());
        }
        let amount = match (stated.map(|money| money.amount), computed) {
            (Some(stated), Some(computed)) if stated != computed => {
                let problem = Problem::Differs { what: "interest", stated, computed };
                return Err(Rejection::at("amount", problem));
            }
            (_, Some(amount)) | (Some(amount), None) => amount,
            (None, None) => return Err(no_terms("debt", &event.debt, "rate of interest")),
        };
        // Nothing needs no rate of exchange.
        let value = if amount.is_zero() { amount } else { self.value(amount, row.currency, None)? };
        let owed = if event.to_principal { Place::Debt(id) } else { Place::DebtInterest(id) };
        self.money(owed, Place::Expense(Spending::Finance), Valued { amount, currency: row.currency, value });
        self.change_debt(id, DebtChange::Accrued);
        Ok(())
    }

    fn change_debt(&mut self, debt: DebtId, change: DebtChange) {
        self.effect(Effect::Debt { debt, change });
    }

    /// The principal of the days until now counts for interest as it stood.
    pub(super) fn count_days(&mut self, id: DebtId, row: &Debt) -> Outcome {
        let Some(Interest { days, .. }) = row.interest else { return Ok(()) };
        let counted = self.ledger.principal_days(id, row, days, self.date).map_err(too_large("debt"))?;
        self.change_debt(id, DebtChange::Counted(counted));
        Ok(())
    }

    /// Money in the currency of a debt.
    fn of_debt(&mut self, key: &'static str, name: &Name, row: &Debt, money: &GivenMoney) -> Result<Valued, Rejection> {
        if money.currency != row.currency {
            let problem = other_currency(name, row, money.currency);
            return Err(Rejection::at("currency", problem).within(key));
        }
        self.unvalued(money).map_err(within(key))
    }
}

/// Settlement, conversion and terms.
impl<'l> Draft<'l> {
    pub(super) fn debt_repaid(&mut self, event: &DebtRepaid) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        self.count_days(id, row)?;
        for (key, place, money) in of_parts(id, event.principal.as_ref(), event.interest.as_ref()) {
            let money = self.of_debt(key, &event.debt, row, money)?;
            let cash = self.cash("from", &event.from, row.currency)?;
            self.settle(cash, place, money).map_err(within(key))?;
            self.next_segment();
        }
        Ok(())
    }

    pub(super) fn debt_forgiven(&mut self, event: &DebtForgiven) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        self.count_days(id, row)?;
        let gain = if event.related { Place::ContributedSurplus } else { Place::Income(Income::Settlement) };
        for (key, place, money) in of_parts(id, event.principal.as_ref(), event.interest.as_ref()) {
            let mut money = self.of_debt(key, &event.debt, row, money)?;
            money.value = self.owed(place, &money).map_err(within(key))?;
            self.money(gain, place, money);
            self.next_segment();
        }
        Ok(())
    }

    pub(super) fn debt_converted(&mut self, event: &DebtConverted) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        let Some(terms) = &row.conversion else { return Err(no_terms("debt", &event.debt, "terms of conversion")) };
        let (class_id, class) = self.ledger.names.class("class", &event.class)?;
        self.of_the_terms(event, terms, class_id)?;
        self.count_days(id, row)?;
        let capital = Place::ShareCapital(class_id);
        let mut sum = Exact::ZERO;
        for (key, place, money) in of_parts(id, Some(&event.principal), event.interest.as_ref()) {
            let mut money = self.of_debt(key, &event.debt, row, money)?;
            money.value = self.owed(place, &money).map_err(within(key))?;
            self.money(capital, place, money);
            sum = sum.saturating_plus(money.amount);
        }
        self.rest_on(&row.rests);
        let price = self.conversion_price(event, terms)?;
        let stated = self.quantity(&event.class, class, &event.quantity)?;
        let computed = shares_of(sum, price, class)?;
        if stated != computed {
            let problem = Problem::Differs { what: "shares", stated, computed };
            return Err(Rejection::at("quantity", problem));
        }
        self.draw(class_id, &event.class, Place::Held(row.holder), stated)
    }

    fn of_the_terms(&self, event: &DebtConverted, terms: &DebtTerms, class: ClassId) -> Outcome {
        let Some(own) = terms.class.filter(|own| *own != class) else { return Ok(()) };
        let Some((own, _)) = self.ledger.names.classes.row(own.index()) else { return Ok(()) };
        let (debt, stated, class) = (event.debt.clone(), event.class.clone(), own.clone());
        Err(Rejection::at("class", Problem::NotTheClass { debt, stated, class }))
    }

    /// The price of a conversion: the stated one of the terms, else the lowest that they give, or at most
    /// that where the event does not state all that they need.
    fn conversion_price(&mut self, event: &DebtConverted, terms: &DebtTerms) -> Result<Exact, Rejection> {
        let price = self.price("price", &event.price)?;
        let round = event.round_price.as_ref().map(|round| self.price("amount", round)).transpose();
        let round = round.map_err(within("round_price"))?;
        let capitalisation = event.capitalisation.as_ref().map(|count| self.any_count("capitalisation", count));
        let capitalisation = capitalisation.transpose()?;
        if let (Some(computed), None, None) = (terms.price, terms.discount, terms.cap) {
            let problem = Problem::Differs { what: "price", stated: price, computed };
            return if price == computed { Ok(price) } else { Err(Rejection::at("price", problem)) };
        }
        let discounted = round.map(|round| {
            let left = Percent::WHOLE.saturating_minus(terms.discount.unwrap_or_default());
            fraction(round, left, Percent::WHOLE, terms.step, Rounding::Down)
        });
        let capped = match (terms.cap, capitalisation) {
            (Some(cap), Some(count)) => Some(at_rate(cap, count, terms.step, Rounding::Down)),
            (None, Some(_)) => return Err(no_terms("capitalisation", &event.debt, "cap")),
            (_, None) => None,
        };
        let rounded = [&discounted, &capped].map(|bound| bound.as_ref().map(|bound| Ok(bound.clone()?.value)));
        let bounds = terms.price.map(Ok).into_iter().chain(rounded.into_iter().flatten());
        let bounds: Vec<Exact> = bounds.collect::<Result<_, _>>().map_err(too_large("price"))?;
        let Some(most) = bounds.into_iter().min() else { return Ok(price) };
        let all_known = discounted.is_some() && capped.is_some() == terms.cap.is_some();
        if price > most {
            let (debt, currency) = (event.debt.clone(), event.price.currency);
            return Err(Rejection::at("price", Problem::AboveTheTerms { debt, price, most, currency }));
        }
        if all_known && price < most {
            let problem = Problem::Differs { what: "price", stated: price, computed: most };
            return Err(Rejection::at("price", problem));
        }
        Ok(price)
    }

    pub(super) fn debt_extended(&mut self, event: &DebtExtended) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        let old = match row.dues.last() {
            Some((_, old)) => *old,
            None if row.kind == DebtKind::Safe => return Err(no_terms("debt", &event.debt, "day on which it is due")),
            // It is due at any time, so on this day.
            None => self.date,
        };
        if event.due <= old {
            let (name, new) = (event.debt.clone(), event.due);
            return Err(Rejection::at("due", Problem::NotLater { name, old, new }));
        }
        self.change_debt(id, DebtChange::Due(event.due));
        Ok(())
    }

    pub(super) fn conversion_terms_set(&mut self, event: &ConversionTermsSet) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        let price = event.conversion.price.as_ref().map(|price| ("price", price.currency));
        let cap = event.conversion.cap.as_ref().map(|cap| ("cap", cap.currency));
        if let Some((key, found)) = [price, cap].into_iter().flatten().find(|(_, found)| *found != row.currency) {
            let problem = other_currency(&event.debt, row, found);
            return Err(Rejection::at("currency", problem).within(key));
        }
        let terms = self.conversion_terms(&event.conversion)?;
        let rests = self.current_rests();
        self.change_debt(id, DebtChange::Terms(Box::new((terms, rests))));
        Ok(())
    }

    fn conversion_terms(&mut self, stated: &DebtConversion) -> Result<DebtTerms, Rejection> {
        let class = stated.class.as_ref().map(|class| self.ledger.names.class("class", class)).transpose()?;
        let price = stated.price.as_ref().map(|price| self.price("amount", price)).transpose();
        let cap = stated.cap.as_ref().map(|cap| self.amount(cap)).transpose();
        Ok(DebtTerms {
            class: class.map(|(id, _)| id),
            price: price.map_err(within("price"))?,
            discount: stated.discount.map(Percent::exact),
            cap: cap.map_err(within("cap"))?,
            step: stated.step.map_or(FINEST, PerShare::exact),
            mfn: stated.mfn,
        })
    }

    pub(super) fn mfn_exercised(&mut self, event: &MfnExercised) -> Outcome {
        let (id, row) = self.ledger.names.debt("debt", &event.debt)?;
        let (_, other) = self.ledger.names.debt("of", &event.of)?;
        let Some(own) = row.conversion.filter(|terms| terms.mfn) else {
            return Err(no_terms("debt", &event.debt, "right to the terms of later debts"));
        };
        if other.issued <= row.issued {
            let (name, old, new) = (event.debt.clone(), row.issued, other.issued);
            return Err(Rejection::at("of", Problem::NotLater { name, old, new }));
        }
        if other.currency != row.currency {
            return Err(Rejection::at("of", other_currency(&event.debt, row, other.currency)));
        }
        let Some(theirs) = other.conversion else { return Err(no_terms("of", &event.of, "terms of conversion")) };
        if !theirs.is_better_than(&own) {
            let (debt, of) = (event.debt.clone(), event.of.clone());
            let (own, theirs) = (own.words(row), theirs.words(other));
            return Err(Rejection::at("of", Problem::NotBetter { debt, own, of, theirs }));
        }
        let terms = DebtTerms { class: theirs.class.or(own.class), ..theirs };
        let mut rests = self.current_rests();
        super::merge(&mut rests, &other.rests);
        self.change_debt(id, DebtChange::Terms(Box::new((terms, rests))));
        Ok(())
    }
}

impl DebtTerms {
    /// Whether a holder is better off in some respect: a lower price or cap, a higher discount.
    fn is_better_than(&self, own: &Self) -> bool {
        let lower =
            |theirs: Option<Exact>, own: Option<Exact>| theirs.is_some_and(|theirs| own.is_none_or(|own| theirs < own));
        lower(self.price, own.price) || lower(self.cap, own.cap) || self.discount > own.discount
    }

    fn words(&self, row: &Debt) -> String {
        let price = self.price.map(|price| format!("{price} {}", row.currency));
        let discount = self.discount.map(|discount| format!("{discount} % less than the round"));
        let cap = self.cap.map(|cap| format!("a cap of {cap} {}", row.currency));
        let words: Vec<String> = [price, discount, cap].into_iter().flatten().collect();
        if words.is_empty() { "the price of the round".to_owned() } else { words.join(", ") }
    }
}

/// The parts of a debt that an event is about, with their keys and places.
fn of_parts<'e>(
    id: DebtId,
    principal: Option<&'e GivenMoney>,
    interest: Option<&'e GivenMoney>,
) -> impl Iterator<Item = (&'static str, Place, &'e GivenMoney)> {
    let principal = principal.map(|money| ("principal", Place::Debt(id), money));
    let interest = interest.map(|money| ("interest", Place::DebtInterest(id), money));
    principal.into_iter().chain(interest)
}

/// How many shares a sum becomes at a price.
fn shares_of(sum: Exact, price: Exact, class: &Class) -> Result<Exact, Rejection> {
    let shares = at_rate(sum, price, class.grain, Rounding::Down);
    shares.map(|rounded| rounded.value).map_err(too_large("price"))
}

fn no_terms(key: &'static str, name: &Name, lacking: &'static str) -> Rejection {
    Rejection::at(key, Problem::NoTerms { thing: Thing::Debt, name: name.clone(), lacking })
}

fn other_currency(name: &Name, row: &Debt, given: Currency) -> Problem {
    Problem::CurrencyDiffers { given, what: format!("debt `{name}`"), expected: row.currency }
}
