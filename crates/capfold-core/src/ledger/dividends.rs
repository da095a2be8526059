//! What holders of a class receive for what they hold: dividends in cash and in shares, assets.

use super::Effect;
use super::accounts::{ClassId, DividendId, HolderId, Place, Spending, Unit};
use super::draft::{Draft, Valued, product, scaled, within};
use super::register::Registration;
use super::rows::Dividend;
use crate::event::{Asset, CurrentAsset, DividendDeclared, DividendPaid, SpunAsset, SpunOut, StockDividendPaid};
use crate::exact::{Exact, total};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, Price};

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    /// Who holds a class before this fact, as the ledger lists them; what follows rests on all of it.
    pub(super) fn holders_of(&mut self, class: ClassId) -> Vec<(HolderId, Exact)> {
        let (ledger, unit) = (self.ledger, Unit::Class(class));
        if ledger.journal.is_some() {
            let places = ledger.accounts.of_unit(unit).map(|(place, _)| place);
            places.filter(|place| place.is_outstanding()).for_each(|place| self.lean_on(place, unit));
        }
        ledger.holders_of(class)
    }

    pub(super) fn dividend_declared(&mut self, event: &DividendDeclared) -> Outcome {
        let names = &self.ledger.names;
        names.dividends.vacant(Thing::Dividend, &event.dividend)?;
        let (class, _) = names.class("class", &event.class)?;
        let (id, record) = (DividendId::from_index(names.dividends.len()), self.date);
        if let Some(day) = event.declared.filter(|day| *day > record) {
            return Err(Rejection::at("declared", Problem::RecordDate { what: "declared on", day, record }));
        }
        if let Some(day) = event.payable.filter(|day| *day < record) {
            return Err(Rejection::at("payable", Problem::RecordDate { what: "payable on", day, record }));
        }
        let currency = event.per_share.currency;
        let per_share = self.price("per_share", &event.per_share)?;
        let parts = self.holders_of(class).into_iter().map(|(_, shares)| product(shares, per_share, currency));
        let amount = total(parts.collect::<Result<Vec<Exact>, Rejection>>()?);
        let amount = amount.ok_or_else(|| Rejection::at("per_share", Problem::TooLarge))?;
        let declared = self.computed(amount, currency)?;
        self.money(Place::Dividend(id), Place::Deficit, declared);
        let per_share = Price { amount: per_share, currency };
        let row = Dividend { class, per_share, record, payable: event.payable };
        self.register(Registration::Dividend(event.dividend.clone(), row));
        Ok(())
    }

    /// A computed sum with its value; nothing is worth nothing in any currency.
    fn computed(&self, amount: Exact, currency: Currency) -> Result<Valued, Rejection> {
        let value = if amount.is_zero() { Exact::ZERO } else { self.value(amount, currency, None)? };
        Ok(Valued { amount, currency, value })
    }

    pub(super) fn dividend_paid(&mut self, event: &DividendPaid) -> Outcome {
        let (id, row) = self.ledger.names.dividend("dividend", &event.dividend)?;
        let (given, expected) = (event.amount.currency, row.per_share.currency);
        if given != expected {
            let what = format!("dividend `{}`", event.dividend);
            return Err(Rejection::at("currency", Problem::CurrencyDiffers { given, what, expected }));
        }
        let (cash, owed) = (self.cash("from", &event.from, given)?, Place::Dividend(id));
        let paid = self.unvalued(&event.amount)?;
        self.settle(cash, owed, paid)?;
        let Some(withheld) = &event.withheld else { return Ok(()) };
        self.next_segment();
        let mut withheld = self.unvalued(withheld).map_err(within("withheld"))?;
        withheld.value = self.owed(owed, &withheld).map_err(within("withheld"))?;
        self.money(Place::Payable(Spending::Tax), owed, withheld);
        Ok(())
    }

    pub(super) fn stock_dividend_paid(&mut self, event: &StockDividendPaid) -> Outcome {
        let (class, _) = self.ledger.names.class("class", &event.class)?;
        let (of, row) = self.ledger.names.class("of", &event.of)?;
        let (ratio, fractions) = (event.ratio.parts(), self.ledger.policies.fractions);
        let mut received = self.holders_of(class);
        for (_, shares) in &mut received {
            *shares = scaled(*shares, ratio, row.grain, fractions.shares)?;
        }
        let all = total(received.iter().map(|(_, shares)| *shares));
        let all = all.ok_or_else(|| Rejection::at("ratio", Problem::TooLarge))?;
        let pool = self.room("ratio", of, &event.of, all)?;
        for (holder, shares) in received {
            self.count(pool, Place::Held(holder), Unit::Class(of), shares);
        }
        if class == of {
            let (new, old) = ratio;
            let new = old.plus(new).ok_or_else(|| Rejection::at("ratio", Problem::TooLarge))?;
            self.effect(Effect::Restructured { from: of, to: of, new, old, fractions, rests: self.own_rests() });
        }
        let Some(value) = &event.value else { return Ok(()) };
        let (given, expected) = (value.currency, self.ledger.functional()?);
        if given != expected {
            let what = "the book".to_owned();
            return Err(Rejection::at("currency", Problem::CurrencyDiffers { given, what, expected }));
        }
        let per_share = self.price("value", value)?;
        let capitalised = product(all, per_share, expected)?;
        self.equity(Place::ShareCapital(of), Place::Deficit, capitalised)
    }

    pub(super) fn spun_out(&mut self, event: &SpunOut) -> Outcome {
        self.ledger.names.class("class", &event.class)?;
        self.each("assets", &event.assets, Self::spin_out)
    }

    fn spin_out(&mut self, row: &SpunAsset) -> Outcome {
        let place = self.asset(&row.asset)?;
        let mut money = self.unvalued(&row.amount)?;
        money.value = self.cash_average(place, &money)?;
        self.money(place, Place::Deficit, money);
        Ok(())
    }

    /// Where an asset is carried.
    fn asset(&self, asset: &Asset) -> Result<Place, Rejection> {
        let names = &self.ledger.names;
        match asset {
            Asset::Property(name) => names.property("property", name).map(|(id, _)| Place::Property(id)),
            Asset::Project(name) => names.project("project", name).map(|(id, _)| Place::Project(id)),
            Asset::JointVenture(name) => names.agreement("joint_venture", name).map(|(id, _)| Place::JointVenture(id)),
            Asset::AdvanceRoyalty(name) => {
                names.agreement("advance_royalty", name).map(|(id, _)| Place::AdvanceRoyalty(id))
            }
            Asset::Equipment => Ok(Place::Equipment),
            Asset::Investment => Ok(Place::Investment),
            Asset::Receivable => Ok(Place::CurrentAsset(CurrentAsset::Receivable)),
            Asset::Prepaid => Ok(Place::CurrentAsset(CurrentAsset::Prepaid)),
            Asset::Deposit => Ok(Place::CurrentAsset(CurrentAsset::Deposit)),
        }
    }
}
