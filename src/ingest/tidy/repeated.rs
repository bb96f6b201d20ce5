//! Lines that stand in several articles of a feed: what its publisher puts around every one of
//! them. They are learned from the articles themselves, so nothing has to be stored or forgotten.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use crate::ingest::extract::folded;
use crate::ingest::strip::plain_text;
use crate::text::count_words;

/// Longer lines are not compared.
const LONGEST: usize = 600;
/// Bytes of a text that are read.
const READ: usize = 256 * 1024;
/// Bytes of its beginning whose lines are compared.
const HEAD: usize = 8 * 1024;
/// Bytes of its end.
const TAIL: usize = 12 * 1024;
/// Words from which on a line that two texts share makes them the same text.
const TELLING: u32 = 10;

/// How often lines stand in the articles of a feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repeated {
    /// Articles that have a line, by its key.
    counts: FxHashMap<u64, u32>,
    /// Articles that were read.
    articles: u32,
}

impl Repeated {
    /// Learns from the bodies of a feed's articles. A text that is published again counts once.
    pub fn learn<'a>(bodies: impl Iterator<Item = &'a str>) -> Self {
        let mut repeated = Self::default();
        for html in bodies {
            let text = plain_text(html, READ);
            let mut telling = (0_u32, 0_u32);
            let mut keys = FxHashSet::default();
            for line in ends_of(&text).into_iter().flat_map(str::lines) {
                let Some(key) = key(line) else { continue };
                if keys.insert(key) && count_words(line) >= TELLING {
                    telling.0 += 1;
                    telling.1 += u32::from(repeated.counts.contains_key(&key));
                }
            }
            if telling.0 > 1 && telling.1 * 2 > telling.0 {
                continue;
            }
            repeated.articles += 1;
            for key in keys {
                *repeated.counts.entry(key).or_default() += 1;
            }
        }
        repeated.counts.retain(|_, count| *count > 1);
        repeated
    }

    /// In how many articles a text stands line by line, of how many.
    pub(super) fn times(&self, text: &str) -> (u32, u32) {
        if self.counts.is_empty() {
            return (0, self.articles);
        }
        let times = |line| {
            let count = key(line).and_then(|key| self.counts.get(&key));
            count.copied().unwrap_or_default()
        };
        let lines = text.lines().map(times);
        (lines.min().unwrap_or_default(), self.articles)
    }
}

/// The parts of a text in which its publisher's words are looked for: all of it, or the
/// beginning and the end of a long one.
fn ends_of(text: &str) -> [&str; 2] {
    if text.len() <= HEAD + TAIL {
        return [text, ""];
    }
    let head = text[..text.floor_char_boundary(HEAD)]
        .rfind('\n')
        .unwrap_or(0);
    let tail = text.ceil_char_boundary(text.len() - TAIL);
    let tail = text[tail..].find('\n').map_or(text.len(), |at| tail + at);
    [&text[..head], &text[tail..]]
}

/// What identifies a line; numbers are all the same. `None` where there is nothing to compare.
fn key(line: &str) -> Option<u64> {
    if line.len() > LONGEST {
        return None;
    }
    let mut folded = folded(line);
    if folded.chars().filter(|c| c.is_alphabetic()).take(3).count() < 2 {
        return None;
    }
    if folded.bytes().any(|b| b.is_ascii_digit()) {
        let words = folded.split(' ').map(without_number);
        folded = words.collect::<Vec<_>>().join(" ");
    }
    Some(xxh3_64(folded.as_bytes()))
}

/// A word, a single sign if it begins with a number.
fn without_number(word: &str) -> &str {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        "0"
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(bodies: &[&str]) -> Repeated {
        Repeated::learn(bodies.iter().copied())
    }

    #[test]
    fn a_line_is_counted_once_an_article() {
        let repeated = learned(&[
            "<p>Harbour notes</p><p>Harbour notes</p><p>The crane stands.</p>",
            "<p>HARBOUR NOTES:</p><p>The crane fell.</p>",
            "<p>Nothing of it.</p>",
        ]);
        assert_eq!(repeated.times("Harbour notes"), (2, 3));
        assert_eq!(repeated.times("The crane fell."), (0, 3));
    }

    #[test]
    fn a_text_that_is_published_again_counts_once() {
        let text = "<p>The crane at the northern quay fell over in the storm last night.</p>\
                    <p>Nobody was below it, because the port had been closed since noon.</p>";
        let repeated = learned(&[text, text, text]);
        assert_eq!(
            repeated.times("Nobody was below it, because the port had been closed since noon."),
            (0, 1)
        );
    }

    #[test]
    fn lines_that_differ_in_a_number_are_the_same() {
        let repeated = learned(&["<p>4 min read</p>", "<p>11 min read</p>", "<p>12</p>"]);
        assert_eq!(repeated.times("7 min read").0, 2);
        assert_eq!(repeated.times("12").0, 0);
    }
}
