//! When the open story is compared: once its articles are known, and again when one more was seen.

use std::sync::Arc;

use super::{Effects, sheets};
use crate::app::{CompareRequest, Effect, State, sources::ghosts};
use crate::compare::Comparison;
use crate::model::StoryId;

/// Articles of a story that are compared at the most.
const MOST: usize = 60;

/// Asks for the comparison of the open story where it is another one than the last.
pub fn ask(state: &mut State, effects: &mut Effects) {
    let Some(story) = &state.story else {
        return;
    };
    if story.members.len() < 2 || state.waits.story.is_some() {
        return;
    }
    let mut articles: Vec<_> = story
        .members
        .iter()
        .map(|member| (member.article, member.is_known()))
        .collect();
    if articles.len() > MOST {
        let newest = articles.len() - MOST;
        articles.drain(..newest);
    }
    let request = CompareRequest {
        story: story.id,
        articles,
    };
    if state.compared_for.as_ref() != Some(&request) {
        state.compared_for = Some(request.clone());
        effects.push(Effect::Compare(request));
    }
}

/// A comparison is there.
pub fn take(state: &mut State, story: StoryId, comparison: Arc<Comparison>) {
    let is_open = state.story.as_ref().is_some_and(|open| open.id == story);
    if is_open {
        state.comparison = Some((story, comparison));
        find_ghosts(state);
        sheets::resized(state);
    }
}

/// Finds whom the story cites and of whom the reader has no feed.
pub fn find_ghosts(state: &mut State) {
    let Some((compared, story)) = state.compared().zip(state.story.as_ref()) else {
        return;
    };
    state.ghosts = ghosts(&compared.cited, story, &state.feeds);
}

impl State {
    /// The comparison of the open story, as far as it is there.
    pub fn compared(&self) -> Option<&Comparison> {
        let open = self.story.as_ref()?;
        let (story, comparison) = self.comparison.as_ref()?;
        (*story == open.id).then_some(&**comparison)
    }
}
