//! Convertible notes: principal and interest become shares.

use num_traits::Zero;
use serde::{Deserialize, Serialize};

use crate::calc::interest::{compound, simple};
use crate::calc::period::DayCount;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Part, Steps};
use crate::date::Date;

/// A note that converts in a round. What converts is the principal with its interest up to the day; the price is
/// the lowest of cap ÷ base, round price less discount, and round price, the first of them where they are the
/// same. Whole shares, rounded down; the rest is paid in cash, not rounded. Refused: a conversion before the
/// issue, a cap without the shares it is divided by, compounding without the number of periods a year (or simple
/// interest with one), a discount of everything.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Note {
    principal: AtLeastZero,
    /// A year.
    rate: AtLeastZero,
    interest: Interest,
    compounding_per_year: Option<Count>,
    day_count: DayCount,
    issue_date: Date,
    conversion_date: Date,
    cap: Option<AboveZero>,
    /// By which the cap is divided; nothing without one.
    cap_base_shares: Option<AboveZero>,
    discount: Option<Part>,
    round_price: AboveZero,
}

/// How interest runs.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "UPPERCASE")]
enum Interest {
    /// On the principal alone.
    Simple,
    /// On interest too, after each whole period.
    Compounding,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Converted {
    year_fraction: Number,
    accrued_interest: Number,
    converting_amount: Number,
    cap_price: Option<Number>,
    discount_price: Option<Number>,
    basis: Basis,
    conversion_price: Number,
    shares_exact: Number,
    shares: Number,
    cash_for_fraction: Number,
}

/// What a conversion price follows from; of equal prices the first.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Basis {
    /// The valuation cap.
    Cap,
    /// The price of the round less a discount.
    Discount,
    /// The price of the round.
    Round,
}

impl Basis {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Cap => "cap",
            Self::Discount => "discount",
            Self::Round => "round",
        }
    }
}

impl Calculation for Note {
    const NAME: &'static str = "conv.note";
    const MEANING: &'static str = "Shares and cash for a convertible note with its interest.";
    const SOURCE: &'static str =
        "Open Cap Format, convertible conversion mechanism of notes (interest, day count, cap and discount)";
    const EXAMPLE: &'static str = r#"{"principal":"120000","rate":"0.05","interest":"COMPOUNDING","compounding_per_year":"2","day_count":"30_360","issue_date":"2023-01-31","conversion_date":"2024-04-30","cap":"3000000","cap_base_shares":"4000000","discount":"0.15","round_price":"0.90"}"#;
    type Output = Converted;

    fn calculate(&self, steps: &mut Steps) -> Result<Converted, CalcError> {
        let (years, part) = self.interest()?;
        steps.say("years", format!("{} to {}", self.issue_date, self.conversion_date), &years);
        let accrued_interest = &*self.principal * &part;
        steps.say("interest", format!("{} × {part}", self.principal), &accrued_interest);
        let amount = &*self.principal + &accrued_interest;
        let cap_price = self.cap_price()?;
        let discount_price = self.discount_price()?;
        let prices = [
            cap_price.clone().map(|price| (price, Basis::Cap)),
            discount_price.clone().map(|price| (price, Basis::Discount)),
        ];
        let round = ((*self.round_price).clone(), Basis::Round);
        let (price, basis) = prices.into_iter().flatten().fold(round, std::cmp::min);
        steps.say("conversion price", "the lowest of cap, discount and round", &price);
        let shares_exact = amount.over(&price, "round_price", "the conversion price")?;
        let shares = shares_exact.floor();
        steps.say("shares", format!("{amount} ÷ {price}, rounded down"), &shares);
        let cash_for_fraction = &amount - &shares * &price;
        steps.say("cash for the fraction", format!("{amount} − {shares} × {price}"), &cash_for_fraction);
        Ok(Converted {
            year_fraction: years,
            accrued_interest,
            converting_amount: amount,
            cap_price,
            discount_price,
            basis,
            conversion_price: price,
            shares_exact,
            shares,
            cash_for_fraction,
        })
    }
}

impl Note {
    /// Years, and the interest over them as a part of the principal.
    fn interest(&self) -> Result<(Number, Number), CalcError> {
        if self.conversion_date < self.issue_date {
            let message = format!("{} is before the issue on {}", self.conversion_date, self.issue_date);
            return Err(CalcError::at("conversion_date", message));
        }
        let years = self.day_count.years(self.issue_date, self.conversion_date)?;
        let path = "compounding_per_year";
        let part = match (self.interest, &self.compounding_per_year) {
            (Interest::Simple, None) => simple(&self.rate, &years),
            (Interest::Compounding, Some(per_year)) => compound(&self.rate, &years, per_year, path)?,
            (Interest::Simple, Some(_)) => return Err(CalcError::at(path, "simple interest does not compound")),
            (Interest::Compounding, None) => return Err(CalcError::at(path, "how often a year is not said")),
        };
        Ok((years, part))
    }

    fn cap_price(&self) -> Result<Option<Number>, CalcError> {
        let base = |cap: &AboveZero| match &self.cap_base_shares {
            Some(base) => cap.over(base, "cap_base_shares", "the number of shares"),
            None => Err(CalcError::at("cap_base_shares", "the shares that the cap is divided by are not said")),
        };
        self.cap.as_ref().map(base).transpose()
    }

    fn discount_price(&self) -> Result<Option<Number>, CalcError> {
        let price = |discount: &Part| &*self.round_price * (Number::one() - &**discount);
        match self.discount.as_ref().map(price) {
            Some(price) if price.is_zero() => Err(CalcError::at("discount", "leaves no price")),
            price => Ok(price),
        }
    }
}
