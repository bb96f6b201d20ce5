//! Facts, brief, timeline and changes of a story, over the panes.

use super::paint::{Canvas, Piece};
use crate::app::{Cells, Part, SheetLine, SheetView, Sign, Spot, State};
use crate::config::{Paint, Theme};
use crate::layout::is_mostly_rtl;

/// Columns of the cursor before a line.
const CURSOR: u16 = 2;
/// Columns of the sign before a line of running text.
const GUTTER: u16 = 2;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, view: SheetView) {
    let theme = canvas.theme;
    let sheet = state.sheet(view, &theme.glyphs);
    let place = sheet.place(body, view.kind);
    canvas.frame(place.area);
    canvas.write_cut(place.title, &sheet.title, theme.accent);
    if !sheet.empty.is_empty() {
        let lines: Vec<[(&str, Paint); 1]> = sheet
            .empty
            .iter()
            .map(|text| [(text.as_str(), theme.dim)])
            .collect();
        let lines: Vec<&[(&str, Paint)]> = lines.iter().map(<[_; 1]>::as_slice).collect();
        canvas.write_message(place.rows, &lines);
        return canvas.place_cursor(place.title, 0);
    }
    for (row, line) in (0..place.head.height).zip(&sheet.head) {
        draw_line(canvas, place.head.row(row), line);
    }
    let mut pointed = false;
    let shown = sheet.lines.iter().skip(view.cursor.top);
    for (row, line) in (0..place.rows.height).zip(shown) {
        let cells = place.rows.row(row);
        if let Some(item) = line.item {
            canvas.spot(cells, Spot::Item(item));
        }
        if line.item == Some(view.cursor.row) && !pointed {
            pointed = true;
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        let inset = if line.item.is_some() { CURSOR } else { 0 };
        draw_line(canvas, cells.inset(inset, 0), line);
    }
    for (row, line) in (0..place.below.height).zip(&sheet.below) {
        draw_line(canvas, place.below.row(row), line);
    }
}

fn draw_line(canvas: &mut Canvas<'_>, cells: Cells, line: &SheetLine) {
    let theme = canvas.theme;
    if let Some((sign, part)) = line.gutter {
        canvas.write(cells, sign, paint(theme, part));
        let pieces = line.pieces.iter();
        let pieces: Vec<Piece<'_>> = pieces
            .map(|(text, part)| (text.as_str(), paint(theme, *part)))
            .collect();
        let rtl = is_mostly_rtl(pieces.iter().map(|(text, _)| *text));
        return canvas.write_line(cells.inset(GUTTER, 0), &pieces, rtl);
    }
    let right = canvas.write_right(cells, &[(&line.right, theme.dim)]);
    let mut rest = cells.inset(0, right);
    for (text, part) in &line.pieces {
        let used = canvas.write_cut(rest, text, paint(theme, *part));
        rest = rest.inset(used, 0);
    }
    if line.ruled {
        canvas.rule(rest);
    }
}

fn paint(theme: &Theme, part: Part) -> Paint {
    match part {
        Part::Text => theme.text,
        Part::Dim => theme.dim,
        Part::Heading => theme.heading,
        Part::Chosen => theme.title,
        Part::Warning => theme.warning,
        Part::Sign(Sign::Changed) => theme.changed,
        Part::Sign(Sign::Unread | Sign::NothingNew) => theme.unread,
        Part::Sign(_) => theme.dim,
        Part::Added => strong(theme.code),
        Part::Removed => strong(theme.error),
    }
}

/// Bold letters in the colour of a paint.
fn strong(paint: Paint) -> Paint {
    Paint {
        colour: paint.colour,
        bold: true,
        ..Paint::default()
    }
}
