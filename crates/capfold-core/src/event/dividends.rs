//! What holders of a class receive for what they hold: dividends in cash and in shares, assets.
//!
//! The day of these events is the record date: who holds the class at that point receives. Free,
//! escrowed and restricted shares count together, treasury shares not at all.

use super::record::{choice, record};
use super::{CashPlace, EventError, Ratio};
use crate::date::Date;
use crate::money::{GivenMoney, GivenPrice};
use crate::name::{Label, Name};

record! {
    /// A cash dividend, on its record date. Dividend payable → deficit, by the sum over the holders of the
    /// class of shares × dividend per share, each to the cent, half up (IFRIC 17.10, IAS 32.35;
    /// ASC 505-20-05). Refused when it was declared after the record date or is payable before it.
    pub struct DividendDeclared {
        /// Its short name.
        dividend: Name,
        /// The class.
        class: Name,
        /// Dividend per share.
        per_share: GivenPrice,
        /// When it was declared; on the record date unless stated.
        declared?: Date,
        /// When it is payable.
        payable?: Date,
    }
}

impl DividendDeclared {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if let (Some(declared), Some(payable)) = (self.declared, self.payable)
            && payable < declared
        {
            return Err(EventError::at(&["payable"], format!("declared on {declared}, payable on {payable}")));
        }
        Ok(())
    }
}

record! {
    /// Pays a dividend or a part of it. Cash → dividend payable, as a liability is paid: both leave at their
    /// average carrying amounts, the difference is a realised exchange difference (IAS 21.28). What is withheld
    /// for tax is owed to the tax authority instead: payable for tax → dividend payable, at the average of what
    /// is left. Refused beyond what is owed and the cash there is, and in another currency.
    pub struct DividendPaid {
        /// The dividend.
        dividend: Name,
        /// Where the cash comes from.
        from: CashPlace,
        /// What was paid to holders.
        amount: GivenMoney,
        /// What was withheld, in the same currency.
        withheld?: GivenMoney,
    }
}

impl DividendPaid {
    pub(super) fn check(&self) -> Result<(), EventError> {
        match &self.withheld {
            Some(withheld) if withheld.currency != self.amount.currency => {
                let message = format!("paid in {}, withheld in {}", self.amount.currency, withheld.currency);
                Err(EventError::at(&["withheld", "currency"], message))
            }
            Some(_) | None => Ok(()),
        }
    }
}

record! {
    /// A dividend in shares, on its record date; also one that preferred shares pay in kind. Unissued (charter,
    /// if unlimited) → held: each holder of the class receives shares × new ÷ old of the class that is paid, on
    /// its grain, by the policy for fractions of shares. With a value, share capital of that class → deficit,
    /// by value × shares in all, to the cent, half up (ASC 505-20-30-3); without, none of it is capitalised.
    /// Refused beyond what is authorised.
    pub struct StockDividendPaid {
        /// The class that receives it.
        class: Name,
        /// The class it is paid in.
        of: Name,
        /// So many new shares for so many held.
        ratio: Ratio,
        /// Value per share, in functional currency.
        value?: GivenPrice,
    }
}

record! {
    /// Spins out assets to the holders of a class: each asset → deficit, at its average carrying amount
    /// (ASC 505-60-30-2; under IFRIC 17.5 where control stays the same). Refused beyond what there is of an
    /// asset in the currency.
    pub struct SpunOut {
        /// The class whose holders receive the new company's shares.
        class: Name,
        /// The new company.
        into: Label,
        /// What leaves; at least one asset.
        assets: Vec<SpunAsset>,
        /// So many shares of the new company for so many held.
        ratio?: Ratio,
    }
}

impl SpunOut {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.assets.is_empty() {
            return Err(EventError::at(&["assets"], "a spin-out has at least one asset".to_owned()));
        }
        Ok(())
    }
}

record! {
    /// An asset that leaves with a spin-out.
    pub struct SpunAsset {
        /// Which.
        asset: Asset,
        /// How much of it, in the currency it is carried in.
        amount: GivenMoney,
    }
}

choice! {
    /// An asset other than cash.
    pub enum Asset {
        /// A property.
        Property(Name) = "property",
        /// A research project.
        Project(Name) = "project",
        /// What was contributed to a joint venture.
        JointVenture(Name) = "joint_venture",
        /// Equipment.
        Equipment = "equipment",
        /// Investments.
        Investment = "investment",
        /// Receivables.
        Receivable = "receivable",
        /// Prepaid expenses.
        Prepaid = "prepaid",
        /// Deposits.
        Deposit = "deposit",
        /// Royalties paid in advance under an agreement.
        AdvanceRoyalty(Name) = "advance_royalty",
    }
}
