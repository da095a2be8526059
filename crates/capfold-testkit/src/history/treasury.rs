//! Events about cash, spending and liabilities.

use capfold_core::date::Span;
use capfold_core::event::{
    CashConverted, CashMoved, CashPaid, CashReceived, CurrentAsset, Event, ExchangeRevalued, ExpenseAccrued,
    LiabilityPaid, Payment, Receipt,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Amount, Currency, GivenMoney};

use super::desk::Desk;
use super::op::Fault;
use super::state::Place;

impl Desk<'_> {
    /// An amount of a currency with the carrying amount that an event may state for it. Without one
    /// a rate is needed.
    fn valued_money(&mut self, there: Option<Exact>, currency: Currency) -> Option<(GivenMoney, Option<Amount>)> {
        let (amount, money) = self.money(there, currency)?;
        let without = self.fault == Some(Fault::NoRate);
        let carrying = if without { None } else { self.carrying(amount, currency) };
        if carrying.is_none() {
            self.valued(currency)?;
        }
        Some((money, carrying))
    }

    pub(super) fn cash_received(&mut self) -> Option<Event> {
        let state = self.state;
        let kind = if self.fault == Some(Fault::TooMuch) { 3 } else { self.pick(4) };
        let (receipt, currency, there) = match kind {
            0 | 1 => (Receipt::OtherIncome, self.any_currency()?, None),
            2 => (Receipt::Interest, self.any_currency()?, None),
            _ => {
                let owed = state.places.iter().filter_map(|(place, there)| match place {
                    Place::Receivable(currency) if !there.is_zero() => Some((*currency, *there)),
                    Place::Receivable(_)
                    | Place::Held(..)
                    | Place::Warrants(..)
                    | Place::Options(_)
                    | Place::Cash(..)
                    | Place::Owed(..)
                    | Place::Taken(_)
                    | Place::Granted(_) => None,
                });
                match self.one_of(owed.collect::<Vec<_>>()) {
                    Some((currency, there)) => (Receipt::Receivable, currency, Some(there)),
                    None => (Receipt::OtherIncome, self.any_currency()?, None),
                }
            }
        };
        let account = self.account_in(currency)?;
        let (amount, carrying) = self.valued_money(there, currency)?;
        Some(Event::CashReceived(Box::new(CashReceived { into: self.place(&account), amount, carrying, receipt })))
    }

    fn any_currency(&mut self) -> Option<Currency> {
        let (state, day) = (self.state, self.day);
        let currencies = state.accounts.values().copied().collect();
        self.best_of(currencies, |currency| state.has_value(*currency, day))
    }

    pub(super) fn cash_paid(&mut self) -> Option<Event> {
        let (mut from, currency, there) = self.funds(None)?;
        let (amount, carrying) = self.valued_money(Some(there), currency)?;
        let payment = match self.pick(6) {
            3 => Payment::Equipment,
            4 => Payment::CurrentAsset(CurrentAsset::Receivable),
            5 => Payment::CurrentAsset(CurrentAsset::Prepaid),
            _ => Payment::Spending(self.purpose()),
        };
        from.account = self.called(&from.account);
        Some(Event::CashPaid(Box::new(CashPaid { from, amount, carrying, payment })))
    }

    pub(super) fn cash_moved(&mut self) -> Option<Event> {
        let (from, currency, there) = self.funds(None)?;
        let (_, amount) = self.money(Some(there), currency)?;
        let account = self.account_in(currency)?;
        let mut to = self.place(&account);
        if to == from && self.once_in(2) {
            to.restricted = !to.restricted;
        }
        Some(Event::CashMoved(Box::new(CashMoved { from, to, amount })))
    }

    pub(super) fn cash_converted(&mut self) -> Option<Event> {
        let (from, given_in, there) = self.funds(None)?;
        let state = self.state;
        let others = state.accounts.iter().filter(|(_, currency)| **currency != given_in);
        let (account, received_in) = self.one_of(others)?;
        if given_in != self.book.functional && *received_in != self.book.functional {
            self.valued(*received_in)?;
        }
        let (_, given) = self.money(Some(there), given_in)?;
        let (_, received) = self.money(None, *received_in)?;
        let to = self.place(account);
        Some(Event::CashConverted(Box::new(CashConverted { from, given, to, received })))
    }

    pub(super) fn expense_accrued(&mut self) -> Option<Event> {
        let purpose = self.purpose();
        let currency = self.any_currency()?;
        let (amount, carrying) = self.valued_money(None, currency)?;
        Some(Event::ExpenseAccrued(Box::new(ExpenseAccrued { purpose, amount, carrying })))
    }

    pub(super) fn liability_paid(&mut self) -> Option<Event> {
        let (purpose, currency, owed) = self.owed(None)?;
        let (mut from, _, cash) = self.funds(Some(currency))?;
        let (_, amount) = self.money(Some(owed.min(cash)), currency)?;
        from.account = self.called(&from.account);
        Some(Event::LiabilityPaid(Box::new(LiabilityPaid { purpose, from, amount })))
    }

    /// Needs a rate of the day for everything foreign, whatever the policy.
    pub(super) fn exchange_revalued(&mut self) -> Option<Event> {
        let state = self.state;
        let missing = state.monetary().into_iter().find(|currency| !state.has_rate(*currency, self.day, Span::Day));
        if missing.is_some() && !self.lacks_rate() {
            (self.wanted, self.of_day) = (missing, true);
            return None;
        }
        Some(Event::ExchangeRevalued(Box::new(ExchangeRevalued {})))
    }
}
