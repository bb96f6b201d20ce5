//! Looking at the pictures of an article.

use super::{Effects, clipboard, screens};
use crate::app::{Effect, PictureStage, Pictures, Screen, State, picture_cells};
use crate::model::{Action, Notice};

/// Opens the pictures of the article in the reader and asks for the first.
pub fn show(state: &mut State, effects: &mut Effects) {
    let Some(shown) = state.reader.settled() else {
        return;
    };
    match Pictures::of(&shown.document, shown.text.feed) {
        Some(pictures) => {
            state.cover(Screen::Pictures(pictures));
            ask(state, effects);
        }
        None => state.say(Notice::info("This article has no pictures"), effects),
    }
}

/// Asks for the picture that is wanted, for the room there is.
pub fn ask(state: &mut State, effects: &mut Effects) {
    let cells = picture_cells(state.geometry().body);
    let Screen::Pictures(pictures) = &mut state.screen else {
        return;
    };
    let Some(url) = pictures.url().map(str::to_owned) else {
        return;
    };
    pictures.stage = PictureStage::Loading;
    effects.push(Effect::LoadPicture {
        url,
        feed: pictures.feed,
        width: cells.width,
        height: cells.height,
    });
}

/// Takes a picture, if it is the one that is waited for.
pub fn take(
    state: &mut State,
    url: &str,
    size: (u16, u16),
    stage: PictureStage,
    effects: &mut Effects,
) -> bool {
    let cells = picture_cells(state.geometry().body);
    let Screen::Pictures(pictures) = &mut state.screen else {
        return false;
    };
    if pictures.url() != Some(url) || size != (cells.width, cells.height) {
        return false;
    }
    pictures.stage = stage;
    // What a terminal drew as pixels goes only with the whole screen.
    effects.push(Effect::Redraw);
    true
}

/// Does what an action says while pictures are looked at.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    let Screen::Pictures(pictures) = &mut state.screen else {
        return;
    };
    let last = pictures.rows.len().saturating_sub(1);
    let url = pictures.url().unwrap_or_default().to_owned();
    let to = match action {
        Action::Back | Action::Cancel | Action::Pictures => {
            screens::close(state);
            return effects.push(Effect::Redraw);
        }
        Action::Open | Action::OpenOriginal => {
            state.say(Notice::info(format!("Opening {url}")), effects);
            return effects.push(Effect::OpenInBrowser { url });
        }
        Action::CopyLink => {
            return clipboard::copy(state, "Link", url, effects);
        }
        Action::Down
        | Action::ReadOn
        | Action::FocusRight
        | Action::NextSource
        | Action::PageDown => (pictures.at + 1).min(last),
        Action::Up
        | Action::ReadBack
        | Action::FocusLeft
        | Action::PreviousSource
        | Action::PageUp => pictures.at.saturating_sub(1),
        Action::Top => 0,
        Action::Bottom => last,
        _ => return,
    };
    if to != pictures.at {
        pictures.at = to;
        ask(state, effects);
    }
}
