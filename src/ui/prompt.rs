//! The line being typed, in the place of the status line, and names that would complete it.

use super::paint::{Canvas, pieces_width};
use crate::app::{Cells, Completing, Prompt, Spot, State};
use crate::config::Paint;
use crate::query::QueryError;

/// Names shown above the line.
const COMPLETIONS: usize = 8;
/// Columns of such a name, where it leaves them to what it means.
const NAMES: u16 = 24;
/// Columns of the list of names.
const WIDEST: u16 = 72;

/// Draws the line, and above it what may be meant.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, line: Cells, state: &State, prompt: &Prompt) {
    let blank = " ".repeat(usize::from(line.width));
    canvas.write(line.row(0), &blank, canvas.theme.text);
    let label = prompt.kind.label();
    let used = canvas.write(line, label, canvas.theme.accent);
    let input = line.inset(used, 0);
    let (text, cursor) = prompt.visible(usize::from(input.width));
    if text.is_empty() {
        canvas.write_cut(input, prompt.kind.placeholder(), canvas.theme.dim);
    } else {
        // As it is typed: the cursor stands behind the last letter.
        canvas.write_as_is(input, &[(text, canvas.theme.text)]);
    }
    if let Some(error) = prompt.error() {
        draw_error(canvas, input, (prompt.text(), text), &error);
    }
    canvas.place_cursor(input, u16::try_from(cursor).unwrap_or(u16::MAX));
    if let Some(completing) = state.shown_completing() {
        draw_completions(canvas, body, &completing);
    }
}

/// Underlines what is not understood, and says why behind the line.
fn draw_error(canvas: &mut Canvas<'_>, input: Cells, typed: (&str, &str), error: &QueryError) {
    let (text, visible) = typed;
    let hidden = text.len() - visible.len();
    let at = |place: usize| place.saturating_sub(hidden).min(visible.len());
    let (start, end) = (at(error.range.start), at(error.range.end));
    let theme = canvas.theme;
    let wrong = Paint {
        underline: true,
        ..theme.warning
    };
    // Where something is missing, a blank stands for it.
    let meant = match &visible[start..end] {
        "" if end == visible.len() => " ",
        meant => meant,
    };
    let pieces = [
        (&visible[..start], theme.text),
        (meant, wrong),
        (&visible[end..], theme.text),
    ];
    canvas.write_as_is(input, &pieces);
    let used = pieces_width(&pieces) + 2;
    canvas.write_cut(input.inset(used, 0), &error.message, theme.warning);
}

fn draw_completions(canvas: &mut Canvas<'_>, body: Cells, completing: &Completing) {
    let candidates = &completing.offered.candidates;
    let current = completing.chosen.unwrap_or(0);
    let room = usize::from(body.height.saturating_sub(2));
    let rows = candidates.len().min(COMPLETIONS).min(room);
    if rows == 0 || body.width < 30 {
        return;
    }
    let first = (current + 1).saturating_sub(rows);
    let height = u16::try_from(rows).unwrap_or(0) + 2;
    let area = Cells {
        y: body.y + body.height - height,
        height,
        width: body.width.min(WIDEST),
        ..body
    };
    let inner = canvas.frame(area);
    let theme = canvas.theme;
    let shown = candidates.iter().enumerate().skip(first);
    for (row, (index, candidate)) in (0..inner.height).zip(shown) {
        let chosen = completing.chosen == Some(index);
        let cells = inner.row(row);
        canvas.spot(cells, Spot::Completion(index));
        let paint = if chosen { theme.accent } else { theme.text };
        let used = canvas.write_cut(cells, &candidate.shown, paint);
        let gap = NAMES.max(used + 2);
        if !candidate.help.is_empty() && gap < cells.width {
            canvas.write_cut(cells.inset(gap, 0), &candidate.help, theme.dim);
        }
    }
}
