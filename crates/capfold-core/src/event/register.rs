//! Registrations, documents, assumptions, policies, opening balances and the end of a period.

use serde::{Deserialize, Serialize};

use super::record::{choice, record};
use super::{
    ConversionTerms, Described, DividendTerms, EventError, Participation, PersonLimit, Pool, Ratio, RedemptionTerms,
    Shape, Vesting, Votes,
};
use crate::date::{Date, YearEnd};
use crate::exact::{Exact, Rounding};
use crate::money::{Currency, GivenMoney, GivenPrice, GivenQuantity, Quantity};
use crate::name::{Label, Name};

use super::Purpose;

record! {
    /// Opens the book of one issuer; everything else comes after it.
    pub struct BookOpened {
        /// Legal name of the issuer.
        issuer: Label,
        /// Currency of the primary economic environment (IAS 21.9): carrying amounts are in it.
        functional: Currency,
        /// Currency of the financial statements (IAS 21.8).
        presentation: Currency,
        /// Last day of the financial year.
        year_end: YearEnd,
    }
}

record! {
    /// Registers a holder of shares and rights.
    pub struct HolderRegistered {
        /// Its short name.
        holder: Name,
        /// Its name in the register.
        name: Label,
    }
}

record! {
    /// Registers a class of shares with the terms of its articles that are known. Nothing can be issued until
    /// `authorised_set` allows it. Refused when it converts into itself or into a class that is not
    /// registered.
    pub struct ClassRegistered {
        /// Its short name.
        class: Name,
        /// Its name in the articles.
        name: Label,
        /// The smallest count that can be issued or held; whole shares unless stated.
        grain?: Quantity,
        /// Par value, when the shares have one.
        par?: GivenPrice,
        /// Votes, when they are stated.
        votes?: Votes,
        /// What a share is paid before the classes behind it when the company is wound up.
        preference?: GivenPrice,
        /// The dividend that it is entitled to before others.
        dividend?: DividendTerms,
        /// How it shares in what is left after all preferences; not at all unless stated.
        participation?: Participation,
        /// Its rank when the company is wound up: 1 is paid first, equal ranks together.
        seniority?: u32,
        /// The class, registered before, that it can be converted into.
        conversion?: ConversionTerms,
        /// How it is paid back.
        redemption?: RedemptionTerms,
    }
}

record! {
    /// Registers a series of warrants: each buys one share of the class at the strike, or so many buy so
    /// many under its ratio.
    pub struct SeriesRegistered {
        /// Its short name.
        series: Name,
        /// What documents call it.
        name: Label,
        /// The class that a warrant buys.
        class: Name,
        /// Exercise price per share.
        strike: GivenPrice,
        /// Last day on which it can be exercised; left out when the term has no end or no document states it.
        expires?: Date,
        /// So many new shares for so many old warrants; one for one unless stated. Of half-warrants, of
        /// which two buy a share, new is 1 and old 2.
        ratio?: Ratio,
        /// The clause under which the company can bring the last day forward.
        acceleration?: AccelerationClause,
        /// What they are; ordinary warrants unless stated.
        kind~: SeriesKind,
    }
}

record! {
    /// Lets the company bring the last day of a series forward once its shares have traded above a price
    /// on so many trading days in a row.
    pub struct AccelerationClause {
        /// The price that the shares must trade above.
        threshold: GivenPrice,
        /// On how many consecutive trading days.
        trading_days: u32,
        /// How many days lie at least between the notice and the new last day.
        notice_days: u32,
        /// First day on which notice can be given, where there is one.
        from?: Date,
    }
}

choice! {
    /// What the warrants of a series are. The kind changes nothing that is booked; it says which value
    /// their issue states, and how others count them.
    #[derive(Copy, Default)]
    pub enum SeriesKind {
        /// Sold by themselves, or with shares as part of a unit.
        Ordinary = "ordinary" => default,
        /// Given to agents and brokers for their work; their value is a cost of the issue (IAS 32.37).
        Compensation = "compensation",
        /// Given to finders of investors; their value is a cost of the issue (IAS 32.37).
        Finders = "finders",
        /// All but a nominal strike was paid at issue; their shares are contingent on nothing but a small
        /// payment, and count in basic earnings per share (ASC 260-10-45-13).
        PreFunded = "pre_funded",
        /// Distributed to the holders of a class (IAS 33.27(b)).
        Rights = "rights",
    }
}

impl SeriesRegistered {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let first = self.acceleration.as_ref().and_then(|clause| clause.from);
        match (first, self.expires) {
            (Some(first), Some(last)) if first > last => {
                let message = format!("notice from {first} on, the last day is {last}");
                Err(EventError::at(&["acceleration", "from"], message))
            }
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }
}

record! {
    /// Registers an option plan.
    pub struct PlanRegistered {
        /// Its short name.
        plan: Name,
        /// What documents call it.
        name: Label,
        /// The class that its options buy.
        class: Name,
        /// How many options and awards it may have; without limit unless stated.
        pool~: Pool,
        /// How many one person may be granted; no such limit unless stated.
        per_person?: PersonLimit,
    }
}

record! {
    /// Registers a property.
    pub struct PropertyRegistered {
        /// Its short name.
        property: Name,
        /// What documents call it.
        name: Label,
    }
}

record! {
    /// Registers a research project.
    pub struct ProjectRegistered {
        /// Its short name.
        project: Name,
        /// What documents call it.
        name: Label,
    }
}

record! {
    /// Registers a bank account. Cash in it is unrestricted or restricted, by balance.
    pub struct AccountRegistered {
        /// Its short name.
        account: Name,
        /// What documents call it.
        name: Label,
        /// The one currency it holds.
        currency: Currency,
    }
}

record! {
    /// Makes a document citable by entries and statements.
    pub struct DocumentCited {
        /// Its short name.
        document: Name,
        /// Its title.
        title: Label,
        /// Who published it.
        publisher?: Label,
        /// When.
        issued?: Date,
    }
}

record! {
    /// Chooses a value that no document states. Numbers refer to it by `{"assumed":…}`, days and
    /// currencies by the entry's `assumes`. Everything computed from it says so.
    pub struct AssumptionMade {
        /// Its short name.
        assumption: Name,
        /// What it is about.
        about: Label,
        /// The chosen value and its range.
        value: AssumedValue,
        /// Why this value and this range.
        reason: Label,
        /// The statements that the chosen value was made to fit; they cannot confirm it.
        fitted_to*: Name,
    }
}

choice! {
    /// The chosen value of an assumption, with its range: a missing end is unbounded.
    pub enum AssumedValue {
        /// A count of shares, options or warrants.
        Quantity(Bounded<Exact>) = "quantity",
        /// An amount of money.
        Amount(BoundedIn<Exact>) = "amount",
        /// A price per share.
        Price(BoundedIn<Exact>) = "price",
        /// A day.
        Date(Bounded<Date>) = "date",
        /// A currency that print leaves unstated.
        Currency(Chosen) = "currency",
    }
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

record! {
    /// A chosen currency among those that print would allow.
    pub struct Chosen {
        /// The currency that the fold uses.
        chosen: Currency,
        /// What else the print could mean.
        instead_of: Vec<Currency>,
    }
}

impl<T> Described for Bounded<T> {
    fn shape() -> Shape {
        Shape::Value("chosen, low, high")
    }
}

impl<T> Described for BoundedIn<T> {
    fn shape() -> Shape {
        Shape::Value("currency, chosen, low, high")
    }
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

choice! {
    /// A policy of the book, in force from the entry's day until the next one of its kind.
    pub enum Policy {
        /// How days are counted in a weighted average of shares (IAS 33.20; ASC 260-10-45-10).
        DayCount(DayCount) = "day_count",
        /// Whether exploration spending is an expense or an asset (IFRS 6.9).
        Exploration(Treatment) = "exploration",
        /// Whether research spending is an expense or an asset (IAS 38.54–57).
        Research(Treatment) = "research",
        /// Which rate turns a foreign amount into functional currency (IAS 21.21–22).
        Exchange(ExchangePolicy) = "exchange",
        /// What becomes of fractions of shares, options and warrants.
        Fractions(FractionPolicy) = "fractions",
        /// How what is paid for a unit is split between its share and its warrants (IAS 32.31; ASC 470-20-25-2).
        UnitValues(UnitValues) = "unit_values",
        /// The accounting framework that the statements follow.
        Regime(Regime) = "regime",
    }
}

record! {
    /// What becomes of fractions, holder by holder; rounded down unless stated.
    #[derive(Copy, Default)]
    pub struct FractionPolicy {
        /// Of shares.
        shares~: Fraction,
        /// Of options and awards.
        options~: Fraction,
        /// Of warrants.
        warrants~: Fraction,
    }
}

choice! {
    /// What becomes of a fraction.
    #[derive(Copy, Default)]
    pub enum Fraction {
        /// It is cancelled.
        Down = "down" => default,
        /// Half and more becomes a whole one, less is cancelled.
        HalfUp = "half_up",
        /// It becomes a whole one.
        Up = "up",
    }
}

impl Fraction {
    /// How a count with a fraction is brought to its grain.
    #[must_use]
    pub const fn rounding(self) -> Rounding {
        match self {
            Self::Down => Rounding::Down,
            Self::HalfUp => Rounding::HalfUp,
            Self::Up => Rounding::Up,
        }
    }
}

choice! {
    /// How what is paid for a unit is split between its share and its warrants.
    #[derive(Copy, Default)]
    pub enum UnitValues {
        /// The warrants have no value of their own.
        None = "none" => default,
        /// The warrants are worth what was paid beyond the shares' market price.
        Residual = "residual",
        /// In proportion to the fair values of shares and warrants.
        Relative = "relative",
        /// The warrants at their fair value, the shares with what is left.
        WarrantsFirst = "warrants_first",
    }
}

choice! {
    /// How days are counted in a weighted average of shares.
    #[derive(Copy, Default)]
    pub enum DayCount {
        /// The day of issue counts: the mean of end-of-day counts over the actual days of the period.
        Inclusive = "inclusive" => default,
        /// Days from issue to the end of the period, the day of issue not counted.
        Span = "span",
    }
}

choice! {
    /// Expense or asset.
    #[derive(Copy, Default)]
    pub enum Treatment {
        /// Charged to the result when incurred.
        Expensed = "expensed" => default,
        /// Carried as an asset.
        Capitalised = "capitalised",
    }
}

record! {
    /// Which rate turns a foreign amount into functional currency.
    #[derive(Copy)]
    pub struct ExchangePolicy {
        /// The span of the rate that is used.
        rate: RateChoice,
        /// How many days old an observed rate may be; it must have been observed on or before the day.
        max_age_days: u32,
    }
}

impl Default for ExchangePolicy {
    fn default() -> Self {
        Self { rate: RateChoice::TransactionDate, max_age_days: 7 }
    }
}

choice! {
    /// The rate of the transaction day, or the published average of its month or quarter.
    #[derive(Copy)]
    pub enum RateChoice {
        /// The latest rate observed on or before the day.
        TransactionDate = "transaction_date",
        /// The published average of the calendar month.
        MonthAverage = "month_average",
        /// The published average of the calendar quarter.
        QuarterAverage = "quarter_average",
    }
}

choice! {
    /// The accounting framework that the statements follow.
    #[derive(Copy)]
    pub enum Regime {
        /// International Financial Reporting Standards.
        Ifrs = "ifrs",
        /// United States generally accepted accounting principles.
        UsGaap = "us_gaap",
        /// Canadian generally accepted accounting principles before 2011 (CICA Handbook, Part V).
        CanadianGaap = "canadian_gaap",
    }
}

record! {
    /// What stood in the books when the log begins. Assets less liabilities less the equity lines given
    /// here is the opening deficit. May be split over several entries, all before any movement.
    #[derive(Default)]
    pub struct OpeningBalances {
        /// Shares held.
        shares*: OpeningShares,
        /// Options outstanding, lot by lot.
        options*: OpeningOptions,
        /// Warrants outstanding.
        warrants*: OpeningWarrants,
        /// Cash in the bank.
        cash*: OpeningCash,
        /// Receivables and prepaid expenses.
        current_assets*: OpeningAsset,
        /// What was owed, by what for.
        payables*: OpeningPayable,
        /// Capitalised cost of properties.
        properties*: OpeningProperty,
        /// Equipment at carrying amount.
        equipment*: Carried,
        /// Share capital by class.
        share_capital*: OpeningCapital,
        /// Contributed surplus.
        contributed_surplus*: Carried,
    }
}

impl OpeningBalances {
    pub(super) fn check(&self) -> Result<(), EventError> {
        let schedules = self.options.iter().filter_map(|row| row.vesting.as_ref());
        for schedule in schedules {
            schedule.check().map_err(|error| EventError::at(&["options"], error.message))?;
        }
        Ok(())
    }
}

record! {
    /// An amount, with its carrying amount in functional currency where the rate policy is not to fix it.
    pub struct Carried {
        /// The amount.
        money: GivenMoney,
        /// Its carrying amount in functional currency, when a document states it.
        carrying?: crate::money::Amount,
    }
}

record! {
    /// Shares of a holder at the start.
    pub struct OpeningShares {
        /// Class of shares.
        class: Name,
        /// Who held them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// A lot of options outstanding at the start.
    pub struct OpeningOptions {
        /// The lot's short name.
        grant: Name,
        /// The plan it was granted under.
        plan: Name,
        /// Who held it.
        holder: Name,
        /// How many were outstanding.
        quantity: GivenQuantity,
        /// Exercise price per share.
        strike: GivenPrice,
        /// Last day on which it can be exercised; left out when the term has no end or no document states it.
        expires?: Date,
        /// When they vest; all are vested unless stated.
        vesting?: Vesting,
        /// What was charged for them before, in functional currency: award reserve → deficit.
        reserve?: GivenMoney,
    }
}

record! {
    /// Warrants outstanding at the start.
    pub struct OpeningWarrants {
        /// The series.
        series: Name,
        /// Who held them.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
        /// What was paid for them, or their value, as it stands in equity.
        reserve?: Carried,
    }
}

record! {
    /// Cash at the start.
    pub struct OpeningCash {
        /// The bank account.
        account: Name,
        /// Whether it was restricted.
        restricted~: bool,
        /// How much.
        balance: Carried,
    }
}

choice! {
    /// A current asset other than cash.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    pub enum CurrentAsset {
        /// Owed to the company: monetary.
        Receivable = "receivable",
        /// Paid in advance: not monetary.
        Prepaid = "prepaid",
        /// A deposit that comes back, as a reclamation bond: monetary.
        Deposit = "deposit",
    }
}

record! {
    /// A current asset at the start.
    pub struct OpeningAsset {
        /// Which.
        asset: CurrentAsset,
        /// How much.
        balance: Carried,
    }
}

record! {
    /// A liability at the start.
    pub struct OpeningPayable {
        /// What it was owed for.
        purpose: Purpose,
        /// How much.
        balance: Carried,
    }
}

record! {
    /// The carrying amount of a property at the start.
    pub struct OpeningProperty {
        /// The property.
        property: Name,
        /// How much.
        balance: Carried,
    }
}

record! {
    /// The share capital of a class at the start.
    pub struct OpeningCapital {
        /// The class.
        class: Name,
        /// How much.
        balance: Carried,
    }
}

record! {
    /// Ends a reporting period on the entry's day; it comes after everything else of that day. When the
    /// day is the year end, expenses, income and exchange differences are carried to the deficit. Any
    /// other day is the end of an interim period: nothing moves, and a fact recorded later for a day of it
    /// is noted.
    pub struct PeriodClosed {
        /// What the period is called in print.
        label?: Label,
    }
}
