//! The articles and stories that are alive. Slots are places in
//! memory only: nothing that is decided here depends on them.

use rustc_hash::FxHashMap;

use super::article::{Article, UNIT};
use super::decisions::Decided;
use super::index::Index;
use super::score;
use super::series;
use super::settings::Settings;
use super::story::Story;
use super::ties::TieIndex;
use crate::model::{ArticleId, StoryId, Tie};

/// Place of an article in the pool.
pub(super) type ArticleSlot = u32;
/// Place of a story in the pool.
pub(super) type StorySlot = u32;

/// An article that shares words with another: the product of these words, itself.
type Met = (u32, ArticleSlot);
/// Members of a story that an article is compared with.
const NEAREST: usize = 3;
/// Headlines of a source in one frame from which on it is a template.
const TEMPLATE_ARTICLES: u32 = 3;

/// How a source has used one opening or close of a headline.
#[derive(Debug, Clone, Copy)]
struct Frame {
    articles: u32,
    oldest: i64,
    newest: i64,
}

impl Frame {
    fn is_template(&self) -> bool {
        self.articles >= TEMPLATE_ARTICLES
            && self.newest.abs_diff(self.oldest) >= series::UPDATE_SECONDS
    }
}

fn enter_frames(frames: &mut FxHashMap<u32, Frame>, article: &Article) {
    for frame in article.frames.into_iter().filter(|frame| *frame != 0) {
        let frame = frames.entry(frame).or_insert(Frame {
            articles: 0,
            oldest: article.time,
            newest: article.time,
        });
        frame.articles += 1;
        frame.oldest = frame.oldest.min(article.time);
        frame.newest = frame.newest.max(article.time);
    }
}

/// What is known of the members of a story that are forgotten.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Time of the first of them.
    pub born: Option<i64>,
    /// What the reader decided about them still holds.
    pub articles: Vec<ArticleId>,
}

/// A story whose words meet those of an article.
#[derive(Debug)]
pub(super) struct Candidate {
    pub story: StorySlot,
    /// Its members nearest to the article, at most three.
    pub nearest: Vec<ArticleSlot>,
}

#[derive(Debug, Default)]
pub(super) struct Pool {
    articles: Vec<Option<Article>>,
    free_articles: Vec<ArticleSlot>,
    story_of: Vec<StorySlot>,
    stories: Vec<Option<Story>>,
    free_stories: Vec<StorySlot>,
    index: Index,
    by_source: FxHashMap<u32, Vec<ArticleSlot>>,
    /// How often and when headlines stand in each frame; see [`Article::frames`].
    frames: FxHashMap<u32, Frame>,
    ties: TieIndex,
    decided: Decided,
    /// Scratch space: products by story, all 0 between searches.
    products: Vec<u64>,
    /// Time of the oldest article.
    oldest: Option<i64>,
}

impl Pool {
    /// An empty pool for a reader who decided so.
    pub fn new(decided: Decided) -> Self {
        Self {
            decided,
            ..Self::default()
        }
    }

    /// Whether the reader keeps two stories apart.
    pub fn are_apart(&self, a: &Story, b: &Story) -> bool {
        let apart_from = |one: &ArticleId| {
            b.kept_apart
                .iter()
                .any(|other| self.decided.are_apart(*one, *other))
        };
        !b.kept_apart.is_empty() && a.kept_apart.iter().any(apart_from)
    }

    /// Whether two stories that become one would keep an article from those it was put together
    /// with: what the reader bound to one side was told apart from the other.
    pub fn breaks_a_bond(&self, a: &Story, b: &Story) -> bool {
        if self.decided.binds_nothing() {
            return false;
        }
        [(a, b), (b, a)].into_iter().any(|(one, other)| {
            let members = one.members.iter().map(|slot| self.article(*slot).id);
            let bound = self.decided.bound_to(&members.collect::<Vec<_>>());
            let told_apart = |article: &ArticleId| {
                let apart = |from: &ArticleId| self.decided.are_apart(*article, *from);
                other.kept_apart.iter().any(apart)
            };
            let stands_apart = |slot: ArticleSlot| {
                let story = self.story(self.story_of(slot));
                ![a.key, b.key].contains(&story.key) && self.are_apart(story, other)
            };
            bound.iter().any(told_apart) || self.slots_of(&bound).into_iter().any(stands_apart)
        })
    }

    /// The articles that the reader put together with one.
    pub fn together_with(&self, article: ArticleId) -> &[ArticleId] {
        self.decided.together_with(article)
    }

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

    /// Articles that are alive.
    pub fn alive(&self) -> usize {
        self.articles.len() - self.free_articles.len()
    }

    /// Time of the oldest article.
    pub fn oldest(&self) -> Option<i64> {
        self.oldest
    }

    /// Where a story is, if it is alive.
    pub fn find(&self, id: StoryId) -> Option<StorySlot> {
        let is_it = |story: &Option<Story>| story.as_ref().is_some_and(|s| s.id == Some(id));
        self.stories
            .iter()
            .position(is_it)
            .map(|slot| slot as StorySlot)
    }

    /// Where the given articles are, of those alive.
    pub fn slots_of(&self, articles: &[ArticleId]) -> Vec<ArticleSlot> {
        if articles.is_empty() {
            return Vec::new();
        }
        let slots = (0..).zip(&self.articles);
        let wanted = slots.filter(|(_, article)| {
            article
                .as_ref()
                .is_some_and(|article| articles.contains(&article.id))
        });
        wanted.map(|(slot, _)| slot).collect()
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
        self.index.enter(slot, &article, settings.indexed_terms);
        self.enter_source(slot, &article);
        self.ties.enter(slot, &article);
        enter_frames(&mut self.frames, &article);
        let time = article.time;
        self.oldest = Some(self.oldest.map_or(time, |oldest| oldest.min(time)));
        self.articles[slot as usize] = Some(article);
        slot
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

    /// Whether a source has put several headlines into a frame, some of them hours after others:
    /// it is a template.
    pub fn is_template(&self, frame: u32) -> bool {
        self.frames.get(&frame).is_some_and(Frame::is_template)
    }

    /// Makes a story of articles that are in the pool and in no other; `past` is what is known of
    /// members that are forgotten.
    pub fn add_story(&mut self, members: &[ArticleSlot], id: Option<StoryId>, past: Past) {
        if let Some(mut story) = self.describe(members, id) {
            story.born = story.born.min(past.born.unwrap_or(story.born));
            let decided = past.articles.into_iter();
            story
                .kept_apart
                .extend(decided.filter(|article| self.decided.is_kept_apart(*article)));
            let slot = match self.free_stories.pop() {
                Some(slot) => slot,
                None => {
                    self.stories.push(None);
                    (self.stories.len() - 1) as StorySlot
                }
            };
            self.put_story(slot, story);
        }
    }

    fn put_story(&mut self, slot: StorySlot, story: Story) {
        for member in &story.members {
            self.story_of[*member as usize] = slot;
        }
        self.stories[slot as usize] = Some(story);
    }

    /// What articles are as a story; `None` for none.
    fn describe(&self, members: &[ArticleSlot], id: Option<StoryId>) -> Option<Story> {
        let alone = members.iter().map(|slot| {
            let article = self.article(*slot);
            let mut story = Story::of_one(*slot, article, id);
            if self.decided.is_kept_apart(article.id) {
                story.kept_apart.push(article.id);
            }
            story
        });
        alone.reduce(|story, other| {
            let product = self.dot(&story, &other);
            story.united(other, product, |slot| self.article(slot))
        })
    }

    /// Unites two stories in the first one's slot; the second one's is free again.
    pub fn unite(&mut self, kept: StorySlot, gone: StorySlot) {
        let product = self.dot(self.story(kept), self.story(gone));
        let taken = (
            self.stories[kept as usize].take(),
            self.stories[gone as usize].take(),
        );
        if let (Some(story), Some(other)) = taken {
            self.free_stories.push(gone);
            let united = story.united(other, product, |slot| self.article(slot));
            self.put_story(kept, united);
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
        let slots = self.articles.len();
        let Some(own) = self.articles[slot as usize].as_ref() else {
            return Vec::new();
        };
        let home = self.story_of[slot as usize];
        let mut met = self.index.meet(own, settings.query_terms, slots);
        met.retain(|(article, _)| self.story_of[*article as usize] != home);
        // Sums by story: every product is at least 1, so 0 means not met yet.
        let mut products = std::mem::take(&mut self.products);
        products.resize(self.stories.len(), 0);
        let mut stories = Vec::new();
        for (article, product) in &met {
            let story = self.story_of[*article as usize];
            let sum = &mut products[story as usize];
            if *sum == 0 {
                stories.push(story);
            }
            *sum += u64::from(*product);
        }
        let mut ranked: Vec<(f32, StorySlot)> = stories
            .into_iter()
            .map(|story| {
                let product = std::mem::take(&mut products[story as usize]);
                (self.promise(slot, story, product), story)
            })
            .collect();
        let order = |a: &(f32, StorySlot), b: &(f32, StorySlot)| {
            let key = |slot: StorySlot| self.story(slot).key;
            b.0.total_cmp(&a.0).then_with(|| key(a.1).cmp(&key(b.1)))
        };
        if ranked.len() > settings.candidates {
            ranked.select_nth_unstable_by(settings.candidates, order);
            ranked.truncate(settings.candidates);
        }
        ranked.sort_unstable_by(order);
        for (place, (_, story)) in ranked.iter().enumerate() {
            products[*story as usize] = place as u64 + 1;
        }
        let mut nearest: Vec<Vec<Met>> = vec![Vec::new(); ranked.len()];
        for (article, product) in met {
            let story = self.story_of[article as usize];
            if let Some(place) = products[story as usize].checked_sub(1) {
                self.keep_nearest(&mut nearest[place as usize], (product, article));
            }
        }
        for (_, story) in &ranked {
            products[*story as usize] = 0;
        }
        let mut candidates: Vec<Candidate> = ranked
            .iter()
            .zip(nearest)
            .map(|((_, story), nearest)| Candidate {
                story: *story,
                nearest: nearest.into_iter().map(|(_, article)| article).collect(),
            })
            .collect();
        for (_, other) in self.tied(own) {
            if candidates.len() >= 2 * settings.candidates {
                break;
            }
            let story = self.story_of(other);
            let known = candidates.iter().any(|candidate| candidate.story == story);
            if story != self.story_of(slot) && !known {
                let nearest = vec![other];
                candidates.push(Candidate { story, nearest });
            }
        }
        candidates
    }

    /// Articles of other publishers that point at an article or that it points at.
    fn tied<'a>(&'a self, article: &'a Article) -> impl Iterator<Item = (Tie, ArticleSlot)> + 'a {
        let source = article.source;
        self.ties
            .of(article)
            .filter(move |(_, slot)| source == 0 || self.article(*slot).source != source)
    }

    /// How an article and a story point at each other, if they do.
    pub fn tie(&self, single: &Story, story: &Story) -> Option<Tie> {
        let slot = self.story_of(story.first);
        let tied = self.tied(self.article(single.first));
        tied.filter(|(_, other)| self.story_of(*other) == slot)
            .map(|(tie, _)| tie)
            .max()
    }

    /// Keeps the three members with the largest product, largest first.
    fn keep_nearest(&self, nearest: &mut Vec<Met>, met: Met) {
        let key = |met: &Met| self.article(met.1).key();
        let at = nearest.partition_point(|other| {
            other.0 > met.0 || other.0 == met.0 && key(other) <= key(&met)
        });
        if at < NEAREST {
            nearest.truncate(NEAREST - 1);
            nearest.insert(at, met);
        }
    }

    /// How well a story may fit, by the heaviest words alone.
    fn promise(&self, slot: ArticleSlot, story: StorySlot, product: u64) -> f32 {
        let story = self.story(story);
        let length = (story.square as f32).sqrt().max(1.0) / UNIT;
        let time = self.article(slot).time;
        let days = score::gap((time, time), (story.oldest, story.newest)) as f32 / 86_400.0;
        product as f32 / (length * story.counted as f32).sqrt() / (1.0 + days)
    }

    /// Forgets the articles before an instant; gives back what was forgotten.
    pub fn forget_before(&mut self, instant: i64) -> Vec<Article> {
        if self.oldest.is_none_or(|oldest| oldest >= instant) {
            return Vec::new();
        }
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
        let times = self.articles.iter().flatten().map(|article| article.time);
        self.oldest = times.min();
        let articles = &self.articles;
        let is_alive = |slot: ArticleSlot| articles[slot as usize].is_some();
        self.index.retain(is_alive);
        self.ties.retain(is_alive);
        self.by_source.retain(|_, list| {
            list.retain(|slot| is_alive(*slot));
            !list.is_empty()
        });
        self.frames.clear();
        for article in self.articles.iter().flatten() {
            enter_frames(&mut self.frames, article);
        }
        changed.sort_unstable();
        changed.dedup();
        for slot in changed {
            self.describe_again(slot);
        }
        forgotten
    }

    /// Describes a story by what is left of it.
    fn describe_again(&mut self, slot: StorySlot) {
        let Some(story) = self.stories[slot as usize].take() else {
            return;
        };
        let mut members = story.members;
        members.retain(|member| self.articles[*member as usize].is_some());
        match self.describe(&members, story.id) {
            Some(left) => {
                let (born, kept_apart) = (story.born, story.kept_apart);
                self.stories[slot as usize] = Some(Story {
                    born,
                    kept_apart,
                    ..left
                });
            }
            None => self.free_stories.push(slot),
        }
    }
}
