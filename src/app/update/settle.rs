//! What holds after every message: the cursor is on the screen, its neighbourhood is loaded, lines
//! fit the pane, and an article whose end was reached is read.

use super::{
    Effects, answers, changes, comparing, holding, macros, marks, page, reading, selection, sheets,
};
use crate::app::{
    Effect, Geometry, Marking, Pane, Screen, State,
    state::Relayout,
    view::{keep_cursor_visible, keep_hit_visible, reader_frame},
};

/// Puts right what a message left to be done.
pub fn settle(state: &mut State, effects: &mut Effects) {
    if state.focus == Pane::Stories && !state.detour.is_empty() {
        // Who goes to the list goes to its row.
        selection::follow(state, false, effects);
    }
    holding::go_on(state, effects);
    macros::go_on(state, effects);
    follow_cursors(state);
    load_missing_rows(state, effects);
    fit_lines(state, effects);
    page::fit_lines(state, effects);
    sheets::find_passage(state, effects);
    clamp_scroll(state);
    finish_read_article(state, effects);
    reading::note_trail(state, effects);
    comparing::ask(state, effects);
    changes::ask(state, effects);
}

fn follow_cursors(state: &mut State) {
    let geometry = state.geometry();
    if let Some(pane) = geometry.stories {
        let rows = pane.below(u16::from(!geometry.tiny));
        if state.search.is_some() {
            keep_hit_visible(state, rows.width, rows.height, geometry.tiny);
        } else {
            let one_line = state.has_lines();
            keep_cursor_visible(state, rows.width, rows.height, one_line);
        }
    }
    let last = state.source_places().saturating_sub(1);
    if let Some(story) = &mut state.story {
        // A work that is cited no longer, because another text is shown, has no row.
        story.cursor = story.cursor.min(last);
    }
    let (row, rows) = (state.source_cursor(), state.source_rows().len());
    if let (Some(pane), Some(story)) = (geometry.sources, state.story.as_mut()) {
        let height = usize::from(pane.height).saturating_sub(1).max(1);
        let last_top = (row + 1).saturating_sub(height);
        // No row stays above the screen where all have room.
        let most = row.min(rows.saturating_sub(height));
        story.top = story.top.min(most).max(last_top);
    }
}

fn load_missing_rows(state: &mut State, effects: &mut Effects) {
    let ids = state.list.missing();
    answers::load_rows(state, ids, effects);
}

/// Asks for other lines once when the pane has another width or something else is to be marked.
fn fit_lines(state: &mut State, effects: &mut Effects) {
    let width = state.text_width();
    let Some(shown) = &state.reader.shown else {
        return;
    };
    let marking = state.wanted_marking();
    let fits = |is_wide: usize, marked: Option<&Marking>| {
        is_wide == width && Marking::is_same(marked, marking.as_ref())
    };
    let article = shown.text.id;
    let asked = state.waits.relayout.as_ref();
    let is_there = match asked.filter(|asked| asked.article == article) {
        Some(asked) => fits(asked.width, asked.marking.as_ref()),
        None => fits(shown.layout.width, shown.marking.as_ref()),
    };
    if !is_there {
        ask_lines(state, effects);
    }
}

/// Asks for the lines of the shown article anew.
pub fn ask_lines(state: &mut State, effects: &mut Effects) {
    let (width, marking, number) = (state.text_width(), state.wanted_marking(), state.number());
    let Some(shown) = &state.reader.shown else {
        return;
    };
    effects.push(Effect::Relayout {
        number,
        article: shown.text.id,
        document: shown.document.clone(),
        width,
        marking: marking.clone(),
    });
    state.waits.relayout = Some(Relayout {
        number,
        article: shown.text.id,
        width,
        marking,
    });
}

fn clamp_scroll(state: &mut State) {
    let height = state.text_height();
    if let Some(shown) = &mut state.reader.shown {
        let line = shown.scroll.min(shown.last_scroll(height));
        // Other lines lead back to where it was.
        let held = shown.held.filter(|(_, at)| *at == shown.scroll);
        shown.held = held.map(|(letters, _)| (letters, line));
        shown.scroll = line;
    }
}

/// An article is read when it was shown long enough, its end is on the screen, and the reader
/// asked for it: a row that the cursor only rests on is not read.
fn finish_read_article(state: &mut State, effects: &mut Effects) {
    let height = state.text_height();
    let visible = matches!(state.screen, Screen::Main) && state.geometry().reader.is_some();
    let focused = state.focus == Pane::Reader;
    let Some(shown) = state.reader.shown.as_ref().filter(|_| visible) else {
        return;
    };
    let asked_for = shown.engaged || focused;
    // Who waits for the rest has not read it.
    let waits = state.texts.is_on_the_way(shown.text.id);
    let done = asked_for && !waits && shown.shown_long && shown.at_end(height) && !shown.finished;
    if done && state.reader.wanted.is_none() {
        marks::finish_article(state, effects);
    }
}

impl State {
    /// Cells that lines of the article have, whether the reader is on the screen now or not.
    pub(super) fn text_width(&self) -> usize {
        usize::from(self.reader_cells().0)
    }

    /// Lines of the article on a page.
    pub(super) fn text_height(&self) -> usize {
        usize::from(self.reader_cells().1)
    }

    /// Lines on a page of the text that is read.
    pub(super) fn shown_height(&self) -> usize {
        if self.reads_page() {
            return usize::from(self.page_cells().1.height);
        }
        self.text_height()
    }

    fn reader_cells(&self) -> (u16, u16) {
        let mut geometry = self.geometry();
        if geometry.reader.is_none() {
            let (size, widths) = (self.size, self.pane_widths);
            geometry = Geometry::with_widths(size, Pane::Reader, self.zoomed, widths);
        }
        let frame = reader_frame(self, &geometry, geometry.reader.unwrap_or_default());
        (frame.text.width, frame.text.height)
    }
}
