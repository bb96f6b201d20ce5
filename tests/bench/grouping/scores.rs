//! How well two groupings of the same articles agree.
//!
//! *B-cubed*: over all articles, the mean share of an article's predicted story that belongs to it
//! (precision), and of its labelled story that it is together with (recall). *Pairwise*: the same
//! of pairs of articles. *Grouped*: B-cubed over the articles that are together with others only,
//! for days on which most articles stand alone.

use std::{collections::HashMap, hash::Hash};

use serde::Serialize;

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Agreement {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

/// What is told of a day on which most articles stand alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Grouped {
    pub agreement: Agreement,
    /// Share of the stories of two or more that hold less than four fifths of one labelled story.
    pub wrong: f64,
    /// Stories of two or more.
    pub stories: usize,
    /// Pairs brought together, of those in labelled stories of two to ten.
    pub small_recall: f64,
}

/// How many articles each pair of labelled and predicted story has in common.
#[derive(Debug)]
pub struct Tally<G, P> {
    shared: HashMap<(G, P), usize>,
    labelled: HashMap<G, usize>,
    predicted: HashMap<P, usize>,
    articles: usize,
}

/// A story of which less is of one labelled story than this is wrong.
pub const RIGHT_SHARE: f64 = 0.8;
const SMALL: std::ops::RangeInclusive<usize> = 2..=10;

impl Agreement {
    fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        let f1 = if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        };
        Self {
            precision,
            recall,
            f1,
        }
    }
}

impl Grouped {
    /// The better of two, figure by figure.
    pub fn better(self, other: Self) -> Self {
        let (a, b) = (self.agreement, other.agreement);
        Self {
            agreement: Agreement {
                precision: a.precision.max(b.precision),
                recall: a.recall.max(b.recall),
                f1: a.f1.max(b.f1),
            },
            wrong: self.wrong.min(other.wrong),
            stories: self.stories.max(other.stories),
            small_recall: self.small_recall.max(other.small_recall),
        }
    }
}

impl<G: Copy + Eq + Hash, P: Copy + Eq + Hash> FromIterator<(G, P)> for Tally<G, P> {
    fn from_iter<I: IntoIterator<Item = (G, P)>>(articles: I) -> Self {
        let mut tally = Self {
            shared: HashMap::new(),
            labelled: HashMap::new(),
            predicted: HashMap::new(),
            articles: 0,
        };
        for (label, story) in articles {
            *tally.shared.entry((label, story)).or_default() += 1;
            *tally.labelled.entry(label).or_default() += 1;
            *tally.predicted.entry(story).or_default() += 1;
            tally.articles += 1;
        }
        tally
    }
}

impl<G: Copy + Eq + Hash, P: Copy + Eq + Hash> Tally<G, P> {
    pub fn articles(&self) -> usize {
        self.articles
    }

    pub fn labelled_stories(&self) -> usize {
        self.labelled.len()
    }

    pub fn predicted_stories(&self) -> usize {
        self.predicted.len()
    }

    pub fn b_cubed(&self) -> Agreement {
        let (mut precision, mut recall) = (0.0, 0.0);
        for ((label, story), shared) in &self.shared {
            let squared = (shared * shared) as f64;
            precision += squared / self.predicted[story] as f64;
            recall += squared / self.labelled[label] as f64;
        }
        Agreement::new(
            share(precision, self.articles),
            share(recall, self.articles),
        )
    }

    pub fn pairwise(&self) -> Agreement {
        let together = pairs(self.shared.values());
        let of = |all: usize| {
            if all == 0 {
                1.0
            } else {
                together as f64 / all as f64
            }
        };
        Agreement::new(
            of(pairs(self.predicted.values())),
            of(pairs(self.labelled.values())),
        )
    }

    pub fn grouped(&self) -> Grouped {
        let (mut precision, mut recall) = (0.0, 0.0);
        let mut largest: HashMap<P, usize> = HashMap::new();
        let mut small_together = 0;
        for ((label, story), shared) in &self.shared {
            let squared = (shared * shared) as f64;
            let (mates, members) = (self.labelled[label], self.predicted[story]);
            if members > 1 {
                precision += squared / members as f64;
                let largest = largest.entry(*story).or_default();
                *largest = (*largest).max(*shared);
            }
            if mates > 1 {
                recall += squared / mates as f64;
            }
            if SMALL.contains(&mates) {
                small_together += pairs([shared]);
            }
        }
        let wrong = largest
            .iter()
            .filter(|(story, largest)| is_wrong(**largest, self.predicted[story]))
            .count();
        let small = self.labelled.values().filter(|size| SMALL.contains(size));
        Grouped {
            agreement: Agreement::new(
                share(precision, in_company(self.predicted.values())),
                share(recall, in_company(self.labelled.values())),
            ),
            wrong: share(wrong as f64, largest.len()),
            stories: largest.len(),
            small_recall: share(small_together as f64, pairs(small)),
        }
    }
}

/// Whether a story is wrong whose largest part of one label is `largest` articles.
pub fn is_wrong(largest: usize, members: usize) -> bool {
    (largest as f64) < RIGHT_SHARE * members as f64
}

/// Pairs inside groups of these sizes.
pub fn pairs<'a>(sizes: impl IntoIterator<Item = &'a usize>) -> usize {
    let pairs_of = |size: &usize| size * size.saturating_sub(1) / 2;
    sizes.into_iter().map(pairs_of).sum()
}

fn in_company<'a>(sizes: impl Iterator<Item = &'a usize>) -> usize {
    sizes.filter(|size| **size > 1).sum()
}

fn share(part: f64, all: usize) -> f64 {
    if all == 0 { 0.0 } else { part / all as f64 }
}
