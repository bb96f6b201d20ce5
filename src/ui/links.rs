//! The links of the article, over the panes: what the article calls them, and where they lead.

use super::paint::Canvas;
use crate::app::{Cells, Cursor, Spot, State, count, link_rows, popup};

/// Columns from which words and address stand side by side.
const ROOMY: u16 = 50;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, cursor: Cursor) {
    let shown = state.shown();
    let rows = shown
        .map(|shown| link_rows(&shown.document))
        .unwrap_or_default();
    let place = popup(body, rows.len().max(1));
    canvas.frame(place.area);
    let theme = canvas.theme;
    let used = canvas.write_cut(place.title, "Links", theme.accent);
    let all = count(u32::try_from(rows.len()).unwrap_or(u32::MAX), "link");
    canvas.write_right(place.title.inset(used + 2, 0), &[(&all, theme.dim)]);
    let visible = rows.iter().enumerate().skip(cursor.top);
    for (row, (index, link)) in (0..place.rows.height).zip(visible) {
        let cells = place.rows.row(row);
        canvas.spot(cells, Spot::Item(index));
        let chosen = index == cursor.row;
        if chosen {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        let number = if index < 9 {
            (index + 1).to_string()
        } else {
            String::new()
        };
        canvas.write(cells.inset(2, 0), &number, theme.dim);
        let text = cells.inset(4, 0);
        let address = bare(&link.url);
        let paint = if chosen { theme.title } else { theme.text };
        if link.text.is_empty() {
            canvas.write_cut(text, address, paint);
        } else if text.width < ROOMY {
            canvas.write_cut(text, &link.text, paint);
        } else {
            let half = text.width / 2;
            canvas.write_cut(text.inset(0, text.width - half + 2), &link.text, paint);
            canvas.write_cut(text.inset(half, 0), address, theme.dim);
        }
    }
}

/// An address without what all addresses have.
fn bare(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.strip_prefix("www.")
        .unwrap_or(url)
        .trim_end_matches('/')
}
