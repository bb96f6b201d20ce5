//! The feed list as the cache and the worker want it, and what is put on it.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use url::Url;

use crate::{
    config::{ConfigError, FeedCommand, FeedEntry, FeedFile},
    ingest::{self, clean_line, known_site, read_feed_address},
    store::ListedFeed,
    worker::{FeedCommands, FeedOptions},
};

/// The list as the cache mirrors it.
pub fn listed_feeds(file: &FeedFile) -> Vec<ListedFeed> {
    file.entries()
        .iter()
        .map(|entry| ListedFeed {
            url: entry.url.clone(),
            title: entry.title.clone(),
            publisher: entry.publisher.clone(),
            tags: entry.tags.clone(),
        })
        .collect()
}

/// What the reader set for single feeds, by address.
pub fn feed_options(file: &FeedFile) -> FxHashMap<String, FeedOptions> {
    file.entries()
        .iter()
        .map(|entry| {
            let options = FeedOptions {
                interval: entry.interval,
                headers: entry.headers.clone(),
                user_agent: entry.user_agent.clone(),
                cookie: entry.cookie.clone(),
                auth: entry.auth.clone(),
                proxy: entry.proxy.clone(),
                tls: entry.tls.clone(),
                apart: entry.group == Some(false),
                paused: entry.paused,
                full_text: entry.full_text,
                commands: feed_commands(entry),
            };
            (entry.url.clone(), options)
        })
        .collect()
}

/// The commands of a feed.
pub fn feed_commands(entry: &FeedEntry) -> FeedCommands {
    FeedCommands {
        exec: entry.exec.clone(),
        filter: entry.filter.clone(),
    }
}

/// A feed of another reader's list as one of ours. Commands of lists are lines for a shell.
pub fn entry_of(feed: ingest::ListedFeed) -> FeedEntry {
    let entry = match feed.exec {
        Some(line) => FeedEntry::of_command(FeedCommand::Shell(line)),
        None => FeedEntry::new(feed.url),
    };
    FeedEntry {
        title: feed.title,
        tags: feed.tags,
        interval: feed.interval,
        filter: feed.filter.map(FeedCommand::Shell),
        ..entry
    }
}

/// What is meant by what was typed as a feed.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// A command, a file or an address that goes through a command, as it is to be listed.
    Feed(Box<FeedEntry>),
    /// An address of the web, whose feeds are to be found.
    Site(String),
}

/// Finds out what is meant; a sentence with a hint where it is nothing.
pub fn wanted(typed: &str) -> Result<Wanted, String> {
    let typed = typed.trim();
    let own = ["exec:", "filter:", "|", "query:", "file:"];
    let entry = |text: &str| match read_feed_address(text) {
        Ok(feed) => Ok(Wanted::Feed(Box::new(entry_of(feed)))),
        Err(left) => Err(format!(
            "\"{}\": {}. {}.",
            left.what, left.why, left.instead
        )),
    };
    if own.iter().any(|prefix| typed.starts_with(prefix)) {
        return entry(typed);
    }
    if let Some(path) = path_of(typed) {
        let Ok(full) = path.canonicalize() else {
            return Err(format!("There is no file {}.", clean_line(typed)));
        };
        let url = Url::from_file_path(&full).map_err(|()| "This is not a file.".to_owned())?;
        return entry(url.as_str());
    }
    let account = typed
        .strip_prefix('@')
        .is_some_and(|rest| rest.contains('@'));
    let address = typed.strip_prefix("feed:").unwrap_or(typed);
    let address = address.strip_prefix("//").unwrap_or(address);
    if account || web_address(address).is_some() {
        return Ok(Wanted::Site(address.to_owned()));
    }
    let typed = clean_line(typed);
    Err(format!(
        "\"{typed}\" is not a web address. Give one like https://example.org/feed."
    ))
}

/// The file that was meant, if what was typed is a path.
fn path_of(typed: &str) -> Option<PathBuf> {
    if let Some(rest) = typed.strip_prefix("~/") {
        return Some(std::env::home_dir()?.join(rest));
    }
    let path = Path::new(typed);
    let is_path = ["/", "./", "../"]
        .iter()
        .any(|start| typed.starts_with(start));
    (is_path && !typed.starts_with("//") || !typed.contains("://") && path.is_file())
        .then(|| path.to_owned())
}

/// The feed of what was typed, as far as it can be known without asking anybody.
pub fn offline_address(typed: &str) -> String {
    let address = web_address(typed).unwrap_or_else(|| typed.to_owned());
    let site = known_site(&address).filter(|site| site.certain);
    let feed = site.and_then(|site| site.feeds.into_iter().next());
    feed.map_or(address, |feed| feed.url)
}

/// The web address that was meant: `example.org` means `https://example.org`. `None` if it is
/// none.
fn web_address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let full = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    let url = Url::parse(&full).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    is_web.then(|| url.to_string())
}

/// Puts entries on the list and saves it; gives the addresses that were not there before.
pub(super) fn put_on_list(
    file: &mut FeedFile,
    entries: Vec<FeedEntry>,
) -> Result<Vec<String>, ConfigError> {
    let mut added = Vec::new();
    for entry in entries {
        let url = entry.url.clone();
        if file.add(entry) {
            added.push(url);
        }
    }
    if !added.is_empty() {
        file.save()?;
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_files_are_feeds_and_names_are_sites() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("two words.xml");
        std::fs::write(&path, "").expect("written");
        let Ok(Wanted::Feed(file)) = wanted(path.to_str().expect("a path")) else {
            panic!("a file");
        };
        assert!(file.url.starts_with("file:///") && file.url.ends_with("two%20words.xml"));
        let Ok(Wanted::Feed(filter)) = wanted("filter:tac -s x:https://a.example/f") else {
            panic!("a filter");
        };
        assert_eq!(filter.url, "https://a.example/f");
        assert_eq!(
            filter.filter,
            Some(FeedCommand::Shell("tac -s x".to_owned()))
        );
        assert_eq!(
            wanted("exec:ink | sort"),
            Ok(Wanted::Feed(Box::new(FeedEntry::of_command(
                FeedCommand::Shell("ink | sort".to_owned())
            ))))
        );
        for site in ["a.example", "http://a.example/x", "@ann@social.example"] {
            assert_eq!(wanted(site), Ok(Wanted::Site(site.to_owned())));
        }
        for nothing in [
            "two words",
            "",
            "ftp://a.example",
            "/no/such/file",
            "query:a:b",
        ] {
            assert!(wanted(nothing).is_err(), "{nothing}");
        }
    }

    #[test]
    fn what_is_certain_is_known_offline() {
        assert_eq!(
            offline_address("youtube.com/playlist?list=PL12"),
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL12"
        );
        assert_eq!(offline_address("a.example"), "https://a.example/");
    }

    #[test]
    fn a_name_is_a_web_address_and_a_path_is_none() {
        assert_eq!(
            web_address(" example.org ").as_deref(),
            Some("https://example.org/")
        );
        assert_eq!(
            web_address("http://a.example/x").as_deref(),
            Some("http://a.example/x")
        );
        assert_eq!(web_address("file:///etc/passwd"), None);
        assert_eq!(web_address("two words"), None);
        assert_eq!(web_address(""), None);
    }
}
