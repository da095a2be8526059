//! Classes of shares and rights, and what one of each takes at a price.

use serde::Deserialize;

use crate::calc::{AboveZero, AtLeastZero, CalcError, Count, Number};

/// Classes at most: the schedule has a row for each price at which one of them changes.
const MOST_CLASSES: usize = 1_000;

/// A class of shares or rights.
#[derive(Deserialize, Debug)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Class {
    /// Takes what is left.
    Common {
        /// Its short name.
        id: String,
        /// How many there are.
        shares: AtLeastZero,
    },
    /// Takes a preference first.
    Preferred(Box<Preferred>),
    /// The right to a common share for its strike.
    Option(Right),
    /// The same.
    Warrant(Right),
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Preferred {
    id: String,
    shares: AtLeastZero,
    preference_per_share: AtLeastZero,
    /// Dividends that join the preference.
    accrued_per_share: Option<AtLeastZero>,
    /// 1 is paid first, equal ones share.
    seniority: Count,
    participation: Participation,
    /// All that a share takes without converting; where it is capped.
    cap_per_share: Option<AtLeastZero>,
    /// Common shares for one; one unless stated.
    conversion_ratio: Option<AboveZero>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Right {
    id: String,
    shares: AtLeastZero,
    strike: AtLeastZero,
}

/// What a preferred share takes besides its preference, without converting.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
enum Participation {
    None,
    Full,
    Capped,
}

/// Who takes of the proceeds.
#[derive(Debug)]
pub(super) struct Taker<'c> {
    pub(super) id: &'c str,
    pub(super) shares: &'c Number,
    kind: TakerKind<'c>,
}

#[derive(Debug)]
enum TakerKind<'c> {
    Common,
    Right {
        strike: &'c Number,
    },
    Preferred {
        seniority: &'c Number,
        preference: Number,
        ratio: Number,
        /// Without converting; none where it participates without a limit.
        most: Option<Number>,
    },
}

/// The classes as takers.
///
/// # Errors
/// More than [`MOST_CLASSES`]; a cap that is missing, that is not for a class, or below its preference.
pub(super) fn takers(classes: &[Class]) -> Result<Vec<Taker<'_>>, CalcError> {
    if classes.len() > MOST_CLASSES {
        return Err(CalcError::at("classes", format!("{} are more than {MOST_CLASSES}", classes.len())));
    }
    classes.iter().enumerate().map(|(index, class)| class.taker(index)).collect()
}

impl Class {
    fn taker(&self, index: usize) -> Result<Taker<'_>, CalcError> {
        match self {
            Self::Common { id, shares } => Ok(Taker { id, shares, kind: TakerKind::Common }),
            Self::Option(Right { id, shares, strike }) | Self::Warrant(Right { id, shares, strike }) => {
                Ok(Taker { id, shares, kind: TakerKind::Right { strike } })
            }
            Self::Preferred(preferred) => preferred.taker(&format!("classes[{index}].cap_per_share")),
        }
    }
}

impl Preferred {
    fn taker(&self, path: &str) -> Result<Taker<'_>, CalcError> {
        let preference = &*self.preference_per_share + AtLeastZero::or_zero(self.accrued_per_share.as_ref());
        let most = match (self.participation, &self.cap_per_share) {
            (Participation::None, None) => Some(preference.clone()),
            (Participation::Full, None) => None,
            (Participation::Capped, Some(cap)) if **cap < preference => {
                return Err(CalcError::at(path, format!("{cap} is below the preference, {preference}")));
            }
            (Participation::Capped, Some(cap)) => Some((**cap).clone()),
            (Participation::Capped, None) => return Err(CalcError::at(path, "what it is capped at is not said")),
            (Participation::None | Participation::Full, Some(_)) => {
                return Err(CalcError::at(path, "nothing is capped"));
            }
        };
        let ratio = self.conversion_ratio.as_ref().map_or_else(Number::one, |ratio| (**ratio).clone());
        let kind = TakerKind::Preferred { seniority: &self.seniority, preference, ratio, most };
        Ok(Taker { id: &self.id, shares: &self.shares, kind })
    }
}

impl<'c> Taker<'c> {
    /// Its rank and what it is owed before anyone takes by price.
    pub(super) fn preference(&self) -> Option<(&'c Number, Number)> {
        match &self.kind {
            TakerKind::Common | TakerKind::Right { .. } => None,
            TakerKind::Preferred { seniority, preference, .. } => Some((seniority, self.shares * preference)),
        }
    }

    /// What one share takes at a price.
    pub(super) fn claim(&self, price: &Number) -> Number {
        match &self.kind {
            TakerKind::Common => price.clone(),
            TakerKind::Right { strike } => (price - *strike).max(Number::zero()),
            TakerKind::Preferred { preference, ratio, most, .. } => {
                let converted = price * ratio;
                let kept = preference + &converted;
                most.as_ref().map_or_else(|| kept.clone(), |most| kept.clone().min(most.clone())).max(converted)
            }
        }
    }

    /// Prices at which it begins or ceases to take more.
    pub(super) fn bends(&self) -> Result<Vec<Number>, CalcError> {
        Ok(match &self.kind {
            TakerKind::Common | TakerKind::Preferred { most: None, .. } => Vec::new(),
            TakerKind::Right { strike } => vec![(*strike).clone()],
            TakerKind::Preferred { preference, ratio, most: Some(most), .. } => {
                let price = |claim: Number| claim.over(ratio, "classes", "the conversion ratio");
                vec![price(most - preference)?, price(most.clone())?]
            }
        })
    }

    /// Whether it gains by conversion.
    pub(super) fn converts(&self, price: &Number) -> bool {
        match &self.kind {
            TakerKind::Common | TakerKind::Right { .. } | TakerKind::Preferred { most: None, .. } => false,
            TakerKind::Preferred { ratio, most: Some(most), .. } => price * ratio > *most,
        }
    }

    /// Whether it gains by exercise.
    pub(super) fn exercises(&self, price: &Number) -> bool {
        match &self.kind {
            TakerKind::Common | TakerKind::Preferred { .. } => false,
            TakerKind::Right { strike } => price > *strike,
        }
    }
}
