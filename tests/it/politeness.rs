//! Whom the worker asks, when, and what it tells of that.

use std::fs;

use serde_json::{Value, json};

use crate::{
    program::{Program, json_lines, text},
    server::{Answer, Server, rss},
};

const POLITE: &str = "[fetch]\npolite_to_loopback = true\nhost_gap = \"5ms\"\ntimeout = \"5s\"\n";

fn feed(number: u32) -> String {
    let guid = number.to_string();
    rss(
        "Outlet",
        &[(&guid, &format!("Harbour fire {number}"), "Smoke")],
    )
}

fn polite(urls: &[String]) -> Program {
    let program = Program::with_feeds(urls);
    program.write("config.toml", POLITE);
    program
}

impl Program {
    fn refresh_at(&self, time: &str, more: &[&str]) -> Value {
        let arguments = [&["refresh", "--json"], more].concat();
        // All feeds failing is told by the exit, which these tests are not about.
        let output = self.command_at(time, &arguments).output().expect("started");
        serde_json::from_slice(&output.stdout).expect("a report")
    }

    fn feed_at(&self, time: &str, number: usize) -> Value {
        let output = self.command_at(time, &["feeds", "--json"]).output();
        json_lines(&text(&output.expect("started").stdout)).remove(number)
    }
}

#[test]
fn a_busy_host_is_left_alone_with_all_its_feeds_and_no_other_is() {
    let (busy, other) = (Server::start(), Server::start());
    busy.answer("/a", Answer::Busy("900"));
    busy.feed("/b", feed(1));
    busy.feed("/c", feed(2));
    other.feed("/d", feed(3));
    let program = polite(&[
        busy.url("/a"),
        busy.url("/b"),
        busy.url("/c"),
        other.url("/d"),
    ]);
    let report = program.refresh_at("2026-05-07T08:00:00Z", &[]);
    assert_eq!(
        report["feeds"],
        json!({"total":4,"updated":1,"unchanged":0,"failed":1,"skipped":2})
    );
    assert_eq!(report["waiting"][0]["until"], "2026-05-07T08:15:00Z");
    assert_eq!(report["waiting"][0]["feeds"], 3);
    assert_eq!(busy.asked().len(), 1);
    let waiting = program.feed_at("2026-05-07T08:01:00Z", 1);
    assert_eq!(
        (&waiting["state"], &waiting["next_why"]),
        (&json!("new"), &json!("host_waits"))
    );
    assert_eq!(waiting["host_waits"]["asked"], true);
    // Asking for everything is no reason to break a promise; only insisting is.
    program.refresh_at("2026-05-07T08:05:00Z", &["--all"]);
    assert_eq!((busy.asked().len(), other.asked().len()), (1, 2));
    program.refresh_at("2026-05-07T08:06:00Z", &["--all", "--force"]);
    assert_eq!(busy.asked().len(), 2, "once, and no more after that");
    busy.feed("/a", feed(4));
    let report = program.refresh_at("2026-05-07T09:40:00Z", &["--all"]);
    assert_eq!(report["waiting"], json!([]), "one success is enough");
    assert_eq!(report["feeds"]["failed"], 0);
    assert_eq!(busy.asked().len(), 5);
}

#[test]
fn a_redirect_leads_to_no_host_that_asked_for_peace() {
    let (busy, other) = (Server::start(), Server::start());
    busy.answer("/a", Answer::Busy("900"));
    busy.feed("/b", feed(1));
    other.answer("/c", Answer::Redirect(busy.url("/b")));
    let program = polite(&[busy.url("/a")]);
    program.refresh_at("2026-05-07T08:00:00Z", &[]);
    let led = format!("[[feed]]\nurl = \"{}\"\n", other.url("/c"));
    program.write("feeds.toml", &led);
    let report = program.refresh_at("2026-05-07T08:01:00Z", &["--all"]);
    assert_eq!(
        (&report["feeds"]["failed"], &report["feeds"]["skipped"]),
        (&json!(0), &json!(1))
    );
    assert_eq!((busy.asked().len(), other.asked().len()), (1, 1));
    let led = program.feed_at("2026-05-07T08:01:00Z", 0);
    assert_eq!(led["next_why"], "host_waits");
    let report = program.refresh_at("2026-05-07T08:20:00Z", &["--all"]);
    assert_eq!(report["feeds"]["updated"], 1);
    assert_eq!(report["waiting"], json!([]), "it answers again");
}

#[test]
fn feeds_of_many_hosts_that_lead_to_one_go_there_one_after_the_other() {
    let common = Server::start();
    let leading: Vec<Server> = (0..5).map(|_| Server::start()).collect();
    for (number, server) in (0..).zip(&leading) {
        let path = format!("/{number}");
        common.feed(&path, feed(number));
        server.answer("/feed", Answer::Redirect(common.url(&path)));
    }
    let urls: Vec<String> = leading.iter().map(|server| server.url("/feed")).collect();
    let program = polite(&urls);
    program.write("config.toml", &POLITE.replace("5ms", "200ms"));
    let report = program.refresh_at("2026-05-07T08:00:00Z", &[]);
    assert_eq!(report["feeds"]["updated"], 5);
    assert!(report["elapsed_ms"].as_u64() >= Some(800), "four pauses");
}

#[test]
fn a_server_can_name_the_time_to_come_back_at() {
    let server = Server::start();
    server.answer("/a", Answer::Busy("Thu, 07 May 2026 11:00:00 GMT"));
    let program = polite(&[server.url("/a")]);
    let report = program.refresh_at("2026-05-07T08:00:00Z", &[]);
    assert_eq!(report["waiting"][0]["until"], "2026-05-07T11:00:00Z");
    // Where hosts do not count, the feed itself keeps to it.
    let program = Program::with_feeds(&[server.url("/a")]);
    program.refresh_at("2026-05-07T08:00:00Z", &[]);
    let feed = program.feed_at("2026-05-07T08:00:00Z", 0);
    assert_eq!(feed["next_try"], "2026-05-07T11:00:00Z");
    assert_eq!(feed["next_why"], "retry_after");
    let report = program.refresh_at("2026-05-07T09:00:00Z", &["--all"]);
    assert_eq!(report["feeds"]["skipped"], 1);
}

#[test]
fn a_host_that_refuses_is_asked_once_for_all_its_feeds() {
    let program = polite(&[
        "http://127.0.0.1:1/a".to_owned(),
        "http://127.0.0.1:1/b".to_owned(),
    ]);
    let report = program.refresh_at("2026-05-07T08:00:00Z", &[]);
    assert_eq!(
        (&report["feeds"]["failed"], &report["feeds"]["skipped"]),
        (&json!(1), &json!(1))
    );
    let first = report["waiting"][0]["until"].clone();
    let report = program.refresh_at("2026-05-07T08:01:00Z", &["--all"]);
    assert!(report["waiting"][0]["until"].as_str() > first.as_str());
}

#[test]
fn an_address_that_moved_for_good_twice_is_changed_in_the_list() {
    let server = Server::start();
    server.feed("/new", feed(1));
    server.answer("/old", Answer::Moved("/new".into()));
    server.answer("/once", Answer::Redirect("/there".into()));
    server.feed("/there", feed(2));
    server.answer("/twin", Answer::Moved("/there2".into()));
    server.feed("/there2", feed(3));
    let program = Program::new();
    let list = |old: &str| {
        format!(
            "# mine\n[[feed]]\nurl = \"{old}\" # daily\ntags = [\"local\"]\n\n[[feed]]\nurl = \"{}\"\n\
             [[feed]]\nurl = \"{}\"\n[[feed]]\nurl = \"{}\"\n",
            server.url("/once"),
            server.url("/twin"),
            server.url("/there2"),
        )
    };
    program.write("feeds.toml", &list(&server.url("/old")));
    let first = program.refresh_at("2026-05-07T08:00:00Z", &["--all"]);
    assert_eq!(first["moved"], json!([]), "once is not for good");
    let moving = program.feed_at("2026-05-07T08:00:00Z", 0)["moving"].clone();
    assert_eq!(
        (&moving["to"], &moving["times"]),
        (&json!(server.url("/new")), &json!(1))
    );
    let second = program.refresh_at("2026-05-07T09:00:00Z", &["--all"]);
    let moved = second["moved"].as_array().expect("a list");
    let of = |from: &str| {
        let from = json!(server.url(from));
        let found = moved.iter().find(|told| told["from"] == from);
        found.expect("told").clone()
    };
    assert_eq!(moved.len(), 2, "{moved:?}");
    assert_eq!(of("/old")["refused"], Value::Null);
    let twin = of("/twin")["refused"].clone();
    assert!(twin.as_str().expect("told").contains("Another feed"));
    let path = program.path("feeds.toml");
    assert_eq!(
        fs::read_to_string(path).expect("there"),
        list(&server.url("/new"))
    );
    let feed = program.feed_at("2026-05-07T09:00:00Z", 0);
    assert_eq!(feed["url"], json!(server.url("/new")));
    assert_eq!(feed["moved"]["from"], json!(server.url("/old")));
    assert_eq!(feed["items"], 1, "it is the same feed");
    let before = server.asked().len();
    program.refresh_at("2026-05-07T10:00:00Z", &["--feed", &server.url("/new")]);
    assert_eq!(server.asked().len(), before + 1, "no more detours");
}

#[test]
fn a_feed_that_is_gone_is_asked_no_more_until_somebody_asks_for_it() {
    let server = Server::start();
    server.answer("/gone", Answer::Status(410, "Gone"));
    server.feed("/good", feed(1));
    let program = Program::with_feeds(&[server.url("/gone"), server.url("/good")]);
    program.refresh_at("2026-05-07T08:00:00Z", &[]);
    let feed = program.feed_at("2026-05-07T08:00:00Z", 0);
    assert_eq!(
        (&feed["state"], &feed["dead_since"]),
        (&json!("dead"), &json!("2026-05-07T08:00:00Z"))
    );
    let hint = feed["error"]["hint"].as_str().expect("what to do");
    assert!(hint.contains("new address"), "{hint}");
    program.refresh_at("2026-08-07T08:00:00Z", &["--all", "--force"]);
    let asked = |path: &str| {
        let asked = server.asked();
        asked.iter().filter(|asked| asked.path == path).count()
    };
    assert_eq!((asked("/gone"), asked("/good")), (1, 2));
    server.feed("/gone", self::feed(2));
    program.refresh_at("2026-08-07T09:00:00Z", &["--feed", &server.url("/gone")]);
    assert_eq!(asked("/gone"), 2);
    assert_eq!(program.feed_at("2026-08-07T09:00:00Z", 0)["state"], "ok");
}

#[test]
fn a_feed_that_is_missing_for_weeks_is_dead() {
    let server = Server::start();
    let program = Program::with_feeds(&[server.url("/missing"), server.url("/also")]);
    for day in ["07", "14", "21", "28"] {
        program.refresh_at(&format!("2026-05-{day}T08:00:00Z"), &["--all"]);
    }
    let state = || program.feed_at("2026-06-05T08:00:00Z", 0)["state"].clone();
    assert_eq!(state(), "failing");
    server.feed("/also", feed(1));
    program.refresh_at("2026-06-04T08:00:00Z", &["--all"]);
    assert_eq!(state(), "dead");
    assert_eq!(program.feed_at("2026-06-05T08:00:00Z", 1)["state"], "ok");
}

#[test]
fn a_feed_is_due_when_its_server_the_feed_or_the_reader_says() {
    let server = Server::start();
    server.answer(
        "/fresh",
        Answer::With("Cache-Control: max-age=7200\r\nETag: \"1\"\r\n", feed(1)),
    );
    let resting = feed(2).replace(
        "<channel>",
        "<channel><ttl>60</ttl><skipHours><hour>9</hour><hour>10</hour></skipHours>",
    );
    server.feed("/rests", resting);
    server.feed("/own", feed(3));
    let program = Program::new();
    let list = format!(
        "[[feed]]\nurl = \"{}\"\n[[feed]]\nurl = \"{}\"\n[[feed]]\nurl = \"{}\"\ninterval = \"5m\"\n",
        server.url("/fresh"),
        server.url("/rests"),
        server.url("/own")
    );
    program.write("feeds.toml", &list);
    let next = |number: usize| {
        let feed = program.feed_at("2026-05-07T08:10:00Z", number);
        let time = feed["next_try"].as_str().expect("planned")[11..16].to_owned();
        (time, feed["next_why"].as_str().expect("told").to_owned())
    };
    for minutes in ["00", "01"] {
        // The second time nothing is new, and what was said before still holds.
        program.refresh_at(&format!("2026-05-07T08:{minutes}:00Z"), &["--all"]);
        let (time, why) = next(0);
        assert!(("10:00".."10:14").contains(&time.as_str()), "{time}");
        assert_eq!(why, "server_asks");
        assert_eq!(next(1), ("11:00".to_owned(), "skips".to_owned()));
        let (time, why) = next(2);
        assert!(("08:05".."08:08").contains(&time.as_str()), "{time}");
        assert_eq!(why, "own_interval");
    }
    let before = server.asked().len();
    program.refresh_at("2026-05-07T08:30:00Z", &[]);
    assert_eq!(server.asked().len(), before + 1, "only what is due");
}

#[cfg(unix)]
#[test]
fn who_asks_is_told_as_the_reader_wants_and_nobody_else_learns_it() {
    let server = Server::start();
    server.feed("/mine", feed(1));
    server.feed("/plain", feed(2));
    server.feed("/locked", feed(3));
    let program = Program::new();
    let list = format!(
        "[[feed]]\nurl = \"{}\"\ncookie = \"id=cake\"\nuser_agent = \"My reader\"\n\
         headers = [\"X-Key: lemon\"]\n\
         auth = {{ scheme = \"basic\", user = \"me\", command = [\"printf\", \"hunter2\"] }}\n\
         [[feed]]\nurl = \"{}\"\n\
         [[feed]]\nurl = \"{}\"\nauth = {{ scheme = \"bearer\", command = [\"false\", \"lime\"] }}\n",
        server.url("/mine"),
        server.url("/plain"),
        server.url("/locked"),
    );
    program.write("feeds.toml", &list);
    let output = program.run(&["-v", "refresh", "--json"]);
    let asked = server.asked();
    let headers = |path: &str| {
        let found = asked.iter().find(|asked| asked.path == path);
        found.map(|asked| &asked.headers)
    };
    let mine = headers("/mine").expect("asked");
    assert_eq!(mine["authorization"], "Basic bWU6aHVudGVyMg==");
    assert_eq!(
        (mine["cookie"].as_str(), mine["user-agent"].as_str()),
        ("id=cake", "My reader")
    );
    assert_eq!(mine["x-key"], "lemon");
    let plain = headers("/plain").expect("asked");
    assert!(plain["user-agent"].starts_with("newsfold/"));
    for name in ["cookie", "authorization", "referer", "x-key"] {
        assert!(!plain.contains_key(name), "{name}");
    }
    assert!(headers("/locked").is_none(), "not without its password");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let message = report["errors"][0]["message"].as_str().expect("told");
    assert!(message.contains("program false"), "{message}");
    let log = fs::read_to_string(program.path("newsfold.log")).unwrap_or_default();
    let feeds = program.lines(&["feeds", "--json"]);
    let all = format!("{output:?} {log} {feeds:?}");
    for secret in ["hunter2", "bWU6", "lemon", "cake", "lime"] {
        assert!(!all.contains(secret), "{secret} is told");
    }
}

#[test]
fn encryption_that_nobody_checks_is_marked_loudly() {
    let program = Program::new();
    program.write(
        "feeds.toml",
        "[[feed]]\nurl = \"https://127.0.0.1:1/feed\"\ntls = { verify = false }\n",
    );
    let output = program.run(&["refresh", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["unverified"], json!(["https://127.0.0.1:1/feed"]));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("WARNING"), "{said}");
    assert_eq!(program.lines(&["feeds", "--json"])[0]["unverified"], true);
}
