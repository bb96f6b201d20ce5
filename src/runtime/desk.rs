//! The errands of the real program: each sort of effect goes to a thread or task of its own, so
//! that a long one delays no other. Threads that read have a connection of their own; all that
//! writes goes through the one writer.

use std::{path::PathBuf, sync::mpsc::Sender, thread};

use tokio::{runtime::Handle, sync::mpsc::UnboundedSender, task::AbortHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    app::{self, Effect, Mark, Msg, RegroupAnswer, Session},
    config::{OpenSettings, Settings, StarterFeed},
    layout::Options,
    model::{EnclosureKind, FeedId, Graphics, Notice, Regrouped, StoryId, Timestamp},
    runtime::{
        articles::Habits,
        browser::open_in_browser,
        cache,
        changes::{Histories, newest_of_each},
        comparing::{Accounts, compare_answer},
        errands::Errands,
        fetching::Fetcher,
        folders,
        helpers::Helpers,
        marking,
        pictures::graphics,
        readers::{
            article_answer, hand_over, newest_article, newest_list, newest_search, slow_answer,
            start_thread, tell,
        },
        saving::{save_article, save_page, save_story},
        start::own_clipboard,
    },
    store::{Grouped, Reader, StoreError, Summarise, Writer},
    worker::{Which, summarise},
};

/// The name the session is stored under.
pub const SESSION: &str = "screen";

/// Where effects go.
pub struct Desk {
    lists: Sender<Effect>,
    articles: Sender<Effect>,
    comparer: Sender<Effect>,
    slow: Sender<Effect>,
    fetcher: Fetcher,
    tasks: Handle,
    browser: Vec<String>,
    open: OpenSettings,
    graphics: Graphics,
    /// The picture that is on its way.
    picture: Option<AbortHandle>,
    starter: Vec<StarterFeed>,
    cancel: CancellationToken,
    /// Ends the search for feeds that runs.
    looking: CancellationToken,
    options: Options,
    /// Programs that the reader names.
    helpers: Helpers,
}

/// What a desk is made with.
pub struct DeskParts {
    pub database: PathBuf,
    pub fetcher: Fetcher,
    pub tasks: Handle,
    pub browser: Vec<String>,
    pub open: OpenSettings,
    pub graphics: Graphics,
    pub starter: Vec<StarterFeed>,
    pub options: Options,
    pub clipboard: Option<Vec<String>>,
    pub bookmark: Vec<String>,
}

impl Desk {
    /// Opens the connections and starts the threads.
    pub fn open(parts: DeskParts) -> Result<Self, StoreError> {
        let DeskParts {
            database,
            fetcher,
            tasks,
            browser,
            open: commands,
            graphics,
            starter,
            options,
            clipboard,
            bookmark,
        } = parts;
        let open = || Reader::open(&database);
        let (clock, answers) = (fetcher.clock.clone(), fetcher.answers.clone());
        let (told, now) = (answers.clone(), clock.clone());
        let lists = start_thread(
            open()?,
            answers.clone(),
            newest_list,
            move |reader, effect| {
                let mut tell = |msg| tell(&told, Ok(Some(msg)));
                cache::answer(reader, &effect, now(), &mut tell).map(|()| None)
            },
        );
        let slow = start_thread(open()?, answers.clone(), newest_search, slow_answer(clock));
        let helpers = Helpers::new(&database, clipboard, bookmark, answers.clone());
        let habits = Habits::default();
        let articles = start_thread(
            open()?,
            answers.clone(),
            newest_article,
            move |reader, effect| article_answer(reader, &habits, effect, options),
        );
        let (habits, accounts, histories) =
            (Habits::default(), Accounts::default(), Histories::default());
        let comparer = start_thread(
            Reader::open_small(&database)?,
            answers,
            newest_of_each,
            move |reader, effect| compare_answer(reader, &habits, (&accounts, &histories), effect),
        );
        tasks.spawn(fetcher.clone().watch());
        tasks.spawn(fetcher.clone().count_new());
        Ok(Self {
            lists,
            articles,
            comparer,
            slow,
            fetcher,
            tasks,
            browser,
            open: commands,
            graphics,
            picture: None,
            starter,
            cancel: CancellationToken::new(),
            looking: CancellationToken::new(),
            options,
            helpers,
        })
    }

    /// A token for a new refresh; an older one no longer ends it.
    fn token(&mut self) -> CancellationToken {
        if self.cancel.is_cancelled() {
            self.cancel = CancellationToken::new();
        }
        self.cancel.clone()
    }

    fn refresh(&mut self, which: app::Refresh) {
        let (which, cancel) = (which_feeds(&which), self.token());
        // What is due is fetched without anybody asking, so nothing is said if it cannot be.
        let asked = !matches!(which, Wanted::Due);
        let fetcher = self.fetcher.clone();
        let database = fetcher.directories.database();
        self.tasks.spawn(async move {
            let which = match which {
                Wanted::Due => Which::Due,
                Wanted::All => Which::All,
                Wanted::Feeds(ids) => Which::These(addresses(&database, &ids).await),
            };
            fetcher.refresh(which, cancel, asked).await;
        });
    }

    fn write(
        &self,
        job: impl FnOnce(&mut Writer) -> Result<Option<Msg>, StoreError> + Send + 'static,
    ) {
        let answers = self.fetcher.answers.clone();
        let failed = self.fetcher.answers.clone();
        let sent = self
            .fetcher
            .writer
            .send(move |writer| tell(&answers, job(writer)));
        if let Err(error) = sent {
            tell(&failed, Err(error));
        }
    }

    /// Stores marks or tags; they are answered whatever goes wrong.
    fn store(
        &self,
        job: impl FnOnce(&mut Writer) -> Result<Msg, StoreError> + Send + 'static,
        failed: impl Fn(Notice) -> Msg + Clone + Send + 'static,
    ) {
        marking::store(&self.fetcher.writer, &self.fetcher.answers, job, failed);
    }

    /// Changes which articles make a story, and tells what that did. Whatever goes wrong, the
    /// change is answered: until then it could not be undone, nor any change before it.
    fn regroup(
        &self,
        change: u64,
        job: impl FnOnce(&mut Writer, Timestamp, &Summarise<'_>) -> Result<Changed, StoreError>
        + Send
        + 'static,
    ) {
        let (now, utc_offset) = ((self.fetcher.clock)(), self.fetcher.utc_offset);
        let database = self.fetcher.directories.database();
        let answers = self.fetcher.answers.clone();
        let failed = self.fetcher.answers.clone();
        let uncounted = self.fetcher.uncounted.clone();
        let sent = self.fetcher.writer.send(move |writer| {
            let summarise = |grouped: &Grouped<'_>, story| summarise(grouped, story, utc_offset);
            let changed = job(writer, now, &summarise);
            uncounted.notify_one();
            tell_regrouped(&answers, change, changed, || Reader::open(&database));
        });
        if let Err(error) = sent {
            tell_regrouped(&failed, change, Err(error), || Err(StoreError::Closed));
        }
    }

    fn open_enclosure(&self, url: String, kind: EnclosureKind) {
        let answers = self.fetcher.answers.clone();
        let command = match self.open.command(kind) {
            [] => self.browser.clone(),
            words => words.to_vec(),
        };
        thread::spawn(move || {
            if let Err(error) = open_in_browser(&url, &command) {
                tracing::warn!(url, "{}: {error}", kind.name());
                let notice =
                    Notice::warning(format!("The {} was not opened: {error}", kind.name()));
                let hint = "Name a program for it under [open] in config.toml.";
                let _ = answers.send(Msg::Notice(notice.with_hint(hint)));
            }
        });
    }

    /// Writes a file beside the screen's thread, and says what came of it.
    fn save(&self, write: impl FnOnce() -> Notice + Send + 'static) {
        let answers = self.fetcher.answers.clone();
        thread::spawn(move || {
            // Nobody listens only when the screen is being left.
            let _ = answers.send(Msg::Notice(write()));
        });
    }

    /// What is started from now on is started by these settings.
    fn configure(&mut self, settings: Settings) {
        let clipboard = own_clipboard(&settings);
        self.browser = settings.browser.command;
        self.open = settings.open;
        self.graphics = graphics(settings.display.pictures);
        self.fetcher.settings = settings.fetch;
        self.fetcher.keep = settings.retention.keep();
        self.fetcher.ahead = settings.reading.full_text_ahead;
        self.fetcher.rules = settings.rule;
        self.fetcher.notify.set(settings.notify);
        self.fetcher.follow = settings.follow;
        self.helpers.set(clipboard, settings.bookmark.command);
    }

    fn open_in_browser(&self, url: String) {
        let answers = self.fetcher.answers.clone();
        let browser = self.browser.clone();
        thread::spawn(move || {
            if let Err(error) = open_in_browser(&url, &browser) {
                tracing::warn!(url, "browser: {error}");
                let reason = error.to_string();
                let _ = answers.send(Msg::BrowserFailed { url, reason });
            }
        });
    }
}

impl Drop for Desk {
    /// Nobody is left to see what a running refresh would bring.
    fn drop(&mut self) {
        self.cancel.cancel();
        self.looking.cancel();
        self.fetcher.texts.give_up();
        self.helpers.stop_pipe();
    }
}

impl Errands for Desk {
    fn run(&mut self, effect: Effect) {
        match effect {
            Effect::Compare(_) | Effect::LoadChanges(_) => hand_over(&self.comparer, effect),
            Effect::LoadArticle { .. } | Effect::Relayout { .. } | Effect::RelayoutPage { .. } => {
                hand_over(&self.articles, effect)
            }
            Effect::Search { .. }
            | Effect::LoadFeeds
            | Effect::LoadNames
            | Effect::LoadTags
            | Effect::LoadKeptBriefs
            | Effect::LoadNotSeen(_)
            | Effect::LoadLedger
            | Effect::LoadNearest(_)
            | Effect::FindStories { .. } => hand_over(&self.slow, effect),
            Effect::Mark {
                change,
                target,
                mark,
            } => {
                let (tasks, fetcher) = (self.tasks.clone(), self.fetcher.clone());
                let job = move |writer: &mut Writer| {
                    let done = marking::marked(writer, target, mark)?;
                    if mark == Mark::Starred(true) {
                        tasks.spawn(fetcher.full_texts_of_starred(done.articles.clone()));
                    }
                    Ok(Msg::Marked { change, done })
                };
                self.store(job, move |why| Msg::MarkFailed { change, why });
            }
            Effect::SetTags { change, tags } => {
                let job = move |writer: &mut Writer| marking::tagged(writer, change, tags);
                self.store(job, move |why| Msg::TagsFailed { change, why });
            }
            Effect::MarkOpened(article) => {
                let now = (self.fetcher.clock)();
                self.write(move |writer| writer.mark_opened(article, now).map(|()| None));
            }
            Effect::Regroup { change, wish } => {
                self.regroup(change, move |writer, now, summarise| {
                    let done = writer.regroup(wish, now, summarise)?;
                    Ok((done, Vec::new()))
                });
            }
            Effect::MakeAgain { change, done } => {
                self.regroup(change, move |writer, now, summarise| {
                    Ok(match writer.make_again(&done, now, summarise)? {
                        Some((done, touched)) => (Some(done), touched),
                        None => (None, Vec::new()),
                    })
                });
            }
            Effect::TakeBack { change, done } => {
                self.regroup(change, move |writer, _, summarise| {
                    Ok(match writer.take_back(&done, summarise)? {
                        Some(touched) => (Some(done), touched),
                        None => (None, Vec::new()),
                    })
                });
            }
            Effect::MarkSeen(article) => {
                let uncounted = self.fetcher.uncounted.clone();
                self.write(move |writer| {
                    let seen = writer.mark_seen(&[article]);
                    uncounted.notify_one();
                    seen.map(|_| None)
                });
            }
            Effect::MarkChangeSeen { article, revisions } => {
                self.write(move |writer| {
                    let seen = writer.mark_change_seen(article, revisions);
                    seen.map(|_| None)
                });
            }
            Effect::SaveSession(session) => {
                self.write(move |writer| save_session(writer, &session).map(|()| None));
            }
            Effect::Refresh(which) => self.refresh(which),
            Effect::CancelRefresh => self.cancel.cancel(),
            Effect::EditConfig { change, edit } => {
                let editing = self.fetcher.clone();
                self.tasks
                    .spawn_blocking(move || editing.edit_config(change, &edit));
            }
            Effect::RestoreConfig {
                change,
                expected,
                text,
                unmute,
                apply,
            } => {
                let editing = self.fetcher.clone();
                self.tasks.spawn_blocking(move || {
                    editing.restore_config(change, expected, text, unmute, apply);
                });
            }
            Effect::LoadFeedEntries => {
                let editing = self.fetcher.clone();
                self.tasks.spawn_blocking(move || editing.tell_entries());
            }
            Effect::EditFeeds { change, edit } => {
                let editing = self.fetcher.clone();
                self.tasks
                    .spawn_blocking(move || editing.edit_feeds(change, &edit));
            }
            Effect::RestoreFeeds {
                change,
                expected,
                text,
            } => {
                let editing = self.fetcher.clone();
                self.tasks
                    .spawn_blocking(move || editing.restore_feeds(change, &expected, &text));
            }
            Effect::Configure(settings) => self.configure(*settings),
            Effect::OpenInBrowser { url } => self.open_in_browser(url),
            Effect::LoadPicture {
                url,
                feed,
                width,
                height,
            } => {
                if let Some(before) = self.picture.take() {
                    before.abort();
                }
                let picture = self.fetcher.clone();
                let picture = picture.picture(url, feed, (width, height), self.graphics);
                self.picture = Some(self.tasks.spawn(picture).abort_handle());
            }
            Effect::OpenEnclosure { url, kind } => self.open_enclosure(url, kind),
            Effect::SaveArticle {
                article,
                version,
                path,
            } => {
                let database = self.fetcher.directories.database();
                self.save(move || save_article(&database, article, version, &path));
            }
            Effect::SaveStory { story, path } => {
                let database = self.fetcher.directories.database();
                let time = ((self.fetcher.clock)(), self.fetcher.utc_offset);
                self.save(move || save_story(&database, story, time, &path));
            }
            Effect::SavePage {
                text,
                document,
                path,
            } => self.save(move || save_page(&text, &document, &path)),
            Effect::Pipe { .. }
            | Effect::StopPipe
            | Effect::Bookmark(_)
            | Effect::CopyByProgram { .. } => self.helpers.run(effect),
            Effect::ListFolder { typed } => {
                let answers = self.fetcher.answers.clone();
                thread::spawn(move || {
                    // Nobody listens only when the screen is being left.
                    let _ = answers.send(Msg::Folder(folders::listed(typed)));
                });
            }
            Effect::ReadPage { url, width } => {
                let reading = self.fetcher.clone().web_page(url, width, self.options);
                self.tasks.spawn(reading);
            }
            Effect::FindOriginal { url } => {
                self.tasks.spawn(self.fetcher.clone().find_original(url));
            }
            Effect::FetchFullText(article) => {
                self.tasks.spawn(self.fetcher.clone().full_text(article));
            }
            Effect::CancelFullTexts => self.fetcher.texts.give_up(),
            Effect::Index => {
                let fetcher = self.fetcher.clone();
                self.tasks.spawn(async move { fetcher.index().await });
            }
            Effect::AddFeed { address } => {
                let cancel = self.token();
                self.looking.cancel();
                self.looking = CancellationToken::new();
                let adding = self.fetcher.clone();
                let adding = adding.add(address, cancel, self.looking.clone());
                self.tasks.spawn(adding);
            }
            Effect::StopLooking => self.looking.cancel(),
            Effect::AddFoundFeeds { urls } => {
                let cancel = self.token();
                self.tasks
                    .spawn(self.fetcher.clone().add_found(urls, cancel));
            }
            Effect::Import { path } => {
                let cancel = self.token();
                self.tasks.spawn(self.fetcher.clone().import(path, cancel));
            }
            Effect::AddStarterFeeds { urls } => {
                let cancel = self.token();
                let chosen = self.starter.iter().filter(|feed| urls.contains(&feed.url));
                let feeds = chosen.cloned().collect();
                self.tasks
                    .spawn(self.fetcher.clone().add_starter(feeds, cancel));
            }
            other => hand_over(&self.lists, other),
        }
    }
}

/// What a change of grouping did, and the stories it touched.
type Changed = (Option<Regrouped>, Vec<StoryId>);

/// Which feeds are meant, before their addresses are known.
enum Wanted {
    Due,
    All,
    Feeds(Vec<FeedId>),
}

fn which_feeds(which: &app::Refresh) -> Wanted {
    match which {
        app::Refresh::Due => Wanted::Due,
        app::Refresh::All => Wanted::All,
        app::Refresh::Feeds(ids) => Wanted::Feeds(ids.clone()),
    }
}

pub(super) async fn addresses(database: &std::path::Path, ids: &[FeedId]) -> Vec<String> {
    let (database, ids) = (database.to_owned(), ids.to_vec());
    let found = tokio::task::spawn_blocking(move || {
        let feeds = Reader::open(&database)?.feeds()?;
        let wanted = feeds.into_iter().filter(|feed| ids.contains(&feed.id));
        Ok::<_, StoreError>(wanted.map(|feed| feed.url).collect())
    });
    found.await.ok().and_then(Result::ok).unwrap_or_default()
}

fn save_session(writer: &mut Writer, session: &Session) -> Result<(), StoreError> {
    // A session is plain data; if it could not be written as JSON there would be nothing to save.
    let bytes = serde_json::to_vec(session).unwrap_or_default();
    writer.save_setting(SESSION, &bytes)
}

/// Answers a change of grouping, then says what went wrong, if anything did. What the store has
/// done is told even if it cannot be read how the stories look now.
fn tell_regrouped(
    answers: &UnboundedSender<Msg>,
    change: u64,
    changed: Result<Changed, StoreError>,
    open: impl FnOnce() -> Result<Reader, StoreError>,
) {
    let bare = |done| RegroupAnswer {
        change,
        done,
        places: Vec::new(),
        rows: Vec::new(),
        gone: Vec::new(),
    };
    let (answer, error) = match changed {
        Ok((done, touched)) => {
            let read =
                open().and_then(|reader| cache::regrouped(&reader, change, done.clone(), touched));
            match read {
                Ok(answer) => (answer, None),
                Err(error) => (bare(done), Some(error)),
            }
        }
        Err(error) => (bare(None), Some(error)),
    };
    let answer = Msg::Regrouped(Box::new(answer));
    tell(answers, Ok(Some(answer)));
    if let Some(error) = error {
        tell(answers, Err(error));
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::model::{ArticleId, DecisionId, Wish};

    #[test]
    fn a_change_of_grouping_is_answered_whatever_goes_wrong() {
        let done = Regrouped {
            wish: Wish::Separate(ArticleId(1)),
            decision: DecisionId(1),
            sides: Vec::new(),
            leads: Vec::new(),
            moves: Vec::new(),
        };
        let stored = Ok((Some(done.clone()), vec![StoryId(1)]));
        for (changed, expected) in [(stored, Some(done)), (Err(StoreError::Closed), None)] {
            let (answers, mut told) = unbounded_channel();
            tell_regrouped(&answers, 7, changed, || Err(StoreError::Closed));
            let Ok(Msg::Regrouped(answer)) = told.try_recv() else {
                panic!("no answer");
            };
            assert_eq!((answer.change, answer.done), (7, expected));
            let Ok(Msg::Notice(notice)) = told.try_recv() else {
                panic!("no cause");
            };
            assert_eq!(notice.text, "The cache is closed");
        }
    }
}
