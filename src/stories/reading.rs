//! Reads headline and body of an article into words: cuts furniture that needs no memory (labels of
//! links, dates, lone words on a line), tells names and numbers, drops function words.

use std::ops::Range;

use super::newsless::{is_newsless, without_dateline};
use super::titles;
use crate::text::{
    Language, LanguageGuess, Word, WordKind, fold, hash_word, is_english_month, pieces, sentences,
    stem, stem_in, words,
};

/// A word of a draft.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token {
    /// Hash of its folded stem.
    pub word: u32,
    /// Where it stands in [`Reading::text`].
    pub start: u16,
    pub length: u8,
    /// The word begins with a capital inside a sentence.
    pub name: bool,
    /// The word begins with a capital anywhere.
    pub capital: bool,
    /// The word is a number on its own.
    pub number: bool,
}

/// A sentence of the body or a part of the headline. Numbers are small because what is read of an
/// article is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// Hash of source and words: equal where one source repeats itself.
    pub furniture_key: u32,
    /// Part of the headline.
    pub title: bool,
    /// Where it begins in [`Reading::text`].
    pub start: u16,
    /// Its length in bytes and in characters.
    pub bytes: u16,
    pub characters: u16,
    /// Its words: where they begin, and how many they are.
    pub first_token: u16,
    pub tokens: u16,
}

impl Segment {
    /// The places of its words.
    pub fn range(&self) -> Range<usize> {
        let first = usize::from(self.first_token);
        first..first + usize::from(self.tokens)
    }
}

/// A small number; what is larger is cut off, and nothing that is read grows so large.
fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Characters of the body that are kept; more than are counted, because furniture is cut later.
const BODY_KEPT: usize = 1400;
/// Bytes of the body that are looked at for that.
const BODY_READ: usize = 8000;
const TITLE_READ: usize = 500;
/// A word and the blank behind it, in bytes; shorter ones are mostly function words.
const BYTES_OF_WORD: usize = 6;
/// A headline with fewer words that tell something may stand over any report.
const TITLE_KEY_WORDS: usize = 4;
/// A line with fewer words and no full stop is a label, not a sentence.
const LABEL_WORDS: usize = 7;
/// So many labelled addresses in a text are the tail of a description of a video.
const LINKS_OF_TAIL: usize = 3;

/// The first bytes of a text, whole characters only.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What a word is besides its letters.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    name: bool,
    capital: bool,
    number: bool,
}

/// Where the reading of a segment is.
struct Line<'a> {
    text: &'a str,
    start: usize,
    first_token: usize,
    names_stand_out: bool,
    at_beginning: bool,
    in_date: bool,
}

impl Line<'_> {
    fn before(&self, word: Word<'_>) -> Option<char> {
        self.text[..word.start].chars().next_back()
    }
}

/// What has been read of an article.
#[derive(Debug)]
pub(super) struct Reading {
    source: u32,
    pub text: String,
    pub segments: Vec<Segment>,
    /// Words with the languages they are function words of.
    pub tokens: Vec<(Token, u32)>,
    pub guess: LanguageGuess,
    folded: String,
}

impl Reading {
    pub fn new(source: u32) -> Self {
        Self {
            source,
            text: String::new(),
            segments: Vec::new(),
            tokens: Vec::new(),
            guess: LanguageGuess::default(),
            folded: String::new(),
        }
    }

    /// Reads the headline; gives back its folded words.
    pub fn read_title(&mut self, title: &str, source: &str) -> String {
        let title = head(title, TITLE_READ);
        let sentence_case = !is_title_case(title);
        let mut folded_title = String::new();
        for part in titles::parts(title, source) {
            let (segment, folded) = self.read_segment(part, true, sentence_case);
            self.segments.push(segment);
            if !folded_title.is_empty() {
                folded_title.push(' ');
            }
            folded_title.push_str(&folded);
        }
        folded_title
    }

    /// Reads the body; gives back the folded words of its first sentence.
    pub fn read_body(&mut self, body: &str, folded_title: &str) -> String {
        let (mut kept, mut opening) = (0, String::new());
        let mut labels: Vec<(Segment, String)> = Vec::new();
        let mut links = 0;
        let body = without_dateline(head(body, BODY_READ));
        self.reserve(body.len().min(BODY_KEPT));
        for sentence in sentences(body) {
            if sentence.labels_link && is_link_label(sentence.text) {
                links += 1;
                // What follows a list of addresses is about the publisher.
                if links == LINKS_OF_TAIL && kept > 0 {
                    break;
                }
                continue;
            }
            let first_token = self.tokens.len();
            let text = head(sentence.text, (BODY_KEPT - kept) * 3);
            let (segment, folded) = self.read_segment(text, false, true);
            let repeats_title = !folded.is_empty() && folded == folded_title;
            let newsless = is_newsless(sentence.text, &folded);
            let label = !sentence.closed && folded.split(' ').count() < LABEL_WORDS;
            if repeats_title || newsless {
                self.tokens.truncate(first_token);
                continue;
            }
            if label {
                labels.push((segment, folded));
                continue;
            }
            if kept == 0 {
                opening = folded;
            }
            kept += usize::from(segment.characters);
            self.segments.push(segment);
            if kept >= BODY_KEPT {
                break;
            }
        }
        // A text of labels alone is all there is.
        if kept == 0 {
            self.segments
                .extend(labels.into_iter().map(|(segment, _)| segment));
        }
        opening
    }

    /// Makes room for what is read of so many bytes, which is cheaper than to grow word by word.
    fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes + bytes / 8);
        self.tokens.reserve(bytes / BYTES_OF_WORD);
    }

    fn read_segment(
        &mut self,
        text: &str,
        title: bool,
        names_stand_out: bool,
    ) -> (Segment, String) {
        let start = self.text.len();
        let first_token = self.tokens.len();
        self.text.push_str(text);
        self.text.push('\n');
        let mut line = Line {
            text,
            start,
            first_token,
            names_stand_out,
            at_beginning: true,
            in_date: false,
        };
        let mut folded_text = String::with_capacity(text.len());
        for word in words(text) {
            if matches!(line.before(word), Some('#' | '@')) {
                continue;
            }
            fold(word.text, &mut self.folded);
            if !folded_text.is_empty() {
                folded_text.push(' ');
            }
            folded_text.push_str(&self.folded);
            self.read_word_of(&mut line, word);
        }
        let segment = Segment {
            furniture_key: hash_word(&folded_text) ^ self.source.rotate_left(9),
            title,
            start: small(start),
            bytes: small(text.len()),
            characters: small(text.chars().count()),
            first_token: small(first_token),
            tokens: small(self.tokens.len() - first_token),
        };
        (segment, folded_text)
    }

    fn read_word_of(&mut self, line: &mut Line<'_>, word: Word<'_>) {
        let place = line.start + word.start;
        let digits = word.kind == WordKind::Number;
        if is_month(&self.folded) {
            line.in_date = true;
            self.drop_day(line.first_token);
        } else {
            line.in_date &= digits;
        }
        if word.kind == WordKind::Unspaced {
            self.read_unspaced(word.text, place);
        } else if !(digits && (line.in_date || is_time_of_day(line.text, word))) {
            let marks = Marks {
                name: word.capital && line.names_stand_out && !line.at_beginning,
                capital: word.capital,
                number: digits && line.before(word) != Some('-'),
            };
            self.read_word(word.text.len(), place, marks);
        }
        line.at_beginning = false;
    }

    /// "21 September": the day is no number of the news.
    fn drop_day(&mut self, first_token: usize) {
        let last = self
            .tokens
            .last()
            .filter(|_| self.tokens.len() > first_token);
        if last.is_some_and(|(token, _)| token.number) {
            self.tokens.pop();
        }
    }

    fn read_word(&mut self, length: usize, place: usize, marks: Marks) {
        let lists = LanguageGuess::lists_with(hash_word(&self.folded));
        self.guess.count(&self.folded, lists);
        if self.folded.len() < 2 && !marks.number {
            return;
        }
        stem(&mut self.folded);
        self.push(hash_word(&self.folded), place, length, marks, lists);
    }

    /// Pieces stand for the words of a script without spaces.
    fn read_unspaced(&mut self, run: &str, place: usize) {
        self.guess.count_run(run);
        for range in pieces(run) {
            let piece = &run[range.clone()];
            fold(piece, &mut self.folded);
            let (word, start) = (hash_word(&self.folded), place + range.start);
            self.push(word, start, piece.len(), Marks::default(), 0);
        }
    }

    fn push(&mut self, word: u32, place: usize, length: usize, marks: Marks, lists: u32) {
        let token = Token {
            word,
            start: small(place),
            length: u8::try_from(length).unwrap_or(u8::MAX),
            name: marks.name,
            capital: marks.capital,
            number: marks.number,
        };
        self.tokens.push((token, lists));
    }

    /// Reads the words again by the rules of their language, now that it is known.
    pub fn settle_language(&mut self, language: Language) {
        self.drop_function_words(language);
        if language == Language::ENGLISH {
            return;
        }
        for (token, _) in &mut self.tokens {
            let start = usize::from(token.start);
            let Some(spelled) = self.text.get(start..start + usize::from(token.length)) else {
                continue;
            };
            if !token.number && stem_in(language, spelled, &mut self.folded) {
                token.word = hash_word(&self.folded);
            }
            token.name &= language.names_have_capitals() || is_acronym(spelled);
            // How rare a word is in English says nothing here.
            token.capital &= token.name;
        }
    }

    fn drop_function_words(&mut self, language: Language) {
        let mut kept = Vec::with_capacity(self.tokens.len());
        for segment in &mut self.segments {
            let first = kept.len();
            kept.extend(
                self.tokens[segment.range()]
                    .iter()
                    .filter(|(_, lists)| !language.is_function_word(*lists)),
            );
            (segment.first_token, segment.tokens) = (small(first), small(kept.len() - first));
        }
        self.tokens = kept;
    }

    /// Hash of the headline, whose folded words are given; 0 where it may stand over any report.
    pub fn title_key(&self, folded_title: &str) -> u32 {
        let title = self.segments.iter().filter(|segment| segment.title);
        let told: usize = title.map(|segment| usize::from(segment.tokens)).sum();
        if told >= TITLE_KEY_WORDS {
            hash_word(folded_title).max(1)
        } else {
            0
        }
    }
}

fn is_acronym(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}

/// Words before an address that only say what it leads to.
fn is_link_label(text: &str) -> bool {
    text.ends_with([':', '-', '–', '→', '➡', '►', '▶']) || words(text).count() < LABEL_WORDS
}

/// Names of months in English that are no other words; they are function words, so only dates ask.
fn is_month(folded: &str) -> bool {
    is_english_month(folded) && !["mar", "apr", "may", "jun", "jul"].contains(&folded)
}

/// Whether a number is the hour or the minutes of a time of day.
fn is_time_of_day(text: &str, word: Word<'_>) -> bool {
    let before = &text.as_bytes()[..word.start];
    let after = &text.as_bytes()[word.start + word.text.len()..];
    let colon_after = after.first() == Some(&b':') && after.get(1).is_some_and(u8::is_ascii_digit);
    let colon_before = before.last() == Some(&b':')
        && before.len() > 1
        && before[before.len() - 2].is_ascii_digit();
    colon_after || colon_before || word.text.ends_with("am") || word.text.ends_with("pm")
}

/// Headlines Where Every Word Has a Capital say nothing about names.
fn is_title_case(title: &str) -> bool {
    let (mut long, mut capital) = (0, 0);
    for word in words(title).skip(1).filter(|word| word.text.len() > 3) {
        long += 1;
        capital += usize::from(word.capital);
    }
    capital * 3 > long * 2
}
