//! One refresh: what is due is asked at once within the limits, read on parse threads, written in
//! batches by the one writer, grouped.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rustc_hash::FxHashMap;
use tokio::{
    sync::{Semaphore, mpsc},
    task::{JoinSet, spawn_blocking},
};
use tokio_util::sync::CancellationToken;

use crate::{
    config::FetchSettings,
    model::{ArticleId, Timestamp},
    store::{FeedToFetch, Fetch, FetchOutcome, Reader, Summarise, WriterThread},
    stories::Draft,
    worker::{
        Client, FetchError, Progress, Report, WorkerError,
        client::{Answer, Request},
        group::{Grouping, Round, summarise},
        hosts::{Line, lines},
        parse::{ParsedDocument, parse},
        report::FeedError,
        schedule::{Wishes, after_failure, after_success},
    },
};

/// Fetches written in one transaction at the most.
const BATCH: usize = 40;
/// Articles of a feed stay so long after it vanished from the list without being removed.
const UNLISTED_FOR: Duration = Duration::from_secs(7 * 86_400);
/// Articles wait so long for their story at the most while feeds still come in: the more are placed
/// together, the better they group, but nobody should wait for the slowest feed.
const GROUP_AFTER: Duration = Duration::from_millis(2500);
/// So many may wait at the most; each holds some kilobytes.
const MOST_WAITING: usize = 5000;

/// Which feeds a refresh asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those that are due.
    Due,
    /// All of them, due or not.
    All,
    /// These addresses, due or not.
    These(Vec<String>),
}

/// What the reader set for one feed.
#[derive(Debug, Clone, Default)]
pub struct FeedOptions {
    /// Time between two fetches.
    pub interval: Option<Duration>,
    /// Headers to send.
    pub headers: Vec<String>,
    /// What the program calls itself.
    pub user_agent: Option<String>,
    /// Takes no part in grouping.
    pub apart: bool,
}

/// A refresh to run.
#[derive(Clone)]
pub struct Refresh {
    /// The cache.
    pub database: PathBuf,
    /// Its one writer.
    pub writer: WriterThread,
    /// Limits.
    pub settings: FetchSettings,
    /// What the reader set for single feeds, by address.
    pub options: Arc<FxHashMap<String, FeedOptions>>,
    /// Which feeds.
    pub which: Which,
    /// The clock.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Seconds that local time is ahead of UTC.
    pub utc_offset: i32,
    /// How long articles are kept after they were first seen.
    pub keep: Duration,
    /// Ends the refresh early; what is stored stays.
    pub cancel: CancellationToken,
}

/// Runs a refresh and tells how it goes.
pub async fn refresh(
    job: Refresh,
    progress: mpsc::UnboundedSender<Progress>,
) -> Result<Report, WorkerError> {
    let started = Instant::now();
    let now = (job.clock)();
    let feeds = feeds_to_ask(&job, now).await?;
    let mut report = Report::default();
    report.feeds.total = feeds.total;
    report.feeds.skipped = feeds.total - feeds.asked.len();
    let _ = progress.send(Progress::Started {
        total: feeds.asked.len(),
    });
    let client = if feeds.asked.is_empty() {
        None
    } else {
        Some(Client::new(&job.settings)?)
    };
    let (parsed, arrivals) = mpsc::channel(16);
    let fetching =
        client.map(|client| tokio::spawn(fetch_all(job.clone(), client, feeds.asked, parsed)));
    let saver = Saver {
        job: job.clone(),
        progress: progress.clone(),
        report,
    };
    let mut report = spawn_blocking(move || saver.run(arrivals))
        .await
        .map_err(|_| WorkerError::Stopped)??;
    if let Some(fetching) = fetching {
        fetching.await.map_err(|_| WorkerError::Stopped)?;
    }
    report.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let _ = progress.send(Progress::Finished(report.clone()));
    Ok(report)
}

struct ToAsk {
    asked: Vec<FeedToFetch>,
    total: usize,
}

async fn feeds_to_ask(job: &Refresh, now: Timestamp) -> Result<ToAsk, WorkerError> {
    let (database, which) = (job.database.clone(), job.which.clone());
    let feeds = spawn_blocking(move || Reader::open(&database)?.feeds_to_fetch(now))
        .await
        .map_err(|_| WorkerError::Stopped)??;
    Ok(match which {
        Which::Due => {
            let total = feeds.len();
            ToAsk {
                asked: feeds.into_iter().filter(|feed| feed.due).collect(),
                total,
            }
        }
        Which::All => ToAsk {
            total: feeds.len(),
            asked: feeds,
        },
        Which::These(urls) => {
            let asked: Vec<_> = feeds
                .into_iter()
                .filter(|feed| urls.contains(&feed.url))
                .collect();
            ToAsk {
                total: asked.len(),
                asked,
            }
        }
    })
}

/// A feed's answer, read, on its way to the writer.
struct Arrival {
    feed: FeedToFetch,
    at: Timestamp,
    outcome: Result<Option<Box<ParsedDocument>>, FetchError>,
    max_age: Option<Duration>,
}

async fn fetch_all(
    job: Refresh,
    client: Client,
    feeds: Vec<FeedToFetch>,
    parsed: mpsc::Sender<Arrival>,
) {
    let fetcher = Arc::new(Fetcher {
        at_once: Semaphore::new(job.settings.at_once.clamp(1, 1024)),
        parsing: Semaphore::new(parse_threads()),
        idle_readers: Mutex::default(),
        client,
        parsed,
        job,
    });
    let feeds = feeds.into_iter().map(|feed| (feed.url.clone(), feed));
    let mut tasks = JoinSet::new();
    for line in lines(feeds, &fetcher.job.settings) {
        let fetcher = Arc::clone(&fetcher);
        tasks.spawn(async move {
            let cancel = fetcher.job.cancel.clone();
            cancel.run_until_cancelled(fetcher.serve(line)).await;
        });
    }
    while tasks.join_next().await.is_some() {}
}

fn parse_threads() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4))
}

struct Fetcher {
    job: Refresh,
    client: Client,
    at_once: Semaphore,
    parsing: Semaphore,
    /// Connections that no parse thread uses: to open one costs as much as to read some items.
    idle_readers: Mutex<Vec<Reader>>,
    parsed: mpsc::Sender<Arrival>,
}

impl Fetcher {
    async fn serve(&self, mut line: Line<FeedToFetch>) {
        while let Some(feed) = line.waiting.pop_front() {
            // The semaphores are never closed.
            let Ok(place) = self.at_once.acquire().await else {
                return;
            };
            let arrival = self.ask(feed).await;
            drop(place);
            if self.parsed.send(arrival).await.is_err() {
                return;
            }
            if !line.waiting.is_empty() {
                tokio::time::sleep(line.gap).await;
            }
        }
    }

    async fn ask(&self, feed: FeedToFetch) -> Arrival {
        let nothing = FeedOptions::default();
        let options = self.job.options.get(&feed.url).unwrap_or(&nothing);
        let answer = self
            .client
            .get(&Request {
                url: &feed.url,
                etag: feed.etag.as_deref(),
                last_modified: feed.last_modified.as_deref(),
                user_agent: options.user_agent.as_deref(),
                headers: &options.headers,
            })
            .await;
        let at = (self.job.clock)();
        let (outcome, max_age) = match answer {
            Ok(Answer::NotModified { max_age }) => (Ok(None), max_age),
            Ok(Answer::Document(body)) => {
                let max_age = body.max_age;
                (
                    self.read(&feed, *body, at)
                        .await
                        .map(|parsed| Some(Box::new(parsed))),
                    max_age,
                )
            }
            Err(error) => (Err(error), None),
        };
        Arrival {
            feed,
            at,
            outcome,
            max_age,
        }
    }

    async fn read(
        &self,
        feed: &FeedToFetch,
        body: crate::worker::client::Body,
        at: Timestamp,
    ) -> Result<ParsedDocument, FetchError> {
        let Ok(_thread) = self.parsing.acquire().await else {
            return Err(broken());
        };
        let (database, feed, idle) = (
            self.job.database.clone(),
            feed.clone(),
            self.idle_readers().pop(),
        );
        let (reader, parsed) = spawn_blocking(move || {
            let reader = idle.or_else(|| Reader::open(&database).ok());
            let known = reader
                .as_ref()
                .and_then(|reader| reader.known_items(feed.id).ok())
                .unwrap_or_default();
            let parsed = parse(
                body,
                &known.into_iter().collect(),
                &feed.url,
                feed.publisher.as_deref(),
                at,
            );
            (reader, parsed)
        })
        .await
        .unwrap_or_else(|_| (None, Err(broken())));
        self.idle_readers().extend(reader);
        parsed
    }

    fn idle_readers(&self) -> MutexGuard<'_, Vec<Reader>> {
        // A list is whole whatever happened to who held it.
        self.idle_readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn broken() -> FetchError {
    FetchError::new(
        crate::model::FetchErrorKind::Parse,
        "The feed cannot be read.",
    )
}

/// Takes what arrives, writes it in batches, groups it.
struct Saver {
    job: Refresh,
    progress: mpsc::UnboundedSender<Progress>,
    report: Report,
}

/// Articles that wait for their story.
#[derive(Default)]
struct Pending {
    drafts: Vec<(ArticleId, Draft)>,
    apart: Vec<ArticleId>,
}

impl Saver {
    fn run(mut self, mut arrivals: mpsc::Receiver<Arrival>) -> Result<Report, WorkerError> {
        let mut grouping = Grouping::new(
            &self.job.database,
            self.job.writer.clone(),
            self.job.utc_offset,
        )?;
        let is_apart = |url: &str| self.job.options.get(url).is_some_and(|feed| feed.apart);
        let round = grouping.place_left_over(MOST_WAITING, &is_apart)?;
        self.told(round);
        let mut pending = Pending::default();
        let mut grouped_at = Instant::now();
        while let Some(first) = arrivals.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH
                && let Ok(next) = arrivals.try_recv()
            {
                batch.push(next);
            }
            self.save(batch, &mut pending)?;
            if grouped_at.elapsed() >= GROUP_AFTER || pending.drafts.len() >= MOST_WAITING {
                self.group(&mut grouping, std::mem::take(&mut pending))?;
                grouped_at = Instant::now();
            }
        }
        self.group(&mut grouping, pending)?;
        self.tidy()?;
        self.list_errors()?;
        Ok(self.report)
    }

    fn save(&mut self, batch: Vec<Arrival>, pending: &mut Pending) -> Result<(), WorkerError> {
        let mut drafts: Vec<Vec<Option<Draft>>> = Vec::with_capacity(batch.len());
        let mut fetches = Vec::with_capacity(batch.len());
        let mut apart = Vec::with_capacity(batch.len());
        let mut done = Vec::with_capacity(batch.len());
        for arrival in batch {
            apart.push(
                self.job
                    .options
                    .get(&arrival.feed.url)
                    .is_some_and(|feed| feed.apart),
            );
            let error = arrival.outcome.as_ref().err().map(ToString::to_string);
            done.push(Progress::FeedDone {
                feed: arrival.feed.id,
                url: arrival.feed.url.clone(),
                error,
            });
            let (fetch, of_fetch) = self.fetch_of(arrival);
            fetches.push(fetch);
            drafts.push(of_fetch.into_iter().map(Some).collect());
        }
        let utc_offset = self.job.utc_offset;
        let (saved, fetches) = self.job.writer.run(move |writer| {
            let saved = writer.save_fetches(&fetches, &|grouped, story| {
                summarise(grouped, story, utc_offset)
            })?;
            Ok((saved, fetches))
        })?;
        let mut with_news = vec![false; fetches.len()];
        for (fetch, item, article) in &saved.new {
            with_news[*fetch] = true;
            match drafts[*fetch][*item].take() {
                Some(draft) if !apart[*fetch] => pending.drafts.push((*article, draft)),
                _ => pending.apart.push(*article),
            }
        }
        for (fetch, _) in &saved.updated {
            with_news[*fetch] = true;
        }
        self.count(&fetches, &with_news, saved.new.len(), saved.updated.len());
        for message in done {
            let _ = self.progress.send(message);
        }
        let _ = self.progress.send(Progress::Stored {
            new: self.report.articles.new,
        });
        Ok(())
    }

    fn fetch_of(&self, arrival: Arrival) -> (Fetch, Vec<Draft>) {
        let Arrival {
            feed,
            at,
            outcome,
            max_age,
        } = arrival;
        let wishes = |ttl| Wishes {
            own_interval: self
                .job
                .options
                .get(&feed.url)
                .and_then(|feed| feed.interval),
            interval: self.job.settings.interval,
            ttl,
            max_age,
        };
        let (outcome, next_try, drafts) = match outcome {
            Ok(None) => (
                FetchOutcome::Unchanged,
                after_success(feed.id, at, wishes(None)),
                Vec::new(),
            ),
            Ok(Some(parsed)) => {
                let next_try = after_success(feed.id, at, wishes(parsed.ttl));
                (
                    FetchOutcome::Document(Box::new(parsed.document)),
                    next_try,
                    parsed.drafts,
                )
            }
            Err(error) => {
                tracing::warn!(feed = feed.url, kind = error.kind.name(), "{error}");
                let next_try = after_failure(feed.id, at, feed.failures, error.retry_after);
                let outcome = FetchOutcome::Failed {
                    kind: error.kind,
                    message: error.message,
                    dead: error.gone,
                };
                (outcome, next_try, Vec::new())
            }
        };
        (
            Fetch {
                feed: feed.id,
                at,
                next_try,
                outcome,
            },
            drafts,
        )
    }

    fn count(&mut self, fetches: &[Fetch], with_news: &[bool], new: usize, updated: usize) {
        for (fetch, news) in fetches.iter().zip(with_news) {
            match fetch.outcome {
                FetchOutcome::Failed { .. } => self.report.feeds.failed += 1,
                FetchOutcome::Document(_) if *news => self.report.feeds.updated += 1,
                FetchOutcome::Document(_) | FetchOutcome::Unchanged => {
                    self.report.feeds.unchanged += 1;
                }
            }
        }
        self.report.articles.new += new;
        self.report.articles.updated += updated;
    }

    fn group(&mut self, grouping: &mut Grouping, pending: Pending) -> Result<(), WorkerError> {
        let round = grouping.place(pending.drafts, pending.apart)?;
        self.told(round);
        Ok(())
    }

    fn told(&mut self, round: Round) {
        if !round.stories.is_empty() {
            self.report.stories.new += round.new;
            self.report.stories.grown += round.stories.len() - round.new;
            let _ = self.progress.send(Progress::Grouped {
                stories: round.stories,
            });
        }
    }

    /// What is over its time leaves the cache.
    fn tidy(&self) -> Result<(), WorkerError> {
        let now = (self.job.clock)();
        let (keep, utc_offset) = (self.job.keep, self.job.utc_offset);
        self.job.writer.run(move |writer| {
            let summarise: &Summarise<'_> = &|grouped, story| summarise(grouped, story, utc_offset);
            writer.drop_unlisted(now - UNLISTED_FOR, summarise)?;
            while !writer.drop_old(now - keep, summarise)? {}
            writer.fold_resolved(summarise)?;
            Ok(())
        })?;
        Ok(())
    }

    /// Every feed of the list that is failing, whether it was asked just now or not.
    fn list_errors(&mut self) -> Result<(), WorkerError> {
        for feed in Reader::open(&self.job.database)?.feeds()? {
            let Some((kind, message, since)) = feed.error else {
                continue;
            };
            self.report.errors.push(FeedError {
                feed: feed.url,
                kind: kind.name(),
                message,
                since,
                next_try: feed.next_try,
            });
        }
        Ok(())
    }
}
