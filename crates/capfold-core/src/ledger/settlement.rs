//! How exercises are paid: in cash, with fewer shares, by a broker's sale, or against what is owed.

use super::accounts::{BankId, ClassId, HolderId, Place, Unit};
use super::draft::{Draft, Valued, product, too_large, within};
use super::exercise::{Claim, OpenRight};
use super::rows::Rests;
use crate::event::{CashlessSettlement, NetSettlement, Owed, Settlement};
use crate::exact::{Exact, Rounding, fraction};
use crate::finding::{Problem, Rejection};
use crate::money::Currency;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// How an exercise is paid, with what its names and numbers stand for.
pub(super) enum Payment<'e> {
    Cash(BankId),
    Net(Net<'e>),
    Cashless(BankId, &'e CashlessSettlement),
    SetOff(Place),
}

/// Net settlement at a market price.
pub(super) struct Net<'e> {
    market: Exact,
    /// What the market price rests on, for every lot.
    rests: Rests,
    terms: &'e NetSettlement,
}

/// What the lots of an exercise have come to.
#[derive(Default)]
pub(super) struct Exercised {
    /// Received, or set off.
    pub(super) received: Exact,
    /// The shares of each lot, where something is still done with them.
    issued: Vec<Issued>,
}

/// Shares issued to a holder.
struct Issued {
    class: ClassId,
    holder: HolderId,
    shares: Exact,
}

impl Draft<'_> {
    /// How an exercise is paid. An event names an account or how it is settled, and not both; one that was
    /// not checked by itself and names neither pays for nothing.
    pub(super) fn payment<'e>(
        &mut self,
        account: Option<&Name>,
        settled: Option<&'e Settlement>,
        currency: Currency,
    ) -> Result<Option<Payment<'e>>, Rejection> {
        if let Some(account) = account {
            return self.bank(account, currency).map(|bank| Some(Payment::Cash(bank)));
        }
        let Some(settled) = settled else { return Ok(None) };
        let payment = match settled {
            Settlement::Cashless(sale) => Payment::Cashless(self.bank(&sale.account, currency)?, sale),
            Settlement::SetOff(Owed::Payable(purpose)) => Payment::SetOff(Place::Payable(self.spending(purpose)?)),
            Settlement::SetOff(Owed::Debt(debt)) => {
                let (debt, row) = self.ledger.names.debt("debt", debt)?;
                self.count_days(debt, row)?;
                Payment::SetOff(Place::Debt(debt))
            }
            Settlement::Net(terms) => {
                let given = terms.market.currency;
                if given != currency {
                    let what = "the strike".to_owned();
                    let problem = Problem::CurrencyDiffers { given, what, expected: currency };
                    return Err(Rejection::at("currency", problem).within("market"));
                }
                let market = self.price("market", &terms.market)?;
                Payment::Net(Net { market, rests: self.current_rests(), terms })
            }
        };
        Ok(Some(payment))
    }

    /// Held → exercised; then the shares, and what is paid for them. Shares are withheld from the last lot.
    pub(super) fn exercise(
        &mut self,
        right: OpenRight<'_>,
        payment: &Payment<'_>,
        last: bool,
        exercised: &mut Exercised,
    ) -> Outcome {
        let claim = &self.used(right, Place::Exercised);
        let (held, class) = (Place::Held(claim.holder), claim.class);
        let shares = if let Payment::Net(net) = payment { self.net_shares(claim, net, last)? } else { claim.shares };
        self.count(Place::Reserved, held, Unit::Class(class), shares);
        let price = match payment {
            Payment::Cash(bank) | Payment::Cashless(bank, _) => {
                Some((Place::Cash(*bank), self.proceeds(claim.shares, claim.strike, claim.currency)?))
            }
            Payment::SetOff(place) => Some((*place, self.set_off(*place, claim)?)),
            Payment::Net(_) => {
                self.release(class, claim.shares.saturating_minus(shares));
                None
            }
        };
        if let Some((to, price)) = price {
            self.money(Place::ShareCapital(class), to, price);
            exercised.received = exercised.received.saturating_plus(price.amount);
        }
        if !matches!(payment, Payment::Cash(_)) {
            exercised.issued.push(Issued { class, holder: claim.holder, shares });
        }
        Ok(())
    }

    /// The price, at the average carrying amount of what is owed.
    fn set_off(&mut self, place: Place, claim: &Claim<'_>) -> Result<Valued, Rejection> {
        let amount = product(claim.shares, claim.strike, claim.currency)?;
        let mut price = Valued { amount, currency: claim.currency, value: Exact::ZERO };
        price.value = self.owed(place, &price).map_err(|refused| Rejection { key: "set_off", ..refused })?;
        Ok(price)
    }

    /// The shares of net settlement: what the right is worth ÷ the market price, less what is withheld.
    fn net_shares(&mut self, claim: &Claim<'_>, net: &Net<'_>, last: bool) -> Result<Exact, Rejection> {
        let Claim { name, strike, currency, .. } = *claim;
        self.rest_on(&net.rests);
        let market = net.market;
        let Some(gain) = market.minus(strike).filter(|gain| !gain.is_negative()) else {
            let problem = Problem::BelowStrike { name: name.clone(), market, strike, currency };
            return Err(Rejection::at("market", problem));
        };
        let Some((_, class)) = self.ledger.names.classes.row(claim.class.index()) else { return Ok(Exact::ZERO) };
        let worth = net_of(claim.shares, gain, market, class.grain)?;
        let Some(withheld) = net.terms.withheld.as_ref().filter(|_| last) else { return Ok(worth) };
        let withheld = self.quantity(name, class, &withheld.quantity).map_err(within("withheld"))?;
        worth.minus(withheld).filter(|left| !left.is_negative()).ok_or_else(|| {
            let what = format!("shares for `{name}` withheld for tax");
            let problem = Problem::Insufficient { what, state: "issued", needed: withheld, available: worth };
            Rejection::at("quantity", problem).within("withheld")
        })
    }

    /// What is left to do once every lot is exercised: shares that the broker took, tax that is owed.
    pub(super) fn settle_exercise(&mut self, payment: &Payment<'_>, exercised: &Exercised) -> Outcome {
        match payment {
            Payment::Cash(_) | Payment::SetOff(_) => Ok(()),
            Payment::Cashless(_, sale) => self.sold(sale, &exercised.issued),
            Payment::Net(net) => self.issued_net(net, &exercised.issued),
        }
    }

    /// Held by the holder → held by the broker, from the first lot on.
    fn sold(&mut self, sale: &CashlessSettlement, issued: &[Issued]) -> Outcome {
        self.next_segment();
        let broker = self.ledger.names.holder("broker", &sale.broker)?;
        let sold = self.any_count("sold", &sale.sold)?;
        let mut left = sold;
        for lot in issued {
            let part = lot.shares.min(left);
            let Some((name, class)) = self.ledger.names.classes.row(lot.class.index()) else { continue };
            if !part.is_multiple_of(class.grain) {
                let problem = Problem::OffGrain { unit: name.clone(), quantity: part, grain: class.grain };
                return Err(Rejection::at("sold", problem));
            }
            self.count(Place::Held(lot.holder), Place::Held(broker), Unit::Class(lot.class), part);
            left = left.saturating_minus(part);
        }
        if left.is_zero() {
            return Ok(());
        }
        let what = format!("shares sold to `{}`", sale.broker);
        let available = sold.saturating_minus(left);
        Err(Rejection::at("sold", Problem::Insufficient { what, state: "issued", needed: sold, available }))
    }

    /// The shares issued in all are those stated, and tax is owed for those withheld.
    fn issued_net(&mut self, net: &Net<'_>, issued: &[Issued]) -> Outcome {
        let computed = issued.iter().fold(Exact::ZERO, |sum, lot| sum.saturating_plus(lot.shares));
        if let Some(stated) = &net.terms.issued {
            let stated = self.any_count("issued", stated)?;
            if stated != computed {
                return Err(Rejection::at("issued", Problem::Differs { what: "shares", stated, computed }));
            }
        }
        let Some((withheld, last)) = net.terms.withheld.as_ref().zip(issued.last()) else { return Ok(()) };
        self.next_segment();
        self.tax_withheld(last.class, withheld)
    }
}

/// What is wrong with how lots are paid for shows there, and not in the lot.
pub(super) fn beside_lots(rejection: Rejection) -> Rejection {
    let beside = matches!(rejection.key, "market" | "set_off") || rejection.field == "withheld";
    Rejection { row: rejection.row.filter(|_| !beside), ..rejection }
}

/// Shares × gain ÷ market price, rounded down to the grain; nothing of a price of nothing.
fn net_of(shares: Exact, gain: Exact, market: Exact, grain: Exact) -> Result<Exact, Rejection> {
    if market.is_zero() {
        return Ok(Exact::ZERO);
    }
    fraction(shares, gain, market, grain, Rounding::Down).map(|worth| worth.value).map_err(too_large("quantity"))
}
