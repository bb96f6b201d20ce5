//! The search: asked anew with every letter, its hits in the place of the list until it ends.

use super::{Effects, movement, selection};
use crate::app::{Effect, Hit, Pane, Prompt, PromptKind, State};
use crate::model::Notice;

/// Opens the line to type into.
pub fn open(state: &mut State) {
    let text = state.search.as_ref().map_or("", |search| &search.text);
    state.prompt = Some(Prompt::new(PromptKind::Search, text));
    state.focus = Pane::Stories;
}

/// Asks for what was typed; an empty line shows the list again.
pub fn ask(state: &mut State, text: &str, effects: &mut Effects) {
    if text.trim().is_empty() {
        return end(state, effects);
    }
    let generation = state.number();
    let search = state.search.get_or_insert_default();
    search.text = text.to_owned();
    search.generation = generation;
    search.answered = false;
    effects.push(Effect::Search {
        generation,
        text: text.to_owned(),
    });
}

/// Takes hits; gives whether they answer the last question.
pub fn found(state: &mut State, generation: u64, hits: Vec<Hit>, effects: &mut Effects) -> bool {
    let Some(search) = state
        .search
        .as_mut()
        .filter(|search| search.generation == generation)
    else {
        return false;
    };
    search.hits = hits;
    search.answered = true;
    search.cursor = 0;
    search.top = 0;
    if !search.hits.is_empty() {
        selection::follow(state, false, effects);
    }
    true
}

/// The line is closed with Enter: keys go to the hits.
pub fn submit(state: &mut State, effects: &mut Effects) {
    state.focus = Pane::Stories;
    let Some(search) = &state.search else { return };
    if search.answered && search.hits.is_empty() {
        let text = format!("Nothing holds \"{}\"", search.text);
        state.say(Notice::info(text), effects);
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
