//! Which articles point at each other or at the same thing: a link in the text, a headline that a
//! feed names as coverage of the same event, one page at two places, the same words quoted. Links
//! between pages of one publisher lead anywhere and do not count.

use rustc_hash::FxHashMap;

use super::article::Article;
use super::pool::ArticleSlot;
use crate::model::Tie;

/// Articles that are looked at for one address or headline.
const MOST_TIED: usize = 16;
/// A page that more articles link to is no sign of one event.
const MOST_CITING: usize = 6;
/// Words that more articles quote are a slogan.
const MOST_QUOTING: usize = 24;

/// The articles by what they point at and what points at them.
#[derive(Debug, Default)]
pub(super) struct TieIndex {
    by_address: FxHashMap<u32, Vec<ArticleSlot>>,
    by_link: FxHashMap<u32, Vec<ArticleSlot>>,
    by_title: FxHashMap<u32, Vec<ArticleSlot>>,
    by_related: FxHashMap<u32, Vec<ArticleSlot>>,
    by_quote: FxHashMap<u32, Vec<ArticleSlot>>,
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
        for quote in &article.ties.quotes {
            enter(&mut self.by_quote, *quote);
        }
    }

    /// Drops the articles that are gone.
    pub fn retain(&mut self, is_alive: impl Fn(ArticleSlot) -> bool) {
        for index in [
            &mut self.by_address,
            &mut self.by_link,
            &mut self.by_title,
            &mut self.by_related,
            &mut self.by_quote,
        ] {
            index.retain(|_, slots| {
                slots.retain(|slot| is_alive(*slot));
                !slots.is_empty()
            });
        }
    }

    /// The articles that an article points at or that point at it, and those that point where it
    /// does, itself perhaps among them; of those that share an address or a headline the newest
    /// alone.
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
        let related = related.chain(newest(&self.by_address, ties.address));
        let quotes = ties.quotes.iter().copied();
        let quoted = quotes.flat_map(|quote| few(&self.by_quote, quote, MOST_QUOTING));
        let links = ties.links.iter().copied();
        let cited = links.flat_map(|link| few(&self.by_link, link, MOST_CITING));
        let linked = linked.map(|slot| (Tie::Linked, slot));
        let quoted = quoted.map(|slot| (Tie::Quoted, slot));
        let cited = cited.map(|slot| (Tie::Cited, slot));
        linked
            .chain(related.map(|slot| (Tie::Related, slot)))
            .chain(quoted)
            .chain(cited)
    }
}

/// The articles under a key that few share.
fn few(
    index: &FxHashMap<u32, Vec<ArticleSlot>>,
    key: u32,
    most: usize,
) -> impl Iterator<Item = ArticleSlot> + '_ {
    let slots = index.get(&key).filter(|slots| slots.len() <= most);
    slots.into_iter().flatten().copied()
}

/// The newest articles under a key; 0 stands for none.
fn newest(
    index: &FxHashMap<u32, Vec<ArticleSlot>>,
    key: u32,
) -> impl Iterator<Item = ArticleSlot> + '_ {
    let slots = index.get(&key).filter(|_| key != 0).into_iter().flatten();
    slots.rev().take(MOST_TIED).copied()
}
