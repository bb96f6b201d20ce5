//! Which articles say a word: finds what an article could belong to without looking at the rest.

use rustc_hash::FxHashMap;

use super::article::{Article, UNIT};
use super::pool::ArticleSlot;

#[derive(Debug, Clone, Copy)]
struct Posting {
    article: ArticleSlot,
    weight: u16,
}

/// Most entries that are read for one article: a guard against words that stand in every article.
/// The heaviest words are read first, so what is left out is the commonest.
const MOST_POSTINGS: usize = 5_000;
/// Articles that share less by their heaviest words are not looked at: one part in 25 of a full
/// match.
const LEAST_PRODUCT: u32 = (UNIT * UNIT / 25.0) as u32;

/// The articles by their heaviest words.
#[derive(Debug, Default)]
pub(super) struct Index {
    postings: FxHashMap<u32, Vec<Posting>>,
    /// Scratch space: products by article, all 0 between searches.
    products: Vec<u32>,
}

impl Index {
    /// Enters the heaviest words of an article.
    pub fn enter(&mut self, slot: ArticleSlot, article: &Article, most: usize) {
        for (word, weight) in heaviest(article, most) {
            let posting = Posting {
                article: slot,
                weight,
            };
            self.postings.entry(word).or_default().push(posting);
        }
    }

    /// Drops the articles that are gone.
    pub fn retain(&mut self, is_alive: impl Fn(ArticleSlot) -> bool) {
        self.postings.retain(|_, postings| {
            postings.retain(|posting| is_alive(posting.article));
            !postings.is_empty()
        });
    }

    /// Articles that share heavy words with this one, with the product of these words' weights.
    /// `slots` is how many places the pool has.
    pub fn meet(
        &mut self,
        article: &Article,
        most: usize,
        slots: usize,
    ) -> Vec<(ArticleSlot, u32)> {
        self.products.resize(slots, 0);
        let (mut met, mut read) = (Vec::new(), 0);
        for (word, weight) in heaviest(article, most) {
            let postings = self.postings.get(&word).map_or(&[][..], Vec::as_slice);
            read += postings.len();
            if read > MOST_POSTINGS && !met.is_empty() {
                break;
            }
            for posting in postings {
                let product = &mut self.products[posting.article as usize];
                if *product == 0 {
                    met.push(posting.article);
                }
                // Two vectors of unit length multiply to 2^26 at most.
                *product += (u32::from(weight) * u32::from(posting.weight)).max(1);
            }
        }
        let products = &mut self.products;
        let met = met
            .into_iter()
            .map(|slot| (slot, std::mem::take(&mut products[slot as usize])));
        met.filter(|(_, product)| *product >= LEAST_PRODUCT)
            .collect()
    }
}

/// The heaviest words of an article, heaviest first.
fn heaviest(article: &Article, most: usize) -> Vec<(u32, u16)> {
    let mut words: Vec<(u32, u16)> = article
        .terms
        .iter()
        .map(|term| (term.word, term.weight))
        .collect();
    let order = |a: &(u32, u16), b: &(u32, u16)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
    if words.len() > most {
        words.select_nth_unstable_by(most, order);
        words.truncate(most);
    }
    words.sort_unstable_by(order);
    words
}
