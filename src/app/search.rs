//! A live search: what was asked, what was found, and a cursor among the hits, which stand in the
//! place of the story list until the search ends.

use crate::app::Hit;

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
