//! A range of rows: begun with a key, stretched by moving, and taken by the next action.

use super::{Effects, clipboard, marks, outside, pipe};
use crate::app::{Effect, Mark, Pane, Several, State, Target, count};
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
    state.list.anchor = None;
    let word = if read { "read" } else { "unread" };
    say_done(state, rows.len(), word, effects);
}

/// Stars what stands for each row; if all of them are starred, takes the stars.
pub fn toggle_star(state: &mut State, effects: &mut Effects) {
    let (rows, stories) = (state.list.chosen(), stories(state));
    match state.list.range_is_starred() {
        Some(all) => star(state, &rows, stories, !all, effects),
        None => effects.push(Effect::LoadStars { rows, stories }),
    }
    state.list.anchor = None;
}

/// Gives each row that has none a star, or takes all their stars.
pub fn star(
    state: &mut State,
    rows: &[RowId],
    stories: Vec<StoryId>,
    starred: bool,
    effects: &mut Effects,
) {
    let target = match target(rows) {
        // A story is starred by any of its articles.
        Target::Leads(stories) if !starred => Target::Stories(stories),
        target => target,
    };
    state.list.star_rows(rows, starred);
    marks::ask(state, target, Mark::Starred(starred), stories, effects);
    let word = if starred {
        "starred"
    } else {
        "no longer starred"
    };
    say_done(state, rows.len(), word, effects);
}

/// Opens the originals of all rows, marks them read.
pub fn open(state: &mut State, effects: &mut Effects) {
    let rows = state.list.chosen();
    if !pipe::is_asked_twice(state, rows.len(), effects) {
        load_addresses(state, Several::Open, effects);
    }
}

/// Copies the links of all rows.
pub fn copy(state: &mut State, effects: &mut Effects) {
    load_addresses(state, Several::Copy, effects);
}

/// Asks for the addresses of the range, which is done with.
fn load_addresses(state: &mut State, wanted: Several, effects: &mut Effects) {
    effects.push(Effect::LoadAddresses {
        rows: state.list.chosen(),
        stories: stories(state),
        wanted,
    });
    state.list.anchor = None;
}

/// The addresses of rows are there: their originals are opened.
pub fn open_addresses(
    state: &mut State,
    rows: &[RowId],
    stories: Vec<StoryId>,
    addresses: Vec<(ArticleId, String)>,
    effects: &mut Effects,
) {
    let originals = of_web(addresses);
    let number = originals.len();
    if number > 0 {
        let articles: Vec<ArticleId> = originals.iter().map(|(article, _)| *article).collect();
        state.list.mark_opened(&articles.iter().copied().collect());
        marks::show_marks(state, &articles, Mark::Read(true));
        let target = Target::Articles(articles);
        let change = marks::ask(state, target, Mark::Read(true), stories, effects);
        outside::open_together(state, originals, Some(change), effects);
    }
    let notice = addresses_notice(rows.len(), number, "opened in the browser");
    state.say(notice, effects);
}

/// The addresses of rows are there: they are copied.
pub fn copy_addresses(
    state: &mut State,
    rows: &[RowId],
    addresses: Vec<(ArticleId, String)>,
    effects: &mut Effects,
) {
    let urls: Vec<String> = of_web(addresses).into_iter().map(|(_, url)| url).collect();
    let number = urls.len();
    if number > 0 {
        clipboard::copy_silently(state, urls.join("\n"), effects);
    }
    let what = "sent to the clipboard, a link a line";
    state.say(addresses_notice(rows.len(), number, what), effects);
}

/// Those that a browser can show.
fn of_web(addresses: Vec<(ArticleId, String)>) -> Vec<(ArticleId, String)> {
    let addresses = addresses.into_iter();
    addresses
        .filter(|(_, url)| outside::is_web_address(url))
        .collect()
}

/// What was done with the addresses of rows; those that have none are named.
fn addresses_notice(rows: usize, addresses: usize, what: &str) -> Notice {
    let number = |rows: usize| count(u32::try_from(rows).unwrap_or(u32::MAX), "row");
    if addresses == 0 {
        return Notice::warning("None of these rows has an address");
    }
    let notice = Notice::info(format!("{} {what}", number(addresses)));
    match rows.saturating_sub(addresses) {
        0 => notice,
        1 => notice.with_hint("1 row has no address"),
        more => notice.with_hint(format!("{} have no address", number(more))),
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

/// Says what was done with rows.
fn say_done(state: &mut State, rows: usize, what: &str, effects: &mut Effects) {
    let rows = count(u32::try_from(rows).unwrap_or(u32::MAX), "row");
    let undo = state.keys.hint(Action::Undo);
    let notice = Notice::info(format!("{rows} {what}"));
    state.say(notice.with_hint(format!("{undo} takes it back")), effects);
}
