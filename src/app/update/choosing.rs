//! Adding a feed by an address: looking for its feeds, choosing from them.

use super::{Effects, movement, screens};
use crate::app::{Choosing, Effect, Looked, Screen, Stage, State, popup};
use crate::model::{Action, Notice};

/// Rows of a feed: what it is called, and what it is.
pub const FEED_LINES: usize = 2;

/// Begins to look for the feeds of what was typed.
pub fn look(state: &mut State, address: String, effects: &mut Effects) {
    let choosing = Screen::Choosing(Choosing::new(address.clone()));
    if matches!(state.screen, Screen::Choosing(_)) {
        state.screen = choosing;
    } else {
        state.cover(choosing);
    }
    effects.push(Effect::AddFeed { address });
}

/// Takes what became of looking; gives whether it is still wanted.
pub fn take(state: &mut State, address: &str, looked: Looked, effects: &mut Effects) -> bool {
    let Screen::Choosing(choosing) = &mut state.screen else {
        return wanted_below(state, address, looked, effects);
    };
    if choosing.address != address || !matches!(choosing.stage, Stage::Looking(_)) {
        return false;
    }
    choosing.stage = match looked {
        Looked::At(asked) => Stage::Looking(asked),
        Looked::Found(feeds) => {
            // What is listed already is not what was looked for.
            let first = feeds.iter().position(|feed| !feed.listed);
            choosing.cursor.row = first.unwrap_or(0);
            Stage::Found(feeds)
        }
        Looked::Failed(notice) => Stage::Failed(notice),
        Looked::Done => {
            screens::close(state);
            return true;
        }
    };
    true
}

/// The search may be covered by the help, say.
fn wanted_below(state: &mut State, address: &str, looked: Looked, effects: &mut Effects) -> bool {
    let is_it = |screen: &Screen| match screen {
        Screen::Choosing(choosing) => choosing.address == address,
        _ => false,
    };
    let Some(at) = state.covered.iter().position(is_it) else {
        return false;
    };
    match (looked, &mut state.covered[at]) {
        (Looked::Done, _) => {
            state.covered.remove(at);
        }
        (Looked::Failed(notice), _) => {
            state.covered.remove(at);
            state.say(notice, effects);
        }
        (Looked::At(asked), Screen::Choosing(choosing)) => {
            choosing.stage = Stage::Looking(asked);
        }
        (Looked::Found(feeds), Screen::Choosing(choosing)) => {
            choosing.stage = Stage::Found(feeds);
        }
        _ => {}
    }
    true
}

/// Does what an action says while feeds are looked for or chosen.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let rows = popup(state.geometry().body, usize::MAX).rows.height;
    let page = (usize::from(rows) / FEED_LINES).max(1);
    let Screen::Choosing(choosing) = &mut state.screen else {
        return;
    };
    let length = choosing.feeds().len();
    match action {
        Action::Back | Action::Cancel => {
            if matches!(choosing.stage, Stage::Looking(_)) {
                effects.push(Effect::StopLooking);
            }
            screens::close(state);
        }
        Action::ReadOn | Action::ToggleRead | Action::ToggleStar if length > 0 => {
            if choosing.toggle() {
                choosing.cursor.step(1, length);
                choosing.cursor.follow(page);
            } else {
                state.say(Notice::info("This feed is in the list already"), effects);
            }
        }
        Action::Open if length > 0 => {
            let urls = choosing.chosen();
            if urls.is_empty() {
                let notice = Notice::info("This feed is in the list already");
                return state.say(notice, effects);
            }
            screens::close(state);
            effects.push(Effect::AddFoundFeeds { urls });
        }
        Action::Open if matches!(choosing.stage, Stage::Failed(_)) => screens::close(state),
        _ => {
            let row = choosing.cursor.row;
            if let Some(row) = movement::target(action, count, row, length, page) {
                choosing.cursor.row = row;
            }
            choosing.cursor.follow(page);
        }
    }
}
