//! Where title, text and foot of the article stand in the reader pane. The text is at most
//! as wide as the reader wants and centred; low panes give up the frame before the text.

use crate::app::{Cells, Geometry, State, words::date};
use crate::layout::{truncate_to_cells, wrap_line};

/// Rows below which a pane keeps one line of title only.
const LOW: u16 = 12;

/// The parts of the reader pane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReaderFrame {
    /// The title, broken for the pane.
    pub title: Vec<String>,
    /// Whether sources stand in a strip below the title, because they have no pane.
    pub strip: bool,
    /// Headline and day of the older story of the same affair, if the head has a line for it.
    pub earlier: Option<(String, String)>,
    /// What happened in the story since it was last looked at, if the head has a line for it.
    pub news: Option<String>,
    /// Title, meta line, strip, older story, news and rule.
    pub head: Cells,
    /// The text; as wide as lines are laid out.
    pub text: Cells,
    /// Heading and position.
    pub foot: Option<Cells>,
}

/// Lays the frame out for a pane.
pub fn reader_frame(state: &State, geometry: &Geometry, pane: Cells) -> ReaderFrame {
    let column = text_column(pane, state.widest_text.get());
    if geometry.tiny {
        return ReaderFrame {
            head: column.row(0),
            title: title_lines(state, usize::from(column.width), 1),
            text: column.below(u16::from(pane.height > 2)),
            ..ReaderFrame::default()
        };
    }
    let low = pane.height < LOW;
    let lines = if low { 1 } else { 3 };
    let title = title_lines(state, usize::from(column.width), lines);
    let strip = geometry.sources.is_none() && !low && has_several_sources(state);
    let title_rows = u16::try_from(title.len()).unwrap_or(1);
    let earlier = (!low).then(|| earlier(state)).flatten();
    let news = state.news_beside_shown().filter(|_| !low);
    let news = news.map(|news| news.told(state.now, state.offset_seconds));
    let lines = [strip, earlier.is_some(), news.is_some(), !low];
    let lines = lines.into_iter().map(u16::from).sum::<u16>();
    let head_rows = title_rows + 1 + lines;
    let text = column.below(head_rows).above_last(u16::from(!low));
    ReaderFrame {
        title,
        strip,
        earlier,
        news,
        head: Cells {
            height: head_rows.min(pane.height),
            ..column
        },
        text,
        foot: (!low).then(|| pane.row(pane.height - 1)),
    }
}

/// The columns of the text: a margin at both sides, at most as wide as is good to read.
fn text_column(pane: Cells, widest: u16) -> Cells {
    let inner = pane.inset(2.min(pane.width / 8), 1.min(pane.width / 8));
    let spare = inner.width.saturating_sub(widest);
    inner.inset(spare / 2, spare - spare / 2)
}

fn title_lines(state: &State, width: usize, most: usize) -> Vec<String> {
    let Some(shown) = &state.reader.shown else {
        return vec![String::new()];
    };
    let mut lines = wrap_line(&shown.text.title, width.max(1));
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(truncate_to_cells(&rest, width));
    }
    if lines.is_empty() {
        lines.push(shown.text.source.clone());
    }
    lines
}

fn earlier(state: &State) -> Option<(String, String)> {
    let row = state.story.as_ref()?.earlier.as_ref()?;
    let date = date(row.last_published, state.offset_seconds).format("%-d %b");
    Some((row.title.clone(), date.to_string()))
}

fn has_several_sources(state: &State) -> bool {
    state
        .story
        .as_ref()
        .is_some_and(|story| story.members.len() > 1)
}
