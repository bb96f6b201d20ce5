//! The search: asked anew with every letter, its hits in the place of the list until it ends.

use super::{Effects, movement, selection};
use crate::app::{Effect, Hit, Pane, Prompt, PromptKind, Search, SearchScope, State};
use crate::model::{Notice, View};
use crate::query::{self, QueryError};

/// What a search found.
pub struct Found {
    /// The articles, best first.
    pub hits: Vec<Hit>,
    /// There are more than these.
    pub more: bool,
    /// Articles whose texts cannot be looked up yet.
    pub unindexed: u32,
}

/// Opens the line to type into.
pub fn open(state: &mut State) {
    if state.search.is_none() {
        state.searches_everything = false;
    }
    let text = state.search.as_ref().map_or("", |search| &search.text);
    state.prompt = Some(Prompt::new(PromptKind::Search, text));
    state.focus = Pane::Stories;
}

/// Looks in everything from now on, whatever is listed.
pub fn everywhere(state: &mut State, effects: &mut Effects) {
    state.show_panes();
    let is_open = |prompt: &Prompt| prompt.kind == PromptKind::Search;
    if state.search.is_none() && !state.prompt.as_ref().is_some_and(is_open) {
        open(state);
    }
    state.searches_everything = true;
    if let Some(text) = state.search.as_ref().map(|search| search.text.clone()) {
        // It was understood before.
        let _ = ask(state, &text, effects);
    }
}

/// Asks for what was typed; an empty line shows the list again, and what is not understood changes
/// nothing yet.
pub fn ask(state: &mut State, text: &str, effects: &mut Effects) -> Result<(), QueryError> {
    if text.trim().is_empty() {
        end(state, effects);
        return Ok(());
    }
    let query = query::parse_typed(text)?.in_zone(state.offset_seconds);
    let search = state.search.get_or_insert_default();
    search.text = text.to_owned();
    search.again = false;
    question(state, query, effects);
    Ok(())
}

fn question(state: &mut State, query: query::Query, effects: &mut Effects) {
    let generation = state.number();
    let scope = state.search_scope().unwrap_or_default();
    if let Some(search) = &mut state.search {
        search.generation = generation;
        search.answered = false;
        effects.push(Effect::Search {
            generation,
            query,
            scope,
        });
    }
}

/// Takes hits; gives whether they answer the last question.
pub fn found(state: &mut State, generation: u64, found: Found, effects: &mut Effects) -> bool {
    let is_last = |search: &&mut Search| search.generation == generation;
    let Some(search) = state.search.as_mut().filter(is_last) else {
        return false;
    };
    let before = search.selected().map(|hit| hit.article);
    let again = std::mem::take(&mut search.again);
    let place = before.filter(|_| again).and_then(|article| {
        let mut hits = found.hits.iter();
        hits.position(|hit| hit.article == article)
    });
    search.hits = found.hits;
    search.more = found.more;
    search.unindexed = found.unindexed;
    search.answered = true;
    search.cursor = place.unwrap_or(0);
    if place.is_none() {
        search.top = 0;
    }
    if search.unindexed > 0 && !again {
        effects.push(Effect::Index);
    }
    if !search.hits.is_empty() && place.is_none() {
        selection::follow(state, false, effects);
    }
    true
}

/// Texts were indexed: a search that missed some of them is asked again.
pub fn indexed(state: &mut State, effects: &mut Effects) -> bool {
    let misses = |search: &Search| search.unindexed > 0 && search.answered;
    let misses = state.search.as_ref().is_some_and(misses);
    if misses {
        ask_again(state, effects);
    }
    false
}

/// Asks the same again: what was found may have other marks now.
pub fn ask_again(state: &mut State, effects: &mut Effects) {
    let Some(search) = &mut state.search else {
        return;
    };
    search.again = true;
    if let Ok(query) = query::parse_typed(&search.text) {
        let query = query.in_zone(state.offset_seconds);
        question(state, query, effects);
    }
}

/// The line is closed with Enter: keys go to the hits. Where there are none in this list, they are
/// looked for in everything.
pub fn submit(state: &mut State, text: &str, effects: &mut Effects) {
    state.focus = Pane::Stories;
    if let Err(error) = query::parse_typed(text) {
        state.say(Notice::warning(error.to_string()), effects);
        state.prompt = Some(Prompt::new(PromptKind::Search, text));
        return;
    }
    widen_if_empty(state, effects);
}

/// Looks in everything if nothing was found in this list; gives whether it does.
pub fn widen_if_empty(state: &mut State, effects: &mut Effects) -> bool {
    let found_nothing = |search: &Search| search.answered && search.hits.is_empty();
    let widens = state.search.as_ref().is_some_and(found_nothing) && state.search_scope().is_some();
    if widens {
        everywhere(state, effects);
    }
    widens
}

impl State {
    /// The list that a search looks in; `None` where that is everything.
    pub fn search_scope(&self) -> Option<SearchScope> {
        let narrowed = self.list.view != View::All || self.list.filter.is_some();
        (narrowed && !self.searches_everything).then(|| SearchScope {
            view: self.list.view.clone(),
            query: self.list.query(),
        })
    }
}

/// The next or previous hit.
pub fn step(state: &mut State, forward: bool, count: Option<u32>, effects: &mut Effects) {
    let Some(search) = &mut state.search else {
        return;
    };
    let action = if forward {
        crate::model::Action::Down
    } else {
        crate::model::Action::Up
    };
    let row = movement::target(action, count, search.cursor, search.hits.len(), 1);
    match row.filter(|row| *row != search.cursor) {
        Some(row) => {
            search.cursor = row;
            // A match that is only passed is not read.
            selection::follow(state, false, effects);
        }
        None => {
            let which = if forward { "Last" } else { "First" };
            state.say(Notice::info(format!("{which} match")), effects);
        }
    }
}

/// Moves among the hits while the line is open.
pub fn move_while_typing(state: &mut State, forward: bool, effects: &mut Effects) {
    let Some(search) = &mut state.search else {
        return;
    };
    let by = if forward { 1 } else { -1 };
    let last = search.hits.len().saturating_sub(1);
    search.cursor = search.cursor.saturating_add_signed(by).min(last);
    selection::follow(state, false, effects);
}

/// Ends the search; the list is as it was before.
pub fn end(state: &mut State, effects: &mut Effects) {
    if state.search.take().is_some() {
        state.focus = Pane::Stories;
        selection::follow(state, false, effects);
    }
}
