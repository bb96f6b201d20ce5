//! A live search: what was asked, what was found, and a cursor among the hits, which stand in the
//! place of the story list until the search ends.

use std::ops::Range;

use crate::app::Hit;
use crate::query::plain_letter;

/// A search and its hits.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// What was typed last.
    pub text: String,
    /// Number of the last question.
    pub generation: u64,
    /// What was found, best first.
    pub hits: Vec<Hit>,
    /// The hits answer the last question.
    pub answered: bool,
    /// There are more than these hits.
    pub more: bool,
    /// Articles whose texts could not be looked up yet.
    pub unindexed: u32,
    /// The last question was the same as the one before, so that the cursor stays on its hit.
    pub again: bool,
    /// Index of the hit the cursor stands on.
    pub cursor: usize,
    /// Index of the first hit on the screen.
    pub top: usize,
}

impl Search {
    /// The hit the cursor stands on.
    pub fn selected(&self) -> Option<&Hit> {
        self.hits.get(self.cursor)
    }

    /// The words to light up where they stand in an article, in lower case.
    pub fn words(&self) -> Vec<String> {
        self.text
            .split(|c: char| c.is_whitespace() || c == '"')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.chars().count() > 1)
            .map(str::to_lowercase)
            .collect()
    }
}

/// Where one of the words, in lower case, begins a word of the text in any case.
pub fn word_matches(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let mut matches = Vec::new();
    let mut at_word_start = true;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let length = words
            .iter()
            .filter(|_| at_word_start)
            .filter_map(|word| matched_bytes(&text[at..], word))
            .max();
        at_word_start = length.is_none() && !letter.is_alphanumeric();
        let end = at + length.unwrap_or_else(|| letter.len_utf8());
        if length.is_some() {
            matches.push(at..end);
        }
        at = end;
    }
    matches
}

/// Bytes of the text that are the word in any case, if it begins with it.
fn matched_bytes(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars();
    let mut next = wanted.next()?;
    for (at, letter) in text.char_indices() {
        for lower in plain_letter(letter).to_lowercase() {
            if lower != plain_letter(next) {
                return None;
            }
            match wanted.next() {
                Some(letter) => next = letter,
                None => return Some(at + letter.len_utf8()),
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_a_word_begins_in_any_case() {
        let words = ["straße".to_owned(), "rain".to_owned()];
        let text = "Rainy days on the Straße, no train, RAIN";
        let found: Vec<&str> = word_matches(text, &words)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, ["Rain", "Straße", "RAIN"]);
    }
}
