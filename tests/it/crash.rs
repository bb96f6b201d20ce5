//! The program dies at any moment: the cache opens, is whole, and keeps what the reader did.

use std::{thread::sleep, time::Duration};

use rusqlite::Connection;

use crate::{
    program::{Program, text},
    server::{Answer, Server, rss},
};

const FEEDS: usize = 30;
const ITEMS: usize = 40;

fn document(feed: usize, items: usize) -> String {
    let items: Vec<_> = (0..items)
        .map(|item| {
            (
                format!("{feed}-{item}"),
                format!("Headline {feed} of day {item}"),
                "word ".repeat(200),
            )
        })
        .collect();
    let items: Vec<_> = items
        .iter()
        .map(|(guid, title, text)| (guid.as_str(), title.as_str(), text.as_str()))
        .collect();
    rss(&format!("Outlet {feed}"), &items)
}

fn one(cache: &Connection, sql: &str) -> i64 {
    cache
        .query_row(sql, [], |row| row.get(0))
        .expect("answered")
}

#[test]
fn a_kill_in_the_middle_of_a_refresh_loses_nothing() {
    let server = Server::start();
    for feed in 0..FEEDS {
        server.feed(&format!("/{feed}"), document(feed, 1));
    }
    let urls: Vec<_> = (0..FEEDS)
        .map(|feed| server.url(&format!("/{feed}")))
        .collect();
    let program = Program::with_feeds(&urls);
    program.ok(&["refresh"]);
    program.ok(&["mark", "read", "article:1", "article:2"]);
    for feed in 0..FEEDS {
        server.feed(&format!("/{feed}"), document(feed, ITEMS));
    }
    for round in 0..8 {
        let mut refresh = program.spawn(&["refresh", "--all"]);
        sleep(Duration::from_millis(10 + 15 * round));
        refresh.kill().expect("killed");
        refresh.wait().expect("ended");
        let cache = Connection::open(program.path("newsfold.db")).expect("opened");
        let integrity: String = cache
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .expect("checked");
        assert_eq!(integrity, "ok");
        assert!(
            one(
                &cache,
                "SELECT count(*) FROM article WHERE read = 1 AND id <= 2"
            ) == 2
        );
    }
    let report = program.json(&["refresh", "--all", "--json"]);
    assert_eq!(report["feeds"]["failed"], 0);
    let cache = Connection::open(program.path("newsfold.db")).expect("opened");
    let articles = i64::try_from(FEEDS * ITEMS).expect("small");
    assert_eq!(
        one(&cache, "SELECT count(*) FROM article"),
        articles,
        "no article is missing or doubled"
    );
    assert_eq!(
        one(&cache, "SELECT count(*) FROM article WHERE story IS NULL"),
        0
    );
    assert_eq!(one(&cache, "SELECT sum(articles) FROM story"), articles);
}

#[test]
fn marks_and_lists_beside_a_refresh_stop_nothing() {
    let server = Server::start();
    for feed in 0..FEEDS {
        server.feed(&format!("/{feed}"), document(feed, ITEMS));
    }
    let urls: Vec<_> = (0..FEEDS)
        .map(|feed| server.url(&format!("/{feed}")))
        .collect();
    let program = Program::with_feeds(&urls);
    program.ok(&["refresh", "--feed", &urls[0]]);
    let mut refresh = program.spawn(&["refresh", "--all", "--json"]);
    let mut marked = true;
    while refresh.try_wait().expect("waited").is_none() {
        program.ok(&["mark", if marked { "read" } else { "unread" }, "article:1"]);
        program.ok(&["stories", "--limit", "1"]);
        marked = !marked;
    }
    let output = refresh.wait_with_output().expect("ended");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let cache = Connection::open(program.path("newsfold.db")).expect("opened");
    let articles = i64::try_from(FEEDS * ITEMS).expect("small");
    assert_eq!(one(&cache, "SELECT count(*) FROM article"), articles);
    let wrong = "SELECT count(*) FROM story WHERE unread <>
                     (SELECT sum(read = 0) FROM article WHERE story = story.id)
                 OR lead NOT IN (SELECT id FROM article)";
    assert_eq!(one(&cache, wrong), 0);
}

#[test]
fn a_feed_that_is_removed_during_a_refresh_takes_no_other_with_it() {
    let server = Server::start();
    for feed in 0..FEEDS {
        server.feed(&format!("/{feed}"), document(feed, ITEMS));
    }
    server.answer(
        "/slow",
        Answer::Later(Duration::from_millis(600), document(99, 3)),
    );
    let mut urls: Vec<_> = (0..FEEDS)
        .map(|feed| server.url(&format!("/{feed}")))
        .collect();
    urls.push(server.url("/slow"));
    let program = Program::with_feeds(&urls);
    let mut refresh = program.spawn(&["refresh", "--json"]);
    while !server.asked().iter().any(|asked| asked.path == "/slow") {
        assert!(refresh.try_wait().expect("waited").is_none(), "ended early");
        std::thread::yield_now();
    }
    program.ok(&["remove", &server.url("/slow")]);
    let output = refresh.wait_with_output().expect("ended");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(program.lines(&["feeds", "--json"]).len(), FEEDS);
    let cache = Connection::open(program.path("newsfold.db")).expect("opened");
    let articles = i64::try_from(FEEDS * ITEMS).expect("small");
    assert_eq!(one(&cache, "SELECT count(*) FROM article"), articles);
}
