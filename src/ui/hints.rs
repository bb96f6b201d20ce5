//! What the last row says of the keys.

use crate::app::{
    PageState, Pane, PickerKind, Screen, SheetKind, ShownArticle, Stage, State, Version,
};
use crate::model::Action;

/// Keys and what they do where the keys go, the most useful first; the last one leads to all others.
pub fn hints(state: &State) -> Vec<(Action, &'static str)> {
    let shown = state.shown();
    let mut hints = hints_here(state, shown);
    if matches!(state.screen, Screen::Main) && leads_to_changes(state) {
        // Behind what is done most.
        hints.insert(2.min(hints.len()), (Action::Changed, "what changed"));
    }
    hints
}

/// What the keys act on has changed since it was read.
fn leads_to_changes(state: &State) -> bool {
    if state.search.is_some() || state.list.anchor.is_some() || !state.detour.is_empty() {
        return false;
    }
    let changed = |article| {
        let member = state.story.as_ref().and_then(|story| story.member(article));
        member.is_some_and(|member| member.changed)
    };
    match state.focus {
        Pane::Stories => {
            let row = state.list.row(state.list.cursor);
            row.is_some_and(|row| row.changed > 0)
        }
        Pane::Reader => state.reader.current().is_some_and(changed),
        Pane::Sources => {
            let story = state.story.as_ref();
            let member = story.and_then(|story| story.members.get(story.cursor));
            member.is_some_and(|member| member.changed)
        }
    }
}

fn hints_here(state: &State, shown: Option<&ShownArticle>) -> Vec<(Action, &'static str)> {
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
            (Action::Open, "choose"),
            (Action::Down, "down"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
            (Action::Back, "quit"),
        ],
        (Screen::Starter(_), _) => vec![
            (Action::ReadOn, "choose"),
            (Action::Open, starter_verb(state)),
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
            (Action::AddFeed, "add"),
            (Action::RemoveFeed, "remove"),
            (Action::Tag, "tags"),
            (Action::ToggleMute, "pause"),
            (Action::ScrollDown, "move down"),
            (Action::Undo, "undo"),
            (Action::RefreshFeed, "fetch"),
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
        (Screen::Sheet(view), _) => {
            let mut hints = vec![
                (Action::Down, "down"),
                (Action::Open, sheet_verb(view.kind)),
            ];
            if view.kind == SheetKind::Facts {
                hints.push((Action::FocusRight, "next source"));
            }
            if view.other_page(state, false).is_some() {
                hints.push((Action::FocusLeft, "older"));
            }
            if view.other_page(state, true).is_some() {
                hints.push((Action::FocusRight, "newer"));
            }
            let others = [
                (SheetKind::Facts, "facts"),
                (SheetKind::Brief, "brief"),
                (SheetKind::Timeline, "timeline"),
                (SheetKind::Changed, "changed"),
            ];
            let others = others.into_iter().filter(|(kind, _)| *kind != view.kind);
            hints.extend(others.map(|(kind, name)| (kind.action(), name)));
            hints.push((Action::Back, "close"));
            hints
        }
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
        (Screen::Main, _) if state.list.anchor.is_some() && state.search.is_none() => vec![
            (Action::ToggleRead, "read"),
            (Action::ToggleStar, "star"),
            (Action::Tag, "tag"),
            (Action::OpenOriginal, "browser"),
            (Action::CopyLink, "copy links"),
            (Action::ToggleFollow, "follow"),
            (Action::ToggleMute, "fold away"),
            (Action::Cancel, "one row again"),
        ],
        (Screen::Main, _) if found_nothing(state) => vec![
            (Action::Search, "other words"),
            (Action::SearchEverywhere, "everywhere"),
            (Action::Palette, "menu"),
            (Action::Cancel, "end search"),
        ]
        .into_iter()
        .filter(|(action, _)| *action != Action::SearchEverywhere || state.search_scope().is_some())
        .collect(),
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
        (Screen::Main, Pane::Stories) if state.list.loaded && state.list.is_empty() => vec![
            (Action::Lists, "other lists"),
            (Action::RefreshAll, "fetch all"),
            (Action::Search, "search"),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
        ],
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
            (Action::Back, "back"),
            (Action::OpenOriginal, "browser"),
            (Action::NextUnread, "next unread"),
            (Action::FullText, other_text(state)),
            (Action::Palette, "menu"),
            (Action::Help, "keys"),
        ],
        (Screen::Main, Pane::Sources) if state.work_under_cursor().is_some() => vec![
            (Action::Open, "browser"),
            (Action::AddFeed, "look for its feed"),
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

fn sheet_verb(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Timeline => "read",
        SheetKind::Facts | SheetKind::Brief | SheetKind::Changed => "go there",
    }
}

fn found_nothing(state: &State) -> bool {
    let search = state.search.as_ref();
    search.is_some_and(|search| search.answered && search.hits.is_empty())
}

fn starter_verb(state: &State) -> &'static str {
    if state.size.0 < 70 {
        "add"
    } else {
        "add the chosen feeds"
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
