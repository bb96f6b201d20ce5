//! Refreshing, added feeds, and how feeds are doing.

use super::{Effects, comparing, views};
use crate::app::{
    Effect, LedgerRow, Progress, Refresh, Screen, State, count, ledger_height, ledger_rows,
    state::Select,
};
use crate::model::{Action, FeedSummary, Ledger, Notice};

/// How long figures stay where little is to move.
const CALM: std::time::Duration = std::time::Duration::from_secs(2);

/// Refreshes the feed of the article in the reader.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    if action != Action::RefreshFeed {
        return;
    }
    match state.reader.settled().map(|shown| shown.text.feed) {
        Some(feed) => refresh(state, Refresh::Feeds(vec![feed]), effects),
        None => refresh(state, Refresh::All, effects),
    }
}

/// Asks for a refresh that the reader wants.
pub fn refresh(state: &mut State, which: Refresh, effects: &mut Effects) {
    if say_if_none(state, effects) {
        return;
    }
    if state.refresh.is_some() {
        let key = state.keys.hint(Action::Cancel);
        let notice = match &state.waits.refreshing {
            Some(running) if *running == Refresh::All || *running == which => {
                Notice::info("A refresh is running").with_hint(format!("{key} cancels it"))
            }
            _ => {
                state.waits.queued = true;
                effects.push(Effect::Refresh(which));
                Notice::info("A refresh is running; this comes next")
                    .with_hint(format!("{key} cancels both"))
            }
        };
        return state.say(notice, effects);
    }
    state.refresh = Some(Progress::default());
    state.waits.refreshing = Some(which.clone());
    state.waits.stopped = false;
    state.waits.say_refreshed = true;
    effects.push(Effect::Refresh(which));
}

/// A refresh goes on; gives whether that is to be seen.
pub fn progress(state: &mut State, progress: Progress) -> bool {
    if state.reduced_motion && state.refresh.is_some() {
        let shown = state.waits.progress_shown;
        if shown.is_some_and(|at| state.now < at + CALM) {
            return false;
        }
    }
    state.waits.progress_shown = Some(state.now);
    state.refresh = Some(progress);
    true
}

/// A refresh is over.
pub fn refreshed(state: &mut State, progress: Progress, effects: &mut Effects) {
    state.refresh = None;
    state.waits.progress_shown = None;
    state.refreshed_at = Some(state.now);
    effects.push(Effect::LoadFeeds);
    if state.shows_ledger() {
        effects.push(Effect::LoadLedger);
    }
    // Texts that changed make no new story, but their rows have another sign.
    super::answers::reload_rows(state, effects);
    // A list that filled up from nothing, and that nobody touched, is shown in its final order.
    if state.waits.filling && state.waits.was_empty && state.list.waiting() > 0 {
        views::reload(state, Select::First, effects);
    } else if state.waits.filling
        && std::mem::take(&mut state.waits.feeds_added)
        && state.list.waiting() > 0
    {
        // Who added a feed and touched nothing since wants to see what it brought.
        state.waits.new_rows = state.list.waiting_rows();
        views::reload(state, Select::FirstNew, effects);
    }
    state.waits.refreshing = None;
    let asked = state.waits.say_refreshed;
    state.waits.say_refreshed = std::mem::take(&mut state.waits.queued) && !state.waits.stopped;
    // Where nobody was asked, something else is said about why.
    let is_empty = progress == Progress::default() && !state.waits.stopped;
    if asked && !is_empty {
        let new = count(progress.new_articles, "new article");
        let changed = match progress.changed_articles {
            0 => String::new(),
            changed => format!(", {changed} changed"),
        };
        let failed = match progress.failed {
            0 => String::new(),
            failed => format!(", {} failed", count(failed, "feed")),
        };
        let stopped = if std::mem::take(&mut state.waits.stopped) {
            "Refresh stopped · "
        } else {
            ""
        };
        let notice = Notice::info(format!("{stopped}{new}{changed}{failed}"));
        let hint = (progress.new_articles > 0 && state.list.waiting() > 0)
            .then(|| format!("{} shows them", state.keys.hint(Action::ShowNew)));
        let notice = match hint {
            Some(hint) => notice.with_hint(hint),
            None => notice,
        };
        state.say(notice, effects);
    }
}

/// Whether any feed can be reached.
pub fn offline(state: &mut State, offline: bool, effects: &mut Effects) {
    state.offline_since = match (offline, state.offline_since) {
        (true, None) => Some(state.now),
        (true, since) => since,
        (false, _) => None,
    };
    if !offline {
        super::full_texts::fetch_held(state, effects);
    }
}

/// Feeds were added: the panes take the place of the welcome and fill up.
pub fn added(state: &mut State, added: u32, effects: &mut Effects) {
    effects.push(Effect::LoadFeeds);
    state.waits.filling = true;
    state.waits.feeds_added = added > 0;
    state.no_feeds &= added == 0;
    let notice = if added == 0 {
        Notice::info("These feeds are there already")
    } else {
        leave_first_start(state, |screen| {
            matches!(screen, Screen::Welcome(_) | Screen::Starter(_))
        });
        Notice::info(format!("{} added", count(added, "feed")))
    };
    state.say(notice, effects);
}

/// Screens of the first start make room for the panes, covered or not.
fn leave_first_start(state: &mut State, is_over: impl Fn(&Screen) -> bool) {
    state.covered.retain(|below| !is_over(below));
    if is_over(&state.screen) {
        state.screen = state.covered.pop().unwrap_or_default();
    }
}

/// Says that there is nothing to fetch, if that is so.
pub fn say_if_none(state: &mut State, effects: &mut Effects) -> bool {
    if state.no_feeds {
        let key = state.keys.hint(Action::AddFeed);
        let notice = Notice::info("No feeds yet").with_hint(format!("{key} adds one"));
        state.say(notice, effects);
    }
    state.no_feeds
}

/// Takes how feeds are doing.
pub fn loaded(state: &mut State, feeds: Vec<FeedSummary>) {
    state.no_feeds = feeds.is_empty();
    if !state.no_feeds {
        leave_first_start(state, |screen| matches!(screen, Screen::Welcome(_)));
    }
    state.refreshed_at = feeds
        .iter()
        .filter_map(|feed| feed.last_good)
        .max()
        .max(state.refreshed_at);
    state.feeds = feeds;
    comparing::find_ghosts(state);
}

/// Takes the ledger; the cursor stays on its row's feed or host where that is still there.
pub fn ledger_loaded(state: &mut State, ledger: Ledger) {
    let height = usize::from(ledger_height(state.geometry().body.height));
    let now = state.now;
    if let (Screen::Ledger(cursor), Some(before)) = (&mut state.screen, &state.ledger) {
        let address = ledger_rows(before, now)
            .get(cursor.row)
            .map(|row| row.address().to_owned());
        let rows = ledger_rows(&ledger, now);
        let same = |row: &LedgerRow<'_>| address.as_deref() == Some(row.address());
        // At the first row the reader looks at what is most pressing, whatever that is.
        if cursor.row > 0
            && let Some(row) = rows.iter().position(same)
        {
            cursor.row = row;
        }
        cursor.step(0, rows.len());
        cursor.follow(height);
    }
    state.ledger = Some(ledger);
}
