//! Printed figures that should add up to another.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::judge::{Auditor, Judgement, Row};
use super::sheet::{Relation, Sheet, Statement};
use super::{Sign, Verdict};
use crate::event::{AssumedValue, Event};
use crate::interval::{End, Interval};
use crate::money::Currency;
use crate::name::Name;
use crate::text::plain;

impl Auditor<'_> {
    pub(super) fn relation(&self, sheet: &Sheet, relation: &Relation) -> Result<Judgement, String> {
        let find = |id: &Name| {
            sheet.statements.iter().find(|s| s.id == *id).ok_or_else(|| format!("there is no statement `{id}`"))
        };
        let total = find(&relation.equals)?;
        let parts = relation.sum.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        if let Some(part) = parts.iter().find(|part| part.printed.sign() != total.printed.sign()) {
            let (one, two) = (&part.printed, &total.printed);
            return Err(format!("`{}` prints {one} and `{}` {two}: give one sign to all", part.id, total.id));
        }
        let time = |statement: &Statement| (statement.period, statement.as_of);
        if let Some(part) = parts.iter().find(|part| time(part) != time(total)) {
            return Err(format!("`{}` and `{}` are of different times", part.id, total.id));
        }
        Ok(self.added(relation, &parts, total))
    }

    fn added(&self, relation: &Relation, parts: &[&Statement], total: &Statement) -> Judgement {
        let mut rows = Vec::new();
        let mut sum = BigRational::zero();
        let mut means = Interval::point(BigRational::zero());
        for part in parts {
            let value = part.printed.value().ratio();
            sum += &value;
            means = add(&means, &part.printed.means());
            let places = crate::text::places(&value);
            let (label, detail) = (part.label.to_string(), part.printed.to_string());
            rows.push(Row { label, detail, interval: Interval::point(value), places });
        }
        let places = crate::text::places(&sum);
        let together = Interval::point(sum.clone());
        rows.push(Row { label: "together".to_owned(), detail: String::new(), interval: together, places });
        let difference = &sum - total.printed.value().ratio();
        let verdict = if difference.is_zero() {
            Verdict::Exact
        } else if means.meet(&total.printed.means()).is_some() {
            Verdict::Rounding
        } else {
            Verdict::Contradictory
        };
        let mut notes = Vec::new();
        if verdict == Verdict::Contradictory {
            notes.push(self.gap(&sum, &difference, parts, total));
        }
        Judgement {
            id: relation.id.clone(),
            label: relation.label.to_string(),
            at: total.at.to_string(),
            printed: total.printed.to_string(),
            means: total.printed.means(),
            places: crate::text::places(&total.printed.quantum().ratio()).saturating_add(1),
            verdict,
            value: Some(sum),
            unit: None,
            range: Some(means),
            difference: Some(difference),
            rows,
            notes,
            entries: Vec::new(),
            rests: Vec::new(),
            explain: Vec::new(),
        }
    }

    /// Says by how much a sum misses, and which assumption of the log closes the gap.
    fn gap(&self, sum: &BigRational, difference: &BigRational, parts: &[&Statement], total: &Statement) -> String {
        let word = if difference.is_positive() { "more" } else { "less" };
        let (sum, amount) = (plain(sum, 0), plain(&difference.abs(), 0));
        let closes = self.closing(difference, parts, total);
        let closes = closes.map(|name| format!("; the log closes the gap with assumption {name}"));
        format!("{sum} is {amount} {word} than \"{}\" as printed{}.", total.label, closes.unwrap_or_default())
    }

    /// The assumption of that very amount, made to fit one of the statements.
    fn closing(&self, difference: &BigRational, parts: &[&Statement], total: &Statement) -> Option<Name> {
        let gap = difference.abs();
        let is_money = |currency: Currency| match total.printed.sign() {
            Sign::Currency(printed) => printed == currency,
            Sign::Dollar => currency.is_dollar(),
            Sign::None => false,
        };
        let here = |id: &Name| total.id == *id || parts.iter().any(|part| part.id == *id);
        self.folds.events().into_iter().find_map(|event| {
            let Event::AssumptionMade(made) = event else { return None };
            let closes = matches!(&made.value, AssumedValue::Amount(value)
                if value.chosen.ratio() == gap && is_money(value.currency));
            (closes && made.fitted_to.iter().any(here)).then(|| made.assumption.clone())
        })
    }
}

/// Sum of two ranges.
fn add(a: &Interval, b: &Interval) -> Interval {
    let end = |a: &Option<End>, b: &Option<End>| match (a, b) {
        (Some(a), Some(b)) => Some(End { at: &a.at + &b.at, closed: a.closed && b.closed }),
        _ => None,
    };
    Interval { low: end(&a.low, &b.low), high: end(&a.high, &b.high) }
}
