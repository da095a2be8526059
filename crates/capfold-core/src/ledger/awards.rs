//! Awards other than options, and the reserve of what options and awards cost.

use super::Effect;
use super::accounts::{ClassId, GrantId, Place, Spending, Unit};
use super::draft::{Draft, Valued, too_large, within};
use super::register::{Registration, Stated};
use super::rows::{Class, Grant};
use super::vesting::Lot;
use crate::event::{AwardKind, AwardsGranted, AwardsSettled, CashDelivery, CompensationRecognised, Delivery, Withheld};
use crate::exact::{Exact, Rounding, fraction, proportion};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{GivenMoney, GivenPrice};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// Where the shares of a lot are until they are delivered.
pub(super) fn kept(grant: &Grant, id: GrantId) -> Place {
    if grant.award == Some(AwardKind::RestrictedShares) { Place::Restricted(id) } else { Place::Reserved }
}

/// The rejection of a lot of another kind than is needed.
pub(super) fn lot_kind(key: &'static str, name: &Name, grant: &Grant, needed: &'static str) -> Rejection {
    Rejection::at(key, Problem::LotKind { grant: name.clone(), is: grant.words(), needed })
}

/// What is settled in this way, where this kind is not.
const fn unfit(by: &Delivery, kind: AwardKind) -> Option<&'static str> {
    use AwardKind::{
        AppreciationRight as Sar, DeferredShareUnit as Dsu, PerformanceShareUnit as Psu, RestrictedShareUnit as Rsu,
        RestrictedShares as Restricted,
    };
    match (by, kind) {
        (Delivery::Shares, Sar) => Some("awards of one share each"),
        (Delivery::Earned(_), Rsu | Dsu | Sar | Restricted) => Some("performance share units"),
        (Delivery::Appreciation(_), Rsu | Dsu | Psu | Restricted) => Some("share appreciation rights"),
        (Delivery::Cash(_), Restricted) => Some("awards other than restricted shares"),
        (Delivery::Shares, Rsu | Dsu | Psu | Restricted)
        | (Delivery::Earned(_), Psu)
        | (Delivery::Appreciation(_), Sar)
        | (Delivery::Cash(_), Rsu | Dsu | Psu | Sar) => None,
    }
}

impl<'l> Draft<'l> {
    pub(super) fn awards_granted(&mut self, event: &AwardsGranted) -> Outcome {
        let AwardsGranted { grant, plan, holder, kind, quantity, base, expires, vesting } = event;
        let (award, price, vesting) = (Some(*kind), base.as_ref(), vesting.as_ref());
        let stated = Stated { grant, plan, holder, quantity, award, price, expires: *expires, vesting };
        let lot = self.lot_written(&stated, Some(self.date), &[])?;
        self.register(Registration::Grants(vec![lot]));
        Ok(())
    }

    pub(super) fn awards_settled(&mut self, event: &AwardsSettled) -> Outcome {
        let name = &event.grant;
        let lot = self.lot(name, &event.quantity)?;
        let Some(kind) = lot.grant.award else {
            return Err(lot_kind("grant", name, lot.grant, "awards"));
        };
        let claim = lot.claim(self.date, name, "settled");
        let right = self.open(claim, || format!("{} of `{name}` settled", kind.words()))?;
        self.effect(Effect::PlanUsed { plan: lot.grant.plan, open: lot.quantity, taken: Exact::ZERO });
        let (_, class) = self.class_row(lot.grant.class, Thing::Grant, name)?;
        if let Some(needed) = unfit(&event.by, kind) {
            return Err(lot_kind("in", name, lot.grant, needed));
        }
        let delivered = match &event.by {
            Delivery::Shares => lot.quantity,
            Delivery::Earned(earned) => self.quantity_at("earned", name, class, earned)?,
            Delivery::Appreciation(market) => self.appreciation(&lot, name, class, market)?,
            Delivery::Cash(cash) => {
                self.used(right, Place::Settled);
                return self.settled_in_cash(&lot, cash);
            }
        };
        self.used(right, Place::Settled);
        self.delivered(&lot, name, class, delivered, event.withheld.as_ref())?;
        let capital = Place::ShareCapital(lot.grant.class);
        self.pass_reserve(&lot, capital)?;
        event.withheld.as_ref().map_or(Ok(()), |withheld| self.tax_withheld(lot.grant.class, withheld))
    }

    /// The shares that the rise of the market price over the base is worth.
    fn appreciation(
        &mut self,
        lot: &Lot<'_>,
        name: &Name,
        class: &Class,
        given: &GivenPrice,
    ) -> Result<Exact, Rejection> {
        let (base, currency) = (lot.grant.strike, lot.grant.currency);
        if given.currency != currency {
            let what = format!("the base of `{name}`");
            let problem = Problem::CurrencyDiffers { given: given.currency, what, expected: currency };
            return Err(Rejection::at("currency", problem).within("in"));
        }
        let market = self.price("appreciation", given)?;
        if market < base {
            let problem = Problem::BelowBase { grant: name.clone(), market, base, currency };
            return Err(Rejection::at("appreciation", problem));
        }
        if market.is_zero() {
            return Ok(Exact::ZERO);
        }
        let shares = fraction(lot.quantity, market.saturating_minus(base), market, class.grain, Rounding::Down);
        shares.map(|rounded| rounded.value).map_err(too_large("quantity"))
    }

    /// Shares come to the holder: those kept for the lot first, what they lack from the pool. What is kept
    /// and not issued goes back.
    fn delivered(
        &mut self,
        lot: &Lot<'_>,
        name: &Name,
        class: &Class,
        delivered: Exact,
        withheld: Option<&Withheld>,
    ) -> Outcome {
        let withheld = withheld.map_or(Ok(Exact::ZERO), |withheld| {
            self.withheld_of(name, class, delivered, withheld).map_err(within("withheld"))
        })?;
        let id = lot.grant.class;
        let (unit, kept) = (Unit::Class(id), kept(lot.grant, lot.id));
        let issued = delivered.saturating_minus(withheld);
        let from_kept = issued.min(lot.quantity);
        self.count(kept, lot.holder(), unit, from_kept);
        self.draw(id, self.class_name(id, name)?, lot.holder(), issued.saturating_minus(from_kept))
            .map_err(|beyond| Rejection { key: "earned", ..beyond })?;
        self.count(kept, Self::pool(class), unit, lot.quantity.saturating_minus(from_kept));
        Ok(())
    }

    fn class_name(&self, id: ClassId, lot: &Name) -> Result<&'l Name, Rejection> {
        self.class_row(id, Thing::Grant, lot).map(|(name, _)| name)
    }

    fn withheld_of(
        &mut self,
        name: &Name,
        class: &Class,
        available: Exact,
        withheld: &Withheld,
    ) -> Result<Exact, Rejection> {
        let needed = self.quantity(name, class, &withheld.quantity)?;
        if needed <= available {
            return Ok(needed);
        }
        let what = format!("shares of `{name}` withheld");
        Err(Rejection::at("quantity", Problem::Insufficient { what, state: "delivered", needed, available }))
    }

    /// The tax for which shares were withheld is owed; it is as if they had been issued and bought back.
    pub(super) fn tax_withheld(&mut self, class: ClassId, withheld: &Withheld) -> Outcome {
        let tax = self.valued(&withheld.tax, None).map_err(within("tax"))?;
        self.money(Place::Payable(Spending::Tax), Place::ShareCapital(class), tax);
        Ok(())
    }

    /// Cash for awards uses up their part of the reserve before it is an expense.
    fn settled_in_cash(&mut self, lot: &Lot<'_>, cash: &CashDelivery) -> Outcome {
        let expense = Place::Expense(Spending::ShareBased);
        let bank = self.bank(&cash.account, cash.amount.currency)?;
        let money = self.valued(&cash.amount, None)?;
        self.pay(Place::Cash(bank), expense, money)?;
        self.release(lot.grant.class, lot.quantity);
        let part = self.reserve_part(lot)?;
        let used = part.min(money.value);
        self.equity(expense, Place::AwardReserve(lot.id), used)?;
        self.equity(Place::ContributedSurplus, Place::AwardReserve(lot.id), part.saturating_minus(used))
    }

    // The award reserve

    /// Passes the reserve of some rights of a lot, which are no longer held, on to another line of equity.
    pub(super) fn pass_reserve(&mut self, lot: &Lot<'_>, to: Place) -> Outcome {
        let part = self.reserve_part(lot)?;
        self.equity(to, Place::AwardReserve(lot.id), part)
    }

    /// The reserve of some rights of a lot: their part of it, to the cent, half up; all of it with the
    /// last. What follows rests on what the reserve rests on too.
    fn reserve_part(&mut self, lot: &Lot<'_>) -> Result<Exact, Rejection> {
        let functional = self.ledger.functional()?;
        let (place, unit) = (Place::AwardReserve(lot.id), Unit::Currency(functional));
        let reserve = self.balance(place, unit).amount.negated();
        if reserve.is_zero() || lot.held.is_zero() {
            return Ok(Exact::ZERO);
        }
        let rests = self.current_rests();
        self.next_segment();
        self.rest_on(&rests);
        self.lean_on(place, unit);
        let part = proportion(reserve, lot.quantity, lot.held, functional.grain());
        part.map(|rounded| rounded.value).map_err(too_large("quantity"))
    }

    /// Where the cost of a lot is credited, of which so many are outstanding.
    pub(super) fn reserve_of(&self, id: GrantId, outstanding: Exact) -> Place {
        if outstanding.is_zero() { Place::ContributedSurplus } else { Place::AwardReserve(id) }
    }

    /// What options and awards cost: functional currency.
    pub(super) fn compensation(&mut self, money: &GivenMoney) -> Result<Valued, Rejection> {
        let expected = self.ledger.functional()?;
        if money.currency != expected {
            let what = "the award reserve".to_owned();
            let problem = Problem::CurrencyDiffers { given: money.currency, what, expected };
            return Err(Rejection::at("currency", problem));
        }
        self.valued(money, None)
    }

    pub(super) fn compensation_recognised(&mut self, event: &CompensationRecognised) -> Outcome {
        let (id, row) = self.ledger.names.grant("grant", &event.grant)?;
        let cost = self.destination(self.spending(&event.purpose)?);
        let money = self.compensation(&event.amount)?;
        if !event.reversed {
            let outstanding = self.balance(Place::Held(row.holder), row.unit(id)).amount;
            self.money(self.reserve_of(id, outstanding), cost, money);
            return Ok(());
        }
        let reserve = Place::AwardReserve(id);
        let charged = self.balance(reserve, money.unit()).amount.negated();
        self.reversible(reserve, charged, &money)?;
        if matches!(cost, Place::Property(_) | Place::Project(_)) {
            self.reversible(cost, self.balance(cost, money.unit()).amount, &money)?;
        }
        self.money(cost, reserve, money);
        Ok(())
    }

    /// Refuses to take back more than was charged.
    fn reversible(&self, place: Place, available: Exact, money: &Valued) -> Outcome {
        if money.amount <= available {
            return Ok(());
        }
        let problem = Problem::InsufficientMoney {
            what: format!("taken back of `{}`", self.ledger.describe(place)),
            state: "charged",
            needed: money.amount,
            available,
            currency: money.currency,
        };
        Err(Rejection::at("amount", problem))
    }
}
