//! The full-text index: built in small steps when nothing else is to be done, and asked.

use rusqlite::{named_params, params, types::Value};

use crate::{
    model::{ArticleId, FeedId, StoryId, Timestamp, add_tag},
    query::{self, Query},
    store::{
        Listing, Reader, StoreError, Writer,
        articles::{newest_bodies, tags_of},
        body,
        error::Doing,
        filter,
        lists::articles_in,
    },
};

/// An article that answers a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its id.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// Headline.
    pub title: String,
    /// Publisher.
    pub source: String,
    /// Address of the original.
    pub url: Option<String>,
    /// Article time.
    pub published: Timestamp,
    /// Marked read.
    pub read: bool,
    /// All its texts as HTML, to show the matching passage: the full one first, then the feed's own.
    pub html: String,
}

/// An article that waits for the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unindexed {
    /// The feed it was first seen in.
    pub feed: FeedId,
    /// Headline.
    pub title: String,
    /// Publisher.
    pub source: String,
    /// Aggregator that carried it.
    pub via: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The line or two that lists show.
    pub summary: String,
    /// The body as HTML.
    pub html: String,
    /// The HTML of its full text, where that was fetched.
    pub page: Option<String>,
    /// What its publisher files it under, as far as that is known.
    pub tags: Vec<String>,
}

/// What is read of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Its words, to be looked up.
    pub text: String,
    /// How many they are.
    pub words: u32,
    /// What lists show of it, if that is not what is stored.
    pub summary: Option<String>,
    /// The section that its text names.
    pub section: Option<String>,
}

/// Reads a body; the second argument gives so many of the newest bodies of its feed.
pub type ReadBody<'a> = dyn FnMut(&Unindexed, &mut dyn FnMut(usize) -> Vec<String>) -> Indexed + 'a;

/// Of so many answers the best are shown: those that came last. More than one in a hundred of a
/// large cache.
const RANKED: usize = 4_000;

impl Reader {
    /// Articles that answer a query: best first where it asks for words, else newest first. Muted
    /// ones are left out, unless the query asks for them.
    pub fn search(
        &self,
        query: &Query,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        self.search_in(Listing::default(), query, now, limit)
    }

    /// The same among the articles of a list, whatever its order.
    pub fn search_in(
        &self,
        list: Listing<'_>,
        query: &Query,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let muted = list.muted || query.asks_for_muted();
        let (words, rest) = filter::split(query);
        let mut filter = filter::sql(&rest, now);
        let scope = articles_in(&Listing { muted, ..list }, now);
        filter.values.extend(scope.values);
        // What a frequent word answers is not ranked whole: that alone takes 200 ms for a word in
        // each of 100,000 articles, and 10 ms for the newest of them.
        let (from, rank, first, order) = match words {
            Some(_) => (
                "article_text JOIN article ON article.id = article_text.rowid
                 AND article_text MATCH ?",
                "bm25(article_text, 4.0, 1.0)",
                format!("article_text.rowid DESC LIMIT {RANKED}"),
                "place, published DESC",
            ),
            None => (
                "article",
                "0",
                format!("article.published DESC, article.id DESC LIMIT {limit}"),
                "published DESC, id DESC",
            ),
        };
        // Bodies are read for what is shown only, after the best are found.
        let sql = format!(
            "SELECT best.id, best.story, best.title, best.source, best.url, best.published,
                    best.read, body.html, page.html
             FROM (SELECT * FROM (
                       SELECT article.id AS id, story.id AS story, article.title AS title,
                           source.name AS source, article.url AS url,
                           article.published AS published, article.read AS read, {rank} AS place
                       FROM {from} JOIN story ON story.id = article.story
                       JOIN source ON source.id = article.source
                       WHERE ({}) AND ({}) ORDER BY {first})
                   ORDER BY {order} LIMIT {limit}) AS best
             JOIN body ON body.article = best.id
             LEFT JOIN page ON page.article = best.id
             ORDER BY {order}",
            filter.condition, scope.condition,
        );
        let values = words.map(Value::from).into_iter().chain(filter.values);
        self.connection
            .prepare(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(rusqlite::params_from_iter(values), hit)?
                    .collect()
            })
            .doing("search")
    }

    /// How many articles wait for the full-text index.
    pub fn unindexed(&self) -> Result<u32, StoreError> {
        self.connection
            .query_row("SELECT count(*) FROM unindexed", [], |row| row.get(0))
            .doing("count what is not indexed")
    }
}

impl Writer {
    /// Indexes the next `count` articles; `read` says what is read of a body, and gets a way to the
    /// newest bodies of its feed. Says how many it did.
    pub fn index_some(
        &mut self,
        count: usize,
        read: &mut ReadBody<'_>,
    ) -> Result<usize, StoreError> {
        let doing = "index articles";
        let connection = &self.connection;
        let next: Vec<(i64, Unindexed, Indexed)> = connection
            .prepare_cached(
                "SELECT article.id, article.title, body.html, article.feed, source.name,
                        article.via, article.author, article.summary, page.html,
                        article.tags
                 FROM unindexed JOIN article ON article.id = unindexed.article
                 JOIN body ON body.article = article.id
                 JOIN source ON source.id = article.source
                 LEFT JOIN page ON page.article = article.id
                 ORDER BY unindexed.article LIMIT ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([i64::try_from(count).unwrap_or(i64::MAX)], |row| {
                        let article = unindexed(row)?;
                        let mut failed = None;
                        let indexed = read(&article, &mut |most| {
                            newest_bodies(connection, article.feed, most).unwrap_or_else(|error| {
                                failed = Some(error);
                                Vec::new()
                            })
                        });
                        match failed {
                            Some(error) => Err(error),
                            None => Ok((row.get(0)?, article, indexed)),
                        }
                    })?
                    .collect()
            })
            .doing(doing)?;
        if next.is_empty() {
            return Ok(0);
        }
        let transaction = self.connection.transaction().doing(doing)?;
        for (article, found, indexed) in &next {
            transaction
                .prepare_cached("DELETE FROM article_text WHERE rowid = ?1")
                .and_then(|mut statement| statement.execute([article]))
                .doing(doing)?;
            transaction
                .prepare_cached(
                    "INSERT INTO article_text (rowid, title, text) VALUES (:article, :title, :text)",
                )
                .and_then(|mut statement| {
                    statement.execute(named_params! {
                        ":article": article,
                        ":title": query::plain_letters(&found.title),
                        ":text": query::plain_letters(&indexed.text),
                    })
                })
                .doing(doing)?;
            transaction
                .prepare_cached(
                    "UPDATE article SET words = :words, summary = coalesce(:summary, summary)
                     WHERE id = :article
                     AND (words <> :words OR summary <> coalesce(:summary, summary))",
                )
                .and_then(|mut statement| {
                    statement.execute(named_params! {
                        ":article": article,
                        ":words": indexed.words,
                        ":summary": indexed.summary,
                    })
                })
                .doing(doing)?;
            if let Some(section) = &indexed.section {
                let mut tags = found.tags.clone();
                add_tag(&mut tags, section);
                transaction
                    .prepare_cached("UPDATE article SET tags = ?2 WHERE id = ?1 AND tags <> ?2")
                    .and_then(|mut statement| {
                        statement.execute(params![article, serde_json::json!(tags).to_string()])
                    })
                    .doing(doing)?;
            }
            transaction
                .prepare_cached("DELETE FROM unindexed WHERE article = ?1")
                .and_then(|mut statement| statement.execute(params![article]))
                .doing(doing)?;
        }
        transaction.commit().doing(doing)?;
        Ok(next.len())
    }
}

fn unindexed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Unindexed> {
    Ok(Unindexed {
        title: row.get(1)?,
        html: body::unpack(&row.get::<_, Vec<u8>>(2)?),
        feed: FeedId(row.get(3)?),
        source: row.get(4)?,
        via: row.get(5)?,
        author: row.get(6)?,
        summary: row.get(7)?,
        page: row
            .get::<_, Option<Vec<u8>>>(8)?
            .map(|page| body::unpack(&page)),
        tags: tags_of(&row.get::<_, String>(9)?),
    })
}

fn hit(row: &rusqlite::Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit {
        article: ArticleId(row.get(0)?),
        story: StoryId(row.get(1)?),
        title: row.get(2)?,
        source: row.get(3)?,
        url: row.get(4)?,
        published: Timestamp(row.get(5)?),
        read: row.get(6)?,
        html: both_texts(row, 7)?,
    })
}

/// The full text, where there is one, and the feed's own, whose column stands before it.
fn both_texts(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<String> {
    let own = body::unpack(&row.get::<_, Vec<u8>>(column)?);
    Ok(match row.get::<_, Option<Vec<u8>>>(column + 1)? {
        Some(page) => format!("{}\n{own}", body::unpack(&page)),
        None => own,
    })
}
