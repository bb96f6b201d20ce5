//! Full texts: the pages of articles, one row an article, and which of them are to be fetched
//! without being asked for. A page goes with its article.

use std::time::Duration;

use rusqlite::{OptionalExtension, Row, named_params};
use rustc_hash::FxHashSet;

use crate::{
    model::{ArticleId, ArticlePage, Barrier, FeedHost, FullText, NoFullText, Timestamp},
    store::{Reader, StoreError, Writer, body, error::Doing},
};

/// The pause after a page could not be had; it doubles with each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_secs(7 * 86_400);

/// A page is not fetched again unasked before it is so old: some items change at every fetch.
const LEAST_AGE: Duration = Duration::from_secs(60 * 60);

/// A host that is left alone for longer was noted while the clock was wrong.
const LONGEST_WAIT: Duration = Duration::from_secs(8 * 86_400);

/// What is known of an article whose page is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageToFetch {
    /// Which article.
    pub article: ArticleId,
    /// Its address; `None` if the feed gives none.
    pub url: Option<String>,
    /// Address of its feed, whose options hold for the page too, or of another one that has it;
    /// `None` if none of them is in the list any more.
    pub feed: Option<String>,
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
    /// Of these articles only.
    pub only: Option<Vec<ArticleId>>,
    /// So many at the most.
    pub most: usize,
    /// The present: what failed lately, and what is at a host that is left alone, waits.
    pub now: Timestamp,
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
                "SELECT id, url,
                        (SELECT feed.url FROM feed
                         WHERE feed.listed = 1 AND (feed.id = article.feed
                             OR feed.id IN (SELECT carried.feed FROM carried
                                            WHERE carried.article = article.id))
                         ORDER BY feed.id = article.feed DESC, feed.position LIMIT 1)
                 FROM article WHERE id = ?1",
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

    /// Whether the article has changed in its feed since its page was fetched.
    pub fn page_is_stale(&self, article: ArticleId) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached("SELECT stale FROM page WHERE article = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([article.0], |row| row.get(0))
                    .optional()
            })
            .map(Option::unwrap_or_default)
            .doing("read a full text")
    }

    /// The articles of listed feeds whose pages are to be fetched ahead: starred ones, and those of
    /// the feeds. One that has changed since its text was fetched is among them again, after a
    /// while. Each kind has its share, the newest first; what one leaves free the other takes.
    pub fn pages_ahead(&self, ahead: &Ahead) -> Result<Vec<ArticleId>, StoreError> {
        let left_alone = self.hosts()?.into_iter();
        let left_alone = left_alone
            .filter(|wait| wait.until > ahead.now && wait.until <= ahead.now + LONGEST_WAIT);
        let left_alone = left_alone.map(|wait| wait.name).collect();
        let fetchable = |sql, parameters: &[(&str, &dyn rusqlite::ToSql)]| {
            self.fetchable(sql, parameters, ahead, &left_alone)
        };
        // Numbers and strings can always be written as JSON.
        let only = ahead.only.as_ref().map(|only| {
            let only: Vec<i64> = only.iter().map(|article| article.0).collect();
            serde_json::to_string(&only).unwrap_or_default()
        });
        let lately = ahead.now - LEAST_AGE;
        let mut kinds = Vec::new();
        if ahead.starred {
            kinds.push(fetchable(
                "SELECT article.id, article.url, page_try.tried, page_try.failures
                 FROM story JOIN article ON article.story = story.id
                 LEFT JOIN page_try ON page_try.article = article.id
                 WHERE story.starred > 0 AND article.starred = 1 AND article.url IS NOT NULL
                 AND (:only IS NULL OR article.id IN (SELECT value FROM json_each(:only)))
                 AND EXISTS (SELECT 1 FROM carried JOIN feed ON feed.id = carried.feed
                             WHERE carried.article = article.id AND feed.listed = 1)
                 AND NOT EXISTS (SELECT 1 FROM page
                                 WHERE page.article = article.id
                                 AND (page.stale = 0 OR page.fetched BETWEEN :lately AND :now))
                 ORDER BY article.published DESC, article.id DESC",
                named_params! { ":only": only, ":lately": lately.0, ":now": ahead.now.0 },
            )?);
        }
        if !ahead.feeds.is_empty() {
            let feeds = serde_json::to_string(&ahead.feeds).unwrap_or_default();
            kinds.push(fetchable(
                "SELECT article.id, article.url, page_try.tried, page_try.failures
                 FROM article LEFT JOIN page_try ON page_try.article = article.id
                 WHERE article.first_seen >= :since AND article.read = 0
                 AND article.url IS NOT NULL
                 AND (:only IS NULL OR article.id IN (SELECT value FROM json_each(:only)))
                 AND EXISTS (SELECT 1 FROM carried JOIN feed ON feed.id = carried.feed
                             WHERE carried.article = article.id AND feed.listed = 1
                             AND feed.url IN (SELECT value FROM json_each(:feeds)))
                 AND NOT EXISTS (SELECT 1 FROM page
                                 WHERE page.article = article.id
                                 AND (page.stale = 0 OR page.fetched BETWEEN :lately AND :now))
                 ORDER BY article.published DESC, article.id DESC",
                named_params! {
                    ":since": ahead.since.0, ":feeds": feeds, ":only": only,
                    ":lately": lately.0, ":now": ahead.now.0,
                },
            )?);
        }
        Ok(shared_out(kinds, ahead.most))
    }

    /// The first articles of a query that may be tried now.
    fn fetchable(
        &self,
        sql: &str,
        parameters: &[(&str, &dyn rusqlite::ToSql)],
        ahead: &Ahead,
        left_alone: &FxHashSet<String>,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let find = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(parameters)?;
            let mut found = Vec::new();
            while found.len() < ahead.most
                && let Some(row) = rows.next()?
            {
                let url: String = row.get(1)?;
                let tried: Option<i64> = row.get(2)?;
                let failures: Option<u32> = row.get(3)?;
                let waits = tried.zip(failures).is_some_and(|(tried, failures)| {
                    is_left_alone(Timestamp(tried), failures, ahead.now)
                });
                let host = FeedHost::of(&url);
                if !waits && host.is_none_or(|host| !left_alone.contains(&host.name)) {
                    found.push(ArticleId(row.get(0)?));
                }
            }
            Ok(found)
        };
        find().doing("find full texts to fetch")
    }
}

/// Whether a page that failed so often is not tried again yet.
fn is_left_alone(tried: Timestamp, failures: u32, now: Timestamp) -> bool {
    let doubled = FIRST_PAUSE.saturating_mul(1 << failures.saturating_sub(1).min(12));
    // A try that is still to come was noted while the clock was wrong.
    tried <= now && now < tried + doubled.min(LONGEST_PAUSE)
}

/// One of each kind in turn, none twice.
fn shared_out(kinds: Vec<Vec<ArticleId>>, most: usize) -> Vec<ArticleId> {
    let mut kinds: Vec<_> = kinds.into_iter().map(Vec::into_iter).collect();
    let mut articles = Vec::new();
    let mut taken = FxHashSet::default();
    while articles.len() < most {
        let before = articles.len();
        for kind in &mut kinds {
            articles.extend(kind.by_ref().find(|article| taken.insert(*article)));
        }
        if articles.len() == before {
            break;
        }
    }
    articles.truncate(most);
    articles
}

impl Writer {
    /// Keeps the page of an article; its words are searched from then on. Why there is no text
    /// replaces no text that is there: the page had it once. An article that is gone meanwhile keeps
    /// nothing.
    pub fn save_page(&mut self, page: &ArticlePage) -> Result<(), StoreError> {
        let (text, missing) = match &page.found {
            Ok(text) => (Some(text), None),
            Err(missing) => (None, Some(missing)),
        };
        let barrier = match &page.found {
            Ok(text) => text.ends_at,
            Err(missing) => missing.barrier,
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
                    ":barrier": barrier.map(Barrier::name),
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
        for done in [
            "UPDATE page SET stale = 0 WHERE article = ?1 AND stale = 1",
            "DELETE FROM page_try WHERE article = ?1",
        ] {
            transaction
                .prepare_cached(done)
                .and_then(|mut statement| statement.execute([page.article.0]))
                .doing(doing)?;
        }
        transaction.commit().doing(doing)
    }

    /// Notes that the page of an article could not be had this time.
    pub fn note_page_failure(
        &mut self,
        article: ArticleId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO page_try (article, tried, failures)
                 SELECT id, :now, 1 FROM article WHERE id = :article
                 ON CONFLICT (article) DO UPDATE SET tried = excluded.tried,
                     failures = failures + 1",
            )
            .and_then(|mut statement| {
                statement.execute(named_params! { ":article": article.0, ":now": now.0 })
            })
            .map(drop)
            .doing("note a page that could not be had")
    }
}

fn page(row: &Row<'_>) -> rusqlite::Result<ArticlePage> {
    let barrier = row.get::<_, Option<String>>(7)?;
    let barrier = barrier.and_then(|name| Barrier::from_name(&name));
    let found = match row.get::<_, Option<Vec<u8>>>(6)? {
        Some(html) => Ok(FullText {
            title: row.get(3)?,
            byline: row.get(4)?,
            words: row.get(5)?,
            ends_at: barrier,
            html: body::unpack(&html),
        }),
        None => Err(NoFullText {
            barrier,
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
