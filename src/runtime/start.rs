//! Opening the screen: what is known before the first frame, and everything put together.

use std::{
    path::PathBuf,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crossterm::event::EventStream;
use ratatui::{Terminal, backend::CrosstermBackend};
use tokio::{
    runtime::Runtime,
    sync::mpsc::{self, UnboundedSender},
};

use crate::{
    app::{Applied, Msg, SavedView, Session, Setup, Spots, State},
    config::{Directories, FeedFile, Highlights, KeyMap, Look, Settings, starter_feeds},
    layout::Options,
    model::{Notice, Timestamp},
    runtime::{
        RuntimeError,
        background::{Background, from_variable},
        clipboard::clipboard_program,
        desk::{Desk, DeskParts, SESSION},
        feed_list::listed_feeds,
        fetching::Fetcher,
        found::found_lists,
        full_texts::TextQueue,
        hyperlinks::hyperlinks,
        notify::Notifier,
        pictures::graphics,
        queue::Queue,
        screen::{Clock, InForce, Outcome, Pace, Screen},
        signals::Signals,
        terminal::{Modes, Tty, check_terminal},
        text_order::text_order,
    },
    store::{Reader, WriterThread},
    worker::Turns,
};

/// How long the cache may take to be closed.
const CLOSING: Duration = Duration::from_millis(150);

/// What the command line knows.
pub struct Launch {
    /// Where files lie.
    pub directories: Directories,
    /// The file that says what the reader set.
    pub config_file: PathBuf,
    /// What the reader set.
    pub settings: Settings,
    /// Nothing may be fetched.
    pub offline: bool,
    /// What time it is.
    pub clock: Clock,
    /// Seconds that local time is ahead of UTC.
    pub utc_offset: i32,
    /// Sentences about the configuration, to be said on the screen.
    pub notices: Vec<Notice>,
}

/// Opens the screen and runs until it is left.
///
/// # Errors
/// When terminal, cache or feed list cannot be used.
pub fn run_screen(launch: Launch) -> Result<Outcome, RuntimeError> {
    check_terminal()?;
    let database = launch.directories.database();
    Directories::prepare(&database)?;
    let (writer, writer_thread) = WriterThread::start(&database)?;
    let tasks = Runtime::new().map_err(RuntimeError::Threads)?;
    let outcome = tasks.block_on(open_and_run(launch, writer.clone(), &tasks));
    tasks.shutdown_background();
    finish_writing(writer, &writer_thread);
    outcome
}

/// Waits for what the reader did to be on disk, and a moment more for the cache to be closed. A
/// refresh that was running is not waited for: what it has not stored it fetches again.
fn finish_writing(writer: WriterThread, thread: &JoinHandle<()>) {
    // Jobs are done in order, so when this one is done those before it are.
    let _ = writer.run(|_| Ok(()));
    drop(writer);
    let until = Instant::now() + CLOSING;
    while !thread.is_finished() && Instant::now() < until {
        thread::sleep(Duration::from_millis(2));
    }
}

async fn open_and_run(
    launch: Launch,
    writer: WriterThread,
    tasks: &Runtime,
) -> Result<Outcome, RuntimeError> {
    let file = FeedFile::load(&launch.directories.feeds_file())?;
    let mut setup = setup(&launch, &file)?;
    mirror(&file, &writer, (launch.clock)())?;
    let (tell, answers) = mpsc::unbounded_channel();
    let errands = desk(&launch, writer, tasks, tell)?;
    let signals = Signals::listen()?;
    let modes = Modes::new(&launch.settings, setup.applied.text_order);
    let in_force = InForce::new(&launch.settings, setup.applied.text_order);
    let (device, frames) = Tty::open(modes)?;
    let terminal = Terminal::new(CrosstermBackend::new(frames)).map_err(RuntimeError::Terminal)?;
    let size = terminal.size().map_err(RuntimeError::Terminal)?;
    setup.size = (size.width, size.height);
    let screen = Screen {
        terminal,
        device,
        input: EventStream::new(),
        signals: Some(signals),
        clock: launch.clock,
        errands,
        answers,
        state: State::new(setup),
        look: look(&launch.settings),
        pace: Pace::default(),
        spots: Spots::default(),
        background: Background::default(),
        title: modes.title.then(String::new),
        in_force,
    };
    screen.run().await
}

/// The cache follows the feed list, while the first frame is made.
fn mirror(file: &FeedFile, writer: &WriterThread, now: Timestamp) -> Result<(), RuntimeError> {
    let list = listed_feeds(file);
    writer.send(move |writer| {
        if let Err(error) = writer.sync_feeds(&list, now) {
            tracing::error!("feed list: {error}");
        }
    })?;
    Ok(())
}

fn desk(
    launch: &Launch,
    writer: WriterThread,
    tasks: &Runtime,
    answers: UnboundedSender<Msg>,
) -> Result<Desk, RuntimeError> {
    let fetcher = Fetcher {
        directories: launch.directories.clone(),
        config_file: launch.config_file.clone(),
        settings: launch.settings.fetch.clone(),
        keep: launch.settings.retention.keep(),
        offline: launch.offline,
        clock: launch.clock.clone(),
        utc_offset: launch.utc_offset,
        writer,
        queue: Queue::default(),
        texts: TextQueue::default(),
        ahead: launch.settings.reading.full_text_ahead,
        rules: launch.settings.rule.clone(),
        notify: Notifier::new(launch.settings.notify.clone()),
        follow: launch.settings.follow.clone(),
        uncounted: Default::default(),
        turns: Turns::default(),
        answers,
    };
    Ok(Desk::open(DeskParts {
        database: launch.directories.database(),
        fetcher,
        tasks: tasks.handle().clone(),
        browser: launch.settings.browser.command.clone(),
        open: launch.settings.open.clone(),
        graphics: graphics(launch.settings.display.pictures),
        starter: starter_feeds(),
        options: Options {
            ascii: launch.settings.display.ascii,
        },
        clipboard: own_clipboard(&launch.settings),
        bookmark: launch.settings.bookmark.command.clone(),
    })?)
}

/// The program that texts are copied with.
pub(super) fn own_clipboard(settings: &Settings) -> Option<Vec<String>> {
    clipboard_program(&settings.clipboard.command, |name| std::env::var_os(name))
}

/// What the screen takes from the settings, at the start and whenever they change.
pub(super) fn applied(settings: &Settings) -> Applied {
    let (keys, _) = KeyMap::of(settings);
    Applied {
        keys,
        rows: settings.list.clone(),
        text_width: settings.reading.text_width,
        text_order: text_order(settings.display.right_to_left),
        hyperlinks: hyperlinks(settings.display.hyperlinks),
        saved: saved_views(settings),
        reduced_motion: settings.display.reduced_motion,
        own_clipboard: own_clipboard(settings).is_some(),
        highlights: Highlights::new(&settings.highlight),
    }
}

/// The queries that the reader saved.
pub(super) fn saved_views(settings: &Settings) -> Vec<SavedView> {
    let saved = settings.views.iter().map(|(name, query)| SavedView {
        name: name.clone(),
        query: query.clone(),
    });
    saved.collect()
}

/// How things look, by the settings and what is known of the terminal.
fn look(settings: &Settings) -> Look {
    let truecolour = std::env::var("COLORTERM").is_ok_and(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("truecolor") || value.contains("24bit")
    });
    Look {
        theme: settings.display.theme,
        no_colour: no_colour(),
        ascii: settings.display.ascii,
        truecolour,
        is_light: std::env::var("COLORFGBG")
            .ok()
            .and_then(|value| from_variable(&value))
            .unwrap_or_default(),
    }
}

/// `NO_COLOR` counts when it is set to anything.
fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

fn setup(launch: &Launch, file: &FeedFile) -> Result<Setup, RuntimeError> {
    let has_feeds = !file.entries().is_empty();
    let reader = Reader::open(&launch.directories.database())?;
    let session: Session = reader
        .setting(SESSION)?
        // A session of another version is as good as none.
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let mut notices = launch.notices.clone();
    let problems = file.unknown.iter().cloned();
    notices.extend(problems.map(Notice::warning));
    Ok(Setup {
        now: (launch.clock)(),
        offset_seconds: launch.utc_offset,
        applied: applied(&launch.settings),
        session,
        has_feeds,
        found: if has_feeds {
            Vec::new()
        } else {
            std::env::home_dir().map_or_else(Vec::new, |home| found_lists(&home))
        },
        starter: starter_feeds(),
        offline: launch.offline,
        notices,
        ..Setup::default()
    })
}
