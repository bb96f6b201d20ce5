//! Headlines: references resolved once more, tags and publisher suffixes off, and one made from
//! the text where a feed gives none.

use rustc_hash::FxHashMap;

use super::clean::{clean_line, head};
use super::markup::{Token, Tokens, decode};
use super::strip::{is_any, is_inline, plain_text};

/// Longer headlines are cut, in characters.
const LONGEST: usize = 1_000;

/// A derived headline is about as long as a written one, in characters.
const DERIVED: usize = 90;

/// Lines of a text that may repeat its headline.
const HEAD_LINES: usize = 6;

/// Marks that stand between a headline and its publisher.
const MARKS: [&str; 6] = [" - ", " | ", " – ", " — ", " · ", " :: "];

/// A headline as plain text. Titles are often escaped once more than they should be; what looks
/// like a tag but is none of HTML's stays (`Vec<T>`).
pub(super) fn plain_title(title: &str, html: bool) -> String {
    // A headline of a megabyte is not read to its end.
    let title = head(title, LONGEST * 16);
    let decoded = decode(title);
    let text = if html && decoded.contains('<') {
        without_tags(&decoded)
    } else {
        without_known_tags(&decoded)
    };
    cut_at(&clean_line(&decode(&text)), LONGEST)
}

fn without_tags(title: &str) -> String {
    plain_text(title, title.len())
}

fn without_known_tags(title: &str) -> String {
    if !title.contains('<') {
        return title.to_owned();
    }
    let mut out = String::with_capacity(title.len());
    let mut tokens = Tokens::new(title);
    let mut at = 0;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Open(tag) if known(tag.name) => {
                out.push_str(if is_inline(tag.name) { "" } else { " " })
            }
            Token::Close(name) if known(name) => {
                out.push_str(if is_inline(name) { "" } else { " " })
            }
            Token::Open(_) | Token::Close(_) => out.push_str(&title[at..tokens.position()]),
        }
        at = tokens.position();
    }
    out
}

fn known(name: &str) -> bool {
    is_any(
        name,
        &[
            "b", "i", "em", "strong", "a", "span", "br", "p", "div", "u", "sup", "sub", "font",
            "small", "mark", "q", "cite", "img",
        ],
    )
}

/// The beginning of a text, with "…" if something is left out; cut between words if it can be.
pub(super) fn cut_at(text: &str, chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(chars) else {
        return text.to_owned();
    };
    let cut = &text[..end];
    let words = cut
        .rfind(' ')
        .filter(|at| *at > end / 2)
        .map_or(cut, |at| &cut[..at]);
    format!(
        "{}…",
        words.trim_end_matches([' ', ',', ';', ':', '-', '–', '—'])
    )
}

/// A headline and what follows its last mark.
pub(super) fn split_suffix(title: &str) -> Option<(&str, &str)> {
    let (at, mark) = MARKS
        .iter()
        .filter_map(|mark| Some((title.rfind(mark)?, *mark)))
        .max_by_key(|(at, _)| *at)?;
    let (head, suffix) = (title[..at].trim(), title[at + mark.len()..].trim());
    (!head.is_empty() && !suffix.is_empty() && suffix.chars().count() <= 50)
        .then_some((head, suffix))
}

/// The suffix that most headlines of a feed share, if at least three do.
pub(super) fn shared_suffix<'a>(titles: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut total = 0;
    for title in titles {
        total += 1;
        if let Some((_, suffix)) = split_suffix(title) {
            *counts.entry(suffix).or_default() += 1;
        }
    }
    let (suffix, count) = counts
        .into_iter()
        .max_by_key(|(suffix, count)| (*count, *suffix))?;
    (count >= 3 && count * 2 > total).then(|| suffix.to_owned())
}

/// Takes the publisher off a headline: if it is the one the item names, or the text repeats
/// headline and publisher, or the feed puts it behind most headlines, or (`always`) the
/// aggregator is known to put it there. Returns the headline and the publisher found.
pub(super) fn without_publisher<'a>(
    title: &'a str,
    source: Option<&str>,
    text: &str,
    shared: Option<&str>,
    always: bool,
) -> (&'a str, Option<&'a str>) {
    if let Some(source) = source
        && let Some(head) = without_name(title, source)
    {
        return (head, Some(&title[title.len() - source.len()..]));
    }
    let Some((head, suffix)) = split_suffix(title) else {
        return (title, None);
    };
    // "Headline  Publisher": a text that repeats the mark too is only the headline once more.
    let repeated = || {
        let mut lines = std::iter::once(text).chain(text.lines().take(HEAD_LINES));
        lines.any(|line| {
            // What says that there is no more of it stands behind both.
            let line = line.split("[truncated").next().unwrap_or(line);
            let rest = line.trim().strip_prefix(head).map(str::trim);
            rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric) && same(rest, suffix))
        })
    };
    if source.is_none() && (always || repeated()) {
        (head, Some(suffix))
    } else if shared == Some(suffix) {
        (head, None)
    } else {
        (title, None)
    }
}

/// A headline without a name and the mark before it.
fn without_name<'a>(title: &'a str, name: &str) -> Option<&'a str> {
    let at = title
        .len()
        .checked_sub(name.len())
        .filter(|at| *at > 0 && title.is_char_boundary(*at))?;
    let (head, tail) = title.split_at(at);
    let trimmed = head.trim_end();
    let marked = trimmed
        .strip_suffix(['-', '|', '–', '—', '·', ':'])
        .map(str::trim_end);
    (trimmed.len() < head.len() && same(tail, name))
        .then_some(marked?)
        .filter(|head| !head.is_empty())
}

/// Whether two names are the same but for case, blanks and punctuation.
pub(super) fn same(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// Whether a text only repeats a headline, with or without its publisher.
pub(super) fn repeats(text: &str, title: &str, publisher: Option<&str>) -> bool {
    if text.len() > title.len() * 2 + 200 {
        return false;
    }
    same(text, title)
        || publisher.is_some_and(|publisher| same(text, &format!("{title}{publisher}")))
}

/// A headline for a text that has none: its first sentence, cut at a clause if it is long.
pub(super) fn derived_title(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| is_sentence(line))
        .or_else(|| text.lines().find(|line| !line.trim().is_empty()));
    let sentence = first_sentence(line.unwrap_or_default().trim());
    if sentence.chars().count() <= DERIVED {
        return sentence.trim_end_matches('.').to_owned();
    }
    let limit = sentence
        .char_indices()
        .nth(DERIVED)
        .map_or(sentence.len(), |(at, _)| at);
    let clause = sentence[..limit]
        .rfind([';', ':', '–', '—'])
        .or_else(|| sentence[..limit].rfind(", "));
    match clause.filter(|at| *at > limit / 2) {
        Some(at) => format!("{}…", sentence[..at].trim_end()),
        None => cut_at(sentence, DERIVED),
    }
}

/// Labels such as "Detailed Analysis" before the text are no sentences.
fn is_sentence(line: &str) -> bool {
    line.split_whitespace().count() > 4
        || line.chars().count() > 30
        || line.ends_with(['.', '!', '?', '。'])
}

fn first_sentence(line: &str) -> &str {
    let mut from = 0;
    while let Some(found) = line[from..].find(['.', '!', '?', '。', '！', '？']) {
        let end = from + found;
        let mark = line[end..].chars().next().map_or(1, char::len_utf8);
        let after = &line[end + mark..];
        let word = line[..end].rsplit(' ').next().unwrap_or_default();
        // An initial or a short abbreviation ("U.S.", "Dr.") ends no sentence.
        if mark > 1
            || after.is_empty()
            || after.starts_with(' ') && word.chars().count() > 3 && !word.contains('.')
        {
            return &line[..end + mark];
        }
        from = end + mark;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_decoded_once_more_and_has_no_tags() {
        let check =
            |title, html, expected: &str| assert_eq!(plain_title(title, html), expected, "{title}");
        check("Cats &amp;amp; dogs", false, "Cats & dogs");
        check("<b>Bold</b> &lt;i&gt;words&lt;/i&gt;", true, "Bold words");
        check("What Vec<T> is for", false, "What Vec<T> is for");
        check("a\n b\u{1b}[1m", false, "a b[1m");
        assert_eq!(
            plain_title(&"word ".repeat(400_000), false).chars().count(),
            LONGEST
        );
    }

    #[test]
    fn a_publisher_is_taken_off_for_a_reason() {
        let check = |title, source, text, shared, always, expected: (&str, Option<&str>)| {
            assert_eq!(
                without_publisher(title, source, text, shared, always),
                expected,
                "{title}"
            );
        };
        check(
            "Ferry sinks - Harbor Ledger",
            Some("Harbor Ledger"),
            "",
            None,
            false,
            ("Ferry sinks", Some("Harbor Ledger")),
        );
        check(
            "Ferry sinks - Ledger",
            None,
            "Ferry sinks  Ledger",
            None,
            false,
            ("Ferry sinks", Some("Ledger")),
        );
        check(
            "Ferry sinks - Ledger",
            None,
            "← News of the day\nFerry sinks Ledger [truncated: only a part\nAll of it.",
            None,
            false,
            ("Ferry sinks", Some("Ledger")),
        );
        check(
            "Ferry sinks | Ledger",
            None,
            "",
            Some("Ledger"),
            false,
            ("Ferry sinks", None),
        );
        check(
            "Ferry - sinks - Ledger",
            None,
            "",
            None,
            true,
            ("Ferry - sinks", Some("Ledger")),
        );
        check(
            "Rovers 2 - 1 United",
            None,
            "",
            None,
            false,
            ("Rovers 2 - 1 United", None),
        );
        check(
            "Harbor Ledger",
            Some("Harbor Ledger"),
            "",
            None,
            false,
            ("Harbor Ledger", None),
        );
    }

    #[test]
    fn most_headlines_must_share_a_suffix() {
        let shared = |titles: &[&'static str]| shared_suffix(titles.iter().copied());
        assert_eq!(
            shared(&["a | X", "b | X", "c | X", "d"]).as_deref(),
            Some("X")
        );
        assert_eq!(shared(&["a | X", "b | X"]), None);
        assert_eq!(shared(&["a | X", "b | X", "c | X", "d", "e", "f"]), None);
    }

    #[test]
    fn a_text_without_headline_lends_its_first_sentence() {
        let check = |text, expected: &str| assert_eq!(derived_title(text), expected);
        check(
            "Detailed Analysis\nThe ferry sank. Nobody drowned.",
            "The ferry sank",
        );
        check(
            "Mr. Low of the U.S. left. He said so.",
            "Mr. Low of the U.S. left",
        );
        check(
            "The port of Harbor, which had been closed for weeks after the storm, opened again on Monday morning to all ships",
            "The port of Harbor, which had been closed for weeks after the storm…",
        );
        check("", "");
    }

    #[test]
    fn a_text_that_repeats_the_headline_is_known() {
        assert!(repeats(
            "Ferry sinks  Ledger",
            "Ferry sinks",
            Some("Ledger")
        ));
        assert!(repeats("Ferry sinks.", "Ferry sinks", None));
        assert!(!repeats(
            "Ferry sinks in storm",
            "Ferry sinks",
            Some("Ledger")
        ));
    }
}
