//! A story that is alive: its members and what they are together.

use rustc_hash::FxHashMap;

use super::article::{Article, Breadth, Key};
use super::pool::ArticleSlot;
use crate::model::{ArticleId, StoryId};

/// One article, or several that were united.
#[derive(Debug, Clone)]
pub(super) struct Story {
    /// `None` until its batch is placed.
    pub id: Option<StoryId>,
    pub members: Vec<ArticleSlot>,
    /// Sum of the vectors of the members that count; empty while there is only one.
    pub sum: FxHashMap<u32, u32>,
    /// Square of the length of that sum.
    pub square: u64,
    /// Members that count: all, but for broad ones beside reports.
    pub counted: u32,
    /// The earliest member that counts: the one that stands for a story of one.
    pub first: ArticleSlot,
    /// That of its narrowest member.
    pub breadth: Breadth,
    pub oldest: i64,
    pub newest: i64,
    /// Time of the first article it ever had.
    pub born: i64,
    /// Orders stories, whatever their ids.
    pub key: Key,
    /// The one source of all members; `None` if there are several, or it is unknown.
    pub source: Option<u32>,
    /// Telling numbers of the members' headlines, ascending.
    pub numbers: Vec<u32>,
    /// Different words.
    pub words: usize,
    /// Members that the reader keeps apart from others.
    pub kept_apart: Vec<ArticleId>,
}

impl Story {
    /// Whether it is a single article as far as words count.
    pub fn is_single(&self) -> bool {
        self.counted == 1
    }

    /// A story of one article.
    pub fn of_one(slot: ArticleSlot, article: &Article, id: Option<StoryId>) -> Self {
        let mut numbers: Vec<u32> = article
            .terms
            .iter()
            .filter(|term| term.is_number())
            .map(|term| term.word)
            .collect();
        numbers.dedup();
        Self {
            id,
            members: vec![slot],
            sum: FxHashMap::default(),
            square: article.dot(article),
            counted: 1,
            first: slot,
            breadth: article.breadth,
            oldest: article.time,
            newest: article.time,
            born: article.time,
            key: article.key(),
            source: Some(article.source).filter(|source| *source != 0),
            numbers,
            words: article.terms.len(),
            kept_apart: Vec::new(),
        }
    }

    /// Two stories as one; `product` is that of their sums. The id that is there longer stays.
    pub fn united<'a>(
        mut self,
        mut other: Self,
        product: u64,
        article: impl Fn(ArticleSlot) -> &'a Article,
    ) -> Self {
        let id = match (self.id, other.id) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        let source = self.source.filter(|source| other.source == Some(*source));
        let mut members = std::mem::take(&mut self.members);
        members.append(&mut other.members);
        let born = self.born.min(other.born);
        let mut kept_apart = std::mem::take(&mut self.kept_apart);
        kept_apart.append(&mut other.kept_apart);
        let counted = match (self.breadth.is_broad(), other.breadth.is_broad()) {
            (false, true) => self,
            (true, false) => other,
            _ => self.added(other, product, article),
        };
        Self {
            id,
            source,
            members,
            kept_apart,
            born,
            ..counted
        }
    }

    /// What two stories are together, but for members, source and id.
    fn added<'a>(
        self,
        other: Self,
        product: u64,
        article: impl Fn(ArticleSlot) -> &'a Article,
    ) -> Self {
        let (mut large, small) = if self.sum.len() >= other.sum.len() {
            (self, other)
        } else {
            (other, self)
        };
        let mut sum = std::mem::take(&mut large.sum);
        for story in [&large, &small] {
            if story.is_single() {
                for term in &article(story.first).terms {
                    *sum.entry(term.word).or_default() += u32::from(term.weight);
                }
            }
        }
        for (word, weight) in &small.sum {
            *sum.entry(*word).or_default() += weight;
        }
        let mut numbers = std::mem::take(&mut large.numbers);
        numbers.extend(&small.numbers);
        numbers.sort_unstable();
        numbers.dedup();
        Self {
            square: large.square + small.square + 2 * product,
            counted: large.counted + small.counted,
            first: if large.key <= small.key {
                large.first
            } else {
                small.first
            },
            oldest: large.oldest.min(small.oldest),
            newest: large.newest.max(small.newest),
            key: large.key.min(small.key),
            breadth: large.breadth.min(small.breadth),
            numbers,
            words: sum.len(),
            sum,
            ..large
        }
    }
}
