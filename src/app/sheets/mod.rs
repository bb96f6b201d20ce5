//! What is said of a whole story over the panes: facts against sources, the brief, the timeline.
//! Their lines are made here, so that they can be scrolled and tested without a screen.

mod brief;
mod changed;
mod facts;
mod timeline;

use crate::app::{Cells, Cursor, OpenStory, Sign, State, count, popup};
use crate::compare::{Comparison, Statement};
use crate::config::Glyphs;
use crate::model::{Action, ArticleId, Member};

/// Columns from which a sheet has a table and not a list.
const TABLE: usize = 76;
/// Columns of the cursor before an item.
const CURSOR: usize = 2;
/// The widest a text may be; a table takes what there is.
const WIDEST_TABLE: u16 = 156;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Figures, names and quotes against the sources.
    Facts,
    /// Sentences of the sources that tell the story.
    Brief,
    /// When what was reported.
    Timeline,
    /// What changed in an article, or in the story, since it was read.
    Changed,
}

/// A sheet that is open, and where in it one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetView {
    /// Which one.
    pub kind: SheetKind,
    /// The article that it is about, where it is not about the story.
    pub about: Option<ArticleId>,
    /// The item under the cursor, and the first line on the screen.
    pub cursor: Cursor,
    /// The source that the cursor stands on in a table, by its place among its columns; of changes
    /// the page.
    pub column: usize,
}

/// How a piece of a line stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Running text.
    Text,
    /// What matters less.
    Dim,
    /// What stands over others.
    Heading,
    /// What the cursor stands on.
    Chosen,
    /// What needs attention.
    Warning,
    /// A sign.
    Sign(Sign),
    /// Words that came.
    Added,
    /// Words that went.
    Removed,
}

/// A line of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetLine {
    /// The item it is of.
    pub item: Option<usize>,
    /// What stands before a line of running text, in columns of its own.
    pub gutter: Option<(&'static str, Part)>,
    /// What it says.
    pub pieces: Vec<(String, Part)>,
    /// What stands at its right edge.
    pub right: String,
    /// The rest of it is a rule.
    pub ruled: bool,
}

impl SheetLine {
    /// A line of one piece.
    pub fn new(text: impl Into<String>, part: Part) -> Self {
        Self {
            pieces: vec![(text.into(), part)],
            ..Self::default()
        }
    }

    /// The line as one of an item.
    pub fn of(self, item: usize) -> Self {
        Self {
            item: Some(item),
            ..self
        }
    }
}

/// Where an item leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The article.
    pub article: ArticleId,
    /// A sentence of it, word for word; without one its beginning.
    pub sentence: Option<String>,
}

/// The lines of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What stands over it.
    pub title: String,
    /// Why there is nothing, and what can be done.
    pub empty: Vec<String>,
    /// Lines above the others that stay.
    pub head: Vec<SheetLine>,
    /// The lines.
    pub lines: Vec<SheetLine>,
    /// Lines below the others that stay, their rule included.
    pub below: Vec<SheetLine>,
    /// Where its items lead.
    pub passages: Vec<Passage>,
    /// The columns of the item under the cursor that hold something, from left to right.
    pub filled: Vec<usize>,
}

/// Where the parts of a sheet stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetPlace {
    /// All of it, its frame included.
    pub area: Cells,
    /// Its title.
    pub title: Cells,
    /// Lines that stay above.
    pub head: Cells,
    /// Its lines.
    pub rows: Cells,
    /// Lines that stay below.
    pub below: Cells,
}

impl SheetKind {
    /// The sheet that an action opens.
    pub fn of(action: Action) -> Option<Self> {
        match action {
            Action::Facts => Some(Self::Facts),
            Action::Brief => Some(Self::Brief),
            Action::Timeline => Some(Self::Timeline),
            Action::Changed => Some(Self::Changed),
            _ => None,
        }
    }

    /// The action that opens it.
    pub fn action(self) -> Action {
        match self {
            Self::Facts => Action::Facts,
            Self::Brief => Action::Brief,
            Self::Timeline => Action::Timeline,
            Self::Changed => Action::Changed,
        }
    }
}

impl SheetView {
    /// A sheet from its beginning.
    pub fn new(kind: SheetKind) -> Self {
        Self {
            kind,
            about: None,
            cursor: Cursor::default(),
            column: if kind == SheetKind::Changed {
                changed::FIRST
            } else {
                0
            },
        }
    }

    /// Columns that its lines have on a screen.
    pub fn width(self, body: Cells) -> usize {
        usize::from(frame(body, self.kind, 1).rows.width)
    }

    /// Moves the first visible line so that the item under the cursor is on the screen.
    pub fn follow(&mut self, sheet: &Sheet, height: usize) {
        let last = sheet.passages.len().saturating_sub(1);
        self.cursor.row = self.cursor.row.min(last);
        let of_item = |line: &SheetLine| line.item == Some(self.cursor.row);
        let first = sheet.lines.iter().position(of_item).unwrap_or(0);
        let end = sheet.lines.iter().rposition(of_item).unwrap_or(first);
        // What stands over the item is seen with it.
        let above = sheet.lines[..first.min(sheet.lines.len())].iter();
        let titles = above.rev().take_while(|line| line.item.is_none()).count();
        let first = first.saturating_sub(titles.min(height / 2));
        // Below the last item may be a word on all of them.
        let end = if self.cursor.row == last {
            sheet.lines.len().saturating_sub(1)
        } else {
            end
        };
        let lowest = (end + 1).saturating_sub(height.max(1));
        self.cursor.top = self.cursor.top.max(lowest).min(first);
    }
}

/// The popup of a sheet of so many lines.
fn frame(body: Cells, kind: SheetKind, lines: usize) -> crate::app::Popup {
    let mut place = popup(body, lines);
    if kind == SheetKind::Facts {
        let margin = if body.width > place.area.width { 4 } else { 0 };
        let width = body.width.saturating_sub(margin).min(WIDEST_TABLE);
        let more = width.saturating_sub(place.area.width);
        place.area.x = body.x + (body.width - width) / 2;
        place.area.width += more;
        for cells in [&mut place.title, &mut place.rows] {
            cells.x = place.area.x + 2;
            cells.width += more;
        }
    }
    place
}

impl Sheet {
    /// Where it stands.
    pub fn place(&self, body: Cells, kind: SheetKind) -> SheetPlace {
        let lines = self.head.len() + self.lines.len() + self.below.len();
        let lines = lines.max(self.empty.len() + 2);
        let frame = frame(body, kind, lines);
        let rows_of = |lines: &[SheetLine]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let head = rows_of(&self.head).min(frame.rows.height);
        let rest = frame.rows.below(head);
        // On a low screen the lines matter more than what is below them.
        let below = rows_of(&self.below).min(rest.height / 2);
        SheetPlace {
            area: frame.area,
            title: frame.title,
            head: Cells {
                height: head,
                ..frame.rows
            },
            rows: rest.above_last(below),
            below: rest.below(rest.height - below),
        }
    }

    /// Lines that are on the screen at once.
    pub fn page(&self, body: Cells, kind: SheetKind) -> usize {
        usize::from(self.place(body, kind).rows.height).max(1)
    }
}

impl State {
    /// The lines of a sheet.
    pub fn sheet(&self, view: SheetView, glyphs: &Glyphs) -> Sheet {
        let width = view.width(self.geometry().body).max(8);
        let Some(story) = &self.story else {
            return Sheet {
                title: title(view.kind).to_owned(),
                empty: vec!["No story is open".to_owned()],
                ..Sheet::default()
            };
        };
        match view.kind {
            SheetKind::Facts => facts::sheet(self, story, view, width, glyphs),
            SheetKind::Brief => brief::sheet(self, story, view, width, glyphs),
            SheetKind::Timeline => timeline::sheet(self, story, view, width, glyphs),
            SheetKind::Changed => changed::sheet(self, story, view, width, glyphs),
        }
    }
}

impl SheetView {
    /// The page of changes after, or before, the open one; `None` where there is none.
    pub fn other_page(self, state: &State, forward: bool) -> Option<usize> {
        let is_changed = self.kind == SheetKind::Changed;
        is_changed
            .then(|| changed::step(state, self, forward))
            .flatten()
    }

    /// The article whose changes up to its newest text are all there.
    pub fn shows_newest(self, state: &State) -> Option<ArticleId> {
        let is_changed = self.kind == SheetKind::Changed;
        is_changed
            .then(|| changed::shows_newest(state, self))
            .flatten()
    }
}

fn title(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Facts => "Facts",
        SheetKind::Brief => "Brief",
        SheetKind::Timeline => "Timeline",
        SheetKind::Changed => "Changed",
    }
}

/// Why there is nothing to compare yet, or at all.
fn nothing_yet(state: &State, story: &OpenStory) -> Option<Vec<String>> {
    match story.members.as_slice() {
        [] => Some(vec!["This story has no article".to_owned()]),
        [member] => Some(vec![format!(
            "Only {} so far: nothing to compare",
            member.source
        )]),
        _ if state.compared().is_none() => Some(vec!["Comparing …".to_owned()]),
        _ => None,
    }
}

/// An article that was compared, as the sources panel has it.
struct Source<'a> {
    /// Its place in the comparison.
    account: usize,
    /// Its number.
    number: usize,
    member: &'a Member,
}

/// The compared articles that are members, in the order of the sources panel.
fn sources<'a>(story: &'a OpenStory, compared: &Comparison) -> Vec<Source<'a>> {
    let members = story.members.iter().enumerate();
    let found = members.filter_map(|(at, member)| {
        let mut articles = compared.articles.iter();
        let account = articles.position(|article| article.article == member.article)?;
        Some(Source {
            account,
            number: at + 1,
            member,
        })
    });
    found.collect()
}

/// A sentence of an article.
fn statement(compared: &Comparison, account: usize, statement: usize) -> Option<&Statement> {
    let article = compared.articles.get(account)?;
    article.account.statements.get(statement)
}

fn plural(number: usize, noun: &str) -> String {
    count(u32::try_from(number).unwrap_or(u32::MAX), noun)
}
