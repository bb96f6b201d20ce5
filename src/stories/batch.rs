//! Places the articles of a batch together: the best pair of stories first, until no two fit.
//! Deciding together pays, because an event's first article seldom says the words of the second.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::Key;
use super::copies;
use super::pool::{ArticleSlot, Pool, StorySlot};
use super::score::{self, Measure, Pair, Verdict};
use super::settings::{CHAPTER_SECONDS, RETRY_SECONDS};
use super::story::Story;
use super::{Merge, Settings};
use crate::model::Tie;

/// How an article came into its story.
#[derive(Debug, Clone)]
pub(super) struct Join {
    pub verdict: Verdict,
    /// Seconds between the article and the story.
    pub gap: i64,
    /// The nearest article of the other side.
    pub nearest: ArticleSlot,
    /// How the two sides point at each other.
    pub tie: Option<Tie>,
    /// Shared words, what the join rests on first.
    pub shared: Vec<SharedWord>,
}

/// A word that both sides say.
#[derive(Debug, Clone, Copy)]
pub(super) struct SharedWord {
    pub word: u32,
    pub name: bool,
    pub number: bool,
}

/// Shared words kept with a join.
const SHARED_KEPT: usize = 12;
/// Stories an article came near to that are remembered until the batch is placed.
const RIVALS_KEPT: usize = 4;
/// How far above the bar equal headlines of two publishers are.
const EQUAL_TITLE_RATIO: f32 = 20.0;

/// Two stories that fit, in the heap; void when one of them has changed since.
#[derive(Debug, Clone, Copy)]
struct Fit {
    ratio: f32,
    keys: (Key, Key),
    stories: (StorySlot, StorySlot),
    versions: (u32, u32),
    verdict: Verdict,
}

impl Ord for Fit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ratio
            .total_cmp(&other.ratio)
            .then_with(|| other.keys.cmp(&self.keys))
    }
}

impl PartialOrd for Fit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fit {}

/// What came of a batch.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub joins: FxHashMap<ArticleSlot, Join>,
    /// The stories each new article came nearest to, its own perhaps among them, best first.
    rivals: FxHashMap<ArticleSlot, Vec<(StorySlot, Verdict)>>,
    /// Where a story went whose slot is gone.
    united: FxHashMap<StorySlot, StorySlot>,
    pub merges: Vec<Merge>,
    /// For every new article, whether it met something it clearly belongs to.
    pub mates: Vec<bool>,
}

impl Placed {
    /// The stories that an article came nearest to without going there, best first.
    pub fn rivals<'a>(
        &'a self,
        pool: &'a Pool,
        slot: ArticleSlot,
    ) -> impl Iterator<Item = (StorySlot, Verdict)> + 'a {
        let rivals = self.rivals.get(&slot).map_or(&[][..], Vec::as_slice);
        let now = rivals.iter().map(|&(mut story, verdict)| {
            while let Some(next) = self.united.get(&story) {
                story = *next;
            }
            (story, verdict)
        });
        now.filter(move |(story, _)| *story != pool.story_of(slot))
    }
}

pub(super) struct Batch<'a> {
    pool: &'a mut Pool,
    settings: &'a Settings,
    /// How much care the stream asks for.
    care: f32,
    fresh: FxHashSet<ArticleSlot>,
    newest: i64,
    pairs: FxHashMap<(StorySlot, StorySlot), Pair>,
    neighbours: FxHashMap<StorySlot, Vec<StorySlot>>,
    versions: FxHashMap<StorySlot, u32>,
    fits: BinaryHeap<Fit>,
    placed: Placed,
}

/// Places new articles, each a story of its own so far, given in order.
pub(super) fn place(
    pool: &mut Pool,
    slots: &[ArticleSlot],
    settings: &Settings,
    care: f32,
) -> Placed {
    let newest = slots
        .iter()
        .map(|slot| pool.article(*slot).time)
        .max()
        .unwrap_or_default();
    let mut batch = Batch {
        pool,
        settings,
        care,
        fresh: slots.iter().copied().collect(),
        newest,
        pairs: FxHashMap::default(),
        neighbours: FxHashMap::default(),
        versions: FxHashMap::default(),
        fits: BinaryHeap::new(),
        placed: Placed::default(),
    };
    for slot in slots {
        batch.meet(*slot);
    }
    while let Some(fit) = batch.fits.pop() {
        if batch.is_current(&fit) && !batch.breaks_a_bond(&fit) {
            batch.unite(&fit);
        }
    }
    batch.tie(slots);
    batch.placed
}

/// Members whose neighbours are looked for when a story asks for its like.
const ASKED_MEMBERS: usize = 12;

/// The stories nearest to one, best first, with the score of the two as they are.
pub(super) fn nearest(
    pool: &mut Pool,
    slot: StorySlot,
    settings: &Settings,
) -> Vec<(StorySlot, f32)> {
    let mut members = pool.story(slot).members.clone();
    members.sort_by_key(|member| std::cmp::Reverse(pool.article(*member).key()));
    let mut pairs: FxHashMap<StorySlot, Pair> = FxHashMap::default();
    for member in members.into_iter().take(ASKED_MEMBERS) {
        for candidate in pool.candidates(member, settings) {
            let pair = pairs.entry(candidate.story).or_insert_with(|| Pair {
                product: pool.dot(pool.story(slot), pool.story(candidate.story)),
                nearest: Vec::new(),
            });
            for near in candidate.nearest {
                let product = pool.article(member).dot(pool.article(near));
                pair.nearer((product, member, near));
            }
        }
    }
    let score = |(other, pair): (StorySlot, Pair)| {
        let measure = score::measure(pool, pool.story(slot), pool.story(other), &pair, settings);
        (other, measure.verdict(0.0, settings).score)
    };
    let mut near: Vec<(StorySlot, f32)> = pairs.into_iter().map(score).collect();
    near.sort_by(|a, b| {
        let key = |slot: StorySlot| pool.story(slot).key;
        b.1.total_cmp(&a.1).then_with(|| key(a.0).cmp(&key(b.0)))
    });
    near
}

/// Seconds from the first article of two stories to their newest.
fn spans(one: &Story, other: &Story) -> i64 {
    let newest = one.newest.max(other.newest);
    newest.saturating_sub(one.born.min(other.born))
}

fn ordered(a: StorySlot, b: StorySlot) -> (StorySlot, StorySlot) {
    (a.min(b), a.max(b))
}

impl Batch<'_> {
    /// Unites new articles with those the reader put them together with. It comes last: what was
    /// united by hand must not draw in what resembles only one part of it.
    fn tie(&mut self, slots: &[ArticleSlot]) {
        for slot in slots {
            let partners = self.pool.together_with(self.pool.article(*slot).id);
            for partner in self.pool.slots_of(partners) {
                let (own, other) = (self.pool.story_of(*slot), self.pool.story_of(partner));
                let (one, two) = (self.pool.story(own), self.pool.story(other));
                if own == other || self.pool.are_apart(one, two) {
                    continue;
                }
                let (kept, gone) = if one.key <= two.key {
                    (own, other)
                } else {
                    (other, own)
                };
                self.note_merge(kept, gone);
                self.pool.unite(kept, gone);
                self.placed.united.insert(gone, kept);
            }
        }
    }

    /// Notes that two stories become one, if both have been told of already.
    fn note_merge(&mut self, one: StorySlot, other: StorySlot) {
        if let (Some(a), Some(b)) = (self.pool.story(one).id, self.pool.story(other).id) {
            self.placed.merges.push(Merge {
                kept: a.min(b),
                gone: a.max(b),
            });
        }
    }

    /// Compares a new article with what shares words with it.
    fn meet(&mut self, slot: ArticleSlot) {
        let own = self.pool.story_of(slot);
        let candidates = self.pool.candidates(slot, self.settings);
        let (mut rivals, mut best) = (Vec::new(), 0.0f32);
        for candidate in candidates {
            let key = ordered(own, candidate.story);
            if !self.pairs.contains_key(&key) {
                let pair = self.first_pair(slot, candidate.story, &candidate.nearest);
                self.pairs.insert(key, pair);
                self.neighbours
                    .entry(own)
                    .or_default()
                    .push(candidate.story);
                self.neighbours
                    .entry(candidate.story)
                    .or_default()
                    .push(own);
            }
            let measure = self.measure(own, candidate.story);
            let verdict = measure.verdict(self.care, self.settings);
            rivals.push((candidate.story, verdict));
            // The stream is watched with an even eye: its own care must not feed back.
            best = best.max(measure.verdict(0.0, self.settings).ratio());
            self.consider(own, candidate.story, &measure);
        }
        rivals.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
        rivals.truncate(RIVALS_KEPT);
        self.placed.rivals.insert(slot, rivals);
        self.placed.mates.push(best >= 2.0);
    }

    fn first_pair(&self, slot: ArticleSlot, story: StorySlot, nearest: &[ArticleSlot]) -> Pair {
        let own = self.pool.story(self.pool.story_of(slot));
        let other = self.pool.story(story);
        let mut pair = Pair {
            product: self.pool.dot(own, other),
            nearest: Vec::new(),
        };
        for member in nearest {
            let product = if other.members.len() == 1 {
                pair.product
            } else {
                self.pool.article(slot).dot(self.pool.article(*member))
            };
            pair.nearer((product, slot, *member));
        }
        pair
    }

    fn measure(&self, a: StorySlot, b: StorySlot) -> Measure {
        let unknown = Pair::default();
        let pair = self.pairs.get(&ordered(a, b)).unwrap_or(&unknown);
        score::measure(
            self.pool,
            self.pool.story(a),
            self.pool.story(b),
            pair,
            self.settings,
        )
    }

    fn verdict(&self, a: StorySlot, b: StorySlot, measure: &Measure) -> Verdict {
        let mut verdict = measure.verdict(self.care, self.settings);
        if self.is_settled(a) && self.is_settled(b) {
            verdict.bar = verdict.bar.max(self.settings.merge_score);
        }
        verdict
    }

    /// A story of earlier batches; an article that was left alone within a day is tried again.
    fn is_settled(&self, slot: StorySlot) -> bool {
        let story = self.pool.story(slot);
        let waits =
            story.members.len() == 1 && self.newest.saturating_sub(story.newest) <= RETRY_SECONDS;
        story.id.is_some() && !waits
    }

    /// Enters two stories into the heap if they fit.
    fn consider(&mut self, a: StorySlot, b: StorySlot, measure: &Measure) {
        let mut verdict = self.verdict(a, b, measure);
        let (one, other) = (self.pool.story(a), self.pool.story(b));
        if one.is_single() && other.is_single() {
            let (first, second) = (self.pool.article(one.first), self.pool.article(other.first));
            if copies::is_equal_title(first, second) {
                verdict.score = verdict.score.max(verdict.bar * EQUAL_TITLE_RATIO);
            }
        }
        if verdict.ratio() < 1.0
            || spans(one, other) > CHAPTER_SECONDS
            || score::is_series(self.pool, one, other)
            || self.pool.are_apart(one, other)
        {
            return;
        }
        let stories = if one.key <= other.key { (a, b) } else { (b, a) };
        let key = |slot: StorySlot| self.pool.story(slot).key;
        self.fits.push(Fit {
            ratio: verdict.ratio(),
            keys: (key(stories.0), key(stories.1)),
            stories,
            versions: (self.version(stories.0), self.version(stories.1)),
            verdict,
        });
    }

    /// How often a story has changed in this batch; a story that is gone is at its end.
    fn version(&self, slot: StorySlot) -> u32 {
        self.versions.get(&slot).copied().unwrap_or(0)
    }

    fn is_current(&self, fit: &Fit) -> bool {
        (self.version(fit.stories.0), self.version(fit.stories.1)) == fit.versions
    }

    /// Whether the reader's word would not hold any more.
    fn breaks_a_bond(&self, fit: &Fit) -> bool {
        let (one, other) = fit.stories;
        self.pool
            .breaks_a_bond(self.pool.story(one), self.pool.story(other))
    }

    fn unite(&mut self, fit: &Fit) {
        let (kept, gone) = fit.stories;
        self.record_join(kept, gone, fit.verdict);
        self.record_join(gone, kept, fit.verdict);
        self.note_merge(kept, gone);
        let around = self.take_neighbours(kept, gone);
        self.pool.unite(kept, gone);
        *self.versions.entry(kept).or_default() += 1;
        *self.versions.entry(gone).or_default() += 1;
        self.placed.united.insert(gone, kept);
        for (other, pair) in &around {
            self.pairs.insert(ordered(kept, *other), pair.clone());
            self.neighbours.entry(*other).or_default().push(kept);
        }
        self.neighbours
            .insert(kept, around.iter().map(|(other, _)| *other).collect());
        for (other, _) in around {
            let measure = self.measure(kept, other);
            self.consider(kept, other, &measure);
        }
    }

    /// The stories around two that unite, with what is known of each and both together. A round-up
    /// beside a report brings none of its own: it must not lead from one event to another.
    fn take_neighbours(&mut self, a: StorySlot, b: StorySlot) -> Vec<(StorySlot, Pair)> {
        let mut around: Vec<StorySlot> = Vec::new();
        for (side, other) in [(a, b), (b, a)] {
            let near = self.neighbours.remove(&side).unwrap_or_default();
            for story in &near {
                if let Some(list) = self.neighbours.get_mut(story) {
                    list.retain(|slot| *slot != side);
                }
            }
            if !self.is_beside_a_report(side, other) {
                around.extend(near);
            }
        }
        around.retain(|slot| *slot != a && *slot != b);
        around.sort_by_key(|slot| (self.pool.story(*slot).key, *slot));
        around.dedup();
        around
            .into_iter()
            .map(|other| (other, self.joint_pair(a, b, other)))
            .collect()
    }

    fn is_beside_a_report(&self, side: StorySlot, mate: StorySlot) -> bool {
        let is_broad = |slot: StorySlot| self.pool.story(slot).breadth.is_broad();
        is_broad(side) && !is_broad(mate)
    }

    fn joint_pair(&mut self, a: StorySlot, b: StorySlot, other: StorySlot) -> Pair {
        let mut joint = Pair::default();
        for (side, mate) in [(a, b), (b, a)] {
            let known = self.pairs.remove(&ordered(side, other));
            if self.is_beside_a_report(side, mate) {
                continue;
            }
            let known = known.unwrap_or_else(|| Pair {
                product: self.pool.dot(self.pool.story(side), self.pool.story(other)),
                nearest: Vec::new(),
            });
            joint.product += known.product;
            for nearest in known.nearest {
                joint.nearer(nearest);
            }
        }
        joint
    }

    /// Notes why the new article that `side` consists of goes to `other`.
    fn record_join(&mut self, side: StorySlot, other: StorySlot, verdict: Verdict) {
        let story = self.pool.story(side);
        let slot = story.members[0];
        if story.members.len() > 1
            || !self.fresh.contains(&slot)
            || self.placed.joins.contains_key(&slot)
        {
            return;
        }
        let into = self.pool.story(other);
        let pair = self.pairs.get(&ordered(side, other));
        let nearest = pair.and_then(|pair| pair.nearest.first());
        let nearest = nearest.map_or(into.first, |&(_, a, b)| if a == slot { b } else { a });
        let mut shared: Vec<(u64, SharedWord)> = Vec::new();
        for term in &self.pool.article(slot).terms {
            let weight = u64::from(term.weight) * u64::from(self.pool.weight(into, term.word));
            if weight > 0 {
                shared.push((
                    weight,
                    SharedWord {
                        word: term.word,
                        name: term.is_name(),
                        number: term.is_number(),
                    },
                ));
            }
        }
        shared.sort_by_key(|(weight, shared)| (std::cmp::Reverse(*weight), shared.word));
        let join = Join {
            verdict,
            gap: score::gap((story.oldest, story.newest), (into.oldest, into.newest)),
            nearest,
            tie: self.pool.tie(story, into),
            shared: shared
                .into_iter()
                .take(SHARED_KEPT)
                .map(|(_, shared)| shared)
                .collect(),
        };
        self.placed.joins.insert(slot, join);
    }
}
