//! What each event adds to places and takes from them.

use capfold_core::date::Date;
use capfold_core::event::{
    Authorised, AuthorisedSet, CashConverted, CashMoved, CashPaid, CashPart, CashPlace, CashReceived, Consideration,
    CurrentAsset, Event, ExpenseAccrued, Installment, LiabilityPaid, OpeningBalances, OptionsEnded, OptionsExercised,
    OptionsGranted, Payment, PropertyPaid, Purpose, Receipt, SharesIssued, SharesTransferred, WarrantsExercised,
    WarrantsExpired, WarrantsIssued, WarrantsTransferred,
};
use capfold_core::name::Name;

use super::{Agreement, AgreementKind, Lot, Place, State, add, product};

/// Whether an event counts as the first movement, after which nothing can be opened.
pub(super) fn is_movement(event: &Event) -> bool {
    match event {
        Event::SharesIssued(_)
        | Event::SharesTransferred(_)
        | Event::OptionsGranted(_)
        | Event::OptionsExercised(_)
        | Event::OptionsExpired(_)
        | Event::OptionsForfeited(_)
        | Event::WarrantsIssued(_)
        | Event::WarrantsExercised(_)
        | Event::WarrantsExpired(_)
        | Event::WarrantsTransferred(_)
        | Event::CashReceived(_)
        | Event::CashPaid(_)
        | Event::CashMoved(_)
        | Event::CashConverted(_)
        | Event::ExpenseAccrued(_)
        | Event::LiabilityPaid(_)
        | Event::ExchangeRevalued(_)
        | Event::PropertyPaid(_)
        | Event::LeasePaid(_)
        | Event::JointVentureContributed(_)
        | Event::PeriodClosed(_) => true,
        Event::BookOpened(_)
        | Event::HolderRegistered(_)
        | Event::ClassRegistered(_)
        | Event::SeriesRegistered(_)
        | Event::PlanRegistered(_)
        | Event::PropertyRegistered(_)
        | Event::ProjectRegistered(_)
        | Event::AccountRegistered(_)
        | Event::DocumentCited(_)
        | Event::AssumptionMade(_)
        | Event::PolicyAdopted(_)
        | Event::OpeningBalances(_)
        | Event::AuthorisedSet(_)
        | Event::RateObserved(_)
        | Event::PropertyOptionAgreed(_)
        | Event::LeaseAgreed(_)
        | Event::JointVentureAgreed(_)
        | Event::Amend(_)
        | Event::Void(_) => false,
    }
}

impl State {
    pub(super) fn authorised_set(&mut self, event: &AuthorisedSet) -> Option<()> {
        let taken = self.at(&Place::Taken(event.class.clone()));
        let limit = match &event.authorised {
            Authorised::Unlimited => None,
            Authorised::Limited(limit) => Some(self.quantity(limit)?),
        };
        if limit.is_some_and(|limit| limit < taken) {
            return None;
        }
        self.classes.get_mut(&event.class)?.limit = limit;
        Some(())
    }

    pub(super) fn opening(&mut self, day: Date, event: &OpeningBalances) -> Option<()> {
        if self.moved {
            return None;
        }
        let mut moves = Vec::new();
        for row in &event.shares {
            let quantity = self.quantity(&row.quantity)?;
            moves.push((Place::Taken(row.class.clone()), quantity));
            moves.push((Place::Held(row.class.clone(), self.holder(&row.holder)?), quantity));
        }
        let mut lots = Vec::new();
        for row in &event.options {
            let (class, _) = self.plans.get(&row.plan)?.clone();
            let right = self.right(&class, &row.strike, row.expires)?;
            let quantity = self.quantity(&row.quantity)?;
            moves.extend([(Place::Taken(class), quantity), (Place::Granted(row.plan.clone()), quantity)]);
            moves.push((Place::Options(row.grant.clone()), quantity));
            lots.push((row.grant.clone(), Lot { right, plan: row.plan.clone(), holder: self.holder(&row.holder)? }));
        }
        for row in &event.warrants {
            let quantity = self.quantity(&row.quantity)?;
            moves.push((Place::Taken(self.series.get(&row.series)?.class.clone()), quantity));
            moves.push((Place::Warrants(row.series.clone(), self.holder(&row.holder)?), quantity));
        }
        for row in &event.cash {
            self.valued(&row.balance.money, row.balance.carrying.is_some(), day)?;
            let place = CashPlace { account: row.account.clone(), restricted: row.restricted };
            moves.push(self.cash(&place, &row.balance.money, true)?);
        }
        for row in &event.payables {
            let (amount, currency) = self.money(&row.balance.money)?;
            self.valued(&row.balance.money, row.balance.carrying.is_some(), day)?;
            moves.push((Place::Owed(self.purpose(&row.purpose)?, currency), amount));
        }
        for row in &event.current_assets {
            let (amount, currency) = self.money(&row.balance.money)?;
            self.valued(&row.balance.money, row.balance.carrying.is_some(), day)?;
            if row.asset == CurrentAsset::Receivable {
                moves.push((Place::Receivable(currency), amount));
            }
        }
        if lots.iter().any(|(name, _)| self.lots.contains_key(name)) {
            return None;
        }
        self.commit(moves)?;
        self.lots.extend(lots);
        Some(())
    }

    pub(super) fn shares_issued(&mut self, day: Date, event: &SharesIssued) -> Option<()> {
        let quantity = self.quantity(&event.quantity)?;
        let mut moves = vec![
            (Place::Taken(event.class.clone()), quantity),
            (Place::Held(event.class.clone(), self.holder(&event.holder)?), quantity),
        ];
        match &event.consideration {
            Consideration::Cash(cash) => {
                self.valued(&cash.paid, false, day)?;
                let place = CashPlace { account: cash.account.clone(), restricted: false };
                moves.push(self.cash(&place, &cash.paid, true)?);
            }
            Consideration::Property(part) => {
                self.properties.get(&part.property)?;
                self.valued(&part.value, false, day)?;
            }
            Consideration::Services(part) => {
                self.purpose(&part.purpose)?;
                self.valued(&part.value, false, day)?;
            }
            Consideration::Debt(part) => {
                let (amount, currency) = self.money(&part.value)?;
                moves.push((Place::Owed(self.purpose(&part.purpose)?, currency), amount.negated()));
            }
        }
        for cost in &event.costs {
            self.valued(&cost.amount, false, day)?;
            if let Some(account) = &cost.account {
                let place = CashPlace { account: account.clone(), restricted: false };
                moves.push(self.cash(&place, &cost.amount, false)?);
            } else {
                let (amount, currency) = self.money(&cost.amount)?;
                moves.push((Place::Owed(Purpose::IssueCosts(event.class.clone()), currency), amount));
            }
        }
        self.commit(moves)
    }

    pub(super) fn shares_transferred(&mut self, event: &SharesTransferred) -> Option<()> {
        self.classes.get(&event.class)?;
        let quantity = self.quantity(&event.quantity)?;
        let place = |holder| Place::Held(event.class.clone(), holder);
        let (from, to) = (place(self.holder(&event.from)?), place(self.holder(&event.to)?));
        self.commit(vec![(from, quantity.negated()), (to, quantity)])
    }

    pub(super) fn warrants_transferred(&mut self, event: &WarrantsTransferred) -> Option<()> {
        self.series.get(&event.series)?;
        let quantity = self.quantity(&event.quantity)?;
        let place = |holder| Place::Warrants(event.series.clone(), holder);
        let (from, to) = (place(self.holder(&event.from)?), place(self.holder(&event.to)?));
        self.commit(vec![(from, quantity.negated()), (to, quantity)])
    }

    pub(super) fn options_granted(&mut self, event: &OptionsGranted) -> Option<()> {
        let (class, _) = self.plans.get(&event.plan)?.clone();
        let right = self.right(&class, &event.strike, event.expires)?;
        let quantity = self.quantity(&event.quantity)?;
        let lot = Lot { right, plan: event.plan.clone(), holder: self.holder(&event.holder)? };
        if self.lots.contains_key(&event.grant) {
            return None;
        }
        let places = [Place::Options(event.grant.clone()), Place::Granted(event.plan.clone()), Place::Taken(class)];
        self.commit(places.into_iter().map(|place| (place, quantity)).collect())?;
        add(&mut self.lots, &event.grant, lot)
    }

    pub(super) fn options_exercised(&mut self, day: Date, event: &OptionsExercised) -> Option<()> {
        let currency = *self.accounts.get(&event.account)?;
        let mut moves = Vec::new();
        for part in &event.lots {
            let lot = self.lots.get(&part.grant).filter(|lot| lot.right.is_open(day))?;
            let quantity = self.quantity(&part.quantity)?;
            if self.price(&part.price)? != (lot.right.strike, currency) {
                return None;
            }
            let paid = product(quantity, lot.right.strike, currency)?;
            moves.push((Place::Options(part.grant.clone()), quantity.negated()));
            moves.push((Place::Held(lot.right.class.clone(), lot.holder.clone()), quantity));
            moves.push((Place::Cash(event.account.clone(), false), paid));
        }
        self.has_value(currency, day).then_some(())?;
        self.commit(moves)
    }

    /// Options that lapse by a day, or are forfeited.
    pub(super) fn options_ended(&mut self, expired: Option<Date>, event: &OptionsEnded) -> Option<()> {
        let lot = self.lots.get(&event.grant).filter(|lot| expired.is_none_or(|day| lot.right.can_lapse(day)))?;
        let quantity = self.quantity(&event.quantity)?.negated();
        let (class, plan) = (lot.right.class.clone(), lot.plan.clone());
        let places = [Place::Options(event.grant.clone()), Place::Granted(plan), Place::Taken(class)];
        self.commit(places.into_iter().map(|place| (place, quantity)).collect())
    }

    pub(super) fn warrants_issued(&mut self, day: Date, event: &WarrantsIssued) -> Option<()> {
        let right = self.series.get(&event.series)?;
        let quantity = self.quantity(&event.quantity)?;
        let mut moves = vec![
            (Place::Taken(right.class.clone()), quantity),
            (Place::Warrants(event.series.clone(), self.holder(&event.holder)?), quantity),
        ];
        if let Some(paid) = &event.paid {
            (paid.amount.currency == right.currency).then_some(())?;
            self.valued(&paid.amount, false, day)?;
            let place = CashPlace { account: paid.account.clone(), restricted: false };
            moves.push(self.cash(&place, &paid.amount, true)?);
        }
        self.commit(moves)
    }

    pub(super) fn warrants_exercised(&mut self, day: Date, event: &WarrantsExercised) -> Option<()> {
        let right = self.series.get(&event.series).filter(|right| right.is_open(day))?;
        let currency = *self.accounts.get(&event.account)?;
        (currency == right.currency && self.has_value(currency, day)).then_some(())?;
        let quantity = self.quantity(&event.quantity)?;
        let paid = product(quantity, right.strike, currency)?;
        if event.paid.as_ref().is_some_and(|stated| stated.amount.exact() != paid) {
            return None;
        }
        let holder = self.holder(&event.holder)?;
        self.commit(vec![
            (Place::Warrants(event.series.clone(), holder.clone()), quantity.negated()),
            (Place::Held(right.class.clone(), holder), quantity),
            (Place::Cash(event.account.clone(), false), paid),
        ])
    }

    pub(super) fn warrants_expired(&mut self, day: Date, event: &WarrantsExpired) -> Option<()> {
        let right = self.series.get(&event.series).filter(|right| right.can_lapse(day))?;
        let quantity = self.quantity(&event.quantity)?.negated();
        let held = Place::Warrants(event.series.clone(), event.holder.clone());
        self.commit(vec![(held, quantity), (Place::Taken(right.class.clone()), quantity)])
    }

    pub(super) fn cash_received(&mut self, day: Date, event: &CashReceived) -> Option<()> {
        self.valued(&event.amount, event.carrying.is_some(), day)?;
        let (place, amount) = self.cash(&event.into, &event.amount, true)?;
        let mut moves = vec![(place, amount)];
        match event.receipt {
            Receipt::Receivable => moves.push((Place::Receivable(event.amount.currency), amount.negated())),
            Receipt::Interest | Receipt::OtherIncome => {}
        }
        self.commit(moves)
    }

    pub(super) fn cash_paid(&mut self, day: Date, event: &CashPaid) -> Option<()> {
        self.valued(&event.amount, event.carrying.is_some(), day)?;
        let (place, amount) = self.cash(&event.from, &event.amount, false)?;
        let mut moves = vec![(place, amount)];
        match &event.payment {
            Payment::Spending(purpose) => {
                self.purpose(purpose)?;
            }
            Payment::CurrentAsset(CurrentAsset::Receivable) => {
                moves.push((Place::Receivable(event.amount.currency), amount.negated()));
            }
            Payment::Equipment | Payment::CurrentAsset(CurrentAsset::Prepaid) => {}
        }
        self.commit(moves)
    }

    pub(super) fn cash_moved(&mut self, event: &CashMoved) -> Option<()> {
        let from = self.cash(&event.from, &event.amount, false)?;
        let to = self.cash(&event.to, &event.amount, true)?;
        self.commit(vec![from, to])
    }

    pub(super) fn cash_converted(&mut self, day: Date, event: &CashConverted) -> Option<()> {
        let functional = self.book.as_ref()?.functional;
        self.valued(&event.received, event.given.currency == functional, day)?;
        let from = self.cash(&event.from, &event.given, false)?;
        let to = self.cash(&event.to, &event.received, true)?;
        self.commit(vec![from, to])
    }

    pub(super) fn expense_accrued(&mut self, day: Date, event: &ExpenseAccrued) -> Option<()> {
        self.valued(&event.amount, event.carrying.is_some(), day)?;
        let (amount, currency) = self.money(&event.amount)?;
        self.commit(vec![(Place::Owed(self.purpose(&event.purpose)?, currency), amount)])
    }

    pub(super) fn liability_paid(&mut self, event: &LiabilityPaid) -> Option<()> {
        let (place, amount) = self.cash(&event.from, &event.amount, false)?;
        let owed = Place::Owed(self.purpose(&event.purpose)?, event.amount.currency);
        self.commit(vec![(place, amount), (owed, amount)])
    }

    pub(super) fn agreed(&mut self, name: &Name, kind: AgreementKind, schedule: &[Installment]) -> Option<()> {
        for instalment in schedule {
            if let Some(cash) = &instalment.cash {
                self.money(cash)?;
            }
            if let Some(shares) = &instalment.shares {
                self.classes.get(&shares.class)?;
                self.quantity(&shares.quantity)?;
            }
        }
        add(&mut self.agreements, name, Agreement { kind, schedule: schedule.to_vec() })
    }

    pub(super) fn property_paid(&mut self, day: Date, event: &PropertyPaid) -> Option<()> {
        self.agreements.get(&event.agreement).filter(|agreement| agreement.kind == AgreementKind::Option)?;
        let mut moves = Vec::new();
        if let Some(part) = &event.cash {
            self.valued(&part.amount, false, day)?;
            moves.push(self.cash(&part.from, &part.amount, false)?);
        }
        if let Some(part) = &event.shares {
            self.valued(&part.value, false, day)?;
            let quantity = self.quantity(&part.quantity)?;
            moves.push((Place::Taken(part.class.clone()), quantity));
            moves.push((Place::Held(part.class.clone(), self.holder(&part.holder)?), quantity));
        }
        self.commit(moves)
    }

    pub(super) fn agreement_paid(
        &mut self,
        day: Date,
        name: &Name,
        kind: AgreementKind,
        part: &CashPart,
    ) -> Option<()> {
        self.agreements.get(name).filter(|agreement| agreement.kind == kind)?;
        self.valued(&part.amount, false, day)?;
        let out = self.cash(&part.from, &part.amount, false)?;
        self.commit(vec![out])
    }
}
