//! Property options, leases and joint ventures. Commitments are disclosed, not booked, until paid:
//! promised → commitment in memorandum accounts, and back when a payment meets them.

use serde::{Deserialize, Serialize};

use super::{CashPlace, EventError, Purpose};
use crate::date::Date;
use crate::money::{GivenMoney, GivenQuantity};
use crate::name::{Label, Name};

/// What falls due on a day under an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Installment {
    /// The day; left out when no document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Cash to be paid, or work to be spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash: Option<GivenMoney>,
    /// Shares to be issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<PromisedShares>,
    /// Whether the company must perform even if it gives the agreement up.
    #[serde(default)]
    pub firm: bool,
    /// What a document says of it; an obligation without an amount stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Label>,
}

/// Shares promised under an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromisedShares {
    /// The class.
    pub class: Name,
    /// How many.
    pub quantity: GivenQuantity,
}

/// An option to acquire an interest in a property by payments over time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyOptionAgreed {
    /// The agreement's short name.
    pub agreement: Name,
    /// The property.
    pub property: Name,
    /// What documents call it; the interest that can be earned.
    pub name: Label,
    /// What keeps the option alive, in order of days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<Installment>,
}

/// A payment under a property option: property → … cash, and share capital for shares. It is part of
/// the acquisition cost (IFRS 6.9) and meets the earliest instalments in its currency or class.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyPaid {
    /// The agreement.
    pub agreement: Name,
    /// The cash part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash: Option<CashPart>,
    /// The part in shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<SharePart>,
}

/// A payment in cash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashPart {
    /// Where it comes from.
    pub from: CashPlace,
    /// How much.
    pub amount: GivenMoney,
}

/// A payment in shares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharePart {
    /// The class.
    pub class: Name,
    /// Who receives them.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
    /// Their value.
    pub value: GivenMoney,
}

impl PropertyPaid {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.cash.is_none() && self.shares.is_none() {
            return Err(EventError::at(&[], "a payment has cash, shares or both".to_owned()));
        }
        Ok(())
    }
}

/// A lease, possibly with an option to purchase; its payments are disclosed as commitments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaseAgreed {
    /// The agreement's short name.
    pub agreement: Name,
    /// What documents call it.
    pub name: Label,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Date,
    /// What falls due; empty when no document states it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Installment>,
    /// The option to purchase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_option: Option<PurchaseOption>,
}

/// An option to purchase what is leased.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOption {
    /// Last day on which it can be exercised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The price, when a document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<GivenMoney>,
}

impl LeaseAgreed {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.ends < self.starts {
            return Err(EventError::at(
                &["ends"],
                format!("the lease ends on {}, before it starts on {}", self.ends, self.starts),
            ));
        }
        Ok(())
    }
}

/// A payment under a lease: cash → spending of the purpose; it meets the earliest payments due.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeasePaid {
    /// The agreement.
    pub agreement: Name,
    /// What the leased thing is used for.
    pub purpose: Purpose,
    /// The payment.
    pub cash: CashPart,
}

/// A joint venture and the company's share of what is to be contributed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointVentureAgreed {
    /// The agreement's short name.
    pub agreement: Name,
    /// What documents call it, and the other party.
    pub name: Label,
    /// What the company undertook, in order of days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Installment>,
}

/// A contribution to a joint venture: cash → joint venture; it meets the earliest commitments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointVentureContributed {
    /// The agreement.
    pub agreement: Name,
    /// The contribution.
    pub cash: CashPart,
}
