//! Events about property options, leases and joint ventures.

use capfold_core::event::{
    CashPart, Event, Installment, JointVentureAgreed, JointVentureContributed, LeaseAgreed, LeasePaid, PromisedShares,
    PropertyOptionAgreed, PropertyPaid, PurchaseOption, SharePart,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Currency, Given};
use capfold_core::name::Name;

use super::desk::{Desk, value};
use super::op::Fault;
use super::register::CURRENCIES;
use super::state::{Agreement, AgreementKind};

impl Desk<'_> {
    /// Up to three instalments: cash, shares, both or words alone, not always in order of days.
    fn schedule(&mut self) -> Option<Vec<Installment>> {
        let count = self.pick(4);
        let needed = usize::from(self.fault.is_some());
        let mut schedule = Vec::new();
        for _ in 0..count.max(needed) {
            let days = self.pick(40);
            let due = (days < 36).then(|| (0..days).fold(self.day, |day, _| day.next()));
            let kind = self.pick(5);
            let cash = if kind == 3 {
                None
            } else {
                let foreign: Currency = value(self.one_of(CURRENCIES)?);
                let currency = if self.once_in(3) { foreign } else { self.book.functional };
                Some(self.money(None, currency)?.1)
            };
            let shares = if kind > 2 { self.promised_shares() } else { None };
            let note = (kind == 3).then(|| value("and work on the ground"));
            schedule.push(Installment { due, cash, shares, firm: self.once_in(2), note });
        }
        Some(schedule)
    }

    fn promised_shares(&mut self) -> Option<PromisedShares> {
        let state = self.state;
        let class = self.one_of(state.classes.keys())?;
        let (_, quantity) = self.quantity(None, state.grain(class))?;
        Some(PromisedShares { class: class.clone(), quantity })
    }

    pub(super) fn property_option_agreed(&mut self) -> Option<Event> {
        let property = self.one_of(&self.state.properties)?.clone();
        let schedule = self.schedule()?;
        let (agreement, name) = (self.fresh("g", self.state.agreements.keys()), self.label("Option on 60 %"));
        let property = self.called(&property);
        Some(Event::PropertyOptionAgreed(Box::new(PropertyOptionAgreed { agreement, property, name, schedule })))
    }

    pub(super) fn lease_agreed(&mut self) -> Option<Event> {
        let payments = self.schedule()?;
        let (agreement, name) = (self.fresh("g", self.state.agreements.keys()), self.label("Lease"));
        let (starts, ends) = (self.day, self.term());
        let purchase_option = match self.pick(3) {
            1 => Some(PurchaseOption { until: Some(ends), price: Some(self.money(None, self.book.functional)?.1) }),
            2 => Some(PurchaseOption { until: None, price: None }),
            _ => None,
        };
        Some(Event::LeaseAgreed(Box::new(LeaseAgreed { agreement, name, starts, ends, payments, purchase_option })))
    }

    pub(super) fn joint_venture_agreed(&mut self) -> Option<Event> {
        let commitments = self.schedule()?;
        let (agreement, name) = (self.fresh("g", self.state.agreements.keys()), self.label("Joint venture"));
        Some(Event::JointVentureAgreed(Box::new(JointVentureAgreed { agreement, name, commitments })))
    }

    /// An agreement of the kind, or of another if that is the mistake to make.
    fn agreement(&mut self, kind: AgreementKind) -> Option<(Name, Agreement)> {
        let wrong = self.fault == Some(Fault::Agreement);
        let state = self.state;
        let found = state.agreements.iter().filter(|(_, agreement)| (agreement.kind == kind) != wrong);
        let (name, agreement) = self.one_of(found)?;
        if wrong {
            self.errs(Fault::Agreement);
        }
        Some((self.called(name), agreement.clone()))
    }

    /// Cash under an agreement: an instalment to the cent where there is enough, else any amount.
    fn cash_part(&mut self, agreement: &Agreement) -> Option<CashPart> {
        let (from, currency, there) = self.funds(None)?;
        self.valued(currency)?;
        let due = agreement.schedule.iter().filter_map(|instalment| instalment.cash.as_ref());
        let exactly = due.filter(|cash| cash.currency == currency).find_map(|cash| match &cash.amount {
            Given::Stated(amount) if amount.exact() <= there => Some(cash.clone()),
            Given::Stated(_) | Given::Assumed(_) | Given::Rest(_) => None,
        });
        let by_schedule = self.fault.is_none() && self.pick(3) < 2;
        let amount = match exactly.filter(|_| by_schedule) {
            Some(exactly) => exactly,
            None => self.money(Some(there), currency)?.1,
        };
        Some(CashPart { from, amount })
    }

    /// Shares under an agreement: those of an instalment where there is room, else any number.
    fn share_part(&mut self, agreement: &Agreement) -> Option<SharePart> {
        let state = self.state;
        let promised = agreement.schedule.iter().find_map(|instalment| instalment.shares.as_ref());
        let class = match promised {
            Some(promised) => promised.class.clone(),
            None => self.one_of(state.classes.keys())?.clone(),
        };
        let room = state.room(&class);
        let fits = |number: Exact| room.is_none_or(|room| number <= room);
        let exactly = promised.and_then(|promised| match &promised.quantity {
            Given::Stated(number) if fits(number.exact()) => Some(promised.quantity.clone()),
            Given::Stated(_) | Given::Assumed(_) | Given::Rest(_) => None,
        });
        let by_schedule = self.fault.is_none() && self.pick(3) < 2;
        let quantity = match exactly.filter(|_| by_schedule) {
            Some(exactly) => exactly,
            None => self.quantity(room, state.grain(&class))?.1,
        };
        let (_, value) = self.money(None, self.book.functional)?;
        Some(SharePart { class, holder: self.holder()?, quantity, value })
    }

    pub(super) fn property_paid(&mut self) -> Option<Event> {
        let (name, agreement) = self.agreement(AgreementKind::Option)?;
        let kind = self.pick(3);
        let cash = if kind == 1 { None } else { self.cash_part(&agreement) };
        let shares = if kind == 0 && cash.is_some() { None } else { self.share_part(&agreement) };
        if cash.is_none() && shares.is_none() {
            return None;
        }
        Some(Event::PropertyPaid(Box::new(PropertyPaid { agreement: name, cash, shares })))
    }

    pub(super) fn lease_paid(&mut self) -> Option<Event> {
        let (name, agreement) = self.agreement(AgreementKind::Lease)?;
        let purpose = self.purpose();
        let cash = self.cash_part(&agreement)?;
        Some(Event::LeasePaid(Box::new(LeasePaid { agreement: name, purpose, cash })))
    }

    pub(super) fn joint_venture_contributed(&mut self) -> Option<Event> {
        let (name, agreement) = self.agreement(AgreementKind::Venture)?;
        let cash = self.cash_part(&agreement)?;
        Some(Event::JointVentureContributed(Box::new(JointVentureContributed { agreement: name, cash })))
    }
}
