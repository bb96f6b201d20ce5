//! The feed list on the screen, to change it: a row for each feed, and the options of one of them.

use crate::app::Cursor;
use crate::config::{FeedEntry, FeedOption, Glyphs};
use crate::model::{FeedState, FeedSummary, Timestamp};

/// A feed that did not bring anything for so long is told as silent.
const SILENT_DAYS: u64 = 60;

/// The feed list, to change it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeedManager {
    /// Among the feeds.
    pub cursor: Cursor,
    /// Among the options of the feed, while they are open.
    pub options: Option<Cursor>,
}

/// A feed of the list with how it is doing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ManagedFeed<'s> {
    /// What the file says of it.
    pub entry: &'s FeedEntry,
    /// What the cache knows of it; `None` until it has taken it over.
    pub known: Option<&'s FeedSummary>,
}

impl<'s> ManagedFeed<'s> {
    /// The feeds of a list, in its order.
    pub fn all(entries: &'s [FeedEntry], feeds: &'s [FeedSummary]) -> Vec<Self> {
        let managed = |entry: &'s FeedEntry| Self {
            entry,
            known: feeds.iter().find(|feed| feed.url == entry.url),
        };
        entries.iter().map(managed).collect()
    }

    /// What it is called.
    pub fn name(&self) -> &'s str {
        let given = self.entry.title.as_deref();
        let known = self.known.map(|feed| feed.title.as_str());
        given.or(known).unwrap_or(&self.entry.url)
    }

    /// How it is doing, in a word or two; empty where all is well.
    pub fn condition(&self, now: Timestamp) -> &'static str {
        let Some(feed) = self.known else {
            return "new";
        };
        let silent = |last: Timestamp| now.0 - last.0 > (SILENT_DAYS * 86_400).cast_signed();
        match feed.state {
            _ if self.entry.paused => "paused",
            FeedState::Dead => "dead",
            FeedState::Failing => "failing",
            FeedState::New => "new",
            FeedState::Ok if feed.last_good.is_some_and(silent) => "silent",
            FeedState::Ok => "",
        }
    }

    /// The value of an option, as it is shown.
    pub fn value(&self, option: FeedOption) -> String {
        let typed = option.of(self.entry);
        match option {
            FeedOption::Title if typed.is_empty() => self.name().to_owned(),
            FeedOption::Interval if typed.is_empty() => "as often as it is worth it".to_owned(),
            FeedOption::Publisher if typed.is_empty() => "as the feed says".to_owned(),
            FeedOption::UserAgent if typed.is_empty() => "newsfold".to_owned(),
            FeedOption::Tags if typed.is_empty() => "none".to_owned(),
            _ => typed,
        }
    }
}

/// The sign of how a feed is doing.
pub fn feed_sign(glyphs: &Glyphs, feed: &ManagedFeed<'_>) -> &'static str {
    match feed.known.map(|known| (known.state, known.unread > 0)) {
        _ if feed.entry.paused => glyphs.paused,
        Some((FeedState::Dead | FeedState::Failing, _)) => glyphs.failed,
        Some((_, true)) => glyphs.unread,
        _ => " ",
    }
}
