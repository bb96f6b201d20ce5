//! Tokens → what is asked for.

use std::{iter::Peekable, vec::IntoIter};

use super::lexer::{Token, tokens};

/// Deeper nesting than anybody writes by hand.
const DEPTH: usize = 32;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// All of these; none of them: everything.
    All(Vec<Query>),
    /// At least one of these.
    Any(Vec<Query>),
    /// Anything but this.
    Not(Box<Query>),
    /// These words, in title or text.
    Text(Text),
    /// The headline contains this.
    Title(String),
    /// The publisher's name contains this.
    Source(String),
    /// Title or address of a feed that carries it contains this.
    Feed(String),
    /// A feed that carries it has this tag.
    Tag(String),
    /// The author's name contains this.
    Author(String),
    /// Language tag.
    Lang(String),
    /// Not marked read.
    Unread,
    /// Marked read.
    Read,
    /// Starred.
    Starred,
    /// Publishers of its story.
    Sources(Comparison, u32),
    /// Independent reports of its story.
    Origins(Comparison, u32),
    /// Published in the last so many seconds.
    Since(u64),
}

impl Query {
    /// Whether it says something about what is muted, which is left out otherwise.
    pub fn asks_for_muted(&self) -> bool {
        match self {
            Self::All(terms) | Self::Any(terms) => terms.iter().any(Self::asks_for_muted),
            Self::Not(term) => term.asks_for_muted(),
            _ => false,
        }
    }
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One word, or several in this order.
    pub words: String,
    /// Whether the last word may go on.
    pub prefix: bool,
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// More than.
    More,
    /// At least.
    AtLeast,
    /// Fewer than.
    Fewer,
    /// At most.
    AtMost,
    /// Exactly.
    Equal,
}

/// Why a query is not understood, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The query is not understood at character {}: {message}", .at + 1)]
pub struct QueryError {
    /// Byte of the query, from 0.
    pub at: usize,
    /// What is wrong there.
    pub message: String,
}

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser {
        tokens: tokens(text).into_iter().peekable(),
        end: text.len(),
    };
    let query = parser.any(0)?;
    match parser.tokens.next() {
        Some((at, _)) => Err(error(at, "this parenthesis closes nothing")),
        None => Ok(query),
    }
}

struct Parser {
    tokens: Peekable<IntoIter<(usize, Token)>>,
    end: usize,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Query, QueryError> {
        let mut branches = vec![self.all(depth)?];
        while let Some((at, Token::Or)) = self.tokens.peek() {
            let at = *at;
            self.tokens.next();
            branches.push(self.all(depth)?);
            if branches
                .iter()
                .any(|branch| *branch == Query::All(Vec::new()))
            {
                return Err(error(at, "\"or\" needs something on both sides"));
            }
        }
        Ok(if branches.len() == 1 {
            branches.remove(0)
        } else {
            Query::Any(branches)
        })
    }

    fn all(&mut self, depth: usize) -> Result<Query, QueryError> {
        let mut terms = Vec::new();
        while let Some((_, token)) = self.tokens.peek() {
            if matches!(token, Token::Or | Token::Close) {
                break;
            }
            terms.push(self.term(depth)?);
        }
        Ok(if terms.len() == 1 {
            terms.remove(0)
        } else {
            Query::All(terms)
        })
    }

    fn term(&mut self, depth: usize) -> Result<Query, QueryError> {
        let Some((at, token)) = self.tokens.next() else {
            return Err(error(self.end, "something is missing here"));
        };
        if depth > DEPTH {
            return Err(error(at, "too many parentheses inside each other"));
        }
        match token {
            Token::Minus => Ok(Query::Not(Box::new(self.term(depth + 1)?))),
            Token::Open => {
                let inside = self.any(depth + 1)?;
                match self.tokens.next() {
                    Some((_, Token::Close)) => Ok(inside),
                    _ => Err(error(at, "this parenthesis is never closed")),
                }
            }
            Token::Phrase { field: None, text } => Ok(Query::Text(Text {
                words: text,
                prefix: false,
            })),
            Token::Phrase {
                field: Some(field),
                text,
            } => field_term(at, &field, &text),
            Token::Word(word) => word_term(at, &word),
            Token::Or | Token::Close => Err(error(at, "something is missing before this")),
        }
    }
}

fn word_term(at: usize, word: &str) -> Result<Query, QueryError> {
    if let Some((field, value)) = word.split_once(':')
        && !value.is_empty()
        && !value.starts_with("//")
        && field.chars().all(|c| c.is_ascii_alphabetic())
    {
        return field_term(at, field, value);
    }
    let (words, prefix) = match word.strip_suffix('*') {
        Some(start) if !start.is_empty() => (start, true),
        _ => (word, false),
    };
    Ok(Query::Text(Text {
        words: words.to_owned(),
        prefix,
    }))
}

fn field_term(at: usize, field: &str, value: &str) -> Result<Query, QueryError> {
    let text = value.to_owned();
    let value_at = at + field.len() + 1;
    Ok(match field.to_ascii_lowercase().as_str() {
        "title" => Query::Title(text),
        "source" => Query::Source(text),
        "feed" => Query::Feed(text),
        "tag" => Query::Tag(text),
        "author" => Query::Author(text),
        "lang" => Query::Lang(text.to_lowercase()),
        "is" => match value {
            "unread" => Query::Unread,
            "read" => Query::Read,
            "starred" => Query::Starred,
            _ => {
                return Err(error(
                    value_at,
                    "after \"is:\" comes unread, read or starred",
                ));
            }
        },
        "sources" => number(value_at, value).map(|(compare, n)| Query::Sources(compare, n))?,
        "origins" => number(value_at, value).map(|(compare, n)| Query::Origins(compare, n))?,
        "since" => Query::Since(seconds(value).ok_or_else(|| {
            error(
                value_at,
                "after \"since:\" comes a time like 90m, 24h or 2d",
            )
        })?),
        _ => {
            return Err(error(
                at,
                "this field is not known; there are title, source, feed, tag, author, lang, is, \
                 sources, origins and since",
            ));
        }
    })
}

fn number(at: usize, value: &str) -> Result<(Comparison, u32), QueryError> {
    let (comparison, digits) = [
        (">=", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        (">", Comparison::More),
        ("<", Comparison::Fewer),
        ("=", Comparison::Equal),
        ("", Comparison::Equal),
    ]
    .into_iter()
    .find_map(|(sign, comparison)| value.strip_prefix(sign).map(|rest| (comparison, rest)))
    .unwrap_or((Comparison::Equal, value));
    digits
        .parse()
        .map(|number| (comparison, number))
        .map_err(|_| error(at, "a number is expected here, like >3"))
}

/// Seconds of "90m", "24h", "2d".
fn seconds(value: &str) -> Option<u64> {
    let (digits, unit) = value.split_at(value.find(|c: char| !c.is_ascii_digit())?);
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

fn error(at: usize, message: impl Into<String>) -> QueryError {
    QueryError {
        at,
        message: message.into(),
    }
}
