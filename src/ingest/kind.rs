//! What sort of text an article is, by its headline, its length and how it ends.

use crate::model::Kind;

/// Fewer words than this are no article.
const SNIPPET_WORDS: usize = 60;

/// Headlines of pages that are rewritten as an event goes on.
const LIVE: [&str; 9] = [
    "live:",
    "live updates",
    "live blog",
    "liveblog",
    "live-blog",
    "live coverage",
    "en direct",
    "liveticker",
    "as it happened",
];

/// Headlines of items that hold several events, or none.
const BRIEF: [&str; 48] = [
    "morning briefing",
    "evening briefing",
    "daily briefing",
    "weekly briefing",
    "weekend briefing",
    "monday briefing",
    "tuesday briefing",
    "wednesday briefing",
    "thursday briefing",
    "friday briefing",
    "saturday briefing",
    "sunday briefing",
    "news briefing",
    "news roundup",
    "news round-up",
    "daily roundup",
    "weekly roundup",
    "weekly round-up",
    "weekend roundup",
    "news quiz",
    "daily quiz",
    "weekly quiz",
    "quiz:",
    "quiz of the",
    "the papers:",
    "newspaper headlines",
    "what the papers say",
    "day in pictures",
    "week in pictures",
    "month in pictures",
    "year in pictures",
    "photos of the",
    "pictures of the week",
    "crossword",
    "sudoku",
    "wordle",
    "horoscope",
    "horoscopes",
    "news in brief",
    "top stories",
    "daily digest",
    "news digest",
    "week in review",
    "the week in",
    "morning mail",
    "evening wrap",
    "newsletter:",
    "open thread",
];

/// How a text ends that goes on elsewhere.
const CUT_OFF: [&str; 9] = [
    "…",
    "...",
    "[...]",
    "[…]",
    "continue reading",
    "read more",
    "read more »",
    "read full story",
    "keep reading",
];

/// The kind of an article; `aggregator` if an aggregator carried it, `signed` if it names a writer.
pub(super) fn kind_of(
    title: &str,
    text: &str,
    url: Option<&str>,
    aggregator: bool,
    signed: bool,
) -> Kind {
    let title = title.to_lowercase();
    if is_live(&title, url) {
        return Kind::Live;
    }
    if has_any(&title, &BRIEF) || counts_things(&title) {
        return Kind::Brief;
    }
    // Whoever carries others' reports and writes at length about a snippet comments on it.
    if aggregator && !signed && words(text) >= SNIPPET_WORDS && !is_cut_off(text) {
        Kind::Commentary
    } else if is_snippet(text) {
        Kind::Snippet
    } else {
        Kind::Article
    }
}

fn is_live(title: &str, url: Option<&str>) -> bool {
    let path = url.is_some_and(|url| {
        url.contains("/live/") || url.contains("live-updates") || url.contains("liveblog")
    });
    path || has_any(title, &LIVE) || title.ends_with(" – live") || title.ends_with(" - live")
}

/// Whether one of the marks stands in a headline between the ends of words. Compares at every
/// word instead of searching for every mark: marks are many and headlines short.
fn has_any(title: &str, marks: &[&str]) -> bool {
    let mut before = None;
    title.char_indices().any(|(at, c)| {
        let begins = !before.is_some_and(char::is_alphanumeric);
        before = Some(c);
        let first = title.as_bytes()[at];
        begins
            && marks
                .iter()
                .any(|mark| mark.as_bytes()[0] == first && begins_with(&title[at..], mark))
    })
}

fn begins_with(text: &str, mark: &str) -> bool {
    text.strip_prefix(mark)
        .is_some_and(|rest| mark.ends_with(':') || !rest.starts_with(char::is_alphanumeric))
}

/// "Five things …", "7 things …".
fn counts_things(title: &str) -> bool {
    let mut words = title.split_whitespace();
    let counts = words.next().is_some_and(|word| {
        word.parse::<u8>().is_ok()
            || [
                "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            ]
            .contains(&word)
    });
    counts && words.next() == Some("things")
}

fn is_snippet(text: &str) -> bool {
    let words = words(text);
    words < SNIPPET_WORDS
        || memchr::memmem::find(text.as_bytes(), b"[truncated").is_some()
        // A long text that ends in an ellipsis is read as a whole one.
        || words < SNIPPET_WORDS * 3 && is_cut_off(text)
}

fn is_cut_off(text: &str) -> bool {
    let end =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '→' | '»' | ']' | ')'));
    let end = end[end.floor_char_boundary(end.len().saturating_sub(80))..].to_lowercase();
    CUT_OFF
        .iter()
        .any(|mark| end.ends_with(mark.trim_end_matches([']', '»', ' '])))
}

/// Words up to the number that matters; scripts without blanks count two characters as a word.
fn words(text: &str) -> usize {
    let mut count = 0;
    let mut wide = 0;
    for word in text.split_whitespace() {
        count += 1;
        if !word.is_ascii() {
            let in_wide = |c: &char| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}');
            wide += word.chars().filter(in_wide).count();
        }
        if count + wide / 2 >= SNIPPET_WORDS * 3 {
            break;
        }
    }
    count + wide / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headline_and_length_tell_the_kind() {
        let long = "word ".repeat(200);
        let check = |title, text: &str, aggregator, kind| {
            assert_eq!(
                kind_of(title, text, None, aggregator, false),
                kind,
                "{title}"
            );
        };
        check("Ferry sinks", &long, false, Kind::Article);
        check("Ferry sinks", &long, true, Kind::Commentary);
        check("Ferry sinks", "A ferry sank.", false, Kind::Snippet);
        check(
            "Ferry sinks",
            &format!("{} Continue reading →", "word ".repeat(100)),
            false,
            Kind::Snippet,
        );
        check("Storm live: port closed", &long, false, Kind::Live);
        check("Monday briefing: the storm", &long, false, Kind::Brief);
        check("Five things about the storm", &long, false, Kind::Brief);
        check(
            "Minister cancels briefing on the storm",
            &long,
            false,
            Kind::Article,
        );
        check("Roundup: ports open again", &long, false, Kind::Article);
        check("Olive: a colour", &long, false, Kind::Article);
        check(
            "渡船沉没",
            &"港口的渡船今天沉没".repeat(20),
            false,
            Kind::Article,
        );
    }
}
