//! Marks that wait for their articles: what another program, or another cache, knows of articles
//! that no feed has brought here yet.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};

use crate::{
    model::{ArticleId, FeedId, StoryId, Timestamp, plain_line, stable_hash},
    store::{StoreError, Writer, articles::tags_of, error::Doing, stories::recount_marks},
};

/// Marks of an article that may not be here yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwaitedMarks {
    /// Address of its feed.
    pub feed: String,
    /// What identifies it there; `None` where only its address is known.
    pub guid: Option<String>,
    /// Hash of its canonical address.
    pub canonical: Option<i64>,
    /// What was done with it.
    pub marks: Marks,
}

/// What a reader did with an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Read; what is not read comes in unread, however old it is.
    pub read: bool,
    /// Its end was reached on the screen.
    pub seen: bool,
    /// Starred.
    pub starred: bool,
    /// Followed, for its story.
    pub followed: bool,
    /// Folded away with its story.
    pub muted: bool,
    /// When it was last read from.
    pub opened: Option<Timestamp>,
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
    let guid = match (&mark.guid, mark.canonical) {
        (Some(guid), _) => stable_hash(guid.as_bytes()),
        (None, Some(canonical)) => canonical,
        (None, None) => return Ok(false),
    };
    let here: Option<i64> = transaction
        .prepare_cached(
            "SELECT article FROM carried WHERE feed = ?1 AND guid = ?2
             UNION ALL SELECT id FROM article WHERE canonical = ?3 LIMIT 1",
        )?
        .query_row(params![feed, guid, mark.canonical], |row| row.get(0))
        .optional()?;
    if let Some(article) = here {
        let story = mark
            .marks
            .put_on(transaction, ArticleId(article), Arrival::Here)?;
        touched.extend(story);
        return Ok(false);
    }
    transaction
        .prepare_cached("DELETE FROM awaited WHERE feed IS ?1 AND guid = ?2")?
        .execute(params![feed, guid])?;
    transaction
        .prepare_cached(
            "INSERT INTO awaited (made, feed, guid, canonical, read, seen, starred, followed,
                                  muted, opened, own_tags)
             VALUES (:made, :feed, :guid, :canonical, :read, :seen, :starred, :followed,
                     :muted, :opened, :tags)",
        )?
        .execute(named_params! {
            ":made": now.0,
            ":feed": feed,
            ":guid": guid,
            ":canonical": mark.canonical,
            ":read": mark.marks.read,
            ":seen": mark.marks.seen,
            ":starred": mark.marks.starred,
            ":followed": mark.marks.followed,
            ":muted": mark.marks.muted,
            ":opened": mark.marks.opened.map(|time| time.0),
            ":tags": serde_json::json!(mark.marks.tags).to_string(),
        })?;
    Ok(true)
}

/// Whether an article was here before its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrival {
    /// It stays read if it is.
    Here,
    /// It is as read as its marks say.
    New,
}

impl Marks {
    /// Gives the story of the article. No mark is taken away, but that a new article that was not
    /// read comes in unread.
    fn put_on(
        &self,
        connection: &Connection,
        article: ArticleId,
        arrival: Arrival,
    ) -> rusqlite::Result<Option<StoryId>> {
        let (story, tags): (Option<i64>, String) = connection
            .prepare_cached("SELECT story, own_tags FROM article WHERE id = ?1")?
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut tags = tags_of(&tags);
        add_tags(&mut tags, &self.tags);
        connection
            .prepare_cached(
                "UPDATE article SET read = iif(:new, :read, max(read, :read)),
                     seen = max(seen, :seen), starred = max(starred, :starred),
                     followed = max(followed, :followed), muted = max(muted, iif(:muted, 2, 0)),
                     opened = nullif(max(coalesce(opened, 0), coalesce(:opened, 0)), 0),
                     own_tags = :tags
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":new": arrival == Arrival::New,
                ":read": self.read,
                ":seen": self.seen,
                ":starred": self.starred,
                ":followed": self.followed,
                ":muted": self.muted,
                ":opened": self.opened.map(|time| time.0),
                ":tags": serde_json::json!(tags).to_string(),
            })?;
        Ok(story.map(StoryId))
    }
}

/// Adds tags that are not there yet in other letters, as plain lines wherever they come from.
pub fn add_tags(tags: &mut Vec<String>, more: &[String]) {
    for tag in more.iter().map(|tag| plain_line(tag)) {
        let lower = tag.to_lowercase();
        if !tag.is_empty() && !tags.iter().any(|known| known.to_lowercase() == lower) {
            tags.push(tag);
        }
    }
}

/// Whether marks wait for anything.
pub(super) fn are_there(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM awaited)")?
        .query_row([], |row| row.get(0))
}

/// Puts the marks that wait for an article on it; gives its story, if it has one already.
pub(super) fn put_on_article(
    connection: &Connection,
    feed: FeedId,
    guid: i64,
    canonical: Option<i64>,
    article: ArticleId,
) -> rusqlite::Result<Option<StoryId>> {
    let found = connection
        .prepare_cached(
            "SELECT id, read, seen, starred, followed, muted, opened, own_tags FROM awaited
             WHERE feed = ?1 AND guid = ?2
             UNION ALL
             SELECT id, read, seen, starred, followed, muted, opened, own_tags FROM awaited
             WHERE canonical = ?3 LIMIT 1",
        )?
        .query_row(params![feed.0, guid, canonical], awaited)
        .optional()?;
    let Some((id, marks)) = found else {
        return Ok(None);
    };
    let story = marks.put_on(connection, article, Arrival::New)?;
    connection
        .prepare_cached("DELETE FROM awaited WHERE id = ?1")?
        .execute([id])?;
    Ok(story)
}

fn awaited(row: &Row<'_>) -> rusqlite::Result<(i64, Marks)> {
    let marks = Marks {
        read: row.get(1)?,
        seen: row.get(2)?,
        starred: row.get(3)?,
        followed: row.get(4)?,
        muted: row.get(5)?,
        opened: row.get::<_, Option<i64>>(6)?.map(Timestamp),
        tags: tags_of(&row.get::<_, String>(7)?),
    };
    Ok((row.get(0)?, marks))
}

/// Forgets marks that have waited since before `before`: their articles have left their feeds.
pub(super) fn forget_old(connection: &Connection, before: Timestamp) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM awaited WHERE made < ?1", [before.0])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_plain_lines_and_each_there_once() {
        let mut tags = vec!["Sea".to_owned()];
        let more = ["se\u{202e}a", "\u{2066}new\ns", "\u{7}", "SEA"];
        add_tags(&mut tags, &more.map(ToOwned::to_owned));
        assert_eq!(tags, ["Sea", "new s"]);
    }
}
