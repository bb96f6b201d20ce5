//! Articles with their bodies, and their earlier texts.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    model::{ArticleId, ArticleText, Enclosure, FeedId, StoryId, Timestamp, stable_hash},
    store::{Reader, StoreError, body, error::Doing, items::kind_of},
};

/// An earlier text of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When the next text was seen.
    pub until: Timestamp,
    /// Its headline.
    pub title: String,
    /// Its body as HTML.
    pub html: String,
}

impl Reader {
    /// An article with its body; `None` if it is not in the cache.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleText>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.id, article.feed, coalesce(article.story, 0), article.title,
                        source.name, article.via, article.author, article.url, article.comments,
                        article.published, article.updated, article.first_seen, article.lang,
                        article.kind, article.read, article.starred, article.revisions,
                        article.enclosures, body.html, article.summary, article.tags,
                        article.changed, article.derived, article.own_tags
                 FROM article JOIN source ON source.id = article.source
                 JOIN body ON body.article = article.id
                 WHERE article.id = ?1",
            )
            .and_then(|mut statement| statement.query_row([id.0], article_text).optional())
            .doing("read an article")
    }

    /// Bodies of a feed's newest articles as HTML, newest first.
    pub fn newest_bodies(&self, feed: FeedId, most: usize) -> Result<Vec<String>, StoreError> {
        newest_bodies(&self.connection, feed, most).doing("read the articles of a feed")
    }

    /// The article of a feed that came last.
    pub fn newest_article(&self, feed: FeedId) -> Result<Option<ArticleId>, StoreError> {
        self.connection
            .prepare_cached("SELECT max(id) FROM article WHERE feed = ?1")
            .and_then(|mut statement| {
                statement.query_row([feed.0], |row| {
                    Ok(row.get::<_, Option<i64>>(0)?.map(ArticleId))
                })
            })
            .doing("find the newest article of a feed")
    }

    /// The article with the given canonical address.
    pub fn article_at(&self, canonical: &str) -> Result<Option<ArticleId>, StoreError> {
        self.connection
            .prepare_cached("SELECT id FROM article WHERE canonical = ?1 ORDER BY id LIMIT 1")
            .and_then(|mut statement| {
                statement
                    .query_row([stable_hash(canonical.as_bytes())], |row| {
                        row.get(0).map(ArticleId)
                    })
                    .optional()
            })
            .doing("find an article")
    }

    /// Earlier texts of an article, oldest first.
    pub fn revisions(&self, article: ArticleId) -> Result<Vec<Revision>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT until, title, html FROM revision WHERE article = ?1 ORDER BY id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([article.0], |row| {
                        Ok(Revision {
                            until: Timestamp(row.get(0)?),
                            title: row.get(1)?,
                            html: body::unpack(&row.get::<_, Vec<u8>>(2)?),
                        })
                    })?
                    .collect()
            })
            .doing("read earlier texts")
    }
}

/// Bodies of a feed's newest articles as HTML, newest first.
pub(super) fn newest_bodies(
    connection: &Connection,
    feed: FeedId,
    most: usize,
) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT body.html FROM article JOIN body ON body.article = article.id
             WHERE article.feed = ?1 ORDER BY article.id DESC LIMIT ?2",
        )?
        .query_map(
            params![feed.0, i64::try_from(most).unwrap_or(i64::MAX)],
            |row| Ok(body::unpack(&row.get::<_, Vec<u8>>(0)?)),
        )?
        .collect()
}

fn article_text(row: &Row<'_>) -> rusqlite::Result<ArticleText> {
    Ok(ArticleText {
        id: ArticleId(row.get(0)?),
        feed: FeedId(row.get(1)?),
        story: StoryId(row.get(2)?),
        title: row.get(3)?,
        source: row.get(4)?,
        via: row.get(5)?,
        author: row.get(6)?,
        url: row.get(7)?,
        comments: row.get(8)?,
        published: Timestamp(row.get(9)?),
        updated: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        first_seen: Timestamp(row.get(11)?),
        lang: row.get(12)?,
        kind: kind_of(row.get(13)?),
        read: row.get(14)?,
        starred: row.get(15)?,
        revisions: row.get(16)?,
        enclosures: enclosures_of(&row.get::<_, String>(17)?),
        html: body::unpack(&row.get::<_, Vec<u8>>(18)?),
        summary: row.get(19)?,
        tags: tags_of(&row.get::<_, String>(20)?),
        changed: row.get(21)?,
        derived_title: row.get(22)?,
        own_tags: tags_of(&row.get::<_, String>(23)?),
    })
}

/// Tags as they are stored.
pub(super) fn tags_of(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

fn enclosures_of(json: &str) -> Vec<Enclosure> {
    serde_json::from_str(json).unwrap_or_default()
}
