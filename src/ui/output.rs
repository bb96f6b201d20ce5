//! What a program said, over the panes.

use super::paint::Canvas;
use crate::app::{Cells, Output, count, popup};

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, output: &Output) {
    let theme = canvas.theme;
    let width = usize::from(popup(body, 0).rows.width);
    let lines = output.broken(width);
    let place = popup(body, lines.len().max(1));
    canvas.frame(place.area);
    let used = canvas.write_cut(place.title, &output.title, theme.accent);
    let below = lines
        .len()
        .saturating_sub(output.cursor.top + usize::from(place.rows.height));
    if below > 0 {
        let more = count(u32::try_from(below).unwrap_or(u32::MAX), "more line");
        canvas.write_right(place.title.inset(used + 2, 0), &[(&more, theme.dim)]);
    }
    let shown = lines.iter().skip(output.cursor.top);
    for (row, line) in (0..place.rows.height).zip(shown) {
        canvas.write(place.rows.row(row), line, theme.text);
    }
    canvas.place_cursor(place.rows.row(0), 0);
}
