//! What a refresh says while it runs and when it is done.

use serde::Serialize;

use crate::model::{FeedId, Notification, StoryId, Timestamp};

/// Something happened in a refresh.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// So many feeds are asked.
    Started {
        /// Feeds that are asked.
        total: usize,
    },
    /// One of them is done.
    FeedDone {
        /// Which.
        feed: FeedId,
        /// Its address.
        url: String,
        /// What went wrong, in a sentence; `None` if it worked.
        error: Option<String>,
    },
    /// Articles are in the cache.
    Stored {
        /// New ones of this refresh so far.
        new: usize,
    },
    /// Articles have found their stories.
    Grouped {
        /// Stories that are new or changed.
        stories: Vec<StoryId>,
    },
    /// All is done.
    Finished(Report),
}

/// What a refresh did; the object that `refresh --json` prints.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Feeds, by what they said.
    pub feeds: FeedCounts,
    /// Articles.
    pub articles: ArticleCounts,
    /// Stories.
    pub stories: StoryCounts,
    /// Full texts fetched ahead.
    pub texts: TextCounts,
    /// What rules want the reader to be told.
    #[serde(skip)]
    pub notification: Notification,
    /// Time it took.
    pub elapsed_ms: u64,
    /// Feeds that failed.
    pub errors: Vec<FeedError>,
    /// Feeds that moved, or should have.
    pub moved: Vec<FeedMove>,
    /// Hosts that are left alone for a while.
    pub waiting: Vec<WaitingHost>,
    /// Feeds whose last answer came over TLS that nobody checked.
    pub unverified: Vec<String>,
    /// Whether the network is to blame: several hosts were asked, and nobody outside answered. `None`
    /// where that cannot be told, as from one silent host.
    #[serde(skip)]
    pub offline: Option<bool>,
}

/// Feeds, by what they said.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FeedCounts {
    /// Feeds of the list that were meant.
    pub total: usize,
    /// Brought a document with something new.
    pub updated: usize,
    /// Had nothing new.
    pub unchanged: usize,
    /// Failed.
    pub failed: usize,
    /// Were not due, or have to wait for their host.
    pub skipped: usize,
}

/// Articles of a refresh.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ArticleCounts {
    /// Seen for the first time.
    pub new: usize,
    /// Whose text changed.
    pub updated: usize,
}

/// Stories of a refresh.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StoryCounts {
    /// Opened.
    pub new: usize,
    /// That were there and got articles.
    pub grown: usize,
}

/// Full texts that a refresh had fetched ahead.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TextCounts {
    /// In the cache now.
    pub fetched: usize,
    /// Not to be had: no text, a paywall, a host that is left alone.
    pub missing: usize,
}

/// A feed that failed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedError {
    /// Its address.
    pub feed: String,
    /// What sort of failure.
    pub kind: &'static str,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// Since when it fails.
    pub since: Timestamp,
    /// When it is tried next; `None` if never.
    pub next_try: Option<Timestamp>,
}

/// A feed that its server sent elsewhere for good, twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedMove {
    /// Its address in the list before.
    pub from: String,
    /// Where it is now.
    pub to: String,
    /// Why the list keeps the old address all the same, in a sentence; `None` if it has the new one.
    pub refused: Option<String>,
}

/// A host that is left alone for a while.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaitingHost {
    /// Its name.
    pub host: String,
    /// Until when.
    pub until: Timestamp,
    /// What happened, in a sentence.
    pub cause: String,
    /// Feeds of the list that wait for it.
    pub feeds: usize,
    /// Whether it asked for that itself.
    #[serde(skip)]
    pub asked: bool,
}
