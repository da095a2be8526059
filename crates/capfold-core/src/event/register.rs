//! Registrations, documents, assumptions, policies, opening balances and the end of a period.

use serde::{Deserialize, Serialize};

use super::EventError;
use crate::date::{Date, YearEnd};
use crate::exact::Exact;
use crate::money::{Currency, GivenMoney, GivenPrice, GivenQuantity, Quantity};
use crate::name::{Label, Name};

use super::Purpose;

/// Opens the book of one issuer; everything else comes after it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookOpened {
    /// Legal name of the issuer.
    pub issuer: Label,
    /// Currency of the primary economic environment (IAS 21.9): carrying amounts are in it.
    pub functional: Currency,
    /// Currency of the financial statements (IAS 21.8).
    pub presentation: Currency,
    /// Last day of the financial year.
    pub year_end: YearEnd,
}

/// Registers a holder of shares and rights.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderRegistered {
    /// Its short name.
    pub holder: Name,
    /// Its name in the register.
    pub name: Label,
}

/// Registers a class of shares. Nothing can be issued until [`super::AuthorisedSet`] allows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRegistered {
    /// Its short name.
    pub class: Name,
    /// Its name in the articles.
    pub name: Label,
    /// The smallest count that can be issued or held; whole shares unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<Quantity>,
    /// Par value, when the shares have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub par: Option<GivenPrice>,
}

/// Registers a series of warrants: each buys one share of the class at the strike.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesRegistered {
    /// Its short name.
    pub series: Name,
    /// What documents call it.
    pub name: Label,
    /// The class that a warrant buys.
    pub class: Name,
    /// Exercise price per share.
    pub strike: GivenPrice,
    /// Last day on which it can be exercised; left out when the term has no end or no document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// Registers an option plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRegistered {
    /// Its short name.
    pub plan: Name,
    /// What documents call it.
    pub name: Label,
    /// The class that its options buy.
    pub class: Name,
    /// Fixed pool: options outstanding and exercised together never pass it. None: no fixed limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Quantity>,
}

/// Registers a property.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyRegistered {
    /// Its short name.
    pub property: Name,
    /// What documents call it.
    pub name: Label,
}

/// Registers a research project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectRegistered {
    /// Its short name.
    pub project: Name,
    /// What documents call it.
    pub name: Label,
}

/// Registers a bank account. Cash in it is unrestricted or restricted, by balance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountRegistered {
    /// Its short name.
    pub account: Name,
    /// What documents call it.
    pub name: Label,
    /// The one currency it holds.
    pub currency: Currency,
}

/// Makes a document citable by entries and statements.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentCited {
    /// Its short name.
    pub document: Name,
    /// Its title.
    pub title: Label,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Label>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
}

/// Chooses a value that no document states. Numbers refer to it by [`crate::money::Given`], days and
/// currencies by the entry's `assumes`. Everything computed from it says so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumptionMade {
    /// Its short name.
    pub assumption: Name,
    /// What it is about.
    pub about: Label,
    /// The chosen value and its range.
    pub value: AssumedValue,
    /// Why this value and this range.
    pub reason: Label,
    /// The statements that the chosen value was made to fit; they cannot confirm it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fitted_to: Vec<Name>,
}

/// The chosen value of an assumption, with its range: a missing end is unbounded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssumedValue {
    /// A count of shares, options or warrants.
    Quantity(Bounded<Exact>),
    /// An amount of money.
    Amount(BoundedIn<Exact>),
    /// A price per share.
    Price(BoundedIn<Exact>),
    /// A day.
    Date(Bounded<Date>),
    /// A currency that print leaves unstated.
    Currency(Chosen),
}

/// A chosen value between two ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounded<T> {
    /// The value that the fold uses.
    pub chosen: T,
    /// The lowest that the evidence allows.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub low: Option<T>,
    /// The highest that the evidence allows.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub high: Option<T>,
}

/// A chosen amount of a currency between two ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundedIn<T> {
    /// The currency of all three numbers.
    pub currency: Currency,
    /// The value that the fold uses.
    pub chosen: T,
    /// The lowest that the evidence allows.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub low: Option<T>,
    /// The highest that the evidence allows.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub high: Option<T>,
}

/// A chosen currency among those that print would allow.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The currency that the fold uses.
    pub chosen: Currency,
    /// What else the print could mean.
    pub instead_of: Vec<Currency>,
}

fn none<T>() -> Option<T> {
    None
}

impl AssumedValue {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let inside = match self {
            Self::Quantity(value) => in_range(value.chosen, value.low, value.high) && value.chosen >= Exact::ZERO,
            Self::Amount(value) | Self::Price(value) => {
                in_range(value.chosen, value.low, value.high) && value.chosen >= Exact::ZERO
            }
            Self::Date(value) => in_range(value.chosen, value.low, value.high),
            Self::Currency(value) => !value.instead_of.contains(&value.chosen),
        };
        if inside {
            return Ok(());
        }
        let message = match self {
            Self::Currency(value) => {
                format!("chosen {} is also listed under instead_of", value.chosen)
            }
            Self::Quantity(_) | Self::Amount(_) | Self::Price(_) | Self::Date(_) => {
                "chosen must lie between low and high, and a number must not be negative".to_owned()
            }
        };
        Err(EventError::at(&["value"], message))
    }
}

fn in_range<T: PartialOrd>(chosen: T, low: Option<T>, high: Option<T>) -> bool {
    low.is_none_or(|low| low <= chosen) && high.is_none_or(|high| chosen <= high)
}

/// A policy of the book, in force from the entry's day until the next one of its kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// How days are counted in a weighted average of shares (IAS 33.20; ASC 260-10-45-10).
    DayCount(DayCount),
    /// Whether exploration spending is an expense or an asset (IFRS 6.9).
    Exploration(Treatment),
    /// Whether research spending is an expense or an asset (IAS 38.54–57).
    Research(Treatment),
    /// Which rate turns a foreign amount into functional currency (IAS 21.21–22).
    Exchange(ExchangePolicy),
    /// The accounting framework that the statements follow.
    Regime(Regime),
}

/// How days are counted in a weighted average of shares.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// The day of issue counts: the mean of end-of-day counts over the actual days of the period.
    #[default]
    Inclusive,
    /// Days from issue to the end of the period, the day of issue not counted.
    Span,
}

/// Expense or asset.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Charged to the result when incurred.
    #[default]
    Expensed,
    /// Carried as an asset.
    Capitalised,
}

/// Which rate turns a foreign amount into functional currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangePolicy {
    /// The span of the rate that is used.
    pub rate: RateChoice,
    /// How many days old an observed rate may be; it must have been observed on or before the day.
    pub max_age_days: u32,
}

impl Default for ExchangePolicy {
    fn default() -> Self {
        Self { rate: RateChoice::TransactionDate, max_age_days: 7 }
    }
}

/// The rate of the transaction day, or the published average of its month or quarter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateChoice {
    /// The latest rate observed on or before the day.
    TransactionDate,
    /// The published average of the calendar month.
    MonthAverage,
    /// The published average of the calendar quarter.
    QuarterAverage,
}

/// The accounting framework that the statements follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// International Financial Reporting Standards.
    Ifrs,
    /// United States generally accepted accounting principles.
    UsGaap,
    /// Canadian generally accepted accounting principles before 2011 (CICA Handbook, Part V).
    CanadianGaap,
}

/// What stood in the books when the log begins. Assets less liabilities less the equity lines given
/// here is the opening deficit. May be split over several entries, all before any movement.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpeningBalances {
    /// Shares held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<OpeningShares>,
    /// Options outstanding, lot by lot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OpeningOptions>,
    /// Warrants outstanding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warrants: Vec<OpeningWarrants>,
    /// Cash in the bank.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cash: Vec<OpeningCash>,
    /// Receivables and prepaid expenses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub current_assets: Vec<OpeningAsset>,
    /// What was owed, by what for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payables: Vec<OpeningPayable>,
    /// Capitalised cost of properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<OpeningProperty>,
    /// Equipment at carrying amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<Carried>,
    /// Share capital by class.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub share_capital: Vec<OpeningCapital>,
    /// Contributed surplus.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributed_surplus: Vec<Carried>,
}

/// An amount, with its carrying amount in functional currency where the rate policy is not to fix it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The amount.
    pub money: GivenMoney,
    /// Its carrying amount in functional currency, when a document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrying: Option<crate::money::Amount>,
}

/// Shares of a holder at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningShares {
    /// Class of shares.
    pub class: Name,
    /// Who held them.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
}

/// A lot of options outstanding at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningOptions {
    /// The lot's short name.
    pub grant: Name,
    /// The plan it was granted under.
    pub plan: Name,
    /// Who held it.
    pub holder: Name,
    /// How many were outstanding.
    pub quantity: GivenQuantity,
    /// Exercise price per share.
    pub strike: GivenPrice,
    /// Last day on which it can be exercised; left out when the term has no end or no document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// Warrants outstanding at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningWarrants {
    /// The series.
    pub series: Name,
    /// Who held them.
    pub holder: Name,
    /// How many.
    pub quantity: GivenQuantity,
}

/// Cash at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningCash {
    /// The bank account.
    pub account: Name,
    /// Whether it was restricted.
    #[serde(default)]
    pub restricted: bool,
    /// How much.
    pub balance: Carried,
}

/// A current asset other than cash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrentAsset {
    /// Owed to the company: monetary.
    Receivable,
    /// Paid in advance: not monetary.
    Prepaid,
}

/// A current asset at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningAsset {
    /// Which.
    pub asset: CurrentAsset,
    /// How much.
    pub balance: Carried,
}

/// A liability at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningPayable {
    /// What it was owed for.
    pub purpose: Purpose,
    /// How much.
    pub balance: Carried,
}

/// The carrying amount of a property at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningProperty {
    /// The property.
    pub property: Name,
    /// How much.
    pub balance: Carried,
}

/// The share capital of a class at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningCapital {
    /// The class.
    pub class: Name,
    /// How much.
    pub balance: Carried,
}

/// Ends a reporting period on the entry's day; it comes after everything else of that day. When the
/// day is the year end, expenses, income and exchange differences are carried to the deficit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodClosed {
    /// What the period is called in print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}
