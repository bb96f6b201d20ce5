//! Feeds found behind addresses, commands and files as feeds, lists of other readers.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    program::{Program, text},
    server::{Answer, Server, rss},
};

const FIRE: (&str, &str, &str) = ("fire", "Harbour fire", "Smoke over the quay");
const VOTE: (&str, &str, &str) = ("vote", "Council votes", "On the ferry");

fn atom(title: &str, guid: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{title}</title><entry><id>{guid}</id>\
         <title>Harbour fire</title><link href=\"https://outlet.example/{guid}\"/>\
         <updated>2026-05-07T08:00:00Z</updated></entry></feed>"
    )
}

fn page(server: &Server, path: &str, body: &str) {
    server.answer(path, Answer::Page(format!("<html>{body}</html>")));
}

fn link(kind: &str, href: &str) -> String {
    format!("<link rel=alternate type=\"application/{kind}+xml\" href=\"{href}\">")
}

fn listed(program: &Program) -> Vec<String> {
    let feeds = program.lines(&["feeds", "--json"]);
    let urls = feeds.iter().filter_map(|feed| feed["url"].as_str());
    urls.map(str::to_owned).collect()
}

#[test]
fn of_several_feeds_none_is_added_unasked() {
    let server = Server::start();
    server.feed("/news.xml", rss("News", &[FIRE, VOTE]));
    server.feed("/sport.xml", rss("Sport", &[]));
    server.feed("/comments/feed.xml", rss("Comments", &[VOTE]));
    let links = ["/comments/feed.xml", "/news.xml", "/sport.xml", "/gone.xml"];
    page(&server, "/", &links.map(|href| link("rss", href)).concat());
    let program = Program::new();
    let site = server.url("/");
    let output = program.run(&["add", &site]);
    assert_eq!(output.status.code(), Some(2));
    let list = text(&output.stdout);
    let rows: Vec<&str> = list.lines().collect();
    assert_eq!(rows[0], format!("1  News  {}", server.url("/news.xml")));
    assert_eq!(rows[1], "   RSS, 2 items, newest 08:00");
    assert_eq!(rows[2], format!("2  Sport  {}", server.url("/sport.xml")));
    assert!(rows[5].ends_with(", comments"), "{list}");
    let said = text(&output.stderr);
    assert!(said.contains("newsfold add --all"), "{said}");
    assert!(listed(&program).is_empty());
    program.ok(&["add", "--first", &site]);
    assert_eq!(listed(&program), [server.url("/news.xml")]);
    program.ok(&["add", "--all", &site, "--tag", "town"]);
    assert_eq!(
        listed(&program),
        ["/news.xml", "/sport.xml"].map(|path| server.url(path))
    );
    let asked = server.asked().len();
    let again = text(&program.run(&["add", &server.url("/sport.xml")]).stderr);
    assert!(again.contains("is in the feed list already"), "{again}");
    assert_eq!(server.asked().len(), asked, "nobody was asked for that");
}

#[test]
fn one_feed_in_two_formats_with_comments_is_one_feed() {
    let server = Server::start();
    server.feed("/feed", rss("Ledger", &[FIRE]));
    server.feed("/atom", atom("Ledger", "fire"));
    server.feed("/comments", rss("Comments", &[VOTE]));
    let links = link("rss", "feed") + &link("atom", "atom") + &link("rss", "comments");
    page(&server, "/", &links);
    let program = Program::new();
    let output = program.run(&["add", &server.url("/")]);
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(listed(&program), [server.url("/feed")]);
    assert!(said.contains("The same in another format"), "{said}");
    assert!(said.contains("There are comments, too"), "{said}");
}

#[test]
fn feeds_are_found_behind_links_and_at_usual_places() {
    let server = Server::start();
    server.feed("/syndication", rss("Linked", &[FIRE]));
    page(&server, "/linked", "<a href=/rss-page/rss>Our feeds</a>");
    page(&server, "/rss-page/rss", "<a href=/syndication>RSS</a>");
    server.feed("/blog/feed", rss("Usual", &[FIRE]));
    page(&server, "/blog/", "nothing here");
    let program = Program::new();
    program.ok(&["add", &server.url("/linked")]);
    program.ok(&["add", &server.url("/blog/")]);
    assert_eq!(
        listed(&program),
        ["/syndication", "/blog/feed"].map(|path| server.url(path))
    );
    // An address without a scheme: nobody speaks TLS here, so the plain one is taken.
    let bare = server.url("/other");
    server.feed("/other", rss("Bare", &[VOTE]));
    program.ok(&["add", bare.trim_start_matches("http://")]);
    assert!(listed(&program).contains(&bare));
}

#[test]
fn a_host_is_not_hurried_while_its_feeds_are_looked_for() {
    let server = Server::start();
    let program = Program::new();
    program.write(
        "config.toml",
        "[fetch]\npolite_to_loopback = true\nhost_gap = \"150ms\"\n",
    );
    page(&server, "/", "no feed here");
    let started = Instant::now();
    program.fails(1, &["add", &server.url("/")]);
    let asked = u32::try_from(server.asked().len()).expect("few");
    assert!((3..=9).contains(&asked), "{asked} requests");
    assert!(started.elapsed() >= Duration::from_millis(150) * (asked - 1));
}

#[cfg(unix)]
#[test]
fn a_command_is_a_feed_and_another_changes_one() {
    let server = Server::start();
    server.feed("/x", rss("Outlet", &[FIRE]));
    let program = Program::new();
    program.write("made.xml", &rss("Made", &[VOTE]));
    let made = program.path("made.xml").display().to_string();
    let url = server.url("/x");
    program.write(
        "feeds.toml",
        &format!(
            "[[feed]]\nexec = [\"cat\", \"{made}\"]\ntitle = \"Mine\"\n\
             [[feed]]\nurl = \"{url}\"\nfilter = \"sed s/Harbour/Quayside/\"\n\
             [[feed]]\nurl = \"broken\"\nexec = \"echo 'no ink left' >&2; exit 3\"\n\
             [[feed]]\nurl = \"slow\"\nexec = [\"sleep\", \"60\"]\n"
        ),
    );
    program.write("config.toml", "[fetch]\ntimeout = \"4s\"\n");
    let report = program.json(&["refresh", "--json"]);
    assert_eq!(report["feeds"]["updated"], 2, "{report}");
    let errors = report["errors"].as_array().expect("errors");
    assert_eq!(
        errors[0]["message"],
        "The command ended with exit status 3: no ink left"
    );
    assert_eq!(errors[0]["kind"], "command");
    assert_eq!(errors[1]["message"], "The command had not ended after 4 s.");
    let stories = program.ok(&["stories"]);
    assert!(stories.contains("Quayside fire"), "{stories}");
    assert!(stories.contains("Council votes"), "{stories}");
    let again = program.json(&["refresh", "--all", "--json"]);
    assert_eq!(again["feeds"]["unchanged"], 2, "{again}");
    assert!(
        program
            .fails(2, &["demo", "--headless"])
            .contains("runs none")
    );
}

#[test]
fn an_address_that_leads_to_a_listed_feed_adds_nothing() {
    let server = Server::start();
    server.feed("/feed", rss("Ledger", &[FIRE]));
    server.answer("/old", Answer::Redirect("/feed".to_owned()));
    server.answer("/older", Answer::Moved("/old".to_owned()));
    let program = Program::with_feeds(&[server.url("/feed")]);
    for path in ["/old", "/older"] {
        let output = program.run(&["add", &server.url(path)]);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{said}");
        let leads = format!(
            "{} leads to {}, which",
            server.url(path),
            server.url("/feed")
        );
        assert!(said.contains(&leads), "{said}");
    }
    // The same by a page that names the old address.
    page(&server, "/", &link("rss", "old"));
    let said = text(&program.run(&["add", &server.url("/")]).stderr);
    assert!(said.contains("in the feed list already"), "{said}");
    assert_eq!(listed(&program), [server.url("/feed")]);
    // Two addresses of one feed that is not there yet are one feed.
    let other = Program::new();
    page(
        &server,
        "/both",
        &(link("rss", "old") + &link("rss", "feed")),
    );
    other.ok(&["add", &server.url("/both")]);
    assert_eq!(listed(&other), [server.url("/old")]);
}

#[cfg(unix)]
#[test]
fn a_command_that_gives_no_feed_is_told_of_as_a_command() {
    let program = Program::new();
    let said = program.fails(1, &["add", "exec:echo ink"]);
    assert!(said.contains("Run the command by hand"), "{said}");
    program.write(
        "feeds.toml",
        "[[feed]]\nurl = \"ink\"\nexec = \"echo ink\"\n",
    );
    let report = program.run(&["refresh", "--json"]);
    let report: Value = serde_json::from_slice(&report.stdout).expect("a report");
    let hint = report["errors"][0]["hint"].as_str().expect("a hint");
    assert!(hint.contains("Run the command by hand"), "{hint}");
    assert!(program.ok(&["feeds"]).contains(hint));
}

#[test]
fn the_list_of_feeds_tells_times_by_the_readers_clock() {
    let server = Server::start();
    server.feed("/named", rss("Ledger", &[FIRE]));
    server.feed("/nameless", rss("", &[VOTE]));
    let program = Program::with_feeds(&[server.url("/named"), server.url("/nameless")]);
    program.ok(&["refresh"]);
    let mut command = program.command(&["feeds"]);
    // Two hours ahead of UTC, in the way that POSIX writes it.
    let output = command.env("TZ", "XXX-2").output().expect("started");
    let told = text(&output.stdout);
    let rows: Vec<&str> = told.lines().collect();
    assert_eq!(rows[0], format!("Ledger  {}", server.url("/named")));
    assert_eq!(rows[1], "  1 unread of 1, fetched 14:00");
    assert!(rows[2].starts_with("  next "), "{told}");
    assert_eq!(rows[3], server.url("/nameless"), "an address is no name");
    assert!(!told.contains("2026"), "{told}");
}

#[test]
fn stories_of_any_length_of_time_can_be_asked_for() {
    let server = Server::start();
    server.feed("/a", rss("Ledger", &[FIRE]));
    let program = Program::with_feeds(&[server.url("/a")]);
    program.ok(&["refresh"]);
    for since in ["5h", "4000d", "99999999999999999999w"] {
        let stories = program.lines(&["stories", "--since", since, "--json"]);
        assert_eq!(stories.len(), 1, "{since}");
    }
    assert!(
        program
            .lines(&["stories", "--since", "3h", "--json"])
            .is_empty()
    );
    let said = program.fails(2, &["stories", "--since", "long ago"]);
    assert!(said.contains("is not a time like 90m, 24h or 2d"), "{said}");
}

#[cfg(unix)]
#[test]
fn files_and_commands_are_added_once_they_were_read() {
    let program = Program::new();
    program.write("made.xml", &rss("Made", &[VOTE]));
    let path = program.path("made.xml").display().to_string();
    program.ok(&["add", &path, &format!("exec:cat {path} | cat")]);
    let urls = listed(&program);
    assert!(urls[0].starts_with("file:///"), "{urls:?}");
    assert_eq!(urls[1], format!("exec:cat {path} | cat"));
    let list = std::fs::read_to_string(program.path("feeds.toml")).expect("written");
    assert!(
        list.contains(&format!("exec = \"cat {path} | cat\"")),
        "{list}"
    );
    // The same report by two feeds is one article.
    assert_eq!(program.lines(&["stories", "--json"]).len(), 1);
    std::fs::remove_file(&path).expect("removed");
    let output = program.run(&["refresh", "--all", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let kinds: Vec<_> = report["errors"].as_array().into_iter().flatten().collect();
    assert!(
        kinds.iter().any(|error| error["kind"] == "file"),
        "{report}"
    );
    assert!(
        program
            .fails(1, &["add", "exec:no-such-quill"])
            .contains("exit status 127")
    );
    program.write("page.html", "<html>no feed</html>");
    let page = program.path("page.html").display().to_string();
    program.fails(1, &["add", &page]);
    assert_eq!(listed(&program).len(), 2);
    program.ok(&["remove", &urls[1]]);
    assert_eq!(listed(&program), urls[..1]);
}

#[test]
fn lists_of_other_readers_lose_nothing() {
    let program = Program::new();
    program.write(
        "urls",
        "https://a.example/x town \"~The A\"\nhttps://a.example/x again\n\"exec:ink --all\" made\n\
         \"filter:tac:https://b.example/x\"\n\"query:New:unread = \\\"yes\\\"\"\ngopher://c.example/\n",
    );
    let urls = program.path("urls").display().to_string();
    let said = text(&program.run(&["import", &urls]).stderr);
    assert!(
        said.contains("Left out: exec:ink --all (it runs a command)"),
        "{said}"
    );
    assert!(said.contains("newsfold import --commands"), "{said}");
    assert!(said.contains("Left out: query:New"), "{said}");
    assert!(
        said.contains("1 feed added, 0 in the list already, 1 named more than once, 4 left out"),
        "{said}"
    );
    program.ok(&["import", "--commands", &urls]);
    let feeds = program.lines(&["feeds", "--json"]);
    assert_eq!(feeds[0]["title"], "The A");
    assert_eq!(feeds[0]["tags"], json!(["town", "again"]));
    assert_eq!(
        listed(&program)[1..],
        ["exec:ink --all", "https://b.example/x"]
    );
    let opml = program.ok(&["export"]);
    program.write("mine.opml", &opml);
    let other = Program::new();
    let mine = program.path("mine.opml").display().to_string();
    other.ok(&["import", "--commands", &mine]);
    let mut theirs = listed(&other);
    let mut ours = listed(&program);
    theirs.sort();
    ours.sort();
    assert_eq!(theirs, ours);
}
