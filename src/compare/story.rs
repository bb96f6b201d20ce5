//! The comparison of a story: everything that is said of its articles side by side.

use std::sync::Arc;

use super::{
    BriefSentence, Citation, Known, Novelty, Row, account::Account, brief, casing, citations,
    copied_from, facts, novelty,
};
use crate::model::ArticleId;

/// An article of a story.
#[derive(Debug, Clone)]
pub struct Side {
    /// Which one.
    pub article: ArticleId,
    /// What it says.
    pub account: Arc<Account>,
    /// The reader has seen it to its end.
    pub seen: bool,
}

/// An article of a story, compared with the others.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedArticle {
    /// Which one.
    pub article: ArticleId,
    /// What it says.
    pub account: Arc<Account>,
    /// What is new in it to the reader; `None` where no other article was seen.
    pub novelty: Option<Novelty>,
    /// The article whose text it repeats most, and how much of it.
    pub copied: Option<(ArticleId, f32)>,
}

/// The articles of a story side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The articles in the order they were given; rows and sentences name them by their place.
    pub articles: Vec<ComparedArticle>,
    /// Figures, names and quotes.
    pub facts: Vec<Row>,
    /// Whom they cite.
    pub cited: Vec<Citation>,
    /// The story in a few sentences.
    pub brief: Vec<BriefSentence>,
}

impl Comparison {
    /// Compares articles.
    pub fn new(sides: &[Side]) -> Self {
        let accounts: Vec<&Account> = sides.iter().map(|side| &*side.account).collect();
        let casing = casing(accounts.iter().copied());
        let mut known = Known::default();
        let numbers: Vec<Option<u16>> = sides
            .iter()
            .map(|side| side.seen.then(|| known.add(&side.account, &casing)))
            .collect();
        let seen = numbers.iter().flatten().count();
        let articles = sides.iter().enumerate().map(|(at, side)| {
            let seen = match (seen, numbers[at]) {
                (0, _) | (1, Some(_)) => None,
                (_, None) => Some(known.all()),
                // What was seen is compared with the rest of what was seen.
                (_, Some(number)) => Some(known.without(number)),
            };
            let novelty = seen.map(|seen| novelty(&side.account, seen, &casing));
            let copied = copied_from(&side.account, &accounts[..at]);
            ComparedArticle {
                article: side.article,
                account: side.account.clone(),
                novelty,
                copied: copied.map(|(other, share)| (sides[other].article, share)),
            }
        });
        Self {
            articles: articles.collect(),
            facts: facts(&accounts, &casing),
            cited: citations(&accounts),
            brief: brief(&accounts, &casing),
        }
    }

    /// What the articles say, in their order.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.articles.iter().map(|compared| &*compared.account)
    }

    /// An article by its id.
    pub fn article(&self, article: ArticleId) -> Option<&ComparedArticle> {
        self.articles
            .iter()
            .find(|compared| compared.article == article)
    }

    /// How many names, figures and quotes of an article are new; `None` where nothing was seen that
    /// it could be compared with.
    pub fn new_to_you(&self, article: ArticleId) -> Option<u32> {
        Some(self.article(article)?.novelty.as_ref()?.count)
    }
}
