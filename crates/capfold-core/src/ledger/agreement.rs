//! What agreements have in common: their instalments as commitments, what meets them, how they end.

use super::accounts::{AgreementId, ClassId, Place, Unit};
use super::draft::{Draft, product, too_large, within};
use super::register::Registration;
use super::rows::{Agreement, AgreementKind, Instalment};
use super::{Effect, Ledger};
use crate::event::{Installment, RoyaltySide};
use crate::exact::{Exact, Rounding, notional};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::Currency;
use crate::name::{Label, Name, Seq};

type Outcome = Result<(), Rejection>;

/// What an entry changes of an agreement, balances apart.
#[derive(Clone, Debug)]
pub(super) enum AgreementChange {
    /// It ends.
    Ended,
    /// A commitment is added.
    Called(Instalment),
    /// Another interest in a joint venture.
    Interest(Exact),
    /// A payment counts towards the price of a purchase.
    Credited(Exact),
    /// The buy-back of a number is used, and so much is left of the royalty.
    BoughtBack {
        /// Which of those that are open.
        index: usize,
        /// Per cent.
        left: Exact,
    },
}

impl Agreement {
    pub(super) fn new(kind: AgreementKind, label: &Label) -> Self {
        let (instalments, buy_backs) = (Vec::new(), Vec::new());
        Self { kind, label: label.clone(), instalments, ended: None, percent: None, purchase: None, buy_backs }
    }

    pub(super) fn change(&mut self, by: Seq, change: AgreementChange) {
        match change {
            AgreementChange::Ended => self.ended = Some(by),
            AgreementChange::Called(instalment) => {
                self.instalments.push(instalment);
                self.sort();
            }
            AgreementChange::Interest(percent) => self.percent = Some(percent),
            AgreementChange::Credited(amount) => {
                if let Some(purchase) = &mut self.purchase {
                    purchase.paid = purchase.paid.saturating_plus(amount);
                }
            }
            AgreementChange::BoughtBack { index, left } => {
                self.percent = Some(left);
                if index < self.buy_backs.len() {
                    self.buy_backs.remove(index);
                }
            }
        }
    }

    /// Brings the instalments in order of days; those without a day come last.
    fn sort(&mut self) {
        self.instalments.sort_by_key(|instalment| (instalment.due.is_none(), instalment.due, instalment.number));
    }
}

impl AgreementKind {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::PropertyOption(_) => "property option",
            Self::Lease => "lease",
            Self::JointVenture => "joint venture",
            Self::Royalty(_, RoyaltySide::Granted) => "royalty that the company granted",
            Self::Royalty(_, RoyaltySide::Owned) => "royalty that the company owns",
        }
    }
}

/// An agreement of another kind than an event is about; `key` names it.
pub(super) fn wrong_kind(key: &'static str, name: &Name, is: AgreementKind, needed: &'static str) -> Rejection {
    Rejection::at(key, Problem::AgreementKind { name: name.clone(), is: is.words(), needed })
}

impl Ledger {
    /// Every unit in which something can be promised.
    fn promised_units(&self) -> Vec<Unit> {
        let classes = (0..self.names.classes.len()).map(|index| Unit::Class(ClassId::from_index(index)));
        self.accounts.currencies().iter().map(|currency| Unit::Currency(*currency)).chain(classes).collect()
    }
}

/// The accounts of an instalment.
const fn places(id: AgreementId, number: u32) -> [Place; 3] {
    [Place::Commitment(id, number), Place::Work(id, number), Place::Worth(id, number)]
}

impl<'l> Draft<'l> {
    /// Registers an agreement and notes its instalments as commitments.
    pub(super) fn agree(
        &mut self,
        name: &Name,
        mut agreement: Agreement,
        (list, schedule): (&'static str, &[Installment]),
    ) -> Outcome {
        self.ledger.names.agreements.vacant(Thing::Agreement, name)?;
        let id = AgreementId::from_index(self.ledger.names.agreements.len());
        self.each(list, schedule, |draft, row| {
            let instalment = draft.promise(id, agreement.instalments.len(), row)?;
            agreement.instalments.push(instalment);
            Ok(())
        })?;
        agreement.sort();
        self.register(Registration::Agreement(name.clone(), agreement));
        Ok(())
    }

    /// Notes an instalment as a commitment.
    pub(super) fn promise(
        &mut self,
        id: AgreementId,
        before: usize,
        row: &Installment,
    ) -> Result<Instalment, Rejection> {
        let number = u32::try_from(before).unwrap_or(u32::MAX);
        let from = Place::Promised(id);
        for (field, money, to) in
            [("cash", &row.cash, Place::Commitment(id, number)), ("work", &row.work, Place::Work(id, number))]
        {
            if let Some(money) = money {
                let amount = self.amount(money).map_err(within(field))?;
                self.count(from, to, Unit::Currency(money.currency), amount);
            }
        }
        if let Some(shares) = &row.shares {
            let (class_id, class) = self.ledger.names.class("class", &shares.class).map_err(within("shares"))?;
            let quantity = self.quantity(&shares.class, class, &shares.quantity).map_err(within("shares"))?;
            self.count(from, Place::Commitment(id, number), Unit::Class(class_id), quantity);
        }
        let mut worth_of = None;
        if let Some(shares) = &row.shares_worth {
            let (class_id, _) = self.ledger.names.class("class", &shares.class).map_err(within("shares_worth"))?;
            let amount = self.amount(&shares.worth).map_err(within("shares_worth"))?;
            self.count(from, Place::Worth(id, number), Unit::Currency(shares.worth.currency), amount);
            worth_of = Some(class_id);
        }
        let amount_stated =
            row.cash.is_some() || row.work.is_some() || row.shares.is_some() || row.shares_worth.is_some();
        let (due, firm, note) = (row.due, row.firm, row.note.clone());
        Ok(Instalment { number, due, firm, amount_stated, worth_of, note })
    }

    pub(super) fn agreement(&self, name: &Name) -> Result<(AgreementId, &'l Agreement), Rejection> {
        self.ledger.names.agreement("agreement", name)
    }

    /// Lets what was performed meet the earliest commitments of its unit.
    pub(super) fn meet(
        &mut self,
        id: AgreementId,
        agreement: &Agreement,
        place: impl Fn(AgreementId, u32) -> Place,
        (unit, performed): (Unit, Exact),
    ) {
        let mut left = performed;
        for instalment in &agreement.instalments {
            let place = place(id, instalment.number);
            let met = self.balance(place, unit).amount.min(left);
            self.count(place, Place::Promised(id), unit, met);
            left = left.saturating_minus(met);
            if left.is_zero() {
                break;
            }
        }
    }

    /// Lets shares meet the earliest commitments by value of their class. What is worth less than the
    /// smallest count of the class neither stays open nor passes to the next.
    pub(super) fn meet_worth(
        &mut self,
        id: AgreementId,
        agreement: &Agreement,
        (class, quantity): (ClassId, Exact),
        (price, currency): (Exact, Currency),
    ) -> Outcome {
        let grain = self.ledger.grain(class).unwrap_or(Exact::ONE);
        let finest = Exact::from_raw(1);
        let one = notional(grain, price, finest, Rounding::Up).map_err(too_large("average_price"))?.value;
        let mut left = product(quantity, price, currency)?;
        let unit = Unit::Currency(currency);
        for instalment in agreement.instalments.iter().filter(|instalment| instalment.worth_of == Some(class)) {
            let place = Place::Worth(id, instalment.number);
            let open = self.balance(place, unit).amount;
            let rest = open.saturating_minus(left);
            let met = if !left.is_zero() && rest < one { open } else { open.min(left) };
            self.count(place, Place::Promised(id), unit, met);
            left = left.saturating_minus(met);
            if left < one {
                break;
            }
        }
        Ok(())
    }

    /// The first commitment that stands, and how much of what.
    pub(super) fn standing(
        &self,
        id: AgreementId,
        agreement: &Agreement,
        counts: impl Fn(&Instalment) -> bool,
    ) -> Option<(Place, Unit, Exact)> {
        let units = self.ledger.promised_units();
        let wanted = agreement.instalments.iter().filter(|instalment| counts(instalment));
        let mut accounts = wanted
            .flat_map(|instalment| places(id, instalment.number))
            .flat_map(|place| units.iter().map(move |unit| (place, *unit, self.balance(place, *unit).amount)));
        accounts.find(|(_, _, amount)| !amount.is_zero())
    }

    /// Gives commitments back.
    pub(super) fn give_back(&mut self, id: AgreementId, agreement: &Agreement, counts: impl Fn(&Instalment) -> bool) {
        let units = self.ledger.promised_units();
        for instalment in agreement.instalments.iter().filter(|instalment| counts(instalment)) {
            for place in places(id, instalment.number) {
                for unit in &units {
                    let amount = self.balance(place, *unit).amount;
                    self.count(place, Place::Promised(id), *unit, amount);
                }
            }
        }
    }

    /// Refuses an agreement that has ended.
    pub(super) fn in_force(&self, name: &Name, agreement: &Agreement) -> Outcome {
        match agreement.ended {
            Some(by) => {
                let problem = Problem::Ended { thing: Thing::Agreement, name: name.clone(), by };
                Err(Rejection::at("agreement", problem))
            }
            None => Ok(()),
        }
    }

    /// Refuses performance under an agreement that has ended, unless something is still committed.
    pub(super) fn performable(&self, name: &Name, id: AgreementId, agreement: &Agreement) -> Outcome {
        match self.standing(id, agreement, |_| agreement.ended.is_some()) {
            Some(_) => Ok(()),
            None => self.in_force(name, agreement),
        }
    }

    pub(super) fn change(&mut self, id: AgreementId, change: AgreementChange) {
        self.effect(Effect::Agreement(id, Box::new(change)));
    }
}
