//! Feeds: the reader's list mirrored in the cache, how each is doing, and when it is asked next.

use rusqlite::{Row, named_params};

use crate::{
    model::{FeedId, FeedState, FeedSummary, FetchErrorKind, Timestamp},
    store::{Reader, StoreError, Writer, error::Doing},
};

/// A feed of the reader's list, as the cache mirrors it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Its address.
    pub url: String,
    /// Name the reader gave it.
    pub title: Option<String>,
    /// Publisher the reader gave it.
    pub publisher: Option<String>,
    /// Tags the reader gave it.
    pub tags: Vec<String>,
}

/// What a fetch needs to know of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedToFetch {
    /// Its id.
    pub id: FeedId,
    /// Its address.
    pub url: String,
    /// Publisher the reader gave it.
    pub publisher: Option<String>,
    /// Validator of the stored body.
    pub etag: Option<String>,
    /// Validator of the stored body.
    pub last_modified: Option<String>,
    /// Fetches that failed in a row.
    pub failures: u32,
    /// Whether it is due.
    pub due: bool,
}

impl Writer {
    /// Mirrors the reader's list: new feeds appear, feeds that left it stop being listed. Their
    /// articles stay for now, because a list that is missing for a moment is no reason to forget.
    pub fn sync_feeds(&mut self, list: &[ListedFeed], now: Timestamp) -> Result<(), StoreError> {
        let doing = "mirror the feed list";
        if self.mirrors(list)? {
            return Ok(());
        }
        let transaction = self.connection.transaction().doing(doing)?;
        transaction
            .execute(
                "UPDATE feed SET listed = 0, unlisted_at = coalesce(unlisted_at, ?1)",
                [now.0],
            )
            .doing(doing)?;
        for (position, feed) in list.iter().enumerate() {
            transaction
                .prepare_cached(
                    "INSERT INTO feed (url, own_title, publisher, tags, position)
                     VALUES (:url, :title, :publisher, :tags, :position)
                     ON CONFLICT (url) DO UPDATE SET listed = 1, unlisted_at = NULL,
                         own_title = excluded.own_title, publisher = excluded.publisher,
                         tags = excluded.tags, position = excluded.position",
                )
                .and_then(|mut statement| {
                    statement.execute(named_params! {
                        ":url": feed.url,
                        ":title": feed.title,
                        ":publisher": feed.publisher,
                        ":tags": serde_json::json!(feed.tags).to_string(),
                        ":position": i64::try_from(position).unwrap_or(i64::MAX),
                    })
                })
                .doing(doing)?;
        }
        transaction.commit().doing(doing)
    }

    fn mirrors(&self, list: &[ListedFeed]) -> Result<bool, StoreError> {
        let doing = "read the feed list";
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT url, own_title, publisher, tags FROM feed WHERE listed = 1 ORDER BY position",
            )
            .doing(doing)?;
        let rows = statement
            .query_map([], |row| {
                Ok(ListedFeed {
                    url: row.get(0)?,
                    title: row.get(1)?,
                    publisher: row.get(2)?,
                    tags: tags_of(&row.get::<_, String>(3)?),
                })
            })
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .doing(doing)?;
        Ok(rows == list)
    }
}

impl Reader {
    /// Listed feeds, each with whether it is due at `now`; dead ones are never due.
    pub fn feeds_to_fetch(&self, now: Timestamp) -> Result<Vec<FeedToFetch>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT id, url, publisher, etag, last_modified, failures,
                        dead = 0 AND (coalesce(next_try, 0) <= :now OR last_try > :now + 60)
                 FROM feed WHERE listed = 1 ORDER BY position",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(named_params! { ":now": now.0 }, |row| {
                        Ok(FeedToFetch {
                            id: FeedId(row.get(0)?),
                            url: row.get(1)?,
                            publisher: row.get(2)?,
                            etag: row.get(3)?,
                            last_modified: row.get(4)?,
                            failures: row.get(5)?,
                            due: row.get(6)?,
                        })
                    })?
                    .collect()
            })
            .doing("list the feeds")
    }

    /// Hashes of the raw items in the newest document of a feed.
    pub fn known_items(&self, feed: FeedId) -> Result<Vec<i64>, StoreError> {
        self.connection
            .prepare_cached("SELECT raw FROM carried WHERE feed = ?1 AND in_feed = 1")
            .and_then(|mut statement| statement.query_map([feed.0], |row| row.get(0))?.collect())
            .doing("list the items of a feed")
    }

    /// Every listed feed with its figures, in the order of the list.
    pub fn feeds(&self) -> Result<Vec<FeedSummary>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT feed.id, feed.url, feed.own_title, feed.title, feed.publisher, feed.tags,
                        feed.last_good, feed.last_try, feed.next_try,
                        feed.error_kind, feed.error, feed.failing_since, feed.dead, feed.bytes,
                        feed.fetches, feed.unchanged,
                        (SELECT count(*) FROM carried WHERE carried.feed = feed.id),
                        (SELECT count(*) FROM carried JOIN article ON article.id = carried.article
                         WHERE carried.feed = feed.id AND article.read = 0)
                 FROM feed WHERE listed = 1 ORDER BY position",
            )
            .and_then(|mut statement| statement.query_map([], summary)?.collect())
            .doing("list the feeds")
    }
}

fn summary(row: &Row<'_>) -> rusqlite::Result<FeedSummary> {
    let time = |column| {
        row.get::<_, Option<i64>>(column)
            .map(|time| time.map(Timestamp))
    };
    let url: String = row.get(1)?;
    let own_title: Option<String> = row.get(2)?;
    let title: Option<String> = row.get(3)?;
    let error = match (row.get::<_, Option<String>>(9)?, row.get(10)?, time(11)?) {
        (Some(kind), Some(sentence), Some(since)) => {
            FetchErrorKind::from_name(&kind).map(|kind| (kind, sentence, since))
        }
        _ => None,
    };
    let fetches: f64 = row.get(14)?;
    let unchanged: f64 = row.get(15)?;
    let last_try = time(7)?;
    Ok(FeedSummary {
        id: FeedId(row.get(0)?),
        title: own_title
            .or(title)
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| url.clone()),
        url,
        publisher: row.get(4)?,
        tags: tags_of(&row.get::<_, String>(5)?),
        state: match (row.get(12)?, &error, last_try) {
            (true, _, _) => FeedState::Dead,
            (false, Some(_), _) => FeedState::Failing,
            (false, None, None) => FeedState::New,
            (false, None, Some(_)) => FeedState::Ok,
        },
        last_good: time(6)?,
        last_try,
        next_try: time(8)?,
        error,
        items: row.get(16)?,
        unread: row.get(17)?,
        bytes: row.get(13)?,
        unchanged_share: if fetches > 0.0 {
            unchanged / fetches
        } else {
            0.0
        },
    })
}

pub(super) fn tags_of(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}
