//! Reading a page that no feed has brought.

use std::sync::Arc;

use super::{Effects, clipboard, movement, outside, screens};
use crate::app::{Effect, PageText, Screen, State, WebPage};
use crate::layout::lay_out;
use crate::model::{Action, Notice};

/// Asks for a page and shows it when it is there.
pub fn read(state: &mut State, typed: &str, effects: &mut Effects) {
    let url = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    if !outside::is_web_address(&url) {
        let notice = Notice::warning("Only http and https addresses are read");
        return state.say(notice, effects);
    }
    if state.waits.never_online {
        let notice = Notice::warning("Nothing is fetched in this session");
        return state.say(notice.with_hint("it was started with --offline"), effects);
    }
    state.cover(Screen::Page(WebPage {
        url: url.clone(),
        text: None,
        top: 0,
    }));
    let width = usize::from(state.page_cells().1.width);
    effects.push(Effect::ReadPage { url, width });
}

/// Takes a page; gives whether it is still wanted.
pub fn take(state: &mut State, url: &str, text: Result<PageText, Notice>) -> bool {
    match &mut state.screen {
        Screen::Page(page) if page.url == url && page.text.is_none() => page.text = Some(text),
        _ => return false,
    }
    resized(state);
    true
}

/// Fits the lines to the screen.
pub fn resized(state: &mut State) {
    let cells = state.page_cells().1;
    let (width, height) = (usize::from(cells.width), usize::from(cells.height));
    let Screen::Page(page) = &mut state.screen else {
        return;
    };
    let Some(Ok(text)) = &mut page.text else {
        return;
    };
    if text.layout.width != width {
        text.layout = Arc::new(lay_out(&text.document, width, text.options));
    }
    let most = text.layout.lines.len().saturating_sub(height);
    page.top = page.top.min(most);
}

/// Does what an action says while a page is read.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let height = usize::from(state.page_cells().1.height);
    let Screen::Page(page) = &mut state.screen else {
        return;
    };
    let found = match &page.text {
        Some(Ok(text)) => text.url.clone(),
        _ => page.url.clone(),
    };
    let action = match action {
        Action::Back | Action::Cancel => return screens::close(state),
        Action::OpenOriginal | Action::OpenOriginalAndNext => {
            outside::open(state, Some(found), effects);
            return;
        }
        Action::CopyLink => return clipboard::copy(state, "Link", found, effects),
        Action::ReadOn => Action::PageDown,
        Action::ReadBack => Action::PageUp,
        Action::ScrollDown => Action::Down,
        Action::ScrollUp => Action::Up,
        action => action,
    };
    let Some(Ok(text)) = &page.text else { return };
    let tops = text.layout.lines.len().saturating_sub(height) + 1;
    if let Some(top) = movement::target(action, count, page.top, tops, height) {
        page.top = top;
    }
}
