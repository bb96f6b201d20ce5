//! Which stories are listed, and when the list is made anew.

use super::{Effects, article, search};
use crate::app::{Effect, Pane, Sort, State, View, state::Select};
use crate::model::{Action, Notice};

/// Does what an action of the views area says.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    match action {
        Action::ViewAll => view(state, View::All, effects),
        Action::ViewUnread => view(state, View::Unread, effects),
        Action::ViewStarred => view(state, View::Starred, effects),
        Action::ToggleShowRead => toggle_read_rows(state, effects),
        Action::ShowNew => show_new(state, effects),
        // A search is one in what the keys go to.
        Action::Search if article::searches_here(state) => article::open_find(state),
        Action::Search => search::open(state),
        _ => {}
    }
}

fn view(state: &mut State, view: View, effects: &mut Effects) {
    state.list.view = view;
    state.focus = Pane::Stories;
    reload(state, Select::Same, effects);
}

/// Another order; the cursor stays on its story.
pub fn sort(state: &mut State, sort: Sort, effects: &mut Effects) {
    state.list.sort = sort;
    reload(state, Select::Same, effects);
}

fn toggle_read_rows(state: &mut State, effects: &mut Effects) {
    state.list.hide_read = !state.list.hide_read;
    let text = if state.list.hide_read {
        "Read stories are hidden"
    } else {
        "Read stories are shown"
    };
    let key = state.keys.hint(Action::ToggleShowRead);
    state.say(
        Notice::info(text).with_hint(format!("{key} changes it back")),
        effects,
    );
    reload(state, Select::Same, effects);
}

fn show_new(state: &mut State, effects: &mut Effects) {
    if state.list.waiting() == 0 {
        let key = state.keys.hint(Action::RefreshAll);
        let notice =
            Notice::info("Nothing new waits").with_hint(format!("{key} fetches all feeds"));
        return state.say(notice, effects);
    }
    if state.focus != Pane::Stories {
        // Who reads stays with what is read.
        return ask_again(state, Select::Same, effects);
    }
    state.waits.new_stories = state.list.waiting_stories();
    reload(state, Select::FirstNew, effects);
}

/// Asks for the list anew; a search ends.
pub fn reload(state: &mut State, select: Select, effects: &mut Effects) {
    state.search = None;
    ask_again(state, select, effects);
}

fn ask_again(state: &mut State, select: Select, effects: &mut Effects) {
    state.waits.select = select;
    let around = state.list.selected();
    let request = state.list.request(around);
    effects.push(Effect::LoadList(request));
}
