//! Which feeds usually have what a story is about, and which of them have not had it.

use super::FeedId;

/// The feeds that have not had a story that feeds like them usually have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSeen {
    /// The tag that most of the expected feeds share, if they share one.
    pub topic: Option<String>,
    /// Feeds that usually have such stories, those that had this one too.
    pub expected: u32,
    /// Stories that are like it.
    pub alike: u32,
    /// Those of the feeds that have not had it, those that have such stories most often first.
    pub feeds: Vec<QuietFeed>,
}

/// A feed that has not had a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietFeed {
    /// Which one.
    pub id: FeedId,
    /// Its shown name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// How many of the stories that are like it the feed had.
    pub had: u32,
}

impl NotSeen {
    /// "not seen in 9 of 14 feeds".
    pub fn count(&self) -> String {
        format!(
            "not seen in {} of {} feeds",
            self.feeds.len(),
            self.expected
        )
    }

    /// "not seen in 9 of 14 feeds that usually cover tech".
    pub fn sentence(&self) -> String {
        let topic = self.topic.as_deref().unwrap_or("such stories");
        format!("{} that usually cover {topic}", self.count())
    }
}
