//! What the reader decided about articles: that they belong together, or that they do not. Such
//! words hold against any evidence, for good.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::ArticleId;

/// A decision of the reader about articles on several sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether articles of different sides are one story; otherwise they never are.
    pub together: bool,
    /// The sides. What stands on one side says nothing about itself.
    pub sides: Vec<Vec<ArticleId>>,
}

/// The decisions pair by pair.
#[derive(Debug, Clone, Default)]
pub(super) struct Decided {
    together: FxHashMap<ArticleId, Vec<ArticleId>>,
    apart: FxHashMap<ArticleId, Vec<ArticleId>>,
}

impl Decided {
    /// Reads decisions in the order they were made: for two articles the last one holds.
    pub fn new(decisions: &[Decision]) -> Self {
        let mut pairs: BTreeMap<(ArticleId, ArticleId), bool> = BTreeMap::new();
        for decision in decisions {
            for (place, side) in decision.sides.iter().enumerate() {
                for other in &decision.sides[..place] {
                    for (a, b) in side.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
                        pairs.insert((*a.min(b), *a.max(b)), decision.together);
                    }
                }
            }
        }
        let mut decided = Self::default();
        for ((a, b), together) in pairs {
            let lists = if together {
                &mut decided.together
            } else {
                &mut decided.apart
            };
            lists.entry(a).or_default().push(b);
            lists.entry(b).or_default().push(a);
        }
        decided
    }

    /// Whether an article must stay apart from any other.
    pub fn is_kept_apart(&self, article: ArticleId) -> bool {
        self.apart.contains_key(&article)
    }

    /// Whether two articles were told apart.
    pub fn are_apart(&self, a: ArticleId, b: ArticleId) -> bool {
        self.apart.get(&a).is_some_and(|list| list.contains(&b))
    }

    /// The articles that belong together with any of some, whatever lies between; empty where
    /// nothing was put together.
    pub fn bound_to(&self, articles: &[ArticleId]) -> Vec<ArticleId> {
        let mut bound: Vec<ArticleId> = Vec::new();
        let mut from = articles.to_vec();
        while let Some(article) = from.pop() {
            for other in self.together_with(article) {
                if !bound.contains(other) && !articles.contains(other) {
                    bound.push(*other);
                    from.push(*other);
                }
            }
        }
        bound
    }

    /// Whether nothing was put together.
    pub fn binds_nothing(&self) -> bool {
        self.together.is_empty()
    }

    /// The articles that belong together with one, ascending.
    pub fn together_with(&self, article: ArticleId) -> &[ArticleId] {
        self.together.get(&article).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(together: bool, sides: &[&[i64]]) -> Decision {
        let ids = |side: &&[i64]| side.iter().map(|id| ArticleId(*id)).collect();
        Decision {
            together,
            sides: sides.iter().map(ids).collect(),
        }
    }

    #[test]
    fn sides_are_told_apart_and_not_their_own_articles() {
        let decided = Decided::new(&[decision(false, &[&[1], &[2, 3]])]);
        assert!(decided.are_apart(ArticleId(1), ArticleId(3)));
        assert!(decided.are_apart(ArticleId(2), ArticleId(1)));
        assert!(!decided.are_apart(ArticleId(2), ArticleId(3)));
        assert!(decided.is_kept_apart(ArticleId(3)) && !decided.is_kept_apart(ArticleId(4)));
    }

    #[test]
    fn the_last_word_about_a_pair_holds() {
        let decided = Decided::new(&[
            decision(false, &[&[1], &[2], &[3]]),
            decision(true, &[&[1], &[2]]),
        ]);
        assert!(!decided.are_apart(ArticleId(1), ArticleId(2)));
        assert_eq!(decided.together_with(ArticleId(1)), [ArticleId(2)]);
        assert!(decided.are_apart(ArticleId(1), ArticleId(3)));
    }

    #[test]
    fn what_is_bound_is_bound_by_way_of_others() {
        let decided = Decided::new(&[
            decision(true, &[&[1], &[2]]),
            decision(true, &[&[2], &[3, 4]]),
        ]);
        let mut bound = decided.bound_to(&[ArticleId(1)]);
        bound.sort_unstable();
        assert_eq!(bound, [2, 3, 4].map(ArticleId));
        assert!(decided.bound_to(&[ArticleId(5)]).is_empty());
        assert!(Decided::default().binds_nothing() && !decided.binds_nothing());
    }
}
