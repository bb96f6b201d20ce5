//! Drawing only: one file per pane. What is drawn is a function of the state; nothing here decides
//! or changes anything, and rows are made only for what fits the window.

mod choosing;
mod columns;
mod enclosures;
mod feed_manager;
mod help;
mod highlights;
mod ledger;
mod links;
mod merging;
mod outline;
mod output;
mod page;
mod paint;
mod palette;
mod picker;
mod pictures;
mod popup;
mod prompt;
mod reader;
mod search;
mod sources;
mod starter;
mod status;
mod stories;
mod welcome;
mod why;

#[cfg(test)]
mod article_tests;
#[cfg(test)]
mod finding_tests;
#[cfg(test)]
mod mouse_tests;
#[cfg(test)]
mod tests;

use ratatui::Frame;

use crate::app::{Geometry, Pane, Screen, Spot, Spots, State};
use crate::config::Theme;
use paint::Canvas;

/// Draws the whole screen.
/// Gives what stands where.
pub fn draw(frame: &mut Frame<'_>, state: &State, theme: &Theme) -> Spots {
    let geometry = state.geometry();
    let mut canvas = Canvas::new(frame.buffer_mut(), theme, state.text_order);
    match &state.screen {
        Screen::Main => draw_panes(&mut canvas, state, &geometry),
        Screen::Choosing(choosing) => {
            match state.covered.last() {
                Some(Screen::Welcome(cursor)) => {
                    welcome::draw(&mut canvas, geometry.body, state, *cursor);
                }
                _ => draw_panes(&mut canvas, state, &geometry),
            }
            choosing::draw(&mut canvas, geometry.body, state, choosing);
        }
        Screen::Help(help) => help::draw(&mut canvas, geometry.body, state, help),
        Screen::Feeds(manager) => feed_manager::draw(&mut canvas, geometry.body, state, manager),
        Screen::Ledger(cursor) => ledger::draw(&mut canvas, geometry.body, state, *cursor),
        Screen::Welcome(cursor) => welcome::draw(&mut canvas, geometry.body, state, *cursor),
        Screen::Starter(starter) => starter::draw(&mut canvas, geometry.body, state, starter),
        Screen::Why(why) => {
            draw_panes(&mut canvas, state, &geometry);
            why::draw(&mut canvas, geometry.body, state, why);
        }
        Screen::Pictures(pictures) => {
            draw_panes(&mut canvas, state, &geometry);
            pictures::draw(&mut canvas, geometry.body, pictures);
        }
        Screen::Enclosures(enclosures) => {
            draw_panes(&mut canvas, state, &geometry);
            enclosures::draw(&mut canvas, geometry.body, state, enclosures);
        }
        Screen::Outline(cursor) => {
            draw_panes(&mut canvas, state, &geometry);
            outline::draw(&mut canvas, geometry.body, state, *cursor);
        }
        Screen::Links(cursor) => {
            draw_panes(&mut canvas, state, &geometry);
            links::draw(&mut canvas, geometry.body, state, *cursor);
        }
        Screen::Palette(palette) => {
            match state.covered.last() {
                Some(Screen::Help(help)) => help::draw(&mut canvas, geometry.body, state, help),
                Some(Screen::Ledger(cursor)) => {
                    ledger::draw(&mut canvas, geometry.body, state, *cursor);
                }
                Some(Screen::Welcome(cursor)) => {
                    welcome::draw(&mut canvas, geometry.body, state, *cursor);
                }
                Some(Screen::Starter(starter)) => {
                    starter::draw(&mut canvas, geometry.body, state, starter);
                }
                _ => draw_panes(&mut canvas, state, &geometry),
            }
            palette::draw(&mut canvas, geometry.body, palette);
        }
        Screen::Page(page) => page::draw(&mut canvas, state, page),
        Screen::Output(output) => {
            draw_panes(&mut canvas, state, &geometry);
            output::draw(&mut canvas, geometry.body, output);
        }
        Screen::Picker(picker) => {
            draw_panes(&mut canvas, state, &geometry);
            picker::draw(&mut canvas, geometry.body, picker);
        }
        Screen::Merging(merging) => {
            draw_panes(&mut canvas, state, &geometry);
            merging::draw(&mut canvas, geometry.body, state, merging);
        }
    }
    popup::draw(&mut canvas, geometry.body, state);
    match (&state.prompt, geometry.status) {
        (Some(prompt), line) => {
            let line = line.unwrap_or(geometry.body);
            prompt::draw(&mut canvas, geometry.body, line, state, prompt);
        }
        (None, Some(line)) => status::draw(&mut canvas, line, state),
        (None, None) => {}
    }
    let (cursor, spots) = canvas.finish();
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    spots
}

fn draw_panes(canvas: &mut Canvas<'_>, state: &State, geometry: &Geometry) {
    for pane in [Pane::Stories, Pane::Reader, Pane::Sources] {
        canvas.spot(geometry.pane(pane).unwrap_or_default(), Spot::Pane(pane));
    }
    if let Some(pane) = geometry.stories {
        match &state.search {
            Some(search) => search::draw(canvas, pane, state, search, geometry.tiny),
            None => stories::draw(canvas, pane, state, geometry.tiny),
        }
    }
    if let Some(pane) = geometry.reader {
        reader::draw(canvas, pane, state, geometry);
    }
    if let Some(pane) = geometry.sources {
        sources::draw(canvas, pane, state, geometry.tiny);
    }
    for (border, column) in geometry.dividers() {
        canvas.divider(column, geometry.body, border);
    }
}
