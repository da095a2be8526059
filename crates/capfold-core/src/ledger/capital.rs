//! Shares of a class as a whole: conversion into another class, and shares that come back to the company.

use super::Effect;
use super::accounts::{ClassId, Place, Unit};
use super::draft::{Draft, Valued, product, scaled, too_large, within};
use super::register::Registration;
use super::rows::{Bid, Class};
use super::terms::ClassConversion;
use crate::event::{
    BidAnnounced, ConversionAdjusted, Fraction, IssueRescinded, Kept, OptionOf, SharesCancelled, SharesConverted,
    SharesRedeemed, SharesRepurchased, TreasuryCancelled, TreasuryReissued,
};
use crate::exact::{Exact, proportion};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::GivenQuantity;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// Shares that an event takes from where they are.
struct Taken<'l> {
    id: ClassId,
    class: &'l Class,
    from: Place,
    quantity: Exact,
}

impl<'l> Draft<'l> {
    // Conversion

    pub(super) fn shares_converted(&mut self, event: &SharesConverted) -> Outcome {
        let (_, class) = self.ledger.names.class("class", &event.class)?;
        let ClassConversion { into, ratio } = conversion(&event.class, class)?;
        let (new_name, new_class) = self.class_row(into, Thing::Class, &event.class)?;
        let taken = self.taken((&event.class, &event.holder), &event.quantity, "converted")?;
        let received = scaled(taken.quantity, ratio.parts(), new_class.grain, Fraction::Down)?;
        if let Some(stated) = &event.into {
            let stated = self.quantity_at("into", new_name, new_class, stated)?;
            if stated != received {
                let problem = Problem::Differs { what: "shares", stated, computed: received };
                return Err(Rejection::at("into", problem));
            }
        }
        let paid_in = self.paid_in(taken.id, taken.quantity)?;
        self.unissue(&taken);
        self.draw(into, new_name, taken.from, received)?;
        self.lean_on_capital(taken.id);
        self.equity(Place::ShareCapital(into), Place::ShareCapital(taken.id), paid_in)
    }

    pub(super) fn conversion_adjusted(&mut self, event: &ConversionAdjusted) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let conversion = ClassConversion { ratio: event.ratio, ..conversion(&event.class, class)? };
        self.effect(Effect::Converts { class: id, conversion });
        Ok(())
    }

    // Shares bought back

    pub(super) fn bid_announced(&mut self, event: &BidAnnounced) -> Outcome {
        self.ledger.names.bids.vacant(Thing::Bid, &event.bid)?;
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let maximum = self.quantity_at("maximum", &event.class, class, &event.maximum)?;
        let (from, through) = (event.from, event.through);
        let bid = Bid { class: id, maximum, bought: Exact::ZERO, from, through };
        self.register(Registration::Bid(event.bid.clone(), bid));
        Ok(())
    }

    pub(super) fn shares_repurchased(&mut self, event: &SharesRepurchased) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let cash = self.cash("from", &event.from, event.paid.currency)?;
        let quantity = self.quantity(&event.class, class, &event.quantity)?;
        if let Some(bid) = &event.bid {
            self.buy_under(bid, (id, &event.class), quantity)?;
        }
        let taken = self.taken((&event.class, &event.holder), &event.quantity, "repurchased")?;
        let paid = self.valued(&event.paid, None).map_err(within("paid"))?;
        match event.kept {
            Kept::Cancelled => self.cancel_for(&taken, cash, paid),
            Kept::Treasury => {
                if quantity.is_zero() && !paid.amount.is_zero() {
                    let (stated, computed, currency) = (paid.amount, Exact::ZERO, paid.currency);
                    return Err(Rejection::at("paid", Problem::PaidDiffers { stated, computed, currency }));
                }
                self.count(taken.from, Place::Treasury, Unit::Class(id), quantity);
                self.pay(cash, Place::TreasuryStock(id), paid).map_err(within("paid"))
            }
        }
    }

    /// Refuses a repurchase that a bid does not cover, and counts one that it does.
    fn buy_under(&mut self, name: &Name, (class, class_name): (ClassId, &Name), quantity: Exact) -> Outcome {
        let (id, bid) = self.ledger.names.bid("bid", name)?;
        if bid.class != class {
            let (expected, _) = self.class_row(bid.class, Thing::Bid, name)?;
            let (given, what, expected) = (class_name.clone(), format!("bid `{name}`"), expected.clone());
            return Err(Rejection::at("bid", Problem::ClassDiffers { given, what, expected }));
        }
        let (from, through, on) = (bid.from, bid.through, self.date);
        if on < from || on > through {
            return Err(Rejection::at("bid", Problem::OutsideBid { bid: name.clone(), from, through, on }));
        }
        let (available, maximum) = (bid.maximum.saturating_minus(bid.bought), bid.maximum);
        if available < quantity {
            let problem = Problem::BeyondBid { bid: name.clone(), needed: quantity, available, maximum };
            return Err(Rejection::at("quantity", problem));
        }
        self.effect(Effect::Bought { bid: id, quantity });
        Ok(())
    }

    pub(super) fn shares_redeemed(&mut self, event: &SharesRedeemed) -> Outcome {
        let (_, class) = self.ledger.names.class("class", &event.class)?;
        let Some(terms) = class.terms.redemption else {
            let (thing, name, lacking) = (Thing::Class, event.class.clone(), "terms of redemption");
            return Err(Rejection::at("class", Problem::NoTerms { thing, name, lacking }));
        };
        if let Some(expected) = terms.option_of.filter(|option| *option != event.option_of) {
            let (class, given, expected) = (event.class.clone(), whose(event.option_of), whose(expected));
            return Err(Rejection::at("option_of", Problem::NotTheirOption { class, given, expected }));
        }
        if let Some(from) = terms.from.filter(|from| self.date < *from) {
            let (class, on) = (event.class.clone(), self.date);
            return Err(Rejection::at("class", Problem::NotRedeemable { class, from, on }));
        }
        let (given, expected) = (event.paid.currency, terms.price.currency);
        if given != expected {
            let what = format!("the redemption price of `{}`", event.class);
            return Err(Rejection::at("currency", Problem::CurrencyDiffers { given, what, expected }).within("paid"));
        }
        let cash = self.cash("from", &event.from, given)?;
        let taken = self.taken((&event.class, &event.holder), &event.quantity, "redeemed")?;
        self.rest_on(&class.terms.rests);
        let paid = self.valued(&event.paid, None).map_err(within("paid"))?;
        let computed = product(taken.quantity, terms.price.amount, expected)?;
        if paid.amount != computed {
            let problem = Problem::PaidDiffers { stated: paid.amount, computed, currency: expected };
            return Err(Rejection::at("paid", problem));
        }
        self.cancel_for(&taken, cash, paid)
    }

    pub(super) fn issue_rescinded(&mut self, event: &IssueRescinded) -> Outcome {
        let taken = self.taken((&event.class, &event.holder), &event.quantity, "given back")?;
        let cash = self.cash("from", &event.from, event.refund.currency)?;
        let refund = self.valued(&event.refund, None).map_err(within("refund"))?;
        self.unissue(&taken);
        self.pay(cash, Place::ShareCapital(taken.id), refund).map_err(within("refund"))
    }

    pub(super) fn shares_cancelled(&mut self, event: &SharesCancelled) -> Outcome {
        let taken = match &event.escrow {
            None => self.taken((&event.class, &event.holder), &event.quantity, "cancelled")?,
            Some(escrow) => self.locked((&event.class, &event.holder, escrow), &event.quantity)?,
        };
        let paid_in = self.paid_in(taken.id, taken.quantity)?;
        self.unissue(&taken);
        self.lean_on_capital(taken.id);
        self.equity(Place::ContributedSurplus, Place::ShareCapital(taken.id), paid_in)
    }

    /// Shares of a class that a holder has.
    fn taken(
        &mut self,
        (name, owner): (&Name, &Name),
        quantity: &GivenQuantity,
        verb: &str,
    ) -> Result<Taken<'l>, Rejection> {
        let (id, class) = self.ledger.names.class("class", name)?;
        let from = Place::Held(self.ledger.names.holder("holder", owner)?);
        let quantity = self.quantity(name, class, quantity)?;
        self.enough(from, Unit::Class(id), quantity, || format!("`{name}` shares {verb} by `{owner}`"))?;
        Ok(Taken { id, class, from, quantity })
    }

    /// Shares of a class that a holder has in an escrow.
    fn locked(
        &mut self,
        (name, owner, escrow): (&Name, &Name, &Name),
        quantity: &GivenQuantity,
    ) -> Result<Taken<'l>, Rejection> {
        let (id, class) = self.ledger.names.class("class", name)?;
        let holder = self.ledger.names.holder("holder", owner)?;
        let from = Place::Escrowed(self.ledger.names.escrow("escrow", escrow)?.0, holder);
        let quantity = self.quantity(name, class, quantity)?;
        let what = || format!("`{name}` shares of `{owner}` cancelled in `{escrow}`");
        self.enough(from, Unit::Class(id), quantity, what)?;
        Ok(Taken { id, class, from, quantity })
    }

    /// Shares return to the pool of their class.
    fn unissue(&mut self, taken: &Taken<'_>) {
        self.count(taken.from, Self::pool(taken.class), Unit::Class(taken.id), taken.quantity);
    }

    /// Shares return to the pool for cash.
    fn cancel_for(&mut self, taken: &Taken<'_>, cash: Place, paid: Valued) -> Outcome {
        let paid_in = self.paid_in(taken.id, taken.quantity)?;
        self.unissue(taken);
        self.pay(cash, Place::ShareCapital(taken.id), paid).map_err(within("paid"))?;
        self.retire(taken.id, paid.value, paid_in)
    }

    /// Share capital was reduced by a cost, and is brought to a reduction by what the shares were paid in:
    /// what the cost is more is charged to the deficit, what it is less is contributed surplus.
    fn retire(&mut self, class: ClassId, cost: Exact, paid_in: Exact) -> Outcome {
        self.lean_on_capital(class);
        let capital = Place::ShareCapital(class);
        let excess = cost.saturating_minus(paid_in);
        if excess.is_negative() {
            return self.equity(Place::ContributedSurplus, capital, excess.negated());
        }
        self.equity(capital, Place::Deficit, excess)
    }

    // Treasury shares

    pub(super) fn treasury_reissued(&mut self, event: &TreasuryReissued) -> Outcome {
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let bank = self.bank(&event.account, event.paid.currency)?;
        let (taken, cost) = self.taken_of_treasury(&event.class, &event.quantity, "reissued")?;
        let paid = self.valued(&event.paid, None).map_err(within("paid"))?;
        let stock = Place::TreasuryStock(taken.id);
        self.count(taken.from, Place::Held(holder), Unit::Class(taken.id), taken.quantity);
        self.money(stock, Place::Cash(bank), paid);
        self.lean_on_treasury(taken.id);
        let gain = paid.value.saturating_minus(cost);
        if gain.is_negative() {
            return self.equity(stock, Place::Deficit, gain.negated());
        }
        self.equity(Place::ContributedSurplus, stock, gain)
    }

    pub(super) fn treasury_cancelled(&mut self, event: &TreasuryCancelled) -> Outcome {
        let (taken, cost) = self.taken_of_treasury(&event.class, &event.quantity, "cancelled")?;
        let paid_in = self.paid_in(taken.id, taken.quantity)?;
        self.unissue(&taken);
        self.lean_on_treasury(taken.id);
        self.equity(Place::TreasuryStock(taken.id), Place::ShareCapital(taken.id), cost)?;
        self.retire(taken.id, cost, paid_in)
    }

    /// Treasury shares, and their average cost.
    fn taken_of_treasury(
        &mut self,
        name: &Name,
        quantity: &GivenQuantity,
        verb: &str,
    ) -> Result<(Taken<'l>, Exact), Rejection> {
        let (id, class) = self.ledger.names.class("class", name)?;
        let (from, unit) = (Place::Treasury, Unit::Class(id));
        let quantity = self.quantity(name, class, quantity)?;
        self.enough(from, unit, quantity, || format!("treasury shares of `{name}` {verb}"))?;
        let there = self.balance(from, unit).amount;
        let (stock, grain) = (self.carried(Place::TreasuryStock(id)), self.ledger.functional()?.grain());
        let cost = if there.is_zero() {
            Exact::ZERO
        } else {
            proportion(stock, quantity, there, grain).map_err(too_large("quantity"))?.value
        };
        Ok((Taken { id, class, from, quantity }, cost))
    }

    // What an average rests on

    /// What follows rests on the share capital of the class and the shares in issue too.
    fn lean_on_capital(&mut self, class: ClassId) {
        self.lean_on_average(Place::ShareCapital(class), &[Place::Charter, Place::Unissued, Place::Reserved], class);
    }

    /// What follows rests on the cost of the treasury shares of the class too.
    fn lean_on_treasury(&mut self, class: ClassId) {
        self.lean_on_average(Place::TreasuryStock(class), &[Place::Treasury], class);
    }

    fn lean_on_average(&mut self, money: Place, shares: &[Place], class: ClassId) {
        let rests = self.current_rests();
        self.next_segment();
        self.rest_on(&rests);
        for currency in self.ledger.accounts.currencies() {
            self.lean_on(money, Unit::Currency(*currency));
        }
        for place in shares {
            self.lean_on(*place, Unit::Class(class));
        }
    }
}

/// The terms of conversion of a class, or the finding that there are none.
fn conversion(name: &Name, class: &Class) -> Result<ClassConversion, Rejection> {
    class.terms.conversion.ok_or_else(|| {
        let (thing, name, lacking) = (Thing::Class, name.clone(), "terms of conversion");
        Rejection::at("class", Problem::NoTerms { thing, name, lacking })
    })
}

const fn whose(option: OptionOf) -> &'static str {
    match option {
        OptionOf::Issuer => "the issuer",
        OptionOf::Holder => "the holder",
    }
}
