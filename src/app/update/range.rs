//! A range of rows: begun with a key, stretched by moving, and taken by the next action.

use super::{Effects, clipboard, marks, outside, pipe};
use crate::app::{Effect, Mark, Pane, Several, State, Target};
use crate::model::{Action, ArticleId, Notice, RowId, StoryId};

/// Begins a range at the cursor, or gives it up.
pub fn toggle(state: &mut State, effects: &mut Effects) {
    if state.list.anchor.take().is_some() {
        return;
    }
    if state.search.is_some() || state.list.is_empty() {
        let notice = Notice::info("Rows of the list are selected, and here is none");
        return state.say(notice, effects);
    }
    state.focus = Pane::Stories;
    state.list.anchor = Some(state.list.cursor);
    let key = |action| state.keys.hint(action);
    let (read, star, follow) = (
        key(Action::ToggleRead),
        key(Action::ToggleStar),
        key(Action::ToggleFollow),
    );
    let hint = format!("move, then {read} {star} {follow} …; Esc gives up");
    state.say(Notice::info("Selecting").with_hint(hint), effects);
}

/// Whether what is done now is done to a range.
pub fn is_meant(state: &State) -> bool {
    state.focus == Pane::Stories && state.search.is_none() && state.list.anchor.is_some()
}

/// The stories of the range.
pub fn stories(state: &State) -> Vec<StoryId> {
    let rows = state.list.range().into_iter().flatten();
    let mut stories: Vec<StoryId> = rows.filter_map(|row| state.list.story(row)).collect();
    stories.sort_unstable();
    stories.dedup();
    stories
}

/// Marks all of it read; if all is read, unread.
pub fn toggle_read(state: &mut State, effects: &mut Effects) {
    let rows = state.list.chosen();
    let read = state.list.range_has_unread();
    state.list.mark_range(read);
    let stories = stories(state);
    marks::mark_rows_read(state, &rows, stories, read, effects);
    say_done(
        state,
        rows.len(),
        if read { "read" } else { "unread" },
        true,
        effects,
    );
}

/// Stars what stands for each row; if all of them are starred, takes the stars.
pub fn toggle_star(state: &mut State, effects: &mut Effects) {
    let rows = state.list.chosen();
    let all = state.list.range_is_starred();
    let target = target(&rows);
    let stories = stories(state);
    state.list.star_range(!all);
    marks::ask(state, target, Mark::Starred(!all), stories, effects);
    let word = if all { "no longer starred" } else { "starred" };
    say_done(state, rows.len(), word, true, effects);
}

/// Opens the originals of all rows, marks them read.
pub fn open(state: &mut State, effects: &mut Effects) {
    let rows = state.list.chosen();
    let number = rows.len();
    if pipe::is_asked_twice(state, number, effects) {
        return;
    }
    effects.push(Effect::LoadAddresses {
        rows,
        wanted: Several::Open,
    });
}

/// Copies the links of all rows.
pub fn copy(state: &State, effects: &mut Effects) {
    effects.push(Effect::LoadAddresses {
        rows: state.list.chosen(),
        wanted: Several::Copy,
    });
}

/// The addresses of a range are there.
pub fn take_addresses(
    state: &mut State,
    wanted: Several,
    addresses: Vec<(ArticleId, String)>,
    effects: &mut Effects,
) {
    let addresses = addresses.into_iter();
    let addresses: Vec<_> = addresses
        .filter(|(_, url)| outside::is_web_address(url))
        .collect();
    let number = addresses.len();
    let articles: Vec<ArticleId> = addresses.iter().map(|(article, _)| *article).collect();
    let urls = addresses.into_iter().map(|(_, url)| url);
    match wanted {
        Several::Open => {
            state.list.mark_range(true);
            effects.extend(urls.map(|url| Effect::OpenInBrowser { url }));
            let stories = stories(state);
            marks::ask(
                state,
                Target::Articles(articles),
                Mark::Read(true),
                stories,
                effects,
            );
            say_done(state, number, "opened in the browser", false, effects);
        }
        Several::Copy => {
            let text = urls.collect::<Vec<_>>().join("\n");
            clipboard::copy_silently(state, text, effects);
            say_done(
                state,
                number,
                "sent to the clipboard, a link a line",
                false,
                effects,
            );
        }
    }
}

/// The articles that stand for rows.
pub fn target(rows: &[RowId]) -> Target {
    let articles = rows.iter().filter_map(|row| match row {
        RowId::Article(article) => Some(*article),
        RowId::Story(_) => None,
    });
    let articles: Vec<ArticleId> = articles.collect();
    if !articles.is_empty() {
        return Target::Articles(articles);
    }
    let stories = rows.iter().filter_map(|row| match row {
        RowId::Story(story) => Some(*story),
        RowId::Article(_) => None,
    });
    Target::Leads(stories.collect())
}

/// The range is done with.
fn say_done(state: &mut State, rows: usize, what: &str, undoable: bool, effects: &mut Effects) {
    state.list.anchor = None;
    let rows = crate::app::count(u32::try_from(rows).unwrap_or(u32::MAX), "row");
    let mut notice = Notice::info(format!("{rows} {what}"));
    if undoable {
        let undo = state.keys.hint(Action::Undo);
        notice = notice.with_hint(format!("{undo} takes it back"));
    }
    state.say(notice, effects);
}
