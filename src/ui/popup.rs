//! What may follow the keys typed so far, once they have waited.

use super::paint::Canvas;
use crate::app::{Cells, Spot, State};
use crate::config::Bound;

/// Draws the popup above the right end of the status line, if it is due.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State) {
    if !state.pending.popup || state.pending.keys.is_empty() {
        return;
    }
    let continuations = state
        .keys
        .continuations(state.context(), &state.pending.keys);
    let rows = u16::try_from(continuations.len()).unwrap_or(u16::MAX);
    let height = rows.saturating_add(2).min(body.height);
    let width = body.width.min(52);
    if height < 3 || width < 12 {
        return;
    }
    let area = Cells {
        x: body.x + body.width - width,
        y: body.y + body.height - height,
        width,
        height,
    };
    let inner = canvas.frame(area);
    let theme = canvas.theme;
    for (row, continuation) in (0..inner.height).zip(continuations) {
        let cells = inner.row(row);
        let spot = match continuation.bound {
            Bound::Action(action) => Spot::Action(action),
            Bound::Macro(index) => Spot::Macro(index),
        };
        canvas.spot(cells, spot);
        canvas.write(cells, &continuation.keys, theme.accent);
        canvas.write_cut(cells.inset(4, 0), &continuation.help, theme.text);
    }
}
