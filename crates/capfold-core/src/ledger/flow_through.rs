//! Flow-through shares: what is to be spent, and the premium that spending earns.

use super::Ledger;
use super::accounts::{Income, Place, PoolId, Unit};
use super::draft::{Draft, Valued, within};
use super::register::Registration;
use super::rows::{Pool, Rests};
use crate::date::Date;
use crate::event::{FlowThrough, FlowThroughSpent};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::Currency;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// An obligation to spend what flow-through shares were paid for.
#[derive(Clone, Copy, Debug)]
pub struct PoolView<'l> {
    /// Its number.
    pub id: PoolId,
    /// Its short name.
    pub name: &'l Name,
    /// What it is to be spent in.
    pub currency: Currency,
    /// Last day on which spending counts.
    pub spend_by: Date,
}

impl Ledger {
    /// Flow-through obligations, in order of their first issue.
    pub fn pools(&self) -> impl Iterator<Item = PoolView<'_>> {
        self.names.pools.iter().enumerate().map(|(index, (name, row))| {
            let (currency, spend_by) = (row.currency, row.spend_by);
            PoolView { id: PoolId::from_index(index), name, currency, spend_by }
        })
    }
}

impl Draft<'_> {
    /// Takes the premium of flow-through shares out of what was received, and notes what is to be spent;
    /// what the premium leaves, and the assumptions it rests on besides those of what was received.
    pub(super) fn flow_through(
        &mut self,
        flow: &FlowThrough,
        received: Valued,
        capital: Place,
        rests: &Rests,
    ) -> Result<(Valued, Rests), Rejection> {
        self.next_segment();
        self.rest_on(rests);
        let (id, spend_by) = self.issued_under(flow, received.currency)?;
        self.in_time(&flow.pool, spend_by)?;
        let unit = received.unit();
        self.count(Place::FlowThroughPromised(id), Place::FlowThroughObligation(id), unit, received.amount);
        let Some(premium) = &flow.premium else { return Ok((received, rests.clone())) };
        self.next_segment();
        self.rest_on(rests);
        let premium = self.amount(premium).map_err(within("premium"))?;
        if premium > received.amount {
            let problem = Problem::InsufficientMoney {
                what: format!("premium of `{}`", flow.pool),
                state: "paid in all",
                needed: premium,
                available: received.amount,
                currency: received.currency,
            };
            return Err(Rejection::at("amount", problem).within("premium"));
        }
        let value = self.part_of(received, premium, Place::FlowThroughPremium(id), capital)?;
        let amount = received.amount.saturating_minus(premium);
        let left = Valued { amount, value: received.value.saturating_minus(value), ..received };
        Ok((left, self.current_rests()))
    }

    /// The obligation that shares are issued under: a new one when its last day is stated.
    fn issued_under(&mut self, flow: &FlowThrough, currency: Currency) -> Result<(PoolId, Date), Rejection> {
        let pools = &self.ledger.names.pools;
        let Some(spend_by) = flow.spend_by else {
            let (id, row) = self.ledger.names.pool("pool", &flow.pool)?;
            is_in(&flow.pool, currency, row.currency)?;
            return Ok((id, row.spend_by));
        };
        pools.vacant(Thing::Pool, &flow.pool)?;
        let id = PoolId::from_index(pools.len());
        self.register(Registration::Pool(flow.pool.clone(), Pool { currency, spend_by }));
        Ok((id, spend_by))
    }

    fn in_time(&self, pool: &Name, spend_by: Date) -> Outcome {
        if self.date <= spend_by {
            return Ok(());
        }
        let (pool, on) = (pool.clone(), self.date);
        Err(Rejection::at("pool", Problem::PastSpending { pool, spend_by, on }))
    }

    pub(super) fn flow_through_spent(&mut self, event: &FlowThroughSpent) -> Outcome {
        let (id, row) = self.ledger.names.pool("pool", &event.pool)?;
        self.in_time(&event.pool, row.spend_by)?;
        is_in(&event.pool, event.amount.currency, row.currency)?;
        let amount = self.amount(&event.amount)?;
        let (place, unit) = (Place::FlowThroughObligation(id), Unit::Currency(row.currency));
        let left = self.balance(place, unit).amount;
        if left < amount {
            let problem = Problem::InsufficientMoney {
                what: format!("spent of `{}`", event.pool),
                state: "left to spend",
                needed: amount,
                available: left,
                currency: row.currency,
            };
            return Err(Rejection::at("amount", problem));
        }
        self.lean_on(place, unit);
        self.count(place, Place::FlowThroughPromised(id), unit, amount);
        let income = Place::Income(Income::FlowThrough);
        self.pass_on(Place::FlowThroughPremium(id), income, row.currency, (amount, left))
    }
}

fn is_in(pool: &Name, given: Currency, expected: Currency) -> Outcome {
    if given == expected {
        return Ok(());
    }
    let what = format!("flow-through obligation `{pool}`");
    Err(Rejection::at("currency", Problem::CurrencyDiffers { given, what, expected }))
}
