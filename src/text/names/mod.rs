//! Finds what may be a name in a sentence: runs of capitalized words, acronyms, and identifiers of
//! letters and digits. A sentence alone does not tell whether its first word is a name; that is said
//! of each name, and decided where more of the text is known.

mod key;
mod lists;

use std::ops::Range;

use self::key::is_title;
use self::lists::{COMMON, DAYS, LINKS, SHORTENED};
use super::{Language, LanguageGuess, Word, WordKind, fold, hash_word, is_month, words};

pub use key::{is_institution, name_key};

/// What a name is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// Capitalized words.
    Words,
    /// Capitals only: `NASA`.
    Acronym,
    /// Letters and digits: `B200`, `GPT-4`.
    Identifier,
}

/// What may be a name, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its bytes, without a possessive ending.
    pub range: Range<usize>,
    /// What it is made of.
    pub kind: NameKind,
    /// It stands where every word has a capital: only other sentences tell whether it is one.
    pub initial: bool,
}

/// What may be names, from left to right.
pub fn names(sentence: &str, language: Language) -> Vec<Name> {
    let parts: Vec<Part<'_>> = Parts::new(sentence, language).collect();
    if language.names_have_capitals() && is_title_case(&parts) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if !parts[at].begins() {
            at += 1;
            continue;
        }
        let end = run_end(sentence, &parts, at);
        add(sentence, &parts[at..end], language, &mut found);
        at = end;
    }
    found
}

/// A word and what it may be in a name.
struct Part<'a> {
    word: Word<'a>,
    /// Folded.
    folded: String,
    capital: bool,
    identifier: bool,
    /// Nothing that names: a function word, a day, a month, a common acronym.
    common: bool,
    initial: bool,
    number: bool,
}

impl Part<'_> {
    fn begins(&self) -> bool {
        (self.capital || self.identifier) && !self.number
    }

    /// A word that goes on with "of", even behind others: "Federal Reserve Bank of …". Other names of
    /// several words are somebody, of somewhere.
    fn is_institution(&self) -> bool {
        is_institution(&self.folded)
    }

    /// The end of the word without its possessive.
    fn end(&self) -> usize {
        let text = self.word.text;
        let bare = text
            .strip_suffix("'s")
            .or_else(|| text.strip_suffix("’s"))
            .unwrap_or(text);
        self.word.start + bare.len()
    }

    fn has_possessive(&self, sentence: &str) -> bool {
        let end = self.word.start + self.word.text.len();
        self.end() != end
            || self.word.text.ends_with('s') && sentence[end..].starts_with(['’', '\''])
    }
}

/// The words of a sentence with what is known of each.
struct Parts<'a, I> {
    sentence: &'a str,
    words: I,
    language: Language,
    at: usize,
}

impl<'a> Parts<'a, ()> {
    fn new(sentence: &'a str, language: Language) -> Parts<'a, impl Iterator<Item = Word<'a>>> {
        Parts {
            sentence,
            words: words(sentence),
            language,
            at: 0,
        }
    }
}

impl<'a, I: Iterator<Item = Word<'a>>> Iterator for Parts<'a, I> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let word = self.words.next()?;
        let gap = &self.sentence[self.at..word.start];
        let first = self.at == 0;
        self.at = word.start + word.text.len();
        let mut folded = String::new();
        fold(word.text, &mut folded);
        let digits = word.text.bytes().any(|byte| byte.is_ascii_digit());
        let capitals = word.text.chars().any(char::is_uppercase);
        let number = word.kind == WordKind::Number;
        let lists = LanguageGuess::lists_with(hash_word(&folded));
        let initial = first || begins_sentence(gap);
        // Inside a sentence a capital makes even "new" a part of a name.
        let little = self.language.is_function_word(lists) && (initial || !capitals);
        let common = little
            || COMMON.contains(&folded.as_str())
            || is_month(&folded)
            || DAYS.contains(&folded.as_str());
        Some(Part {
            word,
            folded,
            capital: capitals && !digits,
            identifier: capitals && digits && !number,
            common,
            initial: initial && (first || !gap.contains('(')),
            number,
        })
    }
}

/// Whether what stands before a word inside a sentence gives it a capital, name or not.
pub fn begins_sentence(gap: &str) -> bool {
    const OPENS: [char; 12] = ['"', '“', '„', '«', '‘', ':', '•', '—', '…', '?', '!', '('];
    gap.contains(OPENS) && !gap.trim_end().ends_with(',')
}

/// Where a run of parts of one name ends.
fn run_end(sentence: &str, parts: &[Part<'_>], from: usize) -> usize {
    let mut end = from + 1;
    while end < parts.len() {
        let last = &parts[end - 1];
        if last.has_possessive(sentence) {
            break;
        }
        let gap = gap_between(sentence, last, &parts[end]);
        let next = &parts[end];
        let joined = matches!(gap, "-" | "\u{2011}" | "&" | " & " | "'" | "’");
        let near = matches!(gap, " " | "\u{a0}" | "\u{202f}");
        let shortened = matches!(gap, ". " | ".")
            && (last.folded.chars().count() == 1 || SHORTENED.contains(&last.folded.as_str()));
        if (near || joined || shortened) && next.begins() && !next.common {
            end += 1;
            continue;
        }
        // "GPT-4", "Colossus 1": a small number without separators belongs to the name before it.
        if (near && last.capital && !last.common || joined) && is_small_number(next) {
            let goes_on = parts
                .get(end + 1)
                .is_some_and(|after| counts(sentence, next, after));
            if !goes_on {
                end += 1;
                continue;
            }
        }
        // "Bank of England": a link, and another part.
        let of_it = end - from == 1 || last.is_institution() || next.folded != "of";
        if near
            && of_it
            && let Some(after) = link_end(sentence, parts, end)
        {
            end = after;
            continue;
        }
        break;
    }
    end
}

/// Whether a lower-case word follows a number at once, which then counts something.
fn counts(sentence: &str, number: &Part<'_>, after: &Part<'_>) -> bool {
    let gap = gap_between(sentence, number, after);
    let is_near = matches!(gap, " " | "\u{a0}" | "-") && !after.begins();
    let is_scale = ["thousand", "million", "billion", "trillion"].contains(&after.folded.as_str());
    is_near && (is_scale || !after.common && after.folded.ends_with('s'))
        || sentence[number.word.start + number.word.text.len()..].starts_with(['%', '°'])
}

fn is_small_number(part: &Part<'_>) -> bool {
    part.number
        && part.word.text.len() <= 4
        && part
            .word
            .text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The end of a run that goes on behind one or two links.
fn link_end(sentence: &str, parts: &[Part<'_>], from: usize) -> Option<usize> {
    let mut at = from;
    while at < parts.len()
        && at < from + 2
        && !parts[at].capital
        && LINKS.contains(&parts[at].folded.as_str())
    {
        at += 1;
        let (last, next) = (&parts[at - 1], parts.get(at)?);
        if gap_between(sentence, last, next) != " " {
            return None;
        }
    }
    let next = parts.get(at)?;
    // A lone "the" or "and" joins nothing.
    let is_link = at > from && parts[from].folded != "the" && parts[from].folded != "e";
    (is_link && next.begins() && !next.common).then_some(at + 1)
}

fn gap_between<'a>(sentence: &'a str, one: &Part<'_>, next: &Part<'_>) -> &'a str {
    sentence
        .get(one.word.start + one.word.text.len()..next.word.start)
        .unwrap_or_default()
}

/// Adds the name of a run, without what names nothing at its edges.
fn add(sentence: &str, run: &[Part<'_>], language: Language, found: &mut Vec<Name>) {
    let Some(first) = run.iter().position(|part| !part.common) else {
        return;
    };
    let last = run.iter().rposition(|part| !part.common).unwrap_or(first);
    let mut kept = &run[first..=last];
    // "Shares of Alphabet", "Members of the board": the first word is none of the name.
    if let [begin, link, .., _] = kept
        && begin.initial
        && begin.folded.ends_with('s')
        && !begin.is_institution()
        && link.folded == "of"
        && let Some(next) = kept
            .iter()
            .skip(1)
            .position(|part| part.begins() && !part.common)
    {
        kept = &kept[next + 1..];
    }
    let (Some(begin), Some(end)) = (kept.first(), kept.last()) else {
        return;
    };
    let identifier = kept.iter().any(|part| part.identifier)
        || kept.len() > 1 && kept.iter().any(|part| part.number);
    let acronym = kept.len() == 1 && is_acronym(begin.word.text);
    let kind = match (identifier, acronym) {
        (true, _) => NameKind::Identifier,
        (false, true) => NameKind::Acronym,
        (false, false) => NameKind::Words,
    };
    // Where every noun has a capital, a single word says nothing.
    let capitals = kept.iter().filter(|part| part.capital).count();
    if kind == NameKind::Words && !language.names_have_capitals() && capitals < 2 {
        return;
    }
    if kept.len() == 1 {
        let lists = LanguageGuess::lists_with(hash_word(&begin.folded));
        let is_empty = kind == NameKind::Words && language.is_function_word(lists);
        if is_empty || begin.word.text.chars().count() < 2 {
            return;
        }
    }
    let range = begin.word.start..end.end();
    let name = &sentence[range.clone()];
    let is_tag = sentence[..range.start].ends_with('#');
    if is_tag || is_seat(name) || is_title(name) {
        return;
    }
    let dotted = sentence[range.end..].starts_with('.') && is_dotted(&sentence[range.clone()]);
    found.push(Name {
        range: range.start..range.end + usize::from(dotted),
        kind,
        initial: begin.initial && kind == NameKind::Words && capitals < 2,
    });
}

/// "D-Penn", "R-N.C": the party and the state of somebody, which every report says in its own way.
fn is_seat(name: &str) -> bool {
    let mut letters = name.chars();
    let party = letters.next().is_some_and(|c| matches!(c, 'D' | 'R' | 'I'));
    party && letters.next() == Some('-') && letters.next().is_some_and(char::is_uppercase)
}

fn is_acronym(word: &str) -> bool {
    let bare = word.strip_suffix('s').unwrap_or(word);
    bare.chars().count() > 1 && bare.chars().all(char::is_uppercase)
}

/// "U.S" of "U.S.": letters with full stops between.
fn is_dotted(name: &str) -> bool {
    name.contains('.') && name.split('.').all(|part| part.chars().count() == 1)
}

/// Lines In Which Every Word Has a Capital say nothing about names. A list of names has words of its
/// sentence in it.
fn is_title_case(parts: &[Part<'_>]) -> bool {
    let mut long = 0;
    for part in parts.iter().skip(1) {
        let letters = part.word.text.chars().count();
        if part.number || part.common || letters < 3 {
            continue;
        }
        if !part.capital && !part.identifier {
            return false;
        }
        long += usize::from(letters > 3);
    }
    long > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sentence: &str) -> Vec<&str> {
        let names = names(sentence, Language::ENGLISH);
        names
            .into_iter()
            .map(|name| &sentence[name.range])
            .collect()
    }

    #[test]
    fn runs_of_capitals_are_names() {
        for (sentence, expected) in [
            (
                "The bridge at Ostermoor was closed by Ada Quill on Friday.",
                vec!["Ostermoor", "Ada Quill"],
            ),
            (
                "Quayside Bank's shares and the Bank of Harland rose.",
                vec!["Quayside Bank", "Bank of Harland"],
            ),
            (
                "A team from the U.S. and the EU met in New Harland.",
                vec!["U.S.", "EU", "New Harland"],
            ),
            (
                "They saw Mayor van der Berg and J. Brown.",
                vec!["Mayor van der Berg", "J. Brown"],
            ),
            (
                "It runs on B200 chips, GPT-4 and Colossus 1 in May.",
                vec!["B200", "GPT-4", "Colossus 1"],
            ),
            (
                "In Harland, Monday was quiet; the CEO and her AI were not.",
                vec!["Harland"],
            ),
            (
                "Quill’s rival, the Marsh-Benton group, lost to AT&T.",
                vec!["Quill", "Marsh-Benton", "AT&T"],
            ),
            (
                "They have sold 40 tonnes to Harland 12 times.",
                vec!["Harland"],
            ),
            ("iPhone prices fell at eBay.", vec!["iPhone", "eBay"]),
        ] {
            assert_eq!(found(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn what_stands_at_the_beginning_alone_is_in_doubt() {
        let doubt = |sentence: &str| names(sentence, Language::ENGLISH)[0].initial;
        assert!(doubt("Analysts doubt it."));
        assert!(doubt("“Harland wins,” he said."));
        assert!(!doubt("Harland Steel doubts it."));
        assert!(!doubt("He met Quill."));
    }

    #[test]
    fn headlines_in_capitals_say_nothing() {
        assert!(found("The Bigger Picture: Why Harland Steel Plans Hit a Wall").is_empty());
    }

    #[test]
    fn in_german_a_single_noun_is_no_name() {
        let german = crate::text::LanguageGuess::default().language(Some("de"));
        let sentence = "Der Kanzler traf Ada Quill in der Stadt.";
        let names: Vec<&str> = names(sentence, german)
            .into_iter()
            .map(|name| &sentence[name.range])
            .collect();
        assert_eq!(names, ["Ada Quill"]);
    }

    #[test]
    fn a_key_is_without_titles_and_endings() {
        for (name, key) in [
            ("President Ada Quill", vec!["ada", "quill"]),
            ("Bank of Harland", vec!["bank", "harland"]),
            ("U.S.", vec!["us"]),
            ("Democrats", vec!["democrat"]),
            ("Mr", vec!["mr"]),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
    }

    #[test]
    fn any_text_has_names_within_it() {
        for text in [
            "",
            "’s",
            "A.’s",
            "É.é-É",
            "U.S.U.",
            "B200’",
            "\u{202f}A\u{202f}B",
            "報告 H100 報告",
            "O'",
            "&A&",
        ] {
            for name in names(text, Language::ENGLISH) {
                assert!(text.get(name.range).is_some());
            }
        }
    }
}
