//! A newsboat home taken over: its feeds, what was read and flagged, saved searches, ignored
//! articles and settings. First everything is read, so that a file that cannot be read stops it
//! before anything is written; what cannot be taken over is listed with the reason.

mod screen;
mod settings;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rustc_hash::FxHashSet;
use serde::Serialize;
use toml_edit::{Table, value};

use crate::{
    config::{ConfigError, ConfigFile, FeedFile, Put, Settings},
    ingest::{
        ConfigLine, FeedList, IngestError, canonical_url, clean_line, query_of_filter,
        read_feed_address, read_feed_list, read_newsboat_config,
    },
    model::stable_hash,
    query::parse,
    runtime::feed_list::entry_of,
    store::{AwaitedMarks, Marks, NewsboatArticle, StoreError, read_newsboat_cache},
};

/// Files that `include` may bring in, in all.
const MOST_FILES: usize = 64;

/// Longer lines are shown cut.
const SHOWN: usize = 200;

/// Why a home cannot be taken over at all.
#[derive(Debug, thiserror::Error)]
pub enum NewsboatError {
    /// It is none.
    #[error(
        "{} is no home of newsboat: there is neither urls nor config nor cache.db in it.",
        .0.display()
    )]
    NoHome(PathBuf),
    /// A file cannot be read.
    #[error("Cannot read {}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The list of feeds is none.
    #[error(transparent)]
    List(#[from] IngestError),
}

/// Where newsboat keeps its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsboatHome {
    /// The list of feeds.
    pub urls: Option<PathBuf>,
    /// The configuration.
    pub config: Option<PathBuf>,
    /// The cache.
    pub cache: Option<PathBuf>,
}

impl NewsboatHome {
    /// The home in a folder: newsboat's own folder, its folder for configuration with the one for
    /// data elsewhere, or the home directory that either lies in.
    ///
    /// # Errors
    /// When there is none.
    pub fn at(folder: &Path) -> Result<Self, NewsboatError> {
        let inside = [".newsboat", ".config/newsboat"].map(|name| folder.join(name));
        let places = std::iter::once(folder.to_owned()).chain(inside);
        places
            .map(|place| Self::of(&place))
            .find(|home| home.urls.is_some() || home.config.is_some() || home.cache.is_some())
            .ok_or_else(|| NewsboatError::NoHome(folder.to_owned()))
    }

    fn of(folder: &Path) -> Self {
        let data = folder
            .parent()
            .filter(|parent| parent.ends_with(".config"))
            .and_then(Path::parent)
            .map(|home| home.join(".local/share/newsboat"));
        let file = |name: &str| {
            let places = std::iter::once(folder.to_owned()).chain(data.clone());
            places
                .map(|place| place.join(name))
                .find(|path| path.is_file())
        };
        Self {
            urls: file("urls"),
            config: file("config"),
            cache: file("cache.db"),
        }
    }
}

/// Something that is not taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The file it stands in.
    pub file: String,
    /// Its line, counted from 1; `None` where it is the file as a whole.
    pub line: Option<usize>,
    /// What stands there; passwords are left out.
    pub text: String,
    /// Why, and what to do instead.
    pub why: String,
}

/// A query under a name, or what an entry of the configuration is to say.
#[derive(Debug, Clone)]
struct Entry {
    at: Skipped,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Setting {
        section: &'static str,
        key: &'static str,
        value: toml_edit::Value,
    },
    View {
        name: String,
        query: String,
    },
    Rule {
        query: String,
    },
    Highlight {
        pattern: String,
    },
}

impl What {
    /// The section of the configuration it goes to.
    fn section(&self) -> &'static str {
        match self {
            Self::Setting { section, .. } => section,
            Self::View { .. } => "views",
            Self::Rule { .. } => "rule",
            Self::Highlight { .. } => "highlight",
        }
    }

    /// The line that it is in the configuration.
    fn line(&self) -> String {
        match self {
            Self::Setting {
                section,
                key,
                value,
            } => format!("[{section}] {key} = {value}"),
            Self::View { name, query } => format!(
                "[views] {} = {}",
                toml_edit::Value::from(name.as_str()),
                toml_edit::Value::from(query.as_str())
            ),
            Self::Rule { query } => format!(
                "[[rule]] query = {}, mute = true",
                toml_edit::Value::from(query.as_str())
            ),
            Self::Highlight { pattern } => format!(
                "[[highlight]] pattern = {}",
                toml_edit::Value::from(pattern.as_str())
            ),
        }
    }

    fn put(&self, file: &mut ConfigFile) -> Put {
        let one = |key: &str, text: &str| {
            let mut table = Table::new();
            table[key] = value(text);
            table
        };
        match self {
            Self::Setting {
                section,
                key,
                value,
            } => file.put(section, key, value.clone()),
            Self::View { name, query } => file.put("views", name, query.as_str()),
            Self::Rule { query } => {
                let mut rule = one("query", query);
                rule["mute"] = value(true);
                file.add("rule", rule)
            }
            Self::Highlight { pattern } => file.add("highlight", one("pattern", pattern)),
        }
    }
}

/// How many of each came over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Feeds that were not on the list.
    pub feeds: usize,
    /// Feeds that were.
    pub known: usize,
    /// Tags of feeds, each once.
    pub tags: usize,
    /// Articles that are read, or will be when they come.
    pub read: usize,
    /// Articles that are starred, or will be.
    pub starred: usize,
    /// Saved searches.
    pub views: usize,
    /// Rules that mute, and highlights.
    pub rules: usize,
    /// Settings.
    pub settings: usize,
    /// What did not.
    pub skipped: Vec<Skipped>,
    /// What came over in another form, a sentence each.
    pub notes: Vec<String>,
}

/// What a home holds, read.
#[derive(Debug)]
pub struct NewsboatPlan {
    list: FeedList,
    entries: Vec<Entry>,
    articles: Vec<NewsboatArticle>,
    skipped: Vec<Skipped>,
    /// Why marks are not taken over, if their file is broken.
    pub broken: Option<StoreError>,
}

impl NewsboatPlan {
    /// Reads a home. Feeds that run commands are left out unless `commands` says otherwise;
    /// `instead` says how that is done.
    ///
    /// # Errors
    /// When the list of feeds or the configuration cannot be read.
    pub fn read(home: &NewsboatHome, commands: bool, instead: &str) -> Result<Self, NewsboatError> {
        let mut plan = Self {
            list: FeedList::default(),
            entries: Vec::new(),
            articles: Vec::new(),
            skipped: Vec::new(),
            broken: None,
        };
        if let Some(path) = &home.urls {
            plan.read_urls(path, commands, instead)?;
        }
        let mut cache = home.cache.clone();
        if let Some(path) = &home.config {
            let lines = plan.read_config(path)?;
            if let Some(named) = settings::cache_file(&lines, path) {
                cache = Some(named);
            }
            plan.translate(&lines);
        }
        if let Some(path) = &cache {
            match read_newsboat_cache(path) {
                Ok(articles) => plan.articles = articles,
                Err(error) => plan.broken = Some(error),
            }
        }
        Ok(plan)
    }

    fn read_urls(
        &mut self,
        path: &Path,
        commands: bool,
        instead: &str,
    ) -> Result<(), NewsboatError> {
        let file = name_of(path);
        self.list = read_feed_list(&read(path)?, &file)?;
        if !commands {
            self.list.leave_out_commands(instead);
        }
        for query in std::mem::take(&mut self.list.queries) {
            let text = format!("query:{}:{}", query.name, query.expression);
            let at = skipped(&file, query.line, &text, String::new());
            self.view(at, query.name, &query.expression);
        }
        let left = std::mem::take(&mut self.list.left_out);
        // Searches that could be read are views; those that could not have no name.
        let saved: FxHashSet<usize> = self
            .entries
            .iter()
            .filter_map(|entry| entry.at.line)
            .collect();
        let told: FxHashSet<usize> = self.skipped.iter().filter_map(|left| left.line).collect();
        for left in left {
            let line = left.line.unwrap_or_default();
            if left.what.starts_with("query:") && (saved.contains(&line) || told.contains(&line)) {
                continue;
            }
            let why = format!("{}. {}.", left.why, left.instead);
            self.skipped.push(skipped(&file, line, &left.what, why));
        }
        self.skipped.sort_by_key(|left| left.line);
        Ok(())
    }

    /// The lines of the configuration with those of the files that it includes.
    fn read_config(&mut self, path: &Path) -> Result<Vec<(String, ConfigLine)>, NewsboatError> {
        let mut lines = Vec::new();
        let mut files = vec![path.to_owned()];
        let mut next = 0;
        while let Some(file) = files.get(next).cloned() {
            next += 1;
            let bytes = match read(&file) {
                Ok(bytes) => bytes,
                // Of the file itself it is told with the line that names the other.
                Err(error) if next == 1 => return Err(error),
                Err(_) => continue,
            };
            let name = name_of(&file);
            for line in read_newsboat_config(&String::from_utf8_lossy(&bytes)) {
                let named = line
                    .arguments()
                    .first()
                    .filter(|_| line.name() == "include");
                match named.map(|named| settings::path_beside(path, named)) {
                    Some(other) if other.is_file() && files.len() < MOST_FILES => {
                        if !files.contains(&other) {
                            files.push(other);
                        }
                    }
                    Some(_) => {
                        let why = "there is no such file.".to_owned();
                        self.skipped
                            .push(skipped(&name, line.line, &line.text, why));
                    }
                    None => lines.push((name.clone(), line)),
                }
            }
        }
        Ok(lines)
    }

    fn translate(&mut self, lines: &[(String, ConfigLine)]) {
        for (file, line) in lines {
            let at = skipped(
                file,
                line.line,
                &settings::without_secrets(line),
                String::new(),
            );
            match (line.name(), line.arguments()) {
                ("cache-file", _) => {}
                ("define-filter", [name, expression]) => {
                    self.view(at, clean_line(name), expression);
                }
                ("ignore-article", [feed, expression]) => self.mute(at, feed, expression),
                ("highlight", [target, pattern, ..]) => self.highlight(at, target, pattern),
                _ => match settings::translate(line) {
                    Ok(settings) => {
                        for (section, key, value) in settings {
                            let what = What::Setting {
                                section,
                                key,
                                value,
                            };
                            self.set(Entry {
                                at: at.clone(),
                                what,
                            });
                        }
                    }
                    Err(why) => self.skipped.push(Skipped { why, ..at }),
                },
            }
        }
    }

    /// Of a setting that is said twice the last one holds, as in newsboat.
    fn set(&mut self, entry: Entry) {
        let name = |what: &What| match what {
            What::Setting { section, key, .. } => Some((*section, *key)),
            _ => None,
        };
        let own = name(&entry.what);
        self.entries.retain(|other| name(&other.what) != own);
        self.entries.push(entry);
    }

    fn view(&mut self, at: Skipped, name: String, expression: &str) {
        match understood(expression) {
            Ok(query) => self.entries.push(Entry {
                at,
                what: What::View { name, query },
            }),
            Err(why) => self.skipped.push(Skipped { why, ..at }),
        }
    }

    fn mute(&mut self, at: Skipped, feed: &str, expression: &str) {
        let pattern = feed.starts_with("regex:");
        match understood(expression) {
            Ok(_) if pattern => {
                let why = "feeds are named here, not found by a pattern.".to_owned();
                self.skipped.push(Skipped { why, ..at });
            }
            Ok(query) => {
                let query = match feed {
                    "*" => query,
                    feed => format!("feed:\"{}\" ({query})", feed.replace('"', "")),
                };
                self.entries.push(Entry {
                    at,
                    what: What::Rule { query },
                });
            }
            Err(why) => self.skipped.push(Skipped { why, ..at }),
        }
    }

    fn highlight(&mut self, at: Skipped, target: &str, pattern: &str) {
        if matches!(target, "article" | "articlelist" | "all") {
            let what = What::Highlight {
                pattern: pattern.to_owned(),
            };
            self.entries.push(Entry { at, what });
        } else {
            let why = "only articles have highlights here.".to_owned();
            self.skipped.push(Skipped { why, ..at });
        }
    }

    /// Puts the feeds on the list and what the configuration is to say into it, and counts; nothing
    /// is saved.
    pub fn apply(&self, feeds: &mut FeedFile, config: &mut ConfigFile) -> Taken {
        let mut taken = Taken {
            skipped: self.skipped.clone(),
            notes: self.list.notes.clone(),
            ..Taken::default()
        };
        let mut tags = FxHashSet::default();
        for feed in &self.list.entries {
            tags.extend(feed.tags.iter().cloned());
            if feeds.add(entry_of(feed.clone())) {
                taken.feeds += 1;
            } else {
                taken.known += 1;
            }
        }
        taken.tags = tags.len();
        for entry in &self.entries {
            self.put(entry, config, &mut taken);
        }
        taken.read = self.articles.iter().filter(|item| item.read).count();
        taken.starred = self
            .articles
            .iter()
            .filter(|item| !item.flags.is_empty())
            .count();
        in_order(&mut taken.skipped);
        taken
    }

    fn put(&self, entry: &Entry, config: &mut ConfigFile, taken: &mut Taken) {
        let mut skip = |why: String| {
            taken.skipped.push(Skipped {
                why,
                ..entry.at.clone()
            })
        };
        let section = entry.what.section();
        if !Settings::has_section(section) {
            return skip(format!(
                "this newsfold has no section \"{section}\" in config.toml."
            ));
        }
        match entry.what.put(config) {
            Put::Same => {}
            Put::Other(there) => skip(format!("config.toml says otherwise: {there}.")),
            Put::New => match entry.what {
                What::Setting { .. } => taken.settings += 1,
                What::View { .. } => taken.views += 1,
                What::Rule { .. } | What::Highlight { .. } => taken.rules += 1,
            },
        }
    }

    /// What would be put on the lists, a line each.
    pub fn lines(&self) -> Vec<String> {
        let feeds = self.list.entries.iter().map(|feed| {
            let entry = entry_of(feed.clone());
            let mut line = format!("feed {}", entry.url);
            if let Some(title) = &entry.title {
                line.push_str(&format!("  \"{title}\""));
            }
            if !entry.tags.is_empty() {
                line.push_str(&format!("  [{}]", entry.tags.join(", ")));
            }
            line
        });
        let entries = self.entries.iter().map(|entry| entry.what.line());
        feeds.chain(entries).collect()
    }

    /// The marks of all articles, in our terms: an article that has a flag is starred, and each
    /// letter is a tag.
    pub fn marks(&self) -> Vec<AwaitedMarks> {
        let mark = |article: &NewsboatArticle| AwaitedMarks {
            feed: read_feed_address(&article.feed)
                .map_or_else(|_| article.feed.clone(), |feed| entry_of(feed).url),
            guid: Some(clean_line(&article.guid)),
            canonical: canonical_url(&article.url).map(|url| stable_hash(url.as_bytes())),
            marks: Marks {
                read: article.read,
                starred: !article.flags.is_empty(),
                tags: article
                    .flags
                    .chars()
                    .map(|letter| format!("flag-{letter}"))
                    .collect(),
                ..Marks::default()
            },
        };
        self.articles.iter().map(mark).collect()
    }
}

/// The query of an expression, if it is one that is understood here.
fn understood(expression: &str) -> Result<String, String> {
    let query = query_of_filter(expression).map_err(|why| format!("{why}."))?;
    match parse(&query) {
        Ok(_) => Ok(query),
        Err(error) => Err(format!(
            "as {query} it is not understood: {}.",
            error.message
        )),
    }
}

fn skipped(file: &str, line: usize, text: &str, why: String) -> Skipped {
    let text = clean_line(text);
    let text = match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    Skipped {
        file: file.to_owned(),
        line: Some(line),
        text,
        why,
    }
}

/// By file in the order they were read, then by line.
fn in_order(skipped: &mut [Skipped]) {
    let mut files: Vec<String> = Vec::new();
    for left in &*skipped {
        if !files.contains(&left.file) {
            files.push(left.file.clone());
        }
    }
    skipped.sort_by_key(|left| (files.iter().position(|file| *file == left.file), left.line));
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy());
    clean_line(&name.unwrap_or_default())
}

fn read(path: &Path) -> Result<Vec<u8>, NewsboatError> {
    fs::read(path).map_err(|source| NewsboatError::File {
        path: path.to_owned(),
        source,
    })
}

/// Saves what [`NewsboatPlan::apply`] put in.
///
/// # Errors
/// When a file cannot be written; then the one before is as it was put in.
pub fn save(feeds: &FeedFile, config: &ConfigFile, taken: &Taken) -> Result<(), ConfigError> {
    config.save()?;
    if taken.feeds > 0 {
        feeds.save()?;
    }
    Ok(())
}
