//! In the article: words looked for, the outline, links, and the article as it was sent.

use super::{Effects, clipboard, movement, outside, screens, settle};
use crate::app::{
    Cursor, Find, Hints, Pane, Prompt, PromptKind, Screen, ShownArticle, State, Version, link_rows,
    popup,
};
use crate::config::{Code, Key};
use crate::model::{Action, Notice};

/// Does what an action says of the article itself.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    let Some(shown) = state.shown() else {
        return;
    };
    match action {
        Action::Outline if shown.layout.headings.is_empty() => {
            state.say(Notice::info("This article has no headings"), effects);
        }
        Action::Outline => {
            let row = shown.current_heading().unwrap_or(0);
            let mut cursor = Cursor { row, top: 0 };
            cursor.follow(page(state));
            state.cover(Screen::Outline(cursor));
        }
        Action::LinkList if link_rows(&shown.document).is_empty() => {
            state.say(Notice::info("This article has no links"), effects);
        }
        Action::LinkList => state.cover(Screen::Links(Cursor::default())),
        Action::LinkHints => show_hints(state, effects),
        Action::AsSent => turn(state, effects),
        _ => {}
    }
}

/// Rows of a popup.
fn page(state: &State) -> usize {
    usize::from(popup(state.geometry().body, usize::MAX).rows.height).max(1)
}

fn turn(state: &mut State, effects: &mut Effects) {
    let Some(shown) = &mut state.reader.shown else {
        return;
    };
    if !shown.turn() {
        let notice = Notice::info("Nothing was taken off this article: it is shown as it was sent");
        return state.say(notice, effects);
    }
    settle::ask_lines(state, effects);
    let key = state.keys.hint(Action::AsSent);
    let shown = state.reader.shown.as_ref();
    let notice = match shown.map(|shown| (shown.as_sent, shown.version)) {
        Some((true, Version::Full)) => Notice::info("The text of the page as it was found"),
        Some((true, Version::Feed)) => Notice::info("The article as the feed gave it"),
        _ => Notice::info("The article without what stands around it"),
    };
    let notice = if shown.is_some_and(|shown| shown.as_sent) {
        notice.with_hint(format!("{key} goes back"))
    } else {
        notice
    };
    state.say(notice, effects);
}

fn show_hints(state: &mut State, effects: &mut Effects) {
    let height = state.shown_height();
    if !state.reads_page() {
        movement::engage(state);
    }
    if !state.reads_page() && state.geometry().reader.is_none() {
        state.focus = Pane::Reader;
    }
    let key = state.keys.hint(Action::LinkList);
    let order = state.text_order;
    let Some(shown) = state.shown_mut() else {
        return;
    };
    let hints = Hints::of(shown, height, order);
    if hints.hints.is_empty() {
        let notice = Notice::info("No link on this page");
        return state.say(notice.with_hint(format!("{key} lists all links")), effects);
    }
    shown.hints = Some(hints);
}

/// Takes a key while links have letters; gives whether it did.
pub fn press_hint(state: &mut State, key: Key, effects: &mut Effects) -> bool {
    let shown = state.shown_mut();
    let Some(hints) = shown.and_then(|shown| shown.hints.as_mut()) else {
        return false;
    };
    let letter = match key.code {
        Code::Char(letter) if !key.ctrl && !key.alt => letter,
        _ => {
            end_hints(state);
            return true;
        }
    };
    hints.typed.push(letter);
    let meant = hints
        .left()
        .next()
        .map(|(hint, rest)| (hint.url.clone(), rest.is_empty()));
    match meant {
        Some((url, true)) => {
            end_hints(state);
            outside::open(state, Some(url), effects);
        }
        Some((_, false)) => {}
        None => {
            end_hints(state);
            state.say(
                Notice::info(format!("No link has the letter {letter}")),
                effects,
            );
        }
    }
    true
}

/// Takes the letters at the links away.
pub fn end_hints(state: &mut State) {
    if let Some(shown) = state.shown_mut() {
        shown.hints = None;
    }
}

/// Does what an action says on the outline.
pub fn act_on_outline(state: &mut State, action: Action, count: Option<u32>) {
    let (page, height) = (page(state), state.shown_height());
    let headings = state.shown().map(|shown| shown.layout.headings.len());
    let (Screen::Outline(cursor), Some(headings)) = (&mut state.screen, headings) else {
        return screens::close(state);
    };
    match action {
        Action::Open | Action::ReadOn => {
            let row = cursor.row;
            screens::close(state);
            if let Some(shown) = state.shown_mut() {
                shown.go_to_heading(row, height);
            }
            if !state.reads_page() {
                state.focus = Pane::Reader;
            }
        }
        Action::Back | Action::Cancel | Action::Outline => screens::close(state),
        _ => {
            if let Some(row) = movement::target(action, count, cursor.row, headings, page) {
                cursor.row = row;
            }
            cursor.follow(page);
        }
    }
}

/// Does what an action says on the list of links.
pub fn act_on_links(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let page = page(state);
    let rows = state.shown().map(|shown| link_rows(&shown.document));
    let (Screen::Links(cursor), Some(rows)) = (&mut state.screen, rows) else {
        return screens::close(state);
    };
    let chosen = rows.get(cursor.row).map(|row| row.url.clone());
    match action {
        Action::Open | Action::ReadOn | Action::OpenOriginal => {
            screens::close(state);
            outside::open(state, chosen, effects);
        }
        Action::CopyLink => {
            if let Some(text) = chosen {
                clipboard::copy(state, "Link", text, effects);
            }
        }
        // The first nine have their numbers.
        Action::Source(number) => {
            let row = usize::from(number).checked_sub(1);
            if let Some(row) = row.and_then(|row| rows.get(row)) {
                screens::close(state);
                outside::open(state, Some(row.url.clone()), effects);
            }
        }
        Action::Back | Action::Cancel | Action::LinkList => screens::close(state),
        _ => {
            if let Some(row) = movement::target(action, count, cursor.row, rows.len(), page) {
                cursor.row = row;
            }
            cursor.follow(page);
        }
    }
}

/// Whether a search is one in the article: keys go there.
pub fn searches_here(state: &State) -> bool {
    let here = matches!(state.screen, Screen::Main) && state.focus == Pane::Reader;
    state.reads_page() || here && state.reader.settled().is_some()
}

/// Opens the line for words to look for in the article.
pub fn open_find(state: &mut State) {
    let Some(shown) = state.shown_mut() else {
        return;
    };
    let text = shown.find.take().map(|find| find.text).unwrap_or_default();
    let mut find = Find::new(shown.scroll);
    find.narrow(&text, &shown.layout);
    shown.find = Some(find);
    shown.engaged = true;
    state.prompt = Some(Prompt::new(PromptKind::Find, &text));
}

/// Other words were typed.
pub fn narrow(state: &mut State, text: &str) {
    let height = state.shown_height();
    let Some(shown) = state.shown_mut() else {
        return;
    };
    if let Some(find) = &mut shown.find {
        find.narrow(text, &shown.layout);
        let line = find.line().unwrap_or(find.from);
        show_line(shown, line, height);
    }
}

/// The line is closed with Enter: keys go to the matches.
pub fn submit_find(state: &mut State, effects: &mut Effects) {
    let Some(shown) = state.shown_mut() else {
        return;
    };
    let Some(find) = &shown.find else { return };
    if find.matches.is_empty() {
        let text = find.text.trim().to_owned();
        shown.find = None;
        if !text.is_empty() {
            let notice = Notice::info(format!("Nothing in this article is like \"{text}\""));
            state.say(notice, effects);
        }
        return;
    }
    say_match(state, effects);
}

/// Ends the search; the page goes back to where it was if the line was still open.
pub fn end_find(state: &mut State, go_back: bool) -> bool {
    let height = state.shown_height();
    let Some(shown) = state.shown_mut() else {
        return false;
    };
    let Some(find) = shown.find.take() else {
        return false;
    };
    if go_back {
        shown.scroll = find.from.min(shown.last_scroll(height));
    }
    true
}

/// The next or previous match, while something is looked for in the article that has the keys;
/// gives whether it is.
pub fn step_match(
    state: &mut State,
    forward: bool,
    count: Option<u32>,
    effects: &mut Effects,
) -> bool {
    let height = state.shown_height();
    if !state.reads_page() && state.focus != Pane::Reader {
        return false;
    }
    let Some(shown) = state.shown_mut() else {
        return false;
    };
    let Some(find) = &mut shown.find else {
        return false;
    };
    if !find.step(forward, count.unwrap_or(1) as usize) {
        let which = if forward { "Last" } else { "First" };
        state.say(Notice::info(format!("{which} match")), effects);
        return true;
    }
    if let Some(line) = find.line() {
        show_line(shown, line, height);
    }
    say_match(state, effects);
    true
}

fn say_match(state: &mut State, effects: &mut Effects) {
    let find = state.shown().and_then(|shown| shown.find.as_ref());
    let Some(find) = find else { return };
    let text = format!("Match {} of {}", find.at + 1, find.matches.len());
    let (next, before, cancel) = (
        state.keys.hint(Action::NextUnread),
        state.keys.hint(Action::PreviousUnread),
        state.keys.hint(Action::Cancel),
    );
    let hint = format!("{next} and {before} step, {cancel} ends");
    state.say(Notice::info(text).with_hint(hint), effects);
}

/// Moves the page so that a line is on it, in its upper third where it was not.
pub(super) fn show_line(shown: &mut ShownArticle, line: usize, height: usize) {
    let seen = shown.scroll..shown.scroll + height.max(1);
    if !seen.contains(&line) {
        let top = line.saturating_sub(height / 3);
        shown.scroll = top.min(shown.last_scroll(height));
    }
}
