//! The line being typed, in the place of the status line, and names that would complete it.

use super::paint::{Canvas, pieces_width};
use crate::app::{Cells, Prompt, PromptKind, completions};
use crate::config::Paint;
use crate::model::Action;
use crate::query::QueryError;

/// Names shown above a command.
const COMPLETIONS: usize = 8;

/// Draws the line, and above it what may be meant.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, line: Cells, prompt: &Prompt) {
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
    if prompt.kind == PromptKind::Command {
        draw_completions(canvas, body, prompt);
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

fn draw_completions(canvas: &mut Canvas<'_>, body: Cells, prompt: &Prompt) {
    let typed = prompt.completing.as_deref().unwrap_or(prompt.text());
    let names = completions(typed.trim_start());
    let current = names
        .iter()
        .position(|name| *name == prompt.text().trim())
        .unwrap_or(0);
    let first = (current + 1).saturating_sub(COMPLETIONS);
    let rows = names
        .len()
        .min(COMPLETIONS)
        .min(usize::from(body.height.saturating_sub(2)));
    if rows == 0 || typed.is_empty() || body.width < 30 {
        return;
    }
    let height = u16::try_from(rows).unwrap_or(0) + 2;
    let area = Cells {
        y: body.y + body.height - height,
        height,
        width: body.width.min(72),
        ..body
    };
    let inner = canvas.frame(area);
    let theme = canvas.theme;
    for (row, (index, name)) in (0..inner.height).zip(names.iter().enumerate().skip(first)) {
        let chosen = index == current && prompt.completing.is_some();
        let cells = inner.row(row);
        canvas.write(cells, name, if chosen { theme.accent } else { theme.text });
        if let Some(action) = Action::from_name(name) {
            canvas.write_cut(cells.inset(24, 0), action.help(), theme.dim);
        }
    }
}
