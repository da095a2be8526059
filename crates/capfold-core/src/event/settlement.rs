//! How the price of an exercise is paid, when not in cash.

use super::record::{choice, record};
use super::{EventError, Purpose};
use crate::money::{Currency, GivenMoney, GivenPrice, GivenQuantity, Money};
use crate::name::Name;

choice! {
    /// How the price of an exercise is paid, when the holder pays no cash to the company.
    pub enum Settlement {
        /// Fewer shares: what is issued is worth what the right is worth. Nothing is received.
        Net(NetSettlement) = "net",
        /// A broker sells some of the shares and pays the price: as for cash, and the shares sold pass from
        /// the holder to the broker.
        Cashless(CashlessSettlement) = "cashless",
        /// The price is set off against what the company owes: share capital → payable or debt, at the
        /// average carrying amount of what was owed.
        SetOff(Owed) = "set_off",
    }
}

record! {
    /// Net settlement: of each lot, or of the warrants, shares × (market − strike) ÷ market are issued, rounded
    /// down to the class's grain; the rest of the reserved shares goes back to unissued. Refused when the
    /// market price is below a strike. Shares withheld for tax are not issued either: they are taken off
    /// the last lot, and the tax is owed (IFRS 2.33E–33H, ASC 718-10-25-18).
    pub struct NetSettlement {
        /// Market price per share, in the currency of the strike.
        market: GivenPrice,
        /// Shares issued in all; when given, it must be what the formula gives, less what is withheld.
        issued?: GivenQuantity,
        /// Shares withheld for tax.
        withheld?: Withheld,
    }
}

record! {
    /// Shares kept back for the holder's tax, which the company pays: payable for tax → share capital.
    pub struct Withheld {
        /// How many shares.
        quantity: GivenQuantity,
        /// The tax, owed from now on.
        tax: GivenMoney,
    }
}

record! {
    /// A broker's sale that pays the price.
    pub struct CashlessSettlement {
        /// The bank account that receives the price.
        account: Name,
        /// The broker, who holds shares like any holder.
        broker: Name,
        /// How many of the shares issued the broker took, from the first lot on.
        sold: GivenQuantity,
    }
}

choice! {
    /// Something that the company owes.
    pub enum Owed {
        /// A payable, by what it was owed for.
        Payable(Purpose) = "payable",
        /// The principal of a debt.
        Debt(Name) = "debt",
    }
}

/// An exercise is paid in cash or in one other way, and nothing is received in net settlement.
pub(super) fn check(
    account: Option<&Name>,
    settled: Option<&Settlement>,
    paid: Option<&Money>,
) -> Result<(), EventError> {
    match (account, settled) {
        (Some(_), Some(_)) => {
            let message = "paid in cash and otherwise: record the two exercises apart".to_owned();
            Err(EventError::at(&["settled"], message))
        }
        (None, None) => {
            Err(EventError::at(&[], "an exercise is paid: name an account, or how it is settled".to_owned()))
        }
        (None, Some(Settlement::Net(_))) if paid.is_some() => {
            Err(EventError::at(&["paid"], "nothing is received in net settlement".to_owned()))
        }
        (Some(_), None) | (None, Some(Settlement::Net(_) | Settlement::Cashless(_) | Settlement::SetOff(_))) => Ok(()),
    }
}

impl Settlement {
    /// The market price is in the currency of the strikes.
    pub(super) fn check_currency(&self, strikes: Currency) -> Result<(), EventError> {
        match self {
            Self::Net(net) if net.market.currency != strikes => {
                let message = format!("the price is in {strikes}, the market price in {}", net.market.currency);
                Err(EventError::at(&["settled", "net", "market", "currency"], message))
            }
            Self::Net(_) | Self::Cashless(_) | Self::SetOff(_) => Ok(()),
        }
    }
}
