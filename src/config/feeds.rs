//! `feeds.toml`: the feeds the reader chose. Edits from inside the program keep comments and order.

use std::{
    collections::HashSet,
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml_edit::{
    Array, ArrayOfTables, Document, DocumentMut, Item, Table, TableLike, Value, value,
};

use crate::config::{
    Auth, ConfigError, FeedCommand, Secret, TlsChoice,
    error::line_of,
    files::{lock_beside, parse, read_or_empty, set_value, tables_of, write_in_place},
    network::{self, AUTH_KEYS, TLS_KEYS},
    settings::optional_duration,
    unknown::{nearest, unknown_keys},
};

/// How a feed is called that is a command and has no other name.
const EXEC: &str = "exec:";

/// One feed of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FeedEntry {
    /// Its address: of the web, or of a file. A feed that is a command has its name here, which is
    /// `exec:` and the command where the list gives none.
    pub url: String,
    /// The command whose output is the feed.
    pub exec: Option<FeedCommand>,
    /// The command that gets what was fetched and gives the feed.
    pub filter: Option<FeedCommand>,
    /// Name to show instead of the feed's own.
    pub title: Option<String>,
    /// Publisher of all its articles.
    pub publisher: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Time between two fetches.
    #[serde(deserialize_with = "optional_duration")]
    pub interval: Option<Duration>,
    /// Takes no part in grouping when false.
    pub group: Option<bool>,
    /// It is not fetched unless it is asked for by name.
    pub paused: bool,
    /// The full texts of new articles are fetched from their pages after a refresh.
    pub full_text: bool,
    /// Headers to send ("Name: value").
    #[serde(deserialize_with = "network::headers")]
    pub headers: Vec<String>,
    /// What the program calls itself to this host.
    #[serde(deserialize_with = "network::header_value")]
    pub user_agent: Option<String>,
    /// The `Cookie` header.
    #[serde(deserialize_with = "network::cookie")]
    pub cookie: Option<Secret>,
    /// How the reader says who they are.
    #[serde(deserialize_with = "network::auth")]
    pub auth: Option<Auth>,
    /// Address of a proxy; "none" takes none where the environment names one.
    #[serde(deserialize_with = "network::proxy")]
    pub proxy: Option<Secret>,
    /// How encryption is checked.
    #[serde(deserialize_with = "network::tls")]
    pub tls: TlsChoice,
}

impl FeedEntry {
    /// A feed of which only the address is known.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }

    /// A feed that is a command.
    pub fn of_command(command: FeedCommand) -> Self {
        Self {
            url: name_of(&command),
            exec: Some(command),
            ..Self::default()
        }
    }

    /// Puts in what follows from the rest: a name from a command, a command from a name.
    fn completed(mut self) -> Self {
        match &self.exec {
            Some(command) if self.url.is_empty() && !command.is_empty() => {
                self.url = name_of(command);
            }
            None => {
                let line = self.url.strip_prefix(EXEC);
                self.exec = line.map(|line| FeedCommand::Shell(line.to_owned()));
            }
            Some(_) => {}
        }
        self
    }
}

fn name_of(command: &FeedCommand) -> String {
    format!("{EXEC}{}", command.line())
}

/// The name that the feed of a table goes by.
pub(super) fn name_of_table(table: &dyn TableLike) -> Option<String> {
    match table.get("url").and_then(Item::as_str) {
        Some(url) if !url.is_empty() => Some(url.to_owned()),
        _ => {
            let command = FeedCommand::of_item(table.get("exec")?)?;
            (!command.is_empty()).then(|| name_of(&command))
        }
    }
}

/// The feed list on disk.
#[derive(Debug)]
pub struct FeedFile {
    pub(super) path: PathBuf,
    pub(super) document: DocumentMut,
    entries: Vec<FeedEntry>,
    /// Held while the list is being changed.
    _lock: Option<File>,
    /// Keys that mean nothing, a sentence each.
    pub unknown: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Wire {
    #[serde(default)]
    feed: Vec<FeedEntry>,
}

impl Wire {
    pub(super) fn read(path: &Path, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::syntax(path, text, &error))
    }
}

const KNOWN: &[&str] = &["feed"];
const FEED_KEYS: &[&str] = &[
    "url",
    "exec",
    "filter",
    "title",
    "publisher",
    "tags",
    "interval",
    "group",
    "paused",
    "full_text",
    "headers",
    "user_agent",
    "cookie",
    "auth",
    "proxy",
    "tls",
];

impl FeedFile {
    /// Reads the list; a missing file is an empty one.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = read_or_empty(path)?;
        let wire = Wire::read(path, &text)?;
        let document = parse(path, &text)?;
        let mut seen = HashSet::new();
        let entries = wire
            .feed
            .into_iter()
            .map(FeedEntry::completed)
            .filter(|entry| !entry.url.is_empty() && seen.insert(entry.url.clone()))
            .collect();
        let unknown = unknown_in_feeds(&text);
        Ok(Self {
            _lock: None,
            path: path.to_owned(),
            document,
            entries,
            unknown,
        })
    }

    /// Reads the list to change it: until this value is dropped, no other newsfold changes it.
    pub fn edit(path: &Path) -> Result<Self, ConfigError> {
        Ok(Self {
            _lock: Some(lock_beside(path)?),
            ..Self::load(path)?
        })
    }

    /// The feeds in the order of the file, each address once.
    pub fn entries(&self) -> &[FeedEntry] {
        &self.entries
    }

    /// The feed of an address, if it is listed, with whatever scheme and slash at its end.
    pub fn known(&self, url: &str) -> Option<&FeedEntry> {
        let exact = self.entries.iter().find(|entry| entry.url == url);
        let bare = bare_address(url);
        exact.or_else(|| {
            let mut entries = self.entries.iter();
            entries.find(|entry| bare_address(&entry.url) == bare)
        })
    }

    /// Adds a feed at the end; false if its address is listed already.
    pub fn add(&mut self, entry: FeedEntry) -> bool {
        if entry.url.is_empty() || self.entries.iter().any(|known| known.url == entry.url) {
            return false;
        }
        self.tables().push(table_of(&entry));
        self.entries.push(entry);
        true
    }

    /// Takes a feed off the list; false if its address is not listed.
    pub fn remove(&mut self, url: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.url != url);
        self.tables()
            .retain(|table| name_of_table(table).as_deref() != Some(url));
        self.entries.len() < before
    }

    /// Gives a feed another address and leaves all else as it is; false if it is not listed, or if
    /// the other address is.
    pub fn move_to(&mut self, from: &str, to: &str) -> bool {
        if self.entries.iter().any(|entry| entry.url == to) {
            return false;
        }
        let mut moved = false;
        for entry in self.entries.iter_mut().filter(|entry| entry.url == from) {
            to.clone_into(&mut entry.url);
        }
        for table in self.tables().iter_mut() {
            if table.get("url").and_then(Item::as_str) == Some(from) {
                set_value(table, "url", Value::from(to));
                moved = true;
            }
        }
        moved
    }

    /// Whether a feed of the list has that address.
    pub fn has(&self, url: &str) -> bool {
        self.entries.iter().any(|entry| entry.url == url)
    }

    /// The feeds as tables; a list written as `feed = [{ … }]` becomes tables first.
    pub(super) fn tables(&mut self) -> &mut ArrayOfTables {
        tables_of(&mut self.document, "feed")
            .expect("a list of feeds that is none is refused when it is read")
    }

    /// Writes the list, if what it says then can be read again: who could not start with it could
    /// not mend it from inside either.
    pub fn save(&self) -> Result<(), ConfigError> {
        let text = self.text();
        Wire::read(&self.path, &text)?;
        write_in_place(&self.path, &text)
    }
}

/// An address without what makes no other feed of it.
fn bare_address(url: &str) -> &str {
    let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    rest.unwrap_or(url).trim_end_matches('/')
}

fn table_of(entry: &FeedEntry) -> Table {
    let mut table = Table::new();
    let named = entry.exec.as_ref().map(name_of);
    if named.as_ref() != Some(&entry.url) {
        table["url"] = value(&entry.url);
    }
    for (key, command) in [("exec", &entry.exec), ("filter", &entry.filter)] {
        if let Some(command) = command {
            table[key] = command.item();
        }
    }
    for (key, text) in [("title", &entry.title), ("publisher", &entry.publisher)] {
        if let Some(text) = text {
            table[key] = value(text);
        }
    }
    if !entry.tags.is_empty() {
        table["tags"] = value(entry.tags.iter().collect::<Array>());
    }
    if let Some(interval) = entry.interval {
        table["interval"] = value(format!("{}m", interval.as_secs_f64() / 60.0));
    }
    table
}

fn unknown_in_feeds(text: &str) -> Vec<String> {
    let mut sentences = unknown_keys(text, KNOWN);
    let Ok(document) = Document::parse(text) else {
        return sentences;
    };
    for feed in feed_tables(document.get("feed")) {
        let name = name_of_table(feed);
        let name = name.as_deref().unwrap_or("a feed without url");
        for key in ["exec", "filter"] {
            let command = feed.get(key).and_then(FeedCommand::of_item);
            if command.is_some_and(|command| command.is_empty()) {
                sentences.push(format!("{name}: \"{key}\" names no command."));
            }
        }
        unknown_in(feed, "feed", FEED_KEYS, text, &mut sentences);
        for (key, known) in [("auth", AUTH_KEYS), ("tls", TLS_KEYS)] {
            if let Some(inner) = feed.get(key).and_then(Item::as_table_like) {
                unknown_in(inner, key, known, text, &mut sentences);
            }
        }
    }
    sentences
}

fn feed_tables(feeds: Option<&Item>) -> Vec<&dyn TableLike> {
    match feeds {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter().map(|table| table as &dyn TableLike).collect()
        }
        Some(Item::Value(Value::Array(tables))) => tables
            .iter()
            .filter_map(|table| table.as_inline_table().map(|table| table as &dyn TableLike))
            .collect(),
        _ => Vec::new(),
    }
}

fn unknown_in(
    table: &dyn TableLike,
    whose: &str,
    known: &[&str],
    text: &str,
    sentences: &mut Vec<String>,
) {
    for (key, _) in table.iter().filter(|(key, _)| !known.contains(key)) {
        let span = table.key(key).and_then(|key| key.span());
        let line = line_of(text, span.map_or(0, |span| span.start));
        let near = nearest(key, known)
            .map(|near| format!(" Did you mean \"{near}\"?"))
            .unwrap_or_default();
        let of = match whose {
            "feed" => "of a feed".to_owned(),
            inner => format!("of {inner} of a feed"),
        };
        sentences.push(format!(
            "line {line}: \"{key}\" is not a setting {of}.{near}"
        ));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::files;

    const LIST: &str = "# mine\n[[feed]]\nurl = \"https://a.example/feed\" # daily\ntags = [\"world\"]\n\n[[feed]]\nurl = \"https://b.example/feed\"\ninterval = \"2h\"\n";

    fn file_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        files::file_with("feeds.toml", text)
    }

    #[test]
    fn adding_and_removing_keeps_comments_and_order() {
        let (_folder, path) = file_with(LIST);
        let mut file = FeedFile::edit(&path).expect("valid");
        assert!(file.add(FeedEntry {
            tags: vec!["tech".into()],
            ..FeedEntry::new("https://c.example/x")
        }));
        assert!(!file.add(FeedEntry::new("https://a.example/feed")));
        assert!(file.remove("https://b.example/feed"));
        assert!(!file.remove("https://b.example/feed"));
        file.save().expect("saved");
        let text = fs::read_to_string(&path).expect("there");
        assert!(
            text.starts_with("# mine\n[[feed]]\nurl = \"https://a.example/feed\" # daily\n"),
            "{text}"
        );
        let again = FeedFile::load(&path).expect("valid");
        let urls: Vec<_> = again
            .entries()
            .iter()
            .map(|entry| entry.url.as_str())
            .collect();
        assert_eq!(urls, ["https://a.example/feed", "https://c.example/x"]);
        assert_eq!(again.entries()[1].tags, ["tech"]);
    }

    #[test]
    fn a_list_of_inline_tables_can_be_changed_too() {
        for list in ["{ url = \"https://a.example/feed\" }", ""] {
            let (_folder, path) = file_with(&format!("feed = [{list}]\n"));
            let mut file = FeedFile::edit(&path).expect("valid");
            assert!(file.add(FeedEntry::new("https://b.example/feed")));
            assert_eq!(file.remove("https://a.example/feed"), !list.is_empty());
            file.save().expect("saved");
            let again = FeedFile::load(&path).expect("valid");
            let urls: Vec<_> = again.entries().iter().map(|entry| &entry.url).collect();
            assert_eq!(urls, ["https://b.example/feed"]);
        }
    }

    #[test]
    fn many_who_add_at_once_lose_nothing() {
        let (_folder, path) = file_with(LIST);
        std::thread::scope(|scope| {
            for number in 0..12 {
                let path = &path;
                scope.spawn(move || {
                    let mut file = FeedFile::edit(path).expect("valid");
                    file.add(FeedEntry::new(format!("https://n.example/{number}")));
                    file.save().expect("saved");
                });
            }
        });
        assert_eq!(FeedFile::load(&path).expect("valid").entries().len(), 14);
    }

    #[test]
    fn a_missing_list_is_empty_and_can_be_saved() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("deep/feeds.toml");
        let mut file = FeedFile::load(&path).expect("empty");
        assert!(file.entries().is_empty());
        file.add(FeedEntry::new("https://a.example/feed"));
        file.save().expect("saved");
        assert_eq!(FeedFile::load(&path).expect("valid").entries().len(), 1);
    }

    #[test]
    fn a_list_that_could_not_be_read_again_is_not_written() {
        let (_folder, path) = file_with(LIST);
        let mut file = FeedFile::edit(&path).expect("valid");
        file.tables().get_mut(1).expect("two")["tags"] = value(7);
        let error = file.save().expect_err("no tags").to_string();
        assert!(error.contains("line 9"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("there"), LIST);
    }

    #[test]
    fn an_unknown_key_of_a_feed_is_named() {
        let (_folder, path) = file_with("[[feed]]\nurl = \"https://a.example\"\ntag = [\"x\"]\n");
        assert_eq!(
            FeedFile::load(&path).expect("valid").unknown,
            ["line 3: \"tag\" is not a setting of a feed. Did you mean \"tags\"?"]
        );
        let (_folder, path) = file_with(
            "[[feed]]\nurl = \"https://a.example\"\ntls = { verify = true, certificate = \"x\" }\n",
        );
        assert_eq!(
            FeedFile::load(&path).expect("valid").unknown,
            ["line 3: \"certificate\" is not a setting of tls of a feed."]
        );
    }

    #[test]
    fn a_move_changes_one_address_and_nothing_else() {
        let (_folder, path) = file_with(LIST);
        let mut file = FeedFile::edit(&path).expect("valid");
        assert!(!file.move_to("https://a.example/feed", "https://b.example/feed"));
        assert!(!file.move_to("https://x.example/feed", "https://y.example/feed"));
        assert!(file.move_to("https://a.example/feed", "https://a.example/new"));
        file.save().expect("saved");
        assert_eq!(
            fs::read_to_string(&path).expect("there"),
            LIST.replace("a.example/feed", "a.example/new")
        );
    }

    #[test]
    fn a_feed_says_how_it_is_asked() {
        let (_folder, path) = file_with(
            "[[feed]]\nurl = \"https://a.example/f\"\ncookie = \"id=1\"\n\
             proxy = \"socks5://127.0.0.1:9050\"\ntls = { verify = false }\n\
             auth = { scheme = \"basic\", user = \"me\", command = [\"pass\", \"news\"] }\n",
        );
        let file = FeedFile::load(&path).expect("valid");
        let feed = &file.entries()[0];
        assert_eq!(file.unknown, Vec::<String>::new());
        assert!(!feed.tls.verify);
        assert_eq!(
            feed.auth.as_ref().expect("given").source,
            crate::config::SecretSource::Command(vec!["pass".into(), "news".into()])
        );
        assert!(!format!("{feed:?}").contains("id=1"), "secrets stay unseen");
    }

    #[test]
    fn a_wrong_value_is_named_with_its_line_and_without_the_value() {
        let check = |line: &str, says: &str| {
            let (_folder, path) = file_with(&format!(
                "[[feed]]\nurl = \"https://a.example/f\"\n{line}\n"
            ));
            let error = FeedFile::load(&path).expect_err("wrong").to_string();
            assert!(error.contains("line 3") && error.contains(says), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        };
        check("headers = [\"hunter2\"]", "Name: value");
        check("headers = \"X: hunter2\"", "Name: value");
        check("cookie = [\"hunter2\"]", "a cookie is");
        check("proxy = \"hunter2\"", "a proxy is");
        check("auth = \"hunter2\"", "auth is like");
        check(
            "auth = { scheme = \"bearer\", user = \"hunter2\", env = \"X\" }",
            "auth is like",
        );
        check("tls = { verify = \"hunter2\" }", "tls is like");
        check("interval = \"sometimes\"", "not a time");
    }

    #[test]
    fn a_feed_can_be_a_command_or_pass_one() {
        let (_folder, path) = file_with(
            "[[feed]]\nexec = [\"ink\", \"two words\"]\n[[feed]]\nurl = \"exec:a | b\"\n[[feed]]\nurl = \"pens\"\nexec = \"pens --all\"\n[[feed]]\nurl = \"https://a.example/x\"\nfilter = \"sed s,a,b,\"\n[[feed]]\nexec = []\n",
        );
        let mut file = FeedFile::edit(&path).expect("valid");
        let line = |line: &str| Some(FeedCommand::Shell(line.to_owned()));
        let entries = file.entries();
        let urls: Vec<_> = entries.iter().map(|entry| entry.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "exec:ink 'two words'",
                "exec:a | b",
                "pens",
                "https://a.example/x"
            ]
        );
        assert_eq!(entries[1].exec, line("a | b"));
        assert_eq!(
            (&entries[3].exec, &entries[3].filter),
            (&None, &line("sed s,a,b,"))
        );
        assert_eq!(
            file.unknown,
            ["a feed without url: \"exec\" names no command."]
        );
        assert!(file.remove("exec:ink 'two words'"));
        let added = FeedEntry {
            interval: Some(Duration::from_secs(5400)),
            ..FeedEntry::of_command(FeedCommand::Shell("quill \"1\"".to_owned()))
        };
        assert!(file.add(added.clone()));
        assert!(!file.add(added.clone()));
        file.save().expect("saved");
        let again = FeedFile::load(&path).expect("valid");
        assert_eq!(again.entries().len(), 4);
        assert_eq!(again.entries().last(), Some(&added));
    }

    #[test]
    fn an_interval_is_a_time_with_a_unit() {
        let (_folder, path) = file_with(LIST);
        let file = FeedFile::load(&path).expect("valid");
        assert_eq!(file.entries()[1].interval, Some(Duration::from_secs(7200)));
    }
}
