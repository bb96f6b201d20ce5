//! The state of grouping: the stories alive, what the reader's feeds have taught, and the order in
//! which a refresh's articles are placed. Nothing here reads the clock; the window runs on article
//! time.

use std::time::Duration;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::article::Article;
use super::batch::{self, Join, Placed};
use super::codec::{Reader, Writer};
use super::copies;
use super::decisions::{Decided, Decision};
use super::draft::Draft;
use super::furniture::Furniture;
use super::pool::{ArticleSlot, Past, Pool, StorySlot};
use super::rarity::{REPEATED, Rarities, WHOLE};
use super::settings::{
    BATCH_ARTICLES, BATCH_SECONDS, CHAIN_RATIO, CHAIN_SECONDS, DEFAULT, Settings, WINDOW_DAYS,
};
use super::weigh::Weighing;
use crate::model::{ArticleId, StoryId, Tie, Timestamp};

/// An article of the active window, as it was stored.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// Its id.
    pub article: ArticleId,
    /// The story it is in now.
    pub story: StoryId,
    /// What its placement gave as features.
    pub features: Vec<u8>,
}

/// What came of placing a refresh's articles.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Where each article went, in the order they were placed.
    pub placements: Vec<Placement>,
    /// Stories that turned out to be one, in the order it was found; the placements know already.
    pub merges: Vec<Merge>,
    /// Stories that go on from an older one: a long affair is a chain of stories. The newer one
    /// comes first.
    pub earlier: Vec<(StoryId, StoryId)>,
}

/// Where an article went.
#[derive(Debug, Clone)]
pub struct Placement {
    /// The article.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// What [`Grouper::restore`] needs of it.
    pub features: Vec<u8>,
    /// The article whose text it repeats.
    pub copy_of: Option<ArticleId>,
    /// The share of it that it repeats, 0 where it is no copy.
    pub copied: f32,
    /// Why it is in its story; `None` if it opened one.
    pub reason: Option<Reason>,
}

/// Two stories that turned out to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// The older story, which has all articles now.
    pub kept: StoryId,
    /// The story that is gone.
    pub gone: StoryId,
}

/// Why an article is in its story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// How well they fit.
    pub score: f32,
    /// How well they had to.
    pub needed: f32,
    /// The nearest article of the story.
    pub with: ArticleId,
    /// Shared words that are neither names nor numbers, as written here, the weightiest first.
    pub words: Vec<String>,
    /// Shared names.
    pub names: Vec<String>,
    /// Shared numbers of the headline.
    pub numbers: Vec<String>,
    /// What ties the two beyond their words.
    pub tie: Option<Tie>,
    /// Time between the article and the story.
    pub seconds_apart: i64,
    /// The nearest story that was not chosen, with its score.
    pub rival: Option<(StoryId, f32)>,
}

/// Grouping state of the stories alive.
#[derive(Debug)]
pub struct Grouper {
    settings: Settings,
    pool: Pool,
    rarities: Rarities,
    furniture: Furniture,
    /// Running share of new articles that clearly belong to something.
    mates: f32,
    /// Times of the newest articles placed; their middle is the time the stream has reached, so
    /// that one article with a wrong year moves nothing.
    recent: Vec<i64>,
    reached: i64,
}

const RECENT: usize = 32;
const MEMORY_VERSION: u8 = 2;
/// How far the stream moves before old articles are dropped in the middle of a long refresh.
const SWEEP_SECONDS: i64 = 24 * 3600;

impl Default for Grouper {
    fn default() -> Self {
        Self::new()
    }
}

impl Grouper {
    /// A grouper that has read nothing yet.
    pub fn new() -> Self {
        Self::with_settings(DEFAULT)
    }

    pub(super) fn with_settings(settings: Settings) -> Self {
        Self {
            settings,
            pool: Pool::default(),
            rarities: Rarities::default(),
            furniture: Furniture::default(),
            mates: settings.mates_expected,
            recent: Vec::new(),
            reached: i64::MIN,
        }
    }

    /// Goes on from what was stored, under the reader's decisions in the order they were made.
    /// Memory or features that cannot be read are left out.
    pub fn restore(
        memory: &[u8],
        articles: impl IntoIterator<Item = Remembered>,
        decisions: &[Decision],
    ) -> Self {
        let mut grouper = Self::read_memory(memory).unwrap_or_default();
        grouper.pool = Pool::new(Decided::new(decisions));
        let mut members: FxHashMap<StoryId, Vec<ArticleSlot>> = FxHashMap::default();
        let mut past: FxHashMap<StoryId, Past> = FxHashMap::default();
        let horizon = grouper.horizon(grouper.reached);
        for remembered in articles {
            let article = Article::read(remembered.article, &remembered.features);
            let time = article.as_ref().map(|article| article.time);
            let Some(article) = article.filter(|article| article.time >= horizon) else {
                let past = past.entry(remembered.story).or_default();
                past.articles.push(remembered.article);
                past.born = past.born.into_iter().chain(time).min();
                continue;
            };
            grouper.furniture.remember(&article);
            let slot = grouper.pool.insert(article, &grouper.settings);
            members.entry(remembered.story).or_default().push(slot);
        }
        for (story, slots) in members {
            let past = past.remove(&story).unwrap_or_default();
            grouper.pool.add_story(&slots, Some(story), past);
        }
        grouper
    }

    /// How far back in article time, from the newest article stored, `restore` wants articles.
    pub fn window() -> Duration {
        // Twice the span: the stream's time lags behind the newest article where few arrive.
        Duration::from_secs(2 * WINDOW_DAYS * 86_400)
    }

    /// Groups a refresh's articles and tells where each went. The order they are given in does not
    /// matter: they are placed by time, then content.
    pub fn place(
        &mut self,
        articles: Vec<(ArticleId, Draft)>,
        new_story: &mut dyn FnMut() -> StoryId,
    ) -> Outcome {
        let mut articles = articles;
        articles.sort_by_key(|(id, draft)| (draft.published, draft.content, *id));
        let mut outcome = Outcome::default();
        self.watch_furniture(&articles);
        for batch in split(articles) {
            self.place_batch(batch, new_story, &mut outcome);
        }
        // A sweep goes over everything, so it waits until some hours are due.
        let horizon = self.horizon(self.reached);
        if self
            .pool
            .oldest()
            .is_some_and(|time| time < horizon.saturating_sub(SWEEP_SECONDS / 6))
        {
            self.sweep(horizon);
        }
        outcome.follow_merges();
        outcome
    }

    /// What was learned, as bytes, for [`Grouper::restore`].
    pub fn memory(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.bytes.push(MEMORY_VERSION);
        writer.number(u64::from(self.mates.to_bits()));
        writer.signed(self.reached);
        writer.number(self.recent.len() as u64);
        for time in &self.recent {
            writer.signed(*time);
        }
        self.furniture.write(&mut writer);
        self.rarities.write(&mut writer);
        writer.bytes
    }

    fn read_memory(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.byte()? != MEMORY_VERSION {
            return None;
        }
        let mut grouper = Self::new();
        grouper.mates = f32::from_bits(reader.small()?);
        grouper.reached = reader.signed()?;
        for _ in 0..reader.count()? {
            grouper.recent.push(reader.signed()?);
        }
        grouper.furniture = Furniture::read(&mut reader)?;
        grouper.rarities = Rarities::read(&mut reader)?;
        (reader.is_done() && grouper.mates.is_finite()).then_some(grouper)
    }

    /// Other living stories near to one, with how well they would fit, best first.
    pub fn nearest(&mut self, story: StoryId, most: usize) -> Vec<(StoryId, f32)> {
        let Some(slot) = self.pool.find(story) else {
            return Vec::new();
        };
        let near = batch::nearest(&mut self.pool, slot, &self.settings);
        let named = near
            .into_iter()
            .filter_map(|(other, score)| Some((self.pool.story(other).id?, score)));
        named.take(most).collect()
    }

    /// Looks at what sources repeat before any word of theirs is counted.
    pub(super) fn watch_furniture(&mut self, drafts: &[(ArticleId, Draft)]) {
        for (_, draft) in drafts {
            let segments = super::furniture::segments_of(draft);
            self.furniture.count(&segments, draft.published.0);
        }
    }

    /// Places articles together. They come in the order of time and content.
    pub(super) fn place_batch(
        &mut self,
        mut drafts: Vec<(ArticleId, Draft)>,
        new_story: &mut dyn FnMut() -> StoryId,
        outcome: &mut Outcome,
    ) {
        drafts.sort_by_key(|(id, draft)| (draft.published, draft.content, *id));
        let Some(oldest) = drafts.first().map(|(_, draft)| draft.published.0) else {
            return;
        };
        if self.reached != i64::MIN {
            let horizon = self.horizon(oldest.min(self.reached));
            let due = self
                .pool
                .oldest()
                .is_some_and(|time| time < horizon.saturating_sub(SWEEP_SECONDS));
            if due {
                self.sweep(horizon);
            }
        }
        let slots = self.enter(&drafts);
        let settings = self.settings;
        let care = self.care();
        let placed = batch::place(&mut self.pool, &slots, &settings, care);
        self.learn(&slots, &placed);
        let mut founded = Vec::new();
        for slot in &slots {
            let story = self.pool.story_of(*slot);
            if self.pool.story(story).id.is_none() {
                self.pool.story_mut(story).id = Some(new_story());
                founded.push(story);
            }
        }
        let earlier = founded
            .iter()
            .filter_map(|story| self.earlier(*story, &placed));
        outcome.earlier.extend(earlier);
        for (slot, (_, draft)) in slots.iter().zip(&drafts) {
            let placement = self.placement(*slot, draft, &placed);
            outcome.placements.push(placement);
        }
        outcome.merges.extend(placed.merges);
        self.advance(&drafts);
    }

    /// How much care the stream asks for: more where few articles have a mate, and where an
    /// article has many others to be mistaken for.
    fn care(&self) -> f32 {
        let settings = &self.settings;
        let lonely = (settings.mates_expected - self.mates).max(0.0);
        let grown = |articles: f32| (articles / settings.company).ln_1p();
        let crowding = grown(self.pool.alive() as f32) / grown(settings.crowd);
        lonely * crowding.min(1.0)
    }

    /// Enters a batch into the pool, each article a story of its own.
    fn enter(&mut self, drafts: &[(ArticleId, Draft)]) -> Vec<ArticleSlot> {
        let weighing = Weighing {
            pool: &self.pool,
            rarities: &self.rarities,
            furniture: &self.furniture,
            settings: &self.settings,
        };
        let mut slots = Vec::with_capacity(drafts.len());
        for article in weighing.articles(drafts) {
            let slot = self.pool.insert(article, &self.settings);
            self.pool.add_story(&[slot], None, Past::default());
            slots.push(slot);
        }
        slots
    }

    /// Counts the words of a batch now that it is placed: a word that its story knows already
    /// says less about how common it is.
    fn learn(&mut self, slots: &[ArticleSlot], placed: &Placed) {
        for slot in slots {
            let article = self.pool.article(*slot);
            let story = self.pool.story(self.pool.story_of(*slot));
            let alone = story.is_single();
            self.rarities
                .add_article(article.language, if alone { WHOLE } else { REPEATED });
            for term in &article.terms {
                let known = !alone && self.pool.weight(story, term.word) > u32::from(term.weight);
                self.rarities.add_word(
                    article.language,
                    term.word,
                    if known { REPEATED } else { WHOLE },
                );
            }
        }
        for met in &placed.mates {
            let met = if *met { 1.0 } else { 0.0 };
            self.mates += self.settings.stream_rate * (met - self.mates);
        }
        self.rarities.forget();
    }

    fn placement(&self, slot: ArticleSlot, draft: &Draft, placed: &Placed) -> Placement {
        let article = self.pool.article(slot);
        let story = self.pool.story(self.pool.story_of(slot));
        let origin = copies::origin_of(&self.pool, slot, story);
        Placement {
            article: article.id,
            story: story.id.expect("every story of a placed batch has its id"),
            features: article.write(),
            copy_of: origin.map(|(id, _)| id),
            copied: origin.map_or(0.0, |(_, share)| share),
            reason: placed
                .joins
                .get(&slot)
                .map(|join| self.reason(slot, join, draft, placed)),
        }
    }

    fn reason(&self, slot: ArticleSlot, join: &Join, draft: &Draft, placed: &Placed) -> Reason {
        let spellings = draft.spellings();
        let spelled = |wanted: fn(&batch::SharedWord) -> bool| -> Vec<String> {
            let shared = join.shared.iter().filter(|shared| wanted(shared));
            shared
                .filter_map(|shared| spellings.get(&shared.word))
                .map(|word| (*word).to_owned())
                .collect()
        };
        Reason {
            score: join.verdict.score,
            needed: join.verdict.bar,
            with: self.pool.article(join.nearest).id,
            words: spelled(|shared| !shared.name && !shared.number),
            names: spelled(|shared| shared.name),
            numbers: spelled(|shared| shared.number),
            tie: join.tie,
            seconds_apart: join.gap,
            rival: self.rival(slot, placed),
        }
    }

    /// The story that an article came nearest to without going there.
    fn rival(&self, slot: ArticleSlot, placed: &Placed) -> Option<(StoryId, f32)> {
        let (story, verdict) = placed.rivals(&self.pool, slot).next()?;
        Some((self.pool.story(story).id?, verdict.score))
    }

    /// The older story that a new one goes on from, if there is one.
    fn earlier(&self, slot: StorySlot, placed: &Placed) -> Option<(StoryId, StoryId)> {
        let story = self.pool.story(slot);
        let rivals = story
            .members
            .iter()
            .flat_map(|member| placed.rivals(&self.pool, *member));
        let older = rivals.filter(|(other, verdict)| {
            let lead = story.born.saturating_sub(self.pool.story(*other).born);
            lead >= CHAIN_SECONDS && verdict.ratio() >= CHAIN_RATIO
        });
        let nearest = older.max_by(|a, b| {
            let key = |slot: StorySlot| self.pool.story(slot).key;
            a.1.ratio()
                .total_cmp(&b.1.ratio())
                .then(key(a.0).cmp(&key(b.0)))
        });
        let (own, earlier) = (story.id?, self.pool.story(nearest?.0).id?);
        (earlier < own).then_some((own, earlier))
    }

    fn advance(&mut self, drafts: &[(ArticleId, Draft)]) {
        self.recent
            .extend(drafts.iter().map(|(_, draft)| draft.published.0));
        let surplus = self.recent.len().saturating_sub(RECENT);
        self.recent.drain(..surplus);
        let mut times = self.recent.clone();
        times.sort_unstable();
        self.reached = self
            .reached
            .max(times.get(times.len() / 2).copied().unwrap_or(i64::MIN));
    }

    fn horizon(&self, now: i64) -> i64 {
        now.saturating_sub((WINDOW_DAYS * 86_400) as i64)
    }

    fn sweep(&mut self, horizon: i64) {
        for article in self.pool.forget_before(horizon) {
            self.furniture.uncount(&article);
        }
        self.furniture.forget(self.reached);
    }
}

impl Outcome {
    /// Tells the placements of what was merged after them.
    pub(super) fn follow_merges(&mut self) {
        let gone: FxHashMap<StoryId, StoryId> = self
            .merges
            .iter()
            .map(|merge| (merge.gone, merge.kept))
            .collect();
        let follow = |story: &mut StoryId| {
            while let Some(kept) = gone.get(story) {
                *story = *kept;
            }
        };
        for placement in &mut self.placements {
            follow(&mut placement.story);
        }
        for (story, earlier) in &mut self.earlier {
            follow(story);
            follow(earlier);
        }
        self.earlier.retain(|(story, earlier)| earlier < story);
    }
}

/// Cuts articles in the order of time into batches.
fn split(articles: Vec<(ArticleId, Draft)>) -> Vec<Vec<(ArticleId, Draft)>> {
    let mut batches: Vec<Vec<(ArticleId, Draft)>> = Vec::new();
    let mut span = Span::default();
    for article in articles {
        if span.is_full_for(article.1.published) {
            batches.push(Vec::new());
            span = Span::default();
        }
        span.take(article.1.published);
        match batches.last_mut() {
            Some(batch) => batch.push(article),
            None => batches.push(vec![article]),
        }
    }
    batches
}

/// What a batch holds so far, by count and time.
#[derive(Debug, Default)]
pub(super) struct Span {
    count: usize,
    times: Option<(i64, i64)>,
}

impl Span {
    /// Whether another article of that time would be too much.
    pub fn is_full_for(&self, time: Timestamp) -> bool {
        let Some((oldest, newest)) = self.times else {
            return false;
        };
        let (oldest, newest) = (oldest.min(time.0), newest.max(time.0));
        self.count >= BATCH_ARTICLES || newest.saturating_sub(oldest) > BATCH_SECONDS
    }

    /// Counts an article in.
    pub fn take(&mut self, time: Timestamp) {
        self.count += 1;
        let (oldest, newest) = self.times.unwrap_or((time.0, time.0));
        self.times = Some((oldest.min(time.0), newest.max(time.0)));
    }
}
