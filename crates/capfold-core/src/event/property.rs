//! Property options, leases and joint ventures. Commitments are disclosed, not booked, until performed:
//! promised → commitment, work or worth in memorandum accounts, and back when something meets them.
//!
//! A payment meets the earliest instalments that promise something of its kind, in its currency or
//! class; what goes beyond one meets the next.

use super::record::{choice, record};
use super::{CashPlace, EventError, Purpose};
use crate::date::Date;
use crate::money::{Amount, GivenMoney, GivenPrice, GivenQuantity, Percent};
use crate::name::{Label, Name};

record! {
    /// What falls due on a day under an agreement.
    pub struct Installment {
        /// The day; left out when no document states it.
        due?: Date,
        /// Cash to be paid: promised → commitment.
        cash?: GivenMoney,
        /// Work to be spent in the ground: promised → work. `work_spent` meets it, a payment does not.
        work?: GivenMoney,
        /// Shares to be issued, by count: promised → commitment.
        shares?: PromisedShares,
        /// Shares to be issued, by value: promised → worth.
        shares_worth?: SharesWorth,
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
    /// Shares promised for a sum of money, at an average price of the market that is not known yet.
    pub struct SharesWorth {
        /// The class.
        class: Name,
        /// The sum that they are to be worth.
        worth: GivenMoney,
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
    /// A payment under a property option: cash → property, and share capital → property for shares. It is
    /// part of the acquisition cost (IFRS 6.9) and meets the earliest instalments in its currency or
    /// class. Refused when the agreement has ended and nothing is committed under it any more.
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
        /// The average price at which they count for instalments by value, in the currency of these. They
        /// count for quantity × price, to the cent, half up; less than the price of one share – of the
        /// class's smallest count – neither keeps an instalment open nor passes to the next. Without a
        /// price the shares meet instalments by count.
        average_price?: GivenPrice,
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
        /// Whether what is paid under the lease in the price's currency counts towards the price.
        payments_credit~: bool,
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
        match &self.purchase_option {
            Some(PurchaseOption { price: None, payments_credit: true, .. }) => Err(EventError::at(
                &["purchase_option", "payments_credit"],
                "payments count towards a price, and none is stated".to_owned(),
            )),
            Some(_) | None => Ok(()),
        }
    }
}

record! {
    /// A payment under a lease: cash → spending of the purpose; it meets the earliest payments due. Refused
    /// when the lease has ended and nothing is committed under it any more.
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
        /// The company's interest in per cent, when a document states it.
        interest?: Percent,
        /// What the company undertook, in order of days.
        commitments*: Installment,
    }
}

record! {
    /// A contribution to a joint venture: cash → joint venture; it meets the earliest commitments. Refused
    /// when the venture has ended and nothing is committed under it any more.
    pub struct JointVentureContributed {
        /// The agreement.
        agreement: Name,
        /// The contribution.
        cash: CashPart,
    }
}

record! {
    /// Work in the ground under a property option, a lease or a joint venture: cash – or payable, when no
    /// cash is named – → spending of the purpose, by policy (IFRS 6.9). It meets the earliest commitments
    /// of work in its currency; what goes beyond one meets the next, so that excess work is carried
    /// forward. Refused when the agreement has ended and nothing is committed under it any more.
    pub struct WorkSpent {
        /// The agreement.
        agreement: Name,
        /// What for.
        purpose: Purpose,
        /// How much.
        amount: GivenMoney,
        /// Where the cash comes from; owed, when none is named.
        from?: CashPlace,
    }
}

record! {
    /// Received for a property: by an optionor for its option, by a seller for a part, by the holder of a
    /// royalty. Property → cash or investment until nothing of its carrying amount, over all currencies,
    /// is left; income → cash or investment for the rest (capfold's own: what is received recovers cost
    /// first). What the property was carried at in other currencies leaves through exchange/conversion,
    /// functional currency first, then by currency code, at average carrying amounts.
    pub struct PropertyReceipt {
        /// The property.
        property: Name,
        /// How much, or what the shares received are worth.
        amount: GivenMoney,
        /// Carrying amount in functional currency, when a document states it.
        carrying?: Amount,
        /// What is received.
        received = "in": ReceivedIn,
    }
}

choice! {
    /// What is received for a property.
    pub enum ReceivedIn {
        /// Cash, into this place.
        Cash(CashPlace) = "cash",
        /// Shares of another company.
        Investment = "investment",
    }
}

record! {
    /// Gives an agreement up: commitments that are not firm go back, commitment, work and worth →
    /// promised in memorandum. Firm ones stay, and can still be met. Refused when it has ended before.
    pub struct AgreementTerminated {
        /// The agreement.
        agreement: Name,
    }
}

record! {
    /// Exercises a property option: the interest is earned and the agreement ends. Refused while a
    /// commitment that is not firm stands, unless the optionor waives it. Refused when the agreement has
    /// ended before.
    pub struct PropertyOptionExercised {
        /// The agreement.
        agreement: Name,
        /// Whether the optionor waives what still stands: commitment, work and worth → promised, unless
        /// firm.
        waived~: bool,
    }
}

record! {
    /// Exercises the option to purchase what is leased: cash → property or equipment (IFRS 16.27(d) has the
    /// price in the lease; here it is booked when paid); all commitments of the lease → promised in
    /// memorandum, and it ends. Refused when the lease has no such option, after its last day, unless the
    /// cash is the price stated less what counts towards it, and when the lease has ended before.
    pub struct PurchaseOptionExercised {
        /// The lease.
        agreement: Name,
        /// What is acquired.
        acquired: Acquired,
        /// The payment; none when payments under the lease have come to the price.
        cash?: CashPart,
    }
}

choice! {
    /// What a purchase acquires.
    pub enum Acquired {
        /// A property.
        Property(Name) = "property",
        /// Equipment.
        Equipment = "equipment",
    }
}

record! {
    /// A cash call of a joint venture, or another commitment that was not in its agreement: promised →
    /// commitment in memorandum, under the next number. Refused when the venture has ended.
    pub struct JointVentureCalled {
        /// The joint venture.
        agreement: Name,
        /// What falls due.
        call: Installment,
    }
}

record! {
    /// The company's interest in a joint venture falls, as it did not contribute its part. Nothing is
    /// booked: what was contributed stays at cost until it is written down. Refused when the interest
    /// stated is more than the present one, or is not own ÷ total contributions × 100, to four decimals,
    /// half up, and when the venture has ended.
    pub struct JointVentureDiluted {
        /// The joint venture.
        agreement: Name,
        /// The new interest in per cent.
        interest: Percent,
        /// The contributions that the agreement's formula divides.
        contributions?: Contributions,
    }
}

record! {
    /// Contributions to a joint venture since its beginning, those deemed to have been made included.
    pub struct Contributions {
        /// The company's own.
        own: GivenMoney,
        /// Those of all parties.
        total: GivenMoney,
    }
}

impl JointVentureDiluted {
    pub(super) fn check(&self) -> Result<(), EventError> {
        match &self.contributions {
            Some(Contributions { own, total }) if own.currency != total.currency => Err(EventError::at(
                &["contributions", "total", "currency"],
                format!("own contributions are in {}, those of all parties in {}", own.currency, total.currency),
            )),
            Some(_) | None => Ok(()),
        }
    }
}
