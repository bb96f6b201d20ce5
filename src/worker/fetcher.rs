//! The network side of a refresh: lines of feeds are asked within the limits, what comes is read on
//! parse threads and handed on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{
    sync::{Semaphore, mpsc},
    task::{JoinSet, spawn_blocking},
};

use crate::{
    model::{DueReason, FeedHost, FetchErrorKind, Moving, Timestamp, shown_address},
    store::{Failure, FeedToFetch, Fetch, FetchOutcome, HostNews, HostWait, Reader, Rhythm, Trail},
    stories::Draft,
    worker::{
        Client, FeedOptions, FetchError, Refresh,
        client::{Answer, Body, Journey, Request},
        error::Scope,
        hosts::{HostBook, Line, lines},
        manners::{Manners, Visit},
        moving::WantedMove,
        parse::{ParsedDocument, parse},
        schedule::{Due, Wishes, after_failure, after_host, after_success, is_lost, rhythm_after},
        secrets::Secrets,
        source,
    },
};

/// So many answers tell whether a feed is slow.
const DURATIONS: usize = 5;

/// What came of a feed, on its way to the writer.
pub(super) struct Arrival {
    pub feed: FeedToFetch,
    pub outcome: Outcome,
    /// The host that answered, or did not, in the end.
    pub host: Option<FeedHost>,
    at: Timestamp,
    fresh: Option<std::time::Duration>,
    trail: Trail,
}

/// What came of asking.
pub(super) enum Outcome {
    Document(Box<ParsedDocument>),
    Unchanged,
    Failed(FetchError),
    /// Not asked: its host is left alone.
    PutOff(HostWait),
}

impl Arrival {
    /// Why it failed; `None` if it did not.
    pub(super) fn error(&self) -> Option<&FetchError> {
        match &self.outcome {
            Outcome::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// The move that a permanent redirect asks for once it has held.
    pub(super) fn move_to_make(&self) -> Option<WantedMove> {
        let worked = matches!(self.outcome, Outcome::Document(_) | Outcome::Unchanged);
        let moving = self.trail.moving.as_ref();
        moving
            .filter(|moving| worked && moving.times > 1)
            .map(|moving| WantedMove {
                feed: self.feed.id,
                from: self.feed.url.clone(),
                to: moving.to.clone(),
                refused: moving.refused.clone(),
            })
    }

    /// The same as it is written, with what grouping needs of its items.
    pub(super) fn into_fetch(self, job: &Refresh) -> (Fetch, Vec<Draft>) {
        let (feed, at, fresh) = (self.feed, self.at, self.fresh);
        let success = |rhythm: &Rhythm| {
            let own_interval = job.options.get(&feed.url).and_then(|feed| feed.interval);
            let wishes = Wishes {
                own_interval,
                interval: job.settings.interval,
                max_interval: job.settings.max_interval,
                fresh,
                rhythm: rhythm.clone(),
            };
            after_success(feed.id, at, &wishes)
        };
        let (due, outcome, drafts) = match self.outcome {
            Outcome::Unchanged => (success(&feed.rhythm), FetchOutcome::Unchanged, Vec::new()),
            Outcome::Document(parsed) => {
                let mut document = parsed.document;
                document.rhythm = rhythm_after(&feed.rhythm, &parsed.said, at);
                let due = success(&document.rhythm);
                (
                    due,
                    FetchOutcome::Document(Box::new(document)),
                    parsed.drafts,
                )
            }
            Outcome::Failed(error) => {
                let address = shown_address(&feed.url);
                tracing::warn!(feed = address, kind = error.kind.name(), "{error}");
                let due = due_after(&feed, at, &error, self.trail.hosts.last());
                (
                    due,
                    FetchOutcome::Failed(failure(&feed, at, error)),
                    Vec::new(),
                )
            }
            Outcome::PutOff(wait) => {
                let due = Due {
                    at: after_host(feed.id, wait.until),
                    why: DueReason::HostWaits,
                };
                (due, FetchOutcome::PutOff, Vec::new())
            }
        };
        let fetch = Fetch {
            next_why: due.why,
            trail: self.trail,
            ..Fetch::new(feed.id, at, due.at, outcome)
        };
        (fetch, drafts)
    }
}

/// When a feed that failed is asked again: not before its host.
fn due_after(
    feed: &FeedToFetch,
    at: Timestamp,
    error: &FetchError,
    host: Option<&HostNews>,
) -> Due {
    let asked = error.retry_after.map(|moment| moment.from(at));
    let due = after_failure(feed.id, at, feed.failures, asked);
    match host {
        Some(HostNews::Waits(wait)) if error.scope != Scope::Feed => Due {
            at: after_host(feed.id, wait.until),
            why: match due.why {
                DueReason::RetryAfter => DueReason::RetryAfter,
                _ => DueReason::HostWaits,
            },
        },
        _ => due,
    }
}

fn failure(feed: &FeedToFetch, at: Timestamp, error: FetchError) -> Failure {
    let missing = error.status == Some(404);
    let gone = error.status == Some(410);
    let dead = gone || missing && is_lost(feed.missing, at);
    let hint = match error.hint {
        _ if dead => Some(
            "It is not asked any more. Look for its new address and add that, or remove the feed; \
             refreshing this feed alone tries it again.",
        ),
        hint => hint,
    };
    Failure {
        kind: error.kind,
        message: error.message,
        hint: hint.map(str::to_owned),
        missing,
        dead,
    }
}

/// Asks all feeds, each line beside the others.
pub(super) async fn fetch_all(
    job: Refresh,
    client: Client,
    book: HostBook,
    feeds: Vec<FeedToFetch>,
    parsed: mpsc::Sender<Arrival>,
) {
    let fetcher = Arc::new(Fetcher {
        manners: Manners::new(&job.settings, job.clock.clone(), book).in_turn(job.turns.clone()),
        parsing: Semaphore::new(parse_threads()),
        idle_readers: Mutex::default(),
        secrets: Secrets::default(),
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
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!("feeds were left unasked: {error}");
        }
    }
}

fn parse_threads() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4))
}

struct Fetcher {
    job: Refresh,
    client: Client,
    manners: Manners,
    secrets: Secrets,
    parsing: Semaphore,
    /// Connections that no parse thread uses: to open one costs as much as to read some items.
    idle_readers: Mutex<Vec<Reader>>,
    parsed: mpsc::Sender<Arrival>,
}

impl Fetcher {
    async fn serve(&self, mut line: Line<FeedToFetch>) {
        while let Some(feed) = line.waiting.pop_front() {
            let host = FeedHost::of(&feed.url);
            let arrival = match self.manners.visit(host.as_ref()).await {
                Ok(visit) => self.ask(feed, visit).await,
                Err(wait) => self.put_off(feed, host, wait),
            };
            if self.parsed.send(arrival).await.is_err() {
                return;
            }
        }
    }

    fn put_off(&self, feed: FeedToFetch, host: Option<FeedHost>, wait: HostWait) -> Arrival {
        Arrival {
            host,
            feed,
            outcome: Outcome::PutOff(wait),
            at: (self.job.clock)(),
            fresh: None,
            trail: Trail::default(),
        }
    }

    async fn ask(&self, feed: FeedToFetch, visit: Visit<'_>) -> Arrival {
        let nothing = FeedOptions::default();
        let options = self.job.options.get(&feed.url).unwrap_or(&nothing);
        let mut journey = Journey {
            visit,
            ..Journey::default()
        };
        let answer = self.request(&feed, options, &mut journey).await;
        let mut hosts = std::mem::take(&mut journey.news);
        if let Some(wait) = journey.put_off.take() {
            let put_off = self.put_off(feed, journey.host, wait);
            return Arrival {
                trail: Trail {
                    hosts,
                    ..Trail::default()
                },
                ..put_off
            };
        }
        let at = (self.job.clock)();
        hosts.extend(
            self.manners
                .learn(journey.host.as_ref(), answer.as_ref().err(), at),
        );
        let (outcome, fresh) = match answer {
            Ok(Answer::NotModified { fresh }) => (Outcome::Unchanged, fresh),
            Ok(Answer::Document(body)) => {
                let fresh = body.fresh;
                match self.read(&feed, *body, at).await {
                    Ok(parsed) => (Outcome::Document(Box::new(parsed)), fresh),
                    Err(error) => (Outcome::Failed(error), None),
                }
            }
            Err(error) => (Outcome::Failed(error), None),
        };
        Arrival {
            trail: Trail {
                durations: durations(&feed, &journey),
                unverified: !options.tls.verify && feed.url.starts_with("https:"),
                moving: journey.moved_to.map(|to| moving(&feed, to)),
                served_by: journey.url,
                hosts,
            },
            host: journey.host,
            fresh: fresh.map(|moment| moment.from(at)),
            feed,
            at,
            outcome,
        }
    }

    async fn request(
        &self,
        feed: &FeedToFetch,
        options: &FeedOptions,
        journey: &mut Journey<'_>,
    ) -> Result<Answer, FetchError> {
        let request = Request {
            url: &feed.url,
            etag: feed.etag.as_deref(),
            last_modified: feed.last_modified.as_deref(),
            served_by: feed.served_by.as_deref(),
            options: Some(options),
            secrets: Some(&self.secrets),
            ..Request::default()
        };
        source::get(&self.client, &request, &options.commands, journey).await
    }

    async fn read(
        &self,
        feed: &FeedToFetch,
        body: Body,
        at: Timestamp,
    ) -> Result<ParsedDocument, FetchError> {
        let room = self.client.memory().to_read(body.bytes.len()).await;
        let Ok(_thread) = self.parsing.acquire().await else {
            return Err(broken());
        };
        let (database, feed, idle) = (
            self.job.database.clone(),
            feed.clone(),
            self.idle_readers().pop(),
        );
        let (reader, parsed) = spawn_blocking(move || {
            let reader = idle.or_else(|| Reader::open_small(&database).ok());
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
                room,
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

fn durations(feed: &FeedToFetch, journey: &Journey<'_>) -> Vec<u32> {
    let mut durations = feed.durations.clone();
    durations.push(u32::try_from(journey.took.as_millis()).unwrap_or(u32::MAX));
    durations.split_off(durations.len().saturating_sub(DURATIONS))
}

/// A permanent redirect, with how often in a row it was seen.
fn moving(feed: &FeedToFetch, to: String) -> Moving {
    match &feed.moving {
        Some(before) if before.to == to => Moving {
            times: before.times.saturating_add(1),
            ..before.clone()
        },
        _ => Moving {
            to,
            times: 1,
            refused: None,
        },
    }
}

fn broken() -> FetchError {
    FetchError::new(FetchErrorKind::Parse, "The feed cannot be read.")
}
