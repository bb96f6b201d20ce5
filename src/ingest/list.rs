//! Lists of feeds: OPML and newsboat's `urls`, read leniently; OPML, written.

use super::IngestError;
use crate::model::Timestamp;

/// A feed of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Its address.
    pub url: String,
    /// The name the list gives it.
    pub title: Option<String>,
    /// Tags and folders, outermost first.
    pub tags: Vec<String>,
}

/// What a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedList {
    /// Its feeds, each address once.
    pub entries: Vec<ListedFeed>,
    /// What was left out, and why.
    pub skipped: Vec<(String, String)>,
}

/// Reads an OPML file or newsboat's `urls`.
///
/// # Errors
/// When the file is neither.
pub fn read_feed_list(_bytes: &[u8], _file_name: &str) -> Result<FeedList, IngestError> {
    Ok(FeedList::default())
}

/// Writes a list as OPML 2.0; tags become `category`, the first tag a folder.
pub fn write_opml(_feeds: &[ListedFeed], _now: Timestamp) -> String {
    String::new()
}
