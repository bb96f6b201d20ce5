//! The feeds that fail: which, what, since when, next try, what to do.

use super::paint::Canvas;
use crate::app::{Cells, Cursor, State, count, failing, moment};
use crate::model::{FeedState, FeedSummary, FetchErrorKind};

/// Draws the failing feeds over the whole screen.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, cursor: Cursor) {
    let failing = failing(&state.feeds);
    let theme = canvas.theme;
    let all = count(u32::try_from(state.feeds.len()).unwrap_or(u32::MAX), "feed");
    let figures = format!("{} of {all}", failing.len());
    let column = body.inset(
        body.width.saturating_sub(104) / 2,
        body.width.saturating_sub(104) / 2,
    );
    canvas.header(column, "Failing feeds", true, &[(&figures, theme.dim)]);
    let rows = column.below(2.min(body.height.saturating_sub(1)));
    if failing.is_empty() {
        let why = format!("{all} could be fetched the last time");
        return canvas.write_message(
            rows,
            &[&[("Nothing fails", theme.text)], &[(&why, theme.dim)]],
        );
    }
    let lines = 5;
    let shown = failing.iter().enumerate().skip(cursor.top);
    let fit = usize::from(rows.height / lines) + 1;
    for (row, (index, feed)) in (0..).zip(shown.take(fit)) {
        let cells = rows.below(row * lines);
        draw_feed(
            canvas,
            cells,
            state,
            feed,
            index == cursor.row.min(failing.len() - 1),
        );
    }
}

fn draw_feed(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    feed: &FeedSummary,
    selected: bool,
) {
    let theme = canvas.theme;
    if selected {
        canvas.write(cells, theme.glyphs.cursor, theme.accent);
        canvas.place_cursor(cells.row(0), 0);
    }
    canvas.write(cells.row(0).inset(1, 0), theme.glyphs.failed, theme.error);
    let text = cells.inset(3, 1);
    let title = if selected { theme.title } else { theme.text };
    let used = canvas.write_cut(text.row(0), &feed.title, title);
    if feed.title != feed.url {
        canvas.write_cut(text.row(0).inset(used + 2, 0), &feed.url, theme.dim);
    }
    let (message, since) = match &feed.error {
        Some((_, message, since)) => (message.as_str(), Some(*since)),
        None => ("The server says this feed is gone", None),
    };
    canvas.write_cut(text.row(1), message, theme.error);
    let time = |at| moment(state.now, at, state.offset_seconds);
    let mut times = Vec::new();
    times.extend(since.map(|at| format!("since {}", time(at))));
    times.extend(feed.last_good.map(|at| format!("last worked {}", time(at))));
    match (feed.state, feed.next_try) {
        (FeedState::Dead, _) => times.push("not tried again".to_owned()),
        (_, Some(at)) if at > state.now => times.push(format!("next try {}", time(at))),
        (_, Some(_)) => times.push("tried at the next refresh".to_owned()),
        (_, None) => {}
    }
    let between = format!(" {} ", theme.glyphs.dot);
    canvas.write_cut(text.row(2), &times.join(&between), theme.dim);
    canvas.write_cut(text.row(3), &advice(state, feed), theme.text);
}

/// What the reader can do about an error.
fn advice(state: &State, feed: &FeedSummary) -> String {
    let (kind, message) = match &feed.error {
        Some((kind, message, _)) => (Some(*kind), message.as_str()),
        None => (None, ""),
    };
    let again = match feed.next_try.filter(|at| *at > state.now) {
        Some(at) => format!("at {}", moment(state.now, at, state.offset_seconds)),
        None => "at the next refresh".to_owned(),
    };
    let known = match kind {
        None => "The site took it away: look for its new address, or remove the feed.",
        Some(FetchErrorKind::Dns) => "Look at the spelling of the address and at the network.",
        Some(FetchErrorKind::Tls) => {
            "Look at the clock of this machine; else the site must renew its certificate."
        }
        Some(FetchErrorKind::Http) if message.contains("403") || message.contains("401") => {
            "The site refuses readers like this one: a header or user agent of its own may help."
        }
        Some(FetchErrorKind::Http) if message.contains("404") || message.contains("410") => {
            "The feed moved: look for its new address on the site."
        }
        Some(FetchErrorKind::Http | FetchErrorKind::Connect | FetchErrorKind::Timeout) => {
            return format!("Nothing to do: it is tried again {again}.");
        }
        Some(FetchErrorKind::TooLarge) => "Raise fetch.body_limit_mb, if the feed is worth it.",
        Some(FetchErrorKind::NotAFeed) => {
            "The address leads to something else: add the site again to find its feed."
        }
        Some(FetchErrorKind::Parse) => "The feed is broken: what can be read of it is kept.",
        Some(FetchErrorKind::Command) => "Run the command by hand, or change it in feeds.toml.",
        Some(FetchErrorKind::File) => "Put the file back, or remove the feed.",
    };
    known.to_owned()
}
