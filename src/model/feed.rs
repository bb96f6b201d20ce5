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

    /// What the reader can do about it, in a sentence, where no more is known than the kind.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Dns => "Look at the spelling of the address and at the network.",
            Self::Tls => {
                "Look at the clock of this machine; else the site must renew its certificate."
            }
            Self::Connect | Self::Timeout | Self::Http => {
                "Nothing to do: it is tried again by itself."
            }
            Self::TooLarge => "Raise fetch.body_limit_mb, if the feed is worth it.",
            Self::NotAFeed => {
                "The address leads to something else: add the site again to find its feed."
            }
            Self::Parse => "The feed is broken: what can be read of it is kept.",
            Self::Command => "Run the command by hand, or change it in feeds.toml.",
            Self::File => "Put the file back, or remove the feed.",
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
