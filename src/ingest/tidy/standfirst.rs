//! The line or two that a feed gives beside an article's text: a summary that its publisher wrote
//! stands over the text, a piece of the text that is cut off somewhere does not.

use rustc_hash::FxHashSet;

use super::About;
use crate::ingest::extract::folded;
use crate::text::count_words;

/// Words of a summary; fewer are a label, more are a text.
const WORDS: std::ops::RangeInclusive<u32> = 5..=70;
/// So many times as long is the text that a summary stands over.
const LONGER: u32 = 3;
/// Letters of the text in which its beginning says what a summary says.
const BEGINNING: usize = 1_500;

/// The summary of an article that stands over its text; `None` where the text says the same, or
/// where it is not the publisher's.
pub(super) fn of<'a>(about: &About<'a>, text: &str) -> Option<&'a str> {
    let summary = about.summary.trim();
    let words = count_words(summary);
    let closed = summary.ends_with(['.', '!', '?', '。', '！', '？', '"', '”', '»', '“', ')']);
    let is_own = about.via.is_none() && WORDS.contains(&words) && closed;
    if !is_own || count_words(text) < words.saturating_mul(LONGER) || says(text, summary) {
        return None;
    }
    let summary = folded(summary);
    (summary != folded(about.title)).then_some(about.summary.trim())
}

/// Whether a text says what a summary says, in its own letters or, at its beginning, in nearly the
/// same words.
fn says(text: &str, summary: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (all, wanted) = (letters(text), letters(summary));
    if all.contains(&wanted) {
        return true;
    }
    let beginning = folded(&text[..text.floor_char_boundary(BEGINNING)]);
    let there: FxHashSet<&str> = beginning.split(' ').collect();
    let summary = folded(summary);
    let words: FxHashSet<&str> = summary.split(' ').collect();
    let found = words.iter().filter(|word| there.contains(**word)).count();
    found * 5 >= words.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry to the northern islands left the harbour an hour late on Monday \
                        morning. Its captain had waited for the storm to pass, and nobody on board \
                        complained. The next one leaves on Tuesday.";

    fn check(summary: &str, expected: bool) {
        let about = About {
            title: "Ferry leaves late",
            summary,
            ..About::default()
        };
        assert_eq!(of(&about, TEXT).is_some(), expected, "{summary}");
    }

    #[test]
    fn a_summary_is_told_from_a_piece_of_the_text() {
        check("Storm keeps islanders waiting for one more hour.", true);
        check("Sturm hält die Inseln eine Stunde lang auf.", true);
        check("Its captain had waited for the storm to pass.", false);
        check("The ferry to the islands left the harbour late.", false);
        check("Storm keeps islanders waiting for one more…", false);
        check("Ferry news.", false);
    }

    #[test]
    fn an_aggregator_writes_no_summaries() {
        let about = About {
            via: Some("Fold News"),
            summary: "Storm keeps islanders waiting for one more hour.",
            ..About::default()
        };
        assert_eq!(of(&about, TEXT), None);
    }
}
