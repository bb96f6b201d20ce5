//! What a headline carries besides its news: the publisher's name behind a dash, wire prefixes,
//! show names behind a bar; and headlines that announce several events in one item.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Between parts of a headline; a hyphen counts only with blanks around it.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " // ", " · "];

/// Wire prefixes, in capitals before a hyphen or colon, perhaps numbered ("UPDATE 2-").
const WIRE_PREFIXES: &[&str] = &[
    "UPDATE",
    "RPT",
    "REFILE",
    "WRAPUP",
    "CORRECTED",
    "EXCLUSIVE",
    "BREAKING",
    "FACTBOX",
    "TIMELINE",
    "URGENT",
    "BRIEF",
];

/// Phrases that announce several events in one item, folded.
static ROUND_UPS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "5 things",
        "five things",
        "things to know",
        "things you need to know",
        "what you need to know today",
        "morning briefing",
        "evening briefing",
        "daily briefing",
        "news briefing",
        "morning brief",
        "evening brief",
        "morning mail",
        "top stories",
        "todays headlines",
        "news wrap",
        "market wrap",
        "sports wrap",
        "weekly wrap",
        "wrap for",
        "the papers",
        "front pages",
        "newspaper headlines",
        "quiz",
        "superquiz",
        "trivia",
        "sudoku",
        "official trailer",
        "crossword",
        "horoscope",
        "horoscopes",
        "cartoon",
        "cartoons",
        "in pictures",
        "photos of the week",
        "pictures of the week",
        "week in review",
        "the week in",
        "weekend reads",
        "podcast",
        "newsletter",
        "lotto results",
        "letters to the editor",
        "your letters",
        "weather forecast",
        "stocks to watch",
        "whats on tv",
        "what to watch",
        "full episode",
    ])
});

/// A headline without wire prefix, cut into its parts; the publisher's own name is left out.
pub(super) fn parts<'a>(title: &'a str, source: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = without_prefix(title.trim());
    while let Some((at, length)) = next_separator(rest) {
        parts.push(rest[..at].trim());
        rest = &rest[at + length..];
    }
    parts.push(rest.trim());
    parts.retain(|part| !part.is_empty());
    while parts.len() > 1 && parts.last().is_some_and(|part| names_source(part, source)) {
        parts.pop();
    }
    if parts.len() > 1 && names_source(parts[0], source) {
        parts.remove(0);
    }
    parts
}

fn next_separator(text: &str) -> Option<(usize, usize)> {
    SEPARATORS
        .iter()
        .filter_map(|separator| Some((text.find(separator)?, separator.len())))
        .min()
}

fn without_prefix(title: &str) -> &str {
    let letters = title
        .find(|c: char| !c.is_ascii_uppercase())
        .unwrap_or(title.len());
    let (word, rest) = title.split_at(letters);
    if !WIRE_PREFIXES.contains(&word) {
        return title;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    match rest.strip_prefix(['-', ':']) {
        Some(headline) if !headline.trim().is_empty() => headline.trim_start(),
        _ => title,
    }
}

/// Whether a part of a headline is the publisher's name or its address.
fn names_source(part: &str, source: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    if part.len() > 60 || source.is_empty() {
        return false;
    }
    let source = source.trim_start_matches("www.");
    let (part, whole) = (letters(part), letters(source));
    let host = letters(source.split('.').next().unwrap_or(source));
    if part.chars().count() < 2 {
        return false;
    }
    let short = part.trim_start_matches("the");
    [part.as_str(), short]
        .into_iter()
        .any(|part| part == whole || part == host)
        || (part.chars().count() >= 4 && (whole.starts_with(&part) || whole.ends_with(&part)))
        || (host.chars().count() >= 4 && part.starts_with(&host))
}

/// Phrases of pages that are rewritten as an event goes on, folded.
static RUNNING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "live updates",
        "live blog",
        "liveblog",
        "as it happened",
        "minute by minute",
        "livestream",
        "live stream",
        "watch live",
    ])
});

/// First sentences that announce several events, folded; fewer than for headlines, because
/// reports mention podcasts and cartoons.
static OPENINGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "five things",
        "5 things",
        "things to know",
        "things you need to know",
        "heres your guide to the news",
        "the biggest stories of the day",
        "the top stories",
        "news of the day as interpreted",
        "catch up on the news",
    ])
});

/// Whether a headline announces several events in one item.
pub(super) fn is_round_up(folded_title: &str) -> bool {
    ROUND_UPS.stand_in(folded_title)
}

/// Whether a headline stands over a page that is rewritten as an event goes on.
pub(super) fn is_running(folded_title: &str) -> bool {
    RUNNING.stand_in(folded_title)
}

/// Whether a first sentence announces several events.
pub(super) fn opens_round_up(folded_sentence: &str) -> bool {
    OPENINGS.stand_in(folded_sentence)
}

/// Phrases by their first words.
struct Phrases(FxHashMap<&'static str, Vec<&'static str>>);

impl Phrases {
    fn new(phrases: &'static [&'static str]) -> Self {
        let mut by_word: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for phrase in phrases {
            let first = phrase.split(' ').next().unwrap_or(phrase);
            by_word.entry(first).or_default().push(*phrase);
        }
        Self(by_word)
    }

    /// Whether one of them stands in a folded text, whole words only.
    fn stand_in(&self, folded: &str) -> bool {
        let mut rest = folded;
        loop {
            let (word, next) = rest.split_once(' ').unwrap_or((rest, ""));
            let phrases = self.0.get(word).map_or(&[][..], Vec::as_slice);
            let found = phrases.iter().any(|phrase| {
                rest.strip_prefix(phrase)
                    .is_some_and(|after| after.is_empty() || after.starts_with(' '))
            });
            if found || next.is_empty() {
                return found;
            }
            rest = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publisher_suffixes_and_wire_prefixes_are_no_news() {
        assert_eq!(
            parts("Dam bursts in Vell - Harbor Ledger", "Harbor Ledger"),
            ["Dam bursts in Vell"]
        );
        assert_eq!(
            parts("Dam bursts in Vell | The Ledger", "ledger.example"),
            ["Dam bursts in Vell"]
        );
        assert_eq!(
            parts("UPDATE 2-Dam bursts in Vell", ""),
            ["Dam bursts in Vell"]
        );
        assert_eq!(
            parts("Dam bursts | Evening Show", "Harbor Ledger"),
            ["Dam bursts", "Evening Show"]
        );
        assert_eq!(parts("Harbor Ledger", "Harbor Ledger"), ["Harbor Ledger"]);
        assert_eq!(parts("UPDATE", ""), ["UPDATE"]);
        assert!(parts("", "x").is_empty());
    }

    #[test]
    fn round_ups_are_known_by_their_headlines() {
        assert!(is_round_up("morning briefing dam bursts and more"));
        assert!(is_round_up("the weeks best cartoons"));
        assert!(!is_round_up("cartoonist wins prize"));
        assert!(!is_round_up("dam bursts in vell"));
    }
}
