//! What leaves the cache, and what must not: removed feeds, lists that are missing for a moment, old
//! articles.

use super::*;

#[test]
fn removing_a_feed_removes_its_articles_but_not_starred_or_shared_ones() {
    let mut cache = Cache::with_feeds(&[A, B]);
    let saved = cache.fetch(
        A,
        vec![
            item("1", "https://a.example/plain", "Plain", "first"),
            item("2", "https://a.example/starred", "Starred", "second"),
            item("3", "https://a.example/shared", "Shared", "third"),
        ],
    );
    cache.fetch(
        B,
        vec![item("9", "https://a.example/shared", "Shared", "third")],
    );
    let articles = ids(&saved);
    let stories = cache.each_alone(&articles);
    cache
        .writer
        .mark_starred(&[articles[1]], true)
        .expect("marked");
    cache.writer.sync_feeds(&list(&[B]), NOW).expect("mirrored");
    let before = cache.reader().decisions_version().expect("read");
    cache
        .writer
        .drop_unlisted(NOW, &summarise)
        .expect("dropped");
    let after = cache.reader().decisions_version().expect("read");
    assert_ne!(after, before, "who groups learns of it");
    let reader = cache.reader();
    let left: Vec<_> = articles
        .iter()
        .map(|id| reader.article(*id).expect("read").is_some())
        .collect();
    assert_eq!(left, [false, true, true]);
    let mut rows = reader.story_ids(View::All, Sort::Top).expect("listed");
    rows.sort_unstable();
    assert_eq!(rows, stories[1..]);
    let whole: String = cache
        .writer
        .connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checked");
    assert_eq!(whole, "ok");
}

/// Four articles of one feed: nothing done with the first, one tagged, one followed, one in the story
/// of that.
fn kept_and_not() -> (Cache, Vec<ArticleId>) {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(
        A,
        vec![
            item("1", "https://a.example/plain", "Plain", "first"),
            item("2", "https://a.example/tagged", "Tagged", "second"),
            item("3", "https://a.example/followed", "Followed", "third"),
            item("4", "https://a.example/joined", "Joined", "fourth"),
        ],
    );
    let articles = ids(&saved);
    let stories = cache.each_alone(&articles[..3]);
    cache.place(&[place(articles[3], stories[2].0)], &[]);
    cache
        .writer
        .change_tags(&articles[1..2], |_, tags| tags.push("later".into()))
        .expect("tagged");
    cache
        .writer
        .mark_followed(&articles[2..3], true)
        .expect("followed");
    (cache, articles)
}

fn still_there(cache: &Cache, articles: &[ArticleId]) -> Vec<bool> {
    let reader = cache.reader();
    let there = |id: &ArticleId| reader.article(*id).expect("read").is_some();
    articles.iter().map(there).collect()
}

#[test]
fn what_is_tagged_or_followed_survives_its_feed() {
    let (mut cache, articles) = kept_and_not();
    assert_eq!(cache.reader().health().expect("looked").kept, 3);
    cache.writer.sync_feeds(&[], NOW).expect("mirrored");
    cache
        .writer
        .drop_unlisted(NOW, &summarise)
        .expect("dropped");
    assert_eq!(still_there(&cache, &articles), [false, true, true, true]);
}

#[test]
fn what_is_tagged_or_followed_outlives_its_age_until_it_is_no_longer() {
    let (mut cache, articles) = kept_and_not();
    cache.writer.sync_feeds(&[], NOW).expect("mirrored");
    let later = NOW + std::time::Duration::from_secs(86_400);
    let age = |cache: &mut Cache| {
        while !cache.writer.drop_old(later, &summarise).expect("dropped") {}
    };
    age(&mut cache);
    assert_eq!(still_there(&cache, &articles), [false, true, true, true]);
    cache
        .writer
        .mark_followed(&articles[2..], false)
        .expect("marked");
    age(&mut cache);
    assert_eq!(still_there(&cache, &articles), [false, true, false, false]);
    cache
        .writer
        .change_tags(&articles[1..2], |_, tags| tags.clear())
        .expect("tagged");
    age(&mut cache);
    assert_eq!(still_there(&cache, &articles), [false; 4]);
}

#[test]
fn a_list_that_is_missing_for_a_moment_costs_no_mark() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = cache.fetch(A, vec![item("1", "https://a.example/1", "One", "first")]);
    let article = ids(&saved)[0];
    cache.each_alone(&[article]);
    cache.writer.mark_read(&[article], true).expect("marked");
    cache.writer.sync_feeds(&[], NOW).expect("mirrored");
    let week = std::time::Duration::from_secs(7 * 86_400);
    cache
        .writer
        .drop_unlisted(NOW - week, &summarise)
        .expect("kept");
    cache.writer.sync_feeds(&list(&[A]), NOW).expect("mirrored");
    let text = cache
        .reader()
        .article(article)
        .expect("read")
        .expect("there");
    assert!(text.read);
}

#[test]
fn a_removed_feed_comes_back_whole() {
    let mut cache = Cache::with_feeds(&[A]);
    let items = || {
        vec![
            item("1", "https://a.example/1", "One", "first"),
            item("2", "https://a.example/2", "Two", "second"),
        ]
    };
    let articles = ids(&cache.fetch(A, items()));
    cache.each_alone(&articles);
    cache
        .writer
        .mark_starred(&articles[..1], true)
        .expect("marked");
    cache.writer.sync_feeds(&[], NOW).expect("mirrored");
    cache
        .writer
        .drop_unlisted(NOW, &summarise)
        .expect("dropped");
    cache.writer.sync_feeds(&list(&[A]), NOW).expect("mirrored");
    let feed = cache
        .reader()
        .feeds_to_fetch(NOW)
        .expect("listed")
        .remove(0);
    assert!(feed.due && feed.etag.is_none());
    assert_eq!(
        cache.fetch(A, items()).new.len(),
        1,
        "the one that was dropped"
    );
}

/// A feed with a starred article that says how often to ask it, and then is missing and moves.
fn feed_with_a_past() -> Cache {
    let mut cache = Cache::with_feeds(&[A]);
    let feed = cache.feed(A);
    let starred = cache.fetch(A, vec![item("1", "https://a.example/1", "One", "first")]);
    let starred = ids(&starred);
    cache.each_alone(&starred);
    cache.writer.mark_starred(&starred, true).expect("marked");
    let hour = std::time::Duration::from_secs(3600);
    let document = FetchedDocument {
        etag: Some("tag".into()),
        rhythm: Rhythm {
            ttl: Some(hour),
            skip_hours: 3,
            skip_days: 1,
            pace: Some(hour),
            last_news: Some(NOW),
        },
        ..FetchedDocument::default()
    };
    let document = FetchOutcome::Document(Box::new(document));
    let mut good = Fetch::new(feed, NOW, NOW + hour, document);
    good.trail = Trail {
        durations: vec![40],
        served_by: Some("a.example".into()),
        moving: Some(crate::model::Moving {
            to: "https://a.example/new".into(),
            times: 2,
            refused: Some("another feed is there".into()),
        }),
        ..Trail::default()
    };
    let missing = FetchOutcome::Failed(Failure {
        kind: FetchErrorKind::Http,
        message: "404".into(),
        hint: Some("look for it".into()),
        missing: true,
        dead: true,
    });
    let bad = Fetch::new(feed, NOW, NOW + hour, missing);
    let saved = cache.writer.save_fetches(&[good, bad], &summarise);
    saved.expect("saved");
    cache.writer.sync_feeds(&[], NOW).expect("mirrored");
    cache
}

#[test]
fn a_feed_whose_starred_articles_stay_comes_back_like_a_new_one() {
    let mut cache = feed_with_a_past();
    let dropped = cache.writer.drop_unlisted(NOW, &summarise);
    dropped.expect("dropped");
    cache.writer.sync_feeds(&list(&[A]), NOW).expect("mirrored");
    let to_fetch = |cache: &Cache| {
        let feeds = cache.reader().feeds_to_fetch(NOW).expect("listed");
        feeds.into_iter().next().expect("one")
    };
    let new = Cache::with_feeds(&[A]);
    assert_eq!(to_fetch(&cache), to_fetch(&new));
}

#[test]
fn a_feed_listed_again_is_neither_missing_nor_moving_but_keeps_its_pace() {
    let mut cache = feed_with_a_past();
    let later = Timestamp(NOW.0 + 60);
    let listed = cache.writer.sync_feeds(&list(&[A]), later);
    listed.expect("mirrored");
    let feed = cache.reader().feeds_to_fetch(later).expect("listed");
    let feed = &feed[0];
    assert!(feed.due && !feed.dead);
    assert_eq!((feed.missing, &feed.moving), (None, &None));
    assert_eq!(feed.etag.as_deref(), Some("tag"));
    assert_eq!(feed.served_by.as_deref(), Some("a.example"));
    assert_eq!(
        (feed.rhythm.skip_hours, feed.rhythm.last_news),
        (3, Some(NOW))
    );
}

#[test]
fn a_story_knows_its_sources_after_a_feed_is_gone() {
    let mut cache = Cache::with_feeds(&[A, B]);
    let first = ids(&cache.fetch(A, vec![item("1", "https://a.example/1", "One", "first")]))[0];
    let other = Item {
        source_key: "d:b.example".into(),
        ..item("2", "https://b.example/2", "Two", "b")
    };
    let second = ids(&cache.fetch(B, vec![other]))[0];
    cache.place(&[place(first, 1), place(second, 1)], &[]);
    let row = |cache: &Cache| {
        cache
            .reader()
            .story_rows(&[StoryId(1)])
            .expect("read")
            .remove(0)
    };
    assert_eq!((row(&cache).sources, row(&cache).lead), (2, first));
    cache.writer.sync_feeds(&list(&[B]), NOW).expect("mirrored");
    cache
        .writer
        .drop_unlisted(NOW, &summarise)
        .expect("dropped");
    assert_eq!((row(&cache).sources, row(&cache).lead), (1, second));
    assert_eq!(row(&cache).title, "Two");
}

#[test]
fn old_articles_go_but_not_starred_ones_nor_what_is_still_in_a_feed() {
    let mut cache = Cache::with_feeds(&[A]);
    let articles = ids(&cache.fetch(
        A,
        ["1", "2", "3"]
            .map(|n| item(n, &format!("https://a.example/{n}"), n, n))
            .into(),
    ));
    cache.each_alone(&articles);
    cache
        .writer
        .mark_starred(&articles[..1], true)
        .expect("marked");
    cache.fetch(A, vec![item("3", "https://a.example/3", "3", "3")]);
    let version = |cache: &Cache| cache.reader().decisions_version().expect("read");
    let before = version(&cache);
    assert!(
        cache
            .writer
            .drop_old(Timestamp(NOW.0 + 1), &summarise)
            .expect("dropped")
    );
    let after = version(&cache);
    assert_ne!(after, before, "who groups learns of it");
    let again = cache.writer.drop_old(Timestamp(NOW.0 + 1), &summarise);
    assert!(again.expect("dropped"));
    assert_eq!(version(&cache), after, "nothing went");
    let left: Vec<_> = articles
        .iter()
        .map(|id| cache.reader().article(*id).expect("read").is_some())
        .collect();
    assert_eq!(left, [true, false, true]);
    assert_eq!(
        cache
            .reader()
            .story_ids(View::All, Sort::Top)
            .expect("listed")
            .len(),
        2
    );
}

#[test]
fn marks_that_waited_in_an_older_cache_still_come_to_their_articles() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    let guid = crate::model::stable_hash(b"1");
    old_cache(&path, 8)
        .execute_batch(&format!(
            "CREATE TABLE awaited (id INTEGER PRIMARY KEY, made INTEGER NOT NULL, feed INTEGER,
                 guid INTEGER NOT NULL, canonical INTEGER, read INTEGER NOT NULL,
                 starred INTEGER NOT NULL, own_tags TEXT NOT NULL);
             INSERT INTO feed (id, url, position) VALUES (1, '{A}', 0);
             INSERT INTO awaited VALUES (1, 0, 1, {guid}, NULL, 1, 1, '[\"later\"]');"
        ))
        .expect("filled");
    let mut cache = Cache {
        writer: Writer::open(&path).expect("opened"),
        path,
        _folder: folder,
    };
    cache.writer.sync_feeds(&list(&[A]), NOW).expect("mirrored");
    let saved = cache.fetch(A, vec![item("1", "https://a.example/1", "One", "first")]);
    let text = cache.reader().article(ids(&saved)[0]).expect("read");
    let text = text.expect("there");
    assert!(text.read && text.starred);
    assert_eq!(text.own_tags, ["later"]);
}
