//! What a key means: every action has a name, which configuration, command line and help use, an
//! area that help sorts it into, and a help line. Which keys lead to it is data of `config`.

/// Something the reader can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Next row or line.
    Down,
    /// Previous row or line.
    Up,
    /// First row or line.
    Top,
    /// Last row or line.
    Bottom,
    /// Half a page on.
    HalfPageDown,
    /// Half a page back.
    HalfPageUp,
    /// A page on.
    PageDown,
    /// A page back.
    PageUp,
    /// The pane to the left.
    FocusLeft,
    /// The pane to the right.
    FocusRight,
    /// The next pane, round about.
    FocusNext,
    /// The previous pane, round about.
    FocusPrevious,
    /// The focused pane alone on the screen.
    Zoom,
    /// The focused pane narrower.
    NarrowerPane,
    /// The focused pane wider.
    WiderPane,
    /// The panes as wide as they are by themselves.
    ResetPanes,
    /// What the cursor stands on.
    Open,
    /// On: a page, the next new source, the next story.
    ReadOn,
    /// The reader a page back, from any pane.
    ReadBack,
    /// The reader a line on, from any pane.
    ScrollDown,
    /// The reader a line back, from any pane.
    ScrollUp,
    /// The article read before.
    BackInTrail,
    /// The article read after it.
    ForwardInTrail,
    /// What overhangs the page, moved on.
    ScrollRight,
    /// What overhangs the page, moved back.
    ScrollLeft,
    /// The text wider.
    WiderText,
    /// The text narrower.
    NarrowerText,
    /// The next heading of the article.
    NextHeading,
    /// The previous heading of the article.
    PreviousHeading,
    /// The pictures of the article.
    Pictures,
    /// The headings of the article to choose from.
    Outline,
    /// The article as the feed gave it.
    AsSent,
    /// The briefs of followed stories that were closed.
    KeptBriefs,
    /// What is new to the reader marked, alone, or not at all.
    NewMarks,
    /// A letter at every link on the page.
    LinkHints,
    /// The links of the article to choose from.
    LinkList,
    /// Source N of the story, counted from 1.
    Source(u8),
    /// The list of sources.
    SourceList,
    /// The next source of the story.
    NextSource,
    /// The previous source of the story.
    PreviousSource,
    /// The next story.
    NextStory,
    /// The previous story.
    PreviousStory,
    /// The next unread story, or match.
    NextUnread,
    /// The previous unread story, or match.
    PreviousUnread,
    /// The rows that wait.
    ShowNew,
    /// Marked read or not.
    ToggleRead,
    /// Everything in the view read.
    MarkViewRead,
    /// Starred or not.
    ToggleStar,
    /// Tags asked for.
    Tag,
    /// The story followed or not.
    ToggleFollow,
    /// The story folded away or not.
    ToggleMute,
    /// Words asked for whose articles are folded away.
    MuteWords,
    /// The last change taken back.
    Undo,
    /// The change made again.
    Redo,
    /// The article, or all articles of the story, stories of their own.
    Separate,
    /// This story and another one.
    Merge,
    /// Why articles are one story.
    Why,
    /// Figures, names and quotes against the sources.
    Facts,
    /// The story in a few sentences of its sources.
    Brief,
    /// When what was reported.
    Timeline,
    /// What changed in an article, or in its story, since it was read.
    Changed,
    /// The older story of the same affair.
    EarlierStory,
    /// The full text of the article's page, or the feed's own.
    FullText,
    /// Read stories shown or not.
    ToggleShowRead,
    /// Every story.
    ViewAll,
    /// The unread stories.
    ViewUnread,
    /// The starred stories.
    ViewStarred,
    /// The followed stories.
    ViewFollowed,
    /// The muted stories.
    ViewMuted,
    /// What was read from, the last first.
    ViewHistory,
    /// Everything that can be listed, to choose from.
    Lists,
    /// The feeds, to choose one to list.
    Feeds,
    /// The tags, to choose one to list.
    Tags,
    /// The saved queries, to choose one to list.
    SavedViews,
    NotSeen,
    /// Stories, or articles one by one.
    ToggleFlat,
    /// The orders, to choose one.
    SortList,
    /// A query asked for that narrows the list.
    Filter,
    /// A range of rows begun, or given up.
    Range,
    /// The original in the browser.
    OpenOriginal,
    /// The original in the browser, then the next unread story.
    OpenOriginalAndNext,
    /// The originals of several articles in the browser.
    OpenAll,
    /// The discussion or aggregator in the browser.
    OpenVia,
    /// The link into the clipboard.
    CopyLink,
    /// Title, publisher and link into the clipboard.
    CopyCitation,
    /// Audio, video and files that come with the article.
    Enclosures,
    /// The story, or in the reader the article, into a file.
    Save,
    /// The whole story into a file.
    SaveStory,
    /// The article into a program.
    Pipe,
    /// The article bookmarked by a program.
    Bookmark,
    /// The feed of this article fetched.
    RefreshFeed,
    /// All feeds fetched.
    RefreshAll,
    /// A feed or site address asked for.
    AddFeed,
    /// A list of feeds asked for.
    ImportFeeds,
    /// The starter set to choose from.
    StarterSet,
    /// The sample day.
    Sample,
    /// The feed list, to change it.
    FeedManager,
    /// The feed taken off the list.
    RemoveFeed,
    /// How feeds are doing.
    Ledger,
    /// Words asked for and looked up.
    Search,
    /// The search in everything, whatever is listed.
    SearchEverywhere,
    /// Everything there is to do, to choose from.
    Palette,
    /// A macro asked for.
    Macros,
    /// A command asked for.
    CommandLine,
    /// What the keys do.
    Help,
    /// Back, at the outermost level out.
    Back,
    /// The innermost thing cancelled.
    Cancel,
    /// Leave the program at once.
    Quit,
    /// Stop until the shell continues the program.
    Suspend,
    /// Draw everything anew.
    Redraw,
}

/// What an action has to do with; help is sorted by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Area {
    /// Moving in a pane and between panes.
    Moving,
    /// Reading articles and stories.
    Reading,
    /// What is read, starred, undone.
    Marks,
    /// Which articles make a story.
    Grouping,
    /// Which stories are listed.
    Views,
    /// Browser and clipboard.
    Outside,
    /// Feeds and fetching.
    Feeds,
    /// The program itself.
    Program,
}

impl Area {
    /// The word over its part of the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Reading => "Reading",
            Self::Marks => "Marks",
            Self::Grouping => "Stories",
            Self::Views => "Lists",
            Self::Outside => "Browser, clipboard, files",
            Self::Feeds => "Feeds",
            Self::Program => "Program",
        }
    }
}

type Entry = (Action, &'static str, Area, &'static str);

// A table is read line by line.
#[rustfmt::skip]
const TABLE: &[Entry] = &[
    (Action::Down, "down", Area::Moving, "next row or line"),
    (Action::Up, "up", Area::Moving, "previous row or line"),
    (Action::Top, "top", Area::Moving, "first row or line; with a count, that row"),
    (Action::Bottom, "bottom", Area::Moving, "last row or line; with a count, that row"),
    (Action::HalfPageDown, "half-page-down", Area::Moving, "half a page on"),
    (Action::HalfPageUp, "half-page-up", Area::Moving, "half a page back"),
    (Action::PageDown, "page-down", Area::Moving, "a page on"),
    (Action::PageUp, "page-up", Area::Moving, "a page back"),
    (Action::FocusLeft, "focus-left", Area::Moving, "to the pane on the left"),
    (Action::FocusRight, "focus-right", Area::Moving, "to the pane on the right"),
    (Action::FocusNext, "focus-next", Area::Moving, "to the next pane"),
    (Action::FocusPrevious, "focus-previous", Area::Moving, "to the previous pane"),
    (Action::Zoom, "zoom", Area::Moving, "this pane alone, and back"),
    (Action::NarrowerPane, "narrower-pane", Area::Moving, "this pane narrower"),
    (Action::WiderPane, "wider-pane", Area::Moving, "this pane wider"),
    (Action::ResetPanes, "reset-panes", Area::Moving, "all panes as wide as at first"),
    (Action::Open, "open", Area::Reading, "open what the cursor stands on"),
    (Action::ReadOn, "read-on", Area::Reading, "read on: page, next new source, next unread story"),
    (Action::ReadBack, "read-back", Area::Reading, "a page back in the article, from any pane"),
    (Action::ScrollDown, "scroll-down", Area::Reading, "article a line on, from any pane"),
    (Action::ScrollUp, "scroll-up", Area::Reading, "article a line back, from any pane"),
    (Action::BackInTrail, "back-in-trail", Area::Reading, "the article read before this one, where it was left"),
    (Action::ForwardInTrail, "forward-in-trail", Area::Reading, "forward again through what was read"),
    (Action::ScrollRight, "scroll-right", Area::Reading, "wide code and tables to the right"),
    (Action::ScrollLeft, "scroll-left", Area::Reading, "wide code and tables back to the left"),
    (Action::WiderText, "wider-text", Area::Reading, "the text wider"),
    (Action::NarrowerText, "narrower-text", Area::Reading, "the text narrower"),
    (Action::NextHeading, "next-heading", Area::Reading, "next heading"),
    (Action::PreviousHeading, "previous-heading", Area::Reading, "previous heading"),
    (Action::Pictures, "pictures", Area::Reading, "the pictures of the article, fetched now"),
    (Action::KeptBriefs, "briefs", Area::Grouping, "what is kept of followed stories that were closed"),
    (Action::NewMarks, "new-marks", Area::Reading, "what is new to you in this story: marked, alone, not at all"),
    (Action::Outline, "outline", Area::Reading, "the headings of the article"),
    (Action::AsSent, "as-sent", Area::Reading, "the article as the feed gave it, and back"),
    (Action::LinkHints, "link-hints", Area::Reading, "a letter at each link on the page: type it to open the link"),
    (Action::LinkList, "links", Area::Reading, "the links of the article"),
    (Action::Source(1), "source-1", Area::Reading, "source 1, 2, … of this story, from any pane"),
    (Action::Source(2), "source-2", Area::Reading, "source 2"),
    (Action::Source(3), "source-3", Area::Reading, "source 3"),
    (Action::Source(4), "source-4", Area::Reading, "source 4"),
    (Action::Source(5), "source-5", Area::Reading, "source 5"),
    (Action::Source(6), "source-6", Area::Reading, "source 6"),
    (Action::Source(7), "source-7", Area::Reading, "source 7"),
    (Action::Source(8), "source-8", Area::Reading, "source 8"),
    (Action::Source(9), "source-9", Area::Reading, "source 9"),
    (Action::SourceList, "source-list", Area::Reading, "to the list of sources"),
    (Action::NextSource, "next-source", Area::Reading, "next source of this story"),
    (Action::PreviousSource, "previous-source", Area::Reading, "previous source of this story"),
    (Action::NextStory, "next-story", Area::Reading, "next story"),
    (Action::PreviousStory, "previous-story", Area::Reading, "previous story"),
    (Action::NextUnread, "next-unread", Area::Reading, "next unread story; next match while something is looked for"),
    (Action::PreviousUnread, "previous-unread", Area::Reading, "previous unread story, or match"),
    (Action::EarlierStory, "earlier-story", Area::Reading, "the older story of the same affair"),
    (Action::FullText, "full-text", Area::Reading, "full text of the page (fetches it), and back to the feed's own"),
    (Action::ToggleRead, "toggle-read", Area::Marks, "read or unread: the story in the list, else the article"),
    (Action::MarkViewRead, "mark-view-read", Area::Marks, "everything in this list read"),
    (Action::ToggleStar, "star", Area::Marks, "star or unstar"),
    (Action::Tag, "tag", Area::Marks, "tags of your own for the article"),
    (Action::ToggleFollow, "follow", Area::Marks, "follow the story, or no longer"),
    (Action::ToggleMute, "mute", Area::Marks, "fold the story away, with all that joins it, and back"),
    (Action::MuteWords, "mute-words", Area::Marks, "fold away what has these words, from now on and here"),
    (Action::Range, "range", Area::Marks, "select rows from here on; what is done next is done to all of them"),
    (Action::Undo, "undo", Area::Marks, "take the last change back"),
    (Action::Redo, "redo", Area::Marks, "make it again"),
    (Action::Separate, "separate", Area::Grouping, "separate the article; on a story, all of them"),
    (Action::Merge, "merge", Area::Grouping, "this story and another one are the same"),
    (Action::Why, "why", Area::Grouping, "why these articles are one story"),
    (Action::Facts, "facts", Area::Grouping, "what the sources say side by side: figures, names, quotes"),
    (Action::Brief, "brief", Area::Grouping, "the story in a few sentences of its sources, word for word"),
    (Action::Timeline, "timeline", Area::Grouping, "when what was reported, and who was first"),
    (Action::Changed, "changed", Area::Grouping, "what changed in the article since you read it, else in its story"),
    (Action::ViewAll, "view-all", Area::Views, "all stories"),
    (Action::ViewUnread, "view-unread", Area::Views, "unread stories"),
    (Action::ViewStarred, "view-starred", Area::Views, "starred stories"),
    (Action::ViewFollowed, "view-followed", Area::Views, "followed stories"),
    (Action::ViewMuted, "view-muted", Area::Views, "muted stories"),
    (Action::ViewHistory, "history", Area::Views, "what you read, the last first"),
    (Action::Lists, "lists", Area::Views, "choose what to list: all, unread, a saved query, a tag, a feed"),
    (Action::Feeds, "feeds", Area::Views, "choose a feed to list"),
    (Action::Tags, "tags", Area::Views, "choose a tag to list"),
    (Action::SavedViews, "saved-views", Area::Views, "choose a saved query to list"),
    (Action::NotSeen, "not-seen", Area::Views, "the feeds that have not had this story"),
    (Action::ToggleFlat, "flat", Area::Views, "articles one by one, or stories"),
    (Action::SortList, "sort", Area::Views, "choose the order"),
    (Action::Filter, "filter", Area::Views, "narrow the list by a query"),
    (Action::ToggleShowRead, "show-read", Area::Views, "show or hide read stories"),
    (Action::ShowNew, "show-new", Area::Views, "show the new stories that wait"),
    (Action::Search, "search", Area::Views, "search in this list, or in the article while keys go there"),
    (Action::SearchEverywhere, "search-everywhere", Area::Views, "search in everything that is cached, also from the line of a search"),
    (Action::OpenOriginal, "open-original", Area::Outside, "original in the browser; marks it read"),
    (Action::OpenOriginalAndNext, "open-original-and-next", Area::Outside, "the same, then the next unread story"),
    (Action::OpenAll, "open-all", Area::Outside, "the originals of all sources of this story in the browser"),
    (Action::OpenVia, "open-via", Area::Outside, "the discussion or aggregator in the browser"),
    (Action::CopyLink, "copy-link", Area::Outside, "copy the link"),
    (Action::CopyCitation, "copy-citation", Area::Outside, "copy \"title – publisher – link\""),
    (Action::Enclosures, "enclosures", Area::Outside, "audio, video and files of this article"),
    (Action::Save, "save", Area::Outside, "save the story, in the reader the article: Markdown, HTML, text or JSON"),
    (Action::SaveStory, "save-story", Area::Outside, "save the whole story side by side, also from the reader"),
    (Action::Pipe, "pipe", Area::Outside, "the article as Markdown into a program"),
    (Action::Bookmark, "bookmark", Area::Outside, "the article to the bookmark program of the settings"),
    (Action::RefreshFeed, "refresh-feed", Area::Feeds, "fetch the feed of this article"),
    (Action::RefreshAll, "refresh", Area::Feeds, "fetch all feeds"),
    (Action::AddFeed, "add", Area::Feeds, "add a feed or a site address"),
    (Action::ImportFeeds, "import", Area::Feeds, "import an OPML or newsboat urls file"),
    (Action::StarterSet, "starter-set", Area::Feeds, "choose from a starter set of feeds"),
    (Action::Sample, "sample", Area::Feeds, "the sample day, offline"),
    (Action::FeedManager, "feed-manager", Area::Feeds, "the feed list: names, tags, order, options"),
    (Action::RemoveFeed, "remove-feed", Area::Feeds, "in the feed list: take the feed off it"),
    (Action::Ledger, "ledger", Area::Feeds, "how feeds do, what fails, and what to do"),
    (Action::Palette, "palette", Area::Program, "everything there is to do, to choose from"),
    (Action::Macros, "macros", Area::Program, "a macro of yours: its key follows"),
    (Action::CommandLine, "command-line", Area::Program, "type a command: any name of this list"),
    (Action::Help, "help", Area::Program, "these keys"),
    (Action::Back, "back", Area::Program, "back; at the outermost level quit"),
    (Action::Cancel, "cancel", Area::Program, "cancel: prompt, search, full texts on their way, running refresh"),
    (Action::Quit, "quit", Area::Program, "quit at once"),
    (Action::Suspend, "suspend", Area::Program, "back to the shell until fg"),
    (Action::Redraw, "redraw", Area::Program, "draw the screen anew"),
];

/// Names that actions had before, which key configurations may still use.
const FORMER_NAMES: &[(&str, Action)] = &[("errors", Action::Ledger)];

impl Action {
    /// Every action, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.0)
    }

    /// The action that has, or had, that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = TABLE.iter().map(|entry| (entry.1, entry.0));
        let mut named = named.chain(FORMER_NAMES.iter().copied());
        named
            .find(|(known, _)| *known == name)
            .map(|(_, action)| action)
    }

    /// What configuration and command line call it.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// What it has to do with.
    pub fn area(self) -> Area {
        self.entry().2
    }

    /// What it does, in a few words.
    pub fn help(self) -> &'static str {
        self.entry().3
    }

    fn entry(self) -> &'static Entry {
        TABLE
            .iter()
            .find(|entry| entry.0 == self)
            .unwrap_or(&UNNAMED)
    }
}

/// Stands for a source number outside 1 to 9, which no key leads to.
const UNNAMED: Entry = (
    Action::Source(0),
    "source",
    Area::Reading,
    "a source of this story",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_action() {
        for action in Action::all() {
            assert_eq!(Action::from_name(action.name()), Some(action));
            assert!(!action.help().is_empty());
        }
    }

    #[test]
    fn no_two_actions_share_a_name() {
        let mut names: Vec<_> = Action::all().map(Action::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn a_former_name_is_understood_and_no_name_of_another_action() {
        assert_eq!(Action::from_name("errors"), Some(Action::Ledger));
        for (former, action) in FORMER_NAMES {
            assert_eq!(Action::from_name(former), Some(*action));
        }
    }
}
