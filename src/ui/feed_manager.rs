//! The feed list, to change it: a row for each feed, and below it, or over it, what is set for the
//! one under the cursor.

use super::paint::Canvas;
use crate::app::{Cells, FeedManager, ManagedFeed, Spot, State, age, count, feed_sign, popup};
use crate::config::FeedOption;
use crate::layout::truncate_to_cells;
use crate::model::{Action, shown_address};

/// Columns of the list at the most.
const WIDEST: u16 = 140;
/// Columns of figures, condition and age.
const FIGURES: u16 = 12;
const CONDITION: u16 = 9;
const AGE: u16 = 10;
/// Columns from which tags have a column of their own.
const ROOMY: u16 = 90;
/// Columns of the names of options.
const NAMES: u16 = 38;

/// Draws the list over the whole screen.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, manager: &FeedManager) {
    let side = body.width.saturating_sub(WIDEST) / 2;
    let column = body.inset(side, side);
    let feeds = ManagedFeed::all(&state.feed_entries, &state.feeds);
    let theme = canvas.theme;
    let all = count(u32::try_from(feeds.len()).unwrap_or(u32::MAX), "feed");
    canvas.header(column, "Feed list", true, &[(&all, theme.dim)]);
    canvas.rule(column.row(1));
    let rows = column.below(2);
    if feeds.is_empty() {
        let add = format!("{} adds one", state.keys.hint(Action::AddFeed));
        let import = format!(
            ":import takes over the list of another reader, {} takes back what was removed",
            state.keys.hint(Action::Undo)
        );
        let (text, dim) = (theme.text, theme.dim);
        return canvas.write_message(
            rows,
            &[
                &[("No feeds are listed", text)],
                &[(&add, dim)],
                &[(&import, dim)],
            ],
        );
    }
    let visible = feeds.iter().enumerate().skip(manager.cursor.top);
    for (line, (index, feed)) in (0..rows.height).zip(visible) {
        let cells = rows.row(line);
        canvas.spot(cells, Spot::Item(index));
        let chosen = index == manager.cursor.row;
        if chosen {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            if manager.options.is_none() {
                canvas.place_cursor(cells, 0);
            }
        }
        draw_feed(canvas, cells.inset(1, 1), state, feed, chosen);
    }
    if let Some((cursor, feed)) = manager.options.zip(feeds.get(manager.cursor.row)) {
        canvas.cover(body);
        draw_options(canvas, body, feed, cursor.row);
    }
}

fn draw_feed(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    feed: &ManagedFeed<'_>,
    chosen: bool,
) {
    let theme = canvas.theme;
    let condition = feed.condition(state.now);
    let trouble = matches!(condition, "dead" | "failing");
    let sign = feed_sign(&theme.glyphs, feed);
    let sign_paint = if trouble { theme.error } else { theme.unread };
    canvas.write(cells, sign, sign_paint);
    let mut line = cells.inset(2, 0);
    let mut at_right = |canvas: &mut Canvas<'_>, text: &str, width: u16, paint| {
        if line.width > width + 20 {
            let place = line.inset(line.width - width, 0);
            canvas.write_right(place, &[(text, paint)]);
            line = line.inset(0, width + 1);
        }
    };
    let last = feed.known.and_then(|known| known.last_good);
    let last = last.map(|time| age(state.now, time, state.offset_seconds));
    at_right(canvas, &last.unwrap_or_default(), AGE, theme.dim);
    let paint = if trouble { theme.error } else { theme.warning };
    at_right(canvas, condition, CONDITION, paint);
    let figures = feed
        .known
        .map(|known| format!("{}/{}", known.unread, known.items));
    at_right(canvas, &figures.unwrap_or_default(), FIGURES, theme.dim);
    if line.width > ROOMY - FIGURES - CONDITION - AGE {
        let tags: Vec<String> = feed
            .entry
            .tags
            .iter()
            .map(|tag| format!("#{tag}"))
            .collect();
        let width = line.width / 3;
        let place = line.inset(line.width - width, 0);
        canvas.write_cut(place, &tags.join(" "), theme.dim);
        line = line.inset(0, width + 2);
    }
    let paint = match (chosen, feed.entry.paused) {
        (true, _) => theme.title,
        (false, true) => theme.read_title,
        (false, false) => theme.text,
    };
    canvas.write_cut(line, feed.name(), paint);
}

fn draw_options(canvas: &mut Canvas<'_>, body: Cells, feed: &ManagedFeed<'_>, row: usize) {
    let place = popup(body, FeedOption::ALL.len() + 2);
    canvas.frame(place.area);
    let theme = canvas.theme;
    let used = canvas.write_cut(place.title, feed.name(), theme.accent);
    let room = place.title.inset(used + 2, 0);
    let address = shown_address(&feed.entry.url);
    let address = truncate_to_cells(&address, usize::from(room.width));
    canvas.write_right(room, &[(&address, theme.dim)]);
    for (line, option) in (0..place.rows.height).zip(FeedOption::ALL) {
        let cells = place.rows.row(line);
        canvas.spot(cells, Spot::Item(usize::from(line)));
        let chosen = usize::from(line) == row;
        if chosen {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        let names = NAMES.min(cells.width / 2);
        let paint = if chosen { theme.title } else { theme.text };
        let text = cells.inset(2, 0);
        canvas.write_cut(
            text.inset(0, text.width.saturating_sub(names)),
            option.meaning(),
            paint,
        );
        let set = !option.of(feed.entry).is_empty();
        let paint = if set { theme.text } else { theme.dim };
        canvas.write_cut(text.inset(names + 1, 0), &feed.value(option), paint);
    }
}
