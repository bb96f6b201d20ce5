//! Full texts: the pages of articles, one row an article, and which of them are to be fetched
//! without being asked for. A page goes with its article.

use rusqlite::{OptionalExtension, Row, named_params};

use crate::{
    model::{ArticleId, ArticlePage, Barrier, FullText, NoFullText, Timestamp},
    store::{Reader, StoreError, Writer, body, error::Doing},
};

/// What is known of an article whose page is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageToFetch {
    /// Which article.
    pub article: ArticleId,
    /// Its address; `None` if the feed gives none.
    pub url: Option<String>,
    /// Address of its feed, whose options hold for the page too.
    pub feed: String,
}

/// Which full texts are fetched without being asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ahead {
    /// Those of unread articles of these feeds, by address.
    pub feeds: Vec<String>,
    /// As far as they were first seen since then.
    pub since: Timestamp,
    /// Those of starred articles.
    pub starred: bool,
    /// So many at the most.
    pub most: usize,
}

impl Reader {
    /// The page of an article, as it was found last; `None` if nobody looked.
    pub fn page(&self, article: ArticleId) -> Result<Option<ArticlePage>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article, url, fetched, title, byline, words, html, barrier, error, hint
                 FROM page WHERE article = ?1",
            )
            .and_then(|mut statement| statement.query_row([article.0], page).optional())
            .doing("read a full text")
    }

    /// What it takes to fetch the page of an article; `None` if the article is not in the cache.
    pub fn page_to_fetch(&self, article: ArticleId) -> Result<Option<PageToFetch>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT article.id, article.url, feed.url
                 FROM article JOIN feed ON feed.id = article.feed WHERE article.id = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([article.0], |row| {
                        Ok(PageToFetch {
                            article: ArticleId(row.get(0)?),
                            url: row.get(1)?,
                            feed: row.get(2)?,
                        })
                    })
                    .optional()
            })
            .doing("find the page of an article")
    }

    /// The articles whose pages nobody has looked at and that are to be fetched ahead: starred
    /// ones first, then the newest.
    pub fn pages_ahead(&self, ahead: &Ahead) -> Result<Vec<ArticleId>, StoreError> {
        let mut articles = Vec::new();
        if ahead.starred {
            articles = self.ids(
                "SELECT article.id FROM story JOIN article ON article.story = story.id
                 WHERE story.starred > 0 AND article.starred = 1 AND article.url IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM page WHERE page.article = article.id)
                 ORDER BY article.published DESC, article.id DESC LIMIT :most",
                named_params! { ":most": limit(ahead.most) },
            )?;
        }
        if !ahead.feeds.is_empty() && articles.len() < ahead.most {
            // A list of strings can always be written as JSON.
            let feeds = serde_json::to_string(&ahead.feeds).unwrap_or_default();
            let of_feeds = self.ids(
                "SELECT article.id FROM article
                 WHERE article.first_seen >= :since AND article.read = 0
                 AND article.url IS NOT NULL
                 AND EXISTS (SELECT 1 FROM carried JOIN feed ON feed.id = carried.feed
                             WHERE carried.article = article.id AND feed.listed = 1
                             AND feed.url IN (SELECT value FROM json_each(:feeds)))
                 AND NOT EXISTS (SELECT 1 FROM page WHERE page.article = article.id)
                 ORDER BY article.published DESC, article.id DESC LIMIT :most",
                named_params! {
                    ":since": ahead.since.0,
                    ":feeds": feeds,
                    ":most": limit(ahead.most),
                },
            )?;
            let more: Vec<_> = of_feeds
                .into_iter()
                .filter(|article| !articles.contains(article))
                .collect();
            articles.extend(more);
            articles.truncate(ahead.most);
        }
        Ok(articles)
    }

    fn ids(
        &self,
        sql: &str,
        parameters: &[(&str, &dyn rusqlite::ToSql)],
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_map(parameters, |row| row.get(0).map(ArticleId))?
                    .collect()
            })
            .doing("find full texts to fetch")
    }
}

impl Writer {
    /// Keeps the page of an article; its words are searched from then on. Why there is no text replaces no text that is there: the page
    /// had it once. An article that is gone meanwhile keeps nothing.
    pub fn save_page(&mut self, page: &ArticlePage) -> Result<(), StoreError> {
        let (text, missing) = match &page.found {
            Ok(text) => (Some(text), None),
            Err(missing) => (None, Some(missing)),
        };
        let doing = "keep a full text";
        let transaction = self.connection.transaction().doing(doing)?;
        let kept = transaction
            .prepare_cached(
                "INSERT INTO page (article, url, fetched, title, byline, words, html, barrier,
                                   error, hint)
                 SELECT :article, :url, :fetched, :title, :byline, :words, :html, :barrier,
                        :error, :hint
                 WHERE EXISTS (SELECT 1 FROM article WHERE id = :article)
                 ON CONFLICT (article) DO UPDATE SET url = excluded.url,
                     fetched = excluded.fetched, title = excluded.title,
                     byline = excluded.byline, words = excluded.words, html = excluded.html,
                     barrier = excluded.barrier, error = excluded.error, hint = excluded.hint
                     WHERE excluded.html IS NOT NULL OR page.html IS NULL",
            )
            .and_then(|mut statement| {
                statement.execute(named_params! {
                    ":article": page.article.0,
                    ":url": page.url,
                    ":fetched": page.fetched.0,
                    ":title": text.map_or("", |text| &text.title),
                    ":byline": text.and_then(|text| text.byline.as_ref()),
                    ":words": text.map_or(0, |text| text.words),
                    ":html": text.map(|text| body::pack(&text.html)),
                    ":barrier": missing.and_then(|missing| missing.barrier).map(Barrier::name),
                    ":error": missing.map(|missing| &missing.message),
                    ":hint": missing.and_then(|missing| missing.hint.as_ref()),
                })
            })
            .doing(doing)?;
        if kept > 0 && text.is_some() {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO unindexed (article) VALUES (?1)")
                .and_then(|mut statement| statement.execute([page.article.0]))
                .doing(doing)?;
        }
        transaction.commit().doing(doing)
    }
}

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

fn page(row: &Row<'_>) -> rusqlite::Result<ArticlePage> {
    let found = match row.get::<_, Option<Vec<u8>>>(6)? {
        Some(html) => Ok(FullText {
            title: row.get(3)?,
            byline: row.get(4)?,
            words: row.get(5)?,
            html: body::unpack(&html),
        }),
        None => Err(NoFullText {
            barrier: row
                .get::<_, Option<String>>(7)?
                .and_then(|name| Barrier::from_name(&name)),
            message: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
            hint: row.get(9)?,
        }),
    };
    Ok(ArticlePage {
        article: ArticleId(row.get(0)?),
        url: row.get(1)?,
        fetched: Timestamp(row.get(2)?),
        found,
    })
}
