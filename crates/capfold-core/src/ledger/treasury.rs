//! Cash, spending, liabilities and exchange differences.

use super::accounts::{Account, Income, Place, Unit};
use super::draft::{Draft, Valued, too_large, within};
use crate::event::{
    CashConverted, CashMoved, CashPaid, CashReceived, CurrentAsset, ExpenseAccrued, LiabilityPaid, Payment,
};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection};

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    pub(super) fn cash_received(&mut self, event: &CashReceived) -> Outcome {
        let cash = self.cash("into", &event.into, event.amount.currency)?;
        let money = self.valued(&event.amount, event.carrying)?;
        if let Some(income) = Income::of(event.receipt) {
            self.money(Place::Income(income), cash, money);
            return Ok(());
        }
        let receivable = Place::CurrentAsset(CurrentAsset::Receivable);
        let held = self.balance(receivable, money.unit());
        if held.amount < money.amount {
            let problem = Problem::InsufficientMoney {
                what: "collected of receivables".to_owned(),
                state: "owed to the company",
                needed: money.amount,
                available: held.amount,
                currency: money.currency,
            };
            return Err(Rejection::at("amount", problem));
        }
        self.lean_on(receivable, money.unit());
        let average = self.average(held, money.amount, money.currency)?;
        self.money(receivable, cash, money);
        self.difference(Place::ExchangeRealised, receivable, money.unit(), money.value.saturating_minus(average));
        Ok(())
    }

    pub(super) fn cash_paid(&mut self, event: &CashPaid) -> Outcome {
        let cash = self.cash("from", &event.from, event.amount.currency)?;
        let to = match &event.payment {
            Payment::Spending(purpose) => self.destination(self.spending(purpose)?),
            Payment::Equipment => Place::Equipment,
            Payment::CurrentAsset(asset) => Place::CurrentAsset(*asset),
        };
        let money = self.valued(&event.amount, event.carrying)?;
        self.pay(cash, to, money)
    }

    pub(super) fn cash_moved(&mut self, event: &CashMoved) -> Outcome {
        let from = self.cash("from", &event.from, event.amount.currency)?;
        let to = self.cash("to", &event.to, event.amount.currency)?;
        let mut money = self.unvalued(&event.amount)?;
        money.value = self.cash_average(from, &money)?;
        self.money(from, to, money);
        Ok(())
    }

    pub(super) fn cash_converted(&mut self, event: &CashConverted) -> Outcome {
        let from = self.cash("from", &event.from, event.given.currency)?;
        let to = self.cash("to", &event.to, event.received.currency)?;
        let given = self.unvalued(&event.given).map_err(within("given"))?;
        let received = self.unvalued(&event.received).map_err(within("received"))?;
        let functional = self.ledger.functional()?;
        let value = if given.currency == functional {
            given.amount
        } else {
            self.value(received.amount, received.currency, None).map_err(within("received"))?
        };
        self.pay(from, Place::Conversion, Valued { value, ..given }).map_err(within("given"))?;
        self.money(Place::Conversion, to, Valued { value, ..received });
        Ok(())
    }

    pub(super) fn expense_accrued(&mut self, event: &ExpenseAccrued) -> Outcome {
        let spending = self.spending(&event.purpose)?;
        let money = self.valued(&event.amount, event.carrying)?;
        self.money(Place::Payable(spending), self.destination(spending), money);
        Ok(())
    }

    pub(super) fn liability_paid(&mut self, event: &LiabilityPaid) -> Outcome {
        let spending = self.spending(&event.purpose)?;
        let cash = self.cash("from", &event.from, event.amount.currency)?;
        let money = self.unvalued(&event.amount)?;
        self.settle(cash, Place::Payable(spending), money)
    }

    pub(super) fn exchange_revalued(&mut self) -> Outcome {
        let functional = self.ledger.functional()?;
        for id in &self.ledger.accounts.monetary {
            let Some((Account { unit, place }, balance)) = self.ledger.accounts.get(*id) else { continue };
            let Unit::Currency(currency) = unit else { continue };
            if currency == functional || balance.is_zero() {
                continue;
            }
            let target = if balance.amount.is_zero() {
                Exact::ZERO
            } else {
                let rate = self.closing_rate(currency)?;
                rate.apply(balance.amount, functional).map_err(too_large(""))?.value
            };
            self.lean_on(place, unit);
            self.difference(Place::ExchangeUnrealised, place, unit, target.saturating_minus(balance.carrying));
            self.next_segment();
        }
        Ok(())
    }
}
