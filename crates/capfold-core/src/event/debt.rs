//! Loans, convertible notes, debentures and SAFEs that the company owes.
//!
//! The principal and the interest of each debt stand in accounts of their own; both leave at their average
//! carrying amounts. A loan, note or debenture without a day is due at any time, a SAFE without one is
//! not; accrued interest is due now, and what is due with the principal only is added to it. Loans that the company gives are receivables: cash paid for a receivable, income
//! accrued on it, cash received for it.

use super::record::{choice, record};
use super::{Carried, CashPlace, EventError, Purpose};
use crate::date::Date;
use crate::money::{Amount, Currency, GivenMoney, GivenPrice, GivenQuantity, PerShare, Percent};
use crate::name::{Label, Name};

record! {
    /// The company borrows, or takes money for a note, debenture or SAFE: debt → what it is issued for, by
    /// the principal. Each advance, and each holder's part, is a debt of its own; loans that the company gives
    /// are receivables. Cash received short of
    /// the principal is a cost of finance at once (IFRS 9.5.1.1 in its simplest form); more than
    /// the principal is refused. So is a last day before the entry's, but for a debt of the opening
    /// balances.
    pub struct DebtIssued {
        /// Its short name.
        debt: Name,
        /// What documents call it.
        name: Label,
        /// What it is.
        kind: DebtKind,
        /// To whom it is owed.
        holder: Name,
        /// What is to be paid back, or converted.
        principal: GivenMoney,
        /// What it is issued for.
        consideration = "for": DebtFor,
        /// The interest it bears; left out when there is none, or when each accrual states its amount.
        interest?: Interest,
        /// The day on which it is due; left out when it is due at any time, and of a SAFE that has none.
        due?: Date,
        /// How it becomes shares.
        conversion?: DebtConversion,
    }
}

choice! {
    /// What a debt is.
    #[derive(Copy)]
    pub enum DebtKind {
        /// A loan.
        Loan = "loan",
        /// A promissory note.
        Note = "note",
        /// A debenture.
        Debenture = "debenture",
        /// A simple agreement for future equity.
        Safe = "safe",
    }
}

choice! {
    /// What a debt is issued for.
    pub enum DebtFor {
        /// Cash.
        Cash(CashReceipt) = "cash",
        /// A payable that it replaces, at its average carrying amount.
        Payable(Purpose) = "payable",
        /// A property bought for it, at the principal.
        Property(Name) = "property",
        /// Equipment bought for it, at the principal.
        Equipment = "equipment",
        /// It stood in the books when the log begins: against the opening deficit, before any movement.
        Opening(OpeningDebt) = "opening",
    }
}

record! {
    /// Cash received.
    pub struct CashReceipt {
        /// Where it goes.
        into: CashPlace,
        /// How much; the principal unless stated.
        amount?: GivenMoney,
    }
}

record! {
    /// What else stood in the books of a debt when the log begins. Interest accrues from the entry's day on.
    pub struct OpeningDebt {
        /// Carrying amount of the principal in functional currency, when a document states it.
        carrying?: Amount,
        /// Interest accrued and not paid.
        interest?: Carried,
    }
}

record! {
    /// Simple interest on the principal as it stands from day to day.
    #[derive(Copy)]
    pub struct Interest {
        /// Per cent a year.
        percent: Percent,
        /// How days make a year.
        days: InterestDays,
    }
}

choice! {
    /// How days make a year.
    #[derive(Copy)]
    pub enum InterestDays {
        /// Actual days over 365 (2006 ISDA Definitions, 4.16(d)).
        Actual365 = "actual_365",
        /// Actual days over 360 (2006 ISDA Definitions, 4.16(e)).
        Actual360 = "actual_360",
        /// Months of thirty days over 360, 30E/360: the 31st counts as the 30th (2006 ISDA Definitions,
        /// 4.16(g)).
        Thirty360 = "thirty_360",
    }
}

record! {
    /// How a debt becomes shares. A price alone is the price of the conversion. Otherwise it is the lowest of
    /// the price stated here, the price of the round less the discount, and the cap ÷ the capitalisation of
    /// the company; where a conversion does not state the round or the capitalisation, it is at most the
    /// others.
    pub struct DebtConversion {
        /// The class; left out when it is that of a round to come.
        class?: Name,
        /// The conversion price, in the currency of the debt.
        price?: GivenPrice,
        /// Discount to the price of the round, in per cent.
        discount?: Percent,
        /// Valuation cap, in the currency of the debt.
        cap?: GivenMoney,
        /// What comes of a round or a cap is rounded down to multiples of this; to ten decimals unless stated.
        step?: PerShare,
        /// Whether the holder may take over better terms of later debts (most favoured nation).
        mfn~: bool,
    }
}

record! {
    /// Interest through the entry's day: debt interest – or the debt itself, when it is added to the
    /// principal – → cost of finance (IFRS 9.4.2.1, IAS 1.82(b)), valued on that day. Where the debt states
    /// its interest, it is the principal of each day × per cent ÷ days of a year, over the days since the last
    /// accrual or the issue (that day not counted, this one counted), to the cent, half up, and an amount
    /// stated must equal it; else the amount is needed. Refused unless its day is later than that of the
    /// last accrual and that of the issue: no day is accrued twice.
    pub struct InterestAccrued {
        /// The debt.
        debt: Name,
        /// How much.
        amount?: GivenMoney,
        /// Whether it is added to the principal (paid in kind).
        to_principal~: bool,
    }
}

record! {
    /// Repays principal, pays interest, or both: cash → debt, cash → debt interest. Both sides leave at
    /// their average carrying amounts; the difference is a realised exchange difference (IAS 21.28).
    /// Refused beyond what is owed.
    pub struct DebtRepaid {
        /// The debt.
        debt: Name,
        /// Where the cash comes from.
        from: CashPlace,
        /// How much principal.
        principal?: GivenMoney,
        /// How much interest.
        interest?: GivenMoney,
    }
}

record! {
    /// Converts debt into shares under its terms (IAS 32.AG32): debt and debt interest → share capital, at
    /// their average carrying amounts; unissued (charter, if unlimited) → held by the debt's holder. Refused
    /// without terms of conversion, for another class than theirs, at a price that they do not allow, and
    /// unless the shares are (principal + interest) ÷ price, rounded down to the class's grain.
    pub struct DebtConverted {
        /// The debt.
        debt: Name,
        /// How much principal.
        principal: GivenMoney,
        /// How much interest.
        interest?: GivenMoney,
        /// The class.
        class: Name,
        /// How many shares.
        quantity: GivenQuantity,
        /// Conversion price per share, in the currency of the debt.
        price: GivenPrice,
        /// Price of the round that brings the conversion about; the discount is from it.
        round_price?: GivenPrice,
        /// The company's capitalisation, as the terms count it; the cap is divided by it.
        capitalisation?: GivenQuantity,
    }
}

record! {
    /// Sets a later day on which a debt is due. What had no day was due at any time, so on the entry's day.
    /// Refused when the new day is not later, and for a SAFE without a day. Figures of earlier days keep
    /// the old one (IAS 1.72).
    pub struct DebtExtended {
        /// The debt.
        debt: Name,
        /// The new day.
        due: Date,
    }
}

record! {
    /// Puts other terms of conversion in the place of those of a debt, by agreement. Nothing moves; what
    /// the company gives to have a debt converted is an entry of its own (IAS 32.AG35).
    pub struct ConversionTermsSet {
        /// The debt.
        debt: Name,
        /// All terms from this day on.
        conversion: DebtConversion,
    }
}

record! {
    /// Takes over the terms of conversion of a later debt, under a right to the better terms of later ones
    /// (most favoured nation, as in the SAFE of Y Combinator): all of them, but for the class where the later
    /// debt states none. Refused without such a right; unless the other was issued on a later day, in the
    /// same currency; and unless its price or its cap is lower, or its discount higher. Which of its terms
    /// weigh more where others are worse is for the holder to say.
    pub struct MfnExercised {
        /// The debt with the right.
        debt: Name,
        /// The debt whose terms it takes over.
        of: Name,
    }
}

record! {
    /// The holder forgives principal, interest or both: income from settlement – contributed surplus, if the
    /// holder is a related party – → debt and debt interest, at their average carrying amounts (IFRS 9.3.3.3;
    /// ASC 470-50-40-2 for related parties). Refused beyond what is owed.
    pub struct DebtForgiven {
        /// The debt.
        debt: Name,
        /// How much principal.
        principal?: GivenMoney,
        /// How much interest.
        interest?: GivenMoney,
        /// Whether the holder acts as an owner: the gain is equity.
        related~: bool,
    }
}

/// Refuses money of another currency; `path` leads to it.
fn alike(currency: Currency, of: &str, found: Currency, path: &[&'static str]) -> Result<(), EventError> {
    if found == currency {
        return Ok(());
    }
    Err(EventError::at(path, format!("it is in {found}, {of} is in {currency}")))
}

/// Refuses an event about nothing, and principal and interest in two currencies.
fn parts(principal: Option<&GivenMoney>, interest: Option<&GivenMoney>) -> Result<(), EventError> {
    match (principal, interest) {
        (None, None) => Err(EventError::at(&[], "principal, interest or both are stated".to_owned())),
        (Some(principal), Some(interest)) => {
            alike(principal.currency, "the principal", interest.currency, &["interest", "currency"])
        }
        (Some(_), None) | (None, Some(_)) => Ok(()),
    }
}

impl DebtIssued {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let principal = |found, path: &[&'static str]| alike(self.principal.currency, "the principal", found, path);
        if let DebtFor::Cash(CashReceipt { amount: Some(amount), .. }) = &self.consideration {
            principal(amount.currency, &["for", "cash", "amount", "currency"])?;
        }
        if let DebtFor::Opening(OpeningDebt { interest: Some(interest), .. }) = &self.consideration {
            principal(interest.money.currency, &["for", "opening", "interest", "money", "currency"])?;
        }
        let Some(terms) = &self.conversion else { return Ok(()) };
        if let Some(price) = &terms.price {
            principal(price.currency, &["conversion", "price", "currency"])?;
        }
        match &terms.cap {
            Some(cap) => principal(cap.currency, &["conversion", "cap", "currency"]),
            None => Ok(()),
        }
    }
}

impl DebtRepaid {
    pub(super) fn check(&self) -> Result<(), EventError> {
        parts(self.principal.as_ref(), self.interest.as_ref())
    }
}

impl DebtConverted {
    pub(super) fn check(&self) -> Result<(), EventError> {
        parts(Some(&self.principal), self.interest.as_ref())?;
        let principal = |found, path: &[&'static str]| alike(self.principal.currency, "the principal", found, path);
        principal(self.price.currency, &["price", "currency"])?;
        match &self.round_price {
            Some(price) => principal(price.currency, &["round_price", "currency"]),
            None => Ok(()),
        }
    }
}

impl ConversionTermsSet {
    pub(super) fn check(&self) -> Result<(), EventError> {
        match (&self.conversion.price, &self.conversion.cap) {
            (Some(price), Some(cap)) => {
                alike(price.currency, "the price", cap.currency, &["conversion", "cap", "currency"])
            }
            (Some(_) | None, _) => Ok(()),
        }
    }
}

impl MfnExercised {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.debt == self.of {
            return Err(EventError::at(&["of"], format!("`{}` has the terms of `{}`", self.debt, self.of)));
        }
        Ok(())
    }
}

impl DebtForgiven {
    pub(super) fn check(&self) -> Result<(), EventError> {
        parts(self.principal.as_ref(), self.interest.as_ref())
    }
}
