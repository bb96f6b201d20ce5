//! Feeds: the reader's list mirrored in the cache, how each is doing, and when it is asked next.

use std::time::Duration;

use rusqlite::{OptionalExtension, Row, named_params};

use crate::{
    model::{
        DueReason, FeedId, FeedState, FeedSummary, FetchErrorKind, Moving, Timestamp, shown_address,
    },
    store::{Reader, Rhythm, StoreError, Writer, error::Doing},
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
    /// Whether it is not asked any more.
    pub dead: bool,
    /// Until when its server asked to be left alone, and why it is not due before; `None` if it did
    /// not.
    pub held_until: Option<Timestamp>,
    /// Whoever sent the stored body, if that is known.
    pub served_by: Option<String>,
    /// When it wants to be asked, and how often it changes.
    pub rhythm: Rhythm,
    /// Milliseconds of its last answers, the last one last.
    pub durations: Vec<u32>,
    /// Since when its server knows no such document, and how often that was said.
    pub missing: Option<(Timestamp, u32)>,
    /// Where permanent redirects lead.
    pub moving: Option<Moving>,
}

impl Writer {
    /// Mirrors the reader's list: new feeds appear, feeds that left it stop being listed. Their
    /// articles stay for now, because a list that is missing for a moment is no reason to forget,
    /// and so does what their documents said about their pace, which is not told again while they
    /// are the same. That they were failing for good or about to move is forgotten.
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
                     ON CONFLICT (url) DO UPDATE SET
                         next_try = iif(dead AND unlisted_at < :now, NULL, next_try),
                         next_why = iif(dead AND unlisted_at < :now, NULL, next_why),
                         missing_since = iif(unlisted_at < :now, NULL, missing_since),
                         missing_tries = iif(unlisted_at < :now, 0, missing_tries),
                         moving_to = iif(unlisted_at < :now, NULL, moving_to),
                         moving_times = iif(unlisted_at < :now, 0, moving_times),
                         moving_refused = iif(unlisted_at < :now, NULL, moving_refused),
                         dead_since = iif(unlisted_at < :now, NULL, dead_since),
                         dead = iif(unlisted_at < :now, 0, dead),
                         listed = 1, unlisted_at = NULL,
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
                        ":now": now.0,
                    })
                })
                .doing(doing)?;
        }
        transaction.commit().doing(doing)
    }

    /// Gives a feed another address, under which it goes on as it was. False if another listed feed
    /// has that address.
    pub fn move_feed(
        &mut self,
        feed: FeedId,
        to: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let doing = "move a feed";
        let transaction = self.connection.transaction().doing(doing)?;
        let other = transaction
            .query_row("SELECT id, listed FROM feed WHERE url = ?1", [to], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?))
            })
            .optional()
            .doing(doing)?;
        let from: String = transaction
            .query_row("SELECT url FROM feed WHERE id = ?1", [feed.0], |row| {
                row.get(0)
            })
            .doing(doing)?;
        match other {
            Some((id, _)) if id == feed.0 => return Ok(true),
            Some((_, true)) => return Ok(false),
            // A feed that was removed had that address; it takes the old one, since two cannot have
            // the same.
            Some((id, false)) => {
                let vacate = "UPDATE feed SET url = ?2 WHERE id = ?1";
                transaction
                    .execute(vacate, (id, format!("{from}#")))
                    .and_then(|_| transaction.execute(vacate, (feed.0, to)))
                    .and_then(|_| transaction.execute(vacate, (id, &from)))
                    .doing(doing)?;
            }
            None => {}
        }
        transaction
            .execute(
                "UPDATE feed SET url = :to, moved_from = :from, moved_at = :now,
                     moving_to = NULL, moving_times = 0, moving_refused = NULL
                 WHERE id = :feed",
                named_params! { ":feed": feed.0, ":to": to, ":from": from, ":now": now.0 },
            )
            .doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(true)
    }

    /// Remembers why a feed does not move to where permanent redirects lead.
    pub fn refuse_move(&mut self, feed: FeedId, why: &str) -> Result<(), StoreError> {
        self.connection
            .execute(
                "UPDATE feed SET moving_refused = ?2 WHERE id = ?1",
                (feed.0, why),
            )
            .map(drop)
            .doing("remember why a feed stays")
    }

    /// Without a network no feed can be blamed: what failed for want of one is tried again at
    /// `next_try`, and its pauses grow no longer.
    pub fn blame_network(
        &mut self,
        feeds: &[FeedId],
        next_try: Timestamp,
    ) -> Result<(), StoreError> {
        let doing = "put feeds off";
        let transaction = self.connection.transaction().doing(doing)?;
        for feed in feeds {
            transaction
                .prepare_cached(
                    "UPDATE feed SET failures = max(failures - 1, 0), next_try = ?2, next_why = ?3
                     WHERE id = ?1",
                )
                .and_then(|mut statement| {
                    statement.execute((feed.0, next_try.0, DueReason::Offline.name()))
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
                        dead = 0 AND (coalesce(next_try, 0) <= :now OR coalesce(last_try, 0) > :now + 60),
                        dead,
                        iif(next_why = :held AND next_try > :now AND coalesce(last_try, 0) <= :now + 60,
                            next_try, NULL),
                        served_by, ttl, skip_hours, skip_days, pace, last_news, durations,
                        missing_since, missing_tries, moving_to, moving_times, moving_refused
                 FROM feed WHERE listed = 1 ORDER BY position",
            )
            .and_then(|mut statement| {
                let held = DueReason::RetryAfter.name();
                statement
                    .query_map(named_params! { ":now": now.0, ":held": held }, to_fetch)?
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

fn to_fetch(row: &Row<'_>) -> rusqlite::Result<FeedToFetch> {
    let time = |column| {
        row.get::<_, Option<i64>>(column)
            .map(|time| time.map(Timestamp))
    };
    let duration = |column| {
        row.get::<_, Option<i64>>(column)
            .map(|seconds| seconds.and_then(|s| u64::try_from(s).ok().map(Duration::from_secs)))
    };
    let missing_tries = row.get(17)?;
    Ok(FeedToFetch {
        id: FeedId(row.get(0)?),
        url: row.get(1)?,
        publisher: row.get(2)?,
        etag: row.get(3)?,
        last_modified: row.get(4)?,
        failures: row.get(5)?,
        due: row.get(6)?,
        dead: row.get(7)?,
        held_until: time(8)?,
        served_by: row.get(9)?,
        rhythm: Rhythm {
            ttl: duration(10)?,
            skip_hours: row.get(11)?,
            skip_days: row.get(12)?,
            pace: duration(13)?,
            last_news: time(14)?,
        },
        durations: durations_of(&row.get::<_, String>(15)?),
        missing: time(16)?.map(|since| (since, missing_tries)),
        moving: moving_of(row.get(18)?, row.get(19)?, row.get(20)?),
    })
}

pub(super) fn durations_of(json: &str) -> Vec<u32> {
    serde_json::from_str(json).unwrap_or_default()
}

pub(super) fn moving_of(to: Option<String>, times: u32, refused: Option<String>) -> Option<Moving> {
    to.map(|to| Moving { to, times, refused })
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
            .unwrap_or_else(|| shown_address(&url)),
        url,
        publisher: row.get(4)?,
        tags: tags_of(&row.get::<_, String>(5)?),
        state: FeedState::of(row.get(12)?, error.is_some(), last_try.is_some()),
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
