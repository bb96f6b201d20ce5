//! A line that the reader types into: words to search, a command, an address, a path.

use tui_input::{Input, InputRequest};

use crate::app::{Completing, Target};
use crate::config::{Code, FeedOption, Key};
use crate::model::{Action, StoryId, controls_text};
use crate::query::{self, QueryError};

/// Letters that a line has at the most.
const LONGEST: usize = 4_000;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// Words to search for.
    Search,
    /// Words to look for in the article.
    Find,
    /// A command.
    Command,
    /// A feed or site address.
    Add,
    /// A file to import.
    Import,
    /// Words that help lines must hold.
    HelpFilter,
    /// Words of the headline of a story to merge with.
    Merge,
    /// A file to save the article in.
    Save,
    /// A file to save the story in.
    SaveStory,
    /// Letters of something to do.
    Palette,
    /// A program that gets the article.
    Pipe,
    /// A query that narrows the list.
    Filter,
    /// Words that rows of a list to choose from must hold.
    Pick,
    /// Tags of an article.
    Tag,
    /// Words of articles that are to be muted.
    MuteWords,
    /// An option of a feed.
    Feed(FeedOption),
}

impl PromptKind {
    /// What its lines are called where they are remembered over starts; `None` where they are not.
    pub fn remembered_as(self) -> Option<&'static str> {
        Some(match self {
            Self::Search => "search",
            Self::Command => "command",
            Self::Add => "add",
            Self::Import => "import",
            Self::Save => "save",
            Self::SaveStory => "save-story",
            Self::Pipe => "pipe",
            Self::Filter => "filter",
            _ => return None,
        })
    }

    /// The kind whose lines are remembered under a name.
    pub fn from_remembered(name: &str) -> Option<Self> {
        let kinds = [
            Self::Search,
            Self::Command,
            Self::Add,
            Self::Import,
            Self::Save,
            Self::SaveStory,
            Self::Pipe,
            Self::Filter,
        ];
        kinds
            .into_iter()
            .find(|kind| kind.remembered_as() == Some(name))
    }

    /// Whether names of the cache may stand in its lines.
    pub fn takes_names(self) -> bool {
        matches!(self, Self::Search | Self::Filter | Self::Command)
    }

    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Search | Self::Find => "/",
            Self::Command => ":",
            Self::Add => "Feed or site address: ",
            Self::Import => "OPML or urls file: ",
            Self::HelpFilter => "/",
            Self::Merge => "Merge with: ",
            Self::Save => "Save article as: ",
            Self::SaveStory => "Save story as: ",
            Self::Palette => "> ",
            Self::Pipe => "Pipe to: ",
            Self::Filter => "Filter: ",
            Self::Pick => "/",
            Self::MuteWords => "Mute articles with: ",
            Self::Tag | Self::Feed(FeedOption::Tags) => "Tags: ",
            Self::Feed(FeedOption::Title) => "Name: ",
            Self::Feed(FeedOption::Publisher) => "Publisher: ",
            Self::Feed(FeedOption::Interval) => "Fetch every: ",
            Self::Feed(FeedOption::UserAgent) => "User agent: ",
            Self::Feed(_) => "on or off: ",
        }
    }

    /// What stands in the line while it is empty.
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Search => "words in titles and texts",
            Self::Find => "words in this article",
            Self::Command => "a command; Tab completes",
            Self::Add => "example.org",
            Self::Import => "~/feeds.opml",
            Self::HelpFilter => "a key, a name or a word",
            Self::Merge => "words of a headline; Enter merges",
            Self::Save => "~/article.md, or .html, .txt, .json",
            Self::SaveStory => "~/story.md, or .html, .txt, .json",
            Self::Pipe => "a program and its arguments, as in: wc -w",
            Self::Palette => "letters of what you want to do; Enter does it",
            Self::Filter => "words, feed: tag: source: is:unread sources:>3 since:2d …",
            Self::Pick => "words of a name",
            Self::MuteWords => "words, or any query: title:lottery source:\"The Gazette\"",
            Self::Tag => "later, energy; none takes them away",
            Self::Feed(FeedOption::Title) => "the feed's own name",
            Self::Feed(FeedOption::Tags) => "news, local",
            Self::Feed(FeedOption::Interval) => "30m, 2h, 1d; empty: as often as it is worth it",
            Self::Feed(_) => "empty: the default",
        }
    }
}

/// A line being typed.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// Where in the remembered lines Up and Down stand, counted from the newest; `None` is the
    /// line being typed.
    pub recalled: Option<usize>,
    /// What Tab goes through.
    pub completing: Option<Completing>,
    /// What tags are given to, as of when the line was opened.
    pub tagging: Option<Tagging>,
    input: Input,
}

/// What tags are given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagging {
    /// The articles.
    pub target: Target,
    /// The tags that stood in the line at first.
    pub known: Vec<String>,
    /// Stories whose rows they touch.
    pub stories: Vec<StoryId>,
}

/// What a key did to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The text is another one.
    Changed,
    /// At most the cursor moved.
    Same,
}

impl Prompt {
    /// A line that begins with some text.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            recalled: None,
            completing: None,
            tagging: None,
            input: Input::new(text.to_owned()),
        }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Why the line is not understood, and where, if it is a query.
    pub fn error(&self) -> Option<QueryError> {
        match self.kind {
            PromptKind::Filter | PromptKind::MuteWords => query::parse(self.text()).err(),
            PromptKind::Search => query::parse_typed(self.text()).err(),
            _ => None,
        }
    }

    /// Puts another text in the place of what was typed.
    pub fn set_text(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Puts the cursor before the letter at a byte of the text.
    pub fn set_cursor(&mut self, byte: usize) {
        let letters = self.text().char_indices().take_while(|(at, _)| *at < byte);
        let letters = letters.count();
        self.input.handle(InputRequest::SetCursor(letters));
    }

    /// The byte of the text that the cursor stands before.
    pub fn cursor(&self) -> usize {
        let mut letters = self.text().char_indices();
        let at = letters.nth(self.input.cursor());
        at.map_or(self.text().len(), |(at, _)| at)
    }

    /// The part of the text that fits a width in cells, and the cell of the cursor in it.
    pub fn visible(&self, width: usize) -> (&str, usize) {
        let scroll = self.input.visual_scroll(width.saturating_sub(1));
        let mut skipped = 0;
        let first = self.text().char_indices().find(|(_, letter)| {
            let shown = skipped >= scroll;
            skipped += unicode_width::UnicodeWidthChar::width(*letter).unwrap_or(0);
            shown
        });
        let from = first.map_or(self.text().len(), |(at, _)| at);
        (
            &self.text()[from..],
            self.input.visual_cursor().saturating_sub(scroll),
        )
    }

    /// Puts pasted text at the cursor; line breaks become blanks. Gives whether all of it has room.
    pub fn paste(&mut self, text: &str) -> bool {
        let blank = |letter: char| if letter.is_whitespace() { ' ' } else { letter };
        let letters = text.trim().chars().map(blank);
        let mut letters = letters.filter(|letter| !controls_text(*letter));
        let room = LONGEST.saturating_sub(self.text().chars().count());
        let pasted: String = letters.by_ref().take(room).collect();
        let (before, after) = self.text().split_at(self.cursor());
        let (line, cursor) = (
            format!("{before}{pasted}{after}"),
            self.input.cursor() + pasted.chars().count(),
        );
        self.input = Input::new(line).with_cursor(cursor);
        (self.recalled, self.completing) = (None, None);
        letters.next().is_none()
    }

    /// Edits the line as shells do.
    pub fn edit(&mut self, key: Key) -> Typed {
        let before = self.text().to_owned();
        let is_full = before.chars().count() >= LONGEST;
        match request(key) {
            Some(InputRequest::InsertChar(letter)) if is_full || controls_text(letter) => {}
            Some(request) => drop(self.input.handle(request)),
            None => {}
        }
        if self.text() == before {
            self.completing = None;
            Typed::Same
        } else {
            self.recalled = None;
            self.completing = None;
            Typed::Changed
        }
    }
}

fn request(key: Key) -> Option<InputRequest> {
    let request = match (key.code, key.ctrl, key.alt) {
        (Code::Char(letter), false, false) => InputRequest::InsertChar(letter),
        (Code::Backspace, false, false) => InputRequest::DeletePrevChar,
        (Code::Backspace, ..) | (Code::Char('w'), true, false) => InputRequest::DeletePrevWord,
        (Code::Delete, ..) | (Code::Char('d'), true, false) => InputRequest::DeleteNextChar,
        (Code::Left, false, false) | (Code::Char('b'), true, false) => InputRequest::GoToPrevChar,
        (Code::Right, false, false) | (Code::Char('f'), true, false) => InputRequest::GoToNextChar,
        (Code::Left, ..) | (Code::Char('b'), false, true) => InputRequest::GoToPrevWord,
        (Code::Right, ..) | (Code::Char('f'), false, true) => InputRequest::GoToNextWord,
        (Code::Home, ..) | (Code::Char('a'), true, false) => InputRequest::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, false) => InputRequest::GoToEnd,
        (Code::Char('u'), true, false) => InputRequest::DeleteFromStart,
        (Code::Char('k'), true, false) => InputRequest::DeleteTillEnd,
        _ => return None,
    };
    Some(request)
}

/// Commands that take a word after their name, with what that word is.
pub const COMMANDS_WITH_WORDS: &[(&str, &str)] = &[
    ("add", "ADDRESS"),
    ("import", "FILE"),
    ("read", "ADDRESS"),
    ("save", "FILE"),
    ("save-story", "FILE"),
    ("search", "WORDS"),
    (
        "sort",
        "top, new, sources, unread, length, feed or title; -new from its end",
    ),
    ("filter", "QUERY"),
    ("save-view", "NAME"),
    ("forget-view", "NAME"),
    ("tag", "TAGS, with commas between"),
    (
        "view",
        "all, unread, starred, followed, muted, history, a feed, #TAG, a saved query",
    ),
    (
        "theme",
        "terminal, auto, light, dark, contrast, paper or night",
    ),
];

/// Names of commands that begin with what was typed, then those that hold it.
pub fn completions(typed: &str) -> Vec<&'static str> {
    if typed.contains(' ') {
        return Vec::new();
    }
    let mut names: Vec<&'static str> = Action::all().map(Action::name).collect();
    names.push("read");
    names.extend(["theme", "view", "save-view", "forget-view"]);
    names.sort_unstable();
    let (begin, others): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| name.starts_with(typed));
    let hold = others.into_iter().filter(|name| name.contains(typed));
    begin.into_iter().chain(hold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_edited_as_in_a_shell() {
        let mut prompt = Prompt::new(PromptKind::Search, "two words");
        assert_eq!(
            prompt.edit(Key {
                ctrl: true,
                ..Key::char('w')
            }),
            Typed::Changed
        );
        assert_eq!(prompt.text(), "two ");
        assert_eq!(prompt.edit(Key::plain(Code::Left)), Typed::Same);
        prompt.edit(Key::char('x'));
        assert_eq!(prompt.text(), "twox ");
    }

    #[test]
    fn a_pasted_text_stays_one_line() {
        let mut prompt = Prompt::new(PromptKind::Add, "");
        prompt.paste(" https://a.example/\nfeed\u{1b}[31m ");
        assert_eq!(prompt.text(), "https://a.example/ feed[31m");
    }

    #[test]
    fn a_pasted_text_stands_at_the_cursor_and_turns_nothing_round() {
        let mut prompt = Prompt::new(PromptKind::Tag, "sea, ");
        prompt.edit(Key::plain(Code::Home));
        assert!(prompt.paste("\u{202e}b\u{2067}ay\u{200f}, \u{fc}"));
        assert_eq!(prompt.text(), "bay, \u{fc}sea, ");
        assert_eq!(prompt.cursor(), "bay, \u{fc}".len());
        assert_eq!(prompt.edit(Key::char('\u{202e}')), Typed::Same);
    }

    #[test]
    fn a_line_has_an_end_whatever_is_pasted_or_typed() {
        let mut prompt = Prompt::new(PromptKind::Search, "fire");
        assert!(!prompt.paste(&"smoke ".repeat(2_000_000)));
        assert_eq!(prompt.text().chars().count(), LONGEST);
        assert_eq!(prompt.edit(Key::char('x')), Typed::Same);
        assert_eq!(prompt.edit(Key::plain(Code::Backspace)), Typed::Changed);
        assert_eq!(prompt.edit(Key::char('x')), Typed::Changed);
        assert!(!prompt.paste("yz"));
    }

    #[test]
    fn names_that_begin_alike_come_before_those_that_hold_it() {
        let names = completions("read");
        assert_eq!(&names[..3], ["read", "read-back", "read-on"]);
        assert!(names.contains(&"toggle-read"));
        assert!(completions("add x").is_empty());
    }
}
