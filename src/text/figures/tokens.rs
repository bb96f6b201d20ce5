//! The words of a sentence with what they mean to figures, and what stands between them. Words of
//! addresses and of file names are left out.

use super::lexicon::{Lexicon, Meaning, NumberWord, Tongue};
use super::{german, units};
use crate::text::{fold, words};

/// A word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    /// What stands between the word before and this one.
    pub gap: Gap,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Begins with a digit.
    pub digits: bool,
    /// What it means; `None` for most words.
    pub meaning: Option<&'static Meaning>,
    /// The value of a compound number of German, else 0.
    pub compound: f64,
}

/// What stands between two words, signs of currencies, `%`, `+` and `~` left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// There is no word before.
    Start,
    /// Nothing.
    Joined,
    /// Blanks.
    Blank,
    /// A hyphen or a dash without blanks.
    Hyphen,
    /// A single apostrophe.
    Apostrophe,
    /// A comma and blanks.
    Comma,
    /// A full stop and perhaps blanks.
    Stop,
    /// An opening bracket, perhaps after blanks.
    Bracket,
    /// Anything else; it separates.
    Other,
}

impl Gap {
    /// Whether words on both sides may be one expression.
    pub fn joins(self) -> bool {
        matches!(self, Self::Blank | Self::Hyphen)
    }
}

impl Token<'_> {
    /// Whether the word does one of these things.
    pub fn has(&self, roles: u32) -> bool {
        self.meaning
            .is_some_and(|meaning| meaning.roles & roles != 0)
    }

    /// The number that it is or is part of.
    pub fn number(&self) -> Option<NumberWord> {
        if self.compound > 0.0 {
            return Some(NumberWord::Tens(self.compound));
        }
        self.meaning?.number
    }

    /// The month that it names.
    pub fn month(&self) -> Option<u8> {
        self.meaning
            .map(|meaning| meaning.month)
            .filter(|month| *month > 0)
    }

    /// The weekday that it names.
    pub fn weekday(&self) -> Option<u8> {
        self.meaning
            .map(|meaning| meaning.weekday)
            .filter(|day| *day > 0)
    }
}

/// The words of a sentence.
pub(super) fn tokens<'a>(sentence: &'a str, lexicon: &'static Lexicon) -> Vec<Token<'a>> {
    let mut tokens: Vec<Token<'a>> = Vec::with_capacity(sentence.len() / 6 + 2);
    let mut folded = String::new();
    let mut addresses = Addresses::new(sentence);
    for word in words(sentence) {
        if addresses.contain(word.start) {
            continue;
        }
        let (text, start) = (word.text, word.start);
        let gap = match tokens.last() {
            Some(last) => gap_of(&sentence[last.end..start]),
            None => Gap::Start,
        };
        let first = text.bytes().next().unwrap_or_default();
        let mut digits = first.is_ascii_digit();
        let (mut meaning, mut compound) = (None, 0.0);
        let german = lexicon.tongue == Tongue::German;
        if !digits && (german || lexicon.may_know(text)) {
            fold(text, &mut folded);
            // Of another script or of full width.
            digits = folded.starts_with(|c: char| c.is_ascii_digit());
            meaning = lexicon.meaning(&folded).filter(|_| !digits);
            if german && meaning.is_none() && !digits {
                compound = german::compound(&folded).unwrap_or(0.0);
            }
        }
        tokens.push(Token {
            text,
            start,
            end: start + text.len(),
            gap,
            capital: word.capital,
            digits,
            meaning,
            compound,
        });
    }
    tokens
}

fn gap_of(between: &str) -> Gap {
    match between {
        " " => return Gap::Blank,
        "" => return Gap::Joined,
        ", " => return Gap::Comma,
        _ => {}
    }
    let is_sign = |c: char| {
        units::currency_of_sign(c).is_some()
            || matches!(c, '%' | '+' | '~' | '≈' | '°' | '>' | '<' | '*' | '\u{ad}')
    };
    let between = between.trim_matches(is_sign);
    let bare = between.trim_matches(is_blank);
    match bare {
        "" if between.is_empty() => Gap::Joined,
        "" => Gap::Blank,
        "," => Gap::Comma,
        "." => Gap::Stop,
        "(" => Gap::Bracket,
        "'" | "’" if between.len() == bare.len() => Gap::Apostrophe,
        hyphen
            if between.len() == bare.len()
                && hyphen.chars().all(is_hyphen)
                && hyphen.chars().count() == 1 =>
        {
            Gap::Hyphen
        }
        _ => Gap::Other,
    }
}

/// White space inside a line, of any width.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// Hyphens and dashes that join; a long dash separates.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

/// The runs without white space that are addresses or file names, from left to right.
struct Addresses<'a> {
    text: &'a str,
    /// Runs that begin before this offset were looked at.
    seen: usize,
    /// The end of the last address found.
    end: usize,
}

impl<'a> Addresses<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            seen: 0,
            end: 0,
        }
    }

    /// Whether an address stands at this offset; offsets only grow.
    fn contain(&mut self, at: usize) -> bool {
        while self.seen <= at {
            let rest = &self.text[self.seen..];
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            if is_address(&rest[..length]) {
                self.end = self.seen + length;
            }
            self.seen += length;
            match self.text[self.seen..].chars().next() {
                Some(blank) => self.seen += blank.len_utf8(),
                None => {
                    self.seen = usize::MAX;
                }
            }
        }
        at < self.end
    }
}

fn is_address(run: &str) -> bool {
    let bytes = run.as_bytes();
    if memchr::memchr3(b'/', b'@', b'.', bytes).is_none() {
        return false;
    }
    if run.contains("://") || run.contains("www.") {
        return true;
    }
    if let Some(at) = run.find('@') {
        let (before, after) = (&run[..at], &run[at + 1..]);
        let ends = before.ends_with(|c: char| c.is_alphanumeric()) || before.is_empty();
        if ends && after.starts_with(char::is_alphabetic) {
            return true;
        }
    }
    let run = run.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    match run.split_once('/') {
        Some(("", path)) => path.contains('/'),
        Some((host, _)) => host.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_lowercase())
        }),
        None => run.rsplit_once('.').is_some_and(|(name, end)| {
            matches!(
                end,
                "com"
                    | "org"
                    | "net"
                    | "gov"
                    | "edu"
                    | "pdf"
                    | "html"
                    | "jpg"
                    | "png"
                    | "csv"
                    | "exe"
                    | "zip"
            ) && !name.is_empty()
        }),
    }
}
