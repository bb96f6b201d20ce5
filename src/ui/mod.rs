//! Drawing only: one file per pane. What is drawn is a function of the state; nothing here decides
//! or changes anything, and rows are made only for what fits the window.

mod choosing;
mod columns;
mod enclosures;
mod feed_manager;
mod help;
mod highlights;
mod hints;
mod hyperlinks;
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
mod reader_text;
mod search;
mod sheet;
mod sources;
mod starter;
mod status;
mod stories;
mod welcome;
mod why;

#[cfg(test)]
mod article_tests;
#[cfg(test)]
mod changed_tests;
#[cfg(test)]
mod finding_tests;
#[cfg(test)]
mod mouse_tests;
#[cfg(test)]
mod new_marks_tests;
#[cfg(test)]
mod popup_tests;
#[cfg(test)]
mod sheet_tests;
#[cfg(test)]
mod sources_tests;
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
    draw_screen(&mut canvas, state, &geometry, &state.screen, &state.covered);
    popup::draw(&mut canvas, geometry.body, state);
    match (&state.prompt, geometry.status) {
        (Some(prompt), line) => {
            let line = line.unwrap_or(geometry.body);
            prompt::draw(&mut canvas, geometry.body, line, state, prompt);
        }
        (None, Some(line)) => status::draw(&mut canvas, geometry.body, line, state),
        (None, None) => {}
    }
    let (cursor, spots, links) = canvas.finish();
    if state.hyperlinks {
        links.write(frame.buffer_mut());
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
    spots
}

/// Draws what fills the screen, or what lies over what is below it.
fn draw_screen(
    canvas: &mut Canvas<'_>,
    state: &State,
    geometry: &Geometry,
    screen: &Screen,
    covered: &[Screen],
) {
    let body = geometry.body;
    match screen {
        Screen::Main => return draw_panes(canvas, state, geometry),
        Screen::Help(help) => return help::draw(canvas, body, state, help),
        Screen::Feeds(manager) => return feed_manager::draw(canvas, body, state, manager),
        Screen::Ledger(cursor) => return ledger::draw(canvas, body, state, *cursor),
        Screen::Welcome(cursor) => return welcome::draw(canvas, body, state, *cursor),
        Screen::Starter(starter) => return starter::draw(canvas, body, state, starter),
        Screen::Page(page) => return page::draw(canvas, state, page),
        _ => {}
    }
    match covered.split_last() {
        Some((below, covered)) => draw_screen(canvas, state, geometry, below, covered),
        None => draw_panes(canvas, state, geometry),
    }
    canvas.cover(body);
    match screen {
        Screen::Choosing(choosing) => choosing::draw(canvas, body, state, choosing),
        Screen::Why(why) => why::draw(canvas, body, state, why),
        Screen::Pictures(pictures) => pictures::draw(canvas, body, pictures),
        Screen::Enclosures(enclosures) => enclosures::draw(canvas, body, state, enclosures),
        Screen::Outline(cursor) => outline::draw(canvas, body, state, *cursor),
        Screen::Links(cursor) => links::draw(canvas, body, state, *cursor),
        Screen::Palette(palette) => palette::draw(canvas, body, palette),
        Screen::Output(output) => output::draw(canvas, body, output),
        Screen::Sheet(view) => sheet::draw(canvas, body, state, *view),
        Screen::Picker(picker) => picker::draw(canvas, body, picker),
        Screen::Merging(merging) => merging::draw(canvas, body, state, merging),
        _ => {}
    }
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
