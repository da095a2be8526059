//! Arithmetic on what figures can stand for.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::stated::{Ends, Shown, Stated};
use crate::calc::{CalcError, Calculation, Number, Steps};
use crate::interval::Interval;

/// The numbers that an expression can give when each variable is any number of its range. Expressions are
/// written operator first: `["*", "count", "price"]`. A variable that stands twice counts as two: its range is
/// then wider than it could be, never narrower.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::calc) struct Propagate {
    expression: Expression,
    variables: BTreeMap<String, Stated>,
}

#[derive(Debug)]
enum Expression {
    /// A variable, or a number.
    Name(String),
    /// An operator and what it takes.
    Of(Operator, Vec<Expression>),
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
enum Operator {
    #[serde(rename = "+")]
    Plus,
    #[serde(rename = "-")]
    Minus,
    #[serde(rename = "*")]
    Times,
    #[serde(rename = "/")]
    Over,
}

impl Operator {
    const fn sign(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "×",
            Self::Over => "÷",
        }
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Prefix)
    }
}

struct Prefix;

impl<'de> Visitor<'de> for Prefix {
    type Value = Expression;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a variable, or a list: an operator (+ - * /) and two or more expressions")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Expression, E> {
        Ok(Expression::Name(name.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Expression, A::Error> {
        let operator = parts.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let mut of = Vec::new();
        while let Some(part) = parts.next_element()? {
            of.push(part);
        }
        if of.len() < 2 { Err(A::Error::invalid_length(of.len(), &self)) } else { Ok(Expression::Of(operator, of)) }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Of(operator, parts) => {
                let part = |part: &Self| match part {
                    Self::Name(name) => name.clone(),
                    Self::Of(..) => format!("({part})"),
                };
                let parts: Vec<String> = parts.iter().map(part).collect();
                f.write_str(&parts.join(&format!(" {} ", operator.sign())))
            }
        }
    }
}

impl Propagate {
    fn value(&self, expression: &Expression, steps: &mut Steps) -> Result<Interval, CalcError> {
        match expression {
            Expression::Name(name) => {
                let number = || name.parse::<Number>().ok().map(|number| Interval::point(number.into_ratio()));
                let known = self.variables.get(name).map(|stated| stated.range().clone()).or_else(number);
                let range = known.ok_or_else(|| {
                    CalcError::at("expression", format!("`{name}` is neither a variable nor a number"))
                })?;
                steps.say(name, "as stated", Shown(&range));
                Ok(range)
            }
            Expression::Of(operator, parts) => {
                let mut values = Vec::new();
                for part in parts {
                    values.push(self.value(part, steps)?);
                }
                let mut values = values.into_iter();
                let first = values.next().unwrap_or(Interval::ALL);
                let range = values.try_fold(first, |so_far, value| apply(*operator, &so_far, &value))?;
                steps.say(expression.to_string(), "from the ends", Shown(&range));
                Ok(range)
            }
        }
    }
}

fn apply(operator: Operator, left: &Interval, right: &Interval) -> Result<Interval, CalcError> {
    match operator {
        Operator::Plus => Ok(left.plus(right)),
        Operator::Minus => Ok(left.minus(right)),
        Operator::Times => Ok(left.times(right)),
        Operator::Over => {
            let zero = || CalcError::at("expression", format!("{} is divided by, and zero lies in it", Shown(right)));
            Ok(left.times(&right.reciprocal().ok_or_else(zero)?))
        }
    }
}

impl Calculation for Propagate {
    const NAME: &'static str = "rec.propagate";
    const MEANING: &'static str = "The numbers that an expression can give when its variables are known as ranges.";
    const SOURCE: &'static str = "interval arithmetic (IEEE 1788-2015, 10.5), with open and closed ends";
    const EXAMPLE: &'static str = r#"{"expression":["/","loss",["+","opening","issued"]],"variables":{"loss":{"text":"(1,204)","mode":"half_up","scale":"1000"},"opening":{"lo":"9000000","hi":"9100000"},"issued":{"text":"0.5 million","mode":"nearest"}}}"#;
    type Output = Ends;

    fn calculate(&self, steps: &mut Steps) -> Result<Ends, CalcError> {
        self.value(&self.expression, steps).map(Ends::from)
    }
}
