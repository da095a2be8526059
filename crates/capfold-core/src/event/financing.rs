//! Units of shares and warrants.

use super::record::record;
use super::{Consideration, EventError, IssueCost};
use crate::money::{Factor, GivenPrice, GivenQuantity};
use crate::name::Name;

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
    }
}

impl UnitsIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        self.consideration.check()?;
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
