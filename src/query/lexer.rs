//! A query's text → tokens with their places. Nothing fails here: what is not closed says so, and the
//! parser decides.

use std::ops::Range;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(String),
    /// What stands between quotation marks; `prefix` if a `*` follows them.
    Phrase {
        text: String,
        prefix: bool,
    },
    /// What stands between slashes; not closed if the second one is missing.
    Pattern {
        text: String,
        closed: bool,
    },
    /// `field:`, with what follows it without a blank.
    Field {
        name: String,
        value: Value,
    },
    /// `-` or `not` before a term.
    Not,
    Open,
    Close,
    Or,
    /// `and`, which changes nothing.
    And,
}

/// What follows the colon of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Word(String),
    Phrase(String),
    Pattern { text: String, closed: bool },
}

/// A token and the bytes it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub range: Range<usize>,
    pub token: Token,
}

/// The tokens of a query.
pub(super) fn tokens(text: &str) -> Vec<Placed> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            return found;
        };
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '|' => (Token::Or, 1),
            '-' if rest[1..].starts_with(|c: char| !c.is_whitespace()) => (Token::Not, 1),
            '"' => phrase(rest),
            '/' => {
                let (text, closed, length) = between_slashes(rest);
                (Token::Pattern { text, closed }, length)
            }
            _ => word(rest),
        };
        found.push(Placed {
            range: at..at + length,
            token,
        });
        rest = &rest[length..];
    }
}

fn phrase(rest: &str) -> (Token, usize) {
    let (text, length) = between_quotes(rest);
    let prefix = rest[length..].starts_with('*');
    (Token::Phrase { text, prefix }, length + usize::from(prefix))
}

/// A quotation mark that is never closed runs to the end, as one expects while typing.
fn between_quotes(rest: &str) -> (String, usize) {
    let inside = &rest[1..];
    match inside.find('"') {
        Some(end) => (inside[..end].to_owned(), end + 2),
        None => (inside.to_owned(), rest.len()),
    }
}

/// An expression may have slashes in it, after a backslash.
fn between_slashes(rest: &str) -> (String, bool, usize) {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '/' => return (text, true, at + 1),
            '\\' => match letters.next() {
                Some((_, '/')) => text.push('/'),
                Some((_, other)) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            other => text.push(other),
        }
    }
    (text, false, rest.len())
}

fn word(rest: &str) -> (Token, usize) {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '|'))
        .unwrap_or(rest.len());
    let word = &rest[..end];
    if let Some((name, value)) = field(word) {
        return field_token(rest, name, value, end);
    }
    let token = match word {
        "or" | "OR" => Token::Or,
        "not" | "NOT" => Token::Not,
        "and" | "AND" => Token::And,
        _ => Token::Word(word.to_owned()),
    };
    (token, end)
}

/// The name before the colon, and the word behind it.
fn field(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic());
    // An address is a word.
    (is_name && !value.starts_with("//")).then_some((name, value))
}

fn field_token(rest: &str, name: &str, value: &str, end: usize) -> (Token, usize) {
    let start = name.len() + 1;
    let (value, length) = if value.is_empty() && rest[end..].starts_with('"') {
        let (text, length) = between_quotes(&rest[end..]);
        (Value::Phrase(text), end + length)
    } else if value.starts_with('/') {
        let (text, closed, length) = between_slashes(&rest[start..]);
        (Value::Pattern { text, closed }, start + length)
    } else {
        (Value::Word(value.to_owned()), end)
    };
    let name = name.to_owned();
    (Token::Field { name, value }, length)
}
