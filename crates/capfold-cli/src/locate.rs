//! Where in the text of a line a value stands.
//!
//! A line that is an entry is well formed; one that is not may break off anywhere. The same scanner
//! serves both: it splits any text into tokens and never fails.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// A line split into tokens.
pub(crate) struct Tokens<'line> {
    line: &'line str,
    tokens: Vec<Token>,
}

struct Token {
    kind: Kind,
    span: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Comma,
    Colon,
    Text,
    Word,
}

/// The index of a value's first token.
#[derive(Clone, Copy)]
pub(crate) struct Value(usize);

impl<'line> Tokens<'line> {
    /// Splits a line.
    pub(crate) fn of(line: &'line str) -> Self {
        let mut tokens = Vec::new();
        let mut chars = line.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let kind = match c {
                '{' | '[' => Kind::Open,
                '}' | ']' => Kind::Close,
                ',' => Kind::Comma,
                ':' => Kind::Colon,
                '"' => {
                    pass_text(&mut chars);
                    Kind::Text
                }
                c if c.is_ascii_whitespace() => continue,
                _ => {
                    while chars.next_if(|(_, c)| !c.is_ascii_whitespace() && !r#"{}[],:""#.contains(*c)).is_some() {}
                    Kind::Word
                }
            };
            let end = chars.peek().map_or(line.len(), |(end, _)| *end);
            tokens.push(Token { kind, span: start..end });
        }
        Self { line, tokens }
    }

    /// The value that the whole line is.
    pub(crate) fn root(&self) -> Option<Value> {
        (!self.tokens.is_empty()).then_some(Value(0))
    }

    /// The value under a key of an object.
    pub(crate) fn member(&self, object: Value, key: &str) -> Option<Value> {
        let first = self.inside(object, "{")?.checked_add(2)?;
        let mut values = std::iter::successors(Some(Value(first)), |value| self.next(*value, 3));
        values.find(|value| value.0.checked_sub(2).is_some_and(|at| self.is_key(at, key)))
    }

    /// The value at an index (from 0) of an array.
    pub(crate) fn element(&self, array: Value, index: usize) -> Option<Value> {
        let first = Value(self.inside(array, "[")?);
        std::iter::successors(Some(first), |value| self.next(*value, 1)).nth(index)
    }

    /// The value under a key at any depth of a value: of several, the least deep, then the first.
    pub(crate) fn under(&self, value: Value, key: &str) -> Option<Value> {
        let mut depth = 0_usize;
        let mut found: Option<(usize, usize)> = None;
        for (at, token) in self.tokens.iter().enumerate().take(self.last(value)?).skip(value.0) {
            match token.kind {
                Kind::Open => depth = depth.saturating_add(1),
                Kind::Close => depth = depth.saturating_sub(1),
                Kind::Text if found.is_none_or(|(least, _)| depth < least) && self.is_key(at, key) => {
                    found = Some((depth, at));
                }
                Kind::Text | Kind::Comma | Kind::Colon | Kind::Word => {}
            }
        }
        found?.1.checked_add(2).map(Value)
    }

    /// The value at the end of a path of keys; none when the path leads nowhere.
    pub(crate) fn at(&self, path: &[&str]) -> Option<Value> {
        path.iter().try_fold(self.root()?, |value, key| self.member(value, key))
    }

    /// The value at the end of a path of keys, or the last one that the path leads to.
    pub(crate) fn nearest(&self, path: &[&str]) -> Option<Value> {
        let mut value = self.root()?;
        for key in path {
            let Some(next) = self.member(value, key) else {
                break;
            };
            value = next;
        }
        Some(value)
    }

    /// The key of an object's only member.
    pub(crate) fn tag(&self, object: Value) -> Option<Range<usize>> {
        let token = self.tokens.get(object.0.checked_add(1)?)?;
        (token.kind == Kind::Text).then(|| token.span.clone())
    }

    /// The bytes of a value.
    pub(crate) fn span(&self, value: Value) -> Option<Range<usize>> {
        let first = self.tokens.get(value.0)?;
        let last = self.tokens.get(self.last(value)?)?;
        Some(first.span.start..last.span.end)
    }

    /// The token around a byte.
    pub(crate) fn around(&self, offset: usize) -> Option<Range<usize>> {
        let after = self.tokens.partition_point(|token| token.span.end <= offset);
        let token = self.tokens.get(after)?;
        token.span.contains(&offset).then(|| token.span.clone())
    }

    /// The first token inside of an object or array, unless it is empty.
    fn inside(&self, value: Value, open: &str) -> Option<usize> {
        let token = self.tokens.get(value.0)?;
        let first = value.0.checked_add(1)?;
        let holds = self.line.get(token.span.clone()) == Some(open) && self.kind(first)? != Kind::Close;
        holds.then_some(first)
    }

    /// The value so many tokens after the comma that follows this one; the comma's next token is 1.
    fn next(&self, value: Value, tokens: usize) -> Option<Value> {
        let comma = self.last(value)?.checked_add(1)?;
        (self.kind(comma)? == Kind::Comma).then(|| comma.checked_add(tokens).map(Value))?
    }

    /// The last token of a value.
    fn last(&self, value: Value) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(value.0) {
            match token.kind {
                Kind::Open => depth = depth.saturating_add(1),
                Kind::Close => depth = depth.saturating_sub(1),
                Kind::Comma | Kind::Colon | Kind::Text | Kind::Word => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn is_key(&self, at: usize, key: &str) -> bool {
        if self.kind(at) != Some(Kind::Text) || at.checked_add(1).and_then(|next| self.kind(next)) != Some(Kind::Colon)
        {
            return false;
        }
        let Some(written) = self.tokens.get(at).and_then(|token| self.line.get(token.span.clone())) else {
            return false;
        };
        let plain = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        plain == Some(key)
            || (written.contains('\\') && serde_json::from_str::<String>(written).is_ok_and(|text| text == key))
    }
}

/// Passes the rest of a string, its closing quote included; the end of the line if it has none.
fn pass_text(chars: &mut Peekable<CharIndices<'_>>) {
    while let Some((_, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"id":"a, \"quantity\": 1","event":{"sold":{"lots":[{"q":"1"},{"\u0071":{"r":[2,3]}}],"q" : -5,"none":[{},[]]}}}"#;

    #[track_caller]
    fn check(value: impl FnOnce(&Tokens<'_>) -> Option<Value>, expected: Option<&str>) {
        let tokens = Tokens::of(LINE);
        let found = value(&tokens).and_then(|value| tokens.span(value)).map(|span| &LINE[span]);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_path_leads_to_its_value() {
        check(|line| line.at(&[]), Some(LINE));
        check(|line| line.at(&["event", "sold", "q"]), Some("-5"));
        check(|line| line.at(&["event", "sold", "lots"]), Some(r#"[{"q":"1"},{"\u0071":{"r":[2,3]}}]"#));
        check(|line| line.at(&["quantity"]), None);
        check(|line| line.at(&["id", "event"]), None);
        check(|line| line.nearest(&["event", "sold", "lots", "q"]), Some(r#"[{"q":"1"},{"\u0071":{"r":[2,3]}}]"#));
    }

    #[test]
    fn a_key_is_found_at_any_depth_and_in_a_row() {
        let row = |line: &Tokens<'_>, index| line.under(line.element(line.under(line.root()?, "lots")?, index)?, "q");
        check(|line| line.under(line.root()?, "q"), Some("-5"));
        check(|line| line.under(line.root()?, "r"), Some("[2,3]"));
        check(|line| row(line, 0), Some("\"1\""));
        check(|line| row(line, 1), Some(r#"{"r":[2,3]}"#));
        check(|line| row(line, 2), None);
        check(|line| line.element(line.under(line.root()?, "r")?, 1), Some("3"));
        check(|line| line.element(line.root()?, 0), None);
        check(|line| line.member(line.element(line.under(line.root()?, "none")?, 0)?, "q"), None);
        check(|line| line.element(line.element(line.under(line.root()?, "none")?, 1)?, 0), None);
        check(|line| line.under(line.root()?, "quantity"), None);
    }

    #[test]
    fn any_prefix_of_a_line_is_split_without_a_fault() {
        for end in (0..=LINE.len()).filter(|end| LINE.is_char_boundary(*end)) {
            let tokens = Tokens::of(&LINE[..end]);
            for offset in 0..=end {
                if let Some(span) = tokens.around(offset) {
                    assert!(span.contains(&offset) && span.end <= end);
                }
            }
            let _ = tokens.nearest(&["event", "sold", "q"]).and_then(|value| tokens.span(value));
            let _ = tokens.root().and_then(|root| tokens.under(root, "q"));
        }
    }
}
