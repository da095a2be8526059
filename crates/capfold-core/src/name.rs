//! Names and positions: what entries call things, and where they stand in the log.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering as AtomicOrdering};

use foldhash::fast::RandomState;
use smol_str::SmolStr;

/// The short stable name of a holder, class, series, plan, grant, property, project, account,
/// agreement, document or assumption: `[a-z0-9][a-z0-9-]{0,63}`. Display names stand in the
/// registration. Each kind of thing has names of its own.
///
/// A log gives each name that it reads a symbol, so that a ledger finds what it stands for in a dense
/// table. The symbol is a shortcut and no part of the name: names are equal when their texts are.
#[derive(Clone)]
pub struct Name {
    text: SmolStr,
    symbol: Symbol,
}

/// The number of a name within one log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// The log that gave it; zero for a name outside any log.
    pub(crate) log: u32,
    /// Its position among the log's names.
    pub(crate) index: u32,
}

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a name: 1 to 64 of a-z, 0-9 and `-`, not starting with `-`")]
pub struct NameError(String);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) const fn symbol(&self) -> Symbol {
        self.symbol
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// The names of a log, each with its symbol.
#[derive(Debug)]
pub(crate) struct Interner {
    log: u32,
    symbols: HashMap<SmolStr, u32, RandomState>,
}

impl Default for Interner {
    /// Logs are told apart by a number, so that a symbol is never taken for one of another log. The
    /// number decides nothing else.
    fn default() -> Self {
        static LOGS: AtomicU32 = AtomicU32::new(1);
        Self { log: LOGS.fetch_add(1, AtomicOrdering::Relaxed), symbols: HashMap::default() }
    }
}

impl Interner {
    /// Gives a name its symbol.
    pub(crate) fn intern(&mut self, name: &mut Name) {
        let next = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
        let index = match self.symbols.get(&name.text) {
            Some(index) => *index,
            None => *self.symbols.entry(name.text.clone()).or_insert(next),
        };
        name.symbol = Symbol { log: self.log, index };
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let letter = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let valid = text.len() <= 64
            && text.as_bytes().first().is_some_and(letter)
            && text.bytes().all(|byte| letter(&byte) || byte == b'-');
        if valid {
            Ok(Self { text: SmolStr::new(text), symbol: Symbol::default() })
        } else {
            Err(NameError(text.chars().take(70).collect()))
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

crate::wire::by_text!(Name, "a name");

/// A display name or title: not empty, at most 1000 characters, no control or bidirectional
/// formatting characters (a printed register must read as it is stored).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label(String);

/// Why a label was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Nothing or blanks only.
    #[error("text must not be empty")]
    Empty,
    /// Longer than the limit.
    #[error("text is longer than {limit} characters", limit = Label::LIMIT)]
    TooLong,
    /// A character that would not show, or would show elsewhere.
    #[error("text contains the invisible character U+{0:04X}")]
    Invisible(u32),
}

impl Label {
    /// Characters allowed.
    pub const LIMIT: usize = 1000;

    /// The label as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters and the marks, embeddings, overrides and isolates of bidirectional text.
fn is_invisible(c: char) -> bool {
    let bidirectional =
        matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || bidirectional || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

impl FromStr for Label {
    type Err = LabelError;

    fn from_str(text: &str) -> Result<Self, LabelError> {
        if text.trim().is_empty() {
            return Err(LabelError::Empty);
        }
        if text.chars().count() > Self::LIMIT {
            return Err(LabelError::TooLong);
        }
        match text.chars().find(|c| is_invisible(*c)) {
            Some(c) => Err(LabelError::Invisible(u32::from(c))),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

crate::wire::by_text!(Label, "text");

/// The position of an entry in the order of knowledge; the first is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_their_grammar() {
        let long = "a".repeat(64);
        for good in ["w-2003-a", "0", "public", long.as_str()] {
            assert!(good.parse::<Name>().is_ok(), "{good}");
        }
        let longer = "a".repeat(65);
        for bad in ["", "-a", "A", "a b", "a_b", "é", longer.as_str()] {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }

    #[test]
    fn labels_show_what_they_store() {
        assert!("Idaho–Maryland".parse::<Label>().is_ok());
        for bad in ["", "  ", "a\u{202E}b", "a\nb", "a\u{0}b"] {
            assert!(bad.parse::<Label>().is_err(), "{bad:?}");
        }
    }
}
