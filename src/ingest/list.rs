//! Lists of feeds: OPML, newsboat's `urls` and newsraft's `feeds`, read leniently; OPML, written.
//! Whatever a list names is either a feed here or left out with the reason and what to do instead.
//! Each format has a file below; here is what they come to.

mod entry;
mod newsboat;
mod newsraft;
mod opml;
#[cfg(test)]
mod tests;

pub use entry::read_feed_address;
pub use newsboat::{ConfigLine, query_of_filter, read_newsboat_config};
pub use opml::write_opml;

use std::time::Duration;

use rustc_hash::FxHashMap;

use super::IngestError;
use super::clean::clean_line;
use super::decode::decode_bytes;
use super::markup::{Token, Tokens};
use super::title::cut_at;

/// A feed of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Its address: of the web or of a file. Empty where it is a command.
    pub url: String,
    /// The line for a shell whose output is the feed.
    pub exec: Option<String>,
    /// The line for a shell that makes the feed of what is fetched.
    pub filter: Option<String>,
    /// The name the list gives it.
    pub title: Option<String>,
    /// Tags and folders, outermost first.
    pub tags: Vec<String>,
    /// Time between two fetches.
    pub interval: Option<Duration>,
    /// The line of the list that names it first, counted from 1; `None` where lists have no lines.
    pub line: Option<usize>,
}

/// A search that a list saves under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedQuery {
    /// Its line, counted from 1.
    pub line: usize,
    /// What it is called.
    pub name: String,
    /// What it asks for, in the words of the program that wrote it.
    pub expression: String,
}

/// Something of a list that is no feed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What the list says.
    pub what: String,
    /// Why it is no feed, as half a sentence.
    pub why: String,
    /// What to do instead, as a sentence.
    pub instead: String,
    /// Its line, counted from 1; `None` where lists have no lines.
    pub line: Option<usize>,
}

impl LeftOut {
    fn in_line(self, line: usize) -> Self {
        Self {
            line: Some(line),
            ..self
        }
    }
}

/// What a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedList {
    /// Its feeds, each once.
    pub entries: Vec<ListedFeed>,
    /// What was left out.
    pub left_out: Vec<LeftOut>,
    /// How often a feed was named that was there already; its tags went to the first.
    pub doubled: usize,
    /// What of a feed has no counterpart here, a sentence each.
    pub notes: Vec<String>,
    /// Searches it saves; they are left out of the feeds, too.
    pub queries: Vec<ListedQuery>,
    /// Where a feed stands in `entries`.
    places: FxHashMap<(String, Option<String>), usize>,
}

/// Reads an OPML file, newsboat's `urls` or newsraft's `feeds`.
///
/// # Errors
/// When the file is none of these.
pub fn read_feed_list(bytes: &[u8], file_name: &str) -> Result<FeedList, IngestError> {
    let text = decode_bytes(bytes, None);
    let not_a_list = |why: &str| IngestError::NotAList {
        name: clean_line(file_name),
        why: why.to_owned(),
    };
    let root = Tokens::new(&text).find_map(|token| match token {
        Token::Open(tag) => Some(tag.name.to_ascii_lowercase()),
        _ => None,
    });
    let markup = text.trim_start().starts_with('<');
    match root.as_deref() {
        Some("opml" | "outline" | "body" | "head") if markup => Ok(opml::read(&text)),
        Some("rss" | "feed" | "rdf:rdf") if markup => Err(not_a_list("it is a feed itself")),
        Some("html" | "!doctype") if markup => Err(not_a_list("it is a web page")),
        _ if markup => Err(not_a_list("it is some other markup")),
        _ if text.trim_start().starts_with(['{', '[']) => Err(not_a_list("it is a JSON file")),
        _ if text.contains('\0') => Err(not_a_list("it is not text")),
        _ => {
            let list = if newsraft::is_one(&text, file_name) {
                newsraft::read(&text)
            } else {
                newsboat::read(&text)
            };
            // A list of searches is a list, too.
            let searches = list
                .left_out
                .iter()
                .any(|left| left.what.starts_with("query:"));
            if list.entries.is_empty() && !list.left_out.is_empty() && !searches {
                Err(not_a_list("no line of it is the address of a feed"))
            } else {
                Ok(list)
            }
        }
    }
}

impl FeedList {
    /// Feeds that need a command are left out, for a reader who did not allow them.
    pub fn leave_out_commands(&mut self, instead: &str) {
        let (commands, entries) = std::mem::take(&mut self.entries)
            .into_iter()
            .partition(|feed| feed.exec.is_some() || feed.filter.is_some());
        self.entries = entries;
        for feed in commands {
            let what = match (&feed.exec, &feed.filter) {
                (Some(exec), _) => format!("exec:{exec}"),
                (None, filter) => {
                    format!(
                        "filter:{}:{}",
                        filter.as_deref().unwrap_or_default(),
                        feed.url
                    )
                }
            };
            self.leave_out(LeftOut {
                what: cut_at(&clean_line(&what), 200),
                why: "it runs a command".to_owned(),
                instead: instead.to_owned(),
                line: feed.line,
            });
        }
        self.places.clear();
    }

    /// Adds a feed, or its tags if it is there already.
    fn add(&mut self, mut feed: ListedFeed) {
        let name = feed.exec.clone().unwrap_or_else(|| feed.url.clone());
        let key = (name, feed.filter.clone());
        if let Some(known) = self
            .places
            .get(&key)
            .and_then(|at| self.entries.get_mut(*at))
        {
            self.doubled += 1;
            for tag in feed.tags {
                push_tag(&mut known.tags, &tag);
            }
            known.title = known.title.take().or(feed.title);
            known.interval = known.interval.or(feed.interval);
            return;
        }
        if feed.filter.is_some() {
            // The same address may be read through several commands; what stands behind "#" is
            // never sent, and tells them apart.
            let plain = (feed.url.clone(), None);
            let same = self
                .places
                .keys()
                .filter(|(url, _)| *url == feed.url)
                .count();
            if same > 0 || self.places.contains_key(&plain) {
                feed.url = format!("{}#filter-{}", feed.url, same + 1);
            }
        }
        self.places.insert(key, self.entries.len());
        self.entries.push(feed);
    }

    fn leave_out(&mut self, left: LeftOut) {
        self.left_out.push(left);
    }

    fn leave_out_link(&mut self, what: &str, why: &str, instead: String) {
        self.leave_out(LeftOut {
            what: cut_at(&clean_line(what), 200),
            why: why.to_owned(),
            instead,
            line: None,
        });
    }
}

fn push_tag(tags: &mut Vec<String>, tag: &str) {
    let tag = cut_at(&clean_line(tag), 100);
    if !tag.is_empty() && !tags.contains(&tag) {
        tags.push(tag);
    }
}

fn name(text: &str) -> Option<String> {
    Some(cut_at(&clean_line(text), 200)).filter(|name| !name.is_empty())
}
