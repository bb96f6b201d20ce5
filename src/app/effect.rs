//! What `update` wants done by others. An effect is data: it names what is wanted and carries all
//! that is needed for it; how it is done, and on which thread, is the runtime's business.

use std::{sync::Arc, time::Duration};

use crate::app::{Marking, Session, Version, Wake};
use crate::compare::ReadText;
use crate::config::{ConfigEdit, FeedEdit, Settings, ThemeName};
use crate::model::{
    ArticleId, ArticleText, Document, EnclosureKind, FeedId, Marked, Regrouped, RowId, Sort,
    StoryId, View, Wish,
};
use crate::query::Query;

/// Something to be done outside the state.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The ids of a view in order, with the rows around one of them. Answers: `Msg::List`,
    /// `Msg::ListFailed`.
    LoadList(ListRequest),
    /// The ids of a view as it is now, to be compared with those that are listed. Answer:
    /// `Msg::StoriesThere`.
    LookForStories(ListRequest),
    /// Rows of these stories. Answer: `Msg::Rows`.
    LoadRows {
        /// The list they are for; comes back with the answer.
        generation: u64,
        /// Which stories, or articles.
        ids: Vec<RowId>,
        /// What they are listed in.
        view: View,
    },
    /// All stories with an unread member, or all unread articles. Answer: `Msg::Unread`.
    LoadUnread {
        /// The list they are for; comes back with the answer.
        generation: u64,
        /// Articles are wanted.
        flat: bool,
    },
    /// The names that queries may ask for. Answer: `Msg::Names`.
    LoadNames,
    /// The briefs of followed stories that were closed. Answer: `Msg::KeptBriefs`.
    LoadKeptBriefs,
    /// All tags with what is unread of them. Answer: `Msg::Tags`.
    LoadTags,
    /// Which feeds have not had a story that they usually would. Answer: `Msg::NotSeen`.
    LoadNotSeen(StoryId),
    /// What lies in a folder, to complete a path in it. Answer: `Msg::Folder`.
    ListFolder {
        /// The folder as it was typed, to its last slash.
        typed: String,
    },
    /// The members of a story. Answer: `Msg::Story`.
    LoadStory(StoryId),
    /// An article as a document laid out for a width in cells. Answer: `Msg::Article` or
    /// `Msg::ArticleMissing`. An older request that still waits may be dropped.
    LoadArticle {
        /// Which article.
        article: ArticleId,
        /// For how many cells.
        width: usize,
        /// Which of its texts; `None` is the better one.
        version: Option<Version>,
    },
    /// The full text of an article fetched from its page. Answer: `Msg::FullText`.
    FetchFullText(ArticleId),
    /// All full texts that are on their way given up. No answer.
    CancelFullTexts,
    /// A document laid out for another width, or with other marks. Answer: `Msg::Laid`.
    Relayout {
        /// Comes back with the answer.
        number: u64,
        /// The article it belongs to; comes back with the answer.
        article: ArticleId,
        /// What is laid out.
        document: Arc<Document>,
        /// For how many cells.
        width: usize,
        /// What is marked in it.
        marking: Option<Marking>,
    },
    /// A page that no feed has brought laid out for another width. Answer: `Msg::PageLaid`. An older
    /// request that still waits may be dropped.
    RelayoutPage {
        /// Its address; comes back with the answer.
        url: String,
        /// What is laid out.
        document: Arc<Document>,
        /// For how many cells.
        width: usize,
    },
    /// Marks stored at once. Answers: `Msg::Marked`, `Msg::MarkFailed`.
    Mark {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What is marked.
        target: Target,
        /// How.
        mark: Mark,
    },
    /// Tags stored at once. Answers: `Msg::Tagged`, `Msg::TagsFailed`.
    SetTags {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What they become.
        tags: TagChange,
    },
    /// An article was read from. No answer.
    MarkOpened(ArticleId),
    /// The addresses of the articles that stand for rows. Answer: `Msg::Addresses`.
    LoadAddresses {
        /// Which rows; with the next two they come back with the answer.
        rows: Vec<RowId>,
        /// Their stories.
        stories: Vec<StoryId>,
        /// What they are wanted for.
        wanted: Several,
    },
    /// Whether all of these rows are starred. Answer: `Msg::Stars`.
    LoadStars {
        /// Which rows; with their stories they come back with the answer.
        rows: Vec<RowId>,
        /// Their stories.
        stories: Vec<StoryId>,
    },
    /// Articles put into other stories, and the decision noted. Answer: `Msg::Regrouped`.
    Regroup {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What is wanted.
        wish: Wish,
    },
    /// A decision made again that was taken back. Answer: `Msg::Regrouped`.
    MakeAgain {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What was done.
        done: Regrouped,
    },
    /// A decision taken back. Answer: `Msg::Regrouped`.
    TakeBack {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What was done.
        done: Regrouped,
    },
    /// Why the members of a story stand there. Answer: `Msg::Reasons`.
    LoadReasons(StoryId),
    /// Compare the articles of a story; answered by [`Msg::Compared`](crate::app::Msg::Compared).
    Compare(CompareRequest),
    /// The earlier texts of the articles of a story. Answer: `Msg::Changes`. An older request that
    /// still waits may be dropped.
    LoadChanges(ChangesRequest),
    /// The stories nearest to one. Answer: `Msg::Nearest`.
    LoadNearest(StoryId),
    /// Stories whose headline holds some words. Answer: `Msg::StoriesFound`.
    FindStories {
        /// What was typed; comes back with the answer.
        text: String,
    },
    /// The end of an article was reached on the screen. No answer.
    MarkSeen(ArticleId),
    /// Store that an article's changed text was seen, the one with so many earlier ones.
    MarkChangeSeen {
        /// Whose.
        article: ArticleId,
        /// How many earlier texts there were.
        revisions: u32,
    },
    /// Feeds fetched. Answers: `Msg::RefreshProgress`, `Msg::StoriesChanged`, `Msg::Refreshed`.
    Refresh(Refresh),
    /// The running refresh ended early. Answer: `Msg::Refreshed`.
    CancelRefresh,
    /// An address shown in the reader's browser. Answer only on failure: `Msg::BrowserFailed`.
    OpenInBrowser {
        /// http or https.
        url: String,
    },
    /// What comes with an article opened by the program for its kind. Answer only on failure:
    /// `Msg::Notice`.
    OpenEnclosure {
        /// http or https.
        url: String,
        /// What it is.
        kind: EnclosureKind,
    },
    /// A picture fetched and made fit for so many cells. Answer: `Msg::Picture`.
    LoadPicture {
        /// Its address; comes back with the answer.
        url: String,
        /// The feed of its article.
        feed: FeedId,
        /// Columns there are; with the rows they come back with the answer.
        width: u16,
        /// Rows there are.
        height: u16,
    },
    /// An article written into a new file, in the form that the ending of its name says. Answer:
    /// `Msg::Notice`.
    SaveArticle {
        /// Which article.
        article: ArticleId,
        /// Which of its texts; `None` is the better one.
        version: Option<Version>,
        /// The file as typed.
        path: String,
    },
    /// A whole story written into a new file, in the form that the ending of its name says. Answer:
    /// `Msg::Notice`.
    SaveStory {
        /// Which story.
        story: StoryId,
        /// The file as typed.
        path: String,
    },
    /// The original behind an aggregator's address found out. Answer: `Msg::Original`.
    FindOriginal {
        /// The aggregator's address.
        url: String,
    },
    /// A page that no feed has brought, fetched. Answer: `Msg::PageRead`.
    ReadPage {
        /// Its address; comes back with the answer.
        url: String,
        /// For how many cells it is laid out.
        width: usize,
    },
    /// An article as Markdown into a program. Answer: `Msg::Piped`.
    Pipe {
        /// Number of the question; comes back with the answer.
        number: u64,
        /// Which article.
        article: ArticleId,
        /// Which of its texts; `None` is the better one.
        version: Option<Version>,
        /// The command as it was typed; comes back with the answer.
        command: String,
        /// The program and its arguments.
        words: Vec<String>,
    },
    /// The program that an article was piped to ended. Its answer is no longer wanted.
    StopPipe,
    /// The bookmark program started. Answer: `Msg::Notice`.
    Bookmark(Bookmark),
    /// A text put into the clipboard by a program of the machine. Answers: `Msg::Copied`,
    /// `Msg::CopyFailed`.
    CopyByProgram {
        /// The text.
        text: String,
        /// What it is, where its copying is to be said; comes back with the answer.
        what: Option<String>,
    },
    /// A text put into the clipboard by way of the terminal.
    Copy {
        /// The text, one line.
        text: String,
    },
    /// The terminal told that rules found something.
    Alert {
        /// What is written to it.
        sequence: String,
    },
    /// The feeds of an address found; a single one added and fetched. Answers: `Msg::Looked`, and
    /// where one is added, `Msg::FeedsAdded`.
    AddFeed {
        /// A feed or site address as typed; comes back with the answers.
        address: String,
    },
    /// The search for feeds ended early. No answer.
    StopLooking,
    /// Feeds that were found added and fetched. Answer: `Msg::FeedsAdded`.
    AddFoundFeeds {
        /// Their addresses.
        urls: Vec<String>,
    },
    /// The feeds of a file added and fetched. Answer: `Msg::FeedsAdded`.
    Import {
        /// An OPML or newsboat `urls` file as typed.
        path: String,
    },
    /// Feeds of the starter set added and fetched. Answer: `Msg::FeedsAdded`.
    AddStarterFeeds {
        /// Their addresses.
        urls: Vec<String>,
    },
    /// This screen left and the sample day opened.
    OpenSample,
    /// Articles looked up in the cache. Answer: `Msg::Hits`.
    Search {
        /// Number of the question; comes back with the answer.
        generation: u64,
        /// What they answer.
        query: Query,
        /// Where they are looked for.
        scope: SearchScope,
    },
    /// The configuration changed. Answer: `Msg::ConfigEdited`.
    EditConfig {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What is changed.
        edit: ConfigEdit,
    },
    /// The text of the configuration put back, if it is still the one that is expected. Answer: `Msg::ConfigEdited`.
    RestoreConfig {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What it is expected to be.
        expected: String,
        /// What it becomes.
        text: String,
        /// Articles that are no longer muted then.
        unmute: Vec<ArticleId>,
        /// Its rules are applied to what is here.
        apply: bool,
    },
    /// What waits for the full-text index put into it. Answer: `Msg::Indexed`.
    Index,
    /// The feed list as the reader's file has it. Answer: `Msg::FeedEntries`.
    LoadFeedEntries,
    /// The feed list changed. Answers: `Msg::FeedsEdited`, `Msg::FeedEntries`, `Msg::Feeds`.
    EditFeeds {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What is changed.
        edit: FeedEdit,
    },
    /// The text of the feed list put back, if it is still the one that is expected. Answers: the
    /// same.
    RestoreFeeds {
        /// Number of the change; comes back with the answer.
        change: u64,
        /// What it is expected to be.
        expected: String,
        /// What it becomes.
        text: String,
    },
    /// All feeds with how they are doing. Answer: `Msg::Feeds`.
    LoadFeeds,
    /// How feeds and hosts are doing, in full. Answer: `Msg::Ledger`.
    LoadLedger,
    /// What the next start should find again, stored.
    SaveSession(Session),
    /// `Msg::Wake` after a time. A wake that no longer matters is ignored when it comes.
    Wake {
        /// How long from now.
        after: Duration,
        /// What comes back.
        wake: Wake,
    },
    /// The terminal given back and the program stopped until the shell continues it.
    Suspend,
    /// A page that no feed has brought, written into a file.
    SavePage {
        /// What is known of it.
        text: Box<ArticleText>,
        /// What it says.
        document: Arc<Document>,
        /// Where to, as it was typed.
        path: String,
    },
    /// From now on, what is done is done by these settings.
    Configure(Box<Settings>),
    /// Another theme from the next frame on.
    Look(ThemeName),
    /// The whole screen drawn anew.
    Redraw,
    /// This screen left: the one that it was opened from comes back; without one the program ends.
    Leave,
    /// The program left.
    Quit,
}

/// What a bookmark is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// The address.
    pub url: String,
    /// The headline.
    pub title: String,
    /// The publisher.
    pub source: String,
    /// Tags of the article.
    pub tags: Vec<String>,
}

/// Where a search looks; by default in everything that is not muted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchScope {
    /// Among the articles of this view.
    pub view: View,
    /// Among those that this finds, where there is one.
    pub query: Option<Query>,
}

/// Which list is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRequest {
    /// Number of the request; comes back with the answer.
    pub generation: u64,
    /// Which stories.
    pub view: View,
    /// Only what it finds, where there is one.
    pub query: Option<Query>,
    /// Articles one by one instead of stories.
    pub flat: bool,
    /// In which order.
    pub sort: Sort,
    /// The order from its end.
    pub reversed: bool,
    /// What is read is left out.
    pub hide_read: bool,
    /// Rows are wanted around this one, else from the first one.
    pub around: Option<RowId>,
}

/// What a mark is put on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// These articles and no others.
    Articles(Vec<ArticleId>),
    /// All members of these stories.
    Stories(Vec<StoryId>),
    /// The articles that stand for these stories. A story with a starred article has its star.
    Leads(Vec<StoryId>),
    /// What a change of this mark touched, and no copies of it; for read marks, what was noted of
    /// changed texts as well.
    Exactly(Marked),
}

/// What addresses of several rows are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Several {
    /// The browser, one after another.
    Open,
    /// The clipboard, a line each.
    Copy,
}

/// What tags become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagChange {
    /// Tags are given and taken.
    Edit {
        /// Whose.
        target: Target,
        /// Tags that all of them have then.
        add: Vec<String>,
        /// Tags that none of them has then.
        remove: Vec<String>,
    },
    /// What was given is taken and what was taken is given; tags that came from elsewhere stay.
    Restore {
        /// The tags that the articles got by what is taken back.
        from: Vec<(ArticleId, Vec<String>)>,
        /// The tags that the same articles had before it.
        to: Vec<(ArticleId, Vec<String>)>,
    },
}

/// A mark of the reader's that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Read or unread.
    Read(bool),
    /// Starred or not.
    Starred(bool),
    /// Followed or not.
    Followed(bool),
    /// Folded away with its story or not.
    Muted(bool),
}

impl Mark {
    /// The mark that takes this one back.
    pub fn inverse(self) -> Self {
        match self {
            Self::Read(on) => Self::Read(!on),
            Self::Starred(on) => Self::Starred(!on),
            Self::Followed(on) => Self::Followed(!on),
            Self::Muted(on) => Self::Muted(!on),
        }
    }
}

/// Which feeds are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refresh {
    /// Those whose time has come.
    Due,
    /// Every one.
    All,
    /// These.
    Feeds(Vec<FeedId>),
}

/// A comparison that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareRequest {
    /// Of which story.
    pub story: StoryId,
    /// Its articles in their order, each with whether it was seen to its end.
    pub articles: Vec<(ArticleId, bool)>,
    /// How many texts were put in the place of another one: what was compared may be another text.
    pub texts: u64,
}

/// Earlier texts that are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesRequest {
    /// Of which story; comes back with the answer.
    pub story: StoryId,
    /// The articles that have earlier texts, each with how many and what the reader has read.
    pub articles: Vec<(ArticleId, u32, ReadText)>,
}
