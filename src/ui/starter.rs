//! The starter set: regions and topics with their feeds, to choose from.

use super::paint::Canvas;
use crate::app::{Cells, Spot, Starter, StarterRow, State};

/// Draws the starter set over the whole screen.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, _state: &State, starter: &Starter) {
    let theme = canvas.theme;
    let margin = body.width.saturating_sub(100) / 2;
    let column = body.inset(margin, margin);
    let feeds = starter
        .rows
        .iter()
        .filter(|row| matches!(row, StarterRow::Feed { .. }))
        .count();
    let figures = format!("{} of {feeds} chosen", starter.chosen().len());
    canvas.header(column, "Starter set", true, &[(&figures, theme.dim)]);
    let rows = column.below(2.min(body.height.saturating_sub(1)));
    let shown = starter.rows.iter().enumerate().skip(starter.cursor.top);
    for (row, (index, entry)) in (0..rows.height).zip(shown) {
        let cells = rows.row(row);
        canvas.spot(cells, Spot::Item(index));
        let selected = index == starter.cursor.row;
        if selected {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        draw_row(canvas, cells.inset(2, 1), starter, index, entry, selected);
    }
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    starter: &Starter,
    index: usize,
    row: &StarterRow,
    selected: bool,
) {
    let theme = canvas.theme;
    match row {
        StarterRow::Group(name) => {
            let (chosen, all) = starter.group_counts(index);
            let used = canvas.write_cut(cells, &as_title(name), theme.heading);
            let figures = format!("{chosen}/{all}");
            canvas.write(cells.inset(used + 2, 0), &figures, theme.dim);
        }
        StarterRow::Feed { title, url, chosen } => {
            let sign = theme.glyphs.boxes[usize::from(!chosen)];
            canvas.write(
                cells.inset(1, 0),
                sign,
                if *chosen { theme.accent } else { theme.dim },
            );
            let name = cells.inset(5, 0);
            let room = name.inset(0, name.width.saturating_sub(38));
            canvas.write_cut(room, title, if selected { theme.title } else { theme.text });
            canvas.write_cut(name.inset(40, 0), url, theme.dim);
        }
    }
}

/// "united-states" as a heading.
fn as_title(tag: &str) -> String {
    let words = tag.split(['-', '_', ' ']).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        first.chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}
