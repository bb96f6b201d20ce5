//! A text cut into the words that two versions of it are compared by: what stands between blanks,
//! and single letters where words are not parted by blanks.

use std::ops::Range;

use memchr::memmem;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::{WordKind, words};

/// A word of a text, with the marks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What makes it the same word: its letters whatever their case; of a number every mark inside.
    pub key: u64,
}

/// The words of a text from left to right; marks that stand alone belong to the word behind them.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    let mut waiting: Option<usize> = None;
    for range in chunks(text) {
        let chunk = &text[range.clone()];
        if !chunk.contains(says_something) {
            waiting.get_or_insert(range.start);
            continue;
        }
        let start = waiting.take().unwrap_or(range.start);
        if chunk.is_ascii() {
            all.push(token(text, start..range.end));
        } else {
            split_unspaced(text, start, range, &mut all);
        }
    }
    // Marks at the end have no word behind them.
    if let (Some(_), Some(last)) = (waiting, all.last_mut()) {
        last.range.end = text.trim_end().len();
    }
    all
}

/// What makes two texts the same: the keys of their words.
pub(super) fn key_of(text: &str) -> u64 {
    let mut keys = Vec::new();
    for token in tokens(text) {
        keys.extend(token.key.to_le_bytes());
    }
    xxh3_64(&keys)
}

fn says_something(c: char) -> bool {
    // Damage stands for a letter, and a unit for a word.
    c.is_alphanumeric()
        || matches!(c, '\u{fffd}' | '%' | '‰' | '°' | '$' | '£' | '¥' | '€')
        || !(c.is_ascii() || c.is_whitespace() || is_mark(c))
}

/// Marks of a text beside those of ASCII.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}'
        | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '×' | '÷')
}

/// What stands between blanks; long dashes part words too.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let pieces = text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '—' | '–'));
    pieces.filter_map(move |piece| {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let trimmed = piece.trim();
        let before = piece.len() - piece.trim_start().len();
        (!trimmed.is_empty()).then(|| start + before..start + before + trimmed.len())
    })
}

/// A run that may hold letters of a script without blanks: each of them is a word.
fn split_unspaced(text: &str, start: usize, chunk: Range<usize>, all: &mut Vec<Token>) {
    let unspaced = words(&text[chunk.clone()]).any(|word| word.kind == WordKind::Unspaced);
    if !unspaced {
        all.push(token(text, start..chunk.end));
        return;
    }
    let first = all.len();
    let mut from = start;
    for word in words(&text[chunk.clone()]) {
        let at = chunk.start + word.start;
        if word.kind == WordKind::Unspaced {
            for (offset, letter) in word.text.char_indices() {
                let end = at + offset + letter.len_utf8();
                all.push(token(text, from..end));
                from = end;
            }
        } else {
            let end = at + word.text.len();
            all.push(token(text, from..end));
            from = end;
        }
    }
    if let Some(last) = all[first..].last_mut() {
        last.range.end = chunk.end;
    }
}

fn token(text: &str, range: Range<usize>) -> Token {
    Token {
        key: key(&text[range.clone()]),
        range,
    }
}

fn key(word: &str) -> u64 {
    let mut letters = String::with_capacity(word.len());
    if word.contains(char::is_numeric) {
        // "1.5" is not "15", and "-5" is not "5".
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '+');
        let word = word.trim_start_matches(|c: char| {
            matches!(c, '(' | '[' | '"' | '“' | '‘' | '«' | '„' | '\'') || c.is_whitespace()
        });
        letters.extend(word.chars().flat_map(char::to_lowercase));
    } else {
        let said = word.chars().filter(|c| c.is_alphanumeric());
        letters.extend(said.flat_map(char::to_lowercase));
    }
    if letters.is_empty() {
        letters.push_str(word.trim());
    }
    xxh3_64(letters.as_bytes())
}

/// Whether a text holds another one.
pub(super) fn holds(text: &str, other: &str) -> bool {
    memmem::find(text.as_bytes(), other.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_the_marks_around_them() {
        let check = |text: &str, expected: &[&str]| {
            let found = tokens(text);
            let found: Vec<&str> = found
                .iter()
                .map(|token| &text[token.range.clone()])
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "It cost “1.5” million.",
            &["It", "cost", "“1.5”", "million."],
        );
        check("GPUs — a lifeline …", &["GPUs", "— a", "lifeline …"]);
        check("GPUs—a lifeline", &["GPUs—", "a", "lifeline"]);
        check("港で火災。 12人", &["港", "で", "火", "災。", "12", "人"]);
        check("نفق الميناء", &["نفق", "الميناء"]);
        check(" … ", &[]);
        check("", &[]);
    }

    #[test]
    fn case_and_marks_make_no_other_word_but_in_numbers() {
        let same = |one: &str, other: &str| key_of(one) == key_of(other);
        assert!(same("The Ferry sank.", "the ferry, sank"));
        assert!(same("it cost 1.5 million", "It cost “1.5” million."));
        assert!(!same("it cost 1.5 million", "it cost 15 million"));
        assert!(!same("5 degrees", "-5 degrees"));
        assert!(!same("5 %", "5 ‰"));
        assert!(!same("the ferry sank", "the ferry"));
    }
}
