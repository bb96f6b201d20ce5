//! The feed list as the cache and the worker want it, and what is put on it.

use rustc_hash::FxHashMap;

use crate::{
    config::{ConfigError, FeedEntry, FeedFile},
    store::ListedFeed,
    worker::FeedOptions,
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
            };
            (entry.url.clone(), options)
        })
        .collect()
}

/// The web address that was meant: `example.org` means `https://example.org`. `None` if it is
/// none.
pub fn web_address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let full = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    let url = url::Url::parse(&full).ok()?;
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
