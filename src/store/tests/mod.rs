//! The cache as the worker and the screen use it.

mod coverage;
mod decisions;
mod identity;
mod leaving;
mod ledger;
mod marks;
mod pages;
mod queries;

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{fetches::Saved, *};
use crate::{
    model::{ArticleId, FeedId, FeedState, FetchErrorKind, Marked, NewArticle, StoryId, Timestamp},
    query::parse,
};

const NOW: Timestamp = Timestamp(1_800_000_000);

/// A cache of an earlier version: the shape after so many steps.
fn old_cache(path: &Path, steps: usize) -> Connection {
    let old = Connection::open(path).expect("made");
    for step in &connection::MIGRATIONS[..steps] {
        old.execute_batch(step).expect("its shape");
    }
    old.pragma_update(None, "user_version", steps.to_string())
        .expect("its version");
    old
}

struct Cache {
    _folder: TempDir,
    path: PathBuf,
    writer: Writer,
}

impl Cache {
    fn with_feeds(urls: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("newsfold.db");
        let mut writer = Writer::open(&path).expect("opened");
        writer.sync_feeds(&list(urls), NOW).expect("mirrored");
        Self {
            _folder: folder,
            path,
            writer,
        }
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.path).expect("opened")
    }

    /// Indexes what waits, bodies without their paragraphs; says how many articles that were.
    fn index(&mut self) -> usize {
        let indexed = self.writer.index_some(10, &mut |article, _| {
            let page = article.page.as_deref().unwrap_or_default();
            let html = format!("{} {page}", article.html);
            let text = html.replace("<p>", "").replace("</p>", "");
            Indexed {
                words: crate::text::count_words(&text),
                summary: None,
                section: None,
                text,
            }
        });
        indexed.expect("indexed")
    }

    fn feed(&self, url: &str) -> FeedId {
        let feeds = self.reader().feeds().expect("listed");
        feeds
            .iter()
            .find(|feed| feed.url == url)
            .expect("listed")
            .id
    }

    /// Saves a document with these items as what `feed` said.
    fn fetch(&mut self, feed: &str, items: Vec<Item>) -> Saved {
        let feed = self.feed(feed);
        let document = FetchedDocument {
            title: Some("A feed".into()),
            etag: Some("tag".into()),
            raw_hashes: items.iter().map(|item| item.article.raw_hash).collect(),
            items,
            ..FetchedDocument::default()
        };
        let outcome = FetchOutcome::Document(Box::new(document));
        self.writer
            .save_fetches(&[Fetch::new(feed, NOW, NOW, outcome)], &summarise)
            .expect("saved")
    }

    /// Puts articles into stories of their own, numbered on.
    fn each_alone(&mut self, articles: &[ArticleId]) -> Vec<StoryId> {
        let first = self.reader().next_story().expect("numbered").0;
        let placements: Vec<_> = (first..)
            .zip(articles)
            .map(|(story, id)| place(*id, story))
            .collect();
        self.place(&placements, &[]);
        placements.iter().map(|placement| placement.story).collect()
    }

    fn place(&mut self, placements: &[StoredPlacement], merges: &[(StoryId, StoryId)]) {
        let round = StoredRound {
            placements: placements.to_vec(),
            merges: merges.to_vec(),
            memory: b"memory".to_vec(),
            decisions: self.reader().decisions_version().expect("read"),
            ..StoredRound::default()
        };
        let saved = self.writer.save_round(&round, &summarise).expect("placed");
        assert!(saved.is_some());
    }
}

/// Publishers are counted, the first member leads.
fn summarise(grouped: &Grouped<'_>, story: StoryId) -> Result<Option<StorySummary>, StoreError> {
    let (members, _) = grouped.members(story)?;
    let mut sources: Vec<_> = members.iter().map(|member| &member.source_key).collect();
    sources.sort_unstable();
    sources.dedup();
    let sources = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let Some(first) = members.first() else {
        return Ok(None);
    };
    Ok(Some(StorySummary {
        id: story,
        lead: first.article,
        title: grouped.headline(first.article)?.0,
        sources,
        origins: sources,
        rank: first.published.0,
    }))
}

fn list(urls: &[&str]) -> Vec<ListedFeed> {
    urls.iter()
        .map(|url| ListedFeed {
            url: (*url).into(),
            ..ListedFeed::default()
        })
        .collect()
}

fn place(article: ArticleId, story: i64) -> StoredPlacement {
    StoredPlacement {
        article,
        story: StoryId(story),
        features: vec![1],
        copy_of: None,
        copied: 0.0,
        reason: None,
    }
}

fn item(guid: &str, url: &str, title: &str, text: &str) -> Item {
    let raw = format!("{guid}{url}{title}{text}");
    Item {
        article: NewArticle {
            guid: guid.into(),
            raw_hash: crate::model::stable_hash(raw.as_bytes()),
            title: title.into(),
            url: Some(url.into()),
            canonical: Some(url.into()),
            published: Some(NOW),
            html: format!("<p>{text}</p>"),
            text: text.into(),
            ..NewArticle::default()
        },
        source_key: "d:a.example".into(),
        source_name: "a.example".into(),
        trust: 0,
        words: 3,
    }
}

fn ids(saved: &Saved) -> Vec<ArticleId> {
    saved.new.iter().map(|(_, _, id)| *id).collect()
}

const A: &str = "https://a.example/feed";
const B: &str = "https://b.example/feed";

#[test]
fn an_article_stands_once_however_many_feeds_carry_it() {
    let mut cache = Cache::with_feeds(&[A, B]);
    assert_eq!(
        cache
            .fetch(A, vec![item("1", "https://a.example/x", "T", "text")])
            .new
            .len(),
        1
    );
    let again = cache.fetch(
        B,
        vec![item("other", "https://a.example/x", "T", "shorter")],
    );
    assert!(again.new.is_empty() && again.updated.is_empty());
    let feeds = cache.reader().feeds().expect("listed");
    assert_eq!(
        feeds.iter().map(|feed| feed.items).collect::<Vec<_>>(),
        [1, 1]
    );
}

#[test]
fn the_publishers_whole_text_takes_the_place_of_an_aggregators_hint_whichever_came_first() {
    let hint = || {
        let mut item = item("h", "https://a.example/x", "T", "a hint");
        item.article.via = Some("Aggregator".into());
        item.article.url = Some("https://a.example/x?utm_source=b".into());
        item
    };
    let whole = || Item {
        words: 300,
        ..item("w", "https://a.example/x", "T", "the whole report")
    };
    for hint_first in [true, false] {
        let mut cache = Cache::with_feeds(&[A, B]);
        let order: [(&str, Item); 2] = if hint_first {
            [(B, hint()), (A, whole())]
        } else {
            [(A, whole()), (B, hint())]
        };
        for (feed, item) in order {
            cache.fetch(feed, vec![item]);
        }
        let article = cache
            .reader()
            .article(ArticleId(1))
            .expect("read")
            .expect("there");
        assert_eq!(article.html, "<p>the whole report</p>");
        assert_eq!(article.url.as_deref(), Some("https://a.example/x"));
        assert_eq!((article.via, article.revisions), (None, 0));
    }
}

#[test]
fn two_guids_in_one_document_are_two_articles_even_under_one_address() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(
        A,
        vec![
            item("1", "https://a.example/live", "One", "first"),
            item("2", "https://a.example/live", "Two", "second"),
        ],
    );
    assert_eq!(saved.new.len(), 2);
}

#[test]
fn an_address_that_comes_back_under_a_new_guid_is_the_same_article() {
    let mut cache = Cache::with_feeds(&[A]);
    cache.fetch(A, vec![item("x#1", "https://a.example/x", "T", "text")]);
    let again = cache.fetch(A, vec![item("x#2", "https://a.example/x", "T", "text")]);
    assert!(again.new.is_empty());
}

#[test]
fn a_changed_text_keeps_the_earlier_one_and_marks_a_read_article_changed() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(A, vec![item("1", "https://a.example/x", "T", "200 hurt")]);
    let article = ids(&saved)[0];
    let story = cache.each_alone(&[article])[0];
    cache.writer.mark_read(&[article], true).expect("marked");
    let again = cache.fetch(A, vec![item("1", "https://a.example/x", "T", "220 hurt")]);
    assert_eq!(again.updated, [(0, article)]);
    let reader = cache.reader();
    let text = reader.article(article).expect("read").expect("there");
    assert_eq!((text.html.as_str(), text.revisions), ("<p>220 hurt</p>", 1));
    assert_eq!(
        reader.revisions(article).expect("read")[0].html,
        "<p>200 hurt</p>"
    );
    let row = &reader.story_rows(&[story]).expect("read")[0];
    assert_eq!((row.changed, row.unread), (1, 0));
}

#[test]
fn s20_a_read_article_is_changed_until_its_newest_text_was_seen() {
    for texts in [
        ["200 hurt", "220 hurt"],
        ["Die Fähre kam.", "Die Fähre kam spät."],
    ] {
        let mut cache = Cache::with_feeds(&[A]);
        let text = |text: &str| vec![item("1", "https://a.example/x", "T", text)];
        let article = ids(&cache.fetch(A, text(texts[0])))[0];
        let story = cache.each_alone(&[article])[0];
        cache.writer.mark_read(&[article], true).expect("marked");
        cache.fetch(A, text(texts[1]));
        let state = |cache: &Cache| {
            let text = cache
                .reader()
                .article(article)
                .expect("read")
                .expect("there");
            let row = &cache.reader().story_rows(&[story]).expect("read")[0];
            (text.read, text.changed, row.unread, row.changed)
        };
        assert_eq!(state(&cache), (true, true, 0, 1));
        let seen = cache.writer.mark_change_seen(article, 0).expect("marked");
        assert!(seen.is_empty(), "an earlier text was seen");
        assert_eq!(state(&cache), (true, true, 0, 1));
        let seen = cache.writer.mark_change_seen(article, 1).expect("marked");
        assert_eq!(seen, [article]);
        assert_eq!(state(&cache), (true, false, 0, 0));
    }
}

#[test]
fn a_changed_article_counts_the_texts_it_got_since_it_was_read() {
    let mut cache = Cache::with_feeds(&[A]);
    let text = |text: &str| vec![item("1", "https://a.example/x", "T", text)];
    let article = ids(&cache.fetch(A, text("200 hurt")))[0];
    let story = cache.each_alone(&[article])[0];
    let state = |cache: &Cache| {
        let member = &cache.reader().members(story).expect("read")[0];
        let row = &cache.reader().story_rows(&[story]).expect("read")[0];
        (
            member.unread_texts,
            member.revisions,
            member.changed,
            row.changed,
        )
    };
    cache.fetch(A, text("210 hurt"));
    assert_eq!(state(&cache), (0, 1, false, 0), "nobody has read it");
    cache.writer.mark_read(&[article], true).expect("marked");
    cache.fetch(A, text("220 hurt"));
    assert_eq!(state(&cache), (1, 2, true, 1));
    cache.fetch(A, text("230 hurt"));
    cache.place(&[place(article, story.0)], &[]);
    assert_eq!(state(&cache), (2, 3, true, 1), "one article, two texts");
    cache.writer.mark_change_seen(article, 3).expect("marked");
    assert_eq!(state(&cache), (0, 3, false, 0));
    cache.writer.mark_opened(article, NOW).expect("noted");
    let member = &cache.reader().members(story).expect("read")[0];
    assert_eq!(member.opened, Some(NOW));
}

#[test]
fn of_a_new_feed_only_the_newest_twenty_are_unread() {
    let mut cache = Cache::with_feeds(&[A]);
    let items = (0..30)
        .map(|n: i64| {
            let mut item = item(
                &n.to_string(),
                &format!("https://a.example/{n}"),
                "T",
                "text",
            );
            item.article.published = Some(Timestamp(NOW.0 - n * 60));
            item
        })
        .collect();
    cache.fetch(A, items);
    assert_eq!(cache.reader().feeds().expect("listed")[0].unread, 20);
    let later = vec![item("new", "https://a.example/new", "T", "text")];
    cache.fetch(A, later);
    assert_eq!(cache.reader().feeds().expect("listed")[0].unread, 21);
}

#[test]
fn marks_are_counted_in_the_story_at_once() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(
        A,
        vec![
            item("1", "https://a.example/1", "One", "first"),
            item("2", "https://a.example/2", "Two", "second"),
        ],
    );
    let [one, two] = ids(&saved)[..] else {
        panic!("two articles")
    };
    cache.place(
        &[
            place(one, 1),
            StoredPlacement {
                copy_of: Some(one),
                ..place(two, 1)
            },
        ],
        &[],
    );
    let row = |cache: &Cache| {
        cache
            .reader()
            .story_rows(&[StoryId(1)])
            .expect("read")
            .remove(0)
    };
    assert_eq!((row(&cache).articles, row(&cache).unread), (2, 2));
    let changed = cache.writer.mark_read(&[one], true).expect("marked");
    assert_eq!(
        changed,
        Marked::of(vec![one, two]),
        "a copy of a read text is read"
    );
    assert_eq!(row(&cache).unread, 0);
    assert_eq!(
        cache.writer.mark_read(&[one], false).expect("marked"),
        Marked::of(vec![one])
    );
    cache.writer.mark_starred(&[two], true).expect("marked");
    assert_eq!((row(&cache).unread, row(&cache).starred), (1, 1));
    assert!(
        cache
            .writer
            .mark_starred(&[two], true)
            .expect("marked")
            .is_empty()
    );
}

#[test]
fn a_merged_story_answers_under_its_old_id() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(
        A,
        vec![
            item("1", "https://a.example/1", "One", "first"),
            item("2", "https://a.example/2", "Two", "second"),
        ],
    );
    let stories = cache.each_alone(&ids(&saved));
    cache.place(&[], &[(stories[0], stories[1])]);
    let reader = cache.reader();
    assert_eq!(reader.current_story(stories[1]).expect("found"), stories[0]);
    assert_eq!(reader.members(stories[0]).expect("read").len(), 2);
    assert_eq!(
        reader.story_ids(View::All, Sort::Top).expect("listed"),
        [stories[0]]
    );
    assert!(
        reader.next_story().expect("numbered") > stories[1],
        "ids are never given twice"
    );
}

#[test]
fn a_failure_keeps_its_cause_until_the_feed_works_again() {
    let mut cache = Cache::with_feeds(&[A]);
    let failed = |at: Timestamp| {
        let failure = Failure {
            kind: FetchErrorKind::Http,
            message: "The server answered 503.".into(),
            hint: None,
            missing: false,
            dead: false,
        };
        let outcome = FetchOutcome::Failed(failure);
        Fetch::new(FeedId(1), at, Timestamp(at.0 + 300), outcome)
    };
    cache
        .writer
        .save_fetches(&[failed(NOW)], &summarise)
        .expect("saved");
    cache
        .writer
        .save_fetches(&[failed(Timestamp(NOW.0 + 600))], &summarise)
        .expect("saved");
    let feed = cache.reader().feeds().expect("listed").remove(0);
    assert_eq!(feed.state, FeedState::Failing);
    assert_eq!(
        feed.error.expect("failing").2,
        NOW,
        "since the first failure"
    );
    let due = |cache: &Cache, now| cache.reader().feeds_to_fetch(now).expect("listed")[0].due;
    assert!(!due(&cache, Timestamp(NOW.0 + 700)) && due(&cache, Timestamp(NOW.0 + 900)));
    cache.fetch(A, vec![]);
    assert_eq!(
        cache.reader().feeds().expect("listed")[0].state,
        FeedState::Ok
    );
}

#[test]
fn search_finds_words_phrases_and_fields() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(
        A,
        vec![
            item(
                "1",
                "https://a.example/1",
                "Harbour fire",
                "Smoke over the café quarter",
            ),
            item(
                "2",
                "https://a.example/2",
                "Budget vote",
                "The harbour tax passes; low\u{2011}latency talks",
            ),
            item("3", "https://a.example/3", "港で火災", "短い記事"),
        ],
    );
    let articles = ids(&saved);
    cache.each_alone(&articles);
    assert_eq!(cache.index(), 3);
    assert_eq!(cache.index(), 0);
    let check = |query: &str, expected: &[usize]| {
        let hits = cache
            .reader()
            .search(&parse(query).expect("valid"), NOW, 10)
            .expect("searched");
        let found: Vec<_> = hits.iter().map(|hit| hit.article).collect();
        let expected: Vec<_> = expected.iter().map(|index| articles[*index]).collect();
        assert_eq!(found, expected, "{query}");
    };
    check("harbour", &[0, 1]);
    check("cafe", &[0]);
    check("low-latency", &[1]);
    check("\"harbour tax\"", &[1]);
    check("harb*", &[0, 1]);
    check("harbour -smoke", &[1]);
    check("title:harbour", &[0]);
    check("火災", &[2]);
    check("smoke or vote is:unread", &[1, 0]);
    check("harbour source:nowhere", &[]);
    check("'; drop table article; -- \" ) (", &[]);
}

#[test]
fn s18_a_search_finds_words_whatever_their_hyphens_and_dots() {
    let mut cache = Cache::with_feeds(&[A]);
    let address = |number: u32| format!("https://a.example/{number}");
    let saved = cache.fetch(
        A,
        vec![
            item(
                "1",
                &address(1),
                "Ajansı: late ferry",
                "The Anadolu line waits",
            ),
            item(
                "2",
                &address(2),
                "Ferry",
                "A low\u{2011}latency link to the harbour",
            ),
            item("3", &address(3), "DİYARBAKIR", "Wind in the strait"),
        ],
    );
    let articles = ids(&saved);
    cache.each_alone(&articles);
    assert_eq!(cache.index(), 3);
    let check = |query: &str, expected: usize| {
        let hits = cache
            .reader()
            .search(&parse(query).expect("valid"), NOW, 10)
            .expect("searched");
        let found: Vec<_> = hits.iter().map(|hit| hit.article).collect();
        assert_eq!(found, [articles[expected]], "{query}");
    };
    check("Ajansi", 0);
    check("ajansı", 0);
    check("low-latency", 1);
    check("low\u{2011}latency", 1);
    check("diyarbakir", 2);
}

#[test]
fn the_index_counts_what_is_read() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(
        A,
        vec![item(
            "1",
            "https://a.example/1",
            "Ferry",
            "One two three four",
        )],
    );
    let article = ids(&saved)[0];
    cache.each_alone(&[article]);
    let done = cache.writer.index_some(10, &mut |article, others| {
        assert_eq!(others(5), std::slice::from_ref(&article.html));
        Indexed {
            text: "one two".into(),
            words: 2,
            summary: Some("One two".into()),
            section: Some("Harbour".into()),
        }
    });
    assert_eq!(done.expect("indexed"), 1);
    let members = cache.reader().members(StoryId(1)).expect("read");
    assert_eq!(members[0].words, 2);
    let text = cache.reader().article(article).expect("read");
    assert_eq!(text.expect("there").tags, ["Harbour"]);
}

#[test]
fn lists_are_read_from_an_index() {
    let cache = Cache::with_feeds(&[A]);
    let plan = |sql: &str| -> String {
        cache
            .writer
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| row.get::<_, String>(3))?
                    .collect::<Result<Vec<_>, _>>()
            })
            .expect("planned")
            .join("; ")
    };
    for (sql, index) in [
        (
            "SELECT id FROM story WHERE 1 ORDER BY rank DESC, id DESC",
            "COVERING INDEX story_rank",
        ),
        (
            "SELECT id FROM story WHERE unread > 0 ORDER BY rank DESC, id DESC",
            "INDEX story_unread",
        ),
        (
            "SELECT raw FROM carried WHERE feed = 1 AND in_feed = 1",
            "COVERING INDEX carried_current",
        ),
        (
            "SELECT id FROM article WHERE story IS NULL ORDER BY id",
            "COVERING INDEX article_story",
        ),
    ] {
        let plan = plan(sql);
        assert!(
            plan.contains(index) && !plan.contains("TEMP B-TREE"),
            "{sql}: {plan}"
        );
    }
}

#[test]
fn a_cache_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    let writer = Writer::open(&path).expect("opened");
    writer
        .connection
        .execute_batch("PRAGMA user_version = 999")
        .expect("set");
    drop(writer);
    let error = Writer::open(&path).expect_err("newer").to_string();
    assert!(error.contains("written by a newer newsfold"), "{error}");
}

#[test]
fn items_of_one_feed_under_one_address_stay_apart_as_the_feed_moves_on() {
    let mut cache = Cache::with_feeds(&[A]);
    let live = |n: &str| item(n, "https://a.example/live", &format!("Update {n}"), n);
    for window in [["b", "a"], ["c", "b"], ["d", "c"], ["e", "d"]] {
        cache.fetch(A, window.map(live).into());
    }
    assert_eq!(cache.reader().feeds().expect("listed")[0].items, 5);
}

#[test]
fn a_reader_that_opens_the_cache_disturbs_no_writer() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(A, vec![item("1", "https://a.example/1", "One", "first")]);
    let mut other = Writer::open(&cache.path).expect("opened");
    other.mark_read(&ids(&saved), true).expect("marked");
    cache.fetch(A, vec![item("1", "https://a.example/1", "One", "second")]);
    other.sync_feeds(&list(&[A]), NOW).expect("mirrored");
    cache.each_alone(&ids(&saved));
}

#[test]
fn a_file_that_is_no_cache_is_named_and_left_alone() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    std::fs::write(
        &path,
        "not a database at all, and long enough to look at".repeat(50),
    )
    .expect("written");
    let error = Writer::open(&path).expect_err("damaged").to_string();
    assert!(
        error.contains("newsfold.db is not a readable cache"),
        "{error}"
    );
    assert!(
        std::fs::read_to_string(&path)
            .expect("there")
            .starts_with("not a database")
    );
}

#[test]
fn what_others_write_is_told_from_what_is_written_here() {
    let mut cache = Cache::with_feeds(&["https://a.example/feed"]);
    let before = cache.writer.writes_of_others().expect("read");
    cache.writer.save_setting("place", b"here").expect("saved");
    assert_eq!(cache.writer.writes_of_others().expect("read"), before);
    let mut other = Writer::open(&cache.path).expect("opened");
    assert_eq!(
        cache.writer.writes_of_others().expect("read"),
        before,
        "it only looked"
    );
    other.save_setting("place", b"there").expect("saved");
    assert_ne!(cache.writer.writes_of_others().expect("read"), before);
}
