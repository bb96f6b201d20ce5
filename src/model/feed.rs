//! A feed as the cache knows it: how it is doing and when it is asked next.

use serde::Serialize;

use super::{FeedId, Timestamp};

/// Why a fetch failed, in the words of `refresh --json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FetchErrorKind {
    /// The host name has no address.
    Dns,
    /// No connection to the host.
    Connect,
    /// No trusted encrypted connection.
    Tls,
    /// No answer, or not all of it, in time.
    Timeout,
    /// The server answered with an error.
    Http,
    /// More bytes than are taken.
    TooLarge,
    /// Something other than a feed.
    NotAFeed,
    /// A feed that cannot be read.
    Parse,
    /// A command that cannot be started or that failed.
    Command,
    /// A file of this machine that cannot be read.
    File,
}

impl FetchErrorKind {
    /// The word used in JSON and in the cache.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Http => "http",
            Self::TooLarge => "too_large",
            Self::NotAFeed => "not_a_feed",
            Self::Parse => "parse",
            Self::Command => "command",
            Self::File => "file",
        }
    }

    /// What the reader can do about it, in a sentence, where no more is known than the kind, what
    /// was asked and when.
    pub fn hint(self, origin: FeedOrigin, occasion: Occasion) -> &'static str {
        use {FeedOrigin::*, Occasion::*};
        match (self, origin, occasion) {
            (Self::NotAFeed | Self::Parse, Command, _) => {
                "Run the command by hand: it must write a feed and nothing else."
            }
            (Self::Timeout, Command, _) => "Run the command by hand, or raise fetch.timeout.",
            (Self::Command, _, Adding) => "Run the command by hand to see more.",
            (Self::Command, _, Listed) => "Run the command by hand, or change it in feeds.toml.",
            (Self::NotAFeed | Self::Parse, File, _) => "Look into the file: it must hold a feed.",
            (Self::File, _, Adding) => "Look at the path, and at who may read the file.",
            (Self::File, _, Listed) => "Put the file back, or remove the feed.",
            (Self::Dns, ..) => "Look at the spelling of the address and at the network.",
            (Self::Tls, ..) => {
                "Look at the clock of this machine; else the site must renew its certificate."
            }
            (Self::TooLarge, ..) => "Raise fetch.body_limit_mb, if the feed is worth it.",
            (Self::NotAFeed, Site, Adding) => {
                "Try the address of a section of the site, or of the feed itself."
            }
            (Self::NotAFeed, Site, Listed) => {
                "The address leads to something else: add the site again to find its feed."
            }
            (Self::Parse, Site, _) => "The feed is broken: what can be read of it is kept.",
            (Self::Connect, _, Adding) => "Look at the address and its port, and at the network.",
            (Self::Timeout, _, Adding) => "Try again later, or raise fetch.timeout.",
            (Self::Http, _, Adding) => "Try again later, or look at the site in a browser.",
            (Self::Connect | Self::Timeout | Self::Http, _, Listed) => {
                "Nothing to do: it is tried again by itself."
            }
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Dns,
            Self::Connect,
            Self::Tls,
            Self::Timeout,
            Self::Http,
            Self::TooLarge,
            Self::NotAFeed,
            Self::Parse,
            Self::Command,
            Self::File,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// Where the document of a feed comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOrigin {
    /// A server.
    Site,
    /// A command of the reader's.
    Command,
    /// A file of this machine.
    File,
}

impl FeedOrigin {
    /// What the address of a feed on the list tells; a command may have any name.
    pub fn of(url: &str) -> Self {
        match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            "http" | "https" => Self::Site,
            "file" => Self::File,
            _ => Self::Command,
        }
    }
}

/// On what occasion a feed was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It is to be put on the list.
    Adding,
    /// It is on the list.
    Listed,
}

/// How a feed is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedState {
    /// Never asked.
    New,
    /// The last fetch worked.
    Ok,
    /// The last fetch failed; it is tried again.
    Failing,
    /// The server says it is gone; it is not asked again.
    Dead,
}

impl FeedState {
    /// The state of a feed that is dead, failed the last time, was ever asked.
    pub fn of(dead: bool, failed: bool, asked: bool) -> Self {
        match (dead, failed, asked) {
            (true, _, _) => Self::Dead,
            (false, true, _) => Self::Failing,
            (false, false, true) => Self::Ok,
            (false, false, false) => Self::New,
        }
    }
}

/// A feed with its figures, as the feed manager, `!` and `feeds` show it.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedSummary {
    /// Its id in the cache.
    pub id: FeedId,
    /// Its address.
    pub url: String,
    /// Shown name: the reader's own title, else the feed's, else the address.
    pub title: String,
    /// Publisher the reader gave it in the feed list.
    pub publisher: Option<String>,
    /// Tags the reader gave it.
    pub tags: Vec<String>,
    /// How it is doing.
    pub state: FeedState,
    /// When a fetch last worked.
    pub last_good: Option<Timestamp>,
    /// When it was last asked.
    pub last_try: Option<Timestamp>,
    /// When it is asked next.
    pub next_try: Option<Timestamp>,
    /// What went wrong last, while it is failing: kind, sentence, and since when.
    pub error: Option<(FetchErrorKind, String, Timestamp)>,
    /// Articles in the cache that it carries.
    pub items: u32,
    /// Of these not marked read.
    pub unread: u32,
    /// Bytes of its last body.
    pub bytes: i64,
    /// Share of its fetches that brought nothing new, 0 to 1.
    pub unchanged_share: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_depends_on_where_the_feed_comes_from() {
        let hint = |url| FetchErrorKind::NotAFeed.hint(FeedOrigin::of(url), Occasion::Listed);
        assert!(hint("exec:headlines --all").contains("command"));
        assert!(
            hint("headlines").contains("command"),
            "a name of the reader's"
        );
        assert!(hint("file:///home/ann/feed.xml").contains("file"));
        assert!(hint("https://outlet.example/rss").contains("site"));
    }

    #[test]
    fn a_feed_that_is_not_on_the_list_is_not_tried_again_by_itself() {
        let by_itself = |occasion| {
            FetchErrorKind::Timeout
                .hint(FeedOrigin::Site, occasion)
                .contains("by itself")
        };
        assert!(by_itself(Occasion::Listed) && !by_itself(Occasion::Adding));
    }
}
