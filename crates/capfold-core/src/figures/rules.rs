//! The registry of figures: name, unit, definition and source of each, and what it sums.

use super::{Answer, FigureError, Request, computed};
use crate::event::CurrentAsset;
use crate::ledger::{self, Cause, Place, Spending, UnitKind};

/// Whether a figure is of a day or of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// At the end of a day.
    Day,
    /// Over a period.
    Period,
}

/// What a figure adds up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Shares.
    Shares,
    /// Options.
    Options,
    /// Warrants.
    Warrants,
    /// Awards other than options.
    Awards,
    /// Money, in functional currency; in its own when the scope is a currency.
    Booked,
    /// Money that is disclosed and not booked, in its own currency.
    Memorandum,
}

impl Measure {
    pub(crate) const fn takes(self, unit: UnitKind) -> bool {
        match self {
            Self::Shares => matches!(unit, UnitKind::Class),
            Self::Options => matches!(unit, UnitKind::Grant),
            Self::Warrants => matches!(unit, UnitKind::Series),
            Self::Awards => matches!(unit, UnitKind::Award),
            Self::Booked | Self::Memorandum => matches!(unit, UnitKind::Currency),
        }
    }
}

/// What a figure may be narrowed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// Nothing.
    None,
    /// A class of shares.
    Class,
    /// A lot of options, or of awards; of either for what both have.
    Lot,
    /// A series of warrants.
    Series,
    /// A currency.
    Currency,
    /// A property.
    Property,
    /// A research project.
    Project,
    /// A calendar year.
    Year,
}

impl ScopeKind {
    /// In words.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::None => "known here: this figure has no scope",
            Self::Class => "a share class of this book",
            Self::Lot => "a lot of this book",
            Self::Series => "a warrant series of this book",
            Self::Currency => "a currency",
            Self::Property => "a property of this book",
            Self::Project => "a research project of this book",
            Self::Year => "a year",
        }
    }
}

/// A kind of policy ([`crate::event::Policy`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PolicyKind {
    /// How days are counted in a weighted average: that of the figure's last day.
    DayCount,
    /// Exploration as an expense or an asset: that of each day of spending.
    Exploration,
    /// Research as an expense or an asset: that of each day of spending.
    Research,
    /// Which rate turns a foreign amount into functional currency: that of each day of a movement.
    Exchange,
    /// What becomes of fractions of rights: that of each day on which units were issued, and what became of them
    /// where a class was split or consolidated.
    Fractions,
    /// What became of fractions where a class was split or consolidated.
    SplitFractions,
    /// How what is paid for units is split: that of each day on which units were issued.
    UnitValues,
    /// The accounting framework: that of the figure's last day, where one was adopted.
    Regime,
}

impl PolicyKind {
    /// In a word or two.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::DayCount => "day count",
            Self::Exploration => "exploration",
            Self::Research => "research",
            Self::Exchange => "exchange",
            Self::Fractions | Self::SplitFractions => "fractions",
            Self::UnitValues => "unit values",
            Self::Regime => "regime",
        }
    }
}

/// What bears on everything booked, and what more on spending and on ratios.
const BOOKED: &[PolicyKind] = &[PolicyKind::Exchange, PolicyKind::Regime];
const EXPLORATION: &[PolicyKind] = &[PolicyKind::Exploration, PolicyKind::Exchange, PolicyKind::Regime];
const RESEARCH: &[PolicyKind] = &[PolicyKind::Research, PolicyKind::Exchange, PolicyKind::Regime];
const RESULT: &[PolicyKind] =
    &[PolicyKind::Exploration, PolicyKind::Research, PolicyKind::Exchange, PolicyKind::Regime];
const RATIO: &[PolicyKind] = &[
    PolicyKind::DayCount,
    PolicyKind::Exploration,
    PolicyKind::Research,
    PolicyKind::Exchange,
    PolicyKind::SplitFractions,
    PolicyKind::Regime,
];

/// What bears on counts of shares and options, on those of warrants and of shares kept for them, and on the equity that units are split into.
const SHARES: &[PolicyKind] = &[PolicyKind::SplitFractions];
const COUNTS: &[PolicyKind] = &[PolicyKind::Fractions];
const EQUITY: &[PolicyKind] =
    &[PolicyKind::Exchange, PolicyKind::Fractions, PolicyKind::UnitValues, PolicyKind::Regime];

/// Finds a figure that is no plain sum.
type Compute = fn(&Request<'_>) -> Result<Answer, FigureError>;

/// How a figure is found.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) when: When,
    pub(crate) measure: Measure,
    pub(crate) scope: ScopeKind,
    pub(crate) definition: &'static str,
    pub(crate) source: &'static str,
    /// Whether the balances that are summed are credits.
    pub(crate) negated: bool,
    /// Whether the figure exists in functional currency alone, whatever currency it is narrowed to.
    pub(crate) carried: bool,
    pub(crate) place: fn(Place) -> bool,
    pub(crate) posting: fn(Cause, Place, Place) -> bool,
    /// Whether only what is current on the day counts, or only what is not.
    pub(crate) current: Option<bool>,
    pub(crate) compute: Option<Compute>,
    /// The figures whose postings it is computed from.
    pub(crate) inputs: &'static [Figure],
    /// The policies that bear on it.
    pub(crate) under: &'static [PolicyKind],
}

impl Rule {
    /// A sum over places at the end of a day.
    const fn day(name: &'static str, measure: Measure, scope: ScopeKind, place: fn(Place) -> bool) -> Self {
        Self {
            name,
            when: When::Day,
            measure,
            scope,
            definition: "",
            source: OWN,
            negated: false,
            carried: false,
            place,
            posting: |_, _, _| true,
            current: None,
            compute: None,
            inputs: &[],
            under: match measure {
                Measure::Booked => BOOKED,
                Measure::Warrants => COUNTS,
                Measure::Shares | Measure::Options | Measure::Awards => SHARES,
                Measure::Memorandum => &[],
            },
        }
    }

    /// A sum over places of what moved in a period.
    const fn period(name: &'static str, measure: Measure, scope: ScopeKind, place: fn(Place) -> bool) -> Self {
        let under = match measure {
            Measure::Booked => BOOKED,
            Measure::Warrants => COUNTS,
            Measure::Shares | Measure::Options | Measure::Awards | Measure::Memorandum => &[],
        };
        Self { when: When::Period, under, ..Self::day(name, measure, scope, place) }
    }

    /// A ratio or an extreme over a period.
    const fn computed(name: &'static str, measure: Measure, scope: ScopeKind, compute: Compute) -> Self {
        Self { compute: Some(compute), ..Self::period(name, measure, scope, |_| false) }
    }

    /// Finds it otherwise than as the sum of its places.
    const fn by(self, compute: Compute) -> Self {
        Self { compute: Some(compute), ..self }
    }

    /// Names the figures that one which is no sum is computed from.
    const fn of(self, inputs: &'static [Figure]) -> Self {
        Self { inputs, ..self }
    }

    /// Whether a posting counts at a place, as far as its scope does not say otherwise.
    pub(crate) fn picks(&self, cause: Cause, unit: UnitKind, place: Place) -> bool {
        (self.place)(place) && self.measure.takes(unit) && !(self.when == When::Period && cause == Cause::Close)
    }

    const fn means(self, definition: &'static str, source: &'static str) -> Self {
        Self { definition, source, ..self }
    }

    /// Names the policies that bear on it, where they are others than its measure says.
    const fn under(self, under: &'static [PolicyKind]) -> Self {
        Self { under, ..self }
    }

    const fn credit(self) -> Self {
        Self { negated: true, ..self }
    }

    const fn carried(self) -> Self {
        Self { carried: true, ..self }
    }

    /// Counts what is due within twelve months of the day, or what is not.
    const fn current(self, current: bool) -> Self {
        Self { current: Some(current), ..self }
    }

    const fn only(self, posting: fn(Cause, Place, Place) -> bool) -> Self {
        Self { posting, ..self }
    }
}

const OWN: &str = "capfold's own";

const fn is_held(place: Place) -> bool {
    matches!(place, Place::Held(_))
}

const fn is_cash(place: Place) -> bool {
    matches!(place, Place::Cash(_) | Place::RestrictedCash(_))
}

const fn is_equity(place: Place) -> bool {
    matches!(place, Place::ShareCapital(_) | Place::TreasuryStock(_) | Place::WarrantReserve(_))
}

const fn is_subscription(from: Place, to: Place) -> bool {
    matches!(from, Place::Subscribed(_)) || matches!(to, Place::Subscribed(_))
}

const fn is_owed(place: Place) -> bool {
    matches!(place, Place::Payable(_) | Place::Subscribed(_) | Place::Dividend(_) | Place::FlowThroughPremium(_))
        || matches!(place, Place::Debt(_) | Place::DebtInterest(_))
}

const fn is_commitment(place: Place) -> bool {
    matches!(place, Place::Commitment(..) | Place::Work(..))
}

/// Whether share capital is reduced from there by what an issue costs.
const fn is_issue_cost(cause: Cause, from: Place) -> bool {
    let exercised = matches!(cause, Cause::OptionExercise | Cause::WarrantExercise | Cause::AwardSettlement);
    let returned = matches!(cause, Cause::Repurchase | Cause::Redemption | Cause::Rescission)
        || matches!(cause, Cause::Restructuring | Cause::BonusIssue | Cause::Exchange);
    let paid = is_cash(from) || matches!(from, Place::Payable(_));
    (paid && !exercised && !returned)
        || (matches!(cause, Cause::Grant | Cause::FindersFee) && matches!(from, Place::WarrantReserve(_)))
}

/// Declares the figures and their rules side by side.
macro_rules! figures {
    ($($(#[$doc:meta])* $variant:ident = $rule:expr;)*) => {
        /// A named figure.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Figure {
            $($(#[$doc])* $variant,)*
        }

        /// Every figure, in the order of the documentation.
        pub const FIGURES: &[Figure] = &[$(Figure::$variant,)*];

        impl Figure {
            pub(crate) const fn rule(self) -> &'static Rule {
                match self {
                    $(Self::$variant => const { &$rule },)*
                }
            }
        }
    };
}

impl Figure {
    /// The name it is asked for by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.rule().name
    }

    /// What it is, in a sentence.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        self.rule().definition
    }

    /// The standard and paragraph it follows, or capfold's own.
    #[must_use]
    pub const fn source(self) -> &'static str {
        self.rule().source
    }

    /// Whether it is of a day or of a period.
    #[must_use]
    pub const fn when(self) -> When {
        self.rule().when
    }

    /// What it adds up.
    #[must_use]
    pub const fn measure(self) -> Measure {
        self.rule().measure
    }

    /// What it may be narrowed to.
    #[must_use]
    pub const fn scope(self) -> ScopeKind {
        self.rule().scope
    }

    /// Whether it changes with a movement, as far as its scope does not say otherwise; a figure that is
    /// no sum changes with those that it is computed from.
    #[must_use]
    pub fn counts(self, cause: Cause, unit: UnitKind, from: Place, to: Place) -> bool {
        let rule = self.rule();
        if rule.compute.is_some() {
            return rule.inputs.iter().any(|input| input.counts(cause, unit, from, to));
        }
        let (takes, adds) = (rule.picks(cause, unit, from), rule.picks(cause, unit, to));
        takes != adds && (rule.posting)(cause, from, to)
    }

    /// Whether it compares numbers of shares over time, and so can be restated for a later split.
    #[must_use]
    pub const fn restates(self) -> bool {
        matches!(self, Self::SharesWeightedAverage | Self::LossPerShare)
    }

    /// The policies that bear on it, where the book gives them something to bear on.
    #[must_use]
    pub const fn policies(self) -> &'static [PolicyKind] {
        self.rule().under
    }
}

figures! {
    /// `shares.issued`.
    SharesIssued = Rule::day("shares.issued", Measure::Shares, ScopeKind::Class, Place::is_issued)
        .means("Shares issued and not cancelled, those in treasury included.", "IAS 1.79(a)(ii)");
    /// `shares.outstanding`.
    SharesOutstanding = Rule::day("shares.outstanding", Measure::Shares, ScopeKind::Class, Place::is_outstanding)
        .means("Shares held by holders, in escrow and restricted ones included.", "IAS 1.79(a)(iv)");
    /// `shares.treasury`.
    SharesTreasury = Rule::day("shares.treasury", Measure::Shares, ScopeKind::Class, |p| matches!(p, Place::Treasury))
        .means("Shares issued that the company holds itself.", "IAS 1.79(a)(vi)");
    /// `shares.escrowed`.
    SharesEscrowed = Rule::day("shares.escrowed", Measure::Shares, ScopeKind::Class, |p| matches!(p, Place::Escrowed(..)))
        .means("Shares outstanding that are locked in escrow.", OWN);
    /// `shares.on-hold`.
    SharesOnHold = Rule::day("shares.on-hold", Measure::Shares, ScopeKind::Class, is_held)
        .by(computed::on_hold).of(&[Figure::SharesOutstanding, Figure::SharesEscrowed])
        .means("Shares held, not in escrow, that are within a hold period on the day.", "NI 45-102 2.5");
    /// `shares.free-trading`.
    SharesFreeTrading = Rule::day("shares.free-trading", Measure::Shares, ScopeKind::Class, is_held)
        .by(computed::free_trading).of(&[Figure::SharesOutstanding, Figure::SharesEscrowed])
        .means("Shares outstanding that are neither in escrow, nor restricted, nor within a hold period on the day.", OWN);
    /// `shares.obligated`.
    SharesObligated = Rule::day("shares.obligated", Measure::Shares, ScopeKind::Class, |p| matches!(p, Place::Obligated(_)))
        .means("Shares promised and not issued yet.", "IFRS 2.10, IAS 33.24");
    /// `shares.authorised`.
    SharesAuthorised = Rule::day("shares.authorised", Measure::Shares, ScopeKind::Class, |p| matches!(p, Place::Charter))
        .credit().under(&[]).means("Shares that the charter allows.", "IAS 1.79(a)(i)");
    /// `shares.reserved`.
    SharesReserved = Rule::day("shares.reserved", Measure::Shares, ScopeKind::Class, |p| matches!(p, Place::Reserved))
        .under(COUNTS).means("Shares kept for the exercise of options and warrants.", "IAS 1.79(a)(vii)");
    /// `shares.fully-diluted`.
    SharesFullyDiluted = Rule::day("shares.fully-diluted", Measure::Shares, ScopeKind::Class,
        |p| p.is_outstanding() || matches!(p, Place::Reserved))
        .under(COUNTS).means("Shares outstanding and those that options, warrants and awards outstanding can become, vested or not.", OWN);
    /// `shares.issued-in-period`.
    SharesIssuedInPeriod = Rule::period("shares.issued-in-period", Measure::Shares, ScopeKind::Class, Place::is_issued)
        .only(|cause, _, to| !matches!(cause, Cause::Opening | Cause::Restructuring) && to.is_issued())
        .under(SHARES).means("Shares newly issued in the period, for cash, property, services, debt, on exercise or conversion, or as a dividend; a split issues none.", "IAS 1.79(a)(iv)");
    /// `shares.repurchased`.
    SharesRepurchased = Rule::period("shares.repurchased", Measure::Shares, ScopeKind::Class, is_held)
        .only(|cause, _, _| matches!(cause, Cause::Repurchase))
        .credit().means("Shares that the company bought back in the period, to cancel or to keep them.", "IAS 1.79(a)(iv), IAS 32.34");
    /// `units.issued`.
    UnitsIssued = Rule::period("units.issued", Measure::Shares, ScopeKind::Class, Place::is_issued)
        .only(|cause, _, _| matches!(cause, Cause::Units))
        .means("Units of a share and some warrants, or a part of one, issued in the period.", OWN);
    /// `options.outstanding`.
    OptionsOutstanding = Rule::day("options.outstanding", Measure::Options, ScopeKind::Lot, is_held)
        .means("Options granted and neither exercised, expired, forfeited nor cancelled.", "IFRS 2.45(b)(vi)");
    /// `options.exercisable`.
    OptionsExercisable = Rule::day("options.exercisable", Measure::Options, ScopeKind::Lot, is_held)
        .by(computed::exercisable).of(&[Figure::OptionsOutstanding])
        .means("Options outstanding that have vested by the end of the day.", "IFRS 2.45(b)(vii)");
    /// `options.granted`.
    OptionsGranted = Rule::period("options.granted", Measure::Options, ScopeKind::Lot, is_held)
        .only(|cause, _, _| matches!(cause, Cause::Grant))
        .means("Options granted in the period.", "IFRS 2.45(b)(ii)");
    /// `options.exercised`.
    OptionsExercised = Rule::period("options.exercised", Measure::Options, ScopeKind::Lot, |p| matches!(p, Place::Exercised))
        .means("Options exercised in the period.", "IFRS 2.45(b)(iv)");
    /// `options.expired`.
    OptionsExpired = Rule::period("options.expired", Measure::Options, ScopeKind::Lot, |p| matches!(p, Place::Expired))
        .means("Options that lapsed at the end of their term in the period.", "IFRS 2.45(b)(v)");
    /// `options.forfeited`.
    OptionsForfeited = Rule::period("options.forfeited", Measure::Options, ScopeKind::Lot, |p| matches!(p, Place::Forfeited))
        .means("Options lost before the end of their term in the period.", "IFRS 2.45(b)(iii)");
    /// `options.cancelled`.
    OptionsCancelled = Rule::period("options.cancelled", Measure::Options, ScopeKind::Lot, |p| matches!(p, Place::Cancelled))
        .means("Options ended by agreement in the period.", OWN);
    /// `options.exercise-price.low`.
    OptionPriceLow = Rule::computed("options.exercise-price.low", Measure::Options, ScopeKind::Lot, computed::price_low)
        .of(&[Figure::OptionsExercised]).means("The lowest price at which options were exercised in the period.", "IFRS 2.45(d)");
    /// `options.exercise-price.high`.
    OptionPriceHigh = Rule::computed("options.exercise-price.high", Measure::Options, ScopeKind::Lot, computed::price_high)
        .of(&[Figure::OptionsExercised]).means("The highest price at which options were exercised in the period.", "IFRS 2.45(d)");
    /// `options.exercise-price.average`.
    OptionPriceAverage = Rule::computed("options.exercise-price.average", Measure::Options, ScopeKind::Lot, computed::price_average)
        .of(&[Figure::OptionsExercised]).means("Price at which options were exercised in the period, weighted by count.", "IFRS 2.45(b)(iv)");
    /// `awards.outstanding`.
    AwardsOutstanding = Rule::day("awards.outstanding", Measure::Awards, ScopeKind::Lot, is_held)
        .means("Awards other than options granted and neither settled, expired, forfeited nor cancelled.", "IFRS 2.45(a)");
    /// `awards.granted`.
    AwardsGranted = Rule::period("awards.granted", Measure::Awards, ScopeKind::Lot, is_held)
        .only(|cause, _, _| matches!(cause, Cause::Grant))
        .means("Awards other than options granted in the period.", "IFRS 2.47(b)");
    /// `awards.settled`.
    AwardsSettled = Rule::period("awards.settled", Measure::Awards, ScopeKind::Lot, |p| matches!(p, Place::Settled))
        .means("Awards settled in shares or cash in the period.", OWN);
    /// `awards.ended`.
    AwardsEnded = Rule::period("awards.ended", Measure::Awards, ScopeKind::Lot,
        |p| matches!(p, Place::Expired | Place::Forfeited | Place::Cancelled))
        .means("Awards that expired, were lost or were ended by agreement in the period.", OWN);
    /// `warrants.outstanding`.
    WarrantsOutstanding = Rule::day("warrants.outstanding", Measure::Warrants, ScopeKind::Series, is_held)
        .means("Warrants issued and neither exercised, expired nor cancelled.", OWN);
    /// `warrants.issued`.
    WarrantsIssued = Rule::period("warrants.issued", Measure::Warrants, ScopeKind::Series, is_held)
        .only(|cause, _, _| matches!(cause, Cause::Grant | Cause::Units | Cause::FindersFee))
        .means("Warrants issued in the period: by themselves, in units or to finders.", OWN);
    /// `warrants.exercised`.
    WarrantsExercised = Rule::period("warrants.exercised", Measure::Warrants, ScopeKind::Series, |p| matches!(p, Place::Exercised))
        .means("Warrants exercised in the period.", OWN);
    /// `warrants.expired`.
    WarrantsExpired = Rule::period("warrants.expired", Measure::Warrants, ScopeKind::Series, |p| matches!(p, Place::Expired))
        .means("Warrants that lapsed at the end of their term in the period.", OWN);
    /// `warrants.cancelled`.
    WarrantsCancelled = Rule::period("warrants.cancelled", Measure::Warrants, ScopeKind::Series, |p| matches!(p, Place::Cancelled))
        .means("Warrants ended by agreement in the period.", OWN);
    /// `warrants.shares-issuable`.
    WarrantsSharesIssuable = Rule::day("warrants.shares-issuable", Measure::Shares, ScopeKind::Series, is_held)
        .by(computed::shares_issuable).of(&[Figure::WarrantsOutstanding])
        .under(COUNTS).means("Shares that warrants outstanding can become, by the ratio of each series, rounded down.", OWN);
    /// `warrants.exercise-price.low`.
    WarrantPriceLow = Rule::computed("warrants.exercise-price.low", Measure::Warrants, ScopeKind::Series, computed::price_low)
        .of(&[Figure::WarrantsExercised]).means("The lowest price at which warrants were exercised in the period.", OWN);
    /// `warrants.exercise-price.high`.
    WarrantPriceHigh = Rule::computed("warrants.exercise-price.high", Measure::Warrants, ScopeKind::Series, computed::price_high)
        .of(&[Figure::WarrantsExercised]).means("The highest price at which warrants were exercised in the period.", OWN);
    /// `warrants.exercise-price.average`.
    WarrantPriceAverage = Rule::computed("warrants.exercise-price.average", Measure::Warrants, ScopeKind::Series, computed::price_average)
        .of(&[Figure::WarrantsExercised]).means("Price at which warrants were exercised in the period, weighted by count.", OWN);
    /// `proceeds.options`.
    ProceedsOptions = Rule::period("proceeds.options", Measure::Booked, ScopeKind::Currency, is_cash)
        .only(|cause, from, _| matches!(cause, Cause::OptionExercise) && is_equity(from))
        .means("Cash received on the exercise of options.", "IAS 7.17(a)");
    /// `proceeds.warrants`.
    ProceedsWarrants = Rule::period("proceeds.warrants", Measure::Booked, ScopeKind::Currency, is_cash)
        .only(|cause, from, _| matches!(cause, Cause::WarrantExercise) && is_equity(from))
        .means("Cash received on the exercise of warrants.", "IAS 7.17(a)");
    /// `proceeds.exercises`.
    ProceedsExercises = Rule::period("proceeds.exercises", Measure::Booked, ScopeKind::Currency, is_cash)
        .only(|cause, from, _| matches!(cause, Cause::OptionExercise | Cause::WarrantExercise) && is_equity(from))
        .means("Cash received on the exercise of options and warrants.", "IAS 7.17(a)");
    /// `proceeds.placements`.
    ProceedsPlacements = Rule::period("proceeds.placements", Measure::Booked, ScopeKind::Currency, is_cash)
        .only(|cause, from, to| {
            is_subscription(from, to)
                || matches!(cause, Cause::Placement | Cause::Units | Cause::Grant | Cause::Reissue) && is_equity(from)
        })
        .means("Cash received for shares, units and warrants otherwise than on an exercise, before costs of issue, and for treasury shares sold; subscriptions count when they come in, less those given back, and not again.", "IAS 7.17(a)");
    /// `subscriptions.received`.
    SubscriptionsReceived = Rule::period("subscriptions.received", Measure::Booked, ScopeKind::Currency, is_cash)
        .only(|_, from, to| is_subscription(from, to))
        .means("Cash received for shares that were not issued yet, less what was given back.", "IAS 7.17(a)");
    /// `proceeds.total`.
    ProceedsTotal = Rule::period("proceeds.total", Measure::Booked, ScopeKind::Currency, is_cash)
        .only(|_, from, to| is_subscription(from, to) || is_equity(from))
        .means("Cash received for shares, units, options and warrants, before costs of issue; subscriptions when they come in.", "IAS 7.17(a)");
    /// `issue-costs`.
    IssueCosts = Rule::period("issue-costs", Measure::Booked, ScopeKind::Class, |p| matches!(p, Place::ShareCapital(_)))
        .only(|cause, from, to| matches!(to, Place::ShareCapital(_)) && is_issue_cost(cause, from))
        .means("Costs of issuing shares, charged to share capital, the value of warrants given for the work included.", "IAS 32.35, 32.37");
    /// `cash`.
    Cash = Rule::day("cash", Measure::Booked, ScopeKind::Currency, is_cash)
        .means("Cash in all accounts, restricted or not.", "IAS 7.45");
    /// `cash.unrestricted`.
    CashUnrestricted = Rule::day("cash.unrestricted", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::Cash(_)))
        .means("Cash that may be used for any purpose.", "IAS 7.48");
    /// `cash.restricted`.
    CashRestricted = Rule::day("cash.restricted", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::RestrictedCash(_)))
        .means("Cash earmarked for a purpose.", "IAS 7.48");
    /// `liabilities.current`.
    CurrentLiabilities = Rule::day("liabilities.current", Measure::Booked, ScopeKind::Currency, is_owed)
        .current(true)
        .credit().means("Owed for spending, interest and dividends; subscriptions, which can be asked back until shares are issued; premiums of flow-through shares, which are to be earned by the end of the year after; debts due within twelve months or at any time.", "IAS 1.69");
    /// `liabilities.non-current`.
    LaterLiabilities = Rule::day("liabilities.non-current", Measure::Booked, ScopeKind::Currency, is_owed)
        .current(false)
        .credit().means("Debts due later than twelve months after the day, and SAFEs without a day.", "IAS 1.69");
    /// `flow-through.premium`.
    FlowThroughPremium = Rule::day("flow-through.premium", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::FlowThroughPremium(_)))
        .credit().means("Paid by holders of flow-through shares for the deduction, and not earned yet by spending.", "Viewpoints on IFRS in mining: flow-through shares (CPA Canada, PDAC)");
    /// `subscriptions`.
    Subscriptions = Rule::day("subscriptions", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::Subscribed(_)))
        .credit().means("Received for shares that are not issued yet.", "IAS 32.16, 32.19");
    /// `working-capital.unrestricted`.
    WorkingCapital = Rule::day("working-capital.unrestricted", Measure::Booked, ScopeKind::Currency,
        |p| is_owed(p) || matches!(p, Place::Cash(_) | Place::CurrentAsset(CurrentAsset::Receivable | CurrentAsset::Prepaid)))
        .current(true)
        .means("Unrestricted current assets less current liabilities. Restricted cash and deposits are not counted: they are bound to a purpose.", OWN);
    /// `deposits`.
    Deposits = Rule::day("deposits", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::CurrentAsset(CurrentAsset::Deposit)))
        .means("Deposits that come back, as reclamation bonds.", "IAS 1.77");
    /// `debt.principal`.
    DebtPrincipal = Rule::day("debt.principal", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::Debt(_)))
        .credit().means("Principal of loans, notes, debentures and SAFEs, whenever due.", "IFRS 7.8(g)");
    /// `debt.interest`.
    DebtInterest = Rule::day("debt.interest", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::DebtInterest(_)))
        .credit().means("Interest accrued on debts, neither paid nor added to the principal.", "IFRS 7.8(g)");
    /// `dividends.payable`.
    DividendsPayable = Rule::day("dividends.payable", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::Dividend(_)))
        .credit().means("Cash dividends declared and not paid.", "IFRIC 17.10; ASC 505-20-05");
    /// `dividends.declared`.
    DividendsDeclared = Rule::period("dividends.declared", Measure::Booked, ScopeKind::Currency, |p| matches!(p, Place::Dividend(_)))
        .only(|cause, _, _| matches!(cause, Cause::Dividend))
        .credit().means("Cash dividends whose record date is in the period.", "IAS 1.107");
    /// `properties`.
    Properties = Rule::day("properties", Measure::Booked, ScopeKind::Property, |p| matches!(p, Place::Property(_)))
        .under(EXPLORATION).means("Carrying amount of properties: acquisition, and exploration when capitalised.", "IFRS 6.9");
    /// `projects`.
    Projects = Rule::day("projects", Measure::Booked, ScopeKind::Project, |p| matches!(p, Place::Project(_)))
        .under(RESEARCH).means("Carrying amount of capitalised research projects.", "IAS 38.57");
    /// `investments`.
    Investments = Rule::day("investments", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::Investment))
        .means("Carrying amount of shares of other companies and of businesses acquired.", "IAS 27.10, IFRS 3.37");
    /// `joint-ventures`.
    JointVentures = Rule::day("joint-ventures", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::JointVenture(_)))
        .means("Contributed to joint ventures, at cost.", OWN);
    /// `advance-royalties`.
    AdvanceRoyalties = Rule::day("advance-royalties", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::AdvanceRoyalty(_)))
        .means("Advanced on royalties and not credited yet.", OWN);
    /// `expenses.administrative`.
    ExpensesAdministrative = Rule::period("expenses.administrative", Measure::Booked, ScopeKind::None,
        |p| matches!(p, Place::Expense(Spending::Administrative)))
        .means("Administrative spending charged to the result, exchange differences apart.", "IAS 1.99");
    /// `expenses.exploration`.
    ExpensesExploration = Rule::period("expenses.exploration", Measure::Booked, ScopeKind::Property,
        |p| matches!(p, Place::Expense(Spending::Exploration(_))))
        .under(EXPLORATION).means("Exploration spending charged to the result.", "IFRS 6.9");
    /// `expenses.research`.
    ExpensesResearch = Rule::period("expenses.research", Measure::Booked, ScopeKind::Project,
        |p| matches!(p, Place::Expense(Spending::Research(_))))
        .under(RESEARCH).means("Research spending charged to the result.", "IAS 38.54");
    /// `write-downs`.
    WriteDowns = Rule::period("write-downs", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::Expense(_)))
        .only(|cause, _, _| matches!(cause, Cause::WriteDown))
        .means("Assets written down in the period, those charged as exploration included.", "IAS 36.126(a), IFRS 6.23");
    /// `expenses.finance`.
    ExpensesFinance = Rule::period("expenses.finance", Measure::Booked, ScopeKind::None,
        |p| matches!(p, Place::Expense(Spending::Finance)))
        .means("Interest and other costs of finance charged to the result.", "IAS 1.82(b)");
    /// `expenses.share-based`.
    ExpensesShareBased = Rule::period("expenses.share-based", Measure::Booked, ScopeKind::None,
        |p| matches!(p, Place::Expense(Spending::ShareBased)))
        .means("Pay in options and awards charged to the result.", "IFRS 2.51(a)");
    /// `expenses.tax`.
    ExpensesTax = Rule::period("expenses.tax", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::Expense(Spending::Tax)))
        .means("Tax charged to the result.", "IAS 1.82(d)");
    /// `expenses.total`.
    ExpensesTotal = Rule::period("expenses.total", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::Expense(_)))
        .under(RESULT).means("All spending charged to the result, exchange differences apart.", "IAS 1.99");
    /// `compensation`.
    Compensation = Rule::period("compensation", Measure::Booked, ScopeKind::None,
        |p| matches!(p, Place::AwardReserve(_) | Place::ContributedSurplus))
        .credit().only(|cause, _, _| matches!(cause, Cause::Compensation))
        .means("Cost of options and awards charged in the period as they vest, less what was taken back.", "IFRS 2.51(a)");
    /// `income`.
    Income = Rule::period("income", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::Income(_)))
        .credit().means("Income of every kind.", "IAS 1.82(a)");
    /// `income.flow-through`.
    FlowThroughIncome = Rule::period("income.flow-through", Measure::Booked, ScopeKind::None,
        |p| matches!(p, Place::Income(ledger::Income::FlowThrough)))
        .credit().means("Premium of flow-through shares earned by spending.", "Viewpoints on IFRS in mining: flow-through shares (CPA Canada, PDAC)");
    /// `exchange.loss`.
    ExchangeLoss = Rule::period("exchange.loss", Measure::Booked, ScopeKind::Currency,
        |p| matches!(p, Place::ExchangeRealised | Place::ExchangeUnrealised))
        .carried()
        .means("Exchange differences charged to the result; a gain is negative.", "IAS 21.28, 21.52(a)");
    /// `exchange.loss.realised`.
    ExchangeLossRealised = Rule::period("exchange.loss.realised", Measure::Booked, ScopeKind::Currency,
        |p| matches!(p, Place::ExchangeRealised))
        .carried()
        .means("Exchange differences on settlement and conversion; a gain is negative.", "IAS 21.28");
    /// `exchange.loss.unrealised`.
    ExchangeLossUnrealised = Rule::period("exchange.loss.unrealised", Measure::Booked, ScopeKind::Currency,
        |p| matches!(p, Place::ExchangeUnrealised))
        .carried()
        .means("Exchange differences on revaluation; a gain is negative.", "IAS 21.28");
    /// `loss`.
    Loss = Rule::period("loss", Measure::Booked, ScopeKind::None, Place::is_result)
        .under(RESULT).means("Expenses and exchange losses less income; a profit is negative.", "IAS 1.81A(a)");
    /// `shares.weighted-average`.
    SharesWeightedAverage = Rule::computed("shares.weighted-average", Measure::Shares, ScopeKind::Class, computed::weighted_average)
        .of(&[Figure::SharesOutstanding]).under(&[PolicyKind::DayCount, PolicyKind::SplitFractions]).means("Shares outstanding, weighted by the days of the period for which they were; those before a split as what it made of them.", "IAS 33.20, 33.26; ASC 260-10-45-10, 260-10-55-12");
    /// `loss-per-share`.
    LossPerShare = Rule::computed("loss-per-share", Measure::Booked, ScopeKind::None, computed::loss_per_share)
        .of(&[Figure::Loss, Figure::SharesWeightedAverage]).under(RATIO).means("Loss divided by the weighted average of shares outstanding of all classes, basic.", "IAS 33.10");
    /// `commitments`.
    Commitments = Rule::day("commitments", Measure::Memorandum, ScopeKind::Year, is_commitment)
        .means("Still to be paid in cash or spent on work under agreements, as scheduled; disclosed, not booked.", "IAS 1.114(d)(i)");
    /// `commitments.work`.
    CommitmentsWork = Rule::day("commitments.work", Measure::Memorandum, ScopeKind::Year, |p| matches!(p, Place::Work(..)))
        .means("Work still to be spent under agreements, as scheduled: a part of commitments.", "IAS 1.114(d)(i)");
    /// `commitments.shares-worth`.
    CommitmentsSharesWorth = Rule::day("commitments.shares-worth", Measure::Memorandum, ScopeKind::Year, |p| matches!(p, Place::Worth(..)))
        .means("Worth of the shares that agreements promise by value: settled in shares, no part of commitments.", "IAS 1.114(d)(i)");
    /// `flow-through.obligation`.
    FlowThroughObligation = Rule::day("flow-through.obligation", Measure::Memorandum, ScopeKind::None, |p| matches!(p, Place::FlowThroughObligation(_)))
        .means("Still to be spent on exploration out of what flow-through shares were paid with; disclosed, not booked.", "Income Tax Act of Canada, 66(12.6), 66(12.66)");
    /// `flow-through.spent`.
    FlowThroughSpent = Rule::period("flow-through.spent", Measure::Memorandum, ScopeKind::None, |p| matches!(p, Place::FlowThroughPromised(_)))
        .only(|cause, _, _| matches!(cause, Cause::FlowThrough))
        .means("Eligible spending under flow-through obligations in the period.", "Income Tax Act of Canada, 66(12.6)");
    /// `equity.share-capital`.
    ShareCapital = Rule::day("equity.share-capital", Measure::Booked, ScopeKind::Class, |p| matches!(p, Place::ShareCapital(_)))
        .credit().under(EQUITY).means("Received for shares, with reserves passed on at exercise, less costs of issue.", "IAS 1.79(b)");
    /// `equity.contributed-surplus`.
    ContributedSurplus = Rule::day("equity.contributed-surplus", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::ContributedSurplus))
        .credit().under(EQUITY).means("Contributed otherwise than for shares outstanding.", "IAS 1.79(b)");
    /// `equity.warrant-reserve`.
    WarrantReserve = Rule::day("equity.warrant-reserve", Measure::Booked, ScopeKind::Series, |p| matches!(p, Place::WarrantReserve(_)))
        .credit().under(EQUITY).means("Received for warrants that are outstanding.", "IAS 1.79(b)");
    /// `equity.award-reserve`.
    AwardReserve = Rule::day("equity.award-reserve", Measure::Booked, ScopeKind::Lot, |p| matches!(p, Place::AwardReserve(_)))
        .credit().means("Charged for options and awards that are outstanding.", "IAS 1.79(b), IFRS 2.7");
    /// `equity.treasury-stock`.
    TreasuryStock = Rule::day("equity.treasury-stock", Measure::Booked, ScopeKind::Class, |p| matches!(p, Place::TreasuryStock(_)))
        .means("Cost of the shares that the company holds itself, which is deducted from equity.", "IAS 32.33");
    /// `equity.obligations`.
    Obligations = Rule::day("equity.obligations", Measure::Booked, ScopeKind::None, |p| matches!(p, Place::Obligation(_)))
        .credit().means("Value of shares promised and not issued yet.", "IAS 32.22, IFRS 2.10");
    /// `equity.deficit`.
    Deficit = Rule::day("equity.deficit", Measure::Booked, ScopeKind::None, |p| p.is_result() || matches!(p, Place::Deficit))
        .under(RESULT).means("Accumulated losses, those of the current year included; opening balances whose equity lines are not stated are netted in it.", "IAS 1.79(b)");
}
