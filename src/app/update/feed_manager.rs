//! Keys in the feed manager. Every change is written to `feeds.toml` at once and can be taken back.

use super::{Effects, clipboard, feeds, marks, movement, screens, undo, views};
use crate::app::{
    Answered, Effect, FeedManager, ManagedFeed, Prompt, PromptKind, Refresh, Screen, State,
};
use crate::config::{FeedEdit, FeedEntry, FeedOption};
use crate::model::{Action, Notice, View};

/// Opens the manager, with the cursor on the feed of the article; closes it where it is open.
pub fn open(state: &mut State, effects: &mut Effects) {
    if matches!(state.screen, Screen::Feeds(_)) {
        return screens::close(state);
    }
    if feeds::say_if_none(state, effects) {
        return;
    }
    effects.extend([Effect::LoadFeedEntries, Effect::LoadFeeds]);
    state.cover(Screen::Feeds(FeedManager::default()));
}

/// The list is there.
pub fn loaded(state: &mut State, entries: Vec<FeedEntry>) {
    let first = state.feed_entries.is_empty();
    state.feed_entries = entries;
    let feed = state.reader.settled().map(|shown| shown.text.feed);
    let known = state.feeds.iter().find(|known| Some(known.id) == feed);
    let url = known.map(|feed| feed.url.clone());
    let page = page(state);
    if let Screen::Feeds(manager) = &mut state.screen {
        let mut entries = state.feed_entries.iter();
        let at = entries.position(|entry| Some(&entry.url) == url.as_ref());
        if let (true, Some(row)) = (first, at) {
            manager.cursor.row = row;
        }
        manager.cursor.step(0, state.feed_entries.len());
        manager.cursor.follow(page);
    }
}

/// Rows of the list on a page.
fn page(state: &State) -> usize {
    usize::from(state.geometry().body.height)
        .saturating_sub(3)
        .max(1)
}

/// Does what an action says in the manager.
pub fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    if matches!(action, Action::Undo | Action::Redo) {
        return marks::act(state, action, effects);
    }
    let page = page(state);
    let Screen::Feeds(manager) = &mut state.screen else {
        return;
    };
    let length = state.feed_entries.len();
    if let Some(cursor) = &mut manager.options {
        match action {
            Action::Back | Action::Cancel | Action::Enclosures => manager.options = None,
            Action::Open | Action::ReadOn => change_option(state, effects),
            _ => {
                let options = FeedOption::ALL.len();
                let row = movement::target(action, count, cursor.row, options, options);
                cursor.row = row.unwrap_or(cursor.row);
            }
        }
        return;
    }
    match action {
        Action::Back | Action::Cancel => screens::close(state),
        _ if length == 0 => {}
        Action::Open => list(state, effects),
        Action::Enclosures | Action::FocusRight => manager.options = Some(Default::default()),
        Action::Tag => ask(state, FeedOption::Tags),
        Action::ToggleMute => switch(state, FeedOption::Paused, effects),
        Action::FullText => switch(state, FeedOption::FullText, effects),
        Action::ScrollDown => shift(state, true, effects),
        Action::ScrollUp => shift(state, false, effects),
        Action::RemoveFeed => remove(state, effects),
        Action::RefreshFeed => fetch(state, effects),
        Action::CopyLink => copy(state, effects),
        _ => {
            let row = movement::target(action, count, manager.cursor.row, length, page);
            manager.cursor.row = row.unwrap_or(manager.cursor.row);
            manager.cursor.follow(page);
        }
    }
}

impl State {
    /// The feed that the cursor of the manager stands on.
    pub fn managed_feed(&self) -> Option<ManagedFeed<'_>> {
        let Screen::Feeds(manager) = &self.screen else {
            return None;
        };
        let entry = self.feed_entries.get(manager.cursor.row)?;
        let all = ManagedFeed::all(std::slice::from_ref(entry), &self.feeds);
        all.into_iter().next()
    }
}

/// Lists what the feed has.
fn list(state: &mut State, effects: &mut Effects) {
    match state
        .managed_feed()
        .map(|feed| feed.known.map(|known| known.id))
    {
        Some(Some(feed)) => {
            state.show_panes();
            views::view(state, View::Feed(feed), effects);
        }
        Some(None) => {
            let key = state.keys.hint(Action::RefreshFeed);
            let notice = Notice::info("Nothing was fetched of this feed yet");
            state.say(notice.with_hint(format!("{key} fetches it")), effects);
        }
        None => {}
    }
}

fn fetch(state: &mut State, effects: &mut Effects) {
    let known = state.managed_feed().and_then(|feed| feed.known);
    if let Some(feed) = known.map(|feed| feed.id) {
        feeds::refresh(state, Refresh::Feeds(vec![feed]), effects);
    }
}

fn copy(state: &mut State, effects: &mut Effects) {
    if let Some(text) = state.managed_feed().map(|feed| feed.entry.url.clone()) {
        clipboard::copy(state, "Address", text, effects);
    }
}

/// Opens the line for an option, with what it is now.
fn ask(state: &mut State, option: FeedOption) {
    if let Some(typed) = state.managed_feed().map(|feed| option.of(feed.entry)) {
        state.prompt = Some(Prompt::new(PromptKind::Feed(option), &typed));
    }
}

fn change_option(state: &mut State, effects: &mut Effects) {
    let Screen::Feeds(FeedManager {
        options: Some(cursor),
        ..
    }) = &state.screen
    else {
        return;
    };
    match FeedOption::ALL.get(cursor.row) {
        Some(option) if option.is_switch() => switch(state, *option, effects),
        Some(option) => ask(state, *option),
        None => {}
    }
}

fn switch(state: &mut State, option: FeedOption, effects: &mut Effects) {
    let Some(feed) = state.managed_feed() else {
        return;
    };
    let on = option.of(feed.entry) != "on";
    let typed = if on { "on" } else { "off" }.to_owned();
    submit(state, option, typed, effects);
}

/// A value was typed, or switched.
pub fn submit(state: &mut State, option: FeedOption, typed: String, effects: &mut Effects) {
    let Some(feed) = state.managed_feed() else {
        return;
    };
    if option.of(feed.entry) == typed {
        return;
    }
    let shown = if typed.is_empty() { "as usual" } else { &typed };
    let what = format!(
        "{} {}: {shown}",
        feed.name(),
        option.key().replace('_', " ")
    );
    let url = feed.entry.url.clone();
    let edit = FeedEdit::Set { url, option, typed };
    send(state, edit, what, effects);
}

fn shift(state: &mut State, down: bool, effects: &mut Effects) {
    let Some(feed) = state.managed_feed() else {
        return;
    };
    let what = format!("{} moved", feed.name());
    let url = feed.entry.url.clone();
    let length = state.feed_entries.len();
    let page = page(state);
    if let Screen::Feeds(manager) = &mut state.screen {
        let row = manager.cursor.row;
        let to = if down { row + 1 } else { row.wrapping_sub(1) };
        if to < length {
            // At once, so that the key can be pressed again.
            state.feed_entries.swap(row, to);
            manager.cursor.row = to;
            manager.cursor.follow(page);
        }
    }
    send(state, FeedEdit::Move { url, down }, what, effects);
}

fn remove(state: &mut State, effects: &mut Effects) {
    let Some(feed) = state.managed_feed() else {
        return;
    };
    let what = format!("{} taken off the list", feed.name());
    let url = feed.entry.url.clone();
    send(state, FeedEdit::Remove { url }, what, effects);
}

fn send(state: &mut State, edit: FeedEdit, what: String, effects: &mut Effects) {
    let change = state.number();
    state.history.push_feeds(change, what);
    effects.push(Effect::EditFeeds { change, edit });
}

/// A change was written, or was not.
pub fn edited(
    state: &mut State,
    change: u64,
    edited: Result<(String, String), String>,
    effects: &mut Effects,
) {
    effects.push(Effect::LoadFeeds);
    match edited {
        Ok(texts) => {
            let answered = state.history.confirm_feeds(change, Some(texts));
            if let Some((Answered::Made, what)) = answered {
                let key = state.keys.hint(Action::Undo);
                let notice = Notice::info(what).with_hint(format!("{key} takes it back"));
                state.say(notice, effects);
            } else {
                undo::say_of_file(state, answered, None, effects);
            }
        }
        Err(why) => {
            let answered = state.history.confirm_feeds(change, None);
            undo::say_of_file(state, answered, Some(why), effects);
            effects.push(Effect::LoadFeedEntries);
        }
    }
}
