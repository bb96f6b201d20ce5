//! The sheets of a story: facts, brief, timeline; and the sentence in its article that an entry of
//! theirs leads to.

use super::{Effects, changes, movement, saving, screens, selection};
use crate::app::{Cursor, Find, Pane, Passage, Screen, Sheet, SheetKind, SheetView, State};
use crate::config::Glyphs;
use crate::model::{Action, ArticleId, Notice};

/// Words of a sentence that are looked for, where not all of it stands in the text as it is.
const BEGINNINGS: [usize; 3] = [12, 7, 4];

/// Opens the sheet of an action.
pub fn open(state: &mut State, action: Action, effects: &mut Effects) {
    let Some(kind) = SheetKind::of(action) else {
        return;
    };
    if selection::must_wait(state, action) {
        return;
    }
    if state.story.is_none() {
        return state.say_nothing_here(effects);
    }
    let about = (kind == SheetKind::Changed).then(|| changed_article(state));
    state.cover(Screen::Sheet(SheetView {
        about: about.flatten(),
        ..SheetView::new(kind)
    }));
    put_cursor(state, 0);
}

/// The article whose changes are meant: the one under the cursor, but on the row of a story in which
/// nothing else happened the one that changed.
fn changed_article(state: &State) -> Option<ArticleId> {
    let here = super::marks::marked_article(state).or(state.reader.current());
    let news = state.news().filter(|_| state.focus == Pane::Stories);
    match news {
        Some(news) if news.new.is_empty() && news.changed.len() == 1 => {
            news.changed.first().copied()
        }
        _ => here,
    }
}

/// Does what an action says while a sheet is open.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let Some((view, sheet, page)) = opened(state) else {
        return;
    };
    if view.cursor.top + page >= sheet.lines.len()
        && let Some(article) = view.shows_newest(state)
    {
        // Whoever goes on from the end of what changed has seen it.
        changes::see(state, article, effects);
    }
    match action {
        Action::Back | Action::Cancel => screens::close(state),
        Action::Save | Action::SaveStory => saving::ask_story(state, effects),
        Action::Open => go(state, &sheet, view, effects),
        Action::FocusLeft | Action::PreviousSource if view.kind == SheetKind::Changed => {
            turn_to(state, view.other_page(state, false));
        }
        Action::FocusRight | Action::NextSource if view.kind == SheetKind::Changed => {
            turn_to(state, view.other_page(state, true));
        }
        Action::FocusLeft | Action::FocusRight => {
            step_column(state, &sheet, action == Action::FocusRight);
        }
        _ if action == view.kind.action() => screens::close(state),
        _ if SheetKind::of(action).is_some() => {
            screens::close(state);
            open(state, action, effects);
        }
        Action::HalfPageDown | Action::HalfPageUp | Action::PageDown | Action::PageUp => {
            turn_page(state, &sheet, action, count, page);
        }
        Action::ReadOn => turn_page(state, &sheet, Action::PageDown, count, page),
        Action::ReadBack => turn_page(state, &sheet, Action::PageUp, count, page),
        _ => {
            let (row, length) = (view.cursor.row, sheet.passages.len());
            if let Some(row) = movement::target(action, count, row, length, page) {
                put_cursor(state, row);
            }
        }
    }
}

/// A click on an item: the cursor goes there, and where it is already, what it leads to is shown.
pub fn click(state: &mut State, item: usize, effects: &mut Effects) {
    let Some((view, sheet, _)) = opened(state) else {
        return;
    };
    if view.cursor.row == item {
        go(state, &sheet, view, effects);
    } else {
        put_cursor(state, item);
    }
}

/// Keeps the cursor of a sheet in sight on a screen of another size.
pub fn resized(state: &mut State) {
    if let Some((view, ..)) = opened(state) {
        put_cursor(state, view.cursor.row);
    }
}

/// The open sheet with its lines, and how many of them are on the screen.
fn opened(state: &State) -> Option<(SheetView, Sheet, usize)> {
    let Screen::Sheet(view) = state.screen else {
        return None;
    };
    let sheet = state.sheet(view, &Glyphs::UNICODE);
    let page = sheet.page(state.geometry().body, view.kind);
    Some((view, sheet, page))
}

fn put_cursor(state: &mut State, row: usize) {
    if let Screen::Sheet(view) = &mut state.screen {
        view.cursor.row = row;
    }
    let Some((mut view, sheet, page)) = opened(state) else {
        return;
    };
    view.follow(&sheet, page);
    state.screen = Screen::Sheet(view);
}

/// Shows another page of changes from its beginning.
fn turn_to(state: &mut State, page: Option<usize>) {
    if let (Screen::Sheet(view), Some(page)) = (&mut state.screen, page) {
        view.column = page;
        view.cursor = Cursor::default();
        put_cursor(state, 0);
    }
}

/// A page is one of lines; the cursor goes to an item there.
fn turn_page(state: &mut State, sheet: &Sheet, action: Action, count: Option<u32>, page: usize) {
    let Screen::Sheet(view) = state.screen else {
        return;
    };
    let of_item = |line: &crate::app::SheetLine| line.item == Some(view.cursor.row);
    let at = sheet.lines.iter().position(of_item).unwrap_or(0);
    let length = sheet.lines.len();
    let Some(line) = movement::target(action, count, at, length, page) else {
        return;
    };
    let item = |line: &crate::app::SheetLine| line.item;
    let found = if line >= at {
        let below = sheet.lines[line..].iter().find_map(item);
        below.or_else(|| sheet.lines.iter().rev().find_map(item))
    } else {
        sheet.lines[line..].iter().find_map(item)
    };
    if let Some(item) = found {
        put_cursor(state, item);
    }
}

/// The next or previous source that has something to say in the row.
fn step_column(state: &mut State, sheet: &Sheet, forward: bool) {
    let Screen::Sheet(view) = &mut state.screen else {
        return;
    };
    let mut columns = sheet.filled.iter();
    let nearest = columns.clone().min_by_key(|at| at.abs_diff(view.column));
    let Some(here) = nearest.copied() else { return };
    let next = if forward {
        columns.find(|column| **column > here)
    } else {
        columns.rfind(|column| **column < here)
    };
    view.column = next.copied().unwrap_or(here);
}

/// Shows the article that the item under the cursor leads to, and its sentence.
fn go(state: &mut State, sheet: &Sheet, view: SheetView, effects: &mut Effects) {
    let Some(passage) = sheet.passages.get(view.cursor.row).cloned() else {
        return;
    };
    screens::close(state);
    // Back in the trail is where one came from, read or not.
    if let Some(shown) = state.reader.settled() {
        let (story, article) = (shown.text.story, shown.text.id);
        if article != passage.article {
            state.trail.note(story, article);
        }
    }
    selection::show(state, passage.article, true, effects);
    state.focus = Pane::Reader;
    state.waits.passage = passage.sentence.is_some().then_some(passage);
}

/// Shows the sentence that is waited for, once its article is there.
pub fn find_passage(state: &mut State, effects: &mut Effects) {
    let Some(passage) = &state.waits.passage else {
        return;
    };
    if state.reader.current() != Some(passage.article) {
        state.waits.passage = None;
        return;
    }
    if state.reader.wanted.is_some() {
        return;
    }
    let Some(Passage {
        sentence: Some(sentence),
        ..
    }) = state.waits.passage.take()
    else {
        return;
    };
    let height = state.text_height();
    let Some(shown) = &mut state.reader.shown else {
        return;
    };
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let beginnings = BEGINNINGS.iter().filter(|length| **length < words.len());
    let texts =
        std::iter::once(words.join(" ")).chain(beginnings.map(|length| words[..*length].join(" ")));
    let found = texts.into_iter().find_map(|text| {
        let mut find = Find::new(0);
        find.narrow(&text, &shown.layout);
        find.line().map(|line| (find, line))
    });
    match found {
        Some((mut find, line)) => {
            find.from = shown.scroll;
            shown.find = Some(find);
            super::article::show_line(shown, line, height);
        }
        None => {
            let key = state.keys.hint(Action::FullText);
            let notice = Notice::info("The text that is shown does not have this sentence");
            state.say(
                notice.with_hint(format!("{key} shows its other text")),
                effects,
            );
        }
    }
}
