//! The headings of the article, over the panes.

use super::paint::Canvas;
use crate::app::{Cells, Cursor, Spot, State, count, popup};

/// Columns that a heading is set in below the one it belongs to.
const STEP: u16 = 2;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, cursor: Cursor) {
    let headings = state
        .shown()
        .map(|shown| shown.layout.headings.as_slice())
        .unwrap_or_default();
    let place = popup(body, headings.len().max(1));
    canvas.frame(place.area);
    let theme = canvas.theme;
    let used = canvas.write_cut(place.title, "Headings", theme.accent);
    let all = count(u32::try_from(headings.len()).unwrap_or(u32::MAX), "heading");
    canvas.write_right(place.title.inset(used + 2, 0), &[(&all, theme.dim)]);
    let highest = headings.iter().map(|heading| heading.1).min().unwrap_or(1);
    let shown = headings.iter().enumerate().skip(cursor.top);
    for (row, (index, (_, level, text))) in (0..place.rows.height).zip(shown) {
        let cells = place.rows.row(row);
        canvas.spot(cells, Spot::Item(index));
        let chosen = index == cursor.row;
        if chosen {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        let step = u16::from(level.saturating_sub(highest)) * STEP;
        let paint = if chosen { theme.title } else { theme.text };
        canvas.write_cut(cells.inset(2 + step, 0), text, paint);
    }
}
