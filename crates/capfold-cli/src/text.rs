//! Numbers and words as people read them.

use capfold_core::exact::Exact;
use capfold_core::text;

/// A number with its thousands apart: `1,611,950.45`.
#[must_use]
pub fn grouped(number: Exact) -> String {
    text::plain(&number.ratio(), 0)
}

/// A count with its noun: `1 entry`, `12,000 entries`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    let shown = i128::try_from(number).ok().and_then(Exact::whole).map_or_else(|| number.to_string(), grouped);
    format!("{shown} {}", if number == 1 { one } else { many })
}

/// A message with the thousands of its numbers apart. Days, ids, quoted text and the numbers of
/// entries stay as they are.
#[must_use]
pub fn group_numbers(message: &str) -> String {
    let mut shown = String::with_capacity(message.len());
    for (nth, part) in message.split('`').enumerate() {
        let quoted = !nth.is_multiple_of(2);
        if nth > 0 {
            shown.push('`');
        }
        if quoted {
            shown.push_str(part);
        } else {
            group_words(part, &mut shown);
        }
    }
    shown
}

/// Words after which a number names something instead of counting it.
const NAMING: &[&str] = &["entry", "number", "line", "column", "at"];

fn group_words(text: &str, shown: &mut String) {
    let mut before = "";
    for (nth, word) in text.split(' ').enumerate() {
        if nth > 0 {
            shown.push(' ');
        }
        let plain = word.trim_end_matches([',', ';', ':', ')']);
        match plain.parse() {
            Ok(number) if !NAMING.contains(&before) => {
                shown.push_str(&grouped(number));
                shown.push_str(word.strip_prefix(plain).unwrap_or_default());
            }
            Ok(_) | Err(_) => shown.push_str(word),
        }
        before = word;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let rows = [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1000", "-1,000"),
            ("-100", "-100"),
            ("1611950.45", "1,611,950.45"),
            ("0.0000000001", "0.0000000001"),
        ];
        for (plain, shown) in rows {
            assert_eq!(grouped(plain.parse().expect("a number of the table")), shown);
        }
    }

    #[test]
    fn only_numbers_that_count_are_grouped() {
        let rows = [
            ("3000000 warrants exercised, 2930819 outstanding", "3,000,000 warrants exercised, 2,930,819 outstanding"),
            ("already corrected by entry 1234", "already corrected by entry 1234"),
            ("number 1234, it stands at 1235", "number 1234, it stands at 1235"),
            ("`3000000` is 1000000, not `1000`", "`3000000` is 1,000,000, not `1000`"),
            ("expired on 2004-02-17", "expired on 2004-02-17"),
            ("1500.5 CAD stated", "1,500.5 CAD stated"),
            ("id 01900000-0000-7000-8000-000000000001", "id 01900000-0000-7000-8000-000000000001"),
            ("an odd ` mark and 1000", "an odd ` mark and 1000"),
        ];
        for (plain, shown) in rows {
            assert_eq!(group_numbers(plain), shown);
        }
    }
}
