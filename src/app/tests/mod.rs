//! Keys in, state and effects out.

mod ahead;
mod choosing;
mod completing;
mod feed_manager;
mod finding;
mod full_texts;
mod grouping;
mod input;
mod lists;
mod marks;
mod outside;
mod page;
mod programs;
mod reading;
mod rules;
mod screens;
mod undo;

use std::time::Duration;

use crate::app::testing::{
    NOW, Screen, failing_feed, feed_ledger, hit, host_ledger, listed, loaded_article, members,
    story_row,
};
use crate::app::{
    Effect, FoundList, Mark, Msg, Pane, Progress, PromptKind, Refresh, Session, Setup, Target,
    Wake, WelcomeRow,
};
use crate::config::StarterFeed;
use crate::model::{
    ArticleId, FeedId, FeedState, Ledger, Marked, Notice, RowId, Sort, StoryId, View,
};

fn shown(screen: &Screen) -> Option<i64> {
    screen
        .state
        .reader
        .shown
        .as_ref()
        .map(|shown| shown.text.id.0)
}

fn selected(screen: &Screen) -> Option<i64> {
    screen.state.selected_story().map(|id| id.0)
}

fn notice(screen: &Screen) -> String {
    let notice = screen.state.notice.as_ref();
    notice.map_or_else(String::new, |(notice, _)| notice.text.clone())
}

fn marks(screen: &mut Screen) -> Vec<(Target, Mark)> {
    let effects = screen.take_effects().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Mark { target, mark, .. } => Some((target, mark)),
            _ => None,
        })
        .collect()
}

fn articles(ids: &[i64]) -> Target {
    Target::Articles(ids.iter().map(|id| ArticleId(*id)).collect())
}

/// What a change of these articles did, to be taken back or made again.
fn exactly(ids: &[i64]) -> Target {
    Target::Exactly(done(ids))
}

fn done(ids: &[i64]) -> Marked {
    Marked::of(ids.iter().map(|id| ArticleId(*id)).collect())
}

fn last_change(screen: &Screen) -> u64 {
    let last = screen.effects.iter().rev().find_map(|effect| match effect {
        Effect::Mark { change, .. } => Some(*change),
        _ => None,
    });
    last.expect("something was marked")
}

fn shown_long(screen: &mut Screen) {
    screen.wake(|wake| matches!(wake, Wake::Shown(_)));
}
