//! Which article an item is, when guids, addresses and texts change.

use super::*;

const SAID: &str = "A ferry with forty people on board sank in the storm off Arvel on Monday";

/// An item that was published `minutes` before now.
fn told(guid: &str, url: &str, title: &str, minutes: i64) -> Item {
    let mut item = item(guid, url, title, SAID);
    item.article.summary = SAID.into();
    item.article.published = Some(Timestamp(NOW.0 - minutes * 60));
    item
}

fn hidden(guid: &str, title: &str) -> Item {
    let mut item = item(
        guid,
        &format!("https://news.google.com/x/{guid}"),
        title,
        "",
    );
    item.article.via = Some("Aggregator".into());
    item
}

fn with_text(text: &str) -> Item {
    item("1", "https://a.example/x", "Ferry sinks", text)
}

fn revisions(cache: &Cache) -> u32 {
    let article = cache.reader().article(ArticleId(1)).expect("read");
    article.expect("there").revisions
}

#[test]
fn counters_and_times_that_go_on_are_no_new_text() {
    let mut cache = Cache::with_feeds(&[A]);
    cache.fetch(
        A,
        vec![with_text("It sank.\n12 comments\nUpdated 2 minutes ago")],
    );
    let again = cache.fetch(
        A,
        vec![with_text("It sank.\n14 comments\nUpdated 9 minutes ago")],
    );
    assert!(again.updated.is_empty());
    let again = cache.fetch(A, vec![with_text("It was raised.\n14 comments")]);
    assert_eq!(again.updated.len(), 1);
    assert_eq!(revisions(&cache), 1);
}

#[test]
fn letters_that_were_damaged_on_their_way_are_no_new_text() {
    let mut cache = Cache::with_feeds(&[A]);
    cache.fetch(
        A,
        vec![with_text("The fer\u{fffd}\u{fffd}y sank off Arvel")],
    );
    for text in [
        "The ferry sank off Arvel",
        "The ferry sank off Ar\u{fffd}\u{fffd}el",
    ] {
        assert!(cache.fetch(A, vec![with_text(text)]).updated.is_empty());
        let article = cache.reader().article(ArticleId(1)).expect("read");
        assert_eq!(
            article.expect("there").html,
            "<p>The ferry sank off Arvel</p>",
            "the text without damage stays"
        );
    }
    assert_eq!(revisions(&cache), 0);
}

#[test]
fn an_article_whose_page_and_guid_changed_stays_read() {
    let title = "Ferry sinks off Arvel";
    let mut cache = Cache::with_feeds(&[A]);
    let first = cache.fetch(A, vec![told("1", "https://a.example/ferry", title, 90)]);
    cache.writer.mark_read(&ids(&first), true).expect("marked");
    let moved = told("2", "https://a.example/news/ferry-sinks", title, 20);
    assert!(cache.fetch(A, vec![moved]).new.is_empty());
    let article = cache.reader().article(ids(&first)[0]).expect("read");
    let article = article.expect("there");
    assert!(article.read);
    assert_eq!(
        article.url.as_deref(),
        Some("https://a.example/news/ferry-sinks")
    );
}

#[test]
fn all_items_under_new_guids_and_addresses_are_the_old_articles() {
    let site = |base: &str| -> Vec<Item> {
        let items = (0..30).map(|n| {
            let title = format!("The ferry to Arvel, part {n}");
            told(
                &format!("{base}{n}"),
                &format!("{base}{n}"),
                &title,
                n * 5000,
            )
        });
        items.collect()
    };
    let mut cache = Cache::with_feeds(&[A]);
    assert_eq!(cache.fetch(A, site("https://a.example/?p=")).new.len(), 30);
    assert!(
        cache
            .fetch(A, site("https://a.example/post/"))
            .new
            .is_empty()
    );
}

#[test]
fn a_column_of_another_day_is_another_article() {
    let mut cache = Cache::with_feeds(&[A]);
    let column = |day: i64| {
        let url = format!("https://a.example/column/{day}");
        told(&url, &url, "What the papers say today", day * 1440)
    };
    cache.fetch(A, vec![column(2)]);
    assert_eq!(cache.fetch(A, vec![column(0)]).new.len(), 1);
}

#[test]
fn articles_side_by_side_in_a_feed_stay_two() {
    let mut cache = Cache::with_feeds(&[A]);
    let title = "Ferry sinks off Arvel";
    let pair = || {
        vec![
            told("1", "https://a.example/1", title, 10),
            told("2", "https://a.example/2", title, 10),
        ]
    };
    assert_eq!(cache.fetch(A, pair()).new.len(), 2);
    assert!(cache.fetch(A, pair()).new.is_empty());
}

#[test]
fn an_item_beside_one_whose_text_changed_is_an_article_of_its_own() {
    let title = "Ferry sinks off Arvel";
    for page in ["https://a.example/1", "https://a.example/2"] {
        let mut cache = Cache::with_feeds(&[A]);
        cache.fetch(A, vec![told("1", "https://a.example/1", title, 10)]);
        let pair = |words: &str| {
            let mut changed = told("1", "https://a.example/1", title, 10);
            changed.article.text = words.into();
            changed.article.html = format!("<p>{words}</p>");
            changed.article.raw_hash = crate::model::stable_hash(words.as_bytes());
            vec![told("2", page, title, 10), changed]
        };
        assert_eq!(cache.fetch(A, pair("Divers look for it")).new.len(), 1);
        let again = cache.fetch(A, pair("Divers found it"));
        assert_eq!((again.new.len(), again.updated.len()), (0, 1));
        let feeds = cache.reader().feeds().expect("listed");
        assert_eq!(feeds[0].items, 2);
        let other = cache.reader().article(ArticleId(2)).expect("read");
        assert_eq!(other.expect("there").revisions, 0, "no text flips");
    }
}

#[test]
fn episodes_of_two_shows_at_one_page_are_articles_of_their_own() {
    let page = "https://a.example/";
    let episode = |guid: &str, title: &str, told_of: &str| {
        let mut episode = told(guid, page, title, 30);
        episode.article.summary = told_of.into();
        episode.words = 400;
        episode
    };
    let mut cache = Cache::with_feeds(&[A, B]);
    let storm = episode("1", "How storms are named", "A talk with who names them");
    cache.fetch(A, vec![storm]);
    let salt = || episode("x", "The price of salt", "Who paid for it and why");
    assert_eq!(cache.fetch(B, vec![salt()]).new.len(), 1);
    assert!(cache.fetch(B, vec![salt()]).new.is_empty());
    let mut trailer = episode("2", "Trailer", "Weather, every week from May");
    trailer.article.published = Some(Timestamp(NOW.0 - 7200));
    cache.fetch(A, vec![trailer]);
    let other = episode("y", "Trailer", "Kitchens of the past, soon in this place");
    assert_eq!(cache.fetch(B, vec![other]).new.len(), 1);
}

#[test]
fn the_same_article_in_another_feed_is_known_by_its_text_where_its_headline_is_another() {
    let page = "https://a.example/ferry";
    let mut cache = Cache::with_feeds(&[A, B]);
    cache.fetch(A, vec![told("1", page, "Ferry sinks off Arvel", 90)]);
    let mut whole = told("x", page, "Disaster in the north", 60);
    whole.words = 400;
    whole.article.html = "<p>The whole report</p>".into();
    whole.article.text = "The whole report".into();
    assert!(cache.fetch(B, vec![whole]).new.is_empty());
    let earlier = cache.reader().revisions(ArticleId(1)).expect("read");
    assert_eq!(earlier[0].title, "Ferry sinks off Arvel");
    let article = cache.reader().article(ArticleId(1)).expect("read");
    assert_eq!(article.expect("there").title, "Disaster in the north");
}

#[test]
fn an_aggregators_headline_is_its_own_but_not_at_a_page_of_many_articles() {
    let hint = || {
        let mut hint = told("h", "https://a.example/x", "Ask them about boats", 9000);
        hint.article.via = Some("Aggregator".into());
        hint.article.summary.clear();
        hint
    };
    for (articles, new) in [(1, 0), (2, 1)] {
        let mut cache = Cache::with_feeds(&[A, B]);
        let titles = ["Ferry sinks off Arvel", "The price of salt rises"];
        let items = titles.iter().take(articles);
        let items = items.map(|title| told(title, "https://a.example/x", title, 30));
        cache.fetch(A, items.collect());
        assert_eq!(cache.fetch(B, vec![hint()]).new.len(), new);
    }
}

#[test]
fn a_page_rewritten_under_a_new_guid_is_one_article_with_a_revision() {
    let mut cache = Cache::with_feeds(&[A]);
    let page = "https://a.example/ferry";
    cache.fetch(A, vec![told("ferry#0", page, "Ferry sinks off Arvel", 90)]);
    let rewritten = told("ferry#1", page, "Twelve saved as ferry sinks off Arvel", 90);
    let again = cache.fetch(A, vec![rewritten]);
    assert_eq!((again.new.len(), again.updated.len()), (0, 1));
    assert_eq!(revisions(&cache), 1);
}

#[test]
fn an_item_with_a_hidden_address_is_the_publishers_own_article_whichever_came_first() {
    let title = "Ferry sinks off Arvel";
    let own = || told("1", "https://a.example/ferry", title, 30);
    for own_first in [true, false] {
        let mut cache = Cache::with_feeds(&[A, B]);
        let mut order = vec![(A, own()), (B, hidden("h", title))];
        if !own_first {
            order.reverse();
        }
        let new: usize = order
            .into_iter()
            .map(|(feed, item)| cache.fetch(feed, vec![item]).new.len())
            .sum();
        assert_eq!(new, 1);
        let article = cache.reader().article(ArticleId(1)).expect("read");
        let article = article.expect("there");
        assert_eq!(article.url.as_deref(), Some("https://a.example/ferry"));
        assert_eq!(article.via, None);
    }
}

#[test]
fn a_hidden_address_that_was_found_out_is_known_from_then_on() {
    const C: &str = "https://c.example/feed";
    let mut cache = Cache::with_feeds(&[A, B, C]);
    cache.fetch(A, vec![hidden("h", "Arvel ferry: what we know")]);
    let found = Original {
        hidden: "https://news.google.com/x/h".into(),
        url: "https://a.example/ferry?utm_source=g".into(),
        canonical: "https://a.example/ferry".into(),
    };
    cache.writer.save_original(&found).expect("kept");
    let reader = cache.reader();
    assert_eq!(
        reader.original_of(&found.hidden).expect("read").as_deref(),
        Some(found.url.as_str())
    );
    assert_eq!(reader.original_of("https://b.example").expect("read"), None);
    let article = reader.article(ArticleId(1)).expect("read").expect("there");
    assert_eq!(article.url.as_deref(), Some(found.url.as_str()));
    // The aggregator's next document, another feed of it, and the publisher's own item.
    let again = cache.fetch(A, vec![hidden("h", "Arvel ferry: what we know now")]);
    let mut elsewhere = hidden("h", "Arvel ferry: what we know");
    elsewhere.article.guid = "other".into();
    let other = cache.fetch(B, vec![elsewhere]);
    let own = cache.fetch(C, vec![told("1", "https://a.example/ferry", "Ferry", 9)]);
    assert!(again.new.is_empty() && other.new.is_empty() && own.new.is_empty());
}

#[test]
fn two_articles_found_at_one_address_become_one_with_the_marks_of_both() {
    let mut cache = Cache::with_feeds(&[A, B]);
    let first = cache.fetch(A, vec![hidden("h", "Arvel ferry: what we know")]);
    let own = cache.fetch(B, vec![told("1", "https://a.example/ferry", "Ferry", 9)]);
    let (via, own) = (ids(&first)[0], ids(&own)[0]);
    let stories = cache.each_alone(&[via, own]);
    cache.writer.mark_read(&[via], true).expect("marked");
    let found = Original {
        hidden: "https://news.google.com/x/h".into(),
        url: "https://a.example/ferry".into(),
        canonical: "https://a.example/ferry".into(),
    };
    cache.writer.save_original(&found).expect("kept");
    cache.writer.fold_resolved(&summarise).expect("folded");
    let reader = cache.reader();
    assert_eq!(reader.article(via).expect("read"), None);
    assert!(reader.article(own).expect("read").expect("there").read);
    assert_eq!(reader.story_rows(&stories).expect("read").len(), 1);
    let feeds = reader.feeds().expect("listed");
    assert_eq!(
        feeds.iter().map(|feed| feed.items).collect::<Vec<_>>(),
        [1, 1],
        "both feeds carry it"
    );
    cache.writer.sync_feeds(&list(&[A]), NOW).expect("mirrored");
    cache
        .writer
        .drop_unlisted(NOW, &summarise)
        .expect("dropped");
    assert!(cache.reader().article(own).expect("read").is_some());
}
