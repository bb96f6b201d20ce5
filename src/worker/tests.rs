//! What readers trust: whatever happens to the cache, in whatever order, no article is lost, no
//! story changes its id silently, no mark changes, and what the reader decided holds.

use std::{collections::BTreeMap, time::Duration};

use proptest::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use tempfile::TempDir;

use super::group::{Grouping, summarise};
use super::*;
use crate::model::{
    ArticleId, FeedId, NewArticle, Regrouped, StoryId, Timestamp, Wish, stable_hash,
};
use crate::store::{
    Fetch, FetchOutcome, FetchedDocument, Grouped, Item, ListedFeed, Reader, Sort, StoreError,
    StorySummary, View, WriterThread,
};
use crate::stories::{Draft, Input};

const FEED: &str = "https://news.example/feed";
const START: Timestamp = Timestamp(1_800_000_000);

/// Events that have little in common, in the words of several desks.
const EVENTS: [[&str; 5]; 4] = [
    [
        "Kessary dam collapses above Odmar valley",
        "Thousands leave the Odmar valley as the Kessary dam gives way",
        "Cracks in the Kessary dam were known, Odmar council admits",
        "Odmar valley: helicopters look for the missing below Kessary dam",
        "Engineers blame concrete for the fall of the Kessary dam in Odmar",
    ],
    [
        "Luma festival opens with a film by Sorel Vance",
        "Sorel Vance draws a record crowd to the Luma festival",
        "On the Luma island, Sorel Vance speaks about her festival film",
        "Critics are divided on the Sorel Vance film at Luma",
        "Luma festival: the island is sold out for Sorel Vance",
    ],
    [
        "Borea Air cancels 200 flights as pilots strike over rosters",
        "Pilots of Borea Air walk out, 200 flights cancelled",
        "Borea Air and its pilots return to talks about rosters",
        "Strike at Borea Air: what passengers of 200 flights can ask for",
        "Rosters drove the Borea Air pilots out, their union says",
    ],
    [
        "Tesquil wins the island cup by a single point in Marrow",
        "Island cup: Tesquil beats Marrow in the last minute",
        "A point in the last minute gives Tesquil the island cup",
        "Marrow mourns as Tesquil lifts the island cup",
        "How Tesquil trained for the island cup against Marrow",
    ],
];

/// A cache with everything that happens to it.
pub(super) struct World {
    _folder: TempDir,
    reader: Reader,
    writer: WriterThread,
    grouping: Option<Grouping>,
    path: std::path::PathBuf,
    feed: FeedId,
    now: Timestamp,
    pub articles: Vec<ArticleId>,
    read: FxHashSet<ArticleId>,
    done: Vec<Regrouped>,
    undone: Vec<Regrouped>,
    /// Every story that ever was, with the articles it had last.
    ever: BTreeMap<StoryId, Vec<ArticleId>>,
}

fn summary(grouped: &Grouped<'_>, story: StoryId) -> Result<Option<StorySummary>, StoreError> {
    summarise(grouped, story, 0)
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("newsfold.db");
        let (writer, _) = WriterThread::start(&path).expect("opened");
        let list = vec![ListedFeed {
            url: FEED.to_owned(),
            ..ListedFeed::default()
        }];
        writer
            .run(move |writer| writer.sync_feeds(&list, START))
            .expect("mirrored");
        let reader = Reader::open(&path).expect("opened");
        Self {
            feed: reader.feeds().expect("listed")[0].id,
            reader,
            writer,
            grouping: None,
            path,
            now: START,
            articles: Vec::new(),
            read: FxHashSet::default(),
            done: Vec::new(),
            undone: Vec::new(),
            ever: BTreeMap::new(),
            _folder: folder,
        }
    }

    /// Articles come in with one refresh and find their stories.
    pub fn arrive(&mut self, wanted: &[(usize, usize, u8)]) {
        let new = self.store(wanted);
        let mut grouping = self.grouping.take().unwrap_or_else(|| self.grouping());
        grouping.place(new, Vec::new()).expect("placed");
        self.grouping = Some(grouping);
    }

    /// Grouping as a refresh begins it.
    pub fn grouping(&self) -> Grouping {
        Grouping::new(&self.path, self.writer.clone(), 0).expect("opened")
    }

    /// Articles come in and wait for their stories; all earlier ones have left the feed.
    pub fn store(&mut self, wanted: &[(usize, usize, u8)]) -> Vec<(ArticleId, Draft)> {
        self.now = self.now + Duration::from_secs(3600);
        let first = self.articles.len();
        let (mut items, mut drafts) = (Vec::new(), Vec::new());
        for (number, (event, voice, ago)) in (first..).zip(wanted) {
            let published = self.now - Duration::from_secs(u64::from(*ago) * 600);
            let (item, draft) = article(number, *event, *voice, published);
            items.push(item);
            drafts.push(draft);
        }
        let outcome = FetchOutcome::Document(Box::new(FetchedDocument {
            raw_hashes: items.iter().map(|item| item.article.raw_hash).collect(),
            items,
            ..FetchedDocument::default()
        }));
        let fetch = Fetch::new(self.feed, self.now, self.now, outcome);
        let saved = self
            .writer
            .run(move |writer| writer.save_fetches(&[fetch], &summary))
            .expect("saved");
        let new: Vec<_> = saved
            .new
            .iter()
            .map(|(_, item, id)| (*id, drafts[*item].clone()))
            .collect();
        self.articles.extend(new.iter().map(|(id, _)| *id));
        // Of a new feed only the newest are unread.
        let members = new.iter().filter(|(id, _)| {
            let article = self.reader.article(*id).expect("read");
            article.is_some_and(|article| article.read)
        });
        self.read.extend(members.map(|(id, _)| *id));
        new
    }

    fn regroup(&mut self, back: Option<Duration>) -> Regrouping {
        Regroup {
            reader: &self.reader,
            writer: &self.writer,
            back,
            is_apart: &|_| false,
            utc_offset: 0,
        }
        .run(&mut |_, _| {})
        .expect("regrouped")
    }

    pub fn wish(&mut self, wish: Wish) {
        let now = self.now;
        let done = self
            .writer
            .run(move |writer| writer.regroup(wish, now, &summary))
            .expect("asked");
        if let Some(done) = done {
            self.done.push(done);
            self.undone.clear();
        }
    }

    fn undo(&mut self) {
        if let Some(done) = self.done.pop() {
            self.undone.push(done.clone());
            self.writer
                .run(move |writer| writer.take_back(&done, &summary))
                .expect("asked");
        }
    }

    fn redo(&mut self) {
        if let Some(undone) = self.undone.pop() {
            let now = self.now;
            let again = self
                .writer
                .run(move |writer| writer.make_again(&undone, now, &summary))
                .expect("asked");
            self.done.extend(again.map(|(done, _)| done));
        }
    }

    fn forget(&mut self, hours: u64, running: bool) {
        let before = self.now - Duration::from_secs(hours * 3600);
        self.writer
            .run(move |writer| {
                while !writer.drop_old(before, &summary)? {}
                Ok(())
            })
            .expect("dropped");
        let reader = &self.reader;
        self.articles
            .retain(|id| reader.article(*id).expect("read").is_some());
        // The number of an article that is gone may be given again.
        self.read.retain(|id| self.articles.contains(id));
        for articles in self.ever.values_mut() {
            articles.retain(|id| self.articles.contains(id));
        }
        if !running {
            self.grouping = None;
        }
    }

    fn mark(&mut self, at: usize) {
        if let Some(article) = pick(&self.articles, at) {
            let changed = self
                .writer
                .run(move |writer| writer.mark_read(&[article], true))
                .expect("marked");
            self.read.extend(changed.articles);
        }
    }

    pub fn story_of(&self, article: ArticleId) -> StoryId {
        let story = self.reader.story_of(article).expect("read");
        story.expect("every article has a story")
    }

    /// The stories with their articles.
    fn stories(&self) -> BTreeMap<StoryId, Vec<ArticleId>> {
        let ids = self.reader.story_ids(View::All, Sort::Top).expect("listed");
        let members = |id: StoryId| {
            let mut articles = self.reader.articles_of_story(id).expect("read");
            articles.sort_unstable();
            articles
        };
        ids.into_iter().map(|id| (id, members(id))).collect()
    }

    fn act(&mut self, deed: &Deed) {
        let stories: Vec<StoryId> = self.stories().into_keys().collect();
        match deed {
            Deed::Arrive(articles) => self.arrive(articles),
            Deed::Separate(at) => {
                if let Some(article) = pick(&self.articles, *at) {
                    self.wish(Wish::Separate(article));
                }
            }
            Deed::Dissolve(at) => {
                if let Some(story) = pick(&stories, *at) {
                    self.wish(Wish::Dissolve(story));
                }
            }
            Deed::Merge(one, other) => {
                if let (Some(one), Some(other)) = (pick(&stories, *one), pick(&stories, *other)) {
                    self.wish(Wish::Merge(one, other));
                }
            }
            Deed::Undo => self.undo(),
            Deed::Redo => self.redo(),
            Deed::Regroup(hours) => {
                let back = hours.map(|hours| Duration::from_secs(u64::from(hours) * 3600));
                self.regroup(back);
                // Of a part of the window only nearly so: a merge may change what is older than it.
                if back.is_none() {
                    assert_eq!(self.regroup(back).changed, 0, "again: {deed:?}");
                }
            }
            Deed::Forget(hours, running) => self.forget(u64::from(*hours), *running),
            Deed::Read(at) => self.mark(*at),
        }
    }

    fn check(&mut self, before: &BTreeMap<StoryId, Vec<ArticleId>>, deed: &Deed) {
        let stories = self.stories();
        let mut found: Vec<ArticleId> = stories.values().flatten().copied().collect();
        found.sort_unstable();
        let mut expected = self.articles.clone();
        expected.sort_unstable();
        assert_eq!(found, expected, "every article is in one story: {deed:?}");
        let rows: Vec<StoryId> = stories.keys().copied().collect();
        for row in self.reader.story_rows(&rows).expect("read") {
            let articles = &stories[&row.id];
            let unread = articles.iter().filter(|one| !self.read.contains(one));
            assert_eq!(row.articles as usize, articles.len(), "{deed:?}");
            assert_eq!(row.unread as usize, unread.count(), "marks stay: {deed:?}");
        }
        self.check_ids(before, &stories, deed);
        self.check_decisions(deed);
        self.ever.extend(stories);
    }

    fn check_ids(
        &self,
        before: &BTreeMap<StoryId, Vec<ArticleId>>,
        after: &BTreeMap<StoryId, Vec<ArticleId>>,
        deed: &Deed,
    ) {
        for (id, articles) in before {
            let left: Vec<ArticleId> = articles
                .iter()
                .filter(|one| self.articles.contains(one))
                .copied()
                .collect();
            let now = self.reader.current_story(*id).expect("found");
            match deed {
                Deed::Arrive(_) | Deed::Forget(..) | Deed::Read(_) => {
                    let moved = left.iter().find(|one| self.story_of(**one) != now);
                    assert_eq!(moved, None, "{id} lost an article: {deed:?}");
                }
                _ => {}
            }
            if let Some((same, _)) = after.iter().find(|(_, members)| **members == left) {
                assert_eq!(now, *same, "the same articles, another id: {deed:?}");
            }
            if !after.contains_key(id) && !left.is_empty() {
                assert!(after.contains_key(&now), "{id} leads nowhere: {deed:?}");
                let holds = left.iter().any(|one| after[&now].contains(one));
                assert!(holds, "{id} leads elsewhere: {deed:?}");
            }
        }
        for (id, last) in &self.ever {
            let now = self.reader.current_story(*id).expect("found");
            let of_now = self.ever.get(&now).unwrap_or(last);
            let all_left = of_now.iter().all(|one| !self.articles.contains(one));
            assert!(after.contains_key(&now) || all_left, "{id}: {deed:?}");
        }
    }

    fn check_decisions(&self, deed: &Deed) {
        let mut words: FxHashMap<(ArticleId, ArticleId), bool> = FxHashMap::default();
        for decision in self.reader.decisions().expect("read") {
            for (at, side) in decision.sides.iter().enumerate() {
                for other in &decision.sides[..at] {
                    for (a, b) in side.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
                        words.insert((*a.min(b), *a.max(b)), decision.together);
                    }
                }
            }
        }
        for ((a, b), together) in words {
            let same = self.story_of(a) == self.story_of(b);
            assert_eq!(same, together, "{a} and {b}: {deed:?}");
        }
    }
}

/// An article about an event, in one of several voices; the last tells of two events.
fn article(number: usize, event: usize, voice: usize, published: Timestamp) -> (Item, Draft) {
    let headlines = EVENTS[event % EVENTS.len()];
    let title = headlines[voice % headlines.len()];
    let mut text = headlines[(voice + 1) % headlines.len()].to_owned();
    if voice == headlines.len() {
        text = format!("{text}. {}", EVENTS[(event + 1) % EVENTS.len()][voice % 5]);
    }
    let url = format!("https://news.example/{number}");
    let source = format!("d:desk{}.example", (number * 7 + voice) % 5);
    let draft = Draft::new(&Input {
        title,
        text: &text,
        source: &source,
        url: Some(&url),
        published,
        lang: Some("en"),
        kind: crate::model::Kind::Article,
        address: None,
        links: &[],
        related: &[],
    });
    let item = Item {
        article: NewArticle {
            guid: number.to_string(),
            raw_hash: stable_hash(url.as_bytes()),
            title: title.to_owned(),
            canonical: Some(url.clone()),
            url: Some(url),
            published: Some(published),
            lang: Some("en".to_owned()),
            html: format!("<p>{text}</p>"),
            text,
            ..NewArticle::default()
        },
        source_name: source.clone(),
        source_key: source,
        trust: 0,
        words: 20,
    };
    (item, draft)
}

fn pick<T: Copy>(from: &[T], at: usize) -> Option<T> {
    from.get(at % from.len().max(1)).copied()
}

/// Something that happens to the cache.
#[derive(Debug, Clone)]
enum Deed {
    Arrive(Vec<(usize, usize, u8)>),
    Separate(usize),
    Dissolve(usize),
    Merge(usize, usize),
    Undo,
    Redo,
    Regroup(Option<u8>),
    /// What is older than so many hours; whether a refresh is running meanwhile.
    Forget(u8, bool),
    Read(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let at = 0..40_usize;
    prop_oneof![
        6 => proptest::collection::vec((0..4_usize, 0..6_usize, any::<u8>()), 1..5)
            .prop_map(Deed::Arrive),
        2 => at.clone().prop_map(Deed::Separate),
        1 => at.clone().prop_map(Deed::Dissolve),
        2 => (at.clone(), at.clone()).prop_map(|(one, other)| Deed::Merge(one, other)),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        2 => proptest::option::of(1..72_u8).prop_map(Deed::Regroup),
        1 => (1..30_u8, any::<bool>()).prop_map(|(hours, running)| Deed::Forget(hours, running)),
        2 => at.prop_map(Deed::Read),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_happens_loses_an_article_an_id_a_mark_or_a_decision(
        deeds in proptest::collection::vec(deed(), 1..32)
    ) {
        let mut world = World::new();
        world.arrive(&[(0, 0, 3), (0, 1, 2), (1, 0, 1), (1, 1, 0), (2, 0, 4)]);
        world.ever = world.stories();
        for deed in &deeds {
            let before = world.stories();
            world.act(deed);
            world.check(&before, deed);
        }
    }
}

fn a_day() -> World {
    let mut world = World::new();
    for voice in 0..5 {
        let events: Vec<_> = (0..4).map(|event| (event, voice, 1)).collect();
        world.arrive(&events);
    }
    world
}

#[test]
fn regrouping_twice_changes_nothing_the_second_time() {
    let mut world = a_day();
    let before = world.stories();
    assert!(
        before.len() < 12,
        "articles of an event are one story: {before:?}"
    );
    let first = world.regroup(None);
    assert_eq!(first.articles, 20);
    let between = world.stories();
    let second = world.regroup(None);
    assert_eq!(second.changed, 0);
    assert_eq!(world.stories(), between);
    assert_eq!(first.stories_after, second.stories_before);
}

#[test]
fn regrouping_keeps_what_the_reader_decided_and_what_is_older() {
    let mut world = a_day();
    let lone = world.articles[0];
    world.wish(Wish::Separate(lone));
    let own = world.story_of(lone);
    let old: Vec<StoryId> = world.articles[..8]
        .iter()
        .map(|article| world.story_of(*article))
        .collect();
    world.regroup(None);
    assert_eq!(world.reader.articles_of_story(own).expect("read"), [lone]);
    world.regroup(Some(Duration::from_secs(3600)));
    let now: Vec<StoryId> = world.articles[..8]
        .iter()
        .map(|article| world.story_of(*article))
        .collect();
    assert_eq!(now, old);
}

#[test]
fn a_decision_during_a_refresh_is_known_to_its_next_round() {
    let mut world = World::new();
    world.arrive(&[(0, 0, 1)]);
    world.arrive(&[(0, 1, 1)]);
    let (one, other) = (world.articles[0], world.articles[1]);
    assert_eq!(world.story_of(one), world.story_of(other));
    // The refresh goes on with what it knew; meanwhile the reader separates the two.
    world.wish(Wish::Separate(other));
    let own = world.story_of(other);
    world.arrive(&[(0, 2, 1), (3, 0, 1)]);
    assert_eq!(world.story_of(other), own);
    assert_ne!(world.story_of(one), own);
    let new: FxHashSet<StoryId> = world.articles[2..]
        .iter()
        .map(|article| world.story_of(*article))
        .collect();
    assert!(new.len() == 2, "two events: {new:?}");
}

#[test]
fn a_refresh_that_runs_while_articles_go_takes_no_new_one_for_them() {
    let mut world = World::new();
    world.arrive(&[(0, 0, 1)]);
    let gone = world.articles[0];
    world.now = world.now + Duration::from_secs(3600);
    world.store(&[]);
    world.forget(0, true);
    assert!(world.articles.is_empty());
    world.arrive(&[(3, 0, 1)]);
    assert_eq!(world.articles, [gone], "the number is given again");
    world.arrive(&[(0, 1, 1)]);
    let (cup, dam) = (world.articles[0], world.articles[1]);
    assert_ne!(world.story_of(cup), world.story_of(dam));
    let reason = world.reader.reason(dam).expect("read");
    assert_eq!(reason, None, "there is nothing it could have joined");
    world.arrive(&[(3, 1, 1)]);
    assert_eq!(world.story_of(world.articles[2]), world.story_of(cup));
}
