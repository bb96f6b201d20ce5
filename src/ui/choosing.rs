//! What is asked while the feeds of an address are looked for, and the feeds to choose from, over
//! what was there before.

use super::paint::{Canvas, Fact};
use crate::app::{Asked, Cells, Choosing, OfferedFeed, Spot, Stage, State, age, count, popup};
use crate::layout::wrap_line;
use crate::model::{Action, Notice};

/// Rows of a feed.
const FEED_LINES: u16 = 2;
/// Columns before the name of a feed: cursor, box.
const SIGNS: u16 = 6;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, choosing: &Choosing) {
    match &choosing.stage {
        Stage::Looking(asked) => draw_looking(canvas, body, state, choosing, asked),
        Stage::Failed(notice) => draw_failed(canvas, body, state, choosing, notice),
        Stage::Found(feeds) => draw_feeds(canvas, body, state, choosing, feeds),
    }
}

fn draw_looking(
    canvas: &mut Canvas<'_>,
    body: Cells,
    state: &State,
    choosing: &Choosing,
    asked: &Asked,
) {
    let theme = canvas.theme;
    let place = popup(body, 3);
    canvas.frame(place.area);
    let title = format!("Looking for feeds of {}", choosing.address);
    canvas.write_cut(place.title, &title, theme.accent);
    let at = if asked.url.is_empty() {
        &choosing.address
    } else {
        &asked.url
    };
    let step = match asked.feed {
        Some((number, of)) => format!("{number} of {of}: {at} …"),
        None => format!("looking at {at} …"),
    };
    canvas.write_cut(place.rows.row(0), &step, theme.text);
    let stop = format!("{} stops", state.keys.hint(Action::Cancel));
    canvas.write_cut(place.rows.row(2), &stop, theme.dim);
}

fn draw_failed(
    canvas: &mut Canvas<'_>,
    body: Cells,
    state: &State,
    choosing: &Choosing,
    notice: &Notice,
) {
    let theme = canvas.theme;
    let width = usize::from(popup(body, usize::MAX).rows.width);
    let lines = wrap_line(&notice.text, width);
    let hints = notice.hint.iter().flat_map(|hint| wrap_line(hint, width));
    let hints: Vec<String> = hints.collect();
    let place = popup(body, lines.len() + hints.len() + 2);
    canvas.frame(place.area);
    let title = format!("No feed of {} was added", choosing.address);
    canvas.write_cut(place.title, &title, theme.accent);
    let close = format!(
        "{} tries another address, {} closes",
        state.keys.hint(Action::AddFeed),
        state.keys.hint(Action::Cancel)
    );
    let texts = lines.iter().map(|line| (line, theme.error));
    let hints = hints.iter().map(|line| (line, theme.text));
    let mut row = 0;
    for (text, paint) in texts.chain(hints).take(usize::from(place.rows.height)) {
        canvas.write_cut(place.rows.row(row), text, paint);
        row += 1;
    }
    if row + 1 < place.rows.height {
        canvas.write_cut(place.rows.row(row + 1), &close, theme.dim);
    }
}

fn draw_feeds(
    canvas: &mut Canvas<'_>,
    body: Cells,
    state: &State,
    choosing: &Choosing,
    feeds: &[OfferedFeed],
) {
    let theme = canvas.theme;
    let place = popup(body, feeds.len() * usize::from(FEED_LINES));
    canvas.frame(place.area);
    let title = format!("Feeds of {}", choosing.address);
    let used = canvas.write_cut(place.title, &title, theme.accent);
    let chosen = feeds.iter().filter(|feed| feed.chosen).count();
    let figures = format!("{chosen} of {} chosen", feeds.len());
    let rest = place.title.inset((used + 2).min(place.title.width), 0);
    if usize::from(rest.width) >= figures.len() {
        canvas.write_right(rest, &[(&figures, theme.dim)]);
    }
    let shown = feeds.iter().enumerate().skip(choosing.cursor.top);
    let fit = usize::from(place.rows.height.div_ceil(FEED_LINES));
    for (row, (index, feed)) in (0..).zip(shown.take(fit)) {
        let cells = place.rows.below(row * FEED_LINES);
        let lines = Cells {
            height: cells.height.min(FEED_LINES),
            ..cells
        };
        canvas.spot(lines, Spot::Item(index));
        draw_feed(canvas, cells, state, feed, index == choosing.cursor.row);
    }
}

fn draw_feed(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    feed: &OfferedFeed,
    pointed: bool,
) {
    let theme = canvas.theme;
    if pointed {
        canvas.write(cells.row(0), theme.glyphs.cursor, theme.accent);
        canvas.place_cursor(cells.row(0), 0);
    }
    if !feed.listed {
        let sign = theme.glyphs.boxes[usize::from(!feed.chosen)];
        let paint = if feed.chosen { theme.accent } else { theme.dim };
        canvas.write(cells.row(0).inset(2, 0), sign, paint);
    }
    let text = cells.inset(SIGNS, 0);
    let mut facts = vec![
        Fact::new(feed.format, theme.dim, 2),
        Fact::new(count(feed.items, "item"), theme.dim, 3),
    ];
    if let Some(newest) = feed.newest {
        let age = age(state.now, newest, state.offset_seconds);
        facts.push(Fact::new(format!("newest {age}"), theme.dim, 1));
    }
    if feed.comments {
        facts.push(Fact::new("comments", theme.text, 4));
    }
    if feed.listed {
        facts.push(Fact::new("in your list", theme.text, 5));
    }
    let line = text.row(0);
    let used = canvas.write_facts_right(line, line.width * 2 / 3, facts);
    let title = line.inset(0, (used + 2).min(line.width));
    let paint = if pointed { theme.title } else { theme.text };
    canvas.write_cut(title, &feed.title, paint);
    if cells.height > 1 {
        canvas.write_cut(text.row(1), &feed.url, theme.dim);
    }
}
