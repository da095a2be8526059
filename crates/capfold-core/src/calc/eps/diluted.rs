//! Diluted earnings per share, and the price of options that are paid for in services too.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::each_once;
use super::sequence::{Basis, Potential, Turn, dilute, for_nothing};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Part, Steps};

/// Diluted earnings per share of a period (IAS 33.30–63; ASC 260-10-45-16 to 45-57).
///
/// Earnings are those of ordinary holders, after preference dividends. The shares found for continuing operations
/// serve the other figures too, even where they dilute nothing there.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Diluted {
    earnings: Earnings,
    wanos: AboveZero,
    /// Of a share in the period; options and written puts need it.
    avg_price: Option<AboveZero>,
    instruments: Vec<Instrument>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Earnings {
    continuing: Number,
    discontinued: Option<Number>,
}

#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Instrument {
    /// Options and warrants: the treasury stock method.
    Option(Options),
    /// Bonds and preference shares: as if converted.
    Convertible(Shares),
    /// Shares whose conditions are met at the end of the period.
    Contingent(Shares),
    /// Puts written, forward purchases: the reverse treasury stock method.
    WrittenPut(Contracts),
    /// Options on own shares that the company holds itself.
    PurchasedOption(Contracts),
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Options {
    id: String,
    count: AtLeastZero,
    exercise_price: AtLeastZero,
    /// Average cost of services still to come, for each (IAS 33.47A).
    unrecognised_per_unit: Option<AtLeastZero>,
    /// The part of the period in which they were outstanding; all of it if not said.
    weight: Option<Part>,
    earnings_adjustment: Option<Number>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Shares {
    id: String,
    shares: AtLeastZero,
    /// What earnings of the period would have been more, after tax.
    earnings_adjustment: Option<Number>,
    weight: Option<Part>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Contracts {
    id: String,
    count: AtLeastZero,
    exercise_price: AtLeastZero,
    weight: Option<Part>,
    earnings_adjustment: Option<Number>,
}

/// Why something adds no shares.
#[derive(Serialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
enum Excluded {
    NotInTheMoney,
    PurchasedAlwaysAntidilutive,
}

#[derive(Serialize, Debug)]
struct Increment {
    shares: Number,
    earnings: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded: Option<Excluded>,
}

#[derive(Serialize, Debug)]
struct PerShare {
    continuing: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    discontinued: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Number>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct DilutedOutput {
    incremental: BTreeMap<String, Increment>,
    steps: Vec<Turn>,
    included: Vec<String>,
    basic: PerShare,
    diluted: PerShare,
    diluted_shares: Number,
    diluted_earnings_continuing: Number,
}

impl Calculation for Diluted {
    const NAME: &'static str = "eps.diluted";
    const MEANING: &'static str = "Basic and diluted earnings per share, the most dilutive instruments first.";
    const SOURCE: &'static str = "IAS 33.30–63; ASC 260-10-45-16 to 45-57";
    const EXAMPLE: &'static str = r#"{"earnings":{"continuing":"900","discontinued":"-100"},"wanos":"300","avg_price":"10","instruments":[{"id":"warrants","type":"option","count":"50","exercise_price":"8"},{"id":"bonds","type":"convertible","shares":"40","earnings_adjustment":"60"}]}"#;
    type Output = DilutedOutput;

    fn calculate(&self, steps: &mut Steps) -> Result<DilutedOutput, CalcError> {
        each_once(self.instruments.iter().map(Instrument::id), "instruments")?;
        let basic = Basis { earnings: self.earnings.continuing.clone(), shares: (*self.wanos).clone() };
        let mut incremental = BTreeMap::new();
        let mut potential = Vec::new();
        for (index, instrument) in self.instruments.iter().enumerate() {
            let increment = self.increment(instrument, index, steps)?;
            let (shares, earnings) = (increment.shares.clone(), increment.earnings.clone());
            potential.push(Potential { id: instrument.id(), shares, earnings });
            incremental.insert(instrument.id().to_owned(), increment);
        }
        let dilution = dilute(&basic, &potential, steps)?;
        Ok(DilutedOutput {
            incremental,
            included: dilution.included().map(str::to_owned).collect(),
            basic: self.earnings.per_share(&basic)?,
            diluted: self.earnings.per_share(&dilution.basis)?,
            diluted_shares: dilution.basis.shares,
            diluted_earnings_continuing: dilution.basis.earnings,
            steps: dilution.turns,
        })
    }
}

impl Earnings {
    fn per_share(&self, basis: &Basis) -> Result<PerShare, CalcError> {
        let continuing = basis.per_share()?;
        let of = |amount: &Number| amount.over(&basis.shares, "wanos", "the number of shares");
        let discontinued = self.discontinued.as_ref().map(of).transpose()?;
        let total = discontinued.as_ref().map(|discontinued| &continuing + discontinued);
        Ok(PerShare { continuing, discontinued, total })
    }
}

impl Instrument {
    fn id(&self) -> &str {
        match self {
            Self::Option(Options { id, .. })
            | Self::Convertible(Shares { id, .. })
            | Self::Contingent(Shares { id, .. })
            | Self::WrittenPut(Contracts { id, .. })
            | Self::PurchasedOption(Contracts { id, .. }) => id,
        }
    }
}

impl Diluted {
    fn increment(&self, instrument: &Instrument, index: usize, steps: &mut Steps) -> Result<Increment, CalcError> {
        let average = || {
            let missing = || CalcError::at(format!("instruments[{index}]"), "needs an average price: `avg_price`");
            self.avg_price.as_deref().ok_or_else(missing)
        };
        let what = format!("incremental shares: {}", instrument.id());
        match instrument {
            Instrument::Option(options) => {
                let (count, weight, average) = (&options.count, whole(options.weight.as_ref()), average()?);
                let service = options.unrecognised_per_unit.as_deref().cloned().unwrap_or_default();
                let proceeds = &*options.exercise_price + &service;
                if proceeds >= *average {
                    return Ok(excluded(Excluded::NotInTheMoney, what, format!("{proceeds} ≥ {average}"), steps));
                }
                let shares = for_nothing(count, &proceeds, average, "avg_price")? * &weight;
                let how = format!("{count} × ({average} − {proceeds}) ÷ {average} × {weight}");
                steps.say(what, how, &shares);
                Ok(included(shares, options.earnings_adjustment.as_ref()))
            }
            Instrument::Convertible(terms) | Instrument::Contingent(terms) => {
                let weight = whole(terms.weight.as_ref());
                let shares = &*terms.shares * &weight;
                steps.say(what, format!("{} × {weight}", terms.shares), &shares);
                Ok(included(shares, terms.earnings_adjustment.as_ref()))
            }
            Instrument::WrittenPut(puts) => {
                let (count, weight, average) = (&puts.count, whole(puts.weight.as_ref()), average()?);
                let price = &puts.exercise_price;
                if **price <= *average {
                    return Ok(excluded(Excluded::NotInTheMoney, what, format!("{price} ≤ {average}"), steps));
                }
                let needed = (&**count * &**price).over(average, "avg_price", "the average price")?;
                let shares = (needed - &**count) * &weight;
                steps.say(what, format!("({count} × {price} ÷ {average} − {count}) × {weight}"), &shares);
                Ok(included(shares, puts.earnings_adjustment.as_ref()))
            }
            Instrument::PurchasedOption(held) => {
                let how = format!("{} at {}, bought: never dilutive", held.count, held.exercise_price);
                Ok(excluded(Excluded::PurchasedAlwaysAntidilutive, what, how, steps))
            }
        }
    }
}

/// The part of a period, where all of it goes without saying.
fn whole(weight: Option<&Part>) -> Number {
    weight.map_or_else(Number::one, |weight| (**weight).clone())
}

fn included(shares: Number, earnings: Option<&Number>) -> Increment {
    Increment { shares, earnings: earnings.cloned().unwrap_or_default(), excluded: None }
}

fn excluded(why: Excluded, what: String, how: String, steps: &mut Steps) -> Increment {
    steps.say(what, how, Number::zero());
    Increment { shares: Number::zero(), earnings: Number::zero(), excluded: Some(why) }
}

/// The price of an option to which services still to come are added, as both pay for the share (IAS 33.47A).
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct ServicePrice {
    options: AboveZero,
    /// For all of them.
    service_cost_to_recognise: AtLeastZero,
    cash_exercise_price: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Adjusted {
    service_per_option: Number,
    adjusted_exercise_price: Number,
}

impl Calculation for ServicePrice {
    const NAME: &'static str = "eps.ifrs2_exercise_price";
    const MEANING: &'static str = "The exercise price of options with the cost of services still to come.";
    const SOURCE: &'static str = "IAS 33.47A; ASC 260-10-45-29";
    const EXAMPLE: &'static str = r#"{"options":"400","service_cost_to_recognise":"100","cash_exercise_price":"3"}"#;
    type Output = Adjusted;

    fn calculate(&self, steps: &mut Steps) -> Result<Adjusted, CalcError> {
        let Self { options, service_cost_to_recognise: cost, cash_exercise_price: cash } = self;
        let service = cost.over(options, "options", "their number")?;
        steps.say("services for each option", format!("{cost} ÷ {options}"), &service);
        let price = &**cash + &service;
        steps.say("adjusted exercise price", format!("{cash} + {service}"), &price);
        Ok(Adjusted { service_per_option: service, adjusted_exercise_price: price })
    }
}
