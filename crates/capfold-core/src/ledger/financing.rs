//! Placements, their tranches, and finders' fees.

use std::collections::BTreeMap;

use super::accounts::{ClassId, Place};
use super::draft::{Draft, too_large, within};
use super::register::Registration;
use super::rows::{Placement, TrancheId, unknown};
use super::{Effect, Ledger};
use crate::event::{CashFee, Consideration, FindersFeePaid, PlacementAnnounced, Tranche, TrancheClosed};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::{Currency, GivenMoney, Percent};
use crate::name::{Name, Seq};

type Outcome = Result<(), Rejection>;

/// A placement as it was announced, and what can still be issued under it.
#[derive(Clone, Copy, Debug)]
pub struct PlacementView<'l> {
    /// Its short name.
    pub name: &'l Name,
    /// Its class.
    pub class: ClassId,
    /// Price per share or unit, where one was announced.
    pub price: Option<(Exact, Currency)>,
    /// Shares or units left of its maximum, where it has one.
    pub left: Option<Exact>,
}

/// What was issued in a tranche.
#[derive(Clone, Copy, Debug)]
pub struct TrancheView<'l> {
    /// The placement.
    pub placement: &'l Name,
    /// Which tranche.
    pub number: u32,
    /// Shares or units.
    pub quantity: Exact,
    /// Cash received for them, by currency.
    pub received: &'l BTreeMap<Currency, Exact>,
    /// The entry that closed it.
    pub closed: Option<Seq>,
}

impl Ledger {
    /// Placements, in order of announcement.
    pub fn placements(&self) -> impl Iterator<Item = PlacementView<'_>> {
        self.names.placements.iter().map(|(name, row)| {
            let (class, price, left) = (row.class, row.price, row.left());
            PlacementView { name, class, price, left }
        })
    }

    /// Tranches in which something was issued, by placement and number.
    pub fn tranches(&self) -> impl Iterator<Item = TrancheView<'_>> {
        self.names.placements.iter().flat_map(|(placement, row)| {
            row.tranches.iter().map(move |(number, placed)| TrancheView {
                placement,
                number: *number,
                quantity: placed.quantity,
                received: &placed.received,
                closed: placed.closed,
            })
        })
    }
}

impl<'l> Draft<'l> {
    pub(super) fn placement_announced(&mut self, event: &PlacementAnnounced) -> Outcome {
        let names = &self.ledger.names;
        names.placements.vacant(Thing::Placement, &event.placement)?;
        let (class, row) = names.class("class", &event.class)?;
        let price = match &event.price {
            Some(price) => Some((self.price("price", price)?, price.currency)),
            None => None,
        };
        let maximum = event.maximum.as_ref();
        let maximum = maximum.map(|most| self.quantity_at("maximum", &event.class, row, most)).transpose()?;
        let row = Placement { class, price, maximum, tranches: BTreeMap::new() };
        self.register(Registration::Placement(event.placement.clone(), row));
        Ok(())
    }

    fn placement(&self, tranche: &Tranche) -> Result<(TrancheId, &'l Placement), Rejection> {
        let (placement, row) = self.ledger.names.placements.need(Thing::Placement, "placement", &tranche.placement)?;
        Ok((TrancheId { placement, number: tranche.number }, row))
    }

    /// Issues so many shares or units in a tranche.
    pub(super) fn placed(
        &mut self,
        tranche: &Tranche,
        (class, name): (ClassId, &Name),
        quantity: Exact,
        consideration: &Consideration,
    ) -> Outcome {
        let (id, row) = self.placement(tranche)?;
        let placement = &tranche.placement;
        if class != row.class {
            let expected = self.ledger.names.classes.row(row.class.index());
            let (expected, _) = expected.ok_or_else(|| unknown(Thing::Placement, "placement", placement))?;
            let (placement, given, class) = (placement.clone(), name.clone(), expected.clone());
            return Err(Rejection::at("class", Problem::PlacementClass { placement, given, class }));
        }
        self.is_open(tranche, row)?;
        if let (Some((price, currency)), Some((given, _))) = (row.price, consideration.price()) {
            let paid = self.price("price", given)?;
            if (paid, given.currency) != (price, currency) {
                let (paid, price) = (format!("{paid} {}", given.currency), format!("{price} {currency}"));
                let problem = Problem::PlacementPrice { placement: placement.clone(), paid, price };
                return Err(Rejection::at("price", problem));
            }
        }
        if let Some(available) = row.left().filter(|left| *left < quantity) {
            let what = format!("shares or units issued under placement `{placement}`");
            let problem = Problem::Insufficient { what, state: "left of its maximum", needed: quantity, available };
            return Err(Rejection::at("quantity", problem));
        }
        let received = match consideration {
            Consideration::Cash(cash) => Some(&cash.paid),
            Consideration::Subscription(subscription) => Some(&subscription.amount),
            Consideration::Property(_)
            | Consideration::Services(_)
            | Consideration::Debt(_)
            | Consideration::Business(_) => None,
        };
        let received = received.map(|money| Ok((money.currency, self.amount(money)?))).transpose()?;
        self.effect(Effect::Placed(id, quantity, received));
        Ok(())
    }

    fn is_open(&self, tranche: &Tranche, row: &Placement) -> Outcome {
        let Tranche { placement, number } = tranche;
        match row.tranches.get(number).and_then(|placed| placed.closed) {
            Some(by) => {
                let problem = Problem::TrancheClosed { placement: placement.clone(), number: *number, by };
                Err(Rejection::at("tranche", problem))
            }
            None => Ok(()),
        }
    }

    pub(super) fn tranche_closed(&mut self, event: &TrancheClosed) -> Outcome {
        let (id, row) = self.placement(&event.tranche)?;
        let name = &event.tranche.placement;
        let class = self.ledger.names.classes.row(row.class.index());
        let (class_name, class) = class.ok_or_else(|| unknown(Thing::Placement, "placement", name))?;
        self.is_open(&event.tranche, row)?;
        let placed = row.tranches.get(&id.number).cloned().unwrap_or_default();
        let stated = self.quantity(class_name, class, &event.quantity)?;
        let differ = |what: String, stated: Exact, summed: Exact| Problem::TrancheDiffers { what, stated, summed };
        if stated != placed.quantity {
            let problem = differ("shares or units".to_owned(), stated, placed.quantity);
            return Err(Rejection::at("quantity", problem));
        }
        if let Some(gross) = &event.gross {
            let stated = self.amount(gross).map_err(within("gross"))?;
            let received = placed.received.get(&gross.currency).copied().unwrap_or_default();
            if stated != received {
                let problem = differ(format!("{} received", gross.currency), stated, received);
                return Err(Rejection::at("gross", problem));
            }
        }
        self.effect(Effect::TrancheClosed(id));
        Ok(())
    }

    // Finders

    pub(super) fn finders_fee_paid(&mut self, event: &FindersFeePaid) -> Outcome {
        let names = &self.ledger.names;
        let (id, class) = names.class("class", &event.class)?;
        let finder = names.holder("finder", &event.finder)?;
        // A part has its base: the event was checked by itself.
        if let (Some(fee), Some(raised)) = (&event.cash, &event.amount) {
            self.fee_in_cash(id, fee, raised)?;
            self.next_segment();
        }
        let Some(count) = &event.count else { return Ok(()) };
        let placed = self.quantity_at("count", &event.class, class, count)?;
        let counted = self.current_rests();
        if let Some(fee) = &event.shares {
            let quantity = self.quantity(&event.class, class, &fee.quantity).map_err(within("shares"))?;
            let due = part(placed, fee.percent, class.grain, Rounding::Down)?;
            is_due("shares", "quantity", quantity, due)?;
            self.draw(id, &event.class, Place::Held(finder), quantity).map_err(within("shares"))?;
        }
        self.next_segment();
        let Some(fee) = &event.warrants else { return Ok(()) };
        self.rest_on(&counted);
        let series = self.named(&fee.series)?;
        let quantity = self.quantity(&fee.series, series.class, &fee.quantity).map_err(within("warrants"))?;
        let due = part(placed, fee.percent, series.class.grain, Rounding::Down)?;
        is_due("warrants", "quantity", quantity, due)?;
        self.write_counted(series, &[(finder, quantity)]).map_err(within("warrants"))?;
        if let Some(value) = &fee.value {
            self.next_segment();
            let value = self.valued(value, None).map_err(within("value"))?;
            self.money(Place::WarrantReserve(series.id), Place::ShareCapital(id), value);
        }
        Ok(())
    }

    fn fee_in_cash(&mut self, class: ClassId, fee: &CashFee, raised: &GivenMoney) -> Outcome {
        let base = self.amount(raised).map_err(within("amount"))?;
        let paid = self.issue_cost(class, &fee.amount, fee.account.as_ref()).map_err(within("cash"))?;
        let due = part(base, fee.percent, raised.currency.grain(), Rounding::HalfUp)?;
        is_due("cash", "amount", paid.amount, due)
    }
}

/// So many per cent of a base, on a grain.
fn part(base: Exact, percent: Percent, grain: Exact, rounding: Rounding) -> Result<Exact, Rejection> {
    let part = fraction(base, percent.exact(), Percent::WHOLE, grain, rounding);
    part.map(|rounded| rounded.value).map_err(too_large(""))
}

/// A part of a fee must be what its base and per cent give.
fn is_due(field: &'static str, key: &'static str, stated: Exact, computed: Exact) -> Outcome {
    if stated == computed {
        return Ok(());
    }
    Err(Rejection::at(key, Problem::Differs { what: field, stated, computed }).within(field))
}
