//! Cash, spending, liabilities and exchange differences.

use super::accounts::{Account, Income, Place, Spending, Unit};
use super::draft::{Draft, Valued, too_large, within};
use crate::event::{
    AccruedIncome, CashConverted, CashMoved, CashPaid, CashReceived, Charge, CurrentAsset, ExpenseAccrued,
    IncomeAccrued, LiabilityPaid, Payment, PrepaidUsed, Receipt, WrittenAsset, WrittenDown,
};
use crate::exact::Exact;
use crate::finding::Rejection;

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    pub(super) fn cash_received(&mut self, event: &CashReceived) -> Outcome {
        let cash = self.cash("into", &event.into, event.amount.currency)?;
        let money = self.valued(&event.amount, event.carrying)?;
        let (asset, what, state) = match event.receipt {
            Receipt::Interest => return self.income(Income::Interest, cash, money),
            Receipt::OtherIncome => return self.income(Income::Other, cash, money),
            Receipt::Receivable => (CurrentAsset::Receivable, "collected of receivables", "owed to the company"),
            Receipt::Deposit => (CurrentAsset::Deposit, "of deposits returned", "deposited"),
        };
        let asset = Place::CurrentAsset(asset);
        let average = self.leaving(asset, &money, || what.to_owned(), state)?;
        self.money(asset, cash, money);
        self.difference(Place::ExchangeRealised, asset, money.unit(), money.value.saturating_minus(average));
        Ok(())
    }

    fn income(&mut self, income: Income, to: Place, money: Valued) -> Outcome {
        self.money(Place::Income(income), to, money);
        Ok(())
    }

    pub(super) fn income_accrued(&mut self, event: &IncomeAccrued) -> Outcome {
        let money = self.valued(&event.amount, event.carrying)?;
        let income = match event.income {
            AccruedIncome::Interest => Income::Interest,
            AccruedIncome::Other => Income::Other,
        };
        self.income(income, Place::CurrentAsset(CurrentAsset::Receivable), money)
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

    pub(super) fn prepaid_used(&mut self, event: &PrepaidUsed) -> Outcome {
        let to = self.destination(self.spending(&event.purpose)?);
        let prepaid = Place::CurrentAsset(CurrentAsset::Prepaid);
        let mut money = self.unvalued(&event.amount)?;
        money.value = self.leaving(prepaid, &money, || "used of prepaid expenses".to_owned(), "prepaid")?;
        self.money(prepaid, to, money);
        Ok(())
    }

    pub(super) fn written_down(&mut self, event: &WrittenDown) -> Outcome {
        let ledger = self.ledger;
        let mut charged = Spending::WriteDown;
        let asset = match &event.asset {
            WrittenAsset::CurrentAsset(asset) => Place::CurrentAsset(*asset),
            WrittenAsset::Property(name) => {
                let (property, _) = ledger.names.property("property", name)?;
                if event.charge == Charge::Exploration {
                    charged = Spending::Exploration(property);
                }
                Place::Property(property)
            }
            WrittenAsset::Project(name) => Place::Project(ledger.names.project("project", name)?.0),
            WrittenAsset::Equipment => Place::Equipment,
            WrittenAsset::JointVenture(name) => Place::JointVenture(self.joint_venture("joint_venture", name)?.0),
            WrittenAsset::Investment => Place::Investment,
            WrittenAsset::AdvanceRoyalty(name) => Place::AdvanceRoyalty(self.advanced_on(name)?),
        };
        let mut money = self.unvalued(&event.amount)?;
        let what = || format!("written down of `{}`", ledger.describe(asset));
        money.value = self.leaving(asset, &money, what, "there")?;
        self.money(asset, Place::Expense(charged), money);
        Ok(())
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
