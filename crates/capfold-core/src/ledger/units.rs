//! Units of shares and warrants, and the value of each part.

use super::accounts::{Balance, Place};
use super::draft::{Draft, Valued, product, too_large};
use crate::event::{UnitValues, UnitsIssued};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection};
use crate::money::GivenPrice;
use num_rational::BigRational;
use num_traits::Zero;

type Outcome = Result<(), Rejection>;

impl Draft<'_> {
    pub(super) fn units_issued(&mut self, event: &UnitsIssued) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let units = self.quantity(&event.class, class, &event.quantity)?;
        let counted = self.current_rests();
        self.draw(id, &event.class, Place::Held(holder), units)?;
        self.hold(id, holder, units, event.hold_until)?;
        self.next_counted_segment();
        if let Some(tranche) = &event.tranche {
            self.placed(tranche, (id, &event.class), units, &event.consideration)?;
        }
        let capital = Place::ShareCapital(id);
        let received = self.consideration(capital, (holder, units), &event.consideration)?;
        let paid = self.current_rests();
        let (received, paid) = match &event.flow_through {
            Some(flow) => self.flow_through(flow, received, capital, &paid)?,
            None => (received, paid),
        };
        self.next_segment();

        self.rest_on(&counted);
        let series = self.named(&event.series)?;
        let rounding = self.ledger.policies.fractions.warrants.rounding();
        let warrants = fraction(units, event.per_unit.exact(), Exact::ONE, series.class.grain, rounding);
        let warrants = warrants.map_err(too_large("quantity"))?.value;
        self.write_counted(series, &[(holder, warrants)])?;
        self.next_segment();

        self.rest_on(&paid);
        let worth = self.worth_of_warrants(event, (units, warrants), received)?;
        self.part_of(received, worth, Place::WarrantReserve(series.id), capital)?;
        self.next_segment();
        self.issue_costs(id, &event.costs)
    }

    /// What the warrants of units are worth, of what was received for units: the premium of flow-through
    /// shares, a liability, is taken out before.
    fn worth_of_warrants(
        &mut self,
        event: &UnitsIssued,
        (units, warrants): (Exact, Exact),
        received: Valued,
    ) -> Result<Exact, Rejection> {
        let Valued { amount, currency, .. } = received;
        if warrants.is_zero() {
            return Ok(Exact::ZERO);
        }
        match self.ledger.policies.unit_values {
            UnitValues::None => Ok(Exact::ZERO),
            UnitValues::Residual => {
                let share = self.price_needed("share_price", event.share_price.as_ref())?;
                Ok(amount.saturating_minus(product(units, share, currency)?).max(Exact::ZERO))
            }
            UnitValues::Relative => {
                let share = self.price_needed("share_price", event.share_price.as_ref())?;
                let warrant = self.price_needed("warrant_price", event.warrant_price.as_ref())?;
                relative(amount, (units, share), (warrants, warrant), currency.grain())
            }
            UnitValues::WarrantsFirst => {
                let warrant = self.price_needed("warrant_price", event.warrant_price.as_ref())?;
                Ok(product(warrants, warrant, currency)?.min(amount))
            }
        }
    }

    /// A price that the policy for unit values needs.
    fn price_needed(&mut self, key: &'static str, price: Option<&GivenPrice>) -> Result<Exact, Rejection> {
        match price {
            Some(price) => self.price(key, price),
            None => Err(Rejection::at("", Problem::PriceNeeded { lacking: key })),
        }
    }

    /// Passes a part of money received on, its carrying amount in proportion; that.
    pub(super) fn part_of(&mut self, whole: Valued, part: Exact, from: Place, to: Place) -> Result<Exact, Rejection> {
        let value = self.average(Balance { amount: whole.amount, carrying: whole.value }, part, whole.currency)?;
        self.money(from, to, Valued { amount: part, value, ..whole });
        Ok(value)
    }
}

/// The part of an amount that falls to warrants, by the fair values of all shares and all warrants.
fn relative(
    amount: Exact,
    (shares, share): (Exact, Exact),
    (warrants, warrant): (Exact, Exact),
    grain: Exact,
) -> Result<Exact, Rejection> {
    let of_shares = shares.ratio() * share.ratio();
    let of_warrants = warrants.ratio() * warrant.ratio();
    let both: BigRational = of_shares + &of_warrants;
    if both.is_zero() {
        return Ok(Exact::ZERO);
    }
    let part = amount.ratio() * of_warrants / both;
    Exact::from_ratio(&part, grain, Rounding::HalfUp).ok_or_else(|| Rejection::at("quantity", Problem::TooLarge))
}
