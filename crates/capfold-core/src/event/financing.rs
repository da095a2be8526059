//! Placements, units, flow-through shares, finders' fees, subscriptions and promised shares.

use super::record::{choice, record};
use super::{CashPlace, Consideration, EventError, IssueCost, Purpose};
use crate::date::Date;
use crate::money::{Factor, GivenMoney, GivenPrice, GivenQuantity, Percent};
use crate::name::{Label, Name};

record! {
    /// Announces a placement: what is issued under it is of its class, at its price where both are stated,
    /// and never more than its maximum in all.
    pub struct PlacementAnnounced {
        /// Its short name.
        placement: Name,
        /// What documents call it.
        name: Label,
        /// The class of its shares, or of the shares of its units.
        class: Name,
        /// Price per share or unit.
        price?: GivenPrice,
        /// How many shares or units at most.
        maximum?: GivenQuantity,
    }
}

record! {
    /// A tranche of a placement.
    pub struct Tranche {
        /// The placement.
        placement: Name,
        /// Which tranche, from 1.
        number: u32,
    }
}

impl Tranche {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.number == 0 {
            return Err(EventError::at(&["tranche", "number"], "tranches are counted from 1".to_owned()));
        }
        Ok(())
    }
}

record! {
    /// Closes a tranche: nothing can be issued in it any more. Refused unless the shares or units issued in
    /// it, and what was received for them in cash, then or by subscriptions before, are what is stated.
    pub struct TrancheClosed {
        /// Which.
        tranche: Tranche,
        /// Shares or units issued in it.
        quantity: GivenQuantity,
        /// Cash received for them, before costs.
        gross?: GivenMoney,
    }
}

impl TrancheClosed {
    pub(super) fn check(&self) -> Result<(), EventError> {
        self.tranche.check()
    }
}

record! {
    /// Issues units of a share and some warrants, or a part of one. Shares as in an issue of shares;
    /// warrants as in an issue of warrants: units × `per_unit` for this holder, on the grain of the class
    /// they buy, by the policy for fractions of warrants. Of what is received, the warrants' value passes
    /// from share capital to the warrant reserve, by the policy for unit values of the day (IAS 32.31,
    /// ASC 470-20-25-2): nothing (none); what was received beyond units × share price (residual);
    /// received × w ÷ (s + w), where s is units × share price and w is warrants × warrant price (relative);
    /// w, and at most all (warrants first). To the cent, half up; its carrying amount in proportion.
    ///
    /// Refused when the policy needs a price that is not stated; a price that it does not need is not
    /// looked at.
    pub struct UnitsIssued {
        /// The class of the shares.
        class: Name,
        /// The series of the warrants.
        series: Name,
        /// Who receives them.
        holder: Name,
        /// How many units.
        quantity: GivenQuantity,
        /// Warrants per unit: `"0.5"` for half a warrant.
        per_unit: Factor,
        /// What they are issued for; a price is that of a unit.
        consideration = "for": Consideration,
        /// Market price of a share, in the currency received.
        share_price?: GivenPrice,
        /// Fair value of a warrant, in the currency received.
        warrant_price?: GivenPrice,
        /// Costs of the issue, charged to share capital (IAS 32.35).
        costs*: IssueCost,
        /// Last day on which the shares cannot be transferred, as in an issue of shares.
        hold_until?: Date,
        /// The tranche of a placement that they belong to.
        tranche?: Box<Tranche>,
        /// What makes the shares flow-through shares; only for cash, then or by a subscription before. The
        /// premium comes first, what it leaves is split between share and warrants (IAS 32.31).
        flow_through?: Box<FlowThrough>,
    }
}

impl UnitsIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        self.consideration.check()?;
        self.tranche.as_ref().map_or(Ok(()), |tranche| tranche.check())?;
        self.flow_through.as_ref().map_or(Ok(()), |flow| flow.check(&self.consideration))?;
        let received = self.consideration.currency();
        let prices = [("share_price", "share", &self.share_price), ("warrant_price", "warrant", &self.warrant_price)];
        for (key, what, price) in prices {
            if let Some(price) = price
                && price.currency != received
            {
                let message = format!("the price of a {what} is in {}, what is received in {received}", price.currency);
                return Err(EventError::at(&[key, "currency"], message));
            }
        }
        Ok(())
    }
}

record! {
    /// What makes shares flow-through shares (Income Tax Act of Canada, 66(15) and 66(12.6)): the company
    /// undertakes to spend what was paid on exploration and to renounce it to the holders. What they paid for
    /// the deduction is a liability until it is spent: flow-through premium → share capital, out of what was
    /// paid, its carrying amount in proportion. In memorandum, promised → obligation by all that was paid.
    ///
    /// The first issue under an obligation states its last day; a later one, which names it without a day,
    /// adds to it, in the same currency. Refused after the last day, and with a premium beyond what was paid.
    pub struct FlowThrough {
        /// A short name for the obligation.
        pool: Name,
        /// What the holders paid for the deduction, in the currency received.
        premium?: GivenMoney,
        /// Last day on which spending counts, where the obligation is a new one.
        spend_by?: Date,
    }
}

impl FlowThrough {
    pub(super) fn check(&self, consideration: &Consideration) -> Result<(), EventError> {
        match consideration {
            Consideration::Cash(_) | Consideration::Subscription(_) => {}
            Consideration::Property(_)
            | Consideration::Services(_)
            | Consideration::Debt(_)
            | Consideration::Business(_) => {
                let message = "flow-through shares are issued for cash: what was paid is to be spent".to_owned();
                return Err(EventError::at(&["flow_through"], message));
            }
        }
        let received = consideration.currency();
        match &self.premium {
            Some(premium) if premium.currency != received => {
                let message = format!("the premium is in {}, what is received in {received}", premium.currency);
                Err(EventError::at(&["flow_through", "premium", "currency"], message))
            }
            Some(_) | None => Ok(()),
        }
    }
}

record! {
    /// Eligible spending under a flow-through obligation: obligation → promised in memorandum, and the
    /// premium × spent ÷ obligation left, to the cent, half up, all with the last, is income: income →
    /// flow-through premium. The spending itself is an entry of its own. Refused beyond the obligation and
    /// after its last day (Income Tax Act of Canada, 66(12.6); 66(12.66) looks back from the end of the
    /// year after the issue).
    pub struct FlowThroughSpent {
        /// The obligation.
        pool: Name,
        /// How much was spent, in its currency.
        amount: GivenMoney,
    }
}

record! {
    /// Pays a finder in cash, shares or warrants, on an explicit base (IAS 32.37, IFRS 2.13). Cash: amount
    /// raised × per cent, to the cent, half up; cash – or what is owed for issue costs of the class – → share
    /// capital. Shares: count placed × per cent, rounded down to the grain; unissued (charter) → held; their
    /// value would be a cost and a credit of the same share capital, so that it moves nothing. Warrants: as
    /// many, rounded down, as in an issue of warrants; their value passes from share capital to the warrant
    /// reserve. Refused unless the numbers are what base and per cent give.
    pub struct FindersFeePaid {
        /// Who found the investors; a registered holder.
        finder: Name,
        /// The class whose issue is charged.
        class: Name,
        /// What was raised through the finder.
        amount?: GivenMoney,
        /// The shares or units placed through the finder.
        count?: GivenQuantity,
        /// The part in cash, on the amount.
        cash?: CashFee,
        /// The part in shares of the class, on the count.
        shares?: ShareFee,
        /// The part in warrants, on the count.
        warrants?: WarrantFee,
    }
}

record! {
    /// A fee in cash.
    pub struct CashFee {
        /// Per cent of the amount.
        percent: Percent,
        /// How much, in the currency of what was raised.
        amount: GivenMoney,
        /// The bank account it was paid from; owed, when none is named.
        account?: Name,
    }
}

record! {
    /// A fee in shares.
    pub struct ShareFee {
        /// Per cent of the count.
        percent: Percent,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// A fee in warrants.
    pub struct WarrantFee {
        /// Per cent of the count.
        percent: Percent,
        /// The series.
        series: Name,
        /// How many.
        quantity: GivenQuantity,
        /// Their value.
        value?: GivenMoney,
    }
}

impl FindersFeePaid {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let Self { amount, count, cash, shares, warrants, .. } = self;
        let (in_shares, in_warrants) = (shares.is_some(), warrants.is_some());
        if cash.is_none() && !in_shares && !in_warrants {
            return Err(EventError::at(&[], "a fee is paid in cash, shares or warrants: none is stated".to_owned()));
        }
        if count.is_none() && (in_shares || in_warrants) {
            let key = if in_shares { "shares" } else { "warrants" };
            let message = "the part is per cent of the shares or units placed: state their count".to_owned();
            return Err(EventError::at(&[key], message));
        }
        match (cash, amount) {
            (Some(_), None) => {
                let message = "the part is per cent of the amount raised: state the amount".to_owned();
                Err(EventError::at(&["cash"], message))
            }
            (Some(cash), Some(raised)) if cash.amount.currency != raised.currency => {
                let message = format!("the fee is in {}, what was raised in {}", cash.amount.currency, raised.currency);
                Err(EventError::at(&["cash", "amount", "currency"], message))
            }
            (Some(_), Some(_)) | (None, _) => Ok(()),
        }
    }
}

record! {
    /// Cash for shares that are not issued yet: subscribed by the holder → cash. Until they are, it can be
    /// asked back, so it is owed and revalued like other debts (IAS 32.16, 32.19); it passes to share capital
    /// with an issue for a subscription.
    pub struct SubscriptionReceived {
        /// Who subscribes.
        holder: Name,
        /// Where the cash goes.
        into: CashPlace,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Gives subscriptions back: cash → subscribed. Both leave at their average carrying amounts; the
    /// difference is a realised exchange difference (IAS 21.28). Refused beyond what the holder subscribed.
    pub struct SubscriptionRefunded {
        /// Who had subscribed.
        holder: Name,
        /// Where the cash comes from.
        from: CashPlace,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Promises shares for something received, to be issued later: unissued (charter, if unlimited) →
    /// obligated in the class; obligation to issue → what it is for, at its value. A promise of a fixed
    /// number of shares is equity (IAS 32.22, IFRS 2.10).
    pub struct ObligationIncurred {
        /// A short name for it.
        obligation: Name,
        /// The class.
        class: Name,
        /// Who will receive the shares.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// Their value.
        value: GivenMoney,
        /// What they are for.
        consideration = "for": ObligationFor,
    }
}

choice! {
    /// What shares are promised for.
    pub enum ObligationFor {
        /// Services, charged like spending of that purpose (IFRS 2.13).
        Services(Purpose) = "services",
        /// A payable, settled at its average carrying amount.
        Debt(Purpose) = "debt",
        /// A property, at its value (IFRS 2.13).
        Property(Name) = "property",
    }
}

record! {
    /// Issues promised shares: obligated → held by the one they were promised to; their part of the
    /// obligation, by count, passes to share capital, to the cent, half up, all with the last. Refused
    /// beyond what is promised.
    pub struct ObligationSettled {
        /// The obligation.
        obligation: Name,
        /// How many shares.
        quantity: GivenQuantity,
    }
}

record! {
    /// Ends a promise of shares without an issue: obligated → unissued (charter); their part of the
    /// obligation passes to contributed surplus, since the end of what is equity is neither a gain nor a
    /// loss (IAS 32.33, IFRS 2.23). Refused beyond what is promised.
    pub struct ObligationReleased {
        /// The obligation.
        obligation: Name,
        /// How many shares.
        quantity: GivenQuantity,
    }
}
