//! How rare a word is: a bundled table of counts from past news, and on top of it what this
//! reader's own feeds say, which soon outweighs the table. Counts are kept per language, so that
//! the commonest words of a language read seldom do not look rare.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::codec::{Reader, Writer};
use super::settings::Settings;
use crate::text::{Language, fold, hash_word, stem, words};

/// The bundled table: written by [`build_rarities`].
static BUNDLED: &[u8] = include_bytes!("../../assets/rarities.bin");
/// Words in fewer texts than this are left out of the table.
const LEAST_TEXTS: u32 = 5;
/// Beyond this many articles all counts are halved, so that memory and hot words stay bounded.
const MOST_ARTICLES: u64 = 20_000;
/// One text in so many has an uncommon word.
const UNCOMMON: u32 = 300;
/// Articles are counted in tenths, because some count in part.
pub(super) const WHOLE: u32 = 10;
/// Past articles that a language without a table is taken to have, none of them with the word that
/// is asked for: so the event of a first day does not make its own words common.
const UNREAD_ARTICLES: f32 = 50.0;
/// A word that its story knew already.
pub(super) const REPEATED: u32 = 6;

/// Document counts of past news, English alone.
#[derive(Debug, Default)]
struct Background {
    texts: u32,
    counts: FxHashMap<u32, u32>,
}

static BACKGROUND: LazyLock<Background> =
    LazyLock::new(|| decode_table(BUNDLED).unwrap_or_default());

fn decode_table(bytes: &[u8]) -> Option<Background> {
    let mut reader = Reader::new(bytes);
    let texts = reader.small()?;
    let words = reader.ascending()?;
    let mut counts = FxHashMap::default();
    for word in words {
        counts.insert(word, reader.small()?);
    }
    Some(Background { texts, counts })
}

/// Makes the table of rarities out of English news texts: hashes of stems that occur in five texts
/// or more, ascending, and in how many. The texts themselves cannot be got back from it.
pub fn build_rarities<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut counts: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    let (mut number, mut folded) = (0u32, String::new());
    for text in texts {
        number += 1;
        for word in words(text) {
            fold(word.text, &mut folded);
            stem(&mut folded);
            let entry = counts.entry(hash_word(&folded)).or_default();
            if entry.0 != number {
                *entry = (number, entry.1 + 1);
            }
        }
    }
    let mut table: Vec<(u32, u32)> = counts
        .into_iter()
        .filter(|(_, (_, texts))| *texts >= LEAST_TEXTS)
        .map(|(word, (_, texts))| (word, texts))
        .collect();
    table.sort_unstable();
    let mut writer = Writer::default();
    writer.number(u64::from(number));
    writer.ascending(&table.iter().map(|(word, _)| *word).collect::<Vec<_>>());
    for (_, texts) in table {
        writer.number(u64::from(texts));
    }
    writer.bytes
}

/// Whether past news seldom said a word: with a capital it is most likely a name.
pub(super) fn is_uncommon(word: u32) -> bool {
    BACKGROUND.counts.get(&word).copied().unwrap_or(0) < BACKGROUND.texts / UNCOMMON
}

/// What this reader's feeds have said so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Rarities {
    /// Tenths of articles with the word, by language and word.
    counts: FxHashMap<u32, u32>,
    /// Tenths of articles, by language.
    articles: FxHashMap<u8, u64>,
}

fn key(language: Language, word: u32) -> u32 {
    word ^ u32::from(language.0).wrapping_mul(0x9e37_79b9)
}

impl Rarities {
    /// Counts an article.
    pub fn add_article(&mut self, language: Language, tenths: u32) {
        *self.articles.entry(language.0).or_default() += u64::from(tenths);
    }

    /// Counts a word of an article.
    pub fn add_word(&mut self, language: Language, word: u32, tenths: u32) {
        *self.counts.entry(key(language, word)).or_default() += tenths;
    }

    /// How much a word tells, larger for rarer ones. `pending` are tenths of articles and of
    /// articles with the word that wait beside it to be placed.
    pub fn rarity(
        &self,
        language: Language,
        word: u32,
        pending: (u32, u32),
        settings: &Settings,
    ) -> f32 {
        let (articles, with_word) = self.known(language, word, pending, settings);
        let ratio = (articles + 2.0) / (with_word + 0.5);
        ratio.max(1.05).ln()
    }

    /// The share of articles that have a word.
    pub fn share(&self, language: Language, word: u32, settings: &Settings) -> f32 {
        let (articles, with_word) = self.known(language, word, (0, 0), settings);
        with_word / articles.max(1.0)
    }

    /// Articles, and articles with the word.
    fn known(
        &self,
        language: Language,
        word: u32,
        pending: (u32, u32),
        settings: &Settings,
    ) -> (f32, f32) {
        let mut articles = self.articles.get(&language.0).copied().unwrap_or(0) as f32;
        let mut with_word = self.counts.get(&key(language, word)).copied().unwrap_or(0) as f32;
        articles = (articles + pending.0 as f32) / WHOLE as f32;
        with_word = (with_word + pending.1 as f32) / WHOLE as f32;
        if language == Language::ENGLISH {
            let known = BACKGROUND.counts.get(&word).copied().unwrap_or(0);
            articles += settings.background_share * BACKGROUND.texts as f32;
            with_word += settings.background_share * known as f32;
        } else {
            articles += UNREAD_ARTICLES;
        }
        (articles, with_word)
    }

    /// Keeps memory bounded however long the program is used.
    pub fn forget(&mut self) {
        let all: u64 = self.articles.values().sum();
        if all <= MOST_ARTICLES * u64::from(WHOLE) {
            return;
        }
        for articles in self.articles.values_mut() {
            *articles /= 2;
        }
        self.counts.retain(|_, tenths| {
            *tenths /= 2;
            *tenths >= WHOLE
        });
    }

    pub fn write(&self, writer: &mut Writer) {
        let mut articles: Vec<(u8, u64)> = self.articles.iter().map(|(l, n)| (*l, *n)).collect();
        articles.sort_unstable();
        writer.number(articles.len() as u64);
        for (language, tenths) in articles {
            writer.bytes.push(language);
            writer.number(tenths);
        }
        let mut counts: Vec<(u32, u32)> = self.counts.iter().map(|(w, n)| (*w, *n)).collect();
        counts.sort_unstable();
        writer.ascending(&counts.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        for (_, tenths) in counts {
            writer.number(u64::from(tenths));
        }
    }

    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut rarities = Self::default();
        for _ in 0..reader.count()? {
            let language = reader.byte()?;
            rarities.articles.insert(language, reader.number()?);
        }
        for word in reader.ascending()? {
            rarities.counts.insert(word, reader.small()?);
        }
        Some(rarities)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::settings::DEFAULT;

    #[test]
    fn the_table_holds_what_occurs_often_enough() {
        let texts = [
            "The ferry left",
            "A ferry sank",
            "ferries wait",
            "one ferry",
            "Ferry prices",
            "a whale",
        ];
        let table = decode_table(&build_rarities(texts)).expect("just written");
        assert_eq!(table.texts, 6);
        let mut folded = "ferry".to_owned();
        stem(&mut folded);
        assert_eq!(table.counts.get(&hash_word(&folded)), Some(&5));
        assert_eq!(table.counts.len(), 1);
    }

    #[test]
    fn a_word_of_every_article_tells_little_in_its_own_language_only() {
        let (mut rarities, filipino) = (Rarities::default(), Language(7));
        for _ in 0..50 {
            rarities.add_article(filipino, WHOLE);
            rarities.add_word(filipino, 1, WHOLE);
        }
        rarities.add_word(filipino, 2, WHOLE);
        let rarity = |language, word| rarities.rarity(language, word, (0, 0), &DEFAULT);
        assert!(rarity(filipino, 1) < 0.8);
        assert!(rarity(filipino, 2) > 2.0);
        assert!(rarity(Language::ENGLISH, 1) > 2.0);
    }

    #[test]
    fn counts_survive_being_stored() {
        let mut rarities = Rarities::default();
        rarities.add_article(Language(3), 10);
        rarities.add_word(Language(3), 77, 6);
        let mut writer = Writer::default();
        rarities.write(&mut writer);
        let read = Rarities::read(&mut Reader::new(&writer.bytes)).expect("just written");
        assert_eq!(read.counts, rarities.counts);
        assert_eq!(read.articles, rarities.articles);
    }

    #[test]
    fn the_bundled_table_is_whole() {
        assert!(BACKGROUND.texts > 1000);
        assert!(BACKGROUND.counts.len() > 5000);
    }
}
