//! Cuts a text into words: runs of letters, numbers, and runs of scripts that put no space between
//! words. Folding makes the same word equal whatever its case and accents.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, perhaps with digits among them.
    Plain,
    /// Digits, perhaps with separators and a short unit (`1,284`, `2.5`, `19th`).
    Number,
    /// Letters of a script without spaces: words inside are not known.
    Unspaced,
}

/// A word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Byte offset of its first character.
    pub start: usize,
    /// What it is made of.
    pub kind: WordKind,
    /// Begins with a capital letter.
    pub capital: bool,
}

/// The words of a text from left to right.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    Words { text, at: 0 }
}

struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let start = word_start(self.text, self.at)?;
        let tail = &self.text[start..];
        let first = tail.chars().next()?;
        let length = if first.is_ascii_digit() {
            number_length(tail)
        } else if is_unspaced(first) {
            tail.find(|c: char| !is_unspaced(c) && !is_combining_mark(c))
                .unwrap_or(tail.len())
        } else {
            plain_length(tail)
        };
        let length = length.max(first.len_utf8());
        self.at = start + length;
        let text = &tail[..length];
        let kind = if is_unspaced(first) {
            WordKind::Unspaced
        } else if first.is_ascii_digit() && is_number(text) {
            WordKind::Number
        } else {
            WordKind::Plain
        };
        Some(Word {
            text,
            start,
            kind,
            capital: first.is_uppercase(),
        })
    }
}

/// Where the next word begins; most bytes are ASCII and need no decoding.
fn word_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if bytes[at].is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text[at..].chars().next()?;
            if c.is_alphanumeric() {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

fn is_word_part(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // The joiners belong into words of Persian and of Indian scripts.
    (c.is_alphanumeric() && !is_unspaced(c))
        || is_combining_mark(c)
        || matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}

/// Letters, with an apostrophe only between two of them; an elided article (`l'`, `d'`) is a word
/// of its own, an Irish `O'` is not.
fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    match bytes.get(ascii) {
        None => return ascii,
        Some(byte) if byte.is_ascii() && *byte != b'\'' => return ascii,
        Some(_) => {}
    }
    let mut letters = ascii;
    let mut characters = text[ascii..].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if is_word_part(c) {
            letters += 1;
        } else if is_apostrophe(c) {
            let joins = characters
                .peek()
                .is_some_and(|&(_, next)| is_word_part(next));
            let elision = letters == 1 && !text.starts_with(['o', 'O']);
            if !joins || elision {
                return ascii + at;
            }
        } else {
            return ascii + at;
        }
    }
    text.len()
}

/// Digits with separators between digits, then letters that follow at once.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digit_follows = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match bytes[at] {
            b'0'..=b'9' => at += 1,
            b',' | b'.' if digit_follows => at += 1,
            _ => break,
        }
    }
    at + text[at..]
        .find(|c| !is_word_part(c))
        .unwrap_or(text.len() - at)
}

fn is_number(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    matches!(
        unit.to_ascii_lowercase().as_str(),
        "" | "st" | "nd" | "rd" | "th" | "k" | "m" | "mn" | "bn" | "b" | "pc" | "am" | "pm"
    )
}

/// Scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    c >= '\u{0e00}'
        && matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// Writes the word into `out` in the form that is compared: lower case, Latin letters without
/// accents, numbers without thousands separators, no possessive and no apostrophe.
pub fn fold(word: &str, out: &mut String) {
    out.clear();
    let word = without_possessive(word);
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        if out.contains(['\'', ',']) {
            out.retain(|c| c != '\'' && c != ',');
        }
        return;
    }
    for c in word.chars() {
        if c.is_ascii() {
            if c != '\'' && c != ',' {
                out.push(c.to_ascii_lowercase());
            }
        } else if ('\u{c0}'..'\u{250}').contains(&c) || ('\u{1e00}'..'\u{1f00}').contains(&c) {
            match plain_letters(c) {
                "" => decompose_canonical(c, |part| {
                    if !is_combining_mark(part) {
                        out.extend(part.to_lowercase());
                    }
                }),
                letters => out.push_str(letters),
            }
        } else if !is_apostrophe(c) && !matches!(c, '\u{200c}' | '\u{200d}') {
            out.extend(c.to_lowercase());
        }
    }
}

/// Latin letters that no accent table takes apart.
fn plain_letters(c: char) -> &'static str {
    match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        _ => "",
    }
}

fn without_possessive(word: &str) -> &str {
    let Some(rest) = word.strip_suffix(['s', 'S']) else {
        return word;
    };
    match rest.char_indices().next_back() {
        Some((at, c)) if at > 0 && is_apostrophe(c) => &rest[..at],
        _ => word,
    }
}

/// A hash of a folded word that is the same on every machine and in every version: it is stored.
pub fn hash_word(folded: &str) -> u32 {
    let hash = xxhash_rust::xxh3::xxh3_64(folded.as_bytes());
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let mut out = String::new();
        words(text)
            .map(|word| {
                fold(word.text, &mut out);
                out.clone()
            })
            .collect()
    }

    #[test]
    fn words_lose_case_accents_and_possessives() {
        assert_eq!(
            folded("Peña's “Île”, O’Brien’s l'homme don't"),
            ["pena", "ile", "obrien", "l", "homme", "dont"]
        );
    }

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(
            folded("1,284 cases, 2.5% up. 19th"),
            ["1284", "cases", "2.5", "up", "19th"]
        );
        let kinds: Vec<WordKind> = words("19th 5G 2021, Q3").map(|word| word.kind).collect();
        assert_eq!(
            kinds,
            [
                WordKind::Number,
                WordKind::Plain,
                WordKind::Number,
                WordKind::Plain
            ]
        );
    }

    #[test]
    fn a_script_without_spaces_is_one_run_and_marks_stay_in_their_word() {
        let kinds: Vec<(&str, WordKind)> = words("台風15号 ঢাকায় हिन्दी")
            .map(|word| (word.text, word.kind))
            .collect();
        assert_eq!(
            kinds,
            [
                ("台風", WordKind::Unspaced),
                ("15", WordKind::Plain),
                ("号", WordKind::Unspaced),
                ("ঢাকায়", WordKind::Plain),
                ("हिन्दी", WordKind::Plain)
            ]
            .map(|(text, kind)| (text, if text == "15" { WordKind::Number } else { kind }))
        );
    }

    #[test]
    fn odd_texts_end() {
        for text in [
            "",
            "'",
            "''s",
            "’s",
            "\u{301}",
            "1.",
            "1,,2",
            "\u{200d}",
            "a\u{200d}",
        ] {
            let _ = folded(text);
        }
    }
}
