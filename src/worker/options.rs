//! What the reader set for one feed, and what of it holds for pages and pictures that it leads to.

use std::time::Duration;

use reqwest::Url;

use crate::{
    config::{Auth, Secret, TlsChoice},
    worker::{FeedCommands, client::serves_pages_of},
};

/// What the reader set for one feed.
#[derive(Debug, Clone, Default)]
pub struct FeedOptions {
    /// Time between two fetches.
    pub interval: Option<Duration>,
    /// Headers to send.
    pub headers: Vec<String>,
    /// What the program calls itself.
    pub user_agent: Option<String>,
    /// The `Cookie` header.
    pub cookie: Option<Secret>,
    /// How the reader says who they are.
    pub auth: Option<Auth>,
    /// Address of a proxy, or "none".
    pub proxy: Option<Secret>,
    /// How encryption is checked.
    pub tls: TlsChoice,
    /// Takes no part in grouping.
    pub apart: bool,
    /// It is asked only by name.
    pub paused: bool,
    /// The full texts of its new articles are fetched from their pages.
    pub full_text: bool,
    /// The commands it comes from or goes through.
    pub commands: FeedCommands,
}

impl FeedOptions {
    /// Whether something is sent that is meant for one host alone.
    pub(super) fn has_secrets(&self) -> bool {
        !self.headers.is_empty() || self.cookie.is_some() || self.auth.is_some()
    }

    /// What of it is meant for everybody.
    fn way_out(&self) -> Self {
        Self {
            proxy: self.proxy.clone(),
            ..Self::default()
        }
    }
}

/// The feed for whose sake something else is asked: a page, a picture, where an original is.
#[derive(Debug, Clone, Copy, Default)]
pub struct ForFeed<'a> {
    /// Address of the feed.
    pub feed: &'a str,
    /// What the reader set for it.
    pub options: Option<&'a FeedOptions>,
}

impl ForFeed<'_> {
    /// What of that is meant for an address, or for what a page at that address names: the way out
    /// always, what is for one server alone only there.
    pub(super) fn options_at(&self, address: &str) -> FeedOptions {
        let options = self.options.cloned().unwrap_or_default();
        let pair = Url::parse(self.feed).ok().zip(Url::parse(address).ok());
        if pair.is_some_and(|(feed, url)| serves_pages_of(&feed, &url)) {
            options
        } else {
            options.way_out()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_is_for_all_that_a_feed_leads_to_and_the_rest_for_its_server() {
        let options = FeedOptions {
            proxy: Some(Secret::new("http://proxy.example:3128")),
            cookie: Some(Secret::new("reader=1")),
            headers: vec!["X-Key: 7".to_owned()],
            ..FeedOptions::default()
        };
        let asker = ForFeed {
            feed: "https://quay.example/feed",
            options: Some(&options),
        };
        let at = |url: &str| asker.options_at(url);
        for url in ["https://quay.example/1", "https://www.quay.example/1"] {
            assert!(at(url).proxy.is_some() && at(url).has_secrets(), "{url}");
        }
        for url in ["https://pictures.example/1", "http://quay.example/1"] {
            assert!(at(url).proxy.is_some() && !at(url).has_secrets(), "{url}");
        }
    }
}
