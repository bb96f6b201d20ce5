//! Which articles point at each other: a link in the text, or a headline that a feed names as
//! coverage of the same event. Links between pages of one publisher lead anywhere and do not count.

use rustc_hash::FxHashMap;

use super::article::Article;
use super::pool::ArticleSlot;

/// Articles that are looked at for one address or headline.
const MOST_TIED: usize = 16;

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

    /// The articles that an article points at or that point at it, itself perhaps among them; of
    /// those that share an address or a headline the newest alone.
    pub fn of<'a>(&'a self, article: &'a Article) -> impl Iterator<Item = (Tie, ArticleSlot)> + 'a {
        let ties = &article.ties;
        let links = ties.links.iter().copied();
        let linked = links
            .flat_map(|link| newest(&self.by_address, link))
            .chain(newest(&self.by_link, ties.address));
        let titles = ties.related.iter().copied();
        let related = titles
            .flat_map(|title| newest(&self.by_title, title))
            .chain(newest(&self.by_related, article.title_key));
        let linked = linked.map(|slot| (Tie::Linked, slot));
        linked.chain(related.map(|slot| (Tie::Related, slot)))
    }
}

/// The newest articles under a key; 0 stands for none.
fn newest(
    index: &FxHashMap<u32, Vec<ArticleSlot>>,
    key: u32,
) -> impl Iterator<Item = ArticleSlot> + '_ {
    let slots = index.get(&key).filter(|_| key != 0).into_iter().flatten();
    slots.rev().take(MOST_TIED).copied()
}
