//! Royalties on a property, granted by the company or owned by it, and their buy-backs.

use super::record::{choice, record};
use super::{CashPart, CashPlace, EventError, Installment, Purpose};
use crate::date::Date;
use crate::exact::Exact;
use crate::money::{GivenMoney, Percent};
use crate::name::{Label, Name};

record! {
    /// A royalty on a property. Nothing is booked; advances are noted as commitments, promised →
    /// commitment in memorandum.
    pub struct RoyaltyAgreed {
        /// The royalty's short name, among those of agreements.
        agreement: Name,
        /// The property.
        property: Name,
        /// What documents call it, and the other party.
        name: Label,
        /// Who pays.
        side: RoyaltySide,
        /// Per cent of net smelter returns.
        percent: Percent,
        /// Parts that the payer can buy back.
        buy_backs*: BuyBack,
        /// Advances to be paid, in order of days.
        advances*: Installment,
    }
}

choice! {
    /// Whether the company pays a royalty or receives it.
    #[derive(Copy)]
    pub enum RoyaltySide {
        /// The company granted it, and pays.
        Granted = "granted",
        /// The company owns it, and receives.
        Owned = "owned",
    }
}

record! {
    /// A part of a royalty that its payer can buy back, once.
    pub struct BuyBack {
        /// How much of the royalty, in per cent of net smelter returns.
        percent: Percent,
        /// For how much.
        price: GivenMoney,
        /// Last day on which it can be done; left out when there is no end or no document states it.
        until?: Date,
    }
}

impl RoyaltyAgreed {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let parts = self.buy_backs.iter().map(|part| part.percent.exact());
        let sum = parts.fold(Exact::ZERO, Exact::saturating_plus);
        if sum > self.percent.exact() {
            let message = format!("{sum} per cent can be bought back of a royalty of {}", self.percent);
            return Err(EventError::at(&["buy_backs"], message));
        }
        Ok(())
    }
}

record! {
    /// An advance on a royalty that the company granted, to be credited against it later: cash → advance
    /// royalty; it meets the earliest advances due. Refused when the royalty has ended and nothing is
    /// committed under it any more.
    pub struct AdvanceRoyaltyPaid {
        /// The royalty.
        agreement: Name,
        /// The payment.
        cash: CashPart,
    }
}

record! {
    /// A royalty that the company owes for production or by agreement: cash → spending of the purpose, and
    /// advance royalty → spending for what is credited, at its average carrying amount. Refused beyond
    /// what was advanced, and when the royalty has ended. What is received from a royalty that the company
    /// owns is a `property_receipt`.
    pub struct RoyaltyPaid {
        /// The royalty.
        agreement: Name,
        /// What for.
        purpose: Purpose,
        /// The part paid in cash.
        cash?: CashPart,
        /// The part credited against advances.
        credited?: GivenMoney,
    }
}

impl RoyaltyPaid {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.cash.is_none() && self.credited.is_none() {
            return Err(EventError::at(&[], "a royalty is paid in cash, by credit or both".to_owned()));
        }
        Ok(())
    }
}

record! {
    /// A part of a royalty is bought back. Of a royalty that the company granted: cash → property, a cost
    /// of acquisition (IFRS 6.9(a)). Of one that it owns: booked like a `property_receipt`. Refused unless
    /// a buy-back of that percentage is open, at that price, until that day or a later one. A royalty of
    /// which nothing is left has ended; advances that are not firm → promised in memorandum.
    pub struct RoyaltyBoughtBack {
        /// The royalty.
        agreement: Name,
        /// How much of it, in per cent of net smelter returns.
        percent: Percent,
        /// For how much.
        price: GivenMoney,
        /// Where the cash comes from, of a royalty granted; where it goes, of one owned.
        cash: CashPlace,
    }
}
