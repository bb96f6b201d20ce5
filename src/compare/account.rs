//! An article read for comparing: its sentences, and in each the names, the figures and what is
//! quoted. It is read once; everything else is computed from it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::{
    model::{Block, CitedWork, Document},
    text::{
        Figure, Language, LanguageGuess, NameKind, begins_sentence, figures, fold, hash_word,
        name_key, names, quotes, sentences, words,
    },
};

/// What sort of line a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A heading: its capitals say nothing, and it is not new by itself.
    Heading,
    /// Running text.
    Text,
    /// An item of a list.
    Item,
    /// What the publisher says in short, over the text.
    Standfirst,
    /// A caption, a kicker, a table: beside the text.
    Beside,
}

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSeen {
    /// Its bytes in the sentence.
    pub range: Range<usize>,
    /// What it is made of.
    pub kind: NameKind,
    /// Only other sentences tell whether it is one.
    pub initial: bool,
    /// The words that tell it from others, folded.
    pub key: Vec<String>,
}

/// A sentence of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The block of the document it is in.
    pub block: usize,
    /// Its bytes in the text of that block.
    pub range: Range<usize>,
    /// What it says.
    pub text: String,
    /// What sort of line it is.
    pub place: Place,
    /// What may be names in it.
    pub names: Vec<NameSeen>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Its words, as hashes of their folded forms.
    pub words: Vec<u32>,
}

/// Somebody's words in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The sentence it begins in.
    pub statement: usize,
    /// Its bytes in the text of that sentence's block.
    pub range: Range<usize>,
    /// What is quoted.
    pub text: String,
    /// Its words, as hashes of their folded forms.
    pub words: Vec<u32>,
}

/// How a word is written in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Casing {
    /// With a small letter.
    pub small: u16,
    /// With a capital inside a sentence.
    pub capital: u16,
}

/// An article read for comparing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// Its headline.
    pub title: String,
    /// Who wrote it, as its feed says.
    pub author: Option<String>,
    /// Its sentences in order.
    pub statements: Vec<Statement>,
    /// What it quotes, in order.
    pub quotes: Vec<Quote>,
    /// Works that it lists as its sources.
    pub cited: Vec<CitedWork>,
    /// How its words are written.
    pub casing: FxHashMap<u32, Casing>,
    /// Its language.
    pub language: Language,
}

impl Account {
    /// Reads an article; `lang` is the language its feed gives.
    pub fn new(title: &str, document: &Document, lang: Option<&str>) -> Self {
        let mut account = Self {
            title: title.to_owned(),
            cited: document.cited.clone(),
            language: language_of(document, lang),
            ..Self::default()
        };
        let mut folded = String::new();
        for (at, block) in document.blocks.iter().enumerate() {
            let Some(place) = place_of(block) else {
                continue;
            };
            let text = block.text();
            account.read_block(at, place, &text, &mut folded);
        }
        account
    }

    fn read_block(&mut self, block: usize, place: Place, text: &str, folded: &mut String) {
        let first = self.statements.len();
        if place == Place::Heading {
            let statement = self.read(
                block,
                place,
                text,
                text.len() - text.trim_start().len(),
                folded,
            );
            self.statements.extend(statement);
            return;
        }
        for sentence in sentences(text) {
            let statement = self.read(block, place, sentence.text, sentence.start, folded);
            self.statements.extend(statement);
        }
        for range in quotes(text) {
            let here = self.statements[first..]
                .iter()
                .rposition(|statement| statement.range.start <= range.start);
            let Some(statement) = here.map(|at| first + at) else {
                continue;
            };
            let quoted = text[range.clone()].trim();
            self.quotes.push(Quote {
                statement,
                text: quoted.to_owned(),
                words: hashes(quoted, folded),
                range,
            });
        }
    }

    fn read(
        &mut self,
        block: usize,
        place: Place,
        text: &str,
        start: usize,
        folded: &mut String,
    ) -> Option<Statement> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let stands_out = !matches!(place, Place::Heading);
        let mut hashed = Vec::new();
        let mut end = 0;
        for (index, word) in words(text).enumerate() {
            let gap = text.get(end..word.start).unwrap_or_default();
            let inside = index > 0 && !begins_sentence(gap);
            end = word.start + word.text.len();
            fold(word.text, folded);
            let hash = hash_word(folded);
            hashed.push(hash);
            let casing = self.casing.entry(hash).or_default();
            match (word.capital, inside) {
                (false, _) => casing.small = casing.small.saturating_add(1),
                (true, true) if stands_out => casing.capital = casing.capital.saturating_add(1),
                _ => {}
            }
        }
        let names = if stands_out {
            names(text, self.language)
        } else {
            Vec::new()
        };
        let names = names.into_iter().map(|name| NameSeen {
            key: name_key(&text[name.range.clone()]),
            range: name.range,
            kind: name.kind,
            initial: name.initial,
        });
        Some(Statement {
            block,
            range: start..start + text.len(),
            place,
            names: names.collect(),
            figures: if stands_out {
                figures(text, self.language)
            } else {
                Vec::new()
            },
            words: hashed,
            text: text.to_owned(),
        })
    }

    /// Words of its sentences.
    pub fn word_count(&self) -> usize {
        let statements = self.statements.iter();
        statements.map(|statement| statement.words.len()).sum()
    }
}

/// Hashes of the folded words of a text.
pub(super) fn hashes(text: &str, folded: &mut String) -> Vec<u32> {
    words(text)
        .map(|word| {
            fold(word.text, folded);
            hash_word(folded)
        })
        .collect()
}

fn place_of(block: &Block) -> Option<Place> {
    match block {
        Block::Heading { .. } => Some(Place::Heading),
        Block::Paragraph(spans) | Block::Quote { spans, .. } => Some(
            if !spans.is_empty() && spans.iter().all(|span| span.style.standfirst) {
                Place::Standfirst
            } else if !spans.is_empty() && spans.iter().all(|span| span.style.quiet) {
                Place::Beside
            } else {
                Place::Text
            },
        ),
        Block::ListItem { .. } => Some(Place::Item),
        Block::Table(_) | Block::Figure { .. } => Some(Place::Beside),
        Block::Code(_) | Block::Rule => None,
    }
}

/// The language of a document by its function words.
pub(super) fn language_of(document: &Document, lang: Option<&str>) -> Language {
    const READ: usize = 300;
    let (mut guess, mut folded, mut read) = (LanguageGuess::default(), String::new(), 0);
    for block in &document.blocks {
        for word in words(&block.text()).take(READ) {
            fold(word.text, &mut folded);
            guess.count(&folded, LanguageGuess::lists_with(hash_word(&folded)));
            read += 1;
        }
        if read > READ {
            break;
        }
    }
    guess.language(lang)
}
