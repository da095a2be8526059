//! 9: a split, and the consolidation after it.

use std::collections::BTreeMap;

use capfold_core::entry::{Cut, Entry};
use capfold_core::exact::Exact;
use capfold_core::ledger::{Balance, Ledger};
use serde_json::Value;

use super::logs::{View, known_after, log_of, spread};
use super::rewritten::compare;
use super::{Checked, Prefix, Violation};

/// 9: a split multiplies counts alone, and the consolidation after it restores them: four new shares,
/// options or warrants for each, at a quarter of each price.
///
/// No event splits: the log is written as if its shares had been split before it began, and then as if
/// they had been consolidated again. Every product of a quantity and a price stays, so that ownership
/// and all money are unchanged to the cent. It says nothing of a log in which a price has no quarter in
/// ten decimals, or a count no fourfold in eighteen digits; that returns `Ok`.
///
/// # Errors
/// The first earlier position at which something else changes.
pub fn splits_change_counts_alone(entries: &[Entry]) -> Result<(), Violation> {
    splits_change_counts_by(entries, 4)
}

/// 9, with a ratio of your own: so many shares for each.
///
/// # Errors
/// As [`splits_change_counts_alone`].
pub fn splits_change_counts_by(entries: &[Entry], ratio: u32) -> Result<(), Violation> {
    let ratio = i128::from(ratio);
    let Some(split) = restated(entries, Ratio { multiply: true, by: ratio }) else { return Ok(()) };
    let Some(consolidated) = restated(&split, Ratio { multiply: false, by: ratio }) else { return Ok(()) };
    held(entries, &split, &consolidated, ratio).map_err(|broken| broken.of(9))
}

fn held(entries: &[Entry], split: &[Entry], consolidated: &[Entry], ratio: i128) -> Checked {
    let (log, split, consolidated) = (log_of(entries), log_of(split), log_of(consolidated));
    for index in spread(entries.len(), 3) {
        let cut = known_after(index.saturating_add(1));
        compare(&log, &split, cut, "after a split", |ledger| more(ledger, ratio), Ledger::balances)?;
    }
    let end = Cut::default();
    View::of(&log, end).same(Prefix::at(end), "after a split and a consolidation", &View::of(&consolidated, end))
}

/// The balances with so many times every count, and the same money.
fn more(ledger: &Ledger, ratio: i128) -> BTreeMap<String, Balance> {
    let times = |number: Exact| Exact::from_raw(number.raw().saturating_mul(ratio));
    let scale = |(key, balance): (String, Balance)| {
        let counted = !key.starts_with("currency:");
        let amount = if counted { times(balance.amount) } else { balance.amount };
        (key, Balance { amount, ..balance })
    };
    ledger.balances().into_iter().map(scale).collect()
}

/// How counts change; prices change the other way.
#[derive(Clone, Copy)]
struct Ratio {
    multiply: bool,
    by: i128,
}

impl Ratio {
    const fn of_prices(self) -> Self {
        Self { multiply: !self.multiply, ..self }
    }

    /// Rewrites a decimal text; none where the result has no text.
    fn apply(self, value: &mut Value) -> Option<()> {
        let Value::String(text) = value else { return Some(()) };
        let raw = text.parse::<Exact>().ok()?.raw();
        let changed = if self.multiply {
            raw.checked_mul(self.by)?
        } else {
            let whole = raw.checked_rem(self.by)? == 0;
            raw.checked_div(self.by).filter(|_| whole)?
        };
        *text = Exact::from_raw(changed).to_string();
        Some(())
    }

    /// Rewrites a number or a price in any of its forms: stated, the rest beside an assumed part, or
    /// assumed between bounds.
    fn apply_all(self, value: &mut Value) -> Option<()> {
        if value.is_string() {
            return self.apply(value);
        }
        for key in ["amount", "rest_of", "chosen", "low", "high"] {
            match value.get_mut(key) {
                Some(inner) if key == "amount" => self.apply_all(inner)?,
                Some(inner) => self.apply(inner)?,
                None => {}
            }
        }
        Some(())
    }
}

/// The entries with other counts and prices; none where one has no text in the format of lines.
fn restated(entries: &[Entry], ratio: Ratio) -> Option<Vec<Entry>> {
    let restate = |entry: &Entry| {
        let mut line: Value = serde_json::from_str(&entry.to_line().ok()?).ok()?;
        restate_within(line.get_mut("event")?, "", ratio)?;
        Entry::parse(line.to_string().as_bytes()).ok()
    };
    entries.iter().map(restate).collect()
}

fn restate_within(value: &mut Value, own: &str, ratio: Ratio) -> Option<()> {
    if own == "class_registered"
        && let Some(class) = value.as_object_mut()
    {
        class.entry("grain").or_insert_with(|| Value::from("1"));
    }
    if let Some(list) = value.as_array_mut() {
        return list.iter_mut().try_for_each(|row| restate_within(row, own, ratio));
    }
    for (key, inner) in value.as_object_mut().into_iter().flatten() {
        match key.as_str() {
            "quantity" | "grain" | "limit" | "limited" => ratio.apply_all(inner)?,
            // The price of a purchase is no price per share.
            "price" if own == "purchase_option" => {}
            "price" | "strike" | "par" => ratio.of_prices().apply_all(inner)?,
            name => restate_within(inner, name, ratio)?,
        }
    }
    Some(())
}
