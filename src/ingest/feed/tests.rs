//! Feeds as they come, whole and broken, read from small files written after real ones.

use std::cell::RefCell;

use proptest::prelude::*;

use super::*;
use crate::model::{Enclosure, Kind, Timestamp};

fn read_at(bytes: &[u8], url: &str) -> ParsedFeed {
    let context = FeedContext {
        url,
        content_type: None,
    };
    parse_feed(bytes, &context, &|_| false).expect("a feed")
}

fn read(bytes: &[u8]) -> ParsedFeed {
    read_at(bytes, "https://feeds.example/rss")
}

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/fixtures/feeds/", $name))
    };
}

fn time(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text)
}

#[test]
fn s12_the_categories_of_an_item_are_its_tags() {
    let tags = |feed: &str| read(feed.as_bytes()).articles[0].tags.clone();
    let rss = "<rss version='2.0'><channel><title>T</title><item><title>Ferry late</title>\
               <category>Uncategorized</category><category><![CDATA[Ships &amp; Ports]]></category>\
               <category domain='https://ledger.example/tags'>Storms</category>\
               <category>ships &amp; ports</category><category>https://ledger.example/x</category>\
               </item></channel></rss>";
    assert_eq!(tags(rss), ["Ships & Ports", "Storms"]);
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><id>t</id>\
                <entry><id>1</id><title>Fähre</title><category term='hafen' label='Häfen'/>\
                <category term='sturm'/></entry></feed>";
    assert_eq!(tags(atom), ["Häfen", "sturm"]);
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[
        {"id":"1","title":"Ferry","content_text":"Late.","tags":["harbour"]}]}"#;
    assert_eq!(tags(json), ["harbour"]);
    let many: String = (0..50)
        .map(|n| format!("<category>t{n}</category>"))
        .collect();
    let rss = format!("<rss><channel><item><title>a</title>{many}</item></channel></rss>");
    assert_eq!(tags(&rss).len(), 16);
}

#[test]
fn an_item_of_rss_is_read_with_all_it_has() {
    let feed = read_at(
        fixture!("rss_with_everything.xml"),
        "https://ledger.example/rss",
    );
    assert_eq!(feed.title.as_deref(), Some("Harbor Ledger & Post"));
    assert_eq!(feed.site.as_deref(), Some("https://www.ledger.example/"));
    assert_eq!(feed.self_url.as_deref(), Some("https://ledger.example/rss"));
    assert_eq!(
        (feed.ttl, feed.skip_hours.as_slice()),
        (Some(Duration::from_secs(1800)), [3].as_slice())
    );
    let article = &feed.articles[0];
    assert_eq!(article.title, "Ferry \"Mary\" sinks in storm – all saved");
    assert_eq!(article.guid, "ledger-1");
    assert_eq!(
        article.url.as_deref(),
        Some("https://ledger.example/news/ferry?utm_source=rss")
    );
    assert_eq!(
        article.canonical.as_deref(),
        Some("https://ledger.example/news/ferry")
    );
    assert_eq!(
        article.comments.as_deref(),
        Some("https://www.ledger.example/news/ferry#talk")
    );
    assert_eq!(article.author.as_deref(), Some("Ann Lee"));
    assert_eq!(
        (article.published, article.updated),
        (time("2026-05-07T12:00:00Z"), None)
    );
    assert_eq!(article.lang.as_deref(), Some("en-GB"));
    assert_eq!(article.summary, "The ferry Mary sank in the storm.");
    assert_eq!(article.text, "The ferry Mary sank. Früher als erwartet.");
    assert!(
        article
            .html
            .contains("href=\"https://ledger.example/ships/mary\""),
        "{}",
        article.html
    );
    let audio = Enclosure {
        url: "https://ledger.example/audio/ferry.mp3".to_owned(),
        media_type: Some("audio/mpeg".to_owned()),
        bytes: Some(1234),
        duration: None,
    };
    assert_eq!(article.enclosures, [audio]);
    assert_eq!(
        (
            article.source.as_deref(),
            article.via.as_deref(),
            article.derived_title
        ),
        (None, None, false)
    );
}

#[test]
fn a_guid_that_is_an_address_is_the_link_and_a_repeated_headline_no_text() {
    let article = &read(fixture!("rss_with_everything.xml")).articles[1];
    assert_eq!(
        article.url.as_deref(),
        Some("https://www.ledger.example/news/port")
    );
    assert_eq!(
        (
            article.text.as_str(),
            article.html.as_str(),
            article.summary.as_str()
        ),
        ("", "", "")
    );
    assert_eq!((article.published, article.kind), (None, Kind::Snippet));
}

#[test]
fn atom_links_start_at_their_base() {
    let feed = read_at(
        fixture!("atom_with_bases.xml"),
        "https://elsewhere.example/",
    );
    assert_eq!(feed.title.as_deref(), Some("Coast Blog"));
    assert_eq!(feed.site.as_deref(), Some("https://coast.example/"));
    let [one, two] = feed.articles.as_slice() else {
        panic!("two articles")
    };
    assert_eq!(one.title, "What Vec<T> holds");
    assert_eq!(
        one.url.as_deref(),
        Some("https://coast.example/blog/posts/1")
    );
    assert!(
        one.html
            .contains("href=\"https://coast.example/blog/posts/t\""),
        "{}",
        one.html
    );
    assert_eq!(
        (one.published, one.updated),
        (time("2026-05-07T12:00:00Z"), None)
    );
    assert_eq!(
        (one.author.as_deref(), one.lang.as_deref()),
        (Some("Bo Low"), Some("de"))
    );
    assert_eq!(
        (two.author.as_deref(), two.lang.as_deref()),
        (Some("Cy"), Some("fr-FR"))
    );
    assert_eq!(
        (two.published, two.updated),
        (time("2026-05-06T10:00:00Z"), time("2026-05-08T10:00:00Z"))
    );
    assert_eq!(two.html, "<p>one &lt; two</p><p>and more</p>");
}

#[test]
fn an_aggregator_is_not_the_publisher() {
    let feed = read_at(
        fixture!("news_aggregator.xml"),
        "https://news.google.com/rss/search?q=ferry",
    );
    let told: Vec<_> = feed
        .articles
        .iter()
        .map(|article| {
            (
                article.title.as_str(),
                article.source.as_deref(),
                article.via.as_deref(),
                article.kind,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "Ferry sinks in storm",
                Some("Harbor Ledger"),
                Some("Google News"),
                Kind::Snippet
            ),
            (
                "Captain - a hero?",
                Some("Coast - Post"),
                Some("Google News"),
                Kind::Snippet
            ),
            (
                "Inquiry opens",
                Some("Bay Times"),
                Some("Google News"),
                Kind::Snippet
            ),
        ]
    );
    assert_eq!(
        feed.articles[0].source_url.as_deref(),
        Some("https://ledger.example/")
    );
    assert_eq!(feed.articles[0].text, "");
    assert_eq!(feed.articles[2].text, "");
    assert!(feed.articles[2].html.contains("Owner of the Mary"));
}

#[test]
fn text_about_a_report_leads_to_the_report() {
    let feed = read(fixture!("commentary_on_snippets.xml"));
    let [one, two] = feed.articles.as_slice() else {
        panic!("two articles")
    };
    assert_eq!(
        (one.source.as_deref(), one.via.as_deref()),
        (Some("Harbor Ledger"), Some("Daily Depth"))
    );
    assert_eq!(
        one.url.as_deref(),
        Some("https://ledger.example/news/ferry")
    );
    assert_eq!(
        one.text,
        "Detailed Analysis\nThe loss of the ferry shows what the report leaves out."
    );
    assert!(two.derived_title);
    assert_eq!(
        two.title,
        "The harbor board, which had kept silent for a week…"
    );
}

#[test]
fn s02_the_publisher_behind_a_headline_is_taken_off_and_kept() {
    let check = |items: &str, expected: [(&str, Option<&str>); 2]| {
        let document = format!("<rss><channel><title>Fold News</title>{items}</channel></rss>");
        let feed = read(document.as_bytes());
        let found: Vec<_> = feed
            .articles
            .iter()
            .map(|article| (article.title.as_str(), article.source.as_deref()))
            .collect();
        assert_eq!(found, expected);
    };
    // Named by the item itself, and by what its description ends with.
    check(
        "<item><title>Ferry sinks - Bay Times</title><source url='https://bay.example/'>Bay Times</source></item>\
         <item><title>Kai gesperrt - Hafenbote</title>\
         <description>&lt;a href='https://h.example/1'&gt;Kai gesperrt&lt;/a&gt; Hafenbote</description></item>",
        [
            ("Ferry sinks", Some("Bay Times")),
            ("Kai gesperrt", Some("Hafenbote")),
        ],
    );
}

#[test]
fn s07_a_text_about_a_snippet_is_commentary() {
    let kind = |title: &str, body: &str| {
        let document = format!(
            "<rss><channel><title>Daily Depth</title><link>https://depth.example/</link><item>\
             <title>{title}</title><description>{body}</description></item></channel></rss>"
        );
        read(document.as_bytes()).articles[0].kind
    };
    let words = "The deal says more about the seller than about the buyer. ".repeat(9);
    let html = format!(
        "&lt;p&gt;Ferry sinks Bay Times [truncated: only a snippet&lt;/p&gt;&lt;p&gt;{words}&lt;/p&gt;"
    );
    assert_eq!(kind("Ferry sinks - Bay Times", &html), Kind::Commentary);
    let plain = format!(
        "← Google News\n\nKai gesperrt - Hafenbote\n\nGoogle News · 7. Mai 2026\nKai gesperrt Hafenbote [truncated: only a snippet\n\n{words}"
    );
    assert_eq!(kind("Kai gesperrt - Hafenbote", &plain), Kind::Commentary);
    assert_eq!(kind("Ferry sinks", &words), Kind::Article);
}

#[test]
fn s09_an_item_of_text_alone_has_a_headline() {
    let check = |body: &str, expected: &str| {
        let document = format!(
            "<rss><channel><title>Daily Depth</title><item><description>{body}</description></item></channel></rss>"
        );
        let article = &read(document.as_bytes()).articles[0];
        assert_eq!(
            (article.title.as_str(), article.derived_title),
            (expected, true)
        );
        assert_eq!(article.published, None);
        assert!(!article.guid.is_empty());
    };
    check(
        "Detailed Analysis\nThe harbor board, which had kept silent for a week after the ferry sank off the pier, spoke.",
        "The harbor board, which had kept silent for a week after the ferry sank off the pier…",
    );
    check(
        "&lt;h2&gt;Analyse&lt;/h2&gt;&lt;p&gt;Der Kai ist gesperrt. Niemand weiß, wie lange.&lt;/p&gt;",
        "Der Kai ist gesperrt",
    );
}

#[test]
fn s05_who_tells_of_a_report_is_kept_beside_who_wrote_it() {
    let check = |feed: &str, item: &str, told: (&str, &str, &str)| {
        let words = "The deal says more about the seller than about the buyer. ".repeat(9);
        let document = format!(
            "<rss version='2.0'><channel><title>{feed}</title><link>https://depth.example/</link><item>{item}\
             <description>&lt;p&gt;{words}&lt;/p&gt;&lt;a href='https://ledger.example/ferry'&gt;Read original article →&lt;/a&gt;\
             </description></item></channel></rss>"
        );
        let parsed = read(document.as_bytes());
        let article = &parsed.articles[0];
        let told_of = article.comments.as_deref().or(article.url.as_deref());
        let source = article.source.as_deref().unwrap_or_default();
        assert_eq!(
            (
                article.url.as_deref().unwrap_or_default(),
                told_of.unwrap_or_default(),
                source
            ),
            told
        );
    };
    check(
        "Daily Depth",
        "<link>https://depth.example/1</link><title>Ferry sinks - Harbor Ledger</title>\
         <source url='https://ledger.example/'>Harbor Ledger</source>",
        (
            "https://ledger.example/ferry",
            "https://depth.example/1",
            "Harbor Ledger",
        ),
    );
    check(
        "Deep Notes",
        "<guid>https://notes.example/a/7</guid><title>Why the ferry sank</title>",
        (
            "https://ledger.example/ferry",
            "https://notes.example/a/7",
            "",
        ),
    );
}

#[test]
fn two_commentaries_on_one_report_are_two_articles_and_neither_is_the_report() {
    let item = |number: usize| {
        let words = "The deal says more about the seller than about the buyer. ".repeat(9);
        format!(
            "<item><guid>{number}</guid><link>https://depth.example/{number}</link>\
             <title>Ferry sinks - Harbor Ledger</title><source url='https://ledger.example/'>Harbor Ledger</source>\
             <description>&lt;p&gt;Ferry sinks [truncated: a snippet&lt;/p&gt;&lt;p&gt;{words}&lt;/p&gt;\
             &lt;a href='https://ledger.example/ferry'&gt;Read original article →&lt;/a&gt;</description></item>"
        )
    };
    let items = [item(1), item(2)].concat();
    let document =
        format!("<rss version='2.0'><channel><title>Daily Depth</title>{items}</channel></rss>");
    let feed = read(document.as_bytes());
    let told: Vec<_> = feed
        .articles
        .iter()
        .map(|one| (one.url.as_deref(), one.kind))
        .collect();
    assert_eq!(
        told,
        [(Some("https://ledger.example/ferry"), Kind::Commentary); 2]
    );
    let identities: Vec<_> = feed
        .articles
        .iter()
        .map(|one| one.canonical.as_deref())
        .collect();
    assert_eq!(
        identities,
        [
            Some("https://depth.example/1"),
            Some("https://depth.example/2")
        ]
    );
}

#[test]
fn rss_of_old_is_read_by_its_new_names() {
    let feed = read(fixture!("rss_one_point_zero.xml"));
    assert_eq!(
        (feed.lang.as_deref(), feed.ttl),
        (Some("en"), Some(Duration::from_secs(1800)))
    );
    let [one, two] = feed.articles.as_slice() else {
        panic!("two articles")
    };
    assert_eq!(
        (one.guid.as_str(), one.published),
        ("https://bay.example/1", time("2026-05-07T12:00:00Z"))
    );
    assert_eq!(
        (one.author.as_deref(), two.url.as_deref()),
        (Some("Ann"), Some("https://bay.example/2"))
    );
}

#[test]
fn what_can_be_read_of_a_broken_feed_is_kept() {
    let feed = read(fixture!("broken_items.xml"));
    assert_eq!(feed.title.as_deref(), Some("Cats & dogs"));
    let told: Vec<_> = feed
        .articles
        .iter()
        .map(|article| {
            (
                article.title.as_str(),
                article.url.as_deref().unwrap_or_default(),
                article.text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Whole", "https://pets.example/1", ""),
            (
                "Bare & ampersand",
                "https://pets.example/2?x=1&y=2",
                "line\nline end"
            ),
            ("Markup", "https://pets.example/3", "Unescaped markup"),
            ("Undeclared", "https://pets.example/4", ""),
        ]
    );
    assert_eq!(feed.articles[3].author.as_deref(), Some("Ann"));
    assert_eq!(
        feed.notes,
        [
            "There is something else before the feed.",
            "One item is not well-formed and repaired.",
            "The feed ends in the middle of an item, which is left out.",
        ]
    );
}

#[test]
fn nesting_without_end_costs_the_nested_only() {
    let nested = "<media:group>".repeat(50_000);
    let categories = "<itunes:category text='x'>".repeat(50_000);
    let text = format!(
        "<rss><channel><title>T</title><item><title>a</title>{nested}</item><item><title>b</title></item>{categories}"
    );
    let feed = read(text.as_bytes());
    let titles: Vec<&str> = feed
        .articles
        .iter()
        .map(|article| article.title.as_str())
        .collect();
    assert_eq!(titles, ["a", "b"]);
    assert_eq!(feed.title.as_deref(), Some("T"));
}

#[test]
fn a_feed_in_capitals_is_read() {
    let text = "<RSS VERSION='2.0'><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>a</TITLE><LINK>http://a.example/1</LINK></ITEM></CHANNEL></RSS>";
    let feed = read(text.as_bytes());
    assert_eq!(
        (feed.title.as_deref(), feed.articles[0].title.as_str()),
        (Some("T"), "a")
    );
    assert_eq!(feed.articles[0].url.as_deref(), Some("http://a.example/1"));
}

#[test]
fn guids_are_unique_and_nothing_is_lost() {
    let feed = read(fixture!("same_guids.xml"));
    let told: Vec<_> = feed
        .articles
        .iter()
        .map(|article| (article.guid.as_str(), article.title.as_str()))
        .collect();
    assert_eq!(
        told[..3],
        [
            ("1", "Port open"),
            ("https://ports.example/b", "Another thing"),
            ("https://ports.example/c", "No guid")
        ]
    );
    assert!(told[3].0.starts_with("xxh3:"), "{:?}", told[3]);
    assert_eq!(feed.notes.len(), 2);
    let file = parse_file(fixture!("same_guids.xml"), None).expect("a feed");
    assert_eq!(file.len(), 5);
}

#[test]
fn a_discussion_leads_to_what_is_discussed() {
    let feed = read(fixture!("discussion_links.atom"));
    let article = &feed.articles[0];
    assert_eq!(
        article.url.as_deref(),
        Some("https://ledger.example/news/ferry")
    );
    assert_eq!(
        article.comments.as_deref(),
        Some("https://www.reddit.com/r/news/comments/1/ferry/")
    );
    assert_eq!(
        (article.via.as_deref(), article.kind),
        (Some("Reddit"), Kind::Snippet)
    );
}

#[test]
fn a_json_feed_is_a_feed() {
    let feed = read_at(fixture!("feed.json"), "https://bay.example/feed.json");
    assert_eq!(
        (feed.title.as_deref(), feed.site.as_deref()),
        (Some("Bay Notes"), Some("https://bay.example/"))
    );
    let [one, two] = feed.articles.as_slice() else {
        panic!("two articles")
    };
    assert_eq!(
        (one.guid.as_str(), one.title.as_str()),
        ("17", "Tide [31mtables")
    );
    assert_eq!(one.url.as_deref(), Some("https://bay.example/17"));
    assert_eq!(
        (one.published, one.enclosures.len()),
        (time("2026-05-07T10:00:00Z"), 1)
    );
    assert_eq!(two.title, "A note without a headline");
    assert_eq!(
        two.html,
        "<p>A note without a headline. It has &lt; two sentences.</p><p>And a paragraph.</p>"
    );
}

#[test]
fn known_items_are_not_read_again() {
    let bytes = fixture!("rss_with_everything.xml");
    let first = read(bytes);
    let asked = RefCell::new(Vec::new());
    let context = FeedContext {
        url: "https://feeds.example/rss",
        content_type: None,
    };
    let known = first.articles[0].raw_hash;
    let again = parse_feed(bytes, &context, &|hash| {
        asked.borrow_mut().push(hash);
        hash == known
    })
    .expect("a feed");
    assert_eq!(again.known_hashes, [known]);
    assert_eq!(again.articles, first.articles[1..]);
    assert_eq!(asked.borrow().len(), 2);
}

#[test]
fn a_suffix_is_known_from_known_items_too() {
    let item = |n: u32| format!("<item><guid>{n}</guid><title>News {n} | Ledger</title></item>");
    let feed = |items: &str| {
        format!("<rss version='2.0'><channel><title>x</title>{items}</channel></rss>")
    };
    let old: Vec<String> = (0..4).map(item).collect();
    let first = read(feed(&old.concat()).as_bytes());
    assert_eq!(first.articles[0].title, "News 0");
    let hashes: Vec<i64> = first
        .articles
        .iter()
        .map(|article| article.raw_hash)
        .collect();
    let context = FeedContext {
        url: "https://feeds.example/rss",
        content_type: None,
    };
    let again = parse_feed(
        feed(&(item(9) + &old.concat())).as_bytes(),
        &context,
        &|hash| hashes.contains(&hash),
    );
    let again = again.expect("a feed");
    assert_eq!(again.articles.len(), 1);
    assert_eq!(again.articles[0].title, "News 9");
}

#[test]
fn what_is_no_feed_is_said_in_a_sentence() {
    let check = |bytes: &[u8], sentence: &str| {
        let context = FeedContext {
            url: "",
            content_type: None,
        };
        let error = parse_feed(bytes, &context, &|_| false).expect_err("no feed");
        assert_eq!(error.to_string(), sentence);
    };
    check(
        b"<!DOCTYPE html><html><title>403</title>",
        "This is a web page, not a feed.",
    );
    check(b"", "This is an empty answer, not a feed.");
    check(b"{\"a\": 1}", "This is a JSON file, not a feed.");
    check(
        b"<rss><channel><item><title>x",
        "The feed is broken at line 1, column 29: the feed ends too early.",
    );
}

#[test]
fn the_encoding_of_the_answer_counts_where_the_feed_says_nothing() {
    let bytes = b"<rss version='2.0'><channel><title>\xb1</title></channel></rss>";
    let context = FeedContext {
        url: "",
        content_type: Some("text/xml; charset=iso-8859-2"),
    };
    let feed = parse_feed(bytes, &context, &|_| false).expect("a feed");
    assert_eq!(feed.title.as_deref(), Some("ą"));
}

#[test]
fn an_author_that_makes_the_parser_panic_costs_the_author_only() {
    let text = "<rss version='2.0'><channel><title>x</title><item><title>a</title><author>Ź\u{e9}a@b.example</author></item></channel></rss>";
    assert_eq!(read(text.as_bytes()).articles[0].title, "a");
}

fn any_feed() -> impl Strategy<Value = Vec<u8>> {
    let part = prop::sample::select(vec![
        "<rss version='2.0'>",
        "<rss>",
        "</rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "</feed>",
        "<rdf:RDF>",
        "</rdf:RDF>",
        "<channel>",
        "</channel>",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "<link href='/x'/>",
        "<description>",
        "</description>",
        "<content type='xhtml'>",
        "</content>",
        "<![CDATA[",
        "]]>",
        "<p>",
        "</p>",
        "&",
        "&#27;",
        "&nbsp;",
        "text - Name",
        "http://a.example/",
        "<guid>",
        "</guid>",
        "<pubDate>",
        "</pubDate>",
        "<author>",
        "</author>",
        "é@x.example",
        "<source>",
        "</source>",
        "<",
        ">",
        "\"",
        "{",
        "}",
        "[",
        "\"items\":",
    ]);
    let text = prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat().into_bytes());
    prop_oneof![4 => text, 1 => prop::collection::vec(any::<u8>(), 0..60)]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in any_feed()) {
        let context = FeedContext { url: "https://a.example/feed", content_type: None };
        if let Ok(feed) = parse_feed(&bytes, &context, &|hash| hash % 3 == 0) {
            for article in &feed.articles {
                prop_assert!(!article.title.is_empty());
                prop_assert!(!article.guid.is_empty());
                let texts = [&article.title, &article.text, &article.html, &article.summary, &article.guid];
                prop_assert!(texts.iter().all(|text| !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')));
            }
        }
    }
}

#[test]
fn items_without_guids_under_one_address_stay_apart_from_known_ones_too() {
    let item = |title: &str| {
        format!("<item><title>{title}</title><link>https://shop.example/</link></item>")
    };
    let feed = |items: &[&str]| {
        let items: String = items.iter().map(|title| item(title)).collect();
        format!("<rss version='2.0'><channel><title>Shop</title>{items}</channel></rss>")
    };
    let first = read(feed(&["One", "Two"]).as_bytes());
    let known: Vec<i64> = first.articles.iter().map(|one| one.raw_hash).collect();
    let context = FeedContext {
        url: "https://shop.example/feed",
        content_type: None,
    };
    let second = feed(&["Three", "One", "Two"]);
    let second = parse_feed(second.as_bytes(), &context, &|hash| known.contains(&hash));
    let second = second.expect("a feed");
    assert_eq!(second.articles.len(), 1);
    let three = &second.articles[0];
    assert_eq!(three.canonical, None);
    assert!(first.articles.iter().all(|one| one.guid != three.guid));
}
