//! A feed's bytes → its articles.

use std::time::Duration;

use super::IngestError;
use crate::model::{NewArticle, Timestamp};

/// What is known of a feed beside its bytes.
#[derive(Debug, Clone, Copy)]
pub struct FeedContext<'a> {
    /// The address it was fetched from; relative links start there.
    pub url: &'a str,
    /// The `Content-Type` header of the answer.
    pub content_type: Option<&'a str>,
    /// The present; only used to tell absurd dates.
    pub now: Timestamp,
}

/// What a feed says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedFeed {
    /// Its name.
    pub title: Option<String>,
    /// The site it belongs to.
    pub site: Option<String>,
    /// Its language tag.
    pub lang: Option<String>,
    /// Its own address as it states it (`rel="self"`).
    pub self_url: Option<String>,
    /// New items in file order.
    pub articles: Vec<NewArticle>,
    /// Raw hashes of the items that were skipped because they are known, in file order.
    pub known_hashes: Vec<i64>,
    /// How long it asks not to be fetched again (`ttl`, `sy:*`).
    pub ttl: Option<Duration>,
    /// Hours of the day, UTC, in which it asks not to be fetched.
    pub skip_hours: Vec<u8>,
    /// Days of the week in which it asks not to be fetched: 0 is Monday.
    pub skip_days: Vec<u8>,
    /// What had to be repaired or left out, a sentence each.
    pub notes: Vec<String>,
}

/// Reads a feed; items whose raw hash is `known` are skipped.
///
/// # Errors
/// When the bytes are no feed, or nothing of it can be read.
pub fn parse_feed(
    _bytes: &[u8],
    _context: &FeedContext<'_>,
    _known: &dyn Fn(i64) -> bool,
) -> Result<ParsedFeed, IngestError> {
    Ok(ParsedFeed::default())
}

/// Reads a feed file for `parse`: every item in file order, nothing folded or left out.
///
/// # Errors
/// As [`parse_feed`].
pub fn parse_file(_bytes: &[u8], _base: Option<&str>) -> Result<Vec<NewArticle>, IngestError> {
    Ok(Vec::new())
}
