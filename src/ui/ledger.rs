//! The ledger: the hosts that are left alone, every feed with its figures, and below them what is
//! known of the selected row and what can be done about it.

use super::paint::{Canvas, Piece};
use crate::app::{
    Cells, Cursor, LEDGER_ABOVE, LedgerRow, Spot, Standing, State, age, count, detail_height,
    ledger_height, ledger_rows, moment, size, standing, waiting_host,
};
use crate::config::Paint;
use crate::layout::wrap_line;
use crate::model::{FeedLedger, FeedState, HostLedger, Ledger, Timestamp, shown_address};

/// Columns of the ledger at the most.
const WIDEST: u16 = 140;

/// Draws the ledger over the whole screen.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, state: &State, cursor: Cursor) {
    let side = body.width.saturating_sub(WIDEST) / 2;
    let column = body.inset(side, side);
    let theme = canvas.theme;
    let Some(ledger) = &state.ledger else {
        canvas.header(column, "Feeds", true, &[]);
        return;
    };
    let rows = ledger_rows(ledger, state.now);
    let figures = figures(ledger);
    let of_state = |wanted| {
        ledger
            .feeds
            .iter()
            .filter(|feed| feed.state == wanted)
            .count()
    };
    let failing: String = [("failing", FeedState::Failing), ("dead", FeedState::Dead)]
        .into_iter()
        .map(|(word, wanted)| (of_state(wanted), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word} {} ", theme.glyphs.dot))
        .collect();
    let figures = [
        (failing.as_str(), theme.error),
        (figures.as_str(), theme.dim),
    ];
    canvas.header(column, "Feeds", true, &figures);
    canvas.rule(column.row(1));
    let columns = Columns::new(column.width);
    columns.draw_names(canvas, column.row(2));
    let height = ledger_height(body.height);
    let list = Cells {
        height: height.min(body.height.saturating_sub(LEDGER_ABOVE)),
        ..column.below(LEDGER_ABOVE)
    };
    let chosen = cursor.row.min(rows.len().saturating_sub(1));
    let shown = rows.iter().enumerate().skip(cursor.top);
    for (line, (index, row)) in (0..).zip(shown.take(usize::from(list.height))) {
        let cells = list.row(line);
        canvas.spot(cells, Spot::Item(index));
        if index == chosen {
            canvas.write(cells, theme.glyphs.cursor, theme.accent);
            canvas.place_cursor(cells, 0);
        }
        match row {
            LedgerRow::Host(host) => draw_host(canvas, cells, state, host, index == chosen),
            LedgerRow::Feed(feed) => {
                columns.draw_feed(canvas, cells, state, ledger, feed, index == chosen);
            }
        }
    }
    let below = detail_height(body.height);
    if below > 0
        && let Some(row) = rows.get(chosen)
    {
        let cells = column.below(column.height - below.min(column.height));
        canvas.rule(cells.row(0));
        let lines = match row {
            LedgerRow::Host(host) => host_lines(state, ledger, host),
            LedgerRow::Feed(feed) => feed_lines(state, ledger, feed),
        };
        let text = cells.inset(3, 1);
        let mut free = 1..below;
        for (told, paint) in lines {
            let told = told.replace('·', theme.glyphs.dot);
            for (part, line) in wrap_line(&told, usize::from(text.width))
                .iter()
                .zip(&mut free)
            {
                canvas.write_cut(text.row(line), part, paint(canvas));
            }
        }
    }
}

/// What all feeds come to.
fn figures(ledger: &Ledger) -> String {
    let all = count(
        u32::try_from(ledger.feeds.len()).unwrap_or(u32::MAX),
        "feed",
    );
    let tries: u64 = ledger.feeds.iter().map(|feed| u64::from(feed.tries)).sum();
    let unchanged = ledger.feeds.iter().map(|feed| u64::from(feed.not_modified));
    let bytes = ledger.feeds.iter().map(|feed| feed.bytes_total).sum();
    let share = match tries {
        0 => String::new(),
        _ => format!(", {}% unchanged", percent(unchanged.sum(), tries)),
    };
    format!("{all}{share}, {}", size(bytes))
}

fn percent(part: u64, whole: u64) -> u64 {
    (part * 100 + whole / 2) / whole.max(1)
}

/// Which columns there is room for.
struct Columns {
    /// How many articles a week, and bytes.
    wide: bool,
    /// The share that was unchanged.
    share: bool,
    /// When it worked and when it is asked next.
    times: bool,
}

const STATE: u16 = 11;
const TIME: u16 = 8;
const WEEK: u16 = 7;
const SHARE: u16 = 6;
const BYTES: u16 = 9;

impl Columns {
    fn new(width: u16) -> Self {
        Self {
            wide: width >= 96,
            share: width >= 72,
            times: width >= 48,
        }
    }

    /// Columns right of the title.
    fn right(&self) -> u16 {
        STATE
            + if self.times { 2 * TIME } else { 0 }
            + if self.share { SHARE } else { 0 }
            + if self.wide { WEEK + BYTES } else { 0 }
    }

    fn draw_names(&self, canvas: &mut Canvas<'_>, cells: Cells) {
        let dim = canvas.theme.dim;
        canvas.write(cells.inset(3, 0), "feed", dim);
        let texts = ["state", "worked", "next", "a week", "same", "bytes"];
        self.draw_right(canvas, cells, texts, dim, dim);
    }

    fn draw_feed(
        &self,
        canvas: &mut Canvas<'_>,
        cells: Cells,
        state: &State,
        ledger: &Ledger,
        feed: &FeedLedger,
        selected: bool,
    ) {
        let theme = canvas.theme;
        let standing = standing(ledger, feed, state.now);
        let (mark, paint) = match standing {
            Standing::Failing | Standing::Dead => (theme.glyphs.failed, theme.error),
            other if other.is_trouble() => (theme.glyphs.failed, theme.warning),
            Standing::Slow | Standing::Moved => (" ", theme.warning),
            _ => (" ", theme.dim),
        };
        canvas.write(cells.inset(1, 0), mark, paint);
        let title = if selected { theme.title } else { theme.text };
        canvas.write_cut(cells.inset(3, self.right() + 1), &feed.title, title);
        let worked = feed.last_good.map_or_else(
            || "never".to_owned(),
            |at| age(state.now, at, state.offset_seconds),
        );
        let share = match feed.tries {
            0 => String::new(),
            tries => format!("{}%", percent(feed.not_modified.into(), tries.into())),
        };
        let texts = [
            standing.word(),
            &worked,
            &next(state, feed),
            &per_week(feed.items_per_week),
            &share,
            &size(feed.bytes_total),
        ];
        self.draw_right(canvas, cells, texts, paint, theme.dim);
    }

    /// State, worked, next, a week, same, bytes: those there is room for.
    fn draw_right(
        &self,
        canvas: &mut Canvas<'_>,
        cells: Cells,
        texts: [&str; 6],
        first: Paint,
        rest: Paint,
    ) {
        let [state, worked, next, week, share, bytes] = texts;
        let shown = [
            (true, STATE, state, first),
            (self.times, TIME, worked, rest),
            (self.times, TIME, next, rest),
            (self.wide, WEEK, week, rest),
            (self.share, SHARE, share, rest),
            (self.wide, BYTES, bytes, rest),
        ];
        let mut left = cells.width.saturating_sub(self.right());
        for (_, width, text, paint) in shown.into_iter().filter(|column| column.0) {
            let cell = Cells {
                width: width.min(cells.width.saturating_sub(left)),
                ..cells.inset(left, 0)
            };
            if width == STATE {
                canvas.write_cut(cell, text, paint);
            } else {
                canvas.write_right(cell, &[(text, paint)] as &[Piece<'_>]);
            }
            left += width;
        }
    }
}

/// When a feed is asked next, in a few letters.
fn next(state: &State, feed: &FeedLedger) -> String {
    match (feed.state, feed.next_try) {
        (FeedState::Dead, _) => "never".to_owned(),
        (_, Some(at)) if at > state.now => within(at.since(state.now).as_secs()),
        _ => "now".to_owned(),
    }
}

/// "5m", "3h", "2d": how long from now.
fn within(seconds: u64) -> String {
    match seconds {
        0..3600 => format!("{}m", seconds.div_ceil(60)),
        3600..86_400 => format!("{}h", (seconds + 1800) / 3600),
        _ => format!("{}d", (seconds + 43_200) / 86_400),
    }
}

fn per_week(items: f64) -> String {
    if items >= 9.95 {
        return format!("{items:.0}");
    }
    let told = format!("{items:.1}");
    told.strip_suffix(".0").unwrap_or(&told).to_owned()
}

fn draw_host(
    canvas: &mut Canvas<'_>,
    cells: Cells,
    state: &State,
    host: &HostLedger,
    selected: bool,
) {
    let theme = canvas.theme;
    canvas.write(cells.inset(1, 0), theme.glyphs.failed, theme.warning);
    let title = if selected { theme.title } else { theme.text };
    let feeds = count(u32::try_from(host.feeds.len()).unwrap_or(u32::MAX), "feed");
    let until = moment(state.now, host.waits_until, state.offset_seconds);
    let waits = format!("left alone until {until}, {feeds} waiting");
    let text = cells.inset(3, 1);
    let used = canvas.write_cut(text, &host.name, title);
    canvas.write_cut(text.inset(used + 2, 0), &waits, theme.warning);
}

type Line = (String, fn(&Canvas<'_>) -> Paint);

fn strong(canvas: &Canvas<'_>) -> Paint {
    canvas.theme.title
}

fn plain(canvas: &Canvas<'_>) -> Paint {
    canvas.theme.text
}

fn dim(canvas: &Canvas<'_>) -> Paint {
    canvas.theme.dim
}

fn error(canvas: &Canvas<'_>) -> Paint {
    canvas.theme.error
}

fn warning(canvas: &Canvas<'_>) -> Paint {
    canvas.theme.warning
}

fn host_lines(state: &State, ledger: &Ledger, host: &HostLedger) -> Vec<Line> {
    let time = |at| moment(state.now, at, state.offset_seconds);
    let names: Vec<&str> = ledger
        .feeds
        .iter()
        .filter(|feed| host.feeds.contains(&feed.id))
        .map(|feed| feed.title.as_str())
        .collect();
    let forced = if host.asked {
        "The server asked for the pause: it is kept."
    } else {
        "It could not be reached; trying now asks it once."
    };
    vec![
        (host.name.clone(), strong),
        (host.cause.clone(), warning),
        (
            format!(
                "since {} · {} in a row · next try {}",
                time(host.since),
                count(host.failures, "failure"),
                time(host.waits_until)
            ),
            dim,
        ),
        (forced.to_owned(), plain),
        (format!("Waiting: {}", names.join(", ")), dim),
    ]
}

/// What is known of a feed, the most telling first.
fn feed_lines(state: &State, ledger: &Ledger, feed: &FeedLedger) -> Vec<Line> {
    let time = |at: Timestamp| moment(state.now, at, state.offset_seconds);
    let mut lines: Vec<Line> = vec![(shown_address(&feed.url), strong)];
    if let Some(cause) = &feed.cause {
        lines.push((cause.message.clone(), error));
    } else if feed.state == FeedState::Dead {
        lines.push(("The site took this feed away".to_owned(), error));
    }
    if let Some(advice) = advice(state, feed) {
        lines.push((advice, plain));
    }
    lines.push((times(state, feed), dim));
    if let Some(host) = waiting_host(ledger, feed) {
        let until = time(host.waits_until);
        lines.push((
            format!("{} is left alone until {until}: {}", host.name, host.cause),
            warning,
        ));
    }
    if feed.unverified {
        let text =
            "The certificate of its server is not checked (tls.verify = false in feeds.toml)";
        lines.push((text.to_owned(), warning));
    }
    if let Some(moving) = &feed.moving {
        let text = match &moving.refused {
            Some(why) => {
                let to = shown_address(&moving.to);
                format!("Moved to {to}, but stays here: {why}")
            }
            None => format!(
                "Says it moved to {}; if it says so again, it moves",
                shown_address(&moving.to)
            ),
        };
        lines.push((text, warning));
    }
    if let Some(moved) = &feed.moved {
        lines.push((
            format!(
                "Moved from {}, {}",
                shown_address(&moved.from),
                time(moved.at)
            ),
            dim,
        ));
    }
    lines.push((figures_of(feed), dim));
    lines
}

fn times(state: &State, feed: &FeedLedger) -> String {
    let time = |at: Timestamp| moment(state.now, at, state.offset_seconds);
    let mut times = Vec::new();
    let since = feed.cause.as_ref().map(|cause| cause.since);
    times.extend(since.map(|at| format!("fails since {}", time(at))));
    times.push(match feed.last_good {
        Some(at) => format!("last worked {}", time(at)),
        None => "never worked".to_owned(),
    });
    times.extend(feed.last_try.map(|at| format!("last asked {}", time(at))));
    let why = feed
        .next_why
        .map_or(String::new(), |why| format!(" ({})", why.words()));
    match (feed.state, feed.next_try) {
        (FeedState::Dead, _) => times.push("not asked again".to_owned()),
        (_, Some(at)) if at > state.now => times.push(format!("next {}{why}", time(at))),
        _ => times.push("asked at the next refresh".to_owned()),
    }
    times.join(" · ")
}

/// What the reader can do about a feed.
fn advice(state: &State, feed: &FeedLedger) -> Option<String> {
    use crate::model::Action;
    let add = state.keys.hint(Action::AddFeed);
    match (feed.state, &feed.cause) {
        (FeedState::Dead, _) => Some(format!("{add} looks for its new address on the site.")),
        (_, Some(cause)) => Some(cause.hint.clone()),
        _ => None,
    }
}

fn figures_of(feed: &FeedLedger) -> String {
    let mut figures = vec![match per_week(feed.items_per_week).as_str() {
        "1" => "1 article a week".to_owned(),
        articles => format!("{articles} articles a week"),
    }];
    if feed.tries > 0 {
        figures.push(format!(
            "{} of {} unchanged",
            feed.not_modified,
            count(feed.tries, "request")
        ));
        figures.push(format!(
            "{} in all, {} the last time",
            size(feed.bytes_total),
            size(feed.bytes_last)
        ));
    }
    if let Some(slow) = feed.slow {
        figures.push(format!("slow: {:.1} s an answer", slow.as_secs_f32()));
    }
    figures.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_a_week_have_a_place_behind_the_point_where_it_tells() {
        let check = |items: f64, told: &str| assert_eq!(per_week(items), told);
        check(0.0, "0");
        check(0.02, "0");
        check(0.5, "0.5");
        check(9.0, "9");
        check(9.94, "9.9");
        check(9.96, "10");
        check(130.4, "130");
    }
}
