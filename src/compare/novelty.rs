//! What is new in an article to somebody who has seen others of its story: the sentences that carry
//! a name, a figure or a quote which none of those has.
//!
//! The inverse, to dim what was seen by how much sentences overlap, fails: reports of one event share
//! few runs of words, and what they share is not what they say.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    account::{Account, Casing, Place},
    known::{Seen, counted, is_name, is_small},
};
use crate::text::{Figure, NameKind, Unit};

/// What is new of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A name.
    Name,
    /// A number with its unit.
    Figure,
    /// Somebody's words.
    Quote,
}

impl TokenKind {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Figure => "figure",
            Self::Quote => "quote",
        }
    }
}

/// Something new in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the text of the sentence's block.
    pub range: Range<usize>,
    /// It, word for word.
    pub text: String,
}

/// A sentence with something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSentence {
    /// Its place among the sentences of the article.
    pub statement: usize,
    /// What is new in it, from left to right.
    pub tokens: Vec<Token>,
}

/// What is new in an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Novelty {
    /// The sentences with something new.
    pub sentences: Vec<NewSentence>,
    /// Sentences that stand word for word in what was seen.
    pub repeated: Vec<usize>,
    /// How many different names, figures and quotes are new.
    pub count: u32,
}

/// A sentence of fewer words is not called a repetition.
const LEAST_REPEATED: usize = 8;
/// So much of a sentence stands in what was seen for it to be a repetition.
const REPEATED: f32 = 0.8;

/// What is new in an article to somebody who knows that much of its story.
pub fn novelty(account: &Account, known: Seen<'_>, casing: &FxHashMap<u32, Casing>) -> Novelty {
    let mut new = Novelty::default();
    let mut counted: FxHashSet<(TokenKind, String)> = FxHashSet::default();
    for (at, statement) in account.statements.iter().enumerate() {
        if matches!(statement.place, Place::Heading | Place::Beside) {
            continue;
        }
        if statement.words.len() >= LEAST_REPEATED && known.repeated(&statement.words) >= REPEATED {
            new.repeated.push(at);
        }
        let mut tokens = Vec::new();
        let shifted = |range: &Range<usize>| {
            statement.range.start + range.start..statement.range.start + range.end
        };
        for figure in &statement.figures {
            if is_telling(figure, &statement.text) && !known.has_figure(figure, &statement.text) {
                counted.insert((TokenKind::Figure, figure.normal()));
                let range = amount(figure, &statement.text);
                tokens.push(Token {
                    kind: TokenKind::Figure,
                    range: shifted(&range),
                    text: statement.text[range].to_owned(),
                });
            }
        }
        for name in &statement.names {
            let is_new = is_name(name, casing) && !known.has_name(&name.key);
            let overlaps = statement.figures.iter().any(|figure| {
                figure.range.start < name.range.end && name.range.start < figure.range.end
            });
            if is_new && (!overlaps || name.kind == NameKind::Identifier) {
                counted.insert((TokenKind::Name, name.key.join(" ")));
                tokens.push(Token {
                    kind: TokenKind::Name,
                    range: shifted(&name.range),
                    text: statement.text[name.range.clone()].to_owned(),
                });
            }
        }
        for quote in account.quotes.iter().filter(|quote| quote.statement == at) {
            if !known.has_quote(&quote.words) {
                counted.insert((TokenKind::Quote, quote.text.clone()));
                tokens.push(Token {
                    kind: TokenKind::Quote,
                    range: quote.range.clone(),
                    text: quote.text.clone(),
                });
            }
        }
        tokens.sort_by_key(|token| (token.range.start, token.range.end));
        if !tokens.is_empty() {
            new.sentences.push(NewSentence {
                statement: at,
                tokens,
            });
        }
    }
    new.count = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    new
}

/// The number of a figure with its unit, a small one with what it counts: of "more than 10 miles" the
/// miles are new, not how they are told.
fn amount(figure: &Figure, text: &str) -> Range<usize> {
    let end = figure.range.end.max(figure.number.end);
    if is_small(figure)
        && let Some((_, end)) = counted(text, figure)
    {
        return figure.number.start..end;
    }
    let before = text.get(figure.range.start..figure.number.start);
    let before = before.unwrap_or_default().trim_end();
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    // "$", "US$", "EUR"; "about" is none.
    let is_currency = matches!(figure.unit, Unit::Money(_))
        && !word.is_empty()
        && !word.chars().any(char::is_lowercase);
    let start = if is_currency {
        figure.range.start + before.len() - word.len()
    } else {
        figure.number.start
    };
    start..end
}

/// Whether a figure says something by itself: a small number does with what it counts.
fn is_telling(figure: &Figure, sentence: &str) -> bool {
    match figure.unit {
        Unit::Ordinal => false,
        _ if is_small(figure) => counted(sentence, figure).is_some(),
        _ => true,
    }
}
