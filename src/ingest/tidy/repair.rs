//! Blocks that lost their markup on the way: lines in one paragraph, bullets that are letters, a
//! text without any paragraph.

use crate::ingest::document::plain;
use crate::model::{Block, Inline};
use crate::text::{count_words, sentences};

/// Words of a line that is no verse and no address.
const LONG_LINE: u32 = 12;
/// Lines of a paragraph at the top that are about the article.
const HEAD_LINES: usize = 3;
/// Words of a text without paragraphs from which on it gets some.
const ENDLESS: u32 = 250;
/// Words that such a paragraph has at least.
const PARAGRAPH: u32 = 60;

/// Makes paragraphs of lines that are some, though only line breaks stand between them. Verses and
/// addresses stay together.
pub(super) fn split_lines(blocks: &mut Vec<Block>) {
    let mut out = Vec::with_capacity(blocks.len());
    for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
        match block {
            Block::Paragraph(spans) if spans.iter().any(|span| span.text.contains('\n')) => {
                let lines = lines_of(&spans);
                let texts: Vec<String> = lines.iter().map(|line| plain(line)).collect();
                let long = texts.iter().any(|text| count_words(text) >= LONG_LINE);
                let listed = texts.iter().filter(|text| bullet(text).is_some()).count() > 1;
                let head = at < 2 && lines.len() <= HEAD_LINES;
                if long || listed || head {
                    out.extend(lines.into_iter().map(Block::Paragraph));
                } else {
                    out.push(Block::Paragraph(spans));
                }
            }
            other => out.push(other),
        }
    }
    *blocks = out;
}

/// Spans broken at their forced breaks, empty lines left out.
fn lines_of(spans: &[Inline]) -> Vec<Vec<Inline>> {
    let mut lines: Vec<Vec<Inline>> = vec![Vec::new()];
    for span in spans {
        for (index, part) in span.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let (Some(line), false) = (lines.last_mut(), part.is_empty()) {
                line.push(Inline {
                    text: part.to_owned(),
                    ..span.clone()
                });
            }
        }
    }
    lines.retain(|line| line.iter().any(|span| !span.text.trim().is_empty()));
    lines
}

/// Makes items of paragraphs in a row that begin with a bullet, or with 1, 2, 3.
pub(super) fn find_lists(blocks: &mut [Block]) {
    let marks: Vec<Option<Mark>> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(spans) => bullet(&plain(spans)),
            _ => None,
        })
        .collect();
    let mut at = 0;
    while at < blocks.len() {
        let Some(first) = &marks[at] else {
            at += 1;
            continue;
        };
        let follows = |before: &Mark, next: &Option<Mark>| {
            next.as_ref().is_some_and(|next| next.follows(before))
        };
        let mut end = at + 1;
        while end < blocks.len()
            && marks[end - 1]
                .as_ref()
                .is_some_and(|mark| follows(mark, &marks[end]))
        {
            end += 1;
        }
        if end - at > 1 && first.begins() || first.is_sure() {
            for (block, mark) in blocks[at..end].iter_mut().zip(&marks[at..end]) {
                if let (Block::Paragraph(spans), Some(mark)) = (&mut *block, mark) {
                    let mut spans = std::mem::take(spans);
                    cut_head(&mut spans, mark.bytes);
                    *block = Block::ListItem {
                        depth: 0,
                        marker: mark.marker.clone(),
                        spans,
                    };
                }
            }
        }
        at = end;
    }
}

/// The mark before a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    /// As it is shown.
    marker: String,
    /// Bytes of the line that it takes.
    bytes: usize,
    /// The number it is.
    number: Option<u32>,
    /// It can be nothing but the mark of an item.
    sure: bool,
}

impl Mark {
    fn follows(&self, before: &Self) -> bool {
        match (before.number, self.number) {
            (Some(before), Some(number)) => number == before.saturating_add(1),
            (None, None) => true,
            _ => false,
        }
    }

    fn begins(&self) -> bool {
        self.number.is_none_or(|number| number <= 1)
    }

    fn is_sure(&self) -> bool {
        self.sure
    }
}

/// The bullet or number that a line begins with.
fn bullet(line: &str) -> Option<Mark> {
    let lead = line.len() - line.trim_start().len();
    let rest = &line[lead..];
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    let gap = after.len() - after.trim_start().len();
    if after.trim().is_empty() {
        return None;
    }
    let mark = |marker: &str, bytes: usize, number: Option<u32>, sure: bool| Mark {
        marker: marker.to_owned(),
        bytes: lead + bytes,
        number,
        sure,
    };
    match first {
        '•' | '‣' | '▪' | '●' | '◦' | '■' | '▸' | '►' | '➤' | '✓' | '✔' => {
            Some(mark("•", first.len_utf8() + gap, None, true))
        }
        '-' | '–' | '*' | '·' if gap > 0 => Some(mark("•", first.len_utf8() + gap, None, false)),
        '0'..='9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number = rest[..digits].parse().ok().filter(|_| digits <= 2)?;
            let behind = rest[digits..].strip_prefix(['.', ')'])?;
            let gap = behind.len() - behind.trim_start().len();
            let text = behind.trim_start();
            let twice = text
                .strip_prefix(&rest[..digits])
                .is_some_and(|rest| rest.starts_with(['.', ')']));
            (gap > 0 && !text.is_empty())
                .then(|| mark(&format!("{number}."), digits + 1 + gap, Some(number), twice))
        }
        _ => None,
    }
}

/// Takes the first bytes of spans away.
pub(super) fn cut_head(spans: &mut Vec<Inline>, bytes: usize) {
    let mut left = bytes;
    for span in spans.iter_mut() {
        let cut = span.text.floor_char_boundary(left);
        span.text.drain(..cut);
        left -= cut;
        if left == 0 {
            break;
        }
    }
    spans.retain(|span| !span.text.is_empty());
}

/// Spans up to a byte, and the others.
fn split_at(spans: Vec<Inline>, bytes: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    let mut left = bytes;
    for mut span in spans {
        if left >= span.text.len() {
            left -= span.text.len();
            before.push(span);
            continue;
        }
        let rest = span.text.split_off(span.text.floor_char_boundary(left));
        left = 0;
        behind.push(Inline {
            text: rest,
            ..span.clone()
        });
        before.push(span);
    }
    before.retain(|span| !span.text.is_empty());
    if let Some(last) = before.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    (before, behind)
}

/// Breaks a long text that is one paragraph at ends of sentences.
pub(super) fn split_endless(blocks: &mut Vec<Block>) {
    let words = |block: &Block| match block {
        Block::Paragraph(spans) => count_words(&plain(spans)),
        _ => 0,
    };
    let long: Vec<usize> = (0..blocks.len())
        .filter(|at| words(&blocks[*at]) > ENDLESS)
        .collect();
    let others: u32 = blocks
        .iter()
        .map(words)
        .filter(|words| *words <= ENDLESS)
        .sum();
    // Whoever makes paragraphs made this one on purpose.
    let [at] = long[..] else { return };
    let Block::Paragraph(spans) = &mut blocks[at] else {
        return;
    };
    let text = plain(spans);
    if others > ENDLESS / 4 || text.contains('\n') {
        return;
    }
    let mut cuts = Vec::new();
    let mut count = 0;
    let all: Vec<_> = sentences(&text)
        .map(|one| (one.start, count_words(one.text)))
        .collect();
    let mut left: u32 = all.iter().map(|one| one.1).sum();
    for (start, words) in all {
        if count >= PARAGRAPH && left >= PARAGRAPH / 2 {
            cuts.push(start);
            count = 0;
        }
        count += words;
        left = left.saturating_sub(words);
    }
    let mut rest = std::mem::take(spans);
    let mut done = 0;
    let mut paragraphs = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts {
        let (before, behind) = split_at(rest, cut - done);
        paragraphs.push(Block::Paragraph(before));
        rest = behind;
        done = cut;
    }
    paragraphs.push(Block::Paragraph(rest));
    blocks.splice(at..=at, paragraphs);
}
