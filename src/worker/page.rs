//! Full texts: the page of an article is asked for as its feed is asked for, the article on it found,
//! its further parts joined. Hosts are treated as in a refresh: a turn at each, a pause after it,
//! and peace for whom it was asked.

use std::{path::PathBuf, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use reqwest::Url;
use rustc_hash::FxHashMap;
use tokio::{
    sync::{Semaphore, SemaphorePermit, mpsc},
    task::spawn_blocking,
    time::timeout,
};

use crate::{
    config::FetchSettings,
    ingest::{
        Page, canonical_url, clean_line, continue_with, document, extract, next_page, other_version,
    },
    layout::{escape, to_html},
    model::{
        ArticleId, ArticlePage, Barrier, FeedHost, FetchErrorKind, FullText, NoFullText, Timestamp,
        hides_original,
    },
    store::{HostNews, HostWait, Original, PageToFetch, Reader, StoreError, WriterThread},
    worker::{
        Client, FeedOptions, FetchError, ForFeed, WorkerError,
        client::{Answer, Body, Journey, Request, Sort, serves_pages_of},
        hosts::{HostBook, Insistence, lines},
        manners::{Manners, Turns},
        resolve::resolve,
        secrets::Secrets,
        under_way::UnderWay,
    },
};

/// Pages that are on the way at once.
const AT_ONCE: usize = 8;
/// Pages that are read at once: it takes a core each.
const READ_AT_ONCE: usize = 2;
/// Where they are read, whoever in this process asked for them. A reading that was given up keeps its
/// place until it ends: no page takes more than its core.
static READERS: Semaphore = Semaphore::const_new(READ_AT_ONCE);
/// Reading a page that takes longer is given up.
const READING: Duration = Duration::from_secs(10);
/// So long a page waits to be read.
const PATIENCE: Duration = Duration::from_secs(60);
/// An aggregator may take so long to tell the original.
const RESOLVING: Duration = Duration::from_secs(20);
/// Parts of an article that are joined.
const PARTS: u32 = 5;
/// A page with fewer words has no article.
const FEW_WORDS: u32 = 15;

/// What fetching pages takes.
#[derive(Clone)]
pub struct Pages {
    /// The cache.
    pub database: PathBuf,
    /// Its one writer.
    pub writer: WriterThread,
    /// Limits.
    pub settings: FetchSettings,
    /// What the reader set for single feeds, by address.
    pub options: Arc<FxHashMap<String, FeedOptions>>,
    /// The clock.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The turns at hosts, shared with whatever else of this process asks them.
    pub turns: Turns,
    /// What is being fetched, shared with whoever else of this process fetches pages.
    pub under_way: UnderWay,
    /// The reader asked for these pages; a host that could not be reached is tried once more.
    pub asked: bool,
}

/// What became of the page of an article.
#[derive(Debug)]
pub struct PageNews {
    /// Which article.
    pub article: ArticleId,
    /// What became of it.
    pub outcome: PageOutcome,
}

/// What became of a page.
#[derive(Debug)]
pub enum PageOutcome {
    /// Its text is in the cache.
    Kept,
    /// It has no text to show.
    Unread(Unread),
}

/// Why there is no text.
#[derive(Debug)]
pub enum Unread {
    /// The host is to be left alone.
    HostWaits(HostWait),
    /// The page, or asking for it, is to blame.
    Page {
        /// What happened.
        why: NoFullText,
        /// It will be the same the next time, as far as that can be told.
        lasting: bool,
    },
    /// The cache is to blame.
    Store(StoreError),
}

impl Unread {
    fn lasting(why: NoFullText) -> Self {
        Self::Page { why, lasting: true }
    }
}

impl From<StoreError> for Unread {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Fetches the pages of articles and keeps what is found, each host in its turn, and tells of each.
/// Dropped, it stops; what is kept stays.
///
/// # Errors
/// When the network client cannot be made or the cache cannot be read.
pub async fn fetch_pages(
    job: Pages,
    articles: Vec<ArticleId>,
    told: mpsc::UnboundedSender<PageNews>,
) -> Result<(), WorkerError> {
    let wanted = pages_to_fetch(&job, articles).await?;
    let visitor = Visitor::new(job)?;
    let addressed = wanted.into_iter().map(|page| {
        let address = page.url.clone().unwrap_or_default();
        (address, page)
    });
    let lines = lines(addressed, &visitor.job.settings);
    let (visitor, told) = (&visitor, &told);
    stream::iter(lines)
        .for_each_concurrent(AT_ONCE, |line| async move {
            for page in line.waiting {
                let article = page.article;
                let outcome = match visitor.fetch_or_join(page).await {
                    Ok(()) => PageOutcome::Kept,
                    Err(unread) => PageOutcome::Unread(unread),
                };
                // Nobody listens only when nobody wants to know.
                let _ = told.send(PageNews { article, outcome });
            }
        })
        .await;
    Ok(())
}

async fn pages_to_fetch(
    job: &Pages,
    articles: Vec<ArticleId>,
) -> Result<Vec<PageToFetch>, WorkerError> {
    let database = job.database.clone();
    let wanted = spawn_blocking(move || {
        let reader = Reader::open_small(&database)?;
        let pages = articles.iter().map(|id| reader.page_to_fetch(*id));
        pages
            .filter_map(Result::transpose)
            .collect::<Result<Vec<_>, StoreError>>()
    });
    Ok(wanted.await.map_err(|_| WorkerError::Stopped)??)
}

/// Reads the page at an address that the reader gave; gives where it was found in the end. Nothing
/// is kept but what its host asked for.
///
/// # Errors
/// When it has no text, or cannot be had.
pub async fn read_address(job: Pages, url: &str) -> Result<(String, Page), Unread> {
    let visitor = Visitor::new(job).map_err(|error| {
        Unread::lasting(NoFullText {
            barrier: None,
            message: error.to_string(),
            hint: None,
        })
    })?;
    let feed = visitor.job.options.keys().find(|feed| {
        let pair = Url::parse(feed).ok().zip(Url::parse(url).ok());
        pair.is_some_and(|(feed, page)| serves_pages_of(&feed, &page))
    });
    let feed = feed.cloned().unwrap_or_else(|| url.to_owned());
    let found = visitor.read(url, &feed).await?;
    Ok((found.url, found.page))
}

/// Goes to pages.
struct Visitor {
    job: Pages,
    client: Client,
    secrets: Secrets,
}

/// A page that was read.
struct FoundPage {
    url: String,
    page: Page,
}

/// What was found in one part of an article.
struct ReadPart {
    url: String,
    page: Option<Page>,
    /// Where the next part is.
    next: Option<String>,
    /// Where another version of the article is, if this one is in doubt.
    other: Option<String>,
}

impl ReadPart {
    /// Takes another version of the article, where that is the better one.
    fn take_better(&mut self, other: Page) {
        let is_whole = other.barrier.is_none() && !other.restricted;
        let before = self.page.take().unwrap_or_default();
        let says_little = before.barrier.is_some() || before.document.words < FEW_WORDS;
        let is_better =
            says_little || !other.unsure && other.document.words > before.document.words;
        if !is_whole || other.document.words < FEW_WORDS || !is_better {
            self.page = Some(before);
            return;
        }
        self.next = None;
        let title = if before.unsure || before.title.is_empty() {
            other.title
        } else {
            before.title
        };
        self.page = Some(Page {
            title,
            byline: other.byline.or(before.byline),
            source: before.source.or(other.source),
            published: before.published.or(other.published),
            updated: before.updated.or(other.updated),
            canonical: before.canonical.or(other.canonical),
            image: before.image.or(other.image),
            ..other
        });
    }
}

impl Visitor {
    fn new(job: Pages) -> Result<Self, WorkerError> {
        Ok(Self {
            client: Client::new(&job.settings)?,
            secrets: Secrets::default(),
            job,
        })
    }

    /// Fetches and keeps a page, or waits for who is at it already.
    async fn fetch_or_join(&self, wanted: PageToFetch) -> Result<(), Unread> {
        let claim = match self.job.under_way.join(wanted.article).await {
            Ok(claim) => claim,
            Err(outcome) => return outcome,
        };
        // Since it was put into the line somebody else may have fetched it. Who asks for a page that
        // was not there asks again.
        let outcome = match self.known(wanted.article).await? {
            Some(Ok(())) => Ok(()),
            Some(Err(why)) if !self.job.asked => Err(Unread::lasting(why)),
            _ => {
                let article = wanted.article;
                let outcome = self.fetch_and_keep(wanted).await;
                if let Err(unread) = &outcome {
                    self.note_failure(article, unread).await?;
                }
                outcome
            }
        };
        claim.done(&outcome);
        outcome
    }

    /// What may be otherwise later is tried again, ever less often. Who asks for peace gets it from
    /// all at once: no page of its is to blame.
    async fn note_failure(&self, article: ArticleId, unread: &Unread) -> Result<(), StoreError> {
        let counts = match unread {
            Unread::Page { lasting, .. } => !lasting,
            Unread::HostWaits(wait) => !wait.asked,
            Unread::Store(_) => false,
        };
        if !counts {
            return Ok(());
        }
        let now = (self.job.clock)();
        self.write(move |writer| writer.note_page_failure(article, now))
            .await
    }

    /// What the cache knows of the page of an article, unless that is out of date.
    async fn known(&self, article: ArticleId) -> Result<Option<Result<(), NoFullText>>, Unread> {
        let database = self.job.database.clone();
        let page = spawn_blocking(move || {
            let reader = Reader::open_small(&database)?;
            if reader.page_is_stale(article)? {
                return Ok(None);
            }
            reader.page(article)
        });
        let page = page.await.unwrap_or(Err(StoreError::Closed))?;
        Ok(page.map(|page| page.found.map(|_| ())))
    }

    async fn fetch_and_keep(&self, wanted: PageToFetch) -> Result<(), Unread> {
        let Some(url) = &wanted.url else {
            return Err(Unread::lasting(NoFullText {
                barrier: None,
                message: "The feed gives no address for this article".to_owned(),
                hint: None,
            }));
        };
        let read = self.read(url, &wanted.feed).await;
        let (url, found) = match read {
            Ok(FoundPage { url, page }) => (url, Ok(full_text(page))),
            Err(Unread::Page { why, lasting: true }) => (url.clone(), Err(why)),
            Err(other) => return Err(other),
        };
        let page = ArticlePage {
            article: wanted.article,
            url,
            fetched: (self.job.clock)(),
            found,
        };
        let missing = page.found.as_ref().err().cloned();
        self.write(move |writer| writer.save_page(&page)).await?;
        missing.map_or(Ok(()), |why| Err(Unread::lasting(why)))
    }

    async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut crate::store::Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writer = self.job.writer.clone();
        spawn_blocking(move || writer.run(job))
            .await
            .unwrap_or(Err(StoreError::Closed))
    }

    /// Reads the page at an address of an article of a feed, with its further parts.
    async fn read(&self, url: &str, feed: &str) -> Result<FoundPage, Unread> {
        let manners = self.manners().await?;
        // In a private network an article leads to the host of its feed and nowhere else: another
        // feed in there is no reason to let this one ask its host.
        let client = self.client.naming([feed]);
        let url = self.original(&client, &manners, url, feed).await?;
        let body = self.fetch(&client, &manners, &url, feed).await?;
        let mut first = self.look_into(body, None, 1).await?;
        if let Some(other) = first.other.take() {
            self.take_better(&mut first, &other, &manners, feed).await;
        }
        let address = first.url;
        if is_front_page(&address) && !is_front_page(&url) {
            let host = FeedHost::of(&address).map_or_else(String::new, |host| host.name);
            return Err(Unread::lasting(NoFullText {
                barrier: None,
                message: format!("{host} leads to its front page instead of the article"),
                hint: None,
            }));
        }
        let Some(mut page) = first.page else {
            return Err(Unread::lasting(empty()));
        };
        let (mut next, mut number) = (first.next, 1);
        while let Some(url) = next.take()
            && page.barrier.is_none()
            && number < PARTS
        {
            number += 1;
            // What there is of an article is better than nothing.
            let Ok(body) = self.fetch(&client, &manners, &url, feed).await else {
                break;
            };
            let part = self.look_into(body, Some(address.clone()), number).await;
            let Ok(part) = part else { break };
            let Some(more) = part.page.filter(|more| more.barrier.is_none()) else {
                break;
            };
            if continue_with(&mut page, more, &address) {
                next = part.next;
            }
        }
        if let Some(barrier) = page.barrier {
            return Err(Unread::lasting(behind(barrier)));
        }
        if page.document.words < FEW_WORDS {
            return Err(Unread::lasting(empty()));
        }
        Ok(FoundPage { url: address, page })
    }

    /// Fetches another version of an article, and takes the better one. One that cannot be had, or
    /// leads to a front page, is none.
    async fn take_better(&self, first: &mut ReadPart, url: &str, manners: &Manners, feed: &str) {
        // What a page names is no wish of the reader's: in a private network, only its own host.
        let host = |url: &str| FeedHost::of(url).map(|host| host.name);
        let client = if host(url) == host(&first.url) {
            self.client.naming([feed])
        } else {
            self.client.clone()
        };
        let Ok(body) = self.fetch(&client, manners, url, feed).await else {
            return;
        };
        if is_front_page(&body.url) {
            return;
        }
        if let Ok(ReadPart {
            page: Some(page), ..
        }) = self.look_into(body, None, PARTS).await
        {
            first.take_better(page);
        }
    }

    /// The manners of one article, with what is known of hosts now: who waits in a long line may
    /// find another host left alone meanwhile.
    async fn manners(&self) -> Result<Manners, StoreError> {
        let database = self.job.database.clone();
        let known = spawn_blocking(move || Reader::open_small(&database)?.hosts())
            .await
            .unwrap_or(Err(StoreError::Closed))?;
        let insistence = if self.job.asked {
            Insistence::Asked
        } else {
            Insistence::Due
        };
        let book = HostBook::new(known, insistence);
        let manners = Manners::new(&self.job.settings, self.job.clock.clone(), book);
        Ok(manners.in_turn(self.job.turns.clone()))
    }

    /// The address of the article itself, where an aggregator hides it.
    async fn original(
        &self,
        client: &Client,
        manners: &Manners,
        url: &str,
        feed: &str,
    ) -> Result<String, Unread> {
        if !hides_original(url) {
            return Ok(url.to_owned());
        }
        let hidden = canonical_url(url).unwrap_or_else(|| url.to_owned());
        let (database, asked) = (self.job.database.clone(), hidden.clone());
        let known = spawn_blocking(move || Reader::open_small(&database)?.original_of(&asked))
            .await
            .unwrap_or(Err(StoreError::Closed))?;
        if let Some(known) = known {
            return Ok(known);
        }
        let visit = manners.visit(FeedHost::of(url).as_ref()).await;
        let visit = visit.map_err(Unread::HostWaits)?;
        let found = resolve(client, url, RESOLVING, self.asker(feed)).await;
        drop(visit);
        let found = found.map_err(|why| {
            let why = why.to_string();
            Unread::Page {
                why: NoFullText {
                    barrier: None,
                    message: format!("The original was not found: {}", why.trim_end_matches('.')),
                    hint: None,
                },
                lasting: false,
            }
        })?;
        let original = Original {
            hidden,
            canonical: canonical_url(&found).unwrap_or_else(|| found.clone()),
            url: found.clone(),
        };
        self.write(move |writer| writer.save_original(&original))
            .await?;
        Ok(found)
    }

    async fn fetch(
        &self,
        client: &Client,
        manners: &Manners,
        url: &str,
        feed: &str,
    ) -> Result<Body, Unread> {
        let options = Url::parse(url)
            .map(|url| self.asker(feed).options_at(&url))
            .unwrap_or_default();
        let authorization = match &options.auth {
            Some(auth) => {
                let secret = self.secrets.authorization(auth).await;
                Some(secret.map_err(|error| unread(&error, url))?)
            }
            None => None,
        };
        let request = Request {
            url,
            sort: Sort::Page,
            owner: Some(feed),
            options: Some(&options),
            authorization: authorization.as_ref(),
            ..Request::default()
        };
        let visit = manners.visit(FeedHost::of(url).as_ref()).await;
        let mut journey = Journey {
            visit: visit.map_err(Unread::HostWaits)?,
            ..Journey::default()
        };
        let answer = client.go(&request, &mut journey).await;
        let mut news = std::mem::take(&mut journey.news);
        if let Some(wait) = journey.put_off.take() {
            self.note(news).await?;
            return Err(Unread::HostWaits(wait));
        }
        let learned = manners.learn(
            journey.host.as_ref(),
            answer.as_ref().err(),
            (self.job.clock)(),
        );
        let asks_for_peace = learned.clone().and_then(|news| match news {
            HostNews::Waits(wait) if wait.asked => Some(wait),
            _ => None,
        });
        news.extend(learned);
        self.note(news).await?;
        match answer {
            Ok(Answer::Document(body)) => Ok(*body),
            // Nobody asked whether it had changed.
            Ok(Answer::NotModified { .. }) => Err(Unread::lasting(empty())),
            Err(error) => {
                Err(asks_for_peace.map_or_else(|| unread(&error, url), Unread::HostWaits))
            }
        }
    }

    async fn note(&self, news: Vec<HostNews>) -> Result<(), StoreError> {
        if news.is_empty() {
            return Ok(());
        }
        self.write(move |writer| writer.save_host_news(&news)).await
    }

    fn asker<'a>(&'a self, feed: &'a str) -> ForFeed<'a> {
        ForFeed {
            feed,
            options: self.job.options.get(feed),
        }
    }

    /// Finds the article in a body, which is part `number` of the one that begins at `first`, on a
    /// thread of its own and not for longer than a while.
    async fn look_into(
        &self,
        body: Body,
        first: Option<String>,
        number: u32,
    ) -> Result<ReadPart, Unread> {
        let place = reading_place(&READERS, PATIENCE).await?;
        let reading = spawn_blocking(move || {
            let _place = place;
            let kind = body.content_type.as_deref();
            let first = first.as_deref().unwrap_or(&body.url);
            let page = if is_plain(kind) {
                Some(plain_page(&body.bytes))
            } else {
                extract(&body.bytes, Some(&body.url), kind)
            };
            let is_asked_for = number == 1 && is_in_doubt(page.as_ref());
            ReadPart {
                other: is_asked_for
                    .then(|| other_version(&body.bytes, kind, &body.url))
                    .flatten(),
                page,
                next: next_page(&body.bytes, kind, first, number + 1),
                url: body.url.clone(),
            }
        });
        match timeout(READING, reading).await {
            Ok(Ok(read)) => Ok(read),
            Ok(Err(_)) | Err(_) => Err(Unread::lasting(NoFullText {
                barrier: None,
                message: "The article could not be found on its page".to_owned(),
                hint: None,
            })),
        }
    }
}

/// A place where a page is read.
async fn reading_place(
    places: &'static Semaphore,
    patience: Duration,
) -> Result<SemaphorePermit<'static>, Unread> {
    // The semaphore is never closed.
    let place = timeout(patience, places.acquire()).await;
    place.ok().and_then(Result::ok).ok_or_else(|| Unread::Page {
        why: NoFullText {
            barrier: None,
            message: "The pages before this one take too long to read".to_owned(),
            hint: Some("later it may work".to_owned()),
        },
        lasting: false,
    })
}

/// Whether another version of an article may say more than its page. A wall is not gone around.
fn is_in_doubt(page: Option<&Page>) -> bool {
    page.is_none_or(|page| match page.barrier {
        Some(Barrier::Script | Barrier::Consent) => true,
        Some(Barrier::Paywall | Barrier::Login) => false,
        None => page.unsure && !page.restricted,
    })
}

/// Whether an address is that of a whole site: where articles that are gone lead.
fn is_front_page(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

fn is_plain(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|kind| kind.trim_start().starts_with("text/plain"))
}

/// Plain text as a page: an empty line ends a paragraph.
fn plain_page(bytes: &[u8]) -> Page {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim);
    let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
    let html: String = paragraphs
        .map(|paragraph| format!("<p>{}</p>", escape(paragraph)))
        .collect();
    Page {
        document: document(&html, None, ""),
        ..Page::default()
    }
}

/// What became of a page, for others who waited for it; `None` where it says nothing of
/// the page.
pub(super) fn copy_of(unread: &Unread) -> Option<Unread> {
    match unread {
        Unread::Page { why, lasting } => Some(Unread::Page {
            why: why.clone(),
            lasting: *lasting,
        }),
        Unread::HostWaits(_) | Unread::Store(_) => None,
    }
}

fn full_text(page: Page) -> FullText {
    FullText {
        title: page.title,
        byline: page.byline,
        words: page.document.words,
        html: to_html(&page.document),
    }
}

fn behind(barrier: Barrier) -> NoFullText {
    NoFullText {
        barrier: Some(barrier),
        message: barrier.sentence().to_owned(),
        hint: None,
    }
}

fn empty() -> NoFullText {
    NoFullText {
        barrier: None,
        message: "The page has no text of its own".to_owned(),
        hint: None,
    }
}

/// What a failed request means for a page.
fn unread(error: &FetchError, url: &str) -> Unread {
    use FetchErrorKind::{Connect, Dns, Timeout};
    let passing = matches!(error.kind, Dns | Connect | Timeout)
        || matches!(error.status, Some(408 | 429 | 500..));
    let host = FeedHost::of(url).map_or_else(String::new, |host| host.name);
    let (message, hint) = match error.status {
        Some(401 | 403 | 407) => (
            format!("{host} refuses this page"),
            Some("the browser may be let in"),
        ),
        Some(404 | 410) => (format!("{host} does not have this page any more"), None),
        Some(_) => (error.message.clone(), Some("later it may work")),
        None if passing => (error.message.clone(), Some("later it may work")),
        None => (error.message.clone(), error.hint),
    };
    Unread::Page {
        why: NoFullText {
            barrier: None,
            message: clean_line(message.trim_end_matches('.')),
            hint: hint.map(|hint| hint.trim_end_matches('.').to_owned()),
        },
        lasting: !passing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_waits_for_its_reading_no_longer_than_a_while() {
        static BUSY: Semaphore = Semaphore::const_new(0);
        static FREE: Semaphore = Semaphore::const_new(1);
        let waited = reading_place(&BUSY, Duration::ZERO).await;
        assert!(
            matches!(waited, Err(Unread::Page { lasting: false, .. })),
            "{waited:?}"
        );
        assert!(reading_place(&FREE, Duration::ZERO).await.is_ok());
    }
}
