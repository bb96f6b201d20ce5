//! Sets of phrases that are looked for in folded texts, whole words only.

use rustc_hash::FxHashMap;

use crate::text::{fold, words};

/// Phrases by their first words.
#[derive(Debug)]
pub(super) struct Phrases(FxHashMap<String, Vec<String>>);

impl Phrases {
    /// The phrases, in any spelling that folds to what is meant.
    pub fn new(phrases: &[&str]) -> Self {
        let mut by_word: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for phrase in phrases.iter().map(|phrase| folded(phrase)) {
            let first = phrase.split(' ').next().unwrap_or_default().to_owned();
            by_word.entry(first).or_default().push(phrase);
        }
        Self(by_word)
    }

    /// Whether a folded text begins with one of them.
    pub fn begin(&self, folded: &str) -> bool {
        let word = folded.split(' ').next().unwrap_or_default();
        let phrases = self.0.get(word).map_or(&[][..], Vec::as_slice);
        phrases.iter().any(|phrase| {
            folded
                .strip_prefix(phrase.as_str())
                .is_some_and(|after| after.is_empty() || after.starts_with(' '))
        })
    }

    /// Whether one of them stands in a folded text.
    pub fn stand_in(&self, folded: &str) -> bool {
        let mut rest = folded;
        loop {
            if self.begin(rest) {
                return true;
            }
            match rest.split_once(' ') {
                Some((_, next)) => rest = next,
                None => return false,
            }
        }
    }
}

/// The folded words of a text, a blank between each two.
pub(super) fn folded(text: &str) -> String {
    let (mut word, mut out) = (String::new(), String::new());
    for part in words(text) {
        fold(part.text, &mut word);
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_between_the_ends_of_words() {
        let phrases = Phrases::new(&["Read more", "l'essentiel", "quiz"]);
        assert!(phrases.begin("read more about it") && !phrases.begin("to read more"));
        assert!(phrases.stand_in("to read more") && !phrases.stand_in("to read moreover"));
        assert!(phrases.stand_in(&folded("L’essentiel du jour")));
        assert!(phrases.stand_in("quiz") && !phrases.stand_in("") && !phrases.begin(""));
    }
}
