//! The last row: what the keys do here, or a notice; at the right what runs, the time, the network
//! and what fails.

use super::hints::hints;
use super::paint::{Canvas, Fact, Piece, pieces_width};
use crate::app::{Cells, Screen, Spot, State, clock, count};
use crate::config::{Key, Theme};
use crate::layout::{cells, wrap_line};
use crate::model::{Action, Level, Notice};

/// Columns from which figures have their words beside them.
const ROOMY: u16 = 100;
/// Of all that stands at the right, what fails is left out last: it is short, and nothing else on
/// the screen says it.
const FAILING: u8 = 7;
/// Columns between two hints.
const GAP: u16 = 2;

/// Rows that a notice takes at the most, where it is longer than the line.
const NOTICE_ROWS: u16 = 4;

/// Draws the status line; a notice that is longer takes rows above it.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, line: Cells, state: &State) {
    let margin = u16::from(line.width > 20);
    let line = line.inset(margin, margin);
    if let Some((notice, _)) = &state.notice {
        return draw_notice(canvas, body, line, state, notice);
    }
    let room = if matches!(state.screen, Screen::Why(_)) {
        line.width / 3
    } else {
        line.width * 2 / 3
    };
    let used = canvas.write_facts_right(line, room, facts(canvas.theme, state));
    let left = line.inset(0, used + 2);
    // Where nothing else is, the line leads to everything.
    canvas.spot(left, Spot::Action(Action::Palette));
    draw_hints(canvas, left, state);
}

/// A sentence and its hint. What else stands in the line gives way to it, but for what fails; what is
/// longer still goes on in rows over the panes.
fn draw_notice(canvas: &mut Canvas<'_>, body: Cells, line: Cells, state: &State, notice: &Notice) {
    let theme = canvas.theme;
    let paint = match notice.level {
        Level::Info => theme.text,
        Level::Warning => theme.warning,
        Level::Error => theme.error,
    };
    let mark = match notice.level {
        Level::Info => String::new(),
        Level::Warning | Level::Error => format!("{} ", theme.glyphs.failed),
    };
    // Sentences are written with a dot; not every terminal has one.
    let text = format!("{mark}{}", notice.text).replace('·', theme.glyphs.dot);
    let hint = notice.hint.as_ref();
    let hint = hint.map_or(String::new(), |hint| {
        format!(" {} {hint}", theme.glyphs.dot)
    });
    let told = pieces_width(&[(&text, paint), (&hint, theme.dim)]);
    let failing: Vec<Fact> = facts(theme, state)
        .into_iter()
        .filter(|fact| fact.weight == FAILING)
        .collect();
    let spare = line.width.saturating_sub(told + 2);
    let used = match canvas.write_facts_right(line, spare, facts(theme, state)) {
        0 => canvas.write_facts_right(line, line.width / 3, failing),
        used => used,
    };
    let line = line.inset(0, used + u16::from(used > 0) * 2);
    if told <= line.width {
        canvas.write_pieces(line, &[(&text, paint), (&hint, theme.dim)]);
        return;
    }
    let rows = told_rows(&text, &hint, usize::from(line.width).max(1));
    let most = usize::from(NOTICE_ROWS.min(body.height.max(1)));
    let kept = rows.len().min(most);
    let above = Cells {
        y: line.y.saturating_sub(u16::try_from(kept - 1).unwrap_or(0)),
        height: u16::try_from(kept).unwrap_or(1),
        ..line
    };
    canvas.clear(Cells {
        x: body.x,
        width: body.width,
        height: above.height - 1,
        ..above
    });
    let cut = rows.len() > kept;
    for (at, (row, told)) in (0..above.height).zip(&rows).enumerate() {
        let cells = above.row(row);
        let pieces: Vec<Piece<'_>> = told
            .iter()
            .map(|(text, is_hint)| (text.as_str(), if *is_hint { theme.dim } else { paint }))
            .collect();
        let used = canvas.write_pieces(cells, &pieces);
        if cut && at + 1 == kept {
            canvas.write(cells.inset(used.min(cells.width - 1), 0), "…", theme.dim);
        }
    }
}

/// A sentence and its hint as rows of parts, each with whether it is of the hint.
fn told_rows(text: &str, hint: &str, width: usize) -> Vec<Vec<(String, bool)>> {
    let mut rows: Vec<Vec<(String, bool)>> = Vec::new();
    let mut room = 0;
    for (words, is_hint) in [(text, false), (hint.trim_start(), true)] {
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let taken = cells(word);
            if rows.is_empty() || taken + 1 > room {
                // A word that is wider than the row, an address, is broken.
                for part in wrap_line(word, width) {
                    room = width.saturating_sub(cells(&part));
                    rows.push(vec![(part, is_hint)]);
                }
                continue;
            }
            room -= taken + 1;
            if let Some(row) = rows.last_mut() {
                row.push((format!(" {word}"), is_hint));
            }
        }
    }
    rows
}

/// Keys and what they do, as many as fit; the last one, which leads to all others, always.
fn draw_hints(canvas: &mut Canvas<'_>, line: Cells, state: &State) {
    let hints = hints(state);
    let Some((last, others)) = hints.split_last() else {
        return;
    };
    let key_of = |action: Action| state.keys.hint_in(state.context(), action);
    let width_of = |(action, what): &(Action, &str)| {
        let text = format!("{} {what}", key_of(*action));
        pieces_width(&[(&text, canvas.theme.dim)])
    };
    let kept = width_of(last);
    let mut rest = line;
    let mut fits: Vec<&(Action, &str)> = Vec::new();
    for hint in others {
        let width = width_of(hint) + GAP;
        if width + kept > rest.width {
            break;
        }
        rest = rest.inset(width, 0);
        fits.push(hint);
    }
    fits.extend((kept <= rest.width).then_some(last));
    let theme = canvas.theme;
    let mut rest = line;
    for (action, what) in fits {
        let key = key_of(*action);
        let hint = [
            (key.as_str(), theme.accent),
            (" ", theme.dim),
            (*what, theme.dim),
        ];
        let width = pieces_width(&hint).min(rest.width);
        canvas.spot(Cells { width, ..rest }, Spot::Action(*action));
        canvas.write_pieces(rest, &hint);
        rest = rest.inset(width + GAP, 0);
    }
}

/// What runs, waits and fails. What comes and goes stands at the left, so that the rest does not
/// move.
fn facts(theme: &Theme, state: &State) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |text: String, paint, weight| facts.push(Fact::new(text, paint, weight));
    let pending = pending(state);
    if !pending.is_empty() {
        add(pending, theme.accent, 5);
    }
    if let Some(progress) = state.refresh {
        let (done, total) = (progress.done, progress.total);
        let sign = theme.glyphs.refresh;
        let text = if total > 0 {
            format!("{sign} {done}/{total}")
        } else {
            sign.to_owned()
        };
        add(text, theme.accent, 4);
        if progress.new_articles > 0 && state.list.waiting() == 0 {
            add(format!("{} new", progress.new_articles), theme.dim, 1);
        }
    }
    match state.texts.on_the_way() {
        0 => {}
        texts => {
            let texts = count(texts, "text");
            add(format!("{} {texts}", theme.glyphs.refresh), theme.accent, 4);
        }
    }
    if state.list.waiting() > 0 {
        let key = state.keys.hint(Action::ShowNew);
        let text = format!("{} new {} {key}", state.list.waiting(), theme.glyphs.dot);
        facts.push(Fact::new(text, theme.accent, 6).leading_to(Action::ShowNew));
    }
    let mut add = |text: String, paint, weight| facts.push(Fact::new(text, paint, weight));
    add(clock(state.now, state.offset_seconds), theme.dim, 0);
    match state.offline_since {
        Some(since) => {
            let since = clock(since, state.offset_seconds);
            add(format!("offline since {since}"), theme.warning, 2);
        }
        None => add("online".to_owned(), theme.dim, 0),
    }
    let failing = state.failing();
    if failing > 0 {
        let sign = theme.glyphs.failed;
        let text = if state.size.0 >= ROOMY {
            let feeds = count(u32::try_from(failing).unwrap_or(u32::MAX), "feed");
            format!("{sign} {feeds} failing")
        } else {
            format!("{sign} {failing}")
        };
        facts.push(Fact::new(text, theme.error, FAILING).leading_to(Action::Ledger));
    }
    facts
}

/// A count and keys that wait for more.
fn pending(state: &State) -> String {
    let count = state
        .pending
        .count
        .map_or(String::new(), |count| count.to_string());
    let keys: String = state.pending.keys.iter().map(Key::to_string).collect();
    format!("{count}{keys}")
}
