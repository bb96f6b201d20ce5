//! Start and end, the clock, wanted times, and what works on every screen.

use super::{Effects, article, feed_manager, full_texts, grouping, pipe, screens, search, views};
use crate::app::{
    Applied, Cursor, Effect, Help, Pane, Prompt, PromptKind, Refresh, Screen, State, TextWidth,
    Wake,
    wake::{DUE_DELAY, SHOWN_DELAY},
    words,
};
use crate::config::Settings;
use crate::model::{Action, Notice, Timestamp};

/// Asks for what the first frame needs, in the order it is needed.
pub fn start(state: &mut State, effects: &mut Effects) {
    let around = match state.waits.select {
        crate::app::state::Select::Row(row) => Some(row),
        _ => None,
    };
    let request = state.list.request(around);
    effects.push(Effect::LoadList(request));
    effects.push(Effect::LoadFeeds);
    effects.push(minute(state.now));
    state.waits.filling = true;
    if state.offline_since.is_none() {
        if !matches!(state.screen, Screen::Welcome(_)) {
            effects.push(Effect::Refresh(Refresh::Due));
        }
        effects.push(due());
    }
    state.next_notice(effects);
}

/// The configuration is another one: it holds from now on, as far as it means something.
pub fn configured(
    state: &mut State,
    applied: Applied,
    settings: Box<Settings>,
    mistakes: Vec<String>,
    effects: &mut Effects,
) {
    state.keys = applied.keys;
    state.rows = applied.rows;
    state.widest_text = TextWidth::new(applied.text_width, state.widest_text.chosen());
    state.text_order = applied.text_order;
    state.hyperlinks = applied.hyperlinks;
    state.reduced_motion = applied.reduced_motion;
    state.own_clipboard = applied.own_clipboard;
    state.highlights = applied.highlights;
    effects.push(Effect::Configure(settings));
    views::take_saved(state, applied.saved, effects);
    let said = mistakes.into_iter().map(Notice::warning);
    state.waits.notices.extend(said);
    if !state.waits.notices.is_empty() {
        state.next_notice(effects);
    } else if state.notice.is_none() {
        // What was just said may be of what changed it.
        state.say(Notice::info("The configuration was read anew"), effects);
    }
}

/// The terminal said how bright its background is; gives whether that is to be seen.
pub fn background(state: &mut State, light: bool) -> bool {
    state.light_background.replace(light) != Some(light)
}

/// Takes the time; gives whether that is to be seen.
pub fn clock(state: &mut State, now: Timestamp) -> bool {
    let shown = |time| words::clock(time, state.offset_seconds);
    let changed = shown(state.now) != shown(now);
    state.now = now;
    changed
}

/// A wanted time is there; gives whether it still matters.
pub fn wake(state: &mut State, wake: Wake, effects: &mut Effects) -> bool {
    match wake {
        Wake::Minute => {
            effects.push(minute(state.now));
            effects.push(Effect::SaveSession(state.session()));
        }
        Wake::Due => {
            if state.refresh.is_none() {
                effects.push(Effect::Refresh(Refresh::Due));
            }
            effects.push(due());
            return false;
        }
        Wake::Prefix(number) => {
            let wanted = !state.pending.keys.is_empty() && state.pending.wake == number;
            state.pending.popup |= wanted;
            return wanted;
        }
        Wake::Notice(number) => {
            let wanted = state
                .notice
                .as_ref()
                .is_some_and(|notice| notice.1 == number);
            if wanted {
                state.next_notice(effects);
            }
            return wanted;
        }
        Wake::Shown(number) => {
            let (shown, away) = (state.reader.shown.as_mut(), state.away);
            if let Some(shown) = shown.filter(|shown| shown.wake == number && !away) {
                shown.shown_long = true;
            }
            return false;
        }
        Wake::Slow(number) => {
            let wanted = state.reader.wanted.is_some() && state.waits.slow == number;
            state.reader.slow |= wanted;
            return wanted;
        }
    }
    true
}

/// The window of the terminal has the keys, or not any more: what stands in it unseen is not being
/// read. Gives whether that is to be seen.
pub fn focus(state: &mut State, here: bool, effects: &mut Effects) -> bool {
    let was_away = std::mem::replace(&mut state.away, !here);
    if !here || !was_away {
        return false;
    }
    let number = state.number();
    if let Some(shown) = state
        .reader
        .shown
        .as_mut()
        .filter(|shown| !shown.shown_long)
    {
        shown.wake = number;
        effects.push(Effect::Wake {
            after: SHOWN_DELAY,
            wake: Wake::Shown(number),
        });
    }
    // A machine that slept has missed the times when feeds were due.
    if state.refresh.is_none() && state.offline_since.is_none() && !state.no_feeds {
        effects.push(Effect::Refresh(Refresh::Due));
    }
    false
}

/// The next time the shown clock changes.
fn minute(now: Timestamp) -> Effect {
    let seconds = 60 - now.0.rem_euclid(60).unsigned_abs();
    Effect::Wake {
        after: std::time::Duration::from_secs(seconds),
        wake: Wake::Minute,
    }
}

fn due() -> Effect {
    Effect::Wake {
        after: DUE_DELAY,
        wake: Wake::Due,
    }
}

/// Leaves the program; what the next start needs is stored before.
pub fn quit(state: &mut State, effects: &mut Effects) {
    effects.push(Effect::SaveSession(state.session()));
    effects.push(Effect::Quit);
}

/// Stops until the shell continues the program.
pub fn suspend(state: &mut State, effects: &mut Effects) {
    effects.push(Effect::SaveSession(state.session()));
    effects.push(Effect::Suspend);
}

/// What means the same on every screen; gives whether the action was one of these.
pub fn act_anywhere(state: &mut State, action: Action, effects: &mut Effects) -> bool {
    match action {
        Action::Quit => quit(state, effects),
        Action::Suspend => suspend(state, effects),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Palette => super::palette::open(state, effects),
        Action::Macros => super::macros::ask(state, effects),
        Action::CommandLine => state.prompt = Some(Prompt::new(PromptKind::Command, "")),
        Action::AddFeed => match state.work_in_focus() {
            Some(work) => super::outside::look_for_feed(state, &work, effects),
            None => {
                let site = state.selected_site().unwrap_or_default();
                state.prompt = Some(Prompt::new(PromptKind::Add, &site));
            }
        },
        Action::ImportFeeds => state.prompt = Some(Prompt::new(PromptKind::Import, "")),
        Action::StarterSet => screens::open_starter(state, effects),
        Action::Sample => {
            effects.push(Effect::SaveSession(state.session()));
            effects.push(Effect::OpenSample);
        }
        Action::Help => toggle(
            state,
            |screen| matches!(screen, Screen::Help(_)),
            || Screen::Help(Help::default()),
        ),
        Action::Ledger => {
            if super::feeds::say_if_none(state, effects) {
                return true;
            }
            effects.extend([Effect::LoadFeeds, Effect::LoadLedger]);
            toggle(
                state,
                |screen| matches!(screen, Screen::Ledger(_)),
                || Screen::Ledger(Cursor::default()),
            );
        }
        Action::KeptBriefs => effects.push(Effect::LoadKeptBriefs),
        Action::FeedManager => feed_manager::open(state, effects),
        Action::RefreshAll => super::feeds::refresh(state, Refresh::All, effects),
        Action::ViewAll
        | Action::ViewUnread
        | Action::ViewStarred
        | Action::ViewFollowed
        | Action::ViewMuted
        | Action::ViewHistory
        | Action::Search
            if matches!(state.screen, Screen::Ledger(_)) =>
        {
            state.show_panes();
            views::act(state, action, effects);
        }
        _ => return false,
    }
    true
}

fn toggle(state: &mut State, is_open: impl Fn(&Screen) -> bool, open: impl Fn() -> Screen) {
    if is_open(&state.screen) {
        screens::close(state);
    } else {
        state.cover(open());
    }
}

/// Back and cancel on the three panes.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    match action {
        Action::Back => back(state, effects),
        Action::Cancel => cancel(state, effects),
        _ => {}
    }
}

fn back(state: &mut State, effects: &mut Effects) {
    if grouping::return_from_earlier(state, effects) {
        return;
    }
    if state.list.anchor.take().is_some() {
        return;
    }
    if state.search.is_some() && state.focus == Pane::Stories {
        search::end(state, effects);
    } else if state.focus == Pane::Stories && views::end_filter(state, effects) {
        // The list is on its way.
    } else if state.zoomed {
        state.zoomed = false;
    } else if state.focus != Pane::Stories {
        state.focus = Pane::Stories;
    } else if views::go_home(state, effects) {
        // The list is on its way.
    } else {
        effects.push(Effect::SaveSession(state.session()));
        effects.push(Effect::Leave);
    }
}

fn cancel(state: &mut State, effects: &mut Effects) {
    if pipe::stop(state, effects) {
        return;
    }
    if grouping::return_from_earlier(state, effects) {
        return;
    }
    if state.focus == Pane::Reader && article::end_find(state, false) {
        return;
    }
    if state.list.anchor.take().is_some() {
        return;
    }
    if state.search.is_some() {
        search::end(state, effects);
    } else if views::end_filter(state, effects) {
        // The list is on its way.
    } else if state.texts.are_asked_for() {
        full_texts::cancel(state, effects);
    } else if state.refresh.is_some() {
        effects.push(Effect::CancelRefresh);
        state.waits.stopped = true;
        state.say(Notice::info("The refresh stops"), effects);
    } else if state.texts.ahead > 0 {
        full_texts::cancel(state, effects);
    }
}

impl State {
    /// Takes the notice away, or shows the next one that waits.
    pub(super) fn next_notice(&mut self, effects: &mut Effects) {
        self.notice = None;
        if !self.waits.notices.is_empty() {
            let notice = self.waits.notices.remove(0);
            self.say(notice, effects);
        }
    }
}
