//! Fetching from a loopback server into the cache.

use std::{io::Write, process::Stdio};

use serde_json::json;

use crate::{
    program::{Program, json_lines, text},
    server::{Answer, Server, rss},
};

#[test]
fn a_second_fetch_asks_with_validators_and_brings_nothing_twice() {
    let server = Server::start();
    server.feed(
        "/a",
        rss("Outlet", &[("1", "Harbour fire", "Smoke over the quay")]),
    );
    let program = Program::with_feeds(&[server.url("/a")]);
    let first = program.json(&["refresh", "--json"]);
    assert_eq!(
        first["feeds"],
        json!({"total":1,"updated":1,"unchanged":0,"failed":0,"skipped":0})
    );
    assert_eq!(first["articles"], json!({"new":1,"updated":0}));
    assert_eq!(first["stories"], json!({"new":1,"grown":0}));
    let second = program.json(&["refresh", "--all", "--json"]);
    assert_eq!(second["feeds"]["unchanged"], 1);
    assert_eq!(second["articles"]["new"], 0);
    assert!(server.asked()[1].headers.contains_key("if-none-match"));
    let not_due = program.json(&["refresh", "--json"]);
    assert_eq!(not_due["feeds"]["skipped"], 1);
    assert_eq!(server.asked().len(), 2, "what is not due is not asked");
}

#[test]
fn one_bad_feed_stops_no_other_and_is_reported_with_its_cause() {
    let server = Server::start();
    server.feed("/good", rss("Outlet", &[("1", "Harbour fire", "Smoke")]));
    server.answer("/down", Answer::Status(503, "Service Unavailable"));
    server.answer(
        "/page",
        Answer::Page("<html><body>Please log in</body></html>".into()),
    );
    server.answer("/endless", Answer::Endless);
    server.answer("/silent", Answer::Silence);
    server.answer("/loop", Answer::Redirect("/loop".into()));
    let urls =
        ["/good", "/down", "/page", "/endless", "/silent", "/loop"].map(|path| server.url(path));
    let refused = "http://127.0.0.1:1/feed".to_owned();
    let program = Program::with_feeds(&[urls.as_slice(), &[refused]].concat());
    program.write(
        "config.toml",
        "[fetch]\ntimeout = \"4s\"\nbody_limit_mb = 1\n",
    );
    let report = program.json(&["refresh", "--json"]);
    assert_eq!(report["feeds"]["updated"], 1);
    assert_eq!(report["feeds"]["failed"], 6);
    let errors = report["errors"].as_array().expect("a list");
    let kind = |end: &str| {
        let error = errors
            .iter()
            .find(|error| error["feed"].as_str().is_some_and(|url| url.ends_with(end)));
        error.expect("reported")["kind"]
            .as_str()
            .expect("a kind")
            .to_owned()
    };
    assert_eq!(kind("/down"), "http");
    assert_eq!(kind("/page"), "not_a_feed");
    assert_eq!(kind("/endless"), "too_large");
    assert_eq!(kind("/silent"), "timeout");
    assert_eq!(kind("/loop"), "http");
    assert_eq!(kind(":1/feed"), "connect");
    assert_eq!(
        errors[0]["message"],
        "The server answered 503 Service Unavailable."
    );
    assert!(errors[0]["next_try"].as_str() > errors[0]["since"].as_str());
}

#[test]
fn a_page_in_the_place_of_a_feed_leaves_the_old_items() {
    let server = Server::start();
    server.feed("/a", rss("Outlet", &[("1", "Harbour fire", "Smoke")]));
    let program = Program::with_feeds(&[server.url("/a")]);
    program.ok(&["refresh"]);
    server.answer(
        "/a",
        Answer::Page("<!doctype html><title>403 ERROR</title>".into()),
    );
    program.fails(1, &["refresh", "--all"]);
    let feed = &program.lines(&["feeds", "--json"])[0];
    assert_eq!(
        (&feed["state"], &feed["items"]),
        (&json!("failing"), &json!(1))
    );
    assert_eq!(program.lines(&["stories", "--json"]).len(), 1);
}

#[test]
fn a_changed_item_is_an_update_and_not_a_new_article() {
    let server = Server::start();
    server.feed(
        "/a",
        rss("Outlet", &[("1", "Harbour fire", "Two hundred hurt")]),
    );
    let program = Program::with_feeds(&[server.url("/a")]);
    program.ok(&["refresh"]);
    server.feed(
        "/a",
        rss(
            "Outlet",
            &[("1", "Harbour fire", "Two hundred and twenty hurt")],
        ),
    );
    let report = program.json(&["refresh", "--all", "--json"]);
    assert_eq!(report["articles"], json!({"new":0,"updated":1}));
    let article = program.json(&["show", "article:1", "--json"]);
    assert_eq!(article["revisions"], 1);
    assert_eq!(article["earlier"][0]["text"], "Two hundred hurt");
    assert_eq!(article["text"], "Two hundred and twenty hurt");
}

#[test]
fn s20_what_changed_in_an_article_is_told_without_the_noise() {
    let texts = [
        "<p>Updated 2 hours ago</p><p>The fire at the quay hurt 200 people. It began at noon.</p>",
        "<p>Updated 1 minute ago</p><p>The fire at the quay hurt at least 220 people. It began at noon.</p><p>Nobody was killed.</p>",
    ];
    let server = Server::start();
    let program = Program::with_feeds(&[server.url("/a")]);
    for text in texts.map(|text| text.replace('<', "&lt;")) {
        server.feed("/a", rss("Outlet", &[("1", "At the quay", &text)]));
        program.ok(&["refresh", "--all"]);
    }
    let article = program.json(&["show", "article:1", "--json"]);
    let change = &article["changes"][0];
    assert_eq!(change["until"], article["earlier"][0]["until"]);
    assert_eq!(
        (
            &change["title_changed"],
            &change["added_words"],
            &change["removed_words"]
        ),
        (&json!(false), &json!(6), &json!(1)),
        "{change}"
    );
    assert_eq!(
        change["hunks"],
        json!([
            {"removed": "200", "added": "at least 220"},
            {"removed": "", "added": "Nobody was killed."},
        ])
    );
    let story = article["story"].as_str().expect("an id");
    let story = program.json(&["show", story, "--json"]);
    let timeline = story["timeline"].as_array().expect("a list");
    let updated = timeline.iter().find(|moment| moment["what"] == "updated");
    assert_eq!(
        updated.expect("told")["brought"],
        "1 sentence added, 1 figure changed"
    );
    let shown = program.ok(&["show", "article:1", "--text"]);
    for line in [
        "What changed",
        "- 200",
        "+ at least 220",
        "+ Nobody was killed.",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
    let shown = program.ok(&["show", "article:1", "--markdown"]);
    let line = "- The fire at the quay hurt ~~200~~ **at least 220** people.";
    assert!(
        shown.contains("### What changed") && shown.contains(line),
        "{shown}"
    );
    let shown = program.ok(&["show", "article:1", "--html"]);
    assert!(
        shown.contains("<del>200</del> <ins>at least 220</ins>"),
        "{shown}"
    );
}

#[test]
fn s20_a_read_article_whose_text_changes_is_changed_and_not_unread() {
    let english = [
        "<p>Updated 2 hours ago</p><p>📁 Ports · 👁 8 views</p><p>Two hundred hurt at the quay.</p>",
        "<p>Updated 3 hours ago</p><p>📁 Ports · 👁 94 views</p><p>Two hundred hurt at the quay.</p>",
        "<p>Updated 1 minute ago</p><p>📁 Ports · 👁 99 views</p><p>Ninety hurt at the quay.</p>",
    ];
    let german = [
        "Die Fähre kam um acht. [12 Kommentare]",
        "Die Fähre kam um acht. [19 Kommentare]",
        "Die Fähre kam um neun. [19 Kommentare]",
    ];
    for texts in [english, german] {
        let texts = texts.map(|text| text.replace('<', "&lt;"));
        let server = Server::start();
        let shows = |text: &str| server.feed("/a", rss("Outlet", &[("1", "At the quay", text)]));
        shows(&texts[0]);
        let program = Program::with_feeds(&[server.url("/a")]);
        program.ok(&["refresh"]);
        program.ok(&["mark", "read", "article:1"]);
        let state = || {
            program.ok(&["refresh", "--all"]);
            let article = program.json(&["show", "article:1", "--json"]);
            (
                article["read"] == true,
                article["changed"] == true,
                article["revisions"].as_u64(),
            )
        };
        shows(&texts[1]);
        assert_eq!(state(), (true, false, Some(0)), "counters and times go on");
        shows(&texts[2]);
        assert_eq!(state(), (true, true, Some(1)), "{}", texts[2]);
    }
}

#[test]
fn passwords_go_to_no_other_server() {
    let (server, other) = (Server::start(), Server::start());
    other.feed("/feed", rss("Outlet", &[("1", "Harbour fire", "Smoke")]));
    server.answer("/old", Answer::Redirect(other.url("/feed")));
    let program = Program::new();
    let list = format!(
        "[[feed]]\nurl = \"{}\"\nheaders = [\"Authorization: Bearer secret\"]\n",
        server.url("/old")
    );
    program.write("feeds.toml", &list);
    assert_eq!(program.json(&["refresh", "--json"])["articles"]["new"], 1);
    assert_eq!(server.asked()[0].headers["authorization"], "Bearer secret");
    assert!(!other.asked()[0].headers.contains_key("authorization"));
}

#[test]
fn redirects_are_followed() {
    let server = Server::start();
    server.feed("/new", rss("Outlet", &[("1", "Harbour fire", "Smoke")]));
    server.answer("/old", Answer::Redirect("/new".into()));
    let program = Program::with_feeds(&[server.url("/old")]);
    assert_eq!(program.json(&["refresh", "--json"])["articles"]["new"], 1);
    assert_eq!(
        program.lines(&["feeds", "--json"])[0]["url"],
        server.url("/old").as_str()
    );
}

#[test]
fn a_second_refresh_says_who_is_at_it_and_is_no_failure() {
    let server = Server::start();
    server.answer("/silent", Answer::Silence);
    let program = Program::with_feeds(&[server.url("/silent")]);
    let mut first = program.spawn(&["refresh"]);
    while server.asked().is_empty() {
        assert!(
            first.try_wait().expect("waited").is_none(),
            "the first refresh ended early"
        );
        std::thread::yield_now();
    }
    let second = program.run(&["refresh", "--json"]);
    first.kill().expect("killed");
    first.wait().expect("ended");
    assert!(second.status.success());
    let said = text(&second.stderr);
    assert!(said.contains(&format!("process {}", first.id())), "{said}");
}

#[test]
fn marks_stars_and_removal_work_from_scripts() {
    let server = Server::start();
    server.feed(
        "/a",
        rss(
            "Outlet",
            &[("1", "Harbour fire", "Smoke"), ("2", "Budget vote", "Tax")],
        ),
    );
    let program = Program::with_feeds(&[server.url("/a")]);
    program.ok(&["refresh"]);
    program.ok(&["mark", "star", "article:1"]);
    program.ok(&["mark", "read", "https://outlet.example/2?utm_source=feed"]);
    assert_eq!(program.lines(&["stories", "--unread", "--json"]).len(), 1);
    assert_eq!(program.lines(&["stories", "is:starred", "--json"]).len(), 1);
    assert!(
        program
            .fails(2, &["mark", "read", "nonsense"])
            .contains("not story:ID")
    );
    assert!(
        program
            .fails(1, &["mark", "read", "story:99"])
            .contains("not in the cache")
    );
    program.ok(&["remove", &server.url("/a")]);
    let left = program.lines(&["stories", "--json"]);
    assert_eq!(left.len(), 1, "the starred article stays");
    assert_eq!(left[0]["headline"], "Harbour fire");
    assert!(program.lines(&["feeds", "--json"]).is_empty());
}

#[test]
fn the_feed_of_a_site_is_found_added_and_fetched() {
    let server = Server::start();
    server.feed(
        "/posts.xml",
        rss("Outlet", &[("1", "Harbour fire", "Smoke")]),
    );
    server.answer("/", Answer::Page(
        "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/posts.xml\"></head></html>".into(),
    ));
    let program = Program::new();
    program.ok(&["add", &server.url("/"), "--tag", "local"]);
    let feeds = program.lines(&["feeds", "--json"]);
    assert_eq!(feeds[0]["url"], server.url("/posts.xml").as_str());
    assert_eq!(feeds[0]["tags"], json!(["local"]));
    assert_eq!(program.lines(&["stories", "--json"]).len(), 1);
    server.answer("/empty", Answer::Page("<html>nothing</html>".into()));
    assert!(
        program
            .fails(1, &["add", &server.url("/empty")])
            .contains("No feed was found")
    );
    assert!(
        program
            .fails(2, &["add", "ftp://x.example"])
            .contains("not a web address")
    );
}

#[test]
fn lists_go_in_and_out_and_nothing_is_doubled() {
    let program = Program::new();
    program.write(
        "urls",
        "https://a.example/feed news \"~Paper A\"\nhttps://b.example/feed\n# comment\n",
    );
    let urls = program.path("urls");
    program.ok(&["import", &urls.display().to_string()]);
    program.ok(&["import", &urls.display().to_string()]);
    let feeds = program.lines(&["feeds", "--json"]);
    assert_eq!(feeds.len(), 2);
    assert_eq!(
        (&feeds[0]["title"], &feeds[0]["tags"]),
        (&json!("Paper A"), &json!(["news"]))
    );
    let opml = program.path("out.opml").display().to_string();
    program.ok(&["export", "--opml", &opml]);
    let other = Program::new();
    other.ok(&["import", &opml]);
    let moved = other.lines(&["feeds", "--json"]);
    let paper = moved
        .iter()
        .find(|feed| feed["url"] == "https://a.example/feed");
    assert_eq!(
        paper.map(|feed| (&feed["title"], &feed["tags"])),
        Some((&json!("Paper A"), &json!(["news"])))
    );
    assert_eq!(moved.len(), 2);
}

#[test]
fn group_is_a_filter_in_input_order() {
    let program = Program::new();
    let line = |id: &str, title: &str, source: &str| {
        json!({"id": id, "title": title, "source": source, "published": "2026-05-07T08:00:00Z",
               "text": "Firefighters in Oldhaven fought a blaze at the Merrow cannery on Tuesday; 14 people were hurt."})
        .to_string()
    };
    let input = [
        line("a", "Blaze at Merrow cannery in Oldhaven hurts 14", "One"),
        json!({"id": 7, "title": "Parliament passes the budget", "text": "A tax on sugar was dropped."}).to_string(),
        line("b", "Fourteen hurt in Oldhaven as Merrow cannery burns", "Two"),
    ]
    .join("\n");
    let mut child = program
        .command(&["group", "--explain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(input.as_bytes())
        .expect("written");
    let output = child.wait_with_output().expect("ended");
    let lines = json_lines(&text(&output.stdout));
    assert_eq!(
        lines
            .iter()
            .map(|line| line["id"].clone())
            .collect::<Vec<_>>(),
        [json!("a"), json!(7), json!("b")]
    );
    assert_eq!(lines[0]["story"], lines[2]["story"]);
    assert_ne!(lines[0]["story"], lines[1]["story"]);
    assert_eq!(lines[2]["why"]["with"], "a");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let server = Server::start();
    let items: Vec<(String, String)> = (0..400)
        .map(|n| {
            (
                n.to_string(),
                format!("Headline number {n} {}", "long ".repeat(30)),
            )
        })
        .collect();
    let items: Vec<_> = items
        .iter()
        .map(|(guid, title)| (guid.as_str(), title.as_str(), "Text"))
        .collect();
    server.feed("/a", rss("Outlet", &items));
    let program = Program::with_feeds(&[server.url("/a")]);
    program.ok(&["refresh"]);
    let mut child = program.spawn(&["stories", "--json"]);
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stderr.is_empty());
}

#[test]
fn configuration_mistakes_are_named_and_cost_nothing() {
    let program = Program::new();
    program.write("config.toml", "[fetch]\nat_onec = 3\n");
    let output = program.run(&["config", "print"]);
    assert!(output.status.success());
    assert!(text(&output.stderr).contains("Did you mean \"fetch.at_once\"?"));
    program.write("config.toml", "[fetch\n");
    assert!(
        program
            .fails(2, &["stories"])
            .contains("config.toml is not understood, line 1")
    );
    program.write("config.toml", "");
    assert!(
        program
            .fails(2, &["stories", "is:green"])
            .contains("at character 4")
    );
    program.fails(2, &["nonsense"]);
}

#[test]
#[cfg(target_os = "linux")]
fn an_interruption_ends_commands_with_all_that_they_started() {
    use crate::program::wait_until_running;
    use rustix::process::{Pid, Signal, kill_process};
    let program = Program::new();
    let list = "[[feed]]\nurl = \"exec:slow\"\nexec = \"sleep 4417.1 & sleep 4417.1\"\n";
    program.write("feeds.toml", list);
    let mut refresh = program.spawn(&["refresh"]);
    wait_until_running("4417.1", 2);
    let id = i32::try_from(refresh.id()).expect("small");
    let id = Pid::from_raw(id).expect("some process");
    kill_process(id, Signal::INT).expect("interrupted");
    assert_eq!(refresh.wait().expect("ended").code(), Some(130));
    wait_until_running("4417.1", 0);
}

#[test]
fn what_comes_with_an_article_is_shown_with_how_long_it_runs() {
    let server = Server::start();
    server.feed(
        "/feed",
        "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel>\
         <title>Quay Talk</title><item><guid>1</guid><title>Lock nine</title>\
         <description>A talk with the keeper.</description><itunes:duration>62:03</itunes:duration>\
         <enclosure url=\"https://cast.example/nine.mp3\" type=\"audio/mpeg\" length=\"12300000\"/>\
         </item></channel></rss>",
    );
    let program = Program::with_feeds(&[server.url("/feed")]);
    program.ok(&["refresh"]);
    let show = |more: &[&str]| program.ok(&[&["show", "article:1"], more].concat());
    let facts = "(audio · 1:02:03 · 12.3 MB · audio/mpeg)";
    let url = "https://cast.example/nine.mp3";
    assert!(show(&[]).contains(&format!("Enclosure: {url} {facts}\n")));
    assert!(show(&["--markdown"]).ends_with(&format!("keeper.\n\n- <{url}> {facts}\n")));
    let html = format!("</p>\n<p><a href=\"{url}\">nine.mp3</a> {facts}</p>\n</article>\n");
    assert!(show(&["--html"]).ends_with(&html), "{}", show(&["--html"]));
    let shown = program.json(&["show", "article:1", "--json"]);
    assert_eq!(
        shown["enclosures"][0],
        serde_json::json!({"url": url, "media_type": "audio/mpeg", "bytes": 12_300_000, "duration": 3723})
    );
}
