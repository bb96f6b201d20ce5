//! The last row: what the keys do here, or a notice; at the right what runs, the time, the network
//! and what fails.

use super::paint::{Canvas, Fact, pieces_width};
use crate::app::{
    Cells, PageState, Pane, PickerKind, Screen, Spot, Stage, State, Version, clock, count,
};
use crate::config::{Key, Theme};
use crate::model::{Action, Level, Notice};

/// Columns from which figures have their words beside them.
const ROOMY: u16 = 100;
/// Of all that stands at the right, what fails is left out last: it is short, and nothing else on
/// the screen says it.
const FAILING: u8 = 7;
/// Columns between two hints.
const GAP: u16 = 2;

/// Draws the status line.
pub fn draw(canvas: &mut Canvas<'_>, line: Cells, state: &State) {
    let margin = u16::from(line.width > 20);
    let line = line.inset(margin, margin);
    let room = match &state.notice {
        // A short sentence leaves them more than their third.
        Some((notice, _)) => {
            let told = pieces_width(&[(&notice.text, canvas.theme.text)]).saturating_add(4);
            (line.width / 3).max(line.width.saturating_sub(told))
        }
        None if matches!(state.screen, Screen::Why(_)) => line.width / 3,
        None => line.width * 2 / 3,
    };
    let used = canvas.write_facts_right(line, room, facts(canvas.theme, state));
    let left = line.inset(0, used + 2);
    match &state.notice {
        Some((notice, _)) => draw_notice(canvas, left, notice),
        None => {
            // Where nothing else is, the line leads to everything.
            canvas.spot(left, Spot::Action(Action::Palette));
            draw_hints(canvas, left, state);
        }
    }
}

fn draw_notice(canvas: &mut Canvas<'_>, line: Cells, notice: &Notice) {
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
    let marked = canvas.write(line, &mark, paint);
    let rest = line.inset(marked, 0);
    // Sentences are written with a dot; not every terminal has one.
    let text = notice.text.replace('·', theme.glyphs.dot);
    let used = canvas.write_cut(rest, &text, paint);
    if let Some(hint) = &notice.hint {
        let hint = format!(" {} {hint}", theme.glyphs.dot);
        if pieces_width(&[(&hint, theme.dim)]) <= rest.width - used {
            canvas.write(rest.inset(used, 0), &hint, theme.dim);
        }
    }
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

fn hints(state: &State) -> Vec<(Action, &'static str)> {
    let shown = state.shown();
    match (&state.screen, state.focus) {
        (Screen::Main, Pane::Reader) | (Screen::Page(_), _)
            if shown.is_some_and(|shown| shown.hints.is_some()) =>
        {
            vec![(Action::Cancel, "ends it; a letter opens its link")]
        }
        (Screen::Main, Pane::Reader) | (Screen::Page(_), _)
            if shown.is_some_and(|shown| shown.find.is_some()) =>
        {
            vec![
                (Action::NextUnread, "next match"),
                (Action::PreviousUnread, "previous"),
                (Action::Search, "other words"),
                (Action::Cancel, "end search"),
            ]
        }
        (Screen::Help(_), _) => vec![
            (Action::Search, "narrow"),
            (Action::Down, "scroll"),
            (Action::Palette, "menu"),
            (Action::Back, "close"),
        ],
        (Screen::Ledger(_), _) => {
            let mut hints = vec![
                (Action::RefreshFeed, "try now"),
                (Action::RefreshAll, "all"),
            ];
            if state.selected_site().is_some() {
                hints.push((Action::AddFeed, "look for another address"));
            }
            hints.extend([
                (Action::CopyLink, "copy address"),
                (Action::Palette, "menu"),
                (Action::Back, "close"),
            ]);
            hints
        }
        (Screen::Welcome(_), _) => vec![
            (Action::Down, "down"),
            (Action::Open, "choose"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
            (Action::Back, "quit"),
        ],
        (Screen::Starter(_), _) => vec![
            (Action::ReadOn, "choose"),
            (Action::Open, "add the chosen feeds"),
            (Action::Palette, "menu"),
            (Action::Back, "back"),
        ],
        (Screen::Outline(_), _) => vec![
            (Action::Down, "down"),
            (Action::Open, "go there"),
            (Action::Back, "close"),
        ],
        (Screen::Feeds(manager), _) if manager.options.is_some() => vec![
            (Action::Down, "down"),
            (Action::Open, "change"),
            (Action::Undo, "undo"),
            (Action::Back, "close"),
        ],
        (Screen::Feeds(_), _) => vec![
            (Action::Open, "list"),
            (Action::Enclosures, "edit"),
            (Action::Tag, "tags"),
            (Action::ToggleMute, "pause"),
            (Action::ScrollDown, "move down"),
            (Action::AddFeed, "add"),
            (Action::RemoveFeed, "remove"),
            (Action::RefreshFeed, "fetch"),
            (Action::Undo, "undo"),
            (Action::Palette, "menu"),
            (Action::Back, "close"),
        ],
        (Screen::Picker(picker), _) => {
            let what = match picker.kind {
                PickerKind::Sorts => "sort",
                _ => "list",
            };
            vec![
                (Action::Down, "down"),
                (Action::Open, what),
                (Action::Search, "narrow"),
                (Action::Back, "close"),
            ]
        }
        (Screen::Links(_), _) => vec![
            (Action::Down, "down"),
            (Action::Open, "open in the browser"),
            (Action::CopyLink, "copy"),
            (Action::Back, "close"),
        ],
        (Screen::Why(_), _) => vec![
            (Action::Separate, "separate"),
            (Action::Merge, "merge"),
            (Action::Undo, "undo"),
            (Action::Down, "on"),
            (Action::Back, "close"),
        ],
        (Screen::Merging(_) | Screen::Palette(_), _) => Vec::new(),
        (Screen::Pictures(_), _) => vec![
            (Action::Down, "next"),
            (Action::Up, "previous"),
            (Action::OpenOriginal, "in the browser"),
            (Action::Back, "close"),
        ],
        (Screen::Page(_), _) => vec![
            (Action::ReadOn, "on"),
            (Action::OpenOriginal, "browser"),
            (Action::Search, "find"),
            (Action::LinkHints, "links"),
            (Action::Save, "save"),
            (Action::CopyLink, "copy link"),
            (Action::Palette, "menu"),
            (Action::Back, "close"),
        ],
        (Screen::Output(_), _) => vec![(Action::Down, "scroll"), (Action::Back, "close")],
        (Screen::Enclosures(_), _) => vec![
            (Action::Open, "open"),
            (Action::OpenOriginal, "in the browser"),
            (Action::CopyLink, "copy address"),
            (Action::Back, "close"),
        ],
        (Screen::Choosing(choosing), _) => match choosing.stage {
            Stage::Looking(_) => vec![(Action::Cancel, "stop")],
            Stage::Failed(_) => vec![
                (Action::AddFeed, "another address"),
                (Action::Back, "close"),
            ],
            Stage::Found(_) => vec![
                (Action::ReadOn, "choose"),
                (Action::Open, "add"),
                (Action::Back, "close"),
            ],
        },
        (Screen::Main, _) if !state.detour.is_empty() => vec![
            (Action::Back, "back to the story of the list"),
            (Action::ReadOn, "on"),
            (Action::EarlierStory, "older still"),
        ],
        (Screen::Main, _) if state.search.is_some() => vec![
            (Action::NextUnread, "next match"),
            (Action::PreviousUnread, "previous"),
            (Action::Open, "read"),
            (Action::SearchEverywhere, "everywhere"),
            (Action::Palette, "menu"),
            (Action::Cancel, "end search"),
        ]
        .into_iter()
        .filter(|(action, _)| *action != Action::SearchEverywhere || state.search_scope().is_some())
        .collect(),
        (Screen::Main, Pane::Stories) => vec![
            (Action::Open, "read"),
            (Action::NextUnread, "next unread"),
            (Action::ReadOn, "read on"),
            (Action::ToggleRead, "mark read"),
            (Action::Search, "search"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
        ],
        (Screen::Main, Pane::Reader) => vec![
            (Action::ReadOn, "on"),
            (Action::NextSource, "source"),
            (Action::NextUnread, "next unread"),
            (Action::FullText, other_text(state)),
            (Action::OpenOriginal, "browser"),
            (Action::Back, "back"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
        ],
        (Screen::Main, Pane::Sources) if state.work_under_cursor().is_some() => vec![
            (Action::Open, "open in the browser"),
            (Action::CopyLink, "copy link"),
            (Action::Back, "back"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
        ],
        (Screen::Main, Pane::Sources) => vec![
            (Action::Open, "read"),
            (Action::OpenOriginal, "browser"),
            (Action::Separate, "separate"),
            (Action::Why, "why"),
            (Action::CopyLink, "copy link"),
            (Action::Back, "back"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
        ],
    }
}

/// The text that the key for full texts leads to.
fn other_text(state: &State) -> &'static str {
    match state.reader.shown.as_ref() {
        Some(shown) if shown.version == Version::Full => "feed's text",
        Some(shown) if shown.page == PageState::There => "full text",
        _ => "fetch full text",
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
