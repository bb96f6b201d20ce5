//! The articles and stories that are alive, and the index of their words. Slots are places in
//! memory only: nothing that is decided here depends on them.

use rustc_hash::FxHashMap;

use super::article::{Article, Key};
use super::settings::Settings;
use crate::model::StoryId;

/// Place of an article in the pool.
pub(super) type ArticleSlot = u32;
/// Place of a story in the pool.
pub(super) type StorySlot = u32;

/// A story that is alive: one article, or several that were united.
#[derive(Debug, Clone)]
pub(super) struct Story {
    /// `None` until its batch is placed.
    pub id: Option<StoryId>,
    pub members: Vec<ArticleSlot>,
    /// Sum of the vectors of the members that count; empty while there is only one.
    sum: FxHashMap<u32, u32>,
    /// Square of the length of that sum.
    pub square: u64,
    /// Members that count: all, but for round-ups beside reports.
    pub counted: u32,
    /// The member that stands for a story of one.
    pub first: ArticleSlot,
    /// Nothing but round-ups.
    pub round_up: bool,
    pub oldest: i64,
    pub newest: i64,
    /// Orders stories, whatever their ids.
    pub key: Key,
    /// The one source of all members; `None` if there are several, or it is unknown.
    pub source: Option<u32>,
    /// Telling numbers of the members' headlines, ascending.
    pub numbers: Vec<u32>,
    /// Different words.
    pub words: usize,
}

impl Story {
    /// Whether it is a single article as far as words count.
    pub fn is_single(&self) -> bool {
        self.counted == 1
    }
}

#[derive(Debug, Clone, Copy)]
struct Posting {
    article: ArticleSlot,
    weight: u16,
}

/// A story whose words meet those of an article.
#[derive(Debug)]
pub(super) struct Candidate {
    pub story: StorySlot,
    /// Its members nearest to the article, at most three.
    pub nearest: Vec<ArticleSlot>,
}

/// Most entries of the index that are read for one article: a guard against words that stand in
/// every article.
const MOST_POSTINGS: usize = 40_000;

#[derive(Debug, Default)]
pub(super) struct Pool {
    articles: Vec<Option<Article>>,
    free_articles: Vec<ArticleSlot>,
    story_of: Vec<StorySlot>,
    stories: Vec<Option<Story>>,
    free_stories: Vec<StorySlot>,
    index: FxHashMap<u32, Vec<Posting>>,
    by_source: FxHashMap<u32, Vec<ArticleSlot>>,
    touched: Vec<u32>,
}

impl Pool {
    pub fn article(&self, slot: ArticleSlot) -> &Article {
        self.articles[slot as usize]
            .as_ref()
            .expect("slots are handed out for living articles only")
    }

    pub fn story(&self, slot: StorySlot) -> &Story {
        self.stories[slot as usize]
            .as_ref()
            .expect("slots are handed out for living stories only")
    }

    pub fn story_mut(&mut self, slot: StorySlot) -> &mut Story {
        self.stories[slot as usize]
            .as_mut()
            .expect("slots are handed out for living stories only")
    }

    pub fn story_of(&self, article: ArticleSlot) -> StorySlot {
        self.story_of[article as usize]
    }

    /// Time of the oldest article.
    pub fn oldest(&self) -> Option<i64> {
        self.articles
            .iter()
            .flatten()
            .map(|article| article.time)
            .min()
    }

    /// Enters an article; it has no story until [`Pool::add_story`] gives it one.
    pub fn insert(&mut self, article: Article, settings: &Settings) -> ArticleSlot {
        let slot = match self.free_articles.pop() {
            Some(slot) => slot,
            None => {
                self.articles.push(None);
                self.story_of.push(0);
                (self.articles.len() - 1) as ArticleSlot
            }
        };
        self.enter_words(slot, &article, settings.indexed_terms);
        self.enter_source(slot, &article);
        self.articles[slot as usize] = Some(article);
        slot
    }

    fn enter_words(&mut self, slot: ArticleSlot, article: &Article, most: usize) {
        for (word, weight) in heaviest(article, most) {
            self.index.entry(word).or_default().push(Posting {
                article: slot,
                weight,
            });
        }
    }

    fn enter_source(&mut self, slot: ArticleSlot, article: &Article) {
        if article.source == 0 {
            return;
        }
        let mut list = self.by_source.remove(&article.source).unwrap_or_default();
        let at = list.partition_point(|other| self.article(*other).key() <= article.key());
        list.insert(at, slot);
        self.by_source.insert(article.source, list);
    }

    /// The newest articles of a source, at most `most`.
    pub fn newest_of_source(&self, source: u32, most: usize) -> impl Iterator<Item = &Article> {
        let list = self.by_source.get(&source).map_or(&[][..], Vec::as_slice);
        list[list.len().saturating_sub(most)..]
            .iter()
            .map(|slot| self.article(*slot))
    }

    /// Makes a story of articles that are in the pool.
    pub fn add_story(&mut self, members: Vec<ArticleSlot>, id: Option<StoryId>) -> StorySlot {
        let story = self.describe(members, id);
        let slot = match self.free_stories.pop() {
            Some(slot) => slot,
            None => {
                self.stories.push(None);
                (self.stories.len() - 1) as StorySlot
            }
        };
        for member in &story.members {
            self.story_of[*member as usize] = slot;
        }
        self.stories[slot as usize] = Some(story);
        slot
    }

    fn describe(&self, members: Vec<ArticleSlot>, id: Option<StoryId>) -> Story {
        let round_up = members.iter().all(|member| self.article(*member).round_up);
        let counts = |member: &&ArticleSlot| round_up || !self.article(**member).round_up;
        let counted: Vec<&Article> = members
            .iter()
            .filter(counts)
            .map(|slot| self.article(*slot))
            .collect();
        let first = members
            .iter()
            .copied()
            .filter(|slot| counts(&slot))
            .min_by_key(|slot| self.article(*slot).key());
        let mut sum: FxHashMap<u32, u32> = FxHashMap::default();
        if counted.len() > 1 {
            for term in counted.iter().flat_map(|article| &article.terms) {
                *sum.entry(term.word).or_default() += u32::from(term.weight);
            }
        }
        let square = match counted.as_slice() {
            [only] => only.dot(only),
            _ => sum.values().map(|weight| u64::from(*weight).pow(2)).sum(),
        };
        let mut numbers: Vec<u32> = counted
            .iter()
            .flat_map(|article| {
                article
                    .terms
                    .iter()
                    .filter(|term| term.number)
                    .map(|term| term.word)
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let source = members.iter().map(|slot| self.article(*slot).source);
        let source = source
            .reduce(|a, b| if a == b { a } else { 0 })
            .filter(|source| *source != 0);
        Story {
            id,
            square,
            counted: counted.len() as u32,
            first: first.unwrap_or_default(),
            round_up,
            oldest: counted
                .iter()
                .map(|article| article.time)
                .min()
                .unwrap_or_default(),
            newest: counted
                .iter()
                .map(|article| article.time)
                .max()
                .unwrap_or_default(),
            key: counted
                .iter()
                .map(|article| article.key())
                .min()
                .unwrap_or_default(),
            source,
            numbers,
            words: if counted.len() > 1 {
                sum.len()
            } else {
                counted.first().map_or(0, |only| only.terms.len())
            },
            sum,
            members,
        }
    }

    /// Unites two stories in the first one's slot; the second one's is free again.
    pub fn unite(&mut self, kept: StorySlot, gone: StorySlot) {
        let product = self.dot(self.story(kept), self.story(gone));
        let (Some(mut story), Some(mut other)) = (
            self.stories[kept as usize].take(),
            self.stories[gone as usize].take(),
        ) else {
            return;
        };
        self.free_stories.push(gone);
        for member in &other.members {
            self.story_of[*member as usize] = kept;
        }
        // The story that is there longer keeps its name.
        let id = match (story.id, other.id) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        let source = story.source.filter(|source| other.source == Some(*source));
        let mut members = std::mem::take(&mut story.members);
        members.append(&mut other.members);
        let counted = match (story.round_up, other.round_up) {
            (false, true) => story,
            (true, false) => other,
            _ => self.add_up(story, other, product),
        };
        self.stories[kept as usize] = Some(Story {
            id,
            source,
            members,
            ..counted
        });
    }

    /// What two stories are together, but for members, source and id.
    fn add_up(&self, a: Story, b: Story, product: u64) -> Story {
        let (mut large, small) = if a.sum.len() >= b.sum.len() {
            (a, b)
        } else {
            (b, a)
        };
        let mut sum = std::mem::take(&mut large.sum);
        for story in [&large, &small] {
            if story.is_single() {
                for term in &self.article(story.first).terms {
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
        Story {
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
            numbers,
            words: sum.len(),
            sum,
            ..large
        }
    }

    /// How much of a story a word is, summed over its members.
    pub fn weight(&self, story: &Story, word: u32) -> u32 {
        if story.is_single() {
            self.article(story.first).weight(word)
        } else {
            story.sum.get(&word).copied().unwrap_or(0)
        }
    }

    /// Product of the sums of two stories.
    pub fn dot(&self, a: &Story, b: &Story) -> u64 {
        match (a.is_single(), b.is_single()) {
            (true, true) => self.article(a.first).dot(self.article(b.first)),
            (true, false) => self.dot_with_article(a, b),
            (false, true) => self.dot_with_article(b, a),
            (false, false) => {
                let (small, large) = if a.sum.len() <= b.sum.len() {
                    (a, b)
                } else {
                    (b, a)
                };
                let product = |(word, weight): (&u32, &u32)| {
                    u64::from(*weight) * u64::from(large.sum.get(word).copied().unwrap_or(0))
                };
                small.sum.iter().map(product).sum()
            }
        }
    }

    fn dot_with_article(&self, single: &Story, story: &Story) -> u64 {
        let terms = self.article(single.first).terms.iter();
        terms
            .map(|term| u64::from(term.weight) * u64::from(self.weight(story, term.word)))
            .sum()
    }

    /// The stories whose words meet those of an article, most promising first.
    pub fn candidates(&mut self, slot: ArticleSlot, settings: &Settings) -> Vec<Candidate> {
        let met = self.meet(slot, settings);
        let mut stories: FxHashMap<StorySlot, (u64, Vec<(u32, ArticleSlot)>)> =
            FxHashMap::default();
        for (article, product) in met {
            let entry = stories.entry(self.story_of(article)).or_default();
            entry.0 += u64::from(product);
            entry.1.push((product, article));
        }
        let mut ranked: Vec<(f32, Key, StorySlot)> = stories
            .iter()
            .map(|(story, (sum, _))| {
                (
                    self.promise(slot, *story, *sum, settings),
                    self.story(*story).key,
                    *story,
                )
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(settings.candidates);
        let mut nearest_of = |story: StorySlot| {
            let mut members = stories
                .remove(&story)
                .map(|(_, members)| members)
                .unwrap_or_default();
            members.sort_by_key(|(product, article)| {
                (std::cmp::Reverse(*product), self.article(*article).key())
            });
            members
                .into_iter()
                .take(3)
                .map(|(_, article)| article)
                .collect()
        };
        ranked
            .into_iter()
            .map(|(_, _, story)| Candidate {
                story,
                nearest: nearest_of(story),
            })
            .collect()
    }

    /// Articles that share heavy words with this one, with the product of these words' weights.
    fn meet(&mut self, slot: ArticleSlot, settings: &Settings) -> Vec<(ArticleSlot, u32)> {
        self.touched.resize(self.articles.len(), 0);
        let mut touched = std::mem::take(&mut self.touched);
        let (own_story, mut met, mut read) = (self.story_of(slot), Vec::new(), 0);
        for (word, weight) in heaviest(self.article(slot), settings.query_terms) {
            let postings = self.index.get(&word).map_or(&[][..], Vec::as_slice);
            read += postings.len();
            if read > MOST_POSTINGS && !met.is_empty() {
                break;
            }
            for posting in postings {
                let product = &mut touched[posting.article as usize];
                if *product == 0 {
                    met.push(posting.article);
                }
                // Kept below 32 bits: two units multiply to 2^26.
                *product += (u32::from(weight) * u32::from(posting.weight)).max(1);
            }
        }
        let taken = |article: ArticleSlot| std::mem::take(&mut touched[article as usize]);
        let mut products: Vec<(ArticleSlot, u32)> = Vec::with_capacity(met.len());
        let mut taken = taken;
        for article in met {
            products.push((article, taken(article)));
        }
        products.retain(|(article, _)| self.story_of(*article) != own_story);
        self.touched = touched;
        products
    }

    fn promise(
        &self,
        slot: ArticleSlot,
        story: StorySlot,
        product: u64,
        settings: &Settings,
    ) -> f32 {
        let story = self.story(story);
        let length = (story.square as f32).sqrt().max(1.0) / super::article::UNIT;
        let size = length.powf(settings.norm_power)
            * (story.counted as f32).powf(1.0 - settings.norm_power);
        let time = self.article(slot).time;
        product as f32 / size
            * super::score::decay(
                super::score::gap((time, time), (story.oldest, story.newest)),
                settings,
            )
    }

    /// Forgets the articles before an instant; gives back what was forgotten.
    pub fn forget_before(&mut self, instant: i64) -> Vec<Article> {
        let mut forgotten = Vec::new();
        let mut changed: Vec<StorySlot> = Vec::new();
        for slot in 0..self.articles.len() {
            if self.articles[slot]
                .as_ref()
                .is_some_and(|article| article.time < instant)
            {
                forgotten.extend(self.articles[slot].take());
                self.free_articles.push(slot as ArticleSlot);
                changed.push(self.story_of[slot]);
            }
        }
        if forgotten.is_empty() {
            return forgotten;
        }
        let articles = &self.articles;
        let alive = |slot: ArticleSlot| articles[slot as usize].is_some();
        self.index.retain(|_, postings| {
            postings.retain(|posting| alive(posting.article));
            !postings.is_empty()
        });
        self.by_source.retain(|_, list| {
            list.retain(|slot| alive(*slot));
            !list.is_empty()
        });
        changed.sort_unstable();
        changed.dedup();
        for slot in changed {
            self.describe_again(slot);
        }
        forgotten
    }

    fn describe_again(&mut self, slot: StorySlot) {
        let Some(story) = self.stories[slot as usize].take() else {
            return;
        };
        let members: Vec<ArticleSlot> = story
            .members
            .into_iter()
            .filter(|member| self.articles[*member as usize].is_some())
            .collect();
        if members.is_empty() {
            self.free_stories.push(slot);
        } else {
            self.stories[slot as usize] = Some(self.describe(members, story.id));
        }
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
