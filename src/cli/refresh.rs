//! `refresh`: fetch what is due, from a script or a timer.

use std::{
    io::{IsTerminal, Write},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use tokio::{runtime::Runtime, sync::mpsc, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

use crate::{
    app::count,
    cli::{
        arguments::RefreshOptions,
        context::Context,
        error::CliError,
        interrupt::interrupted,
        log,
        output::{Out, say},
    },
    config::Directories,
    model::{ArticleId, Notification, shown_address},
    runtime::{
        Counting, asked_all, feed_options, listed_feeds, run_command, sequence, wanted_ahead,
    },
    store::{Reader, StoreError, WriterThread},
    worker::{
        FetchLock, Held, PageNews, PageOutcome, Pages, Progress, Refresh, Report, RuleSet,
        TextCounts, Turns, UnderWay, Which, WorkerError, fetch_pages, refresh,
    },
};

pub(super) fn run(context: &Context, arguments: &RefreshOptions) -> Result<(), CliError> {
    let which = match (arguments.all, arguments.feeds.is_empty()) {
        (true, _) => Which::All,
        (false, false) => Which::These(known_feeds(context, &arguments.feeds)?),
        (false, true) => Which::Due,
    };
    if context.offline {
        say("Nothing is fetched: --offline.");
        return print(context, &nothing_asked(context)?, arguments.json);
    }
    let asked = Asked {
        which,
        force: arguments.force,
    };
    let counts = std::io::stderr().is_terminal();
    let telling = async move |told| tell(told, counts).await;
    let Some(report) = run_with(context, asked, telling)? else {
        return print(context, &nothing_asked(context)?, arguments.json);
    };
    tell_ledger(context, &report);
    print(context, &report, arguments.json)?;
    let asked = report.feeds.total - report.feeds.skipped;
    if asked > 0 && report.feeds.failed == asked {
        return Err(CliError::Failed("No feed could be fetched.".to_owned()));
    }
    Ok(())
}

/// What is told where no feed was asked.
fn nothing_asked(context: &Context) -> Result<Report, CliError> {
    let mut report = Report::default();
    report.feeds.total = context.feed_file()?.entries().len();
    report.feeds.skipped = report.feeds.total;
    Ok(report)
}

fn known_feeds(context: &Context, urls: &[String]) -> Result<Vec<String>, CliError> {
    let file = context.feed_file()?;
    for url in urls {
        if !file.entries().iter().any(|entry| entry.url == *url) {
            return Err(CliError::Usage(format!(
                "{url} is not in the feed list. Add it with: newsfold add {url}"
            )));
        }
    }
    Ok(urls.to_vec())
}

/// Runs a refresh with its progress on standard error; `None` if another process is at it.
pub(super) fn fetch(context: &Context, which: Which) -> Result<Option<Report>, CliError> {
    let counts = std::io::stderr().is_terminal() && !context.plain;
    run_with(context, Asked::kindly(which), async move |told| {
        tell(told, counts).await
    })
}

/// What was asked for.
struct Asked {
    which: Which,
    force: bool,
}

impl Asked {
    fn kindly(which: Which) -> Self {
        Self {
            which,
            force: false,
        }
    }
}

/// What a refresh has to say beside its figures.
fn tell_ledger(context: &Context, report: &Report) {
    for moved in &report.moved {
        say(match &moved.refused {
            None => format!("{} moved: the feed list has {} now.", moved.from, moved.to),
            Some(why) => format!("{} is at {} now. {why}", moved.from, moved.to),
        });
    }
    for host in &report.waiting {
        let feeds = match host.feeds {
            1 => "1 feed".to_owned(),
            feeds => format!("{feeds} feeds"),
        };
        say(format!(
            "{} is left alone until {}, with {feeds}: {}",
            host.host,
            context.moment(host.until),
            host.cause
        ));
    }
    for feed in &report.unverified {
        say(format!(
            "WARNING: nobody checks who answers for {feed} (tls.verify = false)."
        ));
    }
}

/// Runs a refresh without a word; `None` if another process is at it.
pub(super) fn quietly(context: &Context, which: Which) -> Result<Option<Report>, CliError> {
    run_with(context, Asked::kindly(which), async |mut told| {
        while told.recv().await.is_some() {}
    })
}

fn run_with(
    context: &Context,
    asked: Asked,
    listen: impl AsyncFnOnce(mpsc::UnboundedReceiver<Progress>),
) -> Result<Option<Report>, CliError> {
    let database = context.directories.database();
    Directories::prepare(&database)?;
    log::start(&context.directories.log_file(), context.verbose);
    let file = context.feed_file()?;
    let (writer, thread) = WriterThread::start(&database)?;
    let list = listed_feeds(&file);
    let (now, cancel) = (context.now(), CancellationToken::new());
    writer.run(move |writer| writer.sync_feeds(&list, now))?;
    let _lock = match FetchLock::take(&context.directories.lock_file())? {
        Held::Ours(lock) => lock,
        Held::By(holder) => {
            say(format!("Feeds are being fetched already, by {holder}."));
            return Ok(None);
        }
    };
    let wanted = asked.which.clone();
    let last = Reader::open_small(&database)?.last_article()?;
    let options = Arc::new(feed_options(&file));
    let turns = Turns::default();
    let texts = Pages {
        database: database.clone(),
        writer: writer.clone(),
        settings: context.settings.fetch.clone(),
        options: Arc::clone(&options),
        clock: context.clock(),
        turns: turns.clone(),
        under_way: UnderWay::default(),
        asked: false,
    };
    let job = Refresh {
        database,
        writer: writer.clone(),
        settings: context.settings.fetch.clone(),
        options,
        which: asked.which.clone(),
        force: asked.force,
        feeds_file: Some(context.directories.feeds_file()),
        clock: context.clock(),
        utc_offset: context.utc_offset(),
        keep: context.settings.retention.keep(),
        turns,
        rules: Arc::new(RuleSet::new(&context.settings.rule, context.utc_offset())),
        cancel: cancel.clone(),
    };
    let runtime = network_thread().map_err(CliError::Output)?;
    let (report, stopped) = runtime.block_on(async {
        let (progress, told) = mpsc::unbounded_channel();
        let mut working = pin!(async {
            let (report, ()) = tokio::join!(refresh(job, progress), listen(told));
            let mut report = report?;
            if report.offline != Some(true) {
                let texts = cancel
                    .run_until_cancelled(fetch_ahead(context, texts))
                    .await;
                report.texts = texts.transpose()?.unwrap_or_default();
            }
            let told = std::mem::take(&mut report.notification);
            report.notification = follow(
                context,
                writer.clone(),
                told,
                last,
                asked_all(&report, &wanted),
            )
            .await;
            notify(context, &report.notification).await;
            drop(writer);
            Ok::<_, WorkerError>(report)
        });
        tokio::select! {
            report = &mut working => return (Some(report), false),
            () = interrupted() => cancel.cancel(),
        }
        // What has arrived is stored, unless the reader will not wait for that either.
        tokio::select! {
            report = working => (Some(report), true),
            () = interrupted() => (None, true),
        }
    });
    // A file or a name that never comes is not waited for.
    runtime.shutdown_background();
    let Some(report) = report else {
        return Err(CliError::Interrupted);
    };
    let report = report?;
    // The writer ends when all who send to it are gone.
    let _ = thread.join();
    if stopped {
        return Err(CliError::Interrupted);
    }
    Ok(Some(report))
}

/// What is new is counted for so long at the most; the rest is for the next time.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts what is new to the reader, adds what came to followed stories to what is told, and closes
/// those that were quiet.
async fn follow(
    context: &Context,
    writer: WriterThread,
    mut told: Notification,
    since: ArticleId,
    closes: bool,
) -> Notification {
    let (settings, now) = (context.settings.follow.clone(), context.now());
    let (database, before) = (context.directories.database(), told.clone());
    let followed = spawn_blocking(move || {
        let counting = Counting::open(&database, writer)?;
        counting.all(PATIENCE)?;
        let closed = counting.follow(&settings, since, now, closes, &mut told)?;
        Ok::<_, StoreError>((told, closed))
    });
    match followed.await {
        Ok(Ok((told, closed))) => {
            for brief in closed {
                say(format!(
                    "{} was quiet and is followed no longer; its brief is kept for newsfold show {}.",
                    brief.headline, brief.story
                ));
            }
            told
        }
        Ok(Err(error)) => {
            say(format!("Followed stories: {error}"));
            before
        }
        Err(_) => before,
    }
}

/// Tells the reader what rules found.
async fn notify(context: &Context, notification: &Notification) {
    if notification.count == 0 {
        return;
    }
    let settings = &context.settings.notify;
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        let _ = stderr.write_all(sequence(settings, notification).as_bytes());
    }
    if let Err(sentence) = run_command(settings, notification).await {
        tracing::warn!("{sentence}");
        say(sentence);
    }
}

/// Fetches the full texts that the reader wants without asking for each.
async fn fetch_ahead(context: &Context, job: Pages) -> Result<TextCounts, WorkerError> {
    let mut counts = TextCounts::default();
    let lock = FetchLock::take(&context.directories.full_texts_lock_file())?;
    let Held::Ours(_lock) = lock else {
        return Ok(counts);
    };
    let setting = context.settings.reading.full_text_ahead;
    let wanted = wanted_ahead(&job.options, setting, context.now());
    let articles = Reader::open(&job.database)?.pages_ahead(&wanted)?;
    if articles.is_empty() {
        return Ok(counts);
    }
    let (told, mut news) = mpsc::unbounded_channel::<PageNews>();
    let count = async {
        while let Some(news) = news.recv().await {
            match news.outcome {
                PageOutcome::Kept => counts.fetched += 1,
                PageOutcome::Unread(_) => counts.missing += 1,
            }
        }
    };
    let (fetched, ()) = tokio::join!(fetch_pages(job, articles, told), count);
    fetched.map(|()| counts)
}

/// The network is waited for on one thread: there is little to do on it, reading and writing have
/// threads of their own, and each thread more keeps memory of its own.
fn network_thread() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
}

/// One line that counts, where it can be written over; else nothing but failures.
async fn tell(mut progress: mpsc::UnboundedReceiver<Progress>, counts: bool) {
    let (mut total, mut done, mut new) = (0, 0, 0);
    while let Some(message) = progress.recv().await {
        match message {
            Progress::Started { total: feeds } => total = feeds,
            Progress::FeedDone { url, error, .. } => {
                done += 1;
                if let Some(error) = error {
                    let url = shown_address(&url);
                    say(format!(
                        "{}{url}: {error}",
                        if counts { "\r\x1b[K" } else { "" }
                    ));
                }
            }
            Progress::Stored { new: articles } => new = articles,
            Progress::Grouped { .. } => {}
            Progress::Finished(_) => break,
        }
        if counts && total > 0 {
            let _ = write!(
                std::io::stderr(),
                "\r\x1b[K{done}/{total} feeds, {new} new articles"
            );
        }
    }
    if counts && total > 0 {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
}

fn print(context: &Context, report: &Report, json: bool) -> Result<(), CliError> {
    let mut out = Out::new();
    if json {
        out.json(report)?;
    } else {
        let feeds = &report.feeds;
        out.line(format!(
            "{}: {} updated, {} unchanged, {} failed, {} not asked",
            count(to_count(feeds.total), "feed"),
            feeds.updated,
            feeds.unchanged,
            feeds.failed,
            feeds.skipped
        ))?;
        out.line(format!(
            "{}, {} and {} grown, {} changed, {:.1} s",
            count(to_count(report.articles.new), "new article"),
            count(to_count(report.stories.new), "new story"),
            report.stories.grown,
            report.articles.updated,
            std::time::Duration::from_millis(report.elapsed_ms).as_secs_f64(),
        ))?;
        let texts = &report.texts;
        if texts.fetched + texts.missing > 0 {
            out.line(format!(
                "{} fetched, {} not to be had",
                count(to_count(texts.fetched), "full text"),
                texts.missing
            ))?;
        }
        for host in &report.waiting {
            out.line(format!(
                "{} is left alone until {}: {} --force asks it all the same.",
                host.host,
                context.moment(host.until),
                host.cause
            ))?;
        }
    }
    out.finish()
}

fn to_count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
