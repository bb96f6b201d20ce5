//! Marks that wait for their articles: what another program knows of articles that no feed has
//! brought here yet. The table is made when first something waits; a cache that takes nothing over
//! has none.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};

use crate::{
    model::{ArticleId, FeedId, StoryId, Timestamp, stable_hash},
    store::{StoreError, Writer, error::Doing, stories::recount_marks},
};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS awaited (
        id         INTEGER PRIMARY KEY,
        made       INTEGER NOT NULL,
        feed       INTEGER,                    -- of the list, if it is there
        guid       INTEGER NOT NULL,           -- hash of the guid
        canonical  INTEGER,                    -- hash of the canonical address
        read       INTEGER NOT NULL,
        starred    INTEGER NOT NULL,
        own_tags   TEXT NOT NULL               -- JSON
    );
    CREATE INDEX IF NOT EXISTS awaited_guid ON awaited (feed, guid);
    CREATE INDEX IF NOT EXISTS awaited_canonical ON awaited (canonical)
        WHERE canonical IS NOT NULL;";

/// Marks of an article that may not be here yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwaitedMarks {
    /// Address of its feed.
    pub feed: String,
    /// What identifies it there.
    pub guid: String,
    /// Hash of its canonical address.
    pub canonical: Option<i64>,
    /// Read; what is not read comes in unread, however old it is.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// Tags of the reader's own.
    pub tags: Vec<String>,
}

impl Writer {
    /// Marks the articles that are here, and keeps the marks of others until they come. Nothing
    /// that was read here becomes unread, and no star is taken away. Says how many wait.
    pub fn await_marks(
        &mut self,
        marks: &[AwaitedMarks],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let doing = "keep marks";
        if marks.is_empty() {
            return Ok(0);
        }
        self.durably(|writer| {
            let transaction = writer.connection.transaction().doing(doing)?;
            transaction.execute_batch(TABLE).doing(doing)?;
            let mut waiting = 0;
            let mut touched = Vec::new();
            for mark in marks {
                let waits = keep(&transaction, mark, now, &mut touched).doing(doing)?;
                waiting += usize::from(waits);
            }
            touched.sort_unstable();
            touched.dedup();
            recount_marks(&transaction, &touched).doing(doing)?;
            transaction.commit().doing(doing)?;
            Ok(waiting)
        })
    }
}

/// Whether the marks wait; otherwise the article has them now.
fn keep(
    transaction: &Transaction<'_>,
    mark: &AwaitedMarks,
    now: Timestamp,
    touched: &mut Vec<StoryId>,
) -> rusqlite::Result<bool> {
    let feed: Option<i64> = transaction
        .prepare_cached("SELECT id FROM feed WHERE url = ?1")?
        .query_row([&mark.feed], |row| row.get(0))
        .optional()?;
    let guid = stable_hash(mark.guid.as_bytes());
    let here: Option<i64> = transaction
        .prepare_cached(
            "SELECT article FROM carried WHERE feed = ?1 AND guid = ?2
             UNION ALL SELECT id FROM article WHERE canonical = ?3 LIMIT 1",
        )?
        .query_row(params![feed, guid, mark.canonical], |row| row.get(0))
        .optional()?;
    if let Some(article) = here {
        let marks = Marks {
            read: mark.read.then_some(true),
            starred: mark.starred,
            tags: mark.tags.clone(),
        };
        touched.extend(marks.put_on(transaction, ArticleId(article))?);
        return Ok(false);
    }
    transaction
        .prepare_cached("DELETE FROM awaited WHERE feed IS ?1 AND guid = ?2")?
        .execute(params![feed, guid])?;
    transaction
        .prepare_cached(
            "INSERT INTO awaited (made, feed, guid, canonical, read, starred, own_tags)
             VALUES (:made, :feed, :guid, :canonical, :read, :starred, :tags)",
        )?
        .execute(named_params! {
            ":made": now.0,
            ":feed": feed,
            ":guid": guid,
            ":canonical": mark.canonical,
            ":read": mark.read,
            ":starred": mark.starred,
            ":tags": serde_json::json!(mark.tags).to_string(),
        })?;
    Ok(true)
}

/// What is put on an article.
struct Marks {
    /// `None` leaves it as it is.
    read: Option<bool>,
    starred: bool,
    tags: Vec<String>,
}

impl Marks {
    /// Gives the story of the article.
    fn put_on(
        &self,
        connection: &Connection,
        article: ArticleId,
    ) -> rusqlite::Result<Option<StoryId>> {
        let (story, tags): (Option<i64>, String) = connection
            .prepare_cached("SELECT story, own_tags FROM article WHERE id = ?1")?
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut tags: Vec<String> = serde_json::from_str(&tags).unwrap_or_default();
        for tag in &self.tags {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        connection
            .prepare_cached(
                "UPDATE article SET read = coalesce(:read, read),
                     starred = max(starred, :starred), own_tags = :tags
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":read": self.read,
                ":starred": self.starred,
                ":tags": serde_json::json!(tags).to_string(),
            })?;
        Ok(story.map(StoryId))
    }
}

/// Whether marks wait for anything.
pub(super) fn are_there(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'awaited')")?
        .query_row([], |row| row.get(0))
}

/// Puts the marks that wait for an article on it; gives its story, if it has one already. Only
/// where [`are_there`] says so.
pub(super) fn put_on_article(
    connection: &Connection,
    feed: FeedId,
    guid: i64,
    canonical: Option<i64>,
    article: ArticleId,
) -> rusqlite::Result<Option<StoryId>> {
    let found = connection
        .prepare_cached(
            "SELECT id, read, starred, own_tags FROM awaited WHERE feed = ?1 AND guid = ?2
             UNION ALL
             SELECT id, read, starred, own_tags FROM awaited WHERE canonical = ?3 LIMIT 1",
        )?
        .query_row(params![feed.0, guid, canonical], |row| {
            let tags: String = row.get(3)?;
            let marks = Marks {
                read: Some(row.get(1)?),
                starred: row.get(2)?,
                tags: serde_json::from_str(&tags).unwrap_or_default(),
            };
            Ok((row.get::<_, i64>(0)?, marks))
        })
        .optional()?;
    let Some((id, marks)) = found else {
        return Ok(None);
    };
    let story = marks.put_on(connection, article)?;
    connection
        .prepare_cached("DELETE FROM awaited WHERE id = ?1")?
        .execute([id])?;
    Ok(story)
}

/// Forgets marks that have waited since before `before`: their articles have left their feeds.
pub(super) fn forget_old(connection: &Connection, before: Timestamp) -> rusqlite::Result<()> {
    if are_there(connection)? {
        connection.execute("DELETE FROM awaited WHERE made < ?1", [before.0])?;
    }
    Ok(())
}
