//! The body that a feed gives → the article as it is read: what publishers put around their texts
//! is taken off, headings and lists that lost their markup are found again.
//!
//! It happens when an article is shown, counted and indexed, never when it is stored: the document
//! as it was sent is kept beside the other. Pages have another filter (`extract`), which may be
//! bolder: they have more around the text, and more text.

mod buttons;
mod citations;
mod judge;
mod line;
mod meta;
mod phrases;
mod repair;
mod repeated;
mod standfirst;

use std::time::Duration;

use self::judge::{Verdict, judge};
use self::line::{Line, Shape, is_icon};
use super::body::{excerpt, without_call};
use super::document::{drop_call, one_line, plain, truncate, whole_document, words_in};
use super::extract::Page;
use super::strip::plain_text;
use super::title::repeats;
use crate::model::{Block, Document, Inline};

pub(super) use phrases::SOURCES;
pub use repeated::Repeated;

/// What is known of an article beside its body.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its publisher.
    pub source: &'a str,
    /// The aggregator that carried it.
    pub via: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<&'a str>,
    /// The line or two that its feed gives beside the text; empty if it gives none.
    pub summary: &'a str,
}

impl About<'_> {
    fn names(&self) -> Vec<&str> {
        let names = [Some(self.source), self.via, self.author];
        names
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// The headline once more, with its publisher or without.
    fn is_title(&self, line: &Line<'_>) -> bool {
        !self.title.is_empty()
            && !matches!(line.shape, Shape::Figure | Shape::Fixed | Shape::Quote)
            && line.words > 0
            && repeats(
                &line.text,
                self.title,
                Some(self.source).filter(|name| !name.is_empty()),
            )
    }
}

/// An article as it is read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readable {
    /// The article.
    pub document: Document,
    /// The same as it was sent; `None` where nothing was changed.
    pub sent: Option<Document>,
    /// How long before it was fetched it was changed, as it says.
    pub updated: Option<Duration>,
    /// The section that it says it stands in.
    pub section: Option<String>,
}

/// The words of an article as they are read, a line a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadableText {
    /// The words.
    pub text: String,
    /// The publisher's summary in them.
    pub standfirst: Option<String>,
    /// The section that it says it stands in.
    pub section: Option<String>,
}

/// Builds what is read of a body. `base` is what relative links start from; `repeated` are the
/// lines that the feed's articles share.
pub fn readable(
    html: &str,
    base: Option<&str>,
    about: &About<'_>,
    repeated: &Repeated,
) -> Readable {
    read_of(whole_document(html, base), base, about, repeated)
}

/// Builds what is read of a page from its article.
pub fn readable_page(page: &Page, base: Option<&str>) -> Readable {
    let about = About {
        title: &page.title,
        source: page.source.as_deref().unwrap_or_default(),
        author: page.byline.as_deref(),
        ..About::default()
    };
    read_of(page.document.clone(), base, &about, &Repeated::default())
}

fn read_of(sent: Document, base: Option<&str>, about: &About<'_>, repeated: &Repeated) -> Readable {
    let mut document = sent.clone();
    repair::split_lines(&mut document.blocks);
    repair::find_lists(&mut document.blocks);
    let lines: Vec<Line<'_>> = document
        .blocks
        .iter()
        .map(|block| line_of(block, repeated))
        .collect();
    let judgement = judge(&lines, about);
    drop(lines);
    let blocks = std::mem::take(&mut document.blocks);
    let judged = blocks.into_iter().zip(&judgement.verdicts);
    document.blocks = judged
        .filter_map(|(block, verdict)| apply(block, *verdict))
        .collect();
    drop_call(&mut document.blocks);
    drop_marker(&mut document.blocks);
    document.cited = citations::clean(&mut document, base);
    repair::split_endless(&mut document.blocks);
    if !judgement.verdicts.contains(&Verdict::Standfirst)
        && !about.summary.is_empty()
        && let Some(summary) = standfirst::of(about, &document.text())
    {
        let kickers = document.blocks.iter().take_while(|block| is_quiet(block));
        let at = kickers.count();
        document.blocks.insert(at, standfirst_line(summary));
    }
    document.words = count(&document.blocks);
    Readable {
        sent: (sent.blocks != document.blocks).then_some(sent),
        document,
        updated: judgement.updated,
        section: judgement.section,
    }
}

/// The words of a body, which are given as [`plain_text`] gives them, without what stands around
/// them: what is counted and looked up.
pub fn readable_text(text: &str, about: &About<'_>, repeated: &Repeated) -> ReadableText {
    let lines: Vec<Line<'_>> = text
        .lines()
        .map(|line| Line {
            repeated: repeated.times(line),
            ..Line::plain(line)
        })
        .collect();
    let judgement = judge(&lines, about);
    let mut out = String::with_capacity(text.len());
    let mut standfirst = None;
    for (line, verdict) in lines.iter().zip(&judgement.verdicts) {
        let line = match verdict {
            Verdict::Drop | Verdict::Quiet => continue,
            Verdict::Standfirst => {
                let line = line::without_icon(&line.text);
                standfirst.get_or_insert_with(|| line.to_owned());
                line
            }
            _ => &line.text,
        };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    let end = marker_in(&out).unwrap_or(out.len());
    out.truncate(out[..end].trim_end().len());
    let mut text = without_call(out);
    if standfirst.is_none()
        && let Some(summary) = standfirst::of(about, &text)
    {
        text = format!("{summary}\n{text}");
        standfirst = Some(summary.to_owned());
    }
    ReadableText {
        text,
        standfirst,
        section: judgement.section,
    }
}

/// The line or two that lists show of an article, where they were made of a body: the publisher's
/// summary in it, else the beginning of what is read of it. `None` where the feed gave them.
pub fn readable_summary(summary: &str, html: &str, read: &ReadableText) -> Option<String> {
    const READ: usize = 2048;
    let sent = plain_text(html, READ);
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .take(60)
            .collect::<String>()
    };
    let is_of_body = letters(&sent) == letters(summary) && !summary.is_empty();
    let text = read.standfirst.as_ref().unwrap_or(&read.text);
    let made = excerpt(&text[..text.floor_char_boundary(READ)]);
    (is_of_body && made != summary && !made.is_empty()).then_some(made)
}

/// Spans of a block that is text.
fn spans_of(block: &Block) -> &[Inline] {
    match block {
        Block::Heading { spans, .. }
        | Block::Paragraph(spans)
        | Block::ListItem { spans, .. }
        | Block::Quote { spans, .. }
        | Block::Figure { caption: spans, .. } => spans,
        Block::Code(_) | Block::Table(_) | Block::Rule => &[],
    }
}

fn line_of<'a>(block: &Block, repeated: &Repeated) -> Line<'a> {
    let shape = match block {
        Block::Heading { .. } => Shape::Heading,
        Block::Paragraph(_) => Shape::Paragraph,
        Block::ListItem { .. } => Shape::Item,
        Block::Quote { .. } => Shape::Quote,
        Block::Figure { .. } => Shape::Figure,
        Block::Code(_) | Block::Table(_) => Shape::Fixed,
        Block::Rule => Shape::Rule,
    };
    let spans = spans_of(block);
    let text = match block {
        Block::Code(lines) => lines.join("\n"),
        Block::Table(rows) => rows
            .iter()
            .flatten()
            .map(|cell| plain(cell))
            .collect::<Vec<_>>()
            .join(" "),
        _ => plain(spans),
    };
    let text = text.trim().to_owned();
    let letters = |spans: &mut dyn Iterator<Item = &Inline>| -> usize {
        spans.map(|span| span.text.trim().len()).sum()
    };
    let all = letters(&mut spans.iter());
    let linked = letters(&mut spans.iter().filter(|span| span.link.is_some()));
    let strong = letters(&mut spans.iter().filter(|span| span.style.strong));
    Line {
        linked: all > 0 && linked * 20 >= all * 17,
        strong: all > 0 && strong == all,
        pictured: spans.iter().any(|span| span.style.image),
        repeated: repeated.times(&text),
        ..Line::new(text, shape)
    }
}

fn apply(block: Block, verdict: Verdict) -> Option<Block> {
    Some(match (verdict, block) {
        (Verdict::Drop, _) => return None,
        (Verdict::Quiet, Block::Paragraph(spans) | Block::Heading { spans, .. }) => {
            Block::Paragraph(styled(spans, |span| {
                span.style.quiet = true;
                span.style.strong = false;
            }))
        }
        (Verdict::Standfirst, Block::Paragraph(mut spans)) => {
            if let Some(first) = spans.first_mut() {
                first.text = first
                    .text
                    .trim_start_matches(|c: char| is_icon(c) || c.is_whitespace())
                    .to_owned();
            }
            Block::Paragraph(styled(spans, |span| span.style.standfirst = true))
        }
        (Verdict::Heading, Block::Paragraph(spans)) => Block::Heading {
            level: 2,
            spans: styled(one_line(spans), |span| span.style.strong = false),
        },
        (_, block) => block,
    })
}

fn styled(mut spans: Vec<Inline>, style: impl Fn(&mut Inline)) -> Vec<Inline> {
    spans.iter_mut().for_each(style);
    spans
}

/// Words of what does not stand aside.
fn count(blocks: &[Block]) -> u32 {
    let aside = blocks.iter().filter(|block| is_quiet(block));
    let aside = aside.map(|block| words_in(std::slice::from_ref(block)));
    words_in(blocks).saturating_sub(aside.sum())
}

fn is_quiet(block: &Block) -> bool {
    matches!(block, Block::Paragraph(spans) if spans.iter().all(|span| span.style.quiet))
}

fn standfirst_line(text: &str) -> Block {
    let mut line = Inline {
        text: text.to_owned(),
        ..Inline::default()
    };
    line.style.standfirst = true;
    Block::Paragraph(vec![line])
}

/// Where the remark stands at the end of a text that there is no more of it: in brackets, which
/// are not always closed.
fn marker_in(text: &str) -> Option<usize> {
    let tail = text.floor_char_boundary(text.len().saturating_sub(160));
    let at = tail + text[tail..].rfind('[')?;
    let inside = text[at + 1..].trim_end().trim_end_matches(']');
    let counts = inside
        .strip_prefix('+')
        .and_then(|rest| rest.strip_suffix(" chars"))
        .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
    (inside.starts_with("truncated") || counts).then_some(at)
}

fn drop_marker(blocks: &mut Vec<Block>) {
    let Some(Block::Paragraph(spans)) = blocks.last_mut() else {
        return;
    };
    let text = plain(spans);
    if let Some(at) = marker_in(&text) {
        truncate(spans, text[..at].trim_end().len());
        if spans.is_empty() {
            blocks.pop();
        }
    }
}

#[cfg(test)]
mod tests;
