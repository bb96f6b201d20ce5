//! Fetching: refreshes, one at a time in all processes. What happens is told as it happens; afterwards the full-text index catches up while nothing else is to be done.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    sync::{
        Notify,
        mpsc::{self, UnboundedSender},
    },
    task::spawn_blocking,
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::{
    app::{Msg, Progress, moment},
    config::{
        Directories, FeedEntry, FeedFile, FetchSettings, FollowSettings, FullTextAhead, Rule,
        Settings,
    },
    model::{FeedHost, Notice, Notification, Timestamp},
    runtime::{
        feed_list::{feed_options, listed_feeds, put_on_list},
        full_texts::{TextQueue, left_alone},
        notify::{Notifier, sequence},
        queue::Queue,
        screen::Clock,
    },
    store::{Reader, WriterThread},
    worker::{self, FetchLock, Held, RuleSet, Turns, Which, WorkerError, index_step},
};

/// Pause between two steps of the index, so that marks and lists come first.
const INDEX_PAUSE: Duration = Duration::from_millis(30);

/// Whatever fetching needs; cheap to clone.
#[derive(Clone)]
pub struct Fetcher {
    pub directories: Directories,
    /// The reader's configuration.
    pub config_file: PathBuf,
    pub settings: FetchSettings,
    /// How long articles are kept.
    pub keep: Duration,
    pub offline: bool,
    pub clock: Clock,
    pub utc_offset: i32,
    pub writer: WriterThread,
    pub queue: Queue,
    /// Full texts that are on their way.
    pub texts: TextQueue,
    /// Whose full texts are fetched after a refresh.
    pub ahead: FullTextAhead,
    /// What is done with articles as they come in.
    pub rules: Vec<Rule>,
    /// How the reader is told what rules found.
    pub notify: Notifier,
    /// What comes of followed stories.
    pub follow: FollowSettings,
    /// Wakes who counts what is new.
    pub uncounted: Arc<Notify>,
    /// The turns at hosts.
    pub turns: Turns,
    pub answers: UnboundedSender<Msg>,
}

impl Fetcher {
    /// Refreshes once what runs is done, together with what else was asked for meanwhile, and tells
    /// how it goes; the end is told whatever happens.
    pub async fn refresh(self, which: Which, cancel: CancellationToken, asked: bool) {
        let Some((turn, waiting)) = self.queue.join(which, asked).await else {
            return;
        };
        for which in waiting.which {
            if !cancel.is_cancelled() {
                self.refresh_now(which, cancel.clone(), waiting.asked).await;
            }
        }
        drop(turn);
        self.index().await;
    }

    async fn refresh_now(&self, which: Which, cancel: CancellationToken, asked: bool) {
        if self.offline {
            self.tell(Msg::Refreshed(Progress::default()));
            if asked {
                self.say(Notice::info("Nothing is fetched: this session is offline"));
            }
        } else if let Err(error) = self.try_refresh(which, cancel, asked).await {
            tracing::error!("refresh: {error}");
            self.tell(Msg::Refreshed(Progress::default()));
            self.say(Notice::error(error.to_string()));
        }
    }

    async fn try_refresh(
        &self,
        which: Which,
        cancel: CancellationToken,
        asked: bool,
    ) -> Result<(), WorkerError> {
        let lock = match FetchLock::take(&self.directories.lock_file())? {
            Held::Ours(lock) => lock,
            Held::By(holder) => {
                self.tell(Msg::Refreshed(Progress::default()));
                if asked {
                    self.say(Notice::info(format!(
                        "Feeds are being fetched already, by {holder}"
                    )));
                }
                return Ok(());
            }
        };
        // Without the list nobody knows how feeds are to be asked: which proxy, which filter.
        let file = match FeedFile::load(&self.directories.feeds_file()) {
            Ok(file) => file,
            Err(error) => {
                self.tell(Msg::Refreshed(Progress::default()));
                self.say(Notice::error(format!("Nothing is fetched: {error}")));
                return Ok(());
            }
        };
        let options = Arc::new(feed_options(&file));
        let (list, now, writer) = (listed_feeds(&file), (self.clock)(), self.writer.clone());
        let mirrored =
            spawn_blocking(move || writer.run(move |writer| writer.sync_feeds(&list, now)));
        match mirrored.await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!("feed list: {error}"),
            Err(_) => return Err(WorkerError::Stopped),
        }
        let job = worker::Refresh {
            database: self.directories.database(),
            writer: self.writer.clone(),
            settings: self.settings.clone(),
            options: Arc::clone(&options),
            which: which.clone(),
            force: false,
            feeds_file: Some(self.directories.feeds_file()),
            clock: self.clock.clone(),
            utc_offset: self.utc_offset,
            keep: self.keep,
            turns: self.turns.clone(),
            rules: Arc::new(RuleSet::new(&self.rules_now(), self.utc_offset)),
            cancel: cancel.clone(),
        };
        let database = self.directories.database();
        let last = spawn_blocking(move || Reader::open_small(&database)?.last_article()).await;
        let (progress, told) = mpsc::unbounded_channel();
        let (report, ()) = tokio::join!(worker::refresh(job, progress), self.tell_progress(told));
        let report = report?;
        match last {
            Ok(Ok(last)) => {
                // Others may fetch while what came is counted.
                drop(lock);
                let closes = asked_all(&report, &which) && !cancel.is_cancelled();
                self.follow(report.notification.clone(), last, closes).await;
            }
            _ => self.notify(&report.notification),
        }
        let now = (self.clock)();
        if asked && let Some(peace) = peace(&report, &which, now, self.utc_offset) {
            self.say(peace);
        }
        if !cancel.is_cancelled() && report.offline != Some(true) {
            // They may take long, and the next refresh does not wait for them.
            tokio::spawn(self.clone().full_texts_ahead(options));
        }
        Ok(())
    }

    /// The rules as the file has them, which may have changed; while something in it is not
    /// understood, those it had at the start.
    pub(super) fn rules_now(&self) -> Vec<Rule> {
        let read = Settings::load(&self.config_file);
        read.map_or_else(|_| self.rules.clone(), |(settings, _)| settings.rule)
    }

    async fn tell_progress(&self, mut told: mpsc::UnboundedReceiver<worker::Progress>) {
        let mut progress = Progress::default();
        while let Some(message) = told.recv().await {
            match message {
                worker::Progress::Started { total } => progress.total = to_count(total),
                worker::Progress::FeedDone { error, .. } => {
                    progress.done += 1;
                    progress.failed += u32::from(error.is_some());
                }
                worker::Progress::Stored { new } => progress.new_articles = to_count(new),
                worker::Progress::Grouped { stories } => {
                    self.tell(Msg::StoriesChanged { ids: stories });
                    continue;
                }
                worker::Progress::Finished(report) => {
                    self.tell_end(&report, progress);
                    continue;
                }
            }
            if progress.total > 0 {
                self.tell(Msg::RefreshProgress(progress));
            }
        }
    }

    fn tell_end(&self, report: &worker::Report, progress: Progress) {
        // One host that is silent says nothing of the network, and clears no badge.
        if let Some(offline) = report.offline {
            self.tell(Msg::Offline(offline));
        }
        let asked = report.feeds.total > report.feeds.skipped;
        self.tell(Msg::Refreshed(if asked {
            Progress {
                changed_articles: to_count(report.articles.updated),
                ..progress
            }
        } else {
            Progress::default()
        }));
        let moved: Vec<_> = report
            .moved
            .iter()
            .filter(|to| to.refused.is_none())
            .collect();
        match moved.as_slice() {
            [] => {}
            [one] => self.say(Notice::info(format!("{} moved to {}", one.from, one.to))),
            more => self.say(
                Notice::info(format!("{} feeds moved", more.len()))
                    .with_hint("the list of feeds has their new addresses"),
            ),
        }
    }

    /// Tells what rules found.
    pub(super) fn notify(&self, notification: &Notification) {
        if notification.count == 0 {
            return;
        }
        let sequence = sequence(&self.notify.settings, notification);
        if !sequence.is_empty() {
            self.tell(Msg::Alert { sequence });
        }
        let (this, notification) = (self.clone(), notification.clone());
        tokio::spawn(async move {
            if let Some(sentence) = this.notify.run(&notification).await {
                this.say(Notice::error(sentence).with_hint("notify.command in config.toml"));
            }
        });
    }

    /// Lets the index catch up, a step at a time.
    pub async fn index(&self) {
        loop {
            let writer = self.writer.clone();
            match spawn_blocking(move || writer.run(index_step)).await {
                Ok(Ok(true)) => sleep(INDEX_PAUSE).await,
                Ok(Ok(false)) => return self.tell(Msg::Indexed),
                Err(_) => return,
                Ok(Err(error)) => return tracing::error!("index: {error}"),
            }
        }
    }

    pub(super) async fn add_entries(self, entries: Vec<FeedEntry>, cancel: CancellationToken) {
        let this = self.clone();
        let added = spawn_blocking(move || this.write_list(entries)).await;
        match added {
            Ok(Ok(urls)) => {
                self.tell(Msg::FeedsAdded {
                    added: to_count(urls.len()),
                });
                if !urls.is_empty() {
                    self.refresh(Which::These(urls), cancel, true).await;
                }
            }
            Ok(Err(notice)) => self.say(notice),
            Err(_) => self.say(Notice::error("The feed list could not be written")),
        }
    }

    fn write_list(&self, entries: Vec<FeedEntry>) -> Result<Vec<String>, Notice> {
        let sentence = |error: &dyn std::fmt::Display| Notice::error(error.to_string());
        let path = self.directories.feeds_file();
        let mut file = FeedFile::edit(&path).map_err(|error| sentence(&error))?;
        let added = put_on_list(&mut file, entries).map_err(|error| sentence(&error))?;
        let list = listed_feeds(&file);
        let now = (self.clock)();
        self.writer
            .run(move |writer| writer.sync_feeds(&list, now))
            .map_err(|error| sentence(&error))?;
        Ok(added)
    }

    pub(super) fn say(&self, notice: Notice) {
        self.tell(Msg::Notice(notice));
    }

    pub(super) fn tell(&self, msg: Msg) {
        if matches!(msg, Msg::StoriesChanged { .. } | Msg::FullText { .. }) {
            self.uncounted.notify_one();
        }
        // Nobody listens only when the screen is being left.
        let _ = self.answers.send(msg);
    }
}

/// Whether a refresh asked for all that was due, and not in vain: what did not come then is not there.
pub fn asked_all(report: &worker::Report, which: &Which) -> bool {
    let feeds = &report.feeds;
    report.offline != Some(true)
        && !matches!(which, Which::These(_))
        && feeds.total > feeds.skipped + feeds.failed
}

/// Why nobody was asked, where a host is to be left alone.
fn peace(
    report: &worker::Report,
    which: &Which,
    now: Timestamp,
    utc_offset: i32,
) -> Option<Notice> {
    if report.feeds.total > report.feeds.skipped {
        return None;
    }
    let is_meant = |name: &str| match which {
        Which::These(urls) => urls
            .iter()
            .filter_map(|url| FeedHost::of(url))
            .any(|host| host.name == name),
        Which::All | Which::Due => true,
    };
    let host = report.waiting.iter().find(|host| is_meant(&host.host))?;
    let until = moment(now, host.until, utc_offset);
    Some(left_alone(&host.host, &until, host.asked, &host.cause))
}

pub(super) fn to_count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// "~/x" is below the home directory.
pub(super) fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::{Report, WaitingHost};

    #[test]
    fn whom_nobody_asks_for_the_sake_of_its_host_is_told_of() {
        let time = |text| Timestamp::parse(text).expect("a time");
        let now = time("2026-05-07T18:00:00Z");
        let host = |name: &str, asked| WaitingHost {
            host: name.to_owned(),
            until: time("2026-05-07T18:15:00Z"),
            cause: "No answer.".to_owned(),
            feeds: 1,
            asked,
        };
        let mut report = Report {
            waiting: vec![host("quill.example", false), host("example.org", true)],
            ..Report::default()
        };
        (report.feeds.total, report.feeds.skipped) = (1, 1);
        let these = |url: &str| Which::These(vec![url.to_owned()]);
        let says = |report: &Report, which: &Which| {
            peace(report, which, now, 7200).map(|notice| notice.text)
        };
        let told = says(&report, &these("https://example.org/feed"));
        let expected = "example.org asked for peace until 20:15";
        assert_eq!(told.as_deref(), Some(expected));
        let told = says(&report, &Which::All);
        let expected = "quill.example is left alone until 20:15";
        assert_eq!(told.as_deref(), Some(expected));
        assert_eq!(says(&report, &these("https://other.example/feed")), None);
        report.feeds.total = 2;
        assert_eq!(says(&report, &Which::All), None, "somebody was asked");
    }
}
