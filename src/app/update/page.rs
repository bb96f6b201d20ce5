//! Reading a page that no feed has brought.

use std::sync::Arc;

use super::{Effects, article, clipboard, movement, outside, reading, saving, screens};
use crate::app::{Effect, OpenPage, PageText, Screen, State, WebPage};
use crate::layout::Layout;
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
    }));
    let width = usize::from(state.page_cells().1.width);
    effects.push(Effect::ReadPage { url, width });
}

/// Takes a page; gives whether it is still wanted.
pub fn take(state: &mut State, url: &str, text: Result<PageText, Notice>) -> bool {
    let now = state.now;
    match &mut state.screen {
        Screen::Page(page) if page.url == url && page.text.is_none() => {
            page.text = Some(text.map(|text| Box::new(OpenPage::new(text, now))));
        }
        _ => return false,
    }
    resized(state);
    true
}

/// The page on the screen does not end above its last line.
pub fn resized(state: &mut State) {
    let height = usize::from(state.page_cells().1.height);
    if let (true, Some(shown)) = (state.reads_page(), state.shown_mut()) {
        shown.scroll = shown.scroll.min(shown.last_scroll(height));
    }
}

/// Asks for other lines once when the page that is read has another width.
pub fn fit_lines(state: &mut State, effects: &mut Effects) {
    let width = usize::from(state.page_cells().1.width);
    let Some((url, shown)) = state.read_page() else {
        return;
    };
    let wanted = (url.to_owned(), width);
    if shown.layout.width == width || state.waits.page_lines.as_ref() == Some(&wanted) {
        return;
    }
    effects.push(Effect::RelayoutPage {
        url: wanted.0.clone(),
        document: shown.document.clone(),
        width,
    });
    state.waits.page_lines = Some(wanted);
}

/// Takes the lines of a page for another width; gives whether they fit the screen.
pub fn laid(state: &mut State, url: &str, layout: Arc<Layout>) -> bool {
    let asked = |wanted: &(String, usize)| wanted.0 == url && wanted.1 == layout.width;
    if state.waits.page_lines.as_ref().is_some_and(asked) {
        state.waits.page_lines = None;
    }
    let width = usize::from(state.page_cells().1.width);
    if state.read_page().is_none_or(|page| page.0 != url) || layout.width != width {
        return false;
    }
    if let Some(shown) = state.shown_mut() {
        let lines = shown.layout.lines.len().max(1);
        shown.layout = layout;
        // About the same place: another width has as many lines more or less everywhere.
        shown.scroll = shown.scroll * shown.layout.lines.len() / lines;
        shown.hints = None;
        if let Some(find) = &mut shown.find {
            find.look(&shown.layout);
        }
    }
    resized(state);
    true
}

/// Does what an action says while a page is read.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    match action {
        Action::Back | Action::Cancel if article::end_find(state, false) => {}
        Action::Back | Action::Cancel => screens::close(state),
        Action::OpenOriginal | Action::OpenOriginalAndNext => {
            let found = address(state);
            outside::open(state, found, effects);
        }
        Action::CopyLink => {
            if let Some(found) = address(state) {
                clipboard::copy(state, "Link", found, effects);
            }
        }
        _ if state.shown().is_none() => {}
        Action::Search => article::open_find(state),
        Action::Outline | Action::LinkList | Action::LinkHints => {
            article::act(state, action, effects);
        }
        Action::Save => saving::ask(state, effects),
        Action::NextUnread | Action::PreviousUnread => {
            let forward = action == Action::NextUnread;
            article::step_match(state, forward, count, effects);
        }
        Action::NextHeading
        | Action::PreviousHeading
        | Action::ScrollRight
        | Action::ScrollLeft
        | Action::WiderText
        | Action::NarrowerText => {
            reading::act(state, action, count, effects);
            resized(state);
        }
        _ => scroll(state, action, count),
    }
}

/// Where the page was found, else where it was looked for.
fn address(state: &State) -> Option<String> {
    let found = state.shown().and_then(|shown| shown.text.url.clone());
    found.or_else(|| match &state.screen {
        Screen::Page(page) => Some(page.url.clone()),
        _ => None,
    })
}

fn scroll(state: &mut State, action: Action, count: Option<u32>) {
    let height = state.shown_height();
    let action = match action {
        Action::ReadOn => Action::PageDown,
        Action::ReadBack => Action::PageUp,
        Action::ScrollDown => Action::Down,
        Action::ScrollUp => Action::Up,
        action => action,
    };
    let Some(shown) = state.shown_mut() else {
        return;
    };
    let tops = shown.last_scroll(height) + 1;
    if let Some(top) = movement::target(action, count, shown.scroll, tops, height) {
        shown.scroll = top;
    }
}
