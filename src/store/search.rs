//! The full-text index: built in small steps when nothing else is to be done, and asked.

use rusqlite::{named_params, params, types::Value};

use crate::{
    model::{ArticleId, StoryId, Timestamp},
    query::Query,
    store::{Reader, StoreError, Writer, body, error::Doing, filter},
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

impl Reader {
    /// Articles that answer a query: best first where it asks for words, else newest first.
    pub fn search(
        &self,
        query: &Query,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let (words, rest) = filter::split(query);
        let filter = filter::sql(&rest, now);
        let (from, rank, order) = match words {
            Some(_) => (
                "article_text JOIN article ON article.id = article_text.rowid
                 AND article_text MATCH ?",
                "bm25(article_text, 4.0, 1.0)",
                "place, article.published DESC",
            ),
            None => ("article", "0", "article.published DESC, article.id DESC"),
        };
        // Bodies are read for what is shown only, after the best are found.
        let sql = format!(
            "SELECT found.id, found.story, found.title, found.source, found.url, found.published,
                    found.read, body.html, page.html
             FROM (SELECT article.id, story.id AS story, article.title, source.name AS source,
                       article.url, article.published, article.read, {rank} AS place
                   FROM {from} JOIN story ON story.id = article.story
                   JOIN source ON source.id = article.source
                   WHERE {} ORDER BY {order} LIMIT {limit}) AS found
             JOIN body ON body.article = found.id
             LEFT JOIN page ON page.article = found.id
             ORDER BY {}",
            filter.condition,
            order.replace("article.", "found."),
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
}

impl Writer {
    /// Indexes the next `count` articles; `plain` turns a body into its words. Says how many it
    /// did.
    pub fn index_some(
        &mut self,
        count: usize,
        plain: &dyn Fn(&str) -> String,
    ) -> Result<usize, StoreError> {
        let doing = "index articles";
        let next: Vec<(i64, String, String)> = self
            .connection
            .prepare_cached(
                "SELECT article.id, article.title, body.html, page.html
                 FROM unindexed JOIN article ON article.id = unindexed.article
                 JOIN body ON body.article = article.id
                 LEFT JOIN page ON page.article = article.id
                 ORDER BY unindexed.article LIMIT ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([i64::try_from(count).unwrap_or(i64::MAX)], |row| {
                        let html = both_texts(row, 2)?;
                        Ok((row.get(0)?, row.get(1)?, plain(&html)))
                    })?
                    .collect()
            })
            .doing(doing)?;
        if next.is_empty() {
            return Ok(0);
        }
        let transaction = self.connection.transaction().doing(doing)?;
        for (article, title, text) in &next {
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
                        ":article": article, ":title": title, ":text": text,
                    })
                })
                .doing(doing)?;
            transaction
                .prepare_cached("DELETE FROM unindexed WHERE article = ?1")
                .and_then(|mut statement| statement.execute(params![article]))
                .doing(doing)?;
        }
        transaction.commit().doing(doing)?;
        Ok(next.len())
    }
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
