//! What of the state a key can change on the screen without asking anybody for anything. A key
//! that leaves it as it was, and asks for nothing, is no reason to draw.

use crate::app::{Pane, PaneWidths, Pending, PromptKind, Screen, State, TextWidth};
use crate::model::Notice;

/// What is seen, as far as keys change it by themselves.
#[derive(Debug, PartialEq)]
pub struct Seen {
    screen: Screen,
    panes: (Pane, bool, PaneWidths),
    pending: Pending,
    prompt: Option<(PromptKind, String, usize)>,
    notice: Option<Notice>,
    list: (usize, usize, u64),
    search: Option<(usize, usize)>,
    source: Option<(usize, usize)>,
    scroll: Option<(usize, usize)>,
    heading: Option<usize>,
    widest_text: TextWidth,
    as_sent: bool,
    find: Option<(String, usize)>,
    hints: Option<String>,
}

impl Seen {
    /// Looks at the state.
    pub fn of(state: &State) -> Self {
        let list = &state.list;
        let shown = state.reader.shown.as_ref();
        let prompt = state.prompt.as_ref().map(|prompt| {
            let (_, cursor) = prompt.visible(usize::from(u16::MAX));
            (prompt.kind, prompt.text().to_owned(), cursor)
        });
        Self {
            screen: state.screen.clone(),
            panes: (state.focus, state.zoomed, state.pane_widths),
            pending: state.pending.clone(),
            prompt,
            notice: state.notice.as_ref().map(|notice| notice.0.clone()),
            list: (list.cursor, list.top, list.generation()),
            search: state.search.as_ref().map(|s| (s.cursor, s.top)),
            source: state.story.as_ref().map(|s| (s.cursor, s.top)),
            scroll: shown.map(|shown| (shown.scroll, shown.sideways)),
            heading: shown.and_then(|shown| shown.current_heading()),
            widest_text: state.widest_text,
            as_sent: shown.is_some_and(|shown| shown.as_sent),
            find: shown
                .and_then(|shown| shown.find.as_ref())
                .map(|find| (find.text.clone(), find.at)),
            hints: shown
                .and_then(|shown| shown.hints.as_ref())
                .map(|hints| hints.typed.clone()),
        }
    }
}
