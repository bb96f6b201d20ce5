//! How messages change the state. This file only routes; each area of what a reader can do has a
//! file of its own.

mod answers;
mod article;
mod changes;
mod choosing;
mod clipboard;
mod command;
mod comparing;
mod enclosures;
mod feed_manager;
mod feeds;
mod full_texts;
mod grouping;
mod holding;
mod kept_briefs;
mod keys;
mod macros;
mod marks;
mod mouse;
mod movement;
mod outside;
mod page;
mod palette;
mod picker;
mod pictures;
mod pipe;
mod program;
mod prompt;
mod range;
mod reading;
mod rules;
mod saving;
mod screens;
mod search;
mod selection;
mod settle;
mod sheets;
mod tags;
mod undo;
mod views;

pub(super) use holding::Held;
pub(super) use macros::Running;
pub use tags::listed as listed_tags;

use crate::app::{Effect, Msg, PictureStage, PromptKind, Screen, Several, State, seen::Seen};
use crate::model::{Action, Area, Level, Notice};
pub use rules::ConfigChange;

/// What is to be done by others, collected on the way.
type Effects = Vec<Effect>;

/// Takes a message; what is to be done by others comes back.
pub fn update(state: &mut State, msg: Msg) -> Effects {
    let mut effects = Vec::new();
    let typed = state.prompt.as_ref().map(|prompt| prompt.kind);
    let before = matches!(msg, Msg::Key(_) | Msg::Mouse(_)).then(|| Seen::of(state));
    let mut changed = route(state, msg, &mut effects);
    let types = state.prompt.as_ref().map(|prompt| prompt.kind);
    if types != typed && types.is_some_and(PromptKind::takes_names) {
        effects.push(Effect::LoadNames);
    }
    settle::settle(state, &mut effects);
    if let Some(before) = before {
        let asks = |effect: &Effect| !matches!(effect, Effect::Wake { .. });
        changed = effects.iter().any(asks) || Seen::of(state) != before;
    }
    state.changed |= changed;
    effects
}

/// Gives whether anything on the screen may be another.
fn route(state: &mut State, msg: Msg, effects: &mut Effects) -> bool {
    match msg {
        Msg::Start => program::start(state, effects),
        Msg::Clock(now) => return program::clock(state, now),
        Msg::Key(key) => keys::press(state, key, effects),
        Msg::Mouse(mouse) => mouse::take(state, mouse, effects),
        Msg::Focus(here) => return program::focus(state, here, effects),
        Msg::Paste(text) => prompt::paste(state, &text, effects),
        Msg::Resize(width, height) => {
            state.size = (width, height);
            state.list.resized();
            screens::resized(state);
            pictures::ask(state, effects);
        }
        Msg::Wake(wake) => return program::wake(state, wake, effects),
        Msg::Stopped => program::suspend(state, effects),
        Msg::Resumed => effects.push(Effect::Redraw),
        Msg::Terminate => program::quit(state, effects),
        Msg::CacheChanged => answers::cache_changed(state, effects),
        Msg::RefreshProgress(progress) => return feeds::progress(state, progress),
        Msg::Refreshed(progress) => feeds::refreshed(state, progress, effects),
        Msg::Offline(offline) => feeds::offline(state, offline, effects),
        Msg::FullText {
            article,
            outcome,
            asked,
        } => full_texts::take(state, article, outcome, asked, effects),
        Msg::TextsAhead(left) => state.texts.ahead = left,
        Msg::Looked { address, looked } => {
            return choosing::take(state, &address, looked, effects);
        }
        Msg::FeedsAdded { added } => feeds::added(state, added, effects),
        Msg::FeedEntries(entries) => feed_manager::loaded(state, entries),
        Msg::ConfigEdited { change, edited } => rules::edited(state, change, edited, effects),
        Msg::FeedsEdited { change, edited } => {
            feed_manager::edited(state, change, edited, effects);
        }
        Msg::Compared { story, comparison } => comparing::take(state, story, comparison),
        Msg::Changes { story, histories } => changes::take(state, story, histories),
        Msg::Feeds(feeds) => feeds::loaded(state, feeds),
        Msg::Addresses {
            rows,
            stories,
            wanted,
            addresses,
        } => match wanted {
            Several::Open => range::open_addresses(state, &rows, stories, addresses, effects),
            Several::Copy => range::copy_addresses(state, &rows, addresses, effects),
        },
        Msg::Stars { rows, stories, all } => range::star(state, &rows, stories, !all, effects),
        Msg::Names(names) => palette::take_names(state, *names),
        Msg::Folder(folder) => prompt::take_folder(state, folder, effects),
        Msg::NotSeen { story, not_seen } => {
            return comparing::take_not_seen(state, story, not_seen);
        }
        Msg::Tags(tags) => return picker::take_tags(state, tags),
        Msg::KeptBriefs(briefs) => kept_briefs::show(state, &briefs, effects),
        Msg::Tagged {
            change,
            before,
            after,
        } => tags::stored(state, change, before, after, effects),
        Msg::MarkFailed { change, why } | Msg::TagsFailed { change, why } => {
            undo::failed(state, change, why, effects);
        }
        Msg::Ledger(ledger) => feeds::ledger_loaded(state, *ledger),
        Msg::Hits {
            generation,
            hits,
            more,
            unindexed,
        } => {
            let found = search::Found {
                hits,
                more,
                unindexed,
            };
            return search::found(state, generation, found, effects);
        }
        Msg::Indexed => return search::indexed(state, effects),
        Msg::Picture { url, size, picture } => {
            let stage = picture.map_or_else(PictureStage::Failed, PictureStage::Ready);
            return pictures::take(state, &url, size, stage, effects);
        }
        Msg::BrowserFailed { url, reason } => outside::browser_failed(state, url, &reason, effects),
        Msg::Original { url, found } => outside::original_found(state, url, found, effects),
        Msg::PageRead { url, page } => return page::take(state, &url, page),
        Msg::PageLaid { url, layout } => return page::laid(state, &url, layout),
        Msg::Piped(piped) => return pipe::take(state, *piped, effects),
        Msg::Copied { what } => clipboard::copied(state, &what, effects),
        Msg::CopyFailed { text, what, reason } => {
            clipboard::failed(state, what, text, &reason, effects);
        }
        Msg::Configured {
            applied,
            settings,
            mistakes,
        } => program::configured(state, *applied, settings, mistakes, effects),
        Msg::Notice(notice) => {
            if notice.level == Level::Error {
                holding::give_up_line(state);
            }
            state.say(notice, effects);
        }
        Msg::Background(light) => return program::background(state, light),
        Msg::Alert { sequence } => effects.push(Effect::Alert { sequence }),
        answer => return answers::take(state, answer, effects),
    }
    true
}

/// Does what an action says, wherever it came from: a key, the command line, the queue.
/// Whether an action does something with the row, the story or the article that is chosen.
fn acts_on_a_row(action: Action) -> bool {
    match action {
        Action::Undo | Action::Redo | Action::MarkViewRead | Action::MuteWords => false,
        Action::BackInTrail | Action::ForwardInTrail => false,
        Action::WiderText | Action::NarrowerText => false,
        Action::NextUnread | Action::PreviousUnread | Action::ReadOn => false,
        _ => matches!(
            action.area(),
            Area::Reading | Area::Marks | Area::Grouping | Area::Outside
        ),
    }
}

impl State {
    /// Says that there is nothing to do something with, and where there is.
    fn say_nothing_here(&mut self, effects: &mut Effects) {
        let lists = self.keys.hint(Action::Lists);
        let notice = if self.list.filter.is_some() {
            let cancel = self.keys.hint(Action::Cancel);
            let notice = Notice::info("Nothing answers the filter");
            notice.with_hint(format!("{cancel} takes it away"))
        } else {
            let notice = Notice::info("This list is empty");
            notice.with_hint(format!("{lists} chooses another one"))
        };
        self.say(notice, effects);
    }
}

fn act(state: &mut State, action: Action, count: Option<u32>, effects: &mut Effects) {
    if program::act_anywhere(state, action, effects) {
        return;
    }
    if !matches!(state.screen, Screen::Main) {
        return screens::act(state, action, count, effects);
    }
    let empty = state.list.loaded && state.list.is_empty() && state.search.is_none();
    if empty && state.reader.current().is_none() && acts_on_a_row(action) {
        return state.say_nothing_here(effects);
    }
    match action.area() {
        Area::Moving => movement::act(state, action, count, effects),
        Area::Reading => reading::act(state, action, count, effects),
        Area::Marks => marks::act(state, action, effects),
        Area::Grouping => grouping::act(state, action, effects),
        Area::Views => views::act(state, action, effects),
        Area::Outside => outside::act(state, action, effects),
        Area::Feeds => feeds::act(state, action, effects),
        Area::Program => program::act(state, action, effects),
    }
}
