//! What is known of an article, to hold queries against it in memory; and the names that queries may
//! ask for.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    model::{ArticleId, Kind, StoryId, Timestamp},
    query::{Facts, Marks, Names, Words},
    store::{Reader, StoreError, articles::tags_of, body, error::Doing, items::kind_of},
};

/// Publishers and authors that completion offers, those with most articles first.
const MOST_NAMES: usize = 200;

/// What is known of an article, without its words.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFacts {
    /// Its id.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// Headline.
    pub title: String,
    /// The line or two that lists show.
    pub summary: String,
    /// Publisher.
    pub source: String,
    /// Address of the original; empty if there is none.
    pub url: String,
    /// The body as HTML.
    pub html: String,
    /// The HTML of its full text, where that is here.
    pub page: Option<String>,
    author: String,
    lang: String,
    feeds: Vec<String>,
    tags: Vec<String>,
    kind: Kind,
    length: u32,
    published: Timestamp,
    sources: u32,
    origins: u32,
    new_to_you: Option<u32>,
    marks: Marks,
}

impl StoredFacts {
    /// The same for a query; `text` is its plain text, which also holds the full one.
    pub fn with_text<'a>(&'a self, text: &'a str, now: Timestamp) -> Facts<'a> {
        Facts {
            article: self.article,
            story: self.story,
            title: &self.title,
            summary: &self.summary,
            words: Words::new(&self.title, text),
            source: &self.source,
            author: &self.author,
            url: &self.url,
            lang: &self.lang,
            feeds: self.feeds.iter().map(String::as_str).collect(),
            tags: self.tags.iter().map(String::as_str).collect(),
            kind: self.kind,
            length: self.length,
            published: self.published,
            sources: self.sources,
            origins: self.origins,
            new_to_you: self.new_to_you,
            marks: self.marks,
            now,
        }
    }
}

/// What is known of an article; `None` if it is gone or has no story yet.
pub(super) fn facts_of(
    connection: &Connection,
    article: ArticleId,
) -> rusqlite::Result<Option<StoredFacts>> {
    let found = connection
        .prepare_cached(
            "SELECT article.id, article.story, article.title, article.summary, source.name,
                    coalesce(article.url, ''), coalesce(article.author, ''),
                    coalesce(article.lang, ''), article.kind,
                    max(article.words, coalesce(iif(page.html IS NULL, 0, page.words), 0)),
                    article.published, story.sources, story.origins, article.read,
                    article.starred, story.followed > 0, article.muted > 0 OR story.muted > 0,
                    article.seen, article.opened IS NOT NULL, article.changed > 0,
                    page.html IS NOT NULL, body.html, page.html, article.tags, article.own_tags,
                    article.new_to_you
             FROM article JOIN story ON story.id = article.story
             JOIN source ON source.id = article.source
             JOIN body ON body.article = article.id
             LEFT JOIN page ON page.article = article.id WHERE article.id = ?1",
        )?
        .query_row([article.0], row_facts)
        .optional()?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    let mut feeds = connection.prepare_cached(
        "SELECT coalesce(own_title, title, ''), url, tags FROM feed
         WHERE id IN (SELECT feed FROM carried WHERE article = ?1)",
    )?;
    let mut rows = feeds.query([article.0])?;
    while let Some(row) = rows.next()? {
        found.feeds.extend([row.get(0)?, row.get(1)?]);
        found.tags.extend(tags_of(&row.get::<_, String>(2)?));
    }
    Ok(Some(found))
}

fn row_facts(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredFacts> {
    let mut tags = tags_of(&row.get::<_, String>(23)?);
    tags.extend(tags_of(&row.get::<_, String>(24)?));
    let page: Option<Vec<u8>> = row.get(22)?;
    Ok(StoredFacts {
        article: ArticleId(row.get(0)?),
        story: StoryId(row.get(1)?),
        title: row.get(2)?,
        summary: row.get(3)?,
        source: row.get(4)?,
        url: row.get(5)?,
        author: row.get(6)?,
        lang: row.get(7)?,
        kind: kind_of(row.get(8)?),
        length: row.get(9)?,
        published: Timestamp(row.get(10)?),
        sources: row.get(11)?,
        origins: row.get(12)?,
        new_to_you: row.get(25)?,
        marks: Marks {
            read: row.get(13)?,
            starred: row.get(14)?,
            followed: row.get(15)?,
            muted: row.get(16)?,
            seen: row.get(17)?,
            opened: row.get(18)?,
            changed: row.get(19)?,
            full: row.get(20)?,
        },
        html: body::unpack(&row.get::<_, Vec<u8>>(21)?),
        page: page.map(|page| body::unpack(&page)),
        feeds: Vec::new(),
        tags,
    })
}

impl Reader {
    /// What is known of an article; `None` if it is gone or has no story yet.
    pub fn facts(&self, article: ArticleId) -> Result<Option<StoredFacts>, StoreError> {
        facts_of(&self.connection, article).doing("read an article")
    }

    /// The names that queries may ask for, but for saved queries.
    pub fn query_names(&self) -> Result<Names, StoreError> {
        Ok(Names {
            feeds: self.names(
                "SELECT DISTINCT coalesce(own_title, title, url) FROM feed WHERE listed = 1
                 ORDER BY position, id",
            )?,
            tags: self.names(
                "SELECT tag FROM (
                     SELECT 0 AS place, value AS tag FROM feed, json_each(feed.tags)
                     WHERE listed = 1
                     UNION ALL
                     SELECT 1, value FROM article, json_each(article.own_tags)
                     WHERE own_tags <> '[]'
                     UNION ALL
                     SELECT 2, value FROM (
                         SELECT tags FROM article ORDER BY id DESC LIMIT 2000
                     ) AS recent, json_each(recent.tags)
                 ) GROUP BY tag ORDER BY min(place), count(*) DESC, tag LIMIT 500",
            )?,
            sources: self.names(&format!(
                "SELECT name FROM source JOIN (
                     SELECT source, count(*) AS articles FROM article GROUP BY source
                     ORDER BY articles DESC LIMIT {MOST_NAMES}
                 ) AS counted ON counted.source = source.id ORDER BY counted.articles DESC"
            ))?,
            authors: self.names(&format!(
                "SELECT author FROM (SELECT author FROM article ORDER BY id DESC LIMIT 5000)
                 WHERE author <> '' GROUP BY author ORDER BY count(*) DESC LIMIT {MOST_NAMES}"
            ))?,
            languages: self.names(
                "SELECT lower(lang) AS tag FROM (
                     SELECT lang FROM article ORDER BY id DESC LIMIT 5000
                 ) WHERE lang <> '' GROUP BY tag ORDER BY count(*) DESC LIMIT 50",
            )?,
            saved: Vec::new(),
        })
    }

    fn names(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .doing("list names")
    }

    /// The stories that are folded away.
    pub fn muted_stories(&self) -> Result<Vec<StoryId>, StoreError> {
        self.connection
            .prepare_cached("SELECT id FROM story WHERE muted > 0")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| row.get(0).map(StoryId))?
                    .collect()
            })
            .doing("list muted stories")
    }
}
