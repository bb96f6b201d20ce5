//! The help: every action with its keys, its name and what it does, narrowed by words.

use super::paint::Canvas;
use crate::app::{Cells, Help, HelpLine, Spot, State};
use crate::model::Action;

/// Columns of the keys, and of the names on a wide screen.
const KEYS: u16 = 14;
const NAMES: u16 = 26;

/// Draws the help over the whole screen.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, help: &Help) {
    let lines = help.lines(&state.keys);
    let theme = canvas.theme;
    let figures = if help.filter.is_empty() {
        format!("{} narrows", state.keys.hint(Action::Search))
    } else {
        format!("\"{}\"", help.filter)
    };
    let column = body.inset(
        body.width.saturating_sub(104) / 2,
        body.width.saturating_sub(104) / 2,
    );
    canvas.header(column, "Keys", true, &[(&figures, theme.dim)]);
    let rows = column
        .below(2.min(body.height.saturating_sub(1)))
        .inset(1, 1);
    if lines.is_empty() {
        let text = format!("No key, name or word is like \"{}\"", help.filter);
        return canvas.write_message(rows, &[&[(&text, theme.text)]]);
    }
    let shown = lines.iter().enumerate().skip(help.top);
    for (row, (index, line)) in (0..rows.height).zip(shown) {
        canvas.spot(rows.row(row), Spot::Item(index));
        draw_line(canvas, rows.row(row), line);
    }
    canvas.place_cursor(rows.row(0), 0);
}

fn draw_line(canvas: &mut Canvas<'_>, cells: Cells, line: &HelpLine) {
    let theme = canvas.theme;
    match line {
        HelpLine::Blank => {}
        HelpLine::Title(title) => {
            canvas.write(cells, title, theme.heading);
        }
        HelpLine::Sign { sign, help } => {
            let inner = cells.inset(2, 0);
            canvas.write(inner, sign.glyph(&theme.glyphs), theme.accent);
            canvas.write_cut(inner.inset(KEYS, 0), help, theme.text);
        }
        HelpLine::Action { keys, name, help } => {
            let wide = cells.width > KEYS + NAMES + 20;
            let shown = if keys.is_empty() {
                format!(":{name}")
            } else {
                keys.clone()
            };
            let inner = cells.inset(2, 0);
            canvas.write_cut(
                inner.inset(0, inner.width.saturating_sub(KEYS - 1)),
                &shown,
                theme.accent,
            );
            let mut rest = inner.inset(KEYS, 0);
            if wide {
                canvas.write_cut(
                    rest.inset(0, rest.width.saturating_sub(NAMES - 1)),
                    name,
                    theme.dim,
                );
                rest = rest.inset(NAMES, 0);
            }
            canvas.write_cut(rest, help, theme.text);
        }
    }
}
