//! Whether parts and their total can both be right.

use serde::{Deserialize, Serialize};

use super::printed::{Decimals, nearest, tagged};
use super::stated::{Ends, Figure, Shown};
use crate::calc::{AboveZero, CalcError, Calculation, Number, Steps};
use crate::interval::{Interval, Printing};

/// Whether printed parts and their printed total can all be right: some numbers that the parts can stand for
/// have a sum that the total can stand for.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct SumCheck {
    mode: Printing,
    scale: Option<AboveZero>,
    components: Vec<Component>,
    total: Figure,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Component {
    text: Figure,
    /// -1 for what is taken off.
    #[serde(default = "Number::one")]
    weight: Number,
}

#[derive(Serialize, Debug)]
pub(in crate::calc) struct Checked {
    printed_sum: Number,
    printed_difference: Number,
    #[serde(flatten)]
    ranges: Consistency,
}

/// A sum and its total.
#[derive(Serialize, Debug)]
pub(in crate::calc) struct Consistency {
    sum: Ends,
    total: Ends,
    consistent: bool,
}

fn consistency(parts: impl Iterator<Item = Interval>, total: &Interval, steps: &mut Steps) -> Consistency {
    let nothing = Interval::point(Number::zero().into_ratio());
    let sum = parts.fold(nothing, |sum, part| sum.plus(&part));
    steps.say("sum", "the ranges of the parts, added", Shown(&sum));
    steps.say("total", "what it can stand for", Shown(total));
    let meet = sum.meet(total);
    let value = meet.as_ref().map_or_else(|| "nothing".to_owned(), |meet| Shown(meet).to_string());
    steps.say("both", "in the sum and in the total", value);
    Consistency { sum: sum.into(), total: total.into(), consistent: meet.is_some() }
}

impl Calculation for SumCheck {
    const NAME: &'static str = "rec.sum_check";
    const MEANING: &'static str = "Whether printed parts and their printed total can all be right.";
    const SOURCE: &'static str = "capfold's own: casting differences of rounded figures";
    const EXAMPLE: &'static str = r#"{"mode":"half_up","scale":"1000","components":[{"text":"412"},{"text":"(38)"},{"text":"57","weight":"-1"}],"total":"316"}"#;
    type Output = Checked;

    fn calculate(&self, steps: &mut Steps) -> Result<Checked, CalcError> {
        let scale = self.scale.as_ref();
        let printed: Number = self.components.iter().map(|part| part.text.value(scale) * &part.weight).sum();
        let difference = self.total.value(scale) - &printed;
        steps.say("sum as printed", "each part × its weight", &printed);
        steps.say("difference as printed", format!("{} - the sum", self.total.value(scale)), &difference);
        let parts = self.components.iter().map(|part| part.text.means(self.mode, scale).scaled(&part.weight));
        let ranges = consistency(parts, &self.total.means(self.mode, scale), steps);
        Ok(Checked { printed_sum: printed, printed_difference: difference, ranges })
    }
}

/// Whether tagged contributors and their total are consistent: their ranges, ends included, meet.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct TagCheck {
    total: Tagged,
    contributors: Vec<Contributor>,
    #[serde(default = "nearest")]
    mode: Printing,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Tagged {
    value: Number,
    decimals: Decimals,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Contributor {
    value: Number,
    decimals: Decimals,
    #[serde(default = "Number::one")]
    weight: Number,
}

impl Calculation for TagCheck {
    const NAME: &'static str = "rec.xbrl_calc";
    const MEANING: &'static str = "Whether tagged contributors and their tagged total are consistent.";
    const SOURCE: &'static str = "Calculations 1.1";
    const EXAMPLE: &'static str = r#"{"total":{"value":"91000","decimals":"-3"},"contributors":[{"value":"60400","decimals":"-2"},{"value":"30500","decimals":"INF","weight":"1"}]}"#;
    type Output = Consistency;

    fn calculate(&self, steps: &mut Steps) -> Result<Consistency, CalcError> {
        let parts =
            self.contributors.iter().map(|part| tagged(&part.value, part.decimals, self.mode).scaled(&part.weight));
        Ok(consistency(parts, &tagged(&self.total.value, self.total.decimals, self.mode), steps))
    }
}
