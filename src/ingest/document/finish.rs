//! Small decisions about blocks and their text, made after the walk or beside it.

use url::Url;

use super::spans::{plain, truncate};
use crate::ingest::body::without_call;
use crate::ingest::title::same;
use crate::model::{Block, Inline};
use crate::text::count_words;

/// Whether an embedded page plays something.
pub(super) fn is_player(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    [
        "youtube",
        "vimeo",
        "dailymotion",
        "twitch",
        "player",
        "video",
    ]
    .iter()
    .any(|mark| host.contains(mark))
}

/// Whether a text is the arrow from a footnote back to its place.
pub(super) fn is_way_back(text: &str) -> bool {
    let mut letters = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{fe0e}' | '\u{fe0f}'))
        .peekable();
    letters.peek().is_some() && letters.all(|c| matches!(c, '↩' | '↑' | '⤴' | '⏎' | '^' | '↵'))
}

/// Digits as superscripts, also in brackets; any other text stays as it is.
pub(super) fn raised(text: &str) -> String {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let number = bare.unwrap_or(text);
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number {
        return text.to_owned();
    }
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.bytes().map(|b| digits[usize::from(b - b'0')]);
    digits.collect()
}

/// Spans without forced breaks.
pub(in crate::ingest) fn one_line(mut spans: Vec<Inline>) -> Vec<Inline> {
    for span in &mut spans {
        span.text = span.text.replace('\n', " ");
    }
    spans
}

/// Whether a block is the headline once more.
pub(super) fn is_title(block: &Block, title: &str) -> bool {
    match block {
        Block::Heading { spans, .. } | Block::Paragraph(spans) => {
            !title.is_empty() && same(&plain(spans), title)
        }
        _ => false,
    }
}

/// Takes the call to read elsewhere off the end; what it links to is the article's address.
pub(in crate::ingest) fn drop_call(blocks: &mut Vec<Block>) {
    let Some(Block::Paragraph(spans)) = blocks.last_mut() else {
        return;
    };
    let text = plain(spans);
    let kept = without_call(text.clone()).len();
    if kept < text.len() {
        truncate(spans, kept);
    }
    if spans.is_empty() {
        blocks.pop();
    }
}

/// Words of blocks as they are shown.
pub(in crate::ingest) fn words_in(blocks: &[Block]) -> u32 {
    blocks.iter().map(words_of).fold(0, u32::saturating_add)
}

/// Words of a block as they are shown.
fn words_of(block: &Block) -> u32 {
    match block {
        Block::Heading { spans, .. }
        | Block::Paragraph(spans)
        | Block::ListItem { spans, .. }
        | Block::Quote { spans, .. } => count_words(&plain(spans)),
        Block::Code(lines) => lines
            .iter()
            .map(|line| count_words(line))
            .fold(0, u32::saturating_add),
        Block::Table(rows) => rows
            .iter()
            .flatten()
            .map(|cell| count_words(&plain(cell)))
            .fold(0, u32::saturating_add),
        Block::Figure { .. } | Block::Rule => 0,
    }
}
