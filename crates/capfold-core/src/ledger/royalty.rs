//! Royalties: advances, payments and buy-backs.

use super::accounts::{AgreementId, Place, PropertyId};
use super::agreement::{AgreementChange, wrong_kind};
use super::draft::{Draft, within};
use super::rows::{Agreement, AgreementKind, BuyBack};
use crate::event::{AdvanceRoyaltyPaid, RoyaltyAgreed, RoyaltyBoughtBack, RoyaltyPaid, RoyaltySide};
use crate::exact::Exact;
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, Percent};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

impl<'l> Draft<'l> {
    pub(super) fn royalty_agreed(&mut self, event: &RoyaltyAgreed) -> Outcome {
        let (property, _) = self.ledger.names.property("property", &event.property)?;
        let mut agreement = Agreement::new(AgreementKind::Royalty(property, event.side), &event.name);
        agreement.percent = Some(event.percent.exact());
        self.each("buy_backs", &event.buy_backs, |draft, row| {
            let (percent, currency) = (row.percent.exact(), row.price.currency);
            let price = draft.amount(&row.price)?;
            let rests = draft.current_rests();
            agreement.buy_backs.push(BuyBack { percent, price, currency, until: row.until, rests });
            Ok(())
        })?;
        self.agree(&event.agreement, agreement, ("advances", &event.advances))
    }

    fn royalty(&self, name: &Name) -> Result<(AgreementId, &'l Agreement, (PropertyId, RoyaltySide)), Rejection> {
        let (id, agreement) = self.agreement(name)?;
        match agreement.kind {
            AgreementKind::Royalty(property, side) => Ok((id, agreement, (property, side))),
            AgreementKind::PropertyOption(_) | AgreementKind::Lease | AgreementKind::JointVenture => {
                Err(wrong_kind("agreement", name, agreement.kind, "royalty"))
            }
        }
    }

    /// The royalty that an event writes advances down of.
    pub(super) fn advanced_on(&self, name: &Name) -> Result<AgreementId, Rejection> {
        let (id, agreement) = self.ledger.names.agreement("advance_royalty", name)?;
        match agreement.kind {
            AgreementKind::Royalty(_, RoyaltySide::Granted) => Ok(id),
            AgreementKind::Royalty(_, RoyaltySide::Owned)
            | AgreementKind::PropertyOption(_)
            | AgreementKind::Lease
            | AgreementKind::JointVenture => {
                Err(wrong_kind("advance_royalty", name, agreement.kind, "royalty that the company granted"))
            }
        }
    }

    /// A royalty under which the company can still pay.
    fn granted(&self, name: &Name) -> Result<(AgreementId, &'l Agreement), Rejection> {
        let (id, agreement, (_, side)) = self.royalty(name)?;
        match side {
            RoyaltySide::Granted => self.performable(name, id, agreement).map(|()| (id, agreement)),
            RoyaltySide::Owned => {
                Err(wrong_kind("agreement", name, agreement.kind, "royalty that the company granted"))
            }
        }
    }

    pub(super) fn advance_royalty_paid(&mut self, event: &AdvanceRoyaltyPaid) -> Outcome {
        let (id, agreement) = self.granted(&event.agreement)?;
        let paid = self.pay_part(&event.cash, Place::AdvanceRoyalty(id))?;
        self.meet(id, agreement, Place::Commitment, (paid.unit(), paid.amount));
        Ok(())
    }

    pub(super) fn royalty_paid(&mut self, event: &RoyaltyPaid) -> Outcome {
        let (id, _) = self.granted(&event.agreement)?;
        let to = self.destination(self.spending(&event.purpose)?);
        if let Some(cash) = &event.cash {
            self.pay_part(cash, to)?;
        }
        if let Some(credited) = &event.credited {
            let advanced = Place::AdvanceRoyalty(id);
            let mut money = self.unvalued(credited).map_err(within("credited"))?;
            let ledger = self.ledger;
            let what = || format!("credited of `{}`", ledger.describe(advanced));
            money.value = self.leaving(advanced, &money, what, "advanced").map_err(within("credited"))?;
            self.money(advanced, to, money);
        }
        Ok(())
    }

    pub(super) fn royalty_bought_back(&mut self, event: &RoyaltyBoughtBack) -> Outcome {
        let (id, agreement, (property, side)) = self.royalty(&event.agreement)?;
        self.in_force(&event.agreement, agreement)?;
        let money = self.valued(&event.price, None)?;
        let price = (money.amount, money.currency);
        let (index, terms) = self.buy_back(&event.agreement, agreement, event.percent.exact(), price)?;
        self.rest_on(&terms.rests);
        let cash = self.cash("cash", &event.cash, money.currency)?;
        match side {
            RoyaltySide::Granted => self.pay(cash, Place::Property(property), money)?,
            RoyaltySide::Owned => self.recover(property, cash, money)?,
        }
        let left = agreement.percent.unwrap_or(Percent::WHOLE).saturating_minus(event.percent.exact());
        self.change(id, AgreementChange::BoughtBack { index, left });
        if left.is_zero() {
            self.give_back(id, agreement, |instalment| !instalment.firm);
            self.change(id, AgreementChange::Ended);
        }
        Ok(())
    }

    /// The open buy-back of a percentage at a price.
    fn buy_back(
        &self,
        name: &Name,
        agreement: &'l Agreement,
        percent: Exact,
        (stated, currency): (Exact, Currency),
    ) -> Result<(usize, &'l BuyBack), Rejection> {
        let open: Vec<_> = agreement.buy_backs.iter().enumerate().filter(|(_, row)| row.percent == percent).collect();
        let Some((_, nearest)) = open.iter().find(|(_, row)| row.currency == currency).or(open.first()) else {
            let lacking = "open buy-back of that percentage";
            let problem = Problem::NoTerms { thing: Thing::Agreement, name: name.clone(), lacking };
            return Err(Rejection::at("percent", problem));
        };
        if nearest.currency != currency {
            let (what, expected) = ("the price of the buy-back".to_owned(), nearest.currency);
            return Err(Rejection::at("currency", Problem::CurrencyDiffers { given: currency, what, expected }));
        }
        let mut at_price = open.iter().filter(|(_, row)| row.currency == currency && row.price == stated).peekable();
        let Some((_, first)) = at_price.peek() else {
            let (what, computed) = ("for the buy-back", nearest.price);
            return Err(Rejection::at("amount", Problem::Differs { what, stated, computed }));
        };
        let expires = first.until;
        match at_price.find(|(_, row)| row.until.is_none_or(|until| self.date <= until)) {
            Some((index, row)) => Ok((*index, *row)),
            None => {
                let (name, verb, on) = (name.clone(), "exercised", self.date);
                let expires = expires.unwrap_or(on);
                Err(Rejection::at("agreement", Problem::PastExpiry { name, expires, verb, on }))
            }
        }
    }
}
