//! What a fetch brought: a feed's articles, their raw hashes and the validators that vouch for
//! them go into one transaction, so that no crash can leave a validator without its articles.

use rusqlite::{OptionalExtension, Transaction, named_params, params};
use rustc_hash::FxHashSet;

use crate::{
    model::{ArticleId, FeedId, FetchErrorKind, Kind, NewArticle, StoryId, Timestamp, stable_hash},
    store::{Grouped, StoreError, Writer, body, error::Doing, grouping::Summarise},
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
struct Fetched<'a> {
    transaction: &'a Transaction<'a>,
    feed: FeedId,
    at: Timestamp,
}

/// What the cache holds of an item already.
struct Known {
    article: ArticleId,
    content: i64,
    read: bool,
    story: Option<StoryId>,
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
            let known = match self.carried(guid)? {
                Some(known) => Some(known),
                None => self.elsewhere(guid, &item.article)?,
            };
            let article = match known {
                Some(known) => {
                    self.refresh_article(index, &known, item, saved)?;
                    known.article
                }
                None => {
                    let published = self.article_time(&item.article);
                    let read = unread
                        .as_ref()
                        .is_some_and(|unread| !unread.contains(&position));
                    let id = self.insert_article(item, published, read)?;
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

    fn carried(&self, guid: i64) -> rusqlite::Result<Option<Known>> {
        self.transaction
            .prepare_cached(
                "SELECT article.id, article.content, article.read, article.story
                 FROM carried JOIN article ON article.id = carried.article
                 WHERE carried.feed = ?1 AND carried.guid = ?2",
            )?
            .query_row([self.feed.0, guid], known)
            .optional()
    }

    /// The same address in another feed, or the same headline at the same address in this feed under
    /// a guid that has left it. Otherwise two guids of one feed are two articles whatever their
    /// address.
    fn elsewhere(&self, guid: i64, article: &NewArticle) -> rusqlite::Result<Option<Known>> {
        let Some(canonical) = &article.canonical else {
            return Ok(None);
        };
        self.transaction
            .prepare_cached(
                "SELECT article.id, article.content, article.read, article.story
                 FROM article
                 WHERE article.canonical = :canonical
                 AND NOT EXISTS (SELECT 1 FROM carried WHERE carried.article = article.id
                     AND carried.feed = :feed AND carried.guid <> :guid
                     AND (carried.in_feed = 1 OR article.title <> :title))
                 ORDER BY article.id LIMIT 1",
            )?
            .query_row(
                named_params! {
                    ":canonical": stable_hash(canonical.as_bytes()),
                    ":feed": self.feed.0,
                    ":guid": guid,
                    ":title": article.title,
                },
                known,
            )
            .optional()
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
    fn article_time(&self, article: &NewArticle) -> Timestamp {
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

    fn insert_article(
        &self,
        item: &Item,
        published: Timestamp,
        read: bool,
    ) -> rusqlite::Result<ArticleId> {
        let article = &item.article;
        let source = self.source(item)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO article (feed, source, published, first_seen, updated, canonical,
                     content, kind, read, words, title, derived, via, url, comments, author, lang, summary,
                     enclosures)
                 VALUES (:feed, :source, :published, :first_seen, :updated, :canonical,
                     :content, :kind, :read, :words, :title, :derived, :via, :url, :comments, :author, :lang,
                     :summary, :enclosures)",
            )?
            .execute(named_params! {
                ":feed": self.feed.0,
                ":source": source,
                ":published": published.0,
                ":first_seen": self.at.0,
                ":updated": article.updated.map(|time| time.0),
                ":canonical": article.canonical.as_ref().map(|url| stable_hash(url.as_bytes())),
                ":content": content_hash(article),
                ":kind": kind_number(article.kind),
                ":read": read,
                ":words": item.words,
                ":title": article.title,
                ":derived": article.derived_title,
                ":via": article.via,
                ":url": article.url,
                ":comments": article.comments,
                ":author": article.author,
                ":lang": article.lang,
                ":summary": article.summary,
                ":enclosures": serde_json::json!(article.enclosures).to_string(),
            })?;
        let id = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached("INSERT INTO body (article, html) VALUES (?1, ?2)")?
            .execute(params![id, body::pack(&article.html)])?;
        self.transaction
            .prepare_cached("INSERT INTO unindexed (article) VALUES (?1)")?
            .execute([id])?;
        Ok(ArticleId(id))
    }

    /// The publisher's row. A name from somebody who knows better replaces the one known so far, and
    /// among equals the shortest stays: of a publisher's feeds the one named least is the main one.
    fn source(&self, item: &Item) -> rusqlite::Result<i64> {
        let found: Option<(i64, String, u8)> = self
            .transaction
            .prepare_cached("SELECT id, name, trust FROM source WHERE key = ?1")?
            .query_row([&item.source_key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((id, name, trust)) = found else {
            self.transaction
                .prepare_cached("INSERT INTO source (key, name, trust) VALUES (?1, ?2, ?3)")?
                .execute(params![item.source_key, item.source_name, item.trust])?;
            return Ok(self.transaction.last_insert_rowid());
        };
        let shorter = item.source_name.chars().count() < name.chars().count();
        if item.source_name != name && (item.trust > trust || item.trust == trust && shorter) {
            self.transaction
                .prepare_cached("UPDATE source SET name = ?2, trust = ?3 WHERE id = ?1")?
                .execute(params![id, item.source_name, item.trust])?;
            self.transaction
                .prepare_cached(
                    "UPDATE story SET lead_source = ?2
                     WHERE lead IN (SELECT id FROM article WHERE source = ?1)",
                )?
                .execute(params![id, item.source_name])?;
        }
        Ok(id)
    }

    /// A known article again: nothing to do; a new text of it, whose earlier text is kept; or the
    /// whole report where another feed carried only a hint of it.
    fn refresh_article(
        &self,
        fetch: usize,
        known: &Known,
        item: &Item,
        saved: &mut Saved,
    ) -> rusqlite::Result<()> {
        let content = content_hash(&item.article);
        if content == known.content {
            return Ok(());
        }
        if self.is_own(known.article)? {
            let changed = self.keep_revision(known, item)?;
            self.replace_text(known.article, item, content, changed)?;
            saved.updated.push((fetch, known.article));
        } else if self.is_fuller(known.article, item)? {
            self.replace_text(known.article, item, content, false)?;
            self.take_over(known.article, item)?;
        } else {
            return Ok(());
        }
        saved.touched.extend(known.story);
        Ok(())
    }

    /// Keeps the text that an article had so far; says whether a reader of it missed something.
    fn keep_revision(&self, known: &Known, item: &Item) -> rusqlite::Result<bool> {
        let (title, html): (String, Vec<u8>) = self
            .transaction
            .prepare_cached(
                "SELECT article.title, body.html FROM article JOIN body ON body.article = article.id
                 WHERE article.id = ?1",
            )?
            .query_row([known.article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.transaction
            .prepare_cached(
                "INSERT INTO revision (article, until, title, html) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![known.article.0, self.at.0, title, html])?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET revisions = revisions + 1, updated = ?2 WHERE id = ?1",
            )?
            .execute(params![
                known.article.0,
                item.article.updated.unwrap_or(self.at).min(self.at).0
            ])?;
        Ok(known.read && body::pack(&item.article.html) != html)
    }

    fn replace_text(
        &self,
        article: ArticleId,
        item: &Item,
        content: i64,
        changed: bool,
    ) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "UPDATE article SET title = :title, derived = :derived, summary = :summary,
                     content = :content, words = :words, kind = :kind,
                     changed = max(changed, :changed)
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":title": item.article.title,
                ":derived": item.article.derived_title,
                ":summary": item.article.summary,
                ":content": content,
                ":words": item.words,
                ":kind": kind_number(item.article.kind),
                ":changed": changed,
            })?;
        self.transaction
            .prepare_cached("UPDATE body SET html = ?2 WHERE article = ?1")?
            .execute(params![article.0, body::pack(&item.article.html)])?;
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO unindexed (article) VALUES (?1)")?
            .execute([article.0])
            .map(drop)
    }

    /// Whether this feed is the one an article came from; another feed's text of the same address
    /// (a summary here, the whole there) is not a change of it.
    fn is_own(&self, article: ArticleId) -> rusqlite::Result<bool> {
        self.transaction
            .prepare_cached("SELECT feed = ?2 FROM article WHERE id = ?1")?
            .query_row([article.0, self.feed.0], |row| row.get(0))
    }

    /// Whether this feed gives more of an article than the one it came from: the publisher's own
    /// item before an aggregator's, else clearly more words. So it does not matter which feed was
    /// fetched first.
    fn is_fuller(&self, article: ArticleId, item: &Item) -> rusqlite::Result<bool> {
        let (words, has_via): (u32, bool) = self
            .transaction
            .prepare_cached("SELECT words, via IS NOT NULL FROM article WHERE id = ?1")?
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (has_via, item.article.via.is_some()) {
            (true, false) => item.words >= words,
            (false, true) => false,
            _ => item.words > words.saturating_mul(2).max(30),
        })
    }

    /// The article belongs to this feed from now on, with its address, publisher and date.
    fn take_over(&self, article: ArticleId, item: &Item) -> rusqlite::Result<()> {
        let source = self.source(item)?;
        self.transaction
            .prepare_cached(
                "UPDATE article SET feed = :feed, source = :source, via = :via, url = :url,
                     comments = coalesce(:comments, comments), author = coalesce(:author, author),
                     published = min(:published, first_seen), lang = coalesce(:lang, lang)
                 WHERE id = :article",
            )?
            .execute(named_params! {
                ":article": article.0,
                ":feed": self.feed.0,
                ":source": source,
                ":via": item.article.via,
                ":url": item.article.url,
                ":comments": item.article.comments,
                ":author": item.article.author,
                ":published": self.article_time(&item.article).0,
                ":lang": item.article.lang,
            })
            .map(drop)
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

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        article: ArticleId(row.get(0)?),
        content: row.get(1)?,
        read: row.get(2)?,
        story: row.get::<_, Option<i64>>(3)?.map(StoryId),
    })
}

fn content_hash(article: &NewArticle) -> i64 {
    stable_hash(format!("{}\n{}", article.title, article.text).as_bytes())
}

pub(super) fn kind_number(kind: Kind) -> i64 {
    match kind {
        Kind::Article => 0,
        Kind::Snippet => 1,
        Kind::Commentary => 2,
        Kind::Brief => 3,
        Kind::Live => 4,
    }
}

pub(super) fn kind_of(number: i64) -> Kind {
    match number {
        1 => Kind::Snippet,
        2 => Kind::Commentary,
        3 => Kind::Brief,
        4 => Kind::Live,
        _ => Kind::Article,
    }
}
