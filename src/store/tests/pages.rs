//! Full texts: kept beside the feed's own text, gone with their article, fetched ahead within
//! bounds.

use super::*;
use crate::model::{ArticlePage, Barrier, FullText, NoFullText};

fn text_of(article: ArticleId, html: &str) -> ArticlePage {
    ArticlePage {
        article,
        url: "https://a.example/found".into(),
        fetched: NOW,
        found: Ok(FullText {
            title: "Lock gates jam".into(),
            byline: Some("Ada Quill".into()),
            words: 600,
            ends_at: Some(Barrier::Paywall),
            html: html.into(),
        }),
    }
}

fn wall_of(article: ArticleId) -> ArticlePage {
    ArticlePage {
        found: Err(NoFullText {
            barrier: Some(Barrier::Paywall),
            message: Barrier::Paywall.sentence().into(),
            hint: Some("the feed's own text stays".into()),
        }),
        ..text_of(article, "")
    }
}

/// A cache with so many unread articles of feed A, in stories of their own.
fn with_articles(number: usize) -> (Cache, Vec<ArticleId>) {
    let mut cache = Cache::with_feeds(&[A, B]);
    let items = (0..number).map(|number| {
        let url = format!("https://a.example/{number}");
        item(&number.to_string(), &url, &format!("Lock {number}"), "jams")
    });
    let saved = cache.fetch(A, items.collect());
    let articles = ids(&saved);
    cache.each_alone(&articles);
    (cache, articles)
}

fn page(cache: &Cache, article: ArticleId) -> Option<ArticlePage> {
    cache.reader().page(article).expect("read")
}

#[test]
fn a_full_text_stands_beside_the_feeds_own_and_comes_back_as_it_was() {
    let (mut cache, articles) = with_articles(1);
    assert_eq!(page(&cache, articles[0]), None);
    let long = "<p>The gates of lock nine jammed at noon.</p>\n".repeat(200);
    let found = text_of(articles[0], &long);
    cache.writer.save_page(&found).expect("kept");
    assert_eq!(page(&cache, articles[0]), Some(found));
    let feed = cache.reader().article(articles[0]).expect("read");
    assert_eq!(feed.expect("there").html, "<p>jams</p>");
}

#[test]
fn why_there_is_no_text_is_kept_but_takes_the_place_of_none() {
    let (mut cache, articles) = with_articles(1);
    let wall = wall_of(articles[0]);
    cache.writer.save_page(&wall).expect("kept");
    assert_eq!(page(&cache, articles[0]), Some(wall.clone()));
    let found = text_of(articles[0], "<p>Now it is open.</p>");
    cache.writer.save_page(&found).expect("kept");
    cache.writer.save_page(&wall).expect("kept");
    assert_eq!(page(&cache, articles[0]), Some(found));
}

#[test]
fn a_page_goes_with_its_article_and_none_is_kept_for_one_that_is_gone() {
    let (mut cache, articles) = with_articles(1);
    let found = text_of(articles[0], "<p>Text</p>");
    cache.writer.save_page(&found).expect("kept");
    cache.writer.sync_feeds(&[], NOW).expect("mirrored");
    cache
        .writer
        .drop_unlisted(NOW, &summarise)
        .expect("dropped");
    assert_eq!(page(&cache, articles[0]), None);
    cache.writer.save_page(&found).expect("nothing to keep");
    assert_eq!(page(&cache, articles[0]), None);
}

#[test]
fn what_only_the_full_text_says_is_found() {
    let (mut cache, articles) = with_articles(2);
    while cache.index() > 0 {}
    let found = |cache: &Cache| {
        let query = parse("heron").expect("a query");
        let hits = cache.reader().search(&query, NOW, 10).expect("searched");
        hits.into_iter().map(|hit| hit.html).collect::<Vec<_>>()
    };
    assert!(found(&cache).is_empty());
    let page = text_of(articles[1], "<p>A heron watched.</p>");
    cache.writer.save_page(&page).expect("kept");
    assert_eq!(cache.index(), 1);
    assert_eq!(found(&cache), ["<p>A heron watched.</p>\n<p>jams</p>"]);
    cache.writer.save_page(&wall_of(articles[1])).expect("kept");
    assert_eq!(cache.index(), 0);
}

#[test]
fn what_is_fetched_ahead_is_unread_of_the_feeds_or_starred_and_not_looked_at_before() {
    let (mut cache, articles) = with_articles(6);
    let of_b = item("b", "https://b.example/1", "Other", "gates");
    let of_b = ids(&cache.fetch(B, vec![of_b]));
    cache.each_alone(&of_b);
    cache
        .writer
        .mark_read(&articles[..2], true)
        .expect("marked");
    cache
        .writer
        .mark_starred(&[articles[0]], true)
        .expect("marked");
    cache.writer.save_page(&wall_of(articles[2])).expect("kept");
    cache
        .writer
        .save_page(&text_of(articles[3], "<p>Text</p>"))
        .expect("kept");
    let ahead = Ahead {
        feeds: vec![A.into()],
        since: NOW,
        most: 50,
        now: NOW,
        ..Ahead::default()
    };
    let of = |cache: &Cache, ahead: &Ahead| cache.reader().pages_ahead(ahead).expect("found");
    assert_eq!(of(&cache, &ahead), [articles[5], articles[4]]);
    let starred = Ahead {
        starred: true,
        ..ahead.clone()
    };
    assert_eq!(
        of(&cache, &starred),
        [articles[0], articles[5], articles[4]]
    );
    let few = Ahead { most: 2, ..starred };
    assert_eq!(of(&cache, &few), [articles[0], articles[5]]);
    let later = Ahead {
        since: NOW + std::time::Duration::from_secs(1),
        ..ahead.clone()
    };
    assert_eq!(of(&cache, &later), []);
    let nobody = Ahead {
        feeds: Vec::new(),
        ..ahead
    };
    assert_eq!(of(&cache, &nobody), []);
}

#[test]
fn the_page_of_an_article_is_asked_for_as_its_feed_is() {
    let (cache, articles) = with_articles(1);
    let wanted = cache.reader().page_to_fetch(articles[0]).expect("read");
    assert_eq!(
        wanted,
        Some(PageToFetch {
            article: articles[0],
            url: Some("https://a.example/0".into()),
            feed: Some(A.into()),
        })
    );
    let nobody = cache.reader().page_to_fetch(ArticleId(99)).expect("read");
    assert_eq!(nobody, None);
}

#[test]
fn two_articles_that_become_one_keep_the_full_text() {
    let mut cache = Cache::with_feeds(&[A, B]);
    let mut hidden = item("h", "https://news.google.com/x/h", "Lock nine jams", "hint");
    hidden.article.via = Some("Google News".into());
    let via = ids(&cache.fetch(A, vec![hidden]))[0];
    let own = item("1", "https://a.example/lock", "Gates jam at noon", "whole");
    let own = ids(&cache.fetch(B, vec![own]))[0];
    cache.each_alone(&[via, own]);
    let found = text_of(via, "<p>Text</p>");
    cache.writer.save_page(&found).expect("kept");
    let original = Original {
        hidden: "https://news.google.com/x/h".into(),
        url: "https://a.example/lock".into(),
        canonical: "https://a.example/lock".into(),
    };
    cache.writer.save_original(&original).expect("kept");
    cache.writer.fold_resolved(&summarise).expect("folded");
    assert_eq!(
        page(&cache, own).map(|page| page.found),
        Some(found.found),
        "the page of the one that went"
    );
}

#[test]
fn full_texts_from_before_tries_were_counted_are_as_good_as_new() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    let old = old_cache(&path, 5);
    old.execute_batch(
        "INSERT INTO feed (id, url) VALUES (1, 'https://a.example/feed');
         INSERT INTO source (id, key, name) VALUES (1, 'd:a.example', 'A');
         INSERT INTO article (id, feed, source, story, published, first_seen, content, kind,
             words, title, summary, url, starred)
             VALUES (1, 1, 1, 4, 100, 120, 1, 0, 30, 'One', 'one', 'https://a.example/1', 1);
         INSERT INTO page (article, url, fetched, words, html)
             VALUES (1, 'https://a.example/1', 130, 1, x'003c703e');",
    )
    .expect("its rows");
    drop(old);
    let mut writer = Writer::open(&path).expect("brought up to date");
    let reader = Reader::open(&path).expect("opened");
    assert!(!reader.page_is_stale(ArticleId(1)).expect("read"));
    assert!(reader.page(ArticleId(1)).expect("read").is_some());
    let noted = writer.note_page_failure(ArticleId(1), NOW);
    noted.expect("there is room for tries");
}

#[test]
fn a_cache_of_the_version_before_gets_room_for_full_texts() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    let old = old_cache(&path, 4);
    old.execute_batch(
        "INSERT INTO feed (id, url) VALUES (1, 'https://a.example/feed');
         INSERT INTO source (id, key, name) VALUES (1, 'd:a.example', 'A');
         INSERT INTO article (id, feed, source, story, published, first_seen, content, kind,
             words, title, summary)
             VALUES (1, 1, 1, 4, 100, 120, 1, 0, 30, 'One', 'one');
         INSERT INTO body (article, html) VALUES (1, x'003c703e');",
    )
    .expect("its rows");
    drop(old);
    let mut writer = Writer::open(&path).expect("brought up to date");
    let found = text_of(ArticleId(1), "<p>Text</p>");
    writer.save_page(&found).expect("kept");
    let reader = Reader::open(&path).expect("opened");
    assert_eq!(reader.page(ArticleId(1)).expect("read"), Some(found));
    assert!(reader.article(ArticleId(1)).expect("read").is_some());
}

/// All articles of a cache with so many, starred, and what is to be fetched ahead of them.
fn starred(number: usize) -> (Cache, Vec<ArticleId>, Ahead) {
    let (mut cache, articles) = with_articles(number);
    cache.writer.mark_starred(&articles, true).expect("marked");
    let ahead = Ahead {
        starred: true,
        most: 50,
        now: NOW,
        ..Ahead::default()
    };
    (cache, articles, ahead)
}

fn minutes(minutes: u64) -> std::time::Duration {
    std::time::Duration::from_secs(minutes * 60)
}

#[test]
fn a_page_that_could_not_be_had_is_tried_ever_less_often() {
    let (mut cache, articles, mut ahead) = starred(1);
    let mut due = |cache: &Cache, now| {
        ahead.now = now;
        !cache
            .reader()
            .pages_ahead(&ahead)
            .expect("found")
            .is_empty()
    };
    let mut now = NOW;
    assert!(due(&cache, now));
    for pause in [5, 10, 20, 40] {
        let noted = cache.writer.note_page_failure(articles[0], now);
        noted.expect("noted");
        assert!(!due(&cache, now + minutes(pause - 1)), "{pause}");
        now = now + minutes(pause);
        assert!(due(&cache, now), "{pause}");
    }
    for _ in 0..40 {
        let noted = cache.writer.note_page_failure(articles[0], now);
        noted.expect("noted");
    }
    assert!(!due(&cache, now + minutes(6 * 1440)));
    assert!(due(&cache, now + minutes(7 * 1440)));
    assert!(due(&cache, now - minutes(9)), "noted by a wrong clock");
    // One success, and all is as before.
    let found = text_of(articles[0], "<p>Text</p>");
    cache.writer.save_page(&found).expect("kept");
    assert!(!due(&cache, now));
    let tries: u32 = cache
        .writer
        .connection
        .query_row("SELECT count(*) FROM page_try", [], |row| row.get(0))
        .expect("counted");
    assert_eq!(tries, 0);
    let gone = cache.writer.note_page_failure(ArticleId(99), now);
    gone.expect("nothing to note");
}

#[test]
fn what_stands_at_a_dead_host_takes_nobodys_place() {
    let (mut cache, articles, mut ahead) = starred(3);
    let of_b = item("b", "https://b.example/1", "Other", "gates");
    let of_b = ids(&cache.fetch(B, vec![of_b]));
    cache.each_alone(&of_b);
    ahead.feeds = vec![B.into()];
    ahead.since = NOW;
    ahead.most = 2;
    let of = |cache: &Cache, ahead: &Ahead| cache.reader().pages_ahead(ahead).expect("found");
    assert_eq!(
        of(&cache, &ahead),
        [articles[2], of_b[0]],
        "a share for each"
    );
    let dead = HostNews::Waits(HostWait {
        name: "a.example".into(),
        until: NOW + minutes(5),
        since: NOW,
        failures: 1,
        asked: false,
        cause: "No connection.".into(),
    });
    cache.writer.save_host_news(&[dead]).expect("noted");
    assert_eq!(of(&cache, &ahead), of_b);
    ahead.now = NOW + minutes(5);
    assert_eq!(of(&cache, &ahead), [articles[2], of_b[0]]);
    ahead.now = NOW - minutes(9 * 1440);
    ahead.since = ahead.now;
    assert_eq!(of(&cache, &ahead).len(), 2, "noted by a wrong clock");
}

#[test]
fn nothing_is_fetched_for_a_feed_that_left_the_list() {
    let (mut cache, articles, mut ahead) = starred(2);
    ahead.feeds = vec![A.into()];
    // Another feed has the first one, too.
    cache.fetch(
        B,
        vec![item("0", "https://a.example/0", "Lock 0", "jams at noon")],
    );
    let due = |cache: &Cache| cache.reader().pages_ahead(&ahead).expect("found");
    assert_eq!(due(&cache).len(), 2);
    let asker = |cache: &Cache, article| {
        let wanted = cache.reader().page_to_fetch(article).expect("read");
        wanted.expect("there").feed
    };
    assert_eq!(asker(&cache, articles[0]).as_deref(), Some(A));
    cache.writer.sync_feeds(&list(&[B]), NOW).expect("mirrored");
    assert_eq!(due(&cache), [articles[0]]);
    assert_eq!(asker(&cache, articles[0]).as_deref(), Some(B));
    assert_eq!(asker(&cache, articles[1]), None);
}

#[test]
fn of_some_articles_those_are_fetched_that_could_be_after_a_refresh() {
    let (mut cache, articles, mut ahead) = starred(4);
    let of = |cache: &Cache, ahead: &Ahead| cache.reader().pages_ahead(ahead).expect("found");
    ahead.only = Some(articles[1..].to_vec());
    let noted = cache.writer.note_page_failure(articles[1], NOW);
    noted.expect("noted");
    assert_eq!(of(&cache, &ahead), [articles[3], articles[2]]);
    ahead.most = 1;
    assert_eq!(of(&cache, &ahead), [articles[3]]);
}

#[test]
fn the_page_of_a_changed_article_is_fetched_again_after_a_while_and_shown_until_then() {
    let mut cache = Cache::with_feeds(&[A]);
    let of = |text: &str| item("1", "https://a.example/1", "Lock nine jams", text);
    let article = ids(&cache.fetch(A, vec![of("The gates jammed at noon.")]))[0];
    cache.each_alone(&[article]);
    let found = text_of(article, "<p>The gates jammed at noon, and barges wait.</p>");
    cache.writer.save_page(&found).expect("kept");
    let asked_for = Ahead {
        since: NOW,
        most: 50,
        now: NOW + minutes(59),
        ..Ahead::default()
    };
    let ahead = Ahead {
        feeds: vec![A.into()],
        ..asked_for.clone()
    };
    let later = Ahead {
        now: NOW + minutes(61),
        ..ahead.clone()
    };
    let due = |cache: &Cache, ahead: &Ahead| cache.reader().pages_ahead(ahead).expect("found");
    assert_eq!(due(&cache, &later), []);
    cache.fetch(A, vec![of("The gates were opened at four by a diver.")]);
    assert_eq!(due(&cache, &ahead), [], "it was fetched just now");
    assert_eq!(due(&cache, &later), [article]);
    // One that came by key comes again by key.
    assert_eq!(due(&cache, &asked_for), []);
    let starred = Ahead {
        starred: true,
        now: later.now,
        ..asked_for
    };
    assert_eq!(due(&cache, &starred), []);
    cache.writer.mark_starred(&[article], true).expect("marked");
    assert_eq!(due(&cache, &starred), [article]);
    assert!(cache.reader().page_is_stale(article).expect("read"));
    assert_eq!(page(&cache, article), Some(found.clone()), "it stays");
    // The page is behind a wall by now: the text that was there stays, and nobody comes again.
    cache.writer.save_page(&wall_of(article)).expect("kept");
    assert_eq!(due(&cache, &later), []);
    assert_eq!(page(&cache, article), Some(found));
}
