//! Everything that can change the state: keys, the clock, and answers to effects. An answer
//! carries what it answers, so that one that comes too late is known and dropped.

use std::{ops::Range, sync::Arc};

use crate::app::{
    Applied, Folder, Lines, Looked, Mouse, PageState, PageText, Piped, Several, Version, Wake,
    update::ConfigChange,
};
use crate::compare::{Comparison, TextHistory};
use crate::config::{FeedEntry, Key, Settings};
use crate::layout::Layout;
use crate::model::{
    ArticleId, ArticleText, Barrier, Document, FeedSummary, KeptBrief, Ledger, ListedRows, Marked,
    Member, MemberReason, NotSeen, Notice, Picture, Regrouped, RowId, StoryId, StoryRow, Timestamp,
};
use crate::query::Names;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The program starts: the first effects are asked for.
    Start,
    /// What time it is; the runtime says so before other messages.
    Clock(Timestamp),
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal's window has the keys, or not any more.
    Focus(bool),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// A wanted time is over.
    Wake(Wake),
    /// The program is asked to stop until it is continued.
    Stopped,
    /// The program goes on after somebody else stopped it.
    Resumed,
    /// The program is asked to end by a signal.
    Terminate,
    /// A list is there, or its beginning: then the whole list follows with the same number.
    List {
        /// The request it answers.
        generation: u64,
        /// All rows in order.
        listed: ListedRows,
        /// Whether that is all of it.
        complete: bool,
        /// Rows around the wanted one, any number, in any order.
        rows: Vec<StoryRow>,
    },
    /// A list could not be loaded; what went wrong is told apart.
    ListFailed {
        /// The request it answers.
        generation: u64,
    },
    /// Rows are there; those of unknown stories are left out.
    Rows {
        /// The list they are for.
        generation: u64,
        /// The rows, in any order.
        rows: Vec<StoryRow>,
    },
    /// What is unread.
    Unread {
        /// The list it is about.
        generation: u64,
        /// The stories with an unread member, or unread articles, listed or not.
        rows: Vec<RowId>,
    },
    /// The names that queries may ask for, but for saved queries.
    Names(Box<Names>),
    /// What lies in a folder that was asked for.
    Folder(Folder),
    /// Which feeds have not had a story; `None` where there is nothing to say.
    NotSeen {
        /// Which story.
        story: StoryId,
        /// What is missing.
        not_seen: Option<NotSeen>,
    },
    /// All tags, each with how many unread stories have it.
    Tags(Vec<(String, u32)>),
    /// The members of a story.
    Story {
        /// Which story.
        story: StoryId,
        /// Its members in the order of the sources panel; none if it is not in the cache any more.
        members: Vec<Member>,
        /// The older story of the same affair.
        earlier: Option<StoryRow>,
    },
    /// An article is there.
    Article(Box<LoadedArticle>),
    /// An article is not in the cache any more.
    ArticleMissing(ArticleId),
    /// A full text was fetched, or was not.
    FullText {
        /// Whose.
        article: ArticleId,
        /// What became of it.
        outcome: FullTextOutcome,
        /// It was fetched for who asked for this one.
        asked: bool,
    },
    /// So many full texts are on their way that the reader did not ask for one by one.
    TextsAhead(u32),
    /// A document is laid out for another width, or with other marks.
    Laid {
        /// The number that it was asked for with.
        number: u64,
        /// Its lines.
        lines: Lines,
    },
    /// A page that no feed has brought is laid out for another width.
    PageLaid {
        /// Its address.
        url: String,
        /// Its lines.
        layout: Arc<Layout>,
    },
    /// Marks are stored.
    Marked {
        /// The change it answers.
        change: u64,
        /// What that did change.
        done: Marked,
    },
    /// Marks were not stored.
    MarkFailed {
        /// The change it answers.
        change: u64,
        /// Why not, a sentence with what helps.
        why: Notice,
    },
    /// Tags were not stored.
    TagsFailed {
        /// The change it answers.
        change: u64,
        /// Why not, a sentence with what helps.
        why: Notice,
    },
    /// Tags are stored.
    Tagged {
        /// The change it answers.
        change: u64,
        /// The articles whose tags did change, with those before.
        before: Vec<(ArticleId, Vec<String>)>,
        /// The same articles with those they have now.
        after: Vec<(ArticleId, Vec<String>)>,
    },
    /// The addresses of articles, each with its article.
    Addresses {
        /// Which rows were meant.
        rows: Vec<RowId>,
        /// Their stories.
        stories: Vec<StoryId>,
        /// What they were wanted for.
        wanted: Several,
        /// Those that have one, in the order of the rows.
        addresses: Vec<(ArticleId, String)>,
    },
    /// Whether all of some rows are starred.
    Stars {
        /// Which rows.
        rows: Vec<RowId>,
        /// Their stories.
        stories: Vec<StoryId>,
        /// Whether they are.
        all: bool,
    },
    /// Articles stand in other stories than before.
    Regrouped(Box<RegroupAnswer>),
    /// The articles of a story side by side.
    Compared {
        /// Which story.
        story: StoryId,
        /// What they say.
        comparison: Arc<Comparison>,
    },
    /// The earlier texts of the articles of a story.
    Changes {
        /// Which story.
        story: StoryId,
        /// Those of its articles that have earlier texts.
        histories: Arc<Vec<TextHistory>>,
    },
    /// Why the members of a story stand there.
    Reasons {
        /// Which story.
        story: StoryId,
        /// Its members.
        members: Vec<MemberReason>,
    },
    /// The stories nearest to one.
    Nearest {
        /// Which one.
        story: StoryId,
        /// The others with how well they would fit, best first.
        stories: Vec<(StoryRow, f32)>,
    },
    /// Stories whose headline holds some words.
    StoriesFound {
        /// The words.
        text: String,
        /// The stories, those highest in the list first.
        stories: Vec<StoryRow>,
    },
    /// The briefs of followed stories that were closed.
    KeptBriefs(Vec<KeptBrief>),
    /// What is new to the reader was counted in these stories.
    NewCounted(Vec<StoryId>),
    /// Stories are new or have other figures than before.
    StoriesChanged {
        /// Which.
        ids: Vec<StoryId>,
    },
    /// A picture is there, or why it is not, half a sentence.
    Picture {
        /// Its address.
        url: String,
        /// Columns and rows it was made for.
        size: (u16, u16),
        /// The picture.
        picture: Result<Arc<Picture>, String>,
    },
    /// The configuration is another one: what the screen takes from it, and what is wrong in it, a
    /// sentence each.
    Configured {
        /// What the screen takes from it.
        applied: Box<Applied>,
        /// All of it, for who does what the screen asks for.
        settings: Box<Settings>,
        /// What means nothing there.
        mistakes: Vec<String>,
    },
    /// The terminal said whether its background is light.
    Background(bool),
    /// Another process wrote to the cache, or the feed list is another one.
    CacheChanged,
    /// The rows that a list would have now.
    StoriesThere {
        /// The list it is about.
        generation: u64,
        /// All of them.
        listed: ListedRows,
    },
    /// A refresh goes on.
    RefreshProgress(Progress),
    /// A refresh is over.
    Refreshed(Progress),
    /// Every fetch fails for want of a network, or works again.
    Offline(bool),
    /// Feeds are looked for, or were.
    Looked {
        /// What was typed.
        address: String,
        /// What became of it.
        looked: Looked,
    },
    /// Feeds were added.
    FeedsAdded {
        /// How many were not there before.
        added: u32,
    },
    /// The feed list as the reader's file has it.
    FeedEntries(Vec<FeedEntry>),
    /// The configuration was changed, or why it was not.
    ConfigEdited {
        /// The change it answers.
        change: u64,
        /// What was done.
        edited: Result<ConfigChange, String>,
    },
    /// The feed list was changed, or was not.
    FeedsEdited {
        /// The change it answers.
        change: u64,
        /// The text of the file before and after, or why nothing was changed.
        edited: Result<(String, String), String>,
    },
    /// All feeds.
    Feeds(Vec<FeedSummary>),
    /// How feeds and hosts are doing.
    Ledger(Box<Ledger>),
    /// What a search found, best first.
    Hits {
        /// The question it answers.
        generation: u64,
        /// The articles.
        hits: Vec<Hit>,
        /// There are more than these.
        more: bool,
        /// Articles whose texts cannot be looked up yet.
        unindexed: u32,
    },
    /// Everything that there is can be looked up.
    Indexed,
    /// No browser could be started for this address.
    BrowserFailed {
        /// The address.
        url: String,
        /// Why not, as half a sentence: "no display", "exit status 3".
        reason: String,
    },
    /// What stands behind an aggregator's address.
    Original {
        /// The aggregator's address.
        url: String,
        /// The original, or why it was not found, as half a sentence.
        found: Result<String, String>,
    },
    /// A page that no feed has brought is there, or why it is not.
    PageRead {
        /// The address that was asked for.
        url: String,
        /// What it says.
        page: Result<PageText, Notice>,
    },
    /// A program that an article was piped to has ended.
    Piped(Box<Piped>),
    /// A text was copied by a program.
    Copied {
        /// What it is.
        what: String,
    },
    /// The program for it did not copy a text.
    CopyFailed {
        /// The text.
        text: String,
        /// What it is, where that is to be said.
        what: Option<String>,
        /// Why not, half a sentence.
        reason: String,
    },
    /// Something to say.
    Notice(Notice),
    /// Rules found something that the terminal is to be told of.
    Alert {
        /// What is written to it.
        sequence: String,
    },
}

/// An article with its document and lines.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedArticle {
    /// What is known of it. Its HTML may be left out.
    pub text: ArticleText,
    /// What it says.
    pub document: Arc<Document>,
    /// The same with all that the feed sent around it; `None` where there is nothing.
    pub sent: Option<Arc<Document>>,
    /// What it says as lines.
    pub layout: Arc<Layout>,
    /// Which of its texts that is.
    pub version: Version,
    /// What is known of its full text.
    pub page: PageState,
    /// What the shown text ends at, where it is a part of the article alone.
    pub ends_at: Option<Barrier>,
}

/// What became of a full text.
#[derive(Debug, Clone, PartialEq)]
pub enum FullTextOutcome {
    /// It is in the cache.
    Found,
    /// There is none to show.
    Missing {
        /// Why, for who asked.
        notice: Notice,
        /// What the page shows instead.
        barrier: Option<Barrier>,
    },
}

/// What a change of grouping did.
#[derive(Debug, Clone, PartialEq)]
pub struct RegroupAnswer {
    /// The change it answers.
    pub change: u64,
    /// What was done; `None` where nothing could be done.
    pub done: Option<Regrouped>,
    /// Where the articles that were to move stand now.
    pub places: Vec<(ArticleId, StoryId)>,
    /// Rows of the stories that changed.
    pub rows: Vec<StoryRow>,
    /// Stories that are no more, with what they lead to.
    pub gone: Vec<(StoryId, StoryId)>,
}

/// How far a refresh is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Feeds answered.
    pub done: u32,
    /// Feeds asked.
    pub total: u32,
    /// Articles not seen before.
    pub new_articles: u32,
    /// Articles whose text is another one; known when all is over.
    pub changed_articles: u32,
    /// Feeds that failed.
    pub failed: u32,
}

/// An article that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its story.
    pub story: StoryId,
    /// Which article.
    pub article: ArticleId,
    /// Headline.
    pub title: String,
    /// Publisher.
    pub source: String,
    /// Article time.
    pub published: Timestamp,
    /// Marked read.
    pub read: bool,
    /// The passage that matches, in one line.
    pub passage: String,
    /// Bytes of the passage that match.
    pub matches: Vec<Range<usize>>,
}
