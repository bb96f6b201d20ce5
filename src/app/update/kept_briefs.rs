//! The briefs that are kept of followed stories, to be read over the panes.

use super::Effects;
use crate::app::{Output, Screen, State, count, moment};
use crate::layout::wrap_line;
use crate::model::{KeptBrief, Notice};

/// Columns of a line at the most.
const WIDTH: usize = 80;

/// Shows the briefs, or says why there is none.
pub fn show(state: &mut State, briefs: &[KeptBrief], effects: &mut Effects) {
    if briefs.is_empty() {
        let follow = state.keys.hint(crate::model::Action::ToggleFollow);
        let notice = Notice::info("No followed story was closed yet").with_hint(format!(
            "{follow} follows one; it is closed when nothing came for some days"
        ));
        return state.say(notice, effects);
    }
    let width = usize::from(state.geometry().body.width).min(WIDTH);
    let mut lines = Vec::new();
    for brief in briefs {
        lines.extend(wrap_line(&brief.headline, width.max(20)));
        let closed = moment(state.now, brief.closed, state.offset_seconds);
        let sources = count(brief.sources, "source");
        lines.push(format!("{sources}, closed {closed}"));
        lines.push(String::new());
        for sentence in &brief.sentences {
            let text = format!("{} [{}]", sentence.text, sentence.source);
            let wrapped = wrap_line(&text, width.saturating_sub(2).max(20));
            lines.extend(wrapped.into_iter().map(|line| format!("  {line}")));
            lines.push(String::new());
        }
    }
    lines.pop();
    let number = u32::try_from(briefs.len()).unwrap_or(u32::MAX);
    state.cover(Screen::Output(Output {
        title: format!("What is kept of {}", count(number, "followed story")),
        lines,
        ..Output::default()
    }));
}
