//! Moving in the focused pane, and between panes.

use super::{Effects, selection};
use crate::app::{Pane, PaneWidths, State, view::rows_per_page};
use crate::model::{Action, Notice};

/// Columns that a key makes a pane wider by.
const STEP: u16 = 4;

/// Moves.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    match action {
        Action::FocusLeft => focus(state, -1),
        Action::FocusRight => focus(state, 1),
        Action::FocusNext => focus_round(state, 1),
        Action::FocusPrevious => focus_round(state, 2),
        Action::Zoom => state.zoomed = !state.zoomed,
        Action::NarrowerPane => widen(state, false, count, effects),
        Action::WiderPane => widen(state, true, count, effects),
        Action::ResetPanes => state.pane_widths = PaneWidths::default(),
        _ => match state.focus {
            Pane::Stories => move_in_list(state, action, count, effects),
            Pane::Reader => move_in_reader(state, action, count),
            Pane::Sources => move_in_sources(state, action, count),
        },
    }
}

/// Makes the focused pane wider or narrower; the article takes its columns from the list, then from
/// the sources.
fn widen(state: &mut State, wider: bool, count: Option<u32>, effects: &mut Effects) {
    let steps = u16::try_from(count.unwrap_or(1).clamp(1, 50)).unwrap_or(1);
    let before = state.geometry();
    // A pane that fills the window would be remembered as wide as that.
    if before.dividers().next().is_none() {
        return state.say(Notice::info("This pane has the whole width"), effects);
    }
    let by = |pane: Pane, wider: bool| {
        let width = before.pane(pane)?.width;
        let step = STEP * steps;
        Some(if wider {
            width.saturating_add(step)
        } else {
            width.saturating_sub(step)
        })
    };
    let beside: &[Pane] = match state.focus {
        Pane::Reader => &[Pane::Stories, Pane::Sources],
        Pane::Stories => &[Pane::Stories],
        Pane::Sources => &[Pane::Sources],
    };
    let wider_beside = wider != (state.focus == Pane::Reader);
    for pane in beside {
        if let Some(columns) = by(*pane, wider_beside) {
            state.set_pane_width(*pane, columns);
        }
        if state.geometry() != before {
            return;
        }
    }
    let text = if wider {
        "There is no room for more"
    } else {
        "This pane cannot be narrower"
    };
    state.say(Notice::info(text), effects);
}

impl State {
    /// Makes a pane so wide, as far as there is room; what it got is what is remembered.
    pub(super) fn set_pane_width(&mut self, pane: Pane, columns: u16) {
        let three = self.geometry().stories.is_some() && self.geometry().sources.is_some();
        if pane == Pane::Sources && three {
            self.pane_widths.sources = Some(columns);
            self.pane_widths.sources = self.geometry().sources.map(|pane| pane.width);
        } else {
            // Of two panes the one beside the article is as wide whichever it is.
            self.pane_widths.stories = Some(columns);
            let pane = self.geometry().stories.or(self.geometry().sources);
            self.pane_widths.stories = pane.map(|pane| pane.width);
        }
    }
}

const PANES: [Pane; 3] = [Pane::Stories, Pane::Reader, Pane::Sources];

fn pane_index(pane: Pane) -> usize {
    PANES.iter().position(|other| *other == pane).unwrap_or(0)
}

fn focus(state: &mut State, by: isize) {
    let index = pane_index(state.focus).saturating_add_signed(by).min(2);
    set_focus(state, PANES[index]);
}

fn focus_round(state: &mut State, by: usize) {
    set_focus(state, PANES[(pane_index(state.focus) + by) % 3]);
}

/// Lets the keys go to a pane; an article that is looked at on purpose counts as asked for.
pub fn set_focus(state: &mut State, pane: Pane) {
    state.focus = pane;
    if pane == Pane::Reader {
        engage(state);
    }
}

/// The article in the reader, or on its way there, is one the reader asked for.
pub fn engage(state: &mut State) {
    if state.reader.wanted.is_some() {
        state.waits.engaged = true;
    } else if let Some(shown) = &mut state.reader.shown {
        shown.engaged = true;
    }
}

/// Where a movement leads in a list of `length` rows, `page` of which are on the screen.
pub fn target(
    action: Action,
    count: Option<u32>,
    at: usize,
    length: usize,
    page: usize,
) -> Option<usize> {
    let last = length.checked_sub(1)?;
    let times = count.unwrap_or(1).max(1) as usize;
    let row = count.map(|count| (count.max(1) as usize) - 1);
    let on = |rows: usize| at.saturating_add(rows.saturating_mul(times));
    let back = |rows: usize| at.saturating_sub(rows.saturating_mul(times));
    let half = (page / 2).max(1);
    // A page keeps a row of the one before.
    let whole = page.saturating_sub(1).max(1);
    let row = match action {
        Action::Down => on(1),
        Action::Up => back(1),
        Action::Top => row.unwrap_or(0),
        Action::Bottom => row.unwrap_or(last),
        Action::HalfPageDown => on(half),
        Action::HalfPageUp => back(half),
        Action::PageDown => on(whole),
        Action::PageUp => back(whole),
        _ => return None,
    };
    Some(row.min(last))
}

fn move_in_list(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let page = list_page(state);
    let (at, length) = match &state.search {
        Some(search) => (search.cursor, search.hits.len()),
        None => (state.list.cursor, state.list.len()),
    };
    if let Some(row) = target(action, count, at, length, page).filter(|row| *row != at) {
        put_cursor(state, row);
        selection::follow(state, false, effects);
    }
}

/// Puts the cursor of the list, or of a live search, on a row.
pub fn put_cursor(state: &mut State, row: usize) {
    match &mut state.search {
        Some(search) => search.cursor = row,
        None => state.list.cursor = row,
    }
}

fn list_page(state: &State) -> usize {
    let geometry = state.geometry();
    let pane = geometry.stories.unwrap_or(geometry.body);
    let rows = pane.below(u16::from(!geometry.tiny));
    let one_line = match &state.search {
        Some(_) => geometry.tiny,
        None => state.has_lines(),
    };
    rows_per_page(state, rows.width, rows.height, one_line)
}

fn move_in_reader(state: &mut State, action: Action, count: Option<u32>) {
    let height = state.text_height();
    let Some(shown) = &mut state.reader.shown else {
        return;
    };
    let length = shown.last_scroll(height) + 1;
    if let Some(line) = target(action, count, shown.scroll, length, height) {
        shown.scroll = line;
        shown.engaged = true;
    }
}

fn move_in_sources(state: &mut State, action: Action, count: Option<u32>) {
    let height = usize::from(state.geometry().body.height);
    let places = state.source_places();
    if let Some(story) = &mut state.story
        && let Some(row) = target(action, count, story.cursor, places, height)
    {
        story.cursor = row;
    }
}
