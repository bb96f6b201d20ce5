//! Keys in a list to choose from.

use super::{Effects, movement, screens, views};
use crate::app::{PickerKind, Prompt, PromptKind, Screen, State, picker, popup};
use crate::model::{Action, View};

/// Does what an action says while something is chosen.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let body = state.geometry().body;
    let Screen::Picker(picker) = &mut state.screen else {
        return;
    };
    let length = picker.shown().len();
    let page = usize::from(popup(body, length).rows.height).max(1);
    match action {
        Action::Back | Action::Cancel if picker.filter.is_empty() => screens::close(state),
        Action::Back | Action::Cancel => picker.narrow(String::new()),
        Action::Search | Action::Filter => {
            let filter = picker.filter.clone();
            state.prompt = Some(Prompt::new(PromptKind::Pick, &filter));
        }
        Action::Open | Action::ReadOn | Action::FocusRight => choose(state, effects),
        // The key that opened an order chooses the next one.
        Action::SortList if picker.kind == PickerKind::Sorts => {
            picker.cursor.row = (picker.cursor.row + 1) % length.max(1);
            picker.cursor.follow(page);
        }
        _ => {
            if let Some(row) = movement::target(action, count, picker.cursor.row, length, page) {
                picker.cursor.row = row;
            }
            picker.cursor.follow(page);
        }
    }
}

/// Does what the row under the cursor says.
pub fn choose(state: &mut State, effects: &mut Effects) {
    let Screen::Picker(picker) = &state.screen else {
        return;
    };
    if let Some(choice) = picker.chosen().map(|row| row.choice.clone()) {
        state.prompt = None;
        state.show_panes();
        views::choose(state, choice, effects);
    }
}

/// Another text was typed.
pub fn narrow(state: &mut State, text: String) {
    if let Screen::Picker(picker) = &mut state.screen {
        picker.narrow(text);
    }
}

/// Up and Down while a line is typed.
pub fn step(state: &mut State, forward: bool) {
    let body = state.geometry().body;
    if let Screen::Picker(picker) = &mut state.screen {
        let length = picker.shown().len();
        picker.cursor.step(if forward { 1 } else { -1 }, length);
        picker
            .cursor
            .follow(usize::from(popup(body, length).rows.height));
    }
}

/// The tags are there: for the list, and for whoever types one.
pub fn take_tags(state: &mut State, tags: Vec<(String, u32)>) -> bool {
    state.tags = tags.iter().map(|(tag, _)| tag.clone()).collect();
    let current: View = state.list.view.clone();
    let lists = views::known_lists(state);
    match &mut state.screen {
        Screen::Picker(picker) if picker.kind == PickerKind::Tags => {
            picker.take(picker::tag_rows(tags, &current));
            true
        }
        Screen::Picker(picker) if picker.kind == PickerKind::Lists => {
            picker.take(lists);
            true
        }
        _ => false,
    }
}
