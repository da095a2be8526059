//! Registrations, assumptions, opening balances, rates and the end of a period.

use super::accounts::{GrantId, Place};
use super::draft::{Draft, Valued, within};
use super::rows::{self, Bank, Book, Class, Grant, Names, Series};
use super::{Effect, Observation};
use crate::date::Date;
use crate::event::{
    AccountRegistered, AssumptionMade, AwardKind, BookOpened, Carried, ClassRegistered, DocumentCited,
    HolderRegistered, OpeningBalances, OpeningCash, OpeningOptions, OpeningPayable, OpeningShares, OpeningWarrants,
    PlanRegistered, ProjectRegistered, PropertyRegistered, RateObserved, SeriesRegistered, Vesting,
};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::log::Fact;
use crate::money::{GivenPrice, GivenQuantity, Quantity};
use crate::name::{Label, Name};

/// A name with what it stands for from now on.
#[derive(Clone, Debug)]
pub(super) enum Registration {
    Book(Book),
    Holder(Name, Label),
    Class(Name, Class),
    Bid(Name, rows::Bid),
    Dividend(Name, rows::Dividend),
    Series(Name, Series),
    Plan(Name, rows::Plan),
    Grants(Vec<NewLot>),
    Property(Name, Label),
    Project(Name, Label),
    Bank(Name, Bank),
    Document(Name, Label),
    Agreement(Name, rows::Agreement),
    Escrow(Name, rows::Escrow),
    Certificates(Vec<(Name, rows::Certificate)>),
    Placement(Name, rows::Placement),
    Pool(Name, rows::Pool),
    Obligation(Name, rows::Obligation),
    Debt(Name, rows::Debt),
    Assumption(Name, rows::Assumption),
}

/// A lot to be registered, as grants and opening balances state it.
pub(super) struct Stated<'a> {
    pub(super) grant: &'a Name,
    pub(super) plan: &'a Name,
    pub(super) holder: &'a Name,
    pub(super) quantity: &'a GivenQuantity,
    /// What it is; none: options.
    pub(super) award: Option<AwardKind>,
    /// The strike or the base, of what has one.
    pub(super) price: Option<&'a GivenPrice>,
    pub(super) expires: Option<Date>,
    pub(super) vesting: Option<&'a Vesting>,
}

/// A lot that is registered when the fact is.
#[derive(Clone, Debug)]
pub(super) struct NewLot {
    pub(super) id: GrantId,
    pub(super) name: Name,
    pub(super) row: Grant,
    pub(super) quantity: Exact,
    /// The day of the grant; none for what stood open when the log begins.
    pub(super) granted: Option<Date>,
}

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    pub(super) fn register(&mut self, registration: Registration) {
        self.effect(Effect::Register(Box::new(registration)));
    }

    fn names(&self) -> &Names {
        &self.ledger.names
    }

    pub(super) fn book_opened(&mut self, fact: &Fact<'_>, event: &BookOpened) -> Outcome {
        if let Some(book) = &self.ledger.book {
            return Err(Rejection::at("", Problem::BookAlreadyOpen { by: book.by }));
        }
        let BookOpened { issuer, functional, presentation, year_end } = event.clone();
        let (by, opened) = (fact.stated_by, fact.effective);
        self.register(Registration::Book(Book { by, opened, issuer, functional, presentation, year_end }));
        Ok(())
    }

    pub(super) fn holder_registered(&mut self, event: &HolderRegistered) -> Outcome {
        self.names().holders.vacant(Thing::Holder, &event.holder)?;
        self.register(Registration::Holder(event.holder.clone(), event.name.clone()));
        Ok(())
    }

    pub(super) fn class_registered(&mut self, event: &ClassRegistered) -> Outcome {
        self.names().classes.vacant(Thing::Class, &event.class)?;
        let terms = Box::new(self.terms_of(event)?);
        let grain = event.grain.map_or(Exact::ONE, Quantity::exact);
        let row = Class { label: event.name.clone(), grain, unlimited: false, charters: Vec::new(), terms };
        self.register(Registration::Class(event.class.clone(), row));
        Ok(())
    }

    pub(super) fn series_registered(&mut self, event: &SeriesRegistered) -> Outcome {
        self.names().series.vacant(Thing::Series, &event.series)?;
        let (class, _) = self.ledger.names.class("class", &event.class)?;
        let strike = self.price("strike", &event.strike)?;
        let rests = self.current_rests();
        if let Some(clause) = &event.acceleration {
            self.price("threshold", &clause.threshold)?;
        }
        let row = Series {
            label: event.name.clone(),
            class,
            strike,
            currency: event.strike.currency,
            priced_by: self.seq,
            expires: event.expires,
            ratio: event.ratio.filter(|ratio| ratio.new != ratio.old),
            acceleration: event.acceleration.clone(),
            kind: event.kind,
            rests,
        };
        self.register(Registration::Series(event.series.clone(), row));
        Ok(())
    }

    pub(super) fn plan_registered(&mut self, event: &PlanRegistered) -> Outcome {
        self.names().plans.vacant(Thing::Plan, &event.plan)?;
        let (class, row) = self.ledger.names.class("class", &event.class)?;
        let limits = self.limits(&event.plan, row, &event.pool, event.per_person)?;
        let row = rows::Plan { class, limits, taken: Exact::ZERO, open: Exact::ZERO, granted: Vec::new() };
        self.register(Registration::Plan(event.plan.clone(), row));
        Ok(())
    }

    pub(super) fn property_registered(&mut self, event: &PropertyRegistered) -> Outcome {
        self.names().properties.vacant(Thing::Property, &event.property)?;
        self.register(Registration::Property(event.property.clone(), event.name.clone()));
        Ok(())
    }

    pub(super) fn project_registered(&mut self, event: &ProjectRegistered) -> Outcome {
        self.names().projects.vacant(Thing::Project, &event.project)?;
        self.register(Registration::Project(event.project.clone(), event.name.clone()));
        Ok(())
    }

    pub(super) fn account_registered(&mut self, event: &AccountRegistered) -> Outcome {
        self.names().banks.vacant(Thing::Account, &event.account)?;
        self.register(Registration::Bank(event.account.clone(), Bank { currency: event.currency }));
        Ok(())
    }

    pub(super) fn document_cited(&mut self, event: &DocumentCited) -> Outcome {
        self.names().documents.vacant(Thing::Document, &event.document)?;
        self.register(Registration::Document(event.document.clone(), event.title.clone()));
        Ok(())
    }

    pub(super) fn assumption_made(&mut self, event: &AssumptionMade) -> Outcome {
        self.names().assumptions.vacant(Thing::Assumption, &event.assumption)?;
        let row = rows::Assumption {
            value: event.value.clone(),
            about: event.about.clone(),
            reason: event.reason.clone(),
            fitted_to: event.fitted_to.clone(),
        };
        self.register(Registration::Assumption(event.assumption.clone(), row));
        Ok(())
    }

    pub(super) fn rate_observed(&mut self, fact: &Fact<'_>, event: &RateObserved) {
        let observed = Observation { date: fact.effective, rate: event.rate.exact(), seq: fact.stated_by };
        self.effect(Effect::Observe { pair: (event.base, event.quote, event.over), observed });
    }

    // Opening balances

    pub(super) fn opening_balances(&mut self, event: &OpeningBalances) -> Outcome {
        if let Some(first) = self.ledger.moved {
            return Err(Rejection::at("", Problem::OpeningAfterMovement { first }));
        }
        let mut lots = Vec::new();
        self.each("shares", &event.shares, Self::opening_shares)?;
        self.each("options", &event.options, |draft, row| draft.opening_options(row, &mut lots))?;
        self.each("warrants", &event.warrants, Self::opening_warrants)?;
        self.each("cash", &event.cash, Self::opening_cash)?;
        self.each("current_assets", &event.current_assets, |draft, row| {
            draft.opening_asset(Place::CurrentAsset(row.asset), &row.balance)
        })?;
        self.each("payables", &event.payables, Self::opening_payable)?;
        self.each("properties", &event.properties, |draft, row| {
            let (property, _) = draft.ledger.names.property("property", &row.property)?;
            draft.opening_asset(Place::Property(property), &row.balance)
        })?;
        self.each("equipment", &event.equipment, |draft, row| draft.opening_asset(Place::Equipment, row))?;
        self.each("share_capital", &event.share_capital, |draft, row| {
            let (class, _) = draft.ledger.names.class("class", &row.class)?;
            draft.opening_line(Place::ShareCapital(class), &row.balance)
        })?;
        self.each("contributed_surplus", &event.contributed_surplus, |draft, row| {
            draft.opening_line(Place::ContributedSurplus, row)
        })?;
        if !lots.is_empty() {
            self.register(Registration::Grants(lots));
        }
        Ok(())
    }

    fn opening_shares(&mut self, row: &OpeningShares) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &row.class)?;
        let holder = self.ledger.names.holder("holder", &row.holder)?;
        let quantity = self.quantity(&row.class, class, &row.quantity)?;
        self.draw(id, &row.class, Place::Held(holder), quantity)
    }

    fn opening_options(&mut self, row: &OpeningOptions, lots: &mut Vec<NewLot>) -> Outcome {
        let OpeningOptions { grant, plan, holder, quantity, strike, expires, vesting, reserve } = row;
        let (expires, vesting, award, price) = (*expires, vesting.as_ref(), None, Some(strike));
        let stated = Stated { grant, plan, holder, quantity, award, price, expires, vesting };
        let lot = self.lot_written(&stated, None, lots)?;
        if let Some(reserve) = reserve {
            let money = self.compensation(reserve).map_err(within("reserve"))?;
            self.money(self.reserve_of(lot.id, lot.quantity), Place::Deficit, money);
        }
        lots.push(lot);
        Ok(())
    }

    fn opening_warrants(&mut self, row: &OpeningWarrants) -> Outcome {
        let series = self.write_warrants(&row.series, &row.holder, &row.quantity)?;
        match &row.reserve {
            Some(reserve) => self.opening_line(Place::WarrantReserve(series.id), reserve),
            None => Ok(()),
        }
    }

    fn opening_cash(&mut self, row: &OpeningCash) -> Outcome {
        let bank = self.bank(&row.account, row.balance.money.currency)?;
        let place = if row.restricted { Place::RestrictedCash(bank) } else { Place::Cash(bank) };
        self.opening_asset(place, &row.balance)
    }

    fn opening_payable(&mut self, row: &OpeningPayable) -> Outcome {
        let spending = self.spending(&row.purpose)?;
        self.opening_line(Place::Payable(spending), &row.balance)
    }

    fn opening_asset(&mut self, place: Place, carried: &Carried) -> Outcome {
        let money: Valued = self.valued(&carried.money, carried.carrying)?;
        self.money(Place::Deficit, place, money);
        Ok(())
    }

    fn opening_line(&mut self, place: Place, carried: &Carried) -> Outcome {
        let money: Valued = self.valued(&carried.money, carried.carrying)?;
        self.money(place, Place::Deficit, money);
        Ok(())
    }

    // Period end

    pub(super) fn period_closed(&mut self) -> Outcome {
        let year_end = self.ledger.book.as_ref().is_some_and(|book| book.year_end.falls_on(self.date));
        if !year_end {
            return Ok(());
        }
        for id in &self.ledger.accounts.results {
            let Some((account, balance)) = self.ledger.accounts.get(*id) else { continue };
            self.lean_on(account.place, account.unit);
            self.transfer(account.place, Place::Deficit, account.unit, balance.amount, balance.carrying);
            self.next_segment();
        }
        Ok(())
    }
}
