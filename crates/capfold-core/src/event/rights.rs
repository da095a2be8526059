//! Options and warrants: rights to shares, and what becomes of them.
//!
//! A right is written (writer → held, in its own unit), and ends once: exercised, expired, forfeited or
//! cancelled. While it is open, the shares it can become are reserved in its class.

use super::record::record;
use super::{EventError, Purpose, Settlement, Vesting, settlement};
use crate::date::Date;
use crate::money::{Given, GivenMoney, GivenPrice, GivenQuantity, Money, Quantity};
use crate::name::Name;

record! {
    /// Grants a lot of options, one share each. Writer → held in the lot's own unit; unissued → reserved
    /// in the class. Refused beyond the plan's pool, and beyond its limit per person.
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
        /// When they vest; all are vested at once unless stated.
        vesting?: Vesting,
    }
}

record! {
    /// Exercises vested options. Each lot: held → exercised in the lot's unit, reserved → held in
    /// the class, share capital → cash by quantity × price, to the cent, half up; the lot's part of the
    /// award reserve passes to share capital (IFRS 2.23). Refused after the last day of the term, and
    /// beyond what has vested (IFRS 2, appendix A: vest). Paid in cash or as `settled` says; one of
    /// `account` and `settled` is given.
    pub struct OptionsExercised {
        /// The lots, each with its price.
        lots: Vec<ExercisedLot>,
        /// The bank account that receives the cash, of an exercise for cash.
        account?: Name,
        /// How the price is paid, when not in cash.
        settled?: Settlement,
        /// What was received, or set off, in all; when given, it must be the sum of the lots.
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
        if let Some(paid) = self.paid.as_ref().filter(|paid| paid.currency != currency) {
            let message = format!("the price is in {currency}, what was paid in {}", paid.currency);
            return Err(EventError::at(&["paid", "currency"], message));
        }
        settlement::check(self.account.as_ref(), self.settled.as_ref(), self.paid.as_ref())?;
        self.settled.as_ref().map_or(Ok(()), |settled| settled.check_currency(currency))
    }
}

record! {
    /// Ends options or awards without use: held → expired, forfeited or cancelled in the lot's unit,
    /// reserved → unissued (of restricted shares: restricted → unissued). What has not vested ends first,
    /// from the last part back. The lot's part of the award reserve passes to contributed surplus.
    /// Expiry is refused before the last day of the term.
    pub struct OptionsEnded {
        /// The lot.
        grant: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Issues warrants. Writer → held in the series; unissued → reserved in the class, by the series' ratio:
    /// what is reserved for a series is its open warrants × new ÷ old, rounded down to the class's grain.
    /// Paid for: warrant reserve → cash. Given for services: warrant reserve → spending of the purpose.
    pub struct WarrantsIssued {
        /// The series.
        series: Name,
        /// Who receives them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What was paid for the warrants themselves, in the currency of the strike.
        paid?: WarrantsPaid,
        /// Their value, when they are given for services (IFRS 2.13) or as a cost of an issue (IAS 32.37).
        value?: WarrantsValue,
    }
}

impl WarrantsIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        match (&self.paid, &self.value) {
            (Some(_), Some(_)) => {
                let message = "warrants that were paid for have no other value: record them apart".to_owned();
                Err(EventError::at(&["value"], message))
            }
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
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
    /// The value of warrants that were not paid for: warrant reserve → spending of the purpose, costs of an
    /// issue to share capital.
    pub struct WarrantsValue {
        /// How much.
        amount: GivenMoney,
        /// What they were given for.
        purpose: Purpose,
    }
}

record! {
    /// Exercises warrants: held → exercised in the series; reserved → held in the class, by the series'
    /// ratio; share capital → cash by shares × strike, to the cent, half up; the warrants' part of the
    /// warrant reserve passes to share capital. Refused unless whole shares are bought: a multiple of the
    /// class's grain. Paid in cash or as `settled` says; one of `account` and `settled` is
    /// given.
    pub struct WarrantsExercised {
        /// The series.
        series: Name,
        /// Who exercises.
        holder: Name,
        /// How many.
        quantity: Given<Quantity>,
        /// The bank account that receives the cash, of an exercise for cash.
        account?: Name,
        /// How the strike is paid, when not in cash.
        settled?: Settlement,
        /// What was received, or set off; when given, it must be shares × strike.
        paid?: Money,
    }
}

impl WarrantsExercised {
    pub(super) fn check(&self) -> Result<(), EventError> {
        settlement::check(self.account.as_ref(), self.settled.as_ref(), self.paid.as_ref())
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

record! {
    /// Ends warrants by agreement: held → cancelled in the series, reserved → unissued in the class; their
    /// part of the warrant reserve passes to contributed surplus. Possible on any day.
    pub struct WarrantsCancelled {
        /// The series.
        series: Name,
        /// Who held them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}
