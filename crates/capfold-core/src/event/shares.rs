//! Shares, options and warrants.

use serde::{Deserialize, Serialize};

use super::{EventError, Purpose};
use crate::date::Date;
use crate::money::{Given, GivenMoney, GivenPrice, GivenQuantity, Money, Quantity};
use crate::name::Name;

/// Sets how many shares of a class the charter authorises.
/// Charter → unissued, by the difference. Refused below what is issued and reserved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorisedSet {
    /// The class.
    pub class: Name,
    /// The new number.
    pub authorised: Authorised,
}

/// A number of authorised shares: `"unlimited"` or `{"limited":"100000000"}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authorised {
    /// Without limit, as most Canadian statutes allow: shares are issued from the charter itself.
    Unlimited,
    /// At most this many.
    Limited(GivenQuantity),
}

/// Issues shares. Unissued (charter, if unlimited) → held; share capital → what was received; share
/// capital is reduced by issue costs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesIssued {
    /// The class.
    pub class: Name,
    /// Who receives them.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
    /// What they are issued for.
    #[serde(rename = "for")]
    pub consideration: Consideration,
    /// Costs of the issue, charged to share capital (IAS 32.35).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<IssueCost>,
}

/// What shares are issued for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consideration {
    /// A placement for cash.
    Cash(CashConsideration),
    /// A property, at its value (IFRS 2.13).
    Property(PropertyConsideration),
    /// Services, charged like spending of that purpose (IFRS 2.13).
    Services(PurposeConsideration),
    /// A debt, settled at its carrying amount.
    Debt(PurposeConsideration),
}

/// Cash for shares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashConsideration {
    /// The bank account that receives it.
    pub account: Name,
    /// How much was paid.
    pub paid: GivenMoney,
    /// The price per share; when given, `paid` must be quantity × price, to the cent, half up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<GivenPrice>,
}

/// A property for shares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyConsideration {
    /// The property.
    pub property: Name,
    /// Its value.
    pub value: GivenMoney,
}

/// Services or debt for shares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeConsideration {
    /// What the services were for, or what the debt was owed for.
    pub purpose: Purpose,
    /// The value of the services, or the amount of the debt.
    pub value: GivenMoney,
}

/// A cost of an issue of shares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueCost {
    /// How much.
    pub amount: GivenMoney,
    /// The bank account it was paid from; owed, when none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Name>,
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

/// Moves shares between holders: held → held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesTransferred {
    /// The class.
    pub class: Name,
    /// Who gives.
    pub from: Name,
    /// Who receives.
    pub to: Name,
    /// How many.
    pub quantity: GivenQuantity,
}

/// Grants a lot of options, one share each. Writer → held in the lot's own unit; unissued → reserved
/// in the class.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionsGranted {
    /// The lot's short name.
    pub grant: Name,
    /// The plan it is granted under.
    pub plan: Name,
    /// Who receives it.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
    /// Exercise price per share.
    pub strike: GivenPrice,
    /// Last day on which it can be exercised; left out when the term has no end or no document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// Exercises options for cash. Each lot: held → exercised in the lot's unit, reserved → held in the
/// class, share capital → cash by quantity × price, to the cent, half up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionsExercised {
    /// The lots, each with its price.
    pub lots: Vec<ExercisedLot>,
    /// The bank account that receives the cash.
    pub account: Name,
    /// What was received in all; when given, it must be the sum of the lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
}

/// A part of an exercise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExercisedLot {
    /// The lot of options.
    pub grant: Name,
    /// How many.
    pub quantity: GivenQuantity,
    /// The price paid per share; it must be the lot's strike.
    pub price: GivenPrice,
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

/// Ends options without exercise: held → expired or forfeited in the lot's unit, reserved → unissued.
/// Expiry is refused before the last day of the term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionsEnded {
    /// The lot of options.
    pub grant: Name,
    /// How many.
    pub quantity: GivenQuantity,
}

/// Issues warrants. Writer → held in the series; unissued → reserved in the class; when paid for,
/// warrant reserve → cash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarrantsIssued {
    /// The series.
    pub series: Name,
    /// Who receives them.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
    /// What was paid for the warrants themselves, in the currency of the strike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<WarrantsPaid>,
}

/// What was paid for warrants.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarrantsPaid {
    /// The bank account that receives it.
    pub account: Name,
    /// How much.
    pub amount: GivenMoney,
}

/// Exercises warrants for cash: held → exercised in the series, reserved → held in the class, share
/// capital → cash by quantity × strike, to the cent, half up; the warrants' part of the warrant
/// reserve passes to share capital.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarrantsExercised {
    /// The series.
    pub series: Name,
    /// Who exercises.
    pub holder: Name,
    /// How many.
    pub quantity: Given<Quantity>,
    /// The bank account that receives the cash.
    pub account: Name,
    /// What was received; when given, it must be quantity × strike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
}

/// Ends warrants without exercise: held → expired in the series, reserved → unissued in the class;
/// their part of the warrant reserve passes to contributed surplus. Refused before the last day of
/// the term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarrantsExpired {
    /// The series.
    pub series: Name,
    /// Who held them.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
}

/// Moves warrants between holders: held → held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarrantsTransferred {
    /// The series.
    pub series: Name,
    /// Who gives.
    pub from: Name,
    /// Who receives.
    pub to: Name,
    /// How many.
    pub quantity: GivenQuantity,
}
