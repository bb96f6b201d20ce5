//! The loop on a made-up terminal, with keys from a list and answers from nobody or from a real
//! cache in a scratch folder.

mod configuration;
mod full_texts;
mod newsboat;
mod rules;

use std::{
    cell::RefCell,
    io,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use futures_util::Stream;
use ratatui::{Terminal, backend::TestBackend};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::{
    app::{
        Effect, Looked, Msg, Setup, State,
        testing::{listed, loaded_article, members, row_of},
    },
    config::{Directories, FetchSettings, Look, ThemeName},
    layout::{Options, TextOrder},
    model::{StoryId, Timestamp},
    runtime::{
        background::{Background, QUESTION},
        desk::{Desk, DeskParts},
        errands::Errands,
        fetching::Fetcher,
        full_texts::TextQueue,
        queue::Queue,
        screen::{Clock, InForce, Outcome, Pace, Screen},
        terminal::{Device, Modes},
    },
    store::WriterThread,
};

const NOW: Timestamp = Timestamp(1_778_854_320);

/// Counts frames; there is nothing to give back.
#[derive(Clone, Default)]
struct Frames {
    shown: Rc<RefCell<usize>>,
    copied: Rc<RefCell<Vec<String>>>,
    modes: Rc<RefCell<Vec<Modes>>>,
}

impl Device for Frames {
    fn present(&mut self) -> io::Result<()> {
        *self.shown.borrow_mut() += 1;
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied.borrow_mut().push(text.to_owned());
        Ok(())
    }

    fn send(&mut self, sequence: &str) -> io::Result<()> {
        self.copied.borrow_mut().push(sequence.to_owned());
        Ok(())
    }

    fn set(&mut self, modes: Modes) -> io::Result<()> {
        self.modes.borrow_mut().push(modes);
        Ok(())
    }

    fn leave(&mut self) {}

    fn enter(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Terminal events from a channel; the end of it is the end of the terminal.
struct Keys(UnboundedReceiver<Event>);

impl Stream for Keys {
    type Item = io::Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|event| event.map(Ok))
    }
}

/// Keeps what it is asked for, and answers the list with nothing.
#[derive(Clone)]
struct Nobody {
    asked: Rc<RefCell<Vec<Effect>>>,
    answers: UnboundedSender<Msg>,
}

impl Errands for Nobody {
    fn run(&mut self, effect: Effect) {
        if let Effect::LoadList(request) = &effect {
            let list = Msg::List {
                generation: request.generation,
                listed: listed(1..=20, |_| true),
                complete: true,
                rows: Vec::new(),
            };
            self.answers.send(list).expect("the loop runs");
        }
        self.asked.borrow_mut().push(effect);
    }
}

fn press(letter: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))
}

fn clock() -> Clock {
    Arc::new(|| NOW)
}

fn state() -> State {
    State::new(Setup {
        now: NOW,
        size: (100, 30),
        has_feeds: true,
        offline: true,
        ..Setup::default()
    })
}

fn screen<E: Errands>(
    errands: E,
    answers: UnboundedReceiver<Msg>,
) -> (
    Screen<TestBackend, Keys, Frames, E>,
    UnboundedSender<Event>,
    Frames,
) {
    let (keys, input) = mpsc::unbounded_channel();
    let frames = Frames::default();
    let screen = Screen {
        terminal: Terminal::new(TestBackend::new(100, 30)).expect("a test terminal"),
        device: frames.clone(),
        input: Keys(input),
        signals: None,
        clock: clock(),
        errands,
        answers,
        state: state(),
        look: Look::default(),
        pace: Pace::default(),
        spots: crate::app::Spots::default(),
        background: Background::default(),
        title: None,
        in_force: InForce::new(&crate::config::Settings::default(), TextOrder::default()),
    };
    (screen, keys, frames)
}

fn idle() -> (
    Screen<TestBackend, Keys, Frames, Nobody>,
    UnboundedSender<Event>,
    Frames,
    Nobody,
) {
    let (send, answers) = mpsc::unbounded_channel();
    let nobody = Nobody {
        asked: Rc::default(),
        answers: send,
    };
    let (screen, keys, frames) = screen(nobody.clone(), answers);
    (screen, keys, frames, nobody)
}

#[tokio::test]
async fn keys_that_wait_together_are_one_frame() {
    let (screen, keys, frames, nobody) = idle();
    for key in "jjjjjjjjj".chars() {
        keys.send(press(key)).expect("sent");
    }
    keys.send(press('Q')).expect("sent");
    assert_eq!(screen.run().await.expect("runs"), Outcome::Quit);
    assert_eq!(*frames.shown.borrow(), 1);
    let saved = nobody
        .asked
        .borrow()
        .iter()
        .find_map(|effect| match effect {
            Effect::SaveSession(session) => session.story,
            _ => None,
        });
    assert_eq!(saved, Some(10));
}

/// Answers rows, members and articles one after another, but nothing about story 3.
struct Quick(Nobody);

impl Errands for Quick {
    fn run(&mut self, effect: Effect) {
        let answer = match &effect {
            Effect::LoadRows {
                generation, ids, ..
            } => Some(Msg::Rows {
                generation: *generation,
                rows: ids.iter().copied().map(row_of).collect(),
            }),
            Effect::LoadStory(story) if story.0 != 3 => Some(Msg::Story {
                story: *story,
                members: members(story.0),
                earlier: None,
            }),
            Effect::LoadArticle { article, width, .. } if article.0 != 30 => {
                Some(Msg::Article(Box::new(loaded_article(article.0, *width))))
            }
            _ => None,
        };
        match answer {
            Some(answer) => self.0.answers.send(answer).expect("the loop runs"),
            None => self.0.run(effect),
        }
    }
}

#[tokio::test]
async fn a_frame_has_sources_and_article_but_does_not_wait_for_them_for_long() {
    let (send, answers) = mpsc::unbounded_channel();
    let nobody = Nobody {
        asked: Rc::default(),
        answers: send,
    };
    let (screen, keys, frames) = screen(Quick(nobody), answers);
    let meanwhile = async move {
        let mut shown = Vec::new();
        for key in ['j', 'j'] {
            tokio::time::sleep(Duration::from_millis(60)).await;
            shown.push(*frames.shown.borrow());
            keys.send(press(key)).expect("sent");
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
        shown.push(*frames.shown.borrow());
        keys.send(press('Q')).expect("sent");
        shown
    };
    let (outcome, shown) = tokio::join!(screen.run(), meanwhile);
    assert_eq!(outcome.expect("runs"), Outcome::Quit);
    assert_eq!(shown, [1, 2, 3]);
}

#[tokio::test]
async fn a_terminal_that_goes_away_ends_the_program_with_its_place_saved() {
    let (screen, keys, _, nobody) = idle();
    drop(keys);
    assert_eq!(screen.run().await.expect("runs"), Outcome::Quit);
    let asked = nobody.asked.borrow();
    assert!(
        asked
            .iter()
            .any(|effect| matches!(effect, Effect::SaveSession(_)))
    );
}

#[tokio::test]
async fn nothing_is_drawn_while_nothing_happens() {
    let (screen, keys, frames, _) = idle();
    let watched = frames.clone();
    let meanwhile = async move {
        tokio::time::sleep(Duration::from_millis(400)).await;
        let before = *watched.shown.borrow();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(*watched.shown.borrow(), before);
        keys.send(press('Q')).expect("sent");
    };
    let (outcome, ()) = tokio::join!(screen.run(), meanwhile);
    assert_eq!(outcome.expect("runs"), Outcome::Quit);
}

#[tokio::test]
async fn the_sample_day_is_a_way_to_leave() {
    let (screen, keys, _, _) = idle();
    for key in ":sample".chars() {
        keys.send(press(key)).expect("sent");
    }
    let enter = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    keys.send(Event::Key(enter)).expect("sent");
    assert_eq!(screen.run().await.expect("runs"), Outcome::Sample);
}

/// A desk on an empty cache in a scratch folder.
struct Real {
    desk: Desk,
    answers: UnboundedReceiver<Msg>,
    directories: Directories,
    _home: tempfile::TempDir,
}

impl Real {
    fn open() -> Self {
        Self::with(|_| ())
    }

    /// One whose fetcher is set up in another way.
    fn with(set_up: impl FnOnce(&mut Fetcher)) -> Self {
        let home = tempfile::tempdir().expect("scratch folder");
        let directories = Directories::under(home.path());
        let database = directories.database();
        let (writer, _thread) = WriterThread::start(&database).expect("started");
        let (send, answers) = mpsc::unbounded_channel();
        let mut fetcher = Fetcher {
            keep: std::time::Duration::from_secs(90 * 86_400),
            directories: directories.clone(),
            config_file: directories.config_file(),
            settings: FetchSettings::default(),
            offline: true,
            clock: clock(),
            utc_offset: 0,
            writer,
            queue: Queue::default(),
            texts: TextQueue::default(),
            ahead: Default::default(),
            rules: Vec::new(),
            notify: Default::default(),
            follow: Default::default(),
            uncounted: Default::default(),
            turns: Default::default(),
            answers: send,
        };
        set_up(&mut fetcher);
        let desk = Desk::open(DeskParts {
            database,
            fetcher,
            tasks: tokio::runtime::Handle::current(),
            browser: vec!["false".to_owned()],
            open: crate::config::OpenSettings::default(),
            graphics: crate::model::Graphics::default(),
            starter: Vec::new(),
            options: Options::default(),
            clipboard: None,
            bookmark: Vec::new(),
        });
        Self {
            desk: desk.expect("opened"),
            answers,
            directories,
            _home: home,
        }
    }

    async fn answer(&mut self, effect: Effect) -> Msg {
        self.desk.run(effect);
        self.next().await
    }

    async fn next(&mut self) -> Msg {
        let answer = tokio::time::timeout(Duration::from_secs(10), self.answers.recv());
        answer.await.expect("in time").expect("an answer")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cache_answers_every_question() {
    let mut real = Real::open();
    let request = state().list.request(None);
    let list = real.answer(Effect::LoadList(request.clone())).await;
    assert!(
        matches!(list, Msg::List { generation, listed, .. } if generation == request.generation && listed.is_empty())
    );
    let feeds = real.answer(Effect::LoadFeeds).await;
    assert_eq!(feeds, Msg::Feeds(Vec::new()));
    let story = real.answer(Effect::LoadStory(StoryId(7))).await;
    assert_eq!(
        story,
        Msg::Story {
            story: StoryId(7),
            members: Vec::new(),
            earlier: None,
        }
    );
    let article = crate::model::ArticleId(7);
    let missing = real
        .answer(Effect::LoadArticle {
            article,
            width: 60,
            version: None,
        })
        .await;
    assert_eq!(missing, Msg::ArticleMissing(article));
    let search = Effect::Search {
        generation: 3,
        query: crate::query::parse("\"half a\"").expect("a query"),
        scope: crate::app::SearchScope::default(),
    };
    assert_eq!(
        real.answer(search).await,
        Msg::Hits {
            generation: 3,
            hits: Vec::new(),
            more: false,
            unindexed: 0,
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_goes_onto_the_list_and_nonsense_is_said() {
    let mut real = Real::open();
    let add = |address: &str| Effect::AddFeed {
        address: address.to_owned(),
    };
    let refused = real.answer(add("not an address")).await;
    assert!(
        matches!(refused, Msg::Looked { looked: Looked::Failed(notice), .. } if notice.text.contains("not a web address"))
    );
    let said = real.answer(add("feeds.example/rss")).await;
    assert!(matches!(
        said,
        Msg::Looked {
            looked: Looked::Done,
            ..
        }
    ));
    assert_eq!(real.next().await, Msg::FeedsAdded { added: 1 });
    let written = std::fs::read_to_string(real.directories.feeds_file()).expect("written");
    assert!(written.contains("https://feeds.example/rss"), "{written}");
    loop {
        // The new feed is not fetched in this session; only what is asked here matters.
        if let Msg::Looked { looked, .. } = real.answer(add("http://feeds.example/rss/")).await {
            let Looked::Failed(notice) = looked else {
                panic!("added twice");
            };
            assert!(notice.text.ends_with("is in your list already"));
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_fails_is_told_with_the_address() {
    let mut real = Real::open();
    let url = "https://a.example/".to_owned();
    let failed = real
        .answer(Effect::OpenInBrowser { url: url.clone() })
        .await;
    let reason = "false: exit status: 1".to_owned();
    assert_eq!(failed, Msg::BrowserFailed { url, reason });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_list_is_changed_and_put_back_unless_somebody_else_changed_it() {
    let mut real = Real::open();
    let file = real.directories.feeds_file();
    std::fs::write(&file, "# mine\n[[feed]]\nurl = \"https://a.example/f\"\n").expect("written");
    let edited = async |real: &mut Real, change| loop {
        match real.next().await {
            Msg::FeedsEdited { change: of, edited } if of == change => return edited,
            _ => {}
        }
    };
    let url = "https://a.example/f".to_owned();
    let edit = crate::config::FeedEdit::Remove { url };
    real.desk.run(Effect::EditFeeds { change: 1, edit });
    let (before, after) = edited(&mut real, 1).await.expect("written");
    assert!(!after.contains("a.example") && before.contains("a.example"));
    real.desk.run(Effect::RestoreFeeds {
        change: 2,
        expected: after.clone(),
        text: before.clone(),
    });
    edited(&mut real, 2).await.expect("written");
    assert_eq!(std::fs::read_to_string(&file).expect("there"), before);
    real.desk.run(Effect::RestoreFeeds {
        change: 3,
        expected: after,
        text: String::new(),
    });
    let why = edited(&mut real, 3).await.expect_err("another text");
    assert!(why.contains("by somebody else"), "{why}");
}

#[tokio::test]
async fn the_background_is_asked_for_behind_the_first_frame_and_its_reply_is_no_key() {
    let (mut screen, keys, frames, nobody) = idle();
    screen.look.theme = ThemeName::Auto;
    let watched = frames.clone();
    let meanwhile = async move {
        while watched.copied.borrow().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(*watched.shown.borrow(), 1, "the frame comes first");
        assert_eq!(*watched.copied.borrow(), [QUESTION]);
        let alt = KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT);
        keys.send(Event::Key(alt)).expect("sent");
        for letter in "11;rgb:ffff/ffff/ffff".chars() {
            keys.send(press(letter)).expect("sent");
        }
        let bell = KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL);
        keys.send(Event::Key(bell)).expect("sent");
        while *watched.shown.borrow() < 2 {
            tokio::task::yield_now().await;
        }
        keys.send(press('Q')).expect("sent");
    };
    let (outcome, ()) = tokio::join!(screen.run(), meanwhile);
    assert_eq!(outcome.expect("runs"), Outcome::Quit);
    let saved = nobody.asked.borrow();
    let saved = saved.iter().find_map(|effect| match effect {
        Effect::SaveSession(session) => Some(session.light_background),
        _ => None,
    });
    assert_eq!(saved, Some(Some(true)), "for the next start");
}
