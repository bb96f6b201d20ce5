//! Which articles point at each other: a link in the text, or a headline that a feed names as
//! coverage of the same event. Links between pages of one publisher lead anywhere and do not count.

use rustc_hash::FxHashMap;

use super::article::Article;
use super::pool::ArticleSlot;

/// How one article points at another, the stronger later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// One links to the other.
    Linked,
    /// One's feed names the other's headline beside it.
    Related,
}

/// The articles by what they point at and what points at them.
#[derive(Debug, Default)]
pub(super) struct TieIndex {
    by_address: FxHashMap<u32, Vec<ArticleSlot>>,
    by_link: FxHashMap<u32, Vec<ArticleSlot>>,
    by_title: FxHashMap<u32, Vec<ArticleSlot>>,
    by_related: FxHashMap<u32, Vec<ArticleSlot>>,
}

impl TieIndex {
    /// Enters an article.
    pub fn enter(&mut self, slot: ArticleSlot, article: &Article) {
        let enter = |index: &mut FxHashMap<u32, Vec<ArticleSlot>>, key: u32| {
            if key != 0 {
                index.entry(key).or_default().push(slot);
            }
        };
        enter(&mut self.by_address, article.ties.address);
        enter(&mut self.by_title, article.title_key);
        for link in &article.ties.links {
            enter(&mut self.by_link, *link);
        }
        for title in &article.ties.related {
            enter(&mut self.by_related, *title);
        }
    }

    /// Drops the articles that are gone.
    pub fn retain(&mut self, is_alive: impl Fn(ArticleSlot) -> bool) {
        for index in [
            &mut self.by_address,
            &mut self.by_link,
            &mut self.by_title,
            &mut self.by_related,
        ] {
            index.retain(|_, slots| {
                slots.retain(|slot| is_alive(*slot));
                !slots.is_empty()
            });
        }
    }

    /// The articles that an article points at or that point at it, itself perhaps among them.
    pub fn of(&self, article: &Article) -> impl Iterator<Item = (Tie, ArticleSlot)> {
        let ties = &article.ties;
        let links = ties.links.iter().map(|link| (&self.by_address, *link));
        let back = (&self.by_link, ties.address);
        let titles = ties.related.iter().map(|title| (&self.by_title, *title));
        let named = (&self.by_related, article.title_key);
        let found = |tie: Tie| {
            move |(index, key): (&'_ FxHashMap<u32, Vec<ArticleSlot>>, u32)| {
                let slots = index.get(&key).filter(|_| key != 0);
                let slots = slots.map_or(&[][..], Vec::as_slice).to_vec();
                slots.into_iter().map(move |slot| (tie, slot))
            }
        };
        let linked = links.chain([back]).flat_map(found(Tie::Linked));
        linked.chain(titles.chain([named]).flat_map(found(Tie::Related)))
    }
}
