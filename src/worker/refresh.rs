//! One refresh: what is due is asked at once within the limits, read on parse threads, written in
//! batches by the one writer, grouped.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::{runtime::Handle, sync::mpsc, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::{
    config::FetchSettings,
    model::{ArticleId, FeedHost, FeedId, FetchErrorKind, Timestamp, shown_address},
    store::{
        FeedToFetch, Fetch, FetchOutcome, HostWait, Reader, StoreError, Summarise, WriterThread,
    },
    stories::Draft,
    worker::{
        Client, FeedOptions, Progress, Report, WorkerError,
        error::Scope,
        fetcher::{Arrival, Outcome, fetch_all},
        group::{Grouping, Round, summarise},
        hosts::{HostBook, Insistence},
        manners::Turns,
        moving::move_feed,
        report::{FeedError, WaitingHost},
        rules::{RuleSet, apply_on_arrival},
        schedule::after_offline,
    },
};

/// Fetches written in one transaction at the most.
const BATCH: usize = 40;
/// Articles of a feed stay so long after it vanished from the list without being removed.
const UNLISTED_FOR: Duration = Duration::from_secs(7 * 86_400);
/// Articles wait so long for their story at the most while feeds still come in: the more are placed
/// together, the better they group, but nobody should wait for the slowest feed.
const GROUP_AFTER: Duration = Duration::from_millis(2500);
/// So many may wait at the most, and of so many bytes of text; prepared for grouping, an article takes
/// about three times its text.
const MOST_WAITING: usize = 5000;
const MOST_TEXT_WAITING: usize = 4 * 1024 * 1024;

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
    /// Asks even whom a host or a server asked to leave alone.
    pub force: bool,
    /// The feed list, where addresses of feeds that moved are changed; `None` changes none.
    pub feeds_file: Option<PathBuf>,
    /// The clock.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Seconds that local time is ahead of UTC.
    pub utc_offset: i32,
    /// How long articles are kept after they were first seen.
    pub keep: Duration,
    /// The turns at hosts, shared with whatever else of this process asks them.
    pub turns: Turns,
    /// What is done with articles as they come in.
    pub rules: Arc<RuleSet>,
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
    let (parsed, arrivals) = mpsc::channel(16);
    let fetching = if feeds.asked.is_empty() {
        // The saver ends when nobody can send to it any more.
        drop(parsed);
        None
    } else {
        let client = Client::new(&job.settings)?.naming(feeds.named.iter().map(String::as_str));
        let book = HostBook::new(feeds.hosts, insistence(&job));
        let fetching = fetch_all(job.clone(), client, book, feeds.asked, parsed);
        Some(tokio::spawn(fetching))
    };
    let saver = Saver {
        job: job.clone(),
        progress: progress.clone(),
        report,
        network: Network::default(),
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

fn insistence(job: &Refresh) -> Insistence {
    match (&job.which, job.force) {
        (_, true) => Insistence::Forced,
        (Which::Due, false) => Insistence::Due,
        (Which::All | Which::These(_), false) => Insistence::Asked,
    }
}

struct ToAsk {
    asked: Vec<FeedToFetch>,
    total: usize,
    /// Addresses of the whole list.
    named: Vec<String>,
    /// What is known of hosts that failed.
    hosts: Vec<HostWait>,
}

async fn feeds_to_ask(job: &Refresh, now: Timestamp) -> Result<ToAsk, WorkerError> {
    let (database, which, force) = (job.database.clone(), job.which.clone(), job.force);
    let (mut feeds, hosts) = spawn_blocking(move || {
        let reader = Reader::open(&database)?;
        Ok::<_, StoreError>((reader.feeds_to_fetch(now)?, reader.hosts()?))
    })
    .await
    .map_err(|_| WorkerError::Stopped)??;
    let named = feeds.iter().map(|feed| feed.url.clone()).collect();
    if let Which::These(urls) = &which {
        feeds.retain(|feed| urls.contains(&feed.url));
    }
    let total = feeds.len();
    feeds.retain(|feed| {
        let paused = job.options.get(&feed.url).is_some_and(|feed| feed.paused);
        let held = feed.held_until.is_some() && !force;
        match which {
            Which::Due => feed.due && !paused,
            Which::All => !feed.dead && !held && !paused,
            // Who names a dead feed wants to know whether it is back.
            Which::These(_) => !held,
        }
    });
    Ok(ToAsk {
        asked: feeds,
        total,
        named,
        hosts,
    })
}

/// Takes what arrives, writes it in batches, groups it.
struct Saver {
    job: Refresh,
    progress: mpsc::UnboundedSender<Progress>,
    report: Report,
    network: Network,
}

/// Whether there is a network at all: unless any host outside answers, it is to blame.
#[derive(Default)]
struct Network {
    answered: bool,
    unreached: Vec<FeedId>,
    hosts: FxHashSet<String>,
}

impl Network {
    fn note(&mut self, arrival: &Arrival) {
        self.note_outcome(arrival.feed.id, arrival.host.as_ref(), &arrival.outcome);
    }

    fn note_outcome(&mut self, feed: FeedId, host: Option<&FeedHost>, outcome: &Outcome) {
        use FetchErrorKind::{Connect, Dns, Timeout};
        // Commands, files and this machine say nothing of the network.
        let Some(host) = host.filter(|host| !host.loopback) else {
            return;
        };
        match outcome {
            Outcome::PutOff(_) => self.unreached.push(feed),
            Outcome::Failed(error) if matches!(error.kind, Dns | Connect | Timeout) => {
                match error.scope {
                    Scope::Host => {
                        self.unreached.push(feed);
                        self.hosts.insert(host.name.clone());
                    }
                    Scope::Answer => self.answered = true,
                    // It was not asked at all.
                    Scope::Feed => {}
                }
            }
            _ => self.answered = true,
        }
    }

    /// Whether it is gone, as far as that can be told.
    fn offline(&self) -> Option<bool> {
        (self.answered || self.is_gone()).then_some(!self.answered)
    }

    /// One host that cannot be reached may be down; several are a sign.
    fn is_gone(&self) -> bool {
        !self.answered && self.hosts.len() > 1
    }
}

/// Articles that wait for their story.
#[derive(Default)]
struct Pending {
    drafts: Vec<(ArticleId, Draft)>,
    apart: Vec<ArticleId>,
    text_bytes: usize,
}

impl Pending {
    fn is_full(&self) -> bool {
        self.drafts.len() >= MOST_WAITING || self.text_bytes >= MOST_TEXT_WAITING
    }
}

fn text_bytes(fetch: &Fetch, item: usize) -> usize {
    match &fetch.outcome {
        FetchOutcome::Document(document) => document.items[item].article.text.len(),
        _ => 0,
    }
}

/// What waiting for the next answer brought.
enum Received {
    Arrival(Box<Arrival>),
    NothingYet,
    End,
}

/// The next answer, or none within a time. To be called where waiting stops nothing else.
fn receive(arrivals: &mut mpsc::Receiver<Arrival>, patience: Option<Duration>) -> Received {
    let next = match patience {
        None => arrivals.blocking_recv(),
        Some(patience) => {
            let waited = async { tokio::time::timeout(patience, arrivals.recv()).await };
            match Handle::current().block_on(waited) {
                Ok(next) => next,
                Err(_) => return Received::NothingYet,
            }
        }
    };
    next.map_or(Received::End, |arrival| {
        Received::Arrival(Box::new(arrival))
    })
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
        self.apply_rules(&grouping, &round)?;
        self.told(round);
        let mut pending = Pending::default();
        let mut grouped_at = Instant::now();
        loop {
            // What came is placed even while a slow feed keeps the others waiting.
            let patience = (!pending.drafts.is_empty())
                .then(|| GROUP_AFTER.saturating_sub(grouped_at.elapsed()));
            match receive(&mut arrivals, patience) {
                Received::Arrival(first) => {
                    let mut batch = vec![*first];
                    while batch.len() < BATCH
                        && let Ok(next) = arrivals.try_recv()
                    {
                        batch.push(next);
                    }
                    self.save(batch, &mut pending)?;
                }
                Received::NothingYet => {}
                Received::End => break,
            }
            if grouped_at.elapsed() >= GROUP_AFTER || pending.is_full() {
                self.group(&mut grouping, std::mem::take(&mut pending))?;
                grouped_at = Instant::now();
            }
        }
        self.group(&mut grouping, pending)?;
        self.tidy()?;
        self.report.offline = self.network.offline();
        self.blame_network()?;
        self.list_ledger()?;
        Ok(self.report)
    }

    /// Before anybody hears of the stories.
    fn apply_rules(&mut self, grouping: &Grouping, round: &Round) -> Result<(), WorkerError> {
        let now = ((self.job.clock)(), self.job.utc_offset);
        let told = &mut self.report.notification;
        let (rules, writer) = (&self.job.rules, &self.job.writer);
        apply_on_arrival(rules, grouping.reader(), writer, &round.articles, now, told)?;
        Ok(())
    }

    fn save(&mut self, batch: Vec<Arrival>, pending: &mut Pending) -> Result<(), WorkerError> {
        let mut drafts: Vec<Vec<Option<Draft>>> = Vec::with_capacity(batch.len());
        let mut fetches = Vec::with_capacity(batch.len());
        let mut apart = Vec::with_capacity(batch.len());
        let mut done = Vec::with_capacity(batch.len());
        let mut moves = Vec::new();
        for arrival in batch {
            self.network.note(&arrival);
            let options = self.job.options.get(&arrival.feed.url);
            apart.push(options.is_some_and(|feed| feed.apart));
            done.push(Progress::FeedDone {
                feed: arrival.feed.id,
                url: arrival.feed.url.clone(),
                error: arrival.error().map(ToString::to_string),
            });
            moves.extend(arrival.move_to_make());
            let (fetch, of_fetch) = arrival.into_fetch(&self.job);
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
                Some(draft) if !apart[*fetch] => {
                    pending.text_bytes += text_bytes(&fetches[*fetch], *item);
                    pending.drafts.push((*article, draft));
                }
                _ => pending.apart.push(*article),
            }
        }
        for (fetch, _) in &saved.updated {
            with_news[*fetch] = true;
        }
        self.count(&fetches, &with_news, saved.new.len(), saved.updated.len());
        for wanted in moves {
            self.report.moved.extend(move_feed(&self.job, wanted)?);
        }
        for message in done {
            let _ = self.progress.send(message);
        }
        let _ = self.progress.send(Progress::Stored {
            new: self.report.articles.new,
        });
        Ok(())
    }

    fn count(&mut self, fetches: &[Fetch], with_news: &[bool], new: usize, updated: usize) {
        for (fetch, news) in fetches.iter().zip(with_news) {
            match fetch.outcome {
                FetchOutcome::Failed(_) => self.report.feeds.failed += 1,
                FetchOutcome::PutOff => self.report.feeds.skipped += 1,
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
        self.apply_rules(grouping, &round)?;
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

    /// Where nothing outside could be reached, no feed and no host is to blame, and all are tried
    /// again soon.
    fn blame_network(&self) -> Result<(), WorkerError> {
        if !self.network.is_gone() {
            return Ok(());
        }
        let feeds = self.network.unreached.clone();
        let hosts: Vec<String> = self.network.hosts.iter().cloned().collect();
        let next_try = after_offline((self.job.clock)());
        self.job.writer.run(move |writer| {
            writer.forget_hosts(&hosts)?;
            writer.blame_network(&feeds, next_try)
        })?;
        Ok(())
    }

    /// Every feed of the list that is failing, whether it was asked just now or not; every host that
    /// is left alone; and whom nobody checks.
    fn list_ledger(&mut self) -> Result<(), WorkerError> {
        let ledger = Reader::open(&self.job.database)?.ledger_uncounted((self.job.clock)())?;
        for feed in ledger.feeds {
            if feed.unverified {
                self.report.unverified.push(shown_address(&feed.url));
            }
            if let Some(cause) = feed.cause {
                self.report.errors.push(FeedError {
                    feed: shown_address(&feed.url),
                    kind: cause.kind.name(),
                    message: cause.message,
                    hint: cause.hint,
                    since: cause.since,
                    next_try: feed.next_try,
                });
            }
        }
        self.report.waiting = ledger
            .hosts
            .into_iter()
            .map(|host| WaitingHost {
                host: host.name,
                until: host.waits_until,
                cause: host.cause,
                feeds: host.feeds.len(),
                asked: host.asked,
            })
            .collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::FetchError;

    fn failed(kind: FetchErrorKind, scope: Scope) -> Outcome {
        Outcome::Failed(FetchError {
            scope,
            ..FetchError::new(kind, "No answer.")
        })
    }

    fn is_gone(said: Vec<(&str, Outcome)>) -> bool {
        offline(said) == Some(true)
    }

    fn offline(said: Vec<(&str, Outcome)>) -> Option<bool> {
        let mut network = Network::default();
        for (number, (url, outcome)) in (1..).zip(said) {
            network.note_outcome(FeedId(number), FeedHost::of(url).as_ref(), &outcome);
        }
        network.offline()
    }

    #[test]
    fn the_network_is_gone_when_nobody_outside_answers() {
        use FetchErrorKind::{Command, Connect, Dns, Http, Timeout};
        let nobody = || {
            vec![
                ("https://a.example/f", failed(Dns, Scope::Host)),
                ("https://b.example/f", failed(Timeout, Scope::Host)),
            ]
        };
        let with = |url, outcome| {
            let mut said = nobody();
            said.push((url, outcome));
            is_gone(said)
        };
        assert!(is_gone(nobody()));
        assert!(with("exec:headlines", failed(Command, Scope::Feed)));
        assert!(with("/srv/feed.xml", Outcome::Unchanged));
        assert!(with("http://127.0.0.1:8080/f", Outcome::Unchanged));
        assert!(with("https://c.example/f", failed(Connect, Scope::Feed)));
        assert!(!with("https://c.example/f", Outcome::Unchanged));
        assert!(!with("https://c.example/f", failed(Http, Scope::Feed)));
        assert!(!with("https://c.example/f", failed(Timeout, Scope::Answer)));
    }

    #[test]
    fn one_silent_host_says_nothing_of_the_network() {
        use FetchErrorKind::{Connect, Http, Timeout};
        let down = |url| (url, failed(Connect, Scope::Host));
        assert_eq!(offline(vec![down("https://a.example/f")]), None);
        let feeds = ["https://a.example/1", "https://a.example/2"];
        assert_eq!(
            offline(feeds.map(down).into()),
            None,
            "the host is to blame"
        );
        assert_eq!(offline(vec![("exec:a", Outcome::Unchanged)]), None);
        assert_eq!(offline(Vec::new()), None);
        let answers = |outcome| offline(vec![("https://a.example/f", outcome)]);
        assert_eq!(answers(Outcome::Unchanged), Some(false));
        assert_eq!(answers(failed(Http, Scope::Feed)), Some(false));
        assert_eq!(answers(failed(Timeout, Scope::Host)), None);
    }
}
