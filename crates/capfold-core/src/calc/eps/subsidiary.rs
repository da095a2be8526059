//! Potential shares of a subsidiary.

use serde::{Deserialize, Serialize};

use super::sequence::{Basis, Dilution, Potential, dilute, for_nothing};
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Count, Number, Steps};
use crate::exact::Rounding;

/// Decimal places at most.
const FINEST: u32 = 30;

/// Consolidated earnings per share where a subsidiary has warrants and convertible preference shares of its own
/// (IAS 33.40, 33.A11; ASC 260-10-55-20): the subsidiary's figures by themselves, then the parent's share of them
/// by what it holds.
///
/// What would raise the subsidiary's earnings per share is not assumed to happen: the parent then keeps its
/// preference dividend, and its warrants give nothing.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct OfSubsidiary {
    /// Places to which the subsidiary's figures are rounded, half up, before the parent's share is taken.
    intermediate_rounding_dp: Option<Count>,
    parent: Parent,
    subsidiary: Subsidiary,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Parent {
    profit_excl_subsidiary: Number,
    shares: AboveZero,
    owned_ordinary: AtLeastZero,
    owned_warrants: AtLeastZero,
    owned_preference: AtLeastZero,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Subsidiary {
    /// Before preference dividends.
    profit: Number,
    ordinary_shares: AboveZero,
    warrants: AtLeastZero,
    exercise_price: AtLeastZero,
    avg_price: AboveZero,
    /// Each converts into one ordinary share.
    preference_shares: AtLeastZero,
    /// For each share.
    preference_dividend: AtLeastZero,
}

#[derive(Serialize, Debug)]
struct OfItself {
    basic: Number,
    diluted: Number,
    incremental_warrant_shares: Number,
}

#[derive(Serialize, Debug)]
struct Components {
    ordinary: Number,
    warrants: Number,
    preference: Number,
}

#[derive(Serialize, Debug)]
struct Consolidated {
    basic: Number,
    diluted: Number,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Group {
    subsidiary: OfItself,
    parent_share_of_basic: Number,
    diluted_components: Components,
    consolidated: Consolidated,
}

impl Calculation for OfSubsidiary {
    const NAME: &'static str = "eps.subsidiary";
    const MEANING: &'static str =
        "Consolidated earnings per share with potential shares of a subsidiary, by what the parent holds.";
    const SOURCE: &'static str = "IAS 33.40, 33.A11; ASC 260-10-55-20";
    const EXAMPLE: &'static str = r#"{"parent":{"profit_excl_subsidiary":"5000","shares":"2000","owned_ordinary":"300","owned_warrants":"10","owned_preference":"0"},"subsidiary":{"profit":"1300","ordinary_shares":"400","warrants":"100","exercise_price":"6","avg_price":"8","preference_shares":"50","preference_dividend":"2"}}"#;
    type Output = Group;

    fn calculate(&self, steps: &mut Steps) -> Result<Group, CalcError> {
        let Self { parent, subsidiary, .. } = self;
        self.check()?;
        let (basic, dilution, incremental) = subsidiary.of_itself(steps)?;
        let own = OfItself {
            basic: basic.per_share()?,
            diluted: dilution.basis.per_share()?,
            incremental_warrant_shares: incremental.clone(),
        };
        let (used_basic, used) = (self.rounded(&own.basic)?, self.rounded(&own.diluted)?);
        let dividend = &*parent.owned_preference * &*subsidiary.preference_dividend;
        let share = &*parent.owned_ordinary * &used_basic + &dividend;
        let how = format!("{} × {used_basic} + {dividend} preference dividend", parent.owned_ordinary);
        steps.say("parent's share of basic", how, &share);
        let of_warrants = if dilution.includes(WARRANTS) {
            let held = parent.owned_warrants.over(&subsidiary.warrants, "subsidiary.warrants", "their number")?;
            held * &incremental * &used
        } else {
            Number::zero()
        };
        let converted = dilution.includes(PREFERENCE);
        let components = Components {
            ordinary: &*parent.owned_ordinary * &used,
            warrants: of_warrants,
            preference: if converted { &*parent.owned_preference * &used } else { dividend },
        };
        let Components { ordinary, warrants, preference } = &components;
        let diluted_share = ordinary + warrants + preference;
        steps.say("parent's share of diluted", format!("{ordinary} + {warrants} + {preference}"), &diluted_share);
        let consolidated = Consolidated {
            basic: parent.per_share("consolidated basic", &share, steps)?,
            diluted: parent.per_share("consolidated diluted", &diluted_share, steps)?,
        };
        Ok(Group { subsidiary: own, parent_share_of_basic: share, diluted_components: components, consolidated })
    }
}

const WARRANTS: &str = "warrants";
const PREFERENCE: &str = "preference shares";

impl OfSubsidiary {
    /// Nobody holds more than there is.
    fn check(&self) -> Result<(), CalcError> {
        let Self { parent, subsidiary, .. } = self;
        let all = [
            ("owned_ordinary", &*parent.owned_ordinary, &*subsidiary.ordinary_shares),
            ("owned_warrants", &*parent.owned_warrants, &*subsidiary.warrants),
            ("owned_preference", &*parent.owned_preference, &*subsidiary.preference_shares),
        ];
        match all.into_iter().find(|(_, held, there)| held > there) {
            None => Ok(()),
            Some((key, held, there)) => {
                Err(CalcError::at(format!("parent.{key}"), format!("{held} of {there} that there are")))
            }
        }
    }

    fn rounded(&self, per_share: &Number) -> Result<Number, CalcError> {
        Ok(match &self.intermediate_rounding_dp {
            None => per_share.clone(),
            Some(places) => per_share.rounded(places.at_most(FINEST, "intermediate_rounding_dp")?, Rounding::HalfUp),
        })
    }
}

impl Parent {
    fn per_share(&self, what: &str, share: &Number, steps: &mut Steps) -> Result<Number, CalcError> {
        let earnings = &self.profit_excl_subsidiary + share;
        let per_share = earnings.over(&self.shares, "parent.shares", "the number of shares")?;
        let how = format!("({} + {share}) ÷ {}", self.profit_excl_subsidiary, self.shares);
        steps.say(what, how, &per_share);
        Ok(per_share)
    }
}

impl Subsidiary {
    /// What its basic figure is of, what its diluted one is of, and the shares that its warrants add.
    fn of_itself(&self, steps: &mut Steps) -> Result<(Basis, Dilution, Number), CalcError> {
        let dividends = &*self.preference_shares * &*self.preference_dividend;
        let basic = Basis { earnings: &self.profit - &dividends, shares: (*self.ordinary_shares).clone() };
        let incremental = for_nothing(&self.warrants, &self.exercise_price, &self.avg_price, "subsidiary.avg_price")?;
        let how = format!("{} at {}, average {}", self.warrants, self.exercise_price, self.avg_price);
        steps.say("incremental shares of warrants", how, &incremental);
        let potential = [
            Potential { id: WARRANTS, shares: incremental.clone(), earnings: Number::zero() },
            Potential { id: PREFERENCE, shares: (*self.preference_shares).clone(), earnings: dividends },
        ];
        let dilution = dilute(&basic, &potential, steps)?;
        Ok((basic, dilution, incremental))
    }
}
