//! Incentive stock options and the limit on them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::once;
use crate::calc::{AboveZero, CalcError, Calculation, Count, Number, Steps};
use crate::date::Date;

/// The value, in US dollars, of which options first exercisable in a calendar year can be incentive stock options.
const LIMIT: u32 = 100_000;

/// What of some grants are incentive stock options and what are not (IRC § 422(d)).
///
/// In each calendar year in which options become exercisable for the first time, grants in the order of their
/// days use up USD 100,000 of value at grant (`fmv` per share); grants of one day in the order of the list.
/// Whole shares only; what goes beyond is non-statutory. Refused are a grant named twice and a year beyond 9999.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct IsoLimit {
    grants: Vec<Grant>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Grant {
    id: String,
    date: Date,
    fmv: AboveZero,
    exercisable: Vec<InYear>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct InYear {
    year: Count,
    shares: Count,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Limited {
    grants: BTreeMap<String, BTreeMap<String, Kinds>>,
    iso_value_by_year: BTreeMap<String, Number>,
    iso_total: Number,
    nso_total: Number,
}

#[derive(Serialize, Default, Debug)]
struct Kinds {
    iso: Number,
    nso: Number,
}

impl Calculation for IsoLimit {
    const NAME: &'static str = "ev.iso_100k";
    const MEANING: &'static str =
        "What of some option grants are incentive stock options within USD 100,000 a year, and what are not.";
    const SOURCE: &'static str = "IRC § 422(d); Treas. Reg. § 1.422-4";
    const EXAMPLE: &'static str = r#"{"grants":[{"id":"first","date":"2023-02-01","fmv":"12","exercisable":[{"year":"2024","shares":"9000"},{"year":"2025","shares":"5000"}]}]}"#;
    type Output = Limited;

    fn calculate(&self, steps: &mut Steps) -> Result<Limited, CalcError> {
        let mut limited = Limited {
            grants: BTreeMap::new(),
            iso_value_by_year: BTreeMap::new(),
            iso_total: Number::zero(),
            nso_total: Number::zero(),
        };
        let mut grants: Vec<(usize, &Grant)> = self.grants.iter().enumerate().collect();
        grants.sort_by_key(|(_, grant)| grant.date);
        for (index, grant) in grants {
            let path = format!("grants[{index}]");
            let years = limited.grant(grant, &path, steps)?;
            once(&mut limited.grants, &grant.id, years, &path)?;
        }
        Ok(limited)
    }
}

impl Limited {
    /// The years of a grant, after those of earlier grants.
    fn grant(&mut self, grant: &Grant, path: &str, steps: &mut Steps) -> Result<BTreeMap<String, Kinds>, CalcError> {
        let mut years: BTreeMap<String, Kinds> = BTreeMap::new();
        for (index, InYear { year, shares }) in grant.exercisable.iter().enumerate() {
            year.at_most(9999, &format!("{path}.exercisable[{index}].year"))?;
            let used = self.iso_value_by_year.entry(year.to_string()).or_default();
            let room = Number::whole(LIMIT) - &*used;
            let iso = room.over(&grant.fmv, path, "the value of a share")?.floor().min((**shares).clone());
            let nso = &**shares - &iso;
            let what = format!("{} in {year}", grant.id);
            steps.say(what, format!("of {shares}, {room} ÷ {} at most, down", grant.fmv), &iso);
            *used = &*used + &iso * &*grant.fmv;
            (self.iso_total, self.nso_total) = (&self.iso_total + &iso, &self.nso_total + &nso);
            let kinds = years.entry(year.to_string()).or_default();
            (kinds.iso, kinds.nso) = (&kinds.iso + iso, &kinds.nso + nso);
        }
        Ok(years)
    }
}
