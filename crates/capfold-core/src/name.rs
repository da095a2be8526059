//! Names and positions: what entries call things, and where they stand in the log.

use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

/// The short stable name of a holder, class, series, plan, grant, property, project, account,
/// agreement, document or assumption: `[a-z0-9][a-z0-9-]{0,63}`. Display names stand in the
/// registration. Each kind of thing has names of its own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(SmolStr);

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a name: 1 to 64 of a-z, 0-9 and `-`, not starting with `-`")]
pub struct NameError(String);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let letter = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let valid = text.len() <= 64
            && text.as_bytes().first().is_some_and(letter)
            && text.bytes().all(|byte| letter(&byte) || byte == b'-');
        if valid { Ok(Self(SmolStr::new(text))) } else { Err(NameError(text.chars().take(70).collect())) }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
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
