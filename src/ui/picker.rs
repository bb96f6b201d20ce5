//! A list to choose from, over the panes.

use super::paint::Canvas;
use crate::app::{Cells, Picker, PickerKind, Spot, popup};
use crate::layout::truncate_to_cells;

/// Columns that the notes of rows have at most, in parts of the width.
const NOTE_PART: u16 = 2;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, picker: &Picker) {
    let rows = picker.shown();
    let place = popup(body, rows.len().max(1));
    canvas.frame(place.area);
    let theme = canvas.theme;
    let used = canvas.write_cut(place.title, picker.kind.title(), theme.accent);
    if !picker.filter.is_empty() {
        let filter = format!("/{}", picker.filter);
        canvas.write_right(place.title.inset(used + 2, 0), &[(&filter, theme.dim)]);
    }
    if rows.is_empty() {
        let text = empty(picker);
        return canvas.write_message(place.rows, &[&[(&text, theme.dim)]]);
    }
    let visible = rows.iter().enumerate().skip(picker.cursor.top);
    for (line, (index, row)) in (0..place.rows.height).zip(visible) {
        let cells = place.rows.row(line);
        canvas.spot(cells, Spot::Item(index));
        let chosen = index == picker.cursor.row;
        if chosen {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        if row.current {
            canvas.write(cells.inset(1, 0), theme.glyphs.read, theme.accent);
        }
        let text = cells.inset(3, 0);
        let note = text.inset(text.width - text.width / NOTE_PART, 0);
        let said = truncate_to_cells(&row.note, usize::from(note.width));
        let note_used = canvas.write_right(note, &[(&said, theme.dim)]);
        let paint = match (chosen, row.unread) {
            (true, _) => theme.title,
            (false, true) => theme.text,
            (false, false) => theme.read_title,
        };
        let gap = if note_used == 0 { 0 } else { note_used + 2 };
        canvas.write_cut(text.inset(0, gap), &row.text, paint);
    }
}

fn empty(picker: &Picker) -> String {
    match (&picker.rows, picker.kind) {
        (None, _) => String::new(),
        (Some(rows), _) if !rows.is_empty() => format!("None holds \"{}\"", picker.filter.trim()),
        (_, PickerKind::Feeds) => "There are no feeds".to_owned(),
        (_, PickerKind::Tags) => "No feed has a tag, and you gave no article one yet".to_owned(),
        (_, PickerKind::Saved) => "No query is saved".to_owned(),
        (_, PickerKind::Sorts | PickerKind::Lists | PickerKind::NotSeen) => String::new(),
    }
}
