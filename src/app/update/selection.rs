//! What follows when the cursor stands on another story: its members and its article are asked
//! for; until they come, what was shown stays. Actions that need them wait for them.

use super::{Effects, act, holding};
use crate::app::{Effect, State, Wake, wake::SLOW_DELAY};
use crate::model::{Action, ArticleId, RowId, StoryId};

/// Shows the story the cursor stands on, if it is another than before.
pub fn follow(state: &mut State, engaged: bool, effects: &mut Effects) {
    state.detour.clear();
    show_selected(state, engaged, effects);
}

/// Shows the selected story: the one of a detour, else the one the cursor stands on.
pub fn show_selected(state: &mut State, engaged: bool, effects: &mut Effects) {
    holding::forget(state);
    let Some(story) = state.selected_story() else {
        state.story = None;
        state.reader.remember_place();
        state.reader.shown = None;
        state.reader.wanted = None;
        state.waits.story = None;
        return;
    };
    let there = state.story.as_ref().is_some_and(|open| open.id == story);
    if there {
        state.waits.story = None;
    } else if state.waits.story != Some(story) {
        state.waits.story = Some(story);
        effects.push(Effect::LoadStory(story));
    }
    if there && let Some(article) = listed_article(state).or_else(|| shown_member(state)) {
        return show(state, article, engaged, effects);
    }
    match article_of(state, story) {
        Some(article) => show(state, article, engaged, effects),
        None => state.waits.engaged = engaged,
    }
}

/// The shown article, if the open story has it and no hit asks for another.
fn shown_member(state: &State) -> Option<ArticleId> {
    let article = state.reader.shown.as_ref()?.text.id;
    let member = state.story.as_ref()?.member(article)?;
    state.search.is_none().then_some(member.article)
}

/// The article under the cursor, in a list of articles.
fn listed_article(state: &State) -> Option<ArticleId> {
    let listed = state.search.is_none() && state.detour.is_empty();
    match state.list.selected_row() {
        Some(RowId::Article(article)) if listed => Some(article),
        _ => None,
    }
}

/// The article that stands for a story before its members are known.
fn article_of(state: &State, story: StoryId) -> Option<ArticleId> {
    if let Some(search) = state.search.as_ref().filter(|_| state.detour.is_empty()) {
        return search.selected().map(|hit| hit.article);
    }
    if state.waits.restore.is_some() {
        return None;
    }
    if let Some(article) = listed_article(state) {
        return Some(article);
    }
    state.list.row_of(story).map(|row| row.lead)
}

/// Shows an article of the story, or asks for it.
pub fn show(state: &mut State, article: ArticleId, engaged: bool, effects: &mut Effects) {
    if let Some(story) = &mut state.story
        && let Some(position) = story.position(article)
    {
        story.cursor = position;
    }
    let is_shown = |shown: &crate::app::ShownArticle| shown.text.id == article;
    if state.reader.shown.as_ref().is_some_and(is_shown) {
        state.reader.wanted = None;
        if let Some(shown) = &mut state.reader.shown {
            shown.engaged |= engaged;
        }
        return;
    }
    if state.reader.wanted == Some(article) {
        state.waits.engaged |= engaged;
        return;
    }
    let number = state.number();
    state.waits.engaged = engaged;
    state.waits.slow = number;
    state.reader.wanted = Some(article);
    effects.push(Effect::LoadArticle {
        article,
        width: state.text_width(),
        version: state.texts.chosen(article),
    });
    effects.push(Effect::Wake {
        after: SLOW_DELAY,
        wake: Wake::Slow(number),
    });
}

/// Whether members and article of the selection are there.
pub fn is_settled(state: &State) -> bool {
    state.waits.story.is_none() && state.reader.wanted.is_none()
}

/// Does an action when members and article are there; gives whether it has to wait.
pub fn must_wait(state: &mut State, action: Action) -> bool {
    if is_settled(state) {
        return false;
    }
    state.waits.then.push(action);
    true
}

/// Does what waited, if everything is there.
pub fn do_what_waited(state: &mut State, effects: &mut Effects) {
    if is_settled(state) {
        for action in std::mem::take(&mut state.waits.then) {
            act(state, action, None, effects);
        }
    }
}
