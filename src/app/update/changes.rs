//! When earlier texts are looked for: once the members of a story are known, and again when one of
//! them has got another text.

use std::sync::Arc;

use super::{Effects, marks, sheets};
use crate::app::{Effect, OpenStory, State};
use crate::compare::TextHistory;
use crate::model::{ArticleId, StoryId};

/// The members of a story are there.
pub fn note_visit(state: &mut State, story: &OpenStory) {
    state.changes.note(story);
}

/// Asks for the earlier texts of the open story where they are others than those asked for last.
pub fn ask(state: &mut State, effects: &mut Effects) {
    if state.waits.story.is_some() {
        return;
    }
    let Some(story) = &state.story else {
        return;
    };
    if let Some(request) = state.changes.request(story) {
        effects.push(Effect::LoadChanges(request));
    }
}

/// Earlier texts are there.
pub fn take(state: &mut State, story: StoryId, histories: Arc<Vec<TextHistory>>) {
    state.changes.take(story, histories);
    sheets::resized(state);
}

/// All that changed in an article was looked at.
pub fn see(state: &mut State, article: ArticleId, effects: &mut Effects) {
    let Some(history) = state.history_of(article) else {
        return;
    };
    let revisions = history.revisions;
    let member = state.story.as_ref().and_then(|story| story.member(article));
    let is_newest = member.is_some_and(|member| member.changed && member.revisions == revisions);
    if is_newest {
        marks::see_change(state, article, revisions, effects);
    }
}
