//! The palette over the panes: names with the letters that were typed, what they do, their keys.

use super::paint::{Canvas, Piece};
use crate::app::{Cells, Match, PALETTE_ROWS, Palette, PaletteEntry, Spot, count, popup};
use crate::config::Paint;
use crate::layout::cells;

/// Columns of the names.
const NAMES: u16 = 26;
/// Columns from which keys stand at the right.
const ROOMY: u16 = 60;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, palette: &Palette) {
    let theme = canvas.theme;
    // It stays where it is while letters are typed.
    let place = popup(body, PALETTE_ROWS);
    canvas.frame(place.area);
    let used = canvas.write_cut(place.title, "What to do", theme.accent);
    let all = count(
        u32::try_from(palette.matches.len()).unwrap_or(u32::MAX),
        "entry",
    );
    let all = all.replace("entrys", "entries");
    canvas.write_right(place.title.inset(used + 2, 0), &[(&all, theme.dim)]);
    if palette.matches.is_empty() {
        let text = format!("Nothing is called \"{}\"", palette.text.trim());
        return canvas.write_message(place.rows, &[&[(&text, theme.dim)]]);
    }
    let shown = palette.matches.iter().enumerate().skip(palette.cursor.top);
    for (row, (index, found)) in (0..place.rows.height).zip(shown) {
        let line = place.rows.row(row);
        canvas.spot(line, Spot::Item(index));
        if let Some(entry) = palette.entries.get(found.entry) {
            draw_entry(canvas, line, entry, found, index == palette.cursor.row);
        }
    }
}

fn draw_entry(
    canvas: &mut Canvas<'_>,
    line: Cells,
    entry: &PaletteEntry,
    found: &Match,
    chosen: bool,
) {
    let theme = canvas.theme;
    if chosen {
        canvas.write(line, theme.glyphs.cursor, theme.accent);
    }
    let mut text = line.inset(2, 0);
    if line.width >= ROOMY {
        let keys = Some(entry.keys.as_str()).filter(|keys| cells(keys) < 20);
        let keys = keys.or(entry.keys.split(' ').next()).unwrap_or_default();
        let used = canvas.write_right(text, &[(keys, theme.accent)]);
        text = text.inset(0, used + 2);
    }
    let paint = if chosen { theme.title } else { theme.text };
    let lit = Paint {
        bold: true,
        underline: true,
        ..theme.accent
    };
    let letters: Vec<String> = entry.name.chars().map(String::from).collect();
    let pieces: Vec<Piece<'_>> = (0..)
        .zip(&letters)
        .map(|(at, letter)| {
            let typed = found.lit.contains(&at);
            (letter.as_str(), if typed { lit } else { paint })
        })
        .collect();
    let used = canvas.write_pieces(text, &pieces);
    let rest = text.inset(used.max(NAMES.min(text.width / 2)) + 1, 0);
    canvas.write_cut(rest, &entry.help, theme.dim);
}
