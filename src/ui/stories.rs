//! The story list. A story of one source looks like a plain article; figures stand only where
//! there is something to count.

use super::{
    columns::{self, field_paint, field_text},
    highlights::{lit_lines, pieces},
    paint::{Canvas, Fact},
};
use crate::app::{Cells, ListEntry, Pane, Spot, State, clock, count, list_window, view_title};
use crate::config::{Paint, RowField, Theme};
use crate::layout::wrap_line;
use crate::model::{Action, StoryRow, View};

/// Draws the list into a pane.
pub fn draw(canvas: &mut Canvas<'_>, pane: Cells, state: &State, tiny: bool) {
    if !tiny {
        draw_header(canvas, pane, state);
    }
    let rows = pane.below(u16::from(!tiny));
    if state.list.is_empty() {
        return draw_empty(canvas, rows, state);
    }
    let mut used = 0;
    let one_line = state.has_lines();
    for entry in list_window(state, rows.width, rows.height, one_line) {
        let cells = rows.below(used);
        let row = match &entry {
            ListEntry::Row { index, .. } => Some(*index),
            ListEntry::Day(_) => None,
        };
        let height = match entry {
            ListEntry::Day(day) => draw_day(canvas, cells, &day),
            ListEntry::Row { index, title } if tiny => {
                draw_line(canvas, cells, state, index, &title)
            }
            ListEntry::Row { index, .. } if one_line => draw_columns(canvas, cells, state, index),
            ListEntry::Row { index, title } => draw_row(canvas, cells, state, index, &title),
        };
        if let Some(index) = row {
            let height = height.min(cells.height);
            canvas.spot(Cells { height, ..cells }, Spot::Story(index));
        }
        used += height;
    }
    if !tiny && state.geometry().reader.is_none() {
        draw_preview(canvas, rows.below(used), state);
    }
}

/// Lines of a summary below the list.
const PREVIEW: usize = 4;
/// Columns of such a line.
const PREVIEW_WIDTH: u16 = 80;

/// What the story under the cursor is about, where the list leaves room for it and no article
/// stands beside it.
fn draw_preview(canvas: &mut Canvas<'_>, room: Cells, state: &State) {
    let lead = state.list.row(state.list.cursor).map(|row| row.lead);
    let member = state.selected_members().zip(lead);
    let Some(member) = member.and_then(|(story, lead)| story.member(lead)) else {
        return;
    };
    let inner = room.inset(3, 1);
    let width = usize::from(inner.width.min(PREVIEW_WIDTH)).max(1);
    let lines = wrap_line(&member.summary, width);
    let lines = &lines[..lines.len().min(PREVIEW)];
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    if rows == 0 || room.height < rows.saturating_add(2) {
        return;
    }
    let top = room.height - rows;
    let (rule, text) = (room.row(top - 1).inset(1, 1), canvas.theme.text);
    canvas.rule(rule);
    for (row, line) in (top..).zip(lines) {
        canvas.write(inner.row(row), line, text);
    }
}

fn draw_header(canvas: &mut Canvas<'_>, pane: Cells, state: &State) {
    let dim = canvas.theme.dim;
    let (unread, all) = (state.list.unread(), state.list.len());
    let figures = match state.list.range() {
        _ if state.list.is_empty() || !state.list.complete => String::new(),
        Some(range) => format!("{} of {all} selected", range.count()),
        None => format!("unread {unread}/{all}"),
    };
    let focused = state.focus == Pane::Stories;
    let name = canvas.header(pane, &view_title(state), focused, &[(&figures, dim)]);
    canvas.spot(name, Spot::Action(Action::Lists));
}

fn draw_day(canvas: &mut Canvas<'_>, cells: Cells, day: &str) -> u16 {
    let line = cells.row(0).inset(1, 1);
    let dim = canvas.theme.dim;
    let sign = canvas.theme.glyphs.horizontal;
    let used = canvas.write_pieces(line, &[(sign, dim), (" ", dim), (day, dim), (" ", dim)]);
    canvas.rule(line.inset(used, 0));
    1
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    index: usize,
    title: &[String],
) -> u16 {
    let Some(row) = state.list.row(index) else {
        return 2;
    };
    draw_signs(canvas, cells, state, index, row);
    let text = cells.inset(3, 1);
    let paint = title_paint(canvas.theme, state, index, row);
    let mut line = 0;
    let highlight = canvas.theme.highlight;
    for (part, lit) in title.iter().zip(lit_lines(state, &row.title, title)) {
        canvas.write_pieces(text.row(line), &pieces(part, &lit, paint, highlight));
        line += 1;
    }
    draw_figures(canvas, text.row(line), state, row);
    line + 1
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    index: usize,
    title: &[String],
) -> u16 {
    let Some(row) = state.list.row(index) else {
        return 1;
    };
    draw_signs(canvas, cells, state, index, row);
    let paint = title_paint(canvas.theme, state, index, row);
    let highlight = canvas.theme.highlight;
    for (part, lit) in title
        .iter()
        .zip(lit_lines(state, &row.title, title))
        .take(1)
    {
        canvas.write_pieces(
            cells.row(0).inset(3, 0),
            &pieces(part, &lit, paint, highlight),
        );
    }
    1
}

fn draw_signs(canvas: &mut Canvas<'_>, cells: Cells, state: &State, index: usize, row: &StoryRow) {
    let line = cells.row(0);
    let selected = state
        .list
        .range()
        .is_some_and(|range| range.contains(&index));
    if selected && index != state.list.cursor {
        canvas.write(line, canvas.theme.glyphs.selected, canvas.theme.accent);
    }
    if index == state.list.cursor {
        let focused = state.focus == Pane::Stories;
        let paint = if focused {
            canvas.theme.accent
        } else {
            canvas.theme.dim
        };
        canvas.write(line, canvas.theme.glyphs.cursor, paint);
        if focused && state.prompt.is_none() {
            canvas.place_cursor(line, 0);
        }
    }
    let (sign, paint) = sign(canvas.theme, row);
    canvas.write(line.inset(1, 0), sign, paint);
}

/// The sign of a story's state, and its paint.
fn sign(theme: &Theme, row: &StoryRow) -> (&'static str, Paint) {
    if row.muted {
        // What is folded away is neither read nor to be read.
        (" ", theme.dim)
    } else if row.changed > 0 {
        (theme.glyphs.changed, theme.changed)
    } else if row.unread > 0 {
        (theme.glyphs.unread, theme.unread)
    } else {
        (theme.glyphs.read, theme.dim)
    }
}

fn title_paint(theme: &Theme, state: &State, index: usize, row: &StoryRow) -> Paint {
    let paint = match (index == state.list.cursor, row.unread > 0 && !row.muted) {
        (true, _) => theme.title,
        (false, true) => theme.text,
        (false, false) => theme.read_title,
    };
    paint.of_title(row.derived_title)
}

/// A row as a line of columns.
fn draw_columns(canvas: &mut Canvas<'_>, cells: Cells, state: &State, index: usize) -> u16 {
    if let Some(row) = state.list.row(index) {
        draw_signs(canvas, cells, state, index, row);
        let title = title_paint(canvas.theme, state, index, row);
        columns::draw(canvas, cells.row(0).inset(3, 1), state, row, title);
    }
    1
}

/// How long a figure stays where there is little room.
fn field_weight(field: RowField) -> u8 {
    match field {
        RowField::Sources | RowField::Source => 6,
        RowField::Star | RowField::Followed | RowField::Muted => 5,
        RowField::New | RowField::NewToYou => 4,
        RowField::Age | RowField::Time | RowField::Date => 3,
        RowField::Unread => 2,
        RowField::Origins | RowField::Articles | RowField::Minutes | RowField::Words => 1,
        RowField::Tags | RowField::Title => 0,
    }
}

/// "5 src · 4 origins · 3 unread · +2 new · 3h", or the source of a single article and its age.
fn draw_figures(canvas: &mut Canvas<'_>, line: Cells, state: &State, row: &StoryRow) {
    let theme = canvas.theme;
    let mut facts = Vec::new();
    for field in state.rows.figures.fields() {
        // A story of one source says which.
        let field = match field {
            RowField::Sources if row.sources < 2 => RowField::Source,
            RowField::Origins if row.sources < 2 => RowField::Articles,
            field => field,
        };
        if let Some(text) = field_text(theme, state, row, field) {
            let paint = field_paint(theme, field, theme.dim);
            facts.push(Fact::new(text, paint, field_weight(field)));
        }
    }
    canvas.write_facts(line, facts);
}

fn draw_empty(canvas: &mut Canvas<'_>, cells: Cells, state: &State) {
    if !state.list.loaded {
        return;
    }
    let (text, dim) = (canvas.theme.text, canvas.theme.dim);
    let key = |action| state.keys.hint(action);
    let dot = canvas.theme.glyphs.dot;
    let all = format!("{} shows all", key(Action::ViewAll));
    let nothing = String::new();
    let (title, why, what) = match (&state.list.view, state.list.hide_read) {
        _ if state.list.filter.is_some() => (
            "Nothing here answers the filter",
            state
                .list
                .filter
                .as_ref()
                .map_or(nothing, |filter| filter.text.clone()),
            format!(
                "{} changes it {dot} {} takes it away",
                key(Action::Filter),
                key(Action::Cancel)
            ),
        ),
        (View::Starred, _) => (
            "Nothing starred",
            nothing,
            format!("{} stars a story {dot} {all}", key(Action::ToggleStar)),
        ),
        (View::Followed, _) => (
            "You follow no story",
            nothing,
            format!("{} follows one {dot} {all}", key(Action::ToggleFollow)),
        ),
        (View::Muted, _) => (
            "Nothing is muted",
            nothing,
            format!("{} folds a story away {dot} {all}", key(Action::ToggleMute)),
        ),
        (View::History, _) => (
            "You have read nothing yet",
            nothing,
            format!("What you read will stand here {dot} {all}"),
        ),
        (View::Unread, _) => (
            "All read",
            last_refresh(state),
            format!("{all} {dot} {} fetches", key(Action::RefreshAll)),
        ),
        (_, true) => (
            "All read",
            last_refresh(state),
            format!("{} shows what is read too", key(Action::ToggleShowRead)),
        ),
        (View::All, false) => no_stories(state),
        (View::Feed(_), false) => (
            "Nothing of this feed is in the cache",
            nothing,
            format!("{} says how it does {dot} {all}", key(Action::Ledger)),
        ),
        (View::Tag(_), false) => ("Nothing has this tag any more", nothing, all),
        (View::Saved(_), false) => ("Nothing answers this query", nothing, all),
    };
    canvas.write_message(cells, &[&[(title, text)], &[(&why, dim)], &[(&what, dim)]]);
}

fn last_refresh(state: &State) -> String {
    state.refreshed_at.map_or_else(String::new, |at| {
        format!("Last refresh {}", clock(at, state.offset_seconds))
    })
}

fn no_stories(state: &State) -> (&'static str, String, String) {
    let (all, add) = (
        state.keys.hint(Action::RefreshAll),
        state.keys.hint(Action::AddFeed),
    );
    match state.refresh {
        Some(progress) if progress.total > 0 => (
            "The first stories are on their way",
            format!("{} of {} feeds fetched", progress.done, progress.total),
            String::new(),
        ),
        Some(_) => (
            "The first stories are on their way",
            String::new(),
            String::new(),
        ),
        None if state.failing() > 0 => (
            "No stories yet",
            format!(
                "{} failing",
                count(u32::try_from(state.failing()).unwrap_or(u32::MAX), "feed")
            ),
            format!("{} says why", state.keys.hint(Action::Ledger)),
        ),
        None => (
            "No stories yet",
            format!("{all} fetches all feeds"),
            format!("{add} adds a feed"),
        ),
    }
}
