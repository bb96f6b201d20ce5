//! What fills the screen in the place of the three panes: help, the ledger, the welcome of the
//! first start, the starter set; and what lies over the panes.

use std::path::PathBuf;

use crate::app::{
    Choosing, Enclosures, FeedManager, Merging, Output, Palette, Picker, Pictures, SheetView,
    WebPage, Why,
};
use crate::config::{Glyphs, KeyMap, StarterFeed};
use crate::model::{Action, Area, FeedState, FeedSummary};

/// What fills the screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Screen {
    /// The three panes.
    #[default]
    Main,
    /// What the keys do.
    Help(Help),
    /// How feeds and hosts are doing.
    Ledger(Cursor),
    /// The first start.
    Welcome(Cursor),
    /// The starter set.
    Starter(Starter),
    /// Over the panes: why articles are one story.
    Why(Why),
    /// Over the panes: the story to merge this one with.
    Merging(Merging),
    /// Over what was there: the feeds of an address.
    Choosing(Choosing),
    /// Over the panes: the pictures of the article.
    Pictures(Pictures),
    /// Over the panes: what comes with the article.
    Enclosures(Enclosures),
    /// Over the panes: the headings of the article.
    Outline(Cursor),
    /// Over the panes: the links of the article.
    Links(Cursor),
    /// The feed list, to change it.
    Feeds(FeedManager),
    /// A page that no feed has brought.
    Page(WebPage),
    /// Over the panes: what a program said.
    Output(Output),
    /// Over the panes: everything there is to do.
    Palette(Palette),
    /// Over the panes: what is said of a whole story.
    Sheet(SheetView),
    /// Over the panes: something to choose from.
    Picker(Picker),
}

/// A cursor in a list that is not part of the state of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Index of the row it stands on.
    pub row: usize,
    /// Index of the first row on the screen.
    pub top: usize,
}

impl Cursor {
    /// Moves by rows and stays in a list of that length.
    pub fn step(&mut self, rows: isize, length: usize) {
        let last = length.saturating_sub(1);
        self.row = self.row.saturating_add_signed(rows).min(last);
    }

    /// Moves the first visible row so that the cursor is among `height` rows of one line.
    pub fn follow(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self
            .top
            .min(self.row)
            .max((self.row + 1).saturating_sub(height));
    }
}

/// The help and what it is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// Words that lines must hold.
    pub filter: String,
    /// Index of the first line on the screen.
    pub top: usize,
}

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// Between two areas.
    Blank,
    /// The title of an area.
    Title(&'static str),
    /// An action.
    Action {
        /// Its keys, with blanks between.
        keys: String,
        /// Its name on the command line.
        name: &'static str,
        /// What it does.
        help: &'static str,
    },
    /// A sign that stands before stories and sources.
    Sign {
        /// Which one.
        sign: Sign,
        /// What it says.
        help: &'static str,
    },
}

/// A sign that stands before stories and sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Not read.
    Unread,
    /// Not read, and seen to its end.
    NothingNew,
    /// Read.
    Read,
    /// Changed since it was read.
    Changed,
    /// Starred.
    Star,
    /// Followed.
    Followed,
    /// Repeats another article.
    Copy,
    /// Cited by the article.
    Cited,
    /// Fails.
    Failed,
}

const SIGNS: &[(Sign, &str)] = &[
    (Sign::Unread, "unread"),
    (Sign::NothingNew, "unread, and seen to its end before"),
    (Sign::Read, "read"),
    (Sign::Changed, "changed since it was read"),
    (Sign::Star, "starred: kept for good"),
    (Sign::Followed, "a story you follow"),
    (Sign::Copy, "a copy of the article above it"),
    (
        Sign::Cited,
        "cited by the article, no article of your feeds",
    ),
    (Sign::Failed, "what fails; the key ! says more"),
];

impl Sign {
    /// The sign itself.
    pub fn glyph(self, glyphs: &Glyphs) -> &'static str {
        match self {
            Self::Unread => glyphs.unread,
            Self::NothingNew => glyphs.nothing_new,
            Self::Read => glyphs.read,
            Self::Changed => glyphs.changed,
            Self::Star => glyphs.star,
            Self::Followed => glyphs.followed,
            Self::Copy => glyphs.copy,
            Self::Cited => glyphs.cited,
            Self::Failed => glyphs.failed,
        }
    }
}

impl HelpLine {
    /// The action that the line is about.
    pub fn action(&self) -> Option<Action> {
        match self {
            Self::Action { name, .. } => Action::from_name(name),
            _ => None,
        }
    }
}

impl Help {
    /// The lines that hold every word of the filter.
    pub fn lines(&self, keys: &KeyMap) -> Vec<HelpLine> {
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let mut lines = Vec::new();
        let mut area: Option<Area> = None;
        // The nine sources are one line until one of them is looked for.
        let is_shown =
            |action: &Action| !matches!(action, Action::Source(2..)) || !words.is_empty();
        for action in Action::all().filter(is_shown) {
            let line = help_line(action, keys, words.is_empty());
            if !words
                .iter()
                .all(|word| holds(&line, action.area(), word, &self.filter))
            {
                continue;
            }
            if area != Some(action.area()) {
                if area.is_some() {
                    lines.push(HelpLine::Blank);
                }
                area = Some(action.area());
                lines.push(HelpLine::Title(action.area().title()));
            }
            lines.push(line);
        }
        let signs = SIGNS.iter().filter(|(_, help)| {
            let is_in =
                |word: &&str| help.contains(*word) || SIGNS_TITLE.to_lowercase().contains(*word);
            words.iter().all(is_in)
        });
        let signs: Vec<HelpLine> = signs
            .map(|(sign, help)| HelpLine::Sign { sign: *sign, help })
            .collect();
        if !signs.is_empty() {
            lines.extend((!lines.is_empty()).then_some(HelpLine::Blank));
            lines.push(HelpLine::Title(SIGNS_TITLE));
            lines.extend(signs);
        }
        lines
    }
}

/// What stands over the signs.
const SIGNS_TITLE: &str = "Signs";

fn help_line(action: Action, keys: &KeyMap, folded: bool) -> HelpLine {
    let shown = match action {
        Action::Source(1) if folded => {
            format!("{} to {}", keys.hint(action), keys.hint(Action::Source(9)))
        }
        _ => keys.keys_of(action).join(" "),
    };
    HelpLine::Action {
        keys: shown,
        name: action.name(),
        help: action.help(),
    }
}

/// Words are looked for in any case, a key as it is written.
fn holds(line: &HelpLine, area: Area, word: &str, typed: &str) -> bool {
    let HelpLine::Action { keys, name, help } = line else {
        return false;
    };
    name.contains(word)
        || help.to_lowercase().contains(word)
        || area.title().to_lowercase().contains(word)
        || keys.split(' ').any(|key| key == typed.trim())
}

/// A list of feeds that was found on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundList {
    /// Where it is.
    pub path: PathBuf,
    /// Feeds in it.
    pub feeds: usize,
}

/// A row of the welcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WelcomeRow {
    /// Add a feed or a site address.
    Add,
    /// Import a file that was found.
    ImportFound(FoundList),
    /// Import a file that is asked for.
    Import,
    /// Choose from the starter set.
    StarterSet,
    /// The sample day.
    Sample,
}

/// The rows of the welcome.
pub fn welcome_rows(found: &[FoundList]) -> Vec<WelcomeRow> {
    let mut rows = vec![WelcomeRow::Add];
    rows.extend(found.iter().cloned().map(WelcomeRow::ImportFound));
    rows.extend([
        WelcomeRow::Import,
        WelcomeRow::StarterSet,
        WelcomeRow::Sample,
    ]);
    rows
}

/// The starter set: tags to choose by, and below each its feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// Where the cursor stands, in rows.
    pub cursor: Cursor,
    /// The rows, top to bottom.
    pub rows: Vec<StarterRow>,
}

/// A row of the starter set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StarterRow {
    /// A region or topic; choosing it chooses all feeds below it.
    Group(String),
    /// A feed.
    Feed {
        /// Its name.
        title: String,
        /// Its address.
        url: String,
        /// Whether it will be added.
        chosen: bool,
    },
}

impl Starter {
    /// The set with the first choice chosen. A feed stands below the first of its tags.
    pub fn new(feeds: &[StarterFeed]) -> Self {
        let group_of = |feed: &StarterFeed| feed.tags.first().cloned().unwrap_or_default();
        let mut groups: Vec<String> = Vec::new();
        for feed in feeds {
            let group = group_of(feed);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let mut rows = Vec::new();
        for group in groups {
            rows.push(StarterRow::Group(group.clone()));
            rows.extend(
                feeds
                    .iter()
                    .filter(|feed| group_of(feed) == group)
                    .map(|feed| StarterRow::Feed {
                        title: feed.title.clone(),
                        url: feed.url.clone(),
                        chosen: feed.first,
                    }),
            );
        }
        Self {
            cursor: Cursor::default(),
            rows,
        }
    }

    /// Chooses or leaves out the feed under the cursor, or all feeds below a group.
    pub fn toggle(&mut self) {
        let range = self.feeds_of_row(self.cursor.row);
        let all = range.clone().all(|row| self.is_chosen(row));
        for row in range {
            if let Some(StarterRow::Feed { chosen, .. }) = self.rows.get_mut(row) {
                *chosen = !all;
            }
        }
    }

    /// Addresses of the chosen feeds.
    pub fn chosen(&self) -> Vec<String> {
        self.rows
            .iter()
            .filter_map(|row| match row {
                StarterRow::Feed {
                    url, chosen: true, ..
                } => Some(url.clone()),
                _ => None,
            })
            .collect()
    }

    /// How many feeds below a group are chosen, and how many there are.
    pub fn group_counts(&self, row: usize) -> (usize, usize) {
        let range = self.feeds_of_row(row);
        (
            range.clone().filter(|row| self.is_chosen(*row)).count(),
            range.len(),
        )
    }

    fn is_chosen(&self, row: usize) -> bool {
        matches!(
            self.rows.get(row),
            Some(StarterRow::Feed { chosen: true, .. })
        )
    }

    fn feeds_of_row(&self, row: usize) -> std::ops::Range<usize> {
        match self.rows.get(row) {
            Some(StarterRow::Group(_)) => {
                let rest = &self.rows[row + 1..];
                let end = rest
                    .iter()
                    .position(|row| matches!(row, StarterRow::Group(_)));
                row + 1..row + 1 + end.unwrap_or(rest.len())
            }
            Some(StarterRow::Feed { .. }) => row..row + 1,
            None => row..row,
        }
    }
}

/// The feeds that fail, the longest failing first.
pub fn failing(feeds: &[FeedSummary]) -> Vec<&FeedSummary> {
    let mut failing: Vec<&FeedSummary> = feeds
        .iter()
        .filter(|feed| matches!(feed.state, FeedState::Failing | FeedState::Dead))
        .collect();
    failing.sort_by_key(|feed| (feed.error.as_ref().map(|error| error.2), feed.id));
    failing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(title: &str, tag: &str, first: bool) -> StarterFeed {
        StarterFeed {
            url: format!("https://{title}.example/feed"),
            title: title.to_owned(),
            publisher: None,
            tags: vec![tag.to_owned()],
            first,
        }
    }

    #[test]
    fn choosing_a_group_chooses_all_its_feeds_and_again_none() {
        let mut starter = Starter::new(&[
            feed("a", "world", true),
            feed("b", "world", false),
            feed("c", "tech", false),
        ]);
        assert_eq!(starter.chosen(), ["https://a.example/feed"]);
        starter.toggle();
        assert_eq!(starter.group_counts(0), (2, 2));
        assert_eq!(starter.chosen().len(), 2);
        starter.toggle();
        assert!(starter.chosen().is_empty());
        starter.cursor.row = 4;
        starter.toggle();
        assert_eq!(starter.chosen(), ["https://c.example/feed"]);
    }

    #[test]
    fn help_is_narrowed_by_words_names_and_keys() {
        let keys = KeyMap::default();
        let names = |filter: &str| -> Vec<&str> {
            let help = Help {
                filter: filter.to_owned(),
                top: 0,
            };
            help.lines(&keys)
                .into_iter()
                .filter_map(|line| match line {
                    HelpLine::Action { name, .. } => Some(name),
                    HelpLine::Title(_) | HelpLine::Blank | HelpLine::Sign { .. } => None,
                })
                .collect()
        };
        assert_eq!(names("aggregator"), ["open-via"]);
        assert_eq!(names("next unread story o"), names("NEXT unread story o"));
        assert!(names("Q").contains(&"quit"));
        assert!(names("no such thing").is_empty());
        assert!(names("").len() > 50);
    }
}
