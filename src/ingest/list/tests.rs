//! Lists in, feeds out.

use proptest::prelude::*;

use super::{newsboat::quoted_words, *};
use crate::model::Timestamp;

fn feed(url: &str, title: Option<&str>, tags: &[&str]) -> ListedFeed {
    ListedFeed {
        url: url.to_owned(),
        title: title.map(str::to_owned),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..ListedFeed::default()
    }
}

fn read(text: &str, file_name: &str) -> FeedList {
    let mut list = read_feed_list(text.as_bytes(), file_name).expect("a list");
    // Where things stand is a matter of one test.
    list.entries.iter_mut().for_each(|feed| feed.line = None);
    list
}

#[test]
fn lines_of_newsboat_are_counted_and_its_searches_kept() {
    let text = "# mine\nhttps://a.example/x\n\n\"query:Late:age < 2 and tags # \\\"town\\\"\"\nquery:odd\n";
    let list = read_feed_list(text.as_bytes(), "urls").expect("a list");
    assert_eq!(list.entries[0].line, Some(2));
    assert_eq!(
        list.queries,
        [ListedQuery {
            line: 4,
            name: "Late".to_owned(),
            expression: "age < 2 and tags # \"town\"".to_owned(),
        }]
    );
    let lines: Vec<_> = list.left_out.iter().map(|left| left.line).collect();
    assert_eq!(lines, [Some(4), Some(5)]);
}

fn left_out(list: &FeedList) -> Vec<(&str, &str)> {
    let left = list.left_out.iter();
    left.map(|left| (left.what.as_str(), left.why.as_str()))
        .collect()
}

#[test]
fn folders_become_tags_and_nothing_is_doubled() {
    let list = read_feed_list(
        include_bytes!("../../../tests/fixtures/lists/nested.opml"),
        "nested.opml",
    )
    .expect("a list");
    let command = ListedFeed {
        exec: Some("/bin/true".to_owned()),
        ..list.entries.last().cloned().expect("entries")
    };
    assert_eq!(
        list.entries,
        [
            feed(
                "https://harbor.example/rss",
                Some("Harbor & Coast"),
                &["News", "Local", "ferries"]
            ),
            feed(
                "https://ledger.example/feed?a=1&b=2",
                Some("Ledger"),
                &["News"]
            ),
            feed("https://plain.example/atom.xml", None, &[]),
            command,
        ]
    );
    assert_eq!(
        left_out(&list),
        [
            ("not an address", "it is not a web address"),
            ("https://site.example/", "it names no feed"),
        ]
    );
    assert_eq!(
        list.left_out[1].instead,
        "Its feed may be found with: newsfold add https://site.example/"
    );
}

#[test]
fn an_outline_that_ends_too_early_is_mended() {
    let text = r#"<opml><body><outline text="Talk"><outline text="Ink" description="About <em class="x">ink</em> and more" xmlUrl="https://a.example/x?a=1&amp;b=2" type="rss" />
        <outline text="Pens" xmlUrl="https://b.example/x"/></outline></body></opml>"#;
    assert_eq!(
        read(text, "x.opml").entries,
        [
            feed("https://a.example/x?a=1&b=2", Some("Ink"), &["Talk"]),
            feed("https://b.example/x", Some("Pens"), &["Talk"]),
        ]
    );
}

#[test]
fn newsboat_lines_have_tags_and_titles() {
    let text = "# mine\nhttps://a.example/rss news \"~The A\" \"two words\" # not a tag\n\nhttps://a.example/rss more\nhttps://b.example/#x \"!Back room\" quiet\nfile:///srv/c.xml local\n";
    let list = read(text, "urls");
    assert_eq!(
        list.entries,
        [
            feed(
                "https://a.example/rss",
                Some("The A"),
                &["news", "two words", "more"]
            ),
            feed(
                "https://b.example/#x",
                Some("Back room"),
                &["quiet", "hidden"]
            ),
            feed("file:///srv/c.xml", None, &["local"]),
        ]
    );
    assert_eq!((list.doubled, list.left_out.len()), (1, 0));
    assert_eq!(
        list.notes,
        ["Back room was hidden there; here it is listed, with the tag \"hidden\"."]
    );
}

#[test]
fn newsboat_lines_may_be_commands_and_searches() {
    let text = r#"exec:~/bin/ink pens
"exec:~/bin/ink --of \"two words\" | sort" "~Ink"
"filter:sed s:a:b::https://a.example/x" filtered
https://a.example/x plain
"filter:tac:https://a.example/x"
filter:oops
"query:Unread:unread = \"yes\""
gopher://old.example/1
"#;
    let mut list = read(text, "urls");
    let commands: Vec<_> = list
        .entries
        .iter()
        .map(|feed| {
            (
                feed.exec.as_deref(),
                feed.filter.as_deref(),
                feed.url.as_str(),
            )
        })
        .collect();
    assert_eq!(
        commands,
        [
            (Some("~/bin/ink"), None, ""),
            (Some("~/bin/ink --of \"two words\" | sort"), None, ""),
            (None, Some("sed s:a:b:"), "https://a.example/x"),
            (None, None, "https://a.example/x"),
            (None, Some("tac"), "https://a.example/x#filter-3"),
        ]
    );
    assert_eq!(
        left_out(&list),
        [
            ("filter:oops", "it is not a command and an address"),
            (
                "query:Unread:unread = \"yes\"",
                "it is a search, not a feed"
            ),
            ("gopher://old.example/1", "only http and https are fetched"),
        ]
    );
    list.leave_out_commands("Allow it");
    assert_eq!(
        list.entries,
        [feed("https://a.example/x", None, &["plain"])]
    );
    assert_eq!(list.left_out.len(), 7);
    assert_eq!(list.left_out[3].what, "exec:~/bin/ink");
    assert_eq!(list.left_out[3].instead, "Allow it");
}

#[test]
fn newsraft_has_sections_commands_and_timers() {
    let text = "https://a.example/x\n@ Town [20] {50}\nhttps://b.example/x \"Harbour\"\nhttps://c.example/x \"Weather\" [5]\n$(ink (all) --atom) \"Ink\" [0]\n@ Global\nhttps://d.example/x < reload-period 90; item-limit 3\n";
    let list = read(text, "feeds");
    let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
    let with = |interval, feed| ListedFeed { interval, ..feed };
    let ink = ListedFeed {
        exec: Some("ink (all) --atom".to_owned()),
        ..feed("", Some("Ink"), &["Town"])
    };
    assert_eq!(
        list.entries,
        [
            feed("https://a.example/x", None, &[]),
            with(
                minutes(20),
                feed("https://b.example/x", Some("Harbour"), &["Town"])
            ),
            with(
                minutes(5),
                feed("https://c.example/x", Some("Weather"), &["Town"])
            ),
            with(minutes(20), ink),
            with(minutes(90), feed("https://d.example/x", None, &[])),
        ]
    );
    assert_eq!(list.notes.len(), 3, "{:?}", list.notes);
}

#[test]
fn what_is_written_is_read_again() {
    let feeds = [
        feed(
            "https://a.example/?x=1&y=\"2\"",
            Some("A <& \"B\""),
            &["news", "daily"],
        ),
        feed("https://b.example/", None, &[]),
        ListedFeed {
            filter: Some("sed \"s<a<b<\"".to_owned()),
            ..feed("https://c.example/", None, &[])
        },
        ListedFeed {
            exec: Some("ink && ink".to_owned()),
            ..feed("", Some("Ink"), &[])
        },
    ];
    let text = write_opml(&feeds, Timestamp(1_778_155_200));
    assert!(text.contains("<dateCreated>2026-05-07T12:00:00Z</dateCreated>"));
    let list = read(&text, "x.opml");
    let first = feed(
        "https://a.example/?x=1&y=%222%22",
        Some("A <& \"B\""),
        &["news", "daily"],
    );
    assert_eq!(list.entries[..3], feeds[1..]);
    assert_eq!(list.entries[3], first);
}

#[test]
fn what_is_no_list_is_said() {
    let check = |text: &str, why: &str| {
        let error = read_feed_list(text.as_bytes(), "x")
            .expect_err("no list")
            .to_string();
        assert_eq!(error, format!("x is not a list of feeds: {why}."));
    };
    check("<rss><channel/></rss>", "it is a feed itself");
    check("<html><body>", "it is a web page");
    check("{\n\"a\": 1}", "it is a JSON file");
    check(
        "hello world\nagain",
        "no line of it is the address of a feed",
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80), opml in any::<bool>()) {
        let bytes = if opml { [b"<opml><outline xmlUrl='".as_slice(), &bytes].concat() } else { bytes };
        if let Ok(list) = read_feed_list(&bytes, "x") {
            read_feed_list(write_opml(&list.entries, Timestamp(0)).as_bytes(), "x").expect("what is written can be read");
        }
    }

    #[test]
    fn every_line_is_a_feed_or_left_out(
        lines in prop::collection::vec("(https?://[a-c]\\.example/[x#]?|exec:|filter:|query:|file:///|\\$\\(a|@ b|\"|~|!|[a-z:|.() ]{1,6}){1,4}( \"?[~!]?[a-b]\"?)?", 1..12),
        newsraft in any::<bool>(),
    ) {
        let text = lines.join("\n");
        let name = if newsraft { "feeds" } else { "urls" };
        if let Ok(list) = read_feed_list(text.as_bytes(), name) {
            let own = newsraft::is_one(&text, name);
            let named = lines.iter().filter(|line| {
                let line = line.trim();
                if own { !line.is_empty() && !line.starts_with('@') } else { !quoted_words(line).is_empty() }
            });
            prop_assert_eq!(list.entries.len() + list.doubled + list.left_out.len(), named.count());
        }
    }
}
