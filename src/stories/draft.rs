//! An article prepared for grouping: its words, names, numbers, sentences and sketch are taken.
//! This is the costly part and needs nothing but the article, so any thread can do it. What is
//! furniture of its source is known only to the grouper, so sentences are kept apart here.

use rustc_hash::FxHashMap;

use super::article::{Breadth, Ties};
use super::breadth;
use super::quotes;
use super::reading::{Reading, Segment, Token};
use crate::model::{Kind, Timestamp};
use crate::text::{Language, Sketch, hash_word};

/// What grouping is told about an article.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Headline; may be empty.
    pub title: &'a str,
    /// Plain text of the body; may be empty.
    pub text: &'a str,
    /// Publisher; empty if unknown.
    pub source: &'a str,
    /// Address of the article.
    pub url: Option<&'a str>,
    /// Article time.
    pub published: Timestamp,
    /// Language tag as the feed states it.
    pub lang: Option<&'a str>,
    /// What sort of text it is.
    pub kind: Kind,
    /// Hash of its canonical address.
    pub address: Option<u64>,
    /// Hashes of the canonical addresses that its text or its feed links to.
    pub links: &'a [u64],
    /// Headlines that its feed names as coverage of the same event.
    pub related: &'a [String],
}

/// Links, and related headlines, that are kept of an article.
const MOST_TIES: usize = 24;

/// An article prepared for grouping.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(super) published: Timestamp,
    /// Hash of the source's name, 0 if unknown.
    pub(super) source: u32,
    pub(super) language: Language,
    pub(super) breadth: Breadth,
    /// Hash of everything it was made of: orders articles of one instant.
    pub(super) content: u64,
    /// Hash of the headline's words, 0 where it has too few to mean anything.
    pub(super) title_key: u32,
    /// Hashes of how the headline opens and closes; see [`Article::frames`].
    ///
    /// [`Article::frames`]: super::article::Article::frames
    pub(super) frames: [u32; 2],
    pub(super) sketch: Sketch,
    pub(super) ties: Ties,
    pub(super) segments: Box<[Segment]>,
    tokens: Box<[Token]>,
    /// What segments and tokens point into.
    text: Box<str>,
}

impl Draft {
    /// Takes from an article all that grouping needs.
    pub fn new(input: &Input<'_>) -> Self {
        let source = match input.source.trim() {
            "" => 0,
            name => hash_word(&name.to_lowercase()).max(1),
        };
        let mut reading = Reading::new(source);
        let folded_title = reading.read_title(input.title, input.source);
        let opening = reading.read_body(input.text, &folded_title);
        let language = reading.guess.language(input.lang);
        reading.settle_language(language);
        let title_key = reading.title_key(&folded_title);
        Self {
            published: input.published,
            source,
            language,
            breadth: breadth(input, &folded_title, &opening),
            content: content_hash(input),
            title_key,
            frames: frames(source, &folded_title),
            sketch: Sketch::of(input.text),
            ties: ties(input),
            segments: reading.segments.into_boxed_slice(),
            tokens: reading.tokens.into_iter().map(|(token, _)| token).collect(),
            text: reading.text.into_boxed_str(),
        }
    }

    /// The words of a segment with how many characters stand before each in the segment.
    pub(super) fn tokens_of(&self, segment: &Segment) -> impl Iterator<Item = (&Token, usize)> {
        let start = segment.start;
        let density = f32::from(segment.characters) / f32::from(segment.bytes.max(1));
        self.tokens[segment.range()].iter().map(move |token| {
            let bytes = token.start.saturating_sub(start);
            (token, (f32::from(bytes) * density) as usize)
        })
    }

    /// How each word is written here, where it occurs first.
    pub(super) fn spellings(&self) -> FxHashMap<u32, &str> {
        let mut spellings = FxHashMap::default();
        for token in &self.tokens {
            let start = usize::from(token.start);
            let spelled = self.text.get(start..start + usize::from(token.length));
            spellings
                .entry(token.word)
                .or_insert(spelled.unwrap_or_default());
        }
        spellings
    }
}

fn content_hash(input: &Input<'_>) -> u64 {
    let mut hash = xxhash_rust::xxh3::xxh3_64(input.title.as_bytes());
    for part in [input.text, input.source, input.url.unwrap_or_default()] {
        hash = hash.rotate_left(21) ^ xxhash_rust::xxh3::xxh3_64(part.as_bytes());
        hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash
}

/// What an article says about others by address and headline.
fn ties(input: &Input<'_>) -> Ties {
    // Half of a hash is enough among the articles of some days.
    let short = |hash: u64| ((hash >> 32) as u32).max(1);
    let ascending = |mut hashes: Vec<u32>| {
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(MOST_TIES);
        hashes.into_boxed_slice()
    };
    let address = input.address.map_or(0, short);
    let links = input.links.iter().map(|hash| short(*hash));
    let related = input.related.iter().filter_map(|headline| {
        let mut reading = Reading::new(0);
        let folded = reading.read_title(headline, "");
        let language = reading.guess.language(input.lang);
        reading.settle_language(language);
        Some(reading.title_key(&folded)).filter(|key| *key != 0)
    });
    Ties {
        address,
        links: ascending(links.filter(|link| *link != address).collect()),
        related: ascending(related.take(MOST_TIES).collect()),
        quotes: ascending(quotes::runs(input.text)),
    }
}

/// Words of a headline's opening or close.
const FRAME_WORDS: usize = 3;
/// Headlines with fewer words have no room for a frame and news.
const FRAMED_WORDS: usize = 5;

/// Hashes of how the headline of a source opens and closes; numbers are taken as equal.
fn frames(source: u32, folded_title: &str) -> [u32; 2] {
    let words: Vec<&str> = folded_title.split(' ').collect();
    if source == 0 || words.len() < FRAMED_WORDS {
        return [0, 0];
    }
    let frame = |words: &[&str], end: u32| {
        let hash = words.iter().fold(source ^ end, |hash, word| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            let word = if is_number { 0 } else { hash_word(word) };
            hash.rotate_left(7).wrapping_mul(0x9e37_79b1) ^ word
        });
        hash.max(1)
    };
    let opening = frame(&words[..FRAME_WORDS], 1);
    let close = frame(&words[words.len() - FRAME_WORDS..], 2);
    [opening, close]
}

fn breadth(input: &Input<'_>, folded_title: &str, opening: &str) -> Breadth {
    if input.kind == Kind::Brief
        || breadth::is_round_up(input.title, folded_title)
        || breadth::opens_round_up(opening)
    {
        Breadth::Several
    } else if input.kind == Kind::Live || breadth::is_running(input.title, folded_title) {
        Breadth::Running
    } else {
        Breadth::Event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(title: &str, text: &str) -> Draft {
        Draft::new(&Input {
            title,
            text,
            source: "Harbor Ledger",
            url: None,
            published: Timestamp(0),
            lang: None,
            kind: Kind::Article,
            address: None,
            links: &[],
            related: &[],
        })
    }

    fn spelled(draft: &Draft) -> Vec<String> {
        let mut found = Vec::new();
        for segment in &draft.segments {
            let spellings = draft.spellings();
            found.extend(
                draft
                    .tokens_of(segment)
                    .map(|(token, _)| spellings[&token.word].to_owned()),
            );
        }
        found
    }

    #[test]
    fn function_words_links_and_hashtags_are_left_out() {
        let draft = draft(
            "The dam at Vell bursts - Harbor Ledger",
            "Water rose in Vell on Monday. Subscribe: https://example.org/a Watch more here https://example.org #dam",
        );
        assert_eq!(
            spelled(&draft),
            ["dam", "Vell", "bursts", "Water", "rose", "Vell"]
        );
    }

    #[test]
    fn a_title_repeated_at_the_head_and_labels_do_not_count() {
        let draft = draft(
            "Dam bursts in Vell",
            "Dam bursts in Vell\nVELLTOWN\nThe river took the lower bridge.",
        );
        assert_eq!(
            spelled(&draft),
            ["Dam", "bursts", "Vell", "river", "took", "lower", "bridge"]
        );
    }

    #[test]
    fn names_are_capitals_inside_sentences() {
        let draft = draft("Dam near Vell bursts", "Crews reached Odmar.");
        let spellings = draft.spellings();
        let names: Vec<&str> = draft
            .tokens
            .iter()
            .filter(|t| t.name)
            .map(|t| spellings[&t.word])
            .collect();
        assert_eq!(names, ["Vell", "Odmar"]);
    }

    #[test]
    fn german_nouns_are_no_names_but_abbreviations_are() {
        let draft = draft(
            "Der Damm bei Vell ist gebrochen",
            "Das hat die Polizei in der Stadt gesagt, und das BKA ist dabei.",
        );
        let spellings = draft.spellings();
        let names: Vec<&str> = draft
            .tokens
            .iter()
            .filter(|t| t.name)
            .map(|t| spellings[&t.word])
            .collect();
        assert_eq!(names, ["BKA"]);
        assert!(
            draft
                .tokens
                .iter()
                .all(|token| !token.capital || token.name)
        );
    }

    #[test]
    fn scripts_without_spaces_are_read_by_pairs() {
        assert_eq!(spelled(&draft("台風接近", "")), ["台風", "風接", "接近"]);
        assert_eq!(spelled(&draft("雨", "")), ["雨"]);
    }

    #[test]
    fn any_text_makes_a_draft() {
        let long = "x".repeat(100_000);
        let wide = "。é雨#@'’ ".repeat(4000);
        for text in [
            "",
            " ",
            "\n",
            "http://",
            "#",
            "'s",
            long.as_str(),
            wide.as_str(),
        ] {
            for title in ["", "|", " - ", text] {
                let draft = draft(title, text);
                let _ = spelled(&draft);
            }
        }
    }
}
