//! Full texts: fetched for who asks, some at a time, and ahead after a refresh and for a star; all can
//! be given up at once.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use rustc_hash::FxHashMap;
use tokio::{
    sync::{Semaphore, mpsc},
    task::spawn_blocking,
};
use tokio_util::sync::CancellationToken;

use crate::{
    app::{FullTextOutcome, Msg, moment},
    config::{FeedFile, FullTextAhead},
    model::{ArticleId, Notice, Timestamp},
    runtime::{feed_list::feed_options, fetching::Fetcher, fetching::to_count},
    store::{Ahead, Reader, StoreError},
    worker::{
        FeedOptions, FetchLock, Held, PageNews, PageOutcome, Pages, UnderWay, Unread, WorkerError,
        fetch_pages,
    },
};

/// Full texts that are asked for by key and under way at once.
const AT_ONCE: usize = 6;
/// Full texts that one refresh has fetched ahead.
const MOST_AHEAD: usize = 50;
/// Articles that were first seen longer ago get no full text ahead.
const NEW_FOR: Duration = Duration::from_secs(3 * 86_400);

/// Full texts that are on their way. Clones are the same.
#[derive(Debug, Clone)]
pub struct TextQueue {
    stop: Arc<Mutex<CancellationToken>>,
    places: Arc<Semaphore>,
    /// Held while texts are fetched ahead: who comes next looks for what is left.
    ahead: Arc<tokio::sync::Mutex<()>>,
    /// How many are on their way without having been asked for one by one.
    left: Arc<AtomicU32>,
    under_way: UnderWay,
}

impl Default for TextQueue {
    fn default() -> Self {
        Self {
            stop: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            ahead: Arc::default(),
            left: Arc::default(),
            under_way: UnderWay::default(),
        }
    }
}

impl TextQueue {
    /// Gives up all that are on their way.
    pub fn give_up(&self) {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *stop).cancel();
    }

    fn more_left(&self, own: u32) -> Left {
        self.left.fetch_add(own, Ordering::Relaxed);
        Left {
            all: Arc::clone(&self.left),
            own,
        }
    }

    fn token(&self) -> CancellationToken {
        let stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        stop.clone()
    }
}

/// A share of those that are on their way ahead; what is left of it goes when it is dropped.
struct Left {
    all: Arc<AtomicU32>,
    own: u32,
}

impl Left {
    fn one_less(&mut self) {
        if self.own > 0 {
            self.own -= 1;
            self.all.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        self.all.fetch_sub(self.own, Ordering::Relaxed);
    }
}

/// What the cache has of a full text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KnownText {
    Nothing,
    /// The article has changed in its feed since.
    Outdated,
    Latest,
}

impl Fetcher {
    /// Fetches the full text of an article that the reader asked for, keeps it and tells of it.
    pub async fn full_text(self, article: ArticleId) {
        let token = self.texts.token();
        let fetched = token.run_until_cancelled(self.try_full_text(article)).await;
        // Who gave it up knows that.
        if let Some(outcome) = fetched {
            self.tell(Msg::FullText {
                article,
                outcome,
                asked: true,
            });
            self.index().await;
        }
    }

    async fn try_full_text(&self, article: ArticleId) -> FullTextOutcome {
        let known = self.known_text(article).await;
        if known == KnownText::Latest {
            return FullTextOutcome::Found;
        }
        if self.offline {
            let notice = Notice::info("No full text is fetched: this session is offline");
            return missing(notice);
        }
        // The semaphore is never closed.
        let _place = self.texts.places.acquire().await.ok();
        let options = match FeedFile::load(&self.directories.feeds_file()) {
            Ok(file) => feed_options(&file),
            Err(error) => return missing(Notice::error(error.to_string())),
        };
        let (told, mut news) = mpsc::unbounded_channel();
        let job = self.pages(Arc::new(options), true);
        if let Err(error) = fetch_pages(job, vec![article], told).await {
            return missing(Notice::error(error.to_string()));
        }
        match news.recv().await {
            Some(news) => match self.outcome(news) {
                // The text from before is better than none; why there is no later one is logged.
                FullTextOutcome::Missing { .. } if known == KnownText::Outdated => {
                    FullTextOutcome::Found
                }
                outcome => outcome,
            },
            None => missing(Notice::warning("This article is no longer in the cache")),
        }
    }

    async fn known_text(&self, article: ArticleId) -> KnownText {
        let database = self.directories.database();
        let known = spawn_blocking(move || {
            let reader = Reader::open_small(&database)?;
            Ok::<_, StoreError>((reader.page(article)?, reader.page_is_stale(article)?))
        });
        // If it cannot be read, fetching tells why.
        match known.await {
            Ok(Ok((Some(page), stale))) if page.found.is_ok() && stale => KnownText::Outdated,
            Ok(Ok((Some(page), _))) if page.found.is_ok() => KnownText::Latest,
            _ => KnownText::Nothing,
        }
    }

    /// Fetches the full texts that the reader wants without asking for each, and tells how many are
    /// left to come.
    pub(super) async fn full_texts_ahead(self, options: Arc<FxHashMap<String, FeedOptions>>) {
        let wanted = wanted_ahead(&options, self.ahead, (self.clock)());
        self.until_given_up(self.try_ahead(options, wanted)).await;
    }

    /// Fetches the full texts of articles that have just been starred, where the reader set that: as
    /// many and as politely as after a refresh, which brings the rest.
    pub(super) async fn full_texts_of_starred(self, articles: Vec<ArticleId>) {
        if self.offline || self.ahead != FullTextAhead::Starred || articles.is_empty() {
            return;
        }
        let options = match FeedFile::load(&self.directories.feeds_file()) {
            Ok(file) => Arc::new(feed_options(&file)),
            Err(error) => return tracing::error!("full texts: {error}"),
        };
        let wanted = Ahead {
            feeds: Vec::new(),
            only: Some(articles),
            ..wanted_ahead(&options, self.ahead, (self.clock)())
        };
        self.until_given_up(self.try_ahead(options, wanted)).await;
    }

    async fn until_given_up(&self, work: impl Future<Output = Result<(), WorkerError>>) {
        let token = self.texts.token();
        if let Some(Err(error)) = token.run_until_cancelled(work).await {
            tracing::error!("full texts: {error}");
        }
        self.tell_left();
        self.index().await;
    }

    async fn try_ahead(
        &self,
        options: Arc<FxHashMap<String, FeedOptions>>,
        wanted: Ahead,
    ) -> Result<(), WorkerError> {
        let _turn = self.texts.ahead.lock().await;
        // The refresh lock is free again by now, for these may take long.
        let lock = FetchLock::take(&self.directories.full_texts_lock_file())?;
        let Held::Ours(_lock) = lock else {
            return Ok(());
        };
        let database = self.directories.database();
        let found = spawn_blocking(move || Reader::open_small(&database)?.pages_ahead(&wanted));
        let articles = found.await.map_err(|_| WorkerError::Stopped)??;
        self.fetch_ahead(options, articles).await
    }

    async fn fetch_ahead(
        &self,
        options: Arc<FxHashMap<String, FeedOptions>>,
        articles: Vec<ArticleId>,
    ) -> Result<(), WorkerError> {
        if articles.is_empty() {
            return Ok(());
        }
        let mut left = self.texts.more_left(to_count(articles.len()));
        self.tell_left();
        let (told, mut news) = mpsc::unbounded_channel::<PageNews>();
        let listen = async {
            while let Some(news) = news.recv().await {
                left.one_less();
                self.tell_left();
                let article = news.article;
                let outcome = self.outcome(news);
                self.tell(Msg::FullText {
                    article,
                    outcome,
                    asked: false,
                });
            }
        };
        let (fetched, ()) = tokio::join!(
            fetch_pages(self.pages(options, false), articles, told),
            listen
        );
        fetched
    }

    fn tell_left(&self) {
        let left = self.texts.left.load(Ordering::Relaxed);
        self.tell(Msg::TextsAhead(left));
    }

    pub(super) fn pages(&self, options: Arc<FxHashMap<String, FeedOptions>>, asked: bool) -> Pages {
        Pages {
            database: self.directories.database(),
            writer: self.writer.clone(),
            settings: self.settings.clone(),
            options,
            clock: self.clock.clone(),
            turns: self.turns.clone(),
            under_way: self.texts.under_way.clone(),
            asked,
        }
    }

    fn outcome(&self, news: PageNews) -> FullTextOutcome {
        let unread = match news.outcome {
            PageOutcome::Kept => return FullTextOutcome::Found,
            PageOutcome::Unread(unread) => unread,
        };
        let barrier = match &unread {
            Unread::Page { why, .. } => why.barrier,
            _ => None,
        };
        let mut notice = unread_notice(&unread, (self.clock)(), self.utc_offset);
        if matches!(unread, Unread::Page { .. }) && notice.hint.is_none() {
            notice = notice.with_hint("the feed's own text stays");
        }
        tracing::info!(article = news.article.0, "no full text: {}", notice.text);
        FullTextOutcome::Missing { notice, barrier }
    }
}

fn missing(notice: Notice) -> FullTextOutcome {
    FullTextOutcome::Missing {
        notice,
        barrier: None,
    }
}

/// Why nothing is asked for the sake of a feed that was taken off the list: it may have had a proxy,
/// and by another way out nobody is to learn what is read.
pub const UNLISTED: &str = "Nothing is fetched for a feed that is no longer in the list";

/// What is to be fetched ahead, by what the reader set.
pub fn wanted_ahead(
    options: &FxHashMap<String, FeedOptions>,
    setting: FullTextAhead,
    now: Timestamp,
) -> Ahead {
    let feeds = options.iter().filter(|(_, options)| options.full_text);
    Ahead {
        feeds: feeds.map(|(url, _)| url.clone()).collect(),
        since: now - NEW_FOR,
        starred: setting == FullTextAhead::Starred,
        only: None,
        most: MOST_AHEAD,
        now,
    }
}

/// Why there is no text, for who asked for it.
pub fn unread_notice(unread: &Unread, now: Timestamp, utc_offset: i32) -> Notice {
    match unread {
        Unread::HostWaits(wait) => {
            let until = moment(now, wait.until, utc_offset);
            left_alone(&wait.name, &until, wait.asked, &wait.cause)
        }
        Unread::Page { why, .. } => {
            let notice = Notice::warning(&why.message);
            match &why.hint {
                Some(hint) => notice.with_hint(hint),
                None => notice,
            }
        }
        Unread::Unlisted => Notice::warning(UNLISTED).with_hint("newsfold add brings a feed back"),
        Unread::Store(error) => {
            Notice::error(error.to_string()).with_hint("newsfold.log says more")
        }
    }
}

/// A host that nobody asks before a moment.
pub(super) fn left_alone(name: &str, until: &str, asked: bool, cause: &str) -> Notice {
    if asked {
        Notice::info(format!("{name} asked for peace until {until}"))
    } else {
        Notice::info(format!("{name} is left alone until {until}")).with_hint(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::NoFullText, store::HostWait};

    #[test]
    fn what_is_given_up_does_not_give_up_what_comes_later() {
        let queue = TextQueue::default();
        let before = queue.token();
        queue.give_up();
        assert!(before.is_cancelled());
        assert!(!queue.token().is_cancelled());
    }

    #[test]
    fn why_there_is_no_text_is_told_with_the_readers_clock() {
        let time = |text| Timestamp::parse(text).expect("a time");
        let now = time("2026-05-07T18:00:00Z");
        let wait = |asked| {
            Unread::HostWaits(HostWait {
                name: "example.org".to_owned(),
                until: time("2026-05-07T18:15:00Z"),
                since: now,
                failures: 1,
                asked,
                cause: "No connection to example.org.".to_owned(),
            })
        };
        let told = unread_notice(&wait(true), now, 7200);
        assert_eq!(told.text, "example.org asked for peace until 20:15");
        let told = unread_notice(&wait(false), now, 7200);
        assert_eq!(told.text, "example.org is left alone until 20:15");
        assert_eq!(told.hint.as_deref(), Some("No connection to example.org."));
        let page = Unread::Page {
            why: NoFullText {
                barrier: None,
                message: "The page has no text of its own".to_owned(),
                hint: None,
            },
            lasting: true,
        };
        let told = unread_notice(&page, now, 7200);
        assert_eq!(told, Notice::warning("The page has no text of its own"));
    }
}
