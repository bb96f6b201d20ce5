//! A query's text → tokens with their places.

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word, or `field:value` still in one piece.
    Word(String),
    /// Words between quotation marks, with the field before them if there is one.
    Phrase {
        field: Option<String>,
        text: String,
    },
    /// `-` before a term.
    Minus,
    Open,
    Close,
    Or,
}

/// Tokens and the byte each starts at.
pub(super) fn tokens(text: &str) -> Vec<(usize, Token)> {
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
            '-' if rest[1..].starts_with(|c: char| !c.is_whitespace()) => (Token::Minus, 1),
            '"' => phrase(None, rest, 0),
            _ => word(rest),
        };
        found.push((at, token));
        rest = &rest[length..];
    }
}

fn phrase(field: Option<String>, rest: &str, opening: usize) -> (Token, usize) {
    let inside = &rest[opening + 1..];
    // A quotation mark that is never closed runs to the end, as one expects while typing.
    let (text, length) = match inside.find('"') {
        Some(end) => (&inside[..end], opening + 1 + end + 1),
        None => (inside, rest.len()),
    };
    (
        Token::Phrase {
            field,
            text: text.to_owned(),
        },
        length,
    )
}

fn word(rest: &str) -> (Token, usize) {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'))
        .unwrap_or(rest.len());
    let word = &rest[..end];
    match word.strip_suffix(':') {
        Some(field) if rest[end..].starts_with('"') => phrase(Some(field.to_owned()), rest, end),
        _ if word.eq_ignore_ascii_case("or") => (Token::Or, end),
        _ => (Token::Word(word.to_owned()), end),
    }
}
