//! The first start: what can be done without feeds, moved through like any list.

use super::paint::Canvas;
use crate::app::{Cells, Cursor, Spot, State, WelcomeRow, count, welcome_rows};
use crate::layout::wrap_line;
use crate::model::Action;

/// Columns of the text.
const WIDTH: u16 = 74;

/// Draws the welcome over the whole screen.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, cursor: Cursor) {
    let theme = canvas.theme;
    let rows = welcome_rows(&state.found);
    let spare = body.width.saturating_sub(WIDTH);
    let column = body.inset(spare / 2, spare - spare / 2);
    let roomy = body.height >= 16;
    let lines_per_row: u16 = if roomy { 3 } else { 1 };
    let intro = if roomy { intro(column) } else { Vec::new() };
    let height = intro.len() + 1 + rows.len() * usize::from(lines_per_row);
    let free = body
        .height
        .saturating_sub(u16::try_from(height).unwrap_or(u16::MAX));
    let mut at = column.below(free / 3).inset(1, 1);
    for (index, line) in intro.iter().enumerate() {
        let paint = if index == 0 { theme.accent } else { theme.text };
        canvas.write(at, line, paint);
        at = at.below(1);
    }
    at = at.below(u16::from(roomy));
    let first = first_row(cursor.row, rows.len(), at.height / lines_per_row);
    for (index, row) in rows.iter().enumerate().skip(first) {
        let (what, more) = words(row, state);
        let selected = index == cursor.row;
        let lines = Cells {
            height: at.height.min(lines_per_row),
            ..at
        };
        canvas.spot(lines, Spot::Item(index));
        if selected && at.height > 0 {
            canvas.write(at, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(at.row(0), 0);
        }
        let text = at.inset(2, 0);
        canvas.write_cut(text, &what, if selected { theme.title } else { theme.text });
        if roomy {
            canvas.write_cut(text.row(1), &more, theme.dim);
        }
        at = at.below(lines_per_row);
    }
}

fn intro(column: Cells) -> Vec<String> {
    let text = "newsfold folds the articles of one event into one story, with every source a key \
                away. It has no feeds yet.";
    let mut lines = vec!["Welcome".to_owned(), String::new()];
    lines.extend(wrap_line(
        text,
        usize::from(column.width.saturating_sub(2)).max(1),
    ));
    lines.push(String::new());
    lines
}

/// The first row that is drawn where not all have room.
fn first_row(cursor: usize, rows: usize, fit: u16) -> usize {
    let fit = usize::from(fit).max(1);
    if rows <= fit {
        0
    } else {
        (cursor + 1).saturating_sub(fit)
    }
}

fn words(row: &WelcomeRow, state: &State) -> (String, String) {
    match row {
        WelcomeRow::Add => (
            "Add a feed or a site address".to_owned(),
            format!(
                "{} works everywhere; the feed of a site is found",
                state.keys.hint(Action::AddFeed)
            ),
        ),
        WelcomeRow::ImportFound(list) => (
            format!("Import {}", list.path.display()),
            format!(
                "found here: {}",
                count(u32::try_from(list.feeds).unwrap_or(u32::MAX), "feed")
            ),
        ),
        WelcomeRow::Import => (
            "Import a list".to_owned(),
            "an OPML file of another reader, or a newsboat urls file".to_owned(),
        ),
        WelcomeRow::StarterSet => (
            "Choose from a starter set".to_owned(),
            "by region and topic; nothing is fetched before you say so".to_owned(),
        ),
        WelcomeRow::Sample => (
            "Look at the sample day".to_owned(),
            "an invented day of news, offline, to see what this is".to_owned(),
        ),
    }
}
