//! What a fetch brought: a feed's articles, their raw hashes and the validators that vouch for
//! them go into one transaction, so that no crash can leave a validator without its articles.

use rusqlite::{OptionalExtension, Transaction, named_params};
use rustc_hash::FxHashSet;

use crate::{
    model::{ArticleId, FeedId, FetchErrorKind, NewArticle, StoryId, Timestamp, stable_hash},
    store::{Grouped, StoreError, Writer, error::Doing, grouping::Summarise},
};

/// Newest items of a newly added feed that start unread; the rest is read already.
const UNREAD_OF_A_NEW_FEED: usize = 20;

/// What came of asking one feed.
#[derive(Debug)]
pub struct Fetch {
    /// The feed.
    pub feed: FeedId,
    /// When it was asked.
    pub at: Timestamp,
    /// When it is asked next.
    pub next_try: Timestamp,
    /// What it said.
    pub outcome: FetchOutcome,
}

/// What a feed said.
#[derive(Debug)]
pub enum FetchOutcome {
    /// A document.
    Document(Box<FetchedDocument>),
    /// Nothing new.
    Unchanged,
    /// Nothing that can be used.
    Failed {
        /// What sort of failure.
        kind: FetchErrorKind,
        /// One sentence.
        message: String,
        /// The feed is gone for good.
        dead: bool,
    },
}

/// A feed document, parsed.
#[derive(Debug, Default)]
pub struct FetchedDocument {
    /// Name the feed gives itself.
    pub title: Option<String>,
    /// Web page of the feed.
    pub site: Option<String>,
    /// Validator for the next request.
    pub etag: Option<String>,
    /// Validator for the next request.
    pub last_modified: Option<String>,
    /// Size of the document.
    pub bytes: usize,
    /// Raw hashes of all its items, those known before included.
    pub raw_hashes: Vec<i64>,
    /// Items that were not known by their raw hash, in the order of the document.
    pub items: Vec<Item>,
}

/// An item with what the worker worked out about it.
#[derive(Debug)]
pub struct Item {
    /// The article.
    pub article: NewArticle,
    /// What identifies its publisher.
    pub source_key: String,
    /// What the publisher is called, as far as this item tells.
    pub source_name: String,
    /// How well whoever gave that name knows: a better one replaces it, among equals the shortest.
    pub trust: u8,
    /// Words of its text.
    pub words: u32,
}

/// What saving a batch of fetches did.
#[derive(Debug, Default)]
pub struct Saved {
    /// New articles: index of the fetch, index of the item in it, id.
    pub new: Vec<(usize, usize, ArticleId)>,
    /// Articles whose text changed: index of the fetch, id.
    pub updated: Vec<(usize, ArticleId)>,
    /// Stories of the updated articles.
    pub touched: Vec<StoryId>,
}

impl Writer {
    /// Saves a batch of fetches in one transaction, with what lists show of the stories whose texts
    /// changed.
    pub fn save_fetches(
        &mut self,
        fetches: &[Fetch],
        summarise: &Summarise<'_>,
    ) -> Result<Saved, StoreError> {
        let doing = "save articles";
        let transaction = self.connection.transaction().doing(doing)?;
        let mut saved = Saved::default();
        for (index, fetch) in fetches.iter().enumerate() {
            save_fetch(&transaction, index, fetch, &mut saved).doing(doing)?;
        }
        let touched = std::mem::take(&mut saved.touched);
        saved.touched = Grouped::new(&transaction).summarise_all(touched, summarise)?;
        transaction.commit().doing(doing)?;
        Ok(saved)
    }
}

fn save_fetch(
    transaction: &Transaction<'_>,
    index: usize,
    fetch: &Fetch,
    saved: &mut Saved,
) -> rusqlite::Result<()> {
    match &fetch.outcome {
        FetchOutcome::Document(document) => {
            let fetched = Fetched {
                transaction,
                feed: fetch.feed,
                at: fetch.at,
            };
            let Some(first) = fetched.is_first()? else {
                // The feed was removed while it was fetched.
                return Ok(());
            };
            let news = fetched.save_items(index, document, first, saved)?;
            fetched.save_state(fetch, document, news)
        }
        FetchOutcome::Unchanged => transaction
            .prepare_cached(
                "UPDATE feed SET last_try = :at, last_good = :at, next_try = :next_try,
                     error_kind = NULL, error = NULL, failing_since = NULL, failures = 0,
                     fetches = fetches + 1, unchanged = unchanged + 1
                 WHERE id = :feed",
            )?
            .execute(named_params! {
                ":feed": fetch.feed.0, ":at": fetch.at.0, ":next_try": fetch.next_try.0,
            })
            .map(drop),
        FetchOutcome::Failed {
            kind,
            message,
            dead,
        } => transaction
            .prepare_cached(
                "UPDATE feed SET last_try = :at, next_try = iif(:dead, NULL, :next_try),
                     error_kind = :kind,
                     error = :message, failing_since = coalesce(failing_since, :at),
                     failures = failures + 1, dead = :dead
                 WHERE id = :feed",
            )?
            .execute(named_params! {
                ":feed": fetch.feed.0, ":at": fetch.at.0, ":next_try": fetch.next_try.0,
                ":kind": kind.name(), ":message": message, ":dead": dead,
            })
            .map(drop),
    }
}

/// A document on its way into the cache.
pub(super) struct Fetched<'a> {
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) feed: FeedId,
    pub(super) at: Timestamp,
}

/// What the cache holds of an item already.
pub(super) struct Known {
    pub(super) article: ArticleId,
    pub(super) content: i64,
    pub(super) read: bool,
    pub(super) story: Option<StoryId>,
}

impl Fetched<'_> {
    /// Whether the feed was never read before; `None` if it is not on the list any more.
    fn is_first(&self) -> rusqlite::Result<Option<bool>> {
        self.transaction
            .prepare_cached("SELECT last_good IS NULL FROM feed WHERE id = ?1 AND listed = 1")?
            .query_row([self.feed.0], |row| row.get(0))
            .optional()
    }

    /// Saves the items that were not known by their bytes; says whether any is news.
    fn save_items(
        &self,
        index: usize,
        document: &FetchedDocument,
        first: bool,
        saved: &mut Saved,
    ) -> rusqlite::Result<bool> {
        let before = saved.new.len() + saved.updated.len();
        self.leave_out_what_left(document)?;
        let unread = if first {
            self.newest(&document.items)
        } else {
            None
        };
        for (position, item) in document.items.iter().enumerate() {
            let guid = stable_hash(item.article.guid.as_bytes());
            let address = self.address(&item.article)?;
            let article = match self.known(guid, item, &address)? {
                Some(known) => {
                    self.refresh_article(index, &known, item, &address, saved)?;
                    known.article
                }
                None => {
                    let published = self.article_time(&item.article);
                    let read = unread
                        .as_ref()
                        .is_some_and(|unread| !unread.contains(&position));
                    let id = self.insert_article(item, &address, published, read)?;
                    saved.new.push((index, position, id));
                    id
                }
            };
            self.carry(guid, article, item.article.raw_hash)?;
        }
        Ok(saved.new.len() + saved.updated.len() > before)
    }

    /// Items that the document no longer has are no longer in the feed.
    fn leave_out_what_left(&self, document: &FetchedDocument) -> rusqlite::Result<()> {
        let present: FxHashSet<i64> = document.raw_hashes.iter().copied().collect();
        let gone: Vec<i64> = self
            .transaction
            .prepare_cached("SELECT raw, guid FROM carried WHERE feed = ?1 AND in_feed = 1")?
            .query_map([self.feed.0], |row| {
                Ok((row.get::<_, i64>(0)?, row.get(1)?))
            })?
            .filter_map(|row| match row {
                Ok((raw, _)) if present.contains(&raw) => None,
                Ok((_, guid)) => Some(Ok(guid)),
                Err(error) => Some(Err(error)),
            })
            .collect::<Result<_, _>>()?;
        let mut statement = self
            .transaction
            .prepare_cached("UPDATE carried SET in_feed = 0 WHERE feed = ?1 AND guid = ?2")?;
        for guid in gone {
            statement.execute([self.feed.0, guid])?;
        }
        Ok(())
    }

    fn carry(&self, guid: i64, article: ArticleId, raw: i64) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO carried (feed, guid, article, raw)
                 VALUES (:feed, :guid, :article, :raw)
                 ON CONFLICT (feed, guid) DO UPDATE
                     SET article = excluded.article, raw = excluded.raw, in_feed = 1",
            )?
            .execute(named_params! {
                ":feed": self.feed.0, ":guid": guid, ":article": article.0, ":raw": raw,
            })
            .map(drop)
    }

    /// Published, but never later than now: clocks of publishers run ahead, and some feeds give
    /// no date at all.
    pub(super) fn article_time(&self, article: &NewArticle) -> Timestamp {
        article
            .published
            .or(article.updated)
            .map_or(self.at, |time| time.min(self.at))
    }

    /// Places of the items of a first document that start unread; `None` if all do.
    fn newest(&self, items: &[Item]) -> Option<FxHashSet<usize>> {
        if items.len() <= UNREAD_OF_A_NEW_FEED {
            return None;
        }
        let mut places: Vec<_> = (0..items.len()).collect();
        places.sort_by_key(|place| std::cmp::Reverse(self.article_time(&items[*place].article)));
        places.truncate(UNREAD_OF_A_NEW_FEED);
        Some(places.into_iter().collect())
    }

    fn save_state(
        &self,
        fetch: &Fetch,
        document: &FetchedDocument,
        news: bool,
    ) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "UPDATE feed SET title = :title, site = :site, etag = :etag,
                     last_modified = :last_modified, last_try = :at, last_good = :at,
                     next_try = :next_try, error_kind = NULL, error = NULL, failing_since = NULL,
                     failures = 0, dead = 0, bytes = :bytes, fetches = fetches + 1,
                     unchanged = unchanged + :unchanged
                 WHERE id = :feed",
            )?
            .execute(named_params! {
                ":feed": fetch.feed.0,
                ":title": document.title,
                ":site": document.site,
                ":etag": document.etag,
                ":last_modified": document.last_modified,
                ":at": fetch.at.0,
                ":next_try": fetch.next_try.0,
                ":bytes": i64::try_from(document.bytes).unwrap_or(i64::MAX),
                ":unchanged": !news,
            })
            .map(drop)
    }
}
