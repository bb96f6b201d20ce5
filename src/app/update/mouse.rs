//! The mouse: a click selects, a click on what is selected opens, the wheel scrolls what it is over.

use super::{
    Effects, act, article, grouping, macros, movement, outside, palette, prompt, reading, screens,
    selection, sheets,
};
use crate::app::{
    Border, Gesture, ListEntry, Mouse, Pane, Pending, PromptKind, Screen, Spot, State, list_window,
};
use crate::config::{Code, Key};
use crate::model::{Action, Notice};

/// Lines that a step of the wheel moves a text by.
const LINES: u32 = 3;

/// Takes what the mouse did.
pub fn take(state: &mut State, mouse: Mouse, effects: &mut Effects) {
    match mouse.gesture {
        Gesture::Release => state.dragged = None,
        Gesture::Drag => drag(state, mouse.column),
        Gesture::WheelUp => wheel(state, mouse, false, effects),
        Gesture::WheelDown => wheel(state, mouse, true, effects),
        Gesture::Click | Gesture::MiddleClick | Gesture::RightClick => {
            state.waits.filling = false;
            state.pending = Pending::default();
            state.next_notice(effects);
            article::end_hints(state);
            match mouse.gesture {
                Gesture::RightClick => back(state, effects),
                Gesture::MiddleClick => open_original(state, mouse, effects),
                _ => click(state, mouse, effects),
            }
        }
    }
}

fn drag(state: &mut State, column: u16) {
    if let Some(border) = state.dragged {
        state.put_border(border, column);
    }
}

/// One step out; the program is not left by a slip of the hand.
fn back(state: &mut State, effects: &mut Effects) {
    if state.prompt.is_some() {
        return escape(state, effects);
    }
    let outermost = match state.screen {
        Screen::Welcome(_) => true,
        Screen::Main => {
            let inside = state.zoomed || state.search.is_some() || !state.detour.is_empty();
            state.focus == Pane::Stories && !inside && state.is_home()
        }
        _ => false,
    };
    if outermost {
        let key = state.keys.hint(Action::Back);
        let notice = Notice::info("There is nothing to go back to");
        return state.say(notice.with_hint(format!("{key} leaves newsfold")), effects);
    }
    act(state, Action::Back, None, effects);
}

fn escape(state: &mut State, effects: &mut Effects) {
    prompt::press(state, Key::plain(Code::Esc), effects);
}

fn click(state: &mut State, mouse: Mouse, effects: &mut Effects) {
    if let Some(kind) = state.prompt.as_ref().map(|prompt| prompt.kind) {
        match (kind, mouse.spot) {
            (_, Some(Spot::Completion(index))) => return prompt::choose(state, index, effects),
            (PromptKind::Palette, Some(Spot::Item(row))) => {
                palette::point(state, row);
                return palette::submit(state, effects);
            }
            (PromptKind::Merge, Some(Spot::Item(row))) => {
                grouping::point(state, row);
                return prompt::press(state, Key::plain(Code::Enter), effects);
            }
            // What was found stays to be clicked on.
            (PromptKind::Pick, Some(Spot::Item(_))) => state.prompt = None,
            (PromptKind::Search | PromptKind::Find | PromptKind::Filter, _) => {
                prompt::press(state, Key::plain(Code::Enter), effects);
            }
            _ => return escape(state, effects),
        }
    }
    match mouse.spot {
        Some(Spot::Action(action)) => act(state, action, None, effects),
        Some(Spot::Macro(index)) => macros::run(state, index, effects),
        Some(Spot::Item(row)) => click_item(state, row, effects),
        Some(Spot::Popup | Spot::Completion(_)) | None => {}
        Some(Spot::Link(link)) if state.reads_page() => {
            let link = state
                .shown()
                .and_then(|shown| shown.document.links.get(link.0));
            if let Some(url) = link.map(|link| link.url.clone()) {
                outside::open(state, Some(url), effects);
            }
        }
        // Beside a popup: it is closed.
        Some(_) if !matches!(state.screen, Screen::Main) => {
            act(state, Action::Cancel, None, effects);
        }
        Some(Spot::Pane(pane)) => movement::set_focus(state, pane),
        Some(Spot::Story(row)) => click_story(state, row, effects),
        Some(Spot::Source(row)) => click_source(state, row, effects),
        Some(Spot::Link(link)) if state.focus == Pane::Reader => {
            let shown = state.reader.shown.as_ref();
            let link = shown.and_then(|shown| shown.document.links.get(link.0));
            if let Some(url) = link.map(|link| link.url.clone()) {
                outside::open(state, Some(url), effects);
            }
        }
        Some(Spot::Link(_)) => movement::set_focus(state, Pane::Reader),
        Some(Spot::Border(border)) => state.dragged = Some(border),
    }
}

fn click_story(state: &mut State, row: usize, effects: &mut Effects) {
    state.focus = Pane::Stories;
    if row == list_cursor(state) {
        return act(state, Action::Open, None, effects);
    }
    movement::put_cursor(state, row);
    selection::follow(state, false, effects);
}

fn click_source(state: &mut State, row: usize, effects: &mut Effects) {
    // The frame that was clicked on may have had more of them.
    let row = row.min(state.source_places().saturating_sub(1));
    let Some(story) = &mut state.story else {
        return;
    };
    let selected = std::mem::replace(&mut story.cursor, row) == row;
    state.focus = Pane::Sources;
    if selected {
        act(state, Action::Open, None, effects);
    }
}

fn list_cursor(state: &State) -> usize {
    let search = state.search.as_ref();
    search.map_or(state.list.cursor, |search| search.cursor)
}

/// A click on a row of what fills the screen or lies over the panes.
fn click_item(state: &mut State, row: usize, effects: &mut Effects) {
    let cursor = match &mut state.screen {
        Screen::Help(help) => {
            let line = help.lines(&state.keys).into_iter().nth(row);
            if let Some(action) = line.and_then(|line| line.action()) {
                screens::close(state);
                act(state, action, None, effects);
            }
            return;
        }
        Screen::Starter(starter) => {
            starter.cursor.row = row;
            starter.toggle();
            return;
        }
        Screen::Choosing(choosing) => {
            choosing.cursor.row = row;
            choosing.toggle();
            return;
        }
        Screen::Sheet(_) => return sheets::click(state, row, effects),
        Screen::Ledger(cursor)
        | Screen::Welcome(cursor)
        | Screen::Outline(cursor)
        | Screen::Links(cursor) => cursor,
        Screen::Enclosures(enclosures) => &mut enclosures.cursor,
        Screen::Picker(picker) => &mut picker.cursor,
        Screen::Feeds(manager) => manager.options.as_mut().unwrap_or(&mut manager.cursor),
        _ => return,
    };
    // What waits to be chosen from is chosen at once, a feed only by a second click.
    let selected = std::mem::replace(&mut cursor.row, row) == row;
    let is_feed = match &state.screen {
        Screen::Feeds(manager) => manager.options.is_none(),
        screen => matches!(screen, Screen::Ledger(_)),
    };
    if selected || !is_feed {
        act(state, Action::Open, None, effects);
    }
}

/// The original of what the mouse points at, else of what is shown.
fn open_original(state: &mut State, mouse: Mouse, effects: &mut Effects) {
    if state.prompt.is_some() {
        return;
    }
    match mouse.spot {
        Some(Spot::Story(row)) => {
            state.focus = Pane::Stories;
            movement::put_cursor(state, row);
            selection::follow(state, false, effects);
        }
        Some(Spot::Source(row)) => {
            state.focus = Pane::Sources;
            let row = row.min(state.source_places().saturating_sub(1));
            if let Some(story) = &mut state.story {
                story.cursor = row;
            }
        }
        Some(Spot::Link(link)) => {
            let shown = state.reader.shown.as_ref();
            let link = shown.and_then(|shown| shown.document.links.get(link.0));
            if let Some(url) = link.map(|link| link.url.clone()) {
                outside::open(state, Some(url), effects);
            }
            return;
        }
        _ => {}
    }
    act(state, Action::OpenOriginal, None, effects);
}

fn wheel(state: &mut State, mouse: Mouse, down: bool, effects: &mut Effects) {
    match state.prompt.as_ref().map(|prompt| prompt.kind) {
        Some(PromptKind::Palette) => {
            // No row is jumped over.
            let rows = palette::page(state).min(LINES as usize).cast_signed();
            return palette::step(state, if down { rows } else { -rows });
        }
        Some(PromptKind::Merge) => return grouping::step(state, down),
        _ => {}
    }
    let action = if down { Action::Down } else { Action::Up };
    match (&state.screen, mouse.pane) {
        (Screen::Main, Some(Pane::Stories)) => wheel_list(state, down, effects),
        (Screen::Main, Some(Pane::Reader)) => {
            let scroll = if down {
                Action::ScrollDown
            } else {
                Action::ScrollUp
            };
            reading::act(state, scroll, Some(LINES), effects);
        }
        (Screen::Main, Some(Pane::Sources)) => {
            let last = state.source_places().saturating_sub(1);
            if let Some(story) = &mut state.story {
                let by = if down { 1 } else { -1 };
                story.cursor = story.cursor.saturating_add_signed(by).min(last);
            }
        }
        (Screen::Main, None) => {}
        (Screen::Help(_), _) => screens::act(state, action, Some(LINES), effects),
        _ => screens::act(state, action, None, effects),
    }
}

/// Moves the view by a story, which is about three lines; the cursor stays in it.
fn wheel_list(state: &mut State, down: bool, effects: &mut Effects) {
    let cursor = list_cursor(state);
    if let Some(search) = &state.search {
        let last = search.hits.len().saturating_sub(1);
        let by = if down { 1 } else { -1 };
        let row = cursor.saturating_add_signed(by).min(last);
        return go_to(state, cursor, row, effects);
    }
    let geometry = state.geometry();
    let Some(pane) = geometry.stories else {
        return;
    };
    let rows = pane.below(u16::from(!geometry.tiny));
    let one_line = state.has_lines();
    let visible = |state: &State| whole_rows(state, rows.width, rows.height, one_line);
    let at_end = visible(state).is_none_or(|(_, last)| last + 1 >= state.list.len());
    let step = if one_line { LINES as usize } else { 1 };
    if down && !at_end {
        state.list.top += step;
    } else if !down {
        state.list.top = state.list.top.saturating_sub(step);
    }
    if let Some((first, last)) = visible(state) {
        go_to(state, cursor, cursor.clamp(first, last), effects);
    }
}

fn go_to(state: &mut State, from: usize, row: usize, effects: &mut Effects) {
    if row != from {
        movement::put_cursor(state, row);
        selection::follow(state, false, effects);
    }
}

/// First and last row that are on the screen as a whole.
fn whole_rows(state: &State, width: u16, height: u16, one_line: bool) -> Option<(usize, usize)> {
    let mut used = 0;
    let mut rows = None;
    for entry in list_window(state, width, height, one_line) {
        let ListEntry::Row { index, title } = entry else {
            used += 1;
            continue;
        };
        used += if one_line { 1 } else { title.len().max(1) + 1 };
        if used > usize::from(height) && rows.is_some() {
            break;
        }
        rows = Some((rows.map_or(index, |(first, _)| first), index));
    }
    rows
}

impl State {
    /// Puts a border at a column, as far as the panes allow.
    fn put_border(&mut self, border: Border, column: u16) {
        let width = self.size.0;
        let columns = match border {
            Border::Stories => column,
            Border::Sources => width.saturating_sub(column + 1),
        };
        let pane = match border {
            Border::Stories => Pane::Stories,
            Border::Sources => Pane::Sources,
        };
        self.set_pane_width(pane, columns);
    }
}
