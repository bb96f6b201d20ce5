//! A document and a width → lines; pure.
//!
//! Widths are counted in terminal cells. Text keeps its logical order, each span with its embedding
//! level; the order of the screen is made when a line is drawn.

mod bidi;
mod cells;
mod export;
mod page;
mod table;
mod wrap;

pub use bidi::{TextOrder, is_mostly_rtl, visual, visual_order, visual_parts, visual_text};
pub use cells::{cells, truncate_to_cells, without_cells};
pub use export::{escape, escape_markdown, markdown_target, to_html, to_markdown};
pub use page::{PageForm, byline, page};
pub use wrap::wrap_line;

use crate::model::{Block, Document, Inline, LinkId, Style};
use bidi::with_levels;

/// What a span is in the page, beside its own style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Somebody else's words, and the bar before them.
    Quote,
    /// The bullet or number of a list item.
    Marker,
    /// Program text.
    Code,
    /// The lines of a table.
    TableRule,
    /// The words that stand for an image.
    Caption,
    /// A dividing line.
    Rule,
}

/// A run of text on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// How it stands out.
    pub style: Style,
    /// Where it leads.
    pub link: Option<LinkId>,
    /// Its embedding level; odd where it is written from right to left.
    pub level: u8,
}

/// A line of the laid-out document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// What stands on it, in the order in which it is read.
    pub spans: Vec<Span>,
    /// Cells by which the block it belongs to is wider than the page, and so can be moved sideways:
    /// code, a table.
    pub overhang: usize,
    /// It is read from right to left and begins at the right edge.
    pub rtl: bool,
}

/// How to lay out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Only ASCII for rules, bars and bullets.
    pub ascii: bool,
}

/// A document laid out for a width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Its lines from top to bottom.
    pub lines: Vec<Line>,
    /// Line, level and text of each heading.
    pub headings: Vec<(usize, u8, String)>,
    /// The first line of each block.
    pub blocks: Vec<usize>,
    /// The width it was laid out for, in cells.
    pub width: usize,
}

/// Lays a document out for a width in cells; code and tables may overhang it.
pub fn lay_out(document: &Document, width: usize, options: Options) -> Layout {
    let width = width.max(1);
    let mut page = Page {
        options,
        places: places(&document.blocks),
        begins_list: begins_list(&document.blocks),
        rtl: is_rtl(document),
        layout: Layout {
            width,
            ..Layout::default()
        },
    };
    for (index, block) in document.blocks.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &document.blocks[before]);
        page.space(before, block, index);
        page.layout.blocks.push(page.layout.lines.len());
        page.block(block, index);
    }
    page.layout
}

/// Quotes and lists nested deeper all look the same.
const DEEPEST: usize = 8;

/// What stands before the first line of a block and before the others.
#[derive(Debug, Clone, Default)]
struct Indent {
    first: Vec<Span>,
    rest: Vec<Span>,
}

struct Page {
    options: Options,
    /// For each block that is an item where it stands.
    places: Vec<Place>,
    /// For each block whether it is the first item of a list.
    begins_list: Vec<bool>,
    /// Most of the document is written from right to left.
    rtl: bool,
    layout: Layout,
}

impl Page {
    /// Puts blank lines between a block and the one before it.
    fn space(&mut self, before: Option<&Block>, block: &Block, index: usize) {
        let Some(before) = before else { return };
        let lines = match (before, block) {
            (before, Block::ListItem { depth, marker, .. }) if is_item(before) => {
                let begins = *depth == 0 && self.begins_list[index];
                usize::from(marker.is_empty() || begins)
            }
            (Block::Quote { spans: one, .. }, Block::Quote { spans: next, .. })
                if quoted_marker(one).is_some() && quoted_marker(next).is_some() =>
            {
                0
            }
            // A term and what it means.
            (Block::Paragraph(_), Block::ListItem { marker, .. }) if marker.is_empty() => 0,
            (Block::Heading { .. }, Block::Heading { .. }) => 1,
            (Block::Heading { .. }, _) => 0,
            (_, Block::Heading { level: 1 | 2, .. }) => 2,
            _ => 1,
        };
        let bar = match (before, block) {
            (Block::Quote { depth, .. }, Block::Quote { depth: next, .. }) => {
                self.bars(*depth.min(next))
            }
            _ => Vec::new(),
        };
        let fits = line_cells(&bar) <= self.layout.width / 2;
        for _ in 0..lines {
            let mut spans = if fits { bar.clone() } else { Vec::new() };
            if let Some(last) = spans.last_mut() {
                last.text.truncate(last.text.trim_end().len());
            }
            let rtl = fits && self.layout.lines.last().is_some_and(|line| line.rtl);
            self.layout.lines.push(Line {
                spans: with_levels(spans, rtl),
                overhang: 0,
                rtl,
            });
        }
    }

    fn push(&mut self, spans: Vec<Span>) {
        self.layout.lines.push(Line {
            spans,
            ..Line::default()
        });
    }

    /// Lines that stand as they are, whatever the width of the page.
    fn overhanging(&mut self, mut lines: Vec<Line>) {
        let widest = lines.iter().map(Line::cells).max().unwrap_or(0);
        let overhang = widest.saturating_sub(self.layout.width);
        lines.iter_mut().for_each(|line| line.overhang = overhang);
        self.layout.lines.extend(lines);
    }

    fn block(&mut self, block: &Block, index: usize) {
        match block {
            Block::Heading { level, spans } => {
                let text = plain(spans).trim().to_owned();
                self.layout
                    .headings
                    .push((self.layout.lines.len(), *level, text));
                self.wrapped(spans, Role::Heading(*level), &Indent::default());
            }
            Block::Paragraph(spans) => self.wrapped(spans, Role::Text, &Indent::default()),
            Block::ListItem { marker, spans, .. } => self.item(marker, spans, self.places[index]),
            Block::Quote { depth, spans } => {
                let first = self.bars(*depth);
                let mut rest = first.clone();
                // The text of a quoted item hangs behind its marker.
                let hanging = quoted_marker(spans).unwrap_or(0);
                rest.extend((hanging > 0).then(|| span(&" ".repeat(hanging), Role::Quote)));
                self.wrapped(spans, Role::Quote, &Indent { first, rest });
            }
            Block::Code(lines) => {
                let shown = lines.iter().map(|line| Line {
                    spans: with_levels(vec![span(line, Role::Code)], false),
                    ..Line::default()
                });
                self.overhanging(shown.collect());
            }
            Block::Table(rows) => {
                let lines = table::lay_out(rows, self.layout.width, self.rtl, self.options);
                self.overhanging(lines);
            }
            Block::Figure { caption, alt, .. } => self.figure(caption, alt.as_deref()),
            Block::Rule => {
                let line = if self.options.ascii { "-" } else { "─" };
                self.push(vec![span(&line.repeat(self.layout.width), Role::Rule)]);
            }
        }
    }

    fn bars(&self, depth: u8) -> Vec<Span> {
        let bars = if self.options.ascii { "> " } else { "│ " };
        vec![span(
            &bars.repeat(usize::from(depth).clamp(1, DEEPEST)),
            Role::Quote,
        )]
    }

    fn item(&mut self, marker: &str, spans: &[Inline], place: Place) {
        let marker = if self.options.ascii {
            ascii_marker(marker)
        } else {
            marker
        };
        let indent = place.column + place.marker.saturating_sub(cells(marker));
        let mut first = vec![
            span(&" ".repeat(indent), Role::Marker),
            span(&format!("{marker} "), Role::Marker),
        ];
        first.retain(|span| !span.text.is_empty());
        let rest = vec![span(&" ".repeat(line_cells(&first)), Role::Marker)];
        self.wrapped(spans, Role::Text, &Indent { first, rest });
    }

    /// What an image shows, and below it what is said of it.
    fn figure(&mut self, caption: &[Inline], alt: Option<&str>) {
        let mut spans = vec![inline("[image: ")];
        match alt {
            Some(alt) => spans.push(inline(alt)),
            None => spans.extend(caption.iter().cloned()),
        }
        spans.push(inline("]"));
        self.wrapped(&spans, Role::Caption, &Indent::default());
        if alt.is_some() {
            self.wrapped(caption, Role::Caption, &Indent::default());
        }
    }

    /// Breaks text into lines behind an indent. Where the page is too narrow for the indent, its
    /// marks stand in the text.
    fn wrapped(&mut self, spans: &[Inline], role: Role, indent: &Indent) {
        let used = line_cells(&indent.rest);
        let hanging = used - line_cells(&indent.first);
        if used * 2 > self.layout.width {
            let marks = indent
                .first
                .iter()
                .map(|span| inline(span.text.trim_start()));
            let spans: Vec<Inline> = marks.chain(spans.iter().cloned()).collect();
            let lines = wrap::wrap(&spans, role, self.layout.width, 0, self.rtl);
            self.layout.lines.extend(lines);
            return;
        }
        let mut before = &indent.first;
        for mut line in wrap::wrap(spans, role, self.layout.width - used, hanging, self.rtl) {
            line.spans
                .splice(0..0, with_levels(before.clone(), line.rtl));
            self.layout.lines.push(line);
            before = &indent.rest;
        }
    }
}

fn is_item(block: &Block) -> bool {
    matches!(block, Block::ListItem { .. })
}

/// Cells of the marker that a quoted item begins with, blank included.
fn quoted_marker(spans: &[Inline]) -> Option<usize> {
    let text = &spans.first()?.text;
    let (marker, _) = text.split_once(' ')?;
    let number = marker.strip_suffix('.').unwrap_or_default();
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_number || matches!(marker, "•" | "◦" | "▪")).then(|| cells(marker) + 1)
}

/// Whether most of a document is written from right to left.
fn is_rtl(document: &Document) -> bool {
    let texts: Vec<_> = document.blocks.iter().map(Block::text).collect();
    is_mostly_rtl(texts.iter().map(AsRef::as_ref))
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Where the markers of its list begin.
    column: usize,
    /// The width of the widest marker of its list.
    marker: usize,
}

/// The places of all items: markers stand under the text of the item they belong to.
fn places(blocks: &[Block]) -> Vec<Place> {
    let text_of = |open: &[Place]| {
        open.last()
            .map_or(0, |place| place.column + place.marker + 1)
    };
    let mut open: Vec<Place> = Vec::new();
    let mut place = |(block, marker): (&Block, usize)| {
        let Block::ListItem { depth, .. } = block else {
            open.clear();
            return Place::default();
        };
        let depth = usize::from(*depth).min(DEEPEST);
        open.truncate(depth);
        while open.len() < depth {
            let column = text_of(&open);
            open.push(Place { column, marker: 1 });
        }
        let place = Place {
            column: text_of(&open),
            marker,
        };
        open.push(place);
        place
    };
    blocks
        .iter()
        .zip(marker_widths(blocks))
        .map(&mut place)
        .collect()
}

/// For each block whether it is the first item of a list. A list is a run of items of one depth and
/// one kind of marker that are counted through, whatever deeper items are between them.
fn begins_list(blocks: &[Block]) -> Vec<bool> {
    // Per depth: whether the open list is numbered.
    let mut open: Vec<Option<bool>> = Vec::new();
    let begins = |block: &Block| {
        let Block::ListItem { depth, marker, .. } = block else {
            open.clear();
            return false;
        };
        let depth = usize::from(*depth);
        open.truncate(depth + 1);
        open.resize(depth + 1, None);
        if marker.is_empty() {
            return false;
        }
        let numbered = Some(marker.ends_with('.'));
        let before = std::mem::replace(&mut open[depth], numbered);
        before != numbered || marker == "1."
    };
    blocks.iter().map(begins).collect()
}

/// The width of the widest marker of the list each block belongs to, so that "9." and "10." end
/// in one column.
fn marker_widths(blocks: &[Block]) -> Vec<usize> {
    let mut widths = vec![0; blocks.len()];
    // Per depth: the widest marker so far and the items that will get it.
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    let close = |open: &mut Vec<(usize, Vec<usize>)>, depth: usize, widths: &mut Vec<usize>| {
        for (widest, items) in open.drain(depth.min(open.len())..) {
            items.into_iter().for_each(|item| widths[item] = widest);
        }
    };
    let begins = begins_list(blocks);
    for (index, block) in blocks.iter().enumerate() {
        let Block::ListItem { depth, marker, .. } = block else {
            close(&mut open, 0, &mut widths);
            continue;
        };
        let depth = usize::from(*depth);
        let kept = if begins[index] { depth } else { depth + 1 };
        close(&mut open, kept, &mut widths);
        open.resize_with((depth + 1).max(open.len()), Default::default);
        let (widest, items) = &mut open[depth];
        *widest = cells(marker).max(*widest).max(1);
        items.push(index);
    }
    close(&mut open, 0, &mut widths);
    widths
}

fn ascii_marker(marker: &str) -> &str {
    match marker {
        "•" => "*",
        "◦" => "-",
        "▪" => "+",
        other => other,
    }
}

fn span(text: &str, role: Role) -> Span {
    Span {
        text: text.to_owned(),
        role,
        style: Style::default(),
        link: None,
        level: 0,
    }
}

fn inline(text: &str) -> Inline {
    Inline {
        text: text.to_owned(),
        ..Inline::default()
    }
}

fn line_cells(spans: &[Span]) -> usize {
    spans.iter().map(|span| cells(&span.text)).sum()
}

/// The text of spans without their looks.
fn plain(spans: &[Inline]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

#[cfg(test)]
mod tests;
