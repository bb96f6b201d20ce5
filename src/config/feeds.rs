//! `feeds.toml`: the feeds the reader chose. Edits from inside the program keep comments and order.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::config::{ConfigError, Directories, settings::optional_duration, unknown::unknown_keys};

/// One feed of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FeedEntry {
    /// Its address.
    pub url: String,
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
    /// Headers to send ("Name: value").
    pub headers: Vec<String>,
    /// What the program calls itself to this host.
    pub user_agent: Option<String>,
}

impl FeedEntry {
    /// A feed of which only the address is known.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }
}

/// The feed list on disk.
#[derive(Debug)]
pub struct FeedFile {
    path: PathBuf,
    document: DocumentMut,
    entries: Vec<FeedEntry>,
    /// Keys that mean nothing, a sentence each.
    pub unknown: Vec<String>,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    feed: Vec<FeedEntry>,
}

const KNOWN: &[&str] = &["feed"];
const FEED_KEYS: &[&str] = &[
    "url",
    "title",
    "publisher",
    "tags",
    "interval",
    "group",
    "headers",
    "user_agent",
];

impl FeedFile {
    /// Reads the list; a missing file is an empty one.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigError::file("read", path, error)),
        };
        let wire: Wire =
            toml::from_str(&text).map_err(|error| ConfigError::syntax(path, &text, &error))?;
        let document = text
            .parse::<DocumentMut>()
            .map_err(|error| ConfigError::Syntax {
                path: path.to_owned(),
                line: 1,
                message: error.to_string(),
            })?;
        let mut seen = HashSet::new();
        let entries = wire
            .feed
            .into_iter()
            .filter(|entry| !entry.url.is_empty() && seen.insert(entry.url.clone()))
            .collect();
        let unknown = unknown_in_feeds(&text, &document);
        Ok(Self {
            path: path.to_owned(),
            document,
            entries,
            unknown,
        })
    }

    /// The feeds in the order of the file, each address once.
    pub fn entries(&self) -> &[FeedEntry] {
        &self.entries
    }

    /// Adds a feed at the end; false if its address is listed already.
    pub fn add(&mut self, entry: FeedEntry) -> bool {
        if entry.url.is_empty() || self.entries.iter().any(|known| known.url == entry.url) {
            return false;
        }
        if let Some(feeds) = self
            .document
            .entry("feed")
            .or_insert(Item::ArrayOfTables(ArrayOfTables::new()))
            .as_array_of_tables_mut()
        {
            feeds.push(table_of(&entry));
        }
        self.entries.push(entry);
        true
    }

    /// Takes a feed off the list; false if its address is not listed.
    pub fn remove(&mut self, url: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.url != url);
        if let Some(feeds) = self
            .document
            .get_mut("feed")
            .and_then(Item::as_array_of_tables_mut)
        {
            feeds.retain(|table| table.get("url").and_then(Item::as_str) != Some(url));
        }
        self.entries.len() < before
    }

    /// Writes the list: a new file beside the old one, then put in its place, so that a crash
    /// leaves one or the other whole.
    pub fn save(&self) -> Result<(), ConfigError> {
        Directories::prepare(&self.path)?;
        let fresh = self.path.with_extension("toml.new");
        write_private(&fresh, self.document.to_string().as_bytes())
            .and_then(|()| fs::rename(&fresh, &self.path))
            .map_err(|error| ConfigError::file("write", &self.path, error))
    }
}

/// Headers may hold secrets, so only the owner may read the file.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn table_of(entry: &FeedEntry) -> Table {
    let mut table = Table::new();
    table["url"] = value(&entry.url);
    for (key, text) in [("title", &entry.title), ("publisher", &entry.publisher)] {
        if let Some(text) = text {
            table[key] = value(text);
        }
    }
    if !entry.tags.is_empty() {
        table["tags"] = value(entry.tags.iter().collect::<Array>());
    }
    table
}

fn unknown_in_feeds(text: &str, document: &DocumentMut) -> Vec<String> {
    let mut sentences = unknown_keys(text, KNOWN);
    for table in document
        .get("feed")
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten()
    {
        let name = table
            .get("url")
            .and_then(Item::as_str)
            .unwrap_or("a feed without url");
        for (key, _) in table.iter().filter(|(key, _)| !FEED_KEYS.contains(key)) {
            let near = crate::config::unknown::nearest(key, FEED_KEYS)
                .map(|near| format!(" Did you mean \"{near}\"?"))
                .unwrap_or_default();
            sentences.push(format!(
                "{name}: \"{key}\" is not a setting of a feed.{near}"
            ));
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# mine\n[[feed]]\nurl = \"https://a.example/feed\" # daily\ntags = [\"world\"]\n\n[[feed]]\nurl = \"https://b.example/feed\"\ninterval = \"2h\"\n";

    fn file_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("feeds.toml");
        fs::write(&path, text).expect("written");
        (folder, path)
    }

    #[test]
    fn adding_and_removing_keeps_comments_and_order() {
        let (_folder, path) = file_with(LIST);
        let mut file = FeedFile::load(&path).expect("valid");
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
    fn an_unknown_key_of_a_feed_is_named() {
        let (_folder, path) = file_with("[[feed]]\nurl = \"https://a.example\"\ntag = [\"x\"]\n");
        assert_eq!(
            FeedFile::load(&path).expect("valid").unknown,
            ["https://a.example: \"tag\" is not a setting of a feed. Did you mean \"tags\"?"]
        );
    }

    #[test]
    fn an_interval_is_a_time_with_a_unit() {
        let (_folder, path) = file_with(LIST);
        let file = FeedFile::load(&path).expect("valid");
        assert_eq!(file.entries()[1].interval, Some(Duration::from_secs(7200)));
    }
}
