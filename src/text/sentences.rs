//! Cuts a text into sentences. Line breaks and web addresses end a sentence too, because around
//! them stands what a publisher repeats: lists of links, invitations to subscribe.

use super::months::{is_english_month, is_month};

/// A piece of text that ends where a sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The text, trimmed; never empty.
    pub text: &'a str,
    /// Byte offset of its first character.
    pub start: usize,
    /// Ends with a full stop, a question or exclamation mark.
    pub closed: bool,
    /// A web address follows at once: most often the words are its label.
    pub labels_link: bool,
}

/// The sentences of a text; web addresses are left out.
pub fn sentences(text: &str) -> impl Iterator<Item = Sentence<'_>> {
    Sentences { text, at: 0 }
}

struct Sentences<'a> {
    text: &'a str,
    at: usize,
}

enum End {
    /// The sentence ends before this offset, the next begins at it.
    Mark(usize),
    /// A line break.
    Line(usize),
    /// An address from here to the second offset.
    Link(usize, usize),
}

impl<'a> Iterator for Sentences<'a> {
    type Item = Sentence<'a>;

    fn next(&mut self) -> Option<Sentence<'a>> {
        while self.at < self.text.len() {
            let begin = self.at;
            let (end, next, labels_link) = match find_end(self.text, begin) {
                End::Mark(end) => (end, end, false),
                End::Line(end) => (end, end + 1, false),
                End::Link(end, next) => (end, next, true),
            };
            self.at = next.max(begin + 1).min(self.text.len());
            let piece = &self.text[begin..end];
            let trimmed = piece.trim();
            if trimmed.is_empty() {
                continue;
            }
            return Some(Sentence {
                text: trimmed,
                start: begin + (piece.len() - piece.trim_start().len()),
                closed: is_closed(trimmed),
                labels_link,
            });
        }
        None
    }
}

fn find_end(text: &str, begin: usize) -> End {
    let bytes = text.as_bytes();
    let mut at = begin;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => return End::Line(at),
            b'.' | b'!' | b'?' if ends_sentence(text, at) => {
                return End::Mark(after_quotes(bytes, at + 1));
            }
            b'h' | b'w' if is_link_start(text, begin, at) => {
                return End::Link(at, link_end(text, at));
            }
            // The full stops and marks of East Asian and Indian scripts begin with these bytes.
            0xe3 | 0xef | 0xe0 => {
                let mark = text[at..]
                    .chars()
                    .next()
                    .filter(|c| matches!(c, '。' | '！' | '？' | '।'));
                if let Some(mark) = mark {
                    return End::Mark(at + mark.len_utf8());
                }
            }
            _ => {}
        }
        // No byte within a character is one of those above.
        at += 1;
    }
    End::Mark(text.len())
}

/// A mark ends a sentence when a blank follows it and no abbreviation stands before it.
fn ends_sentence(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let after = after_quotes(bytes, at + 1);
    if bytes
        .get(after)
        .is_some_and(|byte| !byte.is_ascii_whitespace())
    {
        return false;
    }
    if bytes[at] != b'.' {
        return true;
    }
    let word_start = text[..at]
        .rfind(|c: char| !c.is_alphanumeric() && c != '.')
        .map_or(0, |found| found + 1);
    let word = text.get(word_start..at).unwrap_or_default();
    let initials = word.chars().rev().step_by(2).all(char::is_uppercase);
    let is_short = word.chars().count() == 1 || word.contains('.');
    let is_abbreviation = (initials && is_short) || ABBREVIATIONS.contains(&word);
    !(is_abbreviation || is_inside_date(word, &text[after..]))
}

/// "Sept." before a day, "7." before a month, "p.m." before what goes on.
fn is_inside_date(word: &str, after: &str) -> bool {
    let next = after.trim_start();
    if next.len() == after.len() || after.starts_with('\n') {
        return false;
    }
    match word {
        "a.m" | "p.m" => {
            let zone = [
                "ET", "EST", "EDT", "CT", "PT", "PST", "PDT", "GMT", "UTC", "BST", "CET",
            ];
            let name = next.split(|c: char| !c.is_alphanumeric()).next();
            next.starts_with(char::is_lowercase) || name.is_some_and(|name| zone.contains(&name))
        }
        day if day.len() <= 2 && day.bytes().all(|byte| byte.is_ascii_digit()) => {
            // "7. Mai" in German.
            next.split(|c: char| !c.is_alphabetic())
                .next()
                .is_some_and(is_month)
        }
        month => {
            let short = month.len() <= 4 && month.starts_with(char::is_uppercase);
            short && is_english_month(month) && next.starts_with(|c: char| c.is_ascii_digit())
        }
    }
}

/// Words that end in a full stop inside a sentence.
const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "St", "Sen", "Rep", "Gov", "Gen", "Mt", "No", "vs",
];

fn after_quotes(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b'"' | b'\'' | b')') => at += 1,
            Some(0xe2)
                if bytes.get(at + 1) == Some(&0x80)
                    && matches!(bytes.get(at + 2), Some(0x99 | 0x9d)) =>
            {
                at += 3
            }
            _ => return at,
        }
    }
}

fn is_link_start(text: &str, begin: usize, at: usize) -> bool {
    let rest = &text.as_bytes()[at..];
    let starts =
        rest.starts_with(b"http://") || rest.starts_with(b"https://") || rest.starts_with(b"www.");
    starts && (at == begin || !text.as_bytes()[at - 1].is_ascii_alphanumeric())
}

fn link_end(text: &str, at: usize) -> usize {
    text[at..]
        .find(char::is_whitespace)
        .map_or(text.len(), |length| at + length)
}

fn is_closed(sentence: &str) -> bool {
    sentence
        .trim_end_matches(['"', '\'', ')', '”', '’', '»'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).map(|sentence| sentence.text).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_ends_at_its_mark_and_not_at_an_abbreviation() {
        check(
            "Mr. Lang left. \"Why?\" asked J. Brown of the U.S. team. It rose 2.5 per cent!",
            &[
                "Mr. Lang left.",
                "\"Why?\"",
                "asked J. Brown of the U.S. team.",
                "It rose 2.5 per cent!",
            ],
        );
        check(
            "It opens on Sept. 30 at 8 p.m. ET and 9 p.m. in town. Some come in Oct. Others at 8 p.m. All wait.",
            &[
                "It opens on Sept. 30 at 8 p.m. ET and 9 p.m. in town.",
                "Some come in Oct.",
                "Others at 8 p.m.",
                "All wait.",
            ],
        );
        check("Am 7. Mai. Danach 8.", &["Am 7. Mai.", "Danach 8."]);
        check("雨が降った。風も強い。", &["雨が降った。", "風も強い。"]);
    }

    #[test]
    fn lines_and_links_end_a_sentence() {
        check(
            "The dam holds\nMore here: https://example.org/a?b=c Subscribe: http://example.org and wait.",
            &["The dam holds", "More here:", "Subscribe:", "and wait."],
        );
        let labels: Vec<bool> = sentences("Watch: http://a.example It rains.")
            .map(|s| s.labels_link)
            .collect();
        assert_eq!(labels, [true, false]);
    }

    #[test]
    fn any_text_ends() {
        for text in [
            "",
            ".",
            "...",
            "\n\n",
            "http://",
            "”",
            "é.”",
            "a.’",
            "ééé\u{e0}",
            "。",
        ] {
            assert!(sentences(text).count() <= text.len());
        }
    }
}
