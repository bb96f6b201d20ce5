//! The palette: opening it, moving in it, doing what was chosen.

use super::{Effects, act, command, macros, screens};
use crate::app::{
    Effect, PALETTE_ROWS, Palette, PaletteItem, Prompt, PromptKind, RECENT, Screen, State,
    palette_entries, popup,
};

use crate::query::Names;

/// Opens the palette over what is shown.
pub fn open(state: &mut State, effects: &mut Effects) {
    effects.push(Effect::LoadNames);
    let entries = palette_entries(state);
    state.cover(Screen::Palette(Palette::new(entries, &state.recent)));
    state.prompt = Some(Prompt::new(PromptKind::Palette, ""));
}

/// The names of the cache are there: for whoever types one, and to choose from.
pub fn take_names(state: &mut State, names: Names) {
    state.names = names;
    let saved = state.saved.iter();
    let saved = saved.map(|saved| (saved.name.clone(), saved.query.clone()));
    state.names.saved = saved.collect();
    let entries = palette_entries(state);
    if let Screen::Palette(palette) = &mut state.screen {
        palette.replace(entries, &state.recent);
    }
}

/// Another text was typed.
pub fn narrow(state: &mut State, text: String) {
    if let Screen::Palette(palette) = &mut state.screen {
        palette.narrow(text);
    }
}

/// Moves the cursor by rows.
pub fn step(state: &mut State, rows: isize) {
    let page = page(state);
    if let Screen::Palette(palette) = &mut state.screen {
        palette.cursor.step(rows, palette.matches.len());
        palette.cursor.follow(page);
    }
}

/// Rows on a page.
pub fn page(state: &State) -> usize {
    usize::from(popup(state.geometry().body, PALETTE_ROWS).rows.height).max(1)
}

/// Points at a row.
pub fn point(state: &mut State, row: usize) {
    if let Screen::Palette(palette) = &mut state.screen {
        palette.cursor.row = row;
    }
}

/// Closes the palette.
pub fn close(state: &mut State) {
    state.prompt = None;
    if matches!(state.screen, Screen::Palette(_)) {
        screens::close(state);
    }
}

/// Does what the cursor stands on, as if the palette had not been open.
pub fn submit(state: &mut State, effects: &mut Effects) {
    let Screen::Palette(palette) = &state.screen else {
        return;
    };
    let chosen = palette.chosen().cloned();
    close(state);
    let Some(entry) = chosen else { return };
    state.recent.retain(|name| *name != entry.name);
    state.recent.push(entry.name);
    if state.recent.len() > RECENT {
        state.recent.remove(0);
    }
    match entry.item {
        PaletteItem::Action(action) => act(state, action, None, effects),
        PaletteItem::Macro(index) => macros::run(state, index, effects),
        PaletteItem::Line(line) => command::run(state, &line, effects),
    }
}
