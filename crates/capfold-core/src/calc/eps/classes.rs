//! Several classes of shares that share profit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::each_once;
use crate::calc::{AboveZero, AtLeastZero, CalcError, Calculation, Number, Steps};

/// Earnings per share of each class by the two-class method (IAS 33.A13–A14; ASC 260-10-45-60 to 45-68): the
/// dividends declared, and the class's part of what is left as if all of it were distributed.
///
/// A loss that is left goes only to the classes that have to share losses.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct TwoClass {
    profit: Number,
    classes: Vec<Class>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Class {
    id: String,
    shares: AboveZero,
    declared_per_share: AtLeastZero,
    /// What a share takes part in, of what is left: 1 in full, 0 in nothing.
    weight: AtLeastZero,
    /// If not said, only the class named `ordinary` does.
    shares_losses: Option<bool>,
}

#[derive(Serialize, Debug)]
struct OfClass {
    distributed_per_share: Number,
    undistributed: Number,
    undistributed_per_share: Number,
    eps: Number,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct OfClasses {
    undistributed_total: Number,
    classes: BTreeMap<String, OfClass>,
}

impl Class {
    fn takes_part(&self, loss: bool) -> bool {
        !loss || self.shares_losses.unwrap_or(self.id == "ordinary")
    }

    /// In what is left.
    fn part(&self) -> Number {
        &*self.shares * &*self.weight
    }
}

impl Calculation for TwoClass {
    const NAME: &'static str = "eps.two_class";
    const MEANING: &'static str = "Earnings per share of each class of shares that takes part in profit.";
    const SOURCE: &'static str = "IAS 33.A13–A14; ASC 260-10-45-60 to 45-68";
    const EXAMPLE: &'static str = r#"{"profit":"900","classes":[{"id":"ordinary","shares":"200","declared_per_share":"1","weight":"1"},{"id":"founders","shares":"100","declared_per_share":"2","weight":"1/2","shares_losses":true}]}"#;
    type Output = OfClasses;

    fn calculate(&self, steps: &mut Steps) -> Result<OfClasses, CalcError> {
        each_once(self.classes.iter().map(|class| class.id.as_str()), "classes")?;
        let declared: Number = self.classes.iter().map(|class| &*class.shares * &*class.declared_per_share).sum();
        let left = &self.profit - &declared;
        steps.say("undistributed", format!("{} − {declared} declared", self.profit), &left);
        let loss = left < Number::zero();
        let parts: Number = self.classes.iter().filter(|class| class.takes_part(loss)).map(Class::part).sum();
        if parts == Number::zero() && left != Number::zero() {
            let what = if loss { "shares losses" } else { "takes part in profit" };
            return Err(CalcError::at("classes", format!("{left} is left, and no class {what}")));
        }
        let mut classes = BTreeMap::new();
        for class in &self.classes {
            let undistributed = if class.takes_part(loss) && left != Number::zero() {
                (&left * class.part()).over(&parts, "classes", "what takes part")?
            } else {
                Number::zero()
            };
            let per_share = undistributed.over(&class.shares, "classes", "the number of shares")?;
            let eps = &*class.declared_per_share + &per_share;
            let how = format!("{} + {undistributed} ÷ {}", class.declared_per_share, class.shares);
            steps.say(&class.id, how, &eps);
            let of_class = OfClass {
                distributed_per_share: (*class.declared_per_share).clone(),
                undistributed,
                undistributed_per_share: per_share,
                eps,
            };
            classes.insert(class.id.clone(), of_class);
        }
        Ok(OfClasses { undistributed_total: left, classes })
    }
}
