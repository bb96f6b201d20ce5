//! Keys typed ahead: what is meant for a list that is on its way, or for a line that opens when an
//! article is there, is held until then, with all that is typed after it.

use super::{Effects, act, keys, macros, selection, tags};
use crate::app::{Pane, Screen, State};
use crate::config::{Code, Key, Lookup};
use crate::model::{Action, Area};

/// Something that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A key.
    Key(Key),
    /// An action with its count.
    Action(Action, Option<u32>),
    /// Tags for the article that is on its way.
    Tags(String),
}

/// Holds a key if something before it is held; gives whether it does. Esc gives up what is held.
pub fn holds_key(state: &mut State, key: Key) -> bool {
    let waits = !state.waits.held.is_empty() || awaits_line(state);
    if !waits || state.prompt.is_some() || leaves(state, key) {
        return false;
    }
    if key == Key::plain(Code::Esc) {
        give_up_line(state);
        state.waits.held.clear();
    } else {
        state.waits.held.push_back(Held::Key(key));
    }
    true
}

/// Keys that work whatever is awaited.
fn leaves(state: &State, key: Key) -> bool {
    let meaning = state.keys.lookup(state.context(), &[key]);
    matches!(
        meaning,
        Lookup::Action(Action::Quit | Action::Suspend | Action::Redraw)
    )
}

/// A line opens as soon as the article is there, so what is typed is meant for it.
fn awaits_line(state: &State) -> bool {
    state.waits.then.iter().any(opens_line)
}

fn opens_line(action: &Action) -> bool {
    matches!(
        action,
        Action::Tag | Action::Save | Action::SaveStory | Action::Merge
    )
}

/// Holds an action if the list that it is meant for is on its way; gives whether it does.
pub fn holds_action(state: &mut State, action: Action, count: Option<u32>) -> bool {
    let holds = needs_list(state, action);
    if holds {
        state.waits.held.push_back(Held::Action(action, count));
    }
    holds
}

/// Whether an action is meant for a list that is not there, or not whole.
fn needs_list(state: &State, action: Action) -> bool {
    let on_panes = matches!(state.screen, Screen::Main) && state.search.is_none();
    if !on_panes || state.list.is_current() {
        return false;
    }
    match (action, action.area()) {
        (Action::MarkViewRead, _) => true,
        _ if state.focus != Pane::Stories => false,
        (Action::Bottom, _) => true,
        (Action::Undo | Action::Redo, _) => false,
        (_, Area::Moving | Area::Reading | Area::Marks | Area::Grouping | Area::Outside) => {
            !state.list.is_here()
        }
        _ => false,
    }
}

/// Tags wait for the article.
pub fn hold_tags(state: &mut State, text: &str) {
    state.waits.held.push_back(Held::Tags(text.to_owned()));
}

/// Does what was held, as far as nothing is awaited for it any more.
pub fn go_on(state: &mut State, effects: &mut Effects) {
    let mut waiting = std::mem::take(&mut state.waits.held);
    while let Some(next) = waiting.pop_front() {
        let waits = match &next {
            Held::Key(_) => awaits_line(state),
            Held::Action(action, _) => needs_list(state, *action),
            Held::Tags(_) => !selection::is_settled(state),
        };
        if waits {
            waiting.push_front(next);
            break;
        }
        match next {
            Held::Key(key) => keys::press_now(state, key, effects),
            Held::Action(action, count) => act(state, action, count, effects),
            Held::Tags(text) => tags::add(state, &text, effects),
        }
        if !state.waits.held.is_empty() {
            // What was just done is held anew, before the rest.
            break;
        }
    }
    state.waits.held.append(&mut waiting);
}

/// Another thing is selected: what waited for the one before is not meant for it.
pub fn forget(state: &mut State) {
    if awaits_line(state) {
        state.waits.held.clear();
    }
    state.waits.then.clear();
    state
        .waits
        .held
        .retain(|held| !matches!(held, Held::Tags(_)));
}

/// Something went wrong, perhaps what a line waits for: it does not open, and what was typed into it
/// is not taken for anything else.
pub fn give_up_line(state: &mut State) {
    if awaits_line(state) {
        state.waits.then.retain(|action| !opens_line(action));
        state.waits.held.clear();
    }
}

/// No list comes: what was meant for it is given up.
pub fn give_up(state: &mut State) {
    state.waits.held.clear();
    macros::stop(state);
}
