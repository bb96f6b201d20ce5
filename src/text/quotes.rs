//! Finds what a text quotes: what stands between quotation marks of any kind, as far as it is long
//! enough to be somebody's words rather than a title or an irony.

use std::ops::Range;

use super::words;

/// Words of a quote at least.
const LEAST_WORDS: usize = 4;
/// Bytes of a quote at the most; what is longer is most likely a mark that was never closed.
const LONGEST: usize = 800;

/// Marks that open a quote where words stand apart, and what closes it.
pub fn closing_marks(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '\u{201c}' => Some(&['\u{201d}', '"']),
        '\u{201e}' => Some(&['\u{201c}', '\u{201d}', '"']),
        '\u{ab}' => Some(&['\u{bb}']),
        '\u{bb}' => Some(&['\u{ab}']),
        '\u{2018}' => Some(&['\u{2019}']),
        _ => None,
    }
}

/// The same, with the brackets of East Asian texts.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '\u{300c}' => Some(&['\u{300d}']),
        _ => closing_marks(open),
    }
}

/// The bytes between the marks of each quote of a text, from left to right.
pub fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, mark)) = text[at..]
        .char_indices()
        .map(|(offset, c)| (at + offset, c))
        .find(|(offset, c)| closing(*c).is_some() && opens(text, *offset, *c))
    {
        let start = open + mark.len_utf8();
        let window = &text[start..text.floor_char_boundary(start + LONGEST)];
        let marks = closing(mark).unwrap_or_default();
        let Some(end) = window
            .char_indices()
            .find(|(offset, c)| marks.contains(c) && closes(window, *offset, *c))
        else {
            at = start;
            continue;
        };
        let inside = start..start + end.0;
        at = inside.end + end.1.len_utf8();
        let unspaced = text[inside.clone()]
            .chars()
            .filter(|c| *c >= '\u{3000}')
            .count();
        if words(&text[inside.clone()]).take(LEAST_WORDS).count() == LEAST_WORDS || unspaced > 8 {
            found.push(inside);
        }
    }
    found
}

/// A straight mark opens where a letter follows and none stands before; an inch mark does not.
fn opens(text: &str, at: usize, mark: char) -> bool {
    if !matches!(mark, '"' | '\u{2018}' | '\u{bb}') {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + mark.len_utf8()..].chars().next();
    before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(|c| !c.is_whitespace())
}

/// An apostrophe inside a quote in single marks does not close it.
fn closes(window: &str, at: usize, mark: char) -> bool {
    let after = window[at + mark.len_utf8()..].chars().next();
    mark != '\u{2019}' || after.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_marks_of_any_kind_are_quotes() {
        for (text, expected) in [
            (
                "“We lost the whole bridge,” she said.",
                vec!["We lost the whole bridge,"],
            ),
            (
                "He said: \"It was my fault alone.\" Then \"no\".",
                vec!["It was my fault alone."],
            ),
            (
                "„Wir haben alles verloren“, sagte sie.",
                vec!["Wir haben alles verloren"],
            ),
            (
                "« Nous avons tout perdu », dit-elle.",
                vec![" Nous avons tout perdu "],
            ),
            (
                "‘It’s all we’ve got left,’ he said.",
                vec!["It’s all we’ve got left,"],
            ),
            ("A 5\" pipe and a 6\" pipe burst in the night.", vec![]),
            ("The “so-called truce” holds.", vec![]),
            ("“An open mark with no end of it", vec![]),
        ] {
            let found: Vec<&str> = quotes(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn any_text_has_quotes_within_it() {
        for text in [
            "",
            "\"",
            "“”“”",
            "‘’",
            "\u{300c}\u{300d}",
            "é“é",
            "\"\"\"\"",
            "»«»«",
        ] {
            assert!(quotes(text).is_empty());
        }
    }
}
