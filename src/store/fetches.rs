//! What a fetch brought: a feed's articles, their raw hashes and the validators that vouch for
//! them go into one transaction, so that no crash can leave a validator without its articles.

use std::time::Duration;

use rusqlite::{OptionalExtension, Transaction, named_params};
use rustc_hash::FxHashSet;

use crate::{
    model::{
        ArticleId, DueReason, FeedId, FetchErrorKind, Moving, NewArticle, StoryId, Timestamp,
        stable_hash,
    },
    store::{
        Grouped, HostWait, StoreError, Writer, awaited, error::Doing, grouping::Summarise, hosts,
        stories::recount_marks,
    },
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
    /// Why then.
    pub next_why: DueReason,
    /// What it said.
    pub outcome: FetchOutcome,
    /// How it went on the way.
    pub trail: Trail,
}

impl Fetch {
    /// A fetch of which nothing is known but what it brought.
    pub fn new(feed: FeedId, at: Timestamp, next_try: Timestamp, outcome: FetchOutcome) -> Self {
        Self {
            feed,
            at,
            next_try,
            next_why: DueReason::Interval,
            outcome,
            trail: Trail::default(),
        }
    }
}

/// What a feed said.
#[derive(Debug)]
pub enum FetchOutcome {
    /// A document.
    Document(Box<FetchedDocument>),
    /// Nothing new.
    Unchanged,
    /// Nothing that can be used.
    Failed(Failure),
    /// It was not asked, because its host is left alone.
    PutOff,
}

/// Why a feed could not be fetched.
#[derive(Debug)]
pub struct Failure {
    /// What sort of failure.
    pub kind: FetchErrorKind,
    /// What happened, in a sentence.
    pub message: String,
    /// What to do about it, in a sentence; `None` where the kind says all.
    pub hint: Option<String>,
    /// The server has no such document (404).
    pub missing: bool,
    /// The feed is not asked again.
    pub dead: bool,
}

/// How a fetch went, whatever it brought.
#[derive(Debug, Default)]
pub struct Trail {
    /// Milliseconds of the last answers of this feed, this one last.
    pub durations: Vec<u32>,
    /// TLS was not checked.
    pub unverified: bool,
    /// Where permanent redirects lead; it counts for fetches that worked.
    pub moving: Option<Moving>,
    /// Whoever answered in the end; it counts for fetches that brought a document.
    pub served_by: Option<String>,
    /// What this says of the host.
    pub hosts: Vec<HostNews>,
}

/// What a fetch says of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostNews {
    /// It is to be left alone.
    Waits(HostWait),
    /// It answers again.
    Recovered(String),
}

/// When a feed wants to be asked, and how often it has had something new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// The time between two fetches that the feed names.
    pub ttl: Option<Duration>,
    /// Hours of the day, UTC, in which it is not to be asked, a bit for each.
    pub skip_hours: u32,
    /// Days in which it is not to be asked, a bit for each, Monday first.
    pub skip_days: u8,
    /// Time between two new items, averaged with more weight on recent ones.
    pub pace: Option<Duration>,
    /// When it last had a new item.
    pub last_news: Option<Timestamp>,
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
    /// When it wants to be asked, and how often it changes.
    pub rhythm: Rhythm,
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
            // Without it the feed was removed while it was fetched.
            if let Some(first) = fetched.is_first()? {
                let news = fetched.save_items(index, document, first, saved)?;
                save_success(transaction, fetch, false)?;
                fetched.save_state(fetch, document, news)?;
            }
        }
        FetchOutcome::Unchanged => save_success(transaction, fetch, true)?,
        FetchOutcome::Failed(failure) => save_failure(transaction, fetch, failure)?,
        FetchOutcome::PutOff => {
            transaction
                .prepare_cached("UPDATE feed SET next_try = ?2, next_why = ?3 WHERE id = ?1")?
                .execute((fetch.feed.0, fetch.next_try.0, fetch.next_why.name()))?;
        }
    }
    for news in &fetch.trail.hosts {
        match news {
            HostNews::Waits(wait) => hosts::save(transaction, wait)?,
            HostNews::Recovered(name) => hosts::forget(transaction, name)?,
        }
    }
    Ok(())
}

/// What is known of a feed after any fetch that worked.
fn save_success(
    transaction: &Transaction<'_>,
    fetch: &Fetch,
    not_modified: bool,
) -> rusqlite::Result<()> {
    let moving = fetch.trail.moving.as_ref();
    transaction
        .prepare_cached(
            "UPDATE feed SET last_try = :at, last_good = :at,
                 first_good = iif(last_good IS NULL, :at, first_good),
                 next_try = :next_try, next_why = :next_why,
                 error_kind = NULL, error = NULL, error_hint = NULL, failing_since = NULL,
                 failures = 0, dead = 0, dead_since = NULL, missing_since = NULL, missing_tries = 0,
                 tries = tries + 1, fetches = fetches + 1,
                 unchanged = unchanged + :not_modified, not_modified = not_modified + :not_modified,
                 durations = :durations, unverified = :unverified,
                 moving_to = :moving_to, moving_times = :moving_times,
                 moving_refused = :moving_refused
             WHERE id = :feed",
        )?
        .execute(named_params! {
            ":feed": fetch.feed.0,
            ":at": fetch.at.0,
            ":next_try": fetch.next_try.0,
            ":next_why": fetch.next_why.name(),
            ":not_modified": not_modified,
            ":durations": json_of(&fetch.trail.durations),
            ":unverified": fetch.trail.unverified,
            ":moving_to": moving.map(|moving| &moving.to),
            ":moving_times": moving.map_or(0, |moving| moving.times),
            ":moving_refused": moving.and_then(|moving| moving.refused.as_ref()),
        })
        .map(drop)
}

fn save_failure(
    transaction: &Transaction<'_>,
    fetch: &Fetch,
    failure: &Failure,
) -> rusqlite::Result<()> {
    // Whatever came instead of a feed, something is there.
    let found = matches!(
        failure.kind,
        FetchErrorKind::NotAFeed | FetchErrorKind::Parse | FetchErrorKind::TooLarge
    );
    transaction
        .prepare_cached(
            "UPDATE feed SET last_try = :at,
                 next_try = iif(:dead, NULL, :next_try), next_why = iif(:dead, NULL, :next_why),
                 error_kind = :kind, error = :message, error_hint = :hint,
                 failing_since = coalesce(failing_since, :at), failures = failures + 1,
                 dead = :dead, dead_since = iif(:dead, coalesce(dead_since, :at), NULL),
                 missing_since = CASE WHEN :found THEN NULL
                     WHEN :missing THEN coalesce(missing_since, :at) ELSE missing_since END,
                 missing_tries = iif(:found, 0, missing_tries + :missing),
                 tries = tries + 1, durations = :durations, unverified = :unverified
             WHERE id = :feed",
        )?
        .execute(named_params! {
            ":feed": fetch.feed.0,
            ":at": fetch.at.0,
            ":next_try": fetch.next_try.0,
            ":next_why": fetch.next_why.name(),
            ":kind": failure.kind.name(),
            ":message": failure.message,
            ":hint": failure.hint,
            ":dead": failure.dead,
            ":missing": failure.missing,
            ":found": found,
            ":durations": json_of(&fetch.trail.durations),
            ":unverified": fetch.trail.unverified,
        })
        .map(drop)
}

fn json_of(durations: &[u32]) -> String {
    serde_json::json!(durations).to_string()
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
        let marks_wait = awaited::are_there(self.transaction)?;
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
            if marks_wait {
                let canonical = address.canonical;
                let put = awaited::put_on_article;
                let story = put(self.transaction, self.feed, guid, canonical, article)?;
                recount_marks(self.transaction, story.as_slice())?;
            }
        }
        Ok(saved.new.len() + saved.updated.len() > before)
    }

    /// Items that the document no longer has are no longer in the feed; it has those too whose bytes
    /// are others now.
    fn leave_out_what_left(&self, document: &FetchedDocument) -> rusqlite::Result<()> {
        let present: FxHashSet<i64> = document.raw_hashes.iter().copied().collect();
        let guids = document.items.iter().map(|item| &item.article.guid);
        let changed: FxHashSet<i64> = guids.map(|guid| stable_hash(guid.as_bytes())).collect();
        let gone: Vec<i64> = self
            .transaction
            .prepare_cached("SELECT raw, guid FROM carried WHERE feed = ?1 AND in_feed = 1")?
            .query_map([self.feed.0], |row| {
                Ok((row.get::<_, i64>(0)?, row.get(1)?))
            })?
            .filter_map(|row| match row {
                Ok((raw, guid)) if present.contains(&raw) || changed.contains(&guid) => None,
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
        let rhythm = &document.rhythm;
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        self.transaction
            .prepare_cached(
                "UPDATE feed SET title = :title, site = :site, etag = :etag,
                     last_modified = :last_modified, served_by = :served_by,
                     bytes = :bytes, bytes_total = bytes_total + :bytes,
                     unchanged = unchanged + :unchanged,
                     ttl = :ttl, skip_hours = :skip_hours, skip_days = :skip_days,
                     pace = :pace, last_news = :last_news
                 WHERE id = :feed",
            )?
            .execute(named_params! {
                ":feed": fetch.feed.0,
                ":title": document.title,
                ":site": document.site,
                ":etag": document.etag,
                ":last_modified": document.last_modified,
                ":served_by": fetch.trail.served_by,
                ":bytes": i64::try_from(document.bytes).unwrap_or(i64::MAX),
                ":unchanged": !news,
                ":ttl": rhythm.ttl.map(seconds),
                ":skip_hours": rhythm.skip_hours,
                ":skip_days": rhythm.skip_days,
                ":pace": rhythm.pace.map(seconds),
                ":last_news": rhythm.last_news.map(|time| time.0),
            })
            .map(drop)
    }
}
