//! Property options, leases and joint ventures. Commitments are disclosed, not booked, until paid:
//! promised → commitment in memorandum accounts, and back when a payment meets them.

use super::record::record;
use super::{CashPlace, EventError, Purpose};
use crate::date::Date;
use crate::money::{GivenMoney, GivenQuantity};
use crate::name::{Label, Name};

record! {
    /// What falls due on a day under an agreement.
    pub struct Installment {
        /// The day; left out when no document states it.
        due?: Date,
        /// Cash to be paid, or work to be spent.
        cash?: GivenMoney,
        /// Shares to be issued.
        shares?: PromisedShares,
        /// Whether the company must perform even if it gives the agreement up.
        firm~: bool,
        /// What a document says of it; an obligation without an amount stands here.
        note?: Label,
    }
}

record! {
    /// Shares promised under an agreement.
    pub struct PromisedShares {
        /// The class.
        class: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// An option to acquire an interest in a property by payments over time.
    pub struct PropertyOptionAgreed {
        /// The agreement's short name.
        agreement: Name,
        /// The property.
        property: Name,
        /// What documents call it; the interest that can be earned.
        name: Label,
        /// What keeps the option alive, in order of days.
        schedule*: Installment,
    }
}

record! {
    /// A payment under a property option: property → … cash, and share capital for shares. It is part of
    /// the acquisition cost (IFRS 6.9) and meets the earliest instalments in its currency or class.
    pub struct PropertyPaid {
        /// The agreement.
        agreement: Name,
        /// The cash part.
        cash?: CashPart,
        /// The part in shares.
        shares?: SharePart,
    }
}

record! {
    /// A payment in cash.
    pub struct CashPart {
        /// Where it comes from.
        from: CashPlace,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// A payment in shares.
    pub struct SharePart {
        /// The class.
        class: Name,
        /// Who receives them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// Their value.
        value: GivenMoney,
    }
}

impl PropertyPaid {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.cash.is_none() && self.shares.is_none() {
            return Err(EventError::at(&[], "a payment has cash, shares or both".to_owned()));
        }
        Ok(())
    }
}

record! {
    /// A lease, possibly with an option to purchase; its payments are disclosed as commitments.
    pub struct LeaseAgreed {
        /// The agreement's short name.
        agreement: Name,
        /// What documents call it.
        name: Label,
        /// First day.
        starts: Date,
        /// Last day.
        ends: Date,
        /// What falls due; empty when no document states it.
        payments*: Installment,
        /// The option to purchase.
        purchase_option?: PurchaseOption,
    }
}

record! {
    /// An option to purchase what is leased.
    pub struct PurchaseOption {
        /// Last day on which it can be exercised.
        until?: Date,
        /// The price, when a document states it.
        price?: GivenMoney,
    }
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

record! {
    /// A payment under a lease: cash → spending of the purpose; it meets the earliest payments due.
    pub struct LeasePaid {
        /// The agreement.
        agreement: Name,
        /// What the leased thing is used for.
        purpose: Purpose,
        /// The payment.
        cash: CashPart,
    }
}

record! {
    /// A joint venture and the company's share of what is to be contributed.
    pub struct JointVentureAgreed {
        /// The agreement's short name.
        agreement: Name,
        /// What documents call it, and the other party.
        name: Label,
        /// What the company undertook, in order of days.
        commitments*: Installment,
    }
}

record! {
    /// A contribution to a joint venture: cash → joint venture; it meets the earliest commitments.
    pub struct JointVentureContributed {
        /// The agreement.
        agreement: Name,
        /// The contribution.
        cash: CashPart,
    }
}
