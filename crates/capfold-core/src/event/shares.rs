//! Shares, options and warrants.

use super::record::{choice, record};
use super::{EventError, Purpose};
use crate::date::Date;
use crate::money::{Factor, Given, GivenMoney, GivenPrice, GivenQuantity, Money, Quantity};
use crate::name::Name;

record! {
    /// So many new for so many old.
    #[derive(Copy)]
    pub struct Ratio {
        /// So many new ones…
        new: Factor,
        /// …for so many old ones.
        old: Factor,
    }
}

record! {
    /// Sets how many shares of a class the charter authorises.
    /// Charter → unissued, by the difference. Refused below what is issued and reserved.
    pub struct AuthorisedSet {
        /// The class.
        class: Name,
        /// The new number.
        authorised: Authorised,
    }
}

choice! {
    /// A number of authorised shares: `"unlimited"` or `{"limited":"100000000"}`.
    pub enum Authorised {
        /// Without limit, as most Canadian statutes allow: shares are issued from the charter itself.
        Unlimited = "unlimited",
        /// At most this many.
        Limited(GivenQuantity) = "limited",
    }
}

record! {
    /// Issues shares. Unissued (charter, if unlimited) → held; share capital → what was received; share
    /// capital is reduced by issue costs.
    pub struct SharesIssued {
        /// The class.
        class: Name,
        /// Who receives them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What they are issued for.
        consideration = "for": Consideration,
        /// Costs of the issue, charged to share capital (IAS 32.35).
        costs*: IssueCost,
    }
}

choice! {
    /// What shares are issued for.
    pub enum Consideration {
        /// A placement for cash.
        Cash(CashConsideration) = "cash",
        /// A property, at its value (IFRS 2.13).
        Property(PropertyConsideration) = "property",
        /// Services, charged like spending of that purpose (IFRS 2.13).
        Services(PurposeConsideration) = "services",
        /// A debt, settled at its carrying amount.
        Debt(PurposeConsideration) = "debt",
    }
}

record! {
    /// Cash for shares.
    pub struct CashConsideration {
        /// The bank account that receives it.
        account: Name,
        /// How much was paid.
        paid: GivenMoney,
        /// The price per share; when given, `paid` must be quantity × price, to the cent, half up.
        price?: GivenPrice,
    }
}

record! {
    /// A property for shares.
    pub struct PropertyConsideration {
        /// The property.
        property: Name,
        /// Its value.
        value: GivenMoney,
    }
}

record! {
    /// Services or debt for shares.
    pub struct PurposeConsideration {
        /// What the services were for, or what the debt was owed for.
        purpose: Purpose,
        /// The value of the services, or the amount of the debt.
        value: GivenMoney,
    }
}

record! {
    /// A cost of an issue of shares.
    pub struct IssueCost {
        /// How much.
        amount: GivenMoney,
        /// The bank account it was paid from; owed, when none is named.
        account?: Name,
    }
}

impl SharesIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if let Consideration::Cash(cash) = &self.consideration
            && let Some(price) = &cash.price
            && price.currency != cash.paid.currency
        {
            let message = format!("the price is in {}, what was paid in {}", price.currency, cash.paid.currency);
            return Err(EventError::at(&["for", "cash", "paid", "currency"], message));
        }
        Ok(())
    }
}

record! {
    /// Moves shares between holders: held → held.
    pub struct SharesTransferred {
        /// The class.
        class: Name,
        /// Who gives.
        from: Name,
        /// Who receives.
        to: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Grants a lot of options, one share each. Writer → held in the lot's own unit; unissued → reserved
    /// in the class.
    pub struct OptionsGranted {
        /// The lot's short name.
        grant: Name,
        /// The plan it is granted under.
        plan: Name,
        /// Who receives it.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// Exercise price per share.
        strike: GivenPrice,
        /// Last day on which it can be exercised; left out when the term has no end or no document states it.
        expires?: Date,
    }
}

record! {
    /// Exercises options for cash. Each lot: held → exercised in the lot's unit, reserved → held in the
    /// class, share capital → cash by quantity × price, to the cent, half up.
    pub struct OptionsExercised {
        /// The lots, each with its price.
        lots: Vec<ExercisedLot>,
        /// The bank account that receives the cash.
        account: Name,
        /// What was received in all; when given, it must be the sum of the lots.
        paid?: Money,
    }
}

record! {
    /// A part of an exercise.
    pub struct ExercisedLot {
        /// The lot of options.
        grant: Name,
        /// How many.
        quantity: GivenQuantity,
        /// The price paid per share; it must be the lot's strike.
        price: GivenPrice,
    }
}

impl OptionsExercised {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let Some(first) = self.lots.first() else {
            return Err(EventError::at(&["lots"], "an exercise has at least one lot".to_owned()));
        };
        let currency = first.price.currency;
        if let Some(other) = self.lots.iter().find(|lot| lot.price.currency != currency) {
            let message =
                format!("one lot is priced in {currency}, another in {}: record them apart", other.price.currency);
            return Err(EventError::at(&["lots"], message));
        }
        match &self.paid {
            Some(paid) if paid.currency != currency => {
                let message = format!("the price is in {currency}, what was paid in {}", paid.currency);
                Err(EventError::at(&["paid", "currency"], message))
            }
            Some(_) | None => Ok(()),
        }
    }
}

record! {
    /// Ends options without exercise: held → expired or forfeited in the lot's unit, reserved → unissued.
    /// Expiry is refused before the last day of the term.
    pub struct OptionsEnded {
        /// The lot of options.
        grant: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Issues warrants. Writer → held in the series; unissued → reserved in the class; when paid for,
    /// warrant reserve → cash.
    pub struct WarrantsIssued {
        /// The series.
        series: Name,
        /// Who receives them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What was paid for the warrants themselves, in the currency of the strike.
        paid?: WarrantsPaid,
    }
}

record! {
    /// What was paid for warrants.
    pub struct WarrantsPaid {
        /// The bank account that receives it.
        account: Name,
        /// How much.
        amount: GivenMoney,
    }
}

record! {
    /// Exercises warrants for cash: held → exercised in the series, reserved → held in the class, share
    /// capital → cash by quantity × strike, to the cent, half up; the warrants' part of the warrant
    /// reserve passes to share capital.
    pub struct WarrantsExercised {
        /// The series.
        series: Name,
        /// Who exercises.
        holder: Name,
        /// How many.
        quantity: Given<Quantity>,
        /// The bank account that receives the cash.
        account: Name,
        /// What was received; when given, it must be quantity × strike.
        paid?: Money,
    }
}

record! {
    /// Ends warrants without exercise: held → expired in the series, reserved → unissued in the class;
    /// their part of the warrant reserve passes to contributed surplus. Refused before the last day of
    /// the term.
    pub struct WarrantsExpired {
        /// The series.
        series: Name,
        /// Who held them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Moves warrants between holders: held → held.
    pub struct WarrantsTransferred {
        /// The series.
        series: Name,
        /// Who gives.
        from: Name,
        /// Who receives.
        to: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}
