//! What comes with an article, over the panes.

use super::paint::{Canvas, Fact};
use crate::app::{Cells, Enclosures, Spot, State, popup};
use crate::model::Enclosure;

/// Rows of an enclosure.
const LINES: u16 = 2;
/// Columns before the name: the cursor.
const SIGNS: u16 = 2;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, _: &State, enclosures: &Enclosures) {
    let theme = canvas.theme;
    let place = popup(body, enclosures.rows.len() * usize::from(LINES));
    canvas.frame(place.area);
    canvas.write_cut(place.title, "Comes with this article", theme.accent);
    let shown = enclosures.rows.iter().enumerate();
    let shown = shown.skip(enclosures.cursor.top);
    let fit = usize::from(place.rows.height.div_ceil(LINES));
    for (row, (index, enclosure)) in (0..).zip(shown.take(fit)) {
        let cells = place.rows.below(row * LINES);
        let lines = Cells {
            height: cells.height.min(LINES),
            ..cells
        };
        canvas.spot(lines, Spot::Item(index));
        draw_row(canvas, cells, enclosure, index == enclosures.cursor.row);
    }
}

fn draw_row(canvas: &mut Canvas<'_>, cells: Cells, enclosure: &Enclosure, pointed: bool) {
    let theme = canvas.theme;
    if pointed {
        canvas.write(cells.row(0), theme.glyphs.cursor, theme.accent);
        canvas.place_cursor(cells.row(0), 0);
    }
    let text = cells.inset(SIGNS, 0);
    let line = text.row(0);
    let facts = (0..).zip(enclosure.facts());
    let facts = facts.map(|(at, fact): (u8, _)| Fact::new(fact, theme.dim, 9 - at.min(9)));
    let used = canvas.write_facts_right(line, line.width * 2 / 3, facts.collect());
    let name = line.inset(0, (used + 2).min(line.width));
    let paint = if pointed { theme.title } else { theme.text };
    canvas.write_cut(name, enclosure.name(), paint);
    if cells.height > 1 {
        canvas.write_cut(text.row(1), &enclosure.url, theme.dim);
    }
}
