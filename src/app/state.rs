//! The state of the screen, owned by one thread. What can be on the screen is an enum; what the
//! parts hold is in their own files.

use std::{collections::VecDeque, sync::Arc};

use rustc_hash::FxHashSet;

use crate::app::{
    Border, Changes, CompareRequest, Effect, Folder, FoundList, FullTexts, Geometry, History,
    Marking, Msg, NewMarks, OpenStory, Pane, PaneWidths, Passage, Place, Progress, Prompt,
    PromptKind, Reader, Refresh, SavedView, Screen, Search, Session, StoryList, TextWidth, Trail,
    Version, Wake,
    update::{Held, Running},
    wake::NOTICE_DELAY,
};
use crate::compare::{Citation, Comparison};
use crate::config::{
    Context, FeedEntry, Highlights, Key, KeyMap, ListLayout, ListSettings, StarterFeed,
};
use crate::layout::TextOrder;
use crate::model::{
    Action, ArticleId, FeedSummary, Ledger, NotSeen, Notice, RowId, StoryId, Timestamp, View,
};
use crate::query::Names;

/// What the screen takes from the configuration, at the start and whenever that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// What the keys mean.
    pub keys: KeyMap,
    /// How rows of the list are written.
    pub rows: ListSettings,
    /// Columns that a text may be wide.
    pub text_width: u16,
    /// What the terminal does with right-to-left text.
    pub text_order: TextOrder,
    /// The terminal opens links that are marked as such.
    pub hyperlinks: bool,
    /// Queries that the reader saved.
    pub saved: Vec<SavedView>,
    /// Nothing is to move by itself.
    pub reduced_motion: bool,
    /// Texts are copied by a program of the machine.
    pub own_clipboard: bool,
    /// What is lit up.
    pub highlights: Highlights,
}

impl Default for Applied {
    fn default() -> Self {
        Self {
            keys: KeyMap::default(),
            rows: ListSettings::default(),
            text_width: TextWidth::default().get(),
            text_order: TextOrder::default(),
            hyperlinks: false,
            saved: Vec::new(),
            reduced_motion: false,
            own_clipboard: false,
            highlights: Highlights::default(),
        }
    }
}

/// What is known before the first frame.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// What time it is.
    pub now: Timestamp,
    /// The reader's clock minus UTC.
    pub offset_seconds: i32,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What comes of the configuration.
    pub applied: Applied,
    /// Where the last run ended.
    pub session: Session,
    /// Whether there are feeds; without any the welcome is shown.
    pub has_feeds: bool,
    /// Lists of other readers that were found.
    pub found: Vec<FoundList>,
    /// The starter set.
    pub starter: Vec<StarterFeed>,
    /// Nothing may be fetched.
    pub offline: bool,
    /// Sentences about the configuration.
    pub notices: Vec<Notice>,
}

/// Everything the screen shows, and what it takes to answer the next key.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What time it is.
    pub now: Timestamp,
    /// The reader's clock minus UTC.
    pub offset_seconds: i32,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What the keys mean.
    pub keys: KeyMap,
    /// What fills the screen.
    pub screen: Screen,
    /// Screens below it that come back when it is closed, the last at the end.
    pub covered: Vec<Screen>,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// The terminal's background is light, as far as it has said so.
    pub light_background: Option<bool>,
    /// Where the keys go.
    pub focus: Pane,
    /// The focused pane is alone.
    pub zoomed: bool,
    /// How wide the reader wants the panes beside the article.
    pub pane_widths: PaneWidths,
    /// The line between panes that the mouse holds.
    pub dragged: Option<Border>,
    /// How wide a text may be.
    pub widest_text: TextWidth,
    /// What the terminal does with right-to-left text.
    pub text_order: TextOrder,
    /// How much is made of what is new to the reader.
    pub new_marks: NewMarks,
    /// The comparison of a story, and of which.
    pub comparison: Option<(StoryId, Arc<Comparison>)>,
    /// Whom the articles of that story cite and of whom the reader has no feed.
    pub ghosts: Vec<Citation>,
    /// Which feeds have not had a story, and which.
    pub not_seen: Option<(StoryId, NotSeen)>,
    /// The comparison that was asked for last.
    pub compared_for: Option<CompareRequest>,
    /// Earlier texts of the articles of the open story, and since when they were not looked at.
    pub changes: Changes,
    /// The terminal opens links that are marked as such.
    pub hyperlinks: bool,
    /// How rows of the list are written.
    pub rows: ListSettings,
    /// What is lit up.
    pub highlights: Highlights,
    /// The stories.
    pub list: StoryList,
    /// A live search, in the place of the stories.
    pub search: Option<Search>,
    /// It looks in everything, whatever is listed.
    pub searches_everything: bool,
    /// Older stories that were gone back to from the selected one, the last at the end.
    pub detour: Vec<StoryId>,
    /// The story behind the reader.
    pub story: Option<OpenStory>,
    /// The article.
    pub reader: Reader,
    /// What was read, in that order.
    pub trail: Trail,
    /// Full texts: those on their way, and which text the reader chose.
    pub texts: FullTexts,
    /// Keys typed so far.
    pub pending: Pending,
    /// One sentence to the reader, with its number.
    pub notice: Option<(Notice, u64)>,
    /// The running refresh.
    pub refresh: Option<Progress>,
    /// When the last refresh ended.
    pub refreshed_at: Option<Timestamp>,
    /// Since when no feed can be reached.
    pub offline_since: Option<Timestamp>,
    /// All feeds.
    pub feeds: Vec<FeedSummary>,
    /// The feed list as the reader's file has it, as of when the feed manager was opened.
    pub feed_entries: Vec<FeedEntry>,
    /// How feeds and hosts are doing, as of when the ledger was opened.
    pub ledger: Option<Ledger>,
    /// There is no feed, as far as is known.
    pub no_feeds: bool,
    /// Lists of other readers that were found.
    pub found: Vec<FoundList>,
    /// The starter set.
    pub starter: Vec<StarterFeed>,
    /// Queries that the reader saved.
    pub saved: Vec<SavedView>,
    /// Names that queries may ask for, as of when a line for one was last opened.
    pub names: Names,
    /// Tags that there are, as of when they were last asked for.
    pub tags: Vec<String>,
    /// The folder whose files Tab goes through.
    pub folder: Folder,
    /// Marks that can be taken back.
    pub history: History,
    /// Names of what was done by the palette, the last at the end.
    pub recent: Vec<String>,
    /// Lines of the prompts with what they were for, the last at the end.
    pub typed_lines: Vec<(PromptKind, String)>,
    /// Nothing is to move by itself.
    pub reduced_motion: bool,
    /// Texts are copied by a program of the machine.
    pub own_clipboard: bool,
    /// The window of the terminal is not looked at.
    pub away: bool,
    /// Something on the screen is another than at the last frame.
    pub changed: bool,
    pub(super) waits: Waits,
    pub(super) last_number: u64,
}

/// Keys typed so far that are not yet an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// The keys.
    pub keys: Vec<Key>,
    /// The count before them.
    pub count: Option<u32>,
    /// They have waited long enough to show what may follow.
    pub popup: bool,
    /// Number of the wake that shows it.
    pub wake: u64,
}

/// What is done when an answer comes.
#[derive(Debug, Clone, Default)]
pub(super) struct Waits {
    /// The next list puts its cursor here.
    pub select: Select,
    /// Members of this story were asked for.
    pub story: Option<StoryId>,
    /// Actions to do when members and article are there.
    pub then: Vec<Action>,
    /// It was asked what the list would have now.
    pub looking: bool,
    /// Something changed since.
    pub look_again: bool,
    /// The rows that waited before the list was asked for anew.
    pub new_rows: FxHashSet<RowId>,
    /// The shown article was asked for again, with another of its texts.
    pub version: Option<ArticleId>,
    /// Nothing may be fetched in this session.
    pub never_online: bool,
    /// The passage to show once its article is there.
    pub passage: Option<Passage>,
    /// The lines that were asked for again.
    pub relayout: Option<Relayout>,
    /// The page and the width that its lines were asked for.
    pub page_lines: Option<(String, usize)>,
    /// The article that the first story shows, from the last run.
    pub restore: Option<ArticleId>,
    /// The source that came back and is pointed at when the members come.
    pub source: Option<ArticleId>,
    /// The wanted article counts as asked for by the reader.
    pub engaged: bool,
    /// Number of the wake after which a wanted article counts as slow.
    pub slow: u64,
    /// A refresh was asked for by key, so that its end is said.
    pub say_refreshed: bool,
    /// The running refresh was stopped by key.
    pub stopped: bool,
    /// What the reader asked the running refresh for.
    pub refreshing: Option<Refresh>,
    /// Another refresh was asked for by key while one ran.
    pub queued: bool,
    /// No key was pressed since the start or since feeds were added.
    pub filling: bool,
    /// Feeds were added, and what they bring is still to come.
    pub feeds_added: bool,
    /// The list was empty and fills up.
    pub was_empty: bool,
    /// The last addresses given to the browser.
    pub openings: Vec<Opening>,
    /// Addresses whose original is looked for, and what it is wanted for.
    pub originals: Vec<(String, Wanted)>,
    /// Sentences to say one after another.
    pub notices: Vec<Notice>,
    /// Number of the program that an article was piped to.
    pub piping: Option<u64>,
    /// So many originals were asked for and not opened, because they are many.
    pub opening_many: usize,
    /// When figures of the running refresh were shown.
    pub progress_shown: Option<Timestamp>,
    /// What was typed ahead of a list or a line that is on its way.
    pub held: VecDeque<Held>,
    /// The macro that runs.
    pub running: Option<Running>,
}

/// Lines of the shown article that were asked for.
#[derive(Debug, Clone)]
pub(super) struct Relayout {
    /// What is asked, and answered, with it.
    pub number: u64,
    /// The article.
    pub article: ArticleId,
    /// How wide they may be.
    pub width: usize,
    /// What is marked in them.
    pub marking: Option<Marking>,
}

/// What an original is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The browser.
    Open,
    /// The clipboard, behind these words.
    Copy {
        /// "title – publisher – ", or nothing.
        before: String,
    },
}

/// Addresses that were given to the browser together, and what was done on the way.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    /// The addresses.
    pub urls: Vec<String>,
    /// The article of the first.
    pub article: ArticleId,
    /// The change that marked their articles read.
    pub change: Option<u64>,
    /// One of several was not opened; that was said, and all of them were copied.
    pub failed: bool,
    /// The story that was left for another one.
    pub moved: Option<(StoryId, StoryId)>,
}

/// Where the cursor of a new list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Select {
    /// On the same story, if it is there, else where it was.
    #[default]
    Same,
    /// On the first row.
    First,
    /// On the first story that waited.
    FirstNew,
    /// On this row, if it is there.
    Row(RowId),
}

/// The places of a session, those of pages at the end.
fn places(session: &Session) -> Vec<Place> {
    let of = |version: Version, places: &[(i64, usize)]| {
        let place = |(article, letters): &(i64, usize)| Place {
            article: ArticleId(*article),
            version,
            letters: *letters,
        };
        places.iter().map(place).collect::<Vec<_>>()
    };
    let mut places = of(Version::Feed, &session.places);
    places.extend(of(Version::Full, &session.full_places));
    places
}

/// The remembered lines of a session.
fn typed_lines(session: &Session) -> Vec<(PromptKind, String)> {
    let line = |(kind, text): &(String, String)| {
        let kind = PromptKind::from_remembered(kind)?;
        Some((kind, text.clone()))
    };
    session.typed_lines.iter().filter_map(line).collect()
}

impl State {
    /// The state before the first message.
    pub fn new(setup: Setup) -> Self {
        let (session, applied) = (&setup.session, setup.applied);
        let mut state = Self {
            now: setup.now,
            offset_seconds: setup.offset_seconds,
            size: setup.size,
            keys: applied.keys,
            light_background: session.light_background,
            new_marks: session.new_marks,
            found: setup.found,
            starter: setup.starter,
            saved: applied.saved,
            focus: session.focus,
            zoomed: session.zoomed,
            widest_text: TextWidth::new(applied.text_width, session.text_width),
            text_order: applied.text_order,
            hyperlinks: applied.hyperlinks,
            rows: applied.rows,
            highlights: applied.highlights,
            trail: Trail::new(
                session
                    .trail
                    .iter()
                    .map(|(story, article)| (StoryId(*story), ArticleId(*article)))
                    .collect(),
            ),
            no_feeds: !setup.has_feeds,
            recent: session.recent.clone(),
            typed_lines: typed_lines(session),
            pane_widths: session.pane_widths,
            reduced_motion: applied.reduced_motion,
            own_clipboard: applied.own_clipboard,
            offline_since: setup.offline.then_some(setup.now),
            changed: true,
            ..Self::default()
        };
        state.list.view = session.view.clone();
        if state.list.view == View::Unread {
            state.list.home = View::Unread;
        }
        state.list.sort = session.sort;
        state.list.reversed = session.reversed;
        state.list.flat = session.flat;
        state.restore_filter(session.filter.as_deref());
        state.list.hide_read = session.hide_read;
        state.waits.select = session
            .story
            .map_or(Select::First, |id| Select::Row(RowId::Story(StoryId(id))));
        if let (true, Some(article)) = (state.list.lists_articles(), session.article) {
            state.waits.select = Select::Row(RowId::Article(ArticleId(article)));
        }
        state.waits.restore = session.article.map(ArticleId);
        state.waits.notices = setup.notices;
        state.waits.never_online = setup.offline;
        state.reader.restore_places(places(session));
        for (article, full) in &session.chosen_texts {
            let version = if *full { Version::Full } else { Version::Feed };
            state.texts.choose(ArticleId(*article), version);
        }
        if !setup.has_feeds {
            state.screen = Screen::Welcome(Default::default());
        }
        state
    }

    /// Where keys are pressed now.
    pub fn context(&self) -> Context {
        match (&self.screen, self.focus) {
            (Screen::Main, Pane::Stories) => Context::Stories,
            (Screen::Main, Pane::Reader) => Context::Reader,
            (Screen::Main, Pane::Sources) => Context::Sources,
            _ => Context::Screens,
        }
    }

    /// The cursor stands on the row of a story, not on that of an article.
    pub fn on_story_row(&self) -> bool {
        self.focus == Pane::Stories && self.search.is_none() && !self.list.lists_articles()
    }

    /// Whether a row of the list is one line.
    pub fn has_lines(&self) -> bool {
        self.rows.layout == ListLayout::Lines || self.geometry().tiny
    }

    /// Where the panes stand.
    pub fn geometry(&self) -> Geometry {
        Geometry::with_widths(self.size, self.focus, self.zoomed, self.pane_widths)
    }

    /// The older story that was gone back to, else the one that the cursor of the list, or of a
    /// live search, stands on.
    pub fn selected_story(&self) -> Option<StoryId> {
        if let Some(story) = self.detour.last() {
            return Some(*story);
        }
        match &self.search {
            Some(search) => search.selected().map(|hit| hit.story),
            None => self.list.selected(),
        }
    }

    /// The members of the selected story, once they are there.
    pub fn selected_members(&self) -> Option<&OpenStory> {
        let selected = self.selected_story();
        self.story
            .as_ref()
            .filter(|story| Some(story.id) == selected)
    }

    /// The list, or rows of it that are on the screen, are not there yet; a frame drawn now would
    /// show gaps.
    pub fn awaits_rows(&self) -> bool {
        let here = matches!(self.screen, Screen::Main) && self.search.is_none();
        let lacks_row = !self.list.is_empty() && self.list.row(self.list.cursor).is_none();
        here && (lacks_row || !self.list.loaded)
    }

    /// The ledger is open, perhaps below another screen.
    pub fn shows_ledger(&self) -> bool {
        let screens = self.covered.iter().chain([&self.screen]);
        screens
            .into_iter()
            .any(|screen| matches!(screen, Screen::Ledger(_)))
    }

    /// Feeds that fail.
    pub fn failing(&self) -> usize {
        crate::app::failing(&self.feeds).len()
    }

    /// What the next start should find again.
    pub fn session(&self) -> Session {
        let mut reader = self.reader.clone();
        reader.remember_place();
        let of = |version: Version| {
            let places = reader.places().iter();
            let places = places.filter(|place| place.version == version);
            places
                .map(|place| (place.article.0, place.letters))
                .collect()
        };
        Session {
            view: self.list.view.clone(),
            sort: self.list.sort,
            reversed: self.list.reversed,
            flat: self.list.flat,
            filter: self.list.filter.as_ref().map(|filter| filter.text.clone()),
            hide_read: self.list.hide_read,
            focus: self.focus,
            zoomed: self.zoomed,
            light_background: self.light_background,
            new_marks: self.new_marks,
            recent: self.recent.clone(),
            typed_lines: self.remembered_lines(),
            pane_widths: self.pane_widths,
            text_width: self.widest_text.chosen(),
            trail: self
                .trail
                .steps()
                .iter()
                .map(|(story, article)| (story.0, article.0))
                .collect(),
            story: self.list.selected().map(|id| id.0),
            article: self.reader.current().map(|id| id.0),
            places: of(Version::Feed),
            full_places: of(Version::Full),
            chosen_texts: self
                .texts
                .choices()
                .iter()
                .map(|(article, version)| (article.0, *version == Version::Full))
                .collect(),
        }
    }

    /// The lines that the next start remembers. An address may hold a password.
    fn remembered_lines(&self) -> Vec<(String, String)> {
        let lines = self.typed_lines.iter().filter(|(kind, text)| {
            let is_secret = text.contains("://") && text.contains('@');
            !is_secret && kind.remembered_as().is_some()
        });
        let named = lines.filter_map(|(kind, text)| {
            let kind = kind.remembered_as()?;
            Some((kind.to_owned(), text.clone()))
        });
        named.collect()
    }

    /// Members or article of the selection are on their way.
    pub fn awaits_parts(&self) -> bool {
        let awaited = self.waits.story.is_some() || self.reader.wanted.is_some();
        awaited && matches!(self.screen, Screen::Main)
    }

    /// Opens a screen over what is shown; a covered one of its kind is not kept.
    pub(super) fn cover(&mut self, screen: Screen) {
        let kind = std::mem::discriminant(&screen);
        self.covered
            .retain(|below| std::mem::discriminant(below) != kind);
        let below = std::mem::replace(&mut self.screen, screen);
        self.covered.push(below);
    }

    /// Shows the three panes; nothing is covered any more.
    pub(super) fn show_panes(&mut self) {
        self.screen = Screen::Main;
        self.covered.clear();
    }

    /// A number that was not used before.
    pub(super) fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Says one sentence.
    pub(super) fn say(&mut self, notice: Notice, effects: &mut Vec<Effect>) {
        let number = self.number();
        self.notice = Some((notice, number));
        effects.push(Effect::Wake {
            after: NOTICE_DELAY,
            wake: Wake::Notice(number),
        });
    }
}

/// Takes a message; what is to be done by others comes back.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    super::update::update(state, msg)
}
