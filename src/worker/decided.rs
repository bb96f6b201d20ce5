//! The reader's decisions as grouping takes them, thought through to the end: what belongs together
//! with something belongs together with all that belongs to it, and is apart from whatever that is
//! apart from. An article can then be placed before the others of its decisions are there.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::{
    model::ArticleId,
    store::{Reader, StoreError},
    stories::Decision,
};

/// The decisions of the cache.
pub(super) fn decisions(reader: &Reader) -> Result<Vec<Decision>, StoreError> {
    let decisions = reader.decisions()?.into_iter();
    let decisions: Vec<Decision> = decisions
        .map(|decision| Decision {
            together: decision.together,
            sides: decision.sides,
        })
        .collect();
    Ok(Words::new(&decisions).closed())
}

/// The last word of the reader on each pair of articles.
pub(super) struct Words(FxHashMap<ArticleId, FxHashMap<ArticleId, bool>>);

impl Words {
    pub fn new(decisions: &[Decision]) -> Self {
        let mut words: FxHashMap<ArticleId, FxHashMap<ArticleId, bool>> = FxHashMap::default();
        for decision in decisions {
            for (at, side) in decision.sides.iter().enumerate() {
                for (other_at, other) in decision.sides.iter().enumerate() {
                    for article in side.iter().filter(|_| at != other_at) {
                        let of_article = words.entry(*article).or_default();
                        of_article.extend(other.iter().map(|one| (*one, decision.together)));
                    }
                }
            }
        }
        Self(words)
    }

    /// Whether any of some articles has this word on any of others.
    pub fn say(&self, together: bool, articles: &[ArticleId], others: &[ArticleId]) -> bool {
        let of_articles = articles.iter().filter_map(|article| self.0.get(article));
        of_articles
            .into_iter()
            .any(|words| others.iter().any(|one| words.get(one) == Some(&together)))
    }

    /// The same with everything that follows from it.
    fn closed(&self) -> Vec<Decision> {
        let groups = self.groups();
        let mut of_article: FxHashMap<ArticleId, usize> = FxHashMap::default();
        for (number, group) in groups.iter().enumerate() {
            of_article.extend(group.iter().map(|article| (*article, number)));
        }
        let mut apart: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (article, words) in &self.0 {
            let others = words.iter().filter(|(_, together)| !**together);
            for (other, _) in others {
                let (one, two) = (of_article[article], of_article[other]);
                if one != two {
                    apart.insert((one.min(two), one.max(two)));
                }
            }
        }
        let together = groups.iter().filter(|group| group.len() > 1);
        let together = together.map(|group| Decision {
            together: true,
            sides: group.iter().map(|article| vec![*article]).collect(),
        });
        let apart = apart.iter().map(|(one, two)| Decision {
            together: false,
            sides: vec![groups[*one].clone(), groups[*two].clone()],
        });
        together.chain(apart).collect()
    }

    /// Articles that belong together, and single ones.
    fn groups(&self) -> Vec<Vec<ArticleId>> {
        let mut left: BTreeSet<ArticleId> = self.0.keys().copied().collect();
        let mut groups = Vec::new();
        while let Some(first) = left.pop_first() {
            let mut group = vec![first];
            let mut at = 0;
            while let Some(article) = group.get(at) {
                let words = self.0.get(article).into_iter().flatten();
                let bound = words.filter(|(_, together)| **together);
                let new: Vec<ArticleId> = bound
                    .map(|(other, _)| *other)
                    .filter(|other| left.remove(other))
                    .collect();
                group.extend(new);
                at += 1;
            }
            group.sort_unstable();
            groups.push(group);
        }
        groups
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
    fn what_is_apart_from_one_is_apart_from_all_that_belong_to_it() {
        let words = Words::new(&[
            decision(true, &[&[1], &[2]]),
            decision(true, &[&[2], &[3]]),
            decision(false, &[&[3], &[4]]),
        ]);
        let closed = words.closed();
        assert_eq!(
            closed,
            [
                decision(true, &[&[1], &[2], &[3]]),
                decision(false, &[&[1, 2, 3], &[4]]),
            ]
        );
    }

    #[test]
    fn the_last_word_on_a_pair_holds() {
        let words = Words::new(&[
            decision(true, &[&[1], &[2]]),
            decision(false, &[&[2], &[1]]),
        ]);
        assert_eq!(words.closed(), [decision(false, &[&[1], &[2]])]);
    }
}
