//! How exercises are paid.

use capfold_core::event::{CashlessSettlement, NetSettlement, Owed, Settlement, Withheld};
use capfold_core::exact::{Exact, Rounding, fraction};
use capfold_core::ledger::{Account, Place, Unit};
use capfold_core::money::{Given, Money, PerShare, Price, Quantity};
use capfold_core::name::Name;

use super::super::Mode;
use super::super::desk::{Desk, Rights, value};

/// Market prices in strikes.
const MARKETS: [&str; 5] = ["1", "1.5", "3", "1.0001", "2"];

/// The account that receives the price, or how it is settled, and what was paid where that is stated. The
/// rights are of one currency, each with the shares that it is for, and the price is that of all.
pub(super) fn paid_for(
    desk: &mut Desk<'_>,
    rights: &[(Rights<'_>, Exact)],
    price: Exact,
) -> Option<(Option<Name>, Option<Settlement>, Option<Money>)> {
    let currency = rights.first()?.0.right.currency;
    let settled = match desk.pick(8) {
        // A fraction is mostly left over.
        3 | 4 if desk.mode != Mode::Even => net(desk, rights),
        5 => cashless(desk, rights),
        6 | 7 => set_off(desk, rights, price),
        _ => None,
    };
    match settled {
        Some(Settlement::Net(net)) => Some((None, Some(Settlement::Net(net)), None)),
        Some(other) => Some((None, Some(other), desk.paid(price, currency))),
        None => Some((Some(desk.bank(currency)?), None, desk.paid(price, currency))),
    }
}

/// The market price is so many times the strike of the last lot.
fn net(desk: &mut Desk<'_>, rights: &[(Rights<'_>, Exact)]) -> Option<Settlement> {
    let (last, shares) = rights.last()?;
    let (strike, grain, currency) = (last.right.strike, last.held.grain, last.right.currency);
    let times: Exact = value(desk.one_of(MARKETS)?);
    let market = fraction(strike, times, Exact::ONE, Exact::from_raw(1), Rounding::Down).ok()?.value;
    let worth = |strike: Exact, shares: Exact| {
        let gain = market.minus(strike)?;
        Some(fraction(shares, gain, market, grain, Rounding::Down).ok()?.value)
    };
    let (mut issued, left) = (Exact::ZERO, worth(strike, *shares)?);
    for (rights, shares) in rights {
        issued = issued.plus(worth(rights.right.strike, *shares)?)?;
    }
    let withheld = if left >= grain && desk.once_in(2) { desk.some_of(left, grain) } else { None };
    let withheld = match withheld {
        Some((number, quantity)) => {
            issued = issued.minus(number)?;
            let (_, currency) = desk.account()?;
            Some(Withheld { quantity, tax: desk.money(None, currency)?.1 })
        }
        None => None,
    };
    let issued = Quantity::try_from(issued).ok().filter(|_| desk.once_in(2)).map(Given::Stated);
    let market = Price { amount: Given::Stated(PerShare::try_from(market).ok()?), currency };
    Some(Settlement::Net(NetSettlement { market, issued, withheld }))
}

fn cashless(desk: &mut Desk<'_>, rights: &[(Rights<'_>, Exact)]) -> Option<Settlement> {
    let (first, _) = rights.first()?;
    let (account, broker) = (desk.bank(first.right.currency)?, desk.holder()?);
    let shares = rights.iter().try_fold(Exact::ZERO, |sum, (_, shares)| sum.plus(*shares))?;
    let (_, sold) = desk.some_of(shares, first.held.grain)?;
    Some(Settlement::Cashless(CashlessSettlement { account, broker, sold }))
}

/// Against a payable or the principal of a debt that is large enough.
fn set_off(desk: &mut Desk<'_>, rights: &[(Rights<'_>, Exact)], price: Exact) -> Option<Settlement> {
    let unit = Unit::Currency(rights.first()?.0.right.currency);
    let ledger = desk.ledger;
    let enough = |place| ledger.balance(Account { unit, place }).amount.negated() >= price;
    let payables = ledger.accounts().filter_map(|(account, _)| {
        let Place::Payable(spending) = account.place else {
            return None;
        };
        if account.unit == unit && enough(account.place) { ledger.purpose(spending) } else { None }
    });
    let debts = ledger.debts().filter(|debt| enough(Place::Debt(debt.id)));
    let debts = debts.map(|debt| Owed::Debt(debt.name.clone()));
    desk.one_of(payables.map(Owed::Payable).chain(debts)).map(Settlement::SetOff)
}
