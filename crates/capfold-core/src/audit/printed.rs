//! Printed figures: what a piece of text can stand for.
//!
//! Errors: [`PrintError`].

use std::fmt;
use std::str::FromStr;

use crate::exact::Exact;
use crate::interval::{Interval, Printing};
use crate::money::Currency;

/// A figure as a document prints it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    text: String,
    value: Exact,
    quantum: Exact,
    sign: Sign,
}

/// What stands before the digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// A currency, said in letters or by a sign that only it has.
    Currency(Currency),
    /// A bare `$`: some dollar.
    Dollar,
    /// Nothing: a count.
    None,
}

/// Why a text is not a printed figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a printed figure: digits in groups of three, with `$`, `US$`, `C$`, `€` or a currency code before"
)]
pub struct PrintError(String);

impl Printed {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number that stands there.
    #[must_use]
    pub const fn value(&self) -> Exact {
        self.value
    }

    /// One unit of the last printed digit.
    #[must_use]
    pub const fn quantum(&self) -> Exact {
        self.quantum
    }

    /// What stands before the digits.
    #[must_use]
    pub const fn sign(&self) -> Sign {
        self.sign
    }

    /// The true values that round to the print, half up (ties away from zero).
    #[must_use]
    pub fn means(&self) -> Interval {
        Interval::printed(&self.value.ratio(), &self.quantum.ratio(), Printing::HalfUp)
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for Printed {
    type Err = PrintError;

    fn from_str(text: &str) -> Result<Self, PrintError> {
        read(text).ok_or_else(|| PrintError(text.chars().take(60).collect()))
    }
}

crate::wire::by_text!(Printed, "a printed figure");

fn read(text: &str) -> Option<Printed> {
    let trimmed = text.trim();
    let (negative, inner) = match trimmed.strip_suffix(')') {
        Some(rest) => {
            let (before, after) = rest.split_once('(')?;
            if before.contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
            (true, format!("{before}{after}"))
        }
        None => match trimmed.strip_prefix(['-', '−']) {
            Some(inner) => (true, inner.to_owned()),
            None => (false, trimmed.to_owned()),
        },
    };
    let inner = inner.trim();
    let digits_from = inner.find(|c: char| c.is_ascii_digit())?;
    let (prefix, digits) = inner.split_at_checked(digits_from)?;
    let sign = read_sign(prefix.trim())?;
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, ""),
    };
    let plain = ungrouped(whole)?;
    let has_point = digits.contains('.');
    if has_point && (fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number = if has_point { format!("{plain}.{fraction}") } else { plain };
    let value: Exact = number.parse().ok()?;
    let value = if negative { value.negated() } else { value };
    let quantum = Exact::grain(u32::try_from(fraction.len()).ok()?);
    Some(Printed { text: text.to_owned(), value, quantum, sign })
}

/// Digits without separators; groups, when there are any, have three digits each.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let plain = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let valid = plain(first) && (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3 && plain(group));
    valid.then(|| whole.replace(',', ""))
}

fn read_sign(prefix: &str) -> Option<Sign> {
    let code = match prefix {
        "" => return Some(Sign::None),
        "$" => return Some(Sign::Dollar),
        "US$" | "U.S.$" | "USD$" => "USD",
        "C$" | "CA$" | "CAD$" | "CDN$" | "Cdn$" => "CAD",
        "A$" | "AU$" => "AUD",
        "€" => "EUR",
        "£" => "GBP",
        code => code,
    };
    code.parse().ok().map(Sign::Currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_are_read_as_they_stand() {
        let rows = [
            ("US$1,265,802", "1265802", "1", "USD"),
            ("$0.03", "0.03", "0.01", "$"),
            ("($0.03)", "-0.03", "0.01", "$"),
            ("US$(1,234)", "-1234", "1", "USD"),
            ("−7", "-7", "1", ""),
            ("C$1,234.50", "1234.5", "0.01", "CAD"),
            ("355,000", "355000", "1", ""),
            ("EUR 7", "7", "1", "EUR"),
            ("-12", "-12", "1", ""),
        ];
        for (text, value, quantum, sign) in rows {
            let printed: Printed = text.parse().expect(text);
            let shown = match printed.sign() {
                Sign::Currency(currency) => currency.to_string(),
                Sign::Dollar => "$".to_owned(),
                Sign::None => String::new(),
            };
            assert_eq!(
                (printed.value().to_string(), printed.quantum().to_string(), shown.as_str()),
                (value.to_owned(), quantum.to_owned(), sign),
                "{text}"
            );
        }
        for bad in [
            "",
            "$",
            "1,26,5802",
            "1,265,80",
            "12.3.4",
            "1.",
            "XX5",
            "twenty-four",
            "1,2345",
            "5 m",
            "1e5",
            "(1",
            "1)",
            "((1))",
            "-(1)",
            "1(2)",
        ] {
            assert!(bad.parse::<Printed>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_print_stands_for_what_rounds_to_it() {
        let ratio = |text: &str| text.parse::<Exact>().expect("a number").ratio();
        let rows = [
            ("0.03", "0.025", true),
            ("0.03", "0.035", false),
            ("(0.03)", "-0.035", false),
            ("(0.03)", "-0.025", true),
            ("0", "0.5", false),
        ];
        for (text, value, inside) in rows {
            let printed: Printed = text.parse().expect(text);
            assert_eq!(printed.means().contains(&ratio(value)), inside, "{text} {value}");
        }
    }
}
