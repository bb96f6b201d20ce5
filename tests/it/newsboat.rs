//! A newsboat home, taken over.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    program::{Program, text},
    server::{Server, rss},
};

/// The part of newsboat's cache that is read.
const CACHE: &str = "
    CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
        title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0);
    CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL,
        url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,
        content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL,
        enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
        enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52),
        deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT '');";

const CONFIG: &str = r#"# of a long night
auto-reload yes
reload-time 45
browser "firefox --new-tab '%u'"
player mpv
text-width 72
keep-articles-days 30
bookmark-cmd "~/bin/keep.sh"
include colours
ttrss-password "hush"
bind-key j next
macro k open-in-browser ; \
  quit
swap-title-and-hostname yes
"#;

struct Home {
    folder: TempDir,
    server: Server,
}

impl Home {
    fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().expect("scratch folder"),
            server: Server::start(),
        };
        home.server.feed(
            "/harbour",
            rss(
                "Harbour",
                &[
                    ("1", "Ferry line opens again", "Boats from eight"),
                    ("2", "Market hall gets a roof", "Glass and oak"),
                    ("3", "Night buses run later", "Until three"),
                    ("4", "Library moves uphill", "In autumn"),
                ],
            ),
        );
        let feed = home.server.url("/harbour");
        home.write(
            "urls",
            &format!(
                "# mine\n{feed} \"~Harbour news\" town sea\nexec:~/bin/ink\n\
                 gopher://old.example/1 town\n\"query:Busy:unread_count > 10\"\n"
            ),
        );
        home.write("config", CONFIG);
        home.write("colours", "color listnormal white black\n");
        home.fill_cache(&feed);
        home
    }

    fn fill_cache(&self, feed: &str) {
        let cache = Connection::open(self.path("cache.db")).expect("made");
        cache.execute_batch(CACHE).expect("shaped");
        let items = [
            ("1", "https://outlet.example/1", 0, None, 0),
            ("2", "https://outlet.example/2", 1, Some("As"), 0),
            // The feed gives it another guid now.
            (
                "old-3",
                "https://outlet.example/3?utm_source=feed",
                1,
                None,
                1,
            ),
            ("gone", "https://outlet.example/gone", 0, Some("s"), 0),
        ];
        for (guid, url, unread, flags, deleted) in items {
            cache
                .execute(
                    "INSERT INTO rss_item
                         (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted)
                     VALUES (?1, 'A title', '', ?2, ?3, 0, '', ?4, ?5, ?6)",
                    params![guid, url, feed, unread, flags, deleted],
                )
                .expect("put in");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("written");
    }

    fn import(&self, program: &Program, options: &[&str]) -> Value {
        let folder = self.folder.path().display().to_string();
        program.json(&[&["import", &folder, "--json"], options].concat())
    }
}

/// What the reader did with the article at an address: read, starred, tags.
fn marks(program: &Program, url: &str) -> (bool, bool, String) {
    let article = program.json(&["show", url, "--json"]);
    let cache = Connection::open(program.path("newsfold.db")).expect("opened");
    let tags = cache
        .query_row(
            "SELECT own_tags FROM article WHERE url = ?1",
            [url],
            |row| row.get(0),
        )
        .expect("there");
    (article["read"] == true, article["starred"] == true, tags)
}

fn lines_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("there")
}

#[test]
fn feeds_read_state_and_flags_of_a_newsboat_home_arrive() {
    let home = Home::new();
    let program = Program::new();
    let before = lines_of(&home.path("cache.db"));
    let taken = home.import(&program, &[]);
    assert_eq!(
        (
            &taken["feeds"],
            &taken["tags"],
            &taken["read"],
            &taken["starred"]
        ),
        (&json!(1), &json!(2), &json!(3), &json!(2))
    );
    let feed = &program.lines(&["feeds", "--json"])[0];
    assert_eq!(feed["title"], "Harbour news");
    assert_eq!(feed["tags"], json!(["town", "sea"]));
    program.ok(&["refresh"]);
    let at = |path: &str| marks(&program, &format!("https://outlet.example/{path}"));
    assert_eq!(at("1"), (true, false, "[]".to_owned()));
    assert_eq!(at("2"), (false, true, "[\"flag-A\",\"flag-s\"]".to_owned()));
    assert_eq!(at("3"), (true, false, "[]".to_owned()));
    assert_eq!(at("4"), (false, false, "[]".to_owned()));
    let unread = program.lines(&["stories", "--unread", "--json"]);
    assert_eq!(unread.len(), 2, "{unread:?}");
    assert_eq!(
        lines_of(&home.path("cache.db")),
        before,
        "newsboat's own is as it was"
    );
    assert!(!home.path("cache.db-wal").exists());
}

#[test]
fn marks_come_to_articles_that_are_here_already() {
    let home = Home::new();
    let program = Program::with_feeds(&[home.server.url("/harbour")]);
    program.ok(&["refresh"]);
    program.ok(&["mark", "read", "https://outlet.example/2"]);
    let taken = home.import(&program, &[]);
    assert_eq!((&taken["feeds"], &taken["known"]), (&json!(0), &json!(1)));
    assert!(marks(&program, "https://outlet.example/1").0);
    let second = marks(&program, "https://outlet.example/2");
    assert_eq!(
        (second.0, second.1),
        (true, true),
        "what was read here stays read"
    );
}

#[test]
fn settings_arrive_where_the_reader_says_nothing_else_and_the_rest_is_listed() {
    let home = Home::new();
    let program = Program::new();
    program.write(
        "config.toml",
        "# my own\n[reading]\ntext_width = 90 # wide\n",
    );
    let taken = home.import(&program, &[]);
    assert_eq!(taken["settings"], 5);
    let config = std::fs::read_to_string(program.path("config.toml")).expect("there");
    assert!(
        config.starts_with("# my own\n[reading]\ntext_width = 90 # wide\n"),
        "{config}"
    );
    for line in [
        "interval = \"45m\"",
        "command = [\"firefox\", \"--new-tab\", \"{url}\"]",
        "audio = [\"mpv\"]",
        "video = [\"mpv\"]",
        "days = 30",
    ] {
        assert!(config.contains(line), "{line}: {config}");
    }
    let skipped = taken["skipped"].as_array().expect("a list");
    let places: Vec<_> = skipped
        .iter()
        .map(|left| {
            let place = format!(
                "{}:{}",
                left["file"].as_str().expect("a file"),
                left["line"]
            );
            (place, left["text"].as_str().expect("a text"))
        })
        .collect();
    let expected = [
        ("urls:3", "exec:~/bin/ink"),
        ("urls:4", "gopher://old.example/1"),
        ("urls:5", "query:Busy:unread_count > 10"),
        ("config:2", "auto-reload yes"),
        ("config:6", "text-width 72"),
        ("config:8", "bookmark-cmd \"~/bin/keep.sh\""),
        ("config:10", "ttrss-password …"),
        ("config:11", "bind-key j next"),
        ("config:12", "macro k open-in-browser ; quit"),
        ("config:14", "swap-title-and-hostname yes"),
        ("colours:1", "color listnormal white black"),
    ];
    let expected = expected.map(|(place, text)| (place.to_owned(), text));
    assert_eq!(places, expected);
    for left in skipped {
        let why = left["why"].as_str().expect("a reason");
        assert!(why.ends_with('.') && why.len() > 20, "{left}");
    }
    assert_eq!(skipped[4]["why"], "config.toml says otherwise: 90.");
    let again = home.import(&program, &[]);
    assert_eq!(
        (&again["feeds"], &again["settings"]),
        (&json!(0), &json!(0))
    );
}

#[test]
fn saved_searches_and_ignored_articles_are_in_our_words() {
    let home = Home::new();
    home.write(
        "urls",
        "\"query:Sea, late:unread = \\\"yes\\\" and tags # \\\"sea\\\"\"\n",
    );
    home.write(
        "config",
        "define-filter \"Young\" \"age < 3\"\n\
         ignore-article \"*\" \"title =~ \\\"quiz\\\"\"\n\
         ignore-article \"https://a.example/f\" \"author =~ \\\"Bot\\\"\"\n\
         highlight article \"harbou?r\" red default\n",
    );
    let folder = home.folder.path().display().to_string();
    let program = Program::new();
    let planned = program.ok(&["import", "--dry-run", &folder]);
    let planned: Vec<_> = planned.lines().collect();
    assert_eq!(
        planned,
        [
            "[views] \"Sea, late\" = \"is:unread tag:sea\"",
            "[views] \"Young\" = \"since:3d\"",
            "[[rule]] query = \"title:quiz\", mute = true",
            "[[rule]] query = 'feed:\"https://a.example/f\" (author:Bot)', mute = true",
            "[[highlight]] pattern = \"harbou?r\"",
        ]
    );
    let taken = home.import(&program, &[]);
    assert_eq!(
        (&taken["views"], &taken["rules"]),
        (&json!(2), &json!(3)),
        "{taken}"
    );
    let config = std::fs::read_to_string(program.path("config.toml")).expect("written");
    assert!(
        config.contains("[[highlight]]\npattern = \"harbou?r\""),
        "{config}"
    );
    let said = program.ok(&["config", "check"]);
    assert!(!said.contains("highlight"), "{said}");
}

#[test]
fn a_rehearsal_writes_nothing() {
    let home = Home::new();
    let program = Program::new();
    let folder = home.folder.path().display().to_string();
    let output = program.run(&["import", "--dry-run", &folder]);
    let said = text(&output.stderr);
    assert!(
        said.contains("Would take over 1 feed (0 in the list already) with 2 tags"),
        "{said}"
    );
    assert!(
        said.contains("config:11: bind-key j next: keys go to [keys]"),
        "{said}"
    );
    assert!(text(&output.stdout).contains("[fetch] interval = \"45m\""));
    assert!(!program.path("feeds.toml").exists());
    assert!(!program.path("config.toml").exists());
}

#[test]
fn a_broken_cache_is_named_and_all_else_comes_over() {
    let home = Home::new();
    home.write(
        "cache.db",
        "this was a database once, before the disk was full",
    );
    let program = Program::new();
    let folder = home.folder.path().display().to_string();
    let said = program.fails(1, &["import", &folder]);
    assert!(
        said.contains("is not a cache of newsboat that can be read"),
        "{said}"
    );
    assert!(said.contains("all else was"), "{said}");
    assert_eq!(program.lines(&["feeds", "--json"]).len(), 1);
}

#[test]
fn a_list_that_is_no_text_stops_it_before_anything_is_written() {
    let home = Home::new();
    home.write("urls", "https://a.example/\0\u{1}\u{2}f");
    let program = Program::new();
    let folder = home.folder.path().display().to_string();
    let said = program.fails(1, &["import", &folder]);
    assert!(said.contains("it is not text"), "{said}");
    assert!(!program.path("config.toml").exists());
    let empty = tempfile::tempdir().expect("scratch folder");
    let said = program.fails(1, &["import", &empty.path().display().to_string()]);
    assert!(said.contains("is no home of newsboat"), "{said}");
}

#[test]
fn the_home_is_found_where_newsboat_keeps_it_by_xdg() {
    let home = Home::new();
    let all = tempfile::tempdir().expect("scratch folder");
    let (config, data) = (
        all.path().join(".config/newsboat"),
        all.path().join(".local/share/newsboat"),
    );
    std::fs::create_dir_all(&config).expect("made");
    std::fs::create_dir_all(&data).expect("made");
    std::fs::rename(home.path("urls"), config.join("urls")).expect("moved");
    std::fs::rename(home.path("cache.db"), data.join("cache.db")).expect("moved");
    for folder in [all.path(), &config] {
        let program = Program::new();
        let taken = program.json(&["import", &folder.display().to_string(), "--json"]);
        assert_eq!((&taken["feeds"], &taken["read"]), (&json!(1), &json!(3)));
    }
    let said = text(
        &Program::new()
            .run(&["import", &config.join("urls").display().to_string()])
            .stderr,
    );
    assert!(
        said.contains("marks, saved searches and settings come with"),
        "{said}"
    );
}
