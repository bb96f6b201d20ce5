//! Which stories are listed, in which order, and when the list is made anew.

use super::{Effects, answers, article, comparing, search};
use crate::app::{
    Choice, Effect, Filter, Pane, Picker, PickerKind, Prompt, PromptKind, SavedView, Screen, State,
    completing::views,
    picker::{PickerRow, feed_rows, list_rows, saved_rows, sort_rows},
    state::Select,
};
use crate::model::{Action, Notice, RowId, Sort, View};
use crate::query::{self, QueryError};

/// Does what an action of the views area says.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    match action {
        Action::ViewAll => view(state, View::All, effects),
        Action::ViewUnread => view(state, View::Unread, effects),
        Action::ViewStarred => view(state, View::Starred, effects),
        Action::ViewFollowed => view(state, View::Followed, effects),
        Action::ViewMuted => view(state, View::Muted, effects),
        Action::ViewHistory => view(state, View::History, effects),
        Action::Lists => pick(state, PickerKind::Lists, effects),
        Action::Feeds => pick(state, PickerKind::Feeds, effects),
        Action::Tags => pick(state, PickerKind::Tags, effects),
        Action::NotSeen => comparing::show_not_seen(state, effects),
        Action::SavedViews => pick(state, PickerKind::Saved, effects),
        Action::SortList => pick(state, PickerKind::Sorts, effects),
        Action::ToggleFlat => toggle_flat(state, effects),
        Action::Filter => open_filter(state),
        Action::ToggleShowRead => toggle_read_rows(state, effects),
        Action::ShowNew => show_new(state, effects),
        // A search is one in what the keys go to.
        Action::Search if article::searches_here(state) => article::open_find(state),
        Action::Search => search::open(state),
        Action::SearchEverywhere => search::everywhere(state, effects),
        _ => {}
    }
}

/// Lists something else; a filter that narrowed what was listed goes with it.
pub fn view(state: &mut State, view: View, effects: &mut Effects) {
    let saved = match &view {
        View::Saved(name) => match saved_query(state, name) {
            Ok(query) => Some(query),
            Err(notice) => return state.say(notice, effects),
        },
        _ => None,
    };
    let select = selection_in(state, view == View::History || state.list.flat);
    if matches!(view, View::All | View::Unread) {
        state.list.home = view.clone();
    }
    state.list.view = view;
    state.list.saved = saved;
    state.list.filter = None;
    state.focus = Pane::Stories;
    reload(state, select, effects);
}

/// Lists what is called so: a fixed view, a saved query, a feed, or a tag behind `#`.
pub fn by_name(state: &mut State, name: &str, effects: &mut Effects) {
    let Some(found) = named(state, name) else {
        let views = views(state);
        let names: Vec<&str> = views.iter().map(|view| view.shown.as_str()).collect();
        let text = format!("There is nothing to list that is called \"{name}\"");
        let hint = match crate::config::nearest(name, &names) {
            Some(near) => format!("did you mean :view {near}?"),
            None => "Tab goes through what there is: :view unread".to_owned(),
        };
        return state.say(Notice::warning(text).with_hint(hint), effects);
    };
    state.show_panes();
    view(state, found, effects);
}

fn named(state: &State, name: &str) -> Option<View> {
    let is = |other: &str| other.to_lowercase() == name.to_lowercase();
    let fixed = match name.to_lowercase().as_str() {
        "all" => Some(View::All),
        "unread" => Some(View::Unread),
        "starred" => Some(View::Starred),
        "followed" => Some(View::Followed),
        "muted" => Some(View::Muted),
        "history" => Some(View::History),
        _ => None,
    };
    let saved = || {
        let saved = state.saved.iter().find(|saved| is(&saved.name))?;
        Some(View::Saved(saved.name.clone()))
    };
    let feed = || {
        let feed = state.feeds.iter().find(|feed| is(&feed.title))?;
        Some(View::Feed(feed.id))
    };
    let tag = || {
        let tag = name.strip_prefix('#').filter(|tag| !tag.is_empty())?;
        Some(View::Tag(tag.to_owned()))
    };
    fixed.or_else(saved).or_else(feed).or_else(tag)
}

/// The row to point at when rows are articles, or stories, from now on.
fn selection_in(state: &State, articles: bool) -> Select {
    match (state.list.lists_articles(), articles) {
        (false, true) => state
            .list
            .selected_article()
            .map_or(Select::Same, |id| Select::Row(RowId::Article(id))),
        (true, false) => state
            .list
            .selected()
            .map_or(Select::Same, |id| Select::Row(RowId::Story(id))),
        _ => Select::Same,
    }
}

/// The saved queries are others; a list that one of them makes is made anew.
pub fn take_saved(state: &mut State, saved: Vec<SavedView>, effects: &mut Effects) {
    if state.saved == saved {
        return;
    }
    state.saved = saved;
    let View::Saved(name) = state.list.view.clone() else {
        return;
    };
    match saved_query(state, &name) {
        Ok(query) if state.list.saved.as_ref() == Some(&query) => {}
        Ok(query) => {
            state.list.saved = Some(query);
            ask_again(state, Select::Same, effects);
        }
        // What is listed stays until the reader leaves it.
        Err(notice) => state.waits.notices.push(notice),
    }
}

fn saved_query(state: &State, name: &str) -> Result<query::Query, Notice> {
    let Some(saved) = state.saved.iter().find(|saved| saved.name == name) else {
        return Err(Notice::warning(format!(
            "No saved query is called \"{name}\""
        )));
    };
    state.query(&saved.query).map_err(|error| {
        Notice::warning(format!("The saved query \"{name}\": {error}"))
            .with_hint("[views] of config.toml has it")
    })
}

fn toggle_flat(state: &mut State, effects: &mut Effects) {
    if state.list.view == View::History {
        let notice = Notice::info("What you read is listed article by article");
        return state.say(notice, effects);
    }
    let select = selection_in(state, !state.list.flat);
    state.list.flat = !state.list.flat;
    let text = if state.list.flat {
        "Articles one by one"
    } else {
        "Articles of one event as one story"
    };
    say_switched(state, text, Action::ToggleFlat, effects);
    reload(state, select, effects);
}

fn pick(state: &mut State, kind: PickerKind, effects: &mut Effects) {
    let current = &state.list.view;
    let rows = match kind {
        PickerKind::Lists => {
            effects.extend([Effect::LoadFeeds, Effect::LoadTags]);
            Some(known_lists(state))
        }
        PickerKind::Feeds => {
            effects.push(Effect::LoadFeeds);
            Some(feed_rows(&state.feeds, current))
        }
        PickerKind::Tags => {
            effects.push(Effect::LoadTags);
            None
        }
        PickerKind::Saved => Some(saved_rows(&state.saved, current)),
        // Its rows are another's: what is known of the open story.
        PickerKind::NotSeen => None,
        PickerKind::Sorts => Some(sort_rows(state.list.sort, state.list.reversed)),
    };
    if kind == PickerKind::Saved && state.saved.is_empty() {
        let filter = state.keys.hint(Action::Filter);
        let notice = Notice::info("No query is saved yet").with_hint(format!(
            "{filter} narrows the list, :save-view NAME saves that"
        ));
        return state.say(notice, effects);
    }
    state.cover(Screen::Picker(Picker::new(kind, rows)));
}

/// Everything that can be listed, as far as it is known.
pub fn known_lists(state: &State) -> Vec<PickerRow> {
    let view = &state.list.view;
    list_rows(&state.keys, &state.saved, &state.tags, &state.feeds, view)
}

/// A row of a list was chosen.
pub fn choose(state: &mut State, choice: Choice, effects: &mut Effects) {
    match choice {
        Choice::View(chosen) => view(state, chosen, effects),
        Choice::Sort(chosen) => {
            let reversed = chosen == state.list.sort && !state.list.reversed;
            sort(state, chosen, reversed, effects);
        }
    }
}

/// Another order; the cursor stays on its row.
pub fn sort(state: &mut State, sort: Sort, reversed: bool, effects: &mut Effects) {
    state.list.sort = sort;
    state.list.reversed = reversed;
    let from = if reversed { ", from its end" } else { "" };
    let notice = Notice::info(format!("Order: {}{from}", sort.help()));
    state.say(notice, effects);
    reload(state, Select::Same, effects);
}

fn open_filter(state: &mut State) {
    let text = state.list.filter.as_ref().map(|filter| filter.text.clone());
    state.prompt = Some(Prompt::new(PromptKind::Filter, &text.unwrap_or_default()));
    state.focus = Pane::Stories;
}

/// Narrows the list by what was typed; what is not understood changes nothing.
pub fn filter(state: &mut State, text: &str, effects: &mut Effects) -> Result<(), QueryError> {
    let text = text.trim();
    let filter = if text.is_empty() {
        None
    } else {
        let query = state.query(text)?;
        Some(Filter {
            text: text.to_owned(),
            query,
        })
    };
    if state.list.filter != filter {
        state.list.filter = filter;
        reload(state, Select::Same, effects);
    }
    Ok(())
}

/// The line of the filter is closed with Enter.
pub fn submit_filter(state: &mut State, text: &str, effects: &mut Effects) {
    if let Err(error) = filter(state, text, effects) {
        state.say(Notice::warning(error.to_string()), effects);
        state.prompt = Some(Prompt::new(PromptKind::Filter, text));
    }
}

/// Takes the filter away; gives whether there was one.
pub fn end_filter(state: &mut State, effects: &mut Effects) -> bool {
    let was = state.list.filter.take().is_some();
    if was {
        reload(state, Select::Same, effects);
    }
    was
}

/// Goes back from a list that was asked for; gives whether this was one.
pub fn go_home(state: &mut State, effects: &mut Effects) -> bool {
    let home = state.list.home.clone();
    let is_away = !state.is_home();
    if is_away {
        view(state, home, effects);
    }
    is_away
}

/// Says what is shown now, and the key that changes it back.
fn say_switched(state: &mut State, text: &str, action: Action, effects: &mut Effects) {
    let key = state.keys.hint(action);
    let notice = Notice::info(text).with_hint(format!("{key} changes it back"));
    state.say(notice, effects);
}

fn toggle_read_rows(state: &mut State, effects: &mut Effects) {
    state.list.hide_read = !state.list.hide_read;
    let text = if state.list.hide_read {
        "What is read is hidden"
    } else {
        "What is read is shown"
    };
    say_switched(state, text, Action::ToggleShowRead, effects);
    reload(state, Select::Same, effects);
}

fn show_new(state: &mut State, effects: &mut Effects) {
    if state.list.waiting() == 0 {
        let key = state.keys.hint(Action::RefreshAll);
        let notice =
            Notice::info("Nothing new waits").with_hint(format!("{key} fetches all feeds"));
        return state.say(notice, effects);
    }
    if state.focus != Pane::Stories {
        // Who reads stays with what is read.
        return ask_again(state, Select::Same, effects);
    }
    state.waits.new_rows = state.list.waiting_rows();
    reload(state, Select::FirstNew, effects);
}

/// Asks for the list anew; a search ends.
pub fn reload(state: &mut State, select: Select, effects: &mut Effects) {
    state.search = None;
    ask_again(state, select, effects);
}

/// Asks for the list anew.
pub fn ask_again(state: &mut State, select: Select, effects: &mut Effects) {
    state.waits.select = select;
    let around = match select {
        Select::Row(row) => Some(row),
        _ => state.list.selected_row(),
    };
    let request = answers::request(state, around);
    effects.push(Effect::LoadList(request));
}

impl State {
    /// Whether the list is one that newsfold is left from.
    pub(super) fn is_home(&self) -> bool {
        matches!(self.list.view, View::All | View::Unread)
    }

    /// A query as the reader means it: its days are those of the reader's clock.
    pub(super) fn query(&self, text: &str) -> Result<query::Query, QueryError> {
        Ok(query::parse(text)?.in_zone(self.offset_seconds))
    }

    /// The filter of the last run, if it still means something.
    pub(in crate::app) fn restore_filter(&mut self, text: Option<&str>) {
        let filter = text.and_then(|text| {
            let query = self.query(text).ok()?;
            Some(Filter {
                text: text.to_owned(),
                query,
            })
        });
        self.list.filter = filter;
        if let View::Saved(name) = &self.list.view {
            match saved_query(self, &name.clone()) {
                Ok(query) => self.list.saved = Some(query),
                Err(_) => self.list.view = View::All,
            }
        }
    }
}
