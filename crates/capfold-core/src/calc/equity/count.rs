//! Counts of shares: what may still be issued, and what there would be.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::calc::number::{NotANumber, or_zero};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};

/// What a charter authorises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Authorised {
    /// No limit: `UNLIMITED`.
    Unlimited,
    Shares(Number),
}

impl FromStr for Authorised {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        if text == "UNLIMITED" { Ok(Self::Unlimited) } else { Ok(Self::Shares((*text.parse::<Count>()?).clone())) }
    }
}

impl fmt::Display for Authorised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => f.write_str("UNLIMITED"),
            Self::Shares(number) => number.fmt(f),
        }
    }
}

crate::wire::by_text!(Authorised, "a number in quotes, or UNLIMITED");

/// Issued shares without those that the company holds itself.
pub(super) fn outstanding(issued: &Count, treasury: &Count, steps: &mut Steps) -> Result<Number, CalcError> {
    if treasury > issued {
        return Err(CalcError::at("treasury", format!("{treasury} is more than the {issued} issued")));
    }
    let outstanding = &**issued - &**treasury;
    steps.say("outstanding", format!("{issued} − {treasury}"), &outstanding);
    Ok(outstanding)
}

/// Shares by their state: outstanding, unissued, reserved, and what is left to issue.
///
/// More issued and reserved than authorised is told, not refused: the company is over-committed, and what is
/// available is below zero. Without a limit nothing is known to be unissued or available. Treasury shares add to
/// what is available only where `treasury_reusable` says so. Refused are more treasury shares than issued ones.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct ShareStates {
    authorised: Authorised,
    issued: Count,
    treasury: Count,
    /// For each purpose.
    reserved: Option<BTreeMap<String, Count>>,
    treasury_reusable: Option<bool>,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct States {
    outstanding: Number,
    unissued: Option<Number>,
    reserved_total: Number,
    available: Option<Number>,
    over_committed: bool,
}

impl Calculation for ShareStates {
    const NAME: &'static str = "ev.share_states";
    const MEANING: &'static str =
        "Outstanding, unissued, reserved and available shares, and whether more is promised than authorised.";
    const SOURCE: &'static str = "charter; definitions as in 17 CFR 210.5-02.29, IAS 1.79(a)";
    const EXAMPLE: &'static str =
        r#"{"authorised":"1000000","issued":"400000","treasury":"10000","reserved":{"options":"80000"}}"#;
    type Output = States;

    fn calculate(&self, steps: &mut Steps) -> Result<States, CalcError> {
        let outstanding = outstanding(&self.issued, &self.treasury, steps)?;
        let reserved: Number = self.reserved.iter().flatten().map(|(_, count)| &**count).sum();
        steps.say("reserved", "the sum of all purposes", &reserved);
        let (unissued, available) = match &self.authorised {
            Authorised::Unlimited => (None, None),
            Authorised::Shares(authorised) => {
                let unissued = authorised - &*self.issued;
                steps.say("unissued", format!("{authorised} − {}", self.issued), &unissued);
                let reusable = self.treasury_reusable == Some(true);
                let again = if reusable { (*self.treasury).clone() } else { Number::zero() };
                let available = &unissued - &reserved + &again;
                steps.say("available", format!("{unissued} − {reserved} + {again}"), &available);
                (Some(unissued), Some(available))
            }
        };
        Ok(States {
            outstanding,
            unissued,
            reserved_total: reserved,
            over_committed: available.as_ref().is_some_and(|available| *available < Number::zero()),
            available,
        })
    }
}

/// Shares on a fully diluted basis, by each of the definitions in use.
///
/// Each adds to the one before: outstanding common shares; preferred shares as converted; vested options and
/// warrants; unvested options and share units; what the pool has left; convertibles. The treasury stock method
/// takes preferred shares as converted and share units in full, and of options (vested or not) and warrants what
/// their value at `price` buys; the pool and convertibles are not in it. Nothing is rounded. Refused are more
/// treasury shares than issued ones.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct FullyDiluted {
    common_issued: Count,
    treasury: Count,
    #[serde(default)]
    preferred: Vec<Preferred>,
    #[serde(default)]
    options: Vec<OptionLot>,
    rsus: Option<Count>,
    #[serde(default)]
    warrants: Vec<WarrantLot>,
    pool_available: Option<Count>,
    #[serde(default)]
    convertibles: Vec<Convertible>,
    /// Of a share: for the treasury stock method.
    price: Option<AboveZero>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Preferred {
    shares: Count,
    /// Common shares for each.
    ratio: AtLeastZero,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct OptionLot {
    vested: Count,
    unvested: Count,
    strike: AtLeastZero,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct WarrantLot {
    count: Count,
    strike: AtLeastZero,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Convertible {
    shares: AtLeastZero,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Diluted {
    issued_outstanding: Number,
    as_converted: Number,
    vested_only: Number,
    granted: Number,
    with_pool: Number,
    all_in: Number,
    treasury_method: Option<Number>,
}

impl Calculation for FullyDiluted {
    const NAME: &'static str = "ev.fully_diluted";
    const MEANING: &'static str =
        "Shares from issued and outstanding to all-in, and by the treasury stock method at a price.";
    const SOURCE: &'static str = "definitions in use in financing documents; ASC 260-10-45-23, IAS 33.45";
    const EXAMPLE: &'static str = r#"{"common_issued":"900000","treasury":"20000","preferred":[{"shares":"100000","ratio":"1.5"}],"options":[{"vested":"30000","unvested":"10000","strike":"1"}],"rsus":"5000","warrants":[{"count":"8000","strike":"3"}],"pool_available":"40000","convertibles":[{"shares":"25000"}],"price":"2"}"#;
    type Output = Diluted;

    fn calculate(&self, steps: &mut Steps) -> Result<Diluted, CalcError> {
        let mut so_far = outstanding(&self.common_issued, &self.treasury, steps)?;
        let issued_outstanding = so_far.clone();
        let mut with = |what: &str, more: &Number| {
            let after = &so_far + more;
            steps.say(what, format!("{so_far} + {more}"), &after);
            so_far = after.clone();
            after
        };
        let options = |of: fn(&OptionLot) -> &Count| -> Number { self.options.iter().map(|lot| &**of(lot)).sum() };
        let warrants: Number = self.warrants.iter().map(|lot| &*lot.count).sum();
        let preferred: Number = self.preferred.iter().map(|class| &*class.shares * &*class.ratio).sum();
        let convertibles: Number = self.convertibles.iter().map(|debt| &*debt.shares).sum();
        let units = or_zero(self.rsus.as_ref());
        let as_converted = with("with preferred shares as converted", &preferred);
        let vested_only = with("with vested options and warrants", &(options(|lot| &lot.vested) + &warrants));
        let granted = with("with unvested options and share units", &(options(|lot| &lot.unvested) + &units));
        let with_pool = with("with the pool", &or_zero(self.pool_available.as_ref()));
        let all_in = with("with convertibles", &convertibles);
        let treasury_method = match &self.price {
            Some(price) => Some(&as_converted + units + self.bought_with_value(price, steps)?),
            None => None,
        };
        if let Some(count) = &treasury_method {
            steps.say("treasury stock method", format!("{as_converted} + share units + net shares"), count);
        }
        Ok(Diluted { issued_outstanding, as_converted, vested_only, granted, with_pool, all_in, treasury_method })
    }
}

impl FullyDiluted {
    /// Shares that the value of options and warrants at a price would buy.
    fn bought_with_value(&self, price: &AboveZero, steps: &mut Steps) -> Result<Number, CalcError> {
        let options = self.options.iter().map(|lot| (&*lot.vested + &*lot.unvested, &lot.strike));
        let lots = options.chain(self.warrants.iter().map(|lot| ((*lot.count).clone(), &lot.strike)));
        let mut sum = Number::zero();
        for (count, strike) in lots {
            let gain = (&**price - &**strike).max(Number::zero());
            let net = (&count * &gain).over(price, "price", "the price")?;
            steps.say(format!("net shares at {strike}"), format!("{count} × {gain} ÷ {price}"), &net);
            sum = sum + net;
        }
        Ok(sum)
    }
}
