//! What may stand at the cursor of a query that is being typed.

use std::ops::Range;

use super::{
    Field,
    fields::{self, FIELDS, KINDS, STATES, Takes},
    letters::folded,
    lexer::{Placed, Token, Value, tokens},
};

/// Candidates at the most.
const MOST: usize = 50;

/// The names that the cache knows, those used most first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Titles of the feeds.
    pub feeds: Vec<String>,
    /// Tags of feeds, publishers and the reader's own.
    pub tags: Vec<String>,
    /// Publishers.
    pub sources: Vec<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// Saved queries: name and query.
    pub saved: Vec<(String, String)>,
}

/// What may stand at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// The bytes that a candidate takes the place of.
    pub range: Range<usize>,
    /// Best first.
    pub candidates: Vec<Candidate>,
}

/// Something that may stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is put there.
    pub insert: String,
    /// What is shown of it.
    pub shown: String,
    /// What it means; may be empty.
    pub help: String,
}

impl Candidate {
    fn new(insert: impl Into<String>, help: impl Into<String>) -> Self {
        let insert = insert.into();
        Self {
            shown: insert.clone(),
            insert,
            help: help.into(),
        }
    }
}

/// What may stand at the byte `cursor` of a query.
pub fn complete(text: &str, cursor: usize, names: &Names) -> Completions {
    let cursor = (0..=cursor.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    // What stands behind the cursor does not say what may stand before it.
    let last = tokens(&text[..cursor]).pop();
    match last {
        Some(Placed { range, token }) if range.end == cursor => at_token(range, token, names),
        _ => at_start("", cursor..cursor, names),
    }
}

fn at_token(range: Range<usize>, token: Token, names: &Names) -> Completions {
    match token {
        Token::Word(word) => at_start(&word, range, names),
        Token::Field { name, value } => {
            let typed = match value {
                Value::Word(typed) | Value::Phrase(typed) => typed,
                Value::Pattern { .. } => return Completions::default(),
            };
            let Some(field) = fields::named(&name) else {
                return Completions::default();
            };
            Completions {
                range: range.start + name.len() + 1..range.end,
                candidates: values(field.takes, &typed, names),
            }
        }
        Token::Not | Token::Open if range.len() == 1 => at_start("", range.end..range.end, names),
        _ => Completions::default(),
    }
}

/// A term begins here: a field, or a saved query.
fn at_start(typed: &str, range: Range<usize>, names: &Names) -> Completions {
    let fields = FIELDS.iter().map(|field| {
        let insert = format!("{}:", field.name);
        (field.name, Candidate::new(insert, field.help))
    });
    let saved = names.saved.iter().map(|(name, query)| {
        let candidate = Candidate {
            insert: format!("({query})"),
            shown: name.clone(),
            help: query.clone(),
        };
        (name.as_str(), candidate)
    });
    let wanted = folded(typed);
    let candidates = fields
        .chain(saved)
        .filter(|(name, _)| folded(name).starts_with(&wanted))
        .map(|(_, candidate)| candidate);
    Completions {
        range,
        candidates: candidates.take(MOST).collect(),
    }
}

fn values(takes: Takes, typed: &str, names: &Names) -> Vec<Candidate> {
    let known = |names: &[String]| -> Vec<Candidate> {
        let named = names.iter().map(|name| Candidate {
            insert: quoted(name),
            shown: name.clone(),
            help: String::new(),
        });
        likely(typed, named)
    };
    let fixed = |values: &[(&str, &str)]| {
        let candidates = values
            .iter()
            .map(|(value, help)| Candidate::new(*value, *help));
        likely(typed, candidates)
    };
    match takes {
        Takes::Text(Field::Feed) => known(&names.feeds),
        Takes::Text(Field::Tag) => known(&names.tags),
        Takes::Text(Field::Source) => known(&names.sources),
        Takes::Text(Field::Author) => known(&names.authors),
        Takes::Text(Field::Title | Field::Url) | Takes::Story | Takes::Article => Vec::new(),
        Takes::Lang => known(&names.languages),
        Takes::State => likely(
            typed,
            STATES
                .iter()
                .map(|(name, _, help)| Candidate::new(*name, *help)),
        ),
        Takes::Kind => likely(
            typed,
            KINDS.iter().map(|kind| Candidate::new(kind.name(), "")),
        ),
        Takes::Changed => fixed(&[("yes", ""), ("no", "")]),
        Takes::Since | Takes::Before => fixed(&[
            ("today", "midnight"),
            ("yesterday", "midnight before"),
            ("24h", "a day back"),
            ("7d", "a week back"),
            ("4w", "four weeks back"),
        ]),
        Takes::Number(_) => fixed(&[
            (">", "more than"),
            (">=", "at least"),
            ("<", "fewer than"),
            ("<=", "at most"),
        ]),
    }
}

/// Candidates that begin with what is typed, then those that contain it.
fn likely(typed: &str, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let wanted = folded(typed);
    let (first, others): (Vec<_>, Vec<_>) = candidates
        .filter(|candidate| folded(&candidate.shown).contains(&wanted))
        .partition(|candidate| folded(&candidate.shown).starts_with(&wanted));
    first.into_iter().chain(others).take(MOST).collect()
}

/// A name as it stands behind a field: between quotation marks if it must.
pub fn quoted(name: &str) -> String {
    let plain = !name.is_empty()
        && !name.starts_with('/')
        && !name
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '|'));
    if plain {
        name.to_owned()
    } else {
        // A quotation mark cannot be told from the one that ends the name.
        format!("\"{}\"", name.replace('"', " "))
    }
}

/// A query in parentheses, so that it stays what it is beside others. A quotation mark that is open
/// to its end is closed before them.
pub fn grouped(query: &str) -> String {
    let query = query.trim();
    let open = tokens(query).last().is_some_and(|last| {
        let text = &query[last.range.clone()];
        let is_phrase = match &last.token {
            Token::Phrase { .. } => true,
            Token::Field { value, .. } => matches!(value, Value::Phrase(_)),
            _ => false,
        };
        is_phrase && text.matches('"').count() == 1
    });
    match query.chars().last() {
        _ if open => format!("({query}\")"),
        // A sign that stands alone would belong to the parenthesis.
        Some('-') => format!("({query} )"),
        _ => format!("({query})"),
    }
}
