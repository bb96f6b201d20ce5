//! Full texts: the page of an article is asked for as its feed is asked for, the article on it found,
//! its further parts joined. Hosts are treated as in a refresh: a turn at each, a pause after it,
//! and peace for whom it was asked.

mod part;
mod unread;

use std::{path::PathBuf, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use reqwest::Url;
use rustc_hash::FxHashMap;
use tokio::{sync::mpsc, task::spawn_blocking};

use crate::{
    config::FetchSettings,
    ingest::{Page, canonical_url, continue_with},
    layout::to_html,
    model::{ArticleId, ArticlePage, FeedHost, FullText, NoFullText, Timestamp, hides_original},
    store::{HostNews, Original, PageToFetch, Reader, StoreError, WriterThread},
    worker::{
        Client, FeedOptions, ForFeed, WorkerError,
        client::{Answer, Body, Journey, Request, Sort, serves_pages_of},
        hosts::{HostBook, Insistence, lines},
        manners::{Manners, Turns},
        resolve::resolve,
        secrets::Secrets,
        under_way::UnderWay,
    },
};

use part::{ReadPart, look_into};
use unread::{behind, empty, unread};

pub use unread::Unread;

/// Pages that are on the way at once.
const AT_ONCE: usize = 8;
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
    /// What the reader set for each feed of the list, by address.
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
        let known = |feed: &String| self.job.options.contains_key(feed);
        let Some(feed) = wanted.feed.as_ref().filter(|feed| known(feed)) else {
            return Err(Unread::Unlisted);
        };
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
                let outcome = self.fetch_and_keep(&wanted, feed).await;
                if let Err(unread) = &outcome {
                    self.note_failure(wanted.article, unread).await?;
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
            Unread::Unlisted | Unread::Store(_) => false,
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

    async fn fetch_and_keep(&self, wanted: &PageToFetch, feed: &str) -> Result<(), Unread> {
        let Some(url) = &wanted.url else {
            return Err(Unread::lasting(NoFullText {
                barrier: None,
                message: "The feed gives no address for this article".to_owned(),
                hint: None,
            }));
        };
        let read = self.read(url, feed).await;
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
        let asker = self.asker(feed);
        let body = self.fetch(&client, &manners, &url, asker).await?;
        let mut first = look_into(body, None, 1).await?;
        // A page that is not the feed's own spends nobody's passwords, wherever it leads.
        let options = asker.options_at(&first.url);
        let asker = ForFeed {
            options: Some(&options),
            ..asker
        };
        if let Some(other) = first.other.take() {
            self.take_better(&mut first, &other, &manners, asker).await;
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
            let Ok(body) = self.fetch(&client, &manners, &url, asker).await else {
                break;
            };
            let part = look_into(body, Some(address.clone()), number).await;
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
    async fn take_better(
        &self,
        first: &mut ReadPart,
        url: &str,
        manners: &Manners,
        asker: ForFeed<'_>,
    ) {
        // What a page names is no wish of the reader's: in a private network, only its own host.
        let host = |url: &str| FeedHost::of(url).map(|host| host.name);
        let client = if host(url) == host(&first.url) {
            self.client.naming([asker.feed])
        } else {
            self.client.clone()
        };
        let Ok(body) = self.fetch(&client, manners, url, asker).await else {
            return;
        };
        if is_front_page(&body.url) {
            return;
        }
        // As a further part: of what it names in its turn nothing is fetched.
        if let Ok(ReadPart {
            page: Some(page), ..
        }) = look_into(body, None, 2).await
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
        asker: ForFeed<'_>,
    ) -> Result<Body, Unread> {
        let request = Request {
            url,
            sort: Sort::Page,
            owner: Some(asker.feed),
            options: asker.options,
            secrets: Some(&self.secrets),
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
}

/// Whether an address is that of a whole site: where articles that are gone lead.
fn is_front_page(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

fn full_text(page: Page) -> FullText {
    FullText {
        title: page.title,
        byline: page.byline,
        words: page.document.words,
        ends_at: page.ends_at,
        html: to_html(&page.document),
    }
}
