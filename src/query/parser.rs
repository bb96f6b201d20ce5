//! Tokens → what is asked for.

use std::{iter::Peekable, ops::Range, vec::IntoIter};

use super::{
    Comparison, Field, Measure, Pattern, Query, QueryError, State, Text, Wanted, When,
    fields::{self, FieldName, KINDS, STATES, Takes},
    letters::folded,
    lexer::{Placed, Token, Value, tokens},
};
use crate::model::{ArticleId, StoryId};

/// Deeper nesting than anybody writes by hand.
const DEPTH: usize = 32;
/// More terms than anybody writes by hand.
const TERMS: usize = 200;

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let tokens = tokens(text);
    if let Some(first) = tokens.get(TERMS) {
        let message = format!("this query is too long; {TERMS} terms are the most");
        return Err(QueryError::new(text, first.range.clone(), message));
    }
    let mut parser = Parser {
        text,
        tokens: tokens.into_iter().peekable(),
    };
    let query = parser.any(0)?;
    match parser.tokens.next() {
        Some(placed) => Err(parser.error(placed.range, "this parenthesis closes nothing")),
        None => Ok(query),
    }
}

/// Letters of a word from which on it may go on while it is typed: fewer begin too many words.
const BEGINNING: usize = 3;

/// Reads a query that is still being typed: its last word may go on.
pub fn parse_typed(text: &str) -> Result<Query, QueryError> {
    let goes_on = match tokens(text).last() {
        Some(Placed {
            range,
            token: Token::Word(word),
        }) => {
            range.end == text.len()
                && word.ends_with(char::is_alphanumeric)
                && word.chars().count() >= BEGINNING
        }
        _ => false,
    };
    if goes_on {
        parse(&format!("{text}*"))
    } else {
        parse(text)
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Peekable<IntoIter<Placed>>,
}

impl Parser<'_> {
    fn error(&self, range: Range<usize>, message: impl Into<String>) -> QueryError {
        QueryError::new(self.text, range, message)
    }

    fn any(&mut self, depth: usize) -> Result<Query, QueryError> {
        let mut branches = vec![self.all(depth)?];
        while let Some(Placed {
            range,
            token: Token::Or,
        }) = self.tokens.peek()
        {
            let range = range.clone();
            self.tokens.next();
            branches.push(self.all(depth)?);
            if branches.iter().any(Query::is_everything) {
                return Err(self.error(range, "\"or\" needs something on both sides"));
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
        while let Some(Placed { token, .. }) = self.tokens.peek() {
            match token {
                Token::Or | Token::Close => break,
                Token::And => drop(self.tokens.next()),
                _ => terms.push(self.term(depth)?),
            }
        }
        Ok(if terms.len() == 1 {
            terms.remove(0)
        } else {
            Query::All(terms)
        })
    }

    fn term(&mut self, depth: usize) -> Result<Query, QueryError> {
        let end = self.text.len();
        let Some(Placed { range, token }) = self.tokens.next() else {
            return Err(self.error(end..end, "something is missing here"));
        };
        if depth > DEPTH {
            return Err(self.error(range, "too many parentheses inside each other"));
        }
        match token {
            Token::Not => Ok(Query::Not(Box::new(self.term(depth + 1)?))),
            Token::Open => self.group(range, depth),
            // What is empty stands in every text.
            Token::Word(text) | Token::Phrase { text, .. } if is_empty(&text) => {
                Err(self.error(range, "there is nothing here to look for"))
            }
            Token::Word(word) => Ok(word_term(&word)),
            Token::Phrase { text, prefix } => Ok(Query::Text(Text {
                words: text,
                prefix,
            })),
            Token::Pattern { text, closed } => {
                self.pattern(range, &text, closed).map(Query::Pattern)
            }
            Token::Field { name, value } => self.field(range, &name, value),
            Token::Or | Token::Close | Token::And => {
                Err(self.error(range, "something is missing before this"))
            }
        }
    }

    fn group(&mut self, open: Range<usize>, depth: usize) -> Result<Query, QueryError> {
        let inside = self.any(depth + 1)?;
        match self.tokens.next() {
            Some(Placed {
                token: Token::Close,
                ..
            }) => Ok(inside),
            _ => Err(self.error(open, "this parenthesis is never closed")),
        }
    }

    fn pattern(
        &self,
        range: Range<usize>,
        text: &str,
        closed: bool,
    ) -> Result<Pattern, QueryError> {
        if !closed {
            let message = "this expression is never closed; end it with /, or put the word in \
                           quotation marks";
            return Err(self.error(range, message));
        }
        Pattern::new(text).map_err(|why| self.error(range, why))
    }

    fn field(&self, range: Range<usize>, name: &str, value: Value) -> Result<Query, QueryError> {
        let name_range = range.start..range.start + name.len();
        let Some(field) = fields::named(name) else {
            return Err(self.error(name_range, unknown_field(name)));
        };
        let value_range = name_range.end + 1..range.end;
        let words = match value {
            Value::Pattern { text, closed } => {
                let Takes::Text(field) = field.takes else {
                    return Err(self.error(value_range, expected(field)));
                };
                let pattern = self.pattern(value_range, &text, closed)?;
                return Ok(Query::Field(field, Wanted::Pattern(pattern)));
            }
            Value::Word(words) | Value::Phrase(words) => words,
        };
        if is_empty(&words) {
            return Err(self.error(range, expected(field)));
        }
        field_term(field, &words).map_err(|message| self.error(value_range, message))
    }
}

/// Whether nothing is left of a text as it is compared: blanks, accents that stand alone.
fn is_empty(text: &str) -> bool {
    folded(text).trim().is_empty()
}

fn word_term(word: &str) -> Query {
    let (words, prefix) = match word.strip_suffix('*') {
        Some(start) if !start.is_empty() => (start, true),
        _ => (word, false),
    };
    Query::Text(Text {
        words: words.to_owned(),
        prefix,
    })
}

fn field_term(field: &FieldName, value: &str) -> Result<Query, String> {
    let found = match field.takes {
        Takes::Text(field) => Some(Query::Field(field, Wanted::Words(value.to_owned()))),
        Takes::Lang => Some(Query::Lang(value.to_lowercase())),
        Takes::State => return state(value).map(Query::Is),
        Takes::Kind => KINDS
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(value))
            .map(Query::Kind),
        Takes::Number(measure) => {
            let digits = match measure {
                Measure::Minutes => without_unit(value),
                _ => value,
            };
            number(digits).map(|(comparison, number)| Query::Number(measure, comparison, number))
        }
        Takes::Changed => match value.to_ascii_lowercase().as_str() {
            "yes" => Some(Query::Is(State::Changed)),
            "no" => Some(Query::Not(Box::new(Query::Is(State::Changed)))),
            _ => None,
        },
        Takes::Since => When::parse(value).map(Query::Since),
        Takes::Before => When::parse(value).map(Query::Before),
        Takes::Story => id(value).map(|id| Query::Story(StoryId(id))),
        Takes::Article => id(value).map(|id| Query::Article(ArticleId(id))),
    };
    found.ok_or_else(|| expected(field))
}

fn state(value: &str) -> Result<State, String> {
    let known = STATES
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(value));
    match known {
        Some((_, state, _)) => Ok(*state),
        None => {
            let names = STATES.iter().map(|(name, ..)| *name);
            let nearest = fields::nearest(value, names.clone());
            Err(format!(
                "{}after \"is:\" comes {}",
                meant(nearest),
                listed(names)
            ))
        }
    }
}

/// What a field takes, as a remedy.
fn expected(field: &FieldName) -> String {
    let name = field.name;
    match field.takes {
        Takes::Text(Field::Tag) => "after \"tag:\" comes a tag".to_owned(),
        Takes::Text(_) => format!("after \"{name}:\" comes what it shall contain"),
        Takes::Lang => "after \"lang:\" comes a language like en or pt-br".to_owned(),
        Takes::State => format!("after \"is:\" comes {}", listed(STATES.iter().map(|s| s.0))),
        Takes::Kind => format!(
            "after \"kind:\" comes {}",
            listed(KINDS.iter().map(|k| k.name()))
        ),
        Takes::Number(_) => {
            format!("after \"{name}:\" comes a number, like {}", field.example)
        }
        Takes::Changed => "after \"changed:\" comes yes or no".to_owned(),
        Takes::Since | Takes::Before => format!(
            "after \"{name}:\" comes a time like 90m, 2d, today, 2026-11-20 or 2026-11-20T14:30"
        ),
        Takes::Story | Takes::Article => format!("after \"{name}:\" comes its number"),
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

fn unknown_field(name: &str) -> String {
    let names = fields::FIELDS.iter().map(|field| field.name);
    let all: Vec<_> = names.clone().collect();
    format!(
        "there is no field \"{name}\"; {}there are {}. To look for it as text, put it in \
         quotation marks",
        meant(fields::nearest(name, names)),
        all.join(", ")
    )
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("\"{name}\" may be meant; "))
}

fn id(value: &str) -> Option<i64> {
    value.parse().ok().filter(|id| *id >= 0)
}

/// Minutes may say that they are.
fn without_unit(value: &str) -> &str {
    let unit = ["min", "m"]
        .iter()
        .find_map(|unit| value.strip_suffix(unit));
    unit.unwrap_or(value)
}

/// A number behind its sign.
fn number(value: &str) -> Option<(Comparison, u32)> {
    let (comparison, digits) = [
        (">=", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        (">", Comparison::More),
        ("<", Comparison::Fewer),
        ("=", Comparison::Equal),
        ("", Comparison::Equal),
    ]
    .into_iter()
    .find_map(|(sign, comparison)| value.strip_prefix(sign).map(|rest| (comparison, rest)))?;
    digits.parse().ok().map(|number| (comparison, number))
}
