//! Furniture: what a source repeats from article to article — invitations to subscribe, show
//! names, standing headlines. On a real day it is the largest single cause of wrong stories.

use rustc_hash::FxHashMap;

use super::article::Article;
use super::codec::{Reader, Writer};
use super::draft::Draft;
use super::settings::FURNITURE_ARTICLES;

/// Furniture not seen for so long is forgotten.
const KEPT_DAYS: i64 = 60;

#[derive(Debug, Default)]
pub(super) struct Furniture {
    /// How many living articles have a sentence.
    counts: FxHashMap<u32, u32>,
    /// Sentences known as furniture, with the day they were last seen.
    known: FxHashMap<u32, i64>,
}

/// The sentences of a draft that could be furniture, each once.
pub(super) fn segments_of(draft: &Draft) -> Box<[u32]> {
    if draft.source == 0 {
        return Box::default();
    }
    let mut keys: Vec<u32> = draft
        .segments
        .iter()
        .map(|segment| segment.furniture_key)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_boxed_slice()
}

impl Furniture {
    /// Counts the sentences of an article.
    pub fn count(&mut self, segments: &[u32], time: i64) {
        for key in segments {
            let count = self.counts.entry(*key).or_default();
            *count += 1;
            if *count >= FURNITURE_ARTICLES || self.known.contains_key(key) {
                let seen = self.known.entry(*key).or_insert(i64::MIN);
                *seen = (*seen).max(time.div_euclid(86_400));
            }
        }
    }

    /// Takes back the sentences of an article that is forgotten.
    pub fn uncount(&mut self, article: &Article) {
        for key in &article.segments {
            if let Some(count) = self.counts.get_mut(key) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.counts.remove(key);
                }
            }
        }
    }

    pub fn is_known(&self, key: u32) -> bool {
        self.known.contains_key(&key)
    }

    /// Forgets what was not seen for a long time before an instant.
    pub fn forget(&mut self, now: i64) {
        let oldest = now.div_euclid(86_400) - KEPT_DAYS;
        self.known.retain(|_, day| *day >= oldest);
    }

    pub fn write(&self, writer: &mut Writer) {
        let mut known: Vec<(u32, i64)> = self.known.iter().map(|(key, day)| (*key, *day)).collect();
        known.sort_unstable();
        writer.ascending(&known.iter().map(|(key, _)| *key).collect::<Vec<_>>());
        for (_, day) in known {
            writer.signed(day);
        }
    }

    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut furniture = Self::default();
        for key in reader.ascending()? {
            furniture.known.insert(key, reader.signed()?);
        }
        Some(furniture)
    }

    /// Enters an article that is remembered; what it repeats is known already.
    pub fn remember(&mut self, article: &Article) {
        for key in &article.segments {
            *self.counts.entry(*key).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    #[test]
    fn a_sentence_is_furniture_from_the_third_article_on() {
        let mut furniture = Furniture::default();
        furniture.count(&[7], 0);
        furniture.count(&[7, 8], 0);
        assert!(!furniture.is_known(7));
        furniture.count(&[7], 0);
        assert!(furniture.is_known(7) && !furniture.is_known(8));
    }

    #[test]
    fn furniture_is_stored_and_forgotten_when_it_is_not_seen_for_long() {
        let mut furniture = Furniture::default();
        for _ in 0..3 {
            furniture.count(&[7], 5 * DAY);
        }
        let mut writer = Writer::default();
        furniture.write(&mut writer);
        let mut read = Furniture::read(&mut Reader::new(&writer.bytes)).expect("just written");
        assert!(read.is_known(7));
        read.forget(64 * DAY);
        assert!(read.is_known(7));
        read.forget(66 * DAY);
        assert!(!read.is_known(7));
    }
}
