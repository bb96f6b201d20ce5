//! Keys on help, ledger, welcome and starter set.

use super::{
    Effects, article, choosing, clipboard, enclosures, feed_manager, feeds, grouping, movement,
    page, picker, pictures, pipe, sheets,
};
use crate::app::{
    Cursor, Effect, Help, Prompt, PromptKind, Refresh, Screen, Starter, State, WelcomeRow,
    ledger_height, ledger_rows, welcome_rows,
};
use crate::model::{Action, Notice};

/// Does what an action says on the screen that is open.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    match state.screen {
        Screen::Main => {}
        Screen::Help(_) => help(state, action, count),
        Screen::Ledger(_) => ledger(state, action, count, effects),
        Screen::Welcome(_) => welcome(state, action, count, effects),
        Screen::Starter(_) => starter(state, action, count, effects),
        Screen::Why(_) => grouping::act_on_why(state, action, count, effects),
        // The line to type into has the keys.
        Screen::Merging(_) | Screen::Palette(_) => close(state),
        Screen::Page(_) => page::act(state, action, count, effects),
        Screen::Output(_) => pipe::act(state, action, count),
        Screen::Choosing(_) => choosing::act(state, action, count, effects),
        Screen::Pictures(_) => pictures::act(state, action, effects),
        Screen::Enclosures(_) => enclosures::act(state, action, count, effects),
        Screen::Outline(_) => article::act_on_outline(state, action, count),
        Screen::Links(_) => article::act_on_links(state, action, count, effects),
        Screen::Feeds(_) => feed_manager::act(state, action, count, effects),
        Screen::Picker(_) => picker::act(state, action, count, effects),
        Screen::Sheet(_) => sheets::act(state, action, count, effects),
    }
}

/// Closes what fills the screen; what it covered is there again, else the panes, or without feeds
/// the welcome.
pub fn close(state: &mut State) {
    let empty = state.feeds.is_empty() && state.list.is_empty();
    let below = state.covered.pop();
    state.screen = if let Some(below) = below {
        below
    } else if empty {
        Screen::Welcome(Cursor::default())
    } else {
        Screen::Main
    };
}

/// Opens the starter set with its first choice chosen.
pub fn open_starter(state: &mut State, effects: &mut Effects) {
    if state.starter.is_empty() {
        return state.say(Notice::warning("There is no starter set"), effects);
    }
    if !matches!(state.screen, Screen::Starter(_)) {
        state.cover(Screen::Starter(Starter::new(&state.starter)));
    }
}

fn page(state: &State) -> usize {
    usize::from(state.geometry().body.height)
        .saturating_sub(2)
        .max(1)
}

fn help(state: &mut State, action: Action, count: Option<u32>) {
    let page = page(state);
    let keys = &state.keys;
    let Screen::Help(help) = &mut state.screen else {
        return;
    };
    match action {
        Action::Back | Action::Cancel => {
            if help.filter.is_empty() {
                close(state);
            } else {
                *help = Help::default();
            }
        }
        Action::Search => {
            state.prompt = Some(Prompt::new(PromptKind::HelpFilter, &help.filter.clone()));
        }
        Action::ReadOn => scroll_help(help, keys, Action::PageDown, count, page),
        Action::ReadBack => scroll_help(help, keys, Action::PageUp, count, page),
        _ => scroll_help(help, keys, action, count, page),
    }
}

fn scroll_help(
    help: &mut Help,
    keys: &crate::config::KeyMap,
    action: Action,
    count: Option<u32>,
    page: usize,
) {
    let tops = help.lines(keys).len().saturating_sub(page) + 1;
    if let Some(top) = movement::target(action, count, help.top, tops, page) {
        help.top = top;
    }
}

fn ledger(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let page = usize::from(ledger_height(state.geometry().body.height));
    let (Screen::Ledger(cursor), Some(ledger)) = (&mut state.screen, &state.ledger) else {
        return close(state);
    };
    let rows = ledger_rows(ledger, state.now);
    let row = cursor.row.min(rows.len().saturating_sub(1));
    match action {
        Action::Back | Action::Cancel => close(state),
        Action::RefreshFeed | Action::Open => {
            if let Some(row) = rows.get(row) {
                let which = Refresh::Feeds(row.feeds());
                feeds::refresh(state, which, effects);
            }
        }
        Action::CopyLink => {
            if let Some(row) = rows.get(row) {
                let text = row.address().to_owned();
                clipboard::copy(state, "Address", text, effects);
            }
        }
        _ => {
            if let Some(row) = movement::target(action, count, row, rows.len(), page) {
                cursor.row = row;
            }
            cursor.follow(page);
        }
    }
}

/// Keeps the cursors of whole screens in sight on a screen of another size.
pub fn resized(state: &mut State) {
    page::resized(state);
    sheets::resized(state);
    let (page, rows) = (page(state), ledger_height(state.geometry().body.height));
    match &mut state.screen {
        Screen::Ledger(cursor) => cursor.follow(usize::from(rows)),
        Screen::Starter(starter) => starter.cursor.follow(page),
        _ => {}
    }
}

fn welcome(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let rows = welcome_rows(&state.found);
    let Screen::Welcome(cursor) = &mut state.screen else {
        return;
    };
    match action {
        Action::Back => super::program::quit(state, effects),
        Action::Open | Action::ReadOn => {
            if let Some(row) = rows.get(cursor.row) {
                choose(state, row.clone(), effects);
            }
        }
        Action::Source(number) => {
            if let Some(row) = usize::from(number)
                .checked_sub(1)
                .filter(|row| *row < rows.len())
            {
                cursor.row = row;
            }
        }
        Action::Cancel => {}
        _ if movement::target(action, count, cursor.row, rows.len(), rows.len()).is_none() => {
            let key = state.keys.hint(action);
            let notice = Notice::info(format!("{key} has no meaning before there are feeds"));
            state.say(notice, effects);
        }
        _ => move_cursor(cursor, action, count, rows.len(), rows.len()),
    }
}

fn choose(state: &mut State, row: WelcomeRow, effects: &mut Effects) {
    match row {
        WelcomeRow::Add => state.prompt = Some(Prompt::new(PromptKind::Add, "")),
        WelcomeRow::Import => state.prompt = Some(Prompt::new(PromptKind::Import, "")),
        WelcomeRow::ImportFound(list) => effects.push(Effect::Import {
            path: list.path.to_string_lossy().into_owned(),
        }),
        WelcomeRow::StarterSet => open_starter(state, effects),
        WelcomeRow::Sample => {
            effects.push(Effect::OpenSample);
        }
    }
}

fn starter(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    let page = page(state);
    let Screen::Starter(starter) = &mut state.screen else {
        return;
    };
    match action {
        Action::Back | Action::Cancel => close(state),
        Action::ReadOn | Action::ToggleRead | Action::ToggleStar => {
            starter.toggle();
            starter.cursor.step(1, starter.rows.len());
            starter.cursor.follow(page);
        }
        Action::Open => {
            let urls = starter.chosen();
            if urls.is_empty() {
                let key = state.keys.hint(Action::ReadOn);
                let notice = Notice::info("No feed is chosen").with_hint(format!("{key} chooses"));
                return state.say(notice, effects);
            }
            effects.push(Effect::AddStarterFeeds { urls });
        }
        _ => {
            let length = starter.rows.len();
            move_cursor(&mut starter.cursor, action, count, length, page);
        }
    }
}

fn move_cursor(
    cursor: &mut Cursor,
    action: Action,
    count: Option<u32>,
    length: usize,
    page: usize,
) {
    if let Some(row) = movement::target(action, count, cursor.row, length, page) {
        cursor.row = row;
    }
    cursor.follow(page);
}
