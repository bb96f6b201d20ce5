//! An article as grouping remembers it: a vector of weighted words and what else a join is judged
//! by. Weights are whole numbers, so sums do not depend on the order they are added in and a state
//! read back from bytes groups exactly as the one that was stored.

use super::codec::{Reader, Writer};
use crate::model::ArticleId;
use crate::text::{Language, Sketch};

/// Weight of a word that is all an article says.
pub(super) const UNIT: f32 = 8192.0;

/// How much an article tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breadth {
    /// One event.
    Event,
    /// Whatever happens: a page that is rewritten as it goes on.
    Running,
    /// Several events in one item.
    Several,
}

impl Breadth {
    /// Whether it could lead from one event to another.
    pub fn is_broad(self) -> bool {
        self != Self::Event
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Event, Self::Running, Self::Several]
            .get(usize::from(byte))
            .copied()
    }
}

/// A word of an article and how much of the article it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term {
    pub word: u32,
    /// At most [`UNIT`].
    pub weight: u16,
    /// How seldom it was said when the article came, in eighths of a bit.
    pub rarity: u8,
    pub marks: Marks,
}

/// What a word is besides its weight: both in one byte, because of all that is remembered of the
/// articles alive, their words are the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    /// A name stands with a capital inside a sentence; a number is one of the headline that tells
    /// one event from another.
    pub fn new(name: bool, number: bool) -> Self {
        Self(u8::from(name) | u8::from(number) << 1)
    }
}

impl Term {
    pub fn is_name(&self) -> bool {
        self.marks.0 & 1 != 0
    }

    pub fn is_number(&self) -> bool {
        self.marks.0 & 2 != 0
    }
}

/// A word of a headline in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitleWord {
    pub word: u32,
    /// A number, or a capital inside a sentence: what differs between items of a series.
    pub tells_apart: bool,
    pub number: bool,
    /// How seldom it was said when the article came, in eighths of a bit.
    pub rarity: u8,
}

/// What an article says about others by address and headline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ties {
    /// Hash of its own address, 0 if unknown.
    pub address: u32,
    /// Hashes of the addresses it links to, ascending.
    pub links: Box<[u32]>,
    /// Hashes of the headlines that its feed names beside it, ascending.
    pub related: Box<[u32]>,
    /// Hashes of runs of words that it quotes, ascending.
    pub quotes: Box<[u32]>,
}

/// A remembered article.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Article {
    pub id: ArticleId,
    /// Article time in seconds.
    pub time: i64,
    /// Hash of all it was made of.
    pub content: u64,
    /// Hash of the source's name, 0 if unknown.
    pub source: u32,
    pub language: Language,
    pub breadth: Breadth,
    /// By word, ascending; their length as a vector is [`UNIT`].
    pub terms: Box<[Term]>,
    /// The headline's words in order.
    pub title: Box<[TitleWord]>,
    /// Hash of the headline, 0 where it may stand over any report.
    pub title_key: u32,
    /// Hashes of how its headline opens and closes, with its source: what a template leaves alone.
    /// 0 for none.
    pub frames: [u32; 2],
    /// Sentences by which furniture of the source is found.
    pub segments: Box<[u32]>,
    pub sketch: Sketch,
    pub ties: Ties,
}

/// What orders articles and stories, whatever their ids: time, then content.
pub(super) type Key = (i64, u64);

const VERSION: u8 = 3;
/// What was written before quotes were kept.
const OLDEST_VERSION: u8 = 2;

impl Article {
    pub fn key(&self) -> Key {
        (self.time, self.content)
    }

    /// How much of the article a word is, 0 if it lacks it.
    pub fn weight(&self, word: u32) -> u32 {
        match self.terms.binary_search_by_key(&word, |term| term.word) {
            Ok(at) => u32::from(self.terms[at].weight),
            Err(_) => 0,
        }
    }

    /// Product of the two vectors.
    pub fn dot(&self, other: &Self) -> u64 {
        let mut sum = 0;
        self.for_shared(other, |mine, theirs| {
            sum += u64::from(mine.weight) * u64::from(theirs.weight);
        });
        sum
    }

    /// How seldom two articles share as rare words by chance, in bits.
    pub fn shared_bits(&self, other: &Self) -> f32 {
        let mut eighths = 0u32;
        self.for_shared(other, |mine, theirs| {
            eighths += u32::from(mine.rarity.min(theirs.rarity));
        });
        eighths as f32 / 8.0
    }

    /// Calls `found` for every word that two articles share, in order, with what it is to each.
    pub fn for_shared(&self, other: &Self, mut found: impl FnMut(&Term, &Term)) {
        let (mut mine, mut theirs) = (0, 0);
        // Which side goes on cannot be predicted, so the processor is not made to guess.
        while let (Some(a), Some(b)) = (self.terms.get(mine), other.terms.get(theirs)) {
            if a.word == b.word {
                found(a, b);
            }
            mine += usize::from(a.word <= b.word);
            theirs += usize::from(b.word <= a.word);
        }
    }

    /// The article's features as bytes; the id is not among them.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.bytes.push(VERSION);
        writer.signed(self.time);
        writer.number(self.content);
        writer.plain(&[self.source, self.title_key]);
        writer.bytes.push(self.language.0);
        writer.bytes.push(self.breadth as u8);
        writer.ascending(&self.terms.iter().map(|term| term.word).collect::<Vec<_>>());
        for term in &self.terms {
            let packed = u64::from(term.weight) << 8 | u64::from(term.rarity);
            writer.number(packed << 2 | u64::from(term.marks.0));
        }
        writer.number(self.title.len() as u64);
        for word in &self.title {
            let flags = u64::from(word.tells_apart) | u64::from(word.number) << 1;
            let packed = u64::from(word.word) << 8 | u64::from(word.rarity);
            writer.number(packed << 2 | flags);
        }
        writer.plain(&self.segments);
        writer.plain(&self.frames);
        writer.number(u64::from(self.sketch.runs));
        writer.ascending(&self.sketch.hashes);
        writer.plain(&[self.ties.address]);
        writer.ascending(&self.ties.links);
        writer.ascending(&self.ties.related);
        writer.ascending(&self.ties.quotes);
        writer.bytes
    }

    /// Reads what [`Article::write`] gave; `None` if it is anything else.
    pub fn read(id: ArticleId, bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let version = reader.byte()?;
        if !(OLDEST_VERSION..=VERSION).contains(&version) {
            return None;
        }
        let (time, content) = (reader.signed()?, reader.number()?);
        let hashes = reader.plain()?;
        let &[source, title_key] = hashes.as_slice() else {
            return None;
        };
        let language = Language(reader.byte()?);
        let breadth = Breadth::from_byte(reader.byte()?)?;
        let article = Self {
            id,
            time,
            content,
            source,
            title_key,
            language,
            breadth,
            terms: read_terms(&mut reader)?,
            title: read_title(&mut reader)?,
            segments: reader.plain()?.into_boxed_slice(),
            frames: match since_frames(version, || reader.plain())?[..] {
                [opening, close] => [opening, close],
                _ => [0, 0],
            },
            sketch: Sketch {
                runs: reader.small()?,
                hashes: reader.ascending()?.into_boxed_slice(),
            },
            ties: Ties {
                address: *reader.plain()?.first()?,
                links: reader.ascending()?.into_boxed_slice(),
                related: reader.ascending()?.into_boxed_slice(),
                quotes: since_frames(version, || reader.ascending())?.into_boxed_slice(),
            },
        };
        reader.is_done().then_some(article)
    }
}

/// What is there from the version on that keeps frames and quotes, nothing before it.
fn since_frames(version: u8, read: impl FnOnce() -> Option<Vec<u32>>) -> Option<Vec<u32>> {
    if version < VERSION {
        Some(Vec::new())
    } else {
        read()
    }
}

fn read_terms(reader: &mut Reader<'_>) -> Option<Box<[Term]>> {
    let words = reader.ascending()?;
    let mut terms = Vec::with_capacity(words.len());
    for word in words {
        let packed = reader.number()?;
        terms.push(Term {
            word,
            weight: u16::try_from(packed >> 10).ok()?,
            rarity: (packed >> 2) as u8,
            marks: Marks(packed as u8 & 3),
        });
    }
    Some(terms.into_boxed_slice())
}

fn read_title(reader: &mut Reader<'_>) -> Option<Box<[TitleWord]>> {
    let count = reader.count()?;
    let mut title = Vec::with_capacity(count);
    for _ in 0..count {
        let packed = reader.number()?;
        title.push(TitleWord {
            word: u32::try_from(packed >> 10).ok()?,
            rarity: (packed >> 2) as u8,
            tells_apart: packed & 1 != 0,
            number: packed & 2 != 0,
        });
    }
    Some(title.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> Article {
        let term = |word, weight, name| Term {
            word,
            weight,
            rarity: 30,
            marks: Marks::new(name, !name),
        };
        Article {
            id: ArticleId(4),
            time: -5,
            content: u64::MAX,
            source: 9,
            language: Language(2),
            breadth: Breadth::Running,
            terms: [term(1, 4000, true), term(900, 8192, false)].into(),
            title: [TitleWord {
                word: u32::MAX,
                tells_apart: true,
                number: false,
                rarity: 77,
            }]
            .into(),
            title_key: 7,
            segments: [8, 2].into(),
            frames: [5, 3],
            sketch: Sketch {
                hashes: [1, 5].into(),
                runs: 2,
            },
            ties: Ties {
                address: 3,
                links: [6, 8].into(),
                related: [2].into(),
                quotes: [4, 9].into(),
            },
        }
    }

    #[test]
    fn features_are_read_as_they_were_written() {
        let article = article();
        assert_eq!(Article::read(ArticleId(4), &article.write()), Some(article));
    }

    #[test]
    fn features_from_before_quotes_were_kept_are_read_too() {
        let mut article = article();
        article.frames = [0, 0];
        article.ties.quotes = Box::default();
        // No quotes are one byte at the end, two frames nine somewhere before.
        let mut bytes = article.write();
        bytes[0] = OLDEST_VERSION;
        bytes.pop();
        let without = |at: usize| [&bytes[..at], &bytes[at + 9..]].concat();
        let mut older = (1..bytes.len() - 9).map(without);
        assert!(older.any(|bytes| Article::read(ArticleId(4), &bytes) == Some(article.clone())));
    }

    #[test]
    fn cut_or_foreign_features_are_nothing() {
        let bytes = article().write();
        for end in 0..bytes.len() {
            assert_eq!(Article::read(ArticleId(4), &bytes[..end]), None);
        }
        assert_eq!(Article::read(ArticleId(4), &[9; 40]), None);
    }

    #[test]
    fn the_product_counts_shared_words_alone() {
        let (one, mut other) = (article(), article());
        assert_eq!(one.dot(&other), 4000 * 4000 + 8192 * 8192);
        other.terms = [Term {
            word: 2,
            weight: 10,
            rarity: 0,
            marks: Marks::new(false, false),
        }]
        .into();
        assert_eq!(one.dot(&other), 0);
        assert_eq!((one.weight(900), one.weight(2)), (8192, 0));
    }
}
