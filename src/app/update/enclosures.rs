//! What comes with an article: choosing and opening it.

use super::{Effects, clipboard, movement, outside, screens};
use crate::app::{Cursor, Effect, Enclosures, Screen, State, popup};
use crate::model::{Action, Enclosure, Notice};

/// Rows of an enclosure: what it is, and where it is.
pub const ENCLOSURE_LINES: usize = 2;

/// Opens the only enclosure of the article, or shows them to choose from.
pub fn show(state: &mut State, effects: &mut Effects) {
    let Some(shown) = state.reader.settled() else {
        return;
    };
    let rows = shown.text.enclosures.clone();
    match rows.as_slice() {
        [] => state.say(
            Notice::info("Nothing comes with this article: no audio, video or file"),
            effects,
        ),
        [only] => open(state, only, effects),
        _ => state.cover(Screen::Enclosures(Enclosures {
            rows,
            cursor: Cursor::default(),
        })),
    }
}

fn open(state: &mut State, enclosure: &Enclosure, effects: &mut Effects) {
    let (url, kind) = (enclosure.url.clone(), enclosure.kind());
    if !outside::is_web_address(&url) {
        let notice = Notice::warning("Only http and https addresses are opened");
        return state.say(notice, effects);
    }
    let notice = format!("Opening {} {}", kind.name(), enclosure.name());
    state.say(Notice::info(notice), effects);
    effects.push(Effect::OpenEnclosure { url, kind });
}

/// Does what an action says while enclosures are chosen from.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let rows = popup(state.geometry().body, usize::MAX).rows.height;
    let page = (usize::from(rows) / ENCLOSURE_LINES).max(1);
    let Screen::Enclosures(enclosures) = &mut state.screen else {
        return;
    };
    let pointed = enclosures.pointed().cloned();
    match (action, pointed) {
        (Action::Back | Action::Cancel | Action::Enclosures, _) => screens::close(state),
        (Action::Open, Some(enclosure)) => {
            screens::close(state);
            open(state, &enclosure, effects);
        }
        (Action::OpenOriginal, Some(enclosure)) => {
            screens::close(state);
            let url = enclosure.url;
            state.say(Notice::info(format!("Opening {url}")), effects);
            effects.push(Effect::OpenInBrowser { url });
        }
        (Action::CopyLink, Some(enclosure)) => {
            let text = enclosure.url;
            clipboard::copy(state, "Address", text, effects);
        }
        _ => {
            let (row, length) = (enclosures.cursor.row, enclosures.rows.len());
            if let Some(row) = movement::target(action, count, row, length, page) {
                enclosures.cursor.row = row;
            }
            enclosures.cursor.follow(page);
        }
    }
}
