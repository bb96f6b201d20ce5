//! A list to choose from, over the panes: feeds, tags, saved queries, orders.

use crate::app::Cursor;
use crate::config::KeyMap;
use crate::model::{Action, FeedSummary, NotSeen, QuietFeed, Sort, View};

/// A saved query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What the reader calls it.
    pub name: String,
    /// What it finds, as written.
    pub query: String,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picker {
    /// What is listed.
    pub kind: PickerKind,
    /// All rows; none until they are known.
    pub rows: Option<Vec<PickerRow>>,
    /// Words that rows must hold.
    pub filter: String,
    /// Among the rows that hold them.
    pub cursor: Cursor,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// Everything that can be listed.
    Lists,
    /// The reader's feeds.
    Feeds,
    /// Tags of feeds and of the reader's own.
    Tags,
    /// Saved queries.
    Saved,
    /// Orders of the list.
    Sorts,
    /// Feeds that have not had the story.
    NotSeen,
}

impl PickerKind {
    /// What stands over the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Lists => "Lists",
            Self::Feeds => "Feeds",
            Self::Tags => "Tags",
            Self::Saved => "Saved queries",
            Self::Sorts => "Order",
            Self::NotSeen => "Not seen in",
        }
    }
}

/// A row to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickerRow {
    /// What it is called.
    pub text: String,
    /// More about it, at the right.
    pub note: String,
    /// Something in it is unread.
    pub unread: bool,
    /// It is what is listed now.
    pub current: bool,
    /// What choosing it does.
    pub choice: Choice,
}

/// What choosing a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Lists this.
    View(View),
    /// Lists in this order; chosen again, from its end.
    Sort(Sort),
}

impl Picker {
    /// A list whose rows are known, with the cursor on what is listed now.
    pub fn new(kind: PickerKind, rows: Option<Vec<PickerRow>>) -> Self {
        let mut picker = Self {
            kind,
            rows: None,
            filter: String::new(),
            cursor: Cursor::default(),
        };
        if let Some(rows) = rows {
            picker.take(rows);
        }
        picker
    }

    /// Takes the rows.
    pub fn take(&mut self, rows: Vec<PickerRow>) {
        if self.rows.is_none() {
            self.cursor.row = rows.iter().position(|row| row.current).unwrap_or(0);
        }
        self.rows = Some(rows);
    }

    /// The rows that hold every word of the filter.
    pub fn shown(&self) -> Vec<&PickerRow> {
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let holds = |row: &&PickerRow| {
            let text = row.text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.rows.iter().flatten().filter(holds).collect()
    }

    /// Narrows the rows; the cursor stands on the first of them.
    pub fn narrow(&mut self, filter: String) {
        self.filter = filter;
        self.cursor = Cursor::default();
    }

    /// The row the cursor stands on.
    pub fn chosen(&self) -> Option<&PickerRow> {
        self.shown().get(self.cursor.row).copied()
    }
}

/// Lists that are always there, with the action that leads to each.
const ALWAYS: [(View, Action, &str); 6] = [
    (View::All, Action::ViewAll, "All"),
    (View::Unread, Action::ViewUnread, "Unread"),
    (View::Starred, Action::ViewStarred, "Starred"),
    (View::Followed, Action::ViewFollowed, "Followed"),
    (View::Muted, Action::ViewMuted, "Muted"),
    (View::History, Action::ViewHistory, "History"),
];

/// Rows of everything that can be listed: what is always there, saved queries, tags, feeds.
pub fn list_rows(
    keys: &KeyMap,
    saved: &[SavedView],
    tags: &[String],
    feeds: &[FeedSummary],
    current: &View,
) -> Vec<PickerRow> {
    let always = ALWAYS.into_iter().map(|(view, action, name)| PickerRow {
        text: name.to_owned(),
        note: keys.hint(action),
        unread: true,
        current: *current == view,
        choice: Choice::View(view),
    });
    let tags = tags.iter().map(|tag| {
        let view = View::Tag(tag.clone());
        PickerRow {
            text: format!("#{tag}"),
            note: String::new(),
            unread: false,
            current: *current == view,
            choice: Choice::View(view),
        }
    });
    let saved = saved_rows(saved, current).into_iter();
    let feeds = feed_rows(feeds, current);
    always.chain(saved).chain(tags).chain(feeds).collect()
}

/// Rows of feeds: those with unread articles first, otherwise as in the feed list.
pub fn feed_rows(feeds: &[FeedSummary], current: &View) -> Vec<PickerRow> {
    let row = |feed: &FeedSummary| PickerRow {
        text: feed.title.clone(),
        note: format!("{}/{}", feed.unread, feed.items),
        unread: feed.unread > 0,
        current: *current == View::Feed(feed.id),
        choice: Choice::View(View::Feed(feed.id)),
    };
    let (unread, read): (Vec<_>, Vec<_>) = feeds.iter().map(row).partition(|row| row.unread);
    unread.into_iter().chain(read).collect()
}

/// Rows of feeds that have not had a story: with how many of those alike they had.
pub fn quiet_rows(not_seen: &NotSeen) -> Vec<PickerRow> {
    let row = |feed: &QuietFeed| PickerRow {
        text: feed.title.clone(),
        note: format!("had {} of {} alike", feed.had, not_seen.alike),
        unread: true,
        current: false,
        choice: Choice::View(View::Feed(feed.id)),
    };
    not_seen.feeds.iter().map(row).collect()
}

/// Rows of tags.
pub fn tag_rows(tags: Vec<(String, u32)>, current: &View) -> Vec<PickerRow> {
    let row = |(tag, unread): (String, u32)| PickerRow {
        note: format!("{unread} unread"),
        unread: unread > 0,
        current: *current == View::Tag(tag.clone()),
        choice: Choice::View(View::Tag(tag.clone())),
        text: tag,
    };
    tags.into_iter().map(row).collect()
}

/// Rows of saved queries.
pub fn saved_rows(saved: &[SavedView], current: &View) -> Vec<PickerRow> {
    let row = |saved: &SavedView| PickerRow {
        text: saved.name.clone(),
        note: saved.query.clone(),
        unread: false,
        current: *current == View::Saved(saved.name.clone()),
        choice: Choice::View(View::Saved(saved.name.clone())),
    };
    saved.iter().map(row).collect()
}

/// Rows of orders.
pub fn sort_rows(current: Sort, reversed: bool) -> Vec<PickerRow> {
    let row = |sort: Sort| {
        let is_current = sort == current;
        let note = match (is_current, reversed) {
            (true, false) => "once more: from its end",
            (true, true) => "from its end; once more: from its beginning",
            (false, _) => "",
        };
        PickerRow {
            text: format!("{}: {}", sort.name(), sort.help()),
            note: note.to_owned(),
            unread: true,
            current: is_current,
            choice: Choice::Sort(sort),
        }
    };
    Sort::ALL.into_iter().map(row).collect()
}
