//! What a text quotes, as hashes of runs of words: two reports that carry the same words of
//! somebody, however each has clipped them, share a run.

use crate::text::{closing_marks, fold, hash_word, words};

/// Words of a run.
const RUN: usize = 6;
/// Bytes of a text that are searched.
const SEARCHED: usize = 8000;
/// Bytes of one quote; what is longer is most likely a mark that was never closed.
const LONGEST: usize = 600;
/// Runs kept of an article.
const MOST_RUNS: usize = 24;

/// Hashes of the runs of words that a text quotes.
pub(super) fn runs(text: &str) -> Vec<u32> {
    let text = &text[..text.floor_char_boundary(SEARCHED)];
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some((at, open)) = rest
        .char_indices()
        .find(|(_, c)| closing_marks(*c).is_some())
    {
        let inside = &rest[at + open.len_utf8()..];
        let marks = closing_marks(open).unwrap_or_default();
        let window = &inside[..inside.floor_char_boundary(LONGEST)];
        let Some(end) = window.find(marks) else {
            rest = inside;
            continue;
        };
        add_runs(&window[..end], &mut runs);
        if runs.len() >= MOST_RUNS {
            break;
        }
        rest = &inside[end..];
        rest = rest.strip_prefix(marks).unwrap_or(rest);
    }
    runs.truncate(MOST_RUNS);
    runs
}

fn add_runs(quote: &str, runs: &mut Vec<u32>) {
    let mut folded = String::new();
    let hashes: Vec<u32> = words(quote)
        .map(|word| {
            fold(word.text, &mut folded);
            hash_word(&folded)
        })
        .collect();
    let run = |window: &[u32]| {
        let hash = window.iter().fold(0u32, |hash, word| {
            hash.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ word
        });
        hash.max(1)
    };
    runs.extend(hashes.windows(RUN).map(run));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: &str, other: &str) -> usize {
        let other = runs(other);
        runs(one).iter().filter(|run| other.contains(run)).count()
    }

    #[test]
    fn one_quote_clipped_in_two_ways_shares_a_run() {
        let whole = "The mayor said: \u{201c}We will rebuild the lower bridge before the winter comes, whatever it costs.\u{201d}";
        let clipped =
            "Asked about money, she vowed to \"rebuild the lower bridge before the winter\".";
        let german =
            "Sie sagte: \u{201e}We will rebuild the lower bridge before the winter\u{201c}.";
        assert!(shared(whole, clipped) > 0);
        assert!(shared(whole, german) > 0);
    }

    #[test]
    fn words_outside_of_quotes_and_short_quotes_are_none() {
        assert!(runs("We will rebuild the lower bridge before the winter comes.").is_empty());
        assert!(runs("She called it a \"new dawn\" for the town.").is_empty());
    }

    #[test]
    fn marks_that_never_close_hide_nothing_behind_them() {
        let long = "x ".repeat(500);
        let text = format!(
            "5\" of rain fell. {long} \u{201c}The river rose faster than anybody had seen\u{201d}"
        );
        assert_eq!(runs(&text).len(), 3);
        for text in ["\"", "\u{201c}\u{201c}\u{201d}", "\u{ab}", "é\"é\""] {
            assert!(runs(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn no_article_keeps_more_than_its_share() {
        let many = "\"a b c d e f g h i j k l\" ".repeat(40);
        assert_eq!(runs(&many).len(), MOST_RUNS);
    }
}
