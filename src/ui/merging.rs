//! The stories that one can be merged with, over the panes: the nearest first, with how well they
//! would fit.

use super::paint::{Canvas, Fact};
use crate::app::{Candidate, Cells, Merging, Spot, State, age, count, popup};
use crate::model::StoryRow;

/// Columns of the score.
const SCORE: u16 = 6;
/// Columns that source and age have at the right on a wide screen.
const FACTS: u16 = 28;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, merging: &Merging) {
    let theme = canvas.theme;
    let candidates = merging.candidates();
    let place = popup(body, candidates.len().max(1));
    canvas.frame(place.area);
    let title = format!("Merge \"{}\" with", merging.title);
    canvas.write_cut(place.title, &title, theme.accent);
    if candidates.is_empty() {
        let text = match (merging.is_complete(), merging.text.trim().is_empty()) {
            (false, _) => "Looking …".to_owned(),
            (true, true) => "No story is near to it: type words of a headline".to_owned(),
            (true, false) => format!("No headline holds \"{}\"", merging.text.trim()),
        };
        return canvas.write_message(place.rows, &[&[(&text, theme.dim)]]);
    }
    let shown = candidates.iter().enumerate().skip(merging.cursor.top);
    for (row, (index, candidate)) in (0..place.rows.height).zip(shown) {
        let cells = place.rows.row(row);
        let chosen = index == merging.cursor.row && merging.chosen().is_some();
        canvas.spot(cells, Spot::Item(index));
        draw_candidate(canvas, cells, state, candidate, chosen);
    }
}

fn draw_candidate(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    candidate: &Candidate<'_>,
    chosen: bool,
) {
    let theme = canvas.theme;
    if chosen {
        canvas.write(cells, theme.glyphs.cursor, theme.accent);
    }
    if let Some(score) = candidate.score {
        canvas.write(cells.inset(2, 0), &format!("{score:.2}"), theme.dim);
    }
    let mut text = cells.inset(2 + SCORE, 0);
    if text.width > 2 * FACTS {
        let facts = text.inset(text.width - FACTS, 0);
        canvas.write_facts_right(facts, FACTS, facts_of(canvas, state, candidate.row));
        text = text.inset(0, FACTS + 2);
    }
    if candidate.is_far() {
        let used = canvas.write(text, "far ", theme.dim);
        text = text.inset(used, 0);
    }
    let paint = if chosen { theme.title } else { theme.text };
    canvas.write_cut(text, &candidate.row.title, paint);
}

fn facts_of(canvas: &Canvas<'_>, state: &State, row: &StoryRow) -> Vec<Fact> {
    let dim = canvas.theme.dim;
    let sources = if row.sources == 1 {
        row.lead_source.clone()
    } else {
        count(row.sources, "source")
    };
    let age = age(state.now, row.last_published, state.offset_seconds);
    vec![Fact::new(sources, dim, 1), Fact::new(age, dim, 2)]
}
