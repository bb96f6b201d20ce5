//! Which rows of the story list are on the screen. A row is its title on one to three lines and
//! a line of figures; before the first row of a day, and always at the top, stands the day.

use crate::app::{State, words};
use crate::layout::{truncate_to_cells, wrap_line};
use crate::model::{Sort, StoryRow, View};

/// Cells before a title: cursor, state, blank.
pub const INDENT: u16 = 3;
/// Columns below which a title may take three lines instead of two.
const NARROW: u16 = 48;

/// Something that stands in the list, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEntry {
    /// The day of the rows below.
    Day(String),
    /// A story.
    Row {
        /// Where it stands in the list.
        index: usize,
        /// Its title, broken for the pane; empty while it is not loaded.
        title: Vec<String>,
    },
}

/// The entries from the first visible row until the pane is full; the last may reach beyond it.
pub fn list_window(state: &State, width: u16, height: u16, one_line: bool) -> Vec<ListEntry> {
    let list = &state.list;
    let mut entries = Vec::new();
    let mut used = 0;
    for index in list.top..list.len() {
        if used >= usize::from(height) {
            break;
        }
        if let Some(day) = day_above(state, index) {
            used += 1;
            entries.push(ListEntry::Day(day));
        }
        let title = title_lines(list.row(index), width, one_line);
        used += row_lines(title.len(), one_line);
        entries.push(ListEntry::Row { index, title });
    }
    entries
}

/// Moves the first visible row so that the row of the cursor is on the screen as a whole.
pub fn keep_cursor_visible(state: &mut State, width: u16, height: u16, one_line: bool) {
    let cursor = state.list.cursor;
    if cursor <= state.list.top {
        state.list.top = cursor;
        return;
    }
    let mut top = cursor;
    let mut used = lines_of(state, cursor, width, one_line);
    while top > state.list.top {
        // The first visible row always has its day above it.
        let day_above_top = usize::from(shows_days(state));
        let had_day = usize::from(day_changes(state, top));
        let more = lines_of(state, top - 1, width, one_line) + had_day;
        if used + more + day_above_top > usize::from(height) {
            break;
        }
        used += more;
        top -= 1;
    }
    state.list.top = top;
}

/// Lines of a hit: title, passage on one line or two, source.
pub fn hit_lines(width: u16, one_line: bool) -> u16 {
    match (one_line, width < NARROW) {
        (true, _) => 1,
        (false, true) => 4,
        (false, false) => 3,
    }
}

/// The same for the hits of a search.
pub fn keep_hit_visible(state: &mut State, width: u16, height: u16, one_line: bool) {
    let per_hit = usize::from(hit_lines(width, one_line));
    if let Some(search) = &mut state.search {
        let fit = (usize::from(height) / per_hit).max(1);
        let last_top = (search.cursor + 1).saturating_sub(fit);
        search.top = search.top.min(search.cursor).max(last_top);
    }
}

/// Rows on a page, at least one.
pub fn rows_per_page(state: &State, width: u16, height: u16, one_line: bool) -> usize {
    if state.search.is_some() {
        let per_hit = usize::from(hit_lines(width, one_line));
        return (usize::from(height) / per_hit).max(1);
    }
    let entries = list_window(state, width, height, one_line);
    let rows = entries
        .iter()
        .filter(|entry| matches!(entry, ListEntry::Row { .. }))
        .count();
    rows.max(1)
}

fn title_lines(row: Option<&StoryRow>, width: u16, one_line: bool) -> Vec<String> {
    let Some(row) = row else { return Vec::new() };
    let most = if width < NARROW { 3 } else { 2 };
    let indent = if one_line { INDENT } else { INDENT + 1 };
    let width = usize::from(width.saturating_sub(indent)).max(1);
    if one_line {
        return vec![truncate_to_cells(&row.title, width)];
    }
    let mut lines = wrap_line(&row.title, width);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(truncate_to_cells(&rest, width));
    }
    if lines.is_empty() {
        lines.push(row.lead_source.clone());
    }
    lines
}

fn lines_of(state: &State, index: usize, width: u16, one_line: bool) -> usize {
    let title = title_lines(state.list.row(index), width, one_line);
    row_lines(title.len(), one_line)
}

/// A row that is not loaded is taken to have a short title.
fn row_lines(title_lines: usize, one_line: bool) -> usize {
    if one_line { 1 } else { title_lines.max(1) + 1 }
}

fn shows_days(state: &State) -> bool {
    let list = &state.list;
    let by_time = matches!(list.sort, Sort::Top | Sort::New) || list.view == View::History;
    by_time && !state.geometry().tiny
}

fn day_above(state: &State, index: usize) -> Option<String> {
    let first = index == state.list.top && shows_days(state);
    if !first && !day_changes(state, index) {
        return None;
    }
    let row = state.list.row(index)?;
    Some(words::day(
        state.now,
        row.last_published,
        state.offset_seconds,
    ))
}

fn day_changes(state: &State, index: usize) -> bool {
    if !shows_days(state) || index == 0 {
        return false;
    }
    let day = |index| {
        let row = state.list.row(index)?;
        Some(words::day(
            state.now,
            row.last_published,
            state.offset_seconds,
        ))
    };
    match (day(index - 1), day(index)) {
        (Some(before), Some(here)) => before != here,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Screen;

    fn cursor_is_shown(state: &State, width: u16, height: u16) -> bool {
        let mut used = 0;
        for entry in list_window(state, width, height, false) {
            match entry {
                ListEntry::Day(_) => used += 1,
                ListEntry::Row { index, title } => {
                    used += row_lines(title.len(), false);
                    if index == state.list.cursor {
                        return used <= usize::from(height);
                    }
                }
            }
        }
        false
    }

    #[test]
    fn the_row_of_the_cursor_is_whole_wherever_it_moves() {
        let mut screen = Screen::with_stories(60);
        for cursor in [0, 5, 20, 59, 58, 30, 31, 0] {
            screen.state.list.cursor = cursor;
            keep_cursor_visible(&mut screen.state, 34, 20, false);
            assert!(cursor_is_shown(&screen.state, 34, 20), "row {cursor}");
        }
    }

    #[test]
    fn the_day_of_the_first_row_is_always_said() {
        let mut screen = Screen::with_stories(60);
        screen.state.list.top = 17;
        screen.state.list.cursor = 18;
        let entries = list_window(&screen.state, 34, 20, false);
        assert!(matches!(entries.first(), Some(ListEntry::Day(_))));
    }
}
